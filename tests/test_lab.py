"""노트북을 여는 명령: 갓 받은 저장소에서 그대로 켜서, 배우는 사람과 가르치는 사람이 처음 만나는 것을 봐요."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sysconfig
import urllib.request
import venv
from pathlib import Path

import pytest
from hand import drag
from lab import PICTURE, Lab, server

ROOT = Path(__file__).parents[1]
COIN = "coin = explore.bernoulli()"
pytestmark = pytest.mark.skipif(
    os.name != "posix" or not shutil.which("make"), reason="make가 없어서 make lab을 확인하지 못했어요"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """설치까지 마친 저장소의 사본. .venv는 깔린 것을 지금 이 파이썬에게서 빌려요. 폴더에는 어떤 이름이든 붙여요."""
    folder = tmp_path_factory.mktemp("course").resolve() / "내 $HOME 수업 `a` 'b' (1)"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    for name in (".jupyter", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    environment = folder / ".venv"
    venv.create(environment, symlinks=True)
    packages = sysconfig.get_path("purelib", "venv", {"base": environment})
    Path(packages, "lent.pth").write_text(sysconfig.get_path("purelib"))
    # 노트북을 실행해 둔 파이썬과는 다른 판이에요.
    Path(packages, "sitecustomize.py").write_text("import sys\nsys.version = '3.99.1 ' + sys.version.split(' ', 1)[1]")
    for name in ("share", "etc"):
        (environment / name).symlink_to(Path(sysconfig.get_path("data"), name))
    (environment / ".ready").write_text(f"{folder}\n")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """저마다 제 주피터를 쓰던 사람: 어두운 프랑스어 화면, 켜지지 않는 파이썬 커널, 시작하자마자 멈추는 IPython."""
    home = tmp_path_factory.mktemp("home")
    for name, text in {
        ".jupyter/jupyter_server_config.json": '{"ServerApp": {"default_url": "/tree", "root_dir": "/"}}',
        ".jupyter/labconfig/default_setting_overrides.json": '{"@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"}}',
        ".jupyter/lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings": '{"locale": "fr_FR"}',
        ".local/share/jupyter/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "내 것", "language": "python"}',
        ".ipython/profile_default/startup/00.py": "raise SystemExit",
    }.items():
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(text)
    return home


def files(home):
    return {
        p: p.read_bytes() for top in (".jupyter", ".local", ".ipython") for p in (home / top).rglob("*") if p.is_file()
    }


@pytest.fixture
def env(home):
    """그 사람의 환경 변수. 그 사람의 것은 한 바이트도 바뀌지 않아야 해요."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))} | {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / ".jupyter",
        "JUPYTER_CONFIG_PATH": home / ".jupyter",
        "JUPYTER_DATA_DIR": home / ".local/share/jupyter",
        "JUPYTER_PATH": home / ".local/share/jupyter",
        "JUPYTER_RUNTIME_DIR": home / ".local/share/jupyter/runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / ".jupyter/lab/user-settings",
        "IPYTHONDIR": home / ".ipython",
        "LANG": "en_US.UTF-8",
    }
    before = files(home)
    yield {"PYTHONPATH": ROOT} | env
    assert files(home) == before


@pytest.fixture
def make(new_page, course, env, tmp_path):
    """make에 이렇게 말하면 켜지는 JupyterLab의 첫 쪽을 여는 함수."""
    with contextlib.ExitStack() as running:

        def make_it(*words, shows, height=800, **more):
            def command(options):
                return ["make", *words, f"LAB_FLAGS={' '.join(options)}"]

            url, token = running.enter_context(server(command, tmp_path / "log", cwd=course, env=env | more))
            page = new_page(viewport=dict(width=1280, height=height))
            running.callback(page.context.close)  # 서버보다 먼저 닫아야 끊겼다는 말이 없어요.
            return Lab(page, f"{url}/?token={token}", shows)

        yield make_it


def menus(notebook):
    return notebook.page.locator(".lm-MenuBar-itemLabel").all_inner_texts()


def test_make_lab_opens_the_course_in_korean_with_every_scene_live_before_anything_runs(make, course):
    notebook = make("lab", shows="00-why-entropy.ipynb")
    page = notebook.page
    assert menus(notebook)[:3] == ["파일", "편집", "보기"]
    assert notebook.move_every_scene()
    cut = page.locator(".jp-DirListing-itemText").evaluate_all(
        "es => es.filter(e => e.scrollWidth > e.clientWidth).length"
    )
    assert not cut  # 파일의 이름이 끝까지 보여요.
    widths = page.locator(".jp-MarkdownCell p").evaluate_all("es => es.map(e => e.getBoundingClientRect().width)")
    assert 600 < max(widths) <= 640  # 글줄이 그림보다 길지 않아요.
    page.evaluate("jupyterapp.commands.execute('docmanager:open', {path: '03-distributions.ipynb'}).then(() => {})")
    notebook.watch("03-distributions.ipynb")
    assert {"성공 확률 p", "온도 T", "표준편차 σ"} <= notebook.move_every_scene()
    assert notebook.messages("execute_request") == 0
    assert page.locator(".jp-toast, .Toastify__toast").count() == 0

    assert page.evaluate("document.body.dataset.jpThemeLight") == "true"
    assert notebook.kernel("import sys; print(sys.executable)") == f"{course}/.venv/bin/python"
    assert notebook.kernel("print(sys.version)").startswith("3.99.1")
    for name in ("03-distributions.ipynb", "00-why-entropy.ipynb"):  # 열기만 한 노트북은 닫을 때 묻지 않아요.
        notebook.watch(name)
        assert not page.evaluate("panel.context.model.dirty"), name
        page.evaluate("jupyterapp.commands.execute('application:close').then(() => {})")
    page.wait_for_function("!jupyterapp.shell.currentWidget?.context")
    assert page.locator(".jp-Dialog").count() == 0
    page.evaluate("jupyterapp.commands.execute('settingeditor:open').then(() => {})")
    page.get_by_text("기본 에디터 설정").first.wait_for()


def test_make_lab_is_english_only_when_asked_for(make):
    notebook = make("lab", shows="00-why-entropy.ipynb", LANG="en")
    assert menus(notebook)[:3] == ["File", "Edit", "View"]
    assert notebook.kernel("print('확률')") == "확률"


def test_make_lecture_presents_a_notebook_with_sliders_that_move(make, course):
    closed = course / ".venv/jupyter/lecture/jupyterlab-slideshow/plugin.jupyterlab-settings"
    closed.parent.mkdir(parents=True)
    closed.write_text('{"active": false}')  # 지난 수업이 슬라이드를 닫고 끝났어요.
    notebook = make("lecture", "NB=03", shows="03-distributions.ipynb", height=720)
    page, shown = notebook.page, notebook.page.locator(".jp-Cell.jp-deck-mod-visible")
    page.locator("body[data-jp-deck-mode=presenting] .jp-Deck").wait_for()
    shown.get_by_role("heading", name="불확실함의 모양 그리기").wait_for()
    assert page.locator("#jp-top-panel").is_hidden()

    # 글쇠로 앞뒤로, 뺀 것은 건너뛰며
    for key, heading in (("Space", "1. 동전 하나의 모양"), ("Shift+Space", "불확실함의 모양 그리기")):
        for _ in range(5):
            page.keyboard.press(key)
            if shown.get_by_role("heading", name=heading).is_visible():
                break
        assert shown.get_by_role("heading", name=heading).is_visible()
    assert not page.locator("[data-jpf-cell-tags*=',solution,']:visible").count()

    # Shift+Enter는 실행하고 그 자리에 머물러요. 다음 셀은 발표자 노트여서 빈 장이 돼요.
    notebook.run_all()
    cell = notebook.cell(COIN)
    count = page.evaluate("panel.content.activeCell.model.executionCount")
    page.keyboard.press("Shift+Enter")
    page.wait_for_function("n => panel.content.activeCell.model.executionCount > n", arg=count)
    assert page.evaluate("panel.content.activeCell.model.sharedModel.source").startswith(COIN)

    # 화살표는 슬라이더만 움직여요.
    slider, svg = cell.get_by_role("slider"), cell.locator(".entropy-scene svg")
    at, before, start = (
        page.evaluate("panel.content.activeCellIndex"),
        svg.evaluate(PICTURE),
        float(slider.input_value()),
    )
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) == pytest.approx(start + 0.03)
    assert svg.evaluate(PICTURE) != before
    assert notebook.prints("print(coin.p)", slider.input_value())

    box = drag(page, slider, 0.3, 0.8)
    assert 0.7 < float(slider.input_value()) < 0.9
    assert notebook.prints("print(coin.p)", slider.input_value())
    assert page.evaluate("panel.content.activeCellIndex") == at

    # 강의실에서 읽을 수 있어요: 장면이 손잡이까지 화면에 크게 들어와요.
    picture = svg.bounding_box()
    assert picture["width"] > 700
    assert picture["y"] >= 0
    assert box["y"] + box["height"] < 720

    # 여기에서 글쇠로 계속 나아가요.
    notebook.cell(COIN).focus()
    page.keyboard.press("Space")
    page.wait_for_function("at => panel.content.activeCellIndex > at", arg=at)
    assert shown.count()


def test_make_lecture_names_the_notebooks_when_it_finds_none(course, env):
    tried = subprocess.run(
        ["make", "lecture", "NB=77"], cwd=course, env=env, capture_output=True, encoding="utf-8", timeout=60
    )
    assert tried.returncode == 2
    assert "노트북 '77'" in tried.stderr
    assert "08, 09." in tried.stderr
    assert not tried.stdout


@pytest.mark.slow
def test_the_screen_says_where_it_opened_and_how_to_stop_and_nothing_in_english(course, env, tmp_path):
    """자리(포트)는 남이 쓰고 있고, 화면은 진짜 터미널이에요. 주피터는 터미널에서만 끌지를 영어로 되물어요."""
    screen, inside = os.openpty()
    command = [course / ".venv/bin/python", "-m", "entropy_lab", "lab", "3", "--jupyter", "--no-browser"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command.append(f"--port={taken.getsockname()[1]}")
        running = subprocess.Popen(command, cwd=course, env=env, stdin=inside, stdout=inside, stderr=inside)
        os.close(inside)
        try:
            with open(screen, encoding="utf-8", errors="replace") as said:
                first, address, stop = (said.readline().strip() for _ in range(3))
                assert first.startswith("JupyterLab을 켰어요.")
                assert re.fullmatch(r"http://localhost:\d+/lab/tree/03-distributions.ipynb\?token=\w+", address)
                assert str(taken.getsockname()[1]) not in address
                assert "Ctrl+C" in stop
                with urllib.request.urlopen(address, timeout=30) as page:
                    assert b"JupyterLab" in page.read()
                running.send_signal(signal.SIGINT)
                assert said.readline().startswith("JupyterLab을 껐어요.")
                assert running.wait(30) == 0
        finally:
            running.kill()
