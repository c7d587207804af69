"""What an update of the market did, source by source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, cast

from modelpick.documents.market_reports import ReleaseUpdate, ScoreLinks, SourceUpdate, UpdateReport
from modelpick.model import wording
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    TableCell,
    Tone,
    table_of,
)
from modelpick.render.values import count_cell
from modelpick.render.views import shared

MOST_REASONS = 8
MANY_ALIKE = 3
"""From so many sources on with which the same went wrong, it is said once."""
_OUTCOME_WORDS = {
    "updated": "updated",
    "unchanged": "says what it said",
    "not_modified": "not modified",
    "failed": "failed",
    "no_key": "no key",
}
_OUTCOME_TONES: dict[str, Tone] = {"failed": "bad", "no_key": "warn", "updated": "good"}


def page(report: UpdateReport) -> Page:
    """The screen of `catalog update` and of `catalog mirror`."""
    if report.release and not report.sources:
        return Page(_release_blocks(report.release, 1))
    failed = [each for each in report.sources if each.outcome == "failed"]
    tone: Tone = "good" if not failed else "warn" if len(failed) < len(report.sources) else "bad"
    blocks: list[Block] = [Heading(_update_headline(report, len(failed)), 1, tone)]
    if report.release:
        blocks += _release_blocks(report.release, 2)
    if report.links is not None:
        blocks.append(Paragraph(_matched_counts(report), "muted", joined=True))
    blocks.append(_sources_table(report))
    blocks.append(_scores_table(report))
    blocks.append(Items("Went wrong", tuple(_failure_items(failed))))
    keyless = [s for s in report.sources if s.outcome == "no_key" and s.message]
    notes = [Item(note, "~", lead=s.name) for s in report.sources for note in s.notes]
    notes += [Item(s.message or "", "~", lead=s.name) for s in keyless]
    blocks.append(Items("Notes", (*notes, *(Item(note, "~") for note in report.notes))))
    blocks += map(_skipped_items, report.sources)
    blocks.append(
        Items("Whose data", tuple(Item(shared.license_terms(s), lead=s.title) for s in report.sources if s.rows))
    )
    return Page(tuple(blocks))


def _failure_items(failed: Sequence[SourceUpdate]) -> Iterator[Item]:
    """What went wrong with each source; what went wrong with many alike is said once, without their addresses."""
    alike: dict[str, list[SourceUpdate]] = {}
    for source in failed:
        if source.message:
            alike.setdefault(re.sub(r"https?://\S+ ", "", source.message), []).append(source)
    for said, sources in alike.items():
        if len(sources) >= MANY_ALIKE:
            names = wording.listed([source.name for source in sources], len(sources))
            yield Item(
                f"{wording.capitalized(said)} ({wording.count(len(sources), 'source')}: {names})", "!", "Caution"
            )
        else:
            yield from (Item(source.message or "", "!", "Caution", lead=source.name) for source in sources)


def _release_blocks(release: ReleaseUpdate, level: Literal[1, 2]) -> tuple[Block, ...]:
    if release.outcome == "failed":
        told = Item(release.message or "", "!", "Caution")
        return (Heading("The data release was not taken", level, "bad"), Items(None, (told,)))
    version = f"Data release {release.version}"
    heading, tone = {
        "taken": (f"{version} counts from now on", "good"),
        "kept": (f"{version} is kept: --catalog-version {release.version} asks it", "good"),
        "unchanged": (f"{version} is here already", "good"),
        "mirrored": (f"{version} was copied to {release.folder}", "good"),
    }[release.outcome]
    facts = [FactRow("from", release.place), FactRow("data of", release.day or UNKNOWN)]
    facts.append(FactRow("files", f"{release.files:,}, as they were signed"))
    if release.outcome == "taken":
        facts.append(FactRow("before", f"{release.before}: --catalog-version {release.before} still asks it"))
    return (Heading(heading, level, cast(Tone, tone)), FactRows(tuple(facts)))


def _update_headline(report: UpdateReport, failed: int) -> str:
    asked = wording.count(len(report.sources), "source")
    moved = sum(s.added + s.changed + s.gone for s in report.sources)
    if failed:
        return f"{failed} of {asked} could not be read; {wording.count(moved, 'row')} changed"
    return f"{asked} read: {wording.count(moved, 'row')} changed" if moved else f"{asked} read: nothing changed"


def _matched_counts(report: UpdateReport) -> str:
    links = report.links
    assert links is not None
    return (
        f"{wording.count(links.linked, 'offering')} of models of the catalog, "
        f"{wording.count(links.new_models, 'model')} that only the sources know, "
        f"{wording.count(links.unlinked, 'offering')} of no known model: modelpick catalog unmatched"
    )


def _sources_table(report: UpdateReport) -> Table:
    columns: list[Column[SourceUpdate]] = [
        Column("source", floor=16, cell=lambda source: source.name),
        Column("outcome", cell=_outcome_cell),
        Column("data of", priority=1, cell=lambda source: source.day),
        Column("rows", right=True, cell=lambda source: count_cell(sum(source.rows.values()))),
        Column("of which", priority=4, cell=_kinds_cell),
        Column("new", priority=2, right=True, cell=lambda source: count_cell(source.added)),
        Column("changed", priority=2, right=True, cell=lambda source: count_cell(source.changed)),
        Column("gone", priority=2, right=True, cell=lambda source: count_cell(source.gone)),
        Column("skipped", priority=3, right=True, cell=lambda source: count_cell(source.skipped)),
    ]
    return table_of(columns, report.sources)


def _outcome_cell(source: SourceUpdate) -> TableCell:
    return TableCell(_OUTCOME_WORDS[source.outcome], _OUTCOME_TONES.get(source.outcome, "muted"))


def _kinds_cell(source: SourceUpdate) -> TableCell:
    kinds = (wording.count(number, *_RECORD_NAMES[kind]) for kind, number in source.rows.items())
    return TableCell(", ".join(kinds), "muted")


def _scores_table(report: UpdateReport) -> Table:
    """What became of the scores of the sources that were asked."""
    asked = {source.name for source in report.sources}
    found = [each for each in report.links.scores if each.source in asked] if report.links else []
    return table_of(_SCORE_COLUMNS, found, "What became of the scores")


_SCORE_COLUMNS: tuple[Column[ScoreLinks], ...] = (
    Column("source", floor=16, cell=lambda each: each.source),
    Column("scores", right=True, cell=lambda each: count_cell(each.read)),
    Column("new figures", right=True, cell=lambda each: count_cell(each.used)),
    Column("of models", right=True, cell=lambda each: count_cell(each.models)),
    Column("known already", priority=1, right=True, cell=lambda each: count_cell(each.repeated)),
    Column("of no known model", right=True, cell=lambda each: count_cell(each.unmatched)),
    Column("names", priority=2, right=True, cell=lambda each: count_cell(each.unmatched_models)),
    Column("other benchmark", priority=3, right=True, cell=lambda each: count_cell(each.other_benchmarks)),
    Column("other edition", priority=3, right=True, cell=lambda each: count_cell(each.other_editions)),
    Column("out of range", priority=4, right=True, cell=lambda each: count_cell(each.out_of_range)),
)
_RECORD_NAMES = {
    "offering": ("offering",),
    "model": ("model",),
    "provider": ("provider",),
    "score": ("score",),
    "status": ("status change",),
}


def _skipped_items(source: SourceUpdate) -> Items:
    """Why rows were left out, each reason with the first places."""
    items = [
        Item(f"{group.reason}: {shared.first_names(group.paths, 2)}", "~", lead=f"{group.count:,}")
        for group in source.reasons[:MOST_REASONS]
    ]
    more = len(source.reasons) - MOST_REASONS
    if more > 0:
        items.append(Item(f"{wording.count(more, 'more reason')}: --format json shows them all", "~"))
    return Items(f"Skipped from {source.name}", tuple(items))
