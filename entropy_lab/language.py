"""다음 자모를 내다보는 작은 언어 모델: 위튼-벨과 크네저-나이.

모델은 글을 읽으며 세기만 해요. 확률을 정하는 식이 정수로만 되어 있어서, 같은 글을 읽은 두 컴퓨터는 마지막 비트까지
같은 분포를 갖고, 그래서 산술 부호(arithmetic.py)로 글을 주고받을 수 있어요.
"""

import random
from math import log2

import numpy as np

from .codes import FINALS, INITIALS, VOWELS, jamo
from .inputs import positive, real, refuse, whole
from .measures import entropy

JAMO = "".join(sorted({*INITIALS, *VOWELS, *FINALS} - {""}))  # 51가지
SCALE = 1 << 24  # 확률 1을 나누는 눈금의 수


def apart(text, only_hangul=True):
    """글을 자모로 풀어 써요. 한글이 아닌 글자는 건너뛰거나(처음 값) 그대로 둬요.

    >>> apart("한글, 2과"), apart("한글, 2과", only_hangul=False)
    ('ㅎㅏㄴㄱㅡㄹㄱㅘ', 'ㅎㅏㄴㄱㅡㄹ, 2ㄱㅘ')
    """
    if only_hangul:
        return "".join(map("".join, jamo(text)))
    return "".join(apart(c) or c for c in text)


def together(symbols):
    """풀어 쓴 자모를 음절로 모아 써요. 음절이 될 수 없는 것은 그대로 둬요.

    >>> together("ㅎㅏㄴㄱㅡㄹ, 2ㄱㅘ!")
    '한글, 2과!'
    """
    out, i = [], 0
    while i < len(symbols):
        first, vowel, last, after = (symbols[i + k : i + k + 1] for k in range(4))
        if first in INITIALS and vowel in VOWELS:
            last = last if last in FINALS and after not in VOWELS else ""  # 모음 앞의 자음은 다음 음절의 것이에요
            first = chr(ord("가") + (INITIALS.index(first) * 21 + VOWELS.index(vowel)) * 28 + FINALS.index(last))
            i += 1 + len(last)
        out.append(first)
        i += 1
    return "".join(out)


class WittenBell:
    """위튼-벨: 앞선 자모 n - 1개까지의 문맥을 짧은 것부터 차례로 섞어요.

    p(s|h) = (c(h s) + T(h) p(s|h')) / (N(h) + T(h))
    c는 문맥 h 다음에 s를 본 횟수, N은 그 합, T는 h 다음에 본 자모의 종류 수이고, h'은 h에서 맨 앞을 뗀 문맥이에요.
    빈 문맥보다 더 짧은 것은 모든 자모가 고르게 나뉜 분포예요.
    출처: I. H. Witten, T. C. Bell (1991), The Zero-Frequency Problem.

    >>> model = WittenBell("ㄱㅏㄱㅏㄴ", n=2, kinds="ㄱㄴㅏ")
    >>> [model.p(symbol, "ㅏ") for symbol in model.kinds]
    [0.4375, 0.375, 0.1875]
    """

    def __init__(self, text="", n=5, kinds=JAMO):
        self.n, self.kinds, self.seen, before = whole(n, "n", 1, 20), "".join(kinds), {}, ""
        for symbol in self.known(text):
            self.learn(before, symbol)
            before += symbol

    def known(self, text):
        """이 모델이 아는 글자로만 된 글인지 보고 그대로 돌려줘요."""
        if strange := sorted({*text} - {*self.kinds}) if isinstance(text, str) else [text]:
            refuse("글", strange[0], f"{self.kinds} 가운데에서만 이어 적어 주세요.")
        return text

    def copy(self):
        """따로 배울 수 있는 같은 모델이에요."""
        other = type(self)(n=self.n, kinds=self.kinds)
        other.seen = {context: dict(counts) for context, counts in self.seen.items()}
        return other

    def contexts(self, before):
        """before의 끝에서 0개, 1개, …, n - 1개를 떼어 낸 문맥들이에요."""
        return [before[len(before) - k :] for k in range(min(self.n - 1, len(before)) + 1)]

    def learn(self, before, symbol):
        """before 다음에 symbol이 나온 것을 한 번 세요."""
        for context in self.contexts(before):
            self.count(context, symbol)

    def count(self, context, symbol):
        """문맥 하나의 횟수를 올리고, 몇 번째인지 돌려줘요."""
        counts = self.seen.setdefault(context, {})
        counts[symbol] = counts.get(symbol, 0) + 1
        return counts[symbol]

    def weights(self, N, T):
        """짧은 문맥의 p를 (a c - b + r p) / z로 고치는 네 정수예요."""
        return 1, 0, T, N + T

    def steps(self, before):
        """짧은 문맥부터: 다음 자모의 횟수와 네 정수예요. 본 적 없는 문맥에서 그쳐요."""
        for context in self.contexts(before):
            if not (counts := self.seen.get(context)):
                return
            yield counts, *self.weights(sum(counts.values()), len(counts))

    def p(self, symbol, before=""):
        """before 다음에 symbol이 나올 확률이에요."""
        p = 1 / len(self.kinds)
        for counts, a, b, r, z in self.steps(before):
            p = (max(a * counts.get(symbol, 0) - b, 0) + r * p) / z
        return p

    def shares(self, before=""):
        """같은 분포를 정수로: kinds의 차례대로, 모두 1 이상이고 합이 2**24쯤이에요."""
        w = np.full(len(self.kinds), SCALE // len(self.kinds))
        for counts, a, b, r, z in self.steps(before):
            w *= r
            for symbol, c in counts.items():
                w[self.kinds.index(symbol)] += (a * c - b) * SCALE
            w //= z
        return w + 1


class KneserNey(WittenBell):
    """보간한 크네저-나이: 횟수마다 3/4을 떼어 짧은 문맥에 넘기고, 짧은 문맥에서는 **새로웠던 것만** 세요.

    p(s|h) = max(c(h s) - D, 0) / N(h) + D T(h) / N(h) · p(s|h'),  D = 3/4
    가장 긴 문맥의 c는 본 횟수이고, 더 짧은 문맥의 c는 h s의 바로 앞에 온 서로 다른 자모의 수예요.
    출처: R. Kneser, H. Ney (1995), Improved Backing-off for M-gram Language Modeling. 보간은 S. F. Chen,
    J. Goodman (1999), An Empirical Study of Smoothing Techniques for Language Modeling의 것이에요.

    >>> model = KneserNey("ㄱㅏㄱㅏㄴ", n=2, kinds="ㄱㄴㅏ")
    >>> [model.p(symbol, "ㅏ") for symbol in model.kinds]
    [0.5, 0.3125, 0.1875]
    """

    def learn(self, before, symbol):
        """긴 문맥부터 세다가, 이미 본 것을 만나면 그쳐요. 더 짧은 문맥에는 처음 볼 때 세어 두었어요."""
        for context in reversed(self.contexts(before)):
            if self.count(context, symbol) > 1:
                return

    def weights(self, N, T):
        return 4, 3, 3 * T, 4 * N


def bits(text, model, before="", learning=False):
    """글의 자모마다 모델이 준 확률의 정보량(비트)이에요. 그 평균이 글과 모델 사이의 교차 엔트로피예요.

    before는 글의 바로 앞에 있던 글이고, learning이면 읽으면서 배워요. 받은 model은 그대로예요.

    >>> bits("ㄱㄴ", WittenBell(kinds="ㄱㄴㅏㅓ"))
    array([2., 2.])
    """
    model, spent = model.copy() if learning else model, []
    for symbol in model.known(text):
        spent.append(-log2(model.p(symbol, before)))
        if learning:
            model.learn(before, symbol)
        before += symbol
    return np.array(spent)


def ranks(text, model, before=""):
    """글의 자모마다, 모델이 그 자모를 몇째로 그럴듯하다고 보았는지예요. 확률이 같으면 같은 순위예요.

    >>> ranks("ㅏㄴ", WittenBell("ㄱㅏㄱㅏㄴ", n=2, kinds="ㄱㄴㅏ"), "ㄱ")
    array([1, 2])
    """
    places = []
    for symbol in model.known(text):
        shares = model.shares(before)
        places.append(1 + (shares > shares[model.kinds.index(symbol)]).sum())
        before += symbol
    return np.array(places)


def imitate(model, start, length, temperature=1.0, seed=0):
    """start에 이어 자모 length개를 모델의 분포에서 뽑아 지은 글과, 뽑을 때마다의 엔트로피(비트)예요.

    >>> imitate(WittenBell("ㄱㅏㄴㅏㄷㅏ", n=2, kinds="ㄱㄴㄷㅏ"), "ㄱ", 5, temperature=0.1)[0]
    'ㄱㅏㄷㅏㄴㅏ'
    """
    T = real(temperature, "temperature", positive, "0보다 큰 유한한 수를 넣어 주세요.")
    dice, text, doubt = random.Random(seed), model.known(start), []
    for _ in range(whole(length, "length", 0)):
        w = model.shares(text)
        p = (w / w.max()) ** (1 / T)
        p = p / p.sum()
        doubt.append(entropy(p))
        text += dice.choices(model.kinds, p.tolist())[0]
    return text, np.array(doubt)
