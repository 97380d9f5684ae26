"""06 조건부 엔트로피: 장면, 계산, 연습, 바로잡기."""

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
    label,
    level,
    lift,
    moving,
    note,
    panel,
    panels,
    put,
    quarters,
    reach,
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
HATCHES = None, "///", "..", "xxx"  # 색을 가리지 못해도 켜마다 무늬가 달라요


@moving(
    "검사 결과를 알고 나서 더 헷갈릴 수 있을까?",
    "왼쪽은 넓이가 1인 사각형을 두 기둥으로 나눈 그림: 기둥의 폭이 검사 결과의 확률, 그 안의 높이가 그 결과를 알 때 아프거나 괜찮을 확률이다. 오른쪽 막대는 결과마다 남은 엔트로피, 점선은 모를 때의 엔트로피, 굵은 선은 남은 엔트로피의 평균이다.",
    w=Slider("검사가 애매하게 나올 확률", 0.1, 0.85, 0.05, 0.5),
    a=Slider("또렷할 때 아플 확률", 0, 1, 0.05, 0.2),
    b=Slider("애매할 때 아플 확률", 0, 1, 0.05, 0.2),
)
def diagnosis(fig):
    place = squares(fig, ("검사 $X$", "상태 $Y$"), ("또렷", "애매"), {"괜찮다": TRUTH, "아프다": MODEL}, 1)

    def move(w, a, b):
        (fine, ill), (blur, sick) = np.eye(4).reshape(2, 2, 2, 2)
        return place((1 - w) * ((1 - a) * fine + a * ill) + w * ((1 - b) * blur + b * sick))

    return move


@moving(
    "구름을 알면 남은 불확실성의 넓이가 줄어든다",
    "왼쪽은 구름과 날씨의 결합 분포를 나눈 사각형: 기둥의 폭이 구름의 확률, 그 안의 높이가 구름을 알 때 날씨의 확률이라 넓이가 결합 확률이다. 오른쪽은 구름마다 남은 엔트로피이고, 막대의 넓이를 모두 더하면 조건부 엔트로피다.",
    t=Slider("의존도 t (0이면 독립)", 0, 1, 0.01, 1),
)
def joint_squares(fig):
    colors = {"맑음": MODEL, "흐림": INK, "비": TRUTH, "눈": SHARED}
    place = squares(fig, ("구름 $X$", "날씨 $Y$"), ("없음", "조금", "많음"), colors, 2)
    apart = np.outer(SKY.sum(axis=1), SKY.sum(axis=0))
    return lambda t: place((1 - t) * apart + t * SKY)


def squares(fig, axes, columns, colors, top):
    """결합 분포를 기둥으로 나눈 사각형과, 기둥마다 남은 엔트로피. 표를 받아 모두 제자리에 놓는 함수를 돌려줘요."""
    before, after, gain = headline(fig, OTHER, "  −  ", INK, "  =  ", SHARED)
    looks = [dict(color=c, ec=PAPER, lw=1.2, hatch=h) for c, h in zip(colors.values(), HATCHES, strict=False)]
    below = f"{axes[0]}   (폭은 $P(x)$)"
    square, right = panels(
        fig, Box(below, f"{axes[1]}의 확률", share=57, tall=130), Box(below, "$H(Y|X=x)$ (비트)", share=43, tall=85)
    )
    square.set(xlim=(-0.42, 1), ylim=(0, 1))
    hide(square, "left", "bottom")
    square.set_xticks([-0.13], ["모를 때"])
    square.tick_params(length=0)
    right.set(xlim=(0, 1), ylim=(0, top), xticks=[0.5], xticklabels=[" "], yticks=range(top + 1))
    right.tick_params(axis="x", length=0)
    unknown = [tile(square, -0.23, 0, 0.2, 0, alpha=0.4, **look) for look in looks]
    words = [
        label(square, name, color, -0.26, ha="right", va="center", clip_on=False) for name, color in colors.items()
    ]
    parts = [[tile(square, alpha=0.4, **look) for look in looks] for _ in columns]
    rest = [tile(right, color=OTHER, alpha=0.3, ec=PAPER, lw=1.2) for _ in columns]
    feet = [
        (-reach(ax, 5, "y"), [label(ax, name, MUTED, ha="center", va="top", size=fig.sheet.ticks) for name in columns])
        for ax in (square, right)
    ]
    dashed, middle = level(right, OTHER, width=1.6), level(right, INK, width=2.2, dashed=False)

    def place(table):
        widths, marginal, mean = table.sum(axis=1), table.sum(axis=0), conditional_entropy(table)
        given, starts, low = table / widths[:, None], np.cumsum(widths) - widths, np.cumsum(marginal) - marginal
        h, each, bottom = entropy(marginal), entropy(given), np.cumsum(given, axis=1) - given
        told = lift(dashed, h) | lift(middle, mean)
        for i in range(len(columns)):
            told |= put(rest[i], x=starts[i], width=widths[i], height=each[i])
            for down, foot in feet:
                told |= put(foot[i], position=(starts[i] + widths[i] / 2, down))
            for j, part in enumerate(parts[i]):
                told |= put(part, x=starts[i], width=widths[i], y=bottom[i, j], height=given[i, j])
        for j, (part, word) in enumerate(zip(unknown, words, strict=True)):
            told |= put(part, y=low[j], height=marginal[j]) | put(word, position=(-0.26, low[j] + marginal[j] / 2))
        told |= reads(before, f"$H(Y)$ {h:.3f}비트 (점선)")
        told |= reads(after, f"$H(Y|X)$ {mean:.3f}비트 (굵은 선)") | reads(gain, f"{h - mean:z.3f}비트")
        return told | dict(alt=f"모를 때 {h:.3f}비트, 알면 평균 {mean:.3f}비트가 남아요.")

    return place


@moving(
    "네 해를 섞어 세면, 달을 알 때 날씨는 평균적으로 덜 불확실하다",
    "네 해의 시애틀 날씨를 섞어, 달마다 날씨의 엔트로피를 막대로 그렸다. 점선은 달을 모를 때, 굵은 선은 달을 알 때의 평균이다. 오른쪽은 고른 달의 날씨 분포다.",
    month=Slider("달", 1, 12, 1, 4),
)
def months(fig):
    month, kind = weather()["date"].astype("M8[M]").astype(int) % 12, weather()["weather"]
    table = joint_table(month, kind)[:, [sorted(KINDS).index(k) for k in KINDS]]
    share, overall = table / table.sum(axis=1, keepdims=True), table.sum(axis=0)
    h, each, mean = entropy(overall), entropy(share), conditional_entropy(table)
    (here,) = headline(
        fig, f"점선 $H(W)$ {h:.3f}비트      ", (f"굵은 선은 달을 알 때의 평균 {mean:.3f}비트      ", INK), MODEL
    )
    left, right = panels(
        fig,
        Box("달", "$H(W|M=m)$ (비트)", share=61, tall=120),
        Box("그달의 날씨 (점선은 네 해 전체)", "확률", share=39, tall=90),
    )
    left.set(xlim=(0.4, 12.6), ylim=(0, 2), xticks=range(1, 13), yticks=[0, 1, 2])
    for m, bits in enumerate(each, 1):
        tile(left, m - 0.33, 0, 0.66, bits, OTHER, 0.35)
    level(left, MUTED, h, width=1.6)
    level(left, INK, mean, width=2.2, dashed=False)
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
    ax.text(sum(stepwise) + gap / 2, 0.25, f"겹친 곳\n{gap:.3f}", color=SHARED, **small)
    ax.set(xlim=(-0.05, sum(alone) + 0.05), ylim=(-0.05, 1.8))
    hide(ax, "left")
    return f"따로 잰 엔트로피의 합 {sum(alone):.3f}비트, 차례로 잰 합 {sum(stepwise):.3f}비트."


@still("점이 띠의 오른쪽 끝을 넘어야 우연이 아니다")
def against_chance(fig, gains, shuffled):
    """정보 이득(점)을, 짝을 섞었을 때 나온 값들의 범위(띠)와 견주는 그림(비트)."""
    headline(fig, ("점은 자료에서 잰 값", OTHER), "      ", ("띠는 공정하게 섞은 값의 범위", MODEL))
    ax, told = panel(fig, "정보 이득 (비트)", "", left=60, head=18), []
    ax.set(xlim=(0, max(gains.values()) * 1.1), ylim=(-0.6, len(gains) - 0.3))
    for y, (name, gain) in enumerate(reversed(gains.items())):
        low, high = np.min(shuffled[name]), np.max(shuffled[name])
        level(ax, SPINE, y, dashed=False, zorder=0)
        tile(ax, low, y - 0.2, high - low, 0.4, MODEL, 0.75)
        dot(ax, gain, y, OTHER)
        note(ax, (gain, y), f"{gain:.4f}", OTHER, (0, 9), "center", "bottom", small=True)
        told.insert(0, f"{name} {gain:.4f}비트(섞으면 최대 {high:.4f})")
    ax.set_yticks(range(len(gains)), reversed(gains))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    return f"정보 이득: {', '.join(told)}."


# -- 계산 ---------------------------------------------------------------------------------------------
def joint_table(x, y):
    """두 열을 나란히 세어 만든 결합 분포: x의 값이 행, y의 값이 열이고 값은 크기순이에요.

    x도 y도 앞쪽 축에 여러 벌이어도 돼요.
    """
    counted = (np.unique(v, return_inverse=True) for v in (x, y))
    rows, columns = (np.eye(len(values))[places] for values, places in counted)
    return rows.swapaxes(-1, -2) @ columns / np.shape(x)[-1]


# -- 연습 --------------------------------------------------------------------------------------------
TOY = np.array([[0.75, 0], [0.125, 0.125]])  # 검사가 또렷할 때와 애매할 때(행), 괜찮을 때와 아플 때(열)

amount(
    "6.1", 0.5, "비트", "맑다고 들으면 0비트, 아니라고 들으면 흐림과 비가 반반이라 1비트예요. ½·0 + ½·1 = 0.5비트예요."
)(
    (1.5, "그건 아무것도 모를 때의 H(날씨)예요. 대답마다 남은 엔트로피를 평균해 보세요."),
    (1, "1비트는 ‘맑지 않다’고 들은 날에만 남아요. 두 대답이 나올 확률로 평균해 보세요."),
    (0.75, "맑다고 들은 날에는 더 물을 것이 없어요. 그날은 0비트예요."),
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
        return "X와 Y가 독립이라 어느 행에서나 그대로예요. 행마다 다른 분포를 넣어 보세요."
    if np.allclose(rows, rows[0]):
        return f"행마다 똑같이 {rows[0]:.3f}비트가 남아요. 한 행은 뻔하게, 다른 행은 고르게 만들어 보세요."
    return f"가장 큰 행이 {rows.max():.3f}비트인데 H(Y)는 {before:.3f}비트예요. 고른 행은 드물게, 뻔한 행은 흔하게 해 보세요."


amount(
    "6.4",
    [0, np.log2(3)],
    "비트",
    "눈을 알면 홀짝은 정해지니 0비트, 홀짝을 알아도 눈은 셋 가운데 하나라 log₂ 3 = 1.585비트예요.",
)(
    ([np.log2(3), 0], "차례가 바뀌었어요. (H(홀짝|눈), H(눈|홀짝))으로 답해 주세요."),
    ([1, np.log2(6)], "그건 아무것도 모를 때의 H(홀짝)과 H(눈)이에요."),
    ([0, np.log2(6)], "홀짝을 알면 눈은 여섯이 아니라 셋 가운데 하나예요."),
    ([0, 0], "거꾸로도 0일까요? 홀수라고 들었을 때 눈이 몇 가지 남는지 세어 보세요."),
    (..., "하나를 알고 나서 다른 하나가 몇 가지로 남는지 세어 보세요. 고르게 나뉠 때는 log₂(가짓수)예요."),
)
cases("6.5", "비트", "독립이어도, 정해져 있어도, 일어나지 않는 x가 있어도 맞아요.")(
    (([[0.25, 0.25], [0.25, 0.25]],), 1, "독립이면 H(Y) 그대로예요."),
    (([[0.5, 0.25], [0.25, 0]],), 0.75 * np.log2(3) - 0.5, "p(y|x)부터 구해 보세요. 0·log 0은 0이에요."),
    (([[0.5, 0], [0, 0.5]],), 0, "정해져 있으면 0이에요. 값이 0인 칸은 더하지 마세요."),
    (([[0.25, 0.25], [0, 0.5]],), 0.5, "행이 X, 열이 Y예요. 나누는 쪽이 바뀌지 않았는지 보세요."),
    (
        ([[0, 0], [0.5, 0.5]],),
        1,
        "일어나지 않는 x의 행은 합이 0이라 0 ÷ 0이 돼요. 값이 0보다 큰 칸만 골라 계산해 보세요.",
    ),
)


@exercise(
    "6.6", partial(names, ordered=False), "둘만 공정하게 섞은 값을 모두 넘었어요. 나머지는 우연으로도 그만큼 나와요."
)
def _(answer):
    clues = {"달", "어제 날씨"}
    if unknown := sorted(set(answer) - clues - {"날짜", "요일"}):
        return f"{josa(repr(shorten(unknown[0], 20)), '은/는')} 사전에 없는 이름이에요. 사전의 이름을 리스트에 담아 주세요."
    if "요일" in answer:
        return "요일의 이득 0.0065비트는 섞었을 때의 평균보다도 작아요."
    if "날짜" in answer:
        return "날짜는 갈래가 서른하나라 섞어도 평균 0.06비트쯤 나와요. 0보다 크다는 것만으로는 모자라요."
    missing = len(clues - set(answer))
    return f"{missing}가지가 더 있어요. 자료의 값을 섞은 값 가운데 가장 큰 것과 견주어 보세요." if missing else None


@by_hand("6.7", "months", "6월이에요. 맑거나 비가 오거나, 거의 두 가지뿐이라 1.11비트예요.")
def _(month):
    if month == 6:
        return None
    return f"{month:.0f}월보다 막대가 더 낮은 달이 있어요."


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E23", "B", "6절", "정보를 더 알면 불확실성이 줄거나 그대로라고 말해요.")
def _():
    before, (_, unclear), after = (
        entropy(TOY.sum(axis=0)),
        entropy(TOY / TOY.sum(axis=1, keepdims=True)),
        conditional_entropy(TOY),
    )
    return (
        f"평균을 냈을 때 맞는 말이에요. [[0.75, 0], [0.125, 0.125]]에서 H(Y)는 {before:.3f}비트인데, 둘째 행을 알면 "
        f"{josa(f'{unclear:.0f}비트', '으로/로')} 늘어요. 그래도 평균 H(Y|X)는 {josa(f'{after:.3f}비트', '으로/로')} 줄어요."
    )
