"""코스 사이트를 지키는 사람의 것: 그림과 움직이는 그림, 미리보기, 끼우는 법을 사이트의 폴더에 넣어요."""

import json
from html import escape

from ..figures import FIGURES, LANGUAGES
from ..palette import variables
from ..style import PAGE, PHONE, Sheet
from . import live, raster
from .files import Halt, packaged, read, write

PLACE = "images/probability"
SHORTCODE = "layouts/shortcodes/entropy.html"  # 0.146부터의 새 자리(_shortcodes)를 모르는 Hugo도 여기는 읽어요
CARD = Sheet("card", 520, 273, edge=16)  # 소셜 미리보기가 바라는 1200×630과 같은 꼴
WIDTHS = dict(picture=1280, card=1200)
SPOKEN = dict(ko="한국어", en="English")


# -- 파일들: {자리: 바이트} ------------------------------------------------------------------------------
def drawings(names, languages, alive):
    """코스 페이지의 그림들. alive이면 움직이는 HTML도 한 장씩이에요."""
    files = {}
    for lang in languages:
        for name in names or FIGURES:
            wide = FIGURES[name](lang)
            files[f"{lang}/{name}.svg"] = wide.svg()
            if alive:
                files[f"{lang}/{name}.html"] = live.standalone(wide, FIGURES[name](lang, PHONE))
    return encoded(files)


def everything(csp):
    """사이트에 놓일 그림들과 그 목록, 끼우는 데 쓰는 것, 한눈에 보는 쪽."""
    files, lists = {}, {}
    for lang in LANGUAGES:
        lists[lang] = {}
        for name, make in FIGURES.items():
            sheets = [make(lang, sheet) for sheet in (PAGE, PHONE, CARD)]
            lists[lang][name] = facts(name, *sheets[:2])
            files |= {f"{lang}/{file}": data for file, data in forms(name, *sheets, csp).items()}
        files[f"{lang}/figures.json"] = json.dumps(lists[lang], ensure_ascii=False, indent=1) + "\n"
    for file in ("embed.js", "embed.css"):
        files[file] = packaged(f"publish/{file}")
    files["index.css"] = f":root {{{variables()}}}\n{packaged('publish/index.css')}"
    files["index.html"] = index(lists)
    return encoded(files)


def forms(name, wide, narrow, card, csp):
    """그림 하나의 모든 꼴."""
    picture, preview = raster.pixels(wide, WIDTHS["picture"]), raster.pixels(card, WIDTHS["card"])
    moving = live.separate(wide, narrow) if csp else {f"{name}.html": live.standalone(wide, narrow)}
    return moving | {
        f"{name}.svg": wide.svg(),
        f"{name}-narrow.svg": narrow.svg(),
        f"{name}.png": raster.encoded(picture, "png"),
        f"{name}.webp": raster.encoded(picture, "webp"),
        f"{name}-card.png": raster.encoded(preview, "png"),
    }


def facts(name, wide, narrow):
    """그림을 끼우는 사람에게 필요한 것: 제목, 대체 글, 설명, 두 크기(px), 파일의 이름."""
    told = live.embedding(wide, narrow)
    files = dict(svg=".svg", narrow="-narrow.svg", png=".png", webp=".webp", card="-card.png", live=".html")
    aspect = "/".join(str(told["wide"][side]) for side in ("width", "height"))
    return told | dict(aspect=aspect, files={kind: f"{name}{end}" for kind, end in files.items()})


def encoded(files):
    return {place: data if isinstance(data, bytes) else data.encode() for place, data in files.items()}


# -- 한눈에 보는 쪽 ------------------------------------------------------------------------------------
def index(lists):
    """모든 그림과, 글에 붙여 넣을 줄. 바깥의 파일로만 이루어져서 엄격한 사이트에서도 그대로예요."""
    links = " · ".join(f'<a href="#{lang}" lang="{lang}">{SPOKEN[lang]}</a>' for lang in lists)
    parts = "".join(
        f'<section id="{lang}" lang="{lang}">\n<h2>{SPOKEN[lang]}</h2>\n'
        + "".join(article(lang, name, it) for name, it in figures.items())
        + "</section>\n"
        for lang, figures in lists.items()
    )
    return (
        '<!doctype html>\n<html lang="ko">\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        '<meta name="robots" content="noindex">\n<title>entropy_lab의 그림</title>\n'
        '<link rel="stylesheet" href="embed.css">\n<link rel="stylesheet" href="index.css">\n'
        f"<main>\n<h1>entropy_lab의 그림</h1>\n<p>{links}</p>\n{parts}</main>\n</html>\n"
    )


def article(lang, name, it):
    """그림 하나: 보기, 파일들, 붙여 넣을 줄."""
    file = {kind: f"{lang}/{file}" for kind, file in it["files"].items()}
    kinds = dict(svg="SVG", narrow="SVG (휴대전화)", png="PNG", webp="WebP", card="1200×630 PNG", live="HTML")
    downloads = " · ".join(f'<a href="{file[kind]}" download>{label}</a>' for kind, label in kinds.items())
    ways = {
        "Hugo": f'{{{{< entropy "{name}" >}}}}\n{{{{< entropy "{name}" "live" >}}}}',
        "HTML": f"{picture(it, f'/{PLACE}/{lang}/')}\n\n{frame(it, f'/{PLACE}/', lang)}",
    }
    lines = "".join(f"<h4>{way}</h4>\n<pre>{escape(text)}</pre>\n" for way, text in ways.items())
    return (
        f'<article id="{lang}-{name}">\n<h3>{escape(it["title"])}</h3>\n'
        f'<figure class="entropy-figure">\n{picture(it, f"{lang}/")}\n<figcaption>{escape(it["caption"])}</figcaption>\n'
        f'</figure>\n<p><a href="{file["live"]}">움직여 보기</a> · {downloads}</p>\n'
        f'<details lang="ko">\n<summary>붙여 넣을 줄</summary>\n{lines}</details>\n</article>\n'
    )


def picture(it, at):
    """너비에 맞는 그림을 고르는 두 파일."""
    wide, narrow = ({side: it[form][side] for side in ("width", "height")} for form in ("wide", "narrow"))
    return (
        f'<picture><source media="(max-width: 499px)" srcset="{at}{it["files"]["narrow"]}"{attributes(narrow)}>'
        f'<img src="{at}{it["files"]["svg"]}"{attributes(wide)} alt="{escape(it["alt"])}" loading="lazy"></picture>'
    )


def frame(it, at, lang):
    """움직이는 그림의 틀. 높이는 embed.js가 내용에 맞춰요."""
    size = attributes(dict(width=640, height=it["wide"]["frame"]) | {"data-narrow": it["narrow"]["frame"]})
    return (
        f'<link rel="stylesheet" href="{at}embed.css">\n'
        f'<iframe class="entropy-live" src="{at}{lang}/{it["files"]["live"]}" title="{escape(it["title"])}"{size} '
        f'loading="lazy"></iframe>\n<script type="module" src="{at}embed.js"></script>'
    )


def attributes(values):
    return "".join(f' {name}="{value}"' for name, value in values.items())


# -- 폴더에 -----------------------------------------------------------------------------------------
def settle(files, check):
    """달라진 파일만 쓰고 이름을 말해요. check면 쓰지 않고, 하나라도 다르면 1을 돌려줘요."""
    stale = [file for file, new in files.items() if not current(file, new)]
    if not check:
        for file in stale:
            write(file, files[file])
    print("\n".join(map(str, stale)) or "모든 그림이 지금 코드와 같아요.")
    return int(check and bool(stale))


def current(file, new):
    """있는 파일이 새로 지은 것과 같은지. 글은 바이트까지, 화소는 눈에 띄게 다르지 않은지 봐요."""
    if not file.is_file():
        return False
    old = read(file)
    return old == new or (file.suffix in (".png", ".webp") and raster.matches(old, new))


def furnished(folder, csp):
    """코스 사이트에 놓일 {파일: 바이트}. Hugo의 뿌리이면 그림은 static에, 그림을 끼우는 숏코드는 layouts에 놓여요."""
    if not folder.is_dir():
        raise Halt(f"{folder}: 그런 폴더가 없어요. 이름을 확인하거나, 새 사이트라면 폴더를 먼저 만들어 주세요.")
    kinds = [f"{stem}.{kind}" for stem in ("hugo", "config") for kind in ("toml", "yaml", "yml", "json")]
    hugo = any((folder / name).is_file() for name in kinds) or (folder / "config/_default").is_dir()
    shortcode = {folder / SHORTCODE: packaged("publish/hugo/entropy.html").encode()} if hugo else {}
    static = folder / "static" if hugo else folder
    return {static / PLACE / place: data for place, data in everything(csp).items()} | shortcode
