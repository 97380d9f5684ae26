"""글자: 글꼴이 없는 화면에서도 파일과 같게 보이도록, 움직이는 글을 윤곽선으로 놓아요."""

import functools
import re
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager, ft2font
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.text import Annotation, Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Bbox, IdentityTransform

from ..josa import josa
from .svg import TYPE
from .tape import pick

FONTS = Path(__file__).parents[1] / "fonts"
for _font in sorted(FONTS.glob("*.otf")):
    font_manager.fontManager.addfont(_font)

DIGITS, ODD = "0123456789", "−∞–"
SIGNS = {"+": "plus", ",": "comma", "%": "percent"}  # 그렇게 적으라고 한 수에만 나오는 글자
ALIGN = {"left": 0, "center": 0.5, "right": 1}
LETTER = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C", Outline.CLOSEPOLY: "z"}
MARK = re.compile(r"⟦(\d+):([^⟧]*)⟧")
NUMBER = re.compile(r"(?:(?P<plus>\+)|z)?(?P<comma>,)?\.(?P<digits>\d)(?:f|(?P<percent>%))")
TOP, BOTTOM = 0.75, 0.22  # 밑줄에서 글자의 위와 아래까지(글자 크기의 몇 배)
BASE = {"baseline": 0, "center_baseline": 0.265, "bottom": -BOTTOM, "top": TOP, "center": (TOP - BOTTOM) / 2}


# -- 글자 하나 ---------------------------------------------------------------------------------------
@functools.cache
def glyph(char, weight, size):
    """글자 하나의 나비와 윤곽선(pt). 숫자는 모두 같은 폭의 칸 한가운데에 놓여요."""
    font = ft2font.FT2Font(font_manager.findfont(FontProperties(family="Pretendard", weight=weight)))
    font.set_size(font.units_per_EM, 72)
    if ord(char) not in font.get_charmap():
        raise ValueError(f"글꼴에 {josa(repr(char), '이/가')} 없어요. 다른 글자로 바꿔 주세요.")

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


def encode(outline):
    """윤곽선의 명령과, 점마다 앞 점에서 얼마나 갔는지(pt의 1/1000)."""
    steps = np.diff(np.rint(outline.vertices * 1000).astype(int), axis=0, prepend=0)
    return letters(outline.codes), *steps.ravel().tolist()


def letters(codes):
    """윤곽선의 명령: 곡선은 점 둘이나 셋을 써요."""
    return "".join(map(LETTER.get, codes)).replace("QQ", "Q ").replace("CCC", "C  ")


# -- 움직이는 글 한 줄 -----------------------------------------------------------------------------------
def spell(text):
    """수를 글로 적는 법: −0.00은 0.00, 빼기표는 −, 무한대는 ∞, 없는 값은 –. scene.js의 spelled와 같아요."""
    text = re.sub(r"-(0(?:\.0+)?)(?!\.?\d)", r"\1", text)
    text = re.sub(r"(?<![A-Za-z])[+-]?nan(?![A-Za-z])", "–", text)
    return re.sub(r"-(?=[\d∞])", "−", re.sub(r"(?<![A-Za-z])inf(?![A-Za-z])", "∞", text))


class Outlined(Text):
    """윤곽선으로 놓이는 글. 숫자의 폭이 같아서 값이 바뀌어도 흔들리지 않아요."""

    after = None

    @property
    def face(self):
        return self.get_weight(), self.get_size()

    def set_text(self, s):
        super().set_text(spell(s))

    def anchor(self):
        """글을 놓는 자리(pt): 가로는 정렬하는 곳, 세로는 밑줄."""
        x, y = self.get_transform().transform(self.get_position())
        return x, y - BASE[self.get_verticalalignment()] * self.get_size()

    def place(self):
        """왼쪽 끝, 오른쪽 끝, 밑줄의 자리(pt)와 글자들."""
        x, y = self.anchor()
        width, outlines = typeset(self.get_text(), *self.face)
        left = self.after.place()[1] if self.after else x - width * ALIGN[self.get_horizontalalignment()]
        return left, left + width, y, outlines

    def draw(self, renderer):
        if not self.get_visible():
            return
        left, _, y, outlines = self.place()
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        gc.set_alpha(self.get_alpha())
        renderer.open_group("reading", gid=self.get_gid())
        for x, outline in outlines:  # 표식으로 그려야 파일이 글자마다 윤곽선을 한 번만 적어요
            at = Outline([[left + x, y]])
            renderer.draw_markers(gc, outline, IdentityTransform(), at, IdentityTransform(), to_rgba(self.get_color()))
        renderer.close_group("reading")
        gc.restore()

    def get_window_extent(self, renderer=None, dpi=None):
        left, right, y, _ = self.place()
        return Bbox([[left, y - BOTTOM * self.get_size()], [right, y + TOP * self.get_size()]])


class Reading(Outlined):
    """움직이는 글 한 줄. `after`가 있으면 그 글의 끝에 이어 붙어요."""

    def __init__(self, *args, after=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.after = after


class Note(Outlined, Annotation):
    """움직이는 글이 된 ax.annotate."""

    def set_xy(self, xy):
        self.xy, self.stale = xy, True

    def anchor(self):
        self.update_positions(self.get_figure(root=True)._get_renderer())
        return super().anchor()


def outlined(text):
    """이미 그림에 놓인 제목, 축 이름, 글, 설명 글을 윤곽선으로 놓이는 글로 바꿔요."""
    if type(text) is Text:
        text.__class__ = Outlined
    elif type(text) is Annotation:
        text.__class__ = Note
        text.set_annotation_clip(False)  # 점이 그림판을 벗어나도 화면에서처럼 남아요


# -- 글을 프로그램으로 ----------------------------------------------------------------------------------
def sentence(text, write=spell, word=None):
    """글에서 움직이는 자리를 떼어 내요: 글 토막, {"n": 줄, "digits": 자릿수 …}, {"n": 줄, "words": 낱말들}."""
    if any(MARK.search(part) for part in re.findall(r"\$[^$]+\$", text)):
        raise ValueError(f"$...$ 안의 수는 움직일 수 없어요. 수를 밖으로 꺼내 주세요: {readable(text)}")
    if re.search(r"[-A-Za-z]⟦|⟧(\.?\d|[A-Za-z]|⟦)", re.sub(r"⟦\d+:[^⟧]*\x1f⟧", "", text)):
        instead = "f'{-p:.2f} bit'처럼 써 주세요"
        raise ValueError(f"움직이는 수에 빼기표, 숫자, 로마자를 바로 붙일 수 없어요. {instead}: {readable(text)}")
    pieces = filter(None, re.split("(⟦[^⟧]*⟧)", text))
    return [moving(mark, word or write) if (mark := MARK.fullmatch(p)) else write(p) for p in pieces]


def moving(mark, write):
    """움직이는 자리 하나: 고를 낱말들이나 수를 적는 법."""
    line, form = int(mark[1]), mark[2]
    if form.endswith("\x1f"):
        return dict(n=line, words=[write(w) for w in form[:-1].split("\x1f")])
    if not (spec := NUMBER.fullmatch(form)):
        right = "{값:.2f}, {값:,.0f}, {값:+.1f}, {값:.0%}"
        raise ValueError(f"움직이는 수는 {right}처럼 자릿수를 정해 주세요. 지금은 {form!r}이에요.")
    return dict(n=line, digits=int(spec["digits"])) | {k: 1 for k in SIGNS.values() if spec[k]}


def readable(text):
    """사람에게 보일 글: 기호의 자리를 …로."""
    return MARK.sub("…", text)


def fill(run, values):
    """sentence가 나눈 토막 하나에 값을 채운 것."""
    if isinstance(run, str):
        return run
    if "words" in run:
        return pick(values[run["n"]][0], *run["words"])
    if "digits" in run:
        plus, comma, percent = (sign * (name in run) for sign, name in SIGNS.items())
        return spell(format(values[run["n"]][0], f"{plus}{comma}.{run['digits']}{percent or 'f'}"))
    return run


def filled(runs, values):
    """토막들에 값들을 채운 글. scene.js의 say와 같아요."""
    return "".join(fill(run, values) for run in runs)
