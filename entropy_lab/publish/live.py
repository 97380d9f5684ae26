"""노트북 밖에서 살아 움직이는 그림: 아무것도 내려받지 않는 HTML 한 장."""

import base64
import hashlib
import re
from html import escape

import numpy as np

from ..scene.scene import JS
from .files import packaged


def standalone(scene, narrow):
    """장면 하나를 담은 HTML 한 장. 스크립트가 꺼져 있거나 종이에 찍어도 그림은 남아요."""
    picture, script = living(scene)
    css = packaged("publish/live.css")
    allowed = policy(script, styles=[css, *re.findall(r"<style>(.*?)</style>", picture, re.S)])
    return (
        f'<!doctype html>\n<html lang="{scene.lang}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(allowed)}">\n<title>{escape(scene.title)}</title>\n'
        f'<style>{css}</style>\n<div class="entropy-scene">{picture}</div>\n<script>{script}</script>\n</html>\n'
    )


def living(scene):
    """장면에서 가져오는 것은 모두 여기에 있어요: 그림과, 그 그림을 움직이는 스크립트."""
    picture = re.sub(r"<!--.*?-->\n", "", scene.svg())
    start = (
        f'const box = document.querySelector(".entropy-scene"), program = {scene.program()};\n'
        "const picture = box.innerHTML;\nplay(box, () => picture, program, [...program.drawn]);\n"
    )
    return picture, f"{JS}\n{start}"


def policy(*scripts, styles):
    """이 글만 허락하고 나머지는 모두 막는 Content-Security-Policy."""
    return f"default-src 'none'; script-src {' '.join(map(hashed, scripts))}; style-src {' '.join(map(hashed, styles))}"


def hashed(text):
    """Content-Security-Policy에 적는 지문."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedding(scene, narrow):
    """그림을 끼워 넣는 사람에게 필요한 것: 제목, 대체 글, 알맞은 크기(px)."""
    rows = sum(np.size(control.start) for control in scene.controls.values())
    sizes = [[round(v * 4 / 3) for v in each.fig.bbox.size] for each in (scene, narrow)]
    wide, slim = (dict(width=w, height=h, frame=h + 30 * rows) for w, h in sizes)
    return dict(title=scene.title, alt=scene.alt(), caption=scene.title, wide=wide, narrow=slim)
