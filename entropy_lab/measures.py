"""엔트로피와 그 식구들: 종이에 쓰는 식을 그대로 옮긴 numpy 함수예요.

분포는 배열의 마지막 축(결합 분포는 마지막 두 축)이고, 앞쪽 축에는 분포를 몇 개든 늘어놓아요.
단위는 base가 2면 비트, np.e면 나트예요. 0·log 0은 정확히 0이고, 분포가 아닌 입력은 거절해요.
float32는 float32로 남고, 결과가 하나면 파이썬 수예요. 식의 -(...)를 0 - (...)로 적은 것은 -0.0이
나오지 않게 하려는 거예요.
"""

import math
import reprlib
from contextlib import suppress

import numpy as np


def information(p, base=2):
    """정보량: 확률이 p인 일이 일어났을 때의 놀라움이에요.

    I(x) = -log p(x)
    p[...]의 값마다 비트(base에 따라 나트)로 구해요. 0 이상 1 이하가 아니면 ValueError예요.
    일어날 수 없는 일의 정보량은 무한대예요.

    >>> information(1 / 8), information(1), information(0)
    (3.0, 0.0, inf)
    """
    log, p = _log(base), _probability(p)
    with np.errstate(divide="ignore"):  # log 0 = -∞는 옳은 값이에요
        return _plain(0 - log(p))


def entropy(p, base=2, axis=-1):
    """엔트로피: 정보량의 기댓값이에요.

    H(X) = -Σ p(x) log p(x)
    p[..., K]를 axis를 따라 더해 비트(base에 따라 나트)로 구해요. 분포가 아니면 ValueError예요.
    한 가지 일만 일어나는 결정적 분포에서는 정확히 0이에요.
    출처: C. E. Shannon (1948), A Mathematical Theory of Communication, 6절.

    >>> entropy([0.5, 0.25, 0.125, 0.125]), entropy([1, 0, 0])
    (1.75, 0.0)
    """
    p = p if axis == -1 else np.moveaxis(_numbers(p, "p"), axis, -1)
    return _over_rows(lambda log, p: 0 - (p * log(p)).sum(axis=-1), base, p=p)


def binary_entropy(p, base=2):
    """이진 엔트로피: 앞면이 나올 확률이 p인 동전(베르누이 분포)의 엔트로피예요.

    H(p) = -p log p - (1 - p) log(1 - p)
    p[...]의 값마다 비트(base에 따라 나트)로 구해요. 0 이상 1 이하가 아니면 ValueError예요.
    p가 아주 작아도 정확하도록 log(1 - p)에는 log1p를 써요.

    >>> binary_entropy(0.5), binary_entropy(0), binary_entropy(1)
    (1.0, 0.0, 0.0)
    """
    log, p = _log(base), _probability(p)
    log_q = np.log1p((p == 1) - p) / math.log(base)
    return _plain(0 - p * log(p + (p == 0)) - (1 - p) * log_q)


def gaussian_entropy(sigma, base=2):
    """표준편차가 sigma인 가우시안 분포의 미분 엔트로피예요.

    h(X) = ½ log(2πe σ²) = log σ + ½ log(2πe)
    sigma[...]의 값마다 비트(base에 따라 나트)로 구해요. 0보다 큰 유한한 수가 아니면 ValueError예요.
    이산 분포와 달리 σ가 작으면(약 0.242 아래) 음수가 돼요.

    >>> round(gaussian_entropy(1), 3), round(gaussian_entropy(0.1), 3)
    (2.047, -1.275)
    """
    log = _log(base)
    sigma = _numbers(sigma, "sigma", 0, _positive, "0보다 큰 유한한 수를 넣어 주세요.")
    return _plain(log(sigma) + log(2 * np.pi * np.e).item() / 2)


def cross_entropy(p, q, base=2):
    """교차 엔트로피: 정답 p를 예측 q로 적을 때 드는 평균 정보량이에요.

    H(p, q) = -Σ p(x) log q(x)
    p[..., K]와 q[..., K]의 앞쪽 축을 서로 맞춰 비트(base에 따라 나트)로 구해요. 분포가 아니거나
    모양이 맞지 않으면 ValueError예요. p > 0인데 q = 0인 곳이 있으면 무한대예요.

    >>> cross_entropy([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), cross_entropy([0.5, 0.5], [1, 0])
    (1.75, inf)
    """
    return _over_rows(lambda log, p, q: 0 - (p * log(q)).sum(axis=-1), base, p=p, q=q)


def kl_divergence(p, q, base=2):
    """쿨백-라이블러 발산: 정답 p를 예측 q로 적느라 더 드는 정보량이에요.

    D_KL(p‖q) = Σ p(x) log(p(x) / q(x)) = Σ p(x) (log p(x) - log q(x))
    p[..., K]와 q[..., K]의 앞쪽 축을 서로 맞춰 비트(base에 따라 나트)로 구해요. 분포가 아니거나
    모양이 맞지 않으면 ValueError예요. p > 0인데 q = 0인 곳이 있으면 무한대예요.
    출처: S. Kullback, R. A. Leibler (1951), On Information and Sufficiency.

    >>> kl_divergence([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), kl_divergence([0.5, 0.5], [1, 0])
    (0.25, inf)
    """
    # 로그의 차로 쓰면 q가 아주 작아도 p / q처럼 넘치지 않아요
    return _over_rows(lambda log, p, q: (p * (log(p) - log(q))).sum(axis=-1), base, p=p, q=q)


def joint_entropy(joint, base=2):
    """결합 엔트로피: X와 Y를 한꺼번에 볼 때의 엔트로피예요.

    H(X, Y) = -ΣΣ p(x, y) log p(x, y)
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    X와 Y가 독립일 때 가장 커서 H(X) + H(Y)예요.

    >>> joint_entropy([[0.25, 0.25], [0.25, 0.25]]), joint_entropy([[0.5, 0], [0, 0.5]])
    (2.0, 1.0)
    """
    return _over_rows(lambda log, xy: 0 - _sum(xy * log(xy)), base, ndim=2, joint=joint)


def conditional_entropy(joint, base=2):
    """조건부 엔트로피 H(Y|X): X를 알고도 Y에 남는 불확실성의 평균이에요.

    H(Y|X) = -ΣΣ p(x, y) log p(y|x)
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    X를 알 때 Y가 정해지면 정확히 0이에요.

    >>> conditional_entropy([[0.25, 0.25], [0, 0.5]]), conditional_entropy([[0.5, 0], [0, 0.5]])
    (0.5, 0.0)
    """

    def formula(log, xy):
        x = xy.sum(axis=-1, keepdims=True)
        y_given_x = xy / (x + (x == 0))
        return 0 - _sum(xy * log(y_given_x))

    return _over_rows(formula, base, ndim=2, joint=joint)


def mutual_information(joint, base=2):
    """상호정보량: X를 알면 줄어드는 Y의 불확실성이고, X와 Y를 바꿔도 같아요.

    I(X;Y) = ΣΣ p(x, y) log(p(x, y) / (p(x) p(y)))
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    독립이면 0인데, 반올림 때문에 1e-16쯤의 값이(음수로도) 남을 수 있어요.

    >>> mutual_information([[0.5, 0], [0, 0.5]]), mutual_information([[0.25, 0.25], [0.25, 0.25]])
    (1.0, 0.0)
    """

    def formula(log, xy):
        x, y = xy.sum(axis=-1, keepdims=True), xy.sum(axis=-2, keepdims=True)
        return _sum(xy * (log(xy) - (log(x) + log(y))))

    return _over_rows(formula, base, ndim=2, joint=joint)


def softmax(z, temperature=1.0):
    """소프트맥스: 로짓 z를 분포로 바꿔요. 온도 T가 높을수록 균등분포에 가까워요.

    p_i = exp(z_i / T) / Σ_j exp(z_j / T)
    z[..., K]의 마지막 축이 분포가 돼요. z에 nan이나 inf가 있거나 T가 0보다 큰 유한한 수가 아니면
    ValueError예요. -inf는 가린 범주라서 확률이 정확히 0이지만, 모두 가릴 수는 없어요.

    >>> softmax([0, 0, -np.inf])
    array([0.5, 0.5, 0. ])
    """
    hint = "nan과 inf를 없애고, 줄마다 유한한 로짓을 하나는 남겨 주세요."
    z = _numbers(z, "z", 1, lambda z: (z < np.inf) & (z > -np.inf).any(-1, keepdims=True), hint)
    T = _number(temperature, "temperature", _positive, "0보다 큰 유한한 수를 넣어 주세요.")
    with np.errstate(over="ignore"):  # 가장 큰 로짓을 빼요. -∞로 넘친 곳은 확률이 0이에요
        e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1, keepdims=True)


def smooth(p, smoothing):
    """라벨 스무딩: 분포 p에 균등분포를 ε만큼 섞어요.

    p' = (1 - ε) p + ε / K
    p[..., K]는 배열, 리스트, torch 텐서 모두 되고, 텐서는 텐서로 남아 기울기가 흘러요. p가 분포가
    아니거나 ε이 0 이상 1 이하가 아니면 ValueError예요. ε = 1이면 균등분포예요.
    출처: C. Szegedy 외 (2016), Rethinking the Inception Architecture for Computer Vision, 7절.

    >>> smooth([0, 0, 1, 0], 0.5)
    array([0.125, 0.125, 0.625, 0.125])
    """
    eps = _number(smoothing, "smoothing", _unit, "0 이상 1 이하의 수를 넣어 주세요.")
    values = _numbers(p.detach().cpu() if hasattr(p, "detach") else p, "p", ndim=1)
    if isinstance(values, np.ndarray):
        _check(values, "p", ndim=1)
    p = p if hasattr(p, "detach") else values
    return (1 - eps) * p + eps / p.shape[-1]


# 여기부터는 입력을 확인하고, 큰 배열을 나누어 계산하는 도우미예요.

_BLOCK = 1 << 17  # 한 번에 계산하는 값의 수: float64로 1 MB라 캐시에 들어가요


def _over_rows(formula, base, ndim=1, **inputs):
    """마지막 ndim개 축이 분포인 입력을 앞쪽 축을 따라 나누어 formula(log, *입력)을 구해요."""
    log, arrays = _log(base), [_numbers(x, name, ndim) for name, x in inputs.items()]
    shape = (1, *_common_shape(inputs, [a.shape for a in arrays], ndim))

    def with_zeros(p, *others):  # p = 0인 곳은 로그 안에 1을 더해 유한하게 두면 곱이 정확히 0이에요
        return formula(lambda x: log(x + (p == 0)), p, *others)

    def block(*rows):  # 계산하고 나서 확인해야 메모리를 한 번만 읽어요. 0이 있을 때만 다시 계산해요
        values = formula(log, *rows)
        least = [_check(row, name, ndim) for row, name in zip(rows, inputs, strict=True)]
        return values if min(least) > 0 else with_zeros(*rows)

    with np.errstate(all="ignore"):  # log 0 = -∞는 옳은 값이고, 틀린 값은 _check가 거절해요
        if not all(isinstance(a, np.ndarray) for a in arrays):
            return with_zeros(*arrays)
        longest = int(np.argmax(shape[:-ndim]))
        rows = [np.moveaxis(np.broadcast_to(a, shape), longest, 0) for a in arrays]
        values = np.empty(shape[:-ndim], np.result_type(*arrays))
        out = np.moveaxis(values, longest, 0)
        step = max(1, _BLOCK * len(out) // math.prod(shape))
        # 메모리를 크게 한 번 빌렸다 돌려주면, 이어지는 임시 배열들이 그 자리를 다시 써서 빨라요
        np.empty(8 * _BLOCK)
        for i in range(0, len(out), step):
            out[i : i + step] = block(*(np.ascontiguousarray(row[i : i + step]) for row in rows))
    return _plain(values[0])


def _common_shape(names, shapes, ndim):
    """앞쪽 축을 서로 맞춘 모양이에요."""
    if len({shape[-ndim:] for shape in shapes}) == 1:
        with suppress(ValueError):
            return np.broadcast_shapes(*shapes)
    given = ", ".join(map(str, shapes))
    hint = "마지막 축은 길이가 같아야 하고, 앞쪽 축은 길이가 같거나 1이어야 해요."
    raise ValueError(f"{', '.join(names)}의 모양이 서로 맞지 않아요: {given}. {hint}")


def _check(p, name, ndim):
    """마지막 ndim개 축이 분포인지 확인하고, 가장 작은 확률을 돌려줘요."""
    with np.errstate(all="ignore"):
        total, least = p.sum(axis=(-1, -2)[:ndim]), p.min()
    if not (least >= 0 and total.max() < np.inf):
        bad = p.max() if least >= 0 else least
        hint = "0 이상 1 이하의 수만 두고, 로짓이라면 softmax(z)를 거쳐 주세요."
        raise ValueError(f"{name}에 쓸 수 없는 값이에요: {bad!s}. {hint}")
    size = math.prod(p.shape[-ndim:])
    if not (good := abs(total - 1) <= (1e-9 * size if p.itemsize >= 8 else 1e-5)).all():
        bad, each = np.extract(~good, total)[0], "분포마다 " if p.size > size else ""
        hint = f"{each}{name} / {name}.sum()으로 나눠 주세요."
        raise ValueError(f"{name}의 합이 1이 아니에요: {bad!s}. {hint}")
    return least


def _numbers(x, name, ndim=0, ok=None, hint=""):
    """x를 실수 배열로 바꾸고, 축이 모자라거나 ok가 아닌 값이 있으면 거절해요."""
    if hasattr(x, "tape"):  # scene.py의 기호예요. 값은 브라우저에서야 정해지니 확인하지 않아요
        return x
    try:
        array = np.asarray(x)
    except ValueError:  # 줄마다 길이가 다른 리스트예요
        array = np.asarray(None)
    if array.dtype.kind not in "iuf" or not array.size or array.ndim < ndim:
        how = ("", "[0.5, 0.5]처럼 한 줄로 ", "[[0.5, 0], [0, 0.5]]처럼 표로 ")[ndim]
        raise ValueError(f"{name}에 쓸 수 없는 값이에요: {reprlib.repr(x)}. {how}수를 넣어 주세요.")
    array = array if array.dtype.kind == "f" else array.astype(float)
    if ok and not (good := ok(array)).all():
        raise ValueError(f"{name}에 쓸 수 없는 값이에요: {array[~good][0]!s}. {hint}")
    return array


def _number(x, name, ok, hint):
    """x를 파이썬 수 하나로 바꿔요. 그래야 float32 배열과 계산해도 float32로 남아요."""
    x = _numbers(x, name, 0, ok, hint)
    if not isinstance(x, np.ndarray):
        return x
    if x.ndim:
        raise ValueError(f"{name}에 쓸 수 없는 값이에요: {reprlib.repr(x)}. 수 하나만 넣어 주세요.")
    return x.item()


def _probability(p):
    """값마다 0 이상 1 이하인지 확인해요."""
    return _numbers(p, "p", 0, _unit, "0 이상 1 이하의 수만 두고, 퍼센트라면 100으로 나눠 주세요.")


def _unit(x):
    """0 이상 1 이하예요."""
    return (x >= 0) & (x <= 1)


def _positive(x):
    """0보다 크고 유한해요."""
    return (x > 0) & (x < np.inf)


def _log(base):
    """밑이 base인 로그 함수예요."""
    hint = "2, np.e, 10처럼 1이 아닌 양수를 넣어 주세요."
    base = _number(base, "base", lambda b: _positive(b) & (b != 1), hint)
    exact = {2: np.log2, np.e: np.log, 10: np.log10}
    return exact.get(base, lambda x: np.log(x) / math.log(base))


def _sum(table):
    """표의 모든 칸을 더해요."""
    return table.sum(axis=-1).sum(axis=-1)


def _plain(values):
    """결과가 하나면 파이썬 수로 바꿔요."""
    return values.item() if isinstance(values, np.generic) else values
