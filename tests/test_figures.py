"""코스 그림의 관문: 어디서나 같은 바이트, 세 종이에서 겹치지 않는 글, 정해진 색, 식과 같은 곡선, 읽어 줄 수 있는 설명."""

import functools
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hand import quick, sample
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from scenes import HANGUL, every_scene, settings
from screen import compare

from entropy_lab import draw, palette
from entropy_lab.draw import SCENES, STILLS, Box, headline, panel, panels, reach, wrap
from entropy_lab.figures import FIGURES, WEATHER, svg
from entropy_lab.publish.cli import main
from entropy_lab.scene import Reading
from entropy_lab.style import PAGE, PHONE, SHEETS, SLIDE, blank, style

ROOT = Path(__file__).parents[1]
FILES = [f"{lang}/{name}.svg" for lang in ("ko", "en") for name in FIGURES]
SVG = "{http://www.w3.org/2000/svg}"
every_figure = pytest.mark.parametrize("name", FIGURES)


def contents(folder):
    """폴더 안의 모든 파일과 그 바이트."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    out = tmp_path_factory.mktemp("drawn")
    assert main(["figures", "--out", str(out)]) == 0
    return contents(out)


# -- 바이트 ----------------------------------------------------------------------------------------
@pytest.mark.bytes
def test_the_committed_figures_are_what_the_code_draws(drawn):
    committed = contents(ROOT / "figures")
    assert sorted(committed) == sorted(FILES)
    stale = [name for name in FILES if committed[name] != drawn[name]]
    assert not stale, f"make figures로 다시 그려 주세요: {stale}"


HOSTILE = """
font.family: DejaVu Serif
font.size: 23
svg.fonttype: none
svg.hashsalt: other
path.simplify: True
path.sketch: 1, 100, 2
axes.grid: True
axes.unicode_minus: False
axes.formatter.use_locale: True
figure.figsize: 3, 9
figure.dpi: 200
figure.autolayout: True
savefig.bbox: tight
savefig.transparent: True
text.usetex: False
mathtext.fontset: cm
lines.linewidth: 9
text.color: red
"""


@pytest.mark.slow
def test_the_bytes_hold_in_other_processes(drawn, tmp_path):
    """다른 폴더, 다른 언어, 남의 matplotlibrc, 다른 해시에서도 같은 바이트."""
    (tmp_path / "matplotlibrc").write_text(HOSTILE)
    strange = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "MATPLOTLIBRC": str(tmp_path / "matplotlibrc")},
        {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Seoul", "MPLBACKEND": "svg"},
        {"PYTHONHASHSEED": "12345", "HOME": str(tmp_path), "MPLCONFIGDIR": str(tmp_path / "new")},
    ]
    runs = []
    for n, env in enumerate(strange):
        (tmp_path / f"cwd{n}").mkdir()
        command = [sys.executable, "-m", "entropy_lab", "figures", "--out", "그림"]
        env = {"PYTHONPATH": str(ROOT)} | os.environ | env
        runs.append(subprocess.Popen(command, cwd=tmp_path / f"cwd{n}", env=env, stdout=subprocess.DEVNULL))
    assert [run.wait(120) for run in runs] == [0, 0, 0]
    for n in range(len(strange)):
        there = contents(tmp_path / f"cwd{n}" / "그림")
        assert sorted(there) == sorted(drawn)
        assert [name for name in drawn if there[name] != drawn[name]] == [], strange[n]


@pytest.mark.slow
def test_the_last_place_of_a_logarithm_does_not_reach_the_bytes(drawn, monkeypatch):
    """다른 컴퓨터의 초월 함수는 끝자리 두엇이 다를 수 있어요: 파일도, 노트북에 담기는 HTML도 그대로여야 해요."""
    html = {name: make().html() for name, make in FIGURES.items()}
    reached = set()

    def noisy(name, rng):
        exact = getattr(np, name)

        def function(x, *args, **kwargs):
            y = exact(x, *args, **kwargs)
            if hasattr(y, "tape"):
                return y
            reached.add(name)
            # log2 8 = 3, exp 0 = 1은 어느 컴퓨터에서나 정확해요
            return y + rng.integers(-2, 3, np.shape(y)) * np.spacing(y) * (y != np.round(y))

        return function

    for seed in range(5):
        rng = np.random.default_rng(seed)
        with monkeypatch.context() as noise, np.errstate(all="ignore"):
            for name in ("log", "log2", "log1p", "exp", "sin", "cos", "arccos"):
                noise.setattr(np, name, noisy(name, rng))
            for file, data in drawn.items():
                lang, name = file.removesuffix(".svg").split("/")
                assert svg(name, lang).encode() == data, (seed, file)
            for name, make in FIGURES.items():
                assert make().html() == html[name], (seed, name)
    assert {"log", "log2"} <= reached


def test_svg_refuses_what_it_does_not_know():
    for wrong, named in [(("없는그림",), "없는그림"), (("bernoulli-entropy", "fr"), "fr")]:
        with pytest.raises(ValueError, match=named) as error:
            svg(*wrong)
        assert HANGUL.search(str(error.value))


# -- 자리 ------------------------------------------------------------------------------------------
def texts(fig):
    """보이는 글과 그 자리. 장면의 그림은 1pt가 한 점이에요."""
    with style(fig.sheet):
        fig.draw_without_rendering()
        axes = [axis for ax in fig.axes for axis in (ax.xaxis, ax.yaxis)]
        ticks = [(t, sorted(axis.get_view_interval())) for axis in axes for t in axis.get_major_ticks()]
        unseen = {t.label1 for t, (low, high) in ticks if not low <= t.get_loc() <= high}
        seen = [t for t in fig.findobj(Text) if t.get_visible() and t.get_text().strip() and t not in unseen]
        return [(t, t.get_window_extent()) for t in seen]


def troubles(fig, smallest=0):
    """너무 작은 글, 그림 밖으로 나간 글, 서로 겹친 글, 글을 덮은 선."""
    seen, sheet = texts(fig), fig.bbox.padded(0.5)
    for t, box in seen:
        if t.get_size() < smallest:
            yield f"{t.get_text()!r}이(가) {t.get_size():g}pt예요"
        if not (sheet.contains(*box.min) and sheet.contains(*box.max)):
            yield f"{t.get_text()!r}이(가) 그림 밖으로 나갔어요: {box}"
    low, high = np.reshape([box.extents for _, box in seen], (-1, 2, 2)).swapaxes(0, 1)
    both = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)  # 글 둘이 겹친 너비와 높이
    for i, j in np.argwhere(np.triu((both > (2, 3)).all(axis=2), 1)):
        (s, _), (t, _), (width, height) = seen[i], seen[j], both[i, j]
        yield f"{s.get_text()!r}와(과) {t.get_text()!r}이(가) {width:.0f}×{height:.0f}만큼 겹쳐요"
    for ax in fig.axes:
        for mark in (m for m in [*ax.lines, *ax.patches] if m.get_visible()):
            if mark in ax.patches and mark.get_linewidth() == 0 and mark.get_alpha() not in (None, 1):
                continue  # 옅은 바탕에는 글을 써요
            path = mark.get_transform().transform_path(mark.get_path())
            pad = mark.get_markersize() / 2 if isinstance(mark, Line2D) and mark.get_marker() == "o" else 0
            for t, box in ((t, box) for t, box in seen if t.zorder < mark.zorder):
                core = Bbox([box.min + (1, 2) - pad, box.max - (1, 2) + pad])
                core = Bbox.intersection(core, ax.bbox) if mark.get_clip_on() else core
                if core and path.intersects_bbox(core, filled=False):
                    yield f"{type(mark).__name__}이(가) {t.get_text()!r}을(를) 덮어요"
        for disc in (m for m in ax.patches if isinstance(m, Circle) and m.get_clip_on()):
            if not ax.bbox.padded(2).contains(*(box := disc.get_window_extent()).min) or not ax.bbox.padded(2).contains(
                *box.max
            ):
                yield f"원이 그림판에서 잘려요: {box}"


DRAWERS = SCENES | {f"{n}-{lang}": functools.partial(m, lang) for n, m in FIGURES.items() for lang in ("ko", "en")}
PAIRS = {f"{name}-{sheet}": (name, sheet) for name in DRAWERS for sheet in SHEETS}
SMALLEST = {"page": 10, "slide": 10.5, "phone": 9}  # pt: 강의실에서 22px, 좁은 화면에서 10px


def positions(scene):
    """처음 자리, 손잡이를 하나씩 끝으로 옮긴 자리, 모든 구석과 아무 자리에서 고루 고른 몇 곳(make sweep에서는 모두)."""
    yield {}
    for name, control in scene.controls.items():
        yield from ({name: end} for end in control.ends)
    yield from sample(settings(scene, 40), 6)


@pytest.mark.parametrize("pair", quick(PAIRS, 24))
def test_every_text_stays_inside_and_apart_on_every_sheet(pair, monkeypatch):
    (name, sheet), found = pair, {}
    scene = DRAWERS[name](sheet=sheet)
    width, height, start = *scene.fig.bbox.size, scene.values
    assert width == SHEETS[sheet].width
    assert height == (round(height) if sheet == "phone" else SHEETS[sheet].height)
    monkeypatch.setattr(
        scene, "_svg", lambda: "<svg>"
    )  # 부분들을 옮기기만 하고 파일은 적지 않아요. 자리는 texts가 다시 재요
    for values in positions(scene):
        scene.svg(**start | values)
        for trouble in troubles(scene.fig, SMALLEST[sheet]):
            found.setdefault(trouble, values)
    assert not found, "\n".join(f"{t}: {v}" for t, v in list(found.items())[:20])


TRIALS = [("엔트로피 규제", -0.3 + k / 10, [(0.98 - 0.07 * k, 0.7 + 0.03 * k, 0.29)] * 4) for k in range(9)]
SHADES = np.linspace(0, 1, 384).reshape(6, 64)
GAINS = {"달": 0.1626, "구름의 양": 0.02, "최고 기온": 0.31}
DRAWN = {  # 노트북이 건네는 것과 같은 꼴
    "smoothings": [
        (
            {
                "0.05씩 더하기": [4.42, 3.2, 2.64, 2.6, 2.86, 3.27, 3.6, 3.91],
                "위튼-벨": [4.42, 3.2, 2.57, 2.29, 2.24, 2.3, 2.36, 2.44],
                "크네저-나이": [4.42, 3.2, 2.56, 2.21, 2.03, 1.98, 1.94, 1.94],
            },
        )
    ],
    "strip": [({"원래": SHADES[0], "가로로": SHADES[1], "잡음": SHADES[2]}, "그림 셋을 나란히", "긴 말은 " * 9)],
    "reliability": [([],), (TRIALS[:1],), (TRIALS,)],
    "chain": [([3.4, 3.1, 1.9], [3.4, 2.7, 1.5], ["첫소리 $H(A)$", "가운뎃소리 $H(B|A)$", "끝소리 $H(C|A,B)$"])],
    "against-chance": [(GAINS, {name: [0.001, 0.01] for name in GAINS})],
    "mates": [(SHADES, SHADES, SHADES)],
    "shared": [("겹친 1비트", ("왼쪽 사람", "오른쪽 사람"), 2, 2, 3), ("1월 넷", ("1월의 날씨", "해"), 1.93, 2, 3.44)],
    "concept-map": [()],
    "grid": [(SHADES[3].reshape(8, 8), "화소마다의 정보 이득", "짙을수록 숫자를 더 잘 알려 준다")],
}


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", STILLS)
def test_every_still_stays_inside_and_apart_on_every_sheet(name, sheet, monkeypatch):
    figs = []
    monkeypatch.setattr(draw, "svg", lambda fig, _: figs.append(fig) or "<svg>")
    for arguments in DRAWN[name]:
        assert HANGUL.search(repr(STILLS[name](*arguments, sheet=sheet)))
        figs[-1].set_dpi(72)
        assert not list(troubles(figs[-1], SMALLEST[sheet])), arguments


@pytest.mark.parametrize(("name", "sheet"), sample(PAIRS.values(), 24))
def test_the_screen_is_the_file_on_every_sheet(page, name, sheet):
    compare(page, DRAWERS[name](sheet=sheet), 3)


def test_the_layout_gate_sees_each_kind_of_trouble():
    with blank() as fig:
        fig.set_dpi(72)
        ax = fig.add_axes((0.1, 0.1, 0.8, 0.8), xlim=(0, 1), ylim=(0, 1))
        fig.text(0.5, 0.5, "가운데")
        fig.text(0.52, 0.51, "겹침")
        fig.text(0.97, 0.2, "밖으로 나간 글")
        ax.plot([0.1, 0.9], [0.1, 0.1], zorder=9)
        ax.text(0.5, 0.1, "덮인 글", va="center")
        ax.add_patch(Circle((0.9, 0.9), 0.2))
        fig.text(0.2, 0.3, "작은 글", size=8)
    found = "\n".join(troubles(fig, 8.5))
    assert len(re.findall("8pt예요|그림 밖으로|겹쳐요|덮어요|잘려요", found)) == 5


# -- 벽돌 ------------------------------------------------------------------------------------------
RUNS = "넓이 $a  b$      ", palette.INK, "  =  ", palette.TRUTH, "  +  ", (" 셋째", palette.MODEL)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_headline_is_one_line_or_one_term_a_line(sheet):
    with blank(sheet, "그림 하나로 하고 싶은 말이 길어지면 제목은 고르게 나뉜다") as fig:
        moves = headline(fig, *RUNS)
        runs = [r for r in fig.findobj(Reading) if r.get_text()] + moves
        lines = [y for y, _ in itertools.groupby(sorted({float(r.get_position()[1]) for r in runs}))]
        (title,) = [t.get_text() for t in fig.texts] or [""]
        assert len(moves) == 2
        assert [m.get_color() for m in moves] == [palette.INK, palette.TRUTH]
        assert len(lines) == (4 if sheet is PHONE else 1)
        assert fig.head == max(lines)
        assert title.count("\n") == {PAGE: 0, SLIDE: 0, PHONE: 1}[sheet]
        assert bool(title) == (sheet is not SLIDE)
        starts = [r.get_text()[0] for r in runs if r.after is None and r.get_text()]
        assert starts == (["넓", "=", "+"] if sheet is PHONE else ["넓"])
        assert all(r.get_size() == sheet.line for r in runs)


def test_lines_are_few_and_even_and_keep_formulas_whole():
    assert wrap("짧은 말", 200) == ["짧은 말"]
    assert wrap("하나 둘 셋 넷", 36) == ["하나 둘", "셋 넷"]
    assert wrap("값 $a + b + c$ 하나", 20) == ["값", "$a + b + c$", "하나"]
    assert wrap("", 20) == [""]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_panels_stand_beside_or_under_each_other(sheet):
    with blank(sheet, "제목") as fig:
        headline(fig, "식")
        one, two, three = panels(
            fig, Box("가", "나", share=1, tall=100), [Box("다", share=2, tall=50), Box("", "라", tall=70)]
        )
        w, h = fig.get_size_inches() * 72
        boxes = [ax.get_position().transformed(fig.transFigure).bounds for ax in (one, two, three)]
    boxes = np.array(boxes) * 72 / fig.dpi
    (x, y, wide, high), right, top = boxes.T, boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    np.testing.assert_allclose(right[1:], w - 13.824)
    assert y[1] > top[2]
    if sheet is PHONE:
        assert h == round(h)
        np.testing.assert_allclose(high, [100, 50, 70], atol=1)
        np.testing.assert_allclose(x, 32)
        assert y[0] > top[1]
    else:
        assert h == sheet.height
        np.testing.assert_allclose(wide[1] / wide[0], 2)
        np.testing.assert_allclose(y[[0, 2]], 38.88)
        np.testing.assert_allclose(high[2] / high[1], 1.4)
        np.testing.assert_allclose(top[0], top[1])
        assert x[1] > right[0]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_reach_is_as_many_points_on_any_axis(sheet):
    with blank(sheet, "제목") as fig:
        headline(fig, "식")
        ax = panel(fig, "가로", "세로")
        ax.set(xlim=(-3, 5), ylim=(0, 0.2))
        (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (reach(ax, 50), reach(ax, 20, "y"))]) * 72 / fig.dpi
    np.testing.assert_allclose([x1 - x0, y1 - y0], [50, 20])


# -- 색과 글꼴 ---------------------------------------------------------------------------------------
@every_scene
def test_only_colours_that_turn_in_the_dark(make):
    scene = make()
    picture = re.sub(r"<style>.*?</style>", "", scene.svg(), flags=re.DOTALL)
    colours = set(re.findall(r'(?:fill|stroke|stop-color)="(?!url)([^"]*)"', picture)) | set(
        re.findall(r"(?<=[:;] )#\w+", picture)
    )
    assert colours <= {*palette.DARK, "none"}
    # matplotlib의 SVG에서 검정은 색이 적히지 않아, 어두운 종이에서도 검게 남아요
    root = ElementTree.fromstring(picture)
    for defs in root.findall(f".//{SVG}defs"):
        defs.clear()
    unpainted = []

    def walk(element, painted):
        painted = painted or element.get("fill") or element.get("stroke")
        if element.tag in (f"{SVG}path", f"{SVG}use") and not painted:
            unpainted.append(ElementTree.tostring(element)[:120])
        for child in element:
            walk(child, painted)

    walk(root, None)
    assert not unpainted


@every_figure
def test_the_dark_rules_are_in_the_file(name):
    rules = re.search(r"<style>(.*?)</style>", svg(name), re.DOTALL)[1]
    assert "prefers-color-scheme: dark" in rules
    for light, dark in palette.DARK.items():
        for kind in ("fill", "stroke"):
            assert f'[{kind}="{light}"] {{ {kind}: {dark} }}' in rules


@pytest.mark.parametrize("text", ["漢字", "$\\mathrm{漢}$", "$p$일 때 漢"])
def test_a_missing_glyph_stops_the_drawing(text, tmp_path):
    with pytest.raises((RuntimeError, UserWarning)), style():  # noqa: PT012
        fig = Figure()
        fig.text(0.1, 0.5, text)
        fig.savefig(tmp_path / "두부.svg")


def test_a_missing_font_stops_the_drawing(tmp_path):
    with pytest.raises(RuntimeError, match="글꼴"), style():  # noqa: PT012
        fig = Figure()
        fig.text(0.1, 0.5, "글", family="No Such Font")
        fig.savefig(tmp_path / "두부.svg")


def test_drawing_leaves_matplotlib_as_it_was():
    code = """if True:
        import logging, sys, warnings, numpy as np, matplotlib as mpl
        def state():  # dict.items, because rcParams["backend"] would import pyplot
            rc, log = [*dict.items(mpl.rcParams)], logging.getLogger("matplotlib")
            return rc, warnings.filters[:], np.geterr(), log.handlers[:], log.level
        before = state()
        from entropy_lab.figures import svg
        svg("entropy-crossentropy")
        after = state()
        assert before == after
        assert not {"matplotlib.pyplot", "torch"} & sys.modules.keys()"""
    env = {"PYTHONPATH": str(ROOT)} | os.environ
    subprocess.run([sys.executable, "-c", code], env=env, check=True)


# -- 곡선 ------------------------------------------------------------------------------------------
def share(p):
    return np.where(p > 0, -p * np.log2(np.where(p > 0, p, 1)), 0)


def h2(p):
    return share(p) + share(1 - p)


def crossed(p):
    return lambda q: -p * np.log2(q) - (1 - p) * np.log2(1 - q)


CURVES = [
    ("information-quantity", {}, [lambda p: -np.log2(p)]),
    ("bernoulli-entropy", {}, [share, h2]),
    ("cross-entropy-loss-curve", {}, [lambda y: -np.log(y)]),
    *[("entropy-crossentropy", dict(p=p), [crossed(p)]) for p in (0.05, 0.3, 0.7, 0.95)],
]


@pytest.mark.parametrize(("name", "values", "formulas"), CURVES)
def test_every_curve_is_its_formula(name, values, formulas):
    scene = FIGURES[name]()
    scene.svg(**values)
    ax = scene.fig.axes[0]
    curves = [line for line in ax.lines if len(line.get_xdata()) > 100]
    assert len(curves) == len(formulas)
    paths = [
        np.array(re.findall(r"-?[\d.]+", d), float).reshape(-1, 2)
        for d in re.findall(r' d="(M [^"]*)"', scene.svg(**values))
        if set(re.findall("[A-Za-z]", d)) == {"M", "L"} and d.count("L") >= 100
    ]
    for line, formula in zip(curves, formulas, strict=True):
        x, y = line.get_data()
        inside = y <= ax.get_ylim()[1]
        np.testing.assert_allclose(y[inside], formula(x[inside]), rtol=0, atol=1e-6)
        assert (formula(x[~inside]) >= ax.get_ylim()[1]).all()
        assert np.ptp(x) > 0.98
        scale = ax.transData.transform([(0, 0), (1, 1)])
        near = [
            (p * [1, -1] + [0, scene.fig.bbox.height] - scale[0]) / (scale[1] - scale[0])
            for p in paths
            if len(p) == len(x)
        ]
        rounding = (0.005 + 1e-6) / (scale[1] - scale[0])
        assert any((np.abs(p - np.column_stack([x, y])) <= rounding).all() for p in near)


@pytest.mark.parametrize("p", [0, 0.11, 0.5, 0.8, 1])
def test_the_bars_of_the_bernoulli_figure_are_the_shares(p):
    scene = FIGURES["bernoulli-entropy"]()
    scene.svg(p=p)
    low, high = (bar.get_ydata() for bar in scene.parts if isinstance(bar, Line2D) and len(bar.get_xdata()) == 2)
    np.testing.assert_allclose([*low, *high], [0, share(p), share(p), h2(p)], rtol=0, atol=1e-12)


def area(x, y):
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


@pytest.mark.parametrize("t", [0.1, 0.5, 1])
def test_areas_and_lengths_of_the_information_diagram_are_to_scale(t):
    joint = (1 - t) * np.outer(WEATHER.sum(1), WEATHER.sum(0)) + t * WEATHER
    hx, hy, hxy = (share(p).sum() for p in (joint.sum(1), joint.sum(0), joint))
    scene = FIGURES["mutual-information"]()
    scene.svg(t=t)
    left, right = scene.fig.axes
    discs = [p for p in left.patches if isinstance(p, Circle)]
    np.testing.assert_allclose([np.pi * d.radius**2 for d in discs], [hx, hy, hx, hy], rtol=1e-12)
    lenses = [p.get_path().vertices[:-1] for p in left.patches if not isinstance(p, Circle)]
    for lens in lenses:
        assert area(*lens.T) == pytest.approx(hx + hy - hxy, rel=2e-3)  # 꼭짓점 122개의 다각형
    widths = [round(float(p.get_width()), 9) for p in right.patches]
    for length in (hx, hy, hxy, hx + hy - hxy, hxy - hx, hxy - hy):
        assert round(float(length), 9) in widths


# -- 읽어 주는 설명 ------------------------------------------------------------------------------------
@pytest.mark.parametrize("file", FILES)
def test_every_figure_can_be_read_aloud(file, drawn):
    lang, name = file.removesuffix(".svg").split("/")
    root = ElementTree.fromstring(drawn[file])
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("lang") == lang
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), desc.get("id"))
    scene = FIGURES[name](lang)
    assert title.text == scene.title
    assert desc.text.startswith(scene.description)
    assert len(re.findall(r"\d+(?:\.\d+)?", desc.text)) >= 3
    assert bool(HANGUL.search(title.text + desc.text)) == (lang == "ko")
    drawing = re.sub(rb"<(title|desc)[^>]*>.*?</\1>", b"", drawn[file])
    assert lang == "ko" or not HANGUL.search(drawing.decode())
    ids = re.findall(r' id="([^"]*)"', drawn[file].decode())
    assert len(ids) == len(set(ids))


@every_figure
def test_both_languages_say_the_same_numbers(name):
    ko, en = (FIGURES[name](lang) for lang in ("ko", "en"))
    numbers = [sorted(re.findall(r"\d+\.\d+|\d[\d,]{3,}", s.description)) for s in (ko, en)]
    assert numbers[0] == numbers[1]
    assert ko.values == en.values
    for values in settings(ko, 20):
        said = [re.findall(r"\d+\.\d\d", s.alt(**values)) for s in (ko, en)]
        assert sorted(said[0]) == sorted(said[1])


FACTS = {
    "information-quantity": {0: 1, 1: 1 / 2, 2.58: 1 / 6, 23: 1 / 8_145_060},
    "cross-entropy-loss-curve": {0.16: 0.85, 1.39: 0.25, 3.51: 0.03},
}


@pytest.mark.parametrize(("name", "facts"), FACTS.items())
def test_the_numbers_of_a_description_are_true(name, facts):
    log = np.log2 if name == "information-quantity" else np.log
    for value, p in facts.items():
        digits = len(str(value).partition(".")[2])
        assert round(float(-log(p)) + 0.0, digits) == value
        for lang in ("ko", "en"):
            assert re.search(rf"(?<![\d.]){value}(?!\d|\.\d)", FIGURES[name](lang).description)


@every_scene
def test_every_scene_of_the_notebooks_has_its_say(make):
    scene = make()
    assert scene.title
    assert scene.description
    assert scene.alt() != f"{scene.title}. {scene.description}"
