"""02 엔트로피: 장면, 연습, 바로잡기."""

import numpy as np

from ..codes import blocks, huffman
from ..draw import (
    along,
    bars,
    chosen,
    frame,
    headline,
    heights,
    label,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    put,
    quarters,
    reach,
    reads,
    tile,
)
from ..measures import entropy, information
from ..palette import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TRUTH
from ..quiz.answers import numbers, probabilities
from ..quiz.grading import amount, by_hand, cases, close, exercise
from ..scene import Choice, Slider
from .ledger import correction


@moving(
    "엔트로피는 넓이다: 폭은 확률, 높이는 정보량",
    "결과마다 사각형 하나: 폭이 확률, 높이가 정보량이라 넓이의 합이 엔트로피다. 점선은 폭 1인 사각형으로 고르게 폈을 때의 높이, 곧 엔트로피다.",
    w=Slider("무게 {}", 1, 16, 1, [8, 4, 2, 2]),
)
def code_lengths(fig):
    (total,) = headline(fig, "넓이의 합 $H(X)$ ", INK, "   (네 결과가 똑같으면 2비트)")
    ax = panel(fig, "확률 (폭의 합은 언제나 1)", "정보량 (비트)")
    ax.set(xlim=(0, 1), ylim=(0, 6), yticks=range(7))
    quarters(ax.xaxis)
    colors = (TRUTH, MODEL, OTHER, SHARED)
    boxes = [tile(ax, color=c, alpha=0.3, ec=c, lw=1.6) for c in colors]
    outcomes = [label(ax, name, c, ha="center") for name, c in zip("가나다라", colors, strict=True)]
    mean, room = level(ax, INK, width=1.1), reach(ax, 16)

    def move(w):
        p = w / w.sum()
        left, i, h = np.cumsum(p) - p, information(p), entropy(p)
        told = lift(mean, h) | reads(total, f"= {h:.3f}비트")
        for j in range(4):
            told |= put(boxes[j], x=left[j], width=p[j], height=i[j])
            told |= put(outcomes[j], position=(left[j] + p[j] / 2, 0.2), visible=p[j] > room)
        alt = f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}, {p[3]:.2f}이고 엔트로피는 {h:.3f}비트예요."
        return told | dict(alt=alt)

    return move


@moving(
    "한 번 물을 때마다 후보가 절반으로 줄어든다",
    "후보 여덟 가운데 하나를 맞히는 스무고개. 질문마다 남은 후보가 8, 4, 2, 1로 반씩 줄고, 남은 불확실성은 3, 2, 1, 0비트가 된다.",
    answer=Slider("정답", 1, 8, 1, 5),
    asked=Slider("물은 횟수", 0, 3, 1, 1),
)
def questions(fig):
    left, need = headline(fig, "남은 후보 ", INK, "   →   남은 불확실성 ", TRUTH)
    ax = panel(fig, "", "", bare=True, tall=180)
    ax.set(xlim=(-0.43, 7.43), ylim=(-0.32, 3.68))
    cells = {}
    for k, when in enumerate(["묻기 전", "첫째 질문 뒤", "둘째 질문 뒤", "셋째 질문 뒤"]):
        note(ax, (-0.42, 3.44 - k), when, MUTED, (0, 0), small=True)
        for i in range(8):
            cells[k, i] = tile(ax, i - 0.42, 2.7 - k, 0.84, 0.52, TRUTH, 0.3)
            frame(ax, i - 0.42, 2.7 - k, 0.84, 0.52, SPINE, 0.9)
            note(ax, (i, 2.96 - k), str(i + 1), at=(0, 0), ha="center")

    def move(answer, asked):
        many = 2 ** (3 - asked)
        told = reads(left, f"{many:.0f}개") | reads(need, f"log₂ {many:.0f} = {3 - asked:.0f}비트")
        for (k, i), cell in cells.items():
            size = 2 ** (3 - k)
            told |= put(cell, visible=(np.floor((answer - 1) / size) == i // size) * (k <= asked))
        told |= dict(answer=f"{answer:.0f}번", asked=f"{asked:.0f}번")
        return told | dict(alt=f"질문 {asked:.0f}번 뒤에 후보가 {many:.0f}개 남았어요.")

    return move


SOURCES = {
    "[.9 .05 .03 .02]": [0.9, 0.05, 0.03, 0.02],
    "주사위": np.full(6, 1 / 6),
    "앞면 0.9 동전": [0.9, 0.1],
}


@moving(
    "여러 개를 묶어 부호를 만들면 엔트로피에 다가간다",
    "허프만 부호가 기호 하나에 쓰는 비트 수를 묶음의 크기마다 막대로 그렸다. 파란 선이 엔트로피이고, 막대는 그 아래로 내려가지 못하며 H+1/n보다는 짧다.",
    n=Slider("묶음의 크기 n", 1, 4, 1, 1),
    source=Choice("무엇을 보낼까요", list(SOURCES)),
)
def block_codes(fig):
    length, bound = headline(fig, "기호 하나에 ", MODEL, "   ≥   $H$ ", TRUTH)
    ax, sizes, x = (
        panel(fig, "한 번에 묶은 기호 수", "기호 하나에 드는 비트"),
        np.arange(1, 5),
        np.linspace(0.6, 4.6, 41),
    )
    ax.set(xlim=(0.4, 4.6), ylim=(0, 3), xticks=sizes, yticks=range(4))
    means = [[huffman(q) @ q / n for n in sizes for q in [blocks(p, n)]] for p in SOURCES.values()]
    limits = [entropy(p) for p in SOURCES.values()]
    columns, floor, roof = (
        bars(ax, sizes, 0.5, MODEL),
        level(ax, TRUTH, width=2.2, dashed=False),
        line(ax, SPINE, width=0.9, dashed=True),
    )
    top = label(ax, "$H+1/n$보다는 짧다", MUTED, 4.55, ha="right", size=fig.sheet.small)

    def move(n, source):
        mean, h = chosen(means, source), chosen(limits, source)
        now = chosen(mean, n - 1)
        told = heights(columns, mean * (sizes <= n)) | lift(floor, h) | along(roof, x, h + 1 / x)
        told |= put(top, position=(4.55, h + 0.48))
        told |= reads(length, f"{now:.3f}비트") | reads(bound, f"{h:.3f}비트")
        alt = f"{n:.0f}개씩 묶으면 기호 하나에 {now:.3f}비트, 엔트로피는 {h:.3f}비트예요."
        return told | dict(n=f"{n:.0f}개", alt=alt)

    return move


# -- 연습 --------------------------------------------------------------------------------------------
amount("2.1", 1.75, "비트", "½·1 + ¼·2 + ⅛·3 + ⅛·3 = 1.75비트예요.")(
    (2, "2비트는 넷이 고르게 나뉠 때예요. 확률을 곱해 평균을 내 보세요."),
    (9, "정보량을 그냥 더하셨어요. 확률을 곱해서 더해야 평균이 돼요."),
    (2.25, "넷을 똑같이 나눠 평균을 내셨어요. 확률이 평균의 무게예요."),
)


@exercise("2.2", probabilities(4), "엔트로피가 1비트예요. 한쪽으로 쏠린 만큼 넷이 둘처럼 되었어요.")
def _(p):
    h = entropy(p / p.sum())
    if p.min() == 0:
        return "확률이 0인 결과가 있어요. 네 결과가 모두 나올 수 있게 해 주세요."
    more = "가장 큰 확률을 더 키워" if h > 1 else "가장 큰 확률을 조금 줄여"
    return None if close(h, 1) else f"지금은 {h:.3f}비트예요. {more} 보세요."


@exercise("2.3", numbers(4), "평균 1.75번. 질문마다 답이 반반이라 엔트로피와 꼭 같아요.")
def _(lengths):
    mean = lengths @ [0.5, 0.25, 0.125, 0.125]
    if (2.0**-lengths).sum() > 1 + 1e-9:
        return "그렇게 적은 질문으로는 넷을 가려낼 수 없어요. 1/2을 질문 수만큼 곱한 값들의 합이 1을 넘으면 안 돼요."
    return None if np.isclose(mean, 1.75) else f"평균 {mean:.3f}번이 들어요. 답이 반반에 가까워지게 물어 보세요."


amount("2.4", 4, "개", "세 답이 1/3씩이라 log₂ 3 = 1.585비트, 저울 한 번이 줄 수 있는 가장 큰 값이에요.")(
    (6, "6 대 6이면 기울거나 반대로 기울거나 둘뿐이라 1비트밖에 얻지 못해요. 평형이라는 셋째 답도 쓰세요."),
    (3, "3 대 3이면 평형이 1/2, 나머지가 1/4씩이라 1.5비트예요. 조금 더 얻을 수 있어요."),
    (5, "5 대 5면 평형이 1/6로 드물어서 1.483비트예요. 세 답이 고르게 나뉠수록 좋아요."),
)
cases("2.5", "비트", "0이 있어도, 확실해도, 여러 줄이어도 맞아요.")(
    (([0.5, 0.5],), 1, "공정한 동전이에요."),
    (([0.5, 0.25, 0.125, 0.125],), 1.75, "확률을 곱해 더했는지 보세요."),
    (([0.5, 0.5, 0],), 1, "0·log 0은 0이에요. log₂ 안에서 0만 1로 바꿔 보세요."),
    (([1, 0],), 0, "확실하면 꼭 0이에요. 0을 작은 수로 바꾸지 말고 아예 더하지 마세요."),
    (([[0.5, 0.5], [1, 0]],), [1, 0], "여러 줄이면 줄마다 하나씩 나와야 해요. sum(axis=-1)을 써 보세요."),
)


@by_hand("2.6", "code_lengths", "네 무게가 같을 때 log₂ 4 = 2비트로 가장 커요.")
def _(w):
    h = entropy(np.array(w) / np.sum(w))
    return None if h > 2 - 1e-3 else f"지금은 {h:.3f}비트예요. 더 커질 수 있어요. 네 사각형의 높이를 견주어 보세요."


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E10", "B", "2절", "엔트로피를 맞히는 데 드는 평균 질문 수와 같다고 말해요.")
def _():
    p = [0.9, 0.05, 0.03, 0.02]
    need = huffman(p) @ p
    four = huffman(blocks(p, 4)) @ blocks(p, 4) / 4
    die = huffman([1 / 6] * 6).mean()
    return (
        f"[0.9, 0.05, 0.03, 0.02]의 엔트로피는 {entropy(p):.3f}비트지만 가장 잘 물어도 평균 {need:.2f}번이 들어요. "
        f"넷씩 묶으면 하나에 {four:.3f}번까지 줄어요. 주사위는 {np.log2(6):.3f}비트에 {die:.3f}번이에요. "
        f"질문 수 L은 H ≤ L < H + 1이고, 모든 확률이 1/2의 거듭제곱일 때만 L = H예요."
    )
