"""`modelpick check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick.cli.declared import Argument, Option
from modelpick.cli.formats import HTML
from modelpick.cli.session import answer, open_catalog
from modelpick.cli.shared import Common, common
from modelpick.model.errors import ModelpickError


@common
def check(
    file: Annotated[
        Path | None,
        Argument(
            help="A decision on record, a file that `export` wrote, a saved question that pins a model, or a model.",
            metavar="FILE|MODEL",
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        Option("--profile", help="A saved question that pins a model, or that FILE is to satisfy.", metavar="FILE"),
    ] = None,
    within: Annotated[
        str, Option("--within", help="An end of the API within these days is a no.", metavar="DAYS")
    ] = "0d",
    *,
    common: Common,
) -> None:
    """Check that a pinned model is still there, allowed and good enough. Exit code 1 if not.

    Examples:

      modelpick check azure/gpt-4o-2024-11-20 --within 180d

      modelpick check --profile my-profile.yaml --within 90d

      modelpick check my-config.yaml

      modelpick check decisions/my-coding.yaml --format markdown > docs/adr/my-7.md
    """

    from modelpick.documents.decision_reports import DecisionReport

    catalog = open_catalog(common, "check")
    report = catalog.check(profile, file=file, within=within, as_of=common.as_of)
    if isinstance(report, DecisionReport):
        passed = report.holds
    elif common.format == HTML:
        raise ModelpickError("is of decisions on record", where="--format html", hint="Name another format")
    else:
        passed = report.passed
    answer(report, common, catalog, passed=passed)
