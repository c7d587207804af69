"""The names in a catalog, by kind, each with its other spellings: what a shell completes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from modelpick.fit.quants import QUANTS
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.rules import Rulebook
from modelpick.model.vocabulary import FIELDS
from modelpick.use_cases.request_checks import known_values
from modelpick.use_cases.resolve import resolve


def bundled_words() -> dict[str, list[list[str]]]:
    """The names in the bundled catalog and rules."""
    from modelpick.catalog.bundled import clock_day
    from modelpick.snapshot.read import CacheNotWritable
    from modelpick.use_cases.load import CatalogInputs, opened, read

    given, today = CatalogInputs(synced=False), clock_day()
    try:
        catalog = opened(given, today)
    except CacheNotWritable:
        catalog = read(given, today)
    return words_of(catalog.facts, catalog.rulebook)


def words_of(facts: Facts, rulebook: Rulebook) -> dict[str, list[list[str]]]:
    """The names that `facts` and `rulebook` know: kind -> each name with its other spellings."""
    models = [
        [id_, *(end for end in ends if _is_unambiguous(end, id_, facts))]
        for id_, *ends in _spellings_of_ids(facts.models)
    ]
    benchmarks, providers = sorted(facts.benchmarks), sorted(facts.providers)
    of_rules: dict[str, Iterable[str]] = {
        "needs": rulebook.needs,
        "personas": rulebook.personas,
        "constraints": rulebook.constraints,
        "rules": [*rulebook.needs, *rulebook.personas, *rulebook.constraints, *rulebook.advisories],
    }
    single: dict[str, Iterable[str]] = {
        **of_rules,
        "benchmarks": benchmarks,
        "providers": providers,
        "workloads": facts.workloads,
        "quants": QUANTS,
        "fields": FIELDS,
        "labs": known_values("lab", facts),
        "regions": known_values("residency", facts),
        "jurisdictions": known_values("jurisdiction", facts),
        "certificates": known_values("certified", facts),
        "families": {m.family for m in facts.models.values() if m.family},
    }
    words = {kind: [[name] for name in sorted(names)] for kind, names in single.items()}
    words["needs"] = [[need.id, *need.also] for need in rulebook.needs.values()]
    words["models"] = models
    words["hardware"] = _spellings_of_ids(facts.hardware)
    others = [*benchmarks, *providers, *facts.glossary, *facts.sources]
    words["everything"] = [*models, *([name] for name in dict.fromkeys(others))]
    return words


def _spellings_of_ids(ids: Iterable[str]) -> list[list[str]]:
    """Each id, then its name from each of its parts on, as far as no other has such a name."""
    ends = {id_: list(_slug_ends(id_.rpartition("/")[2])) for id_ in sorted(ids)}
    having = Counter(end for each in ends.values() for end in each)
    return [[id_, *(end for end in each if having[end] == 1 and end != id_)] for id_, each in ends.items()]


def _is_unambiguous(name: str, model: str, facts: Facts) -> bool:
    """Whether `name` is read as that model and no other."""
    try:
        return resolve(name, facts) == model
    except ModelpickError:
        return False


def _slug_ends(slug: str) -> Iterable[str]:
    """``claude-opus-4.6``, ``opus-4.6``: what begins with a letter."""
    place = 0
    while slug[place:]:
        if slug[place].isalpha():
            yield slug[place:]
        step = slug.find("-", place)
        if step < 0:
            return
        place = step + 1
