"""Three questions on a terminal, for whoever does not know the options: what for, where, within which limits.

The answers become the words of a command, which is then run as if it had been typed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from modelpick.cli.session import read_words
from modelpick.cli.spoken import flag_of
from modelpick.interrupts import raised
from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.api import Catalog

ESCAPE = "\x1b"
_DOLLAR_AMOUNT = re.compile(r"^\$?(\d[\d,]*(?:\.\d+)?k?)\$?$", re.IGNORECASE)
_HOSTED_ANSWERS = ("", "api", "hosted", "cloud")
_OWN_MACHINE_ANSWERS = ("own", "own machines", "mine", "local", "self-host", "on-premises")
_THIS_MACHINE = re.compile(r"(this|here|detect|((my|this) )?(laptop|computer|machine|pc|one))")
_OPTION_MEANT = r"^--[a-z-]+: "
"""Who is asked knows which question is meant."""
_EMPTY_ANSWERS = ("", "no", "none", "neither", "-")
_ASKED_ONCE = frozenset(("--hardware", "--max-monthly"))
_FILLER_WORDS = frozenset({"and", "usd", "dollars", "a", "per", "month", "/month", "in", "the", "only"})


def is_interactive() -> bool:
    """Whether a person types and reads."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def interview(catalog: Catalog) -> list[str]:
    """The options of `modelpick recommend` that the answers stand for.

    Raises:
        KeyboardInterrupt: the person would rather stop: Escape, the end of the input, Control-C.
    """
    needs = ", ".join(catalog.rulebook.needs)
    print_message(f"Three questions; Enter takes what stands in (), Escape and Enter stops.\n\nNeeds: {needs}")
    purpose, machine, limits = (
        _ask_until_understood("1. What is it for?", "general", lambda text: _purpose_options(text, catalog)),
        _ask_until_understood("2. An API, own machines (own), this one (this) or by name (rtx-4090)?", "api",
                lambda text: _machine_options(text, catalog)),
        _ask_until_understood("3. A budget in US dollars a month, a region, or both (500 eu)?", "neither",
                lambda text: _limit_options(text, catalog)),
    )  # fmt: skip
    later = [*machine, *limits]
    return [*_without_options(purpose, later), *later]


def _without_options(words: list[str], later: list[str]) -> list[str]:
    """`words` without the options, and their values, to which a later answer gives another value."""
    kept: list[str] = []
    for place, word in enumerate(words):
        is_value = place > 0 and words[place - 1].startswith("--") and not word.startswith("--")
        if (words[place - 1] if is_value else word) not in _ASKED_ONCE & set(later):
            kept.append(word)
    return kept


def print_message(text: str) -> None:
    """Print a message for the person to stderr."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    console.print(text, markup=False, soft_wrap=not console.is_terminal)


def _ask_until_understood(question: str, default: str, read: Callable[[str], list[str]]) -> list[str]:
    """The options that the answer to `question` stands for; it is asked again until it is understood."""
    from rich.console import Console
    from rich.prompt import Prompt

    console = Console(stderr=True)
    while True:
        try:
            with raised:
                text = Prompt.ask(question, console=console, default=default).strip()
        except (EOFError, KeyboardInterrupt):
            print_message("")
            raise KeyboardInterrupt from None
        if ESCAPE in text:
            raise KeyboardInterrupt
        try:
            return read("" if text == "neither" else text)
        except ModelpickError as error:
            print_message(re.sub(_OPTION_MEANT, "", error.told(flag_of)))


def _purpose_options(text: str, catalog: Catalog) -> list[str]:
    if text.lower() in catalog.rulebook.personas:
        return ["--persona", text.lower()]
    said = read_words([text], catalog)
    if said.remark:
        print_message(said.remark)
    meant = [catalog.need_meant(word) for word in said.needs]
    return [*dict.fromkeys(meant), *said.options]


def _machine_options(text: str, catalog: Catalog) -> list[str]:
    if text.lower() in _HOSTED_ANSWERS:
        return []
    if text.lower() in _OWN_MACHINE_ANSWERS:
        return ["--self-host"]
    if _THIS_MACHINE.fullmatch(text.lower()):
        return ["--hardware", "detect"]
    catalog.machine(text)
    return ["--hardware", text]


def _limit_options(text: str, catalog: Catalog) -> list[str]:
    found: list[str] = []
    if text.lower() in _EMPTY_ANSWERS:
        return found
    for word in re.split(r"[;\s]+|,(?!\d)", text.lower()):
        usd = _DOLLAR_AMOUNT.match(word)
        if usd:
            found += ["--max-monthly", usd[1].replace(",", "")]
        elif word and word not in _FILLER_WORDS:
            (region,) = catalog.constraint_value("residency", word)
            found += ["--residency", region]
    return found
