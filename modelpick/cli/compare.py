"""`modelpick compare`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli.declared import Argument
from modelpick.cli.session import answer, named_models, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.api import Catalog
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

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        return catalog.compare(named_models(models), request_from(asked, common, catalog)), Exit.ANSWERED

    answer("compare", common, work)
