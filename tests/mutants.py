"""코드를 일부러 한 군데씩 망가뜨려, 검사가 알아채는지 재요: python tests/mutants.py [파일 …] [--most 수]

망가뜨리는 것은 저장소가 아니라 그 사본이고, 검사는 브라우저를 켜지 않는 빠른 것만 해요.
잰 것은 .mutants.json에 남아서 멈추었다 다시 하면 이어서 해요. 살아남은 것은 검사가 바뀌면 다시 재요.
"""

import argparse
import ast
import contextlib
import copy
import hashlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from pathlib import Path

from hand import sample

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "entropy_lab"
LOG = ROOT / ".mutants.json"
LEFT = shutil.ignore_patterns(".git", ".venv*", "node_modules", "__pycache__", ".hypothesis", "dist", LOG.name)
QUICK = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not browser and not slow"]
TESTS = {"scene": "scene tape recipes", "quiz": "quiz", "josa.py": "quiz", "inputs.py": "measures losses codes faults"}
TESTS |= {"tensors.py": "measures losses", "arithmetic.py": "language"}  # 나머지는 제 이름의 검사
FILES = "measures inputs tensors losses codes josa language arithmetic scene/[!_]* quiz/[!_]*".split()
SWAPS = dict(Add="Sub", Sub="Add", Mult="Div", Div="Mult", FloorDiv="Div", Mod="Mult", Pow="Mult", MatMult="Mult")
SWAPS |= dict(BitAnd="BitOr", BitOr="BitAnd", BitXor="BitOr", And="Or", Or="And", Eq="NotEq", NotEq="Eq")
SWAPS |= dict(Lt="LtE", LtE="Lt", Gt="GtE", GtE="Gt", Is="IsNot", IsNot="Is", In="NotIn", NotIn="In")
SIDE_EFFECTS = ast.Expr | ast.AugAssign | ast.Raise | ast.Assert | ast.Continue | ast.Break | ast.Delete


def fingerprint(*texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def variants(node):
    """이 마디를 망가뜨리는 법들: 마디를 받아 그 자리에 놓일 마디를 돌려주는 함수."""

    def change(**fields):
        def vary(twin):
            vars(twin).update(fields)
            return twin

        return vary

    def swapped(operator):
        return getattr(ast, SWAPS[type(operator).__name__])()

    match node:
        case ast.BinOp() | ast.AugAssign() | ast.BoolOp() if type(node.op).__name__ in SWAPS:
            yield change(op=swapped(node.op))
        case ast.Compare():
            for k, operator in enumerate(node.ops):
                yield change(ops=[*node.ops[:k], swapped(operator), *node.ops[k + 1 :]])
        case ast.UnaryOp() if not isinstance(node.operand, ast.Constant):
            yield lambda twin: twin.operand
        case ast.Constant(value=bool()):
            yield change(value=not node.value)
        case ast.Constant(value=int() | float()):
            yield change(value=node.value + 1 if isinstance(node.value, int) else 2 * node.value or 1.0)
        case ast.FormattedValue(format_spec=ast.JoinedStr(values=[*_, ast.Constant(value=spec)])):
            if (longer := re.sub(r"\d+", lambda m: str(int(m[0]) + 1), spec)) != spec:
                yield change(format_spec=ast.JoinedStr([*node.format_spec.values[:-1], ast.Constant(longer)]))
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare | ast.BoolOp):
            yield change(test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.expr()):
            yield change(value=None)
        case ast.Call(keywords=[_, *_]):
            for k, keyword in enumerate(node.keywords):
                if not isinstance(keyword.value, ast.Constant) or isinstance(keyword.value.value, str | None):
                    yield change(keywords=node.keywords[:k] + node.keywords[k + 1 :])
    if isinstance(node, SIDE_EFFECTS) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        yield lambda twin: ast.Pass()


def places(node, path=()):
    """망가뜨릴 마디까지의 길. 오류의 말은 다른 검사가 보므로 안을 건드리지 않아요."""
    yield path, node
    if isinstance(node, ast.Raise):
        return
    for field, value in ast.iter_fields(node):
        for k, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                yield from places(child, (*path, (field, k)))


def planted(tree, path, vary):
    """길의 끝 한 군데만 망가뜨린 코드."""
    node = tree = copy.deepcopy(tree)
    for field, k in path:
        parent, node = node, getattr(node, field) if k is None else getattr(node, field)[k]
    if (new := vary(node)) is not node:
        setattr(parent, field, new) if k is None else getattr(parent, field).__setitem__(k, new)
    return ast.unparse(tree)


class Copy:
    """저장소의 사본 하나. 코드를 갈아 끼우고 그 검사를 해요. 재는 동안 저장소를 고쳐도 괜찮아요."""

    def __init__(self, folder):
        self.folder = shutil.copytree(ROOT, folder, ignore=LEFT)
        self.how = dict(cwd=folder, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.how["env"] = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def survives(self, name, code, tests, patience):
        """망가진 코드로도 검사가 모두 통과하는지와 그때 한 말. 끝나지 않는 것도 알아챈 것이에요."""
        sound = self.read(name)
        (self.folder / name).write_text(code, encoding="utf-8")
        run = subprocess.Popen([sys.executable, "-m", "pytest", *QUICK, *tests], **self.how)
        try:
            said = run.communicate(timeout=patience)[0].decode()
            assert run.returncode != 5, f"{name}: 고른 검사가 하나도 없어요."
            return not run.returncode, said
        except subprocess.TimeoutExpired:
            return False, f"{patience:.0f}초 안에 끝나지 않았어요."
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            (self.folder / name).write_text(sound, encoding="utf-8")


def measure(file, most, copies, log):
    """파일 하나의 변이를 모두 재고, 살아남은 것의 차이를 적어요. (죽은 수, 모두)를 돌려줘요."""
    name, first = f"entropy_lab/{file}", copies.get()
    tests = [f"tests/test_{t}.py" for t in TESTS.get(file.parts[0], file.stem).split()]
    tree = ast.parse(first.read(name))
    whole, judges = ast.unparse(tree), fingerprint(*map(first.read, tests))
    todo = [(path, vary) for path, node in places(tree) for vary in variants(node)]
    todo = sample(todo, most) if most else todo
    start = time.monotonic()
    sound, said = first.survives(name, whole, tests, 600)
    patience = 20 + 4 * (time.monotonic() - start)
    assert sound, f"망가뜨리기 전에도 실패해요: {file}\n{said}"
    copies.put(first)

    def judge(mutant):
        code = planted(tree, *mutant)
        key = fingerprint(whole, code)
        if log.get(key) in ("killed", judges):
            return code, key, log[key]
        here = copies.get()
        try:
            return code, key, judges if here.survives(name, code, tests, patience)[0] else "killed"
        finally:
            copies.put(here)

    alive = []
    with ThreadPoolExecutor(copies.qsize()) as pool:
        for code, key, verdict in pool.map(judge, todo):
            log[key] = verdict
            LOG.write_text(json.dumps(log))
            alive += [code] * (verdict != "killed")
    print(f"{name}: {len(todo)}개 가운데 {len(todo) - len(alive)}개를 알아챘어요.", flush=True)
    for code in alive:
        print(*list(unified_diff(whole.splitlines(), code.splitlines(), n=1, lineterm=""))[2:], "", sep="\n")
    return len(todo) - len(alive), len(todo)


def named(file):
    """make에서처럼 저장소의 뿌리에서 적어도, entropy_lab 안에서 적어도 되는 파일."""
    for path in (Path.cwd() / file, PACKAGE / file):
        if path.is_file() and path.suffix == ".py" and path.is_relative_to(PACKAGE):
            return path.relative_to(PACKAGE)
    raise argparse.ArgumentTypeError(
        f"{file}: entropy_lab 안에 그런 파이썬 파일이 없어요. 예: measures.py, scene/tape.py"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=named, help="entropy_lab 안의 파일(없으면 모두)")
    parser.add_argument("--most", type=int, help="파일마다 고루 고른 이만큼만")
    options = parser.parse_args()
    files = options.files or [
        p.relative_to(PACKAGE) for pattern in FILES for p in sorted(PACKAGE.glob(f"{pattern}.py"))
    ]
    log, copies = json.loads(LOG.read_text()) if LOG.exists() else {}, queue.Queue()
    with tempfile.TemporaryDirectory() as folder:
        for n in range(2):
            copies.put(Copy(Path(folder, str(n))))
        counts = {file: measure(file, options.most, copies, log) for file in files}
    counts["모두"] = map(sum, zip(*counts.values(), strict=True))
    for file, (killed, made) in counts.items():
        print(f"{killed / made:7.1%} {killed:5d}/{made:<5d} {file}")


if __name__ == "__main__":
    main()
