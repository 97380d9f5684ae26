"""05 더 깊이, 정직한 점수: 로그, 브라이어, 초점 점수의 장면과 연습."""

import numpy as np

from ..draw import Box, along, at, dot, headline, line, moving, note, panels, quarters, reads
from ..josa import josa
from ..measures import entropy, kl_divergence
from ..palette import INK, MODEL, OTHER, TRUTH
from ..quiz.grading import amount, by_hand, close
from ..scene import Slider

X = np.round((1 - np.cos(np.linspace(0.04, np.pi - 0.04, 161))) / 2, 5)  # 양 끝이 촘촘한 보고들
LOSSES = {  # 일이 일어났을 때, 보고한 확률 q가 잃는 점수
    "로그": lambda q: -np.log(q),
    "브라이어": lambda q: 2 * (1 - q) ** 2,
    "초점": lambda q: -((1 - q) ** 2) * np.log(q),
}


def expected(loss, p, q):
    """진실이 p일 때 q라고 보고하면 잃는 점수의 기댓값."""
    return p * loss(q) + (1 - p) * loss(1 - q)


def truth_for(q):
    """초점 점수가 q라는 보고를 가장 좋아하게 되는 진실 p."""

    def slope(q):
        return (1 - q) ** 2 / q - 2 * (1 - q) * np.log(q)

    return slope(1 - q) / (slope(q) + slope(1 - q))


def best_report(p):
    """진실이 p일 때 초점 점수를 가장 적게 잃는 보고(이분법)."""
    low, high = 0 * p + 1e-6, 0 * p + 1 - 1e-6
    for _ in range(24):
        mid = (low + high) / 2
        under = truth_for(mid) < p
        low, high = np.where(under, mid, low), np.where(under, high, mid)
    return mid


@moving(
    "로그와 브라이어는 정직을, 초점은 망설임을 부추긴다",
    "왼쪽은 진실이 p일 때 보고한 확률마다 가장 좋은 보고보다 더 잃는 점수의 기댓값. 로그와 브라이어의 곡선은 p에서 바닥에 닿고, 초점의 곡선은 p보다 1/2에 가까운 곳에서 닿는다. 오른쪽은 진실마다의 가장 좋은 보고이고, 대각선이 정직이다.",
    p=Slider("진실 p", 0.02, 0.98, 0.01, 0.8),
)
def scores(fig):
    log, brier, shy = headline(
        fig, "가장 좋은 보고:  로그(가는 선) ", INK, "      브라이어(점선) ", OTHER, "      초점(굵은 선) ", MODEL
    )
    left, right = panels(
        fig,
        Box("보고한 확률 $q$", "더 잃는 점수의 기댓값", share=56, tall=140),
        Box("진실 $p$", "가장 좋은 보고", share=44, tall=140),
    )
    left.set(xlim=(0, 1), ylim=(0, 1))
    right.set(xlim=(0, 1), ylim=(0, 1))
    for axis in (left.xaxis, left.yaxis, right.xaxis, right.yaxis):
        quarters(axis)
    here = line(left, TRUTH, width=1.1, dashed=True)
    looks = dict(color=INK), dict(color=OTHER, dashes=(5, 2)), dict(color=MODEL, width=3.2)
    curves = {name: line(left, **look) for name, look in zip(LOSSES, looks, strict=True)}
    honest, lowest = dot(left, color=TRUTH), dot(left, color=MODEL, shape="s")
    q = np.linspace(0.001, 0.999, 200)
    line(right, TRUTH, [0, 1], [0, 1], 1.8)
    line(right, MODEL, truth_for(q), q, 3)
    note(right, (0.78, 0.86), "로그, 브라이어", TRUTH, (0, 0), "right")
    note(right, (0.06, 0.54), "초점", MODEL, (0, 0))
    stem = line(right, TRUTH, width=1.1, dashed=True)
    marks = dot(right, color=TRUTH), dot(right, color=MODEL, shape="s")

    def move(p):
        mid = best_report(p)
        told = reads(log, f"{p:.2f}") | reads(brier, f"{p:.2f}") | reads(shy, f"{mid:.2f}")
        told |= along(here, [p, p], [0, 1]) | at(honest, p, 0) | at(lowest, mid, 0)
        told |= along(stem, [p, p], [0, np.maximum(p, mid)]) | at(marks[0], p, p) | at(marks[1], p, mid)
        for name, curve in curves.items():
            best = mid if name == "초점" else p
            lost = expected(LOSSES[name], p, X) - expected(LOSSES[name], p, best)
            told |= along(curve, X, np.minimum(lost, 1.2))
        return told | dict(
            alt=f"진실이 {p:.2f}일 때 로그와 브라이어는 {p:.2f}, 초점은 {mid:.2f}일 때 가장 적게 잃어요."
        )

    return move


# -- 연습 --------------------------------------------------------------------------------------------
LOST = kl_divergence([0.7, 0.3], [0.9, 0.1], base=np.e)
amount("5.9", LOST, "나트", "D_KL([0.7, 0.3]‖[0.9, 0.1]) = 0.154나트. 로그 점수에서 더 잃는 것이 KL 발산이에요.")(
    (kl_divergence([0.9, 0.1], [0.7, 0.3], base=np.e), "평균을 낼 때의 확률은 진짜인 0.7과 0.3이에요."),
    (0.7645, "그건 잃는 점수 전체예요. 정직하게 보고할 때 잃는 것을 빼 보세요."),
    (entropy([0.7, 0.3], base=np.e), "그건 정직하게 보고할 때 잃는 점수예요."),
    (np.log(0.9 / 0.7), "비가 올 때만 보셨어요. 오지 않을 때도 0.3의 무게로 더해 주세요."),
)
amount("5.10", 0.08, "", "2 × (0.9 − 0.7)² = 0.08이에요. 진실에서 어긋난 만큼을 제곱해 매겨요.")(
    (0.5, "그건 잃는 점수 전체예요. 정직하게 보고할 때 잃는 0.42를 빼 보세요."),
    (0.42, "그건 정직하게 보고할 때 잃는 점수예요."),
    (0.04, "점수의 앞에 2가 있어요."),
)


@by_hand("5.11", "scores", "진실이 0.95일 때예요. 초점은 0.95를 0.75로 낮춰 말해요.")
def _(p):
    report = best_report(p)
    way = "올려" if report < 0.75 else "내려"
    return (
        None
        if close(report, 0.75)
        else f"지금 초점의 가장 좋은 보고는 {josa(f'{report:.3f}', '이에요/예요')}. 진실을 {way} 보세요."
    )
