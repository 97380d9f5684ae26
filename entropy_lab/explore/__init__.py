"""노트북에서만 쓰는 장면들. 그림마다 함수 하나이고, 함수는 움직이는 장면(Scene)을 돌려줘요. 파일은 노트북마다 하나예요."""

from .conditional import against_chance, chain, joint, joint_squares, months
from .cross_entropy import learning_curves, logits, saturation, stacked, third_logit
from .deep_learning import bandit_policies, calibration, exploration, smoothing, soft_labels, strip, triage
from .distributions import bernoulli, categorical, cells, gaussian, quantised, simplex
from .entropy import block_codes, code_lengths, questions
from .information import repeats, surprisal_strip, surprise
from .lab import training_lab
from .mutual import best_bounds, ceiling, correlated, mates, overlap
from .parts import SCENES, grid
from .summary import bridge, concept_map, epsilon, table
from .why import confidence

__all__ = [
    "SCENES",
    "against_chance",
    "bandit_policies",
    "bernoulli",
    "best_bounds",
    "block_codes",
    "bridge",
    "calibration",
    "categorical",
    "ceiling",
    "cells",
    "chain",
    "code_lengths",
    "concept_map",
    "confidence",
    "correlated",
    "epsilon",
    "exploration",
    "gaussian",
    "grid",
    "joint",
    "joint_squares",
    "learning_curves",
    "logits",
    "mates",
    "months",
    "overlap",
    "quantised",
    "questions",
    "repeats",
    "saturation",
    "simplex",
    "smoothing",
    "soft_labels",
    "stacked",
    "strip",
    "surprisal_strip",
    "surprise",
    "table",
    "third_logit",
    "training_lab",
    "triage",
]
