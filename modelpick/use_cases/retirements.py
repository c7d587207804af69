"""The calendar of announced ends of APIs, for all models, named ones, or those that answer a saved question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelpick.decide.citing import references
from modelpick.decide.families import ids_having_words
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.watch_reports import RetirementReport
from modelpick.lookup.retirements import Window, summary
from modelpick.lookup.retirements import retirements as calendar
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import replace
from modelpick.model.numbers import DAYS
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.resolve import models_named, resolve_provider


def retirements(
    catalog: OpenCatalog,
    models: Sequence[str] = (),
    *,
    request: Request | None = None,
    provider: str | None = None,
    within: str | None = None,
    past: str | None = None,
    on: Day | None = None,
) -> RetirementReport:
    """The APIs that end or are deprecated, the soonest first.

    Args:
        models: of these alone; all that the catalog knows if neither they nor a request are given. A provider among
            them, where no `provider` is given: at it.
        request: of the models that answer this question, besides the named ones.
        within, past: so many days ahead and back, as a person writes them; all that lies ahead, and nothing past.

    Raises:
        ModelpickError: a name, a number of days or a day that means nothing.
    """
    day = resolve_as_of(on or (request.as_of if request else None), catalog.today)
    window = Window(
        day,
        DAYS.count(within, "{within}") if within is not None else None,
        DAYS.count(past, "{past}") if past is not None else 0,
    )
    facts = catalog.facts_on(day)
    models, provider = _told_apart(models, provider, catalog)
    asked = _models_asked(catalog, models, request, day)
    served_by = resolve_provider(provider, catalog.facts) if provider is not None else None
    of = _models_ending(catalog, facts, window) if asked is None else [model_known(facts, id_, day) for id_ in asked]
    lines = calendar(of, facts, window, served_by, ended=asked is None)
    told = {line.model for line in lines}
    options = {"--provider": served_by, "--within": within, "--past": past, "--as-of": on}
    return RetirementReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        text=summary(lines, window),
        within=window.within,
        past=window.past,
        lines=lines,
        without=tuple(id_ for id_ in asked or () if id_ not in told),
        sources=references(facts.sources, (line.source for line in lines)),
        command=(
            *(id_.partition("/")[2] or id_ for id_ in asked or ()),
            *(word for flag, said in options.items() if said for word in (flag, str(said))),
        ),
    )


def _told_apart(models: Sequence[str], provider: str | None, catalog: OpenCatalog) -> tuple[Sequence[str], str | None]:
    """The names of models, and the provider: the one name that is a provider's and no model's, where none is given."""
    theirs = [name for name in models if provider is None and _is_provider_alone(name, catalog.facts)]
    if len(theirs) != 1:
        return models, provider
    return [name for name in models if name not in theirs], theirs[0]


def _is_provider_alone(name: str, facts: Facts) -> bool:
    if models_named(name, facts):
        return False
    try:
        return bool(resolve_provider(name, facts))
    except ModelpickError:
        return False


def _models_asked(catalog: OpenCatalog, models: Sequence[str], request: Request | None, day: Day) -> list[str] | None:
    """The ids that are asked about; None: all."""
    if not models and request is None:
        return None
    ids = [id_ for name in models for id_ in _ids_named(name, catalog)]
    if request is not None:
        ids += [ranked.model for ranked in catalog.recommend(replace(request, as_of=day)).ranking]
    return list(dict.fromkeys(ids))


def _ids_named(name: str, catalog: OpenCatalog) -> list[str]:
    """The model that `name` means, or all of a family or a lab, its ids that are no models of the catalog with them.

    Raises:
        ModelpickError: it means nothing.
    """
    facts = catalog.facts
    if len(models_named(name, facts)) > 1:
        return [*ids_having_words(name, facts.models), *ids_having_words(name, facts.unlinked)]
    return [catalog.resolve(name)]


def _models_ending(catalog: OpenCatalog, facts: Facts, window: Window) -> Iterator[Model]:
    """The models of which an API may end in `window`; others are not read where that was worked out before."""
    columns = catalog.columns_on(window.day)
    for id_ in facts.models:
        place = columns.place_on(id_, window.day) if columns else None
        if columns is None or place is None or any(map(window.holds, columns.endings[place])):
            yield facts.models[id_]
