"""08과 09의 장면과 표: 로그 안의 ε, 두 봉우리에 맞추는 가우시안, 개념 지도, 줄 세운 표."""

from html import escape

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..figures import dot, headline, note, panel
from ..measures import information, kl_divergence
from ..scene import Area, Slider
from ..style import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TINT, TRUTH, Html, picture, style
from .parts import bars, scene


def table(head, rows):
    """제목 줄과 나머지 줄을 담은 표예요."""

    look = "text-align:left;vertical-align:top;line-height:1.5;word-break:keep-all;min-width:"

    def line(tag, row):  # 글이 길수록 넓은 칸을 줘요
        cells = (f'<{tag} style="{look}{min(len(str(c)), 20) / 2}em">{escape(str(c))}</{tag}>' for c in row)
        return f"<tr>{''.join(cells)}</tr>"

    body = line("th", head) + "".join(line("td", row) for row in rows)
    text = "\n".join(" | ".join(map(str, row)) for row in [head, *rows])
    return Html(f'<table style="margin-left:0;max-width:860px">{body}</table>', text)


@scene
def epsilon(fig):
    title = "로그 안에 ε을 더하면 답이 휜다"
    _, true, _, bent, _, below = headline(
        fig, title, "고른 분포의 참값 ", ("", TRUTH), "  →  ", ("", MODEL), "      확실한 분포의 참값 0  →  ", ("", MODEL))  # fmt: skip
    left, right = (
        panel(fig, "ε의 지수", "고른 K가지의 엔트로피 (비트)", (0.072, 0.135, 0.40, 0.595)),
        panel(fig, "ε의 지수", "확실한 분포의 엔트로피 (비트)", (0.565, 0.135, 0.40, 0.595)),
    )
    x = np.round(np.linspace(-15, -1, 141), 4)
    ticks = range(-15, 0, 2)
    left.set(
        xlim=(-15, -1), ylim=(0, 10.5), xticks=ticks, xticklabels=[f"−{-t}" for t in ticks], yticks=range(0, 11, 2)
    )
    right.set(xlim=(-15, -1), ylim=(-0.15, 0.03), xticks=ticks, xticklabels=[f"−{-t}" for t in ticks])
    right.set_yticks([-0.1, -0.05, 0], ["−0.1", "−0.05", "0"])
    level, curve, now = left.plot([], [], color=TRUTH)[0], left.plot([], [], color=MODEL)[0], dot(left)
    right.plot([-15, -1], [0, 0], color=TRUTH)
    right.plot(x, -np.log2(1 + 10**x), color=MODEL, clip_on=False)
    sunk = dot(right)

    def move(e, k):
        wrong, certain = information(2**-k + 10**e), -np.log2(1 + 10**e)
        return {
            level: dict(data=([-15, -1], [k, k])),
            curve: dict(data=(x, information(2**-k + 10**x))),
            now: dict(data=([e], [wrong])),
            sunk: dict(data=([e], [certain])),
            true: dict(text=f"{k:.0f}"),
            bent: dict(text=f"{wrong:.4f}비트"),
            below: dict(text=f"{certain:z.4f}비트"),
            "e": f"10의 {e:.1f}제곱",
            "k": f"K = {2**k:,.0f}",
            "alt": f"ε이 10의 {e:.1f}제곱이고 K가 {2**k:,.0f}이면 참값 {k:.0f}비트 대신 {wrong:.4f}비트가 나와요.",
        }

    return move, dict(
        title=title,
        description="확률에 ε을 더해 로그를 취한 엔트로피를 ε의 지수에 따라 그렸다. 고른 분포에서는 ε이 1/K에 가까워질수록 참값보다 작아지고, 확실한 분포에서는 0보다 작은 값이 나온다.",
        e=Slider("ε = 10의 e제곱", -15, -1, 0.5, -10),
        k=Slider("범주의 수 K = 2의 k제곱", 1, 10, 1, 2),
    )


X = np.round(np.linspace(-6, 6, 121), 4)


def bell(m, s):
    """눈금 X 위의 가우시안: 합이 1인 확률 121개예요."""
    y = np.exp(-(((X - m) / s) ** 2) / 2)
    return y / y.sum()


PEAKS = (bell(-2, 0.6) + bell(2, 0.6)) / 2


@scene
def bridge(fig):
    title = "같은 두 봉우리에 맞춰도 방향에 따라 답이 다르다"
    _, forward, _, reverse = headline(
        fig, title, "정방향 $D_{\\mathrm{KL}}(p\\,\\Vert\\,q)$ ", ("", TRUTH), "      역방향 $D_{\\mathrm{KL}}(q\\,\\Vert\\,p)$ ", ("", MODEL))  # fmt: skip
    left = panel(fig, "$x$", "확률 ($p$는 넓이, $q$는 선)", (0.072, 0.135, 0.60, 0.595))
    right = panel(fig, "", "KL 발산 (비트)", (0.755, 0.135, 0.215, 0.595))
    top = 4
    left.fill_between(X, PEAKS, color=TRUTH, alpha=TINT[TRUTH], lw=0)
    left.plot(X, PEAKS, color=TRUTH)
    curve = left.plot([], [], color=MODEL)[0]
    left.set(xlim=(-6, 6), ylim=(0, 0.14), xticks=range(-6, 7, 2), yticks=[0, 0.05, 0.1])
    (
        left.set_xticklabels([f"{t}".replace("-", "−") for t in range(-6, 7, 2)]),
        left.set_yticklabels(["0", "0.05", "0.1"]),
    )
    right.set(
        xlim=(-0.6, 1.6), ylim=(0, top + 0.4), xticks=[0, 1], xticklabels=["정방향", "역방향"], yticks=range(top + 1)
    )
    columns = bars(right, [0], 0.6, TRUTH) + bars(right, [1], 0.6, MODEL)
    arrows = [right.add_patch(Area(fc=c, lw=0, zorder=5, clip_on=False)) for c in (TRUTH, MODEL)]
    fits = np.array([bell(m, s) for m in np.arange(-30, 31) / 10 for s in np.arange(3, 31) / 10])
    for x, best in enumerate([kl_divergence(PEAKS, fits).min(), kl_divergence(fits, PEAKS).min()]):
        right.plot([x - 0.42, x + 0.42], [best, best], color=INK, lw=1.1, dashes=(4, 3), zorder=6)

    def move(m, s):
        q = bell(m, s)
        ways = kl_divergence(PEAKS, q), kl_divergence(q, PEAKS)
        told = {
            curve: dict(data=(X, q)),
            forward: dict(text=f"{ways[0]:.2f}비트"),
            reverse: dict(text=f"{ways[1]:.2f}비트"),
            "alt": f"q의 평균이 {m:z.1f}, 표준편차가 {s:.1f}이면 정방향 {ways[0]:.2f}비트, 역방향 {ways[1]:.2f}비트예요.",
        }
        for j, d in enumerate(ways):
            told[columns[j]] = dict(height=np.minimum(d, top))
            told[arrows[j]] = dict(xy=([j - 0.13, j + 0.13, j], [top, top, top + 0.3]), visible=d > top)
        return told

    return move, dict(
        title=title,
        description="두 봉우리인 분포 p에 가우시안 q 하나를 맞춘다. 점선은 그 방향에서 얻을 수 있는 가장 작은 값이다. 정방향은 q가 두 봉우리를 모두 덮을 때, 역방향은 한 봉우리에 들어앉을 때 가장 작다.",
        m=Slider("q의 평균", -3, 3, 0.1, 1),
        s=Slider("q의 표준편차", 0.3, 3, 0.1, 1),
    )


# 개념 지도의 상자(가운데 x, y, 나비, 글, 색)와 화살표(어디서, 어디로, 무엇을 하면)예요.
NODES = [
    (0.1, 0.58, 0.19, "00\n왜 엔트로피일까", INK), (0.365, 0.58, 0.19, "01  $I(x)$\n정보량", TRUTH),
    (0.63, 0.58, 0.19, "02  $H(X)$\n엔트로피", TRUTH), (0.895, 0.58, 0.19, "03\n분포마다 재기", TRUTH),
    (0.63, 0.89, 0.19, "04  $H(p,q)$\n교차 엔트로피", MODEL), (0.895, 0.89, 0.19, "05\n딥러닝에서 쓰기", MODEL),
    (0.63, 0.27, 0.19, "06  $H(Y|X)$\n조건부 엔트로피", OTHER), (0.895, 0.27, 0.19, "07  $I(X;Y)$\n상호정보량", SHARED),
    (0.2325, 0, 0.455, "08\n코드로 확인하기: 모든 값을 다시 셈하기", INK),
    (0.7625, 0, 0.455, "09  $D_{\\mathrm{KL}}(p\\,\\Vert\\,q)$\n핵심 정리와 다음 단계", INK)]  # fmt: skip
EDGES = [(0, 1, ""), (1, 2, "평균"), (2, 3, "예"), (2, 4, "남의 분포로\n적으면"), (4, 5, "손실"), (2, 6, "다른 것을\n알면"),
         (6, 7, "줄어든\n만큼"), (8, 9, "")]  # fmt: skip


def concept_map():
    """열 권이 어떻게 이어지는지 그린 지도예요."""
    title, half = "정보량의 평균에서 모든 것이 갈라져 나온다", 0.085
    with style():
        fig = Figure()
        headline(fig, title, "위: 남의 분포로 적기      가운데: 한 분포 재기      아래: 두 변수 함께 보기")
        ax = fig.add_axes((0.02, 0.03, 0.96, 0.76), xlim=(0, 1), ylim=(-0.1, 1))
        ax.axis("off")
        for a, b, text in EDGES:
            (x0, y0, w0), (x1, y1, w1) = NODES[a][:3], NODES[b][:3]
            flat, up = y0 == y1, np.sign(y1 - y0)
            start, end = (
                ((x0 + w0 / 2, y0), (x1 - w1 / 2, y1)) if flat else ((x0, y0 + up * half), (x1, y1 - up * half))
            )
            ax.annotate("", end, start, arrowprops=dict(arrowstyle="-|>", color=SPINE, lw=1.1, shrinkA=2, shrinkB=2))
            middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            at, ha, va = ((0, 5), "center", "bottom") if flat else ((-8, 0), "right", "center")
            note(ax, middle, text, MUTED, at, ha, va, size=10)
        for x, y, width, text, color in NODES:
            box = dict(xy=(x - width / 2, y - half), width=width, height=2 * half, clip_on=False)
            ax.add_patch(Rectangle(**box, fc=color, alpha=TINT[color], lw=0))
            ax.add_patch(Rectangle(**box, fc="none", ec=color, lw=1.1))
            ax.text(x, y, text, color=color, ha="center", va="center", size=10, linespacing=1.3)
        return picture(
            fig,
            f"열 권의 개념 지도. {title}. 정보량의 평균이 엔트로피이고, 남의 분포로 적으면 교차 엔트로피, 다른 것을 알면 조건부 엔트로피, 줄어든 만큼이 상호정보량이다.",
        )
