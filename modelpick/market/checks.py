"""When each source was last asked, and the ETag that it gave: kept beside the market, so that asking again in vain
leaves the market file as it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
        found = json.loads(read_regular(folder / NAME, limit=MAX_BYTES))
        return {str(source): _check_from_json(body) for source, body in found["sources"].items()}
    except (ModelpickError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def note_check(folder: Path, source: str, check: Check) -> None:
    """Atomically write the note `check` of `source`.

    Raises:
        ModelpickError: the folder cannot be written.
    """
    try:
        with market_turn(folder):
            write_file(folder / NAME, _encoded_checks({**read_checks(folder), source: check}), private=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise ModelpickError(f"cannot be written ({why})", where=str(folder / NAME)) from None


def _encoded_checks(checks: Mapping[str, Check]) -> bytes:
    body = {name: {"day": c.day, "digest": c.digest, "program": c.program, "etags": dict(c.etags)}
            for name, c in sorted(checks.items())}  # fmt: skip
    return (json.dumps({"sources": body}, indent=1) + "\n").encode()


def _check_from_json(body: Any) -> Check:
    day, etags = str(body["day"]), body["etags"]
    if not is_day(day):
        raise ValueError
    return Check(day, str(body["digest"]), str(body["program"]), {str(k): str(v) for k, v in etags.items()})
