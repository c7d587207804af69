"""Result documents about the synced market."""

from __future__ import annotations

from typing import Literal

from modelpick.documents.base import Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

Outcome = Literal["updated", "unchanged", "not_modified", "failed", "no_key"]
"""What an update did with a source: took new data; was given what it had; was told that nothing changed; kept what it
had, because something went wrong; did not ask, because the key is not set."""


class SkippedRow(DocumentPart):
    """A row or value that was skipped."""

    path: str
    reason: str


class SkipGroup(DocumentPart):
    """Rows that were skipped for the same reason, with the first few of them."""

    reason: str
    count: int
    paths: tuple[str, ...]


class SourceUpdate(DocumentPart):
    """The result of updating one source."""

    name: str
    title: str
    outcome: Outcome
    day: Day | None
    """The day of the data that are held now; None if there are none."""
    rows: dict[str, int]
    """Kind -> rows that are held now."""
    added: int
    changed: int
    gone: int
    skipped: int
    reasons: tuple[SkipGroup, ...]
    """Why rows were skipped, the commonest first."""
    skipped_rows: tuple[SkippedRow, ...]
    """The skipped rows; the first thousand where there are more."""
    notes: tuple[str, ...]
    message: str | None
    """What went wrong, and what to do."""
    license: str
    attribution: str
    private: bool
    """For the user's own use alone."""


class ScoreLinks(DocumentPart):
    """What became of the scores of one source; `read` is the sum of the other counts."""

    source: str
    read: int
    used: int
    """New figures of models of the catalog."""
    repeated: int
    """Figures that the catalog has already: each counts once."""
    unmatched: int
    """Figures of models that nobody can say."""
    other_benchmarks: int
    """Figures on benchmarks that the catalog does not know."""
    other_editions: int
    """Figures on another edition, or on the scale of another day, than those that the catalog knows."""
    out_of_range: int
    models: int
    """Models of the catalog that the source has figures of."""
    unmatched_models: int
    """Names of models that nobody can say."""
    editions: tuple[str, ...] = ()
    """The editions that the catalog does not know, the first few."""


class LinkCounts(DocumentPart):
    """How the rows of the market relate to the models of the catalog."""

    linked: int
    """Offerings that are known to be of a model of the catalog."""
    new_models: int
    """Models that only the market knows."""
    unlinked: int
    """Offerings of which nobody can say what model they are."""
    scores: tuple[ScoreLinks, ...] = ()
    """Of each source that has scores."""


ReleaseOutcome = Literal["taken", "kept", "unchanged", "mirrored", "failed"]
"""What became of a data release: it counts from now on; it is kept beside, to be asked by its version; it was here
already; it was copied; it was refused, or could not be reached, and what counted before still
does."""


class ReleaseUpdate(DocumentPart):
    """A data release that was taken or copied."""

    outcome: ReleaseOutcome
    version: str | None
    """That of the release; None where nobody can say."""
    day: Day | None
    """The day up to which its data were read."""
    before: str
    """The version of the data that counted before."""
    place: str
    """Where it was found."""
    files: int = 0
    folder: str | None = None
    """Where it was copied to."""
    message: str | None = None
    """What went wrong, and what to do."""


class UpdateReport(Document):
    """What `catalog update` did, or `catalog mirror`."""

    schema_version: str
    day: Day
    sources: tuple[SourceUpdate, ...]
    links: LinkCounts | None
    notes: tuple[str, ...] = ()
    named: bool = False
    """Whether the sources were asked for by name, and not because they are there."""
    release: ReleaseUpdate | None = None
    """The data release; None where none was asked for."""


class NearModel(DocumentPart):
    """A model with a similar id or name; `likeness` 1.0: the matching rules consider it possible."""

    model: str
    name: str
    likeness: float


class Place(DocumentPart):
    """Where an id occurs: its source and provider; `kinds`: in which records (offering, score ...)."""

    source: str
    provider: str
    provider_name: str
    id: str
    """As it is written there."""
    name: str | None
    why: str
    kinds: tuple[str, ...]


class UnmatchedId(DocumentPart):
    """An id whose model is unknown; one alias matches it in all its places."""

    id: str
    """In lower case."""
    why: str
    often: int
    """In how many places it stands, those included that were not asked for."""
    places: tuple[Place, ...]
    nearest: tuple[NearModel, ...]


class UnmatchedReport(Document):
    """The ids of the market without a model, those in the most places first."""

    schema_version: str
    as_of: Day
    linked: int
    """Offerings of the sources that are known to be of a model."""
    unlinked: int
    """Those that are not."""
    score_names: int
    """Names that the sources give the models of their scores, those that have a model."""
    score_names_unlinked: int
    """Those that have none."""
    source: str | None
    """The one source that was asked for."""
    provider: str | None
    """The one provider that was asked for."""
    ids: tuple[UnmatchedId, ...]
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""
