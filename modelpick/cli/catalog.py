"""`modelpick catalog`: the catalog itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick import api
from modelpick.cli.declared import Argument, Ended, Group, Option
from modelpick.cli.session import answer, check, open_catalog, own_layers, request_from, say_notes, show, with_project
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.cli.streams import tell
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.api import Catalog
    from modelpick.model.request import Request

app = Group(help="Look at, check and update the catalog.", no_args_is_help=True)

Limit = Annotated[int, Option("--limit", help="Show so many of a kind.", metavar="N")]
Everything = Annotated[bool, Option("--all", help="Show all of them.")]
Source = Annotated[str | None, Option("--source", help="Of this source alone.", metavar="NAME")]
SHOWN = 10
"""So many of a kind a page shows, unless it is asked for more. Machine formats hold all."""


@app.command()
@common
def validate(
    files: Annotated[list[Path] | None, Argument(help="Files to check besides your own and the bundled.")] = None,
    *,
    common: Common,
) -> None:
    """Check catalog files: every fault with line, column and what to do. Exit code 2 if there is one.

    What is possible but hardly meant in your own files is a warning: a figure older than its model, one that stands
    twice, a lab's figure called press, the id of another release, a date that hides a fact.

    Example: modelpick catalog validate my-models.yaml
    """
    check(common, "catalog validate")
    project, with_bundled = with_project(common), not common.no_bundled
    say_notes(own_layers(common).left_out)
    result = api.validate(files or (), catalogs=common.catalog, project=project, with_bundled=with_bundled)
    show(result, common)
    if result.problems:
        raise Ended(Exit.USAGE)


@app.command()
@common
def info(limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """Tell how large and how old the catalog is, where each part comes from, and what it covers.

    It warns when the data are stale. Example: modelpick catalog info --all
    """
    found = open_catalog(common, "catalog info").info(as_of=common.as_of, most=_row_limit(limit, everything))
    show(found, common)


@app.command()
@common
def update(
    named: Annotated[
        list[str] | None, Option("--source", help="Read this source alone (repeatable).", metavar="NAME")
    ] = None,
    froms: Annotated[
        list[str] | None,
        Option(
            "--from",
            help="Read a source from this file, folder or URL (repeatable); or the data release from a mirror.",
            metavar="FILE|URL",
        ),
    ] = None,
    scores: Annotated[bool, Option("--scores", help="Read the sources of scores alone.")] = False,
    release: Annotated[
        bool, Option("--release", help="Take the data release alone, from where your settings or --from say.")
    ] = False,
    timeout: Annotated[float, Option("--timeout", help="Seconds for each download.")] = 120.0,
    force: Annotated[
        bool, Option("--force", help="Fetch all anew, take what looks too little, replace damaged data.")
    ] = False,
    *,
    common: Common,
) -> None:
    """Fetch what the sources say of models, prices and scores: all of them, those of scores, or the ones named.

    Each source is taken whole or not at all; what it said before stays until then. Exit code 3 if a source that was
    named, or every source, could not be read; otherwise a warning names it and says how old its data are. With --from
    FILE, --as-of says of which day the file is. Where your settings name a place of data releases, a newer one is
    taken first: signed data and rules in place of those that ship with the program.

    Examples:

      modelpick catalog update --scores

      modelpick catalog update --from my-mirror/

      modelpick catalog update --source models-dev
    """
    from modelpick.cli.progress import downloads

    check(common, "catalog update")
    with downloads() as told:
        report = api.update(
            named or (),
            froms or (),
            scores=scores,
            release=release,
            catalog_version=common.catalog_version,
            as_of=common.as_of,
            timeout=timeout,
            force=force,
            progress=told,
            catalogs=common.catalog,
            project=with_project(common),
        )
    show(report, common)
    code, warnings = api.update_outcome(report)
    for warning in warnings:
        tell(f"warning: {warning}")
    raise Ended(code)


@app.command()
@common
def mirror(
    folder: Annotated[Path, Argument(help="The folder that holds the copy.", metavar="DIR")],
    read_from: Annotated[
        str | None, Option("--from", help="Copy it from this folder, archive or URL.", metavar="FILE|URL")
    ] = None,
    timeout: Annotated[float, Option("--timeout", help="Seconds for each download.")] = 120.0,
    *,
    common: Common,
) -> None:
    """Copy the newest data release into a folder, for machines that reach nothing else.

    Its signature is checked before it is copied, and again by whoever takes it with `modelpick catalog update --from
    DIR`. A folder that holds a newer one is left as it is.

    Example: modelpick catalog mirror my-mirror/
    """
    check(common, "catalog mirror")
    show(api.mirror(folder, read_from, timeout=timeout), common)


@app.command()
@common
@asks
def diff(
    profiles: Annotated[
        list[Path] | None, Argument(help="Saved questions; whether the answer to each is another now.")
    ] = None,
    since: Annotated[
        str | None, Option("--since", help="From the end of this day, not from the last update.", metavar="DATE")
    ] = None,
    until: Annotated[
        str | None, Option("--until", help="To the end of this day; today if none.", metavar="DATE")
    ] = None,
    limit: Limit = SHOWN,
    everything: Everything = False,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Show what changed, by the last update or between two days, and which answers change because of it.

    New models, ends of APIs, prices, status, scores, offerings. Name a question as `modelpick recommend` takes it, or
    files with saved ones, to see whether their answers are others now, and why.

    Examples:

      modelpick catalog diff --need coding --self-host

      modelpick catalog diff --since 2026-10-01 --until 2026-11-01 my-profile.yaml
    """

    catalog = open_catalog(common, "catalog diff")
    questions, most = _questions_asked(asked, profiles or [], common, catalog), _row_limit(limit, everything)
    answer(catalog.diff(questions, since=since, until=until or common.as_of, most=most), common, catalog)


def _questions_asked(
    asked: QuestionOptions, profiles: list[Path], common: Common, catalog: Catalog
) -> dict[str, Request]:
    """What was asked: on the command line, then in each file."""
    found = {}
    if any(vars(asked).values()):
        found[str(asked.profile or "")] = request_from(asked, common, catalog)
    return found | {str(path): catalog.read_profile(path) for path in profiles}


@app.command()
@common
def log(source: Source = None, limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """List every read that brought something new, the newest first; of one source also what was skipped.

    Example: modelpick catalog log --source litellm
    """
    check(common, "catalog log")
    show(api.log(source, as_of=common.as_of, most=_row_limit(limit, everything)), common)


@app.command()
@common
def sources(limit: Limit = 2 * SHOWN, everything: Everything = False, *, common: Common) -> None:
    """List where the data come from, with license and attribution, and when each source was read.

    Example: modelpick catalog sources --all
    """
    found = open_catalog(common, "catalog sources").sources(as_of=common.as_of, most=_row_limit(limit, everything))
    show(found, common)


@app.command()
@common
def unmatched(
    source: Source = None,
    provider: Annotated[str | None, Option("--provider", help="Of this provider alone.", metavar="NAME")] = None,
    limit: Limit = 2 * SHOWN,
    everything: Everything = False,
    *,
    common: Common,
) -> None:
    """List the ids that match no model: why, and the models that are written alike.

    Example: modelpick catalog unmatched --provider amazon-bedrock
    """

    catalog, most = open_catalog(common, "catalog unmatched"), _row_limit(limit, everything)
    answer(catalog.unmatched(source=source, provider=provider, as_of=common.as_of, most=most), common, catalog)


def _row_limit(limit: int, everything: bool) -> int | None:
    from modelpick.model.numbers import LINES

    return None if everything else LINES.count(limit, "--limit")
