"""읽는 판: 파이썬 없이 브라우저만으로 읽는 열 권. 장면은 살아 있고, 연습은 그 자리에서 답해요."""

import re
from html import escape, unescape

from bs4 import BeautifulSoup

from . import answers, edition, scenes
from .cells import code, is_exercise, is_folded, is_prediction, is_solution, outputs, prose, raw

FOREWORD = (
    "파이썬 없이 브라우저만으로 읽는 판이에요. 인터넷이 없어도 슬라이더가 움직여요. "
    "수로 답하는 연습은 답을 적으면 채점해 주고, 나머지는 풀이를 열어 볼 수 있어요."
)
SCRIPT = '<script src="assets/answers.js"></script>'
STILL = (
    "<noscript><p>자바스크립트가 꺼져 있어서 그림이 멈춰 있어요. 글과 그림과 풀이는 모두 볼 수 있어요.</p></noscript>"
)
TABLE = re.compile(r"(?:^|(?<=</pre>))<table\b.*?</table>", re.M | re.S)
PROSE = 12  # 이보다 긴 글이 든 칸이 한 행에 둘이면 좁은 화면에서 나란히 놓을 수 없어요


def volume(notebooks):
    """모든 노트북의 읽는 판: 쪽들과 그 쪽들이 쓰는 것."""
    notebooks = edition.worded(notebooks)
    pages = {f"{stem}.html": chapter(stem, notebooks) for stem in notebooks}
    index = edition.contents(edition.COURSE, notebooks, FOREWORD)
    used = ["reading.css", "reading.js", *["answers.js"] * any(SCRIPT in page for page in pages.values())]
    assets = {name: edition.WEB / name for name in used} | scenes.files(notebooks)
    return {"index.html": index} | pages, assets


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
    results = "\n".join(scenes.lazily(cell, html) for html in outputs(cell))
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


def words(cell):
    """칸에서 식을 뺀 글이에요."""
    return "".join(text for text in cell.find_all(string=True) if text.parent.name != "tex").strip()


def laid(m):
    """표 하나. 글이 든 표는 좁은 화면에서 행마다 카드가 되고, 나머지는 옆으로 밀어 봐요."""
    soup = BeautifulSoup(m[0], "html.parser")
    rows = [row.find_all(["th", "td"]) for row in soup.find_all("tr")]
    columns = list(zip(*rows, strict=False)) if len({*map(len, rows)}) == 1 else []  # 칸을 합친 표는 표대로 둬요
    if len(columns) < 3 or sum(max(len(words(cell)) for cell in column) > PROSE for column in columns) < 2:
        return f'<div class="sideways">{soup}</div>'
    soup.table["class"] = "cards"
    for row in rows:  # 카드로 보여도 화면을 읽는 기계에는 표예요
        row[0].parent["role"] = "row"
        for head, cell in zip(rows[0], row, strict=True):
            cell["role"] = "columnheader" if cell.name == "th" and cell.contents else "cell"
            cell["data-label"] = words(head)
    soup.table["role"] = "table"
    return str(soup)


def chapter(stem, notebooks):
    """노트북 한 권의 쪽: 앞뒤로 가는 길, 절의 차례, 본문."""
    stems, nb = [None, *notebooks, None], notebooks[stem]
    at = stems.index(stem)
    sections = []

    def number(m):
        name = slug(m[1])
        sections.append(f'<li><a href="#{name}">{m[1]}</a></li>')
        return f'<h2 id="{name}">{m[1]}</h2>'

    text = "\n".join(f'<div class="cell">\n{body(cell)}</div>' for cell in nb.cells)
    text = TABLE.sub(laid, text)
    text = re.sub(r"<h2>(.*?)</h2>", number, text)
    text = re.sub(r"<h([13-6])>(.*?)</h\1>", lambda m: f'<h{m[1]} id="{slug(m[2])}">{m[2]}</h{m[1]}>', text)
    ways = (
        f'{link(stems[at - 1], notebooks, "←")}<a href="index.html">차례</a>{link(stems[at + 1], notebooks, "→")}</nav>'
    )
    grading = SCRIPT if '<form class="answer"' in text else ""
    return edition.webpage(
        edition.heading(stem, nb)[0],
        styles=("katex.css", "paper.css", "reading.css", "scene.css"),
        body=f'<a class="skip" href="#text">본문으로</a>\n<nav class="ways" aria-label="앞뒤 권">{ways}\n'
        f'<nav class="sections" aria-label="이 권의 차례"><ol>{"".join(sections)}</ol></nav>\n'
        f'<main id="text">\n{STILL}\n{text}\n</main>\n<nav class="ways" aria-label="다 읽은 다음">{ways}\n'
        f'<script src="assets/reading.js"></script><script src="assets/scene.js"></script>{grading}',
    )
