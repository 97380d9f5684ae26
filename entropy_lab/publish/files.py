"""파일을 읽고 쓰는 법: 도중에 멈춰도 반쯤 쓰인 파일이 남지 않고, 안 되면 까닭과 할 일을 말해요."""

import contextlib
import errno
import os
import re
import shutil
import time
import uuid
from hashlib import sha256
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
ANEW, CHECK = "저장소를 다시 받아 주세요", "이름과 자리를 확인해 주세요"
ELSEWHERE, CLOSE = "쓸 수 있는 다른 폴더를 골라 주세요", "그 프로그램을 닫고 다시 해 주세요"
WHY = {  # 일어난 일, 읽을 때 할 일, 쓸 때 할 일
    "ENOENT": ("없어요", CHECK, ELSEWHERE),
    "EACCES EPERM": ("권한이 없어요", "읽을 권한을 주고 다시 해 주세요", ELSEWHERE),
    "ENOSPC EDQUOT": ("디스크가 가득 찼어요", CHECK, "자리를 비우거나 다른 디스크의 폴더를 골라 주세요"),
    "EROFS": ("읽기만 할 수 있는 디스크예요", CHECK, ELSEWHERE),
    "ENOTDIR EEXIST": ("폴더가 있어야 할 자리에 파일이 있어요", CHECK, ELSEWHERE),
    "EISDIR": ("파일이 있어야 할 자리에 폴더가 있어요", "폴더가 아니라 파일을 적어 주세요", ELSEWHERE),
    "ENAMETOOLONG": ("이름이 너무 길어요", CHECK, "더 짧은 이름을 골라 주세요"),
    "EINVAL": ("이 컴퓨터에서 쓸 수 없는 이름이에요", CHECK, "다른 이름을 골라 주세요"),
    "ELOOP": ("심볼릭 링크가 서로를 가리키며 돌아요", CHECK, ELSEWHERE),
    "EBUSY": ("다른 프로그램이 열어 두었거나 권한이 없어요", CLOSE, CLOSE),
}
BROKEN = "까닭의 이름은 {}예요", "디스크를 확인하고 다시 해 주세요", "디스크를 확인하고 다시 해 주세요"


class Halt(ValueError):
    """쓰는 사람에게 할 한마디. 명령은 이 말을 하고 2로 끝나요."""


def told(error, file, writing):
    """OSError를 한마디로: 어느 파일을 읽거나 쓰지 못했고, 왜이고, 무엇을 하면 되는지."""
    code = errno.errorcode.get(error.errno, str(error.errno))
    what, *remedies = next((why for codes, why in WHY.items() if code in codes.split()), BROKEN)
    if code in ("ENOTDIR", "EEXIST"):
        what += "".join(f": {p}" for p in Path(file).parents if p.is_file())
    remedy = remedies[writing]
    if Path(file).is_relative_to(PACKAGE) and not writing:
        remedy = "node_modules를 지우고 make slides를 다시 해 주세요" if "node_modules" in Path(file).parts else ANEW
    return Halt(f"{file}: {'쓰지' if writing else '읽지'} 못했어요. {what.format(code)}. {remedy}.")


@contextlib.contextmanager
def telling(file, *, writing):
    try:
        yield
    except OSError as error:
        raise told(error, file, writing) from error


def read(file):
    """파일의 바이트예요."""
    with telling(file, writing=False):
        return file.read_bytes()


def write(file, data):
    """바이트 `data`를 곁의 초안에 다 쓴 다음 이름을 `file`로 바꿔요. 폴더가 없으면 만들고, 심볼릭 링크는 가리키는 파일을 바꿔요."""
    with telling(file, writing=True):
        real = Path(os.path.realpath(file))
        if real.exists() and not os.access(real, os.W_OK):
            raise OSError(errno.EACCES, "")
        real.parent.mkdir(parents=True, exist_ok=True)
        # 만들기 전에 이름부터 지어 두어야, 어디에서 멈춰도 지울 수 있어요.
        draft = real.with_name(f".entropy-{uuid.uuid4().hex[:12]}.tmp")
        try:
            with open(draft, "xb") as out:
                out.write(data)
            if real.exists():
                shutil.copymode(real, draft)
            swap(draft, real)
        finally:
            draft.unlink(missing_ok=True)


def swap(draft, file):
    """초안에 제 이름을 줘요. 윈도는 다른 프로그램이 연 파일을 바꾸지 못하게 하므로, 잠깐씩 기다려 봐요."""
    for pause in (0.1, 0.2, 0.4, 0.8):
        with contextlib.suppress(PermissionError):
            return os.replace(draft, file)
        time.sleep(pause)
    raise OSError(errno.EBUSY, "")


def packaged(name):
    """꾸러미에 든 글 하나. 우리가 쓴 글은 모두 줄바꿈으로 끝나므로, 아니면 잘린 거예요."""
    with contextlib.suppress(UnicodeDecodeError):
        if (text := read(PACKAGE / name).decode()).endswith("\n"):
            return text
    raise Halt(f"{PACKAGE / name}: 깨지거나 잘린 파일이에요. {ANEW}.")


def intact():
    """꾸러미의 자료와 글꼴이 SOURCES.md에 적힌 지문 그대로이고, 스크립트와 스타일이 잘리지 않았는지 봐요."""
    for name, mark in re.findall(r"^\| (\w+/[\w.-]+) \|.*\| ([0-9a-f]{64}) \|$", packaged("data/SOURCES.md"), re.M):
        if sha256(read(PACKAGE / name)).hexdigest() != mark:
            raise Halt(f"{PACKAGE / name}: 처음과 다른 파일이에요. {ANEW}.")
    for file in (*PACKAGE.glob("*/*.js"), *PACKAGE.glob("*/*.css")):
        packaged(file)
