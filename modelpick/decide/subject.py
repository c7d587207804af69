"""What can be asked of a model on a route: every field of the vocabulary, with its sources.

A field that is not known gives a `Fact` without a value; what is said about it may still explain why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from modelpick.decide.policy import allowed
from modelpick.decide.routes import Route
from modelpick.decide.setting import NOTHING, Setting, said_of
from modelpick.documents.costing import Span
from modelpick.documents.fitting import Fit
from modelpick.evidence.pooling import Cell, pool
from modelpick.fit.quants import QUANTS
from modelpick.fit.weights import weights_gb
from modelpick.model.access import ACCESS_BEST_FIRST, lifecycle_at
from modelpick.model.asof import known_from
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import Facts, Model, Offering, Rates, StageSeen, Term
from modelpick.model.fields import Plain, ShownFact, field, shown_in

PERMISSIVE = {"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC0-1.0", "Unlicense"}
"""SPDX ids of licenses that put no condition on who uses the weights or what for."""

STAGES_BEST_FIRST = (
    "ga",
    "public_preview",
    "listed",
    "deprecated",
    "private_preview",
    "waitlist",
    "announced",
    "retired",
    "none",
)
_KNOWN_TERMS = ("yes", "no", "opt_out")
_BYTES_BF16 = 2
USUAL_QUANT = "q4_k_m"


class Fact(Plain):
    """`value` None means not known. `note` says more, `on` since when; `sources` carry it."""

    value: Any = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    on: Day | None = None


UNKNOWN = Fact()


class Subject(Plain, dict=True):
    """A model on a route, as rules see it. `evidence` holds what scoring found out, where a rule may ask for it."""

    route: Route
    facts: Facts
    evidence: Mapping[str, Any] = field(default_factory=dict)
    setting: Setting = NOTHING

    @property
    def model(self) -> Model:
        return self.route.model

    @property
    def day(self) -> Day:
        return self.route.day

    @cached_property
    def fit(self) -> Fit | None:
        """How the model fits the machine that is named; None elsewhere than on it."""
        return self.setting.fit(self.model) if self.route.kind == "self_host" else None

    @cached_property
    def month(self) -> Span | None:
        """What the workload that is named costs in a month on this route."""
        return self.setting.month(self.route)

    def get(self, name: str) -> Fact:
        """The fact called `name`; unknown names are unknown facts (rules are checked when they are loaded)."""
        if name in _GETTERS:
            return _GETTERS[name](self)
        if name.startswith("score."):
            return self._score(name.removeprefix("score."))
        if name.startswith("route.residency."):
            return self._residency(name.removeprefix("route.residency."))
        if name.startswith("evidence."):
            found = self.evidence.get(name.removeprefix("evidence."))
            return found if isinstance(found, Fact) else Fact(found)
        return UNKNOWN

    def cell(self, benchmark: str) -> Cell | None:
        found = self.facts.benchmarks.get(benchmark)
        return pool(self.model, found) if found else None

    def _score(self, benchmark: str) -> Fact:
        cell = self.cell(benchmark)
        return Fact(cell.value, cell.sources) if cell else UNKNOWN

    def _residency(self, region: str) -> Fact:
        """Whether processing can be confined to `region` on this route."""
        if self.route.kind == "self_host":
            return Fact("yes", note="on your own machines")
        offering, provider = self.route.offering, self.route.provider
        if offering is None:
            return UNKNOWN
        if offering.routing in ("in_region", "geo") and offering.geography:
            inside = region in offering.geography
            return Fact("yes" if inside else "no", (offering.source,), f"served from {', '.join(offering.geography)}")
        own = offering.terms.residency.get(region)
        if own is not None:
            return _term(own)
        if offering.routing == "global":
            return Fact("no", (offering.source,), "this offering may run anywhere")
        term = provider.terms.residency.get(region) if provider else None
        return _term(term) if term else UNKNOWN


def _term(term: Term) -> Fact:
    """Only yes and no are known; what is granted on request or under conditions is not yours until it is granted."""
    sources = (term.source,) if term.source else ()
    if term.value in _KNOWN_TERMS:
        return Fact(term.value, sources, term.note)
    said = {"on_request": "granted on request", "conditional": "only under conditions"}.get(term.value)
    return Fact(None, sources, ": ".join(part for part in (said, term.note) if part) or None)


def _route_term(name: str, own_machines: str) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        route = subject.route
        if route.kind == "self_host":
            return Fact(own_machines, note="on your own machines")
        told = [each.terms for each in (route.offering, route.provider) if each]
        term = next((term for terms in told if (term := getattr(terms, name))), None)
        return _term(term) if term else UNKNOWN

    return get


def _at(whole: Any, path: tuple[str, ...]) -> Any:
    """The value at `path`; None where a part on the way is not known."""
    for step in path:
        whole = getattr(whole, step) if whole is not None else None
    return None if whole == () else whole


def _described(each: ShownFact) -> Callable[[Subject], Fact]:
    """What the struct of a model says of one of its fields."""

    def get(subject: Subject) -> Fact:
        source = _at(subject.model, each.source) if each.source else None
        return Fact(_at(subject.model, each.path), _sources(source))

    return get


def _permissive(subject: Subject) -> Fact:
    license = subject.model.license
    if license is None:
        return UNKNOWN
    known = license.id in PERMISSIVE or license.commercial != "unknown" or license.osi is not None
    return Fact(license.id in PERMISSIVE if known else None, _sources(license.source))


def _commercial(subject: Subject) -> Fact:
    license = subject.model.license
    if license is None or license.commercial == "unknown":
        return UNKNOWN
    return Fact(license.commercial, _sources(license.source), license.conditions)


def _api(subject: Subject) -> Fact:
    """Best stage of the API anywhere: the model's own, and that of each offering.

    One provider that takes a model down says nothing about the others: it is retired when its lab says so, or when
    every known offering is.
    """
    found: list[tuple[StageSeen, str, Day | None]] = []
    for route in _told(subject):
        stage, offering, event = route.stage, route.offering, route.status
        if stage is None:
            continue
        theirs = event if event and event.stage == stage else None
        if theirs is not None:
            found.append((stage, theirs.source, theirs.on))
        elif offering is not None:
            # Since when a price list names it says nothing of since when it can be called.
            found.append((stage, offering.source, None if stage == "listed" else offering.since))
    if not found:
        return UNKNOWN
    found.sort(key=lambda f: (STAGES_BEST_FIRST.index(f[0]), last_day(f[2]) if f[2] else ""))
    stage, source, on = found[0]
    return Fact(stage, (source,), on=on)


def _told(subject: Subject) -> list[Route]:
    """What tells of an API of the model: its own events, and each offering unless it ended while another goes on."""
    served = [Route("api", subject.model, subject.day, o) for o in subject.model.offerings]
    some_alive = any(r.stage != "retired" for r in served)
    return [
        Route("none", subject.model, subject.day),
        *(r for r in served if not (r.stage == "retired" and some_alive)),
    ]


def _access(subject: Subject) -> Fact:
    """The widest access to its API anywhere."""
    found = [(ACCESS_BEST_FIRST.index(r.access), n, r) for n, r in enumerate(_told(subject)) if r.access]
    if not found:
        return UNKNOWN
    route = min(found)[2]
    return Fact(route.access, _route_sources(route))


def _route_access(subject: Subject) -> Fact:
    """Who may call it on this route; on one's own machines, or where nobody serves it, as anywhere."""
    if subject.route.offering is None:
        return _access(subject)
    return Fact(subject.route.access, _route_sources(subject.route))


def _lifecycle(subject: Subject) -> Fact:
    api = _api(subject)
    return Fact(lifecycle_at(api.value), api.sources, on=api.on)


def _api_since(subject: Subject) -> Fact:
    api = _api(subject)
    return Fact(api.on, api.sources) if api.value else UNKNOWN


def _weights_stage(subject: Subject) -> Fact:
    past = [e for e in subject.model.status if e.surface == "weights" and e.in_force_on <= subject.day]
    return Fact(past[-1].stage, (past[-1].source,)) if past else UNKNOWN


def _retires_on(subject: Subject) -> Fact:
    """When the API ends: the route's own date where the route says, else the lab's or a general one."""
    if subject.route.kind == "self_host":
        return UNKNOWN
    retirement = subject.route.retirement
    return Fact(retirement.on, (retirement.source,), retirement.provider) if retirement else UNKNOWN


def _days_to_retirement(subject: Subject) -> Fact:
    when = _retires_on(subject)
    return Fact(days_between(subject.day, when.value), when.sources) if when.value else UNKNOWN


def _allowed(subject: Subject) -> Fact:
    value, note = allowed(subject.route, subject.facts.policy)
    return Fact(value, note=note)


def _fits(subject: Subject) -> Fact:
    """What a provider serves runs on the provider's machines."""
    if subject.route.kind == "api":
        return Fact(True, note="on the provider's machines")
    found = subject.fit
    if found is None:
        return UNKNOWN
    if found.fits and not subject.setting.is_whole(found):
        said = f"only at {found.quant}, which leaves too little of it: --quant {found.quant} admits that"
        return Fact(False, _geometry(subject.model), said)
    return Fact(found.fits, _geometry(subject.model), said_of(found))


def _fit(get_part: Callable[[Fit], Any]) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        found = subject.fit
        if found is None or not found.runs:
            return UNKNOWN
        return Fact(get_part(found), _geometry(subject.model), found.basis)

    return get


def _home_memory(subject: Subject) -> Fact:
    """On the machine that is named, else the weights alone at four bits, which is what people start from."""
    found = subject.fit
    if found is not None:
        return Fact(found.memory.value, _geometry(subject.model), found.basis)
    return Fact(weights_gb(subject.model, QUANTS[USUAL_QUANT]), _geometry(subject.model))


def _home_cost(subject: Subject) -> Fact:
    """Rent divided by what the machine puts out, one request at a time."""
    rent, speed = subject.setting.rent_an_hour, subject.fit.decode if subject.fit else None
    if rent is None or speed is None or speed.value <= 0:
        return UNKNOWN
    return Fact(
        rent / Decimal(str(speed.value * 3600)) * 1_000_000,
        _geometry(subject.model),
        subject.fit.basis if subject.fit else None,
    )


def _geometry(model: Model) -> tuple[str, ...]:
    """Who says how the model is built."""
    return _sources(model.architecture.source if model.architecture else None)


def _cost(name: str) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        usd = subject.month.value if subject.month else None
        if usd is None:
            return UNKNOWN
        workload, price = subject.setting.workload, subject.route.price
        sources = _sources(price.source if price else None)
        if name == "month":
            return Fact(usd, sources)
        if workload is None:
            return UNKNOWN
        if name == "blended":
            return Fact(subject.setting.per_million(usd), sources)
        each = usd / workload.requests
        return Fact(each * workload.requests_per_task if name == "task" else each, sources)

    return get


def _price(name: str) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        route, price = subject.route, subject.route.price
        if price is None:
            return UNKNOWN
        value: Decimal | None = route.blended if name == "blended" else getattr(price.charges.rates, name)
        return Fact(value, _sources(price.source))

    return get


def _offering(name: str) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        offering = subject.route.offering
        value = getattr(offering, name) if offering else None
        return Fact(value, (offering.source,)) if offering and value else UNKNOWN

    return get


def _jurisdictions(subject: Subject) -> Fact:
    provider = subject.route.provider
    if provider is None or not provider.jurisdictions:
        return UNKNOWN
    return Fact(provider.jurisdictions, _sources(provider.jurisdictions_source))


def _route_context(subject: Subject) -> Fact:
    """What this route serves; on one's own machines, what the model can take."""
    if subject.route.offering is None:
        size = subject.model.context
        return Fact(size.value, (size.source,)) if size else UNKNOWN
    return _offering("context")(subject)


def _route_max_output(subject: Subject) -> Fact:
    if subject.route.offering is None:
        size = subject.model.max_output
        return Fact(size.value, (size.source,)) if size else UNKNOWN
    return _offering("max_output")(subject)


def _served_context(pick: Callable[[list[Any]], Any]) -> Callable[[Subject], Fact]:
    def get(subject: Subject) -> Fact:
        served = [o for o in subject.model.offerings if o.context]
        if not served:
            return UNKNOWN
        chosen = pick(sorted(served, key=lambda o: o.context))
        return Fact(chosen.context, (chosen.source,), chosen.provider)

    return get


def _kv_cache_gb(subject: Subject, tokens: int | None, layer_aware: bool = False) -> Fact:
    """bf16 keys and values of `tokens` tokens, in GB of 10^9 bytes.

    2 x layers x kv heads x head size x 2 bytes a token; for latent attention (MLA) layers x (rank + rope) x 2 bytes.
    """
    shape = subject.model.architecture
    if shape is None or tokens is None:
        return UNKNOWN
    layers = (shape.full_attention_layers if layer_aware else None) or shape.layers
    if shape.kv_lora_rank:
        width = shape.kv_lora_rank + (shape.rope_dim or 0)
    elif shape.kv_heads and shape.head_dim:
        width = 2 * shape.kv_heads * shape.head_dim
    else:
        return UNKNOWN
    if layers is None:
        return UNKNOWN
    return Fact(round(layers * width * _BYTES_BF16 * tokens / 1e9, 1), (shape.source,))


def _full_context(subject: Subject) -> int | None:
    return subject.model.context.value if subject.model.context else None


def _sources(source: str | None) -> tuple[str, ...]:
    return (source,) if source else ()


def _successor(subject: Subject) -> Fact:
    """The model named as the next of its tier, with the day since which it is known."""
    after = subject.facts.model(subject.model.successor or "")
    return Fact(subject.model.successor, on=known_from(after) if after else None)


def _providers(subject: Subject) -> Fact:
    names = tuple(sorted({o.provider for o in subject.model.offerings}))
    return Fact(names or None, tuple(sorted({o.source for o in subject.model.offerings}))[:2])


def _provider_count(subject: Subject) -> Fact:
    return Fact(len({o.provider for o in subject.model.offerings}))


_ON_OWN_MACHINES = {"training": "no", "zero_retention": "yes", "baa": "yes"}
"""What is true of the terms where nobody else serves the model."""

_GETTERS: dict[str, Callable[[Subject], Fact]] = {
    **{each.name: _described(each) for each in shown_in(Model)},
    **{f"route.{each.name}": _offering(each.path[0]) for each in shown_in(Offering)},
    **{f"route.{name}": _route_term(name, own) for name, own in _ON_OWN_MACHINES.items()},
    **{f"price.{each.name}": _price(each.path[0]) for each in shown_in(Rates)},
    "lab": lambda s: Fact(s.model.lab),
    "age_days": lambda s: Fact(days_between(s.model.released, s.day) if s.model.released else None),
    "license.permissive": _permissive,
    "license.commercial": _commercial,
    "successor": _successor,
    "providers": _providers,
    "provider_count": _provider_count,
    "api": _api,
    "api.since": _api_since,
    "access": _access,
    "lifecycle": _lifecycle,
    "weights.stage": _weights_stage,
    "retires_on": _retires_on,
    "days_to_retirement": _days_to_retirement,
    "kv_cache_gb_per_million_tokens": lambda s: _kv_cache_gb(s, 1_000_000),
    "kv_cache_gb_at_full_context": lambda s: _kv_cache_gb(s, _full_context(s)),
    "kv_cache_gb_at_full_context_layer_aware": lambda s: _kv_cache_gb(s, _full_context(s), layer_aware=True),
    "offerings.largest_context": _served_context(lambda offers: offers[-1]),
    "offerings.smallest_context": _served_context(lambda offers: offers[0]),
    "route.kind": lambda s: Fact(s.route.kind),
    "route.provider": lambda s: Fact(s.route.offering.provider if s.route.offering else None),
    "route.api": lambda s: _api(s) if s.route.offering is None else Fact(s.route.stage, _stage_sources(s)),
    "route.access": _route_access,
    "route.retires_on": _retires_on,
    "route.days_to_retirement": _days_to_retirement,
    "route.jurisdictions": _jurisdictions,
    "route.context": _route_context,
    "route.max_output": _route_max_output,
    "route.retention_days": lambda s: Fact(s.route.provider.retention_days if s.route.provider else None),
    "route.allowed": _allowed,
    "fit.fits": _fits,
    "fit.memory_gb": _fit(lambda f: f.memory.value),
    "fit.quant": _fit(lambda f: f.quant),
    "fit.bits": _fit(lambda f: QUANTS[f.quant].bits if f.quant else None),
    "fit.decode": _fit(lambda f: f.decode.value if f.decode else None),
    "fit.prefill": _fit(lambda f: f.prefill.value if f.prefill else None),
    "home.memory": _home_memory,
    "home.cost": _home_cost,
    "cost.request": _cost("request"),
    "cost.task": _cost("task"),
    "cost.month": _cost("month"),
    "cost.blended": _cost("blended"),
    "price.blended": _price("blended"),
}


def _stage_sources(subject: Subject) -> tuple[str, ...]:
    return _route_sources(subject.route)


def _route_sources(route: Route) -> tuple[str, ...]:
    """Who says what the API of `route` is."""
    status, offering = route.status, route.offering
    if status and route.stage == status.stage:
        return (status.source,)
    return (offering.source,) if offering else ()
