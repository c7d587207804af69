"""`modelpick recommend`: the main job."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from modelpick.cli.options import Asked, Common, asks, common
from modelpick.cli.session import HTML, WITH_PAGE, answer, request_from
from modelpick.domain.errors import Exit

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue

RANKED_ON_A_PAGE = 40
"""So many can be weighed anew on an HTML page, unless --top says how many."""


@common
@asks
def recommend(*, asked: Asked, common: Common) -> None:
    """Rank the models that meet your constraints, with the reasons for and against.

    Examples:

      modelpick recommend --need coding --self-host

      modelpick recommend --need health --api ga --residency eu

      modelpick recommend --need coding=2 --need low-cost --max-price-out 5

      modelpick recommend --persona agentic-developer --where "context >= 500k"

      modelpick recommend --need rag --format html > my-decision.html
    """

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        request = request_from(asked, common)
        if common.format == HTML and asked.top is None:
            request = replace(request, top=max(request.top, RANKED_ON_A_PAGE))
        found = catalogue.recommend(request)
        return found, Exit.NO if found.verdict.state == "none" else Exit.ANSWERED

    answer(("recommend", asked), common, work, *asked.files, formats=WITH_PAGE)
