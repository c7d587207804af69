"""The page on the house and the one for contributors name what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "modelpick"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_the_tree_is_the_tree() -> None:
    block = PAGE.partition("```text\nmodelpick/\n")[2].partition("```")[0].partition("\nrules/")[0]
    drawn = {name.rstrip("/") for line in block.splitlines() for name in re.findall(r"^  ([\w.]+/?)", line)}
    packages = {init.parent.name for init in PACKAGE.glob("*/__init__.py")}
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    assert drawn | {"interrupts.py"} == packages | modules


def test_every_place_that_is_named_is_there() -> None:
    named = re.findall(r"`([a-z_]+/[a-z_/.]*)`", PAGE)
    assert len(named) > 20
    assert [place for place in named if not ((PACKAGE / place).exists() or (ROOT / place).exists())] == []


def test_contributors_are_sent_to_files_that_are_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:modelpick|data|rules|docs|tests|tools)/[a-z_/.]+)`", page)
    assert len(named) > 8
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_the_table_of_shown_facts_is_that_of_the_structs() -> None:
    from tools.shown_facts import TABLE, table_text

    assert TABLE.read_text("utf-8") == table_text(), "python -m tools.shown_facts"
