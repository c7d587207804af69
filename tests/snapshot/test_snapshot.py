"""A compiled catalog answers as the files do, and nothing that happens to its file can change an answer."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from modelpick.catalog.bundled import bundled
from modelpick.fit.hardware import parse_hardware
from modelpick.model.asof import as_of
from modelpick.model.errors import InputErrors
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.snapshot.keep import find_snapshot
from modelpick.snapshot.key import program_of
from modelpick.snapshot.read import Snapshot
from modelpick.use_cases.catalog import OpenCatalog, no_columns
from modelpick.use_cases.load import CatalogInputs, load, read
from tests.conftest import TODAY, bundled_catalog, compiled_bundle, question_of

OWN = """
sources:
  - {id: ours, title: Our notes, publisher: us, kind: board}
benchmarks:
  - id: swe-bench-verified
    name: SWE-bench Verified
    family: swe-bench
    tests: repairs repositories
    unit: percent
    range: [0, 100]
    anchors: {worst: 0, best: 100, why: the whole scale}
    noise: {tau0: 1.5}
models:
  - id: us/private-1
    name: Private 1
    released: 2026-05-01
    weights: open
    license: {id: Apache-2.0, osi: true, commercial: yes_}
    measurements:
      - {benchmark: swe-bench-verified, value: 61.5, by: independent, source: ours, on: 2026-05-02}
""".replace("yes_", "'yes'")


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(compiled_bundle())


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A small catalog of its own, so that compiling it takes no time."""
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    return path


@pytest.mark.parametrize("day", [None, "2026-11-21", "2026-06-01", "2025-01-01"])
def test_it_holds_what_the_files_say(snapshot: Snapshot, day: str | None) -> None:
    said = bundled_catalog().facts
    expected = said if day is None else as_of(said, day)
    facts = snapshot.facts(day)
    assert list(facts.models) == list(expected.models)
    for id_, model in expected.models.items():
        assert facts.models[id_] == model
        assert model == facts.models[id_]
    for part in ("benchmarks", "sources", "providers", "aliases"):
        assert dict(getattr(facts, part)) == dict(getattr(expected, part))
    assert snapshot.rulebook == bundled_catalog().rulebook


def over(snapshot: Snapshot) -> OpenCatalog:
    return OpenCatalog(
        snapshot.facts(),
        snapshot.rulebook,
        TODAY,
        ("bundled",),
        fitted=snapshot.fitted(),
        on=snapshot.facts,
        columns_on=lambda _: snapshot.columns,
        draws=snapshot.draws,
    )


@pytest.mark.parametrize("day", [None, "2026-06-01"])
def test_it_answers_as_the_files_do(snapshot: Snapshot, day: str | None) -> None:
    quick, slow = over(snapshot), replace(bundled_catalog(), columns_on=no_columns, _days={})
    for need in ("coding", "health", "low-cost", "own-hardware"):
        assert quick.recommend(question_of(need, day)) == slow.recommend(question_of(need, day)), need
    strict = Request(needs={"coding": 1, "agentic": 2}, constraints={"self-host": True}, evidence="strict")
    assert quick.recommend(strict) == slow.recommend(strict)
    assert quick.info() == slow.info()
    assert quick.show("muse-spark") == slow.show("muse-spark")
    assert quick.evidence("muse-spark") == slow.evidence("muse-spark")


def test_a_later_fact_counts_from_its_day(cache: Path, own: Path) -> None:
    """Cells that were worked out before are those of the newest facts alone."""
    own.write_text(OWN.replace("on: 2026-05-02}", "on: 2026-05-02}\n      - {benchmark: swe-bench-verified, value: 50, "
                               "by: independent, source: ours, on: 2026-05-09}"), "utf-8")  # fmt: skip
    given = CatalogInputs((own,), (bundled("rules"),), with_bundled=False)
    early = load(given.catalogs, given.rules, with_bundled=False, today="2026-06-01")
    for day in ("2026-05-01", "2026-05-05", "2026-05-20"):
        expected = read(given, "2026-06-01").evidence("us/private-1", on=day)
        assert early.evidence("us/private-1", on=day) == expected


def asked(own: Path) -> bytes:
    answer = load([own], with_bundled=False, today=TODAY).show("us/private-1")
    return repr(answer).encode()


@pytest.mark.parametrize("harm", ["cut", "flipped", "empty", "foreign", "gone"])
def test_a_damaged_snapshot_is_made_anew(cache: Path, own: Path, harm: str) -> None:
    whole = asked(own)
    (path,) = cache.glob("snapshots/*-*.sqlite")
    content = path.read_bytes()
    path.unlink()
    if harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        path.write_bytes(content[:9000] + bytes([content[9000] ^ 1]) + content[9001:])
    elif harm == "empty":
        path.touch()
    elif harm == "foreign":
        sqlite3.connect(path).execute("CREATE TABLE parts (name, body)").connection.close()
    assert asked(own) == whole
    assert find_snapshot(cache / "snapshots", path.stem.split("-")[0]) is not None


def test_a_change_of_the_files_is_seen_at_once(cache: Path, own: Path) -> None:
    before = asked(own)
    own.write_text(OWN.replace("61.5", "62.5"), "utf-8")
    assert asked(own) != before
    own.write_text(OWN, "utf-8")
    assert asked(own) == before


def test_a_faulty_file_leaves_the_last_good_snapshot_alone(cache: Path, own: Path) -> None:
    asked(own)
    before = {path: path.read_bytes() for path in cache.rglob("*.sqlite")}
    own.write_text(OWN.replace("61.5", "161.5"), "utf-8")
    with pytest.raises(InputErrors):
        asked(own)
    assert {path: path.read_bytes() for path in cache.rglob("*.sqlite")} == before


def test_what_a_killed_run_left_goes(cache: Path, own: Path) -> None:
    asked(own)
    left = cache / "snapshots" / ".modelpick-0123456789abcdef.draft"
    left.write_bytes(b"half")
    own.write_text(OWN.replace("61.5", "70.5"), "utf-8")
    asked(own)
    assert not left.exists()


def program(*args: str, cache: Path, cwd: Path) -> subprocess.Popen[str]:
    home = Path(__file__).resolve().parents[2]
    env = {**os.environ, "MODELPICK_CACHE_DIR": str(cache), "PYTHONPATH": str(home), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "modelpick", *args]
    return subprocess.Popen(
        command, cwd=cwd, env=env, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


QUESTION = ("recommend", "--need", "coding", "--format", "json")


@dataclass(frozen=True)
class FirstRuns:
    """A cache folder that was empty when several runs asked at once, and what became of them."""

    cache: Path
    results: list[tuple[str, str, int]]
    snapshots: list[Path]


def test_a_word_that_is_no_text_names_nothing_and_damages_nothing(snapshot: Snapshot) -> None:
    """As a command line may hold one: the file is as sound as it was, and stays."""
    known = snapshot.facts()
    assert known.models.get("\udcff") is None
    assert known.ends.get("\udcff") is None
    assert snapshot.body("\udcff") is None


@pytest.fixture(scope="module")
def first_runs(tmp_path_factory: pytest.TempPathFactory) -> FirstRuns:
    folder = tmp_path_factory.mktemp("first")
    runs = [program(*QUESTION, cache=folder / "cache", cwd=folder) for _ in range(4)]
    results = [(*run.communicate(), run.returncode) for run in runs]
    return FirstRuns(folder / "cache", results, list((folder / "cache").glob("snapshots/*.sqlite")))


def test_many_first_runs_at_once_make_one_snapshot(first_runs: FirstRuns) -> None:
    assert {code for *_, code in first_runs.results} == {0}
    assert len({out for out, *_ in first_runs.results}) == 1
    assert {err for _, err, _ in first_runs.results} == {""}
    assert len(first_runs.snapshots) == 1


def test_without_a_cache_folder_it_answers_and_says_so(tmp_path: Path, first_runs: FirstRuns) -> None:
    first = first_runs.results[0]
    (tmp_path / "file").touch()
    run = program(*QUESTION, cache=tmp_path / "file" / "cache", cwd=tmp_path)
    out, err = run.communicate()
    assert (run.returncode, out) == (0, first[0])
    assert err.startswith("note: the cache folder ")
    assert "cannot be written" in err


def test_the_second_answer_is_the_first_and_loads_no_data(tmp_path: Path, first_runs: FirstRuns) -> None:
    cache = first_runs.cache

    def ask() -> tuple[str, str]:
        code = (
            "import sys\nfrom modelpick.cli.main import main\nmain(sys.argv[1:])\n"
            "print('\\n'.join(sys.modules), file=sys.stderr)"
        )
        home = Path(__file__).resolve().parents[2]
        env = {**os.environ, "MODELPICK_CACHE_DIR": str(cache), "PYTHONPATH": str(home)}
        run = subprocess.run(
            [sys.executable, "-c", code, *QUESTION], cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        )
        return run.stdout, run.stderr

    first = first_runs.results[0][0]
    second, loaded = ask()
    assert "sqlite3" in loaded.split()
    assert not {"pydantic", "yaml", "httpx2"} & set(loaded.split())
    assert json.loads(first)["ranking"]
    assert first == second


@pytest.mark.parametrize("name", ["code.py", "data.yaml", "page.html", "page.css", "page.js"])
def test_the_number_of_a_build_follows_every_file_that_an_answer_depends_on(tmp_path, name):
    file = tmp_path / "inside" / name
    file.parent.mkdir()
    file.write_text("one", "utf-8")
    before = program_of(tmp_path)
    file.write_text("two", "utf-8")
    assert program_of(tmp_path) != before


def test_a_question_decodes_the_devices_that_it_names() -> None:
    facts = Snapshot(compiled_bundle()).facts()
    parse_hardware("2x rtx-3090 + rtx-3060 12GB", facts.hardware, facts.device_names)
    assert set(facts.hardware._made) == {"nvidia/rtx-3090", "nvidia/rtx-3060-12gb"}  # type: ignore[attr-defined]
    assert len(facts.hardware) > 500
