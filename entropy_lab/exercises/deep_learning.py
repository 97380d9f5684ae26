"""05 딥러닝에서 쓰기의 연습."""

import numpy as np

from ..explore.deep_learning import LOGITS, NOISY, REWARDS
from ..measures import entropy, smooth, softmax
from .grading import amount, distribution, exercise

BITS = "비트로 셈하신 것 같아요. 이 노트북은 PyTorch를 따라 나트로 재요."
ROWS = entropy([[0.95, 0.03, 0.02], [0.35, 0.35, 0.3], [1, 0, 0]], base=np.e)
FLOORS = {K: entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10)}

amount("5.1", ROWS.mean(), "(0.2322 + 1.0961 + 0) ÷ 3 = 0.4428나트. 묶음의 엔트로피는 줄마다 재어 평균해요.", [
    (ROWS.sum(), "세 줄을 모두 더하셨어요. 줄의 수로 나눠 평균해 주세요."), (ROWS.mean() / np.log(2), BITS), (ROWS.sum() / np.log(2), "비트로, 그것도 평균하지 않고 더하셨어요."),
    (ROWS[:2].mean(), "셋째 줄의 0나트도 한 줄이에요. 3으로 나눠 주세요."), (entropy([2.3 / 3, 0.38 / 3, 0.32 / 3], base=np.e), "확률을 먼저 평균하셨어요. 엔트로피를 먼저 재고 평균해 주세요."),
    (ROWS.mean() / 3, "범주의 수로도 나누셨어요. 줄마다 더하고, 줄끼리만 평균해요.")])  # fmt: skip


@exercise("5.2", "로짓이 10,000까지 벌어져도 값과 기울기가 유한하고, 줄마다 하나씩 나와요.")
def _(function):
    import torch  # 2초쯤 걸려서, 채점할 때에만 읽어요

    if not callable(function):
        return '함수 이름을 괄호 없이 그대로 넣어 주세요. 예: check("5.2", my_entropy)'
    z = torch.log(torch.tensor([[0.95, 0.03, 0.02], [0.35, 0.35, 0.3]]))
    h = function(z + 1)  # logits, not yet normalised
    if not isinstance(h, torch.Tensor) or h.shape != (2,):
        return "로짓 두 줄을 넣으면 엔트로피가 두 개 나와야 해요. 마지막 축(dim=-1)으로만 더해 보세요."
    if torch.allclose(h, -torch.tensor(ROWS[:2], dtype=h.dtype), atol=1e-4):
        return "부호를 보세요. 확률의 로그는 음수라서 앞에 빼기를 붙여요."
    if torch.allclose(h, torch.tensor(ROWS[:2] / np.log(2), dtype=h.dtype), atol=1e-4):
        return BITS
    if not torch.allclose(h, torch.tensor(ROWS[:2], dtype=h.dtype), atol=1e-5):
        return f"[0.95, 0.03, 0.02]의 로짓을 넣으면 0.2322나트여야 하는데 {h[0].item():.4f}이 나와요. softmax를 거쳤는지 보세요."
    sure = torch.tensor([[1e4, 0.0, 0.0]], dtype=torch.float64, requires_grad=True)
    h = function(sure)
    if not h.isfinite().all() or h.abs().max() > 1e-12:
        return f"로짓 [10000, 0, 0]에서 0나트여야 하는데 {h[0].item():g}이 나와요. 확률에 log를 씌우지 말고 log_softmax에서 시작해 보세요."
    h.sum().backward()
    if not sure.grad.isfinite().all():
        return "값은 맞지만 기울기가 nan이에요. 확률에 log를 씌우지 말고 log_softmax에서 시작해 보세요."
    return None


@exercise("5.3", "모두에게 0.2/5 = 0.04씩 나눠 주고, 남은 0.8을 정답에 얹어 0.84예요.")
def _(answer):
    got = np.asarray(answer, float)
    for wrong, why in [
        (smooth(np.eye(5)[3], 0.2), None),
        ([0.05, 0.05, 0.05, 0.8, 0.05], "오답에게만 나누셨어요. 이 식은 정답까지 다섯에게 ε/K씩 나눠요."),
        ([0.04, 0.04, 0.04, 0.8, 0.04], "합이 1이 안 돼요. 정답도 ε/K만큼 나눠 받아요."),
        (smooth(np.eye(5)[2], 0.2), "번호는 0부터 세요. 3번은 넷째 자리예요."),
        ([0.2, 0.2, 0.2, 0.8, 0.2], "ε을 다섯으로 나눠 주세요."),
    ]:
        if got.shape == (5,) and np.allclose(got, wrong, atol=1e-4):
            return why
    distribution(answer, 5)
    return "ε = 0.2를 다섯에게 고르게 나누고, 남은 1 − ε을 3번에 얹어 보세요."


amount("5.4", FLOORS[10], "0.5003나트. 범주가 많을수록 바닥이 높아져요.", [
    (FLOORS[4], "그건 범주가 4개일 때예요. 숫자는 열 개예요."), (0, "원-핫일 때의 바닥이에요. 스무딩을 하면 목표의 엔트로피만큼 남아요."), (FLOORS[10] / np.log(2), BITS),
    (-np.log(0.91), "정답의 몫만 셈하셨어요. 오답 아홉의 몫도 더해 주세요."), (np.log(10), "그건 ε = 1, 곧 균등분포일 때예요.")])  # fmt: skip


@exercise("5.5", "ε = 0.02에서 0.037로 가장 작아요. 다만 이렇게 고르려면 정답을 아는 그림이 따로 있어야 해요.")
def _(scene):
    step = round(100 * scene.eps)
    best = int(NOISY.argmin())
    if step == best:
        return None
    if step == 0:
        return "스무딩을 하지 않은 자리예요. 붉은 점이 가장 낮아질 때까지 옮겨 보세요."
    return f"지금은 ε = {scene.eps:.2f}에서 {NOISY[step]:.3f}이에요. {'왼쪽' if step > best else '오른쪽'}으로 조금 더 옮겨 보세요."


@exercise("5.6", "softmax(μ/0.2)예요. 가장 좋은 팔을 3분의 2쯤 당기고, 나머지도 좋은 만큼 당겨 봐요.")
def _(answer):
    p = distribution(answer, 5)
    for wrong, why in [
        (softmax(REWARDS, temperature=0.2), None),
        (softmax(REWARDS), "β로 나누는 것을 빠뜨리셨어요. β가 온도의 자리에 들어가요."),
        (softmax(REWARDS * 0.2), "β를 곱하셨어요. 곱하지 말고 나눠 주세요."),
        (np.eye(5)[4], "β = 0일 때의 정책이에요. 엔트로피도 목표에 들어 있어요."),
        (REWARDS / REWARDS.sum(), "μ에 비례해서 나누셨어요. 지수함수를 거쳐야 해요."),
    ]:
        if np.allclose(p, wrong, atol=0.006):
            return why
    reached = (p @ REWARDS) + 0.2 * entropy(p, base=np.e)
    best = 0.2 * np.log(np.exp(REWARDS / 0.2).sum())
    return f"이 정책의 목표는 {reached:.3f}이고, 가장 큰 값은 {best:.3f}이에요. softmax를 떠올려 보세요."


@exercise("5.7", "온도를 이만큼 올리면 엔트로피가 1나트가 돼요.")
def _(scene):
    h = entropy(softmax(LOGITS, temperature=scene.T), base=np.e)
    if abs(h - 1) < 0.03:
        return None
    if abs(h / np.log(2) - 1) < 0.03:
        return "1비트를 맞추셨어요. 1나트는 1.443비트예요."
    return f"지금은 T = {scene.T:.1f}에서 {h:.3f}나트예요. 온도를 {'내려' if h > 1 else '올려'} 보세요."
