"""What it takes to read a large file of results: CPU seconds and memory of `scores import`.

    python -m benchmarks.imports            # a log of 50 MB
    python -m benchmarks.imports --mb 200

The log is one of Inspect's, made up to the size that is asked; the catalog is compiled before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parents[1]
TRANSCRIPT = "the model thinks, and calls a tool, and reads what it says. " * 400


class Taken(NamedTuple):
    """What a command took of the machine."""

    code: int
    cpu_seconds: float
    megabytes: float


def log_of_size(megabytes: int) -> bytes:
    """An Inspect log of about so many megabytes, each sample with a long transcript."""
    samples = [
        {
            "id": f"task-{number}",
            "epoch": 1,
            "messages": [{"role": "assistant", "content": TRANSCRIPT}],
            "scores": {"match": {"value": "C" if number % 3 else "I"}},
        }
        for number in range(megabytes * 1_000_000 // (len(TRANSCRIPT) + 150))
    ]
    right = sum(number % 3 > 0 for number in range(len(samples)))
    score = {"name": "match", "scored_samples": len(samples), "metrics": {"accuracy": {"value": right / len(samples)}}}
    about = {"task": "large", "model": "mockllm/large", "created": "2026-11-26T12:00:00+00:00"}
    results = {"total_samples": len(samples), "completed_samples": len(samples), "scores": [score]}
    return json.dumps({"status": "success", "eval": about, "results": results, "samples": samples}).encode()


def taken_by(words: list[str], folder: Path) -> Taken:
    """Run the program in `folder` as a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(HOME), "MODELPICK_CACHE_DIR": str(folder / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, "-m", "modelpick", *words], cwd=folder, env=env, check=False, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(ran.returncode, cpu, after.ru_maxrss / 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mb", type=int, default=50, help="the size of the log")
    size = parser.parse_args().mb
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "large.json").write_bytes(log_of_size(size))
        found = taken_by(["scores", "import", "large.json", "--model", "opus 4.6"], folder)
        print(f"{size} MB: exit {found.code}, {found.cpu_seconds:.1f} s of CPU, {found.megabytes:.0f} MB of memory")
        return found.code


if __name__ == "__main__":
    raise SystemExit(main())
