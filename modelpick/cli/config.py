"""`modelpick config`: your own files, and which of them says what."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from modelpick.cli.options import Common, common
from modelpick.cli.session import check
from modelpick.cli.session import show as write

app = typer.Typer(help="Your own catalog files, and which of them says what.", no_args_is_help=True)


@app.command()
@common
def show(
    name: Annotated[
        str, typer.Argument(help="Only values whose name begins so: models.meta/muse-spark.", show_default=False)
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="The bundled values, too.")] = False,
    *,
    common: Common,
) -> None:
    """Show what your own files set, each value with its file and line, and what it stands in place of.

    Example: modelpick config show models.meta/muse-spark --all
    """
    from modelpick.app.config import report
    from modelpick.app.layers import overlays

    check(common)
    layers = overlays(Path(), common.catalog, with_user=not common.no_bundled)
    write(report(layers, Path(), os.environ, everything=everything, under=name), common)


@app.command()
@common
def path(*, common: Common) -> None:
    """Show where files of your own are looked for, and where the program keeps what it made.

    Example: modelpick config path
    """
    from modelpick.app.config import paths

    check(common)
    write(paths(Path()), common)
