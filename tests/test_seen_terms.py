"""What a data protection officer must see in the bundled catalog: no yes that no page supports, and what is proven."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from modelpick.decide.routes import Route
from modelpick.decide.subject import CandidateView
from modelpick.model.facts import Facts, Model, Offering
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY, Result
from tests.render.showing import text

Run = Callable[..., Result]
ON_DAY = ("--as-of", DATA_DAY)
EU_PROVIDERS = {"scaleway", "stackit", "ionos", "ovhcloud", "evroc", "berget", "inceptron", "regolo-ai", "cortecs",
                "privatemode-ai", "mistral", "cloudferro-sherlock"}  # fmt: skip


def answer_to(run: Run, *asked: str) -> Any:
    return json.loads(run("recommend", *asked, *ON_DAY, "-f", "json").out)


def fact(facts: Facts, model: str, provider: str, field: str, **offering: Any) -> Any:
    """What holds of a model as `provider` sells it; of an offering that is made up where it sells none."""
    known = facts.models.get(model) or Model(model, name=model)
    source = next(id_ for id_, source in facts.sources.items() if source.kind == "aggregator")
    made_up = Offering(provider, "x", "2026-01-01", source, **offering)
    route = Route("api", known, DATA_DAY, made_up, facts.providers[provider])
    return CandidateView(route, facts).get(field).value


@pytest.fixture(scope="module")
def facts(catalog: OpenCatalog) -> Facts:
    return catalog.facts_on(DATA_DAY)


@pytest.mark.parametrize(
    ("model", "provider", "field", "said"),
    [
        ("anthropic/claude-fable-5", "amazon-bedrock", "route.zero_retention", "no"),
        ("anthropic/claude-fable-5", "google-vertex", "route.zero_retention", "no"),
        ("anthropic/claude-mythos-5", "amazon-bedrock", "route.zero_retention", "no"),
        ("anthropic/claude-fable-5.1", "amazon-bedrock", "route.zero_retention", None),
        ("anthropic/claude-fable-5", "amazon-bedrock", "route.retention_days", 30),
        ("anthropic/claude-fable-5", "amazon-bedrock", "route.baa", None),
        ("anthropic/claude-fable-5.1", "amazon-bedrock", "route.baa", None),
        ("anthropic/claude-opus-5", "amazon-bedrock", "route.zero_retention", "yes"),
        ("anthropic/claude-opus-5", "amazon-bedrock", "route.baa", "yes"),
        ("openai/gpt-5.4", "amazon-bedrock", "route.zero_retention", None),
        ("openai/gpt-6-astra", "amazon-bedrock", "route.zero_retention", None),
        ("openai/gpt-5.5", "amazon-bedrock", "route.human_review", None),
        ("anthropic/claude-opus-5", "azure", "route.baa", None),
        ("anthropic/claude-opus-5", "azure", "route.dpa", None),
        ("anthropic/claude-opus-5", "azure", "route.training", None),
        ("anthropic/claude-opus-5", "azure", "route.certified.iso27001", None),
        ("anthropic/claude-opus-5", "azure", "route.sla", None),
        ("openai/gpt-5.5", "azure", "route.baa", "yes"),
        ("openai/gpt-5.5", "azure", "route.sla", 99.9),
        ("google/gemini-3.1-pro", "deepinfra", "route.training", None),
        ("qwen/qwen3-32b", "deepinfra", "route.training", "no"),
        ("mistral/labs-leanstral", "mistral", "route.zero_retention", "no"),
        ("mistral/labs-leanstral", "mistral", "route.training", "yes"),
        ("meta/llama-4-maverick", "databricks", "route.certified.fedramp", None),
        ("meta/llama-4-maverick", "databricks", "route.certified.hipaa", None),
        ("google/gemma-3-27b-it", "stackit", "route.certified.iso27001", None),
        ("mistral/mistral-large-4-1t-a52b", "mistral", "route.sla", None),
        ("qwen/qwen3-32b", "groq", "route.retention_days", 0),
        ("qwen/qwen3-32b", "huggingface", "route.baa", None),
    ],
)
def test_what_a_provider_says_does_not_hold_for_all_its_models(
    facts: Facts, model: str, provider: str, field: str, said: object
) -> None:
    assert fact(facts, model, provider, field) == said


@pytest.mark.parametrize(
    ("model", "provider", "region", "geography", "said"),
    [
        ("openai/gpt-5.2", "azure", "eu-efta", ("eu-efta",), None),
        ("openai/gpt-5.4-mini", "azure", "eu-efta", ("eu-efta",), None),
        ("openai/gpt-6-sol", "azure", "us", ("us",), None),
        ("openai/gpt-9", "azure", "us", ("us",), None),
        ("openai/gpt-5.4", "azure", "eu", ("eu-efta",), "no"),
        ("anthropic/claude-opus-5", "azure", "eu", ("eu",), "no"),
        ("anthropic/claude-opus-5", "amazon-bedrock", "eu", ("eu",), "yes"),
        ("anthropic/claude-fable-5", "amazon-bedrock", "eu", ("eu",), None),
        ("anthropic/claude-fable-5", "amazon-bedrock", "eu-efta", ("eu",), None),
        ("anthropic/claude-mythos-5", "amazon-bedrock", "us", ("us",), None),
        ("anthropic/claude-opus-5", "amazon-bedrock", "jp", ("jp",), None),
        ("anthropic/claude-opus-5", "amazon-bedrock", "au", ("au",), None),
        ("anthropic/claude-opus-5", "amazon-bedrock", "eu", (), None),
        ("google/gemini-3.1-pro", "google-vertex", "eu", (), None),
        ("mistral/mistral-large-4-1t-a52b", "mistral", "eu", ("eu-efta",), "no"),
        ("mistral/mistral-large-4-1t-a52b", "mistral", "eu-efta", ("eu-efta",), "yes"),
        ("openai/gpt-5.4", "openai", "us", (), None),
        ("zai/glm-5.3", "alibaba", "eu", (), None),
        ("google/gemma-3-27b-it", "scaleway", "eu", (), "yes"),
        ("google/gemma-3-27b-it", "scaleway", "eu-efta", (), "yes"),
        ("google/gemma-3-27b-it", "ovhcloud", "eu", (), None),
    ],
)
def test_a_price_list_proves_no_place(
    facts: Facts, model: str, provider: str, region: str, geography: tuple[str, ...], said: object
) -> None:
    """On an offering as a price list names it: with the place in its id, or with none."""
    placed: dict[str, Any] = {"routing": "geo", "geography": geography} if geography else {}
    assert fact(facts, model, provider, f"route.residency.{region}", **placed) == said


def test_an_approved_amendment_is_no_place_yet(run: Run) -> None:
    asked = ("--need", "coding", "--only", "gpt-5.4", "--where", "route.provider=openai", "--residency", "eu-efta")
    answer = answer_to(run, *asked)
    assert answer["verdict"]["state"] == "none"
    (way,) = answer["reachable"]
    assert [(paper["term"], paper["said"]) for paper in way["papers"]] == [("residency.eu-efta", "conditional")]


def test_the_eu_as_jurisdiction_and_place_gives_its_providers(run: Run) -> None:
    asked = ("--need", "general", "--top", "60", "--jurisdiction", "EU", "--residency")
    through = {line["offering"]["provider"] for line in answer_to(run, *asked, "eu")["ranking"]}
    assert {"scaleway", "stackit", "ovhcloud"} <= through <= EU_PROVIDERS - {"mistral"}
    there = ("--where", "route.provider=ionos")
    assert answer_to(run, *asked, "eu", *there)["ranking"]
    # Its EU host runs in EFTA countries, too.
    there = ("--where", "route.provider=mistral")
    assert not answer_to(run, *asked, "eu", *there)["ranking"]
    assert answer_to(run, *asked, "eu-efta", *there)["ranking"]


def test_the_us_with_a_company_in_ireland_is_not_the_eu(run: Run) -> None:
    asked = ("--need", "coding", "--where", "route.provider=azure", "--jurisdiction")
    assert answer_to(run, *asked, "EU")["ranking"] == []
    assert answer_to(run, *asked, "US,EU")["ranking"]


def test_claude_fable_5_is_kept_everywhere(run: Run) -> None:
    result = run("recommend", "coding", "--zero-retention", "--only", "anthropic/claude-fable-5", *ON_DAY)
    assert result.code == 1
    assert "prompts or answers are kept" in result.out


HEALTH = {
    "hospital": {"need": "health", "residency": ["eu"], "baa": True},
    "bank": {"need": "finance", "residency": ["eu"], "dpa": True, "certified": ["iso27001"], "sla": 99.9},
    "US health company": {"need": "health", "residency": ["us"], "baa": True},
}


@pytest.mark.parametrize("asked", HEALTH.values(), ids=HEALTH)
def test_the_three_questions_are_answered_on_a_screen(catalog: OpenCatalog, asked: dict[str, Any]) -> None:
    need, constraints = asked["need"], {name: value for name, value in asked.items() if name != "need"}
    shown = text(
        catalog.recommend(Request(need, constraints=constraints, as_of=DATA_DAY)),
        details=False,
        width=80,
        terminal=True,
        color=False,
    )
    lines = shown.splitlines()
    assert len(lines) <= 20
    assert all(len(line) <= 80 for line in lines)
    assert "  Terms  Amazon Bedrock: data residency" in shown
    assert "read by others" in shown


@pytest.mark.parametrize("region", ["us", "eu"])
def test_a_signed_agreement_and_a_place_are_proven_at_bedrock(run: Run, region: str) -> None:
    answer = answer_to(run, "--need", "health", "--baa", "--residency", region)
    first = answer["ranking"][0]
    assert first["offering"]["provider"] == "amazon-bedrock"
    proofs = {proof["term"]: proof for proof in first["proofs"]}
    assert proofs.keys() == {"baa", f"residency.{region}"}
    assert "AWS Artifact" in proofs["baa"]["note"]
    assert (proofs["baa"]["on"], proofs["baa"]["read_by"]) == ("2026-06-12", "Elliot Drel")
    assert proofs[f"residency.{region}"]["read_by"] is None
    assert any("not read on the provider's own page" in caution["text"] for caution in first["cautions"])
    fable = {line["model"] for line in answer["ranking"] if "fable" in line["model"] or "mythos" in line["model"]}
    assert fable == set()


def test_what_lacks_is_named_with_the_command_that_records_it(run: Run) -> None:
    asked = ("--need", "health", "--baa", "--residency", "us", "--where", "route.provider=anthropic")
    result = run("recommend", *asked, *ON_DAY)
    assert result.code == 1
    assert len(result.out.splitlines()) <= 20
    assert "  In writing  Anthropic, for " in result.out
    assert "BAA (on request)" in result.out
    assert "modelpick terms confirm anthropic baa --source CONTRACT --valid-until 2027-11" in result.out


def test_a_price_list_is_no_place_on_the_status_screen(run: Run) -> None:
    lines = run("status", "gpt-6-sol", *ON_DAY).out.splitlines()
    assert any(line.startswith("  EU+EFTA, unproven  ") for line in lines)
    assert any(line.startswith("  US  ") for line in lines)


def test_structured_output_on_own_machines_is_the_engines(run: Run) -> None:
    asked = ("--self-host", "--vram", "16GB", "--tools", "--structured-output", "--context", "32k")
    assert run("recommend", "agentic", *asked, *ON_DAY).code == 0


def test_every_term_that_is_known_names_a_source_and_a_day(facts: Facts) -> None:
    told = [(p.id, name, said) for p in facts.providers.values() for name, said in p.terms.named().items()]
    bare = [
        (id_, name) for id_, name, said in told if said.value not in (None, "unknown") and not (said.source and said.on)
    ]
    assert len(told) > 300
    assert bare == []


@pytest.mark.parametrize(
    "limit",
    [("--jurisdiction", "US"), ("--residency", "de"), ("--min-context", "2M"), ("--baa",), ("--certified", "c5")],
)
def test_who_is_left_out_would_lead_the_tested_without_that_limit(run: Run, limit: tuple[str, ...]) -> None:
    ask = ("recommend", "coding", "--as-of", DATA_DAY, "--top", "500")
    asked, free = (json.loads(run(*ask, *extra, "-f", "json").out) for extra in (limit, ()))
    left = asked["left_out"]
    tested = [m["model"] for m in free["ranking"] if m["tested"] >= 0.5]
    among = {m["model"] for m in asked["ranking"] if m["tested"] >= 0.5}
    if left is None:
        return
    assert among
    assert [failed["constraint"] for failed in left["failed"]] == [limit[0].removeprefix("--")]
    assert tested.index(left["model"]) < min(tested.index(m) for m in among if m in tested)
    assert f"Left out  {left['name']}: " in run(*ask[:-2], *limit).out


def test_an_american_buyer_is_told_whom_one_word_keeps_out(run: Run) -> None:
    said = run("recommend", "coding", "--jurisdiction", "US", "--as-of", DATA_DAY).out
    assert "Left out  Claude Opus 5.5: provider answers to US, IE, EU, allowed are US" in said
    assert "Left out" not in run("recommend", "coding", "--jurisdiction", "US,IE,EU", "--as-of", DATA_DAY).out
