"""모든 그림의 한 가지 모양: 종이 세 장, 색, 선, 글자의 크기. 이 블록 안에서만 쓰이고 바깥은 그대로 두어요."""

import contextlib
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.style import context

from . import palette
from .inputs import lookup
from .scene.svg import TYPE, drawing


@dataclass(frozen=True)
class Sheet:
    """그림이 놓일 종이. 길이와 글자의 크기는 모두 pt라서, 종이가 바뀌어도 여백과 글자는 늘어나지 않아요."""

    name: str
    width: float
    height: float
    title: float = 14  # 0이면 둘레(슬라이드)가 제목을 말해요
    line: float = 11  # 제목 아래의 식
    text: float = 11
    ticks: float = 10.5
    small: float = 10
    edge: float = 10.1376  # 종이의 왼쪽 끝에서 제목까지
    left: float = 23.04  # 거기에서 세로축까지
    stacked: bool = False  # 그림판은 위아래로, 식은 한 줄에 한 항씩. 길이는 그 위에 놓인 것이 정해요


PAGE = Sheet("page", 460.8, 288)
SLIDE = Sheet("slide", 568, 240, title=0, line=16, small=10.5)
PHONE = Sheet("phone", 260, 276, title=13, ticks=10, edge=3, left=29, stacked=True)
SHEETS = {sheet.name: sheet for sheet in (PAGE, SLIDE, PHONE)}
LOOK = TYPE | {
    "figure.facecolor": palette.PAPER,
    "axes.facecolor": "none",
    "axes.edgecolor": palette.SPINE,
    "axes.labelcolor": palette.MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": palette.SPINE,
    "ytick.color": palette.SPINE,
    "xtick.labelcolor": palette.MUTED,
    "ytick.labelcolor": palette.MUTED,
    "text.color": palette.INK,
    "lines.solid_capstyle": "round",
}


@contextlib.contextmanager
def style(sheet=PAGE):
    """이 블록 안에서만 코스의 모양으로 그려요. 글꼴에 없는 글자가 있으면 네모로 그리지 않고 멈춰요."""
    sizes = {"font.size": sheet.text, "xtick.labelsize": sheet.ticks, "ytick.labelsize": sheet.ticks}
    # 배우는 사람의 matplotlibrc가 파일에 스미지 않도록 "default"부터 시작해요.
    with drawing(), context(["default", LOOK, sizes]):
        yield


@contextlib.contextmanager
def blank(sheet=PAGE, title=""):
    """코스의 모양으로 그릴 빈 그림 하나. 그림은 제 종이(fig.sheet)와 제목(fig.title)을 알아요. 종이는 이름으로도 골라요."""
    sheet = sheet if isinstance(sheet, Sheet) else lookup(sheet, SHEETS, "종이")
    with style(sheet):
        fig = Figure((sheet.width / 72, sheet.height / 72))
        fig.sheet, fig.title, fig.head = sheet, title, 0
        yield fig


class Html:
    """노트북 셀의 결과: 그림이나 표 하나와, 그것을 읽어 주는 글."""

    def __init__(self, html, text):
        self.html, self.text = html, text

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return self.text
