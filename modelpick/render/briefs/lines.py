"""Lines that several short pages have in common: a label, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from modelpick.documents.base import Document
from modelpick.documents.command import quoted
from modelpick.documents.recommendation import Contribution, Reason
from modelpick.model import wording
from modelpick.model.fields import replace
from modelpick.render.citing import Citer
from modelpick.render.page import WIDTH, Block, FactRow, FactRows, Heading, Paragraph, Tone

MEASURED, RELATED, ESTIMATED = "■", "◧", "□"
LEGEND = f"{MEASURED} measured {RELATED} related {ESTIMATED} estimated"
PROGRAM = "modelpick"
MORE = "More"
"""The label of the line that says what else there is, and that sources can be had."""
WIDEST = 70
"""What fits beside a label on a screen of 80 columns."""


def more(details: str, *left_out: str) -> FactRow:
    """The line that says what else there is: what was `left_out`, and how to see it."""
    head = f"{wording.listed(left_out)}: " if left_out else ""
    return FactRow(MORE, head + details, "muted")


def labeled(label: str, texts: Iterable[str], tone: Tone = "plain") -> list[FactRow]:
    """A line for each of `texts`, the first of them with the label."""
    return under_label(label, (FactRow("", text, tone) for text in texts))


def under_label(label: str, rows: Iterable[FactRow]) -> list[FactRow]:
    """`rows`, the first of them with the label."""
    return [row if number else replace(row, label=label) for number, row in enumerate(rows)]


def reason_facts(label: str, reasons: Sequence[Reason], cite: Citer, *, whole: bool = False) -> list[FactRow]:
    """A line for each reason, or `whole` what it says however long, the first of them with the label."""
    rows = (FactRow("", _in_a_line(reason, whole=whole), refs=cite(*reason.sources)) for reason in reasons)
    return under_label(label, rows)


def _in_a_line(reason: Reason, *, whole: bool) -> str:
    is_titled = not whole and reason.points is None and len(reason.text) > WIDEST
    text = reason.brief or (is_titled and reason.subject) or reason.text
    return wording.capitalized(text)


LINES, COLUMNS = 20, WIDTH
"""A short answer on a screen of 80 columns, its margins taken off."""


def height(text: str, width: int = COLUMNS) -> int:
    """The lines that `text` takes on the smallest screen."""
    taken, room = 1, width
    for word in text.split():
        if len(word) > room and room < width:
            taken, room = taken + 1, width
        room -= len(word) + 1
    return taken


def own_files_height(document: Document) -> int:
    """The lines that are said of the user's own files."""
    return int(any(file.brings for file in document.own_files))


def height_above(blocks: Iterable[Block], document: Document) -> int:
    """The lines that stand above what else is said: headings, paragraphs, and what is said of the user's own files."""
    texts = (block.text for block in blocks if isinstance(block, Heading | Paragraph))
    return sum(map(height, texts)) + own_files_height(document)


def kept_within(facts: Sequence[FactRow], room: int, lesser: Sequence[FactRow]) -> list[FactRow]:
    """`facts` in at most `room` lines: of `lesser`, the first go first where there is none for all."""
    kept = list(facts)
    for fact in lesser:
        if heights(kept) <= room:
            break
        kept = [each for each in kept if each is not fact]
    return kept


def heights(facts: Sequence[FactRow]) -> int:
    """The lines that `facts` take beside their labels on the smallest screen."""
    width = COLUMNS - 2 - max((len(fact.label) for fact in facts), default=0)
    return sum(height(fact.text, width) for fact in facts)


def fact_block(facts: Sequence[FactRow], *, joined: bool = False) -> list[FactRows]:
    """The lines as one block; an empty list where there are none."""
    return [FactRows(tuple(facts), joined=joined)] if facts else []


def glyphs(parts: Iterable[Contribution]) -> str:
    """One sign for each test of the need, the heaviest first: ``■■◧□``."""
    return "".join(_evidence_glyph(part) for part in parts if part.benchmark)


def _evidence_glyph(part: Contribution) -> str:
    if not part.estimated:
        return MEASURED
    return RELATED if part.on_topic else ESTIMATED


def command(*words: str) -> str:
    """A command to copy: ``modelpick recommend --need coding``."""
    return f"{PROGRAM} {quoted(words)}"


def of_data(asked: Sequence[str]) -> list[str]:
    """Those words of a question that say of which data and day it is asked: any command takes them."""
    pairs = zip(asked, [*asked[1:], ""], strict=True)
    return [word for flag, value in pairs if flag in ("--as-of", "--catalog", "--rules") for word in (flag, value)]


def slug(model: str) -> str:
    """The short name of a model, which a command takes."""
    return model.partition("/")[2] or model


def muted_line(text: str) -> Paragraph:
    """A muted line joined to the block above."""
    return Paragraph(text, "muted", joined=True)


def short_provider(name: str, longest: int = WIDEST) -> str:
    """The name of a provider in whole words, without what stands in brackets or behind a slash."""
    words = re.split(r" \(| / ", name)[0].split()
    while len(words) > 1 and len(" ".join(words)) > longest:
        words.pop()
    return " ".join(words)


def notes_on_reading(notes: Iterable[str], name: str) -> list[str]:
    """Of `notes`, how another name was read as that of the model `name`."""
    return [note for note in notes if f" is read as {name}" in note]
