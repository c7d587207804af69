"""Hardware that models run on. Memory in GB of 10^9 bytes, bandwidth in GB/s, compute in TFLOP/s without sparsity."""

from __future__ import annotations

from typing import Literal

from modelpick.model.fields import Day, DeviceId, Fact, Id, Plain, Positive, Text, Usd


class Quote(Fact):
    """A price in US dollars, an hour or for the device, quoted on a day."""

    usd: Usd
    source: Id
    on: Day | None = None
    low: Usd | None = None
    """The lowest quote that was found beside the usual one."""


class Device(Fact):
    """One accelerator, or one machine with memory that processor and graphics share."""

    id: DeviceId
    name: Text
    kind: Literal["datacenter", "workstation", "consumer", "unified", "cpu"]
    memory_gb: Positive
    """GB of 10^9 bytes."""
    bandwidth_gb_s: Positive
    """Of the memory that weights lie in."""
    source: Id
    sources: tuple[Id, ...] = ()
    """Further documents that say so."""
    usable_gb: Positive | None = None
    """What models may take of the memory, where that is less by default."""
    fp16_tflops: Positive | None = None
    """Without sparsity."""
    fp8_tflops: Positive | None = None
    tdp_w: Positive | None = None
    rent: Quote | None = None
    """Per hour, for one device."""
    price: Quote | None = None
    memory_options_gb: tuple[Positive, ...] = ()
    also: tuple[Text, ...] = ()
    """What else it is called."""
    note: Text | None = None


class Machine(Fact):
    """The machine that a model is to run on: devices of one kind, or only an amount of memory."""

    name: str
    """As it is shown: ``2x H100 SXM``."""
    count: int
    memory_gb: float
    """Of one device, as its maker says."""
    usable_gb: float
    """What models may take of it."""
    device: Device | None = None
    """None where only the memory is known; then there is no telling how fast it is."""

    @property
    def total_gb(self) -> float:
        """The gigabytes of all devices together that models may use."""
        return self.count * self.usable_gb


class SmallestMachine(Plain, frozen=True, array_like=True):
    """The name of the smallest known machine that holds a model, the precision there, and the gigabytes taken."""

    machine: str
    quant: str | None
    gb: float | None
