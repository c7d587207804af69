"""Result documents about change: what two days say differently, every read of the market, where data come from."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from modelpick.documents.base import Document
from modelpick.documents.recommendation import Reason, SourceRef
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart, field

Basis = Literal["asked", "last update", "last days"]
"""Where a diff starts: on the day that was asked for; before the last update; some days back, as nothing was synced."""
AnswerPart = Literal["first", "top three", "verdict"]
"""Of an answer, what another one may say differently."""
Value = str | int | float | bool | None


class ModelLine(DocumentPart):
    """A model that one of two days knows and the other does not. Prices are those of its cheapest offering."""

    model: str
    name: str
    lab: str
    released: Day | None
    weights: str | None
    context: int | None
    figures: int
    offerings: int
    price_in: Decimal | None
    price_out: Decimal | None
    sources: tuple[str, ...]
    linked: bool = True


class ServedLine(DocumentPart):
    """An offering that is new, or that nobody lists any more."""

    model: str
    name: str
    provider: str
    provider_name: str
    id: str | None
    geography: tuple[str, ...]
    stage: str | None
    price_in: Decimal | None
    price_out: Decimal | None
    source: str
    linked: bool = True


class Moved(DocumentPart):
    """A value that changed; None means unknown."""

    what: str
    was: Value
    now: Value


class PriceMove(DocumentPart):
    """The price of an offering, in US dollars per million tokens. `share_*`: -0.2 is 20% less; None if either price
    is not known or it was free."""

    model: str
    name: str
    provider: str
    provider_name: str
    id: str | None
    geography: tuple[str, ...]
    was_in: Decimal | None
    now_in: Decimal | None
    share_in: float | None
    was_out: Decimal | None
    now_out: Decimal | None
    share_out: float | None
    others: tuple[Moved, ...]
    """Cache, batch and long-prompt prices that moved."""
    on: Day | None
    """The day from which the new price is known to hold."""
    source: str | None
    linked: bool = True


class StatusMove(DocumentPart):
    """A dated change of a surface. `kind`: newly announced for a day ahead; in force now; moved to another day;
    withdrawn."""

    kind: Literal["announced", "in_force", "moved", "withdrawn"]
    model: str
    name: str
    provider: str | None
    offering: str | None
    surface: str
    stage: str | None
    on: Day | None
    was: str | None
    """The earlier day of what was moved; the earlier stage of an offering."""
    source: str
    note: str | None
    linked: bool = True


class ScoreMove(DocumentPart):
    """A figure that is new (`was` None), changed, or gone (`now` None)."""

    model: str
    name: str
    benchmark: str
    benchmark_name: str
    unit: str
    was: float | None
    now: float | None
    by: str
    evaluator: str | None
    variant: str | None
    on: Day
    state: str
    source: str


class FactMove(DocumentPart):
    """Any other fact that changed: of a model, an offering, or a provider's terms."""

    about: Literal["model", "offering", "provider"]
    id: str
    name: str
    provider: str | None
    offering: str | None
    moved: Moved
    source: str | None
    linked: bool = True


class Changes(DocumentPart):
    """The differences between the facts of two days."""

    new_models: tuple[ModelLine, ...] = ()
    gone_models: tuple[ModelLine, ...] = ()
    prices: tuple[PriceMove, ...] = ()
    """The largest moves first."""
    retirements: tuple[StatusMove, ...] = ()
    """Ends of an API that were announced, moved or withdrawn, and lie ahead."""
    status: tuple[StatusMove, ...] = ()
    new_offerings: tuple[ServedLine, ...] = ()
    """Of models that were there already."""
    gone_offerings: tuple[ServedLine, ...] = ()
    scores: tuple[ScoreMove, ...] = ()
    """Of models that were there already."""
    facts: tuple[FactMove, ...] = ()
    unlinked_new: tuple[ModelLine, ...] = ()
    """Ids that could not be matched with a model."""
    unlinked_gone: tuple[ModelLine, ...] = ()


class Placed(DocumentPart):
    """A model's place in an answer."""

    rank: int
    model: str
    name: str
    score: float


class AnswerSide(DocumentPart):
    """The answer to a question on one day."""

    as_of: Day
    state: str
    """That of the verdict: clear, close, promising or none."""
    text: str
    top: tuple[Placed, ...]
    """The first three."""


class ModelMove(DocumentPart):
    """What moved one of the leading models, criterion by criterion, the largest part first."""

    model: str
    name: str
    rank_was: int | None
    rank_now: int | None
    score_was: float | None
    score_now: float | None
    why: tuple[Reason, ...]


class AnswerMove(DocumentPart):
    """A question, asked on both days. `changed` is empty where the answer is the same."""

    question: str
    """The file that it is from, or what was asked."""
    summary: str
    changed: tuple[AnswerPart, ...]
    was: AnswerSide
    now: AnswerSide
    moves: tuple[ModelMove, ...]


class ReadLine(DocumentPart):
    """One read of a source that brought something new."""

    id: int
    day: Day
    source: str
    title: str
    rows: int
    """How many rows the source had then."""
    added: int
    changed: int
    gone: int
    skipped: int
    urls: tuple[str, ...]


class DiffReport(Document):
    """What changed between the ends of two days, or by the last update; then `since` is the day of the data before
    it, and both sides are seen on the day `until`.
    """

    schema_version: str
    since: Day
    until: Day
    basis: Basis
    counts: dict[str, int]
    """Kind of change -> how many."""
    reads: tuple[ReadLine, ...]
    """The reads between the two days, oldest first."""
    answers: tuple[AnswerMove, ...]
    changes: Changes
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""


class SkippedLine(DocumentPart):
    """One skipped row of a read: its source, its path, and the reason."""

    source: str
    path: str
    reason: str


class LogReport(Document):
    """Every read that brought something new, the newest first."""

    schema_version: str
    reads: tuple[ReadLine, ...]
    rows: dict[str, int]
    """Source -> its rows after its last read."""
    checked: dict[str, Day]
    """Source -> the day on which it was last asked, whether it had anything new or not."""
    skipped: tuple[SkippedLine, ...]
    """What the last read of the source did not take; only if one source was asked for."""
    source: str | None = None
    """The one source that was asked for."""
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""


class SourceLine(DocumentPart):
    """An upstream that `catalog update` can read."""

    id: str
    title: str
    publisher: str
    home: str
    license: str
    attribution: str
    private: bool
    """For the user's own use: never bundled, not to be passed on."""
    key: str | None
    """The environment variable that holds the key, where one is needed."""
    key_set: bool | None
    urls: tuple[str, ...]
    """What an update fetches; nothing if it is read from files that the user names."""
    last_read: Day | None
    last_checked: Day | None
    rows: int
    kinds: dict[str, int] = field(default_factory=dict)


class DataSet(DocumentPart):
    """A document or data set that the catalog cites, with its license or terms."""

    id: str
    title: str
    publisher: str
    kind: str
    license: str | None
    url: str | None
    date: Day | None
    cited: int
    """How many figures, events, prices and facts of the catalog rest on it."""
    via: str | None = None
    """The transcription in which it was read, where the page itself was not opened."""


class SourcesReport(Document):
    """Where the data come from and under which licenses."""

    schema_version: str
    as_of: Day
    upstreams: tuple[SourceLine, ...]
    cited: tuple[DataSet, ...]
    """The most cited first."""
    most: int | None = None
    """How many rows of a kind a page shows; None: all. The document holds all of them."""
