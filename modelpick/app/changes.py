"""What changed between two days, or by the last update, and which questions have another answer since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import takewhile

from modelpick.advise.answer_changes import answer_move
from modelpick.advise.changes import compare_facts, sources_of
from modelpick.advise.citing import Citations
from modelpick.app.asking import day_asked
from modelpick.app.catalogue import OpenCatalog
from modelpick.app.reads import read_line, title_of
from modelpick.catalogue.bundled import SHIPPED_ON
from modelpick.catalogue.market import Market, Read
from modelpick.domain.asof import newest_fact
from modelpick.domain.change_reports import AnswerMove, Basis, Changes, DiffReport
from modelpick.domain.dates import Day
from modelpick.domain.errors import ModelpickError
from modelpick.domain.request import Request
from modelpick.domain.results import SCHEMA_VERSION, SourceRef
from modelpick.storage.folders import market_file

DAYS_BACK = 30
"""So many days of the catalog are told where nothing was synced and no day is asked for."""
EVERYBODY = 100_000
"""A place in a ranking is told however far down it is."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The two sides: `before`, seen on the day `seen_on`, and the catalog on the day `until`."""

    before: OpenCatalog
    seen_on: Day
    since: Day
    until: Day
    basis: Basis
    reads: tuple[Read, ...]
    notes: tuple[str, ...] = ()


def diff(
    catalogue: OpenCatalog,
    questions: Mapping[str, Request],
    *,
    since: Day | None = None,
    until: Day | None = None,
    most: int | None = None,
) -> DiffReport:
    """What changed, and what became of the answers to `questions` (name -> what is asked).

    Args:
        since: compare with the end of this day. None: with what was known before the last update, which is all reads
            that were made last and are of one day; where nothing was synced, with the catalog some days earlier.
        until: the later side; today if none is given.
        most: how many changes of a kind a page shows.

    Raises:
        ModelpickError: no day, days in the wrong order, or a question that cannot be asked.
    """
    span = _span(catalogue, since, until)
    was, now = span.before.facts_on(span.seen_on), catalogue.facts_on(span.until)
    changes = compare_facts(was, now, span.since, span.until)
    answers = tuple(_answer(name, request, catalogue, span) for name, request in questions.items())
    return DiffReport(
        schema_version=SCHEMA_VERSION,
        since=span.since,
        until=span.until,
        basis=span.basis,
        counts={field.name: len(getattr(changes, field.name)) for field in fields(Changes)},
        reads=tuple(map(read_line, span.reads)),
        answers=answers,
        changes=changes,
        notes=span.notes,
        sources=_cited(answers, changes, Citations({**was.sources, **now.sources})),
        most=most,
    )


def _span(catalogue: OpenCatalog, since: Day | None, until: Day | None) -> _Span:
    end = _day(until, "{until}", catalogue.today)
    reads = [read for read in _reads(catalogue) if read.day <= end]
    if since is not None:
        start = _day(since, "{since}", catalogue.today)
        if start >= end:
            raise ModelpickError(f"is {start}, expected a day before {end}", where="{since}")
        between = tuple(read for read in reads if start < read.day)
        return _Span(catalogue, start, start, end, "asked", between, _first_read(between, reads))
    if reads and catalogue.after_reads:
        last = tuple(takewhile(lambda read: read.day == reads[-1].day, reversed(reads)))[::-1]
        earlier = reads[: -len(last)]
        before = catalogue.after_reads(frozenset(read.id for read in earlier))
        known_until = min(max([SHIPPED_ON, *(read.day for read in earlier)]), end)
        return _Span(before, end, known_until, end, "last update", last, _first_read(last, reads))
    newest = newest_fact(catalogue.facts_on(end)) or end
    start = (date.fromisoformat(newest) - timedelta(DAYS_BACK)).isoformat()
    note = (
        f"nothing was synced by {end}: these are the last {DAYS_BACK} days of the catalog; "
        "`modelpick catalog update` fetches newer data"
    )
    return _Span(catalogue, start, start, end, "last days", (), (note,))


def _reads(catalogue: OpenCatalog) -> list[Read]:
    if catalogue.after_reads is None:
        return []
    with Market(market_file()) as market:
        return market.reads()


def _first_read(new: Sequence[Read], every: Sequence[Read]) -> tuple[str, ...]:
    """The sources that nobody had read before."""
    first = {read.source: read for read in reversed(every)}
    found = [read for read in new if first[read.source] is read]
    return tuple(
        f"{title_of(read.source)} was first read here, for {read.day}: all that it alone says is new" for read in found
    )


def _day(text: Day | None, option: str, today: Day) -> Day:
    try:
        return day_asked(text, today)
    except ModelpickError as error:
        raise ModelpickError(error.message, where=option, hint=error.hint) from None


def _answer(name: str, request: Request, catalogue: OpenCatalog, span: _Span) -> AnswerMove:
    was = span.before.recommend(replace(request, as_of=span.seen_on, top=EVERYBODY))
    now = catalogue.recommend(replace(request, as_of=span.until, top=EVERYBODY))
    return answer_move(name, was, now)


def _cited(answers: Sequence[AnswerMove], changes: Changes, citations: Citations) -> tuple[SourceRef, ...]:
    for answer in answers:
        for move in answer.moves:
            citations.cite_reasons(move.why)
    citations.cite(sources_of(changes))
    return citations.references()
