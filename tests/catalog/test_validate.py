"""What is wrong with a catalog: everything, at once, each with its place and what to do."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from modelpick.catalog.load import bundled_files, check, load_facts
from modelpick.model.errors import InputErrors
from modelpick.model.problems import Problem

TODAY = "2026-06-01"
BASE = """
sources:
- {id: board, title: A board, publisher: Board, kind: independent}
benchmarks:
- {id: exam, name: Exam, family: exam, tests: Things., unit: percent, range: [0, 100],
   anchors: {worst: 0, best: 100, why: x}, noise: {tau0: 2}}
providers:
- {id: cloud, name: Cloud, kind: cloud}
"""


@pytest.fixture
def problems(tmp_path: Path):
    """The problems of a catalog of `text` over the base."""

    def problems(text: str, base: str = BASE) -> list[Problem]:
        (tmp_path / "base.yaml").write_text(base, encoding="utf-8")
        (tmp_path / "x.yaml").write_text(dedent(text), encoding="utf-8")
        return check([[tmp_path / "base.yaml", tmp_path / "x.yaml"]], TODAY)[1]

    return problems


def model(rest: str) -> str:
    return f"models:\n- id: a/one\n  name: One\n  {rest}\n"


def measured(rest: str) -> str:
    return model(f"measurements: [{{benchmark: exam, value: 50, by: vendor, source: board, on: 2026-01-01, {rest}}}]")


def test_a_proper_catalog_has_no_problem(problems) -> None:
    assert problems(measured("variant: high")) == []


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (model("wieghts: open"), "unknown key 'wieghts'", "Did you mean `weights`?"),
        (model("weights: opne"), "`weights` is 'opne', expected one of open, closed", "Did you mean `open`?"),
        ("models:\n- {name: One}\n", "`id` is missing", "Add it"),
        ("modles: []\n", "unknown key 'modles'", "Did you mean `models`?"),
        ("- a\n- b\n", "expected a mapping with `models:`", None),
        ("just text\n", "expected a mapping with `models:`", None),
        ("models: 5\n", "`models` is 5: expected a list, such as [one, two]", None),
        (model("context: 5"), "`context` is 5: expected a mapping, `key: value`", None),
        (model("context: {value: -5, source: board}"), "`value` is -5: expected ", None),
        (model("context: {value: 1.5, source: board}"), "`value` is 1.5: expected a whole number", None),
        (model("context: {value: '5', source: board}"), "`value` is '5'", None),
        (model("released: 2026-02-30"), "`released` is '2026-02-30': expected a date", None),
        (model("released: 12"), "`released` is 12", None),
        (model("reasoning: true"), "unknown key 'reasoning'", None),
        (model("features: {reasoning: yes}"), "`reasoning` is 'yes'", None),
        (model("license: {id: 5}"), "`id` is 5: expected a text; put it in quotes", None),
        ("models:\n- {id: One 1, name: One}\n", "`id` is 'One 1': expected an id of small letters, digits, ", None),
        ("prices:\n- {model: a/b, provider: c, on: 2026-01-02, in: two}\n", "`in` is 'two': expected a number", None),
        (model("params: {total_b: 1e999}"), "`total_b` is inf", None),
        (measured("state: quarantined"), "a quarantined measurement needs `why`", None),
        (measured("stderr: -1"), "`stderr` is -1", None),
        (measured("harnes: x"), "unknown key 'harnes'", "Did you mean `harness`?"),
    ],
)
def test_a_row_that_does_not_follow_the_format(problems, text: str, message: str, hint: str | None) -> None:
    (problem,) = problems(text)
    assert message in problem.message
    assert hint is None or problem.hint == hint
    assert problem.line is not None


def test_an_id_must_look_like_one(problems) -> None:
    (problem,) = problems("models:\n- {id: Muse Spark, name: x}\n")
    assert problem.message.startswith("`id` is 'Muse Spark'")


@pytest.mark.parametrize("value", [140, -1, 100.1])
def test_a_score_outside_the_range_of_its_benchmark(problems, value: float) -> None:
    text = model(f"measurements:\n  - {{benchmark: exam, value: {value}, by: vendor, source: board, on: 2026-01-01}}")
    (problem,) = problems(text)
    assert problem.message == f"exam of a/one is {value:g}, outside 0 to 100 percent"
    assert (problem.line, problem.column) == (5, 23)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (measured("").replace("source: board", "source: baord"), "source 'baord' is not in", "Did you mean `board`?"),
        (
            measured("").replace("benchmark: exam", "benchmark: exma"),
            "benchmark 'exma' is not in",
            "Did you mean `exam`?",
        ),
        (
            model("offerings: [{provider: clowd, since: 2026-01-01, source: board}]"),
            "provider 'clowd'",
            "Did you mean `cloud`?",
        ),
        (model("successor: a/two"), "model 'a/two' is not in the catalog", None),
        ("aliases: [{alias: uno, model: a/one}]", "model 'a/one' is not in the catalog", "Add it to `models:`"),
    ],
)
def test_a_name_that_leads_nowhere(problems, text: str, message: str, hint: str | None) -> None:
    (problem,) = problems(text)
    assert message in problem.message
    assert hint is None or problem.hint == hint


@pytest.mark.parametrize(
    "text",
    [
        measured("").replace("2026-01-01", "2026-06-02"),
        model("released: 2026-07"),
        model("offerings: [{provider: cloud, since: 2027, source: board}]"),
        "sources: [{id: new, title: x, publisher: x, kind: press, date: 2026-06-02}]",
    ],
)
def test_a_fact_of_the_future(problems, text: str) -> None:
    (problem,) = problems(text)
    assert "after today (2026-06-01)" in problem.message


def test_the_current_month_and_today_are_no_future(problems) -> None:
    assert problems(model("released: 2026-06")) == []
    assert problems(model("released: 2026-06-01")) == []


def test_an_event_may_lie_ahead_if_it_was_announced(problems) -> None:
    event = "status: [{{on: 2026-09-01, surface: api, is: retired, source: board{}}}]"
    (problem,) = problems(model(event.format("")))
    assert problem.message == "a/one: an event on 2026-09-01 lies ahead"
    assert problems(model(event.format(", announced: 2026-05-01"))) == []


def test_an_id_used_twice_names_the_first_line(problems) -> None:
    (problem,) = problems("models:\n- {id: a/one, name: One}\n- {id: a/two, name: Two}\n- {id: a/one, name: Uno}\n")
    assert problem.message == "id a/one is used twice, first in line 2"
    assert problem.line == 4


def test_a_measurement_given_twice(problems) -> None:
    row = "{benchmark: exam, value: 50, by: vendor, source: board, on: 2026-01-01}"
    (problem,) = problems(model(f"measurements:\n  - {row}\n  - {row}"))
    assert "already in line 5" in problem.message
    other = row.replace("}", ", variant: high}")
    assert problems(model(f"measurements:\n  - {row}\n  - {other}")) == []


def test_a_row_about_weights_stands_once_and_is_of_a_known_model(problems) -> None:
    files = "{model: a/one, repository: Packer/One-GGUF, source: board}"
    figure = (
        "{model: a/one, precision: q4_k_m, test: MMLU, full: 70, value: 69, by: Lab, source: board, read: 2026-05-01}"
    )
    assert problems(model(f"weights: open\ngguf: [{files}]\nprecision: [{figure}]")) == []
    twice = problems(model(f"weights: open\ngguf: [{files}, {files}]\nprecision: [{figure}, {figure}]"))
    assert [problem.message for problem in twice] == [
        "a/one has a repository of GGUF files already",
        "a/one has a figure of Lab on MMLU at q4_k_m already",
    ]
    (other,) = problems(f"gguf: [{files}]")
    assert other.message == "model 'a/one' is not in the catalog"


def test_data_without_the_files_of_a_later_version_are_read(tmp_path: Path) -> None:
    names = [path.name for path in bundled_files(tmp_path)]
    assert "models.yaml" in names
    assert "weights.yaml" not in names


def test_an_alias_must_mean_one_model(problems) -> None:
    models = "models: [{id: a/one, name: One}, {id: a/two, name: Two}]\n"
    (problem,) = problems(models + "aliases: [{alias: Uno, model: a/one}, {alias: uno, model: a/two}]\n")
    assert problem.message == "alias 'uno' means a/two here and a/one elsewhere"


def test_a_model_of_no_earlier_layer_needs_a_name(problems) -> None:
    (problem,) = problems("models: [{id: a/one}]")
    assert problem.message == "a/one needs `name`: it is not in an earlier layer"


def test_a_term_that_is_known_needs_its_reading(problems) -> None:
    (problem,) = problems("providers: [{id: host, name: Host, kind: host, terms: {baa: {is: yes}}}]")
    assert problem.message == "a term that is known needs `source` and `on`"


@pytest.mark.parametrize("anchors", ["{worst: 5, best: 5, why: x}", "{worst: 0, best: 5, scale: log, why: x}"])
def test_anchors_must_make_a_scale(problems, anchors: str) -> None:
    text = (
        "benchmarks: [{id: b, name: B, family: b, tests: x, unit: usd, range: [0, 9], anchors: %s, noise: {tau0: 1}}]"
    )
    (problem,) = problems(text % anchors)
    assert problem.line == 1


def test_all_the_faults_of_all_the_files_are_told_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("models:\n- {id: a/one, nmae: One}\n- {id: bad id, name: Two}\n", encoding="utf-8")
    two.write_text("sources:\n\t- x\n", encoding="utf-8")
    with pytest.raises(InputErrors) as caught:
        load_facts([[one], [two]], TODAY)
    places = [(Path(p.file).name, p.line) for p in caught.value.problems]
    assert places == [("one.yaml", 2), ("one.yaml", 3), ("two.yaml", 2)]


def test_references_and_ids_are_told_together_with_line_and_column(problems) -> None:
    found = problems(
        """\
        models:
        - id: a/one
          name: One
          measurements:
          - {benchmark: exam, value: 140, by: vendor, source: board, on: 2026-01-01}
          - {benchmark: exam, value: 50, by: vendor, source: nowhere, on: 2026-01-02}
        - id: a/one
          name: Uno
          released: 2030-01-01
        """
    )
    assert sorted((p.line, p.column) for p in found) == [(5, 23), (6, 46), (7, 3), (9, 3)]
