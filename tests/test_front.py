"""The way to a question: the start screen, three questions on a terminal, ordinary words, help that fits a screen."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelpick.cli import interview
from modelpick.cli.commands import COMMANDS, SECTIONS
from modelpick.cli.grammar import EVERYDAY
from modelpick.cli.meant import read_as
from modelpick.cli.spoken import NO_OPTION, OPTION_WORDS
from modelpick.cli.start import EXAMPLES
from modelpick.use_cases.cost import CHEAPEST, GOOD_ENOUGH
from modelpick.use_cases.sentence import read_sentence
from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
PARTS: dict[str, str | tuple[str, str | None]] = {
    "code review": "coding", "chatbots": "writing-and-chat", "medical records": "medical-documents",
    "cheap": "low-cost",
    "in the EU": ("residency", "eu"), "hosted in Germany": ("residency", "de"), "open weights": ("open-weights", None),
    "no training on our data": ("no-training", None), "under $2 per million tokens": ("max-price", "2"),
    "$300 a month": ("max-monthly", "300"), "with 200k context": ("min-context", "200k"),
    "on azure": ("provider", "azure"),
    "below 40B parameters": ("where", "params.total_b<=40"), "iso 27001 certified": ("certified", "iso27001"),
    "2x rtx 3090": ("hardware", "2x rtx 3090"), "30 tokens per second": ("min-speed", "30"),
}  # fmt: skip
"""Part of a sentence -> the need or the option that it says; a speed is of the machine beside it."""
FEW = ("--only", "gpt-5.5,opus-4.6,muse-spark", "--as-of", DATA_DAY)


def document(result: Result) -> Any:
    assert result.err == ""
    return json.loads(result.out)


class TestTheStartScreen:
    def test_shows_five_commands_and_the_needs_on_20_lines(self, run: Run, catalog: Any) -> None:
        result = run()
        lines = result.out.splitlines()
        assert (result.code, result.err) == (0, "")
        assert len(lines) <= 20
        assert max(map(len, lines)) <= 80
        assert len(EXAMPLES) == 5
        assert all(any(command in line for line in lines) for command, _ in EXAMPLES)
        assert all(need in re.split(r"[,\s]+", result.out) for need in catalog.rulebook.needs)

    @pytest.mark.parametrize("command", [command for command, _ in EXAMPLES])
    def test_each_of_its_commands_runs(self, run: Run, command: str) -> None:
        result = run(*command.split()[1:])
        assert result.code in (0, 1), result.err


class TestNeedsAsArguments:
    def test_they_are_the_same_as_with_the_option(self, run: Run) -> None:
        by_word = run("recommend", "coding", "rag=2", *FEW, "-f", "json")
        by_option = run("recommend", "--need", "coding", "--need", "rag=2", *FEW, "-f", "json")
        assert document(by_word) == document(by_option)
        assert document(by_word)["request"]["needs"]["rag"] == pytest.approx(0.6667)

    def test_two_words_that_are_one_need_are_one(self, run: Run) -> None:
        needs = document(run("recommend", "medical", "documents", *FEW, "-f", "json"))["request"]["needs"]
        assert needs == {"medical-documents": 1.0}
        needs = document(run("recommend", "code", "documents", *FEW, "-f", "json"))["request"]["needs"]
        assert needs == {"coding": 0.5, "rag": 0.5}

    def test_nothing_said_and_nobody_there_tells_what_to_write(self, run: Run) -> None:
        result = run("recommend")
        assert (result.code, result.out) == (2, "")
        assert "modelpick recommend coding" in result.err
        assert "writing-and-chat" in result.err


class TestOptionsInOrdinaryWords:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            (("--license", "osi"), ("--license", "osi")),
            (("--license=osi",), ("--license", "osi")),
            (("--json",), ("--format", "json")),
        ],
    )
    def test_another_spelling_is_read_in_silence(self, run: Run, said: tuple[str, ...], meant: tuple[str, ...]) -> None:
        assert run("recommend", "coding", *FEW, *said) == run("recommend", "coding", *FEW, *meant)

    def test_hipaa_is_a_business_associate_agreement_and_says_so(self, run: Run) -> None:
        said, meant = run("recommend", "coding", *FEW, "--hipaa"), run("recommend", "coding", *FEW, "--baa")
        assert (said.code, said.out) == (meant.code, meant.out)
        assert said.err.startswith("note: --hipaa is read as --baa")
        assert meant.err == ""

    @pytest.mark.parametrize("word", ["--gdpr", "--dsgvo", "--rgpd"])
    def test_gdpr_is_explained_with_what_to_ask_for(self, run: Run, word: str) -> None:
        result = run("recommend", "coding", word)
        assert (result.code, result.out) == (2, "")
        assert "--residency eu --dpa --no-training --zero-retention" in result.err
        assert "Article 28" in result.err

    @pytest.mark.parametrize("word", sorted(NO_OPTION))
    def test_what_stands_for_no_option_says_what_to_ask_for(self, run: Run, word: str) -> None:
        result = run("recommend", "coding", word)
        assert (result.code, result.out) == (2, "")
        assert result.err == f"error: {word}: is no option. {NO_OPTION[word]}\n"

    @pytest.mark.parametrize(
        ("line", "hint"),
        [
            (("list", "--open-weights"), "modelpick list --where 'weights = open'"),
            (("list", "--min-context", "200k"), "modelpick list --where 'context >= 200k'"),
            (("list", "--max-price", "1"), "modelpick list --where 'price.in <= 1'"),
            (("check", "gpt-5", "gpt-4o"), "one model at a time. Of several: `modelpick compare MODEL MODEL`"),
        ],
    )
    def test_what_is_asked_of_another_command_is_told_how(self, run: Run, line: tuple[str, ...], hint: str) -> None:
        result = run(*line)
        assert (result.code, result.out) == (2, "")
        assert hint in result.err

    def test_every_word_stands_for_an_option_that_there_is(self) -> None:
        from typer.main import get_command

        from modelpick.cli.grammar import option_names
        from modelpick.cli.main import app

        group: Any = get_command(app)
        known = {name for command in COMMANDS for name in option_names(group.get_command(None, command).params)}
        assert {spoken.means[0] for spoken in OPTION_WORDS.values()} <= known
        assert {name for names in EVERYDAY.values() for name in names} <= known
        assert not known & {*OPTION_WORDS, *NO_OPTION}

    def test_words_behind_the_two_dashes_are_left_alone(self, run: Run) -> None:
        assert "unknown need '--hipaa'" in run("recommend", *FEW, "--", "--hipaa").err


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("line", "hint"),
        [
            (("recomend", "coding"), "Did you mean `recommend`?"),
            (("catalog", "validat"), "Did you mean `validate`?"),
            (("recommend", "codng"), "Did you mean `coding`?"),
            (("recommend", "coding", "--residncy", "eu"), "Did you mean `--residency`"),
            (("recommend", "coding", "--budgets", "5"), "`--max-monthly`"),
            (("recommend", "coding", "--residency", "euu"), "`eu`"),
            (("recommend", "coding", "--require", "zero-retentoin"), "`zero-retention`"),
            (("recommend", "--persona", "hospitl"), "Did you mean `hospital`?"),
            (("recommend", "coding", "--hardware", "rtx-4900"), "Did you mean `"),
            (("recommend", "coding", "--workload", "ragg"), "`rag`"),
            (("show", "gpt-5.55"), "Did you mean `"),
            (("evidence", "gpt-5.5", "--benchmark", "gpqa-dimond"), "`gpqa-diamond`"),
            (("cost", "gpt-5.5", "--provider", "amazon-bedrok"), "`amazon-bedrock`"),
            (("list", "--format", "jsn"), "`json`"),
        ],
    )
    def test_the_nearest_is_named(self, run: Run, line: tuple[str, ...], hint: str) -> None:
        result = run(*line)
        assert (result.code, result.out) == (2, "")
        assert hint in result.err

    def test_what_is_missing_comes_with_an_example(self, run: Run) -> None:
        assert run("show").err == "error: Missing NAME. For example: modelpick show muse-spark\n"


class TestHelp:
    def test_the_first_help_fits_a_screen(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        for command in ((), ("recommend",), ("compare",), ("cost",), ("explain",), ("fit",), ("show",), ("list",)):
            result = run(*command, "--help")
            lines = result.out.splitlines()
            assert result.code == 0
            assert len(lines) <= (24 if command else 28), command
            assert max(len(line) for line in lines if "  modelpick " not in line) <= 80

    def test_help_all_has_every_option_and_help_some(self, run: Run) -> None:
        some, everything = run("recommend", "--help").out, run("recommend", "--help-all").out
        assert "--residency" in some
        assert "--help-all" in some
        for option in ("--released-after", "--catalog", "--hit-rate", "--concurrency", "--require"):
            assert option not in some
            assert option in everything
        assert re.search(r"^Hard constraints$", everything, re.MULTILINE)

    def test_every_command_stands_under_one_heading(self, run: Run) -> None:
        assert sorted(name for names in SECTIONS.values() for name in names) == sorted(COMMANDS)
        shown = run("--help").out
        assert all(re.search(rf"^  {name} ", shown, re.MULTILINE) for name in COMMANDS)
        assert "--version" in run("--help-all").out


class Terminal(io.StringIO):
    """What somebody types, line by line."""

    def isatty(self) -> bool:
        return True


class TestThreeQuestions:
    @pytest.fixture
    def typed(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
        monkeypatch.setattr(interview, "is_interactive", lambda: True)

        def typed(text: str, *more: str) -> Result:
            monkeypatch.setattr("sys.stdin", Terminal(text))
            return run("recommend", *more)

        return typed

    def test_the_answers_become_a_command_that_answers_the_same(self, typed: Any, run: Run) -> None:
        result = typed("programming\nown\n$500 eu\n", *FEW)
        (said,) = re.findall(r"The same again: modelpick (.*)", result.err)
        assert said.startswith("recommend coding --self-host --max-monthly 500 --residency eu --only")
        again = run(*said.split())
        assert (again.code, again.out) == (result.code, result.out)
        assert result.out

    def test_enter_takes_what_is_usual(self, typed: Any) -> None:
        result = typed("\n\n\n", *FEW)
        assert result.code == 0
        assert "The same again: modelpick recommend general --only" in result.err

    def test_a_later_answer_takes_the_place_of_what_an_earlier_one_said(self, typed: Any) -> None:
        result = typed("coding on a 4090 under $100 a month but not gpl\nrtx-3090\n$200\n", *FEW)
        assert "not read: not gpl" in result.err
        assert "again: modelpick recommend coding --hardware rtx-3090 --max-monthly 200 --only" in result.err

    def test_what_means_nothing_is_asked_again(self, typed: Any) -> None:
        result = typed("codng\ncoding\nrtx-4900\nrtx-4090\nmars\nde, 2,000\n", *FEW)
        assert "Did you mean `coding`?" in result.err
        assert "no device is called" in result.err
        assert "--hardware: no device" not in result.err
        assert "unknown value 'mars'" in result.err
        assert "recommend coding --hardware rtx-4090 --residency de --max-monthly 2000" in result.err

    def test_this_machine_is_one_that_is_detected(self, typed: Any) -> None:
        assert "modelpick recommend coding --hardware detect --only" in typed("coding\nmy laptop\n\n", *FEW).err

    @pytest.mark.parametrize("text", ["", "coding\n", "\x1b\n", "coding\n\x1b\n"])
    def test_escape_and_the_end_of_the_input_stop_without_an_answer(self, typed: Any, text: str) -> None:
        result = typed(text)
        assert (result.code, result.out) == (130, "")
        assert "Traceback" not in result.err
        assert "The same again" not in result.err

    def test_it_is_asked_on_a_real_terminal(self, tmp_path: Any) -> None:
        pty = pytest.importorskip("pty")
        import sys

        import modelpick

        answers, home = ["coding\n", "api\n", "neither\n"], str(os.path.dirname(os.path.dirname(modelpick.__file__)))
        code = f"import sys; sys.path.insert(0, {home!r}); from modelpick.__main__ import run; run()"
        child, terminal = pty.fork()
        if not child:
            os.chdir(tmp_path)
            os.execv(sys.executable, [sys.executable, "-c", code, "recommend", *FEW])
        seen = ""
        while True:
            try:
                seen += os.read(terminal, 4096).decode("utf-8", "replace")
            except OSError:
                break
            if answers and re.search(rf"{4 - len(answers)}\. .*\): ", re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen)):
                os.write(terminal, answers.pop(0).encode())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert answers == []
        assert "The same again: modelpick recommend coding --only" in seen


class TestCostWithoutModels:
    def test_it_lists_the_ten_cheapest_that_are_good_enough_and_says_by_which_rule(self, run: Run) -> None:
        rows = document(run("cost", "--workload", "rag", "--as-of", DATA_DAY, "-f", "json"))["rows"]
        months = [row["per_month_usd"]["value"] for row in rows]
        assert len(rows) == CHEAPEST
        assert months == sorted(months)
        assert months[0] > 0
        asked = ("--need", "general", "--evidence", "tested", "--api", "preview", "--top", "500")
        ranking = document(run("recommend", *asked, "--as-of", DATA_DAY, "-f", "json"))["ranking"]
        scores = {line["model"]: line["score"] for line in ranking}
        assert all(scores[row["model"]] >= GOOD_ENOUGH for row in rows)
        assert f"{GOOD_ENOUGH:g} points or more for `general`" in run("cost", "--as-of", DATA_DAY).out

    def test_hosting_needs_a_model(self, run: Run) -> None:
        result = run("cost", "--self-host", "--hardware", "h100-80gb")
        assert result.code == 2
        assert "needs a model to host" in result.err


class TestThePlot:
    ASK = ("recommend", "coding", "--only", "gpt-5.5,opus-4.6,gpt-oss-120b,gpt-5.4", "--as-of", DATA_DAY)

    @pytest.fixture(autouse=True)
    def _drawn_by(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("plotext")
        monkeypatch.setenv("COLUMNS", "80")

    def test_it_names_the_points_and_marks_the_frontier(self, run: Run) -> None:
        plain, drawn = run(*self.ASK).out, run(*self.ASK, "--plot").out
        assert drawn.startswith(plain)
        picture = drawn[len(plain) :]
        assert max(map(len, picture.splitlines())) <= 80
        assert "none of these is both cheaper and better" in picture
        ranking = document(run(*self.ASK, "-f", "json"))["ranking"]
        priced = [(float(m["offering"]["price_blended"]), m) for m in ranking if m["offering"]["price_blended"]]
        assert len(priced) >= 3
        for price, line in priced:
            assert line["name"] in picture
            beaten = any(p <= price and m["score"] >= line["score"] and m is not line for p, m in priced)
            assert (f"{line['name']} *" in picture) != beaten

    def test_it_is_drawn_for_people_alone(self, run: Run) -> None:
        result = run(*self.ASK, "--plot", "-f", "json")
        assert result.code == 2
        assert "--plot" in result.err


class TestWordsWithoutACommand:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("gpt-5.5", "show gpt-5.5"),
            ("opus", "show opus"),
            ("openai", "show openai"),
            ("gpt-5.5 opus-4.6 --need coding", "compare gpt-5.5 opus-4.6 --need coding"),
            ("coding --top 3", "recommend coding --top 3"),
            ("a model for code review", "recommend a model for code review"),
            ("hospital", "recommend --persona hospital"),
            ("rtx-4090", "fit --hardware rtx-4090"),
            ("gpt-5.5 --need coding", "explain gpt-5.5 --need coding"),
            ("models", "list"),
            ("search gpt-5.6", "list gpt-5.6"),
            ("price gpt-5.5", "cost gpt-5.5"),
            ("deprecations", "retirements"),
        ],
    )
    def test_are_the_command_that_they_mean(self, run: Run, said: str, meant: str) -> None:
        found, asked = run(*said.split(), "--as-of", DATA_DAY), run(*meant.split(), "--as-of", DATA_DAY)
        assert (found.code, found.out) == (asked.code, asked.out)
        assert found.err == f"note: read as modelpick {meant} --as-of {DATA_DAY}\n{asked.err}"

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("how much does gpt-5.5 cost?", "cost gpt-5.5"),
            ("price of opus 4.6 and gpt-5.5", "cost opus-4.6 gpt-5.5"),
            ("is gpt-4o deprecated", "status gpt-4o"),
            ("what replaces claude opus 4.1?", "status claude-opus-4.1"),
            ("which models are retiring soon", "retirements"),
            ("gpt-5.5 vs opus", "compare gpt-5.5 opus"),
            ("compare gpt-5.5 and claude opus 4.6 for coding", "compare gpt-5.5 claude-opus-4.6 --need coding"),
            ("is gpt-5.5 good for coding", "explain gpt-5.5 --need coding"),
            ("can I run gpt-oss-120b on a 4090", "fit gpt-oss-120b --hardware 4090"),
            ("will gpt-oss-20b fit in 24 GB", "fit gpt-oss-20b --vram 24gb"),
            ("how much vram for gpt-oss 120b", "fit gpt-oss-120b"),
            ("which laptop runs gemma 4 12b", "fit gemma-4-12b"),
            ("cost of gpt-5.5 for 1M requests", "cost gpt-5.5 --requests 1m"),
            ("gpt-5.5 with 2k input and 300 output tokens: price", "cost gpt-5.5 --in 2k --out 300"),
            ("gpt5.5 or opus 4.6", "compare gpt5.5 opus-4.6"),
            ("is kimi k3 open source", "show kimi-k3"),
            ("is opus 4.6 cheaper than gpt-5.5", "cost opus-4.6 gpt-5.5"),
            ("something like sonnet but cheaper", "recommend 'something like sonnet but cheaper'"),
            ("open source alternative to gpt-5.5", "recommend 'open source alternative to gpt-5.5'"),
            ("open alternative to gpt-5.5, US only", "recommend 'open alternative to gpt-5.5, US only'"),
            ("alternatives to gpt-4o", "status gpt-4o"),
            ("gpt-5.5 price on azure", "cost gpt-5.5 --provider azure"),
            ("deepseek v4.1 flash price at deepseek", "cost deepseek-v4.1-flash --provider deepseek"),
            ("price of gemini 3.1 pro on google vertex", "cost gemini-3.1-pro --provider vertex"),
            ("what does mistral cost", "cost mistral"),
            ("is claude opus 4.6 available via aws bedrock", "status claude-opus-4.6 --provider bedrock"),
            (
                "cost of gpt-oss-120b at fireworks for 10k requests",
                "cost gpt-oss-120b --requests 10k --provider fireworks",
            ),
            ("find me a coding model", "recommend 'find me a coding model'"),
            ("24gb", "fit --vram 24gb"),
            ("run qwen3.8 27b with 24gb and 32k context", "fit qwen3.8-27b --vram 24gb"),
            ("can I run gpt-oss-20b on 2 h100 in the eu", "fit gpt-oss-20b --hardware '2 h100'"),
            ("can I run gpt-oss-20b on my mac", "fit gpt-oss-20b --hardware detect"),
            ("can I run gpt-oss-20b on a mac with 48gb", "fit gpt-oss-20b --hardware 'mac 48gb'"),
            ("no more than 1 dollar a month", "recommend 'no more than 1 dollar a month'"),
            ("tool calling", "recommend 'tool calling'"),
            ("benchmarks of gpt-5.5", "evidence gpt-5.5"),
            ("context window of gpt-5.5", "show gpt-5.5"),
            ("what can I run on 24GB", "recommend 'what can I run on 24GB'"),
        ],
    )
    def test_a_question_is_asked_of_what_tells_of_it(self, said: str, meant: str) -> None:
        if said.split(maxsplit=1)[0] not in COMMANDS and not meant.startswith("recommend"):
            assert read_as(said.split()) == read_as([said])
        assert read_as([said, "--format", "json"]) == [*shlex.split(meant), "--format", "json"]

    @pytest.mark.parametrize("command", ["cost", "status", "fit"])
    def test_words_that_join_models_are_none(self, run: Run, command: str) -> None:
        said, asked = (
            run(command, "of", "gpt-oss-20b", "and", "gpt-oss-120b"),
            run(command, "gpt-oss-20b", "gpt-oss-120b"),
        )
        assert (said.code, said.out) == (asked.code, asked.out)

    @pytest.mark.parametrize("said", ["hello world", "", "   ", "?", "xyzzy"])
    def test_what_means_nothing_is_no_command(self, run: Run, said: str) -> None:
        result = run(said)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"error: No such command '{said}'. `")
        assert result.err.endswith(" --help` lists the commands\n")

    @pytest.mark.parametrize(("said", "hint"), [("pricing", "cost MODEL"), ("update", "catalog update")])
    def test_a_command_of_other_programs_is_told(self, run: Run, said: str, hint: str) -> None:
        assert f"Did you mean `modelpick {hint}`?" in run(said).err

    @pytest.mark.parametrize(
        ("said", "hint"), [("recomend coding", "`recommend`"), ("statis gpt-5.5", "`status`"), ("confg", "`config`")]
    )
    def test_a_slip_of_a_command_is_none_of_them(self, run: Run, said: str, hint: str) -> None:
        result = run(*said.split())
        assert (result.code, result.out) == (2, "")
        assert f"Did you mean {hint}?" in result.err

    @pytest.mark.parametrize(
        ("said", "meant"), [("help", "--help"), ("help cost", "cost --help"), ("version", "--version")]
    )
    def test_what_others_have_as_commands_is_there(self, run: Run, said: str, meant: str) -> None:
        assert run(*said.split()) == run(*meant.split())


class TestASentence:
    @pytest.mark.parametrize(
        ("said", "needs"),
        [
            ("a model for code review", {"coding": 1.0}),
            ("which llm is best for coding and for long documents?", {"coding": 0.5, "long-context": 0.5}),
            ("cheap chatbot", {"low-cost": 0.5, "writing-and-chat": 0.5}),
        ],
    )
    def test_names_needs(self, run: Run, said: str, needs: dict[str, float]) -> None:
        for words in ([said], said.split()):
            result = run("recommend", *words, *FEW, "-f", "json")
            assert document(result)["request"]["needs"] == needs

    def test_a_model_among_the_words_is_no_need(self, run: Run) -> None:
        for said in ("coding kimi", "agents with claude"):
            result = run("recommend", said, *FEW)
            assert (result.code, result.out) == (2, "")
            assert "is a model, not a need. Consider it alone with --only" in result.err

    def test_words_that_say_nothing_are_told(self, run: Run) -> None:
        assert run("recommend", "python code for cobol", *FEW).err == "note: read as coding; not read: cobol\n"

    @pytest.mark.parametrize(
        ("said", "option"),
        [
            ("code on my laptop", "--hardware detect"),
            ("coding in europe locally", "--residency eu --self-host"),
            ("coding on our own hardware", "--self-host"),
            ("an open source code model", "--license osi"),
            ("coding with a mit license", "--where license.id=MIT"),
            ("coding on a 24gb gpu", "--vram 24GB"),
            ("coding on an rtx 4090", "--hardware 'rtx 4090'"),
            ("coding locally on 2x rtx 4070 ti super", "--self-host --hardware '2x rtx 4070 ti super'"),
            ("coding on a macbook pro 36GB", "--hardware 'macbook pro 36GB'"),
            ("coding with two 3090s", "--hardware 'two 3090s'"),
            ("coding on 16GB RAM", "--hardware '16GB RAM'"),
            ("coding in EU, no training on data", "--residency eu --no-training"),
            ("coding hosted in Germany, GDPR compliant", "--residency de --residency eu"),
            ("coding for the US only", "--residency us"),
            ("HIPAA compliant code with zero data retention", "--baa --zero-retention"),
            ("soc 2 certified api for coding", "--certified soc2-type2 --api ga"),
            ("code under $1 per million tokens", "--max-price 1"),
            ("code below $0.50 per 1M input tokens", "--max-price-in 0.50"),
            ("coding on a budget of $2,000 a month", "--max-monthly 2000"),
            ("code, 100k requests a day, for $500/month", "--requests 3000000 --max-monthly 500"),
            ("coding with 200k context", "--min-context 200k"),
            ("coding with a context window of at least 1M tokens", "--min-context 1M"),
            ("apache licensed code model under 40B", "--where license.id=Apache-2.0 --where 'params.total_b<=40'"),
            ("coding at least 20 tokens per second on an rtx 4090", "--min-speed 20 --hardware 'rtx 4090'"),
            ("coding with latency under 500ms", "--max-latency 0.5"),
            ("fast coding under 200 ms", "--max-latency 0.2"),
            ("coding at $0.002 per 1k tokens", "--max-price 2"),
            ("coding $5k a month", "--max-monthly 5000"),
            ("coding on 8xH100", "--hardware 8xH100"),
            ("coding on a dgx spark", "--hardware 'dgx spark'"),
            ("coding, 16 GB RAM and 8 GB VRAM", "--hardware '8GB vram + 16GB RAM'"),
            ("coding on 64GB RAM and an rtx 4090", "--hardware 'rtx 4090 + 64GB RAM'"),
            ("128GB mac coding", "--hardware '128GB mac'"),
            ("coding with 128,000 tokens of context", "--min-context 128000"),
            ("coding, 1 million tokens of context", "--min-context 1m"),
            ("coding, they can't train on our data", "--no-training"),
            ("coding, first token in less than half a second", "--max-latency 0.5"),
            ("code model that does not cost more than 1 dollar per million output tokens", "--max-price-out 1"),
            ("code model by openai or anthropic", "--lab openai,anthropic"),
            ("google models for coding on vertex", "--lab google --provider google-vertex"),
            ("code model released after june 2026", "--released-after 2026-06-30"),
        ],
    )
    def test_what_an_option_says_is_asked_with_it(self, run: Run, said: str, option: str) -> None:
        asked = run("recommend", "coding", *shlex.split(option), *FEW)
        for words in ([said], said.split()):
            result = run("recommend", *words, *FEW)
            assert (result.code, result.out) == (asked.code, asked.out)
            assert f"note: read as modelpick recommend coding {option} --only" in result.err

    @pytest.mark.parametrize(
        ("said", "note"),
        [
            ("fast coding", "not read: fast. Speed is a limit, not a need: --min-throughput"),
            ("coding with no vision", "note: read as coding; not read: no vision"),
            ("coding without chinese", "not read: without chinese. Who trained it and who serves it are limits"),
            ("best 7b model for coding", "not read: 7b. Size is a limit, not a need"),
            ("coding below 3 euro", "not read: below 3 euro. All prices are in US dollars"),
            ("coding instead of gpt-4o", "not read: instead gpt-4o"),
            ("code model smaller than kimi-k3", "not read: smaller kimi-k3. Size is a limit"),
            ("coding for $500", "not read: $500. An amount is a month's, or a million tokens': --max-monthly"),
            ("coding on a 4090 with 3000 dollars", "recommend coding --hardware 4090 --only"),
            ("a model not from OpenAI for coding", "recommend coding --exclude-lab openai --only"),
            ("coding not in the US", "not read: not in the US"),
            ("coding, don't need vision", "note: read as coding; not read: don't need vision"),
            ("coding without gpt-5.5", "recommend coding --exclude gpt-5.5 --only"),
            ("coding without claude", "not read: without claude"),
            ("chat, 10 requests per minute", "note: read as writing-and-chat; not read: 10 requests per minute"),
            ("coding without a gpu", "note: read as coding; not read: without"),
            ("no API, local only, coding", "recommend coding --self-host --only"),
            ("coding over $5 per million tokens", "note: read as coding; not read: over $5 per million tokens"),
            ("coding with at most 128k context", "note: read as coding; not read: at most 128k context"),
            ("coding, more than 2 seconds latency", "note: read as coding; not read: more than 2 seconds latency"),
            ("code in Europe or US", "note: read as coding; not read: in Europe or US"),
            ("computer vision", "note: read as vision; not read: computer"),
            ("coding agent for gpu kernels", "note: read as coding agentic; not read: gpu kernels"),
            ("rag over 200gb of documents", "note: read as rag; not read: 200gb"),
            ("Apache Kafka coding", "note: read as coding; not read: Apache Kafka"),
            ("coding 10.000 requests per day", "note: read as coding; not read: 10.000 requests per day"),
            ("small apache coding model", "--where license.id=Apache-2.0 --only"),
            ("small apache coding model", "not read: small. Size is a limit"),
            ("extracting fields", "note: read as data-extraction; not read: fields"),
            ("run it on 24GB", "note: read as modelpick recommend general --vram 24GB"),
            ("smart code in europe on 24GB of vram", "--residency eu --vram 24GB; not read"),
        ],
    )
    def test_what_no_option_says_is_told(self, run: Run, said: str, note: str) -> None:
        assert note.removesuffix("; not read") in run("recommend", said, *FEW).err

    @pytest.mark.parametrize(
        "said",
        [
            "cheaper than opus-4.6, coding",
            "code model like claude opus 4.6 but cheaper",
            "opus 4.6 but cheaper for coding",
        ],
    )
    def test_what_is_to_cost_less_than_a_model_is_asked_by_its_price(self, run: Run, said: str) -> None:
        result = run("recommend", said, *FEW)
        assert "recommend coding --where 'price.blended<10' --only" in result.err
        assert "Claude Opus 4.6 costs $10 per million tokens, 3 in : 1 out" in result.err
        assert "not read" not in result.err
        assert "where price.blended<10" in result.out

    def test_what_is_to_cost_less_than_a_family_names_one(self, run: Run) -> None:
        result = run("recommend", "coding cheaper than claude", *FEW)
        assert result.code == 2
        assert "'claude' names several families" in result.err

    def test_models_that_are_set_against_one_another_are_compared(self, run: Run) -> None:
        result = run("recommend", "gpt-5.5 vs opus for coding")
        assert result.code == 2
        assert "`modelpick compare gpt-5.5 opus --need coding`" in result.err

    @given(
        st.lists(st.sampled_from(list(PARTS)), min_size=2, unique=True), st.sampled_from([", ", " and ", ", please "])
    )
    def test_the_order_of_its_parts_does_not_matter(self, catalog: Any, parts: list[str], between: str) -> None:
        read = read_sentence(between.join(parts), catalog.rulebook, catalog.facts, DATA_DAY)
        meant = [PARTS[part] for part in parts]
        if "2x rtx 3090" not in parts:
            meant = [("min-throughput", "30") if each == ("min-speed", "30") else each for each in meant]
        assert set(read.needs) == ({each for each in meant if isinstance(each, str)} or {"general"})
        assert set(read.options) == {each for each in meant if isinstance(each, tuple)}
        assert not read.unread

    def test_what_an_option_says_is_not_passed_over(self, run: Run) -> None:
        result = run("export", "litellm", "code in europe")
        assert (result.code, result.out) == (2, "")
        assert "Write `modelpick export coding --residency eu`" not in result.err
        assert "--residency eu" in result.err

    @pytest.mark.parametrize(
        ("said", "hint"), [("coding helth", "`health`"), ("coding hospital", "--persona hospital")]
    )
    def test_a_slip_is_not_passed_over(self, run: Run, said: str, hint: str) -> None:
        assert hint in run("recommend", *said.split()).err
