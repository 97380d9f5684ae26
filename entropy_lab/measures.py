"""엔트로피와 그 식구들: 종이에 쓰는 식을 그대로 옮긴 numpy 함수예요.

분포는 배열의 마지막 축에(결합 분포는 마지막 두 축에) 놓고, 앞쪽 축에는 분포를 몇 개든 늘어놓아요.
로그의 밑 base가 2면 단위는 비트, np.e면 나트예요. 0·log 0은 정확히 0이고, 분포가 아닌 입력은
ValueError로 거절해요. float32는 float32로 남고, 결과가 하나면 파이썬 수예요.
"""

import math
import reprlib

import numpy as np


def information(p, base=2):
    """정보량: 확률이 p인 일이 일어났을 때의 놀라움이에요.

    I(x) = -log p(x)

    p[...]의 값마다 계산해요(base가 2면 비트, np.e면 나트). 0 이상 1 이하가 아니면 ValueError예요.
    일어날 수 없는 일(p = 0)의 정보량은 무한대예요.

    >>> information(1 / 8), information(1), information(0)
    (3.0, 0.0, inf)
    """
    log, p = _log(base), _probability(p)
    with np.errstate(divide="ignore"):  # log 0 = -∞가 옳은 값이라 경고하지 않아요
        return _plain(0 - log(p))


def entropy(p, base=2, axis=-1):
    """엔트로피: 정보량의 기댓값이에요.

    H(X) = -Σ p(x) log p(x)

    p[..., K]의 axis를 따라 더해 그 축을 없애요(비트 또는 나트). 분포가 아니면 ValueError예요.
    반드시 일어나는 일 하나뿐이면(결정적 분포) 정확히 0이에요.

    >>> entropy([0.5, 0.25, 0.125, 0.125]), entropy([1, 0, 0])
    (1.75, 0.0)

    출처: C. E. Shannon (1948), A Mathematical Theory of Communication, 6절.
    """
    p = p if axis == -1 else np.moveaxis(_numbers(p, "p"), axis, -1)
    return _over_rows(lambda log, p: 0 - (p * log(p)).sum(axis=-1), base, p=p)


def binary_entropy(p, base=2):
    """이진 엔트로피: 앞면이 나올 확률이 p인 동전(베르누이 분포)의 엔트로피예요.

    H(p) = -p log p - (1-p) log(1-p)

    p[...]의 값마다 계산해요(비트 또는 나트). 0 이상 1 이하가 아니면 ValueError예요.
    p가 0이나 1이면 정확히 0이에요. log(1-p)는 p가 아주 작아도 정확한 log1p(-p)로 계산해요.

    >>> binary_entropy(0.5), binary_entropy(0)
    (1.0, 0.0)
    """
    log, p = _log(base), _probability(p)
    log_q = np.log1p((p == 1) - p) / math.log(base)
    return _plain(0 - p * log(p + (p == 0)) - (1 - p) * log_q)


def gaussian_entropy(sigma, base=2):
    """표준편차가 sigma인 가우시안 분포의 미분 엔트로피예요.

    h(X) = ½ log(2πe σ²) = log σ + ½ log(2πe)

    sigma[...]의 값마다 계산해요(비트 또는 나트). 0보다 큰 유한한 수가 아니면 ValueError예요.
    이산 분포와 달리 분포가 좁으면(σ < 0.242) 음수가 돼요.

    >>> round(gaussian_entropy(1), 3), round(gaussian_entropy(0.1), 3)
    (2.047, -1.275)
    """
    log, sigma = (
        _log(base),
        _numbers(sigma, "sigma", 0, _positive, "0보다 큰 표준편차를 넣어 주세요."),
    )
    return _plain(log(sigma) + log(2 * np.pi * np.e).item() / 2)


def cross_entropy(p, q, base=2):
    """교차 엔트로피: 정답 p를 예측 q로 적을 때 드는 평균 정보량이에요.

    H(p, q) = -Σ p(x) log q(x)

    p[..., K]와 q[..., K]는 앞쪽 축을 서로 맞춰요(비트 또는 나트). 분포가 아니거나 K가 다르면
    ValueError예요. 일어날 수 있는 일을 없다고 예측하면(q = 0 < p) 무한대예요.

    >>> cross_entropy([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), cross_entropy([0.5, 0.5], [1, 0])
    (1.75, inf)
    """
    return _over_rows(lambda log, p, q: 0 - (p * log(q)).sum(axis=-1), base, p=p, q=q)


def kl_divergence(p, q, base=2):
    """쿨백-라이블러 발산: 정답 p를 예측 q로 적느라 더 드는 정보량이에요.

    D_KL(p‖q) = Σ p(x) log(p(x) / q(x)) = H(p, q) - H(p)

    p[..., K]와 q[..., K]는 앞쪽 축을 서로 맞춰요(비트 또는 나트). 분포가 아니거나 K가 다르면
    ValueError예요. p와 q가 같으면 정확히 0이고, q = 0 < p인 곳이 있으면 무한대예요.

    >>> kl_divergence([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), kl_divergence([0.5, 0.5], [1, 0])
    (0.25, inf)

    출처: S. Kullback, R. A. Leibler (1951), On Information and Sufficiency.
    """
    return _over_rows(lambda log, p, q: (p * (log(p) - log(q))).sum(axis=-1), base, p=p, q=q)


def joint_entropy(joint, base=2):
    """결합 엔트로피: X와 Y를 한꺼번에 알 때 얻는 정보량의 기댓값이에요.

    H(X, Y) = -ΣΣ p(x, y) log p(x, y)

    joint[..., x, y]의 마지막 두 축이 표 하나예요(비트 또는 나트). 표 전체의 합이 1이 아니면
    ValueError예요. X와 Y가 독립이면 H(X) + H(Y)와 같아요.

    >>> joint_entropy([[0.25, 0.25], [0.25, 0.25]])
    2.0
    """
    return _over_rows(
        lambda log, joint: 0 - (joint * log(joint)).sum(axis=-1).sum(axis=-1), base, 2, joint=joint
    )


def conditional_entropy(joint, base=2):
    """조건부 엔트로피 H(Y|X): X를 알고 나서도 Y에 남는 불확실성의 평균이에요.

    H(Y|X) = -ΣΣ p(x, y) log p(y|x)

    joint[..., x, y]의 마지막 두 축이 표 하나예요(비트 또는 나트). 표 전체의 합이 1이 아니면
    ValueError예요. X가 Y를 정하면 정확히 0이에요.

    >>> conditional_entropy([[0.25, 0.25], [0, 0.5]]), conditional_entropy([[0.5, 0], [0, 0.5]])
    (0.5, 0.0)
    """

    def formula(log, joint):
        x = joint.sum(axis=-1, keepdims=True)
        y_given_x = joint / (x + (x == 0))
        return 0 - (joint * log(y_given_x)).sum(axis=-1).sum(axis=-1)

    return _over_rows(formula, base, 2, joint=joint)


def mutual_information(joint, base=2):
    """상호정보량: X를 알면 줄어드는 Y의 불확실성이고, X와 Y를 바꾸어도 같아요.

    I(X;Y) = ΣΣ p(x, y) log(p(x, y) / (p(x) p(y)))

    joint[..., x, y]의 마지막 두 축이 표 하나이고, 주변 분포는 표에서 구해요(비트 또는 나트).
    표 전체의 합이 1이 아니면 ValueError예요. X와 Y가 독립이면 0인데, 반올림 때문에
    ±1e-16쯤이 남을 수 있어요.

    >>> mutual_information([[0.5, 0], [0, 0.5]]), mutual_information([[0.25, 0.25], [0.25, 0.25]])
    (1.0, 0.0)
    """

    def formula(log, joint):
        x, y = joint.sum(axis=-1, keepdims=True), joint.sum(axis=-2, keepdims=True)
        return (joint * (log(joint) - (log(x) + log(y)))).sum(axis=-1).sum(axis=-1)

    return _over_rows(formula, base, 2, joint=joint)


def softmax(z, temperature=1.0):
    """소프트맥스: 로짓 z를 분포로 바꿔요. 온도가 높을수록 균등분포에 가까워져요.

    p_i = exp(z_i / T) / Σ exp(z_j / T)

    z[..., K]의 마지막 축이 분포가 돼요. nan이나 +inf가 있거나 T가 0보다 큰 유한한 수가 아니면
    ValueError예요. 로짓 -inf는 가린 범주라서 확률이 정확히 0이에요(모두 가릴 수는 없어요).

    >>> softmax([0, 0, -np.inf])
    array([0.5, 0.5, 0. ])
    """
    z = _numbers(z, "z", 1, _logits, "nan과 inf를 없애고, 줄마다 유한한 로짓을 하나는 남겨 주세요.")
    temperature = _number(temperature, "temperature", _positive, "0보다 큰 수 하나를 넣어 주세요.")
    with np.errstate(
        over="ignore"
    ):  # 가장 큰 로짓을 빼면 exp가 넘치지 않고, -∞로 넘친 곳은 0이에요
        e = np.exp((z - z.max(axis=-1, keepdims=True)) / temperature)
    return e / e.sum(axis=-1, keepdims=True)


def smooth(p, smoothing):
    """라벨 스무딩: 분포 p에 균등분포를 ε만큼 섞어요.

    p' = (1 - ε) p + ε / K

    p[..., K]는 배열, 리스트, torch 텐서 모두 되고, 텐서는 텐서로 남아 기울기가 흘러요. p가 분포가
    아니거나 ε이 0 이상 1 이하가 아니면 ValueError예요. ε = 1이면 균등분포예요.

    >>> smooth([0, 0, 1, 0], 0.5)
    array([0.125, 0.125, 0.625, 0.125])

    출처: C. Szegedy 외 (2016), Rethinking the Inception Architecture for Computer Vision, 7절.
    """
    smoothing = _number(smoothing, "smoothing", _unit, "0 이상 1 이하인 수 하나를 넣어 주세요.")
    checked = _distribution(p.detach().cpu() if hasattr(p, "detach") else p, "p", 1)
    p = p if hasattr(p, "detach") else checked
    return (1 - smoothing) * p + smoothing / p.shape[-1]


# 아래는 입력을 확인하고, 큰 배열을 나누어 계산하는 도우미예요.


def _over_rows(formula, base, ndim=1, **inputs):
    """마지막 ndim개 축이 분포인 입력들로, 앞쪽 축을 따라 formula(log, *입력)을 계산해요."""
    log, arrays = _log(base), {name: _numbers(x, name, ndim) for name, x in inputs.items()}
    shape = _common_shape(ndim, **arrays)

    def with_zeros(
        first, *others
    ):  # p = 0인 칸은 로그 안에 1을 더해 유한하게 두면 곱이 정확히 0이에요
        return formula(lambda x: log(x + (first == 0)), first, *others)

    def block(*rows):  # 계산부터 하고 확인하면 메모리를 한 번만 읽어요. 0은 있을 때만 돌봐요
        values = formula(log, *rows)
        least = [_check(row, name, ndim) for name, row in zip(arrays, rows, strict=True)]
        return values if min(least) > 0 else with_zeros(*rows)

    with np.errstate(all="ignore"):  # 옳은 -∞는 그대로 두고, 분포가 아닌 값은 _check가 거절해요
        if not all(isinstance(a, np.ndarray) for a in arrays.values()):
            return with_zeros(*(_distribution(a, name, ndim) for name, a in arrays.items()))
        shape = (1, *shape)
        longest = int(np.argmax(shape[:-ndim]))
        rows = [np.moveaxis(np.broadcast_to(a, shape), longest, 0) for a in arrays.values()]
        values = np.empty(shape[:-ndim], np.result_type(*rows))
        out = np.moveaxis(values, longest, 0)
        step = max(1, _BLOCK * len(out) // math.prod(shape))
        for i in range(0, len(out), step):
            out[i : i + step] = block(*(np.ascontiguousarray(r[i : i + step]) for r in rows))
    return _plain(values[0])


_BLOCK = 1 << 16  # 한 번에 계산하는 값의 수: float64로 512 KB라 L2 캐시에 들어가요


def _common_shape(ndim, **arrays):
    """앞쪽 축을 서로 맞춘 모양이에요. 맞출 수 없으면 거절해요."""
    shapes = [a.shape for a in arrays.values()]
    try:
        if len({shape[-ndim:] for shape in shapes}) == 1:
            return np.broadcast_shapes(*shapes)
    except ValueError:
        pass
    raise ValueError(
        f"{', '.join(arrays)}의 모양이 서로 맞지 않아요: {', '.join(map(str, shapes))}. "
        "분포의 길이(마지막 축)를 같게 맞춰 주세요."
    )


def _numbers(x, name, ndim=0, ok=None, hint=""):
    """x를 실수 배열로 바꿔요. 수가 아니거나, 축이 모자라거나, ok가 아닌 값이 있으면 거절해요."""
    if hasattr(x, "tape"):  # scene.py의 기호는 브라우저에서야 값이 정해져서 확인할 수 없어요
        return x
    try:
        array = np.asarray(x)
    except ValueError:  # 길이가 들쭉날쭉한 리스트
        array = np.asarray(None)
    if array.dtype.kind not in "iuf" or not array.size or array.ndim < ndim:
        raise ValueError(
            f"{name}에 쓸 수 없는 값이에요: {reprlib.repr(x)}. "
            + (
                "수를 넣어 주세요.",
                "[0.5, 0.5]처럼 수를 한 줄로 넣어 주세요.",
                "joint[x, y]처럼 수로 된 표를 넣어 주세요.",
            )[ndim]
        )
    array = array if array.dtype.kind == "f" else array.astype(float)
    if ok and not (good := ok(array)).all():
        raise ValueError(f"{name}에 쓸 수 없는 값이에요: {array[~good][0]}. {hint}")
    return array


def _number(x, name, ok, hint):
    """수 하나를 파이썬 수로 바꿔요. 그래야 float32 배열과 셈해도 float32로 남아요."""
    x = _numbers(x, name, 0, lambda x: ok(x) & (x.ndim == 0), hint)
    return x.item() if isinstance(x, np.ndarray) else x


def _probability(p):
    """0 이상 1 이하인 값들인지 확인해요."""
    return _numbers(p, "p", 0, _unit, "퍼센트라면 100으로 나눠 0 이상 1 이하로 만들어 주세요.")


def _distribution(p, name, ndim):
    """마지막 ndim개 축이 분포인지 확인해요."""
    p = _numbers(p, name, ndim)
    if isinstance(p, np.ndarray):
        _check(p, name, ndim)
    return p


def _check(p, name, ndim):
    """마지막 ndim개 축이 분포가 아니면 거절하고, 분포면 가장 작은 확률을 돌려줘요."""
    total, least = p.sum(axis=tuple(range(-ndim, 0))), p.min()
    tolerance = 1e-9 * math.prod(p.shape[-ndim:]) if p.dtype.itemsize >= 8 else 1e-5
    if not (least >= 0 and (good := abs(total - 1) <= tolerance).all()):
        hint = "확률은 0 이상이어야 하니, 로짓이라면 softmax(z)를 넣어 주세요."
        _numbers(p, name, ndim, lambda p: (p >= 0) & (p < np.inf), hint)
        raise ValueError(
            f"{name}의 합이 1이 아니에요(합: {np.extract(~good, total)[0]}). "
            f"{name} / {name}.sum()으로 나눠 주세요."
        )
    return least


def _unit(x):
    return (x >= 0) & (x <= 1)


def _positive(x):
    return (x > 0) & (x < np.inf)


def _logits(z):
    return (z < np.inf) & ~(z == -np.inf).all(axis=-1, keepdims=True)


def _log(base):
    """밑이 base인 로그 함수예요."""
    hint = "2, np.e, 10처럼 0보다 크고 1이 아닌 수를 넣어 주세요."
    base = _number(base, "base", lambda b: _positive(b) & (b != 1), hint)
    return {2: np.log2, np.e: np.log, 10: np.log10}.get(base) or (
        lambda x: np.log(x) / math.log(base)
    )


def _plain(values):
    """결과가 하나면 파이썬 수로 돌려줘요."""
    return values.item() if isinstance(values, np.generic) else values
