"""A decision on record, and whether it still holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from modelpick.documents.decision_reports import DecisionReport
from modelpick.model.facts import StatusEvent
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.render.views.decision import decided_text
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.checked_files import check
from modelpick.use_cases.decision import write_record
from tests.conftest import Result
from tests.factories import criterion, facts, figure, model, need, offering, rulebook
from tests.render.showing import text

Run = Callable[..., Result]

RULES = rulebook(need("exams", criterion("exam")))
ASKED = Request(needs={"exams": 1})
ONE = model("a/one", figure(90), offerings=(offering("5", id="one"),))
TWO = model("a/two", figure(60), offerings=(offering("2", id="two"),))
DAY, LATER = "2026-06-01", "2026-07-01"


def opened(*models: Any, today: str = LATER) -> OpenCatalog:
    return OpenCatalog(facts(*models), RULES, today)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The first of two models, chosen on `DAY`."""
    catalog, path = opened(ONE, TWO, today=DAY), tmp_path / "decisions" / "exams.yaml"
    write_record(catalog, catalog.recommend(ASKED), path, ASKED, program="9.9.9", owner="Jo")
    return path


def checked(record: Path, *models: Any, **how: Any) -> DecisionReport:
    found = check(opened(*models), None, file=record, **how)
    assert isinstance(found, DecisionReport)
    return found


def test_a_record_holds_question_answer_runner_up_reasons_and_owner(record: Path) -> None:
    said = yaml.safe_load(record.read_text("utf-8"))
    assert (said["decision"], said["decided_on"], said["owner"]) == (1, DAY, "Jo")
    assert (said["answer"]["model"], said["runner_up"]["model"]) == ("a/one", "a/two")
    assert said["question"] == {"needs": {"exams": 1.0}}
    assert said["answer"]["price_in"] == 5
    assert said["reasons"]["for"]


def test_it_holds_while_nothing_changes(record: Path) -> None:
    found = checked(record, ONE, TWO)
    assert (found.holds, found.text) == (True, "The decision for One holds: it is still first")
    assert found.changes == ()


def test_a_better_model_ends_it_and_that_matters(record: Path) -> None:
    newer = model("b/three", figure(99, on="2026-06-15"), offerings=(offering("1", id="three", since="2026-06-15"),))
    found = checked(record, ONE, TWO, newer)
    assert (found.holds, found.first_now) == (False, "Three")
    matters = [change.text for change in found.changes if change.matters]
    assert any(text.startswith("Three: not ranked, now number 1") for text in matters)


def test_the_end_of_its_api_ends_it(record: Path) -> None:
    ended = replace(ONE, status=(*ONE.status, StatusEvent("2026-06-20", "api", "retired", "terms", "cloud")))
    found = checked(record, ended, TWO)
    assert not found.holds
    assert "available" in found.text
    assert found.changes[0].matters


def test_a_change_that_leaves_it_first_is_told_and_does_not_matter(record: Path) -> None:
    dearer = replace(ONE, offerings=(offering("6", id="one"),))
    found = checked(record, dearer, TWO)
    assert found.holds
    assert [(each.text, each.matters) for each in found.changes] == [
        ("One costs $6 per million input tokens, not $5", False),
        ("One costs $6 per million output tokens, not $5", False),
    ]


def test_facts_that_were_corrected_since_are_said(record: Path) -> None:
    corrected = replace(ONE, measurements=(figure(80),))
    assert any("facts were corrected" in note for note in checked(record, corrected, TWO).notes)


def test_the_command_writes_a_record_once_and_reads_it_back(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "coding.yaml"
    words = ("recommend", "coding", "--as-of", "2026-08-01", "--record", file, "--owner", "the =platform team")
    assert run(*words).code == 0
    again = run(*words)
    assert (again.code, "is there already" in again.err) == (2, True)
    assert run(*words, "--force").code == 0
    assert run("check", file, "--as-of", "2026-08-01").code == 0
    later = run("check", file, "--as-of", "2026-11-26")
    assert later.code == 1
    assert "no longer holds" in later.out
    assert len(later.out.splitlines()) <= 20
    for fmt, sign in (("markdown", "### Consequences"), ("html", "<!doctype html"), ("json", '"holds": false')):
        assert sign in run("check", file, "--as-of", "2026-11-26", "--format", fmt).out


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("recommend", "coding", "--owner", "Jo"), "--owner: is about a record"),
        (("recommend", "coding", "--lab", "meta", "--exclude-lab", "meta", "--record", "x.yaml"), "nothing to record"),
        (("check",), "say what is to be checked"),
        (("check", "early.yaml", "--as-of", "2026-05-31"), "was decided on 2026-06-01"),
        (("check", "faulty.yaml"), "4 errors"),
    ],
)
def test_what_makes_no_sense_is_refused(
    run: Run, tmp_path: Path, record: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "early.yaml").write_text(record.read_text("utf-8").replace("exams: 1.0", "coding: 1.0"))
    (tmp_path / "faulty.yaml").write_text(record.read_text("utf-8").replace("score", "scroe"))
    found = run(*words)
    assert (found.code, fault in found.err) == (2, True), found.err


def test_html_is_of_records_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("needs: {coding: 1}\npinned: {model: opus-5}\n")
    found = run("check", tmp_path / "p.yaml", "--format", "html")
    assert (found.code, "is of decisions on record" in found.err) == (2, True)


def test_a_second_with_more_points_is_said_to_be_less_sure(record: Path) -> None:
    report = checked(record, ONE, TWO)
    assert decided_text(report).endswith("the second was Two, 60.0 points.")
    assert decided_text(replace(report, runner_up_score=95.0)).endswith("the second was Two, 95.0 points, less surely.")
    shown = text(report, details=True)
    assert " in 10 to be the best" in shown or " in 20 to be the best" in shown
