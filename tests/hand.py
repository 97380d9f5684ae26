"""여러 검사가 함께 쓰는 손: 슬라이더를 끝에서 끝까지 옮기고, 마우스로 끌고, 많은 것 가운데 몇을 골라요."""

import os
import random

import pytest

SWEEP = os.environ.get("ENTROPY_LAB_SWEEP") == "1"


def sample(things, n):
    """make sweep(ENTROPY_LAB_SWEEP=1)에서는 모두, 아니면 처음부터 끝까지 고루 흩어진 n개. 언제 골라도 같은 것들이에요.

    길이가 같은 n토막에서 하나씩 뽑아서, 셋마다 되풀이되는 줄에서도 한 가지만 뽑히지 않아요.
    """
    things, pick = list(things), random.Random(0)
    if SWEEP or len(things) <= n:
        return things
    return [things[pick.randrange(len(things) * k // n, len(things) * (k + 1) // n)] for k in range(n)]


def quick(things, n):
    """parametrize의 값들 {이름: 값} 또는 이름들. make test는 모두, make check는 고루 고른 n개만 봐요(나머지는 slow예요)."""
    things = things if isinstance(things, dict) else dict(zip(things, things, strict=True))
    few = set(sample(things, n))
    marks = {name: () if name in few else pytest.mark.slow for name in things}
    return [pytest.param(thing, id=name, marks=marks[name]) for name, thing in things.items()]


def move_sliders(where, svg):
    """모든 슬라이더를 끝에서 끝까지 옮겨 그림이 따라오는지 보고 제자리에 둬요. 옮긴 슬라이더의 이름들을 돌려줘요."""
    names = set()
    for slider in where.get_by_role("slider").all():
        name, start = slider.get_attribute("aria-label"), slider.input_value()
        slider.press("Home")
        low = svg.inner_html()
        slider.press("End")
        assert svg.inner_html() != low, name
        slider.press("ArrowLeft")
        slider.fill(start)
        names.add(name)
    return names


def drag(page, slider, start, end):
    """슬라이더를 폭의 start에서 end까지 마우스로 끌어요. 슬라이더가 놓인 네모를 돌려줘요."""
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, y, steps=5)
    page.mouse.up()
    return box
