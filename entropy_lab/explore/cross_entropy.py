"""04 교차 엔트로피의 장면: 쌓은 막대, 로짓과 온도, 셋째 로짓 찾기, 기울기, 자모 모델의 손실."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..figures import dot, headline, note, panel, quarters
from ..measures import cross_entropy, entropy, information, kl_divergence, softmax
from ..scene import Choice, Slider
from ..style import INK, MODEL, OTHER, SPINE, TRUTH, picture, style
from .parts import bars, chosen, heights, scene, three

CLASSES = ("첫째", "둘째", "셋째")
TARGETS = {"[0.7, 0.2, 0.1]": [0.7, 0.2, 0.1], "원-핫 [1, 0, 0]": [1, 0, 0], "고른 [⅓, ⅓, ⅓]": [1 / 3] * 3}


def frames(ax, width, color):
    """범주마다 하나씩, 높이로 확률을 나타내는 빈 틀."""
    return [
        ax.add_patch(Rectangle((k - width / 2, 0), width, 0, fc="none", ec=color, lw=1.8, clip_on=False))
        for k in range(3)
    ]


@scene
def stacked(fig):
    title = "예측이 정답과 같아지면 KL 발산만 사라진다"
    total, _, floor, _, rise = headline(fig, title, ("", INK), "  =  ", ("", TRUTH), "  +  ", ("", MODEL))
    box = (0.072, 0.135, 0.36, 0.595)
    left, columns = three(fig, "파란 틀은 정답 $p$, 막대는 예측 $q$", "확률", CLASSES, box)
    targets = frames(left, 0.72, TRUTH)
    right = fig.add_axes((0.545, 0.135, 0.425, 0.595), xlim=(0, 4.5), ylim=(-0.6, 1.6))
    right.set(xticks=range(5), yticks=[1, 0], yticklabels=["$H(p,q)$", "나눠 보면"], xlabel="막대의 길이 (비트)")
    right.tick_params(axis="y", length=0)
    whole = right.add_patch(Rectangle((0, 0.75), 0, 0.5, fc=INK, alpha=0.75, lw=0))
    blue = right.add_patch(Rectangle((0, -0.25), 0, 0.5, fc=TRUTH, alpha=0.75, lw=0))
    red = right.add_patch(Rectangle((0, -0.25), 0, 0.5, fc=MODEL, alpha=0.75, lw=0))
    guide = right.plot([], [], color=SPINE, lw=0.9, dashes=(4, 3))[0]

    def move(w, target):
        p, q = chosen(list(TARGETS.values()), target), w / w.sum()
        h, ce, kl = entropy(p), cross_entropy(p, q), kl_divergence(p, q)
        told = heights(columns, q)
        told |= heights(targets, p)
        return told | {
            whole: dict(width=ce),
            blue: dict(width=h),
            red: dict(x=h, width=ce - h),
            guide: dict(data=([ce, ce], [-0.6, 1.25])),
            total: dict(text=f"$H(p,q)$ {ce:.3f}비트"),
            floor: dict(text=f"$H(p)$ {h:.3f} 정답의 몫"),
            rise: dict(text=f"$D_{{\\mathrm{{KL}}}}(p\\,\\Vert\\,q)$ {kl:z.3f} 어긋난 몫"),
            "alt": f"q가 {q[0]:.2f}, {q[1]:.2f}, {q[2]:.2f}일 때 {h:.3f}+{kl:z.3f}={ce:.3f}비트예요.",
        }

    return move, dict(
        title=title,
        description="왼쪽은 세 범주에 놓인 정답 p의 틀과 예측 q의 막대. 오른쪽은 교차 엔트로피를 나타낸 막대와, 그것을 정답의 엔트로피와 KL 발산으로 나눠 쌓은 막대. q를 아무리 움직여도 파란 몫은 그대로이고, q가 p와 같으면 붉은 몫이 0이다.",
        w=Slider("q의 무게 {}", 1, 10, 0.5, [5, 3, 2]),
        target=Choice("정답 p", list(TARGETS)),
    )


@scene
def logits(fig):
    title = "로짓의 차이가 확률을 정하고, 온도가 그 차이를 늘이고 줄인다"
    _, doubt, _, loss = headline(fig, title, "엔트로피 ", ("", INK), "      첫째가 정답일 때 손실 ", ("", MODEL))
    box = (0.072, 0.135, 0.50, 0.595)
    left, columns = three(fig, "파란 틀은 원-핫 정답, 막대는 예측", "확률", CLASSES, box)
    left.add_patch(Rectangle((-0.36, 0), 0.72, 1, fc="none", ec=TRUTH, lw=1.8, clip_on=False))
    right = panel(fig, "", "나트", (0.70, 0.135, 0.27, 0.595))
    right.set(xlim=(-0.6, 1.6), ylim=(0, 9), xticks=range(2), xticklabels=["엔트로피", "손실"], yticks=range(0, 10, 3))
    amounts = [bars(right, [0], 0.56, INK)[0], bars(right, [1], 0.56, MODEL)[0]]

    def move(z, T):
        q = softmax(z, temperature=T)
        h, ce = entropy(q, base=np.e), information(q[0], base=np.e)
        told = heights(columns, q)
        return told | {
            amounts[0]: dict(height=h),
            amounts[1]: dict(height=ce),
            doubt: dict(text=f"{h:.3f}나트"),
            loss: dict(text=f"{ce:.3f}나트"),
            "alt": f"확률은 {q[0]:.3f}, {q[1]:.3f}, {q[2]:.3f}, 엔트로피는 {h:.3f}나트, 손실은 {ce:.3f}나트예요.",
        }

    return move, dict(
        title=title,
        description="세 로짓을 온도로 나누고 소프트맥스를 거친 확률 막대. 온도가 높으면 고르게, 낮으면 뾰족하게 된다. 오른쪽 막대는 그 엔트로피와, 첫째가 정답일 때의 교차 엔트로피 손실이다.",
        z=Slider("로짓 {}", 0, 4, 0.1, [2, 1, 0.5]),
        T=Slider("온도 T", 0.5, 5, 0.1, 1),
    )


CLAIMED = np.array([0.659, 0.242, 0.099])  # what the comment of the lesson says softmax gives


@scene
def third_logit(fig):
    title = "주석의 수는 어떤 로짓에서 나왔을까?"
    claim = "{:.3f}, {:.3f}, {:.3f}, 손실 {:.3f}나트".format(*CLAIMED, information(CLAIMED[0], base=np.e))
    _, here, *_ = headline(fig, title, "셈한 값 ", ("", MODEL), "      주석 ", (claim, TRUTH))
    ax = panel(fig, "파란 틀은 주석의 확률, 막대는 로짓 [2, 1, $z_3$]의 소프트맥스", "확률")
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 0.75), xticks=range(3), xticklabels=CLASSES)
    ax.set_yticks([0, 0.25, 0.5, 0.75], ["0", "0.25", "0.5", "0.75"])
    columns = bars(ax, range(3), 0.62, MODEL)
    for frame, height in zip(frames(ax, 0.62, TRUTH), CLAIMED, strict=True):
        frame.set_height(height)

    def move(third):
        q = softmax(np.array([2, 1, 0]) + np.array([0, 0, 1]) * third)
        loss = information(q[0], base=np.e)
        told = heights(columns, q)
        return told | {
            here: dict(text=f"{q[0]:.3f}, {q[1]:.3f}, {q[2]:.3f}, 손실 {loss:.3f}나트"),
            "alt": f"셋째 로짓이 {third:.2f}이면 확률은 {q[0]:.3f}, {q[1]:.3f}, {q[2]:.3f}이고 손실은 {loss:.3f}나트예요.",
        }

    return move, dict(
        title=title,
        description="로짓 2와 1은 그대로 두고 셋째 로짓을 움직일 때의 소프트맥스 막대. 파란 틀은 원문의 주석에 적힌 확률 0.659, 0.242, 0.099이고, 셋째 로짓이 0.5일 때는 막대와 틀이 어긋난다.",
        third=Slider("셋째 로짓 z₃", 0, 1, 0.05, 0.5),
    )


def slopes(z):
    """로짓이 [z, 0, 0]이고 정답이 둘째일 때, 틀린 로짓 z에 대한 교차 엔트로피와 제곱 오차의 기울기."""
    q = softmax(np.stack([z, 0 * z, 0 * z], axis=-1))
    miss = q - np.eye(3)[1]
    return miss[..., 0], 2 * q[..., 0] * (miss[..., 0] - (q * miss).sum(axis=-1))


@scene
def saturation(fig):
    title = "크게 틀릴수록 제곱 오차는 고치라는 힘을 잃는다"
    _, steady, _, fading = headline(
        fig, title, "교차 엔트로피의 기울기 ", ("", INK), "      제곱 오차의 기울기 ", ("", MODEL)
    )
    ax = panel(fig, "틀린 범주의 로짓 $z$ (정답의 로짓은 0)", "기울기")
    x = np.round(np.linspace(-4, 10, 141), 4)
    ce, se = slopes(x)
    ax.plot(x, ce, color=INK, clip_on=False)
    ax.plot(x, se, color=MODEL)
    note(ax, (7, 1), "교차 엔트로피", INK, (0, -10), "center", "top")
    note(ax, (6.4, 0.09), "제곱 오차", MODEL, (0, 6), "center", "bottom")
    ax.set(xlim=(-4, 10), ylim=(0, 1.06), xticks=range(-4, 11, 2))
    quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)
    dots = [dot(ax, color=INK), dot(ax, color=MODEL)]

    def move(wrong):
        ce, se = slopes(wrong)
        return {
            dots[0]: dict(data=([wrong], [ce])),
            dots[1]: dict(data=([wrong], [se])),
            steady: dict(text=f"{ce:.4f}"),
            fading: dict(text=f"{se:.4f}"),
            "alt": f"틀린 로짓이 {wrong:.1f}일 때 기울기는 교차 엔트로피 {ce:.4f}, 제곱 오차 {se:.4f}예요.",
        }

    return move, dict(
        title=title,
        description="틀린 범주의 로짓에 따른 두 손실의 기울기. 교차 엔트로피의 기울기는 크게 틀릴수록 1에 다가가지만, 확률에 매긴 제곱 오차의 기울기는 도중에 꺾여 0으로 내려간다.",
        wrong=Slider("틀린 로짓 z", -4, 10, 0.1, 6),
    )


def learning_curves(train, held, other):
    """자모 모델이 보는 길이 n = 1, 2, …에 따른 교차 엔트로피: 배운 글, 남겨 둔 글, 다른 종류의 글."""
    n = np.arange(1, len(train) + 1)
    title = "많이 외울수록 배운 글은 쉬워지지만 새 글은 다시 어려워진다"
    with style():
        fig = Figure()
        headline(fig, title, "점선은 가장 잘 맞힌 자리: 남겨 둔 글에서 ", (f"{min(held):.2f}비트", MODEL))
        ax = panel(
            fig, "한 번에 보는 자모의 수 $n$", "자모 하나에 드는 교차 엔트로피 (비트)", (0.072, 0.135, 0.72, 0.595)
        )
        ax.set(xlim=(0.8, n[-1]), ylim=(0, 6), xticks=n, yticks=range(7))
        best = n[np.argmin(held)]
        ax.plot([best, best], [0, min(held)], color=SPINE, lw=0.9, dashes=(4, 3))
        for loss, color, name in [(train, INK, "배운 글"), (held, MODEL, "남겨 둔 글"), (other, OTHER, "다른 글")]:
            ax.plot(n, loss, color=color, clip_on=False)
            for k, v in zip(n, loss, strict=True):
                dot(ax, k, v, color)
            note(ax, (n[-1], loss[-1]), name, color, (10, 0))
        return picture(
            fig,
            f"{title}. 배운 글은 {train[0]:.2f}비트에서 {train[-1]:.2f}비트로 내려가고, 남겨 둔 글은 n = {best}에서 "
            f"{min(held):.2f}비트로 가장 낮다가 {held[-1]:.2f}비트로 올라가요. 다른 글은 언제나 더 어려워요.",
        )
