"""파일을 통째로 쓰는 법: 도중에 멈춰도 반쯤 쓰인 파일이 남지 않아요."""

import os
import tempfile
from pathlib import Path


def write(file, data):
    """바이트 `data`를 임시 파일에 다 쓴 다음 `file`로 이름을 바꿔요. 폴더가 없으면 만들어요."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.chmod(draft, 0o644)
        os.replace(draft, file)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
