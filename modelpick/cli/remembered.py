"""Answers that were given before. The same question on the same data has the same answer, to the letter.

An answer is one small file in the cache folder: the exit code, the text. Whatever is wrong with it, or with the folder,
the question is simply answered anew.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from modelpick import api
from modelpick.model.errors import ModelpickError

KEPT = 256
"""So many answers stay, the newest."""
LARGEST = 64 * 1024**2


def recall(folder: Path, key: str) -> tuple[str, int] | None:
    """The text and the exit code that were kept under `key`."""
    content = api.kept_answers(folder, KEPT).content(key, LARGEST)
    with suppress(ValueError):
        code, found, text = (content or b"").partition(b"\n")
        return (text.decode("utf-8"), int(code)) if found else None
    return None


def keep(folder: Path, key: str, text: str, code: int) -> None:
    """Keep an answer for the next time, readable for its owner alone."""
    with suppress(OSError, ModelpickError, UnicodeEncodeError):
        api.kept_answers(folder, KEPT).add(key, b"%d\n%b" % (code, text.encode("utf-8")))
