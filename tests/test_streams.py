"""The real program: its streams and its exit codes."""

from __future__ import annotations

import ast
import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

import modelpick
from modelpick.cli import streams
from modelpick.model.errors import ModelpickError
from modelpick.render.safe import encodable
from tests.conftest import DATA_DAY

HOME = Path(modelpick.__file__).parents[1]


def program(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelpick", *args]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=HOME, env={**os.environ, **environment}, timeout=60, check=False
    )


def test_the_version_is_the_answer() -> None:
    result = program("--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, f"modelpick {modelpick.__version__}\n", "")


def test_help_names_every_command_and_the_exit_codes() -> None:
    result = program("--help", COLUMNS="100")
    assert result.returncode == 0
    for word in ("recommend", "compare", "show", "status", "explain", "list", "catalog", "rules", "Exit codes"):
        assert word in result.stdout


def test_an_answer_goes_to_stdout_alone_and_a_pipe_gets_no_color() -> None:
    result = program("recommend", "--need", "coding", "--as-of", DATA_DAY)
    assert result.returncode == 0
    assert result.stderr == ""
    assert "\x1b" not in result.stdout


def test_json_is_one_document() -> None:
    result = program("recommend", "--need", "coding", "--as-of", DATA_DAY, "--format", "json")
    assert json.loads(result.stdout)["as_of"] == DATA_DAY


def test_the_answer_no_is_exit_1_and_still_an_answer() -> None:
    result = program("status", "muse-spark", "--as-of", "2026-07-04")
    assert (result.returncode, result.stderr) == (1, "")
    assert "private preview" in result.stdout


def test_a_wrong_question_is_exit_2_and_goes_to_stderr_alone() -> None:
    result = program("recommend", "--need", "codign")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: unknown need 'codign'")


def test_a_missing_argument_is_exit_2() -> None:
    result = program("show")
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = (
        f"{sys.executable} -m modelpick list --format json --as-of {DATA_DAY} | head -n 1; echo ${{PIPESTATUS[0]}}"
    )
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=HOME, timeout=60, check=False)
    assert result.stdout.splitlines() == ["{", "0"]
    assert result.stderr == ""


def codes(script: str) -> list[str]:
    """What a shell prints of `script`, in which $M is the program."""
    result = subprocess.run(
        ["bash", "-c", f"M='{sys.executable} -m modelpick'\n{script}"],
        capture_output=True, text=True, cwd=HOME, timeout=60, check=False,
    )  # fmt: skip
    return result.stdout.splitlines()


def test_a_stdout_that_is_full_or_closed_is_told_in_a_sentence() -> None:
    said = codes(
        "$M --version 2>&1 >/dev/full; echo $?; $M --help 2>&1 >/dev/full; echo $?; $M --version 2>&1 >&-; echo $?"
    )
    full = "error: standard output: cannot be written: No space left on device. The answer is not whole"
    assert said == [full, "2", full, "2", full.replace("No space left on device", "Bad file descriptor"), "2"]


def test_what_stderr_cannot_take_is_lost_and_changes_nothing() -> None:
    """Nothing of an error may come out on stdout, where an answer is expected."""
    assert (
        codes("$M nothing 2>/dev/full; echo $?; $M nothing 2>&-; echo $?; $M nothing <&- >&- 2>&-; echo $?")
        == ["2"] * 3
    )


def test_a_reader_who_leaves_changes_no_exit_code() -> None:
    """In CI `check | head` must fail as `check` does."""
    said = codes(
        f"$M status muse-spark --as-of {DATA_DAY} | true; echo ${{PIPESTATUS[0]}}\n"
        "$M --help | true; echo ${PIPESTATUS[0]}"
    )
    assert said == ["1", "0"]


def test_a_pipe_that_windows_calls_an_invalid_argument_is_a_closed_one(monkeypatch, capsys) -> None:
    class Closed:
        encoding = "utf-8"

        def write(self, text: str) -> None:
            raise OSError(errno.EINVAL, "Invalid argument")

        def fileno(self) -> int:
            raise OSError

    monkeypatch.setattr(sys, "stdout", Closed())
    monkeypatch.setattr(streams, "WINDOWS", True)
    assert streams.write("x") is False
    monkeypatch.setattr(streams, "WINDOWS", False)
    with pytest.raises(ModelpickError, match="cannot be written: Invalid argument"):
        streams.write("x")


def test_a_console_of_windows_is_told_that_colors_come(run, monkeypatch) -> None:
    fixed: list[bool] = []
    console = SimpleNamespace(just_fix_windows_console=lambda: fixed.append(True))
    monkeypatch.setitem(sys.modules, "colorama", console)
    monkeypatch.setattr(streams, "WINDOWS", True)
    for color in ("never", "always"):
        assert run("status", "muse-spark", "--color", color).code in (0, 1)
    assert fixed == [True]


def test_nothing_is_remembered_of_a_watch_whose_reader_left(run, monkeypatch, tmp_path) -> None:
    state = tmp_path / "state.json"
    monkeypatch.setattr("modelpick.cli.watch.show", lambda *_: False)
    run("watch", "gpt-5.4", "--state", state, "--as-of", DATA_DAY)
    assert not state.exists()


@pytest.mark.parametrize("format", ["json", "yaml", "table"])
def test_a_pipe_that_is_not_utf_8_gets_every_format(run, format: str) -> None:
    words = ("show", "hle", "--as-of", DATA_DAY, "--format", format)
    found, usual = program(*words, PYTHONIOENCODING="ascii").stdout, run(*words).out
    assert found.isascii()
    assert not usual.isascii()
    if format == "table":
        assert "Humanity's" in found
        assert "\\" not in found
    else:
        assert yaml.safe_load(found) == yaml.safe_load(usual)


def test_every_sign_of_the_screens_has_one_that_any_stream_can_show() -> None:
    signs = set()
    for file in (HOME / "modelpick" / "render").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.isascii():
                signs |= {char for char in node.value if not char.isascii() and char.isprintable()}
    assert "█" in signs
    assert [sign for sign in signs if "\\" in encodable(sign, "ascii")] == []


INTERRUPTED = '''
import os, signal, sys, threading
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell ignores it for what it runs in the background
from modelpick.__main__ import run

class Interrupting:
    """Sends Ctrl-C when a module is looked for."""
    def __init__(self, name): self.name = name
    def find_spec(self, name, *_):
        if name == self.name:
            os.kill(os.getpid(), signal.SIGINT)

def imports(name):
    sys.meta_path.insert(0, Interrupting(name))
    asked_by_nobody = f"name != {os.getpid()}"
    sys.argv[1:] = ["list", "--as-of", "2026-11-26", "--format", "csv", "--where", asked_by_nobody]
    sys.stdout = open(os.devnull, "w")
    run()

def waits():
    ended = threading.Event()
    threading.Thread(target=ended.wait).start()
    threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
    ended.wait()

def writes():
    from modelpick.interrupts import held
    with held:
        os.kill(os.getpid(), signal.SIGINT)
        print("written whole", flush=True)
    print("never reached", flush=True)

jobs = [lambda name=name: imports(name) for name in sys.argv[1:]] + [waits, writes]
for job in jobs:
    child = os.fork()
    if not child:
        job()
        os._exit(99)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
'''


def test_an_interrupt_ends_the_program_silently_whatever_it_does() -> None:
    """While it imports, while a thread works, while a file is put in its place."""
    modules = (
        "modelpick.cli.quick",
        "modelpick.cli.list",
        "sqlite3",
        "modelpick.use_cases.load",
        "modelpick.render.dispatch",
        "csv",
    )
    result = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, *modules], capture_output=True, text=True, cwd=HOME, timeout=60, check=False
    )
    assert result.stderr == ""
    assert result.stdout.splitlines() == ["130"] * (len(modules) + 1) + ["written whole", "130"]


def test_a_process_that_others_start_with_interrupts_ignored_ignores_them() -> None:
    said = codes(
        "trap '' INT; " + sys.executable + " -c 'import modelpick.__main__, signal as s; print(s.getsignal(s.SIGINT))'"
    )
    assert said == ["1"]


def test_a_shell_that_does_not_wait_for_its_words_hears_nothing() -> None:
    asks = "_MODELPICK_COMPLETE=complete_bash COMP_WORDS='modelpick rec' COMP_CWORD=1"
    assert codes(f"{asks} $M 2>&1; {asks} $M 2>&1 >/dev/full; echo $?") == ["recommend", "0"]


def test_an_error_is_broken_between_words_on_a_terminal_alone(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "30")
    (whole,) = run("recommend", "no-such-need").err.splitlines()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    lines = run("recommend", "no-such-need").err.splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= 60
    assert " ".join(lines) == whole
