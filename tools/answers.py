"""Ask the program what people ask, and keep or compare what it answers.

    python -m tools.answers write FOLDER      # before a change
    python -m tools.answers compare FOLDER    # after it: what is not the same, as a diff

Each question is a whole command on the bundled data at one day, in every format that its command has, 80 columns wide
on a pipe. The folder holds a file a question and format, with the exit code and both streams, byte for byte; and a file
a source, with what an update says of the samples that the tests have of it, and every row that the market then holds.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from modelpick.sources.registry import ADAPTERS

DAY = "2026-11-26"

DECISIONS = """
recommend --need coding
recommend --need coding --self-host
recommend --need coding --api ga
recommend --need coding --max-price-out 20 --as-of 2026-04-30
recommend --need general --need coding --top 3
recommend --need health --as-of 2026-04-30
recommend --need health --self-host
recommend --need medical-documents --baa --zero-retention
recommend --need vision --self-host
recommend --need long-context --min-context 1M
recommend --need low-cost --self-host
recommend --need rag --residency eu --license osi
recommend --need agentic --api preview --evidence tested
recommend --need reasoning --evidence strict
recommend --need data-extraction --where "released >= 2026-06-01"
recommend --need finance --risk averse
recommend --need math --hardware rtx-4090
recommend --need coding --vram 48GB --or-hosted
recommend --need multilingual --api any
recommend --persona startup
recommend --persona hospital
recommend --need rag --max-monthly 500
recommend --need coding --residency eu --baa --zero-retention --self-host --max-price-out 0.01
compare muse-spark opus-4.6 --need coding
compare gpt-5.5 kimi-k3
explain glm-5.3 --need coding
cost opus-4.6 gpt-5.5 --workload rag --requests 200k
cost gpt-5.5 --in 1M --out 1k
cost --workload rag
""".strip().splitlines()

LOOKUPS = """
show kimi-k3
show swe-bench-verified
show amazon-bedrock
show context-window
status gpt-5.5
status gpt-4o
evidence kimi-k3
fit llama-4-scout --vram 80GB --context 1M
fit --hardware rtx-4090 --need coding
list --lab anthropic
list --provider groq
retirements --within 365d
catalog info
catalog validate
rules list
rules show self-host
recommend --need codng
show kimi-k33
cost gpt-5.5 --in lots
recommend --where "price <"
compare gpt-5.5
""".strip().splitlines()

SAMPLES = ROOT / "tests" / "sources" / "samples"
PLACES = {
    "arena-rows-webdev.json": "webdev.json",
    "chi-bench-results.csv": "submissions/example-1/results.csv",
    "hugging-face-hle.json": "cais/hle/leaderboard.json",
    "hugging-face-swe-bench.json": "SWE-bench/SWE-bench_Verified/leaderboard.json",
    "livebench-categories.json": "categories_2026_06_25.json",
    "livebench-table.csv": "table_2026_06_25.csv",
    "openhands-scores.json": "results/Example-1/scores.json",
    "tau2-bench-gpt.json": "submissions/gpt/submission.json",
    "tau2-bench-opus.json": "submissions/opus/submission.json",
}
"""Samples of sources that tell their documents apart by the address, and where each lies for them."""

FORMATS = ("table", "json", "csv", "markdown", "html")
"""One of each kind: YAML and NDJSON are the JSON written otherwise, and tests hold them to it."""


def asked() -> Iterator[tuple[str, list[str]]]:
    """Name of the file and arguments of each question in each format."""
    for question in (*DECISIONS, *LOOKUPS):
        words = [match.strip('"') for match in re.findall(r'"[^"]*"|\S+', question)]
        slug = re.sub(r"[^a-z0-9]+", "-", question.lower()).strip("-")
        for form in FORMATS:
            yield f"{slug}.{form}.txt", [*words, "--format", form]


def answer_to(arguments: list[str], cache: str, root: Path = ROOT) -> str:
    """Exit code and both streams of the program in the checkout `root`, as text."""
    env = {**os.environ, "COLUMNS": "80", "MODELPICK_CACHE_DIR": cache, "MODELPICK_CONFIG_DIR": f"{cache}/none"}
    env["PYTHONPATH"] = str(root)
    if arguments[0] not in ("catalog", "rules") and "--as-of" not in arguments:
        arguments = [*arguments, "--as-of", DAY]
    done = subprocess.run(
        [sys.executable, "-m", "modelpick", *arguments], cwd=cache, env=env, capture_output=True, check=False
    )
    streams = (done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))
    return f"exit {done.returncode}\n--- stdout\n{streams[0]}\n--- stderr\n{streams[1]}"


def updated(source: str, folder: Path) -> tuple[str, str]:
    """Name of the file, and what comes of reading the samples of `source` into a market of its own."""
    given, cache = folder / source / "given", folder / source / "cache"
    cache.mkdir(parents=True)
    for sample in sorted(SAMPLES.glob(f"{source}*")):
        place = given / PLACES.get(sample.name, sample.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(sample, place)
    words = ["--source", source, "--from", str(given), "--as-of", DAY]
    texts = [answer_to(["catalog", "update", *words, "--format", form], str(cache)) for form in ("json", "table")]
    texts.append(answer_to(["catalog", "log", "--source", source, "--format", "json"], str(cache)))
    if (market := cache / "market.sqlite").exists():
        with sqlite3.connect(market) as rows:
            texts += ["\t".join(map(str, row)) for row in rows.execute("SELECT kind, key, body FROM versions")]
    return f"catalog-update-{source}.txt", "\n".join(texts)


def answers() -> Iterator[tuple[str, str]]:
    """Name and text of every answer, two questions at a time."""
    questions = list(asked())
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for name, text in pool.map(lambda source: updated(source, Path(folder)), sorted(ADAPTERS)):
            yield name, text.replace(folder, "FOLDER")
    with tempfile.TemporaryDirectory() as cache, ThreadPoolExecutor(2) as pool:
        answer_to(["recommend", "--need", "coding"], cache)  # compiles once, before many ask
        texts = pool.map(lambda question: answer_to(question[1], cache), questions)
        for (name, _), text in zip(questions, texts, strict=True):
            yield name, text.replace(cache, "FOLDER")


def compare(folder: Path) -> int:
    """Print what is not as it was in `folder`; how many answers that is."""
    changed = 0
    for name, now in answers():
        kept = folder / name
        before = kept.read_text(encoding="utf-8") if kept.is_file() else ""
        if before != now:
            changed += 1
            lines = difflib.unified_diff(before.splitlines(), now.splitlines(), f"before/{name}", f"after/{name}", n=1)
            print("\n".join(line[:400] for line in list(lines)[:40]))
    print(f"{changed} answers are not as they were", file=sys.stderr)
    return changed


def main() -> int:
    """Exit code: 0 written or all the same, 1 something changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["write", "compare"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.do == "compare":
        return int(compare(given.folder) > 0)
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, text in answers():
        (given.folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
