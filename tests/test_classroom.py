"""교실 쪽: 페이지의 수가 잰 것에서 셈한 대로이고, 이름을 댄 파일과 값이 정말 있어요."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "classroom.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def hub():
    spec = spec_from_file_location("hub", DOCS / "hub.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(row):
    """표에서 이 이름으로 시작하는 줄의 수들."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {row} "))
    return [float(n) for n in re.findall(r"\d+(?:\.\d+)?", line.removeprefix(f"| {row}"))]


def test_students_per_gigabyte_follow_from_the_measured_memory(hub):
    _, server, *_ = measured("학생의 JupyterLab 서버")
    _, plain, *_ = measured("학생의 커널, torch 없이(03)")
    _, torch, *_ = measured("학생의 커널, torch와 함께(05)")
    for row, kernel in (("torch 없이", plain), ("torch와 함께", torch)):
        *_, student, seats = measured(row)
        assert abs(student - server - kernel) <= 10  # 부분과 합은 따로 재어 반올림했어요.
        assert seats == round(hub.per_gigabyte(student), 1)


def test_a_class_of_thirty_follows_from_the_measured_memory(hub):
    fixed = measured("허브(한 번)")[1] + measured("프록시(한 번)")[1]
    for row, kernels in (("torch 없는 권을 하나씩", "torch 없이"), ("torch 권을 하나씩", "torch와 함께")):
        *_, student, _ = measured(kernels)
        need, roomy, *_ = measured(row)
        assert need == pytest.approx(hub.gigabytes(30, student, fixed, spare=0), abs=0.06)
        assert roomy == pytest.approx(hub.gigabytes(30, student, fixed), abs=0.06)


def test_every_file_that_the_page_links_to_is_there():
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert target.startswith("https://") or (DOCS / target).exists(), target


def test_the_values_of_the_chart_are_those_of_the_page():
    values = yaml.safe_load((DOCS / "kubernetes-values.yaml").read_text(encoding="utf-8"))
    memory = values["singleuser"]["memory"]
    for name, value in memory.items():
        assert f"| `singleuser.memory.{name}` | {value} |" in PAGE
    assert values["singleuser"]["storage"]["capacity"] in PAGE
    assert "tljh-config set limits.memory " + memory["limit"] in PAGE


@pytest.mark.skipif(os.name == "nt", reason="윈도에는 실행 권한이 없어요")
def test_binder_can_run_post_build():
    file = DOCS.parent / "postBuild"
    assert os.access(file, os.X_OK)
    assert subprocess.run(["bash", "-n", file]).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="리눅스에서만 재요")
def test_the_script_says_what_is_wrong():
    ran = subprocess.run(
        [sys.executable, DOCS / "hub.py", "--students", "0"], capture_output=True, encoding="utf-8", timeout=60
    )
    assert ran.returncode == 1
    assert "학생은 한 명 이상" in ran.stderr
