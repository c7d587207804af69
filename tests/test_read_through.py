"""A figure says in which transcription its page was read; a benchmark says what it asks of a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import msgpack

from modelpick.catalog.load import check, load_facts
from modelpick.model.facts import Benchmark, Source
from modelpick.model.fields import replace
from modelpick.render.writers.phrases import about_source
from tests.factories import benchmark
from tests.render import documents
from tests.test_docs import tool

COPY = "https://github.com/some/copy/tree/0123abc"
OWN = f"""
sources:
- {{id: their-board, title: Board of charts, publisher: Chart Bench, kind: board, url: "https://charts.example/board",
    date: 2026-05-01, via: "{COPY}"}}
benchmarks:
- id: charts
  name: Charts
  family: charts
  tests: Reading charts with a cursor.
  unit: percent
  range: [0, 100]
  anchors: {{worst: 0, best: 100, why: x}}
  noise: {{tau0: 2}}
  inputs: [image, pdf]
  features: [tool_calling]
  context: 131072
  measured_by: Chart Bench
models:
- id: lab/one
  name: One
  weights: open
  measurements:
  - {{benchmark: charts, value: 61, by: independent, source: their-board, on: 2026-05-01}}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_a_card_names_the_page_and_the_transcription_it_was_read_in(run, own: Path) -> None:
    asked = ("show", "lab/one", "--catalog", own)
    assert f"Chart Bench, Board of charts, 2026-05-01, read through {COPY}" in run(*asked, "--details").out
    (cited,) = json.loads(run(*asked, "--format", "json").out)["sources"]
    assert (cited["url"], cited["via"]) == ("https://charts.example/board", COPY)


def test_a_card_of_a_model_without_a_day_begins_with_what_is_known(run, own: Path) -> None:
    shown = run("show", "lab/one", "--catalog", own).out
    assert ["weights", "open"] in [line.split() for line in shown.splitlines()]


def test_the_list_of_sources_has_the_transcription_beside_the_page(run, own: Path) -> None:
    said = json.loads(run("catalog", "sources", "--catalog", own, "--format", "json").out)["cited"]
    (ours,) = [source for source in said if source["id"] == "their-board"]
    assert (ours["url"], ours["via"]) == ("https://charts.example/board", COPY)


def test_a_page_that_was_opened_is_said_to_be_read_through_nothing() -> None:
    assert "read through" not in about_source(documents.SOURCES[0])
    assert about_source(replace(documents.SOURCES[0], via="a copy")).endswith(", read through a copy")


def test_what_a_benchmark_asks_of_a_model_is_kept(own: Path) -> None:
    asked = load_facts([[own]], "2026-06-01").benchmarks["charts"]
    needed = (("image", "pdf"), ("tool_calling",), 131072, "Chart Bench")
    assert (asked.inputs, asked.features, asked.context, asked.measured_by) == needed
    assert msgpack.decode(msgpack.encode(asked), type=Benchmark) == asked


def test_a_benchmark_that_says_nothing_asks_for_nothing() -> None:
    silent = benchmark("exam")
    assert (silent.inputs, silent.features, silent.context, silent.measured_by) == ((), (), None, None)


def test_a_transcription_survives_the_compiled_file() -> None:
    source = Source("a", "A", "B", "board", via=COPY)
    assert msgpack.decode(msgpack.encode(source), type=Source) == source


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("inputs", "[picture]", "`0` is 'picture', expected one of text, image, video, audio, pdf"),
        ("features", "[tools]", "`0` is 'tools', expected one of reasoning, tool_calling, structured_output"),
        ("context", "-1", "`context` is -1"),
    ],
)
def test_a_demand_that_no_model_can_meet_is_an_error(tmp_path: Path, key: str, value: str, expected: str) -> None:
    lines = [f"  {key}: {value}" if line.startswith(f"  {key}:") else line for line in OWN.splitlines()]
    (tmp_path / "own.yaml").write_text("\n".join(lines), encoding="utf-8")
    _, problems = check([[tmp_path / "own.yaml"]], "2026-06-01")
    assert [problem.message.startswith(expected) for problem in problems] == [True]


@pytest.mark.parametrize("via", [COPY, "https://github.com/some/copy/blob/0123abc/data/board.csv"])
def test_states_of_one_transcription_are_counted_together(via: str) -> None:
    assert tool("docs")._transcription_name(via) == "github.com/some/copy"
