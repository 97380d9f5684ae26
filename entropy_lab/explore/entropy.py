"""02 엔트로피의 장면: 넓이로 보는 엔트로피, 스무고개, 묶어 보내는 부호."""

import numpy as np
from matplotlib.patches import Rectangle

from ..codes import blocks, huffman
from ..figures import headline, note, panel, quarters
from ..measures import entropy, information
from ..scene import Choice, Slider
from ..style import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TRUTH
from .parts import bars, chosen, scene, words


@scene
def code_lengths(fig):
    title = "엔트로피는 넓이다: 폭은 확률, 높이는 정보량"
    _, total, _ = headline(fig, title, "넓이의 합 $H(X)$ ", ("", INK), "   (네 결과가 똑같으면 2비트)")
    ax = panel(fig, "확률 (폭의 합은 언제나 1)", "정보량 (비트)")
    ax.set(xlim=(0, 1), ylim=(0, 6), yticks=range(7))
    quarters(ax.xaxis)
    colors = (TRUTH, MODEL, OTHER, SHARED)
    boxes = [ax.add_patch(Rectangle((0, 0), 0, 0, fc=c, alpha=0.3, ec=c, lw=1.6)) for c in colors]
    names = [words(ax, c, color=color, ha="center") for c, color in zip("가나다라", colors, strict=True)]
    mean = ax.plot([], [], color=INK, lw=1.1, dashes=(4, 3))[0]

    def move(w):
        p = w / w.sum()
        height, left = information(p), np.cumsum(p) - p
        h = entropy(p)
        told = {
            total: dict(text=f"= {h:.3f}비트"),
            mean: dict(data=([0, 1], [h, h])),
            "alt": f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}, {p[3]:.2f}이고 엔트로피는 {h:.3f}비트예요.",
        }
        for j in range(4):
            told[boxes[j]] = dict(x=left[j], width=p[j], height=height[j])
            told[names[j]] = dict(position=(left[j] + p[j] / 2, 0.2), visible=p[j] > 0.04)
        return told

    return move, dict(
        title=title,
        description="결과마다 사각형 하나: 폭이 확률, 높이가 정보량이라 넓이의 합이 엔트로피다. 점선은 폭 1인 사각형으로 고르게 폈을 때의 높이, 곧 엔트로피다.",
        w=Slider("무게 {}", 1, 16, 1, [8, 4, 2, 2]),
    )


@scene
def questions(fig):
    title = "한 번 물을 때마다 후보가 절반으로 줄어든다"
    _, left, _, need = headline(fig, title, "남은 후보 ", ("", INK), "   →   남은 불확실성 ", ("", TRUTH))
    ax = fig.add_axes((0.03, 0.04, 0.94, 0.70))
    ax.set(xlim=(-0.6, 7.6), ylim=(-0.7, 3.7))
    ax.axis("off")
    cells = []
    for asked in range(4):
        y = 3 - asked
        note(
            ax,
            (-0.5, y + 0.44),
            ["묻기 전", "첫째 질문 뒤", "둘째 질문 뒤", "셋째 질문 뒤"][asked],
            MUTED,
            (0, 0),
            size=10,
        )
        for i in range(8):
            ax.add_patch(Rectangle((i - 0.42, y - 0.30), 0.84, 0.52, fc="none", ec=SPINE, lw=0.9))
            cells.append(
                (asked, i, ax.add_patch(Rectangle((i - 0.42, y - 0.30), 0.84, 0.52, fc=TRUTH, alpha=0.3, lw=0)))
            )
            ax.text(i, y - 0.04, str(i + 1), ha="center", va="center")

    def move(answer, asked):
        told = {
            left: dict(text=f"{2 ** (3 - asked):.0f}개"),
            need: dict(text=f"log₂ {2 ** (3 - asked):.0f} = {3 - asked:.0f}비트"),
            "alt": f"질문 {asked:.0f}번 뒤에 후보가 {2 ** (3 - asked):.0f}개 남았어요.",
            "answer": f"{answer:.0f}번",
            "asked": f"{asked:.0f}번",
        }
        for k, i, cell in cells:
            size = 2 ** (3 - k)
            told[cell] = dict(visible=(np.floor((answer - 1) / size) == i // size) * (k <= asked))
        return told

    return move, dict(
        title=title,
        description="후보 여덟 가운데 하나를 맞히는 스무고개. 질문마다 남은 후보가 8, 4, 2, 1로 반씩 줄고, 남은 불확실성은 3, 2, 1, 0비트가 된다.",
        answer=Slider("정답", 1, 8, 1, 5),
        asked=Slider("물은 횟수", 0, 3, 1, 1),
    )


SOURCES = {
    "[.9 .05 .03 .02]": [0.9, 0.05, 0.03, 0.02],
    "주사위": np.full(6, 1 / 6),
    "앞면 0.9 동전": [0.9, 0.1],
}


@scene
def block_codes(fig):
    title = "여러 개를 묶어 부호를 만들면 엔트로피에 다가간다"
    _, length, _, bound = headline(fig, title, "기호 하나에 ", ("", MODEL), "   ≥   $H$ ", ("", TRUTH))
    sizes = np.arange(1, 5)
    ax = panel(fig, "한 번에 묶은 기호 수", "기호 하나에 드는 비트")
    ax.set(xlim=(0.4, 4.6), ylim=(0, 3), xticks=sizes, yticks=range(4))
    means = np.array([[huffman(q) @ q / n for n in sizes for q in [blocks(p, n)]] for p in SOURCES.values()])
    limits = np.array([entropy(p) for p in SOURCES.values()])
    columns = bars(ax, sizes, 0.5, MODEL)
    floor = ax.plot([], [], color=TRUTH, lw=2.2)[0]
    roof = ax.plot([], [], color=SPINE, lw=0.9, dashes=(4, 3))[0]
    top = words(ax, "$H+1/n$보다는 짧다", color=MUTED, x=4.55, ha="right", size=10)
    x = np.round(np.linspace(0.6, 4.6, 41), 4)

    def move(n, source):
        mean, h = chosen(means, source), chosen(limits, source)
        told = {
            floor: dict(data=([0.4, 4.6], [h, h])),
            roof: dict(data=(x, h + 1 / x)),
            top: dict(position=(4.55, h + 0.42)),
            length: dict(text=f"{chosen(mean, n - 1):.3f}비트"),
            bound: dict(text=f"{h:.3f}비트"),
            "n": f"{n:.0f}개",
            "alt": f"{n:.0f}개씩 묶으면 기호 하나에 {chosen(mean, n - 1):.3f}비트, 엔트로피는 {h:.3f}비트예요.",
        }
        for j, column in enumerate(columns):
            told[column] = dict(height=mean[j] * (j + 1 <= n))
        return told

    return move, dict(
        title=title,
        description="허프만 부호가 기호 하나에 쓰는 비트 수를 묶음의 크기마다 막대로 그렸다. 파란 선이 엔트로피이고, 막대는 그 아래로 내려가지 못하며 H+1/n보다는 짧다.",
        n=Slider("묶음의 크기 n", 1, 4, 1, 1),
        source=Choice("무엇을 보낼까요", list(SOURCES)),
    )
