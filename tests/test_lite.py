"""브라우저 안의 파이썬: torch 없이 도는 것, 지어 놓은 사이트에 든 것, 그 사이트가 열리는 모습."""

import functools
import json
import os
import re
import subprocess
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from conftest import LOCAL, missing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from entropy_lab.course.n05_deep_learning import TrainingLab
from entropy_lab.publish import cli, edition, lite, pages
from entropy_lab.publish.files import Halt

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


# -- 브라우저에서 돌릴 노트북 ----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def editions():
    books = lite.editions(edition.books(ROOT / "notebooks"))
    return {name: nbformat.reads(data.decode(), 4) for name, data in books.items()}


def test_a_notebook_for_the_browser_installs_the_course_first(editions):
    assert sorted(editions) == [path.name for path in NOTEBOOKS]
    for nb in editions.values():
        nbformat.validate(nb)
        first = next(cell for cell in nb.cells if cell.cell_type == "code")
        assert first.source == lite.INSTALL
        assert first.metadata.jupyter.source_hidden
        assert nb.cells[0].source.startswith("# ")
        assert nb.metadata.kernelspec.name == "python"


def test_text_is_not_split_into_lines_that_jupyterlite_joins_with_commas():
    for data in lite.editions(edition.books(ROOT / "notebooks")).values():
        for cell in json.loads(data)["cells"]:
            outputs = [{**output, **output.get("data", {})} for output in cell.get("outputs", ())]
            texts = [
                cell["source"],
                *(v for o in outputs for k, v in o.items() if k == "text" or k.startswith("text/")),
            ]
            assert all(isinstance(text, str) for text in texts)


@every_notebook
def test_what_needs_torch_is_there_to_be_read(path, editions):
    nb, ours = editions[path.name], nbformat.read(path, 4)
    was = {cell.id: cell for cell in ours.cells}
    read = [cell for cell in nb.cells if "needs-torch" in cell.metadata.get("tags", ())]
    assert len(read) == NEEDS.get(path.stem[:2], 0)
    assert {cell.cell_type for cell in read} <= {"markdown"}
    for cell in read:
        assert not cell.metadata.get("jupyter")
        for output in was[cell.id].outputs:
            text = output.get("text") or output.data["text/plain"]
            assert "<img" in cell.source or "<table" in cell.source or text.splitlines()[0] in cell.source
    notices = [cell.source for cell in nb.cells if cell.id == "lite-torch"]
    assert notices == [lite.NOTICE.format(len(read), "")] * bool(read)
    kept = [cell.source for cell in nb.cells if cell not in read and not cell.id.startswith("lite")]
    assert kept == [cell.source for cell in ours.cells if "needs-torch" not in cell.metadata.get("tags", ())]


# -- 지은 사이트 --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("lite") / "site"
    try:
        lite.build(out, ROOT / "notebooks", os.environ.get("PYODIDE") and Path(os.environ["PYODIDE"]))
    except Halt as halt:
        missing(f"브라우저 안의 파이썬을 검사하지 못했어요. {halt}")
    return out


def loaded(file):
    return json.loads(file.read_text(encoding="utf-8"))


PYODIDE = {"numpy", "matplotlib", "ipython", "traitlets", "typing-extensions"}  # Pyodide 314에 든 것
STUBS = {"widgetsnbextension"}  # 커널이 빈 것으로 채워요.


@pytest.mark.slow
def test_the_site_brings_every_wheel_that_pyodide_lacks(site):
    index = {canonicalize_name(name) for name in loaded(site / "pypi/all.json")}
    needed = {canonicalize_name(r.name) for wheel in (site / "pypi").glob("*.whl") for r in required(wheel)}
    assert needed - index == PYODIDE | STUBS
    assert index - needed == {"entropy-lab"}


def required(wheel):
    """꾸러미가 브라우저 안에서 찾는 꾸러미들."""
    with zipfile.ZipFile(wheel) as file:
        said = file.read(next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))).decode()
    browser = {"sys_platform": "emscripten", "python_version": "3.14", "extra": ""}
    asked = map(Requirement, re.findall(r"^Requires-Dist: (.*)$", said, re.M))
    return [r for r in asked if not r.marker or r.marker.evaluate(browser)]


@pytest.mark.slow
def test_our_wheel_holds_the_course_and_nothing_else(site):
    (wheel,) = (site / "pypi").glob("entropy_lab-*-py3-none-any.whl")
    names = zipfile.ZipFile(wheel).namelist()
    listed = subprocess.run(["git", "ls-files", "entropy_lab"], cwd=ROOT, capture_output=True, encoding="utf-8").stdout
    assert not listed or {*names} >= {*listed.split()}
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]


@pytest.mark.slow
def test_the_site_holds_the_notebooks_korean_and_the_widgets(site):
    assert sorted(path.name for path in (site / "files").iterdir()) == [path.name for path in NOTEBOOKS]
    assert "ko_KR" in loaded(site / "api/translations/all.json")["data"]
    assert len(loaded(site / "api/translations/ko_KR.json")["data"]) > 3
    config = loaded(site / "jupyter-lite.json")["jupyter-config-data"]
    assert {extension["name"] for extension in config["federated_extensions"]} == {*lite.EXTENSIONS}
    overrides = config["settingsOverrides"]
    assert overrides["@jupyterlab/translation-extension:plugin"] == {"locale": "ko_KR"}
    assert loaded(ROOT / ".jupyter/overrides.json").items() <= overrides.items()


@pytest.mark.slow
def test_the_site_names_no_machine(site):
    words = [f"{path}/" for path in (ROOT, Path.home(), sys.prefix, site.parent)]
    texts = [path for path in site.rglob("*") if path.suffix in (".json", ".html", ".ipynb", ".js")]
    named = [(path.name, word) for path in texts for word in words if word in path.read_text("utf-8", "ignore")]
    assert not named


@pytest.mark.slow
def test_the_site_does_not_replace_what_is_not_a_site(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Halt, match="다른 것이 든 폴더"):
        lite.build(tmp_path, ROOT / "notebooks", None)
    with pytest.raises(Halt, match=r"pyodide\.mjs가 없어요"):
        lite.build(tmp_path / "new", ROOT / "notebooks", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.slow
def test_a_build_that_fails_leaves_what_was_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(lite, "wheels", lambda *_: lite.run("pip", "download", "--no-index", "none", cwd=tmp_path))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/jupyter-lite.json").write_text("{}")
    assert cli.main(["lite", "--out", str(tmp_path / "site"), "--notebooks", str(ROOT / "notebooks")]) == 2
    assert "인터넷을 확인하고" in capsys.readouterr().err
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "jupyter-lite.json"]


# -- 한 주소 ------------------------------------------------------------------------------------------
def test_one_address_leads_to_all_four(tmp_path, monkeypatch, web_packages):
    table, asked = cli.commands(), []

    def stand_in(words):
        command, takes = table[words[0]]
        values = cli.parse(takes, words[1:])
        folder = values.get("out") or values["folder"]
        asked.append(command.__name__)
        part = next(part for part in pages.PARTS.values() if part[0] == words[0])
        file = folder / part[1].partition("?")[0]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")

    monkeypatch.setattr(cli, "run", stand_in)
    cli.write_pages(tmp_path / "out")
    assert asked == ["write_html", "write_slides", "fill_site", "write_lite"]
    first = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    links = re.findall(r'href="([^"?]+)', first)
    assert len(links) == 5
    assert not [link for link in links if not (tmp_path / "out" / link).is_file()]


def test_the_repository_is_linked_once_it_has_an_address(tmp_path, monkeypatch):
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if "[project.urls]" not in project:
        assert lite.repository() == ""
        project += '\n[project.urls]\nRepository = "https://example.org/owner/entropy-lab"\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    monkeypatch.setattr(lite, "SOURCE", tmp_path)
    assert f'<a href="{lite.repository()}">저장소</a>' in pages.first_page()["index.html"]
    nb = nbformat.read(NOTEBOOKS[4], 4)
    assert f"[저장소]({lite.repository()})" in lite.runnable(nb).cells[1].source


def test_the_page_about_it_counts_what_is_not_available_and_names_all_ten():
    said = (ROOT / "docs/online.md").read_text(encoding="utf-8")
    assert f"{', '.join(NEEDS)}에서 torch를 쓰는 {', '.join(map(str, NEEDS.values()))}칸" in said
    constants = pytest.importorskip("jupyterlite_pyodide_kernel.constants")
    assert {*re.findall(r"314[\d.]*\d", said)} == {constants.PYODIDE_VERSION}
    assert re.findall(r"/blob/main/notebooks/([\w-]+\.ipynb)`", said) == [path.name for path in NOTEBOOKS]


# -- 여는 모습 ----------------------------------------------------------------------------------------
class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def address(site):
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def lab(chromium, address):
    """00이 열린 JupyterLab. 이 컴퓨터 밖에서 청한 것은 막고 적어 둬요."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.asked = []
    context.route(lambda url: not LOCAL.match(url), lambda route: [page.asked.append(route.request.url), route.abort()])
    page.goto(f"{address}/{lite.FRONT}")
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=90_000)
    yield page
    context.close()


@pytest.mark.slow
def test_the_lab_opens_in_korean_with_a_notebook_and_asks_only_for_pyodide(lab):
    for seen in ("#jp-MainMenu >> text=파일", ".jp-Notebook >> text=브라우저 안의 파이썬", ".jp-OutputArea img"):
        lab.locator(seen).first.wait_for(timeout=60_000)
    assert "00-why" in lab.title()
    assert all("/pyodide/v" in url for url in lab.asked), lab.asked


@pytest.mark.slow
@pytest.mark.skipif("PYODIDE" not in os.environ, reason="PYODIDE=폴더가 Pyodide 배포판을 가리킬 때만 돌려 봐요")
def test_a_notebook_runs_in_the_browser(lab):
    lab.click("#jp-MainMenu >> text=실행")
    lab.click("text=모든 셀 실행")
    last = lab.locator(".jp-Notebook .jp-CodeCell").last
    last.locator(".jp-InputPrompt", has_text=re.compile(r"\[\d+\]")).wait_for(timeout=300_000)
    assert not lab.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
    assert lab.locator(".jp-OutputArea .entropy-scene svg").count()
    assert lab.asked == []
