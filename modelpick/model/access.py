"""Who may call an API, and where it stands: two facts, both told by the dated events of its status.

An event says what an API becomes. Who may call it follows from that, but for two: what is deprecated may be called by
whoever could call it before, and a source may say outright that somebody else may (general availability for selected
partners only).
"""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.model.facts import Access, Lifecycle, StatusEvent

ACCESS_BEST_FIRST: tuple[Access, ...] = ("public", "invited", "partners", "nobody")
_OF_STAGE: dict[str, Access] = {
    "announced": "nobody",
    "waitlist": "invited",
    "private_preview": "partners",
    "public_preview": "public",
    "ga": "public",
    "listed": "public",
    "retired": "nobody",
    "none": "nobody",
}
_LIFECYCLES: dict[str, Lifecycle] = {
    "announced": "announced",
    "waitlist": "preview",
    "private_preview": "preview",
    "public_preview": "preview",
    "ga": "ga",
    "deprecated": "deprecated",
    "retired": "retired",
}


def access_at(stage: str | None) -> Access | None:
    """Who may call an API of which only the stage is known. A deprecation alone does not say; None is not known."""
    return _OF_STAGE.get(stage or "")


def access_after(events: Iterable[StatusEvent]) -> Access | None:
    """Who may call it once all of `events`, oldest first, have happened. A deprecation takes nothing away."""
    held: Access | None = None
    for event in events:
        held = event.access or access_at(event.stage) or held
    return held


def lifecycle_at(stage: str | None) -> Lifecycle | None:
    """Where an API at `stage` stands; None where that is not known, or there is no API."""
    return _LIFECYCLES.get(stage or "")
