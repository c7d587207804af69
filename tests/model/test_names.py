"""Nearest names."""

from __future__ import annotations

from modelpick.model.names import did_you_mean, fold, nearest

NEEDS = ["coding", "agentic", "long-context", "low-cost"]


def test_case_and_separators_do_not_matter() -> None:
    assert fold("  Opus 4.6 ") == fold("opus-4.6") == fold("OPUS_4.6")


def test_a_part_comes_before_a_likeness() -> None:
    assert nearest("context", NEEDS)[0] == "long-context"


def test_a_misspelling_finds_its_word() -> None:
    assert did_you_mean("codign", NEEDS) == "Did you mean `coding`?"


def test_what_is_near_nothing_gets_no_hint() -> None:
    assert did_you_mean("xylophone", NEEDS) is None
    assert nearest("", NEEDS) == []
