"""Who may call an API, and where it stands: two facts, both told by the dated events of its status.

An event says what an API becomes. Who may call it follows from that, but for two: what is deprecated may be called by
whoever could call it before, and a source may say outright that somebody else may (general availability for selected
partners only).
"""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.model.facts import Access, Lifecycle, Model, StatusEvent

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
_LIFECYCLE_OF_STAGE: dict[str, Lifecycle] = {
    "announced": "announced",
    "waitlist": "preview",
    "private_preview": "preview",
    "public_preview": "preview",
    "ga": "ga",
    "deprecated": "deprecated",
    "retired": "retired",
}


def endings_of(model: Model) -> list[StatusEvent]:
    """The events by which an API of `model` ends or is deprecated."""
    return [event for event in model.status if event.surface == "api" and event.stage in ("retired", "deprecated")]


def access_at(stage: str | None) -> Access | None:
    """Who may call an API at `stage`; None where the stage does not say, as a deprecation does not."""
    return _OF_STAGE.get(stage or "")


def access_after(events: Iterable[StatusEvent]) -> Access | None:
    """Who may call an API after `events`, the oldest first; a deprecation keeps the access. None: unknown."""
    held: Access | None = None
    for event in events:
        held = event.access or access_at(event.stage) or held
    return held


def lifecycle_at(stage: str | None) -> Lifecycle | None:
    """The lifecycle of an API at `stage`; None where it is unknown or there is no API."""
    return _LIFECYCLE_OF_STAGE.get(stage or "")
