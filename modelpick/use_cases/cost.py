"""What a workload costs on each of some models, when the cheaper one changes, and whether hosting one pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from modelpick.cost.cost import cost_of, monthly_cost
from modelpick.cost.flips import Priced, flips
from modelpick.cost.hosting import against_api, hosted_cost
from modelpick.cost.scenario import Scenario, parse
from modelpick.cost.tokens import Factors, factors
from modelpick.cost.workload import workload_from
from modelpick.decide.citing import Citations
from modelpick.decide.quoting import quoted, quoted_ahead
from modelpick.decide.recommend import candidate, ranking
from modelpick.decide.routes import Route, routes
from modelpick.documents.costing import Cost, CostAhead, CostReport
from modelpick.documents.results import SCHEMA_VERSION
from modelpick.model.dates import Day, counts_from, last_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, field, replace
from modelpick.model.request import Request
from modelpick.model.wording import listed, money, number
from modelpick.model.workloads import TokenCount, Workload
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.hosting import Hosting, hosted_on
from modelpick.use_cases.request_checks import day_asked
from modelpick.use_cases.resolve import resolve_provider

NOW = Scenario("")
GOOD_ENOUGH = 60.0
"""Points for the need `GENERAL` from which a model is listed where none is named: three quarters of those that are
tested and on public offer have as many."""
GENERAL = "general"
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
    on: Day | None = None


class _Seen(Plain):
    """What was known on the day, and what is asked of it."""

    facts: Facts
    day: Day
    factors: Factors
    workload: Workload
    provider: str | None


def cost(catalog: OpenCatalog, asked: CostQuestion) -> CostReport:
    """The answer of `modelpick cost`.

    Raises:
        ModelpickError: an unknown model, provider, workload or device, or a value that makes no sense.
    """
    day = day_asked(asked.on, catalog.today)
    facts = catalog.facts_on(day)
    if not asked.models and asked.hosting:
        raise ModelpickError("needs a model to host", where="{hosting}", hint="Name it: modelpick cost gpt-oss-120b")
    read_as = catalog.resolve_on(asked.models, day)
    models = [_known(facts, id_, day) for id_ in read_as]
    scenarios = [parse(text) for text in asked.scenarios]
    provider = resolve_provider(asked.provider, facts) if asked.provider is not None else None
    counts = [each for each in facts.token_counts if _known_on(each, facts) <= day]
    seen = _Seen(facts, day, factors(counts), workload_from(facts.workloads, asked.workload, asked.parts), provider)
    if not asked.models:
        models = _cheapest(_good_enough(catalog, day), seen)
    best = sorted((_offers(model, seen, NOW)[0] for model in models), key=_order)
    rows = best
    if asked.all_offerings:
        rows = sorted((each for model in models for each in _offers(model, seen, NOW)), key=_order)
    report = CostReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        workload=seen.workload,
        rows=tuple(each.cost for each in rows),
        scenarios=tuple(each.cost for s in scenarios for each in _under(s, models, seen)),
        flips=flips(best, seen.workload),
        notes=(*(() if asked.models else [_said_of_choice(models)]), *_notes(best, scenarios, models, seen)),
        read_as={id_: note for id_, note in read_as.items() if note},
        tie=tie_of(best),
    )
    report = _with_host(report, models, seen, asked.hosting) if asked.hosting else report
    return _cited(report, facts)


def tie_of(best: Sequence[Priced]) -> str | None:
    """That two models' ranges of cost overlap with each other's value, in a sentence."""
    costs = [each.cost for each in best if each.cost.per_month_usd.value]
    if len(costs) < 2:
        return None
    one, other = costs[:2]
    low, high = other.per_month_usd.low, one.per_month_usd.high
    near, far = one.per_month_usd.value, other.per_month_usd.value
    if near is None or far is None or low is None or high is None or not (low <= near and far <= high):
        return None
    sums = " and ".join(f"{each.name} {money(_rounded(each.per_month_usd.value))}" for each in (one, other))
    beside = "of the cheapest two, " if len(costs) > 2 else ""
    return f"A tie on cost: {beside}{sums} a month."


def _rounded(usd: Decimal | None) -> Decimal:
    """To three figures: more say nothing of an estimate."""
    return Decimal(f"{usd or 0:.3g}") + 0


def _good_enough(catalog: OpenCatalog, day: Day) -> list[Model]:
    """The models on public offer that are tested and score `GOOD_ENOUGH` or more for the need `GENERAL`."""
    wanted = Request(needs={GENERAL: 1}, constraints={"api": "preview"}, evidence="tested", as_of=day)
    question = catalog.question(wanted)
    passing = [each for each in (candidate(question, model) for model in question.models) if each.passes]
    return [each.model for each in ranking(question, passing) if each.score.value >= GOOD_ENOUGH]


def _cheapest(models: Sequence[Model], seen: _Seen) -> list[Model]:
    """The `CHEAPEST` that have a price above zero and take such requests."""
    offers = {model.id: _offers(model, seen, NOW)[0] for model in models}
    fitting = [m for m in models if offers[m.id].cost.per_month_usd.value and offers[m.id].cost.fits]
    if not fitting:
        raise ModelpickError("no model that is good enough has a known price there", hint="Name the models to price")
    return sorted(fitting, key=lambda model: _order(offers[model.id]))[:CHEAPEST]


def _said_of_choice(models: Sequence[Model]) -> str:
    """By which rule the models were chosen, where the question names none."""
    return (
        f"No model was named: the {len(models)} cheapest on public offer, half measured and with {GOOD_ENOUGH:g} "
        f"points or more for `{GENERAL}`"
    )


def _offers(model: Model, seen: _Seen, scenario: Scenario) -> list[Priced]:
    """Every way to call `model`, cheapest first, those that cannot take such requests last; never empty."""
    ways = routes(model, seen.facts, seen.day)
    if seen.provider is not None:
        ways = [way for way in ways if way.offering and way.offering.provider == seen.provider]
        ways = ways or [Route("none", model, seen.day)]
    return sorted((_offer(way, seen, scenario) for way in ways), key=_order)


def _offer(way: Route, seen: _Seen, scenario: Scenario) -> Priced:
    now = quoted(way)
    price, workload = scenario.price(now.price), scenario.workload(seen.workload)
    factor = seen.factors.of(way.model.id)
    found = cost_of(way.model, way.offering, price, workload, factor, _place(way), now.mark)
    found = replace(found, ahead=tuple(_ahead(way, seen, scenario)))
    if scenario.text:
        found = replace(found, scenario=scenario.text)
    context = way.offering.context if way.offering and way.offering.context else None
    context = context or (way.model.context.value if way.model.context else None)
    needed = workload.input_tokens + workload.output_tokens
    if context is not None and context < needed:
        found = replace(
            found, basis=f"takes {context:,} of the {needed:,} tokens of a request; {found.basis}", fits=False
        )
    return Priced(found, price)


def _ahead(way: Route, seen: _Seen, scenario: Scenario) -> Iterator[CostAhead]:
    """What the same month costs after each change of the price that is known already."""
    for day, then in quoted_ahead(way):
        month = monthly_cost(
            scenario.price(then.price), scenario.workload(seen.workload), seen.factors.of(way.model.id)
        )
        if then.price is not None and month is not None:
            begins = last_day(then.price.on) == day
            yield CostAhead(day, month, then.price.announced if begins else None, then.price.source)


def _order(priced: Priced) -> tuple[bool, bool, bool, Decimal, str, bool, str, str]:
    """Cheapest first, then the lab's own. Last: what cannot take the request, has no price, or is given away."""
    found = priced.cost
    value = found.per_month_usd.value
    name = (found.offering.provider, found.offering.id or "") if found.offering else ("", "")
    other = name[0] != found.model.partition("/")[0]
    return (value is None, not found.fits, value == 0, value or Decimal(0), found.model, other, *name)


def _place(way: Route) -> str | None:
    if way.offering is None:
        return None
    name = way.provider.name if way.provider else way.offering.provider
    return f"{name} ({', '.join(way.offering.geography)})" if way.offering.geography else name


def _under(scenario: Scenario, models: Sequence[Model], seen: _Seen) -> list[Priced]:
    return sorted((_offers(model, seen, scenario)[0] for model in models), key=_order)


def _notes(best: list[Priced], scenarios: list[Scenario], models: list[Model], seen: _Seen) -> list[str]:
    notes = []
    now = [each.cost.model for each in best]
    for scenario in scenarios:
        then = [each.cost.model for each in _under(scenario, models, seen)]
        if len(best) > 1:
            order = "the order stays" if then == now else f"the order becomes {listed(then, len(then))}"
            notes.append(f"Under {scenario.text} {order}")
    for each in best:
        notes += [_said_ahead(each.cost, change) for change in each.cost.ahead]
        if each.cost.per_month_usd.value == 0:
            notes.append(f"{each.cost.name} is free there: such offers are limited, so no monthly cost can be told")
        if each.cost.offering is None:
            where = f" {seen.provider} does not serve it" if seen.provider else " nobody is known to serve it"
            notes.append(f"{each.cost.name} has no figure:{where}")
    return notes


def _said_ahead(row: Cost, change: CostAhead) -> str:
    """What a known change of the price makes of a month."""
    now, then = row.per_month_usd.value, change.per_month_usd.value
    times = f", {number(float(then / now))} times as much" if now and then else ""
    why = f"announced {change.announced}" if change.announced else "the price before it ends then"
    usd = money(Decimal(f"{then:.4g}")) if then is not None else "an unknown sum"
    return f"{row.name} via {row.provider_name} costs {usd} a month from {change.on}{times} ({why})"


def _with_host(report: CostReport, models: list[Model], seen: _Seen, hosting: Hosting) -> CostReport:
    model, other = models[0], models[-1]
    factor = seen.factors.of(model.id)
    hosted = hosted_on(model, seen.facts, seen.workload, hosting)
    own = hosted_cost(model, hosted, seen.workload, factor)
    api = _offers(other, seen, NOW)[0].cost
    found = against_api(model, hosted, own, api if api.per_request_usd else None, seen.workload)
    return replace(report, rows=(*report.rows, own), self_host=found)


def _cited(report: CostReport, facts: Facts) -> CostReport:
    citations = Citations(facts.sources)
    citations.cite(report.workload.sources)
    for row in (*report.rows, *report.scenarios):
        citations.cite(row.sources)
        citations.cite(change.source for change in row.ahead if change.source)
    return replace(report, sources=citations.references())


def _known_on(count: TokenCount, facts: Facts) -> Day:
    source = facts.sources.get(count.source)
    return counts_from(count.on, source.read if source else None)


def _known(facts: Facts, id_: str, day: Day) -> Model:
    model = facts.model(id_)
    if model is None:
        raise ModelpickError(f"{id_} was not known on {day}", hint="Ask for a later day with {as_of}")
    return model
