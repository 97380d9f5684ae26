"""노트북을 다시 실행해 저장하는 도구를 작은 노트북으로 확인해요."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from entropy_lab.publish.normalise import WIDGET_VIEW, canonical, main, normalise

SLIDER = "import ipywidgets\nipywidgets.IntSlider(value=3)"


@pytest.fixture
def notebook(tmp_path):
    """셀들을 받아 노트북 파일을 만들고 그 자리를 돌려주는 함수예요."""

    def write(*cells, name="00-작은 노트북.ipynb"):
        path = tmp_path / name
        nbformat.write(new_notebook(cells=list(cells)), path)
        return path

    return write


def read(path):
    return nbformat.read(path, as_version=4)


def test_running_twice_is_byte_identical(notebook, capfd):
    path = notebook(
        new_markdown_cell("# 제목", id="title"),
        new_code_cell("import sys\nfor i in range(3):\n    print(i)\n    sys.stdout.flush()"),
        new_code_cell(""),
        new_code_cell(SLIDER, metadata={"tags": ["S1.1"]}),
        new_code_cell("from pathlib import Path\nPath.cwd() == Path('.').resolve()"),
    )
    assert main([path]) == 0
    first = path.read_bytes()
    assert main([path]) == 0
    assert path.read_bytes() == first
    assert first == canonical(read(path)).encode()
    assert b"\r" not in first

    nb = read(path)
    nbformat.validate(nb)
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4]
    assert [(o.name, o.text) for o in code[0].outputs] == [("stdout", "0\n1\n2\n")]
    assert list(code[2].outputs[0].data) == ["text/plain"]
    assert "widgets" not in nb.metadata
    assert nb.cells[0].id == "title"
    assert "TCP" not in first.decode() + capfd.readouterr().err


def test_a_cell_runs_in_the_folder_of_its_notebook(notebook):
    path = notebook(new_code_cell("open('beside.txt', encoding='utf-8').read()"))
    (path.parent / "beside.txt").write_text("옆 파일", encoding="utf-8")
    assert main([path]) == 0
    assert read(path).cells[0].outputs[0].data["text/plain"] == "'옆 파일'"


def test_normalise_drops_what_changes_and_keeps_what_counts():
    result = new_output("execute_result", {"text/html": "<b>1</b>", WIDGET_VIEW: {"model_id": "f00"}})
    result.execution_count, result.metadata = 31, {WIDGET_VIEW: {}, "isolated": True}
    prints = [new_output("stream", name=name, text=text) for name, text in
              [("stdout", "1"), ("stdout", "2"), ("stderr", "3"), ("stdout", "4")]]  # fmt: skip
    nb = new_notebook(
        cells=[
            new_markdown_cell("# 제목", metadata={"slideshow": {"slide_type": "slide"}, "editable": True}),
            new_code_cell(
                "1",
                execution_count=7,
                outputs=[*prints, result],
                metadata={
                    "tags": ["solution"],
                    "jupyter": {"source_hidden": True, "outputs_hidden": False},
                    "execution": {"iopub.execute_input": "2026-11-23T05:00:00Z"},
                    "scrolled": True,
                },
            ),
        ],
        metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {}}, "title": "옛 제목"},
    )
    before = nbformat.writes(nb)
    clean = normalise(nb)
    assert nbformat.writes(nb) == before  # 받은 노트북은 고치지 않아요.

    title, cell = clean.cells
    assert title.metadata == {"slideshow": {"slide_type": "slide"}}
    assert cell.metadata == {"tags": ["solution"], "jupyter": {"source_hidden": True}}
    streams = [(o.name, o.text) for o in cell.outputs[:-1]]
    assert streams == [("stdout", "12"), ("stderr", "3"), ("stdout", "4")]
    assert cell.outputs[-1].data == {"text/html": "<b>1</b>"}
    assert cell.outputs[-1].metadata == {"isolated": True}
    assert cell.execution_count == cell.outputs[-1].execution_count == 1
    assert set(clean.metadata) == {"kernelspec", "language_info"}
    assert clean.metadata.language_info == {"name": "python"}
    assert canonical(clean) == canonical(nb)


def test_only_missing_doubled_and_malformed_ids_are_replaced():
    nb = new_notebook()
    for cell_id in ["intro", "c00", "intro", "빈 칸", None, "end"]:
        nb.cells.append(new_markdown_cell())
        nb.cells[-1].id = cell_id
    del nb.cells[4]["id"]
    ids = [cell.id for cell in normalise(nb).cells]
    assert ids == ["intro", "c00", "c01", "c02", "c03", "end"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "코드 셀 2: ZeroDivisionError: division by zero"),
        ("raise ValueError('첫 줄\\n끝 줄')", "코드 셀 2: 끝 줄"),
        ("import os\nos._exit(1)", "코드 셀 2: 커널이 죽었어요."),
    ],
    ids=["error", "lines", "dead"],
)
def test_a_failing_cell_leaves_the_file_untouched(notebook, capsys, source, reason):
    path = notebook(new_markdown_cell("글"), new_code_cell("print(1)"), new_code_cell(source))
    before = path.read_bytes()
    assert main([path]) == 1
    error = capsys.readouterr().err
    assert path.name in error
    assert reason in error
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_failing_notebook_does_not_stop_the_others(notebook):
    fails = notebook(new_code_cell("1 / 0"), name="fails.ipynb")
    fine = notebook(new_code_cell("2"), name="fine.ipynb")
    assert main([fails, fine]) == 1
    assert read(fine).cells[0].execution_count == 1


def test_a_slow_cell_is_named(notebook, capsys, monkeypatch):
    monkeypatch.setattr("entropy_lab.publish.normalise.TIMEOUT", 1)
    assert main([notebook(new_code_cell("import time\ntime.sleep(30)"))]) == 1
    assert "코드 셀 1: 1초 안에 끝나지 않았어요." in capsys.readouterr().err


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"cells": 1}', '{"worksheets": []}'])
def test_what_is_no_notebook_exits_with_2_before_anything_runs(notebook, capsys, text):
    fine = notebook(new_code_cell("2"), name="fine.ipynb")
    before = fine.read_bytes()
    broken = fine.with_name("broken.ipynb")
    if text is not None:
        broken.write_text(text, encoding="utf-8")
    assert main([fine, broken]) == 2
    assert "broken.ipynb" in capsys.readouterr().err
    assert fine.read_bytes() == before
