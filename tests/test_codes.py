"""허프만 부호는 정리로, 본문의 수는 다시 계산해서, 한글은 유니코드의 모든 음절로 확인해요."""

import doctest
from collections import Counter
from itertools import pairwise
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entropy_lab import codes
from entropy_lab.codes import FINALS, INITIALS, VOWELS, blocks, codewords, huffman, jamo
from entropy_lab.data import constitution, weather

SKEWED = [0.9, 0.05, 0.03, 0.02]
SYLLABLES = [chr(k) for k in range(ord("가"), ord("힣") + 1)]

distributions = (
    st.lists(st.integers(0, 10**6), min_size=1, max_size=40)
    .filter(any)
    .map(lambda counts: np.array(counts) / sum(counts))
)


def entropy(p):
    p = np.asarray(p)[np.asarray(p) > 0]
    return -(p * np.log2(p)).sum()


def frequencies(items):
    counts = np.array(list(Counter(items).values()))
    return counts / counts.sum()


@given(distributions)
def test_huffman_keeps_kraft_and_shannon(p):
    lengths = huffman(p)
    assert lengths.dtype == int
    assert not lengths[p == 0].any()
    assert (0.5 ** lengths[p > 0]).sum() == 1  # 크래프트 부등식의 등호: 버리는 낱말이 없어요.
    assert entropy(p) - 1e-9 <= p @ lengths < entropy(p) + 1


@given(distributions)
def test_codewords_are_prefix_free_and_as_long_as_huffman_says(p):
    words = codewords(p)
    assert [len(word) for word in words] == huffman(p).tolist()
    used = sorted(word for word in words if word)
    assert set("".join(used)) <= {"0", "1"}
    # 사전순으로 놓으면, 어떤 낱말의 앞부분인 낱말은 그 앞에 이어져 와요.
    assert not any(b.startswith(a) for a, b in pairwise(used))


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        ([0.5, 0.25, 0.125, 0.125], 1.75),
        (np.full(8, 1 / 8), 3),
        (np.full(6, 1 / 6), 2.667),
        (SKEWED, 1.15),
        ([1], 0),
        ([0, 1, 0], 0),
        ([0, 0.5, 0.5], 1),
    ],
)
def test_mean_length(p, expected):
    assert p @ huffman(p) == pytest.approx(expected, abs=5e-4)


def test_longer_blocks_come_closer_to_entropy():
    lengths = [blocks(SKEWED, n) @ huffman(blocks(SKEWED, n)) / n for n in (1, 2, 3, 4)]
    assert lengths == pytest.approx([1.15, 0.769, 0.674, 0.638], abs=5e-4)
    assert entropy(SKEWED) == pytest.approx(0.618, abs=5e-4)


def test_weather_code():
    p = frequencies(weather()["weather"].tolist())
    lengths = [blocks(p, n) @ huffman(blocks(p, n)) / n for n in (1, 2, 3, 4)]
    assert lengths == pytest.approx([1.739, 1.622, 1.606, 1.595], abs=5e-4)
    assert entropy(p) == pytest.approx(1.587, abs=5e-4)


@given(distributions, st.integers(1, 3))
def test_blocks_are_independent(p, n):
    q = blocks(p, n)
    assert q.shape == (p.size**n,)
    assert q.sum() == pytest.approx(1)
    assert entropy(q) == pytest.approx(n * entropy(p), abs=1e-9)


def test_blocks_count_like_digits():
    q = blocks([0.7, 0.2, 0.1], 2)
    assert q[3 * 1 + 2] == 0.2 * 0.1


def test_blocks_grow_as_far_as_any_computer_holds_and_no_further():
    assert blocks([1], 24) == [1]
    for p, n in (([1], 25), ([0.5, 0.5], 25), (np.full(5000, 1 / 5000), 2)):
        with pytest.raises(ValueError, match=f"n에 쓸 수 없는 값이에요: {n}"):
            blocks(p, n)
    assert blocks(np.full(5000, 1 / 5000), 1).size == 5000


def test_words_of_one_length_count_up_in_their_order():
    assert codewords(np.full(64, 1 / 64)) == [f"{i:06b}" for i in range(64)]


def test_every_syllable_survives_the_round_trip():
    parts = jamo("".join(SYLLABLES))
    places = [(INITIALS.index(a) * 21 + VOWELS.index(b)) * 28 + FINALS.index(c) for a, b, c in parts]
    assert [chr(ord("가") + place) for place in places] == SYLLABLES
    # 유니코드 표준의 분해(NFD)와도 받침의 있고 없음이 같아요.
    assert [2 + bool(part[2]) for part in parts] == [len(normalize("NFD", s)) for s in SYLLABLES]
    assert jamo(normalize("NFD", "받침 없는 나무")) == jamo("받침 없는 나무")


def test_jamo_skips_everything_else():
    assert jamo("ㅋㅋ abc 123 漢字 힣") == [("ㅎ", "ㅣ", "ㅎ")]
    assert jamo("") == []
    for text in (123, None, b"abc", ["가"]):
        with pytest.raises(ValueError, match=r"text에 쓸 수 없는 값이에요.*따옴표"):
            jamo(text)


def test_entropies_of_the_constitution():
    syllables = jamo(constitution())
    heads, vowels, finals = zip(*syllables, strict=True)
    measured = [entropy(frequencies(part)) for part in (heads, vowels, finals, syllables)]
    assert measured == pytest.approx([3.342, 3.646, 2.197, 6.999], abs=5e-4)
    p = frequencies(syllables)
    assert p @ huffman(p) == pytest.approx(7.026, abs=5e-4)
    p = frequencies([part for syllable in syllables for part in syllable if part])
    assert (p @ huffman(p), entropy(p)) == pytest.approx((4.471, 4.433), abs=5e-4)


@pytest.mark.parametrize("p", [[], [0.5, 0.6], [1.5, -0.5], [np.nan, 1], [[0.5, 0.5]], 1.0])
def test_what_is_no_distribution_is_refused(p):
    for function in (huffman, codewords, lambda p: blocks(p, 2)):
        with pytest.raises(ValueError, match="p"):
            function(p)


def test_the_message_names_the_value_at_fault():
    with pytest.raises(ValueError, match=r"-0\.5"):
        huffman([1.5, -0.5])
    with pytest.raises(ValueError, match="n에 쓸 수 없는 값이에요: 0"):
        blocks(SKEWED, 0)


def test_doctests_run():
    result = doctest.testmod(codes)
    assert result.attempted
    assert not result.failed
