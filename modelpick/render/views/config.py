"""The user's own files: where they are looked for, and what each of them says."""

from __future__ import annotations

from typing import Any

from modelpick.documents.config_reports import ConfigPaths, ConfigReport, ConfigValue, Folder
from modelpick.model import wording
from modelpick.render.page import Block, Cell, Column, Fact, Facts, Heading, Page, Paragraph, Table


def page(report: ConfigReport | ConfigPaths) -> Page:
    """The screen of `config show` and of `config path`."""
    return Page(_paths(report) if isinstance(report, ConfigPaths) else _report(report))


def _paths(report: ConfigPaths) -> tuple[Block, ...]:
    columns = (Column("what", "what"), Column("path", "path"), Column("there", "there", priority=1))
    rows = tuple(
        (Cell(folder.what, "strong"), Cell(folder.path), Cell("yes" if folder.there else "no", "muted"))
        for folder in report.folders
    )
    return (Heading("Where your files are looked for", 1), Table(columns, rows, primary=True))


def _report(report: ConfigReport) -> tuple[Block, ...]:
    said = wording.count(len(report.values), "value")
    read = wording.count(len(report.files), "file")
    files = tuple(Fact(file.layer, file.path) for file in report.files)
    nothing = () if report.values else (Paragraph("`modelpick init` writes a file to begin with", "muted"),)
    return (
        Heading(f"{said} set in {read} of yours" if report.files else "You have no files of your own", 1),
        *nothing,
        *([Facts(files, "Files, later ones win")] if files else []),
        _values(report.values),
        Facts(tuple(map(_folder, report.folders)), "Places"),
        *([Facts((Fact("set", ", ".join(report.variables)),), "Environment")] if report.variables else []),
    )


def _folder(folder: Folder) -> Fact:
    return Fact(folder.what, folder.path if folder.there else f"{folder.path} (not there)", "plain")


def _values(values: tuple[ConfigValue, ...]) -> Table:
    columns = (
        Column("path", "name", floor=24),
        Column("value", "value", floor=16),
        Column("origin", "from", floor=16),
        Column("instead_of", "in place of", priority=1, floor=12),
        Column("instead_of_origin", "which is from", priority=2, floor=16),
        Column("layer", "layer", priority=3, shown=False),
    )
    rows = tuple(
        (
            Cell(value.path),
            Cell(_plain(value.value)),
            Cell(value.origin),
            Cell(_plain(value.instead_of) if value.instead_of_origin else ""),
            Cell(value.instead_of_origin or "", "muted"),
            Cell(value.layer),
        )
        for value in values
    )
    return Table(columns, rows, primary=True, shown=bool(rows))


def _plain(value: Any) -> str:
    """A value as a YAML file would have it in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_plain(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
