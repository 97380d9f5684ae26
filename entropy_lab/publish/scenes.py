"""노트북 밖에 놓이는 장면: 종이 두 장이 윤곽선과 셈을 나누어 갖고, 스크립트는 화면에 가까워질 때에야 와요."""

import json
import os
import re


def bare(svg):
    """스크립트가 쓸 그림의 글: 제목과 설명과 어두운 색은 스크립트가 따로 알아요."""
    return re.sub(r"<!--.*?-->\n|<(title|desc|style)\b.*?</\1>\n", "", svg, flags=re.S)


def quoted(data):
    """스크립트에 그대로 적을 수 있는 JSON: </script>와 <!--는 쪽을 끊어요."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", r"<\/")
    return re.sub(r"(?i)<(?=!|script)", r"\\u003c", text)


def slimmer(picture, program, narrow):
    """좁은 종이의 그림과 프로그램에서 넓은 종이에 없는 것만. scene.js의 narrower가 되돌려요."""
    outlines = {d: name for name, d in re.findall(r'<path id="([^"]*)" d="([^"]*)"', picture)}
    own = json.loads(narrow.program())
    same = len(os.path.commonprefix([program["tape"], own["tape"]]))
    return {k: v for k, v in own.items() if v != program[k]} | dict(
        same=same,
        tape=own["tape"][same:],
        picture=re.sub(
            r'(?<=<path id=)("[^"]*") d="([^"]*)"',
            lambda m: f'{m[1]} d="@{outlines[m[2]]}"' if m[2] in outlines else m[0],
            bare(narrow.svg()),
        ),
    )
