"""예측, 연습, 바로잡기: 맞는 답, 같은 뜻의 답, 빈 답, 흔한 오답, 엉뚱한 답."""

import doctest
import html
import importlib
import json
import re
import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
import torch
from hand import quick
from scenes import settings
from scipy.special import entr, xlogy

import entropy_lab
from entropy_lab import (
    conditional_entropy,
    course,
    cross_entropy,
    entropy,
    explore,
    information,
    joint_entropy,
    smooth,
    softmax,
)
from entropy_lab.course.ledger import LEDGER, correct
from entropy_lab.draw import SCENES
from entropy_lab.josa import josa, last_sound
from entropy_lab.palette import TRUTH, light_dark
from entropy_lab.quiz import check, predict, score, solve
from entropy_lab.quiz.grading import EXERCISES, close, differs, shorten

course.load()
PACKAGE = Path(entropy_lab.__file__).parent
DOCUMENTED = [
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>>" in path.read_text(encoding="utf-8")
]


@cache
def scene(name):
    return getattr(explore, name)()


def moved(name, **values):
    """처음 자리에서 `values`만 옮긴 그림이에요."""
    it = scene(name)
    for n, control in it.controls.items():
        setattr(it, n, values.get(n, control.start))
    return it


def entropy_of_one_row(p):
    p = np.asarray(p)
    return -np.sum(p * np.log2(np.where(p > 0, p, 1)))


def left_after_full_rows(joint):
    given = joint / joint.sum(axis=1, keepdims=True)
    return (joint * np.log2(1 / (given + (given == 0)))).sum()


def log_softmax(z):
    return z - np.logaddexp.reduce(z, axis=-1, keepdims=True)


def info_nce(scores, axis=1):
    return np.mean(np.logaddexp.reduce(scores, axis=axis) - np.diag(scores))


LOUD, SURE = [0.05, 0.05, 0.85, 0.05], np.array([0.9, 0.05, 0.03, 0.02])
MU = np.array([0.2, 0.3, 0.4, 0.5, 0.8])
A, B = entropy([0.98, 0.01, 0.01]), entropy([0.34, 0.33, 0.33])


# 번호: (맞는 답들, {흔한 오답: 그 힌트에 있어야 할 말})
ANSWERS = {
    "0.1": (
        [(0.1, 1), np.array([A, B]) / np.log2(3)],
        {
            (0.9999, 0.1018): "자리",
            (0.1119, 1.0985): "나누지",
            (A, B): "비트",
            (100 * A / np.log2(3), 100 * B / np.log2(3)): "퍼센트",
            (0.9, 0): "모자란",
            (0.5, 0.5): r"\[1/3",
        },
    ),
    "0.3": (
        [0.4787, 0.48, -(0.9 * np.log(0.98) + 0.1 * np.log(0.01))],
        {
            0.1119: "각오한 벌점이에요",
            0.0202: "맞혔을 때의 벌점이에요",
            4.6052: "틀렸을 때의 벌점이에요",
            2.3127: "반반",
            4.1467: "바뀌었어요",
            0.4787 / np.log(2): "비트",
        },
    ),
    "0.4": (
        [[0.04, 0.04, 0.84, 0.04, 0.04], smooth(np.eye(5)[2], 0.2)],
        {
            (0.04, 0.04, 0.8, 0.04, 0.04): "제 몫",
            (0.05, 0.05, 0.8, 0.05, 0.05): "4곳",
            (0, 0, 1, 0, 0): "한 곳에 1",
            (0.2,) * 5: "사라져요",
            (0.04, 0.84, 0.04, 0.04, 0.04): "3번째 자리",
        },
    ),
    "0.5": (
        [["가", "다", "나"], "가다나", "가, 다, 나", np.array(["가", "다", "나"])],
        {
            ("나", "가", "다"): "엔트로피가 작은",
            ("나", "다", "가"): "큰 것부터",
            ("가", "나", "다"): "둘의 차례",
            ("다", "가", "나"): "0.6",
            ("가", "나"): "한 번씩",
        },
    ),
    "1.1": (
        [5, 5.0, np.log2(32)],
        {np.log(32): "나트", 32: "로그까지", -5: "부호", np.log10(32): "상용로그", 4: "커요"},
    ),
    "1.2": (
        [13.288, np.log2(10_000)],
        {
            np.log2(10): "한 자리를",
            np.log2(40): "네 번 곱한",
            10_000: "로그까지",
            4 * np.log(10): "나트",
            4: "상용로그",
        },
    ),
    "1.3": (
        [0.3679, 1 / np.e, 0.37],
        {np.e: "뒤집어", 0.5: "1비트짜리", np.log(2): "1비트를", 36.79: "퍼센트로 적으셨"},
    ),
    "1.4": (
        [21.957, np.log2(8_145_060 / 2)],
        {11.4787: "절반이 되지는", 22.9575: "한 장일 때", 23.9575: "줄어요", 45.915: "두 장이 모두", 15.22: "나트"},
    ),
    "1.6": (
        [information, lambda p, base: np.log(1 / p) / np.log(base), lambda p, base: -np.log(p) / np.log(base)],
        {
            lambda p, base: np.log(p) / np.log(base): "부호",
            lambda p, base: -np.log2(p): "밑이 e",
            lambda p, base: [information(v, base) for v in p]: "멈춰요",
            3: "괄호 없이",
        },
    ),
    "1.7": ([13.666, np.log2(12_996)], {8.4717: "가짓수", 12_996: "로그까지", 9.4724: "나트", 0: "확률 1이"}),
    "2.1": (
        [1.7925, 1.79, 0.5 + np.log2(6) / 2],
        {
            1.7925 * np.log(2): "나트",
            2: "고르게",
            1 + 3 * np.log2(6): "곱해서",
            2.189: "무게",
            0.5 + np.log2(6) / 6: "셋을 모두",
        },
    ),
    "2.2": (
        [[0.8107, 0.0631, 0.0631, 0.0631]],
        {
            (0.5, 0.5, 0, 0): "0인",
            (0.25,) * 4: "키워",
            (0.97, 0.01, 0.01, 0.01): "줄여",
            (1, 2): "수 4개",
            (80, 10, 5, 5): "100으로",
            (0.81, 0.06, 0.06, 0.06): "합이 0.99",
        },
    ),
    "2.3": (
        [
            [1, 2, 3, 3],
            np.array([1, 2, 3, 3]),
            ["0", "10", "110", "111"],
            "0, 10, 110, 111",
            np.array(["1", "01", "001", "000"]),
        ],
        {
            (2, 2, 2, 2): "평균 2비트",
            (1, 1, 1, 1): "예산의 2배",
            (1, 2): "수 4개",
            (0, 10, 110, 111): "따옴표",
            (1.5, 2, 2.5, 3): "자연수",
            ("0", "1", "00", "11"): "앞머리",
            ("0", "10", "110"): "넷을",
        },
    ),
    "2.4": ([4, np.int64(4)], {16: "시작하는", 13: "셋만", 8: "100이나", 2: "길이 3", 0.25: "나눠"}),
    "2.5": (
        [entropy, lambda p: entr(p).sum(axis=-1) / np.log(2)],
        {
            entropy_of_one_row: "행마다",
            lambda p: -(p * np.log2(p + 1e-10)).sum(axis=-1): "꼭 0",
            lambda p: -(p * np.log2(p)).sum(axis=-1): "0·log 0",
            lambda p: entr(p).sum(axis=-1): "나트",
            np.sum: "1.75여야",
            1: "괄호 없이",
        },
    ),
    "2.7": ([4], {6: "셋째 답", 3: "1.5비트", 5: "드물"}),
    "3.2": (
        [1 / 33, 0.0303],
        {32 / 33: "오르막", 1 / 32: "찾으셨어요", 1 / (1 + np.exp(5)): "밑이 2", 3.03: "100으로"},
    ),
    "3.3": (
        [lambda q, T: q**T / (q**T).sum(), lambda q, T: softmax(np.log(q), temperature=1 / T)],
        {
            lambda q, T: q**T: "합이 1이",
            lambda q, T: softmax(q, temperature=1 / T): "거꾸로 제곱하고",
            lambda q, T: q ** (1 / T) / (q ** (1 / T)).sum(): "0.4142",
            lambda q, T: None: "return",
            1: "괄호 없이",
        },
    ),
    "3.4": ([0.6435, 0.64], {1.4245: "나트", 1.554: "역수", 1: "식혀", 0.5: "데워"}),
    "3.5": (
        [(0.6434, 0.1783, 0.1783), (0.1783, 0.6434, 0.1783)],
        {(0.1, 0.3, 0.6): "자리만", (0.5, 0.5, 0): "더 고르게", (1 / 3, 1 / 3, 1 / 3): "몰아", (0.6, 0.4): "수 3개"},
    ),
    "3.6": ([0.848, 0.85], {np.log(1.8): "나트", 0: "눈금", 2 * np.log2(1.8): "½", 5: "옮길 뿐", 1.8: "로그까지"}),
    "3.7": ([1, np.float32(1)], {0: "평균해", 0.5: "x의 평균", 1.4189: "가우시안의 값", 1.4427: "비트로", -1: "부호"}),
    "3.8": ([4.632, 4.63], {3.632: "그건 h", 2.632: "부호", 3.047: "σ = 1", 4.325: "ln을"}),
    "4.2": (
        [0.2075, cross_entropy([0.5, 0.5], [0.25, 0.75]) - 1],
        {0.1887: "바꾸셨어요", 1.2075: r"그건 H\(p, q\)", 1: r"그건 H\(p\)", 0.1438: "나트", -0.2075: "부호"},
    ),
    "4.3": (
        [0.7, 7 / 10],
        {0.5: "공정", 0.3: "뒷면의", 7: "횟수", 70: "퍼센트로 적으셨", 1: "무한대", 8 / 12: "보태지"},
    ),
    "4.4": (
        [
            log_softmax,
            lambda z: torch.tensor(z, requires_grad=True).log_softmax(-1),
            lambda z: torch.tensor(z).log_softmax(-1).numpy(),
        ],
        {
            softmax: "log Σ",
            lambda z: z - np.log(np.exp(z).sum()): "행마다",
            lambda z: np.log(softmax(z)): "넘치거나",
            1: "괄호 없이",
        },
    ),
    "4.5": (
        [[0.9, 0.05, -0.97, 0.02], SURE - np.eye(4)[2]],
        {
            (-0.9, -0.05, 0.97, -0.02): "반대",
            tuple(SURE): "아직",
            (0.9, -0.95, 0.03, 0.02): "0부터",
            (0, 0, -33.33, 0): "−y/q",
            (0, 0, -1, 0): "자리마다",
        },
    ),
    "4.9": (
        [0.1393, 0.14, np.float32(0.13933), 0.5 - 0.25 / np.log(2)],
        {0.5: "고치기 전", 0.25: "그대로", 0.8607: "더하지", 0.0682: "뒷면", 0.0966: "나트"},
    ),
    "4.10": (
        [2.585, np.log2(6)],
        {3: "로그로", 64: "거꾸로", np.log(6): "나트", 6: "로그까지", -2.585: "부호"},
    ),
    "4.11": (
        [0.418, 4.6 / 11, Fraction(46, 110)],
        {0.5: "짧은 문맥을 섞어", 0.575: "나누는 수에도", 0.35: "반씩", 0.4667: "세 번이에요", 41.8: "퍼센트"},
    ),
    "4.12": (
        [0.4625, 3.7 / 8],
        {0.40625: "아직 짧은 문맥에", 0.425: "한 번만", 0.55625: "떼는 것을", 0.41818: "위튼-벨", 46.25: "퍼센트"},
    ),
    "4.13": ([48.5, 48, 49, 388 / 8], {388: "비트예요", 200: "1바이트씩", 20: "커요"}),
    "4.14": (
        [lambda q: -np.log2(q).sum() / 8, lambda q: information(q).sum() / 8],
        {
            (lambda q: -np.log2(q).sum()): "1바이트",
            (lambda q: -np.log(q).sum() / 8): "1바이트",
            (lambda q: -np.log2(q).mean()): "모두 더해",
            (lambda q: np.log2(q).sum() / 8): "반대",
        },
    ),
    "4.16": (
        [0.588, 0.5 / 0.85],
        {0.5: "다시 나눠요", 0.714: "둘만", 0.625: "실제로 남은", 0.526: "넷을", 58.8: "퍼센트"},
    ),
    "4.17": (
        [[0.4, 0.722], (0.4, entropy([0.8, 0.2]))],
        {(0.722, 0.4): "차례가 반대", (0.2, 0.722): "순위 r도", (0, 0.722): "0이 아니에요", (1, 1): "엔트로피이고"},
    ),
    "5.1": (
        [0.4428, entropy([[0.95, 0.03, 0.02], [0.35, 0.35, 0.3], [1, 0, 0]], base=np.e).mean()],
        {
            1.3283: "모두 더하셨어요",
            0.6388: "비트",
            0.6641: "셋째 행",
            0.1476: "범주의 수",
            entropy(np.array([2.3, 0.38, 0.32]) / 3, base=np.e): "먼저 평균",
        },
    ),
    "5.2": (
        [np.log(6), 1.79, entropy([1 / 2] + [1 / 18] * 9, base=np.e)],
        {
            np.log(2): "한 칸에 몰았을",
            np.log(10): "머리까지",
            0.5 * np.log(18): "항도 더해",
            0.5 * np.log(2) + 0.5 * np.log(20): "아홉 칸",
            np.log2(6): "비트",
        },
    ),
    "5.3": (
        [[0.04, 0.04, 0.04, 0.84, 0.04], smooth(np.eye(5)[3], 0.2)],
        {
            (0.05, 0.05, 0.05, 0.8, 0.05): "오답 4곳에만",
            (0.04, 0.04, 0.04, 0.8, 0.04): "합이",
            (0.04, 0.04, 0.84, 0.04, 0.04): "4번째",
            (0.2, 0.2, 0.2, 0.8, 0.2): "5로 나눠",
            (0, 0, 0, 1, 0): "한 곳에 1",
        },
    ),
    "5.4": (
        [0.5003, 0.5, entropy(smooth(np.eye(10)[0], 0.1), base=np.e)],
        {0.3488: "4개", 0: "원-핫", 0.7218: "비트", -np.log(0.91): "오답 아홉", np.log(10): "균등"},
    ),
    "5.6": (
        [[0.5, 0, 0.25, 0.25], np.array([0.5, 0.25, 0, 0.25])],
        {
            (0.5, 0.25, 0.25, 0): "교사가 한 말",
            (0.25, 0.5, 0.25, 0): "정답이 바뀌",
            (0.25,) * 4: "2.000",
            (1, 0, 0, 0): "0.000",
            (50, 0, 25, 25): "퍼센트",
        },
    ),
    "5.7": (
        [softmax(MU / 0.2), softmax(MU, temperature=0.2), torch.softmax(torch.tensor(MU) / 0.2, -1).numpy()],
        {
            tuple(softmax(MU)): "빠뜨리",
            tuple(softmax(MU * 0.2)): "곱하셨",
            (0, 0, 0, 0, 1): "β = 0",
            tuple(MU / MU.sum()): "비례",
            (0.2,) * 5: "목표는",
            tuple(100 * softmax(MU / 0.2)): "퍼센트",
        },
    ),
    "5.8": (
        [2 / np.log(3), 1.82],
        {np.log(3) / 2: "거꾸로", np.log(3): "나눈 뒤", 2 / np.log(4): "¾ : ¼", 2 / 0.75: "확률로 나누", 1: "0.88"},
    ),
    "5.9": (
        [0.154, 0.1537, 0.7645 - 0.6109],
        {
            0.1163: "평균을 낼 때",
            0.7645: "잃는 점수 전체",
            0.6109: "정직하게 보고할",
            0.2513: "비가 올 때만",
            0.2217: "비트",
        },
    ),
    "5.10": ([0.08, 2 * 0.2**2], {0.5: "전체예요", 0.42: "정직하게 보고할", 0.04: "앞에 2", -0.08: "부호"}),
    "6.1": (
        [0.5, conditional_entropy([[0.5, 0, 0], [0, 0.25, 0.25]])],
        {1.5: "모를 때", 1: "맑지 않다", 0.75: "더 물을 것이", 0.5 * np.log(2): "나트"},
    ),
    "6.2": ([1, 2 + 0.5 - 1.5], {2.5: "먼저 아는", 0.5: r"H\(Y\|X\)예요", 4: "모두", 3.5: "두 번"}),
    "6.3": (
        [[[0.75, 0], [0.125, 0.125]], np.array([[0.8, 0, 0], [0.1, 0.05, 0.05]])],
        {
            ((0.25, 0.25), (0.25, 0.25)): "독립",
            ((0.5, 0), (0, 0.5)): "똑같이",
            ((0.3, 0.1), (0.2, 0.4)): "가장 큰 행",
            (0.5, 0.5): "표로",
            ((75, 0), (12.5, 12.5)): "100으로",
        },
    ),
    "6.4": (
        [(0, np.log2(3)), [0, 1.585]],
        {
            (np.log2(3), 0): "차례",
            (1, np.log2(6)): "아무것도",
            (0, np.log2(6)): "셋 가운데",
            (0, 0): "거꾸로도",
            (1, 1): "몇 가지",
        },
    ),
    "6.5": (
        [conditional_entropy, lambda joint: joint_entropy(joint) - entropy(np.sum(joint, axis=1))],
        {
            lambda joint: entropy(np.sum(joint, axis=0)): "0.81",
            lambda joint: conditional_entropy(np.transpose(joint)): "0.68",
            lambda joint: -conditional_entropy(joint): "부호",
            joint_entropy: "2가",
            left_after_full_rows: "0 ÷ 0",
            1: "괄호 없이",
        },
    ),
    "6.6": (
        [["어제 날씨", "달"], {"달", "어제 날씨"}],
        {
            ("어제 날씨", "달", "날짜"): "서른하나",
            ("어제 날씨", "달", "날짜", "요일"): "0.0065",
            ("달",): "1가지",
            ("비",): "없는 이름",
            3: "따옴표",
        },
    ),
    "7.1": (
        [0.531, 0.53, 1 - entropy([0.9, 0.1])],
        {1: r"그건 H\(X\)", 0.469: "알고도", 1.469: r"그건 H\(X,Y\)", 0.3681: "나트"},
    ),
    "7.2": (
        [(0, 1), [0.0, 1.0]],
        {(1, 0): "차례", (1, 1): r"I\(X;Z\)는", (0, np.log(2)): "나트", (0, 2): "2비트", (0, 0): "남는"},
    ),
    "7.3": (
        [0.1887, 0.19, 1 - entropy([0.25, 0.75])],
        {0.8113: "남는 평균", 1: "섞은 기록의", 1.8113: "한꺼번에", 0.5: "차이", 0.1308: "나트"},
    ),
    "7.4": (
        [55, np.ceil(np.exp(4))],
        {54: "3.989", np.exp(4): "올려", 16: "2⁴", 149: "5나트", 60: "작아요"},
    ),
    "7.5": (
        [info_nce, lambda s: torch.nn.functional.cross_entropy(torch.tensor(s), torch.arange(len(s))).item()],
        {
            lambda s: len(s) * info_nce(s): "합 대신",
            lambda s: np.mean(np.logaddexp.reduce(s, axis=1)): "대각선",
            partial(info_nce, axis=0): "행을 따라",
            np.errstate(all="ignore")(
                lambda s: -np.log(np.diag(np.exp(s) / np.exp(s).sum(axis=1, keepdims=True))).mean()
            ): "넘쳐",
            1: "괄호 없이",
        },
    ),
    "7.7": ([0.28, 0.2755], {0: "참값", 16 / (100 * np.log(2)): "근사식", 0.194: "나트", 1: "작아요"}),
    "8.1": (
        [entropy, lambda p: 0 - (p[p > 0] * np.log2(p[p > 0])).sum(), lambda p: entr(p).sum() / np.log(2)],
        {
            lambda p: -(p[p > 0] * np.log2(p[p > 0])).sum(): "아직 −0",
            lambda p: -(p * np.log2(p)).sum(): "걸러",
            lambda p: (p[p > 0] * np.log(1 / p[p > 0])).sum(): "나트",
            lambda p: np.log2(1 / p[p > 0]).mean(): "무게",
            1: "괄호 없이",
        },
    ),
    "8.2": ([[0.5, 0.5, 0], [1, 0]], {(0.5, 0.5): "섞어", (1 - 1e-9, 1e-9): "아주 작지만", (0, 0.5): "0.5"}),
    "8.3": (
        [partial(cross_entropy, base=np.e), lambda p, q: -xlogy(p, q).sum()],
        {
            cross_entropy: "비트로",
            lambda p, q: -np.log(q[np.argmax(p)]): "무게",
            lambda p, q: cross_entropy(p, np.clip(q, 1e-15, 1), base=np.e): "clip",
            lambda p, q: -(p * np.log(q)).sum(): "아예 더하지",
            1: "괄호 없이",
        },
    ),
    "8.4": (
        [[0.5, 0.5, -7], (0.25, 0.25, -1)],
        {(0.5, 0.5): "하나는", (1.2, -0.2): "동전", (0.25, 0.25, 0.25, 0.25, -1): "2.000", (-1, 2): "-2.000|−2.000"},
    ),
    "8.5": (
        [entropy, lambda p: entr(p).sum(axis=-1) / np.log(2), lambda p: -xlogy(p, p).sum(axis=-1) / np.log(2)],
        {
            entropy_of_one_row: "행마다",
            lambda p: entr(p).sum(axis=1) / np.log(2): "axis=-1",
            lambda p: entr(p).sum(axis=-1): "나트",
            1: "괄호 없이",
        },
    ),
    "8.7": ([0.25, 1 / 2, 3 / 4], {0.1: "0.025", 0.2: "0.05", 1: "두 끝", 0: "지금은 0", 25: "퍼센트"}),
    "8.8": (
        [[[0.1, 0.5], [0.2, 0.2]], np.array([[0.1, 0.4], [0.2, 0.3]])],
        {
            ((0.1, 0.5), (0.2, 0.3)): "아직",
            ((0.1, 0.45), (0.15, 0.3)): "2칸",
            ((0.1, 0.5), (0.5, -0.1)): "음수",
            (0.1, 0.5): "2행",
        },
    ),
    "8.9": (
        [[[0.12, 0.48], [0.08, 0.32]], np.outer([0.6, 0.4], [0.2, 0.8])],
        {
            ((0.12, 0.08), (0.48, 0.32)): "뒤바뀌",
            ((0.12, 0.32), (0.12, 0.32)): "같은 자리",
            ((0.15, 0.6), (0.05, 0.2)): "예제에 적힌",
            ((0.1, 0.5), (0.1, 0.3)): "실제 결합",
            ((0.25, 0.25), (0.25, 0.25)): "행의 합은",
            (0.12, 0.32): "2행 2열",
        },
    ),
    "8.10": ([0.7213, 0.72, 0.5 / np.log(2)], {0.5: "나트", 1 / np.log(2): "빠졌", 0: "다르니", 8582: "표본"}),
    "8.11": ([-np.inf, np.float64("-inf")], {np.nan: "정할 수 없는", np.inf: "부호", -1074: "바닥", 0: "1의 로그"}),
    "8.12": (
        [[2 / 3, 1 / 3], (0.33, 0.67)],
        {(1 / 3, 1 / 6): "분포가 아니", (0.5, 0.5): "첫 갈림길", (0.9, 0.1): "비율은"},
    ),
    "8.13": (
        [0.375, cross_entropy([0.025, 0.025, 0.925, 0.025], LOUD, base=np.e)],
        {0.1625: "가장 큰 칸", 0.541: "비트", 0.3488: "정답의 엔트로피예요", 0.0262: "KL"},
    ),
    "9.1": ([6, np.log2(64)], {np.log(64): "나트", 64: "로그까지", -6: "부호", 1 / 6: "뒤집"}),
    "9.2": (
        [1.5, entropy([0.5, 0.25, 0.25])],
        {1.5 * np.log(2): "나트", np.log2(3): "고르게", 5: "그냥", 5 / 3: "셋으로"},
    ),
    "9.3": ([16, 2**4], {4: "비트 수", 8: "3비트", np.exp(4): "4나트", 32: "5비트"}),
    "9.4": ([3, np.int64(3)], {1: "그 평균도", 2: "교차", 4: "상호정보량", 5: "번호로"}),
    "9.5": ([1.386, 1.39, np.log(4)], {2: "비트로", 0.25: "확률이에요", 4: "로그까지", -1.386: "부호", 0.75: "1 − q"}),
    "9.6": ([1.5, 1.2 + 0.3], {0.9: "빼지", 0.36: "곱하지", 1.2: "바닥이에요", 0.3: "양뿐"}),
    "9.7": (
        [[-0.3, 0.2, 0.1], np.array([0.7, 0.2, 0.1]) - [1, 0, 0]],
        {(0.3, -0.2, -0.1): "반대", (0.7, 0.2, 0.1): "예측 q", (-1.43, 0, 0): "확률에 대한", (0, 0, 0): "빼 보세요"},
    ),
    "9.8": (
        [[0.02, 0.02, 0.92, 0.02, 0.02], smooth(np.eye(5)[2], 0.1)],
        {
            (0.025, 0.025, 0.9, 0.025, 0.025): "4곳",
            (0.02, 0.92, 0.02, 0.02, 0.02): "3번째",
            (0, 0, 1, 0, 0): "한 곳에 1",
        },
    ),
    "9.9": ([2, np.int64(2)], {1: "고르게", 3: "같은 크기", 4: "하드"}),
    "9.10": ([4, np.int64(4)], {1: "틀린 예측", 2: "정답이 들어가지", 3: "처음 보는"}),
    "9.11": ([1.5, 2.5 - 1], {3.5: "더하지", 2.5: "함께", -1.5: "부호", 1: r"H\(X\)예요"}),
    "9.12": ([3, np.int64(3)], {1: "6권의 표", 2: "독립", 4: "하나에서만"}),
    "9.13": ([0.5, 1 + 1.5 - 2], {2: r"그건 H\(X, Y\)", 2.5: r"H\(X\) \+", -0.5: "부호", 4.5: "더하지"}),
    "9.14": ([3.466, 3.47, np.log(32)], {5: "비트로", 32: "로그까지", np.log(31): "제 짝까지", 1 / 32: "찍어서"}),
}
MOVED = {
    "0.2": (
        "confidence",
        [dict(cat=5, dog=0, answer=1), dict(cat=0, dog=5, bird=0, answer=2)],
        [dict(cat=3.6, dog=0, answer=1), dict(cat=6, dog=0), dict(cat=4.6, answer=1)],
    ),
    "1.5": ("surprise", [dict(k=8.5)], [dict(k=3), dict(k=23), dict(k=8)]),
    "2.6": (
        "kraft",
        [dict(c=3, d=4, e=4)],
        [dict(a=1), dict(c=3, d=4), dict(c=3, d=4, e=5), dict(b=3)],
    ),
    "3.1": ("bernoulli", [dict(p=0.11), dict(p=0.89)], [dict(p=0.5), dict(p=0), dict(p=0.2)]),
    "4.1": (
        "excess",
        [dict(sunny=1, cloudy=8, rainy=8, snowy=8), dict(sunny=1, cloudy=7, rainy=6, snowy=8)],
        [dict(sunny=2), dict(sunny=1), dict(sunny=4, cloudy=8, rainy=8, snowy=8)],
    ),
    "4.6": ("logits", [dict(T=1.4)], [dict(T=2), dict(z=[1, 1, 1])]),
    "4.7": ("third_logit", [dict(third=0.1)], [dict(third=0), dict(third=0.2)]),
    "4.8": ("saturation", [dict(wrong=1.4), dict(wrong=1.3)], [dict(wrong=-4), dict(wrong=3), dict(wrong=1)]),
    "4.15": (
        "next_jamo",
        [dict(context=3, top=1, T=1.6)],
        [dict(context=2), dict(context=3), dict(context=3, top=1, T=3)],
    ),
    "5.5": ("calibration", [dict(eps=0.03)], [dict(eps=0.01), dict(eps=0.1)]),
    "5.11": ("scores", [dict(p=0.95)], [dict(p=0.9), dict(p=0.98)]),
    "6.7": ("months", [dict(month=6)], [dict(month=10), dict(month=8)]),
    "7.6": ("correlated", [dict(rho=0.87), dict(rho=-0.87)], [dict(rho=0.93), dict(rho=0.99)]),
    "8.6": ("epsilon", [dict(e=-5.5, k=10)], [dict(e=-5, k=10), dict(e=-7, k=10), dict(e=-5.5, k=8)]),
    "9.15": ("bridge", [dict(m=2, s=0.6), dict(m=-2, s=0.6)], [dict(m=0), dict(m=0, s=2.1), dict(m=2.7, s=0.6)]),
}


# -- 맞는 답과 흔한 오답 ---------------------------------------------------------------------------------
def test_every_exercise_has_its_rows():
    assert sorted([*ANSWERS, *MOVED]) == sorted(EXERCISES)


def test_there_are_enough_exercises():
    assert len(EXERCISES) >= 80


@pytest.mark.parametrize("number", ANSWERS)
def test_right_answers_are_praised_and_typical_mistakes_get_their_own_hint(number):
    right, wrong = ANSWERS[number]
    for answer in right:
        assert check(number, answer).state == "맞아요", check(number, answer)
    assert len(wrong) >= 3
    hints = []
    for answer, word in wrong.items():
        feedback = check(number, answer)
        assert feedback.state == "다시", answer
        assert re.search(word, feedback.text), feedback.text
        hints.append(feedback.text)
    assert len(set(hints)) == len(hints)


def same_numbers(answer):
    """수나 수의 묶음을 다른 꼴로 적은 것들이에요."""
    array, deep = np.array(answer, float), isinstance(answer, list | tuple | np.ndarray)

    def each(change):
        return np.vectorize(change, otypes=[object])(array).tolist()

    yield from (array, array.astype(np.float32), array.tolist(), each(np.float64), each(np.float32), array + 0j.real)
    yield from (
        torch.tensor(array, dtype=d, requires_grad=g) for d in (torch.float32, torch.float64) for g in (False, True)
    )
    yield from (each(Decimal), each(lambda v: torch.tensor(v, requires_grad=True)))
    if deep:
        yield tuple(array.tolist())
    if np.isfinite(array).all():
        yield each(Fraction)
    if (array == 0).any():
        yield np.where(array == 0, -0.0, array)
    if array.size == 1 and not deep and abs(array) >= 0.1:
        yield from (round(array.item(), 2), np.float16(array))


@pytest.mark.parametrize("number", ANSWERS)
def test_a_right_answer_counts_in_every_form(number):
    for answer in ANSWERS[number][0]:
        if not callable(answer) and np.array(answer).dtype.kind in "iuf":
            for form in same_numbers(answer):
                assert check(number, form).state == "맞아요", (form, check(number, form))


FUNCTIONS = [number for number in ANSWERS if callable(ANSWERS[number][0][0])]
RETURNS = {
    "tensor": lambda v: torch.tensor(v, dtype=torch.float32, requires_grad=True),
    "float32": lambda v: np.asarray(v, np.float32),
    "list": lambda v: np.asarray(v).tolist(),
    "fractions": lambda v: np.vectorize(lambda x: Fraction(x) if np.isfinite(x) else x, otypes=[object])(v).tolist(),
    "minus zero": lambda v: np.where(np.asarray(v) == 0, -0.0, v),
}


@pytest.mark.parametrize("number", FUNCTIONS)
@pytest.mark.parametrize("form", RETURNS)
def test_a_right_function_may_return_any_form(number, form):
    right = ANSWERS[number][0][0]
    signed = (number, form) == ("8.1", "minus zero")  # −0을 없애는 것이 8.1의 물음이에요
    assert check(number, lambda *args: RETURNS[form](right(*args))).state == ("다시" if signed else "맞아요")


@pytest.mark.parametrize("number", FUNCTIONS)
def test_a_right_function_may_print_and_change_what_it_is_given(number, capsys):
    def careless(*args):
        print(args)
        value = ANSWERS[number][0][0](*args)
        for arg in args:
            if np.ndim(arg) and not isinstance(arg, torch.Tensor):
                arg *= 0
        return value

    assert check(number, careless).state == "맞아요"
    assert check(number, careless).state == "맞아요"
    assert capsys.readouterr().out


@pytest.mark.parametrize("number", MOVED)
def test_exercises_answered_by_moving_a_slider_read_the_scene(number):
    name, right, wrong = MOVED[number]
    for values in right:
        assert check(number, moved(name, **values)).state == "맞아요", values
    hints = [check(number, moved(name, **values)) for values in wrong]
    assert {hint.state for hint in hints} == {"다시"}
    untouched = check(number, moved(name))
    assert untouched.state == "아직"
    assert len({hint.text for hint in [*hints, untouched]}) == len(wrong) + 1 >= 3


# -- 엉뚱한 답 ----------------------------------------------------------------------------------------
class Nasty:
    """무엇을 물어도 멈추는 물건이에요."""

    def __float__(self):
        raise RuntimeError("boom")

    __array__ = __len__ = __repr__ = __str__ = __iter__ = __eq__ = __hash__ = __float__


def leave(*_):
    raise SystemExit("bye")


def recurse(*args):
    return recurse(*args)


def fail(*_):
    raise ValueError("something " * 1000)


LOOP = []
LOOP.append(LOOP)
ODD = {
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "nans": lambda: np.full(3, np.nan),
    "infs": lambda: [0.5, -np.inf],
    "huge int": lambda: 10**400,
    "huge": lambda: -1e308,
    "text": lambda: "모르겠어요",
    "number in quotes": lambda: "5",
    "percent in quotes": lambda: "50%",
    "empty text": lambda: "",
    "bytes": lambda: b"5",
    "bytearray": lambda: bytearray(b"5"),
    "memoryview": lambda: memoryview(b"5"),
    "true": lambda: True,
    "false": lambda: False,
    "numpy bool": lambda: np.True_,
    "bools": lambda: np.array([True, False]),
    "complex": lambda: 5 + 0j,
    "complexes": lambda: np.array([0.5 + 0j, 0.5]),
    "dict": lambda: {"a": 0.5, "b": 0.5},
    "empty dict": dict,
    "values": lambda: {"a": 0.5}.values(),
    "set": lambda: {0.25, 0.75},
    "frozenset": lambda: frozenset([5]),
    "object": object,
    "class": lambda: int,
    "nasty": Nasty,
    "ellipsis": lambda: ...,
    "date": lambda: datetime(2026, 1, 1),
    "module": lambda: np,
    "empty list": list,
    "empty tuple": tuple,
    "empty array": lambda: np.array([]),
    "empty tensor": lambda: torch.tensor([]),
    "nested empty": lambda: [[]],
    "nested number": lambda: [[[5]]],
    "ragged": lambda: [[1], [1, 2]],
    "none inside": lambda: [0.5, None],
    "text inside": lambda: [0.5, "0.5"],
    "array of text": lambda: np.array(["5", "6"]),
    "array of objects": lambda: np.array([object()]),
    "structured": lambda: np.zeros(2, [("a", int)]),
    "dates": lambda: np.array(["2026-01-01"], "M8[D]"),
    "masked": lambda: np.ma.masked_array([0.5, 0.5], [True, False]),
    "decimal nan": lambda: Decimal("NaN"),
    "itself": lambda: LOOP,
    "a million": lambda: [0.5] * 1_000_000,
    "a million in an array": lambda: np.zeros(1_000_000),
    "a million in a tensor": lambda: torch.zeros(1000, 1000),
    "million letters": lambda: "가" * 1_000_000,
    "generator": lambda: (v for v in [0.5, 0.5]),
    "map": lambda: map(float, [0.5, 0.5]),
    "lambda": lambda: lambda *_: 1 / 0,
    "nothing returned": lambda: lambda *_: None,
    "million returned": lambda: lambda *_: np.zeros(1_000_000),
    "generator returned": lambda: lambda *_: (v for v in [1]),
    "text returned": lambda: lambda *_: "1.0",
    "dict returned": lambda: lambda *_: {},
    "nan returned": lambda: lambda *_: np.nan,
    "complex returned": lambda: lambda *_: 1j,
    "function returned": lambda: lambda *_: entropy,
    "no arguments": lambda: lambda: 1,
    "exit": lambda: leave,
    "recursion": lambda: recurse,
    "long message": lambda: fail,
    "another scene": lambda: scene("joint_area" if hasattr(explore, "joint_area") else "quantised"),
    "scene not made": lambda: explore.bernoulli,
}


@pytest.mark.parametrize("odd", ODD)
def test_no_odd_answer_counts_or_raises_and_each_gets_a_short_korean_sentence(odd):
    for number in EXERCISES:
        feedback = check(number, ODD[odd]())
        assert feedback.state == "다시", feedback
        assert len(feedback.text) <= 200
        assert len(re.findall("[가-힣]", feedback.text)) >= 10, feedback
        assert re.search(r"[.?!\])]$", feedback.text), feedback
        if number not in FUNCTIONS:  # 배우는 이의 함수가 아니면 오류의 이름은 도움이 안 돼요
            assert not re.search("Error|Exception|멈[췄춰]|object at|<", feedback.text), feedback
        assert feedback._repr_html_()


@pytest.mark.parametrize("number", EXERCISES)
def test_no_answer_is_not_yet_an_answer(number):
    assert check(number, None).state == "아직"


@pytest.mark.parametrize("number", FUNCTIONS)
def test_a_learners_own_error_is_named_in_a_korean_sentence(number):
    feedback = check(number, lambda *_: 1 / 0)
    assert "ZeroDivisionError로 멈춰요(division by zero)" in feedback.text
    assert "SystemExit으로" not in check(number, leave).text
    assert "멈춰요(bye)" in check(number, leave).text


def test_ctrl_c_belongs_to_the_learner():
    def wait(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("2.5", wait)


def test_a_million_returned_numbers_are_counted_not_shown():
    assert "1,000,000개" in check("2.5", lambda p: np.zeros(1_000_000)).text
    assert "수 2개인데 6개가" in check("2.5", lambda p: [entropy(p)] * 3 if np.ndim(p) == 2 else entropy(p)).text


ONE_NUMBER = {number: x for number, x in EXERCISES.items() if x.rules and x.shape == () and x.rules[0][3] is None}
OTHER_LOGS = [("비트", np.log(2)), ("비트", np.log10(2)), ("나트", 1 / np.log(2)), ("나트", np.log10(np.e))]


@pytest.mark.parametrize("number", ONE_NUMBER)
def test_another_logarithm_is_known_and_a_direction_is_told_everywhere(number):
    exercise, truth = ONE_NUMBER[number], ONE_NUMBER[number].rules[0][1]

    def reason(value):
        """규칙을 차례로 보아 처음 맞는 것의 까닭. 맞는 것이 없으면 빈 글이에요."""
        return next((why for times, seen, within, why in exercise.rules if abs(value / times - seen) <= within), "")

    for unit, times in OTHER_LOGS:
        if unit == exercise.unit and truth:
            assert reason(truth * times), "다른 밑의 로그로 셈한 답을 알아보지 못해요"
            assert reason(truth * times) in check(number, truth * times).text
    for value, way in ((truth + 0.317 * max(1, abs(truth)), "작아요"), (truth - 0.317 * max(1, abs(truth)), "커요")):
        if reason(value) == "" and not exercise.rest and exercise.unit != "확률":
            assert check(number, value).text.endswith(f"답은 이보다 {way}."), value


def test_each_case_gets_fresh_numbers():
    seen = []
    assert differs(lambda p: (seen.append(p.copy()), p.fill(7))[1], [(([1, 2],), 3, "")], "")
    assert seen[0].tolist() == [1, 2]


WORDS = {  # (번호, 답): 힌트에 있어야 할 말
    ("1.1", "5"): "따옴표를 빼고",
    ("1.1", b"5"): "따옴표를 빼고",
    ("1.1", "50%"): "100으로 나눠",
    ("1.1", True): "참·거짓",
    ("1.1", 1j): "복소수",
    ("1.1", (5,)): "대괄호를 한 겹 벗겨",
    ("1.1", float("nan")): "nan",
    ("1.1", 10**400): "너무 큰",
    ("1.1", entropy): "괄호를 붙여",
    ("1.1", float("-inf")): "무한대",
    ("1.1", 5.03): "소수 둘째 자리",
    ("1.1", 4.9): "답은 이보다 커요",
    ("4.5", (0.9, 0.05)): "지금은 수 2개예요.",
    ("8.2", (49, 50)): "합이 99예요. 퍼센트",
    ("8.2", (0.5, 0.2)): "모두 더해 1이어야",
    ("8.2", (0.1, 0.2, 0.69)): "합이 0.99예요. 1/3처럼",
    ("4.5", 0.9): "수 4개로",
    ("4.5", ((0.9, 0.05, -0.97, 0.02),)): "대괄호를 한 겹 벗겨",
    ("8.8", (0.1, 0.5, 0.2, 0.2)): "2행 2열의 표",
    ("1.6", 5): "괄호 없이",
    ("3.1", 0.11): "그림의 이름",
    ("8.2", (1 / 3, 1 / 3, 0.33)): "분수로 적거나",
    ("8.2", (33, 33, 34)): "100으로 나눠",
    ("8.2", (0.5, 0.6, -0.1)): "0 이상",
    ("9.4", "3번"): "따옴표를 빼고",
    ("9.4", 2.5): "1부터 4까지",
}


@pytest.mark.parametrize(("number", "answer"), WORDS)
def test_a_hint_says_what_to_mend(number, answer):
    feedback = check(number, answer)
    assert feedback.state == "다시"
    assert WORDS[number, answer] in feedback.text, feedback
    assert ("한 겹 벗겨" in feedback.text) == ("한 겹 벗겨" in WORDS[number, answer])


def test_a_number_is_no_answer_for_a_scene_and_a_scene_none_for_a_number():
    assert "움직이는 그림" in check("1.1", scene("bernoulli")).text
    assert "explore.bernoulli()" in check("3.1", 0.5).text
    assert "이 연습의 그림이 아니에요" in check("3.1", scene("surprise")).text


TENTHS = [0.1] * 10 + [0]
ROUNDED = {
    "double": [0.5, 0.5 + 5e-10, 0],
    "float32": np.float32(TENTHS),
    "float32 in a list": np.float32(TENTHS).tolist(),
    "float16": np.float16(TENTHS),
    "bfloat16": torch.tensor(TENTHS, dtype=torch.bfloat16, requires_grad=True),
    "thirds": [Fraction(1, 3)] * 3 + [0],
}


@pytest.mark.parametrize("form", ROUNDED)
def test_what_a_measure_accepts_the_grader_accepts(form):
    p = ROUNDED[form]
    entropy(p)
    assert check("8.2", p).state == "맞아요"


def test_what_a_measure_refuses_the_grader_refuses():
    for p in ([0.5, 0.5 + 1e-5, 0], [0.5, 0.51, 0], [1.5, -0.5, 0]):
        with pytest.raises(ValueError, match=r"[가-힣]"):
            entropy(p)
        assert check("8.2", p).state == "다시"


# -- 번호, 점수, 풀이 ------------------------------------------------------------------------------------
NUMBERS = [
    1.1,
    5,
    8.10,
    None,
    "",
    "1",
    "1.",
    ".1",
    "1.99",
    "1.1.1",
    "99.9",
    "abc",
    "-1.1",
    [1.1],
    {},
    b"1.1",
    "9" * 9999,
]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: repr(n)[:12])
@pytest.mark.parametrize("answer", [5, None])
def test_a_wrong_number_says_how_to_write_it(number, answer):
    feedback = check(number, answer)
    assert feedback.state == "다시"
    assert len(repr(feedback)) <= 200
    assert re.search("따옴표로 감싸|0권부터 9권까지|1권에는 1.1부터 1.7까지", feedback.text), feedback
    with pytest.raises(ValueError, match=r"[가-힣]"):
        solve(number, answer)


def test_a_wrong_solution_stops_the_notebook():
    with pytest.raises(ValueError, match=r"1\.1"):
        solve("1.1", 4)
    assert "<details>" in solve("1.1", 5)._repr_html_()


@pytest.mark.parametrize(("book", "answers"), [(1, []), (1, [5]), (1, [5] * 100), ("9", [6, 1.5]), (9, [b"5"] * 15)])
def test_a_score_counts_every_exercise_of_the_notebook(book, answers):
    result = score(book, answers)
    known = [n for n in EXERCISES if n.startswith(f"{book}.")]
    assert [f.number for f in result.feedback] == sorted(known, key=lambda n: int(n.split(".")[1]))
    assert result.right <= len(answers)
    assert (f"답은 {len(answers)}개예요" in repr(result)) == (len(answers) != len(known))
    assert f'max="{len(known)}"' in result._repr_html_()


@pytest.mark.parametrize(
    ("book", "answers"), [(99, [1]), ("x", [1]), (None, [1]), (1, 5), (1, "답"), (1, None), (1, {})]
)
def test_a_score_of_something_else_says_what_it_needs(book, answers):
    assert re.search("0부터 9까지|리스트에 담아", repr(score(book, answers)))


# -- 예측과 카드 ---------------------------------------------------------------------------------------
def test_a_prediction_picks_the_option_nearest_to_the_computed_truth():
    asked = predict("?", [0, 0.5, 1], truth=0.469, why="", unit="비트")
    assert asked.options[asked.right] == "0.5비트"
    assert predict("?", ["가", "나"], truth="나", why="").right == 1
    assert predict("?", [0, 1], truth=torch.tensor(0.9, requires_grad=True), why="").right == 1


@pytest.mark.parametrize(
    ("options", "truth"),
    [
        (["가", "나"], "다"),
        ([], "가"),
        ([], 1),
        ([0, 1], 0.5),
        ([0, 1], np.nan),
        (["가", "나"], 1),
        ([1, 1], 1),
        (["가"] * 2, "가"),
    ],
)
def test_a_prediction_without_one_nearest_option_is_refused(options, truth):
    with pytest.raises(ValueError, match="보기"):
        predict("?", options, truth=truth, why="")


def test_what_a_learner_types_cannot_become_html():
    assert "<b>x" not in check("6.6", ["<b>x"])._repr_html_()
    assert "<i>" not in check("<i>", 1)._repr_html_()
    asked = predict("?", ["<i>", "</script>"], truth="<i>", why="")._repr_html_()
    assert html.escape("<i>") in asked
    assert asked.count("</script>") == 1


def test_a_card_can_be_used_without_sight_and_without_colours():
    asked = predict("?", ["가", "나"], truth="가", why="까닭")._repr_html_()
    assert "<button" not in asked, "스크립트가 돌지 않으면 단추가 없어요"
    before, details = asked.split("<details>")
    assert '<output role="status"></output>' in before, "접힌 곳에 적은 글은 읽어 주지 않아요"
    assert "output" not in details.split("</details>")[0]
    assert "forced-colors" in asked
    assert "Highlight" in asked
    assert light_dark(TRUTH) in asked
    assert "<progress" in score(1, [5])._repr_html_(), "강제 색에서 배경은 사라져요"


def test_asking_loads_neither_pictures_nor_scenes():
    code = """import json, sys
from entropy_lab.quiz import check, predict, score, solve
before = sorted(sys.modules)
check("1.1", 5)
print(json.dumps([before, sorted(m for m in sys.modules if m.startswith("entropy_lab.course"))]))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, opened = json.loads(done.stdout)
    assert not {"matplotlib", "anywidget", "ipywidgets", "torch", "entropy_lab.course", "entropy_lab.scene"} & {*before}
    assert not {"entropy_lab.course.n00_why", "entropy_lab.course.n05_deep_learning"} & {*opened}
    assert "entropy_lab.course.n01_information" in opened


# -- 조사 --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (
            "은",
            "0 1 3 6 7 8 10 100 1000 10000 1e8 0.01 0.50 1e-10 -0.0 1,000 8,145,060 ½ ¾ 1/3 3/4 ε σ² 2⁻¹⁰ KL N nan None",
        ),
        (
            "은",
            "정답 ㄱ '답' [0.1, 0.3] (1) `7` $3$ $\\varepsilon$ $x^2$ $2^{10}$ $\\tfrac13$ $\\frac{1}{K}$ p.sum() SimCLR",
        ),
        (
            "는",
            "2 4 5 9 12 0.25 0.1234 1e-9 1e12 ∞ 50% 2/3 3비트 나트 K H(X) ρ q softmax ValueError 고양이(동물) $\\beta$",
        ),
        ("는", "$y_2$ $D_{KL}(p\\Vert\\,q)$ $\\infty$ $\\frac{2}{3}$ [1, 0.5] “개” **5** 0.5… 10비트(열) inf x₂ ,"),
    ],
)
def test_particles_follow_the_sound(closed, words):
    for word in re.findall(r"\[[^]]*\]|\S+", words):
        word = "100000000" if word == "1e8" else "1000000000000" if word == "1e12" else word
        assert josa(word, "은/는") == word + closed


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("0", "영"),
        ("20", "십"),
        ("7" + "0" * 20, "경"),
        ("ㄹ", "을"),
        ("ㅎ", "윽"),
        ("r", "알"),
        ("힣", "힣"),
        ("me", "음"),
    ],
)
def test_the_last_sound_of_a_word(word, sound):
    assert last_sound(word) == sound


def test_long_words_are_cut():
    assert shorten("가 " * 10, 19) == shorten("가 " * 10, 20) == "가 가 가 가 가 가 가 가 가 가"
    assert shorten("가" * 20, 19) == "가" * 18 + "…"
    assert check("9" * 99, 1).number == "9" * 11 + "…"


@pytest.mark.parametrize(
    ("got", "truth", "right"), [(0.155, 0.15, True), (0.157, 0.15, False), (0.0502, 0.05, True), (0.054, 0.05, False)]
)
def test_rounding_is_to_two_decimals_or_three_digits(got, truth, right):
    assert close(got, truth) == right


def test_particles_come_in_pairs():
    assert josa(0.25, "이에요/예요") == "0.25예요"
    assert josa(6, "이에요/예요") == "6이에요"
    assert josa(1, "으로/로") == "1로"
    assert josa(3, "으로/로") == "3으로"
    assert josa("비트", "으로/로") == "비트로"
    assert josa(10, "과/와") == "10과"
    assert josa(np.float64(2), "이라/라") == "2.0이라"
    assert josa("13.0", "을/를") == "13.0을"


PAIRS = "은/는 이/가 을/를 과/와 으로/로 이에요/예요 이고/고 이라/라 이라서/라서 이며/며 이면/면 이지만/지만 이나/나 이란/란 이어야/여야"
PARTICLE = {form: pair for pair in PAIRS.split() for form in pair.split("/")}
AFTER = re.compile(rf"(?<=[^\s가-힣])({'|'.join(sorted(PARTICLE, key=len, reverse=True))})(?=[\s.,!?…:;]|$)")
NUMBER = re.compile(r"([\d½¼¾⅓⅔⅛²%∞](\([^()]*\))?|\d\s*/\s*[A-Za-z]|\$[a-zA-Z]\$)[\s\])}\"'’”`*_$]*$")


def wrong_particles(text):
    """수 뒤에 잘못 붙은 조사와 옳은 조사예요."""
    for m in AFTER.finditer(text):
        before = text[: m.start()].rsplit("\n", 1)[-1]
        right = josa(before, PARTICLE[m[1]])
        if NUMBER.search(before) and "sqrt" not in before[-30:] and right != before + m[1]:
            yield f"{before[-40:]}[{m[1]} → {right[len(before) :]}]"


def read_aloud(cell):
    """셀에서 눈으로 읽는 글들이에요. 그림의 속은 빼요."""
    if cell["cell_type"] == "markdown":
        yield "".join(cell["source"])
    for output in cell.get("outputs", []):
        for kind, text in [*output.get("data", {}).items(), ("text/plain", output.get("text", ""))]:
            if kind in ("text/html", "text/plain", "text/markdown"):
                text = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", "", "".join(text), flags=re.S)
                yield html.unescape(text)


@pytest.mark.parametrize("path", sorted((PACKAGE.parent / "notebooks").glob("0*.ipynb")), ids=lambda path: path.stem)
def test_particles_after_numbers_in_notebooks(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    wrong = {w for cell in cells for text in read_aloud(cell) for w in wrong_particles(text)}
    assert not wrong, "\n".join(wrong)


def test_particles_after_numbers_in_hints_and_corrections():
    said = [exercise.praise for exercise in EXERCISES.values()]
    said += [check(number, answer).text for number, (_, wrong) in ANSWERS.items() for answer in wrong]
    said += [check(number, moved(name, **v)).text for number, (name, _, wrong) in MOVED.items() for v in [{}, *wrong]]
    said += [check(number, value).text for number in ANSWERS for value in (0.01, 1, 3, 0.25, 10, 1000, 0.123456)]
    said += [line.says + "\n" + line.truth() for line in map(correct, LEDGER)]
    wrong = {w for text in said for w in wrong_particles(text)}
    assert not wrong, "\n".join(wrong)
    assert not [text for text in said if re.search(r"은\(는\)|이\(가\)|을\(를\)", text)]


@pytest.mark.parametrize("name", quick([*SCENES], 8))
def test_particles_after_numbers_in_what_a_scene_says(name):
    it = SCENES[name]()
    wrong = {w for values in list(settings(it, 24))[-24:] for w in wrong_particles(it.alt(**values))}
    assert not wrong, "\n".join(wrong)


# -- 바로잡기와 예제 -------------------------------------------------------------------------------------
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
