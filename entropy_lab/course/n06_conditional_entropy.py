"""06 조건부 엔트로피: 장면, 셈, 연습, 바로잡기."""

from functools import partial

import numpy as np

from ..data import weather
from ..draw import (
    Box,
    bars,
    chosen,
    dot,
    frame,
    headline,
    heights,
    hide,
    level,
    lift,
    moving,
    note,
    panel,
    panels,
    put,
    quarters,
    reads,
    still,
    tile,
)
from ..josa import josa
from ..measures import conditional_entropy, entropy
from ..palette import INK, MODEL, MUTED, OTHER, PAPER, SHARED, SPINE, TRUTH
from ..quiz.answers import names, probabilities
from ..quiz.grading import amount, by_hand, cases, exercise, shorten
from ..scene import Slider
from .ledger import correction

# 구름 없음, 조금, 많음(행)과 맑음, 흐림, 비, 눈(열)의 결합 분포예요
SKY = np.array([[0.30, 0.04, 0.01, 0.00], [0.12, 0.13, 0.05, 0.01], [0.01, 0.10, 0.19, 0.04]])
KINDS = {"sun": "맑음", "rain": "비", "fog": "안개", "drizzle": "이슬비", "snow": "눈"}


@moving(
    "X를 알면 Y의 불확실성이 평균적으로 줄어든다",
    "왼쪽은 구름과 날씨의 결합 분포를 나눈 사각형: 세로줄의 폭이 구름의 확률, 그 안의 높이가 구름을 알 때 날씨의 확률이라 넓이가 결합 확률이다. 오른쪽은 구름마다 남은 엔트로피이고, 막대의 넓이를 모두 더하면 조건부 엔트로피다.",
    t=Slider("의존도 t (0이면 독립)", 0, 1, 0.01, 1),
)
def joint_squares(fig):
    before, after, gain = headline(fig, OTHER, "  −  ", INK, "  =  ", SHARED)
    widths, marginal, edge = SKY.sum(axis=1), SKY.sum(axis=0), dict(ec=PAPER, lw=1.2)
    apart, starts, below = np.outer(widths, marginal), np.cumsum(widths) - widths, "구름 $C$   (폭은 $P(c)$)"
    square, right = panels(
        fig, Box(below, "날씨 $W$의 확률", share=57, tall=130), Box(below, "$H(W|C=c)$ (비트)", share=43, tall=85)
    )
    square.set(xlim=(-0.42, 1), ylim=(0, 1))
    hide(square, "left", "bottom")
    square.set_xticks([-0.13, *(starts + widths / 2)], ["모를 때", "없음", "조금", "많음"])
    square.tick_params(length=0)
    columns = []
    for name, color, share, low in zip(
        "맑음 흐림 비 눈".split(), (MODEL, INK, TRUTH, SHARED), marginal, np.cumsum(marginal) - marginal, strict=True
    ):
        tile(square, -0.23, low, 0.2, share, color, 0.4, **edge)
        note(square, (-0.23, low + share / 2), name, color, (-5, 0), "right")
        columns.append([tile(square, x, 0, w, 0, color, 0.4, **edge) for x, w in zip(starts, widths, strict=True)])
    right.set(xlim=(0, 1), ylim=(0, 2), yticks=[0, 1, 2])
    right.set_xticks(starts + widths / 2, ["없음", "조금", "많음"])
    right.tick_params(axis="x", length=0)
    rest = [tile(right, x, 0, w, 0, OTHER, 0.3, **edge) for x, w in zip(starts, widths, strict=True)]
    h = entropy(marginal)
    level(right, OTHER, h, width=1.6)
    middle = level(right, INK, width=2.2, dashed=False)

    def move(t):
        table = (1 - t) * apart + t * SKY
        given = table / widths[:, None]
        bottom, mean = np.cumsum(given, axis=1) - given, conditional_entropy(table)
        told = heights(rest, entropy(given)) | lift(middle, mean)
        for i, j in np.ndindex(SKY.shape):
            told |= put(columns[j][i], y=bottom[i, j], height=given[i, j])
        told |= reads(before, f"$H(W)$ {h:.3f}비트 (점선)")
        told |= reads(after, f"$H(W|C)$ {mean:.3f}비트 (실선, 넓이의 합)") | reads(gain, f"{h - mean:z.3f}비트")
        return told | dict(alt=f"구름을 모를 때 {h:.3f}비트, 알면 평균 {mean:.3f}비트가 남아요.")

    return move


@moving(
    "달을 알면 평균은 줄지만, 1월에는 오히려 늘어난다",
    "시애틀의 달마다 날씨 엔트로피를 막대로 그렸다. 1월은 1.93비트로 한 해의 1.587비트보다 높고, 6월은 1.11비트로 가장 낮으며, 달을 알 때의 평균은 1.424비트다.",
    month=Slider("달", 1, 12, 1, 1),
)
def months(fig):
    month, kind = weather()["date"].astype("M8[M]").astype(int) % 12, weather()["weather"]
    table = joint_table(month, kind)[:, [sorted(KINDS).index(k) for k in KINDS]]
    share, overall = table / table.sum(axis=1, keepdims=True), table.sum(axis=0)
    h, each, mean = entropy(overall), entropy(share), conditional_entropy(table)
    (here,) = headline(
        fig, f"점선 $H(W)$ {h:.3f}비트      ", (f"실선은 달을 알 때의 평균 {mean:.3f}비트      ", INK), MODEL
    )
    left, right = panels(
        fig,
        Box("달", "$H(W|M=m)$ (비트)", share=61, tall=120),
        Box("그달의 날씨 (점선은 한 해)", "확률", share=39, tall=90),
    )
    left.set(xlim=(0.4, 12.6), ylim=(0, 2), xticks=range(1, 13), yticks=[0, 1, 2])
    for m, bits in enumerate(each, 1):
        tile(left, m - 0.33, 0, 0.66, bits, OTHER, 0.35)
    level(left, MUTED, h, width=1.6)
    level(left, INK, mean, width=1.6, dashed=False)
    now = tile(left, width=0.66, color=MODEL, alpha=1)
    right.set(xlim=(-0.5, 4.5), ylim=(0, 1))
    right.set_xticks(range(5), KINDS.values())
    right.tick_params(axis="x", length=0)
    quarters(right.yaxis)
    columns = bars(right, range(5), 0.66, MODEL)
    for k, p in enumerate(overall):
        level(right, MUTED, p, (k - 0.42, k + 0.42), 1.6, dashes=(2.5, 1.5))

    def move(month):
        p, bits = chosen(np.round(share, 5), month - 1), chosen(np.round(each, 5), month - 1)
        told = (
            put(now, x=month - 0.33, height=bits) | heights(columns, p) | reads(here, f"{month:.0f}월 {bits:.3f}비트")
        )
        return told | dict(month=f"{month:.0f}월", alt=f"{month:.0f}월의 날씨 엔트로피는 {bits:.3f}비트예요.")

    return move


@still("앞을 알고 재면 더한 값이 음절의 엔트로피와 꼭 같다")
def chain(fig, alone, stepwise, names):
    """연쇄 법칙의 그림: 따로 잰 엔트로피의 합과, 앞을 알며 차례로 잰 합을 길이로 견줘요(비트)."""
    colors, small = (TRUTH, OTHER, MODEL), dict(ha="center", va="center", linespacing=1.2, size=fig.sheet.small)
    headline(fig, *[run for pair in zip(names, colors, strict=True) for run in (pair, "      ")])
    ax = panel(fig, "엔트로피 (비트)", "", left=0, head=18)
    for y, parts, what in ((1, alone, "따로 잰 합"), (0, stepwise, "차례로 잰 합")):
        for start, size, color in zip(np.cumsum(parts) - parts, parts, colors, strict=True):
            tile(ax, start, y, size, 0.5, color, 0.4, ec=PAPER, lw=1.2)
            ax.text(start + size / 2, y + 0.25, f"{size:.{3 - fig.sheet.stacked}f}", color=color, **small)
        note(ax, (0, y + 0.5), f"{what} {sum(parts):.3f}비트", at=(0, 6), va="bottom", weight="bold")
    gap = sum(alone) - sum(stepwise)
    frame(ax, sum(stepwise), 0, gap, 0.5, SHARED, 1.6).set_linestyle((0, (4, 3)))
    ax.text(sum(stepwise) + gap / 2, 0.25, f"겹친 몫\n{gap:.3f}", color=SHARED, **small)
    ax.set(xlim=(-0.05, sum(alone) + 0.05), ylim=(-0.05, 1.8))
    hide(ax, "left")
    return f"따로 잰 엔트로피의 합 {sum(alone):.3f}비트, 차례로 잰 합 {sum(stepwise):.3f}비트."


@still("띠의 오른쪽 끝을 훌쩍 넘어야 우연이 아니다")
def against_chance(fig, gains, shuffled, top=0.25):
    """정보 이득(점)을, 짝을 섞었을 때 나온 값들의 범위(띠)와 견주는 그림(비트)."""
    headline(fig, ("점은 자료에서 잰 값", OTHER), "      ", ("띠는 짝을 섞은 200번의 범위", MODEL))
    ax, told = panel(fig, "정보 이득 (비트)", "", left=60, head=18), []
    ax.set(xlim=(0, top), ylim=(-0.6, len(gains) - 0.3))
    for y, (name, gain) in enumerate(reversed(gains.items())):
        low, high = np.min(shuffled[name]), np.max(shuffled[name])
        level(ax, SPINE, y, dashed=False, zorder=0)
        tile(ax, low, y - 0.2, high - low, 0.4, MODEL, 0.75)
        if gain < top:
            dot(ax, gain, y, OTHER)
            note(ax, (gain, y), f"{gain:.4f}", OTHER, (0, 9), "center", "bottom", small=True)
        else:
            much = f"{gain:.4f}, 이 눈금의 {gain / top:.1f}배 →"
            note(ax, (top, y), much, OTHER, (0, 9), "right", "bottom", small=True)
        told.insert(0, f"{name} {gain:.4f}비트(섞으면 최대 {high:.4f})")
    ax.set_yticks(range(len(gains)), reversed(gains))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return f"정보 이득: {', '.join(told)}."


# -- 셈 ---------------------------------------------------------------------------------------------
def joint_table(x, y):
    """두 열을 나란히 세어 만든 결합 분포: x의 값이 행, y의 값이 열이고 값은 크기순이에요.

    y는 앞쪽 축에 여러 벌이어도 돼요.
    """
    counted = (np.unique(v, return_inverse=True) for v in (x, y))
    rows, columns = (np.eye(len(values))[places] for values, places in counted)
    return rows.T @ columns / len(x)


# -- 연습 --------------------------------------------------------------------------------------------
TOY = np.array([[0.75, 0], [0.125, 0.125]])

amount("6.1", 0.25, "비트", "첫 줄에서는 0비트, 둘째 줄에서는 1비트가 남아요. ¾·0 + ¼·1 = 0.25비트예요.")(
    (entropy(TOY.sum(axis=0)), "그건 X를 모를 때의 H(Y)예요. 줄마다 남은 엔트로피를 평균해 보세요."),
    (1, "1비트는 둘째 줄에서만 남는 양이에요. 줄이 나올 확률로 평균을 내 보세요."),
    (0.5, "두 줄을 반반으로 평균하셨어요. 무게는 줄의 확률 ¾과 ¼이에요."),
    (entropy(TOY.ravel()), "그건 H(X,Y)예요. 여기에서 H(X)를 빼 보세요."),
)
amount("6.2", 1, "비트", "H(X,Y) = 2 + 0.5 = 2.5비트, 여기에서 H(Y) 1.5비트를 빼면 1비트예요.")(
    (2.5, "그건 H(X,Y)예요. 이제 Y를 먼저 아는 쪽으로 나눠 보세요."),
    (0.5, "그건 H(Y|X)예요. 무엇을 먼저 아느냐에 따라 남는 양이 달라요."),
    (4, "셋을 모두 더하셨어요. H(X,Y)는 두 가지 차례로 나눌 수 있어요: H(X) + H(Y|X) = H(Y) + H(X|Y)."),
    (3.5, "H(X) + H(Y)는 겹친 양을 두 번 세요. H(X,Y)부터 구해 보세요."),
)


@exercise("6.3", probabilities(None, None), "어떤 x를 알고는 오히려 더 모르게 되었어요. 그래도 평균은 줄어요.")
def _(table):
    table = table[table.sum(axis=1) > 0] / table.sum()
    before, rows = entropy(table.sum(axis=0)), entropy(table / table.sum(axis=1, keepdims=True))
    if rows.max() > before + 1e-9:
        return None
    if np.allclose(rows, before):
        return "X와 Y가 독립이라 어느 줄에서나 그대로예요. 줄마다 다른 분포를 넣어 보세요."
    if np.allclose(rows, rows[0]):
        return f"줄마다 똑같이 {rows[0]:.3f}비트가 남아요. 한 줄은 뻔하게, 다른 줄은 고르게 만들어 보세요."
    return f"가장 큰 줄이 {rows.max():.3f}비트인데 H(Y)도 {before:.3f}비트예요. 고른 줄은 드물게, 뻔한 줄은 흔하게 해 보세요."


amount("6.4", 0, "비트", "눈을 알면 홀짝도 알아요. Y가 X로 정해지면 H(Y|X) = 0이에요.")(
    (1, "그건 H(Y)예요. 눈을 이미 알고 있을 때 더 알아야 할 것이 있나요?"),
    (np.log2(6), "그건 H(X)예요."),
    (np.log2(3), "그건 거꾸로 H(X|Y)예요. 홀짝을 알아도 눈은 셋 가운데 하나예요."),
)


@exercise("6.5", partial(names, ordered=False), "세 이름만 섞은 값을 모두 넘었어요. 나머지는 우연으로도 그만큼 나와요.")
def _(answer):
    clues = {"비의 양", "어제 날씨", "달"}
    if unknown := sorted(set(answer) - clues - {"날짜", "요일"}):
        return f"{josa(repr(shorten(unknown[0], 20)), '은/는')} 표에 없는 이름이에요. 표의 이름을 리스트에 담아 주세요."
    if "요일" in answer:
        return "요일의 이득 0.0065비트는 섞었을 때의 평균보다도 작아요."
    if "날짜" in answer:
        return "날짜는 갈래가 서른하나라 섞어도 평균 0.06비트쯤 나와요. 0보다 크다는 것만으로는 모자라요."
    missing = len(clues - set(answer))
    return f"{missing}가지가 더 있어요. 자료에서 잰 값이 띠의 오른쪽 끝을 넘는지 보세요." if missing else None


@by_hand("6.6", "months", "6월이에요. 맑거나 비가 오거나, 거의 두 가지뿐이라 1.11비트예요.")
def _(month):
    return {
        1: "1월은 가장 알기 어려운 달이에요. 막대가 가장 낮은 달을 찾아보세요.",
        6: None,
        10: "10월의 막대는 점선보다도 조금 높아요. 더 낮은 달을 찾아보세요.",
    }.get(month, f"{month:.0f}월보다 막대가 더 낮은 달이 있어요.")


cases("6.7", "비트", "독립이어도, 정해져 있어도, 0이 섞여도 맞아요.")(
    (([[0.25, 0.25], [0.25, 0.25]],), 1, "독립이면 H(Y) 그대로예요."),
    (([[0.5, 0.25], [0.25, 0]],), 0.75 * np.log2(3) - 0.5, "p(y|x)부터 구해 보세요. 0·log 0은 0이에요."),
    (([[0.5, 0], [0, 0.5]],), 0, "정해져 있으면 0이에요."),
    (([[0.25, 0.25], [0, 0.5]],), 0.5, "줄이 X, 칸이 Y예요. 나누는 쪽이 바뀌지 않았는지 보세요."),
    (([[0, 0], [0.5, 0.5]],), 1, "일어나지 않는 x의 줄은 합이 0이라 0 ÷ 0이 돼요. 그 줄에서는 0 대신 1로 나눠 보세요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E23", "B", "6절", "정보를 더 알면 불확실성이 줄거나 그대로라고 말해요.")
def _():
    toy, table = np.array([[0.75, 0], [0.125, 0.125]]), weather()
    january, of_year = table["date"].astype("M8[M]").astype(int) % 12 == 0, table["weather"]
    h, cold = (entropy(np.unique(w, return_counts=True)[1] / len(w)) for w in (of_year, of_year[january]))
    return (
        f"평균을 냈을 때만 맞는 말이에요. [[0.75, 0], [0.125, 0.125]]에서 H(Y)는 {entropy(toy.sum(axis=0)):.3f}비트인데 "
        f"둘째 줄을 알면 {entropy(toy[1] / toy[1].sum()):.3f}비트로 늘고, 평균 H(Y|X)는 {conditional_entropy(toy):.3f}비트로 줄어요. "
        f"시애틀의 날씨는 {h:.3f}비트지만, 1월이라는 것을 알면 {cold:.3f}비트예요."
    )
