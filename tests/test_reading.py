"""읽는 판: 파이썬도 인터넷도 없이 읽고, 움직이고, 앞뒤로 가요."""

import re
from pathlib import Path

import pytest
from hand import move_sliders

from entropy_lab.publish import edition, reading

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
every_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def site(web_packages, tmp_path_factory):
    out = tmp_path_factory.mktemp("html")
    edition.publish(out, *reading.volume(edition.books(ROOT / "notebooks")))
    return out


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
