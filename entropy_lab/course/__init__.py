"""노트북 열 권의 속: 한 권에 파일 하나이고, 그 안에 장면, 연습, 바로잡기가 있어요."""

from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("n[0-9][0-9]_*.py"))


def load(number=""):
    """번호가 `number`인 노트북의 파일을 읽어 들여요. 번호가 없으면 열 권 모두예요."""
    wanted = f"n{int(number):02d}_" if str(number).isdecimal() else "n"
    return [import_module(f"{__name__}.{name}") for name in NAMES if name.startswith(wanted)]
