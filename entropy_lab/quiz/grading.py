"""연습마다 채점하는 법과 맞았을 때의 한마디. 채점은 틀린 답이 빠지기 쉬운 함정을 짚어 줘요.

채점 함수는 맞으면 None을, 아니면 힌트 한 문장을 돌려줘요. 답이 하나로 정해지지 않는 물음은 성질을 봐요.
"""

import numpy as np

from ..measures import entropy

EXERCISES = {}


def exercise(number, praise):
    def add(grade):
        EXERCISES[number] = grade, praise
        return grade

    return add


def close(a, b):
    """소수 둘째 자리까지 반올림한 답도 받아 줘요."""
    return abs(a - b) <= max(1e-9, 0.006 * (1 if abs(b) >= 0.1 else abs(b)))


def amount(number, truth, praise, hints=()):
    """답이 수 하나인 연습. hints는 (틀린 값, 그 값이 나온 까닭)의 나열이에요."""

    def grade(answer):
        if isinstance(answer, bool | str) or np.ndim(answer) > 0:
            return f"수 하나로 답해 주세요. 지금은 {answer!r}이에요."
        value = float(answer)
        if close(value, truth):
            return None
        for wrong, why in hints:
            if close(value, wrong):
                return why
        return f"{value:g}은(는) 아니에요. 답은 이보다 {'작아요' if value > truth else '커요'}."

    exercise(number, praise)(grade)


def distribution(answer, size):
    """확률 size개로 읽어요. 분포가 아니면 까닭을 말하며 멈춰요."""
    p = np.asarray(answer, float)
    if p.shape != (size,):
        raise ValueError(f"확률 {size}개를 담은 리스트로 답해 주세요.")
    entropy(p)
    return p


def cases(function, *pairs):
    """함수를 숨은 경우마다 불러 보고, 처음으로 어긋나는 경우를 말해요."""
    if not callable(function):
        return "함수 이름을 괄호 없이 그대로 넣어 주세요. 예: check(번호, 내_함수)"
    for args, truth, why in pairs:
        try:
            with np.errstate(all="ignore"):
                got = function(*(np.array(v) if np.ndim(v) else v for v in args))  # copies it may write into
        except Exception as e:
            return f"{args!r}을(를) 넣으면 멈췄어요. {type(e).__name__}: {e}. {why}"
        if got is None:
            return "함수가 아무것도 돌려주지 않아요. return을 적었는지 보세요."
        got, truth = np.asarray(got), np.asarray(truth)
        if (
            np.shape(got) != np.shape(truth)
            or not np.allclose(got, truth, rtol=1e-9, atol=0)
            or np.any(np.signbit(got) != np.signbit(truth))
        ):
            return f"{args!r}을(를) 넣으면 {truth.tolist()!r}이어야 하는데 {got.tolist()!r}이(가) 나와요. {why}"
    return None


NAT = "나트로 셈하신 것 같아요. 비트로 답하려면 밑이 2인 로그를 써요."
