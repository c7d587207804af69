"""What can be asked of a model on a route: every field of the vocabulary, with its sources.

A field that is not known gives a `FieldValue` without a value; what is said about it may still explain why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from modelpick.decide.routes import Route, api_routes
from modelpick.decide.setting import NOTHING, Deployment, fit_in_words
from modelpick.decide.terms import residency_fact, service_fact, term_fact
from modelpick.decide.values import UNKNOWN, FieldValue
from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import pool
from modelpick.model.access import ACCESS_BEST_FIRST, lifecycle_at
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import SERVICE_FIELDS, TERM_NAMES, Facts, Model, StageSeen
from modelpick.model.fields import Plain, cached_property, field
from modelpick.model.shown_facts import OF_MODEL, OF_OFFERING, OF_RATES

if TYPE_CHECKING:
    from modelpick.documents.fitting import Fit
    from modelpick.documents.spans import Span

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
OF_SETTING = ("fit.", "cost.", "home.")
"""Fields that depend on the machine and the use that a question names."""
_BYTES_BF16 = 2
USUAL_QUANT = "q4_k_m"


class CandidateView(Plain, dict=True):
    """A model on a route as rules see it; `evidence` holds the results of scoring, where a rule may ask for them."""

    route: Route
    facts: Facts
    evidence: Mapping[str, Any] = field(default_factory=dict)
    setting: Deployment = NOTHING

    @property
    def model(self) -> Model:
        return self.route.model

    @property
    def day(self) -> Day:
        return self.route.day

    @cached_property
    def fit(self) -> Fit | None:
        """How the model fits the named machine; None on every other route."""
        return self.setting.fit(self.model) if self.route.kind == "self_host" else None

    @cached_property
    def routes_with_api(self) -> list[Route]:
        """The routes whose events decide about an API: the model's own, and each offering that has not ended while
        another goes on.
        """
        served = api_routes(self.model, self.day, {})
        some_alive = any(r.stage != "retired" for r in served)
        return [
            Route("none", self.model, self.day),
            *(r for r in served if not (r.stage == "retired" and some_alive)),
        ]

    @cached_property
    def api_stage(self) -> FieldValue:
        """The best stage of the API anywhere."""
        return _best_stage(self.routes_with_api)

    @cached_property
    def month(self) -> Span | None:
        """What the workload that is named costs in a month on this route."""
        return self.setting.month(self.route)

    @cached_property
    def month_usd(self) -> Decimal | None:
        """The value of `month`; its range takes three times as long."""
        return self.setting.month_usd(self.route)

    def get(self, name: str) -> FieldValue:
        """The fact called `name`; an unknown name gives an unknown fact, as rules are checked when they are loaded."""
        if name in _FIELD_GETTERS:
            return _FIELD_GETTERS[name](self)
        if name.startswith("score."):
            return self._benchmark_fact(name.removeprefix("score."))
        if name.startswith(_PLACES):
            return residency_fact(self.route, self.facts, name.removeprefix(_PLACES))
        if name.startswith(_CERTIFICATES):
            return term_fact(self.route, self.facts, name.removeprefix("route."))
        if name.startswith("evidence."):
            found = self.evidence.get(name.removeprefix("evidence."))
            return found if isinstance(found, FieldValue) else FieldValue(found)
        return UNKNOWN

    def cell(self, benchmark: str) -> Cell | None:
        found = self.facts.benchmarks.get(benchmark)
        return pool(self.model, found) if found else None

    def _benchmark_fact(self, benchmark: str) -> FieldValue:
        cell = self.cell(benchmark)
        return FieldValue(cell.value, cell.sources) if cell else UNKNOWN


def _route_term(name: str) -> Callable[[CandidateView], FieldValue]:
    """The term `name` on the route."""
    return lambda subject: term_fact(subject.route, subject.facts, name)


def _service_figure(name: str) -> Callable[[CandidateView], FieldValue]:
    """How well the route was served when that was measured last."""
    return lambda subject: service_fact(subject.route, name)


def _value_at_path(whole: Any, path: tuple[str, ...]) -> Any:
    """The value at `path`; None where a part on the way is not known."""
    for step in path:
        whole = getattr(whole, step) if whole is not None else None
    return None if whole == () else whole


def _struct_field(path: tuple[str, ...], source_path: tuple[str, ...]) -> Callable[[CandidateView], FieldValue]:
    """What the struct of a model says of one of its fields."""

    def get(subject: CandidateView) -> FieldValue:
        source = _value_at_path(subject.model, source_path) if source_path else None
        return FieldValue(_value_at_path(subject.model, path), _sources_of(source))

    return get


def _permissive_license(subject: CandidateView) -> FieldValue:
    license = subject.model.license
    if license is None:
        return UNKNOWN
    known = license.id in PERMISSIVE or license.commercial != "unknown" or license.osi is not None
    return FieldValue(license.id in PERMISSIVE if known else None, _sources_of(license.source))


def _commercial_use(subject: CandidateView) -> FieldValue:
    license = subject.model.license
    if license is None or license.commercial == "unknown":
        return UNKNOWN
    return FieldValue(license.commercial, _sources_of(license.source), license.conditions)


def _best_stage(ways: Iterable[Route]) -> FieldValue:
    """The best stage of an API on any of `ways`: the model's own events and each offering.

    It is retired when its lab says so or when every known offering is; one provider's end says nothing of the others.
    """
    found: list[tuple[StageSeen, str, Day | None]] = []
    for route in ways:
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
    return FieldValue(stage, (source,), on=on)


def _widest_access(subject: CandidateView) -> FieldValue:
    """The widest access to its API on any route."""
    found = [(ACCESS_BEST_FIRST.index(r.access), n, r) for n, r in enumerate(subject.routes_with_api) if r.access]
    if not found:
        return UNKNOWN
    route = min(found)[2]
    return FieldValue(route.access, _route_sources(route))


def _route_access(subject: CandidateView) -> FieldValue:
    """Who may call the API on this route; on one's own machines, or without a provider, the widest access anywhere."""
    if subject.route.offering is None:
        return _widest_access(subject)
    return FieldValue(subject.route.access, _route_sources(subject.route))


def _lifecycle_fact(subject: CandidateView) -> FieldValue:
    api = subject.api_stage
    return FieldValue(lifecycle_at(api.value), api.sources, on=api.on)


def _api_since(subject: CandidateView) -> FieldValue:
    api = subject.api_stage
    return FieldValue(api.on, api.sources) if api.value else UNKNOWN


def _weights_stage(subject: CandidateView) -> FieldValue:
    past = [e for e in subject.model.status if e.surface == "weights" and e.in_force_on <= subject.day]
    return FieldValue(past[-1].stage, (past[-1].source,)) if past else UNKNOWN


def _retires_on(subject: CandidateView) -> FieldValue:
    """When the API ends: the day for this route where one is known, otherwise the lab's or a general one."""
    if subject.route.kind == "self_host":
        return UNKNOWN
    retirement = subject.route.retirement
    return FieldValue(retirement.on, (retirement.source,), retirement.provider) if retirement else UNKNOWN


def _days_to_retirement(subject: CandidateView) -> FieldValue:
    when = _retires_on(subject)
    return FieldValue(days_between(subject.day, when.value), when.sources) if when.value else UNKNOWN


def _allowed_by_policy(subject: CandidateView) -> FieldValue:
    from modelpick.decide.policy import allowed  # late: few have one

    value, note = allowed(subject.route, subject.facts.policy)
    return FieldValue(value, note=note)


def _fits_machine(subject: CandidateView) -> FieldValue:
    """Whether the model fits the named machine; at a provider always, as it runs there on the provider's machines."""
    if subject.route.kind == "api":
        return FieldValue(True, note="on the provider's machines")
    found = subject.fit
    if found is None:
        return UNKNOWN
    if not subject.setting.told:
        return FieldValue(found.fits and subject.setting.is_whole(found))
    if found.fits and not subject.setting.is_whole(found):
        said = f"only at {found.quant}, which leaves too little of it: --quant {found.quant} admits that"
        return FieldValue(False, _architecture_sources(subject.model), said)
    return FieldValue(found.fits, _architecture_sources(subject.model), fit_in_words(found))


def _fit_field(get_part: Callable[[Fit], Any]) -> Callable[[CandidateView], FieldValue]:
    def get(subject: CandidateView) -> FieldValue:
        found = subject.fit
        if found is None or not found.runs:
            return UNKNOWN
        return FieldValue(get_part(found), _architecture_sources(subject.model), found.basis)

    return get


def _bits_of(found: Fit) -> float | None:
    from modelpick.fit.quants import QUANTS

    return QUANTS[found.quant].bits if found.quant else None


def _home_memory(subject: CandidateView) -> FieldValue:
    """The gigabytes needed on the named machine; without one, the weights at four bits, a common starting point."""
    found = subject.fit
    if found is not None:
        return FieldValue(found.memory.value, _architecture_sources(subject.model), found.basis)
    from modelpick.fit.quants import QUANTS
    from modelpick.fit.weights import weights_gb

    return FieldValue(weights_gb(subject.model, QUANTS[USUAL_QUANT]), _architecture_sources(subject.model))


def _home_cost(subject: CandidateView) -> FieldValue:
    """The rent divided by the tokens that the machine generates, one request at a time, in US dollars per million."""
    rent, speed = subject.setting.rent_an_hour, subject.fit.decode if subject.fit else None
    if rent is None or speed is None or speed.value <= 0:
        return UNKNOWN
    return FieldValue(
        rent / Decimal(str(speed.value * 3600)) * 1_000_000,
        _architecture_sources(subject.model),
        subject.fit.basis if subject.fit else None,
    )


def _architecture_sources(model: Model) -> tuple[str, ...]:
    """The ids of the sources of the model's architecture."""
    return _sources_of(model.architecture.source if model.architecture else None)


def _cost_field(name: str) -> Callable[[CandidateView], FieldValue]:
    def get(subject: CandidateView) -> FieldValue:
        usd = subject.setting.cost_field(name, subject.month_usd)
        price = subject.route.price
        return UNKNOWN if usd is None else FieldValue(usd, _sources_of(price.source if price else None))

    return get


def _price_field(name: str) -> Callable[[CandidateView], FieldValue]:
    def get(subject: CandidateView) -> FieldValue:
        route, price = subject.route, subject.route.price
        if price is None:
            return UNKNOWN
        value: Decimal | None = route.blended if name == "blended" else getattr(price.charges.rates, name)
        return FieldValue(value, _sources_of(price.source))

    return get


def _offering_field(name: str) -> Callable[[CandidateView], FieldValue]:
    def get(subject: CandidateView) -> FieldValue:
        offering = subject.route.offering
        value = getattr(offering, name) if offering else None
        return FieldValue(value, (offering.source,)) if offering and value else UNKNOWN

    return get


def _provider_jurisdictions(subject: CandidateView) -> FieldValue:
    provider = subject.route.provider
    if provider is None or not provider.jurisdictions:
        return UNKNOWN
    return FieldValue(provider.jurisdictions, _sources_of(provider.jurisdictions_source))


def _route_context(subject: CandidateView) -> FieldValue:
    """The context that this route serves in tokens; on one's own machines the model's own."""
    if subject.route.offering is None:
        size = subject.model.context
        return FieldValue(size.value, (size.source,)) if size else UNKNOWN
    return _offering_field("context")(subject)


def _route_max_output(subject: CandidateView) -> FieldValue:
    if subject.route.offering is None:
        size = subject.model.max_output
        return FieldValue(size.value, (size.source,)) if size else UNKNOWN
    return _offering_field("max_output")(subject)


def _served_context(pick: Callable[[list[Any]], Any]) -> Callable[[CandidateView], FieldValue]:
    def get(subject: CandidateView) -> FieldValue:
        served = [o for o in subject.model.offerings if o.context]
        if not served:
            return UNKNOWN
        chosen = pick(sorted(served, key=lambda o: o.context))
        return FieldValue(chosen.context, (chosen.source,), chosen.provider)

    return get


def _kv_cache_gb(subject: CandidateView, tokens: int | None, layer_aware: bool = False) -> FieldValue:
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
    return FieldValue(round(layers * width * _BYTES_BF16 * tokens / 1e9, 1), (shape.source,))


def _full_context(subject: CandidateView) -> int | None:
    return subject.model.context.value if subject.model.context else None


def _sources_of(source: str | None) -> tuple[str, ...]:
    return (source,) if source else ()


def _successor_fact(subject: CandidateView) -> FieldValue:
    """The id of the next model of its tier, with the day since which that is known."""
    after = subject.facts.model(subject.model.successor or "")
    if after is None:
        return FieldValue(subject.model.successor)
    from modelpick.model.asof import known_from  # late: most models have none

    return FieldValue(subject.model.successor, on=known_from(after))


def _provider_names(subject: CandidateView) -> FieldValue:
    names = tuple(sorted({o.provider for o in subject.model.offerings}))
    return FieldValue(names or None, tuple(sorted({o.source for o in subject.model.offerings}))[:2])


def _provider_count(subject: CandidateView) -> FieldValue:
    return FieldValue(len({o.provider for o in subject.model.offerings}))


_PLACES, _CERTIFICATES = "route.residency.", "route.certified."
OF_TERMS = (_PLACES, _CERTIFICATES, *(f"route.{name}" for name in TERM_NAMES))
"""How the names of fields begin that rest on the terms of a route, and on no other part of it."""
_FIELD_GETTERS: dict[str, Callable[[CandidateView], FieldValue]] = {
    **{name: _struct_field(path, source) for name, (path, source, *_) in OF_MODEL.items()},
    **{f"route.{name}": _offering_field(path[0]) for name, (path, *_) in OF_OFFERING.items()},
    **{f"route.{name}": _route_term(name) for name in TERM_NAMES},
    **{f"route.{name}": _service_figure(name) for name in SERVICE_FIELDS},
    **{f"price.{name}": _price_field(path[0]) for name, (path, *_) in OF_RATES.items()},
    "lab": lambda s: FieldValue(s.model.lab),
    "age_days": lambda s: FieldValue(days_between(s.model.released, s.day) if s.model.released else None),
    "license.permissive": _permissive_license,
    "license.commercial": _commercial_use,
    "successor": _successor_fact,
    "providers": _provider_names,
    "provider_count": _provider_count,
    "api": lambda s: s.api_stage,
    "api.since": _api_since,
    "access": _widest_access,
    "lifecycle": _lifecycle_fact,
    "weights.stage": _weights_stage,
    "retires_on": _retires_on,
    "days_to_retirement": _days_to_retirement,
    "kv_cache_gb_per_million_tokens": lambda s: _kv_cache_gb(s, 1_000_000),
    "kv_cache_gb_at_full_context": lambda s: _kv_cache_gb(s, _full_context(s)),
    "kv_cache_gb_at_full_context_layer_aware": lambda s: _kv_cache_gb(s, _full_context(s), layer_aware=True),
    "offerings.largest_context": _served_context(lambda offers: offers[-1]),
    "offerings.smallest_context": _served_context(lambda offers: offers[0]),
    "route.kind": lambda s: FieldValue(s.route.kind),
    "route.provider": lambda s: FieldValue(s.route.offering.provider if s.route.offering else None),
    "route.api": lambda s: s.api_stage if s.route.offering is None else FieldValue(s.route.stage, _stage_sources(s)),
    "route.access": _route_access,
    "route.retires_on": _retires_on,
    "route.days_to_retirement": _days_to_retirement,
    "route.jurisdictions": _provider_jurisdictions,
    "route.context": _route_context,
    "route.max_output": _route_max_output,
    "route.allowed": _allowed_by_policy,
    "fit.fits": _fits_machine,
    "fit.memory_gb": _fit_field(lambda f: f.memory.value),
    "fit.quant": _fit_field(lambda f: f.quant),
    "fit.bits": _fit_field(_bits_of),
    "fit.decode": _fit_field(lambda f: f.decode.value if f.decode else None),
    "fit.prefill": _fit_field(lambda f: f.prefill.value if f.prefill else None),
    "home.memory": _home_memory,
    "home.cost": _home_cost,
    "cost.request": _cost_field("request"),
    "cost.task": _cost_field("task"),
    "cost.month": _cost_field("month"),
    "cost.blended": _cost_field("blended"),
    "price.blended": _price_field("blended"),
}


FIELDS = tuple(_FIELD_GETTERS)
"""Every field that has one name; beside them there are a score for each benchmark and a residency for each region."""


def _stage_sources(subject: CandidateView) -> tuple[str, ...]:
    return _route_sources(subject.route)


def _route_sources(route: Route) -> tuple[str, ...]:
    """The ids of the sources of the API's stage on `route`."""
    status, offering = route.status, route.offering
    if status and route.stage == status.stage:
        return (status.source,)
    return (offering.source,) if offering else ()
