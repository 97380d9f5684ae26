"""노트북을 다시 실행해 저장하는 도구를 작은 노트북으로 확인해요."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from entropy_lab.publish.cli import main
from entropy_lab.publish.notebook import WIDGET_VIEW, canonical, opened, tidied

pytestmark = pytest.mark.slow  # 커널을 켜요
ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
SLIDER = "import ipywidgets\nipywidgets.IntSlider(value=3)"
# JupyterLab이 노트북을 열고 커널을 켜면 적는 것들에서 파이썬의 판을 뺀 것이에요.
KERNEL = {"kernelspec": {"display_name", "language", "name"}} | {
    "language_info": {"codemirror_mode", "file_extension", "mimetype", "name", "nbconvert_exporter", "pygments_lexer"}
}


@pytest.fixture
def notebook(tmp_path):
    """셀들을 받아 노트북 파일을 만들고 그 자리를 돌려주는 함수예요."""

    def write(*cells, name="00-작은 노트북.ipynb", **metadata):
        path = tmp_path / name
        nbformat.write(new_notebook(cells=list(cells), metadata=metadata), path)
        return path

    return write


def normalise(*paths):
    return main(["normalise", *paths])


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
    assert normalise(path) == 0
    first = path.read_bytes()
    assert normalise(path) == 0
    assert path.read_bytes() == first
    assert first == canonical(read(path)).encode()
    assert b"\r" not in first

    nb = read(path)
    nbformat.validate(nb)
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4]
    assert [(o.name, o.text) for o in code[0].outputs] == [("stdout", "0\n1\n2\n")]
    assert list(code[2].outputs[0].data) == ["text/plain"]
    assert {key: set(nb.metadata[key]) for key in nb.metadata} == KERNEL
    assert nb.cells[0].id == "title"
    assert "TCP" not in first.decode() + capfd.readouterr().err


def test_a_cell_runs_in_the_folder_of_its_notebook(notebook):
    path = notebook(new_code_cell("open('beside.txt', encoding='utf-8').read()"))
    (path.parent / "beside.txt").write_text("옆 파일", encoding="utf-8")
    assert normalise(path) == 0
    assert read(path).cells[0].outputs[0].data["text/plain"] == "'옆 파일'"


def test_what_changes_is_dropped_and_what_counts_is_kept():
    result = new_output("execute_result", {"text/html": "<b>1</b>", WIDGET_VIEW: {"model_id": "f00"}})
    result.execution_count, result.metadata = 31, {WIDGET_VIEW: {}, "isolated": True}
    prints = [
        new_output("stream", name=name, text=text)
        for name, text in [("stdout", "1"), ("stdout", "2"), ("stderr", "3"), ("stdout", "4")]
    ]
    nb = new_notebook(
        cells=[
            new_markdown_cell("# 제목", metadata={"slideshow": {"slide_type": "slide"}, "tags": []}),
            new_code_cell(
                "1",
                execution_count=7,
                outputs=[*prints, result],
                metadata={
                    "tags": ["solution"],
                    "jupyter": {"source_hidden": True, "outputs_hidden": False},
                    "execution": {"iopub.execute_input": "2026-11-23T05:00:00Z"},
                    "ExecuteTime": {"end_time": "2026-11-23T05:00:00Z"},
                    "trusted": True,
                },
            ),
            new_code_cell("2", metadata={"jupyter": {"source_hidden": False}}),
        ],
        metadata={"widgets": {"application/vnd.jupyter.widget-state+json": {}}},
    )
    before = nbformat.writes(nb)
    clean = tidied(nb)
    assert nbformat.writes(nb) == before  # 받은 노트북은 고치지 않아요.

    title, cell, plain = clean.cells
    assert title.metadata == {"slideshow": {"slide_type": "slide"}}
    assert cell.metadata == {"tags": ["solution"], "jupyter": {"source_hidden": True}}
    assert plain.metadata == {}
    streams = [(o.name, o.text) for o in cell.outputs[:-1]]
    assert streams == [("stdout", "12"), ("stderr", "3"), ("stdout", "4")]
    assert cell.outputs[-1].data == {"text/html": "<b>1</b>"}
    assert cell.outputs[-1].metadata == {"isolated": True}
    assert cell.execution_count == cell.outputs[-1].execution_count == 1
    assert clean.metadata == {}
    assert canonical(clean) == canonical(nb)


FOREIGN = {
    "nbgrader": {"grade": False, "grade_id": "cell-1", "locked": True, "points": 0, "schema_version": 3, "task": False},
    "editable": False,
    "deletable": False,
    "lecture": {"pause": 2},
    "collapsed": True,
    "scrolled": False,
    "vscode": {"languageId": "python"},
    "name": "이름",
}
FOREIGN_BOOK = {
    "title": "내 노트북",
    "authors": [{"name": "아무개"}],
    "jupytext": {"formats": "ipynb,py:percent"},
    "toc-autonumbering": False,
    "celltoolbar": "Create Assignment",
}


def test_what_others_wrote_stays(notebook):
    image = {"a.png": {"image/png": "iVBORw0KGgo="}}
    path = notebook(
        new_raw_cell("---\ntitle: 내 노트북\n---", metadata=FOREIGN | {"format": "text/x-rst"}),
        new_markdown_cell("![그림](attachment:a.png)", metadata=FOREIGN, attachments=image),
        new_code_cell("1", metadata=FOREIGN | {"jupyter": {"is_executing": "yes", "outputs_hidden": False}}),
        **FOREIGN_BOOK,
    )
    assert normalise(path) == 0
    nb = read(path)
    raw, text, code = nb.cells
    assert {key: nb.metadata[key] for key in FOREIGN_BOOK} == FOREIGN_BOOK
    assert raw.metadata == FOREIGN | {"format": "text/x-rst"}
    assert text.metadata == FOREIGN
    assert text.attachments == image
    assert code.metadata == FOREIGN | {"jupyter": {"is_executing": "yes"}}
    assert code.outputs[0].data["text/plain"] == "1"


def test_only_missing_doubled_and_malformed_ids_are_replaced():
    nb = new_notebook()
    for cell_id in ["intro", "c00", "intro", "빈 칸", None, "end"]:
        nb.cells.append(new_markdown_cell())
        nb.cells[-1].id = cell_id
    del nb.cells[4]["id"]
    ids = [cell.id for cell in tidied(nb).cells]
    assert ids == ["intro", "c00", "c01", "c02", "c03", "end"]


OUTPUT = "import ipywidgets\nout = ipywidgets.Output()\nwith out:\n    print(1)\nout"
INTERACT = "import ipywidgets\nipywidgets.interact(lambda x: print(x), x=(0, 3))"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "코드 셀 2: ZeroDivisionError: division by zero"),
        ("raise ValueError('첫 줄\\n끝 줄')", "코드 셀 2: 끝 줄"),
        ("import os\nos._exit(1)", "코드 셀 2: 커널이 죽었어요."),
        ("input()", "코드 셀 2: StdinNotImplementedError"),
        (OUTPUT, "코드 셀 2: Output이나 interact"),
        (INTERACT, "코드 셀 2: Output이나 interact"),
    ],
    ids=["error", "lines", "dead", "input", "Output", "interact"],
)
def test_a_failing_cell_leaves_the_file_untouched(notebook, capsys, source, reason):
    path = notebook(new_markdown_cell("글"), new_code_cell("print(1)"), new_code_cell(source))
    before, start = path.read_bytes(), time.perf_counter()
    assert normalise(path) == 1
    assert time.perf_counter() - start < 20
    error = capsys.readouterr().err
    assert path.name in error
    assert reason in error
    assert len(error.splitlines()) == 1
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_failing_notebook_does_not_stop_the_others(notebook):
    fails = notebook(new_code_cell("1 / 0"), name="fails.ipynb")
    fine = notebook(new_code_cell("2"), name="fine.ipynb")
    assert normalise(fails, fine) == 1
    assert read(fine).cells[0].execution_count == 1


def test_a_slow_cell_is_named(notebook, capsys, monkeypatch):
    monkeypatch.setattr("entropy_lab.publish.normalise.TIMEOUT", 1)
    assert normalise(notebook(new_code_cell("import time\ntime.sleep(30)"))) == 1
    assert "코드 셀 1: 1초 안에 끝나지 않았어요." in capsys.readouterr().err


def test_a_kernel_that_does_not_start_is_told(notebook, capsys, monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager

    class Broken(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            spec = super().get_kernel_spec(kernel_name)
            spec.argv = [sys.executable, "-c", "raise SystemExit(1)"]
            return spec

    monkeypatch.setattr("jupyter_client.manager.KernelManager.kernel_spec_manager", Broken())
    assert normalise(notebook(new_code_cell("1"))) == 1
    assert "파이썬 커널이 켜지지 않아요" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "없어요"),
        (b"", "nbformat 4"),
        (b"{}", "nbformat 4"),
        (b"[]", "nbformat 4"),
        (b'{"cells": 1}', "nbformat 4"),
        (b'{"worksheets": []}', "nbformat 4"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}', "nbformat 4"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "nbformat 4"),
        ('{"cells": ["가"]}'.encode("cp949"), "nbformat 4"),
        ("\ufeff{}".encode(), "BOM"),
        ("{}".encode("utf-16"), "BOM"),
    ],
)
def test_what_is_no_notebook_exits_with_2_before_anything_runs(notebook, capsys, data, reason):
    fine = notebook(new_code_cell("2"), name="fine.ipynb")
    before = fine.read_bytes()
    broken = fine.with_name("broken.ipynb")
    if data is not None:
        broken.write_bytes(data)
    assert normalise(fine, broken) == 2
    error = capsys.readouterr().err
    assert "broken.ipynb" in error
    assert reason in error
    assert fine.read_bytes() == before


@pytest.mark.parametrize(
    ("metadata", "named"),
    [
        ({"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}, "R"),
        ({"kernelspec": {"name": "ir", "display_name": "R"}}, "ir"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"kernelspec": {"name": "conda-env-mine-py", "display_name": "내 환경"}}, None),
        ({"kernelspec": {"name": "mine", "display_name": "내 환경", "language": "python"}}, None),
    ],
)
def test_another_language_is_refused(notebook, capsys, metadata, named):
    path = notebook(new_code_cell("1"), **metadata)
    before = path.read_bytes()
    assert normalise(path) == (2 if named else 0)
    assert not named or f"파이썬이 아니라 {named} 노트북" in capsys.readouterr().err
    assert (path.read_bytes() == before) == bool(named)


def test_each_notebook_is_told_when_it_is_done(notebook):
    first = notebook(new_code_cell("1"), name="first.ipynb")
    second = notebook(new_code_cell("import time\ntime.sleep(60)"), name="second.ipynb")
    before = second.read_bytes()
    command = [sys.executable, "-m", "entropy_lab", "normalise", first, second]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    start = time.perf_counter()
    assert "first.ipynb" in running.stdout.readline()
    assert time.perf_counter() - start < 40
    if os.name == "posix":  # 그만두라고 하면 커널까지 끄고, 노트북은 그대로예요.
        time.sleep(2)
        running.send_signal(signal.SIGTERM)
        _, error = running.communicate(timeout=30)
        assert running.returncode == 143
        assert "Traceback" not in error
    running.kill()
    assert second.read_bytes() == before
    assert sorted(p.name for p in second.parent.iterdir()) == ["first.ipynb", "second.ipynb"]


# -- 우리 노트북 -------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_ours_carry_what_jupyterlab_writes_and_nothing_of_others(path):
    nb = opened(path)
    assert {key: set(value) for key, value in nb.metadata.items()} == KERNEL
    assert {key for cell in nb.cells for key in cell.metadata} <= {"slideshow", "tags", "jupyter", "lecture", "page"}


def test_ours_were_run_by_one_python():
    assert len({json.dumps(opened(path).metadata, sort_keys=True) for path in NOTEBOOKS}) == 1
