"""연습을 적는 말: 연습마다 제 것만, 곧 참값과 맞았을 때의 한마디와 빠지기 쉬운 함정만 적어요.

누구나 하는 실수(부호, 비트와 나트, 상용로그, 퍼센트, 로그를 빠뜨린 것)는 여기에서 한 번에 짚어요.
채점 함수는 맞으면 None을, 아니면 힌트 한 문장을 돌려줘요. 답이 하나로 정해지지 않는 물음은 성질을 봐요.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import signature

import numpy as np

from ..josa import josa
from ..measures import smooth
from .answers import Hint, function, moves, numbers, table, why_not

EXERCISES = {}
COMMON = "상용로그를 쓰셨어요. 비트는 밑이 2, 나트는 밑이 e예요."
SHARE = [(100, "퍼센트로 적으셨어요. 100으로 나눠 0과 1 사이의 수로 적어 주세요.")]
SLIPS = {  # 단위마다: 참값의 몇 배가 나오면 무엇을 놓친 것인지
    "비트": [(np.log(2), "나트로 계산하신 것 같아요. 비트로 답하려면 밑이 2인 로그를 써요."), (np.log10(2), COMMON)],
    "나트": [(1 / np.log(2), "비트로 계산하신 것 같아요. 나트로 답하려면 자연로그를 써요."), (1 / np.log(10), COMMON)],
    "확률": SHARE,
    "비율": SHARE,
}


@dataclass(frozen=True)
class Exercise:
    """연습 하나. 수로 답하는 연습은 규칙이 자료로 남아, 파이썬이 없는 쪽의 스크립트(answers.js)도 같은 말로 채점해요."""

    grade: Callable
    praise: str
    shape: tuple = ()
    unit: str = ""
    rules: list = ()  # (나눌 수, 견줄 값, 너그러움, 까닭) 차례로 보아 처음 맞는 것. 까닭이 None이면 맞았어요
    rest: list = ()  # 아무 규칙에도 맞지 않을 때의 힌트


def exercise(number, read, praise, **data):
    """연습 하나를 더해요. 꾸며 주는 함수는 `read`로 읽은 답을 받아요."""

    def add(grade):
        EXERCISES[number] = Exercise(lambda answer: grade(read(answer)), praise, **data)
        return grade

    return add


def close(a, b, within=0.006):
    """소수 둘째 자리까지(0.1보다 작으면 유효 숫자 셋까지) 반올림한 답도 받아 줘요.

    >>> close(2.58, 2.585), close(2.6, 2.585), close(0.000977, 1 / 1024), close(0.0009, 1 / 1024)
    (True, False, True, False)
    """
    return abs(a - b) <= room(b, within)


def room(b, within):
    """참값이 `b`일 때 어긋나도 되는 만큼이에요. 여럿을 물으면 어느 것에나 같아요."""
    return within if np.ndim(b) else max(1e-6, within * (abs(b) if abs(b) < 0.1 else 1))


def slips(truth, unit):
    """누구나 하는 실수들: (나눌 수, 견줄 값, 까닭). 답을 나눈 것이 견줄 값과 같으면 그 실수예요."""
    base = {"비트": 2, "나트": np.e}.get(unit)
    return [
        (-1, truth, "부호가 반대예요. 로그 앞의 빼기나 빼는 차례를 보세요."),
        *((times, truth, why) for times, why in SLIPS.get(unit, ())),
        *([(1, base**truth, "로그를 취하기 전의 값이에요. 로그까지 취해 보세요.")] if base else ()),
    ]


def ask(number, shape, unit, praise):
    """수를 묻는 연습을 더하고, 아직 빈 규칙과 그 밖의 힌트를 돌려줘요."""
    rules, rest = [], []

    @exercise(number, numbers(*shape), praise, shape=shape, unit=unit, rules=rules, rest=rest)
    def grade(value):
        for times, seen, within, why in rules:
            if np.all(abs(value / times - seen) <= within):
                return why
        if unit == "확률" and (np.min(value) < 0 or np.sum(value) > 1.03 or (shape and np.sum(value) < 0.97)):
            return why_not(value)
        way = "작아요" if np.all(value > rules[0][1]) else "커요"
        return rest[0] if rest else f"{josa(f'{value + 0:g}', '은/는')} 아니에요. 답은 이보다 {way}."

    return rules, rest


def amount(number, truth, unit, praise, within=0.006):
    """답이 수 하나이거나 여럿인 연습: amount(번호, 참값, 단위, 맞았을 때의 한마디)((틀린 값, 까닭), ...).

    까닭이 None인 값은 또 다른 참값이고, (..., 힌트)는 그 밖의 모든 답이에요.
    """
    truth = np.array(truth, float)[()]
    rules, rest = ask(number, truth.shape, unit, praise)

    def add(*pairs):
        known = [(1, truth, None), *((1, seen, why) for seen, why in pairs if seen is not ...), *slips(truth, unit)]
        rules[:] = [(times, seen, room(seen, within), why) for times, seen, why in known]
        if not truth.ndim:
            rules.append((1, truth, room(truth, 0.06), "거의 맞아요. 소수 둘째 자리까지 맞는지 보세요."))
        rest[:] = [why for seen, why in pairs if seen is ...]

    add()
    return add


def smoothed(number, k, K, eps, praise):
    """정답이 k번인 범주 K개를 ε으로 스무딩한 라벨을 묻는 연습."""
    labels = smooth(np.eye(K), eps)
    hard, rest = np.eye(K)[k], 1 - np.eye(K)[k]
    kept = (1 - eps) * hard
    amount(number, labels[k], "확률", praise, within=1e-3)(
        (kept + eps / (K - 1) * rest, f"오답 {K - 1}곳에만 나누셨어요. 정답까지 {K}곳에 고르게 나눠 보세요."),
        (kept + eps / K * rest, "합이 1이 안 돼요. 정답 자리도 제 몫 ε/K을 받아요."),
        (kept + eps * rest, f"떼어 낸 만큼을 {josa(K, '으로/로')} 나눠 주세요."),
        (hard, "아직 한 곳에 1을 다 걸었어요. 조금 떼어 고르게 나눠 보세요."),
        (np.full(K, 1 / K), "모두 똑같으면 정답이 무엇인지 사라져요. ε만큼만 떼어 나눠 보세요."),
        *((label, f"정답은 앞에서 {k + 1}번째 자리예요. 번호를 0부터 세면 {k}번이에요.") for label in labels),
        (..., f"1에서 {josa(f'{eps:g}', '을/를')} 떼고, 떼어 낸 만큼을 {K}곳에 똑같이 나눠 보세요."),
    )


def choice(number, praise):
    """보기의 번호로 답하는 연습: choice(번호, 맞았을 때의 한마디)(보기마다의 힌트, ...). 맞는 보기의 자리는 None이에요."""
    rules, rest = ask(number, (), "번호", praise)

    def add(*hints):
        rules[:] = [(1, n, 0, why) for n, why in enumerate(hints, 1)]
        rest[:] = [f"보기의 번호로 답해 주세요. 1부터 {len(hints)}까지예요."]

    return add


def cases(number, unit, praise):
    """답이 함수인 연습: cases(번호, 단위, 맞았을 때의 한마디)((인자들, 참값, 틀렸을 때의 힌트), ...)."""
    hidden = []
    exercise(number, function, praise)(partial(differs, hidden=hidden, unit=unit))
    return lambda *triples: hidden.extend(triples)


def differs(answer, hidden, unit, box=None):
    """함수를 숨은 경우마다 `box`에 담은 새 인자로 불러 보고, 처음으로 어긋나는 경우를 말해요."""
    box = box or partial(np.array, dtype=float)
    for args, truth, why in hidden:
        truth = np.asarray(truth, float)
        call = f"함수({', '.join(map(spell, args))})"
        try:
            with np.errstate(all="ignore"):
                got = answer(*(box(v) if np.ndim(v) else np.float64(v) for v in args))
            if got is None:
                return "함수가 아무것도 돌려주지 않아요. return을 적었는지 보세요."
            got = table(got)
        except Hint as hint:
            return f"{josa(call, '을/를')} 부르면 수가 나와야 해요. {hint}"
        except (Exception, SystemExit) as e:  # exit()도 노트북을 멈추게 두지 않아요
            return f"{josa(call, '을/를')} 부르면 {josa(type(e).__name__, '으로/로')} 멈춰요({shorten(e)}). {why}"
        if got.shape != truth.shape:
            return f"{josa(call, '은/는')} 수 {truth.size}개인데 {got.size}개가 나와요. {why}"
        if not np.allclose(got, truth, rtol=1e-5, atol=0):
            known = (why for times, seen, why in slips(truth, unit) if np.allclose(got / times, seen, 1e-5, 0))
            wanted, seen = josa(spell(truth), "이어야/여야"), josa(spell(got), "이/가")
            return f"{josa(call, '은/는')} {wanted} 하는데 {seen} 나와요. {next(known, why)}"


def spell(values):
    """수나 배열을 짧게 적어요.

    >>> spell([[0.5, 1 / 3]]), spell(-0.0)
    ('[[0.5, 0.33333]]', '-0')
    """
    look = dict(separator=", ", threshold=9, formatter={"all": "{:.5g}".format})
    return shorten(np.array2string(np.asarray(values), **look), 40)


def shorten(text, width=60):
    """한 줄로 줄여요."""
    text = " ".join(str(text).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"


def by_hand(number, name, praise):
    """장면 explore.<name>()을 움직여 답하는 연습. 꾸며 주는 함수는 보고 싶은 손잡이의 값을 이름으로 받아요."""

    def add(grade):
        def look(scene):
            if not moves(scene):
                return f"explore.{name}()으로 만들어 움직인 그림의 이름을 그대로 넣어 주세요."
            if scene.name.replace("-", "_") != name:
                return f"이 연습의 그림이 아니에요. explore.{name}()으로 만든 그림을 넣어 주세요."
            hint = grade(*(scene.values[n] for n in signature(grade).parameters))
            if hint and all(np.array_equal(scene.controls[n].start, v) for n, v in scene.values.items()):
                raise Hint(f"아직 움직이지 않은 그대로예요. {hint}", "아직")
            return hint

        EXERCISES[number] = Exercise(look, praise)

    return add
