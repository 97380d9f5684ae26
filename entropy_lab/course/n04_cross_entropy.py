"""04 교차 엔트로피: 장면, 연습, 바로잡기."""

import numpy as np

from ..draw import (
    Box,
    along,
    area,
    at,
    bars,
    cover,
    dot,
    frame,
    hatched,
    headline,
    heights,
    line,
    moving,
    note,
    panel,
    panels,
    put,
    quarters,
    reads,
    stand,
    three,
    tile,
)
from ..josa import josa
from ..measures import cross_entropy, entropy, information, kl_divergence, smooth, softmax
from ..palette import INK, MODEL, OTHER, TRUTH
from ..quiz.grading import amount, by_hand, cases, close
from ..scene import Slider
from .ledger import correction, listed

CLASSES = ("첫째", "둘째", "셋째")
SKY, WEATHER = ("sunny", "cloudy", "rainy", "snowy"), ("맑음", "흐림", "비", "눈")
OURS = np.array([0.5, 0.25, 0.125, 0.125])  # 우리 도시의 날씨
LEFT, NEED = np.cumsum(OURS) - OURS, information(OURS)


def weights(*start):
    """옆 도시의 날씨마다 무게 하나."""
    return {n: Slider(f"{name}의 무게", 1, 8, 1, v) for n, name, v in zip(SKY, WEATHER, start, strict=True)}


@moving(
    "남의 부호로 적으면 얼마나 더 들까?",
    "왼쪽은 날씨마다 사각형 하나: 폭은 우리 날씨의 확률, 높이는 옆 도시의 책에 적힌 낱말의 길이다. 파란 틀은 우리 날씨에 꼭 맞는 길이이고, 틀을 넘은 주황이 더 든 넓이, 틀에 못 미친 빗금이 덜 든 넓이다. 오른쪽은 같은 넓이를 폭 1로 편 것으로, 더 든 높이에서 덜 든 높이를 되돌리고 남는 주황 띠가 KL 발산이다.",
    **weights(8, 4, 2, 2),
)
def excess(fig):
    h, top = entropy(OURS), 5
    floor = (f"$H(p)$ {h:.3f}", TRUTH)
    total, more, less, kl = headline(fig, INK, "  =  ", floor, "  +  ", MODEL, "  −  ", OTHER, "      ", MODEL)
    left, right = panels(
        fig,
        Box("폭은 우리 날씨의 확률 $p$", "빌린 낱말의 길이 (비트), 파란 틀은 꼭 맞는 길이", tall=130),
        Box("같은 넓이를 폭 1로 고르게 편다", tall=130),
    )
    for ax in (left, right):
        ax.set(xlim=(0, 1), ylim=(0, top), xticks=[], yticks=range(top + 1))
        ax.tick_params(axis="x", length=0)
    left.set_xticks(LEFT + OURS / 2, WEATHER)
    told_area = stand(left, LEFT, OURS, NEED)
    tile(right, 0, 0, 1, h, TRUTH, 0.3)
    band, back = tile(right, 0, h, 1, 0, MODEL, 0.75), hatched(right, OTHER, "////", width=1)
    frame(right, 0, 0, 1, h)
    rise = frame(right, 0, h, 1, 0, MODEL)

    def move(sunny, cloudy, rainy, snowy):
        cost = information(shares(sunny, cloudy, rainy, snowy))
        plus, minus = OURS @ np.maximum(cost - NEED, 0), OURS @ np.maximum(NEED - cost, 0)
        ce = h + plus - minus
        told = told_area(cost) | put(band, height=plus - minus) | put(rise, height=plus, visible=plus > 1e-9)
        told |= put(back, y=ce, height=minus, visible=minus > 1e-9)
        told |= reads(total, f"$H(p,q)$ {ce:.3f}") | reads(more, f"더 든 {plus:.3f}")
        told |= reads(less, f"덜 든 {minus:.3f}") | reads(kl, f"$D_{{\\mathrm{{KL}}}}$ {plus - minus:z.3f}비트")
        alt = f"엔트로피 {h:.3f}비트에 더 든 {plus:.3f}비트를 더하고 덜 든 {minus:.3f}비트를 빼면 {ce:.3f}비트예요."
        return told | dict(alt=alt)

    return move


def shares(*weights):
    """무게를 합이 1인 확률로."""
    return np.stack(weights) / np.stack(weights).sum()


@moving(
    "곡선이 내려가기만 해서 어느 넓이도 음수가 되지 않는다",
    "날씨마다 곡선 −log₂ 위에 정답의 확률 p와 예측의 확률 q를 찍었다. 두 점 사이의 곡선과 q의 높이를 지나는 수평선이 에워싼 넓이는 0보다 작을 수 없고, 넷을 더하면 KL 발산이다.",
    **weights(2, 8, 2, 4),
)
def excess_signs(fig):
    total, *terms = headline(fig, INK, "  =  ", MODEL, *["  +  ", MODEL] * 3)
    boxes = [
        Box(f"{name}의 확률", "비트 $-\\log_2$, 빈 점은 정답 $p$, 찬 점은 예측 $q$" * (k == 0), tall=75)
        for k, name in enumerate(WEATHER)
    ]
    x, between, parts = 2.0 ** np.linspace(-6, 0, 121), np.linspace(0, 1, 41), []
    for ax, p, need in zip(panels(fig, *boxes), OURS, NEED, strict=True):
        ax.set(xlim=(0, 0.75), ylim=(0, 5), yticks=range(6))
        ax.set_xticks([0, 0.25, 0.5], ["0", "0.25", "0.5"])
        parts.append((area(ax, MODEL, 0.55), line(ax, MODEL, width=1.4), line(ax, TRUTH, width=0.9, dashed=True)))
        line(ax, INK, x, information(x), 1.6)
        dot(ax, p, need, TRUTH, hollow=True)
        parts[-1] += (dot(ax, color=MODEL),)

    def move(sunny, cloudy, rainy, snowy):
        q = shares(sunny, cloudy, rainy, snowy)
        gains = OURS * np.log2(OURS / q) - (OURS - q) / np.log(2)
        told = reads(total, f"$D_{{\\mathrm{{KL}}}}$ {gains.sum():z.3f}비트")
        for k, (lens, flat, drop, now) in enumerate(parts):
            p, level, path = OURS[k] + 0 * q[k], information(q[k]), OURS[k] + (q[k] - OURS[k]) * between
            told |= cover(lens, path, information(path), level + 0 * path) | along(flat, [p, q[k]], [level, level])
            told |= along(drop, [p, p], [NEED[k], level]) | at(now, q[k], level)
            told |= reads(terms[k], f"{WEATHER[k]} {gains[k]:z.3f}")
        alt = f"넓이 {gains[0]:z.3f}, {gains[1]:z.3f}, {gains[2]:z.3f}, {gains[3]:z.3f}비트를 더하면 {gains.sum():z.3f}비트예요."
        return told | dict(alt=alt)

    return move


@moving(
    "로짓과 온도는 예측을 어떻게 바꿀까?",
    "세 로짓을 온도로 나누고 소프트맥스를 거친 확률 막대. 온도가 높으면 평평해지고 낮으면 뾰족해진다. 오른쪽 막대는 그 엔트로피와, 첫째가 정답일 때의 교차 엔트로피 손실이다.",
    z=Slider("로짓 {}", 0, 4, 0.1, [2, 1, 0.5]),
    T=Slider("온도 T", 0.5, 5, 0.1, 1),
)
def logits(fig):
    doubt, loss = headline(fig, "엔트로피 ", INK, "      첫째가 정답일 때 손실 ", MODEL)
    left, right = panels(
        fig, Box("파란 틀은 원-핫 정답, 막대는 예측", "확률", share=65, tall=120), Box("", "나트", share=35, tall=84)
    )
    columns = three(left, CLASSES)
    frame(left, -0.36, 0, 0.72, 1)
    right.set(xlim=(-0.6, 1.6), ylim=(0, 9), xticks=range(2), xticklabels=["엔트로피", "손실"], yticks=range(0, 10, 3))
    amounts = bars(right, [0], 0.56, INK) + bars(right, [1], 0.56, MODEL)

    def move(z, T):
        q = softmax(z, temperature=T)
        h, ce = entropy(q, base=np.e), information(q[0], base=np.e)
        told = heights(columns, q) | heights(amounts, [h, ce])
        told |= reads(doubt, f"{h:.3f}나트") | reads(loss, f"{ce:.3f}나트")
        alt = f"확률은 {q[0]:.3f}, {q[1]:.3f}, {q[2]:.3f}, 엔트로피는 {h:.3f}나트, 손실은 {ce:.3f}나트예요."
        return told | dict(alt=alt)

    return move


CLAIMED = np.array([0.659, 0.242, 0.099])  # 원문의 주석이 소프트맥스의 값이라고 적은 확률


@moving(
    "주석의 수는 어떤 로짓에서 나왔을까?",
    "로짓 2와 1은 그대로 두고 셋째 로짓을 움직일 때의 소프트맥스 막대. 파란 틀은 원문의 주석에 적힌 확률 0.659, 0.242, 0.099다. 셋째 로짓이 0.5일 때는 막대와 틀이 어긋난다.",
    third=Slider("셋째 로짓 z₃", 0, 1, 0.05, 0.5),
)
def third_logit(fig):
    claim = "{:.3f}, {:.3f}, {:.3f}, 손실 {:.3f}나트".format(*CLAIMED, information(CLAIMED[0], base=np.e))
    (here,) = headline(fig, "계산한 값 ", MODEL, "      주석 ", (claim, TRUTH))
    ax = panel(fig, "파란 틀은 주석의 확률, 막대는 로짓 [2, 1, $z_3$]의 소프트맥스", "확률")
    columns = three(ax, CLASSES)
    ax.set_ylim(0, 0.75)
    ax.set_yticks([0, 0.25, 0.5, 0.75], ["0", "0.25", "0.5", "0.75"])
    for k, claimed in enumerate(CLAIMED):
        frame(ax, k - 0.28, 0, 0.56, claimed)

    def move(third):
        q = softmax(np.array([2, 1, 0]) + np.array([0, 0, 1]) * third)
        said = f"{q[0]:.3f}, {q[1]:.3f}, {q[2]:.3f}"
        loss = information(q[0], base=np.e)
        told = heights(columns, q) | reads(here, f"{said}, 손실 {loss:.3f}나트")
        return told | dict(alt=f"셋째 로짓이 {third:.2f}일 때 확률은 차례로 {said}, 손실은 {loss:.3f}나트예요.")

    return move


@moving(
    "크게 틀릴수록 제곱 오차는 고치라는 힘을 잃는다",
    "틀린 클래스의 로짓에 따른 두 손실의 기울기. 교차 엔트로피의 기울기는 크게 틀릴수록 1에 다가가지만, 확률에 매긴 제곱 오차의 기울기는 도중에 꺾여 0으로 내려간다.",
    wrong=Slider("틀린 로짓 z", -4, 10, 0.1, 6),
)
def saturation(fig):
    steady, fading = headline(fig, "교차 엔트로피의 기울기 ", INK, "      제곱 오차의 기울기 ", MODEL)
    ax = panel(fig, "틀린 클래스의 로짓 $z$ (정답의 로짓은 0)", "기울기")
    ax.set(xlim=(-4, 10), ylim=(0, 1.06), xticks=range(-4, 11, 2))
    quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)
    x = np.linspace(-4, 10, 141)
    for slope, color in zip(slopes(x), (INK, MODEL), strict=True):
        line(ax, color, x, slope, clip_on=False)
    note(ax, (7, 1), "교차 엔트로피", INK, (0, -10), "center", "top")
    note(ax, (6.4, 0.09), "제곱 오차", MODEL, (0, 6), "center", "bottom")
    high, low = dot(ax), dot(ax, color=MODEL)

    def move(wrong):
        ce, se = slopes(wrong)
        told = at(high, wrong, ce) | at(low, wrong, se) | reads(steady, f"{ce:.4f}") | reads(fading, f"{se:.4f}")
        return told | dict(
            alt=f"틀린 로짓이 {wrong:.1f}일 때 기울기는 교차 엔트로피 {ce:.4f}, 제곱 오차 {se:.4f}만큼이에요."
        )

    return move


# -- 계산 --------------------------------------------------------------------------------------------
def slopes(z):
    """로짓이 [z, 0, 0]이고 정답이 둘째일 때, 틀린 로짓 z에 대한 교차 엔트로피와 제곱 오차의 기울기."""
    q = softmax(np.stack([z, 0 * z, 0 * z], axis=-1))
    miss = q - np.eye(3)[1]
    return miss[..., 0], 2 * q[..., 0] * (miss[..., 0] - (q * miss).sum(axis=-1))


# -- 연습 --------------------------------------------------------------------------------------------
P, Q = [0.5, 0.5], [0.25, 0.75]
PREDICTED, ONE_HOT = np.array([0.9, 0.05, 0.03, 0.02]), np.eye(4)[2]


@by_hand("4.1", "excess", "셋에서 아낀 넓이를 다 모아도, 가장 흔한 맑음 하나에서 넘친 넓이를 갚지 못해요.")
def _(sunny, cloudy, rainy, snowy):
    q = shares(sunny, cloudy, rainy, snowy)
    short, kl = (q > OURS + 1e-9).sum(), kl_divergence(OURS, q)
    if short < 3:
        return f"지금 덜 드는 날씨는 {short}가지예요. 날씨의 확률이 우리 것보다 커야 부호가 짧아져요."
    return None if kl > 1 else f"셋은 짧아졌어요. KL 발산은 {kl:.3f}비트예요. 나머지 하나를 더 길게 만들어 보세요."


amount("4.2", kl_divergence(P, Q), "비트", "1.2075 − 1 = 0.2075비트. q로 적느라 이만큼 더 들어요.")(
    (kl_divergence(Q, P), "p와 q를 바꾸셨어요. 평균을 낼 때의 확률은 정답 p예요."),
    (cross_entropy(P, Q), "그건 H(p, q)예요. 여기에서 H(p)를 빼 보세요."),
    (entropy(P), "그건 H(p)예요. H(p, q)에서 이 값을 빼 보세요."),
)
amount("4.3", 0.7, "확률", "q = 0.7. 관측한 비율을 그대로 믿는 것이 가능도를 가장 크게 해요.")(
    (0.5, "공정한 동전이라고 미리 정하지 마세요. 열 번의 결과만 봐요."),
    (0.3, "그건 뒷면의 비율이에요."),
    (7, "횟수가 아니라 확률로 답해 주세요."),
    (1, "q = 1이면 뒷면 세 번의 손실이 무한대예요."),
    (2 / 3, "앞뒤를 한 번씩 더한 (7 + 1)/(10 + 2)이네요. 아무것도 보태지 말고 열 번만 봐요."),
)
TRICKY = [  # 숨은 로짓과, 틀렸을 때의 힌트
    ([2, 1, 0.5], "z − log Σ exp(z)예요."),
    ([[2, 1], [0, 3]], "행이 여럿이면 행마다 따로 더해요. axis=-1과 keepdims=True를 써 보세요."),
    ([1e4, 9999, 0], "exp가 넘치거나 log 0이 나왔어요. 소프트맥스를 거치지 말고 가장 큰 로짓부터 빼 보세요."),
]
cases("4.4", "", "로짓이 10,000이어도, 행이 여럿이어도 맞아요. 가장 큰 로짓을 먼저 빼면 exp가 넘치지 않아요.")(
    *(((z,), np.subtract(z, np.logaddexp.reduce(z, axis=-1, keepdims=True)), why) for z, why in TRICKY),
)
amount("4.5", PREDICTED - ONE_HOT, "", "정답의 로짓은 올리고 나머지는 내리라고 말해요. 모두 더하면 0이에요.")(
    (..., "소프트맥스의 확률에서 원-핫 정답을 자리마다 빼 보세요."),
    (ONE_HOT - PREDICTED, "부호가 반대예요. 기울기는 예측에서 정답을 뺀 값이에요."),
    (PREDICTED, "정답을 아직 빼지 않았어요."),
    (PREDICTED - np.eye(4)[1], "번호는 0부터 세요. 클래스 2는 셋째예요."),
    (-ONE_HOT / PREDICTED, "그건 확률에 대한 기울기 −y/q예요. 로짓에 대한 기울기를 물었어요."),
)


@by_hand("4.6", "logits", "T가 1.4와 1.5 사이일 때 1나트예요. 온도를 올리면 엔트로피는 쉬지 않고 커져요.")
def _(z, T):
    h = entropy(softmax(z, temperature=T), base=np.e)
    if not np.allclose(z, [2, 1, 0.5]):
        return "로짓은 [2, 1, 0.5]로 두고 온도만 움직여 주세요."
    now = f"지금은 T = {T:.1f}, {h:.3f}나트예요. 온도를 {'내려' if h > 1 else '올려'} 보세요."
    return None if close(h, 1, 0.01) else now


@by_hand("4.7", "third_logit", "z₃ = 0.1이에요. 로짓을 0.5로 고치면서 주석은 그대로 둔 것으로 보여요.")
def _(third):
    q = softmax([2, 1, third])[2]
    now = josa(f"z₃ = {third:.2f}, 셋째 확률 {q:.3f}", "이에요/예요")
    more = "높으니 내려" if q > 0.099 else "낮으니 올려"
    return None if close(third, 0.1, 0.005) else f"지금은 {now}. 막대가 틀보다 {more} 보세요."


@by_hand("4.8", "saturation", "z = 1.4예요. 여기를 지나면 더 크게 틀릴수록 고치라는 힘이 오히려 줄어요.")
def _(wrong):
    far = "왼쪽" if wrong > 1.4 else "오른쪽"
    return None if close(wrong, 1.4, 0.11) else f"지금 기울기는 {slopes(wrong)[1]:.4f}. 점을 {far}으로 옮겨 보세요."


amount("4.9", 0.5 - 0.25 / np.log(2), "비트", "0.5 − 0.25/ln 2 = 0.1393비트. 항은 0.5비트였지만 넓이는 이만큼이에요.")(
    (0.5, "그건 고치기 전의 항 p log₂(p/q)예요. (p − q)/ln 2를 빼 보세요."),
    (0.25, "p − q를 그대로 빼셨어요. 비트로 재려면 ln 2로 나눠서 빼요."),
    (0.5 + 0.25 / np.log(2), "더하지 말고 빼 보세요. p가 q보다 크니 넓이는 항보다 작아요."),
    (0.5 * np.log2(2 / 3) + 0.25 / np.log(2), "그건 뒷면의 넓이예요. 앞면의 p는 0.5, q는 0.25예요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction(
    "E02", "A", "4절", "[2.0, 1.0, 0.5]의 소프트맥스가 [0.659, 0.242, 0.099]고 손실은 0.417이라고 주석에 적어요."
)
def _():
    q, was = softmax([2.0, 1.0, 0.5]), softmax([2.0, 1.0, 0.1])
    return (
        f"소프트맥스는 {listed(q)}, 손실은 {information(q[0], base=np.e):.4f}나트예요. 주석의 수는 셋째 로짓이 0.1일 때의 "
        f"{listed(was)}, {information(was[0], base=np.e):.4f}나트와 꼭 맞아요."
    )


@correction("E13", "B", "4절", "“평균 비트 수”라고 말하면서 코드는 자연로그를 써요.")
def _():
    return f"자연로그로 계산하면 단위는 나트예요. 1나트는 {1 / np.log(2):.4f}비트이고, 이 코스는 수마다 단위를 적어요."


@correction("E14", "덧붙이기", "4절", "정답의 엔트로피 H(p)는 학습으로 바뀌지 않으니 상수라고 말해요.")
def _():
    four, ten = (entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10))
    return (
        f"정답을 모델이 만들지 않는 한 맞는 말이에요. 그 상수가 0이라고 한 적도 없어요. 다만 늘 0은 아니어서, "
        f"라벨 스무딩(ε = 0.1)을 하면 손실은 클래스가 4개일 때 {four:.4f}나트, 10개일 때 {ten:.4f}나트 아래로 내려갈 수 없어요."
    )


@correction("E17", "D", "4절", "[0, 0, 1, 0]의 정답을 “클래스 2”라고 불러요.")
def _():
    k = int(np.argmax([0, 0, 1, 0]))
    return (
        f"번호를 0부터 세는 파이썬의 버릇이에요. 번호 {k}는 앞에서 {k + 1}번째 클래스이고, 수식의 ŷ₂도 셋째 확률이에요."
    )


@correction("E18", "덧붙이기", "4절", "PyTorch로 손실을 구하는 세 방법을 나란히 늘어놓고, 셋째는 이진 분류라고 밝혀요.")
def _():
    first, third = information([softmax([2.0, 1.0, 0.5])[0], 0.7], base=np.e)
    return (
        f"틀린 곳은 없어요. 앞의 둘은 같은 손실을 두 가지로 쓴 것이라 {first:.4f}나트로 같고, 셋째는 예와 아니요를 가르는 "
        f"다른 문제라 {third:.4f}나트예요. 여럿 가운데 하나를 가릴 때는 첫째, 로그 확률을 이미 구했을 때는 둘째를 써요."
    )
