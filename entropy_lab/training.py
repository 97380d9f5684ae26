"""숫자 그림으로 작은 신경망을 훈련하는 몇 줄과, 확신이 얼마나 믿을 만한지 재는 자예요.

같은 seed는 같은 결과를 내요. torch의 난수 상태와 스레드 수는 부르기 전 그대로 남아요.
"""

from contextlib import contextmanager
from itertools import pairwise

import torch
from torch import nn

from .data import digits

TEST = 800  # 시험용으로 남겨 두는 그림의 수


def split(seed, n, noise=0.0):
    """숫자 그림을 seed로 섞어 훈련용 n장과 시험용 800장으로 나눠요.

    (x, y, x_test, y_test)를 돌려줘요. x는 float32 [n, 64], y는 int64 [n]이에요. 훈련용 라벨은 noise의 확률로
    아무 숫자로나 바꿔요(열에 한 번은 우연히 제 숫자가 돼요). 시험용 라벨은 바꾸지 않아요.

    >>> [len(part) for part in split(0, 300)]
    [300, 300, 800, 800]
    """
    x, y = (torch.from_numpy(a) for a in digits())
    if not 0 < n <= len(y) - TEST:
        raise ValueError(f"n에 쓸 수 없는 값이에요: {n}. 1부터 {len(y) - TEST}까지의 수를 넣어 주세요.")
    if not 0 <= noise <= 1:
        raise ValueError(f"noise에 쓸 수 없는 값이에요: {noise}. 0 이상 1 이하의 확률을 넣어 주세요.")
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
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    return nn.Sequential(*[part for layer in layers for part in (nn.ReLU(), layer)][1:])


def train(model, loss, *data, epochs, lr=1e-2, batch=128, seed=0, on_epoch=None):
    """data에서 묶음을 뽑아 가며 loss(*묶음)이 줄도록 model을 Adam으로 훈련하고, 그 model을 돌려줘요.

    data는 첫 축의 길이가 같은 텐서들이에요. 한 바퀴(epoch)를 돌 때마다 on_epoch(바퀴 수)를 부르고, 그것이
    False를 돌려주면 거기서 멈춰요.

    >>> x, y, _, _ = split(0, 100)
    >>> net = mlp(64, 32, 10)
    >>> net = train(net, lambda x, y: nn.functional.cross_entropy(net(x), y), x, y, epochs=20)
    >>> accuracy(net(x), y) > 0.9
    True
    """
    sizes = {len(part) for part in data}
    if len(sizes) != 1 or 0 in sizes:
        raise ValueError(f"data의 길이가 서로 달라요: {[len(part) for part in data]}. 하나에 하나씩 짝을 맞춰 주세요.")
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    dice = torch.Generator().manual_seed(seed)
    with one_thread():
        for epoch in range(1, epochs + 1):
            for rows in torch.randperm(len(data[0]), generator=dice).split(batch):
                optimizer.zero_grad()
                loss(*(part[rows] for part in data)).backward()
                optimizer.step()
            if on_epoch and on_epoch(epoch) is False:
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

    >>> accuracy(torch.tensor([[0.9, 0.1], [0.6, 0.4]]), torch.tensor([0, 1]))
    0.5
    """
    _same_rows(scores, labels)
    return (scores.argmax(dim=-1) == labels).double().mean().item()


def expected_calibration_error(probs, labels, bins=15):
    """기대 보정 오차(ECE): 확신이 비슷한 예측끼리 묶어, 확신과 맞힌 비율의 차이를 평균해요.

    ECE = Σ_b (n_b / n) |맞힌 비율_b - 평균 확신_b|
    probs[n, K]의 줄마다 가장 큰 확률이 확신이에요. 0부터 1까지를 폭이 같은 bins칸으로 나눠요.
    출처: C. Guo 외 (2017), On Calibration of Modern Neural Networks.

    >>> expected_calibration_error(torch.tensor([[0.75, 0.25], [0.75, 0.25]]), torch.tensor([0, 1]))
    0.25
    """
    _same_rows(probs, labels)
    if (probs < 0).any() or not ((probs.sum(dim=-1) - 1).abs() < 1e-4).all():
        raise ValueError("probs의 줄마다 합이 1이어야 해요. 로짓이라면 softmax를 거쳐 주세요.")
    confidence, guess = probs.detach().double().max(dim=-1)
    bin = torch.bucketize(confidence, torch.linspace(0, 1, bins + 1, dtype=torch.float64)[1:-1])
    gap = torch.zeros(bins, dtype=torch.float64).index_add(0, bin, (guess == labels).double() - confidence)
    return (gap.abs().sum() / len(labels)).item()


def fit_temperature(logits, labels):
    """온도 조정: softmax(z / T)의 음의 로그가능도가 가장 작아지는 T를 0.01과 100 사이에서 찾아요.

    가장 좋은 T에서는 Σ_k p_k z_k의 평균이 정답의 로짓 z_y의 평균과 같아요. 앞이 크면 과신이니 T를 올려요.
    로짓을 모두 같은 T로 나누므로 정확도는 그대로예요. 출처: C. Guo 외 (2017).

    >>> fit_temperature(torch.tensor([[2.0, 0.0]]).expand(4, 2).log_softmax(-1), torch.tensor([0, 0, 0, 1])) > 1
    True
    """
    _same_rows(logits, labels)
    z = logits.detach().double()
    truth, low, high = z.gather(-1, labels.unsqueeze(-1)).mean(), 0.01, 100.0
    for _ in range(60):
        T = (low * high) ** 0.5
        overconfident = ((z / T).softmax(dim=-1) * z).sum(dim=-1).mean() > truth
        low, high = (T, high) if overconfident else (low, T)
    return T


def _same_rows(scores, labels):
    """점수 [n, K]와 정답 번호 [n]이에요."""
    if scores.ndim != 2 or labels.shape != scores.shape[:1] or not len(labels):
        raise ValueError(
            f"점수는 [n, K], 정답은 [n]이어야 해요. 지금은 {tuple(scores.shape)}와 {tuple(labels.shape)}예요."
        )
