"""손잡이: 수를 움직이는 슬라이더와 하나를 고르는 단추."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import traitlets


def numbers(x):
    """수로 된 배열. 글이나 참거짓처럼 수가 아니면 None."""
    with suppress(TypeError, ValueError):
        if np.asarray(x).dtype.kind not in "USb":
            return np.asarray(x, float)
    return None


@dataclass(frozen=True)
class Slider:
    """값 하나(start가 수) 또는 여럿(start가 나열, 이름표의 {}에 번호)을 움직이는 슬라이더."""

    label: str
    low: float
    high: float
    step: float
    start: float | Sequence[float]
    unit: str = ""

    def __post_init__(self):
        limits, start = numbers([self.low, self.high, self.step]), numbers(self.start)
        if limits is None or not (self.low < self.high and self.step > 0 and np.isfinite(limits).all()):
            raise ValueError(
                f"슬라이더 {self.label!r}의 범위 {self.low!r}부터 {self.high!r}까지, 걸음 {self.step!r}은 쓸 수 없어요. "
                "low < high이고 step > 0인 수여야 해요."
            )
        if start is None or not start.size or not self.accept(start):
            raise ValueError(
                f"슬라이더 {self.label!r}의 처음 값에 {self.start!r}은 쓸 수 없어요. {self.range}의 수로 적어 주세요."
            )

    @property
    def ends(self):
        """시험해 볼 두 끝."""
        return [np.full(np.shape(self.start), v) if np.ndim(self.start) else v for v in (self.low, self.high)]

    def program(self):
        digits = len(f"{self.step:.10g}".partition(".")[2])
        shared = dict(min=self.low, max=self.high, step=self.step, digits=digits, unit=self.unit)
        return [dict(label=self.label.format(n + 1)) | shared for n in range(np.size(self.start))]

    def accept(self, value):
        return np.isfinite(value).all() and (value >= self.low).all() and (value <= self.high).all()

    @property
    def range(self):
        return f"{self.low:g}부터 {self.high:g}까지"


@dataclass(frozen=True)
class Choice:
    """여럿 가운데 하나를 고르는 단추. 값은 고른 것의 번호(0부터)예요."""

    label: str
    options: Sequence[str]
    start: int = 0

    def __post_init__(self):
        if isinstance(self.options, str) or not self.options:
            raise ValueError(f"단추 {self.label!r}의 보기를 ['가', '나']처럼 리스트로 적어 주세요: {self.options!r}")
        if not self.accept(self.start):
            raise ValueError(f"단추 {self.label!r}의 처음 값 {self.start!r}이(가) {self.range}가 아니에요.")

    @property
    def ends(self):
        """시험해 볼 보기들."""
        return list(range(len(self.options)))

    def program(self):
        return [dict(label=self.label, options=list(self.options))]

    def accept(self, value):
        return value in range(len(self.options))

    @property
    def range(self):
        return f"0부터 {len(self.options) - 1}까지의 번호"


class Setting(traitlets.TraitType):
    """손잡이 하나의 값."""

    def __init__(self, control):
        super().__init__(np.ravel(control.start).tolist() if np.ndim(control.start) else control.start)
        self.control = control

    def validate(self, scene, value):
        start, now = self.control.start, numbers(value)
        if now is None or now.shape != np.shape(start) or not self.control.accept(now):
            form = f"값 {np.size(start)}개를 담은 리스트로" if np.ndim(start) else "값으로"
            raise traitlets.TraitError(
                f"{self.name}에 {value!r}을(를) 넣을 수 없어요. {self.control.range}의 {form} 넣어 주세요."
            )
        return int(now) if isinstance(self.control, Choice) else now.tolist()
