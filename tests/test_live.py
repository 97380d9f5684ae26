"""노트북 밖의 그림: HTML 한 장으로 살아 있고, 아무것도 내려받지 않아요."""

import json
import re
from html import unescape

import pytest
from hand import move_sliders

from entropy_lab.figures import FIGURES
from entropy_lab.publish.cli import main
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


def test_the_site_gets_its_files_and_nothing_else_changes(tmp_path, capsys):
    other = tmp_path / "images" / "probability" / "ko" / "other.svg"
    other.parent.mkdir(parents=True)
    other.write_text("그대로")
    assert main(["site", str(tmp_path), "--check"]) == 1
    capsys.readouterr()
    assert main(["site", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    written = {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file() and f != other}
    kinds = [f"{name}.{ext}" for name in FIGURES for ext in ("svg", "html")] + ["figures.json"]
    assert written == {f"images/probability/{lang}/{kind}" for lang in ("ko", "en") for kind in kinds}
    assert len(said.split()) == len(written)
    assert other.read_text() == "그대로"
    assert main(["site", str(tmp_path), "--check"]) == 0


def test_the_card_of_a_figure_tells_its_alt_text_and_size(tmp_path):
    main(["figures", "--live", "--out", str(tmp_path), "--lang", "ko"])
    cards = json.loads((tmp_path / "ko" / "figures.json").read_text(encoding="utf-8"))
    assert [*cards] == [*FIGURES]
    for name, card in cards.items():
        assert card["alt"].startswith(card["title"])
        assert re.search(r"\d\.\d", card["alt"]), name
        assert card["width"] == 640
        assert card["height"] > 400
