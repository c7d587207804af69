"""What every command does around its use case: open the catalog, hand the answer to a renderer."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from modelpick import __version__
from modelpick.cli.invocation import command_line
from modelpick.cli.options import Asked, Common
from modelpick.cli.paging import page
from modelpick.cli.streams import tell
from modelpick.domain.errors import Exit, ModelpickError
from modelpick.domain.names import did_you_mean
from modelpick.render.formats import FORMATS, HTML
from modelpick.storage.folders import cache_folder
from modelpick.storage.reading import Reads

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue
    from modelpick.domain.request import Request

_SHOWING = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE")
"""The variables that change how an answer looks."""


def answer(
    words: object,
    common: Common,
    work: Callable[[Catalogue], tuple[Any, Exit]],
    *files: Path,
    formats: Sequence[str] = tuple(FORMATS),
) -> None:
    """Do `work` on the catalog that `common` names, show its document, and end with its exit code.

    What `words` and `files` say besides is all that `work` depends on: an answer that was given before to the same
    words on the same data, for the same kind of output, is given again. `formats` are those that the command has.
    """
    from modelpick.cli.remembered import keep, recall

    check(common, formats)
    if common.format == HTML:
        words = (words, command_line())
    folder = cache_folder() / "answers"
    reads = Reads()
    key = _key(words, common, files, reads)
    known = recall(folder, key)
    if known is None:
        catalogue = open_catalogue(common, formats, reads)
        document, code = work(catalogue)
        known = _text(document, common, catalogue), int(code)
        if not catalogue.notes:
            keep(folder, key, *known)
    text, exit_code = known
    page(text, common)
    if exit_code:
        raise typer.Exit(exit_code)


def _key(words: object, common: Common, files: Sequence[Path], reads: Reads) -> str:
    """All that an answer depends on."""
    from modelpick.catalogue.bundled import clock_day
    from modelpick.snapshot.key import inside, key_of, market_state

    shown = (_screen(common), sys.stdout.encoding, [os.environ.get(name) for name in _SHOWING])
    said = (words, common, clock_day(), shown, market_state())
    return key_of(map(repr, said), [*files, *overlays(common), *inside(common.rules, reads)], reads)


def overlays(common: Common) -> list[Path]:
    """The user's own catalog files, later ones over earlier ones."""
    from modelpick.app.layers import overlays

    return [layer.path for layer in overlays(Path(), common.catalog, with_user=not common.no_bundled)]


def open_catalogue(common: Common, formats: Sequence[str] = tuple(FORMATS), reads: Reads | None = None) -> Catalogue:
    """The catalog and rules that `common` names; `reads` has read some of the files already."""
    from modelpick.app.load import load

    check(common, formats)
    catalogue = load(overlays(common), common.rules, with_bundled=not common.no_bundled, reads=reads)
    for note in catalogue.notes:
        tell(f"note: {note}")
    return catalogue


def check(common: Common, formats: Sequence[str] = tuple(FORMATS)) -> None:
    """Refuse a misspelled format or color, or one that the command has not, before any work is done."""
    for option, value, known in (("--format", common.format, formats), ("--color", common.color, _WHEN)):
        if value not in known:
            hint = did_you_mean(value, known, 1)
            if value == HTML:
                hint = "recommend, compare, cost and explain have an HTML page"
            raise ModelpickError(f"is {value!r}, expected one of {', '.join(known)}", where=option, hint=hint)


_WHEN = ("auto", "always", "never")


def show(document: Any, common: Common) -> bool:
    """Write `document` to stdout in the format asked for; False where a pipe's reader left before its end."""
    return page(_text(document, common), common)


def _text(document: Any, common: Common, catalogue: Catalogue | None = None) -> str:
    from modelpick.render.dispatch import rendered
    from modelpick.render.frame import NO_FRAME, Frame

    frame = NO_FRAME
    if common.format == HTML and catalogue is not None:
        frame = Frame(command_line(), tuple(catalogue.facts_on(document.as_of).glossary.values()), __version__)
    terminal, color, width = _screen(common)
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


def _screen(common: Common) -> tuple[bool, bool, int]:
    """Whether somebody looks at the output, whether in color, and how wide it is."""
    terminal = sys.stdout.isatty() or common.color == "always"
    quiet = "NO_COLOR" in os.environ and common.color != "always"
    width = shutil.get_terminal_size((100, 24)).columns
    return terminal, terminal and common.color != "never" and not quiet, width


def request_from(asked: Asked, common: Common) -> Request:
    """The request that the flags and the profile make together; flags win."""
    from modelpick.domain.fields import replace
    from modelpick.domain.request import Request

    request = Request()
    if asked.profile is not None:
        from modelpick.app.profile import read_profile

        request = read_profile(asked.profile)
    said: dict[str, Any] = {
        "needs": weighed_needs(asked.need),
        "persona": asked.persona,
        "where": tuple(asked.where),
        "only": tuple(name for word in asked.only for name in word.split(",") if name.strip()),
        "evidence": asked.evidence,
        "risk": asked.risk,
        "allow_unknown": tuple(name for word in asked.allow_unknown for name in word.split(",")),
        "as_of": common.as_of,
        "top": asked.top,
        "beside": _layers_named(common),
    }
    if asked.need or asked.persona:
        # A purpose said on the command line replaces the profile's whole mix.
        request = replace(request, needs={}, persona=None)
    given = {name: value for name, value in said.items() if value not in (None, (), {})}
    given |= _setting(asked, request)
    return replace(request, **given, constraints={**request.constraints, **asked.limits})


def _layers_named(common: Common) -> tuple[str, ...]:
    """The words that name the data and rules which the question is asked of."""
    files = (("--catalog", common.catalog), ("--rules", common.rules))
    named = [word for flag, paths in files for path in paths for word in (flag, str(path))]
    return (*named, "--no-bundled") if common.no_bundled else tuple(named)


def _setting(asked: Asked, request: Request) -> dict[str, Any]:
    """The machine and the use that the flags name, over those of the profile."""
    from modelpick.app.asking import tokens

    machine = dict(asked.machine)
    if "context" in machine:
        machine["context"] = tokens(machine["context"], "--context")
    if machine.keys() & {"hardware", "vram", "found"}:
        # One machine said on the command line replaces the profile's.
        machine = {"hardware": None, "vram": None, **machine}
    usage = dict(asked.usage)
    workload = usage.pop("workload", None)
    return {
        **machine,
        **({"workload": workload} if workload else {}),
        **({"usage": {**request.usage, **usage}} if usage else {}),
    }


def weighed_needs(words: list[str]) -> dict[str, float]:
    from modelpick.domain.numbers import WEIGHT
    from modelpick.domain.wording import clipped

    needs: dict[str, float] = {}
    for word in (part.strip() for each in words for part in each.split(",")):
        id_, sign, weight = word.partition("=")
        needs[id_] = float(WEIGHT.read(weight, f"--need {clipped(id_)}")) if sign else 1.0
    return needs
