"""What the tests share: one bundled catalog a process, and the program run in process."""

from __future__ import annotations

import functools
import gc
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

import modelpick.catalog.bundled as calendar
import modelpick.catalog.load as files
import modelpick.rulebook.load as rulebook_door
import modelpick.use_cases.load as door
from modelpick.catalog.bundled import SHIPPED_ON, bundled
from modelpick.catalog.validate import CheckedFile
from modelpick.decide.columns import Columns
from modelpick.documents.market_reports import LinkCounts
from modelpick.documents.recommendation import Recommendation
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.problems import Problem
from modelpick.model.request import Request
from modelpick.model.rules import Rulebook
from modelpick.snapshot import keep
from modelpick.snapshot.key import key_of, market_state
from modelpick.snapshot.read import Snapshot
from modelpick.snapshot.write import write
from modelpick.storage.lock import Turn
from modelpick.storage.reading import Reads
from modelpick.use_cases.catalog import OpenCatalog

# A worker of pytest has it; a pipe would be laid out in it.
os.environ.pop("COLUMNS", None)
# What a test leaves goes with its last reference: the collector finds little, and need not look so often.
gc.set_threshold(50_000, 20, 100)
# A busy machine is slow, not wrong. A change is judged by the same examples as the one before it; others are looked for
# by `pytest -m hypothesis --hypothesis-profile hunt`, as often as one likes.
settings.register_profile("hunt", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("hunt"), derandomize=True, database=None)
settings.load_profile("same")

DATA_DAY = "2026-11-27"
"""The day of the first catalog. Questions about the bundled data are asked as of then, whatever is added later."""
STARTED_ON = date.today().isoformat()
TODAY = max(STARTED_ON, DATA_DAY)
calendar._calendar_day = lambda: STARTED_ON  # midnight may come before the last test

_read, _load_rules, _load_facts, _opened = door.read, rulebook_door.load_rules, files.load_facts, files.opened
_recommend = OpenCatalog.recommend


LONGEST = (
    "browser/test_pages.py",
    "use_cases/test_update.py",
    "snapshot/test_snapshot.py",
    "test_catalog_commands.py",
    "test_docs.py",
    "test_wheel.py",
    "use_cases/test_score_sources.py",
    "test_api.py",
)
"""Of the files of tests, those that take seconds."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A worker takes a whole file, so that what is made for its tests is made once. The longest come first: the last
    are short, and no worker waits long for the other."""
    places = {Path(__file__).parent / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None, whose work would be for nothing, where a few tests are asked for by name."""
    is_few = config.option.keyword or config.option.lf or any("::" in word for word in config.args)
    return 0 if is_few else None


@dataclass(frozen=True)
class Result:
    """What a run of the program left: its exit code and its two streams."""

    code: int
    out: str
    err: str


_session_folders: list[Path] = []
"""Where this session keeps what is made once; a test may have a cache folder of its own."""


def _of_all_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this session: what the program keeps there is made by one process and read by the others."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True)
def _trusted_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that damages a cache leaves the process of the next one as it was."""
    monkeypatch.setattr(keep, "_is_cache_distrusted", False)


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test sees, or leaves anything in, the folders of the person who runs it; the bundled files are read once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "load_facts", load_facts)
        patch.setattr(files, "opened", opened)
        patch.setattr(OpenCatalog, "recommend", recommend)
        _session_folders.append(_of_all_workers(tmp_path_factory) / "cache")
        patch.setenv("MODELPICK_CACHE_DIR", str(_session_folders[0]))
        patch.setenv("MODELPICK_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        yield


@functools.cache
def bundled_catalog() -> OpenCatalog:
    # A module that has synced a market of its own may be the first to ask.
    made = replace(_read(door.CatalogInputs(synced=False), TODAY), columns_on=_columns_on)
    # It stays to the end: the collector need not walk through it again and again.
    gc.collect()
    gc.freeze()
    return made


def _columns_on(_: str) -> Columns:
    return _bundled_columns()


@functools.cache
def _bundled_columns() -> Columns:
    return Snapshot(compiled_bundle()).columns


@functools.cache
def compiled_bundle() -> Path:
    """The bundled catalog, compiled once for all tests, under the name that the program gives it in a cache folder."""
    cache = _session_folders[0]
    folder = cache / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    with Turn(folder / "turn.lock", 120):
        if not list(folder.glob("*.sqlite")):
            key, draft = key_of(["with bundled", ""], []), folder / "draft"
            write(draft, door.compiled(door.CatalogInputs(synced=False), TODAY), TODAY)
            made = draft.rename(folder / f"{key}-{crc32(draft.read_bytes()):08x}.sqlite")
            _copy_snapshot(made, cache)  # for every program that is run with the cache folder of this session
    (made,) = folder.glob("*.sqlite")
    return made


def put_compiled_bundle(cache: Path) -> None:
    """Into an own cache folder, so that a program that is run with it need not compile."""
    _copy_snapshot(compiled_bundle(), cache)


def _copy_snapshot(made: Path, cache: Path) -> None:
    (cache / "snapshots").mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = cache / "snapshots" / f".{os.getpid()}.draft"
    shutil.copy(made, draft)
    draft.rename(draft.with_name(made.name))


@functools.cache
def answer_of(need: str, day: str | None = None) -> Recommendation:
    """All that the bundled catalog ranks for that need: the same answer serves every test that looks at it."""
    return bundled_catalog().recommend(question_of(need, day))


def question_of(need: str, day: str | None = None) -> Request:
    machine: dict[str, Any] = {"hardware": "h100-80gb", "constraints": {"self-host": True}}
    return Request(needs={need: 1}, as_of=day, **(machine if need == "own-hardware" else {}))


@functools.lru_cache(maxsize=6)
def _read_once(files: tuple[Any, ...], today: str, _content: tuple[bytes | None, ...]) -> OpenCatalog:
    return _read(door.CatalogInputs(*files), today)


def _content(given: door.CatalogInputs) -> tuple[bytes | None, ...]:
    """What the files of `given`, and the market, hold now."""
    inside = [*given.catalogs, *(path for folder in given.rules for path in sorted(folder.rglob("*")))]
    whole = (path for path in inside if path.is_file() and path.stat().st_size < LARGEST)
    return market_state().encode(), *(path.read_bytes() for path in whole)


@functools.cache
def _cached_rules(folders: tuple[Path, ...]) -> Any:
    return _load_rules(folders)


@functools.cache
def _bundled_facts(today: str) -> Facts:
    return _load_facts([files.bundled_files()], today)


def load_facts(
    layers: Sequence[Sequence[Path]], today: str, beneath: Facts | None = None, *, reads: Reads | None = None
) -> Facts:
    """The program's own, with the bundled files read once a process: facts are frozen."""
    if beneath is None and layers == [files.bundled_files()]:
        return _bundled_facts(max(today, SHIPPED_ON))
    return _load_facts(layers, today, beneath, reads=reads)


@functools.cache
def _opened_bundled(path: Path, today: str) -> tuple[list[CheckedFile], list[Problem]]:
    return _opened([path], today)


def opened(paths: Sequence[Path], today: str, reads: Reads | None = None) -> tuple[list[CheckedFile], list[Problem]]:
    """The program's own, with the bundled files read once a process."""
    bundled_ones = files.bundled_files()
    found = [
        _opened_bundled(path, max(today, SHIPPED_ON)) if path in bundled_ones else _opened([path], today, reads)
        for path in paths
    ]
    return [file for read, _ in found for file in read], [each for _, problems in found for each in problems]


_answers: OrderedDict[tuple[int, str], tuple[OpenCatalog, Recommendation]] = OrderedDict()
ANSWERS_KEPT = 24
LARGEST = 2**24
"""A file of more bytes is one that the program does not read either."""


def recommend(catalog: OpenCatalog, request: Request, *, whole: bool = True, sources: bool = True) -> Recommendation:
    """The program's own. The newest answers serve again: what asks for one in every format has it worked out once."""
    key = (id(catalog), f"{whole}{sources}{request!r}")
    if key not in _answers:
        _answers[key] = (catalog, _recommend(catalog, request, whole=whole, sources=sources))
        if len(_answers) > ANSWERS_KEPT:
            _answers.popitem(last=False)
    return _answers[key][1]


def forget_answers() -> None:
    """What is asked from now on is worked out anew."""
    _answers.clear()


def count_links(catalogs: Sequence[Path], today: str) -> LinkCounts:
    """The program's own, without a snapshot for a first question: for updates after which nothing is asked."""
    return door.compiled(door.CatalogInputs(tuple(catalogs)), today).links


def _shipped(folder: Path) -> bool:
    return folder == bundled("rules") or Path(__file__).parent in folder.parents


def load(
    catalogs: Any = (), rules: Any = (), *, with_bundled: bool = True, today: str | None = None, **_: object
) -> OpenCatalog:
    """`modelpick.load` without a compiled file, and with what does not change between tests read once."""
    if with_bundled and not catalogs and not rules:
        return bundled_catalog()
    given = door.CatalogInputs(tuple(catalogs), tuple(rules), with_bundled)
    return _read_once((given.catalogs, given.rules, with_bundled), today or TODAY, _content(given))


def load_rules(folders: Any, **_: object) -> Any:
    return _cached_rules(tuple(folders)) if all(map(_shipped, folders)) else _load_rules(folders)


@pytest.fixture(scope="session")
def catalog() -> OpenCatalog:
    """The bundled catalog."""
    return bundled_catalog()


@pytest.fixture(scope="session")
def shipped_facts(catalog: OpenCatalog) -> Facts:
    return catalog.facts


@pytest.fixture(scope="session")
def shipped_rules(catalog: OpenCatalog) -> Rulebook:
    return catalog.rulebook


@functools.cache
def _built_once(build: Callable[[str], Any]) -> Callable[[str], Any]:
    """Typer's commands, which keep nothing of a run."""
    return functools.cache(build)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the program in process: ``run("status", "muse-spark").code``."""
    from modelpick.cli import commands
    from modelpick.cli.main import main

    monkeypatch.setattr(commands, "_build_command", _built_once(commands._build_command))
    monkeypatch.setattr(door, "load", load)
    monkeypatch.setattr(rulebook_door, "load_rules", load_rules)

    def run(*args: object) -> Result:
        capsys.readouterr()
        code = main([str(arg) for arg in args])
        return Result(code, *capsys.readouterr())

    return run
