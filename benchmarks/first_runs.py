"""Two hundred first questions at once, on an empty cache folder.

    python -m benchmarks.first_runs [--processes 200]

The question lies over a catalog file of one's own, so that nothing compiled is there before. All answers must be the
same, and one snapshot must come of it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.installed import Ran, installed

OWN = "aliases:\n  - {alias: our-favourite, model: meta/muse-spark}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=200)
    processes = parser.parse_args().processes
    with installed() as program, tempfile.TemporaryDirectory() as name:
        cache, own = Path(name) / "cache", Path(name) / "own.yaml"
        own.write_text(OWN, "utf-8")
        command = [program.program, "recommend", "--need", "coding", "--catalog", str(own), "--format", "json"]

        def ask(_: int) -> Ran:
            return program.run(command, cache)

        start = time.perf_counter()
        with ThreadPoolExecutor(processes) as pool:
            found = list(pool.map(ask, range(processes)))
        seconds = time.perf_counter() - start
        answers = Counter((ran.code, ran.out) for ran in found)
        snapshots = list((cache / "snapshots").glob("*.sqlite"))
        print(f"{processes} at once in {seconds:.1f} s, slowest {max(ran.seconds for ran in found):.1f} s")
        print(f"different answers: {len(answers)}, exit codes: {sorted({code for code, _ in answers})}")
        print(f"snapshots: {len(snapshots)}")
        if len(answers) != 1 or len(snapshots) != 1 or found[0].code != 0:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
