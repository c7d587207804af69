"""When data are stale, in days since their newest fact or since their source was last asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelpick.model.dates import Day
    from modelpick.model.facts import Facts, Model

BUNDLED_DAYS = 60
"""Bundled data that are older are stale, if nothing was synced."""
SYNCED_DAYS = 14
"""A synced source that was not asked for longer is stale."""


def newest_fact(facts: Facts) -> Day | None:
    """The day of the newest figure, status event or price in `facts`."""
    return facts.newest or max((day for model in facts.models.values() for day in news_days(model)), default=None)


def news_days(model: Model) -> Iterator[Day]:
    """The days of the model's figures, status events and prices."""
    yield from (m.known_on for m in model.measurements)
    yield from (event.known_on for event in model.status)
    yield from (price.known_on for offering in model.offerings for price in offering.prices)
