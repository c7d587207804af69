"""What runs on what: memory by part, speed with its bounds, and what to know beside."""

from __future__ import annotations

from modelpick.documents.fitting import Estimated, Fit, FitReport, PrecisionFigure
from modelpick.model import wording
from modelpick.render.page import UNKNOWN, Block, Column, Heading, Item, Items, Page, Paragraph, TableCell, table_of
from modelpick.render.values import two_digits

MOST_FIGURES = 8
"""Of a precision; JSON has all."""
MOST_NOTED = 6
"""Rows whose notes are shown; JSON has all."""


def page(report: FitReport) -> Page:
    """The screen of `fit`."""
    blocks: list[Block] = [Heading(report.title, 1)]
    blocks.append(Paragraph(report.asked or "", "muted", joined=True))
    blocks.append(table_of(_shown_columns(report), report.fits, say_dropped=True))
    blocks += [_run_items(report), _quality_items(report)]
    blocks += _note_blocks(report)
    if report.fits:
        blocks.append(Paragraph(_basis_sentence(report), "muted"))
    return Page(tuple(blocks))


def _shown_columns(report: FitReport) -> list[Column[Fit]]:
    """Without the column that says the same in every row: that stands above the table."""
    same = "machine" if report.by == "model" else "fits"
    return [column for column in _FIT_COLUMNS if column.title != same]


def _fits_cell(fit: Fit) -> TableCell:
    if fit.fits is None:
        return TableCell(UNKNOWN, "muted")
    if fit.fits:
        said = f"yes, {fit.offload_gb:.0f} GB in RAM" if fit.offload_gb else "yes"
        return TableCell(said, "warn" if fit.offload_gb else "good", short="yes")
    if fit.offload_gb:
        return TableCell(f"no, {fit.offload_gb:.0f} GB in system memory", "warn", short="in part")
    return TableCell("no", "bad")


def _gigabytes_text(value: float | None) -> str | None:
    return None if value is None else f"{value:,.0f} GB" if value >= 100 else f"{value:.1f} GB"


def _speed_cell(found: Estimated | None, slowed: bool) -> TableCell:
    """The speed in tokens a second with its bounds, short form without them; "unknown" where there is none."""
    if found is None:
        return TableCell(UNKNOWN, "muted")
    low, value, high = (two_digits(each) for each in (found.low, found.value, found.high))
    return TableCell(f"{value} ({low}-{high})", "warn" if slowed else "plain", short=value)


def _prefill_text(fit: Fit) -> str | None:
    return None if fit.prefill is None else two_digits(fit.prefill.value)


_FIT_COLUMNS: tuple[Column[Fit], ...] = (
    Column("model", floor=18, group=True, cell=lambda fit: TableCell(fit.model, "strong")),
    Column("precision", priority=1, cell=lambda fit: fit.quant),
    Column("machine", floor=16, cell=lambda fit: fit.machine.name),
    Column("fits", cell=_fits_cell),
    Column("memory", priority=2, right=True, cell=lambda fit: _gigabytes_text(fit.memory.value)),
    Column("weights", priority=4, right=True, cell=lambda fit: _gigabytes_text(fit.memory.weights)),
    Column("cache", priority=3, right=True, cell=lambda fit: _gigabytes_text(fit.memory.kv_cache)),
    Column("tokens/s", right=True, cell=lambda fit: _speed_cell(fit.decode, fit.offload_gb > 0)),
    Column("prompt/s", priority=5, right=True, cell=_prefill_text),
    Column("context", priority=6, right=True, cell=lambda fit: wording.tokens(fit.context)),
)


def _run_items(report: FitReport) -> Items:
    """The commands that run each model as it was asked for."""
    items = [
        Item(
            command.command,
            lead=command.engine if len(report.fits) == 1 else f"{fit.model}, {command.engine}",
        )
        for fit in report.fits[:MOST_NOTED]
        for command in fit.run
    ]
    notes = dict.fromkeys(command.note for fit in report.fits[:MOST_NOTED] for command in fit.run if command.note)
    items += [Item(note, "!") for note in notes]
    return Items("To run it", tuple(items))


def _quality_items(report: FitReport) -> Items:
    """What each precision leaves of the scores of its model, with the figures that this rests on."""
    items: dict[Item, None] = {}
    several = len({fit.model for fit in report.fits}) > 1
    for fit in report.fits:
        if fit.kept is not None:
            quant = fit.quant or ""
            about = (fit.model if several else "", "" if quant in fit.kept.text else quant)
            items[Item(fit.kept.text, lead=" ".join(filter(None, about)) or None)] = None
            items.update((Item(_figure_text(figure), "-"), None) for figure in fit.kept.figures[:MOST_FIGURES])
    return Items("Precision", tuple(items))


def _figure_text(figure: PrecisionFigure) -> str:
    """``MMLU: 71.23 instead of 71.5 at bf16, Unsloth, GGUF with an importance matrix (unsloth-docs-dynamic-2-0)``."""
    how = f", {figure.method}" if figure.method else ""
    scores = f"{figure.value:g} instead of {figure.full:g} at {figure.full_precision}"
    return f"{figure.test}: {scores}, {figure.by}{how} ({figure.source})"


def _note_blocks(report: FitReport) -> list[Block]:
    blocks: list[Block] = []
    if len(report.fits) <= MOST_NOTED:
        every = [note for fit in report.fits for note in fit.notes]
        common = [note for note in dict.fromkeys(every) if every.count(note) == len(report.fits)]
        items = [
            Item(n, "!", lead=_note_lead(fit, report)) for fit in report.fits for n in fit.notes if n not in common
        ]
        items += [Item(note, "!") for note in common]
        blocks.append(Items("To know", tuple(items)))
    blocks += [Paragraph(wording.sentence(note)) for note in (*report.read_as.values(), *report.notes)]
    return blocks


def _note_lead(fit: Fit, report: FitReport) -> str:
    return fit.model if report.by == "model" else f"{fit.machine.name} {fit.quant}"


def _basis_sentence(report: FitReport) -> str:
    said = "Memory and speed are computed; bounds, in brackets where there is room, hold four of five measurements"
    return f"{said}. Constants of {report.fitted_on}."
