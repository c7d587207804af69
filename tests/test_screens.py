"""What a person sees first: the answers of the README's questions on a terminal of 80 columns, and the pager."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DATA_DAY, Result

Run = Callable[..., Result]
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
LINES, WORDS = 20, 200
ASKED = (
    "recommend --need coding --self-host",
    "recommend --need coding",
    "recommend --need health --residency eu --baa",
    "recommend --need coding --self-host --hardware rtx-4090",
    "recommend --need coding --self-host --license osi --max-price-out 0.01",
    "compare opus-4.6 gpt-5.5 --need coding",
    "compare opus-4.6 gpt-5.5",
    "compare muse-spark opus-4.6 --need coding",
    "show gpt-5.5",
    "show kimi-k3",
    "show gpt-oss-120b",
    "status gpt-5.5",
    "cost opus-4.6 gpt-5.5 --workload rag --requests 200k",
    "fit --hardware rtx-4090 --context 32k",
    "fit --hardware rtx-4090 --context 32k --need coding",
    "fit gpt-oss-120b --context 128k",
    "explain llama-4-scout --need coding --license osi",
    "explain gpt-5.5 --need coding",
    "evidence muse-spark",
    "retirements",
    "recommend --persona hospital --residency eu",
    "recommend rag --max-monthly 500",
    "cost --workload rag",
    "evidence gpt-oss-120b",
)


@pytest.fixture
def screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The output on a terminal of 80 columns, without its colors."""
    monkeypatch.setenv("COLUMNS", "80")

    def screen(line: str, *more: str) -> str:
        return ESCAPE.sub("", run(*line.split(), *more, "--color", "always").out)

    return screen


@pytest.mark.parametrize("line", ASKED)
def test_the_answer_fits_one_screen(screen: Callable[..., str], line: str) -> None:
    shown = screen(line)
    assert shown.strip()
    assert shown.count("\n") <= LINES
    assert len(shown.split()) <= WORDS
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("line", ASKED[:2])
def test_details_say_more_and_sources_say_from_where(screen: Callable[..., str], line: str) -> None:
    short, sources, details = screen(line), screen(line, "--sources"), screen(line, "--details")
    assert short.count("\n") < sources.count("\n") < details.count("\n")
    assert "Sources (modelpick show NAME)" not in short
    assert "Sources (modelpick show NAME)" in sources
    assert "[1]" in sources


def test_each_source_of_an_answer_can_be_shown(run: Run) -> None:
    shown = run("recommend", "--need", "coding", "--sources").out
    names = re.findall(r"^  \[\d+\]\s+([^:\s]+): ", shown, re.MULTILINE)
    assert names
    for name in names[:3]:
        assert run("show", name, "--kind", "source").code == 0


def test_the_first_line_says_what_to_do_and_the_second_how_sure(run: Run) -> None:
    first, second, *_ = run("recommend", "--need", "coding", "--as-of", DATA_DAY).out.splitlines()
    assert first.startswith(("Pick ", "Best bet for coding: "))
    assert re.search(r"about [1-9] in 10|less than 1 in 20|more than 19 in 20", second, re.IGNORECASE)


def test_two_models_without_a_need_are_told_apart_by_their_shared_tests(run: Run) -> None:
    first = run("compare", "opus-4.6", "gpt-5.5").out.splitlines()[0]
    assert re.match(r"(GPT-5.5 leads|Claude Opus 4.6 leads|A tie by tests alone): of \d+ shared tests, ", first)


def test_overlapping_costs_are_a_tie(run: Run) -> None:
    asked = ("cost", "opus-4.6", "gpt-5.5", "--workload", "rag", "--requests", "200k", "--as-of", DATA_DAY)
    assert run(*asked).out.startswith("A tie on cost: ")
    assert "A tie" not in run("cost", "opus-4.6", "gpt-oss-20b", *asked[3:]).out


def test_what_fits_is_ordered_by_the_need(run: Run) -> None:
    rows = json.loads(run("fit", "--hardware", "rtx-4090", "--need", "coding", "-f", "json").out)["rows"]
    scores = [row["score"] for row in rows]
    known = [score for score in scores if score is not None]
    assert len(known) > 5
    assert known[0] > known[-1]
    ranked = json.loads(
        run("recommend", "--need", "coding", "--self-host", "--only", rows[0]["model"], "-f", "json").out
    )["ranking"][0]
    assert ranked["score"] == pytest.approx(scores[0])


def test_the_next_command_of_an_answer_runs(run: Run) -> None:
    for line in ("recommend --need coding --self-host", "recommend --need coding --where 'context >= 1M'"):
        shown = run(*shlex.split(line)).out
        (command,) = re.findall(r"^  Next +modelpick (.*)$", shown, re.MULTILINE)
        assert run(*shlex.split(command)).code == 0


def on_terminal(tmp_path: Path, *words: str, rows: int, pager: str | None) -> str:
    """What a program that is run on a real terminal of `rows` lines shows."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "LINES": str(rows), "COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    env.pop("PAGER", None)
    if pager is not None:
        env["PAGER"] = pager
    command = [sys.executable, "-m", "modelpick", *words]
    process = subprocess.Popen(command, stdout=theirs, stdin=theirs, stderr=subprocess.PIPE, env=env)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    process.communicate()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_long_answer_goes_through_the_pager(tmp_path: Path) -> None:
    asked = ("rules", "show", "coding")
    plain = on_terminal(tmp_path, *asked, rows=500, pager="sed s/^/paged:/")
    assert "paged:" not in plain
    paged = on_terminal(tmp_path, *asked, rows=5, pager="sed s/^/paged:/")
    assert paged == "".join(f"paged:{line}" for line in plain.splitlines(keepends=True))
    assert on_terminal(tmp_path, *asked, "--no-pager", rows=5, pager="sed s/^/paged:/") == plain
    assert on_terminal(tmp_path, *asked, rows=5, pager="") == plain
    assert on_terminal(tmp_path, *asked, rows=5, pager="no-such-pager-anywhere") == plain


def test_no_pager_in_a_pipe_nor_for_machines(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "sed s/^/paged:/")
    monkeypatch.setenv("LINES", "5")
    assert "paged:" not in run("retirements").out
    assert "paged:" not in run("retirements", "--color", "always").out


def test_a_pager_that_is_left_early_is_no_error(tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, "recommend", "--need", "coding", "--details", rows=5, pager="head -n 1")
    assert shown.count("\n") == 1


RULE_OF_ONES_OWN = """\
id: small
kind: constraint
title: Small
about: No more parameters than this.
parameter: {type: number, about: most parameters, unit: billions}
require: {field: params.total_b, le: $value}
fail: has {params.total_b} billion parameters
unknown: its size is not known
examples:
- {given: {params.total_b: 8}, value: 10, expect: pass}
- {given: {params.total_b: 70}, value: 10, expect: fail}
- {given: {}, value: 10, expect: unknown}
"""


def test_the_next_command_asks_the_rules_and_data_of_ones_own(run: Run, tmp_path: Path) -> None:
    rules, mine = tmp_path / "rules", tmp_path / "mine.yaml"
    rules.mkdir()
    (rules / "small.yaml").write_text(RULE_OF_ONES_OWN, "utf-8")
    mine.write_text("policy: {deny: [{labs: [xai], because: ours}]}\n", "utf-8")
    asked = ("recommend", "coding", "--self-host", "--require", "small=40", "--rules", rules, "--catalog", mine)
    found = run(*asked, "--as-of", DATA_DAY)
    assert found.err == ""
    (command,) = re.findall(r"^  Next +modelpick (.*)$", found.out, re.MULTILINE)
    assert "--require small=40" in command
    assert f"--catalog {mine} --rules {rules}" in command
    assert run(*shlex.split(command)).code == 0


def test_a_model_that_ended_was_retired_and_has_no_prices_to_explain(run: Run) -> None:
    shown = run("status", "gpt-3.5-turbo", "--as-of", DATA_DAY).out
    assert shown.startswith("✗ gpt-3.5-turbo (GPT-3.5 Turbo) was retired at OpenAI on 2026-10-23.")
    assert "Prices" not in shown
