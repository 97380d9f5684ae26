"""05 딥러닝에서 쓰기: 장면, 훈련 실험대, 셈, 연습, 바로잡기."""

from functools import cache, partial
from html import escape
from threading import Event, Thread

import ipywidgets as w
import numpy as np

from ..data import digits
from ..draw import (
    Box,
    along,
    at,
    bars,
    chosen,
    dot,
    frames,
    headline,
    heights,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    panels,
    pillar,
    quarters,
    reads,
    rise,
    shown,
    still,
    tile,
    wrap,
)
from ..josa import josa
from ..measures import cross_entropy, entropy, information, smooth, softmax
from ..palette import INK, MODEL, MUTED, OTHER, PAPER, SPINE, TRUTH
from ..quiz.answers import function
from ..quiz.grading import amount, by_hand, close, differs, exercise, smoothed
from ..scene import Choice, Slider, pick
from .ledger import correction

# 씨앗 0으로 997장을 30바퀴 배운 신경망(64-64-10)이 시험 그림 800장에서 틀린 34장의 차례예요.
# 가장 망설인 것이 0이고, 첫 줄은 엔트로피로, 둘째 줄은 가장 큰 확률로 줄을 세웠어요.
MISTAKES = np.loadtxt(
    [
        "4 5 7 8 13 15 20 22 25 26 29 31 37 40 41 42 43 48 49 51 53 54 57 58 70 73 81 87 89 96 103 147 157 164",
        "0 1 5 11 13 18 22 23 27 28 29 31 32 34 38 42 43 48 57 59 60 62 63 66 68 79 85 86 90 93 102 155 167 169",
    ],
    dtype=int,
)


@moving(
    "망설인 것부터 사람이 보면 오답이 먼저 걸러진다",
    "시험 그림 800장을 망설인 차례로 사람에게 보낼 때 나머지 예측의 오답률. 4.25퍼센트에서 가파르게 떨어지고, 엔트로피로 고르나 가장 큰 확률로 고르나 거의 같다.",
    sent=Slider("사람에게 보낸 몫", 0, 30, 1, 10),
    by=Choice("망설임을 재는 자", ["엔트로피", "가장 큰 확률"]),
)
def triage(fig):
    asked, caught, rest = headline(
        fig, "사람이 볼 그림 ", INK, "      그 속의 오답 ", MODEL, "      나머지의 오답률 ", TRUTH
    )
    ax = panel(fig, "사람에게 보낸 몫 (%)", "나머지 예측의 오답률 (%)", tall=180)
    ax.set(xlim=(0, 30), ylim=(0, 5), xticks=range(0, 31, 10), yticks=range(6))
    n = np.arange(0, 241, 2)
    by_entropy, by_top = (MISTAKES[:, :, None] >= n).sum(axis=1) / (800 - n) * 100
    line(ax, TRUTH, n / 8, by_entropy)
    line(ax, OTHER, n / 8, by_top, 1.1)
    level(ax, SPINE, 4.25)
    note(ax, (30, 4.25), "아무렇게나 고르면", MUTED, (0, 9), "right", small=True)
    note(ax, (13, 2.3), "엔트로피가 큰 것부터", TRUTH)
    note(ax, (13, 1.8), "가장 큰 확률이 작은 것부터", OTHER)
    now = dot(ax)

    def move(sent, by):
        many = sent * 8
        wrong = (chosen(MISTAKES, by) < many).sum()
        risk = (34 - wrong) / (800 - many) * 100
        told = at(now, sent, risk) | reads(asked, f"{many:.0f}장") | reads(rest, f"{risk:.1f}%")
        told |= reads(caught, f"34개 가운데 {wrong:.0f}개")
        alt = (
            f"{many:.0f}장을 사람이 보면 오답 34개 가운데 {wrong:.0f}개를 잡고, 나머지의 오답률은 {risk:.1f}퍼센트예요."
        )
        return told | dict(sent=f"{sent:.0f}%", alt=alt)

    return move


@still()
def strip(fig, images, title, text):
    """8×8 그림 몇 장을 이름과 함께 나란히 놓은 그림이에요. images는 {이름: 화소 64개}예요."""
    fig.title = title
    headline(fig, "  ".join(wrap(text, fig.sheet.width)))
    (ax,) = panels(fig, Box(bare=True, tall=72, foot=26))
    ax.set(aspect="equal", xlim=(0, 9.5 * len(images) - 1.5), ylim=(8, 0))
    for n, (name, pixels) in enumerate(images.items()):
        squares(ax, pixels, name, 9.5 * n)
    return f"{title}. 왼쪽부터 {', '.join(images)}이에요."


def squares(ax, pixels, name, x=0):
    """화소 64개를 잉크가 짙을수록 짙은 네모로 그리고 이름을 적어요."""
    for (r, c), ink in np.ndenumerate(np.reshape(pixels, (8, 8))):
        tile(ax, x + c + 0.03, r + 0.03, 0.94, 0.94, INK, 0.05 + 0.95 * float(ink))
    note(ax, (x + 4, 8), name, MUTED, (0, -15), "center")


@moving(
    "스무딩을 하면 손실에 바닥이 생기고, 로짓이 멈출 곳을 얻는다",
    "왼쪽은 라벨 스무딩을 한 목표의 확률 막대, 오른쪽은 정답 로짓이 나머지보다 높은 만큼에 따른 손실. ε이 0이면 끝없이 내려가고, 0보다 크면 목표의 엔트로피를 바닥으로 하는 가장 낮은 점이 있다.",
    eps=Slider("스무딩 ε", 0, 0.5, 0.01, 0.1),
    K=Slider("범주의 수 K", 3, 10, 1, 4),
)
def smoothing(fig):
    floor, stop = headline(fig, "손실의 바닥 $H(y')$ = ", TRUTH, "      로짓이 멈추는 차이 ", MODEL)
    left, right = panels(
        fig,
        Box("범주", "목표 확률 $y'$", tall=95),
        Box("정답 로짓이 나머지보다 높은 만큼", "손실 (나트)", tall=115),
    )
    k, gap = np.arange(10), np.linspace(0, 9, 37)
    left.set(xlim=(-0.6, 9.6), ylim=(0, 1), xticks=k)
    quarters(left.yaxis)
    columns = bars(left, k, 0.62, TRUTH)
    right.set(xlim=(0, 9), ylim=(0, 2.5), xticks=range(0, 10, 3), yticks=range(3))
    ground, curve, best = level(right, TRUTH), line(right), dot(right, color=MODEL)

    def move(eps, K):
        alive, answer = k < K, k == 2
        target = (1 - eps) * answer + eps / K * alive
        loss = cross_entropy(target, softmax(np.where(alive, gap[:, None] * answer, -np.inf)), base=np.e)
        lowest = entropy(target, base=np.e)
        stays = information(eps / K, base=np.e) - information(1 - eps + eps / K, base=np.e)
        told = heights(columns, target) | lift(ground, lowest)
        told |= along(curve, gap, np.minimum(loss, 2.7))  # 그림판을 벗어난 점은 파일에서 빠지므로 틀 바로 위에 둬요
        told |= at(best, np.where(eps > 0, stays, 9), lowest, visible=eps > 0)
        told |= reads(floor, f"{lowest:.3f}나트") | reads(stop, f"{stays:.2f}")
        alt = f"ε이 {eps:.2f}이고 범주가 {K:.0f}개면 손실은 {lowest:.3f}나트 아래로 내려가지 않아요."
        return told | dict(K=f"{K:.0f}개", alt=alt)

    return move


# ε = 0, 0.01, …, 0.2에서 씨앗 여덟 개의 평균 기대 보정 오차(ECE)를 1000배 한 것: 깨끗한 라벨, 섞인 라벨
CLEAN, NOISY = (
    np.loadtxt(
        [
            "14 26 42 56 68 79 90 102 111 121 132 141 150 160 168 177 185 194 203 210 219",
            "123 50 37 45 60 71 85 97 108 120 130 143 150 158 173 182 190 197 206 213 220",
        ]
    )
    / 1000
)
COOLED = 0.052  # ε = 0으로 배운 신경망(섞인 라벨)에 온도 조정만 했을 때


@moving(
    "스무딩이 보정을 돕는 것은 모델이 과신할 때뿐이다",
    "라벨 스무딩에 따른 기대 보정 오차. 깨끗한 라벨에서는 늘기만 하고, 라벨의 20퍼센트를 섞으면 ε = 0.02 부근까지 줄었다가 늘어난다.",
    eps=Slider("스무딩 ε", 0, 0.2, 0.01, 0),
)
def calibration(fig):
    clean, noisy = headline(fig, "깨끗한 라벨 ", TRUTH, "      섞인 라벨 ", MODEL)
    ax = panel(fig, "스무딩 $\\epsilon$", "기대 보정 오차", tall=180)
    ax.set(xlim=(0, 0.2), ylim=(0, 0.24), xticks=[0, 0.05, 0.1, 0.15, 0.2], yticks=[0, 0.1, 0.2])
    for values, color in ((CLEAN, TRUTH), (NOISY, MODEL)):
        line(ax, color, np.arange(21) / 100, values, clip_on=False)
    level(ax, SPINE, COOLED)
    note(ax, (0.2, COOLED), "섞인 라벨에 온도 조정만 하면", MUTED, (0, 8), "right", small=True)
    blue, red = dot(ax, color=TRUTH), dot(ax, color=MODEL)

    def move(eps):
        a, b = (chosen(values, np.floor(100 * eps + 0.5)) for values in (CLEAN, NOISY))
        told = at(blue, eps, a) | at(red, eps, b) | reads(clean, f"{a:.3f}") | reads(noisy, f"{b:.3f}")
        alt = f"ε이 {eps:.2f}일 때 기대 보정 오차는 깨끗한 라벨에서 {a:.3f}, 섞인 라벨에서 {b:.3f}이에요."
        return told | dict(alt=alt)

    return move


REWARDS = np.array([0.2, 0.3, 0.4, 0.5, 0.8])
# β = 0, 0.02, …, 0.5에서 학습자 400명이 팔마다 당길 확률(1000배)의 평균과, 가장 좋은 팔을 찾은 비율(1000배)이에요.
*ARMS, SHARE = np.loadtxt(
    [
        "4 5 5 5 5 7 10 14 20 25 32 38 45 52 58 64 71 76 81 86 90 94 98 101 105 109",
        "4 6 6 6 7 10 14 20 29 38 48 60 68 77 86 93 100 106 111 116 121 125 129 132 134 136",
        "5 7 9 8 10 15 22 34 48 66 79 92 104 114 122 129 137 142 147 153 156 159 160 163 165 167",
        "789 476 220 60 31 38 57 74 103 118 137 152 164 176 182 186 190 193 198 199 202 205 209 209 211 212",
        "198 505 760 920 947 930 896 858 801 753 704 659 619 582 552 527 502 483 462 446 432 418 405 395 386 376",
        "192 515 785 965 998 1000 1000 1000 998 998 998 998 995 992 990 988 985 975 975 972 970 965 962 955 952 942",
    ]
)
POLICIES, FOUND = np.transpose(ARMS) / 1000, SHARE / 10


@moving(
    "탐험이 모자라면 갇히고, 지나치면 헤맨다",
    "왼쪽은 팔 다섯을 당길 확률(막대)과 이론의 답(틀), 오른쪽은 탐험의 세기 β에 따른 평균 보상. β = 0이면 넷째 팔에 갇히고, 0.08 부근에서 보상이 가장 크며, 더 크면 아무 팔이나 당긴다.",
    beta=Slider("탐험의 세기 β", 0, 0.5, 0.02, 0),
)
def exploration(fig):
    state, found, earned = headline(fig, INK, "      최고의 팔을 찾은 학습자 ", MODEL, "      평균 보상 ", OTHER)
    left, right = panels(
        fig,
        Box("팔마다 보상을 줄 확률 $\\mu$", "당길 확률", share=58, tall=130),
        Box("탐험의 세기 $\\beta$", "평균 보상", share=42, tall=85),
    )
    arms, betas, rewards = np.arange(5), np.arange(26) / 50, POLICIES @ REWARDS
    left.set(xlim=(-0.6, 4.6), ylim=(0, 1), xticks=arms, xticklabels=[f"{mu}" for mu in REWARDS])
    quarters(left.yaxis)
    columns = bars(left, arms, 0.5, MODEL) + frames(left, arms, 0.72, TRUTH, 1.6)
    note(left, (-0.5, 0.93), "틀: 이론 $\\mathrm{softmax}(\\mu/\\beta)$", TRUTH, (0, 0))
    note(left, (-0.5, 0.83), "막대: 배운 정책", MODEL, (0, 0))
    right.set(xlim=(0, 0.5), ylim=(0, 0.9), xticks=[0, 0.5], yticks=[0, 0.8])
    level(right, SPINE, 0.8)
    line(right, OTHER, betas, rewards)
    stem, now = pillar(right, OTHER), dot(right)
    theory = np.array([softmax(REWARDS, temperature=max(b, 1e-9)) for b in betas]).round(4)
    table = np.column_stack([POLICIES, theory, rewards, FOUND])

    def move(beta):
        step = np.floor(50 * beta + 0.5)
        row = chosen(table, step)
        reward, share = row[10], row[11]
        told = heights(columns, row) | rise(stem, beta, 0, reward) | at(now, beta, reward)
        told |= reads(state, pick((step > 2) * 1 + (step > 8) * 1, "갇혔다", "찾았다", "헤맨다"))
        told |= reads(found, f"{share:.0f}%") | reads(earned, f"{reward:.2f}")
        alt = f"β가 {beta:.2f}일 때 가장 좋은 팔을 찾은 학습자는 {share:.0f}퍼센트, 평균 보상은 {reward:.2f}예요."
        return told | dict(alt=alt)

    return move


# 씨앗 0의 교사(64-256-10, 40바퀴)가 훈련 그림 1440번에 준 로짓. 라벨은 5예요
PICTURE, LOGITS = 1440, np.array([-4.5, -11.4, -8.7, 3.0, -8.2, 7.1, -3.3, -6.0, -3.2, 1.9])
SHUFFLED = [3, 9, 8, 1, 7, 5, 4, 0, 2, 6]


@moving(
    "온도를 올리면 교사가 떠올린 오답들이 드러난다",
    "5라고 적힌 손글씨 한 장과, 교사가 열 숫자에 준 확률. 온도 1에서는 5에 거의 다 몰리고, 온도를 올리면 3과 9의 확률이 드러난다. 오답끼리 섞어도 엔트로피는 그대로다.",
    T=Slider("온도 T", 0.5, 10, 0.1, 1),
    mix=Choice("오답의 확률", ["그대로", "오답끼리 섞기"]),
)
def soft_labels(fig):
    (heat,) = headline(fig, "$p = \\mathrm{softmax}(z/T)$      교사 출력의 엔트로피 ", TRUTH)
    image, ax = panels(
        fig, Box(bare=True, share=34, tall=100, foot=26), Box("숫자", "교사가 준 확률", share=66, tall=120)
    )
    image.set(aspect="equal", xlim=(0, 8), ylim=(8, 0))
    squares(image, digits()[0][PICTURE], "라벨은 5")
    ax.set(xlim=(-0.6, 9.6), ylim=(0, 1), xticks=range(10))
    quarters(ax.yaxis)
    columns = bars(ax, range(10), 0.62, TRUTH)

    def move(T, mix):
        honest = softmax(LOGITS, temperature=T)
        p = np.where(mix > 0, honest[SHUFFLED], honest)
        h = entropy(p, base=np.e)
        told = heights(columns, p) | reads(heat, f"{h:.3f}나트")
        alt = f"온도 {T:.1f}에서 교사 출력의 엔트로피는 {h:.3f}나트이고, 3에는 {p[3]:.2f}, 9에는 {p[9]:.2f}를 줘요."
        return told | dict(alt=alt)

    return move


# -- 훈련 실험대 ----------------------------------------------------------------------------------------
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


@still("대각선에 가까울수록 확신을 그대로 믿을 수 있다")
def reliability(fig, runs):
    """훈련마다 번호를 붙여 (평균 확신, 정확도)의 자리에 놓은 그림이에요. runs는 (방법, 값, 결과들)의 나열이에요."""
    text = "라벨의 20%를 섞은 300장으로 훈련하고, 깨끗한 800장으로 시험한다"
    headline(fig, "  ".join(wrap(text, fig.sheet.width)))
    below, rows = fig.sheet.stacked, min(max(len(runs), 1), KEPT)  # 훈련의 목록을 휴대전화에서는 그림 아래에 적어요
    room = dict(foot=48 + 20 * rows) if below else {}
    (ax,) = panels(fig, Box("평균 확신 (%)", "정확도 (%)", tall=170, **room), right=14 if below else 150)
    ax.set(xlim=(20, 100), ylim=(60, 100), xticks=range(20, 101, 20), yticks=range(60, 101, 10))
    line(ax, SPINE, [60, 100], [60, 100], 0.9, dashed=True)
    note(ax, (98, 62), "과신", MUTED, (0, 0), "right")
    note(ax, (22, 98), "자신 부족", MUTED, (0, 0))

    def enlist(row, text, color):
        corner, where = ((0, 0), (0, -52 - 20 * row)) if below else ((1, 1), (18, -6 - 20 * row))
        note(ax, corner, text, color, where, xycoords="axes fraction")

    for n, (way, value, results) in list(enumerate(runs, 1))[-KEPT:]:
        symbol, color, _ = WAYS[way]
        points = 100 * np.array(results)
        sure, right, error = points.mean(axis=0)
        line(ax, color, *points[:, :2].T, ls="", marker="o", ms=3.5, mew=0, alpha=0.5)
        line(ax, color, sure, right, marker="o", ms=15, mec=PAPER, mew=1.2, zorder=5)
        ax.text(sure, right, f"{n}", color=PAPER, ha="center", va="center_baseline", size=fig.sheet.small, zorder=6)
        enlist((n - 1) % KEPT, f"{n}. {symbol} = {value:g}, ECE {error / 100:.3f}".replace("-", "−"), color)
    if not runs:
        enlist(0, "아직 훈련하지 않았다", INK)
    last = f" 지금까지 {len(runs)}번 훈련했어요." if runs else ""
    return f"{fig.title}. 가로는 평균 확신, 세로는 정확도예요.{last}"


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
        self.message, self.picture = w.HTML("값을 고르고 훈련을 눌러 보세요."), w.HTML(reliability([]).html)
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
        self.picture.value, self.progress.value = reliability(self.runs).html, 0
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
            self.picture.value = reliability([*self.runs, (way, value, results)]).html
        self.runs.append((way, value, results))
        confidence, accuracy, error = np.mean(results, axis=0)
        return f"{name}: 정확도 {accuracy:.1%}, 평균 확신 {confidence:.1%}, 기대 보정 오차 {error:.3f}이에요."

    def _say(self, text):
        self.message.value = escape(text)

    def __repr__(self):
        return f"훈련 실험대: 훈련 {len(self.runs)}번"

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self), "text/html": self.picture.value}


@shown
def training_lab():
    """훈련 실험대 하나를 새로 차려요."""
    return TrainingLab()


# -- 셈 ---------------------------------------------------------------------------------------------
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


@correction("E06", "B", "5절", "교사의 출력 [0.7, 0.2, 0.1]은 엔트로피가 있으니 정보가 풍부하다고 말해요.")
def _():
    told, swapped = (entropy(p, base=np.e) for p in ([0.7, 0.2, 0.1], [0.7, 0.1, 0.2]))
    return (
        f"엔트로피는 {told:.4f}나트인데, 오답의 확률을 맞바꾼 [0.7, 0.1, 0.2]도 {swapped:.4f}나트로 꼭 같아요. "
        f"그런데 교사가 하려던 말은 사라져요. 도움이 되는 것은 엔트로피의 크기가 아니라 어느 오답이 그럴듯한가예요."
    )


@correction("E07", "B", "5절", "교사의 소프트 라벨은 엔트로피가 높다고 말하며 온도를 빠뜨려요.")
def _():
    cold, warm = (entropy(softmax(LOGITS, temperature=T), base=np.e) for T in (1, 4))
    return (
        f"잘 배운 교사는 확신하므로 온도 1에서는 엔트로피가 낮아요. 숫자 그림 한 장에서 재면 {cold:.2f}나트이고, "
        f"온도를 4로 올려야 {warm:.2f}나트가 돼요. 가장 큰 값은 ln 10 = {np.log(10):.2f}나트예요."
    )


@correction("E15", "B", "5절", "원-핫 라벨의 엔트로피가 0이어서 모델이 과신한다고 말해요.")
def _():
    stays = [information(0.1 / K, base=np.e) - information(0.9 + 0.1 / K, base=np.e) for K in (4, 10)]
    return (
        f"과신은 손실에 바닥이 없어서 생겨요. 원-핫이면 정답의 점수를 올릴수록 손실이 끝없이 줄어 멈출 곳이 없어요. "
        f"ε = 0.1로 흐리게 하면 정답이 나머지보다 {stays[0]:.4f}(범주 4개), {stays[1]:.4f}(10개)만큼 높을 때 손실이 가장 작아요."
    )


@correction("E16", "B", "5절과 핵심 정리", "라벨 스무딩이 과신을 막고 일반화를 돕는다고 말해요.")
def _():
    return (
        f"확신은 언제나 줄지만, 그래서 더 믿을 만해지는 것은 모델이 과신할 때뿐이에요. 숫자 그림에서 기대 보정 오차는 "
        f"라벨의 20%를 섞으면 {NOISY[0]:.2f}에서 {NOISY[2]:.2f}(ε = 0.02)로 줄지만, "
        f"라벨이 깨끗하면 {CLEAN[0]:.2f}에서 {CLEAN[10]:.2f}(ε = 0.1)으로 늘어요."
    )


@correction(
    "E29",
    "B",
    "왜 배워야 하나요, 5절, 핵심 정리",
    "예측의 엔트로피가 낮으면 확신하는 것이고, 그만큼 믿을 수 있다고 말해요.",
)
def _():
    q = [0.98, 0.01, 0.01]
    sure = entropy(q, base=np.e)
    loss = cross_entropy([0, 1, 0], q, base=np.e)
    return (
        f"확신은 정답이 아니에요. {q}은 맞아도 틀려도 엔트로피가 {sure:.3f}나트로 낮지만, 둘째가 정답이면 손실은 {loss:.3f}나트예요. "
        f"숫자를 배운 모델은 아무 뜻 없는 잡음 그림에도 자주 90퍼센트 넘게 확신해요. 5권에서 직접 재어 봐요."
    )
