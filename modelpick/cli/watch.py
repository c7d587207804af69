"""`modelpick watch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from modelpick import api
from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.session import file_text, open_catalog, show
from modelpick.cli.shared import Common, common
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.cli import completion


@common
def watch(
    models: Annotated[
        list[str] | None,
        Argument(help="Models; those that lead the answers if none.", autocompletion=completion.models),
    ] = None,
    profiles: Annotated[
        list[Path] | None,
        Option("--profile", help="A saved question; is its answer another now? (repeatable)", metavar="FILE"),
    ] = None,
    within: Annotated[
        str, Option("--within", help="Tell an end again when it comes as near as this: 60d.", metavar="DAYS")
    ] = "60d",
    state: Annotated[
        Path | None, Option("--state", help="Remember in this file, not in the cache folder.", metavar="FILE")
    ] = None,
    output: Annotated[Path | None, Option("--output", help="Write the answer to this file.", metavar="FILE")] = None,
    force: Annotated[bool, Option("--force", help="Remember in the file of --state even if it is no state.")] = False,
    until: Annotated[
        str | None,
        Option("--until", help="Exit with 0 once this holds, else with 1: api=public, api=ga.", metavar="CONDITION"),
    ] = None,
    *,
    common: Common,
) -> None:
    """Tell what changed since this watch ran last. Exit code 1 if something did. --format rss or atom: as a feed.

    Status, prices, context, scores, successors, ends of APIs, and whether the answer to your question is another now.
    It fetches nothing: run `modelpick catalog update` before.

    Examples:

      modelpick watch gpt-5.4 opus-4.6

      modelpick watch muse-spark --until api=public

      modelpick watch --profile my-profile.yaml --format atom --output my-feed.xml
    """
    catalog = open_catalog(common, "watch")
    how: dict[str, Any] = {"within": within, "state": state, "force": force, "until": until, "as_of": common.as_of}
    found = catalog.watching(models or (), profiles or (), **how)
    # Only what somebody has all of may be remembered.
    if output is not None:
        api.save_text(output, file_text(found.report, common))
    if output is not None or show(found.report, common):
        found.remember()
    waited = found.report.until
    if (not waited.met) if waited else found.report.changes:
        raise Ended(Exit.NO)
