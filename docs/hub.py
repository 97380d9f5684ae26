"""여러 학생이 한꺼번에 노트북을 돌릴 때 드는 메모리와 시간을, 이 컴퓨터 안에 진짜 JupyterHub를 켜서 재요.

    python docs/hub.py --students 8

임시 폴더에 학생마다 집을 만들어 notebooks/를 넣고, 127.0.0.1에서만 듣는 JupyterHub로 서버와 커널을 띄워요.
프록시를 거쳐 03(torch 없음)과 05(torch)의 코드 셀을 모두 함께 실행한 다음, 마크다운 표를 찍고 다 지워요.
"""

import argparse
import asyncio
import json
import os
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

ROOT = Path(__file__).parents[1]
NOTEBOOKS = {"torch 없이": "03-distributions", "torch와 함께": "05-deep-learning"}
START, CELL = 300, 300  # 서버가 켜지기를, 셀 하나가 끝나기를 기다리는 초
WAIT = {"connect_timeout": START, "request_timeout": START}
MB = 2**20


def per_gigabyte(student):
    """한 사람이 student MB를 쓸 때 1GB에 앉을 수 있는 학생의 수예요."""
    return 1024 / student


def gigabytes(students, student, fixed, spare=0.3):
    """students명에게 필요한 메모리(GB)예요. fixed MB는 한 번만 들고, spare만큼 여유를 둬요."""
    return (fixed + students * student) * (1 + spare) / 1024


def config(home, ports, token, proxy):
    """JupyterHub의 설정이에요. 누구나 들어오고 서로 막혀 있지 않아서, 재는 데에만 써요."""
    public, api, hub = (f"http://127.0.0.1:{port}" for port in ports)
    root = ["--ServerApp.allow_root=True"] if os.geteuid() == 0 else []
    scopes = ["admin:users", "admin:servers", "access:servers"]
    return {
        "JupyterHub": {
            "bind_url": public,
            "hub_bind_url": hub,
            "db_url": f"sqlite:///{home}/hub.sqlite",
            "cookie_secret_file": f"{home}/cookie",
            "authenticator_class": "dummy",
            "spawner_class": "simple",
            "services": [{"name": "teacher", "api_token": token}],
            "load_roles": [{"name": "teacher", "services": ["teacher"], "scopes": scopes}],
        },
        "ConfigurableHTTPProxy": {"api_url": api, "command": [proxy], "pid_file": f"{home}/proxy.pid"},
        "DummyAuthenticator": {"password": secrets.token_hex()},
        "Authenticator": {"allow_all": True},
        "SimpleLocalProcessSpawner": {"home_dir_template": f"{home}/{{username}}"},
        "Spawner": {
            "cmd": [sys.executable, "-m", "jupyterhub.singleuser"],
            "args": root,
            "default_url": "/lab",
            "start_timeout": START,
            "http_timeout": START,
        },
    }


@contextmanager
def running(proxy):
    """임시 폴더에서 JupyterHub를 켜고, 끝나면 어떻게 끝나든 딸린 과정과 폴더를 모두 없애요."""
    with ExitStack() as stack:
        home = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-", ignore_cleanup_errors=True))
        ).resolve()
        with ExitStack() as sockets:
            opened = [sockets.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(3)]
            ports = [s.getsockname()[1] for s in opened]
        token = secrets.token_hex()
        (home / "hub.json").write_text(json.dumps(config(home, ports, token, proxy)), encoding="utf-8")
        log = stack.enter_context(open(home / "log", "w+", encoding="utf-8", errors="replace"))
        command = [sys.executable, "-m", "jupyterhub", "-f", str(home / "hub.json")]
        hub = psutil.Popen(command, cwd=home, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            yield Hub(home, hub, f"http://127.0.0.1:{ports[0]}", token, log)
        finally:
            with suppress(psutil.NoSuchProcess):
                hub.terminate()  # 허브가 서버와 커널과 프록시를 끄게 두고, 남은 것은 강제로 꺼요.
            psutil.wait_procs([hub], timeout=20)
            for process in (left := inside(home)):
                process.kill()
            psutil.wait_procs(left, timeout=10)


def inside(home):
    """home 안에서 일하는 과정들이에요. 허브가 띄운 것은 모두 여기에 들어요."""
    folders = ((process, process.info["cwd"]) for process in psutil.process_iter(["cwd"]))
    return [process for process, folder in folders if folder and Path(folder).is_relative_to(home)]


class Hub:
    """켜져 있는 JupyterHub를 선생님의 토큰으로 다뤄요."""

    def __init__(self, home, process, url, token, log):
        self.home, self.process, self.url, self.log = home, process, url, log
        self.headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}

    async def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body)
        options = dict(method=method, headers=self.headers, body=data, allow_nonstandard_methods=True, **WAIT)
        try:
            reply = await AsyncHTTPClient().fetch(self.url + path, **options)
        except HTTPError as error:
            raise RuntimeError(f"{method} {path}: JupyterHub의 답이 {error}였어요.") from None
        return json.loads(reply.body or "null")

    async def ready(self):
        start = time.perf_counter()
        while (waited := time.perf_counter() - start) < START:
            if self.process.poll() is not None:
                self.log.seek(0)
                raise RuntimeError("JupyterHub가 켜지지 않았어요.\n" + "".join(self.log.readlines()[-8:]).rstrip())
            with suppress(OSError, RuntimeError):  # 프록시가 먼저 켜지면 허브를 아직 몰라서 404를 줘요.
                await self.call("GET", "/hub/api/")
                return waited
            await asyncio.sleep(0.2)
        raise RuntimeError(f"JupyterHub가 {START}초 안에 켜지지 않았어요.")

    async def enter(self, name):
        """학생의 집을 만들고 서버를 켜요. 걸린 초를 돌려줘요."""
        shutil.copytree(ROOT / "notebooks", self.home / name / "notebooks")
        start = time.perf_counter()
        user = f"/hub/api/users/{name}"
        await self.call("POST", user)
        await self.call("POST", f"{user}/server", {})
        while not (server := (await self.call("GET", user))["servers"].get("", {})).get("ready"):
            if not server.get("pending") or time.perf_counter() - start > START:
                raise RuntimeError(f"{name}의 서버가 켜지지 않았어요.")
            await asyncio.sleep(0.2)
        return time.perf_counter() - start

    async def leave(self, name):
        await self.call("DELETE", f"/hub/api/users/{name}/server")

    async def run(self, name, notebook):
        """JupyterLab처럼 노트북을 열어 코드 셀을 차례로 실행해요. 걸린 초와 세션의 주소를 돌려줘요."""
        start = time.perf_counter()
        base, path = f"/user/{name}/api", f"notebooks/{notebook}.ipynb"
        cells = (await self.call("GET", f"{base}/contents/{path}"))["content"]["cells"]
        new = {"path": path, "name": notebook, "type": "notebook", "kernel": {"name": "python3"}}
        session = await self.call("POST", f"{base}/sessions", new)
        kernel = session["kernel"]["id"]
        await self.execute(f"{base}/kernels/{kernel}/channels", cells, f"{name}의 {notebook}")
        return time.perf_counter() - start, f"{base}/sessions/{session['id']}"

    async def execute(self, path, cells, where):
        request = HTTPRequest(self.url.replace("http", "ws", 1) + path, headers=self.headers, **WAIT)
        socket = await websocket_connect(request, max_message_size=100 * MB)
        codes = (cell["source"] for cell in cells if cell["cell_type"] == "code")
        for number, code in enumerate(codes, 1):
            try:
                reply = await asyncio.wait_for(ask(socket, code), CELL)
            except TimeoutError:
                raise RuntimeError(f"{where}: 코드 셀 {number}이 {CELL}초 안에 끝나지 않았어요.") from None
            if reply["status"] != "ok":
                cause = f"{reply.get('ename', '')}: {reply.get('evalue', '')}"
                raise RuntimeError(f"{where}: 코드 셀 {number}이 실패했어요. {cause}")
        socket.close()

    def memory(self):
        """과정의 갈래마다 [(PSS, USS, 가장 많았던 RSS, CPU 초), …]예요. 메모리는 MB예요."""
        kinds = {"hub": [], "proxy": [], "server": [], "kernel": []}
        marks = {"ipykernel": "kernel", "singleuser": "server", "http-proxy": "proxy"}
        for process in inside(self.home):
            words = " ".join(process.cmdline())
            kind = next((kind for mark, kind in marks.items() if mark in words), "hub")
            info, cpu = process.memory_full_info(), process.cpu_times()
            peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8"))
            kinds[kind].append((info.pss / MB, info.uss / MB, int(peak[1]) / 1024, cpu.user + cpu.system))
        return kinds


async def ask(socket, code):
    """코드를 커널에 보내고 execute_reply를 기다려요."""
    number = uuid.uuid4().hex
    header = {"msg_id": number, "msg_type": "execute_request", "username": "", "session": number, "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await socket.write_message(json.dumps(message))
    while (text := await socket.read_message()) is not None:
        reply = json.loads(text)
        if reply["msg_type"] == "execute_reply" and reply["parent_header"].get("msg_id") == number:
            return reply["content"]
    return {"status": "error", "ename": "연결", "evalue": "커널과의 연결이 끊겼어요."}


async def measure(hub, students):
    """혼자일 때와 함께일 때의 시간, 함께일 때의 메모리를 재요."""
    AsyncHTTPClient.configure(None, max_clients=4 * students + 4)  # 보통은 열 명까지만 함께 물어요.
    names = [f"student{number}" for number in range(1, students + 1)]
    up = await hub.ready()
    await hub.enter("alone")  # 다른 학생과 똑같이 빈 집에서 시작해요.
    alone = {}
    for kind, notebook in NOTEBOOKS.items():
        alone[kind], session = await hub.run("alone", notebook)
        await hub.call("DELETE", session)
    await hub.leave("alone")
    entered = await asyncio.gather(*map(hub.enter, names))
    print(f"허브는 {up:.0f}초, 학생 {students}명의 서버는 {max(entered):.0f}초 만에 모두 켜졌어요.", flush=True)
    together, memory = {}, {}
    for kind, notebook in NOTEBOOKS.items():
        ran = await asyncio.gather(*(hub.run(name, notebook) for name in names))
        await asyncio.sleep(2)
        together[kind], memory[kind] = [seconds for seconds, _ in ran], hub.memory()
        await asyncio.gather(*(hub.call("DELETE", session) for _, session in ran))
    return alone, together, memory


def mean(rows, column):
    return statistics.mean(row[column] for row in rows)


def report(students, alone, together, memory):
    first = next(iter(memory.values()))
    rows = {
        "허브(한 번)": first["hub"],
        "프록시(한 번)": first["proxy"],
        "학생의 JupyterLab 서버": first["server"],
        **{f"학생의 커널, {kind}": rows["kernel"] for kind, rows in memory.items()},
    }
    print("\n| 과정 | 개수 | PSS (MB) | USS (MB) | 가장 많을 때 RSS (MB) |\n|---|--:|--:|--:|--:|")
    for name, values in rows.items():
        print(f"| {name} | {len(values)} | " + " | ".join(f"{mean(values, c):.0f}" for c in range(3)) + " |")
    print("\n| 노트북 | 혼자 (초) | 함께, 가운데 (초) | 함께, 가장 늦게 (초) | CPU (초) |\n|---|--:|--:|--:|--:|")
    for kind, notebook in NOTEBOOKS.items():
        times = [alone[kind], statistics.median(together[kind]), max(together[kind]), mean(memory[kind]["kernel"], 3)]
        print(f"| {notebook}, {kind} | " + " | ".join(f"{seconds:.1f}" for seconds in times) + " |")
    print("\n| 학생 한 사람(서버와 커널 하나) | PSS (MB) | 1GB에 | 30명에 (GB, 여유 30%) |\n|---|--:|--:|--:|")
    fixed = mean(first["hub"], 0) + mean(first["proxy"], 0)
    for kind, rows in memory.items():
        student = mean(rows["server"], 0) + mean(rows["kernel"], 0)
        print(f"| {kind} | {student:.0f} | {per_gigabyte(student):.1f}명 | {gigabytes(30, student, fixed):.1f} |")


def main():
    parser = argparse.ArgumentParser(description="학생 여럿이 함께 쓸 때의 메모리와 시간을 진짜 JupyterHub로 재요.")
    parser.add_argument("--students", type=int, default=4, help="한꺼번에 쓰는 학생의 수(보통 4)")
    parser.add_argument("--proxy", default="configurable-http-proxy", help="configurable-http-proxy가 있는 곳")
    options = parser.parse_args()
    if sys.platform != "linux":
        sys.exit("나누어 쓰는 메모리(PSS)는 리눅스에서만 잴 수 있어요.")
    if options.students < 1:
        sys.exit("학생은 한 명 이상이어야 해요.")
    if not find_spec("jupyterhub"):
        sys.exit("JupyterHub가 없어요. pip install -c constraints.txt -e '.[lab,hub]'로 깔아 주세요.")
    if not (proxy := shutil.which(options.proxy)):
        sys.exit(
            "configurable-http-proxy가 없어요. Node.js 20 이상에서 npm install --prefix .venv configurable-http-proxy로\n"
            "깔고 --proxy .venv/node_modules/.bin/configurable-http-proxy를 붙여 주세요."
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("멈추라는 신호를 받아서 다 끄고 마쳐요."))
    try:
        with running(os.path.abspath(proxy)) as hub:
            report(options.students, *asyncio.run(measure(hub, options.students)))
    except (RuntimeError, OSError, HTTPError, WebSocketClosedError, psutil.Error) as error:
        sys.exit(f"재지 못했어요. {error}")
    except KeyboardInterrupt:
        sys.exit("멈췄어요.")


if __name__ == "__main__":
    main()
