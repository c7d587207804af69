"""Asks the system what hardware it has. Every tool gets two seconds; one that is not there is no error."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from modelpick.model.fields import replace
from modelpick.probe import reports
from modelpick.probe.reports import Detected, DetectedDevice
from modelpick.storage.reading import MEGABYTE, UnreadableFile, read_regular

LIMIT = 2.0
"""Seconds that a tool may take."""
PROC = Path("/proc")

PROBES: tuple[tuple[tuple[str, ...], Callable[[str], list[DetectedDevice]]], ...] = (
    (("nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"), reports.nvidia),
    (("rocm-smi", "--showproductname", "--showmeminfo", "vram", "--json"), reports.rocm),
    (("system_profiler", "SPHardwareDataType", "SPDisplaysDataType", "-json"), reports.apple),
)
"""What is run, and what reads its answer."""
SYSCTL = ("sysctl", "-n", "machdep.cpu.brand_string", "hw.memsize")

Run = Callable[[Sequence[str]], "str | None"]


class SilentTool(Exception):
    """A tool is installed but gave no answer."""


def run(command: Sequence[str]) -> str | None:
    """The output of `command`; None where the tool is not installed.

    Raises:
        Silent: it failed, or took longer than `LIMIT`.
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


def detect(run: Run = run, proc: Path = PROC) -> Detected:
    """The accelerators, processor and memory of this machine."""
    devices: list[DetectedDevice] = []
    failed: list[str] = []
    for command, read in PROBES:
        devices += _devices_found(command, read, run, failed)
    if not devices:
        devices += _devices_found(SYSCTL, reports.sysctl, run, [])
    system = reports.meminfo(_file_text(proc / "meminfo"))
    sized = (each if each.memory_gb else replace(each, memory_gb=system or 0.0) for each in devices)
    known = tuple(each for each in sized if each.memory_gb)
    return Detected(known, reports.cpuinfo(_file_text(proc / "cpuinfo")), system, tuple(failed))


def _devices_found(
    command: Sequence[str], read: Callable[[str], list[DetectedDevice]], run: Run, failed: list[str]
) -> list[DetectedDevice]:
    try:
        text = run(command)
    except SilentTool:
        failed.append(command[0])
        return []
    return read(text) if text is not None else []


def _file_text(path: Path) -> str:
    try:
        return read_regular(path, limit=MEGABYTE).decode("utf-8", "replace")
    except UnreadableFile:
        return ""
