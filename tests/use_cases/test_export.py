"""A recommendation as the configuration of other programs, and such a file as what is checked."""

from __future__ import annotations

import functools
import json
import shlex
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from modelpick.cli import export as command
from modelpick.documents.export_reports import ExportReport
from modelpick.exports.litellm import PREFIXES
from modelpick.exports.registry import TARGETS, target
from modelpick.exports.text import MARK
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import StatusEvent
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.checked_files import check
from modelpick.use_cases.export import export
from tests.conftest import Result, bundled_catalog
from tests.factories import criterion, facts, figure, model, need, offering, rulebook

Run = Callable[..., Result]

CALLED = tuple(name for name in TARGETS if target(name).providers)
HOSTING = tuple(name for name in TARGETS if target(name).hosts)
DAY = "2026-11-26"
QUESTIONS = {name: Request(needs={name: 1}, as_of=DAY) for name in ("coding", "rag")}


@functools.cache
def exported(name: str, *needs: str, **asked: Any) -> ExportReport:
    """The answer of the bundled catalog for each of `needs`, for the program `name`."""
    requests = {each: replace(QUESTIONS[each], **asked) for each in needs or ("coding",)}
    return export(bundled_catalog(), name, requests)


def texts(report: ExportReport) -> dict[str, str]:
    return {file.path: file.text for file in report.files}


def plain(path: str, text: str) -> Any:
    """What a reader of its format finds in a file."""
    if path.endswith(".jsonc"):
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//"))
    if path.endswith((".json", ".jsonc")):
        return json.loads(text)
    if path.endswith(".toml"):
        return tomllib.loads(text)
    if path.endswith((".yaml", ".yml")):
        return yaml.safe_load(text)
    return [shlex.split(line, comments=True) for line in text.splitlines()]


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [each for key, item in value.items() for each in (*strings(key), *strings(item))]
    if isinstance(value, list):
        return [each for item in value for each in strings(item)]
    return [value] if isinstance(value, str) else []


class TestEveryProgram:
    @pytest.mark.parametrize("name", CALLED)
    def test_its_files_name_the_models_in_order_by_the_ids_of_their_providers(self, name: str) -> None:
        report = exported(name)
        first = report.files[0]
        said = "\n".join(strings(plain(first.path, first.text)))
        ids = [each.id for each in report.models]
        assert [each.name for each in report.models] == ["coding", "coding-fallback-1", "coding-fallback-2"]
        known = {
            (o.provider, o.id) for each in report.models for o in bundled_catalog().facts.models[each.model].offerings
        }
        assert {(each.provider, each.id) for each in report.models} <= known
        assert ids[0] in said
        whole = "\n".join(file.text for file in report.files)
        assert all(id_ in whole for id_ in ids)

    @pytest.mark.parametrize("name", HOSTING)
    def test_a_program_that_serves_is_told_where_the_weights_lie(self, name: str) -> None:
        report = exported(name, hardware="8x h100-80gb")
        (script, *_) = report.files
        known = bundled_catalog().facts
        first = report.models[0].model
        listed = {o.id for o in known.models[first].offerings if o.provider == "huggingface"}
        repository = report.models[0].id
        assert report.models[0].provider is None
        assert repository in {known.repositories.get(first), *listed}
        assert repository in "".join(file.text for file in report.files)
        run = [words for words in plain("serve.sh", script.text) if words]
        assert len(run) == 1

    @pytest.mark.parametrize("name", TARGETS)
    def test_the_comment_says_question_day_and_when_to_ask_again(self, name: str) -> None:
        report = exported(name)
        whole = " ".join(
            " ".join(line.lstrip("#/ ") for file in report.files for line in file.text.splitlines()).split()
        )
        assert f"The state of knowledge of {DAY}; ask again from {report.ask_again} on" in whole
        assert "modelpick recommend --need coding" in whole
        assert whole.count(MARK) == 1

    @pytest.mark.parametrize("name", CALLED)
    def test_a_check_of_its_file_finds_the_same_models(self, name: str, tmp_path: Path) -> None:
        report = exported(name, "coding", "rag")
        for path, text in texts(report).items():
            (tmp_path / path).write_text(text, "utf-8")
        found = check(bundled_catalog(), None, file=tmp_path / report.files[0].path, on=DAY)
        assert found.passed
        assert found.model == report.models[0].model
        names = {each.model_name for each in report.models}
        assert {line.text.removesuffix(": passes") for line in found.lines[2:]} <= names

    def test_every_one_is_offered_by_the_command_and_by_the_door(self) -> None:
        from modelpick.api import Catalog

        declared = str(command.export.__annotations__["target"])
        assert all(name in declared for name in TARGETS)
        assert all(name in " ".join((Catalog.export.__doc__ or "").split()) for name in TARGETS)


class TestFormats:
    def test_litellm_falls_back_in_order_and_knows_the_prices(self) -> None:
        config = plain("config.yaml", texts(exported("litellm", "coding", "rag"))["config.yaml"])
        assert config["router_settings"]["fallbacks"] == [
            {each: [f"{each}-fallback-1", f"{each}-fallback-2"]} for each in ("coding", "rag")
        ]
        row = config["model_list"][0]
        assert row["litellm_params"]["api_key"].startswith("os.environ/")
        offered = bundled_catalog().facts.models[exported("litellm").models[0].model].offerings
        prices = {price.input for each in offered for price in each.prices if price.input is not None}
        assert Decimal(str(row["model_info"]["input_cost_per_token"])).scaleb(6) in prices

    def test_a_monthly_limit_is_a_budget_there(self) -> None:
        asked = {"constraints": {"max-monthly": "500"}, "workload": "chat"}
        report = exported_with("litellm", **asked)
        config = plain("config.yaml", report.files[0].text)
        assert (
            config["litellm_settings"] | {"max_budget": 500.0, "budget_duration": "30d"} == config["litellm_settings"]
        )

    def test_openrouter_is_told_what_the_question_requires_of_hosts(self) -> None:
        limits = {
            "jurisdiction": ["US"],
            "max-price-in": "5",
            "max-price-out": "20.50",
            "tools": True,
            "license": "osi",
        }
        report = exported_with("openrouter", constraints=limits, quant="fp8")
        provider = plain("request.json", report.files[0].text)["provider"]
        assert provider["max_price"] == {"prompt": "5", "completion": "20.5"}
        assert provider["quantizations"] == ["fp8"]
        assert provider["require_parameters"] is True
        assert provider["only"] == provider["order"]
        assert "moonshotai" not in provider["only"]

    def test_openrouter_enforces_what_nobody_is_known_to_promise(self) -> None:
        report = exported_with("openrouter", constraints={"zero-retention": True, "no-training": True})
        provider = plain("request.json", report.files[0].text)["provider"]
        assert (provider["zdr"], provider["data_collection"]) == (True, "deny")

    def test_residency_is_no_setting_of_openrouter_and_leaves_models_out(self) -> None:
        report = exported_with("openrouter", constraints={"residency": ["eu"]})
        assert all("eu" not in each.id for each in report.models)
        assert any("processing" in each.why.lower() or "region" in each.why.lower() for each in report.left_out)

    def test_a_program_of_one_lab_takes_its_models_at_one_provider(self) -> None:
        report = exported("claude-code")
        assert {each.model.partition("/")[0] for each in report.models} == {"anthropic"}
        assert len({each.provider for each in report.models}) == 1
        settings = plain("settings.json", texts(report)["settings.json"])
        assert [settings["model"], *settings["fallbackModel"]] == [each.id for each in report.models]

    def test_vllm_is_not_asked_to_make_a_precision_that_it_does_not(self) -> None:
        report = exported("vllm", hardware="8x h100-80gb")
        assert any("which vLLM does not make" in each.why for each in report.left_out)
        script = texts(report)["serve.sh"]
        assert "--tensor-parallel-size 8" in script
        assert script.count("\nvllm serve") == 1

    def test_a_gguf_file_that_nobody_knows_stands_in_capitals(self) -> None:
        made = [text for path, text in texts(exported("ollama", hardware="8x h100-80gb")).items() if path != "serve.sh"]
        starts = {line for text in made for line in text.splitlines() if line.startswith("FROM ")}
        filled_in = {line for line in starts if not line.startswith("FROM hf.co/")}
        assert filled_in
        assert all(line.startswith("FROM ./GGUF-FILE-OF-") for line in filled_in)


@functools.cache
def _asked_of(name: str, asked: str) -> ExportReport:
    return export(bundled_catalog(), name, {"coding": replace(QUESTIONS["coding"], **json.loads(asked))})


def exported_with(name: str, **asked: Any) -> ExportReport:
    return _asked_of(name, json.dumps(asked))


GOOD = model("a/one", figure(90), offerings=(offering("5", provider="anthropic", id="one-1"),))
NEXT = model("a/two", figure(80), offerings=(offering("2", provider="openrouter", id="a/two"),))
LAST = model("b/three", figure(70), offerings=(offering("1", provider="anthropic", id="three-3"),))
HOSTS = ("anthropic", "openrouter")
RULES = rulebook(need("exams", criterion("exam")))
EXAMS = {"exams": Request(needs={"exams": 1})}


class TestWhoIsLeftOut:
    def test_a_model_without_an_id_there_is_named_and_the_next_one_takes_its_place(self) -> None:
        report = export(
            OpenCatalog(facts(GOOD, NEXT, LAST, providers=HOSTS), RULES, "2026-06-01"), "claude-code", EXAMS
        )
        assert report.models == ()
        report = export(OpenCatalog(facts(GOOD, NEXT, LAST, providers=HOSTS), RULES, "2026-06-01"), "openrouter", EXAMS)
        assert [each.id for each in report.models] == ["a/two"]
        assert [(each.model, each.why) for each in report.left_out] == [
            ("a/one", "no id of it is known at a provider that it calls")
        ]
        assert "Left out, though ranked higher: " in "\n".join(report.remarks)

    def test_an_offering_without_an_id_is_never_given_one(self) -> None:
        nameless = replace(GOOD, offerings=(offering("5", provider="anthropic", id=None),))
        report = export(OpenCatalog(facts(nameless, LAST, providers=HOSTS), RULES, "2026-06-01"), "litellm", EXAMS)
        assert [each.id for each in report.models] == ["three-3"]

    def test_an_id_of_several_models_is_read_as_the_one_that_was_exported(self, tmp_path: Path) -> None:
        twin = replace(LAST, offerings=(offering("1", provider="anthropic", id="one-1"),))
        catalog = OpenCatalog(facts(twin, GOOD, providers=HOSTS), RULES, "2026-06-01")
        report = export(catalog, "litellm", EXAMS, fallbacks=0)
        (tmp_path / "c.yaml").write_text(report.files[0].text, "utf-8")
        assert check(catalog, None, file=tmp_path / "c.yaml").model == "a/one"

    @pytest.mark.parametrize(
        ("words", "fault"),
        [
            ({"name": "lightllm"}, "unknown program 'lightllm'"),
            ({"fallbacks": 10}, "is 10, expected 0 to 9"),
            ({"requests": {}}, "say what it is for"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, words: dict[str, Any], fault: str) -> None:
        asked = {"name": "litellm", "requests": EXAMS, **words}
        with pytest.raises(ModelpickError, match=fault):
            export(OpenCatalog(facts(GOOD, providers=HOSTS), RULES, "2026-06-01"), **asked)


class TestCheckedFile:
    def test_a_model_whose_api_ended_fails_wherever_it_stands(self, tmp_path: Path) -> None:
        catalog = OpenCatalog(facts(GOOD, LAST, providers=HOSTS), RULES, "2026-06-01")
        file = tmp_path / "config.yaml"
        file.write_text(export(catalog, "litellm", EXAMS).files[0].text, "utf-8")
        assert check(catalog, None, file=file).passed
        ended = replace(LAST, status=(*LAST.status, StatusEvent("2026-05-01", "api", "retired", "terms", "anthropic")))
        later = OpenCatalog(facts(GOOD, ended, providers=HOSTS), RULES, "2026-06-01")
        found = check(later, None, file=file)
        assert not found.passed
        assert [(line.id, line.outcome) for line in found.lines][-1] == ("exams-fallback-1", "no")

    def test_a_file_of_somebody_elses_is_checked_against_a_profile(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "q.yaml").write_text("needs: {coding: 1}\n")
        (tmp_path / "settings.json").write_text('{"model": "claude-opus-5", "other": ["gpt-5.5"]}')
        alone = run("check", tmp_path / "settings.json")
        assert (alone.code, "Name the question that it is to satisfy with --profile" in alone.err) == (2, True)
        found = run("check", tmp_path / "settings.json", "--profile", tmp_path / "q.yaml", "--as-of", DAY)
        assert found.code == 0
        assert "openai/gpt-5.5" in found.out

    def test_a_file_without_a_model_says_so(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "q.yaml").write_text("needs: {coding: 1}\n")
        (tmp_path / "x.json").write_text('{"a": "b"}')
        found = run("check", tmp_path / "x.json", "--profile", tmp_path / "q.yaml")
        assert (found.code, "names no model that the catalog knows" in found.err) == (2, True)

    @pytest.mark.parametrize("said", ["", "[]", "{", '{"ids": 5}', '{"needs": {"coding": "x"}}', '{"nneds": {}}'])
    def test_a_question_that_is_none_is_refused(self, run: Run, tmp_path: Path, said: str) -> None:
        (tmp_path / "c.yaml").write_text(f"# {MARK} {said}\nmodel: claude-opus-5\n")
        assert run("check", tmp_path / "c.yaml").code == 2


class TestCommand:
    def test_one_file_goes_to_the_pipe_and_the_others_are_named(self, run: Run) -> None:
        found = run("export", "aider", "coding", "--as-of", DAY)
        assert found.code == 0
        assert yaml.safe_load(found.out)["model"]
        assert "--to FOLDER writes .aider.model.settings.yml, .aider.model.metadata.json, too" in found.err

    def test_a_folder_gets_all_files_and_nothing_in_it_is_replaced_unasked(self, run: Run, tmp_path: Path) -> None:
        words = ("export", "llm", "coding", "--as-of", DAY, "--to", tmp_path / "new")
        found = run(*words)
        assert found.code == 0
        assert len(found.out.splitlines()) <= 20
        assert max(map(len, found.out.splitlines())) <= 100
        again = run(*words)
        assert (again.code, "is there already" in again.err) == (2, True)
        assert run(*words, "--force").code == 0
        assert json.loads((tmp_path / "new" / "aliases.json").read_text())["coding"]

    def test_nothing_to_call_is_a_no(self, run: Run) -> None:
        found = run("export", "codex", "coding", "--as-of", DAY, "--exclude-lab", "openai")
        assert (found.code, "can call nothing that is recommended" in found.out) == (1, True)

    def test_needs_that_are_mixed_are_one_list(self, run: Run) -> None:
        found = run("export", "litellm", "--need", "coding=2", "--need", "rag", "--as-of", DAY, "--format", "json")
        assert {each["name"] for each in json.loads(found.out)["models"]} >= {"coding-rag", "coding-rag-fallback-1"}


class TestRealTools:
    """What is here of them; `benchmarks/exports.py` runs the others."""

    def test_litellm_knows_every_prefix(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LITELLM_LOCAL_MODEL_COST_MAP", "True")
        litellm = pytest.importorskip("litellm")
        known = {getattr(each, "value", each) for each in litellm.provider_list}
        assert {prefix for prefix, _ in PREFIXES.values()} <= known

    def test_llm_takes_the_aliases(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        llm = pytest.importorskip("llm")
        monkeypatch.setenv("LLM_USER_PATH", str(tmp_path))
        report = exported("llm")
        for path, text in texts(report).items():
            (tmp_path / path).write_text(text, "utf-8")
        codex = exported("codex").models[0].id
        (tmp_path / "aliases.json").write_text(json.dumps({"coding": f"openai-api/{codex}"}))
        (tmp_path / "extra-openai-models.yaml").write_text(
            f'- model_id: "openai-api/{codex}"\n  model_name: "{codex}"\n', "utf-8"
        )
        assert llm.get_model("coding").model_name == codex
