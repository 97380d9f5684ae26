"""노트북을 다시 실행해서, 실행할 때마다 달라지는 것을 뺀 모습으로 저장해요.

두 번 실행해도 파일은 바이트까지 같아요. 셀이 하나라도 실패하면 그 노트북은 건드리지 않아요.
"""

import sys
import time
from contextlib import ExitStack
from subprocess import DEVNULL

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from .files import Halt, write
from .notebook import canonical, language, opened

TIMEOUT = 120  # 셀 하나에 주는 초


class Failed(Exception):
    """실행하지 못한 노트북. 고쳐 쓰지 않고 다음 노트북으로 가요."""


def refresh(paths):
    """노트북들을 다시 실행해 제자리에 저장하고, 실패한 노트북이 있으면 1을 돌려줘요. 읽을 수 없는 파일이 있으면 시작하지 않아요."""
    notebooks = {path: opened(path) for path in paths}
    for path, nb in notebooks.items():
        if "py" not in language(nb).lower():
            raise Halt(f"{path}: 파이썬이 아니라 {language(nb)} 노트북이에요. 파이썬 노트북만 실행할 수 있어요.")
    failed = 0
    for path, nb in notebooks.items():
        start = time.perf_counter()
        try:
            execute(nb, path.parent)
        except Failed as failure:
            failed = 1
            print(f"{path}: 고쳐 쓰지 않았어요. {failure}", file=sys.stderr)
        else:
            write(path, canonical(nb).encode())
            print(f"{path}: {time.perf_counter() - start:.1f}초")
    return failed


def execute(nb, folder):
    """`folder`에서 새 커널로 모든 셀을 실행해요. 실패한 코드 셀의 번호는 Failed에 담아요."""
    client = NotebookClient(
        nb,
        kernel_name="python3",
        timeout=TIMEOUT,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    # 화면이 없으면 Output 위젯의 속을 담을 수 없어요. nbclient의 흉내는 답을 기다리다 멈추므로, 썼는지만 적어 둬요.
    captured = []
    client.widget_registry = {"@jupyter-widgets/output": {"OutputModel": lambda *_: captured.append(True)}}
    code = [(i, cell) for i, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    with ExitStack() as kernel:
        try:
            kernel.enter_context(client.setup_kernel(stderr=DEVNULL))  # 커널이 켜지고 꺼지며 하는 말은 듣지 않아요.
        except (NoSuchKernel, RuntimeError):
            raise Failed("파이썬 커널이 켜지지 않아요. pip install ipykernel로 다시 깔아 주세요.") from None
        nb.metadata |= described(client)
        for number, (i, cell) in enumerate(code, 1):
            cell.outputs = []
            try:
                client.execute_cell(cell, i)
            except (CellTimeoutError, DeadKernelError, CellExecutionError) as error:
                raise Failed(f"코드 셀 {number}: {reason(error)}") from None
            if captured:
                raise Failed(
                    f"코드 셀 {number}: Output이나 interact의 결과는 파일에 담기지 않아요. observe로 바꿔 주세요."
                )


def described(client):
    """우리 JupyterLab이 노트북을 열 때 적는 것. 미리 적어 두어야 열기만 한 노트북이 고친 것이 되지 않아요.

    파이썬의 판은 컴퓨터마다 달라서 뺐고, 우리 커널도 말하지 않아요(publish/lab.py).
    """
    spec = client.km.kernel_spec
    language = client.wait_for_reply(client.kc.kernel_info())["content"]["language_info"]
    language.pop("version", None)
    kernel = {"display_name": spec.display_name, "language": spec.language, "name": client.kernel_name}
    return nbformat.from_dict({"kernelspec": kernel, "language_info": language})


def reason(error):
    """셀이 실패한 까닭 한 줄."""
    if isinstance(error, CellTimeoutError):
        return f"{TIMEOUT}초 안에 끝나지 않았어요."
    if isinstance(error, DeadKernelError):
        return "커널이 죽었어요."
    return f"{error.ename}: {error.evalue}".strip().splitlines()[-1]
