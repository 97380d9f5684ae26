"""브라우저 안의 파이썬으로 돌리는 사이트(JupyterLite): 우리 꾸러미와 노트북 열 권을 담은 폴더 하나."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_core.paths import jupyter_path
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell

from . import edition
from .files import PACKAGE, Halt, read, write
from .notebook import canonical

SOURCE = PACKAGE.parent
FRONT = "lab/index.html?path=00-why-entropy.ipynb"  # 처음 여는 노트북
# 위젯의 파이썬 쪽. 나머지는 Pyodide에 들어 있고, 이 다섯은 화면 쪽과 판이 맞아야 해서 함께 담아요.
COMPANIONS = "anywidget ipywidgets comm psygnal jupyterlab_widgets".split()
EXTENSIONS = "@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget"
NEEDS = "needs-torch"
INSTALL = "# 브라우저 안의 파이썬에 이 코스를 깔아요. 처음 한 번은 내려받느라 조금 걸려요.\n%pip install -q entropy-lab"
MARK = "*torch가 있어야 도는 코드예요. 여기에서는 읽기만 해요.*"
NOTICE = (
    "> **브라우저 안의 파이썬에는 torch가 없어서, torch를 쓰는 {}칸은 실행하지 못하고 코드와 미리 실행한 결과를 "
    "읽기만 해요.**{}"
)


def repository():
    """공개된 저장소의 주소(pyproject.toml의 project.urls). 아직 없으면 빈 글이에요."""
    project = tomllib.loads(read(SOURCE / "pyproject.toml").decode())["project"]
    return project.get("urls", {}).get("Repository", "")


# -- 노트북 ------------------------------------------------------------------------------------------
def editions(notebooks):
    """브라우저에서 돌릴 노트북들: {파일 이름: 바이트}."""
    return {f"{stem}.ipynb": canonical(runnable(nb)).encode() for stem, nb in notebooks.items()}


def runnable(nb):
    """꾸러미를 까는 셀로 시작하고, torch가 있어야 하는 셀은 읽을 글로 바꾼 노트북."""
    title, *rest = nb.cells
    install = new_code_cell(INSTALL, id="lite", metadata={"tags": ["lite"], "jupyter": {"source_hidden": True}})
    needing = [needs_torch(cell) for cell in nb.cells]
    elsewhere = (
        f" 모두 실행하려면 [저장소]({address})에서 받아 내 컴퓨터에서 열어요." if (address := repository()) else ""
    )
    notice = [new_markdown_cell(NOTICE.format(sum(needing), elsewhere), id="lite-torch")] if any(needing) else []
    nb.cells = [title, *notice, install]
    for before, cell in zip([title, *rest], rest, strict=False):
        nb.cells.append(readable(cell, mark=not needs_torch(before)) if needs_torch(cell) else cell)
    nb.metadata = from_dict(
        {"kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}}
        | {"language_info": {"name": "python"}}
    )
    return nb


def needs_torch(cell):
    return NEEDS in cell.metadata.get("tags", ())


def readable(cell, mark):
    """코드 셀을 글 셀로. 접어 둔 코드는 빼고, 결과는 글이나 그림으로 남겨요. 이어진 칸에는 표를 한 번만 해요."""
    folded = cell.metadata.get("jupyter", {}).get("source_hidden") and "torch" not in cell.metadata.get("tags", ())
    parts = [MARK] * mark + ([] if folded else [f"```python\n{cell.source}\n```"])
    parts += [shown(output) for output in cell.outputs]
    return new_markdown_cell("\n\n".join(parts), id=cell.id, metadata={"tags": cell.metadata.tags})


def shown(output):
    """저장된 결과 하나: 그림과 표는 그대로, 나머지는 인용한 글."""
    html = output.get("data", {}).get("text/html", "")
    if re.match("<(img|table)", html):
        return html
    text = output.text if output.output_type == "stream" else output.data["text/plain"]
    return f"```text\n{text.strip()}\n```".replace("\n", "\n> ").join(["> ", ""])


# -- 짓기 -------------------------------------------------------------------------------------------
def build(out, notebooks, pyodide):
    """사이트를 `out`에 지어요. 다 지은 다음에 자리를 바꾸니, 도중에 멈춰도 있던 것이 그대로예요."""
    if not find_spec("jupyterlite_pyodide_kernel"):
        raise Halt("브라우저 안의 파이썬을 짓는 JupyterLite가 아직 없어요. make lite가 받아 줘요.")
    if not (SOURCE / "pyproject.toml").is_file():
        raise Halt(f"{SOURCE}: 꾸러미의 원본(pyproject.toml)이 없어요. 내려받은 저장소의 폴더에서 해 주세요.")
    if out.exists() and any(out.iterdir()) and not (out / "jupyter-lite.json").is_file():
        raise Halt(f"{out}: 다른 것이 든 폴더예요. 비어 있거나 없는 폴더를 골라 주세요.")
    if pyodide and not (pyodide / "pyodide.mjs").is_file():
        raise Halt(f"{pyodide}: pyodide.mjs가 없어요. Pyodide 배포판의 압축을 푼 폴더를 알려 주세요.")
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=".entropy-") as draft:
        draft = Path(draft).resolve()
        for name, data in editions(edition.books(notebooks)).items():
            write(draft / "files" / name, data)
        wheels(draft / "pypi", draft / "source")
        for name, config in settings().items():
            write(draft / name, json.dumps(config).encode())
        if pyodide:
            shutil.copytree(pyodide, draft / "static/pyodide")
        run("jupyterlite_core", "build", "--output-dir", draft / "site", cwd=draft)
        shutil.rmtree(out, ignore_errors=True)
        shutil.move(draft / "site", out)


def wheels(folder, source):
    """우리 꾸러미와 위젯의 꾸러미들. 원본의 사본에서 지어서, 저장소에 아무것도 남기지 않아요."""
    shutil.copytree(PACKAGE, source / PACKAGE.name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(SOURCE / name, source)
    run("pip", "wheel", "-q", "--no-deps", "-w", folder, ".", cwd=source)
    from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION

    kind = (
        f"--only-binary=:all: --platform any --implementation py --abi none --python-version {PYODIDE_PYTHON_VERSION}"
    )
    pinned = [f"{name}=={version(name)}" for name in COMPANIONS]
    run("pip", "download", "-q", "--no-deps", *kind.split(), "-d", folder, *pinned, cwd=source)


def settings():
    """JupyterLite가 읽는 설정 파일들. 화면의 설정은 make lab과 같고, 한국어로 열려요."""
    folders = [Path(path) / name for name in EXTENSIONS for path in jupyter_path("labextensions")]
    extensions = [str(folder) for folder in folders if folder.is_dir()]
    ours = SOURCE / ".jupyter/overrides.json"
    site = {
        "apps": ["lab"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": extensions,
    }
    return {
        "jupyter_lite_config.json": {"LiteBuildConfig": site},
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": {"appName": "entropy_lab"}},
        "overrides.json": json.loads(read(ours)) | {"@jupyterlab/translation-extension:plugin": {"locale": "ko_KR"}},
    }


def run(module, *words, cwd):
    """모듈 하나를 명령으로 돌려요. 안 되면 마지막 몇 줄을 전해요."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8")
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        raise Halt(f"{module} {words[0]}: 하지 못했어요. 인터넷을 확인하고 다시 해 주세요.\n{said}")
