"""Measure everything that the documentation states, in one command.

    python -m benchmarks.all --python PYTHON              # docs/accuracy.md, docs/fit.md, docs/prices.md, docs/speed.md
    python -m benchmarks.all --only accuracy --only fit   # these pages alone
    python -m benchmarks.all --faults --minutes 60        # what docs/promises.md says of fuzz, kills, Ctrl-C ...

Each part is a program of its own; together they take hours. PYTHON is that of an environment with genai-prices
and LiteLLM, of which docs/prices.md is made. A part that lacks what it needs (the extra `fit`, published measurements
beside the checkout) is named, and its page stays. Exit code 1 where a part fails or finds a fault.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.installed import ROOT
from benchmarks.pages import write_part
from modelpick import __version__

DOCS = ROOT / "docs"
BESIDE = ROOT.parent / "shared"
"""Published measurements and matrices, where the checkout lies beside them."""


class Part(NamedTuple):
    """A benchmark that writes a part of a page. `needs`: a module, or a path."""

    page: str
    module: str
    words: tuple[str, ...]
    needs: str | Path | None = None


PARTS = (
    Part("accuracy", "estimation", ("--write", "docs/accuracy.md"), BESIDE / "oracles"),
    *(
        Part("accuracy", name, ("--write", "docs/accuracy.md"), "numpy")
        for name in ("leads", "backtest", "left_out", "halves", "boards", "links")
    ),
    Part("fit", "fit", ("--write",), BESIDE / "facts" / "measured-inference.yaml"),
    Part("prices", "prices", ("--write", "docs/prices.md")),
    Part("speed", "speed", ("--write",)),
)
PAGES = tuple(dict.fromkeys(part.page for part in PARTS))


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where every part that could run did."""
    parser = argparse.ArgumentParser(prog="all", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", choices=PAGES, help="this page alone (repeatable)")
    parser.add_argument("--python", type=Path, help="of the environment with genai-prices and LiteLLM")
    parser.add_argument("--faults", action="store_true", help="fuzz, kill, interrupt ..., for docs/promises.md")
    parser.add_argument("--minutes", type=float, default=60, help="of fuzzing")
    parser.add_argument("--kills", type=int, default=100, help="of each command, and interrupts of all")
    parser.add_argument("--processes", type=int, default=200, help="started at once")
    options = parser.parse_args(arguments)
    if options.faults:
        return _faults_found(options.minutes, options.kills, options.processes)
    told = [_part_result(part, options.python) for part in PARTS if part.page in (options.only or PAGES)]
    print("\n".join(told))
    return int(any("failed" in line for line in told))


def _part_result(part: Part, python: Path | None) -> str:
    """A line that says whether the part was measured."""
    named = f"docs/{part.page}.md, benchmarks.{part.module}"
    if lack := _missing_need(part, python):
        return f"{named}: left as it is, {lack}"
    words = (*part.words, "--python", str(python)) if part.page == "prices" else part.words
    begun = time.monotonic()
    ran = subprocess.run([sys.executable, "-m", f"benchmarks.{part.module}", *words], cwd=ROOT, check=False)
    took = time.monotonic() - begun
    return (
        f"{named}: {'measured' if ran.returncode == 0 else f'failed with exit code {ran.returncode}'} in {took:.0f} s"
    )


def _missing_need(part: Part, python: Path | None) -> str | None:
    """What a part needs that is not here; None where all is."""
    if part.page == "prices" and python is None:
        return "--python names no environment with the other calculators"
    if isinstance(part.needs, Path):
        return None if part.needs.exists() else f"{part.needs.name} does not lie beside the checkout"
    if part.needs and find_spec(part.needs) is None:
        return f"{part.needs} is missing (extra `fit`)"
    return None


def _faults_found(minutes: float, kills: int, processes: int) -> int:
    """Run what looks for faults, and put what it found into docs/promises.md."""
    runs = {
        f"Random commands, files, streams and environments, {minutes:g} minutes": (
            "fuzz",
            ("--minutes", str(minutes)),
        ),
        f"Commands that write, killed {kills} times each": ("kills", ("--kills", str(kills))),
        f"{processes} first runs at once": ("first_runs", ("--processes", str(processes))),
        f"Ctrl-C, {kills} times": ("interrupts", ("--times", str(kills))),
    }
    found = {title: _output_of(module, words) for title, (module, words) in runs.items()}
    write_part(DOCS / "promises.md", "benchmarks/all.py", "\n".join(_fault_lines(found)))
    return int(any(code for code, _ in found.values()))


def _output_of(module: str, words: Sequence[str]) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    print(ran.stdout)
    return ran.returncode, ran.stdout.strip()


def _fault_lines(found: dict[str, tuple[int, str]]) -> Iterator[str]:
    where = f"{platform.system()}, Python {platform.python_version()}"
    yield f"\nmodelpick {__version__}, {date.today().isoformat()}, {where}."
    for title, (code, text) in found.items():
        yield f"\n**{title}**: {'no fault' if code == 0 else 'FAULTS'}.\n\n```text\n{text}\n```"


if __name__ == "__main__":
    sys.exit(main())
