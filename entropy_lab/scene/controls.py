"""손잡이: 수를 움직이는 슬라이더와 하나를 고르는 단추."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from reprlib import repr as short

import numpy as np
import traitlets

from ..josa import josa
from .reading import spell


def numbers(x):
    """수로 된 배열. 글이나 참거짓처럼 수가 아니면 nan이에요."""
    with suppress(Exception):  # 남이 만든 물건은 어떻게 멈출지 몰라요
        array = np.array(x.tolist() if hasattr(x, "tolist") else x)  # 가린 값은 None이 되어 걸러져요
        if array.dtype.kind in "iufO":
            return array.astype(float)
    return np.array(np.nan)


class Unreachable(traitlets.TraitError, ValueError):
    """손잡이가 닿을 수 없는 값."""


class Control:
    """두 손잡이가 함께 하는 일. 저마다 닿는 곳(low, high, kind)과 그 이름(noun), 시험해 볼 자리(ends)를 알아요."""

    def read(self, value, name):
        """`value`를 손잡이의 값으로 바꿔요. 닿을 수 없으면 Unreachable이에요."""
        start, now = numbers(self.start), numbers(value)
        if now.shape == start.shape and ((now >= self.low) & (now <= self.high)).all():
            read = now.astype(self.kind)
            if (read == now).all():
                return read.tolist()
        many = f"{self.noun} {start.size}개를 담은 리스트를" if start.ndim else josa(self.noun, "을/를")
        wanted = f"{self.low:g}부터 {self.high:g}까지의 {many} 넣어 주세요"
        raise Unreachable(f"{name}에 {josa(short(value), '을/를')} 넣을 수 없어요. {wanted}.")


@dataclass(frozen=True)
class Slider(Control):
    """값 하나(start가 수) 또는 여럿(start가 나열, 이름표의 {}에 번호)을 움직이는 슬라이더."""

    label: str
    low: float
    high: float
    step: float
    start: float | Sequence[float]
    unit: str = ""

    kind, noun = float, "값"
    ends = property(lambda self: [np.full(np.shape(self.start), end) for end in (self.low, self.high)])

    def __post_init__(self):
        limits, start = numbers([self.low, self.high, self.step]), numbers(self.start)
        good = limits.shape == (3,) and np.isfinite(limits).all() and self.low < self.high and self.step > 0
        if not (good and start.size and start.ndim < 2):
            given = short((self.low, self.high, self.step, self.start))
            raise ValueError(
                f"슬라이더 {josa(repr(self.label), '을/를')} low < high, step > 0인 수와 비지 않은 start로 적어 주세요: {given}."
            )
        self.read(self.start, f"슬라이더 {self.label!r}의 처음 값")

    @property
    def digits(self):
        return len(f"{self.step:.10g}".partition(".")[2])

    def spelled(self, value):
        """손잡이 옆에 적히는 글들."""
        return [spell(f"{v:.{self.digits}f}") + self.unit for v in np.ravel(value)]

    def program(self):
        shared = dict(min=self.low, max=self.high, step=self.step, digits=self.digits, unit=self.unit)
        return [dict(label=self.label.format(n + 1)) | shared for n in range(np.size(self.start))]


@dataclass(frozen=True)
class Choice(Control):
    """여럿 가운데 하나를 고르는 단추. 값은 고른 것의 번호(0부터)예요."""

    label: str
    options: Sequence[str]
    start: int = 0

    kind, noun, low = int, "번호", 0
    high = property(lambda self: len(self.options) - 1)
    ends = property(lambda self: range(len(self.options)))

    def __post_init__(self):
        listed = isinstance(self.options, list | tuple) and all(isinstance(option, str) for option in self.options)
        if not (listed and self.options) or numbers(self.start).ndim:
            wanted = "보기를 ['가', '나']처럼 리스트로, 처음 값을 그 번호 하나로"
            raise ValueError(f"단추 {self.label!r}의 {wanted} 적어 주세요: {short((self.options, self.start))}.")
        self.read(self.start, f"단추 {self.label!r}의 처음 값")

    def spelled(self, value):
        """고른 것의 이름."""
        return [self.options[value]]

    def program(self):
        return [dict(label=self.label, options=list(self.options))]


class Setting(traitlets.TraitType):
    """손잡이 하나의 값."""

    def __init__(self, control):
        super().__init__(np.asarray(control.start).tolist())
        self.control = control

    def validate(self, scene, value):
        return self.control.read(value, self.name)
