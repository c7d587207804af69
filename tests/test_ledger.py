"""What a plain command may cost, counted and not timed: modules, rows and bytes that are read, models that are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import modelpick
from tests.conftest import DATA_DAY, put_compiled_bundle

HOME = Path(modelpick.__file__).parents[1]
FORBIDDEN = (
    "typer", "click", "rich", "pydantic", "yaml", "httpx2", "jinja2", "numpy", "json", "inspect", "dataclasses",
    "typing_extensions", "statistics", "shutil", "difflib", "annotated_types", "asyncio", "importlib.metadata",
    "modelpick.catalog.load", "modelpick.market.merge", "modelpick.market.read", "modelpick.sources",
    "modelpick.decide.tabulate", "modelpick.snapshot.write", "modelpick.cost.cost", "modelpick.fit.estimate",
)  # fmt: skip


class Budget(NamedTuple):
    """The most of each that a command may take; a little above what it takes today."""

    modules: int
    rows: int
    kilobytes: int
    models: int


COMMANDS = {
    "recommend coding --self-host": Budget(236, 220, 800, 8),
    "recommend health --api ga": Budget(236, 320, 1200, 9),
    "recommend low-cost": Budget(236, 260, 700, 9),
    "recommend coding=2 rag agentic": Budget(236, 500, 1800, 13),
    "recommend --persona hospital": Budget(236, 490, 1900, 17),
    "explain glm-5.3 --need coding": Budget(238, 220, 1100, 7),
    "compare gpt-5.5 kimi-k3": Budget(246, 290, 400, 5),
    "status gpt-5.5": Budget(232, 100, 300, 3),
}
PROGRAM = """
import sys
from modelpick.cli.quick import _import_msgspec, answered
_import_msgspec()
from modelpick.snapshot import read
counted = {"rows": 0, "bytes": 0, "models": 0}
body_of, model_of = read.Snapshot._summed_body, read.Snapshot._model_on_day
def body(self, *args):
    found = body_of(self, *args)
    counted["rows"] += 1
    counted["bytes"] += len(found or b"")
    return found
def model(self, *args):
    counted["models"] += 1
    return model_of(self, *args)
read.Snapshot._summed_body, read.Snapshot._model_on_day = body, model
code = answered(sys.argv[1:])
modules = sorted(sys.modules)
import json
print(json.dumps({**counted, "code": code, "modules": modules}), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Runs a command as the program does, with what it took; the catalog was compiled before."""
    cache = tmp_path_factory.mktemp("ledger")
    env = {**os.environ, "MODELPICK_CACHE_DIR": str(cache), "PYTHONPATH": str(HOME)}

    def run(line: str) -> dict[str, Any]:
        command = [sys.executable, "-c", PROGRAM, *line.split()]
        ran = subprocess.run(command, cwd=cache, env=env, capture_output=True, text=True, timeout=120, check=True)
        found: dict[str, Any] = json.loads(ran.stderr.splitlines()[-1])
        assert found["code"] in (0, 1)
        return found

    put_compiled_bundle(cache)
    run(f"status gpt-5.5 --as-of {DATA_DAY}")  # whose modules are compiled then, too
    assert len(list(cache.glob("snapshots/*.sqlite"))) == 1
    return run


@pytest.mark.parametrize("line", COMMANDS)
def test_a_plain_command_keeps_to_its_budget(taken: Any, line: str) -> None:
    found, budget = taken(f"{line} --as-of {DATA_DAY}"), COMMANDS[line]
    roots = (*FORBIDDEN, *(f"{name}." for name in FORBIDDEN))
    assert [m for m in found["modules"] if m in FORBIDDEN or m.startswith(roots[len(FORBIDDEN) :])] == []
    told = {
        "modules": len(found["modules"]),
        "rows": found["rows"],
        "kB": found["bytes"] // 1000,
        "models": found["models"],
    }
    assert all(value <= most for value, most in zip(told.values(), budget, strict=True)), told
