"""When each source was last asked, and the ETag that it gave: kept beside the market, so that asking again in vain
leaves the market file as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from msgspec import MsgspecError, json

from modelpick.market.write import market_turn
from modelpick.model.dates import Day, is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, field
from modelpick.storage.digests import blake2b
from modelpick.storage.reading import MEGABYTE, read_regular
from modelpick.storage.writing import write_file

NAME = "checks.json"
MAX_BYTES = 8 * MEGABYTE


class Check(Plain):
    """The last answer of a source.

    `digest` is that of the market read that holds its content, `program` that of the parser; the ETags are valid only
    while both are current.
    """

    day: Day
    digest: str = ""
    program: str = ""
    etags: Mapping[str, str] = field(default_factory=dict)
    """Number of the URL, as `etag_key` gives it -> ETag. An URL may hold what nobody else should read."""


def etag_key(url: str) -> str:
    """The key under which the ETag of `url` is kept: a digest, as the URL may hold a secret."""
    return blake2b(url.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def read_checks(folder: Path) -> dict[str, Check]:
    """The notes in `folder`, by source; empty if the file is missing or damaged."""
    try:
        found = json.decode(read_regular(folder / NAME, limit=MAX_BYTES), type=dict[str, dict[str, Check]])
    except (ModelpickError, MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
    return {source: check for source, check in found.get("sources", {}).items() if is_day(check.day)}


def note_check(folder: Path, source: str, check: Check) -> None:
    """Atomically write the note `check` of `source`.

    Raises:
        ModelpickError: the folder cannot be written.
    """
    try:
        with market_turn(folder):
            checks = {"sources": dict(sorted({**read_checks(folder), source: check}.items()))}
            write_file(folder / NAME, json.format(json.encode(checks), indent=1) + b"\n", private=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise ModelpickError(f"cannot be written ({why})", where=str(folder / NAME)) from None
