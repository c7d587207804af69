"""Which row an id is about, and what is left to take instead."""

from __future__ import annotations

from typing import Any

from modelpick.idents.ends import Replacement, find_end, find_end_behind, live_replacement, replacement_near
from modelpick.model.ends import EndedId, EndTable

DAY = "2026-11-26"


def row(provider: str, id_: str, on: str | None = "2026-01-01", **more: Any) -> EndedId:
    given = {"state": "retired", "source": "s", "read": "2026-11-01", "evidence": "primary", **more}
    return EndedId(provider=provider, id=id_, on=on, **given)


def found(table: EndTable, text: str, asked: str | None = None, **more: Any) -> EndedId | None:
    end = find_end(table, text, asked, day=DAY, **more)
    return end.row if end else None


def test_an_id_that_does_not_say_whose_is_its_makers():
    mine, theirs = row("openai", "gpt-4"), row("github-copilot", "gpt-4")
    table = EndTable([theirs, mine])
    assert found(table, "gpt-4") == mine
    assert found(table, "gpt-4", "github-copilot") == theirs
    assert found(EndTable([theirs]), "gpt-4") is None


def test_what_no_maker_sells_is_of_whom_the_file_asks():
    theirs = row("groq", "gemma2-9b-it")
    assert found(EndTable([theirs]), "gemma2-9b-it") is None
    assert found(EndTable([theirs]), "gemma2-9b-it", hint="groq") == theirs
    assert found(EndTable([theirs]), "ollama/gemma2-9b-it", hint="groq") is None


def test_a_version_decides_at_azure():
    old, new = row("azure", "gpt-4", version="0613"), row("azure", "gpt-4", "2027-01-01", version="turbo-2024-04-09")
    table = EndTable([old, new])
    assert found(table, "gpt-4", "azure", version="0613") == old
    assert found(table, "azure/gpt-4-0613") == old
    assert found(table, "gpt-4", "azure", version="9999") is None
    end = find_end(table, "gpt-4", "azure", day=DAY)
    assert end is not None
    assert (end.row, end.default_version) == (new, True)


def test_a_shut_surface_ends_all_that_is_asked_of_it():
    table = EndTable([row("github-models", "*")])
    assert found(table, "github/openai/gpt-4o") == row("github-models", "*")
    assert found(table, "anything", "github-models") == row("github-models", "*")
    assert found(table, "anything") is None


def test_latest_of_what_has_ended_has_ended():
    gone = row("google", "gemini-1.5-pro")
    assert found(EndTable([gone]), "gemini-1.5-pro-latest") == gone
    assert found(EndTable([row("google", "gemini-1.5-pro", "2027-01-01")]), "gemini-1.5-pro-latest") is None


def test_capitals_are_names_for_people_or_weights():
    assert found(EndTable([row("moonshotai", "kimi-k2")]), "moonshotai/Kimi-K2") is None


def test_a_name_that_never_was_is_told_where_it_is_asked():
    never = row("anthropic", "claude-3.5-sonnet", None, state="never_existed")
    assert found(EndTable([never]), "claude-3.5-sonnet") is None
    assert found(EndTable([never]), "claude-3.5-sonnet", "anthropic") == never


def test_a_replacement_that_has_ended_is_never_suggested():
    first, second = row("x", "a", replacement="b"), row("x", "b", replacement="c")
    assert live_replacement(EndTable([first, second]), first, DAY) == "c"
    last = row("x", "c", replacement="d", replacement_ended=True)
    assert live_replacement(EndTable([first, second, last]), first, DAY) is None
    circle = row("x", "b", replacement="a")
    assert live_replacement(EndTable([first, circle]), first, DAY) is None


def test_what_ends_soon_is_suggested_only_where_nothing_else_is():
    first, soon = row("x", "a", replacement="b"), row("x", "b", "2026-12-10", replacement="c")
    assert live_replacement(EndTable([first, soon]), first, DAY) == "c"
    assert live_replacement(EndTable([first, row("x", "b", "2026-12-10")]), first, DAY) == "b"


def test_an_end_is_known_from_its_announcement():
    later = row("x", "a", "2026-12-09", announced="2026-06-01")
    assert EndTable([later]).as_of("2026-05-31").get("a") is None
    assert EndTable([later]).as_of("2026-06-01")["a"] == (later,)
    assert not later.has_ended(DAY)
    assert later.days_left(DAY) == 13


def test_doubts_are_told_and_nothing_is_certain_with_them():
    held = row("x", "a", unconfirmed=True, disputed=True, doubtful=True, note="six months after release")
    assert not held.certain
    assert len(held.doubts) == 3
    assert row("x", "a").certain


def behind(table: EndTable, text: str, asked: str | None = None) -> tuple[EndedId, str | None] | None:
    end = find_end_behind(table, text, asked, day=DAY)
    return (end.row, end.elsewhere) if end else None


def test_an_id_has_ended_with_all_of_its_snapshots():
    first, second = row("anthropic", "claude-3-5-x-20240620"), row("anthropic", "claude-3-5-x-20241022", "2026-02-01")
    assert behind(EndTable([first, second]), "claude-3-5-x") == (second, None)
    assert behind(EndTable([first, second]), "anthropic/claude-3.5-x") == (second, None)
    lives = row("anthropic", "claude-3-5-x-20241022", "2027-01-01")
    assert behind(EndTable([first, lives]), "claude-3-5-x") is None
    early = row("anthropic", "claude-2.0"), row("anthropic", "claude-2.1")
    assert behind(EndTable(early), "claude-2") is not None


def test_a_snapshot_has_ended_with_its_id_where_the_maker_lists_all():
    gone = row("openai", "gpt-x-preview")
    assert behind(EndTable([gone]), "gpt-x-preview-2025-02-27") == (gone, None)
    assert behind(EndTable([row("cohere", "command-r")]), "command-r-08-2024", "cohere") is None


def test_a_closed_model_ends_elsewhere_with_its_makers_id():
    gone = row("anthropic", "claude-3-opus-20240229")
    for text in (
        "vertex_ai/claude-3-opus@20240229",
        "openrouter/anthropic/claude-3-opus",
        "anthropic/claude-3-opus:beta",
    ):
        assert behind(EndTable([gone]), text) in ((gone, "google-vertex"), (gone, "openrouter"))
    assert behind(EndTable([row("meta", "llama-3-70b")]), "openrouter/meta/llama-3-70b") is None
    assert behind(EndTable([row("openai", "gpt-4-x")]), "azure/gpt-4-x") is None


def test_of_several_replacements_those_that_live_are_suggested():
    old = row("x", "a", replacement="b, c and d")
    assert live_replacement(EndTable([old, row("x", "b")]), old, DAY) == "c, d"
    assert live_replacement(EndTable([old, row("x", "b", "2026-12-20"), row("x", "c")]), old, DAY) == "d"
    turbo = row("azure", "gpt-y", version="0301", replacement="gpt-y (0125)")
    assert (
        live_replacement(EndTable([turbo, row("azure", "gpt-y", version="0125", replacement="z")]), turbo, DAY) == "z"
    )


def test_where_nothing_is_recommended_what_is_for_the_same_model_is():
    bare = row("openai", "o1-x-2024-09-12")
    named = row("openai", "o1-x", replacement="gpt-z")
    assert replacement_near(EndTable([bare, named]), bare, DAY) == (Replacement("gpt-z"), named)
    sold = row("amazon-bedrock", "anthropic.claude-3-x-20240307-v1:0")
    made = row("anthropic", "claude-3-x-20240307", replacement="claude-y")
    assert replacement_near(EndTable([sold, made]), sold, DAY) == (Replacement("claude-y"), made)
    assert replacement_near(EndTable([sold]), sold, DAY) is None
