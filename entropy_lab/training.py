"""숫자 그림으로 작은 신경망을 훈련하는 몇 줄과, 확신이 얼마나 믿을 만한지 재는 자예요.

같은 seed는 같은 결과를 내요. torch의 난수 상태와 스레드 수는 부르기 전 그대로 남아요.
"""

from contextlib import contextmanager
from itertools import pairwise

import numpy as np

from .data import digits
from .inputs import distribution, positive, real, refuse, unit, whole
from .measures import softmax
from .tensors import predictions, tensor, torch

nn = torch.nn

TEST = 800  # 시험용으로 남겨 두는 그림의 수


def split(seed, n, noise=0.0):
    """숫자 그림을 seed로 섞어 훈련용 n장과 시험용 800장으로 나눠요.

    (x, y, x_test, y_test)를 돌려줘요. x는 float32 [n, 64], y는 int64 [n]이에요. 훈련용 라벨만 noise의 확률로
    아무 숫자로나 바꿔요(열에 한 번은 우연히 제 숫자가 돼요). n은 1 이상 997 이하예요.

    >>> [len(part) for part in split(0, 300)]
    [300, 300, 800, 800]
    """
    x, y = (torch.from_numpy(a) for a in digits())
    seed, n = whole(seed, "seed", 0), whole(n, "n", 1, len(y) - TEST)
    noise = real(noise, "noise", unit, "0 이상 1 이하의 확률을 넣어 주세요.")
    order = torch.randperm(len(y), generator=torch.Generator().manual_seed(seed))
    train, test = order[:n], order[-TEST:]
    dice = torch.Generator().manual_seed(100 + seed)
    wrong = torch.rand(n, generator=dice) < noise
    labels = torch.where(wrong, torch.randint(10, (n,), generator=dice), y[train])
    return x[train].float(), labels, x[test].float(), y[test]


def mlp(*sizes, seed=0):
    """층의 크기가 sizes인 신경망이에요. 층과 층 사이에는 ReLU가 있고, 처음 가중치는 seed가 정해요.

    >>> mlp(64, 32, 10)(torch.zeros(5, 64)).shape
    torch.Size([5, 10])
    """
    if len(sizes) < 2:
        raise ValueError("들어오는 크기와 나가는 크기를 모두 적어 주세요. 예: mlp(64, 32, 10)")
    sizes, seed = [whole(size, "sizes", 1) for size in sizes], whole(seed, "seed", 0)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    return nn.Sequential(*[part for layer in layers for part in (nn.ReLU(), layer)][1:])


def train(model, loss, *data, epochs, lr=1e-2, batch=128, seed=0, on_epoch=None):
    """data에서 묶음을 뽑아 가며 loss(*묶음)이 줄도록 model을 Adam으로 훈련하고, 그 model을 돌려줘요.

    data는 첫 축의 길이가 같은 텐서들이에요. 한 바퀴(epoch)를 돌 때마다 on_epoch(바퀴 수)를 부르고, 그것이
    False를 돌려주면 거기서 멈춰요. 손실이 nan이나 inf가 되면 ValueError예요.

    >>> x, y, _, _ = split(0, 100)
    >>> net = mlp(64, 32, 10)
    >>> net = train(net, lambda x, y: nn.functional.cross_entropy(net(x), y), x, y, epochs=20)
    >>> accuracy(net(x), y) > 0.9
    True
    """
    if not isinstance(model, nn.Module) or not any(p.requires_grad for p in model.parameters()):
        refuse("model", model, "배울 가중치가 있는 nn.Module을 넣어 주세요.")
    if not callable(loss) or not (on_epoch is None or callable(on_epoch)):
        refuse("loss나 on_epoch", (loss, on_epoch), "함수를 넣어 주세요.")
    data = [tensor(part, "data") for part in data]
    lengths = [len(part) if part.ndim else 0 for part in data]
    if len(set(lengths)) != 1 or not lengths[0]:
        refuse("data의 길이", lengths, "길이가 1 이상으로 같은 텐서를 짝을 맞춰 넣어 주세요.")
    epochs, batch, seed = whole(epochs, "epochs", 1), whole(batch, "batch", 1), whole(seed, "seed", 0)
    lr = real(lr, "lr", lambda lr: positive(lr) & (lr <= 1000), "0보다 크고 1000 이하인 수를 넣어 주세요.")
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    dice = torch.Generator().manual_seed(seed)
    with one_thread():
        for epoch in range(1, epochs + 1):
            for rows in torch.randperm(lengths[0], generator=dice).split(batch):
                optimizer.zero_grad()
                _learnable(loss(*(part[rows] for part in data))).backward()
                optimizer.step()
            if on_epoch is not None and on_epoch(epoch) is False:
                break
    return model


@contextmanager
def one_thread():
    """이 블록 안에서는 스레드 하나로 셈해요. 작은 신경망은 이편이 빠르고, 더하는 차례가 늘 같아요."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def accuracy(scores, labels):
    """가장 큰 점수(로짓이나 확률)의 범주가 정답인 비율이에요.

    scores[..., K], labels[...]는 텐서, 배열, 리스트 모두 돼요. 가장 큰 점수가 여럿이면 앞의 범주를 골라요.
    nan, inf, 범위 밖의 번호는 ValueError예요.

    >>> accuracy([[0.9, 0.1], [0.6, 0.4]], [0, 1])
    0.5
    """
    z, y = predictions(scores, "scores", labels)
    return (z.argmax(axis=-1) == y).mean().item()


def expected_calibration_error(probs, labels, bins=15):
    """기대 보정 오차(ECE): 확신이 비슷한 예측끼리 묶어, 확신과 맞힌 비율의 차이를 평균해요.

    ECE = Σ_b (n_b / n) |맞힌 비율_b - 평균 확신_b|
    probs[..., K]의 줄마다 가장 큰 확률이 확신이고, 0부터 1까지를 폭이 같은 bins칸으로 나눠요. 줄이 분포가
    아니거나 번호가 범위 밖이면 ValueError예요. 출처: C. Guo 외 (2017), On Calibration of Modern Neural Networks.

    >>> expected_calibration_error([[0.75, 0.25], [0.75, 0.25]], [0, 1])
    0.25
    """
    bins, (p, y) = whole(bins, "bins", 1), predictions(distribution(probs, "probs"), "probs", labels)
    confidence, right = p.max(axis=-1), p.argmax(axis=-1) == y
    bin = np.digitize(confidence, np.linspace(0, 1, bins + 1)[1:-1], right=True)
    return abs(np.bincount(bin, right - confidence)).sum().item() / len(y)


def fit_temperature(logits, labels):
    """온도 조정: softmax(z / T)의 음의 로그가능도가 가장 작아지는 T를 찾아요.

    가장 좋은 T에서는 Σ_k p_k z_k의 평균이 정답의 로짓 z_y의 평균과 같아요. 앞이 크면 과신이니 T를 올려요.
    logits[..., K], labels[...]예요. 로짓을 모두 같은 T로 나누므로 정확도는 그대로예요. 다 맞혔거나(T가 낮을수록
    좋아요) 균등한 추측보다 낫지 않으면(높을수록 좋아요) ValueError예요. 출처: C. Guo 외 (2017).

    >>> round(fit_temperature([[2, 0]] * 4, [0, 0, 0, 1]), 4)  # 2 / T = log 3
    1.8205
    """
    z, y = predictions(logits, "logits", labels)
    z = z - z.max(axis=-1, keepdims=True)
    seen, truth = np.where(z > -np.inf, z, 0), np.take_along_axis(z, y[:, None], axis=-1).mean()

    def excess(T):
        return (softmax(z, T) * seen).sum(axis=-1).mean() - truth

    low, high = 1e-300, 1e300
    if excess(high) >= 1e-12 * seen.min():
        raise ValueError("정답을 가렸거나 균등한 추측보다 낫지 않아서 가장 좋은 T가 없어요. 로짓과 정답을 견줘 보세요.")
    if excess(low) <= 0:
        raise ValueError("다 맞힌 예뿐이라 T를 내릴수록 좋아져요. 틀린 예도 있는 검증 자료를 넣어 주세요.")
    for _ in range(56):
        T = low**0.5 * high**0.5
        low, high = (T, high) if excess(T) > 0 else (low, T)
    return T


def _learnable(value):
    """기울기를 구할 수 있는 손실이에요."""
    if not (isinstance(value, torch.Tensor) and value.numel() == 1 and value.requires_grad and value.isfinite()):
        refuse("loss의 결과", value, "기울기가 흐르는 유한한 수 하나여야 해요. 발산했다면 lr을 줄여 보세요.")
    return value
