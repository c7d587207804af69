"""Terminal-Bench: agents at work in a terminal, one leaderboard an edition, asked for by POST as its own page does.

A score belongs to an agent and a model together: the agent is kept as the harness. Editions are benchmarks of their
own. On the boards of 2.1, 3.0 and 4.0 stand runs of the maintainers; that of 2.0 took what others sent in, of which
only plain scaffolds and the makers' own agents say something of a model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.model.facts import By
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import board_name, effort
from modelpick.sources.boards import BoardRows, ScoreBoard, percent_in, stderr_of, whole_count
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, good_id, load_object
from modelpick.sources.scores import lab_named

EXPECTED = "a leaderboard of Terminal-Bench: an object with `leaderboard` and `rows`"
PAGE = "https://www.tbench.ai/leaderboard/terminal-bench/{}"


class Edition(NamedTuple):
    package: str
    name: str
    sent_in: bool = False
    """Whether its runs were sent in by those whose agents they show."""


EDITIONS = {
    "4.0": Edition("terminal-bench/terminal-bench", "4-0-0"),
    "3.0": Edition("terminal-bench/terminal-bench", "3-0-0"),
    "2.1": Edition("terminal-bench/terminal-bench-2-1", "main"),
    "2.0": Edition("terminal-bench/terminal-bench-2", "2-0", sent_in=True),
}
_PLAIN_AGENTS = frozenset({"terminus", "terminus 1", "terminus 2", "mini-swe-agent"})
"""Scaffolds that are nobody's product."""
_BOARD_TITLE = re.compile(r"terminal-bench\s+v?(\d\.\d)(?:\.\d)?", re.IGNORECASE)
_RUN_METRICS = {"total_cost_usd": ("cost-of-run", "usd"), "output_tokens": ("output-tokens-of-run", "tokens")}
_WITH_RUN = frozenset({"2.1", "4.0"})
"""Editions whose cost and tokens of a whole run are benchmarks of ours."""


def body(edition: Edition) -> bytes:
    return json.dumps({"package": edition.package, "name": edition.name}).encode()


class TerminalBench(ScoreBoard):
    def requests(self, urls: Sequence[str]) -> tuple[SourceRequest, ...]:
        return tuple(SourceRequest(url, body(edition)) for url in urls for edition in EDITIONS.values())

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        editions, whole = set[str](), True
        for document in documents:
            answer = load_object(document, EXPECTED)
            rows = as_list(answer.get("rows"), EXPECTED)
            edition = _edition_of_answer(document, answer)
            editions.add(edition)
            whole = whole and not _more_follows(answer, len(rows))
            for row in reader.objects(rows, edition):
                yield row.path, _scores_of_row(reader, row, edition)
        if not whole or editions != set(EDITIONS):
            reader.parsed.partial = frozenset({"score"})


TERMINAL_BENCH = TerminalBench(
    id="terminal-bench",
    title="Terminal-Bench leaderboards",
    publisher="Terminal-Bench (Harbor Framework)",
    home="https://www.tbench.ai",
    license="none stated: single figures with a link; your own use only",
    attribution="Terminal-Bench, https://www.tbench.ai",
    urls=("https://ofhuhcpkvzjlejydnvyd.supabase.co/functions/v1/leaderboard-read",),
    max_bytes=32 * 1024 * 1024,
    private=True,
    about=(
        "editions 4.0, 3.0, 2.1 and 2.0, displayed rows alone, with agent and effort; of 2.0, which takes "
        "what others send in, plain scaffolds and makers' own agents only"
    ),
    rows_called="rows of Terminal-Bench",
)


def _edition_of_answer(document: SourceDocument, answer: dict[str, Any]) -> str:
    """The edition of the rows, by the request, otherwise by the board's title.

    Raises:
        ShapeChanged: neither names one.
    """
    for number, edition in EDITIONS.items():
        if document.asked is not None and document.asked == body(edition):
            return number
    about = answer.get("leaderboard")
    title = about.get("title") if isinstance(about, dict) else None
    found = _BOARD_TITLE.search(title[:200]) if isinstance(title, str) else None
    if not found or found[1] not in EDITIONS:
        raise ShapeChanged(f"{EXPECTED} was expected, found one of no edition that is known")
    return found[1]


def _more_follows(answer: dict[str, Any], rows: int) -> bool:
    pages = answer.get("pagination")
    if not isinstance(pages, dict):
        return False
    totals = [pages.get(key) for key in ("total", "total_rows", "total_count", "count")]
    return bool(pages.get("has_more")) or any(isinstance(total, int) and total > rows for total in totals)


def _scores_of_row(reader: Reader, row: JsonRow, edition: str) -> Iterator[ScoreRecord]:
    if row.text("status") != "display":
        reader.count("rows left out (not displayed)")
        return
    meta, metrics = row.row("metadata"), row.row("metrics")
    if meta is None or metrics is None:
        raise BadValue(row.path, "`metadata` and `metrics` were expected, found nothing")
    agent, model = _label_text(meta, "agent_display"), _label_text(meta, "model_display")
    if model.lower() == "multiple" or "," in model or " + " in model:
        reader.count("rows left out (several models in one agent)")
        return
    by = _evaluator_kind(edition, agent, _label_text(meta, "agent_org"), _label_text(meta, "model_org"))
    if by is None:
        reader.count("rows left out (an agent of its own, sent in by its maker)")
        return
    name = board_name(model)
    half = metrics.number("accuracy_ci95_half_width")
    trials = metrics.number("n_trials") or row.number("n_trials")
    on = meta.day("date") or row.day("updated_at")
    name = name._replace(variant=effort(meta.text("reasoning_effort")) or name.variant)
    shared: dict[str, Any] = {
        "by": by,
        "evaluator": TERMINAL_BENCH.id if by == "independent" else None,
        "harness": agent,
        "tools": "with",
        "url": PAGE.format(edition),
        "n": whole_count(trials),
    }
    benchmark, value = f"terminal-bench-{edition}", percent_in(metrics, "accuracy")
    yield TERMINAL_BENCH.score(name, benchmark, value, on, stderr=stderr_of(half), **shared)
    for key, (what, unit) in _RUN_METRICS.items() if edition in _WITH_RUN else ():
        number = metrics.number(key)
        if number is not None and number > 0:
            yield TERMINAL_BENCH.score(name, f"{benchmark}-{what}", float(number), on, **{**shared, "unit": unit})


def _label_text(meta: JsonRow, key: str) -> str:
    """A name that stands as text or as the label of a link."""
    value = meta.data.get(key)
    return good_id(value.get("label") if isinstance(value, dict) else value, meta.at(key))


def _evaluator_kind(edition: str, agent: str, agent_org: str, model_org: str) -> By | None:
    """The kind of evaluator; None where a row says more of an agent than of a model."""
    if not EDITIONS[edition].sent_in or agent.lower() in _PLAIN_AGENTS:
        return "independent"
    maker = lab_named(agent_org)
    return "vendor" if maker is not None and maker == lab_named(model_org) else None
