"""05 딥러닝에서 쓰기: 장면, 연습, 바로잡기."""

from functools import cache, partial
from html import escape
from threading import Event, Thread

import ipywidgets as w
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..data import digits
from ..draw import bars, chosen, dot, headline, heights, note, panel, pillar, quarters, scene
from ..josa import josa
from ..measures import (
    cross_entropy,
    entropy,
    information,
    smooth,
    softmax,
)
from ..palette import INK, MODEL, MUTED, OTHER, PAPER, SPINE, TRUTH
from ..quiz.answers import function
from ..quiz.grading import amount, by_hand, close, differs, exercise, smoothed
from ..scene import Choice, Slider, pick
from ..style import picture, style
from .ledger import correction

# 씨앗 0으로 997장을 30바퀴 배운 신경망(64-64-10)이 시험 그림 800장에서 틀린 34장의 차례: 가장 망설인 것이 0이다
MISTAKES = [
    [4, 5, 7, 8, 13, 15, 20, 22, 25, 26, 29, 31, 37, 40, 41, 42, 43, 48, 49, 51, 53, 54, 57, 58, 70, 73, 81, 87, 89, 96, 103, 147, 157, 164],
    [0, 1, 5, 11, 13, 18, 22, 23, 27, 28, 29, 31, 32, 34, 38, 42, 43, 48, 57, 59, 60, 62, 63, 66, 68, 79, 85, 86, 90, 93, 102, 155, 167, 169],
]  # fmt: skip


@scene
def triage(fig):
    title = "망설인 것부터 사람이 보면 오답이 먼저 걸러진다"
    _, asked, _, caught, _, rest = headline(
        fig, title, "사람이 볼 그림 ", ("", INK), "      그 속의 오답 ", ("", MODEL), "      나머지의 오답률 ", ("", TRUTH))  # fmt: skip
    ax = panel(fig, "사람에게 보낸 몫 (%)", "나머지 예측의 오답률 (%)")
    ax.set(xlim=(0, 30), ylim=(0, 5), xticks=range(0, 31, 10), yticks=range(6))
    ranks, n = np.array(MISTAKES), np.arange(0, 241, 2)
    left = (ranks[:, :, None] >= n).sum(axis=1) / (800 - n) * 100
    ax.plot(n / 8, left[0], color=TRUTH)
    ax.plot(n / 8, left[1], color=OTHER, lw=1.1)
    ax.plot([0, 30], [4.25, 4.25], color=SPINE, lw=0.9, dashes=(4, 3))
    note(ax, (30, 4.25), "아무렇게나 고르면", MUTED, (0, 9), ha="right", size=10)
    note(ax, (13, 2.3), "엔트로피가 큰 것부터", TRUTH)
    note(ax, (13, 1.8), "가장 큰 확률이 작은 것부터", OTHER)
    now = dot(ax)

    def move(sent, by):
        many = sent * 8
        wrong = (chosen(ranks, by) < many).sum()
        risk = (34 - wrong) / (800 - many) * 100
        return {
            now: dict(data=([sent], [risk])),
            asked: dict(text=f"{many:.0f}장"),
            caught: dict(text=f"34개 가운데 {wrong:.0f}개"),
            rest: dict(text=f"{risk:.1f}%"),
            "sent": f"{sent:.0f}%",
            "alt": f"{many:.0f}장을 사람이 보면 오답 34개 가운데 {wrong:.0f}개를 잡고, 나머지의 오답률은 {risk:.1f}퍼센트예요.",
        }

    return move, dict(
        title=title,
        description="시험 그림 800장을 망설인 차례로 사람에게 보낼 때 나머지 예측의 오답률. 4.25퍼센트에서 가파르게 떨어지고, 엔트로피로 고르나 가장 큰 확률로 고르나 거의 같다.",
        sent=Slider("사람에게 보낸 몫", 0, 30, 1, 10),
        by=Choice("망설임을 재는 자", ["엔트로피", "가장 큰 확률"]),
    )


def strip(images, title, line):
    """8×8 그림 몇 장을 이름과 함께 나란히 놓은 그림이에요. images는 {이름: 화소 64개}예요."""
    with style():
        fig = Figure(figsize=(6.4, 3.4))
        headline(fig, title, line)
        for n, (name, pixels) in enumerate(images.items()):
            ax = fig.add_axes((0.05 + 0.32 * n, 0.14, 0.26, 0.6), aspect="equal")
            squares(ax, pixels)
            ax.text(4, 8.9, name, ha="center", va="center", color=MUTED)
        return picture(fig, f"{title}. 왼쪽부터 {', '.join(images)}이에요.")


def squares(ax, pixels):
    """화소 64개를 잉크가 짙을수록 짙은 네모로 그려요."""
    ax.axis("off")
    ax.set(xlim=(0, 8), ylim=(8, 0))
    for (r, c), ink in np.ndenumerate(np.reshape(pixels, (8, 8))):
        ax.add_patch(Rectangle((c + 0.03, r + 0.03), 0.94, 0.94, fc=INK, alpha=0.05 + 0.95 * float(ink), lw=0))


@scene
def smoothing(fig):
    title = "스무딩을 하면 손실에 바닥이 생기고, 로짓이 멈출 곳을 얻는다"
    _, floor, _, stop = headline(
        fig, title, "손실의 바닥 $H(y')$ = ", ("", TRUTH), "      로짓이 멈추는 차이 ", ("", MODEL)
    )
    k, answer = np.arange(10), 2
    left = panel(fig, "범주", "목표 확률 $y'$", (0.072, 0.135, 0.40, 0.595))
    left.set(xlim=(-0.6, 9.6), ylim=(0, 1), xticks=k)
    quarters(left.yaxis)
    columns = bars(left, k, 0.62, TRUTH)
    right = panel(fig, "정답 로짓이 나머지보다 높은 만큼", "손실 (나트)", (0.565, 0.135, 0.40, 0.595))
    right.set(xlim=(0, 9), ylim=(0, 2.5), xticks=range(0, 10, 3), yticks=range(3))
    gap = np.linspace(0, 9, 37)
    ground = right.plot([], [], color=TRUTH, lw=0.9, dashes=(4, 3))[0]
    curve, best = right.plot([], [], color=INK)[0], dot(right, color=MODEL)

    def move(eps, K):
        alive, right_one = k < K, k == answer
        target = (1 - eps) * right_one + eps / K * alive
        loss = cross_entropy(target, softmax(np.where(alive, gap[:, None] * right_one, -np.inf)), base=np.e)
        lowest = entropy(target, base=np.e)
        stays = information(eps / K, base=np.e) - information(1 - eps + eps / K, base=np.e)
        told = {
            curve: dict(data=(gap, np.minimum(loss, 2.7))),  # 그림 밖의 점은 파일에서 빠지므로 틀 바로 위에 둔다
            ground: dict(data=([0, 9], [lowest, lowest])),
            best: dict(data=([np.where(eps > 0, stays, 9)], [lowest]), visible=eps > 0),
            floor: dict(text=f"{lowest:.3f}나트"),
            stop: dict(text=f"{stays:.2f}"),
            "K": f"{K:.0f}개",
            "alt": f"ε이 {eps:.2f}이고 범주가 {K:.0f}개면 손실은 {lowest:.3f}나트 아래로 내려가지 않아요.",
        }
        return told | heights(columns, target)

    return move, dict(
        title=title,
        description="왼쪽은 라벨 스무딩을 한 목표의 확률 막대, 오른쪽은 정답 로짓이 나머지보다 높은 만큼에 따른 손실. ε이 0이면 끝없이 내려가고, 0보다 크면 목표의 엔트로피를 바닥으로 하는 가장 낮은 점이 있다.",
        eps=Slider("스무딩 ε", 0, 0.5, 0.01, 0.1),
        K=Slider("범주의 수 K", 3, 10, 1, 4),
    )


# ε = 0, 0.01, …, 0.2에서 씨앗 여덟 개의 평균 기대 보정 오차(ECE)
CLEAN = np.array([0.014, 0.026, 0.042, 0.056, 0.068, 0.079, 0.090, 0.102, 0.111, 0.121, 0.132, 0.141, 0.150, 0.160, 0.168, 0.177, 0.185, 0.194, 0.203, 0.210, 0.219])  # fmt: skip
NOISY = np.array([0.123, 0.050, 0.037, 0.045, 0.060, 0.071, 0.085, 0.097, 0.108, 0.120, 0.130, 0.143, 0.150, 0.158, 0.173, 0.182, 0.190, 0.197, 0.206, 0.213, 0.220])  # fmt: skip
COOLED = 0.052  # ε = 0으로 배운 신경망(섞인 라벨)에 온도 조정만 했을 때


@scene
def calibration(fig):
    title = "스무딩이 보정을 돕는 것은 모델이 과신할 때뿐이다"
    _, clean, _, noisy = headline(fig, title, "깨끗한 라벨 ", ("", TRUTH), "      섞인 라벨 ", ("", MODEL))
    ax = panel(fig, "스무딩 $\\epsilon$", "기대 보정 오차")
    ax.set(xlim=(0, 0.2), ylim=(0, 0.24), xticks=[0, 0.05, 0.1, 0.15, 0.2], yticks=[0, 0.1, 0.2])
    x = np.arange(21) / 100
    for values, color in ((CLEAN, TRUTH), (NOISY, MODEL)):
        ax.plot(x, values, color=color, clip_on=False)
    ax.plot([0, 0.2], [COOLED, COOLED], color=SPINE, lw=0.9, dashes=(4, 3))
    note(ax, (0.2, COOLED), "섞인 라벨에 온도 조정만 하면", MUTED, (0, 8), ha="right", size=10)
    blue, red = dot(ax, color=TRUTH), dot(ax, color=MODEL)

    def move(eps):
        step = np.floor(100 * eps + 0.5)
        a, b = chosen(CLEAN, step), chosen(NOISY, step)
        return {
            blue: dict(data=([eps], [a])),
            red: dict(data=([eps], [b])),
            clean: dict(text=f"{a:.3f}"),
            noisy: dict(text=f"{b:.3f}"),
            "alt": f"ε이 {eps:.2f}일 때 기대 보정 오차는 깨끗한 라벨에서 {a:.3f}, 섞인 라벨에서 {b:.3f}이에요.",
        }

    return move, dict(
        title=title,
        description="라벨 스무딩에 따른 기대 보정 오차. 깨끗한 라벨에서는 늘기만 하고, 라벨의 20퍼센트를 섞으면 ε = 0.02 부근까지 줄었다가 늘어난다.",
        eps=Slider("스무딩 ε", 0, 0.2, 0.01, 0),
    )


REWARDS = np.array([0.2, 0.3, 0.4, 0.5, 0.8])


def bandit_policies(betas, learners=400, steps=1000, seed=0):
    """β마다 학습자 learners명이 팔 다섯을 당겨 보며 배운 정책 [β, learners, 5]이에요.

    처음에는 모두 넷째 팔을 굳게 믿어요. 한 번 당길 때마다 받은 보상과 정책의 엔트로피를 함께 키우는 쪽으로
    선호 θ를 옮겨요(REINFORCE).
    """
    dice, beta = np.random.default_rng(seed), np.reshape(betas, (-1, 1, 1))
    theta, usual = np.zeros((len(beta), learners, 5)) + [0, 0, 0, 5, 0], 0.5
    for _ in range(steps):
        p = softmax(theta)
        surprise = information(p, base=np.e)
        pulled = (dice.random((learners, 1)) > p[..., :-1].cumsum(axis=-1)).sum(axis=-1)[..., None]
        reward = dice.random((learners, 1)) < REWARDS[pulled]
        better = (np.arange(5) == pulled) - p
        theta += 0.3 * ((reward - usual) * better + beta * p * (surprise - entropy(p, base=np.e)[..., None]))
        usual = usual + 0.05 * (reward - usual)
    return softmax(theta)


# β = 0, 0.02, …, 0.5에서 학습자 400명의 평균 정책과, 가장 좋은 팔을 찾은 비율
POLICIES = np.array([
    [0.004, 0.004, 0.005, 0.789, 0.198], [0.005, 0.006, 0.007, 0.476, 0.505], [0.005, 0.006, 0.009, 0.22, 0.76], [0.005, 0.006, 0.008, 0.06, 0.92],
    [0.005, 0.007, 0.01, 0.031, 0.947], [0.007, 0.01, 0.015, 0.038, 0.93], [0.01, 0.014, 0.022, 0.057, 0.896], [0.014, 0.02, 0.034, 0.074, 0.858],
    [0.02, 0.029, 0.048, 0.103, 0.801], [0.025, 0.038, 0.066, 0.118, 0.753], [0.032, 0.048, 0.079, 0.137, 0.704], [0.038, 0.06, 0.092, 0.152, 0.659],
    [0.045, 0.068, 0.104, 0.164, 0.619], [0.052, 0.077, 0.114, 0.176, 0.582], [0.058, 0.086, 0.122, 0.182, 0.552], [0.064, 0.093, 0.129, 0.186, 0.527],
    [0.071, 0.1, 0.137, 0.19, 0.502], [0.076, 0.106, 0.142, 0.193, 0.483], [0.081, 0.111, 0.147, 0.198, 0.462], [0.086, 0.116, 0.153, 0.199, 0.446],
    [0.09, 0.121, 0.156, 0.202, 0.432], [0.094, 0.125, 0.159, 0.205, 0.418], [0.098, 0.129, 0.16, 0.209, 0.405], [0.101, 0.132, 0.163, 0.209, 0.395],
    [0.105, 0.134, 0.165, 0.211, 0.386], [0.109, 0.136, 0.167, 0.212, 0.376]])  # fmt: skip
FOUND = np.array([19.2, 51.5, 78.5, 96.5, 99.8, 100, 100, 100, 99.8, 99.8, 99.8, 99.8, 99.5, 99.2, 99, 98.8, 98.5, 97.5, 97.5, 97.2, 97, 96.5, 96.2, 95.5, 95.2, 94.2])  # fmt: skip


@scene
def exploration(fig):
    title = "탐험이 모자라면 갇히고, 지나치면 헤맨다"
    _, state, _, found, _, earned = headline(
        fig, title, "", ("", INK), "      최고의 팔을 찾은 학습자 ", ("", MODEL), "      평균 보상 ", ("", OTHER))  # fmt: skip
    arms, betas = np.arange(5), np.arange(26) / 50
    left = panel(fig, "팔마다 보상을 줄 확률 $\\mu$", "당길 확률", (0.072, 0.135, 0.46, 0.595))
    left.set(xlim=(-0.6, 4.6), ylim=(0, 1), xticks=arms)
    left.set_xticklabels([f"{mu}" for mu in REWARDS])
    quarters(left.yaxis)
    theory = np.array([softmax(REWARDS, temperature=max(b, 1e-9)) for b in betas]).round(4)
    columns = bars(left, arms, 0.5, MODEL)
    frames = [left.add_patch(Rectangle((a - 0.36, 0), 0.72, 0, fc="none", ec=TRUTH, lw=1.6)) for a in arms]
    note(left, (-0.5, 0.93), "틀: 이론 $\\mathrm{softmax}(\\mu/\\beta)$", TRUTH, (0, 0))
    note(left, (-0.5, 0.83), "막대: 배운 정책", MODEL, (0, 0))
    right = panel(fig, "탐험의 세기 $\\beta$", "평균 보상", (0.625, 0.135, 0.34, 0.595))
    right.set(xlim=(0, 0.5), ylim=(0, 0.9), xticks=[0, 0.5], yticks=[0, 0.8])
    rewards = POLICIES @ REWARDS
    table = np.column_stack([POLICIES, theory, rewards, FOUND])
    right.plot([0, 0.5], [0.8, 0.8], color=SPINE, lw=0.9, dashes=(4, 3))
    right.plot(betas, rewards, color=OTHER)
    stem, now = pillar(right, OTHER), dot(right)

    def move(beta):
        step = np.floor(50 * beta + 0.5)
        row = chosen(table, step)
        reward, share = row[10], row[11]
        word = pick((step > 2) * 1 + (step > 8) * 1, "갇혔다", "찾았다", "헤맨다")
        told = {
            stem: dict(data=([beta, beta], [0, reward])),
            now: dict(data=([beta], [reward])),
            state: dict(text=word),
            found: dict(text=f"{share:.0f}%"),
            earned: dict(text=f"{reward:.2f}"),
            "alt": f"β가 {beta:.2f}일 때 가장 좋은 팔을 찾은 학습자는 {share:.0f}퍼센트, 평균 보상은 {reward:.2f}예요.",
        }
        return told | heights(columns + frames, row)

    return move, dict(
        title=title,
        description="왼쪽은 팔 다섯을 당길 확률(막대)과 이론의 답(틀), 오른쪽은 탐험의 세기 β에 따른 평균 보상. β = 0이면 넷째 팔에 갇히고, 0.08 부근에서 보상이 가장 크며, 더 크면 아무 팔이나 당긴다.",
        beta=Slider("탐험의 세기 β", 0, 0.5, 0.02, 0),
    )


# 씨앗 0의 교사(64-256-10, 40바퀴)가 훈련 그림 1440번에 준 로짓. 라벨은 5다
PICTURE, LOGITS = 1440, np.array([-4.5, -11.4, -8.7, 3.0, -8.2, 7.1, -3.3, -6.0, -3.2, 1.9])
SHUFFLED = [3, 9, 8, 1, 7, 5, 4, 0, 2, 6]


@scene
def soft_labels(fig):
    title = "온도를 올리면 교사가 떠올린 오답들이 드러난다"
    _, heat = headline(fig, title, "$p = \\mathrm{softmax}(z/T)$      교사 출력의 엔트로피 ", ("", TRUTH))
    image = fig.add_axes((0.03, 0.2, 0.29, 0.464))
    squares(image, digits()[0][PICTURE])
    image.text(4, 8.9, "라벨은 5", ha="center", va="center", color=MUTED)
    ax = panel(fig, "숫자", "교사가 준 확률", (0.42, 0.135, 0.55, 0.595))
    k = np.arange(10)
    ax.set(xlim=(-0.6, 9.6), ylim=(0, 1), xticks=k)
    quarters(ax.yaxis)
    columns = bars(ax, k, 0.62, TRUTH)

    def move(T, mix):
        honest = softmax(LOGITS, temperature=T)
        p = np.where(mix > 0, honest[SHUFFLED], honest)
        h = entropy(p, base=np.e)
        told = {
            heat: dict(text=f"{h:.3f}나트"),
            "alt": f"온도 {T:.1f}에서 교사 출력의 엔트로피는 {h:.3f}나트이고, 3에는 {p[3]:.2f}, 9에는 {p[9]:.2f}를 줘요.",
        }
        return told | heights(columns, p)

    return move, dict(
        title=title,
        description="5라고 적힌 손글씨 한 장과, 교사가 열 숫자에 준 확률. 온도 1에서는 5에 거의 다 몰리고, 온도를 올리면 3과 9의 확률이 드러난다. 오답끼리 섞어도 엔트로피는 그대로다.",
        T=Slider("온도 T", 0.5, 10, 0.1, 1),
        mix=Choice("오답의 확률", ["그대로", "오답끼리 섞기"]),
    )


# -- 훈련 실험대 ------------------------------------------------------------------------------------------
SEEDS, EPOCHS, KEPT = 4, 200, 7
WAYS = {  # 이름: 기호, 색, 슬라이더(가장 작은 값, 가장 큰 값, 걸음, 처음 값)
    "라벨 스무딩": ("ε", TRUTH, (0, 0.5, 0.01, 0.1)),
    "엔트로피 규제": ("β", MODEL, (-0.3, 1, 0.05, 0.3)),
    "지식 증류": ("T", OTHER, (0.5, 10, 0.5, 4)),
}


@cache
def teacher(seed):
    """라벨이 깨끗한 그림 997장을 배운 교사예요."""
    from torch.nn.functional import cross_entropy

    from ..training import mlp, split, train

    x, y, _, _ = split(seed, 997)
    net = mlp(64, 256, 10, seed=seed)
    return train(net, lambda x, y: cross_entropy(net(x), y), x, y, epochs=40, lr=3e-3, seed=seed)


def trial(way, value, seed, on_epoch=None):
    """라벨의 20%를 섞은 그림 300장으로 신경망 하나를 훈련해, 시험 그림에서 (평균 확신, 정확도, ECE)를 돌려줘요."""
    import torch  # 2초쯤 걸려서, 훈련할 때에만 읽어요

    from .. import losses
    from ..training import accuracy, expected_calibration_error, mlp, split, train

    x, y, x_test, y_test = split(seed, 300, noise=0.2)
    net = mlp(64, 256, 10, seed=seed)
    goal, loss = {
        "라벨 스무딩": lambda: (losses.smooth_labels(y, 10, value), torch.nn.functional.cross_entropy),
        "엔트로피 규제": lambda: (y, lambda z, y: losses.entropy_regularized_loss(z, y, value)),
        "지식 증류": lambda: (teacher(seed)(x).detach(), lambda z, t: losses.distillation_loss(z, t, value)),
    }[way]()
    train(net, lambda x, goal: loss(net(x), goal), x, goal, epochs=EPOCHS, seed=seed, on_epoch=on_epoch)
    p = net(x_test).detach().softmax(dim=-1)
    return p.max(dim=-1).values.mean().item(), accuracy(p, y_test), expected_calibration_error(p, y_test)


def draw(runs):
    """훈련마다 번호를 붙여 (평균 확신, 정확도)의 자리에 놓은 그림이에요. runs는 (방법, 값, 결과들)의 나열이에요."""
    title = "대각선에 가까울수록 확신을 그대로 믿을 수 있다"
    with style():
        fig = Figure()
        headline(fig, title, "라벨의 20%를 섞은 300장으로 훈련하고, 깨끗한 800장으로 시험한다")
        ax = panel(fig, "평균 확신 (%)", "정확도 (%)", (0.072, 0.135, 0.6, 0.595))
        ax.set(xlim=(20, 100), ylim=(60, 100), xticks=range(20, 101, 20), yticks=range(60, 101, 10))
        ax.plot([60, 100], [60, 100], color=SPINE, lw=0.9, dashes=(4, 3))
        note(ax, (98, 62), "과신", MUTED, (0, 0), ha="right")
        note(ax, (22, 98), "자신 부족", MUTED, (0, 0))
        for n, (way, value, results) in list(enumerate(runs, 1))[-KEPT:]:
            symbol, color, _ = WAYS[way]
            points = 100 * np.array(results)
            x, y, _ = points.mean(axis=0)
            ax.plot(points[:, 0], points[:, 1], "o", ms=3.5, mfc=color, mew=0, alpha=0.5)
            ax.plot(x, y, "o", ms=15, mfc=color, mec=PAPER, mew=1.2, zorder=5)
            ax.text(x, y, str(n), color=PAPER, ha="center", va="center_baseline", size=10, zorder=6)
            line = f"{n}. {symbol} = {value:g}, ECE {points[:, 2].mean() / 100:.3f}"
            fig.text(0.71, 0.7 - 0.075 * ((n - 1) % KEPT), line, color=color)
        if not runs:
            fig.text(0.71, 0.7, "아직 훈련하지 않았다", color=INK)
        last = f" 지금까지 {len(runs)}번 훈련했어요." if runs else ""
        return picture(fig, f"{title}. 가로는 평균 확신, 세로는 정확도예요.{last}").html


class TrainingLab(w.VBox):
    """고른 방법과 값으로 신경망을 훈련하고, 앞서 훈련한 것들과 한 그림에서 견주는 실험대예요.

    훈련은 다른 스레드에서 하므로 그동안에도 단추가 듣고, `runs`에 (방법, 값, 결과들)이 쌓여요.
    """

    def __init__(self):
        self.runs, self.busy, self._stop = [], False, Event()
        self.way = w.ToggleButtons(options=list(WAYS), style=dict(button_width="8em"))
        self.values = [
            w.FloatSlider(description=symbol, min=low, max=high, step=step, value=start, continuous_update=False)
            for symbol, _, (low, high, step, start) in WAYS.values()
        ]
        stack = w.Stack(self.values, selected_index=0)
        w.jslink((self.way, "index"), (stack, "selected_index"))
        self.start, self.stop = w.Button(description="훈련", button_style="primary"), w.Button(description="멈춤")
        self.progress = w.IntProgress(max=SEEDS * EPOCHS)
        self.message, self.picture = w.HTML("값을 고르고 훈련을 눌러 보세요."), w.HTML(draw([]))
        self.start.on_click(lambda _: self.train())
        self.stop.on_click(lambda _: self._stop.set())
        buttons = w.HBox([self.start, self.stop, self.progress])
        super().__init__([self.way, stack, buttons, self.message, self.picture])

    def train(self):
        """지금 고른 값으로 훈련을 시작해요. 훈련하는 동안에는 새로 시작하지 않아요."""
        if self.busy:
            self._say("아직 훈련하고 있어요. 끝나기를 기다리거나 멈춤을 눌러 주세요.")
            return
        self.busy = True
        self._stop.clear()
        way, value = self.way.value, self.values[self.way.index].value
        self._thread = Thread(target=self._work, args=(way, value), daemon=True)
        self._thread.start()

    def wait(self):
        """훈련이 끝날 때까지 기다려요."""
        self._thread.join()

    def _work(self, way, value):
        try:
            said = self._run(way, value, f"{WAYS[way][0]} = {value:g}")
        except Exception as error:  # 다른 스레드의 오류는 어디에도 보이지 않으니 여기에 적어요
            said = f"훈련하다가 멈췄어요. {type(error).__name__}: {error}"
        self.picture.value, self.progress.value = draw(self.runs), 0
        self.busy = False
        self._say(said)

    def _run(self, way, value, name):
        """신경망을 차례로 훈련하며 그림에 더하고, 끝에 할 말을 돌려줘요."""
        results = []

        def on_epoch(epoch):
            self.progress.value = len(results) * EPOCHS + epoch
            return not self._stop.is_set()

        for seed in range(SEEDS):
            self._say(f"{name}: 신경망 {SEEDS}개 가운데 {seed + 1}번째를 훈련하고 있어요.")
            results.append(trial(way, value, seed, on_epoch))
            if self._stop.is_set():
                return f"{name}의 훈련을 멈췄어요. 그림은 그대로예요."
            self.picture.value = draw([*self.runs, (way, value, results)])
        self.runs.append((way, value, results))
        confidence, accuracy, error = np.mean(results, axis=0)
        return f"{name}: 정확도 {accuracy:.1%}, 평균 확신 {confidence:.1%}, 기대 보정 오차 {error:.3f}이에요."

    def _say(self, text):
        self.message.value = escape(text)

    def __repr__(self):
        return f"훈련 실험대: 훈련 {len(self.runs)}번"

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self), "text/html": self.picture.value}


def training_lab():
    """훈련 실험대 하나를 새로 차려요."""
    return TrainingLab()


# -- 연습 --------------------------------------------------------------------------------------------
BATCH = [[0.95, 0.03, 0.02], [0.35, 0.35, 0.3], [1, 0, 0]]
ROWS = entropy(BATCH, base=np.e)
FLOORS = {K: entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10)}

amount("5.1", ROWS.mean(), "나트", "(0.2322 + 1.0961 + 0) ÷ 3 = 0.4428나트. 묶음의 엔트로피는 줄마다 재어 평균해요.")(
    (ROWS.sum(), "세 줄을 모두 더하셨어요. 줄의 수로 나눠 평균해 주세요."),
    (ROWS[:2].mean(), "셋째 줄의 0나트도 한 줄이에요. 3으로 나눠 주세요."),
    (entropy(np.mean(BATCH, axis=0), base=np.e), "확률을 먼저 평균하셨어요. 엔트로피를 먼저 재고 평균해 주세요."),
    (ROWS.mean() / 3, "범주의 수로도 나누셨어요. 줄마다 더하고, 줄끼리만 평균해요."),
)


@exercise("5.2", function, "로짓이 10,000까지 벌어져도 값과 기울기가 유한하고, 줄마다 하나씩 나와요.")
def _(mine):
    import torch  # 2초쯤 걸려서, 채점할 때에만 읽어요

    flow = partial(torch.tensor, dtype=torch.float64, requires_grad=True)
    pairs = [
        ((np.log(BATCH[:2]) + 1,), ROWS[:2], "softmax를 거쳐, 마지막 축(dim=-1)으로만 더해 보세요."),
        (([[1e4, 0, 0]],), [0], "0나트여야 해요. 확률에 log를 씌우지 말고 log_softmax에서 시작해 보세요."),
    ]
    if hint := differs(mine, pairs, "나트", box=flow):
        return hint
    z = flow([[1e4, 0, 0]])
    (slope,) = torch.autograd.grad(mine(z).sum(), z)
    finite = slope.isfinite().all()
    return None if finite else "값은 맞지만 기울기가 nan이에요. 확률에 log를 씌우지 말고 log_softmax에서 시작해 보세요."


smoothed("5.3", 3, 5, 0.2, "모두에게 0.2/5 = 0.04씩 나눠 주고, 남은 0.8을 정답에 얹어 0.84예요.")
amount("5.4", FLOORS[10], "나트", "0.5003나트. 범주가 많을수록 바닥이 높아져요.")(
    (FLOORS[4], "그건 범주가 4개일 때예요. 숫자는 열 개예요."),
    (0, "원-핫일 때의 바닥이에요. 스무딩을 하면 목표의 엔트로피만큼 남아요."),
    (-np.log(0.91), "정답의 항만 셈하셨어요. 오답 아홉의 항도 더해 주세요."),
    (np.log(10), "그건 ε = 1, 곧 균등분포일 때예요."),
)


@by_hand("5.5", "calibration", "0.037로 가장 작아요. 이렇게 고르려면 정답을 아는 그림이 따로 있어야 해요.")
def _(eps):
    step, best = round(100 * eps), NOISY.argmin()
    if step == 0:
        return "스무딩을 하지 않은 자리예요. 붉은 점이 가장 낮아질 때까지 옮겨 보세요."
    now = josa(f"ε = {eps:.2f}에서 {NOISY[step]:.3f}", "이에요/예요")
    return None if step == best else f"지금은 {now}. {'왼쪽' if step > best else '오른쪽'}으로 조금 더 옮겨 보세요."


def short_of_best(p):
    """정책 p의 목표가 가장 큰 값에 얼마나 못 미치는지 말해요."""
    goal, best = ((q @ REWARDS) + 0.2 * entropy(q, base=np.e) for q in (p / p.sum(), softmax(REWARDS / 0.2)))
    return f"이 정책의 목표는 {josa(f'{goal:.3f}', '이고/고')}, 가장 큰 값은 {josa(f'{best:.3f}', '이에요/예요')}. softmax를 떠올려 보세요."


amount("5.6", softmax(REWARDS / 0.2), "확률", "가장 좋은 팔을 3분의 2쯤 당기고, 나머지도 좋은 만큼 당겨 봐요.")(
    (..., short_of_best),
    (softmax(REWARDS), "β로 나누는 것을 빠뜨리셨어요. β가 온도의 자리에 들어가요."),
    (softmax(REWARDS * 0.2), "β를 곱하셨어요. 곱하지 말고 나눠 주세요."),
    (np.eye(5)[4], "β = 0일 때의 정책이에요. 엔트로피도 목표에 들어 있어요."),
    (REWARDS / REWARDS.sum(), "μ에 비례해서 나누셨어요. 지수함수를 거쳐야 해요."),
)


@by_hand("5.7", "soft_labels", "온도를 이만큼 올리면 엔트로피가 1나트가 돼요.")
def _(T):
    h = entropy(softmax(LOGITS, temperature=T), base=np.e)
    if close(h / np.log(2), 1, 0.03):
        return "1비트를 맞추셨어요. 1나트는 1.443비트예요."
    now = f"지금은 T = {T:.1f}에서 {h:.3f}나트예요. 온도를 {'내려' if h > 1 else '올려'} 보세요."
    return None if close(h, 1, 0.03) else now


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E03", "5절", "스무딩한 라벨의 엔트로피를 담는다면서 그 값이 0보다 큰지를 담아요.")
def _():
    h = entropy(smooth([0, 0, 1, 0], 0.1), base=np.e)
    return (
        f"식 끝에 부등호가 붙어서 수가 아니라 {h > 0}가 담겨요. log라는 이름도 정해 두지 않았어요. "
        f"엔트로피는 {h:.4f}나트, 곧 {h / np.log(2):.4f}비트예요."
    )


@correction("E06", "5절", "교사의 출력 [0.7, 0.2, 0.1]은 엔트로피가 있으니 정보가 풍부하다고 말해요.")
def _():
    told, swapped = (entropy(p, base=np.e) for p in ([0.7, 0.2, 0.1], [0.7, 0.1, 0.2]))
    return (
        f"엔트로피는 {told:.4f}나트인데, 오답의 확률을 맞바꾼 [0.7, 0.1, 0.2]도 {swapped:.4f}나트로 꼭 같아요. "
        f"그런데 교사가 하려던 말은 사라져요. 도움이 되는 것은 엔트로피의 크기가 아니라 어느 오답이 그럴듯한가예요."
    )


@correction("E07", "5절", "교사의 소프트 라벨은 엔트로피가 높다고 말하며 온도를 빠뜨려요.")
def _():
    cold, warm = (entropy(softmax(LOGITS, temperature=T), base=np.e) for T in (1, 4))
    return (
        f"잘 배운 교사는 확신하므로 온도 1에서는 엔트로피가 낮아요. 숫자 그림 한 장에서 재면 {cold:.2f}나트이고, "
        f"온도를 4로 올려야 {warm:.2f}나트가 돼요. 가장 큰 값은 ln 10 = {np.log(10):.2f}나트예요."
    )


@correction("E15", "5절", "원-핫 라벨의 엔트로피가 0이어서 모델이 과신한다고 말해요.")
def _():
    stays = [information(0.1 / K, base=np.e) - information(0.9 + 0.1 / K, base=np.e) for K in (4, 10)]
    return (
        f"과신은 손실에 바닥이 없어서 생겨요. 원-핫이면 정답의 점수를 올릴수록 손실이 끝없이 줄어 멈출 곳이 없어요. "
        f"ε = 0.1로 흐리게 하면 정답이 나머지보다 {stays[0]:.4f}(범주 4개), {stays[1]:.4f}(10개)만큼 높을 때 손실이 가장 작아요."
    )


@correction("E16", "5절과 핵심 정리", "라벨 스무딩이 과신을 막고 일반화를 돕는다고 말해요.")
def _():
    return (
        f"확신은 언제나 줄지만, 그래서 더 믿을 만해지는 것은 모델이 과신할 때뿐이에요. 숫자 그림에서 기대 보정 오차는 "
        f"라벨의 20%를 섞으면 {NOISY[0]:.2f}에서 {NOISY[2]:.2f}(ε = 0.02)로 줄지만, "
        f"라벨이 깨끗하면 {CLEAN[0]:.2f}에서 {CLEAN[10]:.2f}(ε = 0.1)으로 늘어요."
    )


@correction("E21", "왜 배워야 하나요와 5절", "정해 두지 않은 이름으로 코드를 적어요.")
def _():
    unknown = []
    for name in ("model", "images", "labels", "probs", "threshold"):
        try:
            eval(name, {})
        except NameError:
            unknown.append(name)
    return (
        f"이름 {len(unknown)}개({', '.join(unknown)})가 무엇인지 적혀 있지 않아서, 그대로 실행하면 NameError가 나요. "
        f"이 코스는 손글씨 숫자로 진짜 모델을 훈련해서 같은 일을 해요."
    )


@correction("E22", "5절", "확률에 1e-10을 더해 로그를 취하고, 어느 축으로 더할지 적지 않아요.")
def _():
    def lesson(p):
        return -(p * np.log(p + p.dtype.type(1e-10))).sum()

    batch = np.full((64, 10), 0.1)
    return (
        f"확실한 예측에서 float64로는 {lesson(np.eye(3)[0]):.0e}나트, 곧 음수가 나와요. 10개 범주의 예측 64장을 넣으면 장마다의 값이 "
        f"아니라 합 {lesson(batch):.1f}나트가 나오고요(한 장은 {entropy(batch[0], base=np.e):.4f}나트). log_softmax에서 시작하면 둘 다 사라져요."
    )


@correction("E28", "5절과 코드로 확인하기", "스무딩한 라벨이 0.025와 0.925라고 적어요.")
def _():
    low, high = smooth(np.array([0, 1, 0, 0], np.float32), 0.1)[:2].tolist()
    return (
        f"PyTorch의 보통 수(float32)는 이진수 스물네 자리만 담아서, 그대로 찍으면 {low}과 {high}가 나와요. "
        f"틀린 것은 아니고, 보일 때 반올림하면 돼요."
    )


@correction(
    "E29", "왜 배워야 하나요, 5절, 핵심 정리", "예측의 엔트로피가 낮으면 확신하는 것이고, 그만큼 믿을 수 있다고 말해요."
)
def _():
    q = [0.98, 0.01, 0.01]
    sure = entropy(q, base=np.e)
    loss = cross_entropy([0, 1, 0], q, base=np.e)
    return (
        f"확신은 정답이 아니에요. {q}은 맞아도 틀려도 엔트로피가 {sure:.3f}나트로 낮지만, 둘째가 정답이면 손실은 {loss:.3f}나트예요. "
        f"숫자를 배운 모델은 아무 뜻 없는 잡음 그림에도 자주 90퍼센트 넘게 확신해요. 5권에서 직접 재어 봐요."
    )
