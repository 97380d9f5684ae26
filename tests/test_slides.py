"""강의 슬라이드: 커널도 인터넷도 없이 모든 장이 제 틀 안에 있고, 슬라이더와 키가 제 일을 해요."""

import re
from pathlib import Path

import numpy as np
import pytest
from hand import SWEEP, drag, move_sliders
from nbformat import writes
from nbformat.v4 import new_markdown_cell, new_notebook
from words import orders

from entropy_lab.publish import edition, slides
from entropy_lab.publish.cli import main

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
every_deck = pytest.mark.parametrize("name", NAMES)

# 장마다 하는 일을 쪽 안에서 한 번에 해요. 장면은 화면에 나타난 다음에 깨어나서 한 화면을 기다려요.
EACH = """async ([look, ...arguments]) => { const found = [], frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
for (const [h, slide] of Reveal.getSlides().entries()) { Reveal.slide(h); await frame(); found.push(eval(look)(slide, ...arguments)); }
return found; }"""
# 틀을 벗어난 것과 그 자리. 1280 × 720 슬라이드의 px이고, 아랫줄은 680에서 시작해요.
BEYOND = """(slide, root) => { const box = slide.getBoundingClientRect(), k = box.width / 1280, beyond = [];
slide.querySelectorAll("details").forEach(e => e.open = true);
for (const e of slide.querySelectorAll(root + " *")) {
  if (e.closest(".katex-mathml, svg *")) continue;
  const r = e.getBoundingClientRect();
  if (!r.width || !r.height) continue;
  const [left, top, right, bottom] = [r.left - box.left, r.top - box.top, r.right - box.left, r.bottom - box.top].map(x => Math.round(x / k));
  if (left < 0 || top < 0 || right > 1280 || bottom > 680) beyond.push(`${e.tagName} ${e.className}: ${left} ${top} ${right} ${bottom}`);
}
return beyond.slice(0, 3); }"""
# 가장 작은 글자, 그리고 그림마다 그린 크기에 견준 배율
SMALLEST = """slide => [Math.min(...[...slide.querySelectorAll(".frame *")]
.filter(e => !e.closest("svg, .katex, .entropy-scene img") && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
.map(e => parseFloat(getComputedStyle(e).fontSize)), 99), ...[...slide.querySelectorAll(".entropy-scene svg")].map(e => {
const r = e.getBoundingClientRect(), {width, height} = e.viewBox.baseVal; return 10.5 * Math.min(r.width / width, r.height / height); })]"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HERE = "section.present"
SIZES = [(1280, 720), (1920, 1080)]
SECTION = re.compile(r"<section.*?</section>\n", re.S)


@pytest.fixture(scope="module")
def full(web_packages, notebooks, tmp_path_factory):
    out = tmp_path_factory.mktemp("full")
    edition.publish(out, *slides.lecture(notebooks, full=True))
    return out


def show(page, deck):
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal?.isReady()")
    page.evaluate("document.fonts.ready.then(() => true)")


def walk(page, holding):
    """이것이 든 장을 하나씩 펼쳐요. 다음 키는 한 장에서 여러 번 눌러야 할 수도 있으니 번호로 가요."""
    for place in page.evaluate(
        "it => Reveal.getSlides().flatMap((slide, h) => slide.querySelector(it) ? [h] : [])", holding
    ):
        page.evaluate("h => Reveal.slide(h)", place)
        yield place


def each(page, look, *arguments):
    """장마다 쪽 안에서 본 것."""
    return page.evaluate(EACH, [look, *arguments])


def fits(page, sizes):
    """모든 장이, 글쇠로 연 코드까지, 이 크기들의 화면에서 틀 안에 있는지."""
    for root in (".frame", ".source"):
        for width, height in sizes:
            page.set_viewport_size(dict(width=width, height=height))
            beyond = {h: what for h, what in enumerate(each(page, BEYOND, root)) if what}
            assert not beyond, (root, width)
        page.keyboard.press("c")


@every_deck
def test_every_slide_and_its_code_fit_the_frame(name, decks, page):
    show(page, decks / f"{name}.html")
    assert 15 <= page.evaluate("Reveal.getTotalSlides()") <= 25
    assert not page.locator(".body.long").count()
    fits(page, SIZES)


@every_deck
def test_every_cell_fits_a_slide_too(name, full, page):
    show(page, full / f"{name}.html")
    fits(page, SIZES if SWEEP else SIZES[:1])


def test_no_slide_asks_for_what_only_a_notebook_can_do(decks, full):
    found = {
        deck: said
        for deck in [*decks.glob("*.html"), *full.glob("*.html")]
        if (said := orders(deck.read_text("utf-8")))
    }
    assert not found


READY = "() => new Promise(done => Reveal.isReady() ? done(0) : Reveal.on('ready', () => done(0)))"
SLIDER = """() => { const input = Reveal.getCurrentSlide().querySelector("input[type=range]");
if (!input) return null; const {x, y, width, height} = input.getBoundingClientRect(); return [x, y + height / 2, width]; }"""


def test_the_first_deck_lives_in_firefox(decks, firefox):
    firefox.viewport(1280, 720)
    firefox.goto((decks / "00-why-entropy.html").as_uri())
    firefox.evaluate(READY)
    firefox.evaluate("() => document.fonts.ready.then(() => 0)")
    dragged = 0
    for k in range(firefox.evaluate("() => Reveal.getTotalSlides()")):
        firefox.evaluate(f"() => (Reveal.slide({k}), 0)")
        assert not firefox.evaluate(f"root => ({BEYOND})(Reveal.getCurrentSlide(), root)", ".frame"), k
        if not dragged and firefox.evaluate("() => !!Reveal.getCurrentSlide().querySelector('.entropy-scene svg')"):
            x, y, width = firefox.evaluate(SLIDER)
            firefox.drag((x + width / 2, y), (x + width * 0.9, y))
            firefox.press("PageDown")  # 끌어 놓은 다음에도 다음 장으로 가요
            assert firefox.evaluate("() => Reveal.getIndices().h") == k + 1
            dragged += 1
    assert dragged


@every_deck
def test_type_is_legible_from_the_back_row(name, decks, new_page):
    """글자는 24px, 그림의 가장 작은 글자(10.5pt)는 22px보다 작지 않아요."""
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / f"{name}.html")
    seen = each(page, SMALLEST)
    assert sum(len(row) - 1 for row in seen) == page.locator(".entropy-scene").count() > 0
    for where, (text, *pictures) in enumerate(seen):
        assert text >= 24, where
        assert min(pictures, default=22) >= 21.95, where


# -- 강의 -------------------------------------------------------------------------------------------
def picks(nb):
    found = [(pick, cell) for cell in nb.cells for pick in cell.metadata.get("lecture", ())]
    return sorted(found, key=lambda pair: pair[0]["at"])


@pytest.mark.slow
@every_deck
def test_a_lecture_is_fifty_minutes_with_a_heading_and_a_word_on_every_slide(name, notebooks):
    chosen = [pick for pick, _ in picks(notebooks[name])]
    assert [pick["at"] for pick in chosen] == list(range(1, len(chosen) + 1))
    assert 40 <= sum(pick["minutes"] for pick in chosen) <= 50
    assert any(pick.get("late") for pick in chosen)
    assert all(pick.get("say") for pick in chosen)
    assert sum("ask" in pick for pick in chosen) >= 8
    for slide, pick in zip(slides.chosen(notebooks[name]), chosen, strict=True):
        assert slide.heading, pick["at"]
        assert slide.kind in slides.KINDS, pick["at"]
        assert not [body for body in slide.body if body.startswith("<pre")], (
            f"{pick['at']}: 찍힌 그대로는 강의에 두지 않아요"
        )


@every_deck
def test_an_answer_shows_only_when_it_is_asked_for(name, decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / f"{name}.html")
    asked = 0
    for _ in walk(page, ".ask details"):
        cards = page.locator(f"{HERE} .ask details")
        assert cards.first.get_attribute("open") is None
        page.keyboard.press("PageDown")
        assert cards.first.get_attribute("open") is not None
        page.keyboard.press("PageUp")
        assert cards.first.get_attribute("open") is None
        asked += 1
    assert asked >= 2


def sweep(slide, svg):
    """첫 슬라이더를 끝에서 끝까지 움직이며 본 그림들: 단추가 바꾸는 것이 어느 값에서는 보이지 않을 수도 있어요."""
    pictures = [svg.inner_html()]
    for slider in slide.get_by_role("slider").all()[:1]:
        for key in ["Home", *["PageUp"] * 10]:
            slider.press(key)
            pictures.append(svg.inner_html())
    return pictures


@every_deck
def test_every_scene_of_a_deck_moves_without_a_kernel(name, decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    moved = 0
    show(page, decks / f"{name}.html")
    for _ in walk(page, ".entropy-scene"):
        here = page.locator(HERE)
        here.locator(".entropy-scene svg").first.wait_for()  # 장면은 화면에 나타난 다음에 깨어나요
        for svg in here.locator(".entropy-scene svg").all():
            at = page.evaluate("Reveal.getIndices()")
            move_sliders(here, svg)
            if here.get_by_role("radio").count():
                before = sweep(here, svg)
                here.get_by_role("radio", checked=True).first.press("ArrowRight")
                assert sweep(here, svg) != before
            assert page.evaluate("Reveal.getIndices()") == at  # 화살표는 장이 아니라 슬라이더를 움직였어요.
            moved += 1
    assert moved == (decks / f"{name}.html").read_text("utf-8").count('<div class="entropy-scene"') > 0


def test_the_keys_of_a_lecture(decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720}, color_scheme="light")
    show(page, decks / "03-distributions.html")
    number = "Reveal.getSlidePastCount()"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(number) == 1
    code = page.locator(f"{HERE} .source")
    while not code.locator("pre").count():
        page.keyboard.press("ArrowRight")
    assert not code.is_visible()
    page.keyboard.press("c")
    assert code.is_visible()
    page.keyboard.press("c")
    assert not code.is_visible()
    paper = "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor"
    light = page.evaluate(paper)
    page.keyboard.press("d")
    dark = page.evaluate(paper)
    assert dark != light
    show(new := new_page(color_scheme="dark"), decks / "03-distributions.html")
    assert new.evaluate(paper) == dark  # 컴퓨터의 설정을 따라요.
    # 예측은 빈칸 글쇠로 고르고, 장은 그대로예요.
    page.evaluate("Reveal.slide(0)")
    while not page.locator(f"{HERE} .entropy-card button").count():
        page.keyboard.press("ArrowRight")
    here = page.evaluate(number)
    page.locator(f"{HERE} button").first.press("Space")
    assert page.locator(f"{HERE} details").first.get_attribute("open") is not None
    assert page.evaluate(number) == here
    # 도움말은 우리말이고 물음표로 열고 닫아요.
    page.keyboard.press("?")
    assert "늦었을 때" in page.locator("#help").inner_text()
    page.keyboard.press("?")
    assert not page.locator("#help").is_visible()


def test_when_late_the_slides_that_may_be_skipped_go_away(decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / "03-distributions.html")
    total, late = page.evaluate("Reveal.getTotalSlides()"), page.locator("section[data-late]").count()
    page.keyboard.press("l")
    assert page.evaluate("Reveal.getTotalSlides()") == total - late < total
    page.keyboard.press("l")
    assert page.evaluate("Reveal.getTotalSlides()") == total


# 장마다 왼쪽, 위, 오른쪽, 아래
CORNERS = """() => [...document.querySelectorAll(".slides > section")].map(s => {
    const r = s.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; })"""


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (1920, 1080)], ids=str)
def test_the_overview_shows_every_slide_at_once_and_leads_to_each(size, decks, new_page):
    page = new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    show(page, decks / "03-distributions.html")
    page.keyboard.press("o")
    page.wait_for_function("Reveal.isOverview()")
    corners = np.array(page.evaluate(CORNERS))
    assert corners.min() >= 0
    assert (corners[:, [2, 3]] <= size).all()
    apart = (corners[:, None, :2] >= corners[None, :, 2:]).any(axis=2)
    assert (apart | apart.T | np.eye(len(corners), dtype=bool)).all()  # 겹치지 않아요
    columns, here = len(set(corners[:, 0].round())), "Reveal.getIndices().h"
    for key, at in dict(ArrowRight=1, ArrowDown=1 + columns, ArrowUp=1, ArrowLeft=0, PageDown=1).items():
        page.keyboard.press(key)
        assert page.evaluate(here) == at, key
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body")  # 작은 장의 속으로 들어가지 않아요
    page.mouse.click(*corners[17].reshape(2, 2).mean(axis=0))
    assert not page.evaluate("Reveal.isOverview()")
    assert page.evaluate(here) == 17
    assert not page.locator(f"{HERE} [inert]").count()
    page.wait_for_function("s => document.querySelector(s).getBoundingClientRect().left === 0", arg=HERE)


@pytest.mark.parametrize("key", ["PageDown", "ArrowRight", "Space"])
def test_a_clicker_goes_on_after_a_drag(key, decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / "03-distributions.html")
    while not page.locator(f"{HERE} input[type=range]").count():
        page.keyboard.press("ArrowRight")
    drag(page, page.locator(f"{HERE} input[type=range]").first, 0.2, 0.7)
    page.wait_for_function("!document.activeElement.closest('.entropy-controls')")  # 손을 놓으면 슬라이더도 놓아요
    here = page.evaluate("Reveal.getSlidePastCount()")
    page.keyboard.press(key)
    page.wait_for_function("here => Reveal.getSlidePastCount() === here + 1", arg=here)


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_deck_on_paper_is_one_light_page_a_slide(scheme, decks, new_page):
    page = new_page(color_scheme=scheme)
    show(page, decks / "03-distributions.html")
    total = page.evaluate("Reveal.getTotalSlides()")
    page.emulate_media(media="print", color_scheme=scheme)
    paper = "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    shown = (
        "[...document.querySelectorAll('.slides section')].filter(s => s.getBoundingClientRect().height === 720).length"
    )
    assert page.evaluate(shown) == total
    assert pages_of(page.pdf(prefer_css_page_size=True)) == total


def test_the_command_writes_the_pdf_by_the_installed_browser(web_packages, notebooks, tmp_path, capsys):
    one = tmp_path / "mine"
    one.mkdir()
    (one / "01-mine.ipynb").write_text(
        writes(new_notebook(cells=[new_markdown_cell("# 제목"), new_markdown_cell("## 둘")]))
    )
    assert main(["slides", "--notebooks", str(one), "--out", str(tmp_path), "--pdf"]) == 0
    assert pages_of((tmp_path / "01-mine.pdf").read_bytes()) == 2


def test_without_scripts_every_slide_can_still_be_read(decks, new_page):
    page = new_page(java_script_enabled=False)
    page.goto((decks / "03-distributions.html").as_uri())
    assert page.get_by_text("자바스크립트").is_visible()
    assert page.locator("section h2").last.is_visible()


def test_the_mouse_drags_a_slider_and_not_the_slide(decks, new_page):
    page = new_page(viewport={"width": 1920, "height": 1080})
    show(page, decks / "03-distributions.html")
    while not page.locator(f"{HERE} input[type=range]").count():
        page.keyboard.press("ArrowRight")
    slider = page.locator(f"{HERE} input[type=range]").first
    here = page.evaluate("Reveal.getIndices()")
    drag(page, slider, 0.2, 0.7)
    assert 0.65 < float(slider.input_value()) < 0.75
    assert page.evaluate("Reveal.getIndices()") == here


def test_the_speaker_sees_the_notes_and_the_room_does_not(decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / "03-distributions.html")
    while not page.evaluate("Reveal.getSlideNotes()?.trim()"):
        page.keyboard.press("ArrowRight")
    note = page.locator(f"{HERE} aside.notes")
    assert "katex-html" not in note.inner_html()  # 발표자 창에는 그 스타일이 없어요.
    words = note.evaluate("e => e.innerText.trim().slice(-12)")
    assert not note.is_visible()
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_function(
        "words => document.querySelector('.speaker-controls-notes')?.innerText.includes(words)", arg=words
    )


def test_a_deck_with_all_it_needs_is_small_and_asks_for_nothing(decks):
    assets = sum(file.stat().st_size for file in (decks / "assets").rglob("*") if file.is_file())
    for name in NAMES:
        html = (decks / f"{name}.html").read_text(encoding="utf-8")
        assert assets + len(html.encode()) < 5_000_000, name
        files = re.findall(r'(?:<script[^>]* src|<link[^>]* href|<img[^>]* src)="([^"]*)"', html)
        assert {f for f in files if not f.startswith("data:")} == {
            f"assets/{f}" for f in (*slides.STYLES, *slides.SCRIPTS)
        }
        assert all((decks / file).is_file() for file in files if not file.startswith("data:"))
        assert not re.search(r"<tex\b", html)
    index = (decks / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="(\d\d.*?)\.html"', index) == NAMES


def test_solutions_are_left_out_unless_they_are_asked_for(decks, full, notebooks, page, tmp_path):
    assert "풀이 확인" not in (decks / "03-distributions.html").read_text("utf-8")
    edition.publish(tmp_path, *slides.lecture(notebooks, solutions=True))
    for name in NAMES:
        html = (tmp_path / f"{name}.html").read_text("utf-8")
        solved = sum("solution" in c.metadata.get("tags", ()) for c in notebooks[name].cells)
        assert html.count("의 풀이 확인") == solved
        # 풀이가 없는 벌에도 한 글자까지 같게 있는 장은 위에서 보았어요
        seen = set(SECTION.findall((full / f"{name}.html").read_text("utf-8")))
        html = SECTION.sub(lambda m, seen=seen: "" if m[0] in seen else m[0], html)
        assert html.count("의 풀이 확인") == solved
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
        show(page, tmp_path / f"{name}.html")
        fits(page, SIZES[:1])


def test_a_wrong_folder_is_told_and_nothing_is_written(web_packages, tmp_path, capsys):
    assert main(["slides", "--notebooks", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "노트북(.ipynb)이 없어요" in capsys.readouterr().err
    (tmp_path / "00-mine.ipynb").write_text("{}")
    assert main(["html", "--notebooks", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "00-mine.ipynb" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_speaker_window_is_in_korean(web_packages):
    script = (slides.REVEAL / "dist/plugin/notes.js").read_text("utf-8")
    assert all(word in script for word in slides.SPEAKER), "reveal.js의 판이 바뀌어 말이 달라졌어요"
    assert not any(word in slides.speaker_window().decode() for word in slides.SPEAKER)


def test_without_the_packages_we_say_how_to_get_them(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(edition, "NODE", tmp_path / "none")
    assert main(["html", "--notebooks", str(ROOT / "notebooks"), "--out", str(tmp_path / "out")]) == 2
    assert "make slides" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
