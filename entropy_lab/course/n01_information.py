"""01 정보량: 장면, 연습, 바로잡기."""

from html import escape

import numpy as np

from ..draw import (
    Box,
    along,
    at,
    bars,
    chosen,
    dot,
    headline,
    heights,
    hide,
    line,
    moving,
    note,
    panel,
    panels,
    pillar,
    quarters,
    reads,
    shown,
)
from ..josa import josa
from ..measures import information
from ..palette import INK, MODEL, SPINE, TRUTH
from ..quiz.answers import numbers
from ..quiz.grading import amount, by_hand, cases, exercise
from ..scene import Choice, Slider, pick
from ..style import Html
from .ledger import correction


@moving(
    "놀라움의 자: 한 칸 오를 때마다 두 배로 드물다",
    "정보량을 길이로 나타낸 자. 해가 뜨는 일은 0, 동전 앞면은 1, 주사위 눈 1은 2.58, 생일이 같을 일은 8.51, 로또 1등은 22.96비트 자리에 있다.",
    k=Slider("앞면이 잇달아", 0, 24, 0.1, 2),
    unit=Choice("단위", ["비트 (log₂)", "나트 (ln)", "디트 (log₁₀)"]),
)
def surprise(fig):
    chance, bits = headline(fig, "확률 ", INK, "   →   정보량 ", TRUTH)
    ax = panel(fig, "동전을 몇 번 던져 모두 앞면이 나오는 것과 같은가 (번)", "", left=16)
    ax.set(xlim=(0, 24), ylim=(0, 1), xticks=range(0, 25, 4))
    hide(ax, "left")
    for p, what, y in [
        (1, "해가 뜬다", 0.96),
        (1 / 2, "동전 앞면", 0.73),
        (1 / 6, "주사위 눈 1", 0.5),
        (1 / 365, "나와 생일이 같다", 0.27),
        (1 / 8_145_060, "로또 1등", 0.73 if fig.sheet.stacked else 0.27),
    ]:
        i = information(p)
        line(ax, SPINE, [i, i], [0, y], 0.9)
        dot(ax, i, y, TRUTH)
        side, ha = (-8, "right") if i > 20 else (8, "left")
        note(ax, (i, y), f"{what}, {i:.3g}비트", at=(side, 0), ha=ha)
    length, now = pillar(ax, TRUTH, clip_on=False), dot(ax)

    def move(k, unit):
        amount = chosen([1, np.log(2), np.log10(2)], unit) * k
        said = f"{amount:.2f}" + pick(unit, "비트", "나트", "디트")
        told = along(length, [0, k], [0, 0]) | at(now, k, 0)
        told |= reads(chance, f"1/{2**k:,.0f}") | reads(bits, said)
        return told | dict(k=f"{k:.1f}번", alt=f"확률은 1/{2**k:,.0f}, 정보량은 {said}예요.")

    return move


@moving(
    "확률은 곱해지고 정보량은 더해진다",
    "같은 일이 여러 번 잇달아 일어날 확률은 곱해져 빠르게 줄고, 정보량은 한 번의 몫씩 더해져 곧게 늘어난다.",
    p=Slider("앞면의 확률 p", 0.25, 1, 0.01, 0.5),
    n=Slider("던진 횟수 n", 1, 8, 1, 3),
)
def repeats(fig):
    product, total = headline(fig, "확률 ", MODEL, "      정보량 ", TRUTH)
    left, right = panels(
        fig, Box("던진 횟수", "모두 앞면일 확률", tall=110), Box("던진 횟수", "정보량 (비트)", tall=110)
    )
    k = np.arange(1, 9)
    left.set(xlim=(0.3, 8.7), ylim=(0, 1), xticks=k)
    right.set(xlim=(0.3, 8.7), ylim=(0, 16), xticks=k, yticks=range(0, 17, 4))
    quarters(left.yaxis)
    chances, amounts = bars(left, k, 0.62, MODEL), bars(right, k, 0.62, TRUTH)

    def move(p, n):
        i = information(p)
        told = heights(chances, p**k * (k <= n)) | heights(amounts, k * i * (k <= n))
        told |= reads(product, f"{p:.2f} × … × {p:.2f} = {p**n:.4f}")
        told |= reads(total, f"{i:.2f} + … + {i:.2f} = {n * i:.2f}비트")
        alt = f"{n:.0f}번 모두 앞면일 확률은 {p**n:.4f}, 정보량은 {n * i:.2f}비트예요."
        return told | dict(n=f"{n:.0f}번", alt=alt)

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
amount("1.2", np.log2(12), "비트", "1 + 2.585 = 3.585비트. 확률은 1/12로 곱해지고 정보량은 더해져요.")(
    (np.log2(6), "주사위에서 얻는 양만 셈하셨어요. 동전의 1비트가 더 있어요."),
    (1, "동전에서 얻는 양만 셈하셨어요."),
    (np.log2(8), "경우의 수는 2 + 6이 아니라 2 × 6이에요."),
)
amount("1.3", 1 / 1024, "확률", "2⁻¹⁰ = 1/1024. 열 번 잇달아 앞면이 나올 확률이에요.")(
    (1024, "그건 1/P이에요. 뒤집어 보세요."),
    (0.1, "1/10이 아니에요. 반으로 나누기를 열 번 해 보세요."),
    (np.exp(-10), "e⁻¹⁰은 10나트짜리 확률이에요. 비트라면 밑이 2예요."),
)
amount("1.4", np.log2(365), "비트", "log₂ 365 = 8.51비트. 앞면이 여덟 번 반쯤 잇달아 나온 셈이에요.", within=0.02)(
    (2 * np.log2(365), "두 사람의 생일이 모두 정해진 날일 때의 값이에요. 내 생일은 이미 알고 있어요."),
)


@exercise("1.5", numbers(2), "확률이 절반이 되어도 정보량은 늘 1비트만 늘어요. 그래서 반비례가 아니에요.")
def _(pair):
    p, half = pair
    if not (0 < p <= 1 and np.isclose(half, p / 2, rtol=1e-3)):
        now = josa(f"({p:g}, {half:g})", "이에요/예요")
        return f"(P, P/2) 꼴로, 0과 1 사이의 두 확률을 적어 주세요. 지금은 {now}."
    if np.isclose(information(half), 2 * information(p)):
        return f"P = {p:g}에서는 마침 정보량도 두 배예요. 이 우연을 벗어나는 다른 P를 찾아보세요."
    return None


cases("1.6", "", "p = 1에서는 0, p = 0에서는 무한대, 배열도 밑도 모두 맞아요.")(
    ((0.5, 2), 1, "공정한 동전이에요."),
    ((0.25, 2), 2, "부호와 밑을 확인해 보세요."),
    ((1, 2), 0, "확실한 일의 정보량은 0이에요."),
    ((0.5, np.e), np.log(2), "밑이 e이면 나트예요. np.log(p) / np.log(base)를 떠올려 보세요."),
    ((0, 2), np.inf, "있을 수 없는 일은 무한히 놀라워요."),
    (([1, 0.5, 0.125], 2), [0, 1, 3], "배열도 한 번에 받을 수 있게 np.log2를 써 보세요."),
)


@by_hand("1.7", "surprise", "k = log₂ 365 ≈ 8.5. 동전을 여덟 번 반 던진 만큼이에요.")
def _(k):
    now = josa(f"k = {k:.1f}, 곧 1/{2**k:,.0f}", "이에요/예요")
    return None if abs(k - np.log2(365)) <= 0.1 else f"지금은 {now}. 1/365에 가까워질 때까지 움직여 보세요."


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E08", "B", "1절", "확률이 낮을수록 정보량이 커지는 관계를 “역비례”라고 불러요.")
def _():
    more = information(0.1) - information(0.2)
    times = information(0.1) / information(0.2)
    return (
        f"반비례라면 확률이 0.2에서 0.1로 절반이 될 때 정보량이 2배여야 해요. 실제로는 {times:.2f}배이고, "
        f"늘어난 양은 {more:.0f}비트예요. 줄어드는 관계이되 로그를 따라 줄어요."
    )


@correction("E09", "A", "1절과 4절", "글자로 그린 곡선이 오른쪽 끝에서 0보다 높은 곳에 머물러요.")
def _():
    slope = (information(1, base=np.e) - information(1 - 1e-6, base=np.e)) / 1e-6
    return (
        f"확률 1에서 정보량과 손실은 정확히 {information(1):.0f}이에요. 곡선은 나트로 재면 기울기 {josa(f'{slope:.2f}', '으로/로')} 0에 닿고, "
        f"확률 0.5에서는 {information(0.5):.0f}비트, 곧 {information(0.5, base=np.e):.4f}나트예요."
    )
