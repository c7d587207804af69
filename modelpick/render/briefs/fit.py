"""The answer of `fit` on one screen: what fits, how much room it leaves, how fast it is."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.fitting import Fit, FitReport
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.briefs import lines
from modelpick.render.page import UNKNOWN, Block, Column, FactRow, Heading, Page, Table, TableCell, table_of
from modelpick.render.values import two_digits

ROWS = 8
BAR, REST, LENGTH = "█", "░", 5
NOTES = 2
QUALITY = 2


def page(report: FitReport) -> Page:
    """The short page of `fit`."""
    blocks: list[Block] = [Heading(wording.sentence(report.title), 1)]
    if report.asked:
        blocks.append(lines.muted_line(report.asked))
    if report.fits:
        blocks.append(_fit_table(report))
    return Page((*blocks, *lines.fact_block(_closing_facts(report))))


def _fit_table(report: FitReport) -> Table:
    columns: list[Column[Fit]] = [
        Column("precision", priority=2, cell=lambda fit: TableCell(fit.quant or UNKNOWN)),
        Column("memory", right=True, cell=_memory_cell),
        Column("tokens/s", right=True, cell=_speed_cell),
        Column("likely", priority=4, right=True, cell=_speed_range_cell),
    ]
    if report.by == "model":
        columns.insert(2, Column("full", priority=3, cell=_memory_bar))
    else:
        columns.insert(0, Column("machine", cell=lambda fit: fit.machine.name))
    if report.by == "model" or len(report.names) > 1:
        columns.insert(0, Column("model", cell=lambda fit: TableCell(report.name_of(fit.model), "strong")))
    if report.scores:
        columns.append(Column("score", right=True, cell=lambda fit: _score_cell(report.scores.get(fit.model))))
    return table_of(columns, _shown_first(report)[:ROWS], say_dropped=True)


def _shown_first(report: FitReport) -> Sequence[Fit]:
    """The rows in the order of the short page: of machines that hold a model those with the least memory first, at
    the coarsest precision that is still the model; a coarser one last.
    """
    if report.by == "model":
        return report.fits
    squeezed = {fit.quant: any("expect worse answers" in note for note in fit.notes) for fit in report.fits}
    largest = {quant: max(f.memory.value or 0 for f in report.fits if f.quant == quant) for quant in squeezed}
    return sorted(report.fits, key=lambda f: (squeezed[f.quant], largest[f.quant], f.machine.total_gb))


def _score_cell(score: float | None) -> TableCell:
    return TableCell("not rated", "muted") if score is None else TableCell(values.score(score))


def _speed_cell(fit: Fit) -> TableCell:
    speed = UNKNOWN if fit.decode is None else two_digits(fit.decode.value)
    return TableCell(speed, "warn" if fit.offload_gb else "plain")


def _speed_range_cell(fit: Fit) -> TableCell:
    found = fit.decode
    return TableCell("" if found is None else f"{two_digits(found.low)}-{two_digits(found.high)}", "muted")


def _memory_cell(fit: Fit) -> TableCell:
    """What it takes, and how much of it lies in the system's memory."""
    used = fit.memory.value
    if used is None:
        return TableCell(UNKNOWN, "muted")
    size = f"{used:.0f} GB" if used >= 100 else f"{used:.1f} GB"
    return TableCell(f"{size}, {fit.offload_gb:.0f} in RAM" if fit.offload_gb else size)


def _memory_bar(fit: Fit) -> str:
    """How full the machine's memory is."""
    if fit.memory.value is None or not fit.machine.total_gb:
        return ""
    full = min(round(LENGTH * fit.memory.value / fit.machine.total_gb), LENGTH)
    return BAR * full + REST * (LENGTH - full)


def _closing_facts(report: FitReport) -> list[FactRow]:
    notes = [*report.read_as.values(), *report.notes][:NOTES]
    facts: list[FactRow] = []
    if len(report.fits) == 1:
        (fit,) = report.fits
        notes += fit.notes[:NOTES]
        facts += lines.labeled("Speed", _speed_sentences(fit))
        facts += lines.labeled("Quality", _quality_sentences(report))
        run = fit.run[:1]
        facts += lines.labeled("Run", [command.command for command in run])
        facts += lines.labeled("Look", [command.note for command in run if command.note])
    if report.by == "machine":
        facts += lines.labeled("Quality", _quality_sentences(report))
    facts += lines.labeled("Note", [wording.sentence(note) for note in notes])
    if report.by == "model" and len(report.fits) > 1 and report.machine:
        best = lines.slug(report.fits[0].model)
        facts.append(FactRow("Next", f"{lines.command('fit', best, *report.machine)}  (how to run it)"))
    left = report.fits[ROWS:]
    in_part = sum(fit.offload_gb > 0 for fit in left)
    said = [f"{len(left) - in_part} more"] if len(left) > in_part else []
    said += [f"{in_part} that need the system's memory, too"] if in_part else []
    said += ["commands of other engines"] if any(len(fit.run) > 1 for fit in report.fits) else []
    return [*facts, lines.more("--details", *said)]


def _quality_sentences(report: FitReport) -> list[str]:
    """What was measured of the precisions that are shown, and what about four bits were released as."""
    told = (fit.kept for fit in report.fits if fit.kept is not None)
    said = dict.fromkeys(kept.text for kept in told if kept.worth_saying)
    return list(said)[:QUALITY]


def _speed_sentences(fit: Fit) -> list[str]:
    """How long it reads before it writes, and what all sequences do together."""
    said = []
    if fit.first_token_s is not None:
        low, high = (two_digits(each) for each in (fit.first_token_s.low, fit.first_token_s.high))
        said.append(f"the first token after {low} to {high} s, a prompt of {wording.tokens(fit.prompt)} tokens read")
    if fit.together is not None:
        low, high = (two_digits(each) for each in (fit.together.low, fit.together.high))
        said.append(f"{fit.concurrency} at a time write {low} to {high} tokens/s together, their prompts read")
    return said
