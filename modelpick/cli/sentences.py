"""What the words of a sentence ask for that are no need: a machine, its memory, where it may run, a license."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.api import Catalog

OPTIONS_OF_WORDS = {
    **dict.fromkeys(
        ("computer", "desktop", "gpu", "laptop", "mac", "macbook", "machine", "notebook", "pc"), "--hardware detect"
    ),
    **dict.fromkeys(
        ("local", "locally", "offline", "self-host", "self-hosted", "on-premises", "on-prem", "own-server",
         "own-servers", "own-machine", "own-machines"),
        "--self-host",
    ),
    **dict.fromkeys(("eu", "europe", "european", "gdpr"), "--residency eu"),
    **dict.fromkeys(("hipaa", "baa"), "--baa"),
    **dict.fromkeys(("open-weights", "open-weight"), "--open-weights"),
    **dict.fromkeys(("open-source", "opensource", "foss"), "--license osi"),
    **dict.fromkeys(("apache", "apache-license", "apache-2.0"), "--where license.id=Apache-2.0"),
    **dict.fromkeys(("mit", "mit-license"), "--where license.id=MIT"),
    **dict.fromkeys(("api", "hosted"), "--api ga"),
}  # fmt: skip
"""Words of a sentence -> the options that say them."""
_MEMORY = re.compile(r"(\d{1,4})\s?gb?", re.IGNORECASE)
_MOST_WORDS = 5
"""Of a machine: ``2x rtx 4070 ti super``."""


def options_in(words: Sequence[str], catalog: Catalog) -> tuple[list[str], list[str]]:
    """The words of the command line that say what `words` do, and those that say nothing."""
    options: dict[str, list[str]] = {}
    nothing, place = [], 0
    while place < len(words):
        for end in range(min(place + _MOST_WORDS, len(words)), place, -1):
            said = _option_of(words[place:end], catalog)
            if said:
                if options.get(said[0]) in (None, ["--hardware", "detect"]):  # what names no machine gives way
                    options[said[0]] = said
                place = end
                break
        else:
            nothing.append(words[place])
            place += 1
    if "--vram" in options:
        options.pop("--hardware", None)
    return [word for said in options.values() for word in said], nothing


def _option_of(words: Sequence[str], catalog: Catalog) -> list[str] | None:
    """What `words` say together as an option and its value; None where they say none."""
    if option := OPTIONS_OF_WORDS.get("-".join(words).lower()):
        return option.split(" ", 1)
    text = " ".join(words)
    if memory := _MEMORY.fullmatch(text):
        return ["--vram", f"{memory[1]}GB"]
    if not any(letter.isdigit() for letter in text) or not any(letter.isalpha() for letter in text):
        return None
    try:
        catalog.machine(text)
    except ModelpickError:
        return None
    return ["--hardware", text]
