"""What a watch has noticed, as a feed: RSS 2.0 or Atom 1.0, the last changes, the newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from modelpick.documents.watch_reports import WatchChange, WatchReport
from modelpick.model.dates import Day, last_day
from modelpick.render.safe import visible

ATOM = "http://www.w3.org/2005/Atom"


def rss_text(report: WatchReport) -> str:
    """The feed as RSS 2.0. It is the same text until something changes."""
    return _feed_text(_rss_feed(report))


def atom_text(report: WatchReport) -> str:
    """The feed as Atom 1.0. It is the same text until something changes."""
    return _feed_text(_atom_feed(report))


def _feed_text(root: Element) -> str:
    """All of it is ASCII: other characters are written as references, so that it reads the same in every encoding."""
    indent(root)
    body = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _rss_feed(report: WatchReport) -> Element:
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add_text_element(channel, "title", _feed_title(report))
    _add_text_element(channel, "link", _watch_urn(report.watch))
    _add_text_element(channel, "description", _feed_description(report))
    _add_text_element(channel, "lastBuildDate", format_datetime(_end_of_day(_last_change_day(report))))
    for change in report.history:
        item = SubElement(channel, "item")
        _add_text_element(item, "title", _change_headline(change))
        if _is_link(change.source):
            _add_text_element(item, "link", change.source or "")
        _add_text_element(item, "description", _change_body(change))
        _add_text_element(item, "category", change.kind)
        _add_text_element(item, "guid", _watch_urn(report.watch, change.id)).set("isPermaLink", "false")
        _add_text_element(item, "pubDate", format_datetime(_end_of_day(change.on)))
    return root


def _atom_feed(report: WatchReport) -> Element:
    root = Element("feed", xmlns=ATOM)
    _add_text_element(root, "title", _feed_title(report))
    _add_text_element(root, "subtitle", _feed_description(report))
    _add_text_element(root, "id", _watch_urn(report.watch))
    _add_text_element(root, "updated", _end_of_day(_last_change_day(report)).isoformat())
    _add_text_element(SubElement(root, "author"), "name", "modelpick")
    for change in report.history:
        entry = SubElement(root, "entry")
        _add_text_element(entry, "title", _change_headline(change))
        _add_text_element(entry, "id", _watch_urn(report.watch, change.id))
        _add_text_element(entry, "updated", _end_of_day(change.on).isoformat())
        if _is_link(change.source):
            SubElement(entry, "link", href=visible(change.source or ""))
        SubElement(entry, "category", term=change.kind)
        _add_text_element(entry, "content", _change_body(change)).set("type", "text")
    return root


def _add_text_element(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = visible(text)
    return child


def _feed_title(report: WatchReport) -> str:
    return f"modelpick watch: {', '.join(report.profiles or report.models)}"


def _feed_description(report: WatchReport) -> str:
    return f"What changed for {', '.join(report.models) or 'nothing'}, watched since {report.begun}"


def _change_headline(change: WatchChange) -> str:
    return f"{change.name}: {change.text}"


def _change_body(change: WatchChange) -> str:
    said = f"; source: {change.source}" if change.source else ""
    return f"{change.subject}, {change.kind}: {change.text} (noticed on {change.on}{said})"


def _watch_urn(*parts: str) -> str:
    return ":".join(("urn:modelpick:watch", *parts))


def _last_change_day(report: WatchReport) -> Day:
    return report.history[0].on if report.history else report.begun


def _end_of_day(day: Day) -> datetime:
    return datetime.fromisoformat(last_day(day)).replace(tzinfo=UTC)


def _is_link(source: str | None) -> bool:
    return source is not None and source.startswith(("https://", "http://"))
