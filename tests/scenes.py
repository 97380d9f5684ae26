"""여러 검사가 함께 보는 것: 코스의 모든 장면과, 그 손잡이를 놓아 볼 자리들."""

import re
from itertools import islice, product

import numpy as np
import pytest
from hand import quick

from entropy_lab import course
from entropy_lab.draw import SCENES
from entropy_lab.figures import FIGURES
from entropy_lab.scene import Choice

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
