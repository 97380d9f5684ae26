"""어느 컴퓨터에서나 바이트까지 같은 SVG."""

import contextlib
import io
import logging
import math
import re
import threading
import warnings
from html import escape

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.path import Path as Outline
from matplotlib.transforms import IdentityTransform

from ..palette import DARK

ONE = threading.RLock()  # rcParams는 하나뿐인데, JupyterLab은 위젯을 다른 스레드에서 부르기도 해요
TYPE = {  # 글자와 바이트를 정하는 설정: 어떤 모양의 그림이든 같아야 해요
    "font.family": ["Pretendard", "DejaVu Sans"],
    "mathtext.fontset": "custom",
    "mathtext.rm": "Pretendard",
    "mathtext.sf": "Pretendard",
    "mathtext.it": "STIXGeneral:italic",
    "mathtext.bf": "Pretendard:bold",
    "mathtext.bfit": "STIXGeneral:italic:bold",
    "mathtext.cal": "STIXGeneral:italic",
    "mathtext.tt": "DejaVu Sans Mono",
    "mathtext.fallback": "stix",
    "path.simplify": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "entropy-lab",
}


class Stop(logging.Handler):
    def emit(self, record):
        raise RuntimeError(f"글꼴에 문제가 있어요: {record.getMessage()}")


@contextlib.contextmanager
def drawing(rc=None):
    """한 번에 한 그림만 그려요. 글꼴에 없는 글자가 있으면 네모로 그리지 않고 멈춰요."""
    logs = [logging.getLogger(f"matplotlib.{name}") for name in ("font_manager", "mathtext")]
    stop = Stop(logging.WARNING)
    with ONE, warnings.catch_warnings(), mpl.rc_context(rc):
        for log in logs:
            log.addHandler(stop)
        try:
            warnings.filterwarnings("error", message="Glyph .* missing from")
            yield
        finally:
            for log in logs:
                log.removeHandler(stop)


NOWHERE = -1e8  # 없는 값(nan)인 점의 자리: 감춘 채로 파일에 남아야 화면이 다시 보일 수 있어요


class Whole(RendererSVG):
    """종이를 벗어나는 선과 점, 없는 점도 빠뜨리지 않고 적어요. 그래야 화면이 다시 그린 것과 같아요."""

    def _convert_path(self, path, transform=None, clip=None, simplify=None, sketch=None):
        points = path.vertices if transform is None else transform.transform(path.vertices)
        leaves = (points < 0).any() or (points > (self.width, self.height)).any()
        return super()._convert_path(path, transform, clip and not leaves, simplify, sketch)

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        super().draw_markers(gc, marker_path, marker_trans, Points(path.vertices), trans, rgbFace)

    def _iter_collection(self, gc, paths, offsets, transform, *args, **kwargs):
        points = everywhere(transform.transform(offsets))
        return super()._iter_collection(gc, paths, points, IdentityTransform(), *args, **kwargs)


class Points(Outline):
    """점마다 따로: 선분으로 이으면 matplotlib이 종이의 가장자리에 없던 점을 만들어요."""

    def iter_segments(self, transform=None, **_):
        return ((point, Outline.MOVETO) for point in everywhere(transform.transform(self.vertices)))


def everywhere(points):
    return np.where(np.isfinite(points).all(axis=1, keepdims=True), points, NOWHERE)


def svg(fig, name):
    """matplotlib이 그린 SVG를 정돈한 글: 날짜와 난수가 없고, 좌표는 0.01까지만 적어요.

    이름표(id)는 나온 차례대로 다시 매겨요. 컴퓨터마다 다를 수 있는 마지막 자리가 파일에 닿지 않아요.
    """
    out, ids, short = io.StringIO(), {}, initials(name)
    fig.set_dpi(72)  # SVG에서처럼 1pt가 한 눈금이에요
    renderer = Whole(*fig.bbox.size, out, metadata=dict.fromkeys(["Creator", "Date", "Format", "Type"]))
    fig.draw(renderer)
    renderer.finalize()
    s = out.getvalue()
    s = s[s.index("<svg") :]
    # matplotlib이 적는 * 규칙은 그림을 끼운 쪽 전체의 모양을 바꿔요
    s = re.sub(r"\n *<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>", "", s, count=1)
    s = s.replace("<svg ", '<svg style="stroke-linejoin: round; stroke-linecap: butt" ', 1)
    # 속성으로 적어야 Content-Security-Policy가 엄격한 쪽에도 그대로 끼울 수 있어요
    s = re.sub(r' style="([^"]*)"', lambda m: re.sub(r"\s*([\w-]+):\s*([^;]*);?", r' \1="\2"', m[1].strip()), s)
    s = once(re.sub(rf' x="{NOWHERE:.0f}" y="[^"]*"', ' display="none"', s))
    s = re.sub(r"\b(?:[mph]|C\w+_)[0-9a-f]{10}\b", lambda m: ids.setdefault(m[0], f"{short}-{len(ids)}"), s)
    s = re.sub(
        r'(?<= )d="[^"]*"|translate\([^)]*\)| (?:x|y|width|height)="[^"]*"',
        lambda m: re.sub(r"-?\d+\.\d{3,}", lambda n: hundredths(n[0]), re.sub(r" ?\n", " ", m[0])),
        s,
    )
    s = re.sub(r"\n +", "\n", s)
    return re.sub(r"<g>\n(<use[^>]*/>)\n</g>", r"\1", s)


def once(s):
    """같은 윤곽선은 한 번만 정의해요. 색은 그것을 쓰는 쪽(use)에 있어요."""
    first, same = {}, {}

    def define(m):
        same[m[1]] = first.setdefault(m[2], m[1])
        return f'<defs>\n<path id="{m[1]}" d="{m[2]}"/>\n</defs>' if same[m[1]] == m[1] else ""

    s = re.sub(r'<defs>\s*<path id="(\w+)" d="([^"]*)"[^>]*/>\s*</defs>', define, s)
    return re.sub(r'(?<=href="#)\w+', lambda m: same.get(m[0], m[0]), s)


def initials(name):
    """그림 이름의 머리글자: 한 쪽에 여러 그림이 놓여도 이름표가 겹치지 않게 앞에 붙여요."""
    return "".join(word[0] for word in name.split("-"))


def hundredths(number):
    """소수 둘째 자리까지. matplotlib이 적은 여섯 자리에서 반올림하며, scene.js의 hundredths와 같은 셈이에요."""
    return f"{math.floor(round(float(number) * 1e6) / 1e4 + 0.5) / 100 + 0.0:.2f}".rstrip("0").rstrip(".")


def document(picture, name, lang, title, description):
    """SVG 글에 언어, 제목, 설명, 어두운 화면의 색을 더한 한 파일."""
    rules = "\n".join(f'[{k}="{light}"] {{ {k}: {dark} }}' for k in ("fill", "stroke") for light, dark in DARK.items())
    head = (
        f' lang="{lang}" role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'\n<title id="{name}-title">{escape(title)}</title>\n<desc id="{name}-desc">{escape(description)}</desc>'
        f"\n<style>\n@media (prefers-color-scheme: dark) {{\n{rules}\n}}\n</style>"
    )
    end = picture.index(">")
    return picture[:end] + head + picture[end + 1 :]
