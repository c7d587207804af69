"""What a reader must see of the figures that were read in November 2026."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

DAY = "2026-11-26"


def figures(run, model: str, benchmark: str) -> set[tuple[float, str, str | None]]:
    """Value, tier and evaluator of the figures that the card of `model` shows."""
    cells = json.loads(run("show", model, "--as-of", DAY, "--format", "json").out)["cells"]
    shown = [f for cell in cells if cell["benchmark"] == benchmark for f in cell["figures"] if f["state"] == "accepted"]
    return {(f["value"], f["by"], f["evaluator"]) for f in shown}


@pytest.mark.parametrize(
    ("benchmark", "figure"),
    [
        ("swe-bench-verified", (93.4, "independent", "vals-ai")),
        ("deepswe-1.1", (68.5, "independent", "datacurve")),
        ("gpqa-diamond", (93.5, "vendor", None)),
    ],
)
def test_the_open_model_that_leads_in_coding_has_measured_figures(run, benchmark, figure) -> None:
    assert figure in figures(run, "kimi-k3", benchmark)


def test_what_two_releases_of_a_board_share_is_one_measurement(catalog) -> None:
    of_june = {id_ for id_ in catalog.facts.benchmarks if id_.startswith("livebench-2026-06-25")}
    assert {id_ for id_ in of_june if "cost" not in id_} == {
        "livebench-2026-06-25",
        "livebench-2026-06-25-agentic-coding",
    }
    shared = Counter(m.benchmark for model in catalog.facts.models.values() for m in model.measurements)
    assert all(shared[f"livebench-2026-01-08-{part}"] >= 60 for part in ("coding", "if", "language", "reasoning"))


def test_two_metrics_of_one_test_do_not_share_an_id(catalog) -> None:
    facts = catalog.facts
    by = {
        id_: [m for x in facts.models.values() for m in x.measurements if m.benchmark == id_]
        for id_ in facts.benchmarks
    }
    assert all(m.value <= 5 for m in by["programbench-resolved"])
    assert all(m.value <= 1 for m in by["omnidocbench-1.5"])
    assert all(m.value > 1 for m in by["omnidocbench-1.5-overall"])
    assert all(m.evaluator == "xlang" for m in by["osworld-2.0-strict"])


def test_a_board_of_preference_is_never_pooled_over_days(catalog) -> None:
    for benchmark in catalog.facts.benchmarks.values():
        if benchmark.family.startswith(("lmarena-", "arena-agent")):
            assert re.search(r"-20\d\d-\d\d", benchmark.id), benchmark.id


def test_nearly_every_figure_has_a_page_that_can_be_opened(catalog) -> None:
    facts = catalog.facts
    sources = [facts.sources[m.source] for model in facts.models.values() for m in model.measurements]
    assert sum(not source.url for source in sources) <= 40
    assert sum(bool(source.via) for source in sources) >= 1000


def test_what_may_not_be_trusted_says_why_and_never_counts(run, catalog) -> None:
    held = [m for x in catalog.facts.models.values() for m in x.measurements if m.state == "quarantined"]
    assert len(held) >= 100
    assert all(m.why for m in held)
    assert not any(value == 34.85 for value, *_ in figures(run, "mistral-medium-3.5-128b", "gpqa-diamond"))


def test_boards_say_what_they_ask_of_a_model(catalog) -> None:
    known = catalog.facts.benchmarks
    assert known["mmmu-pro"].inputs == ("image",)
    assert known["terminal-bench-4.0"].features == ("tool_calling",)
    assert known["graphwalks-bfs-1m"].context == 1_000_000
    assert known["finance-agent-v2"].measured_by == "Vals AI"
    assert known["gpqa-diamond"].inputs == known["gpqa-diamond"].features == ()
