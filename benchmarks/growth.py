"""How time and memory grow with the market: 5 thousand, 50 thousand and 500 thousand offerings.

    python -m benchmarks.growth [--sizes 5000,50000,500000]

The offerings are made up: half are ids of known models at hosts that do not exist, half are ids that nobody knows.
"Compiled" is the first question after an update, which compiles the market; "new" is a question on compiled data, the
median of five runs of the installed program. Seconds are those of the processors.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from benchmarks.installed import Installed, Ran, installed
from modelpick.market.records import OfferingRecord
from modelpick.market.write import write
from modelpick.model.facts import Charges, Rates
from modelpick.use_cases.load import CatalogInputs, read

DAY = "2026-11-21"
RUNS = 5
QUESTIONS = {
    "recommend --self-host": ("recommend", "--need", "coding", "--self-host"),
    "recommend --api ga": ("recommend", "--need", "coding", "--api", "ga"),
    "recommend low-cost": ("recommend", "--need", "low-cost"),
}
_SETTLED = 3.0
"""Seconds after which a kept file is known by its times (`modelpick.storage.kept`)."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="5000,50000,500000")
    sizes = [int(word) for word in parser.parse_args().sizes.split(",")]
    known = [id_.split("/", 1)[1] for id_ in read(CatalogInputs(), DAY).facts.models]
    with installed() as program, tempfile.TemporaryDirectory() as name:
        print(f"{'offerings':>9}  {'question':24} {'':9} {'s':>7} {'us/offering':>12} {'MB':>7}")
        for size in sizes:
            cache = Path(name) / str(size)
            write(cache / "market.sqlite", "models-dev", DAY, [], offerings(size, known))
            for question, words in QUESTIONS.items():
                for state, ran in _runs_by_state(program, [program.program, *words], cache):
                    per = f"{ran.seconds / size * 1e6:12.1f} {ran.peak / 1e6:7.0f}"
                    print(f"{size:9}  {question:24} {state:9} {ran.seconds:7.2f} {per}", flush=True)


def offerings(size: int, known: list[str]) -> Iterator[OfferingRecord]:
    """`size` offerings of hosts with two hundred models each."""
    for i in range(size):
        yield OfferingRecord(
            provider=f"host-{i // 200}",
            id=known[i // 2 % len(known)] if i % 2 else f"made-up-{i % 5000}",
            context=131_072,
            charges=Charges(Rates(Decimal(i % 97 + 1) / 100, Decimal(i % 89 + 3) / 50)),
        )


def _runs_by_state(program: Installed, command: list[str], cache: Path) -> Iterator[tuple[str, Ran]]:
    shutil.rmtree(cache / "snapshots", ignore_errors=True)
    yield "compiled", _median_run(program, command, cache, 1)
    time.sleep(_SETTLED)
    program.run(command, cache)  # sums the file: that is done once, some seconds after it was written
    yield "new", _median_run(program, command, cache, RUNS)


def _median_run(program: Installed, command: list[str], cache: Path, runs: int) -> Ran:
    found = [program.run(command, cache) for _ in range(runs)]
    if any(ran.code != 0 for ran in found):
        raise SystemExit(f"{command} ended with {[ran.code for ran in found]}")
    return Ran(statistics.median(r.cpu for r in found), max(r.peak for r in found), 0, b"")


if __name__ == "__main__":
    main()
