"""The user's own files: where they are looked for, and what each of them says."""

from __future__ import annotations

from typing import Any

from modelpick.documents.config_reports import ConfigPaths, ConfigReport, ConfigValue, Folder
from modelpick.model import wording
from modelpick.render.page import Block, FactRow, FactRows, Heading, Page, Paragraph, Table, TableCell, TableColumn


def page(report: ConfigReport | ConfigPaths) -> Page:
    """The screen of `config show` and of `config path`."""
    return Page(_folder_blocks(report) if isinstance(report, ConfigPaths) else _config_blocks(report))


def _folder_blocks(report: ConfigPaths) -> tuple[Block, ...]:
    columns = (TableColumn("what"), TableColumn("path"), TableColumn("there", priority=1))
    rows = tuple(
        (TableCell(folder.what, "strong"), TableCell(folder.path), TableCell("yes" if folder.there else "no", "muted"))
        for folder in report.folders
    )
    return (Heading("Where your files are looked for", 1), Table(columns, rows))


def _config_blocks(report: ConfigReport) -> tuple[Block, ...]:
    said = wording.count(len(report.values), "value")
    read = wording.count(len(report.files), "file")
    files = tuple(FactRow(file.layer, file.path) for file in report.files)
    nothing = () if report.values else (Paragraph("`modelpick init` writes a file to begin with", "muted"),)
    return (
        Heading(f"{said} set in {read} of yours" if report.files else "You have no files of your own", 1),
        *nothing,
        *([FactRows(files, "Files, later ones win")] if files else []),
        _values_table(report.values),
        FactRows(tuple(map(_folder_fact, report.folders)), "Places"),
        *([FactRows((FactRow("set", ", ".join(report.variables)),), "Environment")] if report.variables else []),
    )


def _folder_fact(folder: Folder) -> FactRow:
    return FactRow(folder.what, folder.path if folder.there else f"{folder.path} (not there)", "plain")


def _values_table(values: tuple[ConfigValue, ...]) -> Table:
    columns = (
        TableColumn("name", floor=24),
        TableColumn("value", floor=16),
        TableColumn("from", floor=16),
        TableColumn("in place of", priority=1, floor=12),
        TableColumn("which is from", priority=2, floor=16),
    )
    rows = tuple(
        (
            TableCell(value.path),
            TableCell(_yaml_value(value.value)),
            TableCell(value.origin),
            TableCell(_yaml_value(value.instead_of) if value.instead_of_origin else ""),
            TableCell(value.instead_of_origin or "", "muted"),
        )
        for value in values
    )
    return Table(columns, rows)


def _yaml_value(value: Any) -> str:
    """A value as a YAML file would have it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_yaml_value, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
