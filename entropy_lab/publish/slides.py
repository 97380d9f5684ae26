"""강의 슬라이드: 노트북 한 권이 reveal.js 한 벌. 저장된 출력만으로 슬라이더가 움직여요.

셀의 lecture 메타데이터가 강의의 장을 골라요. 한 셀이 여러 장에 쓰일 수 있어서 목록이에요:
[{"at": 차례, "heading": 제목, "kind": 모양, "minutes": 분, "ask": 물음, "say": 할 말, "values": 슬라이더의 값, "late": true,
"body": 셀의 글 대신 보일 글}]. 모양은 title, ask, scene, chart, formula, number, summary, text이고, 적지 않으면 셀을 보고 정해요.
lecture가 하나도 없는 노트북이면(또는 full이면) 모든 셀을 slideshow 메타데이터, 제목, 출력에서 나눠 담아요.
"""

import re
from dataclasses import dataclass, field, replace
from html import escape

import numpy as np
from bs4 import BeautifulSoup

from ..style import SLIDE
from . import edition
from .cells import OURS, PICTURES, code, is_exercise, is_prediction, is_solution, markdown, outputs, prose, raw
from .files import read
from .scenes import makers

HEADING = re.compile(r"\s*<h([1-6])\b[^>]*>(.*?)</h\1>", re.S)
FORMULA = re.compile(r"<tex\b[^>]* display\b")  # 따로 한 줄에 놓인 식
SCENE = PICTURES[0]
ROW, LOW = 5, replace(SLIDE, height=212)  # 손잡이가 두 줄이면 낮은 종이에 그려야 글자가 작아지지 않아요
AMOUNT = re.compile(r"([-−]?\d[\d,]*\.?\d*)\s*([가-힣%]+)")
LINES, WIDE = 13, 44  # 한 장에 담는 줄과 한 줄의 글자
KEYS = (
    "<kbd>→</kbd> 다음 · <kbd>←</kbd> 앞 · <kbd>c</kbd> 코드 · <kbd>d</kbd> 어둡게 · <kbd>s</kbd> 발표자 노트 · "
    "<kbd>f</kbd> 전체 화면 · <kbd>o</kbd> 한눈에 · <kbd>l</kbd> 늦었을 때 건너뛰기 · <kbd>?</kbd> 도움말. "
    "인쇄는 브라우저의 인쇄(Ctrl+P)로 해요."
)
KINDS = "title ask scene chart formula number summary text".split()
STYLES = "reveal.css", "katex.css", "paper.css", "slides.css"
SCRIPTS = "reveal.js", "notes.js", "slides.js"
REVEAL = edition.NODE / "reveal.js"
OTHERS = [REVEAL / f"dist/{name}" for name in ("reveal.css", "reveal.js", "plugin/notes.js")]
SPEAKER = {  # 발표자 창의 말을 우리말로
    ">reveal.js - Speaker View<": ">발표자 창<",
    ">Loading speaker view...<": ">발표자 창을 여는 중<",
    ">Upcoming<": ">다음 장<",
    ">Time <": ">시간 <",
    ">Click to Reset<": ">누르면 0부터<",
    ">Notes<": ">말할 것<",
    "'Layout'": "'모양'",
    "'Default'": "'보통'",
    "'Wide'": "'넓게'",
    "'Tall'": "'길게'",
    "'Notes only'": "'말할 것만'",
}
ASSETS = {file.name: file for file in [*OTHERS, edition.WEB / "slides.css", edition.WEB / "slides.js"]} | {
    "reveal-LICENSE.txt": REVEAL / "LICENSE"
}


def lecture(notebooks, solutions=False, full=False):
    """노트북마다 슬라이드 한 벌: 쪽들과 그 쪽들이 쓰는 것."""
    notebooks = edition.worded(notebooks)
    pages = {f"{stem}.html": deck(stem, nb, solutions, full) for stem, nb in notebooks.items()}
    index = {"index.html": edition.contents("엔트로피 강의", notebooks, KEYS)}
    return index | pages, ASSETS | {"notes.js": speaker_window}


def speaker_window():
    """발표자 창을 여는 reveal.js의 스크립트를 우리말로 바꾼 것."""
    script = read(REVEAL / "dist/plugin/notes.js").decode()
    return re.sub("|".join(map(re.escape, SPEAKER)), lambda m: SPEAKER[m[0]], script).encode()


@dataclass
class Slide:
    """한 장. 제목 하나, 그림 하나, 글, 코드, 발표자만 보는 글."""

    kind: str = "text"
    heading: str = ""
    level: int = 2
    picture: str = ""
    body: list = field(default_factory=list)
    code: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    minutes: float = 0
    late: bool = False

    @property
    def empty(self):
        return not (self.heading or self.picture or self.body)

    @property
    def lines(self):
        """글이 차지하는 줄의 수를 어림해요. 그림은 여섯 줄이에요."""
        return sum(map(length, self.body)) + 2 * bool(self.heading) + 6 * bool(self.picture)

    def html(self, course, carried, clock):
        head = f"<h{self.level}>{self.heading}</h{self.level}>" if self.heading else f'<p class="carried">{carried}</p>'
        picture = f'<div class="picture">{self.picture}</div>\n' if self.picture else ""
        body = f'<div class="body">{"".join(self.body)}</div>' if self.body else ""
        rows = sum(html.count("\n") + 2 for html in self.code)
        late = " data-late" if self.late else ""
        time = (
            [f"<p><b>{clock // 1:.0f}분째</b>{' · 늦었으면 건너뛰기' if self.late else ''}</p>"] if self.minutes else []
        )
        return (
            f'<section{late}>\n<div class="frame {self.kind}">{head}\n{picture}{body}</div>\n'
            f'<div class="source" style="--lines:{rows}">{"".join(self.code)}</div>\n'
            f"<footer><span>{course}</span><span>{carried}</span></footer>\n"
            f'<aside class="notes">{"".join(time + self.notes).replace("<tex ", "<tex bare ")}</aside>\n</section>\n'
        )


def length(html):
    """HTML 조각이 차지하는 줄의 수를 어림해요."""
    text = re.sub(r"<(style|script).*?</\1>|<(?!/?(p|li|tr|br|pre|h\d|blockquote))[^>]*>", "", html, flags=re.S)
    rows = (
        re.split(r"<[^>]*>|\n", text) if "<pre" in html else re.split(r"</?(?:p|li|tr|br|h\d|blockquote)[^>]*>", text)
    )
    return sum(1 + len(row.strip()) // WIDE for row in rows if row.strip()) + 2 * len(FORMULA.findall(html))


# -- 고른 강의 ----------------------------------------------------------------------------------------
def chosen(nb):
    """lecture 메타데이터가 고른 장들이에요."""
    picks = [(pick, cell) for cell in nb.cells for pick in cell.metadata.get("lecture", ())]
    return [spoken(pick, cell) for pick, cell in sorted(picks, key=lambda pair: pair[0].get("at", 0))]


def spoken(pick, cell):
    """고른 장 하나: 셀의 내용을 모양에 맞춰 담고, 물음과 할 말은 발표자에게만 보여요."""
    slide = Slide(pick.get("kind") or kind_of(cell), minutes=pick.get("minutes", 0), late=pick.get("late", False))
    pieces = [] if slide.kind == "scene" else parts(cell)  # 장면은 아래에서 제 값으로 한 번만 그려요
    title = pieces[0][1] if pieces and cell.cell_type == "markdown" else ""
    html = [markdown(cell, pick["body"])] if "body" in pick else [piece for _, _, piece in pieces if piece]
    slide.code = [code(cell)] if cell.cell_type == "code" and not is_prediction(cell) else []
    if slide.kind == "scene":
        title, slide.picture = drawn(cell, pick.get("values", {}))
    elif slide.kind == "chart":
        slide.picture = "".join(piece for piece in html if piece.startswith(PICTURES))
    elif slide.kind == "number":
        slide.body = [number(cell, pick)]
    elif slide.kind == "formula":
        slide.body = [step(piece, k) for k, piece in enumerate(blocks("".join(html)))]
    elif slide.kind == "ask":
        slide.body = [*html, '<span class="fragment opener"></span>']
    else:
        slide.level = 1 if slide.kind == "title" else 2
        slide.body = html
    slide.heading = rendered(cell, pick["heading"]) if "heading" in pick else title
    slide.notes = [
        f"<p><b>{name}</b> {rendered(cell, pick[key])}</p>"
        for key, name in (("ask", "물음"), ("say", "말"))
        if key in pick
    ]
    return slide


def rendered(cell, text):
    """제목이나 할 말 한 줄: 식과 굵은 글씨를 쓸 수 있어요."""
    return re.sub(r"^<p>(.*)</p>\s*$", r"\1", markdown(cell, text).strip(), flags=re.S)


def kind_of(cell):
    """셀을 보고 정하는 장의 모양이에요."""
    if cell.cell_type == "markdown":
        return "title" if cell.source.startswith("# ") else "formula" if "$$" in cell.source else "text"
    if is_prediction(cell):
        return "ask"
    html = "".join(outputs(cell))
    return "scene" if 'class="entropy-scene"' in html else "chart" if html.startswith("<img") else "text"


def drawn(cell, values):
    """장면을 16:9 종이에 다시 그린 것: (제목, HTML). 그리는 함수를 모르면 저장된 그림이에요."""
    make = next(iter(makers(cell)), None)
    if make is None:
        return "", next(html for html in outputs(cell) if html.startswith(SCENE))
    scene = make(sheet=SLIDE)
    if sum(np.size(control.start) for control in scene.controls.values()) > ROW:
        scene = make(sheet=LOW)
    for control, value in values.items():
        setattr(scene, control, value)
    return escape(scene.title), scene.html()


def number(cell, pick):
    """큰 수 하나: 셀이 찍은 마지막 줄의 마지막 수와, 그 줄이에요."""
    line = re.sub("<[^>]*>", "", "".join(outputs(cell))).strip().splitlines()[-1]
    amount, unit = AMOUNT.findall(line)[-1]
    below = rendered(cell, pick.get("line", line))
    press = "" if "fragment" in below else ' class="fragment"'  # 수를 먼저 보이고, 한 번 누르면 뜻이 나와요
    return f'<p class="amount"><b>{amount}</b>{unit}</p><p{press}>{below}</p>'


def blocks(html):
    """HTML을 맨 바깥의 조각(문단, 식, 표 …)으로 나눠요."""
    soup = BeautifulSoup(html, "html.parser")
    return [str(node) for node in soup.contents if str(node).strip()]


def step(html, k):
    """식이 든 조각은 한 번 누를 때마다 하나씩 나와요. 첫 조각은 처음부터 있어요."""
    return f'<div class="fragment">{html}</div>' if k and FORMULA.search(html) else f"<div>{html}</div>"


# -- 고르지 않은 노트북 -----------------------------------------------------------------------------------
def parts(cell):
    """셀을 나눈 조각들: (제목의 층, 제목, HTML)."""
    if cell.cell_type != "code":
        html = prose(cell) if cell.cell_type == "markdown" else raw(cell)
        pieces = re.split(r"(?=<h[1-6]\b)", html)
        return [
            (int(m[1]), m[2], piece[m.end() :].strip()) if (m := HEADING.match(piece)) else (0, "", piece.strip())
            for piece in pieces
            if piece.strip()
        ]
    shown = [] if is_exercise(cell) else outputs(cell)
    return [(3, *drawn(cell, {})) if html.startswith(SCENE) else (0, "", html) for html in shown]


def everything(nb, solutions):
    """모든 셀을 담은 장들: slideshow 메타데이터와 제목에서 새 장이 되고, 넘치면 이어지는 장에 담아요."""
    slides = [Slide()]
    for cell in nb.cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        if (is_solution(cell) and not solutions) or (kind == "skip" and not is_solution(cell)):
            continue
        if kind == "notes":
            slides[-1].notes.append(prose(cell))
            continue
        if kind in ("slide", "subslide") and not slides[-1].empty:
            slides.append(Slide())
        for level, title, html in parts(cell):
            if title:
                slides += [] if slides[-1].empty else [Slide()]
                slides[-1].heading, slides[-1].level, slides[-1].kind = title, level, "title" if level == 1 else "text"
            for piece in pieces(html):
                fit(slides, piece, kind)
        if cell.cell_type == "code" and not is_prediction(cell):
            slides[-1].code.append(code(cell))
    return [slide for slide in slides if not slide.empty or slide.code]


def pieces(html):
    """한 장에 담을 수 있는 조각들: 문단, 그림, 그리고 긴 출력과 목록과 표는 몇 줄씩."""
    for piece in [html] if OURS.match(html) or html.startswith(PICTURES) else blocks(html):
        box = BeautifulSoup(piece, "html.parser").find(True, recursive=False)
        if piece.startswith("<pre>"):
            rows = piece.removeprefix("<pre>").removesuffix("</pre>").split("\n")
            yield from ("<pre>" + "\n".join(some) + "</pre>" for some in batched(rows))
        elif box and box.name in ("ul", "ol", "table") and length(piece) > LINES:
            head, rows = "".join(map(str, box.find_all("thead"))), box.select("li, tbody > tr") or box.find_all("tr")
            start = 1
            for some in batched([str(row) for row in rows]):
                yield f'<{box.name} start="{start}">{head}{"".join(some)}</{box.name}>'
                start += len(some)
        else:
            yield piece


def batched(rows):
    return [rows[k : k + LINES - 2] for k in range(0, len(rows), LINES - 2)]


def fit(slides, piece, kind):
    """조각 하나를 지금 장에, 자리가 없으면 이어지는 장에 담아요. 그림은 한 장에 하나예요."""
    picture = piece.startswith(PICTURES)
    if slides[-1].picture if picture else slides[-1].body and slides[-1].lines + length(piece) > LINES:
        slides.append(Slide())
    if picture:
        slides[-1].picture, slides[-1].kind = piece, "scene" if "entropy-scene" in piece else "chart"
    else:
        slides[-1].body.append(f'<div class="{kind if kind == "fragment" else "part"}">{piece}</div>')


# -- 한 벌 ------------------------------------------------------------------------------------------
def deck(stem, nb, solutions=False, full=False):
    """노트북 한 권의 슬라이드 한 벌."""
    name, _ = edition.heading(stem, nb)
    course, carried, clock, sections = f"{edition.number(stem)} {escape(name)}", "", 0, ""
    for slide in ([] if full or solutions else chosen(nb)) or everything(nb, solutions):
        if slide.level == 2 and slide.heading:
            carried = re.sub("<[^>]*>", "", slide.heading)
        sections += slide.html(course, carried, clock)
        clock += slide.minutes
    return edition.webpage(
        name,
        styles=STYLES,
        body="<noscript><p>슬라이드를 넘기려면 자바스크립트가 켜져 있어야 해요. 아래에 모든 장이 차례로 있어요.</p></noscript>\n"
        f'<main><div class="reveal"><div class="slides">\n{sections}</div></div></main>\n'
        f'<dialog id="help" aria-label="키"><p>{KEYS}</p></dialog>\n'
        + "".join(f'<script src="assets/{file}"></script>\n' for file in SCRIPTS),
    )
