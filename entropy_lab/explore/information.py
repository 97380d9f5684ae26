"""01 정보량의 장면: 놀라움의 자, 곱해지는 확률과 더해지는 정보량."""

import numpy as np

from ..figures import dot, headline, note, panel, quarters
from ..measures import information
from ..scene import Choice, Slider
from ..style import INK, MODEL, SPINE, TRUTH, Html
from ..tape import pick
from .parts import bars, chosen, scene


@scene
def surprise(fig):
    title = "놀라움의 자: 한 칸 오를 때마다 두 배로 드물다"
    _, chance, _, bits = headline(fig, title, "확률 ", ("", INK), "   →   정보량 ", ("", TRUTH))
    ax = fig.add_axes((0.06, 0.22, 0.88, 0.5))
    ax.set(
        xlim=(0, 24),
        ylim=(0, 1),
        yticks=[],
        xticks=range(0, 25, 4),
        xlabel="동전을 몇 번 던져 모두 앞면이 나오는 것과 같은가 (번)",
    )
    ax.spines["left"].set_visible(False)
    for p, text, y in [(1, "해가 뜬다", 0.96), (1 / 2, "동전 앞면", 0.73), (1 / 6, "주사위 눈 1", 0.5),
                       (1 / 365, "나와 생일이 같다", 0.27), (1 / 8_145_060, "로또 1등", 0.27)]:  # fmt: skip
        k = information(p)
        ax.plot([k, k], [0, y], color=SPINE, lw=0.9)
        dot(ax, k, y, TRUTH)
        note(ax, (k, y), f"{text}, {k:.3g}비트", at=(-8, 0) if k > 20 else (8, 0), ha="right" if k > 20 else "left")
    length = ax.plot([], [], color=TRUTH, lw=4.5, solid_capstyle="butt", zorder=4, clip_on=False)[0]
    now = dot(ax)

    def move(k, unit):
        scale = chosen([1, np.log(2), np.log10(2)], unit)
        amount = chosen([1, np.log(2), np.log10(2)], unit) * k
        return {
            length: dict(data=([0, k], [0, 0])),
            now: dict(data=([k], [0])),
            chance: dict(text=f"1/{2**k:,.0f}"),
            bits: dict(text=f"{amount:.2f}" + pick(unit, "비트", "나트", "디트")),
            "k": f"{k:.1f}번",
            "alt": f"확률은 1/{2**k:,.0f}, 정보량은 {scale * k:.2f}" + pick(unit, "비트", "나트", "디트") + "예요.",
        }

    return move, dict(
        title=title,
        description="정보량을 길이로 나타낸 자. 해가 뜨는 일은 0, 동전 앞면은 1, 주사위 눈 1은 2.58, 생일이 같을 일은 8.51, 로또 1등은 22.96비트 자리에 있다.",
        k=Slider("앞면이 잇달아", 0, 24, 0.1, 2),
        unit=Choice("단위", ["비트 (log₂)", "나트 (ln)", "디트 (log₁₀)"]),
    )


@scene
def repeats(fig):
    title = "확률은 곱해지고 정보량은 더해진다"
    _, product, _, total = headline(fig, title, "확률 ", ("", MODEL), "      정보량 ", ("", TRUTH))
    k = np.arange(1, 9)
    left, right = (
        panel(fig, "던진 횟수", "모두 앞면일 확률", (0.072, 0.135, 0.40, 0.595)),
        panel(fig, "던진 횟수", "정보량 (비트)", (0.565, 0.135, 0.40, 0.595)),
    )
    left.set(xlim=(0.3, 8.7), ylim=(0, 1), xticks=k)
    quarters(left.yaxis)
    right.set(xlim=(0.3, 8.7), ylim=(0, 16), xticks=k, yticks=range(0, 17, 4))
    chances, amounts = bars(left, k, 0.62, MODEL), bars(right, k, 0.62, TRUTH)

    def move(p, n):
        i = information(p)
        told = {
            product: dict(text=f"{p:.2f} × … × {p:.2f} = {p**n:.4f}"),
            total: dict(text=f"{i:.2f} + … + {i:.2f} = {n * i:.2f}비트"),
            "alt": f"{n:.0f}번 모두 앞면일 확률은 {p**n:.4f}, 정보량은 {n * i:.2f}비트예요.",
            "n": f"{n:.0f}번",
        }
        for j, chance, amount in zip(k, chances, amounts, strict=True):
            told |= {chance: dict(height=p**j * (j <= n)), amount: dict(height=j * i * (j <= n))}
        return told

    return move, dict(
        title=title,
        description="같은 일이 여러 번 잇달아 일어날 확률은 곱해져 빠르게 줄고, 정보량은 한 번의 몫씩 더해져 곧게 늘어난다.",
        p=Slider("앞면의 확률 p", 0.25, 1, 0.01, 0.5),
        n=Slider("던진 횟수 n", 1, 8, 1, 3),
    )


def surprisal_strip(sentence, counts):
    """문장의 음절마다 정보량(비트)을 위에 적고, 놀라울수록 짙게 칠해요. `counts`는 음절의 도수."""
    total = sum(counts.values())
    bits = [(c, information(counts[c] / total) if "가" <= c <= "힣" else None) for c in sentence]
    spans = "".join(
        c if b is None else
        f'<ruby style="background:rgb(0 114 178 / {min(b, 16) / 20:.2f});padding:.1em .06em;border-radius:3px">{c}'
        f'<rt style="font-size:.45em;padding-bottom:.35em">{"∞" if np.isinf(b) else f"{b:.1f}"}</rt></ruby>' for c, b in bits)  # fmt: skip
    known = [b for _, b in bits if b is not None]
    text = f"{sentence}: 음절 {len(known)}개, 모두 {sum(known):.1f}비트".replace("inf", "∞")
    return Html(f'<p style="font-size:1.7em;line-height:2.1;max-width:640px">{spans}</p>', text)
