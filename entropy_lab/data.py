"""수업에서 쓰는 실제 데이터예요. 출처와 이용 조건은 data/SOURCES.md에 있어요.

부를 때마다 파일에서 새로 읽으므로, 받은 배열은 마음껏 고쳐도 다음 호출에 번지지 않아요.
파일이 없거나 잘리거나 바뀌었으면 말없이 다른 수를 내는 대신 ValueError로 알려요.
"""

import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"


def whole(name):
    """자료 파일 하나의 바이트예요. SOURCES.md에 적힌 지문(sha256)과 다르면 ValueError예요."""
    try:
        data = (DATA / name).read_bytes()
        mark = re.search(
            rf"data/{re.escape(name)} .*([0-9a-f]{{64}})", (DATA / "SOURCES.md").read_text(encoding="utf-8")
        )
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{DATA / name}: 자료를 읽지 못했어요. 저장소를 다시 받아 주세요.") from error
    if not mark or sha256(data).hexdigest() != mark[1]:
        raise ValueError(f"{DATA / name}: 깨지거나 잘리거나 바뀐 자료예요. 저장소를 다시 받아 주세요.")
    return data


def text(name):
    """자료 파일 하나의 글이에요. 줄 끝은 모두 한 글자예요."""
    return whole(name).decode("utf-8").replace("\r\n", "\n")


def digits():
    """손글씨 숫자 1,797장의 화소 `x`(0은 바탕, 1은 잉크)와 답 `y`를 돌려줘요.

    `x`는 float64 [1797, 64](8×8 화소를 한 줄로 편 것), `y`는 int64 [1797]이에요.
    출처: UCI Optical Recognition of Handwritten Digits.

    >>> x, y = digits()
    >>> x.shape, y.shape, sorted(set(y.tolist()))
    ((1797, 64), (1797,), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    """
    with np.load(BytesIO(whole("digits.npz"))) as file:
        return file["x"] / 16, file["y"].astype(np.int64)


def weather():
    """시애틀의 날씨 1,461일(2012~2015년)을 열 이름과 배열의 사전으로 돌려줘요.

    열은 모두 [1461]이고 `date`(datetime64), `precipitation`(mm), `temp_max`·`temp_min`(°C),
    `wind`(m/s), `weather`(drizzle·fog·rain·snow·sun)예요. 출처: NOAA, vega-datasets 3.2.1.

    >>> table = weather()
    >>> print(table["date"][0], table["temp_max"][0], table["weather"][0])
    2012-01-01 12.8 drizzle
    """
    head, *lines = text("seattle-weather.csv").splitlines()
    names = head.split(",")
    rows = np.loadtxt(
        lines,
        dtype=list(zip(names, ["M8[D]", "f8", "f8", "f8", "f8", "U7"], strict=True)),
        delimiter=",",
    )
    return {name: rows[name].copy() for name in names}


def constitution():
    """대한민국헌법 전문(18,884자)을 한 문자열로 돌려줘요. 출처: konlpy 0.6.0에 실린 본문.

    >>> constitution()[:6]
    '대한민국헌법'
    """
    return text("constitution.txt")


def words():
    """자모가 꼭 여섯 개인 두 음절 낱말 120개를 가나다순으로 돌려줘요. 출처: 이 수업에서 고른 낱말.

    >>> words()[:3], len(words())
    (['간식', '감동', '강물'], 120)
    """
    return text("words.txt").split()
