"""답을 읽어요: 수, 분포, 이름, 함수, 움직인 그림. 읽을 수 없으면 무엇을 고칠지 말해요.

수는 파이썬 수, numpy, torch 텐서(기울기가 붙어 있어도), Fraction, Decimal 어느 것이든 되고, 묶음은 리스트, 튜플, 배열이 모두 돼요.
따옴표 안의 수, 참·거짓, 복소수, 물은 것보다 대괄호를 더 두른 수는 답으로 세지 않고 고치는 법을 말해요.
"""

import math
import re
from collections.abc import Callable, Iterable

import numpy as np

from ..inputs import distribution
from ..josa import josa

MANY = 1000  # 어느 연습도 이보다 많은 수를 묻지 않아요
KINDS = [
    (bool, "참·거짓", "True나 False 대신 수를 적어 주세요."),
    (str, "글", "따옴표를 빼고 수만 적어 주세요. 퍼센트라면 100으로 나눠요."),
    (bytes | bytearray, "바이트", "b와 따옴표를 빼고 수만 적어 주세요."),
    (complex, "복소수", "허수가 섞이지 않은 실수를 적어 주세요."),
    (dict, "사전(dict)", "값만 [0.5, 0.5]처럼 대괄호로 묶어 주세요."),
    (set | frozenset, "차례가 없는 집합(set)", "[0.5, 0.5]처럼 대괄호로 묶어 주세요."),
    (Iterable, "아직 꺼내지 않은 묶음", "list(...)로 감싸 주세요."),
    (Callable, "함수", "괄호를 붙여 불러서 나온 수를 넣어 주세요."),
    (type(None), "빈자리(None)", "수를 적어 주세요."),
    (object, "", "수를 적어 주세요."),
]


class Hint(Exception):
    """채점하다가 건네는 한마디예요. 틀렸으면 "다시", 답하기 전이면 "아직"이에요."""

    def __init__(self, text, state="다시"):
        super().__init__(text)
        self.state = state


def table(answer):
    """수와 그 묶음을 배열로 읽어요. 수가 아닌 것은 무엇인지 말하며 멈춰요."""
    try:
        return np.array(plain(answer))
    except (ValueError, RecursionError):
        raise Hint("대괄호 안의 모양이 고르지 않아요. 행마다 같은 개수의 수를 담아 주세요.") from None


def plain(answer):
    """수는 파이썬 수로, 묶음은 리스트로 풀어요."""
    packed, listed = (
        hasattr(answer, "tolist") and not isinstance(answer, type),
        isinstance(answer, list | tuple | range),
    )
    size = math.prod(getattr(answer, "shape", ())) if packed else len(answer) if listed else 1
    if size > MANY:
        raise Hint(f"수가 {size:,}개나 돼요. 물은 만큼만 적어 주세요.")
    if packed or listed:
        return plain(answer.tolist()) if packed else [plain(v) for v in answer]
    try:
        if not isinstance(answer, bool | str | bytes | bytearray):  # 수로 바뀌어도 수라고 하지 않아요
            return float(answer)
    except OverflowError:
        raise Hint("너무 큰 수예요. 컴퓨터의 수는 1.8e308까지예요.") from None
    except Exception:  # 남이 만든 물건은 어떻게 멈출지 몰라요
        pass
    if moves(answer):
        raise Hint("움직이는 그림을 넣으셨어요. 이 연습에는 수로 답해 주세요.")
    name, way = next((told for kind, *told in KINDS if isinstance(answer, kind)))
    raise Hint(f"{josa(name or repr(type(answer).__name__), '은/는')} 수로 읽을 수 없어요. {way}")


def wanted(*shape):
    """`shape` 모양의 답을 적는 법이에요. None은 길이를 묻지 않아요.

    >>> wanted(), wanted(5), wanted(None, None)
    ('수 하나로', '[…]처럼 수 5개로', '[[…], […]]처럼 표로')
    """
    asked = ["수 하나", "[…]처럼 수 {}개", "[[…], […]]처럼 {}행 {}열의 표"]
    if None in shape:
        asked = ["수 하나", "[…]처럼 수 여럿", "[[…], […]]처럼 표"]
    return josa(asked[len(shape)].format(*shape), "으로/로")


def numbers(*shape, finite=True):
    """수를 `shape` 모양의 배열로 읽는 함수예요. numbers()는 수 하나이고, None은 길이를 묻지 않아요.

    >>> numbers(2)((1, 2)), numbers()(5)
    (array([1., 2.]), 5.0)
    """

    def fits(array):
        return array.ndim == len(shape) and all(n in (None, k) for n, k in zip(shape, array.shape, strict=True))

    def read(answer):
        array = table(answer)
        if not (array.size and fits(array)):
            given = ["수 하나", f"수 {array.size}개", "표"][min(array.ndim, 2)] if array.size else "빈 리스트"
            more = " 대괄호를 한 겹 벗겨 보세요." if array.size and fits(array.squeeze()) else ""
            raise Hint(f"{wanted(*shape)} 답해 주세요. 지금은 {josa(given, '이에요/예요')}.{more}")
        if finite and np.isnan(array).any():
            raise Hint("nan이 나왔어요. 0·log 0이나 0 ÷ 0처럼 정할 수 없는 셈이 섞였는지 보세요.")
        if finite and np.isinf(array).any():
            raise Hint("무한대가 나왔어요. 로그에 0이 들어갔거나 0으로 나눴는지 보세요.")
        return array if shape else array.item()

    return read


def probabilities(*shape):
    """`shape` 모양의 분포로 읽는 함수예요. probabilities()는 확률 하나예요. 무엇이 분포인지는 inputs가 정해요."""

    def read(answer):
        p = numbers(*shape)(answer)
        try:
            distribution(answer if shape else [p, 1 - p], ndim=len(shape) or 1)  # float32의 답은 그 정밀도로 봐요
        except ValueError:
            raise Hint(why_not(p)) from None
        return p

    return read


def why_not(p):
    """분포나 확률이 아닌 까닭이에요."""
    if not np.ndim(p):
        return "확률은 0과 1 사이의 수예요. 퍼센트로 적으셨다면 100으로 나눠 주세요."
    if p.min() < 0:
        return f"{josa(f'{p.min():g}', '은/는')} 확률이 될 수 없어요. 확률은 0 이상이에요."
    way = "확률은 모두 더해 1이어야 해요."
    if abs(p.sum() - 1) < 0.03:
        way = "1/3처럼 분수로 적거나 한 수를 고쳐서 꼭 1이 되게 해 주세요."
    if abs(p.sum() - 100) < 2:
        way = "퍼센트로 적으셨다면 100으로 나눠 주세요."
    return f"{josa(f'합이 {p.sum():.10g}', '이에요/예요')}. {way}"


def names(answer, ordered=True):
    """이름의 리스트로 읽어요. 글 하나라면 쉼표에서 나눠요."""
    if isinstance(answer, str):
        answer = re.split(r"\s*[,·/]\s*", answer.strip())
    answer = answer.tolist() if isinstance(answer, np.ndarray) else answer
    kinds = list | tuple if ordered else list | tuple | set | frozenset
    if not (isinstance(answer, kinds) and answer and all(isinstance(name, str) for name in answer)):
        raise Hint("이름을 따옴표로 감싸 [...] 안에 차례대로 담아 주세요.")
    return [name.strip() for name in answer]


def function(answer):
    """부를 수 있는 함수로 읽어요."""
    if not callable(answer):
        raise Hint("함수 이름을 괄호 없이 그대로 넣어 주세요. 예: check(번호, my_function)")
    return answer


def moves(answer):
    """움직이는 그림인지. 장면은 무거워서 가져오지 않고 생김새만 봐요."""
    return isinstance(getattr(answer, "values", None), dict) and hasattr(answer, "controls")
