"""What a person means by "2x h100-80gb" or "24GB"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Device, Machine
from modelpick.model.names import did_you_mean, fold
from modelpick.model.wording import clipped, shown

_COUNT_AND_NAME = re.compile(r"^(?:(?P<count>[+-]?\d+)\s*[x×*]\s*)?(?P<name>.*?)$", re.IGNORECASE)
_NAME_AND_COUNT = re.compile(r"^(?P<name>.*\S)\s+[x×*]\s*(?P<count>[+-]?\d+)$", re.IGNORECASE)
_MEMORY_FORM = re.compile(r"^(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>gib|gb|g|tib|tb|t|mib|mb|m)?$", re.IGNORECASE)
_WITH_MEMORY = re.compile(r"^(?P<name>.+?)[\s-]+(?P<amount>\d+(?:\.\d+)?)\s*gb?$", re.IGNORECASE)
_GB_OF_UNITS = {"g": 1.0, "gb": 1.0, "gib": 1.024**3, "t": 1e3, "tb": 1e3, "tib": 1024 * 1.024**3}
_GB_OF_UNITS |= {"m": 1e-3, "mb": 1e-3, "mib": 1.024**2 / 1e3}
_MOST_GB = 1_000_000
MOST = 1024
"""Devices of one machine, at most."""
_CARD_TOLERANCE = 1.05
"""A consumer card's GB are 2^30 bytes (a 24 GB card reports 24,564 MiB, 25.8 GB); 2% of them stay with the driver."""
_APPLE_SMALL = 32
"""Apple machines with so many GB or less give models two thirds of it by default, larger ones three quarters."""


def parse_memory(text: str, where: str = "{vram}") -> float:
    """GB of 10^9 bytes: ``24GB``, ``24``, ``1.5TB``, ``24GiB``.

    Raises:
        ModelpickError: it is no amount of memory above 0.
    """
    found = _MEMORY_FORM.match(text.strip())
    if found is None:
        raise ModelpickError(f"is {text!r}, expected an amount of memory such as 24GB", where=where)
    amount = float(found["amount"]) * _GB_OF_UNITS[(found["unit"] or "gb").lower()]
    if not 0 < amount <= _MOST_GB:
        raise ModelpickError(
            f"is {shown(text)}, expected an amount of memory such as 24GB, above 0 to {_MOST_GB:,} GB", where=where
        )
    return amount


def parse_vram(text: str, where: str = "{vram}") -> Machine:
    """A machine of which only the memory is known: ``24GB``, ``2x24GB``.

    Raises:
        ModelpickError: it is no amount of memory.
    """
    count, name = _count_and_name(text, where)
    memory = parse_memory(name, where)
    shown = f"{memory:g} GB"
    return Machine(f"{count}x {shown}" if count > 1 else shown, count, memory, memory)


def parse_hardware(text: str, devices: Mapping[str, Device], where: str = "{hardware}") -> Machine:
    """The machine that `text` names: ``h100``, ``2x h100-80gb``, ``m4-max 64GB``, ``4090 x2``.

    Args:
        text: a count, if there are several, and an id, name or short name; the memory after it where a device is
            sold with several amounts.
        devices: the devices that are known, by id.
        where: the option or field that it comes from, for errors.

    Raises:
        ModelpickError: no device is called so, or the count is none.
    """
    count, name = _count_and_name(text, where)
    known = names_of(devices)
    device = known.get(fold(name))
    if device is not None:
        return machine_of(device, count)
    with_memory = _WITH_MEMORY.match(name)
    device = known.get(fold(with_memory["name"])) if with_memory else None
    if with_memory is not None and device is not None:
        return _device_with_memory(device, float(with_memory["amount"]), count, where)
    if _MEMORY_FORM.match(name) and not name.isdigit():
        hint = "Say an amount of memory with {vram}"
    else:
        hint = did_you_mean(name, known) or "`modelpick fit MODEL` lists devices"
    raise ModelpickError(f"no device is called {name!r}", where=where, hint=hint)


def machine_of(device: Device, count: int = 1) -> Machine:
    """`count` of `device`."""
    name = f"{device.name} {device.memory_gb:g} GB" if device.memory_options_gb else device.name
    name = f"{count}x {name}" if count > 1 else name
    usable = device.memory_gb * _CARD_TOLERANCE if device.kind == "consumer" else device.memory_gb
    return Machine(name, count, device.memory_gb, round(device.usable_gb or usable, 2), device)


def _device_with_memory(device: Device, memory: float, count: int, where: str) -> Machine:
    """`device` with one of the other amounts of memory that it is sold with.

    Raises:
        ModelpickError: it is not sold with that.
    """
    options = device.memory_options_gb or (device.memory_gb,)
    if memory not in options:
        sold = ", ".join(f"{each:g}" for each in options)
        raise ModelpickError(f"{device.name} is not known with {memory:g} GB", where=where, hint=f"Known: {sold} GB")
    usable = memory if device.usable_gb is None else share_of(device, memory) * memory
    name = f"{device.name} {memory:g} GB"
    return Machine(f"{count}x {name}" if count > 1 else name, count, memory, round(usable, 1), device)


def share_of(device: Device, memory: float) -> float:
    """The share of `memory` that models may use."""
    if device.id.startswith("apple/"):
        return 2 / 3 if memory < _APPLE_SMALL + 3 else 0.75
    return (device.usable_gb or device.memory_gb) / device.memory_gb


def _count_and_name(text: str, where: str) -> tuple[int, str]:
    """The count and the name in ``2x h100``.

    Raises:
        ModelpickError: no name, or a count that means nothing.
    """
    text = text.strip()
    found = _NAME_AND_COUNT.match(text) or _COUNT_AND_NAME.match(text)
    name, said = (found["name"].strip(), found["count"] or "1") if found else (text, "1")
    if not name:
        raise ModelpickError(f"is {text!r}, expected a device such as h100 or 2x rtx-4090", where=where)
    count = int(said) if len(said) < 9 else MOST + 1
    if not 1 <= count <= MOST:
        raise ModelpickError(f"`{clipped(text)}` asks for {clipped(said)} devices, expected 1 to {MOST}", where=where)
    return count, name


def names_of(devices: Mapping[str, Device]) -> dict[str, Device]:
    """Every name of every device, folded."""
    return {name: device for device in devices.values() for name in _device_spellings(device)}


def _device_spellings(device: Device) -> Iterator[str]:
    yield fold(device.id)
    yield fold(device.id.rpartition("/")[2])
    yield fold(device.name)
    yield from map(fold, device.also)
