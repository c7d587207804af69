"""What a field of a candidate is found to be."""

from __future__ import annotations

from typing import Any

from modelpick.model.dates import Day
from modelpick.model.facts import Answer
from modelpick.model.fields import Plain


class FieldValue(Plain):
    """A value of a field with its sources.

    `value` None: unknown; `note` explains, `on` is the day since when it holds, or on which it was read.
    """

    value: Any = None
    sources: tuple[str, ...] = ()
    note: str | None = None
    on: Day | None = None
    short_of: Answer | None = None
    """What is said where that is less than a yes: `on_request` or `conditional`, which a paper proves; `no` of an
    offering that lacks what another offering of the provider's has."""


UNKNOWN = FieldValue()
