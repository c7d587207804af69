"""The answer of `retirements` on one screen: the next ends of APIs, and what to move to."""

from __future__ import annotations

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Cell, Column, Fact, Heading, Page, Table
from modelpick.render.views.shared import few

ROWS = 11
NARROWED = 90
"""To so many days a long calendar is cut, or a calendar of those to a third."""

COLUMNS = (
    Column("", "date"),
    Column("", "days", priority=3, right=True),
    Column("", "model"),
    Column("", "at", priority=2),
    Column("", "move to", priority=1),
)


def page(report: RetirementReport) -> Page:
    """The short page of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(lines.quiet(f"Nothing announced for {few(report.without)}"))
    merged = _merged(report.lines)
    if merged:
        rows = tuple(_row(line, places, cite) for line, places in merged[:ROWS])
        blocks.append(Table(COLUMNS, rows, say_dropped=True))
    left = len(merged) - ROWS
    facts = [Fact("Calendar", lines.command("retirements", "--format", "ics"))] if report.lines else []
    more = f"{left} more: --details" if left > 0 else "--details: prices, notes and sources"
    sooner = NARROWED if report.within is None or report.within > NARROWED else NARROWED // 3
    facts.append(Fact("More", f"{more}; the next weeks alone: --within {sooner}d", "muted"))
    return Page((*blocks, *lines.told(facts), *cite.listed()))


def _merged(found: tuple[RetirementLine, ...]) -> list[tuple[RetirementLine, list[str]]]:
    """One line for the ends of a model on one day, with all the places."""
    merged: dict[tuple[str, str, str], tuple[RetirementLine, list[str]]] = {}
    for line in found:
        place = line.provider_name or line.provider or "everywhere"
        _, places = merged.setdefault((line.on, line.model, line.event), (line, []))
        if place not in places:
            places.append(place)
    return list(merged.values())


def _row(line: RetirementLine, places: list[str], cite: Citer) -> tuple[Cell, ...]:
    deprecated = " (deprecated)" if line.event == "deprecated" else ""
    at = places[0] if len(places) == 1 else f"{places[0]} and {len(places) - 1} more"
    return (
        Cell(line.on, "warn" if line.days_left >= 0 else "muted"),
        Cell(f"{line.days_left:,}" if line.days_left >= 0 else f"{-line.days_left:,} ago"),
        Cell(f"{line.name}{deprecated}", refs=cite(line.source)),
        Cell(at, short=at if len(at) <= SHORT else f"{at[: SHORT - 3]}..."),
        Cell(line.successor_name or line.successor or "none named", "plain" if line.successor else "muted"),
    )


SHORT = 16
"""What a narrow screen has of the name of a provider."""
