"""07 상호정보량의 연습."""

import numpy as np

from ..measures import binary_entropy, mutual_information
from .grading import NAT, amount, cases, close, exercise

LEFT = binary_entropy(0.2)

amount("7.1", 1 - LEFT, "세 식이 모두 0.278비트예요. 하나를 알면 다른 하나가 그만큼 덜 불확실해져요.", [
    (1, "그건 H(X)예요. H(Y)에서 H(Y|X)를 빼 보세요."), (LEFT, "그건 H(Y|X), 알고도 남는 몫이에요. 1비트에서 빼 보세요."),
    (1 + LEFT, "그건 H(X,Y)예요. H(X) + H(Y)에서 빼 보세요."), ((1 - LEFT) * np.log(2), NAT)])  # fmt: skip


@exercise("7.2", "하나만 알면 0비트, 둘을 함께 알면 1비트. 따로는 아무것도 모르지만 함께라면 다 알아요.")
def _(answer):
    one, both = (float(v) for v in answer)
    if (one, both) == (1, 0):
        return "차례가 바뀌었어요. (I(X;Z), I(X,Y;Z))로 답해 주세요."
    if not abs(one) < 1e-6:
        return f"I(X;Z)는 {one:g}비트가 아니에요. X가 0일 때와 1일 때 Z의 분포를 견주어 보세요."
    if close(both, np.log(2)):
        return NAT
    if close(both, 2):
        return "2비트는 H(X,Y)예요. Z는 1비트짜리라서 그보다 많이 함께 알 수는 없어요."
    return None if close(both, 1) else f"I(X,Y;Z)는 {both:g}비트가 아니에요. 둘을 다 알면 Z에 남는 것이 있나요?"


D2L = mutual_information([[0.1, 0.5], [0.1, 0.3]])

amount("7.3", D2L, "0.0074비트, 거의 독립이에요. 주변 분포를 표에서 구하면 어긋날 수가 없어요.", [
    (0.7195, "표의 것이 아닌 주변 분포로 나눈 값이에요. 표의 줄과 칸을 더해 주변 분포를 구해 보세요."),
    (D2L * np.log(2), NAT), (0.0051, NAT), (0, "거의 0이지만 꼭 0은 아니에요. 네 칸의 몫을 모두 더해 보세요."),
    (0.971, "그건 H(X)예요. 상호정보량은 훨씬 작아요."), (1.685, "그건 H(X,Y)예요. H(X) + H(Y)에서 빼 보세요.")])  # fmt: skip


@exercise("7.4", "참값은 0인데 평균 0.28비트쯤 나와요. 50번으로 25칸을 채우면 우연한 무늬가 생겨요.")
def _(answer):
    value = float(answer)
    if 0.255 <= value <= 0.30:
        return None
    if close(value, 0):
        return "참값은 0이 맞아요. 물은 것은 50번만 세어 잰 값의 평균이에요."
    if 0.22 <= value <= 0.24:
        return "근사식의 값이에요. n이 작아서 실제로는 이보다 조금 커요. 모의실험으로 재어 보세요."
    if 0.18 <= value <= 0.21:
        return NAT
    return f"{value:g}비트는 아니에요. 독립인 표에서 50번 뽑아 재기를 여러 번 하고 평균을 내 보세요."


SCORES = np.array([[2.0, 0, 0], [0, 1, 0], [0, 0, 3]])


@exercise("7.5", "짝을 정답으로 하는 교차 엔트로피, F.cross_entropy(scores, torch.arange(N))과 같은 값이에요.")
def _(function):
    def truth(scores):
        return np.mean(np.log(np.exp(scores).sum(axis=1)) - np.diag(scores)).item()

    return cases(
        function,
        ((np.zeros((4, 4)),), np.log(4).item(), "점수가 모두 같으면 넷 가운데 하나를 찍는 셈이라 ln 4나트예요. 합 대신 평균인지, 밑이 e인지 보세요."),
        ((SCORES,), truth(SCORES), "정답은 대각선이에요. 줄마다 softmax를 취하고 대각선의 확률에 −ln을 취해 평균해 보세요."),
        ((SCORES + [[0, 2, 0]] * 3,), truth(SCORES + [[0, 2, 0]] * 3), "칸이 아니라 줄을 따라(axis=1) softmax를 취해 보세요."),
        ((SCORES + 1000,), truth(SCORES), "점수가 크면 exp가 넘쳐요. 줄마다 가장 큰 점수를 먼저 빼 보세요."),
    )  # fmt: skip


@exercise("7.6", "ρ = ±0.87에서 1비트예요. 상관이 0.5일 때는 0.2비트밖에 안 되었지요.")
def _(scene):
    bits = -np.log2(1 - scene.rho**2) / 2
    if abs(bits - 1) < 0.03:
        return None
    if close(bits * np.log(2), 1):
        return "1나트에 맞추셨어요. 1비트는 0.693나트예요."
    return (
        f"지금은 ρ = {scene.rho:.2f}, {bits:.3f}비트예요. ρ를 {'0에서 멀리' if bits < 1 else '0 쪽으로'} 옮겨 보세요."
    )
