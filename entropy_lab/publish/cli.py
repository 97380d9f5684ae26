"""명령줄: 명령마다 하는 일과, 받는 것의 표."""

import os
import signal
import sys
from functools import partial
from pathlib import Path

from .arguments import Take, known, parse, usage
from .files import Halt, intact, told, write
from .lab import open_lab

PROGRAM = "python -m entropy_lab"
LANGUAGES = ["ko", "en"]


# -- 하는 일: 설명의 첫 줄이 도움말이에요 ----------------------------------------------------------------
def draw_figures(names, lang, out, check, live):
    """코스 페이지의 그림을 SVG로 써요.

    자리는 out/언어/이름.svg예요. check면 쓰지 않고, 달라질 파일의 이름을 말한 뒤 1을 돌려줘요.
    """
    from . import site

    return site.settle({out / place: data for place, data in site.drawings(names, lang, live).items()}, check)


def fill_site(folder, check, csp):
    """코스 사이트의 폴더에 그림과 움직이는 그림, 미리보기, 끼우는 법을 넣어요."""
    from . import site

    return site.settle(site.furnished(folder, csp), check)


def write_slides(out, notebooks, solutions, full, pdf):
    """노트북의 강의 슬라이드를 HTML로 써요."""
    from . import edition, paper, slides

    printer = paper.printer() if pdf else None
    pages = edition.publish(out, *slides.lecture(edition.typesettable(notebooks), solutions, full))
    for page in pages[1:] if pdf else ():
        print(paper.press(printer, page))
    return welcome(pages)


def write_html(out, notebooks):
    """노트북의 읽는 판을 HTML로 써요."""
    from . import edition, reading

    return welcome(edition.publish(out, *reading.volume(edition.typesettable(notebooks))))


def write_lite(out, notebooks, pyodide):
    """브라우저 안의 파이썬으로 노트북을 돌리는 사이트를 써요."""
    from . import lite

    lite.build(out, notebooks, pyodide)
    print(f"{out}에 사이트를 썼어요. 파일을 두 번 눌러서는 열리지 않으니 서버를 켜요: python -m http.server -d {out}")
    print(f"http://localhost:8000/{lite.FRONT}에서 시작해요.")
    return 0


def write_pages(out):
    """읽는 판, 강의, 그림, 고쳐 보는 노트북을 한 주소에 올릴 폴더로 써요."""
    from . import edition, pages

    (out / "figures").mkdir(parents=True, exist_ok=True)
    for words in pages.orders(out):
        run(words)
    edition.publish(out, pages.first_page(), {})
    print(f"{out}에 모두 썼어요. 서버를 켜고(python -m http.server -d {out}) http://localhost:8000에서 시작해요.")
    return 0


def hand_out(out, notebooks):
    """풀이를 빼고 점수를 적는 셀을 더한 학생용 노트북을 써요."""
    from . import classroom, edition

    for name, data in classroom.student(edition.books(notebooks)).items():
        write(out / name, data)
    print(f"{out}에 학생용 노트북을 썼어요. 풀이는 없고, 마지막 셀이 점수.json을 적어요.")
    return 0


def write_sheets(out, notebooks, pdf):
    """종이에 푸는 연습지와 답지를 써요."""
    from . import classroom, edition, paper

    printer = paper.printer() if pdf else None
    pages = edition.publish(
        out, classroom.sheets(edition.typesettable(notebooks)), {"sheet.css": edition.WEB / "sheet.css"}
    )
    for page in pages if pdf else ():
        print(paper.press(printer, page))
    print(f"연습지는 {pages[0]}, 답지는 {pages[1]}이에요.")
    return 0


def gather_scores(folder, students, out):
    """학생/점수.json들을 점수표(CSV) 한 장으로 모아요."""
    from . import classroom

    table, troubles = classroom.gather(folder, classroom.roster(students) if students else [])
    write(out, table.encode("utf-8-sig"))  # 엑셀이 한글로 읽어요
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    print(f"{out}에 점수표를 썼어요.")
    return int(bool(troubles))


def welcome(pages):
    print(f"{pages[0]}에서 시작해요. 폴더째 옮겨도 되고, 인터넷이 없어도 돼요.")
    return 0


def rerun(notebooks):
    """노트북을 다시 실행하고, 실행할 때마다 달라지는 것을 뺀 모습으로 저장해요."""
    from .normalise import refresh

    return refresh(notebooks)


# -- 받는 것 ----------------------------------------------------------------------------------------
def folder(help, default):
    return Take(f"{help} (기본은 {default})", "폴더", Path(default))


def commands():
    """명령의 표: {이름: (하는 일, 받는 것)}."""
    from ..figures import FIGURES

    pick, speak = partial(known, "그림", FIGURES), partial(known, "언어", LANGUAGES)
    check = Take("쓰지 않고, 달라질 파일이 있으면 이름을 말하고 1로 끝나요")
    source = folder("노트북이 있는 곳", "notebooks")
    figures = {
        "names": Take(f"그릴 그림: {', '.join(FIGURES)} (기본은 모두)", "이름 …", [], pick, many=True),
        "--lang": Take("ko나 en (기본은 둘 다)", "언어 …", LANGUAGES, speak, many=True),
        "--out": folder("쓸 곳", "figures"),
        "--check": check,
        "--live": Take("움직이는 HTML도 한 장씩 함께 써요"),
    }
    site = {
        "folder": Take("Hugo 사이트의 뿌리나, images/probability를 둘 폴더예요", "폴더", None),
        "--check": check,
        "--csp": Take("움직이는 그림을 파일 여럿으로 나눠요. default-src 'self'인 사이트에서도 움직여요"),
    }
    lab = {
        "number": Take("열 노트북의 번호 (기본은 00)", "번호", "00", str),
        "--english": Take("영어 화면으로 열어요"),
        "--lecture": Take("슬라이드로 열어요"),
        "--jupyter": Take("뒤에 적은 것은 모두 JupyterLab에 줘요", "옵션 …", [], str, many=True, rest=True),
    }
    html = {"--out": folder("쓸 곳", "dist/html"), "--notebooks": source}
    pdf = Take("깔려 있는 크롬으로 PDF도 써요")
    slides = html | {
        "--out": folder("쓸 곳", "dist/slides"),
        "--solutions": Take("연습의 풀이도 넣어요"),
        "--full": Take("강의에 고른 장만이 아니라 모든 셀을 담아요"),
        "--pdf": pdf,
    }
    pyodide = Take("함께 담을 Pyodide 배포판을 푼 폴더 (기본은 배우는 사람이 인터넷에서 받아요)", "폴더", "")
    lite = html | {"--out": folder("쓸 곳", "dist/lite"), "--pyodide": pyodide}
    student = html | {"--out": folder("쓸 곳", "dist/student")}
    sheet = html | {"--out": folder("쓸 곳", "dist/sheet"), "--pdf": pdf}
    scores = {
        "folder": Take("학생마다 폴더 하나, 그 안에 점수.json이 있는 곳이에요", "폴더", None),
        "--students": Take("한 줄에 학생 하나를 적은 명단이에요. 내지 않은 학생도 알려 줘요", "파일", ""),
        "--out": Take("점수표를 쓸 파일 (기본은 점수표.csv)", "파일", Path("점수표.csv")),
    }
    normalise = {
        "notebooks": Take("고쳐 쓸 노트북이에요. 예: notebooks/01-information.ipynb", "파일 …", None, many=True)
    }
    return {
        "lab": (open_lab, lab),
        "figures": (draw_figures, figures),
        "site": (fill_site, site),
        "slides": (write_slides, slides),
        "html": (write_html, html),
        "lite": (write_lite, lite),
        "pages": (write_pages, {"--out": folder("쓸 곳", "dist/pages")}),
        "student": (hand_out, student),
        "sheet": (write_sheets, sheet),
        "scores": (gather_scores, scores),
        "normalise": (rerun, normalise),
    }


# -- 부르는 길 --------------------------------------------------------------------------------------
def run(words):
    """낱말들이 시키는 일을 하고 종료 코드를 돌려줘요. 도움말을 물었으면 도움말을 보여요."""
    table, name = commands(), " ".join(words[:1])
    if {"-h", "--help"} & {*words}:
        print(usage(PROGRAM, table, name))
        return 0
    try:
        command, takes = table[known("명령", table, name)]
        values = parse(takes, words[1:])
    except Halt as halt:
        raise Halt(f"{halt}\n자세한 사용법은 {PROGRAM}{f' {name}' if name in table else ''} --help") from None
    return command(**values)


def main(argv=None):
    """명령 한 줄. 0은 성공, 1은 달라질 그림이나 실패한 노트북이 있음, 2는 할 수 없음이에요."""
    try:
        intact()
        return run([str(word) for word in (sys.argv[1:] if argv is None else argv)])
    except Halt as halt:
        said = halt
    except ModuleNotFoundError as error:
        said = f'{error.name}: 깔려 있지 않아요. make setup을 하거나 pip install -e ".[lab,lecture,test,web]"으로 깔아 주세요.'
    except OSError as error:
        said = told(error, error.filename or "화면", writing=not error.filename)
    print(said, file=sys.stderr)
    return 2


def start():
    """파이썬을 새로 켜서 부를 때: 화면에 없는 글자는 풀어 적고, 멈추라고 해도 쓰던 것을 치우고 끝나요."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.reconfigure(errors="backslashreplace", line_buffering=True)
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), lambda number, _: sys.exit(128 + number))
    try:
        return main()
    except KeyboardInterrupt:
        print("멈췄어요.", file=sys.stderr)
        return 130
    finally:
        try:
            print(end="", flush=True)
        except OSError:  # 받는 쪽이 먼저 끝났으면(| head) 남은 글은 버려요.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
