"""python -m entropy_lab figures: 코스 페이지의 그림을, slides와 html: 강의와 읽는 판을 파일로 써요."""

import argparse
import json
import re
import sys
from pathlib import Path

from .files import write

LANGUAGES = ("ko", "en")


SAYS = {  # what argparse says, and how we say it
    r"argument [^:]+: invalid choice: ('.*?') \(choose from (.*)\)": r"\1은(는) 없는 명령이에요. 있는 명령: \2.",
    r"unrecognized arguments: (.*)": r"알아듣지 못하는 말이 있어요: \1.",
    r"the following arguments are required: (.*)": r"빠진 것이 있어요: \1.",
    r"argument ([^:]+): expected .* arguments?": r"\1 뒤에 값을 적어 주세요.",
    r"argument [^:]+: (.*)": r"\1",
}


class Parser(argparse.ArgumentParser):
    """잘못 적은 명령을 우리말로 짚어 주는 argparse."""

    def error(self, message):
        for english, korean in SAYS.items():
            message = re.sub(f"^{english}$", korean, message)
        self.exit(2, f"{message}\n자세한 사용법은 {self.prog} --help\n")


def known(kind, names):
    """목록에 있는 이름만 받아요."""

    def check(value):
        if value not in names:
            raise argparse.ArgumentTypeError(f"{kind} {value!r}은(는) 없어요. 있는 것: {', '.join(names)}.")
        return value

    return check


def drawn(names, languages, live):
    """파일의 자리(언어/이름)와 내용. 살아 있는 그림이면 HTML 한 장과, 대체 글과 크기를 적은 JSON이 함께 가요."""
    from ..figures import FIGURES
    from .live import card, page

    for lang in languages:
        scenes = {name: FIGURES[name](lang) for name in names or FIGURES}
        for name, scene in scenes.items():
            yield f"{lang}/{name}.svg", scene.svg()
            if live:
                yield f"{lang}/{name}.html", page(scene)
        if live:
            cards = {name: card(scene) for name, scene in scenes.items()}
            yield f"{lang}/figures.json", json.dumps(cards, ensure_ascii=False, indent=1) + "\n"


def figures(names, languages, out, check, live=False):
    """그림을 out/언어/이름.svg에 써요. check면 쓰지 않고, 달라질 파일의 이름을 말한 뒤 1을 돌려줘요."""
    files = {out / place: text.encode() for place, text in drawn(names, languages, live)}
    stale = [file for file, new in files.items() if not file.is_file() or file.read_bytes() != new]
    if not check:
        for file in stale:
            write(file, files[file])
    print("\n".join(map(str, stale)) or "모든 그림이 지금 코드와 같아요.")
    return int(check and bool(stale))


def web_edition(a):
    """노트북의 저장된 출력으로 강의나 읽는 판을 써요."""
    from . import edition, reading, slides

    try:
        notebooks = edition.read(a.notebooks)
        files = (
            slides.write(notebooks, a.out, a.solutions) if a.command == "slides" else reading.write(notebooks, a.out)
        )
    except ValueError as e:
        print(e, file=sys.stderr)
        return 2
    print(f"{files[0]}에서 시작해요. 폴더째 옮겨도 되고, 인터넷이 없어도 돼요.")
    return 0


def main(argv=None):
    from ..figures import FIGURES

    cli = Parser(prog="python -m entropy_lab", description="엔트로피 코스의 그림, 강의, 읽는 판을 만든다.")
    commands = cli.add_subparsers(dest="command", required=True, metavar="명령", parser_class=Parser)
    draw = commands.add_parser("figures", help="코스 페이지의 그림을 SVG로 쓴다")
    draw.add_argument("names", nargs="*", metavar="이름", type=known("그림", FIGURES), help=", ".join(FIGURES))
    draw.add_argument(
        "--lang",
        nargs="+",
        default=LANGUAGES,
        metavar="언어",
        type=known("언어", LANGUAGES),
        help="ko, en (기본은 둘 다)",
    )
    draw.add_argument("--out", type=Path, default=Path("figures"), metavar="폴더", help="쓸 곳 (기본은 figures)")
    draw.add_argument("--check", action="store_true", help="쓰지 않고, 달라질 파일이 있으면 이름을 말하고 1로 끝난다")
    draw.add_argument("--live", action="store_true", help="움직이는 HTML과, 대체 글을 적은 figures.json도 함께 쓴다")
    site = commands.add_parser("site", help="코스 사이트의 폴더에 그림과 움직이는 그림을 넣는다")
    site.add_argument("site", type=Path, metavar="폴더", help="images/probability/가 있는 폴더 (Hugo라면 static)")
    site.add_argument("--check", action="store_true", help="쓰지 않고, 달라질 파일이 있으면 이름을 말하고 1로 끝난다")
    for name, what in (("slides", "강의 슬라이드"), ("html", "읽는 판")):
        web = commands.add_parser(name, help=f"노트북 열 권의 {what}을 HTML로 쓴다")
        web.add_argument(
            "--out", type=Path, default=Path("dist") / name, metavar="폴더", help=f"쓸 곳 (기본은 dist/{name})"
        )
        web.add_argument("--notebooks", type=Path, default=Path("notebooks"), metavar="폴더", help="노트북이 있는 곳")
        if name == "slides":
            web.add_argument("--solutions", action="store_true", help="연습의 풀이도 넣는다")
    a = cli.parse_args(argv)
    try:
        if a.command in ("slides", "html"):
            return web_edition(a)
        if a.command == "site":
            return figures([], LANGUAGES, a.site / "images/probability", a.check, live=True)
        return figures(a.names, a.lang, a.out, a.check, a.live)
    except OSError as e:
        print(f"{e.filename}에 쓸 수 없어요 ({e.strerror}). 다른 폴더를 --out으로 골라 주세요.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
