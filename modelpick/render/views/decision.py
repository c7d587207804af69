"""A decision on record as an architecture decision record: context, decision, consequences, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modelpick.documents.decision_reports import DecisionChange, DecisionReport
from modelpick.model import wording
from modelpick.render.citing import Citer
from modelpick.render.page import Block, FactRow, FactRows, Heading, Item, Items, Page, Paragraph
from modelpick.render.views import shared
from modelpick.render.views.check import check_item


def page(report: DecisionReport) -> Page:
    """All of the record, and what became of it."""
    cite = Citer(report.sources)
    blocks: list[Block] = [
        Heading(wording.sentence(report.text), 1, "good" if report.holds else "bad"),
        Heading("Status"),
        Paragraph(status_text(report)),
        Heading("Context"),
        FactRows(tuple(_context_rows(report))),
        Heading("Decision"),
        Paragraph(f"{decided_text(report)} {wording.sentence(report.verdict_was)}"),
        shared.remarks(None, report.reasons, "+"),
        Heading("Consequences"),
        Items(None, tuple(_consequence_items(report))),
        Heading("Since then"),
        Items(None, tuple(check_item(line, cite) for line in report.lines)),
        *_change_items(report.changes, cite),
        shared.notes(report.notes),
        *cite.listed(),
        shared.dated(report.as_of),
    ]
    return Page(tuple(blocks))


def _consequence_items(report: DecisionReport) -> Iterator[Item]:
    yield from (Item(text, "-") for text in report.against)
    yield from (Item(text, "!") for text in report.cautions)
    yield from (Item(text, "~", lead="would change it") for text in report.would_change)


def status_text(report: DecisionReport) -> str:
    """``Accepted on 2026-06-01 by the platform team; it holds on 2026-11-26.``"""
    by = f" by {report.owner}" if report.owner else ""
    state = "it holds" if report.holds else "it no longer holds"
    return f"Accepted on {report.decided_on}{by}; {state} on {report.as_of}."


def decided_text(report: DecisionReport) -> str:
    """The model that was chosen, with its points and those of the second."""
    at = f" at {report.provider}" if report.provider else ""
    told = f"{report.name} ({report.model}){at}, {report.score_was:.1f} points"
    if report.runner_up and report.runner_up_score is not None:
        more = report.runner_up_score > report.score_was
        told += (
            f"; the second was {report.runner_up}, {report.runner_up_score:.1f} points{', less surely' if more else ''}"
        )
    return f"{told}."


def _context_rows(report: DecisionReport) -> Iterable[FactRow]:
    yield FactRow("Question", report.summary)
    yield FactRow("Asked with", report.command)
    until = f", facts to {report.facts_until}" if report.facts_until else ""
    yield FactRow("Answered by", f"modelpick {report.program}{until}")
    yield FactRow("How sure", f"{wording.chance(report.chance_was)} to be the best")


def _change_items(changes: Iterable[DecisionChange], cite: Citer) -> list[Block]:
    items = tuple(
        Item(
            "; ".join((change.text, *change.why)),
            "!" if change.matters else "~",
            "matters" if change.matters else "does not matter",
            refs=cite(*change.sources),
        )
        for change in changes
    )
    return [Items(None, items)] if items else [Paragraph("Nothing of it has changed.")]
