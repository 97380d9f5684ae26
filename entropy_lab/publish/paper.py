"""쪽을 종이에: 깔려 있는 크롬이 PDF로 찍어요."""

import shutil
import subprocess
import tempfile

from .files import Halt

BROWSERS = "chromium chromium-browser google-chrome google-chrome-stable chrome msedge".split()


def printer():
    """깔려 있는 크롬의 자리예요."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise Halt("PDF를 찍을 크롬이 없어요. 크롬을 깔거나, 브라우저에서 슬라이드를 열어 인쇄(Ctrl+P)해 주세요.")
    return found


def press(browser, page):
    """HTML 한 쪽을 곁의 PDF로 찍고 그 자리를 돌려줘요."""
    out = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as home:
        options = "--headless=new --no-sandbox --disable-gpu --no-pdf-header-footer --virtual-time-budget=10000".split()
        command = [browser, *options, f"--user-data-dir={home}", f"--print-to-pdf={out}", page.resolve().as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode or not out.is_file():
        raise Halt(f"{page}: PDF로 찍지 못했어요. 브라우저에서 열어 인쇄(Ctrl+P)해 주세요.")
    return out
