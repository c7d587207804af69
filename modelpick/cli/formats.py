"""The formats of `--format`, each once: checks, completion, help and documentation read them here.

What writes each is in `modelpick.render.dispatch`.
"""

from __future__ import annotations


class Format:
    """What a format is for, and the commands that have it; every command where none is named."""

    __slots__ = ("about", "commands")

    def __init__(self, about: str, commands: tuple[str, ...] = ()) -> None:
        self.about, self.commands = about, commands


TABLE, HTML = "table", "html"
FORMATS = {
    TABLE: Format("for people; plain text in a pipe"),
    "json": Format("the whole document"),
    "yaml": Format("the same data as the JSON"),
    "ndjson": Format("of an answer that is a list, one JSON object a line"),
    "csv": Format("the rows, with numbers that are numbers"),
    "markdown": Format("for issues and wikis"),
    HTML: Format(
        "one page to print, to send on or to weigh anew", ("recommend", "compare", "cost", "explain", "check")
    ),
    "ics": Format("a file for calendars", ("retirements",)),
    "rss": Format("a feed", ("watch",)),
    "atom": Format("a feed", ("watch",)),
    "sarif": Format("for code scanning", ("audit",)),
    "github": Format("remarks beside the lines of a pull request", ("audit",)),
}
EVERYWHERE = tuple(name for name, known in FORMATS.items() if not known.commands)
EXACT = ("ics", "rss", "atom", "sarif")
"""Files of other programs: UTF-8 with their own line ends, whatever the terminal's are."""


def formats_of(command: str) -> tuple[str, ...]:
    """The formats that `command` has."""
    return (*EVERYWHERE, *(name for name, known in FORMATS.items() if command in known.commands))


def check_format(command: str, name: str) -> None:
    """Refuse a format that `command` has not.

    Raises:
        ModelpickError: with the nearest that it has, or the commands that have that one.
    """
    known = formats_of(command)
    if name in known:
        return
    # Late: completion reads the names alone.
    from modelpick.model.errors import ModelpickError
    from modelpick.model.names import did_you_mean
    from modelpick.model.wording import listed

    hint = did_you_mean(name, known, 1)
    if name in FORMATS:
        having = FORMATS[name].commands
        hint = f"{listed(having, len(having))} {'has' if len(having) == 1 else 'have'} that format"
    raise ModelpickError(f"is {name!r}, expected one of {', '.join(known)}", where="--format", hint=hint)
