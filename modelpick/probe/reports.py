"""What the tools of a system print, read into what is there. No process is started here."""

from __future__ import annotations

import json
import re
from typing import Any

from modelpick.model.machines import DetectedDevice
from modelpick.probe.listing import mappings_in

_GB_PER_KIB, _GB_PER_MIB = 1024 / 1e9, 1024**2 / 1e9
_GB_PER_UNIT = {"b": 1e-9, "kb": _GB_PER_KIB, "mb": _GB_PER_MIB, "gb": 1024**3 / 1e9, "tb": 1024**4 / 1e9}


_NO_LIMIT = 1 << 60
"""Bytes from which a limit is none: the kernel writes a page short of 2^63 for that."""
_CARD_OF_ITS_OWN = re.compile(r"nvidia|geforce|radeon (?:rx|pro|ai)|\barc\b|instinct|quadro|tesla|8060s", re.IGNORECASE)


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


def amd_smi(text: str) -> list[DetectedDevice]:
    """``amd-smi static --asic --vram --json``: a list of cards, memory in MB of 2^20 bytes."""
    found = []
    for card in mappings_in(_json_value(text)):
        name = _first_mapping([card.get("asic")]).get("market_name")
        size = _first_mapping([_first_mapping([card.get("vram")]).get("size")])
        value, unit = size.get("value"), str(size.get("unit", "MB")).lower()
        if isinstance(name, str) and isinstance(value, int | float) and unit in _GB_PER_UNIT:
            found.append(DetectedDevice(name, value * _GB_PER_UNIT[unit]))
    return found


def xpu_smi(text: str) -> list[DetectedDevice]:
    """``xpu-smi discovery -j``: Intel's cards. Memory is not in it; it is read as 0, which the catalog's stands for."""
    devices = _json_object(text).get("device_list")
    names = (each.get("device_name") for each in mappings_in(devices))
    return [DetectedDevice(name, 0.0) for name in names if isinstance(name, str) and name]


def lspci(text: str) -> list[DetectedDevice]:
    """``lspci -mm``: display and 3D controllers of AMD and Intel by the names of their chips; memory is not in it."""
    found = []
    for line in text.splitlines():
        parts = re.findall(r'"([^"]*)"', line)
        if len(parts) < 3 or not re.search(r"vga|3d|display", parts[0], re.IGNORECASE):
            continue
        maker, name = parts[1], parts[2]
        if re.search(r"advanced micro devices|intel", maker, re.IGNORECASE) and "[" in name:
            found.append(DetectedDevice(name, 0.0))
    return found


def windows(text: str) -> list[DetectedDevice]:
    """PowerShell's ``Win32_VideoController`` as JSON: a name, and memory that Windows caps at 4 GB: not read."""
    value = _json_value(text)
    rows = value if isinstance(value, list) else [value]
    names = (row.get("Name") for row in mappings_in(rows))
    return [DetectedDevice(name, 0.0) for name in names if isinstance(name, str) and _CARD_OF_ITS_OWN.search(name)]


def windows_memory(text: str) -> float | None:
    """PowerShell's ``TotalPhysicalMemory``: bytes."""
    said = text.strip()
    return int(said) / 1e9 if said.isdigit() and int(said) > 0 else None


def dmidecode(text: str) -> str | None:
    """``dmidecode -t memory``: kind, rate and filled channels, ``ddr5-5600 x2``; None where it says too little."""
    filled: set[str] = set()
    rates: list[int] = []
    kinds: list[str] = []
    for block in re.split(r"\n(?=Handle |Memory Device)", text):
        size = re.search(r"^\s*Size:\s*(\d+)\s*(?:GB|MB)", block, re.MULTILINE)
        kind = re.search(r"^\s*Type:\s*(L?P?DDR[345])X?\b", block, re.MULTILINE)
        speeds = dict(re.findall(r"^\s*([\w ]*Speed):\s*(\d+)", block, re.MULTILINE))
        rate = speeds.get("Configured Memory Speed") or speeds.get("Speed")
        place = re.search(r"^\s*(?:Bank )?Locator:\s*(.+)$", block, re.MULTILINE)
        if size and kind and rate:
            channel = re.search(
                r"channel\s*-?([a-z0-9])|dimm[_\s]?([a-z])\d?", place[1] if place else "", re.IGNORECASE
            )
            filled.add((channel[1] or channel[2]).upper() if channel else str(len(filled)))
            rates.append(int(rate))
            kinds.append(kind[1].lower().replace("lp", ""))
    return f"{kinds[0]}-{min(rates)} x{len(filled)}" if rates else None


def container_limit(text: str) -> float | None:
    """``memory.max`` or ``memory.limit_in_bytes`` of a control group; None where nothing is limited."""
    said = text.strip()
    return int(said) / 1e9 if said.isdigit() and 0 < int(said) < _NO_LIMIT else None


def is_wsl(text: str) -> bool:
    """``/proc/version``: whether Linux runs within Windows."""
    return "microsoft" in text.lower()


def board(text: str) -> str | None:
    """``/proc/device-tree/model``: a small board's own name, ``Raspberry Pi 5 Model B Rev 1.0``."""
    said = text.rstrip("\0\n ").strip()
    return said or None


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


def _json_value(text: str) -> Any:
    """The JSON list or object in `text`; None where there is none. Tools warn before it and after it."""
    starts = [place for place in (text.find("["), text.find("{")) if place >= 0]
    end = max(text.rfind("]"), text.rfind("}"))
    try:
        return json.loads(text[min(starts) : end + 1]) if starts and end > 0 else None
    except ValueError:
        return None


def _json_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`; tools warn before it and after it."""
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1]) if 0 <= start < end else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _first_mapping(rows: Any) -> dict[str, Any]:
    return next(iter(mappings_in(rows)), {})


def _memory_size(text: str) -> float | None:
    """``64 GB`` in GB of 10^9 bytes: systems count in powers of two."""
    found = re.match(r"^(\d+(?:\.\d+)?)\s*([kmgt]?b)$", text.strip().lower())
    return float(found[1]) * _GB_PER_UNIT[found[2]] if found else None
