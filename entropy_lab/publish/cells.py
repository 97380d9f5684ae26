"""노트북의 셀을 HTML로: 글과 식, 코드, 저장된 출력. 남이 만든 노트북의 것도 잃지 않고, 보여 줄 수 없으면 그렇다고 적어요."""

import re
from base64 import b64encode
from html import escape, unescape

from bs4 import BeautifulSoup
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from ..josa import josa

OURS = re.compile(r'\s*<div class="entropy-')
INLINE = r"<tex (?!display)[^>]*>[^<]*</tex>"
PARTED = re.compile(rf"({INLINE})</(strong|em)>(?=[^\s<])")
WORD = re.compile(rf"(?:[^\s<>]*(?:{INLINE}|<(strong|em)>{INLINE}</\1>))+[^\s<]*")
PICTURES = ('<div class="entropy-scene"', "<img")


def lost(cell, what):
    """보여 줄 수 없는 것의 자리. 쪽을 쓸 때 어느 노트북의 몇째 셀인지와 함께 말해요."""
    return f'<p class="lost" data-cell="{cell.place}">{escape(what)}</p>'


# -- 글 ---------------------------------------------------------------------------------------------
class Renderer(IPythonRenderer):
    """식은 나중에 한꺼번에 조판하도록 표시만 하고, 노트북을 가리키는 링크는 HTML을 가리키고, 곁의 그림은 쪽에 담아요."""

    def __init__(self, cell):
        super().__init__(
            escape=False,
            exclude_anchor_links=True,
            embed_images=True,
            path=cell.folder,
            attachments=cell.get("attachments", {}),
        )
        self.cell = cell

    def math(self, body, display=""):
        return f'<tex {display} data-cell="{self.cell.place}">{escape(body)}</tex>'

    def inline_math(self, body):
        return self.math(body)

    def block_math(self, body):
        return self.math(body, "display")

    def latex_environment(self, name, body):
        return self.math(rf"\begin{{{name}}}{unescape(body)}\end{{{name}}}", "display")

    def link(self, text, url, title=None):
        return super().link(text, re.sub(r"^([^:/?#]+)\.ipynb(?=#|$)", r"\1.html", url), title)

    def image(self, text, url, title=None):
        name = url.partition(":")[2]
        if url.startswith("attachment:") and name not in self.attachments:
            return lost(self.cell, f"셀에 붙인 그림 {josa(name, '이/가')} 노트북에 없어요.")
        html = super().image(text, url, title)
        if 'src="data:' in html:
            return html
        if re.match(r"\w+:|//", url):
            return html + lost(self.cell, f"그림 {url}: 인터넷에 있어서, 인터넷이 없으면 보이지 않아요.")
        return f"<em>{text}</em>" + lost(self.cell, f"그림 {url}: 노트북 곁에 없어요.")


def prose(cell):
    """글 셀."""
    return markdown(cell, cell.source)


def markdown(cell, text):
    html = MarkdownWithMath(renderer=Renderer(cell)).render(text)
    html = kept(html)
    return balanced(html) if re.search(r"</?[a-zA-Z]", text) else html


def kept(html):
    """조사와 괄호가 붙은 식에서 다른 줄로 떨어지지 않게 해요. 닫는 괄호와 코드 뒤에는 붙이는 글자(U+2060)면 돼요."""
    html = re.sub(r"(\)|</code>)(?=[가-힣])", "\\1\u2060", html)
    html = PARTED.sub(r"</\2><\2>\1</\2>", html).replace("<strong></strong>", "").replace("<em></em>", "")
    return WORD.sub(r'<span class="keep">\g<0></span>', html)


def balanced(html):
    """열고 닫지 않은 것은 닫고, 닫기만 한 것은 빼요. 그대로 두면 쪽의 나머지를 삼켜요."""
    return html if OURS.match(html) else str(BeautifulSoup(html, "html.parser"))


# -- 코드와 출력 ---------------------------------------------------------------------------------------
def code(cell):
    """코드 셀의 코드. 줄마다 나눠 두어야, 긴 줄이 접힐 때 다음 줄과 헷갈리지 않게 들여 쓸 수 있어요."""
    lines = highlight(cell.source, PythonLexer(), HtmlFormatter(nowrap=True)).strip().splitlines(keepends=True)
    return f'<pre class="code">{"".join(map(line, lines))}</pre>'


def line(html):
    """코드 한 줄과, 그 줄이 들여 쓴 칸의 수."""
    text = re.sub("<[^>]*>", "", html)
    return f'<span class="line" style="--in:{len(text) - len(text.lstrip(" "))}ch">{html}</span>'


OVERWRITTEN = re.compile(r"[^\n]*\r(?=[^\n])")


def printed(text):
    """찍힌 글. 진행 막대처럼 같은 줄에 덮어쓴 것은 마지막 모습만 남기고, 단말기의 색은 색으로 바꿔요."""
    last = OVERWRITTEN.sub("", text.replace("\r\n", "\n"))
    return f"<pre>{ansi2html(last.rstrip())}</pre>"


def picture(kind, data, alt=""):
    """그림 한 장. SVG도 <img>에 담아야 이름(id)이 다른 그림과 섞이지 않아요."""
    encoded = b64encode(data.encode()).decode() if kind == "image/svg+xml" else re.sub(r"\s", "", data)
    return f'<img alt="{escape(alt)}" src="data:{kind};base64,{encoded}">'


SHOWN = {  # 여러 모습으로 저장된 출력에서 먼저 고르는 차례. 주피터랩의 차례예요
    "text/html": lambda cell, data: balanced(data),
    "text/markdown": markdown,
    "image/svg+xml": lambda _, data: picture("image/svg+xml", data),
    "text/latex": lambda cell, data: markdown(cell, data if "$" in data or r"\begin" in data else f"$${data}$$"),
} | {
    f"image/{kind}": (lambda _, data, kind=kind: picture(f"image/{kind}", data))
    for kind in ("png", "jpeg", "gif", "webp")
}


def outputs(cell):
    """코드 셀에 저장된 출력들. 장면과 카드는 노트북에서와 같은 HTML이라 여기서도 살아 있어요."""
    for output in cell.outputs:
        data = output.get("data", {})
        kind = next((kind for kind in SHOWN if kind in data), None)
        if output.output_type == "error":
            yield printed(f"{output.ename}: {output.evalue}")
        elif kind:
            html = SHOWN[kind](cell, data[kind])
            yield html.replace("<details>", "<details open>") if is_solution(cell) else html
        elif unknown := sorted(data.keys() - {"text/plain"}):
            yield lost(cell, f"{josa(unknown[0], '은/는')} 주피터 밖에서 그릴 수 없는 출력이에요.") + printed(
                data.get("text/plain", "")
            )
        else:
            yield printed(output.get("text", data.get("text/plain", "")))


def raw(cell):
    """다른 도구에 하는 말(raw). HTML과 마크다운은 그대로 보이고, 모르는 것은 글자로 보여요."""
    kind = cell.metadata.get("raw_mimetype", cell.metadata.get("format", ""))
    if kind in ("text/html", "text/markdown"):
        return SHOWN[kind](cell, cell.source)
    front = re.fullmatch(r"\s*(---.*---)?\s*", cell.source, re.S)  # 다른 도구의 설정(YAML)은 읽을 글이 아니에요
    return "" if front else f"<pre>{escape(cell.source)}</pre>"


# -- 셀의 갈래 ----------------------------------------------------------------------------------------
def is_prediction(cell):
    """예측을 묻는 셀: 코드에 답이 있어요."""
    return re.search(r"^predict\(", cell.source, re.M) is not None


def is_folded(cell):
    """코드를 접어 둔 셀이에요."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def is_exercise(cell):
    """답을 기다리는 셀: 커널이 없는 곳에서는 답할 수 없어요."""
    return not is_solution(cell) and re.search(r"^check\(", cell.source, re.M) is not None


def is_solution(cell):
    """연습의 풀이 셀이에요."""
    return "solution" in cell.metadata.get("tags", [])
