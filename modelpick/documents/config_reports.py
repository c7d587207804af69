"""Result documents about the user's own files: which were found, and what each of them says."""

from __future__ import annotations

from typing import Any

from modelpick.documents.base import Document
from modelpick.model.fields import DocumentPart


class Folder(DocumentPart):
    """A place that the program looks at. `there`: it exists."""

    what: str
    path: str
    there: bool


class LayerFile(DocumentPart):
    """A file of a layer that was read; later ones win."""

    layer: str
    path: str


class ConfigValue(DocumentPart):
    """One value, the place that sets it, and the value that it overrides."""

    path: str
    """``models.meta/muse-spark.context``."""
    value: Any
    layer: str
    origin: str
    """File and line."""
    instead_of: Any = None
    instead_of_origin: str | None = None


class ConfigPaths(Document):
    """Where the program looks for files of the user's and keeps its own."""

    schema_version: str
    folders: tuple[Folder, ...]


class ConfigReport(Document):
    """What the user's files set, value by value."""

    schema_version: str
    folders: tuple[Folder, ...]
    files: tuple[LayerFile, ...]
    variables: tuple[str, ...]
    """Names of the environment variables that are set and read. Never their values."""
    values: tuple[ConfigValue, ...]
