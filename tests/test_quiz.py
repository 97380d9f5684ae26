"""예측, 연습, 바로잡기: 맞는 답, 같은 뜻의 답, 빈 답, 흔한 오답."""

import doctest
import html
import importlib
import re

import numpy as np
import pytest

import entropy_lab
from entropy_lab import entropy, explore, information
from entropy_lab.corrections import LEDGER, correct
from entropy_lab.exercises import EXERCISES
from entropy_lab.exercises.grading import close
from entropy_lab.quiz import check, predict, solve


def moved(scene, **values):
    for name, value in values.items():
        setattr(scene, name, value)
    return scene


def information_without_zero(p, base):
    return -np.log(p) / np.log(base)


def entropy_of_one_row(p):
    p = np.asarray(p)
    return -np.sum(p * np.log2(np.where(p > 0, p, 1)))


# number: (right answers, {wrong answer: a word of its own hint})
ANSWERS = {
    "1.1": ([5, 5.0, np.log2(32)], {np.log(32): "나트", 32: "1/P", -5: "부호", np.log10(32): "상용로그", 4: "커요"}),
    "1.2": ([3.585, np.log2(12)], {np.log2(6): "동전의 1비트", 1: "동전의 몫만", 12: "1/P", 3: "2 × 6", np.log(12): "나트"}),
    "1.3": ([2**-10, 0.000977], {1024: "뒤집어", 0.1: "열 번", np.exp(-10): "나트"}),
    "1.4": ([8.51, 8.512], {np.log(365): "나트", 365: "1/P", np.log10(365): "상용로그", 2 * np.log2(365): "이미"}),
    "1.5": ([(0.2, 0.1), [0.8, 0.4]], {(0.5, 0.25): "우연", (0.2, 0.2): "꼴", (2, 1): "꼴"}),
    "1.6": ([information], {information_without_zero: "−0.0", np.log2: "멈췄", 3: "괄호 없이"}),
    "2.1": ([1.75], {1.75 * np.log(2): "나트", 2: "고를", 9: "곱해서", 2.25: "무게"}),
    "2.2": ([[0.8107, 0.0631, 0.0631, 0.0631]], {(0.5, 0.5, 0, 0): "0인", (0.25,) * 4: "키워", (0.97, 0.01, 0.01, 0.01): "줄여", (1, 2): "4개"}),
    "2.3": ([[1, 2, 3, 3], np.array([1, 2, 3, 3])], {(2, 2, 2, 2): "먼저", (1, 1, 1, 1): "1/2", (1, 2): "네 결과"}),
    "2.4": ([4], {6: "셋째 답", 3: "1.5비트", 5: "드물"}),
    "2.5": ([entropy], {entropy_of_one_row: "−0.0", np.sum: "멈췄|어긋|이어야", 1: "괄호 없이"}),
    "3.1": ([0.11, 0.89, 0.1100279], {0.5: "가장", 0.3: "끝", 0.01: "가운데"}),
    "3.2": ([1024], {10: "가짓수", np.exp(10): "나트", 20: "곱하", 512: "한 번 더"}),
    "3.3": ([0.242, 0.24197], {1: "2.047", 0: "−∞", 1 / (2 * np.pi * np.e): "제곱근"}),
    "3.4": ([5.369, 5.37], {2.0471: "늘어나는 몫", 2.0471 - 3.3219: "부호", 1.4189 + 2.3026: "나트"}),
    "3.5": ([1], {np.log(2): "나트", 0: "눈금", 2: "½", 4: "배율"}),
}  # fmt: skip
MOVED = {
    "1.7": (explore.surprise, dict(k=8.5), [dict(k=2), dict(k=23), dict(k=8)]),
    "2.6": (
        explore.code_lengths,
        dict(w=[7, 7, 7, 7]),
        [dict(w=[8, 4, 2, 2]), dict(w=[16, 1, 1, 1]), dict(w=[2, 2, 2, 1])],
    ),
    "3.6": (explore.bernoulli, dict(p=0.89), [dict(p=0.5), dict(p=0), dict(p=0.2)]),
}


@pytest.mark.parametrize("number", ANSWERS)
def test_right_answers_are_praised_and_typical_mistakes_get_their_own_hint(number):
    right, wrong = ANSWERS[number]
    for answer in right:
        assert check(number, answer).state == "맞아요", answer
    assert len(wrong) >= 3
    hints = []
    for answer, word in wrong.items():
        feedback = check(number, answer)
        assert feedback.state == "다시", answer
        assert re.search(word, feedback.text), feedback.text
        hints.append(feedback.text)
    assert len(set(hints)) == len(hints)


@pytest.mark.parametrize("number", MOVED)
def test_exercises_answered_by_moving_a_slider_read_the_scene(number):
    make, right, wrong = MOVED[number]
    assert check(number, moved(make(), **right)).state == "맞아요"
    hints = {check(number, moved(make(), **values)).text for values in wrong}
    assert len(hints) == len(wrong)


@pytest.mark.parametrize("number", EXERCISES)
@pytest.mark.parametrize("answer", [None, "모르겠어요", [], {}, object(), float("nan"), lambda *_: 1 / 0], ids=repr)
def test_no_answer_ever_raises(number, answer):
    feedback = check(number, answer)
    assert feedback.state == ("아직" if answer is None else "다시")
    assert re.search("[가-힣]", feedback.text)


def test_an_unknown_exercise_names_those_that_exist():
    assert "1.1" in check("77.7", 1).text


def test_a_wrong_solution_stops_the_notebook():
    with pytest.raises(ValueError, match=r"1\.1"):
        solve("1.1", 4)


def test_answers_rounded_to_two_decimals_are_close_and_others_are_not():
    assert close(2.58, 2.585)
    assert close(8.51, 8.512)
    assert not close(2.6, 2.585)
    assert not close(0.0009, 1 / 1024)


def test_a_prediction_picks_the_option_nearest_to_the_computed_truth():
    asked = predict("?", [0, 0.5, 1], truth=0.469, why="", unit="비트")
    assert asked.options[asked.right] == "0.5비트"
    with pytest.raises(ValueError, match="보기에 없어요"):
        predict("?", ["가", "나"], truth="다", why="")


def test_what_a_learner_types_cannot_become_html():
    assert "<b>" not in check("1.1", "<b>").text or "<b>" not in check("1.1", "<b>")._repr_html_().split("연습")[1]
    assert html.escape("<i>") in predict("?", ["<i>"], truth="<i>", why="")._repr_html_()


@pytest.mark.parametrize("id", LEDGER)
def test_every_correction_tells_what_is_printed_and_computes_what_is_true(id):
    line = correct(id)
    assert line.says
    assert re.search(r"\d", line.truth()), "참값은 셈해서 말해요"
    assert line.truth() == line.truth()
    assert id in repr(line)


def test_an_unknown_correction_names_those_that_exist():
    with pytest.raises(ValueError, match="E08"):
        correct("E99")


@pytest.mark.parametrize("module", ["codes", "data", "corrections", "quiz", "figures", "tape"])
def test_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(f"entropy_lab.{module}"))
    assert result.attempted > 0
    assert result.failed == 0


def test_importing_the_package_is_light():
    assert "torch" not in vars(entropy_lab)
