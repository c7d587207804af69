"""What a paper says is added to the user's own file, whole or not at all, and holds until its last day."""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import modelpick
from modelpick.catalog.reader import parse_yaml
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.own_file import flow_row
from modelpick.use_cases.terms import Confirmation, confirmed_row
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
CONFIRM = ("terms", "confirm", "anthropic", "baa", "--source", "contract-2026-12")
ASK = ("recommend", "--need", "health", "--baa", "--residency", "us", "--where", "route.provider=anthropic")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "modelpick.yaml"


@pytest.fixture
def facts(catalog: OpenCatalog) -> Facts:
    return catalog.facts


def rows(file: Path) -> Any:
    return parse_yaml(file.read_text("utf-8"), "f.yaml").data["terms"]


def test_a_paper_is_recorded_and_counts_from_then_on(run: Run, file: Path) -> None:
    result = run(*CONFIRM, "--valid-until", "2027-12", "--on", "2026-11-20")
    assert result.out == (
        "modelpick.yaml: added {provider: anthropic, term: baa, is: yes, on: 2026-11-20, "
        "until: 2027-12, document: contract-2026-12}\n"
    )
    answer = run(*ASK, "--as-of", DATA_DAY)
    assert answer.code == 0
    assert "HIPAA business associate agreement (your own paper, 2026-11-20)" in answer.out
    assert run(*ASK, "--as-of", "2026-11-19").code == 1


def test_the_card_of_a_provider_has_what_the_papers_say(run: Run, file: Path) -> None:
    row = "{provider: anthropic, term: baa, is: yes, on: 2026-11-20, document: a, until: 2027-12}"
    file.write_text(f"terms:\n  - {row}\n", "utf-8")
    card = json.loads(run("show", "anthropic", "--as-of", DATA_DAY, "-f", "json").out)
    (line,) = [term for term in card["terms"] if "until 2027-12" in term["term"]]
    assert (line["is"], line["source"]) == ("yes", "modelpick.yaml:2")


@pytest.mark.parametrize(
    "text",
    [
        "# mine\nscores: []  # none yet\n",
        "terms:\n- {provider: openai, term: dpa, is: yes, on: 2026-01-01, document: a}\n\n# the end\n",
        "terms:  # signed\n  - provider: openai\n    term: dpa\n    is: unknown\npolicy: {}\n",
        "terms: []\n",
    ],
)
def test_everything_else_in_the_file_stays(run: Run, file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    code = run(*CONFIRM, "--on", "2026-11-20").code
    after = file.read_text("utf-8")
    if text == "terms: []\n":  # a list that is written out cannot be added to
        assert (code, after) == (2, text)
        return
    assert code == 0
    assert not [line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line.startswith("- ")]
    assert rows(file)[-1]["document"] == "contract-2026-12"


def test_a_faulty_file_is_told_and_stays(run: Run, file: Path) -> None:
    file.write_text("terms:\n  - {provider: openai, term: dpa, is: maybe}\n", "utf-8")
    before = file.read_bytes()
    assert run(*CONFIRM).code == 2
    assert file.read_bytes() == before


def test_another_face_does_the_same(file: Path) -> None:
    catalog = modelpick.load(project=False)
    until = datetime.date(2027, 3, 31)
    added = catalog.confirm_term(
        "Azure OpenAI / Microsoft Foundry", "sla", source="enterprise agreement", value=99.95, valid_until=until,
        models=["openai/*", "gpt-5.4"], on="2026-11-01", note="per region", file=file,
    )  # fmt: skip
    assert (added.file, parse_yaml(added.line, "x").data) == (file, rows(file)[0])
    assert rows(file) == [{
        "provider": "azure", "term": "sla", "is": 99.95, "models": ["openai/*", "openai/gpt-5.4"], "on": "2026-11-01",
        "document": "enterprise agreement", "until": "2027-03-31", "note": "per region",
    }]  # fmt: skip


def confirmed(facts: Facts, term: str, **more: Any) -> Any:
    said = {"provider": "anthropic", "document": "paper", "on": "2026-11-01", **more}
    return confirmed_row(Confirmation(term=term, **said), facts, DATA_DAY)


@pytest.mark.parametrize(
    ("term", "name", "value"),
    [
        ("BAA", "baa", "yes"),
        ("zero-retention", "zero_retention", "yes"),
        ("no-training", "training", "no"),
        ("human_review", "human_review", "no"),
        ("certified.hds", "certified.hds", "yes"),
        ("residency.eu", "residency.eu", "yes"),
    ],
)
def test_a_paper_says_what_one_wants_unless_it_says_otherwise(facts: Facts, term: str, name: str, value: str) -> None:
    row = confirmed(facts, term)
    assert (row.term, row.value) == (name, value)


@pytest.mark.parametrize("note", ["a: b # c", "yes", "true", "2026", "- [a", 'a "b"', "\u202e{x}\x9b"])
def test_a_row_is_one_line_that_reads_back_as_it_was_said(facts: Facts, note: str) -> None:
    row = flow_row(replace(confirmed(facts, "baa"), note=note))
    assert row.isprintable()
    assert parse_yaml(row, "f.yaml").data["note"] == note


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"term": "bba"}, "Did you mean `baa`"),
        ({"term": "residency.mars"}, "unknown region"),
        ({"term": "certified."}, "unknown term"),
        ({"term": "baa", "provider": "anthropc"}, "Did you mean `anthropic`"),
        ({"term": "baa", "value": "sure"}, "is an answer"),
        ({"term": "sla"}, "is a number"),
        ({"term": "sla", "value": "much"}, "much"),
        ({"term": "baa", "models": ["anthropc/*"]}, "no model"),
        ({"term": "baa", "models": ["claude-oups-5"]}, "unknown model"),
        ({"term": "baa", "document": " "}, "is empty"),
        ({"term": "baa", "on": "2027-01-01"}, "after today"),
        ({"term": "baa", "on": "soon"}, "expected a date"),
        ({"term": "baa", "valid_until": "2026-10"}, "before it holds"),
    ],
)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(facts: Facts, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelpickError) as fault:
        confirmed(facts, **given)
    assert said in str(fault.value)


def test_a_row_that_means_no_model_is_an_error(run: Run, file: Path) -> None:
    row = "{provider: azure, term: baa, is: yes, on: 2026-01-01, document: a, models: [anthropic/cluade]}"
    file.write_text(f"terms:\n  - {row}\n", "utf-8")
    result = run("catalog", "validate", file)
    assert result.code == 2
    assert "no model of the catalog is called 'anthropic/cluade'" in result.out + result.err
