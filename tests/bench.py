"""예산과 잰 값을 나란히 놓은 표예요. python tests/bench.py [줄 이름 ...]

시간은 기계와 그때의 부하에 따라 달라지므로, 예산은 같은 때에 함께 잰 것과의 비로 정해 두었어요.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENV = {"PYTHONPATH": str(ROOT)} | os.environ
ROWS = {}


def row(measure):
    """재는 함수를 표에 올려요. (무엇, 예산, 잰 값, 예산 안인지)를 하나씩 내놓아요."""
    ROWS[measure.__name__] = measure
    return measure


def python(*arguments, **options):
    """새 파이썬에서 실행하고, 찍은 글을 돌려줘요."""
    return subprocess.run(
        [sys.executable, *arguments], env=ENV, check=True, capture_output=True, text=True, **options
    ).stdout


def clock(work, times=1):
    """걸린 시간(초)의 중앙값이에요."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def launch(playwright):
    from conftest import BROWSERS, QUIET, installed

    path = installed()
    if not path:
        sys.exit(f"Chromium이 없어서 잴 수 없어요. {', '.join(BROWSERS[:3])} 가운데 하나를 깔아 주세요.")
    return playwright.chromium.launch(executable_path=path, args=QUIET)


# -- 손과 화면 --------------------------------------------------------------------------------------
OURS = """from entropy_lab import figures
figures.bernoulli_entropy()"""
INTERACT = """import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact
from entropy_lab import figures, style
@interact(p=FloatSlider(value=0.8, min=0, max=1, step=0.01))
def draw(p):  # 화면에서 크기가 같은 그림을 pyplot이 새로 그려요
    with style.style():
        fig = plt.figure(dpi=96)
        fig.sheet, fig.title, fig.head = style.PAGE, "반반일 때 가장 불확실하고, 확정되면 0이 된다", 0
        for artist, what in figures.bernoulli_entropy.__wrapped__(fig, lambda ko, en: ko)(p=p).items():
            isinstance(artist, str) or artist.set(**what)
        plt.show()"""
# painted는 그 프레임의 requestAnimationFrame 다음에 오는 첫 MessageChannel 일이에요. <img>는 먼저 풀어요
WATCH = """root => { const T = window.T = {keys: [], inputs: 0, paints: []};
    const painted = () => requestAnimationFrame(() => { const c = new MessageChannel();
        c.port1.onmessage = () => T.paints.push(performance.now()); c.port2.postMessage(0); });
    document.addEventListener("keydown", () => T.keys.push(performance.now()), true);
    document.addEventListener("input", () => T.inputs++, true);
    new MutationObserver(all => { for (const m of all) {
        const added = [...m.addedNodes].flatMap(n => n.nodeType === 1 ? [n, ...n.querySelectorAll("img")] : []);
        const img = [m.target, ...added].find(n => n.tagName === "IMG");
        if (img) img.decode().then(painted); else if (m.target.closest?.("svg")) painted(); } })
    .observe(root, {subtree: true, childList: true, attributes: true, characterData: true}); }"""

# 강의에서 장면이 있는 첫 장으로. 강의가 아닌 쪽에는 Reveal이 없어요
GO_TO_A_SCENE = """globalThis.Reveal?.slide(
    Reveal.getSlides().findIndex(slide => slide.querySelector("input[type=range]")))"""

# wait_for_function은 엄격한 Content-Security-Policy가 막아요
PAINTED = """() => new Promise(done => { const look = () =>
    T.paints.length ? done(T.paints[0] - T.keys[0]) : requestAnimationFrame(look); look(); })"""


async def press(page, root, handle, keys=60):
    """슬라이더를 글쇠로 움직일 때 글쇠에서 화소까지의 시간(ms)들."""
    await root.evaluate(WATCH)
    await handle.focus()
    latencies = []
    for n in range(keys):
        await page.evaluate("T.keys = []; T.paints = []; 0")
        await page.keyboard.press("ArrowRight" if n % 2 else "ArrowLeft")
        latencies.append(await asyncio.wait_for(page.evaluate(PAINTED), 10))
        await page.wait_for_timeout(60 if latencies[-1] < 60 else 250)
    return latencies


async def hands_on(browser, address, name, moves=120):
    """글쇠에서 화소까지의 시간(ms)들과, 빠르게 끄는 동안 (칠한 횟수, 슬라이더가 받은 움직임)."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1000})
    await page.goto(f"{address[0]}/lab/tree/{name}.ipynb?reset&token={address[1]}")
    await page.wait_for_function("window.jupyterapp?.shell.currentWidget?.content?.widgets?.length", timeout=60_000)
    await page.evaluate("""async () => { const c = jupyterapp.shell.currentWidget.context;
        await c.ready; await c.sessionContext.ready; await c.sessionContext.session.kernel.info;
        await jupyterapp.commands.execute("notebook:run-all-cells"); }""")
    handle = page.locator(".jp-OutputArea input[type=range], .jp-OutputArea .noUi-handle").first
    await page.locator(".jp-OutputArea .entropy-scene svg, .jp-OutputArea img").first.wait_for()
    await page.wait_for_timeout(1500)
    latencies = await press(page, page.locator(".jp-CodeCell .jp-OutputArea").first, handle)

    track = await page.locator(".jp-OutputArea input[type=range], .jp-OutputArea .noUi-target").first.bounding_box()
    x = [track["x"] + track["width"] * (0.05 + 0.9 * abs((k / 30 + 1) % 2 - 1)) for k in range(moves)]
    y = track["y"] + track["height"] / 2
    cdp = await page.context.new_cdp_session(page)
    grip = await handle.bounding_box()
    grip = grip["x"] + grip["width"] / 2 if grip["width"] < 40 else x[0]
    await page.mouse.move(grip, y)
    await page.mouse.down()
    await page.evaluate("T.inputs = 0; T.paints = []; 0")
    start, sent = time.perf_counter(), []
    for k in range(moves):
        event = dict(type="mouseMoved", x=x[k], y=y, button="left", buttons=1)
        sent.append(asyncio.create_task(cdp.send("Input.dispatchMouseEvent", event)))
        await asyncio.sleep(max(0, start + (k + 1) / 60 - time.perf_counter()))
    await asyncio.gather(*sent)
    await page.wait_for_timeout(1500)
    await page.mouse.up()
    inputs, paints = await page.evaluate("[T.inputs, T.paints.filter((t, i, a) => !i || t - a[i - 1] > 4).length]")
    await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    await page.close()
    return latencies, paints, inputs or moves


@row
def slider():
    import nbformat
    from playwright.async_api import async_playwright
    from test_browser import jupyterlab

    async def run(address):
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            ours = await hands_on(browser, address, "ours")
            interact = await hands_on(browser, address, "interact")
            await browser.close()
            return ours, interact

    with tempfile.TemporaryDirectory() as home:
        work = Path(home, "work")
        work.mkdir()
        for name, source in (("ours", OURS), ("interact", INTERACT)):
            nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
            nb.metadata.kernelspec = dict(name="python3", display_name="Python 3", language="python")
            nbformat.write(nb, work / f"{name}.ipynb")
        with jupyterlab(Path(home), work) as address:
            (keys, paints, moves), (slow, slow_paints, slow_moves) = asyncio.run(run(address))
    mine, theirs = statistics.median(keys), statistics.median(slow)
    p95 = statistics.quantiles(keys, n=20)[-1]
    said = f"{mine:.0f}ms(95%는 {p95:.0f}) / {theirs:.0f}ms = {mine / theirs:.3f}"
    yield "글쇠 → 화소, interact에 대한 비", "0.1", said, mine <= 0.1 * theirs
    said = f"{paints / moves:.0%} ({paints}/{moves}; interact {slow_paints}/{slow_moves})"
    yield "끄는 동안 칠한 움직임", "85% 이상", said, paints >= 0.85 * moves


@row
def web():
    from playwright.async_api import async_playwright

    async def run(out):
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            present = "section.present input[type=range]"
            for what, file, seen in (
                ("강의 슬라이드", out / "dist/slides/03-distributions.html", present),
                ("살아 있는 그림", out / "images/probability/ko/bernoulli-entropy.html", "input[type=range]"),
            ):
                page = await browser.new_page(viewport={"width": 1280, "height": 720})
                await page.goto(file.as_uri())
                await page.wait_for_timeout(1000)
                await page.evaluate(GO_TO_A_SCENE)
                slider = page.locator(seen).first
                scene = slider.locator("xpath=ancestor::*[contains(@class, 'entropy-scene')]")
                yield what, 16.7, await press(page, scene, slider)
                throttle = await page.context.new_cdp_session(page)
                await throttle.send("Emulation.setCPUThrottlingRate", {"rate": 6})
                yield f"{what}(CPU를 6분의 1로)", 50, await press(page, scene, slider, 30)
                await page.close()
            await browser.close()

    async def medians(out):
        return [row async for row in run(out)]

    async def readable(out, rate):
        """읽는 판에서 가장 긴 09를 열자마자 첫 장면으로 가서, 그 슬라이더가 손을 듣기까지 걸린 시간(초)."""
        async with async_playwright() as playwright:
            browser = await launch(playwright)
            page = await browser.new_page(viewport={"width": 1280, "height": 900})
            throttle = await page.context.new_cdp_session(page)
            await throttle.send("Emulation.setCPUThrottlingRate", {"rate": rate})
            start = time.perf_counter()
            await page.goto((out / "dist/html/09-summary.html").as_uri(), wait_until="commit")
            await page.locator(".entropy-scene").first.scroll_into_view_if_needed()
            slider = page.locator("input[type=range]").first
            await slider.wait_for(state="attached")
            await slider.focus()
            await page.keyboard.press("ArrowRight")
            await page.locator(".entropy-scene svg").first.wait_for()
            seconds = time.perf_counter() - start
            await browser.close()
            return seconds

    with tempfile.TemporaryDirectory() as home:
        out, books = Path(home), str(ROOT / "notebooks")
        start = time.perf_counter()
        python("-m", "entropy_lab", "slides", "--notebooks", books, cwd=out)
        python("-m", "entropy_lab", "html", "--notebooks", books, cwd=out)
        python("-m", "entropy_lab", "site", ".", cwd=out)
        built = time.perf_counter() - start
        for what, most, keys in asyncio.run(medians(out)):
            median, p95 = statistics.median(keys), statistics.quantiles(keys, n=20)[-1]
            yield f"{what}의 글쇠 → 화소", f"{most}ms", f"{median:.1f}ms(95%는 {p95:.0f})", median <= most
        fast, slow = (statistics.median(asyncio.run(readable(out, rate)) for _ in range(5)) for rate in (1, 6))
        said = f"{slow:.1f}초 (그대로면 {fast:.1f}초)"
        yield "읽는 판 09가 손을 듣기까지(CPU를 6분의 1로)", f"{2 * fast + 1:.1f}초", said, slow <= 2 * fast + 1
    yield "강의, 읽는 판, 사이트의 그림을 모두 쓰기", "90초", f"{built:.0f}초", built <= 90


@row
def screen():
    import numpy as np
    from hand import sample
    from playwright.sync_api import sync_playwright
    from scenes import MAKERS, flat, settings
    from screen import LOOK, MOVE, NUMBER, READ, SHOW, SWAP, pixels

    different, furthest, pairs = 0, 0.0, 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        for make in sample(MAKERS.values(), 12):
            scene = make()
            page.set_content(SHOW + scene.html())
            for values in list(settings(scene))[-4:]:
                file = scene.svg(**values)
                page.evaluate(MOVE, flat(values))
                for live, still in zip(*page.evaluate(READ, [file, LOOK]), strict=True):
                    for a, b in zip(live, still, strict=True):
                        a, b = (np.array(NUMBER.findall(s), float) for s in (a, b))
                        if len(a) <= len(b):  # 색의 이름에 든 숫자는 한쪽에만 있기도 해요
                            furthest = max(furthest, np.abs(a - b[: len(a)]).max(initial=0))
                page.evaluate(SWAP, file)
                still = pixels(page)
                page.evaluate("back()")
                different += int((pixels(page) != still).any(axis=2).sum())
                pairs += 1
        browser.close()
    yield f"화면과 파일({pairs}쌍): 다른 화소", "0", f"{different}", different == 0
    yield "화면과 파일: 가장 먼 좌표", "1e-6px", f"{furthest:.1e}px", furthest <= 1e-6


@row
def firefox():
    import numpy as np
    from firefox import FIREFOXES, Firefox, Page, installed
    from scenes import settings
    from test_scene import MINE, in_firefox, in_numpy, worded

    path = installed()
    if not path:
        sys.exit(f"Firefox가 없어서 잴 수 없어요. {' 또는 '.join(FIREFOXES)}를 깔아 주세요.")
    running = Firefox(path)
    tab = Page(running)
    engines, off, numbers = (in_numpy, in_firefox(tab)), 0, 0
    for make in MINE.values():
        program, every = worded(scene := make()), list(settings(scene, 50))
        for (ours, *_), (theirs, *_) in zip(*(engine(program, every) for engine in engines), strict=True):
            a, b = (np.concatenate([[], *map(np.ravel, lines)]) for lines in (ours, theirs))
            off += int((~np.isclose(a, b, rtol=0, atol=0.005, equal_nan=True)).sum())
            numbers += a.size
    tab.close()
    running.close()
    yield f"Firefox가 셈한 {numbers:,}개: 0.01에서 다른 수", "0", f"{off}", off == 0


# -- 시간과 메모리 ------------------------------------------------------------------------------------
@row
def imports():
    code = """if True:
        import sys, time, numpy, matplotlib.figure
        start = time.perf_counter()
        import entropy_lab
        print(time.perf_counter() - start, "torch" in sys.modules)"""
    runs = [python("-c", code).split() for _ in range(9)]
    ms, torch = 1000 * statistics.median(float(r[0]) for r in runs), runs[0][1] == "True"
    said = f"{ms:.1f}ms, torch는 {'불러왔어요' if torch else '없음'}"
    yield "import entropy_lab (numpy, matplotlib 말고)", "50ms, torch 없음", said, ms <= 50 and not torch
    code = "import sys; from entropy_lab.quiz import check; print(*{'matplotlib', 'anywidget', 'torch'} & set(sys.modules))"
    heavy = python("-c", code).strip()
    yield "from entropy_lab.quiz import check", "matplotlib, anywidget 없음", heavy or "없음", not heavy


@row
def figures():
    with tempfile.TemporaryDirectory() as out:
        seconds = clock(lambda: python("-m", "entropy_lab", "figures", "--out", out), 3)
        n = len(list(Path(out).rglob("*.svg")))
    yield f"그림 {n}장을 처음부터", "5초", f"{seconds:.1f}초", seconds <= 5 and n == 10


@row
def notebooks():
    times, failed = {}, []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        start, command = time.perf_counter(), [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path]
        if subprocess.run(command, cwd=ROOT, env=ENV, capture_output=True).returncode:
            failed.append(path.stem[:2])
        times[path.stem[:2]] = time.perf_counter() - start
    total, (slowest, most) = sum(times.values()), max(times.items(), key=lambda item: item[1])
    said = f"{total:.0f}초" + f", 실패 {', '.join(failed)}" * bool(failed)
    yield f"노트북 {len(times)}권의 nbval", "120초", said, total <= 120 and not failed
    yield "가장 오래 걸린 노트북", "30초", f"{most:.0f}초 ({slowest}권)", most <= 30


BATCH = """if True:
    import json, statistics, time, tracemalloc, numpy as np
    from scipy import stats
    from entropy_lab import entropy
    p = np.random.default_rng(0).random((100_000, 1000))
    p /= p.sum(axis=1, keepdims=True)
    works = {"ours": lambda: entropy(p), "scipy": lambda: stats.entropy(p, base=2, axis=1), "log2": lambda: np.log2(p)}
    times = {name: [] for name in works}
    for _ in range(7):
        for name, work in works.items():  # in turn, so that a busy minute is shared by all; scipy warms the memory for log2
            start = time.perf_counter(); work(); times[name].append(time.perf_counter() - start)
    tracemalloc.start()
    entropy(p)
    print(json.dumps({name: statistics.median(t) for name, t in times.items()} | {"peak": tracemalloc.get_traced_memory()[1] / p.nbytes}))"""


@row
def entropy():
    import json

    got = json.loads(python("-c", BATCH))
    ours, scipy, log2, peak = got["ours"], got["scipy"], got["log2"], got["peak"]
    what = "entropy([100000, 1000])"
    yield f"{what} / scipy.stats.entropy", "0.6", f"{ours:.2f}/{scipy:.2f}초 = {ours / scipy:.2f}", ours <= 0.6 * scipy
    yield f"{what} / np.log2", "1", f"{ours:.2f}/{log2:.2f}초 = {ours / log2:.2f}", ours <= log2
    yield f"{what}의 메모리 / 입력", "0.3", f"{peak:.3f}", peak <= 0.3


RACE = """if True:
    import json, time, numpy as np, torch
    from scipy import special
    import entropy_lab as e
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    rows = lambda n, k: (lambda a: a / a.sum(-1, keepdims=True))(rng.random((n, k)) + 1e-3)
    log = np.log2
    plain = {
        "entropy": lambda p, q: -(p * log(p)).sum(-1),
        "cross_entropy": lambda p, q: -(p * log(q)).sum(-1),
        "kl_divergence": lambda p, q: (p * log(p / q)).sum(-1),
    }
    zeros = {
        "entropy": lambda p, q: -(p * log(np.where(p > 0, p, 1))).sum(-1),
        "cross_entropy": lambda p, q: -(p * log(np.where(p > 0, q, 1))).sum(-1),
        "kl_divergence": lambda p, q: (p * log(np.where(p > 0, p / q, 1))).sum(-1),
    }
    tables = {
        "joint_entropy": lambda j: -(j * log(j)).sum((-2, -1)),
        "conditional_entropy": lambda j: -(j * log(j / j.sum(-1, keepdims=True))).sum((-2, -1)),
        "mutual_information": lambda j: (j * log(j / (j.sum(-1, keepdims=True) * j.sum(-2, keepdims=True)))).sum((-2, -1)),
    }
    def race(ours, theirs, times):
        best = [1e9, 1e9]
        for _ in range(times):
            for i, work in enumerate((ours, theirs)):  # 번갈아 재서 바쁜 때를 함께 겪어요
                start = time.perf_counter(); work(); best[i] = min(best[i], time.perf_counter() - start)
        return best[0] / best[1]
    out = []
    one_hot = np.eye(10)[rng.integers(0, 10, 200_000)]
    for what, p, q, theirs in [("[20000, 1000]", rows(20_000, 1000), rows(20_000, 1000), plain),
                               ("[1000000, 10]", rows(1_000_000, 10), rows(1_000_000, 10), plain),
                               ("[10, 1000000]", rows(10, 1_000_000), rows(10, 1_000_000), plain),
                               ("[200000, 10] one-hot", one_hot, rows(200_000, 10), zeros)]:
        for name, formula in theirs.items():
            f = getattr(e, name)
            ours = (lambda: f(p)) if name == "entropy" else (lambda: f(p, q))
            out.append([f"{name} {what}", 1.0, race(ours, lambda: formula(p, q), 7)])
    j = rows(1000, 2500).reshape(1000, 50, 50)
    for name, formula in tables.items():
        out.append([f"{name} [1000, 50, 50]", 1.0, race(lambda: getattr(e, name)(j), lambda: formula(j), 9)])
    p = rng.random(5_000_000)
    out.append(["information [5000000]", 1.2, race(lambda: e.information(p), lambda: -log(p), 7)])
    out.append(["binary_entropy [5000000]", 1.2, race(lambda: e.binary_entropy(p), lambda: -p * log(p) - (1 - p) * log(1 - p), 7)])
    four = np.array([0.1, 0.2, 0.3, 0.4])
    out.append(["entropy of four numbers", 8.0, race(lambda: [e.entropy(four) for _ in range(200)],
                                                     lambda: [-(four * log(four)).sum() for _ in range(200)], 9)])
    big = rows(20_000, 1000); t = torch.from_numpy(big)
    out.append(["entropy [20000, 1000] / torch", 1.0, race(lambda: e.entropy(big), lambda: torch.special.entr(t).sum(-1), 7)])
    out.append(["entropy [20000, 1000] / scipy entr", 1.0, race(lambda: e.entropy(big), lambda: special.entr(big).sum(-1), 7)])
    print(json.dumps(out))"""


@row
def speed():
    import json

    for what, most, ratio in json.loads(python("-c", RACE)):
        yield f"{what}, 맨 식에 대한 비", f"{most:g}", f"{ratio:.2f}", ratio <= most


# -- 정확도와 크기 -------------------------------------------------------------------------------------
@row
def accuracy():
    import mpmath as mp
    import numpy as np

    from entropy_lab import measures as m

    mp.mp.dps = 50

    def h(p):
        return -sum(x * mp.log(x, 2) for x in p if x)

    def exact(a):
        return [mp.mpf(float(x)) for x in np.ravel(a)]

    def rows(table):
        return [exact(r) for r in table]

    def kl(p, q):
        return sum(x * mp.log(x / y, 2) for x, y in zip(p, q, strict=True))

    def condition(p, q):
        """p와 q가 상대 오차만큼 흔들릴 때 kl(p, q)가 몇 배로 흔들리는가."""
        return sum(x * (abs(mp.log(x / y) + 1) + 1) for x, y in zip(p, q, strict=True)) / abs(kl(p, q)) / mp.log(2)

    def given(joint):
        return -sum(x * mp.log(x / sum(r), 2) for r in rows(joint) for x in r if x)

    def apart(joint):
        """joint의 칸과, X와 Y가 독립일 때의 칸."""
        r = rows(joint)
        px, py = [sum(x) for x in r], [sum(y) for y in zip(*r, strict=True)]
        return exact(joint), [x * y for x in px for y in py]

    def soft(z):
        e = [mp.exp(x) for x in exact(z)]
        return [x / sum(e) for x in e]

    rng, worst = np.random.default_rng(0), {}
    for _ in range(200):
        k = int(rng.integers(2, 12))
        p, q = rng.dirichlet(np.full(k, 0.5), 2).clip(1e-9)
        joint = rng.dirichlet(np.full(12, 0.3)).clip(1e-9).reshape(3, 4)
        a, z, sigma, eps = rng.uniform(0, 1), rng.uniform(-2, 2, k), rng.uniform(1, 9), rng.uniform()
        cases = {
            "information": (m.information(a), [h([mp.mpf(a)]) / mp.mpf(a)]),
            "entropy": (m.entropy(p), [h(exact(p))]),
            "binary_entropy": (m.binary_entropy(a), [h([mp.mpf(a), 1 - mp.mpf(a)])]),
            "gaussian_entropy": (m.gaussian_entropy(sigma), [mp.log(2 * mp.pi * mp.e * mp.mpf(sigma) ** 2, 2) / 2]),
            "cross_entropy": (m.cross_entropy(p, q), [h(exact(p)) + kl(exact(p), exact(q))]),
            "kl_divergence": (m.kl_divergence(p, q), [kl(exact(p), exact(q))]),
            "joint_entropy": (m.joint_entropy(joint), [h(exact(joint))]),
            "conditional_entropy": (m.conditional_entropy(joint), [given(joint)]),
            "mutual_information": (m.mutual_information(joint), [kl(*apart(joint))]),
            "softmax": (m.softmax(z), soft(z)),
            "smooth": (m.smooth(p, eps), [(1 - mp.mpf(eps)) * x + mp.mpf(eps) / k for x in exact(p)]),
        }
        conditions = dict(kl_divergence=condition(exact(p), exact(q)), mutual_information=condition(*apart(joint)))
        for name, (got, true) in cases.items():
            if conditions.get(name, 0) > 4:
                continue
            ulp = max(abs(g - t) / np.spacing(float(t)) for g, t in zip(exact(got), true, strict=True))
            worst[name] = max(worst.get(name, 0), float(ulp))
    worst = sorted(worst.items(), key=lambda item: -item[1])
    said = ", ".join(f"{name} {ulp:.1f}" for name, ulp in worst[:3])
    yield f"50자리 계산과의 차이({len(worst)}함수)", "4ulp", f"{worst[0][1]:.1f}ulp ({said})", worst[0][1] <= 4

    def whole(values):
        return [x / sum(values) for x in values]

    errors, least = dict(kl_divergence=0.0, mutual_information=0.0), 0.0
    for _ in range(2000):
        p, noise = rng.dirichlet(np.full(12, 0.5)).clip(1e-9), rng.standard_normal((3, 4)) * 10 ** rng.uniform(-6.5, -1)
        q = (p * (1 + noise.ravel())).clip(1e-9)
        joint = np.outer(rng.dirichlet(np.ones(3)), rng.dirichlet(np.ones(4))).clip(1e-9) * (1 + noise)
        p, q, joint = p / p.sum(), q / q.sum(), (joint / joint.sum()).clip(0)
        near = {
            "kl_divergence": (m.kl_divergence(p, q), kl(whole(exact(p)), whole(exact(q)))),
            "mutual_information": (m.mutual_information(joint), kl(*map(whole, apart(joint)))),
        }
        for name, (got, true) in near.items():
            least = min(least, float(got))
            if true > 1e-12:
                errors[name] = max(errors[name], float(abs(mp.mpf(float(got)) / true - 1)))
    for name, error in errors.items():
        yield f"{name}, 거의 같을 때의 상대 오차", "1e-9", f"{error:.1e}", error <= 1e-9
    yield "그때의 가장 작은 값", "0 이상", f"{least:g}", least >= 0


@row
def check():
    def timed(target):
        start = time.perf_counter()
        done = subprocess.run(["make", target], cwd=ROOT, env=ENV, capture_output=True, text=True)
        return time.perf_counter() - start, f", 실패: {done.stdout.strip().splitlines()[-1]}" * bool(done.returncode)

    for target, most in (("check", 60), ("test", 1200)):
        seconds, failed = timed(target)
        yield f"make {target}", f"{most}초", f"{seconds:.0f}초{failed}", seconds <= most and not failed


@row
def size():
    def lines(files):
        return sum(bool(line.strip()) for f in files for line in f.read_text(encoding="utf-8").splitlines())

    folder = ROOT / "entropy_lab"
    ours = [f for f in folder.rglob("*.py") if "node_modules" not in f.parts]
    small = lines(f for f in ours if not {"course", "publish"} & set(f.relative_to(folder).parts))
    script = (folder / "scene/scene.js").read_text(encoding="utf-8").splitlines()
    yield "작은 모듈의 파이썬 줄 수", "2700", f"{small}", small <= 2700
    yield "entropy_lab 전체의 파이썬 줄 수", "6000", f"{lines(ours)}", lines(ours) <= 6000
    yield (
        "scene.js에서 가장 긴 줄",
        "100자",
        f"{max(map(len, script))}자 ({len(script)}줄)",
        max(map(len, script)) <= 100,
    )


def pad(text, width):
    return text + " " * max(0, width - sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text))


def main(names):
    if unknown := [n for n in names if n not in ROWS]:
        sys.exit(f"{unknown[0]!r}은(는) 잴 수 없어요. 잴 수 있는 것: {', '.join(ROWS)}.")
    print(pad("", 3) + pad("무엇", 56) + pad("예산", 26) + "잰 값")
    start = time.perf_counter()
    for name in names or ROWS:
        for what, budget, measured, met in ROWS[name]():
            print(pad("✓" if met else "✗", 3) + pad(what, 56) + pad(budget, 26) + measured, flush=True)
    print(f"\n모두 {time.perf_counter() - start:.0f}초, 부하 {os.getloadavg()[0]:.1f} (코어 {os.cpu_count()}개)")


if __name__ == "__main__":
    main(sys.argv[1:])
