"""설치와 배포에 쓰는 파일들이 서로 맞는지 확인해요."""

import hashlib
import os
import re
import shutil
import subprocess
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
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def requirements(lines):
    """패키지 이름마다 판의 범위예요."""
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


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
    assert listed == PROJECT["dependencies"] + EXTRAS["lab"] + EXTRAS["test"] + EXTRAS["lecture"]
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


@pytest.mark.skipif(not shutil.which("make"), reason="make가 없어요")
def test_make_explains_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()) - {"FORCE"}
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    shown = subprocess.run(
        ["make"], cwd=ROOT, env=environment, check=True, capture_output=True, encoding="utf-8"
    ).stdout
    helped = re.findall(r"^  make (\w+) +([가-힣.].*)$", shown, re.MULTILINE)
    assert {name for name, _ in helped} == targets
    assert targets >= {"setup", "lab", "lecture", "test", "figures", "notebooks", "bench", "lint", "lock"}


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
