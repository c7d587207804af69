"""A catalog that is compiled over another is, row by row, what compiling the whole would make."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from modelpick.catalog.load import load_facts
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.rules import Rulebook
from modelpick.snapshot.layout import CatalogOrigins
from modelpick.snapshot.read import Snapshot
from modelpick.snapshot.write import Compiled, write
from modelpick.use_cases.load import read_fitted
from tests.conftest import DATA_DAY, bundled_catalog

TABLES = ("parts", "models", "model_bodies", "rows", "ends")
OWN_FILES = {
    "a score": "scores: [{model: openai/gpt-5.5, benchmark: swe-bench-verified, value: 55.5, on: 2026-06-01}]",
    "a run": "scores: [{model: openai/gpt-5.5, benchmark: gpqa-diamond, value: 50, on: 2026-06,"
    " run: {n: 20, passed: 10}}]",
    "a first score": "scores: [{model: openai/gpt-5.5, benchmark: exam, value: 50, on: 2026-06-01}]\n"
    "benchmarks: [{id: exam, name: Exam, family: exam, unit: percent, range: [0, 100], tests: x,"
    " anchors: {worst: 0, best: 100, why: all of it}, noise: {tau0: 1.5}, like: gpqa-diamond}]",
    "a price": "prices: [{model: openai/gpt-5.5, provider: openai, on: 2026-06-01, in: 1, out: 2}]",
    "a discount": "discounts: [{provider: openai, percent: 20}]",
    "an alias": "aliases: [{alias: my-gpt, model: openai/gpt-5.5}]",
    "a policy": "policy: {deny: [{labs: [openai], because: no}]}",
    "a term": "terms: [{provider: openai, term: baa, is: yes, document: a contract, on: 2026-06-01}]",
    "a provider": "providers: [{id: openai, jurisdictions: [DE]}]",
    "a model": "models: [{id: me/mine, name: Mine, weights: open, base: openai/gpt-oss-120b}]",
    "another family": "models: [{id: openai/gpt-5.5, family: other}]",
    "a device": "hardware: [{id: me/card, name: My Card, kind: consumer, memory_gb: 20, bandwidth_gb_s: 500,"
    " source: own}]",
    "an end": "ended: [{provider: openai, id: gpt-5.5, is: retired, on: 2026-10-01, source: own, read: 2026-10-02,"
    " evidence: primary}]",
}


FEW = ("anthropic/claude-opus-5", "openai/gpt-5.5", "openai/gpt-oss-120b", "moonshotai/kimi-k3", "qwen/qwen3-32b")


@pytest.fixture(scope="module")
def few() -> Facts:
    """Some models of the catalog."""
    facts = bundled_catalog().facts
    return replace(facts, models={id_: facts.models[id_] for id_ in facts.models if id_ in FEW})


@pytest.fixture(scope="module")
def beneath(few: Facts, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot(compiled_file(tmp_path_factory.mktemp("beneath") / "beneath.sqlite", few, None))


def compiled_file(path: Path, facts: Facts, beneath: Snapshot | None) -> Path:
    path.unlink(missing_ok=True)
    rulebook = bundled_catalog().rulebook
    known = beneath.rulebook if beneath else Rulebook({"coding": rulebook.needs["coding"]}, {}, {}, {})
    write(path, Compiled(facts, known, {}, read_fitted(), CatalogOrigins(()), beneath=beneath), DATA_DAY)
    return path


def rows_in(path: Path) -> dict[str, list[Any]]:
    connection = sqlite3.connect(path)
    found = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    connection.close()
    return found


@pytest.mark.parametrize("change", OWN_FILES)
def test_what_is_compiled_over_another_is_the_whole(change: str, few: Facts, beneath: Snapshot, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(OWN_FILES[change] + "\n", "utf-8")
    over, whole = (load_facts([[own]], DATA_DAY, base) for base in (beneath.whole, few))
    assert rows_in(compiled_file(tmp_path / "over", over, beneath)) == rows_in(
        compiled_file(tmp_path / "whole", whole, None)
    )


def test_a_question_reads_no_row_of_a_model_that_nobody_is_known_for(
    few: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large market is made of these."""
    ids = [f"unlinked/host/{n}" for n in range(20)]
    unlinked = {id_: replace(few.models["openai/gpt-5.5"], id=id_, linked=False) for id_ in ids}
    snapshot = Snapshot(compiled_file(tmp_path / "large", replace(few, unlinked=unlinked), None))
    read: list[Any] = []
    rows_of = Snapshot._loaded_rows
    monkeypatch.setattr(Snapshot, "_loaded_rows", lambda *said: read.extend(found := rows_of(*said)) or found)
    facts = snapshot.facts(DATA_DAY)
    assert len([facts.models[id_] for id_ in facts.models]) == len(few.models)
    assert not [row for row in read if any(value in ids for value in row)]
    assert facts.unlinked[ids[3]].id == ids[3]
    assert list(facts.unlinked) == ids
