"""코스 페이지의 다섯 그림. 그림마다 함수 하나, 파일 하나이고, 함수는 움직이는 장면(Scene)을 돌려줘요."""

import functools

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from . import measures
from .draw import between, distance, dot, eye, headline, note, panel, pillar, quarters
from .measures import binary_entropy, conditional_entropy, cross_entropy, entropy, information, joint_entropy
from .palette import INK, MODEL, MUTED, OTHER, PAPER, SHARED, SPINE, TINT, TRUTH
from .scene import Area, Reading, Scene, Slider
from .style import style

FIGURES = {}


def figure(draw):
    """장면을 만드는 함수를 코스 그림으로 올려요. 이름은 함수의 이름이에요."""

    @functools.wraps(draw)
    def scene(lang="ko"):
        if lang not in ("ko", "en"):
            raise ValueError(f"언어 {lang!r}은(는) 없어요. ko나 en으로 골라 주세요.")
        with style():
            fig = Figure()
            move, words = draw(fig, lambda ko, en: ko if lang == "ko" else en)
            return Scene(fig, move, name=name, lang=lang, **words)

    name = draw.__name__.replace("_", "-")
    FIGURES[name] = scene
    return scene


def svg(name, lang="ko", **values):
    """코스 그림 하나의 SVG 글.

    >>> svg("bernoulli-entropy", p=0.5)[:4]
    '<svg'
    """
    if name not in FIGURES:
        raise ValueError(f"그림 {name!r}은(는) 없어요. 있는 그림: {', '.join(FIGURES)}.")
    return FIGURES[name](lang).svg(**values)


# -- 다섯 그림 ---------------------------------------------------------------------------------------
@figure
def information_quantity(fig, say):
    title = say("확률이 절반이 될 때마다 정보량은 1비트씩 늘어난다", "Every halving of the probability adds one bit")
    *_, here = headline(fig, title, say("정보량", "Information") + " $I(x)=-\\log_2 P(x)$      ", ("", INK))
    ax, top = panel(fig, say("확률", "probability") + " $P(x)$", say("정보량 (비트)", "information (bits)")), 6.5
    for k in range(6):  # the staircase of halvings
        a, b = 2.0**-k, 2.0 ** -(k + 1)
        ax.plot([a, b, b], [k, k, k + 1], color=SPINE, lw=0.9, solid_joinstyle="miter", zorder=1)
        if k < 3:
            note(ax, (b, k + 0.5), say("+1비트", "+1 bit"), MUTED, (-4, 0), ha="right", size=10)
    x = 2.0 ** np.linspace(-top, 0, 131)
    ax.plot(x, information(x), color=TRUTH, clip_on=False)
    for p, what, at, ha in [(1, say("내일 해가 뜬다", "the sun rises"), (4, 9), "right"),
                            (1 / 2, say("동전 앞면, 1/2", "heads, 1/2"), (7, 6), "left"),
                            (1 / 6, say("주사위 눈 1, 1/6", "a die shows 1, 1/6"), (7, 6), "left")]:  # fmt: skip
        bits = information(p)
        dot(ax, p, bits, TRUTH)
        unit = say("비트", " bit" if bits == 1 else " bits")
        note(ax, (p, bits), f"{what}\n{bits:.3g}{unit}", at=at, ha=ha, va="bottom")
    lotto = information(1 / 8_145_060)
    note(ax, (0.055, 5.75), say(f"로또 1등, 1/8,145,060\n약 {lotto:.0f}비트: 이 그래프 높이의 {lotto / top:.1f}배",
                                f"winning the lottery, 1/8,145,060\nabout {lotto:.0f} bits: {lotto / top:.1f} times the height of this chart"), MODEL, (6, 0))  # fmt: skip
    ax.annotate("", (0, top + 0.35), (0, top - 0.95), annotation_clip=False, zorder=6,
                arrowprops=dict(arrowstyle="-|>,head_width=0.24,head_length=0.5", color=MODEL, lw=2, shrinkA=0, shrinkB=0))  # fmt: skip
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=range(7))
    ax.set_xticks([0, 1 / 8, 1 / 4, 1 / 2, 1], ["0", "1/8", "1/4", "1/2", "1"])
    now = dot(ax, hollow=True)

    def move(p):
        bits = information(p)
        return {
            now: dict(data=([p], [bits])),
            here: dict(text=f"−log₂ {p:.2f} = {bits:.2f}" + say("비트", " bits")),
            "alt": say(
                f"확률 {p:.2f}의 정보량은 {bits:.2f}비트다.", f"A probability of {p:.2f} carries {bits:.2f} bits."
            ),
        }

    return move, dict(
        title=title,
        description=say("확률에 따라 줄어드는 정보량 곡선. 확률 1이면 0비트, 1/2이면 1비트, 1/6이면 2.58비트이고, 로또 1등(1/8,145,060)은 약 23비트로 그래프 위를 훌쩍 벗어난다.",
                        "A curve of information falling with probability: 0 bits at 1, 1 bit at 1/2, 2.58 bits at 1/6; a lottery win (1/8,145,060) is about 23 bits, far off the chart."),
        p=Slider(say("확률 P(x)", "probability P(x)"), 0.02, 1, 0.01, 0.25),
    )  # fmt: skip


@figure
def bernoulli_entropy(fig, say):
    title = say("반반일 때 가장 불확실하고, 확정되면 0이 된다", "Most uncertain at fifty-fifty, zero when certain")
    total, _, success, _, failure = headline(fig, title, ("", INK), "  =  ", ("", TRUTH), "  +  ", ("", OTHER))
    ax = panel(fig, say("성공 확률", "probability of success") + " $p$", say("엔트로피 (비트)", "entropy (bits)"))
    x = (1 - np.cos(np.linspace(0, np.pi, 121))) / 2  # denser where the curve is steep
    ax.fill_between(x, share(x), color=TRUTH, alpha=TINT[TRUTH], lw=0)
    ax.fill_between(x, share(x), binary_entropy(x), color=OTHER, alpha=TINT[OTHER], lw=0)
    ax.plot(x, share(x), color=TRUTH, lw=1.1)
    ax.plot(x, binary_entropy(x), color=INK, clip_on=False)
    labels = [
        ax.text(0.33, 0.24, say("성공이 주는 몫", "from success") + "\n$-p\\,\\log_2 p$", color=TRUTH),
        ax.text(0.645, 0.66, say("실패가 주는 몫", "from failure") + "\n$-(1-p)\\,\\log_2(1-p)$", color=OTHER),
    ]
    for label in labels:
        label.set(ha="center", va="center", linespacing=1.25)
    note(ax, (0.5, 1), say("최대 1비트", "at most 1 bit"), at=(0, 8), ha="center", va="bottom", weight="bold")
    dot(ax, 0.5, 1, hollow=True)
    ax.set(xlim=(0, 1), ylim=(0, 1.06))
    quarters(ax.xaxis), quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)
    bars, now = [pillar(ax, TRUTH), pillar(ax, OTHER)], dot(ax)

    def move(p):
        s, h = share(p), binary_entropy(p)
        return {
            bars[0]: dict(data=([p, p], [0, s])),
            bars[1]: dict(data=([p, p], [s, h])),
            now: dict(data=([p], [h])),
            labels[0]: dict(visible=np.abs(p - 0.33) > 0.12),  # out of the way of the bar
            labels[1]: dict(visible=np.abs(p - 0.645) > 0.15),
            total: dict(text=f"$H$({p:.2f}) = {h:.2f}" + say("비트", " bits")),
            success: dict(text=f"−{p:.2f} log₂ {p:.2f} ({s:.2f})"),
            failure: dict(text=f"−{1 - p:.2f} log₂ {1 - p:.2f} ({share(1 - p):.2f})"),
            "alt": say(f"p가 {p:.2f}이면 {h:.2f}비트다.", f"At p = {p:.2f} it is {h:.2f} bits."),
        }

    return move, dict(
        title=title,
        description=say("성공 확률 p에 따른 베르누이 엔트로피. 0과 1에서 0비트, 0.5에서 최대 1비트인 대칭 곡선이고, 곡선 아래는 성공이 주는 몫과 실패가 주는 몫으로 나뉜다.",
                        "Bernoulli entropy against p: a symmetric curve, 0 bits at 0 and 1, at most 1 bit at 0.5, split below into the shares of success and failure."),
        p=Slider(say("성공 확률 p", "probability p"), 0, 1, 0.01, 0.8),
    )  # fmt: skip


def share(p):
    """결과 하나가 엔트로피에 보태는 몫 p·log₂(1/p). 0·log(1/0)은 0이에요."""
    return p * np.log2(1 / (p + (p == 0)))


@figure
def entropy_crossentropy(fig, say):
    title = say("교차 엔트로피를 줄이면 KL 발산만 줄어든다", "Lowering cross-entropy lowers only the KL divergence")
    total, _, floor, _, rise = headline(fig, title, ("", INK), "  =  ", ("", TRUTH), "  +  ", ("", MODEL))
    ax, top = (
        panel(
            fig, say("예측 확률", "predicted probability") + " $q$", say("교차 엔트로피 (비트)", "cross-entropy (bits)")
        ),
        2.5,
    )
    x = np.round((1 - np.cos(np.linspace(0.06, np.pi - 0.06, 161))) / 2, 4)
    blue = ax.add_patch(Rectangle((0, 0), 1, 1, fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    red = ax.add_patch(Area(fc=MODEL, alpha=TINT[MODEL], lw=0))
    level, curve = ax.plot([], [], color=TRUTH, lw=1.1)[0], ax.plot([], [], color=INK)[0]
    dot(ax, 0.42, 2.27, hollow=True)
    note(ax, (0.42, 2.27), say("$q=p$일 때 최소", "least at $q=p$"))
    least, bars, now = dot(ax, hollow=True), [pillar(ax, TRUTH), pillar(ax, MODEL)], dot(ax)
    arrow = ax.add_patch(Area(fc=MODEL, lw=0, zorder=5, clip_on=False))
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=[0, 1, 2])
    quarters(ax.xaxis)

    def move(p, q):
        truth = np.stack([p, 1 - p])
        h, ce = binary_entropy(p), cross_entropy(truth, np.stack([q, 1 - q]))
        y = np.minimum(cross_entropy(truth, np.stack([x, 1 - x], axis=1)), top + 0.2)
        cut = ce > top
        return {
            blue: dict(height=h),
            red: dict(xy=between(x, y, h + 0 * y)),
            level: dict(data=([0, 1], [h, h])),
            curve: dict(data=(x, y)),
            least: dict(data=([p], [h])),
            bars[0]: dict(data=([q, q], [0, h])),
            bars[1]: dict(data=([q, q], [h, np.minimum(ce, top)])),
            now: dict(data=([q], [np.minimum(ce, top)]), visible=1 - cut),
            arrow: dict(xy=([q - 0.013, q + 0.013, q], [top, top, top + 0.16]), visible=cut),
            total: dict(text=f"$H(p,q)$ {ce:.2f}" + say("비트", " bits")),
            floor: dict(text=f"$H(p)$ {h:.2f} " + say("레이블이 정한 상수", "fixed by the labels")),
            rise: dict(text=f"$D_{{\\mathrm{{KL}}}}(p\\,\\Vert\\,q)$ {ce - h:.2f} " + say("학습이 줄이는 몫", "what training reduces")),
            "alt": say(f"p가 {p:.2f}, q가 {q:.2f}이면 {h:.2f}+{ce - h:.2f}={ce:.2f}비트다.",
                       f"At p = {p:.2f} and q = {q:.2f}: {h:.2f}+{ce - h:.2f}={ce:.2f} bits."),
        }  # fmt: skip

    return move, dict(
        title=title,
        description=say("예측 q에 따른 교차 엔트로피 곡선. 정답 p의 엔트로피는 q가 움직여도 변하지 않는 바닥이고, 그 위로 솟은 부분이 KL 발산이며 q=p에서 0이 된다.",
                        "Cross-entropy against the prediction q: the entropy of the truth p is a constant floor, the rise above it is the KL divergence, zero at q=p."),
        p=Slider(say("정답의 확률 p", "truth p"), 0.05, 0.95, 0.01, 0.7),
        q=Slider(say("예측 확률 q", "prediction q"), 0.01, 0.99, 0.01, 0.25),
    )  # fmt: skip


@figure
def cross_entropy_loss_curve(fig, say):
    title = say("확신하고 틀릴수록 손실이 가파르게 커진다", "Being confidently wrong costs steeply more")
    *_, here = headline(
        fig, title, say("교차 엔트로피 손실", "Cross-entropy loss") + " $=-\\ln\\hat{y}$      ", ("", INK)
    )
    ax = panel(
        fig,
        say("정답 클래스의 예측 확률", "predicted probability of the correct class") + " $\\hat{y}$",
        say("손실 (나트)", "loss (nats)"),
    )
    top, guess = 4.2, entropy([0.25] * 4, base=np.e)
    x = np.exp(-np.linspace(0, top, 127))
    ax.plot([0, 1], [guess, guess], color=SPINE, lw=0.9, dashes=(4, 3))
    ax.plot(x, information(x, base=np.e), color=INK, clip_on=False)
    for y, color, what, at, ha, va in [(0.03, MODEL, say("확신하고 틀림", "confident and wrong"), (10, 0), "left", "center"),
                                       (0.25, INK, say("넷 중 하나 찍기", "a guess among four"), (8, 7), "left", "bottom"),
                                       (0.85, OTHER, say("좋은 예측", "a good prediction"), (0, 9), "center", "bottom")]:  # fmt: skip
        loss = information(y, base=np.e)
        dot(ax, y, loss, color)
        note(ax, (y, loss), f"{what}\n$-\\ln {y:g}={loss:.2f}$", color, at, ha, va)
    note(ax, (0.62, guess), say("찍기보다 나쁨 ↑", "worse than chance ↑"), MUTED, (0, 4), "center", "bottom", size=10)
    note(ax, (0.62, guess), say("찍기보다 나음 ↓", "better than chance ↓"), MUTED, (0, -5), "center", "top", size=10)
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=range(5))
    quarters(ax.xaxis)
    now = dot(ax, hollow=True)

    def move(y):
        loss = information(y, base=np.e)
        return {
            now: dict(data=([y], [loss])),
            here: dict(text=f"−ln {y:.2f} = {loss:.2f}" + say("나트", " nats")),
            "alt": say(
                f"정답에 준 확률이 {y:.2f}이면 손실은 {loss:.2f}나트다.", f"At {y:.2f} the loss is {loss:.2f} nats."
            ),
        }

    return move, dict(
        title=title,
        description=say("정답 클래스의 예측 확률에 따른 손실 곡선. 0.85이면 0.16, 넷 중 찍기인 0.25이면 1.39, 0.03이면 3.51나트로 가파르게 커진다.",
                        "Loss against the probability of the correct class: 0.16 at 0.85, 1.39 when guessing among four (0.25), 3.51 nats at 0.03."),
        y=Slider(say("정답에 준 확률 ŷ", "probability ŷ"), 0.02, 1, 0.01, 0.5),
    )  # fmt: skip


WEATHER = np.array([[0.42, 0.06, 0.01, 0.01],   # 구름 없음: 맑음 흐림 비 눈
                    [0.06, 0.22, 0.16, 0.06]])  # 구름 많음  # fmt: skip


@figure
def mutual_information(fig, say):
    title = say("상호정보량은 두 불확실성이 겹치는 만큼이다", "Mutual information is where two uncertainties overlap")
    clouds, sky, both = say("구름", "clouds"), say("날씨", "weather"), say("둘 함께", "both")
    shared, _, first, _, second, _, union = headline(
        fig, title, ("", SHARED), "  =  ", ("", TRUTH), "  +  ", ("", OTHER), "  −  ", ("", INK))  # fmt: skip
    apart = WEATHER.sum(1, keepdims=True) * WEATHER.sum(0)  # what the table would be without any tie
    hx, hy = entropy(WEATHER.sum(1)), entropy(WEATHER.sum(0))
    r1, r2 = np.sqrt(hx / np.pi), np.sqrt(hy / np.pi)

    left = fig.add_axes((0.022, 0.10, 0.44, 0.70), aspect="equal")  # areas are the entropies
    left.axis("off")
    left.set(xlim=(-r1 - r2 - 0.03, r1 + r2 + 0.03), ylim=(-r2 - 0.03, r2 + 0.25))
    discs = [left.add_patch(Circle((0, 0), r, fc=c, alpha=TINT[c], lw=0)) for r, c in ((r1, TRUTH), (r2, OTHER))]
    lens = [left.add_patch(Area(lw=0, **kw)) for kw in (dict(fc=PAPER), dict(fc=SHARED, alpha=TINT[SHARED]))]
    rings = [left.add_patch(Circle((0, 0), r, fc="none", ec=c, lw=1.8)) for r, c in ((r1, TRUTH), (r2, OTHER))]

    def words(ax, color, **kw):
        return ax.add_artist(Reading(0, 0, "", color=color, transform=ax.transData, **kw))

    names = [words(left, TRUTH, ha="right"), words(left, OTHER, ha="center")]
    regions = [[words(left, c, ha="center", size=size) for size in (10, 11)] for c in (TRUTH, SHARED, OTHER)]
    fig.text(0.242, 0.030, say("원의 넓이 (비트)", "area of the circles (bits)"), color=MUTED, ha="center")

    right = fig.add_axes((0.505, 0.135, 0.47, 0.655))  # lengths are the entropies
    colors = (TRUTH, SHARED, OTHER)
    rows = [(3, colors, INK), (2, colors[:2], TRUTH), (1, colors[1:], OTHER)]
    bars = [
        [right.add_patch(Rectangle((0, y - 0.22), 0, 0.44, fc=c, alpha=TINT[c], lw=0)) for c in cs] for y, cs, _ in rows
    ]
    frames = [
        right.add_patch(Rectangle((0, y - 0.22), 0, 0.44, fc="none", ec=e, lw=1.6, clip_on=False)) for y, _, e in rows
    ]
    lengths = [words(right, e, ha=ha) for (_, _, e), ha in zip(rows, ("left", "left", "right"), strict=True)]
    guides = [right.plot([], [], color=SHARED, lw=0.9, dashes=(3, 3), zorder=1)[0] for _ in range(2)]
    overlap = words(right, SHARED, ha="center")
    right.set(
        xlim=(0, hx + hy), ylim=(0.1, 3.7), yticks=[], xlabel=say("막대의 길이 (비트)", "length of the bars (bits)")
    )
    right.set_xticks(np.arange(0, hx + hy, 0.5), [f"{t:g}" for t in np.arange(0, hx + hy, 0.5)])
    right.spines["left"].set_visible(False)

    def move(t):
        joint = (1 - t) * apart + t * WEATHER
        hxy, mi, h_yx = joint_entropy(joint), measures.mutual_information(joint), conditional_entropy(joint)
        d = distance(r1, r2, mi)
        x1 = (r1 - r2 - d) / 2  # the pair stays in the middle
        x2 = x1 + d
        edge = eye(r1, r2, d, x1)
        x_y = hxy - hy  # H(X|Y)
        told = {
            discs[0]: dict(center=(x1, 0)), discs[1]: dict(center=(x2, 0)),
            lens[0]: dict(xy=edge), lens[1]: dict(xy=edge),
            rings[0]: dict(center=(x1, 0)), rings[1]: dict(center=(x2, 0)),
            names[0]: dict(text="$H(X)$ " + clouds, position=(x1 + 0.1, r1 + 0.06)),
            names[1]: dict(text="$H(Y)$ " + sky, position=(x2 + 0.1, r2 + 0.06)),
            shared: dict(text=f"$I(X;Y)$ {mi:.2f}"),
            first: dict(text=f"$H(X)$ {hx:.2f} {clouds}"),
            second: dict(text=f"$H(Y)$ {hy:.2f} {sky}"),
            union: dict(text=f"$H(X,Y)$ {hxy:.2f} {both}"),
            guides[0]: dict(data=([x_y, x_y], [0.62, 3.22])), guides[1]: dict(data=([hx, hx], [0.62, 3.22])),
            overlap: dict(text=f"$I(X;Y)$ {mi:.2f} " + say("함께 가진 정보", "shared"), position=((x_y + hx) / 2, 0.30)),
            "alt": say(f"H(X)는 {hx:.2f}, H(Y)는 {hy:.2f}, H(X,Y)는 {hxy:.2f}비트이고 겹치는 부분 I(X;Y)는 {mi:.2f}비트다.",
                       f"H(X) is {hx:.2f}, H(Y) {hy:.2f}, H(X,Y) {hxy:.2f} bits; the overlap I(X;Y) is {mi:.2f} bits."),
        }  # fmt: skip
        for texts, tex, value, x in zip(regions, ("$H(X|Y)$", "$I(X;Y)$", "$H(Y|X)$"), (x_y, mi, h_yx),
                                        ((x1 - r1 + x2 - r2) / 2, (x2 - r2 + x1 + r1) / 2, (x1 + r1 + x2 + r2) / 2), strict=True):  # fmt: skip
            told |= {texts[0]: dict(text=tex, position=(x, 0.05), visible=value > 0.3),
                     texts[1]: dict(text=f"{value:.2f}", position=(x, -0.13), visible=value > 0.3)}  # fmt: skip
        starts = ([0, x_y, hx], [0, x_y], [x_y, hx])
        widths = ([x_y, mi, h_yx], [x_y, mi], [mi, h_yx])
        for row, frame, start, width, total in zip(bars, frames, starts, widths, (hxy, hx, hy), strict=True):
            told |= {bar: dict(x=x, width=v) for bar, x, v in zip(row, start, width, strict=True)}
            told |= {frame: dict(x=start[0], width=total)}
        told[lengths[0]] = dict(text=f"$H(X,Y)$ {hxy:.2f}", position=(0, 3.33))
        told[lengths[1]] = dict(text=f"$H(X)$ {hx:.2f}", position=(hx + 0.06, 1.93))
        told[lengths[2]] = dict(text=f"$H(Y)$ {hy:.2f}", position=(hxy, 1.33))
        return told

    return move, dict(
        title=title,
        description=say("구름 X와 날씨 Y의 정보 다이어그램. 겹쳐진 두 원의 넓이와 나란한 막대의 길이는 H(X), H(Y), H(X,Y)에 비례하고, 겹치는 부분이 상호정보량이다.",
                        "Information diagram of clouds X and weather Y. The areas of two overlapping circles and the lengths of bars are in proportion to H(X), H(Y) and H(X,Y); the overlap is the mutual information."),
        t=Slider(say("의존도 t (0이면 독립)", "dependence t (0: none)"), 0, 1, 0.01, 1),
    )  # fmt: skip
