"""`modelpick cost`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from modelpick.cli import completion
from modelpick.cli.options import Common, common
from modelpick.cli.session import answer, open_catalogue, show
from modelpick.cli.streams import write
from modelpick.domain.errors import Exit, ModelpickError
from modelpick.render.formats import WITH_PAGE

if TYPE_CHECKING:
    from modelpick.app.catalogue import Catalogue
    from modelpick.app.cost import CostQuestion

LOAD, PRICES, HOST = "Workload", "Prices", "Self-host or API"


def _text(name: str, metavar: str, help: str, panel: str, completer: Any = None) -> Any:
    return typer.Option(
        *name.split(","),
        help=help,
        metavar=metavar,
        rich_help_panel=panel,
        show_default=False,
        autocompletion=completer,
    )


def _flag(name: str, help: str, panel: str) -> Any:
    return typer.Option(name, help=help, rich_help_panel=panel)


Text = str | None


@common
def cost(
    models: Annotated[
        list[str] | None,
        typer.Argument(help="Models; the cheapest that are good enough if none.", autocompletion=completion.models),
    ] = None,
    workload: Annotated[
        Text,
        _text(
            "--workload",
            "NAME",
            "chat, rag, coding-agent, batch-extraction or long-document.",
            LOAD,
            completion.workloads,
        ),
    ] = None,
    requests: Annotated[Text, _text("--requests", "N", "Requests a month: 2M.", LOAD)] = None,
    in_: Annotated[Text, _text("--in", "TOKENS", "Input tokens of a request: 3k.", LOAD)] = None,
    out: Annotated[Text, _text("--out", "TOKENS", "Output tokens of a request: 500.", LOAD)] = None,
    cached: Annotated[Text, _text("--cached", "SHARE", "Share of the input that a cache holds: 60%.", LOAD)] = None,
    hit_rate: Annotated[Text, _text("--hit-rate", "SHARE", "How often it is found there: 90%.", LOAD)] = None,
    batch: Annotated[Text, _text("--batch", "SHARE", "Share of the requests that may wait: 50%.", LOAD)] = None,
    per_task: Annotated[Text, _text("--per-task", "N", "Requests of one task.", LOAD)] = None,
    scenario: Annotated[
        list[str] | None,
        _text("--scenario", "CHANGES", "What if: prices=-80%,volume=x10,output=x2 (repeatable).", PRICES),
    ] = None,
    provider: Annotated[
        Text, _text("--provider", "NAME", "Only at this provider's prices.", PRICES, completion.providers)
    ] = None,
    all_offerings: Annotated[
        bool, _flag("--all-offerings", "Every offering of each model, not the cheapest alone.", PRICES)
    ] = False,
    self_host: Annotated[
        bool, _flag("--self-host", "Host the first model yourself, against the API of the last.", HOST)
    ] = False,
    hardware: Annotated[
        Text, _text("--hardware", "DEVICE", "On this: '2x h100-80gb'.", HOST, completion.hardware)
    ] = None,
    price_per_hour: Annotated[
        Text, _text("--price-per-hour", "USD", "Rent of one device an hour; a known quote otherwise.", HOST)
    ] = None,
    buy: Annotated[bool, _flag("--buy", "Buy the devices instead of renting them.", HOST)] = False,
    price: Annotated[Text, _text("--price", "USD", "Price of one device, with --buy.", HOST)] = None,
    utilisation: Annotated[
        Text, _text("--utilization,--utilisation", "SHARE", "How much of the month it is busy: 40%.", HOST)
    ] = None,
    power: Annotated[Text, _text("--power", "USD", "Price of a kWh, with --buy.", HOST)] = None,
    amortise: Annotated[
        Text, _text("--amortize,--amortise", "MONTHS", "Months that it is paid for over, with --buy.", HOST)
    ] = None,
    throughput: Annotated[
        Text, _text("--throughput", "N", "Output tokens a second of the whole machine; estimated otherwise.", HOST)
    ] = None,
    plot: Annotated[bool, _flag("--plot", "Draw both costs by volume; needs modelpick[plot].", HOST)] = False,
    *,
    common: Common,
) -> None:
    """Work out what a workload costs: per request, a month and 1,000 tasks, and when the cheaper one changes.

    Examples:

      modelpick cost "opus 5.5" gpt-6-sol --workload coding-agent --scenario prices=-80%,volume=x10

      modelpick cost --workload rag --requests 200k

      modelpick cost gpt-oss-120b --self-host --hardware "2x h100-80gb" --requests 2M --in 3k --out 500
    """
    said = {"requests": requests, "in": in_, "out": out, "cached": cached, "hit-rate": hit_rate, "batch": batch}
    parts = {name: text for name, text in {**said, "per-task": per_task}.items() if text is not None}
    host = {
        "--hardware": hardware, "--price-per-hour": price_per_hour, "--price": price, "--utilisation": utilisation,
        "--power": power, "--amortise": amortise, "--throughput": throughput,
        "--buy": buy or None, "--plot": plot or None,
    }  # fmt: skip
    _check_host(self_host, host)

    def asked() -> CostQuestion:
        from modelpick.app.cost import CostQuestion

        hosting = _hosting(host) if self_host else None
        scenarios = tuple(scenario or ())
        return CostQuestion(
            tuple(models or ()), workload, parts, scenarios, provider, all_offerings, hosting, common.as_of
        )

    def work(catalogue: Catalogue) -> tuple[Any, Exit]:
        from modelpick.app.cost import cost

        return cost(catalogue, asked()), Exit.ANSWERED

    if plot:
        _drawn(work, common)
        return
    words = ("cost", models, workload, parts, scenario, provider, all_offerings, self_host, host)
    answer(words, common, work, formats=WITH_PAGE)


def _check_host(self_host: bool, said: dict[str, Any]) -> None:
    """Options of a machine make sense with --self-host alone, and it needs one."""
    given = [name for name, value in said.items() if value is not None]
    if given and not self_host:
        raise ModelpickError("is about a machine of your own", where=given[0], hint="Add --self-host")
    if self_host and said["--hardware"] is None:
        raise ModelpickError("needs a machine", where="--self-host", hint="Add --hardware '2x h100-80gb'")
    if said["--buy"] and said["--price-per-hour"]:
        raise ModelpickError("either rent or buy", where="--buy", hint="Leave out --price-per-hour")
    for name in ("--price", "--power", "--amortise"):
        if said[name] is not None and not said["--buy"]:
            raise ModelpickError("is about a machine that you buy", where=name, hint="Add --buy")


def _hosting(said: dict[str, Any]) -> Any:
    from modelpick.app.hosting import Hosting
    from modelpick.cost.amounts import amount, share
    from modelpick.domain.numbers import MONTHS

    def read(name: str, how: Any, *more: Any) -> Any:
        return None if said[name] is None else how(said[name], name, *more)

    return Hosting(
        hardware=said["--hardware"],
        usd_per_hour=read("--price-per-hour", amount),
        buy=bool(said["--buy"]),
        price=read("--price", amount),
        utilisation=read("--utilisation", share),
        usd_per_kwh=read("--power", amount),
        months=read("--amortise", MONTHS.count),
        throughput=read("--throughput", amount),
    )


def _drawn(work: Any, common: Common) -> None:
    """The answer, and under it the drawing. It is drawn for a person alone: other formats have the points."""
    if common.format != "table":
        raise ModelpickError(
            f"draws under a table, not in {common.format}", where="--plot", hint="Leave one of them out"
        )
    from modelpick.render.plot import drawing

    document, _ = work(open_catalogue(common))
    show(document, common)
    write(drawing(document))
