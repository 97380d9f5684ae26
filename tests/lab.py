"""진짜 JupyterLab을 켜고 노트북을 여는 법: test_lab.py와 test_browser.py가 함께 써요.

서버는 이 컴퓨터 안에서만 열리고, 쪽은 셀과 커널을 배우는 사람처럼 다뤄요.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request

import pytest
from hand import move_sliders

PICTURE = "e => [...e.querySelectorAll('[id*=-part] path, [id*=-part] use')].map(p => p.outerHTML).join()"


def stop(running):
    """make와 그 아래의 서버까지 꺼요. 서버는 SIGTERM을 받고도 제 스레드를 기다리며 남을 때가 있어요."""
    if os.name != "posix":
        running.terminate()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
            for _ in range(100):
                running.poll()  # 거두지 않으면 끝난 것도 무리에 남아 있어요.
                os.killpg(running.pid, 0)
                time.sleep(0.1)
            os.killpg(running.pid, signal.SIGKILL)
    running.wait(30)


@contextlib.contextmanager
def server(command, log, **how):
    """옵션을 받아 명령을 짓는 함수로 JupyterLab을 켜고, 주소와 열쇠를 줘요."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    token = secrets.token_hex(16)
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    options += [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"]
    with log.open("w") as out:
        running = subprocess.Popen(command(options), stdout=out, stderr=out, start_new_session=True, **how)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/api?token={token}", timeout=5):
                break
            assert running.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            pytest.fail(log.read_text())
        yield url, token
    finally:
        stop(running)


class Lab:
    """노트북 하나를 연 쪽."""

    def __init__(self, page, address, name):
        self.page, self.sent = page, []
        page.set_default_timeout(60_000)
        page.on("websocket", lambda ws: ws.on("framesent", lambda frame: self.sent.append(frame)))
        page.goto(address, wait_until="domcontentloaded")
        self.watch(name)

    def watch(self, name):
        """이 노트북이 앞에 나와 커널까지 준비되기를 기다려요."""
        self.page.wait_for_function("window.jupyterapp")
        self.page.evaluate("jupyterapp.restored.then(() => {})")
        self.page.wait_for_function(
            "name => (window.panel = jupyterapp.shell.currentWidget)?.context?.path === name", arg=name
        )
        self.page.evaluate(
            """async () => { const c = panel.context, late = new Promise((_, no) => setTimeout(no, 60e3, "커널이 켜지지 않아요"));
            const ready = async () => { await c.ready; await c.sessionContext.ready; await c.sessionContext.session.kernel.info; };
            await Promise.race([ready(), late]); }"""
        )

    def run_all(self):
        """모두 실행해요. 훈련까지 하는 04, 05, 07은 15초쯤 걸려요."""
        start = time.perf_counter()
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        assert time.perf_counter() - start < 120  # 두 갈래가 코어를 나누어 써요
        self.without_errors()

    def run(self, *starts):
        """코드가 이렇게 시작하는 셀들만 차례로 실행해요."""
        for source in starts:
            self.cell(source)
            self.page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
        self.without_errors()

    def without_errors(self):
        for source, outputs in self.outputs():
            assert not [o for o in outputs if o["output_type"] == "error"], source

    def outputs(self):
        """코드 셀의 코드와 출력들."""
        return self.page.evaluate(
            """panel.content.widgets.filter(c => c.model.type === "code")
            .map(c => [c.model.sharedModel.source, c.model.outputs.toJSON()])"""
        )

    def cell(self, source):
        """코드가 이렇게 시작하는 셀을 보이는 곳으로 옮겨요."""
        n = self.page.evaluate(
            """async source => { const nb = panel.content;
            const n = nb.widgets.findIndex(c => c.model.sharedModel.source.startsWith(source));
            nb.activeCellIndex = n; nb.mode = "command"; await nb.scrollToItem(n, "center"); return n; }""",
            source,
        )
        assert n >= 0, f"{source!r}인 셀이 없어요"
        return self.page.locator(f".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell[data-windowed-list-index='{n}']")

    def move_every_scene(self):
        """모든 장면의 모든 손잡이를 끝에서 끝까지 옮겨 그림이 따라오는지 봐요. 옮긴 손잡이의 이름들을 돌려줘요."""
        moved = set()
        for source, outputs in self.outputs():
            if not any("entropy-scene" in "".join(o.get("data", {}).get("text/html", "")) for o in outputs):
                continue
            cell = self.cell(source)
            svg = cell.locator(".entropy-scene svg")
            svg.wait_for()
            moved |= move_sliders(cell, svg)
            for choice in cell.get_by_role("radio").all()[-1:]:
                choice.check()
                assert choice.is_checked()
        return moved

    def kernel(self, code):
        """커널에서 코드를 실행하고 찍힌 글을 돌려줘요."""
        return self.page.evaluate(
            """async code => { let text = "";
            const future = panel.sessionContext.session.kernel.requestExecute({code, store_history: false});
            future.onIOPub = m => text += m.content.text ?? m.content.ename ?? ""; await future.done; return text.trim(); }""",
            code,
        )

    def prints(self, code, said):
        """커널이 마침내 이렇게 찍는지. 위젯의 값은 앞에 보낸 값의 답이 와야 떠나서, 손보다 조금 늦게 닿아요."""
        for _ in range(100):
            if self.kernel(code) == said:
                return True
            self.page.wait_for_timeout(50)
        return False

    def comms(self):
        """커널로 보낸 위젯의 값."""
        return self.messages("comm_msg")

    def messages(self, kind):
        """커널로 보낸 말 가운데 이런 것의 수."""
        return sum(kind.encode() in (f if isinstance(f, bytes) else f.encode()) for f in self.sent)
