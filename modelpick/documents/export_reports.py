"""Result documents about a recommendation as the configuration of another program."""

from __future__ import annotations

from modelpick.documents.base import Document
from modelpick.documents.results import SCHEMA_VERSION
from modelpick.model.dates import Day
from modelpick.model.fields import DocumentPart

__all__ = ["SCHEMA_VERSION", "ExportReport", "ExportedFile", "ExportedModel", "LeftOut"]


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
