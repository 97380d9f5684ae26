"""강의 슬라이드: 커널도 인터넷도 없이 모든 장이 제 틀 안에 있고, 슬라이더와 키가 제 일을 해요."""

import re
from pathlib import Path

import pytest
from hand import drag, move_sliders
from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from entropy_lab.publish import edition, slides
from entropy_lab.publish.cli import main
from entropy_lab.publish.files import Halt

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
every_deck = pytest.mark.parametrize("name", NAMES)

# 틀을 벗어난 것과 그 자리. 1280 × 720 슬라이드의 px이고, 아랫줄은 680에서 시작해요.
BEYOND = """root => { const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect(), k = box.width / 1280, beyond = [];
slide.querySelectorAll("details").forEach(e => e.open = true);
for (const e of slide.querySelectorAll(root + " *")) {
  if (e.closest(".katex-mathml, svg *")) continue;
  const r = e.getBoundingClientRect();
  if (!r.width || !r.height) continue;
  const [left, top, right, bottom] = [r.left - box.left, r.top - box.top, r.right - box.left, r.bottom - box.top].map(x => Math.round(x / k));
  if (left < 0 || top < 0 || right > 1280 || bottom > 680) beyond.push(`${e.tagName} ${e.className}: ${left} ${top} ${right} ${bottom}`);
}
return beyond.slice(0, 3); }"""
SMALLEST = """() => Math.min(...[...Reveal.getCurrentSlide().querySelectorAll(".frame *")]
.filter(e => !e.closest("svg, .katex, .entropy-scene img") && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
.map(e => parseFloat(getComputedStyle(e).fontSize)), 99)"""
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HERE = "section.present"


@pytest.fixture(scope="module")
def notebooks():
    return edition.books(ROOT / "notebooks")


@pytest.fixture(scope="module")
def decks(web_packages, notebooks, tmp_path_factory):
    out = tmp_path_factory.mktemp("slides")
    edition.publish(out, *slides.lecture(notebooks))
    return out


def show(page, deck):
    page.goto(deck.as_uri())
    page.wait_for_function("window.Reveal?.isReady()")
    page.evaluate("document.fonts.ready.then(() => true)")


def walk(page):
    """장을 하나씩 펼쳐요. 다음 키는 한 장에서 여러 번 눌러야 할 수도 있으니 번호로 가요."""
    places = page.evaluate("Reveal.getSlides().map(s => Reveal.getIndices(s))")
    for place in places:
        page.evaluate("({h}) => Reveal.slide(h)", place)
        yield place["h"]


def beyond(page, root):
    """장마다 틀을 벗어난 것."""
    return {place: what for place in walk(page) if (what := page.evaluate(BEYOND, root))}


@every_deck
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=str)
def test_every_slide_and_its_code_fit_the_frame(name, size, decks, new_page):
    page = new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    show(page, decks / f"{name}.html")
    assert 15 < page.evaluate("Reveal.getTotalSlides()") <= 55
    assert not beyond(page, ".frame")
    page.keyboard.press("c")
    assert not beyond(page, ".source")


@every_deck
def test_type_is_legible_from_the_back_row(name, decks, new_page):
    page = new_page(viewport={"width": 1280, "height": 720})
    show(page, decks / f"{name}.html")
    for where in walk(page):
        assert page.evaluate(SMALLEST) >= 18, where
        for picture in page.locator(f"{HERE} :is(.entropy-scene svg, .picture > img)").all():
            assert picture.bounding_box()["width"] >= 800, where


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
    for _ in walk(page):
        here = page.locator(HERE)
        if here.locator(".entropy-scene").count():  # 장면은 화면에 나타난 다음에 깨어나요
            here.locator(".entropy-scene svg").first.wait_for()
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
    page.evaluate("Reveal.slide(0, 0)")
    while not page.locator(f"{HERE} .entropy-card button").count():
        page.keyboard.press("ArrowRight")
    here = page.evaluate(number)
    page.locator(f"{HERE} button").first.press("Space")
    assert page.locator(f"{HERE} details").first.get_attribute("open") is not None
    assert page.evaluate(number) == here
    page.keyboard.press("ArrowRight")
    assert page.evaluate(number) == here + 1


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


@every_deck
def test_every_deck_has_notes_for_the_speaker(name, notebooks):
    assert sum(slides.slide_type(cell) == "notes" for cell in notebooks[name].cells) >= 3


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
        assert "<tex" not in html
    index = (decks / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="(\d\d.*?)\.html"', index) == NAMES


def test_solutions_are_left_out_unless_they_are_asked_for(decks, notebooks, new_page, tmp_path):
    assert "풀이 확인" not in (decks / "03-distributions.html").read_text("utf-8")
    edition.publish(tmp_path, *slides.lecture(notebooks, solutions=True))
    page = new_page(viewport={"width": 1280, "height": 720})
    for name in NAMES:
        html = (tmp_path / f"{name}.html").read_text("utf-8")
        assert html.count("의 풀이 확인") == sum(
            "solution" in c.metadata.get("tags", ()) for c in notebooks[name].cells
        )
        show(page, tmp_path / f"{name}.html")
        assert not beyond(page, ".frame"), name
        page.keyboard.press("c")
        assert not beyond(page, ".source"), name


def test_a_wrong_folder_and_a_wrong_formula_are_told_and_nothing_is_written(web_packages, notebooks, tmp_path, capsys):
    assert main(["slides", "--notebooks", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "노트북(00-….ipynb)이 없어요" in capsys.readouterr().err
    (tmp_path / "00-mine.ipynb").write_text("{}")
    assert main(["html", "--notebooks", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "00-mine.ipynb" in capsys.readouterr().err
    with pytest.raises(Halt, match=r"b\.html: 조판하지 못한 식이 있어요. \$\\frac\{1\}\$"):
        edition.publish(tmp_path / "out", {"a.html": "<tex>1</tex>", "b.html": r"<tex>\frac{1}</tex>"}, {})
    assert not (tmp_path / "out").exists()


def test_a_notebook_of_ones_own_becomes_slides_too(web_packages, new_page, tmp_path):
    attached = {"a.png": {"image/png": PIXEL}}
    cells = [
        new_raw_cell("---\ntheme: none\n---"),
        new_markdown_cell("# 내 수업\n\n![붙인 그림](attachment:a.png)", attachments=attached),
        new_code_cell("1 / 0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="division by <zero>")]),
        new_code_cell("plt.plot()", outputs=[new_output("display_data", {"image/png": PIXEL, "text/plain": "그림"})]),
    ]
    mine = tmp_path / "10-mine.ipynb"
    mine.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    assert main(["slides", "--notebooks", str(tmp_path), "--out", str(tmp_path / "out")]) == 0
    show(page := new_page(), tmp_path / "out" / "10-mine.html")
    assert "division by <zero>" in page.locator(HERE).inner_text()
    assert [img.get_attribute("alt") for img in page.locator(f"{HERE} img").all()] == ["그림", "붙인 그림"]
    assert all(img.evaluate("e => e.naturalWidth") for img in page.locator(f"{HERE} img").all())
    assert "theme" not in page.content()
    assert main(["html", "--notebooks", str(tmp_path), "--out", str(tmp_path / "html")]) == 0
    assert "theme" not in (tmp_path / "html" / "10-mine.html").read_text(encoding="utf-8")
    mine.write_text(writes(new_notebook(cells=cells[2:])), encoding="utf-8")
    assert main(["html", "--notebooks", str(tmp_path), "--out", str(tmp_path / "none")]) == 2


def test_without_the_packages_we_say_how_to_get_them(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(edition, "NODE", tmp_path / "none")
    assert main(["html", "--notebooks", str(ROOT / "notebooks"), "--out", str(tmp_path / "out")]) == 2
    assert "make slides" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
