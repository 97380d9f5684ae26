"""코스 페이지의 다섯 그림. 그림마다 함수 하나, 파일 하나이고, 함수는 움직이는 장면(Scene)을 돌려줘요.

("한국어", "English")처럼 짝지은 글은 고른 언어로 적혀요. 함수 안에서는 say가 같은 일을 해요.
"""

import functools
from dataclasses import replace

import numpy as np

from . import draw, measures
from .inputs import lookup
from .measures import binary_entropy, conditional_entropy, cross_entropy, entropy, information, joint_entropy
from .palette import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TINT, TRUTH
from .scene import Slider
from .style import PAGE

LANGUAGES = {"ko": 0, "en": 1}
FIGURES = {}


def figure(titles, *descriptions, **controls):
    """장면을 그리는 함수를 코스 그림으로 올려요. 이름은 함수의 이름이에요."""

    def make(name, paint, lang="ko", sheet=PAGE):
        k = lookup(lang, LANGUAGES, "언어")
        told = {n: replace(control, label=control.label[k]) for n, control in controls.items()}
        ours = functools.partial(paint, say=lambda *pair: pair[k])
        return draw.stage(titles[k], descriptions[k], told, name, ours, sheet, lang)

    return draw.registered(FIGURES, make)


def svg(name, lang="ko", sheet=PAGE, **values):
    """코스 그림 하나의 SVG 글. 종이는 style의 PAGE, SLIDE, PHONE 가운데 하나예요.

    >>> svg("bernoulli-entropy", p=0.5)[:4]
    '<svg'
    """
    return lookup(name, FIGURES, "그림")(lang, sheet).svg(**values)


# -- 다섯 그림 ---------------------------------------------------------------------------------------
@figure(
    ("확률이 절반이 될 때마다 정보량은 1비트씩 늘어난다", "Every halving of the probability adds one bit"),
    "확률에 따라 줄어드는 정보량 곡선. 확률 1이면 0비트, 1/2이면 1비트, 1/6이면 2.58비트이고, 로또 1등(1/8,145,060)은 약 23비트로 그래프 위를 훌쩍 벗어난다.",
    "A curve of information falling with probability: 0 bits at 1, 1 bit at 1/2, 2.58 bits at 1/6; a lottery win (1/8,145,060) is about 23 bits, far off the chart.",
    p=Slider(("확률 P(x)", "probability P(x)"), 0.02, 1, 0.01, 0.25),
)
def information_quantity(fig, say):
    (here,) = draw.headline(fig, say("정보량", "Information") + " $I(x)=-\\log_2 P(x)$      ", INK)
    below, above = say("확률", "probability") + " $P(x)$", say("정보량 (비트)", "information (bits)")
    ax, top, narrow = draw.panel(fig, below, above, tall=210), 6.5, fig.sheet.stacked
    for k in range(6):  # 절반마다 한 단씩 오르는 계단
        a, b = 2.0**-k, 2.0 ** -(k + 1)
        draw.line(ax, SPINE, [a, b, b], [k, k, k + 1], 0.9, solid_joinstyle="miter", zorder=1)
        if k < 3 - narrow:
            draw.note(ax, (b, k + 0.5), say("+1비트", "+1 bit"), MUTED, (-4, 0), ha="right", small=True)
    x = 2.0 ** np.linspace(-top, 0, 131)
    draw.line(ax, TRUTH, x, information(x), clip_on=False)
    for p, what, away, ha in [
        (1, say("내일 해가 뜬다", "the sun rises"), (4, 19 if narrow else 9), "right"),
        (1 / 2, say("동전 앞면, 1/2", "heads, 1/2"), (7, 18 if narrow else 6), "left"),
        (1 / 6, say("주사위 눈 1, 1/6", "a die shows 1, 1/6"), (7, 6), "left"),
    ]:
        bits = information(p)
        draw.dot(ax, p, bits, TRUTH)
        unit = say("비트", " bit" if bits == 1 else " bits")
        draw.note(ax, (p, bits), f"{what}\n{bits:.3g}{unit}", at=away, ha=ha, va="bottom")
    lotto = information(1 / 8_145_060)
    ko = f"로또 1등, 1/8,145,060\n약 {lotto:.0f}비트: 이 그래프 높이의 {lotto / top:.1f}배"
    en = f"winning the lottery, 1/8,145,060\nabout {lotto:.0f} bits: {lotto / top:.1f} times the height of this chart"
    far = [part for text in say(ko, en).split("\n") for part in draw.wrap(text, fig.sheet.width - 60)]
    draw.note(ax, (0.055, 5.75), "\n".join(far), MODEL, (6, 0))
    arrow = dict(arrowstyle="-|>,head_width=0.24,head_length=0.5", color=MODEL, lw=2, shrinkA=0, shrinkB=0)
    ax.annotate("", (0, top + 0.35), (0, top - 0.95), annotation_clip=False, zorder=6, arrowprops=arrow)
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=range(7))
    ax.set_xticks([0, 1 / 8, 1 / 4, 1 / 2, 1], ["0", "1/8", "1/4", "1/2", "1"])
    now = draw.dot(ax, hollow=True)

    def move(p):
        bits = information(p)
        told = draw.at(now, p, bits) | draw.reads(here, f"−log₂ {p:.2f} = {bits:.2f}" + say("비트", " bits"))
        alt = say(f"확률 {p:.2f}의 정보량은 {bits:.2f}비트다.", f"A probability of {p:.2f} carries {bits:.2f} bits.")
        return told | dict(alt=alt)

    return move


@figure(
    ("반반일 때 가장 불확실하고, 확정되면 0이 된다", "Most uncertain at fifty-fifty, zero when certain"),
    "성공 확률 p에 따른 베르누이 엔트로피. 0과 1에서 0비트, 0.5에서 최대 1비트인 대칭 곡선이고, 곡선 아래는 성공이 주는 몫과 실패가 주는 몫으로 나뉜다.",
    "Bernoulli entropy against p: a symmetric curve, 0 bits at 0 and 1, at most 1 bit at 0.5, split below into the shares of success and failure.",
    p=Slider(("성공 확률 p", "probability p"), 0, 1, 0.01, 0.8),
)
def bernoulli_entropy(fig, say):
    total, success, failure = draw.headline(fig, INK, "  =  ", TRUTH, "  +  ", OTHER)
    ax = draw.panel(fig, say("성공 확률", "probability of success") + " $p$", say("엔트로피 (비트)", "entropy (bits)"))
    ax.set(xlim=(0, 1), ylim=(0, 1.06))
    x = (1 - np.cos(np.linspace(0, np.pi, 121))) / 2  # 가파른 곳일수록 촘촘하게
    ax.fill_between(x, share(x), color=TRUTH, alpha=TINT[TRUTH], lw=0)
    ax.fill_between(x, share(x), binary_entropy(x), color=OTHER, alpha=TINT[OTHER], lw=0)
    draw.line(ax, TRUTH, x, share(x), 1.1)
    draw.line(ax, INK, x, binary_entropy(x), clip_on=False)
    middles = 0.33, 0.53 if fig.sheet.stacked else 0.645
    shares = [
        ax.text(middles[0], 0.24, say("성공이 주는 몫", "from success") + "\n$-p\\,\\log_2 p$", color=TRUTH),
        ax.text(middles[1], 0.66, say("실패가 주는 몫", "from failure") + "\n$-(1-p)\\,\\log_2(1-p)$", color=OTHER),
    ]
    for text in shares:
        text.set(ha="center", va="center", linespacing=1.25)
    draw.note(ax, (0.5, 1), say("최대 1비트", "at most 1 bit"), at=(0, 8), ha="center", va="bottom", weight="bold")
    draw.dot(ax, 0.5, 1, hollow=True)
    draw.quarters(ax.xaxis), draw.quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)
    low, high, now = draw.pillar(ax, TRUTH), draw.pillar(ax, OTHER), draw.dot(ax)
    room = draw.reach(ax, 40), draw.reach(ax, 57)

    def move(p):
        s, h = share(p), binary_entropy(p)
        told = draw.rise(low, p, 0, s) | draw.rise(high, p, s, h) | draw.at(now, p, h)
        for text, middle, wide in zip(shares, middles, room, strict=True):
            told |= draw.put(text, visible=np.abs(p - middle) > wide)  # 막대에 자리를 비켜 줘요
        told |= draw.reads(total, f"$H$({p:.2f}) = {h:.2f}" + say("비트", " bits"))
        told |= draw.reads(success, f"−{p:.2f} log₂ {p:.2f} ({s:.2f})")
        told |= draw.reads(failure, f"−{1 - p:.2f} log₂ {1 - p:.2f} ({share(1 - p):.2f})")
        return told | dict(alt=say(f"p가 {p:.2f}이면 {h:.2f}비트다.", f"At p = {p:.2f} it is {h:.2f} bits."))

    return move


def share(p):
    """결과 하나가 엔트로피에 보태는 몫 p·log₂(1/p). 0·log(1/0)은 0이에요."""
    return p * np.log2(1 / (p + (p == 0)))


@figure(
    ("교차 엔트로피를 줄이면 KL 발산만 줄어든다", "Lowering cross-entropy lowers only the KL divergence"),
    "예측 q에 따른 교차 엔트로피 곡선. 정답 p의 엔트로피는 q가 움직여도 변하지 않는 바닥이고, 그 위로 솟은 부분이 KL 발산이며 q=p에서 0이 된다.",
    "Cross-entropy against the prediction q: the entropy of the truth p is a constant floor, the rise above it is the KL divergence, zero at q=p.",
    p=Slider(("정답의 확률 p", "truth p"), 0.05, 0.95, 0.01, 0.7),
    q=Slider(("예측 확률 q", "prediction q"), 0.01, 0.99, 0.01, 0.25),
)
def entropy_crossentropy(fig, say):
    total, floor, more = draw.headline(fig, INK, "  =  ", TRUTH, "  +  ", MODEL)
    top, above = 2.5, say("교차 엔트로피 (비트)", "cross-entropy (bits)")
    ax = draw.panel(fig, say("예측 확률", "predicted probability") + " $q$", above)
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=[0, 1, 2])
    draw.quarters(ax.xaxis)
    x = np.round((1 - np.cos(np.linspace(0.06, np.pi - 0.06, 161))) / 2, 4)
    blue, red = draw.tile(ax, 0, 0, 1, 1, TRUTH), draw.area(ax, MODEL)
    ground, curve = draw.level(ax, TRUTH, width=1.1, dashed=False), draw.line(ax)
    draw.dot(ax, 0.42, 2.27, hollow=True)
    draw.note(ax, (0.42, 2.27), say("$q=p$일 때 최소", "least at $q=p$"))
    least, now, cut = draw.dot(ax, hollow=True), draw.dot(ax), draw.tip(ax, MODEL)
    low, high = draw.pillar(ax, TRUTH), draw.pillar(ax, MODEL)

    def move(p, q):
        truth = np.stack([p, 1 - p])
        h, ce = binary_entropy(p), cross_entropy(truth, np.stack([q, 1 - q]))
        y, seen = np.minimum(cross_entropy(truth, np.stack([x, 1 - x], axis=1)), top + 0.2), np.minimum(ce, top)
        told = draw.put(blue, height=h) | draw.cover(red, x, y, h + 0 * y) | draw.lift(ground, h)
        told |= draw.along(curve, x, y) | draw.at(least, p, h)
        told |= draw.rise(low, q, 0, h) | draw.rise(high, q, h, seen)
        told |= draw.at(now, q, seen, visible=ce <= top) | draw.poke(cut, q, top, visible=ce > top)
        told |= draw.reads(total, f"$H(p,q)$ {ce:.2f}" + say("비트", " bits"))
        told |= draw.reads(floor, f"$H(p)$ {h:.2f} " + say("라벨이 정한 상수", "fixed by the labels"))
        kept = say("학습이 줄이는 몫", "what training reduces")
        told |= draw.reads(more, f"$D_{{\\mathrm{{KL}}}}(p\\,\\Vert\\,q)$ {ce - h:.2f} " + kept)
        sum_ = f"{h:.2f}+{ce - h:.2f}={ce:.2f}"
        alt = say(f"p가 {p:.2f}, q가 {q:.2f}이면 {sum_}비트다.", f"At p = {p:.2f} and q = {q:.2f}: {sum_} bits.")
        return told | dict(alt=alt)

    return move


@figure(
    ("확신하고 틀릴수록 손실이 가파르게 커진다", "Being confidently wrong costs steeply more"),
    "정답 클래스의 예측 확률에 따른 손실 곡선. 0.85이면 0.16, 넷 중 찍기인 0.25이면 1.39, 0.03이면 3.51나트로 가파르게 커진다.",
    "Loss against the probability of the correct class: 0.16 at 0.85, 1.39 when guessing among four (0.25), 3.51 nats at 0.03.",
    y=Slider(("정답에 준 확률 ŷ", "probability ŷ"), 0.02, 1, 0.01, 0.5),
)
def cross_entropy_loss_curve(fig, say):
    (here,) = draw.headline(fig, say("교차 엔트로피 손실", "Cross-entropy loss") + " $=-\\ln\\hat{y}$      ", INK)
    below = say("정답 클래스의 예측 확률", "predicted probability of the correct class") + " $\\hat{y}$"
    ax, top, narrow = draw.panel(fig, below, say("손실 (나트)", "loss (nats)"), tall=180), 4.2, fig.sheet.stacked
    ax.set(xlim=(0, 1), ylim=(0, top), yticks=range(5))
    draw.quarters(ax.xaxis)
    x, guess = np.exp(-np.linspace(0, top, 127)), entropy([0.25] * 4, base=np.e)
    draw.level(ax, SPINE, guess)
    draw.line(ax, INK, x, information(x, base=np.e), clip_on=False)
    for y, color, what, away, ha, va in [
        (0.03, MODEL, say("확신하고 틀림", "confident and wrong"), (10, 0), "left", "center"),
        (0.25, INK, say("넷 중 하나 찍기", "a guess among four"), (8, 21 if narrow else 7), "left", "bottom"),
        (0.85, OTHER, say("좋은 예측", "a good prediction"), (0, 17 if narrow else 9), "center", "bottom"),
    ]:
        loss = information(y, base=np.e)
        draw.dot(ax, y, loss, color)
        draw.note(ax, (y, loss), f"{what}\n$-\\ln {y:g}={loss:.2f}$", color, away, ha, va)
    side, ha = (1, "right") if narrow else (0.62, "center")
    worse, better = say("찍기보다 나쁨 ↑", "worse than chance ↑"), say("찍기보다 나음 ↓", "better than chance ↓")
    draw.note(ax, (side, guess), worse, MUTED, (0, 4), ha, "bottom", small=True)
    if not narrow:
        draw.note(ax, (side, guess), better, MUTED, (0, -5), ha, "top", small=True)
    now = draw.dot(ax, hollow=True)

    def move(y):
        loss = information(y, base=np.e)
        told = draw.at(now, y, loss) | draw.reads(here, f"−ln {y:.2f} = {loss:.2f}" + say("나트", " nats"))
        alt = say(f"정답에 준 확률이 {y:.2f}이면 손실은 {loss:.2f}나트다.", f"At {y:.2f} the loss is {loss:.2f} nats.")
        return told | dict(alt=alt)

    return move


# 구름이 없을 때와 많을 때(행), 맑음 흐림 비 눈(열)의 결합 분포예요.
WEATHER = np.array([[0.42, 0.06, 0.01, 0.01], [0.06, 0.22, 0.16, 0.06]])


@figure(
    ("상호정보량은 두 불확실성이 겹치는 만큼이다", "Mutual information is where two uncertainties overlap"),
    "구름 X와 날씨 Y의 정보 다이어그램. 겹쳐진 두 원의 넓이와 나란한 막대의 길이는 H(X), H(Y), H(X,Y)에 비례하고, 겹치는 부분이 상호정보량이다.",
    "Information diagram of clouds X and weather Y. The areas of two overlapping circles and the lengths of bars are in proportion to H(X), H(Y) and H(X,Y); the overlap is the mutual information.",
    t=Slider(("의존도 t (0이면 독립)", "dependence t (0: none)"), 0, 1, 0.01, 1),
)
def mutual_information(fig, say):
    clouds, sky, both = say("구름", "clouds"), say("날씨", "weather"), say("둘 함께", "both")
    shared, first, second, union = draw.headline(fig, SHARED, "  =  ", TRUTH, "  +  ", OTHER, "  −  ", INK)
    apart = WEATHER.sum(1, keepdims=True) * WEATHER.sum(0)  # 아무 관계가 없다면 이런 표
    hx, hy = entropy(WEATHER.sum(1)), entropy(WEATHER.sum(0))
    r1, r2 = np.sqrt(hx / np.pi), np.sqrt(hy / np.pi)
    sizes = draw.Box(say("원의 넓이 (비트)", "area of the circles (bits)"), share=44, bare=True)
    below = say("막대의 길이 (비트)", "length of the bars (bits)")
    ruler = draw.Box(below, share=47, tall=140, left=5 * fig.sheet.stacked, head=15.84)
    left, right = draw.panels(fig, sizes, ruler, right=11.52)
    left.set(aspect="equal", xlim=(-r1 - r2 - 0.03, r1 + r2 + 0.03), ylim=(-r2 - 0.03, r2 + 0.25))
    circles = draw.Circles(left, r1, r2)  # 넓이가 엔트로피예요
    x_name = draw.label(left, "$H(X)$ " + clouds, TRUTH, ha="right")
    y_name = draw.label(left, "$H(Y)$ " + sky, OTHER, ha="center")
    regions = [
        [draw.label(left, tex, color, ha="center", size=fig.sheet.small), draw.label(left, "", color, ha="center")]
        for tex, color in (("$H(X|Y)$", TRUTH), ("$I(X;Y)$", SHARED), ("$H(Y|X)$", OTHER))
    ]

    right.set(xlim=(0, hx + hy), ylim=(0.1, 3.7))  # 길이가 엔트로피예요
    draw.hide(right, "left")
    right.set_xticks(np.arange(0, hx + hy, 0.5), [f"{t:g}" for t in np.arange(0, hx + hy, 0.5)])
    colors = (TRUTH, SHARED, OTHER)
    rows = [(3, slice(3), INK, "left"), (2, slice(2), TRUTH, "left"), (1, slice(1, 3), OTHER, "right")]
    tiles = [[draw.tile(right, 0, y - 0.22, 0, 0.44, c) for c in colors[span]] for y, span, *_ in rows]
    wholes = [draw.frame(right, 0, y - 0.22, 0, 0.44, edge, 1.6) for y, _, edge, _ in rows]
    lengths = [draw.label(right, "", edge, ha=ha) for _, _, edge, ha in rows]
    guides = [draw.line(right, SHARED, width=0.9, dashes=(3, 3), zorder=1) for _ in range(2)]
    overlap = draw.label(right, "", SHARED, ha="center")

    def move(t):
        joint = (1 - t) * apart + t * WEATHER
        hxy, mi, h_yx = joint_entropy(joint), measures.mutual_information(joint), conditional_entropy(joint)
        x_y = hxy - hy  # H(X|Y)
        told, x1, x2 = circles.meet(r1, r2, mi)
        told |= draw.put(x_name, position=(x1 + 0.1, r1 + 0.06)) | draw.put(y_name, position=(x2 + 0.1, r2 + 0.06))
        told |= draw.reads(shared, f"$I(X;Y)$ {mi:.2f}") | draw.reads(first, f"$H(X)$ {hx:.2f} {clouds}")
        told |= draw.reads(second, f"$H(Y)$ {hy:.2f} {sky}") | draw.reads(union, f"$H(X,Y)$ {hxy:.2f} {both}")
        told |= draw.rise(guides[0], x_y, 0.62, 3.22) | draw.rise(guides[1], hx, 0.62, 3.22)
        told |= draw.reads(overlap, f"$I(X;Y)$ {mi:.2f} " + say("함께 가진 정보", "shared"), (x_y + hx) / 2, 0.30)
        middles = (x1 - r1 + x2 - r2) / 2, (x2 - r2 + x1 + r1) / 2, (x1 + r1 + x2 + r2) / 2
        for (name, number), value, x in zip(regions, (x_y, mi, h_yx), middles, strict=True):
            told |= draw.put(name, position=(x, 0.05), visible=value > 0.3)
            told |= draw.reads(number, f"{value:.2f}", x, -0.13, visible=value > 0.3)
        parts = [(0, x_y), (x_y, mi), (hx, h_yx)]
        for row, whole, (_, span, *_), total in zip(tiles, wholes, rows, (hxy, hx, hy), strict=True):
            for part, (x, width) in zip(row, parts[span], strict=True):
                told |= draw.put(part, x=x, width=width)
            told |= draw.put(whole, x=parts[span][0][0], width=total)
        told |= draw.reads(lengths[0], f"$H(X,Y)$ {hxy:.2f}", 0, 3.33)
        told |= draw.reads(lengths[1], f"$H(X)$ {hx:.2f}", hx + 0.06, 1.93)
        told |= draw.reads(lengths[2], f"$H(Y)$ {hy:.2f}", hxy, 1.33)
        alt = say(
            f"H(X)는 {hx:.2f}, H(Y)는 {hy:.2f}, H(X,Y)는 {hxy:.2f}비트이고 겹치는 부분 I(X;Y)는 {mi:.2f}비트다.",
            f"H(X) is {hx:.2f}, H(Y) {hy:.2f}, H(X,Y) {hxy:.2f} bits; the overlap I(X;Y) is {mi:.2f} bits.",
        )
        return told | dict(alt=alt)

    return move
