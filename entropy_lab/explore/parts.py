"""노트북의 장면들이 함께 쓰는 벽돌."""

import functools

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..figures import headline, panel, quarters
from ..scene import Choice, Reading, Scene
from ..style import INK, MODEL, TRUTH, picture, style

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
