"""inputs.py의 torch 쪽: 텐서와 정답 번호와 수 하나가 무엇인지 정하고, 아니면 무엇이 잘못됐는지 말해요.

텐서는 텐서로 남아 기울기가 흐르고, 배열과 리스트는 텐서가 돼요.
"""

from contextlib import suppress

import numpy as np

from .inputs import masked, real, reals, refuse

try:
    import torch
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "torch가 없어서 손실과 훈련은 쓸 수 없어요. 내 컴퓨터라면 pip install torch로 깔아 주세요. "
        "브라우저 안의 파이썬에는 깔 수 없으니, 훈련은 내 컴퓨터에서 make lab으로 해 주세요.",
        name="torch",
    ) from None

REPAIR = "nan과 inf를 없애고, 줄마다 유한한 로짓을 하나는 남겨 주세요."


def usable(z):
    """nan도 inf도 없고, 줄마다 유한한 값이 있어요. -inf는 가린 범주예요."""
    return (z < np.inf) & (z > -np.inf).any(axis=-1, keepdims=True)


def finite(x):
    """nan도 inf도 아니에요."""
    return abs(x) < np.inf


def tensor(x, name):
    """텐서로 바꿔요. 배열은 베끼니 읽기 전용이어도 되고, 리스트의 실수는 torch의 기본 실수형이 돼요."""
    with suppress(TypeError, ValueError, RuntimeError):
        if masked(x):
            raise ValueError
        t = torch.as_tensor(x.copy() if isinstance(x, np.ndarray) else x)
        if t.layout == torch.strided and not (t.is_meta or t.is_quantized or t.is_nested):
            return t
    return refuse(name, x, "빠진 값이 없는 텐서나 배열을 넣어 주세요.")


def rows(x, name, ok=usable, hint=REPAIR):
    """값이 모두 ok인 실수 텐서 [..., K]예요."""
    z = tensor(x, name)
    if z.is_complex() or z.dtype == torch.bool or not z.numel() or not z.ndim:
        refuse(name, x, "마지막 축에 실수를 늘어놓아 주세요.")
    z = z if z.is_floating_point() and z.itemsize > 1 else z.to(torch.get_default_dtype())
    if (bad := z[~ok(wide(z.detach())).to(z.device)]).numel():
        refuse(name, bad[0].item(), hint)
    return z


def alike(a, b, names):
    """모양이 같은 두 텐서를 같은 자료형으로 맞춰요."""
    if a.shape != b.shape:
        raise ValueError(f"{names}의 모양이 달라요: {tuple(a.shape)}, {tuple(b.shape)}. 같은 모양으로 맞춰 주세요.")
    kind = torch.promote_types(a.dtype, b.dtype)
    return a.to(kind), b.to(kind)


def indices(y, num_classes, name, shape=None):
    """0부터 K-1까지의 정답 번호예요."""
    y, hint = tensor(y, name), f"정답의 번호를 0부터 {num_classes - 1}까지의 정수로 넣어 주세요."
    if y.is_floating_point() or y.is_complex() or y.dtype == torch.bool or not y.numel():
        refuse(name, y, hint)
    y = y.long()
    if (bad := y[(y < 0) | (y >= num_classes)]).numel():
        refuse(name, bad[0].item(), hint)
    if shape is not None and y.shape != shape:
        raise ValueError(f"{name}의 모양이 {tuple(y.shape)}예요. 줄마다 하나씩, {tuple(shape)}로 맞춰 주세요.")
    return y


def predictions(scores, name, labels):
    """한 줄씩 늘어놓은 점수 [n, K]와 정답 번호 [n]을 배열로 바꿔요."""
    z = reals(scores, name, 1, usable, REPAIR)
    y = indices(labels, z.shape[-1], "labels", z.shape[:-1])
    return z.reshape(-1, z.shape[-1]).astype(float), y.cpu().numpy().ravel()


def scalar(x, name, ok, hint):
    """수 하나예요. 텐서이면 배울 수 있도록 텐서로 둬요."""
    one = x.reshape(()) if isinstance(x, torch.Tensor) and x.numel() == 1 else x
    value = real(one, name, ok, hint)
    return wide(one) if isinstance(one, torch.Tensor) else value


def wide(x):
    """float64로 바꿔요. float64가 없는 장치(mps)에서는 CPU로 가져와요."""
    return x.to("cpu" if x.device.type == "mps" else x.device, torch.float64)
