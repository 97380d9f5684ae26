"""07 상호정보량: 장면, 계산, 연습, 바로잡기."""

from itertools import product
from statistics import NormalDist

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from ..draw import (
    Box,
    along,
    at,
    chosen,
    dot,
    frame,
    headline,
    hide,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    panels,
    pillar,
    put,
    reads,
    rise,
    still,
    tile,
)
from ..figures import WEATHER
from ..measures import binary_entropy, conditional_entropy, entropy, gaussian_entropy, joint_entropy, mutual_information
from ..palette import INK, MODEL, MUTED, OTHER, PAPER, SHARED, SPINE, TRUTH
from ..quiz.grading import amount, by_hand, cases, close
from ..scene import Choice, Slider
from .ledger import correction

P = np.array([0.4, 0.3, 0.2, 0.1])
HALVES = np.repeat(np.eye(2, 4), 2, axis=0)  # Y는 X가 앞의 둘인지 뒤의 둘인지만 말해요
ENDS = {"Y는 X 그대로": np.diag(P), "Y는 X가 큰 쪽인지": P[:, None] * HALVES}


@moving(
    "한쪽이 다른 쪽 안에 쏙 들어갈 수 있을까?",
    "왼쪽의 두 막대는 길이가 H(X)와 H(Y)이고, 겹친 길이가 상호정보량, 둘을 덮은 길이가 H(X,Y)다. 오른쪽은 결합 분포의 표이고 네모의 넓이가 칸의 확률이다.",
    t=Slider("얽힌 정도 t (0이면 독립)", 0, 1, 0.01, 0.5),
    end=Choice("t = 1에서는", list(ENDS)),
)
def overlap(fig):
    first, second, union, shared = headline(fig, TRUTH, "  +  ", OTHER, "  −  ", INK, "  =  ", SHARED)
    tied = np.array(list(ENDS.values()))
    apart = tied.sum(axis=2)[:, :, None] * tied.sum(axis=1)[:, None, :]
    hx, hy = entropy(P), entropy(tied.sum(axis=1))
    left, right = panels(
        fig,
        Box("막대의 길이 (비트)", share=60, tall=120, left=46, head=15),
        Box("네모의 넓이가 칸의 확률", share=40, bare=True),
    )
    place = lengths(left, 2 * hx, ("$X$", "$Y$", "둘 함께"))
    right.set(aspect="equal", xlim=(-1, 3.5), ylim=(3.5, -1))
    note(right, (1.5, -0.5), "$Y$", OTHER, (0, 20), "center")
    note(right, (-0.5, 1.5), "$X$", TRUTH, (-22, 0), "center")
    for k in range(4):
        note(right, (k, -0.5), f"{k + 1}", MUTED, (0, 4), "center", "bottom")
        note(right, (-0.5, k), f"{k + 1}", MUTED, (-5, 0), "right")
    for k in np.arange(-0.5, 4):
        line(right, SPINE, [k, k], [-0.5, 3.5], 0.9)
        line(right, SPINE, [-0.5, 3.5], [k, k], 0.9)
    cells = [tile(right, color=INK, alpha=0.6) for _ in range(16)]

    def move(t, end):
        joint = (1 - t) * chosen(apart, end) + t * chosen(tied, end)
        mi, h_xy, side = mutual_information(joint), joint_entropy(joint), np.sqrt(joint / P.max()) * 0.92
        told = place(hx, chosen(hy, end), mi)
        for cell, (i, j) in zip(cells, np.ndindex(4, 4), strict=True):
            s = side[i, j]
            told |= put(cell, x=j - s / 2, y=i - s / 2, width=s, height=s)
        told |= reads(first, f"$H(X)$ {hx:.2f}") | reads(second, f"$H(Y)$ {chosen(hy, end):.2f}")
        told |= reads(union, f"$H(X,Y)$ {h_xy:.2f}") | reads(shared, f"$I(X;Y)$ {mi:z.2f}비트")
        rest = conditional_entropy(joint)
        return told | dict(alt=f"상호정보량은 {mi:z.2f}비트, X를 알고 Y에 남는 불확실성은 {rest:z.2f}비트예요.")

    return move


def lengths(ax, most, names):
    """길이가 비트인 두 막대를 겹치고, 둘을 덮은 길이를 아래에 그려요. H(X), H(Y), I를 받아 제자리에 놓는 함수를 돌려줘요."""
    ax.set(xlim=(0, most), ylim=(0, 3), xticks=np.arange(0, most + 1e-9, 0.5 if most < 3 else 1))
    hide(ax, "left")
    band = tile(ax, 0, 1.1, 0, 1.7, SHARED, 0.25)
    first, second = tile(ax, 0, 2.1, 0, 0.6, TRUTH, 0.45), tile(ax, 0, 1.2, 0, 0.6, OTHER, 0.45)
    cover = frame(ax, 0, 0.3, 0, 0.6, INK)
    for y, name, color in zip((2.4, 1.5, 0.6), names, (TRUTH, OTHER, INK), strict=True):
        note(ax, (0, y), name, color, (-6, 0), "right")

    def place(hx, hy, i):
        sides = put(first, width=hx) | put(second, x=hx - i, width=hy)
        return sides | put(band, x=hx - i, width=i) | put(cover, width=hx + hy - i)

    return place


@still()
def shared(fig, title, names, hx, hy, both):
    """두 막대가 겹친 그림(비트). `both`는 둘을 한꺼번에 잰 엔트로피예요."""
    fig.title, i = title, hx + hy - both
    parts = zip((*names, "둘 함께", "겹친 길이"), (hx, hy, both, i), (TRUTH, OTHER, INK, SHARED), strict=True)
    runs = [(f"{name} {bits:.3f}", color) for name, bits, color in parts]
    headline(fig, runs[0], "  +  ", runs[1], "  −  ", runs[2], "  =  ", runs[3], "비트")
    ax = panel(fig, "막대의 길이 (비트)", "", left=66, head=15, tall=110)
    for part, props in lengths(ax, np.ceil(2 * both) / 2, (*names, "둘 함께"))(hx, hy, i).items():
        part.set(**props)
    for x, bits in ((0, hx - i), (hx - i, i), (hx, hy - i)):
        row = 2.4 if x < hx - i or not bits else 1.95 if x < hx else 1.5
        note(ax, (x + bits / 2, row), f"{bits:.3f}", at=(0, 0), ha="center", small=True)
    return f"{title}. {names[0]} {hx:.3f}, {names[1]} {hy:.3f}, 둘 함께 {both:.3f}, 겹친 길이 {i:.3f}비트예요."


@moving(
    "상관이 ±1에 가까워질수록 상호정보량은 끝없이 커진다",
    "왼쪽은 상관계수 ρ인 두 가우시안에서 뽑은 점들, 오른쪽은 ρ에 따른 상호정보량. ρ = 0에서 0이고 양쪽으로 똑같이 커져 ±1에서 무한대로 간다.",
    rho=Slider("상관계수 ρ", -0.99, 0.99, 0.01, 0.5),
)
def correlated(fig):
    nats, bits = headline(fig, "$I=-\\frac{1}{2}\\ln(1-\\rho^2)$      ", SHARED, MUTED)
    left, right = panels(
        fig, Box("$X$", "$Y$", share=47, tall=130), Box("상관계수 $\\rho$", "상호정보량 (나트)", share=53, tall=90)
    )
    x, z = np.round(np.clip(np.random.default_rng(7).standard_normal((2, 160)), -2.4, 2.4), 3)
    left.set(xlim=(-3.4, 3.4), ylim=(-3.4, 3.4), xticks=range(-3, 4), yticks=range(-3, 4))
    points = line(left, INK, x, z, ls="", marker="o", ms=3.6, mec=PAPER, mew=0.4, clip_on=False)
    right.set(xlim=(-1, 1), ylim=(0, 2), yticks=[0, 0.5, 1, 1.5, 2])
    right.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])

    def spread(rho):
        """X를 알 때 Y의 표준편차."""
        return np.sqrt(1 - rho * rho)

    def gain(rho):
        return gaussian_entropy(1, base=np.e) - gaussian_entropy(spread(rho), base=np.e)

    ends = np.round(np.sin(np.linspace(-1, 1, 121) * np.arcsin(0.99)), 4)
    line(right, INK, ends, gain(ends))
    stem, now = pillar(right, SHARED), dot(right)

    def move(rho):
        i = gain(rho)
        told = along(points, x, rho * x + spread(rho) * z) | rise(stem, rho, 0, i) | at(now, rho, i)
        told |= reads(nats, f"ρ = {rho:z.2f}   →   {i:z.3f}나트") | reads(bits, f"  = {i / np.log(2):z.3f}비트")
        return told | dict(alt=f"상관계수가 {rho:z.2f}일 때 상호정보량은 {i:z.3f}나트예요.")

    return move


COUNTS = [2, 8, 32, 128, 512]
TRUTHS = np.arange(0, 6.01, 0.25)


@moving(
    "InfoNCE는 ln N보다 큰 상호정보량을 보여 줄 수 없다",
    "참 상호정보량에 따른 InfoNCE 하한. 후보의 수 N마다 곡선 하나이고, 처음에는 참값의 대각선을 따르다가 천장 ln N에 눌려 눕는다. N이 8이면 천장은 2.08나트다.",
    n=Choice("후보의 수 N", [str(c) for c in COUNTS], 1),
    I=Slider("참 상호정보량 I", 0, 6, 0.25, 4, "나트"),
)
def ceiling(fig):
    real, bound, cap = headline(fig, TRUTH, "  ≥  ", INK, "      ", MODEL)
    ax = panel(fig, "참 상호정보량 $I(X;Y)$ (나트)", "하한 $\\ln N-L$ (나트)", tall=200)
    ax.set(xlim=(0, 6), ylim=(0, 6.4), xticks=range(7), yticks=range(7))
    table = np.round(np.transpose([list(best_bounds(i).values()) for i in TRUTHS]), 4)
    line(ax, TRUTH, [0, 6], [0, 6], 1.8)
    for row in table:
        line(ax, SPINE, TRUTHS, row, 0.9)
    roof, curve, gap = level(ax, MODEL, width=1.6), line(ax), pillar(ax, MODEL)
    goal, now = dot(ax, color=TRUTH, hollow=True), dot(ax)

    def move(n, I):  # noqa: E741  상호정보량의 기호
        log_n, row = chosen(np.log(COUNTS), n), chosen(table, n)
        got = (row * (TRUTHS == I)).sum()
        told = lift(roof, log_n) | along(curve, TRUTHS, row) | rise(gap, I, got, I) | at(goal, I, I) | at(now, I, got)
        told |= reads(real, f"$I(X;Y)$ {I:.2f}나트") | reads(bound, f"하한 {got:z.2f}나트")
        told |= reads(cap, f"천장 ln N = {log_n:.2f}나트 (점선)")
        return told | dict(alt=f"참값은 {I:.2f}나트, 하한은 {got:z.2f}나트, 천장은 {log_n:.2f}나트예요.")

    return move


@still("같은 그림을 다르게 보인 두 모습이 양성쌍이다")
def mates(fig, *views):
    """원래 그림과 증강한 두 모습을 위아래로 늘어놓아요. `views`는 [n, 64] 셋이고 짙을수록 1에 가까워요."""
    headline(fig, "맨 위는 원래 그림, 아래 두 행은 증강한 두 모습")
    (ax,), many = panels(fig, Box(bare=True, tall=122)), len(views[0])
    ax.set(aspect="equal", xlim=(-0.5, 9 * many - 0.5), ylim=(9 * len(views) - 0.5, -0.5))
    for (row, images), shade in product(enumerate(views), range(1, 6)):  # 농도마다 윤곽선 하나예요
        n, k = np.nonzero(np.rint(5 * np.clip(images, 0, 1)) == shade)
        corners = np.stack([9 * n + k % 8, 9 * row + k // 8], axis=-1)[:, None] + [
            (0, 0),
            (1, 0),
            (1, 1),
            (0, 1),
            (0, 0),
        ]
        ax.add_patch(PathPatch(Path.make_compound_path(*map(Path, corners)), fc=INK, alpha=shade / 5, lw=0))
    for row, n in np.ndindex(len(views), many):
        frame(ax, 9 * n, 9 * row, 8, 8, SPINE, 0.9)
    return f"{fig.title}. {many}장을 {len(views)}가지 모습으로 보였어요."


# -- 계산 ---------------------------------------------------------------------------------------------
def best_bounds(truth, anchors=610):
    """상호정보량이 truth(나트)인 두 가우시안에서 InfoNCE가 내는 하한 ln N − L을 후보의 수 N마다 담은 사전이에요.

    점수는 더 나을 수 없는 log p(y|x)/p(y)예요.
    """
    k, quantile = np.arange(anchors) + 0.5, np.vectorize(NormalDist().inv_cdf)
    x, noise = quantile(k / anchors)[:, None], quantile(k * 377 / anchors % 1)[:, None]  # 골고루 흩은 짝
    others = np.random.default_rng(0).standard_normal((anchors, COUNTS[-1] - 1))
    left_over = np.exp(-truth)
    rho = np.sqrt(1 - left_over**2)

    def score(y):
        return truth + (y**2 - ((y - rho * x) / left_over) ** 2) / 2

    pair = np.exp(score(rho * x + left_over * noise))
    crowd = np.cumsum(np.exp(score(others)), axis=1)
    return {n: np.log(n) + np.log(pair[:, 0] / (pair[:, 0] + crowd[:, n - 2])).mean() for n in COUNTS}


# -- 연습 --------------------------------------------------------------------------------------------
LEFT, OF_SKY = binary_entropy(0.1), binary_entropy(0.25)
SCORES = np.array([[2.0, 0, 0], [0, 1, 0], [0, 0, 3]])
TILTED = SCORES + [0, 2, 0]


def paired_loss(scores):
    """대각선을 정답으로 하는 InfoNCE 손실(나트)이에요."""
    return np.mean(np.logaddexp.reduce(scores, axis=1) - np.diag(scores))


amount("7.1", 1 - LEFT, "비트", "세 식이 모두 0.531비트예요. 하나를 알면 다른 하나가 그만큼 덜 불확실해져요.")(
    (1, "그건 H(X)예요. H(Y)에서 H(Y|X)를 빼 보세요."),
    (LEFT, "그건 알고도 남는 H(Y|X)예요. 1비트에서 빼 보세요."),
    (1 + LEFT, "그건 H(X,Y)예요. H(X) + H(Y)에서 빼 보세요."),
)
amount("7.2", [0, 1], "비트", "따로는 아무것도 모르지만(0비트) 함께라면 다 알아요(1비트).")(
    (..., "둘을 다 알면 Z에 남는 것이 있나요? 하나만 알 때와 견주어 보세요."),
    ([1, 0], "차례가 바뀌었어요. (I(X;Z), I(X,Y;Z))로 답해 주세요."),
    ([1, 1], "I(X;Z)는 1비트가 아니에요. X가 0일 때와 1일 때 Z의 분포를 견주어 보세요."),
    ([0, 2], "2비트는 H(X,Y)예요. Z는 1비트짜리라서 그보다 많이 나눠 가질 수는 없어요."),
)
amount("7.3", 1 - OF_SKY, "비트", "섞은 것 1비트 = 저마다의 평균 0.811비트 + 누가 적었나 0.189비트예요.")(
    (OF_SKY, "그건 적은 사람을 알 때 남는 평균이에요. 섞은 기록의 엔트로피에서 빼 보세요."),
    (1, "그건 섞은 기록의 엔트로피예요. 적은 사람을 알 때 남는 평균을 빼 보세요."),
    (1 + OF_SKY, "그건 둘을 한꺼번에 잰 H(날씨, 사람)이에요."),
    (0.5, "확률의 차이가 아니라 엔트로피의 차이예요."),
)
amount("7.4", 55, "개", "ln 54 = 3.989, ln 55 = 4.007이에요. 천장이 4나트를 넘는 첫 수가 55예요.")(
    (54, "ln 54 = 3.989나트라 천장이 아직 4나트에 못 미쳐요."),
    (np.exp(4), "e⁴ = 54.6은 맞아요. 후보의 수는 정수이니 올려 주세요."),
    (16, "2⁴이면 천장이 4비트예요. 나트로 재려면 2 대신 e를 써요."),
    (np.ceil(np.exp(5)), "참값 5나트를 모두 보려 하셨어요. 물은 것은 4나트예요."),
)
cases("7.5", "나트", "짝을 정답으로 하는 교차 엔트로피 F.cross_entropy(scores, torch.arange(N))과 같아요.")(
    ((np.zeros((4, 4)),), np.log(4), "넷 가운데 하나를 찍을 때의 ln 4나트예요. 합 대신 평균을 내 보세요."),
    ((SCORES,), paired_loss(SCORES), "행마다 softmax를 취하고, 정답인 대각선의 확률에 −ln을 취해 평균해 보세요."),
    ((TILTED,), paired_loss(TILTED), "열이 아니라 행을 따라(axis=1) softmax를 취해 보세요."),
    ((SCORES + 1000,), paired_loss(SCORES), "점수가 크면 exp가 넘쳐요. 행마다 가장 큰 점수를 먼저 빼 보세요."),
)


@by_hand("7.6", "correlated", "ρ = ±0.87에서 1비트예요. 상관이 0.5일 때는 0.2비트밖에 안 되었지요.")
def _(rho):
    bits = -np.log2(1 - rho**2) / 2
    if close(bits * np.log(2), 1):
        return "1나트에 맞추셨어요. 1비트는 0.693나트예요."
    now = f"지금은 ρ = {rho:.2f}, {bits:.3f}비트예요. ρ를 {'0에서 멀리' if bits < 1 else '0 쪽으로'} 옮겨 보세요."
    return None if close(bits, 1, 0.03) else now


amount("7.7", 0.2775, "비트", "참값은 0인데 0.28비트쯤 나와요. 50번만 세면 우연한 무늬가 생겨요.", within=0.0225)(
    (0, "참값은 0이 맞아요. 물은 것은 50번만 세어 잰 값의 평균이에요."),
    (16 / (100 * np.log(2)), "근사식의 값이에요. n이 작아서 실제로는 이보다 조금 커요. 모의실험으로 재어 보세요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E04", "A", "7절", "글자로 그린 그림에서 H(X)의 상자 안에 I(X;Y)와 H(Y)의 이름이 모두 들어 있어요.")
def _():
    x, y, both = entropy(WEATHER.sum(axis=1)), entropy(WEATHER.sum(axis=0)), joint_entropy(WEATHER)
    return (
        f"H(Y)는 H(X)의 일부가 아니라 H(X)와 겹쳐요. 코스 페이지의 표에서 H(X) {x:.3f}비트와 H(Y) {y:.3f}비트는 "
        f"I(X;Y) {mutual_information(WEATHER):.3f}비트만큼 겹치고, 합친 H(X,Y)는 {both:.3f}비트예요. "
        f"H(Y)의 나머지 {conditional_entropy(WEATHER):.3f}비트는 H(X) 밖에 있어요. 안에 들어가는 것은 Y가 X로 정해질 때뿐이에요."
    )


@correction(
    "E05", "A", "7절", "대조 학습은 다른 것끼리의 상호정보량을 낮추고, SimCLR은 상호정보량을 최대로 한다고 말해요."
)
def _():
    mixed = mutual_information(np.outer(WEATHER.sum(axis=1), WEATHER.sum(axis=0)))
    return (
        f"상호정보량은 두 표본이 아니라 결합 분포 하나에 매겨지는 값이에요. 짝을 섞은 분포 p(x)p(y)의 상호정보량은 처음부터 "
        f"{mixed:z.0f}비트라 낮출 것이 없어요. 낮추는 것은 제 짝이 아닌 쌍의 점수예요. 높이는 것도 상호정보량이 아니라 "
        f"그 하한 ln N − L이고, N = 8이면 참값이 얼마든 {np.log(8):.3f}나트를 넘지 못해요."
    )
