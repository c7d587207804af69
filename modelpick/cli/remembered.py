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


def get_answer(folder: Path, key: str) -> tuple[str, int] | None:
    """The text and the exit code cached under `key`; None if there is no intact answer."""
    content = api.kept_answers(folder, KEPT).content(key, LARGEST)
    with suppress(ValueError):
        code, found, text = (content or b"").partition(b"\n")
        return (text.decode("utf-8"), int(code)) if found else None
    return None


def put_answer(folder: Path, key: str, text: str, code: int) -> None:
    """Write an answer to the cache, readable by its owner alone; failures are ignored."""
    with suppress(OSError, ModelpickError, UnicodeEncodeError):
        api.kept_answers(folder, KEPT).add(key, b"%d\n%b" % (code, text.encode("utf-8")))
