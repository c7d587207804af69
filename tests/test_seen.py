"""What a demanding user must see in the bundled catalog: the founding articles, asked on their own days."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
ONLY = ("recommend", "--need", "health", "--as-of", "2026-04-30", "--only", "muse-spark,gpt-5.4,gemini-3.1-pro")
HEALTH = (*ONLY, "--api", "any")
"""Muse Spark could be called by partners alone on that day."""
SPARK, GPT, GEMINI = "meta/muse-spark", "openai/gpt-5.4", "google/gemini-3.1-pro"


def document(result: Result) -> Any:
    assert result.err == ""
    return json.loads(result.out)


class TestTheHealthQuestion:
    def test_shows_the_three_published_figures_with_their_sources(self, run: Run) -> None:
        answer = document(run(*HEALTH, "-f", "json"))
        hard = {
            line["model"]: (c["value"], bool(c["sources"]))
            for line in answer["ranking"]
            for c in line["contributions"]
            if c["benchmark"] == "healthbench-hard"
        }
        assert hard == {SPARK: (42.8, True), GPT: (40.1, True), GEMINI: (20.6, True)}
        text = run(*HEALTH, "--details").out
        assert all(f"{value}% on HealthBench Hard" in text for value in ("42.8", "40.1", "20.6"))
        assert "42.8% on HealthBench Hard" in run(*HEALTH).out

    def test_has_muse_spark_first_or_says_in_the_first_line_that_it_is_a_tie(self, run: Run) -> None:
        first_line = run(*HEALTH).out.splitlines()[0]
        verdict = document(run(*HEALTH, "-f", "json"))["verdict"]
        tie = "cannot be told apart" in first_line and SPARK in (verdict["first"], *verdict["tied_with"])
        assert verdict["first"] == SPARK or tie
        assert verdict["text"] == first_line

    def test_names_the_textbook_test_as_the_evidence_against_muse_spark(self, run: Run) -> None:
        answer = document(run(*HEALTH, "-f", "json"))
        (spark,) = [line for line in answer["ranking"] if line["model"] == SPARK]
        against = [r for r in spark["against"] if "MedXpertQA 52.6 against 71.5" in r["text"]]
        assert against
        assert against[0]["sources"]

    def test_leaves_muse_spark_out_where_general_availability_is_asked_for(self, run: Run) -> None:
        result = run(*ONLY, "--api", "ga", "--details")
        (line,) = [line for line in result.out.splitlines() if "Muse Spark" in line and "asked for" in line]
        assert "API is private preview since 2026-04-08, open to partners, asked for ga" in line
        answer = document(run(*ONLY, "--api", "ga", "-f", "json"))
        assert SPARK not in [line["model"] for line in answer["ranking"]]
        assert "Muse Spark  " not in run(*ONLY, "--api", "ga").out

    def test_answers_with_what_can_be_had_unless_that_is_lifted(self, run: Run) -> None:
        answer = document(run(*ONLY, "-f", "json"))
        (spark,) = [each for each in answer["excluded"] if each["model"] == SPARK]
        assert [(f["constraint"], f["outcome"]) for f in spark["failed"]] == [("available", "fail")]
        assert "can have" not in answer["verdict"]["text"]
        assert answer["verdict"]["first"] != SPARK

    def test_cites_a_source_for_every_number(self, run: Run) -> None:
        answer = document(run(*HEALTH, "-f", "json"))
        cited = {source["id"] for source in answer["sources"]}
        for line in answer["ranking"]:
            for contribution in line["contributions"]:
                assert contribution["sources"]
                assert set(contribution["sources"]) <= cited


class TestTheStatusOfMuseSpark:
    def test_on_4_july_it_is_a_private_preview_and_the_exit_code_says_no(self, run: Run) -> None:
        result = run("status", "muse-spark", "--as-of", "2026-07-04", "-f", "json")
        answer = document(result)
        assert result.code == 1
        assert (answer["usable"], answer["api"]["is"], answer["api"]["since"]) == (
            False,
            "private_preview",
            "2026-04-08",
        )
        assert {"model", "as_of", "usable", "api", "surfaces", "offerings", "history"} <= answer.keys()

    def test_the_text_says_so_too(self, run: Run) -> None:
        first = run("status", "muse-spark", "--as-of", "2026-07-04").out.splitlines()[0]
        assert first == "✗ Muse Spark has been in private preview (selected partners only) since 2026-04-08."

    def test_one_model_that_cannot_be_called_makes_the_answer_no(self, run: Run) -> None:
        assert run("status", "gpt-5.4", "--as-of", "2026-07-04").code == 0
        assert run("status", "gpt-5.4", "muse-spark", "--as-of", "2026-07-04").code == 1

    def test_announced_and_shelved_models_have_no_api(self, run: Run) -> None:
        for name in ("llama-4-behemoth", "watermelon"):
            assert run("status", name, "--as-of", DATA_DAY).code == 1


class TestTheComparisonForCoding:
    @pytest.fixture
    def answer(self, run: Run) -> Any:
        return document(run("compare", "muse-spark", "opus-4.6", "--need", "coding", "--as-of", DATA_DAY, "-f", "json"))

    @pytest.mark.parametrize(
        ("model", "used", "quarantined"), [(SPARK, 77.4, 58.3), ("anthropic/claude-opus-4.6", 80.8, 64.8)]
    )
    def test_both_figures_of_each_are_shown(self, answer: Any, model: str, used: float, quarantined: float) -> None:
        (cell,) = [c for c in answer["cells"] if c["benchmark"] == "swe-bench-verified"]
        figures = cell["cells"][model]["figures"]
        assert cell["cells"][model]["value"] == used
        assert any(f["used"] for f in figures if f["value"] == used)
        put_aside = [f for f in figures if f["value"] == quarantined]
        assert [(f["state"], f["used"], bool(f["why"])) for f in put_aside] == [("quarantined", False, True)]

    def test_the_text_gives_the_reason(self, run: Run) -> None:
        ask = ("compare", "muse-spark", "opus-4.6", "--need", "coding", "--as-of", DATA_DAY)
        short, text = run(*ask).out, run(*ask, "--details").out
        assert all(value in short for value in ("77.4%", "80.8%"))
        by_tests = run("compare", "muse-spark", "opus-4.6", "--as-of", DATA_DAY).out
        assert "doubtful figures are shown only with --details" in by_tests
        assert all(
            value in text for value in ("77.4%", "80.8%", "58.3%, press, quarantined", "64.8%, press, quarantined")
        )
        assert "from a table without sources" in text

    def test_it_says_who_is_better_for_the_need(self, answer: Any) -> None:
        assert answer["verdict"]["first"] == "anthropic/claude-opus-4.6"


class TestLongContextOnOnesOwnMachines:
    ASK = ("recommend", "--need", "long-context", "--self-host", "--as-of", "2026-06-20")

    @pytest.fixture
    def scout(self, run: Run) -> Any:
        answer = document(run(*self.ASK, "--top", 50, "-f", "json"))
        (line,) = [line for line in answer["ranking"] if line["model"] == "meta/llama-4-scout"]
        return line

    def test_scout_is_in_the_answer_with_its_ten_million_tokens(self, run: Run, scout: Any) -> None:
        assert scout["context"] >= 10_000_000
        assert "Llama 4 Scout takes long inputs: 10M tokens" in run(*self.ASK).out
        shown = run(*self.ASK, "--top", 50, "--details").out
        assert "10M" in next(line for line in shown.splitlines() if "Llama 4 Scout  " in line)

    @pytest.mark.parametrize("said", ["providers serve only", "GB on top of the weights", "llama-4-community"])
    def test_it_is_cautioned_against(self, scout: Any, said: str) -> None:
        (caution,) = [reason for reason in scout["cautions"] if said in reason["text"]]
        assert caution["sources"]


class TestDataTerms:
    def test_only_what_is_proven_is_kept_and_the_unknown_is_told_apart(self, run: Run) -> None:
        asked = {"residency", "baa", "zero-retention", "available"}
        options = ("--residency", "eu", "--baa", "--zero-retention", "--as-of", DATA_DAY, "--top", 500)
        answer = document(run("recommend", "--need", "coding", *options, "-f", "json"))
        outcomes = {f["outcome"] for e in answer["excluded"] for f in e["failed"]}
        assert outcomes == {"fail", "unknown"}
        assert {f["constraint"] for e in answer["excluded"] for f in e["failed"]} <= asked
        for line in answer["ranking"]:
            why = document(run("explain", line["model"], "--need", "coding", *options, "-f", "json"))
            assert {c[1] for c in why["constraints"]} == {"pass"}
        told = " ".join(answer["notes"])
        assert "left out only because something is not known" in told

    def test_admitting_the_unknown_flags_it(self, run: Run) -> None:
        options = ("--residency", "eu", "--baa", "--allow-unknown", "baa", "--as-of", DATA_DAY)
        answer = document(run("recommend", "--need", "coding", *options, "-f", "json"))
        assert answer["ranking"]
        flagged = [line for line in answer["ranking"] if line["admitted_unknown"] == ["baa"]]
        assert flagged
        assert all("business associate agreement" in line["unknown"][0]["text"] for line in flagged)


class TestTheImpossibleRequest:
    ASK = ("recommend", "--self-host", "--need", "coding", "--max-price-out", "0.01", "--min-context", "5M")
    ASK = (*ASK, "--license", "osi", "--as-of", DATA_DAY)

    def test_exits_1_with_the_minimal_relaxations(self, run: Run) -> None:
        result = run(*self.ASK, "-f", "json")
        answer = document(result)
        assert result.code == 1
        assert (answer["verdict"]["state"], answer["ranking"]) == ("none", [])
        sets = [set(r["relax"]) for r in answer["relaxations"]]
        assert sets
        assert not [a for a in sets for b in sets if a < b]
        assert all(r["best"] and r["score"] is not None and r["admits"] for r in answer["relaxations"])

    def test_the_text_never_dead_ends(self, run: Run) -> None:
        text = run(*self.ASK).out
        assert text.startswith("No model is proven to meet all of it: runs on your own machines, ")
        best = document(run(*self.ASK, "-f", "json"))["relaxations"][0]
        assert f"{best['admits']} models would fit, best {best['best_name']}." in text
        assert "relax one of these" in text
        assert "--allow-unknown" in text


class TestNames:
    @pytest.mark.parametrize("name", ["opus 4.6", "OPUS-4.6", "claude-opus-4-6", "anthropic/claude-opus-4.6"])
    def test_a_model_answers_to_all_its_names(self, run: Run, name: str) -> None:
        assert document(run("status", name, "--as-of", DATA_DAY, "-f", "json"))["model"] == "anthropic/claude-opus-4.6"

    def test_a_number_is_matched_whole(self, run: Run) -> None:
        assert document(run("status", "gpt 5.4", "--as-of", DATA_DAY, "-f", "json"))["model"] == GPT


@pytest.mark.parametrize("persona", ["enterprise-integrator", "open-source-advocate", "agentic-developer"])
def test_every_persona_gets_an_answer(run: Run, persona: str) -> None:
    answer = document(run("recommend", "--persona", persona, "--as-of", DATA_DAY, "-f", "json"))
    assert answer["ranking"]
    assert answer["request"]["persona"] == persona


@pytest.mark.parametrize("format", ["table", "json", "yaml", "csv", "markdown"])
@pytest.mark.parametrize(
    "ask",
    [
        ("recommend", "--need", "coding"),
        ("compare", "muse-spark", "gpt-5.4"),
        ("show", "muse-spark"),
        ("status", "gpt-5.4"),
        ("explain", "muse-spark", "--need", "health"),
        ("list",),
        ("list", "--fields"),
        ("catalog", "info"),
        ("rules", "list"),
        ("rules", "show", "self-host"),
        ("rules", "test"),
    ],
    ids=" ".join,
)
def test_every_command_answers_in_every_format(run: Run, ask: tuple[str, ...], format: str) -> None:
    result = run(*ask, "--as-of", DATA_DAY, "--format", format)
    assert result.code == 0
    assert result.err == ""
    assert result.out.strip()
    if format == "json":
        assert json.loads(result.out)["schema_version"]


class TestWhatCanBeHad:
    TODAY = ("--as-of", DATA_DAY, "--top", "300", "-f", "json")

    @pytest.mark.parametrize("need", ["coding", "general", "low-cost", "vision"])
    def test_nothing_is_ranked_that_nobody_can_use(self, run: Run, need: str) -> None:
        ranking = document(run("recommend", "--need", need, *self.TODAY))["ranking"]
        assert ranking
        assert all(line["weights"] == "open" or line["offering"]["access"] == "public" or line["access"] == "public"
                   for line in ranking)  # fmt: skip

    @pytest.mark.parametrize("stage", ["ga", "preview"])
    def test_a_price_list_without_a_stage_will_do_with_a_caution(self, run: Run, stage: str) -> None:
        ranking = document(run("recommend", "--need", "coding", "--api", stage, *self.TODAY))["ranking"]
        listed = [line for line in ranking if line["offering"]["api"] == "listed"]
        assert listed
        for line in listed:
            assert any(c["subject"] == "Stage not stated" for c in line["cautions"])
        labs = {line["lab"] for line in ranking if line["offering"]["provider"] == line["lab"]}
        assert len(labs & {"deepseek", "zai", "moonshotai", "alibaba"}) > 0

    def test_by_invitation_only_outlives_a_deprecation(self, run: Run) -> None:
        result = run("status", "claude-mythos-preview", "--as-of", DATA_DAY, "-f", "json")
        answer = document(result)
        assert (result.code, answer["usable"]) == (1, False)
        assert (answer["api"]["is"], answer["access"], answer["lifecycle"]) == ("deprecated", "partners", "deprecated")

    def test_the_screen_says_what_machine_and_which_other_route(self, run: Run) -> None:
        home = ("recommend", "--need", "coding", "--self-host", "--as-of", DATA_DAY)
        way = document(run(*home, "-f", "json"))["ranking"][0]["offering"]
        assert way["smallest_machine"] in run(*home).out
        assert f"the smallest known that holds it is {way['smallest_machine']} (" in run(*home, "--details").out
        hosted = ("recommend", "--need", "coding", "--as-of", DATA_DAY)
        two = [line for line in document(run(*hosted, "-f", "json"))["ranking"][:3] if line["also"]]
        assert two
        for line in two:
            costs = sorted(float(line[name]["price_blended"]) for name in ("offering", "also"))
            assert costs[1] > 1.1 * costs[0]
            assert f"via {line['also']['provider_name']}, " in run(*hosted, "--details").out


@pytest.mark.parametrize(
    ("asked", "first_line"),
    [
        (("muse-spark",), "Muse Spark is left out, as it does not meet: can be had today."),
        (("llama-4-scout", "--license", "osi"), "Llama 4 Scout is left out, as it does not meet: license osi."),
        (
            ("gpt-5.5", "--max-monthly", "1"),
            "GPT-5.5 is left out, as it is not proven to meet: monthly cost at most $1.",
        ),
    ],
)
def test_what_a_model_is_left_out_for_is_not_read_as_what_it_is(
    run: Run, asked: tuple[str, ...], first_line: str
) -> None:
    assert run("explain", *asked, "--need", "coding", "--as-of", DATA_DAY).out.splitlines()[0] == first_line
