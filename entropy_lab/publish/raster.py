"""SVG를 읽지 못하는 곳(미리보기 카드, 문서 편집기)에 줄 그림: 같은 장면을 화소로 찍어요."""

import io

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Affine2D, TransformedBbox
from PIL import Image

from ..scene.svg import drawing

NEAR = 24  # 셈의 마지막 자리는 CPU마다 달라서, 화소의 밝기(0~255)가 이보다 덜 다르면 같은 그림이에요


class Grown(RendererBase):
    """1pt가 한 눈금인 그림을 배율대로 키워 찍어요. 움직이는 글이 pt로 자리를 잡으니 dpi를 바꿀 수는 없어요."""

    def __init__(self, fig, scale):
        super().__init__()
        self.size, self.grow = fig.bbox.size, Affine2D().scale(scale)
        self.agg = RendererAgg(*np.rint(self.size * scale), 72 * scale)

    def get_canvas_width_height(self):
        return self.size

    def get_text_width_height_descent(self, s, prop, ismath):
        return self._text2path.get_text_width_height_descent(s, prop, ismath)

    def draw_path(self, gc, path, transform, rgbFace=None):
        grown = self.agg.new_gc()
        grown.copy_properties(gc)
        if room := gc.get_clip_rectangle():
            grown.set_clip_rectangle(TransformedBbox(room, self.grow))
        self.agg.draw_path(grown, path, transform + self.grow, rgbFace)


def pixels(scene, width):
    """너비가 width 화소인 밝은 그림."""
    with drawing(scene._rc):
        scene.fig.set_dpi(72)
        renderer = Grown(scene.fig, width / scene.fig.bbox.width)
        scene.fig.draw(renderer)
    return Image.fromarray(np.array(renderer.agg.buffer_rgba())[..., :3])


def encoded(image, kind):
    """파일의 바이트. 잃는 것이 없는 형식만 써서, 풀면 찍은 화소 그대로예요."""
    out = io.BytesIO()
    image.save(out, kind, lossless=True)
    return out.getvalue()


def matches(old, new):
    """두 파일이 같은 그림인지: 크기가 같고, 눈에 띄게 다른 화소가 하나도 없는지."""
    try:
        a, b = (np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), int) for data in (old, new))
    except OSError:  # 그림이 아니거나 잘린 파일이에요
        return False
    return a.shape == b.shape and np.abs(a - b).max() <= NEAR
