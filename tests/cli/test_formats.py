"""The registry of output formats: what each command has, and that everything it names is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from modelpick.cli.commands import COMMANDS
from modelpick.cli.formats import EVERYWHERE, EXACT, FORMATS, check_format, formats_of
from modelpick.model.errors import ModelpickError
from modelpick.render import dispatch
from tests.conftest import Result


def test_every_format_has_a_writer_and_every_writer_a_format() -> None:
    assert set(FORMATS) == {*dispatch.WRITERS, *dispatch.PAGES} - {"plain"}
    assert set(EXACT) <= set(dispatch.AS_THEY_ARE)


def test_formats_of_some_commands_belong_to_commands_that_there_are() -> None:
    assert {command for known in FORMATS.values() for command in known.commands} <= set(COMMANDS)


@pytest.mark.parametrize(
    ("command", "own"),
    [("watch", ("rss", "atom")), ("audit", ("sarif", "github")), ("retirements", ("ics",)), ("cost", ("html",)),
     ("show", ()), ("catalog diff", ())],
)  # fmt: skip
def test_a_command_has_the_common_formats_and_its_own(command: str, own: tuple[str, ...]) -> None:
    assert formats_of(command) == (*EVERYWHERE, *own)


@pytest.mark.parametrize(
    ("command", "name", "hint"),
    [
        ("show", "html", "recommend, compare, cost, explain and check have that format"),
        ("recommend", "ics", "retirements has that format"),
        ("recommend", "jsn", "Did you mean `json`?"),
    ],
)
def test_a_format_that_a_command_has_not_is_refused_with_who_has_it(command: str, name: str, hint: str) -> None:
    with pytest.raises(ModelpickError) as caught:
        check_format(command, name)
    assert caught.value.where == "--format"
    assert caught.value.hint == hint
    assert ", ".join(formats_of(command)) in caught.value.message


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("retirements", "--format", "ics"), "BEGIN:VCALENDAR\r\n"),
        (("audit", "tests/cli/test_formats.py", "--format", "sarif"), '{\n "'),
    ],
)
def test_files_of_other_programs_come_out_as_they_are(
    run: Callable[..., Result], words: tuple[str, ...], begins: str
) -> None:
    assert run(*words, "--as-of", "2026-11-26").out.replace("\r\r", "\r").startswith(begins)
