"""딥러닝에서 쓰는 엔트로피: 종이에 쓰는 식을 그대로 옮긴 torch 함수예요.

로짓의 마지막 축이 범주이고, 앞쪽 축에는 예측을 몇 줄이든 늘어놓아요. 단위는 나트예요.
`reduction`은 torch와 같아요: "mean"은 모든 줄의 평균(기본), "sum"은 합, "none"은 줄마다의 값이에요.
셈은 float64로 하고 로짓의 자료형으로 돌려줘요. 로짓이 1e4쯤 벌어져도 값과 기울기가 유한해요.
로짓 -inf는 가린 범주라서 확률이 0이에요. nan, inf, 모두 가린 줄, 실수가 아닌 것은 ValueError예요.
"""

import math

from .inputs import refuse, whole
from .measures import smooth
from .tensors import alike, finite, indices, rows, scalar, torch, wide


def prediction_entropy(logits, reduction="mean"):
    """예측의 엔트로피: 모델이 얼마나 망설이는지예요. 정답은 필요 없어요.

    H(p) = -Σ p_k log p_k,  p = softmax(z)
    logits[..., K]를 나트로 재요. 한 범주로 굳은 예측에서는 정확히 0이에요.

    >>> prediction_entropy(torch.zeros(2, 4)), prediction_entropy(torch.tensor([1e4, 0, 0]))
    (tensor(1.3863), tensor(0.))
    """
    z = rows(logits, "logits")
    return _reduce(_entropy(_log_softmax(z)), reduction, z)


def smooth_labels(labels, num_classes, smoothing):
    """라벨 스무딩: 정답 번호를 원-핫으로 바꾸고 균등분포를 ε만큼 섞어요.

    y' = (1 - ε) y + ε / K
    labels[...]는 0부터 K-1까지의 정수이고, 결과는 실수 [..., K]예요. 번호가 범위를 벗어나거나 ε이 0 이상
    1 이하가 아니면 ValueError예요. 출처: C. Szegedy 외 (2016), 7절.

    >>> smooth_labels(torch.tensor([2]), 4, 0.5)
    tensor([[0.1250, 0.1250, 0.6250, 0.1250]])
    """
    K = whole(num_classes, "num_classes", 1)
    return smooth(torch.nn.functional.one_hot(indices(labels, K, "labels"), K).to(torch.get_default_dtype()), smoothing)


def entropy_regularized_loss(logits, targets, beta, reduction="mean"):
    """엔트로피 규제: 교차 엔트로피에서 예측의 엔트로피를 β만큼 빼요.

    L = -log p_y - β H(p)
    logits[..., K], 정답 번호 targets[...]예요. β > 0이면 고르게, β < 0이면 더 확신하게 이끌어요. β는 유한한
    수이고, 배우는 텐서여도 돼요. 정답이 가린 범주이면 무한대예요.
    출처: G. Pereyra 외 (2017), Regularizing Neural Networks by Penalizing Confident Output Distributions.

    >>> entropy_regularized_loss(torch.zeros(1, 4), torch.tensor([2]), 0.5)
    tensor(0.6931)
    """
    z = rows(logits, "logits")
    y = indices(targets, z.shape[-1], "targets", z.shape[:-1])
    beta, log_p = scalar(beta, "beta", finite, "유한한 수를 넣어 주세요."), _log_softmax(z)
    log_p_y = log_p.gather(-1, y.unsqueeze(-1).to(log_p.device)).squeeze(-1)
    return _reduce(0 - log_p_y - beta * _entropy(log_p), reduction, z)


def distillation_loss(student_logits, teacher_logits, temperature, reduction="mean"):
    """지식 증류: 온도 T에서 학생의 분포 q가 교사의 분포 p에서 벗어난 만큼이에요.

    L = T² D_KL(p‖q),  p = softmax(z교사 / T),  q = softmax(z학생 / T)
    로짓은 둘 다 [..., K]예요. T²은 온도를 올려도 기울기의 크기를 지켜 줘요. p가 정해져 있으니 교차
    엔트로피로 적어도 기울기가 같아요. T는 0보다 큰 수(1e-100~1e8)이고, 배우는 텐서여도 돼요. 교사가 남긴
    범주를 학생이 가리면 무한대예요. 출처: G. Hinton 외 (2015), Distilling the Knowledge in a Neural Network.

    >>> distillation_loss(torch.tensor([[0.0, 1.0]]), torch.tensor([[1.0, 0.0]]), 1.0)
    tensor(0.4621)
    """
    student, teacher = rows(student_logits, "student_logits"), rows(teacher_logits, "teacher_logits")
    student, teacher = alike(student, teacher, "student_logits와 teacher_logits")
    T = _temperature(temperature)
    return _reduce(T**2 * _kl(_log_softmax(teacher, T), _log_softmax(student, T)), reduction, student)


def info_nce(za, zb, temperature, reduction="mean"):
    """InfoNCE: za의 i째 줄이 zb의 N줄 가운데 제 짝 i를 알아보게 하는 교차 엔트로피예요.

    L = -1/N Σ_i log softmax_j(cos(za_i, zb_j) / τ)_i
    za, zb는 같은 모양 [N, d]이고, 줄마다 길이를 1로 맞춰 코사인 유사도로 견줘요. 영벡터는 방향이 없어서
    ValueError예요. τ는 0보다 큰 수(1e-100~1e8)이고, 배우는 텐서여도 돼요. za에서 zb를 찾는 한 방향이라서
    두 방향을 다 쓰려면 info_nce(zb, za, τ)와 평균해요. log N에서 이 값을 빼면 상호정보량의 하한(나트)이에요.
    출처: A. van den Oord 외 (2018), Representation Learning with Contrastive Predictive Coding.

    >>> info_nce(torch.eye(4), torch.eye(4), 0.1), info_nce(torch.ones(4, 2), torch.ones(4, 2), 0.1)
    (tensor(0.0001), tensor(1.3863))
    """
    za, zb = alike(_vectors(za, "za"), _vectors(zb, "zb"), "za와 zb")
    cos = _unit(za) @ _unit(zb).T
    return _reduce(0 - _log_softmax(cos, _temperature(temperature)).diagonal(), reduction, za)


# 여기부터는 자릿수를 잃지 않고 셈하는 도우미예요.


def _log_softmax(z, T=1.0):
    """log softmax(z / T)이에요. 가장 큰 로짓과의 차와 log1p로 셈해, 1에 가까운 확률의 로그도 정확해요."""
    z = wide(z)
    top = z.argmax(dim=-1, keepdim=True)
    gap = z - z.gather(-1, top)
    hidden = gap / T == -math.inf  # 가린 범주가 T의 기울기에 0 · ∞을 더하지 않게 떼어 놓아요.
    gap = (gap.masked_fill(hidden, 0) / T).masked_fill(hidden, -math.inf)
    return gap - gap.exp().scatter(-1, top, 0).sum(dim=-1, keepdim=True).log1p()


def _entropy(log_p):
    """-Σ p log p예요. p가 0인 곳은 0이에요."""
    p = log_p.exp()
    return 0 - (p * log_p.masked_fill(p == 0, 0)).sum(dim=-1)


def _kl(log_p, log_q):
    """Σ p log(p / q) - p + q예요. 항마다 0 이상이고, p와 q가 가까운 곳은 급수로 셈해요."""
    p, q = log_p.exp(), log_q.exp()
    d = (log_q - log_p).masked_fill(p == 0, 0)
    near = (d.abs() < 1e-3) & (p > 0)
    s = d.masked_fill(~near, 0)
    return torch.where(near, p * s**2 * (1 / 2 + s / 6 + s**2 / 24 + s**3 / 120), q - p - p * d).sum(dim=-1)


def _unit(x):
    """줄마다 길이를 1로 맞춰요. 가장 큰 값으로 먼저 나누니 길이를 재다가 넘치지 않아요."""
    x = wide(x)
    x = x / x.detach().abs().amax(dim=-1, keepdim=True)
    return x / torch.linalg.vector_norm(x, dim=-1, keepdim=True)


def _vectors(x, name):
    """영벡터가 없는 [N, d]예요."""
    x = rows(x, name, finite, "nan과 inf를 없애 주세요.")
    if x.ndim != 2:
        raise ValueError(f"{name}의 모양이 {tuple(x.shape)}예요. [N, d]로 맞춰 주세요.")
    for i in (x == 0).all(dim=-1).nonzero()[:1, 0].tolist():
        refuse(f"{name}[{i}]", x[i].tolist(), "영벡터는 방향이 없어요. 그 줄을 빼거나 0이 아닌 값을 넣어 주세요.")
    return x


def _temperature(T):
    """셈이 넘치지 않는 온도예요."""
    return scalar(T, "temperature", lambda T: (T >= 1e-100) & (T <= 1e8), "0보다 큰 수(1e-100~1e8)를 넣어 주세요.")


def _reduce(values, reduction, like):
    """줄마다의 값을 모아 like의 자료형으로 돌려줘요."""
    if not isinstance(reduction, str) or reduction not in ("mean", "sum", "none"):
        refuse("reduction", reduction, '"mean", "sum", "none" 가운데 고르세요.')
    return (values if reduction == "none" else getattr(values, reduction)()).to(like)
