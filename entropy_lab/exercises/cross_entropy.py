"""04 교차 엔트로피의 연습."""

import numpy as np

from ..measures import cross_entropy, entropy, information, kl_divergence, softmax
from .grading import NAT, amount, cases, exercise

GIVEN = np.array([0.85, 0.25, 0.03])  # what the three predictions of the lesson give to the right class
THREE = information(GIVEN, base=np.e)


def numbers(answer, truth, traps, unknown):
    """수 여럿을 담은 답: 맞으면 None, 흔한 오답이면 그 까닭, 아니면 unknown."""
    got = np.asarray(answer, float)
    if got.shape != np.shape(truth):
        return f"수 {len(truth)}개를 담은 리스트로 답해 주세요."
    for wrong, why in [(truth, None), *traps]:
        if np.allclose(got, wrong, rtol=0, atol=0.006):
            return why
    return unknown


@exercise("4.1", "0.16, 1.39, 3.51나트. 정답에 준 확률의 정보량만 남아요.")
def _(answer):
    return numbers(answer, THREE, [
        (information(GIVEN), "비트로 셈하신 것 같아요. 나트로 답하려면 np.log를 써요."),
        (-THREE, "부호를 보세요. 확률의 로그는 음수라서 앞에 빼기를 붙여요."),
        (GIVEN, "그건 정답에 준 확률이에요. 여기에 −ln을 취해 보세요."),
        (information([0.05, 0.25, 0.05], base=np.e), "둘째 확률을 보셨어요. 번호는 0부터 세니 클래스 2는 셋째예요."),
    ], "정답 클래스 2에 준 확률은 0.85, 0.25, 0.03이에요. 하나씩 −ln을 취해 보세요.")  # fmt: skip


P, Q = [0.5, 0.5], [0.25, 0.75]
amount("4.2", kl_divergence(P, Q), "1.2075 − 1 = 0.2075비트. q로 적느라 이만큼 더 들어요.", [
    (kl_divergence(Q, P), "p와 q를 바꾸셨어요. 평균을 낼 때의 확률은 정답 p예요."), (cross_entropy(P, Q), "그건 H(p, q)예요. 여기에서 H(p)를 빼 보세요."),
    (entropy(P), "그건 H(p)예요. H(p, q)에서 이 값을 빼 보세요."), (kl_divergence(P, Q, base=np.e), NAT), (-kl_divergence(P, Q), "빼는 차례를 바꿔 보세요. KL 발산은 음수가 되지 않아요.")])  # fmt: skip

amount("4.3", 0.7, "q = 0.7. 관측한 비율을 그대로 믿는 것이 가능도를 가장 크게 해요.", [
    (0.5, "공정한 동전이라고 미리 정하지 마세요. 열 번의 결과만 봐요."), (0.3, "그건 뒷면의 비율이에요."), (7, "횟수가 아니라 확률로 답해 주세요."),
    (1, "q = 1이면 뒷면 세 번의 손실이 무한대예요."), (2 / 3, "앞뒤를 한 번씩 더한 (7 + 1)/(10 + 2)이네요. 아무것도 보태지 말고 열 번만 봐요.")])  # fmt: skip


@exercise("4.4", "로짓이 10,000이어도, 여러 줄이어도 맞아요. 가장 큰 로짓을 먼저 빼면 exp가 넘치지 않아요.")
def _(function):
    def truth(z):
        z = np.array(z) - np.max(z, axis=-1, keepdims=True)
        return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))

    hints = [
        ([2.0, 1.0, 0.5], "z − log Σ exp(z)예요."),
        ([[2.0, 1.0], [0.0, 3.0]], "여러 줄이면 줄마다 따로 더해요. axis=-1과 keepdims=True를 써 보세요."),
        ([1e4, 9999.0, 0.0], "exp(10,000)이 넘치거나 log 0이 나왔어요. 가장 큰 로짓을 먼저 빼고, 소프트맥스를 거치지 말고 셈해 보세요."),
    ]  # fmt: skip
    with np.errstate(all="ignore"):
        return cases(function, *(((np.array(z),), truth(z), why) for z, why in hints))


PREDICTED, ONE_HOT = np.array([0.9, 0.05, 0.03, 0.02]), np.eye(4)[2]


@exercise("4.5", "[0.9, 0.05, −0.97, 0.02]. 정답의 로짓은 올리고 나머지는 내리라고 말해요. 모두 더하면 0이에요.")
def _(answer):
    return numbers(answer, PREDICTED - ONE_HOT, [
        (ONE_HOT - PREDICTED, "부호가 반대예요. 기울기는 예측에서 정답을 뺀 값이에요."),
        (PREDICTED, "정답을 아직 빼지 않았어요."),
        (PREDICTED - np.eye(4)[1], "번호는 0부터 세요. 클래스 2는 셋째예요."),
        (-ONE_HOT / PREDICTED, "그건 확률에 대한 기울기 −y/q예요. 로짓에 대한 기울기를 물었어요."),
    ], "소프트맥스의 확률에서 원-핫 정답을 자리마다 빼 보세요.")  # fmt: skip


@exercise("4.6", "T가 1.4와 1.5 사이일 때 1나트예요. 온도를 올리면 엔트로피는 쉬지 않고 커져요.")
def _(scene):
    if not np.allclose(scene.z, [2, 1, 0.5]):
        return f"로짓은 [2, 1, 0.5]로 두고 온도만 움직여 주세요. 지금 로짓은 {scene.z}예요."
    h = entropy(softmax(scene.z, temperature=scene.T), base=np.e)
    if abs(h - 1) < 0.01:
        return None
    return f"지금은 T = {scene.T:.1f}, {h:.3f}나트예요. 온도를 {'내려' if h > 1 else '올려'} 보세요."


@exercise("4.7", "z₃ = 0.1이에요. 로짓을 0.5로 고치면서 주석은 그대로 둔 것으로 보여요.")
def _(scene):
    q = softmax([2, 1, scene.third])
    if abs(scene.third - 0.1) < 0.01:
        return None
    return f"지금은 z₃ = {scene.third:.2f}, 셋째 확률 {q[2]:.3f}이에요. 막대가 틀보다 {'높으니 내려' if q[2] > 0.099 else '낮으니 올려'} 보세요."


@exercise("4.8", "무게가 7 : 2 : 1이라 q가 p와 같아요. 교차 엔트로피에는 H(p)만 남아요.")
def _(scene):
    if scene.target != 0:
        return "정답 p를 [0.7, 0.2, 0.1]로 골라 주세요."
    q = np.array(scene.w) / np.sum(scene.w)
    kl = kl_divergence([0.7, 0.2, 0.1], q)
    if kl < 1e-3:
        return None
    far = ["첫째", "둘째", "셋째"][int(np.argmax(np.abs(q - [0.7, 0.2, 0.1])))]
    return f"지금 KL 발산은 {kl:.3f}비트예요. {far} 막대가 파란 틀에서 가장 멀어요."
