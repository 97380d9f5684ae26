"""00 왜 엔트로피인가의 장면: 확신과 정답을 두 축으로 나눠 보는 그림."""

import numpy as np
from matplotlib.patches import Rectangle

from ..figures import headline, note
from ..measures import cross_entropy, entropy, softmax
from ..scene import Choice, Slider
from ..style import INK, MODEL, MUTED, OTHER, SPINE, TINT, TRUTH
from .parts import chosen, heights, scene, three

ANIMALS = ("고양이", "개", "새")
VERDICTS = {  # (열, 행): 확신이면 0열, 맞으면 1행
    (0, 1): ("알고 맞혔다", OTHER),
    (1, 1): ("망설이다 맞혔다", OTHER),
    (0, 0): ("큰소리치고 틀렸다", MODEL),
    (1, 0): ("망설이다 틀렸다", MODEL),
}


@scene
def confidence(fig):
    title = "확신하는 것과 맞는 것은 다른 일이다"
    _, doubt, _, penalty = headline(fig, title, "예측의 엔트로피 ", ("", INK), "      정답과 견준 손실 ", ("", MODEL))
    left, columns = three(fig, "파란 틀이 정답", "예측한 확률", ANIMALS, (0.072, 0.135, 0.32, 0.595))
    right_answer = left.add_patch(Rectangle((0, 0), 0.72, 1, fc="none", ec=TRUTH, lw=1.8, clip_on=False))

    table = fig.add_axes((0.53, 0.40, 0.44, 0.33), xlim=(0, 2), ylim=(0, 2))
    table.axis("off")
    cells = {}
    for (c, r), (verdict, color) in VERDICTS.items():
        cells[c, r] = table.add_patch(Rectangle((c, r), 1, 1, fc=color, alpha=2 * TINT[color], lw=0))
        table.add_patch(Rectangle((c, r), 1, 1, fc="none", ec=SPINE, lw=0.9, clip_on=False))
        table.text(c + 0.5, r + 0.5, verdict, ha="center", va="center", size=10)
    for xy, name in [((0.5, 2), "확신"), ((1.5, 2), "망설임")]:
        note(table, xy, name, MUTED, (0, 5), "center", "bottom")
    for xy, name in [((0, 1.5), "맞음"), ((0, 0.5), "틀림")]:
        note(table, xy, name, MUTED, (-6, 0), "right")

    ruler = fig.add_axes((0.53, 0.135, 0.44, 0.17), xlim=(0, 7), ylim=(-0.6, 1.6))
    ruler.set(xticks=range(8), yticks=[1, 0], yticklabels=["엔트로피", "손실"], xlabel="막대의 길이 (나트)")
    ruler.tick_params(axis="y", length=0)
    lengths = [
        ruler.add_patch(Rectangle((0, y - 0.3), 0, 0.6, fc=c, alpha=0.75, lw=0)) for y, c in [(1, INK), (0, MODEL)]
    ]

    def move(cat, dog, bird, answer):
        q, p = softmax(np.stack([cat, dog, bird])), chosen(np.eye(3), answer)
        h, loss = entropy(q, base=np.e), cross_entropy(p, q, base=np.e)
        sure, hit = h < np.log(3) / 2, (p * q).sum() >= q.max()
        told = heights(columns, q)
        told |= {
            right_answer: dict(x=answer - 0.36),
            lengths[0]: dict(width=h),
            lengths[1]: dict(width=loss),
            doubt: dict(text=f"{h:.2f}나트"),
            penalty: dict(text=f"{loss:.2f}나트"),
            "alt": f"예측은 고양이 {q[0]:.2f}, 개 {q[1]:.2f}, 새 {q[2]:.2f}이고, 엔트로피는 {h:.2f}나트, 손실은 {loss:.2f}나트예요.",
        }
        for (c, r), cell in cells.items():
            told[cell] = dict(visible=(sure == 1 - c) * (hit == r))
        return told

    return move, dict(
        title=title,
        description="왼쪽은 세 동물에 걸어 둔 확률과 파란 틀로 두른 정답. 오른쪽 위는 확신과 망설임, 맞음과 틀림으로 나눈 네 칸이고, 엔트로피가 최대의 절반보다 작으면 확신이다. 아래는 엔트로피와 손실을 길이로 견준 막대다.",
        cat=Slider("고양이 점수", 0, 6, 0.1, 4.6),
        dog=Slider("개 점수", 0, 6, 0.1, 0),
        bird=Slider("새 점수", 0, 6, 0.1, 0),
        answer=Choice("정답", ANIMALS),
    )
