"""The whole program, attacked: every command and option with good and bad values, broken files, streams, settings.

python -m benchmarks.fuzz [--minutes N] [--workers 2] [--seed N] [--only NUMBER]

Commands and options are read off the program's own declaration, so that a new one is attacked from its first day. Each
run is of the real program in a folder of its own, without network. A run is a failure where it ends with a code that
is not documented, prints a traceback, hangs, echoes a value of any length, sends what steers a terminal, or gives JSON
that is none. Each failure is printed with what repeats it: the same seed and number make the same run.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import pkgutil
import random
import re
import resource
import shlex
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import modelpick
from modelpick.cli.commands import COMMANDS, Commands
from modelpick.cli.completion import words_file
from modelpick.use_cases.starter import STARTER

HOME = Path(__file__).resolve().parents[1]
DOCUMENTED = (0, 1, 2, 3)
PATIENCE = 90.0
"""Seconds after which a run hangs."""
MEMORY = 4 * 2**30
"""Bytes of address space of a run."""
LONGEST = 2_000
"""Characters of a line of an error."""
ODD = (
    "", " ", "-", "--", "-1", "0", "1", "7", "nan", "inf", "-inf", "1e400", "9" * 400, "1" + "0" * 5000, "1_000", "2,5",
    "0x10", "½", "٣", "²", "3k", "1.5M", "2B", "60%", "120%", "$3", "x10", "NO", "null", "true", "[]", "{}", "[bold]x",
    "a" * 3000, "a b " * 500, "'" * 90, "=1+1", "@SUM(1)", "%s%n", "{x}", "{0}", "\x1b[31mred", "a\nb", "a\tb",
    "\u202e", "é", "易",
    "\udcff", "../..", "/", "~", "*", "a,b,,c", ",", "=", "a=b=c", "x=nan", "coding=inf", "coding=-1", "coding=1e309",
    "2026-11-26", "2026-13-45", "9999-12-31", "0000-00-00", "2026", "2026-06", "90d", "12w", "999999999d", "24GB",
    "2x24GB",
    "http://127.0.0.1:9/", "ftp://x", "file:///etc/passwd", "gpt-5.4", "opus", "claude-opus-4.6", "context >= 200k",
    "name < 20", "context >= 1e400", "weights = open", "prices=-80%,volume=x10", "prices=-900%", "volume=x99999999999",
    "gpqa-diamond=85", "gpqa-diamond=nan",
)  # fmt: skip
FORMATS = (
    "table",
    "json",
    "yaml",
    "csv",
    "markdown",
    "ndjson",
    "html",
    "sarif",
    "github",
    "ics",
    "rss",
    "atom",
    "plain",
)
WRITTEN = frozenset({"--file", "--output", "--state", "--write-baseline"})
"""Options whose file is written: they get names in a folder of their own, never a device or a link."""
NEVER = frozenset({"--live", "--probe", "--install-completion"})
PROFILE = """\
needs: {coding: 2, rag: 1}
constraints: {license: commercial, max-price-out: 20}
workload: rag
usage: {requests: 200k, in: 3k}
pinned: {model: openai/gpt-5.4, provider: openai}
"""
STATE = '{"schema_version": "1.0", "watches": {}}'
BASELINE = '{"schema_version": "1.0", "findings": [{"fingerprint": "0123456789abcdef", "count": 1}]}'
SOURCE = (
    'a = llm(model="gpt-3.5-turbo")  # modelpick: ignore[retired] until 2027-01-01 because x\n"""d"""\nmodel: gpt-4o\n'
)
TERMINAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Declared:
    """A command, its options (spelling -> the option) and how many arguments it takes."""

    words: tuple[str, ...]
    options: dict[str, Any]
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Run:
    """One attack: what is called, with which settings, and what its streams are."""

    number: int
    words: tuple[str, ...]
    environment: dict[str, str]
    streams: tuple[str, str, str]

    def __str__(self) -> str:
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in self.environment.items())
        line = shlex.join(word.encode("utf-8", "backslashreplace").decode() for word in self.words)
        shown = line if len(line) < 600 else f"{line[:600]} ..."
        return f"#{self.number} {settings} modelpick {shown}   [stdin, stdout, stderr: {', '.join(self.streams)}]"


@dataclass
class Counted:
    """What the runs came to."""

    codes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)


def declared() -> list[Declared]:
    """Every command of the program."""
    group, found = Commands(name="modelpick"), []
    for name in COMMANDS:
        command = group.get_command(None, name)
        subs = getattr(command, "commands", None)
        for words, each in [((name, sub), c) for sub, c in subs.items()] if subs else [((name,), command)]:
            options = {flag: p for p in each.params if p.param_type_name == "option" for flag in p.opts}
            arguments = tuple(p for p in each.params if p.param_type_name == "argument")
            found.append(Declared(words, options, arguments))
    return found


def drawn(number: int, seed: int, commands: Sequence[Declared], known: dict[str, list[str]]) -> Run:
    """The run of this number: the same for the same seed."""
    chance = random.Random(f"{seed}:{number}")
    command = chance.choice(commands)
    words = [*command.words]
    if chance.random() < 0.04:
        words = [chance.choice(ODD) for _ in range(chance.randint(0, 3))]
    for argument in command.arguments:
        many = chance.choice((1, 1, 1, 2, 4)) if argument.nargs == -1 else 1
        if argument.required or chance.random() < 0.7:
            words += [_random_value(chance, argument, known) for _ in range(many)]
    flags = [flag for flag in command.options if flag not in NEVER]
    for flag in chance.sample(flags, min(len(flags), chance.choice((0, 0, 1, 1, 1, 2, 3)))):
        option = command.options[flag]
        words.append(flag)
        if not option.is_flag:
            words.append(_random_value(chance, option, known))
    if command.words == ("catalog", "update"):
        words += ["--from", chance.choice(FILES)]
    if chance.random() < 0.03:
        chance.shuffle(words)
        words = [word for word in words if word not in NEVER]
    return Run(number, tuple(words), _random_environment(chance), _random_streams(chance))


def _random_value(chance: random.Random, param: Any, known: dict[str, list[str]]) -> str:
    """A value for an option or argument: mostly one that it can have."""
    if WRITTEN & {*param.opts}:
        return chance.choice(
            ("out/new.yaml", "out/missing/x.yaml", "out/profile.yaml", "out/state.json", "out", "out/text")
        )
    if chance.random() < 0.12:
        return chance.choice(ODD)
    if "--format" in param.opts:
        return chance.choice(FORMATS)
    kind = type(param.type).__name__.lower()
    if "path" in kind:
        fitting = {
            "--profile": "profile.yaml",
            "--catalog": "catalog.yaml",
            "--rules": "rules",
            "--baseline": "baseline.json",
        }
        return chance.choice((fitting.get(param.opts[0], "."), chance.choice(FILES)))
    lists = [words for name, words in known.items() if name.rstrip("s") in f"{param.name} {param.help}".lower()]
    return chance.choice(chance.choice(lists)) if lists and chance.random() < 0.8 else chance.choice(ODD)


def _random_environment(chance: random.Random) -> dict[str, str]:
    """Settings that differ from the usual ones."""
    some = {
        "PYTHONIOENCODING": ("ascii", "latin-1", "utf-8", "ascii:strict"),
        "LC_ALL": ("C", "POSIX"),
        "COLUMNS": ("1", "20", "0", "-5", "x", "100000"),
        "LINES": ("1", "0"),
        "NO_COLOR": ("", "1"),
        "FORCE_COLOR": ("1",),
        "TERM": ("dumb", "xterm-256color", ""),
        "PAGER": ("", "cat", "no-such-pager", "'", "true"),
        "MODELPICK_CONFIG_DIR": ("config", "/dev/null", "profile.yaml"),
        "TZ": ("Mars/Phobos", "UTC"),
        "PYTHONUTF8": ("0",),
    }
    found = {name: chance.choice(values) for name, values in some.items() if chance.random() < 0.08}
    if chance.random() < 0.02:
        found["MODELPICK_CACHE_DIR"] = chance.choice(("/dev/null", "profile.yaml", "fresh", "/proc/nowhere", "x" * 300))
    return found


def _random_streams(chance: random.Random) -> tuple[str, str, str]:
    if chance.random() < 0.7:
        return "empty", "read", "read"
    return (
        chance.choice(("empty", "closed", "text")),
        chance.choice(("read", "closed", "full", "left")),
        chance.choice(("read", "read", "closed", "full", "left")),
    )


REGULAR = (
    "modelpick.yaml",
    "profile.yaml",
    "catalog.yaml",
    "state.json",
    "baseline.json",
    "page.html",
    "empty",
    "binary",
)
SPECIAL = ("pipe", "folder", "dangling", "itself", "zero", "sparse", "deep", "missing", "rules", "hostile")
FILES = (
    *REGULAR,
    *SPECIAL,
    "/dev/null",
    "/dev/zero",
    ".",
    "/etc/passwd",
    "/proc/self/mem",
    "profile.yaml/x",
    "hostile",
)


def furnished(folder: Path, chance: random.Random) -> None:
    """Fill `folder` with files of every sort, the texts more or less broken."""
    texts = {
        "modelpick.yaml": _without_comment_marks(STARTER) if chance.random() < 0.5 else "scores: []\n",
        "profile.yaml": PROFILE,
        "catalog.yaml": _without_comment_marks(STARTER),
        "state.json": STATE,
        "baseline.json": BASELINE,
        "page.html": "<html>",
        "empty": "",
        "binary": "\0\1\2",
    }
    for name, text in texts.items():
        data = text.encode()
        if name != "modelpick.yaml" or chance.random() < 0.3:
            data = broken(data, chance) if chance.random() < 0.4 else data
        if name != "modelpick.yaml" or chance.random() < 0.1:  # a catalog of one's own is compiled, which takes seconds
            (folder / name).write_bytes(data)
    (folder / "out").mkdir()
    (folder / "out/profile.yaml").write_text(PROFILE)
    (folder / "out/state.json").write_bytes(broken(STATE.encode(), chance))
    (folder / "out/text").write_text("my notes\n")
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "dangling").symlink_to("nowhere")
    (folder / "itself").symlink_to("itself")
    (folder / "zero").symlink_to("/dev/zero")
    with open(folder / "sparse", "wb") as file:
        file.truncate(20 * 2**30)
    (folder / "deep").write_text("[" * 20_000)
    (folder / "rules/needs").mkdir(parents=True)
    (folder / "rules/needs/own.yaml").write_bytes(broken(b"id: own\nname: Own\ncriteria: []\n", chance))
    hostile(folder / "hostile", chance)


def hostile(folder: Path, chance: random.Random) -> None:
    """Code of somebody who means harm."""
    inner = folder
    for _ in range(chance.choice((1, 5, 60))):
        inner = inner / chance.choice(("a", "src", "model"))
        inner.mkdir(parents=True, exist_ok=True)
        (inner / ".gitignore").write_text("".join(_random_pattern(chance) + "\n" for _ in range(chance.randint(0, 5))))
    (inner / "a.py").write_bytes(broken(SOURCE.encode() * 3, chance))
    (folder / "b.ipynb").write_bytes(broken(json.dumps({"cells": [{"source": [SOURCE]}]}).encode(), chance))
    (folder / "nested.ipynb").write_text('{"cells":' + "[" * 50_000)
    (folder / "long.py").write_text("'''" * 5_000 + '"gpt-4o"' * 2_000 + " " * 50_000)
    with open(os.path.join(os.fsencode(folder), b"caf\xe9\xff\n.py"), "wb") as file:
        file.write(SOURCE.encode())
    for name in ("p.py", "sub\x1b[31m"):
        os.mkfifo(folder / name)
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder)
    nested = folder / "links"
    nested.mkdir()
    (nested / ".gitignore").symlink_to(chance.choice(("/dev/zero", "../p.py", ".gitignore", "/etc/passwd")))
    (nested / "c.py").write_text(SOURCE)


def _random_pattern(chance: random.Random) -> str:
    return "".join(
        chance.choice(("*", "**", "/", "!", "a", "[a-z]", "[", "]", "?", "\\", " ", "#", "*a" * 25, ".py", "src"))
        for _ in range(chance.randint(1, 8))
    )


def broken(data: bytes, chance: random.Random) -> bytes:
    """`data` with a few bytes, lines or words otherwise."""
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        lines = data.split(b"\n")
        at = chance.randrange(len(lines))
        change = chance.randrange(8)
        if change == 0:
            lines[at : at + 1] = []
        elif change == 1:
            lines.insert(at, chance.choice(lines))
        elif change == 2:
            lines[at] = b"  " + lines[at]
        elif change == 3:
            value = chance.choice(ODD).encode("utf-8", "surrogateescape")
            lines[at] = lines[at].partition(b":")[0] + b": " + value
        elif change == 4:
            value = json.dumps(chance.choice(ODD)).encode()
            found = re.search(rb'"[^"]*"|\d+|[a-z]+(?=[,}\]])', lines[at])
            lines[at] = lines[at].replace(found[0], value, 1) if found else value
        elif change == 5:
            lines[at] = lines[at] * chance.choice((0, 2, 300))
        elif change == 6:
            lines[at] = bytes(chance.randrange(256) for _ in range(20))
        else:
            lines = lines[: at + 1]
        data = b"\n".join(lines)
    return data


def _without_comment_marks(text: str) -> str:
    return "\n".join(line.removeprefix("# ") for line in text.splitlines())


def attack(run: Run, cache: Path, seed: int) -> tuple[str, list[str], str]:
    """Do the run; its exit code, its faults, and what it said on stderr."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        (folder / "work").mkdir()
        furnished(folder / "work", random.Random(f"files {seed}:{run.number}"))
        usual = {"MODELPICK_CACHE_DIR": str(cache), "MODELPICK_CONFIG_DIR": str(folder / "work/config"), "HOME": name}
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HOME), **usual, **run.environment}
        child = os.fork()
        if not child:
            _become_program(run, folder, environment)
        code = _exit_code_of(child)
        if code is None and "audit" in run.words and {"/", "../.."} & set(run.words):
            return "large", [], ""  # an audit of the whole machine takes as long as there is to read
        if code is None:
            return "hang", ["hang"], ""
        out, err = ((folder / each).read_bytes() if (folder / each).exists() else b"" for each in ("out", "err"))
        text = err.decode("utf-8", "replace")
        return str(code), list(_faults_of_run(run, code, out, text)), text


def _exit_code_of(child: int) -> int | None:
    """The exit code of `child`; None where it had to be killed."""

    def late(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        killed.append(True)

    killed: list[bool] = []
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return None if killed else os.waitstatus_to_exitcode(status)


def _become_program(run: Run, folder: Path, environment: dict[str, str]) -> NoReturn:
    """Turn this process, a copy of one that has the program's modules at hand, into the program; one run in twenty
    starts a Python of its own, as everybody does.
    """
    os.setsid()
    os.chdir(folder / "work")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _set_streams(run.streams, folder)
    if run.number % 20 == 0:
        words = [os.fsencode(word) for word in (sys.executable, "-m", "modelpick", *run.words)]
        os.execve(sys.executable, words, environment)
    os.environ.clear()
    os.environ.update(environment)
    said = environment.get("PYTHONIOENCODING", "utf-8").split(":")
    sys.stdin, sys.stdout, sys.stderr = (_stream_of_number(number, said[0]) for number in range(3))
    sys.argv = ["modelpick", *run.words]
    code = 1
    try:
        from modelpick.__main__ import run as program

        program()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, AttributeError):
        code = 120  # as Python's own end has it
    os._exit(code)


def _set_streams(streams: Sequence[str], folder: Path) -> None:
    for number, (kind, file) in enumerate(zip(streams, ("in", "out", "err"), strict=True)):
        if kind == "closed":
            os.close(number)
            continue
        if kind == "full":
            opened = os.open("/dev/full", os.O_WRONLY)
        elif kind == "left":
            reader, opened = os.pipe()
            os.close(reader)
        elif number:
            opened = os.open(folder / file, os.O_CREAT | os.O_WRONLY)
        else:
            opened = os.open("/dev/null", os.O_RDONLY)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        else:
            os.set_inheritable(number, True)


def _stream_of_number(number: int, encoding: str) -> Any:
    try:
        os.fstat(number)
    except OSError:
        return None
    if number == 0:
        return open(0, encoding=encoding, closefd=False)
    errors = "backslashreplace" if number == 2 else "strict"
    return open(number, "w", encoding=encoding, errors=errors, closefd=False)


def _faults_of_run(run: Run, code: int, out: bytes, err: str) -> Iterator[str]:
    if code not in DOCUMENTED:
        yield f"exit {code}"
    if "Traceback (most recent" in err or b"Traceback (most recent" in out:
        yield "traceback"
    if "Exception ignored" in err or "Warning" in err:
        yield "python's own words on stderr"
    if any(len(line) > LONGEST for line in err.splitlines()):
        yield "a long value is echoed"
    if TERMINAL.search(err.replace("\n", "")):
        yield "stderr steers the terminal"
    if code == 2 and not err.strip() and run.streams[1:] == ("read", "read") and "validate" not in run.words:
        yield "exit 2 without a word"
    json_asked = any(a == "--format" and b == "json" for a, b in zip(run.words, run.words[1:], strict=False))
    if (
        json_asked
        and code in (0, 1)
        and out
        and run.words.count("--format") == 1
        and not {"--help", "--help-all"} & {*run.words}
    ):
        try:
            json.loads(out)
        except ValueError:
            yield "json that is none"


def work(seed: int, numbers: Iterable[int], until: float, cache: Path) -> Counted:
    """Attack until the time is over."""
    commands, known, counted = declared(), _known_words(), Counted()
    for number in numbers:
        if time.monotonic() > until:
            break
        run = drawn(number, seed, commands, known)
        code, faults, err = attack(run, cache, seed)
        counted.codes[code] += 1
        counted.commands[run.words[0] if run.words and run.words[0] in COMMANDS else "none"] += 1
        counted.faults.update(faults)
        if faults:
            told = f"{', '.join(faults)}\n  {run}\n  {err.strip()[-700:]}\n"
            print(told.encode("utf-8", "backslashreplace").decode(), flush=True)
    return counted


def _known_words() -> dict[str, list[str]]:
    """Words that the program knows, by kind."""
    return {
        kind: [each[0] if isinstance(each, list) else each for each in words]
        for kind, words in words_file()["words"].items()
        if words
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=14)
    options.add_argument("--only", type=int, help="this run alone")
    said = options.parse_args()
    cache = Path(tempfile.mkdtemp(prefix="fuzz-cache-"))
    for module in pkgutil.walk_packages(modelpick.__path__, "modelpick."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ModuleNotFoundError):  # of an extra that is not installed
                import_module(module.name)
    until = time.monotonic() + said.minutes * 60
    if said.only is not None:
        total = work(said.seed, [said.only], until, cache)
    else:
        total = _count_in_processes(said.seed, said.workers, until, cache)
    shutil.rmtree(cache, ignore_errors=True)
    print(f"{total.codes.total()} runs with seed {said.seed}; exit codes {dict(total.codes.most_common())}")
    print(f"commands: {dict(total.commands.most_common())}")
    print(f"faults: {dict(total.faults.most_common()) or 'none'}")
    sys.exit(bool(total.faults))


def _count_in_processes(seed: int, workers: int, until: float, cache: Path) -> Counted:
    """What several processes come to, each with every so-manieth run."""
    total, readers = Counted(), []
    for worker in range(workers):
        reader, writer = os.pipe()
        if not os.fork():
            counted = work(seed, itertools.count(worker, workers), until, cache)
            with os.fdopen(writer, "w") as out:
                json.dump([counted.codes, counted.faults, counted.commands], out)
            os._exit(0)
        os.close(writer)
        readers.append(reader)
    for reader in readers:
        with os.fdopen(reader) as text:
            for known, more in zip((total.codes, total.faults, total.commands), json.load(text), strict=True):
                known.update(more)
    return total


if __name__ == "__main__":
    main()
