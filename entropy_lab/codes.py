"""허프만 부호와 한글 자모: 엔트로피가 말하는 길이를 실제 부호로 만들어 봐요."""

import heapq
from functools import reduce
from itertools import count
from unicodedata import normalize

import numpy as np

from .inputs import distribution, refuse, whole

# 유니코드 한글 음절은 이 차례의 초성 19 × 중성 21 × 종성 28을 '가'(0xAC00)부터 늘어놓은 것이에요.
INITIALS = list("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")
VOWELS = list("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")
FINALS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]


def huffman(p):
    """허프만 부호의 길이(비트)를 `p`의 차례대로 담은 정수 배열이에요.

    가장 드문 두 묶음을 합칠 때마다 그 안의 기호가 모두 1비트씩 길어져요. 나오지 않는 기호(p = 0)와
    반드시 나오는 기호(p = 1)는 길이가 0이에요. 물을 것이 없으니까요. 그래서 늘 H ≤ L < H + 1이에요.

    >>> huffman([0.5, 0.25, 0.125, 0.125])
    array([1, 2, 3, 3])
    """
    p = _one(p)
    lengths = np.zeros(p.size, dtype=int)
    order = count()  # 확률이 같으면 먼저 생긴 묶음부터 합쳐서 결과가 늘 같아요.
    heap = [(weight, next(order), [i]) for i, weight in enumerate(p) if weight > 0]
    heapq.heapify(heap)
    while len(heap) > 1:
        (w1, _, group1), (w2, _, group2) = heapq.heappop(heap), heapq.heappop(heap)
        lengths[group1 + group2] += 1
        heapq.heappush(heap, (w1 + w2, next(order), group1 + group2))
    return lengths


def codewords(p):
    """허프만 부호의 낱말들이에요. 어느 낱말도 다른 낱말의 앞부분이 아니에요.

    >>> codewords([0.125, 0.5, 0.125, 0.25])
    ['110', '0', '111', '10']
    """
    lengths = huffman(p)
    words, code, previous = [""] * lengths.size, 0, 0
    for i in np.argsort(lengths, kind="stable"):
        if lengths[i] > 0:  # 짧은 것부터 하나씩 세어 올리고, 길어지면 뒤에 0을 붙여요.
            code <<= int(lengths[i]) - previous
            words[i], previous = f"{code:0{lengths[i]}b}", int(lengths[i])
            code += 1
    return words


def blocks(p, n):
    """`p`를 따르는 서로 독립인 기호 `n`개를 한 묶음으로 본 분포예요. 길이는 K**n이에요.

    >>> blocks([0.75, 0.25], 2).tolist()
    [0.5625, 0.1875, 0.1875, 0.0625]
    """
    p = _one(p)
    most = max(1, int(24 / np.log2(max(2, p.size))))  # 2**24개까지면 어느 컴퓨터에도 들어가요
    return reduce(np.kron, [p] * whole(n, "n", 1, most))


def jamo(text):
    """`text`의 한글 음절마다 (초성, 중성, 종성)이에요. 받침이 없으면 종성은 ''이에요.

    한글 음절이 아닌 글자는 건너뛰어요.

    >>> jamo("한글, 2과!")
    [('ㅎ', 'ㅏ', 'ㄴ'), ('ㄱ', 'ㅡ', 'ㄹ'), ('ㄱ', 'ㅘ', '')]
    """
    if not isinstance(text, str):
        refuse("text", text, "따옴표로 감싼 글을 넣어 주세요.")
    # NFC: 맥의 파일 이름처럼 자모로 풀린 한글도 음절로 모아요.
    codes = [ord(letter) - ord("가") for letter in normalize("NFC", text) if "가" <= letter <= "힣"]
    return [(INITIALS[k // 588], VOWELS[k // 28 % 21], FINALS[k % 28]) for k in codes]


def _one(p):
    """확률을 한 줄로 늘어놓은 분포 하나예요."""
    p = distribution(p)
    if p.ndim != 1:
        raise ValueError(f"p의 모양이 {p.shape}이에요. 확률을 한 줄로 늘어놓은 분포 하나를 넣어 주세요.")
    return p.astype(float)
