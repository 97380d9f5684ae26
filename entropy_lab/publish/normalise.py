"""노트북을 다시 실행해서, 실행할 때마다 달라지는 것을 뺀 모습으로 저장해요.

    python -m entropy_lab.normalise notebooks/*.ipynb

두 번 실행해도 파일은 바이트까지 같아요. 셀이 하나라도 실패하면 그 노트북은 건드리지 않아요.
"""

import re
import sys
import time
from itertools import count
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .files import write

TIMEOUT = 120  # 셀 하나에 주는 초
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalise(nb):
    """실행할 때마다, 컴퓨터마다 달라지는 것을 뺀 새 노트북을 돌려줘요. `nb`는 그대로예요."""
    nb = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": nb.cells})
    numbers = count(1)
    for cell, cell_id in zip(nb.cells, _ids([cell.get("id", "") for cell in nb.cells]), strict=True):
        cell.id = cell_id
        cell.metadata = _metadata(cell.metadata)
        if cell.cell_type == "code":
            cell.execution_count = next(numbers)  # 번호가 없는 셀은 nbval이 비교하지 않아요.
            cell.outputs = _outputs(cell.outputs, cell.execution_count)
    return nb


def canonical(nb):
    """저장소에 두는 노트북의 글자들이에요."""
    return nbformat.writes(normalise(nb), version=nbformat.NO_CONVERT) + "\n"


def execute(nb, folder):
    """`folder`에서 새 커널로 모든 셀을 실행해요. 실패한 코드 셀의 번호는 RuntimeError에 담아요."""
    client = NotebookClient(
        nb,
        kernel_name="python3",
        timeout=TIMEOUT,
        store_widget_state=False,
        # 커널을 켤 때마다 나오는 'TCP without encryption' 경고는 배울 것이 없어서 막아요.
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    code = [(i, cell) for i, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    with client.setup_kernel():
        for number, (i, cell) in enumerate(code, 1):
            cell.outputs = []
            try:
                client.execute_cell(cell, i)
            except CellTimeoutError:
                raise RuntimeError(f"코드 셀 {number}: {TIMEOUT}초 안에 끝나지 않았어요.") from None
            except DeadKernelError:
                raise RuntimeError(f"코드 셀 {number}: 커널이 죽었어요.") from None
            except CellExecutionError as error:
                last = f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
                raise RuntimeError(f"코드 셀 {number}: {last}") from None


def main(paths):
    """노트북들을 고쳐 쓰고 종료 코드를 돌려줘요.

    0은 모두 성공, 1은 실패한 셀이 있음, 2는 읽을 수 없는 파일이 있어 시작하지 않음이에요.
    """
    try:
        notebooks = {path: read(path) for path in map(Path, paths)}
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    failed = 0
    for path, nb in notebooks.items():
        start = time.perf_counter()
        try:
            execute(nb, path.parent)
        except RuntimeError as error:
            failed = 1
            print(f"{path}: 고쳐 쓰지 않았어요. {error}", file=sys.stderr)
        else:
            write(path, canonical(nb).encode())
            print(f"{path}: {time.perf_counter() - start:.1f}초")
    return failed


def _ids(ids):
    """올바르고 하나뿐인 id는 두고, 나머지에는 아직 쓰지 않은 c00, c01, …을 차례로 붙여요."""
    taken = {name for name in ids if re.fullmatch(r"[\w-]{1,64}", name, re.ASCII)}
    fresh = (name for n in count() if (name := f"c{n:02d}") not in taken)
    seen = set()
    for name in ids:
        yield name if name in taken - seen else next(fresh)
        seen.add(name)


def _metadata(metadata):
    kept = {key: metadata[key] for key in ("slideshow", "tags") if metadata.get(key)}
    if folded := {k: True for k in ("source_hidden", "outputs_hidden") if metadata.get("jupyter", {}).get(k)}:
        kept["jupyter"] = folded  # 풀이 셀은 접어 둔 채로 저장해요.
    return nbformat.from_dict(kept)


def _outputs(outputs, execution_count):
    """위젯 번호를 빼고, 몇 조각으로 왔는지가 그때그때 다른 print 출력을 하나로 이어요."""
    result = []
    for output in outputs:
        if output.output_type == "stream" and result and result[-1].get("name") == output.name:
            result[-1].text += output.text
            continue
        for part in ("data", "metadata"):
            output.get(part, {}).pop(WIDGET_VIEW, None)
        if output.output_type == "execute_result":
            output.execution_count = execution_count
        result.append(output)
    return result


def read(path):
    """노트북 파일 하나. 읽을 수 없으면 ValueError예요."""
    if not path.is_file():
        raise ValueError(f"{path}: 파일이 없어요.")
    try:
        return normalise(nbformat.v4.reads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(f"{path}: 노트북(nbformat 4)으로 읽을 수 없어요.") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
