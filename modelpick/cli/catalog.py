"""`modelpick catalog`: the catalog itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from modelpick.cli.options import Asked, Common, asks, common
from modelpick.cli.session import answer, check, open_catalogue, overlays, request_from, show
from modelpick.cli.streams import tell
from modelpick.domain.errors import Exit, ModelpickError

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue
    from modelpick.domain.request import Request

app = typer.Typer(help="Look at, check and update the catalog.", no_args_is_help=True)

Limit = Annotated[int, typer.Option("--limit", help="Show so many of a kind.", metavar="N")]
Everything = Annotated[bool, typer.Option("--all", help="Show all of them.")]
Source = Annotated[str | None, typer.Option("--source", help="Of this source alone.", metavar="NAME")]
SHOWN = 10
"""So many of a kind a page shows, unless it is asked for more. Machine formats hold all."""


@app.command()
@common
def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="Files to check besides your own and the bundled.")] = None,
    *,
    common: Common,
) -> None:
    """Check catalog files: every fault with line, column and what to do. Exit code 2 if there is one.

    What is possible but hardly meant in your own files is a warning: a figure older than its model, one that stands
    twice, a lab's figure called press, the id of another release, a date that hides a fact.

    Example: modelpick catalog validate my-models.yaml
    """
    from modelpick.app.validation import validate as check_files

    check(common)
    named = [path for path in files or [] if path not in overlays(common)]
    result = check_files([*overlays(common), *named], with_bundled=not common.no_bundled)
    show(result, common)
    if result.problems:
        raise typer.Exit(Exit.USAGE)


@app.command()
@common
def info(limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """Tell how large and how old the catalog is, where each part comes from, and what it covers.

    It warns when the data are stale. Example: modelpick catalog info --all
    """
    show(open_catalogue(common).info(on=common.as_of, most=_most(limit, everything)), common)


@app.command()
@common
def update(
    named: Annotated[
        list[str] | None, typer.Option("--source", help="Read this source alone (repeatable).", metavar="NAME")
    ] = None,
    froms: Annotated[
        list[str] | None,
        typer.Option("--from", help="Read a source from this file, folder or URL (repeatable).", metavar="FILE|URL"),
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="Read the sources of scores alone.")] = False,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds for each download.")] = 120.0,
    force: Annotated[
        bool, typer.Option("--force", help="Fetch all anew, take what looks too little, replace damaged data.")
    ] = False,
    *,
    common: Common,
) -> None:
    """Fetch what the sources say of models, prices and scores: all of them, those of scores, or the ones named.

    Each source is taken whole or not at all; what it said before stays until then. Exit code 3 if a source that was
    named, or every source, could not be read; otherwise a warning names it and says how old its data are. With --from
    FILE, --as-of says of which day the file is.

    Examples:

      modelpick catalog update --scores

      modelpick catalog update --source models-dev
    """
    import os

    from modelpick.app.load import link_counts
    from modelpick.app.update import exit_code, warnings
    from modelpick.app.update import update as update_market
    from modelpick.catalogue.bundled import clock_day
    from modelpick.cli.progress import downloads
    from modelpick.domain.numbers import SECONDS
    from modelpick.storage.folders import market_file

    check(common)
    SECONDS.read(timeout, "--timeout")
    if scores and (named or froms):
        raise ModelpickError("reads every source of scores", where="--scores", hint="Leave out --source and --from")
    with downloads() as told:
        report = update_market(
            named or [],
            froms or [],
            kind="scores" if scores else None,
            market_path=market_file(),
            today=_day_of_read(common.as_of, froms or []),
            environ=os.environ,
            timeout=timeout,
            force=force,
            progress=told,
            counts=lambda: link_counts(overlays(common), clock_day()),
        )
    show(report, common)
    for warning in warnings(report):
        tell(f"warning: {warning}")
    raise typer.Exit(exit_code(report))


def _day_of_read(said: str | None, froms: list[str]) -> str:
    """The day that an update counts from: today, or that of the files as the user says."""
    from modelpick.catalogue.bundled import clock_day
    from modelpick.domain.dates import is_day, last_day

    today = clock_day()
    if said is None:
        return today
    if not froms or any("://" in each for each in froms):
        raise ModelpickError("says of which day a file is", where="--as-of", hint="Give the file with --from")
    if not is_day(said) or last_day(said) > today:
        raise ModelpickError(f"is {said!r}, expected a past day such as 2026-07-02", where="--as-of")
    return last_day(said)


@app.command()
@common
@asks
def diff(
    profiles: Annotated[
        list[Path] | None, typer.Argument(help="Saved questions; whether the answer to each is another now.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", help="From the end of this day, not from the last update.", metavar="DATE")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help="To the end of this day; today if none.", metavar="DATE")
    ] = None,
    limit: Limit = SHOWN,
    everything: Everything = False,
    *,
    asked: Asked,
    common: Common,
) -> None:
    """Show what changed, by the last update or between two days, and which answers change because of it.

    New models, ends of APIs, prices, status, scores, offerings. Name a question as `modelpick recommend` takes it, or
    files with saved ones, to see whether their answers are others now, and why.

    Examples:

      modelpick catalog diff --need coding --self-host

      modelpick catalog diff --since 2026-10-01 --until 2026-11-01 my-profile.yaml
    """

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        from modelpick.app.changes import diff as changes

        questions = _questions(asked, profiles or [], common)
        most = _most(limit, everything)
        found = changes(catalogue, questions, since=since, until=until or common.as_of, most=most)
        return found, Exit.ANSWERED

    words = ("diff", asked, profiles, since, until, limit, everything)
    answer(words, common, work, *asked.files, *(profiles or []))


def _questions(asked: Asked, profiles: list[Path], common: Common) -> dict[str, Request]:
    """What was asked: on the command line, then in each file."""
    from dataclasses import fields

    found = {}
    if any(getattr(asked, each.name) for each in fields(asked)):
        found[str(asked.profile or "")] = request_from(asked, common)
    if profiles:
        from modelpick.app.profile import read_profile

        found |= {str(path): read_profile(path) for path in profiles}
    return found


@app.command()
@common
def log(source: Source = None, limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """List every read that brought something new, the newest first; of one source also what was skipped.

    Example: modelpick catalog log --source litellm
    """
    from modelpick.app.reads import log as reads

    check(common)
    show(reads(source, on=common.as_of, most=_most(limit, everything)), common)


@app.command()
@common
def sources(limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """List where the data come from, with license and attribution, and when each source was read.

    Example: modelpick catalog sources --all
    """
    import os

    from modelpick.app.sources import sources as origins

    show(origins(open_catalogue(common), os.environ, on=common.as_of, most=_most(limit, everything)), common)


@app.command()
@common
def unmatched(
    source: Source = None,
    provider: Annotated[str | None, typer.Option("--provider", help="Of this provider alone.", metavar="NAME")] = None,
    limit: Limit = 2 * SHOWN,
    everything: Everything = False,
    *,
    common: Common,
) -> None:
    """List the ids that could not be matched with a model, why, and the models that are written alike.

    Example: modelpick catalog unmatched --provider amazon-bedrock
    """

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        from modelpick.app.load import Given
        from modelpick.app.unmatched import unmatched as ids

        given, most = Given(tuple(overlays(common))), _most(limit, everything)
        found = ids(given, catalogue.today, source=source, provider=provider, on=common.as_of, most=most)
        return found, Exit.ANSWERED

    answer(("unmatched", source, provider, limit, everything), common, work)


def _most(limit: int, everything: bool) -> int | None:
    from modelpick.domain.numbers import LINES

    return None if everything else LINES.count(limit, "--limit")
