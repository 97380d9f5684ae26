"""바로잡기 장부: 원문이 적은 것과, 셈해 보면 나오는 참값."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import numpy as np

from .codes import blocks, huffman
from .data import weather
from .explore.deep_learning import CLEAN, LOGITS, NOISY
from .figures import WEATHER
from .measures import (
    binary_entropy,
    conditional_entropy,
    cross_entropy,
    entropy,
    gaussian_entropy,
    information,
    joint_entropy,
    kl_divergence,
    mutual_information,
    smooth,
    softmax,
)
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


def listed(numbers):
    """소수 넷째 자리까지 적은 나열."""
    return f"[{', '.join(f'{v:.4f}' for v in numbers)}]"


# -- 00 왜 엔트로피인가 ------------------------------------------------------------------------------
@correction("E01", "왜 배워야 하나요", "교차 엔트로피 손실이 예측의 “불확실성”을 잰다고 답해요.")
def _():
    q = [0.98, 0.01, 0.01]
    right, wrong = cross_entropy(np.eye(3)[:2], [q, q], base=np.e)
    return (
        f"손실은 정답을 알아야 셈할 수 있어요. 예측 {q}의 엔트로피는 정답이 무엇이든 {entropy(q, base=np.e):.4f}나트인데, "
        f"손실은 첫째가 정답이면 {right:.4f}나트, 둘째가 정답이면 {wrong:.4f}나트예요."
    )


@correction("E20", "왜 배워야 하나요", "두 모델의 예측을 이름 뒤에 쌍점을 찍어 적어요.")
def _():
    names = {}
    exec("model_A: [0.98, 0.01, 0.01]", names)
    return (
        f"파이썬은 그 줄을 자료형을 적어 둔 것으로 읽어서 오류를 내지 않아요. 실행해 보면 model_A라는 이름이 "
        f"{list(names).count('model_A')}개 생겨요. 아무것도 담기지 않은 거예요. 담으려면 쌍점 대신 등호를 써요."
    )


@correction("E31", "선수지식과 다음 단계", "선수지식, 다음 단계, 그림을 빗금으로 시작하는 사이트 안의 주소로 가리켜요.")
def _():
    here = urljoin(
        "http://localhost:8888/lab/tree/notebooks/00-why-entropy.ipynb", "/ko/docs/math/probability/distribution"
    )
    return (
        f"노트북에서 열면 {here}처럼 내 컴퓨터를 가리켜서 아무것도 나오지 않아요. "
        f"이 코스는 선수지식을 0권에서 되짚고, 그림은 코드로 다시 그려요."
    )


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
@correction("E02", "4절", "[2.0, 1.0, 0.5]의 소프트맥스가 [0.659, 0.242, 0.099]이고 손실은 0.417이라고 주석에 적어요.")
def _():
    q, was = softmax([2.0, 1.0, 0.5]), softmax([2.0, 1.0, 0.1])
    return (
        f"소프트맥스는 {listed(q)}, 손실은 {information(q[0], base=np.e):.4f}나트예요. 주석의 수는 셋째 로짓이 0.1일 때의 "
        f"{listed(was)}, {information(was[0], base=np.e):.4f}나트와 꼭 맞아요."
    )


@correction("E13", "4절", "“평균 비트 수”라고 말하면서 코드는 자연로그를 써요.")
def _():
    return (
        f"자연로그로 셈하면 단위는 나트예요. 1나트는 {1 / np.log(2):.4f}비트이고, 원문은 3절까지는 비트, "
        f"4절과 5절의 PyTorch 코드에서는 나트를 써요. 이 코스는 수마다 단위를 적어요."
    )


@correction("E14", "4절", "정답의 엔트로피 H(p)는 학습으로 바뀌지 않으니 상수라고 말해요.")
def _():
    four, ten = (entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10))
    return (
        f"정답이 모델에서 나오지 않을 때만 맞는 말이에요. 그리고 상수가 늘 0은 아니에요. 라벨 스무딩(ε = 0.1)을 하면 손실은 "
        f"범주가 4개일 때 {four:.4f}나트, 10개일 때 {ten:.4f}나트 아래로 내려갈 수 없어요."
    )


@correction("E17", "4절", "[0, 0, 1, 0]의 정답을 “클래스 2”라고 불러요.")
def _():
    k = int(np.argmax([0, 0, 1, 0]))
    return (
        f"번호를 0부터 세는 파이썬의 버릇이에요. 번호 {k}는 앞에서 {k + 1}번째 클래스이고, 수식의 ŷ₂도 셋째 확률이에요."
    )


@correction("E18", "4절", "PyTorch로 손실을 구하는 세 방법을 나란히 늘어놓아요.")
def _():
    first = information(softmax([2.0, 1.0, 0.5])[0], base=np.e)
    return (
        f"앞의 둘은 같은 손실을 두 가지로 쓴 것이라 {first:.4f}나트로 같아요. 셋째는 다른 문제(이진 분류)의 손실이라 "
        f"{information(0.7, base=np.e):.4f}나트예요. 제목은 모듈 이름인데 코드는 함수를 불러요. 어느 쪽이든 확률이 아니라 로짓을 넣는 것이 안전해요."
    )


@correction("E19", "4절", "손실을 셈하는 파이썬 코드의 한 줄에 ≈를 써요.")
def _():
    try:
        compile("loss_good = -log(0.85) ≈ 0.16", "원문", "exec")
    except SyntaxError as e:
        return f"≈는 파이썬의 기호가 아니라서 {type(e).__name__}가 나요. 값은 맞아서 −ln 0.85 = {information(0.85, base=np.e):.4f}나트예요."


# -- 05 딥러닝 활용 ----------------------------------------------------------------------------------
@correction("E03", "5절", "스무딩한 라벨의 엔트로피를 담는다면서 그 값이 0보다 큰지를 담아요.")
def _():
    h = entropy(smooth([0, 0, 1, 0], 0.1), base=np.e)
    return (
        f"식 끝에 부등호가 붙어서 수가 아니라 {h > 0}가 담겨요. log라는 이름도 정해 두지 않았어요. "
        f"엔트로피는 {h:.4f}나트, 곧 {h / np.log(2):.4f}비트예요."
    )


@correction("E06", "5절", "교사의 출력 [0.7, 0.2, 0.1]은 엔트로피가 있으니 정보가 풍부하다고 말해요.")
def _():
    told, swapped = (entropy(p, base=np.e) for p in ([0.7, 0.2, 0.1], [0.7, 0.1, 0.2]))
    return (
        f"엔트로피는 {told:.4f}나트인데, 오답의 확률을 맞바꾼 [0.7, 0.1, 0.2]도 {swapped:.4f}나트로 꼭 같아요. "
        f"그런데 교사가 하려던 말은 사라져요. 도움이 되는 것은 엔트로피의 크기가 아니라 어느 오답이 그럴듯한가예요."
    )


@correction("E07", "5절", "교사의 소프트 라벨은 엔트로피가 높다고 말하며 온도를 빠뜨려요.")
def _():
    cold, warm = (entropy(softmax(LOGITS, temperature=T), base=np.e) for T in (1, 4))
    return (
        f"잘 배운 교사는 확신하므로 온도 1에서는 엔트로피가 낮아요. 숫자 그림 한 장에서 재면 {cold:.2f}나트이고, "
        f"온도를 4로 올려야 {warm:.2f}나트가 돼요. 가장 큰 값은 ln 10 = {np.log(10):.2f}나트예요."
    )


@correction("E15", "5절", "원-핫 라벨의 엔트로피가 0이어서 모델이 과신한다고 말해요.")
def _():
    stays = [information(0.1 / K, base=np.e) - information(0.9 + 0.1 / K, base=np.e) for K in (4, 10)]
    return (
        f"과신은 손실에 바닥이 없어서 생겨요. 원-핫이면 정답의 점수를 올릴수록 손실이 끝없이 줄어 멈출 곳이 없어요. "
        f"ε = 0.1로 흐리게 하면 정답이 나머지보다 {stays[0]:.4f}(범주 4개), {stays[1]:.4f}(10개)만큼 높을 때 손실이 가장 작아요."
    )


@correction("E16", "5절과 핵심 정리", "라벨 스무딩이 과신을 막고 일반화를 돕는다고 말해요.")
def _():
    return (
        f"확신은 언제나 줄지만, 그래서 더 믿을 만해지는 것은 모델이 과신할 때뿐이에요. 숫자 그림에서 기대 보정 오차는 "
        f"라벨의 20%를 섞으면 {NOISY[0]:.2f}에서 {NOISY[2]:.2f}(ε = 0.02)로 줄지만, "
        f"라벨이 깨끗하면 {CLEAN[0]:.2f}에서 {CLEAN[10]:.2f}(ε = 0.1)로 늘어요."
    )


@correction("E21", "왜 배워야 하나요와 5절", "정해 두지 않은 이름으로 코드를 적어요.")
def _():
    unknown = []
    for name in ("model", "images", "labels", "probs", "threshold"):
        try:
            eval(name, {})
        except NameError:
            unknown.append(name)
    return (
        f"이름 {len(unknown)}개({', '.join(unknown)})가 무엇인지 적혀 있지 않아서, 그대로 실행하면 NameError가 나요. "
        f"이 코스는 손글씨 숫자로 진짜 모델을 훈련해서 같은 일을 해요."
    )


@correction("E22", "5절", "확률에 1e-10을 더해 로그를 취하고, 어느 축으로 더할지 적지 않아요.")
def _():
    def lesson(p):
        return -(p * np.log(p + p.dtype.type(1e-10))).sum()

    batch = np.full((64, 10), 0.1)
    return (
        f"확실한 예측에서 float64로는 {lesson(np.eye(3)[0]):.0e}나트, 곧 음수가 나와요. 10개 범주의 예측 64장을 넣으면 장마다의 값이 "
        f"아니라 합 {lesson(batch):.1f}나트가 나오고요(한 장은 {entropy(batch[0], base=np.e):.4f}나트). log_softmax에서 시작하면 둘 다 사라져요."
    )


@correction("E28", "5절과 코드로 확인하기", "스무딩한 라벨이 0.025와 0.925라고 적어요.")
def _():
    low, high = smooth(np.array([0, 1, 0, 0], np.float32), 0.1)[:2].tolist()
    return (
        f"PyTorch의 보통 수(float32)는 이진수 스물네 자리만 담아서, 그대로 찍으면 {low}과 {high}가 나와요. "
        f"틀린 것은 아니고, 보일 때 반올림하면 돼요."
    )


@correction(
    "E29", "왜 배워야 하나요, 5절, 핵심 정리", "예측의 엔트로피가 낮으면 확신하는 것이고, 그만큼 믿을 수 있다고 말해요."
)
def _():
    q = [0.98, 0.01, 0.01]
    sure = entropy(q, base=np.e)
    loss = cross_entropy([0, 1, 0], q, base=np.e)
    return (
        f"확신은 정답이 아니에요. {q}은 맞아도 틀려도 엔트로피가 {sure:.3f}나트로 낮지만, 둘째가 정답이면 손실은 {loss:.3f}나트예요. "
        f"숫자를 배운 모델은 아무 뜻 없는 잡음 그림에도 자주 90퍼센트 넘게 확신해요. 5권에서 직접 재어 봐요."
    )


# -- 06 조건부 엔트로피 -------------------------------------------------------------------------------
@correction("E23", "6절", "정보를 더 알면 불확실성이 줄거나 그대로라고 말해요.")
def _():
    toy, table = np.array([[0.75, 0], [0.125, 0.125]]), weather()
    january, of_year = table["date"].astype("M8[M]").astype(int) % 12 == 0, table["weather"]
    h, cold = (entropy(np.unique(w, return_counts=True)[1] / len(w)) for w in (of_year, of_year[january]))
    return (
        f"평균을 냈을 때만 맞는 말이에요. [[0.75, 0], [0.125, 0.125]]에서 H(Y)는 {entropy(toy.sum(axis=0)):.3f}비트인데 "
        f"둘째 줄을 알면 {entropy(toy[1] / toy[1].sum()):.3f}비트로 늘고, 평균 H(Y|X)는 {conditional_entropy(toy):.3f}비트로 줄어요. "
        f"시애틀의 날씨는 {h:.3f}비트지만, 1월이라는 것을 알면 {cold:.3f}비트예요."
    )


# -- 07 상호정보량 -----------------------------------------------------------------------------------
@correction("E04", "7절", "글자로 그린 그림에서 H(X)의 상자 안에 I(X;Y)와 H(Y)의 이름이 모두 들어 있어요.")
def _():
    x, y, both = entropy(WEATHER.sum(axis=1)), entropy(WEATHER.sum(axis=0)), joint_entropy(WEATHER)
    return (
        f"H(Y)는 H(X)의 일부가 아니라 H(X)와 겹쳐요. 코스 페이지의 표에서 H(X) {x:.3f}비트와 H(Y) {y:.3f}비트는 "
        f"I(X;Y) {mutual_information(WEATHER):.3f}비트만큼 겹치고, 합친 H(X,Y)는 {both:.3f}비트예요. "
        f"H(Y)의 나머지 {conditional_entropy(WEATHER):.3f}비트는 H(X) 밖에 있어요. 안에 들어가는 것은 Y가 X로 정해질 때뿐이에요."
    )


@correction("E05", "7절", "대조 학습은 다른 것끼리의 상호정보량을 낮추고, SimCLR은 상호정보량을 최대로 한다고 말해요.")
def _():
    mixed = mutual_information(np.outer(WEATHER.sum(axis=1), WEATHER.sum(axis=0)))
    return (
        f"상호정보량은 두 표본이 아니라 결합 분포 하나에 매겨지는 값이에요. 짝을 섞은 분포 p(x)p(y)의 상호정보량은 처음부터 "
        f"{mixed:z.0f}비트라 낮출 것이 없어요. InfoNCE가 키우는 것은 하한 log N − L이고, N = 8이면 참값이 얼마든 "
        f"{np.log(8):.3f}나트를 넘지 못해요. 하한이 높다고 특징이 더 좋은 것도 아니에요(7권의 실험)."
    )


# -- 08 코드로 확인하기 -------------------------------------------------------------------------------
@correction("E24", "코드로 확인하기", "결과가 정해진 분포의 엔트로피를 -0.000으로 찍어요.")
def _():
    lesson, ours = -np.sum(np.array([1.0]) * np.log2([1.0])), entropy([1, 0, 0, 0])
    return f"합 0에 빼기 부호를 붙이면 {lesson:.3f}이 돼요. 컴퓨터의 수에는 -0이 따로 있기 때문이에요. 이 코스의 함수는 {ours:.3f}을 돌려줘요."


@correction("E25", "코드로 확인하기", "0보다 큰 값만 골라내고, 합이 1인지는 보지 않은 채 엔트로피를 셈해요.")
def _():
    def sieve(p):
        kept = np.array([v for v in p if v > 0])
        return -(kept * np.log(kept)).sum()

    try:
        entropy([1.2, -0.2])
    except ValueError as refusal:
        return (
            f"음수는 말없이 버려지고 합은 아무래도 좋아서, [1.2, -0.2]에 {sieve([1.2, -0.2]):.3f}나트, [0.5, 0.2]에 "
            f"{sieve([0.5, 0.2]):.3f}나트라는 답이 나와요. 이 코스의 함수는 이렇게 거절해요: {refusal}"
        )


@correction("E26", "코드로 확인하기", "교차 엔트로피를 셈하기 전에 예측을 1e-15와 1 사이로 잘라요.")
def _():
    clipped = information(1e-15, base=np.e)
    return (
        f"정답에 확률 0을 준 예측의 교차 엔트로피는 {cross_entropy([0, 1], [1, 0])}, 곧 무한대예요. 자르면 {clipped:.2f}나트"
        f"({clipped / np.log(2):.2f}비트)라는 유한한 수로 바뀌고, 1보다 큰 잘못된 예측도 눈에 띄지 않아요."
    )


@correction("E27", "코드로 확인하기", "확률에 로그를 바로 취해 곱하며, 0이 들어올 때를 대비하지 않아요.")
def _():
    p = np.array([1.0, 0.0, 0.0])
    with np.errstate(all="ignore"):
        naive = -(p * np.log(p)).sum()
    return (
        f"0이 하나라도 있으면 0 × (−∞)가 되어 [1, 0, 0]의 답이 {naive}이에요. 참값은 {entropy(p):.0f}이에요. "
        f"[0.95, 0.03, 0.02]처럼 0이 없을 때만 {entropy([0.95, 0.03, 0.02], base=np.e):.4f}나트로 맞아요."
    )


# -- 09 핵심 정리 ----------------------------------------------------------------------------------
@correction("E30", "핵심 정리", "표 안의 수식에서 조건을 나타내는 세로줄을 역빗금과 세로줄로 적어요.")
def _():
    norm, given = "‖", "∣"
    return (
        f"수식을 먼저 떼어 내는 JupyterLab에서는 그 표기가 노름의 두 줄 {norm}(U+{ord(norm):04X})이 되어 H(Y{norm}X)로 보여요. "
        f"조건은 \\mid로 적어요. 한 줄 {given}(U+{ord(given):04X})이고, 표에서도 안전해요."
    )


@correction("E32", "핵심 정리", "정보량의 “딥러닝 적용” 칸에 쓰임이 아니라 성질을 적고, 표에 KL 발산이 없어요.")
def _():
    p, q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
    h, kl = entropy(p), kl_divergence(p, q)
    return (
        f"정보량의 쓰임은 손실이에요. 정답에 0.25를 주었다면 손실은 {information(0.25, base=np.e):.3f}나트예요. "
        f"그리고 교차 엔트로피를 둘로 나누는 데 KL 발산을 썼으니 표에도 있어야 해요. [0.7, 0.2, 0.1]을 [0.5, 0.3, 0.2]로 "
        f"적으면 {h:.3f} + {kl:.3f} = {cross_entropy(p, q):.3f}비트예요."
    )
