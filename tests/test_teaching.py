"""교실에서 쓰는 것: 학생판에는 풀이가 없고, 점수는 이름 없이 남고, 모은 표는 깨진 것을 말해요."""

import csv
import json
import os
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from entropy_lab.publish import classroom, edition
from entropy_lab.publish.cli import main
from entropy_lab.quiz import record
from entropy_lab.quiz.check import MARKS, version

VERSION = version()

ROOT = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def handed_out(web_packages, tmp_path_factory):
    out = tmp_path_factory.mktemp("student")
    assert main(["student", "--notebooks", str(ROOT / "notebooks"), "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("name", NAMES)
def test_a_students_notebook_has_no_solution_and_ends_with_the_score(name, handed_out):
    nb = nbformat.read(handed_out / f"{name}.ipynb", 4)
    nbformat.validate(nb)
    text = "\n".join(cell.source for cell in nb.cells)
    assert "solve(" not in text
    assert "풀이 확인" not in json.dumps(nb, ensure_ascii=False)
    asked = re.findall(r'^check\("([\d.]+)"', text, re.M)
    assert re.findall(r'^ *"([\d.]+)": ', nb.cells[-1].source, re.M) == asked
    assert not [line for line in text.splitlines() if re.match(r"답_\w+ = (?!None)", line)]


@pytest.mark.slow
def test_the_last_cell_of_a_students_notebook_writes_the_score(handed_out, tmp_path):
    nb = nbformat.read(handed_out / "01-information.ipynb", 4)
    first = next(cell for cell in nb.cells if "답_1_1 = None" in cell.source)
    first.source = first.source.replace("None", "5")
    NotebookClient(nb, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    states = json.loads((tmp_path / "점수.json").read_text("utf-8"))["states"]
    assert states["1.1"] == "맞아요"
    assert set(states.values()) == {"맞아요", "아직"}


def test_a_teachers_own_metadata_stays(web_packages, tmp_path):
    mine = {"nbgrader": {"grade": True, "grade_id": "a", "points": 2, "solution": True}}
    nbformat.write(new_notebook(cells=[new_code_cell("답 = None", metadata=mine)]), tmp_path / "my.ipynb")
    files = classroom.student(edition.books(tmp_path))
    assert nbformat.reads(files["my.ipynb"].decode(), 4).cells[0].metadata == mine


def test_the_record_grows_and_holds_no_answer(tmp_path):
    file = tmp_path / "점수.json"
    record(1, {"1.1": 5}, file)
    record(9, {"9.1": 6}, file)
    record(1, {"1.1": 4}, file)
    saved = json.loads(file.read_text("utf-8"))
    assert saved["version"] == VERSION
    assert saved["states"]["1.1"] == "다시"
    assert "9.1" in saved["states"]
    assert set(saved["states"].values()) <= set(MARKS)
    file.write_text("{깨진", "utf-8")
    assert record(1, {"1.1": 5}, file).right == 1
    assert json.loads(file.read_text("utf-8"))["states"]["1.1"] == "맞아요"
    assert "그런 번호" in repr(record(77, {}, file))


def test_a_score_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    file = tmp_path / "점수.json"
    record(1, {"1.1": 5}, file)
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: os.stat(tmp_path / "빠짐"))
        with pytest.raises(OSError, match=r"점수\.json: 점수를 적지 못했어요"):
            record(1, {"1.1": 4}, file)
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["점수.json"]
    with pytest.raises(OSError, match="쓸 수 있는 폴더"):
        record(1, {"1.1": 5}, tmp_path / "없는 폴더/점수.json")


BROKEN = {
    "가람": "{반만",
    "나래": '{"version": "0.0.1", "states": {}}',
    "다솜": json.dumps({"version": VERSION, "states": {"1.99": "맞아요"}}),
    "라온": json.dumps({"version": VERSION, "states": {"1.1": "만점"}}),
    "마루": json.dumps([1, 2]),
}


def test_scores_are_gathered_and_what_is_wrong_is_told(tmp_path, capsys):
    (tmp_path / "홍길동").mkdir()
    record(1, {"1.1": 5}, tmp_path / "홍길동/점수.json")
    for name, text in BROKEN.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "점수.json").write_text(text, "utf-8")
    (tmp_path / "명단.txt").write_text("홍길동\n임꺽정\n" + "\n".join(list(BROKEN)[:-1]), "utf-8-sig")
    out = tmp_path / "표.csv"
    assert main(["scores", str(tmp_path), "--students", str(tmp_path / "명단.txt"), "--out", str(out)]) == 1
    rows = {row["학생"]: row for row in csv.DictReader(out.read_text("utf-8-sig").splitlines())}
    assert rows["홍길동"]["맞은 수"] == "1"
    assert rows["홍길동"]["1.1"] == "맞아요"
    said = capsys.readouterr().err
    assert "임꺽정: 점수.json이 없어요." in said
    assert "마루: 명단에 없는 이름이에요." in said
    assert all(f"{name}: " in said for name in BROKEN)
    assert "0.0.1" in said
    assert "1.99" in said
    assert "홍길동" not in said


def test_sheet_and_key_have_every_exercise_and_only_the_key_has_answers(web_packages, tmp_path):
    assert main(["sheet", "--notebooks", str(ROOT / "notebooks"), "--out", str(tmp_path)]) == 0
    sheet, key = ((tmp_path / name).read_text("utf-8") for name in ("sheet.html", "key.html"))
    assert sheet.count('class="exercise"') == key.count('class="exercise"') >= 60
    assert 'class="answer"' not in sheet
    assert "풀이 확인" not in key
