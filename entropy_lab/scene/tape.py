"""슬라이더로 움직일 값: numpy가 하는 셈을 테이프에 적어 두면, 브라우저가 커널 없이 다시 해요."""

import numpy as np

OPS = set(
    "add subtract multiply divide power negative absolute sign floor minimum maximum exp log log2 log10 log1p "
    "expm1 sqrt square sin cos arccos equal not_equal less less_equal greater greater_equal".split()
)
REARRANGE = {np.stack, np.concatenate, np.column_stack, np.vstack, np.hstack, np.repeat, np.tile, np.flip,
             np.roll, np.transpose, np.moveaxis, np.reshape, np.ravel, np.squeeze, np.broadcast_to, np.expand_dims}  # fmt: skip
RULE = "장면의 함수에서는 더하기, np.log2, np.where, np.stack, .sum()처럼 배열 전체를 다루는 셈만 쓸 수 있어요"


class Traced(np.lib.mixins.NDArrayOperatorsMixin):
    """배열처럼 셈하면서 한 걸음마다 테이프에 한 줄을 적는 값.

    `value`는 슬라이더가 처음 자리에 있을 때의 값이고, 모양(shape)을 알려 줘요. 같은 걸음은 한 번만 적어요.
    """

    def __init__(self, tape, value, step):
        self.tape, self.value = tape, np.asarray(value, float)
        self.line = tape.setdefault(step, len(tape))

    shape = property(lambda self: self.value.shape)
    ndim = property(lambda self: self.value.ndim)
    size = property(lambda self: self.value.size)
    dtype = property(lambda self: self.value.dtype)
    T = property(lambda self: np.transpose(self))

    # -- 적기 -------------------------------------------------------------------------------------
    def _put(self, op, value, *lines):
        return Traced(self.tape, value, (op, *lines))

    def _of(self, x):
        if isinstance(x, Traced):
            return x
        if isinstance(x, list | tuple):
            return np.stack([self._of(v) for v in x])
        numbers = np.asarray(x, float)
        # 12 digits: what another processor computes in the last place must not reach a committed notebook
        return self._put("const", numbers, *(float(f"{v:.12g}") for v in numbers.flat))

    def _take(self, where):
        """`where`가 가리키는 차례로 다시 놓은 값."""
        if np.array_equal(where.ravel(), np.arange(self.size)) or self.size == where.size == 1:
            return self._view(where.shape)
        return self._put("take", self.value.ravel()[where], self.line, *map(int, where.flat))

    def _view(self, shape):
        same = object.__new__(Traced)
        same.tape, same.value, same.line = self.tape, self.value.reshape(shape), self.line
        return same

    @property
    def _places(self):
        return np.arange(self.size).reshape(self.shape)

    # -- numpy가 부르는 것 --------------------------------------------------------------------------
    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        if method != "__call__" or options or ufunc.__name__ not in OPS:
            raise TypeError(
                f"{RULE}. np.{ufunc.__name__}{'' if method == '__call__' else '.' + method}은(는) 옮길 수 없어요."
            )
        inputs = [self._of(x) for x in inputs]
        with np.errstate(all="ignore"):
            value = ufunc(*(x.value for x in inputs))
        # the tape knows flat arrays only; a single number needs no spreading
        spread = [x if x.size == 1 else x._take(np.broadcast_to(x._places, value.shape)) for x in inputs]
        return self._put(ufunc.__name__, value, *(x.line for x in spread))

    def __array_function__(self, function, types, args, kwargs):
        if function is np.where and len(args) == 3:
            c, a, b = (self._of(x) for x in args)
            return self._choose(c, a, b)
        if function in REARRANGE:
            return self._rearrange(function, args, kwargs)
        if function in (np.sum, np.max, np.min, np.amax, np.amin, np.cumsum) and len(args) <= 2:
            name = {"amax": "max", "amin": "min"}.get(function.__name__, function.__name__)
            return getattr(self, name)(*args[1:], **kwargs)
        raise TypeError(f"{RULE}. np.{function.__name__}은(는) 옮길 수 없어요.")

    def _choose(self, *parts):
        value = np.where(*(x.value for x in parts))
        return self._put(
            "where",
            value,
            *(x.line if x.size == 1 else x._take(np.broadcast_to(x._places, value.shape)).line for x in parts),
        )

    def _rearrange(self, function, args, kwargs):
        """자리만 바꾸는 함수는 값 대신 자리 번호에 불러요."""
        parts = [self._of(x) for x in (args[0] if isinstance(args[0], list | tuple) else [args[0]])]
        starts = np.cumsum([0, *(p.size for p in parts)])
        places = [p._places + start for p, start in zip(parts, starts, strict=False)]
        where = function(places if isinstance(args[0], list | tuple) else places[0], *args[1:], **kwargs)
        if len(parts) == 1:
            return parts[0]._take(where)
        joined = self._put("join", np.concatenate([p.value.ravel() for p in parts]), *(p.line for p in parts))
        return joined._take(where)

    def __getitem__(self, key):
        return self._take(np.asarray(self._places[key]))

    def __len__(self):
        return len(self.value)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def reshape(self, *shape):
        return self._view(shape[0] if isinstance(shape[0], tuple) else shape)

    def ravel(self):
        return self._view(-1)

    def _reduce(self, op, axis, keepdims):
        value = getattr(self.value, op)(axis=axis, keepdims=keepdims)
        axes = range(self.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        rows = np.moveaxis(self, tuple(axes), tuple(range(-len(axes), 0)))
        return self._put(op, value, rows.line, self.size // value.size)

    def sum(self, axis=None, *, keepdims=False, out=None):
        return self._reduce("sum", axis, keepdims)

    def max(self, axis=None, *, keepdims=False, out=None):
        return self._reduce("max", axis, keepdims)

    def min(self, axis=None, *, keepdims=False, out=None):
        return self._reduce("min", axis, keepdims)

    def cumsum(self, axis=None, *, out=None):
        if axis is None:
            return self.ravel().cumsum(0)
        rows = np.moveaxis(self, axis, -1)
        sums = self._put("cumsum", rows.value.cumsum(-1), rows.line, rows.shape[-1])
        return np.moveaxis(sums, -1, axis)

    # -- 값이 없으니 할 수 없는 것 -----------------------------------------------------------------------
    def __bool__(self):
        raise TypeError(
            f"{RULE}. 슬라이더의 값으로는 if를 쓸 수 없으니 np.where(조건, 참일 때, 거짓일 때)로 써 주세요."
        )

    def __float__(self):
        raise TypeError(
            f"{RULE}. 수 하나로 바꾸거나 np.array([p, 1 - p])처럼 담는 대신 np.stack([p, 1 - p])로 써 주세요."
        )

    __int__ = __index__ = __float__

    def __array__(self, *_, **__):
        self.__float__()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(f"{RULE}. .{name}은(는) 옮길 수 없어요.")

    def __format__(self, spec):
        if self.size != 1:
            raise TypeError("한 자리에는 수 하나만 적을 수 있어요. 배열이라면 하나씩 꺼내 f'{h[0]:.2f}'처럼 써 주세요.")
        return f"⟦{self.line}:{spec}⟧"

    def __str__(self):
        raise TypeError(f"{RULE}. 글에 적을 때는 f'{{값:.2f}}'처럼 자릿수를 정해 주세요.")

    def __repr__(self):
        return f"Traced({self.value!r})"


def pick(choice, *words):
    """골라 놓은 번호에 따라 달라지는 낱말.

    >>> pick(1, "비트", "나트")
    '나트'
    """
    return f"⟦{choice.line}:{'|'.join(words)}⟧" if isinstance(choice, Traced) else words[int(choice)]
