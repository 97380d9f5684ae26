"""노트북의 셀을 HTML로: 글과 식, 코드, 저장된 출력."""

import re
from html import escape

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

PICTURES = ('<div class="entropy-scene"', "<img")


class Renderer(IPythonRenderer):
    """식은 나중에 한꺼번에 조판하도록 표시만 하고, 노트북을 가리키는 링크는 HTML을 가리키게 해요."""

    def inline_math(self, body):
        return f"<tex>{escape(body)}</tex>"

    def block_math(self, body):
        return f"<tex display>{escape(body)}</tex>"

    def link(self, text, url, title=None):
        return super().link(text, re.sub(r"\.ipynb$", ".html", url), title)


def prose(cell):
    """글 셀. 식이나 닫는 괄호 뒤의 조사가 다음 줄로 떨어지지 않게 붙여요(U+2060)."""
    renderer = Renderer(escape=False, exclude_anchor_links=True, attachments=cell.get("attachments", {}))
    html = MarkdownWithMath(renderer=renderer).render(cell.source)
    return re.sub(r"(\)|</tex>)(?=[가-힣])", "\\1\u2060", html)


def code(cell):
    """코드 셀의 코드."""
    return f'<pre class="code">{highlight(cell.source, PythonLexer(), HtmlFormatter(nowrap=True)).strip()}</pre>'


def outputs(cell):
    """코드 셀에 저장된 출력들. 장면과 카드는 노트북에서와 같은 HTML이라 여기서도 살아 있어요."""
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/html" in data:  # 풀이를 열어 본 사람은 그 설명도 보고 싶어 해요.
            yield data["text/html"].replace("<details>", "<details open>") if is_solution(cell) else data["text/html"]
        elif "image/png" in data:
            alt = escape(data.get("text/plain", ""))
            yield f'<img alt="{alt}" src="data:image/png;base64,{data["image/png"].strip()}">'
        elif output.output_type == "error":
            yield f"<pre>{escape(output.ename)}: {escape(output.evalue)}</pre>"
        else:
            yield f"<pre>{escape(output.get('text') or data.get('text/plain', '')).rstrip()}</pre>"


def is_prediction(cell):
    """예측을 묻는 셀: 코드에 답이 있어서 접어 두었어요."""
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden")) and not is_solution(cell)


def is_exercise(cell):
    """답을 기다리는 셀: 커널이 없는 곳에서는 답할 수 없어요."""
    return not is_solution(cell) and re.search(r"^check\(", cell.source, re.M) is not None


def is_solution(cell):
    """연습의 풀이 셀이에요."""
    return "solution" in cell.metadata.get("tags", [])
