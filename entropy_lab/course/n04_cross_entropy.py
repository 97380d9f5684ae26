"""04 교차 엔트로피: 장면, 셈, 연습, 바로잡기."""

import numpy as np

from ..draw import (
    Box,
    along,
    at,
    bars,
    chosen,
    dot,
    frame,
    frames,
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
    still,
    three,
    tile,
)
from ..josa import josa
from ..measures import cross_entropy, entropy, information, kl_divergence, smooth, softmax
from ..palette import INK, MODEL, OTHER, SPINE, TRUTH
from ..quiz.grading import amount, by_hand, cases, close
from ..scene import Choice, Slider
from .ledger import correction, listed

CLASSES = ("첫째", "둘째", "셋째")
TARGETS = {"[0.7, 0.2, 0.1]": [0.7, 0.2, 0.1], "원-핫 [1, 0, 0]": [1, 0, 0], "고른 [⅓, ⅓, ⅓]": [1 / 3] * 3}


@moving(
    "예측이 정답과 같아지면 KL 발산만 사라진다",
    "왼쪽은 세 범주에 놓인 정답 p의 틀과 예측 q의 막대. 오른쪽은 교차 엔트로피를 나타낸 막대와, 그것을 정답의 엔트로피와 KL 발산으로 나눠 쌓은 막대. q를 아무리 움직여도 파란 몫은 그대로이고, q가 p와 같으면 붉은 몫이 0이다.",
    w=Slider("q의 무게 {}", 1, 10, 0.5, [5, 3, 2]),
    target=Choice("정답 p", list(TARGETS)),
)
def stacked(fig):
    total, floor, more = headline(fig, INK, "  =  ", TRUTH, "  +  ", MODEL)
    left, right = panels(
        fig,
        Box("파란 틀은 정답 $p$, 막대는 예측 $q$", "확률", share=48, tall=120),
        Box("막대의 길이 (비트)", share=52, tall=75, left=50),
    )
    columns, targets = three(left, CLASSES), frames(left, range(3), 0.72, TRUTH)
    right.set(xlim=(0, 4.5), ylim=(-0.6, 1.6), xticks=range(5), yticks=[1, 0], yticklabels=["$H(p,q)$", "나눠 보면"])
    right.tick_params(axis="y", length=0)
    whole, blue, red = (tile(right, 0, y, 0, 0.5, c, 0.75) for y, c in [(0.75, INK), (-0.25, TRUTH), (-0.25, MODEL)])
    guide = line(right, SPINE, width=0.9, dashed=True)

    def move(w, target):
        p, q = chosen(list(TARGETS.values()), target), w / w.sum()
        h, ce, kl = entropy(p), cross_entropy(p, q), kl_divergence(p, q)
        told = heights(columns, q) | heights(targets, p) | along(guide, [ce, ce], [-0.6, 1.25])
        told |= put(whole, width=ce) | put(blue, width=h) | put(red, x=h, width=ce - h)
        told |= reads(total, f"$H(p,q)$ {ce:.3f}비트") | reads(floor, f"$H(p)$ {h:.3f} 정답의 몫")
        told |= reads(more, f"$D_{{\\mathrm{{KL}}}}(p\\,\\Vert\\,q)$ {kl:z.3f} 어긋난 몫")
        return told | dict(alt=f"q가 {q[0]:.2f}, {q[1]:.2f}, {q[2]:.2f}일 때 {h:.3f}+{kl:z.3f}={ce:.3f}비트예요.")

    return move


@moving(
    "로짓의 차이가 확률을 정하고, 온도가 그 차이를 늘이고 줄인다",
    "세 로짓을 온도로 나누고 소프트맥스를 거친 확률 막대. 온도가 높으면 고르게, 낮으면 뾰족하게 된다. 오른쪽 막대는 그 엔트로피와, 첫째가 정답일 때의 교차 엔트로피 손실이다.",
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
    "로짓 2와 1은 그대로 두고 셋째 로짓을 움직일 때의 소프트맥스 막대. 파란 틀은 원문의 주석에 적힌 확률 0.659, 0.242, 0.099이고, 셋째 로짓이 0.5일 때는 막대와 틀이 어긋난다.",
    third=Slider("셋째 로짓 z₃", 0, 1, 0.05, 0.5),
)
def third_logit(fig):
    claim = "{:.3f}, {:.3f}, {:.3f}, 손실 {:.3f}나트".format(*CLAIMED, information(CLAIMED[0], base=np.e))
    (here,) = headline(fig, "셈한 값 ", MODEL, "      주석 ", (claim, TRUTH))
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
        return told | dict(alt=f"셋째 로짓이 {third:.2f}이면 확률은 {said}이고 손실은 {loss:.3f}나트예요.")

    return move


@moving(
    "크게 틀릴수록 제곱 오차는 고치라는 힘을 잃는다",
    "틀린 범주의 로짓에 따른 두 손실의 기울기. 교차 엔트로피의 기울기는 크게 틀릴수록 1에 다가가지만, 확률에 매긴 제곱 오차의 기울기는 도중에 꺾여 0으로 내려간다.",
    wrong=Slider("틀린 로짓 z", -4, 10, 0.1, 6),
)
def saturation(fig):
    steady, fading = headline(fig, "교차 엔트로피의 기울기 ", INK, "      제곱 오차의 기울기 ", MODEL)
    ax = panel(fig, "틀린 범주의 로짓 $z$ (정답의 로짓은 0)", "기울기")
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
        return told | dict(alt=f"틀린 로짓이 {wrong:.1f}일 때 기울기는 교차 엔트로피 {ce:.4f}, 제곱 오차 {se:.4f}예요.")

    return move


@still("많이 외울수록 배운 글은 쉬워지지만 새 글은 다시 어려워진다")
def learning_curves(fig, train, held, other):
    """자모 모델이 보는 길이 n = 1, 2, …에 따른 교차 엔트로피: 배운 글, 남겨 둔 글, 다른 종류의 글."""
    n, least = np.arange(1, len(train) + 1), min(held)
    best = n[np.argmin(held)]
    headline(fig, "점선은 가장 잘 맞힌 자리:", "  남겨 둔 글에서 ", (f"{least:.2f}비트", MODEL))
    (ax,) = panels(fig, Box("한 번에 보는 자모의 수 $n$", "자모 하나에 드는 교차 엔트로피 (비트)"), right=70)
    ax.set(xlim=(0.8, n[-1]), ylim=(0, 6), xticks=n, yticks=range(7))
    line(ax, SPINE, [best, best], [0, least], 0.9, dashed=True)
    for loss, color, name in [(train, INK, "배운 글"), (held, MODEL, "남겨 둔 글"), (other, OTHER, "다른 글")]:
        line(ax, color, n, loss, clip_on=False)
        for k, v in zip(n, loss, strict=True):
            dot(ax, k, v, color)
        note(ax, (n[-1], loss[-1]), name, color, (10, 0))
    return (
        f"{fig.title}. 배운 글은 {train[0]:.2f}비트에서 {train[-1]:.2f}비트로 내려가고, 남겨 둔 글은 n = {best}에서 "
        f"{least:.2f}비트로 가장 낮다가 {held[-1]:.2f}비트로 올라가요. 다른 글은 언제나 더 어려워요."
    )


# -- 셈 ----------------------------------------------------------------------------------------------
def slopes(z):
    """로짓이 [z, 0, 0]이고 정답이 둘째일 때, 틀린 로짓 z에 대한 교차 엔트로피와 제곱 오차의 기울기."""
    q = softmax(np.stack([z, 0 * z, 0 * z], axis=-1))
    miss = q - np.eye(3)[1]
    return miss[..., 0], 2 * q[..., 0] * (miss[..., 0] - (q * miss).sum(axis=-1))


# -- 연습 --------------------------------------------------------------------------------------------
GIVEN = np.array([0.85, 0.25, 0.03])  # 세 예측이 정답에 준 확률
P, Q, RIGHT = [0.5, 0.5], [0.25, 0.75], [0.7, 0.2, 0.1]
PREDICTED, ONE_HOT = np.array([0.9, 0.05, 0.03, 0.02]), np.eye(4)[2]

amount("4.1", information(GIVEN, base=np.e), "나트", "0.16, 1.39, 3.51나트. 정답에 준 확률의 정보량만 남아요.")(
    (..., "정답 클래스 2에 준 확률은 0.85, 0.25, 0.03이에요. 하나씩 −ln을 취해 보세요."),
    (GIVEN, "그건 정답에 준 확률이에요. 여기에 −ln을 취해 보세요."),
    (-np.log([0.05, 0.25, 0.05]), "둘째 확률을 보셨어요. 번호는 0부터 세니 클래스 2는 셋째예요."),
)
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
    ([[2, 1], [0, 3]], "여러 줄이면 줄마다 따로 더해요. axis=-1과 keepdims=True를 써 보세요."),
    ([1e4, 9999, 0], "exp가 넘치거나 log 0이 나왔어요. 소프트맥스를 거치지 말고 가장 큰 로짓부터 빼 보세요."),
]
cases("4.4", "", "로짓이 10,000이어도, 여러 줄이어도 맞아요. 가장 큰 로짓을 먼저 빼면 exp가 넘치지 않아요.")(
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


@by_hand("4.8", "stacked", "무게가 7 : 2 : 1이라 q가 p와 같아요. 교차 엔트로피에는 H(p)만 남아요.")
def _(w, target):
    q = np.array(w) / np.sum(w)
    if target != 0:
        return "정답 p를 [0.7, 0.2, 0.1]로 골라 주세요."
    if np.allclose(q, RIGHT):
        return None
    far = CLASSES[np.argmax(np.abs(q - RIGHT))]
    return f"지금 KL 발산은 {kl_divergence(RIGHT, q):.4f}비트예요. {far} 막대가 파란 틀에서 가장 멀어요."


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
    return (
        f"자연로그로 셈하면 단위는 나트예요. 1나트는 {1 / np.log(2):.4f}비트이고, 원문은 3절까지는 비트, "
        f"4절과 5절의 PyTorch 코드에서는 나트를 써요. 이 코스는 수마다 단위를 적어요."
    )


@correction("E14", "덧붙이기", "4절", "정답의 엔트로피 H(p)는 학습으로 바뀌지 않으니 상수라고 말해요.")
def _():
    four, ten = (entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10))
    return (
        f"정답이 모델에서 나오지 않을 때만 맞는 말이에요. 그리고 상수가 늘 0은 아니에요. 라벨 스무딩(ε = 0.1)을 하면 손실은 "
        f"범주가 4개일 때 {four:.4f}나트, 10개일 때 {ten:.4f}나트 아래로 내려갈 수 없어요."
    )


@correction("E17", "D", "4절", "[0, 0, 1, 0]의 정답을 “클래스 2”라고 불러요.")
def _():
    k = int(np.argmax([0, 0, 1, 0]))
    return (
        f"번호를 0부터 세는 파이썬의 버릇이에요. 번호 {k}는 앞에서 {k + 1}번째 클래스이고, 수식의 ŷ₂도 셋째 확률이에요."
    )


@correction("E18", "덧붙이기", "4절", "PyTorch로 손실을 구하는 세 방법을 나란히 늘어놓아요.")
def _():
    first = information(softmax([2.0, 1.0, 0.5])[0], base=np.e)
    return (
        f"앞의 둘은 같은 손실을 두 가지로 쓴 것이라 {first:.4f}나트로 같아요. 셋째는 다른 문제(이진 분류)의 손실이라 "
        f"{information(0.7, base=np.e):.4f}나트예요. 제목은 모듈 이름인데 코드는 함수를 불러요. 어느 쪽이든 확률이 아니라 로짓을 넣는 것이 안전해요."
    )
