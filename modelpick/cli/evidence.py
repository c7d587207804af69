"""`modelpick evidence`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Option
from modelpick.cli.session import answer, open_catalog
from modelpick.cli.shared import Common, common

if TYPE_CHECKING:
    from modelpick.cli import completion


@common
def evidence(
    model: Annotated[str, Argument(help="A model.", autocompletion=completion.models)],
    benchmark: Annotated[
        str | None, Option("--benchmark", "-b", help="Only this benchmark.", autocompletion=completion.benchmarks)
    ] = None,
    *,
    common: Common,
) -> None:
    """Show what a model's figures add up to: measurements, pooled value and spread, estimates and what drives them.

    Examples:

      modelpick evidence kimi-k3

      modelpick evidence "opus 4.6" --benchmark swe-bench-verified

      modelpick evidence muse-spark --as-of 2026-04-30
    """
    catalog = open_catalog(common, "evidence")
    answer(catalog.evidence(model, benchmark, as_of=common.as_of), common, catalog)
