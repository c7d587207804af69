"""What the measurements of one cell add up to."""

from __future__ import annotations

import pytest

from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import deviation, pool
from modelpick.model.asof import as_of
from modelpick.model.facts import Anchors, Variant
from modelpick.use_cases.catalog import OpenCatalog
from tests.factories import benchmark, figure, model

EXAM = benchmark()


def cell(*figures: object, **of_benchmark: object) -> Cell:
    found = pool(model("a/one", *figures), benchmark(**of_benchmark))
    assert found is not None
    return found


def test_no_figure_is_no_cell() -> None:
    assert pool(model(), EXAM) is None


def test_a_figure_of_another_benchmark_is_not_looked_at() -> None:
    assert pool(model("a/one", figure(50, benchmark="exam-2")), EXAM) is None


def test_the_deviation_of_one_figure_is_twice_the_prior_and_the_rounding() -> None:
    # tau2 = 3 * 2^2 / (1 + 2) = 4; s^2 = 4 * (1 + 1/1) + 0.5^2
    assert deviation([70.0], 70.0, EXAM) == pytest.approx(8.25**0.5)


def test_the_deviation_of_two_figures_grows_with_their_distance() -> None:
    # tau2 = (12 + 0 + 7.4^2) / 4 = 16.69; s^2 = 16.69 * 1.5 + 0.25
    assert deviation([73.2, 80.6], 73.2, EXAM) == pytest.approx((16.69 * 1.5 + 0.25) ** 0.5)


def test_agreeing_figures_shrink_the_deviation() -> None:
    # tau2 = 12 / 5 = 2.4; s^2 = 2.4 * (1 + 1/3) + 0.25
    assert deviation([70.0, 70.0, 70.0], 70.0, EXAM) == pytest.approx(3.45**0.5)


def test_few_items_add_their_sampling_error() -> None:
    # p (1 - p) / N = 0.5 * 0.5 / 30, in points squared 83.33
    assert deviation([50.0], 50.0, benchmark(items=30)) == pytest.approx((8 + 2500 / 30) ** 0.5)


def test_many_items_never_take_the_error_below_the_rounding() -> None:
    assert deviation([50.0], 50.0, benchmark(items=1_000_000)) == pytest.approx(8.25**0.5)


def test_an_elo_has_no_sampling_error_of_a_percentage() -> None:
    assert deviation([1400.0], 1400.0, benchmark(unit="elo", tau0=20.0)) == pytest.approx(800**0.5)


@pytest.mark.parametrize(
    ("better", "worse"), [("self", "independent"), ("independent", "vendor"), ("vendor", "rival"), ("rival", "press")]
)
def test_the_better_tier_gives_the_value(better: str, worse: str) -> None:
    found = cell(figure(90, worse), figure(60, better))
    assert (found.value, found.basis) == (60, better)
    assert [m.value for m in found.comparable] == [60, 90]


def test_within_a_tier_the_median_counts_never_the_best() -> None:
    assert cell(figure(60), figure(90), figure(62)).value == 62
    assert cell(figure(60), figure(90)).value == 75


@pytest.mark.parametrize("copy", [80.8, 80.9, 80.7])
def test_values_within_a_tenth_are_one_figure(copy: float) -> None:
    found = cell(figure(80.8, "vendor"), figure(copy, "press"))
    assert [m.by for m in found.comparable] == ["vendor"]
    assert found.sd == pytest.approx(8.25**0.5)


def test_values_beyond_a_tenth_are_two_figures() -> None:
    assert len(cell(figure(80.8, "vendor"), figure(80.95, "press")).comparable) == 2


def test_of_equal_figures_the_newest_of_the_best_tier_is_kept() -> None:
    found = cell(figure(70, "press", on="2026-05-01"), figure(70, on="2026-01-01"), figure(70, on="2026-03-01"))
    assert [(m.by, m.on) for m in found.used] == [("independent", "2026-03-01")]


@pytest.mark.parametrize(("other", "conflict"), [(65.3, False), (65.2, True), (75.3, False), (75.4, True)])
def test_more_than_five_points_apart_is_a_conflict(other: float, conflict: bool) -> None:
    assert cell(figure(70.3), figure(other, "vendor")).conflict is conflict


def test_a_conflict_is_measured_on_the_scale_of_the_benchmark() -> None:
    elo = {"unit": "elo", "anchors": Anchors(1000, 2000), "tau0": 20.0}
    assert cell(figure(1400), figure(1449, "vendor"), **elo).conflict is False
    assert cell(figure(1400), figure(1451, "vendor"), **elo).conflict is True


@pytest.mark.parametrize("state", ["quarantined", "superseded"])
def test_what_was_put_aside_never_counts(state: str) -> None:
    assert pool(model("a/one", figure(90, state=state, why="wrong")), EXAM) is None
    found = cell(figure(60, "press"), figure(90, state=state, why="wrong"))
    assert (found.value, found.conflict) == (60, False)


def test_a_disputed_figure_counts_alone_with_three_times_the_deviation() -> None:
    found = cell(figure(90, state="disputed", why="no source"))
    assert found.sd == pytest.approx(3 * 8.25**0.5)
    assert found.flags == ("disputed: contradicted by nothing, but from an unreliable source",)


def test_a_disputed_figure_does_not_even_widen_an_accepted_one() -> None:
    found = cell(figure(60, "press"), figure(90, state="disputed", why="no source"))
    assert (found.value, found.sd, found.flags) == (60, pytest.approx(8.25**0.5), ())


@pytest.mark.parametrize(
    ("stage", "value"), [("announced", 60), ("private_preview", 60), ("none", 60), ("ga", 95), ("public_preview", 95)]
)
def test_a_mode_counts_only_when_users_can_get_it(stage: str, value: float) -> None:
    deep = Variant("deep", "thinks longer", stage, "2026-01-01", "card")
    found = pool(model("a/one", figure(60, "press"), figure(95, variant="deep"), variants=(deep,)), EXAM)
    assert found is not None
    assert found.value == value


def test_a_variant_that_the_model_does_not_set_apart_is_available() -> None:
    assert cell(figure(95, variant="xhigh")).value == 95


def test_of_one_series_over_efforts_only_the_highest_counts() -> None:
    found = cell(figure(60, variant="medium"), figure(70, variant="high"), figure(75, variant="xhigh"))
    assert [m.value for m in found.comparable] == [75]


def test_reduced_effort_counts_where_there_is_nothing_else() -> None:
    found = cell(figure(40, variant="low"))
    assert found.value == 40
    assert found.flags == ("measured only at reduced effort (low)",)


def test_an_independent_run_in_a_shared_scaffold_is_another_protocol() -> None:
    shared = figure(50, harness="house-agent 2")
    found = cell(figure(70, "vendor", harness="own agent"), shared, scaffolds=("house-agent",))
    assert (found.value, found.basis, found.conflict) == (70, "vendor", False)
    alone = cell(shared, scaffolds=("house-agent",))
    assert alone.flags == ("measured only in a shared scaffold (house-agent 2)",)


def test_the_asked_tools_protocol_outranks_the_standard_one() -> None:
    quiz = benchmark(tools="none")
    asked = model("a/one", figure(40, tools="none"), figure(90, tools="with"))
    found = [pool(asked, quiz, tools) for tools in (None, "none", "with")]
    assert [c.value for c in found if c] == [40, 40, 90]


def test_a_figure_under_the_other_protocol_is_no_figure() -> None:
    assert pool(model("a/one", figure(90, tools="with")), benchmark(tools="none")) is None


class TestTheTrapsOfTheFoundingArticles:
    """Figures that five articles mix up, as the bundled catalog of 4 July 2026 keeps them apart."""

    def cell(self, catalog: OpenCatalog, name: str, test: str, tools: str | None = None) -> Cell | None:
        known = as_of(catalog.facts, "2026-07-04")
        return pool(known.models[name], known.benchmarks[test], tools)

    def test_editions_of_terminal_bench_never_pool(self, catalog: OpenCatalog) -> None:
        found = self.cell(catalog, "meta/muse-spark", "terminal-bench-2.0")
        assert found is not None
        assert found.value == 59.0
        assert {m.benchmark for m in found.comparable} == {"terminal-bench-2.0"}
        assert self.cell(catalog, "meta/muse-spark", "terminal-bench-2.1") is None
        assert self.cell(catalog, "meta/muse-spark", "terminal-bench-hard") is None

    def test_the_rebuilt_gdpval_is_another_benchmark(self, catalog: OpenCatalog) -> None:
        found = self.cell(catalog, "meta/muse-spark", "gdpval-aa-v1")
        assert found is not None
        assert {m.value for m in found.comparable} == {1427, 1444}
        assert self.cell(catalog, "meta/muse-spark", "gdpval-aa-v2") is None

    def test_the_hle_figures_of_other_modes_and_protocols_stay_apart(self, catalog: OpenCatalog) -> None:
        spark = catalog.facts.models["meta/muse-spark"]
        assert {39.9, 50.2, 58.0} <= {m.value for m in spark.measurements if m.benchmark == "hle"}
        bare = self.cell(catalog, "meta/muse-spark", "hle")
        with_tools = self.cell(catalog, "meta/muse-spark", "hle", "with")
        assert bare is not None
        assert with_tools is not None
        assert {m.value for m in bare.comparable} == {42.8, 39.9}
        assert {m.value for m in with_tools.comparable} == {50.4}

    def test_contemplating_is_scored_by_nobody_before_it_opens(self, catalog: OpenCatalog) -> None:
        known = as_of(catalog.facts, "2026-07-04")
        spark = known.models["meta/muse-spark"]
        tests = {m.benchmark for m in spark.measurements if m.variant == "contemplating"}
        assert tests
        cells = [self.cell(catalog, spark.id, test) for test in tests]
        assert not [m for c in cells if c for m in c.comparable if m.variant == "contemplating"]

    def test_editions_of_the_intelligence_index_are_benchmarks_of_their_own(self, catalog: OpenCatalog) -> None:
        found = self.cell(catalog, "meta/muse-spark", "aa-intelligence-index-v4.0")
        assert found is not None
        assert found.value == 52
        assert "aa-intelligence-index" not in catalog.facts.benchmarks

    @pytest.mark.parametrize(
        ("name", "used", "quarantined"),
        [("meta/muse-spark", 77.4, 58.3), ("anthropic/claude-opus-4.6", 80.8, 64.8)],
    )
    def test_the_table_without_sources_is_quarantined(
        self, catalog: OpenCatalog, name: str, used: float, quarantined: float
    ) -> None:
        found = self.cell(catalog, name, "swe-bench-verified")
        assert found is not None
        assert found.value == used
        kept = [m for m in catalog.facts.models[name].measurements if m.value == quarantined]
        assert [(m.state, bool(m.why)) for m in kept] == [("quarantined", True)]

    def test_figures_that_share_a_prefix_never_mix(self, catalog: OpenCatalog) -> None:
        """SWE-bench Verified and Pro: 52.4 and 77.4 are two tests of one model."""
        found = self.cell(catalog, "meta/muse-spark", "swe-bench-verified")
        assert found is not None
        assert {m.benchmark for m in found.comparable} == {"swe-bench-verified"}
