"""예측, 연습, 바로잡기: 맞는 답, 같은 뜻의 답, 빈 답, 흔한 오답."""

import doctest
import html
import importlib
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy.special import entr, xlogy

import entropy_lab
from entropy_lab import (
    conditional_entropy,
    cross_entropy,
    entropy,
    explore,
    information,
    joint_entropy,
    smooth,
    softmax,
)
from entropy_lab.course.ledger import LEDGER, correct
from entropy_lab.quiz.grading import EXERCISES
from entropy_lab.quiz.grading import close
from entropy_lab.losses import prediction_entropy
from entropy_lab.quiz import check, predict, solve

PACKAGE = Path(entropy_lab.__file__).parent
DOCUMENTED = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


def moved(scene, **values):
    for name, value in values.items():
        setattr(scene, name, value)
    return scene


def information_without_zero(p, base):
    return -np.log(p) / np.log(base)


def entropy_of_one_row(p):
    p = np.asarray(p)
    return -np.sum(p * np.log2(np.where(p > 0, p, 1)))


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def entropy_of_logits(z):
    return prediction_entropy(z, "none")


def info_nce(scores, axis=1):
    return np.mean(np.logaddexp.reduce(scores, axis=axis) - np.diag(scores))


LOUD, SURE = [0.05, 0.05, 0.85, 0.05], np.array([0.9, 0.05, 0.03, 0.02])
MU, GIVEN = np.array([0.2, 0.3, 0.4, 0.5, 0.8]), np.array([0.85, 0.25, 0.03])
A, B = entropy([0.98, 0.01, 0.01]), entropy([0.34, 0.33, 0.33])


# number: (right answers, {wrong answer: a word of its own hint})
ANSWERS = {
    "0.1": ([(0.1, 1), np.array([A, B]) / np.log2(3)], {(0.9999, 0.1018): "자리", (0.1119, 1.0985): "나누지", (A, B): "비트", (100 * A / np.log2(3), 100 * B / np.log2(3)): "퍼센트", (0.9, 0): "모자란", (0.5, 0.5): r"\[1/3"}),
    "0.3": ([0.9867, np.log(3) - A * np.log(2)], {0.1119: "model_A의 엔트로피예요", 1.0986: "최대예요", 1.2105: "더하지", -0.9867: "차례", np.log2(3) - A: "비트", 0.1018: "나눈"}),
    "0.4": ([[0.04, 0.04, 0.84, 0.04, 0.04], smooth(np.eye(5)[2], 0.2)], {(0.04, 0.04, 0.8, 0.04, 0.04): "0.96", (0.05, 0.05, 0.8, 0.05, 0.05): "네 곳", (0, 0, 1, 0, 0): "한 곳에 1", (0.2,) * 5: "사라져요", (0.04, 0.84, 0.04, 0.04, 0.04): "셋째 자리"}),
    "0.5": ([["가", "다", "나"], "가다나"], {("나", "가", "다"): "엔트로피가 작은", ("나", "다", "가"): "큰 것부터", ("가", "나", "다"): "둘의 차례", ("다", "가", "나"): "0.6", ("가", "나"): "한 번씩"}),
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
    "4.1": ([[0.16, 1.39, 3.51], -np.log(GIVEN)], {tuple(information(GIVEN)): "비트", tuple(np.log(GIVEN)): "부호", tuple(GIVEN): "그건 정답에 준", (3, 1.39, 3): "둘째 확률", (0.16, 1.39): "3개"}),
    "4.2": ([0.2075, cross_entropy([0.5, 0.5], [0.25, 0.75]) - 1], {0.1887: "바꾸셨어요", 1.2075: r"그건 H\(p, q\)", 1: r"그건 H\(p\)", 0.1438: "나트", -0.2075: "음수"}),
    "4.3": ([0.7, 7 / 10], {0.5: "공정", 0.3: "뒷면의", 7: "횟수", 1: "무한대", 8 / 12: "보태지"}),
    "4.4": ([log_softmax, lambda z: torch.tensor(z).log_softmax(-1).numpy()], {softmax: "log Σ", lambda z: z - np.log(np.exp(z).sum()): "줄마다", lambda z: np.log(softmax(z)): "넘치거나", 1: "괄호 없이"}),
    "4.5": ([[0.9, 0.05, -0.97, 0.02], SURE - np.eye(4)[2]], {(-0.9, -0.05, 0.97, -0.02): "반대", tuple(SURE): "아직", (0.9, -0.95, 0.03, 0.02): "0부터", (0, 0, -33.33, 0): "−y/q", (0, 0, -1, 0): "자리마다"}),
    "5.1": ([0.4428, entropy([[0.95, 0.03, 0.02], [0.35, 0.35, 0.3], [1, 0, 0]], base=np.e).mean()], {1.3283: "모두 더하셨어요", 0.6388: "비트", 0.6641: "셋째 줄", 0.1476: "범주의 수", entropy(np.array([2.3, 0.38, 0.32]) / 3, base=np.e): "먼저 평균"}),
    "5.2": ([entropy_of_logits, lambda z: torch.distributions.Categorical(logits=z).entropy()], {prediction_entropy: "두 개", lambda z: -entropy_of_logits(z): "부호", lambda z: entropy_of_logits(z) / np.log(2): "비트", lambda z: torch.special.entr(z.softmax(-1)).sum(-1): "기울기가 nan", lambda z: -(z.softmax(-1) * z.softmax(-1).log()).sum(-1): "0나트여야", 1: "괄호 없이"}),
    "5.3": ([[0.04, 0.04, 0.04, 0.84, 0.04], smooth(np.eye(5)[3], 0.2)], {(0.05, 0.05, 0.05, 0.8, 0.05): "오답에게만", (0.04, 0.04, 0.04, 0.8, 0.04): "합이", (0.04, 0.04, 0.84, 0.04, 0.04): "넷째", (0.2, 0.2, 0.2, 0.8, 0.2): "다섯으로", (0, 0, 0, 1, 0): "얹어"}),
    "5.4": ([0.5003, 0.5, entropy(smooth(np.eye(10)[0], 0.1), base=np.e)], {0.3488: "4개", 0: "원-핫", 0.7218: "비트", -np.log(0.91): "오답 아홉", np.log(10): "균등"}),
    "5.6": ([softmax(MU / 0.2), softmax(MU, temperature=0.2)], {tuple(softmax(MU)): "빠뜨리", tuple(softmax(MU * 0.2)): "곱하셨", (0, 0, 0, 0, 1): "β = 0", tuple(MU / MU.sum()): "비례", (0.2,) * 5: "목표는"}),
    "6.1": ([0.25, 0.25 * entropy([0.5, 0.5])], {0.5436: r"H\(Y\)", 1: "둘째 줄에서만", 0.5: "반반", 1.0613: r"H\(X,Y\)", 0.25 * np.log(2): "나트"}),
    "6.2": ([1, 2 + 0.5 - 1.5], {2.5: "먼저 아는", 0.5: r"H\(Y\|X\)예요", 4: "모두", 3.5: "두 번"}),
    "6.3": ([[[0.75, 0], [0.125, 0.125]], np.array([[0.8, 0, 0], [0.1, 0.05, 0.05]])], {((0.25, 0.25), (0.25, 0.25)): "독립", ((0.5, 0), (0, 0.5)): "똑같이", ((0.3, 0.1), (0.2, 0.4)): "가장 큰 줄", (0.5, 0.5): "표로"}),
    "6.4": ([0, entropy([1, 0])], {1: r"H\(Y\)", np.log2(6): r"H\(X\)", np.log2(3): r"H\(X\|Y\)"}),
    "6.5": ([["비의 양", "어제 날씨", "달"], {"달", "어제 날씨", "비의 양"}], {("비의 양", "어제 날씨", "달", "날짜"): "서른하나", ("비의 양", "어제 날씨", "달", "날짜", "요일"): "0.0065", ("비의 양", "달"): "1가지", "비의 양": "2가지", ("비",): "표에 없는"}),
    "6.7": ([conditional_entropy, lambda joint: joint_entropy(joint) - entropy(np.sum(joint, axis=1))], {lambda joint: entropy(np.sum(joint, axis=0)): "0.81", lambda joint: conditional_entropy(np.transpose(joint)): "0.68", lambda joint: -conditional_entropy(joint): "−|-1.0", joint_entropy: "2.0", 1: "괄호 없이"}),
    "7.1": ([0.278, 0.28, 1 - entropy([0.8, 0.2])], {1: r"그건 H\(X\)", 0.722: r"H\(Y\|X\), 알고도", 1.722: r"그건 H\(X,Y\)", 0.1927: "나트"}),
    "7.2": ([(0, 1), [0.0, 1.0]], {(1, 0): "차례", (1, 1): r"I\(X;Z\)는", (0, np.log(2)): "나트", (0, 2): "2비트", (0, 0): "남는"}),
    "7.3": ([0.0074, entropy([0.2, 0.8]) + entropy([0.6, 0.4]) - joint_entropy([[0.1, 0.5], [0.1, 0.3]])], {0.7195: "표의 것이 아닌", 0.0051: "나트", 0: "꼭 0은", 0.971: "1비트에 가까운|H", 0.08: "작아요"}),
    "7.4": ([0.28, 0.2755], {0: "참값", 16 / (100 * np.log(2)): "근사식", 0.194: "나트", 1: "여러 번"}),
    "7.5": ([info_nce, lambda s: torch.nn.functional.cross_entropy(torch.tensor(s), torch.arange(len(s))).item()], {lambda s: len(s) * info_nce(s): "합 대신", lambda s: np.mean(np.logaddexp.reduce(s, axis=1)): "대각선", partial(info_nce, axis=0): "줄을 따라", np.errstate(all="ignore")(lambda s: -np.log(np.diag(np.exp(s) / np.exp(s).sum(axis=1, keepdims=True))).mean()): "넘쳐", 1: "괄호 없이"}),
    "8.1": ([[0, 1], (1, 0, 0, 0), [1.0]], {(0.5, 0.5): "1.000비트", (0.999, 0.001): "거의", (0.25,) * 4: "2.000비트", (0, 0.5): "0.5"}),
    "8.2": ([[0.5, 0.5, 0], [1, 0]], {(0.5, 0.5): "섞어", (1 - 1e-9, 1e-9): "아주 작지만", (0, 0.5): "0.5"}),
    "8.3": ([partial(cross_entropy, base=np.e)], {cross_entropy: "단위", lambda p, q: -np.log(q[np.argmax(p)]): "무게", lambda p, q: cross_entropy(p, np.clip(q, 1e-15, 1), base=np.e): "clip", lambda p, q: -xlogy(p, q).sum(): "−0.0", 1: "괄호 없이"}),
    "8.4": ([[0.5, 0.5, -7], (0.25, 0.25, -1)], {(0.5, 0.5): "하나는", (1.2, -0.2): "동전", (0.25, 0.25, 0.25, 0.25, -1): "2.000", (-1, 2): "-2.000|−2.000"}),
    "8.5": ([entropy, lambda p: entr(p).sum(axis=-1) / np.log(2)], {entropy_of_one_row: "줄마다", lambda p: -xlogy(p, p).sum(axis=-1) / np.log(2): r"-0\.0?\]", lambda p: entr(p).sum(axis=1) / np.log(2): "Axis|axis=-1", lambda p: entr(p).sum(axis=-1): "0.69", 1: "괄호 없이"}),
    "8.7": ([0.25, 1 / 2, 3 / 4], {0.1: "0.025", 0.2: "0.05", 1: "두 끝", 0: "지금은 0"}),
    "8.8": ([[[0.1, 0.5], [0.2, 0.2]], np.array([[0.1, 0.4], [0.2, 0.3]])], {((0.1, 0.5), (0.2, 0.3)): "아직", ((0.1, 0.45), (0.15, 0.3)): "2칸", ((0.1, 0.5), (0.5, -0.1)): "음수", (0.1, 0.5): "2행"}),
    "8.9": ([[0.6, 0.4], np.sum([[0.1, 0.5], [0.1, 0.3]], axis=1)], {(0.2, 0.8): "열의 합", (0.75, 0.25): "적힌", (0.4, 0.6): "차례", (0.5, 0.5): "두 칸"}),
    "8.10": ([0.7213, 0.72, 0.5 / np.log(2)], {0.5: "½은", 1 / np.log(2): "빠졌", 0: "다르니", 8582: "표본"}),
    "8.11": ([-np.inf, np.float64("-inf")], {np.nan: "정할 수 없는", np.inf: "부호", -1074: "바닥", 0: "1의 로그"}),
    "8.12": ([[2 / 3, 1 / 3], (0.33, 0.67)], {(1 / 3, 1 / 6): "분포가 아니", (0.5, 0.5): "첫 갈림길", (0.9, 0.1): "오른쪽"}),
    "8.13": ([2.382, 2.38, np.log(128) - 2.47], {-2.382: "차례", 2.47: "손실이에요", 4.852: "천장이에요", 4.53: "비트", 7.322: "더하지"}),
    "8.14": ([0.375, cross_entropy([0.025, 0.025, 0.925, 0.025], LOUD, base=np.e)], {0.1625: "가장 큰 칸", 0.541: "비트", 0.3488: "정답의 엔트로피예요", 0.0262: "KL"}),
    "9.1": ([6, np.log2(64)], {np.log(64): "나트", 64: "1/P", -6: "부호", 1 / 6: "뒤집"}),
    "9.2": ([1.5, entropy([0.5, 0.25, 0.25])], {1.5 * np.log(2): "나트", np.log2(3): "고를", 5: "그냥", 5 / 3: "셋으로"}),
    "9.3": ([16, 2**4], {4: "비트 수", 8: "3비트", np.exp(4): "4나트", 32: "5비트"}),
    "9.4": ([3, np.int64(3)], {1: "그 평균도", 2: "교차", 4: "상호정보량", 5: "번호로"}),
    "9.5": ([1.386, 1.39, np.log(4)], {2: "2비트", 0.25: "확률이에요", -1.386: "부호", 0.75: "1 − q"}),
    "9.6": ([1.5, 1.2 + 0.3], {0.9: "빼지", 0.36: "곱하지", 1.2: "바닥이에요", 0.3: "몫뿐"}),
    "9.7": ([[-0.3, 0.2, 0.1], np.array([0.7, 0.2, 0.1]) - [1, 0, 0]], {(0.3, -0.2, -0.1): "반대", (0.7, 0.2, 0.1): "예측 q", (-1.43, 0, 0): "확률에 대한", (0, 0, 0): "빼 보세요"}),
    "9.8": ([[0.02, 0.02, 0.92, 0.02, 0.02], smooth(np.eye(5)[2], 0.1)], {(0.025, 0.025, 0.9, 0.025, 0.025): "네 곳", (0.02, 0.92, 0.02, 0.02, 0.02): "셋째 칸", (0, 0, 1, 0, 0): "정답 칸"}),
    "9.9": ([2, np.int64(2)], {1: "섞으면", 3: "같은 크기", 4: "하드"}),
    "9.10": ([4, np.int64(4)], {1: "틀린 예측", 2: "정답이 들어가지", 3: "처음 보는"}),
    "9.11": ([1.5, 2.5 - 1], {3.5: "더하지", 2.5: "함께", -1.5: "차례", 1: r"H\(X\)예요"}),
    "9.12": ([3, np.int64(3)], {1: "1월", 2: "독립", 4: "하나에서만"}),
    "9.13": ([0.5, 1 + 1.5 - 2], {2: r"그건 H\(X, Y\)", 2.5: r"H\(X\) \+", -0.5: "부호", 4.5: "더하지"}),
    "9.14": ([3.466, 3.47, np.log(32)], {5: "5비트", 32: "쌍의 수", np.log(31): "제 짝까지", 1 / 32: "찍어서"}),
}  # fmt: skip
MOVED = {
    "0.2": (explore.confidence, [dict(answer=1), dict(cat=0, dog=5, bird=0, answer=2)], [dict(cat=2), dict(), dict(cat=3.6, answer=1)]),
    "1.7": (explore.surprise, [dict(k=8.5)], [dict(k=2), dict(k=23), dict(k=8)]),
    "2.6": (explore.code_lengths, [dict(w=[7, 7, 7, 7])], [dict(w=[8, 4, 2, 2]), dict(w=[16, 1, 1, 1]), dict(w=[2, 2, 2, 1])]),
    "3.6": (explore.bernoulli, [dict(p=0.11), dict(p=0.89)], [dict(p=0.5), dict(p=0), dict(p=0.2)]),
    "4.6": (explore.logits, [dict(T=1.4)], [dict(), dict(T=2), dict(z=[1, 1, 1])]),
    "4.7": (explore.third_logit, [dict(third=0.1)], [dict(), dict(third=0), dict(third=0.2)]),
    "4.8": (explore.stacked, [dict(w=[7, 2, 1])], [dict(), dict(w=[7, 7, 1]), dict(w=[1, 1, 1], target=2)]),
    "5.5": (explore.calibration, [dict(eps=0.02)], [dict(), dict(eps=0.01), dict(eps=0.1)]),
    "5.7": (explore.soft_labels, [dict(T=2.7), dict(T=2.7, mix=1)], [dict(), dict(T=5), dict(T=2)]),
    "6.6": (explore.months, [dict(month=6)], [dict(), dict(month=10), dict(month=8)]),
    "7.6": (explore.correlated, [dict(rho=0.87), dict(rho=-0.87)], [dict(), dict(rho=0.93), dict(rho=0.99)]),
    "8.6": (explore.epsilon, [dict(e=-3, k=10), dict(e=-1.5, k=5)], [dict(), dict(e=-1, k=10), dict(e=-3, k=8)]),
    "9.15": (explore.bridge, [dict(m=2, s=0.6), dict(m=-2, s=0.6)], [dict(m=0), dict(m=0, s=2.1), dict(), dict(m=2.7, s=0.6)]),
}  # fmt: skip


def test_every_exercise_has_its_rows():
    assert sorted([*ANSWERS, *MOVED]) == sorted(EXERCISES)


def test_there_are_enough_exercises():
    assert len(EXERCISES) >= 45


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


@pytest.mark.parametrize("number", ANSWERS)
def test_a_right_answer_may_come_as_a_list_a_tuple_an_array_a_numpy_number_or_rounded(number):
    for answer in ANSWERS[number][0]:
        forms = []
        if isinstance(answer, list | tuple | np.ndarray):
            forms = [list(answer), tuple(answer), np.array(answer)]
        elif isinstance(answer, int | float):
            forms = [np.float64(answer), np.array(answer), round(answer, 2) if abs(answer) >= 0.1 else answer]
        for form in forms:
            assert check(number, form).state == "맞아요", form


@pytest.mark.parametrize("number", MOVED)
def test_exercises_answered_by_moving_a_slider_read_the_scene(number):
    make, right, wrong = MOVED[number]
    for values in right:
        assert check(number, moved(make(), **values)).state == "맞아요", values
    assert len(wrong) >= 3
    hints = [check(number, moved(make(), **values)) for values in wrong]
    assert {hint.state for hint in hints} == {"다시"}
    assert len({hint.text for hint in hints}) == len(wrong)


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


def test_ledger_holds_all_33_corrections():
    assert sorted(LEDGER) == [f"E{n:02d}" for n in range(1, 34)]


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


@pytest.mark.parametrize("module", DOCUMENTED)
def test_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0


def test_importing_the_package_is_light():
    assert "torch" not in vars(entropy_lab)
