"""What every result document has in common, and how a document is written for machines."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import NoneType
from typing import Any, ClassVar, TypeVar

from msgspec import Raw, json

from modelpick.model.fields import DocumentPart, Plain, keys_of, names_of, replace
from modelpick.model.wording import count, json_escape, listed, readable

SCHEMA_VERSION = "1.0"
"""Of every document: its first part goes up when a field changes its meaning or goes away."""
POLICY = "policy"
"""What a file brings that is said, and not counted."""
T = TypeVar("T", bound="Document")

_UNPRINTABLE = r"[^ -~]"
_WRITTEN_AS_THEY_ARE = {NoneType, bool, int}


def _finite_number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _number_as_in_python(value: float) -> float | Raw | None:
    """A number as Python writes it: very small and very large ones have other exponents in msgspec's."""
    if 1e-4 <= abs(value) < 1e16 or value == 0:
        return value
    return Raw(repr(value).encode()) if math.isfinite(value) else None


class OwnFile(DocumentPart):
    """A catalog file of the user's that lies over the data of an answer, and how many entries of each section it has.

    `layer` says how it came to be read: "config folder", "project" or "--catalog".
    """

    path: str
    layer: str
    brings: dict[str, int]

    @property
    def text(self) -> str:
        """``3 scores, 1 model, policy``."""
        said = [key if key == POLICY else _counted_entries(key, number) for key, number in self.brings.items()]
        return ", ".join(said)


class Document(DocumentPart, kw_only=True):
    """An answer: plain values all the way down. Money is US dollars, tokens are numbers, days are ISO text, shares are
    of one; None is not known."""

    own_files: tuple[OwnFile, ...] = ()
    """The user's own files that lie over the catalog, later ones over earlier ones."""
    unwritten: ClassVar[tuple[str, ...]] = ()
    """Fields that machines need not read: what they say stands elsewhere in the document."""
    only_if_any: ClassVar[tuple[str, ...]] = ()
    """Lists that are there only where they hold something: what most answers have nothing of."""

    def to_dict(self) -> dict[str, Any]:
        """The document as the command's JSON has it: dictionaries, lists, texts, numbers, True, False and None."""
        found: dict[str, Any] = to_data(self)
        return found

    def to_json(self) -> str:
        """The same as text, as ``--format json`` writes it."""
        return json_text(self)

    def written(self) -> Mapping[str, Any]:
        """The fields as machines read them, by name, in order."""
        last = names_of(Document)
        empty = [name for name in self.only_if_any if not getattr(self, name)]
        names = [name for name in names_of(self) if name not in (*self.unwritten, *last, *empty)]
        head = {} if "schema_version" in names else {"schema_version": SCHEMA_VERSION}
        return {**head, **{name: getattr(self, name) for name in (*names, *last)}}


def with_own_files(document: T, files: tuple[OwnFile, ...]) -> T:
    """`document`, saying that `files` lie over the catalog that it is of."""
    return replace(document, own_files=files) if files else document


def own_files_line(files: tuple[OwnFile, ...], width: int) -> str:
    """``With modelpick.yaml: 3 scores, 1 model, policy``, in one line of `width`; empty without a file that brings
    something.
    """
    files = tuple(file for file in files if file.brings)
    if not files:
        return ""
    told = f"With {'; '.join(f'{file.path}: {file.text}' for file in files)}"
    if len(told) <= width:
        return told
    total: dict[str, int] = {}
    for file in files:
        for key, number in file.brings.items():
            total[key] = total.get(key, 0) + number
    whole = OwnFile("", "", total).text
    named, counted = listed([file.path.rpartition("/")[2] for file in files]), count(len(files), "file")
    shorter = (f"With {named}: {whole}", f"With {counted} of your own: {whole}")
    return next((text for text in shorter if len(text) <= width), f"With {counted} of your own")


def to_data(document: Any, number: Callable[[float], Any] = _finite_number) -> Any:
    """`document`, or a part of one, in plain lists, dictionaries, numbers and texts; what is not known is None.
    `number` says how numbers with a fraction are written.
    """
    kind: Any = type(document)  # most are one of the first three, and there are thousands of them
    if kind is str:
        return readable(document)
    if kind in _WRITTEN_AS_THEY_ARE:
        return document
    if isinstance(document, float):
        return number(document)
    if isinstance(document, Document):
        keys = dict(keys_of(kind))
        return {keys.get(name, name): to_data(value, number) for name, value in document.written().items()}
    if isinstance(document, Plain):
        return {key: to_data(getattr(document, name), number) for name, key in keys_of(kind)}
    if isinstance(document, dict):
        return {readable(str(key)): to_data(each, number) for key, each in document.items()}
    if isinstance(document, list | tuple | set | frozenset):
        values = sorted(document) if isinstance(document, set | frozenset) else document
        return [to_data(each, number) for each in values]
    if isinstance(document, str):
        return readable(document)
    return to_data(_json_number(document), number) if isinstance(document, Decimal) else document


def json_text(document: Any) -> str:
    """Indented JSON, one document, newline at the end; no character in it steers a terminal."""
    # Python's own takes longer to import than this to write, and is ten times as slow as soon as it indents.
    text = escaped_json(json.encode(to_data(document, _number_as_in_python)).decode())
    return (json.format(text.encode(), indent=2) + b"\n").decode()


def escaped_json(text: str) -> str:
    r"""JSON in which no character steers a terminal: ``\u009b`` instead of the bare control character."""
    if text.isprintable():
        return text
    # What stands below a space is layout: inside strings it is escaped already.
    return re.sub(_UNPRINTABLE, lambda match: match[0] if _is_plain(match[0]) else json_escape(match[0]), text)


def _is_plain(char: str) -> bool:
    return char.isprintable() or char < " "


def _json_number(value: Decimal) -> int | float | str:
    """The number exactly; in the odd case that no JSON number reads back as it, its digits as text."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(str(near)) == value else str(value)


def _counted_entries(section: str, number: int) -> str:
    """``3 scores``, ``1 alias``."""
    words = _CALLED.get(section, section.replace("_", " "))
    if number == 1:
        words = _ONE.get(words, words.removesuffix("s"))
    return f"{number:,} {words}"


_CALLED = {"gguf": "GGUF repositories", "precision": "precision figures"}
_ONE = {"aliases": "alias", "glossary": "term", "hardware": "machine", "GGUF repositories": "GGUF repository"}
