"""08 코드로 확인하기: 장면, 연습, 바로잡기."""

from html import escape

import numpy as np

from ..draw import Box, along, at, dot, headline, level, lift, line, moving, panels, reads, shown
from ..josa import josa
from ..measures import cross_entropy, entropy, information, kl_divergence, smooth
from ..palette import MODEL, TRUTH
from ..quiz.answers import function, numbers, probabilities
from ..quiz.answers import table as read
from ..quiz.grading import amount, by_hand, cases, close, differs, exercise
from ..scene import Slider
from ..style import Html
from .ledger import correction


@shown
def table(head, rows):
    """제목 줄과 나머지 줄을 담은 표예요."""
    look = "text-align:left;vertical-align:top;line-height:1.5;word-break:keep-all;overflow-wrap:anywhere;min-width:"

    def html(tag, row):  # 글이 길수록 넓은 칸을 줘요
        cells = (f'<{tag} style="{look}{min(len(str(c)), 20) / 2}em">{escape(str(c))}</{tag}>' for c in row)
        return f"<tr>{''.join(cells)}</tr>"

    body = html("th", head) + "".join(html("td", row) for row in rows)
    text = "\n".join(" | ".join(map(str, row)) for row in [head, *rows])
    return Html(f'<table style="margin-left:0;max-width:860px">{body}</table>', text)


@moving(
    "ε은 범주가 많을수록 더 작아야 한다",
    "확률에 ε을 더해 로그를 취한 엔트로피를 ε의 지수에 따라 그렸다. 고르게 나뉜 분포에서는 ε이 클수록 참값보다 작아지고, 확실한 분포에서는 0보다 작은 값이 나온다.",
    e=Slider("ε = 10의 e제곱", -15, -1, 0.5, -10),
    k=Slider("범주의 수 K = 2의 k제곱", 1, 10, 1, 2),
)
def epsilon(fig):
    true, bent, below = headline(
        fig, "고르게 나뉠 때의 참값(점선) ", TRUTH, " → ", MODEL, "      확실한 분포의 참값 0 → ", MODEL
    )
    left, right = panels(
        fig,
        Box("ε의 지수", "고르게 나뉜 K가지의 엔트로피 (비트)", tall=115),
        Box("ε의 지수", "확실한 분포의 엔트로피 (비트)", tall=95, left=34),
    )
    x = np.round(np.linspace(-15, -1, 141), 4)
    for ax in (left, right):
        ax.set_xlim(-15, -1)
        ax.set_xticks(range(-15, 0, 2), [f"−{-t}" for t in range(-15, 0, 2)])
    left.set(ylim=(0, 10.5), yticks=range(0, 11, 2))
    right.set_ylim(-0.15, 0.03)
    right.set_yticks([-0.1, -0.05, 0], ["−0.1", "−0.05", "0"])
    truth, curve, now = level(left, TRUTH, width=2.2), line(left, MODEL), dot(left)
    level(right, TRUTH, width=2.2)
    line(right, MODEL, x, -np.log2(1 + 10**x), clip_on=False)
    sunk = dot(right)

    def move(e, k):
        wrong, certain = information(2**-k + 10**e), -np.log2(1 + 10**e)
        told = lift(truth, k) | along(curve, x, information(2**-k + 10**x)) | at(now, e, wrong) | at(sunk, e, certain)
        told |= reads(true, f"{k:.0f}") | reads(bent, f"{wrong:.4f}비트") | reads(below, f"{certain:z.4f}비트")
        alt = f"ε이 10의 {e:.1f}제곱이고 K가 {2**k:,.0f}일 때 참값 {k:.0f}비트 대신 {wrong:.4f}비트가 나와요."
        return told | dict(e=f"10의 {e:.1f}제곱", k=f"K = {2**k:,.0f}", alt=alt)

    return move


# -- 연습 --------------------------------------------------------------------------------------------
SKEWED = [0.9, 0.05, 0.03, 0.02]


def sieve(p):
    """원문의 방식: 0보다 큰 값만 남겨 -Σ p log₂ p를 계산해요."""
    return -(p[p > 0] * np.log2(p[p > 0])).sum()


@exercise("8.1", function, "빼기를 앞에 붙이지 않으면 합이 0이어도 −0이 되지 않아요.")
def _(answer):
    hidden = [
        (([0.5, 0.5],), 1, "동전 하나는 1비트예요."),
        ((SKEWED,), entropy(SKEWED), "확률을 무게로 곱해 더했는지 보세요."),
        (([1, 0, 0, 0],), 0, "0인 칸은 먼저 걸러 내세요."),
    ]
    if hint := differs(answer, hidden, "비트"):
        return hint
    why = "값은 0인데 아직 −0이에요. 앞에 붙인 빼기를 로그 안으로 옮겨 보세요. −log₂ p는 log₂(1/p)이에요."
    return why if np.signbit(read(answer(np.array([1.0, 0, 0, 0])))).any() else None


@exercise("8.2", probabilities(None), "0·log 0이 0 × (−∞), 곧 nan이 되어 합 전체를 물들였어요.")
def _(p):
    if 0 < p.min() < 1e-6:
        return f"{josa(f'{p.min():g}', '은/는')} 아주 작지만 0은 아니라서 로그가 유한해요. 꼭 0이어야 해요."
    return "모든 확률이 0보다 커서 로그가 모두 유한해요. 로그가 −∞가 되는 값을 하나 섞어 보세요." if p.min() else None


cases("8.3", "나트", "확률 0을 준 것이 정답이면 손실은 무한대예요. clip은 그것을 34.54나트로 감춰요.")(
    (([0, 0, 1, 0], [0.05, 0.05, 0.85, 0.05]), -np.log(0.85), "단위는 나트예요. 정답의 확률만 남는지 보세요."),
    (([0.5, 0.5], [0.25, 0.75]), -np.log(0.25 * 0.75) / 2, "p를 무게로 곱해 더했는지 보세요."),
    (([0.5, 0.5], [1, 0]), np.inf, "clip을 지워 보세요. p > 0인데 q = 0이면 무한대가 옳아요."),
    (([1, 0], [1, 0]), 0, "p = 0인 칸은 아예 더하지 않아야 해요. 0 × ∞는 nan이에요."),
)


@exercise("8.4", numbers(None), "원문의 방식은 음수를 말없이 버리고 남은 둘로 답했어요. 이 코스의 함수라면 거절해요.")
def _(p):
    if p.min() >= 0:
        return "음수가 하나는 있어야 해요. 0보다 작은 값은 걸러져 버려진다는 것을 떠올려 보세요."
    now = f"원문의 방식으로 {sieve(p):.3f}비트예요. 남는 값들이 공정한 동전이 되게 해 보세요."
    return None if close(sieve(p), 1) else now


cases("8.5", "비트", "마지막 축을 따라 더해서 행마다 하나씩 나와요. 배치가 몇 행이든 맞아요.")(
    (([[0.5, 0.5], [1, 0]],), [1, 0], "모두 더하지 말고 sum(axis=-1)로 행마다 더해 보세요."),
    (([[0.25] * 4] * 3,), [2] * 3, "행이 셋이면 답도 셋이에요. 마지막 축을 따라 더해 보세요."),
    (([0.5, 0.25, 0.25],), 1.5, "한 행만 넣어도 되어야 해요. axis=1 대신 axis=-1을 써 보세요."),
)


@by_hand("8.6", "epsilon", "Kε이 0.01보다 훨씬 작아야 해요. 범주가 열 배가 되면 ε은 10분의 1이어야 해요.")
def _(e, k):
    if k != 10:
        return "먼저 범주의 수를 1,024로 맞춰 보세요. 2의 10제곱이에요."
    lost = np.log2(1 + 2**k * 10**e)
    if lost >= 0.01:
        return f"ε = {10**e:.2g}에서 {lost:.4f}비트를 잃어요. 0.01비트보다 작아질 때까지 ε을 줄여 보세요."
    less = f"지금은 {lost:.7f}비트만 잃어요. 0.01비트를 넘지 않는 더 큰 ε이 있어요."
    return less if np.log2(1 + 2**k * 10 ** (e + 0.5)) < 0.01 else None


@exercise("8.7", probabilities(), "ε/4과 1 − ε + ε/4이 1/2, 1/4, 1/8 … 몇 개의 합이라 이진수로 딱 떨어져요.")
def _(eps):
    exact = smooth([0, 0, 1, 0], eps)
    stored = exact.astype(np.float32).astype(float)
    if eps in (0, 1):
        return f"두 끝은 빼요. 지금은 {josa(f'{eps:g}', '이에요/예요')}. 0과 1 사이의 다른 수로 답해 주세요."
    given, kept = josa(f"{exact[0]:g}", "을/를"), josa(f"{stored[0]:.17g}", "이/가")
    now = f"ε = {eps:g}에서 {given} 담았는데 {kept} 나와요. 이진수로 딱 떨어지는 수를 골라 보세요. 1/2은 0.5예요."
    return None if (exact == stored).all() else now


@exercise("8.8", numbers(2, 2), "합이 1이 되었어요. 2023년에 올라온 제안도 한 칸을 고치자는 것이에요.")
def _(table):
    changed = (~np.isclose(table, [[0.1, 0.5], [0.2, 0.3]])).sum()
    if table.min() < 0:
        return "음수인 칸이 있어요. 확률은 0 이상이어야 해요."
    if not np.isclose(table.sum(), 1):
        return f"아직 {josa(f'합이 {table.sum():.4g}', '이에요/예요')}. 모든 칸의 합이 1이어야 해요."
    return f"합은 1이 됐어요. 그런데 {changed}칸이 바뀌었네요. 한 칸만 고쳐 보세요." if changed > 1 else None


amount("8.9", [[0.12, 0.48], [0.08, 0.32]], "확률", "i행 j열에는 i행의 합과 j열의 합을 곱한 값이 들어가요.")(
    (..., "행의 합은 [0.6, 0.4], 열의 합은 [0.2, 0.8]이에요. i행 j열에 둘을 곱해 넣어 보세요."),
    ([[0.12, 0.08], [0.48, 0.32]], "행과 열이 뒤바뀌었어요. 첫째 행은 0.6에 [0.2, 0.8]을 곱한 것이에요."),
    ([[0.12, 0.32], [0.12, 0.32]], "같은 자리끼리만 곱하셨어요. 행과 열의 짝은 넷이에요."),
    ([[0.15, 0.6], [0.05, 0.2]], "예제에 적힌 [0.75, 0.25]를 쓰셨어요. 행의 합을 표에서 직접 계산해 보세요."),
    ([[0.1, 0.5], [0.1, 0.3]], "그건 실제 결합 분포예요. 독립이라면 칸마다 얼마일지를 물었어요."),
)
amount("8.10", 0.5 / np.log(2), "비트", "½·1² 나트 = 0.721비트. 표준편차가 같아서 두 방향이 똑같아요.")(
    (1 / np.log(2), "½이 빠졌어요. 식은 ½(μ₁ − μ₂)²이에요."),
    (0, "평균이 다르니 0일 수 없어요. 두 분포가 같을 때만 0이에요."),
    (8582, "그건 표본을 확률처럼 넣어 얻은 값이에요."),
)


@exercise("8.11", numbers(finite=False), "0으로 다가가면 로그는 끝없이 내려가요. nan은 0·log 0에서 생겨요.")
def _(value):
    if value == -np.inf:
        return None
    if np.isnan(value):
        return "nan은 0 × (−∞)처럼 정할 수 없는 계산에서 나와요. 로그만 취하면 어디로 가는지 보세요."
    if value == np.inf:
        return "부호를 보세요. 0.5, 0.25, 0.125의 로그는 −1, −2, −3으로 내려가요."
    if value < -10:
        return "아래로 간 것은 맞아요. 그런데 0은 그 수보다 더 작은 2의 거듭제곱보다도 작아요. 바닥이 있을까요?"
    return "0.1, 0.01, 0.001의 로그가 어디로 가는지 따라가 보세요. 1의 로그가 0이에요."


amount("8.12", [2 / 3, 1 / 3], "확률", "1/3과 1/6을 남은 반 1/2로 나누면 2/3와 1/3이에요.")(
    (..., "남은 반 안에서 1/3과 1/6이 다시 갈려요. 둘의 비율은 그대로 두고 합이 1이 되게 해 보세요."),
    ([1 / 3, 2 / 3], None),
    ([1 / 3, 1 / 6], "합이 1/2이라 분포가 아니에요. 남은 반이 일어났다고 했을 때의 확률로 바꿔 보세요."),
    ([1 / 2, 1 / 2], "그건 첫 갈림길이에요. 둘째 갈림길에서는 1/3과 1/6이 갈려요."),
)
SOFT, GUESS = smooth([0, 0, 1, 0], 0.1), [0.05, 0.05, 0.85, 0.05]
amount("8.13", cross_entropy(SOFT, GUESS, base=np.e), "나트", "0.925·0.1625 + 0.075·2.9957 = 0.375나트예요.")(
    (-np.log(0.85), "가장 큰 칸만 계산하셨어요. 예제의 함수가 바로 그 값을 내요."),
    (entropy(SOFT, base=np.e), "그건 정답의 엔트로피예요. 로그 안에는 예측 q가 들어가요."),
    (kl_divergence(SOFT, GUESS, base=np.e), "그건 KL 발산이에요. 여기에 정답의 엔트로피를 더하면 돼요."),
)


# -- 바로잡기 ------------------------------------------------------------------------------------------
@correction("E24", "C", "코드로 확인하기", "결과가 정해진 분포의 엔트로피를 -0.000으로 찍어요.")
def _():
    lesson, ours = -np.sum(np.array([1.0]) * np.log2([1.0])), entropy([1, 0, 0, 0])
    return f"합 0에 빼기 부호를 붙이면 {lesson:.3f}이 돼요. 컴퓨터의 수에는 -0이 따로 있기 때문이에요. 이 코스의 함수는 {ours:.3f}을 돌려줘요."


@correction("E25", "C", "코드로 확인하기", "0보다 큰 값만 골라내고, 합이 1인지는 보지 않은 채 엔트로피를 계산해요.")
def _():
    negative, short = (f"{sieve(np.array(p)):.3f}비트" for p in ([1.2, -0.2], [0.5, 0.2]))
    try:
        entropy([0.5, 0.2])
    except ValueError as refusal:
        return (
            f"음수는 말없이 버려지고 합은 아무래도 좋아서, [1.2, -0.2]에 {negative}, [0.5, 0.2]에 {short}라는 답이 나와요. "
            f"이 코스의 함수는 이렇게 거절해요: {refusal}"
        )


@correction("E26", "C", "코드로 확인하기", "교차 엔트로피를 계산하기 전에 예측을 1e-15와 1 사이로 잘라요.")
def _():
    clipped = information(1e-15, base=np.e)
    return (
        f"정답에 확률 0을 준 예측의 교차 엔트로피는 {cross_entropy([0, 1], [1, 0])}, 곧 무한대예요. 자르면 {clipped:.2f}나트"
        f"라는 유한한 수로 바뀌는데, 1e-7로 잘랐다면 {information(1e-7, base=np.e):.2f}나트였을 거예요."
    )


@correction("E27", "C", "코드로 확인하기", "확률에 로그를 바로 취해 곱하며, 0이 들어올 때를 대비하지 않아요.")
def _():
    p = np.array([1.0, 0.0, 0.0])
    with np.errstate(all="ignore"):
        naive = -(p * np.log(p)).sum()
    return (
        f"0이 하나라도 있으면 0 × (−∞)가 되어 [1, 0, 0]의 답이 {naive}이에요. 참값은 {entropy(p):.0f}나트예요. "
        f"[0.95, 0.03, 0.02]처럼 0이 없을 때만 {entropy([0.95, 0.03, 0.02], base=np.e):.4f}나트로 맞아요."
    )


@correction("E03", "C", "5절", "스무딩한 라벨의 엔트로피를 담는다면서 그 값이 0보다 큰지를 담아요.")
def _():
    h = entropy(smooth([0, 0, 1, 0], 0.1), base=np.e)
    return (
        f"식 끝에 부등호가 붙어서 수가 아니라 {h > 0}가 담겨요. log라는 이름도 정해 두지 않았어요. "
        f"엔트로피는 {h:.4f}나트, 곧 {h / np.log(2):.4f}비트예요."
    )


@correction("E21", "C", "왜 배워야 하나요와 5절", "정해 두지 않은 이름으로 코드를 적어요.")
def _():
    code = "loss = nn.CrossEntropyLoss()\noutput = model(images)\nloss_value = loss(output, labels)"
    try:
        exec(code, {})
    except NameError as stop:
        known = {stop.name, "CrossEntropyLoss", "loss", "output", "loss_value"}
        rest = [name for name in compile(code, "원문", "exec").co_names if name not in known]
        return (
            f"첫 코드를 그대로 실행하면 첫 이름 {stop.name}에서 {type(stop).__name__}로 멈춰요. 그 뒤의 {', '.join(rest)}도, 5절의 "
            f"probs와 threshold도 정해 두지 않았어요. 쓰임을 보이려는 조각이니, 이 코스는 진짜 모델을 훈련해서 같은 일을 해요."
        )


@correction("E22", "C", "5절", "확률에 1e-10을 더해 로그를 취하고, 예측 한 장을 통째로 더해요.")
def _():
    def lesson(p):
        return -(p * np.log(p + 1e-10)).sum()

    batch = np.full((64, 10), 0.1)
    return (
        f"주석에 적힌 대로 예측 한 장이라면 통째로 더해도 맞아요. 64장을 넣으면 합 {lesson(batch):.1f}나트 하나가 나오는데(한 장은 "
        f"{entropy(batch[0], base=np.e):.4f}나트), dim=-1을 적으면 돼요. log 0은 다른 문제예요. 1e-10은 확실한 예측에 {lesson(np.eye(3)[0]):.0e}나트, "
        f"곧 음수를 주지만, 로짓에서 log_softmax로 시작하면 log 0이 생기지 않아요."
    )


@correction("E28", "덧붙이기", "5절과 코드로 확인하기", "스무딩한 라벨이 0.025와 0.925라고 적어요.")
def _():
    low, high = smooth(np.array([0, 1, 0, 0], np.float32), 0.1)[:2].tolist()
    return (
        f"틀린 곳은 없어요. PyTorch의 보통 수(float32)가 이진수 스물네 자리만 담아서, 그대로 찍으면 {low}과 {high}가 나올 뿐이에요. "
        f"보일 때 반올림하면 돼요."
    )


@correction("E19", "C", "4절", "손실을 계산하는 파이썬 코드의 한 줄에 ≈를 써요.")
def _():
    try:
        compile("loss_good = -log(0.85) ≈ 0.16", "원문", "exec")
    except SyntaxError as e:
        return f"≈는 파이썬의 기호가 아니라서 {type(e).__name__}가 나요. 값은 맞아서 −ln 0.85 = {information(0.85, base=np.e):.4f}나트예요."


@correction("E20", "C", "왜 배워야 하나요", "두 모델의 예측을 이름 뒤에 쌍점을 찍어 적어요.")
def _():
    names = {}
    exec("model_A: [0.98, 0.01, 0.01]", names)
    made = "생겨요" if "model_A" in names else "생기지 않아요"
    return (
        f"파이썬은 그 줄을 자료형을 적어 둔 것으로 읽어서 오류를 내지 않아요. 그런데 실행해 보면 model_A라는 이름은 {made}. "
        f"[0.98, 0.01, 0.01]은 어디에도 담기지 않은 거예요. 담으려면 쌍점 대신 등호를 써요."
    )
