"""When each source was last asked, and the ETag that it gave: kept beside the market, so that asking again in vain
leaves the market file as it is."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from modelpick.market.write import market_turn
from modelpick.model.dates import Day, is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, field
from modelpick.storage.reading import MEGABYTE, read_regular
from modelpick.storage.writing import write_file

NAME = "checks.json"
MAX_BYTES = 8 * MEGABYTE


class Check(Plain):
    """The last time that a source answered.

    `digest` is that of the market's read which holds what it said; `program` stands for what understood it: when
    either is another now, the ETags say nothing.
    """

    day: Day
    digest: str = ""
    program: str = ""
    etags: Mapping[str, str] = field(default_factory=dict)
    """Number of the URL, as `numbered` gives it -> ETag. An URL may hold what nobody else should read."""


def numbered(url: str) -> str:
    return blake2b(url.encode("utf-8", "backslashreplace"), digest_size=12).hexdigest()


def read_checks(folder: Path) -> dict[str, Check]:
    """What was noted in `folder`; nothing if the file is not there or not sound."""
    try:
        found = json.loads(read_regular(folder / NAME, limit=MAX_BYTES))
        return {str(source): _check(body) for source, body in found["sources"].items()}
    except (ModelpickError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def note_check(folder: Path, source: str, check: Check) -> None:
    """Keep `check` of `source`, in one step.

    Raises:
        ModelpickError: the folder cannot be written.
    """
    try:
        with market_turn(folder):
            write_file(folder / NAME, _encoded({**read_checks(folder), source: check}), private=True)
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        raise ModelpickError(f"cannot be written ({why})", where=str(folder / NAME)) from None


def _encoded(checks: Mapping[str, Check]) -> bytes:
    body = {name: {"day": c.day, "digest": c.digest, "program": c.program, "etags": dict(c.etags)}
            for name, c in sorted(checks.items())}  # fmt: skip
    return (json.dumps({"sources": body}, indent=1) + "\n").encode()


def _check(body: Any) -> Check:
    day, etags = str(body["day"]), body["etags"]
    if not is_day(day):
        raise ValueError
    return Check(day, str(body["digest"]), str(body["program"]), {str(k): str(v) for k, v in etags.items()})
