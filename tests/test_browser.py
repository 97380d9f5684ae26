"""진짜 JupyterLab을 진짜 Chromium으로: 배우는 사람이 하는 대로 열고, 실행하고, 손으로 움직이고, 저장해요."""

import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from hand import sample
from lab import PICTURE, Lab, server

ROOT = Path(__file__).parents[1]
IMPORTS, COIN, FIGURE = "import numpy", "coin = explore.bernoulli()", "figures.bernoulli_entropy()"


def jupyterlab(home, notebooks):
    """이 컴퓨터에서 쓰던 설정과 섞이지 않는 JupyterLab."""
    env = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    env |= {f"JUPYTERLAB_{kind}_DIR": str(home / kind) for kind in ("SETTINGS", "WORKSPACES")}
    start = [sys.executable, "-m", "jupyterlab", str(notebooks), f"--LabApp.app_settings_dir={ROOT / '.jupyter'}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        start.append("--allow-root")
    env = {"PYTHONPATH": str(ROOT)} | os.environ | env
    return server(lambda options: start + options, home / "log", env=env)


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
        page, (url, token, _) = new_page(viewport={"width": 1280, "height": 1000}, locale="ko-KR"), lab
        opened.append(Lab(page, f"{url}/lab/tree/{name}?reset&token={token}", name))
        return opened[-1]

    yield open_it
    for notebook in opened:
        notebook.page.evaluate("panel.context.sessionContext.shutdown()")


SHOWN = "e => e.complete && e.naturalWidth > 300 && e.getBoundingClientRect().width > 300"


NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
KINDS = {  # 노트북이 저마다 움직여야 할 손잡이
    "03-distributions": ["성공 확률 p", "온도 T", "표준편차 σ"],
    "04-cross-entropy": ["로짓 1", "온도 T"],
    "05-deep-learning": ["스무딩 ε", "온도 T"],
    "06-conditional-entropy": ["의존도 t (0이면 독립)"],
    "07-mutual-information": ["상관계수 ρ"],
}


# 열 권 모두를 커널에서 앞으로도 거꾸로도 돌리는 것은 nbval과 test_lesson.py가 해요
@pytest.mark.parametrize("name", sample(NOTEBOOKS, 5))
def test_a_notebook_runs_from_top_to_bottom_and_every_scene_moves(open_notebook, name):
    notebook = open_notebook(f"{name}.ipynb")
    notebook.run_all()
    moved = notebook.move_every_scene()
    assert moved
    assert set(KINDS.get(name, ())) <= moved


def test_a_learner_trains_a_network(open_notebook):
    notebook, training = open_notebook("05-deep-learning.ipynb"), "lab = explore.training_lab()"
    notebook.run(IMPORTS, training)
    cell = notebook.cell(training)
    picture = cell.locator("img")
    before = picture.get_attribute("src")
    cell.get_by_role("button", name="훈련", exact=True).click()
    cell.get_by_text("훈련하고 있어요").wait_for()
    cell.get_by_text("기대 보정 오차").wait_for(timeout=120_000)
    assert picture.get_attribute("src") != before
    assert notebook.kernel("print(len(lab.runs))") == "2"


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
    notebook.run(IMPORTS, COIN, FIGURE)
    page, cell = notebook.page, notebook.cell(COIN)
    slider, svg = cell.get_by_role("slider").first, cell.locator(".entropy-scene svg")
    assert slider.get_attribute("aria-label").endswith("확률 p")
    assert svg.get_attribute("role") == "img"

    # 글쇠: 수와 그림이 따라오고, JupyterLab은 화살표를 가로채지 않아요.
    before = svg.evaluate(PICTURE), page.evaluate("panel.content.activeCellIndex")
    start = float(slider.input_value())
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    p = round(start + 0.05, 2)
    assert float(slider.input_value()) == p
    assert f"{p:.2f}" in slider.get_attribute("aria-valuetext")
    assert cell.locator(".entropy-value").first.inner_text().startswith(f"{p:.2f}")
    assert svg.evaluate(PICTURE) != before[0]
    assert page.evaluate("panel.content.activeCellIndex") == before[1]
    assert slider.evaluate("e => e === document.activeElement")
    assert notebook.prints("print(coin.p)", str(p))

    # 마우스: 그림은 움직일 때마다 따라오고, 커널은 손을 놓을 때 들어요.
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
    assert notebook.prints("print(coin.p)", value)
    assert 0 < notebook.comms() - said <= 2

    # 노트북의 다른 장면은 그대로예요.
    other = notebook.cell(FIGURE).locator(".entropy-scene svg")
    before = other.evaluate(PICTURE)
    notebook.cell(COIN)
    slider.press("End")
    assert slider.input_value() == "1"
    notebook.cell(FIGURE)
    assert other.evaluate(PICTURE) == before
    ids = page.evaluate("[...document.querySelectorAll('.entropy-scene [id]')].map(e => e.id)")
    assert len(ids) == len(set(ids)) > 20

    # 파이썬도 화면을 움직이고, 다음 셀은 손이 한 것을 읽어요.
    notebook.cell(COIN)
    still = svg.evaluate(PICTURE)
    notebook.kernel("coin.p, coin.unit = 0.11, 1")
    page.wait_for_function("e => e.value === '0.11'", arg=slider.element_handle())
    assert svg.evaluate(PICTURE) != still
    assert cell.get_by_role("radio", name="나트").is_checked()
    cell.get_by_role("radio", name="비트").check()
    check = 'check("3.1", coin)'
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
    slider.press("Home")  # 그 값을 아는 커널은 이제 없어도 그림은 움직여요.
    assert svg.evaluate(PICTURE) != before


def test_a_game_keeps_its_keys_from_the_notebook(open_notebook, lab):
    """KeyA와 KeyX는 명령 모드의 JupyterLab에서 셀을 끼우고 잘라요."""
    source = "from entropy_lab import explore\nexplore.shannon_game()"
    kernel = dict(kernelspec=dict(name="python3", display_name="Python 3", language="python"))
    cells = [nbformat.v4.new_code_cell(source)]
    nbformat.write(nbformat.v4.new_notebook(metadata=kernel, cells=cells), lab[2] / "game.ipynb")
    notebook = open_notebook("game.ipynb")
    notebook.run_all()
    page, cell = notebook.page, notebook.cell("from")
    cell.locator(".keys button").first.focus()
    for key in "AXDDHE":
        page.keyboard.press(f"Key{key}")
    assert page.evaluate("panel.content.widgets.length") == 1
    assert page.evaluate("panel.content.mode") == "command"
    assert cell.locator("li.done").count() == 3  # ㅁ, ㅗ, ㄷ
    assert cell.locator(".say").inner_text().startswith("ㄷ: 1번 만에")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") != "ㄱ"
    assert page.evaluate("panel.content.activeCellIndex") == 0
