"""Answers that were given before. The same question on the same data has the same answer, to the letter.

An answer is one small file in the cache folder: a checksum, the exit code, the text. Whatever is wrong with it, or with
the folder, the question is simply answered anew.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from pathlib import Path

KEPT = 256
"""So many answers stay, the newest."""


def recall(folder: Path, key: str) -> tuple[str, int] | None:
    """The text and the exit code that were kept under `key`."""
    try:
        head, _, text = (folder / key).read_bytes().partition(b"\n")
        checksum, code = head.split()
        if int(checksum, 16) == zlib.crc32(text):
            return text.decode("utf-8"), int(code)
    except (OSError, ValueError):
        pass
    return None


def keep(folder: Path, key: str, text: str, code: int) -> None:
    """Keep an answer for the next time, readable for its owner alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        body = text.encode("utf-8")
        handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
        with os.fdopen(handle, "wb") as file:
            file.write(b"%08x %d\n" % (zlib.crc32(body), code) + body)
        os.replace(draft, folder / key)
        _prune(folder)
    except (OSError, UnicodeEncodeError):
        return


def _prune(folder: Path) -> None:
    """Drop the oldest, and what killed processes left, when a quarter too many lie there."""
    with os.scandir(folder) as found:
        files = sorted(((entry.stat().st_mtime, entry.path) for entry in found), reverse=True)
    if len(files) > KEPT * 5 // 4:
        for _, path in files[KEPT:]:
            Path(path).unlink(missing_ok=True)
