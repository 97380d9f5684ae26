"""06 조건부 엔트로피의 연습."""

import numpy as np

from ..measures import conditional_entropy, entropy
from .grading import NAT, amount, cases, exercise

TOY = np.array([[0.75, 0], [0.125, 0.125]])

amount("6.1", 0.25, "첫 줄에서는 0비트, 둘째 줄에서는 1비트가 남아요. ¾·0 + ¼·1 = 0.25비트예요.", [
    (entropy(TOY.sum(axis=0)), "그건 X를 모를 때의 H(Y)예요. 줄마다 남은 엔트로피를 평균해 보세요."),
    (1, "1비트는 둘째 줄에서만 남는 양이에요. 줄이 나올 확률로 평균을 내 보세요."),
    (0.5, "두 줄을 반반으로 평균하셨어요. 무게는 줄의 확률 ¾과 ¼이에요."),
    (entropy(TOY.ravel()), "그건 H(X,Y)예요. 여기에서 H(X)를 빼 보세요."), (0.25 * np.log(2), NAT)])  # fmt: skip

amount("6.2", 1, "H(X,Y) = 2 + 0.5 = 2.5비트, 여기에서 H(Y) 1.5비트를 빼면 1비트예요.", [
    (2.5, "그건 H(X,Y)예요. 이제 Y를 먼저 아는 쪽으로 나눠 보세요."),
    (0.5, "그건 H(Y|X)예요. 무엇을 먼저 아느냐에 따라 남는 양이 달라요."),
    (4, "셋을 모두 더하셨어요. H(X,Y)는 두 가지 차례로 나눌 수 있어요: H(X) + H(Y|X) = H(Y) + H(X|Y)."),
    (3.5, "H(X) + H(Y)는 겹친 몫을 두 번 세요. H(X,Y)부터 구해 보세요.")])  # fmt: skip


@exercise("6.3", "어떤 x를 알고는 오히려 더 모르게 되었어요. 그래도 평균은 줄어요.")
def _(answer):
    table = np.asarray(answer, float)
    if table.ndim != 2 or min(table.shape) < 2:
        return "줄과 칸이 둘 이상인 표로 답해 주세요. 예: [[0.25, 0.25], [0.25, 0.25]]"
    before, mean = entropy(table.sum(axis=0)), conditional_entropy(table)
    seen = table[table.sum(axis=1) > 0]
    rows = entropy(seen / seen.sum(axis=1, keepdims=True))
    if rows.max() > before + 1e-9:
        return None
    if np.isclose(mean, before):
        return "X와 Y가 독립이라 어느 줄에서나 그대로예요. 줄마다 다른 분포를 넣어 보세요."
    if np.allclose(rows, rows[0]):
        return f"줄마다 똑같이 {rows[0]:.3f}비트가 남아요. 한 줄은 뻔하게, 다른 줄은 고르게 만들어 보세요."
    return f"가장 큰 줄이 {rows.max():.3f}비트인데 H(Y)도 {before:.3f}비트예요. 고른 줄은 드물게, 뻔한 줄은 흔하게 해 보세요."


amount("6.4", 0, "눈을 알면 홀짝도 알아요. Y가 X로 정해지면 H(Y|X) = 0이에요.", [
    (1, "그건 H(Y)예요. 눈을 이미 알고 있을 때 더 알아야 할 것이 있나요?"),
    (np.log2(6), "그건 H(X)예요."), (np.log2(3), "그건 거꾸로 H(X|Y)예요. 홀짝을 알아도 눈은 셋 가운데 하나예요.")])  # fmt: skip


@exercise("6.5", "세 이름만 섞은 값을 모두 넘었어요. 날짜와 요일은 우연으로도 그만큼 나와요.")
def _(answer):
    names = {answer} if isinstance(answer, str) else set(answer)
    if unknown := names - {"비의 양", "어제 날씨", "달", "날짜", "요일"}:
        return f"{min(unknown, key=str)!r}은(는) 표에 없는 이름이에요. 표의 이름을 리스트에 담아 주세요."
    if "요일" in names:
        return "요일의 이득 0.0065비트는 섞었을 때의 평균 0.0126비트보다도 작아요."
    if "날짜" in names:
        return "날짜는 갈래가 서른하나라 섞어도 평균 0.06비트쯤 나와요. 0보다 크다는 것만으로는 모자라요."
    if missing := {"비의 양", "어제 날씨", "달"} - names:
        return f"{len(missing)}가지가 더 있어요. 자료에서 잰 값이 띠의 오른쪽 끝을 넘는지 보세요."
    return None


@exercise("6.6", "6월이에요. 맑거나 비가 오거나, 거의 두 가지뿐이라 1.11비트예요.")
def _(scene):
    if scene.month == 1:
        return "1월은 가장 알기 어려운 달이에요. 막대가 가장 낮은 달을 찾아보세요."
    if scene.month == 10:
        return "10월의 막대는 점선보다도 조금 높아요. 더 낮은 달을 찾아보세요."
    return None if scene.month == 6 else f"{scene.month:.0f}월보다 막대가 더 낮은 달이 있어요."


@exercise("6.7", "독립이어도, 정해져 있어도, 0이 섞여도 맞아요.")
def _(function):
    return cases(
        function,
        (([[0.25, 0.25], [0.25, 0.25]],), 1.0, "독립이면 H(Y) 그대로예요."),
        (([[0.5, 0.25], [0.25, 0]],), 0.75 * np.log2(3) - 0.5, "줄의 확률로 나눠 p(y|x)를 먼저 구하고, 0·log 0은 0으로 쳐 보세요."),
        (([[0.5, 0], [0, 0.5]],), 0.0, "정해져 있으면 0이에요. −0.0이라면 Σ p log₂(1/p) 꼴로 써 보세요."),
        (([[0.25, 0.25], [0, 0.5]],), 0.5, "줄이 X, 칸이 Y예요. 나누는 쪽이 바뀌지 않았는지 보세요."),
    )  # fmt: skip
