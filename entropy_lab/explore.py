"""노트북에서만 쓰는 장면들. 그림마다 함수 하나이고, 함수는 움직이는 장면(Scene)을 돌려준다."""

import functools
from math import erf

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .codes import blocks, huffman
from .figures import between, dot, headline, note, panel, pillar, quarters
from .measures import binary_entropy, entropy, gaussian_entropy, information, softmax
from .scene import Area, Choice, Reading, Scene, Slider
from .style import INK, MODEL, MUTED, OTHER, SHARED, SPINE, TINT, TRUTH, Html, picture, style
from .tape import pick

SCENES = {}
UNIT = Choice("단위", ["비트", "나트"])


def scene(draw):
    """장면을 만드는 함수를 목록에 올린다: 검사가 목록의 장면을 모두 움직여 본다."""
    name = draw.__name__.replace("_", "-")

    @functools.wraps(draw)
    def make():
        with style():
            fig = Figure()
            move, words = draw(fig)
            return Scene(fig, move, name=name, **words)

    SCENES[name] = make
    return make


def words(ax, text="", color=INK, x=0, y=0, **kw):
    """그림판의 좌표에 놓이는 움직이는 글."""
    return ax.add_artist(Reading(x, y, text, color=color, transform=ax.transData, **kw))


def bars(ax, x, width, color):
    return [ax.add_patch(Rectangle((v - width / 2, 0), width, 0, fc=color, alpha=0.75, lw=0)) for v in x]


def chosen(table, n):
    """표의 n번째 줄. 슬라이더의 값은 배열의 번호로 쓸 수 없으니, 그 줄만 남기고 더한다."""
    table = np.array(table) if isinstance(table, list) else table
    return (table * (np.arange(len(table)) == n).reshape(-1, *[1] * (table.ndim - 1))).sum(axis=0)


# -- 01 정보량 ---------------------------------------------------------------------------------------
@scene
def surprise(fig):
    title = "놀라움의 자: 한 칸 오를 때마다 두 배로 드물다"
    _, chance, _, bits = headline(fig, title, "확률 ", ("", INK), "   →   정보량 ", ("", TRUTH))
    ax = fig.add_axes((0.06, 0.22, 0.88, 0.5))
    ax.set(
        xlim=(0, 24),
        ylim=(0, 1),
        yticks=[],
        xticks=range(0, 25, 4),
        xlabel="동전을 몇 번 던져 모두 앞면이 나오는 것과 같은가 (번)",
    )
    ax.spines["left"].set_visible(False)
    for p, text, y in [(1, "해가 뜬다", 0.96), (1 / 2, "동전 앞면", 0.73), (1 / 6, "주사위 눈 1", 0.5),
                       (1 / 365, "나와 생일이 같다", 0.27), (1 / 8_145_060, "로또 1등", 0.27)]:  # fmt: skip
        k = information(p)
        ax.plot([k, k], [0, y], color=SPINE, lw=0.9)
        dot(ax, k, y, TRUTH)
        note(ax, (k, y), f"{text}, {k:.3g}비트", at=(-8, 0) if k > 20 else (8, 0), ha="right" if k > 20 else "left")
    length = ax.plot([], [], color=TRUTH, lw=4.5, solid_capstyle="butt", zorder=4, clip_on=False)[0]
    now = dot(ax)

    def move(k, unit):
        scale = chosen([1, np.log(2), np.log10(2)], unit)
        amount = chosen([1, np.log(2), np.log10(2)], unit) * k
        return {
            length: dict(data=([0, k], [0, 0])),
            now: dict(data=([k], [0])),
            chance: dict(text=f"1/{2**k:,.0f}"),
            bits: dict(text=f"{amount:.2f}" + pick(unit, "비트", "나트", "디트")),
            "k": f"{k:.1f}번",
            "alt": f"확률은 1/{2**k:,.0f}, 정보량은 {scale * k:.2f}" + pick(unit, "비트", "나트", "디트") + "예요.",
        }

    return move, dict(
        title=title,
        description="정보량을 길이로 나타낸 자. 해가 뜨는 일은 0, 동전 앞면은 1, 주사위 눈 1은 2.58, 생일이 같을 일은 8.51, 로또 1등은 22.96비트 자리에 있다.",
        k=Slider("앞면이 잇달아", 0, 24, 0.1, 2),
        unit=Choice("단위", ["비트 (log₂)", "나트 (ln)", "디트 (log₁₀)"]),
    )


@scene
def repeats(fig):
    title = "확률은 곱해지고 정보량은 더해진다"
    _, product, _, total = headline(fig, title, "확률 ", ("", MODEL), "      정보량 ", ("", TRUTH))
    k = np.arange(1, 9)
    left, right = (
        panel(fig, "던진 횟수", "모두 앞면일 확률", (0.072, 0.135, 0.40, 0.595)),
        panel(fig, "던진 횟수", "정보량 (비트)", (0.565, 0.135, 0.40, 0.595)),
    )
    left.set(xlim=(0.3, 8.7), ylim=(0, 1), xticks=k)
    quarters(left.yaxis)
    right.set(xlim=(0.3, 8.7), ylim=(0, 16), xticks=k, yticks=range(0, 17, 4))
    chances, amounts = bars(left, k, 0.62, MODEL), bars(right, k, 0.62, TRUTH)

    def move(p, n):
        i = information(p)
        told = {
            product: dict(text=f"{p:.2f} × … × {p:.2f} = {p**n:.4f}"),
            total: dict(text=f"{i:.2f} + … + {i:.2f} = {n * i:.2f}비트"),
            "alt": f"{n:.0f}번 모두 앞면일 확률은 {p**n:.4f}, 정보량은 {n * i:.2f}비트예요.",
            "n": f"{n:.0f}번",
        }
        for j, chance, amount in zip(k, chances, amounts, strict=True):
            told |= {chance: dict(height=p**j * (j <= n)), amount: dict(height=j * i * (j <= n))}
        return told

    return move, dict(
        title=title,
        description="같은 일이 여러 번 잇달아 일어날 확률은 곱해져 빠르게 줄고, 정보량은 한 번의 몫씩 더해져 곧게 늘어난다.",
        p=Slider("앞면의 확률 p", 0.25, 1, 0.01, 0.5),
        n=Slider("던진 횟수 n", 1, 8, 1, 3),
    )


def surprisal_strip(sentence, counts):
    """문장의 음절마다 정보량(비트)을 위에 적고, 놀라울수록 짙게 칠한다. `counts`는 음절의 도수."""
    total = sum(counts.values())
    bits = [(c, information(counts[c] / total) if "가" <= c <= "힣" else None) for c in sentence]
    spans = "".join(
        c if b is None else
        f'<ruby style="background:rgb(0 114 178 / {min(b, 16) / 20:.2f});padding:.1em .06em;border-radius:3px">{c}'
        f'<rt style="font-size:.45em">{"∞" if np.isinf(b) else f"{b:.1f}"}</rt></ruby>' for c, b in bits)  # fmt: skip
    known = [b for _, b in bits if b is not None]
    text = f"{sentence}: 음절 {len(known)}개, 모두 {sum(known):.1f}비트".replace("inf", "∞")
    return Html(f'<p style="font-size:1.7em;line-height:2.1;max-width:640px">{spans}</p>', text)


# -- 02 엔트로피 --------------------------------------------------------------------------------------
@scene
def code_lengths(fig):
    title = "엔트로피는 넓이다: 폭은 확률, 높이는 정보량"
    _, total, _ = headline(fig, title, "넓이의 합 $H(X)$ ", ("", INK), "   (네 결과가 똑같으면 2비트)")
    ax = panel(fig, "확률 (폭의 합은 언제나 1)", "정보량 (비트)")
    ax.set(xlim=(0, 1), ylim=(0, 6), yticks=range(7))
    quarters(ax.xaxis)
    colors = (TRUTH, MODEL, OTHER, SHARED)
    boxes = [ax.add_patch(Rectangle((0, 0), 0, 0, fc=c, alpha=0.3, ec=c, lw=1.6)) for c in colors]
    names = [words(ax, c, color=color, ha="center") for c, color in zip("가나다라", colors, strict=True)]
    mean = ax.plot([], [], color=INK, lw=1.1, dashes=(4, 3))[0]

    def move(w):
        p = w / w.sum()
        height, left = information(p), np.cumsum(p) - p
        h = entropy(p)
        told = {
            total: dict(text=f"= {h:.3f}비트"),
            mean: dict(data=([0, 1], [h, h])),
            "alt": f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}, {p[3]:.2f}이고 엔트로피는 {h:.3f}비트예요.",
        }
        for j in range(4):
            told[boxes[j]] = dict(x=left[j], width=p[j], height=height[j])
            told[names[j]] = dict(position=(left[j] + p[j] / 2, 0.2), visible=p[j] > 0.04)
        return told

    return move, dict(
        title=title,
        description="결과마다 사각형 하나: 폭이 확률, 높이가 정보량이라 넓이의 합이 엔트로피다. 점선은 폭 1인 사각형으로 고르게 폈을 때의 높이, 곧 엔트로피다.",
        w=Slider("무게 {}", 1, 16, 1, [8, 4, 2, 2]),
    )


@scene
def questions(fig):
    title = "한 번 물을 때마다 후보가 절반으로 줄어든다"
    _, left, _, need = headline(fig, title, "남은 후보 ", ("", INK), "   →   남은 불확실성 ", ("", TRUTH))
    ax = fig.add_axes((0.03, 0.12, 0.94, 0.60))
    ax.set(xlim=(-0.6, 7.6), ylim=(-0.7, 3.7))
    ax.axis("off")
    cells = []
    for asked in range(4):
        y = 3 - asked
        note(
            ax,
            (-0.5, y + 0.44),
            ["묻기 전", "첫째 질문 뒤", "둘째 질문 뒤", "셋째 질문 뒤"][asked],
            MUTED,
            (0, 0),
            size=10,
        )
        for i in range(8):
            ax.add_patch(Rectangle((i - 0.42, y - 0.30), 0.84, 0.52, fc="none", ec=SPINE, lw=0.9))
            cells.append(
                (asked, i, ax.add_patch(Rectangle((i - 0.42, y - 0.30), 0.84, 0.52, fc=TRUTH, alpha=0.3, lw=0)))
            )
            ax.text(i, y - 0.04, str(i + 1), ha="center", va="center")

    def move(answer, asked):
        told = {
            left: dict(text=f"{2 ** (3 - asked):.0f}개"),
            need: dict(text=f"log₂ {2 ** (3 - asked):.0f} = {3 - asked:.0f}비트"),
            "alt": f"질문 {asked:.0f}번 뒤에 후보가 {2 ** (3 - asked):.0f}개 남았어요.",
            "answer": f"{answer:.0f}번",
            "asked": f"{asked:.0f}번",
        }
        for k, i, cell in cells:
            size = 2 ** (3 - k)
            told[cell] = dict(visible=(np.floor((answer - 1) / size) == i // size) * (k <= asked))
        return told

    return move, dict(
        title=title,
        description="후보 여덟 가운데 하나를 맞히는 스무고개. 질문마다 남은 후보가 8, 4, 2, 1로 반씩 줄고, 남은 불확실성은 3, 2, 1, 0비트가 된다.",
        answer=Slider("정답", 1, 8, 1, 5),
        asked=Slider("물은 횟수", 0, 3, 1, 1),
    )


SOURCES = {
    "[.9 .05 .03 .02]": [0.9, 0.05, 0.03, 0.02],
    "주사위": np.full(6, 1 / 6),
    "앞면 0.9 동전": [0.9, 0.1],
}


@scene
def block_codes(fig):
    title = "여러 개를 묶어 부호를 만들면 엔트로피에 다가간다"
    _, length, _, bound = headline(fig, title, "기호 하나에 ", ("", MODEL), "   ≥   $H$ ", ("", TRUTH))
    sizes = np.arange(1, 5)
    ax = panel(fig, "한 번에 묶은 기호 수", "기호 하나에 드는 비트")
    ax.set(xlim=(0.4, 4.6), ylim=(0, 3), xticks=sizes, yticks=range(4))
    means = np.array([[huffman(q) @ q / n for n in sizes for q in [blocks(p, n)]] for p in SOURCES.values()])
    limits = np.array([entropy(p) for p in SOURCES.values()])
    columns = bars(ax, sizes, 0.5, MODEL)
    floor = ax.plot([], [], color=TRUTH, lw=2.2)[0]
    roof = ax.plot([], [], color=SPINE, lw=0.9, dashes=(4, 3))[0]
    top = words(ax, "$H+1/n$보다는 짧다", color=MUTED, x=4.55, ha="right", size=10)
    x = np.round(np.linspace(0.6, 4.6, 41), 4)

    def move(n, source):
        mean, h = chosen(means, source), chosen(limits, source)
        told = {
            floor: dict(data=([0.4, 4.6], [h, h])),
            roof: dict(data=(x, h + 1 / x)),
            top: dict(position=(4.55, h + 0.42)),
            length: dict(text=f"{chosen(mean, n - 1):.3f}비트"),
            bound: dict(text=f"{h:.3f}비트"),
            "n": f"{n:.0f}개",
            "alt": f"{n:.0f}개씩 묶으면 기호 하나에 {chosen(mean, n - 1):.3f}비트, 엔트로피는 {h:.3f}비트예요.",
        }
        for j, column in enumerate(columns):
            told[column] = dict(height=mean[j] * (j + 1 <= n))
        return told

    return move, dict(
        title=title,
        description="허프만 부호가 기호 하나에 쓰는 비트 수를 묶음의 크기마다 막대로 그렸다. 파란 선이 엔트로피이고, 막대는 그 아래로 내려가지 못하며 H+1/n보다는 짧다.",
        n=Slider("묶음의 크기 n", 1, 4, 1, 1),
        source=Choice("무엇을 보낼까요", list(SOURCES)),
    )


# -- 03 분포 -----------------------------------------------------------------------------------------
@scene
def bernoulli(fig):
    title = "단위를 바꾸면 자만 바뀌고 모양은 그대로다"
    _, value, _, most = headline(
        fig, title, "$H(p)=-p\\,\\log p-(1-p)\\,\\log(1-p)$      ", ("", INK), "      최대 ", ("", TRUTH)
    )
    ax = panel(fig, "성공 확률 $p$", "엔트로피")
    x = np.round((1 - np.cos(np.linspace(0, np.pi, 121))) / 2, 4)
    area = ax.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    curve, (stem, now) = ax.plot([], [], color=TRUTH, clip_on=False)[0], (pillar(ax, INK), dot(ax))
    top = ax.plot([], [], color=SPINE, lw=0.9, dashes=(4, 3))[0]
    ax.set(xlim=(0, 1), ylim=(0, 1.06))
    quarters(ax.xaxis), quarters(ax.yaxis)
    ax.spines["left"].set_bounds(0, 1)

    def move(p, unit):
        scale = chosen([1, np.log(2)], unit)
        h, y = binary_entropy(p) * scale, binary_entropy(x) * scale
        name = pick(unit, "비트", "나트")
        return {
            area: dict(xy=(x, y)),
            curve: dict(data=(x, y)),
            stem: dict(data=([p, p], [0, h])),
            now: dict(data=([p], [h])),
            top: dict(data=([0, 1], [scale, scale])),
            value: dict(text=f"$H$({p:.2f}) = {h:.3f}" + name),
            most: dict(text=f"{scale:.3f}" + name),
            "alt": f"p가 {p:.2f}일 때 엔트로피는 {h:.3f}" + name + "예요.",
        }

    return move, dict(
        title=title,
        description="베르누이 분포의 엔트로피. 0과 1에서 0이고 0.5에서 가장 크다. 비트로 재면 최대 1, 나트로 재면 최대 0.693이며 모양은 같다.",
        p=Slider("성공 확률 p", 0, 1, 0.01, 0.1),
        unit=UNIT,
    )


@scene
def categorical(fig):
    title = "온도를 올리면 균등분포로, 내리면 결정적 분포로 간다"
    _, value, _, most = headline(fig, title, "$H(X)$ ", ("", INK), "      최대 $\\log_2 K$ ", ("", TRUTH))
    k = np.arange(12)
    left = panel(fig, "범주", "확률", (0.072, 0.135, 0.66, 0.595))
    left.set(xlim=(-0.6, 11.6), ylim=(0, 1), xticks=k, xticklabels=[str(v + 1) for v in k])
    quarters(left.yaxis)
    columns, level = bars(left, k, 0.62, TRUTH), left.plot([], [], color=INK, lw=0.9, dashes=(4, 3))[0]
    right = panel(fig, "", "엔트로피 (비트)", (0.82, 0.135, 0.15, 0.595))
    right.set(xlim=(0, 1), ylim=(0, 4), xticks=[], yticks=range(5))
    frame = right.add_patch(Rectangle((0.2, 0), 0.6, 0, fc="none", ec=TRUTH, lw=1.6, clip_on=False))
    fill = right.add_patch(Rectangle((0.2, 0), 0.6, 0, fc=TRUTH, alpha=0.75, lw=0))
    z = np.array([2, 1, 0.5, 0, -0.5, -1, 1.5, 0.2, -0.2, 0.8, -0.8, 0.4])

    def move(K, T):
        alive = k < K
        p = softmax(np.where(alive, z, -np.inf), temperature=T)
        h, ceiling = entropy(p), np.log2(K)
        told = {
            value: dict(text=f"{h:.3f}비트"),
            most: dict(text=f"{ceiling:.3f}비트"),
            frame: dict(height=ceiling),
            fill: dict(height=h),
            level: dict(data=([-0.5, K - 0.5], [1 / K, 1 / K])),
            "K": f"{K:.0f}개",
            "alt": f"범주 {K:.0f}개, 온도 {T:.1f}에서 엔트로피는 {h:.3f}비트, 최대는 {ceiling:.3f}비트예요.",
        }
        return told | {column: dict(height=p[j]) for j, column in enumerate(columns)}

    return move, dict(
        title=title,
        description="범주형 분포의 확률 막대와 그 엔트로피. 점선은 균등분포의 높이 1/K이고, 오른쪽 틀의 높이는 최대 엔트로피 log₂ K다.",
        K=Slider("범주의 수 K", 2, 12, 1, 4),
        T=Slider("온도 T", 0.1, 10, 0.1, 1),
    )


@scene
def simplex(fig):
    title = "확률의 세모꼴: 한가운데가 가장 불확실하다"
    _, first, _, second, _, third, value = headline(
        fig, title, "$p$ = (", ("", TRUTH), ", ", ("", OTHER), ", ", ("", MODEL), ("", INK))  # fmt: skip
    ax = fig.add_axes((0.16, 0.07, 0.68, 0.66), aspect="equal")
    ax.set(xlim=(-0.06, 1.06), ylim=(-0.06, 0.93))
    ax.axis("off")
    corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])
    middle, peak = corners.mean(axis=0), np.log2(3)
    for level in np.linspace(0, peak, 10)[:-1]:  # every layer is where H exceeds the level; the layers add up to a map
        ax.add_patch(Area(fc=TRUTH, alpha=0.085, lw=0)).set_xy(ring(corners, middle, level).T)
    ax.add_patch(Area(fc="none", ec=INK, lw=1.6)).set_xy(corners.T)
    for corner, text, at, va, color in zip(
        corners,
        ("첫째가 확실", "둘째가 확실", "셋째가 확실"),
        ((0, -7), (0, -7), (0, 7)),
        ("top", "top", "bottom"),
        (TRUTH, OTHER, MODEL),
        strict=True,
    ):
        note(ax, corner, text, color, at, "center", va)
    dot(ax, *middle, hollow=True)
    now = dot(ax)

    def move(w):
        p = w / w.sum()
        h = entropy(p)
        return {
            now: dict(data=([(p * corners[:, 0]).sum()], [(p * corners[:, 1]).sum()])),
            first: dict(text=f"{p[0]:.2f}"),
            second: dict(text=f"{p[1]:.2f}"),
            third: dict(text=f"{p[2]:.2f}"),
            value: dict(text=f")      $H(X)$ = {h:.3f}비트,  최대의 {100 * h / peak:.0f}퍼센트"),
            "alt": f"확률은 {p[0]:.2f}, {p[1]:.2f}, {p[2]:.2f}이고 엔트로피는 {h:.3f}비트예요.",
        }

    return move, dict(
        title=title,
        description="세 범주의 확률을 한 점으로 나타낸 세모꼴. 꼭짓점은 결과가 확실한 분포라 엔트로피가 0이고, 짙을수록 높으며, 한가운데 균등분포에서 log₂ 3, 곧 1.585비트로 가장 높다.",
        w=Slider("무게 {}", 0.1, 10, 0.1, [6, 3, 1]),
    )


def ring(corners, middle, level):
    """엔트로피가 level(비트)인 등고선: 한가운데에서 사방으로 이분법을 한다."""
    angle = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    weights = np.linalg.inv(np.vstack([corners.T, np.ones(3)]))  # from a point of the plane to its three probabilities
    near, far = np.zeros(180), np.ones(180)
    for _ in range(40):
        r = (near + far) / 2
        p = np.column_stack([middle + r[:, None] * way, np.ones(180)]) @ weights.T
        inside = (p >= 0).all(axis=1)
        p[~inside] = [1, 0, 0]
        high = inside & (entropy(p / p.sum(axis=1, keepdims=True)) >= level)
        near, far = np.where(high, r, near), np.where(high, far, r)
    return middle + near[:, None] * way


@scene
def gaussian(fig):
    title = "분산이 클수록 퍼지고, 미분 엔트로피는 0 아래로도 내려간다"
    _, value = headline(fig, title, "$h(X)=\\frac{1}{2}\\log_2(2\\pi e\\sigma^2)$      ", ("", INK))
    left, right = (
        panel(fig, "$x$", "확률밀도", (0.072, 0.135, 0.40, 0.595)),
        panel(fig, "표준편차 $\\sigma$", "미분 엔트로피 (비트)", (0.565, 0.135, 0.40, 0.595)),
    )
    x = np.round(np.linspace(-3, 3, 161), 4)
    area = left.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    curve = left.plot([], [], color=TRUTH)[0]
    left.set(xlim=(-3, 3), ylim=(0, 4), xticks=range(-3, 4), yticks=range(5))
    s = np.geomspace(0.1, 3, 121)
    zero = 1 / np.sqrt(2 * np.pi * np.e)
    right.plot(s, gaussian_entropy(s), color=INK)
    right.plot([0, 3], [0, 0], color=SPINE, lw=0.9)
    right.fill_between(s[s < zero], gaussian_entropy(s[s < zero]), 0, color=MODEL, alpha=TINT[MODEL], lw=0)
    dot(right, zero, 0, hollow=True)
    note(right, (zero, 0), f"$\\sigma={zero:.3f}$에서 0", at=(9, -9), va="top")
    stem, now = pillar(right, TRUTH), dot(right)
    right.set(xlim=(0, 3), ylim=(-1.6, 4), xticks=range(4), yticks=range(-1, 5))

    def move(sigma):
        h, y = gaussian_entropy(sigma), np.exp(-((x / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        return {
            area: dict(xy=(x, y)),
            curve: dict(data=(x, y)),
            stem: dict(data=([sigma, sigma], [0, h])),
            now: dict(data=([sigma], [h])),
            value: dict(text=f"σ = {sigma:.2f}   →   {h:z.3f}비트 = {h * np.log(2):z.3f}나트"),
            "alt": f"표준편차가 {sigma:.2f}일 때 미분 엔트로피는 {h:z.3f}비트예요.",
        }

    return move, dict(
        title=title,
        description="왼쪽은 가우시안 분포의 확률밀도, 오른쪽은 표준편차에 따른 미분 엔트로피. 표준편차가 0.242보다 작으면 음수가 된다.",
        sigma=Slider("표준편차 σ", 0.1, 3, 0.01, 1),
    )


DELTAS = [2, 1, 0.5, 0.2, 0.1]


def cells(delta):
    """폭이 delta인 눈금으로 읽은 표준 가우시안: 칸의 가운데와 확률."""
    edges = delta * (np.arange(-np.ceil(9 / delta), np.ceil(9 / delta) + 2) - 0.5)
    below = np.array([(1 + erf(e / np.sqrt(2))) / 2 if e < 0 else 1 - (1 + erf(-e / np.sqrt(2))) / 2 for e in edges])
    p = np.diff(below)
    return (edges[1:] + edges[:-1]) / 2, p / p.sum()


@scene
def quantised(fig):
    title = "눈금을 반으로 줄일 때마다 1비트씩 늘어난다"
    _, counted, _, shifted, _, limit = headline(
        fig, title, "칸의 엔트로피 ", ("", INK), "   +   log₂ δ   =   ", ("", TRUTH), "      $h(X)$ ", ("", OTHER))  # fmt: skip
    ax = panel(fig, "$x$", "확률 ÷ 칸의 폭")
    ax.set(xlim=(-3, 3), ylim=(0, 0.45), xticks=range(-3, 4), yticks=[0, 0.2, 0.4])
    n = 1 + max(2 * np.sum(np.abs(cells(d)[0]) <= 3 + d) for d in DELTAS)
    steps, amounts = [], []
    for delta in DELTAS:
        x, p = cells(delta)
        seen = np.abs(x) <= 3 + delta
        edges = np.repeat(np.append(x[seen] - delta / 2, x[seen][-1] + delta / 2), 2)[1:-1]
        heights = np.repeat(p[seen] / delta, 2)
        pad = n - len(edges)
        steps.append([np.pad(np.clip(edges, -3.2, 3.2), (0, pad), "edge"), np.pad(heights, (0, pad), "edge")])
        amounts.append(entropy(p))
    area = ax.add_patch(Area(fc=TRUTH, alpha=TINT[TRUTH], lw=0))
    line = ax.plot([], [], color=TRUTH, lw=1.1)[0]
    x = np.linspace(-3, 3, 121)
    ax.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color=OTHER, lw=1.1)
    true = gaussian_entropy(1)

    def move(width):
        delta, h = chosen(DELTAS, width), chosen(amounts, width)
        x, y = chosen(np.round(steps, 5), width)
        return {
            area: dict(xy=between(x, 0 * y, y)),
            line: dict(data=(x, y)),
            counted: dict(text=f"{h:.4f}비트"),
            shifted: dict(text=f"{h + np.log2(delta):.4f}비트"),
            limit: dict(text=f"{true:.4f}비트"),
            "alt": f"칸의 폭이 {delta:.1f}이면 엔트로피 {h:.4f}비트에 log₂ δ를 더해 {h + np.log2(delta):.4f}비트예요.",
        }

    return move, dict(
        title=title,
        description="표준 가우시안을 폭 δ인 칸으로 읽은 계단과 원래의 밀도 곡선. 칸을 줄이면 칸의 엔트로피는 끝없이 늘지만, log₂ δ를 더한 값은 미분 엔트로피 2.0471비트로 다가간다.",
        width=Choice("칸의 폭 δ", [f"{d:g}" for d in DELTAS]),
    )


def grid(values, title, line):
    """표의 칸마다 값을 적고, 클수록 짙게 칠한 그림. 값은 0부터 1까지로 본다."""
    values = np.asarray(values, float)
    rows, columns = values.shape
    with style():
        fig = Figure()
        headline(fig, title, line)
        ax = fig.add_axes((0.22, 0.03, 0.56, 0.76), aspect="equal", xlim=(0, columns), ylim=(rows, 0))
        ax.axis("off")
        for (r, c), v in np.ndenumerate(values):
            ax.add_patch(Rectangle((c + 0.03, r + 0.03), 0.94, 0.94, fc=TRUTH, alpha=0.75 * v, lw=0))
            ax.text(c + 0.5, r + 0.5, f"{v:.2f}", ha="center", va="center", size=8)
        return picture(fig, f"{title}. {rows}행 {columns}열의 값은 {values.min():.2f}부터 {values.max():.2f}까지예요.")
