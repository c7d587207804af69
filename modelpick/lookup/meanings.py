"""What a name means among benchmarks, providers, sources and terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from modelpick.model.facts import Facts, Meanings
from modelpick.model.names import american, fold

_CALLED: Mapping[str, Callable[[Facts], Iterable[tuple[str, tuple[str, ...]]]]] = {
    "benchmark": lambda facts: ((b.id, (b.id, b.name)) for b in facts.benchmarks.values()),
    "provider": lambda facts: ((p.id, (p.id, p.name, *p.also)) for p in facts.providers.values()),
    "source": lambda facts: ((s.id, (s.id, s.url or "")) for s in facts.sources.values()),
    "term": lambda facts: ((t.id, (t.id, t.name, *t.also)) for t in facts.glossary.values()),
}
"""Kind -> the ids of that kind, each with all that it is called."""


def id_called(name: str, kind: str, facts: Facts) -> str | None:
    """The id of the one entry of a kind called `name`, in any case and in British or American spelling; ids take
    precedence; None without one.
    """
    wanted = american(fold(name))
    known = facts.meanings[kind] if kind in facts.meanings else _meanings_of(_CALLED[kind](facts))
    return known["ids"].get(wanted) or known["words"].get(wanted) or known["words"].get(wanted.removesuffix("s"))


def gathered_meanings(facts: Facts) -> dict[str, Meanings]:
    """The meanings of all kinds, as `Facts.meanings` holds them."""
    return {kind: _meanings_of(called(facts)) for kind, called in _CALLED.items()}


def _meanings_of(called: Iterable[tuple[str, tuple[str, ...]]]) -> Meanings:
    ids: dict[str, str] = {}
    words: dict[str, str] = {}
    for id_, names in called:
        ids.setdefault(american(fold(id_)), id_)
        words |= {american(fold(name)): id_ for name in names if name}
    return {"ids": ids, "words": words}
