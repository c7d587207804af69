"""The answer of `show` about a model on one screen: what it is, where to get it, what it is good at."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from modelpick.documents.results import DerivedLine, ModelCard
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
    facts = {line.label: line for line in card.facts}

    def known(*labels: str) -> list[str]:
        return [f"{label} {facts[label].value}" for label in labels if label in facts and facts[label].value]

    def refs(*labels: str) -> tuple[int, ...]:
        return cite(*(source for label in labels if label in facts for source in facts[label].sources))

    able = [word for label, word in ABILITIES.items() if label in facts and facts[label].value == "yes"]
    sizes = ("context", "longest output")
    billions = [
        f"{facts[label].value}B {word}" for label, word in PARAMETERS.items() if label in facts and facts[label].value
    ]
    gives = () if "gives" in facts and facts["gives"].value == "text" else known("gives")
    can = (*known("takes"), *gives, *able)
    # The first that is known names the line: a day of release need not be.
    first, _, text = " · ".join(known("released", "weights", "license")).partition(" ")
    rows = [
        FactRow(first, text, refs=refs("released")),
        FactRow("sizes", " · ".join((*known(*sizes), *billions)), refs=refs(*sizes)),
        FactRow("can", " · ".join(can), refs=refs("takes", "gives", *ABILITIES)),
        *offered_lines(card.status, cite),
        *_skill_facts("strong", card.derived, cite, "good"),
        *_skill_facts("weak", card.derived, cite, "warn"),
        *map(_in_two_lines, _skill_facts("caution", card.derived, cite, "warn")[:1]),
        FactRow("tested", _figures_summary(card)),
    ]
    if card.unknown:
        rows.append(FactRow("unknown", wording.listed(card.unknown, 5), "muted"))
    name = lines.slug(card.model)
    rows.append(FactRow("Next", lines.command("evidence", name)))
    rows.append(FactRow(lines.MORE, "--details: every figure, offering and event", "muted"))
    heads = [card.status.brief, *card.notes]
    rows = [row for row in rows if row.text]
    lesser = [row for row in rows if row.label in ("unknown", "")]  # what --details has, too
    rows = lines.kept_within(
        rows, lines.LINES - 2 - lines.own_files_height(card) - sum(map(lines.height, heads)), lesser
    )
    blocks: list[Block] = [
        Heading(card.status.brief, 1, "strong" if card.status.usable else "warn"),
        lines.muted_line(f"{card.model} · prices: US dollars per million tokens, in / out"),
        *(lines.muted_line(note) for note in card.notes),
        *lines.fact_block(rows),
    ]
    return Page((*blocks, *cite.listed()))


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
