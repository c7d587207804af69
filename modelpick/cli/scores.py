"""`modelpick scores`: measurements of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from modelpick.cli import completion
from modelpick.cli.declared import Argument, Group, Option
from modelpick.cli.options import Common, common
from modelpick.cli.session import open_catalog
from modelpick.cli.streams import write
from modelpick.render.safe import visible

app = Group(help="Measurements of your own: they outrank every published one.", no_args_is_help=True)


@app.command()
@common
def add(
    model: Annotated[str, Argument(help="A model.", autocompletion=completion.models)],
    benchmark: Annotated[str, Argument(help="A benchmark id.", autocompletion=completion.benchmarks)],
    value: Annotated[float, Argument(help="What you measured, in the benchmark's unit.")],
    on: Annotated[str | None, Option("--on", help="The day of the measurement; today if none.")] = None,
    variant: Annotated[str | None, Option("--variant", help="Effort or mode, such as high.")] = None,
    tools: Annotated[str | None, Option("--tools", help="none or with.")] = None,
    note: Annotated[str | None, Option("--note", help="A remark that stays with the figure.")] = None,
    file: Annotated[Path | None, Option("--file", help="The catalog file to add it to; the project's if none.")] = None,
    *,
    common: Common,
) -> None:
    """Add a score of your own to the project's modelpick.yaml; it counts from then on in the project.

    Example: modelpick scores add "opus 4.6" swe-bench-verified 71.5 --note my-40-tickets
    """
    catalog = open_catalog(common, "scores add")
    added = catalog.add_score(model, benchmark, value, on=on, variant=variant, tools=tools, note=note, file=file)
    write(visible(f"{added.file}: added {added.line}") + "\n")
