"""노트북의 모양새와 범위: 실행 결과는 --nbval이, 여기서는 글과 셀의 규칙을 봐요."""

import ast
import csv
import re
from pathlib import Path
from statistics import median

import nbformat
import pytest

from entropy_lab import course
from entropy_lab.course.ledger import LEDGER
from entropy_lab.publish.notebook import canonical
from entropy_lab.quiz.grading import EXERCISES

course.load()
ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ITEMS = list(csv.DictReader((ROOT / "tests/lesson_items.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
MARKS = {"solution", "more", "score", "lab", "torch", "needs-torch"}
NBVAL_TAGS = {"raises-exception"}

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def read(path):
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)


def code_cells(nb):
    return [c for c in nb.cells if c.cell_type == "code"]


def tags(nb):
    return {t for c in nb.cells for t in c.metadata.get("tags", ())}


@every_notebook
def test_committed_form_is_canonical_executed_and_free_of_traces(path):
    text, nb = path.read_text(encoding="utf-8"), read(path)
    nbformat.validate(nb)
    assert text == canonical(nb)
    # 번호(execution_count)가 없는 셀은 nbval이 말없이 건너뛰어요
    assert [c.execution_count for c in code_cells(nb)] == list(range(1, len(code_cells(nb)) + 1))
    assert not any(o.output_type == "error" for c in code_cells(nb) for o in c.outputs)
    assert not re.search(r"/(?:home|Users|root|work)/|[A-Z]:\\\\|0x[0-9a-f]{8}", text)
    assert "widget-view" not in text


@every_notebook
def test_cells_are_short_and_imports_come_first(path):
    cells = [c for c in code_cells(read(path)) if "solution" not in c.metadata.get("tags", ())]
    lines = [len([line for line in c.source.splitlines() if line.strip()]) for c in cells]
    assert max(lines[1:]) <= 12
    assert median(lines) <= 4
    for cell in cells[1:]:
        if "torch" in cell.metadata.get("tags", ()):  # torch는 무거워서 처음 쓰는 셀에서 읽어요
            continue
        assert not any(isinstance(n, ast.Import | ast.ImportFrom) for n in ast.walk(ast.parse(cell.source)))


@every_notebook
def test_widgets_that_nbval_cannot_compare_are_not_used(path):
    source = "\n".join(c.source for c in code_cells(read(path)))
    assert not re.search(r"\binteract\b|\bOutput\(|plt\.show", source)


@every_notebook
def test_identifiers_are_english_and_answers_are_named_after_their_exercise(path):
    for cell in code_cells(read(path)):
        names = {n.id for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.Name)}
        assert all(name.isascii() or re.fullmatch(r"답_\d+_\d+", name) for name in names), names


@every_notebook
def test_every_exercise_waits_for_an_answer_and_its_solution_is_folded_and_right(path):
    nb, number = read(path), int(path.stem[:2])
    cells = nb.cells
    asked = [
        k
        for k, c in enumerate(cells)
        if c.cell_type == "code"
        and re.search(r'^check\("', c.source, re.M)
        and "solution" not in c.metadata.get("tags", ())
    ]
    ids = [re.search(r'^check\("([\d.]+)"', cells[k].source, re.M)[1] for k in asked]
    assert ids == [n for n in EXERCISES if n.split(".")[0] == str(number)]
    for k, exercise in zip(asked, ids, strict=True):
        solution = cells[k + 1]
        assert cells[k - 1].source.startswith(f"### 연습 {exercise}\n")
        assert "맞아요" not in str(cells[k].outputs)
        assert "solution" in solution.metadata.tags
        assert solution.source.startswith("# 풀이\n")  # 접은 셀도 첫 줄은 보여요
        assert solution.metadata.jupyter == {"source_hidden": True, "outputs_hidden": True}
        assert "맞아요" in str(solution.outputs), exercise


@every_notebook
def test_links_resolve_and_tables_use_no_norm_bar(path):
    for cell in (c for c in read(path).cells if c.cell_type == "markdown"):
        for target in re.findall(r"\]\(([^)]+)\)", cell.source):
            assert not target.startswith("/"), target
            assert target.startswith(("http", "#")) or (path.parent / target).exists(), target
        assert not re.search(r"\\\|", cell.source), "표 안에서는 \\mid를 써요"


@every_notebook
def test_printed_numbers_carry_a_unit(path):
    """print가 적은 줄에 소수가 있으면 그 줄에는 단위나 기호의 이름이 있어요."""
    for cell in code_cells(read(path)):
        for output in cell.outputs:
            for line in output.get("text", "").splitlines() if output.output_type == "stream" else ():
                assert not re.search(r"\d\.\d", line) or re.search(r"비트|나트|배|번|개|확률|퍼센트", line), line


def test_tags_are_known():
    known = {i["id"] for i in ITEMS} | {e for i in ITEMS for e in i["errata"].split()} | MARKS | NBVAL_TAGS
    for path in NOTEBOOKS:
        assert tags(read(path)) <= known, path.name


@every_notebook
def test_every_item_of_the_lesson_sits_in_its_notebook(path):
    here = tags(read(path))
    assert {i["id"] for i in ITEMS if i["notebook"] == path.stem[:2]} <= here
    assert not here & {i["id"] for i in ITEMS if i["notebook"] != path.stem[:2]}


@every_notebook
def test_a_correction_is_tagged_where_it_stands(path):
    for cell in code_cells(read(path)):
        for id in re.findall(r'correct\("(E\d\d)"\)', cell.source):
            assert id in cell.metadata.get("tags", ())
            assert id in LEDGER
