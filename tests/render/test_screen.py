"""The terminal screen at every width."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len

import modelpick
from modelpick.documents.recommendation import Recommendation
from modelpick.model.fields import replace
from modelpick.render import layout
from modelpick.render.page import Table, TableCell, TableColumn
from tests.render import documents
from tests.render.showing import text
from tests.render.test_formats import DOCUMENTS

WIDTHS = (24, 40, 60, 80, 100, 160, 300)


def screen(document: Any, width: int, color: bool = False) -> str:
    return text(document, terminal=True, width=width, color=color)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_line_is_longer_than_the_screen(name: str, width: int) -> None:
    assert max(cell_len(line) for line in screen(DOCUMENTS[name], width).split("\n")) <= width


@pytest.mark.parametrize("width", [width for width in WIDTHS if width >= 60])
def test_the_models_their_ranks_and_scores_stay(width: int) -> None:
    answer: Recommendation = documents.recommendation()
    lines = screen(answer, width).split("\n")
    for ranked in answer.ranking:
        row = next(line for line in lines if line.split()[:1] == [str(ranked.rank)])
        assert f"{ranked.rank}  {ranked.name}" in row
        assert f"{ranked.score:.1f}" in row


@pytest.mark.parametrize("width", [60, 80, 160])
def test_every_compared_model_stays(width: int) -> None:
    names = ("Alpha 27B", "Beta 2", "Gamma Coder", "Delta", "Epsilon", "Zeta", "Eta 9", "Theta")
    shown = screen(documents.comparison(*names), width)
    headers = [line for line in shown.split("\n") if "Theta" in line]
    assert all(name in shown for name in names)
    assert headers


@pytest.mark.parametrize("width", [60, 80, 160])
def test_a_figure_keeps_its_source_and_date(width: int) -> None:
    line = next(line for line in screen(documents.card(), width).split("\n") if "1427 Elo" in line)
    assert "2026-08" in line
    assert "[1]" in line


def test_lesser_columns_go_first() -> None:
    narrow, wide = screen(documents.recommendation(), 80), screen(documents.recommendation(), 160)
    assert "license  " not in narrow
    assert "$0.15 / $1.20" in narrow
    for title in ("80%", "P(best)", "$/M in / out", "context", "weights", "license", "API", "evidence"):
        assert title in wide


def test_a_listing_names_the_columns_that_it_dropped() -> None:
    assert "no room for: id, providers" in screen(documents.listing(), 80)
    assert "wider:" not in screen(documents.listing(), 160)


def test_what_is_not_known_says_so() -> None:
    shown = screen(documents.recommendation(), 160)
    beta = next(line for line in shown.split("\n") if "Beta 2  " in line)
    assert "unknown" in beta
    assert "$0 " not in shown
    assert "None" not in shown
    assert "via South, price unknown" in shown


def test_unproven_constraints_are_told_from_failed_ones() -> None:
    shown = screen(documents.recommendation(), 160)
    assert "-  Omega Ultra: license is proprietary, not approved by the OSI; the context" in shown
    assert "?  Psi: license is not published" in shown


def test_signs_are_never_alone() -> None:
    shown = screen(documents.recommendation(), 100)
    for pair in ("For      +", "Against  -", "Caution  !", "Unknown  ?"):
        assert pair in shown


def test_only_cited_sources_are_listed() -> None:
    shown = screen(documents.recommendation(), 100)
    assert "[4]  press: Weekly" in shown
    assert "North Cloud, Price list" not in shown


def test_both_figures_of_a_conflict_are_seen_and_why_one_does_not_count() -> None:
    shown = screen(documents.comparison(), 160)
    for part in (
        "73.2%, independent [1]",
        "80.8%, vendor's own, not used [2]",
        "58.3%, press, quarantined [4]",
    ):
        assert part in shown
    assert "quarantined: contradicted by the lab's own table [4]" in " ".join(shown.split())


def test_no_color_means_no_escape_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in screen(documents.recommendation(), 80)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in text(documents.recommendation(), terminal=True, width=80)
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[1m" in text(documents.recommendation(), terminal=True, width=80)
    assert "\x1b[1m" in text(documents.recommendation(), terminal=False, color=True, width=80)


def test_color_carries_nothing() -> None:
    colored = screen(documents.recommendation(), 80, color=True)
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in stripped.split("\n")] == screen(documents.recommendation(), 80).split("\n")


def test_when_nothing_fits_it_says_what_would_have_to_give() -> None:
    shown = screen(documents.nothing_fits(), 80)
    assert shown.index("Nothing fits") < shown.index("Relax one of these") < shown.index("Left out")
    assert "license and minimum context" in shown


def test_a_benchmark_outside_the_need_has_no_weight_rather_than_an_unknown_one() -> None:
    answer = documents.comparison()
    apart = replace(answer, cells=(replace(answer.cells[0], weight=None),))
    row = next(line for line in screen(apart, 160).split("\n") if "SWE-bench Verified  77.4" in line)
    assert row.endswith("-")
    assert text(apart, "csv").endswith(",4.2,\n")


def test_weights_that_were_not_published_are_no_matter_of_an_api() -> None:
    event = replace(documents.status().history[0], surface="weights", stage="none")
    shown = screen(replace(documents.report(), models=(replace(documents.status(), history=(event,)),)), 100)
    assert "not published" in next(line for line in shown.split("\n") if line.startswith("  2026-04-08  weights"))


def test_no_word_of_usual_length_is_broken_while_the_table_fits() -> None:
    columns = (TableColumn("", floor=6), TableColumn("Alpha", floor=6), TableColumn("Beta", floor=6))
    row = tuple(TableCell(text) for text in ("Terminal-Bench 2.1", "70.1% independent", "82.1% independent"))
    for width in range(44, 60):
        widths = layout.fit(Table(columns, (row,)), width).widths
        assert widths[0] >= len("Terminal-Bench")
        assert min(widths[1:]) >= len("independent")


def test_a_long_label_leaves_room_for_the_text_beside_it() -> None:
    shown = text(modelpick.load(project=False).rule("low-cost"), terminal=True, width=80, color=False)
    (line,) = [line for line in shown.splitlines() if "LiveBench (" in line]
    assert line.index("LiveBench (") < 40
