"""Published measurements of memory and speed, as questions to `modelpick.fit`: for tools/fit_inference.py and
benchmarks/fit.py. The file (measured-inference.yaml) is not shipped; both take it as an argument.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from modelpick.fit.estimate import find_quant
from modelpick.fit.hardware import machine_of
from modelpick.fit.quants import Engine, Quant
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import replace
from modelpick.model.machines import Device, Machine

SHORT = 512
"""Tokens of context of a row that says "short prompts" or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement of speed."""

    id: str
    model: Model
    quant: Quant
    machine: Machine
    engine: Engine
    context: int
    prompt: int | None
    sequences: int
    decode: float | None
    """Tokens per second of each sequence."""
    prefill: float | None
    weight: float = 1.0
    """Many rows of one model on one device count less each."""

    @property
    def hardware(self) -> str:
        device = self.machine.device
        return device.id if device else ""


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of the file as they stand in it."""
    rows: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return rows


def speeds(rows: list[dict[str, Any]], facts: Facts) -> tuple[list[Row], Counter[str]]:
    """The rows with a speed, and how many were left out for what reason."""
    found: list[Row] = []
    left: Counter[str] = Counter()
    for row in rows:
        if not any(row.get(key) for key in ("decode_tokens_per_s", "aggregate_output_tokens_per_s")):
            continue
        made = _speed_row(row, facts)
        if isinstance(made, str):
            left[made] += 1
        else:
            found.append(made)
    series = Counter((row.hardware, row.model.id, row.quant.name) for row in found)
    return [replace(r, weight=series[r.hardware, r.model.id, r.quant.name] ** -0.5) for r in found], left


def _speed_row(row: dict[str, Any], facts: Facts) -> Row | str:
    if row.get("speculative"):
        return "speculative decoding"
    device = facts.hardware.get(row.get("hardware") or "")
    if device is None:
        return "hardware not in data/hardware.yaml"
    model = facts.models.get(row["model"])
    if model is None or model.params.active_b is None:
        return "model not in the catalog, or its parameters"
    quant = quant_of_row(row)
    if quant is None:
        return "precision not named"
    batch = row.get("batch") or 1
    total = row.get("aggregate_output_tokens_per_s")
    return Row(
        id=row["id"],
        model=model,
        quant=quant,
        machine=_machine_at_full_memory(device, row),
        engine=engine_of_row(row["engine"]),
        context=_context_of_row(row),
        prompt=row.get("prompt_tokens"),
        sequences=batch,
        decode=row.get("decode_tokens_per_s") or (total / batch if total else None),
        prefill=row.get("prefill_tokens_per_s"),
    )


def _context_of_row(row: dict[str, Any]) -> int:
    """The tokens in the cache while it was measured; a depth of 0 still grows by what is written."""
    depth = row.get("context_tokens")
    return max(row.get("prompt_tokens") or SHORT if depth is None else depth, 64)


def quant_of_row(row: dict[str, Any]) -> Quant | None:
    """The precision of a row; a bare "4-bit" tag is taken for the usual one of that engine."""
    name = row["quant"]
    return find_quant("q4_k_m") if name.startswith("4-bit") else find_quant(name)


def engine_of_row(name: str) -> Engine:
    if "mlx" in name:
        return "mlx"
    return "vllm" if name.startswith(("vllm", "sglang")) else "llama.cpp"


def machine_of_row(row: dict[str, Any], facts: Facts) -> Machine | None:
    """The machine of a row; None where it is not in the catalog."""
    device = facts.hardware.get(row.get("hardware") or "")
    return None if device is None else _machine_at_full_memory(device, row)


def _machine_at_full_memory(device: Device, row: dict[str, Any]) -> Machine:
    """The machine of a row, at all of its memory: who measures raises the default limit."""
    memory = float(row.get("hardware_memory_gb") or device.memory_gb)
    machine = machine_of(device, row.get("gpu_count") or 1)
    usable = memory * machine.usable_gb / machine.memory_gb if device.kind == "consumer" else memory
    return replace(machine, memory_gb=memory, usable_gb=usable)
