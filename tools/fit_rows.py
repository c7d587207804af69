"""Published measurements of memory and speed, as questions to `modelpick.fit`: for tools/fit_inference.py and
benchmarks/fit.py. The files (measured-inference.yaml, measured2.yaml) are not shipped; both take them as arguments.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from modelpick.fit.cache import KV_BYTES
from modelpick.fit.fitted import FITTED
from modelpick.fit.memory import need
from modelpick.fit.quants import Quant, find_quant
from modelpick.fit.usable import machine_of
from modelpick.model.facts import Architecture, Facts, Model, Params
from modelpick.model.fields import replace
from modelpick.model.machines import Device, Engine, Machine

SHORT = 512
"""Tokens of context of a row that says "short prompts" or nothing."""
MOST_OF_A_DEVICE = 20
"""Rows of one device count together like so many at most."""
LAYERS = (
    (0.2, 12),
    (0.5, 24),
    (1, 18),
    (2.2, 28),
    (3.3, 28),
    (4.6, 36),
    (9.5, 32),
    (15, 40),
    (25, 44),
    (36, 62),
    (80, 80),
)
"""Billions of parameters, layers: what dense models of a size have, for those that are not in the catalog."""
_UNSAID_MIXTURES = (20, 21, 26, 30, 33, 35, 36, 48)
"""Sizes in a name, at which models usually are mixtures: how much of them is active is not in the name."""
_MIXTURE_NAMES = re.compile(
    r"lfm2|ernie|a\d+00m|A0\.6B|granite-4.0-h|coder-v2|olmoe|north|small\s?thinker", re.IGNORECASE
)


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
    together: float | None = None
    """Output tokens a second of all sequences, the reading of `prompt` counted."""
    kv_cache: str = "bf16"
    beyond: bool = False
    """Whether a part lay in the system's memory, or is likely to have."""
    hindered: bool = False
    """Whether the card sat on a small board, behind one lane."""
    own_kernels: bool = False
    """Whether its engine was made for this very model."""
    known: bool = True
    """Whether the model is in the catalog."""
    weight: float = 1.0
    """Many rows of one model on one device count less each."""

    @property
    def hardware(self) -> str:
        device = self.machine.device
        return device.id if device else ""

    @property
    def family(self) -> str:
        """The family of its device: maker and architecture, or the generation of a chip."""
        device = self.machine.device
        assert device is not None
        maker, _, name = device.id.partition("/")
        if device.arch:
            return f"{maker} {device.arch.partition(' ')[0] if maker == 'nvidia' else device.arch}"
        if maker in ("apple", "cpu"):
            return f"{maker} {name.split('-')[0] if maker == 'apple' else ''}".strip()
        return re.sub(r"-\d+gb$", "", f"{maker} {name}")


def read(paths: Path | Iterable[Path]) -> list[dict[str, Any]]:
    """The rows of the files as they stand in them."""
    rows: list[dict[str, Any]] = []
    for path in [paths] if isinstance(paths, Path) else paths:
        found = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        rows += found if isinstance(found, list) else next(iter(found.values()))
    return rows


def speeds(rows: list[dict[str, Any]], facts: Facts) -> tuple[list[Row], Counter[str]]:
    """The rows with a speed, and how many were left out for what reason."""
    found: list[Row] = []
    left: Counter[str] = Counter()
    for row in rows:
        if not any(
            row.get(key) for key in ("decode_tokens_per_s", "aggregate_output_tokens_per_s", "prefill_tokens_per_s")
        ):
            continue
        made = _speed_row(row, facts)
        if isinstance(made, str):
            left[made] += 1
        elif _has_cached_prompts(made):
            left["faster than its cards can read its prompts: kept from one request to the next"] += 1
        else:
            found.append(made)
    series = Counter((row.hardware, row.model.id, row.quant.name) for row in found)
    found = [row if row.beyond or _may_lie_in_cards(row) else _changed_row(row, beyond=True) for row in found]
    devices = Counter(row.hardware for row in found)
    weighed = [
        series[r.hardware, r.model.id, r.quant.name] ** -0.5 * min(1.0, MOST_OF_A_DEVICE / devices[r.hardware]) ** 0.5
        for r in found
    ]
    return [_changed_row(row, weight=weight) for row, weight in zip(found, weighed, strict=True)], left


def _changed_row(row: Row, **changes: Any) -> Row:
    return Row(**{name: changes.get(name, getattr(row, name)) for name in Row.__slots__})


def _has_cached_prompts(row: Row) -> bool:
    """Whether a whole run was faster than the published rate of all cards can read its prompts."""
    device, active = row.machine.device, row.model.params.active_b
    if not row.together or not row.prompt or device is None or not device.fp16_tflops or not active:
        return False
    reading = row.together * row.prompt / max(row.context - row.prompt, 1)
    return reading * 2e9 * active > 0.8 * row.machine.count * device.fp16_tflops * 1e12


def _may_lie_in_cards(row: Row) -> bool:
    """Whether weights and cache could lie in the memory of its cards alone, at the least that they may take."""
    needed = need(row.model, row.machine, row.quant, row.context, row.sequences, FITTED, row.engine, row.kv_cache)
    low = needed.memory.low
    return low is None or low <= 1.02 * row.machine.total_gb


def _speed_row(row: dict[str, Any], facts: Facts) -> Row | str:
    if row.get("speculative"):
        return "speculative decoding"
    device = device_of_row(row, facts)
    if device is None or device.bandwidth_gb_s is None:
        return "hardware not in data/hardware.yaml, or several kinds together"
    model = model_of_row(row, facts)
    if model is None:
        return "model not known, nor its size or active part by its name"
    quant = quant_of_row(row)
    if quant is None:
        return "precision not known"
    if row.get("batch") is None and not row.get("decode_tokens_per_s"):
        return "a batch that is not said: a ceiling"
    batch = row.get("batch") or 1
    total = row.get("aggregate_output_tokens_per_s")
    prompt = row.get("prompt_tokens")
    whole = total if batch > 1 and prompt and "batched-bench" not in str(row.get("engine_version")) else None
    steps = row.get("aggregate_decode_tokens_per_s") or (None if whole else total)
    return Row(
        id=row["id"],
        model=model,
        quant=quant,
        machine=_machine_at_full_memory(device, row),
        engine=engine_of_row(row["engine"]),
        context=_context_of_row(row),
        prompt=prompt,
        sequences=batch,
        decode=row.get("decode_tokens_per_s") or (steps / batch if steps else None),
        prefill=row.get("prefill_tokens_per_s") if batch == 1 else None,
        together=whole,
        kv_cache=row.get("kv_cache") if row.get("kv_cache") in KV_BYTES else "bf16",
        beyond=bool(row.get("experts_in_ram") or row.get("spilled")),
        hindered="small board" in (row.get("note") or ""),
        own_kernels=row["engine"] == "ds4",
        known=bool(row.get("model")),
    )


def model_of_row(row: dict[str, Any], facts: Facts) -> Model | None:
    """The model of a row: the catalog's, or one of the size in its name with the geometry that is usual for it."""
    model = facts.models.get(row["model"]) if row.get("model") else None
    if model is not None and model.params.active_b is not None and model.architecture and model.architecture.layers:
        return model
    total, active = row.get("params_b_in_name"), row.get("active_b_in_name")
    if model is not None:
        said = re.search(r"(\d+(?:\.\d+)?)b\b", model.id)
        total = model.params.total_b or (float(said[1]) if said else None)
        active = model.params.active_b
    elif active is None and (total in _UNSAID_MIXTURES or _MIXTURE_NAMES.search(row.get("model_as_printed") or "")):
        return None
    return None if not total else _model_of_size(float(total), float(active or total))


def _model_of_size(total: float, active: float) -> Model:
    layers = next((count for most, count in LAYERS if total <= most), 100)
    mixture = active < 0.95 * total
    hidden = 2048 if mixture else 128 * max(8, round((total * 1e9 / 12 / layers) ** 0.5 / 128))
    shape = Architecture(
        "gqa", "name", layers=layers, hidden=hidden, heads=32, kv_heads=4 if mixture or total < 2 else 8, head_dim=128,
        experts=128 if mixture else None, experts_active=8 if mixture else None,
    )  # fmt: skip
    return Model(
        id=f"name/{total:g}b", name=f"{total:g}B", weights="open", params=Params(total, active), architecture=shape,
        native_precision="bf16",
    )  # fmt: skip


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
    return "vllm" if name.startswith(("vllm", "sglang", "tensorrt")) else "llama.cpp"


def device_of_row(row: dict[str, Any], facts: Facts) -> Device | None:
    """The device of a row, by its id or one that it had; the variant by its memory."""
    ids = facts.device_names.get(row.get("hardware") or "", ())
    return facts.hardware[ids[0]] if ids else None


def machine_of_row(row: dict[str, Any], facts: Facts) -> Machine | None:
    """The machine of a row; None where it is not in the catalog."""
    device = device_of_row(row, facts)
    return None if device is None else _machine_at_full_memory(device, row)


def _machine_at_full_memory(device: Device, row: dict[str, Any]) -> Machine:
    """The machine of a row, at all of its memory: who measures raises the default limit."""
    memory = float(row.get("hardware_memory_gb") or device.memory_gb)
    machine = machine_of(device, row.get("gpu_count") or 1)
    usable = memory * machine.usable_gb / machine.memory_gb if device.kind == "consumer" else memory
    link = "pcie-3" if "PCIe 3.0" in (row.get("note") or "") else None
    ram = float(row["host_ram_gb"]) if row.get("host_ram_gb") else 128.0 if row.get("experts_in_ram") else None
    return replace(machine, memory_gb=memory, usable_gb=usable, link=link, ram_gb=ram)
