"""What the tools of a system print, read into what is there. No process is started here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from modelpick.model.fields import Plain

_GB_PER_KIB, _GB_PER_MIB = 1024 / 1e9, 1024**2 / 1e9
_GB_PER_UNIT = {"b": 1e-9, "kb": _GB_PER_KIB, "mb": _GB_PER_MIB, "gb": 1024**3 / 1e9, "tb": 1024**4 / 1e9}


class DetectedDevice(Plain):
    """One device that a tool reported. Memory in GB of 10^9 bytes."""

    name: str
    memory_gb: float
    shared: bool = False
    """Whether processor and graphics share the memory."""


class Detected(Plain):
    """The hardware of a machine; `failed` are installed tools that gave no answer."""

    devices: tuple[DetectedDevice, ...] = ()
    processor: str | None = None
    system_gb: float | None = None
    failed: tuple[str, ...] = ()


def nvidia(text: str) -> list[DetectedDevice]:
    """``nvidia-smi --query-gpu=name,memory.total --format=csv,noheader,nounits``: a line a card, memory in MiB.

    Where the card shares the system's memory it says ``[N/A]``; that is read as 0 here.
    """
    found = []
    for line in text.splitlines():
        name, _, memory = (part.strip() for part in line.rpartition(","))
        if name and memory.isdigit():
            found.append(DetectedDevice(name, int(memory) * _GB_PER_MIB))
        elif name and memory == "[N/A]":
            found.append(DetectedDevice(name, 0.0, shared=True))
    return found


def rocm(text: str) -> list[DetectedDevice]:
    """``rocm-smi --showproductname --showmeminfo vram --json``: an object a card, memory in bytes."""
    found = []
    for key, card in sorted(_json_object(text).items()):
        if not key.startswith("card") or not isinstance(card, dict):
            continue
        names = [card.get(each) for each in ("Card Series", "Card series", "Card Model", "Card model")]
        name = next((str(each) for each in names if each and each != "N/A"), None)
        memory = str(card.get("VRAM Total Memory (B)", ""))
        if name and memory.isdigit():
            found.append(DetectedDevice(name, int(memory) / 1e9))
    return found


def apple(text: str) -> list[DetectedDevice]:
    """``system_profiler SPHardwareDataType SPDisplaysDataType -json``: chip, memory and the cores of its graphics."""
    report = _json_object(text)
    hardware = _first_mapping(report.get("SPHardwareDataType"))
    chip, memory = hardware.get("chip_type"), _memory_size(str(hardware.get("physical_memory", "")))
    if not isinstance(chip, str) or not chip.startswith("Apple") or memory is None:
        return []
    cores = _first_mapping(report.get("SPDisplaysDataType")).get("sppci_cores")
    return [DetectedDevice(f"{chip} ({cores}-core GPU)" if cores else chip, memory, shared=True)]


def sysctl(text: str) -> list[DetectedDevice]:
    """``sysctl -n machdep.cpu.brand_string hw.memsize``: the chip, and bytes, a line each."""
    lines = text.split("\n")
    if len(lines) < 2 or not lines[0].startswith("Apple") or not lines[1].strip().isdigit():
        return []
    return [DetectedDevice(lines[0].strip(), int(lines[1]) / 1e9, shared=True)]


def meminfo(text: str) -> float | None:
    """``/proc/meminfo``: the system's memory."""
    found = re.search(r"^MemTotal:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * _GB_PER_KIB if found else None


def cpuinfo(text: str) -> str | None:
    """``/proc/cpuinfo``: the processor's name."""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else None


def _json_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`; tools warn before it and after it."""
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1]) if 0 <= start < end else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _first_mapping(rows: Any) -> dict[str, Any]:
    return next(_mappings_in(rows), {})


def _mappings_in(rows: Any) -> Iterator[dict[str, Any]]:
    yield from (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _memory_size(text: str) -> float | None:
    """``64 GB`` in GB of 10^9 bytes: systems count in powers of two."""
    found = re.match(r"^(\d+(?:\.\d+)?)\s*([kmgt]?b)$", text.strip().lower())
    return float(found[1]) * _GB_PER_UNIT[found[2]] if found else None
