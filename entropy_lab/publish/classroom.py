"""교실에서: 풀이를 뺀 노트북, 종이에 푸는 연습지와 답지, 모은 점수표."""

import csv
import json
import re
from io import StringIO

from nbformat.v4 import new_code_cell

from ..josa import josa
from ..quiz.check import MARKS, exercises, version
from . import edition
from .cells import is_solution, outputs, prose
from .files import Halt, read
from .notebook import canonical

CHECK = re.compile(r'^check\("([\d.]+)", (.+)\)$', re.M)


# -- 학생판 -----------------------------------------------------------------------------------------
def student(notebooks):
    """풀이를 빼고, 끝에 점수를 적는 셀을 더한 노트북들: {파일 이름: 바이트}. 셀의 다른 메타데이터는 그대로예요."""
    return {f"{stem}.ipynb": canonical(without_solutions(nb)).encode() for stem, nb in notebooks.items()}


def without_solutions(nb):
    nb.cells = [cell for cell in nb.cells if not is_solution(cell)]
    asked = [m for cell in nb.cells if cell.cell_type == "code" for m in CHECK.findall(cell.source)]
    if asked:
        book = asked[0][0].partition(".")[0]
        answers = "".join(f'        "{number}": {answer},\n' for number, answer in asked)
        source = f"# 점수: 다 풀었으면 이 셀을 실행하고, 곁에 생긴 점수.json을 내세요.\nfrom entropy_lab.quiz import record\n\nrecord(\n    {book},\n    {{\n{answers}    }},\n)"
        nb.cells.append(new_code_cell(source, id="score", metadata={"tags": ["score"]}))
    return nb


# -- 연습지와 답지 -------------------------------------------------------------------------------------
def sheets(notebooks):
    """종이에 푸는 연습지와 답지: {이름: HTML}."""
    asked = "".join(sheet(stem, nb, key=False) for stem, nb in notebooks.items())
    solved = "".join(sheet(stem, nb, key=True) for stem, nb in notebooks.items())
    page = edition.webpage
    look = ("katex.css", "paper.css", "sheet.css")
    return {
        "sheet.html": page("연습지", styles=look, body=f"<main>\n<h1>엔트로피 연습지</h1>\n{asked}</main>"),
        "key.html": page("답지", styles=look, body=f"<main>\n<h1>엔트로피 답지</h1>\n{solved}</main>"),
    }


def sheet(stem, nb, key):
    """노트북 한 권의 연습들. 답지에는 풀이의 말만 담아요."""
    rows, question = "", ""
    for cell in nb.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("### 연습 "):
            question = prose(cell)
            rows += "" if key else f'<section class="exercise">{question}<div class="room"></div></section>\n'
        elif key and is_solution(cell) and question:
            said = re.sub(r".*?</summary>(.*)</details>.*", r"\1", "".join(outputs(cell)), flags=re.S)
            rows += f'<section class="exercise">{question}<div class="answer">{said}</div></section>\n'
            question = ""
    return f"<h2>{edition.number(stem)} {edition.heading(stem, nb)[0]}</h2>\n{rows}" if rows else ""


# -- 점수표 -----------------------------------------------------------------------------------------
def gather(folder, students):
    """`학생/점수.json`들을 모은 CSV와, 읽지 못했거나 없는 것의 목록. 폴더의 이름이 학생이에요."""
    files = {file.parent.name: file for file in sorted(folder.glob("*/점수.json"))}
    names = students or list(files)
    numbers = [number for book in range(10) for number in exercises(str(book))]
    table, troubles = StringIO(), []
    write = csv.writer(table, lineterminator="\n")
    write.writerow(["학생", "맞은 수", *numbers])
    for name in [*names, *(name for name in files if name not in names)]:
        states = {}
        try:
            states = record_of(files[name], numbers)
        except KeyError:
            troubles.append(f"{name}: 점수.json이 없어요.")
        except ValueError as error:
            troubles.append(f"{name}: {error}")
        if students and name not in students:
            troubles.append(f"{name}: 명단에 없는 이름이에요.")
        write.writerow([name, sum(s == "맞아요" for s in states.values()), *(states.get(n, "") for n in numbers)])
    return table.getvalue(), troubles


def record_of(file, numbers):
    """점수 파일 하나: {연습: 상태}. 우리가 쓴 것이 아니거나 판이 다르면 ValueError예요."""
    try:
        record = json.loads(read(file).decode("utf-8-sig"))
        theirs, states = record["version"], dict(record["states"])
    except (ValueError, KeyError, TypeError):
        raise ValueError("점수.json을 읽을 수 없어요. 학생에게 점수 셀을 다시 실행해 달라고 해 주세요.") from None
    if theirs != version():
        raise ValueError(f"코스의 판이 달라요. 학생은 {theirs}, 여기는 {josa(version(), '이에요/예요')}.")
    if odd := [n for n, state in states.items() if n not in numbers or state not in MARKS]:
        raise ValueError(f"이 코스에 없는 것이 적혀 있어요: {', '.join(map(str, odd[:3]))}.")
    return states


def roster(file):
    """명단: 한 줄에 학생 하나."""
    names = [line.strip() for line in read(file).decode("utf-8-sig").splitlines() if line.strip()]
    if not names:
        raise Halt(f"{file}: 명단이 비어 있어요. 한 줄에 학생 하나를 적어 주세요.")
    return names
