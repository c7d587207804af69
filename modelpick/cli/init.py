"""`modelpick init`: a file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick import api
from modelpick.cli.declared import Option
from modelpick.cli.streams import write
from modelpick.model.arguments import PROJECT_FILE
from modelpick.render.safe import visible


def init(
    file: Annotated[Path, Option("--file", help="The file to write.")] = Path(PROJECT_FILE),
    force: Annotated[bool, Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a catalog file of your own to begin with: every section with an example, all commented out.

    Example: modelpick init --file our-models.yaml
    """
    api.init(file, force=force)
    written = f"{visible(str(file))}: written; take away the # before what you want"
    write(f"{written}\n`modelpick config show` tells what is read from where\n")
