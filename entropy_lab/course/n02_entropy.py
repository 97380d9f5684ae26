"""02 엔트로피: 장면, 연습, 바로잡기."""

import re
from itertools import permutations

import numpy as np

from ..codes import blocks, huffman
from ..draw import (
    Box,
    along,
    bars,
    chosen,
    frame,
    hatched,
    headline,
    heights,
    label,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    panels,
    put,
    quarters,
    reach,
    reads,
    stand,
    tile,
)
from ..josa import josa
from ..measures import entropy, information
from ..palette import INK, MODEL, MUTED, OTHER, SPINE, TRUTH
from ..quiz.answers import Hint, numbers, probabilities
from ..quiz.answers import names as list_of_names
from ..quiz.grading import amount, by_hand, cases, close, exercise
from ..scene import Choice, Slider, pick
from .ledger import correction

NAMES = "가나다라마"
FIVE = np.array([0.40, 0.25, 0.15, 0.10, 0.10])
LEFT, NEED = np.cumsum(FIVE) - FIVE, information(FIVE)


@moving(
    "네 사각형의 넓이를 모두 더하면 무엇이 될까?",
    "결과마다 사각형 하나: 폭이 확률, 높이가 정보량이다. 점선은 네 사각형을 폭 1로 고르게 폈을 때의 높이다.",
    w=Slider("무게 {}", 1, 16, 1, [8, 4, 3, 1]),
)
def code_lengths(fig):
    (total,) = headline(fig, "폭 × 높이를 모두 더한 넓이 ", INK)
    ax = panel(fig, "확률 (폭의 합은 언제나 1)", "정보량 (비트)")
    ax.set(xlim=(0, 1), ylim=(0, 6), yticks=range(7))
    quarters(ax.xaxis)
    boxes = [(tile(ax, color=TRUTH, alpha=0.3), frame(ax)) for _ in range(4)]
    outcomes = [label(ax, name, ha="center", weight="bold") for name in NAMES[:4]]
    mean, room = level(ax, INK, width=1.1), reach(ax, 16)

    def move(w):
        p = w / w.sum()
        left, i, h = np.cumsum(p) - p, information(p), entropy(p)
        told = lift(mean, h) | reads(total, f"{h:.3f}비트")
        for j in range(4):
            told |= {box: dict(x=left[j], width=p[j], height=i[j]) for box in boxes[j]}
            told |= put(
                outcomes[j], position=(left[j] + p[j] / 2, np.where(i[j] > 0.6, 0.2, i[j] + 0.15)), visible=p[j] > room
            )
        alt = f"확률이 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}, {p[3]:.2f}일 때 넓이의 합은 {h:.3f}비트예요."
        return told | dict(alt=alt)

    return move


# -- 물음 나무 ----------------------------------------------------------------------------------------
def best_tree(group):
    """이 가운데 하나를 가장 적은 물음으로 맞히는 나무: {잎: (거쳐 온 가지들의 가운데, 예는 0이고 아니요는 1인 답들)}."""
    trees = [(FIVE[k], k, {k: ([FIVE[k] / 2], [])}) for k in group]
    while len(trees) > 1:  # 가장 드문 둘을 묶어요. 앞선 이름이 왼쪽이에요
        rare, trees = sorted(trees)[:2], sorted(trees)[2:]
        (p, k, yes), (q, _, no) = sorted(rare, key=lambda each: each[1])
        grown = {leaf: ([(p + q) / 2, *x], [0, *word]) for leaf, (x, word) in yes.items()}
        grown |= {leaf: ([(p + q) / 2, *(p + v for v in x)], [1, *word]) for leaf, (x, word) in no.items()}
        trees.append((p + q, k, grown))
    return trees[0][2]


def finished():
    """둘째 물음 뒤에 남은 무리(2의 거듭제곱으로 적은 번호)마다, 잎마다의 [물음 수, 가지 다섯, 답 넷]."""
    table = np.zeros((32, 5, 10))
    for group in range(1, 32):
        for k, (x, word) in best_tree([k for k in range(5) if group >> k & 1]).items():
            table[group, k] = [len(word), *x, *x[-1:] * (5 - len(x)), *word, *[0] * (4 - len(word))]
    return table.reshape(32, 50)


@moving(
    "어떻게 물어야 평균 물음 수가 적을까?",
    "다섯 가운데 하나를 맞히는 물음 나무. 아래에서 위로 물음을 하나씩 지나 잎에 닿는다. 잎 아래 사각형의 폭은 확률, 높이는 물음의 수라서 넓이의 합이 평균 물음 수다. 처음 두 물음의 답을 정하면 나머지는 가장 적게 묻는다.",
    **{
        n: Choice(f"{name} (확률 {p:g})", ["예, 예", "예, 아니요", "아니요, 예", "아니요, 아니요"], start)
        for n, name, p, start in zip("abcde", NAMES, FIVE, (3, 3, 3, 2, 0), strict=True)
    },
)
def tree(fig):
    first, mean = headline(fig, "첫 물음에 ‘예’일 확률 ", INK, "   평균 물음 수 (넓이) ", TRUTH)
    narrow = fig.sheet.stacked
    below, foot = "폭은 확률. 왼쪽 가지가 예(0), 오른쪽이 아니요(1)", 56 if narrow else 38.88
    ax = panel(fig, below, "지나온 물음의 수", foot=foot)
    ax.xaxis.labelpad = 31 if narrow else 17
    ax.set(xlim=(0, 1), ylim=(0, 6.2), yticks=range(7), xticks=[])
    boxes = [tile(ax, width=p, color=TRUTH, alpha=0.3, ec=TRUTH, lw=1.2) for p in FIVE]
    paths = [line(ax, width=1.8, marker="o", ms=4, clip_on=False) for _ in NAMES]
    low, step = reach(ax, 14, "y"), reach(ax, 12, "y") * narrow
    names = [label(ax, name, ha="center", weight="bold") for name in NAMES]
    words = [label(ax, ha="center", size=fig.sheet.small) for _ in NAMES]
    rest = finished()

    def move(a, b, c, d, e):
        said = np.stack([a, b, c, d, e])
        no = np.floor(said / 2)
        member = 1.0 * (said == np.arange(4).reshape(4, 1))
        side = 1.0 * (no == np.arange(2).reshape(2, 1))
        again = 1.0 * (side.sum(axis=1) > 1)  # 혼자 남으면 더 묻지 않아요
        sizes, shares = member @ FIVE, side @ FIVE
        found = 1.0 * ((member @ 2.0 ** np.arange(5)).reshape(4, 1) == np.arange(32)) @ rest
        mine = (member.reshape(4, 5, 1) * found.reshape(4, 5, 10)).sum(axis=0)
        start = (member * (np.cumsum(sizes) - sizes).reshape(4, 1)).sum(axis=0)
        half = (side * (np.cumsum(shares) - shares / 2).reshape(2, 1)).sum(axis=0)
        base = 1 + (side * again.reshape(2, 1)).sum(axis=0)
        depth, leaf = base + mine[:, 0], start + mine[:, 5]
        row = (1.0 * (leaf < leaf.reshape(5, 1))).sum(axis=1) % 2  # 좁은 종이에서는 낱말을 두 줄로 엇갈려 적어요
        told = {}
        for k in range(5):
            x = np.stack([0.5, half[k], *(start[k] + mine[k, n] for n in range(1, 6))])
            y = np.stack([0, 1, *(base[k] + np.minimum(n, mine[k, 0]) for n in range(5))])
            told |= along(paths[k], x, y) | put(boxes[k], x=leaf[k] - FIVE[k] / 2, height=depth[k])
            bits = [no[k] + 1, (said[k] - 2 * no[k] + 1) * (base[k] > 1)]
            bits += [(mine[k, 6 + n] + 1) * (mine[k, 0] > n) for n in range(4)]
            told |= put(names[k], position=(leaf[k], depth[k] + 0.25))
            told |= reads(words[k], "".join(pick(bit, "", "0", "1") for bit in bits), leaf[k], -low - step * row[k])
        average = (FIVE * depth).sum()
        told |= reads(first, f"{shares[0]:.2f}") | reads(mean, f"{average:.3f}번")
        return told | dict(alt=f"첫 물음에 예라고 답할 확률은 {shares[0]:.2f}, 평균 물음 수는 {average:.3f}번이에요.")

    return move


# -- 예산 ---------------------------------------------------------------------------------------------
@moving(
    "예산 1로 평균 길이를 어디까지 줄일 수 있을까?",
    "위는 폭 1인 예산이다. 길이 l인 낱말은 2의 −l제곱만큼을 쓰고, 예산을 넘은 조각은 위에 쌓인다. 아래는 폭이 확률, 높이가 낱말의 길이인 사각형이고 파란 틀의 높이가 정보량이다.",
    **{
        n: Slider(f"{name}의 길이", 1, 6, 1, start, "비트")
        for n, name, start in zip("abcde", NAMES, (2, 2, 2, 3, 3), strict=True)
    },
    ask=Choice("허프만 부호의 길이", ["가려 두기", "점선으로 보기"]),
)
def kraft(fig):
    h, best, narrow = entropy(FIVE), huffman(FIVE), fig.sheet.stacked
    floor, hint = (f"$H$ {h:.3f}", TRUTH), f"   허프만은 {FIVE @ best:.3f}"
    mean, more, less, asked = headline(fig, INK, "  =  ", floor, "  +  ", MODEL, "  −  ", OTHER, MUTED)
    above, foot = "낱말의 길이 (비트), 파란 틀은 $\\log_2 1/p$", 64 if narrow else 36
    bar = Box(tall=66, foot=38, head=6, bare=True, left=fig.sheet.left)
    top, ax = panels(fig, [bar, Box("", above, tall=86, head=26, foot=foot)])
    top.set(xlim=(0, 1), ylim=(0, 3))
    frame(top, 0, 0, 1, 1, INK)
    pieces = [tile(top, height=1, color=TRUTH, alpha=0.3, ec=TRUTH, lw=1.2) for _ in FIVE]
    spilt = [hatched(top, MODEL, "\\\\", height=1, lw=1.4, clip_on=False) for _ in FIVE]
    names = [label(top, name, ha="center", va="center", weight="bold") for name in NAMES]
    for x, text in ((0, "0"), (0.25, "1/4"), (0.5, "1/2"), (0.75, "3/4"), (1, "1")):
        note(top, (x, 0), text, MUTED, (0, -9), ha="center", small=True)
    y = -reach(top, 28, "y")
    used = label(top, y=y)
    fine, broken = (label(top, "", c, y=y, after=used, weight=w) for c, w in ((OTHER, "normal"), (MODEL, "bold")))
    apart, low, step = ("\n", 42, 12) if narrow else (" ", 28, 0)
    ax.set(xlim=(0, 1), ylim=(0, 6), yticks=[0, 2, 4, 6])
    ax.set_xticks(LEFT + FIVE / 2, [f"{n}{apart}{p:g}" for n, p in zip(NAMES, FIVE, strict=True)])
    ax.tick_params(axis="x", length=0)
    told_area = stand(ax, LEFT, FIVE, NEED)
    marks = [level(ax, INK, y, (x, x + p), 1.6, zorder=5) for x, p, y in zip(LEFT, FIVE, best, strict=True)]
    rows = [-reach(ax, low + step * (k % 2), "y") for k in range(5)]
    places = zip(LEFT + FIVE / 2, rows, strict=True)
    words = [label(ax, x=x, y=y, ha="center", size=fig.sheet.small) for x, y in places]

    def move(a, b, c, d, e, ask):
        lengths = np.stack([a, b, c, d, e])
        size, row = 2.0**-lengths, lengths.reshape(5, 1)
        before = (lengths < row) + (lengths == row) * np.tri(5, k=-1)  # 짧은 낱말부터 놓아야 조각이 1에 걸치지 않아요
        start = (before * size).sum(axis=1)
        layer = np.floor(start)
        spent, long, plus = size.sum(), (FIVE * lengths).sum(), (FIVE * np.maximum(lengths - NEED, 0)).sum()
        state = (spent == 1) + 2 * (spent > 1)
        told = told_area(lengths)
        for k in range(5):
            x, out = start[k] - layer[k], layer[k] > 0
            told |= put(pieces[k], x=x, width=size[k], visible=1 - out)
            told |= put(spilt[k], x=x, y=layer[k], width=size[k], visible=out)
            told |= put(names[k], position=(x + size[k] / 2, layer[k] + 0.42), visible=size[k] > 0.05)
            bits = [np.floor(start[k] * 2.0**n) - 2 * np.floor(start[k] * 2.0 ** (n - 1)) for n in range(1, 7)]
            bits = [np.where(out, 3 * (n == 1), (bit + 1) * (lengths[k] >= n)) for n, bit in enumerate(bits, 1)]
            told |= reads(words[k], "".join(pick(bit, "", "0", "1", "없다") for bit in bits))
            told |= put(marks[k], visible=ask)
        told |= reads(used, f"쓴 예산 $\\Sigma\\,2^{{-\\ell}}$ = {spent:.3f}   ")
        told |= reads(fine, pick(state, "아직 남았다", "꼭 맞게 썼다", "")) | reads(
            broken, pick(state, "", "", "접두 부호가 없다")
        )
        told |= reads(mean, f"평균 길이 $L$ {long:.3f}비트") | reads(more, f"더 든 {plus:.3f}")
        told |= reads(less, f"덜 든 {plus + h - long:z.3f}") | reads(asked, pick(ask, "", hint))
        fits = pick(state, "남았어요", "꼭 맞아요", "1을 넘어서 이런 접두 부호는 없어요")
        return told | dict(alt=f"쓴 예산 {spent:.3f}: {fits}. 평균 길이는 {long:.3f}비트, 엔트로피는 {h:.3f}비트예요.")

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
amount("2.1", 0.5 + np.log2(6) / 2, "비트", "½·1 + 3 · ⅙·log₂ 6 = 1.79비트예요.")(
    (2, "2비트는 넷이 고르게 나뉠 때예요. 확률을 곱해 평균을 내 보세요."),
    (1 + 3 * np.log2(6), "정보량을 그냥 더하셨어요. 확률을 곱해서 더해야 평균이 돼요."),
    ((1 + 3 * np.log2(6)) / 4, "넷을 똑같이 나눠 평균을 내셨어요. 확률이 평균의 무게예요."),
    ((1 + np.log2(6)) / 2 - np.log2(6) / 3, "1/6인 결과는 셋이에요. 셋을 모두 더해 보세요."),
)


@exercise("2.2", probabilities(4), "엔트로피가 1비트예요. 한쪽으로 쏠린 만큼 넷이 둘처럼 되었어요.")
def _(p):
    h = entropy(p / p.sum())
    if p.min() == 0:
        return "확률이 0인 결과가 있어요. 네 결과가 모두 나올 수 있게 해 주세요."
    more = "가장 큰 확률을 더 키워" if h > 1 else "가장 큰 확률을 조금 줄여"
    return None if close(h, 1) else f"지금은 {h:.3f}비트예요. {more} 보세요."


def code_of(answer):
    """부호를 낱말의 길이들로 읽어요. 따옴표로 적은 낱말이면 접두 부호인지도 봐요."""
    words = answer.tolist() if isinstance(answer, np.ndarray) else answer
    if isinstance(words, str) or (isinstance(words, list | tuple) and any(isinstance(word, str) for word in words)):
        return word_lengths(list_of_names(words))
    lengths = numbers(4)(answer)
    if lengths.max() > 9 and not set("".join(f"{n:g}" for n in lengths)) - {"0", "1"}:
        raise Hint("낱말이라면 따옴표로 감싸 주세요. 따옴표가 없으면 수로 읽혀 앞의 0이 사라져요.")
    return lengths


def word_lengths(words):
    """접두 부호를 이루는 낱말 넷의 길이예요."""
    if len(words) != 4 or not all(re.fullmatch("[01]+", word) for word in words):
        raise Hint("결과가 넷이니 0과 1만 쓴 낱말 넷을 차례대로 적어 주세요.")
    for short, long in permutations(words, 2):
        if long.startswith(short):
            raise Hint(f"낱말 {long}의 앞머리에 낱말 {josa(short, '이/가')} 있어서, 받은 쪽이 어디서 끊을지 몰라요.")
    return np.array([len(word) for word in words], float)


@exercise("2.3", code_of, "평균 1.75비트. 갈림길마다 답이 반반이라 엔트로피와 꼭 같아요.")
def _(lengths):
    if lengths.min() < 1 or (lengths % 1).any():
        return "낱말의 길이는 1, 2, 3 같은 자연수예요."
    if (spent := (2.0**-lengths).sum()) > 1:
        return f"예산의 {spent:g}배를 쓰셨어요. 2⁻ˡ의 합이 1을 넘으면 접두 부호가 없어요."
    mean = lengths @ [0.5, 0.25, 0.125, 0.125]
    return None if np.isclose(mean, 1.75) else f"평균 {mean:g}비트예요. 흔한 것에 예산을 더 주면 줄어들어요."


amount("2.4", 4, "개", "½ + ⅛ + ⅛을 쓰고 ¼이 남아요. 길이 4인 낱말은 1/16씩이라 1100부터 1111까지 넷이에요.")(
    (16, "0과 1 네 글자는 16가지지만, 이미 있는 낱말로 시작하는 것은 쓸 수 없어요."),
    (13, "16가지에서 셋만 빼셨어요. 0으로 시작하는 것만 해도 여덟 가지를 못 써요."),
    (8, "0으로 시작하는 것만 빼셨어요. 100이나 101로 시작하는 것도 쓸 수 없어요."),
    (2, "길이 3인 낱말의 수예요. 길이가 1 늘면 낱말 하나가 예산을 절반만 써요."),
    (0.25, "남은 예산은 맞아요. 길이 4인 낱말 하나가 쓰는 예산으로 나눠 보세요."),
)
cases("2.5", "비트", "0이 있어도, 확실해도, 여러 행이어도 맞아요.")(
    (([0.5, 0.5],), 1, "공정한 동전이에요."),
    (([0.5, 0.25, 0.125, 0.125],), 1.75, "확률을 곱해 더했는지 보세요."),
    (([0.5, 0.5, 0],), 1, "0·log 0은 0이에요. log₂ 안에서 0만 1로 바꿔 보세요."),
    (([1, 0],), 0, "확실하면 꼭 0이에요. 0을 작은 수로 바꾸지 말고 아예 더하지 마세요."),
    (([[0.5, 0.5], [1, 0]],), [1, 0], "여러 행이면 행마다 하나씩 나와야 해요. sum(axis=-1)을 써 보세요."),
)


@by_hand("2.6", "kraft", "예산을 ¾만 쓰고 평균 2.550비트예요. 올림만 해도 H + 1 = 3.104비트보다 짧아요.")
def _(a, b, c, d, e):
    for name, length, need in zip(NAMES, (a, b, c, d, e), NEED, strict=True):
        if length < need - 1e-9:
            return f"‘{name}’의 낱말이 아직 파란 틀보다 낮아요. 한 글자 늘려 보세요."
        if length >= need + 1:
            return f"‘{name}’의 낱말은 한 글자 줄여도 파란 틀을 다 덮어요."


amount("2.7", 4, "개", "세 답이 1/3씩이라 log₂ 3 = 1.585비트, 저울 한 번이 줄 수 있는 가장 큰 값이에요.")(
    (6, "6 대 6이면 기울거나 반대로 기울거나 둘뿐이라 1비트밖에 얻지 못해요. 평형이라는 셋째 답도 쓰세요."),
    (3, "3 대 3이면 평형이 1/2, 나머지가 1/4씩이라 1.5비트예요. 조금 더 얻을 수 있어요."),
    (5, "5 대 5면 평형이 1/6로 드물어서 1.483비트예요. 세 답이 고르게 나뉠수록 좋아요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E10", "B", "2절", "결과를 맞히는 데 드는 평균 질문 수가 엔트로피와 같다고 말해요.")
def _():
    p = [0.9, 0.05, 0.03, 0.02]
    die = huffman([1 / 6] * 6).mean()
    return (
        f"[0.9, 0.05, 0.03, 0.02]의 엔트로피는 {entropy(p):.3f}비트지만 가장 잘 물어도 평균 {huffman(p) @ p:.2f}번, "
        f"주사위는 {np.log2(6):.3f}비트에 {die:.3f}번이에요. 예·아니요 물음은 접두 부호라서, 가장 적은 평균 물음 수 L은 "
        "H ≤ L < H + 1이에요. L = H인 것은 모든 확률이 1/2의 거듭제곱일 때뿐이에요."
    )
