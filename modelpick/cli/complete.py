"""Answers a shell that asks for completions, before anything else is imported.

Speaks what Typer's scripts for bash, zsh, fish and PowerShell ask (`modelpick --install-completion`); whatever it does
not know is left to Typer.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from typing import Any

from modelpick.cli.completion import FILES, VALUE, matching, words_file

ASKED = "_MODELPICK_COMPLETE"
"""The variable in which a shell says that it asks, and which shell it is."""

Offers = list[tuple[str, str]]
"""Words, each with what it does."""


def answered() -> bool:
    """Whether a shell asked for completions and got them; other requests are left to Typer."""
    shell = os.environ.get(ASKED, "").removeprefix("complete_")
    if shell not in SHELLS:
        return False
    said, answer = SHELLS[shell]
    answer(offered(words_file(), *said()))
    return True


def offered(words: dict[str, Any], arguments: Sequence[str], incomplete: str) -> Offers:
    """The completions after `arguments` that begin with `incomplete`."""
    node, waiting, before = _command_reached(words["tree"], arguments)
    option, sign, value = incomplete.partition("=")
    if waiting is None and sign and option in node["options"]:
        kind = node["options"][option][0]
        return [(f"{option}={word}", "") for word in _values_offered(words, kind, value)]
    if waiting is None and incomplete.startswith("-"):
        known = node["options"].items()
        return [(name, about) for name, (_, about) in known if name.startswith(incomplete)]
    if waiting is None and "commands" in node:
        return [(name, sub["help"]) for name, sub in node["commands"].items() if name.startswith(incomplete)]
    if waiting is None:
        waiting = _argument_kind(node["arguments"], before)
    return [(word, "") for word in _values_offered(words, waiting, incomplete)]


def _command_reached(tree: dict[str, Any], arguments: Sequence[str]) -> tuple[dict[str, Any], Any, int]:
    """The command that `arguments` reach, the kind of value expected next, and the number of arguments before it."""
    node, waiting, before, words_only = tree, None, 0, False
    for word in arguments:
        if waiting is not None:
            waiting = None
        elif word == "--":
            words_only = True
        elif word.startswith("-") and not words_only:
            name, sign, _ = word.partition("=")
            waiting = node["options"].get(name, [""])[0] if not sign else ""
            waiting = waiting or None
        elif "commands" in node:
            node = node["commands"].get(word, {"options": {}, "arguments": []})
        else:
            before += 1
    return node, waiting, before


def _argument_kind(arguments: Sequence[Sequence[Any]], before: int) -> Any:
    """The kind of the argument that comes after `before` others."""
    if before < len(arguments):
        return arguments[before][0]
    return arguments[-1][0] if arguments and arguments[-1][1] else VALUE


def _values_offered(words: dict[str, Any], kind: Any, incomplete: str) -> list[str]:
    return [] if kind in (FILES, VALUE, "") else matching(words, kind, incomplete)


def _bash_words() -> tuple[list[str], str]:
    words = _split_words(os.environ.get("COMP_WORDS", ""))
    place = int(os.environ.get("COMP_CWORD", "0"))
    incomplete = words[place] if place < len(words) else ""
    # Bash breaks words at the sign: --format=json comes as three.
    return [word for word in words[1:place] if word != "="], "" if incomplete == "=" else incomplete


def _line_words() -> tuple[list[str], str]:
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    words = _split_words(line)[1:]
    return (words, "") if line[-1:].isspace() or not words else (words[:-1], words[-1])


def _typed_words() -> tuple[list[str], str]:
    """As PowerShell tells them: the line, and the word of it that is being typed."""
    words = _split_words(os.environ.get("_TYPER_COMPLETE_ARGS", ""))[1:]
    incomplete = os.environ.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    return (words[:-1] if incomplete else words), incomplete


def _split_words(text: str) -> list[str]:
    """The words of a command line that may end inside of quotes."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


def _for_bash(offers: Offers) -> None:
    # At a sign the word begins anew, so what stands before it is there already.
    print("\n".join(word.partition("=")[2] if word.startswith("--") and "=" in word else word for word, _ in offers))


def _for_zsh(offers: Offers) -> None:
    def quoted(text: str) -> str:
        for sign, safe in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:")):
            text = text.replace(sign, safe)
        return f'"{text}"'

    words = "\n".join(f"{quoted(word)}:{quoted(about)}" if about else quoted(word) for word, about in offers)
    print(f"_arguments '*: :(({words}))'" if offers else "_files")


def _for_fish(offers: Offers) -> None:
    action = os.environ.get("_TYPER_COMPLETE_FISH_ACTION", "")
    if action == "is-args":
        sys.exit(0 if offers else 1)
    if action == "get-args":
        print("\n".join(f"{word}\t{' '.join(about.split())}" if about else word for word, about in offers))


def _for_powershell(offers: Offers) -> None:
    print("\n".join(f"{word}:::{' '.join(about.split()) or ' '}" for word, about in offers))


SHELLS: dict[str, tuple[Callable[[], tuple[list[str], str]], Callable[[Offers], None]]] = {
    "bash": (_bash_words, _for_bash),
    "zsh": (_line_words, _for_zsh),
    "fish": (_line_words, _for_fish),
    "powershell": (_typed_words, _for_powershell),
    "pwsh": (_typed_words, _for_powershell),
}
"""Shell -> how it says what was typed, and how it is answered."""
