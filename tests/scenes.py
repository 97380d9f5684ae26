"""여러 검사가 함께 보는 것: 코스의 모든 장면과, 그 손잡이를 놓아 볼 자리들."""

import functools
import re
from itertools import islice, product

import numpy as np
import pytest
from hand import quick
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from entropy_lab import course
from entropy_lab.draw import SCENES
from entropy_lab.figures import FIGURES
from entropy_lab.scene import Area, Choice, Reading, Scene, Slider, pick

course.load()
HANGUL = re.compile("[가-힣]")
MAKERS = dict(SCENES)
MAKERS |= {f"{n}-{lang}": lambda m=m, lang=lang: m(lang) for n, m in FIGURES.items() for lang in ("ko", "en")}
every_scene = pytest.mark.parametrize("make", quick(MAKERS, 8))


def settings(scene, at_least=500, seed=0):
    """손잡이의 양 끝을 모두 짝지은 것, 그다음 눈금 위의 아무 자리."""
    sliders = [(n, c) for n, c in scene.controls.items() for _ in range(np.size(c.start))]
    stops = [
        range(len(c.options))
        if isinstance(c, Choice)
        else np.round(c.low + c.step * np.arange(round((c.high - c.low) / c.step) + 1.0), 10).tolist()
        for _, c in sliders
    ]
    ends = [s if isinstance(s, range) else (s[0], s[-1]) for s in stops]
    rng = np.random.default_rng(seed)
    corners = list(islice(product(*ends), 1024))
    anywhere = [[s[rng.integers(len(s))] for s in stops] for _ in range(at_least - len(corners))]
    for numbers in corners + anywhere:
        values = {}
        for (n, c), x in zip(sliders, numbers, strict=True):
            values[n] = [*values.get(n, []), x] if np.ndim(c.start) else x
        yield values


def flat(values):
    """손잡이의 값들을 스크립트가 받는 한 줄로."""
    return [float(v) for value in values.values() for v in np.ravel(value)]


P = Slider("확률 p", 0, 1, 0.01, 0.5)


def small(move, fig=None, title="작은 장면", description="그림 하나.", **controls):
    """손잡이 하나(p)인 장면. 그림을 주지 않으면 move에게 선 하나가 그려진 축을 먼저 건네요."""
    if fig is None:
        fig = Figure(figsize=(4, 3))
        ax = fig.add_subplot(xlim=(0, 1), ylim=(0, 1))
        line = ax.plot([0, 1], [0, 1])[0]
        move = functools.partial(move, ax, line)
    return Scene(fig, move, title=title, description=description, **(controls or dict(p=P)))


def toy():
    """엔진이 할 줄 아는 것을 모두 쓰는 장면: 슬라이더 하나, 여럿, 단추, 글, 감추기, 색."""
    fig = Figure(figsize=(6.4, 4))
    ax = fig.add_axes((0.1, 0.2, 0.8, 0.6), xlim=(-3, 3), ylim=(-9, 9))
    (line,), (dots,) = ax.plot([], []), ax.plot([], [], "o-", color="tab:red")
    bars = ax.bar(range(3), [0, 0, 0], width=0.5)
    disc = ax.add_patch(Circle((0, 0), 1, fc="none", ec="tab:green"))
    area = ax.add_patch(Area(fc="tab:olive", lw=0))
    total, tail = (fig.add_artist(Reading(0.1, 0.9, "", transform=fig.transFigure)) for _ in range(2))
    tail.after = total
    tail.set_text(" $a$ ")
    first, far = ax.text(0, 0, "", ha="right"), ax.text(0, 5, "", ha="center", size=9)

    def move(a, z, unit):
        x, cut = np.linspace(-1, 1, 9), a > 1
        away = np.where(cut, np.inf, np.where(a < -1, -np.inf, 1000 * a))
        return {
            line: dict(data=(x, np.where(x > a, np.nan, a * x**2)), linewidth=1 + a**2),
            dots: dict(data=(np.stack([a, -a]), z[:2]), visible=1 - cut),
            **{bar: dict(height=z[k], alpha=0.2 + 0.1 * abs(z[k])) for k, bar in enumerate(bars)},
            disc: dict(center=(a, 1), radius=1 + a * a, color=(a / 2, 0, 0.5)),
            area: dict(xy=(np.stack([-1, 1, a]), np.stack([0, 0, z.max()])), visible=cut),
            total: dict(text=f"합 {z.sum():z.2f}" + pick(unit, "비트", " $\\mathrm{nat}$")),
            first: dict(text=f"$z_1$={z[0]:z.1f}", position=(a, -z[1]), color=pick(unit, "k", "tab:red")),
            far: dict(text=f"{away:z,.0f}원", visible=z.sum() > -3),
            ax.title: dict(text=f"a는 {a:+.2f}"),
            "alt": f"a는 {a:z.2f}, 합은 {z.sum():z.2f}.",
            "a": f"{a * a:.4f}배",
        }

    return Scene(
        fig,
        move,
        title="모든 것",
        description="모두 움직이는 그림.",
        name="toy",
        a=Slider("가로 a", -2, 2, 0.25, 0.5),
        z=Slider("로짓 {}", -4, 4, 0.5, [2, -1, 0.5], "점"),
        unit=Choice("단위", ["비트", "나트"]),
    )
