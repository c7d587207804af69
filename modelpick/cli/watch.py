"""`modelpick watch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.retirements import without
from modelpick.cli.session import open_catalogue, show
from modelpick.cli.streams import write
from modelpick.domain.errors import Exit

if TYPE_CHECKING:
    from modelpick.domain.watch_reports import WatchReport

FEEDS = ("rss", "atom")


@common
def watch(
    models: Annotated[
        list[str] | None,
        typer.Argument(help="Models; those that lead the answers if none.", autocompletion=completion.models),
    ] = None,
    profiles: Annotated[
        list[Path] | None,
        typer.Option("--profile", help="A saved question; is its answer another now? (repeatable)", metavar="FILE"),
    ] = None,
    within: Annotated[
        str, typer.Option("--within", help="Tell an end again when it comes as near as this: 60d.", metavar="DAYS")
    ] = "60d",
    state: Annotated[
        Path | None, typer.Option("--state", help="Remember in this file, not in the cache folder.", metavar="FILE")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write the answer to this file.", metavar="FILE")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Remember in the file of --state even if it is no state.")
    ] = False,
    *,
    common: Common,
) -> None:
    """Tell what changed since this watch ran last. Exit code 1 if something did. --format rss or atom: as a feed.

    Status, prices, context, scores, ends of APIs, and whether the answer to your question is another now. It fetches
    nothing: run `modelpick catalog update` before.

    Examples:

      modelpick watch gpt-5.4 opus-4.6

      modelpick watch --profile my-profile.yaml --format atom --output my-feed.xml
    """
    from modelpick.app.profile import read_profile
    from modelpick.app.watch import watch as look
    from modelpick.domain.numbers import DAYS
    from modelpick.domain.wording import readable

    plain = without(common, FEEDS)
    questions = {readable(str(path)): read_profile(path) for path in profiles or []}
    near = DAYS.count(within, "--within")
    catalogue = open_catalogue(plain)
    found = look(catalogue, models or [], questions, within=near, state_file=state, force=force, on=common.as_of)
    if _told(found.report, common, plain, output):
        found.remember()
    if found.report.changes:
        raise typer.Exit(Exit.NO)


def _told(report: WatchReport, common: Common, plain: Common, output: Path | None) -> bool:
    """Write the answer; whether somebody has all of it, for only then may it be remembered."""
    if output is None and common.format not in FEEDS:
        return show(report, plain)
    if output is None:
        return write(_file_text(report, common.format))
    from modelpick.storage.writing import write_file

    write_file(output, _file_text(report, common.format).encode("utf-8"))
    return True


def _file_text(report: WatchReport, fmt: str) -> str:
    if fmt in FEEDS:
        from modelpick.render.feed import feed_text

        return feed_text(report, fmt)
    from io import StringIO

    from modelpick.render.dispatch import rendered

    return rendered(report, fmt, stream=StringIO(), terminal=False)
