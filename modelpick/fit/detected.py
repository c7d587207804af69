"""The machine that was detected, among the devices that are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from modelpick.fit.hardware import Names, known_key, share_of
from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Device, Machine

_MAKER_PREFIX = re.compile(r"^(nvidia|amd|intel|ati)\s+|\(r\)|\(tm\)", re.IGNORECASE)
_NAME_SUFFIX = re.compile(r"\s+(graphics|workstation edition|server edition|\(\d+-core gpu\))$", re.IGNORECASE)
GIB = 1.073741824
"""GB of 10^9 bytes."""
_CARD_SHARE, _SYSTEM_SHARE = 0.98, 0.85
"""Of the memory that is reported: what the driver, or a system, leaves to models."""


class ReportedDevice(Protocol):
    """A device as a tool reported it."""

    @property
    def name(self) -> str: ...
    @property
    def memory_gb(self) -> float: ...
    @property
    def shared(self) -> bool: ...


def machine_found(
    seen: Sequence[ReportedDevice],
    system_gb: float | None,
    failed: Sequence[str],
    devices: Mapping[str, Device],
    names: Names,
) -> tuple[Machine, tuple[str, ...]]:
    """The machine that was detected, with remarks on it.

    Of several kinds of cards only the kind with the most memory counts.

    Raises:
        ModelpickError: nothing was found, not even the system's memory.
    """
    notes = [f"{tool} gave no answer" for tool in failed]
    if not seen:
        if system_gb is None:
            raise ModelpickError(
                "nothing was detected", where="{hardware}", hint="Name the machine, or say {vram} 24GB"
            )
        notes.append("no accelerator was found: the system's own memory is taken, whose speed is not known")
        usable = round(system_gb * _SYSTEM_SHARE, 1)
        return Machine(f"this machine's {system_gb:.0f} GB", 1, system_gb, usable), tuple(notes)
    kinds = Counter((each.name, round(each.memory_gb, 1)) for each in seen)
    (name, _), count = max(kinds.items(), key=lambda item: item[0][1] * item[1])
    first = next(each for each in seen if each.name == name)
    if len(kinds) > 1:
        others = ", ".join(f"{n}x {other}" for (other, _), n in kinds.items() if other != name)
        notes.append(f"also found and not counted: {others}")
    device = known_device(name, first.memory_gb, devices, names)
    if device is None:
        notes.append(f"{name!r} is not in the catalog: its memory is known, its speed is not")
    size = f"{first.memory_gb:.1f} GB"
    shown = f"{device.name if device else name}, {size}"
    shown = f"{count}x {shown}" if count > 1 else shown
    return Machine(shown, count, round(first.memory_gb, 2), round(_usable_gb(first, device), 2), device), tuple(notes)


def known_device(name: str, memory_gb: float, devices: Mapping[str, Device], names: Names) -> Device | None:
    """The device that a tool calls `name`: by any of its names, if it is sold with about so much memory."""
    plain = _NAME_SUFFIX.sub("", _MAKER_PREFIX.sub("", name))
    size = memory_gb / GIB
    keys = (known_key(each, names) for each in (name, plain, f"{plain} {round(size)}gb"))
    found = (devices[id_] for key in keys if key for id_ in names[key])
    return next((device for device in found if _is_about_size(size, device)), None)


def _is_about_size(size: float, device: Device) -> bool:
    """A tool reports a little less than the label: error correction and firmware take some."""
    return any(0.9 * each <= size <= 1.02 * each for each in (device.memory_gb, *device.memory_options_gb))


def _usable_gb(seen: ReportedDevice, device: Device | None) -> float:
    if device is not None and device.usable_gb is not None:
        return seen.memory_gb * share_of(device, seen.memory_gb)
    return seen.memory_gb * (0.75 if seen.shared else _CARD_SHARE)
