"""Status pages of the statuspage.io kind: the provider's own word, often late, to be read beside one's own asking."""

from __future__ import annotations

from typing import Any

from modelpick.model.dates import Day
from modelpick.model.fields import Plain
from modelpick.probe.listing import NotAList, day_in, text_in

_FINE = ("operational", "under_maintenance")
_OVER = ("resolved", "postmortem", "completed")
MOST = 5
LONGEST = 120


class Open(Plain):
    """An incident that is not over, or a part that does not work."""

    text: str
    impact: str | None
    since: Day | None


def summary(host: str) -> str:
    """Where the page's summary is."""
    base = host if "://" in host else f"https://{host}"
    return f"{base.rstrip('/')}/api/v2/summary.json"


def open_incidents(body: Any) -> tuple[Open, ...]:
    """What the page says is wrong now. The indicator of the whole page is left out: it is about chat products too.

    Raises:
        NotAList: it is no summary; a page without its lists says nothing, not that all is well.
    """
    if not isinstance(body, dict) or not isinstance(body.get("incidents", body.get("components")), list):
        raise NotAList
    found = [
        Open(_short(name), text_in(row, "impact"), day_in(row, "created_at", "started_at"))
        for row in _rows(body, "incidents")
        if (name := text_in(row, "name")) and row.get("status") not in _OVER
    ]
    parts = [
        Open(f"{_short(name)}: {_short(state).replace('_', ' ')}", None, day_in(row, "updated_at"))
        for row in _rows(body, "components")
        if (name := text_in(row, "name")) and (state := text_in(row, "status")) and state not in _FINE
    ]
    return (*found, *parts)[:MOST]


def _rows(body: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = body.get(key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
