"""Lays the synced market over the curated facts.

What the curated catalog says of a model stands; a source fills what is not known there, and each field that it fills
keeps its origin. Of an offering the newer reading counts, and each price keeps its history. What cannot be matched
with a model becomes an unlinked one, which can be looked at and is never ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from modelpick.documents.market_reports import LinkCounts, ScoreLinks
from modelpick.market.identity import Identity, IdentityMatch, IdLink, Named
from modelpick.market.merge_models import filled_model, is_described, licenses_of, new_model
from modelpick.market.merge_offerings import SourceListing, ends, offered, preferred
from modelpick.market.merge_scores import (
    Outcome,
    ScoreTally,
    edition_of,
    is_other_edition,
    is_other_pool,
    is_repeated_figure,
    left_out,
)
from modelpick.market.records import (
    KIND_OF,
    ModelRecord,
    OfferingRecord,
    ProviderRecord,
    R_co,
    Record,
    ScoreRecord,
    StatusRecord,
    Stored,
)
from modelpick.market.shared import NO_ORIGINS, kept_once
from modelpick.model.ends import EndedId, EndTable
from modelpick.model.facts import (
    Facts,
    Features,
    Measurement,
    Modalities,
    Model,
    Offering,
    Provider,
    Source,
    StatusEvent,
)
from modelpick.model.fields import filled_from, names_of, replace

UNLINKED = "unlinked"
"""The lab of an id that could not be matched."""
_ABILITIES = tuple(name for name in names_of(Features) if name != "source")
_FIELDS_OF_UNMATCHED = ("name", "lab", "weights", "released", "inputs", "outputs", "knowledge_cutoff", *_ABILITIES)
ONLY_THERE = "a model that only sources know"
"""The rule of a link to a model that the curated catalog does not hold."""


class Merged(NamedTuple):
    """The merged facts, the link of each upstream id to a model, and what could not be used."""

    facts: Facts
    links: tuple[IdLink, ...] = ()
    notes: tuple[str, ...] = ()
    counts: LinkCounts = LinkCounts(0, 0, 0)
    """How many offerings have a model, and how many models only the sources know."""

    @property
    def scores(self) -> tuple[ScoreLinks, ...]:
        """What became of the scores of each source that has any."""
        return self.counts.scores


def merge(
    facts: Facts, stored: Iterable[Stored[Record]], sources: Mapping[str, Source], *, with_links: bool = True
) -> Merged | None:
    """`facts` merged with the market rows `stored`, of which there may be many: none is held longer than it is needed.
    `sources` describe their sources, by id. Without `with_links` these are counted alone. None where there are no rows.
    """
    work = _MergeState(facts, with_links)
    rows: dict[type, list[Stored[Record]]] = defaultdict(list)
    for each in stored:
        work.read_provider(each)
        rows[type(each.record)].append(each)
    if not rows:
        return None
    work.read_models(_rows_of_kind(rows, ModelRecord))
    work.read_offerings(_rows_of_kind(rows, OfferingRecord))
    work.read_scores(_rows_of_kind(rows, ScoreRecord))
    work.read_status(_rows_of_kind(rows, StatusRecord))
    merged = replace(
        facts,
        models=work.models,
        unlinked={**facts.unlinked, **work.unlinked},
        providers=work.providers,
        sources={**facts.sources, **sources},
        newest=None,
        ends=work.ends(),
    )
    return Merged(merged, tuple(work.links), tuple(work.notes), work.counts)


def _rows_of_kind(rows: dict[type, list[Stored[Record]]], kind: type[R_co]) -> list[Stored[R_co]]:
    """The rows of a kind, taken out of `rows`."""
    return cast("list[Stored[R_co]]", rows.pop(kind, []))


class _MergeState:
    """The facts under construction, with an index of their names."""

    def __init__(self, facts: Facts, with_links: bool):
        self.facts = facts
        self.models: dict[str, Model] = dict(facts.models)
        self.unlinked: dict[str, Model] = {}
        self.providers: dict[str, Provider] = dict(facts.providers)
        self.links: list[IdLink] = []
        self._with_links = with_links
        self._linked = self._unlinked = 0
        self._new: set[str | None] = set()
        self.notes: list[str] = []
        self.scores: tuple[ScoreLinks, ...] = ()
        self._identity = Identity(facts)
        self._licenses = licenses_of(facts.models.values())
        self._ended: list[EndedId] = []
        self._called = {name: p.id for p in facts.providers.values() for name in (*p.also, p.id)}

    @property
    def counts(self) -> LinkCounts:
        return LinkCounts(self._linked, len(self._new), self._unlinked, self.scores)

    def read_provider(self, stored: Stored[Record]) -> None:
        """Know the provider that a record names, if it names one; one that is new is known by name alone."""
        record = stored.record
        if isinstance(record, ModelRecord | ScoreRecord):
            return
        name, title, url = (
            (record.id, record.name, record.url)
            if isinstance(record, ProviderRecord)
            else (record.provider, None, None)
        )
        id_ = self.provider(name)
        known = self.providers.get(id_)
        if known is None:
            self.providers[id_] = Provider(id_, title or name, url=url)
        elif id_ not in self.facts.providers and title and known.name == id_:
            self.providers[id_] = replace(known, name=title, url=url or known.url)

    def provider(self, name: str) -> str:
        """Our id of the provider that a source calls `name`."""
        if name not in self._called:
            plain = name.lower().replace("_", "-")
            self._called[name] = self._called.setdefault(plain, plain)
        return self._called[name]

    def read_models(self, stored: Iterable[Stored[ModelRecord]]) -> None:
        """What sources say of models themselves, apart from who serves them."""
        for each in preferred(stored):
            record = each.record
            named = Named(record.id, "", record.name, None, record.hugging_face, record.released)
            found = self._identity.find(named)
            if found.model is None and found.rule == "no rule" and is_described(record):
                model = new_model(record, each.source, self._licenses)
                if model.id not in self.models:
                    self.models[model.id] = model
                    self._identity.add(model, [record.id])
                found = IdentityMatch(model.id, ONLY_THERE, "exact")
            elif found.model is not None:
                self.models[found.model] = filled_model(self.models[found.model], record, each.source, self._licenses)
            self._add_link(each, "", record.id, found)

    def read_offerings(self, stored: list[Stored[OfferingRecord]]) -> None:
        """Who serves what. Records of several sources about one id of one provider make one offering. Takes the rows
        out of `stored`.
        """
        groups: dict[tuple[str, str], tuple[Stored[OfferingRecord], ...]] = {}
        for each in stored:
            key = self.provider(each.record.provider), each.record.id.lower()
            groups[key] = (*groups.get(key, ()), each)
        stored.clear()
        of_models: dict[str, list[SourceListing]] = defaultdict(list)
        for key in list(groups):
            provider, id_ = key
            listing = SourceListing(provider, tuple(preferred(groups.pop(key))))
            model, ended = self._model_of(listing), tuple(ends(listing))
            self._ended += [_ended_of_event(listing, event, model) for event in ended]
            if model is None:
                unmatched = _unmatched_model(provider, id_, listing, ended)
                self.unlinked[unmatched.id] = unmatched
            else:
                of_models[model].append(listing)
        for model in list(of_models):
            self.models[model] = _with_offerings(self.models[model], of_models.pop(model), self.facts.sources)

    def _model_of(self, listing: SourceListing) -> str | None:
        """The model that every record of an offering means; None where they differ or none is known."""
        found = [self._identity.find(_named_of_record(each, listing.provider)) for each in listing.stored]
        if len(found) == 1:
            self._add_link(listing.stored[0], listing.stored[0].record.provider, listing.id, found[0])
            return found[0].model
        models = sorted({id_ for each in found for id_ in (each.model, *each.candidates) if id_})
        doubted = any(each.candidates for each in found)
        model = models[0] if len(models) == 1 and not doubted else None
        for each, one in zip(listing.stored, found, strict=True):
            told = one
            if model is None and one.model is not None:
                told = IdentityMatch(None, "its sources do not agree on the model", "none", tuple(models))
            elif model and one.model is None:
                told = next(other for other in found if other.model)
            self._add_link(each, each.record.provider, each.record.id, told)
        return model

    def read_scores(self, stored: Iterable[Stored[ScoreRecord]]) -> None:
        """Figures on benchmarks of ours. Others stay out: nobody has said what they are worth."""
        tallies: dict[str, ScoreTally] = defaultdict(ScoreTally)
        known: dict[tuple[str, str], IdentityMatch] = {}
        for each in stored:
            record = each.record
            if (each.source, record.model) not in known:
                found = self._identity.find(Named(record.model))
                known[each.source, record.model] = found
                self._add_link(each, "", record.model, found)
            id_ = known[each.source, record.model].model
            tallies[each.source].add(record, id_, self._place_of(each, id_))
        self.scores = tuple(tally.done(source) for source, tally in tallies.items())
        self.notes += left_out(self.scores)

    def _place_of(self, stored: Stored[ScoreRecord], id_: str | None) -> Outcome:
        """What a score of the model `id_` becomes; a new figure is added to the model."""
        record = stored.record
        benchmark = edition_of(record.benchmark, self.facts.benchmarks)
        if benchmark is None:
            return "other edition" if is_other_edition(record.benchmark, self.facts.benchmarks) else "other benchmark"
        if not _is_within_range(record.value, benchmark.range):
            return "out of range"
        if id_ is None:
            return "unmatched"
        model, figure = self.models[id_], _measurement_of_record(stored, benchmark.id)
        if any(is_repeated_figure(known, figure) for known in model.measurements):
            return "repeated"
        if any(is_other_pool(known, figure, benchmark) for known in model.measurements):
            return "other edition"
        self.models[id_] = replace(model, measurements=(*model.measurements, figure))
        return "used"

    def read_status(self, stored: Iterable[Stored[StatusRecord]]) -> None:
        """Deprecations and shutdowns. One that is curated already stands; another day for it is noted there."""
        for each in stored:
            record = each.record
            provider = self.provider(record.provider)
            found = self._identity.find(Named(record.id, provider))
            self._add_link(each, record.provider, record.id, found)
            self._ended.append(_ended_of_record(each, provider, found.model))
            if found.model is None:
                continue
            event = StatusEvent(
                on=record.on,
                surface="api",
                stage=record.stage,
                source=each.source,
                provider=provider,
                announced=record.announced,
                note=f"replacement named: {record.successor}" if record.successor else None,
            )
            self.models[found.model] = with_event(self.models[found.model], event)

    def ends(self) -> EndTable:
        """The ends that are bundled with those that sources tell: a new id is added, another day noted."""
        known = list(self.facts.ends.rows)
        places = {(row.provider, row.id.lower()): place for place, row in enumerate(known) if row.version is None}
        by_version = {(row.provider, row.id.lower()) for row in known if row.version is not None}
        for row in self._ended:
            key = row.provider, row.id.lower()
            place = places.get(key)
            if place is None:
                if key in by_version:
                    continue  # which of them is meant, nobody says
                places[key] = len(known)
                known.append(row)
            else:
                known[place] = _with_other_day(known[place], row)
        return EndTable(known)

    def _add_link(self, stored: Stored[Record], provider: str, id_: str, found: IdentityMatch) -> None:
        record = stored.record
        if isinstance(record, OfferingRecord):
            self._linked += found.model is not None
            self._unlinked += found.model is None
        if found.rule == ONLY_THERE:
            self._new.add(found.model)
        if self._with_links:
            candidates, kind = tuple((each, 1.0) for each in found.candidates), KIND_OF[type(record)]
            name = record.name if isinstance(record, OfferingRecord | ModelRecord) else None
            self.links.append(
                IdLink(stored.source, provider, id_, found.model, found.rule, found.confidence, candidates, name, kind)
            )


def _ended_of_event(listing: SourceListing, event: StatusEvent, model: str | None) -> EndedId:
    """The end of an id as a price list tells it."""
    return EndedId(
        provider=listing.provider,
        id=listing.id,
        state="retired",
        source=event.source,
        read=max(each.read for each in listing.stored),
        evidence="aggregator",
        on=event.on,
        announced=event.announced,
        model=model,
        synced=True,
    )


def _ended_of_record(stored: Stored[StatusRecord], provider: str, model: str | None) -> EndedId:
    """The end of an id as a source tells it, whatever model that is."""
    record = stored.record
    return EndedId(
        provider=provider,
        id=record.id,
        state="retired" if record.stage == "retired" else "deprecated",
        source=stored.source,
        read=stored.read,
        evidence="read_by_others",
        on=record.on if record.stage == "retired" else None,
        announced=record.announced or (record.on if record.stage != "retired" else None),
        model=model,
        replacement=record.successor.rpartition("/")[2] if record.successor else None,
        synced=True,
    )


def _with_other_day(known: EndedId, row: EndedId) -> EndedId:
    """`known` with what another source says: a day where none was known, else the day that it gives is noted."""
    if row.on is None or row.on == known.on:
        return known
    if known.state == "deprecated" or known.synced:
        return row if known.on is None else known
    said = f"{row.on} by {row.source}"
    return known if said in known.conflicts else replace(known, conflicts=(*known.conflicts, said))


def with_event(model: Model, event: StatusEvent) -> Model:
    """`model` with `event`, unless the same end at the same provider is known; another day for it is noted there."""
    events = list(model.status)
    for place, known in enumerate(events):
        # The lab's own events bear no provider: whoever says when its API ends speaks of the same thing.
        same_provider = known.provider == event.provider or (known.provider is None and event.provider == model.lab)
        if known.ids and event.on != known.on:
            continue  # of one id of it alone
        if known.surface == event.surface and known.stage == event.stage and same_provider:
            if known.on != event.on:
                events[place] = replace(known, note=_joined_notes(known.note, f"{event.source} says {event.on}"))
            return replace(model, status=tuple(events))
    events.append(event)
    return replace(model, status=tuple(sorted(events, key=lambda e: e.on)))


def _with_offerings(model: Model, listings: Sequence[SourceListing], sources: Mapping[str, Source]) -> Model:
    """`model` with what the sources list of it, each listing laid over the curated offering of the same id."""
    offerings: list[Offering] = list(model.offerings)
    places: dict[str, list[int]] = defaultdict(list)
    for place, offering in enumerate(offerings):
        places[offering.provider].append(place)
    for listing in listings:
        at_provider = places[listing.provider]
        known = _offering_position([(place, offerings[place]) for place in at_provider], listing)
        if known is None:
            at_provider.append(len(offerings))
            offerings.append(offered(listing, None, sources))
        else:
            offerings[known] = offered(listing, offerings[known], sources)
    found = replace(model, offerings=tuple(offerings))
    for event in (event for listing in listings for event in ends(listing)):
        found = with_event(found, event)
    return found


def _offering_position(offerings: Iterable[tuple[int, Offering]], listing: SourceListing) -> int | None:
    """The position of the one of its provider's `offerings` that the listing is about; None without one.

    A listing that names a region is about the deployment there, any other about the one bound to no region.
    """
    bases = {base.lower() for _, base in listing.all_said("base")}
    there = [(n, o) for n, o in offerings if o.id]
    same = [(place, known) for place, known in there if (known.id or "").lower() == listing.id.lower()]
    geography = listing.said("geography") or ()
    if not same and geography:
        return next((n for n, o in there if (o.id or "").lower() in bases and o.geography == geography), None)
    if len(same) > 1:
        same.sort(key=lambda one: (one[1].geography != geography, one[1].routing != "global"))
    return same[0][0] if same else None


def _unmatched_model(provider: str, id_: str, listing: SourceListing, ended: tuple[StatusEvent, ...]) -> Model:
    """An unmatched id as a model of its own."""
    offering = offered(listing, None, {})
    first, source = listing.stored[0].record, listing.stored[0].source
    said = {name: value for name, (_, value) in listing.told(_FIELDS_OF_UNMATCHED).items()}
    return Model(
        id=f"{UNLINKED}/{provider}/{id_}",
        name=said.get("name") or first.id,
        maker=said.get("lab") or UNLINKED,
        weights=said.get("weights"),
        released=said.get("released"),
        modalities=kept_once(Modalities(said.get("inputs", ()), said.get("outputs", ()), source)),
        features=kept_once(Features(**{name: said.get(name) for name in _ABILITIES}, source=source)),
        knowledge_cutoff=said.get("knowledge_cutoff"),
        status=ended,
        offerings=(offering,),
        origins=NO_ORIGINS,
        linked=False,
    )


def _named_of_record(stored: Stored[OfferingRecord], provider: str) -> Named:
    record = stored.record
    return Named(record.id, provider, record.name, record.base, record.hugging_face, record.released)


def _measurement_of_record(stored: Stored[ScoreRecord], benchmark: str) -> Measurement:
    record = stored.record
    return filled_from(
        record,
        Measurement,
        benchmark=benchmark,
        source=stored.source,
        on=record.on or stored.since,
        note=_joined_notes(record.note, f"read from {record.url}" if record.url else None) or None,
    )


def _is_within_range(value: float, bounds: Sequence[float | None]) -> bool:
    low, high = bounds
    return (low is None or value >= low) and (high is None or value <= high)


def _joined_notes(*notes: str | None) -> str:
    return "; ".join(note.rstrip(".") for note in notes if note)
