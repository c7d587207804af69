"""What changed between two days, or by the last update, and which questions have another answer since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.decide.citing import Citations
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.change_reports import AnswerMove, Basis, Changes, DiffReport
from modelpick.documents.recommendation import SourceRef
from modelpick.lookup.answer_changes import answer_move
from modelpick.lookup.changes import compare_facts, sources_of
from modelpick.market.read import Market, MarketRead
from modelpick.model.dates import Day, days_after
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, names_of, replace
from modelpick.model.freshness import newest_fact
from modelpick.model.request import Request
from modelpick.storage.folders import market_file
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.sources import read_line, title_of

DAYS_BACK = 30
"""So many days of the catalog are told where nothing was synced and no day is asked for."""
EVERYBODY = 100_000
"""A place in a ranking is told however far down it is."""


class _ComparedDays(Plain):
    """The two sides of a comparison: `before` with its day `seen_on`, and the catalog on the day `until`."""

    before: OpenCatalog
    seen_on: Day
    since: Day
    until: Day
    basis: Basis
    reads: tuple[MarketRead, ...]
    notes: tuple[str, ...] = ()


def diff(
    catalog: OpenCatalog,
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
    span = _days_compared(catalog, since, until)
    was, now = span.before.facts_on(span.seen_on), catalog.facts_on(span.until)
    changes = compare_facts(was, now, span.since, span.until)
    answers = tuple(_compared_answer(name, request, catalog, span) for name, request in questions.items())
    return DiffReport(
        schema_version=SCHEMA_VERSION,
        since=span.since,
        until=span.until,
        basis=span.basis,
        counts={name: len(getattr(changes, name)) for name in names_of(Changes)},
        reads=tuple(map(read_line, span.reads)),
        answers=answers,
        changes=changes,
        notes=span.notes,
        sources=_cited_sources(answers, changes, Citations({**was.sources, **now.sources})),
        most=most,
    )


def _days_compared(catalog: OpenCatalog, since: Day | None, until: Day | None) -> _ComparedDays:
    end = _option_day(until, "{until}", catalog.today)
    reads = [read for read in _market_reads(catalog) if read.day <= end]
    if since is not None:
        start = _option_day(since, "{since}", catalog.today)
        if start >= end:
            raise ModelpickError(f"is {start}, expected a day before {end}", where="{since}")
        between = tuple(read for read in reads if start < read.day)
        return _ComparedDays(catalog, start, start, end, "asked", between, _first_read(between, reads))
    if reads and catalog.after_reads:
        last = tuple(takewhile(lambda read: read.day == reads[-1].day, reversed(reads)))[::-1]
        earlier = reads[: -len(last)]
        before = catalog.after_reads(frozenset(read.id for read in earlier))
        known_until = min(
            max([catalog.bundle.day if catalog.bundle else SHIPPED_ON, *(read.day for read in earlier)]), end
        )
        return _ComparedDays(before, end, known_until, end, "last update", last, _first_read(last, reads))
    newest = newest_fact(catalog.facts_on(end)) or end
    start = days_after(newest, -DAYS_BACK)
    note = (
        f"nothing was synced by {end}: these are the last {DAYS_BACK} days of the catalog; "
        "`modelpick catalog update` fetches newer data"
    )
    return _ComparedDays(catalog, start, start, end, "last days", (), (note,))


def _market_reads(catalog: OpenCatalog) -> list[MarketRead]:
    if catalog.after_reads is None:
        return []
    with Market(market_file()) as market:
        return market.reads()


def _first_read(new: Sequence[MarketRead], every: Sequence[MarketRead]) -> tuple[str, ...]:
    """The sources that were read for the first time."""
    first = {read.source: read for read in reversed(every)}
    found = [read for read in new if first[read.source] is read]
    return tuple(
        f"{title_of(read.source)} was first read here, for {read.day}: all that it alone says is new" for read in found
    )


def _option_day(text: Day | None, option: str, today: Day) -> Day:
    try:
        return resolve_as_of(text, today)
    except ModelpickError as error:
        raise ModelpickError(error.message, where=option, hint=error.hint) from None


def _compared_answer(name: str, request: Request, catalog: OpenCatalog, span: _ComparedDays) -> AnswerMove:
    was = span.before.recommend(replace(request, as_of=span.seen_on, top=EVERYBODY))
    now = catalog.recommend(replace(request, as_of=span.until, top=EVERYBODY))
    return answer_move(name, was, now)


def _cited_sources(answers: Sequence[AnswerMove], changes: Changes, citations: Citations) -> tuple[SourceRef, ...]:
    for answer in answers:
        for move in answer.moves:
            citations.cite_reasons(move.why)
    citations.cite(sources_of(changes))
    return citations.references()
