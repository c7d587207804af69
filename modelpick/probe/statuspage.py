"""Status pages of the statuspage.io kind: the provider's own word, often late, to be read beside one's own asking."""

from __future__ import annotations

from typing import Any

from modelpick.model.dates import Day
from modelpick.model.fields import Plain
from modelpick.probe.listing import NotAList, day_in, mappings_in, text_in

_WORKING_STATUSES = ("operational", "under_maintenance")
_RESOLVED_STATUSES = ("resolved", "postmortem", "completed")
MOST = 5
LONGEST = 120


class OpenIncident(Plain):
    """An unresolved incident, or a component that does not work."""

    text: str
    impact: str | None
    since: Day | None


def summary(host: str) -> str:
    """Where the page's summary is."""
    base = host if "://" in host else f"https://{host}"
    return f"{base.rstrip('/')}/api/v2/summary.json"


def open_incidents(body: Any) -> tuple[OpenIncident, ...]:
    """The open incidents of a status page.

    The indicator of the whole page is ignored, as it covers chat products too.

    Raises:
        NotAList: it is no summary; a page without its lists says nothing, not that all is well.
    """
    if not isinstance(body, dict) or not isinstance(body.get("incidents", body.get("components")), list):
        raise NotAList
    found = [
        OpenIncident(_shortened_text(name), text_in(row, "impact"), day_in(row, "created_at", "started_at"))
        for row in mappings_in(body.get("incidents"))
        if (name := text_in(row, "name")) and row.get("status") not in _RESOLVED_STATUSES
    ]
    parts = [
        OpenIncident(
            f"{_shortened_text(name)}: {_shortened_text(state).replace('_', ' ')}", None, day_in(row, "updated_at")
        )
        for row in mappings_in(body.get("components"))
        if (name := text_in(row, "name")) and (state := text_in(row, "status")) and state not in _WORKING_STATUSES
    ]
    return (*found, *parts)[:MOST]


def _shortened_text(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
