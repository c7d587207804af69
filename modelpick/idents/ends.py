"""Which row of the ended ids a text is about, and what is left to take instead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from modelpick.idents import late_pattern
from modelpick.idents.providers import RESELLERS
from modelpick.idents.reading import AZURE, AskedId, made_by, name_and_version, readings, spellings
from modelpick.model.dates import Day
from modelpick.model.ends import ANY_ID, EndedId, EndTable

MAKERS = frozenset(
    {"openai", "anthropic", "google", "mistral", "cohere", "xai", "deepseek", "moonshotai", "alibaba", "perplexity"}
    | {"ai21", "zai", "minimax"}
)
"""Labs with an API of their own: an id that does not say whose it is, is theirs."""
_SNAPSHOT_FORM = r"[-@]20\d\d-?[01]\d-?[0-3]\d|-[01]\d-20\d\d|[-@]00\d|-[01]\d[0-3]\d|-beta"
_SNAPSHOT = late_pattern(_SNAPSHOT_FORM, re.ASCII)
"""What an id ends with that is a snapshot of what is called the same without."""
_LISTED_WHOLE = frozenset({"anthropic", "google", "google-vertex", "openai", "xai"})
"""Who tells of the end of every snapshot, and whose ids without a day name no other model later."""
_EARLY_CLAUDE, _MINOR = late_pattern(r"claude-(?:instant-)?[12]", re.ASCII), late_pattern(r"\.\d", re.ASCII)
"""The early ids of Claude, which were asked without the minor version, too."""
_DATED = late_pattern(rf"(?P<name>.+?)(?:{_SNAPSHOT_FORM})", re.ASCII)
_SHORTEST_NAME = 5
"""Letters of an id that is looked for as the beginning of others."""
_HAS_CAPITALS = late_pattern(r"[A-Z]")
"""Labs write their ids in small letters; capitals have the names of weights, and names for people."""
_SEVERAL = late_pattern(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")
"""Between the ids of several that are recommended."""
_WITH_VERSION = late_pattern(r"(?P<name>\S+) \((?P<version>\S+)\)")
_SOON = 90
"""Days: what ends within them is no advice."""
_SELLERS = frozenset({"anthropic"})
"""Labs whose models others call by other names: that an id never existed there is no fault of one that is bare."""


def without_day(id_: str) -> str:
    """The id of which `id_` is the snapshot of a day; the id itself where it names none."""
    found = _DATED.fullmatch(id_)
    return found["name"] if found else id_


class EndFound(NamedTuple):
    """The row that a text is about, and how the text was read."""

    row: EndedId
    reading: AskedId
    stated: bool = True
    """Whether the text or its place says whose API it is."""
    default_version: bool = False
    """Whether no version is named, and the provider's default of the day is meant."""
    elsewhere: str | None = None
    """Whose API is asked, where it says nothing and the row is that of the maker."""


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
    readable = [each for each in every if not (each.opaque or each.deployment or each.provider == "")]
    for seller in dict.fromkeys((hint,) if hint in RESELLERS else (None, hint)):
        for reading in readable:
            found = _row_of_reading(table, reading, version, seller, day)
            if found is not None:
                return found
    for reading in every:
        seller = reading.provider or (hint if hint in RESELLERS and reading.provider is None else None)
        if seller and not reading.deployment:
            surface = [row for row in table.get(ANY_ID, ()) if row.provider == seller]
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
        # With a folder it is the name that a lab gives to the model of another, which it resells.
        own = [row for row in table.get(form, ()) if row.provider in MAKERS and "/" not in form]
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


def find_end_behind(table: EndTable, text: str, asked: str | None = None, *, day: Day) -> EndFound | None:
    """What has ended of an id that nobody lists: all of its snapshots, the id that it is a snapshot of, or with who
    makes the model, where another provider is asked. Of an id that somebody serves this is no question: a snapshot
    that goes on is in no list of ends."""
    if asked == "":
        return None
    every = [each for each in readings(text, asked) if not (each.opaque or each.deployment or each.provider == "")]
    every = [each for each in every if not _HAS_CAPITALS.search(each.id)]
    every = [each for each in every if each.provider] or every
    for reading in every:
        for provider in (reading.provider,) if reading.provider else sorted(_LISTED_WHOLE & MAKERS):
            if rows := _rows_of_snapshots(table, reading.id, provider, day):
                return EndFound(rows[0], reading, stated=reading.provider is not None)
    for reading in every:
        made = made_by(reading.id, reading.provider) if reading.provider else None
        if made is not None:
            maker, id_ = made
            rows = _rows_called(table, id_, maker) or _rows_of_snapshots(table, id_, maker, day)
            if rows and all(row.has_ended(day) for row in rows):
                return EndFound(rows[0], reading, elsewhere=reading.provider if maker != reading.provider else None)
    return None


def is_spelled_by(table: EndTable, text: str, provider: str) -> bool:
    """Whether `provider` has called something that has ended so, or a snapshot of it."""
    forms = dict.fromkeys(form for each in readings(text) for form in spellings(each.id, provider))
    plain = [without_day(form.removesuffix("-latest")) for form in forms]
    return any(row.provider == provider for form in plain for row in (*table.get(form, ()), *table.beginning(form)))


def _rows_of_snapshots(table: EndTable, id_: str, provider: str, day: Day) -> list[EndedId]:
    """The rows of all snapshots of an id without a day, if each has ended; else of the id that it is a snapshot of."""
    if provider not in _LISTED_WHOLE or len(id_) < _SHORTEST_NAME:
        return []
    named_by_maker = made_by(id_, "") or ("", id_)
    forms = [*spellings(id_, provider), *([named_by_maker[1]] if named_by_maker[0] == provider else [])]
    for form in dict.fromkeys(forms):
        begun = [row for row in table.beginning(form) if row.provider == provider]
        ending = _MINOR if _EARLY_CLAUDE.fullmatch(form) else _SNAPSHOT
        dated = [row for row in begun if ending.fullmatch(row.id[len(form) :])]
        if dated and all(row.has_ended(day) for row in dated):
            return sorted(dated, key=lambda row: row.ends_on or "", reverse=True)
    named = _DATED.fullmatch(id_.lower())
    rows = _rows_called(table, named["name"], provider) if named else []
    return rows if all(row.has_ended(day) for row in rows) else []


def replacement_near(table: EndTable, row: EndedId, day: Day) -> tuple[Replacement, EndedId] | None:
    """What is recommended in place of what is all but the same as `row`, where nothing is in its own place, with the
    row that says so: of the id with or without its day, of the same model, or of the maker's own id; None without."""
    found = _DATED.fullmatch(row.id.lower())
    near = list(_rows_called(table, found["name"], row.provider)) if found else []
    near += [each for each in table.beginning(row.id.lower()) if _SNAPSHOT.fullmatch(each.id[len(row.id) :])]
    near += table.of_model(row.model) if row.model else ()
    made = made_by(row.id, row.provider)
    near += _rows_called(table, made[1], made[0]) if made else []
    makers = (row.provider, made[0] if made else row.provider)
    for each in near:
        if each.provider in makers and (instead := replacement_of(table, each, day)):
            return instead, each
    return None


class Replacement(NamedTuple):
    """What to take instead of an id."""

    ids: str
    ends_on: Day | None = None
    """The day on which that ends itself, where it is soon and nothing lasts longer."""


def replacement_of(table: EndTable, row: EndedId, day: Day) -> Replacement | None:
    """What its provider recommends in place of `row`, and if that has ended or soon will, what it recommends in its
    place; None where the trail ends at something that has ended itself. Of several that are named, those that live.
    """
    named = [] if row.replacement is None else _SEVERAL.split(row.replacement)
    found = [each for name in named if (each := _live_in_place(table, row, name, day))]
    found = [each for each in found if each.ends_on is None] or found
    ids = ", ".join(dict.fromkeys(each.ids for each in found))
    return Replacement(ids, found[0].ends_on) if found else None


def live_replacement(table: EndTable, row: EndedId, day: Day) -> str | None:
    """The ids alone of what is recommended in place of `row` (`replacement_of`)."""
    found = replacement_of(table, row, day)
    return found.ids if found else None


def _live_in_place(table: EndTable, row: EndedId, replacement: str, day: Day) -> Replacement | None:
    """The end of the trail that begins with one `replacement` of `row`."""
    seen, ending = {row.spelled.lower()}, None
    while replacement and replacement.lower() not in seen:
        seen.add(replacement.lower())
        after = [each for each in _rows_recommended(table, replacement, row.provider) if _is_passing(each, day)]
        if not after:
            return ending if row.replacement_ended else Replacement(replacement)
        if not after[0].has_ended(day) and after[0].state != "never_existed":
            ending = Replacement(replacement, after[0].ends_on)
        row, replacement = after[0], after[0].replacement or ""
    return ending


def _rows_recommended(table: EndTable, replacement: str, provider: str) -> list[EndedId]:
    """The rows about what is recommended, which at Azure may be written with its version: ``gpt-4o (2024-11-20)``."""
    found = _WITH_VERSION.fullmatch(replacement)
    if not found:
        return _rows_called(table, replacement, provider)
    return [row for row in _rows_called(table, found["name"], provider) if row.version == found["version"]]


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
