"""The one lock: of many processes, one at a time does what all of them want done."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

from modelpick.storage.folders import PRIVATE_FILE


class Busy(Exception):
    """Another process did not end in time."""


class Turn:
    """The turn of this process, by the lock of an empty SQLite file, which ends with the process however that ends.

    Args:
        file: the file of the lock; made where it is missing.
        patience: seconds to wait for the others.

    Raises:
        Busy: on entering, when another process has not ended in time.
        OSError, sqlite3.OperationalError: on entering, when the file cannot be made or locked.
    """

    def __init__(self, file: Path, patience: float):
        self._file, self._patience = file, patience

    def __enter__(self) -> None:
        # Made here, for SQLite would make it readable for everybody.
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), PRIVATE_FILE))
        self._connection = sqlite3.connect(self._file, timeout=self._patience, isolation_level=None)
        try:
            # Nothing is ever written to it, so that no journal need lie beside it either.
            self._connection.execute("PRAGMA journal_mode=OFF")
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise Busy from None
            raise
        except sqlite3.DatabaseError:
            self._connection.close()
            raise OSError(errno.EINVAL, f"{self._file.name} is no lock") from None

    def __exit__(self, *_: object) -> None:
        self._connection.close()
