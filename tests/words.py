"""파이썬이 없는 사람이 읽는 글에서, 노트북에서만 할 수 있는 일을 시키는 말을 찾아요."""

import re

ORDERS = re.compile(
    r"Shift|Enter\b|실행|커널|노트북|주피터|답_\d|check\(|(?<![가-힣])셀(?=[ 을은이에들의])|None"
    r"|불러 보|코드를 고쳐|(?<![가-힣])답을 넣|훈련을 눌|멈춤을 눌"
)
ALLOWED = {  # 시키는 말이 아닌 까닭
    "컴퓨터가 실행하는 코드": "코드가 도는 일을 말해요",
    "코드를 실행하는 파이썬의 함수": "exec가 무엇인지 말해요",
    "그대로 실행하": "원문의 코드가 도는 일을 말해요",
    "실행한 다음 그 이름이": "원문의 코드가 돈 다음을 말해요",
    "실행해 보면 model_A": "원문의 코드가 돈 다음을 말해요",
    "코드를 고쳐 주세요": "종이에 고쳐도 되는 연습이에요",
    "파이썬이 있으면 노트북에서": "어디에서 할 수 있는지 알려 줘요",
    "채점은 노트북에서 해요": "어디에서 채점해 주는지 알려 줘요",
    "노트북으로 옮길 때": "원문의 링크 이야기예요",
}
UNSEEN = re.compile(r"<(style|script|noscript|aside)\b.*?</\1>|<(?:svg|math)\b.*?</(?:svg|math)>|<!--.*?-->", re.S)
CODE = re.compile(r'<(?:pre class="code"|div class="source").*?</(?:pre|div)>', re.S)
COMMENT = re.compile(r'<span class="c1">(.*?)</span>')


def orders(html):
    """시키는 말이 든 곳들. 코드는 주석만 봐요."""
    text = CODE.sub(lambda m: "\n".join(COMMENT.findall(m[0])), UNSEEN.sub("", html))
    text = re.sub(r"[\u2060 ]+", " ", re.sub("<[^>]*>", "", re.sub(r'="[^"]*"', "", text)))
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    return [text[max(0, m.start() - 30) : m.end() + 20].strip() for m in ORDERS.finditer(text)]
