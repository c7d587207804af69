"""What was worked out beforehand says what the models themselves say, to the last digit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelpick.decide.candidate import candidate
from modelpick.decide.columns import LAST_DAY, MOVED_OF_MODELS, MOVED_OF_WAYS, OF_WAYS, Columns, counted_from
from modelpick.decide.days import DayColumns
from modelpick.decide.routes import Route, routes
from modelpick.decide.subject import FIELDS, CandidateView
from modelpick.decide.survey import Surveyed, count_at_home, surveyed
from modelpick.decide.tabulate import tabulate
from modelpick.decide.tabulate_days import cell_numbers
from modelpick.decide.turns import span_of_fields
from modelpick.evidence.cells import Evidence
from modelpick.model.facts import Facts, Model, ServiceFigures, TermRow
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.snapshot.write import _benchmarks_weighed
from modelpick.use_cases.catalog import OpenCatalog, no_columns
from tests.conftest import DATA_DAY, TODAY, bundled_catalog
from tests.factories import DAY
from tests.test_promises import BOOK, FITTED, catalogs

WEIGHED = [(test, None) for test in ("exam", "trial", "speed")]
CONSTRAINTS: dict[str, list[Any]] = {
    "self-host": [True],
    "open-weights": [True],
    "api": ["ga", "preview", "any"],
    "license": ["osi", "permissive", "commercial"],
    "residency": [("eu",), ("eu", "us"), ("eu-efta",)],
    "jurisdiction": [("US",), ("US", "EU"), ("EU",)],
    "dpa": [True],
    "no-human-review": [True],
    "customer-keys": [True],
    "certified": [("iso27001",), ("iso27001", "soc2-type2"), ("hds",)],
    "sla": [99.5, 99.9],
    "structured-output": [True],
    "max-latency": [2.0],
    "no-training": [True],
    "zero-retention": [True],
    "baa": [True],
    "max-price": [2.0],
    "max-price-out": [0.5, 10.0],
    "min-context": [200_000],
    "input": [("image",), ("image", "pdf")],
    "tools": [True],
    "provider": [("groq",), ("amazon-bedrock", "azure")],
    "lab": [("openai", "anthropic")],
    "exclude-lab": [("openai",)],
    "released-after": ["2026-06-01"],
    "not-retiring-within": [120],
    "min-score": [{"gpqa-diamond": 80.0}],
}
NEEDS = ("coding", "agentic", "low-cost", "long-context", "vision", "health", "general", "rag")
SETTINGS: tuple[dict[str, Any], ...] = (
    {"hardware": "h100-80gb"},
    {"hardware": "rtx-4090", "quant": "q4_k_m", "context": 8192},
    {"vram": "24GB", "or_hosted": True},
    {"workload": "rag", "max-monthly": 900.0},
    {"usage": {"requests": "30k", "in": "250k", "out": "400"}, "max-per-task": 0.5},
    {"hardware": "8x h100-80gb", "max-monthly": 20_000.0},
)
"""Machines and uses that a question may name: what they make of a model stands in no column."""
WHERE = (
    "params.active_b < 40",
    "age_days < 200",
    "price.out <= 5",
    "provider_count >= 3",
    "score.gpqa-diamond > 70",
)


def columns_of(known: Facts, day: str, evidence: Evidence, weighed: Any) -> Columns:
    made = dict(tabulate(known, day, evidence, weighed))
    return Columns(lambda names: {name: made[name] for name in names if name in made})


@pytest.fixture(scope="module")
def columns() -> Columns:
    """Of the bundled catalog, as they are compiled."""
    catalog = bundled_catalog()
    facts = catalog.facts
    evidence = Evidence(facts.benchmarks, catalog.fitted, facts.skills)
    return columns_of(facts, DATA_DAY, evidence, list(_benchmarks_weighed(catalog.rulebook, facts.skills)))


def plain(found: Any) -> tuple[Any, ...]:
    """What an order of a ranking sees of a model, of a survey or of the model itself."""
    score = found.score
    parts = [(p.value, p.utility, p.weight, p.points, p.sd, p.measured, p.on_topic, p.doubt) for p in score.parts]
    missing = [w.criterion.id for w in score.missing]
    figures = (score.value, score.sd, score.key, score.coverage, score.known, score.tested, score.estimated_sd)
    return found.id, found.name, found.weights, found.missed, found.unproven, figures, parts, missing


def question_of(asked: dict[str, Any], setting: dict[str, Any]) -> Request:
    named = {name: value for name, value in setting.items() if not name.startswith("max-")}
    limits = {name: value for name, value in setting.items() if name not in named}
    if "or_hosted" in setting:
        asked["constraints"].pop("self-host", None)
    return Request(**{**asked, **named, "constraints": {**asked["constraints"], **limits}})


requests = st.builds(
    question_of,
    st.fixed_dictionaries(
        {
            "only": st.deferred(
                lambda: st.lists(
                    st.sampled_from(sorted(bundled_catalog().facts.models)), min_size=25, max_size=25, unique=True
                )
            ).map(tuple),
            "needs": st.lists(st.sampled_from(NEEDS), min_size=1, max_size=2, unique=True).map(
                lambda needs: dict.fromkeys(needs, 1.0)
            ),
            "constraints": st.dictionaries(st.sampled_from(sorted(CONSTRAINTS)), st.integers(0, 2), max_size=3).map(
                lambda limits: {id_: CONSTRAINTS[id_][place % len(CONSTRAINTS[id_])] for id_, place in limits.items()}
            ),
            "where": st.lists(st.sampled_from(WHERE), max_size=1).map(tuple),
            "evidence": st.sampled_from(["any", "tested", "strict"]),
            "allow_unknown": st.lists(st.sampled_from(["residency", "baa", "min-context"]), max_size=1).map(tuple),
        }
    ),
    st.sampled_from([{}, *SETTINGS]),
)
EARLIER = ("2025-04-20", "2025-12-01", "2026-04-30", "2026-08-15", "2026-10-15", "2026-11-01")
LATER = ("2026-11-30", "2026-12-02", "2027-03-01")
days = st.sampled_from([None, None, DATA_DAY, *LATER, *EARLIER])


@given(requests, days)
@settings(max_examples=30)
def test_columns_say_what_the_models_say(columns: Columns, asked: Request, day: str | None) -> None:
    slow = replace(bundled_catalog(), today=max(TODAY, *LATER), columns_on=no_columns, _days={})
    quick = replace(slow, columns_on=lambda _: columns, _days={})
    question, alone = (each.question(replace(asked, as_of=day)) for each in (quick, slow))
    by_columns = surveyed(question)
    assert [plain(each) for each in by_columns] == [plain(candidate(alone, model)) for model in alone.models]
    assert count_at_home(question) == count_at_home(alone)


@pytest.mark.parametrize("day", [DATA_DAY, *LATER, *EARLIER])
def test_every_model_is_taken_from_the_columns(columns: Columns, day: str) -> None:
    """Else the test above would compare the models with themselves."""
    catalog = replace(bundled_catalog(), today=max(TODAY, *LATER), columns_on=lambda _: columns, _days={})
    found = surveyed(catalog.question(Request(needs={"coding": 1}, as_of=day)))
    assert all(isinstance(each, Surveyed) for each in found)


def told_of(columns: Columns, name: str, place: int, own: bool, day: str) -> Any:
    """The value of a field at a place, or those of its ways; None where another day's column tells none."""
    field, heads = columns.field(name, day), columns.heads
    if field is None or place in columns.gaps(name, own):
        return None
    if own or field.of_ways is None:
        return field.values[field.own[place]]
    return [field.values[field.of_ways[way]] for way in range(*heads.starts[place : place + 2])]


@pytest.mark.parametrize("day", [*LATER, *EARLIER])
def test_columns_of_another_day_hold_field_by_field_and_cell_by_cell(columns: Columns, day: str) -> None:
    catalog = replace(bundled_catalog(), today=max(TODAY, *LATER), columns_on=no_columns, _days={})
    facts, evidence = catalog.facts_on(day), catalog.evidence_on(day)
    asked = list(facts.models)[::9]
    found = DayColumns(columns, day, asked)
    assert found.heads.ids == asked
    names = [name for name in (*FIELDS, "score.gpqa-diamond", "route.residency.eu") if found.field(name, day)]
    assert len(names) > 60
    for place, id_ in enumerate(asked):
        home = CandidateView(Route("self_host", facts.models[id_], day), facts)
        ways = [CandidateView(way, facts) for way in routes(facts.models[id_], facts, day)]
        for name in names:
            by_model = home.get(name).value
            assert told_of(found, name, place, True, day) in (by_model, None), (id_, name)
            by_way = [way.get(name).value for way in ways]
            expected = (by_way, None) if counted_from(name).startswith(OF_WAYS) else (by_model, None)
            assert told_of(found, name, place, False, day) in expected, (id_, name)
        for test in ("gpqa-diamond", "swe-bench-pro", "terminal-bench-4.0"):
            cells, cell = found.cells(test, None), evidence.cell(facts.models[id_], facts.benchmarks[test])
            assert evidence.fitted is not None
            assert (cells is None) == (day < evidence.fitted.since(test)), test
            assert cells is None or cells.row(place) == cell_numbers(cell, facts.benchmarks[test].anchors), (id_, test)
    for name in (*MOVED_OF_MODELS, *MOVED_OF_WAYS):
        assert not found.gaps(name, name in MOVED_OF_MODELS), name


@given(catalogs(), st.sampled_from([0, 1000, 500_000]), st.booleans())
@settings(max_examples=25)
def test_columns_of_any_catalog_give_the_same_answer(known: Facts, least: int, estimated: bool) -> None:
    fitted = FITTED if estimated else None
    slow = OpenCatalog(known, BOOK, DAY, fitted=fitted)
    made = columns_of(known, DAY, Evidence(known.benchmarks, fitted, known.skills), WEIGHED)
    quick = replace(slow, columns_on=lambda _: made, _days={})
    for needs in ({"one": 1.0}, {"one": 1.0, "two": 2.0}):
        request = Request(needs=needs, constraints={"min-context": least}, top=100)
        assert quick.recommend(request) == slow.recommend(request)


def is_steady(model: Model, facts: Facts) -> bool:
    """Whether nothing that is known of it changes any more by itself."""
    there = any(offering.provider == "togetherai" for offering in model.offerings)
    return there and model.weights == "open" and span_of_fields(model, facts, DATA_DAY)[1] == LAST_DAY


@pytest.mark.parametrize("day", [DATA_DAY, "2026-11-30", "2026-12-01", "2026-12-02"])
@pytest.mark.parametrize(("constraint", "value"), [("baa", True), ("max-latency", 2.0)])
def test_papers_and_figures_that_end_end_in_the_columns(day: str, constraint: str, value: Any) -> None:
    catalog = bundled_catalog()
    paper = TermRow("togetherai", "baa", "yes", on="2026-11-01", until="2026-11-30", document="contract")
    known = next(m for m in catalog.facts.models.values() if is_steady(m, catalog.facts))
    served = ServiceFigures("2026-11-01", "own", first_token_s=0.5)  # 30 days old on 2026-12-01
    offerings = tuple(replace(o, served=(served,)) for o in known.offerings)
    facts = replace(
        catalog.facts,
        terms={**catalog.facts.terms, paper.key: paper},
        models={known.id: replace(known, offerings=offerings)},
    )
    weighed = list(_benchmarks_weighed(catalog.rulebook, facts.skills))
    made = columns_of(facts, DATA_DAY, Evidence(facts.benchmarks, catalog.fitted, facts.skills), weighed)
    slow = OpenCatalog(facts, catalog.rulebook, "2026-12-02", fitted=catalog.fitted)
    quick = replace(slow, columns_on=lambda _: made, _days={})
    there = "route.provider=togetherai"
    asked = Request(needs={"low-cost": 1}, constraints={constraint: value}, where=there, as_of=day)
    question, alone = quick.question(asked), slow.question(asked)
    found = [plain(each) for each in surveyed(question)]
    assert found == [plain(candidate(alone, model)) for model in alone.models]
    passes = not found[0][3]
    assert passes == (day <= ("2026-11-30" if constraint == "baa" else "2026-12-01"))


def test_a_row_holds_until_the_next_day_that_its_facts_name(columns: Columns) -> None:
    heads = columns.heads
    ending = [(id_, until) for id_, until in zip(heads.ids, heads.holds_until, strict=True) if until < "9999"]
    assert ending
    for id_, until in ending:
        assert columns.place_on(id_, until) is None
        assert columns.place_on(id_, DATA_DAY) is not None
