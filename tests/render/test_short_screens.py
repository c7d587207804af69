"""The answer in short: a snapshot of every short screen at three widths, in color and without, and its size.

`UPDATE_SCREENS=1` writes the snapshots anew; look at each before you keep it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from modelpick.documents.evidence_reports import EvidenceCell, EvidenceReport
from modelpick.model.fields import replace
from modelpick.render import values
from tests.render import documents
from tests.render.showing import text

FOLDER = Path(__file__).parent / "screens"
WIDTHS = (80, 100, 160)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
LINES, WORDS = 20, 200


def promising() -> Any:
    """A ranking of which the first is barely tested."""
    answer = documents.recommendation()
    first, *others = answer.ranking
    barely = replace(first, standing="promising", tested=0.2)
    verdict = replace(answer.verdict, state="promising", text="Best bet for coding: Alpha 27B, barely tested.")
    return replace(answer, verdict=verdict, ranking=(barely, *others))


def evidence() -> EvidenceReport:
    cells = [compared.cells for compared in documents.comparison().cells]
    measured = tuple(EvidenceCell(cell, 60.0, 72.5, ()) for by in cells for cell in by.values())
    bare = replace(measured[0].cell, benchmark_name="Guessed at", figures=(), basis="estimated", conflict=False)
    estimated = EvidenceCell(bare, 40.0, 80.0, ("Repairs", "Terminal"))
    model = "lab/alpha-27b"
    return EvidenceReport("1.0", documents.DAY, model, "Alpha 27B", measured, (estimated,), 3, (), documents.SOURCES)


DOCUMENTS: dict[str, Any] = {
    "recommend": documents.recommendation(),
    "recommend-promising": promising(),
    "recommend-nothing": documents.nothing_fits(),
    "compare": documents.comparison(),
    "show": documents.card(),
    "status": documents.report(1),
    "status-several": documents.report(4),
    "cost": documents.cost(),
    "cost-log": documents.cost_log(),
    "cost-self-host": documents.cost_self_host(),
    "fit": documents.fit(),
    "explain": documents.explanation(),
    "evidence": evidence(),
    "retirements": documents.retirements(),
    "audit": documents.audit(),
}


def short(name: str, **how: Any) -> str:
    return text(DOCUMENTS[name], details=False, **how)


@pytest.mark.parametrize("color", [False, True], ids=["plain", "color"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_screen_is_as_it_was_looked_at(name: str, width: int, color: bool) -> None:
    shown = short(name, terminal=True, width=width, color=color)
    file = FOLDER / f"{name}-{width}{'-color' if color else ''}.txt"
    written = shown.replace("\x1b", "\\e")
    if os.environ.get("UPDATE_SCREENS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(written, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_screen_is_twenty_lines_and_two_hundred_words(name: str) -> None:
    shown = short(name, terminal=True, width=80, color=False)
    assert shown.count("\n") <= LINES
    assert len(shown.split()) <= WORDS
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("name", DOCUMENTS)
def test_color_carries_nothing(name: str) -> None:
    colored = ESCAPE.sub("", short(name, terminal=True, width=80, color=True))
    plain = short(name, terminal=True, width=80, color=False)
    assert [line.rstrip() for line in colored.split("\n")] == plain.split("\n")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pipe_gets_the_short_answer_too(name: str) -> None:
    shown = short(name, terminal=False, width=40)
    assert "\x1b" not in shown
    assert shown == short(name, fmt="plain")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_sources_stand_in_the_short_answer_only_when_asked_for(name: str) -> None:
    assert "Sources (" not in short(name)
    with_sources = short(name, sources=True)
    for number in re.findall(r"\[(\d+)\]", with_sources):
        assert f"[{number}]" in with_sources.partition("Sources (modelpick show NAME)")[2]


@pytest.mark.parametrize("fmt", ["json", "yaml", "csv", "markdown"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_other_formats_carry_everything_anyway(name: str, fmt: str) -> None:
    assert short(name, fmt=fmt) == text(DOCUMENTS[name], fmt, details=True)


def test_a_source_is_listed_under_the_name_by_which_it_is_shown() -> None:
    assert "card: Alpha Lab, Alpha 27B model card" in short("recommend", sources=True)


def test_glyphs_have_an_ascii_form() -> None:
    from modelpick.render.safe import encodable

    shown = encodable(short("recommend", terminal=True, width=80, color=False), "ascii")
    assert shown.isascii()
    assert "# measured + related . estimated" in shown
    assert encodable("81% ±4%", "ascii") == "81% +/-4%"


def test_the_promising_stand_apart_from_the_tested() -> None:
    lines = short("recommend-promising", terminal=True, width=80, color=False).splitlines()
    head = next(n for n, line in enumerate(lines) if "Promising, less than half tested" in line)
    assert any("Alpha 27B" in line for line in lines[head + 1 : head + 3])
    assert not any("Alpha 27B" in line for line in lines[4:head])
    assert not any("Promising, less" in line for line in short("recommend").splitlines())


def test_a_caution_that_all_share_stands_once() -> None:
    answer = documents.recommendation()
    alike = replace(answer.ranking[0].cautions[0], text="No region is promised by anybody", subject="Region")
    ranking = tuple(replace(each, cautions=(alike,), against=()) for each in answer.ranking)
    shown = text(replace(answer, ranking=ranking), details=False, terminal=True, width=80, color=False)
    assert shown.count("No region is promised by anybody") == 1
    assert "All" in next(line for line in shown.splitlines() if "No region" in line)


def test_what_a_narrow_screen_has_no_room_for_is_said() -> None:
    narrow = short("recommend", terminal=True, width=60, color=False)
    assert "no room for: " in narrow
    assert "no room for: " not in short("recommend", terminal=True, width=160, color=False)


def test_the_next_command_keeps_the_words_of_the_question() -> None:
    answer = documents.recommendation()
    asked = replace(answer.request, command=("--need", "coding", "--where", "context >= 1M"))
    shown = text(replace(answer, request=asked), "plain", details=False)
    assert "--need coding --where 'context >= 1M'" in shown


def test_the_lowest_of_several_prices_is_where_prices_begin() -> None:
    """Only one seller takes it: the others are dearer, or say nothing of it."""
    report = documents.report(1)
    (status,) = report.models
    line = next(each for each in status.offerings if each.price_in is not None)
    dearer = replace(line, provider="dear", provider_name="Dear", price_in=(line.price_in or 0) + 1)
    dearer_first = replace(status, offerings=(dearer, line))
    alike = replace(status, offerings=(line, replace(line, provider="alike", provider_name="Alike")))
    price = f"{values.prices(line.price_in, line.price_out)}: {line.provider_name} and"
    assert f"from {price} Dear" in text(replace(report, models=(dearer_first,)), "plain", details=False)
    same = text(replace(report, models=(alike,)), "plain", details=False)
    assert f"{price} Alike" in same
    assert f"from {price}" not in same


def test_a_narrow_screen_has_whole_words_of_a_provider() -> None:
    report = documents.retirements()
    line = replace(report.lines[0], provider_name="Long Cloud Company Services (Studio) / Agents")
    shown = text(replace(report, lines=(line,)), terminal=True, width=90, color=False, details=False)
    assert "Long Cloud" in shown
    assert "..." not in shown
