"""한 주소: 읽는 판, 강의, 그림, 고쳐 보는 노트북과, 그 넷으로 가는 첫 쪽을 한 폴더에 모아요."""

from html import escape

from . import edition, lite

FIGURES = "images/probability/index.html"
PARTS = {  # 폴더: 명령, 첫 쪽, 이름, 한마디
    "read": ("html", "index.html", "읽기", "파이썬 없이 읽어요. 그림의 슬라이더가 움직이고, 풀이를 열어 볼 수 있어요."),
    "slides": (
        "slides",
        "index.html",
        "강의",
        "한 장씩 넘기며 가르쳐요. 오른쪽 화살표로 넘기고, ?를 누르면 모든 키가 나와요.",
    ),
    "figures": ("site", FIGURES, "그림", "코스 페이지의 그림 다섯 장을 움직여 보고 가져가요."),
    "lab": (
        "lite",
        lite.FRONT,
        "고쳐 보기",
        "노트북을 이 브라우저에서 실행하고 고쳐요. 깔 것은 없고, 처음에는 내려받느라 조금 걸려요. "
        "고친 것은 이 브라우저에만 남아요.",
    ),
}


def orders(out):
    """네 부분을 짓는 명령들."""
    for folder, (command, *_) in PARTS.items():
        where = [str(out / folder)]
        yield [command, *(where if command == "site" else ["--out", *where])]


def first_page():
    """첫 쪽의 HTML이에요."""
    parts = "".join(
        f'<h2><a href="{folder}/{page}">{name}</a></h2>\n<p>{about}</p>\n'
        for folder, (_, page, name, about) in PARTS.items()
    )
    address = escape(lite.repository())
    source = f'<p>내 컴퓨터에서 열려면 <a href="{address}">저장소</a>에서 받아요.</p>\n' if address else ""
    body = f'<main class="contents">\n<h1>딥러닝을 위한 엔트로피</h1>\n{parts}{source}</main>'
    return {"index.html": edition.webpage("딥러닝을 위한 엔트로피", styles=["paper.css"], body=body)}
