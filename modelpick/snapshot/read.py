"""A compiled catalog, read in parts: a question loads what it looks at."""

from __future__ import annotations

import sqlite3
from _thread import allocate_lock as new_lock  # `threading` is written around it and takes a while to import
from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from zlib import crc32

from msgspec import MsgspecError, msgpack

from modelpick.decide.columns import Columns
from modelpick.decide.draws import Draws
from modelpick.evidence.cells import FittedParameters
from modelpick.model.dates import Day
from modelpick.model.ends import EndedId, EndRows, EndTable
from modelpick.model.facts import Facts, Model, NamedModels, Policy, Provider
from modelpick.model.rules import Rulebook
from modelpick.model.workloads import TokenCount
from modelpick.snapshot.layout import APPLICATION, ROWS_OF_SEVERAL, RULES_BY_SECTION, SECTIONS, CatalogOrigins
from modelpick.snapshot.rows import RowReader
from modelpick.storage.reading import database_address

if TYPE_CHECKING:
    from modelpick.documents.market_reports import LinkCounts

T = TypeVar("T")
KeptModels = dict[str, tuple[tuple[Any, ...], tuple[bytes, int]]]
_ModelDays = tuple[Day, Day, tuple[str, str]]
_LAST_DAY = "9999-12-31"
_PAGES_HELD_KB = 256
"""Of the file, what stays in memory: a question reads most of it once."""
_READ_ERRORS = (sqlite3.Error, MsgspecError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What reading a file with other content than was written can end in."""


class DamagedSnapshot(Exception):
    """A file that holds something else than a compiled catalog of this program."""


class CacheNotWritable(Exception):
    """The cache folder cannot be used; says why, as what comes after its name: "cannot be written (no space)"."""


class RowMapping(Mapping[str, T], Generic[T]):
    """A mapping of rows by id, each read and decoded when it is asked for."""

    def __init__(
        self,
        ids: Callable[[], Mapping[str, Any]],
        body: Callable[[str], bytes | None],
        decode: Callable[[str, bytes], T],
        every: Callable[[], list[tuple[str, bytes]]],
    ):
        self._ids_of = ids
        self._body = body
        self._decode = decode
        self._every = every
        self._made: dict[str, T] = {}

    @cached_property
    def _known_ids(self) -> Mapping[str, Any]:
        return self._ids_of()

    def __getitem__(self, key: str) -> T:
        if key not in self._made:
            body = self._body(key)
            if body is None:
                raise KeyError(key)
            self._made[key] = self._decode(key, body)
        return self._made[key]

    def values(self) -> ValuesView[T]:
        self._read_all()
        return super().values()

    def items(self) -> ItemsView[str, T]:
        self._read_all()
        return super().items()

    def _read_all(self) -> None:
        """Read what is not yet made at once."""
        if len(self._made) < len(self._known_ids) / 2:
            for id_, body in self._every():
                if id_ not in self._made and id_ in self._known_ids:
                    self._made[id_] = self._decode(id_, body)

    def __contains__(self, key: object) -> bool:
        if "_known_ids" in self.__dict__ or not isinstance(key, str):
            return key in self._known_ids
        return self.get(key) is not None  # whoever asks for one mostly wants to see it next

    def __iter__(self) -> Iterator[str]:
        return iter(self._known_ids)

    def __len__(self) -> int:
        return len(self._known_ids)


class ModelRows(RowMapping[Model], NamedModels):
    """Models by id; their names are read without them."""

    def __init__(
        self, names: Callable[[], Mapping[str, tuple[str, str]]], body: Callable[[str], bytes | None], *how: Any
    ):
        super().__init__(names, lambda id_: body(id_) if id_ in self._known_ids else None, *how)

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        return self._known_ids


class StoredRows(Sequence[T], Generic[T]):
    """Rows that are read when somebody looks at one."""

    def __init__(self, read: Callable[[], tuple[T, ...]]) -> None:
        self._read = read

    @cached_property
    def _rows_read(self) -> tuple[T, ...]:
        return self._read()

    def __getitem__(self, place: Any) -> Any:
        return self._rows_read[place]

    def __len__(self) -> int:
        return len(self._rows_read)


class StoredPart(Mapping[str, Any]):
    """A part that is read when somebody looks at it."""

    def __init__(self, read: Callable[[], Mapping[str, Any]]) -> None:
        self._read = read

    @cached_property
    def _values_read(self) -> Mapping[str, Any]:
        return self._read()

    def __getitem__(self, key: str) -> Any:
        return self._values_read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values_read)

    def __len__(self) -> int:
        return len(self._values_read)


class StoredEnds(EndTable):
    """The ends of a snapshot: what is asked of one id or one model is one small read."""

    def __init__(self, rows: Callable[..., list[Any]], read: Callable[[type[Any], Any], Any], day: Day) -> None:
        self._find_rows, self._read_row, self._day = rows, read, day

    def __getitem__(self, id_: str) -> EndRows:
        if found := self._rows_where("id = ?", id_):
            return found
        raise KeyError(id_)

    def __iter__(self) -> Iterator[str]:
        query = "SELECT DISTINCT id FROM ends WHERE known_from <= ? ORDER BY place"
        return iter([id_ for (id_,) in self._find_rows(query, self._day)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    @property
    def rows(self) -> Iterator[EndedId]:
        return iter(self._rows_where("1"))

    def of_model(self, model: str) -> EndRows:
        return self._rows_where("model = ?", model)

    def beginning(self, text: str) -> EndRows:
        return self._rows_where("id >= ? AND id < ?", text, f"{text}\x7f")

    def read_on(self, provider: str) -> Day | None:
        query = "SELECT MAX(read) FROM ends WHERE provider = ? AND known_from <= ?"
        found: Day | None = self._find_rows(query, provider, self._day)[0][0]
        return min(found, self._day) if found else None

    def as_of(self, day: Day) -> EndTable:
        return StoredEnds(self._find_rows, self._read_row, min(day, self._day))

    def _rows_where(self, condition: str, *values: str) -> EndRows:
        query = f"SELECT body, sum FROM ends WHERE {condition} AND known_from <= ? ORDER BY place"
        found = (_intact_body(*row) for row in self._find_rows(query, *values, self._day))
        return tuple(self._read_row(EndedId, _plain_values(body)) for body in found)


class Snapshot:
    """An opened snapshot file. It is never written to, and any thread may ask it.

    Raises:
        DamagedSnapshot: also from any method, when the file holds something else.
    """

    def __init__(self, path: Path):
        self._turn = new_lock()
        try:
            self._connection = sqlite3.connect(database_address(path), uri=True, check_same_thread=False)
        except (*_READ_ERRORS, OSError, RuntimeError) as error:
            raise DamagedSnapshot(str(error)) from error
        try:
            self._loaded_rows(f"PRAGMA cache_size=-{_PAGES_HELD_KB}")
            if self._loaded_rows("PRAGMA application_id") != [(APPLICATION,)]:
                raise DamagedSnapshot("it is of another program")
            self._rows = RowReader(self.part("plan"))
            self.about: CatalogOrigins = self._read_row(CatalogOrigins, self.part("about"))
        except DamagedSnapshot:
            self._connection.close()
            raise

    def __del__(self) -> None:
        # From Python 3.13 on a connection that nobody closed is warned of.
        connection = getattr(self, "_connection", None)
        if connection is not None:
            connection.close()

    def part(self, name: str) -> Any:
        """The part `name`, in plain values."""
        body = self.body(name)
        if body is None:
            raise DamagedSnapshot(f"it has no {name}")
        return _plain_values(body)

    def _read_row(self, kind: type[Any], row: Any) -> Any:
        try:
            return self._rows.read(kind, row)
        except _READ_ERRORS as error:
            raise DamagedSnapshot(str(error)) from error

    def body(self, name: str) -> bytes | None:
        """The bytes of the part `name`; None if there is none."""
        return self._summed_body("SELECT body, sum FROM parts WHERE name = ?", name)

    def _summed_body(self, query: str, *values: str) -> bytes | None:
        """The body that `query` finds, which is as it was written."""
        row = next(iter(self._loaded_rows(query, *values)), None)
        if row is None:
            return None
        return _intact_body(*row)

    def _summed_bodies(self, query: str, *values: str) -> list[tuple[str, bytes]]:
        """Every id and body that `query` finds."""
        return [(id_, _intact_body(body, checksum)) for id_, body, checksum in self._loaded_rows(query, *values)]

    def _loaded_rows(self, query: str, *values: str) -> list[Any]:
        try:
            with self._turn:
                return self._connection.execute(query, values).fetchall()
        except UnicodeEncodeError:
            return []  # a word that is no text, as a command line may hold one, names nothing that is kept
        except _READ_ERRORS as error:
            raise DamagedSnapshot(str(error)) from error

    @cached_property
    def rulebook(self) -> Rulebook:
        return Rulebook(**{name: self._rows_of_section(name, kind) for name, kind in RULES_BY_SECTION.items()})

    @property
    def links(self) -> LinkCounts:
        """How the rows of the market relate to the catalog."""
        from modelpick.documents.market_reports import LinkCounts

        found: LinkCounts = self._read_row(LinkCounts, self.part("links"))
        return found

    def rule_files(self, rules: Path) -> dict[tuple[str, str], Path]:
        """The file of each rule, by kind and id; `rules` is where the bundled ones lie."""
        rows = self.part("rule_files")
        return {(kind, id_): rules / file if ours else Path(file) for kind, id_, ours, file in rows}

    def rule_file(self, rules: Path, kind: str, id_: str) -> Path | None:
        """The file of a rule."""
        return self.rule_files(rules).get((kind, id_))

    def fitted(self) -> FittedParameters | None:
        known = self._loaded_rows("SELECT 1 FROM parts WHERE name = 'fitted'")
        return FittedParameters(StoredPart(partial(self.part, "fitted"))) if known else None

    @cached_property
    def columns(self) -> Columns:
        """What was worked out for every model; it says of each from when until when that holds."""
        return Columns(partial(self._bodies_below, "columns/"), read_row=self._read_row)

    @cached_property
    def draws(self) -> Draws:
        return Draws(partial(self._bodies_below, "draws/"))

    def kept_rows(self, section: str) -> dict[str, tuple[int, bytes, int]]:
        """By id, the place of each row of a section, its body as it was written, and the checksum of that."""
        query = "SELECT id, place, body, sum FROM rows WHERE section = ?"
        return {id_: row for id_, *row in self._loaded_rows(query, section)}

    def kept_models(self) -> KeptModels:
        """By id, what is asked of all models at once, the body of each as it was written, and the checksum of that."""
        query = "SELECT id, linked, known_from, known_whole, name, family, body, sum FROM models JOIN model_bodies"
        return {row[0]: (row[:6], row[6:]) for row in self._loaded_rows(f"{query} USING (place)")}

    def kept_ends(self) -> list[tuple[Any, ...]]:
        """The rows of ends as they were written."""
        return self._loaded_rows("SELECT id, model, provider, read, known_from, body, sum FROM ends ORDER BY place")

    def _bodies_below(self, prefix: str, names: Sequence[str]) -> dict[str, bytes]:
        """The bytes of the parts that there are of `names`, with `prefix` before each, read at once."""
        query = f"SELECT name, body, sum FROM parts WHERE name IN ({', '.join('?' * len(names))})"
        found = self._summed_bodies(query, *(prefix + name for name in names))
        return {name.removeprefix(prefix): body for name, body in found}

    @cached_property
    def whole(self) -> Facts:
        """All the facts, each read once for whoever asks."""
        return self.facts()

    def facts(self, day: Day | None = None) -> Facts:
        """The facts as they stood on `day`; all of them without a day."""
        found = {name: self._rows_of_section(name, kind, day) for name, kind in SECTIONS.items()}
        known = partial(self._model_names, day)
        how = (
            self._model_body,
            partial(self._model_on_day, day),
            partial(self._summed_bodies, "SELECT id, body, sum FROM models JOIN model_bodies USING (place)"),
        )
        return Facts(
            models=ModelRows(partial(known, linked=True), *how),
            unlinked=ModelRows(partial(known, linked=False), *how),
            newest=self._newest_news(day),
            policy=self._stored_policy,
            token_counts=StoredRows(self._token_counts),
            choices={} if day else StoredPart(partial(self.part, "choices")),
            meanings=StoredPart(partial(self.part, "meanings")),
            editions=StoredPart(partial(self.part, "editions")),
            ends=StoredEnds(self._loaded_rows, self._read_row, day or _LAST_DAY),
            **found,
        )

    def _rows_of_section(self, name: str, kind: type[Any] | None, day: Day | None = None) -> Any:
        """Rows by id, each read when somebody asks for it."""

        def decode(_: str, body: bytes) -> Any:
            row = _plain_values(body)
            if kind is None or name in ROWS_OF_SEVERAL:
                return (
                    tuple(self._read_row(kind, each) if kind else each for each in row)
                    if isinstance(row, list)
                    else row
                )
            found = self._read_row(kind, row)
            if kind is not Provider or day is None:
                return found
            from modelpick.model.asof import provider_as_of  # late: most questions are of today

            return provider_as_of(found, day)

        one, every = (
            "SELECT body, sum FROM rows WHERE section = ? AND id = ?",
            "SELECT id, body, sum FROM rows WHERE section = ?",
        )
        return RowMapping(
            partial(self._section_ids, name),
            partial(self._summed_body, one, name),
            decode,
            partial(self._summed_bodies, every, name),
        )

    def _section_ids(self, name: str) -> Mapping[str, Any]:
        return dict.fromkeys(
            id_ for (id_,) in self._loaded_rows("SELECT id FROM rows WHERE section = ? ORDER BY place", name)
        )

    @cached_property
    def _stored_policy(self) -> Policy | None:
        policy = self.part("policy")
        return None if policy is None else self._read_row(Policy, policy)

    def _token_counts(self) -> tuple[TokenCount, ...]:
        return tuple(self._read_row(TokenCount, row) for row in self.part("token_counts"))

    @cached_property
    def _news_days(self) -> list[Day]:
        days: list[Day] = self.part("news")
        return days

    def _newest_news(self, day: Day | None) -> Day | None:
        return max((each for each in self._news_days if day is None or each <= day), default=None)

    @cached_property
    def _linked_days(self) -> Mapping[str, _ModelDays]:
        return self._model_days("linked")

    @cached_property
    def _unlinked_days(self) -> Mapping[str, _ModelDays]:
        return self._model_days("NOT linked")

    def _model_days(self, condition: str, *values: str) -> Mapping[str, _ModelDays]:
        """Of each model that `condition` finds the day from which it is known, that from which all of it is, and its
        name and family."""
        query = f"SELECT id, known_from, known_whole, name, family FROM models WHERE {condition} ORDER BY place"
        rows = self._loaded_rows(query, *values)
        return {id_: (known, whole, (name, family)) for id_, known, whole, name, family in rows}

    def _model_names(self, day: Day | None, *, linked: bool) -> Mapping[str, tuple[str, str]]:
        latest, days = day or _LAST_DAY, self._linked_days if linked else self._unlinked_days
        return {id_: names for id_, (known, _, names) in days.items() if known <= latest}

    def _model_body(self, id_: str) -> bytes | None:
        return self._summed_body("SELECT body, sum FROM model_bodies JOIN models USING (place) WHERE id = ?", id_)

    def _model_on_day(self, day: Day | None, id_: str, body: bytes) -> Model:
        """The model of a row as it was on `day`; of most all is known by then."""
        try:
            model: Model = self._rows.decode(Model, body)
        except _READ_ERRORS as error:
            raise DamagedSnapshot(str(error)) from error
        if day is None:
            return model
        _, whole, _ = self._days_of(id_)
        named, *_ = self._days_of(model.successor) if model.successor else ("",)
        if whole <= day and (model.successor is None or "" < named <= day):
            return model
        from modelpick.model.asof import model_as_of

        return model_as_of(model, day, self._linked_since if id_ in self._linked_days else {})

    def _days_of(self, id_: str) -> _ModelDays:
        """What is known of one model; of an unlinked one it is read by itself, as a large market has many."""
        if id_ in self._linked_days:
            return self._linked_days[id_]
        many = self.__dict__.get("_unlinked_days")
        return (self._model_days("id = ?", id_) if many is None else many).get(id_, ("", "", ("", "")))

    @cached_property
    def _linked_since(self) -> dict[str, Day]:
        """The day from which each linked model is known."""
        return {id_: known for id_, (known, *_) in self._linked_days.items()}


def shipped_snapshot(path: Path) -> Snapshot | None:
    """The snapshot that ships with the program; None if there is no intact one."""
    try:
        return Snapshot(path) if path.is_file() else None
    except DamagedSnapshot:
        return None


def _intact_body(body: Any, checksum: Any) -> bytes:
    if not isinstance(body, bytes) or crc32(body) != checksum:
        raise DamagedSnapshot("it is not as it was written")
    return body


def _plain_values(body: Any) -> Any:
    try:
        return msgpack.decode(body)
    except _READ_ERRORS as error:
        raise DamagedSnapshot(str(error)) from error
