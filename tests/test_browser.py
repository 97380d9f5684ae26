"""진짜 JupyterLab을 진짜 Chromium으로: 배우는 사람이 하는 대로 열고, 실행하고, 손으로 움직이고, 저장한다."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COIN, FIGURE = "coin = explore.bernoulli()", "figures.bernoulli_entropy()"


@contextlib.contextmanager
def jupyterlab(home, notebooks):
    """이 컴퓨터 안에서만 열리고, 쓰던 설정과 섞이지 않는 JupyterLab. 주소와 열쇠를 준다."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    token, kinds = secrets.token_hex(16), ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {f"JUPYTER_{kind}": str(home / kind) for kind in kinds}
    env |= {f"JUPYTERLAB_{kind}_DIR": str(home / kind) for kind in ("SETTINGS", "WORKSPACES")}
    options = [
        "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={notebooks}", f"--LabApp.app_settings_dir={ROOT / '.jupyter'}",
        "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            env={"PYTHONPATH": str(ROOT)} | os.environ | env,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/api?token={token}", timeout=5):
                break
            assert server.poll() is None, (home / "log").read_text()
            time.sleep(0.1)
        else:
            pytest.fail((home / "log").read_text())
        yield url, token
    finally:
        server.terminate()
        server.wait(30)


class Lab:
    """노트북 하나를 연 쪽."""

    def __init__(self, page, lab, name):
        self.page, self.sent = page, []
        page.set_default_timeout(60_000)
        page.on("websocket", lambda ws: ws.on("framesent", lambda frame: self.sent.append(frame)))
        url, token, _ = lab
        page.goto(f"{url}/lab/tree/{name}?reset&token={token}", wait_until="domcontentloaded")
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.widgets?.length")
        page.evaluate(
            """async () => { await jupyterapp.restored; window.panel = jupyterapp.shell.currentWidget;
            const c = panel.context; await c.ready; await c.sessionContext.ready; await c.sessionContext.session.kernel.info; }"""
        )

    def run_all(self):
        """모두 실행한다. 보통은 5초 안쪽이고, 바쁜 기계도 30초면 끝난다."""
        start = time.perf_counter()
        self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
        assert time.perf_counter() - start < 30
        for source, outputs in self.outputs():
            assert not [o for o in outputs if o["output_type"] == "error"], source

    def outputs(self):
        """코드 셀의 코드와 출력들."""
        return self.page.evaluate(
            """panel.content.widgets.filter(c => c.model.type === "code")
            .map(c => [c.model.sharedModel.source, c.model.outputs.toJSON()])"""
        )

    def cell(self, source):
        """코드가 이렇게 시작하는 셀을 보이는 곳으로 옮긴다."""
        n = self.page.evaluate(
            """async source => { const nb = panel.content;
            const n = nb.widgets.findIndex(c => c.model.sharedModel.source.startsWith(source));
            nb.activeCellIndex = n; nb.mode = "command"; await nb.scrollToItem(n, "center"); return n; }""",
            source,
        )
        assert n >= 0, f"{source!r}인 셀이 없어요"
        return self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{n}']")

    def kernel(self, code):
        """커널에서 코드를 실행하고 찍힌 글을 돌려준다."""
        return self.page.evaluate(
            """async code => { let text = "";
            const future = panel.sessionContext.session.kernel.requestExecute({code, store_history: false});
            future.onIOPub = m => text += m.content.text ?? m.content.ename ?? ""; await future.done; return text.trim(); }""",
            code,
        )

    def comms(self):
        """커널로 보낸 위젯의 값."""
        return sum(b"comm_msg" in (f if isinstance(f, bytes) else f.encode()) for f in self.sent)


@pytest.fixture(scope="module")
def lab(chromium, tmp_path_factory):
    home = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(ROOT / "notebooks", home / "work")
    with jupyterlab(home, home / "work") as address:
        yield *address, home / "work"


@pytest.fixture
def open_notebook(new_page, lab):
    opened = []

    def open_it(name):
        page = new_page(viewport={"width": 1280, "height": 1000}, locale="ko-KR")
        opened.append(Lab(page, lab, name))
        return opened[-1]

    yield open_it
    for notebook in opened:
        notebook.page.evaluate("panel.context.sessionContext.shutdown()")


PICTURE = "e => [...e.querySelectorAll('[id*=-part] path, [id*=-part] use')].map(p => p.outerHTML).join()"
SHOWN = "e => e.complete && e.naturalWidth > 300 && e.getBoundingClientRect().width > 300"


NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
KINDS = {  # 노트북이 저마다 움직여야 할 손잡이
    "03-distributions": ["성공 확률 p", "온도 T", "표준편차 σ"],
    "04-cross-entropy": ["로짓 1", "온도 T"],
    "05-deep-learning": ["스무딩 ε", "온도 T"],
    "06-conditional-entropy": ["의존도 t (0이면 독립)"],
    "07-mutual-information": ["상관계수 ρ"],
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_from_top_to_bottom_and_every_scene_moves(open_notebook, name):
    notebook = open_notebook(f"{name}.ipynb")
    notebook.run_all()
    moved = set()
    for source, outputs in notebook.outputs():
        if not any("entropy-scene" in "".join(o.get("data", {}).get("text/html", "")) for o in outputs):
            continue
        cell = notebook.cell(source)
        svg = cell.locator(".entropy-scene svg")
        svg.wait_for()
        for slider in cell.get_by_role("slider").all():
            start = slider.input_value()
            slider.press("Home")
            low = svg.inner_html()
            slider.press("End")
            assert svg.inner_html() != low, source
            slider.fill(start)
            moved.add(slider.get_attribute("aria-label"))
        for choice in cell.get_by_role("radio").all()[-1:]:
            choice.check()
            assert choice.is_checked()
    assert moved
    assert set(KINDS.get(name, ())) <= moved


def test_a_learner_trains_a_network_and_may_stop(open_notebook):
    notebook = open_notebook("05-deep-learning.ipynb")
    notebook.run_all()
    cell = notebook.cell("lab = explore.training_lab()")
    picture, start = cell.locator("img"), cell.get_by_role("button", name="훈련", exact=True)
    before = picture.get_attribute("src")
    start.click()
    cell.get_by_text("훈련하고 있어요").wait_for()
    start.click()
    cell.get_by_text("아직 훈련하고 있어요").wait_for()
    cell.get_by_text("기대 보정 오차").wait_for(timeout=120_000)
    assert picture.get_attribute("src") != before
    assert notebook.kernel("print(len(lab.runs))") == "1"
    after = picture.get_attribute("src")
    start.click()
    cell.get_by_role("button", name="멈춤").click()
    cell.get_by_text("훈련을 멈췄어요").wait_for()
    assert picture.get_attribute("src") == after
    assert notebook.kernel("print(len(lab.runs))") == "1"


def test_an_untrusted_notebook_shows_its_pictures(open_notebook):
    notebook = open_notebook("03-distributions.ipynb")
    assert notebook.page.evaluate("panel.content.widgets.some(c => c.model.type === 'code' && !c.model.trusted)")
    for source in (COIN, FIGURE):
        picture = notebook.cell(source).locator(".jp-OutputArea-output img")
        assert picture.evaluate("e => e.decode().then(() => true)")
        assert picture.evaluate(SHOWN)
        assert picture.get_attribute("alt")
    assert notebook.page.locator(".jp-OutputArea-output input").count() == 0


def test_a_learner_moves_a_scene(open_notebook):
    notebook = open_notebook("03-distributions.ipynb")
    notebook.run_all()
    page, cell = notebook.page, notebook.cell(COIN)
    slider, svg = cell.get_by_role("slider").first, cell.locator(".entropy-scene svg")
    assert slider.get_attribute("aria-label").endswith("확률 p")
    assert svg.get_attribute("role") == "img"

    # keyboard: numbers and picture follow, and JupyterLab does not take the arrows for itself
    before = svg.evaluate(PICTURE), page.evaluate("panel.content.activeCellIndex")
    start = float(slider.input_value())
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    p = round(start + 0.05, 2)
    assert float(slider.input_value()) == p
    assert f"{p:.2f}" in slider.get_attribute("aria-valuetext")
    assert cell.locator("output").first.inner_text().startswith(f"{p:.2f}")
    assert svg.evaluate(PICTURE) != before[0]
    assert page.evaluate("panel.content.activeCellIndex") == before[1]
    assert slider.evaluate("e => e === document.activeElement")
    assert notebook.kernel("print(coin.p)") == str(p)

    # mouse: the picture follows each move, the kernel hears when the hand lets go
    box, pictures, said = slider.bounding_box(), set(), notebook.comms()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.2, y)
    page.mouse.down()
    for k in range(20):
        page.mouse.move(box["x"] + box["width"] * (0.2 + 0.03 * k), y)
        pictures.add(svg.evaluate(PICTURE))
    assert len(pictures) >= 18
    assert notebook.comms() == said
    assert notebook.kernel("print(coin.p)") == str(p)
    page.mouse.up()
    value = slider.input_value()
    assert 0.7 < float(value) < 0.85
    assert notebook.kernel("print(coin.p)") == value
    assert 0 < notebook.comms() - said <= 2

    # the other scene of the notebook stays as it is
    other = notebook.cell(FIGURE).locator(".entropy-scene svg")
    before = other.evaluate(PICTURE)
    notebook.cell(COIN)
    slider.press("End")
    assert slider.input_value() == "1"
    notebook.cell(FIGURE)
    assert other.evaluate(PICTURE) == before
    ids = page.evaluate("[...document.querySelectorAll('.entropy-scene [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 20

    # Python moves the screen too, and the next cell reads what the hand did
    notebook.cell(COIN)
    still = svg.evaluate(PICTURE)
    notebook.kernel("coin.p, coin.unit = 0.11, 1")
    page.wait_for_function("e => e.value === '0.11'", arg=slider.element_handle())
    assert svg.evaluate(PICTURE) != still
    assert cell.get_by_role("radio", name="나트").is_checked()
    cell.get_by_role("radio", name="비트").check()
    check = 'check("3.6", coin)'
    notebook.cell(check)
    page.evaluate("jupyterapp.commands.execute('notebook:run-cell')")
    assert "맞아요" in json.dumps(dict(notebook.outputs())[check], ensure_ascii=False)


def test_a_saved_notebook_shows_its_pictures_before_it_is_run_again(open_notebook, lab):
    shutil.copy(ROOT / "notebooks/03-distributions.ipynb", lab[2] / "saved.ipynb")
    notebook = open_notebook("saved.ipynb")
    notebook.run_all()
    slider = notebook.cell(COIN).get_by_role("slider").first
    slider.press("End")
    page = notebook.page
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_function("!panel.context.model.dirty")
    saved = page.evaluate("panel.context.model.toJSON()")
    [output] = next(c for c in saved["cells"] if "".join(c["source"]).startswith(COIN))["outputs"]
    assert {"text/html", "text/plain", "application/vnd.jupyter.widget-view+json"} <= output["data"].keys()
    assert saved["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    page.evaluate("panel.context.sessionContext.shutdown()")

    again = open_notebook("saved.ipynb")
    for source in (COIN, FIGURE):
        cell = again.cell(source)
        picture = cell.locator(".jp-OutputArea-output :is(img, svg)").first
        picture.wait_for()
        assert picture.bounding_box()["width"] > 300
        assert "Error" not in cell.locator(".jp-OutputArea").inner_text()
    svg, slider = again.cell(COIN).locator(".entropy-scene svg"), again.cell(COIN).get_by_role("slider").first
    before = svg.evaluate(PICTURE)
    slider.press("Home")  # 그 값을 아는 커널은 이제 없어도 그림은 움직인다
    assert svg.evaluate(PICTURE) != before
