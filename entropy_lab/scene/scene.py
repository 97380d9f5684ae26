"""장면(Scene): 그림 하나, 슬라이더 몇 개, 그리고 움직이는 부분의 자리를 말하는 함수 하나.

함수를 수로 부르면 matplotlib이 그 그림을 그리고, 기호로 한 번 부르면 셈이 테이프에 적혀서
scene.js가 커널 없이 화면의 빠르기로 다시 해요. 정의가 하나뿐이니 파일과 화면이 어긋날 수 없어요.
"""

import base64
import hashlib
import inspect
import json
import re
import sys
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import anywidget
import matplotlib as mpl
import numpy as np
import traitlets
from matplotlib.axis import Tick
from matplotlib.legend import Legend
from matplotlib.offsetbox import OffsetBox
from matplotlib.text import Text

from ..josa import josa
from ..palette import DARK, NAMES, light_dark
from . import parts, reading
from .controls import Setting
from .reading import filled, sentence, spell
from .svg import TYPE, document, drawing, initials, svg
from .tape import Tape, Traced, explain

HERE = Path(__file__).parent
COLORS = ";".join(f"--entropy-{name}:{light_dark(color)}" for name, color in NAMES.items())
NIGHT = "".join(f'.entropy-scene [{k}="{c}"]{{{k}:{light_dark(c)}}}' for c in DARK for k in ("fill", "stroke"))
LOOK = re.sub(r"/\*.*?\*/|\n *", "", (HERE / "scene.css").read_text(encoding="utf-8"))
CSS = f".entropy-scene{{{COLORS}}}{NIGHT}{LOOK}"
# 주석은 scene.js를 읽는 사람을 위한 것이라, 그것을 싣는 쪽에는 필요 없어요.
SCRIPT = re.sub(r"(?m)^ *//.*\n", "", (HERE / "scene.js").read_text(encoding="utf-8"))
SCRIPT = " ".join(SCRIPT.split())
JS = f"const CSS = {json.dumps(CSS)}; {SCRIPT}"


class Scene(anywidget.AnyWidget):
    """matplotlib 그림 `fig`를 손잡이 `controls`로 움직이는 위젯.

    `move(**값)`은 {움직이는 부분: {속성: 값}}을 돌려줘요. 속성은 matplotlib의 set(...)과 같고
    (data, xy, height, text, position, center, color, alpha, visible ...), 글로 된 열쇠가 둘 있어요:
    "alt"는 지금의 수를 말하는 한 문장, 손잡이 이름은 그 손잡이 옆에 적을 글이에요.
    손잡이마다 같은 이름의 값이 생겨요: `s.p`를 읽고, `s.p = 0.3`으로 움직이고, `s.observe`로 지켜봐요.
    화면이 똑같이 따라 할 수 없는 것이 있으면 만들 때 TypeError나 ValueError로 거절해요.
    """

    _esm = JS + "\nexport default { render };"
    _picture = traitlets.Unicode().tag(sync=True)
    _program = traitlets.Dict().tag(sync=True)

    def __init__(self, fig, move, *, title, description, name="scene", lang="ko", **controls):
        if taken := [n for n in controls if hasattr(Scene, n) or n in ("controls", "parts")]:
            raise ValueError(f"손잡이 이름으로 {josa(repr(taken[0]), '은/는')} 쓸 수 없어요. 다른 이름을 붙여 주세요.")
        self.fig, self.move, self.controls = fig, move, controls
        self.title, self.description, self.name, self.lang = title, description, name, lang
        # 나중에 다시 그릴 때에도 만들 때의 모양으로
        self._rc = {k: v for k, v in dict.items(mpl.rcParams) if k != "backend"} | TYPE
        with drawing(self._rc):
            take_over(fig)
            start = {n: c.start for n, c in controls.items()}
            told = self._ask(start)
            self.parts = self._join(told)
            tape = Tape()
            symbols = self._ask(start, tape)
            same(told, symbols, tape.run(*start.values()))
            self._fit(start, tape, symbols)
            self._draw(start, told)
            program = self._trace(tape, symbols)
        self.add_traits(**{n: Setting(c).tag(sync=True) for n, c in controls.items()})
        super().__init__(_picture=self._picture_of, _program=program)

    # -- 함수에게 묻기 ---------------------------------------------------------------------------------
    def _ask(self, values, tape=None):
        """move를 한 번 불러요: 테이프가 없으면 수로, 있으면 기호로."""
        args, first = {}, 0
        for n, v in values.items():
            args[n] = tape.argument(first, v) if tape else np.array(v, float)[()]
            first += np.size(v)
        try:
            inspect.signature(self.move).bind(**args)
        except TypeError:
            form = f"move{inspect.signature(self.move)}"
            raise TypeError(f"{form}의 인자가 손잡이의 이름과 달라요. 손잡이: {', '.join(args)}.") from None
        self.fig.stale = False
        with np.errstate(all="ignore"):
            try:
                told = self.move(**args)
            except (TypeError, ValueError, IndexError) as error:
                if tape is None:  # x[:n]처럼 수로도 안 되는 셈은, 기호로 불러 우리말로 알려 줘요
                    self._ask(values, Tape())
                raise (parts.stranger([]) if "unhashable type: 'list'" in str(error) else explain(error)) from None
        if self.fig.stale:
            raise TypeError(
                "move 안에서 그림을 직접 고치면(set_…, ax.set_title, ax.plot) 화면이 따라 하지 못해요. "
                "{부분: {속성: 값}}으로 돌려주세요. 예: {ax.title: dict(text=f'{p:.2f}')}"
            )
        if not isinstance(told, dict):
            raise TypeError(
                f"move는 {{부분: {{속성: 값}}}} 사전을 돌려줘야 해요. return을 적었나요? 돌려준 것: {told!r}"
            )
        if strange := [k for k in told if isinstance(k, str) and k != "alt" and k not in self.controls]:
            known = ", ".join(["alt", *self.controls])
            raise TypeError(f"{josa(repr(strange[0]), '은/는')} 손잡이의 이름이 아니에요. 쓸 수 있는 글: {known}.")
        return told

    def _join(self, told):
        """움직이는 부분의 목록. 글은 앞선 글을 먼저: 앞이 길어지면 뒤도 밀려요."""
        found, inside = [], set(self.fig.findobj())
        placed = {a for owner in inside if isinstance(owner, OffsetBox | Tick) for a in owner.findobj()}

        def join(artist, props):
            if not hasattr(artist, "set_gid") or artist not in inside:
                raise parts.stranger(artist)
            parts.movable(artist, props)
            if artist in placed and props.keys() - {"visible"}:
                raise parts.immovable(artist, "범례와 눈금 속은 움직일 수 없어요", "ax.text나 ax.plot으로 그려 주세요")
            if before := getattr(artist, "after", None):
                join(before, told.get(before, {}))
            if artist not in found:
                found.append(artist)

        for artist, props in told.items():
            if not isinstance(artist, str):
                join(artist, props)
        for text in self.fig.findobj(reading.Reading):  # 움직이는 글의 뒤를 잇는 글도 함께 움직여요
            if text.after in found:
                join(text, told.get(text, {}))
        for artist in inside:
            if held := parts.leaning(artist) & set(found):
                reason = f"움직이는 {parts.named(held.pop())}에 기대어 놓여서 화면이 따라 하지 못해요"
                raise parts.immovable(artist, reason, "좌표로 놓아 주세요")
        for n, artist in enumerate(found):
            artist.set_gid(f"{initials(self.name)}-part{n}")
        return found

    def _fit(self, start, tape, symbols):
        """종이에 놓인 글줄이 종이를 벗어나지 않게, 가장 길어질 때에 맞춰 모든 글줄의 글자를 함께 줄여요."""
        corners = [start | {n: v} for n, c in self.controls.items() for v in c.ends]
        ends, rows, sizes = [tape.run(*corner.values()) for corner in corners], {}, []
        for text in self.fig.findobj(lambda a: isinstance(a, reading.Reading) and not root(a).axes):
            rows.setdefault(root(text), []).append(text)
        for head, row in rows.items():
            says = [(sentence(symbols.get(a, {}).get("text", a.get_text())), a.face) for a in row]
            width = max(sum(reading.typeset(filled(runs, v), *face)[0] for runs, face in says) for v in ends)
            room = self.fig.bbox.width - 4 - head.place()[0]
            sizes += [np.floor(20 * head.get_size() * room / width) / 20] if room < width else []
        for text in [a for row in rows.values() for a in row if sizes]:
            text.set_size(min(sizes))

    @property
    def values(self):
        """지금의 값: 손잡이 이름과 값의 사전."""
        return {n: getattr(self, n) for n in self.controls}

    # -- 수로 부르면 그림 -------------------------------------------------------------------------------
    def _draw(self, values, told=None):
        """이 값들의 그림. 같은 값이면 다시 그리지 않아요."""
        if getattr(self, "_drawn", None) != values:
            told = told or self._ask(values)
            for artist in self.parts:
                parts.place(artist, told.get(artist, {}))
            self._picture_of, self._told, self._drawn = self._svg(), told, dict(values)
        return self._picture_of

    def _svg(self):
        hidden = {a: a.get_visible() for a in self.parts if parts.hidden(a)}
        for artist in hidden:  # 파일에 남아 있어야 브라우저가 다시 보일 수 있어요
            artist.set_visible(True)
        picture = svg(self.fig, self.name)
        for artist, visible in hidden.items():
            artist.set_visible(visible)
            picture = picture.replace(f'<g id="{artist.get_gid()}"', f'<g id="{artist.get_gid()}" display="none"')
        return picture

    def _checked(self, values):
        if unknown := values.keys() - self.controls.keys():
            known = ", ".join(self.controls)
            raise ValueError(f"{josa(repr(min(unknown)), '은/는')} 이 장면에 없어요. 움직일 수 있는 것: {known}.")
        traits = self.traits()
        return {n: traits[n].validate(self, values[n]) if n in values else v for n, v in self.values.items()}

    def svg(self, **values):
        """코스 그림 그대로의 SVG 글. 값을 주지 않으면 지금 화면의 값으로 그려요."""
        with drawing(self._rc):  # 두 스레드가 한 장면을 그려도 그림이 섞이지 않아요
            picture = self._draw(self._checked(values))
        spoken = f"{self.description} {self.said(**values)['alt']}".strip()
        return document(picture, self.name, self.lang, self.title, spoken)

    def alt(self, **values):
        """그림을 볼 수 없는 사람에게 들려줄 글: 제목, 설명, 지금의 수."""
        return f"{self.title}. {self.description} {self.said(**values)['alt']}".strip()

    def said(self, **values):
        """이 값에서 그림이 말하는 글: {손잡이: 그 옆에 적힌 글들, "alt": 지금의 수를 말하는 문장}."""
        values = self._checked(values)
        with drawing(self._rc):
            told = self._told if values == self._drawn else self._ask(values)
        beside = {n: [spell(told[n])] if n in told else self.controls[n].spelled(v) for n, v in values.items()}
        return beside | dict(alt=spell(told.get("alt", "")))

    # -- 기호로 부르면 프로그램 ---------------------------------------------------------------------------
    def _trace(self, tape, symbols):
        writer = parts.Writer(tape, self.fig)
        written = [(a, part) for a in self.parts for part in writer.write(a, symbols.get(a, {}))]
        check_picture(self._picture_of, written, tape.run(*self._drawn.values()))
        sliders = [dict(s, name=n) for n, c in self.controls.items() for s in c.program()]
        return dict(
            title=self.title,
            description=self.description,
            sliders=sliders,
            parts=[part for _, part in written],
            faces=writer.faces,
            glyphs=[[commands, *steps] for commands, *steps in writer.glyphs],
            drawn=flat(self._drawn),
            alt=sentence(symbols.get("alt", "")),
            shown={n: sentence(symbols[n]) for n in self.controls if n in symbols},
            tape=[[op, *map(plain, numbers)] for op, *numbers in tape.lines],
        )

    # -- 밖으로 나가는 길 -------------------------------------------------------------------------------
    def program(self):
        """scene.js가 받는 프로그램(JSON). 무엇을 어떻게 움직이고, 그림이 어느 값으로 그려졌는지."""
        program = self._program | dict(drawn=flat(self.values))
        return json.dumps(program, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def html(self):
        """이 장면만 담은 HTML 조각: 스크립트가 돌면 움직이고, 못 돌면 그림이 남아요."""
        picture = base64.b64encode(self.svg().encode()).decode()
        width, height = (f"{v:g}" for v in self.fig.bbox.size)
        look = f"width:100%;max-width:640px;aspect-ratio:{width}/{height}"
        key = hashlib.sha256(f"{picture}{self.program()}".encode()).hexdigest()[:12]
        return (
            f'<div class="entropy-scene" data-scene="{key}"><img alt="{escape(self.alt())}" style="{look}" '
            f'src="data:image/svg+xml;base64,{picture}"></div>\n'
            f'<script>(() => {{\n{JS}\nwakeAll("{key}", {self.program()}); }})()</script>'
        )

    def __repr__(self):
        return f"{self.title} ({', '.join(f'{n}={v}' for n, v in self.values.items())})"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/plain": repr(self), "text/html": self.html()}, metadata


def take_over(fig):
    """그림을 넘겨받아요: 글은 어디서나 코스의 글꼴로, pyplot이 셀 끝에 한 번 더 그리지 않게."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    for text in fig.findobj(Text):
        text.set_fontfamily(TYPE["font.family"])
    svg(fig, "layout")  # 축의 자리와 범위가 정해져요
    fig.set_layout_engine("none")  # 글의 길이에 따라 축이 다시 움직이지 않게
    for legend in fig.findobj(lambda artist: isinstance(artist, Legend) and artist._loc == 0):  # 선을 피해 다니지 않게
        room = legend.get_bbox_to_anchor()
        legend.set_loc(tuple((legend.get_window_extent().min - room.min) / room.size))


def root(reading):
    """이어진 글줄의 맨 앞."""
    return root(reading.after) if reading.after else reading


def flat(values):
    """지금의 값을 손잡이의 차례로 늘어놓은 것."""
    return [float(v) for value in values.values() for v in np.ravel(value)]


def plain(number):
    """JSON이 적을 수 있는 수: 무한대와 nan은 낱말로 적어요."""
    if not np.isfinite(number):
        return {"inf": "Infinity", "-inf": "-Infinity"}.get(str(float(number)), "NaN")
    return int(number) if number == int(number) and not (number == 0 and np.signbit(number)) else number


# -- 같은지 보기 --------------------------------------------------------------------------------------
def same(told, symbols, values):
    """수로 부른 것과 기호로 부른 것이 처음 자리에서 같은지. 다르면 화면이 파일과 다를 테니 거절해요."""
    told, symbols = properties(told), properties(symbols)
    if odd := told.keys() ^ symbols.keys():
        rule = "언제나 같은 것을 돌려주고, 감출 것은 visible로 감춰 주세요"
        raise TypeError(f"{what(*min(odd, key=str))}: move가 부를 때마다 다른 부분이나 다른 속성을 돌려줘요. {rule}.")
    for key, number in told.items():
        if not agree(number, symbols[key], values):
            calls = f"수로 부를 때({short(number)})와 기호로 부를 때({short(symbols[key])})"
            rule = "무작위 수와 자료형을 묻는 갈래(isinstance)는 함수 밖에 두어 주세요"
            raise TypeError(f"{josa(what(*key), '이/가')} {calls} 달라요. move는 받은 값만으로 정해져야 해요. {rule}.")


def properties(told):
    """{(부분, 속성): 값}. 글로 된 열쇠에는 속성이 없어요."""
    each = {key: {None: props} if isinstance(key, str) else props for key, props in told.items()}
    return {(key, name): value for key, props in each.items() for name, value in props.items()}


def what(key, name):
    return key if name is None else f"{parts.named(key)}의 {name!r}"


def agree(number, symbol, values):
    if isinstance(symbol, str) or isinstance(number, str):
        return isinstance(symbol, str) and isinstance(number, str) and alike(spell(number), symbol, values)
    a, b = np.asarray(number, float), value_of(symbol)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=1e-12, equal_nan=True)


def alike(text, symbol, values):
    """글이 같은지. 움직이는 수는 마지막 자리 하나까지 달라도 돼요: 반올림이 갈리는 자리예요."""
    if "⟦" not in symbol:
        return text == spell(symbol)
    both = text, filled(sentence(symbol), values)
    if len({re.sub(r"[\d,]+", "0", t) for t in both}) > 1:
        return False
    pairs = zip(*(re.findall(r"\d+(?:\.\d+)?", t.replace(",", "")) for t in both), strict=False)
    return all(abs(float(a) - float(b)) <= 1.01 * 10.0 ** -len(a.partition(".")[2]) for a, b in pairs)


def value_of(symbol):
    """기호가 처음 자리에서 갖는 값."""
    if isinstance(symbol, list | tuple):
        return np.array([value_of(v) for v in symbol], float)
    return np.asarray(symbol.value if isinstance(symbol, Traced) else symbol, float)


def short(value):
    """한 줄로 줄인 값."""
    if not isinstance(value, str):
        value = np.array2string(value_of(value), precision=4, threshold=6)
    text = reading.readable(value)
    return text if len(text) < 60 else text[:60] + "…"


DRAWN = {  # 종류마다 그림에서 셀 것과, 개수가 다를 때 할 말
    "path": ("path", "선이 하나가 아니에요", "path_effects 같은 꾸밈 없이 그려 주세요"),
    "dots": (".//use", "점의 개수가 그림과 달라요", "점이 몇 개뿐이라면 ax.plot(x, y, 'o')로 그려 주세요"),
    "cells": ("path", "칸마다 색을 바꿀 수 없는 그림이에요", "shading='flat'인 pcolormesh로 그려 주세요"),
    "text": (".//use", "글이 움직일 글과 달라요", "move가 돌려주는 text로만 글을 정해 주세요"),
}


def check_picture(picture, written, values):
    """그려진 그림에 움직일 것이 모두 있는지: 선 하나, 점과 칸의 개수, 글자의 개수와 자리."""
    space = {"": "http://www.w3.org/2000/svg"}
    groups = {g.get("id"): g for g in ElementTree.fromstring(picture).findall(".//g", space)}
    for artist, part in written:
        if part["id"] not in groups:
            instead = parts.INSTEAD.get(type(artist).__name__, "fig에 그려진 것인지 보세요")
            raise parts.immovable(artist, "그림에서 따로 찾을 수 없어요", instead)
        if part["kind"] in DRAWN:
            tag, *fault = DRAWN[part["kind"]]
            if marks(artist, part, values) not in (None, len(groups[part["id"]].findall(tag, space))):
                raise parts.immovable(artist, *fault)
        if part["kind"] == "text":
            x, y = artist.anchor()
            place = [x, artist.get_figure(root=True).bbox.height - y]
            if np.any(np.abs(np.subtract([values[part[k]][0] for k in "xy"], place)) > 1e-6):
                what = "그릴 때 matplotlib이 자리를 다시 정하는 글이에요"
                raise parts.immovable(artist, what, "ax.text로 그려 주세요")


def marks(artist, part, values):
    """이 부분이 그림에 남길 것의 개수. 움직이지 않아 모르면 None."""
    if part["kind"] == "text":
        said = [reading.fill(run, values) for run in part["text"]]
        return sum(len(run.replace(" ", "") if isinstance(run, str) else run["at"]) for run in said)
    if part["kind"] == "dots":
        line = part.get("x", part.get("shade", {}).get("n"))
        return None if line is None else np.size(values[line])
    return 1 if part["kind"] == "path" else np.size(artist.get_array())
