"""눈, 귀, 손이 저마다 다른 사람에게도: 색을 가리지 못해도 갈리는 그림, axe가 흠을 찾지 못하는 쪽, Tab으로 다 닿는 손잡이."""

import functools
import itertools
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hand import quick, sample
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image
from scenes import MAKERS
from test_figures import DRAWN

from entropy_lab import draw, explore, palette
from entropy_lab.course.ledger import correct
from entropy_lab.draw import STILLS
from entropy_lab.figures import FIGURES
from entropy_lab.palette import DARK, INK, MODEL, MUTED, OTHER, PAPER, SHARED, TRUTH
from entropy_lab.publish import classroom, edition
from entropy_lab.publish import pages as pages_of
from entropy_lab.publish.cli import main
from entropy_lab.publish.live import standalone
from entropy_lab.quiz import check, predict, score
from entropy_lab.scene import Scene

# -- 색 ----------------------------------------------------------------------------------------------
# 마차도, 올리베이라, 페르난지스(2009)의 가장 심한 정도. 곧은 RGB에 곱해요
EYES = {
    "적색맹": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "녹색맹": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "청색맹": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "잿빛": [[0.2126, 0.7152, 0.0722]] * 3,
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
APART = 15  # ΔE(CIE76). 맞닿은 두 빛깔은 2부터 갈리지만, 떨어져 있는 가는 선은 이만큼은 되어야 해요


def linear(color):
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    ratio = XYZ @ np.clip(rgb, 0, 1) / XYZ.sum(axis=1)
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@functools.cache
def difference(a, b):
    """색을 가장 못 가리는 눈에 보이는 두 색의 차이."""
    return min(np.linalg.norm(lab(eye @ linear(a)) - lab(eye @ linear(b))) for eye in map(np.array, EYES.values()))


def contrast(a, b):
    light, dark = sorted((linear(c) @ XYZ[1] + 0.05 for c in (a, b)), reverse=True)
    return light / dark


def over(color, paper, share):
    """종이 위에 옅게 칠한 색."""
    return to_hex(share * np.array(to_rgb(color)) + (1 - share) * np.array(to_rgb(paper)))


SCHEMES = {"light": lambda color: color, "dark": DARK.get}


@pytest.mark.parametrize("turn", SCHEMES.values(), ids=SCHEMES)
def test_every_ink_is_read_on_paper_on_a_tint_and_on_a_card(turn):
    paper = turn(PAPER)
    for color in (INK, MUTED, TRUTH, MODEL, OTHER, SHARED):
        assert contrast(turn(color), paper) >= 4.5, color
        if color in palette.TINT:  # 넓이 위에 적은 제 이름
            assert contrast(turn(color), over(turn(color), paper, palette.TINT[color])) >= 3, color
    for mark in (TRUTH, MODEL, OTHER, MUTED):
        card = over(turn(mark), paper, 0.09)
        assert contrast(turn(INK), card) >= 7
        assert contrast(turn(mark), card) >= 3
        assert contrast(turn(mark), paper) >= 3
        assert contrast(paper, turn(mark)) >= 4.5  # 누른 단추의 글


def test_truth_and_model_differ_for_every_eye_that_sees_any_hue():
    for turn in SCHEMES.values():
        for name, eye in EYES.items():
            far = np.linalg.norm(lab(eye @ linear(turn(TRUTH))) - lab(eye @ linear(turn(MODEL))))
            assert far >= 40 or name == "잿빛", (name, far)


# -- 색 없이도 갈리는 그림 ---------------------------------------------------------------------------------
# 색만 다르지만 제자리가 이름인 것. 까닭을 적어요
BY_PLACE = {
    "excess": "더 든 것은 언제나 틀 위에 서고, 틀도 그 위로 이어져요",
    "overlap": "겹친 띠는 두 막대에 걸쳐 서고, 나머지 셋은 왼쪽에 이름이 있어요",
    "bernoulli-entropy": "막대는 이름이 적힌 두 넓이를 아래에서 위로 지나고, 그 경계에 선이 있어요",
    "entropy-crossentropy": "막대는 바닥의 선에서 나뉘고, 아래에서 위로 식의 차례와 같아요",
    "mutual-information": "막대의 칸은 점선으로 나뉘고 왼쪽 원 안의 이름과 차례가 같아요",
}


def look(artist):
    """색을 뺀 모양: 종류, 점선, 점의 모양, 빗금, 굵기의 갈래."""
    if isinstance(artist, Line2D):
        hollow = to_hex(artist.get_mfc()) == PAPER
        drawn = artist.get_linestyle() != "None"
        thick = round(np.log(artist.get_linewidth()) / np.log(1.45)) if drawn else 0
        return "line", artist._dash_pattern if drawn else "", artist.get_marker(), hollow, thick
    empty = not artist.get_fill() or not artist.get_facecolor()[3]
    return type(artist).__name__, artist.get_hatch(), empty, str(artist.get_linestyle())


def color_of(artist):
    """종이 위에 보이는 색."""
    if isinstance(artist, Line2D):
        lined = artist.get_linestyle() != "None"
        face = artist.get_mec() if to_hex(artist.get_mfc()) == PAPER else artist.get_mfc()
        color = to_rgba(artist.get_color() if lined else face, artist.get_alpha())
    else:
        face, edge = artist.get_facecolor(), artist.get_edgecolor()
        color = face if face[3] and artist.get_fill() else edge
    return to_hex(color[:3]), color[3]


def marked(ax):
    """그림판에서 자료를 나르는 것들. 흰 것은 오려 낸 자리이고, 테두리와 눈금은 자료가 아니에요."""
    for artist in ax.get_children():
        if artist is ax.patch or not isinstance(artist, Line2D | Patch):
            continue
        color, _ = color_of(artist)
        if color not in (PAPER, palette.SPINE, palette.GRID):
            yield artist


def extent(artist):
    """화면에서 차지하는 점들(px)."""
    if isinstance(artist, Line2D):
        points = artist.get_transform().transform(np.column_stack(artist.get_data(orig=False)))
    else:
        points = artist.get_transform().transform(artist.get_path().interpolated(8).vertices)
    return points[np.isfinite(points).all(axis=1)]


def away(box, points):
    """글 상자에서 가장 가까운 점까지의 거리(px)."""
    gap = np.maximum(np.maximum(box.min - points, points - box.max), 0)
    return np.hypot(*gap.T).min(initial=np.inf)


def named(artist, ax, texts):
    """곁이나 안에 제 이름이 있거나, 이름이 붙은 눈금에 꼭 서 있는지."""
    points, (color, _) = extent(artist), color_of(artist)
    if not len(points):
        return True  # 지금은 없어요
    low, high = points.min(axis=0), points.max(axis=0)
    for text, box in texts:
        middle = (box.min + box.max) / 2
        inside = isinstance(artist, Patch) and (low <= middle).all() and (middle <= high).all()
        if inside or (to_hex(text.get_color()) == color and away(box, points) <= 14 * ax.figure.dpi / 72):
            return True
    center = (low + high) / 2
    for k, axis in enumerate((ax.xaxis, ax.yaxis)):
        ticks = np.asarray(axis.get_ticklocs(), float)
        spots = ax.transData.transform(np.column_stack([ticks, ticks]))[:, k]
        if len(spots) > 1 and np.abs(spots - center[k]).min() <= 0.02 * np.abs(np.diff(spots)).min():
            return True
    return False


def merged(fig):
    """색으로만 갈리고 이름도 없는 짝들."""
    found = set()
    for ax in fig.axes:
        texts = [(t, t.get_window_extent()) for t in ax.texts + ax.artists if t.get_text()]
        for a, b in itertools.combinations(marked(ax), 2):
            (one, p), (two, q) = color_of(a), color_of(b)
            if one == two or look(a) != look(b) or not (len(extent(a)) and len(extent(b))):
                continue
            shades = [difference(over(t(one), t(PAPER), p), over(t(two), t(PAPER), q)) for t in SCHEMES.values()]
            if min(shades) < APART and not (named(a, ax, texts) and named(b, ax, texts)):
                found.add(f"{look(a)}: {one} {two}")
    return found


def drawings(name):
    """장면은 처음 자리와 끝에서, 움직이지 않는 그림은 노트북이 건네는 것으로."""
    if name in MAKERS:
        scene = MAKERS[name]()
        yield scene.fig
        scene.svg(**{n: c.ends[-1] for n, c in scene.controls.items()})
        yield scene.fig
        return
    with pytest.MonkeyPatch.context() as patch:
        figs = []
        patch.setattr(draw, "svg", lambda fig, _: figs.append(fig) or "<svg>")
        for arguments in DRAWN[name]:
            STILLS[name](*arguments)
    yield from figs


@pytest.mark.parametrize("name", quick([n for n in [*MAKERS, *STILLS] if not n.endswith("-en")], 12))
def test_what_differs_in_hue_differs_in_something_else_too(name):
    found = set().union(*map(merged, drawings(name)))
    excused = name.removesuffix("-ko") in BY_PLACE
    assert bool(found) == excused, found or "이제 까닭을 적지 않아도 돼요"


# -- 쪽의 갈래 ----------------------------------------------------------------------------------------
ROOT = Path(__file__).parents[1]
AXE = edition.NODE / "axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXCUSED = {
    "lab": [
        "region",
        "landmark-one-main",
        "page-has-heading-one",
        "heading-order",
    ],  # 쪽의 뼈대는 JupyterLab의 것이에요
    "live": [
        "landmark-one-main",
        "page-has-heading-one",
        "region",
    ],  # 남의 글에 끼우는 틀이라 제목과 뼈대는 그 글의 것이에요
}


def output_page():
    """JupyterLab이 셀 아래에 보이는 우리 것들만 담은 쪽: 장면, 예측, 채점, 점수, 바로잡기."""
    asked = predict("가운데는?", [0, 0.5, 1], truth=0.5, why="반이에요.", unit="비트")
    shown = [explore.bernoulli(), asked, check("1.1", 5), check("1.1", 4), score(1, [5]), correct("E01")]
    html = "\n".join(f"<div>{part.html() if isinstance(part, Scene) else part._repr_html_()}</div>" for part in shown)
    look = "<style>:root{color-scheme:light dark}body{background:Canvas;color:CanvasText}</style>"
    return f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>셀의 출력</title>{look}{html}</html>'


@pytest.fixture(scope="module")
def pages(site, decks, notebooks, tmp_path_factory):
    """갈래마다 쪽들: {이름: (갈래, 파일)}. 새 갈래는 여기에 더해요."""
    out = tmp_path_factory.mktemp("pages")
    sheets = edition.publish(out / "sheet", classroom.sheets(notebooks), {"sheet.css": edition.WEB / "sheet.css"})
    wide, narrow = FIGURES["entropy-crossentropy"](), FIGURES["entropy-crossentropy"](sheet="phone")
    (out / "live.html").write_text(standalone(wide, narrow), encoding="utf-8")
    [first] = edition.publish(out / "pages", pages_of.first_page(), {})
    assert main(["site", str(out / "pages")]) == 0
    (out / "lab.html").write_text(output_page(), encoding="utf-8")
    return (
        {f"html/{page.stem}": ("reading", page) for page in sorted(site.glob("*.html"))}
        | {f"slides/{stem}": ("deck", decks / f"{stem}.html") for stem in ("03-distributions", "05-deep-learning")}
        | {"slides/index": ("reading", decks / "index.html")}
        | {page.stem: ("sheet", page) for page in sheets}
        | {name: (name, out / f"{name}.html") for name in ("live", "lab")}
        | {"start": ("reading", first), "figures": ("reading", out / "pages" / pages_of.FIGURES)}
    )


def settled(page, kind, file):
    """쪽을 열고 스크립트가 제 일을 마칠 때까지 기다려요."""
    page.goto(file.as_uri())
    if kind == "deck":
        page.wait_for_function("window.Reveal?.isReady()")
    page.evaluate("document.fonts.ready.then(() => true)")


def faults(page, kind, only=None):
    """axe가 찾은 흠: 규칙과 그 자리. 어두울 때는 색(only)만 달라져요."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {rule: dict(enabled=False) for rule in EXCUSED.get(kind, [])}
    found = page.evaluate(
        "options => axe.run(document, options).then(r => r.violations)",
        dict(
            runOnly=only or dict(type="tag", values=RULES),
            rules={} if only else rules,
            resultTypes=["violations"],
            preload=False,
        ),
    )
    return [
        f"{f['id']}: {node['html'][:160]} {node['any'][:1] and node['any'][0]['message']}"
        for f in found
        for node in f["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_on_any_kind_of_page(scheme, pages, new_page):
    page, found = new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme), {}
    only = dict(type="rule", values=["color-contrast"]) if scheme == "dark" else None
    chapters = [name for name in pages if name.startswith("html/")]
    for name in [*sample(chapters, 5), *(name for name in pages if name not in chapters)]:
        kind, file = pages[name]
        settled(page, kind, file)
        if kind == "deck":
            for k in sample(range(page.evaluate("Reveal.getTotalSlides()")), 2):
                page.evaluate("k => Reveal.slide(k)", k)
                found[f"{name} {k}"] = faults(page, kind, only)
            page.evaluate("Reveal.slide(0)")  # 모든 장이 보일 때 소리로 읽히는 것은 이 장이에요
            page.keyboard.press("o")
            found[f"{name}을 한눈에"] = faults(page, kind, only)
            page.emulate_media(media="print")
            found[f"{name}의 종이"] = faults(page, kind, only)
            page.emulate_media(media="screen")
        else:
            page.locator("details").evaluate_all("all => all.forEach(e => e.open = true)")
            found[name] = faults(page, kind, only)
    found = {name: what for name, what in found.items() if what}
    assert not found, "\n".join(f"{name}: {w}" for name, what in found.items() for w in what)


STOPS = """() => { const radios = new Set();
return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(e => {
  if (e.disabled || !e.checkVisibility({visibilityProperty: true}) || e.closest("[inert]")) return false;
  if (e.type !== "radio") return true;
  const group = e.closest("[role=radiogroup]"), first = !radios.has(group);
  radios.add(group); return first; }).length; }"""
FOCUS = """() => { const e = document.activeElement, all = [...document.querySelectorAll("*")];
if (!e || e === document.body || e === document.documentElement) return null;
const {outlineStyle, outlineWidth} = getComputedStyle(e), r = e.getBoundingClientRect();
return {at: all.indexOf(e), what: e.outerHTML.slice(0, 80), ringed: outlineStyle !== "none" && outlineWidth !== "0px",
  seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight}; }"""


@pytest.mark.parametrize("name", ["html/03-distributions", "html/index", "slides/03-distributions", "live", "lab"])
def test_tab_walks_through_every_kind_of_page_and_out_again(name, pages, new_page):
    still = dict(reduced_motion="reduce")  # 미끄러지듯 굴러가는 동안에는 어디에 설지 몰라요
    page, (kind, file) = new_page(viewport={"width": 1280, "height": 800}, **still), pages[name]
    settled(page, kind, file)
    if kind == "deck":
        page.evaluate("Reveal.slide(Reveal.getSlides().findIndex(s => s.querySelector('.entropy-scene')))")
    elif page.locator(".entropy-scene").count():
        for scene in page.locator(".entropy-scene").all():
            scene.scroll_into_view_if_needed()
            scene.locator("svg").first.wait_for()
        page.evaluate("scrollTo(0, 0)")
    stops, walked = page.evaluate(STOPS), []
    assert stops
    for _ in range(stops + 12):  # 굴러가는 칸도 브라우저가 스스로 차례에 넣어요
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            break
        assert here["ringed"], here["what"]
        assert here["seen"], here["what"]
        walked.append(here["at"])
    assert here is None, "빠져나오지 못해요"
    assert walked == sorted(set(walked)), "읽는 차례와 달라요"
    assert len(walked) >= stops


# -- 예측 카드 ----------------------------------------------------------------------------------------
def test_without_scripts_a_question_keeps_its_options_and_its_folded_answer(pages, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(pages["lab"][1].as_uri())
    assert not page.locator("button").count()
    assert "0비트 / 0.5비트 / 1.0비트" in page.locator("[role=group]").inner_text().replace("1비트", "1.0비트")
    page.locator("summary").first.click()
    assert page.get_by_text("반이에요.").is_visible()


def test_the_pressed_answer_is_announced_and_seen_in_forced_colours(pages, new_page):
    page = new_page(viewport={"width": 800, "height": 900}, forced_colors="active")
    settled(page, *pages["lab"])
    left, right = page.get_by_role("button").all()[:2]
    right.click()
    assert page.get_by_role("status").filter(has_text="예측이 맞았어요").is_visible()
    color = "e => getComputedStyle(e).backgroundColor"
    assert left.evaluate(color) != right.evaluate(color)
    bar = page.locator("progress")
    box, pixels = bar.bounding_box(), np.array(Image.open(BytesIO(bar.screenshot())).convert("L"), float)
    assert box["width"] > 200
    middle = pixels[pixels.shape[0] // 2]
    assert middle.max() - middle.min() > 60  # 찬 곳과 빈 곳
    assert page.get_by_text("문제를 맞혔어요").is_visible()


def test_a_finger_finds_the_answers(pages, new_page):
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    settled(page, *pages["lab"])
    for target in page.locator(".entropy-card :is(button, summary)").all():
        assert round(target.bounding_box()["height"], 2) >= 44


# -- 종이 --------------------------------------------------------------------------------------------
def printed(page):
    """인쇄한 쪽마다의 밝기."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    return [np.array(sheet.render(scale=0.25).to_pil().convert("L"), int) for sheet in document]


@pytest.mark.parametrize("name", ["03-distributions", "05-deep-learning"])
def test_every_printed_slide_has_light_paper_and_dark_ink(name, pages, new_page):
    page = new_page(color_scheme="dark", viewport={"width": 1280, "height": 720})
    settled(page, *pages[f"slides/{name}"])
    total = page.evaluate("Reveal.getTotalSlides()")
    sheets = printed(page)
    assert len(sheets) == total
    for k, shades in enumerate(sheets):
        assert np.median(shades) > 240, k
        assert (shades < 120).mean() > 0.0005, k
        assert shades[:, [0, -1]].min() > 200, k  # 가장자리로 흘러나온 것이 없어요
    for key in "o?":  # 한눈에 보던 때, 도움말을 연 때의 종이도 같아요
        page.keyboard.press(key)
        page.wait_for_function("Reveal.isOverview() || document.getElementById('help').open")
        # 깨어난 장면은 가는 획이 몇 화소 달리 칠해지기도 해요
        for k, (before, after) in enumerate(zip(sheets, printed(page), strict=True)):
            assert (np.abs(before - after) > 32).mean() < 0.001, (key, k)
        page.keyboard.press(key)
