"""Whether needs weigh tests that current models report."""

from __future__ import annotations

from collections.abc import Iterator

from modelpick.decide.scoring import mix
from modelpick.model.dates import Day, days_between, last_day
from modelpick.model.facts import Facts
from modelpick.model.rules import Rulebook
from modelpick.model.wording import listed, percent

RECENT_DAYS = 180
MOST_UNREPORTED = 0.25


def unreported(rulebook: Rulebook, facts: Facts, day: Day) -> Iterator[str]:
    """A warning for each need of whose weight more than a quarter was measured on no model of the last half year."""
    new = [
        m for m in facts.models.values() if m.released and 0 <= days_between(last_day(m.released), day) <= RECENT_DAYS
    ]
    reported = {figure.benchmark for model in new for figure in model.measurements}
    for id_, need in rulebook.needs.items():
        silent = {}
        for w in mix({id_: 1.0}, {id_: need}, facts):
            editions = facts.skills[w.skill].editions if w.skill else (w.benchmark.id,) if w.benchmark else ()
            if editions and not reported.intersection(editions):
                silent[w.criterion.id] = w.weight
        share = sum(silent.values())
        if share > MOST_UNREPORTED:
            said = f"{percent(share)} of its weight was measured on no model released within {RECENT_DAYS} days"
            yield f"need {id_}: {said} ({listed(list(silent))})"
