"""먼저 예측하고 답을 열어 보는 물음."""

import json
from dataclasses import dataclass
from html import escape

from ..inputs import short
from ..palette import TRUTH
from .answers import Hint, numbers
from .card import card

CHOOSE = """<script>(() => {
const card = document.currentScript.parentElement, group = card.querySelector("[role=group]");
const buttons = [...group.children].map(option => { const b = document.createElement("button");
  b.type = "button"; b.textContent = option.textContent; b.dataset.lmSuppressShortcuts = "";
  b.setAttribute("aria-pressed", false); return b; });
group.replaceChildren(...buttons);
buttons.forEach((b, i) => b.addEventListener("click", () => {
  buttons.forEach(o => o.setAttribute("aria-pressed", o === b));
  card.querySelector("output").textContent = SAY[+(i === RIGHT)];
  card.querySelector("details").open = true; })); })()</script>"""


@dataclass(frozen=True)
class Prediction:
    """먼저 하나를 골라 보고 나서 답을 여는 물음. 스크립트가 돌지 않는 곳에서는 물음과 보기와 접힌 답이 남아요."""

    question: str
    options: tuple
    right: int
    why: str

    def __repr__(self):
        return f"예측: {self.question} ({' / '.join(self.options)})"

    def _repr_html_(self):
        answer = self.options[self.right]
        say = [f"{verdict} 답: {answer}" for verdict in ("예측과 달라요.", "예측이 맞았어요.")]
        script = CHOOSE.replace("RIGHT", str(self.right)).replace("SAY", json.dumps(say).replace("</", "<\\/"))
        # 눌러도 아무 일 없는 단추가 되지 않게, 보기는 글로 두고 스크립트가 단추로 바꿔요
        options = " / ".join(f"<span>{escape(o)}</span>" for o in self.options)
        return card(
            TRUTH,
            f'<p><b>예측</b>&ensp;{self.question}</p><p role="group" aria-label="보기">{options}</p><output role="status"></output>'
            f"<details><summary>답 열기</summary><p><b>{escape(answer)}</b>&ensp;{self.why}</p></details>{script}",
        )


def predict(question, options, truth, why, unit=""):
    """물음 하나를 보여 줘요. `truth`는 셈해서 나온 값이고, 수라면 가장 가까운 보기가 답이에요.

    답을 보기에서 찾을 수 없으면 ValueError예요.

    >>> predict("공정한 동전의 엔트로피는?", [0, 0.5, 1], truth=1.0, unit="비트", why="log₂ 2 = 1비트예요.")
    예측: 공정한 동전의 엔트로피는? (0비트 / 0.5비트 / 1비트)
    """
    number = numbers()
    if not isinstance(options, list | tuple):
        raise ValueError(f"보기를 [0, 0.5, 1]처럼 대괄호로 묶어 주세요: {short(options)}.")
    try:
        far = [float(o != truth) if isinstance(truth, str) else abs(number(o) - number(truth)) for o in options]
    except Hint as hint:
        raise ValueError(f"보기와 답은 모두 수이거나 모두 글이어야 해요. {hint}") from None
    if (isinstance(truth, str) and truth not in options) or far.count(min(far, default=0)) != 1:
        raise ValueError(f"답 {short(truth)}에 가장 가까운 보기가 꼭 하나 있어야 해요. 보기: {short(options)}.")
    return Prediction(question, tuple(f"{o}{unit}" for o in options), far.index(min(far)), why)
