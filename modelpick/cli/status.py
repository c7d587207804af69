"""`modelpick status`."""

from __future__ import annotations

from typing import Annotated

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.session import open_catalogue, show
from modelpick.domain.errors import Exit


@common
def status(
    models: Annotated[list[str], typer.Argument(help="One or more models.", autocompletion=completion.models)],
    *,
    common: Common,
) -> None:
    """Tell whether a model can be called: since when, where, until when. Exit code 1 if one of them cannot.

    Examples:

      modelpick status muse-spark --as-of 2026-07-04

      modelpick status gpt-5.4 "opus 4.6" --format json
    """
    report = open_catalogue(common).status(models, on=common.as_of)
    show(report, common)
    if not all(status.usable for status in report.models):
        raise typer.Exit(Exit.NO)
