"""How ids of models are written, in whatever tool: who is asked, for which id, of which version. Pure, one grammar for
all that reads ids."""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """A pattern that is compiled when it is first used."""

    def __init__(self, text: str, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)
        setattr(self, name, found)
        return found


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern `text`. Most questions use few of those by which ids are read, and compiling them takes longer."""
    return cast("re.Pattern[str]", _LatePattern(text, flags))
