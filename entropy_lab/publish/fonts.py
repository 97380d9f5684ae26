"""글꼴에서 쪽들이 쓰는 글자만 남긴 woff2를 지어요: 느린 곳에서도 글이 곧 제 글꼴로 보여요."""

import re
import string
from functools import cache
from html import unescape
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Entropy Lab Sans"  # Pretendard는 OFL.txt가 지켜 둔 이름이라, 덜어 낸 글꼴은 그 이름을 쓸 수 없어요.
TYPED = string.printable + "·…‘’“”–—−×÷√∞≈≠≤≥→←" + "".join(map(chr, range(0x3131, 0x3164)))
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
KEPT = {0: None, 1: FAMILY, 2: None, 4: FAMILY, 6: FAMILY.replace(" ", ""), 13: None, 14: None}  # 저작권과 이용 조건


def characters(texts):
    """글들에 나오는 글자와, 읽는 사람이 칠 수 있는 글자들이에요. 스크립트에는 \\uac00처럼 풀어 적은 글자도 있어요."""
    return frozenset(TYPED).union(*(ESCAPED.sub(lambda m: chr(int(m[1], 16)), unescape(text)) for text in texts))


@cache
def lightened(file, letters):
    """글꼴 파일에서 `letters`만 남긴 woff2의 바이트. 언제 어디에서 지어도 같아요."""
    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(name_IDs=list(KEPT), name_languages=[0x409], notdef_outline=True, hinting=False)
    options.layout_features += ["tnum"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=map(ord, letters))
    cutter.subset(font)
    for record in font["name"].names:
        record.string = KEPT[record.nameID] or record.string
    cff = font["CFF "].cff
    cff.fontNames = [KEPT[6]]
    cff[0].FullName = cff[0].FamilyName = FAMILY
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()
