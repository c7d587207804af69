"""The compiled catalog is the same bytes for the same content, or no two builds of the wheel are the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import modelpick

HOME = Path(modelpick.__file__).parents[1]
SHARED = HOME / "tests" / "scenarios" / "shared"
FIGURES = ", ".join(
    f"{{benchmark: {test}, value: {value}, by: independent, source: board, on: 2026-02-01}}"
    for value, test in enumerate(("exam", "trial", "quiz"), 60)
)
MODELS = "models:\n" + "".join(
    f"  - {{id: us/m{number}, name: M{number}, released: 2026-01-05, weights: closed, measurements: [{FIGURES}]}}\n"
    for number in range(4)
)
PROGRAM = """
import sys
from pathlib import Path
from modelpick.snapshot.write import write
from modelpick.use_cases.load import CatalogInputs, compiled

shared, out = map(Path, sys.argv[1:])
given = CatalogInputs((shared / "base.yaml", shared / "models.yaml"), (shared / "rules",), with_bundled=False)
try:
    made = compiled(given, "2026-11-26")
except Exception as error:
    sys.exit("; ".join(str(each) for each in getattr(error, "problems", [error])))
write(out, made, "2026-11-26")
"""


def test_the_same_content_compiles_to_the_same_bytes(tmp_path: Path) -> None:
    rules = tmp_path / "shared" / "rules"
    rules.mkdir(parents=True)
    (tmp_path / "shared" / "base.yaml").write_bytes((SHARED / "base.yaml").read_bytes())
    (tmp_path / "shared" / "models.yaml").write_text(MODELS, "utf-8")
    for path in (SHARED / "rules").glob("*.yaml"):
        if path.stem != "all-rounder":  # it names an advisory of the bundled rules
            (rules / path.name).write_bytes(path.read_bytes())
    written = []
    for seed in ("1", "4711"):
        out = tmp_path / f"{seed}.sqlite"
        env = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "shared"), str(out)]
        ran = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
        assert ran.returncode == 0, ran.stderr
        written.append(out.read_bytes())
    assert written[0] == written[1]
