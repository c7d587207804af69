"""Links between editions, what a model cannot do, and estimates at the level of independent parties."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpick.catalog.bundled import bundled
from modelpick.evidence.cells import Evidence, FittedParameters, worst_if_unable
from modelpick.evidence.links import EditionLink, joined_estimate, links_from
from modelpick.model.facts import Facts, Modalities, Model, Size
from modelpick.model.fields import replace
from modelpick.use_cases.load import read_fitted
from tests.conftest import DATA_DAY
from tests.factories import benchmark, figure, model

DATA: dict[str, Any] = json.loads((bundled("data") / "estimator.json").read_text(encoding="utf-8"))
_NUMBERS = itertools.count()
LINK = links_from(DATA)["terminal-bench-2.1"][0]


@pytest.fixture(scope="module")
def evidence(shipped_facts: Facts) -> Evidence:
    return Evidence(shipped_facts.benchmarks, FittedParameters(read_fitted() or {}), shipped_facts.skills)


def newcomer(facts: Facts, *figures: Any) -> Model:
    """A model of this autumn of which nothing but `figures` is known; each is another one."""
    return model(f"openai/new-{next(_NUMBERS)}", *figures, released="2026-09-01", weights="closed", reasoning=True)


class TestLinks:
    def test_every_link_earned_its_place(self) -> None:
        for link in (each for some in links_from(DATA).values() for each in some):
            assert (link.n >= 8, link.r >= 0.85, link.error < 0.95 * link.estimator) == (True, True, True), link

    def test_refused_links_say_why(self) -> None:
        refused = {(row["target"], row["edition"]): row["why"] for row in DATA["refused"]}
        assert refused["terminal-bench-4.0", "terminal-bench-2.1"]
        assert not any((link.target, link.edition) in refused for some in links_from(DATA).values() for link in some)

    def test_an_edition_that_is_linked_carries_its_figure_over(self, evidence: Evidence, shipped_facts: Facts) -> None:
        tested = newcomer(shipped_facts, figure(75, benchmark=LINK.edition))
        cell = evidence.cell(tested, shipped_facts.benchmarks[LINK.target])
        assert cell is not None
        assert (cell.basis, cell.measured, cell.siblings, cell.drivers) == (
            "carried",
            False,
            (LINK.edition,),
            (LINK.edition,),
        )
        assert shipped_facts.benchmarks[LINK.edition].name in cell.flags[0]

    def test_an_edition_that_is_not_linked_is_on_topic_and_estimated(
        self, evidence: Evidence, shipped_facts: Facts
    ) -> None:
        tested = newcomer(shipped_facts, figure(75, benchmark="terminal-bench-2.1"))
        cell = evidence.cell(tested, shipped_facts.benchmarks["terminal-bench-4.0"])
        assert cell is not None
        assert (cell.basis, cell.siblings) == ("estimated", ("terminal-bench-2.1",))

    def test_a_measured_cell_needs_no_link(self, evidence: Evidence, shipped_facts: Facts) -> None:
        tested = newcomer(shipped_facts, figure(75, benchmark=LINK.edition), figure(60, benchmark=LINK.target))
        cell = evidence.cell(tested, shipped_facts.benchmarks[LINK.target])
        assert cell is not None
        assert (cell.value, cell.measured) == (60, True)

    @given(st.floats(5, 95), st.floats(0.5, 30))
    def test_a_better_figure_never_lowers_what_is_carried(self, value: float, more: float) -> None:
        by = FittedParameters(DATA).estimator
        low, high = (by.standard(LINK.edition, x) for x in (value, min(value + more, 99)))
        assert low is not None
        assert high is not None
        assert joined_estimate(LINK, low, 0.3, 0.6)[0] <= joined_estimate(LINK, high, 0.3, 0.6)[0]

    def test_a_link_of_few_models_counts_for_less(self) -> None:
        many, few = replace(LINK, n=60), replace(LINK, n=8)
        assert few.deviation > many.deviation
        near, far = (abs(joined_estimate(link, 2.0, 0.0, 0.6)[0] - link.carried(2.0)) for link in (many, few))
        assert near < far


class TestCannot:
    def test_text_only_on_pictures(self) -> None:
        blind = model(inputs=("text",), modalities_source="card")
        found = worst_if_unable(blind, benchmark("pictures", inputs=("image",)))
        assert found is not None
        assert (found.basis, found.value, found.measured, found.sources) == ("cannot", 0, False, ("card",))
        assert found.flags == ("it has no image input",)

    def test_no_tools(self) -> None:
        assert worst_if_unable(model(tool_calling=False), benchmark("agent", features=("tool_calling",))) is not None

    def test_too_small_a_window(self) -> None:
        assert worst_if_unable(model(context=Size(32_000, "card")), benchmark("long", context=128_000)) is not None

    @pytest.mark.parametrize("unknown", [model(), model(inputs=("text", "image")), model(tool_calling=None)])
    def test_what_is_not_known_is_not_assumed(self, unknown: Model) -> None:
        asks = benchmark("all", inputs=("image",), features=("tool_calling",), context=128_000)
        assert worst_if_unable(unknown, asks) is None

    def test_what_a_model_cannot_do_is_not_estimated(self, evidence: Evidence, shipped_facts: Facts) -> None:
        blind = replace(
            newcomer(shipped_facts, figure(75, benchmark="gpqa-diamond")), modalities=Modalities(("text",), ())
        )
        cell = evidence.cell(blind, shipped_facts.benchmarks["mmmu-pro"])
        assert cell is not None
        assert (cell.basis, cell.value) == ("cannot", shipped_facts.benchmarks["mmmu-pro"].anchors.worst)


class TestSourceEffect:
    def test_a_makers_figure_says_less_than_an_independent_one(self, evidence: Evidence, shipped_facts: Facts) -> None:
        def estimated(by: str) -> float:
            cell = evidence.estimated(
                replace(newcomer(shipped_facts, figure(60, by, benchmark="swe-bench-pro")), id=f"openai/{by}"),
                shipped_facts.benchmarks["terminal-bench-4.0"],
            )
            assert cell is not None
            return cell.value

        assert estimated("vendor") < estimated("independent")

    def test_a_test_that_only_makers_report_says_so(self, evidence: Evidence, shipped_facts: Facts) -> None:
        alone = [b for b, column in DATA["benchmarks"].items() if not column["independent"]]
        cell = evidence.estimated(
            newcomer(shipped_facts, figure(60, benchmark="gpqa-diamond")), shipped_facts.benchmarks[alone[0]]
        )
        assert cell is not None
        assert any(flag.startswith("makers' figures only") for flag in cell.flags)


def test_links_of_the_estimator_are_between_editions_of_one_skill(shipped_facts: Facts) -> None:
    skill_of = {edition: skill.id for skill in shipped_facts.skills.values() for edition in skill.editions}
    for link in (each for some in links_from(DATA).values() for each in some):
        assert isinstance(link, EditionLink)
        assert skill_of[link.target] == skill_of[link.edition]
    assert DATA["fitted"] <= DATA_DAY
