"""`modelpick fit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick import api
from modelpick.cli import completion
from modelpick.cli.declared import Argument, Option
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer, weighed_needs
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.api import Catalog

MACHINE, USE = "Machine", "How it is to run"


@common
def fit(
    models: Annotated[list[str] | None, Argument(help="One or more models.", autocompletion=completion.models)] = None,
    hardware: Annotated[
        str | None,
        Option(
            "--hardware",
            help="On this machine: 'h100', '2x rtx-4090', 'm4-max 64GB'; `detect` looks at this one.",
            metavar="DEVICE",
            panel=MACHINE,
            autocompletion=completion.hardware,
        ),
    ] = None,
    vram: Annotated[
        str | None,
        Option("--vram", help="In so much memory: 24GB.", metavar="SIZE", panel=MACHINE),
    ] = None,
    quant: Annotated[
        str | None,
        Option(
            "--quant",
            help="At this precision: q4_k_m, fp8 ...",
            metavar="NAME",
            panel=USE,
            autocompletion=completion.quants,
        ),
    ] = None,
    context: Annotated[
        str | None,
        Option("--context", help="Tokens of each sequence: 128k.", metavar="TOKENS", panel=USE),
    ] = None,
    concurrency: Annotated[int, Option("--concurrency", help="Sequences at a time.", metavar="N", panel=USE)] = 1,
    min_speed: Annotated[
        float | None,
        Option("--min-speed", help="At least so many tokens a second for each.", metavar="N", panel=USE),
    ] = None,
    need: Annotated[
        list[str] | None,
        Option(
            "--need",
            "-n",
            help="Show the best for this need first (repeatable).",
            metavar="NEED[=WEIGHT]",
            panel=USE,
            autocompletion=completion.needs,
        ),
    ] = None,
    *,
    common: Common,
) -> None:
    """Tell what hardware runs a model, or what models a machine runs: memory, precision, speed. Exit code 1 if none.

    Examples:

      modelpick fit gpt-oss-120b --context 128k

      modelpick fit llama-4-scout --context 10M --vram 80GB

      modelpick fit --hardware "2x rtx-4090" --min-speed 20
    """
    # What was detected is a part of the question.
    machine = api.detect_hardware() if api.is_detect(hardware) else hardware
    use: dict[str, Any] = {
        "vram": vram,
        "quant": quant,
        "context": context,
        "concurrency": concurrency,
        "min_speed": min_speed,
        "needs": weighed_needs(need or []),
    }

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        report = catalog.fit(models or (), hardware=machine, **use, as_of=common.as_of)
        return report, Exit.ANSWERED if report.answered else Exit.NO

    answer("fit", common, work)
