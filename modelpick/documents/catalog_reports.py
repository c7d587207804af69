"""What `list`, `catalog info` and `catalog validate` answer."""

from __future__ import annotations

from typing import Any, Literal

from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart
from modelpick.model.problems import Problem


class Listing(Document):
    """Models as rows. `columns` are field names; every value is text, a number, or None when not known."""

    schema_version: str
    as_of: Day
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


class LayerLine(DocumentPart):
    """A part of the data. `kind`: what ships with the program, a synced source, a file of the user's own."""

    kind: Literal["bundled", "synced", "own"]
    name: str
    title: str
    day: Day | None
    """The day for which it was read; None of a file of the user's own, whose facts bear dates of their own."""
    checked: Day | None
    """The day on which a source was last asked, whether it had anything new or not."""
    rows: int | None
    age_days: int | None
    """Days since it was checked, or else read."""


class CatalogInfo(Document):
    """What the catalog holds: how much, how new, and from which files."""

    schema_version: str
    as_of: Day
    counts: dict[str, int]
    newest: Day | None
    origins: tuple[str, ...]
    coverage: tuple[tuple[str, str, int], ...]
    """(benchmark id, name, models with a usable figure), most covered first."""
    by_tier: dict[str, int]
    by_state: dict[str, int]
    licenses: tuple[tuple[str, str], ...]
    """(what, its license and attribution)."""
    unlinked: int = 0
    """Ids of providers that could not be matched with a model."""
    layers: tuple[LayerLine, ...] = ()
    """Where the data come from, later ones over earlier ones."""
    warnings: tuple[str, ...] = ()
    """What is too old, and what to do."""
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""


class Validation(Document):
    """The answer of `catalog validate`: the problems and warnings of the files."""

    schema_version: str
    files: tuple[str, ...]
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    """Faults: the files are not used until they are mended."""
    warnings: tuple[Problem, ...] = ()
    """What is possible but hardly meant in the user's own files, which are used all the same."""
