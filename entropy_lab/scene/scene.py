"""장면(Scene): 그림 하나, 슬라이더 몇 개, 그리고 움직이는 부분의 자리를 말하는 함수 하나.

함수를 수로 부르면 matplotlib이 그 그림을 그리고, 기호로 한 번 부르면 셈이 테이프에 적혀서
scene.js가 커널 없이 화면의 빠르기로 다시 해요. 정의가 하나뿐이니 파일과 화면이 어긋날 수 없어요.
"""

import base64
import json
import re
from html import escape
from pathlib import Path

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path as Outline

from ..palette import DARK
from .controls import Setting
from .reading import ALIGN, DIGITS, SIGNS, Area, Reading, glyph, spell, typeset
from .svg import TYPE, document, drawing, initials, svg
from .tape import Traced

# comments are for whoever reads scene.js, not for the pages that carry it
JS = re.sub(r"(?m)^//.*\n|  +// .*$", "", (Path(__file__).parent / "scene.js").read_text(encoding="utf-8"))
LETTER = {Outline.MOVETO: "M", Outline.LINETO: "L", Outline.CURVE3: "Q", Outline.CURVE4: "C", Outline.CLOSEPOLY: "z"}
MARK = re.compile(r"⟦(\d+):([^⟧]*)⟧")


# -- 장면 -----------------------------------------------------------------------------------------
class Scene(anywidget.AnyWidget):
    """matplotlib 그림 `fig`를 손잡이 `controls`로 움직이는 위젯.

    `move(**값)`은 {움직이는 부분: {속성: 값}}을 돌려줘요. 속성은 matplotlib의 set(...)과 같고
    (data, xy, height, text, position, center, visible ...), 글로 된 열쇠가 둘 있어요:
    "alt"는 지금의 수를 말하는 한 문장, 손잡이 이름은 그 손잡이 옆에 적을 글이에요.
    손잡이마다 같은 이름의 값이 생겨요: `s.p`를 읽고, `s.p = 0.3`으로 움직이고, `s.observe`로 지켜봐요.
    """

    _esm = JS + "\nexport default { render };"
    _picture = traitlets.Unicode().tag(sync=True)
    _program = traitlets.Dict().tag(sync=True)

    def __init__(self, fig, move, *, title, description, name="scene", lang="ko", **controls):
        fig.set_dpi(72)  # SVG에서처럼 1pt가 한 눈금이에요
        self._rc = mpl.rcParams.copy() | TYPE
        self.fig, self.move, self.controls = fig, move, controls
        self.title, self.description, self.name, self.lang = title, description, name, lang
        self.parts = []
        if taken := [n for n in controls if hasattr(Scene, n) or n in vars(self)]:
            raise ValueError(f"손잡이의 이름으로 {taken[0]!r}은(는) 쓸 수 없어요. 다른 이름을 붙여 주세요.")
        for artist in move(**self._arguments({n: c.start for n, c in controls.items()})):
            if not isinstance(artist, str):
                self._join(artist)
        for reading in fig.findobj(Reading):  # what follows a moving text moves with it
            if reading.after in self.parts:
                self._join(reading)
        for n, artist in enumerate(self.parts):
            artist.set_gid(f"{initials(name)}-part{n}")
        self.add_traits(**{n: Setting(c).tag(sync=True) for n, c in controls.items()})
        picture = self.svg()  # drawing first settles where the axes are
        super().__init__(_picture=picture, _program=self._trace())

    def _join(self, artist):
        """움직이는 부분으로 올려요. 글은 앞선 글을 먼저: 앞이 길어지면 뒤도 밀려요."""
        if before := getattr(artist, "after", None):
            self._join(before)
        if artist not in self.parts:
            self.parts.append(artist)

    @property
    def values(self):
        """지금의 값: 손잡이 이름과 값의 사전."""
        return {n: getattr(self, n) for n in self.controls}

    def _arguments(self, values):
        return {n: np.array(v, float) if np.ndim(v) else v for n, v in values.items()}

    # -- 수로 부르면 그림 -------------------------------------------------------------------------------
    def set(self, **values):
        """이 값들로 그림을 움직이고, 지금의 수를 말하는 문장을 돌려줘요."""
        if unknown := values.keys() - self.controls.keys():
            raise ValueError(f"{min(unknown)!r}은(는) 이 장면에 없어요. 움직일 수 있는 것: {', '.join(self.controls)}.")
        values = {n: self.traits()[n].validate(self, values[n]) if n in values else v for n, v in self.values.items()}
        told = self.move(**self._arguments(values))
        for artist in self.parts:
            artist.set(**told.get(artist, {}))
        return spell(told.get("alt", ""))

    def svg(self, **values):
        """코스 그림 그대로의 SVG 글. 값을 주지 않으면 지금 화면의 값으로 그려요."""
        alt = self.set(**values)
        hidden = [a for a in self.parts if not a.get_visible()]
        for artist in hidden:  # stays in the file, so that the browser can show it again
            artist.set_visible(True)
        with drawing(self._rc):
            picture = svg(self.fig, self.name)
        for artist in hidden:
            artist.set_visible(False)
            picture = picture.replace(f'<g id="{artist.get_gid()}"', f'<g id="{artist.get_gid()}" display="none"')
        return document(picture, self.name, self.lang, self.title, f"{self.description} {alt}".strip())

    # -- 기호로 부르면 프로그램 ---------------------------------------------------------------------------
    def _trace(self):
        tape, args, sliders = {}, {}, []
        for name, control in self.controls.items():
            start = np.asarray(control.start, float)
            args[name] = Traced(tape, start, ("arg", len(sliders), start.size))
            sliders += [dict(s, name=name) for s in control.program()]
        self._zero = Traced(tape, 0, ("const", 0.0))
        told = self.move(**args)
        glyphs = {}  # outlines that the picture may not hold yet, each once

        def number(outline):
            return glyphs.setdefault(encode(outline), len(glyphs))

        parts = [self._part(a, told.get(a, {}), number) for a in self.parts]
        faces = {
            face(a): {c: [width, number(outline)] for c in DIGITS + SIGNS for width, outline in [glyph(c, *a.face)]}
            for a, part in zip(self.parts, parts, strict=True)
            if any(isinstance(run, list) for run in part.get("text", ()))
        }
        return dict(
            title=self.title,
            description=self.description,
            sliders=sliders,
            parts=parts,
            faces=faces,
            glyphs=[[commands, *steps] for commands, *steps in glyphs],
            drawn=self._drawn(),
            alt=sentence(told.get("alt", "")),
            shown={n: sentence(told[n]) for n in self.controls if n in told},
            dark=DARK,
            tape=[[op, *map(plain, numbers)] for op, *numbers in tape],
        )

    def _drawn(self):
        """지금의 값을 손잡이의 차례로 늘어놓은 것: 그림이 그려진 자리."""
        return [float(v) for value in self.values.values() for v in np.ravel(value)]

    def _part(self, artist, props, number):
        """화면에서 움직일 한 부분: 어느 것을, 테이프의 몇째 줄로, 어떻게 그리는지."""
        part = dict(id=artist.get_gid())
        if "visible" in props:
            part["visible"] = self._zero._of(props["visible"]).line
        if props.keys() == {"visible"} and not isinstance(artist, Reading):
            return part  # anything may come and go
        if isinstance(artist, Reading):
            text = sentence(
                props.get("text", artist.get_text()), lambda s: run(s, artist), lambda s: run(s, artist, number)
            )
            part |= dict(
                text=text,
                face=face(artist),
                fill=to_hex(artist.get_color()),
                align=ALIGN[artist.get_horizontalalignment()],
            )
            if artist.after:
                part["after"] = self.parts.index(artist.after)
            return part | self._pixels(artist, props.get("position", artist.get_position()))
        if isinstance(artist, Line2D):
            dots = artist.get_marker() not in ("None", None, "")
            xy = self._pixels(artist, props["data"])
            return part | xy | (dict(dots=True) if dots else dict(d=""))
        if isinstance(artist, Rectangle):
            x, y, w, h = (
                self._zero._of(props.get(k, getattr(artist, f"get_{k}")())) for k in ("x", "y", "width", "height")
            )
            return part | self._pixels(artist, ([x, x + w, x + w, x], [y, y, y + h, y + h])) | dict(d="z")
        if isinstance(artist, Circle):
            (x, y), r = props.get("center", artist.get_center()), props.get("radius", artist.get_radius())
            unit = Outline.unit_circle()
            u, v = unit.vertices.T
            return part | self._pixels(artist, (x + r * u, y + r * v)) | dict(d=letters(unit.codes))
        if isinstance(artist, Area):
            return part | self._pixels(artist, props["xy"]) | dict(d="z")
        raise TypeError(
            f"{type(artist).__name__}은(는) 움직일 수 없어요. 선, Rectangle, Circle, Area, Reading으로 그려 주세요."
        )

    def _pixels(self, artist, xy):
        """그림의 좌표에서 SVG의 좌표로."""
        transform = artist.get_transform() if isinstance(artist, Reading) else artist.axes.transData
        (e, f), (a, b) = transform.transform([(0, 0), (1, 1)])
        x, y = (self._zero._of(v) for v in xy)
        return dict(x=(e + (a - e) * x).line, y=(self.fig.bbox.height - f - (b - f) * y).line)

    # -- 밖으로 나가는 길 -------------------------------------------------------------------------------
    def alt(self):
        """그림을 볼 수 없는 사람에게 들려줄 글: 제목, 설명, 지금의 수."""
        return f"{self.title}. {self.description} {self.set()}".strip()

    def program(self):
        """scene.js가 받는 프로그램(JSON). 무엇을 어떻게 움직이고, 그림이 어느 값으로 그려졌는지."""
        program = self._program | dict(drawn=self._drawn())
        return json.dumps(program, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")

    def html(self):
        """이 장면만 담은 HTML 조각: 스크립트가 돌면 움직이고, 못 돌면 그림이 남아요."""
        picture = base64.b64encode(self.svg().encode()).decode()
        return (
            f'<div class="entropy-scene"><img alt="{escape(self.alt())}" style="width:100%;max-width:640px" src="data:image/svg+xml;base64,{picture}"></div>\n'
            f"<script>(() => {{ const box = document.currentScript.previousElementSibling;\n{JS}\n"
            f"wake(box, {self.program()}); }})()</script>"
        )

    def __repr__(self):
        return f"{self.title} ({', '.join(f'{n}={v}' for n, v in self.values.items())})"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/plain": repr(self), "text/html": self.html()}, metadata


def plain(number):
    """JSON이 적을 수 있는 수: 무한대는 낱말로 적어요."""
    if not np.isfinite(number):
        return str(number).replace("inf", "Infinity")
    return int(number) if number == int(number) else number


def letters(codes):
    """윤곽선의 명령: 곡선은 점 둘이나 셋을 써요."""
    out, skip = "", 0
    for code in codes:
        out += " " if skip else LETTER[code]
        skip = skip - 1 if skip else {Outline.CURVE3: 1, Outline.CURVE4: 2}.get(code, 0)
    return out


def face(reading):
    return "{}-{:g}".format(*reading.face)


def encode(outline):
    """윤곽선의 명령과, 점마다 앞 점에서 얼마나 갔는지(pt의 1/1000)."""
    steps = np.diff(np.rint(outline.vertices * 1000).astype(int), axis=0, prepend=0)
    return letters(outline.codes), *steps.ravel().tolist()


def run(text, reading, number=None):
    """글 한 토막: 나비, 글자들의 자리, 그리고 그림에 아직 없을 수 있는 글자라면 윤곽선의 번호."""
    width, outlines = typeset(text, *reading.face)
    place = dict(w=width, at=[x for x, _ in outlines])
    return place | dict(g=[number(outline) for _, outline in outlines]) if number else place


def sentence(text, write=str, word=None):
    """글에서 숫자 자리를 떼어 내요: 글 토막, [줄, 소수 자릿수, 쉼표], {"n": 줄, "words": 낱말들}."""
    if any(MARK.search(part) for part in re.findall(r"\$[^$]+\$", text)):
        raise ValueError(f"$...$ 안의 수는 움직일 수 없어요. 수를 밖으로 꺼내 주세요: {text}")
    out, end = [], 0
    for m in MARK.finditer(text):
        if m.start() > end:
            out.append(write(text[end : m.start()]))
        number = re.fullmatch(r"z?(,?)\.(\d)f", m[2])
        words = dict(n=int(m[1]), words=[(word or write)(w) for w in m[2].split("|")])
        if not number and "|" not in m[2]:
            raise ValueError(f"움직이는 수는 {{값:.2f}}나 {{값:,.0f}}처럼 자릿수를 정해 주세요. 지금은 {m[2]!r}이에요.")
        out.append([int(m[1]), int(number[2]), int(bool(number[1]))] if number else words)
        end = m.end()
    return [*out, write(text[end:])] if end < len(text) else out
