"""What a file may say and yet hardly means: each kind with a file that has it, and with what is like it and right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from modelpick.catalog.doubts import doubts
from modelpick.catalog.load import check
from modelpick.model.problems import Problem
from modelpick.use_cases import validation
from tests.conftest import Result

TODAY = "2026-06-15"
CATALOG = """\
sources:
- {{id: board, title: A board, publisher: Board, kind: board, date: 2026-05-01, read: 2026-06-10}}
- {{id: second, title: The board's file, publisher: Board, kind: board, date: 2026-05-01}}
- {{id: paper, title: A paper, publisher: Lab, kind: vendor, date: 2026-01-15}}
- {{id: news, title: News, publisher: News, kind: press}}
benchmarks:
- {{id: exam, name: Exam, family: exam, tests: Things., unit: percent, range: [0, 100],
   anchors: {{worst: 0, best: 100, why: x}}, noise: {{tau0: 2}}}}
- {{id: cost, name: Cost, family: cost, tests: Things., unit: usd, range: [0, null], better: lower,
   anchors: {{worst: 9, best: 0, why: x}}, noise: {{tau0: 2}}}}
- {{id: pictures, name: Pictures, family: pictures, tests: Things., unit: percent, range: [0, 100], inputs: [image],
   anchors: {{worst: 0, best: 100, why: x}}, noise: {{tau0: 2}}}}
models:
- {{id: rival/two-0315, name: Two, released: 2026-03-15}}
- id: lab/one
  name: One
  released: 2026-03-01
  modalities: {{in: [{inputs}], out: [text]}}
  status: [{status}]
  measurements:
{measurements}
aliases:
- {{alias: uno, model: lab/one}}
{aliases}
"""


def row(**said: object) -> str:
    given = {"benchmark": "exam", "value": 50, "by": "independent", "source": "board", "on": "2026-05-01", **said}
    return f"  - {json.dumps(given)}\n"


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[Problem]]:
    """The doubts about a catalog with these rows; it has no faults."""

    def found(*measurements: str, aliases: str = "", status: str = "", inputs: str = "text") -> list[Problem]:
        path = tmp_path / "mine.yaml"
        text = CATALOG.format(
            measurements="".join(measurements) or row(), aliases=aliases, status=status, inputs=inputs
        )
        path.write_text(text, encoding="utf-8")
        files, problems = check([[path]], TODAY)
        assert problems == []
        return doubts(files)

    return found


def test_a_proper_file_raises_no_doubt(found) -> None:
    assert found() == []


class TestOlderThanItsModel:
    def test_a_source_that_is_older_than_the_model(self, found) -> None:
        (doubt,) = found(row(source="paper", on="2026-03-01", by="vendor"))
        assert doubt.message == "the source 'paper' is of 2026-01-15, older than lab/one of 2026-03-01: exam 50"
        assert (doubt.line, doubt.hint.split(",")[0]) == (21, "Move it to the model that was measured")

    def test_a_figure_that_is_older_than_the_model(self, found) -> None:
        (doubt,) = found(row(source="news", by="press", on="2026-01"))
        assert doubt.message == "the figure is of 2026-01, older than lab/one of 2026-03-01: exam 50"
        assert found(row(source="news", by="press", on="2026-02")) == []

    def test_boards_may_see_a_model_two_weeks_early(self, found) -> None:
        assert found(row(source="news", by="press", on="2026-02-15")) == []
        (doubt,) = found(row(source="news", by="press", on="2026-02-14"))
        assert doubt.message.startswith("the figure is of 2026-02-14, older than lab/one")

    def test_a_figure_that_is_younger_than_its_source(self, found) -> None:
        (doubt,) = found(row(on="2026-05-02"))
        assert doubt.message == "exam of lab/one is dated 2026-05-02, after its source 'board' of 2026-05-01"
        assert found(row(on="2026-05", source="board")) == []

    def test_what_is_quarantined_is_doubted_already(self, found) -> None:
        assert found(row(source="paper", on="2026-03-01", state="quarantined", why="another model")) == []


class TestUnable:
    def test_a_figure_on_pictures_of_a_model_without_eyes(self, found) -> None:
        (problem,) = found(row(benchmark="pictures"))
        assert "is said to take no image" in problem.message

    def test_a_model_that_takes_pictures(self, found) -> None:
        assert found(row(benchmark="pictures"), inputs="text, image") == []


class TestAFigureTwice:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"source": "news", "by": "press", "on": "2026-04"}, {"source": "news", "by": "press", "on": "2026-05-20"}),
            ({"harness": "agent"}, {"source": "second"}),
            ({"value": 50.04}, {"source": "second", "value": 50}),
            ({"harness": "agent; all"}, {"source": "second", "harness": "the agent"}),
            ({"evaluator": "board"}, {"source": "second"}),
            ({"by": "vendor", "evaluator": "lab"}, {"by": "vendor", "source": "second"}),
        ],
    )
    def test_a_copy(self, found, one: dict, other: dict) -> None:
        (doubt,) = found(row(**one), row(**other))
        assert doubt.message.startswith(f"exam {other.get('value', 50)} of lab/one stands in line 21 already, from '")
        assert doubt.line == 22
        assert found(row(**one), row(**other, state="superseded", why="repeats the board")) == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({}, {"value": 50.2, "source": "second"}),
            ({}, {"on": "2026-04-01"}),
            ({"harness": "agent"}, {"source": "second", "harness": "another", "value": 50.04}),
            ({"evaluator": "board"}, {"evaluator": "somebody", "source": "second"}),
            ({}, {"variant": "high"}),
            ({}, {"tools": "with"}),
            ({}, {"by": "press", "source": "news"}),
            ({"benchmark": "cost", "value": 0.51}, {"benchmark": "cost", "value": 0.55, "source": "second"}),
        ],
    )
    def test_no_copy(self, found, one: dict, other: dict) -> None:
        assert found(row(**one), row(**other)) == []

    def test_a_copy_in_another_file(self, tmp_path: Path, found) -> None:
        found()
        more = tmp_path / "more.yaml"
        more.write_text("models:\n- id: lab/one\n  measurements:\n" + row(source="second"), encoding="utf-8")
        files, _ = check([[tmp_path / "mine.yaml"], [more]], TODAY)
        (doubt,) = doubts(files)
        assert (doubt.file, doubt.line) == (str(more), 4)
        assert "mine.yaml, line 21 already" in doubt.message


class TestPressByALab:
    @pytest.mark.parametrize(
        ("said", "hint"),
        [
            ({"evaluator": "lab", "source": "news"}, "Write `by: vendor`"),
            ({"evaluator": "rival", "source": "news"}, "Write `by: rival`"),
            ({"source": "paper", "on": "2026-03-01"}, "Write `by: vendor or rival`"),
        ],
    )
    def test_a_lab_is_no_press(self, found, said: dict, hint: str) -> None:
        (doubt,) = (each for each in found(row(by="press", **said)) if "is `press`, but" in each.message)
        assert doubt.hint == hint

    def test_the_press_may_print_what_a_board_measured(self, found) -> None:
        assert found(row(by="press", source="news", evaluator="board")) == []


class TestAliasOfAnotherRelease:
    @pytest.mark.parametrize("alias", ["host/Two.0315", "two_0315"])
    def test_the_id_of_another_model(self, found, alias: str) -> None:
        (doubt,) = found(aliases=f"- {{alias: {alias}, model: lab/one}}")
        assert doubt.message == f"alias {alias!r} means lab/one here, but is the id of rival/two-0315"
        assert doubt.hint == "Write `model: rival/two-0315`"
        assert found(aliases=f"- {{alias: {alias}, model: rival/two-0315}}") == []

    @pytest.mark.parametrize(
        "alias", ["one-0531", "one-2026-05-31", "one-20251130", "one-2509", "one-09-2025", "one@0101"]
    )
    def test_the_date_of_another_release(self, found, alias: str) -> None:
        (doubt,) = found(aliases=f"- {{alias: {alias}, model: lab/one}}")
        assert doubt.message == f"alias {alias!r} bears the date of another release than lab/one of 2026-03-01"

    @pytest.mark.parametrize(
        "alias", ["one-0301", "one-20260214-v1:0", "one-2603", "one-8192", "one-03-2026", "one-7b"]
    )
    def test_the_date_of_this_release_or_none(self, found, alias: str) -> None:
        assert found(aliases=f"- {{alias: {alias}, model: lab/one}}") == []

    def test_a_model_may_come_in_steps(self, found) -> None:
        later = "{on: 2026-05-31, surface: api, is: ga, source: news}"
        assert found(aliases="- {alias: one-0531, model: lab/one}", status=later) == []


class TestHiddenFact:
    def test_a_month_that_is_not_over(self, found) -> None:
        (doubt,) = found(row(source="news", by="press", on="2026-06"))
        assert doubt.message == "a fact of 2026-06 is not seen before 2026-06-30"
        assert doubt.hint == "Give the day, or `read` of the source 'news'"

    def test_a_month_that_is_over_or_was_read(self, found) -> None:
        assert found(row(source="news", by="press", on="2026-05")) == []
        event = "{on: 2026-06, surface: api, is: ga, source: board}"
        assert found(status=event) == []
        assert len(found(status=event.replace("board", "second"))) == 1

    def test_an_own_score_of_this_month(self, tmp_path: Path, found) -> None:
        found()
        path = tmp_path / "mine.yaml"
        own = "scores:\n- {model: lab/one, benchmark: exam, value: 60, on: 2026-06}\n"
        path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
        (doubt,) = doubts(check([[path]], TODAY)[0])
        assert doubt.hint == "Give the day on which you measured it"


def test_doubts_are_told_all_at_once_in_the_order_of_the_file(found) -> None:
    rows = (
        row(by="press", source="news", evaluator="lab"),
        row(),
        row(source="second"),
        row(source="paper", on="2026-03-01"),
    )
    lines = [doubt.line for doubt in found(*rows, aliases="- {alias: one-0531, model: lab/one}")]
    assert lines == [21, 23, 24, 28]


def test_ones_own_files_are_warned_of_and_used_all_the_same(run: Callable[..., Result], tmp_path: Path, found) -> None:
    found(row(by="press", source="news", evaluator="lab"))
    path = tmp_path / "mine.yaml"
    result = run("catalog", "validate", path, "--no-bundled", "-f", "json")
    said = json.loads(result.out)
    assert (result.code, said["problems"], len(said["warnings"])) == (0, [], 1)
    assert said["warnings"][0]["hint"] == "Write `by: vendor`"
    screen = run("catalog", "validate", path, "--no-bundled")
    assert screen.out.startswith("No errors and 1 warning in 1 file")
    assert f"{path}:21:" in screen.out
    assert "warning: exam of lab/one is `press`" in screen.out
    assert "Write `by: vendor`" in screen.out
    assert run("show", "lab/one", "--no-bundled", "--catalog", path).code == 0


def test_in_the_bundled_data_a_doubt_is_an_error(tmp_path: Path, found, monkeypatch: pytest.MonkeyPatch) -> None:
    found(row(by="press", source="news", evaluator="lab"))
    monkeypatch.setattr(validation, "bundle_day", lambda folder: "2026-11-26" if folder == tmp_path else None)
    report = validation.validate([tmp_path / "mine.yaml"], with_bundled=False)
    assert (len(report.problems), report.warnings) == (1, ())
