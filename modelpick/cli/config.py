"""`modelpick config`: your own files, and which of them says what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick import api
from modelpick.cli import streams
from modelpick.cli.declared import Argument, Group, Option
from modelpick.cli.session import check, own_layers, say_notes, with_project
from modelpick.cli.session import show as write
from modelpick.cli.shared import Common, common
from modelpick.render.safe import visible

app = Group(help="Your own catalog files, and which of them says what.", no_args_is_help=True)


@app.command()
@common
def show(
    name: Annotated[str, Argument(help="Only values whose name begins so: models.meta/muse-spark.")] = "",
    everything: Annotated[bool, Option("--all", help="The bundled values, too.")] = False,
    *,
    common: Common,
) -> None:
    """Show what your own files set, each value with its file and line, and what it stands in place of.

    Example: modelpick config show models.meta/muse-spark --all
    """
    check(common, "config show")
    say_notes(own_layers(common).left_out)
    write(api.config_values(name, everything=everything, catalogs=common.catalog, project=with_project(common)), common)


@app.command()
@common
def path(*, common: Common) -> None:
    """Show where files of your own are looked for, and where the program keeps what it made.

    Example: modelpick config path
    """
    check(common, "config path")
    write(api.config_paths(), common)


@app.command()
def trust(
    file: Annotated[Path | None, Argument(help="The file; the project's if none.", metavar="FILE")] = None,
) -> None:
    """Let a modelpick.yaml from above this folder, or of another user, count: read it before.

    It counts with the content that it has now; after a change you are asked anew.

    Example: modelpick config trust ../my-project/modelpick.yaml
    """
    found = api.trust(file)
    streams.write(visible(f"{found.path}: trusted as it is now; it brings {found.text}") + "\n")
