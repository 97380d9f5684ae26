"""엔트로피와 그 식구들: 종이에 쓰는 식을 그대로 옮긴 numpy 함수예요.

분포는 배열의 마지막 축(결합 분포는 마지막 두 축)이고, 앞쪽 축에는 분포를 몇 개든 늘어놓아요.
단위는 base가 2면 비트, np.e면 나트예요. 0·log 0은 정확히 0이고, 분포가 아닌 입력은 거절해요(inputs.py).
float32는 float32로 남고(float16, bfloat16은 float32가 돼요), 결과가 하나면 파이썬 수예요.
식의 -(...)를 0 - (...)로 적은 것은 -0.0이 나오지 않게 하려는 거예요.
"""

import math
from contextlib import suppress
from itertools import product

import numpy as np

from .inputs import distribution, last, nonnegative, positive, real, reals, refuse, sum_to_one, symbolic, unit


def information(p, base=2):
    """정보량: 확률이 p인 일이 일어났을 때의 놀라움이에요.

    I(x) = -log p(x)
    p[...]의 값마다 비트(base에 따라 나트)로 구해요. 0 이상 1 이하가 아니면 ValueError예요.
    일어날 수 없는 일의 정보량은 무한대예요.

    >>> information(1 / 8), information(1), information(0)
    (3.0, 0.0, inf)
    """
    log = _log(base)
    return _over_values(lambda p: 0 - log(p), p)


def entropy(p, base=2, axis=-1):
    """엔트로피: 정보량의 기댓값이에요.

    H(X) = -Σ p(x) log p(x)
    p[..., K]를 axis를 따라 더해 비트(base에 따라 나트)로 구해요. 분포가 아니면 ValueError예요.
    한 가지 일만 일어나는 결정적 분포에서는 정확히 0이에요.
    출처: C. E. Shannon (1948), A Mathematical Theory of Communication, 6절.

    >>> entropy([0.5, 0.25, 0.125, 0.125]), entropy([1, 0, 0])
    (1.75, 0.0)
    """
    return _over_rows(lambda log, p: 0 - _sum(p * log(p)), base, axis, p=p)


def binary_entropy(p, base=2):
    """이진 엔트로피: 앞면이 나올 확률이 p인 동전(베르누이 분포)의 엔트로피예요.

    H(p) = -p log p - (1 - p) log(1 - p)
    p[...]의 값마다 비트(base에 따라 나트)로 구해요. 0 이상 1 이하가 아니면 ValueError예요.
    p가 아주 작아도 정확하도록 log(1 - p)에는 log1p를 써요.

    >>> binary_entropy(0.5), binary_entropy(0), binary_entropy(1)
    (1.0, 0.0, 0.0)
    """
    log = _log(base)

    def formula(p):
        log_q = np.log1p((p == 1) - p) * _nat(log)
        return 0 - p * log(p + (p == 0)) - (1 - p) * log_q

    return _over_values(formula, p)


def gaussian_entropy(sigma, base=2):
    """표준편차가 sigma인 가우시안 분포의 미분 엔트로피예요.

    h(X) = ½ log(2πe σ²) = log σ + ½ log(2πe)
    sigma[...]의 값마다 비트(base에 따라 나트)로 구해요. 0보다 큰 유한한 수가 아니면 ValueError예요.
    이산 분포와 달리 σ가 작으면(약 0.242 아래) 음수가 돼요.

    >>> round(gaussian_entropy(1), 3), round(gaussian_entropy(0.1), 3)
    (2.047, -1.275)
    """
    log = _log(base)
    sigma = reals(sigma, "sigma", 0, positive, "0보다 큰 유한한 수를 넣어 주세요.")
    return _plain(log(sigma) + log(2 * np.pi * np.e).item() / 2)


def cross_entropy(p, q, base=2, axis=-1):
    """교차 엔트로피: 정답 p를 예측 q로 적을 때 드는 평균 정보량이에요.

    H(p, q) = -Σ p(x) log q(x)
    p[..., K]와 q[..., K]의 앞쪽 축을 서로 맞추고 axis를 따라 더해 비트(base에 따라 나트)로 구해요.
    분포가 아니거나 모양이 맞지 않으면 ValueError예요. p > 0인데 q = 0인 곳이 있으면 무한대예요.

    >>> cross_entropy([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), cross_entropy([0.5, 0.5], [1, 0])
    (1.75, inf)
    """
    return _over_rows(lambda log, p, q: 0 - _sum(p * log(q)), base, axis, p=p, q=q)


def kl_divergence(p, q, base=2, axis=-1):
    """쿨백-라이블러 발산: 정답 p를 예측 q로 적느라 더 드는 정보량이에요.

    D_KL(p‖q) = Σ p(x) log(p(x) / q(x)) = Σ [p(x) log(p(x) / q(x)) - p(x) + q(x)]
    p[..., K]와 q[..., K]의 앞쪽 축을 서로 맞추고 axis를 따라 더해 비트(base에 따라 나트)로 구해요.
    분포가 아니거나 모양이 맞지 않으면 ValueError예요. p > 0인데 q = 0인 곳이 있으면 무한대예요.
    p와 q의 합이 같으니 두 식은 같고, 뒤의 식은 항마다 0 이상이에요. 그래서 p와 q가 아주 가까워도 서로
    지워지지 않고 음수가 되지 않아요. 출처: S. Kullback, R. A. Leibler (1951), On Information and Sufficiency.

    >>> kl_divergence([0.5, 0.25, 0.25], [0.25, 0.5, 0.25]), kl_divergence([0.5, 0.5], [1, 0])
    (0.25, inf)
    """

    def formula(log, p, q, P, Q):  # P와 Q는 p와 q의 합이에요
        return _sum(p * log(p / q)) + (Q - P) * _nat(log)

    def near(log, p, q):
        return _excess(p, q, log(p) - log(q), _nat(log))

    return _over_rows(formula, base, axis, near, p=p, q=q)


def joint_entropy(joint, base=2, axis=(-2, -1)):
    """결합 엔트로피: X와 Y를 한꺼번에 볼 때의 엔트로피예요.

    H(X, Y) = -ΣΣ p(x, y) log p(x, y)
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    표가 다른 축에 있으면 axis=(x축, y축)으로 알려요. X와 Y가 독립일 때 가장 커서 H(X) + H(Y)예요.

    >>> joint_entropy([[0.25, 0.25], [0.25, 0.25]]), joint_entropy([[0.5, 0], [0, 0.5]])
    (2.0, 1.0)
    """
    return _over_rows(lambda log, xy: 0 - _dot(xy, log(xy)), base, axis, joint=joint)


def conditional_entropy(joint, base=2, axis=(-2, -1)):
    """조건부 엔트로피 H(Y|X): X를 알고도 Y에 남는 불확실성의 평균이에요.

    H(Y|X) = -ΣΣ p(x, y) log p(y|x)
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    X를 알 때 Y가 정해지면 정확히 0이에요. axis=(x축, y축)이라서 axis=(-1, -2)이면 H(X|Y)예요.

    >>> conditional_entropy([[0.25, 0.25], [0, 0.5]]), conditional_entropy([[0.5, 0], [0, 0.5]])
    (0.5, 0.0)
    """

    def formula(log, xy, x):
        return 0 - _sum(xy * log(xy / (x + (x == 0))[..., None]))

    def near(log, xy):  # 한 칸이 줄을 거의 다 차지하면, 그 칸의 log(x / xy)는 log1p(나머지 / xy)예요
        x = _sum(xy)[..., None]
        most = 2 * xy > x
        rest = _sum(np.where(most, 0, xy))[..., None]
        return _sum(xy * np.where(most, np.log1p(rest / xy) * _nat(log), 0 - log(xy / (x + (x == 0)))))

    return _over_rows(formula, base, axis, near, joint=joint)


def mutual_information(joint, base=2, axis=(-2, -1)):
    """상호정보량: X를 알면 줄어드는 Y의 불확실성이고, X와 Y를 바꿔도 같아요.

    I(X;Y) = ΣΣ p(x, y) log(p(x, y) / (p(x) p(y)))
    joint[..., x, y]의 표마다 비트(base에 따라 나트)로 구해요. 표의 합이 1이 아니면 ValueError예요.
    X와 Y가 독립일 때의 표 p(x) p(y)에서 벗어난 KL 발산이라 음수가 되지 않아요. axis=(x축, y축)이에요.

    >>> mutual_information([[0.5, 0], [0, 0.5]]), mutual_information([[0.25, 0.25], [0.25, 0.25]])
    (1.0, 0.0)
    """

    def formula(log, xy, y, x):
        log_ratio = log(xy) - (log(x[..., None]) + log(y))
        return _sum(xy * log_ratio) + x * (_sum(y) - 1) * _nat(log)

    def near(log, xy, y):
        x = _sum(xy)[..., None]
        return _excess(xy, x * y, log(xy) - (log(x) + log(y)), _nat(log))

    return _over_rows(formula, base, axis, near, marginal=True, joint=joint)


def softmax(z, temperature=1.0):
    """소프트맥스: 로짓 z를 분포로 바꿔요. 온도 T가 높을수록 균등분포에 가까워요.

    p_i = exp(z_i / T) / Σ_j exp(z_j / T)
    z[..., K]의 마지막 축이 분포가 돼요. z에 nan이나 inf가 있거나 T가 0보다 큰 유한한 수가 아니면
    ValueError예요. -inf는 가린 범주라서 확률이 정확히 0이지만, 모두 가릴 수는 없어요.

    >>> softmax([0, 0, -np.inf])
    array([0.5, 0.5, 0. ])
    """
    hint = "nan과 inf를 없애고, 줄마다 유한한 로짓을 하나는 남겨 주세요."
    z = reals(z, "z", 1, lambda z: (z < np.inf) & (z > -np.inf).any(-1, keepdims=True), hint)
    T = real(temperature, "temperature", positive, "0보다 큰 유한한 수를 넣어 주세요.")
    if not (symbolic(z) or symbolic(T) or np.finfo(z.dtype).tiny <= T <= np.finfo(z.dtype).max):
        T = np.float64(T)  # float32로는 0이나 inf가 되는 온도예요
    with np.errstate(over="ignore"):  # 가장 큰 로짓을 빼요. -∞로 넘친 곳은 확률이 0이에요
        e = np.exp((z - z.max(axis=-1, keepdims=True)) / T)
    p = e / e.sum(axis=-1, keepdims=True)
    return p if symbolic(p) else p.astype(z.dtype, copy=False)


def smooth(p, smoothing):
    """라벨 스무딩: 분포 p에 균등분포를 ε만큼 섞어요.

    p' = (1 - ε) p + ε / K
    p[..., K]는 배열, 리스트, torch 텐서 모두 되고, 텐서는 텐서로 남아 기울기가 흘러요. p가 분포가
    아니거나 ε이 0 이상 1 이하가 아니면 ValueError예요. ε = 1이면 균등분포예요.
    출처: C. Szegedy 외 (2016), Rethinking the Inception Architecture for Computer Vision, 7절.

    >>> smooth([0, 0, 1, 0], 0.5)
    array([0.125, 0.125, 0.625, 0.125])
    """
    eps = real(smoothing, "smoothing", unit, "0 이상 1 이하의 수를 넣어 주세요.")
    values = distribution(p)
    if not hasattr(p, "detach"):
        p = values
    elif p.itemsize == 1:  # float8로는 셈하지 못해요
        p = p.float()
    return (1 - eps) * p + eps / p.shape[-1]


def _excess(p, q, log_ratio, nat):
    """Σ [p log(p / q) - p + q]를 항마다 0 이상인 채로 더해요. log_ratio는 log(p / q), nat은 log(e)예요.

    p와 q가 가까운 칸은 log(q / p) = 2 artanh s, s = (q - p) / (q + p)의 급수에서 지워질 항을 미리 지웠어요.
    """
    d = q - p
    s = d / (q + p)
    near = s * (d - p * s**2 * (2 / 3 + s**2 * (2 / 5 + s**2 * 2 / 7)))
    return _sum(np.where(s**2 < 4e-4, near * nat, p * log_ratio + d * nat))


# 여기부터는 큰 배열을 나누어 계산하는 도우미예요.

_BLOCK = 1 << 16  # 한 번에 계산하는 값의 수: 중간 배열 몇 개까지 모두 캐시에 들어가요
_SHORT = 128  # 여기까지는 둘씩 짝지어 더하는 sum도 차례로 더해요
_LOGS = {2: np.log2, np.e: np.log, 10: np.log10}


@np.errstate(all="ignore")  # log 0 = -∞는 옳은 값이고, 틀린 값은 확인해서 거절해요
def _over_values(formula, p):
    """확률 p[...]의 값마다 formula(p)를 구해요."""
    p = reals(p, "p")
    if symbolic(p):
        return formula(p)
    values = np.empty(p.shape, p.dtype)
    for at in _blocks(p.shape, _BLOCK):
        block = p[at]
        values[at] = part = formula(block)
        # 0 이상 1 이하가 아니면 결과가 음수이거나 nan이에요
        if not part.min() >= 0 and not (good := unit(block)).all():
            refuse("p", block[~good].flat[0], "0 이상 1 이하의 수만 두고, 퍼센트라면 100으로 나눠 주세요.")
    return _plain(values[()])


@np.errstate(all="ignore")
def _over_rows(formula, base, axis, near=None, marginal=False, **inputs):
    """축 axis가 분포인 입력을 덩이로 나누어 formula(log, *입력)을 구해요. 표는 줄마다 구해서 더해요.

    near는 0에 가까운 줄에서 자리가 깎이지 않는 식이고, 그때 formula는 *합도 받아요. marginal이면 p(y)도 건네요.
    """
    log, ndim = _log(base), 2 if "joint" in inputs else 1
    arrays = [last(reals(x, name, ndim), name, axis, ndim) for name, x in inputs.items()]
    shape = _common_shape(inputs, arrays, ndim)
    arrays = [a if a.shape == shape else np.broadcast_to(a, shape) for a in arrays]
    extra = [_sum(np.moveaxis(arrays[0], -2, -1))[..., None, :]] if marginal else []
    if [a for a in arrays if not isinstance(a, np.ndarray)]:  # 기호는 가까워질지 미리 알 수 없어요
        rows = (near or formula)(_on(log, arrays[0]), *arrays, *extra)
        return rows if ndim == 1 else rows.sum(axis=-1)
    if arrays[0].size <= _BLOCK:
        (values, *sums), _ = _measure(formula, near, log, arrays, extra, inputs, ndim)
        sum_to_one(inputs, arrays, sums, ndim)
        return _plain(values)

    zeros, values = False, np.empty(shape[:-ndim], np.result_type(*arrays))
    cuts = list(_blocks(shape[-ndim:], _BLOCK, ndim - 1))  # 캐시보다 큰 분포는 더 나눠요
    np.empty(8 * _BLOCK)  # 메모리를 한 번 크게 빌렸다 돌려주면, 이어지는 임시 배열들이 그 자리를 다시 써서 빨라요
    for at in _blocks(values.shape, _BLOCK // math.prod(shape[-ndim:])):
        blocks, more, parts = [a[at] for a in arrays], [a[at] for a in extra], []
        for cut in cuts:
            part, zeros = _measure(formula, near, log, [b[(..., *cut)] for b in blocks], more, inputs, ndim, zeros)
            parts.append(part)
        values[at], *sums = parts[0] if len(parts) == 1 else map(sum, zip(*parts, strict=True))
        sum_to_one(inputs, blocks, sums, ndim)
    return _plain(values[()])


def _measure(formula, near, log, blocks, extra, names, ndim, zeros=False):
    """한 덩이의 [값, 입력마다의 합]과, 0·log 0을 만났는지예요. 만난 뒤로는 0을 챙기는 로그를 써요."""
    blocks = [b if b.strides[-1] == b.itemsize else np.ascontiguousarray(b) for b in blocks]
    p = blocks[0]
    if near or len(blocks) > 1 or zeros:  # 엔트로피에서는 음수의 로그가 nan이라 저절로 드러나요
        for name, block in zip(names, blocks, strict=True):
            nonnegative(np.minimum.reduce(block, axis=None), name)
    sums = [_sum(b) for b in blocks]
    terms = (*blocks, *extra, *sums) if near else blocks
    rows = [formula(_on(log, p) if zeros else log, *terms), *sums]
    least = rows[0].min() if rows[0].ndim else rows[0]
    if not zeros and math.isnan(least):
        return _measure(formula, near, log, blocks, extra, names, ndim, True)
    if near:
        limit, values = np.finfo(p.dtype).eps ** 0.25 * abs(_nat(log)), np.asarray(rows[0])
        if not (least > limit and values.max() < np.inf):
            again = ~((values > limit * sums[0]) & (values < np.inf))
            some = [np.broadcast_to(b, p.shape)[again].astype(np.result_type(b, float)) for b in (*blocks, *extra)]
            values[again] = near(_on(log, some[0]), *some)
            rows[0] = values[()]
    return rows if ndim == 1 else [r.sum(axis=-1) for r in rows], zeros


def _blocks(shape, room, whole=0):
    """캐시에 들어가는 덩이의 자리들이에요. 마지막 whole개 축은 나누지 않아요."""
    axes = []
    for i, n in enumerate(reversed(shape)):
        step = n if i < whole else max(1, min(n, room))
        room //= step
        axes.append([slice(k, k + step) for k in range(0, n, step)])
    return product(*reversed(axes))


def _on(log, p):
    """p = 0인 곳에서도 유한해서, 0을 곱하면 정확히 0이 되는 로그예요: 그곳에서는 안에 1을 더해요."""

    def on(x):  # 주변 확률은 저마다 0인 곳에 더해요. 그 줄의 p도 모두 0이에요
        return log(x + ((p if np.shape(x) == p.shape else x) == 0))

    return on


def _sum(terms):
    """마지막 축을 더해요. 짧은 축은 행렬 곱과 einsum이 빠르고, 긴 축은 둘씩 짝지어 더하는 sum이 정확해요."""
    k = terms.shape[-1]
    if k > 128 or not isinstance(terms, np.ndarray) or (k <= 32 and terms.size < 1024):
        return terms.sum(axis=-1)
    return terms @ np.ones(k, terms.dtype) if k <= 32 else np.einsum("...k->...", terms)


def _dot(p, x):
    """Σ p x: 곱하면서 더해요. 더 긴 축에서는 einsum의 반올림이 쌓여요."""
    if 32 < p.shape[-1] <= 64 and isinstance(x, np.ndarray):
        return np.einsum("...k,...k->...", p, x)
    return _sum(p * x)


def _common_shape(names, arrays, ndim):
    """앞쪽 축을 서로 맞춘 모양이에요."""
    shapes = [a.shape for a in arrays]
    if len(set(shapes)) == 1:
        return shapes[0]
    if len({shape[-ndim:] for shape in shapes}) == 1:
        with suppress(ValueError, RuntimeError):  # numpy는 축 32개까지만 맞춰요
            return np.broadcast_shapes(*shapes)
    given = ", ".join(map(str, shapes))
    hint = "마지막 축은 길이가 같아야 하고, 앞쪽 축은 길이가 같거나 1이어야 해요."
    raise ValueError(f"{', '.join(names)}의 모양이 서로 맞지 않아요: {given}. {hint}")


def _log(base):
    """밑이 base인 로그 함수예요."""
    if type(base) not in (int, float) or base not in _LOGS:
        hint = "2, np.e, 10처럼 1이 아닌 양수를 넣어 주세요."
        base = real(base, "base", lambda b: positive(b) & (b != 1), hint)
    if not symbolic(base) and base in _LOGS:
        return _LOGS[base]
    return lambda x: np.log(x) / _plain(np.log(base))


def _nat(log):
    """1나트가 log의 단위로 얼마인지예요."""
    return _plain(log(np.e))


def _plain(values):
    """결과가 하나면 파이썬 수로 바꿔요."""
    return values.item() if isinstance(values, np.generic) else values
