"""바로잡기 장부: 원문이 적은 것과, 셈해 보면 나오는 참값."""

from collections.abc import Callable
from dataclasses import dataclass

from ..inputs import lookup
from ..palette import MODEL
from ..quiz.card import card
from . import load


@dataclass(frozen=True)
class Correction:
    """원문 한 곳. `says`는 원문이 말하는 바(우리말로 줄인 것), `truth()`는 셈해서 얻은 문장."""

    id: str
    section: str
    says: str
    truth: Callable[[], str]

    def __repr__(self):
        return f"바로잡기 {self.id} | 원문: {self.says} | 셈해 보면: {self.truth()}"

    def _repr_html_(self):
        return card(
            MODEL,
            f"<p><b>바로잡기 {self.id}</b></p><p>원문({self.section}): {self.says}</p><p>셈해 보면: {self.truth()}</p>",
        )


LEDGER = {}


def correction(id, section, says):
    def add(truth):
        LEDGER[id] = Correction(id, section, says, truth)
        return truth

    return add


def correct(id):
    """장부의 한 줄을 펼쳐 보여요.

    >>> correct("E08").section
    '1절'
    """
    load()
    return lookup(id, LEDGER, "바로잡기")


def listed(numbers):
    """소수 넷째 자리까지 적은 나열."""
    return f"[{', '.join(f'{v:.4f}' for v in numbers)}]"
