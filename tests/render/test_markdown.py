"""Markdown as GitHub reads it: citations as one writes them, and nothing live in what a catalog says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markdown_it import MarkdownIt

from modelpick.documents.recommendation import SourceRef
from modelpick.model.fields import replace
from modelpick.render.page import (
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Sources,
    Table,
    TableCell,
    TableColumn,
)
from modelpick.render.writers import markdown
from tests.render import documents
from tests.render.everything import documents_by_name
from tests.render.showing import text

DOCUMENTS = documents_by_name()
LIVE = (
    "@octocat", "@org/team", "jo@lab.test", "#1", "x#12", "lab/repo#3", "GH-7", "lab/repo@0123abc", "$x$",
    "$$x$$", "a $x$ b", "($x$)", "$5 and $x$", "$`x`$", "https://evil", "HTTP://evil.test/a?b=c&d#e",
    "ftp://evil", "www.evil.test", "WWW.evil.test", "mailto:jo@evil.test", "<https://evil>", "<b>", "<!-- x",
    "&lt;b&gt;", "&#64;octocat", "[x](y)", "[x](https://evil)", "![x](y)", "[x][y]", "[1]: https://evil",
    "[1](https://evil)", "x [1](https://evil)", "x [1]: y", "[^1]", "[ ] x", "| cell", "a | b", "`code`", "``",
    "*x*", "__x__", "~~x~~", "# x", "x #", "x ##", "- x", "+ x", "1. x", "1) x", "> x", "===", "---",
    "    code", ":smile:", ":+1:", ":100:", "\\", "\\@octocat", "\\$x\\$", "xmpp:a@b.c", "https://evil`$x$`",
    "https://", "a\nb\n\n# c", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "https://a|b",
    "https://evil]x(y)", "_www.evil.test", ":a:b", "x:+1", "xwww.evil.test",
)  # fmt: skip
NO_WIDTH = "\u200b"
URL = "https://board.test/x"


def page(name: str) -> Page:
    """`name` wherever a text of a catalog can stand."""
    cell = (TableCell(name), TableCell(name, refs=(1, 2), more=(name,)))
    return Page(
        (
            Heading(name, 1),
            Heading(name),
            Paragraph(name),
            Paragraph(name, refs=(1,)),
            Table((TableColumn("a", name), TableColumn("b", "b")), (cell,), name),
            Items(name, (Item(name), Item(name, "+", name, lead=name, refs=(1,)), Item(name, lead=name)), about=name),
            FactRows((FactRow(name, name), FactRow("x", name, refs=(2,))), name),
            Sources((SourceRef(1, "s", name, name, None, URL, name), SourceRef(2, "t", name, "p", None, name, None))),
        )
    )


def parsed(shown: str) -> list[Any]:
    """The inline pieces, by a parser of GitHub's tables, links and strikethrough."""
    blocks = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(shown)
    return [piece for block in blocks for piece in block.children or []]


@pytest.mark.parametrize("name", LIVE)
def test_nothing_of_a_name_is_live(name: str) -> None:
    shown = markdown.write(page(name))
    pieces = parsed(shown)
    kinds = {piece.type for piece in pieces}
    assert kinds <= {"text", "code_inline", "link_open", "link_close", "strong_open", "strong_close", "html_inline",
                     "softbreak", "text_special"}, kinds  # fmt: skip
    links = [piece.attrs["href"] for piece in pieces if piece.type == "link_open"]
    named = {name} if re.fullmatch(r"https?://[^\s|`<>$\[\]]+", name) else set()
    assert set(links) <= {URL, *named}
    assert {piece.content for piece in pieces if piece.type == "html_inline"} <= {"<br>", "<span>", "</span>"}
    blocks = {token.type.removesuffix("_open") for token in MarkdownIt("commonmark").enable("table").parse(shown)}
    assert not blocks & {"html_block", "code_block", "fence", "blockquote", "ordered_list", "hr"}


@pytest.mark.parametrize("name", LIVE)
def test_what_is_rendered_has_nothing_that_github_looks_for(name: str) -> None:
    shown = markdown.write(page(name))
    for said in rendered_texts(shown):
        assert not re.search(r"@\w|#\d|\bGH-\d", said), said
        assert not re.search(r"(https?|ftp)://|www\.|(mailto|xmpp):", said, re.IGNORECASE), said
        assert not re.search(r"\$\S(?:[^$]*[^\s$])?\$(?!\d)|\$\$", said), said
        assert not re.search(r":(?!\d+:)[\w+-]+:|:100:", said), said
    source = re.sub(r"(?<!\\)`[^`]*`|<https?:[^>]*>", "", shown.replace("\\\\", ""))
    assert not re.search(r"\S\$|\$(?![\d/])", re.sub(r"\*\*|<br>", " ", source)), (
        "a dollar that a parser of the source may take"
    )


def rendered_texts(shown: str) -> list[str]:
    """The nodes of text outside links and code: where GitHub looks for mentions, references, formulas and emoji."""
    nodes = []
    for block in MarkdownIt("commonmark", {"html": True}).enable("table").parse(shown):
        linked, said = False, ""
        for piece in block.children or []:
            linked = (linked or piece.type == "link_open") and piece.type != "link_close"
            if piece.type in ("text", "text_special") and not linked:
                said += piece.content
            elif not linked:
                nodes.append(said)
                said = ""
        nodes.append(said)
    return nodes


@pytest.mark.parametrize("name", [each for each in LIVE if "\n" not in each and not each.startswith(" ")])
def test_a_reader_sees_the_name_itself(name: str) -> None:
    pieces = parsed(markdown.write(Page((Paragraph(f"so {name}"),))))
    seen = "".join(piece.content for piece in pieces if piece.type in ("text", "text_special", "code_inline"))
    assert seen.replace(NO_WIDTH, "") == f"so {name}"


@pytest.mark.parametrize("name", LIVE)
def test_a_table_keeps_its_shape(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown.write(page(name)))
    assert [token.type for token in tokens].count("td_open") == 2


def test_no_citation_is_escaped() -> None:
    for each in DOCUMENTS.values():
        assert not re.search(r"\\\[\d+\\\]", text(each, "markdown"))
    shown = text(documents.recommendation(), "markdown")
    assert "vendor's own figure, 2026-08; Beta 2 has 64% [1][2] (-4.8 points)" in shown
    assert "- [1] Open Bench, Repairs board, 2026-09-14, <https://board.test/repairs/2026-09-14>" in shown


def test_a_source_in_a_package_can_be_copied() -> None:
    source = SourceRef(1, "s", "List", "P", None, "pkg:pypi/lists@1.110.2", None)
    assert markdown.write(Page((Sources((source,)),))).endswith("undated, `pkg:pypi/lists@1.110.2`\n")


def test_prices_read_as_they_are_written() -> None:
    shown = text(documents.recommendation(), "markdown")
    assert "| $0.15 / $1.20 |" in shown
    assert "<span>" not in shown


def test_a_place_in_a_file_can_be_copied() -> None:
    assert markdown.escaped("models.yaml:12:5: no such source") == "models.yaml:12:5: no such source"


def test_hostile_names_in_a_whole_answer() -> None:
    answer = documents.recommendation()
    for name in LIVE:
        first = replace(answer.ranking[0], name=name, license=name)
        shown = text(replace(answer, ranking=(first, *answer.ranking[1:]), notes=(name,)), "markdown")
        links = {piece.attrs["href"] for piece in parsed(shown) if piece.type == "link_open"}
        assert links <= {source.url for source in documents.SOURCES}
