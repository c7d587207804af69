"""CSV: the rows of a document. What is not known is an empty cell, so that a column of numbers holds nothing else."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

from modelpick.render.records import Scalar, csv_table
from modelpick.render.safe import visible

_PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_FORMULA_START = re.compile(r"(?:^|(?<=[,;|]))([\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would begin a formula: at the start of a cell, and where one that takes another sign for the
separator sees the start of a cell. Full-width signs count."""


def write(document: Any) -> str:
    """Header and rows, in commas and quotes as in RFC 4180, with a line feed after each row."""
    header, rows = csv_table(document)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(safe_cell, header))
    writer.writerows(map(_csv_text, row) for row in rows)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """`text` with an apostrophe before all that a spreadsheet would take for a formula; a bare number is none.

    >>> safe_cell("=1+1"), safe_cell("a;=1+1"), safe_cell("-5")
    ("'=1+1", "a;'=1+1", '-5')
    """
    shown = visible(text)
    return shown if _PLAIN_NUMBER.fullmatch(shown) else _FORMULA_START.sub(r"\1'", shown)


def _csv_text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return safe_cell(value)
    return f"{Decimal(repr(value)):f}"  # 0.00008, not 8e-05
