"""python -m entropy_lab: 코스의 그림, 강의, 읽는 판을 만들고 노트북을 다시 실행하는 명령."""

import sys

from .publish.cli import start

if __name__ == "__main__":
    sys.exit(start())
