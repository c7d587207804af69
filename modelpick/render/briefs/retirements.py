"""The answer of `retirements` on one screen: the next ends of APIs, and what to move to."""

from __future__ import annotations

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, FactRow, Heading, Page, Table, TableCell, TableColumn
from modelpick.render.views.shared import first_names

ROWS = 11
NARROWED = 90
"""To so many days a long calendar is cut, or a calendar of those to a third."""

COLUMNS = (
    TableColumn("", "date"),
    TableColumn("", "days", priority=3, right=True),
    TableColumn("", "model"),
    TableColumn("", "at", priority=2),
    TableColumn("", "move to", priority=1),
)


def page(report: RetirementReport) -> Page:
    """The short page of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(lines.muted_line(f"Nothing announced for {first_names(report.without)}"))
    merged = _merged_by_day(report.lines)
    if merged:
        rows = tuple(_retirement_row(line, places, cite) for line, places in merged[:ROWS])
        blocks.append(Table(COLUMNS, rows, say_dropped=True))
    left = len(merged) - ROWS
    facts = [FactRow("Calendar", lines.command("retirements", "--format", "ics"))] if report.lines else []
    more = f"{left} more: --details" if left > 0 else "--details: prices, notes and sources"
    sooner = NARROWED if report.within is None or report.within > NARROWED else NARROWED // 3
    facts.append(FactRow("More", f"{more}; the next weeks alone: --within {sooner}d", "muted"))
    return Page((*blocks, *lines.fact_block(facts), *cite.listed()))


def _merged_by_day(found: tuple[RetirementLine, ...]) -> list[tuple[RetirementLine, list[str]]]:
    """One line for each model, day and event, with the names of the providers that it concerns."""
    merged: dict[tuple[str, str, str], tuple[RetirementLine, list[str]]] = {}
    for line in found:
        place = line.provider_name or line.provider or "everywhere"
        _, places = merged.setdefault((line.on, line.model, line.event), (line, []))
        if place not in places:
            places.append(place)
    return list(merged.values())


def _retirement_row(line: RetirementLine, places: list[str], cite: Citer) -> tuple[TableCell, ...]:
    deprecated = " (deprecated)" if line.event == "deprecated" else ""
    at = places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"
    return (
        TableCell(line.on, "warn" if line.days_left >= 0 else "muted"),
        TableCell(f"{line.days_left:,}" if line.days_left >= 0 else f"{-line.days_left:,} ago"),
        TableCell(f"{line.name}{deprecated}", refs=cite(line.source)),
        TableCell(at, short=_short_place(places)),
        TableCell(line.successor_name or line.successor or "none named", "plain" if line.successor else "muted"),
    )


SHORT = 20
"""Letters that a narrow screen has of the name of a provider."""


def _short_place(places: list[str]) -> str:
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    return lines.short_provider(places[0], SHORT) + more
