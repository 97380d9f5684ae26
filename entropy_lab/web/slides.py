"""강의 슬라이드: 노트북 한 권이 reveal.js 한 벌. 저장된 출력만으로 슬라이더가 움직여요.

셀의 slideshow 메타데이터가 짜임새예요. slide와 subslide는 새 장, fragment는 한 번 더 눌러야 나오는 것,
skip은 뺄 것, notes는 발표자만 보는 글이에요.
"""

import re
from html import escape

from . import edition
from .cells import FIGURE, code, is_exercise, is_solution, outputs, prose

HEADING = re.compile(r"\s*(<h[1-3]>.*?</h[1-3]>)", re.S)
QUESTION = re.compile(r"<p><strong>([^<]*\?)</strong>")
FEW = 110  # letters; a slide with fewer sets them larger
KEYS = (
    "<kbd>→</kbd> 다음 · <kbd>←</kbd> 앞 · <kbd>c</kbd> 코드 · <kbd>d</kbd> 어둡게 · <kbd>s</kbd> 발표자 노트 · "
    "<kbd>f</kbd> 전체 화면 · <kbd>o</kbd> 한눈에. 슬라이더를 잡았을 때 화살표는 슬라이더를 움직여요."
)
STYLES = "reveal.css", "katex.css", "paper.css", "slides.css"
SCRIPTS = "reveal.js", "notes.js", "slides.js"
ASSETS = edition.REVEAL | {name: edition.WEB / name for name in ("slides.css", "slides.js")}


def kind(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


def split(cells, solutions):
    """셀들을 장으로 나눠요: [[첫 장의 셀들], …]."""
    slides = []
    for cell in cells:
        if kind(cell) in ("slide", "subslide"):
            slides.append([])
        if kind(cell) != "skip" or (solutions and is_solution(cell)):
            slides[-1].append(cell)
    return slides


def section(cells, course, chapter):
    """한 장. 그림이 있으면 왼쪽에 크게 놓고 글과 슬라이더는 오른쪽에 둬요."""
    heading, picture, codes, notes = "", "", [], []
    body = []
    for cell in cells:
        wrap = '<div class="fragment">{}</div>' if kind(cell) == "fragment" else "<div>{}</div>"
        if cell.cell_type == "code":
            codes.append(code(cell))
            for html in () if is_exercise(cell) else outputs(cell):
                if html.startswith(FIGURE):
                    picture += html
                else:
                    body.append(wrap.format(html.replace("<details>", "<details open>") if is_solution(cell) else html))
        elif kind(cell) == "notes":
            notes.append(html := prose(cell))
            if asks := QUESTION.match(html):  # the room is asked, the speaker knows
                body.append(f'<p class="question">{asks[1]}</p>')
        else:
            html = prose(cell)
            if top := HEADING.match(html):
                heading, html = (
                    re.sub(r"(<h1>[^:]*): (.*)</h1>", r"\1<small>\2</small></h1>", top[1]),
                    html[top.end() :],
                )
            if html.strip():
                body.append(wrap.format(html))
    words = len(re.sub(r"<style.*?</style>|<script.*?</script>|<[^>]*>|\s", "", "".join(body), flags=re.S))
    layout = "figure" if picture else "title" if heading.startswith("<h1>") else "text few" if words < FEW else "text"
    return (
        f'<section>\n<div class="frame {layout}">{heading}\n'
        + (f'<div class="picture">{picture}</div>\n' if picture else "")
        + f'<div class="body">{"".join(body)}</div></div>\n'
        f'<div class="source">{"".join(codes)}</div>\n'
        f"<footer><span>{course}</span><span>{chapter}</span></footer>\n"
        f'<aside class="notes">{"".join(notes)}</aside>\n</section>\n'
    )


def deck(nb, number, solutions=False):
    """노트북 한 권의 슬라이드 한 벌."""
    name, _ = edition.title(nb)
    chapter, stacks = "", []
    for cells in split(nb.cells, solutions):
        if heading := re.match(r"## (.*)", cells[0].source):
            chapter = escape(heading[1])
        html = section(cells, f"{number} {escape(name)}", chapter)
        if kind(cells[0]) == "slide":
            stacks.append([])
        stacks[-1].append(html)
    slides = "".join(f"<section>\n{''.join(stack)}</section>\n" for stack in stacks)
    return edition.page(
        name,
        styles=STYLES,
        body=f'<div class="reveal"><div class="slides">\n{slides}</div></div>\n'
        + "".join(f'<script src="assets/{file}"></script>\n' for file in SCRIPTS),
    )


def write(notebooks, out, solutions=False):
    """모든 노트북의 슬라이드를 `out`에 써요."""
    pages = {f"{stem}.html": deck(nb, stem[:2], solutions) for stem, nb in notebooks.items()}
    index = edition.contents("엔트로피 강의", notebooks, KEYS)
    return edition.publish(out, {"index.html": index} | pages, ASSETS)
