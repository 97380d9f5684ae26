"""python -m entropy_lab: 코스의 그림, 강의, 읽는 판을 만드는 명령."""

import sys

from .publish.cli import main

if __name__ == "__main__":
    sys.exit(main())
