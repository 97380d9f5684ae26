"""엔트로피를 손으로 만져 보는 노트북 열 권의 바탕: 정의는 모두 measures에 있어요."""

from .measures import (
    binary_entropy,
    conditional_entropy,
    cross_entropy,
    entropy,
    gaussian_entropy,
    information,
    joint_entropy,
    kl_divergence,
    mutual_information,
    smooth,
    softmax,
)

__all__ = [
    "binary_entropy",
    "conditional_entropy",
    "cross_entropy",
    "entropy",
    "gaussian_entropy",
    "information",
    "joint_entropy",
    "kl_divergence",
    "mutual_information",
    "smooth",
    "softmax",
]
