"""Which catalog files of other folders or people the user has read and lets count.

As direnv does, a file is trusted by its path and its content: whoever changes it asks anew. What is remembered lies in
the config folder, a small file for each path, so that two processes never write the same one.
"""

from __future__ import annotations

import errno
import os
from hashlib import sha256
from pathlib import Path
from typing import Literal

from modelpick.catalogue.places import config_folder
from modelpick.domain.errors import ModelpickError

Trust = Literal["yes", "changed", "no"]
MOST_BYTES = 32 * 1024 * 1024
"""No catalog file is read that is larger, so none is trusted."""


def trusted(file: Path) -> Trust:
    """Whether `file` counts as it is: ``changed`` where it was trusted with another content."""
    try:
        known = _memory_of(file).read_text(encoding="utf-8").split(maxsplit=1)[0]
        return "yes" if known == _digest(file) else "changed"
    except (OSError, UnicodeError, IndexError):
        return "no"


def trust(file: Path) -> None:
    """Let `file` count as it is now.

    Raises:
        ModelpickError: there is no such file, or the config folder cannot be written.
    """
    from modelpick.app.writing import put

    try:
        digest = _digest(file)
    except OSError as error:
        raise ModelpickError(f"cannot be read: {error.strerror}", where=str(file)) from None
    memory = _memory_of(file)
    try:
        memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ModelpickError(f"cannot be made: {error.strerror}", where=str(memory.parent)) from None
    put(memory, f"{digest} {_readable(file)}\n")


def _memory_of(file: Path) -> Path:
    """Where the trust in `file` is remembered."""
    return config_folder() / "trusted" / sha256(os.fsencode(file.resolve())).hexdigest()


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        content = handle.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return sha256(content).hexdigest()


def _readable(file: Path) -> str:
    """The whole path, for whoever looks into the folder."""
    return os.fsencode(file.resolve()).decode("utf-8", "backslashreplace").replace("\n", "\\n")
