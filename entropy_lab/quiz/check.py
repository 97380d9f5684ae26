"""연습의 답을 보아 주는 check와 한꺼번에 채점하는 score."""

from dataclasses import dataclass
from html import escape
from importlib import import_module

from ..palette import MODEL, MUTED, OTHER
from .card import card
from .grading import EXERCISES


def open_notebook(number):
    """연습 `number`가 든 노트북의 코드를 읽어 들이고, 지금까지 읽은 연습을 번호의 차례로 돌려줘요.

    quiz에서 course로 올라가는 하나뿐인 길이에요. 처음 물을 때에야 읽어서 quiz가 가벼워요.
    """
    course = import_module("entropy_lab.course")
    course.load(str(number).partition(".")[0])
    return dict(sorted(EXERCISES.items(), key=lambda e: [int(n) for n in e[0].split(".")]))


@dataclass(frozen=True)
class Feedback:
    """연습의 답을 보고 하는 말."""

    number: str
    state: str
    text: str

    def __repr__(self):
        return f"연습 {self.number} {self.state}: {self.text}"

    def _repr_html_(self):
        mark, color = {"맞아요": ("✓", OTHER), "다시": ("✗", MODEL), "아직": ("…", MUTED)}[self.state]
        return card(color, f"<p><b>{mark} 연습 {self.number}</b>&ensp;{escape(self.text)}</p>")


@dataclass(frozen=True)
class Solution:
    """접어 둔 풀이: 열어야 보여요."""

    feedback: Feedback

    def __repr__(self):
        return repr(self.feedback)

    def _repr_html_(self):
        return card(
            MUTED,
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
    if number not in (exercises := open_notebook(number)):
        return Feedback(number, "다시", f"이 번호의 연습은 없어요. 있는 연습: {', '.join(exercises)}.")
    grade, praise = exercises[number]
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
        bar = f'<div style="height:.7em;border:1px solid {OTHER};border-radius:.4em"><div style="width:{share:.0f}%;height:100%;background:{OTHER}"></div></div>'
        title = f"<p><b>{len(self.feedback)}문제 가운데 {self.right}문제를 맞혔어요.</b></p>"
        return card(OTHER, title + bar + "".join(f"<p>{escape(line)}</p>" for line in self.lines))


def score(notebook, answers):
    """노트북 `notebook`의 연습을 1번부터 차례로 채점해, 맞은 수와 틀린 문제의 힌트를 보여 줘요.

    >>> score(1, [5, None])
    2문제 가운데 1문제를 맞혔어요.
    아직 답하지 않은 문제: 1.2
    """
    return Score(tuple(check(f"{notebook}.{n}", answer) for n, answer in enumerate(answers, 1)))
