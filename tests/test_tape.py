"""셈 하나하나: 브라우저가 다시 하는 셈을 scene.js 안에서 불러 numpy와 견줘요."""

import math
import re

import numpy as np
import pytest
from hand import quick

from entropy_lab.scene.reading import MARK, sentence, spell
from entropy_lab.scene.scene import JS, plain
from entropy_lab.scene.tape import FUNCTIONS, OPS, REARRANGE, REDUCE, STEPS, Tape, explain, pick

EPS = np.finfo(float).eps
HANGUL = re.compile("[가-힣]")
ODD = [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 7, -7, 1 / 3, 1e-300, 5e-324, -5e-324, 1e308, -1e308, np.inf]
ODD += [-np.inf, np.nan, 2, -2, 10, 0.1, -0.1, 1e-9, 123.456, 1e5, -1e22, 0.49999999999999994, np.pi, 100, 710, -745]
ODD += [2**52 + 0.5, -(2**51) - 0.5, 2.0**53, 0.9999999999999999, 1.0000000000000002]
RNG = np.random.default_rng(0)
RANDOM = np.concatenate([RNG.normal(0, 10.0 ** RNG.integers(-9, 10, 1000)), RNG.uniform(-1, 1, 2000)])
ODD_PAIRS = np.repeat(ODD, len(ODD)), np.tile(ODD, len(ODD))
LISTS = {  # 인자가 하나인 셈과 둘인 셈에 넣을 값
    1: [np.concatenate([ODD, RANDOM, RNG.uniform(-700, 700, 500)])],
    2: [np.concatenate(pair) for pair in zip(ODD_PAIRS, (RANDOM, RNG.permutation(RANDOM)), strict=True)],
}
LISTS[2] = [np.concatenate([a, RNG.uniform(low, 5, 2000)]) for a, low in zip(LISTS[2], (0, -5), strict=True)]
# 0과 −0 가운데 어느 쪽이 작은지는 numpy의 답도 프로세서마다 달라서, 부호는 견주지 않아요
UNSIGNED_ZERO = {"minimum", "maximum"}


def ulps(got, expected):
    """마지막 자리로 잰 거리. NaN과 무한대는 꼭 같아야 0이에요."""
    got, expected = np.asarray(got, float), np.asarray(expected, float)
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    with np.errstate(all="ignore"):
        off = np.abs(got - expected) / np.spacing(np.abs(expected))
    return np.where(same, 0, np.nan_to_num(off, nan=np.inf))


def signs_differ(got, expected):
    return (np.signbit(got) != np.signbit(expected)) & ~np.isnan(expected)


def numpys(name):
    with np.errstate(all="ignore"):
        function = getattr(np, name)
        return np.asarray(function(*LISTS[function.nin]), float)


# -- 셈(OPS) ----------------------------------------------------------------------------------------
def test_both_sides_know_the_same_operations(node):
    ops, steps = node("() => [OPS, STEPS].map(table => Object.keys(table))", before=JS)
    assert sorted(ops) == sorted(OPS)
    assert sorted(steps) == sorted(STEPS)
    assert set(OPS.values()) <= {0, 1, 2}


@pytest.mark.parametrize("name", OPS)
def test_the_script_calculates_as_numpy_does(name, node):
    lists = LISTS[getattr(np, name).nin]
    got = np.array(
        node("(op, lists) => spread(OPS[op], ...lists)", name, [a.tolist() for a in lists], before=JS), float
    )
    off = ulps(got, numpys(name))
    worst = off.argmax()
    assert off[worst] <= OPS[name], [a[worst] for a in lists]
    if name not in UNSIGNED_ZERO:
        wrong = signs_differ(got, numpys(name))
        assert not wrong.any(), [a[wrong][0] for a in lists]


def test_firefox_calculates_as_numpy_does(firefox):
    firefox.set_content("<!doctype html><meta charset=utf-8>")
    firefox.evaluate(f"() => {{ {JS}\nwindow.op = (name, lists) => spread(OPS[name], ...lists); }}")
    for name, most in OPS.items():
        lists = [a[::3].tolist() for a in LISTS[getattr(np, name).nin]]
        off = ulps(firefox.evaluate("op", name, lists), numpys(name)[::3])
        assert off.max() <= most, (name, [a[off.argmax()] for a in lists])


# -- 테이프에 적고 다시 돌리기 ---------------------------------------------------------------------------
def replayed(f, firsts, others, node):
    """f를 firsts로 테이프에 적어, others로 다시 셈한 것: Tape.run과 scene.js에서. 그리고 numpy가 바로 셈한 것."""
    tape, start, symbols = Tape(), 0, []
    for value in firsts:
        symbols.append(tape.argument(start, value))
        start += np.size(value)
    with np.errstate(all="ignore"):
        out, expected = f(*symbols), np.asarray(f(*others), float)
    assert out.shape == expected.shape
    lines = [[op, *map(plain, numbers)] for op, *numbers in tape.lines]
    args = [float(v) for value in others for v in np.ravel(value)]
    browser = node("(tape, args) => run(tape, args)", lines, args, before=JS)[out.line]
    return tape, [np.reshape(v, out.shape) for v in (tape.run(*others)[out.line], np.array(browser, float))], expected


SHAPES = [
    ((), ()),
    ((), (3,)),
    ((3,), ()),
    ((1,), (3,)),
    ((2, 1), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (2, 1)),
    ((1, 1), (3,)),
    ((4, 1, 3), (2, 1)),
    ((2, 3), (2, 3)),
    ((0,), (1,)),
    ((), (1, 1)),
]


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_shapes_are_spread_as_numpy_spreads_them(shapes, node):
    first, other = ([RNG.normal(size=s) for s in shapes] for _ in range(2))
    for f in (np.subtract, np.less, lambda x, y: np.where(x < y, x, 2 * y), lambda x, y: np.where(x > 0, 1.0, y)):
        for got in replayed(f, first, other, node)[1:][0]:
            np.testing.assert_array_equal(got, f(*other))


N, INF = np.nan, np.inf
STEP = {  # 걸음마다 (함수, 넣을 값들, 벗어나도 되는 크기)
    "const": (lambda x: x + np.array([0.1, -0.0, 1e-300, 3.0]), [[0.0, -0.0, 1, 1e308]], 0),
    "const not finite": (lambda x: x * np.array([N, INF, -INF]), [[0.0, -1, 2]], 0),
    "take": (lambda x: x[[3, 0, 0, -1]], [[-0.0, 1, N, -INF]], 0),
    "join": (lambda x, y: np.concatenate([x, y, x]), [[-0.0, N], [INF, 5e-324]], 0),
    "where": (lambda c, x: np.where(c, x, -1), [[N, 0, -0.0, INF, 5e-324], [-0.0, 1, 2, N, 4]], 0),
    "sum": (lambda x: x.sum(-1), [10.0 ** np.arange(-8, 8).reshape(2, 8) * [[1], [-1]]], 8 * EPS * 2e7),
    "sum odd": (lambda x: x.sum(-1), [[[N, 1], [INF, 1], [INF, -INF], [-0.0, -0.0], [1e308, 1e308]]], 0),
    "prod": (lambda x: x.prod(-1), [RNG.uniform(0.5, 2, (3, 20))], 20 * EPS * 2**20),
    "prod odd": (lambda x: x.prod(-1), [[[0, INF], [-0.0, 2], [N, 0], [1e308, 10], [5e-324, 0.5]]], 0),
    "max": (lambda x: x.max(-1), [[[1, N, 2], [-INF, 3, 2], [INF, 1, 1], [-5, -6, -4]]], 0),
    "min": (lambda x: x.min(-1), [[[1, N, 2], [-INF, 3, 2], [INF, 1, 1], [-5, -6, -4]]], 0),
    "cumsum": (lambda x: x.cumsum(-1), [[[0.1, 0.2, 0.3, N, 1], [INF, 1, -INF, 2, 3], [-0.0, 1e308, 1e308, 0, 1]]], 0),
    "dot": (lambda x, y: x @ y, [RNG.normal(size=(3, 9)), RNG.normal(size=(9, 2))], 9 * EPS * 40),
    "dot vectors": (lambda x, y: x @ y, [RNG.normal(size=9), RNG.normal(size=9)], 9 * EPS * 40),
    "dot odd": (lambda x, y: np.dot(x, y), [[[N, 1], [INF, 1], [INF, -INF], [1e308, 1e308]], [1, 1]], 0),
    "dot vector matrix": (lambda x, y: x @ y, [[1, 2], [[1, 2, 3], [4, 5, 6]]], 0),
    "interp": (
        lambda x, y: np.interp(x, [-1, 0, 2, 2, 5], y),
        [[-INF, -1, -0.5, 0, 1.999, 2, 2.001, 5, 9, INF, N, -0.0], [3, -1, 0.5, 7, 2]],
        8 * EPS,
    ),
    "interp odd": (lambda x, y: np.interp(x, [0, 1, 2], y), [[0, 0.5, 1, 1.5, 2], [INF, INF, 1]], 0),
    "interp gap": (lambda x, y: np.interp(x, [0, 1, 2], y), [[0, 0.5, 1, 1.5, 2], [1, N, 1]], 0),
    "interp one": (lambda x, y: np.interp(x, [1], y), [[0, 1, 2, N], [7]], 0),
    "interp moving": (lambda x, y: np.interp(0.3, x, y), [[0, 0.25, 1], [0, 1, 2]], 8 * EPS),
}


@pytest.mark.parametrize(("f", "others", "near"), STEP.values(), ids=STEP)
def test_each_step_is_numpys(f, others, near, node):
    others = [np.array(v, float) for v in others]
    _, both, expected = replayed(f, [np.arange(1.0, v.size + 1).reshape(v.shape) for v in others], others, node)
    for got in both:
        assert (np.isfinite(got) == np.isfinite(expected)).all()
        np.testing.assert_allclose(got, expected, rtol=0, atol=near)


def test_every_step_has_its_row(node):
    rows = {name.partition(" ")[0] for name in STEP}
    assert rows == set(STEPS)
    for name, (f, others, _) in STEP.items():
        tape, n, symbols = Tape(), 0, []
        for value in others:
            symbols.append(tape.argument(n, np.ones(np.shape(value))))
            n += np.size(value)
        f(*symbols)
        assert name.partition(" ")[0] in {op for op, *_ in tape.lines}, name


TRACED = [  # (numpy의 함수, 그것을 쓰는 셈). x와 y는 2×3이에요
    (np.stack, lambda x, y: np.stack([x, y, 2 * x])),
    (np.stack, lambda x, y: np.stack([x, y, np.ones((2, 3))], axis=-1)),
    (np.stack, lambda x, y: np.stack([np.stack([x[0, 0], 1]), [y[0, 0], 2]])),
    (np.concatenate, lambda x, y: np.concatenate([x, y, np.zeros((2, 1))], axis=1)),
    (np.concatenate, lambda x, y: np.concatenate((x, y), 0)),
    (np.column_stack, lambda x, y: np.column_stack([x[0], y[1]])),
    (np.vstack, lambda x, y: np.vstack([x, y[0]])),
    (np.hstack, lambda x, y: np.hstack([x, y])),
    (np.append, lambda x, y: np.append(x, y)),
    (np.append, lambda x, y: np.append(1, y)),
    (np.append, lambda x, y: np.append(x, y, axis=0)),
    (np.repeat, lambda x, y: np.repeat(x, 2, axis=1)),
    (np.repeat, lambda x, y: np.repeat(x[0], [2, 0, 1])),
    (np.tile, lambda x, y: np.tile(x, (2, 2))),
    (np.flip, lambda x, y: np.flip(x, 1) + np.flip(y)),
    (np.roll, lambda x, y: np.roll(x, 1, axis=1) + np.roll(y, -1)),
    (np.transpose, lambda x, y: np.transpose(x) + y.T),
    (np.moveaxis, lambda x, y: np.moveaxis(x, 0, 1)),
    (np.swapaxes, lambda x, y: np.swapaxes(x, 0, 1)),
    (np.reshape, lambda x, y: np.reshape(x, (3, 2)) + y.reshape(3, -1)),
    (np.reshape, lambda x, y: y.reshape((6,))),
    (np.ravel, lambda x, y: np.ravel(x) + y.ravel() + x.flatten()),
    (np.squeeze, lambda x, y: np.squeeze(x[:1])),
    (np.broadcast_to, lambda x, y: np.broadcast_to(x, (4, 2, 3))),
    (np.expand_dims, lambda x, y: np.expand_dims(x, 0)),
    (np.shape, lambda x, y: x * np.shape(y)[1] * len(y)),
    (np.ndim, lambda x, y: x * np.ndim(y) * x.ndim),
    (np.size, lambda x, y: x * np.size(y) * x.size),
    (None, lambda x, y: x[1, 2] + y[0, ::-1]),
    (None, lambda x, y: x[:, ::-1] * y[..., None][..., 0]),
    (None, lambda x, y: x[:, [2, 0, 0]] + x[np.array([True, False])]),
    (None, lambda x, y: sum(row * 2 for row in x)),
    (None, lambda x, y: next(iter(x)) + [*y][1]),
    (np.where, lambda x, y: np.where(x > y, x, y)),
    (np.where, lambda x, y: np.where(np.array([True, False, True]), x, y[0, 0])),
    (np.where, lambda x, y: np.where(x[0] > 0, y, np.nan)),
    (np.clip, lambda x, y: np.clip(x, -0.5, y) + x.clip(-1, 1)),
    (np.dot, lambda x, y: np.dot(x, y.T) + x @ y.T + np.arange(6.0).reshape(2, 3) @ y.T),
    (np.dot, lambda x, y: np.dot(2, x) + np.dot(y, x[0, 0])),
    (np.outer, lambda x, y: np.outer(x, y[0])),
    (np.interp, lambda x, y: np.interp(x, np.arange(3) - 1.0, y[0])),
    (np.linspace, lambda x, y: np.linspace(x[0, 0], y[0, 0], 7)),
    (np.linspace, lambda x, y: np.linspace(0, y[0, 0], num=2) + np.linspace(x[0, 1], 1).sum()),
    (np.round, lambda x, y: np.round(x, 2) + np.round(100 * y, -1) + round(x[0, 0], 1) + round(10 * y[0, 0])),
    (np.round, lambda x, y: x.round(1) + np.round(20 * y)),
    (np.around, lambda x, y: np.around(x, 3)),
    (np.diff, lambda x, y: np.diff(x) + np.diff(y[0])),
    (np.zeros_like, lambda x, y: x + np.zeros_like(y)),
    (np.ones_like, lambda x, y: x + np.ones_like(y)),
    (np.full_like, lambda x, y: x + np.full_like(y, 2) + np.full_like(x, y[0, 0])),
    (np.sum, lambda x, y: np.sum(x) + x.sum(axis=0) / y.sum(axis=0, keepdims=True)),
    (np.sum, lambda x, y: np.sum(x, axis=1, keepdims=True) * y + np.sum(y, axis=(0, 1)) + np.sum(x, 0)),
    (np.sum, lambda x, y: (x > 0).sum(axis=1) * 2.5),
    (np.prod, lambda x, y: np.prod(x, axis=1) + y.prod()),
    (np.max, lambda x, y: x.max() + np.max(y, axis=0)),
    (np.amax, lambda x, y: np.amax(x, axis=-1)),
    (np.min, lambda x, y: x.min(axis=1, keepdims=True) + np.min(y)),
    (np.amin, lambda x, y: np.amin(x, axis=(0, 1), keepdims=True)),
    (np.any, lambda x, y: np.any(x > 0, axis=0) + 2 * (y > 9).any()),
    (np.all, lambda x, y: np.all(x > -9, axis=1) + 2 * (y > 0).all(axis=1)),
    (np.mean, lambda x, y: np.mean(x, axis=0, keepdims=True) + y.mean() + (x > 0).mean()),
    (np.cumsum, lambda x, y: np.cumsum(x, axis=1) + y.cumsum(axis=0)),
    (np.cumsum, lambda x, y: np.cumsum(x)),
    (None, lambda x, y: ((x > 0) & (y < 1)) | ~(x < y) ^ (y > 0.5)),
    (None, lambda x, y: (x > 0) * (y > 0) + (x > 1) + (y > 1)),
    (None, lambda x, y: np.maximum(x > 0, y > 0) + np.minimum(x > 0, True) * 2.0),
    (None, lambda x, y: x // 0.3 + x % y + divmod(7, 2)[0] + 2**x + abs(y) + -x + +y),
    (None, lambda x, y: 1 / x + (1 - y) - 3 // x + 5 % y + math.floor(x[0, 0]) + math.ceil(y[0, 0])),
    (None, lambda x, y: np.exp(x - x.max(-1, keepdims=True)) / np.exp(x - x.max(-1, keepdims=True)).sum(-1)[:, None]),
]


ROWS = {f"{getattr(name, '__name__', 'other')}-{n}": f for n, (name, f) in enumerate(TRACED)}


@pytest.mark.parametrize("gap", [1.25, np.nan], ids=["", "nan"])
@pytest.mark.parametrize("f", quick(ROWS, 16))
def test_what_is_traced_is_numpys_in_python_and_in_the_script(f, gap, node):
    first, other = np.random.default_rng(3).uniform(-2, 2, (2, 2, 2, 3))
    other[1, 1, 2] = gap
    with np.errstate(all="ignore"):
        _, both, expected = replayed(f, first, other, node)
    for got in both:
        np.testing.assert_allclose(got, expected, rtol=1e-13, atol=1e-14)


def test_every_function_that_may_be_traced_has_its_row():
    assert REARRANGE | FUNCTIONS.keys() | REDUCE.keys() == {function for function, _ in TRACED} - {None}


def test_the_same_step_is_written_once():
    tape = Tape()
    x = tape.argument(0, np.ones(3))
    for _ in range(5):
        np.log2(x + 1).sum()
    assert [op for op, *_ in tape.lines] == ["arg", "const", "add", "log2", "sum"]


def test_constants_are_short_enough_to_be_the_same_on_every_processor():
    tape = Tape()
    tape.argument(0, 0.5) * np.array([np.pi, 1 / 3, 2 / 3 * 1e-7])
    assert ("const", 3.14159265359, 0.333333333333, 6.66666666667e-8) in tape.lines


# -- 거절 -------------------------------------------------------------------------------------------
def setting(x, key, value):
    x = np.array(x, float) if isinstance(x, np.ndarray) else x
    x[key] = value
    return x


def adding(x, p):
    x = x.copy()
    x += p
    return x


WRITTEN = sentence  # 글은 장면을 만들 때 나뉘어요
REFUSED = {  # 강사가 적을 법한 것: (셈, 대신 쓸 것). p와 n은 수, z는 셋, x는 붙박이 배열이에요
    "int(n)": (lambda p, n, z, x: int(n), "np.floor(n)"),
    "x[:int(n)]": (lambda p, n, z, x: x[: int(n)], "np.floor(n)"),
    "x[:n]": (lambda p, n, z, x: x[:n], "np.where(np.arange(len(x)) < n, x, np.nan)"),
    "z[:n]": (lambda p, n, z, x: z[:n], "np.where(np.arange(len(x)) < n, x, np.nan)"),
    "x[n]": (lambda p, n, z, x: x[n], "(x * (np.arange(len(x)) == n)).sum()"),
    "z[n]": (lambda p, n, z, x: z[n], "np.where(조건"),
    "words[n]": (lambda p, n, z, x: ["비트", "나트"][n], "pick(n"),
    "dict[n]": (lambda p, n, z, x: {0: "비트", 1: "나트"}[n], "pick(n"),
    "range(n)": (lambda p, n, z, x: range(n), "np.arange"),
    "np.arange(n)": (lambda p, n, z, x: np.arange(n), "np."),
    "np.arange(0, p, 0.1)": (lambda p, n, z, x: np.arange(0, p, 0.1), "np."),
    "np.zeros(n)": (lambda p, n, z, x: np.zeros(n), "다른 셈으로"),
    "np.linspace(0, 1, n)": (lambda p, n, z, x: np.linspace(0, 1, n), "np."),
    "np.linspace(0, z)": (lambda p, n, z, x: np.linspace(0, z), "수 하나씩"),
    "x[x > p]": (lambda p, n, z, x: x[x > p], "np.where(조건, x, np.nan)"),
    "z[z > p]": (lambda p, n, z, x: z[z > p], "np.where(조건, x, np.nan)"),
    "z[x > 1] = 0": (lambda p, n, z, x: setting(z, x > 1, 0), "np.where(조건, 값, x)"),
    "x[0] = p": (lambda p, n, z, x: setting(x, 0, p), "np.stack이나 np.where로 새로"),
    "x[:] = z": (lambda p, n, z, x: setting(x, slice(None), z), "np.stack"),
    "x += p": (lambda p, n, z, x: adding(x, p), "x = x + 기호"),
    "math.log2(p)": (lambda p, n, z, x: math.log2(p), "np.log2(p)"),
    "math.sqrt(p)": (lambda p, n, z, x: math.sqrt(p), "numpy의 함수"),
    "float(p)": (lambda p, n, z, x: float(p), "np.log2(p)"),
    "rng.normal(p)": (lambda p, n, z, x: np.random.default_rng(0).normal(p), "np."),
    "rng.choice(p=z)": (lambda p, n, z, x: np.random.default_rng(0).choice(3, p=z), "np.stack"),
    "sorted(z)": (lambda p, n, z, x: sorted(z), "np.where"),
    "np.sort(z)": (lambda p, n, z, x: np.sort(z), "함수 밖에서"),
    "z.sort()": (lambda p, n, z, x: z.sort(), "함수 밖에서"),
    "np.argsort(z)": (lambda p, n, z, x: x[np.argsort(z)], "함수 밖에서"),
    "np.argmax(z)": (lambda p, n, z, x: np.argmax(z), "x == x.max()"),
    "z.argmax()": (lambda p, n, z, x: z.argmax(), "x == x.max()"),
    "np.full(3, p)": (lambda p, n, z, x: np.full(3, p), "np.zeros(n)"),
    "np.array([p, 1 - p])": (lambda p, n, z, x: np.array([p, 1 - p]), "np.stack([p, 1 - p])"),
    "np.asarray(z)": (lambda p, n, z, x: np.asarray(z), "np.stack"),
    "[[p, 1], [1, p]]": (lambda p, n, z, x: x[:2] @ [[p, 1], [1, p]] + np.array([[p]]), "안쪽도 np.stack"),
    "if p > 0.5": (lambda p, n, z, x: 1 if p > 0.5 else 0, "np.where(조건, 참일 때, 거짓일 때)"),
    "0.2 < p < 0.8": (lambda p, n, z, x: 0.2 < p < 0.8, "&"),
    "p > 0 and p < 1": (lambda p, n, z, x: p > 0 and p < 1, "&"),
    "not p": (lambda p, n, z, x: not p, "np.where"),
    "p in (0, 1)": (lambda p, n, z, x: p in (0, 1), "np.where"),
    "min(p, 0.5)": (lambda p, n, z, x: min(p, 0.5), "np.minimum"),
    "max(z)": (lambda p, n, z, x: max(z), "np.maximum"),
    "np.histogram(z)": (lambda p, n, z, x: np.histogram(z), "(왼쪽 <= x) & (x < 오른쪽)"),
    "np.einsum": (lambda p, n, z, x: np.einsum("i,i", z, x), ".sum(axis)"),
    "np.std(z)": (lambda p, n, z, x: np.std(z), "np.sqrt(((x - x.mean()) ** 2).mean())"),
    "z.std()": (lambda p, n, z, x: z.std(), "np.sqrt(((x - x.mean()) ** 2).mean())"),
    "z.var()": (lambda p, n, z, x: z.var(), "((x - x.mean()) ** 2).mean()"),
    "np.convolve": (lambda p, n, z, x: np.convolve(z, x), "곱해 더해"),
    "np.nan_to_num": (lambda p, n, z, x: np.nan_to_num(z), "np.where(np.isnan(x), 0, x)"),
    "z.astype(int)": (lambda p, n, z, x: z.astype(int), "np.floor(x)"),
    "np.where(z > 0)": (lambda p, n, z, x: np.where(z > 0), "np.where(조건, 참일 때, 거짓일 때)"),
    "divmod(p, 1)": (lambda p, n, z, x: divmod(p, 1), "//와 %를 따로"),
    "np.median": (lambda p, n, z, x: np.median(z), "np.median"),
    "np.logaddexp": (lambda p, n, z, x: np.logaddexp(p, n), "np.logaddexp"),
    "np.add.reduce": (lambda p, n, z, x: np.add.reduce(z), "np.add.reduce"),
    "np.add.outer": (lambda p, n, z, x: np.add.outer(z, x), "np.add.outer"),
    "np.vectorize": (lambda p, n, z, x: np.vectorize(abs)(z), "np.stack"),
    "dtype=": (lambda p, n, z, x: np.sum(z, dtype=int), "옵션 없이"),
    "np.exp(dtype=)": (lambda p, n, z, x: np.exp(z, dtype=np.float32), "옵션 없이"),
    "where=": (lambda p, n, z, x: np.log(z, where=x > 0), "옵션 없이"),
    "out=": (lambda p, n, z, x: np.add(z, 1, out=np.zeros(3)), "x = x + 기호"),
    "sum(where=)": (lambda p, n, z, x: np.sum(z, where=x > 0), "옵션 없이"),
    "max(initial=)": (lambda p, n, z, x: np.max(z, initial=0), "옵션 없이"),
    "linspace(endpoint=)": (lambda p, n, z, x: np.linspace(0, p, 3, endpoint=False), "옵션 없이"),
    "interp(left=)": (lambda p, n, z, x: np.interp(p, x, z, left=0), "옵션 없이"),
    "stack(out=)": (lambda p, n, z, x: np.stack([z, z], out=np.zeros((2, 3))), "axis만"),
    "3 axes @": (lambda p, n, z, x: np.ones((2, 2, 3)) @ z, "두 축까지만"),
    "p & 1": (lambda p, n, z, x: p & 1, "비교한 것에만"),
    "~p": (lambda p, n, z, x: ~p, "비교한 것에만"),
    "p ^ 2": (lambda p, n, z, x: p ^ 2, "비교한 것에만"),
    "bool - bool": (lambda p, n, z, x: (z > 0) - (x > 0), "1.0을 곱해"),
    "np.exp(bool)": (lambda p, n, z, x: np.exp(z > 0), "1.0을 곱해"),
    "1 // count": (lambda p, n, z, x: 1 // (z > 0).sum(), "1.0을 곱해"),
    "bool @ bool": (lambda p, n, z, x: (z > 0) @ (x > 0), "1.0을 곱해"),
    "np.diff(bool)": (lambda p, n, z, x: np.diff(z > 0), "1.0을 곱해"),
    "empty": (lambda p, n, z, x: z[:0].max(), "하나는 있어야"),
    "p + None": (lambda p, n, z, x: p + None, "None"),
    "p + '글'": (lambda p, n, z, x: np.add(p, "글"), "글"),
    "len(p)": (lambda p, n, z, x: len(p), "길이"),
    "z.tolist()": (lambda p, n, z, x: z.tolist(), ".tolist"),
    'f"{p}"': (lambda p, n, z, x: f"{p}", ".2f"),
    "str(p)": (lambda p, n, z, x: "p = " + str(p), ".2f"),
    '"%s" % p': (lambda p, n, z, x: "%s" % p, ".2f"),  # noqa: UP031
    'f"{z:.2f}"': (lambda p, n, z, x: f"{z:.2f}", "{h[0]:.2f}"),
    'f"{p:.3g}"': (lambda p, n, z, x: WRITTEN(f"{p:.3g}"), ":.2f"),
    'f"{n:d}"': (lambda p, n, z, x: WRITTEN(f"{n:d}"), ",.0f"),
    'f"{p:8.2f}"': (lambda p, n, z, x: WRITTEN(f"{p:8.2f}"), ":.2f"),
    'f"{p:.2e}"': (lambda p, n, z, x: WRITTEN(f"{p:.2e}"), ":.2f"),
    'f"{p:+z.2f}"': (lambda p, n, z, x: WRITTEN(f"{p:+z.2f}"), ":.2f"),
    'f"-{p:.2f}"': (lambda p, n, z, x: WRITTEN(f"-{p:.2f}"), "{-p:.2f}"),
    'f"{p:.0f}{n:.0f}"': (lambda p, n, z, x: WRITTEN(f"{p:.0f}{n:.0f}"), "붙일 수 없어요"),
    'f"{p:.2f}5"': (lambda p, n, z, x: WRITTEN(f"{p:.2f}5"), "붙일 수 없어요"),
    'f"$p={p:.2f}$"': (lambda p, n, z, x: WRITTEN(f"$p={p:.2f}$"), "밖으로"),
    "pick of numbers": (lambda p, n, z, x: pick(n, f"{p:.2f}", "없음"), "pick(…)로"),
}


def refusal(f):
    tape = Tape()
    p, n, z = tape.argument(0, 0.5), tape.argument(1, 2), tape.argument(2, [0.2, 0.3, 0.5])
    with pytest.raises((TypeError, ValueError, AttributeError)) as error, np.errstate(all="ignore"):
        f(p, n, z, np.arange(3.0))
    return str(explain(error.value))


@pytest.mark.parametrize(("f", "way"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_replayed_is_refused_with_a_way_out(f, way):
    said = refusal(f)
    assert HANGUL.search(said)
    assert way in said
    assert len(said) < 400


# -- 수를 글로 -------------------------------------------------------------------------------------
FORMS = [".2f", ".0f", ".6f", "z.1f", ",.0f", ",.2f", "z,.3f", "+.2f", "+,.1f", ".0%", ".1%", "+.0%", ",.1%", ".9f"]
TIES = [0.125, 0.375, 2.5, 3.5, -0.125, -2.5, 0.0625, 1.005, -0.0, 0.0, -0.001, -0.005, -0.004, 999999.5, 0.5, -0.5]
TIES += [np.inf, -np.inf, np.nan, 1e21, -1e21, 1.5e22, 123456789012345.5, 2**52 + 0.5, 1e300, 5e-324, -5e-324, 0.045]


def numbers():
    rng = np.random.default_rng(0)
    dyadic = rng.integers(-(2**14), 2**14, 4000) / 2.0 ** rng.integers(1, 9, 4000)  # 꼭 가운데가 많아요
    large = rng.integers(-(2**50), 2**50, 1000) / 2.0 ** rng.integers(0, 5, 1000)
    return [float(x) for x in [*TIES, *rng.normal(0, 10.0 ** rng.integers(-4, 7, 5000)), *dyadic, *large]]


def run_of(form):
    """한 수를 적는 글 토막."""
    (run,) = sentence(f"⟦0:{form}⟧")
    return run


@pytest.mark.parametrize("form", quick([*FORMS], 5))
def test_the_script_writes_numbers_as_python_does(form, node):
    said = node("(a, run) => a.map(x => format(x, run))", numbers(), run_of(form), before=JS)
    wrong = [
        (x, text, spell(format(x, form)))
        for x, text in zip(numbers(), said, strict=True)
        if text != spell(format(x, form))
    ]
    assert not wrong, wrong[:5]
    assert not {c for text in said for c in text} - set("0123456789+.,%−∞–")


def test_firefox_writes_numbers_as_python_does(firefox):
    firefox.set_content("<!doctype html><meta charset=utf-8>")
    firefox.evaluate(f"() => {{ {JS}\nwindow.written = (a, run) => a.map(x => format(x, run)); }}")
    for form in FORMS:
        some = numbers()[:3000]
        assert firefox.evaluate("written", some, run_of(form)) == [spell(format(x, form)) for x in some]


def test_pick_is_a_word_for_numbers_and_symbols():
    assert [pick(k, "비트", "나트") for k in (0, 1.0, -3, 9, np.nan, np.inf, True)] == (
        "비트 나트 비트 나트 비트 나트 나트".split()
    )
    said = pick(Tape().argument(0, 1), "비트", "나트")
    assert MARK.fullmatch(said)
    assert sentence(said) == [{"n": 0, "words": ["비트", "나트"]}]


def test_the_script_picks_the_word_that_python_picks(node):
    chosen = [0, 1, 0.9, 1.9, -3, 9, np.nan, np.inf, -np.inf, -0.5]
    said = node("(a, words) => a.map(x => word([[x]], {n: 0, words}))", chosen, ["비트", "나트"], before=JS)
    assert said == [pick(k, "비트", "나트") for k in chosen]
