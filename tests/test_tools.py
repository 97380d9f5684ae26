"""검사가 쓰는 도구의 검사: 도구가 놓치는 것은 아무도 보지 못해요."""

import doctest
import math

import firefox as bidi
import hand
import pytest
import script
from conftest import LOCAL
from hand import quick, sample

AWKWARD = [0.0, -0.0, math.inf, -math.inf, 5e-324, 1.7976931348623157e308, 0.1, 1 / 3, -1, 2**53]
ECHO = "(x, y) => [x, y, new Float64Array(x), x.map(v => v * y)]"


def exactly(numbers):
    """−0과 NaN까지 가르는 글."""
    return [float(x).hex() for x in numbers]


def test_node_is_told_and_tells_every_number_exactly(node):
    there, two, typed, doubled = node(ECHO, AWKWARD, 2)
    assert (exactly(there), two, exactly(typed)) == (exactly(AWKWARD), 2, exactly(AWKWARD))
    assert exactly(doubled) == exactly(2 * x for x in AWKWARD)
    assert math.isnan(node("x => x", math.nan))
    assert node("name => lab[name]", "확률", before="const lab = {확률: '\\u0000엔트로피'}") == "\0엔트로피"
    assert node("() => undefined") is None
    with pytest.raises(AssertionError, match="멈춰요"):
        node("() => { throw new Error('멈춰요'); }")


def test_firefox_is_told_and_tells_every_number_exactly(firefox):
    assert exactly(firefox.evaluate(ECHO, AWKWARD, 2)[0]) == exactly(AWKWARD)
    assert firefox.evaluate("async () => { await new Promise(r => setTimeout(r, 20)); return '한글'; }") == "한글"
    with pytest.raises(AssertionError, match="멈춰요"):
        firefox.evaluate("() => { throw new Error('멈춰요'); }")


def test_firefox_has_a_hand_and_an_eye(firefox):
    firefox.set_content("""<!doctype html><style>body{margin:0}input{width:400px;height:40px;margin:0;display:block}</style>
        <input type="range" min="0" max="100" value="0">
        <script>keys = []; addEventListener("keydown", e => keys.push([e.key, e.ctrlKey]))</script>""")
    blank = firefox.screenshot()
    firefox.drag((10, 20), (200, 20))
    value = firefox.evaluate("() => +document.querySelector('input').value")
    assert 45 < value < 55
    assert blank.startswith(b"\x89PNG")
    assert firefox.screenshot() != blank
    firefox.press("ArrowRight")
    firefox.press("Control+a")
    assert firefox.evaluate("() => +document.querySelector('input').value") == value + 1
    assert firefox.evaluate("() => keys.slice()") == [["ArrowRight", False], ["Control", True], ["a", True]]
    firefox.viewport(390, 844)
    assert firefox.evaluate("() => [innerWidth, innerHeight]") == [390, 844]


FAULTY = """<script>console.error("콘솔에 적은 오류"); console.log("그냥 하는 말");
    setTimeout(() => { throw new Error("늦은 오류"); }); Promise.reject(new Error("버려진 약속"));</script>
    <img src="http://nowhere.invalid/a.png"><img src="data:,">"""


def test_firefox_hears_what_is_wrong_with_a_page(running_firefox):
    pages = [bidi.Page(running_firefox) for _ in range(2)]
    pages[0].set_content(FAULTY)
    pages[0].evaluate("() => new Promise(r => setTimeout(r, 100))")
    said = "\n".join(pages[0].complaints(LOCAL))
    for fault in ("콘솔: 콘솔에 적은 오류", "스크립트: Error: 늦은 오류", "스크립트: Error: 버려진 약속", "요청: http"):
        assert fault in said
    assert "그냥 하는 말" not in said
    assert not list(pages[1].complaints(LOCAL))
    for page in pages:
        page.close()


def test_a_sample_is_spread_and_the_same_every_time(monkeypatch):
    monkeypatch.setattr(hand, "SWEEP", False)
    chosen = sample(range(300), 30)
    assert chosen == sample(iter(range(300)), 30)
    assert [x // 10 for x in chosen] == list(range(30))
    assert {x % 3 for x in chosen} == {0, 1, 2}
    assert sample("abc", 5) == ["a", "b", "c"]
    monkeypatch.setattr(hand, "SWEEP", True)
    assert sample(range(300), 30) == list(range(300))


def test_the_quick_ones_are_a_sample_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(hand, "SWEEP", False)
    things = {f"장면 {n}": n for n in range(40)}
    params = quick(things, 8)
    assert {p.id: p.values for p in params} == {name: (n,) for name, n in things.items()}
    assert sum(not p.marks for p in params) == 8
    assert {m.name for p in params for m in p.marks} == {"slow"}


@pytest.mark.parametrize("module", [script])
def test_examples_run(module):
    assert doctest.testmod(module).failed == 0
