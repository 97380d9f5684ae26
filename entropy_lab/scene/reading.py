"""글자: 글꼴이 없는 화면에서도 파일과 같게 보이도록, 움직이는 글을 윤곽선으로 놓아요."""

import functools
import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager, ft2font
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, IdentityTransform

from .svg import TYPE

FONTS = Path(__file__).parents[1] / "fonts"
for _font in sorted(FONTS.glob("*.otf")):
    font_manager.fontManager.addfont(_font)

DIGITS, SIGNS = "0123456789", ".,−∞"
ALIGN = {"left": 0, "center": 0.5, "right": 1}


@functools.cache
def glyph(char, weight, size):
    """글자 하나의 나비와 윤곽선(pt). 숫자는 모두 같은 폭의 칸 한가운데에 놓여요."""
    font = ft2font.FT2Font(font_manager.findfont(FontProperties(family="Pretendard", weight=weight)))
    font.set_size(font.units_per_EM, 72)
    if ord(char) not in font.get_charmap():
        raise ValueError(f"글꼴에 {char!r}이(가) 없어요. 다른 글자로 바꿔 주세요.")

    def load(c):
        return font.load_char(ord(c), flags=ft2font.LoadFlags.NO_HINTING).linearHoriAdvance / 65536

    cell = max(map(load, DIGITS)) if char in DIGITS else load(char)
    shift = (cell - load(char)) / 2
    vertices, codes = font.get_path()
    em = size / font.units_per_EM
    return round(cell * em, 3), Outline(np.round((vertices + [shift, 0]) * em, 3), codes)


@functools.cache
def formula(tex, size):
    """$...$ 한 토막의 나비와 윤곽선(pt)."""
    prop = FontProperties(size=size)
    with mpl.rc_context(TYPE):
        width, _, _ = text_to_path.get_text_width_height_descent(tex, prop, ismath=True)
        vertices, codes = text_to_path.get_text_path(prop, tex, ismath=True)
    return round(width, 3), Outline(np.round(np.array(vertices) * size / text_to_path.FONT_SCALE, 3), codes)


def typeset(text, weight, size):
    """글 한 토막의 나비(pt)와, 그 안에 놓인 (자리, 윤곽선)들."""
    x, outlines = 0.0, []
    for part in re.split(r"(\$[^$]+\$)", text):
        for width, outline in [formula(part, size)] if part[:1] == "$" else (glyph(c, weight, size) for c in part):
            if len(outline.vertices):
                outlines.append((round(x, 3), outline))
            x += width
    return round(x, 3), outlines


def spell(text):
    """수를 글로 적는 법: −0.00은 0.00으로, 빼기표는 −로, 무한대는 ∞로. scene.js의 fixed와 같아요."""
    text = re.sub(r"-(0(?:\.0*)?)(?![\d.])", r"\1", text)
    return re.sub(r"-(?=[\d∞])", "−", re.sub(r"(?<![A-Za-z])inf(?![A-Za-z])", "∞", text))


class Reading(Text):
    """움직이는 글 한 줄. 윤곽선으로 놓으므로 글꼴이 없는 화면에서도 파일과 같게 보여요.

    숫자의 폭이 같아서 값이 바뀌어도 흔들리지 않아요. `after`가 있으면 그 글의 끝에 이어 붙어요.
    """

    def __init__(self, *args, after=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.after = after

    @property
    def face(self):
        return self.get_weight(), self.get_size()

    def set_text(self, s):
        super().set_text(spell(s))

    def place(self):
        """왼쪽 끝, 오른쪽 끝, 밑줄의 자리(pt)와 글자들."""
        x, y = self.get_transform().transform(self.get_position())
        width, outlines = typeset(self.get_text(), *self.face)
        left = self.after.place()[1] if self.after else x - width * ALIGN[self.get_horizontalalignment()]
        return left, left + width, y, outlines

    def draw(self, renderer):
        left, _, y, outlines = self.place()
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        renderer.open_group("reading", gid=self.get_gid())
        for x, outline in outlines:  # as markers, so that a file defines each letter only once
            at = Outline([[left + x, y]])
            renderer.draw_markers(gc, outline, IdentityTransform(), at, IdentityTransform(), to_rgba(self.get_color()))
        renderer.close_group("reading")
        gc.restore()

    def get_window_extent(self, renderer=None, dpi=None):
        left, right, y, _ = self.place()
        return Bbox([[left, y - 0.22 * self.get_size()], [right, y + 0.75 * self.get_size()]])


class Area(PathPatch):
    """꼭짓점이 움직이는 넓이. {area: dict(xy=(x, y))}로 움직여요."""

    def __init__(self, **kwargs):
        super().__init__(Outline(np.zeros((1, 2))), **kwargs)

    def set_xy(self, xy):
        x, y = xy
        corners = np.stack([x, y], axis=1)
        self.set_path(Outline(np.vstack([corners, corners[:1]]), closed=True))
