"""코스의 색: 그림, 카드, 슬라이드, 웹 쪽이 모두 여기에서 가져가요."""

PAPER, INK, MUTED, SPINE, GRID = "#ffffff", "#1b2530", "#56616d", "#8a949e", "#dfe3e8"
TRUTH, MODEL, OTHER, SHARED = "#0072b2", "#b84a00", "#00785a", "#a0307a"
TINT = {TRUTH: 0.20, MODEL: 0.15, OTHER: 0.16, SHARED: 0.24, INK: 0.10}
DARK = {
    PAPER: "#14181d",
    INK: "#e8ebee",
    MUTED: "#a9b3bd",
    SPINE: "#6b7680",
    TRUTH: "#5cb3ec",
    MODEL: "#ff9a57",
    OTHER: "#45c79d",
    SHARED: "#e893c8",
}
NAMES = dict(paper=PAPER, ink=INK, muted=MUTED, truth=TRUTH, model=MODEL, other=OTHER, shared=SHARED)
OUTSIDE = dict(rule=(GRID, "#323b45"), tint=("#f4f6f8", "#1d232a"))  # 그림 밖에서만 쓰는 색: 밝을 때, 어두울 때


def light_dark(color):
    """밝은 화면과 어두운 화면의 색을 함께 적은 CSS 값이에요.

    >>> light_dark(TRUTH)
    'light-dark(#0072b2,#5cb3ec)'
    """
    return f"light-dark({color},{DARK[color]})"


def variables():
    """웹 쪽의 스타일이 쓰는 색의 변수들이에요: --paper, --ink, …

    >>> variables().partition(";")[0]
    '--paper:light-dark(#ffffff,#14181d)'
    """
    pairs = {name: (color, DARK[color]) for name, color in NAMES.items()} | OUTSIDE
    return ";".join(f"--{name}:light-dark({light},{dark})" for name, (light, dark) in pairs.items())
