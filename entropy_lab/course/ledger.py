"""바로잡기 장부: 원문이 적은 것과, 계산해 보면 나오는 참값."""

from collections.abc import Callable
from dataclasses import dataclass

from ..inputs import lookup
from ..palette import MODEL, MUTED
from ..quiz.card import card
from . import load

# 원문이 어떻게 다른지. 거둔 것도 번호와 까닭을 장부에 남겨요.
KINDS = {"A": "틀림", "B": "오해하기 쉬움", "C": "코드", "D": "표기", "덧붙이기": "틀리지 않음", "거둠": "원문이 옳음"}


@dataclass(frozen=True)
class Correction:
    """원문 한 곳. `says`는 원문이 말하는 바(우리말로 줄인 것), `truth()`는 계산해서 얻은 문장."""

    id: str
    kind: str
    section: str
    says: str
    truth: Callable[[], str]

    @property
    def title(self):
        if self.kind in "ABCD":
            return f"바로잡기 {self.id} · {KINDS[self.kind]}"
        return f"덧붙이기 {self.id}" if self.kind == "덧붙이기" else f"거둔 바로잡기 {self.id}"

    def __repr__(self):
        return f"{self.title} | 원문: {self.says} | 계산해 보면: {self.truth()}"

    def _repr_html_(self):
        told = f"<p>원문({self.section}): {self.says}</p><p>계산해 보면: {self.truth()}</p>"
        return card(MODEL if self.kind in "ABCD" else MUTED, f"<p><b>{self.title}</b></p>{told}")


LEDGER = {}


def correction(id, kind, section, says):
    def add(truth):
        LEDGER[id] = Correction(id, kind, section, says, truth)
        return truth

    return add


def correct(id):
    """장부의 한 줄을 펼쳐 보여요.

    >>> correct("E08").section
    '1절'
    """
    load()
    return lookup(id, LEDGER, "바로잡기")


def tally():
    """갈래마다 몇 곳인지 세요.

    >>> tally()["A"], sum(tally().values())
    (5, 33)
    """
    load()
    return {kind: sum(c.kind == kind for c in LEDGER.values()) for kind in KINDS}


def listed(numbers):
    """소수 넷째 자리까지 적은 나열."""
    return f"[{', '.join(f'{v:.4f}' for v in numbers)}]"
