"""Ids that have ended, are ending or never were: as a provider spells them, apart from the models that are scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.fields import Day as WrittenDay
from modelpick.model.fields import Derived, Fact, Id, ModelId, Text, field

EndState = Literal["retired", "deprecated", "never_existed", "not_before", "served"]
EndKind = Literal["audio", "embedding", "image", "moderation", "ocr", "rerank", "video"]
ANY_ID = "*"
"""The id of a row about a whole surface: whatever is asked of it has ended."""


ENDED = "ended"
"""The lab of an id that has ended and is no model of the catalog."""


class EndedId(Fact):
    """The end of one id at one provider. `version` is the second attribute of Azure, where two texts name a model."""

    provider: Id
    id: Text
    """As the provider spells it; `*`: every id that is asked of it."""
    state: EndState = field(name="is")
    """`retired` from `on`, which may lie ahead; `deprecated`: advised against, without a day; `never_existed`: calls
    have always failed; `not_before`: a promise, and no end; `served`: said to have ended, which its provider denies."""
    source: Id
    read: WrittenDay
    """The day of the source's state."""
    evidence: Literal["primary", "read_by_others", "aggregator"]
    """The provider's own page or file; a list or an article that cites it; a price list."""
    on: WrittenDay | None = None
    """The first day without service."""
    version: Text | None = None
    model: ModelId | None = None
    """The model of the catalog that the id is."""
    kind: EndKind | None = None
    """Where it does not write text."""
    announced: WrittenDay | None = None
    replacement: Text | None = None
    """The id that the provider recommends instead."""
    replacement_ended: bool = False
    """Whether that has ended itself: it is never suggested."""
    after: Text | None = None
    """What a call gets from then on, where it is not an error."""
    meant: Text | None = None
    """The id that was probably meant, of one that never existed."""
    earlier: tuple[Text, ...] = ()
    """What the same provider said before: moved, and not contradicted."""
    conflicts: tuple[Text, ...] = ()
    """What other sources say against it."""
    disputed: bool = False
    """Whether sources disagree on that it has ended by now."""
    unconfirmed: bool = False
    """Whether the day has passed since the source was read."""
    doubtful: bool = False
    """Whether the row may be a mistake of its source; `note` says why."""
    note: Text | None = None
    synced: Annotated[bool, Derived] = False
    """Whether an update brought it."""

    @property
    def unlinked_id(self) -> str:
        """The id of the model that it is where the catalog has none (`Facts.model`)."""
        return f"{ENDED}/{self.provider}/{self.id.lower()}"

    @property
    def known_on(self) -> Day:
        """The full day from which the end is known."""
        if self.announced:
            return last_day(self.announced)
        return min(last_day(self.read), last_day(self.on)) if self.on else last_day(self.read)

    @property
    def ends_on(self) -> Day | None:
        """The first day without service; of an id that is gone since nobody knows when, the day on which that was read.
        None where no end is set."""
        return (self.on or self.read) if self.state == "retired" else None

    @property
    def certain(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self.disputed or self.unconfirmed or self.doubtful)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it may not be so."""
        said = []
        if self.unconfirmed:
            said.append(f"the day has passed, and its source was read before, on {self.read}")
        if self.disputed:
            said.append("sources disagree on whether it has ended")
        if self.doubtful:
            said.append(self.note or "it may be a mistake of its source")
        return tuple(said)

    def has_ended(self, day: Day) -> bool:
        """Whether it is gone on `day`."""
        return self.ends_on is not None and self.ends_on <= day

    def days_left(self, day: Day) -> int | None:
        """Days from `day` until its end; None where none is set."""
        return days_between(day, self.ends_on) if self.ends_on else None

    @property
    def spelled(self) -> str:
        """The id, with the version where two texts name a model."""
        version = f"version {self.version}" if self.version and self.version.isdigit() else self.version
        return f"{self.id} {version}" if version else self.id


EndRows = tuple[EndedId, ...]


class EndTable(Mapping[str, EndRows]):
    """The rows of each id, which is in lower case, and of each model."""

    def __init__(self, rows: Iterable[EndedId] = ()) -> None:
        self._by_id: dict[str, EndRows] = {}
        self._by_model: dict[str, EndRows] = {}
        for row in rows:
            key = row.id.lower()
            self._by_id[key] = (*self._by_id.get(key, ()), row)
            if row.model:
                self._by_model[row.model] = (*self._by_model.get(row.model, ()), row)

    def __getitem__(self, id_: str) -> EndRows:
        return self._by_id[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def rows(self) -> Iterator[EndedId]:
        """Every row."""
        return (row for rows in self.values() for row in rows)

    def of_model(self, model: str) -> EndRows:
        """The rows about ids of `model`."""
        return self._by_model.get(model, ())

    def beginning(self, text: str) -> EndRows:
        """The rows of all ids that begin with `text`, which is in lower case."""
        return tuple(row for id_, rows in self._by_id.items() if id_.startswith(text) for row in rows)

    def read_on(self, provider: str) -> Day | None:
        """The day of the newest state of a source about ends at `provider`; price lists do not count as one."""
        read = (row.read for row in self.rows if row.provider == provider and row.evidence != "aggregator")
        return max(read, default=None)

    def as_of(self, day: Day) -> EndTable:
        """Without what was not known on `day`."""
        return EndTable(row for row in self.rows if row.known_on <= day)
