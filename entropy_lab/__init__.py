"""손으로 움직여 배우는 엔트로피."""

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
