"""모든 그림의 한 가지 모양: 색, 선, 글자의 크기. 이 블록 안에서만 쓰이고 바깥은 그대로 두어요."""

import base64
import contextlib
from html import escape

from matplotlib import cycler
from matplotlib.style import context

from .palette import GRID, INK, MODEL, MUTED, OTHER, PAPER, SHARED, SPINE, TRUTH
from .scene.svg import TYPE, document, drawing, svg

LOOK = TYPE | {
    "font.size": 11,
    "figure.figsize": (6.4, 4.0),
    "figure.facecolor": PAPER,
    "figure.dpi": 120,
    "axes.facecolor": "none",
    "axes.edgecolor": SPINE,
    "axes.linewidth": 0.8,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=[TRUTH, MODEL, OTHER, SHARED, INK]),
    "xtick.color": SPINE,
    "ytick.color": SPINE,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": MUTED,
    "xtick.labelsize": 10.5,
    "ytick.labelsize": 10.5,
    "xtick.major.width": 0.8,
    "ytick.major.width": 0.8,
    "xtick.major.size": 3.5,
    "ytick.major.size": 3.5,
    "text.color": INK,
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "savefig.facecolor": "auto",
}


@contextlib.contextmanager
def style():
    """이 블록 안에서만 코스의 모양으로 그려요. 글꼴에 없는 글자가 있으면 네모로 그리지 않고 멈춰요."""
    # 배우는 사람의 matplotlibrc가 파일에 스미지 않도록 "default"부터 시작해요.
    with drawing(), context(["default", LOOK]):
        yield


class Html:
    """노트북 셀의 결과: 그림이나 표 하나와, 그것을 읽어 주는 글."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return self.text


def picture(fig, description):
    """움직이지 않는 그림 하나."""
    file = document(svg(fig, "picture"), "picture", "ko", fig.texts[0].get_text(), description)
    data = base64.b64encode(file.encode()).decode()
    return Html(
        f'<img alt="{escape(description)}" style="width:100%;max-width:640px" src="data:image/svg+xml;base64,{data}">',
        description,
    )
