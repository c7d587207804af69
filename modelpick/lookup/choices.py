"""The words that constraints take from the facts, by what they are: labs, regions, jurisdictions, certificates."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from modelpick.model.facts import CERTIFIED, RESIDENCY, Facts
from modelpick.model.places import EFTA_MEMBERS, EU_MEMBERS, ZONES

CERTIFICATES = frozenset(("c5", "ens", "fedramp", "hds", "hitrust", "secnumcloud", "tisax"))
"""What is asked for, whether or not a page was read that speaks of it: of others a typo is told."""


def _known_regions(facts: Facts) -> set[str]:
    offered = {g for m in facts.models.values() for o in m.offerings for g in o.geography}
    told = {region for p in facts.providers.values() for region in p.terms.residency}
    rows = {row.term.removeprefix(RESIDENCY) for row in facts.terms.values() if row.term.startswith(RESIDENCY)}
    return offered | told | rows | ZONES.keys() | EU_MEMBERS | EFTA_MEMBERS


def _known_jurisdictions(facts: Facts) -> set[str]:
    return {j for p in facts.providers.values() for j in p.jurisdictions} | {code.upper() for code in EU_MEMBERS}


def _known_certificates(facts: Facts) -> set[str]:
    names = {name for p in facts.providers.values() for name in p.terms.certified} | CERTIFICATES
    rows = {row.term.removeprefix(CERTIFIED) for row in facts.terms.values() if row.term.startswith(CERTIFIED)}
    return names | rows


CHOICES: Mapping[str, Callable[[Facts], set[str]]] = {
    "labs": lambda facts: {m.lab for m in facts.models.values()},
    "regions": _known_regions,
    "jurisdictions": _known_jurisdictions,
    "certificates": _known_certificates,
}


def gathered_choices(facts: Facts) -> dict[str, list[str]]:
    """The words of all kinds, sorted, as `Facts.choices` holds them."""
    return {kind: sorted(words(facts)) for kind, words in CHOICES.items()}
