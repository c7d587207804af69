"""`modelpick recommend`: the main job."""

from __future__ import annotations

import typer

from modelpick.cli.options import Asked, Common, asks, common
from modelpick.cli.session import open_catalogue, request_from, show
from modelpick.domain.errors import Exit


@common
@asks
def recommend(*, asked: Asked, common: Common) -> None:
    """Rank the models that meet your constraints, with the reasons for and against.

    Examples:

      modelpick recommend --need coding --self-host

      modelpick recommend --need health --api ga --residency eu

      modelpick recommend --need coding=2 --need low-cost --max-price-out 5

      modelpick recommend --persona agentic-developer --where "context >= 500k"
    """
    answer = open_catalogue(common).recommend(request_from(asked, common))
    show(answer, common)
    if answer.verdict.state == "none":
        raise typer.Exit(Exit.NO)
