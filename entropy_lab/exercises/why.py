"""00 왜 엔트로피인가의 연습."""

import numpy as np

from ..measures import cross_entropy, entropy, softmax
from .grading import amount, distribution, exercise

A, B = [0.98, 0.01, 0.01], [0.34, 0.33, 0.33]
MOST = float(np.log(3))
SHARES = entropy(np.array([A, B]), base=np.e) / MOST


@exercise(
    "0.1",
    "model_A는 최대의 10퍼센트, model_B는 거의 100퍼센트예요. 고를 것의 수가 달라도 이렇게 나누면 견줄 수 있어요.",
)
def _(answer):
    pair = np.asarray(answer, float)
    if pair.shape != (2,):
        return "(model_A의 값, model_B의 값)처럼 두 수로 답해 주세요."
    traps = [
        (SHARES[::-1], "두 모델의 자리가 바뀌었어요. model_A를 앞에 적어 주세요."),
        (SHARES * MOST, "그건 아직 나누지 않은 엔트로피(나트)예요. 셋이 고를 때의 엔트로피로 나눠 보세요."),
        (SHARES * np.log2(3), "그건 비트로 잰 엔트로피예요. 같은 단위로 잰 최대로 나눠야 단위가 사라져요."),
        (1 - SHARES, "그건 최대에서 모자란 몫이에요. 엔트로피를 최대로 나눠 보세요."),
    ]
    if np.allclose(pair, SHARES, atol=0.006):
        return None
    if np.allclose(pair / 100, SHARES, atol=0.006):
        return "퍼센트로 적으셨어요. 최대를 1로 보고 0부터 1까지의 수로 답해 주세요."
    for wrong, why in traps:
        if np.allclose(pair, wrong, atol=0.006):
            return why
    return f"{pair[0]:g}와 {pair[1]:g}은(는) 아니에요. 엔트로피를 [1/3, 1/3, 1/3]의 엔트로피로 나눈 값이에요."


@exercise("0.2", "엔트로피는 작은데 손실은 커요. 확신에 차서 틀린, 가장 위험한 예측이에요.")
def _(scene):
    q = softmax([scene.cat, scene.dog, scene.bird])
    h, loss = entropy(q, base=np.e), cross_entropy(np.eye(3)[scene.answer], q, base=np.e)
    if h < 0.2 and loss > 4:
        return None
    now = f"지금은 엔트로피 {h:.2f}나트, 손실 {loss:.2f}나트예요."
    if h >= 0.2:
        return f"{now} 먼저 한 동물의 점수만 높여 확신하게 만들어 보세요."
    if q[scene.answer] == q.max():
        return f"{now} 맞혔네요! 정답 단추를 다른 동물로 바꿔 보세요."
    return f"{now} 방향은 맞아요. 가장 높은 점수를 올리거나 정답의 점수를 내려 보세요."


amount("0.3", MOST - entropy(A, base=np.e), "1.0986 − 0.1119 = 0.9867나트. 모두 똑같이 본 예측에서 이만큼 멀어요. 이 거리는 4권에서 쿨백-라이블러 발산이라는 이름으로 다시 만나요.", [
    (entropy(A, base=np.e), "그건 model_A의 엔트로피예요. 최대에서 이 값을 빼 보세요."), (MOST, "그건 최대예요. 여기에서 model_A의 엔트로피를 빼 보세요."),
    (MOST + entropy(A, base=np.e), "더하지 말고 빼 보세요."), (entropy(A, base=np.e) - MOST, "차례를 바꿔서 빼 보세요. 최대가 더 커요."),
    (np.log2(3) - entropy(A), "비트로 재셨어요. base=np.e를 넣으면 나트가 나와요."), (SHARES[0], "그건 나눈 값이에요. 이번에는 빼 보세요.")])  # fmt: skip


@exercise("0.4", "[0.04, 0.04, 0.84, 0.04, 0.04]. 남겨 둔 0.2를 다섯 곳에 0.04씩, 정답 자리에도 나눠요.")
def _(answer):
    target = np.asarray(answer, float)
    if target.shape == (5,) and np.allclose(target, [0.04, 0.04, 0.8, 0.04, 0.04]):
        return "합이 0.96이에요. 정답 자리도 제 몫 0.04를 받아요."
    p = distribution(answer, 5)
    if np.allclose(p, [0.04, 0.04, 0.84, 0.04, 0.04]):
        return None
    if p.max() == 1:
        return "아직 한 곳에 1을 다 걸었어요. 0.2를 떼어 고르게 나눠 보세요."
    if np.allclose(p, [0.05, 0.05, 0.8, 0.05, 0.05]):
        return "0.2를 정답이 아닌 네 곳에만 나누셨어요. 다섯 곳에 고르게 나눠 보세요."
    if np.allclose(p, 0.2):
        return "다섯이 똑같으면 정답이 무엇인지 사라져요. 1에서 0.2만 떼어 나눠 보세요."
    if p.argmax() != 2:
        return "가장 큰 확률이 셋째 자리에 있어야 해요. 번호는 0부터 세요."
    return "1에서 0.2를 떼고, 떼어 낸 0.2를 다섯 곳에 똑같이 나눠 보세요."


@exercise("0.5", "정답에 준 확률이 0.6, 0.34, 0.1이라서 가, 다, 나의 차례예요. 확신하고 틀린 나의 손실이 가장 커요.")
def _(answer):
    order = "".join(answer)
    if sorted(order) != sorted("가나다"):
        return "세 이름을 한 번씩만 적어 주세요. 예: ['가', '나', '다']"
    return {
        "가다나": None,
        "나가다": "그건 엔트로피가 작은 차례예요. 손실은 정답에 준 확률만 봐요.",
        "나다가": "손실이 큰 것부터 적으셨어요. 작은 것부터 적어 주세요.",
        "다가나": "다는 정답에 0.34만 주었어요. 0.6을 준 가의 손실이 더 작아요.",
        "다나가": "나는 정답에 0.1만 주었어요. 손실이 가장 커요.",
        "가나다": "나는 정답에 0.1을, 다는 0.34를 주었어요. 둘의 차례를 다시 보세요.",
    }[order]
