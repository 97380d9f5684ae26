"""03 분포의 연습."""

import numpy as np

from ..measures import entropy, gaussian_entropy
from .grading import NAT, amount, close, exercise


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
