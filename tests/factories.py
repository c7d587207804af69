"""Facts made by hand, with everything that a test does not care about filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from modelpick.model.facts import (
    Anchors,
    Benchmark,
    Charges,
    Facts,
    Features,
    Measurement,
    Modalities,
    Model,
    Noise,
    Offering,
    Params,
    Price,
    Provider,
    Rates,
    Source,
    Terms,
)
from modelpick.model.fields import names_of
from modelpick.model.rules import Criterion, Need, Rulebook

DAY = "2026-06-01"
PERCENT = Anchors(0, 100)


def benchmark(id_: str = "exam", **changes: Any) -> Benchmark:
    """A percentage with tau0 of 2 points."""
    given: dict[str, Any] = {
        "name": id_.title(),
        "family": id_,
        "edition": None,
        "tests": "something",
        "kind": "score",
        "unit": "percent",
        "better": "higher",
        "range": (0, 100),
        "anchors": PERCENT,
        "tools": None,
        "scaffolds": (),
        "domains": (),
        "weaknesses": (),
        "published": None,
        "url": None,
    }
    noise = Noise(changes.pop("tau0", 2.0), changes.pop("items", None))
    return Benchmark(id_, noise=noise, **{**given, **changes})


def figure(value: float, by: str = "independent", *, benchmark: str = "exam", **changes: Any) -> Measurement:
    """A measurement of New Year 2026."""
    given: dict[str, Any] = {"source": "board", "on": "2026-01-01"}
    return Measurement(benchmark, value, by, **{**given, **changes})


def model(id_: str = "a/one", *figures: Measurement, **changes: Any) -> Model:
    given: dict[str, Any] = {"name": id_.split("/")[1].title()}
    return Model(id=id_, measurements=figures, **{**given, **nested(changes)})


def nested(given: dict[str, Any]) -> dict[str, Any]:
    """Fields of a model, with those that tests name alone in the parts that hold them: ``reasoning=True``."""
    features = {name: given.pop(name) for name in names_of(Features) if name in given}
    if "features_source" in given:
        features["source"] = given.pop("features_source")
    params = {name: given.pop(f"params_{name}") for name in names_of(Params) if f"params_{name}" in given}
    found = {**given, **({"features": Features(**features)} if features else {})}
    if "inputs" in found:
        found["modalities"] = Modalities(found.pop("inputs"), (), found.pop("modalities_source", None))
    return {**found, **({"params": Params(**params)} if params else {})}


def money(*texts: str | None) -> Rates:
    """Rates of texts: in, out, cache read, cache write, cache write for an hour."""
    return Rates(*(None if text is None else Decimal(text) for text in texts))


def flat_price(into: str, out: str | None = None, on: str = "2026-01-01", source: str | None = "terms") -> Price:
    """A price of one or two figures."""
    return Price(on, Charges(Rates(Decimal(into), Decimal(into if out is None else out))), source=source)


def offering(price: str | None = None, provider: str = "cloud", **changes: Any) -> Offering:
    """An offering with one price for input and output, or with none."""
    prices = (flat_price(price),) if price is not None else ()
    given: dict[str, Any] = {"id": None, "since": "2026-01-01", "source": "terms", "stage": "ga", "prices": prices}
    return Offering(provider, **{**given, **changes})


def provider(id_: str = "cloud", **changes: Any) -> Provider:
    """A cloud; its terms may be given by their names."""
    terms = Terms(**{name: changes.pop(name) for name in names_of(Terms) if name in changes})
    return Provider(id_, id_.title(), **{"kind": "cloud", "terms": terms, **changes})


def facts(*models: Model, benchmarks: Any = ("exam", "trial", "speed"), providers: Any = ("cloud",)) -> Facts:
    tests = [benchmark(b) if isinstance(b, str) else b for b in benchmarks]
    hosts = [provider(p) if isinstance(p, str) else p for p in providers]
    sources = [Source(id_, id_.title(), "Publisher", "board") for id_ in ("board", "card", "terms")]
    return Facts(
        models={m.id: m for m in models},
        benchmarks={b.id: b for b in tests},
        sources={s.id: s for s in sources},
        providers={p.id: p for p in hosts},
        aliases={},
    )


def criterion(id_: str, weight: float = 1.0, **changes: Any) -> Criterion:
    """A criterion on the benchmark of the same name, unless a field is given."""
    given: dict[str, Any] = {"says": f"is good at {id_}", "because": "it is"}
    given |= {} if "field" in changes else {"benchmark": id_}
    return Criterion(id_, weight=weight, **{**given, **changes})


def need(id_: str, *criteria: Criterion) -> Need:
    return Need(id_, id_.title(), "about", "because", criteria, ())


def rulebook(*needs: Need, **kinds: Any) -> Rulebook:
    given: dict[str, Any] = {"constraints": {}, "advisories": {}, "personas": {}}
    return Rulebook(needs={n.id: n for n in needs}, **{**given, **kinds})
