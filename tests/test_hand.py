"""손과 쪽: 손잡이는 제 글쇠만 갖고, 눈과 귀에 알리고, 장면은 어떤 쪽에 놓여도 제자리를 찾아요."""

import pytest
from hand import drag, sample
from scenes import MAKERS, small, toy
from screen import LOOK, READ, SHOW, same_parts

from entropy_lab import palette
from entropy_lab.figures import FIGURES
from entropy_lab.scene.scene import JS

HEAR = "heard = []; addEventListener('keydown', e => heard.push(e.key))"  # 쪽에 닿은 글쇠
PICTURE = "e => e.querySelector('svg').innerHTML"


@pytest.fixture
def shown(page):
    page.set_content(SHOW + toy().html())
    page.evaluate(HEAR)
    return page


def scene_of(page):
    return page.locator(".entropy-scene").evaluate(PICTURE)


# -- 글쇠 ------------------------------------------------------------------------------------------
OWN = [("ArrowRight", 0.75), ("ArrowUp", 1), ("ArrowLeft", 0.75), ("ArrowDown", 0.5), ("End", 2), ("Home", -2)]
OTHERS = (
    "Escape Enter Control+s Control+Shift+s Meta+s Control+ArrowLeft Alt+ArrowUp Meta+ArrowRight s j Shift+M F2".split()
)


def test_a_slider_keeps_its_own_keys_and_moves(shown):
    slider, svg = shown.get_by_role("slider", name="가로 a"), shown.locator("svg")
    slider.focus()
    for key, value in [*OWN, ("PageUp", None), ("PageDown", -2)]:
        before = scene_of(shown)
        shown.keyboard.press(key)
        now = float(slider.input_value())
        assert now == value if value is not None else now > -1.9
        assert scene_of(shown) != before
        assert slider.get_attribute("aria-valuetext").startswith(f"{now * now:.4f}배. a는 {now:.2f}".replace("-", "−"))
        assert f"a는 {now:.2f}, 합은".replace("-", "−") in svg.get_attribute("aria-label")
    assert shown.evaluate("heard") == []


@pytest.mark.parametrize("control", ["slider", "radio"])
def test_every_other_key_reaches_the_page(shown, control):
    shown.get_by_role(control).first.focus()
    for keys in OTHERS:
        shown.evaluate("heard.length = 0")
        shown.keyboard.press(keys)
        assert shown.evaluate("heard.at(-1)").lower() == keys.rpartition("+")[2].lower(), keys
    if control == "radio":  # 단추는 쪽을 넘기는 글쇠를 쓰지 않아요
        for key in ("PageDown", "PageUp", "Home", "End"):
            shown.keyboard.press(key)
            assert shown.evaluate("heard.at(-1)") == key
    shown.keyboard.press("Tab")
    assert shown.evaluate("heard.at(-1)") == "Tab"


# JupyterLab(Lumino)은 document에서 누구보다 먼저 글쇠를 보고, 이 표가 달린 것 안에서는 물러나요
LUMINO = """() => { ran = []; document.addEventListener("keydown", e => {
    for (let t = e.target; t; t = t.parentElement) if (t.hasAttribute("data-lm-suppress-shortcuts")) return;
    ran.push(e.key); }, true); }"""


@pytest.mark.parametrize("control", ["slider", "radio"])
def test_jupyterlab_leaves_the_arrows_and_keeps_its_shortcuts(page, control):
    page.set_content(SHOW)
    page.evaluate(LUMINO)  # JupyterLab이 장면보다 먼저 귀를 달아요
    page.evaluate(RUN_SCRIPTS, [toy().html(), 1])
    page.get_by_role(control).first.focus()
    for keys, theirs in [
        ("ArrowRight", False),
        ("Control+s", True),
        ("ArrowLeft", False),
        ("a", True),
        ("Control+ArrowLeft", True),
    ]:
        page.evaluate("ran.length = 0")
        page.keyboard.press(keys)
        assert (page.evaluate("ran.at(-1)") == keys.rpartition("+")[2]) == theirs, keys


def test_the_keyboard_makes_a_choice(shown):
    group = shown.get_by_role("radiogroup", name="단위")
    group.get_by_role("radio", name="비트").focus()
    for key, name in [("ArrowRight", "나트"), ("ArrowLeft", "비트"), ("ArrowDown", "나트"), ("ArrowUp", "비트")]:
        before = scene_of(shown)
        shown.keyboard.press(key)
        assert group.get_by_role("radio", name=name).is_checked()
        assert scene_of(shown) != before
    assert shown.evaluate("heard") == []


# -- 슬라이드 --------------------------------------------------------------------------------------
@pytest.fixture
def slide(page):
    page.set_content(f'{SHOW}<div class="reveal"><div class="slides"><section>{toy().html()}</section></div></div>')
    page.evaluate(HEAR)
    return page


def turns(page):
    """쪽을 넘기는 단추가 쪽에 닿는지."""
    page.keyboard.press("PageDown")
    return page.evaluate("heard.at(-1)") == "PageDown"


@pytest.mark.parametrize("away", [0, 300])
def test_on_a_slide_the_hand_lets_go_of_a_slider(slide, away):
    """손잡이 위에서 놓아도, 그림 밖에서 놓아도."""
    slider = slide.get_by_role("slider", name="가로 a")
    box = slider.bounding_box()
    x, y = box["x"], box["y"] + box["height"] / 2
    slide.mouse.move(x + box["width"] / 2, y)
    slide.mouse.down()
    slide.mouse.move(x + box["width"] * 0.9, y + away, steps=4)
    assert slider.evaluate("e => e === document.activeElement")
    slide.mouse.up()
    slide.wait_for_timeout(20)
    assert float(slider.input_value()) > 1
    assert turns(slide)


def test_on_a_slide_the_hand_lets_go_of_a_choice(slide):
    slide.get_by_text("나트", exact=True).click()
    slide.wait_for_timeout(20)
    assert slide.get_by_role("radio", name="나트").is_checked()
    assert turns(slide)


@pytest.mark.parametrize("control", ["slider", "radio"])
def test_on_a_slide_escape_lets_go(slide, control):
    slide.get_by_role(control).first.focus()
    slide.keyboard.press("ArrowRight")
    if control == "slider":
        assert not turns(slide)
    slide.evaluate("heard.length = 0")
    slide.keyboard.press("Escape")
    assert slide.evaluate("heard") == []  # 놓기만 하고, 한눈에 보는 쪽(reveal)은 열지 않아요
    assert turns(slide)


def test_off_a_slide_the_slider_stays_in_the_hand(shown):
    slider = shown.get_by_role("slider", name="가로 a")
    drag(shown, slider, 0.5, 0.8)
    before = float(slider.input_value())
    shown.keyboard.press("ArrowLeft")
    assert float(slider.input_value()) == before - 0.25


# -- 마우스와 손가락 ---------------------------------------------------------------------------------
def test_the_picture_follows_every_move_of_the_mouse(shown):
    slider, pictures = shown.get_by_role("slider", name="로짓 2"), set()
    box = slider.bounding_box()
    shown.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.mouse.down()
    for k in range(10):
        shown.mouse.move(box["x"] + box["width"] * k / 10, box["y"] + box["height"] / 2)
        pictures.add(scene_of(shown))
    shown.mouse.up()
    assert len(pictures) >= 9
    said = shown.locator(".entropy-value").nth(2).inner_text()
    assert said == f"{float(slider.input_value()):.1f}점".replace("-", "−")


def test_a_finger_moves_a_slider(new_page):
    page = new_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800})
    page.set_content(SHOW + '<meta name="viewport" content="width=device-width">' + toy().html())
    slider = page.get_by_role("slider", name="가로 a")
    box, before = slider.bounding_box(), scene_of(page)
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + box["height"] / 2)
    assert float(slider.input_value()) > 1
    assert scene_of(page) != before
    for row in page.locator(".entropy-controls > *").all():
        assert row.bounding_box()["height"] >= 24  # 손가락으로 짚을 수 있는 크기(WCAG 2.5.8)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


# -- 눈과 귀 ---------------------------------------------------------------------------------------
def test_every_control_has_a_name_and_a_visible_focus(shown):
    assert shown.get_by_role("img", name="모든 것. 모두 움직이는 그림.").count() == 1
    names = []
    for _ in range(5):
        shown.keyboard.press("Tab")
        name, style, width = shown.evaluate(
            "(e => [e.ariaLabel ?? e.parentElement.textContent, getComputedStyle(e).outlineStyle,"
            " parseFloat(getComputedStyle(e).outlineWidth)])(document.activeElement)"
        )
        names.append(name)
        assert style == "solid"
        assert width >= 2
    assert names == ["가로 a", "로짓 1", "로짓 2", "로짓 3", "비트"]


LISTEN = """() => { told = []; const watch = new MutationObserver(all => told.push(...all.map(m => m.target.textContent)));
    for (const e of document.querySelectorAll("[role=status], output, [aria-live]"))
        watch.observe(e, {childList: true, characterData: true, subtree: true}); }"""


def test_dragging_says_nothing_and_a_choice_says_what_changed(shown):
    shown.evaluate(LISTEN)
    drag(shown, shown.get_by_role("slider", name="가로 a"), 0.2, 0.9)
    shown.keyboard.press("ArrowLeft")
    assert shown.evaluate("told") == []
    shown.get_by_role("radio", name="나트").check()
    said = shown.get_by_role("status").inner_text()
    assert shown.evaluate("told") == [said]
    assert said.startswith("a는 1.")
    assert shown.locator("output").count() == 0


def test_a_choice_stands_in_one_row_with_its_name(shown):
    group = shown.get_by_role("radiogroup", name="단위")
    name, options = (group.locator(css).bounding_box() for css in (".entropy-name", ".entropy-options"))
    assert name["x"] + name["width"] <= options["x"]
    assert abs(name["y"] + name["height"] / 2 - options["y"] - options["height"] / 2) <= 2
    assert shown.locator("fieldset, legend").count() == 0  # WebKit은 legend를 제 줄에 세워요


def test_forced_colours_show_what_is_chosen(new_page):
    page = new_page(forced_colors="active")
    page.set_content(SHOW + toy().html())
    page.get_by_role("radio", name="나트").check()
    outlines = page.locator(".entropy-options label").evaluate_all(
        "all => all.map(e => getComputedStyle(e).outlineStyle)"
    )
    assert outlines == ["none", "solid"]


PAPER = f"getComputedStyle(document.querySelector('.entropy-scene [fill=\"{palette.PAPER}\"]')).fill"


@pytest.mark.parametrize(
    ("scheme", "body", "paper"),
    [
        ("light", "<body>", palette.PAPER),
        ("dark", "<body>", palette.DARK[palette.PAPER]),
        ("dark", "<body data-jp-theme-light=true>", palette.PAPER),
        ("light", "<body data-jp-theme-light=false>", palette.DARK[palette.PAPER]),
    ],
)
def test_the_paper_turns_with_the_page(new_page, scheme, body, paper):
    page = new_page(color_scheme=scheme)
    page.set_content(SHOW.replace("<body>", body) + FIGURES["bernoulli-entropy"]().html())
    assert page.evaluate(PAPER) == f"rgb{tuple(int(paper[k : k + 2], 16) for k in (1, 3, 5))}"


# -- 끼워 넣기 -------------------------------------------------------------------------------------
# innerHTML은 스크립트를 돌리지 않아서, VS Code의 노트북은 스크립트를 쪽의 끝에 베껴 돌려요
RUN_SCRIPTS = """([html, times]) => { const host = document.body.appendChild(document.createElement("div"));
    host.innerHTML = html;
    for (let k = 0; k < times; k++) for (const old of host.querySelectorAll("script")) {
        const copy = document.createElement("script"); copy.textContent = old.textContent; document.body.append(copy); } }"""
IN_SHADOW = """([html, depth]) => { let root = document.body;
    for (let k = 0; k < depth; k++) {
        const host = root.appendChild(document.createElement("div")); root = host.attachShadow({mode: "open"}); }
    const host = root.appendChild(document.createElement("div")); host.innerHTML = html;
    for (const old of host.querySelectorAll("script")) {
        const copy = document.createElement("script"); copy.textContent = old.textContent; old.replaceWith(copy); } }"""
MOVED = """([html, _]) => { const host = document.createElement("div"); host.innerHTML = html;
    const scripts = [...host.querySelectorAll("script")], far = document.createElement("main");
    document.body.append(host); document.body.append(far); far.append(...host.childNodes); host.remove();
    for (const old of scripts) {
        const copy = document.createElement("script"); copy.textContent = old.textContent; document.head.append(copy); } }"""


def two():
    return toy().html() + FIGURES["bernoulli-entropy"]().html()


EMBEDDINGS = {  # 쪽에 넣는 법: (함수, 넣을 것, 몇 번, 살아야 할 장면의 수)
    "scripts copied to the end": (RUN_SCRIPTS, lambda: toy().html(), 1, 1),
    "scripts run twice": (RUN_SCRIPTS, lambda: toy().html(), 2, 1),
    "two scenes in one output": (RUN_SCRIPTS, two, 1, 2),
    "two scenes, twice": (RUN_SCRIPTS, two, 2, 2),
    "the same scene twice": (RUN_SCRIPTS, lambda: toy().html() * 2, 1, 2),
    "shadow root": (IN_SHADOW, lambda: toy().html(), 1, 1),
    "shadow root in a shadow root": (IN_SHADOW, two, 2, 2),
    "moved before its script runs": (MOVED, two, 1, 2),
}
# 열린 그림자 뿌리까지 들여다보는 눈
EYES = """() => { deep = (selector, root = document) => [...root.querySelectorAll(selector),
        ...[...root.querySelectorAll("*")].flatMap(e => e.shadowRoot ? deep(selector, e.shadowRoot) : [])];
    alive = () => { const ids = deep("[id]").map(e => e.id), scenes = deep(".entropy-scene");
        const links = scenes.flatMap(e => e.outerHTML.match(/(?<=url\\(#|href="#)[^)"]+/g) ?? []);
        return {scenes: scenes.map(e => e.querySelectorAll("svg").length + "/" + e.querySelectorAll(".entropy-controls").length),
            twice: ids.filter((id, i) => ids.indexOf(id) !== i), lost: links.filter(id => !ids.includes(id)),
            width: scenes.map(e => getComputedStyle(e).maxWidth)}; };
    pull = n => { const before = deep(".entropy-scene").map(e => e.outerHTML), e = deep("[type=range]")[n];
        e.value = e.max; e.dispatchEvent(new Event("input", {bubbles: true}));
        return deep(".entropy-scene").map((e, i) => e.outerHTML !== before[i]); }; }"""

# 장면은 화면에 가까워진 것을 브라우저가 알려 줄 때 깨어나요
AWAKE = """async () => { for (let k = 0; k < 200 && deep(".entropy-scene").some(e => !e.querySelector("svg")); k++)
        await new Promise(done => setTimeout(done, 25)); }"""


def look(evaluate, count):
    """장면이 모두 살아 있고, 이름표가 겹치지 않고, 손잡이가 제 그림만 움직이는지."""
    evaluate(EYES)
    evaluate(AWAKE)
    assert evaluate("() => alive()") == dict(scenes=["1/1"] * count, twice=[], lost=[], width=["640px"] * count)
    assert evaluate("() => pull(0)") == [True] + [False] * (count - 1)


@pytest.mark.parametrize(("way", "html", "times", "count"), EMBEDDINGS.values(), ids=EMBEDDINGS)
def test_a_scene_lives_wherever_it_is_put(way, html, times, count, page):
    page.set_content(SHOW)
    page.evaluate(way, [html(), times])
    look(page.evaluate, count)


def test_an_output_shown_again_lives_again(page):
    """JupyterLab은 창을 나누면 같은 출력을 다시 그려요."""
    page.set_content(SHOW)
    page.evaluate(RUN_SCRIPTS, [toy().html(), 1])
    page.evaluate(RUN_SCRIPTS, [toy().html(), 1])
    look(page.evaluate, 2)


def test_any_words_may_stand_in_a_scene(page):
    words = "</script><!-- <script> & \" ' ` ${p} \\ </div>"
    scene = small(lambda ax, line, p: {line: dict(alpha=p), "alt": words}, title=words, description=words)
    page.set_content(SHOW + scene.html() + "<p>다음 글")
    assert page.locator("svg").get_attribute("aria-label") == f"{words}. {words} {words}"
    assert page.get_by_text("다음 글").is_visible()


def test_the_picture_stays_where_no_script_may_run(new_page):
    page = new_page(java_script_enabled=False)
    page.set_content(SHOW + toy().html())
    assert page.get_by_role("img", name="모든 것. 모두 움직이는 그림.").bounding_box()["width"] > 600
    assert page.locator("input, .entropy-controls").count() == 0


def test_scenes_wake_when_they_come_near_and_nothing_jumps(new_page):
    page = new_page(viewport={"width": 700, "height": 600})
    scenes = [make().html() for make in sample(MAKERS.values(), 12)]
    page.set_content(SHOW + "".join(f"<section>{html}</section><p>글 {k}</p>" for k, html in enumerate(scenes)))
    tops = "() => [...document.querySelectorAll('section, p')].map(e => e.getBoundingClientRect().top + scrollY)"
    awake = "() => [...document.querySelectorAll('section')].map(e => !!e.querySelector('svg'))"
    settled = (
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
    )
    page.evaluate(settled)
    first = page.evaluate(tops)
    assert page.evaluate(awake)[:1] == [True]
    assert not any(page.evaluate(awake)[4:])
    assert page.locator("section img").count() >= 8
    for y in range(0, int(first[-1]), 400):
        page.evaluate(f"() => scrollTo(0, {y})")
        page.evaluate(settled)
        now = page.evaluate(tops)
        assert max(abs(a - b) for a, b in zip(first, now, strict=True)) <= 1, y
    assert all(page.evaluate(awake))


def test_a_hand_wakes_a_scene_that_is_far_away(new_page):
    page = new_page(viewport={"width": 700, "height": 600})
    page.set_content(f"{SHOW}<div style='height: 5000px'></div>{toy().html()}")
    assert page.locator(".entropy-scene svg").count() == 0
    page.locator("[type=range]").first.evaluate(
        "e => { e.value = 2; e.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    assert page.locator(".entropy-scene svg").count() == 1
    assert "a는 2.00" in page.locator("svg").get_attribute("aria-label")


# -- 위젯 ------------------------------------------------------------------------------------------
def test_the_kernel_hears_of_a_value_when_the_hand_lets_go(page):
    scene = toy()
    page.set_content(SHOW)
    page.evaluate(f"() => {{ {JS}\nwindow.render = render; }}")
    page.evaluate(
        """([program, picture, values]) => {
            const el = document.body.appendChild(document.createElement("div")), on = {};
            const state = {...values, _program: program, _picture: picture}; saved = [];
            model = {get: n => state[n], set: (n, v) => saved.push([n, v]), save_changes: () => saved.push("save"),
                     on: (e, f) => on[e] = f, change: (n, v) => { state[n] = v; on["change:" + n](); }};
            render({model, el}); }""",
        [scene._program, scene._picture, scene.values],
    )
    fire = """([n, value, ...types]) => { const e = document.querySelectorAll("input")[n]; e.value = value;
        types.forEach(t => e.dispatchEvent(new Event(t, {bubbles: true}))); }"""
    for value in (0.25, 0.75, 1.25):
        page.evaluate(fire, [0, value, "input"])
    assert page.evaluate("saved") == []
    page.evaluate(fire, [0, 1.5, "input", "change"])
    page.evaluate(fire, [2, 3, "input", "change"])
    assert page.evaluate("saved") == [["a", 1.5], "save", ["z", [2, 3, 0.5]], "save"]
    page.evaluate("() => { model.change('a', -1); model.change('z', [0, 0, 4]); model.change('unit', 1); }")
    assert page.evaluate("() => [...document.querySelectorAll('[type=range]')].map(e => +e.value)") == [-1, 0, 0, 4]
    assert page.get_by_role("radio", name="나트").is_checked()
    same_parts(*page.evaluate(READ, [scene.svg(a=-1, z=[0, 0, 4], unit=1), LOOK]), "위젯")


# -- Firefox ---------------------------------------------------------------------------------------
def test_firefox_moves_a_scene_by_mouse_and_keys(firefox):
    firefox.set_content(SHOW + toy().html())
    firefox.evaluate(f"() => {{ {HEAR} }}")
    value = "() => +document.querySelector('[type=range]').value"
    x, y, width, height = firefox.evaluate(
        "() => (r => [r.x, r.y, r.width, r.height])(document.querySelector('[type=range]').getBoundingClientRect())"
    )
    before = firefox.evaluate(f"() => ({PICTURE})(document.body)")
    firefox.drag((x + width / 2, y + height / 2), (x + width * 0.9, y + height / 2))
    assert firefox.evaluate(value) > 1
    assert firefox.evaluate(f"() => ({PICTURE})(document.body)") != before
    for key, now in OWN:
        firefox.press(key)
        if key in ("End", "Home"):
            assert firefox.evaluate(value) == now
    assert firefox.evaluate("() => heard") == []
    firefox.press("Control+s")
    assert firefox.evaluate("() => heard.at(-1)") == "s"


def test_on_a_slide_firefox_lets_go(firefox):
    firefox.set_content(f'{SHOW}<div class="reveal">{toy().html()}</div>')
    firefox.evaluate(f"() => {{ {HEAR} }}")
    x, y, width, height = firefox.evaluate(
        "() => (r => [r.x, r.y, r.width, r.height])(document.querySelector('[type=range]').getBoundingClientRect())"
    )
    firefox.drag((x + width / 2, y + height / 2), (x + width * 0.9, y + 200))
    firefox.press("PageDown")
    assert firefox.evaluate("() => heard") == ["PageDown"]


@pytest.mark.parametrize("name", ["scripts run twice", "two scenes in one output", "shadow root in a shadow root"])
def test_in_firefox_a_scene_lives_wherever_it_is_put(name, firefox):
    way, html, times, count = EMBEDDINGS[name]
    firefox.set_content(SHOW)
    firefox.evaluate(way, [html(), times])
    look(firefox.evaluate, count)
