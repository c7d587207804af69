"""The answer of `show` about a model on one screen: what it is, where to get it, what it is good at."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from modelpick.documents.card_reports import DerivedLine, ModelCard
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render.briefs import lines
from modelpick.render.briefs.status import offered_lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, FactRow, Heading, Page, Tone

ABILITIES = {
    "reasoning mode": "reasoning",
    "tool calling": "tools",
    "structured output": "structured output",
}
PARAMETERS = {"parameters, billions": "parameters", "active parameters, billions": "active"}
SKILLS = 2
_TWO_LINES = 128


def page(card: ModelCard) -> Page:
    """The short page of `show` about a model."""
    cite = Citer(card.sources)
    rows = [row for row in _known_rows(card, cite) if row.text]
    heads = [card.status.brief, *card.notes]
    lesser = [row for row in rows if row.label in ("unknown", "")]  # what --details has, too
    room = lines.LINES - 2 - lines.own_files_height(card) - sum(map(lines.height, heads))
    blocks: list[Block] = [
        Heading(card.status.brief, 1, "strong" if card.status.usable else "warn"),
        lines.muted_line(f"{card.model} · prices: US dollars per million tokens, in / out"),
        *(lines.muted_line(note) for note in card.notes),
        *lines.fact_block(lines.kept_within(rows, room, lesser)),
    ]
    return Page((*blocks, *cite.listed()))


def _known_rows(card: ModelCard, cite: Citer) -> list[FactRow]:
    """The lines on a model, and on what to ask next; those of what is not known are without a text."""
    said = {line.label: line.value for line in card.facts if line.value}

    def known(*labels: str) -> list[str]:
        return [f"{label} {said[label]}" for label in labels if label in said]

    def refs(*labels: str) -> tuple[int, ...]:
        return cite(*(source for line in card.facts if line.label in labels for source in line.sources))

    able = [word for label, word in ABILITIES.items() if said.get(label) == "yes"]
    sizes = ("context", "longest output")
    billions = [f"{said[label]}B {word}" for label, word in PARAMETERS.items() if label in said]
    gives = () if said.get("gives") == "text" else known("gives")
    can = (*known("takes"), *gives, *able)
    # The first that is known names the line: a day of release need not be.
    first, _, text = " · ".join(known("released", "weights", "license")).partition(" ")
    return [
        FactRow(first, text, refs=refs("released")),
        FactRow("sizes", " · ".join((*known(*sizes), *billions)), refs=refs(*sizes)),
        FactRow("can", " · ".join(can), refs=refs("takes", "gives", *ABILITIES)),
        *offered_lines(card.status, cite),
        *_skill_facts("strong", card.derived, cite, "good"),
        *_skill_facts("weak", card.derived, cite, "warn"),
        *map(_in_two_lines, _skill_facts("caution", card.derived, cite, "warn")[:1]),
        FactRow("tested", _figures_summary(card)),
        FactRow("unknown", wording.listed(card.unknown, 5), "muted"),
        FactRow("Next", lines.command("evidence", lines.slug(card.model))),
        lines.more("--details: every figure, offering and event"),
    ]


def _in_two_lines(row: FactRow) -> FactRow:
    """`row`, cut where it would fill more than two lines of the smallest screen; the long page has all of it."""
    return replace(row, text=shorten(row.text, _TWO_LINES, placeholder=" ..."))


def _skill_facts(topic: str, derived: Sequence[DerivedLine], cite: Citer, tone: Tone) -> list[FactRow]:
    found = [line for line in derived if line.topic == topic][:SKILLS]
    rows = (FactRow("", line.text.partition(" on the median")[0], tone, cite(*line.sources)) for line in found)
    return lines.under_label(topic, rows)


def _figures_summary(card: ModelCard) -> str:
    figures = [figure for cell in card.cells for figure in cell.figures]
    if not figures:
        return "no published figure is known"
    vendors = sum(figure.by == "vendor" for figure in figures)
    yours = sum(figure.by == "self" for figure in figures)
    on = wording.count(len(card.cells), "test")
    said = f"{wording.count(len(figures), 'figure')} on {on}, {vendors} of them the vendor's own"
    return f"{said}, {yours} your own" if yours else said
