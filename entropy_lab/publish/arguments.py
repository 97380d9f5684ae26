"""명령줄을 읽는 법: 명령이 받는 것을 적은 표 하나로 낱말을 읽고, 잘못을 짚고, 도움말을 써요.

argparse의 말은 영어이고 파이썬의 판마다 달라서 쓰지 않아요.
"""

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from .files import Halt


class Take(NamedTuple):
    """명령이 받는 것 하나. 값의 이름(`value`)이 없으면 켜기만 하는 옵션이고, `default`가 None이면 꼭 적어야 해요.

    `rest`이면 뒤의 낱말은 -로 시작해도 모두 그 값이에요.
    """

    help: str
    value: str = ""
    default: object = False
    convert: Callable = Path
    many: bool = False
    rest: bool = False


def known(kind, names, word):
    """목록에 있는 이름만 받아요."""
    if word in names:
        return word
    near = "".join(f" 혹시 {name}인가요?" for name in get_close_matches(word, names, 1))
    raise Halt(f"{kind} {word!r}: 없는 이름이에요.{near} 있는 이름: {', '.join(names)}.")


def parse(takes, words):
    """낱말들을 {이름: 값}으로 읽어요. 표에서 --로 시작하지 않는 이름은 옵션 없이 적는 것이에요."""
    place = next((name for name in takes if name[0] != "-"), None)
    said, name = {name: [] for name, take in takes.items() if take.default is None}, place
    words = iter(words)
    for word in words:
        if word.startswith("-"):
            option, equals, value = word.partition("=")
            name = known("옵션", [n for n in takes if n != place], option)
            said[name] = [value] if equals else []
            if takes[name].rest:
                said[name] += words
            full = equals or not takes[name].value
        elif name is None:
            raise Halt(f"{word!r}: 알아듣지 못했어요. 옵션은 --로 시작해요.")
        else:
            said.setdefault(name, []).append(word)
            full = not takes[name].many
        if full:
            name = place
    return {n.strip("-"): chosen(n, take, said[n]) if n in said else take.default for n, take in takes.items()}


def chosen(name, take, words):
    """적힌 낱말들을 값으로 바꿔요."""
    if not take.value and not words:
        return True
    if not take.value:
        raise Halt(f"{name}: 값을 적지 않는 옵션이에요.")
    if not all(words) or not words:
        raise Halt(f"{titled(name, take)}: 빠졌어요. {take.help}.")
    if len(words) > 1 and not take.many:
        raise Halt(f"{words[1]!r}: {take.value} 하나만 적어 주세요.")
    values = [take.convert(word) for word in words]
    return values if take.many else values[0]


def titled(name, take):
    return f"{name if name[0] == '-' else ''} {take.value}".strip()


def usage(program, table, name):
    """도움말: 명령 하나가 받는 것들이나, 그런 명령이 없으면 모든 명령. 명령의 설명은 하는 일(함수)의 첫 줄이에요."""
    if name in table:
        run, takes = table[name]
        program, about = f"{program} {name}", first_line(run)
        rows = [(titled(name, take), take.help) for name, take in takes.items()]
    else:
        about, rows = "할 일을 골라 주세요.", [(name, first_line(run)) for name, (run, _) in table.items()]
    lines = "".join(f"\n  {name}\n      {help}" for name, help in [*rows, ("--help", "이 도움말을 보여요")])
    return f"쓰는 법: {program} …\n\n{about}\n{lines}"


def first_line(run):
    return run.__doc__.partition("\n")[0]
