"""The audit on source trees of PyPI: findings by kind, files per second beside grep, and a sample to be read.

python -m benchmarks.audit [--seed N] [PACKAGE ...]
"""

from __future__ import annotations

import argparse
import linecache
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import modelpick
from modelpick.documents.audit_reports import AuditReport

PACKAGES = ("litellm", "aider-chat", "langchain-openai")
STEMS = "gpt-|claude-|gemini|llama|mistral|qwen|deepseek|grok"


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
            archive.extractall(target, filter="data")
    return target


def beside(folder: Path) -> tuple[str, float]:
    """How long rg, else grep, takes to look for the same words."""
    tool = shutil.which("rg") or "grep"
    ask = [tool, "-c", STEMS, str(folder)] if tool != "grep" else ["grep", "-rIcE", STEMS, str(folder)]
    start = time.perf_counter()
    subprocess.run(ask, check=False, capture_output=True)
    return Path(tool).name, time.perf_counter() - start


def many(folder: Path, count: int) -> Path:
    """`count` small files, every hundredth of which pins a model."""
    body = "import os\n\n\ndef f(x):\n    return os.path.join('a', str(x))\n" * 20
    for number in range(count):
        place = folder / f"d{number // 500}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"f{number}.py").write_text(body + ('m = "gpt-4o"\n' if number % 100 == 0 else ""))
    return folder


def measure(name: str, folder: Path, catalog: modelpick.Catalog) -> AuditReport:
    """Audit once, and print what was found and how fast."""
    beside(folder)  # so that both read from memory
    start = time.perf_counter()
    report = catalog.audit(folder, fail_on="never")
    took = time.perf_counter() - start
    tool, other = beside(folder)
    print(f"{name}: {report.files:,} files in {took:.2f} s, {report.files / took:,.0f} a second; {tool} {other:.2f} s")
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
