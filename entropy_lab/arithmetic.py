"""산술 부호: 0과 1 사이의 구간을 글자마다 제 확률만큼 좁혀, 글 하나를 수 하나로 적어요.

정수만 써서 어느 컴퓨터에서나 같은 바이트가 나와요.
출처: I. H. Witten, R. M. Neal, J. G. Cleary (1987), Arithmetic Coding for Data Compression.
"""

from bisect import bisect
from itertools import accumulate, chain, repeat

from .inputs import refuse, whole

LEAST = 1 << 48  # 구간이 이보다 좁아지면 한 바이트씩 펴요
MARK = [0, 170, 171, 256]  # 글 다음에 적는 맺음표(1번)의 자리: 확률이 1/256이라 깨진 부호에서는 좀처럼 나오지 않아요


def compress(text, model, before=""):
    """글을 적은 바이트들이에요. 모델은 글자를 적을 때마다 그 글자를 배우고, 받은 model은 그대로예요.

    모델이 매긴 비트의 합보다 길어야 2바이트예요. before는 받는 쪽도 아는, 바로 앞의 글이에요.

    >>> from entropy_lab.language import WittenBell
    >>> code = compress("ㄱㅏㄴㅏㄷㅏ" * 20, WittenBell())
    >>> len(code), expand(code, 120, WittenBell()) == "ㄱㅏㄴㅏㄷㅏ" * 20
    (6, True)
    """
    model, low, width, taken = model.copy(), 0, 1, 0
    for symbol in [*model.known(text), ""]:  # 빈 글자는 맺음표예요
        while width < LEAST:
            low, width, taken = low << 8, width << 8, taken + 1
        edges, k = _edges(model, before, not symbol), model.kinds.index(symbol) if symbol else 1
        unit = width // edges[-1]
        low, width = low + unit * edges[k], unit * (edges[k + 1] - edges[k])
        model.learn(before, symbol)
        before += symbol
    spare = (width.bit_length() - 1) // 8  # 구간 안의 수 가운데, 끝의 이만큼이 0바이트인 것이 꼭 있어요
    return (-(-low >> 8 * spare)).to_bytes(taken - spare, "big")


def expand(code, length, model, before=""):
    """compress가 적은 바이트들에서 글자 length개를 되살려요. model과 before는 적을 때와 같아야 해요.

    바이트가 잘리거나 바뀌거나 남으면, 또 길이나 모델이 다르면 ValueError예요.
    """
    if not isinstance(code, bytes | bytearray):
        refuse("code", code, "compress가 돌려준 바이트들을 넣어 주세요.")
    model, start, stream = model.copy(), len(before), chain(code, repeat(0))
    value, width, taken = 0, 1, 0
    for left in reversed(range(whole(length, "length", 0) + 1)):
        while width < LEAST:
            value, width, taken = value << 8 | next(stream), width << 8, taken + 1
        edges = _edges(model, before, not left)
        unit = width // edges[-1]
        k = min(bisect(edges, value // unit), len(edges) - 1) - 1
        value, width = value - unit * edges[k], unit * (edges[k + 1] - edges[k])
        if left:
            model.learn(before, model.kinds[k])
            before += model.kinds[k]
    spare = (width.bit_length() - 1) // 8
    if k != 1 or value >> 8 * spare or taken - spare != len(code):
        raise ValueError("되살릴 수 없는 부호예요. 잘리거나 바뀌지 않았는지, 길이와 모델이 적을 때와 같은지 보세요.")
    return before[start:]


def _edges(model, before, last):
    """글자마다의 몫을 이어 붙인 자리들이에요. 글이 끝났으면 맺음표의 자리예요."""
    return MARK if last else [0, *accumulate(model.shares(before).tolist())]
