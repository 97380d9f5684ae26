"""슬라이더로 움직일 값: numpy가 하는 셈을 테이프에 적어 두면, 브라우저가 커널 없이 다시 해요."""

from functools import partial
from inspect import signature

import numpy as np

from ..josa import josa

# 브라우저가 다시 하는 셈과, numpy의 값에서 벗어나도 되는 마지막 자리(ulp)의 수예요. scene.js의 OPS와 이름이 같아요.
OPS = dict.fromkeys(
    "add subtract multiply divide floor_divide remainder negative positive absolute sign floor ceil trunc rint "
    "minimum maximum sqrt square equal not_equal less less_equal greater greater_equal logical_and logical_or "
    "logical_xor logical_not isnan isfinite isinf".split(),
    0,
) | dict.fromkeys(
    "power exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh".split(), 2
)
BITWISE = {f"bitwise_{name}": f"logical_{name}" for name in ("and", "or", "xor")} | {"invert": "logical_not"}
EITHER = {"add": "logical_or", "multiply": "logical_and", "maximum": "logical_or", "minimum": "logical_and"}
REARRANGE = {
    getattr(np, name)
    for name in "stack concatenate column_stack vstack hstack repeat tile flip roll transpose moveaxis swapaxes "
    "reshape ravel squeeze broadcast_to expand_dims".split()
}
PLACING = {"axis", "axes", "shift", "repeats", "reps", "source", "destination", "shape", "newshape"}
AS_NUMBER = "1.0을 곱해 수로 바꿔 주세요"
RULE = "장면의 함수에서는 더하기, np.log2, np.where, np.stack, .sum()처럼 배열 전체를 다루는 셈만 쓸 수 있어요"
INSTEAD = {  # 옮길 수 없는 것과 그 대신 쓸 것
    "copyto": "이미 있는 배열에 담거나 np.full(n, p)로 채우는 대신 p + np.zeros(n)으로 써 주세요",
    "sort": "차례는 슬라이더를 움직이기 전에 정해 두어야 해요. 정렬은 함수 밖에서 해 주세요",
    "argsort": "차례는 슬라이더를 움직이기 전에 정해 두어야 해요. 정렬은 함수 밖에서 해 주세요",
    "histogram": "칸마다 (왼쪽 <= x) & (x < 오른쪽)을 더해 주세요",
    "einsum": "@나 np.dot, 또는 곱한 다음 .sum(axis)로 써 주세요",
    "divmod": "//와 %를 따로 써 주세요",
    "std": "np.sqrt(((x - x.mean()) ** 2).mean())처럼 풀어 써 주세요",
    "var": "((x - x.mean()) ** 2).mean()처럼 풀어 써 주세요",
    "convolve": "옮겨 놓은 배열을 곱해 더해 주세요",
    "nan_to_num": "np.where(np.isnan(x), 0, x)로 써 주세요",
    "argmax": "x == x.max()로 가장 큰 자리를 찾아 주세요",
    "astype": "참거짓은 그대로 곱하고, 정수로는 np.floor(x)나 np.round(x)로 바꿔 주세요",
}


def untraceable(name, instead="다른 셈으로 써 주세요"):
    return TypeError(f"{RULE}. {name}: 옮길 수 없어요. {INSTEAD.get(name.removeprefix('np.').strip('.'), instead)}.")


def forbid(what, instead):
    """값이 없으니 할 수 없는 것을 부르면 거절하는 메서드."""

    def refuse(self, *_, **__):
        raise untraceable(what, instead)

    return refuse


def calling(function):
    """numpy의 함수를 부르는 메서드."""
    return lambda self, *args: function(self, *args)


def explain(error):
    """기호로 부르다가 난 오류. numpy가 제 말로 바꾼 거절을 우리말로 되돌려요."""
    if RULE in str(error.__cause__):
        return error.__cause__
    return untraceable(f"{error}") if "Traced" in str(error) and RULE not in str(error) else error


class Tape:
    """셈의 줄을 차례로 적은 것. 같은 줄은 한 번만 적어요."""

    def __init__(self):
        self.lines = {}

    def put(self, op, value, *numbers):
        return Traced(self, value, self.lines.setdefault((op, *numbers), len(self.lines)))

    def argument(self, first, value):
        """손잡이의 값: first째부터 이어지는 수들."""
        return self.put("arg", np.asarray(value, float), first, np.size(value))

    def constant(self, x):
        """수, 배열, 그런 것과 기호가 섞인 리스트를 기호로 바꿔요."""
        if isinstance(x, Traced):
            return x
        if isinstance(x, list | tuple):
            return np.stack([self.constant(v) for v in x])
        numbers = np.asarray(x)
        if numbers.dtype.kind not in "biuf":
            raise TypeError(f"{RULE}. {josa(repr(x), '은/는')} 수가 아니에요.")
        # 마지막 자리는 컴퓨터마다 달라서, 열두 자리만 적어야 노트북의 바이트가 같아요.
        return self.put("const", numbers, *(float(f"{v:.12g}") for v in numbers.flat))

    def run(self, *args):
        """테이프를 numpy로 다시 돌려, 줄마다 나온 값들의 배열을 돌려줘요. scene.js의 run과 같은 일을 해요."""
        values, flat = [], np.concatenate([[], *map(np.ravel, args)])
        with np.errstate(all="ignore"):
            for op, *numbers in self.lines:
                if op == "arg":
                    value = flat[numbers[0] : sum(numbers)]
                elif op in STEPS:
                    value = STEPS[op](values, *numbers)
                else:
                    value = getattr(np, op)(*(values[n] for n in numbers))
                values.append(np.ravel(np.asarray(value, float)))
        return values


def folded(name):
    """n개씩 묶어 접는 걸음."""
    return lambda v, line, n: getattr(v[line].reshape(-1, n), name)(axis=-1)


STEPS = {  # 배열의 모양을 아는 걸음: 앞선 줄들의 값 v와 테이프에 적힌 수를 받아요
    "const": lambda v, *numbers: np.array(numbers),
    "take": lambda v, line, *places: v[line][list(places)],
    "join": lambda v, *lines: np.concatenate([v[n] for n in lines]),
    "where": lambda v, *lines: np.where(*(v[n] for n in lines)),
    "interp": lambda v, *lines: np.interp(*(v[n] for n in lines)),
    "dot": lambda v, a, b, n, k, m: v[a].reshape(n, k) @ v[b].reshape(k, m),
} | {name: folded(name) for name in ("sum", "prod", "max", "min", "cumsum")}


class Traced(np.lib.mixins.NDArrayOperatorsMixin):
    """배열처럼 셈하면서 한 걸음마다 테이프에 한 줄을 적는 값.

    `value`는 슬라이더가 처음 자리에 있을 때의 값이고, 모양(shape)과 참거짓인지 수인지를 알려 줘요.
    """

    symbolic = True  # 아직 정해지지 않은 값이라는 표시: measures는 이것만 보고 확인을 건너뛰어요

    def __init__(self, tape, value, line):
        self.tape, self.line, self.value = tape, line, (value := np.asarray(value))
        self.shape, self.ndim, self.size, self.dtype = value.shape, value.ndim, value.size, value.dtype

    # -- 자리 옮기기 ----------------------------------------------------------------------------------
    _places = property(lambda self: np.arange(self.size).reshape(self.shape))

    def _take(self, where):
        """`where`가 가리키는 차례로 다시 놓은 값."""
        if np.array_equal(where.ravel(), np.arange(self.size)):
            return Traced(self.tape, self.value.reshape(where.shape), self.line)
        return self.tape.put("take", self.value.ravel()[where], self.line, *map(int, where.flat))

    def _spread(self, shape):
        """수 하나는 그대로 두고, 배열은 `shape`로 펼친 줄. 테이프는 한 줄로 늘어놓은 배열만 알아요."""
        return self.line if self.size == 1 else self._take(np.broadcast_to(self._places, shape)).line

    def _rearrange(self, function, args, kwargs):
        """자리만 바꾸는 함수는 값 대신 자리 번호에 불러요."""
        if not args or kwargs.keys() - PLACING:
            raise untraceable(f"np.{function.__name__}", "배열을 첫째로 놓고 axis만 정해 주세요")
        first, *rest = args
        many = isinstance(first, list | tuple)
        parts = [self.tape.constant(x) for x in (first if many else [first])]
        starts = np.cumsum([0, *(p.size for p in parts)])
        places = [p._places + start for p, start in zip(parts, starts[:-1], strict=True)]
        where = function(places if many else places[0], *rest, **kwargs)
        if len(parts) == 1:
            return parts[0]._take(where)
        values = np.concatenate([p.value.ravel() for p in parts])
        return self.tape.put("join", values, *(p.line for p in parts))._take(where)

    def __getitem__(self, key):
        if any(isinstance(k, Traced) for k in (key if isinstance(key, tuple) else (key,))):
            raise untraceable("x[기호]로 고르기", "np.where(조건, x, np.nan)으로 감추거나, 0과 1을 곱해 더해 주세요")
        return self._take(np.asarray(self._places[key]))

    def __len__(self):
        if not self.ndim:
            raise TypeError(f"{RULE}. 수 하나에는 길이가 없어요.")
        return len(self.value)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def reshape(self, *shape):
        return np.reshape(self, shape[0] if isinstance(shape[0], tuple) else shape)

    T = property(np.transpose)
    ravel, flatten, __round__, __floor__, __ceil__ = map(calling, (np.ravel, np.ravel, np.round, np.floor, np.ceil))

    def __getattr__(self, name):
        """나머지 메서드는 이름이 같은 numpy의 함수예요: x.sum(0)은 np.sum(x, 0)."""
        function = getattr(np, name, None) if hasattr(np.ndarray, name) else None
        if function in FUNCTIONS:
            return partial(function, self)
        raise AttributeError(name if name.startswith("_") else str(untraceable(f".{name}")))

    # -- numpy가 부르는 것 -----------------------------------------------------------------------------
    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        if out and not all(isinstance(x, Traced) for x in out):
            raise untraceable("이미 있는 배열에 담기(x += 기호)", "x = x + 기호처럼 새 값을 만들어 주세요")
        name = BITWISE.get(ufunc.__name__, ufunc.__name__)
        if method != "__call__" or (name not in OPS and name != "matmul"):
            raise untraceable(f"np.{ufunc.__name__}" + (f".{method}" if method != "__call__" else ""))
        if options:
            raise untraceable(f"np.{name}의 옵션({', '.join(options)})", "옵션 없이 써 주세요")
        inputs = [self.tape.constant(x) for x in inputs]
        if ufunc.__name__ in BITWISE and any(x.dtype != bool for x in inputs):
            raise untraceable("& | ^ ~", "(p > 0.2) & (p < 0.8)처럼 비교한 것에만 쓰고, 괄호를 쳐 주세요")
        if name == "matmul":
            return dot(*inputs)
        try:
            with np.errstate(all="ignore"):
                value = ufunc(*(x.value for x in inputs))
        except TypeError:
            raise untraceable(f"참거짓의 np.{name}", AS_NUMBER) from None
        whole = value.dtype.kind in "iu" and name in ("power", "floor_divide", "remainder")
        if whole or value.dtype == np.float16:  # 정수는 0으로 나눌 때, 참거짓은 자릿수가 수와 달라요
            raise untraceable(f"참거짓과 정수만의 np.{name}", AS_NUMBER)
        if value.dtype == bool:  # 참거짓끼리의 더하기와 곱하기는 numpy에서 '또는'과 '그리고'예요
            name = EITHER.get(name, name)
        return self.tape.put(name, value, *(x._spread(value.shape) for x in inputs))

    def __array_function__(self, function, types, args, kwargs):
        name = f"np.{function.__name__}"
        if function in REARRANGE:
            return self._rearrange(function, args, kwargs)
        if function not in FUNCTIONS:
            raise untraceable(name)
        try:
            signature(FUNCTIONS[function]).bind(*args, **kwargs)
        except TypeError:
            raise untraceable(f"{name}의 옵션", "옵션 없이 써 주세요") from None
        return FUNCTIONS[function](*args, **kwargs)

    # -- 값이 없으니 할 수 없는 것 -----------------------------------------------------------------------
    __bool__ = forbid("if, and, min, max", "np.where(조건, 참일 때, 거짓일 때)나 &, np.minimum, np.maximum을 써 주세요")
    __float__ = forbid(
        "수 하나로 바꾸기(float(p), math.log2(p), x[0] = p)",
        "np.log2(p)처럼 numpy의 함수를 쓰고, 배열은 np.stack이나 np.where로 새로 만들어 주세요",
    )
    __int__ = forbid("int(n)", "np.floor(n)이나 np.round(n)으로 써 주세요")
    __index__ = forbid(
        "번호로 쓰기(x[:n], range(n))",
        "앞의 n개는 np.where(np.arange(len(x)) < n, x, np.nan)으로, n째 값은 (x * (np.arange(len(x)) == n)).sum()으로, "
        "n째 낱말은 pick(n, '가', '나')로 써 주세요",
    )
    __hash__ = forbid("사전의 열쇠로 쓰기", "고른 것에 따라 달라지는 낱말은 pick(n, '가', '나')로 써 주세요")
    __setitem__ = forbid("x[자리] = 값", "np.where(조건, 값, x)로 새 배열을 만들어 주세요")
    __str__ = forbid("자릿수가 없는 글", "f'{값:.2f}'처럼 자릿수를 정해 주세요")
    __array__ = forbid(
        "배열에 담기와 고르기(np.array([p, 1 - p]), np.full(n, p), x[p > 0.5], x[n])",
        "np.stack([p, 1 - p]), p + np.zeros(n), np.where(조건, x, np.nan), (x * (np.arange(len(x)) == n)).sum()처럼 써 "
        "주세요. 리스트 속의 리스트는 안쪽도 np.stack으로 묶어요",
    )

    def __format__(self, spec):
        if self.size != 1:
            raise TypeError("한 자리에는 수 하나만 적을 수 있어요. 배열이라면 하나씩 꺼내 f'{h[0]:.2f}'처럼 써 주세요.")
        if not spec:
            self.__str__()
        return f"⟦{self.line}:{spec}⟧"

    def __repr__(self):
        return f"Traced({self.value!r})"


# -- 다른 셈으로 풀어 쓰는 numpy의 함수 -------------------------------------------------------------------
def constants(*xs):
    """모두 한 테이프의 기호로."""
    tape = next(x.tape for x in xs if isinstance(x, Traced))
    return [tape.constant(x) for x in xs]


def where(condition, *choices):
    if len(choices) != 2:
        raise untraceable("np.where(조건)", "np.where(조건, 참일 때, 거짓일 때)로 써 주세요")
    parts = constants(condition, *choices)
    value = np.where(*(x.value for x in parts))
    return parts[0].tape.put("where", value, *(x._spread(value.shape) for x in parts))


def dot(a, b):
    """행렬과 행렬(또는 벡터)의 곱."""
    a, b = constants(a, b)
    if not a.ndim or not b.ndim:
        return a * b
    if a.ndim > 2 or b.ndim > 2:
        raise untraceable("세 축이 넘는 배열의 @", "두 축까지만 곱하고, 나머지는 곱한 다음 .sum(axis)로 더해 주세요")
    if a.dtype == b.dtype == bool:
        raise untraceable("참거짓끼리의 @", AS_NUMBER)
    n, k, m = a.shape[0] if a.ndim == 2 else 1, a.shape[-1], b.shape[1] if b.ndim == 2 else 1
    return a.tape.put("dot", a.value @ b.value, a.line, b.line, n, k, m)


def interp(x, xp, fp):
    parts = constants(x, xp, fp)
    return parts[0].tape.put("interp", np.interp(*(p.value for p in parts)), *(p.line for p in parts))


def append(x, more, axis=None):
    return np.concatenate([np.ravel(x), np.ravel(more)] if axis is None else [x, more], axis or 0)


def linspace(start, stop, num=50):
    """numpy처럼 걸음을 곱해 더하고, 끝은 stop 그대로예요."""
    if num < 2 or np.ndim(start) or np.ndim(stop):
        raise untraceable("np.linspace", "두 끝은 수 하나씩, 개수는 둘 이상으로 적어 주세요")
    return np.append(np.arange(num - 1) * ((stop - start) / (num - 1)) + start, stop)


def rounded(x, decimals=0):
    """numpy처럼 10의 거듭제곱을 곱해 짝수로 반올림해요."""
    scale = 10.0 ** abs(decimals)
    return np.rint(x * scale) / scale if decimals > 0 else np.rint(x / scale) * scale


def like(fill):
    return lambda x, *value: (value[0] if value else fill) + np.zeros(np.shape(x))


def fold(name, truth=False):
    """축을 접는 함수. truth이면 0이 아닌지를 접어요."""

    def function(x, axis=None, *, keepdims=False):
        if not x.size:
            raise untraceable(f"빈 배열의 .{name}()", "값이 하나는 있어야 해요")
        x = x != 0 if truth else x
        value = getattr(x.value, name)(axis=axis, keepdims=keepdims)
        axes = range(x.ndim) if axis is None else np.ravel(axis)
        rows = np.moveaxis(x, tuple(axes), tuple(range(-len(axes), 0)))
        return x.tape.put(name, value, rows.line, x.size // value.size)

    return function


def mean(x, axis=None, *, keepdims=False):
    total = np.sum(x, axis, keepdims=keepdims)
    return total / (x.size // total.size)


def cumsum(x, axis=None):
    if axis is None:
        return np.cumsum(np.ravel(x), 0)
    rows = np.moveaxis(x, axis, -1)
    return np.moveaxis(x.tape.put("cumsum", rows.value.cumsum(-1), rows.line, rows.shape[-1]), -1, axis)


REDUCE = {getattr(np, name): fold(name) for name in ("sum", "prod", "max", "min")} | {
    np.amax: fold("max"),
    np.amin: fold("min"),
    np.any: fold("max", truth=True),
    np.all: fold("min", truth=True),
    np.mean: mean,
    np.cumsum: cumsum,
}
FUNCTIONS = REDUCE | {
    np.where: where,
    np.clip: lambda x, low, high: np.minimum(np.maximum(x, low), high),
    np.dot: dot,
    np.outer: lambda a, b: np.ravel(a)[:, None] * np.ravel(b),
    np.interp: interp,
    np.append: append,
    np.linspace: linspace,
    np.round: rounded,
    np.around: rounded,
    np.diff: lambda x: x[..., 1:] - x[..., :-1],
    np.zeros_like: like(0.0),
    np.ones_like: like(1.0),
    np.full_like: like(0.0),
    np.shape: lambda x: x.shape,
    np.ndim: lambda x: x.ndim,
    np.size: lambda x: x.size,
}


def pick(choice, *words):
    """골라 놓은 번호에 따라 달라지는 낱말. 번호가 넘치면 끝의 낱말이에요.

    >>> pick(1, "비트", "나트")
    '나트'
    """
    if any("⟦" in word for word in words):
        raise TypeError("pick의 낱말에는 움직이는 수를 못 적어요. 수를 밖으로 꺼내 f'{값:.2f}' + pick(…)로 써 주세요.")
    if isinstance(choice, Traced):
        return f"⟦{choice.line}:{chr(31).join(words)}{chr(31)}⟧"
    return words[int(np.clip(np.nan_to_num(choice), 0, len(words) - 1))]
