"""화면과 파일을 견줘요: 손잡이를 옮긴 쪽의 SVG와 Scene.svg()의 글이 수, 색, 화소까지 같은지."""

import base64
import io
import re

import numpy as np
from PIL import Image
from scenes import flat, settings

SHOW = "<!doctype html><meta charset=utf-8><meta name=color-scheme content='light dark'><body>"
MOVE = """all => { let k = 0; for (const row of document.querySelector(".entropy-controls").children) {
    const inputs = [...row.querySelectorAll("input")], e = inputs.length > 1 ? inputs[all[k]] : inputs[0];
    if (inputs.length > 1) e.checked = true; else e.value = all[k];
    e.dispatchEvent(new Event("input", {bubbles: true})); k++; } }"""
LOOK = "fill stroke fill-opacity stroke-opacity opacity stroke-width".split()
READ = """([file, look]) => { const read = root => [...root.querySelectorAll('[id*="-part"]')].map(g => [
        g.getAttribute("display") ?? "inline",
        ...[...g.querySelectorAll("path, use")]
            .filter(e => !e.closest("defs") && e.getAttribute("display") !== "none").flatMap(e => {
                const at = a => e.getAttribute(a) ?? "", to = at("href") || at("xlink:href");
                const shape = to ? root.querySelector(`[id="${to.slice(1)}"]`) : e;
                return [shape?.getAttribute("d") ?? "", at("x"), at("y"), ...look.map(at)]; })]);
    return [document.querySelector(".entropy-scene"),
            new DOMParser().parseFromString(file, "image/svg+xml")].map(read); }"""
SWAP = """async file => { const live = document.querySelector(".entropy-scene svg"), box = document.createElement("div");
    box.innerHTML = file; const put = box.firstElementChild;
    window.back = () => put.replaceWith(live); live.replaceWith(put); await put.decode?.(); }"""
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
BARE = dict(fill="#000000", stroke="none")  # 적지 않은 색


def pixels(page, selector=".entropy-scene > :is(svg, img)"):
    """그림이 놓인 네모의 화소. Playwright의 screenshot보다 두 배 빨리 찍어요."""
    clip = page.locator(selector).bounding_box() | dict(scale=1)
    size = page.viewport_size
    # 화면 밖까지 찍으려면 쪽을 다시 펼치느라 두 배 느려요
    beyond = clip["x"] + clip["width"] > size["width"] or clip["y"] + clip["height"] > size["height"]
    options = dict(format="png", optimizeForSpeed=True, captureBeyondViewport=beyond, clip=clip)
    session = page.context.new_cdp_session(page)
    png = session.send("Page.captureScreenshot", options)["data"]
    session.detach()
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB"), int)


def strokes(d):
    """명령과 수. matplotlib은 닫힌 길의 첫 점을 끝에 한 번 더 적기도 해요."""
    letters, numbers = re.findall("[a-zA-Z]+?", d), [float(x) for x in NUMBER.findall(d)]
    while letters[-2:] == ["L", "z"] and numbers[-2:] == numbers[:2]:
        del letters[-2], numbers[-2:]
    return letters, numbers


def same_parts(live, still, told):
    """움직이는 부분마다: 보이는지, 길의 명령과 수, 자리, 색, 투명도, 굵기."""
    assert len(live) == len(still), told
    for one, other in zip(live, still, strict=True):
        assert one[0] == other[0], (told, one[:4], other[:4])
        if one[0] == "none":
            continue
        assert len(one) == len(other), (told, one[:8], other[:8])
        for n, (a, b) in enumerate(zip(one[1:], other[1:], strict=True)):
            kind = (["d", "x", "y", *LOOK])[n % (3 + len(LOOK))]
            if kind in BARE:
                # 빗금의 번호는 그린 차례를 따라 달라져요. 같은 빗금인지는 화소가 말해요
                a, b = (re.sub(r"(url\(#).*", r"\1", (c or BARE[kind]).replace("scene1-", "")) for c in (a, b))
                assert a == b, (told, kind, a, b)
            elif kind == "fill-opacity" and one[n - 1] == "none":
                pass  # 칠하지 않은 것의 투명도
            elif kind in LOOK:
                assert abs(float(a or 1) - float(b or 1)) <= 2e-6, (told, kind, a, b)  # 적지 않으면 1이에요
            else:
                (a, x), (b, y) = strokes(a), strokes(b)
                assert a == b, (told, kind)
                np.testing.assert_allclose(x, y, rtol=0, atol=1e-6, err_msg=str(told))


def compare(page, scene, many, seed=0, exact=True):
    """손잡이의 끝과 아무 자리 many곳에서 화면이 파일과 같은지."""
    every = list(settings(scene, 64, seed))
    compare_at(page, scene, [every[k] for k in np.linspace(0, len(every) - 1, many).astype(int)], exact)


def compare_at(page, scene, every, exact=True):
    """지금의 값으로 적은 HTML을 열고, 손잡이를 every로 차례로 옮길 때 화면이 파일과 같은지."""
    page.set_content(SHOW + scene.html())
    for values in every:
        page.evaluate(MOVE, flat(values))
        file = scene.svg(**values)
        live, still = page.evaluate(READ, [file, LOOK])
        same_parts(live, still, values)
        page.evaluate(SWAP, file)
        drawn = pixels(page)
        page.evaluate("back()")  # 부분만 다시 칠한 화면이 아니라, 둘 다 처음부터 칠한 화면으로 견줘요
        off = np.abs(pixels(page) - drawn).max()
        assert off == 0 or (not exact and off <= 2), (values, off)
