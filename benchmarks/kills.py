"""What is left when a command that writes is killed: the old file or the new one, and nothing beside it.

    python -m benchmarks.kills [--kills 100] [--seed 1] [--command "scores add"]

Each command is killed (SIGKILL) so many times: half of them at a random moment of its run, half at a random line of
what writes. "Old" and "new" count what the file held then, "neither" what was lost, "left" the files that lay beside it
afterwards, and "after next" those that the next, whole run of the command left there.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple

from modelpick.cli.main import main as modelpick
from modelpick.market.read import Market
from modelpick.snapshot.key import program

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "sources" / "samples" / "openrouter-models.json"
OWN = """\
sources:
  - {id: ours, title: Our notes, publisher: us, kind: board}
benchmarks:
  - {id: exam, name: Exam, family: exam, tests: knows things, unit: percent, range: [0, 100],
     anchors: {worst: 0, best: 100, why: the whole scale}, noise: {tau0: 2}}
models:
  - id: us/private-1
    name: Private 1
    released: 2026-05-01
    weights: open
    license: {id: Apache-2.0, osi: true, commercial: 'yes'}
    measurements:
      - {benchmark: exam, value: 61.5, by: independent, source: ours, on: 2026-05-02}
"""
SMALL = ("--no-bundled", "--catalog", "own.yaml")
FILES = {"own.yaml": OWN, "code.py": 'model = "private-1"\n', "sample.json": ""}
WITHIN = ("market.lock", "edit.lock", "checks.json", "snapshots", "answers", "watch")
"""What the cache folder holds beside the market, on purpose."""


class Command(NamedTuple):
    """What is run, on which file, and what that file says: by default its bytes."""

    words: tuple[str, ...]
    file: str
    before: str | None
    says: Callable[[Path], object] = Path.read_bytes


def rows(path: Path) -> object:
    """What a market holds, every page and row of it checked."""
    with Market(path) as market:
        market.check()
        return market.generation()


COMMANDS = {
    "scores add": Command(
        ("scores", "add", "private 1", "exam", "70", "--on", "2026-06-01", "--file", "mine.yaml", *SMALL),
        "mine.yaml",
        "# mine\nscores:\n- {model: us/private-1, benchmark: exam, value: 60, on: 2026-05-03}\n",
    ),
    "init": Command(("init", "--file", "mine.yaml", "--force"), "mine.yaml", "old\n"),
    "watch --state": Command(
        ("watch", "private 1", "--state", "state.json", "--force", *SMALL), "state.json", '{"version": 0}\n'
    ),
    "audit --write-baseline": Command(
        ("audit", ".", "--write-baseline", "known.json", "--fail-on", "never", *SMALL), "known.json", ""
    ),
    "catalog update --from": Command(
        ("catalog", "update", "--source", "openrouter", "--from", str(SAMPLE)), "cache/market.sqlite", None, rows
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", choices=COMMANDS, help="this one alone")
    asked = parser.parse_args()
    program()  # so that no child has to work it out
    print(f"{'command':24} {'kills':>5} {'old':>4} {'new':>4} {'neither':>7} {'left':>4} {'after next':>10}")
    bad = 0
    for name, command in COMMANDS.items():
        if asked.command not in (None, name):
            continue
        found = killed(command, asked.kills, Random(f"{name} {asked.seed}"))
        bad += found["neither"] + found["after next"]
        counts = " ".join(f"{found[word]:{width}}" for word, width in _TABLE_COLUMNS)
        print(f"{name:24} {counts}", flush=True)
    sys.exit(1 if bad else 0)


_TABLE_COLUMNS = (("kills", 5), ("old", 4), ("new", 4), ("neither", 7), ("left", 4), ("after next", 10))


def killed(command: Command, kills: int, random: Random) -> Counter[str]:
    """What `kills` kills of `command` left."""
    found: Counter[str] = Counter()
    with _command_folder(command) as place:
        old = _what_file_says(place, command)
        start = time.monotonic()
        run = os.waitstatus_to_exitcode(os.waitpid(_program_process(place, command.words), 0)[1])
        assert run in (0, 1), f"exit code {run}"
        seconds, new = time.monotonic() - start, _what_file_says(place, command)
        assert old != new
    with _command_folder(command) as place:
        os.waitpid(_program_process(place, command.words, at_line=10**9), 0)
        lines = int((place / "lines").read_text())
    while found["kills"] < kills:
        with _command_folder(command) as place:
            beside = _names_in_folder(place)
            if found["kills"] % 2:
                child = _program_process(place, command.words)
                time.sleep(random.uniform(0, 1.05 * seconds))
                os.kill(child, signal.SIGKILL)
            else:
                child = _program_process(place, command.words, at_line=random.randint(1, lines))
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            if status != -signal.SIGKILL:
                continue  # it had ended before
            found["kills"] += 1
            said = _what_file_says(place, command)
            found["old" if said == old else "new" if said == new else "neither"] += 1
            allowed = beside | {command.file} | {f"cache/{name}" for name in WITHIN} | {"cache", "cache/market.sqlite"}
            if left := len(_names_in_folder(place) - allowed):
                found["left"] += left
                os.waitpid(_program_process(place, command.words), 0)
                found["after next"] += len(_names_in_folder(place) - allowed)
    return found


@contextmanager
def _command_folder(command: Command) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for file, text in FILES.items():
            (place / file).write_text(text)
        if command.before is not None:
            (place / command.file).write_text(command.before)
        yield place


def _what_file_says(place: Path, command: Command) -> object:
    path = place / command.file
    return command.says(path) if path.exists() else None


def _names_in_folder(place: Path) -> set[str]:
    """What lies in the folder, and in the cache folder; what is in the folders of the latter is its own affair."""
    beside = {path.name for path in place.iterdir()}
    cache = place / "cache"
    return beside | {f"cache/{path.name}" for path in cache.iterdir()} if cache.is_dir() else beside


def _program_process(place: Path, words: tuple[str, ...], at_line: int = 0) -> int:
    """A process that runs the program in `place`, and kills itself at the line `at_line` of what writes, if any."""
    child = os.fork()
    if child:
        return child
    os.chdir(place)
    os.environ["MODELPICK_CACHE_DIR"] = str(place / "cache")
    os.environ["MODELPICK_CONFIG_DIR"] = str(place / "config")
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    passed = 0

    def step(frame: object, event: str, arg: object) -> object:  # noqa: ARG001
        nonlocal passed
        code = frame.f_code.co_filename  # type: ignore[attr-defined]
        if "modelpick/storage/" not in code and not code.endswith("market_write.py"):
            return None
        passed += 1
        if passed == at_line:
            os.kill(os.getpid(), signal.SIGKILL)
        return step

    if at_line:
        sys.settrace(step)  # type: ignore[arg-type]
    code = modelpick(list(words))
    sys.settrace(None)
    if at_line:
        Path("lines").write_text(str(passed), "utf-8")
    os._exit(code)


if __name__ == "__main__":
    if not hasattr(os, "fork"):
        sys.exit("nobody is killed like that here")
    main()
