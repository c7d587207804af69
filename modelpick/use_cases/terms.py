"""Adds what a contract of the user's says to a catalog file, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from modelpick.model.dates import Day, first_day, is_day, last_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import ANSWERS, CERTIFIED, NUMBERED_TERMS, RESIDENCY, TERM_NAMES, Facts, TermRow
from modelpick.model.fields import Plain
from modelpick.model.names import did_you_mean, near_or_all
from modelpick.model.numbers import NUMBER
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.own_file import change_catalog, flow_row, with_rows
from modelpick.use_cases.request_checks import known_values
from modelpick.use_cases.resolve import resolve, resolve_provider

FAVORABLE = {"training": "no", "human_review": "no"}
"""What a paper says where nobody says otherwise; of every other term a yes."""


class Confirmation(Plain):
    """What a paper says, as the user writes it."""

    provider: str
    term: str
    document: str
    on: Day
    value: str | float | None = None
    models: Sequence[str] = ()
    valid_until: Day | None = None
    note: str | None = None


def confirm_term(catalog: OpenCatalog, said: Confirmation, file: Path) -> str:
    """Add what a paper says to the `terms:` of `file`, creating it if need be; the line that was added.

    The file is checked with the new line before it is replaced; comments and all else in it stay as they are.

    Raises:
        ModelpickError: an unknown provider, term or model, a value that the term cannot have, a day that is none.
        InputErrors: the file, or the file with the new line, is not a valid catalog.
    """
    row = confirmed_row(said, catalog.facts, catalog.today)
    line = flow_row(row)
    change_catalog(file, catalog, lambda text: with_rows(text, "terms", [line], str(file)))
    return line


def confirmed_row(said: Confirmation, facts: Facts, today: Day) -> TermRow:
    """The row that a confirmation comes to.

    Raises:
        ModelpickError: as `confirm_term` says.
    """
    term = _term_named(said.term, facts)
    if not said.document.strip():
        raise ModelpickError("is empty", where="{source}", hint="Name the paper: {source} contract-2026-12")
    _check_days(said, today)
    models = tuple(_models_meant(word, facts) for word in said.models)
    value: Any = _value_of(term, said.value)
    provider = resolve_provider(said.provider, facts)
    return TermRow(provider, term, value, models, None, said.on, said.valid_until, said.document.strip(), said.note)


def _term_named(word: str, facts: Facts) -> str:
    """The name of a term: `baa`, `residency.eu`; options as the question has them are understood, too."""
    plain = word.strip().lower()
    name = _AS_ASKED.get(plain, plain.replace("-", "_") if plain.replace("-", "_") in TERM_NAMES else plain)
    head, dot, rest = name.partition(".")
    if name in TERM_NAMES or (f"{head}{dot}" == CERTIFIED and rest):
        return name
    if f"{head}{dot}" == RESIDENCY:
        regions = known_values("residency", facts)
        if rest in regions:
            return name
        raise ModelpickError(f"unknown region {rest!r}", hint=did_you_mean(rest, regions) or "Write it as residency.eu")
    known = [*TERM_NAMES, f"{CERTIFIED}NAME", f"{RESIDENCY}REGION"]
    raise ModelpickError(f"unknown term {word!r}", hint=near_or_all(plain, known))


_AS_ASKED = {"no-training": "training", "no-human-review": "human_review", "no_human_review": "human_review"}


def _value_of(term: str, value: str | float | None) -> str | float:
    """The value of the term: what one wants of it where none is given.

    Raises:
        ModelpickError: it is of another kind.
    """
    if term in NUMBERED_TERMS:
        if value is None:
            raise ModelpickError(f"is needed: {term} is a number", where="{value}", hint="Write {value} 99.9")
        return float(NUMBER.read(value, "{value}"))
    said = FAVORABLE.get(term, "yes") if value is None else str(value).lower()
    if said not in ANSWERS:
        hint = did_you_mean(said, ANSWERS) or f"One of {', '.join(ANSWERS)}"
        raise ModelpickError(f"is {value!r}, and {term} is an answer", where="{value}", hint=hint)
    return said


def _check_days(said: Confirmation, today: Day) -> None:
    for where, day in (("{on}", said.on), ("{valid_until}", said.valid_until)):
        if day is not None and not is_day(day):
            raise ModelpickError(f"is {day!r}, expected a date", where=where, hint="Write it as 2027-12-31 or 2027-12")
    if first_day(said.on) > today:
        raise ModelpickError(f"is {said.on}, after today ({today})", where="{on}", hint="Record it when it holds")
    if said.valid_until and last_day(said.valid_until) < first_day(said.on):
        raise ModelpickError(f"is {said.valid_until}, before it holds ({said.on})", where="{valid_until}")


def _models_meant(word: str, facts: Facts) -> str:
    """A model's id, or a pattern that some model's id has."""
    if "*" not in word:
        return resolve(word, facts)
    if any(fnmatchcase(id_, word) for id_ in facts.models):
        return word
    raise ModelpickError(
        f"no model of the catalog is called {word!r}", where="{models}", hint="Write it as anthropic/*"
    )
