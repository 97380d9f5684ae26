"""남이 쓴 보통 노트북들: 슬라이드와 읽는 판이 무엇도 잃지 않고, 넘치지 않고, 멈추지 않고, 못 보이는 것은 말해요."""

import re
from base64 import b64decode, b64encode
from contextlib import redirect_stderr
from io import StringIO
from urllib.parse import unquote

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from test_slides import BEYOND, PIXEL, each

from entropy_lab.publish import cells
from entropy_lab.publish.cli import main

# 이 장의 그림과 글 가운데 서로 덮는 것이 있는지
OVERLAP = """slide => { const boxes = [...slide.querySelectorAll(".picture > *, .body > div")]
.map(e => e.getBoundingClientRect()).filter(r => r.width && r.height);
return boxes.some((a, i) => boxes.some((b, j) => i < j && a.left < b.right - 1 && b.left < a.right - 1
&& a.top < b.bottom - 1 && b.top < a.bottom - 1)); }"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"><circle id="a" cx="150" cy="450" r="140"/></svg>'
)
RED = "\x1b[31m빨간 경고\x1b[0m"
WIDE = "<table><tr>" + "<th>열</th>" * 40 + "</tr></table>"


def text(*sources):
    return [new_markdown_cell(source) for source in sources]


def shown_as(kind, value, **more):
    return new_code_cell("보인다", outputs=[new_output("display_data", {kind: value, **more})])


def prints(words):
    return new_code_cell("print()", outputs=[new_output("stream", text=words)])


def attached(name="a.png", source="![붙인 그림](attachment:a.png)"):
    cell = new_markdown_cell(source)
    cell.attachments = {name: {"image/png": PIXEL}}
    return cell


PLOTLY = "application/vnd.plotly.v1+json"
TROUBLES = {  # 이름: (셀들, 쪽에 꼭 있어야 할 것, 못 보였다고 해야 할 말)
    "no-title": (text("그냥 글이에요."), ["그냥 글이에요."], ""),
    "two-headings": (text("# 첫째\n글 하나\n\n## 둘째\n글 둘\n\n## 셋째\n글 셋"), ["첫째", "글 하나", "둘째", "글 둘", "셋째", "글 셋"], ""),
    "heading-after-heading": (text("# 하나", "## 둘", "### 셋", "글"), ["하나", "둘", "셋", "글"], ""),
    "two-pictures": ([*text("# 그림"), new_code_cell("a", outputs=[new_output("display_data", {"image/png": PIXEL})] * 2)], ["data:image/png"] * 2, ""),
    "svg": ([*text("# 그림"), shown_as("image/svg+xml", SVG)], [b64encode(SVG.encode()).decode()], ""),
    "jpeg": ([*text("# 그림"), shown_as("image/jpeg", PIXEL)], ["data:image/jpeg"], ""),
    "latex": ([*text("# 식"), shown_as("text/latex", r"$\displaystyle x^2$")], ['class="katex"'], ""),
    "markdown": ([*text("# 글"), shown_as("text/markdown", "**굵은 출력**")], ["<strong>굵은 출력</strong>"], ""),
    "plotly": ([*text("# 그림"), shown_as(PLOTLY, {"data": []}, **{"text/plain": "Figure(이름)"})], ["Figure(이름)"], f"2째 셀: {PLOTLY}"),
    "plain": ([*text("# 값"), shown_as("text/plain", "array([1, 2])")], ["array([1, 2])"], ""),
    "attachment": ([*text("# 붙임"), attached()], ["data:image/png", "붙인 그림"], ""),
    "attachment-lost": ([*text("# 붙임"), attached("b.png")], [], "a.png"),
    "raw": ([*text("# 날것"), new_raw_cell("날것 그대로"), new_raw_cell("<b>진한 날것</b>", metadata={"raw_mimetype": "text/html"})], ["날것 그대로", "<b>진한 날것</b>"], ""),
    "align": (text("# 식", "\\begin{align}\na &= b \\\\\nc &< d\n\\end{align}"), ['class="katex'], ""),
    "macros": (text("# 식", r"$\newcommand{\E}{\mathbb{E}}$ 다음부터", r"$\E[X]$와 $\mbox{글}$ $$\require{cancel} \E$$"), ['class="katex'], ""),
    "bad-formula": (text("# 식", "앞 글 $\\없는명령{x}$ 뒤 글", "다음 셀"), ["앞 글", "뒤 글", "다음 셀"], "2째 셀: 조판하지 못한 식"),
    "ansi": ([*text("# 색"), prints(f"{RED}\n")], ["빨간 경고", "ansi-red-fg"], ""),
    "progress": ([*text("# 막대"), prints("\r10%\r50%\r100% 끝\n다음 줄\r\n마지막")], ["100% 끝", "다음 줄", "마지막"], ""),
    "unclosed": (text("# 표", "<div><table><tr><td>열린 칸", "다음 글 </section></div>", "끝 글"), ["열린 칸", "다음 글", "끝 글"], ""),
    "section-in-output": ([*text("# 출력"), shown_as("text/html", "<div></section>글자</table>"), *text("뒤의 글")], ["글자", "뒤의 글"], ""),
    "local-image": (text("# 그림", "![곁](pixel.png) ![없음](gone.png)"), ["data:image/png"], "gone.png"),
    "remote-image": (text("# 그림", "![먼](https://example.org/far.png)"), ["https://example.org/far.png"], "far.png"),
    "links": (text("# 길", "[다음](two-headings.ipynb#둘째) [밖](https://example.org/c.ipynb)"), ["two-headings.html#둘째", "https://example.org/c.ipynb"], ""),
    "long-text": (text("# 긴 글\n\n" + "긴 문단이 이어져요. " * 150, "- 항목\n" * 60), ["긴 문단이 이어져요."], ""),
    "long-output": ([*text("# 긴 출력"), prints("\n".join(f"{n}번째 줄" for n in range(200)))], ["0번째 줄", "199번째 줄"], ""),
    "wide-table": ([*text("# 넓은 표"), shown_as("text/html", WIDE)], ["열"] * 40, ""),
    "error": ([*text("# 오류"), new_code_cell("1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="0으로 나눔")])], ["ZeroDivisionError", "0으로 나눔"], ""),
    "empty": ([new_code_cell("")], [], ""),
}  # fmt: skip
every_trouble = pytest.mark.parametrize("name", TROUBLES)


@pytest.fixture(scope="module")
def built(web_packages, tmp_path_factory):
    home = tmp_path_factory.mktemp("ordinary")
    (home / "pixel.png").write_bytes(b64decode(PIXEL))
    for name, (content, *_) in TROUBLES.items():
        nbformat.write(new_notebook(cells=content), home / f"{name}.ipynb")
    return home


@pytest.fixture(scope="module", params=["slides", "html"])
def edition_of(request, built, tmp_path_factory):
    """(쪽들이 있는 폴더, 못 보였다고 한 말)."""
    out, said = tmp_path_factory.mktemp(request.param), StringIO()
    with redirect_stderr(said):
        assert main([request.param, "--notebooks", str(built), "--out", str(out)]) == 0
    return out, said.getvalue()


@every_trouble
def test_nothing_is_lost_and_what_cannot_be_shown_is_told(name, edition_of):
    out, said = edition_of
    _, wanted, told = TROUBLES[name]
    html = unquote((out / f"{name}.html").read_text(encoding="utf-8"))  # 주소의 한글은 %로 적혀요
    for place in re.findall(r'src="(assets/pictures/[^"]+)"', html):  # 읽는 판의 그림은 곁의 파일이에요
        html = html.replace(place, b64encode((out / place).read_bytes()).decode())
    for part in wanted:
        assert html.count(part) >= wanted.count(part), part
    assert not re.search(r"<tex\b", html)
    mine = [line for line in said.splitlines() if line.startswith(f"{name},")]
    assert told in " ".join(mine) if told else not mine, mine
    assert html.count("<section") == html.count("</section>")


@pytest.mark.parametrize("name", [name for name in TROUBLES if name != "remote-image"])  # 인터넷이 없어요
def test_nothing_overflows_a_slide(name, decks_of_others, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    page.goto((decks_of_others / f"{name}.html").as_uri())
    page.wait_for_function("window.Reveal?.isReady()")
    page.evaluate("document.fonts.ready.then(() => true)")
    beyond, overlap = each(page, BEYOND, ".frame > *"), each(page, OVERLAP)
    assert len(beyond) == len(overlap) > 0
    assert not any(beyond), beyond
    assert not any(overlap), overlap


def test_the_settings_of_another_tool_are_not_prose():
    cell = new_raw_cell("---\ntheme: none\n---")
    assert cells.raw(cell) == ""


@pytest.fixture(scope="module")
def decks_of_others(built, tmp_path_factory):
    out = tmp_path_factory.mktemp("decks")
    assert main(["slides", "--notebooks", str(built), "--out", str(out)]) == 0
    return out
