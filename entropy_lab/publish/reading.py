"""읽는 판: 파이썬 없이 브라우저만으로 읽는 열 권. 장면은 살아 있고, 연습은 그 자리에서 답해요."""

import re
from html import escape, unescape

from . import answers, edition
from .cells import code, is_exercise, is_folded, is_prediction, is_solution, outputs, prose, raw

FOREWORD = (
    "파이썬 없이 브라우저만으로 읽는 판이에요. 인터넷이 없어도 슬라이더가 움직여요. "
    "수로 답하는 연습은 답을 적으면 채점해 주고, 나머지는 풀이를 열어 볼 수 있어요."
)
SCRIPT = '<script src="assets/answers.js"></script>'


def volume(notebooks):
    """모든 노트북의 읽는 판: 쪽들과 그 쪽들이 쓰는 것."""
    pages = {f"{stem}.html": chapter(stem, notebooks) for stem in notebooks}
    index = edition.contents("딥러닝을 위한 엔트로피", notebooks, FOREWORD)
    assets = ["reading.css", *["answers.js"] * any(SCRIPT in page for page in pages.values())]
    return {"index.html": index} | pages, {name: edition.WEB / name for name in assets}


def folded(summary, html):
    return f"<details><summary>{summary}</summary>\n{html}</details>\n"


def body(cell):
    """셀 하나."""
    if cell.cell_type == "markdown":
        return prose(cell)
    if cell.cell_type == "raw":
        return raw(cell)
    if is_exercise(cell):
        return answers.form(cell)
    results = "\n".join(outputs(cell))
    if is_solution(cell):
        return folded("풀이", code(cell) + results)
    if is_prediction(cell):
        return results
    return (folded("코드", code(cell)) if is_folded(cell) or not results else code(cell)) + results


def link(stem, notebooks, word):
    return (
        f'<a href="{stem}.html">{word} {edition.number(stem)} {escape(edition.heading(stem, notebooks[stem])[0])}</a>'
        if stem
        else "<span></span>"
    )


def slug(heading):
    """제목의 주소. 주피터랩이 짓는 법(빈칸을 -로)과 같아서, 노트북의 링크가 여기서도 통해요."""
    return escape(re.sub(r"\s+", "-", re.sub("<[^>]*>", "", unescape(heading)).strip()))


def chapter(stem, notebooks):
    """노트북 한 권의 쪽: 앞뒤로 가는 길, 절의 차례, 본문."""
    stems, nb = [None, *notebooks, None], notebooks[stem]
    at = stems.index(stem)
    sections = []

    def number(m):
        name = slug(m[1])
        sections.append(f'<li><a href="#{name}">{m[1]}</a></li>')
        return f'<h2 id="{name}">{m[1]}</h2>'

    text = "\n".join(f'<div class="cell">{body(cell)}</div>' for cell in nb.cells)
    text = re.sub(r"<h2>(.*?)</h2>", number, text)
    text = re.sub(r"<h([13-6])>(.*?)</h\1>", lambda m: f'<h{m[1]} id="{slug(m[2])}">{m[2]}</h{m[1]}>', text)
    ways = (
        f'<nav class="ways">{link(stems[at - 1], notebooks, "←")}<a href="index.html">차례</a>'
        f"{link(stems[at + 1], notebooks, '→')}</nav>"
    )
    return edition.webpage(
        edition.heading(stem, nb)[0],
        styles=("katex.css", "paper.css", "reading.css"),
        body=f'{ways}\n<nav class="sections"><ol>{"".join(sections)}</ol></nav>\n<main>\n{text}\n</main>\n{ways}'
        + SCRIPT * ('<form class="answer"' in text),
    )
