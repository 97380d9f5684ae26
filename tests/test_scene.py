"""장면의 법칙: 정의는 하나이고, 화면(scene.js)은 파일(matplotlib)과 한 화소도 다르지 않다."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from functools import lru_cache
from itertools import islice, product

import ipywidgets
import numpy as np
import pytest
import traitlets
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Ellipse, Rectangle
from PIL import Image

from entropy_lab import palette, style
from entropy_lab.draw import SCENES
from entropy_lab.figures import FIGURES
from entropy_lab.scene import Area, Choice, Reading, Scene, Slider, tape
from entropy_lab.scene import scene as engine
from entropy_lab.scene.scene import sentence
from entropy_lab.scene.tape import Traced, pick

HANGUL = re.compile("[가-힣]")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
FORGED = re.compile(r"\b(nan|inf|null|undefined)(?![a-z])|-[\d∞]|[⟦⟧]", re.IGNORECASE)


# -- 장면들 ----------------------------------------------------------------------------------------
def toy():
    """Scene이 할 줄 아는 것을 모두 쓰는 장면."""
    with style.style():
        fig = Figure()
        ax = fig.add_axes((0.1, 0.2, 0.8, 0.6), xlim=(-3, 3), ylim=(-9, 9))
        (line,), (dots,) = ax.plot([], []), ax.plot([], [], "o", color=palette.MODEL)
        bars = [ax.add_patch(Rectangle((k, 0), 0.5, 0, fc=palette.OTHER, lw=0)) for k in range(3)]
        disc = ax.add_patch(Circle((0, 0), 1, fc="none", ec=palette.SHARED))
        area = ax.add_patch(Area(fc=palette.TRUTH, lw=0))
        texts = [fig.add_artist(Reading(0.1, 0.9, "", transform=fig.transFigure, color=palette.INK))]
        texts.append(fig.add_artist(Reading(0, 0, " $a$ ", after=texts[0], color=palette.MODEL)))
        texts.append(ax.add_artist(Reading(0, 0, "", transform=ax.transData, ha="right")))
        texts.append(ax.add_artist(Reading(0, 5, "", transform=ax.transData, ha="center", size=9)))

    def move(a, z, unit):
        total, cut = z.sum(), a > 1
        far = np.where(cut, np.inf, np.where(a < -1, -np.inf, 1000 * a))
        return {
            line: dict(data=(np.linspace(-1, 1, 9), a * np.linspace(-1, 1, 9) ** 2)),
            dots: dict(data=(np.stack([a, -a]), z[:2]), visible=1 - cut),
            **{bar: dict(height=z[k]) for k, bar in enumerate(bars)},
            disc: dict(center=(a, 1), radius=1 + a * a),
            area: dict(xy=(np.stack([-1, 1, a]), np.stack([0, 0, z.max()])), visible=cut),
            texts[0]: dict(text=f"합 {total:z.2f}" + pick(unit, "비트", " $\\mathrm{nat}$")),
            texts[2]: dict(text=f"$z_1$={z[0]:z.1f}", position=(a, -z[1])),
            texts[3]: dict(text=f"{far:z,.0f}원", visible=total > -3),
            "alt": f"a는 {a:z.2f}, 합은 {total:z.2f}.",
            "a": f"{a * a:.4f}배",
        }

    return Scene(
        fig, move, title="모든 것", description="모두 움직이는 그림.", name="toy",
        a=Slider("가로 a", -2, 2, 0.25, 0.5),
        z=Slider("로짓 {}", -4, 4, 0.5, [2, -1, 0.5], "점"),
        unit=Choice("단위", ["비트", "나트"]),
    )  # fmt: skip


MAKERS = {"toy": toy} | {n: make for n, make in SCENES.items()}
MAKERS |= {f"{n}-{lang}": lambda m=m, lang=lang: m(lang) for n, m in FIGURES.items() for lang in ("ko", "en")}
every_scene = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())


def small(move, **controls):
    """선 하나와 글 하나를 움직이는 가장 작은 장면."""
    fig = Figure()
    line = fig.add_subplot().plot([], [])[0]
    text = fig.add_artist(Reading(0, 0, "", transform=fig.transFigure))
    told = {"title": "작은 장면", "description": "선 하나.", **controls}
    controls = {} if any(isinstance(c, Slider | Choice) for c in controls.values()) else dict(p=P)
    return Scene(fig, lambda **v: move(line, text, **v), **told, **controls)


P = Slider("확률 p", 0, 1, 0.01, 0.5)


def settings(scene, at_least=500, seed=0):
    """손잡이의 양 끝을 모두 짝지은 것, 그다음 눈금 위의 아무 자리."""
    sliders = [(n, c) for n, c in scene.controls.items() for _ in range(np.size(c.start))]
    stops = [
        range(len(c.options)) if isinstance(c, Choice)
        else np.round(c.low + c.step * np.arange(round((c.high - c.low) / c.step) + 1.0), 10).tolist()
        for _, c in sliders
    ]  # fmt: skip
    ends = [s if isinstance(s, range) else (s[0], s[-1]) for s in stops]
    rng = np.random.default_rng(seed)
    corners = list(islice(product(*ends), 1024))
    anywhere = [[s[rng.integers(len(s))] for s in stops] for _ in range(at_least - len(corners))]
    for numbers in corners + anywhere:
        values = {}
        for (n, c), x in zip(sliders, numbers, strict=True):
            values[n] = [*values.get(n, []), x] if np.ndim(c.start) else x
        yield values


def flat(values):
    return [float(v) for value in values.values() for v in np.ravel(value)]


# -- 테이프와 numpy ---------------------------------------------------------------------------------
def replay(tape, args):
    """scene.js의 work를 numpy 열 줄로."""
    v = []
    for op, *rest in tape:
        if op == "arg":
            v.append(np.array(args[rest[0] : rest[0] + rest[1]]))
        elif op == "const":
            v.append(np.array(rest, float))
        elif op == "take":
            v.append(v[rest[0]][rest[1:]])
        elif op == "join":
            v.append(np.concatenate([v[i] for i in rest]))
        elif op in ("sum", "max", "min", "cumsum"):
            v.append(getattr(v[rest[0]].reshape(-1, rest[1]), op)(-1).ravel())
        else:
            v.append(getattr(np, op)(*(v[i] for i in rest)).astype(float))
    return v


def printed(text):
    """글에 적히는 모양: 빼기표와 무한대."""
    return text.replace("-", "−").replace("inf", "∞")


def say(runs, v):
    def number(line, digits, comma):
        return printed(f"{v[line][0]:z{',' * comma}.{digits}f}")

    return "".join(
        r if isinstance(r, str) else number(*r) if isinstance(r, list) else r["words"][int(v[r["n"]][0])]
        for r in runs
    )  # fmt: skip


def in_numpy(program, all_args):
    for args in all_args:
        with np.errstate(all="ignore"):  # a branch that np.where drops
            v = replay(program["tape"], args)
        parts = [
            [
                [v[p[k]] for k in "xy" if k in p],
                bool(v[p["visible"]][0]) if "visible" in p else True,
                say(p.get("text", []), v),
            ]
            for p in program["parts"]
        ]
        yield parts, say(program["alt"], v), {n: say(r, v) for n, r in program["shown"].items()}


LAB = f"""window.lab = (() => {{ {engine.JS}
    return {{work, fixed, number, say, render}}; }})()"""
RUN = """([program, all]) => JSON.stringify(all.map(args => {
    const v = lab.work(program.tape, args);
    const parts = program.parts.map(p => [p.x === undefined ? [] : [v[p.x], v[p.y]],
        p.visible === undefined || !!v[p.visible][0], lab.say(p.text ?? [], v)]);
    const shown = Object.entries(program.shown).map(([n, runs]) => [n, lab.say(runs, v)]);
    return [parts, lab.say(program.alt, v), Object.fromEntries(shown)]; }))"""


@pytest.fixture
def run(request):
    """테이프를 다시 셈하는 두 가지 길."""
    if request.param == "numpy":
        return in_numpy
    page = request.getfixturevalue("page")
    page.evaluate(LAB)
    return lambda program, args: json.loads(page.evaluate(RUN, [program, args]))


def place(artist):
    """matplotlib이 놓은 자리: SVG의 x와 y."""
    if isinstance(artist, Reading):
        xy = [artist.get_position()]
    else:
        xy = artist.get_xydata() if isinstance(artist, Line2D) else artist.get_path().vertices
    x, y = artist.get_transform().transform(xy).T
    return np.array([x, artist.get_figure().bbox.height - y])


@lru_cache(maxsize=1)
def by_hand(make):
    """장면과, 자리마다 matplotlib이 말하는 것: 부분마다 (x와 y, 보이는지, 글), 대체 글, 손잡이 옆의 글."""
    scene, every = make(), []
    for values in settings(scene):
        told, alt = scene.move(**scene._arguments(values)), scene.set(**values)
        parts = [(place(a) if hasattr(a, "get_path") or isinstance(a, Reading) else None, bool(a.get_visible()),
                  a.get_text() if isinstance(a, Reading) else "") for a in scene.parts]  # fmt: skip
        every.append((values, parts, alt, {n: printed(told[n]) for n in scene.controls if n in told}))
    return scene, every


@pytest.mark.parametrize("run", ["numpy", "scene.js"], indirect=True)
@every_scene
def test_the_tape_says_what_numpy_says(make, run, monkeypatch):
    scene, every = by_hand(make)
    assert len(every) >= 500
    # the program of the browser, its words left as words instead of outlines
    monkeypatch.setattr(engine, "sentence", lambda text, *_: sentence(text))
    replayed = run(scene._trace(), [flat(values) for values, *_ in every])
    for (values, parts, alt, shown), (parts2, alt2, shown2) in zip(every, replayed, strict=True):
        moved = [np.zeros((2, 0))]
        for (xy, visible, text), (xy2, visible2, text2) in zip(parts, parts2, strict=True):
            assert (visible2, text2) == (visible, text), values
            assert not FORGED.search(re.sub(r"\$[^$]+\$", "", text)), values
            if xy2:
                moved.append(xy2 - xy[:, : len(xy2[0])])
        assert np.abs(np.hstack(moved)).max(initial=0) <= 1e-6, values
        assert alt2 == alt, values
        assert {n: printed(text) for n, text in shown2.items()} == shown, values


@every_scene
def test_constants_are_short_enough_to_be_the_same_on_every_processor(make):
    scene = make()
    for op, *numbers in scene._program["tape"]:
        if op == "const":
            assert [float(f"{float(v):.12g}") for v in numbers] == [float(v) for v in numbers]


# -- 화면과 파일 ------------------------------------------------------------------------------------
SHOW = "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><body>"
MOVE = """all => { let k = 0; for (const row of document.querySelector(".entropy-controls").children) {
    const inputs = [...row.querySelectorAll("input")], e = inputs.length > 1 ? inputs[all[k]] : inputs[0];
    if (inputs.length > 1) e.checked = true; else e.value = all[k];
    e.dispatchEvent(new Event("input", {bubbles: true})); k++; } }"""
READ = """file => { const read = root => [...root.querySelectorAll('[id*="-part"]')].map(g => [
        g.getAttribute("display") ?? "inline",
        ...[...g.querySelectorAll("path, use")]
            .filter(e => !e.closest("defs") && e.getAttribute("display") !== "none").flatMap(e => {
                const at = a => e.getAttribute(a) ?? "", to = at("href") || at("xlink:href");
                const shape = to ? root.querySelector(`[id="${to.slice(1)}"]`) : e;
                return [shape?.getAttribute("d") ?? "", at("x"), at("y"), at("fill"), at("stroke")]; })]);
    return [document.querySelector(".entropy-scene"),
            new DOMParser().parseFromString(file, "image/svg+xml")].map(read); }"""
SWAP = """async file => { const live = document.querySelector(".entropy-scene svg"), box = document.createElement("div");
    box.innerHTML = file; const put = box.firstElementChild;
    window.back = () => put.replaceWith(live); live.replaceWith(put); await put.decode?.(); }"""


def pixels(page, selector=".entropy-scene > :is(svg, img)"):
    return np.asarray(Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("RGB"), int)


def strokes(d):
    """명령과 수. matplotlib은 닫힌 길의 첫 점을 끝에 한 번 더 적기도 한다."""
    letters, numbers = re.findall("[a-zA-Z]+?", d), [float(x) for x in NUMBER.findall(d)]
    while letters[-2:] == ["L", "z"] and numbers[-2:] == numbers[:2]:
        del letters[-2], numbers[-2:]
    return letters, numbers


@every_scene
def test_the_screen_is_the_file(make, page):
    """scene.js가 움직인 그림과 Scene.svg()의 그림: 적힌 수와 화소가 모두 같다."""
    scene = make()
    page.set_content(SHOW + scene.html())
    every = list(settings(scene))
    for n, values in enumerate([every[0], *every[-7:]]):
        page.evaluate(MOVE, flat(values))
        file = scene.svg(**values)
        for live, still in zip(*page.evaluate(READ, file), strict=True):
            assert len(live) == len(still)
            for a, b in zip(live, still, strict=True):
                (a, x), (b, y) = strokes(a), strokes(b)
                assert a == b, values
                np.testing.assert_allclose(x, y, rtol=0, atol=1e-6, err_msg=str(values))
        if n < 6:
            page.evaluate(SWAP, file)
            still = pixels(page)
            page.evaluate("back()")  # 부분만 다시 칠한 화면이 아니라, 둘 다 처음부터 칠한 화면으로 견준다
            assert np.array_equal(pixels(page), still), values


@every_scene
def test_the_picture_without_script_is_the_same_picture(make, page):
    scene = make()
    page.set_content(SHOW + scene.html())
    live = pixels(page)
    page.evaluate(SWAP, re.search("<img[^>]*>", scene.html())[0])
    # 비치는 색이 겹친 곳에서 <img>는 색을 한두 단계 다르게 반올림하기도 한다
    assert np.abs(live - pixels(page)).max() <= 2


def test_the_picture_stays_where_no_script_may_run(new_page):
    page = new_page(java_script_enabled=False)
    page.set_content(SHOW + toy().html())
    assert page.get_by_role("img", name="모든 것. 모두 움직이는 그림.").bounding_box()["width"] > 600
    assert page.locator("input, .entropy-controls").count() == 0


def test_two_copies_on_one_page_do_not_touch_each_other(page):
    html = toy().html()
    page.set_content(SHOW + html + html)
    second = "document.querySelectorAll('.entropy-scene')[1].outerHTML"
    before = page.evaluate(second)
    page.evaluate(MOVE, [-2, 1, 1, 1, 1])
    assert page.evaluate(second) == before
    assert page.locator(".entropy-scene").first.evaluate("e => e.outerHTML") != before
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 10
    links = page.evaluate('document.body.innerHTML.match(/(?<=url\\(#|href="#)[^)"]+/g)')
    assert set(links) <= set(ids)


# -- 손과 눈과 귀 -----------------------------------------------------------------------------------
@pytest.fixture
def shown(page):
    page.set_content(SHOW + toy().html())
    page.evaluate("heard = []; document.addEventListener('keydown', e => heard.push(e.key))")
    return page


def test_the_keyboard_moves_a_slider_and_nothing_else(shown):
    slider, svg = shown.get_by_role("slider", name="가로 a"), shown.locator("svg")
    slider.focus()
    for key, value in [("ArrowRight", 0.75), ("ArrowUp", 1), ("ArrowLeft", 0.75), ("ArrowDown", 0.5),
                       ("End", 2), ("Home", -2), ("PageUp", None), ("PageDown", -2)]:  # fmt: skip
        before = svg.inner_html()
        shown.keyboard.press(key)
        now = float(slider.input_value())
        assert now == value if value is not None else now > -1.9
        assert svg.inner_html() != before
        assert f"{now * now:.4f}배. a는 {now:.2f}, 합은".replace("-", "−") in slider.get_attribute("aria-valuetext")
        assert f"a는 {now:.2f}".replace("-", "−") in svg.get_attribute("aria-label")
    assert shown.evaluate("heard") == []  # 화살표로 넘기는 슬라이드가 넘어가지 않는다
    shown.keyboard.press("Tab")
    assert shown.evaluate("heard") == ["Tab"]
    assert shown.evaluate("document.activeElement.ariaLabel") == "로짓 1"


def test_the_keyboard_makes_a_choice(shown):
    shown.get_by_role("radio", name="비트").focus()
    for key, name in [("ArrowRight", "나트"), ("ArrowLeft", "비트"), ("ArrowDown", "나트")]:
        before = shown.locator("svg").inner_html()
        shown.keyboard.press(key)
        assert shown.get_by_role("radio", name=name).is_checked()
        assert shown.locator("svg").inner_html() != before
    assert shown.evaluate("heard") == []
    assert shown.get_by_role("group", name="단위").count() == 1


def test_every_control_has_a_name_and_a_visible_focus(shown):
    assert shown.get_by_role("img", name="모든 것. 모두 움직이는 그림.").count() == 1
    for _ in range(5):  # a, z1..3, unit
        shown.keyboard.press("Tab")
        focus = shown.evaluate(
            "(e => [e.ariaLabel ?? e.parentElement.textContent, getComputedStyle(e).outlineStyle,"
            " parseFloat(getComputedStyle(e).outlineWidth)])(document.activeElement)"
        )
        assert focus[0]
        assert focus[1] == "solid"
        assert focus[2] >= 2
    assert shown.locator("input:not([data-lm-suppress-shortcuts])").count() == 0


def test_the_hand_moves_a_slider(shown):
    slider = shown.get_by_role("slider", name="로짓 2")
    box, svg = slider.bounding_box(), shown.locator("svg")
    y, path = box["y"] + box["height"] / 2, set()
    shown.mouse.move(box["x"] + box["width"] / 2, y)
    shown.mouse.down()
    for k in range(10):
        shown.mouse.move(box["x"] + box["width"] * k / 10, y)
        path.add(svg.inner_html())
    shown.mouse.up()
    assert len(path) >= 9
    assert shown.locator("output").nth(2).inner_text() == slider.input_value() + "점"


def test_a_finger_moves_a_slider(new_page):
    page = new_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page.set_content(SHOW + '<meta name="viewport" content="width=device-width">' + toy().html())
    slider = page.get_by_role("slider", name="가로 a")
    box, before = slider.bounding_box(), page.locator("svg").inner_html()
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    assert float(slider.input_value()) > 1
    assert page.locator("svg").inner_html() != before
    assert box["height"] >= 24  # 손가락으로 짚을 수 있는 크기(WCAG 2.5.8)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


PAPER = f"getComputedStyle(document.querySelector('.entropy-scene [fill=\"{palette.PAPER}\"]')).fill"


@pytest.mark.parametrize(
    ("scheme", "body", "paper"),
    [
        ("light", "<body>", palette.PAPER),
        ("dark", "<body>", palette.DARK[palette.PAPER]),
        ("dark", "<body data-jp-theme-light=true>", palette.PAPER),
        ("light", "<body data-jp-theme-light=false>", palette.DARK[palette.PAPER]),
    ],
)
def test_the_paper_turns_with_the_page(new_page, scheme, body, paper):
    page = new_page(color_scheme=scheme)
    page.set_content(SHOW.replace("<body>", body) + toy().html())
    rgb = tuple(int(paper[k : k + 2], 16) for k in (1, 3, 5))
    assert page.evaluate(PAPER) == f"rgb{rgb}"


def test_the_kernel_hears_of_a_value_when_the_hand_lets_go(page):
    scene = toy()
    page.evaluate(LAB)
    page.evaluate(
        """([program, picture, values]) => {
            const el = document.body.appendChild(document.createElement("div")), on = {};
            const state = {...values, _program: program, _picture: picture}; saved = [];
            model = {get: n => state[n], set: (n, v) => saved.push([n, v]), save_changes: () => saved.push("save"),
                     on: (e, f) => on[e] = f, change: (n, v) => { state[n] = v; on["change:" + n](); }};
            lab.render({model, el}); }""",
        [scene._program, scene._picture, scene.values],
    )
    fire = """([n, value, ...types]) => { const e = document.querySelectorAll("input")[n]; e.value = value;
        types.forEach(t => e.dispatchEvent(new Event(t, {bubbles: true}))); }"""
    for value in (0.25, 0.75, 1.25):
        page.evaluate(fire, [0, value, "input"])
    assert page.evaluate("saved") == []
    page.evaluate(fire, [0, 1.5, "input", "change"])
    page.evaluate(fire, [2, 3, "input", "change"])
    assert page.evaluate("saved") == [["a", 1.5], "save", ["z", [2, 3, 0.5]], "save"]
    page.evaluate("model.change('a', -1); model.change('z', [0, 0, 4]); model.change('unit', 1)")
    inputs = page.evaluate("[...document.querySelectorAll('[type=range]')].map(e => +e.value)")
    assert inputs == [-1, 0, 0, 4]
    assert page.get_by_role("radio", name="나트").is_checked()
    for live, file in zip(*page.evaluate(READ, scene.svg(a=-1, z=[0, 0, 4], unit=1)), strict=True):
        assert [*map(strokes, live)] == [*map(strokes, file)]


# -- 파이썬에서 -------------------------------------------------------------------------------------
def test_a_control_is_a_trait():
    s, heard = toy(), []
    assert s.values == {"a": 0.5, "z": [2, -1, 0.5], "unit": 0}
    s.observe(lambda change: heard.append((change.name, change.new)), ["a", "z", "unit"])
    s.a, s.z, s.unit = -1, np.array([0, 1, 2]), 1
    assert heard == [("a", -1), ("z", [0, 1, 2]), ("unit", 1)]
    assert s.values == {"a": -1, "z": [0, 1, 2], "unit": 1}
    assert {"a", "z", "unit"} <= set(s.keys)  # synced
    assert ipywidgets.VBox([s, ipywidgets.Label("아래")]).children[0] is s
    assert toy().values == {"a": 0.5, "z": [2, -1, 0.5], "unit": 0}


def test_what_a_scene_shows_is_the_same_every_time():
    s = toy()
    assert s.html() == s.html() == toy().html()
    assert s.svg(a=2) != s.svg() == toy().svg()
    data = s._repr_mimebundle_()
    data = data[0] if isinstance(data, tuple) else data
    assert data["text/plain"] == repr(s) == "모든 것 (a=0.5, z=[2.0, -1.0, 0.5], unit=0)"
    assert "0x" not in str(s)
    assert data["text/html"] == s.html()
    assert "application/vnd.jupyter.widget-view+json" in data
    s.a = 1
    assert s.html() != toy().html()


def test_what_a_scene_shows_is_the_same_in_every_process():
    code = "from entropy_lab.figures import FIGURES as F; print(F['mutual-information']().html())"
    ours = FIGURES["mutual-information"]().html()
    for seed in ("1", "12345"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        theirs = subprocess.check_output([sys.executable, "-c", code], env=env)
        assert hashlib.sha256(theirs.strip()).digest() == hashlib.sha256(ours.encode()).digest()


@pytest.mark.parametrize("told", [dict(visible=0), dict(visible=1)], ids=["hidden", "shown"])
def test_a_part_may_only_come_and_go(told, page):
    """자리를 말하지 않은 부분은 처음 자리에 있다."""
    fig = Figure()
    ax = fig.add_subplot()
    parts = [ax.plot([0, 1], [0, 1])[0], ax.add_patch(Rectangle((0, 0), 1, 1))]
    parts += [ax.add_patch(Circle((0, 0), 1)), fig.add_artist(Reading(0, 0, "글", color=palette.INK))]
    s = Scene(fig, lambda p: {a: told for a in parts}, title="", description="", p=P)
    page.set_content(SHOW + s.html())
    for live, file in zip(*page.evaluate(READ, s.svg()), strict=True):
        assert [*map(strokes, live)] == [*map(strokes, file)]


def test_numbers_move_a_scene_without_a_warning():
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        for make in MAKERS.values():
            scene = make()
            for values in islice(settings(scene), 40):
                scene.set(**values)


# -- 거절 ------------------------------------------------------------------------------------------
REFUSED = {
    "if": (lambda line, text, p: {line: dict(data=([p], [1 if p > 0.5 else 0]))}, "np.where"),
    "max": (lambda line, text, p: {line: dict(data=([p], [max(p, 0.5)]))}, "np.where"),
    "unknown function": (lambda line, text, p: {line: dict(data=([p], [np.sinh(p)]))}, "np.sinh"),
    "unknown array function": (lambda line, text, p: {line: dict(data=([p], [np.mean(p)]))}, "np.mean"),
    "unknown method": (lambda line, text, p: {line: dict(data=([p], [np.stack([p, p]).std()]))}, "std"),
    "reduction": (lambda line, text, p: {line: dict(data=([p], [np.add.reduce(p)]))}, "np.add.reduce"),
    "array": (lambda line, text, p: {line: dict(data=([0, 1], np.array([p, 1 - p])))}, "np.stack"),
    "float": (lambda line, text, p: {line: dict(data=([p], [float(p)]))}, "np.stack"),
    "index": (lambda line, text, p: {line: dict(data=([p], [np.arange(3)[p]]))}, "np.stack"),
    "mathtext": (lambda line, text, p: {text: dict(text=f"$H = {p:.2f}$")}, "밖으로"),
    "no format": (lambda line, text, p: {text: dict(text=f"{p}")}, ":.2f"),
    "other format": (lambda line, text, p: {text: dict(text=f"{p:.3g}")}, ".3g"),
    "str": (lambda line, text, p: {text: dict(text="p = " + str(p))}, ":.2f"),
    "array in text": (lambda line, text, p: {text: dict(text=f"{np.stack([p, p]):.2f}")}, "하나"),
    "no such glyph": (lambda line, text, p: {text: dict(text=f"{p:.2f} 漢")}, "漢"),
}  # fmt: skip


@pytest.mark.parametrize(("move", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_browser_cannot_replay_is_refused_when_the_scene_is_made(move, named):
    def whole(line, text, p):
        still = {line: dict(data=([0], [0])), text: dict(text="0")}
        return still if isinstance(p, float) else still | move(line, text, p)  # 기호로 부를 때만

    with pytest.raises((TypeError, ValueError, AttributeError)) as error:
        small(whole)
    assert HANGUL.search(str(error.value))
    assert named in str(error.value)


def test_an_artist_that_cannot_move_is_refused():
    fig = Figure()
    oval = fig.add_subplot().add_patch(Ellipse((0, 0), 1, 1))
    with pytest.raises(TypeError, match=r"Ellipse.*움직일 수 없어요"):
        Scene(fig, lambda p: {oval: dict(height=p)}, title="", description="", p=P)


@pytest.mark.parametrize("name", ["svg", "html", "values", "layout", "parts", "controls", "keys"])
def test_a_control_may_not_take_a_name_of_the_scene(name):
    with pytest.raises(ValueError, match=f"'{name}'.*이름"):
        small(lambda line, text, **v: {line: dict(data=([0], list(v.values())))}, **{name: P})


@pytest.mark.parametrize(
    ("name", "value"),
    [("a", 2.01), ("a", -9), ("a", np.nan), ("a", np.inf), ("a", "abc"), ("a", None), ("a", [1, 1]),
     ("z", 1), ("z", [1, 2]), ("z", [1, 2, 5]), ("z", [1, 2, np.nan]), ("z", [1, [2], 3]),
     ("unit", 2), ("unit", -1), ("unit", 0.5), ("unit", "비트")],
)  # fmt: skip
def test_a_value_that_no_slider_reaches_is_refused(name, value):
    s = toy()
    before = s.html()
    for act in (lambda: setattr(s, name, value), lambda: s.set(**{name: value}), lambda: s.svg(**{name: value})):
        with pytest.raises(traitlets.TraitError) as error:
            act()
        assert HANGUL.search(str(error.value))
        assert str(error.value).startswith(f"{name}에 {value!r}")
    assert s.html() == before


def test_an_unknown_value_is_refused():
    with pytest.raises(ValueError, match=r"'q'.*움직일 수 있는 것: a, z, unit"):
        toy().svg(q=1)


# -- 셈 하나하나 ------------------------------------------------------------------------------------
def through_the_tape(f, *shapes, low=-2.0, high=2.0):
    """f를 테이프에 적고 다른 값으로 다시 셈한 것과, numpy가 바로 셈한 것."""
    rng, steps, start, symbols = np.random.default_rng(0), {}, 0, []
    first, other = ([rng.uniform(low, high, s) for s in shapes] for _ in range(2))
    for x in first:
        symbols.append(Traced(steps, x, ("arg", start, x.size)))
        start += x.size
    out = f(*symbols)
    values = replay(list(steps), np.concatenate([x.ravel() for x in other]))
    return values[out.line].reshape(out.shape), f(*other)


SHAPES = [((), ()), ((), (3,)), ((3,), ()), ((1,), (3,)), ((2, 1), (3,)), ((2, 3), (3,)), ((2, 3), (2, 1)),
          ((1, 1), (3,)), ((4, 1, 3), (2, 1)), ((2, 3), (2, 3))]  # fmt: skip


@pytest.mark.parametrize("name", sorted(tape.OPS))
def test_each_operation_broadcasts_as_numpy_does(name):
    f = getattr(np, name)
    bounds = (0, 1) if name in ("sqrt", "log", "log2", "log10", "power", "arccos") else (-0.9, 2)
    bounds = (-0.9, 0.9) if name == "arccos" else bounds
    for shapes in SHAPES if f.nin == 2 else [((),), ((3,),), ((2, 3),)]:
        got, expected = through_the_tape(f, *shapes, low=bounds[0], high=bounds[1])
        assert got.shape == expected.shape
        np.testing.assert_allclose(got, expected, rtol=1e-14)


ARRANGED = {
    "stack": lambda x, y: np.stack([x, y, 2 * x]),
    "stack last": lambda x, y: np.stack([x, y], axis=-1),
    "stack with numbers": lambda x, y: np.stack([x, np.ones((2, 3))]),
    "concatenate": lambda x, y: np.concatenate([x, y], axis=1),
    "vstack": lambda x, y: np.vstack([x, y]),
    "hstack": lambda x, y: np.hstack([x, y]),
    "column_stack": lambda x, y: np.column_stack([x[0], y[1]]),
    "repeat": lambda x, y: np.repeat(x, 2, axis=1),
    "tile": lambda x, y: np.tile(x, (2, 2)),
    "flip": lambda x, y: np.flip(x, 1),
    "roll": lambda x, y: np.roll(x, 1, axis=1),
    "transpose": lambda x, y: np.transpose(x) + y.T,
    "moveaxis": lambda x, y: np.moveaxis(x, 0, 1),
    "reshape": lambda x, y: np.reshape(x, (3, 2)),
    "reshape method": lambda x, y: x.reshape(3, 2),
    "reshape to a tuple": lambda x, y: x.reshape((3, 2)),
    "ravel": lambda x, y: np.ravel(x) + y.ravel(),
    "squeeze": lambda x, y: np.squeeze(x[:1]),
    "broadcast_to": lambda x, y: np.broadcast_to(x, (4, 2, 3)),
    "expand_dims": lambda x, y: np.expand_dims(x, 0),
    "index": lambda x, y: x[1, 2] + y[0],
    "slice": lambda x, y: x[:, ::-1] * y[..., None][..., 0],
    "fancy": lambda x, y: x[:, [2, 0, 0]],
    "mask": lambda x, y: x[np.array([True, False])],
    "loop": lambda x, y: sum(row * 2 for row in x),
    "where": lambda x, y: np.where(x > y, x, y),
    "where broadcasts": lambda x, y: np.where(x[0] > 0, y, 0),
    "where of numbers": lambda x, y: np.where(np.array([True, False, True]), x, y[0, 0]),
    "sum": lambda x, y: x.sum(),
    "sum over rows": lambda x, y: x.sum(axis=0) / y.sum(axis=0, keepdims=True),
    "sum over columns": lambda x, y: np.sum(x, axis=1, keepdims=True) * y,
    "max": lambda x, y: x.max() + np.max(y, axis=0),
    "amax": lambda x, y: np.amax(x, axis=-1),
    "min": lambda x, y: x.min(axis=1, keepdims=True) + np.min(y),
    "cumsum": lambda x, y: np.cumsum(x, axis=1) + y.cumsum(axis=0),
    "softmax": lambda x, y: np.exp(x - x.max(-1, keepdims=True)) / np.exp(x - x.max(-1, keepdims=True)).sum(-1, keepdims=True),
}  # fmt: skip


@pytest.mark.parametrize("f", ARRANGED.values(), ids=ARRANGED.keys())
def test_each_rearrangement_and_reduction_is_numpys(f):
    got, expected = through_the_tape(f, (2, 3), (2, 3))
    assert got.shape == expected.shape
    np.testing.assert_allclose(got, expected, rtol=1e-14)


@pytest.mark.parametrize(
    "f",
    [lambda x, y: np.append(x, y), lambda x, y: np.append(x, 1), lambda x, y: np.append(x, y, axis=0),
     lambda x, y: np.cumsum(x), lambda x, y: np.max(x, axis=(0, 1)), lambda x, y: np.sum(x, 0, None, None, True)],
    ids=["append", "append a number", "append along", "cumsum of all", "max over both", "sum by position"],
)  # fmt: skip
def test_what_is_hard_to_replay_is_right_or_refused(f):
    try:
        got, expected = through_the_tape(f, (2, 3), (2, 3))
    except TypeError as error:
        refusal = str(error)
    else:
        assert got.shape == expected.shape
        np.testing.assert_allclose(got, expected, rtol=1e-14)
        return
    assert HANGUL.search(refusal)


def test_the_same_step_is_written_once():
    steps = {}
    x = Traced(steps, np.ones(3), ("arg", 0, 3))
    for _ in range(5):
        np.log2(x + 1).sum()
    assert [op for op, *_ in steps] == ["arg", "const", "add", "log2", "sum"]


def test_pick_is_a_word_for_numbers_and_symbols():
    assert [pick(k, "비트", "나트") for k in (0, 1.0)] == ["비트", "나트"]


TIES = [(0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.5, 0, "2"), (3.5, 0, "4"), (-0.125, 2, "−0.12"), (-2.5, 0, "−2"),
        (0.0625, 3, "0.062"), (1.005, 2, "1.00"), (-0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-0.005, 2, "−0.01"),
        (np.inf, 2, "∞"), (-np.inf, 1, "−∞"), (0, 0, "0"), (999999.5, 0, "1000000")]  # fmt: skip


def test_the_browser_writes_numbers_as_python_does(page):
    page.evaluate(LAB)
    rng = np.random.default_rng(0)
    random = rng.normal(0, 10.0 ** rng.integers(-4, 7, 5000))
    dyadic = rng.integers(-(2**14), 2**14, 5000) / 2.0 ** rng.integers(1, 9, 5000)  # many exact ties
    cases = [(float(x), int(d)) for x, d in zip([*random, *dyadic], rng.integers(0, 7, 10000), strict=True)]
    for (x, digits, text), said in zip(TIES, page.evaluate("a => a.map(c => lab.fixed(...c))", TIES), strict=True):
        assert said == text == printed(f"{x:z.{digits}f}")
    for comma in (0, 1):
        said = page.evaluate("([a, comma]) => a.map(([x, d]) => lab.number([[x]], [0, d, comma]))", [cases, comma])
        for (x, digits), text in zip(cases, said, strict=True):
            assert text == printed(f"{x:z{',' * comma}.{digits}f}")
