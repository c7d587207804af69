"""The machine that was detected, among the devices that are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from modelpick.fit.hardware import Names, known_key, parse_hardware
from modelpick.fit.processors import processor_memory
from modelpick.fit.usable import RAM_SHARE, share_of, usable_of
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.model.machines import Cards, Detected, DetectedDevice, Device, Machine

_MAKER_PREFIX = re.compile(r"^(nvidia|amd|intel|ati)\s+|\(r\)|\(tm\)", re.IGNORECASE)
_NAME_SUFFIX = re.compile(r"\s+(graphics|workstation edition|server edition|\(\d+-core gpu\))$", re.IGNORECASE)
GIB = 1.073741824
"""GB of 10^9 bytes."""
_CARD_SHARE = 0.98
"""Of the memory that is reported: what the driver leaves to models."""


def machine_found(seen: Detected, devices: Mapping[str, Device], names: Names) -> tuple[Machine, tuple[str, ...]]:
    """The machine that was detected, with remarks on it: its cards, and the system's memory beside them.

    Raises:
        ModelpickError: nothing was found, not even the system's memory.
    """
    notes = [*(f"{tool} gave no answer" for tool in seen.failed), *seen.notes]
    if not seen.devices:
        if seen.system_gb is None:
            raise ModelpickError(
                "nothing was detected", where="{hardware}", hint="Name the machine, or say {vram} 24GB"
            )
        machine = _processor_found(seen, seen.system_gb, devices, names)
        return machine, (*notes, *machine.notes, "no accelerator was found: the system's own memory is taken")
    kinds = Counter((each.name, round(each.memory_gb, 1), each.shared) for each in seen.devices)
    found: list[tuple[str, Cards]] = []
    for (name, _, _), count in kinds.items():
        first = next(each for each in seen.devices if each.name == name)
        device = known_device(name, first.memory_gb, devices, names)
        if device is None and not first.memory_gb:
            notes.append(f"{name!r} is not in the catalog, and nothing says how much memory it has: not counted")
            continue
        if device is None:
            notes.append(f"{name!r} is not in the catalog: its memory is known, its speed is not")
        cards = _cards_found(first, count, device)
        found.append((f"{device.name if device else name}, {cards.memory_gb:.1f} GB", cards))
    if not found:
        return machine_found(replace(seen, devices=(), failed=(), notes=tuple(notes)), devices, names)
    found = _without_idle(found)
    found.sort(key=lambda pair: -pair[1].total_gb)
    shown = " + ".join(f"{cards.count}x {name}" if cards.count > 1 else name for name, cards in found)
    first_cards = found[0][1]
    shared = first_cards.device is not None and first_cards.device.kind == "unified"
    shared = shared or all(each.shared for each in seen.devices)
    machine = Machine(
        shown, first_cards.count, first_cards.memory_gb, first_cards.usable_gb, first_cards.device,
        tuple(cards for _, cards in found[1:]),
    )  # fmt: skip
    if seen.system_gb is not None and not shared:
        machine = replace(machine, name=f"{shown} + {seen.system_gb:.0f} GB RAM", ram_gb=round(seen.system_gb, 1))
    return machine, tuple(notes)


def _cards_found(seen: DetectedDevice, count: int, device: Device | None) -> Cards:
    """Cards with the memory that a tool reported; that of the catalog where it reported none."""
    if not seen.memory_gb and device is not None:
        return Cards(count, device.memory_gb, usable_of(device, device.memory_gb), device)
    return Cards(count, round(seen.memory_gb, 2), round(_usable_gb(seen, device), 2), device)


def _without_idle(found: list[tuple[str, Cards]]) -> list[tuple[str, Cards]]:
    """Without the graphics of a processor beside cards of their own, which no engine would split a model over."""
    own = [pair for pair in found if pair[1].device is None or pair[1].device.kind not in ("unified", "cpu")]
    return own or found


def _processor_found(seen: Detected, system_gb: float, devices: Mapping[str, Device], names: Names) -> Machine:
    """A machine without an accelerator: by what its memory reports of itself, else by its processor's name."""
    if seen.memory is not None:
        return parse_hardware(f"cpu {seen.memory} {system_gb:.0f}GB", devices, names)
    usable = round(RAM_SHARE * system_gb, 1)
    known = processor_memory(seen.processor or "")
    if known is not None and known[0] in devices:
        device, sure = devices[known[0]], known[1]
        note = () if sure else (f"taken for a processor with {device.name}, by its name",)
        name = f"CPU, {seen.processor}, {system_gb:.0f} GB"
        return Machine(name, 1, system_gb, usable, device, notes=note)
    hint = "how fast its memory is is not known: say it, as in --hardware 'cpu ddr5-5600 x2 64GB'"
    return Machine(f"this machine's {system_gb:.0f} GB", 1, system_gb, usable, notes=(hint,))


def known_device(name: str, memory_gb: float, devices: Mapping[str, Device], names: Names) -> Device | None:
    """The device that a tool calls `name`: by any of its names, if it is sold with about so much memory.

    A tool that names several of one chip, as in ``Navi 31 [Radeon RX 7900 XT/7900 XTX]``, means the one with so much.
    """
    size = memory_gb / GIB
    for each in _possible_names(name):
        plain = _NAME_SUFFIX.sub("", _MAKER_PREFIX.sub("", each))
        keys = (known_key(spelled, names) for spelled in (each, plain, f"{plain} {round(size)}gb"))
        found = (devices[id_] for key in keys if key for id_ in names[key])
        device = next((device for device in found if not memory_gb or _is_about_size(size, device)), None)
        if device is not None:
            return device
    return None


def _possible_names(name: str) -> list[str]:
    """`name`, and the names that stand in brackets after that of a chip, each whole."""
    inside = re.search(r"\[(?P<names>[^\]]+)\]", name)
    if inside is None:
        return [name]
    first, *others = [part.strip() for part in inside["names"].split("/")]
    series = re.split(r"\s*\b\S*\d", first, maxsplit=1)[0]
    return [
        name,
        first,
        *(each if each.lower().startswith(series.lower()[:4]) else f"{series} {each}" for each in others),
    ]


def _is_about_size(size: float, device: Device) -> bool:
    """A tool reports a little less than the label: error correction and firmware take some."""
    return any(0.9 * each <= size <= 1.02 * each for each in (device.memory_gb, *device.memory_options_gb))


def _usable_gb(seen: DetectedDevice, device: Device | None) -> float:
    if device is not None and device.usable_gb is not None:
        return seen.memory_gb * share_of(device, seen.memory_gb)
    return seen.memory_gb * (0.75 if seen.shared else _CARD_SHARE)
