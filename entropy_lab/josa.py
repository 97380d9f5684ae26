"""조사: 앞말을 소리 내어 읽을 때의 끝소리에 맞춰 은/는, 이/가, 을/를, 으로/로를 붙여요."""

import re
from unicodedata import normalize

DIGITS = "영일이삼사오육칠팔구"
PLACES = "일십백천만만만만억억억억조조조조경"  # 끝에 붙은 0의 개수마다 마지막으로 읽는 자리
SILENT = r"""[\s\])}"'’”`*_>」』〉》…]+$"""
READING = [  # 차례대로 바꿔 읽어요
    (r"[ `*_\"'’”]+$", ""),
    (r"([가-힣%$*”’]|(?<![\w.])[\d.,]+)\([^()]*\)$|\(\)$", r"\1"),  # 앞말을 풀이하는 괄호
    (SILENT, ""),
    (r"^.*\$(?=[^$]*\$$)", ""),
    (r"\\[tdc]?frac(\{[^{}]*\}|\d)(\{[^{}]*\}|\d)", r"\1"),  # 분수는 분자를 나중에 읽어요
    (r"\^(\{[^{}]*\}|.)|[⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ]", "곱"),
    (r"\\(var)?epsilon", "ε"),
    (r"\\[a-zA-Z]+$", "타"),  # 이름으로 읽는 기호: 베타, 무한대
    (r"\\([a-zA-Z]+|.)|[{}$]", ""),
    (SILENT, ""),
    ("ㄹ", "을"),
    ("[ㄱ-ㅎ]", "윽"),
]
FRACTION = r"([^\s가-힣])\s*[/⁄]\s*[^\s/⁄가-힣]+$"
# 나머지는 이렇게 끝날 때에만 받침이 있어요. 대문자와 홀로 선 글자는 이름으로 읽어요
ENDS = "L:엘 M:엠 N:엔 R:알 logit:짓 le?:을 me?:음 ne?:은 ng:응 ck:윽 lib:립 ook:욱 [aeiou]p:읍 [εϵ]:론"


def josa(word, pair):
    """`word`에 조사를 붙여요. `pair`는 "은/는"처럼 받침 있을 때 것과 없을 때 것이에요.

    수는 우리말로 읽고, 분수는 분자로 끝나고, 닫는 괄호와 따옴표, 앞말을 풀이하는 괄호는 건너뛰어요.

    >>> josa(0.25, "이에요/예요"), josa("1/3", "은/는"), josa("$\\\\varepsilon$", "을/를"), josa("[1, 0]", "으로/로")
    ('0.25예요', '1/3은', '$\\\\varepsilon$을', '[1, 0]으로')
    >>> josa("10비트", "과/와"), josa("KL 발산(발산)", "이/가"), josa("1,000", "이라/라"), josa("∞", "은/는")
    ('10비트와', 'KL 발산(발산)이', '1,000이라', '∞는')
    """
    closed, open_ = pair.split("/")
    batchim = (ord(last_sound(str(word))) - ord("가")) % 28
    return f"{word}{open_ if not batchim or (batchim == 8 and closed.startswith('으')) else closed}"  # 8은 ㄹ


def last_sound(word):
    """`word`를 읽을 때의 마지막 글자예요. 읽는 법을 모르는 것은 받침이 없다고 봐요."""
    for written, read in READING:
        word = re.sub(written, read, word)
    word = re.sub(FRACTION, r"\1", normalize("NFKC", word))
    if number := re.search(r"[\d,]*\.?\d+$", word):
        digits = number[0].replace(",", "")
        zeros = 0 if "." in digits else len(digits) - len(digits.rstrip("0"))
        return PLACES[min(zeros, 16)] if 0 < zeros < len(digits) else DIGITS[int(digits[-1])]
    word = re.sub(r"(?<![A-Za-z])[a-z]$", lambda letter: letter[0].upper(), word)
    for written, read in (end.split(":") for end in ENDS.split()):
        word = re.sub(f"{written}$", read, word)
    return word[-1] if re.search("[가-힣]$", word) else "이"
