"""Which row of the ended ids a text is about, and what is left to take instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from modelpick.idents.reading import AZURE, AskedId, name_and_version, readings, spellings
from modelpick.model.dates import Day
from modelpick.model.ends import ANY_ID, EndedId, EndTable

MAKERS = frozenset(
    {"openai", "anthropic", "google", "mistral", "cohere", "xai", "deepseek", "moonshotai", "alibaba", "perplexity"}
    | {"ai21", "zai", "minimax"}
)
"""Labs with an API of their own: an id that does not say whose it is, is theirs."""
_HAS_CAPITALS = re.compile(r"[A-Z]")
"""Labs write their ids in small letters; capitals have the names of weights, and names for people."""
_SOON = 90
"""Days: what ends within them is no advice."""
_SELLERS = frozenset({"anthropic"})
"""Labs whose models others call by other names: that an id never existed there is no fault of one that is bare."""


class EndFound(NamedTuple):
    """The row that a text is about, and how the text was read."""

    row: EndedId
    reading: AskedId
    stated: bool = True
    """Whether the text or its place says whose API it is."""
    default_version: bool = False
    """Whether no version is named, and the provider's default of the day is meant."""


def find_end(
    table: EndTable,
    text: str,
    asked: str | None = None,
    *,
    version: str | None = None,
    hint: str | None = None,
    day: Day = "9999-12-31",
) -> EndFound | None:
    """The row about what `text` names, asked first of all; None where none is known.

    Args:
        asked: whose API the place asks, where it says so; empty for one's own machine, where nothing ends.
        version: the second attribute of Azure.
        hint: whose API the file is about, for ids that no lab's own API has.
    """
    if asked == "":
        return None
    every = readings(text, asked)
    for reading in every:
        if reading.opaque or reading.deployment or reading.provider == "":
            continue
        found = _row_of_reading(table, reading, version, hint, day)
        if found is not None:
            return found
    for reading in every:
        if reading.provider and not reading.deployment:
            surface = [row for row in table.get(ANY_ID, ()) if row.provider == reading.provider]
            if surface:
                return EndFound(surface[0], every[-1])
    return None


def _row_of_reading(
    table: EndTable, reading: AskedId, version: str | None, hint: str | None, day: Day
) -> EndFound | None:
    if reading.provider is not None:
        return _row_at(table, reading, reading.provider, version, day)
    if _HAS_CAPITALS.search(reading.id):
        return None
    for form in spellings(reading.id, None):
        own = [row for row in table.get(form, ()) if row.provider in MAKERS]
        own = [row for row in own if row.state != "never_existed" or row.provider not in _SELLERS]
        own = own or [row for maker in sorted(MAKERS) for row in _rows_behind_alias(table, form, maker, day)]
        if own:
            return EndFound(own[0], reading, stated=False)
    return _row_at(table, reading._replace(provider=hint), hint, version, day) if hint else None


def _row_at(table: EndTable, reading: AskedId, provider: str, version: str | None, day: Day) -> EndFound | None:
    rows = _rows_called(table, reading.id, provider)
    if provider in MAKERS and _HAS_CAPITALS.search(reading.id) and all(row.id != reading.id for row in rows):
        return None
    if provider == AZURE and not rows:
        rows = _rows_called(table, reading.id.lower().replace("gpt-3.5", "gpt-35"), provider)
    if provider == AZURE and not rows and version is None:
        name, version = name_and_version(reading.id.lower().replace("gpt-3.5", "gpt-35"))
        rows = _rows_called(table, name, provider) if version else []
        reading = reading._replace(may_be_deployment=False) if rows else reading
    if not rows:
        rows = _rows_behind_alias(table, reading.id, provider, day)
    if not rows:
        return None
    if version is not None:
        exact = [row for row in rows if row.version and row.version.lower() == version.lower()]
        plain = [row for row in rows if row.version is None]
        return EndFound((exact or plain)[0], reading) if exact or plain else None
    last = max(rows, key=lambda row: (row.ends_on or "", row.version is None))
    whole = max((row for row in rows if row.version is None), key=lambda row: row.ends_on or "", default=None)
    return EndFound(whole or last, reading, default_version=whole is None and last.version is not None)


def _rows_called(table: EndTable, id_: str, provider: str) -> list[EndedId]:
    for form in spellings(id_, provider):
        found = [row for row in table.get(form, ()) if row.provider == provider]
        if found:
            return found
    return []


def _rows_behind_alias(table: EndTable, id_: str, provider: str, day: Day) -> list[EndedId]:
    """The rows of the ids that an alias may name: a `-latest` of one that has ended, or an id of Google's without its
    number of which every numbered one has."""
    plain = id_.lower().removesuffix("-latest")
    if plain != id_.lower():
        return [row for row in _rows_called(table, plain, provider) if row.has_ended(day)]
    if provider not in ("google", "google-vertex"):
        return []
    numbered = [row for number in range(1, 4) for row in _rows_called(table, f"{plain}-00{number}", provider)]
    return numbered if all(row.has_ended(day) for row in numbered) else []


def live_replacement(table: EndTable, row: EndedId, day: Day) -> str | None:
    """What its provider recommends in place of `row`, and if that has ended or soon will, what it recommends in its
    place; None where the trail ends at something that has ended itself."""
    seen, ending = {row.id.lower()}, None
    while row.replacement and row.replacement.lower() not in seen:
        seen.add(row.replacement.lower())
        after = [each for each in _rows_called(table, row.replacement, row.provider) if _is_passing(each, day)]
        if not after:
            return ending if row.replacement_ended else row.replacement
        if not after[0].has_ended(day) and after[0].state != "never_existed":
            ending = row.replacement
        row = after[0]
    return ending


def _is_passing(row: EndedId, day: Day) -> bool:
    """Whether an id is gone on `day`, or is within the next months."""
    left = row.days_left(day)
    return row.state == "never_existed" or (left is not None and left <= _SOON)


def ends_of(table: EndTable, model: str, ids: Iterable[tuple[str, str]]) -> list[EndedId]:
    """The rows about `model`: those that say so, and those about the ids (provider, id) by which it is sold, with all
    versions of what is called the same."""
    found = list(table.of_model(model))
    called = dict.fromkeys([*((row.provider, row.id) for row in found if row.version), *ids])
    for provider, id_ in called:
        rows = _rows_called(table, id_, provider)
        found += [row for row in rows if row.model in (None, model) or row.version]
    return list(dict.fromkeys(found))
