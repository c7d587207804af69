"""The list of words that are not used here, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from modelpick.cli.commands import COMMANDS
from tests.conftest import Result
from tools import words

Run = Callable[..., Result]


def _said(text: str) -> list[str]:
    return [word for _, (word, _) in words.in_text(text)]


def test_program_rules_and_pages_use_none_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    code = words.main([])
    assert (code, capsys.readouterr().out) == (0, "")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_uses_none_of_them(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.code == 0
    assert _said(" ".join(result.out.split())) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kimi K3 comes first, in 39% of draws",
        "first in 39 % of the runs",
        "its place is a guess",
        "A is nowhere worse and somewhere better",
        "2 published scores is all that is known of it",
        "estimated 90.3% +- 4.4%",
        "the licence allows it",
        "Where the order turns round",
        "nothing is asked: no need",
        "66% of the weight is the least that must move",
    ],
)
def test_each_kind_is_found(text: str) -> None:
    assert _said(text)


@pytest.mark.parametrize(
    "text",
    [
        "the field `licence.id`",
        "see docs/catalogue.md",
        "{ranked.licence}",
        "--utilisation 40%",
        "100% 7 == 2 is true",
    ],
)
def test_code_is_left_alone(text: str) -> None:
    assert _said(text.replace(" % 7", "%7")) == []
    assert words.mended(text.replace(" % 7", "%7")) == text.replace(" % 7", "%7")


def test_one_word_for_another_is_put_right() -> None:
    text = "Licences of the catalogue: 39 % are known, `licence` is a key."
    assert words.mended(text) == "Licenses of the catalog: 39% are known, `licence` is a key."


def test_names_and_keys_of_a_program_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "modelpick" / "a.py"
    file.parent.mkdir()
    file.write_text('licence = row["licence"]\nsaid = f"the licence {row.licence}"\n')
    assert [found.line for found in words.in_file(file)] == [2]
    assert words.main(["--fix", str(tmp_path)]) == 0
    assert file.read_text() == 'licence = row["licence"]\nsaid = f"the license {row.licence}"\n'
