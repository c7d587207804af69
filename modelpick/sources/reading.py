"""How every adapter reads: JSON from anywhere into plain values, and one row at a time into our units.

Numbers with a point are `Decimal` from the start, so that no price drifts; whatever is too large, not finite, too deep
or not text becomes a named fault and never an exception of the machine. A row is taken whole or not at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from modelpick.market.records import Record
from modelpick.model.dates import Day, is_day
from modelpick.model.facts import Charges, Rates, Service
from modelpick.model.fields import Plain, replace
from modelpick.sources.adapter import Parsed, ShapeChanged, Skip, SourceDocument

MAX_ID = 300
MAX_TOKENS = 100_000_000
MAX_USD = 100_000
"""Dollars per million tokens beyond which a figure is a slip of units."""
MIN_USD = Decimal("1e-9")
MILLION = 6
"""Decimal places between a price per token and one per million."""

UNCLEAR_ZERO = "listed at 0 and 0, which may mean free, part of a subscription, or unknown"
VARIES = "the price depends on what it is routed to"
EURO_NOTE = "the price in the source is in euro, not in dollars"
NO_PRICE = "prices of 0 and 0 left out (free, part of a subscription, or unknown)"
IN_EURO = "prices left out (the provider's list is in euro, and the source repeats it as dollars)"

_NUMBER_FORM = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,4})?", re.ASCII)
_DATE_FORM = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)([T ].*)?", re.ASCII)
_SLUG_FORM = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)
_SERVICE_SUFFIX = re.compile(r"[:/-](free|flex|spot|batch)$", re.ASCII | re.IGNORECASE)
_HUGGING_FACE = re.compile(r"https?://(www\.)?huggingface\.co/([\w.-]+/[\w.-]+)/?", re.ASCII)

Per = Literal["token", "million"]


class BadValue(Exception):
    """A value that cannot be read: its path, and why."""

    def __init__(self, path: str, reason: str):
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class Repeated(dict[str, Any]):
    """A JSON object with repeated keys, of which JSON readers choose different ones."""

    twice: frozenset[str] = frozenset()


def load_json(document: SourceDocument, expected: str) -> Any:
    """The value of a JSON document.

    Raises:
        ShapeChanged: it is none; `expected` says what should be there.
    """
    text = decoded_text(document, expected)
    if text.lstrip()[:1] == "<":
        raise ShapeChanged(f"{expected} was expected, found a page of HTML or XML")
    return parse_json(text, expected)


def decoded_text(document: SourceDocument, expected: str) -> str:
    """The text of a document.

    Raises:
        ShapeChanged: it is none; `expected` says what should be there.
    """
    try:
        return document.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ShapeChanged(f"{expected} was expected, found bytes that are not UTF-8 text") from error


def parse_json(text: str, expected: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=_parse_decimal,
            parse_int=_parse_integer,
            parse_constant=_parse_constant,
            object_pairs_hook=_object_of_pairs,
        )
    except json.JSONDecodeError as error:
        if not text.strip():
            raise ShapeChanged(f"{expected} was expected, found nothing") from error
        place = f"line {error.lineno}, column {error.colno}"
        raise ShapeChanged(f"{expected} was expected, found no JSON, or only a part of it ({place})") from error
    except RecursionError as error:
        raise ShapeChanged(f"{expected} was expected, found JSON that is nested too deep") from error


def _parse_integer(text: str) -> Any:
    return int(text) if len(text) <= 30 else _parse_decimal(text)


def _parse_decimal(text: str) -> Any:
    if len(text) > 60:
        return float("nan")
    try:
        return Decimal(text)
    except InvalidOperation:
        return float("nan")


def _parse_constant(text: str) -> float:
    """NaN and Infinity stay floats, which no reader below takes for a number."""
    return float(text)


def _object_of_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    repeated = Repeated(plain)
    repeated.twice = frozenset(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return repeated


def kind_of(value: Any) -> str:
    """What `value` is, in the words of a message."""
    for types, name in ((dict, "an object"), (list, "a list"), (str, "text"), (bool, "true or false")):
        if isinstance(value, types):
            return name
    return "nothing" if value is None else "a number"


def load_object(document: SourceDocument, expected: str) -> dict[str, Any]:
    """The object that a JSON document is.

    Raises:
        ShapeChanged: it is none.
    """
    return as_object(load_json(document, expected), expected)


def load_list(document: SourceDocument, expected: str) -> list[Any]:
    """The list that a JSON document is.

    Raises:
        ShapeChanged: it is none.
    """
    return as_list(load_json(document, expected), expected)


def as_object(value: Any, expected: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ShapeChanged(f"{expected} was expected, found {kind_of(value)}")
    return value


def as_list(value: Any, expected: str) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeChanged(f"{expected} was expected, found {kind_of(value)}")
    return value


def shown(text: Any) -> str:
    """A key as part of a path: short and printable."""
    plain = str(text)[: MAX_ID + 1]
    if not plain.isprintable():
        plain = "".join(c if c.isprintable() else "?" for c in plain)
    return plain if len(plain) <= 80 else plain[:79] + "…"


class JsonRow(Plain):
    """A JSON object and its path.

    Readers give None for what is absent, null or blank. An unreadable value raises `BadValue` for the whole row; an
    unreadable date is only noted in `faults`, where there is such a list.
    """

    path: str
    data: dict[str, Any]
    faults: list[Skip] | None = None

    def at(self, key: str) -> str:
        return f"{self.path}.{shown(key)}" if self.path else shown(key)

    def text(self, key: str, limit: int = MAX_ID) -> str | None:
        """Text on one line. What cannot be printed is left out."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise BadValue(self.at(key), f"text was expected, found {kind_of(value)}")
        if len(value) > limit * 10:
            raise BadValue(self.at(key), f"longer than {limit} characters")
        plain = " ".join(value.split())
        if not plain.isprintable():
            plain = "".join(c for c in plain if c.isprintable()).strip()
        if len(plain) > limit:
            raise BadValue(self.at(key), f"longer than {limit} characters")
        return plain or None

    def name(self, key: str) -> str | None:
        """An id, unchanged; None where it is absent or empty.

        Raises:
            BadValue: it is not printable or too long.
        """
        value = self.data.get(key)
        return None if value in (None, "") else good_id(value, self.at(key))

    def needed_id(self, key: str) -> str:
        """An id, unchanged, which the row must have.

        Raises:
            BadValue: it is absent, no text, not printable or too long.
        """
        return good_id(self.data.get(key), self.at(key))

    def flag(self, key: str) -> bool | None:
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise BadValue(self.at(key), f"true or false was expected, found {kind_of(value)}")

    def number(self, key: str) -> Decimal | None:
        value = self.data.get(key)
        return None if value is None else finite(value, self.at(key))

    def tokens(self, key: str) -> int | None:
        """A count of tokens; 0 means that it is not known."""
        value = self.number(key)
        if value is None:
            return None
        if value != int(value) or not 0 <= value <= MAX_TOKENS:
            raise BadValue(self.at(key), f"a count of tokens from 0 to {MAX_TOKENS} was expected, found {value}")
        return int(value) or None

    def usd(self, key: str, per: Per) -> Decimal | None:
        """Dollars per million tokens. A negative price stands for one that varies, and is unknown."""
        value = self.data.get(key)
        if value is None or value == "":
            return None
        return usd_per_million(finite(value, self.at(key), texts=True), per, self.at(key))

    def day(self, key: str) -> Day | None:
        value = self.data.get(key)
        if value is None or value == "":
            return None
        found = _DATE_FORM.fullmatch(value) if isinstance(value, str) and len(value) <= 40 else None
        if not found or not is_day(found[1]) or not "1950" <= found[1][:4] <= "2100":
            self._note_doubtful(key, f"a date such as 2026-04-08 was expected, found {shown(value)}")
            return None
        return found[1]

    def _note_doubtful(self, key: str, reason: str) -> None:
        if self.faults is None:
            raise BadValue(self.at(key), reason)
        self.faults.append(Skip(self.at(key), f"{reason}; the rest of the row is kept"))

    def moment(self, key: str) -> Day | None:
        """The day of a date or of seconds since 1970, as a number or as text."""
        value = self.data.get(key)
        number = isinstance(value, str) and _NUMBER_FORM.fullmatch(value) and len(value) > 4
        if isinstance(value, str) and not number:
            return self.day(key)
        seconds = None if value is None else finite(value, self.at(key), texts=True)
        if seconds is None:
            return None
        if not 0 < seconds < 4_102_444_800:
            self._note_doubtful(key, f"seconds since 1970 were expected, found {shown(value)}")
            return None
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()

    def words(self, key: str) -> tuple[str, ...] | None:
        """A list of short lower-case words; None when it is absent or empty."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) > 200:
            raise BadValue(self.at(key), f"a list of words was expected, found {kind_of(value)}")
        for item in value:
            if not isinstance(item, str) or not _SLUG_FORM.fullmatch(item):
                raise BadValue(self.at(key), f"a word was expected, found {shown(item)}")
        return tuple(dict.fromkeys(value)) or None

    def row(self, key: str) -> JsonRow | None:
        value = self.data.get(key)
        return None if value is None else make_row(value, self.at(key), self.faults)

    def table(self, key: str) -> dict[str, Any]:
        """An object of rows for `Reader.entries`, which handles repeated keys."""
        value = self.data.get(key)
        if not isinstance(value, dict):
            raise BadValue(self.at(key), f"an object was expected, found {kind_of(value)}")
        return value

    def rows(self, key: str) -> tuple[JsonRow, ...]:
        value = self.data.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise BadValue(self.at(key), f"a list was expected, found {kind_of(value)}")
        return tuple(make_row(item, f"{self.at(key)}[{i}]", self.faults) for i, item in enumerate(value))

    def url(self, key: str) -> str | None:
        return web_address(self.text(key, 600))


def make_row(value: Any, path: str, faults: list[Skip] | None = None) -> JsonRow:
    if not isinstance(value, dict):
        raise BadValue(path, f"an object was expected, found {kind_of(value)}")
    if isinstance(value, Repeated):
        raise BadValue(path, f"`{shown(min(value.twice))}` is given twice")
    return JsonRow(path, value, faults)


def good_id(value: Any, path: str) -> str:
    """`value` as an id.

    Raises:
        BadValue: it is not text, not printable or too long.
    """
    if not isinstance(value, str):
        raise BadValue(path, f"an id was expected, found {kind_of(value)}")
    if not value.strip() or value != value.strip():
        raise BadValue(path, "an id was expected, found blank space")
    if len(value) > MAX_ID:
        raise BadValue(path, f"an id longer than {MAX_ID} characters")
    if not value.isprintable():
        raise BadValue(path, "an id with characters that cannot be printed")
    return value


def finite(value: Any, path: str, *, texts: bool = False) -> Decimal:
    """A finite number.

    Raises:
        BadValue: it is no finite number.
    """
    if texts and isinstance(value, str) and len(value) <= 60 and _NUMBER_FORM.fullmatch(value):
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        raise BadValue(
            path, f"a number was expected, found {shown(value) if isinstance(value, str) else kind_of(value)}"
        )
    if isinstance(value, float) or (isinstance(value, Decimal) and not value.is_finite()):
        raise BadValue(path, "a number was expected, found one without end or too long")
    number = Decimal(value)
    if number and not -30 <= number.adjusted() <= 30:
        raise BadValue(path, f"a number was expected, found one as large or small as {number:.0e}")
    return number


def percent_of(value: Decimal, path: str, *, fraction: bool = False) -> float:
    """A value in percent.

    Raises:
        BadValue: it is outside of 0 to 100.
    """
    scaled = value * 100 if fraction else value
    if not 0 <= scaled <= 100:
        what = "fraction from 0 to 1" if fraction else "value from 0 to 100"
        raise BadValue(path, f"a {what} was expected, found {value}")
    return float(scaled)


def usd_per_million(value: Decimal, per: Per, path: str) -> Decimal | None:
    """`value` as dollars per million tokens, without rounding; None for a negative one."""
    if value < 0:
        return None
    if not value:
        return Decimal(0)
    price = value.scaleb(MILLION) if per == "token" else value
    if not MIN_USD <= price <= MAX_USD:
        raise BadValue(path, f"${price:f} for a million tokens is no price")
    whole = price.to_integral_value()
    return whole.quantize(Decimal(1)) if price == whole else price.normalize()


def web_address(text: str | None) -> str | None:
    good = text and text.startswith(("https://", "http://")) and " " not in text and len(text) <= 600
    return text if good else None


def hugging_face_id(url: str | None) -> str | None:
    """`org/repo` of a model page of Hugging Face."""
    found = _HUGGING_FACE.fullmatch(url or "")
    return found[2] if found else None


def modalities(words: Sequence[str] | None) -> tuple[str, ...] | None:
    """Kinds of input or output in the catalog's words; unknown kinds are dropped, None stays None."""
    ours = {"text": "text", "image": "image", "video": "video", "audio": "audio", "pdf": "pdf", "file": "pdf"}
    return tuple(dict.fromkeys(ours[word] for word in words or () if word in ours)) or None


def sold_as(id_: str) -> Service | None:
    """The service class at the end of an id, None for the standard one: ``lab/model:free``.

    `fast` is ignored, as models have that in their names.
    """
    found = _SERVICE_SUFFIX.search(id_.partition("@")[0])
    return found[1].lower() if found else None  # type: ignore[return-value]


def charged(rates: Rates, **more: Any) -> Charges:
    """The charges of a source.

    A cache write at 0 beside an input price means no surcharge, not a gift, so it is left to cost what input costs.
    """
    if rates.input and rates.cache_write is not None and not rates.cache_write:
        rates = replace(rates, cache_write=None)
    return Charges(rates, **more)


def priced(input_: Decimal | None, output: Decimal | None, *, free: bool) -> bool:
    """Whether the two are a price: 0 and 0 (or 0 and nothing) are only one where the source calls it free."""
    return free or bool(input_) or bool(output)


class Reader:
    """Collects the records of one read, made on `day`; a bad row is noted and skipped. `rows`: how many there were."""

    def __init__(self, day: Day = "") -> None:
        self.day, self.rows = day, 0
        self.parsed = Parsed()
        self._keys: set[tuple[type, str]] = set()
        self._notes: dict[str, int] = {}

    def add(self, record: Record, path: str) -> None:
        key = (type(record), record.key)
        if key in self._keys:
            self.skip(path, f"{shown(record.key)} was read before")
        else:
            self._keys.add(key)
            self.parsed.records.append(record)

    def add_row(self, records: Iterable[Record], path: str) -> None:
        """Add the `records` that the row at `path` yields, up to the first that is bad: that one is noted."""
        with self.skipping():
            for record in records:
                self.add(record, path)

    def has(self, record: Record) -> bool:
        return (type(record), record.key) in self._keys

    @contextmanager
    def skipping(self) -> Iterator[None]:
        """Note a value that cannot be read, and go on behind the block."""
        try:
            yield
        except BadValue as bad:
            self.skip(bad.path, bad.reason)

    def skip(self, path: str, reason: str) -> None:
        self.parsed.skipped.append(Skip(path, reason))

    def row(self, value: Any, path: str) -> JsonRow:
        """`value` as a row whose doubtful dates are noted and left out."""
        return make_row(value, path, self.parsed.skipped)

    def count(self, note: str, number: int = 1) -> None:
        self._notes[note] = self._notes.get(note, 0) + number

    def objects(self, rows: Iterable[Any], path: str) -> Iterator[JsonRow]:
        """The objects of a list of rows; other items are skipped."""
        for i, value in enumerate(rows):
            self.rows += 1
            with self.skipping():
                yield self.row(value, f"{path}[{i}]")

    def table(self, rows: Iterable[JsonRow], path: str = "") -> Iterator[JsonRow]:
        """The rows of a table that is called `path`, whose doubtful dates are noted and left out."""
        for row in rows:
            self.rows += 1
            yield JsonRow(f"{path} {row.path}".lstrip(), row.data, self.parsed.skipped)

    def entries(self, table: dict[str, Any], path: str) -> Iterator[tuple[str, str, Any]]:
        """Key, path and value of each row of `table` whose key is an id given once."""
        self.rows += len(table)
        twice = table.twice if isinstance(table, Repeated) else frozenset()
        for key, value in table.items():
            place = f"{path}.{shown(key)}" if path else shown(key)
            if key in twice:
                self.skip(place, "is given twice")
                continue
            with self.skipping():
                yield good_id(key, place), place, value

    def done(self, what: str, *, partial: Iterable[str] = ()) -> Parsed:
        """The result of the read; `what` names the rows for messages. `partial`: kinds of records that may be missing.

        Raises:
            ShapeChanged: nothing could be read, or most rows were bad.
        """
        bad = len(self.parsed.skipped)
        if not self.parsed.records:
            first = f"; the first fault: {': '.join(self.parsed.skipped[0])}" if bad else ""
            raise ShapeChanged(f"{what} were expected, found none that can be read{first}")
        if bad > 10 and bad * 2 > self.rows:
            first_path, reason = self.parsed.skipped[0]
            raise ShapeChanged(
                f"{bad} of {self.rows} rows of {what} cannot be read, the first at {first_path}: {reason}"
            )
        self.parsed.notes += [f"{note}: {number}" for note, number in self._notes.items()]
        self.parsed.partial |= frozenset(partial)
        return self.parsed
