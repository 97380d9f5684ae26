"""어느 브라우저에서나 같은 그림, 같은 손: Chromium, Firefox, 그리고 사파리와 같은 엔진(make test-webkit)."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hand import sample
from matplotlib.colors import to_rgb
from PIL import Image
from script import calling

from entropy_lab.figures import FIGURES
from entropy_lab.palette import MODEL, OTHER, TRUTH
from entropy_lab.publish.live import standalone
from entropy_lab.publish.scenes import makers

ROOT = Path(__file__).parents[1]
BOOK = "03-distributions"
FOLDERS = {"reading": "site", "deck": "decks"}
WIDE, NARROW, SLIDE = (1000, 900), (360, 780), (1280, 720)
WAYS = [(name, size) for name in (*FIGURES, "reading") for size in (WIDE, NARROW)] + [("deck", SLIDE)]


class Chromium:
    """Playwright의 Page를 firefox.py와 webkit.py의 Page처럼 써요."""

    def __init__(self, page):
        self.goto, self.press, self.screenshot = page.goto, page.keyboard.press, page.screenshot
        self.page = page

    def viewport(self, width, height):
        self.page.set_viewport_size(dict(width=width, height=height))

    def evaluate(self, function, *arguments):
        return json.loads(self.page.evaluate(f"async () => {calling(function, *arguments)}"))

    def drag(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()


@pytest.fixture(
    params=[
        pytest.param("page", id="chromium", marks=pytest.mark.browser),
        pytest.param("firefox", marks=pytest.mark.browser),
        pytest.param("webkit", marks=pytest.mark.webkit),
    ]
)
def hand(request):
    tab = request.getfixturevalue(request.param)
    return Chromium(tab) if request.param == "page" else tab


@pytest.fixture(scope="session")
def built(request, notebooks, tmp_path_factory):
    """쪽마다 (파일, 그 안의 장면들). 물어볼 때 한 번만 지어요."""
    out, made = tmp_path_factory.mktemp("everywhere"), {}

    def live(name):
        wide, file = FIGURES[name]("ko"), out / f"{name}.html"
        file.write_text(standalone(wide, FIGURES[name]("ko", sheet="phone")), encoding="utf-8")
        return file, [wide]

    def volume(name):
        folder = request.getfixturevalue(FOLDERS[name])
        return folder / f"{BOOK}.html", [make() for cell in notebooks[BOOK].cells for make in makers(cell)]

    def get(name):
        if name not in made:
            made[name] = live(name) if name in FIGURES else volume(name)
        return made[name]

    return get


# 쪽의 모든 장면을 깨워 몇인지. 접힌 것은 펼치고, 강의라면 그 장으로 가요
OPEN = """async () => { await document.fonts.ready;
document.documentElement.style.scrollBehavior = "auto"; /* 미끄러지듯 굴러가는 동안에는 자리를 잴 수 없어요 */
if (globalThis.Reveal && !Reveal.isReady()) await new Promise(done => Reveal.on("ready", done));
document.querySelectorAll("details:has(.entropy-scene)").forEach(e => e.open = true);
return document.querySelectorAll(".entropy-scene").length; }"""
BOX = "const box = document.querySelectorAll('.entropy-scene')[k], svg = box.querySelector(':scope > svg');"
WAKE = """async k => { const box = document.querySelectorAll(".entropy-scene")[k];
if (globalThis.Reveal) Reveal.slide(Reveal.getSlides().indexOf(box.closest("section")));
else box.scrollIntoView({block: "start", behavior: "instant"});
while (!box.querySelector(":scope > svg") || !box.querySelector("input")) await new Promise(done => setTimeout(done, 20));
await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))); }"""
STATE = f"""k => {{ {BOX}
return {{said: svg.getAttribute("aria-label"), drawn: svg.innerHTML, rows: [...box.querySelectorAll(".entropy-controls > *")].map(row =>
row.matches("label") ? [+row.querySelector("input").value, row.querySelector(".entropy-value").textContent]
: [[...row.querySelectorAll("input")].findIndex(e => e.checked), null])}}; }}"""
PLACES = f"""k => {{ {BOX}
const at = e => {{ const {{left, top, right, bottom}} = e.getBoundingClientRect(); return [left, top, right, bottom]; }};
return {{page: innerWidth, box: at(box), svg: at(svg), slim: box.classList.contains("entropy-slim"), across: document.documentElement.scrollWidth,
rows: [...box.querySelectorAll(".entropy-controls > *")].map(row => ({{choice: row.matches("[role]"),
name: at(row.querySelector(".entropy-name")), input: at(row.querySelector("input[type=range], .entropy-options")),
labels: [...row.querySelectorAll(".entropy-options label")].map(at)}}))}}; }}"""
FOCUS = f"k => {{ {BOX} box.querySelector('input[type=range]').focus({{preventScroll: true}}); }}"
RING = """() => { const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(document.activeElement);
return [document.hasFocus(), document.activeElement.type, outlineStyle, parseFloat(outlineWidth), outlineColor]; }"""
ENDS = (
    f"k => {{ {BOX} const {{min, max, step}} = box.querySelector('input[type=range]'); return [+min, +max, +step]; }}"
)


def told(scene, numbers):
    """손잡이들이 이 수들일 때 장면이 말하는 것: 지금의 수를 말하는 문장과 손잡이 옆의 글들."""
    left, values = list(numbers), {}
    for name, control in scene.controls.items():
        many = [left.pop(0) for _ in range(np.size(control.start))]
        values[name] = many if np.ndim(control.start) else many[0]
    said = scene.said(**values)
    return said["alt"], [text for name in values for text in said[name]]


def agrees(state, scenes):
    """쪽이 말하는 것이 파이썬의 장면이 말하는 것과 같은지 보고, 첫 손잡이의 값을 돌려줘요."""
    scene = next(s for s in scenes if state["said"].startswith(f"{s.title}. "))
    said, texts = told(scene, [value for value, _ in state["rows"]])
    assert state["said"].endswith(said)
    for (_, text), wanted in zip(state["rows"], texts, strict=True):
        assert text in (None, wanted)
    return next(value for value, text in state["rows"] if text is not None)


def painted(picture, box):
    """찍은 화면의 이 네모에서 종이가 아닌 화소의 몫과, 참, 모델, 다른 것의 색인 화소의 수."""
    pixels = np.array(Image.open(BytesIO(picture)).convert("RGB").crop([round(x) for x in box]), float)
    near = [np.abs(pixels - 255 * np.array(to_rgb(c))).max(axis=2) <= 12 for c in (TRUTH, MODEL, OTHER)]
    return (pixels.min(axis=2) < 200).mean(), np.sum(near)


@pytest.mark.parametrize(("name", "size"), WAYS, ids=[f"{name}-{size[0]}" for name, size in WAYS])
def test_the_same_picture_under_the_same_hand(name, size, hand, built, request):
    if name not in FIGURES:
        request.getfixturevalue("web_packages")
    file, scenes = built(name)
    hand.viewport(*size)
    hand.goto(file.as_uri())
    count = hand.evaluate(OPEN)
    assert count >= 1
    for k in sample(range(count), 4):
        hand.evaluate(WAKE, k)
        places = hand.evaluate(PLACES, k)
        stands(places, size)
        ink, marks = painted(hand.screenshot(), places["svg"])
        assert 0.01 < ink < 0.6
        assert marks > 20
        if not all(row["choice"] for row in places["rows"]):
            moves(hand, k, scenes, size is NARROW)


def stands(places, size):
    """그림과 손잡이가 쪽 안에 제자리로: 넓으면 고를 것이 이름의 곁에, 좁으면 이름의 아래에 있어요."""
    assert places["across"] <= places["page"]
    assert places["slim"] == (size is NARROW)
    left, _, right, _ = places["svg"]
    assert 0.8 * min(size[0], 400) <= right - left <= places["page"]
    for row in places["rows"]:
        name, held = row["name"], row["input"]
        if size is NARROW:
            assert held[1] >= name[3] - 1
        elif size is WIDE:
            assert held[0] >= name[2]
            assert held[1] < name[3]
            assert name[1] < held[3]
        for one in [held, *row["labels"]]:
            assert places["box"][0] - 1 <= one[0] < one[2] <= places["box"][2] + 1


def moves(hand, k, scenes, narrow):
    """첫 슬라이더를 글쇠로 끝에서 끝까지, 마우스로 가운데까지."""
    low, high, step = hand.evaluate(ENDS, k)
    hand.evaluate(FOCUS, k)
    for key in ("Tab", "Shift+Tab"):  # 글쇠로 온 것이라야 어느 브라우저나 테두리를 보여요
        hand.press(key)
    before = ""
    for key, value in dict(End=high, ArrowLeft=high - step, Home=low, ArrowRight=low + step).items():
        hand.press(key)
        state = hand.evaluate(STATE, k)
        assert agrees(state, scenes) == pytest.approx(value), key
        assert state["drawn"] != before, key
        before = state["drawn"]
    held, *ring = hand.evaluate(RING)
    color = f"rgb({', '.join(str(round(255 * x)) for x in to_rgb(TRUTH))})"
    # 창 관리자가 없는 화면에서 MiniBrowser는 창이 좁아지면 초점을 잃고, 초점이 없는 창은 테두리를 그리지 않아요
    assert ring == ["range", "solid", 2, color] or (narrow and not held)
    hand.press("Home")
    left, top, right, bottom = next(row["input"] for row in hand.evaluate(PLACES, k)["rows"] if not row["choice"])
    y = (top + bottom) / 2
    hand.drag((left + 8, y), (left + 0.4 * (right - left), y))
    state = hand.evaluate(STATE, k)
    assert agrees(state, scenes) == pytest.approx(low + 0.4 * (high - low), abs=0.05 * (high - low) + step)
    assert state["drawn"] != before
