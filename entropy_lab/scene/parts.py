"""움직이는 부분: 무엇이 어떻게 움직일 수 있는지, 화면에서는 그것을 어떻게 옮기는지.

옮길 수 없는 것은 장면을 만들 때 거절해요. 말없이 빠지는 것이 없어야 화면과 파일이 같아요.
"""

from functools import partial
from itertools import chain

import numpy as np
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.colors import Normalize, to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text

from ..josa import josa
from . import reading
from .reading import Note, Outlined


class Area(PathPatch):
    """꼭짓점이 움직이는 넓이. {area: dict(xy=(x, y))}로 움직여요."""

    def __init__(self, **kwargs):
        super().__init__(Outline(np.zeros((1, 2))), **kwargs)

    def set_xy(self, xy):
        corners = np.stack(np.broadcast_arrays(*xy), axis=1)
        self.set_path(Outline(np.vstack([corners, corners[:1]]), closed=True))


LOOKS = {"alpha", "color", "facecolor", "edgecolor", "linewidth"}
WORDS = {"text", "position", "alpha", "color"}
MOVES = {  # 종류마다 움직일 수 있는 속성. visible은 무엇이든 돼요
    Line2D: {"data", "xdata", "ydata", "alpha", "color", "linewidth"},
    Rectangle: {"x", "y", "width", "height", "xy", *LOOKS},
    Circle: {"center", "radius", *LOOKS},
    Polygon: {"xy", *LOOKS},
    Area: {"xy", *LOOKS},
    PathCollection: {"offsets", "array", "alpha"},
    QuadMesh: {"array", "alpha"},
    Outlined: WORDS,
    reading.Reading: WORDS,
    Note: {"xy", *WORDS},
}
SIZES = dict.fromkeys("x y width height radius alpha linewidth visible".split(), 1) | dict(center=2, position=2)
TWICE = {"data": {"xdata", "ydata"}, "xy": {"x", "y"}, "color": {"facecolor", "edgecolor"}}
FAINT = 1e-6  # matplotlib은 0이면 칠이나 테두리를 아예 적지 않아서, 화면이 되살릴 것이 없어요
LIMITS = dict.fromkeys(["color", "facecolor", "edgecolor"], (0, 1)) | dict(alpha=(FAINT, 1), linewidth=(FAINT, 1e4))
ELSE = "선(ax.plot), 막대(ax.bar), Rectangle, Circle, Polygon, Area, 점(ax.scatter), pcolormesh, 글로 그려 주세요"
INSTEAD = {
    "AxesImage": "imshow 대신 ax.pcolormesh(표)로 그려 주세요",
    "FillBetweenPolyCollection": "fill_between 대신 ax.add_patch(Area(fc=…))로 그리고 xy로 움직여 주세요",
    "LineCollection": "ax.vlines나 ax.hlines 대신 ax.plot으로 선을 하나씩 그려 주세요",
    "StepPatch": "ax.stairs 대신 ax.plot(…, drawstyle='steps-mid')이나 ax.bar로 그려 주세요",
    "AxLine": "ax.axline 대신 ax.plot으로 두 점을 이어 주세요",
    "BarContainer": "막대를 하나씩 꺼내 주세요. 예: {막대: dict(height=h[k]) for k, 막대 in enumerate(bars)}",
    "list": "ax.plot은 선을 리스트에 담아 돌려줘요. line, = ax.plot(…)처럼 꺼내 주세요",
}


# -- 거절하기 ----------------------------------------------------------------------------------------
def named(artist):
    """사람이 알아볼 이름."""
    label = reading.readable(str(artist.get_text() if isinstance(artist, Text) else artist.get_label()))
    kind = {"Outlined": "Text", "Note": "Annotation"}.get(type(artist).__name__, type(artist).__name__)
    return kind + (f" {label!r}" if label and not label.startswith("_") else "")


def immovable(artist, what, instead):
    return TypeError(f"{named(artist)}: {what}. {instead}.")


def stranger(artist):
    """이 그림에 있는 부분이 아닌 것."""
    kind = type(artist).__name__
    if kind in INSTEAD:
        return TypeError(f"{kind}: 움직일 수 있는 부분이 아니에요. {INSTEAD[kind]}.")
    return TypeError(f"{josa(repr(artist), '은/는')} 이 장면의 그림에 없어요. fig에 그린 것만 움직일 수 있어요.")


def leaning(artist):
    """이것이 자리를 기대는 것들: 설명 글의 기준, 화살표의 두 끝, 오려 낸 모양."""
    coords = [getattr(artist, name, None) for name in ("xycoords", "anncoords")]
    flat = [c for pair in coords for c in (pair if isinstance(pair, tuple) else [pair])]
    arrow = getattr(artist, "arrow_patch", None) or artist
    ends = [getattr(arrow, name, None) for name in ("patchA", "patchB")]
    return {*(getattr(c, "__self__", c) for c in flat), *ends, getattr(artist.get_clip_path(), "_patch", None)}


def movable(artist, props):
    """움직일 수 있는 것인지 보고, 글이라면 윤곽선으로 놓이게 바꿔요."""
    if not isinstance(props, dict):
        raise immovable(artist, f"움직일 속성을 dict로 적어 주세요: {props!r}", "예: {점: dict(data=([p], [h]))}")
    if props.keys() <= {"visible"} and not isinstance(artist, Outlined):
        return  # 무엇이든 나타났다 사라질 수 있어요
    reading.outlined(artist)
    if type(artist) not in MOVES:
        raise immovable(artist, "움직일 수 없는 종류예요", INSTEAD.get(type(artist).__name__, ELSE))
    for wrong, what, instead in chain(misstated(artist, props), unlike(artist, props)):
        if wrong:
            raise immovable(artist, what, instead)


def misstated(artist, props):
    """속성을 잘못 적은 것: (그런지, 무엇이, 대신 쓸 것)."""
    kind, allowed = type(artist), MOVES[type(artist)] | {"visible"}
    for name in sorted(map(str, props.keys() - allowed)):
        yield True, f"{name!r} 속성은 움직일 수 없어요", f"움직일 수 있는 것: {', '.join(sorted(allowed))}"
    for whole, pieces in TWICE.items():
        both = [whole, *sorted(pieces & props.keys())]
        yield whole in props and both[1:], f"{both} 가운데 어느 쪽인지 알 수 없어요", "하나만 적어 주세요"
    sizes = SIZES | ({"xy": 2} if kind in (Rectangle, Note) else {})
    for name in sorted(props.keys() & sizes.keys()):
        size, many = sizes[name], np.size(props[name])
        what = f"{name!r}에는 수 {size}개가 필요해요. 지금은 {many}개예요"
        yield many != size, what, "{막대: dict(height=h[0])}처럼 하나씩 적어 주세요"
    table = {Polygon: "xy", PathCollection: "offsets"}.get(kind)
    flat = table in props and np.shape(props[table])[1:] != (2,)
    yield flat, f"{table!r}에는 점마다 (x, y)가 필요해요", "np.stack([x, y], axis=1)로 적어 주세요"
    if kind is Area and "xy" in props:
        uneven = len(props["xy"]) != 2 or len({*map(np.size, props["xy"])} - {1}) > 1
        yield uneven, "'xy'에는 개수가 같은 x들과 y들이 필요해요", "dict(xy=(x, y))로 적어 주세요"
    if kind is Line2D:
        sizes = {*map(np.size, points(artist, props))}
        yield len(sizes) > 1, f"x와 y의 개수가 달라요: {sizes}", "같은 개수로 맞춰 주세요"
    yield not isinstance(props.get("text", ""), str), "text에는 글을 적어 주세요", "예: dict(text=f'{p:.2f}')"
    if "array" in props:
        other = np.size(props["array"]) != np.size(artist.get_array())
        yield other, "array의 개수가 처음과 달라요", "c=값들, cmap=…으로 그린 점이나 칸의 수에 맞춰 주세요"


def unlike(artist, props):
    """화면이 똑같이 따라 할 수 없는 쓰임: (그런지, 무엇이, 대신 쓸 것)."""
    yield artist.get_sketch_params(), "손그림 같은 것(plt.xkcd)은 움직일 수 없어요", "보통의 모양으로 그려 주세요"
    if isinstance(artist, Outlined):
        lying = artist.get_rotation() or "\n" in artist.get_text()
        yield lying, "누운 글이나 두 줄인 글은 움직일 수 없어요", "한 줄짜리 가로 글로 나누어 주세요"
        boxed = artist.get_bbox_patch() or getattr(artist, "arrow_patch", None)
        yield boxed, "상자나 화살표가 딸린 글은 움직일 수 없어요", "글과 상자(Rectangle)를 따로 그려 주세요"
        tied = "xy" in props and (artist.xycoords, artist.anncoords) != ("data", "offset points")
        yield tied, "xy는 textcoords='offset points'일 때만 움직여요", "position으로 움직여 주세요"
    elif isinstance(artist, Line2D):
        dashed = "linewidth" in props and artist.is_dashed()
        yield dashed, "끊긴 선은 굵기를 움직일 수 없어요", "이어진 선으로 그려 주세요"
        some = artist.get_markevery() is not None
        yield some, "markevery를 쓴 선은 움직일 수 없어요", "선과 점을 따로 그려 주세요"
    elif isinstance(artist, Patch):
        hatched = artist.get_hatch() and props.keys() & LOOKS
        yield hatched, "빗금 친 것은 색을 움직일 수 없어요", "빗금 없는 것을 겹쳐 그려 주세요"
        turned = isinstance(artist, Rectangle) and artist.get_angle()
        yield turned, "기울어진 사각형은 움직일 수 없어요", "Polygon으로 그려 주세요"
        open_ = isinstance(artist, Polygon) and "xy" in props and not artist.get_closed()
        yield open_, "닫히지 않은 다각형은 움직일 수 없어요", "ax.plot으로 그려 주세요"
    else:
        scaled = "array" in props and type(artist.norm) is not Normalize
        yield scaled, "로그 같은 색 눈금은 움직일 수 없어요", "값에 np.log를 취해 보통의 vmin, vmax로 그려 주세요"


def points(line, props):
    """선의 x와 y. 한쪽만 움직이면 다른 쪽은 그려진 그대로예요."""
    return props.get("data", (props.get("xdata", line.get_xdata()), props.get("ydata", line.get_ydata())))


# -- 수로 움직이기 -------------------------------------------------------------------------------------
def place(artist, props):
    """수로 정해진 속성대로 부분을 옮겨요."""
    props = dict(props)
    if "data" in props:
        props["data"] = tuple(map(np.atleast_1d, props["data"]))
    for name in props.keys() & LIMITS.keys():
        if not isinstance(props[name], str):
            value = np.clip(np.nan_to_num(np.asarray(props[name], float)), *LIMITS[name])
            props[name] = value.item() if value.size == 1 else tuple(value)
    if "visible" in props:
        props["visible"] = bool(props["visible"])
    if "array" in props:
        props["array"] = nudged(artist, np.reshape(np.asarray(props["array"], float), np.shape(artist.get_array())))
    artist.set(**props)


def nudged(artist, values):
    """두 색의 경계에 꼭 놓인 값은 마지막 자리에 따라 색이 갈려요. 화면과 똑같이 조금 올려서 골라요."""
    low, high = artist.norm.vmin, artist.norm.vmax
    higher = np.minimum(values + FAINT * (high - low) / artist.cmap.N, np.nextafter(high, low))
    return np.where((values >= low) & (values < high), higher, values)


def hidden(artist):
    """보이지 않는 부분: 감추었거나, 꼭짓점에 없는 값(nan)이 있는 넓이."""
    corners = artist.get_patch_transform().transform(artist.get_path().vertices) if isinstance(artist, Patch) else 0
    return not (artist.get_visible() and np.isfinite(corners).all())


# -- 프로그램으로 옮기기 ---------------------------------------------------------------------------------
class Writer:
    """부분들을 scene.js가 받는 프로그램으로 옮기는 사람: 테이프, 종이의 높이, 윤곽선의 번호를 알아요."""

    def __init__(self, tape, fig):
        self.tape, self.height = tape, fig.bbox.height
        self.glyphs, self.faces = {}, {}

    def write(self, artist, props):
        """부분 하나. 점이 찍힌 선은 선과 점, 두 부분이에요."""
        part = dict(id=artist.get_gid())
        if "visible" in props:
            part["visible"] = self.number(props["visible"])
        kinds = {Line2D: self.line, PathCollection: self.colored, QuadMesh: self.colored}
        if isinstance(artist, Outlined):
            return [part | self.text(artist, props)]
        if props.keys() <= {"visible"}:
            return [part | dict(kind="group")]
        return [part | piece for piece in kinds.get(type(artist), self.shape)(artist, props)]

    def number(self, value):
        return self.tape.constant(value).line

    def at(self, artist, transform, x, y):
        x, y = self.pixels(artist, transform, x, y)
        return dict(x=x.line, y=y.line)

    def pixels(self, artist, transform, x, y):
        """그림의 좌표에서 SVG의 좌표로."""
        x, y = (self.tape.constant(v) for v in (x, y))
        bases = log_bases(artist, transform)
        (e, a), (f, b) = straight(artist, transform, bases)
        x, y = (logarithm(v, base) for v, base in zip((x, y), bases, strict=True))
        return e + a * x, self.height - f - b * y

    # -- 부분 --
    def shape(self, artist, props):
        """넓이 하나. 자리를 말하지 않았으면 그려진 자리에 그대로 있어요."""
        both = props.get("color")
        fill = props.get("facecolor", both) if artist.get_fill() else None
        stroke, width = props.get("edgecolor", both), props.get("linewidth")
        if artist.get_linewidth() == 0 or artist.get_edgecolor()[3] == 0:
            stroke = width = None  # 그려지지 않은 테두리예요
        look = self.look(artist, fill=fill, stroke=stroke, opacity=props.get("alpha"), stroke_width=width)
        part = dict(kind="path", look=look)
        if props.keys() <= {*LOOKS, "visible"}:
            return [part]
        x, y, d = self.corners(artist, props)
        return [part | dict(d=d) | self.at(artist, artist.get_data_transform(), x, y)]

    def corners(self, artist, props):
        """넓이의 꼭짓점 x들과 y들, 그것을 잇는 명령."""
        if isinstance(artist, Circle):
            (x, y), r = props.get("center", artist.get_center()), props.get("radius", artist.get_radius())
            unit = Outline.unit_circle()
            u, v = unit.vertices.T
            return x + r * u, y + r * v, reading.letters(unit.codes)
        if isinstance(artist, Rectangle):
            x, y = props.get("xy", (props.get("x", artist.get_x()), props.get("y", artist.get_y())))
            w, h = props.get("width", artist.get_width()), props.get("height", artist.get_height())
            x, y, w, h = (self.tape.constant(v) for v in (x, y, w, h))
            return [x, x + w, x + w, x], [y, y, y + h, y + h], "z"
        if isinstance(artist, Polygon):
            xy = self.tape.constant(props["xy"])
            return xy[:, 0], xy[:, 1], "z"
        x, y = (self.tape.constant(v) for v in props["xy"])  # 수 하나는 다른 쪽의 길이로 펼쳐요
        return (x + 0 * y, y, "z") if x.size == 1 else (x, y + 0 * x if y.size == 1 else y, "z")

    def line(self, artist, props):
        """선과 점. 자리를 말하지 않았으면 그려진 자리에 그대로 있어요."""
        color, alpha, width = map(props.get, ("color", "alpha", "linewidth"))
        placed, transform = props.keys() & {"data", "xdata", "ydata"}, artist.get_transform()
        x, y = (np.ravel(self.tape.constant(v)) for v in points(artist, props)) if placed else (None, None)
        if artist.get_linestyle() != "None":
            look = self.look(artist, stroke=color, stroke_opacity=alpha, stroke_width=width)
            at = self.at(artist, transform, *stepped(artist, x, y)) if placed else {}
            yield dict(kind="path", look=look, d="") | at
        if artist._marker:
            own = [str(c) != "auto" for c in (artist._markerfacecolor, artist._markeredgecolor)]
            none = [str(c).lower() == "none" for c in (artist.get_markerfacecolor(), artist.get_markeredgecolor())]
            fill, stroke = (None if mine else color for mine in own)
            inside, rim = (None if empty else alpha for empty in none)
            look = self.look(artist, fill=fill, stroke=stroke, fill_opacity=inside, stroke_opacity=rim)
            yield dict(kind="dots", look=look) | (self.at(artist, transform, x, y) if placed else {})

    def colored(self, artist, props):
        """값에 따라 색이 달라지는 점이나 칸: 색 눈금을 표로 옮겨요."""
        edged, alpha = len(artist.get_edgecolors()) > 0 and np.max(artist.get_linewidths()) > 0, props.get("alpha")
        look = self.look(artist, fill_opacity=alpha, stroke_opacity=alpha if edged else None)
        part = dict(kind="cells" if isinstance(artist, QuadMesh) else "dots", look=look)
        if "array" in props:
            low, high, cmap = artist.norm.vmin, artist.norm.vmax, artist.cmap
            level = (np.ravel(self.tape.constant(props["array"])) - low) / ((high - low) or 1)
            colors, odd = cmap(np.arange(cmap.N)), (cmap.get_under(), cmap.get_over(), cmap.get_bad())
            ends = [to_hex(c) if c[3] else "none" for c in odd]
            edge = edged and np.array_equal(artist.get_edgecolors(), artist.get_facecolors())
            part["shade"] = dict(n=level.line, colors=[*map(to_hex, colors)], ends=ends, edge=int(edge))
        if "offsets" in props:
            xy = self.tape.constant(props["offsets"])
            part |= self.at(artist, artist.get_offset_transform(), xy[:, 0], xy[:, 1])
        return [part]

    # -- 모양새 --
    def look(self, artist, **worn):
        """색, 투명도, 굵기. 움직이지 않는 것(None)은 적지 않아요."""
        look = {name.replace("_", "-"): value for name, value in worn.items() if value is not None}
        return [[k, self.color(artist, v) if k in ("fill", "stroke") else self.number(v)] for k, v in look.items()]

    def color(self, artist, color):
        """색: 이름, pick으로 고른 이름, 또는 0부터 1까지의 빨강, 초록, 파랑."""

        def opaque(name):
            if to_rgba(name)[3] != 1:
                raise immovable(artist, f"{name!r}처럼 비치는 색은 움직일 수 없어요", "색과 alpha를 따로 움직여 주세요")
            return to_hex(name)

        if isinstance(color, str):
            return reading.sentence(color, opaque)[0]
        if np.shape(color := self.tape.constant(color)) != (3,):
            raise immovable(artist, "움직이는 색은 빨강, 초록, 파랑의 세 수예요", "투명도는 alpha로 따로 움직여 주세요")
        return dict(rgb=[c.line for c in color])

    # -- 글 --
    def text(self, artist, props):
        run = partial(self.run, artist=artist)
        runs = reading.sentence(props.get("text", artist.get_text()), run, partial(run, new=True))
        align, face = reading.ALIGN[artist.get_horizontalalignment()], "{}-{:g}".format(*artist.face)
        part = dict(kind="text", text=runs, face=face, align=align, fill=to_hex(artist.get_color()))
        for run in runs:
            if "digits" in run:
                self.needs(face, artist.face, run)
        if artist.after:
            part["after"] = artist.after.get_gid()
        part["look"] = self.look(artist, fill=props.get("color"), opacity=props.get("alpha"))
        drop = reading.BASE[artist.get_verticalalignment()] * artist.get_size()
        if isinstance(artist, Note) and props.keys() & {"xy", "position"}:
            dx, dy = props.get("position", artist.get_position())
            x, y = self.pixels(artist, artist.axes.transData, *props.get("xy", artist.xy))
            x, y = x + dx, y - dy + drop
        elif "position" in props:
            x, y = self.pixels(artist, artist.get_transform(), *props["position"])
            y = y + drop
        else:
            x, y = artist.anchor()
            y = self.height - y
        return part | dict(x=self.number(x), y=self.number(y))

    def needs(self, name, face, run):
        """이 수를 적는 데 쓰일 수 있는 글자들의 나비와 윤곽선."""
        signs = "." * (run["digits"] > 0) + "".join(c for c, on in reading.SIGNS.items() if on in run)
        for c in reading.DIGITS + reading.ODD + signs:
            width, outline = reading.glyph(c, *face)
            self.faces.setdefault(name, {}).setdefault(c, [width, self.outline_number(outline)])

    def outline_number(self, outline):
        return self.glyphs.setdefault(reading.encode(outline), len(self.glyphs))

    def run(self, text, artist, new=False):
        """글 한 토막: 나비, 글자들의 자리, 그리고 그림에 아직 없을 수 있는 글자라면 윤곽선의 번호."""
        width, outlines = reading.typeset(reading.spell(text), *artist.face)
        run = dict(w=width, at=[x for x, _ in outlines])
        return run | dict(g=[self.outline_number(outline) for _, outline in outlines]) if new else run


def stepped(line, x, y):
    """계단으로 그리는 선의 꼭짓점."""
    style = line.get_drawstyle()
    if style in ("steps", "steps-pre"):
        return np.repeat(x, 2)[:-1], np.repeat(y, 2)[1:]
    if style == "steps-post":
        return np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    if style == "steps-mid":
        middle = (x[:-1] + x[1:]) / 2
        return np.concatenate([x[:1], np.repeat(middle, 2), x[-1:]]), np.repeat(y, 2)
    return x, y


# -- 눈금 ------------------------------------------------------------------------------------------
def log_bases(artist, transform):
    """로그 눈금의 밑. 보통 눈금이면 None."""
    if artist.axes is None:
        return None, None
    moved, axes = transform.contains_branch_seperately(artist.axes.transData), (artist.axes.xaxis, artist.axes.yaxis)
    logs = (on and axis.get_scale() == "log" for on, axis in zip(moved, axes, strict=True))
    return [axis.get_transform().base if log else None for log, axis in zip(logs, axes, strict=True)]


def logarithm(x, base):
    """matplotlib의 로그 눈금처럼: 0 이하인 값은 −1000."""
    if base is None:
        return x
    log = {2: np.log2, 10: np.log10}.get(base, lambda v: np.log(v) / np.log(base))
    return np.where(x <= 0, -1000.0, log(np.where(x <= 0, 1.0, x)))


def straight(artist, transform, bases):
    """눈금을 편 좌표에서 화면으로 가는 두 일차식의 (절편, 기울기). 일차식이 아니면 거절해요."""

    def screen(*points):
        columns = zip(np.transpose(points).astype(float), bases, strict=True)
        return transform.transform(np.stack([base**v if base else v for v, base in columns], axis=1))

    start, unit = screen((0, 0), (1, 1))
    slope, far = unit - start, ((0, 1), (1, 0), (30, -20), (-7, 0.3))
    with np.errstate(all="ignore"):
        if not np.allclose(screen(*far), start + slope * far, rtol=1e-9, atol=1e-6):
            what = "보통 눈금과 로그 눈금이 아닌 축(극좌표, symlog 등)에서는 움직일 수 없어요"
            raise immovable(artist, what, "좌표를 직접 셈해 보통의 축에 그려 주세요")
    return list(zip(start.tolist(), slope.tolist(), strict=True))
