"""`modelpick explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument
from modelpick.cli.session import answer, open_catalog, request_from
from modelpick.cli.shared import Common, QuestionOptions, asks, common

if TYPE_CHECKING:
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

    catalog = open_catalog(common, "explain")
    answer(catalog.explain(model, request_from(asked, common, catalog)), common, catalog)
