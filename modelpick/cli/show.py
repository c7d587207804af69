"""`modelpick show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Option
from modelpick.cli.session import answer, open_catalog
from modelpick.cli.shared import Common, common

if TYPE_CHECKING:
    from modelpick.cli import completion


@common
def show(
    name: Annotated[
        list[str], Argument(help="A model, benchmark, provider, source or term.", autocompletion=completion.everything)
    ],
    kind: Annotated[
        str | None,
        Option(
            "--kind",
            help="What is meant, where a name means several: model, benchmark, provider, source or term.",
            autocompletion=completion.kinds,
        ),
    ] = None,
    *,
    common: Common,
) -> None:
    """Show everything known of a model: each figure with source and date, conflicts, and what is not known.

    Likewise of a benchmark, a provider, a source or a term of the field. A name means the first of these kinds in
    which there is one.

    Examples:

      modelpick show muse-spark

      modelpick show swe-bench-verified

      modelpick show amazon-bedrock --as-of 2026-07-04

      modelpick show "context window"
    """
    catalog = open_catalog(common, "show")
    answer(catalog.show(" ".join(name), kind=kind, as_of=common.as_of), common, catalog)
