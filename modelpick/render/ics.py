"""The calendar of ends as an iCalendar file (RFC 5545): one all-day event an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from modelpick.documents.watch_reports import RetirementLine, RetirementReport
from modelpick.model.dates import first_day, last_day
from modelpick.model.wording import listed
from modelpick.render import values
from modelpick.render.safe import visible

OCTETS = 75
"""So long may a line be, its end not counted."""
_EVENT_TITLES = {"retired": "API ends", "deprecated": "API deprecated"}


def calendar_text(report: RetirementReport) -> str:
    """The file; the same report gives the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//modelpick//retirements//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Ends of model APIs",
    ]
    known: set[str] = set()
    for line in report.lines:
        uid = _event_uid(line)
        # Where sources name two days, the later one must not replace the earlier in a calendar.
        uid = f"{line.on}.{uid}" if uid in known else uid
        known.add(uid)
        lines += _calendar_event(line, uid, report.as_of)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded_line(line))


def _calendar_event(line: RetirementLine, uid: str, as_of: str) -> Iterator[str]:
    start = date.fromisoformat(first_day(line.on))
    end = date.fromisoformat(last_day(line.on)) + timedelta(1)
    where = f" at {line.provider_name or line.provider}" if line.provider else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped_value(uid)}"
    yield f"DTSTAMP:{last_day(as_of).replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{end:%Y%m%d}"
    yield f"SUMMARY:{_escaped_value(f'{line.name}{where}: {_EVENT_TITLES[line.event]}')}"
    yield "DESCRIPTION:" + r"\n".join(map(_escaped_value, _description_lines(line)))
    if line.source_url:
        yield f"URL:{visible(line.source_url).replace(' ', '%20')}"
    yield "CATEGORIES:" + ("RETIREMENT" if line.event == "retired" else "DEPRECATION")
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _event_uid(line: RetirementLine) -> str:
    """Stable while the end stays an end of the same API; a moved day moves the event."""
    return f"{line.event}.{line.model.replace('/', '.')}.{line.provider or 'everywhere'}@modelpick"


def _description_lines(line: RetirementLine) -> Iterator[str]:
    yield f"{line.model}: {_EVENT_TITLES[line.event]} on {line.on}"
    if line.ids:
        yield f"Called {listed(line.ids, 5)}"
    if line.successor:
        price = values.prices(line.successor_price_in, line.successor_price_out)
        at = f" from {line.successor_provider}, $ per M tokens in / out: {price}" if line.successor_provider else ""
        yield f"Successor {line.successor}{at}"
    if line.note:
        yield line.note
    yield f"Source {line.source}" + (f" of {line.source_date}" if line.source_date else "")


def _escaped_value(text: str) -> str:
    plain = visible(text)
    for char in ("\\", ";", ","):
        plain = plain.replace(char, f"\\{char}")
    return plain


def _folded_line(line: str) -> Iterator[str]:
    """`line` in pieces of at most 75 octets, none of which ends inside a character."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
