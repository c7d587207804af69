"""Detection, on answers written down in the format that each tool documents."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from modelpick.fit.detected import machine_found
from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Machine
from modelpick.probe import hardware, reports
from modelpick.probe.hardware import SilentTool, detect
from modelpick.probe.reports import Detected, DetectedDevice

NVIDIA = "NVIDIA H100 80GB HBM3, 81559\nNVIDIA H100 80GB HBM3, 81559\n"
ROCM = """WARNING: AMD GPU device(s) is/are in a low-power state.
{"card0": {"Card Series": "AMD Instinct MI300X", "Card Model": "0x74a1", "VRAM Total Memory (B)": "206141652992",
"VRAM Total Used Memory (B)": "297463808"}, "system": {"Driver version": "6.10.5"}}
"""
APPLE = """{"SPHardwareDataType": [{"chip_type": "Apple M3 Max", "machine_model": "Mac15,9",
"physical_memory": "64 GB"}], "SPDisplaysDataType": [{"_name": "kHW_AppleM3MaxItem", "sppci_cores": "40"}]}
"""
SYSCTL = "Apple M1 Pro\n17179869184\n"
MEMINFO = "MemTotal:       65842516 kB\nMemFree:        1234 kB\n"
CPUINFO = "processor\t: 0\nmodel name\t: AMD Ryzen 9 7950X 16-Core Processor\n"


def fake(**answers: str | None) -> Callable[[Sequence[str]], str | None]:
    """A system in which some tools answer; `None` is a tool that gives none."""

    def run(command: Sequence[str]) -> str | None:
        name = command[0].replace("-", "_")
        if name in answers and answers[name] is None:
            raise SilentTool(command[0])
        return answers.get(name)

    return run


def machine(detected: Detected, catalog) -> tuple[Machine, tuple[str, ...]]:
    facts = catalog.facts
    return machine_found(detected.devices, detected.system_gb, detected.failed, facts.hardware, facts.device_names)


def test_nvidia(catalog, tmp_path) -> None:
    found, notes = machine(detect(fake(nvidia_smi=NVIDIA), tmp_path), catalog)
    assert found.device is not None
    assert (found.device.id, found.count, notes) == ("nvidia/h100-sxm", 2, ())
    assert found.usable_gb == pytest.approx(81559 * 1.048576e-3 * 0.98, rel=1e-3)


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        ("NVIDIA GeForce RTX 4090, 24564", "nvidia/rtx-4090"),
        ("NVIDIA A100-SXM4-80GB, 81920", "nvidia/a100-sxm-80gb"),
        ("NVIDIA L40S, 46068", "nvidia/l40s"),
        ("Tesla T4, 15360", "nvidia/t4"),
        ("NVIDIA RTX A6000, 49140", "nvidia/rtx-a6000"),
        ("NVIDIA GeForce RTX 3060, 12288", "nvidia/rtx-3060-12gb"),
        ("NVIDIA H200, 143771", "nvidia/h200-sxm"),
        ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition, 97887", "nvidia/rtx-pro-6000-blackwell"),
    ],
)
def test_names_that_nvidia_gives_its_cards(catalog, tmp_path, line: str, id_: str) -> None:
    found, _ = machine(detect(fake(nvidia_smi=line), tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == id_


def test_amd(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(rocm_smi=ROCM), tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "amd/mi300x"
    assert found.memory_gb == pytest.approx(206.14, abs=0.01)


def test_apple(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(system_profiler=APPLE), tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "apple/m3-max-40c"
    assert found.usable_gb == pytest.approx(0.75 * 64 * 1.073741824, abs=0.01)


def test_apple_without_its_profiler(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(system_profiler=None, sysctl=SYSCTL), tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "apple/m1-pro-16c"


def test_a_card_that_shares_the_memory_of_the_system(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:       125514160 kB\n")
    found, _ = machine(detect(fake(nvidia_smi="NVIDIA GB10, [N/A]"), tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "nvidia/dgx-spark-gb10"
    assert found.memory_gb == pytest.approx(128.5, abs=0.1)


def test_a_card_that_is_not_known_has_memory_and_no_speed(catalog, tmp_path) -> None:
    found, notes = machine(detect(fake(nvidia_smi="NVIDIA GeForce GTX 9999, 8192"), tmp_path), catalog)
    assert found.device is None
    assert found.memory_gb == pytest.approx(8.59)
    assert notes == ("'NVIDIA GeForce GTX 9999' is not in the catalog: its memory is known, its speed is not",)


def test_cards_of_two_kinds_are_not_added_up(catalog, tmp_path) -> None:
    text = "NVIDIA GeForce RTX 4090, 24564\nNVIDIA GeForce RTX 4090, 24564\nTesla T4, 15360"
    found, notes = machine(detect(fake(nvidia_smi=text), tmp_path), catalog)
    assert found.count == 2
    assert notes == ("also found and not counted: 1x Tesla T4",)


def test_no_accelerator_leaves_the_system_memory(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "cpuinfo").write_text(CPUINFO)
    seen = detect(fake(), tmp_path)
    assert seen.processor == "AMD Ryzen 9 7950X 16-Core Processor"
    found, notes = machine(seen, catalog)
    assert found.memory_gb == pytest.approx(67.42, abs=0.01)
    assert found.device is None
    assert "no accelerator was found" in notes[0]


def test_nothing_at_all_is_said(catalog, tmp_path) -> None:
    with pytest.raises(ModelpickError, match="nothing was detected"):
        machine(detect(fake(), tmp_path / "none"), catalog)


def test_a_tool_that_does_not_answer_is_named(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    _, notes = machine(detect(fake(nvidia_smi=None), tmp_path), catalog)
    assert notes[0] == "nvidia-smi gave no answer"


@pytest.mark.parametrize("text", ["", "No devices were found", "a, b, c", "{", "[1]", '{"card0": 3}', "\x00\x1b[2J"])
def test_nonsense_is_nothing(text: str) -> None:
    assert [read(text) for read in (reports.nvidia, reports.rocm, reports.apple, reports.sysctl)] == [[]] * 4
    assert reports.meminfo(text) is None
    assert reports.cpuinfo(text) is None


def test_an_absent_tool_is_no_error() -> None:
    assert hardware.run(["no-such-tool-anywhere"]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="writes a shell script")
def test_a_tool_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "nvidia-smi"
    ended = tmp_path / "ended"
    tool.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\nopen({str(ended)!r}, 'w').close()\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(hardware, "LIMIT", 0.2)
    with pytest.raises(SilentTool):
        hardware.run(["nvidia-smi"])
    assert not ended.exists()


def test_devices_are_plain_values() -> None:
    assert DetectedDevice("x", 1.0) == DetectedDevice("x", 1.0)
