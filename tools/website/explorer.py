"""The explorer: a page for each need, with every model that can be had, by the engine of the HTML answers."""

from __future__ import annotations

from pathlib import Path

from modelpick import __version__
from modelpick.api import Catalog
from modelpick.decide.question import OWN_HARDWARE
from modelpick.model.request import Request
from modelpick.render.html.ranking import whole_ranking
from modelpick.render.html.writing import page_from

HERE = Path(__file__).resolve().parent
ALL = 2000
"""More models than any catalog has."""


def weighed_needs(catalog: Catalog) -> dict[str, str]:
    """Need -> its title, without the one that is about a machine that somebody names."""
    return {id_: need.title for id_, need in catalog.rulebook.needs.items() if id_ != OWN_HARDWARE}


def pages(catalog: Catalog, day: str) -> dict[str, str]:
    """File of the site -> its HTML, for each need."""
    return {f"explorer/{id_}.html": need_page(catalog, id_, day) for id_ in weighed_needs(catalog)}


def need_page(catalog: Catalog, need: str, day: str, top: int = ALL) -> str:
    """The explorer of `need` with the first `top` models; it leads to the others."""
    needs = weighed_needs(catalog)
    answer = catalog.recommend(Request(needs=need, top=top, as_of=day))
    ranking = whole_ranking(answer)
    assert ranking is not None
    return page_from(
        (HERE / "explorer.html").read_text("utf-8"),
        need=need,
        needs=needs,
        title=needs[need],
        about=" ".join(catalog.rulebook.needs[need].about.split()),
        ranking=ranking,
        links={line.model: f"../models/{line.model}.html" for line in ranking.lines},
        left_out=len(answer.excluded) + len(answer.not_ranked),
        day=day,
        version=__version__,
    )
