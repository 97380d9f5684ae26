"""손실 함수: torch가 가진 것과 같은 값, 끝까지 벌어진 로짓에서도 유한한 기울기, 잘못 넣었을 때의 말."""

import doctest
import math

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
    for value in (prediction_entropy(z), entropy_regularized_loss(z, torch.arange(4), 0.1),
                  distillation_loss(z, z, 2.0), info_nce(z, z, 0.5)):  # fmt: skip
        assert value.dtype == dtype
        assert value.shape == ()


# -- 잘못 넣었을 때 ----------------------------------------------------------------------------------
Z, Y = torch.zeros(2, 3), torch.tensor([0, 1])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: smooth_labels(Y, 3, 1.5), "smoothing에 쓸 수 없는 값이에요: 1.5"),
        (lambda: smooth_labels(Y, 3, -0.1), "smoothing에 쓸 수 없는 값이에요: -0.1"),
        (lambda: smooth_labels(Y, 3, math.nan), "smoothing에 쓸 수 없는 값이에요: nan"),
        (lambda: smooth_labels(Y.float(), 3, 0.1), "labels는 정답의 번호예요. 정수"),
        (lambda: smooth_labels(Y > 0, 3, 0.1), "labels는 정답의 번호예요. 정수"),
        (lambda: smooth_labels([], 3, 0.1), "labels는 정답의 번호예요. 정수"),
        (lambda: smooth_labels([3], 3, 0.1), "labels에 범위 밖의 번호 3이"),
        (lambda: smooth_labels([-1], 3, 0.1), "labels에 범위 밖의 번호 -1이"),
        (lambda: smooth_labels(Y, 0, 0.1), "num_classes에 쓸 수 없는 값이에요: 0"),
        (lambda: smooth_labels(Y, 2.5, 0.1), "num_classes에 쓸 수 없는 값이에요: 2.5"),
        (lambda: entropy_regularized_loss(Z, torch.tensor([0, 3]), 0.1), "targets에 범위 밖의 번호 3이"),
        (lambda: entropy_regularized_loss(Z, torch.tensor([0]), 0.1), r"targets의 모양이 \(1,\)예요"),
        (lambda: entropy_regularized_loss(Z, Y.double(), 0.1), "targets는 정답의 번호예요. 정수"),
        (lambda: distillation_loss(Z, Z, 0), "temperature에 쓸 수 없는 값이에요: 0"),
        (lambda: distillation_loss(Z, Z, -1), "temperature에 쓸 수 없는 값이에요: -1"),
        (lambda: distillation_loss(Z, Z, math.nan), "temperature에 쓸 수 없는 값이에요: nan"),
        (lambda: distillation_loss(Z, Z[:1], 1), r"student_logits의 모양은 \(2, 3\), teacher_logits의 모양은 \(1, 3\)"),
        (lambda: info_nce(Z, Z, 0), "temperature에 쓸 수 없는 값이에요: 0"),
        (lambda: info_nce(Z, torch.zeros(3, 3), 1), r"za의 모양은 \(2, 3\), zb의 모양은 \(3, 3\)"),
        (lambda: info_nce(Z[0], Z[0], 1), r"za의 모양은 \(3,\)"),
        (lambda: prediction_entropy(torch.tensor(1.0)), r"logits의 모양이 \(\)예요"),
        (lambda: prediction_entropy(torch.zeros(0, 3)), r"logits의 모양이 \(0, 3\)예요"),
        (lambda: prediction_entropy(Z, "avg"), "reduction에 쓸 수 없는 값이에요: 'avg'"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_named_in_korean(call, said):
    with pytest.raises(ValueError, match=said):
        call()
