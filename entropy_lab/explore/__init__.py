"""노트북에서만 쓰는 장면들. 그림마다 함수 하나이고, 함수는 움직이는 장면(Scene)을 돌려줘요. 파일은 노트북마다 하나예요."""

from .distributions import bernoulli, categorical, cells, gaussian, quantised, simplex
from .entropy import block_codes, code_lengths, questions
from .information import repeats, surprisal_strip, surprise
from .parts import SCENES, grid

__all__ = [
    "SCENES",
    "bernoulli",
    "block_codes",
    "categorical",
    "cells",
    "code_lengths",
    "gaussian",
    "grid",
    "quantised",
    "questions",
    "repeats",
    "simplex",
    "surprisal_strip",
    "surprise",
]
