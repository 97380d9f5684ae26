"""노트북 밖의 그림: HTML 한 장으로 살아 있고, 아무것도 내려받지 않아요."""

import re
import threading
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pypdfium2
import pytest
from hand import move_sliders

from entropy_lab import palette
from entropy_lab.figures import FIGURES
from entropy_lab.publish.live import embedding, separate, standalone
from entropy_lab.style import PHONE

EVERY = [(name, lang) for name in FIGURES for lang in ("ko", "en")]
LEAST = 0.02  # 그림이 놓인 자리에서 종이의 색이 아닌 화소의 몫


def both(name, lang="ko"):
    return FIGURES[name](lang), FIGURES[name](lang, sheet="phone")


@pytest.fixture
def live(tmp_path):
    """살아 있는 그림 한 장의 주소."""

    def write(name="bernoulli-entropy", lang="ko"):
        file = tmp_path / f"{name}.html"
        file.write_text(standalone(*both(name, lang)), encoding="utf-8")
        return file.as_uri()

    return write


def settled(page, width):
    """너비에 맞는 종이가 놓일 때까지. 쪽이 엄격해서 wait_for_function은 쓸 수 없어요."""
    page.locator(".entropy-slim" if width < 460 else ".entropy-scene:not(.entropy-slim)").wait_for()


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_live_figure_is_small_and_asks_for_nothing(name, lang):
    html = standalone(*both(name, lang))
    # 종이가 두 장이 되어 112KB에서 늘렸어요. 둘 다 있는 윤곽선은 한 번만 적혀요
    assert len(html.encode()) <= 150_000
    assert f'<html lang="{lang}">' in html
    assert "default-src 'none'" in unescape(html)
    addresses = set(re.findall(r"https?://[^\s\"'<>)\\]+", html))
    assert addresses <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", FIGURES)
def test_a_live_figure_moves_on_both_sheets_under_its_strict_policy(name, page, live):
    page.goto(live(name))
    for width in (1280, 460, 459, 320):
        page.set_viewport_size(dict(width=width, height=900))
        settled(page, width)
        assert move_sliders(page, page.locator("svg"))
        box = page.locator("svg").bounding_box()
        assert box["x"] + box["width"] / 2 == pytest.approx(width / 2, abs=1)  # 어디에서나 가운데
        assert box["width"] == min(width, 640 if width >= 460 else 400)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_layout_turns_and_the_hand_keeps_its_slider(page, live):
    page.goto(live("entropy-crossentropy"))
    slider = page.get_by_role("slider").nth(1)
    slider.focus()
    slider.press("End")
    told, value = page.locator("svg").get_attribute("aria-label"), slider.input_value()
    for width in (360, 900):
        page.set_viewport_size(dict(width=width, height=800))
        settled(page, width)
        assert slider.evaluate("e => e === document.activeElement")
        assert slider.input_value() == value
        assert page.locator("svg").get_attribute("aria-label") == told
    slider.press("ArrowLeft")
    assert page.locator("svg").get_attribute("aria-label") != told


def test_on_a_phone_the_picture_stays_in_sight_and_a_finger_finds_every_control(page, live):
    page.set_viewport_size(dict(width=360, height=420))
    page.goto(live("entropy-crossentropy"))
    page.get_by_role("slider").last.scroll_into_view_if_needed()
    box, slider = page.locator("svg").bounding_box(), page.get_by_role("slider").last.bounding_box()
    assert box["height"] <= 0.75 * 420
    assert box["y"] >= -1
    assert slider["y"] >= box["y"] + box["height"] - 1
    assert slider["height"] >= 44
    assert slider["width"] > 330


def test_the_tallest_picture_is_legible_on_a_low_phone_and_leaves_room_for_the_hand(page, live):
    for height in (640, 500):
        page.set_viewport_size(dict(width=360, height=height))
        page.goto(live("mutual-information"))
        slider = page.get_by_role("slider").last
        slider.scroll_into_view_if_needed()
        slider.press("ArrowRight")
        box, hand = page.locator("svg").bounding_box(), slider.bounding_box()
        units = page.locator("svg").evaluate("e => [e.viewBox.baseVal.width, e.viewBox.baseVal.height]")
        assert PHONE.small * min(box["width"] / units[0], box["height"] / units[1]) >= 9.99
        assert 0 < box["y"] + box["height"] <= hand["y"] + 1
        assert hand["y"] + hand["height"] <= height + 1


def test_only_the_slider_in_the_hand_tells_the_whole_sentence(page, live):
    page.goto(live("entropy-crossentropy"))
    first, second = page.get_by_role("slider").all()
    assert [s.get_attribute("aria-valuetext") for s in (first, second)] == ["0.70", "0.25"]
    first.press("ArrowRight")
    assert first.get_attribute("aria-valuetext").startswith("0.71. p가 0.71")
    assert second.get_attribute("aria-valuetext") == "0.25"


def test_the_picture_stays_without_scripts(new_page, live):
    still = new_page(java_script_enabled=False)
    still.goto(live())
    assert still.locator("svg").bounding_box()["height"] > 100


def ink(pdf):
    """첫 장의 위쪽 절반에서 종이의 색이 아닌 화소의 몫."""
    sheet = pypdfium2.PdfDocument(pdf)[0].render().to_numpy()[:, :, :3]
    return (sheet[: len(sheet) // 2].min(axis=2) < 200).mean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_with_ink_alone_and_in_a_frame(scheme, new_page, live, tmp_path):
    page, host = new_page(color_scheme=scheme), tmp_path / "host.html"
    page.goto(live())
    if scheme == "dark":
        page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    assert LEAST < ink(page.pdf()) < 0.5
    host.write_text(f'<iframe src="{live()}" width="640" height="480"></iframe>', encoding="utf-8")
    page.goto(host.as_uri())
    page.frame_locator("iframe").get_by_role("slider").wait_for()
    assert LEAST < ink(page.pdf()) < 0.5


def test_a_frame_learns_its_height_and_takes_a_scheme(page, live, tmp_path):
    host = tmp_path / "host.html"
    host.write_text(
        f"""<!doctype html><body style="margin: 0"><iframe src="{live()}" style="width: 640px; border: 0"></iframe>
        <script>const frame = document.querySelector("iframe"); heights = [];
        addEventListener("message", e => {{ const {{height}} = e.data.entropyLab; heights.push(height);
            frame.style.height = height + "px"; }});</script>""",
        encoding="utf-8",
    )
    page.goto(host.as_uri())
    inside = page.frame_locator("iframe")
    for kind, width in dict(wide=640, narrow=360).items():
        told = embedding(*both("bernoulli-entropy"))[kind]["frame"]
        page.evaluate(f"frame.style.width = '{width}px'")
        page.wait_for_function(f"Math.abs(heights.at(-1) - {told}) <= 12")
    before = page.evaluate("heights.at(-1)")
    inside.get_by_text("수로 보기").click()
    page.wait_for_function(f"heights.at(-1) > {before + 80}")
    page.evaluate("frame.contentWindow.postMessage({entropyLab: {scheme: 'dark'}}, '*')")
    inside.locator('html[style="color-scheme: dark;"]').wait_for()


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_numbers_stand_under_the_figure(lang, page, live):
    page.goto(live("entropy-crossentropy", lang))
    page.locator("summary").press("Enter")
    assert page.locator("table").count() == 2
    assert page.locator("tbody th[scope=row]").count() >= 6
    heads = page.locator("thead th").all_inner_texts()
    assert heads[:2] == ({"ko": ["값", "그림이 말하는 것"], "en": ["Value", "What the figure says"]})[lang]
    wide, _ = both("entropy-crossentropy", lang)
    for row in page.locator("table").first.locator("tbody tr").all():
        value, said = row.locator("th, td").all_inner_texts()
        assert said == wide.said(p=float(value))["alt"]


def test_separate_files_live_where_nothing_inline_may(new_page, tmp_path):
    for name in ("bernoulli-entropy", "mutual-information"):
        for file, text in separate(*both(name)).items():
            (tmp_path / file).write_text(text, encoding="utf-8")
            assert not file.endswith(".html") or not re.search(r"<style|style=|<script>|onload=", text)

    class Strict(SimpleHTTPRequestHandler):
        def end_headers(self):
            self.send_header("Content-Security-Policy", "default-src 'self'")
            super().end_headers()

        def log_message(self, *_):
            pass

        def do_GET(self):
            if self.path == "/favicon.ico":
                self.send_response(204)
                return self.end_headers()
            return super().do_GET()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = new_page(color_scheme="dark")
        for name in ("bernoulli-entropy", "mutual-information"):
            for width in (900, 360):
                page.set_viewport_size(dict(width=width, height=900))
                page.goto(f"http://127.0.0.1:{server.server_port}/{name}.html")
                assert move_sliders(page, page.locator("svg"))
                assert page.locator(".entropy-slim").count() == int(width < 460)
                paper = page.locator(f'svg [fill="{palette.PAPER}"]').first.evaluate("e => getComputedStyle(e).fill")
                assert paper == "rgb(20, 24, 29)"
        server.shutdown()
