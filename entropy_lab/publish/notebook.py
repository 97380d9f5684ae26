"""노트북 파일을 읽는 법과, 저장소에 두는 모습."""

import re
from itertools import count

import nbformat

from .files import Halt, read

BOMS = b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# 실행할 때마다, 여는 곳마다 달라지는 것들이에요. 나머지는 누가 적었든(nbgrader, jupytext, editable …) 그대로 둬요.
FLEETING = {"widgets", "signature", "trusted", "execution", "ExecuteTime", "papermill"}


def opened(path):
    """노트북 파일 하나를 저장소에 두는 모습으로 읽어요. 노트북이 아니면 Halt예요."""
    data = read(path)
    if data.startswith(BOMS):
        raise Halt(f"{path}: 파일의 맨 앞에 BOM이 있어요. 편집기에서 ‘UTF-8(BOM 없음)’으로 다시 저장해 주세요.")
    try:
        nb = tidied(nbformat.v4.reads(data.decode()))
        nbformat.validate(nb)
    except (ValueError, KeyError, TypeError, AttributeError, nbformat.ValidationError):
        raise Halt(f"{path}: 노트북(nbformat 4)으로 읽을 수 없어요. JupyterLab에서 열어 다시 저장해 주세요.") from None
    return nb


def language(nb):
    """노트북의 언어. 적혀 있지 않으면 커널의 이름으로 봐요."""
    kernel, info = nb.metadata.get("kernelspec", {}), nb.metadata.get("language_info", {})
    return kernel.get("language") or info.get("name") or kernel.get("name") or "python"


def canonical(nb):
    """저장소에 두는 노트북의 글자들이에요."""
    return nbformat.writes(tidied(nb), version=nbformat.NO_CONVERT) + "\n"


def tidied(nb):
    """실행할 때마다, 컴퓨터마다 달라지는 것을 뺀 새 노트북을 돌려줘요. `nb`는 그대로예요."""
    nb = nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": lasting(nb.metadata), "cells": nb.cells})
    numbers = count(1)
    for cell, cell_id in zip(nb.cells, unique([cell.get("id", "") for cell in nb.cells]), strict=True):
        cell.id, cell.metadata = cell_id, lasting(cell.metadata)
        for name in ("place", "folder"):  # 쪽을 만들 때만 쓰던 것이에요.
            cell.pop(name, None)
        if cell.cell_type == "code":
            cell.execution_count = next(numbers)  # 번호가 없는 셀은 nbval이 비교하지 않아요.
            cell.outputs = steady(cell.outputs, cell.execution_count)
    return nb


def lasting(metadata):
    """그때그때 달라지는 것과 빈 것을 뺀 메타데이터. 펼쳐 둔 셀의 ‘접지 않음’도 빈 것이에요."""
    shown = {k: v for k, v in metadata.get("jupyter", {}).items() if v is not False}
    kept = {k: v for k, v in ({**metadata, "jupyter": shown}).items() if k not in FLEETING and v not in ({}, [])}
    return nbformat.from_dict(kept)


def unique(ids):
    """올바르고 하나뿐인 id는 두고, 나머지에는 아직 쓰지 않은 c00, c01, …을 차례로 붙여요."""
    taken = {name for name in ids if re.fullmatch(r"[\w-]{1,64}", name, re.ASCII)}
    fresh = (name for n in count() if (name := f"c{n:02d}") not in taken)
    seen = set()
    for name in ids:
        yield name if name in taken - seen else next(fresh)
        seen.add(name)


def steady(outputs, execution_count):
    """위젯 번호를 빼고, 몇 조각으로 왔는지가 그때그때 다른 print 출력을 하나로 이어요."""
    result = []
    for output in outputs:
        if output.output_type == "stream" and result and result[-1].get("name") == output.name:
            result[-1].text += output.text
            continue
        for part in ("data", "metadata"):
            output.get(part, {}).pop(WIDGET_VIEW, None)
        if output.output_type == "execute_result":
            output.execution_count = execution_count
        result.append(output)
    return result
