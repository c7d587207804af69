"""Three questions on a terminal, for whoever does not know the options: what for, where, within which limits.

The answers become the words of a command, which is then run as if it had been typed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from modelpick.domain.errors import ModelpickError
from modelpick.interrupts import raised

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue

ESCAPE = "\x1b"
_USD = re.compile(r"^\$?(\d[\d,]*(?:\.\d+)?k?)\$?$", re.IGNORECASE)
_HOSTED = ("", "api", "hosted", "cloud")
_OWN = ("own", "own machines", "mine", "local", "self-host", "on-premises")
_NOTHING = ("", "no", "none", "neither", "-")
_FILLER = frozenset({"and", "usd", "dollars", "a", "per", "month", "/month", "in", "the", "only"})


def somebody_is_there() -> bool:
    """Whether a person types and reads."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def interview(catalogue: Catalogue) -> list[str]:
    """The words of `modelpick recommend` that the answers stand for.

    Raises:
        typer.Abort: the person would rather stop: Escape, the end of the input, Control-C.
    """
    needs = ", ".join(catalogue.rulebook.needs)
    say(f"Three questions; Enter takes what stands in (), Escape and Enter stops.\n\nNeeds: {needs}")
    return [
        *_asked("1. What is it for?", "general", lambda text: _purpose(text, catalogue)),
        *_asked("2. An API, your own machines (own), or a machine by name (rtx-4090)?", "api",
                lambda text: _place(text, catalogue)),
        *_asked("3. A budget in dollars a month, a region, or both (500 eu)?", "neither",
                lambda text: _limits(text, catalogue)),
    ]  # fmt: skip


def say(text: str) -> None:
    """Print for the person; what is not the answer goes to stderr."""
    from rich.console import Console

    Console(stderr=True, highlight=False).print(text, markup=False, soft_wrap=True)


def _asked(question: str, default: str, read: Callable[[str], list[str]]) -> list[str]:
    """The words that the answer to `question` stands for; asked again until it stands for some."""
    from rich.console import Console
    from rich.prompt import Prompt

    console = Console(stderr=True)
    while True:
        try:
            with raised:
                text = Prompt.ask(question, console=console, default=default).strip()
        except (EOFError, KeyboardInterrupt):
            say("")
            raise typer.Abort from None
        if ESCAPE in text:
            raise typer.Abort
        try:
            return read("" if text == "neither" else text)
        except ModelpickError as error:
            say(f"{error}")


def _purpose(text: str, catalogue: Catalogue) -> list[str]:
    from modelpick.app.asking import need_meant, needs_of_words

    words = [word for word in re.split(r"[,\s]+", text) if word and word != "and"]
    if text.lower() in catalogue.rulebook.personas:
        return ["--persona", text.lower()]
    meant = [need_meant(word, catalogue.rulebook) for word in needs_of_words(words, catalogue.rulebook)]
    return list(dict.fromkeys(meant))


def _place(text: str, catalogue: Catalogue) -> list[str]:
    from modelpick.fit.hardware import parse_hardware

    if text.lower() in _HOSTED:
        return []
    if text.lower() in _OWN:
        return ["--self-host"]
    parse_hardware(text, catalogue.facts.hardware)
    return ["--hardware", text]


def _limits(text: str, catalogue: Catalogue) -> list[str]:
    from modelpick.app.asking import constraint_value

    found: list[str] = []
    if text.lower() in _NOTHING:
        return found
    for word in re.split(r"[;\s]+|,(?!\d)", text.lower()):
        usd = _USD.match(word)
        if usd:
            found += ["--max-monthly", usd[1].replace(",", "")]
        elif word and word not in _FILLER:
            (region,) = constraint_value(catalogue.rulebook.constraints["residency"], word, catalogue.facts)
            found += ["--residency", region]
    return found
