"""이야기의 검사: 첫 화면, 정직한 시간, 물음보다 먼저 나오지 않는 답, 바로잡기의 자리, 우리말, 다시 실행하기."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from entropy_lab import course
from entropy_lab.course.ledger import KINDS, LEDGER, tally
from entropy_lab.publish.notebook import steady
from entropy_lab.quiz.grading import EXERCISES

course.load()
NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("[0-9][0-9]-*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def cells_of(path):
    return nbformat.read(path, 4).cells


def tags(cell):
    return set(cell.metadata.get("tags", ()))


def is_code(cell):
    return cell.cell_type == "code"


def is_question(cell):
    """예측이나 연습을 묻는 셀인지."""
    return is_code(cell) and "solution" not in tags(cell) and re.search(r"^(predict|check)\(", cell.source, re.M)


def is_scene(cell):
    return is_code(cell) and any(
        'class="entropy-scene"' in o.get("data", {}).get("text/html", "") for o in cell.outputs
    )


def sections(path):
    """(제목, 셀들): ## 제목마다 나눈 노트북이에요. 첫 조각의 제목은 노트북의 제목이에요."""
    parts = []
    for cell in cells_of(path):
        if cell.cell_type == "markdown" and (head := re.match(r"##? (.+)", cell.source)):
            parts.append((head[1], []))
        parts[-1][1].append(cell)
    return parts


def core(path):
    return [cell for cell in cells_of(path) if "more" not in tags(cell)]


# -- 틀 ---------------------------------------------------------------------------------------------
@every_notebook
def test_the_first_screen_asks_one_question_and_moves(path):
    first, *rest = cells_of(path)
    assert re.match(r"# .+", first.source)
    assert "?" in first.source
    assert re.search(r"\*\*걸리는 시간\*\* \d+분", first.source)
    assert "한 줄 요약" not in first.source
    imports = next(cell for cell in rest if is_code(cell))
    assert imports.metadata.jupyter.source_hidden
    code = [cell for cell in rest if is_code(cell)][1]
    assert is_scene(code) or path.stem[:2] in ("08", "09"), "코드를 읽기 전에 장면부터 움직여요"


@every_notebook
def test_the_last_card_sums_up_and_leads_on(path):
    last = cells_of(path)[-1].source
    assert last.startswith("## 한 장 요약")
    assert "한 줄 요약" in last
    assert path.stem[:2] == "00" or "이전: [" in last
    assert path.stem[:2] == "09" or "다음: [" in last


@every_notebook
def test_what_lies_deeper_comes_after_the_core_and_says_its_minutes(path):
    parts = sections(path)
    deeper = [head.startswith("더 깊이: ") for head, _ in parts]
    assert any(deeper)
    first = deeper.index(True)
    assert all(deeper[first:-1]), [head for head, _ in parts[first:]]
    for (head, cells), deep in zip(parts, deeper, strict=True):
        assert all(("more" in tags(cell)) == deep for cell in cells), head
        assert not deep or re.fullmatch(r"더 깊이: .+ \(\d+분\)", head), head


@every_notebook
def test_the_core_has_few_sections_and_few_exercises(path):
    number = path.stem[:2]
    asked = [cell for cell in core(path) if is_question(cell) and "check(" in cell.source]
    if number < "08":
        heads = [head for head, cells in sections(path) if re.match(r"\d\. ", head) and "more" not in tags(cells[0])]
        assert 2 <= len(heads) <= 5, heads
        assert 4 <= len(asked) <= 6
    assert len(asked) == {"08": 7, "09": 15}.get(number, len(asked))


# -- 시간 -------------------------------------------------------------------------------------------
MINUTES = dict(zip([f"{n:02d}" for n in range(10)], [25, 30, 35, 30, 45, 50, 35, 40, 45, 45], strict=True))


def minutes(cells, book=""):
    """정직한 시간: 글은 분마다 450자, 코드는 한 줄에 8초, 예측과 장면은 1분, 연습은 2분(09의 물음은 1분)."""
    total = 0
    for cell in cells:
        if cell.cell_type == "markdown":
            words = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)", "", cell.source, flags=re.S)
            total += len(re.findall(r"[가-힣ㄱ-ㅎㅏ-ㅣA-Za-z0-9]", words)) / 450
        elif "solution" in tags(cell):
            continue
        elif is_question(cell):
            total += 1 if "predict(" in cell.source or book == "09" else 2
        elif not re.match(r"(from|import) ", cell.source):
            total += 8 / 60 * sum(bool(line.strip()) for line in cell.source.splitlines()) + is_scene(cell)
    return total


@every_notebook
def test_the_stated_time_is_honest(path):
    number = path.stem[:2]
    stated = int(re.search(r"\*\*걸리는 시간\*\* (\d+)분", cells_of(path)[0].source)[1])
    assert abs(stated - MINUTES[number]) <= 5
    assert minutes(core(path), number) == pytest.approx(stated, rel=0.2)
    for head, cells in sections(path):
        if head.startswith("더 깊이"):
            said = int(re.search(r"\((\d+)분\)", head)[1])
            assert minutes(cells, number) == pytest.approx(said, rel=0.2, abs=0.7), head


# -- 물음과 답 ----------------------------------------------------------------------------------------
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*\.?\d*(?:e[-+]?\d+)?(?=\s*(%|퍼센트)?)")


def told(cell):
    """배우는 사람의 눈에 보이는 글: 글, 코드, 찍힌 것, 그림의 설명. 숫자 자료인 장면의 속은 뺐어요."""
    yield cell.source
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        html = data.get("text/html", "")
        yield output.get("text", "")
        yield from (unescape(word) for word in re.findall(r'(?:alt|aria-label|title)="([^"]*)"', html))
        yield from re.findall(r"<desc[^>]*>(.*?)</desc>", html + data.get("image/svg+xml", ""), re.S)
        visible = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
        yield unescape(re.sub(r"<[^>]+>", " ", visible))
        yield data.get("text/plain", "")


def digits(text):
    """유효 숫자의 개수예요."""
    return len(text.strip("-−").replace(",", "").replace(".", "").lstrip("0"))


def numbers_in(text):
    """(적힌 글, 값, 마지막 자리의 절반): 유효 숫자가 셋 이상인 수들이에요."""
    for m in NUMBER.finditer(text):
        word = m[0].rstrip(".,")
        if "e" in word or digits(word) < 3:
            continue
        value, places = float(word.replace(",", "").replace("−", "-")), len(word.partition(".")[2])
        scale = 100 if m[1] else 1
        yield word, value / scale, 0.5001 * 10.0**-places / scale


def answers(cell):
    """이 물음의 답인 수 가운데, 유효 숫자 셋이 있어야 적을 수 있는 것들이에요."""
    if number := re.search(r'^check\("([\d.]+)"', cell.source, re.M):
        found = [v for _, truth, *_ in EXERCISES[number[1]].rules[:1] for v in np.ravel(truth).tolist()]
    else:
        html = "".join(o.get("data", {}).get("text/html", "") for o in cell.outputs)
        right = re.search(r"답 열기</summary><p><b>(.*?)</b>", html, re.S)[1]
        found = [float(m[0].rstrip(".,").replace(",", "").replace("−", "-")) for m in NUMBER.finditer(right)]
    return [v for v in found if np.isfinite(v) and digits(f"{v:.6g}") >= 3]


@every_notebook
def test_no_answer_stands_above_its_question(path):
    early, seen = [], []
    for cell in cells_of(path):
        if is_question(cell) and path.stem[:2] != "09":
            early += [
                f"{cell.source.splitlines()[-1][:60]}: {v:.6g} ← [{at}] {word}"
                for v in answers(cell)
                for at, found in seen
                for word, value, half in found
                if abs(abs(v) - abs(value)) <= half
            ]
        seen += [(cell.id, list(numbers_in(text))) for text in told(cell)]
    assert not early, "\n".join(early)


# -- 바로잡기 -----------------------------------------------------------------------------------------
CARDS = {
    "00": "E01", "01": "E08 E09", "02": "E10", "03": "E11 E12", "04": "E02 E13 E14 E18", "05": "E06 E16 E29",
    "06": "E23", "07": "E04 E05", "08": "E03 E19 E20 E21 E22 E24 E25 E26 E27 E28", "09": "",
}  # fmt: skip
MORE = {"E02", "E12", "E29"}  # 더 깊이에 서요
CLASSES = {
    "A": "E01 E02 E04 E05 E09", "B": "E06 E07 E08 E10 E11 E12 E13 E15 E16 E23 E29",
    "C": "E03 E19 E20 E21 E22 E24 E25 E26 E27", "D": "E17 E30 E32", "덧붙이기": "E14 E18 E28", "거둠": "E31 E33",
}  # fmt: skip


@every_notebook
def test_corrections_stand_where_the_plan_puts_them(path):
    shown = {
        id: "more" in tags(cell)
        for cell in cells_of(path)
        if is_code(cell)
        for id in re.findall(r'correct\("(E\d\d)"\)', cell.source)
    }
    assert sorted(shown) == CARDS[path.stem[:2]].split()
    assert all(deep == (id in MORE) for id, deep in shown.items()), shown


def test_corrections_have_the_class_of_the_plan():
    assert {id: c.kind for id, c in LEDGER.items()} == {id: k for k, ids in CLASSES.items() for id in ids.split()}


def test_the_readme_counts_the_corrections_and_tells_the_minutes_of_every_notebook():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    counts = [f"{KINDS[kind] if kind in 'ABCD' else kind} {count}곳" for kind, count in tally().items()]
    assert ", ".join(counts) in readme
    for path in NOTEBOOKS:
        stated = re.search(r"\*\*걸리는 시간\*\* (\d+)분", cells_of(path)[0].source)[1]
        assert re.search(rf"\(notebooks/{path.name}\) \| [^|]+ \| {stated} \|", readme), path.stem


# -- 우리말 -------------------------------------------------------------------------------------------
FORBIDDEN = {
    "내트": "나트",
    r"레이블": "라벨",
    r"(?<!심플렉스\()단체\(": "심플렉스",
    r"고를 때": "고르게 나뉠 때",
    r"가지가 고르면|셋이 고르": "고르게 나뉘면",
    r"속임약": "위약",
    r"은\(는\)|이\(가\)|을\(를\)|와\(과\)": "조사를 골라요",
    r"주변분포|결합분포": "주변 분포, 결합 분포",
    r"내다봤": "예측이 맞았어요/빗나갔어요",
    r"흩어진 정도(?!\(표준편차)": "표준편차",
    r"셈하": "계산하다",
    r"KL[^.!?\n]{0,20}거리(?!가 아니|라고 부르지|처럼)": "KL은 거리가 아니에요",
    r"크로스 엔트로피|균일분포|카테고리 분포(?!”)": "용어표의 말",
    r"상자: ": "참고",
    r"더 잘수록|칸이 잘": "좁을수록",
}


@every_notebook
def test_the_words_of_the_plan_are_used(path):
    wrong = [
        f"[{cell.id}] {m[0]} → {better}"
        for cell in cells_of(path)
        for text in told(cell)
        for word, better in FORBIDDEN.items()
        for m in re.finditer(word, text)
    ]
    assert not wrong, "\n".join(wrong)


@every_notebook
def test_a_formula_is_announced_and_followed_by_whole_sentences(path):
    for cell in cells_of(path):
        if cell.cell_type == "markdown":
            for before, after in pairwise(re.split(r"\$\$.*?\$\$", cell.source, flags=re.S)):
                assert re.search(r"[.?!:다요]\s*$", before) or not before.strip(), before[-40:]
                assert not re.match(r"\s*(이에요|예요|로 바꾸면|이고|이며|입니다)", after), after[:40]
            assert not re.search(r"^(이에요|예요|로 바꾸면)", cell.source, re.M)


# -- 다시 실행하기 --------------------------------------------------------------------------------------
ONCE = {"solution", "score", "lab"}  # 답을 채운 셀과 훈련하는 실험대는 다시 돌리지 않아요


@every_notebook
@pytest.mark.slow
def test_every_cell_can_be_run_again_from_the_last_to_the_first(path):
    nb = nbformat.read(path, 4)
    code = [k for k, cell in enumerate(nb.cells) if is_code(cell)]
    stored = {k: nb.cells[k].outputs for k in code}
    client = NotebookClient(nb, kernel_name="python3", timeout=60, resources={"metadata": {"path": str(path.parent)}})
    with client.setup_kernel():
        for k in code:
            client.execute_cell(nb.cells[k], k)
        for k in [k for k in reversed(code) if not tags(nb.cells[k]) & ONCE]:
            client.execute_cell(nb.cells[k], k)
            assert written(nb.cells[k].outputs) == written(stored[k]), nb.cells[k].source


def written(outputs):
    """두 번 실행해도 같아야 하는 것: 찍힌 글과 그림, 장면이에요."""
    return [(o.get("text"), {k: v for k, v in o.get("data", {}).items() if "/" in k}) for o in steady(outputs, 1)]
