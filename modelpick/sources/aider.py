"""Aider's polyglot leaderboard: 225 exercises in six languages, edited through aider in a stated format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, SourceDocument
from modelpick.sources.boards import bracketed_mode, effort, load_yaml, needed, percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list, good_id, object_rows

EXPECTED = "aider's polyglot leaderboard: YAML, a list of runs with `model`, `test_cases` and `pass_rate_2`"
EXERCISES = 225
FEWEST = 220
"""Runs that lost a few exercises are still of this test."""

_THINKING_BUDGET = re.compile(r" \((?P<budget>\d+k) think(?:ing)?(?: tokens)?\)", re.ASCII)
_NO_THINKING = re.compile(r" \(no think(?:ing)?\)", re.ASCII)
_DEEPSEEK_VARIANTS = {"(Chat)": "no-thinking", "(Reasoner)": "thinking"}
"""The names of DeepSeek's endpoints for its two modes."""
_DEFAULT_SUFFIX = re.compile(r" \(default(?: think)?\)", re.ASCII)


class Aider(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader, rows = Reader(), 0
        for document in documents:
            runs = as_list(load_yaml(document, EXPECTED), EXPECTED)
            rows += len(runs)
            for row in object_rows(reader, runs, "runs"):
                with reader.skipping():
                    record = _score_of_row(reader, row, day)
                    if record:
                        reader.add(record, row.path)
        return reader.done("runs of aider", rows)


AIDER = Aider(
    id="aider",
    title="Aider polyglot leaderboard",
    publisher="Aider",
    home="https://aider.chat/docs/leaderboards/",
    license="Apache-2.0",
    attribution="Aider polyglot leaderboard, Apache-2.0",
    about="the share of the 225 exercises that is solved at the second attempt, with aider's version and the edit "
    "format; runs of two models together are left out",
    urls=("https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data/polyglot_leaderboard.yml",),
    max_bytes=4 * 1024 * 1024,
    kind="scores",
    form="text",
)


def _score_of_row(reader: Reader, row: JsonRow, day: Day) -> ScoreRecord | None:
    name = good_id(row.data.get("model"), row.at("model"))
    form = row.text("edit_format")
    if " + " in name or form == "architect" or row.text("editor_model"):
        reader.count("runs left out (two models together)")
        return None
    exercises = needed(row.number("test_cases"), row, "test_cases")
    if not FEWEST <= exercises <= EXERCISES or exercises != int(exercises):
        reader.count(f"runs left out (not over the {EXERCISES} exercises)")
        return None
    model, variant, budget = _model_and_mode(row, name)
    version = row.text("versions") if isinstance(row.data.get("versions"), str) else None
    harness = [f"aider {version}" if version else "aider", f"edit format {form}" if form else "", budget or ""]
    return ScoreRecord(
        model=model,
        benchmark="aider-polyglot",
        value=percent_in(row, "pass_rate_2"),
        on=row.day("date") or day,
        by="independent",
        name=name,
        evaluator="aider",
        variant=variant,
        harness=", ".join(part for part in harness if part),
        url=AIDER.home,
        unit="percent",
        n=int(exercises),
    )


def _model_and_mode(row: JsonRow, name: str) -> tuple[str, str | None, str | None]:
    """The model, its variant and its thinking budget, as the name or the fields of a run say it."""
    stated = row.text("reasoning_effort")
    if found := _THINKING_BUDGET.search(name):
        return _THINKING_BUDGET.sub("", name), "thinking", f"{found['budget']} thinking budget"
    if _NO_THINKING.search(name):
        return _NO_THINKING.sub("", name), "no-thinking", None
    plain, _, endpoint = name.rpartition(" ")
    if endpoint in _DEEPSEEK_VARIANTS:
        return plain, _DEEPSEEK_VARIANTS[endpoint], None
    said = bracketed_mode(_DEFAULT_SUFFIX.sub("", name))
    return said.model, (effort(stated) if stated else None) or said.variant, None
