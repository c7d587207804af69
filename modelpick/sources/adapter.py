"""What every source adapter is: who publishes it, where it lives, and how its documents become records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from modelpick.market.records import Record
from modelpick.model.dates import Day

Kind = Literal["market", "scores"]
"""What a source is read for: who serves models at what price, or how well models did on benchmarks."""
Form = Literal["json", "text", "archive"]
"""What its documents are: JSON; other text such as CSV, Markdown or a script; packed files."""

MOST_DOCUMENTS = 400
"""The most documents that one read of a source may take."""


class SourceRequest(NamedTuple):
    """One document to fetch: by GET, or by POST with the JSON `body`.

    An `optional` one may have become private; the read goes on without it.
    """

    url: str
    body: bytes | None = None
    optional: bool = False


class SourceDocument(NamedTuple):
    """What was fetched, as it came. `asked` is the body that was posted for it, where one was."""

    url: str
    data: bytes
    asked: bytes | None = None


class Skip(NamedTuple):
    """A row or value that was skipped: its path, such as `openai.models.gpt-5.4.cost.input`, and the reason."""

    path: str
    reason: str


@dataclass
class Parsed:
    """The records of all the documents of one read; keys are unique within a kind."""

    records: list[Record] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    partial: frozenset[str] = frozenset()
    """Kinds of records (names as in `records.KINDS`) of which these documents hold only some or none: what they do not
    list is not gone."""


class ShapeChanged(Exception):
    """A document does not have the shape that the adapter knows. Says what was expected and what was found.

    The source is then left as it was: half-understood data are worse than old ones.
    """


@dataclass(frozen=True)
class Adapter:
    """One upstream; each is a class of its own with its `parse`."""

    id: str
    title: str
    publisher: str
    home: str
    license: str
    attribution: str = ""
    """What to print wherever its data are shown."""
    urls: tuple[str, ...] = ()
    """What an update fetches first. Empty: this source is read from files that the user names."""
    key_env: str | None = None
    """The environment variable that holds the key, where one is needed."""
    key_header: str | None = None
    max_bytes: int = 64 * 1024 * 1024
    """The largest document that is read, and the most that all documents of one read may be together."""
    private: bool = False
    """Whether its data are for the user's own use and must not be passed on."""
    about: str = ""
    """What is read of it and what is not, in a sentence for its row in the documentation."""
    kind: Kind = "market"
    form: Form = "json"

    def requests(self, urls: Sequence[str]) -> tuple[SourceRequest, ...]:
        """The first requests of a read, to `urls`: the source's own, or those that the user named."""
        return tuple(map(SourceRequest, urls))

    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        """Further requests to documents that `documents` name, such as the files of a list; requests already made
        may be repeated. It is called with the growing list until it names nothing new.

        Raises:
            ShapeChanged: a document is not what this source published so far.
        """
        del documents
        return ()

    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        """The records in `documents`, read on `day`. Bad rows are skipped and named.

        Raises:
            ShapeChanged: a document is not what this source published so far.
        """
        raise NotImplementedError
