"""노트북 밖의 그림: HTML 한 장으로 살아 있고, 아무것도 내려받지 않아요."""

import re
from html import unescape

import pytest
from hand import move_sliders

from entropy_lab.figures import FIGURES
from entropy_lab.publish.live import standalone

EVERY = [(name, lang) for name in FIGURES for lang in ("ko", "en")]


@pytest.mark.parametrize(("name", "lang"), EVERY)
def test_a_live_figure_is_small_and_asks_for_nothing(name, lang):
    html = standalone(FIGURES[name](lang))
    # 스크립트가 움직일 줄 아는 것이 늘고(19KB) 상호정보량이 0 가까이에서도 정확해져서 100KB에서 늘렸어요
    assert len(html.encode()) <= 112_000
    assert f'<html lang="{lang}">' in html
    assert "default-src 'none'" in unescape(html)
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", html))
    assert addresses <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("name", FIGURES)
def test_a_live_figure_moves_under_its_strict_policy(name, page, tmp_path):
    file = tmp_path / "live.html"
    file.write_text(standalone(FIGURES[name]()), encoding="utf-8")
    page.goto(file.as_uri())
    assert move_sliders(page, page.locator("svg"))
    # 어떤 크기의 틀에서도 그림과 슬라이더가 모두 보여요.
    for size in (dict(width=640, height=460), dict(width=340, height=300)):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_picture_stays_without_scripts(new_page, tmp_path):
    file = tmp_path / "live.html"
    file.write_text(standalone(FIGURES["bernoulli-entropy"]()), encoding="utf-8")
    still = new_page(java_script_enabled=False)
    still.goto(file.as_uri())
    assert still.locator("svg").bounding_box()["height"] > 100
