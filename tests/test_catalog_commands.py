"""`modelpick catalog` over a market that was synced twice: each command as its user meets it."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import modelpick.use_cases.load as door
from modelpick.cli.main import main
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from tests.conftest import DATA_DAY, TODAY, Result, count_links, forget_answers
from tests.sources.given import SAMPLES
from tests.test_startup import DATA, NEVER, SCREEN, found, loaded_by

ROOT = Path(__file__).resolve().parent.parent
KEY = "ARTIFICIAL_ANALYSIS_API_KEY"
OLD_DAY, LATER_DAY = "2026-10-01", "2026-11-21"
"""Of the first updates, each before the day of the bundled data: the last one is of a day of its own."""
COMMANDS = {
    "diff": ("--need", "coding"),
    "log": ("--source", "models-dev"),
    "sources": (),
    "unmatched": (),
    "info": (),
}
Run = Callable[..., Result]


def modelpick(*args: object) -> Result:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(arg) for arg in args])
    return Result(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def updates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Result]]:
    """Three updates: an old one, then one of some weeks later, then one that changes a price."""
    folder = tmp_path_factory.mktemp("synced")
    offerings = (SAMPLES / "models-dev-api.json").read_text("utf-8")
    changed = json.loads(offerings)
    changed["anthropic"]["models"]["claude-opus-4-8"]["cost"]["input"] = 4.0
    del changed["aihubmix"]
    (folder / "changed.json").write_text(json.dumps(changed), "utf-8")
    models = SAMPLES / "models-dev-models.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODELPICK_CACHE_DIR", str(folder / "cache"))
        patch.setenv("MODELPICK_CONFIG_DIR", str(folder / "config"))
        patch.setenv(KEY, "very-secret")
        patch.chdir(folder)
        with pytest.MonkeyPatch.context() as before:
            before.setattr(door, "link_counts", count_links)
            done = [
                modelpick(
                    "catalog", "update", "--source", "openrouter", "--from", SAMPLES / "openrouter-models.json",
                    "--as-of", OLD_DAY,
                ),
                modelpick(
                    "catalog", "update", "--source", "models-dev", "--from", SAMPLES / "models-dev-api.json", "--from",
                    models, "--as-of", LATER_DAY,
                ),
            ]  # fmt: skip
        done.append(
            modelpick(
                "catalog", "update", "--source", "models-dev", "--from", folder / "changed.json", "--from", models,
                "--format", "json",
            )
        )  # fmt: skip

        # The market stays as it is from here on: each state of it is compiled once, and answers for all.
        patch.setattr(door, "compiled", functools.cache(door.compiled))

        @functools.cache
        def read(catalogs: tuple[Path, ...], with_bundled: bool) -> OpenCatalog:
            found = door.read(door.CatalogInputs(catalogs, (), with_bundled), TODAY)
            return replace(found, after_reads=functools.cache(found.after_reads)) if found.after_reads else found

        patch.setattr(door, "load", lambda catalogs, rules, with_bundled, **_: read(tuple(catalogs), with_bundled))
        yield done


@pytest.fixture
def synced(updates: list[Result]) -> Run:
    """Runs the program over that market."""
    assert [(done.code, done.err) for done in updates] == [(0, "")] * 3
    return modelpick


def document(result: Result) -> Any:
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


def test_an_update_counts_what_it_linked(updates: list[Result]) -> None:
    links = json.loads(updates[2].out)["links"]
    assert links["linked"] > links["new_models"] > 0
    assert links["unlinked"] > 0
    assert "offerings of models of the catalog" in updates[1].out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_format_answers(synced: Run, command: str) -> None:
    words = ("catalog", command, *COMMANDS[command])
    answer = document(synced(*words, "--format", "json"))
    schema = json.loads((ROOT / "docs" / "schema" / f"catalog-{command}.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(answer)
    for fmt in ("table", "yaml", "csv", "markdown", *(("ndjson",) if command != "info" else ())):
        result = synced(*words, "--format", fmt)
        assert (result.code, result.err) == (0, "")
        assert result.out.strip()
        assert "very-secret" not in result.out
        if fmt == "csv":
            assert len({len(row) for row in csv.reader(io.StringIO(result.out))}) == 1


@pytest.mark.parametrize("width", [80, 160])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_screen_is_as_wide_as_it_is(synced: Run, command: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = synced("catalog", command, *COMMANDS[command], "--color", "always").out
    assert "\x1b[" in shown
    assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines())) <= width


class TestDiff:
    def test_tells_what_the_last_update_changed_and_cites_it(self, synced: Run) -> None:
        answer = document(synced("catalog", "diff", "--format", "json"))
        assert (answer["basis"], answer["until"]) == ("last update", TODAY)
        assert [read["source"] for read in answer["reads"]] == ["models-dev"]
        (move,) = answer["changes"]["prices"]
        assert (move["model"], move["provider"]) == ("anthropic/claude-opus-4.8", "anthropic")
        assert (move["was_in"], move["now_in"], move["share_in"], move["share_out"]) == (5, 4, -0.2, 0.0)
        assert move["source"] == "models-dev"
        shown = synced("catalog", "diff", "--sources").out
        assert re.search(r"Claude Opus 4.8 +Anthropic +\$5 / \$25 +\$4 / \$25 \[\d+\] +-20% / same", shown)
        assert re.search(r"\[\d+\] +models.dev", shown)

    def test_the_document_is_whole_and_the_page_is_capped(self, synced: Run) -> None:
        whole = ("catalog", "diff", "--since", OLD_DAY, "--format")
        assert synced(*whole, "json", "--all").out.count("\n") == synced(*whole, "json", "--limit", 1).out.count("\n")
        capped, everything = (synced(*whole, "table", *more).out for more in (("--limit", 1), ("--all",)))
        assert "more: --all" in capped
        assert "more: --all" not in everything
        assert len(everything) > 5 * len(capped)

    def test_asks_what_is_asked_and_what_files_ask(self, synced: Run) -> None:
        Path("health.yaml").write_text("needs: {health: 1}\nas_of: 2026-05-01\n", "utf-8")
        answer = document(synced("catalog", "diff", "health.yaml", "--need", "coding", "--self-host", "-f", "json"))
        first, second = answer["answers"]
        assert first["question"] == first["summary"] == "coding · runs on your own machines"
        assert (second["question"], second["now"]["as_of"]) == ("health.yaml", TODAY)
        assert second["summary"] == "health · can be had today"
        profile = document(synced("catalog", "diff", "--profile", "health.yaml", "-f", "json"))
        assert [each["question"] for each in profile["answers"]] == ["health.yaml"]

    def test_between_two_days_an_answer_may_be_another_and_says_why(self, synced: Run) -> None:
        words = ("--since", "2026-06-01", "--until", DATA_DAY, "--need", "coding")
        answer = document(synced("catalog", "diff", *words, "-f", "json"))
        (coding,) = answer["answers"]
        assert "first" in coding["changed"]
        assert (coding["was"]["as_of"], coding["now"]["as_of"]) == ("2026-06-01", DATA_DAY)
        assert all(move["why"] or move["rank_was"] != move["rank_now"] for move in coding["moves"])
        cited = {source["id"] for source in answer["sources"]}
        assert {id_ for move in coding["moves"] for why in move["why"] for id_ in why["sources"]} <= cited
        assert "The answer is another now: " in synced("catalog", "diff", *words).out

    def test_the_same_question_has_the_same_answer(self, synced: Run) -> None:
        first = synced("catalog", "diff", "--need", "health", "--format", "json")
        forget_answers()
        second = synced("catalog", "diff", "--need", "health", "--format", "json")
        assert first == second

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (("--since", TODAY), f"error: --since: is {TODAY}, expected a day before {TODAY}"),
            (("--since", "2999-01-01"), "error: --since: is 2999-01-01, which is after today"),
            (("--until", "soon"), "error: --until: is 'soon', expected a date. Write it as 2026-04-30"),
            (("--self-host",), "error: say what it is for: a need or a persona. Try: --need coding"),
            (("--need", "codin"), "error: unknown need 'codin'. Did you mean `coding`?"),
            (("missing.yaml",), "error: missing.yaml: does not exist"),
            (("--limit", "0"), "error: --limit: is 0, expected a whole number"),
        ],
    )
    def test_a_wrong_question_is_answered_with_a_sentence(
        self, synced: Run, words: tuple[str, ...], message: str
    ) -> None:
        result = synced("catalog", "diff", *words)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(message)


class TestTheOthers:
    def test_the_log_has_every_read(self, synced: Run) -> None:
        shown = synced("catalog", "log").out
        assert [line.split()[:2] for line in shown.splitlines() if re.match(r"  \d{4}-", line)] == [
            [TODAY, "models-dev"],
            [LATER_DAY, "models-dev"],
            [OLD_DAY, "openrouter"],
        ]
        assert synced("catalog", "log", "--source", "model-dev").err == (
            "error: unknown source 'model-dev'. Did you mean `models-dev`?\n"
        )

    def test_the_sources_name_a_key_and_whether_it_is_set(self, synced: Run) -> None:
        lines = {line["id"]: line for line in document(synced("catalog", "sources", "-f", "json"))["upstreams"]}
        assert (lines["artificial-analysis"]["key"], lines["artificial-analysis"]["key_set"]) == (KEY, True)
        assert lines["models-dev"]["rows"] == sum(lines["models-dev"]["kinds"].values())
        assert f"key in {KEY}" in synced("catalog", "sources").out

    def test_an_id_without_a_model_is_listed_with_the_nearest(self, synced: Run) -> None:
        answer = document(synced("catalog", "unmatched", "--format", "json"))
        assert answer["linked"] + answer["unlinked"] > len(answer["ids"]) > 0
        assert any(each["nearest"] for each in answer["ids"])
        for each in answer["ids"]:
            assert each["often"] == len(each["places"])
            assert all(place["why"] for place in each["places"])
        wrong = synced("catalog", "unmatched", "--provider", "azur")
        assert wrong.code == 2
        assert wrong.err.startswith("error: --provider: no source names a provider 'azur'. Did you mean `azure`")

    def test_an_alias_of_ones_own_settles_an_id(self, synced: Run) -> None:
        before = document(synced("catalog", "unmatched", "--format", "json"))["ids"]
        id_ = next(each["id"] for each in before if "offering" in each["places"][0]["kinds"])
        Path("own.yaml").write_text(f"aliases:\n- {{alias: '{id_}', model: openai/gpt-5.4, used_by: us}}\n", "utf-8")
        after = document(synced("catalog", "unmatched", "--format", "json", "--catalog", "own.yaml"))["ids"]
        assert id_ not in [each["id"] for each in after]

    def test_info_has_every_layer_and_warns_of_what_is_old(self, synced: Run) -> None:
        answer = document(synced("catalog", "info", "--format", "json"))
        layers = {layer["name"]: layer for layer in answer["layers"]}
        assert list(layers) == ["bundled", "openrouter", "models-dev"]
        assert (layers["models-dev"]["day"], layers["models-dev"]["age_days"]) == (TODAY, 0)
        assert answer["unlinked"] > 0
        assert re.match(r"OpenRouter models \(\d+ days ago\) was last asked too long ago", answer["warnings"][0])
        then = document(synced("catalog", "info", "--format", "json", "--as-of", "2026-10-05"))
        assert [layer["name"] for layer in then["layers"]] == ["bundled", "openrouter"]
        assert then["warnings"] == []
        assert "Caution  !" in synced("catalog", "info").out


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_market_every_command_answers(run: Run, command: str) -> None:
    words = () if command == "log" else COMMANDS[command]
    result = run("catalog", command, *words, "--as-of", DATA_DAY)
    assert (result.code, result.err) == (0, "")
    assert result.out.strip()


def test_the_log_loads_no_data_no_network_and_no_screen() -> None:
    modules = loaded_by("catalog", "log")
    assert "modelpick.market.read" in modules
    assert found(modules, (*DATA, *SCREEN, *NEVER)) == []
