"""00 왜 엔트로피인가: 장면, 연습, 바로잡기."""

import numpy as np

from ..draw import (
    Box,
    along,
    at,
    chosen,
    dot,
    frame,
    headline,
    heights,
    hide,
    line,
    moving,
    note,
    panels,
    pillar,
    put,
    reads,
    three,
    tile,
)
from ..measures import cross_entropy, entropy, softmax
from ..palette import INK, MODEL, MUTED, OTHER, SPINE, TINT, TRUTH
from ..quiz.answers import names
from ..quiz.grading import amount, by_hand, exercise, smoothed
from ..scene import Choice, Slider
from .ledger import correction

ANIMALS, MOST = ("고양이", "개", "새"), np.log(3)
VERDICTS = {  # (열, 행): 확신이면 0열, 맞으면 1행
    (0, 1): ("알고 맞혔다", OTHER),
    (1, 1): ("망설이다 맞혔다", OTHER),
    (0, 0): ("큰소리치고 틀렸다", MODEL),
    (1, 0): ("망설이다 틀렸다", MODEL),
}


@moving(
    "정답을 바꾸면 어느 막대가 움직일까?",
    "왼쪽은 세 동물에 걸어 둔 확률과 파란 틀로 두른 정답. 오른쪽 위는 확신과 망설임, 맞음과 틀림으로 나눈 네 칸이고, 엔트로피가 가장 큰 값의 절반인 0.55나트보다 작으면 확신이다. 아래는 엔트로피와 손실을 길이로 견준 막대다.",
    cat=Slider("고양이 점수", 0, 6, 0.1, 2),
    dog=Slider("개 점수", 0, 6, 0.1, 1),
    bird=Slider("새 점수", 0, 6, 0.1, 0),
    answer=Choice("정답", ANIMALS),
)
def confidence(fig):
    doubt, penalty = headline(fig, "예측의 엔트로피 ", INK, "      정답과 견준 손실 ", MODEL)
    left, table, ruler = panels(
        fig,
        Box("파란 틀이 정답", "예측한 확률", share=42, tall=120),
        [Box(bare=True, share=58, tall=100, left=44, head=33.12), Box("막대의 길이 (나트)", tall=49, left=44)],
    )
    columns, truth = three(left, ANIMALS), frame(left, 0, 0, 0.72, 1)
    table.set(xlim=(0, 2), ylim=(0, 2))
    cells = {}
    for (c, r), (verdict, color) in VERDICTS.items():
        cells[c, r] = tile(table, c, 1.17 * r, 1, 0.83, color, 2 * TINT[color])
        frame(table, c, 1.17 * r, 1, 0.83, SPINE, 0.9)
        note(table, (c + 0.5, 1.17 * r + 0.415), verdict, at=(0, 0), ha="center", small=True)
    for x, name in [(0.5, "확신: 0.55나트 아래"), (1.5, "망설임")]:
        note(table, (x, 2), name, MUTED, (0, 5), "center", "bottom", small=True)
    for y, name in [(1.585, "맞음"), (0.415, "틀림")]:
        note(table, (0, y), name, MUTED, (-6, 0), "right")
    tied = note(table, (1.5, 1), "비겨서 고르지 못했다", MODEL, (0, 0), "center", small=True)
    ruler.set(xlim=(0, 7), ylim=(-0.6, 1.6), xticks=range(8), yticks=[1, 0], yticklabels=["엔트로피", "손실"])
    ruler.tick_params(axis="y", length=0)
    lengths = [tile(ruler, 0, y - 0.3, 0, 0.6, color, 0.75) for y, color in [(1, INK), (0, MODEL)]]

    def move(cat, dog, bird, answer):
        q, p = softmax(np.stack([cat, dog, bird])), chosen(np.eye(3), answer)
        h, loss = entropy(q, base=np.e), cross_entropy(p, q, base=np.e)
        sure, own, best = h < MOST / 2, (p * q).sum(), (q * (1 - p)).max()
        told = heights(columns, q) | put(truth, x=answer - 0.36)
        told |= put(lengths[0], width=h) | put(lengths[1], width=loss)
        told |= reads(doubt, f"{h:.2f}나트") | reads(penalty, f"{loss:.2f}나트")
        for (c, r), cell in cells.items():
            told |= put(cell, visible=(sure == 1 - c) * (own > best if r else own < best))
        alt = f"예측이 고양이 {q[0]:.2f}, 개 {q[1]:.2f}, 새 {q[2]:.2f}일 때 엔트로피는 {h:.2f}나트, 손실은 {loss:.2f}나트예요."
        return told | put(tied, visible=own == best) | dict(alt=alt)

    return move


CITIES = {"사막": [1, 0, 0], "바닷가": [0.7, 0.2, 0.1], "산골": [1 / 3] * 3}


@moving(
    "고르게 나뉠수록 자의 오른쪽 끝에 다가간다",
    "왼쪽은 내일이 맑을, 흐릴, 비가 올 확률. 오른쪽은 0에서 1.10나트까지의 자이고, 사막은 0, 바닷가는 0.80, 산골은 1.10나트 자리에 있다.",
    sun=Slider("맑음의 무게", 1, 10, 1, 7),
    cloud=Slider("흐림의 무게", 0, 10, 1, 2),
    rain=Slider("비의 무게", 0, 10, 1, 1),
)
def cities(fig):
    (doubt,) = headline(fig, "내일 날씨의 엔트로피 ", INK)
    left, ruler = panels(fig, Box("", "확률", share=42), Box("엔트로피 (나트)", share=58, tall=110, left=16))
    columns = three(left, ("맑음", "흐림", "비"))
    ruler.set(xlim=(0, MOST), ylim=(0, 1), xticks=[0, MOST / 2, MOST], xticklabels=["0", "0.55", "1.10"])
    hide(ruler, "left")
    for (city, forecast), y, side in zip(CITIES.items(), [0.9, 0.6, 0.9], [8, -8, -8], strict=True):
        h = entropy(forecast, base=np.e)
        line(ruler, SPINE, [h, h], [0, y], 0.9)
        dot(ruler, h, y, TRUTH)
        note(ruler, (h, y), city, at=(side, 0), ha="left" if side > 0 else "right")
    length, now = pillar(ruler, INK, clip_on=False), dot(ruler)

    def move(sun, cloud, rain):
        w = np.stack([sun, cloud, rain])
        h = entropy(w / w.sum(), base=np.e)
        told = heights(columns, w / w.sum()) | along(length, [0, h], [0, 0]) | at(now, h, 0)
        return told | reads(doubt, f"{h:.2f}나트") | dict(alt=f"내일 날씨의 엔트로피는 {h:.2f}나트예요.")

    return move


# -- 연습 --------------------------------------------------------------------------------------------
SURE = [0.98, 0.01, 0.01]
OWN, RIGHT, WRONG = entropy(SURE, base=np.e), *cross_entropy(np.eye(3)[:2], [SURE] * 2, base=np.e)
SHARES = entropy([SURE, [0.34, 0.33, 0.33]], base=3)  # 밑이 3이면 가장 큰 값이 1이에요

amount("0.1", SHARES, "비율", "10퍼센트와 거의 100퍼센트예요. 나누면 고를 것의 수가 달라도 견줄 수 있어요.")(
    (..., "두 모델의 엔트로피를 [1/3, 1/3, 1/3]의 엔트로피로 나눠 보세요."),
    (SHARES[::-1], "두 모델의 자리가 바뀌었어요. model_A를 앞에 적어 주세요."),
    (SHARES * MOST, "그건 아직 나누지 않은 엔트로피(나트)예요. 셋이 고르게 나뉠 때의 엔트로피로 나눠 보세요."),
    (SHARES * np.log2(3), "그건 비트로 잰 엔트로피예요. 같은 단위로 잰 최대로 나눠야 단위가 사라져요."),
    (1 - SHARES, "그건 최대에서 모자란 만큼이에요. 엔트로피를 최대로 나눠 보세요."),
)


@by_hand("0.2", "confidence", "엔트로피는 작은데 손실은 커요. 확신에 차서 틀린, 가장 위험한 예측이에요.")
def _(cat, dog, bird, answer):
    q = softmax([cat, dog, bird])
    h, loss = entropy(q, base=np.e), cross_entropy(np.eye(3)[answer], q, base=np.e)
    now = f"지금은 엔트로피 {h:.2f}나트, 손실 {loss:.2f}나트예요."
    if h >= 0.2:
        return f"{now} 먼저 한 동물의 점수만 높여 확신하게 만들어 보세요."
    if q[answer] == q.max():
        return f"{now} 정답에 가장 많이 걸었어요. 정답 단추를 다른 동물로 바꿔 보세요."
    return None if loss > 4 else f"{now} 방향은 맞아요. 가장 높은 점수를 올리거나 정답의 점수를 내려 보세요."


amount(
    "0.3",
    0.9 * RIGHT + 0.1 * WRONG,
    "나트",
    "0.4787나트. 각오한 0.11나트의 네 배가 넘어요. 과신한 만큼 더 받은 벌점이에요.",
)(
    (OWN, "그건 각오한 벌점이에요. 실제로 맞히는 비율 0.9와 틀리는 비율 0.1을 곱해 더해 보세요."),
    (RIGHT, "그건 맞혔을 때의 벌점이에요. 틀렸을 때의 벌점도 함께 평균해 보세요."),
    (WRONG, "그건 틀렸을 때의 벌점이에요. 맞혔을 때의 벌점도 함께 평균해 보세요."),
    ((RIGHT + WRONG) / 2, "반반으로 평균하셨어요. 맞히는 일은 열에 아홉 번이에요."),
    (0.1 * RIGHT + 0.9 * WRONG, "비율이 서로 바뀌었어요. 맞히는 것이 0.9예요."),
    (RIGHT + WRONG, "더하기만 하셨어요. 저마다 일어나는 비율을 곱해 더해 보세요."),
)
smoothed("0.4", 2, 5, 0.2, "[0.04, 0.04, 0.84, 0.04, 0.04]. 남겨 둔 0.2를 다섯 곳에 0.04씩, 정답 자리에도 나눠요.")


@exercise("0.5", names, "정답에 준 확률이 0.6, 0.34, 0.1의 차례예요. 확신하고 틀린 나의 손실이 가장 커요.")
def _(order):
    return {
        "가다나": None,
        "나가다": "그건 엔트로피가 작은 차례예요. 손실은 정답에 준 확률만 봐요.",
        "나다가": "손실이 큰 것부터 적으셨어요. 작은 것부터 적어 주세요.",
        "다가나": "다는 정답에 0.34만 주었어요. 0.6을 준 가의 손실이 더 작아요.",
        "다나가": "나는 정답에 0.1만 주었어요. 손실이 가장 커요.",
        "가나다": "나는 정답에 0.1을, 다는 0.34를 주었어요. 둘의 차례를 다시 보세요.",
    }.get("".join(order).replace(" ", ""), "세 이름을 한 번씩만 적어 주세요. 예: ['가', '나', '다']")


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E01", "A", "왜 배워야 하나요", "교차 엔트로피 손실이 예측의 “불확실성”을 잰다고 답해요.")
def _():
    return (
        f"손실은 정답을 알아야 계산할 수 있어요. 예측 {SURE}의 엔트로피는 정답이 무엇이든 {OWN:.4f}나트인데, "
        f"손실은 첫째가 정답이면 {RIGHT:.4f}나트, 둘째가 정답이면 {WRONG:.4f}나트예요."
    )


@correction(
    "E31", "거둠", "선수지식과 다음 단계", "선수지식, 다음 단계, 그림을 빗금으로 시작하는 사이트 안의 주소로 가리켜요."
)
def _():
    return (
        "사이트 안에서는 13곳 모두 제자리로 이어져요. 노트북으로 옮길 때에만 열리지 않으니 틀린 것이 아니라서 "
        "거뒀어요. 이 코스는 선수지식을 00권에서 되짚고, 그림은 코드로 다시 그려요."
    )
