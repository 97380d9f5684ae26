"""04 더 깊이, 예측이 곧 압축: 다음 자모의 장면, 섀넌의 게임, 연습."""

import json
import re
from functools import cache
from html import escape
from pathlib import Path

import numpy as np

from ..data import constitution
from ..draw import (
    Box,
    along,
    bars,
    chosen,
    dot,
    frames,
    headline,
    heights,
    label,
    line,
    moving,
    note,
    panels,
    put,
    reach,
    reads,
    shown,
    still,
    tile,
)
from ..language import KneserNey, apart, bits, ranks
from ..measures import entropy, softmax
from ..palette import INK, MODEL, MUTED, OTHER, TRUTH, variables
from ..quiz.grading import amount, by_hand, cases, close
from ..scene import Choice, Slider, pick
from ..style import Html

ASKED = "법률이 정하는 바에", "헌법재판소의 장은", "농지의 소작제도는", "대외무역을"  # 모두 남겨 둔 글에 있어요
MANY = 37  # 배운 글에 나오는 자모의 종류


@cache
def looked():
    """헌법의 앞 80%를 배운 모델이 문맥마다 내다본 자모(흔한 것부터), 그 로그 확률, 그리고 실제로 온 자모."""
    syllables = "".join(c for c in constitution() if "가" <= c <= "힣")
    cut = len(syllables) * 8 // 10
    train, held = apart(syllables[:cut]), apart(syllables[cut:])
    model = KneserNey(train, 8, sorted({*train}))
    found = np.array([model.shares(apart(asked)) for asked in ASKED])
    order = np.argsort(-found, kind="stable")  # 온도는 차례를 바꾸지 않으니 여기에서 한 번만 세워요
    logs = np.log(np.take_along_axis(found, order, 1) / found.sum(axis=1, keepdims=True))
    return np.array([*model.kinds])[order], logs, [held.partition(apart(asked))[2][0] for asked in ASKED]


@moving(
    "온도는 분포를 펴고, top-k와 top-p는 꼬리를 자른다",
    "헌법의 앞 80%를 배운 모델이 남겨 둔 글에서 내다본 다음 자모. 위의 띠는 확률 1을 흔한 것부터 나눈 것이고, 빈 곳이 버린 꼬리다. 아래의 빈 틀은 온도를 거친 확률, 찬 막대는 자르고 남은 것을 합 1로 다시 나눈 확률이다. 점선 사각형은 폭이 퍼플렉서티이고 넓이가 1이다. 파란 자모가 실제로 온 것이다.",
    context=Choice("앞의 글", [f"…{asked}" for asked in ASKED], 1),
    T=Slider("온도 T", 0.2, 3, 0.1, 1),
    k=Slider("top-k", 1, MANY, 1, MANY, "개"),
    top=Slider("top-p", 0.05, 1, 0.05, 0.9),
)
def next_jamo(fig):
    letters, logs, came = looked()
    kept, cut, doubt, many = headline(
        fig, "남긴 ", MODEL, "  +  버린 ", MUTED, "  =  1.000      엔트로피 ", INK, "      퍼플렉서티 ", INK
    )
    tall = 30 if fig.sheet.stacked else 26
    strip, ax = panels(
        fig,
        [
            Box("", "확률 1을 흔한 자모부터 나눈 띠", tall=tall, foot=24),
            Box("", "다음 자모의 확률, 흔한 것부터", tall=110, foot=22),
        ],
    )
    V = 18 if fig.sheet.stacked else MANY  # 휴대전화에서는 흔한 것만 그려요
    strip.set(xlim=(0, 1), ylim=(0, 1), yticks=[])
    strip.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    ax.set(xlim=(0, V), ylim=(0, 1), xticks=[])
    ax.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    pieces = [tile(strip, 0, 0, 0, 1, MODEL, 0.4, ec=MODEL, lw=0.8) for _ in range(10)]
    more = tile(strip, 0, 0, 0, 1, MODEL, 0.4)
    tile(strip, 0, 0, 1, 1, INK, 1, fc="none", ec=INK, lw=1.4, clip_on=False)
    inside = [label(strip, "", INK, ha="center", weight="bold", zorder=8) for _ in pieces]
    asked = line(strip, INK, clip_on=False, zorder=7, solid_capstyle="butt")
    solid, before = bars(ax, np.arange(V) + 0.5, 0.88, MODEL), frames(ax, np.arange(V) + 0.5, 0.88, INK, 0.9)
    even = line(ax, INK, width=1.8, dashes=(3, 2), zorder=6)
    names = [label(ax, "", INK, ha="center", va="top") for _ in range(V)]
    said = label(ax, "", INK, V, 0.86, ha="right", size=14 if fig.sheet.stacked else 17, weight="bold")
    keys = "빈 틀: 자르기 전", "찬 막대: 자른 뒤, 합은 다시 1", "점선: 퍼플렉서티만큼 고르게 나눈 넓이 1"
    for k, key in enumerate([*keys, "파란 자모: 실제로 온 것"]):
        color = TRUTH if k == 3 else MUTED
        note(ax, (V, 0.7), key, color, (0, -14 * k), "right", small=True)
    room, below = reach(strip, 14), -reach(ax, 8, "y")

    def move(context, T, k, top):
        z = chosen(logs, context)
        q = np.exp((z - z.max()) / T)
        q = q / q.sum()
        left = q.cumsum() - q
        keep = (np.arange(MANY) < k) * (left < top + 1e-9)  # top-p에 걸친 자모는 남아요
        count, mass = keep.sum(), (q * keep).sum()
        r = q * keep / mass
        h = entropy(r)
        told = reads(kept, f"{count:.0f}개 {mass:.3f}") | reads(cut, f"{MANY - count:.0f}개 {1 - mass:z.3f}")
        told |= reads(doubt, f"{h:z.2f}비트") | reads(many, f"{2**h:.2f}개")
        told |= reads(said, pick(context, *(f"…{a} □" for a in ASKED)))
        told |= along(asked, [top] * 5, [-0.16, 0, np.nan, 1, 1.18], visible=top < 1)
        told |= along(even, [0, 2**h, 2**h], [2**-h, 2**-h, 0])
        told |= put(more, x=left[10], width=np.maximum(mass - left[10], 0), visible=keep[10])
        for n, piece in enumerate(pieces):
            told |= put(piece, x=left[n], width=q[n], visible=keep[n])
            name = pick(context, *letters[:, n])
            told |= reads(inside[n], name, left[n] + q[n] / 2, 0.28, visible=(q[n] > room) * keep[n])
        told |= heights(solid, r) | heights(before, q)
        for n, name in enumerate(names):
            color = pick(context, *(TRUTH if row[n] == c else INK for row, c in zip(letters, came, strict=True)))
            told |= reads(name, pick(context, *letters[:, n]), n + 0.5, below, color=color)
        alt = f"자모 {count:.0f}개가 남고 그 확률의 합은 {mass:.3f}, 엔트로피는 {h:z.2f}비트, 퍼플렉서티는 {2**h:.2f}개예요."
        return told | dict(alt=alt)

    return move


@still("크네저-나이만 길게 보아도 다시 나빠지지 않는다")
def smoothings(fig, curves):
    """한 번에 보는 자모의 수에 따른, 남겨 둔 글의 교차 엔트로피: 모델마다 한 줄."""
    best = min(min(curve) for curve in curves.values())
    headline(fig, "점은 가장 잘 맞힌 자리:  크네저-나이 ", (f"{best:.2f}비트", MODEL))
    (ax,) = panels(fig, Box("한 번에 보는 자모의 수 $n$", "남겨 둔 자모 하나에 드는 비트"), right=84)
    n = np.arange(1, 1 + len(next(iter(curves.values()))))
    ax.set(xlim=(0.8, n[-1]), ylim=(1.5, 4.5), xticks=n, yticks=[2, 3, 4])
    for (name, curve), color in zip(curves.items(), (OTHER, INK, MODEL), strict=True):
        line(ax, color, n, curve, clip_on=False)
        dot(ax, n[np.argmin(curve)], min(curve), color)
        note(ax, (n[-1], curve[-1]), name, color, (10, 0))
    lows = ", ".join(f"{name} {min(c):.2f}비트(n = {np.argmin(c) + 1})" for name, c in curves.items())
    return f"{fig.title}. 가장 낮은 자리: {lows}."


# -- 섀넌의 게임 --------------------------------------------------------------------------------------
HIDDEN = "모든 국민은 법 앞에 평등하다", "국가는 국가표준제도를 확립한다"
WHO = dict(even="고르게 찍기", mine="나", ranked="모델, 나와 같은 부호로", model="모델, 제 확률로")


def played(sentence, letters):
    """이 문장만 빼고 헌법을 배운 모델이 문장을 내다본 것."""
    model, hidden = KneserNey(apart(constitution().replace(sentence, "")), 8, letters), apart(sentence)
    spent = [round(float(b), 3) for b in bits(hidden, model)]
    return dict(text=sentence, jamo=hidden, bits=spent, ranks=ranks(hidden, model).tolist())


def rank_code(places, many):
    """순위만 적는 부호가 순위마다 쓰는 비트. 지금까지의 횟수에 1/r 꼴의 처음 믿음을 두 번만큼 섞어요."""
    first, counts, spent = 1 / np.arange(1, many + 1), np.zeros(many), []
    for r in places:
        p = (counts + 2 * first / first.sum()) / (len(spent) + 2)
        spent.append(-np.log2(p[r - 1]))
        counts[r - 1] += 1
    return np.array(spent)


@shown
def shannon_game():
    """숨은 문장의 자모를 맞히는 게임. 스크립트가 돌지 않는 곳에는 모델이 끝까지 둔 판이 남아요."""
    letters = "".join(sorted({*apart(constitution())}))
    games = [played(sentence, letters) for sentence in HIDDEN]
    game, sure = games[0], float(np.log2(len(letters)))
    n, done = len(game["jamo"]), zip(game["jamo"], game["ranks"], game["bits"], strict=True)
    cost = dict(even=n * sure, ranked=float(rank_code(game["ranks"], len(letters)).sum()), model=sum(game["bits"]))
    boxes = "".join(
        f'<li class="done"><span class="cost"><i class="model" style="--bits:{spent}"></i></span><b>{c}</b>{r}'
        f'<span class="aside">번, 모델 {spent:.1f}비트</span></li>'
        for c, r, spent in done
    )
    rows = "".join(
        f'<tr class="{who}"{"" if who in cost else " hidden"}><th scope="row">{name}</th><td><span class="bar" '
        f'style="--part:{cost.get(who, 0) / n / sure:.3f}"></span></td>'
        f"<td>{cost.get(who, 0):.1f}비트, 하나에 {cost.get(who, 0) / n:.2f}</td></tr>"
        for who, name in WHO.items()
    )
    told = f"“{game['text']}”를 모델이 한 자모씩 짐작했어요. 자모 아래의 수는 모델이 그 자모를 몇째로 그럴듯하게 보았는지예요."
    css, script = (Path(__file__).with_name(f"shannon.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return Html(
        f'<div class="entropy-guess" style="{variables()}" data-games="{escape(json.dumps(dict(letters=letters, games=games), ensure_ascii=False))}">'
        f'<p><b class="title">잘 내다볼수록 짧게 적는다</b></p><p class="told">{told}</p><div class="both"><div>'
        f'<ol aria-label="자모와 순위">{boxes}</ol><p class="read" aria-hidden="true">{game["text"]}</p><table>'
        f"<caption>이 문장을 적는 데 드는 비트</caption><tbody>{rows}</tbody></table></div>"
        f'<div><p class="say" role="status"></p><div class="pad"></div></div></div><style>{" ".join(css.split())}</style>'
        f"<script>(() => {{ {' '.join(re.sub(r'(?m)^ *//.*$', '', script).split())} }})()</script></div>",
        f"섀넌의 게임. {told} 자모 {n}개를 적는 데 {cost['model']:.1f}비트가 들었어요.",
    )


# -- 연습 --------------------------------------------------------------------------------------------
amount("4.10", np.log2(6), "비트", "log₂ 6 = 2.585비트. 퍼플렉서티는 2의 교차 엔트로피 제곱이에요.")(
    (3, "여섯을 반으로 나누셨어요. 몇 번 반씩 나누면 하나가 남는지 로그로 구해 보세요."),
    (64, "2를 여섯 번 곱하셨어요. 거꾸로, 2를 몇 번 곱하면 6이 되나요?"),
)
amount("4.11", 4.6 / 11, "확률", "(4 + 3 × 0.2) / (8 + 3) = 0.418이에요.")(
    (0.5, "긴 문맥의 비율 4/8예요. 짧은 문맥을 섞어 주세요."),
    (4.6 / 8, "짧은 문맥도 세 번 본 셈이니, 나누는 수에도 3을 더해 주세요."),
    (0.35, "반씩 섞으셨어요. 긴 문맥의 몫은 8/11이에요."),
    (4.2 / 9, "짧은 문맥을 한 번 본 셈 치셨어요. 자모가 세 가지 왔으니 세 번이에요."),
)
amount("4.12", 3.7 / 8, "확률", "(4 − 0.75)/8 + (0.75 × 3/8) × 0.2 = 0.4625예요.")(
    (3.25 / 8, "떼어 낸 몫을 아직 짧은 문맥에 넘기지 않으셨어요."),
    (3.4 / 8, "0.75를 한 번만 넘기셨어요. 세 가지 자모에서 한 번씩, 모두 세 번 떼었어요."),
    (4.45 / 8, "ㄴ에서 0.75를 떼는 것을 잊으셨어요."),
    (4.6 / 11, "그건 위튼-벨이에요."),
)
amount("4.13", 48.5, "바이트", "200 × 1.94 = 388비트, 8로 나누면 48.5바이트예요.", within=0.6)(
    (388, "그건 비트예요. 1바이트는 8비트예요."),
    (200, "자모 하나에 1바이트씩 쓰셨어요. 1.94비트면 돼요."),
)
cases("4.14", "", "정보량의 합을 8로 나눴어요. 확률이 1이면 한 비트도 들지 않아요.")(
    (([0.5] * 8,), 1, "동전 여덟 개면 8비트, 곧 1바이트예요."),
    (([0.25, 0.5, 0.5],), 0.5, "−log₂ q를 모두 더해 8로 나눠 보세요."),
    (([1, 1],), 0, "확률이 1인 자모는 0비트예요."),
    (([0.1, 0.9, 0.3],), -np.log2([0.1, 0.9, 0.3]).sum() / 8, "평균이 아니라 합이고, 비트의 로그는 밑이 2예요."),
)


@by_hand("4.15", "next_jamo", "온도 1.6에서 12개쯤이에요. 8.7개였던 것을 온도만으로 폈어요.")
def _(context, T, k, top):
    if context != 3:
        return "문맥을 “…대외무역을”로 골라 주세요."
    if k < MANY or top < 1:
        return f"자르지 말아 주세요. top-k는 {MANY}, top-p는 1이에요."
    many = 2 ** entropy(softmax(looked()[1][context], temperature=T))
    way = "올려" if many < 12 else "내려"
    return None if close(many, 12, 0.4) else f"지금은 {many:.1f}개예요. 온도를 {way} 보세요."


amount("4.16", 0.5 / 0.85, "확률", "합이 0.8을 넘는 셋째까지 남아 0.5 / 0.85 = 0.588이에요.")(
    (0.5, "자른 뒤에는 남은 것의 합이 1이 되게 다시 나눠요."),
    (0.5 / 0.7, "둘만 남기셨어요. 0.7은 아직 0.8이 되지 않아서 셋째도 들어와요."),
    (0.5 / 0.8, "0.8로 나누셨어요. 실제로 남은 확률의 합으로 나눠 주세요."),
    (0.5 / 0.95, "넷을 남기셨어요. 셋째에서 이미 0.8을 넘어요."),
)
amount("4.17", [0.4, entropy([0.8, 0.2])], "비트", "아래 2 × 0.2 × log₂ 2 = 0.4, 위 H(0.8, 0.2) = 0.722비트예요.")(
    ([entropy([0.8, 0.2]), 0.4], "차례가 반대예요. [아래, 위]로 적어 주세요."),
    ([0.2, entropy([0.8, 0.2])], "아래 한계에는 순위 r도 곱해요. r = 2인 항을 다시 보세요."),
    ([0, entropy([0.8, 0.2])], "아래 한계에서 r = 2인 항은 0이 아니에요. q₃ = 0이에요."),
    (..., "위는 [0.8, 0.2]의 엔트로피이고, 아래는 r (q_r − q_{r+1}) log₂ r의 합이에요. log₂ 1은 0이에요."),
)
