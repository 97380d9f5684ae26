"""01 정보량: 장면, 연습, 바로잡기."""

from collections import Counter
from html import escape

import numpy as np

from ..data import constitution
from ..draw import (
    UNIT,
    Box,
    along,
    at,
    chosen,
    dot,
    frame,
    headline,
    hide,
    label,
    line,
    moving,
    note,
    panel,
    panels,
    pillar,
    put,
    quarters,
    reads,
    shown,
    tile,
)
from ..josa import josa
from ..measures import information
from ..palette import INK, MUTED, OTHER, SHARED, SPINE, TRUTH
from ..quiz.grading import amount, by_hand, cases
from ..scene import Slider, pick
from ..style import Html
from .ledger import correction


@moving(
    "후보가 두 배가 되면 몇 번 더 물어야 할까?",
    "막대는 예와 아니요로 한 번 물을 때마다 남는 후보의 수. 맨 위가 묻기 전이고, 한 줄 내려갈 때마다 후보가 절반이 된다.",
    N=Slider("후보의 수", 1, 64, 1, 8, "개"),
)
def halving(fig):
    (times,) = headline(fig, "하나를 꼭 알아내기까지 물은 횟수 ", TRUTH)
    ax = panel(fig, "남은 후보 (개)", "", left=44, head=14)
    ax.set(xlim=(0, 70), ylim=(6.6, -0.6), xticks=range(0, 65, 16), yticks=range(7))
    ax.set_yticklabels(["묻기 전", *(f"{n}번" for n in range(1, 7))])
    ax.tick_params(axis="y", length=0)
    rows = [(tile(ax, 0, n - 0.35, 0, 0.7, TRUTH, 0.75), label(ax, va="center")) for n in range(7)]

    def move(N):
        left = [np.ceil(N / 2**n) for n in range(7)]
        told = reads(times, f"{sum(n > 1 for n in left):.0f}번")
        for n, (bar, count) in enumerate(rows):
            there = left[n - 1] > 1 if n else N > 0
            told |= put(bar, width=left[n], visible=there)
            told |= reads(count, f"{left[n]:.0f}", left[n] + 1, n, visible=there)
        return told | dict(alt=f"후보 {N:.0f}개에서 하나를 꼭 알아내려면 {sum(n > 1 for n in left):.0f}번 물어요.")

    return move


@moving(
    "확률은 곱해지고 정보량은 더해진다",
    "왼쪽은 한 변이 1인 정사각형. 첫째 일의 확률이 폭, 둘째 일의 확률이 높이이고, 함께 일어날 확률은 겹친 넓이다. 오른쪽은 두 일의 정보량을 이어 붙인 막대다.",
    a=Slider("첫째: 몇 개 중 하나", 2, 16, 1, 2),
    b=Slider("둘째: 몇 개 중 하나", 2, 16, 1, 4),
)
def joined(fig):
    *chances, i_first, i_second, i_both = headline(
        fig, "확률 ", TRUTH, " × ", OTHER, " = ", SHARED, "      정보량 ", TRUTH, " + ", OTHER, " = ", INK
    )
    left, right = panels(
        fig,
        Box("첫째 일의 확률", "둘째 일의 확률", share=42),
        Box("이어 붙인 정보량 (비트)", share=58, tall=70, left=16),
    )
    left.set(xlim=(0, 1), ylim=(0, 1))
    quarters(left.xaxis), quarters(left.yaxis)
    frame(left, 0, 0, 1, 1, SPINE, 0.9)
    wide, high = tile(left, height=1, color=TRUTH), tile(left, width=1, color=OTHER)
    both = tile(left, color=SHARED, alpha=0.75)
    right.set(xlim=(0, 8), ylim=(0, 1), xticks=range(9))
    hide(right, "left")
    first, second = tile(right, 0, 0, 0, 0.4, TRUTH, 0.75), tile(right, 0, 0, 0, 0.4, OTHER, 0.75)
    names = [label(right, name, color, y=0.46, ha="center") for name, color in (("첫째", TRUTH), ("둘째", OTHER))]

    def move(a, b):
        i, j = information(1 / a), information(1 / b)
        told = put(wide, width=1 / a) | put(high, height=1 / b) | put(both, width=1 / a, height=1 / b)
        told |= put(first, width=i) | put(second, x=i, width=j)
        told |= put(names[0], position=(i / 2, 0.46)) | put(names[1], position=(i + j / 2, 0.46))
        for reading, n in zip(chances, [a, b, a * b], strict=True):
            told |= reads(reading, f"1/{n:.0f}")
        told |= reads(i_first, f"{i:.2f}") | reads(i_second, f"{j:.2f}") | reads(i_both, f"{i + j:.2f}비트")
        return told | dict(alt=f"함께 일어날 확률은 1/{a * b:.0f}, 정보량은 {i + j:.2f}비트예요.")

    return move


@moving(
    "단위를 바꿔도 길이는 그대로이고 눈금만 달라진다",
    "정보량을 길이로 나타낸 자. 왼쪽 끝이 해가 뜨는 일이고, 동전 앞면, 주사위 눈 1을 지나 오른쪽 끝 가까이에 로또 1등이 있다.",
    k=Slider("앞면이 잇달아", 0, 24, 0.1, 2),
    unit=UNIT,
)
def surprise(fig):
    chance, bits = headline(fig, "확률 ", INK, "   →   정보량 ", TRUTH)
    ax = panel(fig, "정보량 (고른 단위로)", "", left=16)
    ax.set(xlim=(0, 24), ylim=(0, 1))
    hide(ax, "left", "bottom")
    ax.xaxis.labelpad = 25
    line(ax, SPINE, [0, 24], [0, 0], 0.9, clip_on=False)
    ticks = []
    for unit, last in [(1, 24), (1 / np.log(2), 16)]:  # 비트와 나트의 눈금: 하나마다 긋고 넷마다 적어요
        marks = line(
            ax, SPINE, np.repeat(np.arange(last + 1), 3) * unit, [0, -0.035, np.nan] * (last + 1), 0.9, clip_on=False
        )
        names = [note(ax, (n * unit, 0), f"{n}", MUTED, (0, -8), "center", "top") for n in range(0, last + 1, 4)]
        ticks.append([marks, *names])
    for p, what, y in [
        (1, "해가 뜬다, 확률 1", 0.9),
        (1 / 2, "동전 앞면, 1/2", 0.65),
        (1 / 6, "주사위 눈 1, 1/6", 0.4),
        (1 / 8_145_060, "로또 1등, 1/8,145,060", 0.65),
    ]:
        i = information(p)
        line(ax, SPINE, [i, i], [0, y], 0.9)
        dot(ax, i, y, TRUTH)
        side, ha = (-8, "right") if i > 20 else (8, "left")
        if what.startswith("로또") and fig.sheet.stacked:
            what = what.replace(", ", "\n")
        note(ax, (i, y), what, at=(side, 0), ha=ha)
    length, now = pillar(ax, TRUTH, clip_on=False), dot(ax)

    def move(k, unit):
        n = np.round(2**k, 1)
        n = np.where(n < 100, n, np.round(n))  # 작으면 소수 한 자리까지
        tenth = pick(np.round(10 * (n - np.floor(n))), "", *(f".{d}" for d in range(1, 10)))
        one, said = (
            f"1/{np.floor(n):,.0f}{tenth}",
            f"{chosen([1, np.log(2)], unit) * k:.2f}" + pick(unit, "비트", "나트"),
        )
        told = along(length, [0, k], [0, 0]) | at(now, k, 0) | reads(chance, one) | reads(bits, said)
        for u, parts in enumerate(ticks):
            for part in parts:
                told |= put(part, visible=unit == u)
        return told | dict(k=f"{k:.1f}번", alt=f"확률은 {one}, 정보량은 {said}예요.")

    return move


@shown
def surprisal_strip(sentence, counts):
    """문장의 음절마다 정보량(비트)을 위에 적고, 놀라울수록 짙게 칠해요. `counts`는 음절의 도수."""
    total = sum(counts.values())
    bits = [information(counts[c] / total) if "가" <= c <= "힣" else None for c in sentence]
    spans = "".join(escape(c) if i is None else ruby(c, i) for c, i in zip(sentence, bits, strict=True))
    known = [i for i in bits if i is not None]
    text = f"{sentence}: 음절 {len(known)}개, 모두 {sum(known):.1f}비트".replace("inf", "∞")
    return Html(f'<p style="font-size:1.7em;line-height:2.1;max-width:640px">{spans}</p>', text)


def ruby(syllable, bits):
    """정보량을 위에 적은 음절. 16비트보다 놀라워도 더 짙어지지는 않아요."""
    shade, above = round(min(bits, 16) / 20 * 255), "∞" if np.isinf(bits) else f"{bits:.1f}"
    return (
        f'<ruby style="background:{TRUTH}{shade:02x};padding:.1em .06em;border-radius:3px">{syllable}'
        f'<rt style="font-size:.45em;padding-bottom:.35em">{above}</rt></ruby>'
    )


# -- 연습 --------------------------------------------------------------------------------------------
amount("1.1", 5, "비트", "log₂ 32 = 5비트. 앞면이 다섯 번 잇달아 나올 만큼 놀라워요.")
amount("1.2", 4 * np.log2(10), "비트", "log₂ 10,000 = 4 × log₂ 10 = 13.29비트. 한 자리마다 3.32비트씩 더해져요.")(
    (np.log2(10), "한 자리를 맞힌 정보량이에요. 네 자리가 모두 맞았어요."),
    (np.log2(40), "가짓수는 10을 네 번 더한 40이 아니라 네 번 곱한 10,000이에요."),
    (np.log2(9999), "0000도 있어서 모두 10,000가지예요."),
)
amount("1.3", np.exp(-1), "확률", "e⁻¹ = 0.3679. 나트의 눈금 하나는 확률이 e로 한 번 나뉘는 것이에요.")(
    (np.e, "그건 1/P이에요. 뒤집어 보세요."),
    (0.5, "0.5는 1비트짜리 확률이에요. 나트라면 밑이 e예요."),
    (np.log(2), "그건 1비트를 나트로 적은 값이에요. −ln P = 1인 P를 찾아보세요."),
    (1, "확률이 1이면 0나트예요. −ln P = 1인 P를 찾아보세요."),
    (0.1, "0.1은 상용로그로 잰 1이에요. 나트라면 밑이 e예요."),
)
LOTTO = np.log2(8_145_060)
amount("1.4", LOTTO - 1, "비트", "21.96비트. 확률이 두 배가 되니 꼭 1비트 줄어요.")(
    (LOTTO / 2, "정보량이 절반이 되지는 않아요. 확률이 두 배가 되면 몇 비트 줄까요?"),
    (LOTTO, "그건 한 장일 때예요. 두 장이면 확률이 두 배예요."),
    (LOTTO + 1, "확률이 커지면 놀라움은 줄어요."),
    (2 * LOTTO, "두 장이 모두 1등일 수는 없어요. 확률부터 구해 보세요."),
)


@by_hand("1.5", "surprise", "k = log₂ 365 ≈ 8.5. 동전을 여덟 번 반 던진 만큼이에요.")
def _(k):
    now = josa(f"k = {k:.1f}, 곧 1/{2**k:,.0f}", "이에요/예요")
    return None if abs(k - np.log2(365)) <= 0.1 else f"지금은 {now}. 1/365에 가까워질 때까지 움직여 보세요."


cases("1.6", "", "p = 1에서는 0, p = 0에서는 무한대, 배열도 밑도 모두 맞아요.")(
    ((0.5, 2), 1, "공정한 동전이에요."),
    ((0.25, 2), 2, "부호와 밑을 확인해 보세요."),
    ((1, 2), 0, "확실한 일의 정보량은 0이에요."),
    ((0.5, np.e), np.log(2), "밑이 e이면 나트예요. np.log(p) / np.log(base)를 떠올려 보세요."),
    ((0, 2), np.inf, "있을 수 없는 일은 무한히 놀라워요."),
    (([1, 0.5, 0.125], 2), [0, 1, 3], "배열도 한 번에 받을 수 있게 np.log2를 써 보세요."),
)
COUNTS = Counter(c for c in constitution() if "가" <= c <= "힣")
ONCE = np.log2(COUNTS.total())
amount("1.7", ONCE, "비트", "log₂ 12,996 = 13.67비트. 한 번이라도 나온 음절은 이보다 놀라울 수 없어요.")(
    (np.log2(len(COUNTS)), "음절의 가짓수가 아니라 모두 몇 번 나왔는지로 나눠요."),
    (0, "1번은 확률 1이 아니에요. 12,996번 가운데 1번이에요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E08", "B", "1절", "확률이 낮을수록 정보량이 커지는 관계를 “역비례”라고 불러요.")
def _():
    more, times = information(0.1) - information(0.2), information(0.1) / information(0.2)
    return (
        f"역비례(반비례)라면 확률이 0.2에서 0.1로 절반이 될 때 정보량이 2배여야 해요. 실제로는 {times:.2f}배이고, "
        f"늘어난 양은 {more:.0f}비트예요. 확률이 줄면 커지기는 하지만 로그만큼만 커져요."
    )


@correction("E09", "A", "1절과 4절", "글자로 그린 곡선이 오른쪽 끝에서 0보다 높은 곳에 머물러요.")
def _():
    slope = (information(1, base=np.e) - information(1 - 1e-6, base=np.e)) / 1e-6
    return (
        f"확률 1에서 정보량과 손실은 정확히 {information(1):.0f}이에요. 곡선은 나트로 재면 기울기 {josa(f'{slope:.2f}', '으로/로')} 0에 닿고, "
        f"확률 0.5에서는 {information(0.5):.0f}비트, 곧 {information(0.5, base=np.e):.4f}나트예요."
    )
