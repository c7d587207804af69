"""Ids of the synced sources that could not be matched with a model, and the models that are written alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.market_reports import NearModel, Place, UnmatchedId, UnmatchedReport
from modelpick.lookup.nearest import Alike
from modelpick.market.identity import IdLink
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Provider
from modelpick.model.names import did_you_mean
from modelpick.sources.registry import adapter
from modelpick.use_cases.load import CatalogInputs, facts_with_market
from modelpick.use_cases.request_checks import resolve_as_of

NEAREST = 3
_REASON_WORDS = {"no rule": "no model is called so"}


def unmatched(
    given: CatalogInputs,
    today: Day,
    *,
    source: str | None = None,
    provider: str | None = None,
    on: Day | None = None,
    most: int | None = None,
) -> UnmatchedReport:
    """The ids without a model, those in the most places first.

    Args:
        source: of this source alone.
        provider: of this provider alone, as the source or the catalog calls it.
        on: as the sources stood on that day.

    Raises:
        ModelpickError: an unknown source or provider.
    """
    day = resolve_as_of(on, today)
    asked = adapter(source).id if source else None
    merged, _ = facts_with_market(given, today, day)
    served = _ProviderNames(merged.facts.providers)
    ours = served.meant(provider, merged.links) if provider else None
    chosen = [
        link for link in merged.links if asked in (None, link.source) and ours in (None, served.id_of(link.provider))
    ]
    offered, scored = _linked_of(chosen, "offering"), _linked_of(chosen, "score")
    ids = _unmatched_ids(chosen, merged.links, merged.facts, served)
    return UnmatchedReport(SCHEMA_VERSION, day, *offered, *scored, asked, ours, ids, most)


def _linked_of(links: Sequence[IdLink], kind: str) -> tuple[int, int]:
    """The number of links of that kind with a model, and without one."""
    found = [link.model is not None for link in links if link.kind == kind]
    return sum(found), len(found) - sum(found)


class _ProviderNames:
    """The sources' names of providers mapped to catalog ids."""

    def __init__(self, providers: Mapping[str, Provider]):
        self._known = providers
        self._called = {name: p.id for p in providers.values() for name in (*p.also, p.id)}

    def id_of(self, name: str) -> str:
        return self._called.get(name) or name.lower().replace("_", "-")

    def name_of(self, name: str) -> str:
        found = self._known.get(self.id_of(name))
        return found.name if found else name

    def meant(self, name: str, links: Iterable[IdLink]) -> str:
        """Our id of the provider `name`; it must be one that some source names."""
        named = {self.id_of(link.provider) for link in links if link.provider}
        if named and self.id_of(name) not in named:
            hint = did_you_mean(name, named) or "`modelpick list --columns providers` shows them"
            raise ModelpickError(f"no source names a provider {name!r}", where="{provider}", hint=hint)
        return self.id_of(name)


def _unmatched_ids(
    chosen: Sequence[IdLink], every: Sequence[IdLink], facts: Facts, served: _ProviderNames
) -> tuple[UnmatchedId, ...]:
    alike = Alike(facts.models.values())
    everywhere = _by_id(every)
    found = []
    for id_, links in _by_id(chosen).items():
        places = tuple(_place_of_links(group, served) for group in _by_place(links).values())
        often = len(_by_place(everywhere[id_]))
        found.append(UnmatchedId(id_, places[0].why, often, places, _nearest_models(id_, links, facts, alike)))
    return tuple(sorted(found, key=lambda each: (-each.often, each.id)))


def _by_id(links: Iterable[IdLink]) -> dict[str, list[IdLink]]:
    """The links that lead to no model, by id."""
    found: dict[str, list[IdLink]] = defaultdict(list)
    for link in links:
        if link.model is None:
            found[link.id.lower()].append(link)
    return found


def _by_place(links: Iterable[IdLink]) -> dict[tuple[str, str, str], list[IdLink]]:
    found: dict[tuple[str, str, str], list[IdLink]] = defaultdict(list)
    for link in links:
        found[link.source, link.provider, link.id].append(link)
    return dict(sorted(found.items()))


def _place_of_links(links: Sequence[IdLink], served: _ProviderNames) -> Place:
    first = links[0]
    return Place(
        source=first.source,
        provider=first.provider,
        provider_name=served.name_of(first.provider),
        id=first.id,
        name=next((link.name for link in links if link.name), None),
        why=_REASON_WORDS.get(first.rule, first.rule),
        kinds=tuple(dict.fromkeys(link.kind for link in links)),
    )


def _nearest_models(id_: str, links: Sequence[IdLink], facts: Facts, alike: Alike) -> tuple[NearModel, ...]:
    """The models that the rules had in mind, then those that are written alike."""
    meant = dict(candidate for link in links for candidate in link.candidates)
    first = [NearModel(model, facts.models[model].name, share) for model, share in meant.items()]
    rest = [near for near in alike.nearest(id_, NEAREST) if near.model not in meant]
    return tuple([*first, *rest][:NEAREST])
