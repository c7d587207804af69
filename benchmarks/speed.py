"""Time and memory of the default question, of `--version` and of shell completion, as whole processes.

    python -m benchmarks.speed [--upstream FOLDER]

Prints medians of 15 runs of the installed wheel beside those of importing Typer and Rich alone. Three states are told
apart. "Asked before": the same question was asked on the same data, so that its answer is kept. "First time asked": the
data are compiled, the question is new. "Cold": nothing is in the cache folder; the bundled data come compiled in the
wheel, a synced market is compiled first. FOLDER holds a file of models.dev (`models-dev-api-*.json`): the full market.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.installed import RUNS, Case, Installed, Ran, installed, measured

BASELINE = "import typer, rich.console, rich.table"
QUESTION = ("recommend", "--need", "coding", "--self-host")
FORMATS = ("table", "json")
UPSTREAM = Path(__file__).resolve().parents[2] / "shared" / "upstream"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--upstream", type=Path, default=UPSTREAM)
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args()
    with installed() as program, tempfile.TemporaryDirectory() as caches:
        cases = dict(_timed_cases(program, Path(caches), chosen.upstream))
        found = measured(cases, chosen.runs)
    base, base_peak = next(iter(found.values()))
    print(f"medians of {chosen.runs} runs, each a process of its own\n")
    print(f"{'':58} {'ms':>7} {'x':>6} {'MB':>7} {'x':>6}")
    for name, (seconds, peak) in found.items():
        ratios = f"{seconds / base:6.2f} {peak / 1e6:7.1f} {peak / base_peak:6.2f}"
        print(f"{name:58} {seconds * 1000:7.1f} {ratios}")


def _timed_cases(program: Installed, caches: Path, upstream: Path) -> Iterator[tuple[str, Case]]:
    bundled, full = caches / "bundled", caches / "full"
    yield "import typer, rich", lambda: program.run([str(program.python), "-c", BASELINE], bundled)
    yield "modelpick --version", lambda: program.run([program.program, "--version"], bundled)
    words = {"_MODELPICK_COMPLETE": "complete_bash", "COMP_WORDS": "modelpick recommend --need cod", "COMP_CWORD": "3"}
    yield "shell completion", lambda: program.run([program.program], bundled, **words)
    markets = {"bundled": bundled}
    documents = sorted(upstream.glob("models-dev-*-20*.json"))
    if documents:
        froms = [word for path in documents for word in ("--from", str(path))]
        updated = program.run([program.program, "catalog", "update", "--source", "models-dev", *froms], full)
        if updated.code != 0:
            raise SystemExit(f"the update ended with {updated.code}: {updated.out.decode()}")
        markets["full market"] = full
    for market, cache in markets.items():
        for fmt in FORMATS:
            # A folder of its own, so that what one case forgets is not missed by another.
            own = caches / f"{market}, {fmt}"
            shutil.copytree(cache, own) if cache.exists() else own.mkdir()
            command = [program.program, *QUESTION, "--format", fmt]
            program.run(command, own)
            for state, forget in _forgetting_by_state(own).items():
                yield f"{market}, {fmt}, {state}", _timed_case(program, command, own, forget)


def _forgetting_by_state(cache: Path) -> dict[str, Callable[[], None]]:
    """What to forget before each run."""
    return {
        "asked before": lambda: None,
        "first time asked": lambda: shutil.rmtree(cache / "answers", ignore_errors=True),
        "cold": lambda: _forget_all(cache),
    }


def _forget_all(cache: Path) -> None:
    for name in ("answers", "snapshots"):
        shutil.rmtree(cache / name, ignore_errors=True)


def _timed_case(program: Installed, command: list[str], cache: Path, forget: Callable[[], None]) -> Case:
    def run() -> Ran:
        forget()
        ran = program.run(command, cache)
        if ran.code != 0:
            raise SystemExit(f"{command} ended with {ran.code}")
        return ran

    return run


if __name__ == "__main__":
    main()
