"""`modelpick explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli.declared import Argument
from modelpick.cli.session import answer, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.api import Catalog
    from modelpick.cli import completion


@common
@asks
def explain(
    model: Annotated[str, Argument(help="A model.", autocompletion=completion.models)],
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Say why a model is or is not recommended for exactly this question.

    Example: modelpick explain muse-spark --need health --api ga
    """

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        return catalog.explain(model, request_from(asked, common, catalog)), Exit.ANSWERED

    answer("explain", common, work)
