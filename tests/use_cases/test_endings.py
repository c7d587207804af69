"""The end of an id, wherever it is asked: status, check, the calendar, a watch, and what an update brings of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelpick.market.merge import merge
from modelpick.market.records import OfferingRecord, StatusRecord, Stored
from modelpick.model.ends import EndedId, EndTable
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import StatusEvent
from modelpick.model.fields import replace
from modelpick.snapshot.layout import CatalogOrigins
from modelpick.snapshot.read import Snapshot
from modelpick.snapshot.write import Compiled, write
from modelpick.use_cases.resolve import resolve_or_newest
from tests.conftest import DATA_DAY
from tests.factories import facts, model, offering, rulebook


@pytest.fixture
def asked(run):
    def asked(*args: object) -> tuple[int, Any]:
        found = run(*args, "--as-of", DATA_DAY, "--format", "json")
        return found.code, json.loads(found.out) if found.out else found.err

    return asked


def test_status_of_an_ended_id_says_when_and_what_instead(asked):
    code, said = asked("status", "claude-3-5-haiku-20241022")
    assert code == 1
    assert not said["usable"]
    assert said["text"].startswith("claude-3-5-haiku-20241022 was retired at Anthropic on 2026-02-19. Anthropic recomm")
    assert said["ends"][0]["instead"].startswith("Anthropic recommends claude-haiku-4-5")


@pytest.mark.parametrize(
    ("name", "model", "said"),
    [
        ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", "anthropic/claude-3.7-sonnet", "Bedrock on 2026-07-30"),
        ("arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-v2:1", None, "Amazon Bedrock on 2025-07-21"),
        ("github:openai/gpt-4o-mini", "openai/gpt-4o-mini", "GitHub Models was shut down on 2026-07-30"),
        ("gemini-2.5-pro", "google/gemini-2.5-pro", "answers with gemini-3.8-flash"),
        ("gemini-2.5-pro-latest", None, "has never had gemini-2.5-pro-latest; gemini-pro-latest is meant"),
        ("vertex_ai/gemini-2.5-pro", "google/gemini-2.5-pro", "was retired at Google Vertex"),
    ],
)  # fmt: skip
def test_an_id_is_read_as_any_tool_writes_it(asked, name, model, said):
    _, report = asked("status", name)
    assert said in report["text"]
    assert model is None or report["model"] == model


@pytest.mark.parametrize(
    ("id_", "at"),
    [
        ("amazon.nova-premier-v1:0", "Amazon Bedrock on 2026-09-14"),
        ("gemini-3-pro-preview", "Google Gemini API (AI Studio) on 2026-03-09"),
        ("google/gemini-3-pro-preview", "Google Gemini API (AI Studio) on 2026-03-09"),
        ("mistral-medium-2508", "Mistral AI on 2026-08-31"),
        ("accounts/fireworks/models/glm-5p2", "Fireworks AI on 2026-09-25"),
        ("kimi-k2-0905-preview", "Moonshot AI (Kimi) on 2026-05-25"),
        ("llama3-70b-8192", "Groq on 2025-08-30"),
        ("mixtral-8x7b-32768", "Groq on 2025-03-20"),
        ("text-bison", "Google Vertex AI / Gemini Enterprise Agent Platform on 2025-04-21"),
    ],
)
def test_an_id_of_a_provider_has_ended_there_although_others_serve_its_model(asked, id_, at):
    code, said = asked("status", id_)
    assert code == 1
    assert said["brief"].startswith(id_.removeprefix("google/"))
    assert f"was retired at {at}" in said["brief"]


@pytest.mark.parametrize("name", ["perplexity/kimi-k3", "meta-llama/Llama-3.3-70B-Instruct"])
def test_what_is_sold_today_by_that_very_id_has_not_ended(asked, name):
    assert asked("status", name)[0] == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "groq/kimi-k2-instruct-0905",
            "moonshotai/kimi-k2-instruct-0905 (Kimi K2 0905) was retired at Groq on 2026-04-15",
        ),
        ("perplexity/llama-3.1-sonar-large-128k-online", "Perplexity API was shut down on 2026-09-27"),
        ("vertex_ai/gemini-2.5-flash-lite", "was retired at Google Vertex AI"),
        ("bedrock/mistral.mixtral-8x7b-instruct-v0:1", "will be retired at Amazon Bedrock on 2027-03-30"),
    ],
)
def test_what_a_seller_says_of_an_id_leads(asked, name, said):
    assert said in asked("status", name)[1]["brief"]


def test_under_an_end_the_others_are_told_to_go_on(run):
    page = run("status", "amazon.nova-premier-v1:0", "--as-of", DATA_DAY).out
    assert "  elsewhere  no end known as of " in page
    assert "none known" not in page


def test_an_id_that_a_seller_does_not_list_is_told_by_its_maker(asked):
    code, said = asked("status", "azure/o1-mini")
    assert code == 1
    assert said["brief"].startswith(
        "o1-mini was retired at OpenAI on 2025-10-27 (what Azure OpenAI / Microsoft Foundry says of it is not known)."
    )


def test_a_doubtful_end_ahead_leaves_an_id_usable(asked):
    assert asked("status", "bedrock/mistral.mixtral-8x7b-instruct-v0:1")[0] == 0


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("mistral-large-latest", "mistral/mistral-large-4-1t-a52b"),
        ("claude-sonnet-latest", "anthropic/claude-sonnet-5.5"),
    ],
)
def test_latest_is_the_newest_of_the_family_and_said_to_move(asked, run, name, model):
    assert asked("status", name)[1]["model"] == model
    page = " ".join(run("status", name, "--as-of", DATA_DAY).out.split())
    assert "its provider puts whatever is newest behind such a name" in page


def test_an_end_that_may_be_none_does_not_lead(asked):
    code, said = asked("status", "bedrock/us.meta.llama4-scout-17b-instruct-v1:0")
    assert code == 0
    assert said["brief"].startswith("Llama 4 Scout is on a public price list")
    assert said["ends"][0]["on"] == "2027-03-30"
    assert "no sooner than" in said["ends"][0]["doubts"][0]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("vertex_ai/claude-3-7-sonnet@20250219", True),
        ("azure/gpt-4-turbo-2024-04-09", True),
        ("claude-3-7-sonnet-20250220", False),
        ("azure/gpt-4o-2024-11-21", False),
    ],
)
def test_a_version_that_is_known_to_have_ended_is_known(run, name, known):
    assert ("no version of that day is known" in run("status", name, "--as-of", DATA_DAY).out) is not known


@pytest.mark.parametrize("name", ["claude-3-opus", "Claude 3 Opus", "claude-3.opus"])
def test_the_undated_name_of_an_ended_id_is_enough(asked, name):
    code, said = asked("status", name)
    assert code == 1
    assert said["text"].startswith(
        "claude-3-opus-20240229 was retired at Anthropic on 2026-01-05. Anthropic recommends "
    )


def test_a_retired_model_says_what_its_maker_recommends(asked):
    code, said = asked("status", "claude-3-7-sonnet-20250219")
    assert code == 1
    assert said["brief"].startswith(
        "claude-3-7-sonnet-20250219 (Claude Sonnet 3.7) was retired at Anthropic on 2026-02-19. "
        "Anthropic recommends claude-sonnet-4-6"
    )


def test_who_still_serves_a_retired_model_is_said(asked):
    code, said = asked("status", "claude-opus-4.1")
    assert (code, said["usable"]) == (0, True)
    assert (
        "Claude Opus 4.1 was retired on 2026-08-05. Amazon Bedrock still serves it, until 2027-01-08." in said["brief"]
    )


@pytest.mark.parametrize("name", ["bedrock/eu.anthropic.claude-opus-4-6-v1", "openrouter/anthropic/claude-opus-4.6"])
def test_an_id_that_lives_is_its_model(asked, name):
    for command in (("status", name), ("cost", name)):
        _, report = asked(*command)
        assert "anthropic/claude-opus-4.6" in json.dumps(report)


@pytest.mark.parametrize("name", ["claude-opus-5.5", "claude-sonnet-4.5", "gpt-5.5", "claude-3-opus-20240229"])
def test_the_card_tells_the_same_ends_as_the_status(run, name):
    def document(command):
        return json.loads(run(command, name, "--as-of", "2026-11-26", "-f", "json").out)

    card, status = document("show"), document("status")
    told = card["status"]
    assert told["ends"]
    assert told == {field: status[field] for field in told}
    cited = {source["id"] for source in card["sources"]}
    assert {end["source"] for end in told["ends"]} <= cited


def test_ends_are_told_with_place_word_and_conflicts(asked, run):
    _, report = asked("status", "gpt-4o")
    azure = [end for end in report["ends"] if (end["provider"], end["version"]) == ("azure", "2024-05-13")]
    assert (azure[0]["on"], azure[0]["conflicts"]) == ("2026-12-09", ["2027-01-14 by LiteLLM 1.110.2"])
    page = run("status", "gpt-4o", "--as-of", DATA_DAY).out
    assert "against it: 2027-01-14 by LiteLLM" in page
    assert "its own word" in page


def test_none_known_says_what_was_read(run, tmp_path, monkeypatch):
    read = f"as of {DATA_DAY} (sources read: Google Gemini API (AI Studio) 2026-11"
    assert f"none known {read}" in run("status", "gemini-3.8-flash", "--as-of", DATA_DAY).out
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text("needs: {general: 1}\npinned: {model: gemini-3.8-flash}\n", encoding="utf-8")
    page = run("check", "--profile", "p.yaml", "--as-of", DATA_DAY)
    assert page.code == 0
    assert f"no end of it is known {read}" in " ".join(page.out.split())


@pytest.mark.parametrize(
    ("pinned", "within", "code", "said"),
    [
        ("gemini-2.5-pro", "90d", 1, "gemini-3.8-flash"),
        ("gemini-2.5-pro", "3d", 0, "ends on 2026-12-01"),
        ("claude-3-5-haiku-20241022", "0d", 1, "retired at Anthropic on 2026-02-19"),
        ("us.anthropic.claude-3-7-sonnet-20250219-v1:0", "0d", 1, "retired at Amazon Bedrock"),
    ],
)
def test_a_pinned_id_that_ends_does_not_pass(asked, tmp_path, monkeypatch, pinned, within, code, said):
    monkeypatch.chdir(tmp_path)
    Path("p.yaml").write_text(f"needs: {{general: 1}}\npinned: {{model: '{pinned}'}}\n", encoding="utf-8")
    found, report = asked("check", "--profile", "p.yaml", "--within", within)
    assert found == code
    assert said in next(line["text"] for line in report["lines"] if line["id"] == "available")


def test_the_successor_leads_where_the_model_itself_cannot_be_called(run):
    page = run("status", "muse-spark", "--as-of", "2026-07-10").out
    assert "its successor Muse Spark 1.1 can be called since 2026-07-09" in page.splitlines()[0]
    assert "successor" not in run("status", "gpt-6-luna", "--as-of", DATA_DAY).out.splitlines()[0]


def test_the_calendar_has_ids_of_no_model(asked):
    _, report = asked("retirements", "--provider", "groq", "--past", "900d")
    ids = {id_ for line in report["lines"] for id_ in line["ids"]}
    assert {"mistral-saba-24b", "gemma2-9b-it"} <= ids
    _, one = asked("retirements", "claude-3-5-haiku-20241022", "--past", "400d")
    assert [line["on"] for line in one["lines"]] == ["2026-02-19"]


GONE = EndedId("lab", "old-1", "retired", "s", "2026-10-01", "primary", on="2026-12-31", model="lab/old")
OLD = model("lab/old", weights="closed", offerings=(offering("1", "lab", id="old-1"),))


def listed(provider: str, id_: str) -> Stored[OfferingRecord]:
    return Stored("models-dev", OfferingRecord(provider, id_), "2026-11-01", "2026-11-01", "2026-11-01")


def ended(provider: str, id_: str, on: str = "2026-03-01") -> Stored[StatusRecord]:
    record = StatusRecord(provider, id_, "retired", on)
    return Stored("modeldeprecations", record, "2026-11-01", "2026-11-01", "2026-11-01")


def test_what_an_update_tells_attaches_to_ids_of_no_model():
    found = merge(facts(), [ended("lab", "nobody-knows-1")], {}).facts
    (row,) = found.ends["nobody-knows-1"]
    assert (row.provider, row.on, row.model, row.synced) == ("lab", "2026-03-01", None, True)


def test_another_day_is_noted_and_a_resale_hides_nothing():
    base = replace(facts(OLD), ends=EndTable([GONE]))
    found = merge(base, [ended("lab", "old-1"), listed("shop", "lab/old-1")], {}).facts
    (row,) = found.ends["old-1"]
    assert (row.on, row.conflicts) == ("2026-12-31", ("2026-03-01 by modeldeprecations",))


def test_what_is_compiled_is_read_by_id_by_model_and_by_day(tmp_path):
    later = replace(GONE, id="old-2", announced="2026-11-20")
    known = replace(facts(OLD), ends=EndTable([GONE, later]))
    write(tmp_path / "c.sqlite", Compiled(known, rulebook(), {}, None, CatalogOrigins(())), "2026-11-26")
    ends = Snapshot(tmp_path / "c.sqlite").facts("2026-11-19").ends
    assert ends["old-1"] == (GONE,)
    assert "old-2" not in ends
    assert (ends.of_model("lab/old"), ends.read_on("lab"), list(ends)) == ((GONE,), "2026-10-01", ["old-1"])
    assert list(Snapshot(tmp_path / "c.sqlite").facts().ends.rows) == [GONE, later]


def test_an_end_of_one_id_leaves_the_others_of_the_model():
    from modelpick.decide.routes import offered

    end = StatusEvent("2026-01-01", "api", "retired", "s", "cloud", announced="2025-12-01", ids=("a",))
    two = model("lab/two", offerings=(offering("1", id="a"), offering("2", id="b")), status=(end,))
    assert {way.offering.id: way.stage for way in offered(two, facts(two), "2026-06-01") if way.offering} == {
        "a": "retired",
        "b": "ga",
    }


def test_a_row_of_ones_own_stands_in_place_of_the_bundled_one(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = "is: retired, on: 2026-11-01, source: own, read: 2026-11-01, evidence: primary"
    row = f"{{provider: groq, id: gemma2-9b-it, {said}}}"
    Path("mine.yaml").write_text(f"ended:\n- {row}\n- {row.replace('gemma2-9b-it', 'acme-1')}\n", encoding="utf-8")
    for name in ("groq/gemma2-9b-it", "groq/acme-1"):
        found = run("status", name, "--catalog", "mine.yaml", "--as-of", DATA_DAY)
        assert "was retired at Groq on 2026-11-01" in found.out


@pytest.mark.parametrize(
    ("model", "provider", "code", "said"),
    [
        ("gpt-5.5", "azure", 0, "At Azure OpenAI / Microsoft Foundry: GPT-5.5 has been generally available by API"),
        ("gpt-4o", "azure", 0, "Azure OpenAI / Microsoft Foundry serves GPT-4o until 2027-04-14, by its list of ends."),
        (
            "llama-3.3-70b",
            "groq",
            1,
            "Llama 3.3 70B Instruct was retired at Groq on 2026-08-16. Groq recommends openai/",
        ),
        ("nova-premier", "bedrock", 1, "Amazon Nova Premier was retired at Amazon Bedrock on 2026-09-14."),
        ("kimi-k3", "openai", 1, "Kimi K3 is not known to be sold at OpenAI."),
    ],
)
def test_a_status_can_be_asked_of_one_provider(asked, model, provider, code, said):
    found, report = asked("status", model, "--provider", provider)
    assert found == code
    assert report["brief"].startswith(said)
    named = {end["provider"] for end in report["ends"]} | {line["provider"] for line in report["offerings"]}
    assert len(named) <= 1


def test_ends_of_a_family_or_a_lab_are_listed_together(asked):
    for name in ("gemini", "google"):
        _, report = asked("retirements", name, "--within", "30d")
        assert {"google/gemini-2.5-flash", "google/gemini-2.5-pro"} <= {line["model"] for line in report["lines"]}


def test_what_makers_recommend_most_is_known_with_its_price(asked):
    assert "Mistral AI recommends ministral-8b-2512 ($0.15 / $0.15" in asked("status", "open-mistral-nemo")[1]["text"]
    for name in ("gemini-2.5-flash-lite", "codestral-2508", "ministral-3b-2512", "command-r-plus-08-2024"):
        assert asked("status", name)[0] == 0, name


def test_latest_is_never_a_model_that_its_own_maker_has_ended(asked):
    code, said = asked("status", "codestral-latest")
    assert code == 0
    assert said["text"].startswith("Codestral 25.08 has been generally available")


def test_the_newest_known_of_a_family_is_not_what_latest_means_once_its_maker_ended_it():
    old = model("mistral/codestral-2501", name="Codestral 25.01", family="codestral", released="2025-01-13")
    gone = replace(GONE, provider="mistral", id="codestral-2501", model=old.id, on="2025-11-30")
    known = facts(old)
    assert resolve_or_newest("codestral-latest", known, known, DATA_DAY).id == old.id
    ended_there = replace(known, ends=EndTable((gone,)))
    with pytest.raises(ModelpickError, match="codestral"):
        resolve_or_newest("codestral-latest", ended_there, ended_there, DATA_DAY)


@pytest.mark.parametrize("name", ["claude-opus-4.8", "llama-3.1-70b-instruct", "claude-sonnet-4.6"])
def test_the_end_at_a_reseller_does_not_lead_of_what_everybody_calls_so(asked, name):
    code, said = asked("status", name)
    assert code == 0
    assert said["usable"]
    assert "was retired" not in said["brief"]
    assert any(end["state"] == "retired" for end in said["ends"])


@pytest.mark.parametrize("version", [" 2024-11-20", "@2024-11-20", ":2024-11-20", "-2024-11-20"])
def test_a_version_of_azure_stands_behind_any_sign(asked, version):
    _, said = asked("status", f"azure/gpt-4o{version}")
    assert said["text"].startswith("gpt-4o 2024-11-20 (GPT-4o) will be retired at Azure OpenAI / Microsoft Foundry on")


class TestOfAnIdThatNamesItsSeller:
    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("us.anthropic.claude-sonnet-4-6", "as asked   $3.30 / $16.50: Amazon Bedrock (US)"),
            ("bedrock/moonshotai.kimi-k2.5", "as asked  $0.60 / $3: Amazon Bedrock"),
            ("groq/gpt-5.4", "as asked   not known to be sold at Groq"),
            ("azure/gpt-5.4-2026-03-05", "as asked   from $2.50 / $15: Azure OpenAI"),
            ("azure/gpt-5.4:2026-03-05", "as asked   from $2.50 / $15: Azure OpenAI"),
            ("bedrock:us.anthropic.claude-sonnet-4-6", "as asked   $3.30 / $16.50: Amazon Bedrock (US)"),
            ("openai:chat:gpt-5.4", "as asked   from $2.50 / $15: OpenAI"),
        ],
    )
    def test_what_is_offered_there_comes_first(self, run, name, told):
        out = run("status", name, "--as-of", DATA_DAY).out.splitlines()
        rows = [line.strip() for line in out if line.startswith("  as asked")]
        assert rows == [told]

    def test_a_variant_that_nobody_lists_is_not_the_one_that_is(self, asked, run):
        _, said = asked("status", "openrouter/qwen/qwen3-32b:free")
        assert (said["asked_id"], said["asked_is_listed"]) == ("qwen3-32b:free", False)
        told = "which lists no qwen3-32b:free that is known, but qwen/qwen3-32b"
        assert told in " ".join(run("status", "openrouter/qwen/qwen3-32b:free", "--as-of", DATA_DAY).out.split())
        told = "OpenRouter lists no qwen3-32b:free that is known; the price of qwen/qwen3-32b is told"
        cost = run("cost", "openrouter/qwen/qwen3-32b:free", "--in", "1k", "--as-of", DATA_DAY)
        assert told in " ".join(cost.out.split())

    def test_machines_read_the_offer(self, asked):
        _, said = asked("status", "us.anthropic.claude-sonnet-4-6")
        assert said["asked_at"] == "Amazon Bedrock"
        assert [line["id"] for line in said["asked"]] == ["us.anthropic.claude-sonnet-4-6"]

    @pytest.mark.parametrize("name", ["gpt-5.4", "groq/llama-3.1-8b-instant"])
    def test_a_plain_name_and_an_end_there_have_none(self, asked, name):
        assert (asked("status", name)[1]["asked_at"], asked("status", name)[1]["asked"]) == (None, [])


@pytest.mark.parametrize("name", ["command-r-plus", "claude-3-5-haiku-20241022", "o1-preview"])
class TestOfAnIdThatIsKnownByItsEndAlone:
    """It was a fault of the program, and the whole catalog was read anew in search of it."""

    def test_no_question_is_asked_of_it_alone(self, run, name):
        for command in (["recommend", "coding"], ["export", "litellm", "--need", "coding"]):
            said = run(*command, "--only", name, "--as-of", DATA_DAY)
            assert said.code == 2
            assert said.err.startswith(f"error: --only: {name!r} is known by its end alone. `modelpick status {name}`")

    def test_whether_it_fits_is_not_known(self, run, name):
        said = run("fit", name, "--hardware", "3x3090", "--as-of", DATA_DAY)
        assert said.err == ""
        assert name in said.out
