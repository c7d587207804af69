"""The bundled data and rules, as contributors must keep them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import modelpick
from modelpick.catalog.bundled import SHIPPED_ON, bundled
from modelpick.cli.options import CONSTRAINT_FLAGS
from modelpick.model.dates import first_day
from modelpick.model.vocabulary import find
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.rules import rule_test
from tests.conftest import Result, answer_of

FILES = sorted([*bundled("data").glob("*.yaml"), *bundled("rules").rglob("*.yaml")])


def test_the_catalog_is_as_large_as_was_promised(catalog: OpenCatalog) -> None:
    facts = catalog.facts
    assert len(facts.models) >= 290
    assert sum(len(m.offerings) for m in facts.models.values()) >= 1600
    assert sum(len(m.measurements) for m in facts.models.values()) >= 2500
    assert len(facts.benchmarks) >= 30


NAMED = [
    "meta/muse-spark",
    "openai/gpt-5.4",
    "openai/gpt-5.4-pro",
    "openai/gpt-5.5",
    "anthropic/claude-sonnet-4.6",
    "anthropic/claude-opus-4.6",
    "google/gemini-3.1-pro",
    "meta/llama-4-scout",
    "meta/llama-4-maverick",
    "meta/llama-4-behemoth",
    "meta/watermelon",
]


@pytest.mark.parametrize("id_", NAMED)
def test_a_model_of_the_founding_articles_is_there(catalog: OpenCatalog, id_: str) -> None:
    assert id_ in catalog.facts.models


@pytest.mark.parametrize("part", ["gpt-5.6", "claude-haiku", "gemini-.*flash", "gemini-3.*deep-think"])
def test_a_family_of_the_founding_articles_is_there(catalog: OpenCatalog, part: str) -> None:
    assert [id_ for id_ in catalog.facts.models if re.search(part, id_)]


@pytest.mark.parametrize(
    ("family", "newest"),
    [
        ("gpt-5.6", {"openai/gpt-5.6-sol", "openai/gpt-5.6-terra", "openai/gpt-5.6-luna"}),
        ("claude-haiku", {"anthropic/claude-haiku-5.5"}),
        ("gemini-flash", {"google/gemini-3.8-flash"}),
        ("kimi-k3", {"moonshotai/kimi-k3.1-pro"}),
    ],
)
def test_a_family_holds_its_newest(catalog: OpenCatalog, family: str, newest: set[str]) -> None:
    models = [m for m in catalog.facts.models.values() if m.family == family]
    last = max(m.released or "" for m in models)
    assert {m.id for m in models if m.released == last} == newest


@pytest.mark.parametrize(
    ("alias", "id_"),
    [
        ("deepseek-v4-flash-0731", "deepseek/deepseek-v4-flash-0731"),
        ("deepseek-ai/DeepSeek-V4-Pro-0813", "deepseek/deepseek-v4-pro-0813"),
        ("deepseek-ai/DeepSeek-V4-Flash", "deepseek/deepseek-v4-flash"),
    ],
)
def test_the_id_of_one_release_is_not_another(catalog: OpenCatalog, alias: str, id_: str) -> None:
    assert catalog.resolve(alias) == id_


def test_who_tells_its_size_has_open_weights(catalog: OpenCatalog) -> None:
    """No lab that keeps its weights puts their size into the name: `gemma-3-1b-it` was once read as proprietary."""
    sized = [
        m
        for m in catalog.facts.models.values()
        if any(part[-1] == "b" and part[:-1].isdigit() for part in m.id.split("-"))
    ]
    assert len(sized) > 80
    assert [m.id for m in sized if m.weights == "closed"] == []


def test_what_a_list_may_have_left_blank_has_no_price(catalog: OpenCatalog) -> None:
    """Only an id that says so is free: elsewhere 0 can mean that nobody said."""
    free = [
        (model.id, o.provider, o.id)
        for model in catalog.facts.models.values()
        for o in model.offerings
        for price in o.prices
        if not price.input and not price.output and "free" not in (o.id or "")
    ]
    assert free == []


def test_every_offering_says_where_it_was_read(catalog: OpenCatalog) -> None:
    facts = catalog.facts
    for model in facts.models.values():
        for o in model.offerings:
            assert o.since, model.id
            assert facts.sources[o.source].url or facts.sources[o.source].kind == "article", (model.id, o.source)


def test_muse_spark_has_its_contemplating_mode(catalog: OpenCatalog) -> None:
    assert "contemplating" in [v.id for v in catalog.facts.models["meta/muse-spark"].variants]


def test_the_founding_articles_are_sources_that_figures_rest_on(catalog: OpenCatalog) -> None:
    facts = catalog.facts
    articles = {s.id for s in facts.sources.values() if s.kind == "article"}
    assert len(articles) >= 5
    cited = {m.source for model in facts.models.values() for m in model.measurements}
    cited |= {t.source for model in facts.models.values() for t in model.traits}
    assert articles <= cited


def test_doubtful_figures_are_kept_with_their_reason(catalog: OpenCatalog) -> None:
    doubtful = [m for model in catalog.facts.models.values() for m in model.measurements if m.state != "accepted"]
    assert len(doubtful) >= 10
    assert all(m.why for m in doubtful)


def test_every_example_of_every_rule_holds(catalog: OpenCatalog) -> None:
    result = rule_test(catalog)
    assert [check for check in result.checks if not check.passed] == []
    assert result.passed > 150


def test_every_rule_has_examples(catalog: OpenCatalog) -> None:
    book = catalog.rulebook
    for rule in (*book.needs.values(), *book.constraints.values(), *book.advisories.values()):
        assert rule.examples, rule.id
    for rule in book.constraints.values():
        assert {e.expect for e in rule.examples} >= {"pass", "fail"}, rule.id
    for rule in book.advisories.values():
        assert {e.expect for e in rule.examples} == {"speaks", "silent"}, rule.id


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        (
            "needs",
            "coding agentic reasoning health vision long-context writing-and-chat general data-extraction low-cost",
        ),
        ("personas", "enterprise-integrator open-source-advocate agentic-developer"),
    ],
)
def test_the_rules_that_were_promised_are_there(catalog: OpenCatalog, kind: str, ids: str) -> None:
    assert set(ids.split()) <= getattr(catalog.rulebook, kind).keys()


def test_every_constraint_has_its_flag_and_every_flag_its_constraint(catalog: OpenCatalog) -> None:
    assert CONSTRAINT_FLAGS.keys() == catalog.rulebook.constraints.keys()


def test_a_flag_that_takes_no_value_is_a_rule_that_takes_none(catalog: OpenCatalog) -> None:
    switches = {id_ for id_, (kind, _, _) in CONSTRAINT_FLAGS.items() if kind is bool}
    assert switches == {r.id for r in catalog.rulebook.constraints.values() if r.parameter.type == "flag"}


def test_every_need_weighs_benchmarks_and_fields_that_exist(catalog: OpenCatalog) -> None:
    for need in catalog.rulebook.needs.values():
        for criterion in need.criteria:
            if criterion.skill:
                assert criterion.skill in catalog.facts.skills, need.id
            elif criterion.benchmark:
                assert criterion.benchmark in catalog.facts.benchmarks, need.id
            else:
                assert find(criterion.field or ""), need.id


def test_every_need_can_be_answered(catalog: OpenCatalog) -> None:
    """At least ten models have figures for 40% of the weight of each need."""
    for need in catalog.rulebook.needs:
        assert len(answer_of(need).ranking) >= 10, need


def test_every_trait_is_about_needs_that_exist(catalog: OpenCatalog) -> None:
    traits = [t for m in catalog.facts.models.values() for t in m.traits]
    assert traits
    assert {n for t in traits for n in t.needs} <= catalog.rulebook.needs.keys()


def test_every_rule_cites_sources_that_exist(catalog: OpenCatalog) -> None:
    book = catalog.rulebook
    rules = [*book.needs.values(), *book.constraints.values(), *book.advisories.values(), *book.personas.values()]
    assert {s for rule in rules for s in rule.sources} <= catalog.facts.sources.keys()


def test_every_source_says_who_published_it(catalog: OpenCatalog) -> None:
    assert [s.id for s in catalog.facts.sources.values() if not s.publisher.strip()] == []


def test_no_table_of_artificial_analysis_is_bundled(catalog: OpenCatalog) -> None:
    """Its terms forbid redistribution: single figures are cited through those who published them."""
    facts = catalog.facts
    theirs = {s.id for s in facts.sources.values() if "artificialanalysis.ai" in (s.url or "")}
    used = Counter(m.source for model in facts.models.values() for m in model.measurements if m.source in theirs)
    assert max(used.values(), default=0) <= 10


def test_anchors_and_ranges_agree(catalog: OpenCatalog) -> None:
    for b in catalog.facts.benchmarks.values():
        low, high = b.range
        ends = (b.anchors.worst, b.anchors.best)
        assert low is None or min(ends) >= low, b.id
        assert high is None or max(ends) <= high, b.id
        assert (b.anchors.best > b.anchors.worst) == (b.better == "higher"), b.id
        assert b.anchors.why, b.id


def test_few_figures_rest_on_a_source_without_an_address(catalog: OpenCatalog) -> None:
    facts = catalog.facts
    figures = [m for model in facts.models.values() for m in model.measurements]
    assert len([m for m in figures if not facts.sources[m.source].url]) <= 40


def test_a_figure_of_this_month_is_seen_once_it_was_read(catalog: OpenCatalog) -> None:
    """GLM-5.3's figure is dated by the month alone; its page was read on 21 November."""
    seen, before = (
        catalog.evidence("glm-5.3", "terminal-bench-4.0", on=day).measured for day in ("2026-11-26", "2026-11-20")
    )
    assert [(each.cell.value, each.cell.basis) for each in seen] == [(41.8, "independent")]
    assert before == ()


FROM_ELSEWHERE = [
    ("deepseek/deepseek-v3.2", "hf-minimaxai-minimax-m2", "multi-swe-bench"),
    ("google/gemini-2.5-pro", "arxiv-2504-13914", "supergpqa"),
    ("anthropic/claude-fable-5", "hf-moonshotai-kimi-k3", "terminal-bench-2.1"),
    ("anthropic/claude-fable-5", "hf-moonshotai-kimi-k3", "browsecomp"),
]


@pytest.mark.parametrize(("model", "source", "benchmark"), FROM_ELSEWHERE)
def test_no_figure_of_another_model_is_scored(catalog: OpenCatalog, model: str, source: str, benchmark: str) -> None:
    theirs = [m for m in catalog.facts.models[model].measurements if (m.source, m.benchmark) == (source, benchmark)]
    assert {m.state for m in theirs} <= {"quarantined"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_first_line_names_the_schema_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    schema = re.fullmatch(r"# yaml-language-server: \$schema=(\S+\.schema\.json)", first)
    assert schema
    assert (path.parent / schema.group(1)).is_file()


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.parent.name == "rules"], ids=lambda path: path.stem)
def test_a_rule_stands_in_a_file_of_its_name(path: Path) -> None:
    assert f"\nid: {path.stem}\n" in path.read_text(encoding="utf-8")


def test_the_bundled_data_are_valid(run: Callable[..., Result]) -> None:
    result = run("catalog", "validate")
    assert (result.code, result.err) == (0, "")


def test_a_clock_that_is_behind_reads_the_catalog_as_of_its_own_day() -> None:
    early = modelpick.load(today="2026-05-01")
    assert "openai/gpt-5.4" in {r[0] for r in early.list(columns=["id"]).rows}
    assert "anthropic/claude-opus-5.5" not in {r[0] for r in early.list(columns=["id"]).rows}


def test_no_bundled_fact_is_newer_than_the_day_the_data_say_they_were_read(catalog) -> None:
    days = [m.on for model in catalog.facts.models.values() for m in model.measurements]
    days += [o.since for model in catalog.facts.models.values() for o in model.offerings]
    assert max(first_day(day) for day in days) <= SHIPPED_ON
