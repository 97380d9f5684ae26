"""강사가 손수 적을 법한 장면 열 가지: pyplot으로 그리고, 우리말 이름을 붙이고, 화면이 파일과 같은지 봐요."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
from screen import compare

from entropy_lab import binary_entropy, entropy, softmax
from entropy_lab.scene import Choice, Scene, Slider, pick

RECIPES = {}


def recipe(build):
    RECIPES[build.__name__] = build
    return build


@recipe
def curve_with_a_title():
    """제목에 수가 적히고, 선과 점이 한 선이에요."""
    fig, ax = plt.subplots(figsize=(5, 3))
    x = np.linspace(0, 1, 41)
    ax.plot(x, binary_entropy(x))
    (now,) = ax.plot([], [], "o-", color="tab:red")
    ax.set_xlabel("확률 p")
    ax.set_ylabel("엔트로피(비트)")

    def move(p):
        h = binary_entropy(p)
        return {now: dict(data=([p, p], [0, h])), ax.title: dict(text=f"p = {p:.2f}이면 {h:.3f}비트")}

    return Scene(fig, move, title="이진 엔트로피", description="곡선 하나.", p=Slider("확률 p", 0, 1, 0.01, 0.5))


@recipe
def bars_that_fade():
    """ax.bar의 막대가 높이와 비치는 정도를 함께 바꿔요."""
    fig, ax = plt.subplots(figsize=(5, 3))
    bars = ax.bar(range(4), np.zeros(4), color="tab:blue")
    ax.set_ylim(0, 1)

    def move(z, T):
        p = softmax(z, temperature=T)
        return {bar: dict(height=p[k], alpha=0.2 + 0.8 * p[k]) for k, bar in enumerate(bars)} | {
            ax.xaxis.label: dict(text=f"엔트로피 {entropy(p):.2f}비트")
        }

    return Scene(
        fig,
        move,
        title="소프트맥스",
        description="막대 넷.",
        z=Slider("로짓 {}", -3, 3, 0.1, [1, 0, -1, 0.5]),
        T=Slider("온도 T", 0.1, 5, 0.1, 1),
    )


@recipe
def first_points_of_a_walk():
    """앞의 n개만 보이고, 나머지는 없는 값(nan)이에요."""
    fig, ax = plt.subplots(figsize=(5, 3))
    t = np.arange(30)
    walk = np.cumsum(np.random.default_rng(0).choice([-1, 1], 30))
    (line,) = ax.plot([], [], "o-", ms=4)
    ax.set(xlim=(0, 30), ylim=(-9, 9), xlabel="걸음")

    def move(n):
        return {line: dict(data=(t, np.where(t < n, walk, np.nan))), "n": f"{n:.0f}걸음"}

    return Scene(fig, move, title="걷기", description="술 취한 걸음.", n=Slider("걸음 수 n", 1, 30, 1, 3))


@recipe
def log_axes():
    """로그 눈금에서 움직이는 점과 세로선."""
    fig, ax = plt.subplots(figsize=(5, 3))
    n = np.geomspace(1, 1e6, 50)
    ax.loglog(n, n**-0.5)
    (dot,) = ax.loglog([1], [1], "s")
    line = ax.axvline(10, color="gray")

    def move(k):
        return {dot: dict(data=([10**k], [10 ** (-k / 2)])), line: dict(xdata=[10**k, 10**k]), "k": f"{10**k:,.0f}개"}

    return Scene(fig, move, title="표준 오차", description="1/√n.", k=Slider("자료의 수", 0, 6, 0.1, 2))


@recipe
def heat_map():
    """결합 분포의 표: 칸의 색이 움직여요."""
    fig, ax = plt.subplots(figsize=(4, 3))
    tied, apart = np.eye(4) / 4, np.full((4, 4), 1 / 16)
    mesh = ax.pcolormesh(apart, vmin=0, vmax=0.25, cmap="Blues")

    def move(t):
        return {mesh: dict(array=(1 - t) * apart + t * tied)}

    return Scene(fig, move, title="결합 분포", description="표 하나.", t=Slider("의존도 t", 0, 1, 0.01, 0.3))


@recipe
def scatter_with_correlation():
    """흩뿌린 점들이 상관을 따라 움직여요."""
    fig, ax = plt.subplots(figsize=(4, 3))
    x, z = np.random.default_rng(1).normal(size=(2, 40))
    points = ax.scatter(x, z, s=12, color="tab:green")
    ax.set(xlim=(-4, 4), ylim=(-4, 4))

    def move(rho):
        return {
            points: dict(offsets=np.stack([x, rho * x + np.sqrt(1 - rho**2) * z], axis=1), alpha=0.3 + 0.6 * rho**2)
        }

    return Scene(fig, move, title="상관", description="점 마흔 개.", rho=Slider("상관 ρ", -0.99, 0.99, 0.01, 0.5))


@recipe
def steps_of_a_distribution():
    """계단으로 그린 누적 분포."""
    fig, ax = plt.subplots(figsize=(4, 3))
    (stairs,) = ax.plot([], [], drawstyle="steps-post", lw=2)
    ax.set(xlim=(-0.5, 6.5), ylim=(0, 1.05))
    k = np.arange(7)

    def move(z):
        p = np.exp(-z * k) / np.exp(-z * k).sum()
        return {stairs: dict(data=(k, np.cumsum(p)), linewidth=1 + z, color=(z / 2, 0, 1 - z / 2))}

    return Scene(fig, move, title="누적 분포", description="계단.", z=Slider("기울기", 0, 2, 0.05, 0.5))


@recipe
def annotation_that_follows():
    """점을 따라다니는 글과, 고른 것에 따라 바뀌는 색."""
    fig, ax = plt.subplots(figsize=(5, 3))
    x = np.linspace(0.01, 1, 60)
    ax.plot(x, -np.log2(x))
    (dot,) = ax.plot([0.5], [1], "o", ms=9)
    word = ax.annotate("", (0.5, 1), (8, 6), textcoords="offset points", weight="bold")

    def move(p, unit):
        bits = -np.log2(p)
        shown = np.where(unit == 0, bits, bits * np.log(2))
        return {
            dot: dict(data=([p], [bits]), color=pick(unit, "tab:blue", "#b84a00")),
            word: dict(xy=(p, bits), text=f"{shown:.2f}" + pick(unit, "비트", "나트")),
        }

    return Scene(
        fig,
        move,
        title="놀라움",
        description="−log p.",
        p=Slider("확률 p", 0.02, 1, 0.01, 0.5),
        unit=Choice("단위", ["비트", "나트"]),
    )


@recipe
def shares_of_a_whole():
    """누적 막대와 퍼센트."""
    fig, ax = plt.subplots(figsize=(5, 2))
    parts = [ax.barh(0, 1, color=c)[0] for c in ("tab:blue", "tab:orange", "tab:gray")]
    said = ax.text(0.5, 0.55, "", ha="center")
    ax.set(xlim=(0, 1), ylim=(-0.5, 0.8), yticks=[])

    def move(w):
        p = w / w.sum()
        left = np.cumsum(p) - p
        told = {part: dict(x=left[j], width=p[j]) for j, part in enumerate(parts)}
        return told | {said: dict(text=f"가장 큰 몫 {p.max():.0%}, 나머지 {1 - p.max():+.1%}")}

    return Scene(fig, move, title="몫", description="막대 하나.", w=Slider("무게 {}", 1, 9, 1, [5, 3, 1]))


@recipe
def regions_and_rules():
    """비교를 & | ~로 잇고, 소수점을 맞추고, 나머지를 구해요."""
    fig, ax = plt.subplots(figsize=(5, 3))
    x = np.linspace(-3, 3, 61)
    (curve,) = ax.plot(x, x)
    (inside,) = ax.plot([], [], lw=4)
    (poly,) = ax.fill([0, 1, 1], [0, 0, 1], alpha=0.3)
    note = ax.text(0.02, 0.95, "", transform=ax.transAxes, va="top")
    ax.set_ylim(-2, 2)

    def move(a, b):
        y = np.tanh(a * x) + 0.2 * np.sin(b * x)
        chosen = (y > -0.5) & (y < 0.5) | ~(np.abs(x) < 2.5)
        top = np.clip(a, 0.2, 1)
        return {
            curve: dict(ydata=y),
            inside: dict(data=(x, np.where(chosen, y, np.nan))),
            poly: dict(xy=np.stack([np.linspace(0, top, 5), np.linspace(0, 1, 5) @ np.ones((5, 5)) / 5 * top], axis=1)),
            note: dict(
                text=f"{chosen.mean():.0%}가 안에 있고, 나머지는 {np.round(a % 0.7, 1):.1f}, 몫은 {a // 0.7:.0f}"
            ),
        }

    return Scene(
        fig, move, title="고르기", description="곡선.", a=Slider("a", 0.1, 3, 0.1, 1), b=Slider("b", 0, 9, 0.5, 2)
    )


@pytest.fixture(autouse=True)
def own_figures():
    with plt.rc_context({"backend": "agg"}):
        yield
    assert not plt.get_fignums()  # 장면이 된 그림은 pyplot이 다시 그리지 않아요


@pytest.mark.parametrize("build", RECIPES.values(), ids=RECIPES.keys())
def test_a_lecturers_scene_moves_as_its_file_says(build, page):
    compare(page, build(), 6)


def test_in_a_notebook_the_recipe_shows_one_living_picture(tmp_path):
    """노트북의 셀이 보이는 것은 장면 하나뿐이에요."""
    import nbformat
    from nbclient import NotebookClient

    code = """import matplotlib.pyplot as plt
from entropy_lab import binary_entropy
from entropy_lab.scene import Scene, Slider
fig, ax = plt.subplots()
ax.set_xlabel("확률 p")
(dot,) = ax.plot([0], [0], "o")
Scene(fig, lambda p: {dot: dict(data=([p], [binary_entropy(p)]))}, title="점", description="점.", p=Slider("확률 p", 0, 1, 0.1, 0.5))"""
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(nb, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (output,) = nb.cells[0].outputs
    assert output.output_type == "execute_result"
    assert "data-scene" in output.data["text/html"]
    assert "image/png" not in json.dumps(output.data)
