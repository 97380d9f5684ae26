"""09 핵심 정리: 장면, 연습, 바로잡기."""

import numpy as np

from ..draw import (
    Box,
    along,
    area,
    bars,
    frame,
    headline,
    heights,
    image,
    level,
    line,
    moving,
    note,
    panels,
    poke,
    reach,
    reads,
    shown,
    still,
    tile,
    tip,
)
from ..figures import FIGURES
from ..measures import cross_entropy, entropy, information, kl_divergence
from ..palette import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TRUTH
from ..quiz.grading import amount, by_hand, choice, smoothed
from ..scene import Slider
from ..style import Html
from .ledger import correction

X = np.round(np.linspace(-6, 6, 121), 4)


def bell(m, s):
    """눈금 X 위의 가우시안: 합이 1인 확률 121개예요."""
    y = np.exp(-(((X - m) / s) ** 2) / 2)
    return y / y.sum()


PEAKS = (bell(-2, 0.6) + bell(2, 0.6)) / 2


@moving(
    "같은 두 봉우리에 맞춰도 방향에 따라 답이 다르다",
    "봉우리가 둘인 분포 p에 가우시안 q 하나를 맞춘다. 막대는 두 방향의 KL 발산이고, 점선은 그 방향에서 얻을 수 있는 가장 작은 값이다.",
    m=Slider("q의 평균", -3, 3, 0.1, 1),
    s=Slider("q의 표준편차", 0.3, 3, 0.1, 1),
)
def bridge(fig):
    kl, top = "$D_{{\\mathrm{{KL}}}}({}\\,\\Vert\\,{})$ ".format, 4
    forward, reverse = headline(fig, "정방향 " + kl("p", "q"), TRUTH, "      역방향 " + kl("q", "p"), MODEL)
    left, right = panels(
        fig,
        Box("$x$", "확률 ($p$는 넓이, $q$는 점선)", share=74, tall=120),
        Box("", "KL 발산 (비트)", share=26, tall=100),
    )
    left.set(xlim=(-6, 6), ylim=(0, 0.14), xticks=range(-6, 7, 2))
    left.set_yticks([0, 0.05, 0.1], ["0", "0.05", "0.1"])
    area(left, TRUTH).set_xy((X, PEAKS))
    line(left, TRUTH, X, PEAKS)
    curve = line(left, MODEL, dashed=True)
    right.set(
        xlim=(-0.6, 1.6), ylim=(0, top + 0.4), xticks=[0, 1], xticklabels=["정방향", "역방향"], yticks=range(top + 1)
    )
    columns = bars(right, [0], 0.6, TRUTH) + bars(right, [1], 0.6, MODEL)
    tips = tip(right, TRUTH), tip(right, MODEL)
    fits = np.array([bell(m, s) for m in np.arange(-30, 31) / 10 for s in np.arange(3, 31) / 10])
    for x, best in enumerate([kl_divergence(PEAKS, fits).min(), kl_divergence(fits, PEAKS).min()]):
        level(right, INK, best, (x - 0.42, x + 0.42), 1.1, zorder=6)

    def move(m, s):
        q = bell(m, s)
        ways = kl_divergence(PEAKS, q), kl_divergence(q, PEAKS)
        told = along(curve, X, q) | heights(columns, [np.minimum(d, top) for d in ways])
        for x, (arrow, d) in enumerate(zip(tips, ways, strict=True)):
            told |= poke(arrow, x, top, visible=d > top)
        told |= reads(forward, f"{ways[0]:.2f}비트") | reads(reverse, f"{ways[1]:.2f}비트")
        alt = f"q의 평균이 {m:z.1f}, 표준편차가 {s:.1f}일 때 정방향 {ways[0]:.2f}비트, 역방향 {ways[1]:.2f}비트예요."
        return told | dict(alt=alt)

    return move


# 개념 지도의 상자: 글, 색, 어느 상자에서 무엇을 하면 오는지, 넓은 종이와 휴대전화에서의 자리(가운데 x, y, 나비)예요
MAP = [
    ("00\n왜 엔트로피일까", INK, None, "", (0.1, 0.58, 0.19), (0.21, 0.943, 0.42)),
    ("01  $I(x)$\n정보량", TRUTH, 0, "", (0.365, 0.58, 0.19), (0.79, 0.943, 0.42)),
    ("02  $H(X)$\n엔트로피", TRUTH, 1, "평균", (0.63, 0.58, 0.19), (0.5, 0.748, 1)),
    ("03\n분포마다 재기", TRUTH, 2, "예", (0.895, 0.58, 0.19), (0.5, 0.514, 0.32)),
    ("04  $H(p,q)$\n교차 엔트로피", MODEL, 2, "남의 분포로\n적으면", (0.63, 0.89, 0.19), (0.16, 0.514, 0.32)),
    ("05\n딥러닝에서 쓰기", MODEL, 4, "손실", (0.895, 0.89, 0.19), (0.16, 0.299, 0.32)),
    ("06  $H(Y|X)$\n조건부 엔트로피", OTHER, 2, "다른 것을\n알면", (0.63, 0.27, 0.19), (0.84, 0.514, 0.32)),
    ("07  $I(X;Y)$\n상호정보량", SHARED, 6, "줄어든\n만큼", (0.895, 0.27, 0.19), (0.84, 0.299, 0.32)),
    ("08\n코드로 확인하기: 모든 값을 다시 계산하기", INK, None, "", (0.2325, 0, 0.455), (0.5, 0.131, 1)),
    ("09  $D_{\\mathrm{KL}}(p\\,\\Vert\\,q)$\n핵심 정리와 다음 단계", INK, 8, "", (0.7625, 0, 0.455), (0.5, -0.045, 1)),
]


@still("정보량의 평균에서 모든 것이 갈라져 나온다")
def concept_map(fig):
    """열 권이 어떻게 이어지는지 그린 지도예요."""
    near, far = ("왼쪽", "오른쪽") if fig.sheet.stacked else ("위", "아래")
    headline(fig, f"{near}: 남의 분포로 적기      가운데: 한 분포 재기      {far}: 두 변수 함께 보기")
    (ax,), small = panels(fig, Box(bare=True, tall=328, head=8)), dict(size=fig.sheet.small, linespacing=1.15)
    ax.set(xlim=(0, 1), ylim=(-0.1, 1))
    places, half = [node[4 + fig.sheet.stacked] for node in MAP], reach(ax, 17, "y")
    arrow = dict(arrowstyle="-|>", color=SPINE, lw=1.1, shrinkA=2, shrinkB=2)
    for (x, y, width), (text, color, parent, verb, *_) in zip(places, MAP, strict=True):
        tile(ax, x - width / 2, y - half, width, 2 * half, color, clip_on=False)
        frame(ax, x - width / 2, y - half, width, 2 * half, color, 1.1)
        ax.text(x, y, text, color=color, ha="center", va="center", **small)
        if parent is None:
            continue
        x0, y0, width0 = places[parent]
        if y0 == y:
            start, end, look = (x0 + width0 / 2, y), (x - width / 2, y), ((0, 5), "center", "bottom")
        else:  # 나란히 선 상자들 가운데 좁은 것의 한가운데를 지나요
            middle, down = x if width < width0 else x0, half if y0 > y else -half
            start, end = (middle, y0 - down), (middle, y + down)
            look = ((-8, 0), "right") if middle > 0.5 else ((8, 0), "left")
            verb = verb if fig.sheet.stacked else verb.replace("\n", " ")
        ax.annotate("", end, start, arrowprops=arrow)
        note(ax, np.mean([start, end], axis=0), verb, MUTED, *look, small=True)
    return f"열 권의 개념 지도. {fig.title}. 정보량의 평균이 엔트로피이고, 남의 분포로 적으면 교차 엔트로피, 다른 것을 알면 조건부 엔트로피, 줄어든 만큼이 상호정보량이다."


@shown
def gallery():
    """코스 페이지의 다섯 그림을 움직이지 않게 한자리에 늘어놓아요. 다섯이 모두 움직이면 쪽이 무거워요."""
    scenes = {name: paint() for name, paint in FIGURES.items()}
    pictures = (image(scene.svg(), scene.title, "width:100%", name) for name, scene in scenes.items())
    look = "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(320px,100%),1fr));gap:16px;max-width:860px"
    return Html(f'<div style="{look}">{"".join(pictures)}</div>', "\n".join(scene.title for scene in scenes.values()))


# -- 연습 --------------------------------------------------------------------------------------------
amount("9.1", 6, "비트", "log₂ 64 = 6비트예요.")((1 / 6, "뒤집으셨어요. 64가 2의 몇 제곱인지 보세요."))
amount("9.2", 1.5, "비트", "½·1 + ¼·2 + ¼·2 = 1.5비트예요.")(
    (np.log2(3), "셋이 고르게 나뉠 때의 값이에요. 확률을 무게로 곱해 보세요."),
    (5, "정보량을 그냥 더하셨어요. 확률을 곱해서 더해야 해요."),
    (5 / 3, "셋으로 나눠 평균을 내셨어요. 확률이 평균의 무게예요."),
)
amount("9.3", 16, "개", "2⁴ = 16가지. H_max = log₂ K예요.")(
    (4, "4는 비트 수예요. 그만큼의 비트로 구별되는 가짓수를 물었어요."),
    (8, "한 번 더 곱해 보세요. 8가지는 3비트예요."),
    (np.exp(4), "e⁴은 4나트예요. 비트라면 밑이 2예요."),
    (32, "32가지는 5비트예요."),
)
choice("9.4", "미분 엔트로피는 σ가 0.242보다 작은 가우시안에서 음수예요.")(
    "확률은 1을 넘지 않으니 −log P는 0 이상이고, 그 평균도 0 이상이에요.",
    "교차 엔트로피는 H(p) 이상이라 음수가 될 수 없어요.",
    None,
    "상호정보량은 결합 분포가 독립에서 떨어진 만큼의 KL 발산이라 0 이상이에요.",
)
amount("9.5", np.log(4), "나트", "−ln 0.25 = 1.386나트예요.")(
    (0.25, "그건 확률이에요. −ln을 취해 보세요."),
    (0.75, "1 − q가 아니라 −ln q예요."),
)
amount("9.6", 1.5, "비트", "H(p, q) = H(p) + D_KL(p‖q) = 1.2 + 0.3 = 1.5비트예요.")(
    (0.9, "빼지 말고 더해 보세요. 남의 분포로 적으면 더 길어져요."),
    (0.36, "곱하지 말고 더해 보세요."),
    (1.2, "그건 바닥이에요. q가 p와 다른 만큼이 더 있어요."),
    (0.3, "그건 더 드는 양뿐이에요. 바닥 H(p)를 더해 보세요."),
)
amount("9.7", [-0.3, 0.2, 0.1], "", "기울기는 q − y예요. 정답의 로짓은 올리고 나머지는 내려요.")(
    (..., "q = [0.7, 0.2, 0.1]에서 정답의 원-핫 [1, 0, 0]을 빼 보세요."),
    ([0.3, -0.2, -0.1], "부호가 반대예요. 기울기는 y − q가 아니라 q − y예요."),
    ([0.7, 0.2, 0.1], "그건 예측 q예요. 정답의 원-핫 y를 빼 보세요."),
    ([-1 / 0.7, 0, 0], "그건 확률에 대한 기울기예요. 로짓까지 거슬러 가면 소프트맥스를 지나며 모양이 바뀌어요."),
)
smoothed("9.8", 2, 5, 0.1, "정답은 1 − ε + ε/K = 0.92, 나머지는 ε/K = 0.02예요.")
choice("9.9", "어느 틀린 범주와 닮았는지가 도와요. 같은 엔트로피를 고르게 나누어 주면 이득이 거의 사라져요.")(
    "엔트로피가 똑같아도 틀린 범주에 고르게 나누어 주면 이득이 거의 사라졌어요. 5권의 실험을 떠올려 보세요.",
    None,
    "학생은 같은 크기인데 배우는 표적만 바꿨어요.",
    "정답의 번호는 하드 라벨에도 들어 있어요.",
)
choice("9.10", "엔트로피는 정답을 보지 않아요. 확신하면서 틀릴 수 있고, 잡음 그림에도 확신하곤 해요.")(
    "틀린 예측도 엔트로피가 낮을 수 있어요.",
    "엔트로피에는 정답이 들어가지 않으니 손실을 말해 주지 못해요.",
    "처음 보는 그림에도 확신할 수 있어요. 5권의 잡음 그림을 떠올려 보세요.",
    None,
)
amount("9.11", 1.5, "비트", "H(Y∣X) = H(X, Y) − H(X) = 2.5 − 1 = 1.5비트. 연쇄 법칙이에요.")(
    (3.5, "더하지 말고 빼 보세요. H(X, Y)에는 H(X)가 들어 있어요."),
    (2.5, "그건 둘을 함께 볼 때예요. X를 아니까 H(X)를 빼요."),
    (1, "그건 H(X)예요."),
)
choice("9.12", "어떤 x에서는 더 불확실해질 수도 있어요. X로 평균해야 늘지 않아요.")(
    "6권의 표에서 어떤 행은 H(Y)보다 불확실했어요. 그런 행도 있어요.",
    "X와 Y가 독립이면 그대로예요. 언제나 줄지는 않아요.",
    None,
    "평균하면 늘지 않아요. 늘어나는 것은 어떤 x 하나에서만이에요.",
)
amount("9.13", 0.5, "비트", "I(X;Y) = 1 + 1.5 − 2 = 0.5비트예요.")(
    (2, "그건 H(X, Y)예요. 두 엔트로피의 합에서 빼 보세요."),
    (2.5, "그건 H(X) + H(Y)예요. H(X, Y)를 빼 보세요."),
    (4.5, "H(X, Y)를 더하지 말고 빼세요."),
)
amount("9.14", np.log(32), "나트", "log N = ln 32 = 3.466나트, 아무리 잘 배워도 이보다 큰 값은 못 보여요.")(
    (np.log(31), "제 짝까지 넣어 N = 32개 가운데 하나를 고르는 문제예요."),
    (1 / 32, "그건 찍어서 맞힐 확률이에요."),
)


@by_hand("9.15", "bridge", "한 봉우리에 꼭 맞추면 1비트예요. q가 절반의 자리에 두 배로 몰려 있으니 log₂ 2예요.")
def _(m, s):
    reverse = kl_divergence(bell(m, s), PEAKS)
    if reverse < 1.05:
        return None
    if abs(m) < 1:
        where = "q가 두 봉우리 사이의 빈 곳에 있어요. 한쪽으로 옮겨 보세요."
    elif s > 0.8:
        where = f"엔트로피 {entropy(bell(m, s)):.2f}비트로 너무 넓게 퍼져 있어요. 좁혀 보세요."
    else:
        where = "봉우리의 가운데(−2나 2)와 폭에 더 가까이 맞춰 보세요."
    return f"지금은 {reverse:.2f}비트예요. {where}"


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E30", "D", "핵심 정리", "표 안의 수식에서 조건을 나타내는 세로줄을 역빗금과 세로줄로 적어요.")
def _():
    norm, given = "‖", "∣"
    return (
        f"수식을 먼저 떼어 내는 JupyterLab에서는 그 표기가 노름의 두 줄 {norm}(U+{ord(norm):04X})이 되어 H(Y{norm}X)로 보여요. "
        f"조건은 \\mid로 적어요. 한 줄 {given}(U+{ord(given):04X})이고, 표에서도 안전해요."
    )


@correction("E32", "D", "핵심 정리", "정보량의 “딥러닝 적용” 칸에 쓰임이 아니라 성질을 적고, 표에 KL 발산이 없어요.")
def _():
    p, q = [0.7, 0.2, 0.1], [0.5, 0.3, 0.2]
    h, kl = entropy(p), kl_divergence(p, q)
    return (
        f"정보량의 쓰임은 손실이에요. 정답에 0.25를 주었다면 손실은 {information(0.25, base=np.e):.3f}나트예요. "
        f"그리고 교차 엔트로피를 둘로 나누는 데 KL 발산을 썼으니 표에도 있어야 해요. [0.7, 0.2, 0.1]을 [0.5, 0.3, 0.2]로 "
        f"적으면 {h:.3f} + {kl:.3f} = {cross_entropy(p, q):.3f}비트예요."
    )
