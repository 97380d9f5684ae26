"""명령줄: 무엇이 잘못되어도 우리말로 까닭과 할 일을 말하고, 반쯤 쓰인 파일을 남기지 않아요."""

import errno
import itertools
import os
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from entropy_lab.figures import FIGURES, svg
from entropy_lab.publish import files
from entropy_lab.publish.cli import commands, main
from entropy_lab.publish.files import Halt, intact, packaged, read, told, write

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "entropy_lab"
SVGS = [f"{lang}/{name}.svg" for lang in ("ko", "en") for name in FIGURES]
HANGUL = re.compile("[가-힣]")
ENGLISH = re.compile(r"Traceback|Errno|No such|denied|\b(usage|error|invalid|expected|required|unrecognized|options)\b")


def contents(folder):
    """폴더 안의 모든 파일과 그 바이트예요."""
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def command(*words, env=(), **how):
    """새 파이썬에서 부른 명령이에요."""
    env = {"PYTHONPATH": str(ROOT)} | os.environ | dict(env)
    return subprocess.run(
        [sys.executable, "-m", "entropy_lab", *words], env=env, capture_output=True, timeout=120, **how
    )


def in_korean(text):
    assert HANGUL.search(text), text
    assert not ENGLISH.search(text), text


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    out = tmp_path_factory.mktemp("drawn")
    assert main(["figures", "--out", out]) == 0
    return contents(out)


# -- 그림 ------------------------------------------------------------------------------------------
def test_one_figure_in_one_language(drawn, tmp_path, capsys):
    out = tmp_path / "새" / "폴더"
    assert main(["figures", "bernoulli-entropy", "--lang", "en", "--out", out]) == 0
    assert contents(out) == {"en/bernoulli-entropy.svg": drawn["en/bernoulli-entropy.svg"]}
    assert svg("bernoulli-entropy", "en").encode() == drawn["en/bernoulli-entropy.svg"]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "words", [["--lang=en", "{name}"], ["{name}", "--lang", "en"], ["--out", "{out}", "{name}", "--lang", "en"]]
)
def test_words_may_come_in_any_order(words, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out, name = tmp_path / "figures", "bernoulli-entropy"
    assert main(["figures", *(word.format(out=out, name=name) for word in words)]) == 0
    assert [*contents(out)] == ["en/bernoulli-entropy.svg"]


@pytest.mark.slow
def test_check_names_each_file_that_differs_and_writes_nothing(drawn, tmp_path, capsys):
    assert main(["figures", "--out", tmp_path]) == 0
    assert main(["figures", "--out", tmp_path, "--check"]) == 0
    capsys.readouterr()
    (tmp_path / SVGS[1]).unlink()
    (tmp_path / SVGS[7]).write_bytes(drawn[SVGS[7]] + b"\n")
    before = contents(tmp_path)
    assert main(["figures", "--out", tmp_path, "--check"]) == 1
    said = "".join(capsys.readouterr())
    assert [name for name in SVGS if name in said.replace("\\", "/")] == [SVGS[1], SVGS[7]]
    assert contents(tmp_path) == before
    assert main(["figures", "--out", tmp_path]) == 0
    assert contents(tmp_path) == drawn


# -- 잘못 적은 명령 ------------------------------------------------------------------------------------
MISTAKES = [
    ("", "명령"),
    ("no-such-command", "'no-such-command'"),
    ("figure", "혹시 figures인가요?"),
    ("--check", "'--check'"),
    ("lab", "{tmp}: 이 폴더에는 코스의 노트북이 없어요"),
    ("lab 00 01", "하나만"),
    ("lab --jupyter", "--jupyter 옵션 …: 빠졌어요"),
    ("lab --english=1 --jupyter --help-all", "--english: 값을 적지 않는"),
    ("figures no-such-figure", "'no-such-figure'"),
    ("figures bernouli-entropy", "혹시 bernoulli-entropy인가요?"),
    ("figures --lang fr", "'fr'"),
    ("figures --lang ko jp", "'jp'"),
    ("figures --lang", "--lang 언어"),
    ("figures --out", "--out 폴더"),
    ("figures --out=", "--out 폴더"),
    ("figures --out --check", "--out 폴더"),
    ("figures --check=1", "--check: 값을 적지 않는"),
    ("figures --no-such-option", "'--no-such-option'"),
    ("figures --liv", "혹시 --live인가요?"),
    ("figures -x", "'-x'"),
    ("figures --out {file}/under", "{file}/under"),
    ("figures --out {file}", "{file}"),
    ("site", "폴더"),
    ("site {tmp} {tmp}", "하나만"),
    ("site {tmp}/typo", "{tmp}/typo: 그런 폴더가 없어요"),
    ("site {tmp}/typo --check", "{tmp}/typo: 그런 폴더가 없어요"),
    ("site {file}", "{file}: 그런 폴더가 없어요"),
    ("slides extra", "'extra'"),
    ("slides --notebooks {tmp}/none", "{tmp}/none"),
    ("html --solutions", "'--solutions'"),
    ("html --notebooks {tmp}", "노트북(.ipynb)이 없어요"),
    ("normalise", "파일"),
    ("normalise --check", "'--check'"),
    ("normalise {tmp}/none.ipynb", "{tmp}/none.ipynb: 읽지 못했어요. 없어요."),
    ("normalise {tmp}", "폴더가 아니라 파일을"),
    ("normalise {file}", "{file}: 노트북"),
]


@pytest.mark.parametrize(("words", "named"), MISTAKES)
def test_a_mistake_is_named_in_korean_and_nothing_is_written(words, named, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "file"
    file.write_text("나는 폴더가 아니에요")
    places = dict(file=file, tmp=tmp_path)
    assert main([word.format(**places) for word in words.split()]) == 2
    said = capsys.readouterr()
    in_korean(said.err)
    assert named.format(**places) in said.err
    assert said.out == ""
    assert contents(tmp_path) == {"file": file.read_bytes()}


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([name, "--help"] for name in commands())])
def test_help_is_korean_and_tells_everything_that_a_command_takes(words, capsys):
    assert main(words) == 0
    said = capsys.readouterr()
    in_korean(said.out)
    assert said.err == ""
    table = commands()
    takes = table[words[0]][1] if words[0] in table else {}
    for name, take in takes.items():
        assert name[0] != "-" or name in said.out
        assert take.help in said.out
    assert words[0] in table or all(name in said.out for name in table)


def test_help_is_asked_for_anywhere_and_does_nothing(tmp_path, capsys):
    assert main(["figures", "--out", tmp_path, "-h"]) == 0
    assert not contents(tmp_path)


# -- 글자가 없는 화면 ---------------------------------------------------------------------------------
TERMINALS = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    *({"PYTHONUTF8": "0", "PYTHONIOENCODING": name} for name in ("ascii", "cp949", "latin-1")),
]


@pytest.mark.slow
@pytest.mark.parametrize("env", TERMINALS, ids=lambda env: env.get("PYTHONIOENCODING", "C"))
def test_a_terminal_without_hangul_is_no_obstacle(env, tmp_path):
    fine = command("figures", "bernoulli-entropy", "--lang", "ko", "--out", "그림", cwd=tmp_path, env=env)
    assert (fine.returncode, fine.stderr) == (0, b"")
    assert b"bernoulli-entropy.svg" in fine.stdout
    assert [*contents(tmp_path)] == ["그림/ko/bernoulli-entropy.svg"]
    wrong = command("figures", "없는그림", cwd=tmp_path, env=env)
    assert wrong.returncode == 2
    assert b"Traceback" not in wrong.stderr
    assert b"bernoulli-entropy" in wrong.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="리눅스와 맥의 셸이 하는 일이에요")
@pytest.mark.parametrize(("where", "said"), [("| true", ""), ("> /dev/full", "디스크가 가득 찼어요")])
def test_a_reader_that_leaves_and_a_full_disk_end_in_peace(where, said, tmp_path):
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("/dev/full이 없어요")
    line = f'"{sys.executable}" -m entropy_lab --help {where}'
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120)
    assert not ENGLISH.search(done.stderr)
    assert "Exception" not in done.stderr
    assert said in done.stderr


# -- 쓸 수 없는 파일 -----------------------------------------------------------------------------------
CODES = [code for codes in files.WHY for code in codes.split()]


@pytest.mark.parametrize("code", [*CODES, "ENXIO"])
@pytest.mark.parametrize("writing", [False, True])
def test_every_error_of_the_system_says_what_happened_and_what_to_do(code, writing):
    said = str(told(OSError(getattr(errno, code), os.strerror(getattr(errno, code))), Path("그림/a.svg"), writing))
    in_korean(said)
    assert re.fullmatch(r"그림/a\.svg: (쓰지|읽지) 못했어요\. .*요\. .*주세요\.", said.replace("\\", "/"))
    assert ("쓰지" in said) == writing
    assert (code in said) == (code not in CODES)


def failing(real, error, times=1, first=0):
    """`first`번은 그대로 부르고, 다음 `times`번은 실패하는 함수예요."""
    calls = itertools.count()

    def call(*args, **kwargs):
        if first <= next(calls) < first + times:
            raise error
        return real(*args, **kwargs)

    return call


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["draw", "open", "rename"])
def test_a_failure_in_the_middle_leaves_no_half_written_file(broken, drawn, tmp_path, monkeypatch, capsys):
    assert main(["figures", "--out", tmp_path, "--lang", "ko"]) == 0
    for file in tmp_path.rglob("*.svg"):
        file.write_bytes(b"old")
    full = OSError(errno.ENOSPC, "No space left on device", "그림.svg")
    if broken == "draw":
        monkeypatch.setitem(FIGURES, SVGS[2][3:-4], failing(None, KeyboardInterrupt()))
    elif broken == "open":
        monkeypatch.setattr("builtins.open", failing(open, full, first=2))
    else:
        monkeypatch.setattr(os, "replace", failing(os.replace, full, first=2))
    try:
        assert main(["figures", "--out", tmp_path]) == 2
        assert "디스크가 가득 찼어요" in capsys.readouterr().err
    except KeyboardInterrupt:
        assert broken == "draw"
    left = contents(tmp_path)
    assert left.keys() <= drawn.keys()
    for name, data in left.items():
        assert data in (b"old", drawn[name])
    if broken == "draw":
        assert set(left.values()) == {b"old"}


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="파일 크기의 상한은 리눅스와 맥에 있어요")
def test_a_disk_that_takes_only_half_leaves_the_old_file(tmp_path):
    import resource

    old = tmp_path / "ko" / "bernoulli-entropy.svg"
    write(old, b"old")
    limit = dict(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
    tried = command("figures", "bernoulli-entropy", "--lang", "ko", "--out", str(tmp_path), **limit)
    assert tried.returncode == 2
    in_korean(tried.stderr.decode())
    assert contents(tmp_path) == {"ko/bernoulli-entropy.svg": b"old"}


def test_what_stands_in_the_way_is_named(tmp_path):
    file = tmp_path / "file"
    file.write_text("나는 폴더가 아니에요")
    with pytest.raises(Halt, match=rf"폴더가 있어야 할 자리에 파일이 있어요: {re.escape(str(file))}\."):
        write(file / "ko" / "a.svg", b"")
    (tmp_path / "a.svg").mkdir()
    with pytest.raises(Halt, match=r"a\.svg: 쓰지 못했어요\. 파일이 있어야 할 자리에 폴더가 있어요\."):
        write(tmp_path / "a.svg", b"")
    with pytest.raises(Halt, match=r"이름이 너무 길어요. 더 짧은 이름을"):
        write(tmp_path / ("가" * 100) / "a.svg", b"")
    with pytest.raises(Halt, match="이름이 너무 길어요"):
        read(tmp_path / ("가" * 100))
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".tmp")] == []


def test_a_file_that_must_not_be_written_stays(tmp_path, monkeypatch):
    file = tmp_path / "a.svg"
    write(file, b"old")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(Halt, match=r"쓰지 못했어요. 권한이 없어요. 쓸 수 있는 다른 폴더를"):
        write(file, b"new")
    assert contents(tmp_path) == {"a.svg": b"old"}


@pytest.mark.skipif(os.name != "posix", reason="윈도에서는 링크에 권한이 필요해요")
def test_a_symlink_stays_one_and_its_target_changes(tmp_path):
    for name, old in (("there.svg", b"old"), ("later.svg", None)):
        target, link = tmp_path / "kept" / name, tmp_path / "site" / name
        link.parent.mkdir(exist_ok=True)
        if old:
            write(target, old)
            target.chmod(0o640)
        link.symlink_to(target)
        write(link, b"new")
        assert link.is_symlink()
        assert target.read_bytes() == b"new"
        assert not old or target.stat().st_mode & 0o777 == 0o640
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(Halt, match="돌아요"):
        read(tmp_path / "loop")


@pytest.mark.parametrize(("times", "ends"), [(2, "written"), (99, "refused")])
def test_a_file_that_another_program_holds_is_waited_for(times, ends, tmp_path, monkeypatch):
    """윈도에서는 열린 파일을 바꿀 수 없어요(os.replace의 PermissionError)."""
    waited = []
    monkeypatch.setattr(files.time, "sleep", waited.append)
    monkeypatch.setattr(os, "replace", failing(os.replace, PermissionError(errno.EACCES, ""), times))
    if ends == "written":
        write(tmp_path / "a.svg", b"new")
        assert contents(tmp_path) == {"a.svg": b"new"}
    else:
        with pytest.raises(Halt, match=r"다른 프로그램이 열어 두었거나 .* 닫고 다시"):
            write(tmp_path / "a.svg", b"new")
        assert contents(tmp_path) == {}
    assert 0 < sum(waited) < 3


def test_threads_write_whole_files(tmp_path):
    file, texts = tmp_path / "폴더" / "a.svg", [bytes([n]) * 200_000 for n in range(8)]
    threads = [threading.Thread(target=write, args=(file, text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [*contents(tmp_path)] == ["폴더/a.svg"]
    assert file.read_bytes() in texts


SIGNALLED = """
import os, signal, sys
signal.signal(signal.{name}, signal.default_int_handler if "{name}" == "SIGINT" else signal.SIG_DFL)
sys.argv = ["entropy_lab", "figures", "bernoulli-entropy", "--out", sys.argv[1]]
from entropy_lab.publish import cli
real = os.replace
def replace(*args):
    os.kill(os.getpid(), signal.{name})
    return real(*args)
os.replace = replace
sys.exit(cli.start())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="윈도에는 이 신호들이 없어요")
@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)])
def test_a_signal_leaves_no_draft(name, code, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SIGNALLED.format(name=name), str(tmp_path)], cwd=ROOT, capture_output=True, timeout=120
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    assert contents(tmp_path) == {}


# -- 온전하지 않은 꾸러미 --------------------------------------------------------------------------------
@pytest.fixture
def damaged(tmp_path, monkeypatch):
    """망가뜨려도 되는 꾸러미의 사본. 검사는 이 사본을 꾸러미로 알아요."""
    copy = tmp_path / "entropy_lab"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    monkeypatch.setattr(files, "PACKAGE", copy)
    return copy


def test_the_package_is_whole(damaged):
    intact()


CUT = ["scene/scene.js", "scene/scene.css", "publish/live.css", "publish/slides.js"]
MARKED = ["fonts/Pretendard-Bold.otf", "data/seattle-weather.csv", "data/digits.npz", "data/words.txt"]


@pytest.mark.parametrize("name", [*CUT, *MARKED])
def test_a_cut_file_is_named(name, damaged):
    data = (damaged / name).read_bytes()
    (damaged / name).write_bytes(data[: len(data) * 2 // 3].rstrip())  # 줄 한가운데에서 끊겨요
    with pytest.raises(Halt, match=rf"{re.escape(name)}: .*저장소를 다시 받아"):
        intact()


@pytest.mark.parametrize("name", MARKED)
def test_a_missing_file_is_named(name, damaged):
    (damaged / name).unlink()
    with pytest.raises(Halt, match=rf"{re.escape(name)}: 읽지 못했어요. 없어요. 저장소를 다시 받아"):
        intact()


def test_bytes_that_are_no_text_are_named(damaged):
    (damaged / "publish/live.css").write_bytes(b"\xff\xfe\n")
    with pytest.raises(Halt, match=r"live.css: 깨지거나"):
        packaged("publish/live.css")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scene/scene.js", "data/SOURCES.md"])
def test_the_command_of_a_broken_package_says_so(name, damaged, tmp_path):
    (damaged / name).unlink()
    done = command("figures", "--check", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert f"{name}: 읽지 못했어요. 없어요. 저장소를 다시 받아" in done.stderr.decode()


def test_a_package_that_is_not_installed_is_named(monkeypatch, capsys):
    for name in [n for n in sys.modules if n.startswith(("entropy_lab.publish.reading", "entropy_lab.publish.cells"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("entropy_lab.publish.reading", raising=False)
    monkeypatch.setitem(sys.modules, "nbconvert.filters.markdown_mistune", None)
    assert main(["html", "--notebooks", ROOT / "notebooks"]) == 2
    said = capsys.readouterr().err
    in_korean(said)
    assert said.startswith("nbconvert")
    assert "pip install" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "spared"), [("edition", ["nbclient", "zmq"]), ("site", ["nbformat", "nbconvert", "torch"])]
)
def test_no_part_loads_what_only_another_needs(part, spared):
    code = f"import sys, entropy_lab.publish.{part}; sys.exit(str(sys.modules.keys() & {spared} or ''))"
    assert not subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).stderr.strip()
