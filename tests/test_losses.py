"""손실 함수: torch가 가진 것과 같은 값, 끝까지 벌어진 로짓에서도 유한한 기울기, 잘못 넣었을 때의 말."""

import doctest
import math

import mpmath
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch.autograd import gradcheck
from torch.distributions import Categorical

from entropy_lab import entropy, losses
from entropy_lab.losses import (
    distillation_loss,
    entropy_regularized_loss,
    info_nce,
    prediction_entropy,
    smooth_labels,
)

SHAPES = (3,), (5, 3), (2, 4, 3)
FLOATS = torch.float32, torch.float64


def random(*shape, seed=0, dtype=torch.float64):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype) * 3


def labels(*shape, classes=3, seed=1):
    return torch.randint(classes, shape, generator=torch.Generator().manual_seed(seed))


def test_docstrings():
    assert doctest.testmod(losses).failed == 0


# -- torch와 같은 값 ---------------------------------------------------------------------------------
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", FLOATS)
def test_prediction_entropy_is_that_of_the_categorical_distribution(shape, dtype):
    z = random(*shape, dtype=dtype)
    rows = prediction_entropy(z, "none")
    assert rows.dtype == dtype
    assert rows.shape == shape[:-1]
    torch.testing.assert_close(rows, Categorical(logits=z).entropy())
    torch.testing.assert_close(prediction_entropy(z), rows.mean())
    torch.testing.assert_close(prediction_entropy(z, "sum"), rows.sum())


def test_prediction_entropy_agrees_with_the_numpy_definition():
    z = random(6, 4)
    torch.testing.assert_close(prediction_entropy(z, "none").numpy(), entropy(z.softmax(-1).numpy(), base=math.e))


@pytest.mark.parametrize("smoothing", [0, 0.1, 0.5, 1])
def test_smooth_labels_give_the_loss_of_torchs_label_smoothing(smoothing):
    z, y = random(8, 5, dtype=torch.float32), labels(8, classes=5)
    targets = smooth_labels(y, 5, smoothing)
    torch.testing.assert_close(F.cross_entropy(z, targets), F.cross_entropy(z, y, label_smoothing=smoothing))
    torch.testing.assert_close(targets.sum(-1), torch.ones(8))
    assert targets.shape == (8, 5)


def test_smooth_labels_of_the_lesson():
    torch.testing.assert_close(smooth_labels([2], 4, 0.1), torch.tensor([[0.025, 0.025, 0.925, 0.025]]))
    assert smooth_labels(labels(2, 3), 3, 0.1).shape == (2, 3, 3)
    assert smooth_labels(torch.tensor(1), 3, 0).tolist() == [0, 1, 0]
    assert smooth_labels(torch.tensor([0], dtype=torch.int32), 1, 0.3).tolist() == [[1]]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("beta", [-0.3, 0, 0.1])
def test_entropy_regularized_loss_is_cross_entropy_minus_the_bonus(shape, beta):
    z, y = random(*shape), labels(*shape[:-1])
    plain = F.cross_entropy(z.reshape(-1, 3), y.reshape(-1))
    torch.testing.assert_close(
        entropy_regularized_loss(z, y, beta), plain - beta * Categorical(logits=z).entropy().mean()
    )


@pytest.mark.parametrize("temperature", [0.5, 1, 4])
def test_distillation_loss_is_kl_times_the_squared_temperature(temperature):
    student, teacher = random(6, 4), random(6, 4, seed=1)
    log_q, log_p = ((z / temperature).log_softmax(-1) for z in (student, teacher))
    expected = F.kl_div(log_q, log_p, log_target=True, reduction="batchmean") * temperature**2
    torch.testing.assert_close(distillation_loss(student, teacher, temperature), expected)
    assert distillation_loss(teacher, teacher, temperature) == 0


def test_distillation_has_the_gradient_of_cross_entropy_with_soft_labels():
    student, teacher = random(6, 4).requires_grad_(), random(6, 4, seed=1)
    soft = F.cross_entropy(student / 3, (teacher / 3).softmax(-1)) * 9
    ours, theirs = (torch.autograd.grad(f, student)[0] for f in (distillation_loss(student, teacher, 3), soft))
    torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize(("apart", "error"), [(1e-1, 1e-10), (1e-2, 1e-10), (9e-4, 1e-11), (1e-5, 1e-9), (1e-7, 1e-7)])
def test_a_student_near_its_teacher_loses_no_digits(apart, error):
    """급수로 셈하는 곳(1e-3 안)도 그 밖도 50자리 계산과 같아요. 로짓의 차에 남는 자릿수만큼이에요."""
    teacher = random(5)
    student = teacher + apart * random(5, seed=1) / 6
    with mpmath.workdps(50):
        logs = [[mpmath.mpf(x) for x in z.tolist()] for z in (teacher, student)]
        p, q = ([mpmath.exp(x) / sum(map(mpmath.exp, z)) for x in z] for z in logs)
        true = float(sum(a * mpmath.log(a / b) for a, b in zip(p, q, strict=True)))
    assert distillation_loss(student, teacher, 1).item() == pytest.approx(true, rel=error, abs=0)


@pytest.mark.parametrize("temperature", [0.1, 0.5])
def test_info_nce_is_the_cross_entropy_of_finding_ones_own_partner(temperature):
    za, zb = random(7, 5), random(7, 5, seed=1)
    cosine = F.cosine_similarity(za[:, None], zb[None], dim=-1) / temperature
    torch.testing.assert_close(info_nce(za, zb, temperature), F.cross_entropy(cosine, torch.arange(7)))
    torch.testing.assert_close(info_nce(3 * za, zb / 5, temperature), info_nce(za, zb, temperature))


def test_info_nce_of_identical_rows_is_log_n_and_of_one_pair_is_zero():
    assert info_nce(torch.ones(8, 3), torch.ones(8, 3), 0.2).item() == pytest.approx(math.log(8), rel=1e-6)
    assert info_nce(torch.ones(1, 3), -torch.ones(1, 3), 0.2) == 0


# -- 기울기 ----------------------------------------------------------------------------------------
CALLS = dict(
    entropy=lambda z: prediction_entropy(z, "none"),
    regularized=lambda z: entropy_regularized_loss(z, torch.arange(4), 0.3),
    student=lambda z: distillation_loss(z, random(4, 4, seed=5), 2.0),
    teacher=lambda z: distillation_loss(random(4, 4, seed=5), z, 2.0),
    info_nce=lambda z: info_nce(z, random(4, 4, seed=5), 0.5),
)


@pytest.mark.parametrize("name", CALLS)
def test_gradients_match_finite_differences(name):
    assert gradcheck(CALLS[name], random(4, 4).requires_grad_())


def test_gradient_of_the_plain_loss_is_prediction_minus_target():
    z, y = random(5, 3).requires_grad_(), labels(5)
    entropy_regularized_loss(z, y, 0, reduction="sum").backward()
    torch.testing.assert_close(z.grad, z.detach().softmax(-1) - F.one_hot(y, 3))


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("dtype", FLOATS)
def test_saturated_logits_keep_values_and_gradients_finite(name, dtype, monkeypatch):
    plain = random
    monkeypatch.setitem(globals(), "random", lambda *shape, **kw: plain(*shape, **{**kw, "dtype": dtype}))
    z = torch.tensor([[1e4, 0, 0, -1e4], [0, -1e4, 1e4, 1e4], [0, 0, 0, 1e4], [1e4, 1e4, 1e4, 1e4]], dtype=dtype)
    z.requires_grad_()
    value = CALLS[name](z).sum()
    value.backward()
    assert value.dtype == dtype
    assert value.isfinite()
    assert z.grad.isfinite().all()


def test_a_saturated_prediction_has_entropy_zero_without_a_minus_sign():
    h = prediction_entropy(torch.tensor([1e4, 0.0, 0.0]))
    assert h == 0
    assert not torch.signbit(h)


def test_masked_logits_count_as_probability_zero():
    z = torch.tensor([[0.0, 0.0, -math.inf]], requires_grad=True)
    loss = prediction_entropy(z) + distillation_loss(z, z.detach(), 2.0)
    loss.backward()
    assert loss.item() == pytest.approx(math.log(2), rel=1e-6)
    assert z.grad.isfinite().all()


@pytest.mark.parametrize("dtype", FLOATS)
def test_dtype_is_kept(dtype):
    z = random(4, 4, dtype=dtype)
    for value in (
        prediction_entropy(z),
        entropy_regularized_loss(z, torch.arange(4), 0.1),
        distillation_loss(z, z, 2.0),
        info_nce(z, z, 0.5),
    ):
        assert value.dtype == dtype
        assert value.shape == ()


# -- 잘못 넣었을 때 ----------------------------------------------------------------------------------
Z, Y, V = torch.zeros(2, 3), torch.tensor([0, 1]), torch.eye(3)
NOT_NUMBERS = ["2", math.nan, math.inf, None, [1.0, 2.0], 1j, torch.tensor([1.0, 2.0]), {}]
BAD_ROWS = [
    [[math.nan, 0.0]],
    [[math.inf, 0.0]],
    [[-math.inf, -math.inf]],
    [[0.0, 1.0], [-math.inf, -math.inf]],
    np.ma.masked_array([[0.0, 1.0]], [[True, False]]),
    torch.ones(1, 2).to_sparse(),
    torch.ones(1, 2, dtype=torch.complex64),
    torch.ones(1, 2, dtype=torch.bool),
    "logits",
    None,
    [],
]
WRONG = {
    "labels of reals": (lambda: smooth_labels(Y.float(), 3, 0.1), "labels.*정수"),
    "labels of truth": (lambda: smooth_labels(Y > 0, 3, 0.1), "labels.*정수"),
    "no labels": (lambda: smooth_labels([], 3, 0.1), "labels.*정수"),
    "label too large": (lambda: smooth_labels([3], 3, 0.1), "labels에 쓸 수 없는 값이에요: 3"),
    "label below 0": (lambda: smooth_labels([-1], 3, 0.1), "labels에 쓸 수 없는 값이에요: -1"),
    "no classes": (lambda: smooth_labels(Y, 0, 0.1), "num_classes에 쓸 수 없는 값이에요: 0"),
    "half a class": (lambda: smooth_labels(Y, 2.5, 0.1), "num_classes에 쓸 수 없는 값이에요: 2.5"),
    "target too large": (lambda: entropy_regularized_loss(Z, torch.tensor([0, 3]), 0.1), "targets.*: 3"),
    "too few targets": (lambda: entropy_regularized_loss(Z, torch.tensor([0]), 0.1), r"targets의 모양이 \(1,\)예요"),
    "targets of reals": (lambda: entropy_regularized_loss(Z, Y.double(), 0.1), "targets.*정수"),
    "two shapes": (lambda: distillation_loss(Z, Z[:1], 1), r"\(2, 3\), \(1, 3\)"),
    "two sets of pairs": (lambda: info_nce(V, V[:2], 1), r"\(3, 3\), \(2, 3\)"),
    "one vector": (lambda: info_nce(V[0], V[0], 1), r"za의 모양이 \(3,\)예요"),
    "a row of zeros": (lambda: info_nce(torch.tensor([[1.0, 0], [0, 0]]), V[:2, :2], 1), r"za\[1\].*영벡터"),
    "a single number": (lambda: prediction_entropy(torch.tensor(1.0)), "마지막 축에 실수"),
    "an empty batch": (lambda: prediction_entropy(torch.zeros(0, 3)), "마지막 축에 실수"),
    "an unknown reduction": (lambda: prediction_entropy(Z, "avg"), "reduction에 쓸 수 없는 값이에요: 'avg'"),
}
for value in [*NOT_NUMBERS, 1.5, -0.1]:
    WRONG[f"smoothing {value!r}"] = (lambda v=value: smooth_labels(Y, 3, v), "smoothing에 쓸 수 없는 값이에요")
for value in [*NOT_NUMBERS, 0, -1]:
    WRONG[f"T {value!r}"] = (lambda v=value: distillation_loss(Z, Z, v), "temperature에 쓸 수 없는 값이에요")
    WRONG[f"tau {value!r}"] = (lambda v=value: info_nce(V, V, v), "temperature에 쓸 수 없는 값이에요")
for value in NOT_NUMBERS:
    WRONG[f"beta {value!r}"] = (lambda v=value: entropy_regularized_loss(Z, Y, v), "beta에 쓸 수 없는 값이에요")
for value in BAD_ROWS:
    WRONG[f"logits {value!r}"] = (lambda v=value: prediction_entropy(v), "logits에 쓸 수 없는 값이에요")
    WRONG[f"student {value!r}"] = (lambda v=value: distillation_loss(v, v, 1), "student_logits에 쓸 수 없는 값이에요")


@pytest.mark.parametrize(("call", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_arguments_are_named_in_korean(call, said):
    with pytest.raises(ValueError, match=said) as refusal:
        call()
    assert len(str(refusal.value)) < 250


# -- 배우는 온도와 벡터의 길이 ---------------------------------------------------------------------------
@pytest.mark.parametrize("loss", [distillation_loss, info_nce])
def test_a_learnable_temperature_keeps_its_gradient(loss):
    a, b = random(4, 3, dtype=torch.float64), random(4, 3, dtype=torch.float64).flip(0)
    T = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda T: loss(a, b, T), (T,))
    assert loss(a, b, T).item() == pytest.approx(loss(a, b, 0.7).item(), rel=1e-12)


def test_a_learnable_strength_keeps_its_gradient():
    beta = torch.tensor(0.3, requires_grad=True)
    entropy_regularized_loss(Z, Y, beta).backward()
    assert beta.grad.item() == pytest.approx(-math.log(3), rel=1e-6)


@pytest.mark.parametrize("scale", [1e-200, 1e-20, 1e-3, 1.0, 1e30, 1e200])
def test_the_length_of_a_vector_does_not_matter(scale):
    za, zb = random(5, 4), random(5, 4).flip(1)
    torch.testing.assert_close(info_nce(za * scale, zb, 0.5), info_nce(za, zb, 0.5), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_as_good_as_its_numbers(dtype):
    za, zb = random(5, 4).to(dtype), random(5, 4).flip(1).to(dtype)
    assert info_nce(za, zb, 0.5).item() == pytest.approx(info_nce(za.double(), zb.double(), 0.5).item(), rel=2**-7)


@pytest.mark.parametrize("T", [1e-46, 1e-90, 1e7])
def test_an_extreme_temperature_is_finite(T):
    z = random(3, 4).requires_grad_()
    value = distillation_loss(z, z.detach() + 1, T)
    value.backward()
    assert value.isfinite()
    assert z.grad.isfinite().all()
    assert info_nce(V, V, T).isfinite()


def test_a_masked_category_stays_out():
    masked = torch.tensor([[0.0, 1.0, -math.inf]], requires_grad=True)
    whole = torch.tensor([[0.0, 1.0]])
    torch.testing.assert_close(prediction_entropy(masked), prediction_entropy(whole))
    torch.testing.assert_close(distillation_loss(masked, masked.detach(), 2.0), torch.tensor(0.0))
    distillation_loss(masked, torch.tensor([[1.0, 0.0, -math.inf]]), 2.0).backward()
    assert masked.grad.isfinite().all()
