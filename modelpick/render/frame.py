"""What stands around an answer on a page of its own."""

from __future__ import annotations

from modelpick.model.facts import GlossaryEntry
from modelpick.model.fields import Plain


class Frame(Plain):
    """How the answer was asked for, and the words of the field, of which a page explains those that it uses."""

    command: str | None = None
    """The exact command line; None where the answer was asked for in Python."""
    glossary: tuple[GlossaryEntry, ...] = ()
    version: str | None = None
    """Of the program that answered."""
    own_files: str = ""
    """The files of the user's own that lie over the data, in a sentence."""


NO_FRAME = Frame()
