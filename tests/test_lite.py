"""브라우저 안의 파이썬: torch 없이 도는 것, 지어 놓은 사이트에 든 것, 그 사이트가 열리는 모습."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from entropy_lab.course.n05_deep_learning import TrainingLab

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
NEEDS = {
    "04": 8,
    "05": 34,
    "07": 11,
    "08": 7,
}  # torch가 있어야 하는 셀의 수. 늘어나면 브라우저에서 할 수 있는 것이 줄어요.

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def tagged(nb, tag):
    return {k for k, cell in enumerate(nb.cells) if tag in cell.metadata.get("tags", ())}


# -- torch 없이 --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def untorched():
    """torch를 숨기고 돌린 열 권. 파이썬 둘이 나눠 돌려요."""
    command = [sys.executable, ROOT / "tests/untorched.py"]
    halves = [subprocess.Popen([*command, *NOTEBOOKS[k::2]], stdout=subprocess.PIPE) for k in (0, 1)]
    said = [half.communicate(timeout=300)[0] for half in halves]
    assert [half.returncode for half in halves] == [0, 0]
    return json.loads(said[0]) | json.loads(said[1])


@pytest.mark.slow
@every_notebook
def test_without_torch_the_rest_of_a_notebook_runs_and_says_the_same(path, untorched):
    nb = nbformat.read(path, 4)
    failed = {place: error for place, error, _, _ in untorched[path.stem] if error}
    assert set(failed) == tagged(nb, "needs-torch"), failed
    assert len(failed) == NEEDS.get(path.stem[:2], 0)
    assert not [(place, now, was) for place, error, now, was in untorched[path.stem] if not error and now != was]


@every_notebook
def test_a_cell_that_imports_torch_needs_it(path):
    nb = nbformat.read(path, 4)
    assert tagged(nb, "torch") == {k for k in tagged(nb, "needs-torch") if "import torch" in nb.cells[k].source}


WAY_OUT = "torch가 없어서 손실과 훈련은 쓸 수 없어요."


@pytest.mark.parametrize("module", ["losses", "training"])
def test_what_needs_torch_says_so_in_korean(module, monkeypatch):
    for name in ("torch", f"entropy_lab.{module}", "entropy_lab.tensors"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModuleNotFoundError, match=WAY_OUT) as error:
        __import__(f"entropy_lab.{module}")
    assert "pip install torch" in str(error.value)


def test_the_training_lab_without_torch_says_why_it_does_not_train(monkeypatch):
    for name in ("losses", "training", "tensors"):
        monkeypatch.delitem(sys.modules, f"entropy_lab.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "torch", None)
    lab = TrainingLab()
    lab.start.click()
    assert WAY_OUT in lab.message.value
    assert len(lab.runs) == 1
