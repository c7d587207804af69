"""`modelpick audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpick.cli.options import Common, common
from modelpick.cli.session import open_catalog, show
from modelpick.model.errors import Exit

PANEL = "What counts"


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
    report = open_catalog(common, "audit").audit(
        paths,
        within=within,
        residency=residency or (),
        fail_on=fail_on,
        baseline=baseline,
        write_baseline=write_baseline,
        force=force,
        as_of=common.as_of,
    )
    show(report, common)
    if report.failed:
        raise typer.Exit(Exit.NO)
