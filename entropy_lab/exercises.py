"""연습마다 채점하는 법과 맞았을 때의 한마디. 채점은 틀린 답이 빠지기 쉬운 함정을 짚어 준다.

채점 함수는 맞으면 None을, 아니면 힌트 한 문장을 돌려준다. 답이 하나로 정해지지 않는 물음은 성질을 본다.
"""

import numpy as np

from .measures import entropy, gaussian_entropy, information

EXERCISES = {}


def exercise(number, praise):
    def add(grade):
        EXERCISES[number] = grade, praise
        return grade

    return add


def close(a, b):
    """소수 둘째 자리까지 반올림한 답도 받아 준다."""
    return abs(a - b) <= max(0.006 if abs(b) >= 0.1 else 0, 0.006 * abs(b)) or a == b


def amount(number, truth, praise, hints=()):
    """답이 수 하나인 연습. hints는 (틀린 값, 그 값이 나온 까닭)의 나열이다."""

    def grade(answer):
        if isinstance(answer, bool | str) or np.ndim(answer) > 0:
            return f"수 하나로 답해 주세요. 지금은 {answer!r}이에요."
        value = float(answer)
        if close(value, truth):
            return None
        for wrong, why in hints:
            if close(value, wrong):
                return why
        return f"{value:g}은(는) 아니에요. 답은 이보다 {'작아요' if value > truth else '커요'}."

    exercise(number, praise)(grade)


def distribution(answer, size):
    """확률 size개로 읽는다. 분포가 아니면 까닭을 말하며 멈춘다."""
    p = np.asarray(answer, float)
    if p.shape != (size,):
        raise ValueError(f"확률 {size}개를 담은 리스트로 답해 주세요.")
    entropy(p)
    return p


def cases(function, *pairs):
    """함수를 숨은 경우마다 불러 보고, 처음으로 어긋나는 경우를 말한다."""
    if not callable(function):
        return "함수 이름을 괄호 없이 그대로 넣어 주세요. 예: check(번호, 내_함수)"
    for args, truth, why in pairs:
        got = function(*args)
        if (
            np.shape(got) != np.shape(truth)
            or not np.allclose(got, truth, rtol=1e-9, atol=0)
            or np.any(np.signbit(got) != np.signbit(truth))
        ):
            return f"{args!r}을(를) 넣으면 {truth!r}이어야 하는데 {got!r}이 나와요. {why}"
    return None


NAT = "나트로 셈하신 것 같아요. 비트로 답하려면 밑이 2인 로그를 써요."

# -- 01 정보량 ---------------------------------------------------------------------------------------
amount("1.1", 5, "log₂ 32 = 5비트. 앞면이 다섯 번 잇달아 나올 만큼 놀라워요.", [
    (np.log(32), NAT), (32, "32는 1/P예요. 여기에 밑이 2인 로그를 취해 보세요."),
    (-5, "부호를 보세요. 확률은 1보다 작아서 log₂ P가 음수이고, 정보량은 그 앞에 빼기를 붙인 값이에요."),
    (np.log10(32), "상용로그를 쓰셨어요. 비트는 밑이 2예요.")])  # fmt: skip

amount("1.2", np.log2(12), "1 + 2.585 = 3.585비트. 확률은 1/12로 곱해지고 정보량은 더해져요.", [
    (np.log2(6), "주사위의 몫만 셈하셨어요. 동전의 1비트가 더 있어요."), (1, "동전의 몫만 셈하셨어요."),
    (12, "12는 1/P예요. 로그를 취해 보세요."), (np.log2(8), "경우의 수는 2 + 6이 아니라 2 × 6이에요."), (np.log(12), NAT)])  # fmt: skip

amount("1.3", 1 / 1024, "2⁻¹⁰ = 1/1024. 열 번 잇달아 앞면이 나올 확률이에요.", [
    (1024, "그건 1/P예요. 뒤집어 보세요."), (0.1, "1/10이 아니에요. 반으로 나누기를 열 번 해 보세요."),
    (np.exp(-10), "e⁻¹⁰은 10나트짜리 확률이에요. 비트라면 밑이 2예요.")])  # fmt: skip

amount("1.4", np.log2(365), "log₂ 365 = 8.51비트. 앞면이 여덟 번 반쯤 잇달아 나온 셈이에요.", [
    (np.log(365), NAT), (365, "365는 1/P예요. 로그를 취해 보세요."), (np.log10(365), "상용로그를 쓰셨어요. 비트는 밑이 2예요."),
    (2 * np.log2(365), "두 사람의 생일이 모두 정해진 날일 때의 값이에요. 내 생일은 이미 알고 있어요.")])  # fmt: skip


@exercise("1.5", "확률이 절반이 되어도 정보량은 두 배가 아니라 늘 1비트만 늘어요. 그래서 반비례가 아니에요.")
def _(answer):
    p, half = (float(v) for v in answer)
    if not (0 < p <= 1 and np.isclose(half, p / 2)):
        return f"(P, P/2) 꼴의 두 확률로 답해 주세요. 지금은 ({p:g}, {half:g})예요."
    if np.isclose(information(half), 2 * information(p)):
        return f"P = {p:g}에서는 마침 정보량도 두 배예요. 이 우연을 벗어나는 다른 P를 찾아보세요."
    return None


@exercise("1.6", "p = 1에서는 0(−0이 아니라), p = 0에서는 무한대, 배열도 밑도 모두 맞아요.")
def _(function):
    return cases(
        function,
        ((0.5, 2), 1.0, "공정한 동전이에요."),
        ((0.25, 2), 2.0, "부호와 밑을 확인해 보세요."),
        ((1.0, 2), 0.0, "확실한 일의 정보량은 0이에요. −0.0이 나온다면 + 0.0을 더해 보세요."),
        ((0.5, np.e), np.log(2), "밑이 e이면 나트예요. np.log(p) / np.log(base)를 떠올려 보세요."),
        ((0.0, 2), np.inf, "있을 수 없는 일은 무한히 놀라워요."),
        ((np.array([1, 0.5, 0.125]), 2), np.array([0.0, 1, 3]), "배열도 한 번에 받을 수 있게 np.log2를 써 보세요."),
    )


@exercise("1.7", "k = log₂ 365 ≈ 8.5. 동전을 여덟 번 반 던진 만큼이에요.")
def _(scene):
    if abs(scene.k - np.log2(365)) > 0.1:
        return f"지금은 k = {scene.k:.1f}, 곧 1/{2**scene.k:,.0f}이에요. 1/365에 가까워질 때까지 움직여 보세요."
    return None


# -- 02 엔트로피 --------------------------------------------------------------------------------------
amount("2.1", 1.75, "½·1 + ¼·2 + ⅛·3 + ⅛·3 = 1.75비트예요.", [
    (1.75 * np.log(2), NAT), (2, "2비트는 넷이 고를 때예요. 확률을 곱해 평균을 내 보세요."),
    (9, "정보량을 그냥 더하셨어요. 확률을 곱해서 더해야 평균이 돼요."),
    (2.25, "넷을 똑같이 나눠 평균을 내셨어요. 확률이 평균의 무게예요.")])  # fmt: skip


@exercise("2.2", "엔트로피가 1비트예요. 한쪽으로 쏠린 만큼 넷이 둘처럼 되었어요.")
def _(answer):
    p = distribution(answer, 4)
    if (p == 0).any():
        return "확률이 0인 결과가 있어요. 네 결과가 모두 나올 수 있게 해 주세요."
    h = float(entropy(p))
    if close(h, 1):
        return None
    return f"지금은 {h:.3f}비트예요. {'가장 큰 확률을 더 키워' if h > 1 else '가장 큰 확률을 조금 줄여'} 보세요."


@exercise("2.3", "평균 1.75번. 질문마다 답이 반반이라 엔트로피와 꼭 같아요.")
def _(answer):
    length, p = np.asarray(answer, float), np.array([0.5, 0.25, 0.125, 0.125])
    if length.shape != (4,):
        return "네 결과마다 질문 수를 담은 리스트로 답해 주세요. 예: [2, 2, 2, 2]"
    if (2.0**-length).sum() > 1 + 1e-9:
        return "그렇게 적은 질문으로는 넷을 가려낼 수 없어요. 1/2을 질문 수만큼 곱한 값들의 합이 1을 넘으면 안 돼요."
    if not np.isclose(length @ p, 1.75):
        return f"평균 {length @ p:.3f}번이 들어요. 흔한 것일수록 먼저 물어 보세요."
    return None


amount("2.4", 4, "4 대 4로 재면 세 답이 1/3씩이라 log₂ 3 = 1.585비트를 얻어요. 저울 한 번이 줄 수 있는 가장 큰 값이에요.", [
    (6, "6 대 6이면 기울거나 반대로 기울거나 둘뿐이라 1비트밖에 얻지 못해요. 평형이라는 셋째 답도 쓰세요."),
    (3, "3 대 3이면 평형이 1/2, 나머지가 1/4씩이라 1.5비트예요. 조금 더 얻을 수 있어요."),
    (5, "5 대 5이면 평형이 1/6로 드물어서 1.483비트예요. 세 답이 고를수록 좋아요.")])  # fmt: skip


@exercise("2.5", "0이 있어도, 확실해도, 여러 줄이어도 맞아요. −0.0도 없어요.")
def _(function):
    return cases(
        function,
        (([0.5, 0.5],), 1.0, "공정한 동전이에요."),
        (([0.5, 0.25, 0.125, 0.125],), 1.75, "확률을 곱해 더했는지 보세요."),
        (([0.5, 0.5, 0.0],), 1.0, "0·log 0은 0이에요. log₂ 안에서 0만 1로 바꿔 보세요."),
        (([1.0, 0.0],), 0.0, "−0.0이라면 −Σ p log₂ p 대신 Σ p log₂(1/p)로 써 보세요."),
        (
            ([[0.5, 0.5], [1.0, 0.0]],),
            np.array([1.0, 0.0]),
            "여러 줄이면 줄마다 하나씩 나와야 해요. sum(axis=-1)을 써 보세요.",
        ),
    )


@exercise("2.6", "네 무게가 같을 때 log₂ 4 = 2비트로 가장 커요.")
def _(scene):
    h = float(entropy(np.array(scene.w) / np.sum(scene.w)))
    return None if h > 2 - 1e-3 else f"지금은 {h:.3f}비트예요. 더 커질 수 있어요. 네 사각형의 높이를 견주어 보세요."


# -- 03 분포 -----------------------------------------------------------------------------------------
@exercise("3.1", "p = 0.110과 0.890, 두 곳에서 0.5비트예요. 곡선이 좌우 대칭이니까요.")
def _(answer):
    p = float(answer)
    h = float(entropy([p, 1 - p]))
    if abs(h - 0.5) < 0.006:
        return None
    if close(p, 0.5):
        return "p = 0.5에서는 1비트로 가장 커요. 엔트로피가 0.5비트인 p를 찾는 거예요."
    return f"H({p:g}) = {h:.3f}비트예요. {'끝' if h > 0.5 else '가운데'} 쪽으로 옮겨 보세요."


amount("3.2", 1024, "2¹⁰ = 1024가지. 10비트면 1024가지를 구별해요.", [
    (10, "10은 비트 수예요. 그만큼의 비트로 구별할 수 있는 가짓수를 물었어요."),
    (np.exp(10), "e¹⁰은 10나트예요. 비트라면 밑이 2예요."), (20, "더하지 말고 열 번 곱하세요."), (512, "한 번 더 곱해 보세요.")])  # fmt: skip

amount("3.3", 1 / np.sqrt(2 * np.pi * np.e), "σ = 1/√(2πe) ≈ 0.242. 이보다 좁으면 미분 엔트로피가 음수예요.", [
    (1, "σ = 1이면 2.047비트예요."), (0, "σ는 0보다 커야 해요. σ가 0으로 가면 h는 −∞로 내려가요."),
    (1 / (2 * np.pi * np.e), "그건 σ²이에요. 제곱근을 취해 보세요.")])  # fmt: skip

amount("3.4", gaussian_entropy(1) - np.log2(0.1), "h − log₂ δ = 2.047 + 3.322 = 5.369비트. 칸이 잘수록 더 많은 비트가 들어요.", [
    (gaussian_entropy(1), "그건 h예요. 칸이 잘수록 늘어나는 몫 −log₂ δ가 더 있어요."),
    (gaussian_entropy(1) + np.log2(0.1), "부호를 보세요. 칸을 줄이면 엔트로피는 늘어나요."),
    (gaussian_entropy(1, base=np.e) - np.log(0.1), NAT), (gaussian_entropy(1) - np.log(0.1), "h는 비트인데 δ에는 ln을 쓰셨어요. 단위를 맞춰 주세요.")])  # fmt: skip

amount("3.5", 1, "log₂ 2 = 1비트. 같은 양을 다른 자로 적기만 해도 달라지는 값이에요.", [
    (np.log(2), NAT), (0, "보통의 엔트로피라면 0이에요. 미분 엔트로피는 값의 눈금에 따라 달라져요."),
    (2, "분산은 4배지만 식에서 ½이 곱해져요."), (4, "4는 분산의 배율이에요. ½ log₂ 4를 셈해 보세요.")])  # fmt: skip


@exercise("3.6", "H(p)가 0.5비트인 곳을 손으로 찾으셨어요.")
def _(scene):
    h = float(entropy([scene.p, 1 - scene.p]))
    return (
        None
        if abs(h - 0.5) < 0.02
        else f"지금은 p = {scene.p:.2f}, {h:.3f}비트예요. 0.5비트가 될 때까지 움직여 보세요."
    )
