"""그림의 벽돌: 제목과 식, 그림판, 막대, 점, 글. 장면과 코스 그림이 함께 쓰고, 벽돌은 제 종이(fig.sheet)를 알아요.

길이는 모두 pt라서 같은 함수가 노트북(PAGE), 슬라이드(SLIDE), 휴대전화(PHONE)에 그려요.
움직임을 적는 말(at, rise, reads ...)은 Scene이 받는 {부분: {속성: 값}}을 돌려주니 `|`로 이어요.
"""

import base64
import functools
import itertools
import json
import re
from dataclasses import dataclass
from html import escape

import numpy as np
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Affine2D, ScaledTranslation

from .palette import INK, MODEL, MUTED, OTHER, PAPER, SHARED, SPINE, TINT, TRUTH
from .scene import Area, Choice, Reading, Scene
from .scene.reading import typeset
from .scene.svg import document, svg
from .style import PAGE, Html, blank

SCENES, STILLS, SHOWN = {}, {}, {}
UNIT = Choice("단위", ["비트", "나트"])


# -- 그림을 만드는 함수 --------------------------------------------------------------------------------
def registered(table, make):
    """그리는 함수를 make로 감싸 표에 올려요. 표에서의 이름은 함수의 이름이에요."""

    def register(draw):
        name = draw.__name__.replace("_", "-")
        table[name] = functools.wraps(draw)(functools.partial(make, name, draw))
        return table[name]

    return register


def moving(title, description, **controls):
    """장면을 그리는 함수에 제목, 설명, 손잡이를 주고 목록에 올려요. 함수는 `move`만 돌려줘요."""
    return registered(SCENES, functools.partial(stage, title, description, controls))


def stage(title, description, controls, name, draw, sheet=PAGE, lang="ko"):
    """종이 한 장에 그린 장면."""
    with blank(sheet, title) as fig:
        return Scene(fig, draw(fig), title=title, description=description, name=name, lang=lang, **controls)


def still(title=""):
    """움직이지 않는 그림을 그리는 함수. 함수는 그림을 읽어 주는 글을 돌려줘요. 제목은 fig.title로도 줄 수 있어요."""

    def make(name, draw, *args, sheet=PAGE):
        with blank(sheet, title) as fig:
            said = draw(fig, *args)
            file = document(svg(fig, "picture"), "picture", "ko", fig.title, said)
        return Html(image(file, said, "width:100%;max-width:640px", name, *args), said)

    return registered(STILLS, make)


def image(file, alt, look, *recipe):
    """움직이지 않는 그림의 <img>. 무엇을 그렸는지(이름, 건넨 것)도 여섯 자리로 적어, 읽는 판이 다른 종이에 다시 그려요."""
    given = json.dumps(recipe, default=lambda value: np.asarray(value).tolist())
    short = json.loads(given, parse_float=lambda x: float(f"{float(x):.6g}"), parse_int=float)
    data, drawn = base64.b64encode(file.encode()).decode(), escape(json.dumps(short, ensure_ascii=False))
    return f'<img alt="{escape(alt)}" style="{look}" data-drawn="{drawn}" src="data:image/svg+xml;base64,{data}">'


def shown(make):
    """그림이 아닌 것(표, 실험대)도 explore에서 찾게 올려요."""
    SHOWN[make.__name__] = make
    return make


# -- 제목과 식 ---------------------------------------------------------------------------------------
def headline(fig, *runs):
    """전하려는 말이 제목이고, 그 아래 색을 입힌 식이 범례를 대신해요. 움직일 글들을 돌려줘요.

    run은 글, (글, 색), 또는 움직일 글의 색 하나예요. 휴대전화에서는 빈칸 둘마다 줄을 바꿔, 식이 한 줄에 한 항씩 서요.
    """
    sheet, y = fig.sheet, 9.216
    where = Affine2D().scale(1 / 72, -1 / 72) + fig.dpi_scale_trans + ScaledTranslation(0, 1, fig.transFigure)
    if sheet.title:
        lines = wrap(fig.title, sheet.width - 2 * sheet.edge, "bold", sheet.title)
        look = dict(size=sheet.title, weight="bold", va="top")
        fig.text(sheet.edge, y, "\n".join(lines), transform=where, **look)
        y += 21.424 + sheet.title * (1.2 * len(lines) - 0.2)
    else:
        y += 0.8 * sheet.line
    moves, last, broken = [], None, False
    for run in runs:
        text, color = run if isinstance(run, tuple) else ("", run) if run.startswith("#") else (run, MUTED)
        for piece in re.split(TERM, text) if sheet.stacked else [text]:
            broken |= sheet.stacked and piece.startswith("  ")
            if sheet.stacked and text and not piece.strip():
                continue
            parts = [piece]
            if sheet.stacked and text and (broken or not last):
                parts = wrap(piece, sheet.width - 2 * sheet.edge, size=sheet.line)
                parts[-1] += " " * piece.endswith(" ")
            for part in parts:
                if broken and last:
                    y, last = y + 1.5 * sheet.line, None
                last = Reading(sheet.edge, y, part, color=color, size=sheet.line, transform=where, after=last)
                fig.add_artist(last)
                broken = True
            broken = False
            if not text:
                moves.append(last)
    fig.head = y
    return moves


# 빈칸 둘의 앞. 부호 하나("  =  ") 다음과 $...$ 안은 아니에요
TERM = re.compile(r"(?<=\S\S)(?=\s{2}(?:[^$]|\$[^$]*\$)*$)")


def wrap(text, room, weight="normal", size=11):
    """room(pt) 안에 드는 가장 적은 줄, 그 가운데 가장 고르게 나눈 줄들. $...$ 안에서는 나누지 않아요."""
    words = re.findall(r"(?:\$[^$]*\$|\S)+", text)

    def split(cuts):
        return [" ".join(words[a:b]) for a, b in itertools.pairwise([0, *cuts, len(words)])]

    def widest(lines):
        return max(typeset(line, weight, size)[0] for line in lines)

    for n in range(max(len(words), 1)):
        lines = min(map(split, itertools.combinations(range(1, len(words)), n)), key=widest)
        if widest(lines) <= room:
            break
    return lines


# -- 그림판 -----------------------------------------------------------------------------------------
GAP, RIGHT = 19.8144, 13.824  # 나란한 두 그림판 사이, 종이의 오른쪽 끝


@dataclass(frozen=True)
class Box:
    """그림판 하나의 자리: 넓은 종이에서는 나란히(share), 휴대전화에서는 위아래로(tall) 놓여요. 길이는 pt예요."""

    below: str = ""  # 가로축의 이름
    above: str = ""  # 세로축의 이름. 돌리지 않고 축 위에 눕혀 써요
    share: float = 1
    tall: float = 150
    bare: bool = False  # 축이 없는 그림판
    left: float | None = None  # 세로축 왼쪽에 둘 자리: 눈금이 낱말이면 넓혀요
    head: float | None = None  # 위에 둘 자리
    foot: float | None = None  # 아래에 둘 자리

    def around(self, sheet, first, last):
        """왼쪽, 위, 아래에 둘 자리. 기둥의 첫째(first)와 끝(last)은 이름이 없어도 옆 기둥과 키를 맞춰요."""
        left = 0 if self.bare else sheet.left
        head = 12.96 if self.bare or not (self.above or first) else 33.12
        foot = (28.8 if self.below else 8) if self.bare else 38.88 if self.below or last else 24
        given = (self.left, self.head, self.foot)
        return [usual if own is None else own for own, usual in zip(given, (left, head, foot), strict=True)]


def panels(fig, *columns, right=RIGHT):
    """식 아래의 자리를 나눠 만든 그림판들. 나열로 묶은 상자는 넓은 종이에서 한 기둥에 위아래로 서요.

    휴대전화에서는 모두 위아래로 놓이고, 종이가 그만큼 길어져요.
    """
    sheet, axes = fig.sheet, []
    columns = [c if isinstance(c, list) else [c] for c in columns]
    if sheet.stacked:
        columns = [[*itertools.chain(*columns)]]
    rooms = [
        [box.around(sheet, not (n or sheet.stacked), box is c[-1] and not sheet.stacked) for n, box in enumerate(c)]
        for c in columns
    ]
    lefts = [max(left for left, _, _ in room) for room in rooms]
    free = sheet.width - sheet.edge - right - GAP * (len(columns) - 1) - sum(lefts)
    total, x = sum(c[0].share for c in columns), sheet.edge
    for column, room, most in zip(columns, rooms, lefts, strict=True):
        wide = free * column[0].share / total
        names = [wrap(box.below, wide + sheet.left, size=sheet.text) for box in column]
        for spare, lines in zip(room, names, strict=True):
            spare[2] += 15 * (len(lines) - 1)
        taken, tall = fig.head + sum(head + foot for _, head, foot in room), sum(box.tall for box in column)
        height = np.ceil(taken + tall) if sheet.stacked else sheet.height
        fig.set_size_inches(sheet.width / 72, height / 72)
        y, scale = height - fig.head, (height - taken) / tall
        for box, (left, head, foot), lines in zip(column, room, names, strict=True):
            left = left if box.bare else most  # 축이 있는 그림판은 세로축을 한 줄로 맞춰요
            y -= head + box.tall * scale
            rect = (x + left) / sheet.width, y / height, (wide + most - left) / sheet.width, box.tall * scale / height
            axes.append(name_axes(fig.add_axes(rect), "\n".join(lines), box.above, left, box.bare))
            y -= foot
        x += most + wide + GAP
    return axes


def name_axes(ax, below, above, left, bare):
    """그림판의 두 이름. 축이 없는 그림판은 눈금과 테두리를 지우고 이름만 남겨요."""
    if bare:
        ax.axis("off")
        box = ax.get_position()
        down = 20.16 / 72 / ax.figure.get_size_inches()[1]
        if below:
            ax.figure.text(box.x0 + box.width / 2, box.y0 - down, below, color=MUTED, ha="center")
    else:
        ax.set_xlabel(below)
    if above:
        ax.annotate(above, (0, 1), (-int(left), 9), "axes fraction", "offset points", color=MUTED, va="bottom")
    return ax


def panel(fig, below, above, **more):
    """그림판 하나. more는 Box의 나머지예요."""
    return panels(fig, Box(below, above, **more))[0]


def hide(ax, *sides):
    """그림판의 왼쪽이나 아래의 축을 눈금과 함께 지워요."""
    for side in sides:
        ax.spines[side].set_visible(False)
        (ax.yaxis if side == "left" else ax.xaxis).set_ticks([])


def quarters(axis):
    axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])


def reach(ax, points, axis="x"):
    """축의 눈금으로 잰 points pt. 축의 범위를 정한 뒤에 불러요."""
    low, high = ax.get_xlim() if axis == "x" else ax.get_ylim()
    box, (w, h) = ax.get_position(), ax.figure.get_size_inches() * 72
    return points * (high - low) / (box.width * w if axis == "x" else box.height * h)


# -- 붙박이와 움직이는 부분 ------------------------------------------------------------------------------
def line(ax, color=INK, x=(), y=(), width=2.2, dashed=False, **kw):
    """곡선 하나. along으로 움직여요."""
    kw = (dict(dashes=(4, 3)) if dashed else {}) | kw
    return ax.plot(x, y, color=color, lw=width, **kw)[0]


def level(ax, color=SPINE, y=0.0, span=None, width=0.9, dashed=True, **kw):
    """높이 하나를 그림판의 끝에서 끝까지(또는 span) 알리는 선. 축의 범위를 정한 뒤에 긋고, lift로 움직여요."""
    return line(ax, color, span or ax.get_xlim(), (y, y), width, dashed, **kw)


def dot(ax, x=(), y=(), color=INK, hollow=False, shape="o"):
    """점 하나. at으로 움직여요. 속이 빈 점은 붙박이로 견줄 자리예요. 색으로만 다른 두 점은 shape도 다르게 해요."""
    face, edge, width = (PAPER, color, 1.8) if hollow else (color, PAPER, 1.2)
    return ax.plot(x, y, shape, ms=7, mfc=face, mec=edge, mew=width, zorder=5, clip_on=False)[0]


def pillar(ax, color, **kw):
    """곧게 선 굵은 막대. rise로 움직여요."""
    return ax.plot([], [], color=color, lw=4.5, solid_capstyle="butt", zorder=4, **kw)[0]


def tile(ax, x=0.0, y=0.0, width=0.0, height=0.0, color=TRUTH, alpha=None, **kw):
    """색을 채운 사각형. put(tile, x=..., width=...)으로 움직여요."""
    alpha = TINT[color] if alpha is None else alpha
    return ax.add_patch(Rectangle((x, y), width, height, **dict(fc=color, alpha=alpha, lw=0) | kw))


def frame(ax, x=0.0, y=0.0, width=0.0, height=0.0, color=TRUTH, stroke=1.8):
    """빈 틀. put(frame, height=...)으로 움직여요."""
    return ax.add_patch(Rectangle((x, y), width, height, fc="none", ec=color, lw=stroke, clip_on=False))


def hatched(ax, color, hatch, **kw):
    """빗금만 친 사각형."""
    box = tile(ax, color=color, alpha=1, fc="none", ec=color, hatch=hatch, **kw)
    box.set_hatch_linewidth(0.6)
    return box


def bars(ax, x, width, color, alpha=0.75):
    """자리마다 하나씩 바닥에 선 막대. heights로 움직여요."""
    return [tile(ax, v - width / 2, 0, width, 0, color, alpha) for v in x]


def frames(ax, x, width, color, stroke=1.8):
    """자리마다 하나씩 바닥에 선 빈 틀. heights로 움직여요."""
    return [frame(ax, v - width / 2, 0, width, 0, color, stroke) for v in x]


def area(ax, color, alpha=None, **kw):
    """옅게 칠한 넓이. cover로 움직여요."""
    alpha = TINT[color] if alpha is None else alpha
    return ax.add_patch(Area(**dict(fc=color, alpha=alpha, lw=0) | kw))


def tip(ax, color):
    """그림판 위로 나간 것을 알리는 화살촉. 축의 범위를 정한 뒤에 만들고, poke로 움직여요."""
    arrow = area(ax, color, 1, zorder=5, clip_on=False)
    arrow.size = reach(ax, 5.38), reach(ax, 10.97, "y")
    return arrow


def label(ax, text="", color=INK, x=0.0, y=0.0, **kw):
    """그림판의 좌표에 놓이는 글. reads로 움직여요."""
    return ax.add_artist(Reading(x, y, text, color=color, transform=ax.transData, **kw))


def note(ax, xy, text, color=INK, at=(8, 0), ha="left", va="center", small=False, **kw):
    """xy에서 at(pt)만큼 떨어진 붙박이 글."""
    kw = (dict(size=ax.figure.sheet.small) if small else {}) | kw
    look = dict(ha=ha, va=va, color=color, linespacing=1.2, annotation_clip=False)
    return ax.annotate(text, xy, at, textcoords="offset points", **look | kw)


def three(ax, names):
    """세 범주의 확률을 막대로 세울 그림판의 막대들."""
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1), xticks=range(3), xticklabels=names)
    quarters(ax.yaxis)
    return bars(ax, range(3), 0.56, MODEL)


# -- 움직임을 적는 말 ----------------------------------------------------------------------------------
def put(part, **props):
    """부분 하나의 속성."""
    return {part: props}


def at(point, x, y, **more):
    """점 하나를 (x, y)에."""
    return {point: dict(data=([x], [y]), **more)}


def along(curve, x, y, **more):
    """곡선을 점들 위에."""
    return {curve: dict(data=(x, y), **more)}


def rise(stem, x, low, high, **more):
    """굵은 막대를 x에서 low부터 high까지."""
    return {stem: dict(data=([x, x], [low, high]), **more)}


def lift(flat, y, **more):
    """높이를 알리는 선을 y에."""
    return {flat: dict(data=(list(flat.get_xdata()), [y, y]), **more)}


def cover(patch, x, low, high, **more):
    """넓이를 두 곡선 사이에."""
    return {patch: dict(xy=between(x, low, high), **more)}


def poke(arrow, x, top, **more):
    """화살촉을 그림판의 위 끝(top)에."""
    w, h = arrow.size
    return {arrow: dict(xy=([x - w, x + w, x], [top, top, top + h]), **more)}


def reads(reading, text, x=None, y=None, **more):
    """움직이는 글에 적힌 것, 그림판 위의 글이라면 놓일 자리도."""
    return {reading: dict(text=text, **({} if x is None else dict(position=(x, y))), **more)}


def heights(columns, values):
    """막대마다 값만큼의 높이."""
    return {column: dict(height=values[k]) for k, column in enumerate(columns)}


def between(x, low, high):
    """두 곡선 사이를 도는 꼭짓점."""
    return np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])


def chosen(table, n):
    """표의 n번째 줄. 슬라이더의 값은 배열의 번호로 쓸 수 없으니, 그 줄만 남기고 더해요."""
    table = np.array(table) if isinstance(table, list) else table
    return (table * (np.arange(len(table)) == n).reshape(-1, *[1] * (table.ndim - 1))).sum(axis=0)


def stand(ax, left, width, need):
    """넓이의 말: 파란 틀이 정보량, 파랑이 그만큼 든 것, 틀 위의 주황이 더 든 것, 틀 아래의 빗금이 덜 든 것이에요.

    낱말의 길이(cost)마다 사각형들을 어디에 둘지 적는 함수를 돌려줘요.
    """
    sides = list(zip(left, width, need, strict=True))
    blue = [tile(ax, x, 0, w, 0, TRUTH, 0.3) for x, w, _ in sides]
    over = [tile(ax, x, i, w, 0, MODEL, 0.75, clip_on=False) for x, w, i in sides]
    under = [hatched(ax, OTHER, "////", x=x, width=w) for x, w, _ in sides]
    for x, w, i in sides:
        frame(ax, x, 0, w, i)

    def told(cost):
        gap = np.maximum(need - cost, 0)
        moves = heights(blue, np.minimum(cost, need)) | heights(over, np.maximum(cost - need, 0))
        return moves | {box: dict(y=cost[k], height=gap[k], visible=gap[k] > 1e-9) for k, box in enumerate(under)}

    return told


# -- 겹친 두 원 --------------------------------------------------------------------------------------
class Circles:
    """넓이로 견주는 두 원(TRUTH와 OTHER)과 그 겹친 눈(SHARED). 짝은 언제나 가운데에 있어요."""

    def __init__(self, ax, r1, r2, strokes=(1.8, 1.8)):
        sides = list(zip((r1, r2), (TRUTH, OTHER), strokes, strict=True))
        self.discs = [ax.add_patch(Circle((0, 0), r, fc=c, alpha=TINT[c], lw=0)) for r, c, _ in sides]
        self.lens = [area(ax, PAPER, 1), area(ax, SHARED)]
        self.rings = [ax.add_patch(Circle((0, 0), r, fc="none", ec=c, lw=w)) for r, c, w in sides]

    def meet(self, r1, r2, shared, **more):
        """겹친 넓이가 shared가 되도록 놓아요. 두 중심의 자리와 함께 돌려줘요. more는 눈에 더할 속성이에요."""
        near, far = abs(r1 - r2) + 1e-3, r1 + r2 - 1e-3  # 꼭 닿은 자리에서는 눈의 모양이 마지막 자리에 흔들려요
        d = np.minimum(np.maximum(distance(r1, r2, shared), near), far)
        x1 = (r1 - r2 - d) / 2
        x2, edge = x1 + d, eye(r1, r2, d, x1)

        def pair(first, second):
            return put(first, center=(x1, 0), radius=r1) | put(second, center=(x2, 0), radius=r2)

        eyes = {lens: dict(xy=edge, **more) for lens in self.lens}
        return pair(*self.discs) | eyes | pair(*self.rings), x1, x2


def distance(r1, r2, shared):
    """겹친 넓이가 shared인 두 원의 중심 사이 거리(이분법)."""
    near, far = abs(r1 - r2) + 1e-9, r1 + r2 - 1e-9
    for _ in range(22):
        d = (near + far) / 2
        a, b = (d * d + r1 * r1 - r2 * r2) / (2 * d * r1), (d * d + r2 * r2 - r1 * r1) / (2 * d * r2)
        overlap = r1 * r1 * np.arccos(a) + r2 * r2 * np.arccos(b) - r1 * d * np.sqrt(1 - a * a)
        near, far = np.where(overlap > shared, d, near), np.where(overlap > shared, far, d)
    return d


def eye(r1, r2, d, x1):
    """중심이 (x1, 0)과 (x1 + d, 0)인 두 원이 겹친 눈 모양의 꼭짓점."""
    turn = np.linspace(-1, 1, 61)
    a = np.arccos(np.minimum((d * d + r1 * r1 - r2 * r2) / (2 * d * r1), 1)) * turn
    b = np.pi + np.arccos(np.maximum((d * d + r2 * r2 - r1 * r1) / (2 * d * r2), -1)) * turn
    x = np.concatenate([x1 + r1 * np.cos(a), x1 + d + r2 * np.cos(b)])
    return x, np.concatenate([r1 * np.sin(a), r2 * np.sin(b)])


# -- 표 하나 ----------------------------------------------------------------------------------------
@still()
def grid(fig, values, title, line):
    """표의 칸마다 값을 적고, 클수록 짙게 칠한 그림. 값은 0부터 1까지로 봐요."""
    values, fig.title = np.asarray(values, float), title
    rows, columns = values.shape
    headline(fig, line)
    (ax,) = panels(fig, Box(bare=True, tall=230))
    ax.set(aspect="equal", xlim=(0, columns), ylim=(rows, 0))
    for (r, c), v in np.ndenumerate(values):
        tile(ax, c + 0.03, r + 0.03, 0.94, 0.94, TRUTH, 0.75 * v)
        ax.text(c + 0.5, r + 0.5, f"{v:.2f}", ha="center", va="center", size=fig.sheet.small)
    return f"{title}. {rows}행 {columns}열의 값은 {values.min():.2f}부터 {values.max():.2f}까지예요."
