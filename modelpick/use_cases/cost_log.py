"""What a log of real use costs: as it is, at today's prices, and the same traffic with other models."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path

from modelpick.cost.clock import peak_spans
from modelpick.cost.loads import CallLoad
from modelpick.cost.replay import LoggedLoads, logged_loads, replayed
from modelpick.cost.usage_log import LoggedUse, UsageLog
from modelpick.cost.usage_table import read_table
from modelpick.decide.citing import references
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route, named_routes, offered, open_routes
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.costing import LogCost, LogCostReport, LoggedModel, LoggedUsage
from modelpick.idents.reading import readings
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, filled_from, replace
from modelpick.model.names import fold
from modelpick.model.wording import count, listed, percent
from modelpick.storage.reading import MEGABYTE, read_lines
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.cost import CHEAPEST, day_of_prices, good_enough, seller_and_region, too_long_for
from modelpick.use_cases.endings import end_told
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.resolve import end_named, named_exactly, resolve_provider, seller_named

LONGEST_LINE = 8 * MEGABYTE
_REASONS_TOLD = 3
"""Of so many models without a price the screen says why."""
_SNAPSHOT = re.compile(r"(@|-)(\d{8}|\d{4}-\d\d-\d\d|latest|default)$|-v\d+(:\d+)?$|:\d+$", re.ASCII)
"""How an id ends that names one state of a model."""


class LogQuestion(Plain):
    """What is asked of a log; without `models` the cheapest that are good enough are set against it."""

    file: Path
    models: tuple[str, ...] = ()
    provider: str | None = None
    as_of: Day | None = None
    on: Day | None = None


class _NamedUse(Plain):
    """The requests to one name of a log, with what is meant by it."""

    logged: str
    model: Model | None
    provider: str | None
    requests: int
    loads: LoggedLoads


def cost_of_log(catalog: OpenCatalog, asked: LogQuestion) -> LogCostReport:
    """The answer of `modelpick cost --log`.

    Raises:
        ModelpickError: the file cannot be read or holds no request, or an unknown model, provider or day.
    """
    day = resolve_as_of(asked.as_of, catalog.today)
    then = day_of_prices(asked.on, day)
    facts = catalog.facts_on(day)
    read_as = catalog.resolve_on(asked.models, day)
    provider = resolve_provider(asked.provider, facts) if asked.provider is not None else None
    prices = [price for model in facts.models.values() for offering in model.offerings for price in offering.prices]
    thresholds = sorted({tier.above for price in prices for tier in price.charges.tiers})
    peaks = [span for price in prices if price.charges.off_peak for span in peak_spans(price.charges.off_peak)]
    log = _read_log(asked.file, thresholds, sorted({minute for span in peaks for minute in span}))
    named = _named_uses(log.uses(), facts, thresholds)
    whole = logged_loads((load for each in named for load in each.loads.by_hour), thresholds)
    used = sorted((_logged_model(each, facts, then) for each in named), key=lambda each: -(each.usd or Decimal(0)))
    now = sum((each.usd for each in used if each.usd is not None), Decimal(0))
    usd = now if all(each.usd is not None for each in used) else None
    models = [model_known(facts, id_, day) for id_ in read_as] or good_enough(catalog, day)
    rows = sorted((_cheapest_row(model, whole, facts, then, provider) for model in models), key=_row_order)
    if not asked.models:
        rows = [row for row in rows if row.usd.value and row.fits][:CHEAPEST]
    rows = [replace(row, change=_change_against(usd, row.usd.value)) for row in rows]
    notes = tuple(note for note in read_as.values() if note)
    return LogCostReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        priced_on=then,
        log=_logged_usage(log, asked.file, named, whole.alike),
        usd=usd,
        used=tuple(used),
        rows=tuple(rows),
        notes=(*notes, *_log_notes(used, log, now if usd is None else None, facts, day)),
        sources=references(facts.sources, (source for row in rows for source in row.sources)),
    )


def _read_log(path: Path, thresholds: Sequence[int], turns: Sequence[int]) -> UsageLog:
    """The requests that the file at `path` tells of.

    Raises:
        ModelpickError: it cannot be read, or no line of it tells of a request.
    """
    log = UsageLog(thresholds, turns)

    def too_long() -> None:
        log.lines += 1
        log.note_bad(f"is longer than {LONGEST_LINE // MEGABYTE} MB")

    lines = read_lines(path, longest=LONGEST_LINE, counted=too_long)
    first = next((line for line in lines if line.strip(b" \t\r\xef\xbb\xbf")), b"")
    every = chain([first.removeprefix(b"\xef\xbb\xbf")], lines)
    if first.lstrip(b" \t").startswith((b"{", b"[")):
        log.read_json(every)
    elif first:
        read_table(log, (line.decode("utf-8", "replace") for line in every), str(path))
    if log.uses():
        return log
    totals = log.totals()
    why = f": {totals.examples[0]}" if totals.examples else ""
    hint = (
        "Give one JSON object a line with `model` and `usage`, or CSV with columns model, input_tokens, output_tokens"
    )
    raise ModelpickError(f"tells of no request that can be priced{why}", where=str(path), hint=hint)


def _named_uses(uses: Sequence[LoggedUse], facts: Facts, thresholds: Sequence[int]) -> list[_NamedUse]:
    """The requests by the name that the log gives, with the model and the provider that are meant."""
    groups: dict[tuple[str, str | None], list[LoggedUse]] = {}
    for use in uses:
        groups.setdefault((use.model, use.provider), []).append(use)
    ids = _ids_of_offerings(facts)
    sellers = {fold(word): each.id for each in facts.providers.values() for word in (*each.also, each.id)}
    found = []
    for (name, said), parts in groups.items():
        model, provider = _meant_by(name, said, facts, ids, sellers)
        logged = name if said is None or name.startswith(f"{said}/") else f"{said}/{name}"
        loads = logged_loads((part.load for part in parts), thresholds)
        found.append(_NamedUse(logged, model, provider, sum(part.requests for part in parts), loads))
    return found


def _meant_by(
    name: str, provider: str | None, facts: Facts, ids: Mapping[str, str], sellers: Mapping[str, str]
) -> tuple[Model | None, str | None]:
    """The model that a name in a log means, never by guessing, and the provider that the log names."""
    seller = sellers.get(fold(provider)) if provider else None
    rest = name
    while rest:
        for form in (rest, _SNAPSHOT.sub("", rest)):
            exact = named_exactly(form, facts)
            id_ = exact[0] if exact else ids.get(form.lower())
            model = facts.model(id_) if id_ is not None else None
            if model is not None:
                return model, seller or seller_named(name, facts)
        head, _, rest = rest.partition("/")
        seller = seller or sellers.get(fold(head))
    for each in readings(name):  # as tools write it that part their routes by colons
        model = facts.model(ids.get(each.id.lower(), "")) if each.provider in facts.providers else None
        if model is not None:
            return model, seller or each.provider
    return None, seller


def _ids_of_offerings(facts: Facts) -> dict[str, str]:
    """What people, and providers, call a model -> its id; what two models are called in the same way is left out. An id
    that went from one model to the next is the name of the first still."""
    by_people = [(model.id, (model.id.partition("/")[2], fold(model.name))) for model in facts.models.values()]
    by_sellers = [(m.id, [o.id.lower() for o in m.offerings if o.id]) for m in facts.models.values()]
    return {**_names_of_one(by_sellers), **_names_of_one(by_people)}


def _names_of_one(called: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    found: dict[str, str | None] = {}
    for id_, words in called:
        for word in words:
            found[word] = id_ if found.get(word, id_) == id_ else None
    return {word: id_ for word, id_ in found.items() if id_ is not None}


def _logged_model(use: _NamedUse, facts: Facts, day: Day) -> LoggedModel:
    """What the requests to one name cost where they were answered: at the provider that the log names, else the
    maker's own, else whoever serves it cheapest.
    """
    given = sum((_input_tokens(load) for load in use.loads.alike), Decimal(0))
    output = sum((load.use.output for load in use.loads.alike), Decimal(0))
    found = LoggedModel(use.logged, None, None, None, use.requests, given, output, None, "no model is called so")
    if use.model is None:
        return found
    found = replace(found, model=use.model.id, name=use.model.name, basis="no price of it is known there")
    every = offered(use.model, facts, day)
    ways = [way for way in every if way.offering and (way.offering.service is None or _is_called(way, use.logged))]
    wanted = use.provider or use.model.lab
    there = [way for way in ways if way.seller == wanted]
    if use.provider is None and not there:
        there = ways
    same_id = [way for way in there if _is_called(way, use.logged)]
    if not there:
        return found
    quotes = [(way, quoted(way)) for way in same_id or there]
    rows = [
        (replayed(use.model, way.offering, quote.price, use.loads, marks=quote.marks), way) for way, quote in quotes
    ]
    row, way = min(rows, key=lambda pair: (pair[0].usd.value is None, pair[0].usd.value or 0))
    if row.usd.value is None:
        return replace(found, basis=row.basis)
    return replace(found, usd=row.usd.value, provider_name=seller_and_region(way), basis=row.basis)


def _is_called(way: Route, id_: str) -> bool:
    """Whether the log's name, its route taken off, is the id of the offering."""
    called = way.offering.id.lower() if way.offering and way.offering.id else None
    return called is not None and (id_.lower() == called or id_.lower().endswith((f"/{called}", f":{called}")))


def _input_tokens(load: CallLoad) -> Decimal:
    """The input tokens of `load`, with what was read from a cache and written to it."""
    return load.use.fresh + load.use.read + load.use.written + load.use.kept


def _cheapest_row(model: Model, loads: LoggedLoads, facts: Facts, day: Day, provider: str | None) -> LogCost:
    """The cheapest way to send all of `loads` to `model`."""
    ways = [way for way in open_routes(model, facts, day) if provider in (None, way.seller)]
    ways = named_routes(ways)
    ways = [way for way in ways if way.offering is None or way.offering.service is None] or ways
    rows = [_replayed_on(way, loads) for way in ways or [Route("none", model, day)]]
    return min(rows, key=_row_order)


def _replayed_on(way: Route, loads: LoggedLoads) -> LogCost:
    quote = quoted(way)
    found = replayed(way.model, way.offering, quote.price, loads, seller_and_region(way), quote.marks)
    longest = max((load.prompt for load in loads.alike), default=0)
    short = too_long_for(way, longest, "the longest request")
    return replace(found, basis=f"{short}; {found.basis}", fits=False) if short else found


def _row_order(row: LogCost) -> tuple[bool, bool, bool, Decimal, str, str]:
    """Cheapest first; last what has no price, does not take the longest request, or is given away."""
    value = row.usd.value
    where = row.offering.provider if row.offering else ""
    return value is None, not row.fits, value == 0, value or Decimal(0), row.model, where


def _change_against(now: Decimal | None, then: Decimal | None) -> Decimal | None:
    return (then / now - 1).quantize(Decimal("0.0001")) if now and then is not None else None


def _logged_usage(log: UsageLog, file: Path, named: Sequence[_NamedUse], whole: Sequence[CallLoad]) -> LoggedUsage:
    totals = log.totals()
    return filled_from(
        totals,
        LoggedUsage,
        file=file.name,
        requests=sum(each.requests for each in named),
        bad_lines=totals.bad,
        input_tokens=sum((_input_tokens(load) for load in whole), Decimal(0)),
        cache_read_tokens=sum((load.use.read for load in whole), Decimal(0)),
        cache_write_tokens=sum((load.use.written + load.use.kept for load in whole), Decimal(0)),
        output_tokens=sum((load.use.output for load in whole), Decimal(0)),
        longest_input=max((load.prompt for load in whole), default=0),
        batched=sum(load.calls for load in whole if load.batch),
        services=dict(sorted(_calls_by_service(whole).items())),
    )


def _calls_by_service(loads: Sequence[CallLoad]) -> Counter[str]:
    found: Counter[str] = Counter()
    for load in loads:
        if load.service:
            found[load.service] += load.calls
    return found


def _log_notes(
    used: Sequence[LoggedModel], log: UsageLog, known: Decimal | None, facts: Facts, day: Day
) -> Iterator[str]:
    totals = log.totals()
    if totals.bad:
        yield f"{totals.bad:,} of {totals.lines:,} lines could not be read and count for nothing; {totals.examples[0]}"
    if totals.without_usage:
        yield f"{totals.without_usage:,} of {totals.lines:,} lines tell of no tokens and count for nothing"
    strange = [each for each in used if each.model is None]
    if strange:
        number = sum(each.requests for each in strange)
        names = listed([each.logged for each in strange])
        verb = "has no price as it is" if number == 1 else "have no price as they are"
        yield f"No model is known by {names}: {count(number, 'request')} {verb}"
        ended = [end.row for each in strange if (end := end_named(each.logged, facts.ends, day))]
        yield from (end_told(row, facts, day) for row in ended[:_REASONS_TOLD] if row.has_ended(day))
    told = [each for each in used if each.model is not None and each.usd is None]
    for each in sorted(told, key=lambda each: -each.requests)[:_REASONS_TOLD]:
        yield f"{each.logged}: {each.basis}"
    if known is not None:
        unpriced = [each for each in used if each.usd is None]
        share = sum(each.requests for each in unpriced) / sum(each.requests for each in used)
        lacking = f"{percent(share)} of the requests have no price, so no change is told"
        yield f"What is known costs ${known:,.2f} as it is; {lacking}"
    if totals.by_gateway:
        yield f"{totals.by_gateway:,} requests were answered by a gateway's own cache and are not counted"
    yield "Tokens are those of the log: another model may take more or fewer for the same text"
