"""The calendar file, the feeds, and the screens of `retirements` and `watch`."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import feedparser
import pytest
from icalendar import Calendar
from rich.cells import cell_len

from modelpick.model.fields import replace
from modelpick.render.feed import atom_text, rss_text
from modelpick.render.ics import OCTETS, calendar_text
from tests.render import documents
from tests.render.showing import text

TEXTS = {"rss": rss_text, "atom": atom_text}
DOCUMENTS: dict[str, Any] = {
    "retirements": documents.retirements(),
    "no retirements": documents.retirements(lines=(), without=()),
    "watch": documents.watch(),
    "first watch": documents.watch(changes=(), history=(), since=None, state="first", notes=()),
}


def events(report: Any) -> list[Any]:
    return list(Calendar.from_ical(calendar_text(report)).walk("VEVENT"))


class TestTheCalendarFile:
    def test_a_calendar_library_reads_it(self) -> None:
        past, end, month = events(documents.retirements())
        assert end.decoded("DTSTART") == date(2027, 3, 1)
        assert end.decoded("DTEND") == date(2027, 3, 2)
        assert end["SUMMARY"] == "Alpha 27B at North Cloud: API ends"
        assert "in Zürich; all of it, at once" in str(end["DESCRIPTION"]).split("\n")
        assert end["URL"] == "https://north.test/prices"
        assert end["DTSTAMP"].dt.date() == date(2026, 11, 21)
        assert str(month["SUMMARY"]) == "Alpha 27B: API deprecated"
        assert past.decoded("DTSTART") == date(2026, 11, 11)

    def test_a_month_is_an_event_of_all_its_days(self) -> None:
        month = events(documents.retirements())[2]
        assert (month.decoded("DTSTART"), month.decoded("DTEND")) == (date(2027, 4, 1), date(2027, 5, 1))

    def test_lines_are_folded_between_characters_and_end_as_they_must(self) -> None:
        long = replace(documents.RETIREMENT, note="ü€" * 200)
        written = calendar_text(documents.retirements(lines=(long,)))
        lines = written.encode("utf-8").split(b"\r\n")
        assert lines.pop() == b""
        assert max(map(len, lines)) == OCTETS
        assert not any(b"\n" in line for line in lines)
        assert "ü€" * 200 in str(events(documents.retirements(lines=(long,)))[0]["DESCRIPTION"])

    def test_what_is_said_cannot_begin_a_line_of_its_own(self) -> None:
        hostile = replace(documents.RETIREMENT, note="x\r\nEND:VEVENT\r\nBEGIN:VALARM", name=documents.HOSTILE)
        report = documents.retirements(lines=(hostile,))
        assert len(events(report)) == 1
        assert not re.search("[\x1b\x9b\u202e]", calendar_text(report))

    def test_ids_are_stable_and_differ(self) -> None:
        moved = replace(documents.RETIREMENT, on="2027-05-01")
        assert events(documents.retirements(lines=(moved,)))[0]["UID"] == events(documents.retirements())[1]["UID"]
        both = events(documents.retirements(lines=(documents.RETIREMENT, moved)))
        assert len({str(event["UID"]) for event in both}) == 2

    def test_a_calendar_without_ends_is_one(self) -> None:
        assert events(documents.retirements(lines=())) == []


@pytest.mark.parametrize("kind", ["rss", "atom"])
class TestTheFeeds:
    def test_a_feed_parser_reads_it(self, kind: str) -> None:
        feed = feedparser.parse(TEXTS[kind](documents.watch()))
        assert not feed.bozo
        assert feed.version == {"rss": "rss20", "atom": "atom10"}[kind]
        assert feed.feed.title == "modelpick watch: my-profile.yaml"
        assert [entry.id for entry in feed.entries] == [
            f"urn:modelpick:watch:abc123:{id_}" for id_ in ("1a", "2b", "3c")
        ]
        assert feed.entries[1].title == "my-profile.yaml: first is Beta 2, was Élan"
        assert feed.entries[0].link == "https://n.test"
        stamp = feed.entries[2].published_parsed if kind == "rss" else feed.entries[2].updated_parsed
        assert stamp[:3] == (2026, 11, 10)

    def test_text_is_escaped(self, kind: str) -> None:
        root = ET.fromstring(TEXTS[kind](documents.watch()))
        titles = [element.text for element in root.iter() if element.tag.endswith("title")]
        assert "Alpha 27B: North: $2 / $3 <per> M & more, was $1 / $3" in titles

    def test_nothing_of_a_catalog_breaks_it(self, kind: str) -> None:
        change = replace(
            documents.watch().changes[0], name=documents.HOSTILE, text="a\x00b\x0b]]>", source="https://\x1b"
        )
        written = TEXTS[kind](documents.watch(history=(change,)))
        assert written.isascii()
        assert not feedparser.parse(written).bozo

    def test_it_is_the_same_on_a_later_day_without_changes(self, kind: str) -> None:
        later = documents.watch(as_of="2026-12-01", changes=(), state="same")
        assert TEXTS[kind](later) == TEXTS[kind](documents.watch())

    def test_a_first_run_makes_an_empty_feed(self, kind: str) -> None:
        feed = feedparser.parse(TEXTS[kind](DOCUMENTS["first watch"]))
        assert (feed.bozo, feed.entries) == (False, [])


class TestTheScreens:
    @pytest.mark.parametrize("width", [24, 40, 80, 160])
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_no_line_is_longer_than_the_screen(self, name: str, width: int) -> None:
        shown = text(DOCUMENTS[name], terminal=True, width=width, color=False)
        assert max(cell_len(line) for line in shown.split("\n")) <= width

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_csv_is_rectangular_and_plain_says_no_none(self, name: str) -> None:
        rows = list(csv.reader(io.StringIO(text(DOCUMENTS[name], "csv"))))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert "None" not in text(DOCUMENTS[name], "plain")

    def test_the_calendar_says_days_successor_price_and_source(self) -> None:
        row = next(line for line in text(DOCUMENTS["retirements"], "plain").splitlines() if "2027-03-01" in line)
        for said in ("100", "Alpha 27B", "North Cloud", "Beta 2", "$2 / unknown", "[3]"):
            assert said in row
        assert "10 ago" in text(DOCUMENTS["retirements"], "plain")

    def test_a_watch_says_what_changed(self) -> None:
        shown = text(DOCUMENTS["watch"], "plain")
        assert shown.startswith("2 changes since 2026-11-14")
        assert "first is Beta 2" in shown
        assert "takes 1M" not in shown
