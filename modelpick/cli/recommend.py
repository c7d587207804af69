"""`modelpick recommend`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelpick.cli.options import Asked, Common, asks, common
from modelpick.cli.session import answer, request_from
from modelpick.domain.errors import Exit

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue


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

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        found = catalogue.recommend(request_from(asked, common))
        return found, Exit.NO if found.verdict.state == "none" else Exit.ANSWERED

    answer(("recommend", asked), common, work, *asked.files)
