"""집의 검사: 줄마다 사는 방이 하나이고, 길은 한쪽으로만 나고, 들어온다고 바깥이 바뀌지 않고, 집이 작아요."""

import ast
import functools
import json
import re
import subprocess
import sys
import tokenize
from collections import Counter, defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "entropy_lab"
OURS = sorted(path for path in PACKAGE.rglob("*.*") if "node_modules" not in path.parts)
PYTHON = [path for path in OURS if path.suffix == ".py"]
SCRIPTS = [path for path in OURS if path.suffix in (".js", ".cjs", ".css")]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PYTHON}
every_room = pytest.mark.parametrize("path", PYTHON, ids=lambda p: p.relative_to(PACKAGE).as_posix())


def where(path):
    return path.relative_to(ROOT).as_posix()


# -- 방과 길 ----------------------------------------------------------------------------------------
SUBJECT = "measures inputs tensors codes language arithmetic losses training data"
ROOMS = {  # 방에 사는 파일, 그 방에서 갈 수 있는 방
    "palette": ("palette", ""),
    "josa": ("josa", ""),
    "subject": (SUBJECT, "josa"),
    "scene": ("scene", "palette josa"),  # 엔진은 엔트로피를 몰라요.
    "quiz": ("quiz", "palette josa subject"),  # 그림도 장면도 몰라요.
    "picture": ("style draw figures", "palette josa subject scene"),
    "course": ("course", "palette josa subject scene picture quiz"),
    "explore": ("explore", "josa picture course"),
    "publish": ("publish", "palette josa subject scene picture quiz course explore"),
    "door": ("__main__", "publish"),
    "hall": ("__init__", "subject"),
}
ROOM = {file: room for room, (files, _) in ROOMS.items() for file in files.split()}
UPWARD = ("quiz/check.py", "entropy_lab.course")  # 아래에서 위로 난 하나뿐인 길: 연습은 물을 때에야 읽어요.


def find(parts):
    """["scene", "svg", "TYPE"]이 사는 파일과 남은 이름: (scene/svg.py, "TYPE"). 파일 자체이면 이름은 없어요."""
    for n in range(len(parts), -1, -1):
        stem = PACKAGE.joinpath(*parts[:n])
        for path in (stem.with_suffix(".py"), stem / "__init__.py"):
            if path in TREES:
                return path, ".".join(parts[n:])
    raise LookupError(parts)


def bound(path):
    """이 파일이 이 집에서 읽어 들인 이름들: {여기에서 부르는 이름: (사는 파일, 거기의 이름)}."""
    package, names = ["entropy_lab", *path.relative_to(PACKAGE).parts[:-1]], {}
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            base = [*base, *filter(None, [node.module])]
            names |= {alias.asname or alias.name: ".".join([*base, alias.name]) for alias in node.names}
    return {here: find(there.split(".")[1:]) for here, there in names.items() if there.split(".")[0] == "entropy_lab"}


def imported(path):
    return {file for file, _ in bound(path).values()}


def room(path):
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert first in ROOM, f"{where(path)}은 어느 방의 것인지 ROOMS에 적어 주세요."
    return ROOM[first]


@every_room
def test_imports_go_one_way(path):
    here = room(path)
    wrong = {where(other) for other in imported(path) if room(other) not in {here, *ROOMS[here][1].split()}}
    assert not wrong, f"{here} 방에서는 갈 수 없어요: {wrong}"


def test_no_two_files_need_each_other():
    order = list(TopologicalSorter({path: imported(path) - {path} for path in PYTHON}).static_order())
    assert len(order) == len(PYTHON)


def test_only_the_quiz_climbs():
    """이름을 글로 적어 읽어 들이는 곳은 둘뿐이에요: 퀴즈가 코스를, 코스가 제 파일들을."""
    climbs = {
        (path.relative_to(PACKAGE).as_posix(), getattr(call.args[0], "value", None))
        for path, tree in TREES.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) == "import_module"
    }
    assert climbs == {UPWARD, ("course/__init__.py", None)}


# -- 들어올 때 --------------------------------------------------------------------------------------
def fresh(code):
    """새 파이썬에서 코드를 돌리고, 코드가 `said`에 넣은 것을 돌려줘요."""
    code = f"import json, sys\n{code}\nprint(json.dumps(said))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)


def loaded(code):
    """새 파이썬이 코드를 돌리는 동안 읽어 들인 것들."""
    return set(fresh(f"{code}\nsaid = sorted(sys.modules)"))


def test_the_small_module_needs_numpy_only():
    modules = loaded("import entropy_lab")
    ours = {name.removeprefix("entropy_lab.") for name in modules if name.startswith("entropy_lab")}
    assert ours <= {"entropy_lab", "measures", "inputs", "josa"}
    assert not {"torch", "matplotlib", "anywidget", "ipywidgets", "IPython", "scipy"} & modules


def test_the_quiz_opens_without_pictures():
    modules = loaded('from entropy_lab.quiz import check, predict, score, solve\npredict("?", [1, 2], 1, why="")')
    assert not {"torch", "matplotlib", "anywidget", "ipywidgets"} & modules
    assert not {name for name in modules if re.match(r"entropy_lab\.(scene|style|draw|figures|course|publish)", name)}


def test_scenes_and_figures_need_no_torch():
    modules = loaded("from entropy_lab import explore, figures\ndir(explore)")
    assert "torch" not in modules
    assert "matplotlib.pyplot" not in modules


MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PYTHON
    if path.stem != "__main__"
]
STATE = """
import importlib, logging, locale, os, random, signal, warnings
import anywidget, ipywidgets, matplotlib as mpl, matplotlib.figure, matplotlib.style, nbconvert, numpy as np, torch
def state():
    return [
        sorted(map(repr, dict.items(mpl.rcParams))), np.geterr(), sorted(np.get_printoptions().items(), key=str),
        [str(f) for f in warnings.filters], str(warnings.showwarning), str(np.random.get_state()), str(random.getstate()),
        torch.get_default_dtype().__repr__(), torch.get_num_threads(), torch.initial_seed(), torch.is_grad_enabled(),
        [str(h) for h in logging.root.handlers], logging.root.level, locale.setlocale(locale.LC_ALL), sorted(os.environ),
        os.getcwd(), sys.path[:], str(sys.displayhook), str(sys.excepthook), str(signal.getsignal(signal.SIGINT)),
    ]
before = state()
for name in NAMES:
    importlib.import_module(name)
said = [[str(a), str(b)] for a, b in zip(before, state()) if a != b] + [m for m in ("matplotlib.pyplot",) if m in sys.modules]
"""


@pytest.mark.slow
def test_importing_everything_changes_nothing_global():
    assert fresh(f"NAMES = {MODULES}{STATE}") == []


# -- 이름 ------------------------------------------------------------------------------------------
def public(tree):
    """파일의 맨 바깥에서 정한 이름 가운데 밑줄로 시작하지 않는 것."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        else:
            continue
        yield from (name for name in names if not name.startswith("_"))


def mentioned(tree):
    """코드가 부르는 이름들."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def lent(path):
    """이 파일이 다른 파일에서 빌려 쓰는 것: (정한 파일, 이름)."""
    names = bound(path)
    attributes = [n for n in ast.walk(TREES[path]) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)]
    whole = {here: file for here, (file, name) in names.items() if not name}
    yield from (pair for pair in names.values() if pair[1])
    yield from ((whole[a.value.id], a.attr) for a in attributes if a.value.id in whole)


def defined(path, name):
    """`__init__`이 다시 내보낸 이름은 처음 정한 파일의 것이에요."""
    while name not in set(public(TREES[path])) and name in (names := bound(path)):
        path, name = names[name]
    return path, name


BORROWED = {defined(*pair) for path in PYTHON for pair in lent(path)}


HANDED_OUT = "record"  # 학생판의 마지막 셀이 써요. 그 셀은 publish/classroom.py가 글로 지어요.


def in_notebooks():
    yield HANDED_OUT
    for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "code":
                yield from mentioned(ast.parse(cell.source))
                yield from re.findall(r"import (.*)", cell.source.replace(", ", "\nimport "))


def test_every_public_name_is_used():
    """검사만 쓰는 것은 쓰이는 것이 아니에요."""
    notebooks = set(in_notebooks())
    idle = [
        f"{where(path)}: {name}"
        for path, tree in TREES.items()
        for name in set(public(tree)) - set(mentioned(tree)) - notebooks
        if (path, name) not in BORROWED
    ]
    assert not idle, "아무도 쓰지 않으면 지워 주세요.\n" + "\n".join(idle)


def test_what_a_package_offers_is_taken():
    """`__all__`에 적은 이름은 그 꾸러미의 바깥이나 노트북에서 써요."""
    offered = {
        defined(path, name.value)
        for path, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
        for name in node.value.elts
    }
    outside = {defined(*pair) for path in PYTHON for pair in lent(path) if pair[0].parent != path.parent}
    notebooks = set(in_notebooks())
    idle = [f"{where(path)}: {name}" for path, name in offered - outside if name not in notebooks]
    assert not idle, "\n".join(idle)


SAME = {"mutual_information"}  # 그림은 제 파일과 이름이 같고(mutual-information.svg), figures. 을 붙여서 불러요.


def test_a_name_that_is_lent_means_one_thing():
    homes = defaultdict(set)
    for path, name in BORROWED:
        if name in public(TREES[path]):
            homes[name].add(where(path))
    double = [f"{name}: {sorted(files)}" for name, files in homes.items() if len(files) > 1 and name not in SAME]
    assert not double, "\n".join(double)


# -- 글 --------------------------------------------------------------------------------------------
def remarks(path):
    """(줄 번호, 글): 파이썬의 설명과 덧말을 한 줄씩. 예(>>>)와 그 답은 코드예요."""
    for node in ast.walk(TREES.get(path) or ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            example = False
            for n, line in enumerate(node.body[0].value.value.splitlines(), node.body[0].lineno):
                example = bool(line.strip()) and (example or line.strip().startswith(">>>"))
                if not example:
                    yield n, line.strip()
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string.lstrip("# ")


def script_remarks(path):
    text = path.read_text(encoding="utf-8")
    for m in re.finditer(r"/\*.*?\*/|(?<![:\w\"'`])//[^\n]*", text, re.S):
        first = text.count("\n", 0, m.start()) + 1
        for n, line in enumerate(m[0].splitlines(), first):
            yield n, line.strip("/* ")


CODE = re.compile(r"`[^`]*`|https?://\S+|\$[^$]*\$|\b(?:noqa|fmt|type|pragma):?.*")
WORD = re.compile(r"(?<![\w.\-/])[A-Za-z][a-z]+(?![\w(=.\-/\[])")
FLAT = re.compile(r"[가-힣]다[.!?]?$|[가-힣]다\. ")


def written(paths, lines):
    return [(f"{where(path)}:{n}", CODE.sub("", line)) for path in paths for n, line in lines(path)]


@functools.cache
def everything_written():
    tests = sorted((ROOT / "tests").glob("*.py"))
    return written([*PYTHON, *tests], remarks) + written(SCRIPTS, script_remarks)


def test_docstrings_and_comments_are_korean():
    english = [
        (at, line)
        for at, line in everything_written()
        if len(WORD.findall(line)) > 2 and not re.search("[가-힣]", line)
    ]
    assert not english, "\n".join(map(": ".join, english))


def test_docstrings_and_comments_speak_politely():
    flat = [(at, line) for at, line in everything_written() if FLAT.search(line)]
    assert not flat, "\n".join(map(": ".join, flat))


# -- 모양과 크기 -------------------------------------------------------------------------------------
HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def test_colours_live_in_the_palette():
    files = {*PYTHON, *SCRIPTS} - {PACKAGE / "palette.py"}
    found = {where(path): HEX.findall(path.read_text(encoding="utf-8")) for path in sorted(files)}
    assert not {path: colours for path, colours in found.items() if colours}


def test_ruff_lays_out_nearly_every_line():
    files = [*PYTHON, *sorted((ROOT / "tests").glob("*.py"))]
    skipped = Counter(
        {where(p): len(re.findall(r"# fmt: (?:skip|off)$", p.read_text(encoding="utf-8"), re.M)) for p in files}
    )
    assert skipped.total() <= 8, +skipped


def test_no_line_of_script_is_long():
    long = [
        f"{where(path)}:{n}"
        for path in SCRIPTS
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 100
    ]
    assert not long, "\n".join(long)


def lines(paths):
    return sum(bool(line.strip()) for path in paths for line in path.read_text(encoding="utf-8").splitlines())


def small_module():
    return [path for path in PYTHON if path.relative_to(PACKAGE).parts[0] not in ("course", "publish")]


def test_the_house_does_not_grow():
    # 파이썬 없는 쪽, 사이트, 브라우저 안의 파이썬이 publish/에 더해져서(8,605줄) 7,800에서 늘렸어요
    assert lines(small_module()) <= 3_650
    assert lines(PYTHON) <= 8_650


@pytest.mark.xfail(strict=True, reason="예산(2,700줄, 6,000줄)을 아직 지키지 못했어요. make bench가 잰 값을 보여 줘요.")
def test_the_house_is_small():
    assert lines(small_module()) <= 2_700
    assert lines(PYTHON) <= 6_000
