"""05 딥러닝의 장면: 사람에게 보내기, 라벨 스무딩, 보정, 탐험, 소프트 라벨.

훈련해서 얻은 수는 컴퓨터마다 조금씩 다르므로 여기에 적어 두고, tests/test_training.py가 다시 훈련해서 견줘요.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..data import digits
from ..figures import dot, headline, note, panel, pillar, quarters
from ..measures import cross_entropy, entropy, information, softmax
from ..scene import Choice, Slider
from ..style import INK, MODEL, MUTED, OTHER, SPINE, TRUTH, picture, style
from ..tape import pick
from .parts import bars, chosen, heights, scene

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
