"""Aider's polyglot leaderboard: 225 exercises in six languages, edited through aider in a stated format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import SourceDocument
from modelpick.sources.board_names import BoardName, bracketed_mode, mode_word
from modelpick.sources.boards import BoardRows, ScoreBoard, load_yaml, needed, percent_in
from modelpick.sources.reading import JsonRow, Reader, as_list

EXPECTED = "aider's polyglot leaderboard: YAML, a list of runs with `model`, `test_cases` and `pass_rate_2`"
EXERCISES = 225
FEWEST = 220
"""Runs that lost a few exercises are still of this test."""

_THINKING_BUDGET = re.compile(r" \((?P<budget>\d+k) think(?:ing)?(?: tokens)?\)", re.ASCII)
_NO_THINKING = re.compile(r" \(no think(?:ing)?\)", re.ASCII)
_DEEPSEEK_VARIANTS = {"(Chat)": "no-thinking", "(Reasoner)": "thinking"}
"""The names of DeepSeek's endpoints for its two modes."""
_DEFAULT_SUFFIX = re.compile(r" \(default(?: think)?\)", re.ASCII)


class Aider(ScoreBoard):
    def rows(self, reader: Reader, document: SourceDocument) -> BoardRows:
        for row in reader.objects(as_list(load_yaml(document, EXPECTED), EXPECTED), "runs"):
            yield row.path, _scores_of_row(reader, row)


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
    rows_called="runs of aider",
    form="text",
)


def _scores_of_row(reader: Reader, row: JsonRow) -> Iterator[ScoreRecord]:
    name = row.needed_id("model")
    form = row.text("edit_format")
    if " + " in name or form == "architect" or row.text("editor_model"):
        reader.count("runs left out (two models together)")
        return
    exercises = needed(row.number("test_cases"), row, "test_cases")
    if not FEWEST <= exercises <= EXERCISES or exercises != int(exercises):
        reader.count(f"runs left out (not over the {EXERCISES} exercises)")
        return
    model, budget = _model_and_budget(row, name)
    version = row.text("versions") if isinstance(row.data.get("versions"), str) else None
    harness = [f"aider {version}" if version else "aider", f"edit format {form}" if form else "", budget or ""]
    yield AIDER.score(
        model,
        "aider-polyglot",
        percent_in(row, "pass_rate_2"),
        row.day("date") or reader.day,
        name=name,
        harness=", ".join(part for part in harness if part),
        n=int(exercises),
    )


def _model_and_budget(row: JsonRow, name: str) -> tuple[BoardName, str | None]:
    """The model with its variant, and its thinking budget, as the name or the fields of a run say it."""
    stated = row.text("reasoning_effort")
    if found := _THINKING_BUDGET.search(name):
        return BoardName(_THINKING_BUDGET.sub("", name), "thinking"), f"{found['budget']} thinking budget"
    if _NO_THINKING.search(name):
        return BoardName(_NO_THINKING.sub("", name), "no-thinking"), None
    plain, _, endpoint = name.rpartition(" ")
    if endpoint in _DEEPSEEK_VARIANTS:
        return BoardName(plain, _DEEPSEEK_VARIANTS[endpoint]), None
    said = bracketed_mode(_DEFAULT_SUFFIX.sub("", name))
    return said._replace(variant=(mode_word(stated) if stated else None) or said.variant), None
