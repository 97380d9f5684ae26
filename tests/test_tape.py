"""셈 하나하나: 브라우저가 다시 하는 셈을 scene.js 안에서 불러 numpy와 견줘요."""

import numpy as np
import pytest

from entropy_lab.scene.scene import JS
from entropy_lab.scene.tape import OPS, STEPS, Tape

ODD = [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 7, -7, 1 / 3, 1e-300, 5e-324, -5e-324, 1e308, -1e308]
ODD += [np.inf, -np.inf, np.nan, 2, 10, 0.1, -0.1, 1e-9, 123.456, 1e5, 0.49999999999999994, np.pi, -3, 100, 710, -745]
RANDOM = np.random.default_rng(0).normal(size=40) * 10.0 ** np.random.default_rng(1).integers(-5, 5, 40)
VALUES = np.array([*ODD, *RANDOM], float)
TIED = {"minimum", "maximum"}  # 0과 −0 가운데 어느 것을 고르는지는 numpy도 프로세서마다 달라요


def test_both_sides_know_the_same_operations(node):
    ours = node("() => [Object.keys(OPS), Object.keys(STEPS)]", before=JS)
    assert set(ours[0]) == set(OPS)
    assert set(ours[1]) == set(STEPS)


@pytest.mark.parametrize("name", OPS)
def test_the_script_calculates_as_numpy_does(name, node):
    function = getattr(np, name)
    pairs = [np.repeat(VALUES, len(VALUES)), np.tile(VALUES, len(VALUES))]
    inputs = pairs if function.nin == 2 else [VALUES]
    with np.errstate(all="ignore"):
        expected = np.asarray(function(*inputs), float)
    got = np.array(
        node("(name, ...a) => spread(OPS[name], ...a)", name, *(a.tolist() for a in inputs), before=JS), float
    )
    same = (got == expected) & ((np.signbit(got) == np.signbit(expected)) | (expected != 0) | (name in TIED))
    same |= np.isnan(got) & np.isnan(expected)
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= OPS[name] * np.spacing(np.maximum(np.abs(got), np.abs(expected)))
    wrong = ~(same | (near & (OPS[name] > 0)))
    assert not wrong.any(), [[a[wrong][0] for a in inputs], got[wrong][0], expected[wrong][0]]


TRACED = {
    "stack": lambda x, y: np.stack([x, y, 2 * x]),
    "concatenate": lambda x, y: np.concatenate([x, y], axis=1),
    "append": lambda x, y: np.append(x, y),
    "repeat": lambda x, y: np.repeat(x, 2, axis=1),
    "roll": lambda x, y: np.roll(x, 1, axis=1),
    "transpose": lambda x, y: x.T + np.transpose(y),
    "index": lambda x, y: x[1, 2] + y[0, ::-1],
    "where": lambda x, y: np.where(x > y, x, y),
    "logic": lambda x, y: ((x > 0) & (y < 1)) | ~(x < y),
    "sums": lambda x, y: x.sum(axis=0) / y.sum(axis=0, keepdims=True) + x.mean() + np.cumsum(y, axis=1),
    "prod max min": lambda x, y: x.prod(axis=1) + y.max() - np.min(x, axis=1),
    "matmul": lambda x, y: x @ y.T + np.dot(x, y.T),
    "clip": lambda x, y: np.clip(x, -0.5, y),
    "linspace": lambda x, y: np.linspace(x[0, 0], y[0, 0], 7),
    "interp": lambda x, y: np.interp(x, np.arange(3) - 1.0, y[0]),
    "round": lambda x, y: np.round(x, 2) + np.round(100 * y, -1) + round(x[0, 0], 1),
    "diff outer": lambda x, y: np.diff(x) + np.outer(x[0], y[1]).sum(),
    "like": lambda x, y: x + np.ones_like(x) + np.zeros_like(y) + np.full_like(x, 2),
    "floor and rest": lambda x, y: x // y + x % y,
}


@pytest.mark.parametrize("f", TRACED.values(), ids=TRACED.keys())
def test_what_is_traced_is_numpys_in_python_and_in_the_script(f, node):
    rng, tape = np.random.default_rng(3), Tape()
    (a, b), (c, d) = rng.uniform(-2, 2, (2, 2, 2, 3))
    out = f(tape.argument(0, a), tape.argument(6, b))
    expected = f(c, d)
    assert out.shape == np.shape(expected)
    lines = [[op, *map(float, n)] for op, *n in tape.lines]
    replayed = node("(tape, args) => run(tape, args)", lines, [*c.flat, *d.flat], before=JS)[out.line]
    for values in (tape.run(c, d)[out.line], np.array(replayed, float)):
        np.testing.assert_allclose(values.reshape(out.shape), expected, rtol=1e-12, atol=1e-13)


REFUSED = {
    "int": (lambda p, x: int(p), "np.floor"), "slice": (lambda p, x: x[:p], "np.where"), "mask": (lambda p, x: x[x > p], "np.where"),
    "math": (lambda p, x: float(p), "np.log2"), "if": (lambda p, x: 1 if p > 0 else 0, "np.where"), "max": (lambda p, x: max(p, 1), "np.maximum"),
    "sort": (lambda p, x: np.sort(p * x), "정렬"), "full": (lambda p, x: np.full(3, p), "np.stack"), "array": (lambda p, x: np.array([p, 1 - p]), "np.stack"),
    "set": (lambda p, x: (p * x).__setitem__(0, 1), "np.where"), "str": (lambda p, x: f"{p}", ".2f"), "bits": (lambda p, x: p & 1, "비교"),
    "std": (lambda p, x: np.std(p * x), "mean"), "dtype": (lambda p, x: np.sum(p * x, dtype=int), "옵션"), "range": (lambda p, x: range(p), "np.arange"),
}  # fmt: skip


@pytest.mark.parametrize(("f", "way"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_replayed_is_refused_with_a_way_out(f, way):
    with pytest.raises(TypeError, match=way):
        f(Tape().argument(0, 0.5), np.arange(3.0))


def test_the_script_writes_numbers_as_python_does(node):
    from entropy_lab.scene.reading import spell

    rng = np.random.default_rng(0)
    dyadic = rng.integers(-(2**14), 2**14, 3000) / 2.0 ** rng.integers(1, 9, 3000)  # 꼭 가운데가 많아요
    numbers = [float(x) for x in [*VALUES, *rng.normal(0, 10.0 ** rng.integers(-4, 7, 3000)), *dyadic, 1e22, -3e25]]
    for form, run in [
        (".2f", dict(digits=2)),
        (",.1f", dict(digits=1, comma=1)),
        ("+.3f", dict(digits=3, plus=1)),
        (".0%", dict(digits=0, percent=1)),
    ]:
        said = node("(a, run) => a.map(x => format(x, run))", numbers, run, before=JS)
        for x, text in zip(numbers, said, strict=True):
            assert text == spell(format(x, form)), (x, form)
