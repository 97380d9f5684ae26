"""별난 입력의 표: 옳은 것은 어떤 꼴로 와도 옳은 답을 얻고, 옳을 수 없는 것은 우리말 한 문장으로 거절돼요."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch
import traitlets

import entropy_lab as e
from entropy_lab import codes, explore, figures, losses, training
from entropy_lab.course.ledger import correct
from entropy_lab.quiz import predict, score
from entropy_lab.scene import Choice, Slider

HANGUL, MOST = re.compile("[가-힣]"), 400
REFUSALS = ValueError, TypeError, AttributeError, traitlets.TraitError


def refused(call):
    """거절한 말. 우리말이고, 짧고, 값이 백만 개여도 다 적지 않아요."""
    with pytest.raises(REFUSALS) as refusal:
        call()
    said = str(refusal.value)
    assert HANGUL.search(said), said
    assert len(said) <= MOST, said[:200]
    return said


# -- 분포를 받는 함수 ----------------------------------------------------------------------------------
P, Q = [0.5, 0.25, 0.25], [0.25, 0.5, 0.25]
OF_ONE = {
    "information": e.information,
    "entropy": e.entropy,
    "binary_entropy": e.binary_entropy,
    "cross_entropy": lambda p: e.cross_entropy(p, Q),
    "cross_entropy to": lambda q: e.cross_entropy(P, q),
    "kl_divergence": lambda p: e.kl_divergence(p, Q),
    "kl_divergence to": lambda q: e.kl_divergence(P, q),
    "smooth": lambda p: e.smooth(p, 0.1),
    "huffman": codes.huffman,
    "blocks": lambda p: codes.blocks(p, 2),
}
OF_TABLE = {
    "joint_entropy": e.joint_entropy,
    "conditional_entropy": e.conditional_entropy,
    "mutual_information": e.mutual_information,
}


class Duck:
    """pandas의 열처럼 배열로 바뀔 줄만 아는 것."""

    def __init__(self, values):
        self.values = np.array(values, float)

    def __array__(self, dtype=None, copy=None):
        return self.values if dtype is None else self.values.astype(dtype)


FORMS = {
    "tuple": tuple,
    "array": np.array,
    "float32": np.float32,
    "float16": np.float16,
    "big-endian": lambda v: np.array(v, ">f8"),
    "read-only": lambda v: np.broadcast_to(np.array(v), np.shape(v)),
    "every other": lambda v: np.repeat(np.array(v), 2, axis=-1)[..., ::2],
    "backwards": lambda v: np.array(v)[..., ::-1].copy()[..., ::-1],
    "column order": np.asfortranarray,
    "fractions": lambda v: deep(v, Fraction),
    "decimals": lambda v: deep(v, lambda x: Decimal(str(x))),
    "numpy scalars": lambda v: deep(v, np.float64),
    "0-d arrays": lambda v: deep(v, np.array),
    "objects": lambda v: np.array(deep(v, Fraction), object),
    "memory": lambda v: memoryview(np.array(v)),
    "duck": Duck,
    "masked, nothing hidden": lambda v: np.ma.masked_array(v, np.zeros(np.shape(v), bool)),
    "tensor": torch.tensor,
    "tensor f64 with gradient": lambda v: torch.tensor(v, dtype=torch.float64, requires_grad=True),
    "tensor bf16": lambda v: torch.tensor(v, dtype=torch.bfloat16),
    "tensor f16": lambda v: torch.tensor(v, dtype=torch.float16),
    "tensors": lambda v: deep(v, torch.tensor),
}


def deep(values, f):
    return [deep(v, f) for v in values] if isinstance(values, list) else f(values)


def plain(value):
    return np.asarray(value.detach().float() if isinstance(value, torch.Tensor) else value, float)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [*OF_ONE, *OF_TABLE])
def test_what_is_right_counts_in_every_form(name, form):
    given = P if name in OF_ONE else [[0.5, 0.25], [0.125, 0.125]]
    function = (OF_ONE | OF_TABLE)[name]
    np.testing.assert_allclose(
        plain(function(FORMS[form](given))), plain(function(given)), rtol=2**-7 if "16" in form else 1e-5
    )


NONSENSE = {
    "None": None,
    "word": "0.5",
    "bytes": b"0.5",
    "dict": {"a": 1.0},
    "set": {0.5, 0.25},
    "empty": [],
    "empty rows": [[], []],
    "ragged": [[0.5, 0.5], [1.0]],
    "nan": [0.5, np.nan, 0.5],
    "infinite": [np.inf, 0.5, 0.5],
    "negative": [1.5, -0.25, -0.25],
    "complex": [0.5 + 0j, 0.25 + 1j, 0.25],
    "words": ["a", "b", "c"],
    "objects": [object(), object(), object()],
    "holes": [0.5, None, 0.5],
    "function": len,
    "generator": (x for x in P),
    "masked": np.ma.masked_array(P, [True, False, False]),
    "dates": np.array(["2020-01-01", "2020-01-02", "2020-01-03"], "M8[D]"),
    "records": np.zeros(3, [("a", float)]),
    "complex tensor": torch.ones(3, dtype=torch.complex64) / 3,
    "sparse tensor": torch.eye(3).to_sparse(),
    "millions of nan": np.full(1_000_000, np.nan),
}
NO_SUM = {
    "percent": [50, 25, 25],
    "short": [0.5, 0.2, 0.2],
    "long": [0.5, 0.5, 0.5],
    "logits": [2.0, 1.0, 0.5],
    "counts": np.array([3, 1, 2]),
    "sum off by 1e-8": [0.5, 0.25, 0.25 + 1e-8],
    "a million, off by 1e-6": np.full(1_000_000, 1e-6 * (1 + 1e-6)),
}


@pytest.mark.parametrize("what", NONSENSE)
@pytest.mark.parametrize("name", [*OF_ONE, *OF_TABLE])
def test_what_cannot_be_right_is_refused(name, what):
    refused(lambda: (OF_ONE | OF_TABLE)[name](NONSENSE[what]))


def test_a_masked_array_is_told_how_to_be_filled():
    assert "filled(0)" in refused(lambda: e.entropy(NONSENSE["masked"]))
    assert "filled" not in refused(lambda: e.entropy(NONSENSE["holes"]))


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_rounding_of_short_numbers_is_forgiven_and_no_more(dtype):
    """반올림한 칸 K개의 합은 eps·√K쯤 움직여요. 그 네 배까지 봐주고, 여섯 배는 봐주지 않아요."""
    size, eps = 64, float(np.finfo(dtype).eps)
    p = np.full(size, 1 / size, dtype)
    for k, right in ((3, True), (-3, True), (6, False), (-6, False)):
        moved = p + dtype(k * eps * size**0.5 / size)
        assert abs(float(moved.astype(float).sum() - 1) - k * eps * 8) < eps
        if right:
            assert e.entropy(moved) == pytest.approx(6, abs=0.2)
        else:
            assert "합이 1이 아니에요" in refused(lambda moved=moved: e.entropy(moved))


@pytest.mark.parametrize("what", NO_SUM)
@pytest.mark.parametrize("name", [n for n in OF_ONE if n not in ("information", "binary_entropy")])
def test_what_does_not_sum_to_one_is_refused(name, what):
    refused(lambda: OF_ONE[name](NO_SUM[what]))


# -- 그 밖의 인자 -------------------------------------------------------------------------------------
BAD_BASES = [0, 1, -2, np.nan, np.inf, "2", None, [2, 3], 2j, True]
BAD_AXES = [3, -4, 1.5, "0", None, (0, 1), [0]]
BAD_AMOUNTS = [-0.1, 1.1, np.nan, "0.1", None, [0.1, 0.2], 1j]
Z, Y = torch.zeros(2, 3), torch.tensor([0, 1])
CALLS = {f"entropy base {b!r}": lambda b=b: e.entropy(P, base=b) for b in BAD_BASES}
CALLS |= {f"information base {b!r}": lambda b=b: e.information(0.5, base=b) for b in BAD_BASES}
CALLS |= {f"kl axis {a!r}": lambda a=a: e.kl_divergence(P, Q, axis=a) for a in BAD_AXES}
CALLS |= {f"entropy axis {a!r}": lambda a=a: e.entropy([P, Q], axis=a) for a in BAD_AXES}
CALLS |= {
    f"joint axis {a!r}": lambda a=a: e.joint_entropy([[0.5, 0.5]], axis=a) for a in [0, (0, 0), (0, 5), "xy", None]
}
CALLS |= {f"smoothing {v!r}": lambda v=v: e.smooth(P, v) for v in BAD_AMOUNTS}
CALLS |= {
    f"temperature {v!r}": lambda v=v: e.softmax([1, 2], temperature=v)
    for v in [0, -1, np.nan, np.inf, "1", None, [1, 2]]
}
CALLS |= {f"sigma {v!r}": lambda v=v: e.gaussian_entropy(v) for v in [0, -1, np.nan, np.inf, "1", None, [], 1j]}
CALLS |= {
    f"logits {v!r}": lambda v=v: e.softmax(v)
    for v in [[np.nan, 1], [np.inf, 1], [-np.inf, -np.inf], "z", None, [], 3.0]
}
CALLS |= {f"blocks of {n!r}": lambda n=n: codes.blocks(P, n) for n in [0, -1, 1.5, "2", None]}
CALLS |= {f"split {n!r}": lambda n=n: training.split(0, n) for n in [0, -1, 998, 1.5, "9", None]}
CALLS |= {
    f"bins {n!r}": lambda n=n: training.expected_calibration_error([[1.0, 0]], [0], n) for n in [0, 1.5, "9", None]
}
CALLS |= {
    "two lengths": lambda: e.cross_entropy(P, [0.5, 0.5]),
    "two batches": lambda: e.kl_divergence([P, P], [Q, Q, Q]),
    "three rows of labels": lambda: training.accuracy(Z, [0, 1, 2]),
    "labels out of range": lambda: training.accuracy(Z, [0, 3]),
    "scores of nan": lambda: training.accuracy(Z * np.nan, Y),
    "probabilities of 2": lambda: training.expected_calibration_error(Z + 2, Y),
    "temperature of perfect logits": lambda: training.fit_temperature(torch.eye(3), [0, 1, 2]),
    "no layer": lambda: training.mlp(3),
    "half a layer": lambda: training.mlp(3, 1.5),
    "loss of nothing": lambda: losses.prediction_entropy([]),
    "loss of words": lambda: losses.prediction_entropy("z"),
    "beta of nan": lambda: losses.entropy_regularized_loss(Z, Y, np.nan),
    "no such figure": lambda: figures.svg("entropy"),
    "no such language": lambda: figures.svg("bernoulli-entropy", "fr"),
    "figure off its slider": lambda: figures.svg("bernoulli-entropy", p=2),
    "figure of a word": lambda: figures.svg("bernoulli-entropy", p="0.5"),
    "no such slider": lambda: figures.svg("bernoulli-entropy", q=0.5),
    "no such sheet": lambda: figures.svg("bernoulli-entropy", sheet="poster"),
    "no such scene": lambda: explore.bernouli,
    "no such correction": lambda: correct("E99"),
    "slider without range": lambda: Slider("p", 1, 0, 0.1, 0.5),
    "slider without step": lambda: Slider("p", 0, 1, 0, 0.5),
    "slider starts outside": lambda: Slider("p", 0, 1, 0.1, 2),
    "slider starts nowhere": lambda: Slider("p", 0, 1, 0.1, []),
    "slider of words": lambda: Slider("p", "0", "1", 0.1, 0.5),
    "choice of nothing": lambda: Choice("unit", []),
    "choice of a word": lambda: Choice("unit", "bits"),
    "choice outside": lambda: Choice("unit", ["a"], 1),
    "a prediction without its answer": lambda: predict("?", ["a", "b"], truth="c", why=""),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_an_odd_argument_is_refused(call):
    refused(call)


def test_a_score_of_nothing_divides_nothing():
    assert "0문제" in repr(score(1, [])) or HANGUL.search(repr(score(1, [])))
    assert HANGUL.search(score(1, [])._repr_html_())


def test_there_are_enough_odd_calls():
    odd = len(FORMS) * (len(OF_ONE) + len(OF_TABLE)) + len(NONSENSE) * (len(OF_ONE) + len(OF_TABLE)) + len(CALLS)
    assert odd + len(NO_SUM) * (len(OF_ONE) - 2) >= 400


# -- 0에 가까운 자리 ----------------------------------------------------------------------------------
@pytest.mark.parametrize("size", [1e-2, 1e-5, 1e-8, 1e-11, 1e-15])
def test_nothing_near_zero_is_negative(size):
    """비슷한 두 분포와 거의 독립인 표를 모두 십만 번."""
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(5), 10_000)
    q = np.abs(p * (1 + size * rng.normal(size=p.shape)))
    q /= q.sum(axis=1, keepdims=True)
    assert (e.kl_divergence(p, q) >= 0).all()
    x, y = rng.dirichlet(np.ones(4), 10_000), rng.dirichlet(np.ones(3), 10_000)
    table = np.abs(x[:, :, None] * y[:, None, :] * (1 + size * rng.normal(size=(10_000, 4, 3))))
    table /= table.sum(axis=(1, 2), keepdims=True)
    assert (e.mutual_information(table) >= 0).all()
