"""Pipes, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from modelpick.documents.catalog_reports import CatalogInfo, Validation
from modelpick.documents.rule_reports import RuleCheck, RuleLine, RuleList, RulePage, RuleTest
from modelpick.model.problems import Problem
from modelpick.render.page import Column, FactRows, Heading, Items, Page, Paragraph, Sources, table_of
from modelpick.render.writers import markdown, plain, screen
from tests.render import documents
from tests.render.showing import text

DOCUMENTS: dict[str, Any] = {
    "recommendation": documents.recommendation(),
    "nothing fits": documents.nothing_fits(),
    "comparison": documents.comparison(),
    "card": documents.card(),
    "benchmark card": documents.benchmark_card(),
    "provider card": documents.provider_card(),
    "source card": documents.source_card(),
    "glossary card": documents.glossary_card(),
    "status": documents.report(2),
    "explanation": documents.explanation(),
    "listing": documents.listing(),
    "catalog": CatalogInfo(
        "1.0",
        documents.DAY,
        {"models": 150},
        "2026-11-19",
        ("bundled",),
        (("swe", "SWE-bench Verified", 90),),
        {"vendor": 1200},
        {"accepted": 2500},
        (("BenchPress", "CDLA-Permissive-2.0"),),
    ),
    "validation": Validation(
        "1.0",
        ("models.yaml",),
        {"models": 3},
        (Problem("models.yaml", 12, 5, "no such source", "did you mean x?"),),
        (Problem("mine.yaml", 7, 3, "stands in line 6 already", "Keep one"),),
    ),
    "rules": RuleList("1.0", (RuleLine("need", "coding", "Coding", "repairs and writes code", "bundled"),)),
    "rule": RulePage(
        "1.0",
        "constraint",
        "baa",
        "BAA",
        "signs one",
        "law asks",
        "--baa",
        (("requires", "route.baa is yes"),),
        ("yes: pass",),
        documents.SOURCES,
        "bundled",
    ),
    "rule test": RuleTest(
        "1.0", (RuleCheck("baa", 1, True, "ok"), RuleCheck("baa", 2, False, "expected fail, got pass")), 1, 1
    ),
}


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Any:
    return DOCUMENTS[request.param]


def test_a_pipe_gets_plain_text(document: Any) -> None:
    shown = text(document, width=40)
    assert "\x1b" not in shown
    assert shown == text(document, "plain")
    assert shown.strip()


def test_a_pipe_gets_every_line_whole() -> None:
    shown = text(documents.recommendation(), width=40)
    reason = "follows a schema without being asked twice, by three accounts of teams that moved to it this summer [4]"
    assert reason in shown
    assert "(+26.0 points)" in shown


def test_markdown_tables_have_one_width(document: Any) -> None:
    shown = text(document, "markdown")
    block: list[int] = []
    for line in [*shown.split("\n"), ""]:
        if line.startswith("|"):
            block.append(line.replace("\\|", "").count("|"))
        elif block:
            assert len(set(block)) == 1
            block = []


def test_csv_is_rectangular(document: Any) -> None:
    rows = list(csv.reader(io.StringIO(text(document, "csv"))))
    assert rows
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(set(rows[0])) == len(rows[0])
    assert all(rows[0])


def test_csv_of_a_ranking_has_bare_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(text(documents.recommendation(), "csv"))))
    assert rows[0]["model"] == "lab/alpha-27b"
    assert (rows[0]["price_in"], rows[0]["price_out"], rows[0]["context"]) == ("0.15", "1.2", "262144")
    assert rows[1]["price_in"] == rows[2]["price_blended"] == ""
    assert rows[3]["score"] == "41.05"


def test_a_fault_is_where_editors_look_for_it() -> None:
    assert "models.yaml:12:5: no such source\n  did you mean x?" in text(DOCUMENTS["validation"])


@pytest.mark.parametrize("write", [plain.write, markdown.write, lambda page: screen.write(page, 80, False)])
def test_no_title_stands_over_nothing(write: Callable[[Page], str]) -> None:
    column: Column[str] = Column("a column", cell=str)
    empty = (Items("Items", ()), FactRows((), "Facts"), table_of([column], (), "Table"), Paragraph(""), Sources(()))
    said, more = Heading("What is said", 1), Paragraph("and more")
    assert write(Page((said, *empty, more))) == write(Page((said, more)))


def test_a_format_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown format"):
        text(documents.recommendation(), "xml")


def test_a_thing_that_is_no_document_is_refused() -> None:
    with pytest.raises(TypeError, match="not a result document"):
        text(3)


@pytest.mark.parametrize(
    ("fmt", "spared"),
    [("plain", "rich yaml"), ("json", "rich yaml"), ("csv", "rich yaml"), ("markdown", "rich yaml"), ("yaml", "rich")],
)
def test_no_format_imports_what_it_does_not_need(fmt: str, spared: str) -> None:
    code = (
        "import sys; from modelpick.render import render; from tests.render.documents import recommendation\n"
        f"render(recommendation(), {fmt!r}, stream=sys.stdout)\n"
        f"assert not set({spared.split()!r}) & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
