"""읽는 판: 파이썬도 인터넷도 없이 읽고, 움직이고, 앞뒤로 가요."""

import itertools
import re
import sys
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hand import move_sliders
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from words import orders

from entropy_lab.publish import edition, fonts, scenes
from entropy_lab.publish.cli import main
from entropy_lab.publish.files import Halt
from entropy_lab.style import PHONE

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
every_page = pytest.mark.parametrize("name", NAMES)


@every_page
def test_every_scene_is_live_and_nothing_is_cut(name, site, new_page):
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / f"{name}.html").as_uri())
    scenes = page.locator(".entropy-scene").all()
    assert scenes
    for scene in scenes:
        if scene.is_visible():  # 가까이 가야 스크립트가 와요
            scene.scroll_into_view_if_needed()
            scene.locator("> svg").wait_for()
        move_sliders(scene, scene.locator("svg"))
    page.locator("details").evaluate_all("all => all.forEach(e => e.open = true)")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@every_page
def test_every_picture_is_redrawn_for_a_phone_and_says_the_same(name, site):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    narrow = re.findall(r'<picture><source media="\(width < 500px\)" srcset="([^"]*)"', html)
    assert len(narrow) == html.count("<picture>") > 0
    for file in narrow:
        width = float(re.search(r'width="([\d.]+)pt"', (site / file).read_text(encoding="utf-8"))[1])
        assert 328 / width * PHONE.small >= 10  # 360px 화면에서 글이 놓이는 너비
    for alt, _, drawn in re.findall(r"""<img alt="([^"]*)" data-drawn=(["'])(.*?)\2""", html):
        assert f">{unescape(alt)}</" in unescape(scenes.smaller(unescape(drawn)))  # 제목이나 설명


def test_a_reader_walks_from_the_first_page_to_the_last_and_back(site, page):
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="00").click()
    for name in NAMES[1:]:
        page.locator("nav.ways").first.get_by_role("link", name=f"→ {name[:2]}").click()
        page.wait_for_url(f"**/{name}.html")
    page.locator("nav.ways").last.get_by_role("link", name="← 08").click()
    page.wait_for_url("**/08-check-with-code.html")
    page.get_by_role("link", name="차례").first.click()
    page.wait_for_url("**/index.html")


@every_page
def test_links_lead_to_pages_that_are_there(name, site):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    ids = set(re.findall(r" id=\"([^\"]+)\"", html))
    for target in set(re.findall(r'<a href="([^"]*)"', html)):
        assert target.startswith("https://") or target.removeprefix("#") in ids or (site / target).is_file(), target
    assert not re.search(r"<tex\b", html)
    assert "ipynb" not in html


@every_page
def test_exercises_wait_on_paper_and_their_solutions_are_folded(name, site):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    cells = edition.books(ROOT / "notebooks")[name].cells
    assert html.count("<summary>풀이</summary>") == sum("solution" in c.metadata.get("tags", ()) for c in cells)
    assert "아직 답하지 않았어요" not in html
    assert "# 예측" not in html  # 예측의 코드에는 답이 있어요.


# -- 파이썬이 없는 사람의 말 ------------------------------------------------------------------------------
def test_no_page_asks_for_what_only_a_notebook_can_do(site):
    found = {page.stem: said for page in site.glob("*.html") if (said := orders(page.read_text(encoding="utf-8")))}
    assert not found


def numbered(cells):
    nb = new_notebook(cells=cells)
    for place, cell in enumerate(nb.cells, 7):
        cell.place = place
    return nb


def test_a_cell_says_one_thing_in_the_notebook_and_another_on_the_page():
    words = {"page": [["실행해요", "읽어요"]]}
    output = new_output("stream", text="실행해요")
    cells = [
        new_markdown_cell("셀을 실행해요.", metadata=words),
        new_code_cell("1", metadata=words, outputs=[output]),
        new_markdown_cell("실행하고 또 실행해요.", metadata={"page": [["또 실행해요", ""]]}),
    ]
    before = {"x": numbered(cells)}
    after = edition.worded(before)["x"].cells
    assert [after[0].source, after[1].outputs[0].text, after[2].source] == ["셀을 읽어요.", "읽어요", "실행하고 ."]
    assert before["x"].cells[0].source == "셀을 실행해요."


@pytest.mark.parametrize("source", ["다른 말", "실행해요 실행해요"])
def test_words_that_are_not_there_once_stop_the_build(source):
    cell = new_markdown_cell(source, metadata={"page": [["실행해요", "읽어요"]]})
    with pytest.raises(Halt, match=r"01-x, 7째 셀.+실행해요"):
        edition.worded({"01-x": numbered([cell])})


# -- 줄 -------------------------------------------------------------------------------------------
PARTED = """() => { const parted = [], main = document.querySelector("main"), block = "p, li, td, th, h1, h2, h3, div";
for (const formula of main.querySelectorAll(".katex")) {
  if (formula.closest(".katex-display")) continue;
  const last = [...formula.querySelectorAll(".katex-base")].at(-1).getBoundingClientRect();
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  walk.currentNode = formula;
  let next = walk.nextNode();
  while (next && formula.contains(next)) next = walk.nextNode();
  const place = next?.data.search(/[^\\u2060]/) ?? -1;
  if (place < 0 || /\\s/.test(next.data[place]) || next.parentElement.closest(block) !== formula.closest(block)) continue;
  const range = document.createRange();
  range.setStart(next, place);
  range.setEnd(next, place + 1);
  const [particle] = range.getClientRects();
  if (last.width && (particle.left < last.left - 1 || particle.top > last.bottom)) parted.push(formula.textContent + next.data);
}
return parted; }"""
BROKEN = """() => [...document.querySelectorAll("main .keep .katex")].filter(e => { const b = [...e.querySelectorAll(".katex-base")];
return b.length > 1 && b.at(-1).getBoundingClientRect().left < b[0].getBoundingClientRect().left; }).length"""
OPENED = "() => document.fonts.ready.then(() => document.querySelectorAll('details').forEach(e => e.open = true))"
# 글쇠로 밀 수 없는데 옆으로 넘친 것, 화면 밖에서 시작하거나 끝나는 것
CUT = """() => [...document.querySelectorAll("main *")].filter(e => !e.closest("svg, .katex-mathml, .vlist, [tabindex='0']")
&& e.getClientRects().length && !/^(absolute|fixed)$/.test(getComputedStyle(e).position)
&& !e.closest(".cards tr:has(th)") && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1))
.map(e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`).slice(0, 4)"""


def test_formulas_keep_their_particles_and_phones_see_everything(site, new_page):
    page, broken = new_page(), 0
    for name in NAMES:
        page.goto((site / f"{name}.html").as_uri())
        page.evaluate(OPENED)
        for width in (1280, 390, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert not page.evaluate(PARTED), (name, width)
            assert not page.evaluate(CUT), (name, width)
            broken += page.evaluate(BROKEN)
    assert broken > 10  # 긴 식은 여전히 제 안에서 줄을 바꿔요.


def test_firefox_keeps_them_together_too(site, firefox):
    firefox.viewport(390, 800)
    firefox.goto((site / "04-cross-entropy.html").as_uri())
    firefox.evaluate("() => document.fonts.ready.then(() => 0)")
    assert not firefox.evaluate(PARTED)
    assert firefox.evaluate(BROKEN)


def test_the_ledger_is_cards_on_a_phone_and_a_table_elsewhere(site, new_page):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "09-summary.html").as_uri())
    row = page.locator("table.cards tr", has_text="E22")
    cells = row.locator("td")
    assert len({round(box["x"]) for box in map(lambda c: c.bounding_box(), cells.all())}) == 1
    said = cells.nth(2).evaluate("e => getComputedStyle(e, '::before').content")
    assert said == '"원문이 말하는 것"'
    page.set_viewport_size({"width": 1280, "height": 800})
    assert len({round(box["y"]) for box in map(lambda c: c.bounding_box(), cells.all())}) < 3
    assert page.get_by_role("row", name="E22").count()


def test_a_folded_line_of_code_hangs_and_is_copied_as_it_was(site, new_page):
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto((site / "08-check-with-code.html").as_uri())
    source = next(
        cell.source
        for cell in edition.books(ROOT / "notebooks")["08-check-with-code"].cells
        if "for name, q in" in cell.source
    )
    box = page.locator("pre.code", has_text="for name, q in").first
    assert (
        box.evaluate("e => (getSelection().selectAllChildren(e), getSelection().toString())").strip() == source.strip()
    )
    lines = box.locator(".line").evaluate_all(
        "all => all.map(e => { const r = document.createRange(); r.selectNodeContents(e);"
        "return [...new Set([...r.getClientRects()].map(b => Math.round(b.top)))].map(t =>"
        "Math.min(...[...r.getClientRects()].filter(b => Math.round(b.top) === t).map(b => b.left))); })"
    )
    folded = [left for left in lines if len(left) > 1]
    assert folded
    assert all(second > first + 20 for first, second, *_ in folded)


def test_fingers_and_quiet_readers_are_served(site, new_page):
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto((site / "06-conditional-entropy.html").as_uri())
    targets = page.locator(".ways a, .cell > details > summary")
    heights = targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert len(heights) > 5
    assert min(heights) >= 44
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


# -- 쪽의 뼈대 --------------------------------------------------------------------------------------
@every_page
def test_a_page_is_built_for_those_who_hear_it(name, site):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    assert html.count("<main") == 1
    assert '<html lang="ko">' in html
    assert html.index('<a class="skip" href="#text">') < html.index("<nav")
    assert '<main id="text">' in html
    labels = re.findall(r"<nav[^>]*>", html)
    assert len(set(labels)) == 3
    assert all("aria-label=" in nav for nav in labels)
    assert f"· {edition.COURSE}</title>" in html
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@every_page
def test_every_formula_is_valid_mathml(name, site):
    need = {"msub": 2, "msup": 2, "mover": 2, "munder": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    for text in re.findall(r"<math\b.*?</math>", html, re.S):
        for part in ElementTree.fromstring(text.replace("&nbsp;", " ")).iter():
            kind = part.tag.partition("}")[2]
            assert kind not in need or len(part) == need[kind], text


# -- 글꼴 -----------------------------------------------------------------------------------------
def test_the_fonts_hold_what_the_pages_say_and_no_reserved_name(site):
    said = fonts.characters(page.read_text(encoding="utf-8") for page in site.glob("*.html"))
    for file in sorted((site / "assets/fonts").glob("Entropy*.woff2")):
        assert file.stat().st_size < 100_000
        font = TTFont(file)
        whole = TTFont(reading_font(file)).getBestCmap()
        assert {ord(c) for c in said} & whole.keys() <= font.getBestCmap().keys()
        names = {record.nameID: str(record) for record in font["name"].names}
        assert not any("Pretendard" in text for number, text in names.items() if number != 0)
        assert "Pretendard" not in str(font["CFF "].cff.fontNames) + font["CFF "].cff[0].FullName
        assert "Kil Hyung-jin" in names[0]
        assert "Open Font License" in names[13]
    assert "Reserved Font Name" in (site / "assets/fonts/OFL.txt").read_text(encoding="utf-8")
    assert not list(site.rglob("*.otf"))


def reading_font(file):
    return ROOT / f"entropy_lab/fonts/Pretendard-{file.stem.partition('-')[2]}.otf"


@pytest.mark.slow
def test_a_font_is_the_same_bytes_each_time():
    file, few = ROOT / "entropy_lab/fonts/Pretendard-Bold.otf", frozenset("가나다 01")
    first = fonts.lightened(file, few)
    fonts.lightened.cache_clear()
    assert fonts.lightened(file, few) == first


def test_a_missing_brotli_is_named_before_anything_is_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "brotli", None)
    fonts.lightened.cache_clear()
    assert main(["html", "--out", str(tmp_path), "--notebooks", str(ROOT / "notebooks")]) == 2
    assert capsys.readouterr().err.startswith("brotli: 깔려 있지 않아요. make setup")
    assert not list(tmp_path.iterdir())


def test_the_page_is_set_in_that_font(site, page):
    page.goto((site / "index.html").as_uri())
    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter(f => f.status === 'loaded').map(f => f.family))"
    )
    assert any(fonts.FAMILY in family for family in loaded)


# -- 종이 -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["03-distributions", "09-summary"])
def test_paper_is_light_and_no_heading_is_left_behind(name, site, new_page, tmp_path):
    page = new_page(color_scheme="dark")
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => 0)")
    headings = {re.sub(r"\s", "", text) for text in page.locator("h2, h3").all_inner_texts()}
    scenes = page.locator("main > .cell > .entropy-scene").count()
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    coloured = 0
    for sheet in pypdfium2.PdfDocument(tmp_path / "page.pdf"):
        lines = [re.sub(r"\s", "", line) for line in sheet.get_textpage().get_text_range().splitlines() if line.strip()]
        assert lines
        assert lines[-1] not in headings
        pixels = np.asarray(sheet.render(scale=0.5).to_pil().convert("RGB"), int)
        assert pixels[2, 2].tolist() == [255, 255, 255]
        coloured += (np.ptp(pixels, axis=2) > 60).sum() > 300
    assert coloured >= scenes / 3


def test_the_words_are_there_for_the_search_of_the_browser(site, page):
    page.goto((site / "03-distributions.html").as_uri())
    text = page.locator("main").inner_text()
    assert "최대 엔트로피" in text
    assert page.evaluate("find('(Bernoulli distribution)라고')")  # 조사를 붙여 두는 글자가 찾기를 막지 않아요.
    assert page.evaluate("find('최대 엔트로피')")


def test_without_scripts_the_pictures_stay(site, new_page):
    still = new_page(java_script_enabled=False)
    still.goto((site / "03-distributions.html").as_uri())
    assert still.locator(".entropy-scene img").first.bounding_box()["width"] > 300
    assert still.locator(".katex").first.is_visible()


def test_scenes_come_one_by_one_and_a_phone_gets_its_own_sheet(site, new_page):
    html = (site / "09-summary.html").read_text(encoding="utf-8")
    assert "data:image" not in html
    assert len(html.encode()) < 300_000  # 880KB였어요
    page = new_page(viewport={"width": 360, "height": 800})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "04-cross-entropy.html").as_uri())
    scenes = page.locator(".entropy-scene")
    assert len([url for url in asked if re.search(r"pictures/\w+\.js", url)]) < scenes.count()
    last = scenes.last
    last.scroll_into_view_if_needed()
    last.locator("> svg").wait_for()
    assert last.locator("> svg").get_attribute("width") == "260pt"
    assert [url for url in asked if "-narrow.svg" in url]


def test_dark_follows_the_system(site, new_page):
    papers = []
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.goto((site / "index.html").as_uri())
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]
