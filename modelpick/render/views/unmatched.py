"""Ids that could not be matched with a model, where they stand, and the models that are written alike."""

from __future__ import annotations

from modelpick.documents.market_reports import UnmatchedId, UnmatchedReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.page import Block, Column, Heading, Page, Paragraph, TableCell
from modelpick.render.views import shared

PLACES, NEAREST = 3, 2


def page(report: UnmatchedReport) -> Page:
    """The screen of `catalog unmatched`."""
    columns: list[Column[UnmatchedId]] = [
        Column("id", floor=32, cell=lambda each: TableCell(each.id)),
        Column("places", right=True, cell=lambda each: f"{each.often:,}"),
        Column("nearest models", floor=34, cell=_nearest_cell),
        Column("at", priority=1, floor=16, cell=_places_text),
        Column("why", priority=2, floor=16, cell=lambda each: values.muted(each.why)),
    ]
    blocks: list[Block] = [
        Heading(_unmatched_headline(report), 1),
        Paragraph(_counts_sentence(report), "muted", joined=True),
    ]
    blocks += shared.first_rows(columns, report.ids, report.most)
    if report.ids:
        blocks.append(Paragraph(_how_to(report.ids[0])))
    return Page(tuple(blocks))


def _unmatched_headline(report: UnmatchedReport) -> str:
    asked = "".join(f" {word} {name}" for word, name in (("of", report.source), ("at", report.provider)) if name)
    if not report.ids:
        synced = report.linked + report.unlinked + report.score_names + report.score_names_unlinked
        return f"Every id{asked} has a model" if synced else f"Nothing{asked} was synced"
    return f"{wording.count(len(report.ids), 'id')}{asked} could not be matched with a model"


def _counts_sentence(report: UnmatchedReport) -> str:
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


def _nearest_cell(each: UnmatchedId) -> TableCell:
    near = [f"{model.model} {wording.percent(model.likeness)}" for model in each.nearest[:NEAREST]]
    first, *others = near or ["none"]
    return TableCell(first, "plain" if each.nearest else "muted", more=tuple(others))


def _places_text(each: UnmatchedId) -> str:
    return shared.first_names(list(dict.fromkeys(place.provider_name or place.source for place in each.places)), PLACES)


def _how_to(each: UnmatchedId) -> str:
    """How to write an alias, with the id of this row as example; the user adds the model."""
    return f"An alias in modelpick.yaml settles an id everywhere: aliases: [{{alias: {each.id}, model: LAB/MODEL}}]"
