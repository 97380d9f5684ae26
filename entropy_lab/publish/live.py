"""노트북 밖에서 살아 움직이는 그림: 아무것도 내려받지 않는 HTML 한 장, 또는 스크립트와 스타일을 나눈 파일 몇 개."""

import base64
import hashlib
import itertools
import json
import operator
import re
from html import escape

import numpy as np

from ..scene.scene import CSS, JS, SCRIPT
from .files import packaged

OUTLINE = re.compile(r'<path id="([^"]*)" (d="[^"]*"[^>]*)/>')
SAY = {  # 표의 말: 펼치는 단추, 두 머리글, 손잡이가 여럿일 때
    "ko": ("수로 보기", "값", "그림이 말하는 것", "나머지는 처음 값"),
    "en": ("As numbers", "Value", "What the figure says", "the others at their start"),
}


def standalone(wide, narrow):
    """장면 하나를 종이 두 장에 그린 것을 담은 HTML 한 장. 스크립트가 꺼져 있거나 종이에 찍어도 그림은 남아요."""
    css = CSS + packaged("publish/live.css")  # 쪽에 적힌 것을 스크립트가 또 갖고 있을 까닭이 없어요
    script = f'const CSS = "";\n{SCRIPT}\n{woken("wakeAll", wide, narrow)}{packaged("publish/live.js")}'
    allowed = f"default-src 'none'; script-src {hashed(script)}; style-src {hashed(css)}"
    head = f'<meta http-equiv="Content-Security-Policy" content="{escape(allowed)}">\n<style>{css}</style>\n'
    return page(wide, head, f"<script>{script}</script>\n")


def separate(wide, narrow):
    """default-src 'self'인 사이트에 놓을 파일들 {이름: 글}. 쪽에 적힌 스크립트와 스타일이 하나도 없어요."""
    head = '<link rel="stylesheet" href="live.css">\n'
    scripts = "".join(f'<script src="{file}.js"></script>\n' for file in ("scene", wide.name))
    return {
        f"{wide.name}.html": page(wide, head, scripts),
        f"{wide.name}.js": woken("entropyScene", wide, narrow),
        "scene.js": f"(() => {{\n{JS}\nglobalThis.entropyScene = wakeAll;\n{packaged('publish/live.js')}}})();\n",
        "live.css": CSS + packaged("publish/live.css"),
    }


def woken(wake, wide, narrow):
    return waking(wake, wide.name, wide.svg(), json.loads(wide.program()), narrow)


def page(scene, head, scripts):
    """그림과, 같은 것을 수로 적은 표."""
    summary = SAY[scene.lang][0]
    return (
        f'<!doctype html>\n<html lang="{scene.lang}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(scene.title)}</title>\n{head}'
        f'<div class="entropy-scene" data-scene="{scene.name}">{titled(scene)}</div>\n'
        f'<details class="numbers"><summary>{summary}</summary>\n{"".join(tables(scene))}</details>\n{scripts}</html>\n'
    )


def titled(scene):
    """스크립트가 없는 쪽에서도 읽어 줄 수 있는 그림."""
    return bare(scene.svg()).replace("<svg ", f'<svg aria-label="{escape(scene.alt())}" ', 1)


def tables(scene):
    """손잡이마다 표 하나: 처음부터 끝까지 몇 값에서 그림이 말하는 것."""
    _, value, says, others = SAY[scene.lang]
    for name, control in scene.controls.items():
        for k, one in enumerate(control.program()):
            label = escape(one["label"]) + (f" ({others})" if len(scene.controls) > 1 or np.ndim(control.start) else "")
            rows = "".join(
                f'<tr><th scope="row">{escape(told[name][k if len(told[name]) > k else 0])}</th><td>{escape(told["alt"])}</td></tr>\n'
                for told in (scene.said(**{name: at}) for at in sweep(control, k))
            )
            yield (
                f"<table><caption>{label}</caption>\n"
                f'<thead><tr><th scope="col">{value}</th><th scope="col">{says}</th></tr></thead>\n<tbody>{rows}</tbody></table>\n'
            )


def sweep(control, k):
    """k째 손잡이의 두 끝, 처음 값, 그 사이. 나머지는 처음 값이에요."""
    one, start = control.program()[k], np.array(control.start, float)
    if "options" in one:
        return range(len(one["options"]))
    low, high, step, now = one["min"], one["max"], one["step"], np.ravel(start)[k]
    every = [low, (low + now) / 2, now, (now + high) / 2, high]
    found = []
    for value in sorted({round(min(low + round((v - low) / step) * step, high), 10) for v in every}):
        at = start.copy()
        at.flat[k] = value
        found.append(at.tolist())
    return found


def hashed(text):
    """Content-Security-Policy에 적는 지문."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedding(wide, narrow):
    """그림을 끼워 넣는 사람에게 필요한 것: 제목, 대체 글, 설명, 두 종이의 크기와 틀의 높이(px)."""
    rows = sum(np.size(control.start) for control in wide.controls.values())
    return dict(
        title=wide.title,
        alt=wide.alt(),
        caption=wide.description,
        wide=size(wide, 640, 7.5 + 33.25 * rows + 39),
        narrow=size(narrow, 360, 7.5 + 70.25 * rows + 57),
    )


def size(scene, across, below):
    """그림의 크기와, 너비가 across인 틀의 높이."""
    width, height = scene.fig.bbox.size
    frame = min(across, 640 if width > 400 else 400) * height / width + below
    return dict(width=round(width * 4 / 3), height=round(height * 4 / 3), frame=int(np.ceil(frame)))


# -- 종이 두 장 ---------------------------------------------------------------------------------------
def bare(svg):
    """스크립트가 쓸 그림의 글: 제목과 설명과 어두운 색은 스크립트가 따로 알아요."""
    return re.sub(r"<!--.*?-->\n|<(title|desc|style)\b.*?</\1>\n", "", svg, flags=re.S)


def quoted(data):
    """스크립트에 그대로 적을 수 있는 JSON. </script>와 <!--가 쪽을 끊지 않게 해요."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    return re.sub(r"(?i)<(?=!|script)", r"\\u003c", text)


def waking(wake, key, picture, program, narrow, *more):
    """넓은 그림을 깨우는 한 줄. 좁은 그림(narrow)에서는 넓은 것에 없는 것만 적고, scene.js의 narrower가 되돌려요."""
    told = [key, program, narrow and slimmer(picture, program, narrow), *more]
    return f"{wake}({', '.join(map(quoted, told))});\n"


def slimmer(picture, program, narrow):
    """같은 윤곽선은 넓은 그림의 이름표에 @를 붙여 가리키고, 테이프의 앞쪽은 같은 줄의 수(same)만 적어요."""
    own, slim = json.loads(narrow.program()), bare(narrow.svg()).replace("\n", "")
    outlines = {outline: name for name, outline in re.findall(OUTLINE, picture)}
    shared = {name: outlines[outline] for name, outline in re.findall(OUTLINE, slim) if outline in outlines}
    slim = re.sub(OUTLINE, lambda m: "" if m[1] in shared else m[0], slim).replace("<defs></defs>", "")
    slim = re.sub(r'(?<=href="#)([^"]*)', lambda m: f"@{shared[m[1]]}" if m[1] in shared else m[1], slim)
    same = sum(itertools.takewhile(bool, map(operator.eq, program["tape"], own["tape"])))
    differ = {key: value for key, value in own.items() if value != program[key]}
    return differ | dict(same=same, tape=own["tape"][same:], picture=slim)
