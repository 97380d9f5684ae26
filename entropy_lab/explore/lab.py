"""05의 훈련 실험대: 값을 고르고 단추를 누르면 신경망 네 개를 그 자리에서 훈련해요."""

from functools import cache
from html import escape
from threading import Event, Thread

import ipywidgets as w
import numpy as np
from matplotlib.figure import Figure

from ..figures import headline, note, panel
from ..style import INK, MODEL, MUTED, OTHER, PAPER, SPINE, TRUTH, picture, style

SEEDS, EPOCHS, KEPT = 4, 200, 7
WAYS = {  # 이름: 기호, 색, 슬라이더(가장 작은 값, 가장 큰 값, 걸음, 처음 값)
    "라벨 스무딩": ("ε", TRUTH, (0, 0.5, 0.01, 0.1)),
    "엔트로피 규제": ("β", MODEL, (-0.3, 1, 0.05, 0.3)),
    "지식 증류": ("T", OTHER, (0.5, 10, 0.5, 4)),
}


@cache
def teacher(seed):
    """라벨이 깨끗한 그림 997장을 배운 교사예요."""
    from torch.nn.functional import cross_entropy

    from ..training import mlp, split, train

    x, y, _, _ = split(seed, 997)
    net = mlp(64, 256, 10, seed=seed)
    return train(net, lambda x, y: cross_entropy(net(x), y), x, y, epochs=40, lr=3e-3, seed=seed)


def trial(way, value, seed, on_epoch=None):
    """라벨의 20%를 섞은 그림 300장으로 신경망 하나를 훈련해, 시험 그림에서 (평균 확신, 정확도, ECE)를 돌려줘요."""
    import torch  # 2초쯤 걸려서, 훈련할 때에만 읽어요

    from .. import losses
    from ..training import accuracy, expected_calibration_error, mlp, split, train

    x, y, x_test, y_test = split(seed, 300, noise=0.2)
    net = mlp(64, 256, 10, seed=seed)
    goal, loss = {
        "라벨 스무딩": lambda: (losses.smooth_labels(y, 10, value), torch.nn.functional.cross_entropy),
        "엔트로피 규제": lambda: (y, lambda z, y: losses.entropy_regularized_loss(z, y, value)),
        "지식 증류": lambda: (teacher(seed)(x).detach(), lambda z, t: losses.distillation_loss(z, t, value)),
    }[way]()
    train(net, lambda x, goal: loss(net(x), goal), x, goal, epochs=EPOCHS, seed=seed, on_epoch=on_epoch)
    p = net(x_test).detach().softmax(dim=-1)
    return p.max(dim=-1).values.mean().item(), accuracy(p, y_test), expected_calibration_error(p, y_test)


def draw(runs):
    """훈련마다 번호를 붙여 (평균 확신, 정확도)의 자리에 놓은 그림이에요. runs는 (방법, 값, 결과들)의 나열이에요."""
    title = "대각선에 가까울수록 확신을 그대로 믿을 수 있다"
    with style():
        fig = Figure()
        headline(fig, title, "라벨의 20%를 섞은 300장으로 훈련하고, 깨끗한 800장으로 시험한다")
        ax = panel(fig, "평균 확신 (%)", "정확도 (%)", (0.072, 0.135, 0.6, 0.595))
        ax.set(xlim=(20, 100), ylim=(60, 100), xticks=range(20, 101, 20), yticks=range(60, 101, 10))
        ax.plot([60, 100], [60, 100], color=SPINE, lw=0.9, dashes=(4, 3))
        note(ax, (98, 62), "과신", MUTED, (0, 0), ha="right")
        note(ax, (22, 98), "자신 부족", MUTED, (0, 0))
        for n, (way, value, results) in list(enumerate(runs, 1))[-KEPT:]:
            symbol, color, _ = WAYS[way]
            points = 100 * np.array(results)
            x, y, _ = points.mean(axis=0)
            ax.plot(points[:, 0], points[:, 1], "o", ms=3.5, mfc=color, mew=0, alpha=0.5)
            ax.plot(x, y, "o", ms=15, mfc=color, mec=PAPER, mew=1.2, zorder=5)
            ax.text(x, y, str(n), color=PAPER, ha="center", va="center_baseline", size=10, zorder=6)
            line = f"{n}. {symbol} = {value:g}, ECE {points[:, 2].mean() / 100:.3f}"
            fig.text(0.71, 0.7 - 0.075 * ((n - 1) % KEPT), line, color=color)
        if not runs:
            fig.text(0.71, 0.7, "아직 훈련하지 않았다", color=INK)
        last = f" 지금까지 {len(runs)}번 훈련했어요." if runs else ""
        return picture(fig, f"{title}. 가로는 평균 확신, 세로는 정확도예요.{last}").html


class TrainingLab(w.VBox):
    """고른 방법과 값으로 신경망을 훈련하고, 앞서 훈련한 것들과 한 그림에서 견주는 실험대예요.

    훈련은 다른 스레드에서 하므로 그동안에도 단추가 듣고, `runs`에 (방법, 값, 결과들)이 쌓여요.
    """

    def __init__(self):
        self.runs, self.busy, self._stop = [], False, Event()
        self.way = w.ToggleButtons(options=list(WAYS), style=dict(button_width="8em"))
        self.values = [
            w.FloatSlider(description=symbol, min=low, max=high, step=step, value=start, continuous_update=False)
            for symbol, _, (low, high, step, start) in WAYS.values()
        ]
        stack = w.Stack(self.values, selected_index=0)
        w.jslink((self.way, "index"), (stack, "selected_index"))
        self.start, self.stop = w.Button(description="훈련", button_style="primary"), w.Button(description="멈춤")
        self.progress = w.IntProgress(max=SEEDS * EPOCHS)
        self.message, self.picture = w.HTML("값을 고르고 훈련을 눌러 보세요."), w.HTML(draw([]))
        self.start.on_click(lambda _: self.train())
        self.stop.on_click(lambda _: self._stop.set())
        buttons = w.HBox([self.start, self.stop, self.progress])
        super().__init__([self.way, stack, buttons, self.message, self.picture])

    def train(self):
        """지금 고른 값으로 훈련을 시작해요. 훈련하는 동안에는 새로 시작하지 않아요."""
        if self.busy:
            self._say("아직 훈련하고 있어요. 끝나기를 기다리거나 멈춤을 눌러 주세요.")
            return
        self.busy = True
        self._stop.clear()
        way, value = self.way.value, self.values[self.way.index].value
        self._thread = Thread(target=self._work, args=(way, value), daemon=True)
        self._thread.start()

    def wait(self):
        """훈련이 끝날 때까지 기다려요."""
        self._thread.join()

    def _work(self, way, value):
        try:
            said = self._run(way, value, f"{WAYS[way][0]} = {value:g}")
        except Exception as error:  # 다른 스레드의 오류는 어디에도 보이지 않으니 여기에 적어요
            said = f"훈련하다가 멈췄어요. {type(error).__name__}: {error}"
        self.picture.value, self.progress.value = draw(self.runs), 0
        self.busy = False
        self._say(said)

    def _run(self, way, value, name):
        """신경망을 차례로 훈련하며 그림에 더하고, 끝에 할 말을 돌려줘요."""
        results = []

        def on_epoch(epoch):
            self.progress.value = len(results) * EPOCHS + epoch
            return not self._stop.is_set()

        for seed in range(SEEDS):
            self._say(f"{name}: 신경망 {SEEDS}개 가운데 {seed + 1}번째를 훈련하고 있어요.")
            results.append(trial(way, value, seed, on_epoch))
            if self._stop.is_set():
                return f"{name}의 훈련을 멈췄어요. 그림은 그대로예요."
            self.picture.value = draw([*self.runs, (way, value, results)])
        self.runs.append((way, value, results))
        confidence, accuracy, error = np.mean(results, axis=0)
        return f"{name}: 정확도 {accuracy:.1%}, 평균 확신 {confidence:.1%}, 기대 보정 오차 {error:.3f}이에요."

    def _say(self, text):
        self.message.value = escape(text)

    def __repr__(self):
        return f"훈련 실험대: 훈련 {len(self.runs)}번"

    def _repr_mimebundle_(self, **kwargs):
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": repr(self), "text/html": self.picture.value}


def training_lab():
    """훈련 실험대 하나를 새로 차려요."""
    return TrainingLab()
