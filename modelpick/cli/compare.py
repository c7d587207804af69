"""`modelpick compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument
from modelpick.cli.session import answer, named_models, open_catalog, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common

if TYPE_CHECKING:
    from modelpick.cli import completion


@common
@asks
def compare(
    models: Annotated[list[str], Argument(help="Two or more models.", autocompletion=completion.models)],
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Set models side by side: who leads where, by how much, on whose figures.

    Examples:

      modelpick compare muse-spark "opus 4.6" --need coding

      modelpick compare gpt-5.4 gemini-3.1-pro --as-of 2026-04-30
    """

    catalog = open_catalog(common, "compare")
    answer(catalog.compare(named_models(models), request_from(asked, common, catalog)), common, catalog)
