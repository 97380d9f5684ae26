"""입력이 무엇인지 한 번만 정해요: 수는 무엇이고, 분포는 무엇이고, 아니면 뭐라고 말하는지.

리스트, 튜플, 정수, Fraction, Decimal, 텐서(기울기가 있어도), 그런 것이 섞인 리스트를 모두 배열로 받아요.
장면의 기호는 값이 브라우저에서야 정해지므로 확인하지 않고 그대로 둬요.
"""

import math
import operator
import reprlib
from contextlib import suppress
from numbers import Number

import numpy as np

from .josa import josa

EPS = {"float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}  # 1 옆의 수까지의 거리
HOW = ("", "[0.5, 0.5]처럼 한 줄로 ", "[[0.5, 0], [0, 0.5]]처럼 표로 ")
LOGITS = "0 이상 1 이하의 수만 두고, 로짓이라면 softmax(z)를 거쳐 주세요."
_short = reprlib.Repr()
_short.maxlevel = 2


def distribution(p, name="p", ndim=1):
    """마지막 ndim개 축이 분포인 실수 배열로 바꿔요. 분포가 아니면 ValueError예요.

    음수와 nan이 없고, 합이 1에서 1e-9 안이어야 해요. 참된 분포를 반올림해도 합은 칸의 수와 상관없이 1e-16쯤만
    움직이니까요. float32였던 것(모든 값이 꼭 float32인 리스트도), float16, bfloat16은 4·eps·√K까지 봐줘요.

    >>> distribution([1, 0]), distribution(np.float32([[0.1] * 10])).dtype
    (array([1., 0.]), dtype('float32'))
    """
    array = reals(p, name, ndim)
    if not symbolic(array):
        with np.errstate(all="ignore"):
            nonnegative(array.min(), name)
            sum_to_one({name: p}, [array], [array.sum(axis=(-2, -1)[-ndim:])], ndim)
    return array


def nonnegative(least, name):
    """가장 작은 확률 least가 0 이상인지 확인해요. nan이 섞이면 가장 작은 값도 nan이에요."""
    if not least >= 0:
        refuse(name, least, LOGITS)


def sum_to_one(given, arrays, totals, ndim):
    """분포마다의 합 totals가 1인지 확인해요. given은 {이름: 배열 arrays로 바꾸기 전의 입력}이에요."""
    for (name, x), array, total in zip(given.items(), arrays, totals, strict=False):
        if (total.size == 1 and abs(total - 1) <= 1e-9) or (total.min() >= 1 - 1e-9 and total.max() <= 1 + 1e-9):
            continue
        size = math.prod(array.shape[-ndim:])
        slack = max(1e-9, min(4 * _eps(x, array) * math.sqrt(size), 0.05))
        if (good := abs(total - 1) <= slack).all():
            continue
        if not total.max() < np.inf:
            refuse(name, array.max(), LOGITS)
        each = "분포마다 " if array.size > size else ""
        bad = total[~good].flat[0]
        raise ValueError(f"{name}의 합이 1이 아니에요: {bad!s}. {each}{name} / {name}.sum()으로 나눠 주세요.")


def reals(x, name, ndim=0, ok=None, hint=""):
    """x를 실수 배열로 바꾸고, 축이 모자라거나 ok가 아닌 값이 있으면 거절해요. float16은 float32가 돼요."""
    try:
        array = _array(x)
    except Exception:  # 길이가 다른 줄, None, 너무 큰 정수: 무엇이 잘못됐든 할 말은 같아요
        array = np.asarray(None)
    if not isinstance(array, np.ndarray):
        return array
    kind = array.dtype.kind
    if kind not in "iuf" or not array.size or array.ndim < ndim:
        way = "가린 칸은 filled(0)으로 채우거나 compressed()로 빼고, " if hasattr(x, "filled") else ""
        refuse(name, x, f"{way}{HOW[ndim]}수를 넣어 주세요.")
    array = array if kind == "f" else array.astype(float)
    if ok and not (good := ok(array)).all():
        refuse(name, array[~good][0], hint)
    return array


def real(x, name, ok, hint):
    """x를 파이썬 수 하나로 바꿔요. 그래야 float32 배열과 계산해도 float32로 남아요."""
    array = reals(x, name, 0, ok, hint)
    if symbolic(array):
        return array
    return array.item() if not array.ndim else refuse(name, x, "수 하나만 넣어 주세요.")


def last(x, name, axis, ndim):
    """x에서 axis가 가리키는 축(ndim이 2면 한 쌍)을 맨 뒤로 옮겨요."""
    if type(axis) in (int, tuple) and axis == (-1, (-2, -1))[ndim - 1]:
        return x
    axes = axis if isinstance(axis, tuple | list) and ndim == 2 else (axis,)
    if len(axes) == ndim and all(type(a) is int or isinstance(a, np.integer) for a in axes):
        with suppress(ValueError, OverflowError):
            return np.moveaxis(x, axes, range(-ndim, 0))
    kind = "서로 다른 정수 둘(x축, y축)을" if ndim == 2 else "정수를"
    hint = f"{name}의 축은 {x.ndim}개예요. {-x.ndim} 이상 {x.ndim - 1} 이하인 {kind} 넣어 주세요."
    return refuse("axis", axis, hint)


def whole(x, name, least, most=10**9):
    """least 이상 most 이하인 정수예요."""
    with suppress(TypeError, ValueError, RuntimeError):
        n = x.item() if hasattr(x, "item") else x
        if not isinstance(n, bool) and least <= operator.index(n) <= most:
            return n
    return refuse(name, x, f"{least} 이상 {most:,} 이하인 정수를 넣어 주세요.")


def lookup(name, table, what):
    """이름이 name인 것을 표에서 꺼내요."""
    if isinstance(name, str) and name in table:
        return table[name]
    raise ValueError(f"{josa(f'{what} {short(name)}', '은/는')} 없어요. 있는 것: {', '.join(table)}.")


def symbolic(x):
    """장면의 기호인지: 값이 아직 정해지지 않아서 확인할 수 없어요."""
    return getattr(x, "symbolic", False) is True or hasattr(x, "tape")


def masked(x):
    """가린 칸이 있는지: 배열이거나, 배열을 담은 리스트예요."""
    if isinstance(x, list | tuple):
        return any(masked(v) for v in x if not isinstance(v, float | int))
    return hasattr(x, "filled") and bool(np.any(x.mask))


def unit(x):
    """0 이상 1 이하예요."""
    return (x >= 0) & (x <= 1)


def positive(x):
    """0보다 크고 유한해요."""
    return (x > 0) & (x < np.inf)


def refuse(name, value, hint):
    raise ValueError(f"{name}에 쓸 수 없는 값이에요: {short(value)}. {hint}")


def short(value):
    """한 줄로 줄인 값이에요. 수가 백만 개라도 몇 개만 보여요."""
    if isinstance(value, np.generic):
        return str(value)
    try:
        return " ".join(_short.repr(value).split())[:80]
    except Exception:  # repr도 못 하는 값이에요
        return type(value).__name__


def _array(x):
    """텐서, 분수, 그런 것이 섞인 리스트도 배열로 바꿔요. 기호가 섞인 리스트는 기호가 돼요."""
    if (type(x) is np.ndarray and x.dtype.kind == "f" and x.itemsize >= 4) or symbolic(x):
        return x
    if hasattr(x, "detach"):  # torch 텐서
        x = x.detach().cpu()
        x = (x.float() if x.dtype.is_floating_point and x.itemsize < 4 else x).numpy()
    if isinstance(x, bytearray) or masked(x):
        raise ValueError
    listed = isinstance(x, list | tuple)
    try:
        array = np.asarray(x)
    except Exception:  # 기울기가 있는 텐서나 기호가 섞인 리스트예요
        array = np.asarray(None)
    if array.dtype.kind == "O":
        if listed or array.ndim:
            return np.stack([_array(v) for v in (x if listed else array.tolist())])
        array = np.asarray(float(x if isinstance(x, Number) else None))
    return array.astype(np.float32) if array.itemsize < 4 and "float" in array.dtype.name else array


def _eps(given, array):
    """입력이 처음에 가졌던 정밀도예요. float64와 정수는 0이에요."""
    parts = given if isinstance(given, list | tuple) else ()
    names = {str(getattr(v, "dtype", "")).rpartition(".")[2] for v in (given, array, *parts)}
    if parts and (array.astype(np.float32) == array).all():
        names.add("float32")
    return max(EPS.get(name, 0) for name in names)
