"""노트북 밖에 놓이는 장면: 종이 두 장이 윤곽선과 셈을 나누어 갖고, 스크립트는 화면에 가까워질 때에야 와요."""

import functools
import hashlib
import itertools
import json
import re
from base64 import b64decode
from html import escape, unescape

import numpy as np

from .. import course
from ..draw import SCENES, STILLS
from ..figures import FIGURES
from ..scene.scene import CSS, JS
from ..style import PHONE
from .cells import outputs
from .files import packaged
from .live import bare, waking

STORED = re.compile(  # Scene.html()이 노트북에 남긴 것
    r'<div class="entropy-scene" data-scene="(?P<key>\w+)"><img alt="(?P<alt>[^"]*)" style="[^"]*" '
    r'src="data:image/svg\+xml;base64,(?P<picture>[^"]*)"></div>\n'
    r'<script>.*?\nwakeAll\("(?P=key)", (?P<program>.*?)\); \}\)\(\)</script>',
    re.S,
)
STILL = re.compile(  # 움직이지 않는 그림. draw.image가 남긴 것이면 무엇을 그렸는지도 적혀 있어요
    r'(?P<img><img[^>]*?)(?: data-drawn=(?P<q>["\'])(?P<drawn>.*?)(?P=q))? '
    r'src="data:image/svg\+xml;base64,(?P<picture>[^"]*)"(?P<rest>[^>]*>)'
)


# -- 노트북에 남은 장면 ----------------------------------------------------------------------------------
def makers(cell):
    """셀의 코드가 부른, 장면을 그리는 함수들. 다른 종이에 다시 그릴 수 있어요."""
    course.load()
    known = {name.replace("-", "_"): make for name, make in (SCENES | FIGURES).items()}
    return tuple(known[n] for n in re.findall(r"\b(?:explore|figures)\.(\w+)\(", cell.source) if n in known)


def redrawn(make, program):
    """저장된 프로그램과 같은 장면을 휴대전화의 종이에, 저장될 때의 값으로. 같은 장면이 아니면 None이에요."""
    scene, drawn = make(sheet=PHONE), iter(program["drawn"])
    if any(json.loads(scene.program())[key] != program[key] for key in ("title", "sliders")):
        return None
    for name, control in scene.controls.items():
        values = list(itertools.islice(drawn, np.size(control.start)))
        setattr(scene, name, values if np.ndim(control.start) else values[0])
    return scene


@functools.cache
def parted(stored, makers):
    """저장된 장면 하나를 쪽에 놓일 HTML과 그것이 부를 파일들로."""
    m = STORED.fullmatch(stored)
    key, picture, program = m["key"], b64decode(m["picture"]).decode(), json.loads(m["program"])
    narrow = next(filter(None, (redrawn(make, program) for make in makers)), None)
    script = waking("entropyScene", key, picture, program, narrow, bare(picture))
    img, files = pair(key, f'<img alt="{m["alt"]}"', picture, narrow and narrow.svg())
    files[f"pictures/{key}.js"] = script
    rows = "".join(f'<div><span class="entropy-name">{escape(s["label"])}</span></div>' for s in program["sliders"])
    html = (
        f'<div class="entropy-scene" data-scene="{key}">{img}'
        f'<div class="entropy-controls" aria-hidden="true">{rows}</div></div>'
    )
    return html, files


def size(svg):
    """그림이 자리를 지키게 하는 크기. 크기를 적지 않은 남의 그림이면 비어 있어요."""
    told = re.findall(r' (width|height)="([\d.]+)(pt|px)?"', re.search(r"<svg\b[^>]*", svg)[0])
    return "".join(f' {side}="{round(float(n) * (4 / 3 if unit == "pt" else 1))}"' for side, n, unit in told)


def pair(key, img, picture, slim, rest=">"):
    """넓은 그림과, 있으면 휴대전화의 그림을 곁의 파일로: 쪽에 놓일 HTML과 파일."""
    files, source = {f"pictures/{key}.svg": picture}, ""
    if slim:
        files[f"pictures/{key}-narrow.svg"] = slim
        source = f'<source media="(width < 500px)" srcset="assets/pictures/{key}-narrow.svg"{size(slim)}>'
    html = f'{img} src="assets/pictures/{key}.svg"{size(picture)} loading="lazy"{rest}'
    return f"<picture>{source}{html}</picture>", files


@functools.cache
def still(stored):
    """움직이지 않는 그림 하나를 쪽에 놓일 HTML과 그것이 부를 파일들로."""
    m = STILL.fullmatch(stored)
    key = hashlib.sha256(m["picture"].encode()).hexdigest()[:12]
    slim = smaller(unescape(m["drawn"])) if m["drawn"] else None
    return pair(key, m["img"], b64decode(m["picture"]).decode(), slim, m["rest"])


def smaller(drawn):
    """적어 둔 대로 휴대전화의 종이에 다시 그린 SVG. 우리 그림이 아니면 None이에요."""
    course.load()
    name, *arguments = json.loads(drawn)
    if name in FIGURES:
        return FIGURES[name](sheet=PHONE).svg()
    if name in STILLS:
        html = STILLS[name](*map(restored, arguments), sheet=PHONE).html
        return b64decode(STILL.search(html)["picture"]).decode()
    return None


def restored(value):
    """draw.image가 적은 것을 그리는 함수가 받던 것으로."""
    if isinstance(value, dict):
        return {name: restored(part) for name, part in value.items()}
    if isinstance(value, str | float):
        return value
    parts = [restored(part) for part in value]
    return np.array(parts) if all(isinstance(part, float | np.ndarray) for part in parts) else parts


def lazily(cell, html):
    """셀의 출력에 든 장면과 그림을, 화면에 가까워지면 곁의 파일에서 오는 것으로 바꿔요."""
    html = STORED.sub(lambda m: parted(m[0], makers(cell))[0], html)
    return STILL.sub(lambda m: still(m[0])[0], html)


def files(notebooks):
    """lazily가 놓은 것들의 파일: {이름: 바이트를 짓는 함수}."""
    found = {"scene.css": CSS, "scene.js": f"(() => {{\n{JS}\n{packaged('publish/scenes.js')}}})();\n"}
    for cell in (cell for nb in notebooks.values() for cell in nb.cells if cell.cell_type == "code"):
        for html in outputs(cell):
            for m in STORED.finditer(html):
                found |= parted(m[0], makers(cell))[1]
            for m in STILL.finditer(STORED.sub("", html)):
                found |= still(m[0])[1]
    return {name: functools.partial(str.encode, text) for name, text in found.items()}
