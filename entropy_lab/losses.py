"""딥러닝에서 쓰는 엔트로피: 종이에 쓰는 식을 그대로 옮긴 torch 함수예요.

로짓의 마지막 축이 범주이고, 앞쪽 축에는 예측을 몇 줄이든 늘어놓아요. 단위는 나트예요.
`reduction`은 torch와 같아요: "mean"은 모든 줄의 평균(기본), "sum"은 합, "none"은 줄마다의 값이에요.
확률에 log를 씌우지 않고 log_softmax에서 시작하므로, 로짓이 1e4쯤 벌어져도 값과 기울기가 유한해요.
"""

import torch
import torch.nn.functional as F

from .measures import smooth


def prediction_entropy(logits, reduction="mean"):
    """예측의 엔트로피: 모델이 얼마나 망설이는지예요. 정답은 필요 없어요.

    H(p) = -Σ p_k log p_k,  p = softmax(z)
    logits[..., K]를 나트로 재요. 한 범주로 굳은 예측에서는 정확히 0이에요.

    >>> prediction_entropy(torch.zeros(2, 4)), prediction_entropy(torch.tensor([1e4, 0, 0]))
    (tensor(1.3863), tensor(0.))
    """
    log_p = F.log_softmax(_logits(logits, "logits"), dim=-1)
    p = log_p.exp()
    return _reduce(0 - (p * log_p.masked_fill(p == 0, 0)).sum(dim=-1), reduction)


def smooth_labels(labels, num_classes, smoothing):
    """라벨 스무딩: 정답 번호를 원-핫으로 바꾸고 균등분포를 ε만큼 섞어요.

    y' = (1 - ε) y + ε / K
    labels[...]는 0부터 K-1까지의 정수이고, 결과는 실수 [..., K]예요. 번호가 범위를 벗어나거나 ε이 0 이상
    1 이하가 아니면 ValueError예요. 출처: C. Szegedy 외 (2016), 7절.

    >>> smooth_labels(torch.tensor([2]), 4, 0.5)
    tensor([[0.1250, 0.1250, 0.6250, 0.1250]])
    """
    one_hot = F.one_hot(_labels(labels, num_classes, "labels"), num_classes)
    return smooth(one_hot.to(torch.get_default_dtype()), smoothing)


def entropy_regularized_loss(logits, targets, beta, reduction="mean"):
    """엔트로피 규제: 교차 엔트로피에서 예측의 엔트로피를 β만큼 빼요.

    L = -log p_y - β H(p)
    logits[..., K], 정답 번호 targets[...]예요. β > 0이면 고르게, β < 0이면 더 확신하게 이끌어요.
    출처: G. Pereyra 외 (2017), Regularizing Neural Networks by Penalizing Confident Output Distributions.

    >>> entropy_regularized_loss(torch.zeros(1, 4), torch.tensor([2]), 0.5)
    tensor(0.6931)
    """
    logits = _logits(logits, "logits")
    y = _labels(targets, logits.shape[-1], "targets", logits.shape[:-1])
    log_p_y = F.log_softmax(logits, dim=-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
    return _reduce(-log_p_y - beta * prediction_entropy(logits, "none"), reduction)


def distillation_loss(student_logits, teacher_logits, temperature, reduction="mean"):
    """지식 증류: 온도 T에서 학생의 분포 q가 교사의 분포 p에서 벗어난 만큼이에요.

    L = T² D_KL(p‖q),  p = softmax(z교사 / T),  q = softmax(z학생 / T)
    로짓은 둘 다 [..., K]예요. T²은 온도를 올려도 기울기의 크기를 지켜 줘요. p가 정해져 있으니 교차
    엔트로피로 적어도 기울기가 같아요. 출처: G. Hinton 외 (2015), Distilling the Knowledge in a Neural Network.

    >>> distillation_loss(torch.tensor([[0.0, 1.0]]), torch.tensor([[1.0, 0.0]]), 1.0)
    tensor(0.4621)
    """
    student, teacher = _pair(student_logits, teacher_logits, "student_logits", "teacher_logits")
    T = _temperature(temperature)
    log_q, log_p = F.log_softmax(student / T, dim=-1), F.log_softmax(teacher / T, dim=-1)
    p = log_p.exp()
    return _reduce(T**2 * (p * (log_p - log_q).masked_fill(p == 0, 0)).sum(dim=-1), reduction)


def info_nce(za, zb, temperature, reduction="mean"):
    """InfoNCE: za의 i째 줄이 zb의 N줄 가운데 제 짝 i를 알아보게 하는 교차 엔트로피예요.

    L = -1/N Σ_i log softmax_j(cos(za_i, zb_j) / τ)_i
    za, zb는 같은 모양 [N, d]이고, 줄마다 길이를 1로 맞춰 코사인 유사도로 견줘요. za에서 zb를 찾는 한
    방향이에요. 두 방향을 다 쓰려면 info_nce(zb, za, τ)와 평균해요. log N에서 이 값을 빼면 상호정보량의
    하한(나트)이에요. 출처: A. van den Oord 외 (2018), Representation Learning with Contrastive Predictive Coding.

    >>> info_nce(torch.eye(4), torch.eye(4), 0.1), info_nce(torch.ones(4, 2), torch.ones(4, 2), 0.1)
    (tensor(0.0001), tensor(1.3863))
    """
    za, zb = _pair(za, zb, "za", "zb", ndim=2)
    similarity = F.normalize(za, dim=-1) @ F.normalize(zb, dim=-1).T / _temperature(temperature)
    return F.cross_entropy(similarity, torch.arange(len(za), device=za.device), reduction=reduction)


# 여기부터는 입력을 확인하는 도우미예요.


def _logits(z, name):
    """마지막 축이 범주인 실수 텐서예요."""
    z = torch.as_tensor(z)
    if not z.ndim or not z.numel():
        raise ValueError(f"{name}의 모양이 {tuple(z.shape)}예요. 마지막 축에 범주의 로짓을 놓아 주세요.")
    return z if z.is_floating_point() else z.to(torch.get_default_dtype())


def _pair(a, b, *names, ndim=None):
    """모양이 같은 두 텐서예요."""
    a, b = _logits(a, names[0]), _logits(b, names[1])
    if a.shape != b.shape or ndim not in (None, a.ndim):
        hint = "둘 다 [N, d]로 맞춰 주세요." if ndim else "같은 모양으로 맞춰 주세요."
        raise ValueError(f"{names[0]}의 모양은 {tuple(a.shape)}, {names[1]}의 모양은 {tuple(b.shape)}예요. {hint}")
    return a, b


def _labels(y, num_classes, name, shape=None):
    """0부터 K-1까지의 정답 번호예요."""
    y = torch.as_tensor(y)
    if not isinstance(num_classes, int) or num_classes < 1:
        raise ValueError(
            f"num_classes에 쓸 수 없는 값이에요: {num_classes!r}. 범주의 수를 1 이상의 정수로 넣어 주세요."
        )
    if y.is_floating_point() or y.is_complex() or y.dtype == torch.bool or not y.numel():
        raise ValueError(f"{name}는 정답의 번호예요. 정수를 담아 주세요. 지금은 {y.dtype}, 모양 {tuple(y.shape)}예요.")
    if bad := [v for v in (y.min().item(), y.max().item()) if not 0 <= v < num_classes]:
        raise ValueError(f"{name}에 범위 밖의 번호 {bad[0]}이(가) 있어요. 0부터 {num_classes - 1}까지로 넣어 주세요.")
    if shape is not None and y.shape != shape:
        raise ValueError(f"{name}의 모양이 {tuple(y.shape)}예요. 로짓의 줄마다 하나씩, {tuple(shape)}로 맞춰 주세요.")
    return y.long()


def _temperature(value):
    """0보다 큰 유한한 온도예요."""
    if not 0 < (T := float(value)) < float("inf"):
        raise ValueError(f"temperature에 쓸 수 없는 값이에요: {value}. 0보다 큰 유한한 수를 넣어 주세요.")
    return T


def _reduce(rows, reduction):
    """줄마다의 값을 모아요."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f'reduction에 쓸 수 없는 값이에요: {reduction!r}. "mean", "sum", "none" 가운데 고르세요.')
    return rows if reduction == "none" else getattr(rows, reduction)()
