"""What was read of the files of evaluation tools, row by row, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.documents.result_reports import ImportReport, ResultFileReport, ResultLine
from modelpick.model import wording
from modelpick.model.wording import number
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    TableCell,
    Tone,
    table_of,
)

FATES = {
    "added": "added",
    "kept_before": "kept before",
    "another_reading": "same answers, read another way",
    "another_measure": "another measure",
    "unmatched_model": "model not known",
    "no_benchmark": "test not known",
    "no_count": "no count",
}
TONES: dict[str, Tone] = {"added": "good", "kept_before": "muted", "another_reading": "muted"}


def page(report: ImportReport) -> Page:
    """The screen of `scores import`."""
    every = [(file, line) for file in report.files for line in file.lines]
    where = f" to {report.file}" if report.added else ""
    head = f"{wording.count(report.added, 'result')} added{where}, of {wording.count(len(every), 'row')}"
    blocks: list[Block] = [Heading(head, 1, "good" if report.added else "warn")]
    blocks += (
        [Paragraph(f"New: {', '.join(report.new_tests)}; weigh it with --own", "muted")] if report.new_tests else []
    )
    blocks.append(table_of(COLUMNS, [line for _, line in every]))
    items = [item for each in every for item in _remark_blocks(*each)]
    items += [Item(text, "-", lead=file.path) for file in report.files for text in file.left_out]
    return Page((*blocks, Items("To know", tuple(items))))


def _fate_cell(line: ResultLine) -> TableCell:
    return TableCell(FATES[line.fate] + (", partial" if line.partial else ""), TONES.get(line.fate, "warn"))


COLUMNS: tuple[Column[ResultLine], ...] = (
    Column("model", floor=16, cell=lambda line: TableCell(line.model_written or line.model or UNKNOWN)),
    Column("test", floor=12, cell=lambda line: TableCell(line.benchmark or line.benchmark_written or UNKNOWN)),
    Column("metric", priority=3, cell=lambda line: line.metric or ""),
    Column("passed", right=True, cell=lambda line: TableCell(UNKNOWN if line.passed is None else number(line.passed))),
    Column("of", right=True, cell=lambda line: TableCell(UNKNOWN if line.n is None else str(line.n))),
    Column("errors", priority=2, right=True, cell=lambda line: str(line.errors) if line.errors else ""),
    Column("became", cell=_fate_cell),
)


def _remark_blocks(file: ResultFileReport, line: ResultLine) -> Iterator[Item]:
    """What is partial, was left out of the count, or is to be done."""
    said = [line.note] if line.note else []
    if line.errors:
        said.append(f"{wording.count(line.errors, 'attempt')} ended in an error")
    if line.hint:
        said.append(line.hint)
    if said:
        name = line.model_written or line.model or file.path
        yield Item("; ".join(said), "!" if line.fate != "added" or line.partial else "-", lead=name)
