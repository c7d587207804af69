"""`modelpick status`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli.declared import Argument, Ended, Option
from modelpick.cli.session import answer, named_models, open_catalog, show
from modelpick.cli.shared import Common, common
from modelpick.cli.streams import tell
from modelpick.model.errors import Exit, ModelpickError

if TYPE_CHECKING:
    from modelpick.cli import completion

LIVE = "Ask the providers now"


def _live_option(*names: str, help: str, **more: Any) -> Any:
    return Option(*names, help=help, panel=LIVE, **more)


@common
def status(
    models: Annotated[list[str], Argument(help="One or more models.", autocompletion=completion.models)],
    live: Annotated[
        bool, _live_option("--live", help="Ask the providers' own servers for their lists of models.")
    ] = False,
    provider: Annotated[
        list[str] | None, Option("--provider", help="At this provider alone (repeatable).", metavar="PROVIDER")
    ] = None,
    base_url: Annotated[
        list[str] | None,
        _live_option("--base-url", help="Ask this server instead (repeatable).", metavar="[PROVIDER=]URL"),
    ] = None,
    key_env: Annotated[
        str | None,
        _live_option("--key-env", help="The variable that holds the key of --base-url's server.", metavar="NAME"),
    ] = None,
    timeout: Annotated[float, _live_option("--timeout", help="Seconds for all of them; 15 if you do not say.")] = 15.0,
    probe: Annotated[
        bool,
        _live_option(
            "--probe", help="Send each listed model one short request, after asking you; to measure it with --record."
        ),
    ] = False,
    yes: Annotated[bool, _live_option("--yes", help="Send it without asking.")] = False,
    record: Annotated[
        bool, _live_option("--record", help="Add what was learned to the project's modelpick.yaml, dated.")
    ] = False,
    *,
    common: Common,
) -> None:
    """Tell whether a model can be called: since when, where, until when. Exit code 1 if one of them cannot.

    Examples:

      modelpick status gpt-5.5

      modelpick status gpt-5.4 "opus 4.6" --format json
    """
    if live:
        where: dict[str, Any] = {"providers": provider or (), "base_urls": base_url or (), "key_env": key_env}
        _show_live(
            named_models(models),
            {**where, "timeout": timeout, "probe": probe and _probe_agreement(yes, record), "measure": record},
            record,
            common,
        )
        return
    said = {"--base-url": base_url, "--key-env": key_env, "--probe": probe, "--record": record}
    for option, value in said.items():
        if value:
            raise ModelpickError("asks a server, which only --live does", where=option, hint="Add --live")

    catalog = open_catalog(common, "status")
    report = catalog.status(named_models(models), providers=provider or (), as_of=common.as_of)
    answer(report, common, catalog, passed=all(status.usable for status in report.models))


def _show_live(models: list[str], how: dict[str, Any], record: bool, common: Common) -> None:
    """Ask the servers, send a request and record the answers if asked to, and show the result; nothing is cached."""
    if common.as_of is not None:
        raise ModelpickError("is a day, and --live asks about now", where="--as-of", hint="Leave one of them out")
    catalog = open_catalog(common, "status")
    report = catalog.status_live(models, **how)
    show(report, common)
    if record:
        tell(catalog.record(report))
    codes = {"listed": Exit.ANSWERED, "not_listed": Exit.NO, "unchecked": Exit.UNREACHABLE}
    if codes[report.verdict]:
        raise Ended(codes[report.verdict])


def _probe_agreement(yes: bool, measured: bool) -> Callable[[Sequence[str]], bool]:
    """Whether requests are to be sent to what is listed; no, where nobody can be asked."""

    def agreed(found: Sequence[str]) -> bool:
        if not found:
            tell("note: nothing is listed that a request could be sent to")
            return False
        if yes:
            return True
        # Not typer.confirm: it writes a space to stdout, where only the answer belongs.
        size = "of at most 256 tokens" if measured else "of a few tokens"
        tell(f"Send one request {size} to {', '.join(found)}? [y/N]", end=" ")
        try:
            said = sys.stdin.readline()
        except (OSError, ValueError):
            said = ""
        if said.strip().lower() in ("y", "yes"):
            return True
        tell("note: no request was sent; --yes sends it without asking")
        return False

    return agreed
