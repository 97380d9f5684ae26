"""여러 검사가 함께 쓰는 것: 머리 없는 Chromium 하나와, 흠이 하나라도 있으면 실패하는 쪽(page)."""

import os
import re
import shutil

import pytest

from entropy_lab.publish import edition

REQUIRED = os.environ.get("ENTROPY_LAB_BROWSER") == "required"
BROWSERS = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NOISE = "Could not restore the debugger state"  # 노트북을 금방 닫으면 JupyterLab의 디버거가 하는 말
LOCAL = re.compile(r"(http|ws)://(127\.0\.0\.1|localhost)[:/]|(file|data|blob|about):")


def installed():
    """이 컴퓨터에 깔린 브라우저."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def chromium():
    """모듈 하나가 함께 쓰는 브라우저. 모듈이 끝나면 Playwright의 이벤트 루프까지 모두 닫힌다."""
    path = installed()
    if not path:
        (pytest.fail if REQUIRED else pytest.skip)(
            "Chromium이 없어서 브라우저 검사를 건너뛰어요: 슬라이더가 움직이는지 확인하지 못했어요. "
            f"{', '.join(BROWSERS[:3])} 가운데 하나를 깔고 다시 해 주세요."
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def web_packages():
    """강의와 읽는 판이 쓰는 꾸러미. 없으면 큰 소리로 건너뛰고, CI에서는 실패한다."""
    if not edition.ready():
        (pytest.fail if REQUIRED else pytest.skip)(
            "강의와 읽는 판을 검사하지 못했어요. make test가 필요한 것을 받아 줘요."
        )


@pytest.fixture
def new_page(chromium):
    """새 쪽을 여는 함수. 콘솔의 오류, 스크립트의 오류, 이 컴퓨터 밖으로 나간 요청이 하나라도 있으면 실패한다."""
    contexts, complaints = [], []

    def hear(request):
        if not LOCAL.match(request.url):
            complaints.append(f"밖으로 나간 요청: {request.url}")

    def new(**options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda m: m.type == "error" and NOISE not in m.text and complaints.append(f"콘솔: {m.text}"))
        page.on("pageerror", lambda error: complaints.append(f"스크립트: {error}"))
        page.on("request", hear)
        page.on("websocket", hear)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def page(new_page):
    return new_page(viewport={"width": 800, "height": 1000})
