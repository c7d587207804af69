"""Which words of the field a page uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelpick.model.facts import GlossaryEntry


def terms_used(text: str, glossary: Iterable[GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    """The entries whose name, or another spelling of it, stands in `text`; by name.

    Abbreviations count as they are written ("API", not "api"), other words in any case, and in the plural as well.
    """
    found = (entry for entry in glossary if any(_stands_in(name, text) for name in (entry.name, *entry.also)))
    return tuple(sorted(found, key=lambda entry: entry.name.lower()))


def _stands_in(name: str, text: str) -> bool:
    case = 0 if name.isupper() else re.IGNORECASE
    return re.search(rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])", text, case) is not None
