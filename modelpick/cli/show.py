"""`modelpick show`."""

from __future__ import annotations

from typing import Annotated

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer
from modelpick.domain.errors import Exit


@common
def show(
    model: Annotated[str, typer.Argument(help="A model.", autocompletion=completion.models)], *, common: Common
) -> None:
    """Show everything known of a model: each figure with source and date, conflicts, and what is not known.

    Example: modelpick show muse-spark
    """
    answer(("show", model), common, lambda catalogue: (catalogue.show(model, on=common.as_of), Exit.ANSWERED))
