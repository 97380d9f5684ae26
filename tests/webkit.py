"""사파리와 같은 엔진(WebKitGTK)을 selenium으로 움직여요. 모양은 firefox.py의 Page와 같아요.

WebKitWebDriver는 콘솔의 말과 요청을 들려주지 않아서, 쪽의 맨 앞에 귀(HEARD)를 단 사본을 열어요.
"""

import contextlib
import json
import os
import shutil
import subprocess
import warnings
from pathlib import Path
from urllib.parse import unquote, urlsplit

from script import calling
from selenium.webdriver import WebKitGTK, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys

PACKAGES = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
KEYS = {f"Arrow{side}": getattr(Keys, f"ARROW_{side.upper()}") for side in ("Left", "Right", "Up", "Down")}
KEYS |= dict(Tab=Keys.TAB, Shift=Keys.SHIFT, Home=Keys.HOME, End=Keys.END, PageDown=Keys.PAGE_DOWN)
MARK = '<meta charset="utf-8">\n'  # 쪽의 정책(Content-Security-Policy)보다 앞이라 정책을 바꾸지 않아도 돼요
HEARD = """<script>globalThis.heard = [];
addEventListener("error", e => heard.push(`스크립트: ${e.message ?? e.target.outerHTML.slice(0, 200)}`), true);
addEventListener("unhandledrejection", e => heard.push(`스크립트: ${e.reason}`));
addEventListener("securitypolicyviolation", e => heard.push(`정책: ${e.violatedDirective} ${e.blockedURI}`));
console.error = (...said) => heard.push(`콘솔: ${said}`);</script>
"""
LISTEN = "() => [heard, performance.getEntriesByType('resource').map(e => e.name)]"


def missing():
    """없는 프로그램이 든 데비안 꾸러미들. 화면(DISPLAY)이 있으면 Xvfb는 없어도 돼요."""
    wanted = list(PACKAGES)[: 1 if os.environ.get("DISPLAY") else 2]
    return [PACKAGES[name] for name in wanted if not shutil.which(name)]


class WebKit:
    """WebKitGTK의 작은 브라우저 하나. 화면이 없으면 보이지 않는 화면(Xvfb)부터 켜요."""

    def __init__(self):
        with contextlib.ExitStack() as begun:
            display = os.environ.get("DISPLAY") or begun.enter_context(screen())
            service = WebKitGTKService(shutil.which("WebKitWebDriver"), env=os.environ | {"DISPLAY": display})
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # selenium이 저에게 하는 말
                self.driver = WebKitGTK(options=WebKitGTKOptions(), service=service)
            begun.callback(self.driver.quit)
            self.driver.set_page_load_timeout(60)
            self.driver.set_script_timeout(60)
            self.closing = begun.pop_all()

    def close(self):
        self.closing.close()


@contextlib.contextmanager
def screen():
    """보이지 않는 화면의 이름. 비어 있는 번호는 Xvfb가 골라 알려 줘요."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with open(reader) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


class Page:
    """브라우저의 하나뿐인 탭. 메서드의 이름과 뜻은 Playwright의 Page를 따라요."""

    def __init__(self, webkit, width=800, height=1000):
        self.driver = webkit.driver
        self.driver.get("about:blank")
        self.viewport(width, height)

    def viewport(self, width, height):
        """쪽의 너비와 높이. MiniBrowser의 창은 447px보다 좁아지지 않아요."""
        self.driver.set_window_size(width, height)
        bars = self.driver.execute_script("return outerHeight - innerHeight")
        self.driver.set_window_size(width, height + bars)

    def goto(self, url):
        """이 컴퓨터의 파일을, 귀를 단 사본으로 열어요."""
        file = Path(unquote(urlsplit(str(url)).path))
        copy = file.with_name(f"{file.stem}.heard.html")
        copy.write_text(file.read_text(encoding="utf-8").replace(MARK, MARK + HEARD, 1), encoding="utf-8")
        self.driver.get(copy.as_uri())

    def evaluate(self, function, *arguments):
        """쪽에서 함수를 부르고, 약속(Promise)이면 기다려 그 답을 돌려줘요."""
        call = f"(async () => {calling(function, *arguments)})()"
        failed, answer = self.driver.execute_async_script(
            f"const done = arguments[0]; {call}.then(x => done([false, x]), e => done([true, String(e)]))"
        )
        assert not failed, answer
        return json.loads(answer)

    def press(self, keys):
        """글쇠 하나를 눌렀다 떼요. "Shift+Tab"처럼 함께 누를 것을 +로 이어요."""
        values, actions = [KEYS.get(key, key) for key in keys.split("+")], ActionBuilder(self.driver, duration=0)
        for value in values:
            actions.key_action.key_down(value)
        for value in values[::-1]:
            actions.key_action.key_up(value)
        actions.perform()

    def drag(self, start, end, steps=5):
        """마우스를 눌러 start에서 end로 steps걸음에 끌고 가서 놓아요. 자리는 화면의 (x, y)예요."""
        actions = ActionBuilder(self.driver, duration=0)
        for k in range(steps + 1):
            actions.pointer_action.move_to_location(
                *(round(a + (b - a) * k / steps) for a, b in zip(start, end, strict=True))
            )
            if k == 0:
                actions.pointer_action.pointer_down()
        actions.pointer_action.pointer_up()
        actions.perform()

    def screenshot(self):
        """화면을 찍은 PNG의 바이트."""
        return self.driver.get_screenshot_as_png()

    def complaints(self, local):
        """콘솔과 스크립트의 오류, 주소가 `local`에 맞지 않는 요청."""
        heard, asked = self.evaluate(LISTEN)
        yield from heard
        yield from (f"밖으로 나간 요청: {url}" for url in asked if not local.match(url))
