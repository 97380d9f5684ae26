"""움직이는 부분: 무엇이 어떻게 움직일 수 있는지, 화면에서는 그것을 어떻게 옮기는지.

옮길 수 없는 것은 장면을 만들 때 거절해요. 말없이 빠지는 것이 없어야 화면과 파일이 같아요.
"""

import numpy as np
from matplotlib.collections import PathCollection, QuadMesh
from matplotlib.colors import Normalize, to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, PathPatch, Polygon, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text

from .reading import (
    ALIGN,
    BASE,
    DIGITS,
    MARK,
    ODD,
    SIGNS,
    Note,
    Outlined,
    Reading,
    encode,
    glyph,
    letters,
    outlined,
    sentence,
    spell,
    typeset,
)
from .tape import Traced

LOOKS = {"alpha", "color", "facecolor", "edgecolor", "linewidth"}
MOVES = {  # 종류마다 움직일 수 있는 속성. visible은 무엇이든 돼요
    Line2D: {"data", "xdata", "ydata", "alpha", "color", "linewidth"},
    Rectangle: {"x", "y", "width", "height", "xy", *LOOKS},
    Circle: {"center", "radius", *LOOKS},
    Polygon: {"xy", *LOOKS},
    PathCollection: {"offsets", "array", "alpha"},
    QuadMesh: {"array", "alpha"},
    Outlined: {"text", "position", "alpha", "color"},
}


FAINT = 1e-6


class Area(PathPatch):
    """꼭짓점이 움직이는 넓이. {area: dict(xy=(x, y))}로 움직여요."""

    def __init__(self, **kwargs):
        super().__init__(Outline(np.zeros((1, 2))), **kwargs)

    def set_xy(self, xy):
        corners = np.stack(np.broadcast_arrays(*xy), axis=1)
        self.set_path(Outline(np.vstack([corners, corners[:1]]), closed=True))


MOVES[Area] = {"xy", *LOOKS}
MOVES[Reading] = MOVES[Outlined]
MOVES[Note] = {*MOVES[Outlined], "xy"}


# -- 거절하기 ----------------------------------------------------------------------------------------
def named(artist):
    """사람이 알아볼 이름."""
    text = artist.get_text() if isinstance(artist, Text) else artist.get_label()
    label = MARK.sub("…", str(text))
    kind = {"Outlined": "Text", "Note": "Annotation"}.get(type(artist).__name__, type(artist).__name__)
    return kind + (f" {label!r}" if label and not label.startswith("_") else "")


def immovable(artist, what, instead):
    return TypeError(f"{named(artist)}: {what}. {instead}.")


def stranger(artist):
    """이 그림에 있는 부분이 아닌 것."""
    kind = type(artist).__name__
    if kind in INSTEAD:
        return TypeError(f"{kind}: 움직일 수 있는 부분이 아니에요. {INSTEAD[kind]}.")
    return TypeError(f"{artist!r}은(는) 이 장면의 그림에 없어요. fig에 그린 것만 움직일 수 있어요.")


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
        raise immovable(
            artist, f"움직일 속성을 dict로 적어 주세요. 지금은 {props!r}이에요", "예: {점: dict(data=([p], [h]))}"
        )
    if props.keys() <= {"visible"} and not isinstance(artist, Outlined):
        return  # 무엇이든 나타났다 사라질 수 있어요
    outlined(artist)
    allowed = MOVES.get(type(artist))
    if allowed is None:
        raise immovable(artist, "움직일 수 없는 종류예요", INSTEAD.get(type(artist).__name__, ELSE))
    if unknown := sorted(props.keys() - {"visible"} - allowed):
        raise immovable(
            artist,
            f"{str(unknown[0])!r} 속성은 움직일 수 없어요",
            f"움직일 수 있는 것: {', '.join(sorted(allowed))}, visible",
        )
    for whole, pieces in TWICE.items():
        if whole in props and (both := sorted(props.keys() & pieces)):
            raise immovable(
                artist, f"{whole!r}와 {both[0]!r}을(를) 함께 적으면 어느 쪽인지 알 수 없어요", "하나만 적어 주세요"
            )
    for name, value in props.items():
        size = SIZES.get(name, 2 if name == "xy" and isinstance(artist, Rectangle | Note) else None)
        if size and np.size(value) != size:
            raise immovable(
                artist,
                f"{name!r}에는 수 {size}개가 필요해요. 지금은 {np.size(value)}개예요",
                "{막대: dict(height=h[0])}처럼 하나씩 적어 주세요",
            )
    table = {Polygon: "xy", PathCollection: "offsets"}.get(type(artist))
    if table in props and np.shape(props[table])[1:] != (2,):
        raise immovable(
            artist, f"{table!r}에는 점마다 (x, y)를 담은 배열이 필요해요", "np.stack([x, y], axis=1)로 적어 주세요"
        )
    if type(artist) is Area and len(props.get("xy", "xy")) != 2:
        raise immovable(artist, "'xy'에는 x들과 y들이 필요해요", "dict(xy=(x, y))로 적어 주세요")
    if not isinstance(props.get("text", ""), str):
        raise immovable(artist, "text에는 글을 적어 주세요", "예: dict(text=f'{p:.2f}')")
    if isinstance(artist, Line2D) and len(sizes := {*map(np.size, points(artist, props))}) > 1:
        raise immovable(artist, f"x와 y의 개수가 달라요: {sizes}", "같은 개수로 맞춰 주세요")
    check_look(artist, props)


SIZES = dict.fromkeys(["x", "y", "width", "height", "radius", "alpha", "linewidth", "visible"], 1)
SIZES |= dict(center=2, position=2)


def points(line, props):
    """선의 x와 y. 한쪽만 움직이면 다른 쪽은 그려진 그대로예요."""
    return props.get("data", (props.get("xdata", line.get_xdata()), props.get("ydata", line.get_ydata())))


TWICE = {"data": {"xdata", "ydata"}, "xy": {"x", "y"}, "color": {"facecolor", "edgecolor"}}
ELSE = (
    "선(ax.plot), 막대(ax.bar), Rectangle, Circle, Polygon, Area, 흩뿌린 점(ax.scatter), pcolormesh, 글로 그려 주세요"
)
INSTEAD = {
    "AxesImage": "imshow 대신 ax.pcolormesh(표)로 그려 주세요",
    "FillBetweenPolyCollection": "fill_between 대신 ax.add_patch(Area(fc=…))로 그리고 xy로 움직여 주세요",
    "LineCollection": "ax.vlines나 ax.hlines 대신 ax.plot으로 선을 하나씩 그려 주세요",
    "StepPatch": "ax.stairs 대신 ax.plot(…, drawstyle='steps-mid')이나 ax.bar로 그려 주세요",
    "AxLine": "ax.axline 대신 ax.plot으로 두 점을 이어 주세요",
    "BarContainer": "막대를 하나씩 꺼내 주세요. 예: {막대: dict(height=h[k]) for k, 막대 in enumerate(bars)}",
    "list": "ax.plot은 선을 리스트에 담아 돌려줘요. line, = ax.plot(…)처럼 꺼내 주세요",
}


def check_look(artist, props):
    """모양새에 관한 것: 화면이 똑같이 따라 할 수 없는 쓰임."""
    if artist.get_sketch_params():
        raise immovable(artist, "손그림처럼 흔들린 것(plt.xkcd)은 움직일 수 없어요", "보통의 모양으로 그려 주세요")
    if isinstance(artist, Outlined):
        if artist.get_rotation() or "\n" in artist.get_text():
            raise immovable(artist, "누운 글이나 두 줄인 글은 움직일 수 없어요", "한 줄짜리 가로 글로 나누어 주세요")
        if artist.get_bbox_patch() or getattr(artist, "arrow_patch", None):
            raise immovable(
                artist, "상자나 화살표가 딸린 글은 움직일 수 없어요", "글과 상자(Rectangle)를 따로 그려 주세요"
            )
        if "xy" in props and (artist.xycoords, artist.anncoords) != ("data", "offset points"):
            raise immovable(
                artist, "xy는 textcoords='offset points'일 때만 움직여요", "그렇게 적거나 position으로 움직여 주세요"
            )
    elif isinstance(artist, Line2D):
        if "linewidth" in props and artist.is_dashed():
            raise immovable(artist, "끊긴 선은 굵기를 움직일 수 없어요", "이어진 선으로 그려 주세요")
        if artist.get_markevery() is not None:
            raise immovable(artist, "markevery를 쓴 선은 움직일 수 없어요", "선과 점을 따로 그려 주세요")
    elif isinstance(artist, Patch):
        if artist.get_hatch() and props.keys() & LOOKS:
            raise immovable(artist, "빗금 친 것은 색을 움직일 수 없어요", "빗금 없는 것을 겹쳐 그려 주세요")
        if isinstance(artist, Rectangle) and artist.get_angle():
            raise immovable(artist, "기울어진 사각형은 움직일 수 없어요", "Polygon으로 그려 주세요")
    elif "array" in props and np.size(getattr(props["array"], "value", props["array"])) != np.size(artist.get_array()):
        raise immovable(
            artist, "array의 개수가 처음에 그린 것과 달라요", "c=값들, cmap=…으로 그린 점이나 칸의 수에 맞춰 주세요"
        )
    elif "array" in props and type(artist.norm) is not Normalize:
        raise immovable(
            artist, "로그 눈금 같은 색 눈금은 움직일 수 없어요", "값에 np.log를 취해 보통의 vmin, vmax로 그려 주세요"
        )


def place(artist, props):
    """수로 정해진 속성대로 부분을 옮겨요."""
    props = dict(props)
    if "data" in props:
        props["data"] = tuple(map(np.atleast_1d, props["data"]))
    for color in props.keys() & {"color", "facecolor", "edgecolor"}:
        if not isinstance(props[color], str):
            props[color] = tuple(np.clip(np.nan_to_num(np.asarray(props[color], float)), 0, 1))
    # matplotlib은 0이면 칠이나 테두리를 아예 적지 않아서, 화면이 되살릴 것이 없어요.
    if "alpha" in props:
        props["alpha"] = float(np.clip(np.nan_to_num(props["alpha"]), FAINT, 1))
    if "linewidth" in props:
        props["linewidth"] = float(np.clip(np.nan_to_num(props["linewidth"]), FAINT, 1e4))
    if "visible" in props:
        props["visible"] = bool(props["visible"])
    if "array" in props:
        props["array"] = nudged(artist, np.reshape(np.asarray(props["array"], float), np.shape(artist.get_array())))
    artist.set(**props)


def nudged(artist, values):
    """두 색의 경계에 꼭 놓인 값은 마지막 자리에 따라 색이 갈려요. 화면과 똑같이 조금 올려서 골라요."""
    low, high = artist.norm.vmin, artist.norm.vmax
    top = np.nextafter(high, low)
    return np.where(
        (values >= low) & (values < high), np.minimum(values + FAINT * (high - low) / artist.cmap.N, top), values
    )


def hidden(artist):
    """보이지 않는 부분: 감추었거나, 꼭짓점에 없는 값(nan)이 있는 넓이."""
    if not artist.get_visible():
        return True
    return (
        isinstance(artist, Patch)
        and not np.isfinite(artist.get_patch_transform().transform(artist.get_path().vertices)).all()
    )


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
        kinds = {Line2D: self.line, PathCollection: self.scatter, QuadMesh: self.cells}
        if isinstance(artist, Outlined):
            return [part | self.text(artist, props)]
        if props.keys() <= {"visible"}:
            return [part | dict(kind="group")]
        return [part | piece for piece in kinds.get(type(artist), self.shape)(artist, props)]

    def number(self, value):
        return self.tape.constant(value).line

    # -- 자리 --
    def pixels(self, artist, transform, x, y):
        """그림의 좌표에서 SVG의 좌표로 가는 두 줄."""
        x, y = (self.tape.constant(v) for v in (x, y))
        if x.size != y.size:
            raise immovable(artist, f"x는 {x.size}개인데 y는 {y.size}개예요", "같은 개수로 맞춰 주세요")
        bases = log_bases(artist, transform)
        (e, a), (f, b) = straight(artist, transform, bases)
        x, y = (logarithm(v, base) for v, base in zip((x, y), bases, strict=True))
        return dict(x=(e + a * x).line, y=(self.height - f - b * y).line)

    def shape(self, artist, props):
        """넓이 하나. 자리를 말하지 않았으면 그려진 자리에 그대로 있어요."""
        corners = {Rectangle: self.rectangle, Circle: self.circle, Polygon: self.polygon, Area: self.area}[type(artist)]
        part = dict(kind="path") | self.look(artist, props)
        if props.keys() <= {*LOOKS, "visible"}:
            return [part]
        x, y, d = corners(artist, props)
        return [part | dict(d=d) | self.pixels(artist, artist.get_data_transform(), x, y)]

    def rectangle(self, artist, props):
        x, y = props.get("xy", (props.get("x", artist.get_x()), props.get("y", artist.get_y())))
        w, h = props.get("width", artist.get_width()), props.get("height", artist.get_height())
        x, y, w, h = (self.tape.constant(v) for v in (x, y, w, h))
        return [x, x + w, x + w, x], [y, y, y + h, y + h], "z"

    def circle(self, artist, props):
        (x, y), r = props.get("center", artist.get_center()), props.get("radius", artist.get_radius())
        unit = Outline.unit_circle()
        u, v = unit.vertices.T
        return x + r * u, y + r * v, letters(unit.codes)

    def polygon(self, artist, props):
        if not artist.get_closed():
            raise immovable(artist, "닫히지 않은 다각형은 움직일 수 없어요", "ax.plot으로 그려 주세요")
        xy = self.tape.constant(props["xy"])
        return xy[:, 0], xy[:, 1], "z"

    def area(self, artist, props):
        return *spread(*(self.tape.constant(v) for v in props["xy"])), "z"

    def line(self, artist, props):
        color, alpha, width = (props.get(k) for k in ("color", "alpha", "linewidth"))
        placed = props.keys() & {"data", "xdata", "ydata"}
        x, y = (np.ravel(self.tape.constant(v)) for v in points(artist, props)) if placed else (None, None)

        def piece(kind, points, *look, **more):
            at = self.pixels(artist, artist.get_transform(), *points) if placed else {}
            return dict(kind=kind, look=[*look], **more) | at

        pieces = []
        if artist.get_linestyle() not in ("None", "none", "", " "):
            look = self.paint(artist, "stroke", color) + self.amount(alpha, "stroke-opacity")
            look += self.amount(width, "stroke-width")
            pieces.append(piece("path", stepped(artist, x, y), *look, d=""))
        if artist.get_marker() not in ("None", "none", None, "", " "):
            face, edge = (str(c) == "auto" for c in (artist._markerfacecolor, artist._markeredgecolor))
            look = self.paint(artist, "fill", color if face else None)
            look += self.paint(artist, "stroke", color if edge else None)
            seen = {"fill-opacity": artist.get_markerfacecolor(), "stroke-opacity": artist.get_markeredgecolor()}
            look += self.amount(alpha, *(name for name, c in seen.items() if str(c).lower() != "none"))
            pieces.append(piece("dots", (x, y), *look))
        return pieces

    def scatter(self, artist, props):
        part = dict(kind="dots") | self.shades(artist, props)
        if "offsets" not in props:
            return [part]
        xy = self.tape.constant(props["offsets"])
        return [part | self.pixels(artist, artist.get_offset_transform(), xy[:, 0], xy[:, 1])]

    def cells(self, artist, props):
        return [dict(kind="cells") | self.shades(artist, props)]

    # -- 모양새 --
    def look(self, artist, props):
        """넓이의 색, 투명도, 테두리의 굵기."""
        both = props.get("color")
        face, edge = props.get("facecolor", both), props.get("edgecolor", both)
        drawn = artist.get_linewidth() > 0 and artist.get_edgecolor()[3] > 0
        width = props.get("linewidth") if drawn else None
        return dict(
            look=[
                *self.paint(artist, "fill", face if artist.get_fill() else None),
                *self.paint(artist, "stroke", edge if drawn else None),
                *self.amount(props.get("alpha"), "opacity"),
                *self.amount(width, "stroke-width"),
            ]
        )

    def amount(self, value, *attributes):
        return [] if value is None else [[a, self.number(value)] for a in attributes]

    def paint(self, artist, attribute, color):
        """색: 이름, pick으로 고른 이름, 또는 0부터 1까지의 빨강, 초록, 파랑."""
        if color is None:
            return []
        if isinstance(color, str):
            runs = sentence(color, write=lambda c: opaque(artist, c))
            return [[attribute, runs[0]]]
        color = self.tape.constant(color)
        if color.shape != (3,):
            raise immovable(
                artist, "움직이는 색은 (빨강, 초록, 파랑) 세 수로 적어 주세요", "투명도는 alpha로 따로 움직여요"
            )
        return [[attribute, dict(rgb=[c.line for c in color])]]

    def shades(self, artist, props):
        """값에 따라 색이 달라지는 점이나 칸: 색 눈금을 표로 옮겨요."""
        edged = len(artist.get_edgecolors()) > 0 and np.max(artist.get_linewidths()) > 0
        attributes = ["fill-opacity", "stroke-opacity"] if edged else ["fill-opacity"]
        opacity = self.amount(props.get("alpha"), *attributes)
        if "array" not in props:
            return dict(look=opacity)
        low, high, cmap = artist.norm.vmin, artist.norm.vmax, artist.cmap
        level = (self.tape.constant(props["array"]).ravel() - low) / ((high - low) or 1)
        colors = [to_hex(c) for c in cmap(np.arange(cmap.N))]
        under, over, bad = (
            "none" if c[3] == 0 else to_hex(c) for c in (cmap.get_under(), cmap.get_over(), cmap.get_bad())
        )
        edge = edged and np.array_equal(artist.get_edgecolors(), artist.get_facecolors())
        return dict(look=opacity, shade=dict(n=level.line, colors=colors, ends=[under, over, bad], edge=int(edge)))

    # -- 글 --
    def text(self, artist, props):
        runs = sentence(
            props.get("text", artist.get_text()), lambda s: self.run(s, artist), lambda s: self.run(s, artist, True)
        )
        align, size = ALIGN[artist.get_horizontalalignment()], artist.get_size()
        part = dict(kind="text", text=runs, face=self.face(artist), align=align, fill=to_hex(artist.get_color()))
        for run in runs:
            if "digits" in run:
                self.needs(part["face"], artist.face, run)
        if artist.after:
            part["after"] = artist.after.get_gid()
        part["look"] = [
            *self.paint(artist, "fill", props.get("color")),
            *self.amount(props.get("alpha"), "opacity"),
        ]
        drop = BASE[artist.get_verticalalignment()] * size
        if isinstance(artist, Note) and props.keys() & {"xy", "position"}:
            x, y = props.get("xy", artist.xy)
            dx, dy = props.get("position", artist.get_position())
            at = self.pixels(artist, artist.axes.transData, x, y)
            x, y = (Traced(self.tape, 0.0, at[k]) for k in "xy")
            return part | dict(x=(x + dx).line, y=(y - dy + drop).line)
        if "position" in props:
            at = self.pixels(artist, artist.get_transform(), *props["position"])
            return part | dict(x=at["x"], y=(Traced(self.tape, 0.0, at["y"]) + drop).line)
        x, y = artist.anchor()
        return part | dict(x=self.tape.constant(x).line, y=self.tape.constant(self.height - y).line)

    def needs(self, name, face, run):
        """이 수를 적는 데 쓰일 수 있는 글자들의 나비와 윤곽선."""
        signs = "." * (run["digits"] > 0) + "".join(c for c, on in SIGNS.items() if on in run)
        for c in DIGITS + ODD + signs:
            width, outline = glyph(c, *face)
            self.faces.setdefault(name, {}).setdefault(c, [width, self.outline_number(outline)])

    def outline_number(self, outline):
        return self.glyphs.setdefault(encode(outline), len(self.glyphs))

    def run(self, text, artist, new=False):
        """글 한 토막: 나비, 글자들의 자리, 그리고 그림에 아직 없을 수 있는 글자라면 윤곽선의 번호."""
        width, outlines = typeset(spell(text), *artist.face)
        run = dict(w=width, at=[x for x, _ in outlines])
        return run | dict(g=[self.outline_number(outline) for _, outline in outlines]) if new else run

    @staticmethod
    def face(artist):
        return "{}-{:g}".format(*artist.face)


def opaque(artist, color):
    if to_rgba(color)[3] != 1:
        raise immovable(artist, f"{color!r}처럼 비치는 색은 움직일 수 없어요", "색과 alpha를 따로 움직여 주세요")
    return to_hex(color)


def stepped(line, x, y):
    """계단으로 그리는 선의 꼭짓점."""
    style = line.get_drawstyle()
    if x is None:
        return None
    if style in ("steps", "steps-pre"):
        return np.repeat(x, 2)[:-1], np.repeat(y, 2)[1:]
    if style == "steps-post":
        return np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    if style == "steps-mid":
        middle = (x[:-1] + x[1:]) / 2
        return np.concatenate([x[:1], np.repeat(middle, 2), x[-1:]]), np.repeat(y, 2)
    return x, y


def spread(x, y):
    """수 하나는 다른 쪽의 길이로 펼쳐요."""
    return (x + 0 * y, y) if x.size == 1 else (x, y + 0 * x) if y.size == 1 else (x, y)


# -- 눈금 ------------------------------------------------------------------------------------------
def log_bases(artist, transform):
    """로그 눈금의 밑. 보통 눈금이면 None."""
    ax = artist.axes
    if ax is None:
        return None, None
    data = transform.contains_branch_seperately(ax.transData)
    axes = (ax.xaxis, ax.yaxis)
    return [a.get_transform().base if on and a.get_scale() == "log" else None for on, a in zip(data, axes, strict=True)]


def logarithm(x, base):
    """matplotlib의 로그 눈금처럼: 0 이하인 값은 −1000."""
    if base is None:
        return x
    log = {2: np.log2, 10: np.log10}.get(base, lambda v: np.log(v) / np.log(base))
    return np.where(x <= 0, -1000.0, log(np.where(x <= 0, 1.0, x)))


def straight(artist, transform, bases):
    """눈금을 편 좌표에서 화면으로 가는 두 일차식의 (절편, 기울기). 일차식이 아니면 거절해요."""

    def screen(points):
        points = np.array(points, float)
        for k, base in enumerate(bases):
            if base:
                points[:, k] = base ** points[:, k]
        return transform.transform(points)

    start, unit = screen([(0, 0), (1, 1)])
    slope = unit - start
    far = np.array([(0, 1), (1, 0), (30, -20), (-7, 0.3)], float)
    with np.errstate(all="ignore"):
        ok = np.allclose(screen(far), start + slope * far, rtol=1e-9, atol=1e-6)
    if not ok:
        raise immovable(
            artist,
            "보통 눈금과 로그 눈금이 아닌 축(극좌표, symlog 등)에서는 움직일 수 없어요",
            "좌표를 직접 셈해 보통의 축에 그려 주세요",
        )
    return list(zip(start.tolist(), slope.tolist(), strict=True))
