"""What runs on what: memory by part, speed with its bounds, and what to know beside."""

from __future__ import annotations

from modelpick.documents.fitting import Estimated, Fit, FitReport
from modelpick.model import wording
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Table

MOST_NOTED = 6
"""Rows whose notes are shown; JSON has all."""

_COLUMNS = (
    Column("model", "model", floor=18, group=True),
    Column("quant", "precision", priority=1),
    Column("hardware", "machine", floor=16),
    Column("fits", "fits"),
    Column("memory", "memory", priority=2, right=True),
    Column("memory_low", "", shown=False),
    Column("memory_high", "", shown=False),
    Column("weights", "weights", priority=4, right=True),
    Column("kv_cache", "cache", priority=3, right=True),
    Column("decode", "tokens/s", right=True),
    Column("decode_low", "", shown=False),
    Column("decode_high", "", shown=False),
    Column("prefill", "prompt/s", priority=5, right=True),
    Column("context", "context", priority=6, right=True),
    Column("concurrency", "", shown=False),
    Column("basis", "", shown=False),
    Column("notes", "", shown=False),
)


def page(report: FitReport) -> Page:
    """The screen of `fit`."""
    blocks: list[Block] = [Heading(report.title, 1)]
    if report.asked:
        blocks.append(Paragraph(report.asked, "muted", joined=True))
    rows = tuple(_row(fit) for fit in report.fits)
    blocks.append(Table(_columns(report), rows, primary=True, shown=bool(rows), say_dropped=True))
    blocks += _notes(report)
    if rows:
        blocks.append(Paragraph(_basis(report), "muted"))
    return Page(tuple(blocks))


def _columns(report: FitReport) -> tuple[Column, ...]:
    """A column that says the same in every row is for CSV only: it stands above the table."""
    same = {"hardware"} if report.by == "model" else {"fits"}
    return tuple(
        Column(c.key, c.title, c.priority, c.right, c.floor, c.group, c.shown and c.key not in same) for c in _COLUMNS
    )


def _row(fit: Fit) -> tuple[Cell, ...]:
    memory, decode = fit.memory, fit.decode
    return (
        Cell(fit.model, "strong"),
        Cell(fit.quant or UNKNOWN, "plain" if fit.quant else "muted", raw=fit.quant),
        Cell(fit.machine.name),
        _fits(fit),
        _gb(memory.value),
        _raw(memory.low),
        _raw(memory.high),
        _gb(memory.weights),
        _gb(memory.kv_cache),
        _speed(decode, fit.offload_gb > 0),
        _raw(decode.low if decode else None),
        _raw(decode.high if decode else None),
        _rate(fit.prefill),
        Cell(wording.tokens(fit.context), raw=fit.context),
        Cell(str(fit.concurrency), raw=fit.concurrency),
        Cell(fit.basis),
        Cell("; ".join(fit.notes)),
    )


def _fits(fit: Fit) -> Cell:
    if fit.fits is None:
        return Cell(UNKNOWN, "muted")
    if fit.fits:
        return Cell("yes", "good", raw="yes")
    if fit.offload_gb:
        return Cell(f"no, {fit.offload_gb:.0f} GB in system memory", "warn", short="in part", raw="in part")
    return Cell("no", "bad", raw="no")


def _gb(value: float | None) -> Cell:
    if value is None:
        return Cell(UNKNOWN, "muted")
    return Cell(f"{value:,.0f} GB" if value >= 100 else f"{value:.1f} GB", raw=round(value, 2))


def _raw(value: float | None) -> Cell:
    return Cell("", raw=None if value is None else round(value, 2))


def _speed(found: Estimated | None, slowed: bool) -> Cell:
    """With bounds: a speed is never surer than that."""
    if found is None:
        return Cell(UNKNOWN, "muted")
    low, value, high = (_digits(each) for each in (found.low, found.value, found.high))
    return Cell(f"{value} ({low}-{high})", "warn" if slowed else "plain", short=value, raw=round(found.value, 2))


def _rate(found: Estimated | None) -> Cell:
    return Cell(UNKNOWN, "muted") if found is None else Cell(_digits(found.value), raw=round(found.value, 1))


def _digits(value: float) -> str:
    """Two figures: 4.4, 38, 120."""
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.2g}'):,.0f}"


def _notes(report: FitReport) -> list[Block]:
    blocks: list[Block] = []
    if len(report.fits) <= MOST_NOTED:
        every = [note for fit in report.fits for note in fit.notes]
        common = [note for note in dict.fromkeys(every) if every.count(note) == len(report.fits)]
        items = [Item(n, "!", lead=_lead(fit, report)) for fit in report.fits for n in fit.notes if n not in common]
        items += [Item(note, "!") for note in common]
        if items:
            blocks.append(Items("To know", tuple(items)))
    blocks += [Paragraph(note[:1].upper() + note[1:] + ".") for note in (*report.read_as.values(), *report.notes)]
    return blocks


def _lead(fit: Fit, report: FitReport) -> str:
    return fit.model if report.by == "model" else f"{fit.machine.name} {fit.quant}"


def _basis(report: FitReport) -> str:
    said = "Memory and speed are computed; bounds, in brackets where there is room, hold four of five measurements"
    return f"{said}. Constants of {report.fitted_on}."
