"""`modelpick retirements`: the calendar."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Option
from modelpick.cli.session import answer, open_catalog
from modelpick.cli.shared import Common, common

if TYPE_CHECKING:
    from modelpick.cli import completion


@common
def retirements(
    models: Annotated[
        list[str] | None, Argument(help="Of these models; of all if none.", autocompletion=completion.models)
    ] = None,
    within: Annotated[str | None, Option("--within", help="In the next days: 90d, 12w.", metavar="DAYS")] = None,
    past: Annotated[str | None, Option("--past", help="And in the last days: 30d.", metavar="DAYS")] = None,
    provider: Annotated[
        str | None, Option("--provider", help="At this provider.", metavar="NAME", autocompletion=completion.providers)
    ] = None,
    profile: Annotated[
        Path | None, Option("--profile", help="Of the models that answer this saved question.", metavar="FILE")
    ] = None,
    *,
    common: Common,
) -> None:
    """List the announced ends of APIs, soonest first, with what comes after. --format ics: as a calendar file.

    Examples:

      modelpick retirements --within 90d

      modelpick retirements gpt-5.4 --format ics
    """

    catalog = open_catalog(common, "retirements")
    request = catalog.read_profile(profile) if profile is not None else None
    report = catalog.retirements(
        models or (), within=within, past=past, provider=provider, request=request, as_of=common.as_of
    )
    answer(report, common, catalog)
