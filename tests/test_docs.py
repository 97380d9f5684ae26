"""선생님이 읽는 글: 링크와 명령이 모두 있고, 시간표의 분이 맞고, 시험의 답이 함수의 값과 같아요."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from entropy_lab import (
    binary_entropy,
    conditional_entropy,
    cross_entropy,
    entropy,
    information,
    joint_entropy,
    kl_divergence,
    mutual_information,
    smooth,
    softmax,
)
from entropy_lab.codes import huffman
from entropy_lab.publish.cli import commands

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOTEBOOKS = {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))}
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)


def text(path):
    return path.read_text(encoding="utf-8")


def headings(path):
    """노트북의 제목들에서 #과 끝의 (몇 분)을 뺀 것."""
    said = ["".join(cell["source"]) for cell in json.loads(text(path))["cells"] if cell["cell_type"] == "markdown"]
    titles = re.findall(r"^#+ (.+)$", "\n".join(said), re.M)
    return {re.sub(r" \(\d+분\)$", "", title) for title in titles}


def stated_minutes(path):
    return int(re.search(r"걸리는 시간\*\* (\d+)분", text(path))[1])


# -- 링크와 명령 --------------------------------------------------------------------------------------
def slug(title):
    """GitHub가 제목에 붙이는 이름: 문장 부호를 빼고 빈칸을 -로 바꿔요."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@every_page
def test_every_relative_link_is_there(page):
    found = re.findall(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", text(page), re.M)
    for target in (inline or named for inline, named in found):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, place = target.partition("#")
        to = page.parent / file if file else page
        assert to.exists(), target
        if place:
            assert place in map(slug, re.findall(r"^#+ (.+)$", text(to), re.M)), target


@every_page
def test_every_make_target_is_in_the_makefile(page):
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text(page), re.S))
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


@every_page
def test_every_command_exists(page):
    assert set(re.findall(r"python -m entropy_lab ([a-z]+)", text(page))) <= set(commands())


# -- 안내서의 시간표 ----------------------------------------------------------------------------------
TEACHING, KEY = ROOT / "docs/teaching.md", ROOT / "docs/exam-key.md"


def rows(columns):
    """안내서에서 칸이 이만큼인 표의 줄들."""
    table = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text(TEACHING).splitlines() if line[:1] == "|"
    ]
    return [row for row in table if len(row) == columns]


def test_sections_that_the_guide_names_are_in_the_notebooks():
    links = re.findall(r"\[([^\]]+)\]\[(\d\d)\]", text(TEACHING))
    assert links
    for title, book in links:
        assert title == book or {title, f"더 깊이: {title}"} & headings(NOTEBOOKS[book]), title


def test_minutes_of_the_guide_are_those_of_the_notebooks():
    told = {row[0][1:3]: int(row[1]) for row in rows(4) if re.match(r"\[\d\d\]\[\d\d\]$", row[0])}
    assert told == {book: stated_minutes(path) for book, path in NOTEBOOKS.items()}


def test_each_of_the_ten_sessions_adds_up():
    sessions = [row for row in rows(8) if row[0].isdigit()]
    assert [row[1] for row in sessions] == sorted(NOTEBOOKS)
    for _, book, *minutes, _ in sessions:
        recall, lecture, lab, close, home = map(int, minutes)
        assert recall + lecture + lab + close == 100
        assert lab + home == stated_minutes(NOTEBOOKS[book])


def test_the_two_weeks_and_the_hour_add_up():
    *unit, total = [row for row in rows(5) if row[-1].isdigit()]
    assert np.array([row[2:] for row in unit], int).sum(axis=0).tolist() == [int(n) for n in total[2:]]
    for when, what, _, lab, home in unit:
        parts = [int(n) for n in re.findall(r"\w (\d+)(?:,|$)", what)]
        assert not parts or sum(parts) == int(lab), when
        if int(home):
            assert int(home) == stated_minutes(NOTEBOOKS[what[:2]])
    assert sum(int(row[0]) for row in rows(3) if row[0].isdigit() and len(row[0]) < 3 and row[0][0] != "0") == 50


# -- 시험 ------------------------------------------------------------------------------------------
def sieve(p):
    """08의 체: 0보다 큰 것만 남겨 모두 더해요."""
    p = np.asarray(p, float)
    return -(p[p > 0] * np.log2(p[p > 0])).sum()


def even(head, K=4):
    return [head, *np.full(K - 1, (1 - head) / (K - 1))]


def even_head(teacher):
    """꼬리를 고르게 펴고도 교사와 엔트로피가 같아지는 머리."""
    low, high = max(teacher), 0.99
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if entropy(even(middle)) > entropy(teacher) else (low, middle)
    return low


def calibration(*bins):
    """(확신, 맞힌 비율)이 같은 수로 모인 칸들의 평균 확신, 정확도, 기대 보정 오차."""
    sure, right = np.array(bins).T
    return [sure.mean(), right.mean(), abs(sure - right).mean()]


def coins(see):
    """동전 넷에서 왼쪽이 앞의 셋을, 오른쪽이 see를 볼 때의 결합 분포."""
    joint = np.zeros((8, 8))
    for a, b, c, d in np.ndindex(2, 2, 2, 2):
        joint[4 * a + 2 * b + c, see(b, c, d)] += 1 / 16
    return joint


E = np.e
TEN, P9 = smooth(np.eye(10)[0], 0.2), [0.7, 0.2, 0.1]
COLD, Z = softmax(np.log([0.5, 0.3, 0.2]), temperature=0.5), np.array([1, 1, 0])
J13, J14 = np.array([[1 / 2, 0], [1 / 8, 3 / 8]]), np.array([[0.891, 0.009], [0.05, 0.05]])
THREE, XOR = coins(lambda b, c, d: 4 * b + 2 * c + d), coins(lambda b, c, d: b ^ c)
P20, FLAT, HALF = [1 / 2, 1 / 4, 1 / 4, 0], [1 / 4] * 4, [1 / 2, 1 / 2, 0, 0]
TEACHER, FOUR = [0.6, 0.3, 0.1, 0], np.array([0.5, 0.2, 0.2, 0.1])
EPS = np.full(256, 1 / 256)

ANSWERS = {  # 문항: (소수 자리, 계산한 값들)
    1: (4, [entropy([0.6, 0.2, 0.2], E), *information([0.2, 0.6], E)]),
    2: (4, [entropy(TEN, E), cross_entropy(TEN, even(0.95, 10), E), *information([0.95, 0.82], E)]),
    3: (4, information([1 / 13, 1 / 52])),
    4: (4, [*information([1 / 1000, 1 / 4000]), information(1 / 4000) / information(1 / 1000), information(1 / 4, E)]),
    5: (4, [entropy(FOUR)]),
    6: (3, [(0.5 ** np.array(lengths)).sum() for lengths in ([1, 3, 3, 3, 4, 4], [2, 2, 2, 3, 3, 3])]),
    7: (4, [binary_entropy(0.5), binary_entropy(0.2), binary_entropy(0.5) - binary_entropy(0.2)]),
    8: (4, [*COLD, entropy([0.5, 0.3, 0.2]), entropy(COLD), np.log2(3)]),
    9: (
        4,
        [
            entropy(P9, E),
            *(f(P9, q, E) for q in ([0.6, 0.3, 0.1], [0.8, 0.1, 0.1]) for f in (cross_entropy, kl_divergence)),
        ],
    ),
    10: (4, [information(softmax(Z)[2], E), *abs(softmax(Z) - [0, 0, 1]), *abs(softmax(Z / 2) - [0, 0, 1]) / 2]),
    11: (4, [entropy(TEACHER, E), entropy([0.6, 0.1, 0.3, 0], E), entropy(even(0.6), E), even_head(TEACHER)]),
    12: (2, calibration((0.9, 0.6), (0.6, 0.7)) + calibration((0.8, 0.6), (0.5, 0.7))),
    13: (
        4,
        [
            entropy(J13.sum(axis=0)),
            *(f(J13) for f in (conditional_entropy, joint_entropy, mutual_information)),
            conditional_entropy(J13.T),
        ],
    ),
    14: (4, [entropy(J14.sum(axis=0)), binary_entropy(0.01), binary_entropy(0.5), conditional_entropy(J14)]),
    15: (0, [mutual_information(THREE), joint_entropy(THREE), conditional_entropy(THREE.T), mutual_information(XOR)]),
    16: (4, [np.log(64) - 1.2, np.log2(64) - 1.2 / np.log(2), np.log(16), np.log(64) - 0.02, np.log(64)]),
    17: (4, [sieve([0.3, 0.3]), sieve([[0.5, 0.5], [0.25, 0.75]]), *entropy([[0.5, 0.5], [0.25, 0.75]])]),
    18: (4, [-np.log2(1 + 3 / 256), 256 * (3 / 256) / np.log(2)]),
    19: (1, [2 - 1.2, 1.5 + 1.2, 1.5 - (2 - 1.2), min(1.5, 2)]),
    20: (1, [kl_divergence(P20, FLAT), kl_divergence(HALF, P20)]),
}


def key_of(number):
    """답지에서 이 문항의 답(첫 줄)."""
    return re.search(rf"^### {number}\n(.+)$", text(KEY), re.M)[1].replace("−", "-")


@pytest.mark.parametrize("number", ANSWERS)
def test_answers_of_the_key_are_computed(number):
    digits, values = ANSWERS[number]
    for value in values:
        assert re.search(rf"(?<![\d.]){re.escape(f'{value:.{digits}f}')}(?!\d)", key_of(number)), (
            value,
            key_of(number),
        )


def test_what_the_key_says_without_a_decimal():
    assert sorted(huffman(FOUR)) == [1, 2, 3, 3]
    assert np.isclose(huffman(FOUR) @ FOUR, 1.8)
    assert [TEN[0], TEN[1], J14[:, 1].sum()] == pytest.approx([0.82, 0.02, 0.059])
    assert -(EPS * np.log2(EPS + 3 / 256)).sum() == pytest.approx(6)
    assert kl_divergence(P20, HALF) == kl_divergence(FLAT, P20) == np.inf


def test_every_question_has_a_key_and_five_points():
    asked = [int(n) for n in re.findall(r"^(\d+)\. ", text(TEACHING).split("## 시험: 문항 20개")[1], re.M)]
    marked = re.split(r"^### (\d+)$", text(KEY), flags=re.M)[1:]
    assert asked == [int(n) for n in marked[::2]] == list(ANSWERS)
    for number, said in zip(marked[::2], marked[1::2], strict=True):
        for part in ("배점", "부분 점수", "잦은 실수"):
            assert f"**{part}.**" in said, (number, part)
        scheme = re.search(r"\*\*배점\.\*\* (.+)", said)[1]
        points = dict(re.findall(r"\(([가나다])\) (\d)점", scheme))
        assert [*points] == ["가", "나", "다"], (number, scheme)
        assert sum(map(int, points.values())) == 5, (number, scheme)
