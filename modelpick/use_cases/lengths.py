"""A file of how long requests are: a histogram in CSV, as a spreadsheet or a query gives it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from modelpick.cost.workload import length_range, lengths_of
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.model.numbers import NUMBER, TOKENS_OR_NONE
from modelpick.model.workloads import LengthShare, Workload
from modelpick.storage.reading import read_regular

LARGEST = 1024**2
_HINT = "Its first line names the columns: in,requests or in,requests,out; a row is 2k..8k,700,350"
_WEIGHTS = ("requests", "share", "count")


def with_lengths(workload: Workload, path: Path, parts: Mapping[str, str]) -> Workload:
    """`workload` with the lengths in the file `path`, and its number of requests where the user names none.

    Raises:
        ModelpickError: the file cannot be read, or says no lengths; with the line.
    """
    text = read_regular(path, limit=LARGEST).decode("utf-8-sig", "replace")
    table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = {name.strip().lower(): name for name in table.fieldnames or ()}
        weight = next((names[word] for word in _WEIGHTS if word in names), None)
        if "in" not in names or weight is None:
            raise ModelpickError("has no columns `in` and `requests`", where=str(path), hint=_HINT)
        rows = list(_length_shares(table, names["in"], weight, names.get("out"), path))
    except csv.Error as error:
        raise ModelpickError(f"is no CSV: {error}", where=str(path), hint=_HINT) from None
    total = sum(each.share for each in rows)
    given = lengths_of(iter(rows), str(path))
    counted = weight.strip().lower() != "share" and "requests" not in parts and total == int(total)
    requests = max(1, int(total)) if counted else workload.requests
    return replace(workload, **given, requests=requests, basis=f"lengths of {path.name}; {workload.basis}")


def _length_shares(
    table: csv.DictReader[str], length: str, weight: str, output: str | None, path: Path
) -> Iterator[LengthShare]:
    for row in table:
        where = f"{path}:{table.line_num}"
        low, high = length_range(row[length] or "", where, _HINT)
        share = NUMBER.read((row[weight] or "").strip().removesuffix("%"), where)
        out = TOKENS_OR_NONE.count(row[output], where) if output is not None and row[output] else None
        yield LengthShare(Decimal(share), low, high, out)
