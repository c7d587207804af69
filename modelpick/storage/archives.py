"""Zip archives that somebody else packed, of which nothing is believed that they say of themselves."""

from __future__ import annotations

import zipfile
import zlib

ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a packing that nobody asked for
    RuntimeError,  # it is encrypted
    EOFError,
    LookupError,  # a file without a name
    ValueError,
    OSError,
)
"""What reading one may end with."""


def unpacked(archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, most: int) -> bytes:
    """At most one byte more than `most` of a file, whatever the archive says of its size."""
    with archive.open(name) as file:
        return file.read(most + 1)
