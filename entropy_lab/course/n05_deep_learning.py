"""05 딥러닝에서 쓰기: 장면, 훈련 실험대, 계산, 연습, 바로잡기."""

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
    headline,
    heights,
    level,
    lift,
    line,
    moving,
    note,
    panel,
    panels,
    quarters,
    reads,
    shown,
    still,
    tile,
    wrap,
)
from ..josa import josa
from ..measures import cross_entropy, entropy, information, smooth, softmax
from ..palette import INK, MODEL, MUTED, OTHER, PAPER, SPINE, TRUTH
from ..quiz.answers import probabilities
from ..quiz.grading import amount, by_hand, close, exercise, smoothed
from ..scene import Choice, Slider
from .ledger import correction


# -- 꼬리 ---------------------------------------------------------------------------------------------
def even_tail(p):
    """머리는 그대로 두고 꼬리를 고르게 편 분포들: (1 - ε) 원-핫 + ε/K에서 엔트로피가 p와 같아지는 ε을 줄마다 찾아요."""
    p = np.asarray(p, float)
    one_hot, low, high = np.eye(p.shape[-1])[p.argmax(axis=-1)], np.zeros(p.shape[:-1]), np.ones(p.shape[:-1])
    for _ in range(60):
        eps = (low + high) / 2
        even = (1 - eps[..., None]) * one_hot + eps[..., None] / p.shape[-1]
        less = entropy(even) < entropy(p)
        low, high = np.where(less, eps, low), np.where(less, high, eps)
    return even


# 씨앗 0의 교사(64-256-10, 40바퀴)가 훈련 그림 1440번에 준 로짓. 라벨은 5예요
PICTURE, LOGITS = 1440, np.array([-4.5, -11.4, -8.7, 3.0, -8.2, 7.1, -3.3, -6.0, -3.2, 1.9])
SHUFFLED = [3, 9, 8, 1, 7, 5, 4, 0, 2, 6]


@moving(
    "엔트로피가 같으면 모델이 하는 말도 같을까?",
    "5라고 적힌 손글씨 한 장과, 숫자를 배운 모델이 열 숫자에 준 확률. 온도를 올리면 5의 머리가 낮아지고 나머지 아홉 숫자의 꼬리가 길어진다. 꼬리는 그대로 두거나, 자리를 뒤섞거나, 고르게 펼 수 있다.",
    T=Slider("온도 T", 0.5, 10, 0.1, 4),
    tail=Choice("아홉 숫자의 꼬리", ["모델이 준 대로", "자리 뒤섞기", "고르게 펴기"]),
)
def soft_labels(fig):
    high, rest, heat = headline(fig, "머리 ", TRUTH, "      꼬리 ", MODEL, "      엔트로피 ", INK)
    image, ax = panels(fig, Box(bare=True, share=34, tall=100, foot=26), Box("숫자", "확률", share=66, tall=120))
    image.set(aspect="equal", xlim=(0, 8), ylim=(8, 0))
    squares(image, digits()[0][PICTURE], "라벨은 5")
    ax.set(xlim=(-0.6, 9.6), ylim=(0, 1), xticks=range(10))
    quarters(ax.yaxis)
    columns = [bars(ax, [k], 0.62, TRUTH if k == 5 else MODEL)[0] for k in range(10)]
    evens = even_tail([softmax(LOGITS, temperature=T / 10) for T in range(5, 101)])

    def move(T, tail):
        honest = softmax(LOGITS, temperature=T)
        even = chosen(evens, np.floor(10 * T + 0.5) - 5)
        p = honest * (tail == 0) + honest[SHUFFLED] * (tail == 1) + even * (tail == 2)
        h = entropy(p, base=np.e)
        alt = f"온도 {T:.1f}에서 엔트로피는 {h:.3f}나트이고, 확률은 5에 {p[5]:.2f}, 3에 {p[3]:.2f}, 9에 {p[9]:.2f}만큼이에요."
        told = heights(columns, p) | reads(heat, f"{h:.3f}나트")
        return told | reads(high, f"{p[5]:.2f}") | reads(rest, f"{1 - p[5]:.2f}") | dict(alt=alt)

    return move


def squares(ax, pixels, name, x=0):
    """화소 64개를 잉크가 짙을수록 짙은 네모로 그리고 이름을 적어요."""
    for (r, c), ink in np.ndenumerate(np.reshape(pixels, (8, 8))):
        tile(ax, x + c + 0.03, r + 0.03, 0.94, 0.94, INK, 0.05 + 0.95 * float(ink))
    note(ax, (x + 4, 8), name, MUTED, (0, -15), "center")


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


# -- 망설인 것부터 사람에게 -----------------------------------------------------------------------------
# 씨앗 0으로 997장을 30바퀴 배운 신경망(64-64-10)이 시험 그림 800장에서 틀린 34장의 차례예요.
# 가장 망설인 것이 0이고, 첫 줄은 엔트로피로, 둘째 줄은 가장 큰 확률로 줄을 세웠어요.
MISTAKES = """
4 5 7 8 13 15 20 22 25 26 29 31 37 40 41 42 43 48 49 51 53 54 57 58 70 73 81 87 89 96 103 147 157 164
0 1 5 11 13 18 22 23 27 28 29 31 32 34 38 42 43 48 57 59 60 62 63 66 68 79 85 86 90 93 102 155 167 169
"""
MISTAKES = np.array(MISTAKES.split(), int).reshape(2, 34)


@moving(
    "망설인 것부터 사람이 보면 오답이 먼저 걸러진다",
    "시험 그림 800장을 망설인 차례로 사람에게 보낼 때 나머지 예측의 오답률. 4.25퍼센트에서 가파르게 떨어지고, 엔트로피로 고르나 가장 큰 확률로 고르나 거의 같다.",
    sent=Slider("사람에게 보낸 비율", 0, 30, 1, 10),
    by=Choice("망설임을 재는 자", ["엔트로피", "가장 큰 확률"]),
)
def triage(fig):
    asked, caught, rest = headline(
        fig, "사람이 볼 그림 ", INK, "      그 속의 오답 ", MODEL, "      나머지의 오답률 ", TRUTH
    )
    ax = panel(fig, "사람에게 보낸 비율 (%)", "나머지 예측의 오답률 (%)", tall=180)
    ax.set(xlim=(0, 30), ylim=(0, 5), xticks=range(0, 31, 10), yticks=range(6))
    n = np.arange(0, 241, 2)
    by_entropy, by_top = (MISTAKES[:, :, None] >= n).sum(axis=1) / (800 - n) * 100
    line(ax, TRUTH, n / 8, by_entropy)
    line(ax, OTHER, n / 8, by_top, 1.6, dashed=True)
    level(ax, SPINE, 4.25)
    note(ax, (30, 4.25), "아무렇게나 고르면", MUTED, (0, 9), "right", small=True)
    for y, text, color, look in (
        (3.1, "엔트로피가 큰 것부터", TRUTH, {}),
        (2.6, "가장 큰 확률이 작은 것부터", OTHER, dict(width=1.6, dashed=True)),
    ):
        line(ax, color, [10.5, 13], [y, y], **look)  # 두 선이 얽혀 있어서 이름 앞에 선의 모양을 보여요
        note(ax, (13, y), text, color)
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


# -- 라벨 스무딩 ----------------------------------------------------------------------------------------
@moving(
    "원-핫의 바닥 0에는 닿을 수 없고, 흐린 목표의 바닥에는 멈출 곳이 있다",
    "왼쪽은 라벨 스무딩을 한 목표의 확률 막대, 오른쪽은 정답 로짓이 나머지보다 높은 만큼에 따른 손실. ε이 0이면 곡선이 0에 끝없이 다가가고, 0보다 크면 목표의 엔트로피를 바닥으로 하는 가장 낮은 점이 있다.",
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
        alt = f"ε이 {eps:.2f}일 때 범주가 {K:.0f}개면 손실은 {lowest:.3f}나트 아래로 내려가지 않아요."
        return told | dict(K=f"{K:.0f}개", alt=alt)

    return move


# 그림 300장으로 배운 네 모델(64-128-10): 깨끗한 라벨이나 20%를 섞은 라벨로, 20바퀴나 200바퀴.
# 시험 그림 800장의 확신, 정확도, 기대 보정 오차(1000배)이고 씨앗 열두 개의 평균이에요. TRIED 사이는 곧게 이었어요.
MODELS, TRIED = ["깨끗, 20바퀴", "깨끗, 200바퀴", "섞임, 20바퀴", "섞임, 200바퀴"], [0, 1, 2, 3, 4, 5, 7, 10, 15, 20]
MEASURED = """
931 920 906 889 870 852 827 801 747 694
972 926 906 890 876 863 839 807 759 715
735 727 719 711 703 696 680 658 620 585
906 850 818 795 775 759 731 696 649 607
933 935 937 939 940 941 941 941 942 942
943 953 955 956 957 958 959 960 960 959
869 872 874 876 878 880 882 888 893 900
788 793 799 801 806 804 809 814 816 820
21 27 39 56 75 91 115 142 196 248
33 32 51 70 83 96 120 154 202 245
137 148 158 166 176 185 203 231 274 315
120 64 38 34 47 58 82 120 170 214
"""
MEASURED = np.array(MEASURED.split(), float).reshape(12, 10)
SURE, RIGHT, ERROR = np.reshape([np.interp(range(21), TRIED, row / 1000) for row in MEASURED], (3, 4, 21))


@moving(
    "스무딩은 확신을 덜어 낸다. 넘치던 만큼은 약이고 그 너머는 독이다",
    "네 모델의 확신에서 정확도를 뺀 값과, 정확도가 변한 만큼. ε을 올리면 네 점이 모두 왼쪽으로 가서, 과신하던 점은 0에 다가갔다가 지나치고 나머지는 멀어진다. 정확도는 네 모델에서 모두 조금 오른다.",
    eps=Slider("스무딩 ε", 0, 0.2, 0.01, 0),
)
def calibration(fig):
    better, gained = headline(fig, "보정이 나아진 모델 ", MODEL, "      정확도의 평균 변화 ", OTHER)
    left, right = panels(
        fig,
        Box("확신 − 정확도 (퍼센트포인트)", share=66, tall=120, left=84, head=30),
        Box("정확도의 변화", share=34, tall=120, left=84 * fig.sheet.stacked, head=30),
    )
    rows = np.arange(4)[::-1]
    left.set(xlim=(-35, 15), ylim=(-0.5, 3.5), xticks=range(-30, 11, 10), yticks=rows, yticklabels=MODELS)
    right.set(xlim=(-0.5, 4), ylim=(-0.5, 3.5), xticks=range(5), yticks=rows)
    right.set_yticklabels(MODELS if fig.sheet.stacked else [""] * 4)
    for ax in (left, right):
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        line(ax, SPINE, [0, 0], [-0.5, 3.5], 0.9)
    note(left, (0, 3.5), "자신 부족", MUTED, (-6, 8), "right", small=True)
    note(left, (0, 3.5), "과신", MUTED, (6, 8), small=True)
    over, change = 100 * (SURE - RIGHT), 100 * (RIGHT - RIGHT[:, :1])
    dot(left, over[:, 0], rows, hollow=True)
    colors = [TRUTH, TRUTH, MODEL, MODEL]
    trails, gains = ([line(ax, c, width=3) for c in colors] for ax in (left, right))
    heads, tops = ([dot(ax, color=c) for c in colors] for ax in (left, right))
    fewer, mean = (ERROR[:, :1] > ERROR).sum(axis=0), change.mean(axis=0).round(1)
    table = np.vstack([over, change, fewer, mean]).T

    def move(eps):
        now = chosen(table, np.floor(100 * eps + 0.5))
        told = reads(better, f"넷 가운데 {now[8]:.0f}개") | reads(gained, f"{now[9]:+.1f}퍼센트포인트")
        for k, row in enumerate(rows.tolist()):
            told |= along(trails[k], [over[k, 0], now[k]], [row, row]) | at(heads[k], now[k], row)
            told |= along(gains[k], [0, now[4 + k]], [row, row]) | at(tops[k], now[4 + k], row)
        alt = f"ε이 {eps:.2f}일 때 넷 가운데 {now[8]:.0f}개의 보정이 나아지고, 정확도는 평균 {now[9]:.1f}퍼센트포인트 올라요."
        return told | dict(alt=alt)

    return move


# -- 탐험 ----------------------------------------------------------------------------------------------
REWARDS = np.array([0.2, 0.3, 0.4, 0.5, 0.8])


@moving(
    "β가 0에 가까우면 가장 좋은 팔만, 커질수록 아무 팔이나 당긴다",
    "팔 다섯을 당길 확률 softmax(μ/β)의 막대. β가 작으면 보상이 가장 큰 팔에 몰리고, 크면 다섯이 고르게 된다.",
    beta=Slider("탐험의 세기 β", 0.02, 1, 0.02, 0.1),
)
def exploration(fig):
    earned, extra = headline(fig, "평균 보상 $p \\cdot \\mu$ = ", MODEL, "      $\\beta H(p)$ = ", OTHER)
    ax = panel(fig, "팔마다 보상을 줄 확률 $\\mu$", "당길 확률")
    ax.set(xlim=(-0.6, 4.6), ylim=(0, 1), xticks=range(5), xticklabels=[f"{mu}" for mu in REWARDS])
    quarters(ax.yaxis)
    columns = bars(ax, range(5), 0.56, MODEL)

    def move(beta):
        p = softmax(REWARDS, temperature=beta)
        reward, more = (p * REWARDS).sum(), beta * entropy(p, base=np.e)
        told = heights(columns, p) | reads(earned, f"{reward:.3f}") | reads(extra, f"{more:.3f}")
        return told | dict(alt=f"β가 {beta:.2f}일 때 평균 보상은 {reward:.3f}점, 엔트로피의 덤은 {more:.3f}점이에요.")

    return move


# -- 훈련 실험대 ----------------------------------------------------------------------------------------
SEEDS, EPOCHS, KEPT = 4, 200, 7
WAYS = {  # 이름: 기호, 색, 슬라이더(가장 작은 값, 가장 큰 값, 걸음, 처음 값)
    "라벨 스무딩": ("ε", TRUTH, (0, 0.5, 0.01, 0.1)),
    "엔트로피 규제": ("β", MODEL, (-0.3, 1, 0.05, 0.3)),
}
# 미리 재어 둔 첫 점
PLAIN = "라벨 스무딩", 0, [(0.897, 0.725, 0.172), (0.901, 0.81, 0.093), (0.906, 0.806, 0.101), (0.911, 0.782, 0.129)]


def trial(way, value, seed):
    """라벨의 20%를 섞은 그림 300장으로 신경망 하나를 훈련해, 시험 그림에서 (평균 확신, 정확도, ECE)를 돌려줘요."""
    from ..losses import entropy_regularized_loss, smooth_labels  # torch는 2초쯤 걸려서, 훈련할 때에만 읽어요
    from ..training import accuracy, expected_calibration_error, mlp, nn, split, train

    (x, y, x_test, y_test), net = split(seed, 300, noise=0.2), mlp(64, 128, 10, seed=seed)
    if way == "라벨 스무딩":
        goal, loss = smooth_labels(y, 10, value), nn.functional.cross_entropy
    else:
        goal, loss = y, lambda z, y: entropy_regularized_loss(z, y, value)
    train(net, lambda x, goal: loss(net(x), goal), x, goal, epochs=EPOCHS, seed=seed)
    p = net(x_test).detach().softmax(dim=-1)
    return p.max(dim=-1).values.mean().item(), accuracy(p, y_test), expected_calibration_error(p, y_test)


@still("대각선에 가까울수록 확신을 그대로 믿을 수 있다")
def reliability(fig, runs):
    """훈련마다 번호를 붙여 (평균 확신, 정확도)의 자리에 놓은 그림이에요. runs는 (방법, 값, 결과들)의 나열이에요."""
    text = "라벨의 20%를 섞은 300장으로 훈련하고, 깨끗한 800장으로 시험한다"
    headline(fig, "  ".join(wrap(text, fig.sheet.width)))
    below, rows = fig.sheet.stacked, min(len(runs), KEPT)  # 훈련의 목록을 휴대전화에서는 그림 아래에 적어요
    room = dict(foot=48 + 20 * rows) if below else {}
    (ax,) = panels(fig, Box("평균 확신 (%)", "정확도 (%)", tall=170, **room), right=14 if below else 150)
    ax.set(xlim=(20, 100), ylim=(60, 100), xticks=range(20, 101, 20), yticks=range(60, 101, 10))
    line(ax, SPINE, [60, 100], [60, 100], 0.9, dashed=True)
    note(ax, (98, 62), "과신", MUTED, (0, 0), "right")
    note(ax, (22, 98), "자신 부족", MUTED, (0, 0))
    for n, (way, value, results) in list(enumerate(runs, 1))[-KEPT:]:
        symbol, color, _ = WAYS[way]
        points, row = 100 * np.array(results), (n - 1) % KEPT
        sure, right, error = points.mean(axis=0)
        line(ax, color, *points[:, :2].T, ls="", marker="o", ms=3.5, mew=0, alpha=0.5)
        line(ax, color, sure, right, marker="o", ms=15, mec=PAPER, mew=1.2, zorder=5)
        ax.text(sure, right, f"{n}", color=PAPER, ha="center", va="center_baseline", size=fig.sheet.small, zorder=6)
        corner, where = ((0, 0), (0, -52 - 20 * row)) if below else ((1, 1), (18, -6 - 20 * row))
        text = f"{n}. {symbol} = {value:g}, ECE {error / 100:.3f}".replace("-", "−")
        note(ax, corner, text, color, where, xycoords="axes fraction")
    return f"{fig.title}. 가로는 평균 확신, 세로는 정확도예요. 지금까지 {len(runs)}번 훈련했어요."


class TrainingLab(w.VBox):
    """고른 방법과 값으로 신경망을 훈련하고, 앞서 훈련한 것들과 한 그림에서 견주는 실험대예요.

    `runs`에 (방법, 값, 결과들)이 쌓여요. 첫 점은 미리 재어 둔 것이에요.
    """

    def __init__(self):
        self.runs = [PLAIN]
        self.way = w.ToggleButtons(options=list(WAYS), style=dict(button_width="8em"))
        self.values = [
            w.FloatSlider(description=symbol, min=low, max=high, step=step, value=start, continuous_update=False)
            for symbol, _, (low, high, step, start) in WAYS.values()
        ]
        stack = w.Stack(self.values, selected_index=0)
        w.jslink((self.way, "index"), (stack, "selected_index"))
        self.start = w.Button(description="훈련", button_style="primary")
        self.start.on_click(lambda _: self.train())
        self.message, self.picture = w.HTML("값을 고르고 훈련을 눌러 보세요."), w.HTML(reliability(self.runs).html)
        super().__init__([self.way, stack, self.start, self.message, self.picture])

    def train(self):
        """지금 고른 값으로 씨앗이 다른 신경망 네 개를 훈련해 그림에 더해요."""
        way, value = self.way.value, self.values[self.way.index].value
        name, results = f"{WAYS[way][0]} = {value:g}", []
        for seed in range(SEEDS):
            self.message.value = f"{name}: 신경망 {SEEDS}개 가운데 {seed + 1}번째를 훈련하고 있어요."
            try:
                results.append(trial(way, value, seed))
            except ModuleNotFoundError as error:
                self.message.value = str(error)
                return
        self.runs.append((way, value, results))
        self.picture.value = reliability(self.runs).html
        sure, right, error = np.mean(results, axis=0)
        self.message.value = (
            f"{name}: 정확도 {right:.1%}, 평균 확신 {sure:.1%}, 기대 보정 오차 {josa(f'{error:.3f}', '이에요/예요')}."
        )

    def __repr__(self):
        return f"훈련 실험대: 훈련 {len(self.runs)}번"

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self), "text/html": self.picture.value}


@shown
def training_lab():
    """훈련 실험대 하나를 새로 차려요."""
    return TrainingLab()


# -- 연습 --------------------------------------------------------------------------------------------
BATCH = [[0.95, 0.03, 0.02], [0.35, 0.35, 0.3], [1, 0, 0]]
ROWS = entropy(BATCH, base=np.e)
FLOORS = {K: entropy(smooth(np.eye(K)[0], 0.1), base=np.e) for K in (4, 10)}

amount("5.1", ROWS.mean(), "나트", "(0.2322 + 1.0961 + 0) ÷ 3 = 0.4428나트. 묶음의 엔트로피는 행마다 재어 평균해요.")(
    (ROWS.sum(), "세 행을 모두 더하셨어요. 행의 수로 나눠 평균해 주세요."),
    (ROWS[:2].mean(), "셋째 행의 0나트도 한 행이에요. 3으로 나눠 주세요."),
    (entropy(np.mean(BATCH, axis=0), base=np.e), "확률을 먼저 평균하셨어요. 엔트로피를 먼저 재고 평균해 주세요."),
    (ROWS.mean() / 3, "범주의 수로도 나누셨어요. 행마다 더하고, 행끼리만 평균해요."),
)
amount("5.2", np.log(6), "나트", "½ ln 2 + ½ ln 18 = ln 6 = 1.7918나트. 머리가 같아도 꼬리가 여럿일수록 커요.")(
    (np.log(2), "그건 꼬리를 한 칸에 몰았을 때예요. 가장 클 때는 꼬리를 어떻게 나눌까요?"),
    (np.log(10), "머리까지 고르게 나누셨어요. 머리는 ½로 두고 꼬리만 나눠 보세요."),
    (0.5 * np.log(18), "머리 ½의 항도 더해 주세요."),
    (0.5 * np.log(2) + 0.5 * np.log(20), "꼬리는 머리를 뺀 아홉 칸이에요."),
)
smoothed("5.3", 3, 5, 0.2, "모두에게 0.2/5 = 0.04씩 나눠 주고, 남은 0.8을 정답에 얹어 0.84예요.")
amount("5.4", FLOORS[10], "나트", "0.5003나트. 범주가 많을수록 바닥이 높아져요.")(
    (FLOORS[4], "그건 범주가 4개일 때예요. 숫자는 열 개예요."),
    (0, "원-핫일 때의 바닥이고, 그마저도 끝내 닿지 못해요. 스무딩을 하면 목표의 엔트로피가 바닥이에요."),
    (-np.log(0.91), "정답의 항만 계산하셨어요. 오답 아홉의 항도 더해 주세요."),
    (np.log(10), "그건 ε = 1, 곧 균등분포일 때예요."),
)


@by_hand(
    "5.5", "calibration", "이만큼이면 외운 모델의 확신이 정확도와 거의 같아요. 나머지 세 모델은 그만큼 더 겸손해졌어요."
)
def _(eps):
    step, best = round(100 * eps), abs(SURE[3] - RIGHT[3]).argmin()
    gap = 100 * (SURE[3] - RIGHT[3])[step]
    now = josa(f"{gap:+.1f}퍼센트포인트".replace("-", "−"), "이에요/예요")
    return None if step == best else f"지금은 {now}. {'왼쪽' if step > best else '오른쪽'}으로 조금 더 옮겨 보세요."


@exercise("5.6", probabilities(4), "엔트로피는 1.5비트 그대로인데, 고양이가 자동차를 닮았다고 가르쳐요.")
def _(p):
    if not close(entropy(p), 1.5):
        return f"엔트로피가 {josa(f'{entropy(p):.3f}', '이에요/예요')}. ½, ¼, ¼, 0의 자리만 바꿔 보세요."
    if p[0] < p[1:].max():
        return "정답이 바뀌었어요. 머리 ½은 고양이에 두고 꼬리만 옮겨 보세요."
    return None if p[3] > min(p[1:3]) else "아직 교사가 한 말과 같아요. 고양이를 닮지 않은 쪽으로 꼬리를 옮겨 보세요."


POLICY = softmax(REWARDS / 0.2)
BEST = josa(f"{POLICY @ REWARDS + 0.2 * entropy(POLICY, base=np.e):.3f}", "이에요/예요")
amount("5.7", POLICY, "확률", "가장 좋은 팔을 3분의 2쯤 당기고, 나머지도 좋은 만큼 당겨 봐요.")(
    (..., f"가장 큰 목표는 {BEST}. 적은 정책의 목표와 견주고 softmax를 떠올려 보세요."),
    (softmax(REWARDS), "β로 나누는 것을 빠뜨리셨어요. β가 온도의 자리에 들어가요."),
    (softmax(REWARDS * 0.2), "β를 곱하셨어요. 곱하지 말고 나눠 주세요."),
    (np.eye(5)[4], "β = 0일 때의 정책이에요. 엔트로피도 목표에 들어 있어요."),
    (REWARDS / REWARDS.sum(), "μ에 비례해서 나누셨어요. 지수함수를 거쳐야 해요."),
)
amount("5.8", 2 / np.log(3), "", "로짓의 차이 2 ÷ T가 ln 3이 되어, 확신이 맞힌 비율 ¾과 같아져요.")(
    (np.log(3) / 2, "거꾸로 나누셨어요. 로짓의 차이를 T로 나눈 것이 확률의 비의 로그예요."),
    (np.log(3), "그건 온도로 나눈 뒤의 로짓 차이예요. 2를 무엇으로 나눠야 이 값이 되나요?"),
    (2 / np.log(4), "¼의 로그를 쓰셨어요. 로짓의 차이는 두 확률의 비 ¾ : ¼의 로그예요."),
    (2 / 0.75, "확률로 나누셨어요. 먼저 두 확률의 비에 로그를 취해 보세요."),
    (1, "T = 1이면 확신이 0.88이에요. 맞힌 비율은 0.75였어요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E06", "B", "5절", "교사의 출력 [0.7, 0.2, 0.1]은 엔트로피가 있으니 정보가 풍부하다고 말해요.")
def _():
    told, swapped = (entropy(p, base=np.e) for p in ([0.7, 0.2, 0.1], [0.7, 0.1, 0.2]))
    return (
        f"엔트로피는 {told:.4f}나트인데, 오답의 확률을 맞바꾼 [0.7, 0.1, 0.2]도 {swapped:.4f}나트로 꼭 같아요. "
        f"그런데 교사가 하려던 말은 사라져요. 장마다 교사와 엔트로피가 같게 꼬리를 고르게 편 목표로 배운 학생은 하드 라벨로 배운 학생과 "
        f"비슷했어요(열두 번 평균 83퍼센트와 82퍼센트, 교사의 꼬리로는 93퍼센트). 돕는 것은 꼬리가 얼마나 긴가가 아니라 어디에 있는가예요."
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
        f"원-핫으로 잰 손실에도 바닥 0이 있지만 끝내 닿지 못해요. 어느 유한한 로짓도 손실을 가장 작게 하지 못해서, 정답의 점수를 올릴수록 "
        f"손실이 줄어요. ε = 0.1로 흐리게 하면 바닥은 {FLOORS[4]:.4f}나트(범주 4개)로 올라오고, 정답이 나머지보다 "
        f"{stays[0]:.4f}(4개), {stays[1]:.4f}(10개)만큼 높을 때 그 바닥에 닿아 멈춰요."
    )


@correction("E16", "B", "5절과 핵심 정리", "라벨 스무딩이 과신을 막고 일반화를 돕는다고 말해요.")
def _():
    gain = 100 * (RIGHT[:, 10] - RIGHT[:, 0])
    return (
        f"여기에서는 정확도가 원문의 말대로 올랐어요. ε = 0.1에서 네 모델의 평균이 {gain.min():.1f}퍼센트포인트부터 "
        f"{gain.max():.1f}퍼센트포인트까지 올라요. 확신도 늘 줄어요. 그러나 그래서 더 믿을 만해지는 것은 확신이 정확도보다 높던 만큼뿐이에요. "
        f"ε = 0.05에서 기대 보정 오차는 섞인 라벨을 외운 모델만 {ERROR[3, 0]:.2f}에서 {josa(f'{ERROR[3, 5]:.2f}', '으로/로')} 줄고 나머지 셋은 늘어요. "
        f"원문이 쓴 ε = 0.1에서는 하나도 나아지지 않아요."
    )


@correction(
    "E29",
    "B",
    "왜 배워야 하나요, 5절, 핵심 정리",
    "예측의 엔트로피가 낮으면 확신하는 것이고, 그만큼 믿을 수 있다고 말해요.",
)
def _():
    q = [0.98, 0.01, 0.01]
    sure, loss = entropy(q, base=np.e), cross_entropy([0, 1, 0], q, base=np.e)
    return (
        f"엔트로피가 낮다는 것은 확신한다는 뜻이고, 그뿐이에요. {josa(q, '은/는')} 맞아도 틀려도 엔트로피가 {sure:.3f}나트인데, "
        f"둘째가 정답이면 손실은 {loss:.3f}나트예요. 숫자를 배운 모델은 숫자가 아닌 잡음 그림에도 자주 90퍼센트 넘게 확신해요."
    )
