"""03 분포: 장면, 연습, 바로잡기."""

from math import erf

import numpy as np
from matplotlib.patches import Rectangle

from ..draw import UNIT, bars, between, chosen, dot, headline, heights, note, panel, pillar, quarters, scene
from ..measures import binary_entropy, entropy, gaussian_entropy, softmax
from ..palette import INK, MODEL, OTHER, SPINE, TINT, TRUTH
from ..quiz.answers import probability
from ..quiz.grading import amount, by_hand, close, exercise
from ..scene import Area, Choice, Slider, pick


@scene
def bernoulli(fig):
    title = "단위를 바꾸면 자만 바뀌고 모양은 그대로다"
    _, value, _, most = headline(
        fig, title, "$H(p)=-p\\,\\log p-(1-p)\\,\\log(1-p)$      ", ("", INK), "      최대 ", ("", TRUTH)
    )
    ax = panel(fig, "성공 확률 $p$", "엔트로피")
    x = np.round((1 - np.cos(np.linspace(0, np.pi, 121))) / 2, 4)
    area = ax.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    curve, (stem, now) = ax.plot([], [], color=TRUTH, clip_on=False)[0], (pillar(ax, INK), dot(ax))
    top = ax.plot([], [], color=SPINE, lw=0.9, dashes=(4, 3))[0]
    ax.set(xlim=(0, 1), ylim=(0, 1.06))
    quarters(ax.xaxis), quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)

    def move(p, unit):
        scale = chosen([1, np.log(2)], unit)
        h, y = binary_entropy(p) * scale, binary_entropy(x) * scale
        name = pick(unit, "비트", "나트")
        return {
            area: dict(xy=(x, y)),
            curve: dict(data=(x, y)),
            stem: dict(data=([p, p], [0, h])),
            now: dict(data=([p], [h])),
            top: dict(data=([0, 1], [scale, scale])),
            value: dict(text=f"$H$({p:.2f}) = {h:.3f}" + name),
            most: dict(text=f"{scale:.3f}" + name),
            "alt": f"p가 {p:.2f}일 때 엔트로피는 {h:.3f}" + name + "예요.",
        }

    return move, dict(
        title=title,
        description="베르누이 분포의 엔트로피. 0과 1에서 0이고 0.5에서 가장 크다. 비트로 재면 최대 1, 나트로 재면 최대 0.693이며 모양은 같다.",
        p=Slider("성공 확률 p", 0, 1, 0.01, 0.1),
        unit=UNIT,
    )


@scene
def categorical(fig):
    title = "온도를 올리면 균등분포로, 내리면 결정적 분포로 간다"
    _, value, _, most = headline(fig, title, "$H(X)$ ", ("", INK), "      최대 $\\log_2 K$ ", ("", TRUTH))
    k = np.arange(12)
    left = panel(fig, "범주", "확률", (0.072, 0.135, 0.66, 0.595))
    left.set(xlim=(-0.6, 11.6), ylim=(0, 1), xticks=k, xticklabels=[str(v + 1) for v in k])
    quarters(left.yaxis)
    columns, level = bars(left, k, 0.62, TRUTH), left.plot([], [], color=INK, lw=0.9, dashes=(4, 3))[0]
    right = panel(fig, "", "엔트로피 (비트)", (0.82, 0.135, 0.15, 0.595))
    right.set(xlim=(0, 1), ylim=(0, 4), xticks=[], yticks=range(5))
    frame = right.add_patch(Rectangle((0.2, 0), 0.6, 0, fc="none", ec=TRUTH, lw=1.6, clip_on=False))
    fill = right.add_patch(Rectangle((0.2, 0), 0.6, 0, fc=TRUTH, alpha=0.75, lw=0))
    z = np.array([2, 1, 0.5, 0, -0.5, -1, 1.5, 0.2, -0.2, 0.8, -0.8, 0.4])

    def move(K, T):
        alive = k < K
        p = softmax(np.where(alive, z, -np.inf), temperature=T)
        h, ceiling = entropy(p), np.log2(K)
        told = {
            value: dict(text=f"{h:.3f}비트"),
            most: dict(text=f"{ceiling:.3f}비트"),
            frame: dict(height=ceiling),
            fill: dict(height=h),
            level: dict(data=([-0.5, K - 0.5], [1 / K, 1 / K])),
            "K": f"{K:.0f}개",
            "alt": f"범주 {K:.0f}개, 온도 {T:.1f}에서 엔트로피는 {h:.3f}비트, 최대는 {ceiling:.3f}비트예요.",
        }
        return told | heights(columns, p)

    return move, dict(
        title=title,
        description="범주형 분포의 확률 막대와 그 엔트로피. 점선은 균등분포의 높이 1/K이고, 오른쪽 틀의 높이는 최대 엔트로피 log₂ K다.",
        K=Slider("범주의 수 K", 2, 12, 1, 4),
        T=Slider("온도 T", 0.1, 10, 0.1, 1),
    )


@scene
def simplex(fig):
    title = "확률의 세모꼴: 한가운데가 가장 불확실하다"
    _, first, _, second, _, third, value = headline(
        fig, title, "$p$ = (", ("", TRUTH), ", ", ("", OTHER), ", ", ("", MODEL), ("", INK))  # fmt: skip
    ax = fig.add_axes((0.14, 0.06, 0.72, 0.70), aspect="equal")
    ax.set(xlim=(-0.06, 1.06), ylim=(-0.06, 0.93))
    ax.axis("off")
    corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])
    middle, peak = corners.mean(axis=0), np.log2(3)
    for level in np.linspace(0, peak, 10)[:-1]:  # every layer is where H exceeds the level; the layers add up to a map
        ax.add_patch(Area(fc=TRUTH, alpha=0.085, lw=0)).set_xy(ring(corners, middle, level).T)
    ax.add_patch(Area(fc="none", ec=INK, lw=1.6)).set_xy(corners.T)
    for corner, text, at, va, color in zip(
        corners,
        ("첫째가 확실", "둘째가 확실", "셋째가 확실"),
        ((0, -7), (0, -7), (0, 7)),
        ("top", "top", "bottom"),
        (TRUTH, OTHER, MODEL),
        strict=True,
    ):
        note(ax, corner, text, color, at, "center", va)
    dot(ax, *middle, hollow=True)
    now = dot(ax)

    def move(w):
        p = w / w.sum()
        h = entropy(p)
        return {
            now: dict(data=([(p * corners[:, 0]).sum()], [(p * corners[:, 1]).sum()])),
            first: dict(text=f"{p[0]:.2f}"),
            second: dict(text=f"{p[1]:.2f}"),
            third: dict(text=f"{p[2]:.2f}"),
            value: dict(text=f")      $H(X)$ = {h:.3f}비트,  최대의 {100 * h / peak:.0f}퍼센트"),
            "alt": f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}이고 엔트로피는 {h:.3f}비트예요.",
        }

    return move, dict(
        title=title,
        description="세 범주의 확률을 한 점으로 나타낸 세모꼴. 꼭짓점은 결과가 확실한 분포라 엔트로피가 0이고, 짙을수록 높으며, 한가운데 균등분포에서 log₂ 3, 곧 1.585비트로 가장 높다.",
        w=Slider("무게 {}", 0.1, 10, 0.1, [6, 3, 1]),
    )


def ring(corners, middle, level):
    """엔트로피가 level(비트)인 등고선: 한가운데에서 사방으로 이분법을 해요."""
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    weights = np.linalg.inv(np.vstack([corners.T, np.ones(3)]))  # from a point of the plane to its three probabilities
    near, far = np.zeros(180), np.ones(180)
    for _ in range(40):
        r = (near + far) / 2
        p = np.column_stack([middle + r[:, None] * way, np.ones(180)]) @ weights.T
        inside = (p >= 0).all(axis=1)
        p[~inside] = [1, 0, 0]
        high = inside & (entropy(p / p.sum(axis=1, keepdims=True)) >= level)
        near, far = np.where(high, r, near), np.where(high, far, r)
    return middle + near[:, None] * way


@scene
def gaussian(fig):
    title = "분산이 클수록 퍼지고, 미분 엔트로피는 0 아래로도 내려간다"
    _, value = headline(fig, title, "$h(X)=\\frac{1}{2}\\log_2(2\\pi e\\sigma^2)$      ", ("", INK))
    left, right = (
        panel(fig, "$x$", "확률밀도", (0.072, 0.135, 0.40, 0.595)),
        panel(fig, "표준편차 $\\sigma$", "미분 엔트로피 (비트)", (0.565, 0.135, 0.40, 0.595)),
    )
    x = np.round(np.linspace(-3, 3, 161), 4)
    area = left.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    curve = left.plot([], [], color=TRUTH)[0]
    left.set(xlim=(-3, 3), ylim=(0, 4), xticks=range(-3, 4), yticks=range(5))
    s = np.geomspace(0.1, 3, 121)
    zero = 1 / np.sqrt(2 * np.pi * np.e)
    right.plot(s, gaussian_entropy(s), color=INK)
    right.plot([0, 3], [0, 0], color=SPINE, lw=0.9)
    right.fill_between(s[s < zero], gaussian_entropy(s[s < zero]), 0, color=MODEL, alpha=TINT[MODEL], lw=0)
    dot(right, zero, 0, hollow=True)
    note(right, (zero, 0), f"$\\sigma={zero:.3f}$에서 0", at=(9, -9), va="top")
    stem, now = pillar(right, TRUTH), dot(right)
    right.set(xlim=(0, 3), ylim=(-1.6, 4), xticks=range(4), yticks=range(-1, 5))

    def move(sigma):
        h, y = gaussian_entropy(sigma), np.exp(-((x / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        return {
            area: dict(xy=(x, y)),
            curve: dict(data=(x, y)),
            stem: dict(data=([sigma, sigma], [0, h])),
            now: dict(data=([sigma], [h])),
            value: dict(text=f"σ = {sigma:.2f}   →   {h:.3f}비트 = {h * np.log(2):.3f}나트"),
            "alt": f"표준편차가 {sigma:.2f}일 때 미분 엔트로피는 {h:.3f}비트예요.",
        }

    return move, dict(
        title=title,
        description="왼쪽은 가우시안 분포의 확률밀도, 오른쪽은 표준편차에 따른 미분 엔트로피. 표준편차가 0.242보다 작으면 음수가 된다.",
        sigma=Slider("표준편차 σ", 0.1, 3, 0.01, 1),
    )


DELTAS = [2, 1, 0.5, 0.2, 0.1]


def cells(delta):
    """폭이 delta인 눈금으로 읽은 표준 가우시안: 칸의 가운데와 확률."""
    edges = delta * (np.arange(-np.ceil(9 / delta), np.ceil(9 / delta) + 2) - 0.5)
    below = np.array([(1 + erf(e / np.sqrt(2))) / 2 if e < 0 else 1 - (1 + erf(-e / np.sqrt(2))) / 2 for e in edges])
    p = np.diff(below)
    return (edges[1:] + edges[:-1]) / 2, p / p.sum()


@scene
def quantised(fig):
    title = "눈금을 반으로 줄일 때마다 1비트씩 늘어난다"
    _, counted, _, shifted, _, limit = headline(
        fig, title, "칸의 엔트로피 ", ("", INK), "   +   log₂ δ   =   ", ("", TRUTH), "      $h(X)$ ", ("", OTHER))  # fmt: skip
    ax = panel(fig, "$x$", "확률 ÷ 칸의 폭")
    ax.set(xlim=(-3, 3), ylim=(0, 0.45), xticks=range(-3, 4), yticks=[0, 0.2, 0.4], yticklabels=["0", "0.2", "0.4"])
    n = 1 + max(2 * np.sum(np.abs(cells(d)[0]) <= 3 + d) for d in DELTAS)
    steps, amounts = [], []
    for delta in DELTAS:
        x, p = cells(delta)
        seen = np.abs(x) <= 3 + delta
        edges = np.repeat(np.append(x[seen] - delta / 2, x[seen][-1] + delta / 2), 2)[1:-1]
        heights = np.repeat(p[seen] / delta, 2)
        pad = n - len(edges)
        steps.append([np.pad(np.clip(edges, -3.2, 3.2), (0, pad), "edge"), np.pad(heights, (0, pad), "edge")])
        amounts.append(entropy(p))
    area = ax.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    line = ax.plot([], [], color=TRUTH, lw=1.1)[0]
    x = np.linspace(-3, 3, 121)
    ax.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=OTHER, lw=1.1)
    true = gaussian_entropy(1)

    def move(width):
        delta, h = chosen(DELTAS, width), chosen(amounts, width)
        x, y = chosen(np.round(steps, 5), width)
        return {
            area: dict(xy=between(x, 0 * y, y)),
            line: dict(data=(x, y)),
            counted: dict(text=f"{h:.4f}비트"),
            shifted: dict(text=f"{h + np.log2(delta):.4f}비트"),
            limit: dict(text=f"{true:.4f}비트"),
            "alt": f"칸의 폭이 {delta:.1f}이면 엔트로피 {h:.4f}비트에 log₂ δ를 더해 {h + np.log2(delta):.4f}비트예요.",
        }

    return move, dict(
        title=title,
        description="표준 가우시안을 폭 δ인 칸으로 읽은 계단과 원래의 밀도 곡선. 칸을 줄이면 칸의 엔트로피는 끝없이 늘지만, log₂ δ를 더한 값은 미분 엔트로피 2.0471비트로 다가간다.",
        width=Choice("칸의 폭 δ", [f"{d:g}" for d in DELTAS]),
    )


# -- 연습 --------------------------------------------------------------------------------------------
@exercise("3.1", probability, "p = 0.110과 0.890, 두 곳에서 0.5비트예요. 곡선이 좌우 대칭이니까요.")
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
