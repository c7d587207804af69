"""`modelpick list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from modelpick import api
from modelpick.cli.declared import Argument, Option
from modelpick.cli.session import answer, check, open_catalog, show
from modelpick.cli.shared import Common, common
from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.cli import completion

PANEL = "What to list"


@common
def list_models(
    name: Annotated[str | None, Argument(help="Only models with these words in id, name or family: gpt-5.6.")] = None,
    where: Annotated[
        list[str] | None, Option("--where", help="Keep models with 'FIELD OP VALUE'; several by `and`.", panel=PANEL)
    ] = None,
    columns: Annotated[str | None, Option("--columns", help="Fields to show, a,b,c.", panel=PANEL)] = None,
    sort: Annotated[
        str,
        Option(
            "--sort", help="Field to sort by; -FIELD turns it round.", panel=PANEL, autocompletion=completion.fields
        ),
    ] = "-released",
    provider: Annotated[
        str | None,
        Option(
            "--provider",
            help="Only models that this provider serves.",
            panel=PANEL,
            autocompletion=completion.providers,
        ),
    ] = None,
    lab: Annotated[
        str | None, Option("--lab", help="Only this lab.", panel=PANEL, autocompletion=completion.labs)
    ] = None,
    family: Annotated[
        str | None, Option("--family", help="The same as naming it.", panel=PANEL, autocompletion=completion.families)
    ] = None,
    unlinked: Annotated[
        bool,
        Option(
            "--unlinked",
            help="Also ids that could not be matched with a model; with --provider they are there anyway.",
            panel=PANEL,
        ),
    ] = False,
    fields: Annotated[bool, Option("--fields", help="List the fields instead of the models.", panel=PANEL)] = False,
    *,
    common: Common,
) -> None:
    """List the models of the catalog: filter, sort, choose columns.

    Examples:

      modelpick list --where "weights = open" --where "context >= 1M"

      modelpick list gpt-5.6

      modelpick list --columns id,price.in,score.swe-bench-verified --sort -score.swe-bench-verified
    """
    if fields:
        _show_fields(common)
        return
    if name is not None and family is not None:
        raise ModelpickError("names a family, and one is named already", where="--family", hint="Leave one of them out")
    catalog = open_catalog(common, "list")
    listing = catalog.list(
        name if name is not None else family,
        where=where or (),
        columns=[name.strip() for name in columns.split(",")] if columns else (),
        sort=sort,
        provider=provider,
        lab=lab,
        unlinked=unlinked,
        as_of=common.as_of,
    )
    answer(listing, common, catalog)


def _show_fields(common: Common) -> None:
    check(common, "list")
    show(api.fields(), common)
