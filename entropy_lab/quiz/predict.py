"""먼저 예측하고 답을 열어 보는 물음."""

import json
from dataclasses import dataclass
from html import escape

import numpy as np

from ..palette import TRUTH
from .card import card

CHOOSE = """<script>(() => { const card = document.currentScript.parentElement, right = RIGHT;
card.querySelectorAll("button").forEach((b, i, all) => { b.dataset.lmSuppressShortcuts = ""; b.addEventListener("click", () => {
  all.forEach(o => o.setAttribute("aria-pressed", o === b));
  card.querySelector("output").textContent = i === right ? "맞게 내다봤어요. " : "다르게 내다봤네요. ";
  card.querySelector("details").open = true; }); }); })()</script>"""


@dataclass(frozen=True)
class Prediction:
    """먼저 하나를 골라 보고 나서 답을 여는 물음. 스크립트가 돌지 않는 곳에서는 접힌 답으로 남아요."""

    question: str
    options: tuple
    right: int
    why: str

    def __repr__(self):
        return f"예측: {self.question} ({' / '.join(self.options)})"

    def _repr_html_(self):
        buttons = "".join(f'<button type="button" aria-pressed="false">{escape(o)}</button>' for o in self.options)
        return card(
            TRUTH,
            f"<p><b>예측</b>&ensp;{self.question}</p><p>{buttons}</p>"
            f"<details><summary>답 열기</summary><p><output></output><b>{escape(self.options[self.right])}</b>&ensp;{self.why}</p></details>"
            + CHOOSE.replace("RIGHT", json.dumps(self.right)),
        )


def predict(question, options, truth, why, unit=""):
    """물음 하나를 보여 줘요. `truth`는 셈해서 나온 값이고, 수라면 가장 가까운 보기가 답이에요.

    >>> predict("공정한 동전의 엔트로피는?", [0, 0.5, 1], truth=1.0, unit="비트", why="log₂ 2 = 1비트예요.")
    예측: 공정한 동전의 엔트로피는? (0비트 / 0.5비트 / 1비트)
    """
    if isinstance(truth, str):
        if truth not in options:
            raise ValueError(f"답 {truth!r}이(가) 보기에 없어요. 보기: {', '.join(map(str, options))}.")
        right = list(options).index(truth)
    else:
        right = int(np.argmin(np.abs(np.asarray(options, float) - truth)))
    return Prediction(question, tuple(f"{o}{unit}" for o in options), right, why)
