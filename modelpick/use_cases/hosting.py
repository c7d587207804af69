"""The machine that a person means, for hosting a model: what it costs and how fast it is, from data or as they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from modelpick.cost import selfhost
from modelpick.cost.amounts import share
from modelpick.cost.hosting import Hosted
from modelpick.cost.rents import Rent, rent_of
from modelpick.cost.selfhost import Speed
from modelpick.cost.workload import longest_call
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain
from modelpick.model.machines import Machine
from modelpick.model.names import near_or_all
from modelpick.model.numbers import MONTHS, NUMBER
from modelpick.model.wording import money, percent
from modelpick.model.workloads import Workload

_BATCH_SIZES = (64, 32, 16, 8, 4, 2, 1)
"""Sequences at a time that are tried, most first."""


class Hosting(Plain):
    """The options about the machine; None where one was not given."""

    hardware: str
    usd_per_hour: Decimal | None = None
    buy: bool = False
    price: Decimal | None = None
    """US dollars for one device."""
    utilization: Decimal | None = None
    usd_per_kwh: Decimal | None = None
    months: int | None = None
    throughput: Decimal | None = None
    """Output tokens a second of the whole machine."""


def hosting_from(said: Mapping[str, Any]) -> Hosting:
    """The machine as a person writes it: amounts as numbers or text (``"2.50"``, ``"40%"``).

    Raises:
        ModelpickError: an amount that is none, a field that there is not, or fields that contradict one another.
    """
    given = {name: value for name, value in said.items() if value is not None}
    for name in given.keys() - _OPTION_READERS.keys():
        raise ModelpickError(f"has no field {name!r}", where="{hosting}", hint=near_or_all(name, _OPTION_READERS))
    if "hardware" not in given:
        raise ModelpickError("needs a machine", where="{hosting}", hint="Add {hardware} '2x h100-80gb'")
    if given.get("buy") and "usd_per_hour" in given:
        raise ModelpickError("either rent or buy", where="{buy}", hint="Leave out {usd_per_hour}")
    for name in ("price", "usd_per_kwh", "months"):
        if name in given and not given.get("buy"):
            raise ModelpickError("is about a machine that you buy", where=f"{{{name}}}", hint="Add {buy}")
    return Hosting(**{name: _OPTION_READERS[name](value, f"{{{name}}}") for name, value in given.items()})


_OPTION_READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "hardware": lambda value, _: str(value),
    "usd_per_hour": NUMBER.read,
    "buy": lambda value, _: bool(value),
    "price": NUMBER.read,
    "utilization": lambda value, where: share(str(value), where),
    "usd_per_kwh": NUMBER.read,
    "months": MONTHS.count,
    "throughput": NUMBER.read,
}
"""Field -> how what is written becomes it."""


def hosted_on(model: Model, facts: Facts, workload: Workload, said: Hosting, day: Day | None = None) -> Hosted:
    """The machine that hosts `model`, with its cost and speed.

    Raises:
        ModelpickError: an unknown device, closed weights, no price, or no speed that can be worked out.
    """
    from modelpick.fit.hardware import parse_hardware

    if model.weights == "closed":
        raise ModelpickError(f"the weights of {model.name} are closed: nobody can host it", where="{hosting}")
    machine = parse_hardware(said.hardware, facts.hardware, facts.device_names)
    speed, how = _hosting_speed(model, machine, workload, said)
    parts, paid, sources = _machine_cost(machine, said, facts, day)
    utilization = selfhost.UTILIZATION if said.utilization is None else said.utilization
    if not utilization:
        raise ModelpickError("is 0%, expected more", where="{utilization}")
    whose = "as you say" if said.utilization is not None else "a stated assumption"
    busy = f"busy {percent(float(utilization))} of the month, {whose}; no spare machine is counted"
    return Hosted(machine.name, parts, speed, utilization, (paid, how, busy), sources)


def _machine_cost(
    machine: Machine, said: Hosting, facts: Facts, day: Day | None
) -> tuple[dict[str, Decimal], str, tuple[str, ...]]:
    device = machine.device
    if said.buy:
        quote = device.price if device else None
        price = said.price if said.price is not None else quote.usd if quote and not machine.more else None
        if price is None:
            raise ModelpickError(
                f"no price of {machine.name} is known", where="{buy}", hint="Say it with {price} 25000"
            )
        months = said.months or selfhost.MONTHS
        kwh = selfhost.KWH if said.usd_per_kwh is None else said.usd_per_kwh
        watts = device.tdp_w if device else None
        parts = selfhost.bought(machine.devices, price, watts, months, kwh)
        power = (
            f"power at {watts:g} W each, x{selfhost.OVERHEAD} for the server and cooling, ${kwh} a kWh" if watts else ""
        )
        text = f"bought at {money(price)} a device over {months} months, the server around it not counted"
        text = f"{text}; {power or 'power not known and not counted'}"
        return parts, text, (quote.source,) if quote and said.price is None else ()
    hours = f"all {selfhost.HOURS} hours of the month, used or not"
    if said.usd_per_hour is not None:
        text = f"rented at {money(said.usd_per_hour)} an hour for each device, {hours}"
        return selfhost.rented(machine.devices, said.usd_per_hour), text, ()
    rent = rent_of(machine, facts.rentals, day)
    if rent is None:
        hint = "Say it with {usd_per_hour} 2.50, or {buy}"
        raise ModelpickError(f"no rent of {machine.name} is known", where="{hosting}", hint=hint)
    return selfhost.rented(1, rent.usd), f"rented at {_rent_in_words(rent, machine)}, {hours}", rent.sources


def _rent_in_words(rent: Rent, machine: Machine) -> str:
    """What an hour costs, how far quotes lie apart, and of which day they are."""
    if rent.kind == "own":
        return f"{money(rent.usd / machine.count)} an hour for each device, as your own file says"
    each = f"{money(rent.usd)} an hour" + (f" for {machine.devices} devices" if machine.devices > 1 else "")
    if rent.quotes == 1:
        return f"{each} (one quote{f' of {rent.on}' if rent.on else ', its day is not known'})"
    dated = f", the newest of {rent.on}" if rent.on else ""
    kind = {"on_demand": "on demand", "marketplace": "on marketplaces"}.get(rent.kind, rent.kind)
    return f"{each} (median of {rent.quotes} quotes {kind}, {money(rent.low)} to {money(rent.high)}{dated})"


def _hosting_speed(model: Model, machine: Machine, workload: Workload, said: Hosting) -> tuple[Speed, str]:
    from modelpick.fit.estimate import best_fit, fit
    from modelpick.model.machines import FitUse

    if said.throughput is not None:
        if not said.throughput:
            raise ModelpickError("is 0, expected more", where="{throughput}")
        return Speed(float(said.throughput)), f"{said.throughput:,f} output tokens a second, as you say"
    context = max(1, longest_call(workload))
    one = best_fit(model, machine, FitUse(context))
    if one.fits is False or one.quant is None or one.decode is None:
        why = "does not fit" if one.fits is False else "cannot be said to fit, or how fast it is,"
        hint = "`modelpick fit` says what it takes; {throughput} 1500 says how fast it is"
        raise ModelpickError(f"{model.name} {why} on {machine.name}", where="{hardware}", hint=hint)
    for sequences in _BATCH_SIZES:
        found = fit(model, machine, one.quant, FitUse(context, sequences))
        if found.fits is not False and found.decode is not None:
            break
    assert found.decode is not None
    rate = found.decode.value * sequences
    text = f"about {rate:,.0f} output tokens a second over {sequences} requests at a time at {one.quant}, estimated"
    return Speed(rate, found.prefill.value if found.prefill else None), text
