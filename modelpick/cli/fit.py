"""`modelpick fit`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick import api
from modelpick.cli.declared import Argument, Option
from modelpick.cli.options import machine_option
from modelpick.cli.session import answer, named_models, open_catalog, weighed_needs
from modelpick.cli.shared import Common, common

if TYPE_CHECKING:
    from modelpick.cli import completion

USE = "How it is to run"


@common
def fit(
    models: Annotated[list[str] | None, Argument(help="One or more models.", autocompletion=completion.models)] = None,
    hardware: Annotated[str | None, machine_option("hardware")] = None,
    vram: Annotated[str | None, machine_option("vram")] = None,
    ram: Annotated[str | None, machine_option("ram")] = None,
    quant: Annotated[str | None, machine_option("quant", USE)] = None,
    context: Annotated[str | None, machine_option("context", USE)] = None,
    concurrency: Annotated[int, machine_option("concurrency", USE)] = 1,
    kv_cache: Annotated[str | None, machine_option("kv_cache", USE)] = None,
    engine: Annotated[str | None, machine_option("engine", USE)] = None,
    offload: Annotated[str | None, machine_option("offload", USE)] = None,
    prompt: Annotated[str | None, machine_option("prompt", USE)] = None,
    min_speed: Annotated[float | None, machine_option("min_speed", USE)] = None,
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

      modelpick fit --hardware "2x rtx-3090 + 128GB ram" --need coding --context 32k
    """
    # What was detected is a part of the question.
    machine = api.detect_hardware() if api.is_detect(hardware) else hardware
    use: dict[str, Any] = {
        "vram": vram,
        "ram": ram,
        "quant": quant,
        "context": context,
        "concurrency": concurrency,
        "kv_cache": kv_cache,
        "engine": engine,
        "offload": offload or "auto",
        "prompt": prompt,
        "min_speed": min_speed,
        "needs": weighed_needs(need or []),
    }

    catalog = open_catalog(common, "fit")
    report = catalog.fit(named_models(models), hardware=machine, **use, as_of=common.as_of)
    answer(report, common, catalog, passed=report.answered)
