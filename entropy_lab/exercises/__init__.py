"""노트북의 연습: 파일은 노트북마다 하나이고, 여기서 번호의 차례로 모아요."""

from . import (  # noqa: F401  읽어 들이면 EXERCISES에 올라요.
    check_with_code,
    conditional,
    cross_entropy,
    deep_learning,
    distributions,
    entropy,
    information,
    mutual,
    summary,
    why,
)
from .grading import EXERCISES

EXERCISES = dict(sorted(EXERCISES.items(), key=lambda e: [int(n) for n in e[0].split(".")]))
