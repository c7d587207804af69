"""Whose `modelpick.yaml` counts: one's own in this folder; any other once it was read and trusted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import modelpick
from modelpick import api
from tests.conftest import Result

TEXT = "aliases:\n- {alias: our default, model: openai/gpt-5.5}\n"


@pytest.fixture
def above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's file, seen from a folder of its repository."""
    monkeypatch.setenv("MODELPICK_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    file = tmp_path / "repository" / "modelpick.yaml"
    (file.parent / ".git").mkdir(parents=True)
    (file.parent / "part").mkdir()
    file.write_text(TEXT, "utf-8")
    monkeypatch.chdir(file.parent / "part")
    return file


def test_a_file_above_is_left_out_and_a_note_says_how_it_would_count(above: Path) -> None:
    found = api.own_layers()
    assert found.used == ()
    (note,) = found.left_out
    assert note == (
        "../modelpick.yaml was left out: it lies above this folder. `modelpick config trust ../modelpick.yaml` lets it "
        "count"
    )


def test_a_trusted_file_counts_until_it_changes(above: Path) -> None:
    told = modelpick.trust()
    assert (told.path, told.text) == ("../modelpick.yaml", "1 alias")
    assert [layer.path for layer in api.own_layers().used] == [Path("../modelpick.yaml")]
    above.write_text(f"# another\n{TEXT}", "utf-8")
    found = api.own_layers()
    assert found.used == ()
    assert "it has changed since it was trusted" in found.left_out[0]
    above.write_text(TEXT, "utf-8")
    assert api.own_layers().left_out == ()


def test_trust_is_of_one_path(above: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modelpick.trust()
    other = above.parent / "other" / "modelpick.yaml"
    (other.parent / "deep").mkdir(parents=True)
    other.write_text(TEXT, "utf-8")
    monkeypatch.chdir(other.parent / "deep")
    assert api.own_layers().used == ()


def test_a_file_of_another_user_needs_trust_even_here(above: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(above.parent)
    assert [layer.path for layer in api.own_layers().used] == [Path("modelpick.yaml")]
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert "it belongs to another user" in api.own_layers().left_out[0]
    modelpick.trust()
    assert api.own_layers().left_out == ()


@pytest.mark.parametrize("how", ["argument", "variable"])
def test_no_file_that_is_found_counts_where_that_is_said(
    above: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.chdir(above.parent)
    config = Path(os.environ["MODELPICK_CONFIG_DIR"])
    config.mkdir()
    (config / "mine.yaml").write_text(TEXT, "utf-8")
    if how == "variable":
        monkeypatch.setenv("MODELPICK_NO_PROJECT", "1")
    found = api.own_layers("given.yaml", project=how != "argument")
    assert found.paths == (Path("given.yaml"),)
    assert found.left_out == ()


def test_a_faulty_file_is_not_trusted(above: Path) -> None:
    above.write_text("modles: []\n", "utf-8")
    with pytest.raises(modelpick.InputErrors):
        modelpick.trust()
    assert "lies above" in api.own_layers().left_out[0]


def test_there_is_nothing_to_trust_where_there_is_no_file(above: Path) -> None:
    above.unlink()
    with pytest.raises(modelpick.ModelpickError, match=r"no modelpick\.yaml in this folder"):
        modelpick.trust()


def test_the_command_says_what_the_file_brings(run: Callable[..., Result], above: Path) -> None:
    result = run("config", "trust")
    assert result.out == "../modelpick.yaml: trusted as it is now; it brings 1 alias\n"
    assert run("config", "trust", "nowhere.yaml").code == 2


def test_notes_stand_beside_every_answer(run: Callable[..., Result], above: Path) -> None:
    result = run("show", "gpt-5.5", "--format", "json", "--as-of", "2026-11-26")
    assert result.err.startswith("note: ../modelpick.yaml was left out")
    assert result.err.count("\n") == 1
    assert run("show", "gpt-5.5", "--no-project", "--as-of", "2026-11-26").err == ""


def test_a_score_is_not_added_to_a_file_that_does_not_count(run: Callable[..., Result], above: Path) -> None:
    result = run("scores", "add", "gpt-5.5", "swe-bench-verified", "71.5", "--on", "2026-06-01")
    assert result.code == 2
    assert "../modelpick.yaml: lies above this folder, so that what is added would not count" in result.err
    assert above.read_text("utf-8") == TEXT
    modelpick.trust()
    assert run("scores", "add", "gpt-5.5", "swe-bench-verified", "71.5", "--on", "2026-06-01").code == 0
    assert api.own_layers().left_out == ()
