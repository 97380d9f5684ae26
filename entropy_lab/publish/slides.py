"""강의 슬라이드: 노트북 한 권이 reveal.js 한 벌. 저장된 출력만으로 슬라이더가 움직여요.

셀의 slideshow 메타데이터가 짜임새예요. slide와 subslide는 새 장, fragment는 한 번 더 눌러야 나오는 것,
skip은 뺄 것, notes는 발표자만 보는 글이에요.
"""

import re
from dataclasses import dataclass, field
from html import escape

from . import edition
from .cells import PICTURES, code, is_exercise, is_prediction, is_solution, outputs, prose

HEADING = re.compile(r"\s*(<h[1-3]>.*?</h[1-3]>)", re.S)
QUESTION = re.compile(r"<p><strong>([^<]*\?)</strong>")
FEW = 110  # 글자가 이보다 적은 장은 크게 써요.
KEYS = (
    "<kbd>→</kbd> 다음 · <kbd>←</kbd> 앞 · <kbd>c</kbd> 코드 · <kbd>d</kbd> 어둡게 · <kbd>s</kbd> 발표자 노트 · "
    "<kbd>f</kbd> 전체 화면 · <kbd>o</kbd> 한눈에. 슬라이더를 잡았을 때 화살표는 슬라이더를 움직여요."
)
STYLES = "reveal.css", "katex.css", "paper.css", "slides.css"
SCRIPTS = "reveal.js", "notes.js", "slides.js"
REVEAL = edition.NODE / "reveal.js"
OTHERS = [REVEAL / f"dist/{name}" for name in ("reveal.css", "reveal.js", "plugin/notes.js")]
ASSETS = {file.name: file for file in [*OTHERS, edition.WEB / "slides.css", edition.WEB / "slides.js"]} | {
    "reveal-LICENSE.txt": REVEAL / "LICENSE"
}


def lecture(notebooks, solutions=False):
    """노트북마다 슬라이드 한 벌: 쪽들과 그 쪽들이 쓰는 것."""
    pages = {f"{stem}.html": deck(nb, stem[:2], solutions) for stem, nb in notebooks.items()}
    return {"index.html": edition.contents("엔트로피 강의", notebooks, KEYS)} | pages, ASSETS


def slide_type(cell):
    """셀이 놓일 자리. 정하지 않은 셀은 앞 셀의 장에 이어져요."""
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


@dataclass
class Slide:
    """한 장. 그림이 있으면 왼쪽에 크게 놓고 글과 슬라이더는 오른쪽에 둬요."""

    heading: str = ""
    picture: str = ""
    body: list = field(default_factory=list)
    code: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def add(self, cell):
        if cell.cell_type == "code":
            self.add_code(cell)
        elif slide_type(cell) == "notes":
            self.add_notes(cell)
        else:
            self.add_prose(cell)

    def add_code(self, cell):
        if not is_prediction(cell):  # 코드에 답이 있어요.
            self.code.append(code(cell))
        for html in () if is_exercise(cell) else outputs(cell):
            if html.startswith(PICTURES):
                self.picture += html
            else:
                self.show(html, "solution" if is_solution(cell) else slide_type(cell).strip("-"))

    def add_notes(self, cell):
        self.notes.append(re.sub("<tex( display)?>", r"<tex\1 bare>", prose(cell)))
        if asks := QUESTION.match(self.notes[-1]):  # 듣는 사람에게는 묻고, 답은 발표자만 알아요.
            self.show(asks[1], "question")

    def add_prose(self, cell):
        html = prose(cell)
        if top := HEADING.match(html):
            self.heading = re.sub(r"(<h1>[^:]*): (.*)</h1>", r"\1<small>\2</small></h1>", top[1])
            html = html[top.end() :]
        if html.strip():
            self.show(html, slide_type(cell).strip("-"))

    def show(self, html, name):
        self.body.append(f'<div class="{name}">{html}</div>')

    @property
    def layout(self):
        if self.picture:
            return "figure"
        if self.heading.startswith("<h1>"):
            return "title"
        letters = re.sub(r"<(style|script).*?</\1>|<[^>]*>|\s", "", "".join(self.body), flags=re.S)
        return "text few" if len(letters) < FEW else "text"

    def html(self, course, chapter):
        picture = f'<div class="picture">{self.picture}</div>\n' if self.picture else ""
        lines = sum(html.count("\n") + 2 for html in self.code)
        return (
            f'<section>\n<div class="frame {self.layout}">{self.heading}\n{picture}'
            f'<div class="body">{"".join(self.body)}</div></div>\n'
            f'<div class="source" style="--lines:{lines}">{"".join(self.code)}</div>\n'
            f"<footer><span>{course}</span><span>{chapter}</span></footer>\n"
            f'<aside class="notes">{"".join(self.notes)}</aside>\n</section>\n'
        )


def stacks(nb, solutions):
    """장들을 마디로 묶어요: slide마다 새 마디, subslide마다 새 장."""
    stacks = []
    for cell in nb.cells:
        if slide_type(cell) == "slide" or not stacks:
            stacks.append([])
        if slide_type(cell) in ("slide", "subslide") or not stacks[-1]:
            stacks[-1].append(Slide())
        if slide_type(cell) != "skip" or (solutions and is_solution(cell)):
            stacks[-1][-1].add(cell)
    return [merged(stack) for stack in stacks]


def merged(stack):
    """보일 것이 없는 장(import)의 코드는 앞 장에 붙여요."""
    slides = []
    for slide in stack:
        if slides and not (slide.heading or slide.body or slide.picture):
            slides[-1].code += slide.code
        else:
            slides.append(slide)
    return slides


def deck(nb, number, solutions=False):
    """노트북 한 권의 슬라이드 한 벌."""
    name, _ = edition.heading(nb)
    chapter, sections = "", ""
    for stack in stacks(nb, solutions):
        if stack[0].heading.startswith("<h2>"):
            chapter = stack[0].heading[4:-5]
        slides = "".join(slide.html(f"{number} {escape(name)}", chapter) for slide in stack)
        sections += f"<section>\n{slides}</section>\n"
    return edition.webpage(
        name,
        styles=STYLES,
        body=f'<div class="reveal"><div class="slides">\n{sections}</div></div>\n'
        + "".join(f'<script src="assets/{file}"></script>\n' for file in SCRIPTS),
    )
