"""A fact whose source says only the month counts from the day on which it was read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from modelpick.catalog.load import check, load_facts
from modelpick.model.asof import as_of
from modelpick.model.facts import Model
from modelpick.model.freshness import newest_fact
from tests.conftest import Result

CATALOG = """
sources:
- {id: board, title: A board, publisher: Board, kind: independent, read: 2026-05-21}
- {id: unread, title: Another, publisher: Board, kind: independent}
benchmarks:
- {id: exam, name: Exam, family: exam, tests: Things., unit: percent, range: [0, 100],
   anchors: {worst: 0, best: 100, why: x}, noise: {tau0: 2}}
providers:
- {id: cloud, name: Cloud, kind: cloud}
models:
- id: lab/one
  name: One
  released: 2026-05
  status:
  - {on: 2026-05, surface: api, is: ga, source: board}
  - {on: 2026-05, surface: weights, is: ga, source: unread}
  traits:
  - {stance: for, text: Quick, source: board, on: 2026}
  variants:
  - {id: deep, about: Thinks., is: ga, on: 2026-05, source: board}
  offerings:
  - {provider: cloud, id: one, since: 2026-05, source: board, prices: [{on: 2026-05, in: 1, out: 2}]}
  measurements:
  - {benchmark: exam, value: 50, by: independent, source: board, on: 2026-05}
  - {benchmark: exam, value: 60, by: vendor, source: unread, on: 2026-05}
  - {benchmark: exam, value: 70, by: press, source: board, on: 2026-06}
  - {benchmark: exam, value: 40, by: rival, source: board, on: 2026-04}
"""


@pytest.fixture
def on(tmp_path: Path) -> Callable[[str], Model | None]:
    """The model of the catalog as it was known on a day."""
    path = tmp_path / "months.yaml"
    path.write_text(CATALOG, encoding="utf-8")
    facts = load_facts([[path]], "2026-06-30")
    return lambda day: as_of(facts, day).models.get("lab/one")


def test_a_month_counts_from_the_day_of_it_on_which_it_was_read(on) -> None:
    assert on("2026-05-20") is None
    model = on("2026-05-21")
    assert [m.value for m in model.measurements] == [50, 40]
    assert [e.surface for e in model.status] == ["api"]
    assert [v.stage for v in model.variants] == ["ga"]
    assert len(model.traits) == len(model.offerings) == len(model.offerings[0].prices) == 1


def test_what_nobody_says_when_it_was_read_counts_from_the_last_day(on) -> None:
    assert [m.value for m in on("2026-05-30").measurements] == [50, 40]
    assert [m.value for m in on("2026-05-31").measurements] == [50, 60, 40]
    # Dated by a month after the one in which it was read: the reading cannot have been of that.
    assert [m.value for m in on("2026-06-30").measurements] == [50, 60, 70, 40]


def test_the_newest_fact_is_the_day_of_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "months.yaml"
    path.write_text(CATALOG.replace("source: unread, on: 2026-05", "source: unread, on: 2026-01"), encoding="utf-8")
    text = (
        path.read_text(encoding="utf-8").replace("on: 2026-06}", "on: 2026-05}").replace("unread}\n  t", "board}\n  t")
    )
    path.write_text(text, encoding="utf-8")
    assert newest_fact(load_facts([[path]], "2026-06-30")) == "2026-05-21"


def test_a_compiled_catalog_answers_for_a_day_in_the_month(run: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "months.yaml"
    path.write_text(CATALOG.replace("2026-05", "2026-10").replace("2026-06", "2026-11"), encoding="utf-8")

    def answer(day: str) -> dict:
        for _ in range(2):  # compiled by the first, read by the second
            said = run("evidence", "lab/one", "--no-bundled", "--catalog", path, "--as-of", day, "-f", "json")
        return json.loads(said.out)

    (cell,) = answer("2026-10-21")["measured"]
    assert (cell["cell"]["value"], cell["cell"]["basis"]) == (50, "independent")
    status = json.loads(
        run("status", "lab/one", "--no-bundled", "--catalog", path, "--as-of", "2026-10-21", "-f", "json").out
    )
    assert (status["usable"], status["api"]["is"]) == (True, "ga")
    assert run("evidence", "lab/one", "--no-bundled", "--catalog", path, "--as-of", "2026-10-20").code != 0


def test_the_day_of_a_reading_is_a_full_day_of_the_past(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    row = "{{id: board, title: A board, publisher: Board, kind: board, read: {}}}"
    path.write_text("sources:\n- " + row.format("2026-05"), encoding="utf-8")
    (problem,) = check([[path]], "2026-06-01")[1]
    assert "expected a full day" in problem.message
    path.write_text("sources:\n- " + row.format("2026-06-02"), encoding="utf-8")
    (problem,) = check([[path]], "2026-06-01")[1]
    assert "after today" in problem.message
