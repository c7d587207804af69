"""Hugging Face's official boards: a list of benchmark data sets, and what model repositories report on each of them.

A figure is what a model's own card says, unless the board calls it verified. Whether tools were used stands in a note,
and is missing for some that look aided: on a benchmark that is run both ways, a figure counts only if it is marked, or
if the same repository has another one that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urljoin

from modelpick.market.records import ScoreRecord
from modelpick.model.facts import By, Tools
from modelpick.model.names import fold
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import BoardName, mode_word
from modelpick.sources.boards import BoardRows, ScoreBoard, needed
from modelpick.sources.reading import BadValue, JsonRow, Reader, load_list, percent_of
from modelpick.sources.scores import foreign_benchmark

EXPECTED = "a board of Hugging Face: a list of figures with `modelId` and `value`, at `DATASET/leaderboard`"
EXPECTED_LIST = "a list of data sets with `id`"

BENCHMARKS = {
    "cais/hle": "hle",
    "datacurve/deep-swe": "deepswe-1.1",
    "harborframework/terminal-bench-2.0": "terminal-bench-2.0",
    "MathArena/aime_2026": "aime-2026",
    "openai/gsm8k": "gsm8k",
    "SWE-bench/SWE-bench_Multilingual": "swe-bench-multilingual",
    "SWE-bench/SWE-bench_Verified": "swe-bench-verified",
    "TIGER-Lab/MMLU-Pro": "mmlu-pro",
}
"""Data sets that are one of our benchmarks as a whole. Of the others a figure may be of a part or an edition that the
board does not name (GPQA has three parts, SWE-bench Pro changed its tests in 2026), so that they keep their names."""
BOTH_WAYS = frozenset({"hle"})
"""Benchmarks that are run with tools and without, as two results."""

_BOARD_URL = re.compile(r"(?P<data>[\w.-]+/[\w.-]+)/leaderboard(?:\.json)?$", re.ASCII)
_TOOL_WORDS = re.compile(r"\btools?\b|search|python|browsing|^\s*\*+\s*$", re.ASCII | re.IGNORECASE)
_NO_TOOLS = re.compile(r"(?:without|no)[ _-]tools?", re.ASCII | re.IGNORECASE)
_EFFORT_STATEMENT = re.compile(
    r"(?:reasoning(?: effort)?|effort|thinking)\s*[:=]\s*(?P<word>\w+)", re.ASCII | re.IGNORECASE
)


class HuggingFace(ScoreBoard):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        """A request for the board of every listed data set that is public."""
        lists = [document for document in documents if not _BOARD_URL.search(document.url)]
        return tuple(
            SourceRequest(urljoin(document.url, f"/api/datasets/{quote(name)}/leaderboard"), optional=True)
            for document in lists
            for name in _list_of(document)
        )

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        listed = False
        for document in documents:
            board = _BOARD_URL.search(document.url)
            if board is None:
                listed = bool(_list_of(document))
            else:
                yield from _figures_of_board(reader, board["data"], load_list(document, EXPECTED))
        if not listed:
            reader.parsed.partial = frozenset({"score"})


HUGGING_FACE = HuggingFace(
    id="hugging-face",
    title="Hugging Face benchmark leaderboards",
    publisher="Hugging Face, and the makers of the models",
    home="https://huggingface.co/datasets?benchmark=benchmark:official",
    license="each figure stands in a model's repository, under that model's license",
    attribution="Hugging Face benchmark leaderboards, and the card of each model",
    about="the official boards, whose figures are the makers' own and are linked by the repository's id; parts and "
    "editions that a board does not name, and figures on HLE that do not say whether tools were used, stay out",
    urls=("https://huggingface.co/api/datasets?filter=benchmark:official",),
    max_bytes=32 * 1024 * 1024,
    private=True,
    rows_called="figures of Hugging Face's boards",
)


def _list_of(document: SourceDocument) -> list[str]:
    """The ids of a list of data sets."""
    names = []
    for item in load_list(document, EXPECTED_LIST):
        name = item.get("id") if isinstance(item, dict) else None
        if not isinstance(name, str) or not re.fullmatch(r"[\w.-]+/[\w.-]+", name, re.ASCII) or ".." in name:
            raise ShapeChanged(f"{EXPECTED_LIST} was expected, found an entry without one")
        names.append(name)
    if not names:
        raise ShapeChanged(f"{EXPECTED_LIST} was expected, found an empty one")
    return names


def _figures_of_board(reader: Reader, data: str, figures: Sequence[Any]) -> BoardRows:
    rows = list(reader.objects(figures, data))
    whole = _figure_values(rows)
    fraction = bool(whole) and max(whole) <= 1
    ids = (row.data.get("modelId") for row in rows if _said_of_tools(row) == "with")
    marked = {id_ for id_ in ids if isinstance(id_, str)}
    for row in rows:
        yield row.path, _scores_of_figure(reader, row, data, marked, fraction=fraction)


def _figure_values(rows: Sequence[JsonRow]) -> list[Decimal]:
    values = [row.data.get("value") for row in rows]
    return [Decimal(v) for v in values if isinstance(v, int | Decimal) and not isinstance(v, bool)]


def _scores_of_figure(
    reader: Reader, row: JsonRow, data: str, marked: set[str], *, fraction: bool
) -> Iterator[ScoreRecord]:
    model = row.needed_id("modelId")
    value = needed(row.number("value"), row, "value")
    ours = BENCHMARKS.get(data)
    tools = _said_of_tools(row)
    if ours and row.flag("lower_is_better"):
        raise BadValue(row.at("lower_is_better"), "a figure of which more is better was expected")
    if ours in BOTH_WAYS and tools is None:
        if model not in marked:
            reader.count("figures left out (they do not say whether tools were used)")
            return
        tools = "none"
    source = row.row("source")
    figure = percent_of(value, row.at("value"), fraction=fraction) if ours else float(value)
    by = _evaluator_of_figure(row, model)
    record = HUGGING_FACE.score(
        BoardName(model, _variant_in_note(row.text("notes", 600))),
        ours or foreign_benchmark(data, "hugging-face"),
        figure,
        None,
        by=by,
        name=data,
        evaluator=HUGGING_FACE.id if row.flag("verified") else None,
        tools=tools,
        url=(source.url("url") if source else None) or f"https://huggingface.co/{model}",
        unit="percent" if ours else None,
    )
    if reader.has(record):
        reader.count("figures left out (the same model, benchmark and mode twice)")
    else:
        yield record


def _said_of_tools(row: JsonRow) -> Tools | None:
    """Whether tools were used, by the note and file name of a figure; None where neither says so."""
    said = [text for text in (row.data.get("notes"), row.data.get("filename")) if isinstance(text, str)]
    plain = [text[:600].replace("_", " ") for text in said]
    if any(_NO_TOOLS.search(text) for text in plain):
        return "none"
    return "with" if any(_TOOL_WORDS.search(text) for text in plain) else None


def _variant_in_note(note: str | None) -> str | None:
    found = _EFFORT_STATEMENT.search(note or "")
    return mode_word(found["word"]) if found else None


def _evaluator_of_figure(row: JsonRow, model: str) -> By:
    """The kind of evaluator: the maker, unless the board verified the figure, or somebody else submitted it and it
    is not accepted yet.
    """
    if row.flag("verified"):
        return "independent"
    author = row.row("author")
    name = author.text("name") if author else None
    theirs = name is not None and fold(name) != fold(model.partition("/")[0])
    return "press" if theirs and row.data.get("pullRequest") else "vendor"
