"""장면: 그림 하나, 손잡이 몇 개, 움직이는 부분의 자리를 말하는 함수 하나. 엔트로피는 모르는 엔진이에요."""

from .controls import Choice, Slider
from .parts import Area
from .reading import Reading
from .scene import Scene
from .tape import pick

__all__ = ["Area", "Choice", "Reading", "Scene", "Slider", "pick"]
