"""The audit on source trees of PyPI: findings by kind, time beside ripgrep's, and a sample to be read.

python -m benchmarks.audit [--seed N] [PACKAGE ...]
"""

from __future__ import annotations

import argparse
import linecache
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import modelpick
from modelpick.documents.audit_reports import AuditReport

T = TypeVar("T")
PACKAGES = ("litellm", "aider-chat", "langchain-openai")
WORDS = (
    "gpt|claude|gemini|gemma|llama|llava|tral|deepseek|grok|qw|command|kimi|nova-|glm-|phi-|nemotron|minimax|o[134]|-v1|-00"
    "|sonar|jamba|granite|muse-|bison|codex-|mercury|inkling|embed-|inference-profile|computer-use|c4ai-|deep-research"
)
"""What an audit looks for before it looks closer: the same job for who only searches."""


def fetch(package: str, folder: Path) -> Path:
    """The source of `package`, unpacked; its wheel where the source cannot be had without building it."""
    target, got = folder / package, folder / f"{package}.dist"
    ask = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(got)]
    source = [*ask, "--no-binary", ":all:", "--no-build-isolation", package]
    if subprocess.run(source, check=False, capture_output=True).returncode:
        subprocess.run([*ask, package], check=True, capture_output=True)
    (found,) = got.iterdir()
    if found.suffix == ".whl":
        with zipfile.ZipFile(found) as wheel:
            wheel.extractall(target)
    else:
        with tarfile.open(found) as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # since Python 3.11.4
            archive.extractall(target)
    return target


class Took(NamedTuple):
    """Seconds by the clock, and of all processors."""

    wall: float
    cpu: float


def timed(work: Callable[[], T]) -> tuple[T, Took]:
    """What `work` gives back, and what it took, its processes included."""
    start, before = time.perf_counter(), sum(os.times()[:4])
    found = work()
    return found, Took(time.perf_counter() - start, sum(os.times()[:4]) - before)


def search_words(folder: Path) -> str:
    """Have rg, else grep, look for the words of ids, whatever their case; which of them it was."""
    tool = "rg" if shutil.which("rg") else "grep"
    ask = ["rg", "-ic", WORDS, str(folder)] if tool == "rg" else ["grep", "-rIicE", "-e", WORDS, str(folder)]
    subprocess.run(ask, check=False, capture_output=True)
    return tool


def many(folder: Path, count: int) -> Path:
    """`count` small files, every hundredth of which pins a model."""
    body = "import os\n\n\ndef f(x):\n    return os.path.join('a', str(x))\n" * 20
    for number in range(count):
        place = folder / f"d{number // 500}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"f{number}.py").write_text(body + ('m = "gpt-4o"\n' if number % 100 == 0 else ""))
    return folder


def measure(name: str, folder: Path, catalog: modelpick.Catalog) -> AuditReport:
    """Audit with a program of its own and in this one, and print what was found and how fast."""
    search_words(folder)  # so that both read from memory
    tool, other = timed(lambda: search_words(folder))
    ask = [sys.executable, "-m", "modelpick", "audit", str(folder), "--fail-on", "never", "--format", "json"]
    _, whole = timed(lambda: subprocess.run(ask, check=True, capture_output=True))
    report, took = timed(lambda: catalog.audit(folder, fail_on="never"))
    print(f"{name}: {report.files:,} files, {report.files / took.wall:,.0f} a second once the catalog is open")
    for who, each in ((tool, other), ("modelpick audit", whole), ("without its start", took)):
        print(
            f"  {who:18}{each.wall:6.2f} s, {each.cpu:5.2f} s of CPU; {each.cpu / other.cpu:4.1f} times that of {tool}"
        )
    print(f"  {report.ids:,} ids; {dict(report.counts)}; {dict(report.severities)}")
    return report


def sample(reports: Sequence[AuditReport], seed: int, size: int) -> None:
    """Print findings with their lines, the same ones for the same seed."""
    every = [finding for report in reports for finding in report.findings]
    drawn = random.Random(seed).sample(every, min(size, len(every)))
    print(f"\n{len(drawn)} of {len(every)} findings, seed {seed}; by kind {dict(Counter(f.kind for f in drawn))}")
    for each in drawn:
        line = linecache.getline(each.path, each.line).strip()[:120]
        print(f"{each.severity:8}{each.kind:15}{each.id}  {each.path.rpartition('/')[2]}:{each.line}  {line}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("packages", nargs="*", default=PACKAGES)
    options.add_argument("--seed", type=int, default=6)
    options.add_argument("--sample", type=int, default=100)
    options.add_argument("--files", type=int, default=100_000, help="small files of the speed test; 0: none")
    said = options.parse_args()
    catalog = modelpick.load(project=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = [measure(package, fetch(package, folder), catalog) for package in said.packages]
        if said.files:
            measure("made", many(folder / "made", said.files), catalog)
        sample(reports, said.seed, said.sample)


if __name__ == "__main__":
    main()
