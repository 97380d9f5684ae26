"""설치와 배포에 쓰는 파일들이 서로 맞는지 확인해요."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "entropy_lab"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
QUIET = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def applied(lines):
    """브라우저 안의 파이썬(emscripten)이 아닌 곳에서 깔 것이에요."""
    return [r for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate({"sys_platform": "linux"})]


def requirements(lines):
    """패키지 이름마다 판의 범위예요."""
    return {canonicalize_name(r.name): r.specifier for r in applied(lines)}


def pinned():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines[1:]), "이름==판만 적어요."
    return dict(line.split("==") for line in lines[1:])


def pip_lines():
    return next(item["pip"] for item in ENVIRONMENT["dependencies"] if isinstance(item, dict))


def test_environment_installs_what_make_setup_installs():
    lines = pip_lines()
    options = [line for line in lines if line.startswith("-")]
    assert options == ["-c constraints.txt", f"--extra-index-url {CPU_INDEX}", "-e ."]
    listed = [line for line in lines if line not in options]
    setup = applied(PROJECT["dependencies"] + EXTRAS["lab"] + EXTRAS["test"] + EXTRAS["lecture"])
    assert [str(Requirement(line)) for line in listed] == [f"{r.name}{r.specifier}" for r in setup]
    assert {"jupyterlab", "numpy", "matplotlib", "ipywidgets", "torch", "nbval"} <= set(requirements(listed))
    assert re.search(r"^EXTRAS := lab,test,lecture$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_line_of_the_environment_says_who_needs_it():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    items = [line for line in text.splitlines() if re.match(r" +- (?!pip:)", line)]
    assert len(items) == 2 + len(pip_lines())
    assert all(re.search(r" # \S", line) for line in items)


def test_conda_gives_a_python_that_the_project_takes():
    python, pip, _ = ENVIRONMENT["dependencies"]
    assert pip == "pip"
    assert SpecifierSet(PROJECT["requires-python"]).contains(python.removeprefix("python="))


def test_every_requirement_is_pinned_within_its_bounds():
    pins = {canonicalize_name(name): version for name, version in pinned().items()}
    for lines in [PROJECT["dependencies"], *EXTRAS.values()]:
        for name, bounds in requirements(lines).items():
            assert bounds, f"{name}: 판의 범위가 없어요."
            assert bounds.contains(pins[name]), f"{name} {pins[name]}이 {bounds} 밖이에요."
    assert "entropy-lab" not in pins


def test_the_same_package_has_the_same_bounds_everywhere():
    bounds = {}
    for lines in [PROJECT["dependencies"], *EXTRAS.values()]:
        for name, specifier in requirements(lines).items():
            assert bounds.setdefault(name, specifier) == specifier, name


def test_data_and_fonts_are_the_files_that_sources_md_names():
    sources = (PACKAGE / "data" / "SOURCES.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| (\w+/[\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", sources, re.MULTILINE))
    files = {
        path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("data", "fonts")
        for path in (PACKAGE / folder).iterdir()
        if path.name != "SOURCES.md"
    }
    assert files == named


def test_package_data_covers_every_file_that_is_not_python():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = config["tool"]["setuptools"]["package-data"]["entropy_lab"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    files = {p for p in PACKAGE.rglob("*") if p.is_file() and not {"__pycache__", "node_modules"} & set(p.parts)}
    assert {p for p in files if p.suffix != ".py"} == packed


# -- CI -------------------------------------------------------------------------------------------
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github/workflows").glob("*.yml")}


def test_no_run_fails_unseen_and_none_may_do_more_than_it_must():
    """실패를 감추는 곳이 없고, 남의 것은 판을 정해 쓰고, 쓰는 권한은 사이트를 올릴 때에만 있어요."""
    may = {}
    for name, flow in WORKFLOWS.items():
        assert flow["permissions"] == {"contents": "read"}
        for job, body in flow["jobs"].items():
            assert "continue-on-error" not in str(body)
            assert body["timeout-minutes"]
            assert all(re.search(r"@v\d+$", step["uses"]) for step in body["steps"] if "uses" in step)
            may |= {f"{name}.{job}": body["permissions"]} if "permissions" in body else {}
    assert may == {"pages.deploy": {"pages": "write", "id-token": "write"}}
    assert WORKFLOWS["pages"]["jobs"]["deploy"]["if"] == "github.ref == 'refs/heads/main'"


def test_ci_installs_what_the_tests_need():
    extras = re.findall(r"\.\[([\w,]+)\]", str(WORKFLOWS["ci"]))
    assert len(extras) == 2
    assert all({"lab", "test", "lecture", "web", "lite"} <= set(names.split(",")) for names in extras)


# -- 글자 ------------------------------------------------------------------------------------------
def test_what_a_tool_reads_in_the_code_page_of_the_computer_is_ascii():
    """pip 24.3까지는 -c와 -r의 파일을, traitlets는 주피터의 설정을 컴퓨터의 문자표(한국어 윈도는 cp949)로 읽어요.

    environment.yml은 conda가 UTF-8로 읽지만, 그 안의 pip 목록은 pip이 읽을 파일로 옮겨 적어요.
    pyproject.toml, package.json, README.md는 모두가 UTF-8로 읽고, Makefile은 make가 바이트로 읽어요.
    """
    texts = [*ROOT.glob("*.txt"), *(ROOT / "docs").glob("*.txt"), *(ROOT / ".jupyter").rglob("*.*")]
    names = {path.name for path in texts}
    assert {"constraints.txt", "tljh-requirements.txt", "overrides.json", "custom.css"} <= names
    assert [path.name for path in texts if not path.read_bytes().isascii()] == []
    assert "\n".join(pip_lines()).isascii()


@pytest.mark.skipif(os.name != "posix", reason="Binder의 이미지는 리눅스예요")
def test_binder_opens_the_same_screen(tmp_path):
    """postBuild를 정말로 돌려요. 받아 오는 pip과 jupyter만 흉내예요."""
    for name in ("pip", "jupyter"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    env = QUIET | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NB_PYTHON_PREFIX": str(tmp_path)}
    subprocess.run(["bash", ROOT / "postBuild"], cwd=ROOT, env=env, check=True)
    made = json.loads((tmp_path / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8"))
    assert made.pop("@jupyterlab/translation-extension:plugin") == {"locale": "ko_KR"}
    assert made == json.loads((ROOT / ".jupyter/overrides.json").read_text(encoding="utf-8"))
    check = "from ipykernel.ipkernel import IPythonKernel as k; raise SystemExit('version' in k.language_info)"
    config = (tmp_path / "etc/ipython/ipython_kernel_config.py").read_text(encoding="utf-8")
    assert subprocess.run([sys.executable, "-c", config + check]).returncode == 0


# -- 읽는 사람의 셸 -----------------------------------------------------------------------------------
def commands(page, *languages):
    blocks = re.findall(rf"```(?:{'|'.join(languages)})\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    return [line for block in blocks for line in block.splitlines() if line]


def test_the_way_of_windows_works_in_cmd_and_in_powershell():
    """cmd는 홑따옴표와 #을 그대로 넘기고, 윈도의 PowerShell은 &&를 모르고 $와 `를 바꿔 읽어요."""
    lines = commands("README.md", "bat")
    assert [line for line in lines if re.search(r"['#&$`%;^|<>]", line)] == []
    assert len(lines) == 5
    assert all(line == "py -m venv .venv" or line.startswith(".venv\\Scripts\\python -m ") for line in lines)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/classroom.md", "docs/teaching.md"])
def test_extras_are_quoted_for_every_shell(page):
    """대괄호는 zsh가, 홑따옴표는 cmd가 달리 읽어요."""
    for extras in re.findall(r"\S+\[[a-z,]+\]\S*", "\n".join(commands(page, "bash", "bat"))):
        assert re.fullmatch(r'"\.\[([a-z]+,?)+\]"', extras)
        assert set(extras[3:-2].split(",")) <= EXTRAS.keys()


# -- make ------------------------------------------------------------------------------------------
needs_make = pytest.mark.skipif(os.name != "posix" or not shutil.which("make"), reason="make가 없어요")


@needs_make
def test_make_explains_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {"FORCE"}
    shown = subprocess.run(["make"], cwd=ROOT, env=QUIET, check=True, capture_output=True, encoding="utf-8").stdout
    helped = re.findall(r"^  make ([\w-]+) +([가-힣.].*)$", shown, re.MULTILINE)
    assert {name for name, _ in helped} == targets
    assert targets >= {"setup", "lab", "lecture", "test", "figures", "notebooks", "bench", "lint", "lock"}


@pytest.fixture
def made(tmp_path):
    """고약한 이름의 폴더에서 make를 부르는 함수. 파이썬은 제가 받은 말만 적어요: 부른 것마다 그 말들을 돌려줘요."""
    folder, log = tmp_path / "내 $HOME 수업 `a` 'b' (1)", tmp_path / "log"
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf \'%s\\n\' "$JUPYTER_CONFIG_DIR" "$@" \'\' >> "$LOG"\n', encoding="utf-8")
    python.chmod(0o755)
    (folder / ".venv/.ready").write_text(f"{folder}\n", encoding="utf-8")

    def make(*words):
        log.write_text("")
        env = QUIET | {"LOG": str(log)}
        done = subprocess.run(["make", *words], cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=60)
        assert done.returncode == 0, done.stderr
        make.said = done.stdout
        return [call.splitlines() for call in log.read_text(encoding="utf-8").split("\n\n") if call]

    make.folder = folder
    return make


@needs_make
@pytest.mark.parametrize("target", ["lab", "lecture"])
def test_make_opens_a_notebook_with_the_command_that_everyone_has(target, made):
    lecture = ["--lecture"] * (target == "lecture")
    ((config, *words),) = made(target)
    assert config == f"{made.folder}/.venv/jupyter/config"
    assert words == ["-m", "entropy_lab", "lab", "00", *lecture]
    ((_, *words),) = made(target, "NB=3", "LANG=en", "LAB_FLAGS=--no-browser --port=9000")
    assert words == ["-m", "entropy_lab", "lab", "3", "--english", *lecture, "--jupyter", "--no-browser", "--port=9000"]
    assert sorted(p.name for p in made.folder.parent.iterdir()) == sorted([made.folder.name, "log"])


@needs_make
def test_setup_is_done_once_whatever_the_folder_is_called(made):
    (made.folder / ".venv/.ready").unlink()
    calls = made("setup", "PYTHON=.venv/bin/python")
    assert calls[-1][1:7] == ["-m", "pip", "install", "-q", "-c", "constraints.txt"]
    assert [line[:4] for line in made.said.splitlines()] == ["필요한 ", "1/4 ", "2/4 ", "3/4 ", "4/4 ", "준비됐어"]
    assert made("setup", "PYTHON=.venv/bin/python") == []


@needs_make
def test_make_notebooks_takes_our_ten_and_nobody_elses(made):
    ours = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
    for name in ("00-why-entropy-Copy1.ipynb", "10-mine.ipynb", "mine.ipynb"):
        (made.folder / "notebooks" / name).write_text("{}")
    ((_, *words),) = made("notebooks")
    assert words == ["-m", "entropy_lab", "normalise", *(f"notebooks/{name}" for name in ours)]


@needs_make
@pytest.mark.parametrize(("said", "solutions"), [("", False), ("0", False), ("no", False), ("1", True), ("yes", True)])
def test_solutions_may_be_declined(said, solutions, made):
    (made.folder / "entropy_lab/publish/node_modules").mkdir(parents=True)
    for name in ("package-lock.json", "node_modules/.package-lock.json"):
        (made.folder / "entropy_lab/publish" / name).write_text("{}")
    (made.folder / ".venv/.web").write_text("")
    ((_, *words),) = made("slides", f"SOLUTIONS={said}")
    assert words == ["-m", "entropy_lab", "slides", *["--solutions"] * solutions]


@needs_make
def test_the_site_may_have_any_name(made):
    ((_, *words),) = made("site", "SITE=../내 $HOME 사이트/static")
    assert words == ["-m", "entropy_lab", "site", "../내 $HOME 사이트/static"]


@needs_make
def test_what_make_lock_writes_is_ascii():
    done = subprocess.run(["make", "-n", "lock", "TORCH_INDEX="], cwd=ROOT, env=QUIET, capture_output=True, check=True)
    assert b"> constraints.txt" in done.stdout
    assert done.stdout.isascii()


# -- 남기지 않을 것 -----------------------------------------------------------------------------------
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="git 저장소가 아니에요")
def test_no_file_names_a_developers_machine_or_a_package_registry():
    machine = r"(?<![\w./])/(?:home|Users|root|work|tmp)/\w|\b[A-Z]:\\+Users\b"
    registry = r"\b(?:pypi|pythonhosted|npmjs|anaconda|debian)\.(?:org|com)\b"
    pattern = re.compile(f"{machine}|{registry}")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    paths = {ROOT / name for name in listed.split("\0") if name} - {Path(__file__)}
    texts = {p: p.read_text("utf-8", errors="ignore") for p in paths if p.exists()}
    assert not [(p.name, m[0]) for p, text in texts.items() for m in pattern.finditer(text)]
