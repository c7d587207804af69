"""Result documents about a recommendation as the configuration of another program."""

from __future__ import annotations

from decimal import Decimal

from modelpick.documents.base import SCHEMA_VERSION, Document
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

__all__ = ["SCHEMA_VERSION", "ExportReport", "ExportedFile", "ExportedModel", "LeftOut", "PriceRow", "PriceTable"]


class ExportedFile(DocumentPart):
    """A file of the configuration: its name, and what it holds."""

    path: str
    """Its name."""
    text: str
    """What it holds."""


class ExportedModel(DocumentPart):
    """A model of the configuration: what it is called there, and the id by which its provider knows it.

    `provider` and `id` are null on machines of one's own, where `id` is the place of its weights.
    """

    name: str
    model: str
    model_name: str
    """Its name, for people."""
    provider: str | None
    id: str


class LeftOut(DocumentPart):
    """A model that ranks above the last one of the configuration and is not in it, with the reason."""

    list: str
    """The list that it would be in."""
    model: str
    model_name: str
    """Its name, for people."""
    why: str


class ExportReport(Document):
    """A recommendation as configuration: the files, the models in order, and what is not in it."""

    schema_version: str
    as_of: Day
    target: str
    """The program that it is for."""
    text: str
    """What was exported, in a sentence."""
    files: tuple[ExportedFile, ...]
    """The first is the one that names the others."""
    models: tuple[ExportedModel, ...]
    """Each list in order: the first, then its fallbacks."""
    left_out: tuple[LeftOut, ...]
    """Who ranks higher and is not in it."""
    remarks: tuple[str, ...]
    """What holds each constraint on the service, what is not known, and who is left out; it stands in the comments."""
    ask_again: Day | None
    """The day from which the facts are too old to rely on."""


class PriceRow(DocumentPart):
    """What one offering charges for prompts of a length, US dollars per million tokens, all parts worked out: what is
    not said of caches and batches is as `cost` takes it. A price that is not known is null."""

    provider: str
    id: str
    model: str
    deployment: str | None
    geography: str
    """The regions that it is confined to, joined with commas; empty where nobody says."""
    service: str | None
    """The class of service, where it is sold apart from the standard one."""
    preferred: bool
    """Whether it is the one that counts for its id: the cheapest that answers at once."""
    prompt_from: int
    """The shortest prompt, in tokens, that these prices are of."""
    prompt_to: int | None
    """The longest; null without an end."""
    input: Decimal | None
    """Of a token that no cache holds."""
    cache_read: Decimal | None
    """Of a token that is read from the cache."""
    cache_write: Decimal | None
    """Of a token that is written to the cache."""
    output: Decimal | None
    """Of a token of the answer."""
    batch_input: Decimal | None
    """The same of a request that may wait."""
    batch_cache_read: Decimal | None
    """The same of a request that may wait."""
    batch_cache_write: Decimal | None
    """The same of a request that may wait."""
    batch_output: Decimal | None
    """The same of a request that may wait."""
    price_on: Day | None
    source: str | None


class PriceTable(Document):
    """Every price in force on a day as a table, for those who price more than one machine's usage."""

    schema_version: str
    as_of: Day
    rows: tuple[PriceRow, ...]
