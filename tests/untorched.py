"""torch를 숨긴 새 파이썬에서 노트북을 한 셀씩 돌려요: 저마다의 셀에서 난 오류와 찍힌 글을 JSON으로 적어요.

커널을 켜지 않아서 열 권이 30초 안에 끝나요. torch가 있어야 하는 셀은 실패해도 그 앞의 이름들로 되돌려요.
브라우저 안의 파이썬에서도 그 셀은 돌지 않으니까요.
"""

import json
import os
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from traitlets import Type


class NoTorch(MetaPathFinder):
    """torch가 깔려 있지 않은 척해요."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")


class Hook(DisplayHook):
    """셀의 마지막 값을 찍지 않고 모아 둬요."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, data, metadata=None):
        self.shell.display_pub.outputs.append({"data": data})

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    displayhook_class = Type(Hook)
    display_pub_class = Type(CapturingDisplayPublisher)


def stored(cell):
    """노트북에 저장된 글."""
    return "".join(o.text if o.output_type == "stream" else o.data.get("text/plain", "") for o in cell.outputs)


def run(nb):
    """코드 셀마다 (몇째 셀, 오류, 찍힌 글, 저장된 글)."""
    shell = Shell()
    for place, cell in enumerate(nb.cells):
        if cell.cell_type != "code":
            continue
        before, shell.display_pub.outputs = dict(shell.user_ns), []
        with capture_output(display=False) as said:
            done = shell.run_cell(cell.source)
        if error := done.error_before_exec or done.error_in_exec:
            shell.user_ns.clear()
            shell.user_ns.update(before)
        shown = "".join(output["data"].get("text/plain", "") for output in shell.display_pub.outputs)
        yield place, repr(error) if error else "", said.stdout + shown, stored(cell)


if __name__ == "__main__":
    sys.meta_path.insert(0, NoTorch())
    books = {Path(path).stem: nbformat.read(path, 4) for path in sys.argv[1:]}
    os.chdir(Path(sys.argv[1]).parent)
    told = json.dumps({stem: list(run(nb)) for stem, nb in books.items()}, ensure_ascii=False)
    sys.stdout.buffer.write(told.encode())
