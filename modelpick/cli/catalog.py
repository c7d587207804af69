"""`modelpick catalog`: the catalogue itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelpick.cli.options import Common, common
from modelpick.cli.session import check, open_catalogue, show
from modelpick.domain.errors import Exit

app = typer.Typer(help="Look at and check the catalogue.", no_args_is_help=True)


@app.command()
@common
def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="Catalogue files; the bundled ones if none.")] = None,
    *,
    common: Common,
) -> None:
    """Check catalogue files: every fault with line, column and what to do. Exit code 2 if there is one.

    Example: modelpick catalog validate my-models.yaml
    """
    from modelpick.app.validation import validate as check_files

    check(common)
    result = check_files([*common.catalog, *(files or [])], with_bundled=not common.no_bundled)
    show(result, common)
    if result.problems:
        raise typer.Exit(Exit.USAGE)


@app.command()
@common
def info(*, common: Common) -> None:
    """Tell how large and how old the catalogue is, what it covers, and whose data it holds."""
    show(open_catalogue(common).info(on=common.as_of), common)
