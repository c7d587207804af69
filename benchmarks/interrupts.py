"""Ctrl-C at random moments: how often the program ends with 130 and says nothing.

python -m benchmarks.interrupts [--times 30] [--seed N] [COMMAND ...]

Each run is of the real program in a process group of its own, which gets SIGINT as a terminal sends it, at a moment
drawn between its start and its usual end. Runs that had answered before are not counted, nor those that were still in
Python's own start, before the first line of the program: both are told apart.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

COMMANDS = (
    "recommend coding --need rag",
    "recommend --need coding --format html",
    "catalog info",
    "audit .",
    "list --format json",
    "catalog validate",
)


SILENT, ANSWERED, BEFORE = "silent 130", "had answered", "was in Python's own start"
_OURS = re.compile(r"modelpick/(?!__init__|__main__\.py\", line [1-9],)\w+")
"""A line of the program in a traceback; its first ones are reached before anything of it can have run."""


class Ended(NamedTuple):
    """How one interrupted run ended. `after` is the moment, in seconds from its start."""

    command: str
    after: float
    code: int
    err: str

    @property
    def state(self) -> str:
        """``silent 130``, ``answered``, or what else it was."""
        said = " with a traceback" if "Traceback" in self.err else " with a message" if self.err else ""
        if self.code == 130 and not said:
            return SILENT
        if self.code in (0, 1) and not said:
            return ANSWERED
        # Before Python takes the signal over, the system ends the process, which a shell calls 130 too.
        early = self.code == -signal.SIGINT if not said else not _OURS.search(self.err)
        return BEFORE if early else f"exit {self.code}{said}"


def started(command: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The program with the words of `command`, in a process group of its own."""
    words = [sys.executable, "-m", "modelpick", *command.split()]
    return subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
    )


def usual_end(command: str, environment: dict[str, str]) -> float:
    """Seconds that `command` takes when nobody stops it."""
    start = time.perf_counter()
    started(command, environment).communicate(timeout=300)
    return time.perf_counter() - start


def interrupted(command: str, after: float, environment: dict[str, str]) -> Ended:
    """`command`, stopped so many seconds after its start."""
    program = started(command, environment)
    with contextlib.suppress(subprocess.TimeoutExpired):
        program.wait(after)
    with contextlib.suppress(ProcessLookupError):  # it was faster
        os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=300)
    return Ended(command, after, program.returncode, err.decode("utf-8", "replace"))


def measure(commands: Sequence[str], times: int, seed: int, earliest: float) -> list[Ended]:
    """At least `times` interrupted runs, of the commands in turn."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MODELPICK_CACHE_DIR": folder, "PYTHONPATH": os.getcwd()}
        for command in commands:  # what is kept for the next time is there then
            usual_end(command, environment)
        usual = {command: usual_end(command, environment) for command in commands}
        found: list[Ended] = []
        while sum(each.state not in (ANSWERED, BEFORE) for each in found) < times and len(found) < 5 * times:
            command = commands[len(found) % len(commands)]
            after = chance.uniform(earliest, max(earliest, usual[command] * 0.95))
            found.append(interrupted(command, after, environment))
        left = [path for path in Path(folder).rglob("*") if path.name.startswith(".")]
    print(f"files left over: {len(left)}")
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("commands", nargs="*", default=COMMANDS)
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--earliest", type=float, default=0.0, help="seconds after the start of the interpreter")
    said = options.parse_args()
    found = measure(said.commands, said.times, said.seed, said.earliest)
    for state, count in Counter(each.state for each in found).most_common():
        print(f"{count:5}  {state}")
    for each in found:
        if each.state not in (SILENT, ANSWERED, BEFORE):
            print(f"\n{each.command}, after {each.after * 1000:.0f} ms: {each.state}\n{each.err[-600:]}")
    if any(each.state not in (SILENT, ANSWERED, BEFORE) for each in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
