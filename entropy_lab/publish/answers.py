"""읽는 판의 연습: 수로 답하는 것은 그 자리에서 채점하고, 파이썬이 있어야 하는 것은 그렇다고 말해요."""

import json
import re
from html import escape

import numpy as np

from ..quiz.answers import wanted
from ..quiz.check import exercises
from ..quiz.grading import EXERCISES

ELSEWHERE = {  # 셀의 코드에 있는 말마다: 여기에서 채점할 수 없는 연습이 어떻게 답하는 것인지
    "def ": "이 연습은 함수를 써서 풀어요.",
    "답_": "종이에 적어 본 다음 풀이를 열어 보세요.",
    "": "그림을 움직여 본 다음 풀이를 열어 보세요.",
}


def form(cell):
    """연습 셀의 자리: 답을 적는 칸이거나 한 문장. 이 코스의 연습이 아니면 비어 있어요."""
    asked = re.search(r'^check\("(\d+)(\.\d+)"', cell.source, re.M)
    if not asked or (number := asked[1] + asked[2]) not in exercises(asked[1]):
        return ""
    exercise = EXERCISES[number]
    if not exercise.rules:
        way = next(way for word, way in ELSEWHERE.items() if word in cell.source)
        return f'<p class="answer">{way} 채점은 노트북에서 해요.</p>'
    many = {0: "", 1: "수 {}개", 2: "{}행 {}열"}[len(exercise.shape)].format(*exercise.shape)
    about = ", ".join(filter(None, [exercise.unit, many]))
    return (
        f'<form class="answer" aria-label="연습 {number}" data-exercise="{escape(json.dumps(data(exercise)))}">'
        f'<label for="answer-{number}">답{f" <small>({about})</small>" * bool(about)}</label>'
        f'<input id="answer-{number}" name="answer" inputmode="{"text" if many else "decimal"}" autocomplete="off" '
        f'autocapitalize="off" spellcheck="false" aria-describedby="verdict-{number}">'
        f'<button name="confirm" disabled>확인</button>'  # 스크립트가 켜요. 없는 곳에서는 손으로 적는 줄이에요
        f'<output id="verdict-{number}" name="verdict" for="answer-{number}" role="status"></output></form>'
    )


def data(exercise):
    """스크립트가 채점하는 데 쓰는 모든 것."""
    return {
        "size": int(np.prod(exercise.shape)),
        "unit": exercise.unit,
        "wanted": wanted(*exercise.shape),
        "rules": [[times, np.ravel(seen).tolist(), within, why] for times, seen, within, why in exercise.rules],
        "rest": "".join(exercise.rest),
        "praise": exercise.praise,
    }
