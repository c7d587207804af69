"""What models may take of a device's memory, and the machine that some of one kind make."""

from __future__ import annotations

from modelpick.model.machines import Device, Machine

CARD_TOLERANCE = 1.05
"""A consumer card's GB are 2^30 bytes (a 24 GB card reports 24,564 MiB, 25.8 GB); 2% of them stay with the driver."""
_APPLE_SMALL = 32
"""Apple machines with so many GB or less give models two thirds of it by default, larger ones three quarters."""
RAM_SHARE = 0.85
"""Of a system's own memory: what it leaves to models."""
_PROCESSOR_SHARE = 0.9
"""The same where nothing but a processor runs them."""


def machine_of(device: Device, count: int = 1, memory_gb: float | None = None) -> Machine:
    """`count` of `device`, each with `memory_gb`: the usual size where it is not given."""
    memory = device.memory_gb if memory_gb is None else memory_gb
    name = counted_name(sized_name(device, memory), count)
    return Machine(name, count, memory, usable_of(device, memory), device)


def sized_name(device: Device, memory: float) -> str:
    """The name of `device`, with its memory where it is sold with several sizes."""
    if device.kind == "cpu":
        return f"CPU, {device.name} {memory:g} GB"
    return f"{device.name} {memory:g} GB" if device.memory_options_gb else device.name


def usable_of(device: Device, memory: float) -> float:
    """The GB that models may use of one `device` with so much memory."""
    if device.kind == "consumer" and device.usable_gb is None:
        return round(memory * CARD_TOLERANCE, 2)
    return round(share_of(device, memory) * memory, 2)


def share_of(device: Device, memory: float) -> float:
    """The share of `memory` that models may use."""
    if device.id.startswith("apple/"):
        return 2 / 3 if memory < _APPLE_SMALL + 3 else 0.75
    if device.kind == "cpu" and device.usable_gb is None:
        return _PROCESSOR_SHARE
    return (device.usable_gb or device.memory_gb) / device.memory_gb


def counted_name(name: str, count: int) -> str:
    """``2x RTX 3090``; one alone by its name."""
    return f"{count}x {name}" if count > 1 else name
