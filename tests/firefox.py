"""Firefox를 WebDriver BiDi로 움직여요: 쪽을 열고, 함수를 부르고, 글쇠와 마우스를 써요.

Playwright는 제가 고친 Firefox만 움직여서, 배우는 사람이 쓰는 Firefox는 이 작은 손으로 움직여요.
웹 소켓은 JupyterLab과 함께 깔리는 websocket-client의 것이에요.
"""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import websocket
from script import calling

FIREFOXES = "firefox-esr", "firefox"
KEYS = dict(Tab=4, Enter=7, Shift=8, Control=9, Alt=10, Escape=12, PageUp=14, PageDown=15, End=16, Home=17)
KEYS |= dict(ArrowLeft=18, ArrowUp=19, ArrowRight=20, ArrowDown=21, Meta=61)
EVENTS = ["log.entryAdded", "network.beforeRequestSent"]


def installed():
    """이 컴퓨터에 깔린 Firefox."""
    return next(filter(None, map(shutil.which, FIREFOXES)), None)


class Firefox:
    """머리 없는 Firefox 하나. `heard`에는 브라우저가 스스로 한 말(콘솔, 요청)이 차례로 쌓여요."""

    def __init__(self, path):
        self.folder, self.heard, self.count = tempfile.TemporaryDirectory(ignore_cleanup_errors=True), [], 0
        self.profile = Path(self.folder.name)
        command = [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", self.profile]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"ws://127.0.0.1:{self._port()}/session"
            self.socket = websocket.create_connection(url, timeout=60, suppress_origin=True)
            self.call("session.new", capabilities={})
            self.call("session.subscribe", events=EVENTS)
        except BaseException:
            self.process.kill()
            raise

    def _port(self):
        """Firefox가 제 폴더에 적어 두는 문 번호를 기다려요."""
        for _ in range(600):
            assert self.process.poll() is None, f"Firefox가 {self.process.returncode}로 끝났어요."
            try:
                return json.loads((self.profile / "WebDriverBiDiServer.json").read_text())["ws_port"]
            except (OSError, ValueError):
                time.sleep(0.1)
        raise AssertionError("Firefox가 1분 안에 켜지지 않았어요.")

    def call(self, method, **params):
        """명령 하나를 보내고 답을 기다려요. 그 사이에 들려온 말은 heard에 쌓아요."""
        self.count += 1
        self.socket.send(json.dumps(dict(id=self.count, method=method, params=params)))
        while (said := json.loads(self.socket.recv())).get("id") != self.count:
            self.heard.append((said["method"], said["params"]))
        assert said["type"] == "success", f"{method}: {said['message']}"
        return said["result"]

    def close(self):
        try:
            self.call("browser.close")
            self.socket.close()
            self.process.wait(30)
        finally:
            self.process.kill()
            self.process.wait()
            self.folder.cleanup()


class Page:
    """새 탭 하나. 메서드의 이름과 뜻은 Playwright의 Page를 따라요."""

    def __init__(self, firefox, width=800, height=1000):
        self.firefox = firefox
        self.tab = firefox.call("browsingContext.create", type="tab")["context"]
        self.viewport(width, height)

    def _call(self, method, **params):
        return self.firefox.call(method, context=self.tab, **params)

    def viewport(self, width, height):
        self._call("browsingContext.setViewport", viewport=dict(width=width, height=height))

    def goto(self, url):
        self._call("browsingContext.navigate", url=str(url), wait="complete")

    def set_content(self, html):
        """이 글이 든 파일을 열어요."""
        file = self.firefox.profile / f"{self.tab}.html"
        file.write_text(html, encoding="utf-8")
        self.goto(file.as_uri())

    def evaluate(self, function, *arguments):
        """쪽에서 함수를 부르고, 약속(Promise)이면 기다려 그 답을 돌려줘요."""
        said = self.firefox.call(
            "script.callFunction",
            functionDeclaration=f"async () => {calling(function, *arguments)}",
            target=dict(context=self.tab),
            awaitPromise=True,
        )
        assert said["type"] == "success", said["exceptionDetails"]["text"]
        return json.loads(said["result"]["value"])

    def press(self, keys):
        """글쇠 하나를 눌렀다 떼요. "Control+s"처럼 함께 누를 것을 +로 이어요."""
        values = [chr(0xE000 + KEYS[key]) if key in KEYS else key for key in keys.split("+")]
        actions = [dict(type="keyDown", value=v) for v in values] + [dict(type="keyUp", value=v) for v in values[::-1]]
        self._call("input.performActions", actions=[dict(type="key", id="keys", actions=actions)])

    def drag(self, start, end, steps=5):
        """마우스를 눌러 start에서 end로 steps걸음에 끌고 가서 놓아요. 자리는 화면의 (x, y)예요."""
        path = [[round(a + (b - a) * k / steps) for a, b in zip(start, end, strict=True)] for k in range(steps + 1)]
        moves = [dict(type="pointerMove", x=x, y=y) for x, y in path]
        actions = [moves[0], dict(type="pointerDown", button=0), *moves[1:], dict(type="pointerUp", button=0)]
        self._call("input.performActions", actions=[dict(type="pointer", id="mouse", actions=actions)])

    def screenshot(self):
        """화면을 찍은 PNG의 바이트."""
        return base64.b64decode(self._call("browsingContext.captureScreenshot")["data"])

    def close(self):
        self._call("browsingContext.close")

    def complaints(self, local):
        """이 탭의 콘솔과 스크립트의 오류, 주소가 `local`에 맞지 않는 요청."""
        for method, said in self.firefox.heard:
            if said.get("context", said.get("source", {}).get("context")) != self.tab:
                continue
            if method == "log.entryAdded" and said["level"] == "error":
                yield f"{'스크립트' if said['type'] == 'javascript' else '콘솔'}: {said['text']}"
            elif method == "network.beforeRequestSent" and not local.match(said["request"]["url"]):
                yield f"밖으로 나간 요청: {said['request']['url']}"
