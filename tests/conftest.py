"""What the tests share: one bundled catalog a process, and the program run in process."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import modelpick.app.load as door
import modelpick.rulebook.load as rulebook_door
from modelpick.app.catalogue import OpenCatalog
from modelpick.catalogue.bundled import bundled
from modelpick.cli import remembered
from modelpick.domain.facts import Facts
from modelpick.domain.rules import Rulebook

# A busy machine is slow, not wrong.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

DATA_DAY = "2026-11-26"
"""The day of the first catalog. Questions about the bundled data are asked as of then, whatever is added later."""
TODAY = max(date.today().isoformat(), DATA_DAY)

_read, _load_rules = door.read, rulebook_door.load_rules


@dataclass(frozen=True)
class Result:
    """What a run of the program left: its exit code and its two streams."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees, or leaves anything in, the folders of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODELPICK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("MODELPICK_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        yield


@functools.cache
def bundled_catalogue() -> OpenCatalog:
    return _read(door.Given(), TODAY)


@functools.cache
def _cached_rules(folders: tuple[Path, ...]) -> Any:
    return _load_rules(folders)


def _shipped(folder: Path) -> bool:
    return folder == bundled("rules") or Path(__file__).parent in folder.parents


def load(catalogs: Any = (), rules: Any = (), *, with_bundled: bool = True, today: str | None = None) -> OpenCatalog:
    """`modelpick.load` without a compiled file, and with what does not change between tests read once."""
    if with_bundled and not catalogs and not rules:
        return bundled_catalogue()
    return _read(door.Given(tuple(catalogs), tuple(rules), with_bundled), today or TODAY)


def load_rules(folders: Any) -> Any:
    return _cached_rules(tuple(folders)) if all(map(_shipped, folders)) else _load_rules(folders)


@pytest.fixture(scope="session")
def catalogue() -> OpenCatalog:
    """The bundled catalog."""
    return bundled_catalogue()


@pytest.fixture(scope="session")
def shipped_facts(catalogue: OpenCatalog) -> Facts:
    return catalogue.facts


@pytest.fixture(scope="session")
def shipped_rules(catalogue: OpenCatalog) -> Rulebook:
    return catalogue.rulebook


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the program in process: ``run("status", "muse-spark").code``."""
    from modelpick.cli.main import main

    monkeypatch.setattr(door, "load", load)
    monkeypatch.setattr(remembered, "recall", lambda *_: None)
    monkeypatch.setattr(rulebook_door, "load_rules", load_rules)

    def run(*args: object) -> Result:
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        return Result(code, *capsys.readouterr())

    return run
