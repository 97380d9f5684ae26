"""장면의 법칙: 정의는 하나이고, 화면(scene.js)은 파일(matplotlib)과 같거나 장면을 만들 때 거절해요."""

import base64
import functools
import hashlib
import os
import re
import subprocess
import sys
import threading
from types import SimpleNamespace
from unittest import mock

import ipywidgets
import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets
from hand import quick, sample
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnchoredText
from matplotlib.patches import Circle, Ellipse, Rectangle
from matplotlib.text import Text
from scenes import HANGUL, MAKERS, P, flat, settings, small, toy
from screen import SHOW, SWAP, compare, compare_at, pixels

from entropy_lab.figures import FIGURES
from entropy_lab.scene import Area, Choice, Reading, Slider, parts, pick
from entropy_lab.scene.reading import DIGITS, Outlined, filled, glyph, sentence, spell
from entropy_lab.scene.scene import JS, plain
from entropy_lab.scene.tape import Tape, Traced

FORGED = re.compile(r"\b(nan|inf|null|undefined)(?![a-z])|-[\d∞]|[⟦⟧]", re.IGNORECASE)


# -- 테이프와 numpy ----------------------------------------------------------------------------------
def worded(scene):
    """장면의 프로그램에서 견줄 것들. 글은 윤곽선으로 바꾸지 않고 글 그대로 둬요."""
    tape, start = Tape(), {n: c.start for n, c in scene.controls.items()}
    symbols = scene._ask(start, tape)
    with mock.patch.object(parts.Writer, "run", lambda writer, text, artist, new=False: spell(text)):
        writer = parts.Writer(tape, scene.fig)
        pieces = [(a, part) for a in scene.parts for part in writer.write(a, symbols.get(a, {}))]
    says = [sentence(symbols[n]) for n in ("alt", *scene.controls) if n in symbols]
    return SimpleNamespace(
        tape=tape,
        pieces=pieces,
        says=says + [part["text"] for _, part in pieces if "text" in part],
        lines=[part[k] for _, part in pieces for k in ("x", "y", "visible") if k in part],
        looks=[value for _, part in pieces for _, value in part.get("look", [])],
    )


def places(artist, kind):
    """matplotlib이 놓은 자리: 종이의 왼쪽 위에서 잰 x와 y."""
    if isinstance(artist, Outlined):
        x, y = np.array([artist.anchor()]).T
    else:
        if isinstance(artist, Line2D):
            artist.recache()
        points = artist.get_xydata() if kind == "dots" else artist.get_path().vertices
        xy = artist.get_transform().transform(np.nan_to_num(points))
        x, y = np.where(np.isnan(points), np.nan, xy).T  # 행렬은 0을 곱한 nan까지 더해서 x와 y가 함께 사라져요
    return x, artist.get_figure(root=True).bbox.height - y


def look(artist, name):
    """matplotlib이 아는 투명도, 굵기, 색."""
    if "opacity" in name:
        return artist.get_alpha()
    if name == "stroke-width":
        return artist.get_linewidth()
    kind = "" if isinstance(artist, Line2D | Outlined) else "face" if name == "fill" else "edge"
    return to_hex(getattr(artist, f"get_{kind}color")())


def drawn(scene, program, values):
    """수로 부른 move가 놓은 것: 자리와 보이는지, 적힌 글, 모양새."""
    told = scene._ask(values)
    for artist in scene.parts:
        parts.place(artist, told.get(artist, {}))
    numbers, says = [], [spell(told[n]) for n in ("alt", *scene.controls) if n in told]
    for artist, part in program.pieces:
        numbers += places(artist, part["kind"]) if "x" in part else []
        numbers += [[artist.get_visible()]] if "visible" in part else []
        says += [artist.get_text()] if "text" in part else []
    looks = [look(artist, name) for artist, part in program.pieces for name, _ in part.get("look", [])]
    return numbers, says, looks


# 자리들은 수의 글보다 짧은 base64로 받아요
REPLAY = """(tape, says, lines, looks, all) => all.map(args => {
    const v = run(tape, args), bytes = new Uint8Array(Float64Array.from(lines.flatMap(n => v[n])).buffer);
    return [btoa([...bytes].map(b => String.fromCharCode(b)).join("")), says.map(s => say(s, v)), looks.map(x => worth(x, v))];
})"""


def in_numpy(program, every):
    """Tape.run으로 다시 돌린 것. 모양새는 scene.js만 알아요."""
    for values in every:
        v = program.tape.run(*values.values())
        yield [v[n] for n in program.lines], [filled(s, v) for s in program.says], None


def in_script(call, program, every):
    """scene.js로 다시 돌린 것."""
    first = program.tape.run(*every[0].values())
    ends = np.cumsum([first[n].size for n in program.lines])
    tape = [[op, *map(plain, numbers)] for op, *numbers in program.tape.lines]
    for data, *told in call(REPLAY, tape, program.says, program.lines, program.looks, [*map(flat, every)]):
        yield np.split(np.frombuffer(base64.b64decode(data)), ends[:-1]), *told


def in_firefox(tab):
    """Firefox의 탭에서 scene.js로 다시 돌리는 것."""
    tab.set_content("<!doctype html><meta charset=utf-8>")
    tab.evaluate(f"() => {{ {JS}\nwindow.replay = {REPLAY}; }}")
    return functools.partial(in_script, lambda _, *given: tab.evaluate("replay", *given))


def agree(numbers, replayed, near):
    """꼭짓점의 자리가 같은지. matplotlib은 닫힌 길의 첫 점을 끝에 한 번 더 적기도 해요."""
    pairs = [(np.asarray(a)[: len(b)], b) for a, b in zip(numbers, replayed, strict=True)]
    a, b = (np.concatenate([[], *side]) for side in zip(*pairs, strict=True)) if pairs else ([], [])
    return np.isclose(a, b, rtol=1e-12, atol=near, equal_nan=True).all()


def same_look(a, b):
    return a == b if isinstance(b, str) else abs(np.clip(a, 0, 1e4) - b) < 2e-6


def check(scene, every, *engines):
    """move가 수로 놓은 것과, 테이프를 다시 돌린 것이 어디에서나 같은지."""
    program = worded(scene)
    expected = [drawn(scene, program, values) for values in every]
    for engine in engines:
        for values, (numbers, says, looks), (lines, said, worn) in zip(
            every, expected, engine(program, every), strict=True
        ):
            assert agree(numbers, lines, 1e-6), values
            assert said == says, values
            assert worn is None or all(map(same_look, looks, worn)), (values, looks, worn)
            assert not any(FORGED.search(re.sub(r"\$[^$]+\$", "", text)) for text in said), values


# 영어 그림은 우리말 그림과 같은 장면이에요
MINE = {name: make for name, make in MAKERS.items() if not name.endswith("-en")} | {"toy": toy}
every_maker = pytest.mark.parametrize("make", quick(MINE, 8))


@every_maker
def test_the_tape_says_what_numpy_says(make, node):
    scene, every = make(), list(settings(make()))
    assert len(every) >= 500
    check(scene, every, in_numpy, functools.partial(in_script, functools.partial(node, before=JS)))


@every_maker
def test_firefox_says_what_numpy_says(make, firefox):
    """손잡이의 모든 구석과 아무 자리 쉰 곳."""
    scene = make()
    corners = len(list(settings(scene, 1)))
    check(scene, list(settings(scene, corners + 50)), in_firefox(firefox))


# -- 화면과 파일 -------------------------------------------------------------------------------------
@every_maker
def test_the_screen_is_the_file(make, page):
    """scene.js가 움직인 그림과 Scene.svg()의 그림: 적힌 수와 화소가 모두 같아요. 다른 종이는 test_figures가 봐요."""
    compare(page, make(), 3)


@pytest.mark.parametrize("make", [toy, *sample(MAKERS.values(), 4)])
def test_the_picture_without_script_is_the_same_picture(make, page):
    scene = make()
    page.set_content(SHOW + scene.html())
    live = pixels(page)
    page.evaluate(SWAP, re.search("<img[^>]*>", scene.html())[0])
    # 비치는 색이 겹친 곳에서 <img>는 색을 한두 단계 다르게 반올림하기도 해요
    assert np.abs(live - pixels(page)).max() <= 2


X = np.linspace(0, 1, 5)


def moved(draw, **props):
    """그린 것 하나의 속성을 움직이는 장면. 속성은 p의 함수예요."""

    def build():
        fig = Figure(figsize=(4, 3))
        ax = fig.add_subplot(xlim=(-0.2, 1.2), ylim=(-0.2, 1.2))
        artist = draw(ax)
        return small(lambda p: {artist: {name: f(p) for name, f in props.items()}}, fig)

    return build


def rectangle(ax, **look):
    return ax.add_patch(Rectangle((0.2, 0.2), 0.3, 0.3, **look))


def line(ax, *form, **look):
    return ax.plot(X, X, *form, **look)[0]


def ticks(ax, **scales):
    ax.set(**scales)
    return ax


def gap(p):
    """처음 자리(0.5)에서는 없는 값."""
    return np.where(p > 0.6, p, np.nan)


RIGHT = {  # 강사가 적을 법한 장면: 화면이 파일과 같아야 해요
    # engineer.md의 표: 말없이 멈춰 있던 것들
    "alpha alone": moved(rectangle, alpha=lambda p: p),
    "alpha and height": moved(rectangle, alpha=lambda p: p, height=lambda p: p),
    "linewidth": moved(line, data=lambda p: (X, X * p), linewidth=lambda p: 4 * p),
    "xy of a rectangle": moved(rectangle, xy=lambda p: (p, p / 2)),
    "log axes": moved(
        lambda ax: line(ticks(ax, xscale="log", yscale="log", xlim=(0.1, 10), ylim=(0.1, 10)), "o-"),
        data=lambda p: (X + p, p - X),
    ),
    "marked line": moved(lambda ax: line(ax, "o-"), ydata=lambda p: X**p),
    "steps-mid": moved(lambda ax: line(ax, drawstyle="steps-mid"), ydata=lambda p: X**p),
    "steps-pre with dots": moved(lambda ax: line(ax, "s-", drawstyle="steps"), ydata=lambda p: X**p),
    "dots from outside": moved(lambda ax: line(ax, "o"), data=lambda p: (X + 3 * (p - 0.8), X)),
    "title": moved(lambda ax: ax.title, text=lambda p: f"확률 {p:.2f}, {p:.0%}"),
    "axis name": moved(lambda ax: ax.xaxis.label, text=lambda p: f"{p:+.1f}만큼"),
    # 없는 값에서 시작해 나타나는 것
    "dots that are not there yet": moved(lambda ax: line(ax, "o"), data=lambda p: (gap(p) + X, X)),
    "a line that is not there yet": moved(lambda ax: line(ax, "s-"), ydata=lambda p: gap(p) * X),
    "a bar that is not there yet": moved(rectangle, height=gap),
    "a disc that is not there yet": moved(lambda ax: ax.add_patch(Circle((0, 0), 0.2)), center=lambda p: (gap(p), p)),
    "a word that is not there yet": moved(
        lambda ax: ax.text(0, 0, "글"), position=lambda p: (0.1, gap(p)), text=lambda p: f"{p:.1f}"
    ),
    "a scatter that is not there yet": moved(
        lambda ax: ax.scatter(X, X), offsets=lambda p: np.stack([gap(p) + X, X], 1)
    ),
    "coloured points that are not there yet": moved(
        lambda ax: ax.scatter(X, X, c=["r", "g", "b", "c", "m"]),
        offsets=lambda p: np.stack([np.where(p > X, X, np.nan), X], 1),
    ),
    "coloured points of an array": moved(
        lambda ax: ax.scatter(X, X, c=X, vmin=0, vmax=1),
        array=lambda p: np.where(p > X, X, np.nan),
        offsets=lambda p: np.stack([X, np.where(0.9 * p < X, X, np.nan)], 1),
    ),
    "infinite": moved(lambda ax: line(ax, "o-"), ydata=lambda p: 1 / (X - np.where(p > 0.6, 0.5, 9))),
    # 벗어난 값
    "odd alpha": moved(rectangle, alpha=lambda p: np.where(p > 0.6, np.nan, 3 * p - 0.5)),
    "odd width": moved(line, linewidth=lambda p: np.where(p > 0.6, np.nan, 6 * p - 1)),
    "odd colour": moved(rectangle, color=lambda p: (2 * p, p - 0.5, np.where(p > 0.6, np.nan, 0.5))),
    "negative size": moved(rectangle, height=lambda p: p - 0.6, width=lambda p: 0.4 - p),
    "hidden at first": moved(line, visible=lambda p: p > 0.6, ydata=lambda p: X * p),
    "far away": moved(line, ydata=lambda p: X * 1e7 * (p - 0.5)),
    # 축
    "log base 2": moved(
        lambda ax: line(ticks(ax, xlim=(0.1, 9)).set_xscale("log", base=2) or ax, "o"), data=lambda p: (X + p, X)
    ),
    "inverted": moved(lambda ax: line(ax.invert_yaxis() or ax), ydata=lambda p: X * p),
    "twin axis": moved(lambda ax: line(ax.twinx(), "o-"), ydata=lambda p: X * p),
    "inset axis": moved(lambda ax: line(ax.inset_axes((0.5, 0.1, 0.4, 0.4))), ydata=lambda p: X * p),
    "axes fraction": moved(lambda ax: ax.plot(X, X, transform=ax.transAxes)[0], ydata=lambda p: X * p),
    "blended": moved(lambda ax: ax.axvline(0.5), xdata=lambda p: np.stack([p, p])),
    "constrained": lambda: laid("constrained"),
    "tight": lambda: laid("tight"),
    # 여러 가지
    "span": moved(lambda ax: ax.axvspan(0, 0.5, alpha=0.3), width=lambda p: p),
    "histogram": moved(
        lambda ax: ax.hist([0.1, 0.2, 0.9], bins=3)[2][0],
        height=lambda p: p,
        facecolor=lambda p: pick(p > 0.6, "tab:red", "0.5"),
    ),
    "errorbar": moved(lambda ax: ax.errorbar(X, X, 0.1, fmt="o")[0], ydata=lambda p: X * p),
    "polygon": moved(
        lambda ax: ax.fill([0, 1, 1], [0, 0, 1])[0],
        xy=lambda p: np.stack([np.stack([0, p]), np.stack([1, 0]), np.stack([1, p])]),
    ),
    "dashed": moved(lambda ax: line(ax, "--"), ydata=lambda p: X * p),
    "clipped": moved(lambda ax: line(ax, "o-", clip_on=False), ydata=lambda p: X + p),
    "note": moved(
        lambda ax: ax.annotate("여기", (0, 0), (5, 8), textcoords="offset points", ha="center"),
        xy=lambda p: (p, p**2),
        text=lambda p: f"{p:.2f}",
    ),
    "empty at first": moved(lambda ax: ax.plot([], [], "o-")[0], data=lambda p: ([p, p / 2], [0, p])),
    "one point": moved(
        lambda ax: ax.plot([0], [0], "o", mfc="none", mec="r")[0], data=lambda p: (p, p**2), alpha=lambda p: p
    ),
    "legend": lambda: with_legend(),
    "legend beside": lambda: legend_beside(),
    "colour bar": lambda: with_colour_bar(),
    "words": moved(
        lambda ax: ax.text(0.5, 0.5, "", ha="center", va="top"),
        text=lambda p: "약 " + pick(p > 0.6, "", "매우 ") + f"{p:.1f}" + pick(p > 0.3, "비트", " $\\mathrm{nat}$"),
    ),
}


def laid(engine):
    """자리를 matplotlib이 정하는 그림. 글이 길어져도 축은 움직이지 않아요."""
    fig = Figure(figsize=(4, 3), layout=engine)
    ax = fig.add_subplot(xlabel="가로", ylim=(0, 1))
    ax.plot(X, X)
    return small(lambda p: {ax.title: dict(text=f"{10 ** (9 * p):,.0f}")}, fig)


def with_legend():
    """선을 피해 다니는 범례(loc='best')는 처음 자리에 머물러요."""
    fig = Figure(figsize=(4, 3))
    ax = fig.add_subplot(ylim=(0, 1))
    (curve,) = ax.plot(X, X, "o-", label="곡선")
    ax.legend()
    return small(lambda p: {curve: dict(ydata=np.abs(X - p), color=pick(p > 0.6, "r", "b"))}, fig)


def legend_beside():
    """밖에 놓은 범례와 그림 전체의 범례는 그 자리에 있어요."""
    fig = Figure(figsize=(4, 3))
    ax = fig.add_axes((0.1, 0.1, 0.5, 0.8), ylim=(0, 1))
    (curve,) = ax.plot(X, X, label="곡선")
    ax.legend(bbox_to_anchor=(1.05, 1), loc="upper left")
    fig.legend([curve], ["모두"], loc="lower right")
    return small(lambda p: {curve: dict(ydata=np.abs(X - p))}, fig)


def with_colour_bar():
    fig = Figure(figsize=(4, 3))
    mesh = fig.add_subplot().pcolormesh(np.outer(X, X))
    fig.colorbar(mesh)
    return small(lambda p: {mesh: dict(array=np.outer(X, X) * (0.5 + p))}, fig)


SEEN = {  # 무엇이든 나타났다 사라질 수 있어요
    "axes": lambda ax: ax.figure.add_axes((0.6, 0.6, 0.2, 0.2)),
    "legend": lambda ax: ax.legend([line(ax)], ["선"]),
    "mesh": lambda ax: ax.pcolormesh(np.eye(3)),
    "many lines": lambda ax: ax.vlines(X, 0, 1),
    "fill": lambda ax: ax.fill_between(X, X),
    "arrow": lambda ax: ax.annotate("화살", (0.1, 0.1), (0.8, 0.8), arrowprops=dict(arrowstyle="->")),
    "endless line": lambda ax: ax.axline((0, 0), (1, 1)),
    "boxed text": lambda ax: ax.text(0.5, 0.5, "상자", bbox=dict(fc="w")),
    "two lines of text": lambda ax: ax.text(0.5, 0.5, "두\n줄"),
    "turned text": lambda ax: ax.set_ylabel("세로"),
    "plain text": lambda ax: ax.text(0.5, 0.5, "글"),
    "spine": lambda ax: ax.spines["left"],
    "tick": lambda ax: ax.xaxis.get_major_ticks()[1],
    "axis": lambda ax: ax.xaxis,
    "table": lambda ax: ax.table([["1", "2"]]),
    "ellipse": lambda ax: ax.add_patch(Ellipse((0.5, 0.5), 0.2, 0.4)),
    "stairs": lambda ax: ax.stairs(X),
    "contour": lambda ax: ax.contour(np.outer(X, X)),
    "scatter": lambda ax: ax.scatter(X, X, c=X),
    "error bars": lambda ax: ax.errorbar(X, X, 0.1)[2][0],
    "empty line": lambda ax: ax.plot([], [])[0],
}


@pytest.mark.parametrize("build", RIGHT.values(), ids=RIGHT)
def test_what_a_lecturer_moves_moves_as_the_file_says(build, page):
    """어느 값에서 적어 둔 HTML에서 시작해도 화면은 파일과 같아요."""
    scene = build()
    compare_at(page, scene, [dict(p=p) for p in (0, 0.7, 1)])
    scene.p = 0.9
    compare_at(page, scene, [dict(p=0.3)])


@pytest.mark.parametrize("draw", sample(SEEN.values(), 8))
def test_anything_may_come_and_go(draw, page):
    scene = moved(draw, visible=lambda p: p > 0.6)()
    compare_at(page, scene, [dict(p=0.9), dict(p=0.2)])


def drawing_inside(ax, line, p):
    ax.set_title(f"{p:.2f}")
    return {line: dict(data=([p], [p]))}


def setting_inside(ax, line, p):
    line.set_alpha(0.5)
    return {line: dict(data=([p], [p]))}


class Dice:
    """부를 때마다 다른 수."""

    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __call__(self, ax, line, p):
        return {line: dict(data=([p], [self.rng.random()]))}


def elsewhere(ax, line, p):
    return {Figure().add_subplot().plot([0], [0])[0]: dict(visible=p)}


def branching(ax, line, p):
    return {line: dict(data=([p], [p if isinstance(p, float) else 2 * p]))}


def sometimes(ax, line, p):
    return {line: dict(visible=1)} | ({ax.title: dict(visible=1)} if isinstance(p, float) else {})


def mixed(ax, line, p):
    return {line: dict(alpha=1) if isinstance(p, float) else dict(visible=1)}


def removed():
    fig = Figure()
    gone = fig.add_subplot().plot([0], [0])[0]
    gone.remove()
    return small(lambda p: {gone: dict(visible=p)}, fig)


def polar():
    fig = Figure()
    artist = fig.add_subplot(projection="polar").plot([0], [0], "o")[0]
    return small(lambda p: {artist: dict(data=([p], [p]))}, fig)


def told(move):
    return lambda: small(move)


def listed():
    fig = Figure()
    lines = fig.add_subplot().plot(X, X)
    return small(lambda p: {lines: dict(ydata=X * p)}, fig)


def clipped(artist, shape):
    artist.set_clip_path(shape)
    return shape


def xkcd(ax):
    with plt.xkcd():
        return line(ax)


WRONG = {  # 장면을 만들 때 거절하는 것: (장면, 거절하는 글에 적히는 것들: 부분, 속성, 대신 쓸 것)
    "unknown property": (moved(line, marker=lambda p: "o"), ["Line2D", "'marker'", "data"]),
    "matplotlib's method": (moved(line, set_data=lambda p: X), ["Line2D", "'set_data'", "data"]),
    "size of letters": (moved(lambda ax: ax.title, fontsize=lambda p: 9), ["Text", "'fontsize'", "text"]),
    "angle": (moved(rectangle, angle=lambda p: p), ["Rectangle", "'angle'", "height"]),
    "sizes of points": (
        moved(lambda ax: ax.scatter(X, X), sizes=lambda p: X * p),
        ["PathCollection", "'sizes'", "offsets"],
    ),
    "polar": (polar, ["Line2D", "극좌표", "보통의 축"]),
    "symlog": (
        moved(lambda ax: line(ticks(ax, yscale="symlog")), ydata=lambda p: X * p),
        ["Line2D", "symlog", "보통의 축"],
    ),
    "set_title inside": (told(drawing_inside), ["set_…", "ax.title"]),
    "set_alpha inside": (told(setting_inside), ["set_…", "{부분: {속성: 값}}"]),
    "plot inside": (told(lambda ax, line, p: ax.plot([p], [p]) and {}), ["ax.plot", "{부분: {속성: 값}}"]),
    "nothing returned": (told(lambda ax, line, p: None), ["None", "return"]),
    "a list returned": (told(lambda ax, line, p: [line]), ["사전", "return"]),
    "not a dict of properties": (told(lambda ax, line, p: {line: ([p], [p])}), ["Line2D", "dict", "data"]),
    "wrong names": (lambda: small(lambda q: {}, Figure()), ["손잡이", "p", "(q)"]),
    "too few names": (lambda: small(lambda: {}, Figure()), ["손잡이", "p", "()"]),
    "unknown text": (told(lambda ax, line, p: {"제목": f"{p:.2f}"}), ["'제목'", "alt, p"]),
    "a list of lines": (lambda: listed(), ["list", "line, = ax.plot"]),
    "a tuple of lines": (told(lambda ax, line, p: {(line,): {}}), ["Line2D", "fig"]),
    "bars in one": (moved(lambda ax: ax.bar(X, X), height=lambda p: X), ["BarContainer", "하나씩", "enumerate(bars)"]),
    "error bars in one": (moved(lambda ax: ax.errorbar(X, X, 0.1), ydata=lambda p: X), ["ErrorbarContainer", "fig"]),
    "another figure": (told(elsewhere), ["Line2D", "이 장면의 그림에 없어요"]),
    "removed": (removed, ["Line2D", "이 장면의 그림에 없어요"]),
    "image": (moved(lambda ax: ax.imshow(np.eye(3)), array=lambda p: np.eye(3) * p), ["AxesImage", "pcolormesh"]),
    "an image that comes and goes": (
        moved(lambda ax: ax.imshow(np.eye(3)), visible=lambda p: p),
        ["AxesImage", "pcolormesh"],
    ),
    "fill_between": (moved(lambda ax: ax.fill_between(X, X), alpha=lambda p: p), ["FillBetween", "Area"]),
    "vlines": (moved(lambda ax: ax.vlines(X, 0, X), linewidth=lambda p: p), ["LineCollection", "ax.plot"]),
    "stairs": (moved(lambda ax: ax.stairs(X), alpha=lambda p: p), ["StepPatch", "steps"]),
    "ellipse": (moved(lambda ax: ax.add_patch(Ellipse((0, 0), 1, 1)), height=lambda p: p), ["Ellipse", "Circle"]),
    "contour": (moved(lambda ax: ax.contour(np.outer(X, X)), alpha=lambda p: p), ["ContourSet", "pcolormesh"]),
    "a whole axis": (moved(lambda ax: ax, alpha=lambda p: p), ["Axes", "선(ax.plot)"]),
    "text in a box": (
        moved(lambda ax: ax.text(0, 0, "글", bbox=dict(fc="w")), text=lambda p: f"{p:.1f}"),
        ["Text", "상자", "Rectangle"],
    ),
    "arrow": (
        moved(lambda ax: ax.annotate("글", (0, 0), (1, 1), arrowprops={}), text=lambda p: f"{p:.1f}"),
        ["Annotation", "화살표"],
    ),
    "turned text": (moved(lambda ax: ax.set_ylabel("세로"), text=lambda p: f"{p:.1f}"), ["Text", "누운 글"]),
    "two lines": (moved(lambda ax: ax.set_title("두\n줄"), color=lambda p: "r"), ["Text", "두 줄"]),
    "note without offset": (
        moved(lambda ax: ax.annotate("글", (0, 0)), xy=lambda p: (p, p)),
        ["Annotation", "xy", "offset points"],
    ),
    "legend text": (
        moved(lambda ax: ax.legend([line(ax)], ["선"]).get_texts()[0], text=lambda p: f"{p:.1f}"),
        ["Text", "범례", "ax.text"],
    ),
    "tick label": (moved(lambda ax: ax.get_xticklabels()[1], text=lambda p: f"{p:.1f}"), ["Text", "눈금", "ax.text"]),
    "cell of a table": (moved(lambda ax: ax.table([["1"]])[0, 0], color=lambda p: "r"), ["Cell", "종류"]),
    "a box of text": (
        moved(lambda ax: ax.add_artist(AnchoredText("글", 1)).txt.get_children()[0], color=lambda p: "r"),
        ["Text", "ax.text"],
    ),
    "a word that leans on a line": (
        moved(lambda ax: ax.annotate("글", (1, 1), xycoords=line(ax)).xycoords, ydata=lambda p: X * p),
        ["Annotation", "Line2D", "좌표로"],
    ),
    "a word that follows a word": (
        moved(
            lambda ax: ax.annotate("글", (1, 0.5), xycoords=(ax.title, "data")).xycoords[0], text=lambda p: f"{p:.1f}"
        ),
        ["Annotation", "Text", "좌표로"],
    ),
    "an arrow to a disc": (
        moved(
            lambda ax: (
                ax.annotate(
                    "", (0, 0), (1, 1), arrowprops=dict(arrowstyle="->", patchB=ax.add_patch(Circle((0, 0), 0.2)))
                ).arrow_patch.patchB
            ),
            radius=lambda p: p,
        ),
        ["Annotation", "Circle", "좌표로"],
    ),
    "cut by a polygon": (
        moved(lambda ax: clipped(line(ax), ax.fill([0, 1, 1], [0, 0, 1])[0]), xy=lambda p: np.eye(3)[:, :2] * p),
        ["Line2D", "Polygon", "좌표로"],
    ),
    "hatch": (moved(lambda ax: rectangle(ax, hatch="//"), color=lambda p: "r"), ["Rectangle", "빗금"]),
    "turned rectangle": (
        moved(lambda ax: rectangle(ax, angle=20), width=lambda p: p),
        ["Rectangle", "기울어진", "Polygon"],
    ),
    "markevery": (moved(lambda ax: line(ax, "o", markevery=2), ydata=lambda p: X), ["Line2D", "markevery"]),
    "dashes and width": (moved(lambda ax: line(ax, "--"), linewidth=lambda p: p), ["Line2D", "굵기"]),
    "hand drawn": (moved(xkcd, ydata=lambda p: X * p), ["Line2D", "xkcd"]),
    "open polygon": (
        moved(lambda ax: ax.add_patch(plt.Polygon(np.eye(2), closed=False)), xy=lambda p: np.eye(2) * p),
        ["Polygon", "ax.plot"],
    ),
    "data and ydata": (
        moved(line, data=lambda p: (X, X), ydata=lambda p: X),
        ["Line2D", "'data'", "'ydata'", "하나만"],
    ),
    "color and facecolor": (
        moved(rectangle, color=lambda p: "r", facecolor=lambda p: "b"),
        ["Rectangle", "'color'", "하나만"],
    ),
    "xy and x": (moved(rectangle, xy=lambda p: (p, p), x=lambda p: p), ["Rectangle", "'xy'", "'x'", "하나만"]),
    "clear colour": (moved(rectangle, color=lambda p: "none"), ["Rectangle", "'none'", "alpha"]),
    "four numbers of a colour": (moved(rectangle, color=lambda p: (p, 0, 0, 1)), ["Rectangle", "세 수", "alpha"]),
    "random numbers": (told(Dice()), ["Line2D", "'data'", "무작위"]),
    "isinstance": (told(branching), ["Line2D", "'data'", "isinstance"]),
    "other parts": (told(sometimes), ["다른 부분", "visible"]),
    "other properties": (told(mixed), ["Line2D", "다른 속성"]),
    "lengths": (moved(line, data=lambda p: (X, [p, p])), ["Line2D", "개수", "5", "2"]),
    "half of a line": (moved(line, ydata=lambda p: [p, p]), ["Line2D", "개수", "5", "2"]),
    "an array as a height": (moved(rectangle, height=lambda p: X * p), ["Rectangle", "'height'", "1개", "5개"]),
    "one number as a place": (moved(lambda ax: ax.title, position=lambda p: p), ["Text", "'position'", "2개"]),
    "a number as a text": (moved(lambda ax: ax.title, text=lambda p: p), ["Text", "text", ".2f"]),
    "a flat polygon": (moved(lambda ax: ax.fill(X, X)[0], xy=lambda p: X * p), ["Polygon", "'xy'"]),
    "flat offsets": (
        moved(lambda ax: ax.scatter(X, X), offsets=lambda p: X * p),
        ["PathCollection", "'offsets'", "np.stack([x, y], axis=1)"],
    ),
    "a table for an area": (
        moved(lambda ax: ax.add_patch(Area()), xy=lambda p: np.eye(3)),
        ["Area", "'xy'", "xy=(x, y)"],
    ),
    "colours of another size": (
        moved(lambda ax: ax.scatter(X, X, c=X), array=lambda p: [p]),
        ["PathCollection", "array"],
    ),
    "points without colours": (
        moved(lambda ax: ax.scatter(X, X), array=lambda p: X * p),
        ["PathCollection", "array", "cmap"],
    ),
    "log colours": (
        moved(lambda ax: ax.pcolormesh(np.eye(2) + 1, norm="log"), array=lambda p: np.eye(2) + p),
        ["QuadMesh", "np.log"],
    ),
    "a range": (
        told(lambda ax, line, p: {line: dict(data=(range(int(5 * p)), range(int(5 * p))))}),
        ["int(n)", "np.floor"],
    ),
    "a slice": (told(lambda ax, line, p: {line: dict(data=(X[:p], X[:p]))}), ["x[:n]", "np.nan"]),
    "a word of a list": (told(lambda ax, line, p: {"alt": ["가", "나"][p]}), ["pick(n"]),
    "array in text": (
        lambda: small(lambda z: {"alt": f"{z:.2f}"}, Figure(), z=Slider("z {}", 0, 1, 0.1, [0, 1])),
        ["h[0]"],
    ),
    "no digits": (told(lambda ax, line, p: {"alt": f"{p}"}), [".2f"]),
    "number in a formula": (told(lambda ax, line, p: {ax.title: dict(text=f"$p={p:.2f}$")}), ["$...$", "밖으로"]),
    "no such letter": (told(lambda ax, line, p: {ax.title: dict(text=f"{p:.2f} 漢")}), ["漢"]),
    "a name of the scene": (lambda: small(lambda svg: {}, Figure(), svg=P), ["'svg'", "이름"]),
}


@pytest.mark.parametrize(("build", "named"), WRONG.values(), ids=WRONG)
def test_what_the_screen_cannot_follow_is_refused_when_the_scene_is_made(build, named):
    with pytest.raises((TypeError, ValueError)) as error:
        build()
    said = str(error.value)
    assert HANGUL.search(said)
    assert [word for word in named if word not in said] == [], said
    assert len(said) < 400


# -- 한 번씩만 묻기 ----------------------------------------------------------------------------------
def test_move_is_asked_once_with_numbers_for_a_picture_and_once_with_symbols_for_a_scene():
    asked = []

    def move(ax, line, p):
        asked.append("기호" if isinstance(p, Traced) else float(p))
        return {line: dict(alpha=p), "alt": f"{p:.2f}"}

    scene = small(move)
    assert sorted(map(str, asked)) == ["0.5", "기호"]
    for again in (scene.svg, scene.html, scene.alt, scene.program, scene._repr_mimebundle_, scene.__repr__):
        again()
    assert len(asked) == 2
    scene.svg(p=0.2), scene.alt(p=0.2)
    scene.p = 0.3
    scene.html(), scene.alt(), scene.svg(), repr(scene)
    assert asked[2:] == [0.2, 0.3]


def test_two_threads_get_whole_pictures():
    """한 장면을, 또 두 장면을 함께 그려도 그림이 섞이지 않아요. JupyterLab은 위젯을 다른 스레드에서 불러요."""
    one, other, wrong = toy(), FIGURES["bernoulli-entropy"](), []
    jobs = [(one, dict(a=a, unit=k)) for a in (-2, 0, 2) for k in (0, 1)] + [(other, dict(p=p)) for p in (0, 0.3, 1)]
    expected = [(scene.svg(**values), scene.alt(**values)) for scene, values in jobs]

    def draw(start):
        for k in range(start, start + len(jobs)):
            (scene, values), (picture, alt) = jobs[k % len(jobs)], expected[k % len(jobs)]
            if scene.svg(**values) != picture or scene.alt(**values) != alt:
                wrong.append(values)

    threads = [threading.Thread(target=draw, args=(start,)) for start in (0, 4, 7)]
    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    finally:
        sys.setswitchinterval(switch)
    assert not wrong


# -- 어디에서나 같은 것 ---------------------------------------------------------------------------------
def test_what_a_scene_shows_is_the_same_every_time():
    s = toy()
    assert s.html() == s.html() == toy().html()
    assert s.svg(a=2) != s.svg() == toy().svg()
    data, _ = s._repr_mimebundle_()
    assert data["text/plain"] == repr(s) == "모든 것 (a=0.5, z=[2.0, -1.0, 0.5], unit=0)"
    assert data["text/html"] == s.html()
    assert "application/vnd.jupyter.widget-view+json" in data
    s.a = 1
    assert s.html() != toy().html()


@pytest.mark.slow
def test_what_a_scene_shows_is_the_same_in_every_process():
    code = "import sys; sys.path.insert(0, 'tests'); from scenes import toy; print(toy().html())"
    ours = hashlib.sha256(toy().html().encode()).digest()
    root = os.path.dirname(os.path.dirname(__file__))
    for seed in ("1", "12345"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        theirs = subprocess.check_output([sys.executable, "-c", code], env=env, cwd=root)
        assert hashlib.sha256(theirs.strip()).digest() == ours


@every_maker
def test_constants_are_short_enough_to_be_the_same_on_every_processor(make):
    for op, *numbers in make()._program["tape"]:
        if op == "const":
            assert all(float(f"{float(v):.12g}") == float(v) for v in numbers if v != "NaN")


def test_a_scene_draws_korean_anywhere_and_leaves_the_settings_alone():
    with plt.rc_context({"font.family": "DejaVu Serif", "font.size": 17, "lines.linewidth": 5, "backend": "agg"}):
        before = dict(mpl.rcParams)
        fig, ax = plt.subplots()
        (curve,) = ax.plot([0, 1], [0, 1], label="곡선")
        ax.set(xlabel="확률", ylabel="엔트로피", title="제목")
        ax.set_xticks([0, 1], ["없음", "모두"])
        ax.legend(title="범례")
        fig.suptitle("큰 제목")
        scene = small(lambda p: {curve: dict(alpha=p)}, fig)
        picture = scene.svg()
        assert dict(mpl.rcParams) == before
    assert 'stroke-width="5"' in picture
    scene.svg(p=1)
    assert scene.svg(p=0.5) == picture  # 만들 때의 모양을 기억해요
    assert {text.get_fontfamily()[0] for text in fig.findobj(Text) if text.get_text()} == {"Pretendard"}


def test_a_word_that_may_grow_shrinks_its_line_to_the_paper():
    fig = Figure(figsize=(3, 2))
    said = fig.add_artist(Reading(0.02, 0.9, "", transform=fig.transFigure, size=14))
    fig.add_artist(Reading(0, 0, "만큼이에요", after=said, size=14))
    scene = small(lambda p: {said: dict(text=f"모두 더하면 {10 ** (20 * p):,.0f}")}, fig)
    assert said.get_size() < 14
    for p in (0, 1):
        scene.svg(p=p)
        assert {r.get_size() for r in fig.findobj(Reading)} == {said.get_size()}
        assert max(r.get_window_extent().x1 for r in fig.findobj(Reading)) <= fig.bbox.width


def test_digits_stand_in_the_middle_of_cells_of_one_width():
    cells = [glyph(c, "normal", 100) for c in DIGITS]
    assert len({width for width, _ in cells}) == 1
    middles = [outline.vertices[:, 0].min() / 2 + outline.vertices[:, 0].max() / 2 for _, outline in cells]
    assert np.ptp(middles) < 0.1 * cells[0][0]
    assert abs(np.mean(middles) - cells[0][0] / 2) < 0.05 * cells[0][0]


# -- 파이썬에서 --------------------------------------------------------------------------------------
def test_a_control_is_a_trait():
    s, heard = toy(), []
    assert s.values == {"a": 0.5, "z": [2, -1, 0.5], "unit": 0}
    s.observe(lambda change: heard.append((change.name, change.new)), ["a", "z", "unit"])
    s.a, s.z, s.unit = -1, np.array([0, 1, 2]), 1
    assert heard == [("a", -1), ("z", [0, 1, 2]), ("unit", 1)]
    assert s.values == {"a": -1, "z": [0, 1, 2], "unit": 1}
    assert {"a", "z", "unit"} <= set(s.keys)  # 커널과 화면이 함께 알아요
    assert ipywidgets.VBox([s, ipywidgets.Label("아래")]).children[0] is s
    assert toy().values == {"a": 0.5, "z": [2, -1, 0.5], "unit": 0}


@pytest.mark.parametrize(
    ("name", "value"),
    [("a", v) for v in (2.01, -9, np.nan, np.inf, "abc", None, [1, 1])]
    + [("z", v) for v in (1, [1, 2], [1, 2, 5], [1, 2, np.nan], [1, [2], 3])]
    + [("unit", v) for v in (2, -1, 0.5, "비트")],
)
def test_a_value_that_no_slider_reaches_is_refused(name, value):
    s = toy()
    before = s.html()
    for act in (lambda: setattr(s, name, value), lambda: s.svg(**{name: value}), lambda: s.alt(**{name: value})):
        with pytest.raises(traitlets.TraitError) as error:
            act()
        assert HANGUL.search(str(error.value))
        assert str(error.value).startswith(f"{name}에 {value!r}")
    assert s.html() == before


def test_an_unknown_value_is_refused():
    with pytest.raises(ValueError, match=r"'q'.*움직일 수 있는 것: a, z, unit"):
        toy().svg(q=1)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Slider("확률 p", 0, 1, 0.1, 2), ["'확률 p'", "2", "0부터 1까지"]),
        (lambda: Slider("확률 p", 0, 1, 0.1, np.nan), ["'확률 p'", "nan"]),
        (lambda: Slider("로짓 {}", 0, 1, 0.1, [0, 2]), ["'로짓 {}'", "[0, 2]"]),
        (lambda: Slider("로짓 {}", 0, 1, 0.1, []), ["'로짓 {}'", "[]"]),
        (lambda: Slider("확률 p", 1, 0, 0.1, 0.5), ["low < high"]),
        (lambda: Slider("확률 p", 0, 1, 0, 0.5), ["step > 0"]),
        (lambda: Slider("확률 p", 0, np.nan, 0.1, 0.5), ["low < high"]),
        (lambda: Choice("단위", ["비트", "나트"], 2), ["'단위'", "2", "0부터 1까지"]),
        (lambda: Choice("단위", "비트"), ["'단위'", "리스트"]),
        (lambda: Choice("단위", []), ["'단위'", "리스트"]),
    ],
)
def test_a_control_starts_where_it_can_reach(make, named):
    with pytest.raises(ValueError, match=HANGUL.pattern) as error:
        make()
    assert [word for word in named if word not in str(error.value)] == []


@pytest.mark.parametrize("name", ["svg", "html", "values", "layout", "parts", "controls", "keys"])
def test_a_control_may_not_take_a_name_of_the_scene(name):
    with pytest.raises(ValueError, match=f"'{name}'.*이름"):
        small(lambda **values: {}, Figure(), **{name: P})
