"""The answer of `retirements` on one screen: the next ends of APIs, and what to move to."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Column, FactRow, Heading, Page, Table, TableCell, table_of
from modelpick.render.views.shared import first_names

_MergedEnd = tuple[RetirementLine, list[str]]
"""An end, and the names of the providers where it comes."""
ROWS = 11
NARROWED = (90, 30)
"""To so many days a long calendar may be cut, where fewer than those were asked for."""


def page(report: RetirementReport) -> Page:
    """The short page of `retirements`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [Heading(report.text, 1)]
    if report.without:
        blocks.append(lines.muted_line(f"Nothing announced for {first_names(report.without)}"))
    merged = _merged_by_day(report.lines)
    blocks.append(_ends_table(merged[:ROWS], cite))
    left = len(merged) - ROWS
    facts = (
        [FactRow("Calendar", lines.command("retirements", *report.command, "--format", "ics"))] if report.lines else []
    )
    if left > 0:
        sooner = next((days for days in NARROWED if report.within is None or days < report.within), None)
        next_ones = f"; the next ones: --within {sooner}d" if sooner else ""
        facts.append(lines.more(f"--details{next_ones}", wording.count(left, "more end")))
    else:
        facts.append(lines.more("--details: prices, notes and sources"))
    return Page((*blocks, *lines.fact_block(facts), *cite.listed()))


def _merged_by_day(found: tuple[RetirementLine, ...]) -> list[_MergedEnd]:
    """One line for each model, day and event, with the names of the providers that it concerns."""
    merged: dict[tuple[str, str, str], _MergedEnd] = {}
    for line in found:
        place = line.provider_name or line.provider or "everywhere"
        _, places = merged.setdefault((line.on, line.model, line.event), (line, []))
        if place not in places:
            places.append(place)
    return list(merged.values())


def _ends_table(ends: Sequence[_MergedEnd], cite: Citer) -> Table:
    columns: list[Column[_MergedEnd]] = [
        Column("date", cell=lambda end: TableCell(end[0].on, "warn" if end[0].days_left >= 0 else "muted")),
        Column("days", priority=3, right=True, cell=lambda end: values.days_left(end[0].days_left)),
        Column("model", floor=22, cell=lambda end: _model_cell(end[0], cite)),
        Column("at", priority=2, cell=lambda end: _places_cell(end[1])),
        Column("move to", priority=1, cell=lambda end: _successor_cell(end[0])),
    ]
    return table_of(columns, ends, say_dropped=True)


def _model_cell(line: RetirementLine, cite: Citer) -> TableCell:
    deprecated = " (deprecated)" if line.event == "deprecated" else ""
    return TableCell(f"{line.name}{deprecated}", refs=cite(line.source))


def _places_cell(places: list[str]) -> TableCell:
    """Where; without brackets and second names, and on a narrow screen in few words."""
    more = len(places) - 1
    name = lines.short_provider(places[0])
    short = lines.short_provider(places[0], SHORT)
    return TableCell(f"{name} and {more} more" if more else name, short=f"{short} +{more}" if more else short)


def _successor_cell(line: RetirementLine) -> TableCell:
    named = line.successor_name or line.successor or "none named"
    return TableCell(named, "plain" if line.successor else "muted")


SHORT = 16
"""Letters that a narrow screen has of the name of a provider."""
