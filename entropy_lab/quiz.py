"""먼저 예측하고 답을 열어 보는 물음(predict)과, 연습의 답을 보아 주는 check."""

import json
from dataclasses import dataclass
from html import escape

import numpy as np

from .exercises import EXERCISES

STYLE = """
.entropy-card{max-width:640px;padding:.7em 1em;margin:.2em 0;border-left:4px solid var(--mark);border-radius:4px;line-height:1.6;
 background:light-dark(color-mix(in srgb,var(--mark) 7%,#fff),color-mix(in srgb,var(--mark) 16%,#14181d));color:light-dark(#1b2530,#e8ebee)}
.entropy-card p{margin:.15em 0}.entropy-card button{font:inherit;margin:.25em .4em .25em 0;padding:.2em .9em;border:1px solid var(--mark);
 border-radius:1em;background:transparent;color:inherit;cursor:pointer}.entropy-card button[aria-pressed=true]{background:var(--mark);color:#fff}
.entropy-card :focus-visible{outline:2px solid var(--mark);outline-offset:2px}
[data-jp-theme-light=true] .entropy-card{color-scheme:light}[data-jp-theme-light=false] .entropy-card{color-scheme:dark}"""
BLUE, GREEN, ORANGE, GREY = "#0072b2", "#00785a", "#b84a00", "#56616d"


def card(color, body):
    return f'<div class="entropy-card" style="--mark:{color}">{body}</div><style>{STYLE}</style>'


# -- 예측 ------------------------------------------------------------------------------------------
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
            BLUE,
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


# -- 연습 ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Feedback:
    """연습의 답을 보고 하는 말."""

    number: str
    state: str
    text: str

    def __repr__(self):
        return f"연습 {self.number} {self.state}: {self.text}"

    def _repr_html_(self):
        mark, color = {"맞아요": ("✓", GREEN), "다시": ("✗", ORANGE), "아직": ("…", GREY)}[self.state]
        return card(color, f"<p><b>{mark} 연습 {self.number}</b>&ensp;{escape(self.text)}</p>")


@dataclass(frozen=True)
class Solution:
    """접어 둔 풀이: 열어야 보여요."""

    feedback: Feedback

    def __repr__(self):
        return repr(self.feedback)

    def _repr_html_(self):
        return card(
            GREY,
            f"<details><summary>연습 {self.feedback.number}의 풀이 확인</summary><p>{escape(self.feedback.text)}</p></details>",
        )


def solve(number, answer):
    """연습 `number`의 풀이를 채점해 접어서 보여 줘요. 풀이가 틀렸으면 멈춰요."""
    feedback = check(number, answer)
    if feedback.state != "맞아요":
        raise ValueError(f"연습 {number}의 풀이가 틀렸어요: {feedback.text}")
    return Solution(feedback)


def check(number, answer):
    """연습 `number`의 답을 보고 맞았는지, 아니면 무엇을 놓쳤을지 말해 줘요. 어떤 답에도 멈추지 않아요.

    >>> check("1.1", None)
    연습 1.1 아직: 아직 답하지 않았어요. 답을 넣고 다시 실행해 보세요.
    >>> check("1.1", 5)
    연습 1.1 맞아요: log₂ 32 = 5비트. 앞면이 다섯 번 잇달아 나올 만큼 놀라워요.
    """
    if number not in EXERCISES:
        return Feedback(number, "다시", f"이 번호의 연습은 없어요. 있는 연습: {', '.join(EXERCISES)}.")
    grade, praise = EXERCISES[number]
    if answer is None:
        return Feedback(number, "아직", "아직 답하지 않았어요. 답을 넣고 다시 실행해 보세요.")
    try:
        hint = grade(answer)
    except Exception as e:  # a learner's own function may fail in any way; the notebook must go on and say how
        hint = f"답을 살펴보다가 멈췄어요. {type(e).__name__}: {e}"
    return Feedback(number, "다시", hint) if hint else Feedback(number, "맞아요", praise)


@dataclass(frozen=True)
class Score:
    """여러 문제를 한꺼번에 채점한 결과예요."""

    feedback: tuple

    @property
    def right(self):
        return sum(f.state == "맞아요" for f in self.feedback)

    @property
    def lines(self):
        waiting = [f.number for f in self.feedback if f.state == "아직"]
        hints = [f"{f.number} {f.text}" for f in self.feedback if f.state == "다시"]
        return hints + [f"아직 답하지 않은 문제: {', '.join(waiting)}"] * bool(waiting)

    def __repr__(self):
        return "\n".join([f"{len(self.feedback)}문제 가운데 {self.right}문제를 맞혔어요.", *self.lines])

    def _repr_html_(self):
        share = 100 * self.right / len(self.feedback)
        bar = f'<div style="height:.7em;border:1px solid {GREEN};border-radius:.4em"><div style="width:{share:.0f}%;height:100%;background:{GREEN}"></div></div>'
        title = f"<p><b>{len(self.feedback)}문제 가운데 {self.right}문제를 맞혔어요.</b></p>"
        return card(GREEN, title + bar + "".join(f"<p>{escape(line)}</p>" for line in self.lines))


def score(notebook, answers):
    """노트북 `notebook`의 연습을 1번부터 차례로 채점해, 맞은 수와 틀린 문제의 힌트를 보여 줘요.

    >>> score(1, [5, None])
    2문제 가운데 1문제를 맞혔어요.
    아직 답하지 않은 문제: 1.2
    """
    return Score(tuple(check(f"{notebook}.{n}", answer) for n, answer in enumerate(answers, 1)))
