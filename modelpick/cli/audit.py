"""`modelpick audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.session import open_catalog, show
from modelpick.cli.shared import Common, common
from modelpick.model.errors import Exit

PANEL = "What counts"


@common
def audit(
    paths: Annotated[list[Path] | None, Argument(help="Folders or files; this folder if none.")] = None,
    within: Annotated[
        str, Option("--within", help="How far ahead a retirement is reported.", metavar="DAYS", panel=PANEL)
    ] = "90d",
    residency: Annotated[
        list[str] | None,
        Option("--residency", help="Data must stay in this region (repeatable).", metavar="REGION", panel=PANEL),
    ] = None,
    fail_on: Annotated[
        str,
        Option(
            "--fail-on",
            help="Exit with 1 from this on: error, warning, note or never.",
            metavar="SEVERITY",
            panel=PANEL,
        ),
    ] = "error",
    baseline: Annotated[
        Path | None, Option("--baseline", help="Leave out what this file holds.", metavar="FILE", panel=PANEL)
    ] = None,
    write_baseline: Annotated[
        Path | None, Option("--write-baseline", help="Write what is found to this file.", metavar="FILE", panel=PANEL)
    ] = None,
    force: Annotated[bool, Option("--force", help="Write the baseline over a file that is none.", panel=PANEL)] = False,
    *,
    common: Common,
) -> None:
    """Find the model ids in a code base: retired, misspelled, floating, not allowed. Also --format sarif and github.

    Examples:

      modelpick audit . --fail-on warning

      modelpick audit . --residency eu --format sarif
    """  # fmt: skip
    report = open_catalog(common, "audit").audit(
        paths or [Path()],
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
        raise Ended(Exit.NO)
