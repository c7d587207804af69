"""What a workload costs on each of some models, when the cheaper one changes, and whether hosting one pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from modelpick.cost.cost import cost_of, monthly_cost
from modelpick.cost.flips import PricedCost, break_even_points
from modelpick.cost.hosting import against_api, hosted_cost
from modelpick.cost.scenario import Scenario, parse
from modelpick.cost.tokens import Factors, factors
from modelpick.cost.workload import EXACT, longest_call, workload_from
from modelpick.decide.citing import references
from modelpick.decide.quoting import quoted, quoted_ahead
from modelpick.decide.recommend import ranking
from modelpick.decide.routes import Route, named_routes, open_routes
from modelpick.decide.survey import surveyed
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.costing import Cost, CostAhead, CostReport
from modelpick.model.dates import Day, day_of_effect, first_day, is_day, last_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, field, replace
from modelpick.model.request import Request
from modelpick.model.rules import GENERAL
from modelpick.model.wording import dollars, listed, number, rounded_money, shown
from modelpick.model.workloads import TokenCount, Workload
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.endings import end_told, ends_asked, live_successor, other_kind
from modelpick.use_cases.hosting import Hosting, hosted_on
from modelpick.use_cases.lengths import with_lengths
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.resolve import SoldAs, resolve_provider

NOW = Scenario("")
GOOD_ENOUGH = 60.0
"""Points for the need `GENERAL` from which a model is listed where none is named: three quarters of those that are
tested and on public offer have as many."""
CHEAPEST = 10
"""So many are listed then."""


class CostQuestion(Plain):
    """What is asked. `parts` are the options that override the workload's own figures, as they were written.

    Without `models` it is about the cheapest that are good enough (`GOOD_ENOUGH`).
    """

    models: tuple[str, ...]
    workload: str | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    scenarios: tuple[str, ...] = ()
    provider: str | None = None
    all_offerings: bool = False
    hosting: Hosting | None = None
    """Host the first model oneself, against the API of the last."""
    lengths: Path | None = None
    """A file of how long the requests are."""
    as_of: Day | None = None
    on: Day | None = None
    """The day whose prices are asked for, as far as they are known; that of the question itself if none."""


class _CostState(Plain):
    """The facts of the day and the options of the question."""

    facts: Facts
    day: Day
    factors: Factors
    workload: Workload
    provider: str | None
    called: Mapping[str, tuple[SoldAs | None, ...]] = field(default_factory=dict)
    """The models that are named by ids which say whose API they ask, with these; None where one is named without."""


def cost(catalog: OpenCatalog, asked: CostQuestion) -> CostReport:
    """The answer of `modelpick cost`.

    Raises:
        ModelpickError: an unknown model, provider, workload or device, or a value that makes no sense.
    """
    day = resolve_as_of(asked.as_of, catalog.today)
    then = day_of_prices(asked.on, day)
    facts = catalog.facts_on(day)
    if not asked.models and asked.hosting:
        raise ModelpickError("needs a model to host", where="{hosting}", hint="Name it: modelpick cost gpt-oss-120b")
    read_as = catalog.resolve_on(asked.models, day)
    models = [model_known(facts, id_, day) for id_ in read_as]
    scenarios = [parse(text) for text in asked.scenarios]
    provider = resolve_provider(asked.provider, facts) if asked.provider is not None else None
    counts = [each for each in facts.token_counts if _known_on(each, facts) <= day]
    called = {} if provider else catalog.called_on(asked.models, day)
    seen = _CostState(facts, then, factors(counts), _workload_asked(asked, facts, then), provider, called)
    if not asked.models:
        models = _cheapest_models(good_enough(catalog, day), seen)
    best = _best_offers(models, seen, NOW)
    rows = _all_offers(models, seen) if asked.all_offerings else best
    notes = [
        *(() if asked.models else [_said_of_choice(models)]),
        *_cost_notes(best, scenarios, models, seen),
        *_end_notes(best, asked.models, facts, day),
        *_later_prices(best, catalog.facts, then),
    ]
    report = CostReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        priced_on=then if then != day else None,
        workload=seen.workload,
        rows=tuple(each.cost for each in rows),
        scenarios=tuple(each.cost for s in scenarios for each in _best_offers(models, seen, s)),
        flips=break_even_points(best, seen.workload),
        notes=tuple(dict.fromkeys(notes)),
        read_as={id_: note for id_, note in read_as.items() if note},
        tie=tie_of(best),
    )
    report = _with_host(report, models, seen, asked.hosting) if asked.hosting else report
    return _with_cited_sources(report, facts)


def _end_notes(best: Sequence[PricedCost], names: Sequence[str], facts: Facts, day: Day) -> Iterator[str]:
    """What is known of the end of what has no figure because nobody serves it any longer."""
    gone = {each.cost.model for each in best if each.cost.offering is None}
    ended = ends_asked(names, facts, facts, day) if gone else {}
    for model, found in ended.items():
        if model in gone and found.row.has_ended(day):
            yield end_told(found.row, facts, day)


def _later_prices(best: Sequence[PricedCost], known: Facts, day: Day) -> Iterator[str]:
    """From when on a price is known of what has none on `day`."""
    for each in best:
        model = known.models.get(each.cost.model)
        if model is None or each.cost.per_month_usd.value is not None:
            continue
        later = [
            (price.on, offering.provider)
            for offering in model.offerings
            for price in offering.prices
            if price.on > day and price.charges.rates.input is not None and price.charges.rates.output is not None
        ]
        if later:
            on, provider = min(later)
            at = known.provider_name(provider)
            yield f"The first price of {model.name} that is known is of {on}, at {at}: ask for that day or a later one"


def _workload_asked(asked: CostQuestion, facts: Facts, day: Day) -> Workload:
    if asked.lengths is None:
        return workload_from(facts.workloads, asked.workload, asked.parts, day)
    if "in" in asked.parts:
        raise ModelpickError("says how long requests are, as {in} does", where="{lengths}", hint="Give one of them")
    plain = workload_from(facts.workloads, asked.workload, {**asked.parts, "in": "0"}, day)
    return with_lengths(plain, asked.lengths, asked.parts)


def day_of_prices(asked: Day | None, day: Day) -> Day:
    """The full day whose prices are asked for; `day` if none is.

    Raises:
        ModelpickError: it is no date.
    """
    if asked is None:
        return day
    if not is_day(asked):
        raise ModelpickError(f"is {shown(asked)}, expected a date", where="{on}", hint="Write it as 2027-01-01")
    return first_day(asked)


def tie_of(best: Sequence[PricedCost]) -> str | None:
    """A sentence that the cost ranges of the first two models overlap; None where they do not. Two sellers of one model
    have their doubt in common."""
    costs = [each.cost for each in best if each.cost.per_month_usd.value]
    if len(costs) < 2:
        return None
    one, other = costs[:2]
    if one.model == other.model:
        return None
    low, high = other.per_month_usd.low, one.per_month_usd.high
    near, far = one.per_month_usd.value, other.per_month_usd.value
    if near is None or far is None or low is None or high is None or not (low <= near and far <= high):
        return None
    sums = " and ".join(f"{each.name} {dollars(each.per_month_usd.value or Decimal(0))}" for each in (one, other))
    beside = "of the cheapest two, " if len(costs) > 2 else ""
    return f"A tie on cost: {beside}{sums} a month."


def good_enough(catalog: OpenCatalog, day: Day) -> list[Model]:
    """The models on public offer that are tested and score `GOOD_ENOUGH` or more for the need `GENERAL`."""
    wanted = Request(needs={GENERAL: 1}, constraints={"api": "preview"}, evidence="tested", as_of=day)
    question = catalog.question(wanted)
    passing = [each for each in surveyed(question) if each.passes]
    good = [each.id for each in ranking(question, passing) if each.score.value >= GOOD_ENOUGH]
    return [question.facts.models[id_] for id_ in good]


def _cheapest_models(models: Sequence[Model], seen: _CostState) -> list[Model]:
    """The `CHEAPEST` that have a price above zero and take such requests."""
    offers = {model.id: _priced_offers(model, seen, NOW)[0] for model in models}
    fitting = [m for m in models if offers[m.id].cost.per_month_usd.value and offers[m.id].cost.fits]
    if not fitting:
        raise ModelpickError("no model that is good enough has a known price there", hint="Name the models to price")
    return sorted(fitting, key=lambda model: _cost_order(offers[model.id]))[:CHEAPEST]


def _said_of_choice(models: Sequence[Model]) -> str:
    """The rule by which the models were chosen, for a question that names none."""
    return (
        f"No model was named: the {len(models)} cheapest on public offer, half measured and with {GOOD_ENOUGH:g} "
        f"points or more for `{GENERAL}`"
    )


def _best_offers(models: Sequence[Model], seen: _CostState, scenario: Scenario) -> list[PricedCost]:
    """The cheapest way to call each of `models` as it is named, cheapest first: of two ids of one model a way each."""
    return _each_once(offers[0] for offers in _offers_as_named(models, seen, scenario))


def _all_offers(models: Sequence[Model], seen: _CostState) -> list[PricedCost]:
    """Every way to call `models` as they are named, cheapest first."""
    return _each_once(offer for offers in _offers_as_named(models, seen, NOW) for offer in offers)


def _offers_as_named(models: Sequence[Model], seen: _CostState, scenario: Scenario) -> Iterator[list[PricedCost]]:
    for model in models:
        for sold in seen.called.get(model.id, (None,)):
            yield _priced_offers(model, seen, scenario, sold)


def _each_once(offers: Iterable[PricedCost]) -> list[PricedCost]:
    """Cheapest first. Ids that name the same seller, or one that does not sell it, lead to the same offers."""
    found: list[PricedCost] = []
    for each in sorted(offers, key=_cost_order):
        if each not in found:
            found.append(each)
    return found


def _priced_offers(model: Model, seen: _CostState, scenario: Scenario, sold: SoldAs | None = None) -> list[PricedCost]:
    """Every way to call `model`, if it can be `sold` as that, cheapest first, those that cannot take such requests
    last; never empty."""
    ways = open_routes(model, seen.facts, seen.day)
    if seen.provider is not None:
        ways = [way for way in ways if way.seller == seen.provider]
    elif sold:
        theirs = [way for way in ways if way.seller == sold.provider]
        exact = [way for way in theirs if way.offering and sold.is_listed(way.offering.id)]
        ways = exact or theirs or ways
    ways = named_routes(ways) or [Route("none", model, seen.day)]
    return sorted((_priced_offer(way, seen, scenario) for way in ways), key=_cost_order)


def _priced_offer(way: Route, seen: _CostState, scenario: Scenario) -> PricedCost:
    now = quoted(way)
    price, workload = scenario.price(now.price), scenario.workload(seen.workload)
    factor = seen.factors.expected(way.model.id, workload)
    found = cost_of(way.model, way.offering, price, workload, factor, seller_and_region(way), now.marks)
    found = replace(found, ahead=tuple(_announced_costs(way, seen, scenario)))
    if scenario.text:
        found = replace(found, scenario=scenario.text)
    if short := too_long_for(way, longest_call(workload, factor.value), "a request"):
        found = replace(found, basis=f"{short}; {found.basis}", fits=False)
    return PricedCost(found, price)


def too_long_for(way: Route, tokens: int, request: str) -> str | None:
    """How many of the `tokens` of a `request` a route takes; None where it takes all, or nobody says."""
    served = way.offering.context if way.offering else None
    context = served or (way.model.context.value if way.model.context else None)
    fits = context is None or context >= tokens
    return None if fits else f"takes {context:,} of the {tokens:,} tokens of {request}"


def _announced_costs(way: Route, seen: _CostState, scenario: Scenario) -> Iterator[CostAhead]:
    """The cost of the same month after each announced price change."""
    for day, then in quoted_ahead(way):
        month = monthly_cost(
            scenario.price(then.price),
            scenario.workload(seen.workload),
            seen.factors.expected(way.model.id, seen.workload),
        )
        if then.price is not None and month is not None:
            begins = last_day(then.price.on) == day
            yield CostAhead(day, month, then.price.announced if begins else None, then.price.source)


def _cost_order(priced: PricedCost) -> tuple[bool, bool, bool, Decimal, str, bool, str, str]:
    """Cheapest first, then the lab's own. Last: what cannot take the request, has no price, or is given away."""
    found = priced.cost
    value = found.per_month_usd.value
    name = (found.offering.provider, found.offering.id or "") if found.offering else ("", "")
    other = name[0] != found.model.partition("/")[0]
    return (value is None, not found.fits, value == 0, value or Decimal(0), found.model, other, *name)


def seller_and_region(way: Route) -> str | None:
    """``OpenAI (eu)``; None where nobody serves the model."""
    if way.offering is None or not way.offering.geography:
        return way.seller_name if way.offering else None
    return f"{way.seller_name} ({', '.join(way.offering.geography)})"


def _cost_notes(best: list[PricedCost], scenarios: list[Scenario], models: list[Model], seen: _CostState) -> list[str]:
    notes = []
    now = _names_of_rows(best)
    for scenario in scenarios:
        then = _names_of_rows(_best_offers(models, seen, scenario))
        if len(best) > 1:
            order = "the order stays" if then == now else f"the order becomes {listed(then, len(then))}"
            notes.append(f"Under {scenario.text} {order}")
    for each in best:
        notes += _said_of_sellers(each.cost, best, seen)
        if not each.cost.fits:
            where = f" at {seen.facts.provider_name(seen.provider)}" if seen.provider else ""
            notes.append(f"{each.cost.name} {each.cost.basis.partition(';')[0]}: none{where} takes such requests")
            if seen.workload.id == EXACT.id and seen.workload.requests == 1:
                notes.append(
                    "If these are the tokens of a month, say of how many requests: each is priced by its own length"
                )
        if f"price of {seen.workload.service} service" in each.cost.unknown and each.cost.per_request_usd:
            class_ = f"{seen.workload.service} service at {each.cost.provider_name}"
            notes.append(f"{each.cost.name}: no price of {class_} is known; its usual one is told")
        notes += [_said_ahead(each.cost, change) for change in each.cost.ahead]
        asked_for = seen.workload.input_tokens or seen.workload.output_tokens or seen.workload.lengths
        if each.cost.per_month_usd.value == 0 and asked_for:
            notes.append(f"{each.cost.name} is free there: such offers are limited, so no monthly cost can be told")
        if each.cost.per_month_usd.value is None and (kind := _other_kind(each.cost.name, seen.facts)):
            notes.append(f"{each.cost.name} is {kind}: it is not priced by the text that it writes")
        if each.cost.offering is None:
            model = next(model for model in models if model.id == each.cost.model)
            notes += _said_of_unserved(model, seen)
    return notes


def _names_of_rows(best: Sequence[PricedCost]) -> list[str]:
    """What each row is called: by its model, and by who sells it where a model has several."""
    models = [each.cost.model for each in best]
    return [
        f"{each.cost.model} at {each.cost.provider_name}" if models.count(each.cost.model) > 1 else each.cost.model
        for each in best
    ]


def _said_of_sellers(row: Cost, best: Sequence[PricedCost], seen: _CostState) -> Iterator[str]:
    """The sellers that ids of a model name, and of whom no price of it is known, or none under that id."""
    told = [each.cost.offering for each in best if each.cost.model == row.model and each.cost.offering]
    for sold in seen.called.get(row.model, ()):
        if sold is None or not told:
            continue
        theirs, where = (
            [each.id for each in told if each.provider == sold.provider],
            seen.facts.provider_name(sold.provider),
        )
        if not theirs:
            yield f"{row.name}: no price at {where} is known, which its id names; others' is told"
        elif not any(map(sold.is_listed, theirs)):
            yield f"{row.name}: {where} lists no {sold.id} that is known; the price of {theirs[0]} is told"


def _other_kind(name: str, facts: Facts) -> str | None:
    """What the model of the id `name` is, where it does not answer in text."""
    return next((kind for row in facts.ends.get(name.lower(), ()) if (kind := other_kind(row))), None)


def _said_of_unserved(model: Model, seen: _CostState) -> Iterator[str]:
    """Why `model` has no price: when whom ended it, and what its successor costs instead."""
    facts, day = seen.facts, seen.day
    asked = facts.provider_name(seen.provider) if seen.provider else None
    yield f"{model.name} has no figure: {f'{asked} does not serve it' if asked else 'nobody is known to serve it'}"
    by = seen.provider or model.lab
    gone = [row for row in facts.ends.of_model(model.id) if row.provider == by and row.has_ended(day)]
    if gone:
        yield end_told(gone[0], facts, day)
    after = live_successor(model, facts, day)
    found = _priced_offers(after, seen, NOW)[0].cost if after else None
    if found and found.per_month_usd.value is not None:
        spent = f"{dollars(found.per_month_usd.value)} a month via {found.provider_name}"
        yield f"Its successor {found.name} costs {spent} for the same"


def _said_ahead(row: Cost, change: CostAhead) -> str:
    """What an announced price change makes of the cost of a month, in a sentence."""
    now, then = row.per_month_usd.value, change.per_month_usd.value
    why = f"announced {change.announced}" if change.announced else "the price before it ends then"
    usd = rounded_money(then) if then is not None else "an unknown sum"
    what = {Decimal(2): "doubles", Decimal("0.5"): "halves"}.get(then / now if now and then else Decimal(0))
    if what is not None:
        return f"{row.name} via {row.provider_name} {what} on {change.on}, to {usd} a month ({why})"
    times = f", {number(float(then / now))} times as much" if now and then else ""
    return f"{row.name} via {row.provider_name} costs {usd} a month from {change.on}{times} ({why})"


def _with_host(report: CostReport, models: list[Model], seen: _CostState, hosting: Hosting) -> CostReport:
    model, other = models[0], models[-1]
    factor = seen.factors.expected(model.id, seen.workload)
    hosted = hosted_on(model, seen.facts, seen.workload, hosting, seen.day)
    own = hosted_cost(model, hosted, seen.workload, factor)
    api = _best_offers([other], seen, NOW)[0].cost
    found = against_api(model, hosted, own, api if api.per_request_usd else None, seen.workload)
    return replace(report, rows=(*report.rows, own), self_host=found)


def _with_cited_sources(report: CostReport, facts: Facts) -> CostReport:
    rows = (*report.rows, *report.scenarios)
    said = [source for row in rows for source in (*row.sources, *(change.source for change in row.ahead))]
    cited = (*report.workload.sources, *(source for source in said if source))
    return replace(report, sources=references(facts.sources, cited))


def _known_on(count: TokenCount, facts: Facts) -> Day:
    source = facts.sources.get(count.source)
    return day_of_effect(count.on, source.read if source else None)
