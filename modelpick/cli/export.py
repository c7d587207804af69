"""`modelpick export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from modelpick import api
from modelpick.cli import completion, streams
from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.formats import TABLE
from modelpick.cli.options import Common, QuestionOptions, asks, common
from modelpick.cli.session import open_catalog, request_from, show, write
from modelpick.model.errors import Exit

if TYPE_CHECKING:
    from modelpick.documents.export_reports import ExportReport
    from modelpick.model.request import Request


@common
@asks
def export(
    target: Annotated[
        str,
        Argument(
            help="litellm, openrouter, opencode, aider, continue, llm, codex, claude-code, promptfoo, vllm, llama.cpp "
            "or ollama.",
            autocompletion=completion.choices(
                *("litellm", "openrouter", "opencode", "aider", "continue", "llm", "codex", "claude-code", "promptfoo"),
                *("vllm", "llama.cpp", "ollama"),
            ),
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
    force: Annotated[bool, Option("--force", help="Replace files that are in that folder.")] = False,
    *,
    asked: QuestionOptions,
    common: Common,
) -> None:
    """Write the recommendation as the configuration of a gateway or a tool: the first model, then its fallbacks.

    What the format cannot hold stands in its comments. A model without a known id there is left out, and named.

    Examples:

      modelpick export litellm coding health --residency eu > config.yaml

      modelpick export aider coding --to .

      modelpick export vllm coding --hardware "2x h100-80gb"
    """
    catalog = open_catalog(common, "export")
    requests: dict[str, Request] = {}
    for need in catalog.needs_of_words(needs or []):
        meant = catalog.need_meant(need.partition("=")[0])
        requests[meant] = request_from(asked._replace(need=[meant], persona=None), common)
    if not requests and (asked.need or asked.persona or asked.profile):
        request = request_from(asked, common)
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


def _print_first_file(report: ExportReport, common: Common) -> None:
    first, *others = report.files
    if first.path.endswith(".json"):  # it has no comments
        for remark in report.remarks:
            streams.tell(f"note: {remark}")
    if others:
        named = ", ".join(file.path for file in others)
        streams.tell(f"note: this is {first.path} alone; --to FOLDER writes {named}, too")
    write(first.text, common._replace(pager=False))
