"""그림의 벽돌: 제목과 식, 그림판, 막대, 점, 글. 장면과 코스 그림이 함께 써요."""

import functools

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .palette import INK, MODEL, MUTED, PAPER, TRUTH
from .scene import Choice, Reading, Scene
from .style import picture, style

SCENES = {}
UNIT = Choice("단위", ["비트", "나트"])


def scene(draw):
    """장면을 만드는 함수를 목록에 올려요: 검사가 목록의 장면을 모두 움직여 봐요."""
    name = draw.__name__.replace("_", "-")

    @functools.wraps(draw)
    def make():
        with style():
            fig = Figure()
            move, words = draw(fig)
            return Scene(fig, move, name=name, **words)

    SCENES[name] = make
    return make


def words(ax, text="", color=INK, x=0, y=0, **kw):
    """그림판의 좌표에 놓이는 움직이는 글."""
    return ax.add_artist(Reading(x, y, text, color=color, transform=ax.transData, **kw))


def bars(ax, x, width, color):
    return [ax.add_patch(Rectangle((v - width / 2, 0), width, 0, fc=color, alpha=0.75, lw=0)) for v in x]


def three(fig, below, beside, names, box):
    """세 범주의 확률을 막대로 세울 그림판과 그 막대들."""
    ax = panel(fig, below, beside, box)
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1), xticks=range(3), xticklabels=names)
    quarters(ax.yaxis)
    return ax, bars(ax, range(3), 0.56, MODEL)


def heights(columns, values):
    """막대마다 값만큼의 높이."""
    return {column: dict(height=values[k]) for k, column in enumerate(columns)}


def chosen(table, n):
    """표의 n번째 줄. 슬라이더의 값은 배열의 번호로 쓸 수 없으니, 그 줄만 남기고 더해요."""
    table = np.array(table) if isinstance(table, list) else table
    return (table * (np.arange(len(table)) == n).reshape(-1, *[1] * (table.ndim - 1))).sum(axis=0)


def grid(values, title, line):
    """표의 칸마다 값을 적고, 클수록 짙게 칠한 그림. 값은 0부터 1까지로 봐요."""
    values = np.asarray(values, float)
    rows, columns = values.shape
    with style():
        fig = Figure()
        headline(fig, title, line)
        ax = fig.add_axes((0.22, 0.03, 0.56, 0.76), aspect="equal", xlim=(0, columns), ylim=(rows, 0))
        ax.axis("off")
        for (r, c), v in np.ndenumerate(values):
            ax.add_patch(Rectangle((c + 0.03, r + 0.03), 0.94, 0.94, fc=TRUTH, alpha=0.75 * v, lw=0))
            ax.text(c + 0.5, r + 0.5, f"{v:.2f}", ha="center", va="center", size=8)
        return picture(fig, f"{title}. {rows}행 {columns}열의 값은 {values.min():.2f}부터 {values.max():.2f}까지예요.")


# -- 벽돌 ------------------------------------------------------------------------------------------
def headline(fig, title, *runs):
    """전하려는 말이 제목이고, 그 아래 색을 입힌 식 한 줄이 범례를 대신해요."""
    fig.text(0.022, 0.968, title, size=14, weight="bold", va="top")
    line = []
    for run in runs:
        text, color = run if isinstance(run, tuple) else (run, MUTED)
        line.append(
            fig.add_artist(
                Reading(0.022, 0.845, text, color=color, transform=fig.transFigure, after=line[-1] if line else None)
            )
        )
    return line


def panel(fig, xlabel, ylabel, rect=(0.072, 0.135, 0.898, 0.595)):
    """그림판 하나. 세로축의 이름은 축 위에 바로 눕혀 써요."""
    ax = fig.add_axes(rect)
    ax.set_xlabel(xlabel)
    ax.annotate(ylabel, (0, 1), (-23, 9), "axes fraction", "offset points", color=MUTED, va="bottom")
    return ax


def quarters(axis):
    axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])


def dot(ax, x=(), y=(), color=INK, hollow=False):
    face, edge, width = (PAPER, color, 1.8) if hollow else (color, PAPER, 1.2)
    return ax.plot(x, y, "o", ms=7, mfc=face, mec=edge, mew=width, zorder=5, clip_on=False)[0]


def note(ax, xy, text, color=INK, at=(8, 0), ha="left", va="center", **kw):
    return ax.annotate(
        text,
        xy,
        at,
        textcoords="offset points",
        ha=ha,
        va=va,
        color=color,
        linespacing=1.2,
        annotation_clip=False,
        **kw,
    )


def pillar(ax, color):
    """축 위에 서는 굵은 막대. {pillar: dict(data=([x, x], [아래, 위]))}로 움직여요."""
    return ax.plot([], [], color=color, lw=4.5, solid_capstyle="butt", zorder=4)[0]


def between(x, low, high):
    """두 곡선 사이를 도는 꼭짓점."""
    return np.concatenate([x, x[::-1]]), np.concatenate([low, high[::-1]])


def distance(r1, r2, area):
    """겹친 넓이가 area인 두 원의 중심 사이 거리(이분법)."""
    near, far = abs(r1 - r2) + 1e-9, r1 + r2 - 1e-9
    for _ in range(22):
        d = (near + far) / 2
        a, b = (d * d + r1 * r1 - r2 * r2) / (2 * d * r1), (d * d + r2 * r2 - r1 * r1) / (2 * d * r2)
        overlap = r1 * r1 * np.arccos(a) + r2 * r2 * np.arccos(b) - r1 * d * np.sqrt(1 - a * a)
        near, far = np.where(overlap > area, d, near), np.where(overlap > area, far, d)
    return d


def eye(r1, r2, d, x1):
    """중심이 (x1, 0)과 (x1 + d, 0)인 두 원이 겹친 눈 모양의 꼭짓점."""
    turn = np.linspace(-1, 1, 61)
    a = np.arccos(np.minimum((d * d + r1 * r1 - r2 * r2) / (2 * d * r1), 1)) * turn
    b = np.pi + np.arccos(np.maximum((d * d + r2 * r2 - r1 * r1) / (2 * d * r2), -1)) * turn
    x = np.concatenate([x1 + r1 * np.cos(a), x1 + d + r2 * np.cos(b)])
    return x, np.concatenate([r1 * np.sin(a), r2 * np.sin(b)])
