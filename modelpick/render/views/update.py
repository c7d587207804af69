"""What an update of the market did, source by source."""

from __future__ import annotations

from modelpick.documents.market_reports import SourceUpdate, UpdateReport
from modelpick.model import wording
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Table, Tone
from modelpick.render.views import shared

MOST_REASONS = 8
_SAYS = {
    "updated": "updated",
    "unchanged": "says what it said",
    "not_modified": "not modified",
    "failed": "failed",
    "no_key": "no key",
}
_TONES: dict[str, Tone] = {"failed": "bad", "no_key": "warn", "updated": "good"}


def page(report: UpdateReport) -> Page:
    """The screen of `catalog update`."""
    failed = [each for each in report.sources if each.outcome == "failed"]
    tone: Tone = "good" if not failed else "warn" if len(failed) < len(report.sources) else "bad"
    blocks: list[Block] = [Heading(_headline(report, len(failed)), 1, tone)]
    if report.links is not None:
        blocks.append(Paragraph(_links(report), "muted", joined=True))
    blocks.append(_table(report))
    blocks += _scores(report)
    blocks += _section("Went wrong", [Item(s.message, "!", "Caution", lead=s.name) for s in failed if s.message])
    keyless = [s for s in report.sources if s.outcome == "no_key" and s.message]
    notes = [Item(note, "~", lead=s.name) for s in report.sources for note in s.notes]
    notes += [Item(s.message or "", "~", lead=s.name) for s in keyless]
    blocks += _section("Notes", [*notes, *(Item(note, "~") for note in report.notes)])
    for source in report.sources:
        blocks += _skipped(source)
    blocks += _section("Whose data", [Item(_terms(s), lead=s.title) for s in report.sources if s.rows])
    return Page(tuple(blocks))


def _headline(report: UpdateReport, failed: int) -> str:
    asked = wording.count(len(report.sources), "source")
    moved = sum(s.added + s.changed + s.gone for s in report.sources)
    if failed:
        return f"{failed} of {asked} could not be read; {wording.count(moved, 'row')} changed"
    return f"{asked} read: {wording.count(moved, 'row')} changed" if moved else f"{asked} read: nothing changed"


def _links(report: UpdateReport) -> str:
    links = report.links
    assert links is not None
    return (
        f"{wording.count(links.linked, 'offering')} of models of the catalog, "
        f"{wording.count(links.new_models, 'model')} that only the sources know, "
        f"{wording.count(links.unlinked, 'offering')} of no known model: modelpick catalog unmatched"
    )


def _table(report: UpdateReport) -> Table:
    columns = (
        Column("source", "source", floor=16),
        Column("outcome", "outcome"),
        Column("day", "data of", priority=1),
        Column("rows", "rows", right=True),
        Column("kinds", "of which", priority=4),
        Column("added", "new", priority=2, right=True),
        Column("changed", "changed", priority=2, right=True),
        Column("gone", "gone", priority=2, right=True),
        Column("skipped", "skipped", priority=3, right=True),
    )
    return Table(columns, tuple(map(_row, report.sources)), primary=True)


def _row(source: SourceUpdate) -> tuple[Cell, ...]:
    kinds = ", ".join(wording.count(number, *_PLURALS[kind]) for kind, number in source.rows.items())
    return (
        Cell(source.name),
        Cell(_SAYS[source.outcome], _TONES.get(source.outcome, "muted"), raw=source.outcome),
        Cell(source.day) if source.day else Cell(UNKNOWN, "muted"),
        _number(sum(source.rows.values())),
        Cell(kinds, "muted"),
        *map(_number, (source.added, source.changed, source.gone, source.skipped)),
    )


def _scores(report: UpdateReport) -> list[Block]:
    """What became of the scores of the sources that were asked."""
    asked = {source.name for source in report.sources}
    found = [each for each in report.links.scores if each.source in asked] if report.links else []
    if not found:
        return []
    columns = (
        Column("source", "source", floor=16),
        Column("read", "scores", right=True),
        Column("used", "new figures", right=True),
        Column("models", "of models", right=True),
        Column("repeated", "known already", priority=1, right=True),
        Column("unmatched", "of no known model", right=True),
        Column("unmatched_models", "names", priority=2, right=True),
        Column("other_benchmarks", "other benchmark", priority=3, right=True),
        Column("other_editions", "other edition", priority=3, right=True),
        Column("out_of_range", "out of range", priority=4, right=True),
    )
    names = [column.key for column in columns[1:]]
    rows = tuple((Cell(each.source), *(_number(getattr(each, name)) for name in names)) for each in found)
    return [Table(columns, rows, title="What became of the scores")]


_PLURALS = {
    "offering": ("offering",),
    "model": ("model",),
    "provider": ("provider",),
    "score": ("score",),
    "status": ("status change",),
}


def _number(value: int) -> Cell:
    return Cell(f"{value:,}", "plain" if value else "muted", raw=value)


def _skipped(source: SourceUpdate) -> list[Block]:
    """Why rows were left out, each reason with the first places."""
    items = [
        Item(f"{group.reason}: {shared.few(group.paths, 2)}", "~", lead=f"{group.count:,}")
        for group in source.reasons[:MOST_REASONS]
    ]
    more = len(source.reasons) - MOST_REASONS
    if more > 0:
        items.append(Item(f"{wording.count(more, 'more reason')}: --format json shows them all", "~"))
    return _section(f"Skipped from {source.name}", items)


def _section(title: str, items: list[Item]) -> list[Block]:
    return [Items(title, tuple(items))] if items else []


def _terms(source: SourceUpdate) -> str:
    license = "" if source.license in source.attribution else source.license
    parts = [license, source.attribution, "for your own use alone" if source.private else ""]
    return " · ".join(part for part in parts if part)
