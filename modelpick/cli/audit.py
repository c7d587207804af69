"""`modelpick audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpick import __version__
from modelpick.cli.options import Common, common
from modelpick.cli.session import open_catalogue, show
from modelpick.cli.streams import write
from modelpick.domain.errors import Exit, ModelpickError
from modelpick.domain.fields import replace
from modelpick.domain.names import did_you_mean
from modelpick.render.formats import FORMATS

PANEL = "What counts"
FOR_CI = ("sarif", "github")
"""Formats that this command alone has."""


@common
def audit(
    paths: Annotated[list[Path], typer.Argument(help="Folders or files.")],
    within: Annotated[
        str,
        typer.Option("--within", help="How far ahead a retirement is reported.", metavar="DAYS", rich_help_panel=PANEL),
    ] = "90d",
    residency: Annotated[
        list[str] | None,
        typer.Option(
            "--residency", help="Data must stay in this region (repeatable).", metavar="REGION", rich_help_panel=PANEL
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            help="Exit with 1 from this on: error, warning, note or never.",
            metavar="SEVERITY",
            rich_help_panel=PANEL,
        ),
    ] = "error",
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", help="Leave out what this file holds.", metavar="FILE", rich_help_panel=PANEL),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(
            "--write-baseline", help="Write what is found to this file.", metavar="FILE", rich_help_panel=PANEL
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Write the baseline over a file that is none.", rich_help_panel=PANEL),
    ] = False,
    *,
    common: Common,
) -> None:
    """Find the model ids in a code base: retired, misspelled, floating, not allowed. Also --format sarif and github.

    Examples:

      modelpick audit . --fail-on warning

      modelpick audit . --residency eu --format sarif
    """  # fmt: skip
    formats = (*FORMATS, *FOR_CI)
    if common.format not in formats:
        hint = did_you_mean(common.format, formats, 1)
        raise ModelpickError(f"is {common.format!r}, expected one of {', '.join(formats)}", where="--format", hint=hint)
    for_ci = common.format in FOR_CI
    catalogue = open_catalogue(replace(common, format="json") if for_ci else common)

    from modelpick.app.audit import AuditQuestion
    from modelpick.app.audit import audit as answer

    regions = tuple(residency or ())
    asked = AuditQuestion(tuple(paths), within, regions, fail_on, baseline, write_baseline, force, common.as_of)
    report = answer(catalogue, asked)
    if common.format == "sarif":
        from modelpick.render.sarif import sarif_text

        write(sarif_text(report, __version__), exactly=True)
    elif common.format == "github":
        from modelpick.render.github import github_text

        write(github_text(report))
    else:
        show(report, common)
    if report.failed:
        raise typer.Exit(Exit.NO)
