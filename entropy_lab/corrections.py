"""바로잡기 장부: 원문이 적은 것과, 셈해 보면 나오는 참값."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .codes import blocks, huffman
from .measures import binary_entropy, entropy, gaussian_entropy, information
from .quiz import ORANGE, card


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
            ORANGE,
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
    if id not in LEDGER:
        raise ValueError(f"장부에 {id!r}이(가) 없어요. 있는 것: {', '.join(LEDGER)}.")
    return LEDGER[id]


# -- 01 정보량 -------------------------------------------------------------------------------------
@correction("E08", "1절", "확률이 낮을수록 정보량이 커지는 관계를 “역비례”라고 불러요.")
def _():
    more = information(0.1) - information(0.2)
    times = information(0.1) / information(0.2)
    return (
        f"반비례라면 확률이 0.2에서 0.1로 절반이 될 때 정보량이 2배여야 해요. 실제로는 {times:.2f}배이고, "
        f"늘어난 양은 {more:.0f}비트예요. 줄어드는 관계이되 로그를 따라 줄어요."
    )


@correction("E09", "1절과 4절", "글자로 그린 곡선이 오른쪽 끝에서 0보다 높은 곳에 머물러요.")
def _():
    slope = (information(1, base=np.e) - information(1 - 1e-6, base=np.e)) / 1e-6
    return (
        f"확률 1에서 정보량과 손실은 정확히 {information(1):.0f}이에요. 곡선은 기울기 {slope:.2f}(나트)로 0에 닿고, "
        f"확률 0.5에서는 {information(0.5):.0f}비트, 곧 {information(0.5, base=np.e):.4f}나트예요."
    )


# -- 02 엔트로피 ------------------------------------------------------------------------------------
@correction("E10", "2절", "엔트로피를 맞히는 데 드는 평균 질문 수와 같다고 말해요.")
def _():
    p = [0.9, 0.05, 0.03, 0.02]
    need = huffman(p) @ p
    four = huffman(blocks(p, 4)) @ blocks(p, 4) / 4
    die = huffman([1 / 6] * 6).mean()
    return (
        f"[0.9, 0.05, 0.03, 0.02]의 엔트로피는 {entropy(p):.3f}비트지만 가장 잘 물어도 평균 {need:.2f}번이 들어요. "
        f"넷씩 묶으면 하나에 {four:.3f}번까지 줄어요. 주사위는 {np.log2(6):.3f}비트에 {die:.3f}번이에요. "
        f"질문 수 L은 H ≤ L < H + 1이고, 모든 확률이 1/2의 거듭제곱일 때만 L = H예요."
    )


@correction(
    "E11", "3절", "베르누이 엔트로피의 식에는 로그의 밑이 없는데 그림은 꼭대기를 1이라 적고, 종 모양으로 그려요."
)
def _():
    x = np.linspace(0.001, 0.999, 999)
    bend = np.diff(binary_entropy(x), 2)
    return (
        f"꼭대기는 비트로 {binary_entropy(0.5):.0f}, 나트로 {binary_entropy(0.5, base=np.e):.4f}예요. "
        f"곡선은 처음부터 끝까지 위로 볼록해서(둘째 차분의 최댓값 {bend.max():.1e} < 0) 종처럼 휘어 오르는 곳이 없고, 양 끝에서는 곧추서요."
    )


@correction("E12", "3절", "가우시안 분포의 미분 엔트로피를 다른 분포의 엔트로피와 나란히 놓아요.")
def _():
    zero = 1 / np.sqrt(2 * np.pi * np.e)
    twice = gaussian_entropy(2) - gaussian_entropy(1)
    return (
        f"미분 엔트로피는 비트 수를 세는 값이 아니라서 음수가 될 수 있어요. σ = {zero:.4f}에서 0이고, "
        f"σ = 0.1이면 {gaussian_entropy(0.1):.3f}비트예요. 단위를 바꿔 값을 2배로 적기만 해도 {twice:.0f}비트가 늘어요."
    )


@correction("E33", "3절", "“카테고리 분포”라고 부르고 최대 엔트로피의 첨자를 기울여 써요.")
def _():
    return f"우리말 용어는 범주형 분포이고, 낱말로 된 첨자는 바로 세워 써요. 값은 그대로 log K, 예를 들어 K = 4에서 {np.log2(4):.0f}비트예요."


# -- 04 교차 엔트로피 --------------------------------------------------------------------------------
@correction("E13", "4절", "“평균 비트 수”라고 말하면서 코드는 자연로그를 써요.")
def _():
    return (
        f"자연로그로 셈하면 단위는 나트예요. 1나트는 {1 / np.log(2):.4f}비트이고, 원문은 3절까지는 비트, "
        f"4절과 5절의 PyTorch 코드에서는 나트를 써요. 이 코스는 수마다 단위를 적어요."
    )


# -- 08 코드로 확인하기 -------------------------------------------------------------------------------
@correction("E24", "코드로 확인하기", "결과가 정해진 분포의 엔트로피를 -0.000으로 찍어요.")
def _():
    lesson, ours = -np.sum(np.array([1.0]) * np.log2([1.0])), entropy([1, 0, 0, 0])
    return f"합 0에 빼기 부호를 붙이면 {lesson:.3f}이 돼요. 컴퓨터의 수에는 -0이 따로 있기 때문이에요. 이 코스의 함수는 {ours:.3f}을 돌려줘요."
