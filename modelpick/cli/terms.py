"""`modelpick terms`: what your own contracts say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick.cli.declared import Argument, Group, Option
from modelpick.cli.session import open_catalog
from modelpick.cli.shared import Common, common
from modelpick.cli.streams import write
from modelpick.render.safe import visible

if TYPE_CHECKING:
    from modelpick.cli import completion

app = Group(help="What your own contracts say of a provider: they prove what no page does.", no_args_is_help=True)


@app.command()
@common
def confirm(
    provider: Annotated[str, Argument(help="A provider.", autocompletion=completion.providers)],
    term: Annotated[
        str, Argument(help="baa, dpa, zero_retention, training, human_review, residency.eu, certified.c5, sla ...")
    ],
    source: Annotated[str, Option("--source", help="Your paper: contract-2026-12.", metavar="NAME")],
    is_: Annotated[
        str | None, Option("--is", help="yes, no ... or a number; what one wants, if none.", metavar="VALUE")
    ] = None,
    model: Annotated[
        list[str] | None, Option("--model", help="Only these models, or anthropic/* (repeatable).", metavar="MODEL")
    ] = None,
    on: Annotated[
        str | None, Option("--on", help="The day from which it holds; today if none.", metavar="DATE")
    ] = None,
    valid_until: Annotated[
        str | None, Option("--valid-until", help="The last day on which it holds.", metavar="DATE")
    ] = None,
    note: Annotated[str | None, Option("--note", help="A remark that stays with it.")] = None,
    file: Annotated[Path | None, Option("--file", help="The catalog file to add it to; the project's if none.")] = None,
    *,
    common: Common,
) -> None:
    """Record what a signed paper says of a provider in the project's modelpick.yaml; it counts there from then on.

    Example: modelpick terms confirm anthropic baa --source contract-2026-12 --valid-until 2027-12
    """
    catalog = open_catalog(common, "terms confirm")
    added = catalog.confirm_term(
        provider,
        term,
        source=source,
        value=is_,
        models=model or (),
        on=on,
        valid_until=valid_until,
        note=note,
        file=file,
    )
    write(visible(f"{added.file}: added {added.line}") + "\n")
