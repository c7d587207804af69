"""The smallest machine that holds a model: the devices of the catalog, alone and several of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modelpick.documents.fitting import Fit
from modelpick.fit.estimate import fit, precisions
from modelpick.fit.quants import LEAST_BITS, QUANTS
from modelpick.fit.speed import hardware_class
from modelpick.fit.usable import machine_of
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Model
from modelpick.model.machines import Device, FitUse, Machine

COUNTS = (1, 2, 4, 8)
"""How many cards a machine has."""
ALONE = ("apple", "unified", "cpu")
"""Classes of which one is a whole machine."""


def machines_known(devices: Mapping[str, Device]) -> list[Machine]:
    """Every machine that can be built of one kind of device that is usual, in every size that it is sold in: least
    memory first, then fewest, then fastest.
    """
    found = [
        machine_of(device, count, memory)
        for device in devices.values()
        if device.common
        for memory in device.memory_options_gb or (device.memory_gb,)
        for count in COUNTS
        if count == 1 or hardware_class(device) not in ALONE
    ]
    return sorted(found, key=lambda m: (m.total_gb, m.count, -((m.device.bandwidth_gb_s if m.device else 0) or 0)))


def smallest_machine(
    model: Model,
    machines: Iterable[Machine],
    quant: str | None,
    use: FitUse,
) -> Fit | None:
    """`model` on the first of `machines` that holds it at `LEAST_BITS` or more; None where its size is unknown or
    every machine is too small.
    """
    least = _least_gb(model, quant)
    if least is None:
        return None
    for machine in machines:
        if machine.total_gb < least:
            continue
        found = fit(model, machine, quant, use)
        if found.fits and found.quant and (quant is not None or QUANTS[found.quant].bits >= LEAST_BITS):
            return found
    return None


def _least_gb(model: Model, quant: str | None) -> float | None:
    """A lower bound of the memory for its weights in GB; None where their number is unknown."""
    tried = [QUANTS[quant]] if quant in QUANTS else [q for q in precisions(model) if q.bits >= LEAST_BITS]
    sizes = [size * q.low for q in tried if (size := weights_gb(model, q)) is not None]
    return min(sizes, default=None)
