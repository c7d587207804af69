"""One fault of a file; imported where files are read."""

from __future__ import annotations

from modelpick.model.fields import Plain
from modelpick.model.wording import LONGEST_PATH, clipped


class Problem(Plain):
    """One fault of a file: where it is, what was expected, and how to mend it."""

    file: str
    line: int | None
    column: int | None
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        file = clipped(self.file, LONGEST_PATH)
        place = ":".join(str(part) for part in (file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}. {self.hint}" if self.hint else f"{place}: {self.message}"
