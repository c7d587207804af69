"""Which catalog files of other folders or people the user has read and lets count.

As direnv does, a file is trusted by its path and its content: whoever changes it asks anew. What is remembered lies in
the config folder, a small file for each path, so that two processes never write the same one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from modelpick.storage.folders import config_folder
from modelpick.storage.reading import Reads, UnreadableFile, read_regular
from modelpick.storage.writing import make_folder, write_file

Trust = Literal["yes", "changed", "no"]
_LONGEST_MEMORY = 64 * 1024


def trusted(file: Path, reads: Reads | None = None) -> Trust:
    """Whether `file` counts as it is: ``changed`` where it was trusted with another content.

    Args:
        reads: what reads the file, for whoever then works with the same bytes.
    """
    try:
        known = read_regular(_memory_of(file), limit=_LONGEST_MEMORY).decode("utf-8").split(maxsplit=1)[0]
        return "yes" if known == _file_digest(file, reads or Reads()) else "changed"
    except (UnreadableFile, UnicodeError, IndexError):
        return "no"


def trust(file: Path, reads: Reads | None = None) -> None:
    """Let `file` count with the content that `reads` found, or has now.

    Raises:
        ModelpickError: there is no such file, or the config folder cannot be written.
    """
    digest = _file_digest(file, reads or Reads())
    memory = _memory_of(file)
    make_folder(memory.parent, private=True)
    write_file(memory, f"{digest} {_printable_path(file)}\n".encode(), private=True)


def _memory_of(file: Path) -> Path:
    """Where the trust in `file` is remembered."""
    from hashlib import sha256  # late: most folders have no file to trust

    return config_folder() / "trusted" / sha256(os.fsencode(os.path.realpath(file))).hexdigest()


def _file_digest(file: Path, reads: Reads) -> str:
    from hashlib import sha256

    return sha256(reads.read(file)).hexdigest()


def _printable_path(file: Path) -> str:
    """The whole path as text, for a person who looks into the folder."""
    return os.fsencode(os.path.realpath(file)).decode("utf-8", "backslashreplace").replace("\n", "\\n")
