"""Detection, on answers written down in the format that each tool documents."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from modelpick.fit.detected import machine_found
from modelpick.fit.processors import processor_memory
from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Detected, DetectedDevice, Machine
from modelpick.probe import hardware, reports
from modelpick.probe.hardware import SilentTool, detect

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
    return machine_found(detected, catalog.facts.hardware, catalog.facts.device_names)


def test_nvidia(catalog, tmp_path) -> None:
    found, notes = machine(detect(fake(nvidia_smi=NVIDIA), tmp_path, tmp_path), catalog)
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
    found, _ = machine(detect(fake(nvidia_smi=line), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == id_


def test_amd(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(rocm_smi=ROCM), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "amd/mi300x"
    assert found.memory_gb == pytest.approx(206.14, abs=0.01)


def test_apple(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(system_profiler=APPLE), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "apple/m3-max-40c"
    assert found.usable_gb == pytest.approx(0.75 * 64 * 1.073741824, abs=0.01)


def test_apple_without_its_profiler(catalog, tmp_path) -> None:
    found, _ = machine(detect(fake(system_profiler=None, sysctl=SYSCTL), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "apple/m1-pro-16c"


def test_a_card_that_shares_the_memory_of_the_system(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:       125514160 kB\n")
    found, _ = machine(detect(fake(nvidia_smi="NVIDIA GB10, [N/A]"), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "nvidia/dgx-spark-gb10"
    assert found.memory_gb == pytest.approx(128.5, abs=0.1)


def test_a_card_that_is_not_known_has_memory_and_no_speed(catalog, tmp_path) -> None:
    found, notes = machine(detect(fake(nvidia_smi="NVIDIA GeForce GTX 9999, 8192"), tmp_path, tmp_path), catalog)
    assert found.device is None
    assert found.memory_gb == pytest.approx(8.59)
    assert notes == ("'NVIDIA GeForce GTX 9999' is not in the catalog: its memory is known, its speed is not",)


def test_cards_of_two_kinds_and_the_memory_beside_them(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    text = "Tesla T4, 15360\nNVIDIA GeForce RTX 4090, 24564\nNVIDIA GeForce RTX 4090, 24564"
    found, notes = machine(detect(fake(nvidia_smi=text), tmp_path, tmp_path), catalog)
    assert [(c.device and c.device.id, c.count) for c in found.cards] == [("nvidia/rtx-4090", 2), ("nvidia/t4", 1)]
    assert found.ram_gb == pytest.approx(67.4, abs=0.1)
    assert found.name.endswith("+ 67 GB RAM")
    assert notes == ()


def test_no_accelerator_leaves_the_system_memory(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "cpuinfo").write_text(CPUINFO)
    seen = detect(fake(), tmp_path, tmp_path)
    assert seen.processor == "AMD Ryzen 9 7950X 16-Core Processor"
    found, notes = machine(seen, catalog)
    assert found.memory_gb == pytest.approx(67.42, abs=0.01)
    assert found.device is not None
    assert found.device.id == "cpu/ddr5-4800-dual"
    assert "by its name" in notes[0]
    assert "no accelerator was found" in notes[1]


def test_what_its_memory_reports_of_itself_counts_more_than_a_name(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "cpuinfo").write_text(CPUINFO)
    found, _ = machine(detect(fake(dmidecode=DMIDECODE), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert (found.device.id, found.device.bandwidth_gb_s) == ("cpu/ddr5-6000-x2", 96)


def test_a_processor_that_is_not_known_has_no_speed(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "cpuinfo").write_text("model name : Somebody's 9000\n")
    found, notes = machine(detect(fake(), tmp_path, tmp_path), catalog)
    assert found.device is None
    assert "say it, as in --hardware 'cpu ddr5-5600 x2 64GB'" in notes[0]


def test_a_container_takes_what_it_may(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "fs" / "cgroup").mkdir(parents=True)
    (tmp_path / "fs" / "cgroup" / "memory.max").write_text("17179869184\n")
    found, notes = machine(detect(fake(), tmp_path, tmp_path), catalog)
    assert found.memory_gb == pytest.approx(17.18, abs=0.01)
    assert "a container may take 17.2 of the system's 67.4 GB" in notes
    (tmp_path / "fs" / "cgroup" / "memory.max").write_text("max\n")
    assert detect(fake(), tmp_path, tmp_path).system_gb == pytest.approx(67.42, abs=0.01)


def test_windows_subsystem_for_linux(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    (tmp_path / "version").write_text("Linux version 6.6.87.2-microsoft-standard-WSL2 (root@439a258ad544)\n")
    asked = {"/usr/lib/wsl/lib/nvidia-smi": "NVIDIA GeForce RTX 3090, 24576"}
    found, notes = machine(detect(lambda command: asked.get(command[0]), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "nvidia/rtx-3090"
    assert any("this is WSL" in note for note in notes)


AMD_SMI = """[{"gpu": 0, "asic": {"market_name": "AMD Radeon RX 7900 XTX", "vendor_id": "0x1002"},
"vram": {"type": "GDDR6", "size": {"value": 24560, "unit": "MB"}}}]"""
XPU_SMI = """{"device_list": [{"device_id": 0, "device_name": "Intel(R) Arc(TM) A770 Graphics", "vendor_name":
"Intel(R) Corporation"}]}"""
LSPCI = """00:02.0 "VGA compatible controller" "Intel Corporation" "AlderLake-S GT1" -r0c "ASUSTeK" "Device 8694"
03:00.0 "VGA compatible controller" "Advanced Micro Devices, Inc. [AMD/ATI]" "Navi 31 [Radeon RX 7900 XT/7900 XTX]" -rc8
04:00.0 "Audio device" "Advanced Micro Devices, Inc. [AMD/ATI]" "Navi 31 HDMI/DP Audio [Radeon RX 7900]"
"""
WINDOWS = """[{"Name": "AMD Radeon(TM) Graphics"}, {"Name": "NVIDIA GeForce RTX 4070 Ti SUPER"}]"""
DMIDECODE = """Handle 0x0010, DMI type 17, 92 bytes
Memory Device
\tSize: 32 GB
\tLocator: DIMMA2
\tBank Locator: P0 CHANNEL A
\tType: DDR5
\tSpeed: 5600 MT/s
\tConfigured Memory Speed: 6000 MT/s

Handle 0x0011, DMI type 17, 92 bytes
Memory Device
\tSize: No Module Installed
\tType: Unknown

Handle 0x0012, DMI type 17, 92 bytes
Memory Device
\tSize: 32 GB
\tLocator: DIMMB2
\tBank Locator: P0 CHANNEL B
\tType: DDR5
\tConfigured Memory Speed: 6000 MT/s
"""


@pytest.mark.parametrize(
    ("answers", "id_"),
    [
        ({"amd_smi": AMD_SMI}, "amd/rx-7900-xtx"),
        ({"xpu_smi": XPU_SMI}, "intel/arc-a770"),
        ({"lspci": LSPCI}, "amd/rx-7900-xt"),
        ({"powershell": WINDOWS}, "nvidia/rtx-4070-ti-super"),
    ],
)
def test_where_the_first_tools_find_nothing(catalog, tmp_path, answers: dict[str, str], id_: str) -> None:
    found, _ = machine(detect(fake(**answers), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == id_
    assert found.usable_gb >= 0.9 * found.memory_gb


def test_of_two_names_the_one_with_so_much_memory(catalog, tmp_path) -> None:
    (tmp_path / "class" / "drm" / "card1" / "device").mkdir(parents=True)
    (tmp_path / "class" / "drm" / "card1" / "device" / "mem_info_vram_total").write_text("25753026560\n")
    found, _ = machine(detect(fake(lspci=LSPCI), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "amd/rx-7900-xtx"


def test_windows_says_how_much_memory_it_has(tmp_path) -> None:
    assert detect(fake(powershell="34359738368\r\n"), tmp_path, tmp_path).system_gb == pytest.approx(34.36, abs=0.01)


def test_a_small_board_names_itself(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal:        8245040 kB\n")
    (tmp_path / "device-tree").mkdir()
    (tmp_path / "device-tree" / "model").write_text("Raspberry Pi 5 Model B Rev 1.0\0")
    found, _ = machine(detect(fake(), tmp_path, tmp_path), catalog)
    assert found.device is not None
    assert found.device.id == "cpu/raspberry-pi-5"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("AMD EPYC 9554 64-Core Processor", "cpu/epyc-genoa-12ch"),
        ("AMD EPYC 7763 64-Core Processor", "cpu/epyc-rome-8ch"),
        ("AMD Ryzen Threadripper PRO 7975WX 32-Cores", "cpu/tr-pro-ddr5-5200-8ch"),
        ("AMD Ryzen Threadripper 3970X 32-Core Processor", "cpu/hedt-ddr4-3200-quad"),
        ("Intel(R) Xeon(R) CPU E5-2696 v4 @ 2.20GHz", "cpu/hedt-ddr4-2400-quad"),
        ("Intel(R) Xeon(R) Platinum 8480+", "cpu/xeon-sapphire-rapids-8ch"),
        ("Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz", "cpu/xeon-icelake-8ch"),
        ("AMD Ryzen 7 5800X 8-Core Processor", "cpu/ddr4-3200-dual"),
        ("13th Gen Intel(R) Core(TM) i9-13900K", "cpu/ddr4-3200-dual"),
        ("Intel(R) Core(TM) Ultra 7 265K", "cpu/ddr5-4800-dual"),
        ("VIA Nano", None),
    ],
)
def test_the_memory_of_a_processor(catalog, name: str, id_: str | None) -> None:
    found = processor_memory(name)
    assert (found and found[0]) == id_
    assert id_ is None or id_ in catalog.facts.hardware


def test_nothing_at_all_is_said(catalog, tmp_path) -> None:
    with pytest.raises(ModelpickError, match="nothing was detected"):
        machine(detect(fake(), tmp_path / "none", tmp_path / "none"), catalog)


def test_a_tool_that_does_not_answer_is_named(catalog, tmp_path) -> None:
    (tmp_path / "meminfo").write_text(MEMINFO)
    _, notes = machine(detect(fake(nvidia_smi=None), tmp_path, tmp_path), catalog)
    assert notes[0] == "nvidia-smi gave no answer"


READERS = (
    reports.nvidia, reports.rocm, reports.apple, reports.sysctl, reports.amd_smi, reports.xpu_smi, reports.lspci,
    reports.windows,
)  # fmt: skip


@pytest.mark.parametrize("text", ["", "No devices were found", "a, b, c", "{", "[1]", '{"card0": 3}', "\x00\x1b[2J"])
def test_nonsense_is_nothing(text: str) -> None:
    assert [read(text) for read in READERS] == [[]] * len(READERS)
    assert reports.meminfo(text) is None
    assert reports.cpuinfo(text) is None
    assert reports.dmidecode(text) is None
    assert reports.container_limit(text) is None


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
