"""What a watch has noticed, as a feed: RSS 2.0 or Atom 1.0, the last changes, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from modelpick.documents.watch_reports import WatchChange, WatchReport
from modelpick.model.dates import Day, last_day
from modelpick.render.safe import visible

ATOM = "http://www.w3.org/2005/Atom"


def feed_text(report: WatchReport, kind: str) -> str:
    """The feed in XML, `kind` rss or atom. It is the same text until something changes.

    All of it is ASCII: other characters are written as references, so that it reads the same in every encoding.
    """
    root = _atom(report) if kind == "atom" else _rss(report)
    indent(root)
    body = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _rss(report: WatchReport) -> Element:
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _say(channel, "title", _title(report))
    _say(channel, "link", _urn(report.watch))
    _say(channel, "description", _about(report))
    _say(channel, "lastBuildDate", format_datetime(_moment(_updated(report))))
    for change in report.history:
        item = SubElement(channel, "item")
        _say(item, "title", _headline(change))
        if _is_link(change.source):
            _say(item, "link", change.source or "")
        _say(item, "description", _body(change))
        _say(item, "category", change.kind)
        _say(item, "guid", _urn(report.watch, change.id)).set("isPermaLink", "false")
        _say(item, "pubDate", format_datetime(_moment(change.on)))
    return root


def _atom(report: WatchReport) -> Element:
    root = Element("feed", xmlns=ATOM)
    _say(root, "title", _title(report))
    _say(root, "subtitle", _about(report))
    _say(root, "id", _urn(report.watch))
    _say(root, "updated", _moment(_updated(report)).isoformat())
    _say(SubElement(root, "author"), "name", "modelpick")
    for change in report.history:
        entry = SubElement(root, "entry")
        _say(entry, "title", _headline(change))
        _say(entry, "id", _urn(report.watch, change.id))
        _say(entry, "updated", _moment(change.on).isoformat())
        if _is_link(change.source):
            SubElement(entry, "link", href=visible(change.source or ""))
        SubElement(entry, "category", term=change.kind)
        _say(entry, "content", _body(change)).set("type", "text")
    return root


def _say(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = visible(text)
    return child


def _title(report: WatchReport) -> str:
    return f"modelpick watch: {', '.join(report.profiles or report.models)}"


def _about(report: WatchReport) -> str:
    return f"What changed for {', '.join(report.models) or 'nothing'}, watched since {report.begun}"


def _headline(change: WatchChange) -> str:
    return f"{change.name}: {change.text}"


def _body(change: WatchChange) -> str:
    said = f"; source: {change.source}" if change.source else ""
    return f"{change.subject}, {change.kind}: {change.text} (noticed on {change.on}{said})"


def _urn(*parts: str) -> str:
    return ":".join(("urn:modelpick:watch", *parts))


def _updated(report: WatchReport) -> Day:
    return report.history[0].on if report.history else report.begun


def _moment(day: Day) -> datetime:
    return datetime.fromisoformat(last_day(day)).replace(tzinfo=UTC)


def _is_link(source: str | None) -> bool:
    return source is not None and source.startswith(("https://", "http://"))
