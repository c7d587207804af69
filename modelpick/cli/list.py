"""`modelpick list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick import api
from modelpick.cli.declared import Argument, Option
from modelpick.cli.session import answer, check, show
from modelpick.cli.shared import Common, common
from modelpick.model.errors import Exit, ModelpickError

if TYPE_CHECKING:
    from modelpick.api import Catalog
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
    words = name if name is not None else family
    conditions = list(where or [])

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        listing = catalog.list(
            words,
            where=conditions,
            columns=[name.strip() for name in columns.split(",")] if columns else (),
            sort=sort,
            provider=provider,
            lab=lab,
            unlinked=unlinked,
            as_of=common.as_of,
        )
        return listing, Exit.ANSWERED

    answer("list", common, work)


def _show_fields(common: Common) -> None:
    check(common, "list")
    show(api.fields(), common)
