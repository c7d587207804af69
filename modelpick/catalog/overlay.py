"""Lays checked files over facts that are there already: the user's own over the market, the market over the bundled.

A later layer wins field by field, and adds to what is dated. Prices, discounts and policies of one's own come last,
when every offering is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from modelpick.catalog.endings import with_ends
from modelpick.catalog.own import OWN, discounted, own_source, policy_of, with_own_price, with_own_service
from modelpick.catalog.reading_days import with_reading_days
from modelpick.catalog.schema import OwnScore
from modelpick.catalog.validate import CheckedFile, Test
from modelpick.model.ends import EndedId, EndTable
from modelpick.model.facts import Benchmark, Facts, Measurement, Model, Offering, Provider, Source, TermRow
from modelpick.model.fields import Derived, Fact, Own, is_source, names_of, parts_of, replace
from modelpick.model.machines import by_device, device_names
from modelpick.model.weight_files import by_model

NOTHING = Facts({}, {}, {}, {}, {})

Kind = TypeVar("Kind", bound=Fact)
Row = TypeVar("Row")
Said = Mapping[str, Any]
"""A row as it was written: what it leaves out it does not speak of."""
_WEIGHTS_HOST = "Hugging Face"
"""Where an alias is used that says where the weights lie."""
_LISTS_OF_FACTS = tuple(p.name for p in parts_of(Model) if p.is_list_of_facts and p.name != "offerings")
"""What a later layer adds to: facts that bear a day."""


def merge_files(base: Facts, files: Sequence[CheckedFile]) -> Facts:
    """`base` merged with `files`, later ones over earlier ones. What these do not speak of is the very same."""
    models, providers = dict(base.models), dict(base.providers)
    sources, terms = dict(base.sources), dict(base.terms)
    rows = [file.rows for file in files]
    for file in files:
        sources |= {row.id: row for row in file.rows.sources}
        for provider, said in zip(file.rows.providers, file.said("providers"), strict=True):
            providers[provider.id] = _merged_provider(providers.get(provider.id), provider, said)
        for model, said in zip(file.rows.models, file.said("models"), strict=True):
            models[model.id] = _merged_model(models.get(model.id), model, said)
    benchmarks = _with_rows(base.benchmarks, ((row.id, row) for each in rows for row in each.benchmarks))
    hardware = _with_rows(base.hardware, ((row.id, row) for each in rows for row in each.hardware))
    rentals = [row for each in rows for row in each.rentals]
    measured = [row for each in rows for row in each.precision]
    if OWN.id not in sources and any(file.leaves_unlike(_test_of_source) for file in files):
        sources[OWN.id] = OWN
    models = {id_: _with_base(model, models) for id_, model in models.items()}
    for file in files:
        for index, score in enumerate(file.rows.scores):
            source = own_source(file, ("scores", index), "score", [each.document.file for each in files])
            sources[source.id] = source
            models[score.model] = _with_score(models[score.model], score, source.id)
            if score.run and score.benchmark in benchmarks:
                told = _with_result_of(benchmarks[score.benchmark], score.model)
                benchmarks = {**benchmarks, score.benchmark: told}
        for index, price in enumerate(file.rows.prices):
            source = own_source(file, ("prices", index), "price", [each.document.file for each in files])
            sources[source.id] = source
            models[price.model] = with_own_price(models[price.model], price, source.id)
        for figures in file.rows.service:
            models[figures.model] = with_own_service(models[figures.model], figures)
        for row in _own_terms(file, files, sources):
            terms.pop(row.key, None)  # the later row comes last
            terms[row.key] = row
    discounts = [(file, index) for file in files for index in range(len(file.rows.discounts))]
    if discounts:
        models, more = discounted(models, discounts, sources)
        sources |= more
    models = {id_: with_reading_days(model, sources) for id_, model in models.items()}
    places = _weights_places(files)
    policy = policy_of(base.policy, files)
    ended = [row for file in files for row in file.rows.ended]
    ends = _laid_over_ends(base.ends, ended) if ended else base.ends
    models = with_ends(models, ended)
    return replace(
        base,
        models=models,
        benchmarks=benchmarks,
        skills=_with_rows(base.skills, ((row.id, row) for each in rows for row in each.skills)),
        sources=sources,
        providers=providers if any(each.providers for each in rows) else base.providers,
        aliases=_with_rows(base.aliases, ((row.alias.lower(), row.model) for each in rows for row in each.aliases)),
        newest=None,
        policy=policy,
        hardware=hardware,
        device_names=base.device_names if hardware is base.hardware else device_names(hardware.values()),
        rentals=by_device([*_all_rows(base.rentals), *rentals]) if rentals else base.rentals,
        workloads=_with_rows(base.workloads, ((row.id, row) for each in rows for row in each.workloads)),
        token_counts=(*base.token_counts, *(row for each in rows for row in each.token_counts)),
        glossary=_with_rows(base.glossary, ((row.id, row) for each in rows for row in each.glossary)),
        terms=terms if any(each.terms for each in rows) else base.terms,
        ends=ends,
        repositories={**places, **base.repositories} if places else base.repositories,
        gguf=_with_rows(base.gguf, ((row.model, row) for each in rows for row in each.gguf)),
        precision=by_model([*_all_rows(base.precision), *measured]) if measured else base.precision,
    )


def _with_rows(base: Mapping[str, Row], rows: Iterable[tuple[str, Row]]) -> Mapping[str, Row]:
    """`base` with `rows`, of which later ones win; the very same where there are none."""
    said = dict(rows)
    return {**base, **said} if said else base


def _all_rows(lists: Mapping[str, tuple[Row, ...]]) -> Iterator[Row]:
    return (row for rows in lists.values() for row in rows)


def _weights_places(files: Sequence[CheckedFile]) -> dict[str, str]:
    """Where the weights of each model lie: what is named first."""
    rows = [row for file in files for row in file.rows.aliases if row.used_by == _WEIGHTS_HOST]
    return {row.model: row.alias for row in reversed(rows)}


def _test_of_source(key: str) -> Test | None:
    """What finds the rows that a user stands for."""
    return (lambda value: bool(value != OWN.id)) if is_source(key) else None


def _own_terms(file: CheckedFile, files: Sequence[CheckedFile], sources: dict[str, Source]) -> Iterator[TermRow]:
    """The terms of `file`; a document of one's own that a row names becomes one of `sources`."""
    for index, row in enumerate(file.rows.terms):
        if not row.document:
            yield row
            continue
        source = own_source(file, ("terms", index), row.document, [each.document.file for each in files])
        sources[source.id] = source
        yield replace(row, source=source.id)


def _laid_over_ends(base: EndTable, ended: Sequence[EndedId]) -> EndTable:
    """`base` with `ended`, of which each stands in place of what was said of the same id before."""
    said = {(row.provider, row.id.lower(), row.version) for row in ended}
    kept = [row for row in base.rows if (row.provider, row.id.lower(), row.version) not in said]
    return EndTable((*kept, *ended))


def _merged_model(base: Model | None, new: Model, said: Said) -> Model:
    if base is None:
        return new
    plain = {key: value for key, value in said.items() if key not in ("id", "offerings", *_LISTS_OF_FACTS)}
    changed: dict[str, Any] = {name: (*getattr(base, name), *getattr(new, name)) for name in _LISTS_OF_FACTS}
    changed["status"] = tuple(sorted(changed["status"], key=lambda event: event.on))
    offerings = list(base.offerings)
    for offering, offered in zip(new.offerings, said.get("offerings", ()), strict=True):
        place = _offering_position(offerings, offering, offered)
        if place is None:
            offerings.append(offering)
        else:
            offerings[place] = _merged_offering(offerings[place], offering, offered)
    changed["offerings"] = tuple(offerings)
    return replace(_laid_over(base, new, plain), **changed, origins=_origins_without(base.origins, Model, plain))


def _laid_over(base: Kind, new: Kind, said: Said) -> Kind:
    """`base` with what `said` speaks of as `new` has it. Only a part that may be left out whole goes field by field."""
    changed: dict[str, Any] = {}
    for part in parts_of(type(base)):
        if part.key not in said:
            continue
        before, after = getattr(base, part.name), getattr(new, part.name)
        if part.is_open:
            after = _laid_over(before, after, said[part.key])
        elif isinstance(after, dict):
            after = {**before, **after}
        changed[part.name] = after
    return replace(base, **changed)


def _paths_set_by_row(kind: type[Fact], said: Said) -> Iterator[str]:
    """What `said` speaks of, as origins call it: ``weights``, ``features.reasoning``."""
    for part in parts_of(kind):
        if part.key in said and part.is_open:
            yield from (f"{part.name}.{path}" for path in _paths_set_by_row(part.kind, said[part.key]))
        elif part.key in said:
            yield part.name


def _origins_without(origins: Mapping[str, str], kind: type[Fact], said: Said) -> dict[str, str]:
    """A field that is said anew does not come from where it came before."""
    paths = set(_paths_set_by_row(kind, said)) if origins else ()
    return {path: source for path, source in origins.items() if path not in paths}


def _offering_position(offerings: Sequence[Offering], new: Offering, said: Said) -> int | None:
    """The position of the offering that the row changes: same id, provider, and deployment and version where the
    row has them. Only among several does the geography decide. None: a new offering.
    """
    named = [name for name in ("deployment", "version") if name in said]
    same = [
        place
        for place, known in enumerate(offerings)
        if (known.provider, known.id) == (new.provider, new.id)
        and all(getattr(known, name) == getattr(new, name) for name in named)
    ]
    if len(same) > 1 and "geography" in said:
        same = [place for place in same if offerings[place].geography == new.geography]
    return same[0] if same else None


def _merged_offering(base: Offering, new: Offering, said: Said) -> Offering:
    first = min((price.on for price in new.prices if price.announced is None), default=None)
    kept = tuple(price for price in base.prices if first is None or price.on < first)
    return replace(
        _laid_over(base, new, said),
        since=min(base.since, new.since),
        prices=(*kept, *new.prices),
        origins=_origins_without(base.origins, Offering, said),
    )


def _merged_provider(base: Provider | None, new: Provider, said: Said) -> Provider:
    if base is None:
        return new
    merged = _laid_over(base, new, said)
    if "retention_days" in said:  # the older spelling of a term
        return replace(
            merged, terms=replace(merged.terms, retention_days=new.terms.retention_days), retention_days=None
        )
    return merged


def _with_base(model: Model, models: dict[str, Model]) -> Model:
    """`model` with what it does not say itself taken from the model that it was made from.

    What was measured of a model, and who serves it, is that model's alone.
    """
    if model.base is None:
        return model
    return _filled_fact(model, _with_base(models[model.base], models))


def _filled_fact(fact: Kind, base: Kind) -> Kind:
    """`fact`, and what it does not know as `base` does. Whose word its own facts are is not whose word theirs is."""
    changed: dict[str, Any] = {}
    for part in parts_of(type(fact)):
        mine, theirs = getattr(fact, part.name), getattr(base, part.name)
        if part.is_open:
            changed[part.name] = _filled_fact(mine, theirs)
        elif is_source(part.name) and _knows_itself(fact, part.name):
            continue
        elif part.optional and mine is None and not {Own, Derived} & set(part.marks):
            changed[part.name] = theirs
    return replace(fact, **changed)


def _knows_itself(fact: Fact, source: str) -> bool:
    """Whether `fact` knows something itself of what the field `source` names the source of."""
    of = [source.removesuffix("_source")] if source != "source" else [n for n in names_of(fact) if not is_source(n)]
    return any(getattr(fact, name) is not None for name in of)


def _with_score(model: Model, score: OwnScore, source: str) -> Model:
    given = {name: getattr(score, name) for name in names_of(score) if name != "model"}
    own = Measurement(**given, by="self", source=source)
    return replace(model, measurements=(*model.measurements, own))


def _with_result_of(benchmark: Benchmark, model: str) -> Benchmark:
    """`benchmark`, knowing that the user has a result of `model` on it."""
    return replace(benchmark, asked_of=tuple(dict.fromkeys((*benchmark.asked_of, model))))
