"""Asks the system what hardware it has. Every tool gets two seconds; one that is not there is no error."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from modelpick.model.fields import replace
from modelpick.model.machines import Detected, DetectedDevice
from modelpick.probe import reports
from modelpick.storage.reading import MEGABYTE, UnreadableFile, read_regular

LIMIT = 2.0
"""Seconds that a tool may take."""
PROC, SYS = Path("/proc"), Path("/sys")

PROBES: tuple[tuple[tuple[str, ...], Callable[[str], list[DetectedDevice]]], ...] = (
    (("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"), reports.nvidia),
    (("rocm-smi", "--showproductname", "--showmeminfo", "vram", "--json"), reports.rocm),
    (("system_profiler", "SPHardwareDataType", "SPDisplaysDataType", "-json"), reports.apple),
)
"""What is run, and what reads its answer."""
FALLBACKS: tuple[tuple[tuple[str, ...], Callable[[str], list[DetectedDevice]]], ...] = (
    (("/usr/lib/wsl/lib/nvidia-smi", *PROBES[0][0][1:]), reports.nvidia),
    (("amd-smi", "static", "--asic", "--vram", "--json"), reports.amd_smi),
    (("xpu-smi", "discovery", "-j"), reports.xpu_smi),
    (("sysctl", "-n", "machdep.cpu.brand_string", "hw.memsize"), reports.sysctl),
    (("lspci", "-mm"), reports.lspci),
    (
        (
            "powershell",
            "-NoProfile",
            "-Command",
            "Get-CimInstance Win32_VideoController | Select Name | ConvertTo-Json",
        ),
        reports.windows,
    ),
)
"""What is asked in turn where none of these found anything, until one does."""
WINDOWS_MEMORY = ("powershell", "-NoProfile", "-Command", "(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory")
DMIDECODE = ("dmidecode", "-t", "memory")
"""Answers to root alone."""

Run = Callable[[Sequence[str]], "str | None"]
T = TypeVar("T")


class SilentTool(Exception):
    """A tool is installed but gave no answer."""


def run(command: Sequence[str]) -> str | None:
    """The output of `command`; None where the tool is not installed.

    Raises:
        SilentTool: it failed, or took longer than `LIMIT`.
    """
    tool = shutil.which(command[0])
    if tool is None:
        return None
    try:
        ended = subprocess.run(
            [tool, *command[1:]], capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SilentTool(command[0]) from error
    return ended.stdout.decode("utf-8", "replace")


def detect(run: Run = run, proc: Path = PROC, sys: Path = SYS) -> Detected:
    """The accelerators, processor and memory of this machine, or of what a container may take of it."""
    devices: list[DetectedDevice] = []
    failed: list[str] = []
    for command, read in PROBES:
        devices += _answer_of(command, read, run, failed) or []
    for command, read in FALLBACKS:
        devices = devices or _answer_of(command, read, run) or []
    devices = _with_sizes(devices, sys)
    system = reports.meminfo(_file_text(proc / "meminfo"))
    if system is None:
        system = _answer_of(WINDOWS_MEMORY, reports.windows_memory, run)
    system, notes = _within_limits(system, proc, sys)
    sized = (each if each.memory_gb or not each.shared else replace(each, memory_gb=system or 0.0) for each in devices)
    memory = _answer_of(DMIDECODE, reports.dmidecode, run) if not devices else None
    board = reports.board(_file_text(proc / "device-tree" / "model"))
    processor = board or reports.cpuinfo(_file_text(proc / "cpuinfo"))
    return Detected(tuple(sized), processor, system, tuple(failed), memory, notes)


def _with_sizes(devices: list[DetectedDevice], sys: Path) -> list[DetectedDevice]:
    """`devices` with the memory that AMD's driver writes down, where a tool named one card without its memory."""
    if len(devices) != 1 or devices[0].memory_gb:
        return devices
    files = sorted((sys / "class/drm").glob("card*/device/mem_info_vram_total"))
    sizes = [int(text) / 1e9 for file in files if (text := _file_text(file).strip()).isdigit()]
    return [replace(devices[0], memory_gb=max(sizes))] if sizes else devices


def _within_limits(system: float | None, proc: Path, sys: Path) -> tuple[float | None, tuple[str, ...]]:
    """The memory that may be taken, and what limits it: a container, or Windows around it."""
    notes: list[str] = []
    files = (sys / "fs/cgroup/memory.max", sys / "fs/cgroup/memory/memory.limit_in_bytes")
    limits = [limit for file in files if (limit := reports.container_limit(_file_text(file))) is not None]
    if system is not None and limits and min(limits) < system:
        notes.append(f"a container may take {min(limits):.1f} of the system's {system:.1f} GB")
        system = min(limits)
    if reports.is_wsl(_file_text(proc / "version")):
        notes.append("this is WSL: Windows keeps memory of its own, and .wslconfig says how much Linux may take")
    return system, tuple(notes)


def _answer_of(
    command: Sequence[str], read: Callable[[str], T | None], run: Run, failed: list[str] | None = None
) -> T | None:
    """What a tool says, read; None where it is not there, says nothing of it, or fails, which is added to `failed`."""
    try:
        text = run(command)
    except SilentTool:
        if failed is not None:
            failed.append(command[0])
        return None
    return read(text) if text is not None else None


def _file_text(path: Path) -> str:
    try:
        return read_regular(path, limit=MEGABYTE).decode("utf-8", "replace")
    except UnreadableFile:
        return ""
