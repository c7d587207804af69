"""What every command does around its use case: open the catalog, hand the answer to a renderer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from modelpick import __version__, api
from modelpick.cli import streams
from modelpick.cli.declared import Ended
from modelpick.cli.formats import EXACT, HTML, TABLE, check_format
from modelpick.cli.invocation import command_line
from modelpick.cli.paging import page
from modelpick.cli.shared import Common, NamedValues, QuestionOptions
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.names import check_word
from modelpick.render.terminal import said_columns, terminal_size

if TYPE_CHECKING:
    from modelpick.api import Catalog, OwnLayers
    from modelpick.documents.base import Document
    from modelpick.model.numbers import Bounded
    from modelpick.model.request import Request

OWN_SHARE = 0.5
"""What a test of one's own weighs, if nobody says."""
_JOINING = frozenset(("and", "for", "of", "or", "the", "versus", "vs", "vs.", "with"))
_COLOR_CHOICES = ("auto", "always", "never")


def answer(document: Document, common: Common, catalog: Catalog, *, passed: bool = True, plot: bool = False) -> None:
    """Show `document`, the answer of `catalog`, and a drawing of it if asked; end with exit code 1 where it is a no."""
    drawn = ""
    if plot:
        from modelpick.render.plot import drawing_of

        drawn = drawing_of(document)
    write(text_of(document, common, catalog), common)
    if drawn:
        streams.write(drawn)
    if not passed:
        raise Ended(Exit.NO)


def own_layers(common: Common) -> OwnLayers:
    """The user's own catalog files, later ones over earlier ones."""
    return api.own_layers(common.catalog, project=with_project(common))


def with_project(common: Common) -> bool:
    """Whether the files that are found count."""
    return not (common.no_project or common.no_bundled)


def open_catalog(common: Common, command: str) -> Catalog:
    """The catalog and rules that `common` names; notes on it go to stderr."""
    check(common, command)
    bundled = not common.no_bundled
    version = {} if common.catalog_version is None else {"catalog_version": common.catalog_version}
    catalog = api.load(common.catalog, common.rules, project=with_project(common), with_bundled=bundled, **version)
    say_notes(catalog.notes)
    return catalog


def say_notes(notes: Sequence[str]) -> None:
    """Tell on stderr what was left out, or went wrong without harm."""
    for note in notes:
        streams.tell(f"note: {note}")


def check(common: Common, command: str) -> None:
    """Refuse a format that `command` has not, or a color that is none, before any work is done."""
    check_format(command, common.format)
    check_word(common.color, _COLOR_CHOICES, "--color")


def show(document: Document, common: Common) -> bool:
    """Write `document` to stdout in the format asked for; False where a pipe's reader left before its end."""
    return write(text_of(document, common), common)


def write(text: str, common: Common) -> bool:
    """Write `text` to stdout as its format wants it: as it is, or through a pager; False where nobody reads on."""
    return streams.write(text, exactly=True) if common.format in EXACT else page(text, common)


def text_of(document: Document, common: Common, catalog: Catalog | None = None) -> str:
    """`document` in the format asked for; a page of its own explains the words that `catalog` knows."""
    from modelpick.render.dispatch import rendered
    from modelpick.render.frame import Frame

    frame = Frame(version=__version__)
    if common.format == HTML and catalog is not None:
        known = catalog.facts_on(getattr(document, "as_of", catalog.today)).glossary
        frame = Frame(command_line(), tuple(known.values()), __version__)
    terminal, color, width = _screen_properties(common)
    if color:
        streams.show_colors()
    return rendered(
        document,
        common.format,
        stream=sys.stdout,
        width=width,
        color=color,
        terminal=terminal,
        details=common.details,
        sources=common.sources,
        frame=frame,
    )


def file_text(document: Document, common: Common) -> str:
    """`document` as it stands in a file: nobody looks at it, and nothing steers a terminal."""
    from io import StringIO

    from modelpick.render.dispatch import rendered

    return rendered(document, common.format, stream=StringIO(), terminal=False)


def check_drawn(common: Common) -> None:
    """Refuse to draw under anything but a table: it is drawn for a person alone, and other formats have the points."""
    if common.format != TABLE:
        said = f"draws under a table, not in {common.format}"
        raise ModelpickError(said, where="--plot", hint="Leave one of them out")


def _screen_properties(common: Common) -> tuple[bool, bool, int]:
    """Whether the output is laid out as on a terminal, whether it has color, and its width in columns.

    A pipe is laid out in the width that COLUMNS says, if it does.
    """
    terminal = sys.stdout.isatty() or common.color == "always"
    quiet = "NO_COLOR" in os.environ and common.color != "always"
    width, _ = terminal_size(100, 24)
    return terminal or said_columns() > 0, terminal and common.color != "never" and not quiet, width


def request_from(asked: QuestionOptions, common: Common, catalog: Catalog) -> Request:
    """The request that the flags and the profile make together; flags win."""
    from modelpick.model.fields import replace
    from modelpick.model.request import Request

    request = Request()
    if asked.profile is not None:
        request = catalog.read_profile(asked.profile)
    said: dict[str, Any] = {
        "needs": weighed_needs(asked.need),
        "persona": asked.persona,
        "where": tuple(asked.where),
        "only": tuple(name for word in asked.only for name in word.split(",") if name.strip()),
        "evidence": asked.evidence,
        "risk": asked.risk,
        "own": own_shares(asked.own),
        "trust": asked.trust,
        "allow_unknown": tuple(name for word in asked.allow_unknown for name in word.split(",")),
        "as_of": common.as_of,
        "top": asked.top,
        "beside": _layers_named(common),
    }
    if asked.need or asked.persona:
        # A purpose said on the command line replaces the profile's whole mix.
        request = replace(request, needs={}, persona=None)
    given = {name: value for name, value in said.items() if value not in (None, (), {})}
    given |= _machine_and_workload(asked, request)
    return replace(request, **given, constraints={**request.constraints, **asked.limits})


def _layers_named(common: Common) -> tuple[str, ...]:
    """The words that name the data and rules which the question is asked of."""
    files = (("--catalog", common.catalog), ("--rules", common.rules))
    named = [word for flag, paths in files for path in paths for word in (flag, str(path))]
    without = (("--no-project", common.no_project), ("--no-bundled", common.no_bundled))
    version = () if common.catalog_version is None else ("--catalog-version", common.catalog_version)
    return (*named, *version, *(flag for flag, said in without if said))


def _machine_and_workload(asked: QuestionOptions, request: Request) -> dict[str, Any]:
    """The machine and the workload of the flags, over those of the profile."""
    machine = dict(asked.machine)
    if machine.keys() & {"hardware", "vram", "found"}:
        # One machine said on the command line replaces the profile's.
        machine = {"hardware": None, "vram": None, "ram": None, **machine}
    usage = dict(asked.usage)
    workload = usage.pop("workload", None)
    return {
        **machine,
        **({"workload": workload} if workload else {}),
        **({"usage": {**request.usage, **usage}} if usage else {}),
    }


class WordsRead(NamedValues):
    """The words of a command line as they were read."""

    needs: list[str]
    options: list[str]
    remark: str | None = None
    """What was looked up; which words say nothing, and what to ask for instead."""


def read_words(words: Sequence[str], catalog: Catalog) -> WordsRead:
    """The needs and the options that stand on the command line as words."""
    # No need's name has a weight in it, and one word is one need, or none.
    is_one_word = len(words) < 2 and not any(mark in word for word in words for mark in " /,")
    are_ids = len({*words}) == len(words) and all(word in catalog.rulebook.needs for word in words)
    if is_one_word or any("=" in word for word in words) or are_ids:
        return WordsRead(needs=list(words), options=[])
    from modelpick.cli.spoken import flag_of  # late: most people write one need
    from modelpick.model.exits import named_options

    read = catalog.read_sentence(" ".join(words))
    options = [word for field, value in read.options for word in (flag_of(field), value) if word is not None]
    hint = f". {named_options(read.hint, flag_of)}" if read.hint else ""
    unread = f"not read: {' '.join(read.unread)}{hint}" if read.unread else None
    remark = "; ".join(filter(None, (read.told, unread))) or None
    return WordsRead(needs=list(read.needs), options=options, remark=remark)


def needs_said(words: Sequence[str], catalog: Catalog) -> list[str]:
    """The needs that stand on the command line as words; a note tells which words say nothing.

    Raises:
        ModelpickError: a word says an option; it says what to write.
    """
    said = read_words(words, catalog)
    if said.options:
        import shlex

        hint = f"Write {shlex.join(said.options)} for it"
        raise ModelpickError("a word of it takes an option", where=" ".join(words), hint=hint)
    if said.remark:
        streams.tell(f"note: read as {' '.join(said.needs)}; {said.remark}")
    return said.needs


def named_models(words: Sequence[str] | None) -> list[str]:
    """The models among words that people join: ``of gpt-5.5 and opus``."""
    return [word for word in words or () if word.lower() not in _JOINING] or list(words or ())


def own_shares(words: list[str]) -> dict[str, float]:
    """Test of one's own -> the share of the whole that it weighs; half of it where none is said."""
    from modelpick.model.numbers import SHARE

    return _numbers_said(words, SHARE, "{own}", OWN_SHARE)


def weighed_needs(words: list[str]) -> dict[str, float]:
    """Need -> its weight; 1 where none is said."""
    from modelpick.model.numbers import WEIGHT

    return _numbers_said(words, WEIGHT, "{needs}", 1.0)


def _numbers_said(words: list[str], number: Bounded, option: str, unsaid: float) -> dict[str, float]:
    """The number behind the sign of each ``NAME=NUMBER`` of `words`, several of which may stand in one."""
    from modelpick.model.wording import clipped

    found: dict[str, float] = {}
    for word in (part.strip() for each in words for part in each.split(",")):
        name, sign, said = word.partition("=")
        found[name] = float(number.read(said, f"{option} {clipped(name)}")) if sign else unsaid
    return found
