"""섀넌의 게임: 커널도 요청도 없이, 글쇠와 손가락과 소리로 끝까지 두고, 비트는 파이썬이 계산한 것과 같아요."""

import re
from itertools import takewhile

import numpy as np
import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from entropy_lab import explore
from entropy_lab.course.n04_language import HIDDEN, played, rank_code
from entropy_lab.data import constitution
from entropy_lab.language import JAMO, apart, together
from entropy_lab.publish.cli import main

LETTERS = "".join(sorted({*apart(constitution())}))
KEYS = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True))
STROKES = {c: key for key, c in KEYS.items()} | {"ㅘ": "hk", "ㅢ": "ml", "ㅝ": "nj"}
LEAKS = "() => { window.leaked = []; document.addEventListener('keydown', e => window.leaked.push(e.code)); }"
FIRST = ".entropy-guess .keys button"


@pytest.fixture(scope="module")
def html():
    return f"<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>{explore.shannon_game().html}"


@pytest.fixture(scope="module")
def game():
    return played(HIDDEN[0], LETTERS)


def strokes(jamo):
    return "".join(STROKES[c] for c in jamo)


def row(read, who):
    """표의 한 줄에 적힌 비트."""
    return float(re.match(r"[\d.]+", read(f"tr.{who} td:last-child"))[0])


# -- 셈 --------------------------------------------------------------------------------------------
def test_the_code_of_ranks_is_a_code():
    """어느 판에서나 다음 순위의 확률을 모두 더하면 1이에요. 그래야 정말 되살릴 수 있어요."""
    for past in ([], [1], [1, 1, 3, 37], [2] * 50):
        next_bits = [rank_code([*past, r], 37)[-1] for r in range(1, 38)]
        assert (2.0 ** -np.array(next_bits)).sum() == pytest.approx(1)
    assert rank_code([1] * 60, 37).sum() < 12
    assert rank_code([1] * 60, 37)[-1] < 0.1


def test_the_model_has_not_read_the_sentence(game):
    text = constitution()
    for sentence in HIDDEN:
        assert text.count(sentence) == 1
    assert together(game["jamo"]) == HIDDEN[0].replace(" ", "")
    assert len(game["bits"]) == len(game["ranks"]) == len(game["jamo"]) == 32
    assert 60 < sum(game["bits"]) < 80
    assert max(game["ranks"]) <= len(LETTERS) == 37
    assert {*LETTERS} < {*JAMO}


# -- 놀기 ------------------------------------------------------------------------------------------
def test_a_finished_game_stands_where_no_script_runs(html, new_page, game):
    page = new_page(java_script_enabled=False)
    page.set_content(html)
    boxes = page.locator(".entropy-guess li").all_inner_texts()
    assert [re.search(r"[ㄱ-ㅣ]", box)[0] for box in boxes] == [*game["jamo"]]
    assert row(lambda s: page.locator(s).inner_text(), "model") == pytest.approx(sum(game["bits"]), abs=0.06)
    assert not page.locator("tr.mine").is_visible()
    assert page.locator("button").count() == 0


def test_a_game_is_played_by_keyboard_alone(html, page, game):
    page.set_content(html)
    page.evaluate(LEAKS)
    page.locator(FIRST).first.focus()
    page.keyboard.press("KeyQ")
    assert page.locator(".say").inner_text() == "ㅂ: 아니에요. 1번 틀렸어요."
    page.keyboard.press("KeyQ")
    assert "벌써" in page.locator(".say").inner_text()
    for stroke in strokes(game["jamo"]):
        page.keyboard.press(f"Key{stroke.upper()}")
    said = page.locator(".say").inner_text()
    assert said.startswith(f"다 맞혔어요: “{HIDDEN[0]}”.")
    assert page.locator(".say").get_attribute("role") == "status"
    ranks = [2, *[1] * 31]
    expected = dict(
        even=32 * np.log2(37),
        mine=rank_code(ranks, 37).sum(),
        ranked=rank_code(game["ranks"], 37).sum(),
        model=sum(game["bits"]),
    )
    for who, bits in expected.items():
        assert row(lambda s: page.locator(s).inner_text(), who) == pytest.approx(bits, abs=0.051), who
        assert f"{bits:.1f}비트" in said or who == "even"
    assert page.evaluate("window.leaked") == []
    page.keyboard.press("Control+s")
    assert page.evaluate("window.leaked") == ["ControlLeft", "KeyS"]  # 우리 것이 아닌 글쇠는 쪽의 것이에요


def test_a_compound_vowel_typed_in_two_strokes_is_one_guess(html, page):
    page.set_content(html)
    page.locator("select").select_option("1")
    hidden = played(HIDDEN[1], LETTERS)["jamo"]
    page.locator(FIRST).first.focus()

    def press(*names):
        for name in names:
            page.keyboard.press(name)
        return page.locator(".say").inner_text()

    assert "엔터를 누르면 ㅗ" in press("KeyH")
    assert press("KeyK") == "ㅘ: 아니에요. 1번 틀렸어요."  # ㅗ, ㅏ가 아니라 ㅘ 한 번
    assert "이어서 치면" in press("KeyH")
    assert press("Enter") == "ㅗ: 아니에요. 2번 틀렸어요."
    press("KeyN")
    assert press("Backspace") == "지웠어요."
    assert press(f"Key{STROKES[hidden[0]].upper()}").startswith(f"{hidden[0]}: 3번 만에 맞혔어요.")
    assert press("Shift+KeyO") == "ㅒ: 이 글에는 나오지 않는 자모예요."


def test_the_keys_walk_and_are_large_enough(html, new_page):
    page = new_page(viewport={"width": 360, "height": 800})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, select')].map(e => e.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert np.min(sizes) >= 44
    page.locator(FIRST).first.focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "End", "Home", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.textContent"))
    assert walked == [LETTERS[1], walked[1], "ㅣ", "ㄱ", "ㄱ"]
    assert walked[1] not in (LETTERS[0], LETTERS[1])
    assert page.locator(f"{FIRST}[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    assert page.locator(".say").inner_text().startswith("ㄱ: 아니에요")
    page.get_by_role("button", name="모르겠어요").click()
    assert "였어요. 꼴찌 순위로" in page.locator(".say").inner_text()
    assert page.locator("li.done").count() == 1
    page.get_by_role("button", name="처음부터").click()
    assert page.locator("li.done").count() == 0


def test_firefox_plays_too(html, firefox, game):
    firefox.set_content(html)
    firefox.evaluate(LEAKS)
    firefox.evaluate("() => document.querySelector('.entropy-guess .keys button').focus()")
    for stroke in strokes(game["jamo"]):
        firefox.press(stroke)

    def read(selector):
        return firefox.evaluate(f"() => document.querySelector({selector!r}).innerText")

    assert read(".say").startswith("다 맞혔어요")
    assert row(read, "mine") == pytest.approx(rank_code([1] * 32, 37).sum(), abs=0.051)
    assert row(read, "ranked") == pytest.approx(rank_code(game["ranks"], 37).sum(), abs=0.051)
    assert firefox.evaluate("() => window.leaked") == []


def test_dark_paper_makes_dark_boxes(html, new_page):
    colors = []
    for scheme in ("light", "dark"):
        page = new_page(color_scheme=scheme)
        page.set_content(f"{html}<meta name=color-scheme content='light dark'>")
        colors.append(page.locator(FIRST).first.evaluate("e => getComputedStyle(e).backgroundColor"))
    assert colors == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


# -- 읽는 판과 슬라이드 -----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def books(web_packages, tmp_path_factory):
    """게임이 든 노트북 한 권으로 만든 읽는 판과 슬라이드."""
    home, made = tmp_path_factory.mktemp("guess"), explore.shannon_game()
    shown = new_output("execute_result", {"text/html": made.html, "text/plain": made.text}, execution_count=1)
    cells = [
        new_markdown_cell("# 게임: 하나", metadata={"slideshow": {"slide_type": "slide"}}),
        new_markdown_cell("## 놀기", metadata={"slideshow": {"slide_type": "slide"}}),
        new_code_cell("explore.shannon_game()", outputs=[shown], execution_count=1),
    ]
    (home / "10-game.ipynb").write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    for kind in ("html", "slides"):
        assert main([kind, "--notebooks", str(home), "--out", str(home / kind)]) == 0
    return home


@pytest.mark.parametrize("width", [360, 1280])
def test_the_reading_edition_plays(books, new_page, width, game):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto((books / "html" / "10-game.html").as_uri())
    page.locator(FIRST).filter(has_text=game["jamo"][0]).click()
    assert "맞혔어요" in page.locator(".say").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_slide_plays_and_its_keys_stay(books, new_page, game):
    page = new_page(viewport={"width": 1280, "height": 720})
    page.goto((books / "slides" / "10-game.html").as_uri())
    page.wait_for_function("window.Reveal?.isReady()")
    page.evaluate("Reveal.slide(1, 0)")
    page.locator(FIRST).first.focus()
    for stroke in takewhile(lambda c: c != "j", strokes(game["jamo"])):
        page.keyboard.press(f"Key{stroke.upper()}")
    page.keyboard.press("KeyC")  # ㅊ이지 코드 보기가 아니에요
    page.keyboard.press("KeyF")
    page.keyboard.press("ArrowRight")
    assert "틀렸어요" in page.locator(".say").inner_text()
    assert page.locator("li.done").count() > 10
    assert page.evaluate("Reveal.getIndices().h") == 1
    assert not page.evaluate("document.body.classList.contains('coded')")
    assert page.locator(".entropy-guess").evaluate("e => e.getBoundingClientRect().bottom <= 680")
    small = "e => Math.min(...[...e.querySelectorAll('*')].filter(x => x.childElementCount === 0 && x.innerText?.trim()"
    small += " && !x.closest('.aside')).map(x => parseFloat(getComputedStyle(x).fontSize)))"
    assert page.locator(".entropy-guess").evaluate(small) >= 18
