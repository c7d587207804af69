"""What the catalog says is shown as text, whatever it is made of."""

from __future__ import annotations

import csv
import io
import json

import pytest

from modelpick.documents.base import escaped_json
from modelpick.model.fields import replace
from modelpick.render import render, safe
from tests.render import documents
from tests.render.showing import text


def hostile() -> object:
    answer = documents.recommendation()
    first = replace(answer.ranking[0], name=documents.HOSTILE, license="[blink]x", api="=1+1")
    source = replace(answer.sources[0], title="t\x07]8;;http://x\x1b\\", url="https://x.test/\x1b[2J")
    verdict = replace(answer.verdict, text=documents.HOSTILE)
    return replace(answer, ranking=(first, *answer.ranking[1:]), verdict=verdict, sources=(source, *answer.sources[1:]))


@pytest.mark.parametrize("fmt", ["table", "plain", "markdown", "csv", "json", "yaml"])
def test_no_format_passes_on_what_steers_a_terminal(fmt: str) -> None:
    shown = text(hostile(), fmt, terminal=fmt == "table", color=False, width=160)
    assert shown.replace("\n", "").isprintable()


def test_a_screen_styles_nothing_that_the_catalog_says() -> None:
    shown = text(hostile(), terminal=True, color=True, width=300)
    assert "\x1b[31mred" not in shown
    assert "\x1b]8" not in shown
    assert "\x9b" not in shown
    assert "\u202e" not in shown
    assert "\\x1b[31mred\\x9b2J" in shown
    for markup in ("[bold]loud[/bold]", "[link=http://x.test]k[/link]", "[blink]x"):
        assert markup in shown


def test_control_characters_are_written_out() -> None:
    assert safe.visible("a\x1b\x00\x9b\u202e\u2066\u200b\U000e0041\r\n\tb") == (
        "a\\x1b\\x00\\x9b\\u202e\\u2066\\u200b\\U000e0041\\x0d  b"
    )
    assert safe.visible("naïve 模型 ½\u00a0x") == "naïve 模型 ½ x"


def test_markdown_takes_text_for_text() -> None:
    shown = text(hostile(), "markdown")
    assert "&lt;b&gt;\\|\\`x\\`" in shown
    assert "<b>" not in shown
    assert "\\[link=`http://x.test`\\]k" in shown


def test_a_spreadsheet_takes_text_for_text() -> None:
    rows = list(csv.DictReader(io.StringIO(text(hostile(), "csv"))))
    assert rows[0]["api"] == "'=1+1"
    assert rows[0]["score"] == "71.4"


def test_json_keeps_the_text_itself() -> None:
    assert json.loads(text(hostile(), "json"))["ranking"][0]["name"] == documents.HOSTILE
    assert json.loads(escaped_json(json.dumps("\U000e0041", ensure_ascii=False))) == "\U000e0041"


def test_a_terminal_without_unicode_gets_an_answer() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    answer = replace(documents.recommendation(), notes=("naïve 易 7 × 2",))
    render(answer, "table", stream=stream, terminal=True, color=False, width=80, details=True)
    assert b"coding - license: OSI" in raw.getvalue()
    assert b"naive \\u6613 7 x 2" in raw.getvalue()
