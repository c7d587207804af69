"""`modelpick retirements`: the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer, check, open_catalogue
from modelpick.cli.streams import write
from modelpick.domain.errors import Exit, ModelpickError
from modelpick.domain.fields import replace
from modelpick.domain.names import did_you_mean
from modelpick.render.formats import FORMATS

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue

ICS = "ics"


@common
def retirements(
    models: Annotated[
        list[str] | None, typer.Argument(help="Of these models; of all if none.", autocompletion=completion.models)
    ] = None,
    within: Annotated[
        str | None, typer.Option("--within", help="In the next days: 90d, 12w.", metavar="DAYS", show_default=False)
    ] = None,
    past: Annotated[
        str | None, typer.Option("--past", help="And in the last days: 30d.", metavar="DAYS", show_default=False)
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(
            "--provider",
            help="At this provider.",
            metavar="NAME",
            show_default=False,
            autocompletion=completion.providers,
        ),
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile", help="Of the models that answer this saved question.", metavar="FILE", show_default=False
        ),
    ] = None,
    *,
    common: Common,
) -> None:
    """List the announced ends of APIs, soonest first, with what comes after. --format ics: as a calendar file.

    Examples:

      modelpick retirements --within 90d

      modelpick retirements gpt-5.4 --format ics
    """

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        from modelpick.app.retirements import retirements as calendar

        request = None
        if profile is not None:
            from modelpick.app.profile import read_profile

            request = read_profile(profile)
        how: dict[str, Any] = {"within": within, "past": past, "provider": provider, "on": common.as_of}
        return calendar(catalogue, models or [], request=request, **how), Exit.ANSWERED

    plain = without(common, (ICS,))
    if common.format == ICS:
        from modelpick.render.ics import calendar_text

        document, _ = work(open_catalogue(plain))
        write(calendar_text(document), exactly=True)
        return
    words = ("retirements", models, within, past, provider, profile)
    answer(words, common, work, *([profile] if profile else []))


def without(common: Common, formats: tuple[str, ...]) -> Common:
    """`common` with a format that every command has, where one of `formats`, which this command has besides, is asked.

    Raises:
        ModelpickError: the format, or the color, is none.
    """
    if common.format in formats:
        common = replace(common, format="table")
    elif common.format not in FORMATS:
        known = (*FORMATS, *formats)
        hint = did_you_mean(common.format, known, 1)
        raise ModelpickError(f"is {common.format!r}, expected one of {', '.join(known)}", where="--format", hint=hint)
    check(common)
    return common
