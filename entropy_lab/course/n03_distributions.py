"""03 분포: 장면, 계산, 연습, 바로잡기."""

from math import erf

import numpy as np

from ..data import digits
from ..draw import (
    UNIT,
    Box,
    along,
    area,
    at,
    bars,
    chosen,
    cover,
    dot,
    frame,
    headline,
    heights,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    panels,
    pillar,
    put,
    quarters,
    reads,
    rise,
    tile,
)
from ..measures import binary_entropy, entropy, gaussian_entropy, softmax
from ..palette import INK, MODEL, OTHER, PAPER, TINT, TRUTH
from ..quiz.answers import probabilities
from ..quiz.grading import amount, by_hand, cases, close, exercise
from ..scene import Choice, Slider, pick
from .ledger import correction


@moving(
    "단위를 바꾸면 자만 바뀌고 모양은 그대로다",
    "베르누이 분포의 엔트로피. 0과 1에서 0이고 0.5에서 가장 크다. 비트로 재면 최대 1, 나트로 재면 최대 0.693이며 모양은 같다.",
    p=Slider("성공 확률 p", 0, 1, 0.01, 0.1),
    unit=UNIT,
)
def bernoulli(fig):
    value, most = headline(fig, "$H(p)=-p\\,\\log p-(1-p)\\,\\log(1-p)$      ", INK, "      최대 ", TRUTH)
    ax = panel(fig, "성공 확률 $p$", "엔트로피")
    ax.set(xlim=(0, 1), ylim=(0, 1.06))
    quarters(ax.xaxis), quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)
    x = np.round((1 - np.cos(np.linspace(0, np.pi, 121))) / 2, 4)
    under, curve = area(ax, TRUTH), line(ax, TRUTH, clip_on=False)
    stem, now, top = pillar(ax, INK), dot(ax), level(ax)

    def move(p, unit):
        scale, name = chosen([1, np.log(2)], unit), pick(unit, "비트", "나트")
        h, y = binary_entropy(p) * scale, binary_entropy(x) * scale
        told = put(under, xy=(x, y)) | along(curve, x, y) | rise(stem, p, 0, h) | at(now, p, h) | lift(top, scale)
        told |= reads(value, f"$H$({p:.2f}) = {h:.3f}" + name) | reads(most, f"{scale:.3f}" + name)
        return told | dict(alt=f"p가 {p:.2f}일 때 엔트로피는 {h:.3f}" + name + "예요.")

    return move


@moving(
    "온도를 올리면 확률이 고르게 나뉘고, 내리면 점수가 가장 큰 쪽에 몰린다",
    "범주형 분포의 확률 막대와 그 엔트로피. 점선은 균등분포의 높이 1/K이고, 오른쪽 틀의 높이는 최대 엔트로피 log₂ K다.",
    K=Slider("범주의 수 K", 2, 12, 1, 4),
    T=Slider("온도 T", 0.1, 10, 0.1, 1),
)
def categorical(fig):
    value, most = headline(fig, "$H(X)$ ", INK, "      최대 $\\log_2 K$ ", TRUTH)
    left, right = panels(fig, Box("범주", "확률", share=81, tall=120), Box("", "엔트로피 (비트)", share=19, tall=84))
    k, z = np.arange(12), np.array([2, 1, 0.5, 0, -0.5, -1, 1.5, 0.2, -0.2, 0.8, -0.8, 0.4])
    left.set(xlim=(-0.6, 11.6), ylim=(0, 1), xticks=k, xticklabels=k + 1)
    quarters(left.yaxis)
    right.set(xlim=(0, 4 if fig.sheet.stacked else 1), ylim=(0, 4), xticks=[], yticks=range(5))
    columns, even = bars(left, k, 0.62, TRUTH), line(left, width=0.9, dashed=True)
    limit, fill = frame(right, 0.2, 0, 0.6, stroke=1.6), tile(right, 0.2, 0, 0.6, 0, TRUTH, 0.75)

    def move(K, T):
        p = softmax(np.where(k < K, z, -np.inf), temperature=T)
        h, ceiling = entropy(p), np.log2(K)
        told = heights(columns, p) | along(even, [-0.5, K - 0.5], [1 / K, 1 / K])
        told |= put(limit, height=ceiling) | put(fill, height=h)
        told |= reads(value, f"{h:.3f}비트") | reads(most, f"{ceiling:.3f}비트")
        alt = f"범주 {K:.0f}개, 온도 {T:.1f}에서 엔트로피는 {h:.3f}비트, 최대는 {ceiling:.3f}비트예요."
        return told | dict(K=f"{K:.0f}개", alt=alt)

    return move


@moving(
    "세 확률을 어떻게 나누면 가장 불확실할까?",
    "왼쪽은 세 확률을 점 하나로 나타낸 세모꼴을 위에서 본 것. 오른쪽은 같은 세모꼴을 비스듬히 보며 그 점에 엔트로피만큼 기둥을 세운 것. "
    "‘모든 점’을 고르면 기둥이 빈틈없이 선다.",
    w=Slider("무게 {}", 0, 10, 0.1, [6, 3, 1]),
    everywhere=Choice("기둥", ["이 점만", "모든 점"]),
)
def simplex(fig):
    runs = "$p$ = (", TRUTH, ", ", OTHER, ", ", MODEL, (")", INK), ("      $H(p)$ = ", INK), INK
    *chances, value = headline(fig, *runs)
    above, side, hill = terrain(fig)
    now, foot, stem, top = dot(above), dot(side, hollow=True), pillar(side, INK), dot(side)

    def move(w, everywhere):
        none = w.sum() == 0  # 무게가 모두 0이면 고르게 나눠요
        p = (w + none) / (w.sum() + 3 * none)
        h, (x, y) = entropy(p), p @ CORNERS
        low = TILT * y
        told = at(now, x, y) | at(foot, x, low) | rise(stem, x, low, low + LIFT * h) | at(top, x, low + LIFT * h)
        told |= reads(value, f"{h:.3f}비트") | {part: dict(visible=everywhere == 1) for part in hill}
        for k, chance in enumerate(chances):
            told |= reads(chance, f"{p[k]:.2f}")
        return told | dict(alt=f"확률이 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}일 때 엔트로피는 {h:.3f}비트예요.")

    return move


@moving(
    "온도를 올리면 예측들이 봉우리로 오르고, 내리면 꼭짓점으로 내려간다",
    "손글씨 1, 8, 9를 가리는 작은 모델의 예측 100개를 세모꼴과 언덕 위의 점으로 나타낸 그림. 점의 색과 모양은 정답이고, 세 꼭짓점은 예측한 숫자다.",
    T=Slider("온도 T", 0.1, 10, 0.1, 1),
)
def crowd(fig):
    mean, right = headline(fig, "색과 모양은 정답, 자리는 예측      ", "평균 $H$ = ", INK, "      맞힌 예측 ", INK)
    above, side, _ = terrain(fig, [f"{sign}{n}" for sign, n in zip("●■▲", TRIO, strict=True)])
    logits, labels = (part[:100] for part in three_digits())
    groups = [logits[labels == k] for k in range(3)]
    look = dict(ls="", ms=5, mec=PAPER, mew=0.5, clip_on=False, zorder=5)
    dots = [[line(ax, c, marker=m, **look) for c, m in zip(HUES, "os^", strict=True)] for ax in (above, side)]

    def move(T):
        told, total, hits = {}, 0, 0
        for k, z in enumerate(groups):
            p = softmax(z, temperature=T)
            h, (x, y) = entropy(p), (p @ CORNERS).T
            told |= along(dots[0][k], x, y) | along(dots[1][k], x, TILT * y + LIFT * h)
            total, hits = total + h.sum(), hits + (p[:, k] >= p.max(axis=1)).sum()
        told |= reads(mean, f"{total / 100:.2f}비트") | reads(right, f"100개 가운데 {hits:.0f}개")
        return told | dict(alt=f"온도 {T:.1f}에서 예측의 엔트로피는 평균 {total / 100:.2f}비트예요.")

    return move


@moving(
    "분산이 클수록 퍼지고, 미분 엔트로피는 0 아래로도 내려간다",
    "왼쪽은 가우시안 분포의 확률밀도, 오른쪽은 표준편차에 따른 미분 엔트로피. 표준편차가 0.242보다 작으면 음수가 된다.",
    sigma=Slider("표준편차 σ", 0.1, 3, 0.01, 1),
)
def gaussian(fig):
    (value,) = headline(fig, "$h(X)=\\frac{1}{2}\\log_2(2\\pi e\\sigma^2)$      ", INK)
    left, right = panels(
        fig, Box("$x$", "확률밀도", tall=100), Box("표준편차 $\\sigma$", "미분 엔트로피 (비트)", tall=110)
    )
    left.set(xlim=(-3, 3), ylim=(0, 4), xticks=range(-3, 4), yticks=range(5))
    right.set(xlim=(0, 3), ylim=(-1.6, 4), xticks=range(4), yticks=range(-1, 5))
    x, s, zero = np.round(np.linspace(-3, 3, 161), 4), np.geomspace(0.1, 3, 121), 1 / np.sqrt(2 * np.pi * np.e)
    under, curve, below = area(left, TRUTH), line(left, TRUTH), s[s < zero]
    right.fill_between(below, gaussian_entropy(below), 0, color=MODEL, alpha=TINT[MODEL], lw=0)
    line(right, INK, s, gaussian_entropy(s))
    level(right, dashed=False)
    dot(right, zero, 0, hollow=True)
    note(right, (zero, 0), f"$\\sigma={zero:.3f}$에서 0", at=(9, -9), va="top")
    stem, now = pillar(right, TRUTH, clip_on=False), dot(right)

    def move(sigma):
        h, y = gaussian_entropy(sigma), np.exp(-((x / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        told = put(under, xy=(x, y)) | along(curve, x, y) | rise(stem, sigma, 0, h) | at(now, sigma, h)
        told |= reads(value, f"σ = {sigma:.2f}   →   {h:.3f}비트 = {h * np.log(2):.3f}나트")
        return told | dict(alt=f"표준편차가 {sigma:.2f}일 때 미분 엔트로피는 {h:.3f}비트예요.")

    return move


DELTAS = [2, 1, 0.5, 0.25, 0.125]


@moving(
    "칸을 반으로 줄일 때마다 느는 엔트로피가 1비트에 다가간다",
    "표준 가우시안을 폭 δ인 칸으로 읽은 계단과 원래의 밀도 곡선. 칸을 줄이면 칸의 엔트로피는 끝없이 늘지만, log₂ δ를 더한 값은 미분 엔트로피 2.0471비트로 다가간다.",
    width=Choice("칸의 폭 δ", [f"{d:g}" for d in DELTAS]),
)
def quantised(fig):
    counted, shifted, limit = headline(
        fig, "칸의 엔트로피 ", INK, "   +   log₂ δ   =   ", TRUTH, "      $h(X)$ ", OTHER
    )
    ax = panel(fig, "$x$", "확률 ÷ 칸의 폭")
    ax.set(xlim=(-3, 3), ylim=(0, 0.45), xticks=range(-3, 4))
    ax.set_yticks([0, 0.2, 0.4], ["0", "0.2", "0.4"])
    grid, steps, amounts = np.linspace(-3, 3, 49), [], []  # 모든 칸의 끝이 0.125의 배수예요
    for delta in DELTAS:
        x, p = cells(delta)
        nearest = np.abs(x[:, None] - grid[:-1] - 0.0625).argmin(axis=0)
        steps.append(np.repeat(p[nearest] / delta, 2).round(5))
        amounts.append(entropy(p))
    x, under, stairs = np.repeat(grid, 2)[1:-1], area(ax, TRUTH), line(ax, TRUTH, width=1.1)
    line(ax, OTHER, grid, np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi), 1.6, dashed=True)
    note(ax, (0.6, 0.345), "가우시안의 밀도", OTHER)

    def move(width):
        delta, h, y = chosen(DELTAS, width), chosen(amounts, width), chosen(steps, width)
        near = h + np.log2(delta)
        told = cover(under, x, 0 * y, y) | along(stairs, x, y) | reads(counted, f"{h:.4f}비트")
        told |= reads(shifted, f"{near:.4f}비트") | reads(limit, f"{gaussian_entropy(1):.4f}비트")
        return told | dict(alt=f"칸의 폭이 {delta:.3f}일 때 엔트로피 {h:.4f}비트에 log₂ δ를 더해 {near:.4f}비트예요.")

    return move


# -- 계산 --------------------------------------------------------------------------------------------
def cells(delta):
    """폭이 delta인 칸으로 나눠 읽은 표준 가우시안: 칸의 가운데와 확률. 폭을 반으로 줄이면 칸마다 둘로 나뉘어요."""
    edges = delta * np.arange(-np.ceil(9 / delta), np.ceil(9 / delta) + 1)
    below = np.array([(1 + erf(e / np.sqrt(2))) / 2 if e < 0 else 1 - (1 + erf(-e / np.sqrt(2))) / 2 for e in edges])
    p = np.diff(below)
    return (edges[1:] + edges[:-1]) / 2, p / p.sum()


def ring(bits):
    """엔트로피가 bits인 세 확률의 등고선: 한가운데에서 사방의 테두리까지 이분법을 해요."""
    ways = np.cos(np.linspace(0, 2 * np.pi, 120, endpoint=False)[:, None] + np.arange(3) * 2 * np.pi / 3)
    ways /= -3 * ways.min(axis=1, keepdims=True)  # 1/3에 더하면 테두리에 닿는 걸음
    near, far = np.zeros((120, 1)), np.ones((120, 1))
    for _ in range(40):
        t = (near + far) / 2
        high = entropy(1 / 3 + t * ways)[:, None] >= bits
        near, far = np.where(high, t, near), np.where(high, far, t)
    return 1 / 3 + near * ways


TRIO, HUES = [1, 8, 9], [TRUTH, OTHER, MODEL]
CORNERS = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])
TILT, LIFT = 0.42, 0.42  # 비스듬히 보면 세로는 이만큼 눕고, 1비트는 이만큼 높아요


def terrain(fig, names=("첫째", "둘째", "셋째")):
    """세 확률의 땅: 위에서 본 지도, 옆에서 본 언덕, 그 언덕을 이루는 부분들이에요."""
    views = panels(fig, *[Box(bare=True, tall=160, left=10, head=28, foot=24)] * 2, right=10)
    for ax, flat in zip(views, (1, TILT), strict=True):
        ax.set(aspect="equal", xlim=(0, 1), ylim=(0, np.sqrt(0.75)))
        ground = CORNERS * [1, flat]
        line(ax, INK, *ground[:2].T, 1.6, clip_on=False)
        line(ax, INK, *ground[[0, 2, 1]].T, 1.6 if flat == 1 else 1, dashed=flat < 1)  # 언덕 뒤의 두 변은 점선
        named = ground[: 3 if flat == 1 else 2]  # 옆에서 보면 뒤쪽 이름은 기둥에 가려요
        for corner, name, color in zip(named, names, HUES, strict=False):
            away, va = (7, "bottom") if corner[1] > 0.5 else (-7, "top")
            note(ax, corner, name, color, (0, away), "center", va)
    hill, low = [], None
    for bits in [*np.arange(0, 1.6, 0.1), 1.55, 1.58]:  # 지도는 겹쳐 칠해 높을수록 짙고, 언덕은 한 켜씩 쌓여요
        x, y = (ring(bits) @ CORNERS).T
        high = np.array([x, TILT * y + LIFT * bits])
        skirt = np.where(np.roll(x, -1) < np.roll(x, 1), high if low is None else low, high)  # 앞쪽은 아래 켜에 닿아요
        hill += [
            area(views[0], TRUTH, 0.05),
            area(views[1], PAPER, 1, ec=PAPER, lw=1),
            area(views[1], TRUTH, 0.2 + bits / 8),
        ]
        for part, xy in zip(hill[-3:], ((x, y), skirt, skirt), strict=True):
            part.set_xy(xy)
        low = high
    p = np.sin(np.linspace(0, np.pi / 2, 61)) ** 2
    return *views, [*hill, line(views[1], TRUTH, p, LIFT * binary_entropy(p), 1.4)]


def three_digits(seed=0):
    """손글씨 1, 8, 9의 60장으로 배운 한 층짜리 분류 모델의 로짓 [476, 3]과, 그 476장의 정답 번호(0, 1, 2)예요."""
    x, y = digits()
    rows = np.random.default_rng(seed).permutation(np.flatnonzero(np.isin(y, TRIO)))
    x, label = np.hstack([x[rows], np.ones((len(rows), 1))]), np.searchsorted(TRIO, y[rows])
    weights, truth = np.zeros((65, 3)), np.eye(3)[label[:60]]
    for _ in range(400):
        weights -= 0.5 * (x[:60].T @ (softmax(x[:60] @ weights) - truth) / 60 + 0.001 * weights)
    return x[60:] @ weights, label[60:]


# -- 연습 --------------------------------------------------------------------------------------------
@by_hand("3.1", "bernoulli", "손으로 찾으셨어요. 반만 오르려면 0.25까지 갈 것도 없이 0.11이면 돼요. 끝이 벼랑이니까요.")
def _(p):
    now = f"p = {p:.2f}, {binary_entropy(p):.3f}비트"
    return None if close(binary_entropy(p), 0.5, 0.02) else f"지금은 {now}예요. 0.5비트가 될 때까지 움직여 보세요."


amount("3.2", 1 / 33, "확률", "(1 − p)/p = 2⁵ = 32이니 p = 1/33이에요. 두 놀라움의 차이가 꼭 5비트예요.")(
    (32 / 33, "그 자리의 기울기는 −5비트예요. 오르막 쪽을 보세요."),
    (1 / 32, "(1 − p)/p가 32여야 해요. 1/p이 32인 자리를 찾으셨어요."),
    (1 / (1 + np.exp(5)), "e⁵을 쓰셨어요. 비트는 밑이 2예요."),
    (1 / 11, "로그를 떠올려 보세요. (1 − p)/p는 10이 아니라 2를 다섯 번 곱한 수예요."),
)
cases("3.3", "확률", "로짓이 없어도 돼요. 온도 T는 확률을 1/T제곱한 것이니, T제곱하면 돌아와요.")(
    (
        ([0.5, 0.25, 0.25], 2),
        [2 / 3, 1 / 6, 1 / 6],
        "T = 2는 확률을 제곱근한 거예요. 거꾸로 제곱하고 합이 1이 되게 나눠요.",
    ),
    (([4 / 6, 1 / 6, 1 / 6], 0.5), [0.5, 0.25, 0.25], "T = 1/2은 확률을 제곱한 거예요. 거꾸로 제곱근이에요."),
    (([0.5, 0.5, 0], 3), [0.5, 0.5, 0], "확률이 0이면 몇 제곱을 해도 0이에요. 로그를 쓰지 않는 길을 찾아보세요."),
)


def temperature_of(bits):
    """로짓 [2, 1, 0.5]의 예측이 bits만큼 불확실해지는 온도예요. 온도가 오르면 엔트로피도 오르니 표에서 거꾸로 찾아요."""
    T = np.linspace(0.2, 5, 2401)
    return np.interp(bits, [entropy(softmax([2, 1, 0.5], temperature=t)) for t in T], T)


amount("3.4", temperature_of(1), "", "T ≈ 0.64에서 꼭 1비트예요. 동전 하나만큼 망설이는 예측이에요.")(
    (temperature_of(1 / np.log(2)), "그 온도에서는 1나트예요. entropy의 밑을 2로 두고 찾아보세요."),
    (1 / temperature_of(1), "그건 온도의 역수예요."),
    (1, "T = 1이면 1.3비트쯤이에요. 더 식혀 보세요."),
    (0.5, "T = 0.5에서는 0.76비트쯤이에요. 조금 더 데워 보세요."),
)


@exercise("3.5", probabilities(3), "높이가 같은 자리는 등고선을 이뤄요. 엔트로피만 듣고는 어떤 예측인지 알 수 없어요.")
def _(p):
    h, goal = entropy(p), entropy([0.6, 0.3, 0.1])
    if np.allclose(np.sort(p), [0.1, 0.3, 0.6], rtol=0, atol=0.02):
        return "같은 세 수의 자리만 바꾸셨어요. 다른 수로 만들어 보세요."
    way = "한쪽으로 더 몰아" if h > goal else "더 고르게"
    return None if close(h, goal) else f"지금은 {h:.3f}비트예요. {goal:.3f}비트가 되도록 {way} 나눠 보세요."


amount("3.6", np.log2(1.8), "비트", "log₂ 1.8 ≈ 0.848비트. 날씨는 그대로인데 적는 자만 바뀌었어요.")(
    (0, "보통의 엔트로피라면 0이에요. 미분 엔트로피는 값의 눈금에 따라 달라져요."),
    (2 * np.log2(1.8), "분산은 1.8²배지만 식에서 ½이 곱해져요."),
    (5, "32를 더하는 것은 분포를 옮길 뿐이라 엔트로피를 바꾸지 않아요."),
)
amount("3.7", 1, "나트", "−ln f(x) = x이니 그 평균, 곧 E[x] = 1나트예요.")(
    (0, "−ln f(x)가 무엇인지 먼저 적고, 그것을 평균해 보세요."),
    (0.5, "가우시안에서는 x²의 평균이 있었어요. 여기서는 x의 평균이에요."),
    (gaussian_entropy(1, base=np.e), "그건 σ = 1인 가우시안의 값이에요. 밀도가 다르니 −ln f부터 다시 적어요."),
)
amount("3.8", gaussian_entropy(3) + 1, "비트", "h − log₂ δ = 3.632 + 1 = 4.632비트예요.")(
    (gaussian_entropy(3), "그건 h예요. 칸이 좁을수록 늘어나는 −log₂ δ가 더 있어요."),
    (gaussian_entropy(3) - 1, "부호를 보세요. 칸을 줄이면 엔트로피는 늘어나요."),
    (gaussian_entropy(1) + 1, "σ = 1일 때의 값이에요. σ = 3이면 h가 log₂ 3비트 더 커요."),
    (gaussian_entropy(3) + np.log(2), "h는 비트인데 δ에는 ln을 쓰셨어요. 단위를 맞춰 주세요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction(
    "E11", "B", "3절", "베르누이 엔트로피의 그림은 꼭대기를 단위 없이 1이라고 적고, 양 끝을 비스듬한 직선으로 이어요."
)
def _():
    return (
        f"꼭대기는 비트로 {binary_entropy(0.5):.0f}, 나트로 {binary_entropy(0.5, base=np.e):.4f}이에요. 기울기는 두 놀라움의 "
        f"차이 log (1−p)/p라서 양 끝에서 끝없이 가팔라져요. p = 0.01만 되어도 {binary_entropy(0.01):.3f}비트예요."
    )


@correction("E12", "B", "3절", "가우시안 분포의 미분 엔트로피를 앞의 두 분포와 나란히, 같은 글자 H로 적어요.")
def _():
    zero = 1 / np.sqrt(2 * np.pi * np.e)
    twice = gaussian_entropy(2) - gaussian_entropy(1)
    return (
        f"미분 엔트로피는 비트 수를 세는 값이 아니라서 음수가 될 수 있어요. σ = {zero:.4f}에서 0이고, "
        f"σ = 0.1이면 {gaussian_entropy(0.1):.3f}비트예요. 값을 2배로 늘려 적기만 해도 {twice:.0f}비트가 늘어요."
    )


@correction("E33", "거둠", "3절", "“카테고리 분포”라고 부르고 최대 엔트로피의 첨자를 기울여 써요.")
def _():
    return (
        "‘범주형 분포’와 함께 쓰이는 이름이고, 첨자의 모양은 뜻을 바꾸지 않아요. "
        f"값도 그대로 log K, 예를 들어 K = 4에서 {np.log2(4):.0f}비트예요."
    )
