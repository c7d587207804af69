"""`show` for everything that the catalog holds: what a name means among models, benchmarks, providers, sources and
terms, and the card of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modelpick.decide.families import ids_having_words
from modelpick.documents.card_reports import ModelCard, OtherCard
from modelpick.lookup.meanings import id_called
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import replace
from modelpick.model.names import check_word, fold, nearest
from modelpick.model.wording import listed
from modelpick.use_cases.resolve import UnknownModel, names_model

if TYPE_CHECKING:
    from modelpick.use_cases.catalog import OpenCatalog

KINDS = ("model", "benchmark", "provider", "source", "term")
"""The first kind in which a name means something is shown, unless a kind is asked for."""

MOST_EDITIONS = 6
Card = ModelCard | OtherCard


def card_of(catalog: OpenCatalog, name: str, kind: str | None, day: Day) -> Card:
    """The card of what `name` means on `day`.

    Raises:
        ModelpickError: the name means nothing, or several models and nothing else; names the nearest of every kind.
    """
    if kind is not None:
        check_word(kind, KINDS, "{kind}")
    facts = catalog.facts_on(day)
    found = {each: id_ for each in KINDS[1:] if kind in (None, each) and (id_ := id_called(name, each, facts))}
    if kind == "model" or (kind is None and (not found or names_model(name, facts))):
        try:
            return _with_notes(catalog.model_card(name, day), _other_meanings(name, found))
        except UnknownModel:
            if kind == "model":
                raise
            hint = _other_command(catalog, name) or _hint_on_name(name, facts)
            raise ModelpickError(f"nothing is called {name!r}", hint=hint) from None
        except ModelpickError:
            if not found:
                raise
    if not found:
        raise ModelpickError(
            f"unknown {kind} {name!r}", hint=_nearest_names(name, {str(kind): _NAMES_BY_KIND[str(kind)](facts)})
        )
    (first, id_), *others = found.items()
    models = () if kind or not ids_having_words(name, facts.models) else (_models_too(name),)
    return _with_notes(_other_card(catalog, first, id_, day), (*_other_meanings(name, dict(others)), *models))


def _other_command(catalog: OpenCatalog, name: str) -> str | None:
    """The command that tells of what has no card: a rule or a machine."""
    from modelpick.fit.hardware import parse_hardware  # late: most names are those of cards

    if fold(name) in catalog.rulebook.personas or fold(name) in catalog.rulebook.constraints:
        return f"It is a rule: `modelpick rules show {fold(name)}`"
    try:
        parse_hardware(name, catalog.facts.hardware, catalog.facts.device_names)
    except ModelpickError:
        return None
    return f"It is a machine: `modelpick fit --hardware {name}`"


def _models_too(name: str) -> str:
    return f"{name!r} is in the names of models too: `modelpick list {fold(name)}`"


def _with_notes(card: Card, notes: tuple[str, ...]) -> Card:
    return replace(card, notes=(*card.notes, *notes)) if notes else card


def _other_meanings(name: str, found: dict[str, str]) -> tuple[str, ...]:
    """What else a name means."""
    said = [f"a {kind}: `modelpick show {id_} --kind {kind}`" for kind, id_ in found.items()]
    return (f"{name!r} is also {listed(said, len(said))}",) if said else ()


def _hint_on_name(name: str, facts: Facts) -> str:
    """What to do about a name that nothing bears: the benchmarks of a family, what it may be, the nearest of every
    kind."""
    from modelpick.use_cases.unknown_names import told_of_name

    if editions := _editions_called(name, facts):
        return f"Several tests are called so: {listed([f'`{each}`' for each in editions], MOST_EDITIONS)}. Name one"
    return told_of_name(name, facts) or _nearest_names(name, {each: of(facts) for each, of in _NAMES_BY_KIND.items()})


def _editions_called(name: str, facts: Facts) -> list[str]:
    """The benchmarks whose family is called `name`, or that begin so, those that most needs weigh first."""
    wanted = fold(name).removesuffix("-bench")
    ids = [b.id for b in facts.benchmarks.values() if wanted in (b.family, b.id) or b.id.startswith(f"{wanted}-")]
    from collections import Counter

    figures = Counter(m.benchmark for model in facts.models.values() for m in model.measurements)
    return sorted(ids, key=lambda id_: (-figures[id_], id_))


def _nearest_names(name: str, known: dict[str, dict[str, str]]) -> str:
    kind_of = {word: kind for kind in reversed(known) for word in known[kind]}
    close = nearest(name, kind_of)
    if not close:
        return "`modelpick list` shows the models, `modelpick catalog info` what else there is"
    kinds = {kind_of[word] for word in close}
    said = [f"`{known[kind_of[word]][word]}`" + (f" ({kind_of[word]})" if len(kinds) > 1 else "") for word in close]
    return f"Did you mean {' or '.join(dict.fromkeys(said))}?"


_NAMES_BY_KIND: dict[str, Callable[[Facts], dict[str, str]]] = {
    "model": lambda facts: {m.id.partition("/")[2]: m.id for m in facts.models.values()},
    "benchmark": lambda facts: {word: b.id for b in facts.benchmarks.values() for word in (b.id, b.name)},
    "provider": lambda facts: {word: p.id for p in facts.providers.values() for word in (p.id, p.name)},
    "source": lambda facts: {id_: id_ for id_ in facts.sources},
    "term": lambda facts: {word: t.id for t in facts.glossary.values() for word in (t.id, t.name, *t.also)},
}
"""Kind -> every name of that kind, and the id that it stands for."""


def _other_card(catalog: OpenCatalog, kind: str, id_: str, day: Day) -> OtherCard:
    """The card of what is no model."""
    from modelpick.lookup import other_cards as cards  # late: most names are those of models

    facts = catalog.facts_on(day)
    if kind == "benchmark":
        needs = catalog.rulebook.needs.values()
        return cards.benchmark_card(facts.benchmarks[id_], facts, catalog.evidence_on(day), needs, day)
    if kind == "provider":
        return cards.provider_card(facts.providers[id_], facts, day)
    if kind == "source":
        return cards.source_card(facts.sources[id_], facts, day)
    return cards.glossary_card(facts.glossary[id_], facts.glossary)
