"""02 엔트로피의 연습."""

import numpy as np

from ..measures import entropy
from .grading import NAT, amount, cases, close, distribution, exercise

amount("2.1", 1.75, "½·1 + ¼·2 + ⅛·3 + ⅛·3 = 1.75비트예요.", [
    (1.75 * np.log(2), NAT), (2, "2비트는 넷이 고를 때예요. 확률을 곱해 평균을 내 보세요."),
    (9, "정보량을 그냥 더하셨어요. 확률을 곱해서 더해야 평균이 돼요."),
    (2.25, "넷을 똑같이 나눠 평균을 내셨어요. 확률이 평균의 무게예요.")])  # fmt: skip


@exercise("2.2", "엔트로피가 1비트예요. 한쪽으로 쏠린 만큼 넷이 둘처럼 되었어요.")
def _(answer):
    p = distribution(answer, 4)
    if (p == 0).any():
        return "확률이 0인 결과가 있어요. 네 결과가 모두 나올 수 있게 해 주세요."
    h = float(entropy(p))
    if close(h, 1):
        return None
    return f"지금은 {h:.3f}비트예요. {'가장 큰 확률을 더 키워' if h > 1 else '가장 큰 확률을 조금 줄여'} 보세요."


@exercise("2.3", "평균 1.75번. 질문마다 답이 반반이라 엔트로피와 꼭 같아요.")
def _(answer):
    length, p = np.asarray(answer, float), np.array([0.5, 0.25, 0.125, 0.125])
    if length.shape != (4,):
        return "네 결과마다 질문 수를 담은 리스트로 답해 주세요. 예: [2, 2, 2, 2]"
    if (2.0**-length).sum() > 1 + 1e-9:
        return "그렇게 적은 질문으로는 넷을 가려낼 수 없어요. 1/2을 질문 수만큼 곱한 값들의 합이 1을 넘으면 안 돼요."
    if not np.isclose(length @ p, 1.75):
        return f"평균 {length @ p:.3f}번이 들어요. 흔한 것일수록 먼저 물어 보세요."
    return None


amount("2.4", 4, "4 대 4로 재면 세 답이 1/3씩이라 log₂ 3 = 1.585비트를 얻어요. 저울 한 번이 줄 수 있는 가장 큰 값이에요.", [
    (6, "6 대 6이면 기울거나 반대로 기울거나 둘뿐이라 1비트밖에 얻지 못해요. 평형이라는 셋째 답도 쓰세요."),
    (3, "3 대 3이면 평형이 1/2, 나머지가 1/4씩이라 1.5비트예요. 조금 더 얻을 수 있어요."),
    (5, "5 대 5이면 평형이 1/6로 드물어서 1.483비트예요. 세 답이 고를수록 좋아요.")])  # fmt: skip


@exercise("2.5", "0이 있어도, 확실해도, 여러 줄이어도 맞아요. −0.0도 없어요.")
def _(function):
    return cases(
        function,
        (([0.5, 0.5],), 1.0, "공정한 동전이에요."),
        (([0.5, 0.25, 0.125, 0.125],), 1.75, "확률을 곱해 더했는지 보세요."),
        (([0.5, 0.5, 0.0],), 1.0, "0·log 0은 0이에요. log₂ 안에서 0만 1로 바꿔 보세요."),
        (([1.0, 0.0],), 0.0, "−0.0이라면 −Σ p log₂ p 대신 Σ p log₂(1/p)로 써 보세요."),
        (
            ([[0.5, 0.5], [1.0, 0.0]],),
            np.array([1.0, 0.0]),
            "여러 줄이면 줄마다 하나씩 나와야 해요. sum(axis=-1)을 써 보세요.",
        ),
    )


@exercise("2.6", "네 무게가 같을 때 log₂ 4 = 2비트로 가장 커요.")
def _(scene):
    h = float(entropy(np.array(scene.w) / np.sum(scene.w)))
    return None if h > 2 - 1e-3 else f"지금은 {h:.3f}비트예요. 더 커질 수 있어요. 네 사각형의 높이를 견주어 보세요."
