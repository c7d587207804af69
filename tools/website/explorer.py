"""The explorer: a page for each need, with every model that can be had, by the engine of the HTML answers."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup

from modelpick import __version__
from modelpick.api import Catalog
from modelpick.decide.question import OWN_HARDWARE
from modelpick.model.request import Request
from modelpick.render.html import writing
from modelpick.render.html.ranking import whole_ranking

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
    templates = writing._template_environment().overlay()
    own = templates.loader
    assert own is not None
    templates.loader = ChoiceLoader([own, FileSystemLoader(HERE)])
    style, script = (writing._template_source(name) for name in ("report.css", "report.js"))
    page = templates.get_template("explorer.html").render(
        need=need,
        needs=needs,
        title=needs[need],
        about=" ".join(catalog.rulebook.needs[need].about.split()),
        ranking=ranking,
        links={line.model: f"../models/{line.model}.html" for line in ranking.lines},
        left_out=len(answer.excluded) + len(answer.not_ranked),
        day=day,
        version=__version__,
        style=Markup(style),  # a file of the package
        script=Markup(script),
        policy=writing._content_policy(style, script),
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii").rstrip() + "\n"
