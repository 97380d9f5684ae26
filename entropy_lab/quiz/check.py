"""연습의 답을 보아 주는 check와 한꺼번에 채점하는 score."""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from importlib import import_module, metadata
from pathlib import Path

from ..josa import josa
from ..palette import MODEL, MUTED, OTHER
from .answers import Hint
from .card import card
from .grading import EXERCISES, shorten

MARKS = {"맞아요": ("✓", OTHER), "다시": ("✗", MODEL), "아직": ("…", MUTED)}


def version():
    """코스의 판. 물을 때에만 찾아봐요."""
    return metadata.version("entropy-lab")


def exercises(book):
    """노트북 `book`("1")의 연습 번호를 차례대로 늘어놓아요. 없는 노트북이면 비어 있어요.

    quiz에서 course로 올라가는 하나뿐인 길이에요. 처음 물을 때에야 그 노트북의 코드를 읽어서 quiz가 가벼워요.
    """
    if book.isdecimal() and len(book) < 3:
        import_module("entropy_lab.course").load(book)
    return sorted((n for n in EXERCISES if n.partition(".")[0] == book), key=lambda n: int(n.partition(".")[2]))


@dataclass(frozen=True)
class Feedback:
    """연습의 답을 보고 하는 말. 풀이의 것은 접어 두어서, 열어야 보여요."""

    number: str
    state: str
    text: str
    folded: bool = False

    def __repr__(self):
        return f"연습 {self.number} {self.state}: {self.text}"

    def _repr_html_(self):
        mark, color = MARKS[self.state]
        title, text = f"연습 {escape(self.number)}", escape(self.text)
        if self.folded:
            return card(MUTED, f"<details><summary>{title}의 풀이 확인</summary><p>{text}</p></details>")
        return card(color, f"<p><b>{mark} {title}</b>&ensp;{text}</p>")


def solve(number, answer):
    """연습 `number`의 풀이를 채점해 접어서 보여 줘요. 풀이가 틀렸으면 멈춰요."""
    feedback = check(number, answer)
    if feedback.state != "맞아요":
        raise ValueError(f"연습 {number}의 풀이가 틀렸어요: {feedback.text}")
    return replace(feedback, folded=True)


def check(number, answer):
    """연습 `number`의 답을 보고 맞았는지, 아니면 무엇을 놓쳤을지 말해 줘요. 어떤 답에도 멈추지 않아요.

    >>> check("1.1", None)
    연습 1.1 아직: 아직 답하지 않았어요. 답을 넣고 다시 실행해 보세요.
    >>> check("1.1", 5)
    연습 1.1 맞아요: log₂ 32 = 5비트. 앞면이 다섯 번 잇달아 나올 만큼 놀라워요.
    >>> check("1.1", "5")
    연습 1.1 다시: 글은 수로 읽을 수 없어요. 따옴표를 빼고 수만 적어 주세요. 퍼센트라면 100으로 나눠요.
    """
    try:
        if not isinstance(number, str):
            raise Hint('번호를 따옴표로 감싸 답보다 앞에 적어 주세요. 예: check("1.1", 5)')
        if not (known := exercises(number.partition(".")[0])):
            raise Hint('그런 번호의 노트북은 없어요. 0권부터 9권까지 "권.문제"처럼 적어 주세요. 예: "1.1"')
        if number not in known:
            raise Hint(f"그런 번호의 연습은 없어요. {known[0][0]}권에는 {known[0]}부터 {known[-1]}까지 있어요.")
        if answer is None:
            raise Hint("아직 답하지 않았어요. 답을 넣고 다시 실행해 보세요.", "아직")
        hint = EXERCISES[number].grade(answer)
        state, text = ("다시", hint) if hint else ("맞아요", EXERCISES[number].praise)
    except Hint as hint:
        state, text = hint.state, str(hint)
    except (Exception, SystemExit) as e:  # 남이 만든 물건은 어떻게 멈출지 몰라요. 그래도 노트북은 이어져야 해요
        state = "다시"
        text = f"답을 읽다가 {josa(type(e).__name__, '이/가')} 났어요({shorten(e)}). 수나 리스트로 바꿔 보세요."
    return Feedback(shorten(number, 12), state, shorten(text, 200))


@dataclass(frozen=True)
class Score:
    """여러 문제를 한꺼번에 채점한 결과예요."""

    feedback: tuple
    right: int
    lines: list

    def __repr__(self):
        return "\n".join(self.lines)

    def _repr_html_(self):
        bar = f'<progress aria-label="맞힌 문제" value="{self.right}" max="{len(self.feedback)}"></progress>'
        title, *lines = map(escape, self.lines)
        return card(OTHER, f"<p><b>{title}</b></p>{bar}" + "".join(f"<p>{line}</p>" for line in lines))


def score(notebook, answers):
    """노트북 `notebook`의 연습을 1번부터 차례로 채점해, 맞은 수와 틀린 문제의 힌트를 보여 줘요.

    답의 개수가 연습의 개수와 달라도 멈추지 않고, 다르다고 말해요.

    >>> score(9, [6, 1.5, 16, 3, 1.386])
    15문제 가운데 5문제를 맞혔어요.
    연습은 15개인데 답은 5개예요. 9.1부터 차례로 보았어요.
    아직 답하지 않은 문제: 9.6, 9.7, 9.8, 9.9, 9.10, 9.11, 9.12, 9.13, 9.14, 9.15
    """
    if not (known := exercises(str(notebook))):
        return Feedback(shorten(notebook, 12), "다시", "그런 번호의 노트북은 없어요. 0부터 9까지의 수로 적어 주세요.")
    if not isinstance(answers, list | tuple):
        return Feedback(str(notebook), "다시", f"답을 [답_{notebook}_1, 답_{notebook}_2]처럼 리스트에 담아 주세요.")
    feedback = tuple(map(check, known, [*answers, *[None] * len(known)]))
    right, waiting = ([f.number for f in feedback if f.state == state] for state in ("맞아요", "아직"))
    counts = f"연습은 {len(known)}개인데 답은 {len(answers)}개예요. {known[0]}부터 차례로 보았어요."
    lines = [
        f"{len(known)}문제 가운데 {len(right)}문제를 맞혔어요.",
        *[counts] * (len(answers) != len(known)),
        *(f"{f.number} {f.text}" for f in feedback if f.state == "다시"),
        *[f"아직 답하지 않은 문제: {', '.join(waiting)}"] * bool(waiting),
    ]
    return Score(feedback, len(right), lines)


def record(notebook, answers, file="점수.json"):
    """{"2.1": 답, …}을 채점해 보여 주고, 연습마다의 상태를 파일에 더해 적어요. 이름도 답도 적지 않아요."""
    result, file = score(notebook, [answers.get(number) for number in exercises(str(notebook))]), Path(file)
    if isinstance(result, Score):
        try:
            before = json.loads(file.read_text("utf-8"))
            states = dict(before["states"]) if before["version"] == version() else {}
        except (OSError, ValueError, KeyError, TypeError):  # 처음이거나 깨진 파일이에요
            states = {}
        states |= {f.number: f.state for f in result.feedback}
        text = json.dumps({"version": version(), "states": states}, ensure_ascii=False, indent=1)
        draft = file.with_name(f".{file.name}.tmp")  # 쓰다가 멈추어도 앞의 점수는 남아요
        try:
            draft.write_text(text, "utf-8")
            draft.replace(file)
        except OSError as why:
            with suppress(OSError):
                draft.unlink()
            raise OSError(f"{file}: 점수를 적지 못했어요. 쓸 수 있는 폴더인지 보고 다시 실행해 주세요.") from why
    return result
