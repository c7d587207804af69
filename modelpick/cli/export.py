"""`modelpick export`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick import api
from modelpick.cli import streams
from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.formats import TABLE
from modelpick.cli.session import needs_said, open_catalog, request_from, show, write
from modelpick.cli.shared import Common, QuestionOptions, asks, common
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.wording import shown
from modelpick.render.safe import visible

if TYPE_CHECKING:
    from modelpick.api import Catalog
    from modelpick.cli import completion
    from modelpick.documents.export_reports import ExportReport
    from modelpick.model.request import Request

PRICES = "prices"
TARGETS = (
    "litellm", "openrouter", "opencode", "aider", "continue", "llm", "codex", "claude-code", "promptfoo",
    "vllm", "llama.cpp", "ollama", PRICES,
)  # fmt: skip


@common
@asks
def export(
    target: Annotated[
        str,
        Argument(
            help="litellm, openrouter, opencode, aider, continue, llm, codex, claude-code, promptfoo, vllm, "
            "llama.cpp or ollama; prices: the table of all prices, with SQL that prices your usage by it.",
            autocompletion=completion.choices(*TARGETS),
        ),
    ],
    needs: Annotated[
        list[str] | None,
        Argument(
            help="What it is for; each need has a list of its own. Those of --need are mixed into one.",
            metavar="NEED",
            autocompletion=completion.needs,
        ),
    ] = None,
    to: Annotated[Path | None, Option("--to", help="Write all files into this folder.", metavar="FOLDER")] = None,
    fallbacks: Annotated[int, Option("--fallbacks", help="So many models after the first, in order.", metavar="N")] = 2,
    parquet: Annotated[bool, Option("--parquet", help="Prices as Parquet, not CSV; needs modelpick[parquet].")] = False,
    force: Annotated[bool, Option("--force", help="Replace files that are in that folder.")] = False,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Write the answer as the configuration of a gateway or a tool: the first model, then its fallbacks.

    What the format cannot hold stands in its comments. A model without a known id there is left out, and named.

    Examples:

      modelpick export litellm coding health --residency eu > config.yaml

      modelpick export aider coding --to .

      modelpick export vllm coding --hardware "2x h100-80gb"

      modelpick export prices --to my-prices
    """
    _check_order(target, needs or [])
    catalog = open_catalog(common, "export")
    if target == PRICES:
        _export_prices(catalog, to, common, parquet=parquet, force=force)
        return
    requests: dict[str, Request] = {}
    for need in needs_said(needs or [], catalog):
        meant = catalog.need_meant(need.partition("=")[0])
        requests[meant] = request_from(asked.changed(need=[meant], persona=None), common, catalog)
    if not requests and (asked.need or asked.persona or asked.profile):
        request = request_from(asked, common, catalog)
        requests[api.name_of(request)] = request
    report = catalog.export(target, requests, fallbacks=fallbacks)
    if to is not None and report.files:
        api.save_files(to, [(file.path, file.text) for file in report.files], force=force)
        show(report, common)
    elif common.format != TABLE or not report.files:
        show(report, common)
    else:
        _print_first_file(report, common)
    if not report.files:
        raise Ended(Exit.NO)


def _check_order(target: str, needs: Sequence[str]) -> None:
    """Refuse a need in the target's place, where a target stands in that of a need."""
    meant = next((word for word in needs if word in TARGETS), None)
    if target not in TARGETS and meant is not None:
        others = [target, *(word for word in needs if word != meant)]
        hint = f"Write `modelpick export {' '.join([meant, *others])}`"
        raise ModelpickError(f"the target comes first, and {shown(target)} is none", hint=hint)


def _export_prices(catalog: Catalog, to: Path | None, common: Common, *, parquet: bool, force: bool) -> None:
    table = catalog.prices(as_of=common.as_of)
    if to is None and not parquet:
        show(table, common if common.format != TABLE else common.changed(format="csv", pager=False))
        return
    if to is None:
        raise ModelpickError("is no text", where="--parquet", hint="Name a folder with --to")
    paths = api.save_files(to, api.price_files(table, parquet=parquet).items(), force=force)
    streams.write("".join(f"{visible(str(path))}\n" for path in paths))


def _print_first_file(report: ExportReport, common: Common) -> None:
    first, *others = report.files
    if first.path.endswith(".json"):  # it has no comments
        for remark in report.remarks:
            streams.tell(f"note: {remark}")
    if others:
        named = ", ".join(file.path for file in others)
        streams.tell(f"note: this is {first.path} alone; --to FOLDER writes {named}, too")
    write(first.text, common.changed(pager=False))
