"""Ids that could not be matched with a model, where they stand, and the models that are written alike."""

from __future__ import annotations

from modelpick.documents.market_reports import UnmatchedId, UnmatchedReport
from modelpick.model import wording
from modelpick.render.page import Block, Cell, Column, Heading, Page, Paragraph, Table
from modelpick.render.views import shared
from modelpick.render.views.capping import capped

PLACES, NEAREST = 3, 2


def page(report: UnmatchedReport) -> Page:
    """The screen of `catalog unmatched`."""
    columns = (
        Column("id", "id", floor=32),
        Column("often", "places", right=True),
        Column("nearest", "nearest models", floor=34),
        Column("where", "at", priority=1, floor=16),
        Column("why", "why", priority=2, floor=16),
    )
    blocks: list[Block] = [Heading(_headline(report), 1), Paragraph(_counts(report), "muted", joined=True)]
    blocks += capped(Table(columns, tuple(map(_row, report.ids))), report.most)
    if report.ids:
        blocks.append(Paragraph(_how_to(report.ids[0])))
    blocks.append(_places(report.ids))
    return Page(tuple(blocks))


def _headline(report: UnmatchedReport) -> str:
    asked = "".join(f" {word} {name}" for word, name in (("of", report.source), ("at", report.provider)) if name)
    if not report.ids:
        synced = report.linked + report.unlinked + report.score_names + report.score_names_unlinked
        return f"Every id{asked} has a model" if synced else f"Nothing{asked} was synced"
    return f"{wording.count(len(report.ids), 'id')}{asked} could not be matched with a model"


def _counts(report: UnmatchedReport) -> str:
    offered, scored = report.linked + report.unlinked, report.score_names + report.score_names_unlinked
    said = []
    if offered:
        share = wording.percent(report.linked / offered)
        said.append(
            f"{report.linked:,} of {wording.count(offered, 'offering')} have a model ({share}), "
            f"{report.unlinked:,} have none and stay usable under unlinked/"
        )
    if scored:
        share = wording.percent(report.score_names / scored)
        said.append(
            f"{report.score_names:,} of {wording.count(scored, 'name')} in score sources have a model ({share}); "
            "the scores of the others stay out"
        )
    return ". ".join(said) or "`modelpick catalog update` reads the sources"


def _row(each: UnmatchedId) -> tuple[Cell, ...]:
    near = [f"{model.model} {wording.percent(model.likeness)}" for model in each.nearest[:NEAREST]]
    first, *others = near or ["none"]
    return (
        Cell(each.id),
        Cell(f"{each.often:,}", raw=each.often),
        Cell(first, "plain" if each.nearest else "muted", more=tuple(others)),
        Cell(shared.few(list(dict.fromkeys(place.provider_name or place.source for place in each.places)), PLACES)),
        Cell(each.why, "muted"),
    )


def _how_to(each: UnmatchedId) -> str:
    """How an alias is written, with an id that is in question; which model it is the user must know."""
    return f"An alias in modelpick.yaml settles an id everywhere: aliases: [{{alias: {each.id}, model: LAB/MODEL}}]"


def _places(ids: tuple[UnmatchedId, ...]) -> Table:
    """One row for each place, for CSV."""
    columns = ("id", "source", "provider", "written", "name", "why", "often", "nearest", "likeness")
    rows = tuple(
        (
            Cell(each.id),
            Cell(place.source),
            Cell(place.provider),
            Cell(place.id),
            Cell(place.name or ""),
            Cell(place.why),
            Cell(str(each.often), raw=each.often),
            Cell(each.nearest[0].model if each.nearest else ""),
            Cell("", raw=each.nearest[0].likeness if each.nearest else None),
        )
        for each in ids
        for place in each.places
    )
    return Table(tuple(Column(name, name) for name in columns), rows, primary=True, shown=False)
