"""언어 모델은 정의대로 세어 견주고, 산술 부호는 되살려 보고, 크기는 같은 것을 아는 남의 압축기와 견줘요."""

import bz2
import lzma
import random
import zlib
from functools import cache
from itertools import pairwise
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entropy_lab.arithmetic import compress, expand
from entropy_lab.data import constitution
from entropy_lab.language import JAMO, SCALE, KneserNey, WittenBell, apart, bits, imitate, ranks, together

LAW = constitution()
KINDS = JAMO + "\n" + "".join(map(chr, range(32, 127))) + "·①②③④⑤⑥⑦⑧⑨⑩"  # 글을 보기 전에 정한 글자들
SYLLABLES = "".join(c for c in LAW if "가" <= c <= "힣")
CUT = len(SYLLABLES) * 8 // 10
PLACE = [i for i, c in enumerate(LAW) if "가" <= c <= "힣"][CUT]
TRAIN, HELD = apart(SYLLABLES[:CUT]), apart(SYLLABLES[CUT:])
FULL = [apart(part, only_hangul=False) for part in (LAW[:PLACE], LAW[PLACE:])]
both = pytest.mark.parametrize("kind", [WittenBell, KneserNey])


@cache
def model(kind, n, text=TRAIN, kinds=JAMO):
    return kind(text, n, kinds)


# -- 풀어 쓰기와 모아 쓰기 --------------------------------------------------------------------------------
def test_every_syllable_comes_apart_and_together():
    every = "".join(map(chr, range(ord("가"), ord("힣") + 1)))
    assert together(apart(every)) == every
    assert apart(every) == "".join(part for c in every for part in _compatible(c))


def _compatible(syllable):
    """유니코드가 정한 분해를, 낱자로 쓰는 자모로 옮긴 것이에요."""
    names = [("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", 0x1100), ("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", 0x1161)]
    names += [("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ", 0x11A8)]
    return [row[ord(c) - first] for c, (row, first) in zip(normalize("NFD", syllable), names, strict=False)]


@given(st.text(st.sampled_from("가각까깎뷁아이ㄱㅏㄳ 9.,\n①")))
def test_any_text_comes_back(text):
    once = together(apart(text, only_hangul=False))
    assert apart(once, only_hangul=False) == apart(text, only_hangul=False)
    if not {*text} & {*"ㄱㅏㄳ"}:  # 낱자는 옆의 글자에 붙을 수 있어요
        assert once == text


def test_only_hangul_is_kept_unless_told():
    assert apart("제1조 ① 대한", only_hangul=False) == "ㅈㅔ1ㅈㅗ ① ㄷㅐㅎㅏㄴ"
    assert apart("제1조 ① 대한") == "ㅈㅔㅈㅗㄷㅐㅎㅏㄴ"
    assert len(JAMO) == 51 == len({*JAMO})


# -- 모델 --------------------------------------------------------------------------------------------
def by_definition(kind, text, n, kinds, symbol, before):
    """정의대로: 글에서 토막을 모두 세어요. 글의 앞에는 글이 시작한다는 표(^)를 n - 1개 붙여요."""
    padded, D = "^" * (n - 1) + text, 3 / 4
    places = range(n - 1, len(padded))

    def count(h, s):
        ends = [i for i in places if padded[:i].endswith(h) and padded[i] == s]
        if kind is WittenBell or len(h) == n - 1:
            return len(ends)
        return len({padded[i - len(h) - 1] for i in ends})  # 바로 앞에 온 서로 다른 자모

    def p(h):
        shorter = p(h[1:]) if h else 1 / len(kinds)
        counts = {s: count(h, s) for s in kinds}
        N, T = sum(counts.values()), sum(c > 0 for c in counts.values())
        if not N:
            return shorter
        if kind is WittenBell:
            return (counts[symbol] + T * shorter) / (N + T)
        return max(counts[symbol] - D, 0) / N + D * T / N * shorter

    return p(before[max(0, len(before) - n + 1) :])


@both
def test_a_rank_is_the_place_among_the_models_probabilities(kind):
    kinds, dice = "ㄱㄴㅏㅓ", random.Random(7)
    made, said = kind("ㄱㅏㄴㅏㄱㅓ", 3, kinds), "".join(dice.choices(kinds, k=30))
    for before in ("", "ㄱㅏ"):
        for k, place in enumerate(ranks(said, made, before)):
            shares = [made.p(s, before + said[:k]) for s in kinds]
            assert place == sorted(shares, reverse=True).index(shares[kinds.index(said[k])]) + 1


@both
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_probabilities_are_the_definition(kind, n):
    kinds, dice = "ㄱㄴㅏㅓ", random.Random(n)
    for _ in range(4):
        text = "".join(dice.choices(kinds[:3], [4, 1, 3], k=dice.randrange(40)))
        made = kind(text, n, kinds)
        for before in ["", text[:2], text[-5:], "ㅓㅓㅓㅓ", "".join(dice.choices(kinds, k=5))]:
            for symbol in kinds:
                wanted = by_definition(kind, text, n, kinds, symbol, before)
                assert made.p(symbol, before) == pytest.approx(wanted, rel=1e-12)


@both
def test_probabilities_sum_to_one_and_none_is_zero(kind):
    dice, made = random.Random(0), model(kind, 8)
    for _ in range(40):
        at = dice.randrange(len(HELD))
        before = dice.choice([HELD[:at], "".join(dice.choices(JAMO, k=9)), TRAIN[at : at + 7], "ㅋ", ""])
        p, shares = np.array([made.p(s, before) for s in JAMO]), made.shares(before)
        assert p.min() > 0
        assert p.sum() == pytest.approx(1, abs=1e-12)
        assert shares.dtype == np.int64
        assert shares.min() >= 1
        assert abs(shares.sum() - SCALE) <= 60 * 8
        np.testing.assert_allclose(shares / SCALE, p, atol=1e-5)


def loss(kind, n):
    return bits(HELD, model(kind, n), TRAIN).mean()


def test_held_out_bits_have_no_u_up_to_eight():
    curve = np.array([loss(KneserNey, n) for n in range(1, 9)])
    assert (len(TRAIN), len(HELD)) == (25_823, 6_461)
    assert np.all(np.diff(curve) < 0)
    assert curve[7] <= 2.0
    assert curve[7] == pytest.approx(1.938, abs=1e-3)
    assert curve[2] - curve[3] > 0.1


def test_witten_bell_still_has_a_shallow_u():
    curve = np.array([loss(WittenBell, n) for n in range(1, 9)])
    assert curve.argmin() == 4
    assert curve[4] == pytest.approx(2.241, abs=1e-3)
    assert curve[7] > curve[4] + 0.1
    assert loss(KneserNey, 8) < curve[4] - 0.1


def test_a_model_that_learns_is_better_and_the_given_one_stays():
    made = model(KneserNey, 8)
    seen = {context: dict(counts) for context, counts in made.seen.items()}
    learned = bits(HELD, made, TRAIN, learning=True).mean()
    assert learned == pytest.approx(1.674, abs=1e-3)
    assert learned < loss(KneserNey, 8) - 0.15
    assert made.seen == seen


def test_reading_in_two_parts_is_reading_once():
    whole, parts = KneserNey(TRAIN[:600], 6), KneserNey(TRAIN[:400], 6)
    for i in range(400, 600):
        parts.learn(TRAIN[:i], TRAIN[i])
    assert whole.seen == parts.seen


# -- 지어낸 글 -----------------------------------------------------------------------------------------
def test_imitation_is_the_same_every_time_and_its_entropy_rises_with_temperature():
    kinds = "".join(sorted({*FULL[0]}))
    made = KneserNey(FULL[0], 8, kinds)
    tries = [imitate(made, apart("대한"), 160, T) for T in (0.5, 1, 1.5)]
    assert tries[1][0] == imitate(made, apart("대한"), 160, 1)[0]
    assert tries[1][0] != imitate(made, apart("대한"), 160, 1, seed=1)[0]
    for text, doubt in tries:
        assert text.startswith("ㄷㅐㅎㅏㄴ")
        assert len(text) == 165
        assert len(doubt) == 160
        assert {*text} <= {*kinds}
    assert all(a[1].mean() < b[1].mean() - 0.3 for a, b in pairwise(tries))


# -- 산술 부호 -----------------------------------------------------------------------------------------
def round_trip(text, made, before=""):
    """되살려 보고, 부호의 길이와 모델이 매긴 길이(바이트)를 돌려줘요."""
    code = compress(text, made, before)
    assert expand(code, len(text), made, before) == text
    ideal = bits(text, made, before, learning=True).sum() / 8
    assert ideal <= len(code) <= ideal + 2
    return len(code), ideal


@both
@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("가나다라마"), max_size=200), st.integers(1, 6))
def test_short_texts_come_back(kind, text, n):
    round_trip(text, kind(n=n, kinds="가나다라마"))


def test_lopsided_texts_come_back():
    dice = random.Random(1)
    for trial in range(60):
        kinds = "ab" if trial % 2 else "abcdefg"
        text = "".join(dice.choices(kinds, [dice.random() ** 8 for _ in kinds], k=dice.randrange(400)))
        round_trip(text, KneserNey(n=3, kinds=kinds))
    assert round_trip("a" * 20_000, KneserNey(n=3, kinds="ab"))[0] < 12
    assert round_trip("", KneserNey())[0] == 1


def test_the_bytes_are_the_same_on_every_machine():
    assert compress("ㄷㅐㅎㅏㄴㅁㅣㄴㄱㅜㄱ", KneserNey(n=3)).hex() == "21b3c7d9ea942e76cfb2"


def test_a_code_that_is_cut_or_changed_is_refused():
    text, made = HELD[:150], KneserNey(n=6)
    code, wrong, dice = compress(text, made), "되살릴 수 없는 부호", random.Random(0)
    broken = [code[:k] for k in range(len(code))] + [code + b"\0", b"\0" + code, code[1:]]
    for _ in range(60):
        at = dice.randrange(len(code))
        broken.append(code[:at] + bytes([code[at] ^ 1 << dice.randrange(8)]) + code[at + 1 :])
    for bad in broken:
        with pytest.raises(ValueError, match=wrong):
            expand(bad, len(text), made)
    for length in (0, 149, 151, 300):
        with pytest.raises(ValueError, match=wrong):
            expand(code, length, made)
    for other in (KneserNey(n=5), WittenBell(n=6), KneserNey("ㄱㅏ", 6)):
        with pytest.raises(ValueError, match=wrong):
            expand(code, len(text), other)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: compress("abc", KneserNey()), "글에 쓸 수 없는 값이에요: 'a'"),
        (lambda: compress(None, KneserNey()), "글에 쓸 수 없는 값이에요: None"),
        (lambda: expand("글", 3, KneserNey()), "code에 쓸 수 없는 값이에요: '글'"),
        (lambda: expand(b"", -1, KneserNey()), "length에 쓸 수 없는 값이에요: -1"),
        (lambda: expand(b"", 1.5, KneserNey()), "length에 쓸 수 없는 값이에요: 1.5"),
        (lambda: KneserNey("대한"), "글에 쓸 수 없는 값이에요: '대'"),
        (lambda: KneserNey(["ㄱ"]), "글에 쓸 수 없는 값이에요"),
        (lambda: WittenBell("ㄱ", 0), "n에 쓸 수 없는 값이에요: 0"),
        (lambda: bits("ㄱ?", WittenBell()), "글에 쓸 수 없는 값이에요: '\\?'"),
        (lambda: imitate(WittenBell(), "ㄱ", 3, 0), "temperature에 쓸 수 없는 값이에요: 0"),
        (lambda: imitate(WittenBell(), "ㄱ", -3), "length에 쓸 수 없는 값이에요: -3"),
        (lambda: imitate(WittenBell(), "k", 3), "글에 쓸 수 없는 값이에요: 'k'"),
        (lambda: apart(3), "text에 쓸 수 없는 값이에요: 3"),
    ],
)
def test_refusals_say_what_to_do(call, told):
    with pytest.raises(ValueError, match=told):
        call()


# -- 남의 압축기와 ---------------------------------------------------------------------------------------
def others(data):
    """아무것도 모르고 시작하는 압축기들의 크기(바이트)예요. xz는 겉포장을 뺀 것이에요."""
    raw = dict(format=lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}])
    return dict(zlib=len(zlib.compress(data, 9)), bz2=len(bz2.compress(data, 9)), xz=len(lzma.compress(data, **raw)))


def knowing(data, before):
    """배운 글을 아는 압축기들: zlib은 사전으로, 나머지는 이어 붙여 는 만큼이에요."""
    packer, alone, joined = zlib.compressobj(9, zdict=before), others(before), others(before + data)
    sizes = {name: joined[name] - alone[name] for name in ("bz2", "xz")}
    return sizes | dict(zlib=len(packer.compress(data) + packer.flush()))


def as_bytes(text, how, kinds=KINDS):
    return bytes(map(kinds.index, text)) if how == "jamo" else together(text).encode(how)


WAYS = "jamo", "utf-8", "utf-16-le", "cp949"


def test_nothing_known_ours_is_below_all():
    ideal = bits(HELD, KneserNey(n=6), learning=True).sum() / 8 + 4  # 부호의 나머지 2, 길이 2
    for how in WAYS:
        assert ideal < 0.95 * min(others(as_bytes(HELD, how)).values()), how
    plain = bits(HELD, WittenBell(), learning=True).sum() / 8 + 4
    assert plain < 0.95 * others(as_bytes(HELD, "utf-8"))["zlib"]
    assert plain < 0.98 * others(as_bytes(HELD, "jamo"))["zlib"]


def test_training_text_known_ours_is_below_all():
    ideal = bits(HELD, model(KneserNey, 8), TRAIN, learning=True).sum() / 8 + 4
    for how in WAYS:
        assert ideal < 0.96 * min(knowing(as_bytes(HELD, how), as_bytes(TRAIN, how)).values()), how


def test_a_static_model_loses_to_zlib_that_goes_on_learning():
    static = bits(HELD, model(WittenBell, 5), TRAIN).sum() / 8
    assert static > 1.01 * knowing(as_bytes(HELD, "jamo"), as_bytes(TRAIN, "jamo"))["zlib"]


def test_the_full_text_with_spaces_too():
    before, text = FULL
    assert together(text) == LAW[PLACE:]
    nothing = bits(text, KneserNey(n=6, kinds=KINDS), learning=True).sum() / 8 + 4
    known = bits(text, KneserNey(before, 8, KINDS), before, learning=True).sum() / 8 + 4
    for how in WAYS:
        data, ahead = as_bytes(text, how), as_bytes(before, how)
        assert nothing < 0.95 * min(others(data).values()), how
        assert known < 0.96 * min(knowing(data, ahead).values()), how


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "n", "known", "size"),
    [
        (WittenBell, 5, False, 2_068),
        (KneserNey, 6, False, 1_821),
        (WittenBell, 5, True, 1_587),
        (KneserNey, 8, True, 1_354),
    ],
)
def test_the_held_out_fifth_comes_back(kind, n, known, size):
    before = TRAIN if known else ""
    assert round_trip(HELD, model(kind, n, before), before)[0] == size


@pytest.mark.slow
@pytest.mark.parametrize(("n", "known", "size"), [(6, False, 2_074), (8, True, 1_491)])
def test_the_full_text_comes_back(n, known, size):
    before, text = FULL
    before = before if known else ""
    assert round_trip(text, KneserNey(before, n, KINDS), before)[0] == size


@pytest.mark.slow
def test_other_texts_come_back():
    from entropy_lab.data import words

    for text in ("".join(words()), "뷁" * 50, "아무 말이나 적어도 돼요. 그 말이 그대로 돌아와요."):
        round_trip(apart(text), KneserNey(n=6))
