"""`modelpick cost`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from modelpick.cli.declared import USE, Argument, Option
from modelpick.cli.options import machine_option
from modelpick.cli.session import answer, check_drawn, named_models, open_catalog
from modelpick.cli.shared import Common, common, uses
from modelpick.cli.spoken import flag_of
from modelpick.model.arguments import OF_COST
from modelpick.model.errors import ModelpickError

if TYPE_CHECKING:
    from modelpick.cli import completion

PRICES, HOST = "Prices", "Self-host or API"


def _text_option(name: str, metavar: str, help: str, panel: str, completer: Any = None) -> Any:
    return Option(*name.split(","), help=help, metavar=metavar, panel=panel, autocompletion=completer)


def _flag_option(name: str, help: str, panel: str) -> Any:
    return Option(name, help=help, panel=panel)


def _file_option(name: str) -> Any:
    return Option(f"--{name}", help=OF_COST[name], metavar="FILE", panel=USE)


Text = str | None


@uses
@common
def cost(
    models: Annotated[
        list[str] | None,
        Argument(help="Models; the cheapest that are good enough if none.", autocompletion=completion.models),
    ] = None,
    lengths: Annotated[Path | None, _file_option("lengths")] = None,
    log: Annotated[Path | None, _file_option("log")] = None,
    scenario: Annotated[
        list[str] | None,
        _text_option("--scenario", "CHANGES", "What if: prices=-80%,volume=x10,output=x2 (repeatable).", PRICES),
    ] = None,
    provider: Annotated[
        Text, _text_option("--provider", "NAME", "Only at this provider's prices.", PRICES, completion.providers)
    ] = None,
    on: Annotated[Text, _text_option("--on", "DATE", OF_COST["on"], PRICES)] = None,
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
    use: dict[str, str],
    common: Common,
) -> None:
    """Work out what a workload costs: per request, a month and 1,000 tasks, and when the cheaper one changes.

    Examples:

      modelpick cost "opus 5.5" gpt-6-sol --workload rag --scenario prices=-80%

      modelpick cost --workload rag --requests 200k

      modelpick cost gpt-5.4 --requests 1000 --in 1k --out 1k

      modelpick cost gemini-3.6-flash --in 2k..300k --out 500 --requests 10k --on 2027-01-01

      modelpick cost --log my-requests.jsonl

      modelpick cost gpt-oss-120b --self-host --hardware "2x h100-80gb" --requests 2M --in 3k --out 500
    """
    parts = dict(use)
    workload = parts.pop("workload", None)
    host = {
        "hardware": hardware, "usd_per_hour": price_per_hour, "buy": buy or None, "price": price,
        "utilization": utilization, "usd_per_kwh": power, "months": amortize, "throughput": throughput,
    }  # fmt: skip
    given = [name for name, value in {**host, "plot": plot or None}.items() if value is not None]
    if given and not self_host:
        raise ModelpickError("is about a machine of your own", where=flag_of(given[0]), hint="Add --self-host")

    if log is not None:
        others = {"scenarios": scenario, "all_offerings": all_offerings, "self-host": self_host, "lengths": lengths}
        _answer_log(log, named_models(models), provider, on, {**use, **others}, common)
        return
    if plot:
        check_drawn(common)
    catalog = open_catalog(common, "cost")
    report = catalog.cost(
        named_models(models),
        workload=workload,
        usage=parts,
        scenarios=scenario or (),
        provider=provider,
        all_offerings=all_offerings,
        hosting=host if self_host else None,
        lengths=lengths,
        on=on,
        as_of=common.as_of,
    )
    answer(report, common, catalog, plot=plot)


def _answer_log(
    log: Path, models: list[str], provider: str | None, on: str | None, others: dict[str, Any], common: Common
) -> None:
    """Answer what a log costs. Nothing of it is kept: a log grows while it is looked at."""
    said = next((name for name, value in others.items() if value), None)
    if said is not None:
        raise ModelpickError("says how much is used, as the log does", where=flag_of(said), hint="Leave it out")
    catalog = open_catalog(common, "cost")
    answer(catalog.cost_of_log(log, models, provider=provider, on=on, as_of=common.as_of), common, catalog)
