"""`modelpick status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer
from modelpick.domain.errors import Exit

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue


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

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        report = catalogue.status(models, on=common.as_of)
        return report, Exit.ANSWERED if all(status.usable for status in report.models) else Exit.NO

    answer(("status", models), common, work)
