"""The user's own files: where they are looked for, and what each of them says."""

from __future__ import annotations

from typing import Any

from modelpick.documents.config_reports import ConfigPaths, ConfigReport, ConfigValue, Folder
from modelpick.model import wording
from modelpick.render.page import Block, Column, FactRow, FactRows, Heading, Page, Paragraph, Table, TableCell, table_of


def page(report: ConfigReport | ConfigPaths) -> Page:
    """The screen of `config show` and of `config path`."""
    return Page(_folder_blocks(report) if isinstance(report, ConfigPaths) else _config_blocks(report))


def _folder_blocks(report: ConfigPaths) -> tuple[Block, ...]:
    columns: list[Column[Folder]] = [
        Column("what", cell=lambda folder: TableCell(folder.what, "strong")),
        Column("path", cell=lambda folder: folder.path),
        Column("there", priority=1, cell=lambda folder: TableCell("yes" if folder.there else "no", "muted")),
    ]
    return (Heading("Where your files are looked for", 1), table_of(columns, report.folders))


def _config_blocks(report: ConfigReport) -> tuple[Block, ...]:
    said = wording.count(len(report.values), "value")
    read = wording.count(len(report.files), "file")
    files = tuple(FactRow(file.layer, file.path) for file in report.files)
    begin = "take away the # before what you want" if report.files else "`modelpick init` writes a file to begin with"
    nothing = () if report.values else (Paragraph(wording.capitalized(begin), "muted", joined=True),)
    return (
        Heading(f"{said} set in {read} of yours" if report.files else "You have no files of your own", 1),
        *nothing,
        FactRows(files, "Files, later ones win"),
        _values_table(report.values),
        FactRows(tuple(map(_folder_fact, report.folders)), "Places"),
        *([FactRows((FactRow("set", ", ".join(report.variables)),), "Environment")] if report.variables else []),
    )


def _folder_fact(folder: Folder) -> FactRow:
    return FactRow(folder.what, folder.path if folder.there else f"{folder.path} (not there)", "plain")


def _values_table(found: tuple[ConfigValue, ...]) -> Table:
    replaced = any(each.instead_of_origin for each in found)
    columns: list[Column[ConfigValue]] = [
        Column("name", floor=24, cell=lambda each: each.path),
        Column("value", floor=16, cell=lambda each: TableCell(_yaml_value(each.value))),
        Column("from", floor=16, cell=lambda each: each.origin),
        Column("in place of", priority=1, floor=12, shown=replaced, cell=_replaced_cell),
        Column(
            "which is from",
            priority=2,
            floor=16,
            shown=replaced,
            cell=lambda each: TableCell(each.instead_of_origin or "", "muted"),
        ),
    ]
    return table_of(columns, found)


def _replaced_cell(value: ConfigValue) -> TableCell:
    return TableCell(_yaml_value(value.instead_of) if value.instead_of_origin else "")


def _yaml_value(value: Any) -> str:
    """A value as a YAML file would have it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_yaml_value, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
