"""법칙이 곧 검사예요: 정보이론의 정리, PyTorch, 50자리 계산이 같은 답을 내는지 확인해요."""

import doctest
import inspect
import re
import subprocess
import sys
import tracemalloc
import warnings

import mpmath
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import entropy_lab
from entropy_lab import (
    binary_entropy,
    conditional_entropy,
    cross_entropy,
    entropy,
    gaussian_entropy,
    information,
    joint_entropy,
    kl_divergence,
    measures,
    mutual_information,
    smooth,
    softmax,
)
from entropy_lab.scene.tape import Tape, Traced

TINY = 5e-324  # 가장 작은 float64
ROUNDING = 1e-12
laws = settings(derandomize=True, max_examples=50, deadline=None, database=None)


def normalise(weights):
    return weights / weights.sum()


hard = st.one_of(st.floats(0, 1), st.sampled_from([0.0, TINY, 1e-300, 1e-16, 0.5, 1.0]))
easy = st.integers(0, 1000)  # 서로 곱해도 0으로 뭉개지지 않는 무게


def weights(*shape, number=hard):
    """0, 비정규수, 아주 작은 수가 섞인 무게를 합이 1이 되게 나눈 분포."""
    size = int(np.prod(shape))
    numbers = st.lists(number, min_size=size, max_size=size).filter(lambda w: sum(w) > 1e-300)
    return numbers.map(lambda w: normalise(np.array(w)).reshape(shape))


sizes = st.integers(1, 8)
distributions = sizes.flatmap(weights)
pairs = sizes.flatmap(lambda k: st.tuples(weights(k), weights(k)))
easy_pairs = sizes.flatmap(lambda k: st.tuples(*[weights(k, number=easy)] * 2))
joints = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(lambda shape: weights(*shape))
fractions = st.floats(0, 1)

EXTREMES = {
    "one-hot": [0.0, 1.0, 0.0, 0.0],
    "nearly one-hot": [1 - 3e-13, 1e-13, 1e-13, 1e-13],
    "subnormal": [1.0, TINY, 0.0, TINY],
    "tiny": [1e-300, 0.5, 1e-200, 0.5],
    "uniform": [0.25] * 4,
    "single outcome": [1.0],
}


@pytest.fixture
def rng():
    return np.random.default_rng(0)


# -- 정보량 --------------------


def test_information_of_a_fair_coin_is_one_bit():
    assert information(0.5) == 1.0
    assert information(1) == 0.0
    assert information(0) == np.inf
    assert_array_equal(information([1, 0.5, 0.25, 0]), [0, 1, 2, np.inf])


@given(fractions, fractions)
@laws
def test_information_of_independent_events_adds_up(p, q):
    if p * q > 1e-300:
        assert information(p * q) == pytest.approx(information(p) + information(q), abs=ROUNDING)


def test_rarer_events_carry_more_information():
    assert (np.diff(information(np.linspace(0, 1, 1001))) < 0).all()


# -- 엔트로피 --------------------


@given(distributions)
@laws
def test_entropy_is_never_negative(p):
    assert entropy(p) >= 0


@given(distributions)
@laws
def test_entropy_is_at_most_log_of_the_number_of_outcomes(p):
    assert entropy(p) <= np.log2(len(p)) + ROUNDING


@pytest.mark.parametrize("k", [1, 2, 4, 8, 1024])
def test_entropy_of_a_uniform_distribution_is_exactly_log_of_its_size(k):
    assert entropy(np.full(k, 1 / k)) == np.log2(k)


@pytest.mark.parametrize("base", [2, np.e, 10, 3])
@pytest.mark.parametrize("k", [1, 2, 7, 1000])
def test_entropy_of_a_certain_outcome_is_exactly_zero(k, base):
    assert entropy(np.eye(k)[k // 2], base) == 0


@given(distributions, st.randoms(use_true_random=False))
@laws
def test_entropy_ignores_the_order_of_outcomes(p, random):
    shuffled = random.sample(p.tolist(), len(p))
    assert entropy(shuffled) == pytest.approx(entropy(p), abs=ROUNDING)


@given(distributions)
@laws
def test_impossible_outcomes_add_no_entropy(p):
    assert entropy([*p, 0, 0]) == pytest.approx(entropy(p), abs=ROUNDING)


@given(pairs, fractions)
@laws
def test_entropy_is_concave(pair, t):
    p, q = pair
    mixture = t * p + (1 - t) * q
    assert entropy(mixture) >= t * entropy(p) + (1 - t) * entropy(q) - ROUNDING


@given(weights(3, 4))
@laws
def test_grouping_rule_of_shannon(table):
    groups = table.sum(1)
    within = [entropy(normalise(row)) for row in table[groups > 1e-300]]
    expected = entropy(groups) + groups[groups > 1e-300] @ within
    assert entropy(table.ravel()) == pytest.approx(expected, abs=ROUNDING)


@given(distributions, distributions)
@laws
def test_entropies_of_independent_variables_add_up(p, q):
    expected = entropy(p) + entropy(q)
    assert entropy(np.outer(p, q).ravel()) == pytest.approx(expected, abs=ROUNDING)


@given(distributions, st.sampled_from([np.e, 3, 10, 1.5, 256]))
@laws
def test_changing_the_base_only_changes_the_unit(p, base):
    assert entropy(p, base) * np.log2(base) == pytest.approx(entropy(p), abs=ROUNDING)


@given(fractions)
@laws
def test_binary_entropy_is_the_entropy_of_a_coin(p):
    assert binary_entropy(p) == pytest.approx(entropy([p, 1 - p]), abs=ROUNDING)
    assert binary_entropy(p) == pytest.approx(binary_entropy(1 - p), abs=ROUNDING)
    assert 0 <= binary_entropy(p) <= 1 == binary_entropy(0.5)


def test_binary_entropy_rises_to_one_half_and_falls_again():
    h = binary_entropy(np.linspace(0, 1, 1001))
    assert (np.diff(h[:501]) > 0).all()
    assert (np.diff(h[500:]) < 0).all()


# -- 미분 엔트로피 --------------------


@given(st.floats(1e-100, 1e100), st.floats(1e-100, 1e100))
@laws
def test_scaling_a_variable_adds_the_log_of_the_scale(sigma, scale):
    expected = gaussian_entropy(sigma) + np.log2(scale)
    assert gaussian_entropy(scale * sigma) == pytest.approx(expected, abs=1e-10)


def test_gaussian_has_the_most_entropy_for_its_variance():
    sigma = np.array([0.01, 0.2, 1, 30])
    assert (gaussian_entropy(sigma) > np.log2(sigma * np.sqrt(12))).all()  # 균등분포
    assert (gaussian_entropy(sigma) > np.log2(2 * np.e * sigma / np.sqrt(2))).all()  # 라플라스 분포


def test_fine_bins_turn_differential_entropy_into_entropy():
    x, width = np.linspace(-12, 12, 2401, retstep=True)
    p = normalise(np.exp(-(x**2) / 2))
    assert entropy(p) + np.log2(width) == pytest.approx(gaussian_entropy(1), abs=1e-9)


def test_differential_entropy_of_a_narrow_gaussian_is_negative():
    assert gaussian_entropy(0.24) < 0 < gaussian_entropy(0.25)


# -- 교차 엔트로피와 KL 발산 --------------------


@given(pairs)
@laws
def test_gibbs_no_prediction_beats_the_truth(pair):
    p, q = pair
    assert cross_entropy(p, q) >= entropy(p) - ROUNDING


@given(pairs)
@laws
def test_cross_entropy_is_entropy_plus_divergence(pair):
    p, q = pair
    expected = entropy(p) + kl_divergence(p, q)
    assert cross_entropy(p, q) == pytest.approx(expected, rel=ROUNDING, abs=ROUNDING)


@given(distributions)
@laws
def test_predicting_the_truth_itself_costs_exactly_the_entropy(p):
    assert cross_entropy(p, p) == entropy(p)
    assert kl_divergence(p, p) == 0


@given(pairs)
@laws
def test_divergence_is_at_least_pinskers_bound(pair):
    p, q = pair
    assert kl_divergence(p, q, np.e) >= np.abs(p - q).sum() ** 2 / 2 - ROUNDING


@given(easy_pairs, weights(6, number=easy))
@laws
def test_processing_never_increases_divergence(pair, channel):
    p, q = pair
    channel = np.stack([np.roll(channel, shift) for shift in range(len(p))])
    assert kl_divergence(p @ channel, q @ channel) <= kl_divergence(p, q) + ROUNDING


@given(easy_pairs, weights(5, number=easy))
@laws
def test_divergences_of_independent_variables_add_up(pair, r):
    p, q = pair
    together = kl_divergence(np.outer(p, r).ravel(), np.outer(q, r).ravel())
    assert together == pytest.approx(kl_divergence(p, q), rel=ROUNDING, abs=ROUNDING)


def test_calling_the_possible_impossible_costs_infinitely_much():
    assert cross_entropy([0.5, 0.5], [1, 0]) == kl_divergence([0.5, 0.5], [1, 0]) == np.inf
    assert cross_entropy([1 - 1e-12, 1e-12], [1, 0]) == kl_divergence([1, TINY], [1, 0]) == np.inf
    assert cross_entropy([1, 0], [1, 0]) == kl_divergence([1, 0], [1, 0]) == 0
    assert cross_entropy([1, 0, 0], [0.5, 0, 0.5]) == kl_divergence([1, 0, 0], [0.5, 0, 0.5]) == 1


def test_a_subnormal_prediction_is_still_finite():
    assert cross_entropy([0, 1], [1, TINY]) == kl_divergence([0, 1], [1, TINY]) == 1074


def test_divergence_is_not_symmetric():
    p, q = [0.5, 0.5], [0.9, 0.1]
    assert kl_divergence(p, q) > kl_divergence(q, p) > 0


# -- 결합, 조건부, 상호정보량 --------------------


@given(joints)
@laws
def test_chain_rule(joint):
    expected = entropy(joint.sum(1)) + conditional_entropy(joint)
    assert joint_entropy(joint) == pytest.approx(expected, abs=ROUNDING)


@given(joints)
@laws
def test_joint_entropy_lies_between_the_larger_marginal_and_their_sum(joint):
    x, y = entropy(joint.sum(1)), entropy(joint.sum(0))
    assert max(x, y) - ROUNDING <= joint_entropy(joint) <= x + y + ROUNDING


@given(joints)
@laws
def test_conditioning_never_increases_entropy(joint):
    assert 0 <= conditional_entropy(joint) <= entropy(joint.sum(0)) + ROUNDING


@given(joints)
@laws
def test_conditional_entropy_is_the_mean_over_the_rows(joint):
    x = joint.sum(1)
    rows = [entropy(normalise(row)) for row in joint[x > 1e-300]]
    assert conditional_entropy(joint) == pytest.approx(x[x > 1e-300] @ rows, abs=ROUNDING)


def test_one_row_may_be_less_certain_although_the_mean_is_more():
    joint = np.array([[0.75, 0], [0.125, 0.125]])
    assert conditional_entropy(joint) == 0.25
    assert entropy(joint[1] / 0.25) == 1 > entropy(joint.sum(0)) > 0.25


def test_a_function_of_x_has_no_entropy_left_once_x_is_known(rng):
    joint = np.zeros((50, 4))
    joint[np.arange(50), rng.integers(4, size=50)] = rng.dirichlet(np.ones(50))
    assert conditional_entropy(joint) == 0
    assert mutual_information(joint) == pytest.approx(entropy(joint.sum(0)), abs=ROUNDING)


@given(joints)
@laws
def test_mutual_information_is_symmetric(joint):
    expected = mutual_information(joint.T)
    assert mutual_information(joint) == pytest.approx(expected, abs=ROUNDING)


@given(joints)
@laws
def test_mutual_information_lies_between_zero_and_the_smaller_marginal(joint):
    smaller = min(entropy(joint.sum(1)), entropy(joint.sum(0)))
    assert -ROUNDING <= mutual_information(joint) <= smaller + ROUNDING


@given(joints)
@laws
def test_mutual_information_is_the_entropy_that_knowing_x_removes(joint):
    x, y = entropy(joint.sum(1)), entropy(joint.sum(0))
    information_gain = y - conditional_entropy(joint)
    assert mutual_information(joint) == pytest.approx(information_gain, abs=ROUNDING)
    assert mutual_information(joint) == pytest.approx(x + y - joint_entropy(joint), abs=ROUNDING)


@given(joints)
@laws
def test_mutual_information_is_the_divergence_from_independence(joint):
    independent = np.outer(joint.sum(1), joint.sum(0))
    if (independent[joint > 0] > 1e-300).all():
        expected = kl_divergence(joint.ravel(), independent.ravel())
        assert mutual_information(joint) == pytest.approx(expected, abs=ROUNDING)


@given(distributions, distributions)
@laws
def test_independent_variables_share_no_information(p, q):
    joint = np.outer(p, q)
    assert mutual_information(joint) == pytest.approx(0, abs=ROUNDING)
    assert conditional_entropy(joint) == pytest.approx(entropy(q), abs=ROUNDING)


@given(distributions)
@laws
def test_a_variable_tells_everything_about_itself(p):
    assert mutual_information(np.diag(p)) == pytest.approx(entropy(p), abs=ROUNDING)


@given(weights(4, 3), weights(3))
@laws
def test_data_processing_never_adds_information(joint, noise):
    channel = np.stack([np.roll(noise, shift) for shift in range(3)])
    assert mutual_information(joint @ channel) <= mutual_information(joint) + ROUNDING


# -- 소프트맥스와 라벨 스무딩 --------------------

logits = st.lists(st.floats(-50, 50), min_size=1, max_size=8).map(np.array)


@given(logits, st.floats(0.01, 100))
@laws
def test_softmax_is_a_distribution_that_keeps_the_order(z, temperature):
    p = softmax(z, temperature)
    assert (p >= 0).all()
    assert p.sum() == pytest.approx(1, abs=ROUNDING)
    assert (np.diff(p[np.argsort(z)]) >= 0).all()


@given(logits, st.floats(-1000, 1000))
@laws
def test_softmax_ignores_a_common_shift(z, shift):
    assert_allclose(softmax(z + shift), softmax(z), rtol=1e-9)


@given(logits, st.floats(0.05, 20), st.floats(1, 5))
@laws
def test_a_higher_temperature_never_lowers_entropy(z, temperature, factor):
    cool, warm = softmax(z, temperature), softmax(z, temperature * factor)
    assert entropy(warm) >= entropy(cool) - ROUNDING


def test_softmax_freezes_to_one_hot_and_melts_to_uniform():
    assert_array_equal(softmax([1, 3, 2], 1e-300), [0, 1, 0])
    assert_allclose(softmax([1, 3, 2], 1e300), [1 / 3] * 3)


def test_softmax_neither_overflows_nor_loses_a_masked_class():
    assert_array_equal(softmax([1e308, -1e308]), [1, 0])
    assert_array_equal(softmax([-np.inf, 5, 5]), [0, 0.5, 0.5])
    assert_array_equal(softmax([[7, -np.inf], [1e4, 1e4]]), [[1, 0], [0.5, 0.5]])


@given(distributions, fractions)
@laws
def test_smoothing_never_lowers_entropy(p, smoothing):
    assert entropy(smooth(p, smoothing)) >= entropy(p) - ROUNDING


@given(distributions, fractions)
@laws
def test_smoothing_mixes_in_the_uniform_distribution(p, smoothing):
    mixture = (1 - smoothing) * p + smoothing * np.full(len(p), 1 / len(p))
    assert_allclose(smooth(p, smoothing), mixture, atol=1e-15)
    assert_array_equal(smooth(p, 0), p)
    assert_array_equal(smooth(p, 1), np.full(len(p), 1 / len(p)))


def test_smoothed_loss_can_not_fall_below_the_entropy_of_its_target():
    target = smooth([0, 0, 1, 0], 0.1)
    assert entropy(target, np.e) == pytest.approx(0.3488, abs=5e-5)
    assert cross_entropy(target, [0.001, 0.001, 0.997, 0.001]) > entropy(target)


# -- PyTorch와 같은 값 --------------------


@pytest.fixture
def batch(rng):
    """로짓 [40, 10], 정답 번호 [40], 정답 분포 [40, 10]."""
    soft = rng.dirichlet(np.ones(10), size=40)
    return rng.normal(0, 3, (40, 10)), rng.integers(10, size=40), soft


def test_softmax_agrees_with_torch(batch):
    z = torch.tensor(batch[0])
    assert_allclose(softmax(batch[0]), F.softmax(z, dim=-1), rtol=ROUNDING)
    assert_allclose(softmax(batch[0], 2.5), F.softmax(z / 2.5, dim=-1), rtol=ROUNDING)


def test_cross_entropy_agrees_with_torch_for_hard_and_soft_labels(batch):
    z, labels, soft = batch
    q = softmax(z)
    hard_loss = F.cross_entropy(torch.tensor(z), torch.tensor(labels))
    soft_loss = F.cross_entropy(torch.tensor(z), torch.tensor(soft), reduction="none")
    assert cross_entropy(np.eye(10)[labels], q, np.e).mean() == pytest.approx(hard_loss.item())
    assert_allclose(cross_entropy(soft, q, np.e), soft_loss)


@pytest.mark.parametrize("smoothing", [0, 0.1, 0.5, 1])
def test_smoothing_agrees_with_torch(batch, smoothing):
    z, labels, _ = batch
    ours = cross_entropy(smooth(np.eye(10)[labels], smoothing), softmax(z), np.e).mean()
    theirs = F.cross_entropy(torch.tensor(z), torch.tensor(labels), label_smoothing=smoothing)
    assert ours == pytest.approx(theirs.item())


def test_divergence_agrees_with_torch(batch):
    p, q = batch[2], softmax(batch[0])
    theirs = F.kl_div(torch.tensor(q).log(), torch.tensor(p), reduction="none").sum(-1)
    assert_allclose(kl_divergence(p, q, np.e), theirs)


def test_entropies_agree_with_torch_distributions(batch):
    p, coin, sigma = batch[2], batch[2][:, 0], np.array([0.01, 0.5, 1, 20])
    normal = torch.distributions.Normal(0.0, torch.tensor(sigma))
    assert_allclose(entropy(p, np.e), torch.distributions.Categorical(torch.tensor(p)).entropy())
    bernoulli = torch.distributions.Bernoulli(torch.tensor(coin))
    assert_allclose(binary_entropy(coin, np.e), bernoulli.entropy())
    assert_allclose(gaussian_entropy(sigma, np.e), normal.entropy())


def test_a_smoothed_tensor_stays_a_tensor_and_gradients_flow():
    p = torch.tensor([[0.0, 0.0, 1.0], [0.2, 0.3, 0.5]], requires_grad=True)
    q = smooth(p, 0.1)
    assert isinstance(q, torch.Tensor)
    assert q.dtype == torch.float32
    assert_allclose(q.detach(), smooth(p.detach().numpy(), 0.1))
    q[0, 2].backward()
    assert_allclose(p.grad, [[0, 0, 0.9], [0, 0, 0]])
    one_hot = F.one_hot(torch.tensor([1]), 3)
    assert_allclose(smooth(one_hot, 0.3), [[0.1, 0.8, 0.1]], rtol=1e-6)


def test_a_tensor_without_gradients_is_as_welcome_as_an_array():
    assert entropy(torch.tensor([0.5, 0.25, 0.25])) == 1.5
    assert_array_equal(softmax(torch.tensor([0.0, 0.0])), [0.5, 0.5])


# -- 50자리 계산과 견주기 --------------------
#
# ulp는 값 옆의 float64까지의 거리예요. 부호가 섞인 합은 크기를 모두 더한 값(scale)의 ulp로 재요.

mp = mpmath.mp
BASES = [2, np.e, 10, 3]


@pytest.fixture
def log(base):
    """밑이 base인 50자리 로그. 0은 건너뛰니 0을 돌려줘요."""
    with mp.workdps(50):
        unit = mp.log(mp.mpf(base))
        yield lambda x: mp.log(x) / unit if x else mp.mpf(0)


def exact(array):
    return [mp.mpf(float(x)) for x in np.ravel(array)]


def ulps(got, true, scale=None):
    scale = abs(true if scale is None else scale)
    return float(abs(mp.mpf(float(got)) - true) / float(np.spacing(float(scale))))


def dense(rng, *shape):
    """골고루 퍼진 것부터 꽤 뾰족한 것까지."""
    return rng.dirichlet(np.full(np.prod(shape), 10.0 ** rng.uniform(-0.5, 2))).reshape(shape)


@pytest.mark.parametrize("base", BASES)
def test_information_is_within_4_ulp(base, log, rng):
    p = np.concatenate([rng.random(150), 10 ** rng.uniform(-323, 0, 100), 1 - rng.random(50) / 1e9])
    errors = [ulps(got, -log(x)) for got, x in zip(information(p, base), exact(p), strict=True)]
    assert max(errors) <= 4


@pytest.mark.parametrize("base", BASES)
def test_binary_entropy_is_within_4_ulp(base, log, rng):
    p = np.concatenate([rng.random(150), 10 ** rng.uniform(-300, 0, 100), 1 - rng.random(50) / 1e9])
    with mp.workdps(400):
        unit = mp.log(mp.mpf(base))
        for got, x in zip(binary_entropy(p, base), exact(p), strict=True):
            assert ulps(got, -(x * mp.log(x) + (1 - x) * mp.log(1 - x)) / unit) <= 4


@pytest.mark.parametrize("base", BASES)
def test_gaussian_entropy_is_within_4_ulp(base, log, rng):
    sigma = np.concatenate([rng.uniform(0.01, 3, 150), 10 ** rng.uniform(-300, 300, 150)])
    for got, s in zip(gaussian_entropy(sigma, base), exact(sigma), strict=True):
        terms = log(s), log(2 * mp.pi * mp.e) / 2
        assert ulps(got, sum(terms), sum(map(abs, terms))) <= 4


@pytest.mark.parametrize("base", BASES)
def test_entropy_and_cross_entropy_are_within_4_ulp(base, log, rng):
    for _ in range(60):
        p, q = dense(rng, 2, rng.integers(1, 60))
        p, q = normalise(p), normalise(q)
        assert ulps(entropy(p, base), -sum(x * log(x) for x in exact(p))) <= 4
        h = -sum(x * log(y) for x, y in zip(exact(p), exact(q), strict=True))
        assert ulps(cross_entropy(p, q, base), h) <= 4


@pytest.mark.parametrize("base", [2])
def test_equal_terms_round_alike_yet_entropy_stays_within_6_ulp(base, log):
    errors = []
    for k in range(2, 301):  # 똑같은 항을 거듭 더하면 반올림이 한쪽으로 쌓여서 가장 나쁜 경우예요
        (p,) = exact(1 / k)
        errors.append(ulps(entropy(np.full(k, 1 / k), base), -k * p * log(p)))
    assert max(errors) <= 6
    assert np.mean(np.array(errors) <= 4) > 0.98


@pytest.mark.parametrize("base", BASES)
def test_divergence_is_within_4_ulp_of_its_terms(base, log, rng):
    for _ in range(60):
        p, q = dense(rng, 2, rng.integers(1, 60))
        p, q = normalise(p), normalise(q)
        terms = [(x * log(x), x * log(y)) for x, y in zip(exact(p), exact(q), strict=True)]
        scale = sum(abs(a) + abs(b) for a, b in terms)
        assert ulps(kl_divergence(p, q, base), sum(a - b for a, b in terms), scale) <= 4


@pytest.mark.parametrize("base", BASES)
def test_measures_of_a_joint_are_within_4_ulp(base, log, rng):
    for _ in range(60):
        joint = dense(rng, rng.integers(2, 9), rng.integers(2, 9))
        cells = [exact(row) for row in joint]
        xs, ys = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
        table = [(p, x, y) for row, x in zip(cells, xs, strict=True) for p, y in zip(row, ys, strict=True)]
        assert ulps(joint_entropy(joint, base), -sum(p * log(p) for p, _, _ in table)) <= 4
        h = -sum(p * log(p / x) for p, x, _ in table)
        scale = sum(p * (abs(log(p)) + abs(log(x))) for p, x, _ in table)
        assert ulps(conditional_entropy(joint, base), h, scale) <= 4
        i = sum(p * log(p / (x * y)) for p, x, y in table)
        scale += sum(p * abs(log(y)) for p, _, y in table)
        assert ulps(mutual_information(joint, base), i, scale) <= 4


def test_softmax_and_smoothing_are_within_4_ulp(rng):
    with mp.workdps(50):
        for _ in range(60):
            z, temperature, smoothing = rng.normal(0, 3, 12), rng.uniform(0.5, 3), rng.random()
            shifted = [(x - max(exact(z))) / mp.mpf(temperature) for x in exact(z)]
            total = sum(map(mp.exp, shifted))
            p = softmax(z, temperature)
            # 지수 x의 상대 오차는 exp(x)에서 |x|배로 커져요
            errors = [ulps(got, mp.exp(x) / total) / max(1, abs(x)) for got, x in zip(p, shifted, strict=True)]
            assert max(errors) <= 4
            eps = mp.mpf(smoothing)
            mixed = [(1 - eps) * x + eps / 12 for x in exact(p)]
            assert max(map(ulps, smooth(p, smoothing), mixed)) <= 4


# -- 거절 --------------------

NAN, INF = float("nan"), float("inf")
HALF = [0.5, 0.5]
SQUARE = [[0.25, 0.25], [0.25, 0.25]]
DIVIDE, SOFTMAX, ROW = "p / p.sum()으로 나눠", "softmax(z)", "[0.5, 0.5]처럼 한 줄로"

NO_DISTRIBUTION = [
    ([0.9, 0.9], "1.8", DIVIDE),
    ([0.5, 0.2], "0.7", DIVIDE),
    ([0, 0], "0.0", DIVIDE),
    ([3, 1], "4.0", DIVIDE),
    ([0.5, 0.5 + 3e-9], "1.000000003", DIVIDE),
    (np.float32([0.5, 0.6]), "1.1", DIVIDE),
    (np.float32([0.5, 0.50002]), "1.00002", DIVIDE),
    ([HALF, [0.5, 0.6]], "1.1", "분포마다 p / p.sum()으로 나눠"),
    ([1.2, -0.2], "-0.2", SOFTMAX),
    ([1, -TINY], "-5e-324", SOFTMAX),
    ([NAN, 0.5, 0.5], "nan", SOFTMAX),
    ([INF, 0], "inf", SOFTMAX),
    ([-INF, INF], "-inf", SOFTMAX),
    ([1e308, 1e308], "1e+308", SOFTMAX),
    ([], "[]", ROW),
    (np.zeros((0, 3)), "array([]", ROW),
    (0.5, "0.5", ROW),
    ("half", "'half'", ROW),
    (["a", "b"], "['a', 'b']", ROW),
    (None, "None", ROW),
    ([None, 1], "[None, 1]", ROW),
    ([[1], HALF], "[[1], [0.5, 0.5]]", ROW),
    ([1j, 1], "[1j, 1]", ROW),
    ([True, False], "[True, False]", ROW),
    ({"p": 1}, "{'p': 1}", ROW),
]
TAKES_A_DISTRIBUTION = {
    "entropy": entropy,
    "cross_entropy": lambda p: cross_entropy(p, p),
    "kl_divergence": lambda p: kl_divergence(p, p),
    "smooth": lambda p: smooth(p, 0.1),
}


def refusal(call, *args, **kwargs):
    """거절하는 말. 우리말 한두 문장이어야 해요."""
    with pytest.raises(ValueError, match=r"[가-힣]") as caught:
        call(*args, **kwargs)
    message = str(caught.value)
    assert re.fullmatch(r"[^\n]+요(: [^\n]+)?\. [^\n]+요\.", message)
    return message


@pytest.mark.parametrize("name", TAKES_A_DISTRIBUTION)
@pytest.mark.parametrize(("p", "value", "remedy"), NO_DISTRIBUTION, ids=lambda x: repr(x)[:24])
def test_what_is_no_distribution_is_refused(name, p, value, remedy):
    message = refusal(TAKES_A_DISTRIBUTION[name], p)
    assert message.startswith("p")
    assert f": {value}" in message
    assert remedy in message


@pytest.mark.parametrize("measure", [joint_entropy, conditional_entropy, mutual_information])
@pytest.mark.parametrize(
    ("joint", "value", "remedy"),
    [
        ([HALF, HALF], "2.0", "joint / joint.sum()으로 나눠"),
        ([SQUARE, [HALF, HALF]], "2.0", "분포마다 joint / joint.sum()으로 나눠"),
        ([[0.6, 0.6], [-0.1, -0.1]], "-0.1", SOFTMAX),
        ([[-0.1, -0.1], [0.6, 0.6]], "-0.1", SOFTMAX),
        ([[NAN, 0.5], [0.5, 0]], "nan", SOFTMAX),
        (HALF, "[0.5, 0.5]", "표로 수를 넣어"),
        (1, "1", "표로 수를 넣어"),
        ([HALF, [1]], "[[0.5, 0.5], [1]]", "표로 수를 넣어"),
        (None, "None", "표로 수를 넣어"),
    ],
)
def test_what_is_no_joint_distribution_is_refused(measure, joint, value, remedy):
    message = refusal(measure, joint)
    assert message.startswith("joint")
    assert f": {value}" in message
    assert remedy in message


@pytest.mark.parametrize("measure", [cross_entropy, kl_divergence])
def test_the_fault_of_a_prediction_is_told_as_that_of_q(measure):
    assert "q / q.sum()" in refusal(measure, HALF, [0.5, 0.6])
    assert refusal(measure, HALF, [1.5, -0.5]).startswith("q에 쓸 수 없는 값이에요: -0.5.")


@pytest.mark.parametrize("measure", [cross_entropy, kl_divergence])
@pytest.mark.parametrize(
    ("p", "q", "shapes"),
    [
        (HALF, [1, 0, 0], "(2,), (3,)"),
        (HALF, [1], "(2,), (1,)"),
        (SQUARE, [HALF] * 3, "(2, 2), (3, 2)"),
    ],
)
def test_mismatched_shapes_are_refused(measure, p, q, shapes):
    assert f"p, q의 모양이 서로 맞지 않아요: {shapes}." in refusal(measure, p, q)


@pytest.mark.parametrize("measure", [information, binary_entropy])
@pytest.mark.parametrize(
    ("p", "value"),
    [
        (1.2, "1.2"),
        (-0.1, "-0.1"),
        (50, "50.0"),
        (NAN, "nan"),
        (INF, "inf"),
        ([0.5, 2], "2.0"),
        (np.float32([0.5, 1.1]), "1.1"),
    ],
)
def test_what_is_no_probability_is_refused(measure, p, value):
    message = refusal(measure, p)
    assert message.startswith(f"p에 쓸 수 없는 값이에요: {value}.")
    assert "100으로 나눠" in message


@pytest.mark.parametrize("measure", [information, binary_entropy, gaussian_entropy])
@pytest.mark.parametrize("x", [None, "0.5", [], [[0.5], HALF], 0.5j, True])
def test_what_is_no_number_is_refused(measure, x):
    assert "수를 넣어 주세요" in refusal(measure, x)


@pytest.mark.parametrize("sigma", [0, -1, NAN, INF, [1, 0]])
def test_what_is_no_standard_deviation_is_refused(sigma):
    value = str(float(np.ravel(sigma)[-1]))
    assert refusal(gaussian_entropy, sigma).startswith(f"sigma에 쓸 수 없는 값이에요: {value}.")


@pytest.mark.parametrize(
    "measure",
    [
        lambda base: information(0.5, base),
        lambda base: entropy(HALF, base),
        lambda base: binary_entropy(0.5, base),
        lambda base: gaussian_entropy(1, base),
        lambda base: cross_entropy(HALF, HALF, base),
        lambda base: kl_divergence(HALF, HALF, base),
        lambda base: joint_entropy(SQUARE, base),
        lambda base: conditional_entropy(SQUARE, base),
        lambda base: mutual_information(SQUARE, base),
    ],
)
@pytest.mark.parametrize("base", [0, -2, 1, NAN, INF, True, "2", None, [2, 2], 2j, 10**400])
def test_what_is_no_base_is_refused(measure, base):
    assert refusal(measure, base).startswith("base에 쓸 수 없는 값이에요: ")


@pytest.mark.parametrize(
    ("z", "value"),
    [
        ([NAN, 1], "nan"),
        ([1, INF], "inf"),
        ([-INF, -INF], "-inf"),
        ([[0, 0], [-INF, -INF]], "-inf"),
        (3.0, "3.0"),
        ([], "[]"),
        ("ab", "'ab'"),
        ([[1], [1, 2]], "[[1], [1, 2]]"),
    ],
)
def test_what_are_no_logits_is_refused(z, value):
    assert refusal(softmax, z).startswith(f"z에 쓸 수 없는 값이에요: {value}.")


@pytest.mark.parametrize("temperature", [0, -1, NAN, INF, None, "1", [1, 2], True])
def test_what_is_no_temperature_is_refused(temperature):
    message = refusal(softmax, [1, 2], temperature)
    assert message.startswith("temperature에 쓸 수 없는 값이에요: ")


@pytest.mark.parametrize("smoothing", [-0.1, 1.1, NAN, None, "0.1", [0.1, 0.2]])
def test_what_is_no_smoothing_is_refused(smoothing):
    assert refusal(smooth, HALF, smoothing).startswith("smoothing에 쓸 수 없는 값이에요: ")


def test_a_tensor_that_is_no_distribution_is_refused():
    assert DIVIDE in refusal(smooth, torch.tensor([0.5, 0.6], requires_grad=True), 0.1)
    assert SOFTMAX in refusal(smooth, torch.tensor([1.5, -0.5]), 0.1)
    assert ROW in refusal(smooth, torch.tensor(1.0), 0.1)


def test_rounding_is_forgiven():
    for k in (10, 1000, 1_000_000):  # 참된 분포를 반올림해도 합은 칸의 수와 상관없이 거의 그대로예요
        assert entropy(np.full(k, (1 + 0.9e-9) / k)) > 0
        assert "합이 1이" in refusal(entropy, np.full(k, (1 + 1.1e-9) / k))
    assert entropy(np.float32([0.5, 0.5000005])) > 0
    assert "합이 1이" in refusal(entropy, np.float32([0.5, 0.500009]))
    assert entropy(np.float32([0.1] * 10)) > 0


def test_a_fault_deep_in_a_large_batch_is_found(rng):
    p = rng.dirichlet(np.ones(5), size=200_000)
    p[123_456] *= 1.25
    assert "1.25" in refusal(entropy, p)
    p[123_456] = [1, 0, 0, 1, -1]
    assert ": -1.0." in refusal(entropy, p)


# -- 모든 함수가 지키는 약속 --------------------

ROWS = {
    "information": lambda p, q, j: information(p),
    "entropy": lambda p, q, j: entropy(p),
    "entropy in nats": lambda p, q, j: entropy(p, np.e),
    "binary_entropy": lambda p, q, j: binary_entropy(p, 3),
    "gaussian_entropy": lambda p, q, j: gaussian_entropy(p + 1),
    "cross_entropy": lambda p, q, j: cross_entropy(p, q, 10),
    "kl_divergence": lambda p, q, j: kl_divergence(p, q),
    "joint_entropy": lambda p, q, j: joint_entropy(j),
    "conditional_entropy": lambda p, q, j: conditional_entropy(j, 3),
    "mutual_information": lambda p, q, j: mutual_information(j),
    "softmax": lambda p, q, j: softmax(p, 0.5),
    "smooth": lambda p, q, j: smooth(p, 0.1),
}
every_measure = pytest.mark.parametrize("measure", ROWS.values(), ids=ROWS.keys())


def batches(rng, *lead, zeros=False):
    """p[..., 6], q[..., 6]와 결합 분포 j[..., 2, 3]."""
    p, q, j = (rng.dirichlet(np.ones(6), size=lead) for _ in range(3))
    if zeros:
        for x in (p, q, j):
            x[rng.random(x.shape) < 0.3] = 0
            x[..., 0] += 0.1
            x /= x.sum(-1, keepdims=True)
    return p, q, j.reshape(*lead, 2, 3)


@every_measure
@pytest.mark.parametrize("zeros", [False, True])
def test_a_batch_is_measured_row_by_row(measure, zeros, rng):
    p, q, j = batches(rng, 4, 5, zeros=zeros)
    got = measure(p, q, j)
    assert got.shape[:2] == (4, 5)
    for i in np.ndindex(4, 5):
        assert_allclose(got[i], measure(p[i], q[i], j[i]), rtol=1e-14, atol=1e-15)


@every_measure
@pytest.mark.parametrize("lead", [(7, 3), (3, 7), (1, 1, 5)])
def test_blocks_do_not_show(measure, lead, rng, monkeypatch):
    p, q, j = batches(rng, *lead, zeros=True)
    whole = measure(p, q, j)
    for block in (1, 13, 64):  # 0에 가까워 다시 셈하는 자리는 덩이에 따라 마지막 자리가 달라요
        monkeypatch.setattr(measures, "_BLOCK", block)
        np.testing.assert_allclose(measure(p, q, j), whole, rtol=1e-15 * 2, atol=0)


def test_any_axis_may_hold_the_distribution(rng):
    p = rng.dirichlet(np.ones(1000), size=(4, 5))
    for axis in (0, 1, 2, -2, -3):
        moved = np.moveaxis(p, -1, axis).copy()  # 더하는 차례까지 같아서 마지막 자리도 같아요
        assert_array_equal(entropy(moved, axis=axis), entropy(p))
    assert entropy([[1, 0.5], [0, 0.5]], axis=0).tolist() == [0, 1]


@pytest.mark.parametrize("measure", [cross_entropy, kl_divergence])
def test_leading_axes_broadcast_against_each_other(measure, rng):
    p, q = rng.dirichlet(np.ones(3), size=(4, 1)), rng.dirichlet(np.ones(3), size=5)
    table = measure(p, q)
    assert table.shape == (4, 5)
    assert table[2, 3] == measure(p[2, 0], q[3])
    assert_array_equal(measure(p[0, 0], q), [measure(p[0, 0], row) for row in q])


@every_measure
def test_float32_stays_float32(measure, rng):
    p, q, j = batches(rng, 4)
    got = measure(np.float32(p), np.float32(q), np.float32(j))
    assert got.dtype == np.float32
    assert_allclose(got, measure(p, q, j), rtol=1e-5, atol=1e-6)


@every_measure
def test_lists_and_integers_are_welcome(measure):
    p, q, j = [1, 0], [0, 1], [[1, 0], [0, 0]]
    from_lists = measure(np.array(p), np.array(q), np.array(j))
    assert_array_equal(from_lists, measure(*(np.array(x, float) for x in (p, q, j))))
    assert entropy(p) == joint_entropy(j) == mutual_information(j) == kl_divergence(p, p) == 0
    assert entropy(np.array([0, 1], np.uint8)) == 0


def test_a_single_result_is_a_plain_number():
    for value in [
        information(1),
        information(np.float32(0.5)),
        entropy([1, 0]),
        entropy(np.float32([1, 0])),
        binary_entropy(0.5),
        gaussian_entropy(1),
        cross_entropy(HALF, HALF),
        kl_divergence(HALF, [1, 0]),
        joint_entropy(SQUARE),
        conditional_entropy(SQUARE),
        mutual_information(SQUARE),
    ]:
        assert type(value) is float


@pytest.mark.parametrize("p", EXTREMES.values(), ids=EXTREMES.keys())
def test_extremes_give_neither_nan_nor_minus_zero_nor_a_warning(p):
    uniform = np.full(len(p), 1 / len(p))
    results = [information(p), binary_entropy(p), softmax(p), smooth(p, 0), smooth(p, 0.1)]
    for base in BASES:
        results += [entropy(p, base), cross_entropy(p, p, base), kl_divergence(p, p, base)]
        results += [cross_entropy(p, uniform, base), kl_divergence(p, uniform, base)]
        results += [cross_entropy(uniform, p, base), kl_divergence(uniform, p, base)]
        for joint in (np.diag(p), np.outer(p, p), [p], np.transpose([p]), np.tile(p, (3, 1)) / 3):
            results += [joint_entropy(joint, base), conditional_entropy(joint, base)]
            results += [mutual_information(joint, base)]
    for got in map(np.asarray, results):
        assert not np.isnan(got).any()
        assert not np.signbit(got[got == 0]).any()


def test_a_zero_with_a_minus_sign_is_a_zero():
    p = [1, -0.0]
    assert [entropy(p), binary_entropy(-0.0), cross_entropy(p, p), kl_divergence(p, p)] == [0] * 4
    assert information(-0.0) == np.inf
    assert not np.signbit([entropy(p), binary_entropy(-0.0), *softmax(p), *smooth(p, 0)]).any()


@every_measure
def test_inputs_are_left_as_they_were(measure, rng):
    inputs = batches(rng, 4, zeros=True)
    copies = [x.copy() for x in inputs]
    for x in inputs:
        x.flags.writeable = False
    measure(*inputs)
    for x, copy in zip(inputs, copies, strict=True):
        assert_array_equal(x, copy)


@every_measure
def test_a_million_rows_in_one_call_without_absurd_memory(measure, rng):
    p, q, j = (rng.random((1_000_000, k)) + 0.01 for k in (2, 2, 4))
    p, q, j = (x / x.sum(-1, keepdims=True) for x in (p, q, j))
    j = j.reshape(-1, 2, 2)
    tracemalloc.start()
    got = measure(p, q, j)
    extra = tracemalloc.get_traced_memory()[1] - got.nbytes
    tracemalloc.stop()
    assert len(got) == 1_000_000
    assert extra < 4 * p.nbytes
    for i in (0, 500_000, 999_999):
        assert_allclose(got[i], measure(p[i], q[i], j[i]), rtol=1e-14, atol=1e-15)


def test_entropy_of_a_large_batch_needs_little_extra_memory(rng):
    p = rng.random((20_000, 1000))
    p /= p.sum(1, keepdims=True)
    for batch, axis in ((p, -1), (p.T, 0)):
        tracemalloc.start()
        entropy(batch, axis=axis)
        extra = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert extra < 0.3 * p.nbytes


# -- 장면의 기호 --------------------

P, Q, J = [0.5, 0.125, 0, 0.375], [0.25, 0, 0.5, 0.25], [[0.5, 0, 0.25], [0, 0, 0], [0, 0, 0.25]]
TRACED_CALLS = [
    (information, 0.3),
    (information, 0),
    (information, P),
    (binary_entropy, P),
    (binary_entropy, 1),
    (gaussian_entropy, 2),
    (entropy, P),
    (entropy, [P, Q]),
    (cross_entropy, P, Q),
    (cross_entropy, Q, [0.25] * 4),
    (cross_entropy, [P, Q], [0.25] * 4),
    (kl_divergence, P, P),
    (kl_divergence, P, Q),
    (kl_divergence, Q, [0.25] * 4),
    (joint_entropy, J),
    (joint_entropy, [J, J]),
    (conditional_entropy, J),
    (mutual_information, J),
    (softmax, [2, 1, 0.5], 0.5),
    (softmax, [[2, -np.inf], [1, 1]], 3),
    (smooth, Q, 0.25),
]


def recorded(measure, args, chosen=None):
    """기호로 부른 결과와, 그 테이프를 다시 돌린 값. chosen이 가리키는 자리만 기호예요."""
    tape, first, given = Tape(), 0, []
    for i, x in enumerate(args):
        symbol = chosen is None or chosen >> i & 1
        given.append(tape.argument(first, np.asarray(x, float)) if symbol else x)
        first += np.size(x) * bool(symbol)
    got = measure(*given)
    assert isinstance(got, Traced)
    replayed = tape.run(*(x.value for x in given if isinstance(x, Traced)))[got.line].reshape(got.shape)
    return got, replayed, len(tape.lines)


@pytest.mark.parametrize(("measure", "args"), [(f, args) for f, *args in TRACED_CALLS])
def test_a_scene_may_record_any_measure(measure, args):
    expected = measure(*args)
    for chosen in range(1, 2 ** len(args)):  # 기호와 수를 섞는 모든 방법
        got, replayed, lines = recorded(measure, args, chosen)
        assert_allclose(got.value, expected, rtol=1e-14, atol=1e-16)
        assert_allclose(replayed, expected, rtol=1e-11, atol=1e-16)  # 테이프의 상수는 열두 자리예요
        assert got.shape == np.shape(expected)
        assert lines <= 60


@pytest.mark.parametrize("base", BASES)
def test_a_scene_may_use_any_unit(base):
    for measure in (entropy, information, binary_entropy):
        got, *_ = recorded(lambda p, f=measure: f(p, base), [P])
        assert_allclose(got.value, measure(P, base), rtol=1e-14)


CERTAIN = [entropy, information, binary_entropy, lambda p: cross_entropy(p, p), lambda p: kl_divergence(p, p)]
CERTAIN += [lambda p, f=f: f(p[:, None] * p) for f in (joint_entropy, conditional_entropy, mutual_information)]


@pytest.mark.parametrize("measure", CERTAIN)
def test_a_recorded_certainty_is_zero_without_a_minus_sign(measure):
    got, replayed, _ = recorded(measure, [[1, 0]])
    certain = got.value if got.ndim == 0 or measure is binary_entropy else got.value[0]
    assert np.all(certain == 0)
    assert not np.signbit(certain).any()
    assert not np.signbit(replayed).any()


# -- 모듈 --------------------


def test_doctests_run_and_pass():
    result = doctest.testmod(measures, verbose=False)
    assert result.failed == 0
    assert result.attempted >= len(entropy_lab.__all__)


@pytest.mark.parametrize("name", entropy_lab.__all__)
def test_each_measure_explains_itself_in_korean_with_a_formula_and_an_example(name):
    doc = inspect.getdoc(getattr(entropy_lab, name))
    first, blank, formula, *_ = doc.splitlines()
    assert re.fullmatch(r".*[가-힣].*요\.", first)
    assert blank == ""
    assert " = " in formula
    assert "ValueError" in doc
    assert doctest.DocTestParser().get_examples(doc)


def test_public_names_are_the_agreed_ones():
    signatures = {name: str(inspect.signature(getattr(entropy_lab, name))) for name in entropy_lab.__all__}
    assert signatures == {
        "binary_entropy": "(p, base=2)",
        "conditional_entropy": "(joint, base=2, axis=(-2, -1))",
        "cross_entropy": "(p, q, base=2, axis=-1)",
        "entropy": "(p, base=2, axis=-1)",
        "gaussian_entropy": "(sigma, base=2)",
        "information": "(p, base=2)",
        "joint_entropy": "(joint, base=2, axis=(-2, -1))",
        "kl_divergence": "(p, q, base=2, axis=-1)",
        "mutual_information": "(joint, base=2, axis=(-2, -1))",
        "smooth": "(p, smoothing)",
        "softmax": "(z, temperature=1.0)",
    }


def test_importing_changes_nothing_and_needs_only_numpy():
    code = (
        "import sys, numpy as np; before = np.geterr(); import entropy_lab; "
        "assert np.geterr() == before; "
        "assert not {'torch', 'matplotlib', 'ipywidgets', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_measuring_leaves_the_error_state_alone():
    before = np.geterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        information(0), cross_entropy(HALF, [1, 0]), softmax([1e308, -1e308], 1e-308)
    assert np.geterr() == before
