"""The answer of `fit` on one screen: what fits, how much room it leaves, how fast it is."""

from __future__ import annotations

from modelpick.documents.fitting import Estimated, Fit, FitReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Fact, Heading, Page, Table

ROWS = 8
BAR, REST, LENGTH = "█", "░", 5
NOTES = 2

COLUMNS = (
    Column("", "model"),
    Column("", "precision", priority=2),
    Column("", "machine"),
    Column("", "memory", right=True),
    Column("", "full", priority=3),
    Column("", "tokens/s", right=True),
    Column("", "likely", priority=4, right=True),
    Column("", "score", right=True),
)


def page(report: FitReport) -> Page:
    """The short page of `fit`."""
    blocks: list[Block] = [Heading(wording.sentence(report.title), 1)]
    if report.asked:
        blocks.append(lines.quiet(report.asked))
    if report.fits:
        blocks.append(_table(report))
    return Page((*blocks, *lines.told(_more(report))))


def _table(report: FitReport) -> Table:
    by_model, scored = report.by == "model", bool(report.scores)
    shown = [True, True, not by_model, True, by_model, True, True, scored]
    columns = tuple(column for column, show in zip(COLUMNS, shown, strict=True) if show)
    rows = tuple(
        tuple(cell for cell, show in zip(_row(fit, report), shown, strict=True) if show) for fit in report.fits[:ROWS]
    )
    return Table(columns, rows, say_dropped=True)


def _row(fit: Fit, report: FitReport) -> tuple[Cell, ...]:
    used = fit.memory.value
    score = report.scores.get(fit.model)
    return (
        Cell(lines.slug(fit.model), "strong"),
        Cell(fit.quant or UNKNOWN),
        Cell(fit.machine.name),
        Cell(f"{used:.1f} GB" if used is not None else UNKNOWN, "plain" if used is not None else "muted"),
        Cell(_bar(fit)),
        Cell(_rate(fit.decode), "warn" if fit.offload_gb else "plain"),
        Cell("" if fit.decode is None else f"{_digits(fit.decode.low)}-{_digits(fit.decode.high)}", "muted"),
        Cell("not rated" if score is None else values.score(score), "muted" if score is None else "plain"),
    )


def _bar(fit: Fit) -> str:
    """How full the machine's memory is."""
    if fit.memory.value is None or not fit.machine.total_gb:
        return ""
    full = min(round(LENGTH * fit.memory.value / fit.machine.total_gb), LENGTH)
    return BAR * full + REST * (LENGTH - full)


def _rate(found: Estimated | None) -> str:
    return UNKNOWN if found is None else _digits(found.value)


def _digits(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):,.0f}"


def _more(report: FitReport) -> list[Fact]:
    notes = [*report.read_as.values(), *report.notes][:NOTES]
    if len(report.fits) == 1:
        notes += report.fits[0].notes[:NOTES]
    facts = lines.labeled("Note", [wording.sentence(note) for note in notes])
    if report.by == "model" and len(report.fits) > 1 and not report.scores:
        facts.append(Fact("Next", "add --need coding to have the best for it first"))
    left = report.fits[ROWS:]
    in_part = sum(fit.offload_gb > 0 for fit in left)
    said = [f"{len(left) - in_part} more"] if len(left) > in_part else []
    said += [f"{in_part} that need the system's memory, too"] if in_part else []
    more = f"{wording.listed(said)}: " if said else ""
    return [*facts, Fact("More", f"{more}--details", "muted")]
