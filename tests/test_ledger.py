"""What a plain command may cost, counted and not timed: modules, reads and bytes of them, models that are made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import modelpick
from modelpick.snapshot.keep import find_snapshot
from tests.conftest import DATA_DAY, put_compiled_bundle

HOME = Path(modelpick.__file__).parents[1]
FORBIDDEN = (
    "typer", "click", "rich", "pydantic", "yaml", "httpx2", "jinja2", "numpy", "json", "inspect", "dataclasses",
    "typing_extensions", "statistics", "shutil", "difflib", "annotated_types", "asyncio", "importlib.metadata",
    "threading", "shlex", "platformdirs", "heapq", "modelpick.cli.options",
    "uuid", "platform", "urllib.parse", "ipaddress", "msgspec.inspect", "msgspec.toml", "msgspec.yaml",
    "hashlib", "random", "bisect", "unicodedata", "modelpick.cli.completion",
    "modelpick.catalog.load", "modelpick.market.merge", "modelpick.market.read", "modelpick.sources",
    "modelpick.decide.tabulate", "modelpick.snapshot.write", "modelpick.cost.cost", "modelpick.fit.estimate",
)  # fmt: skip
WORKED_OUT_FOR = {"modelpick.fit.estimate": "--hardware", "modelpick.cost.cost": "--workload"}
"""What a question needs that names a machine or a use."""


class Budget(NamedTuple):
    """The most of each that a command may take; a little above what it takes today."""

    modules: int
    reads: int
    kilobytes: int
    models: int


COMMANDS = {
    "recommend coding --self-host": Budget(202, 46, 740, 6),
    "recommend health --api ga": Budget(203, 82, 990, 7),
    "recommend health --residency eu": Budget(203, 80, 690, 5),
    "recommend low-cost": Budget(203, 65, 760, 6),
    "recommend coding=2 rag agentic": Budget(203, 77, 1450, 5),
    "recommend --persona hospital": Budget(203, 89, 1740, 6),
    "recommend coding --hardware rtx-4090": Budget(223, 60, 800, 5),
    "recommend coding --workload rag": Budget(213, 50, 1120, 5),
    "recommend coding --format json": Budget(193, 190, 1320, 49),
    "recommend coding --as-of 2026-11-01": Budget(204, 85, 1660, 5),
    "recommend coding --self-host --as-of 2026-02-15": Budget(204, 58, 950, 6),
    "explain glm-5.3 --need coding": Budget(213, 120, 1040, 4),
    "compare gpt-5.5 kimi-k3": Budget(219, 225, 230, 4),
    "status gpt-5.5": Budget(207, 90, 130, 2),
    "show kimi-k3": Budget(216, 315, 930, 2),
    "list gpt-5": Budget(196, 16, 69, 3),
    "evidence kimi-k3 --benchmark gpqa-diamond": Budget(200, 80, 410, 2),
    "retirements --within 90d": Budget(203, 182, 710, 46),
}
PROGRAM = """
import sys
from modelpick.cli.lean import import_leanly
from modelpick.cli.quick import answered
import_leanly()
from modelpick.snapshot import read
counted = {"reads": 0, "bytes": 0, "models": 0}
rows_of, model_of = read.Snapshot._loaded_rows, read.Snapshot._model_on_day
def rows(self, *args):
    found = rows_of(self, *args)
    counted["reads"] += 1
    counted["bytes"] += sum(len(each) for row in found for each in row if isinstance(each, bytes))
    return found
def model(self, *args):
    counted["models"] += 1
    return model_of(self, *args)
read.Snapshot._loaded_rows, read.Snapshot._model_on_day = rows, model
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
    (kept,) = cache.glob("snapshots/*.sqlite")
    with pytest.MonkeyPatch.context() as clock:  # a question some seconds later notes that it found the file whole
        clock.setattr("modelpick.storage.kept._SETTLED", -3600.0)
        assert find_snapshot(kept.parent, kept.stem.partition("-")[0])
    assert (kept.parent / "whole").exists()
    return run


@pytest.mark.parametrize("line", COMMANDS)
def test_a_plain_command_keeps_to_its_budget(taken: Any, line: str) -> None:
    dated = line if "--as-of" in line else f"{line} --as-of {DATA_DAY}"
    found, budget = taken(dated), COMMANDS[line]
    if sys.version_info >= (3, 12):  # where modules of the standard library import others
        budget = budget._replace(modules=budget.modules + 20)
    roots = (*FORBIDDEN, *(f"{name}." for name in FORBIDDEN))
    there = [m for m in found["modules"] if m in FORBIDDEN or m.startswith(roots[len(FORBIDDEN) :])]
    assert [m for m in there if WORKED_OUT_FOR.get(m, "-") not in line.split()] == []
    told = {
        "modules": len(found["modules"]),
        "reads": found["reads"],
        "kB": found["bytes"] // 1000,
        "models": found["models"],
    }
    assert all(value <= most for value, most in zip(told.values(), budget, strict=True)), told


def test_a_file_is_checked_without_all_of_pydantic(tmp_path: Path) -> None:
    """Its core checks; to import the rest takes longer."""
    own = tmp_path / "own.yaml"
    own.write_text("aliases:\n- {alias: a, model: lab/one}\n", "utf-8")
    program = (
        "import sys\nfrom pathlib import Path\nfrom modelpick import api\n"
        f"found = api.validate([Path({str(own)!r})], project=False, with_bundled=False)\n"
        "print(len(found.problems), [name for name in ('pydantic', 'pydantic_core') if name in sys.modules])"
    )
    env = {**os.environ, "MODELPICK_CONFIG_DIR": str(tmp_path), "PYTHONPATH": str(HOME)}
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120, check=True
    )
    assert ran.stdout == "1 ['pydantic_core']\n"
