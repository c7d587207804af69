"""`modelpick cost`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli import completion
from modelpick.cli.declared import Argument, Option
from modelpick.cli.options import Common, common, machine_option
from modelpick.cli.session import answer, check_drawn, drawn, open_catalog
from modelpick.cli.spoken import flag_of
from modelpick.model.errors import Exit, ModelpickError

if TYPE_CHECKING:
    from modelpick.api import Catalog

LOAD, PRICES, HOST = "Workload", "Prices", "Self-host or API"


def _text_option(name: str, metavar: str, help: str, panel: str, completer: Any = None) -> Any:
    return Option(
        *name.split(","),
        help=help,
        metavar=metavar,
        panel=panel,
        show_default=False,
        autocompletion=completer,
    )


def _flag_option(name: str, help: str, panel: str) -> Any:
    return Option(name, help=help, panel=panel)


Text = str | None


@common
def cost(
    models: Annotated[
        list[str] | None,
        Argument(help="Models; the cheapest that are good enough if none.", autocompletion=completion.models),
    ] = None,
    workload: Annotated[
        Text,
        _text_option(
            "--workload",
            "NAME",
            "chat, rag, coding-agent, batch-extraction or long-document.",
            LOAD,
            completion.workloads,
        ),
    ] = None,
    requests: Annotated[Text, _text_option("--requests", "N", "Requests a month: 2M.", LOAD)] = None,
    in_: Annotated[Text, _text_option("--in", "TOKENS", "Input tokens of a request: 3k.", LOAD)] = None,
    out: Annotated[Text, _text_option("--out", "TOKENS", "Output tokens of a request: 500.", LOAD)] = None,
    cached: Annotated[
        Text, _text_option("--cached", "SHARE", "Share of the input that a cache holds: 60%.", LOAD)
    ] = None,
    hit_rate: Annotated[Text, _text_option("--hit-rate", "SHARE", "How often it is found there: 90%.", LOAD)] = None,
    batch: Annotated[Text, _text_option("--batch", "SHARE", "Share of the requests that may wait: 50%.", LOAD)] = None,
    per_task: Annotated[Text, _text_option("--per-task", "N", "Requests of one task.", LOAD)] = None,
    scenario: Annotated[
        list[str] | None,
        _text_option("--scenario", "CHANGES", "What if: prices=-80%,volume=x10,output=x2 (repeatable).", PRICES),
    ] = None,
    provider: Annotated[
        Text, _text_option("--provider", "NAME", "Only at this provider's prices.", PRICES, completion.providers)
    ] = None,
    all_offerings: Annotated[
        bool, _flag_option("--all-offerings", "Every offering of each model, not the cheapest alone.", PRICES)
    ] = False,
    self_host: Annotated[
        bool, _flag_option("--self-host", "Host the first model yourself, against the API of the last.", HOST)
    ] = False,
    hardware: Annotated[Text, machine_option("hardware", HOST)] = None,
    price_per_hour: Annotated[
        Text, _text_option("--price-per-hour", "USD", "Rent of one device an hour; a known quote otherwise.", HOST)
    ] = None,
    buy: Annotated[bool, _flag_option("--buy", "Buy the devices instead of renting them.", HOST)] = False,
    price: Annotated[Text, _text_option("--price", "USD", "Price of one device, with --buy.", HOST)] = None,
    utilization: Annotated[
        Text, _text_option("--utilization,--utilisation", "SHARE", "How much of the month it is busy: 40%.", HOST)
    ] = None,
    power: Annotated[Text, _text_option("--power", "USD", "Price of a kWh, with --buy.", HOST)] = None,
    amortize: Annotated[
        Text, _text_option("--amortize,--amortise", "MONTHS", "Months that it is paid for over, with --buy.", HOST)
    ] = None,
    throughput: Annotated[
        Text,
        _text_option("--throughput", "N", "Output tokens a second of the whole machine; estimated otherwise.", HOST),
    ] = None,
    plot: Annotated[bool, _flag_option("--plot", "Draw both costs by volume; needs modelpick[plot].", HOST)] = False,
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
        "hardware": hardware, "usd_per_hour": price_per_hour, "buy": buy or None, "price": price,
        "utilization": utilization, "usd_per_kwh": power, "months": amortize, "throughput": throughput,
    }  # fmt: skip
    given = [name for name, value in {**host, "plot": plot or None}.items() if value is not None]
    if given and not self_host:
        raise ModelpickError("is about a machine of your own", where=flag_of(given[0]), hint="Add --self-host")

    def work(catalog: Catalog) -> tuple[Any, Exit]:
        report = catalog.cost(
            models or (),
            workload=workload,
            usage=parts,
            scenarios=scenario or (),
            provider=provider,
            all_offerings=all_offerings,
            hosting=host if self_host else None,
            as_of=common.as_of,
        )
        return report, Exit.ANSWERED

    if plot:
        from modelpick.render.plot import drawing

        check_drawn(common)
        document, _ = work(open_catalog(common, "cost"))
        drawn(document, drawing, common)
        return
    words = (models, workload, parts, scenario, provider, all_offerings, self_host, host)
    answer("cost", common, work)
