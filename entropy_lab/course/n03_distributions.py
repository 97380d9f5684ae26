"""03 분포: 장면, 셈, 연습, 바로잡기."""

from math import erf

import numpy as np

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
from ..palette import INK, MODEL, OTHER, TINT, TRUTH
from ..quiz.answers import probabilities
from ..quiz.grading import amount, by_hand, close, exercise
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
    "온도를 올리면 균등분포로, 내리면 결정적 분포로 간다",
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
    "확률의 세모꼴: 한가운데가 가장 불확실하다",
    "세 범주의 확률을 한 점으로 나타낸 세모꼴. 꼭짓점은 결과가 확실한 분포라 엔트로피가 0이고, 짙을수록 높으며, 한가운데 균등분포에서 log₂ 3, 곧 1.585비트로 가장 높다.",
    w=Slider("무게 {}", 0.1, 10, 0.1, [6, 3, 1]),
)
def simplex(fig):
    runs = "$p$ = (", TRUTH, ", ", OTHER, ", ", MODEL, (")", INK), ("      $H(X)$ = ", INK), INK
    *chances, value = headline(fig, *runs)
    (ax,) = panels(fig, Box(bare=True, tall=170, left=30, head=34, foot=24), right=33)
    ax.set(aspect="equal", xlim=(0, 1), ylim=(0, np.sqrt(0.75)))
    corners, peak = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]]), np.log2(3)
    for bits in np.linspace(0, peak, 10)[:-1]:  # 엔트로피가 bits보다 큰 곳을 겹쳐 칠하면 높은 곳일수록 짙어져요
        area(ax, TRUTH, 0.085).set_xy((ring(bits) @ corners).T)
    area(ax, "none", 1, ec=INK, lw=1.6, clip_on=False).set_xy(corners.T)
    for corner, which, color in zip(corners, ("첫째", "둘째", "셋째"), (TRUTH, OTHER, MODEL), strict=True):
        away, va = (7, "bottom") if corner[1] else (-7, "top")
        note(ax, corner, f"{which}가 확실", color, (0, away), "center", va)
    dot(ax, *corners.mean(axis=0), hollow=True)
    now = dot(ax)

    def move(w):
        p = w / w.sum()
        h, (x, y) = entropy(p), ((p * axis).sum() for axis in corners.T)
        told = at(now, x, y) | reads(value, f"{h:.3f}비트,  최대의 {100 * h / peak:.0f}퍼센트")
        for k, chance in enumerate(chances):
            told |= reads(chance, f"{p[k]:.2f}")
        return told | dict(alt=f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}이고 엔트로피는 {h:.3f}비트예요.")

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


DELTAS = [2, 1, 0.5, 0.2, 0.1]


@moving(
    "눈금을 반으로 줄일 때마다 1비트씩 늘어난다",
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
    grid, steps, amounts = np.linspace(-3, 3, 121), [], []  # 모든 칸의 끝이 0.05의 배수예요
    for delta in DELTAS:
        x, p = cells(delta)
        nearest = np.abs(x[:, None] - grid[:-1] - 0.025).argmin(axis=0)
        steps.append(np.repeat(p[nearest] / delta, 2).round(5))
        amounts.append(entropy(p))
    x, under, stairs = np.repeat(grid, 2)[1:-1], area(ax, TRUTH), line(ax, TRUTH, width=1.1)
    line(ax, OTHER, grid, np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi), 1.1)

    def move(width):
        delta, h, y = chosen(DELTAS, width), chosen(amounts, width), chosen(steps, width)
        near = h + np.log2(delta)
        told = cover(under, x, 0 * y, y) | along(stairs, x, y) | reads(counted, f"{h:.4f}비트")
        told |= reads(shifted, f"{near:.4f}비트") | reads(limit, f"{gaussian_entropy(1):.4f}비트")
        return told | dict(alt=f"칸의 폭이 {delta:.1f}이면 엔트로피 {h:.4f}비트에 log₂ δ를 더해 {near:.4f}비트예요.")

    return move


# -- 셈 ----------------------------------------------------------------------------------------------
def cells(delta):
    """폭이 delta인 눈금으로 읽은 표준 가우시안: 칸의 가운데와 확률."""
    edges = delta * (np.arange(-np.ceil(9 / delta), np.ceil(9 / delta) + 2) - 0.5)
    below = np.array([(1 + erf(e / np.sqrt(2))) / 2 if e < 0 else 1 - (1 + erf(-e / np.sqrt(2))) / 2 for e in edges])
    p = np.diff(below)
    return (edges[1:] + edges[:-1]) / 2, p / p.sum()


def ring(bits):
    """엔트로피가 bits인 세 확률의 등고선: 한가운데에서 사방의 테두리까지 이분법을 해요."""
    ways = np.cos(np.linspace(0, 2 * np.pi, 180, endpoint=False)[:, None] + np.arange(3) * 2 * np.pi / 3)
    ways /= -3 * ways.min(axis=1, keepdims=True)  # 1/3에 더하면 테두리에 닿는 걸음
    near, far = np.zeros((180, 1)), np.ones((180, 1))
    for _ in range(40):
        t = (near + far) / 2
        high = entropy(1 / 3 + t * ways)[:, None] >= bits
        near, far = np.where(high, t, near), np.where(high, far, t)
    return 1 / 3 + near * ways


# -- 연습 --------------------------------------------------------------------------------------------
@exercise("3.1", probabilities(), "p = 0.110과 0.890, 두 곳에서 0.5비트예요. 곡선이 좌우 대칭이니까요.")
def _(p):
    h = binary_entropy(p)
    if close(h, 0.5):
        return None
    if close(p, 0.5):
        return "p = 0.5에서는 1비트로 가장 커요. 엔트로피가 0.5비트인 p를 찾는 거예요."
    return f"H({p:g}) = {h:.3f}비트예요. {'끝' if h > 0.5 else '가운데'} 쪽으로 옮겨 보세요."


amount("3.2", 1024, "개", "2¹⁰ = 1024가지. 10비트면 1024가지를 구별해요.")(
    (10, "10은 비트 수예요. 그만큼의 비트로 구별할 수 있는 가짓수를 물었어요."),
    (np.exp(10), "e¹⁰은 10나트예요. 비트라면 밑이 2예요."),
    (20, "더하지 말고 열 번 곱하세요."),
    (512, "한 번 더 곱해 보세요."),
)
amount("3.3", 1 / np.sqrt(2 * np.pi * np.e), "", "σ = 1/√(2πe) ≈ 0.242. 이보다 좁으면 미분 엔트로피가 음수예요.")(
    (1, "σ = 1이면 2.047비트예요."),
    (0, "σ는 0보다 커야 해요. σ가 0으로 가면 h는 −∞로 내려가요."),
    (1 / (2 * np.pi * np.e), "그건 σ²이에요. 제곱근을 취해 보세요."),
)
amount("3.4", gaussian_entropy(1) - np.log2(0.1), "비트", "h − log₂ δ = 2.047 + 3.322 = 5.369비트예요.")(
    (gaussian_entropy(1), "그건 h예요. 칸이 좁을수록 늘어나는 −log₂ δ가 더 있어요."),
    (gaussian_entropy(1) + np.log2(0.1), "부호를 보세요. 칸을 줄이면 엔트로피는 늘어나요."),
    (gaussian_entropy(1) - np.log(0.1), "h는 비트인데 δ에는 ln을 쓰셨어요. 단위를 맞춰 주세요."),
)
amount("3.5", 1, "비트", "log₂ 2 = 1비트. 같은 양을 다른 자로 적기만 해도 달라지는 값이에요.")(
    (0, "보통의 엔트로피라면 0이에요. 미분 엔트로피는 값의 눈금에 따라 달라져요."),
    (2, "분산은 4배지만 식에서 ½이 곱해져요."),
    (4, "4는 분산의 배율이에요. ½ log₂ 4를 셈해 보세요."),
)


@by_hand("3.6", "bernoulli", "H(p)가 0.5비트인 곳을 손으로 찾으셨어요.")
def _(p):
    now = f"p = {p:.2f}, {binary_entropy(p):.3f}비트"
    return None if close(binary_entropy(p), 0.5, 0.02) else f"지금은 {now}예요. 0.5비트가 될 때까지 움직여 보세요."


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction(
    "E11", "B", "3절", "베르누이 엔트로피의 식에는 로그의 밑이 없는데 그림은 꼭대기를 1이라 적고, 종 모양으로 그려요."
)
def _():
    x = np.linspace(0.001, 0.999, 999)
    bend = np.diff(binary_entropy(x), 2)
    return (
        f"꼭대기는 비트로 {binary_entropy(0.5):.0f}, 나트로 {binary_entropy(0.5, base=np.e):.4f}이에요. "
        f"곡선은 처음부터 끝까지 위로 볼록해서(둘째 차분의 최댓값 {bend.max():.1e} < 0) 종처럼 휘어 오르는 곳이 없고, 양 끝에서는 곧추서요."
    )


@correction("E12", "B", "3절", "가우시안 분포의 미분 엔트로피를 다른 분포의 엔트로피와 나란히 놓아요.")
def _():
    zero = 1 / np.sqrt(2 * np.pi * np.e)
    twice = gaussian_entropy(2) - gaussian_entropy(1)
    return (
        f"미분 엔트로피는 비트 수를 세는 값이 아니라서 음수가 될 수 있어요. σ = {zero:.4f}에서 0이고, "
        f"σ = 0.1이면 {gaussian_entropy(0.1):.3f}비트예요. 단위를 바꿔 값을 2배로 적기만 해도 {twice:.0f}비트가 늘어요."
    )


@correction("E33", "거둠", "3절", "“카테고리 분포”라고 부르고 최대 엔트로피의 첨자를 기울여 써요.")
def _():
    return f"우리말 용어는 범주형 분포이고, 낱말로 된 첨자는 바로 세워 써요. 값은 그대로 log K, 예를 들어 K = 4에서 {np.log2(4):.0f}비트예요."
