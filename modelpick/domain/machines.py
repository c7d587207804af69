"""Hardware that models run on. Memory in GB of 10^9 bytes, bandwidth in GB/s, compute in TFLOP/s without sparsity."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from modelpick.domain.dates import Day
from modelpick.domain.fields import Fact


class Quote(Fact):
    """US dollars that were asked for, per hour or for the device, on a day."""

    usd: Decimal
    source: str
    on: Day | None = None
    low: Decimal | None = None
    """The lowest quote that was found beside the usual one."""


class Device(Fact):
    """One accelerator, or one machine whose memory is shared between processor and graphics."""

    id: str
    name: str
    kind: Literal["datacenter", "workstation", "consumer", "unified", "cpu"]
    memory_gb: float
    bandwidth_gb_s: float
    source: str
    sources: tuple[str, ...] = ()
    """Further documents that say so."""
    usable_gb: float | None = None
    """What models may take of the memory, where that is less by default."""
    fp16_tflops: float | None = None
    fp8_tflops: float | None = None
    tdp_w: float | None = None
    rent: Quote | None = None
    """Per hour, for one device."""
    price: Quote | None = None
    memory_options_gb: tuple[float, ...] = ()
    also: tuple[str, ...] = ()
    """What else it is called, lower case."""
    note: str | None = None


class Machine(Fact):
    """What a model is to run on: some devices of one kind, or nothing but an amount of memory."""

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
        """What models may take of all devices together."""
        return self.count * self.usable_gb
