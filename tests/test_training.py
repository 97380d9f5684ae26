"""훈련과 보정의 자: 같은 씨앗이면 같은 결과, 손으로 셈한 ECE, 온도 조정은 정확도를 바꾸지 않아요."""

import doctest
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from entropy_lab import entropy, explore, softmax, training
from entropy_lab.course import n05_deep_learning as deep_learning
from entropy_lab.losses import info_nce, prediction_entropy, smooth_labels
from entropy_lab.training import accuracy, expected_calibration_error, fit_temperature, mlp, one_thread, split, train


def small(seed=0, **options):
    x, y, _, _ = split(0, 100)
    net = mlp(64, 16, 10, seed=seed)
    return train(net, lambda x, y: F.cross_entropy(net(x), y), x, y, epochs=3, seed=seed, **options)


def weights(net):
    return torch.cat([p.detach().ravel() for p in net.parameters()])


def test_docstrings():
    assert doctest.testmod(training).failed == 0


# -- 나누기 ----------------------------------------------------------------------------------------
def test_split_keeps_training_and_test_pictures_apart():
    x, _, x_test, y_test = split(3, 997)
    assert x.dtype == torch.float32
    assert y_test.dtype == torch.int64
    assert x.min() == 0
    assert x.max() == 1
    seen = {tuple(row) for row in x.tolist()}
    assert len(seen) == 997
    assert not seen & {tuple(row) for row in x_test.tolist()}


def test_noise_spoils_training_labels_only():
    x, y, x_test, y_test = split(0, 500)
    noisy = split(0, 500, noise=0.2)
    assert all(torch.equal(a, b) for a, b in zip((x, x_test, y_test), (noisy[0], *noisy[2:]), strict=True))
    assert 0.12 < (noisy[1] != y).double().mean() < 0.24  # 열에 하나는 우연히 제 숫자예요
    assert not torch.equal(split(1, 500)[1], y)


# -- 훈련 ------------------------------------------------------------------------------------------
def test_the_same_seed_gives_the_same_weights():
    assert torch.equal(weights(small(0)), weights(small(0)))
    assert not torch.equal(weights(small(0)), weights(small(1)))


def test_nothing_global_is_left_changed():
    torch.manual_seed(7)
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    small()
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == threads
    with one_thread():
        assert torch.get_num_threads() == 1
    with pytest.raises(InterruptedError), one_thread():
        raise InterruptedError
    assert torch.get_num_threads() == threads


def test_mlp_has_a_relu_between_layers_only():
    assert [type(part).__name__ for part in mlp(64, 128, 64, 32)] == ["Linear", "ReLU", "Linear", "ReLU", "Linear"]


def test_on_epoch_counts_and_may_stop():
    seen = []
    small(on_epoch=seen.append)
    assert seen == [1, 2, 3]
    seen.clear()
    stopped = small(on_epoch=lambda epoch: seen.append(epoch) or epoch < 2)
    assert seen == [1, 2]
    assert not torch.equal(weights(stopped), weights(small()))


def test_every_row_is_used_once_an_epoch_and_stays_with_its_partner():
    x, rows, net = torch.arange(10.0)[:, None], [], mlp(1, 1)

    def loss(a, b):
        rows.extend(a.ravel().tolist())
        assert torch.equal(2 * a, b)
        return net(a).mean()

    train(net, loss, x, 2 * x, epochs=2, batch=4)
    assert sorted(rows) == sorted([*range(10)] * 2)


def test_an_encoder_can_be_trained_without_labels():
    x, *_ = split(0, 128)
    net = mlp(64, 32, 8)
    dice = torch.Generator().manual_seed(0)

    def loss(x):
        return info_nce(*(net(x + 0.1 * torch.randn(x.shape, generator=dice)) for _ in range(2)), 0.5)

    before = loss(x).item()
    train(net, loss, x, epochs=10, lr=3e-3)
    assert loss(x).item() < before - 0.5


# -- 자 -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("probs", "labels", "truth"),
    [
        ([[1, 0], [1, 0]], [0, 0], 0),  # 확신하고 맞힘
        ([[1, 0], [0, 1]], [1, 0], 1),  # 확신하고 틀림
        ([[0.5, 0.5], [0.5, 0.5]], [0, 1], 0),  # 반쯤 확신하고 반을 맞힘
        ([[0.8, 0.2]] * 5, [0, 0, 0, 0, 1], 0),  # 다섯에 넷
        ([[0.9, 0.1]] * 2 + [[0.4, 0.6]] * 2, [0, 1, 1, 1], (0.4 + 0.4) / 2),  # 칸끼리는 차이가 지워지지 않아요
    ],
)
def test_calibration_error_of_hand_made_cases(probs, labels, truth):
    probs, labels = torch.tensor(probs, dtype=torch.float64), torch.tensor(labels)
    assert expected_calibration_error(probs, labels) == pytest.approx(truth, abs=1e-12)


def test_one_bin_compares_the_two_means():
    z = torch.randn(200, 5, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    p, y = z.softmax(-1), torch.arange(200) % 5
    gap = abs(p.max(-1).values.mean().item() - accuracy(z, y))
    assert expected_calibration_error(p, y, bins=1) == pytest.approx(gap)
    assert expected_calibration_error(p, y) >= gap


def test_temperature_minimises_the_loss_and_keeps_accuracy():
    z = 4 * torch.randn(400, 5, generator=torch.Generator().manual_seed(0))
    y = torch.multinomial((z / 2.5).softmax(-1), 1, generator=torch.Generator().manual_seed(1)).ravel()
    T = fit_temperature(z, y)
    assert 2 < T < 3.2  # 라벨은 T = 2.5에서 뽑았어요
    best = F.cross_entropy(z / T, y)
    assert all(F.cross_entropy(z / (T * c), y) > best for c in (0.9, 1.1))
    assert accuracy(z / T, y) == accuracy(z, y)


def test_a_temperature_that_has_no_best_is_refused():
    with pytest.raises(ValueError, match="다 맞힌"):
        fit_temperature(torch.eye(3), torch.arange(3))
    for z, y in [(torch.eye(3), (torch.arange(3) + 1) % 3), (torch.zeros(2, 3), [0, 1])]:
        with pytest.raises(ValueError, match="균등한 추측"):
            fit_temperature(z, y)


def test_a_masked_logit_does_not_bend_the_temperature():
    z, y = [[2.0, 0.0]] * 4, [0, 0, 0, 1]
    masked = [[2.0, 0.0, -math.inf]] * 4
    assert (
        fit_temperature(masked, y) == pytest.approx(fit_temperature(z, y), rel=1e-9) == pytest.approx(2 / math.log(3))
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: split(0, 998), "n에 쓸 수 없는 값이에요: 998. 1 이상 997"),
        (lambda: split(0, 0), "n에 쓸 수 없는 값이에요: 0"),
        (lambda: split(0, 10, noise=2), "noise에 쓸 수 없는 값이에요: 2"),
        (lambda: split(0, 10, noise=math.nan), "noise에 쓸 수 없는 값이에요: nan"),
        (lambda: mlp(64), "들어오는 크기와 나가는 크기"),
        (
            lambda: train(mlp(1, 1), sum, torch.zeros(3), torch.zeros(2), epochs=1),
            r"data의 길이에 쓸 수 없는 값이에요: \[3, 2\]",
        ),
        (lambda: expected_calibration_error(torch.tensor([[2.0, 1.0]]), torch.tensor([0])), "probs의 합이 1이"),
        (
            lambda: expected_calibration_error(torch.tensor([[2.0, -1.0]]), torch.tensor([0])),
            "probs에 쓸 수 없는 값이에요: -1.0",
        ),
        (lambda: accuracy(torch.zeros(2, 3), torch.tensor([0])), r"labels의 모양이 \(1,\)예요"),
        (lambda: accuracy(torch.full((1, 2), math.nan), [0]), "scores에 쓸 수 없는 값이에요: nan"),
        (lambda: expected_calibration_error([[0.5, 0.5]], [2]), "labels에 쓸 수 없는 값이에요: 2"),
        (lambda: train(mlp(1, 1), sum, torch.zeros(3), epochs=0), "epochs에 쓸 수 없는 값이에요: 0"),
        (lambda: train(mlp(1, 1), sum, torch.zeros(3), epochs=1.5), "epochs에 쓸 수 없는 값이에요: 1.5"),
        (lambda: train(mlp(1, 1), sum, torch.zeros(3), epochs=1, lr=math.nan), "lr에 쓸 수 없는 값이에요: nan"),
        (lambda: split("0", 10), "seed에 쓸 수 없는 값이에요: '0'"),
        (lambda: fit_temperature(torch.zeros(2, 3), torch.zeros(2, 3)), "labels.*정수"),
    ],
)
def test_wrong_arguments_are_named_in_korean(call, said):
    with pytest.raises(ValueError, match=said):
        call()


# -- 장면에 적어 둔 수 --------------------------------------------------------------------------------
def test_the_mistakes_of_the_triage_scene_come_from_this_training():
    x, y, x_test, y_test = split(0, 997)
    net = mlp(64, 64, 10)
    z = train(net, lambda x, y: F.cross_entropy(net(x), y), x, y, epochs=30)(x_test).detach()
    wrong = z.argmax(-1) != y_test
    for written, doubt in zip(
        deep_learning.MISTAKES, (prediction_entropy(z, "none"), -z.softmax(-1).max(-1).values), strict=True
    ):
        ranks = wrong[doubt.argsort(descending=True)].nonzero().ravel().numpy()
        assert abs(len(ranks) - len(written)) <= 6
        assert abs((ranks < 80).mean() - (np.array(written) < 80).mean()) < 0.15


@pytest.mark.slow
@pytest.mark.parametrize("model", range(4), ids=deep_learning.MODELS)
def test_the_calibration_scene_shows_what_training_gives(model):
    noise, epochs = [(noise, epochs) for noise in (0, 0.2) for epochs in (20, 200)][model]
    for step in (0, 5, 20):
        runs = []
        for seed in range(2):
            x, y, x_test, y_test = split(seed, 300, noise)
            net, q = mlp(64, 128, 10, seed=seed), smooth_labels(y, 10, step / 100)
            train(net, lambda x, q, net=net: F.cross_entropy(net(x), q), x, q, epochs=epochs, seed=seed)
            p = net(x_test).detach().softmax(-1)
            runs.append((p.max(-1).values.mean(), accuracy(p, y_test), expected_calibration_error(p, y_test)))
        written = [table[model, step] for table in (deep_learning.SURE, deep_learning.RIGHT, deep_learning.ERROR)]
        np.testing.assert_allclose(np.mean(runs, axis=0), written, atol=0.06)


def test_the_teacher_of_the_soft_label_scene():
    x, y, _, _ = split(0, 997)
    net = mlp(64, 256, 10)
    train(net, lambda x, y: F.cross_entropy(net(x), y), x, y, epochs=40, lr=3e-3)
    z = net(x[2]).detach().numpy()
    digit, label = training.digits()
    assert y[2] == label[deep_learning.PICTURE] == 5
    assert np.array_equal(x[2].numpy(), digit[deep_learning.PICTURE].astype(np.float32))
    p, written = (softmax(logits, temperature=4) for logits in (z.astype(float), deep_learning.LOGITS))
    assert np.array_equal(p.argsort()[-3:], written.argsort()[-3:])
    np.testing.assert_allclose(p, written, atol=0.05)
    assert deep_learning.SHUFFLED[5] == 5
    assert sorted(deep_learning.SHUFFLED) == list(range(10))
    for other in (written[deep_learning.SHUFFLED], deep_learning.even_tail(written)):
        assert entropy(other) == pytest.approx(entropy(written), rel=1e-9)
        assert other.argmax() == 5


# -- 훈련 실험대 -------------------------------------------------------------------------------------
@pytest.fixture
def lab(monkeypatch):
    monkeypatch.setattr(deep_learning, "SEEDS", 2)
    monkeypatch.setattr(deep_learning, "EPOCHS", 5)
    return explore.training_lab()


def test_a_new_lab_shows_the_same_finished_run_everywhere_and_needs_no_kernel_to_show_it(lab):
    first, second = (each._repr_mimebundle_() for each in (lab, explore.training_lab()))
    assert first["text/html"] == second["text/html"] == deep_learning.reliability([deep_learning.PLAIN]).html
    assert first["text/plain"] == "훈련 실험대: 훈련 1번"
    assert first["text/html"].startswith("<img alt=")


@pytest.mark.parametrize("way", deep_learning.WAYS)
def test_each_way_of_training_joins_the_picture(lab, way):
    lab.way.value = way
    before = lab.picture.value
    lab.start.click()
    _, (kept, value, results) = lab.runs
    assert (kept, value, len(results)) == (way, deep_learning.WAYS[way][2][3], 2)
    assert all(0 <= number <= 1 for result in results for number in result)
    assert lab.picture.value != before
    assert "기대 보정 오차" in lab.message.value


def test_the_first_point_is_what_the_lab_would_train():
    way, value, results = deep_learning.PLAIN
    np.testing.assert_allclose(deep_learning.trial(way, value, 0), results[0], atol=0.06)


def test_the_picture_keeps_the_newest_runs():
    many = [("라벨 스무딩", k / 100, [(0.9, 0.8, 0.1)]) for k in range(12)]
    assert "12번 훈련했어요" in deep_learning.reliability(many).html
