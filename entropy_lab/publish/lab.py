"""노트북을 우리 설정의 JupyterLab에서 열어요. make, pip, conda, 윈도 어느 길로 깔았든 같은 화면이에요.

배우는 사람이 쓰던 주피터는 읽지도 고치지도 않아요. 설정, 서명, 기록은 모두 이 파이썬의 환경(sys.prefix) 안에 남아요.
"""

import json
import os
import secrets
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from .arguments import known
from .files import Halt, read, write

OURS = Path(".jupyter")  # 저장소에 두는 우리 설정
LECTURE = {
    "jupyterlab-slideshow/plugin": {"active": True},  # 지난번에 슬라이드를 닫았어도 다시 열려요.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}
# 커널이 파이썬의 판을 말하면 JupyterLab이 그 판을 적어 넣어서, 열기만 한 노트북이 고친 것이 돼요.
# IPython의 설정 파일은 폴더의 이름에 $가 있으면 읽히지 않아서, 커널을 켜는 말에 적어요.
# 노트북 곁에 random.py 같은 파일이 있어도 켜지게, 읽어 들이는 동안 그 폴더를 빼요.
KERNEL = (
    "import runpy, sys; sys.path.pop(0); from ipykernel.ipkernel import IPythonKernel as kernel; "
    "kernel.language_info.pop('version', None); runpy.run_module('ipykernel_launcher', run_name='__main__')"
)


def open_lab(number, english, lecture, jupyter):
    """노트북을 JupyterLab에서 열어요."""
    books = {path.name[:2]: path for path in sorted(Path("notebooks").glob("[0-9][0-9]-*.ipynb"))}
    if not books or not OURS.is_dir():
        raise Halt(f"{Path.cwd()}: 이 폴더에는 코스의 노트북이 없어요. 받은 저장소의 폴더로 옮겨 가서 다시 해 주세요.")
    name = books[known("노트북", books, number.zfill(2))].name
    if lecture:
        import jupyterlab_slideshow  # noqa: F401 (없으면 슬라이드가 아닌 화면이 말없이 열려요)
    home = Path(sys.prefix, "jupyter")
    keep_apart(home)
    # 언어는 overrides.json이 아니라 설정으로 적어야 설정 화면까지 바뀌어요.
    language = {"@jupyterlab/translation-extension/plugin": {"locale": "en" if english else "ko_KR"}}
    settings = home / ("lecture" if lecture else "lab")
    for plugin, said in (language | (LECTURE if lecture else {})).items():
        write(settings / f"{plugin}.jupyterlab-settings", json.dumps(said).encode())
    trust(books.values())
    return serve(settings, f"/doc/tree/{quote(name)}?reset" if lecture else f"/lab/tree/{quote(name)}", jupyter)


def keep_apart(home):
    """쓰던 설정, 커널, IPython의 시작 파일이 끼어들지 않게 이 환경 안의 것만 보게 해요."""
    from ipykernel.kernelspec import RESOURCES

    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH", "JUPYTER_RUNTIME_DIR"):
        os.environ.pop(name, None)
    config, data = home / "config", home / "data"
    os.environ |= {
        "JUPYTER_CONFIG_DIR": f"{config}",
        "JUPYTER_DATA_DIR": f"{data}",
        "JUPYTER_PREFER_ENV_PATH": "0",  # 가상 환경에 깔린 커널보다 아래의 것이 먼저예요.
        "IPYTHONDIR": f"{home / 'ipython'}",
    }
    write(config / "custom/custom.css", read(OURS / "custom.css"))
    shutil.copytree(RESOURCES, data / "kernels/python3", dirs_exist_ok=True)  # 아이콘
    kernel = [sys.executable, "-c", KERNEL, "-f", "{connection_file}", "--Application.log_level=ERROR"]
    spec = {
        "argv": kernel,
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "metadata": {"debugger": True},
    }
    write(data / "kernels/python3/kernel.json", json.dumps(spec).encode())


def trust(books):
    """우리 노트북의 출력을 믿게 해서, 실행하기 전에도 장면이 움직여요.

    이 폴더의 코드를 이미 돌리고 있으니 출력까지 믿어도 위험이 늘지 않아요. 번호가 붙지 않은 남의 노트북은 믿지 않아요.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for book in books:
        with suppress(Exception):  # 깨진 노트북은 열 때 JupyterLab이 말해요.
            notary.sign(nbformat.read(book, as_version=4))


def without_lite(_, page):
    """make lite가 깐 JupyterLite의 확장은 JupyterLab에서 켜지지 못하고 오류를 내므로 빼요."""
    extensions = page["federated_extensions"]
    return page | {"federated_extensions": [e for e in extensions if not e["name"].startswith("@jupyterlite/")]}


def serve(settings, place, options):
    """JupyterLab을 켜고, 어디에 열렸고 어떻게 끄는지 말하고, 꺼질 때까지 기다려요."""
    from jupyterlab.labapp import LabApp
    from tornado.httputil import url_concat
    from tornado.log import gen_log
    from traitlets.config import Config

    ours = {
        "Application": {"log_level": "WARN"},
        # 스스로 지은 열쇠는 영어로 알려요. root로는 켜지지 않으므로 그때만 허락해요.
        "IdentityProvider": {"token": os.environ.get("JUPYTER_TOKEN") or secrets.token_hex(24)},
        "ServerApp": {"root_dir": f"{Path('notebooks').absolute()}", "allow_root": not getattr(os, "geteuid", int)()},
        "LabApp": {
            "default_url": place,
            "app_settings_dir": f"{OURS.absolute()}",
            "user_settings_dir": f"{settings}",
            "workspaces_dir": f"{settings / 'workspaces'}",
            "custom_css": True,
        },
    }
    server = LabApp.initialize_server(options, config=Config(ours))
    # 주피터가 제 손으로 고른 두 수를 Tornado가 나무라는 경고여서, 배우는 사람이 할 일이 없어요.
    gen_log.addFilter(lambda record: "websocket_ping_timeout" not in record.msg)
    server.web_app.settings["page_config_hook"] = without_lite
    for name in (signal.SIGINT, signal.SIGTERM):  # 끌지를 영어로 되묻지 않고 바로 꺼요.
        signal.signal(name, lambda *_: server.stop(from_signal=True))
    place = server.connection_url + server.default_url.removeprefix(server.base_url)
    address = url_concat(place, {"token": server.identity_provider.token})
    told = f"JupyterLab을 켰어요. 브라우저가 저절로 열리지 않으면 이 주소로 가세요.\n  {address}\n끄려면 이 창에서 Ctrl+C를 눌러요."
    server.io_loop.add_callback(print, told)  # 서버가 정말로 듣기 시작한 다음에요.
    server.start()
    print("JupyterLab을 껐어요. 저장한 것은 그대로 있어요.")
    return 0
