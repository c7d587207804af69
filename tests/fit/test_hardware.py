"""What people type for a machine."""

from __future__ import annotations

import pytest

from modelpick.fit.hardware import parse_hardware, parse_memory, parse_vram
from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Device, device_names, is_own_name

GIB = 1.073741824


@pytest.fixture(scope="module")
def devices(catalog) -> dict[str, Device]:
    return dict(catalog.facts.hardware)


def test_at_least_forty_devices_with_a_source_each(catalog, devices) -> None:
    assert len(devices) >= 40
    named = {source for d in devices.values() for source in (d.source, *d.sources)}
    named |= {quote.source for d in devices.values() for quote in (d.rent, d.price) if quote}
    assert named <= set(catalog.facts.sources)


def test_no_name_means_two_devices(devices) -> None:
    twice = {
        name: ids
        for name, ids in device_names(devices.values()).items()
        if sum(is_own_name(name, devices[id_]) for id_ in ids) > 1
    }
    assert twice == {}


def test_every_device_is_found_by_every_name_it_has(devices) -> None:
    names = device_names(devices.values())
    missed = [
        (id_, name)
        for id_, device in devices.items()
        for name in (id_, device.name, *device.also)
        if id_ not in {c.device.id for c in parse_hardware(name, devices, names).cards if c.device}
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "id_", "count", "memory"),
    [
        ("h100", "nvidia/h100-sxm", 1, 80),
        ("2x h100-80gb", "nvidia/h100-sxm", 2, 80),
        ("2xH100 80GB", "nvidia/h100-sxm", 2, 80),
        ("RTX 4090 x2", "nvidia/rtx-4090", 2, 24),
        ("4090", "nvidia/rtx-4090", 1, 24),
        ("2x-rtx-4090", "nvidia/rtx-4090", 2, 24),
        ("24gb 4090", "nvidia/rtx-4090", 1, 24),
        ("2x 80GB h100", "nvidia/h100-sxm", 2, 80),
        ("48GB mac", "apple/m4-pro-16c", 1, 48),
        ("macbook pro 36gb", "apple/m3-pro-14c", 1, 36),
        ("64gb mac studio", "apple/m1-max-24c", 1, 64),
        ("2x5060ti", "nvidia/rtx-5060-ti-16gb", 2, 16),
        ("rtx4070tisuper", "nvidia/rtx-4070-ti-super", 1, 16),
        ("7900xtx", "amd/rx-7900-xtx", 1, 24),
        ("a100-80gb", "nvidia/a100-sxm-80gb", 1, 80),
        ("nvidia/h200-sxm", "nvidia/h200-sxm", 1, 141),
        ("m4-max", "apple/m4-max-40c", 1, 128),
        ("m3-max 64GB", "apple/m3-max-40c", 1, 64),
        ("Apple M1 8 GB", "apple/m1-8c", 1, 8),
        ("strix-halo", "amd/strix-halo-128gb", 1, 128),
        ("strix-halo 64GB", "amd/strix-halo-64gb", 1, 64),
        ("ryzen ai max+ 395 128GB", "amd/strix-halo-128gb", 1, 128),
        # The size decides the variant.
        ("m4-max 36GB", "apple/m4-max-32c", 1, 36),
        ("MacBook Pro M3 Max 96GB", "apple/m3-max-30c", 1, 96),
        ("m3-ultra 512GB", "apple/m3-ultra-80c", 1, 512),
        ("a100 40", "nvidia/a100-sxm-40gb", 1, 40),
        ("rtx 3060 12GB", "nvidia/rtx-3060-12gb", 1, 12),
        ("raspberry pi 5 8GB", "cpu/raspberry-pi-5", 1, 8),
        # Nobody is the usual one: the least of them.
        ("v100", "nvidia/v100-pcie-16gb", 1, 16),
        # Names that look like counts, and counts that look like names.
        ("7900 xtx", "amd/rx-7900-xtx", 1, 24),
        ("4090 x2", "nvidia/rtx-4090", 2, 24),
        ("2x rtx 5060 ti 16gb pcie 4 x8", "nvidia/rtx-5060-ti-16gb", 2, 16),
        ("h100-80gb x8 nvlink", "nvidia/h100-sxm", 8, 80),
        ("4x h100 pcie", "nvidia/h100-pcie", 4, 80),
        ("dual 3090", "nvidia/rtx-3090", 2, 24),
        ("2x 3090s", "nvidia/rtx-3090", 2, 24),
        ("NVIDIA GeForce RTX 4060 Laptop GPU", "nvidia/rtx-4060-laptop", 1, 8),
        ("rx-6900-xt", "amd/rx-6900-xt", 1, 16),
        ("p40", "nvidia/p40", 1, 24),
        ("cpu ddr5-5600 x2 64GB", "cpu/ddr5-5600-x2", 1, 64),
        ("ddr4-3200 8 channels 256GB", "cpu/ddr4-3200-x8", 1, 256),
        ("epyc genoa + 512GB ram", "cpu/epyc-genoa-12ch", 1, 512),
    ],
)
def test_machines(devices, text: str, id_: str, count: int, memory: float) -> None:
    found = parse_hardware(text, devices)
    assert found.device is not None
    assert (found.device.id, found.count, found.memory_gb) == (id_, count, memory)


def test_cards_of_several_kinds_and_the_memory_beside_them(devices) -> None:
    found = parse_hardware("rtx-3060 12GB + rtx-3090 + 2x rtx-3090 + 64GB of RAM", devices)
    assert [(c.device and c.device.id, c.count) for c in found.cards] == [
        ("nvidia/rtx-3090", 3),
        ("nvidia/rtx-3060-12gb", 1),
    ]
    assert (found.ram_gb, found.devices) == (64, 4)
    assert found.name == "3x GeForce RTX 3090 + GeForce RTX 3060 12 GB + 64 GB RAM"
    assert found.total_gb == pytest.approx((3 * 24 + 12) * 1.05)
    tight = parse_hardware("rtx-5090+rtx-3090", devices)
    assert [c.device and c.device.id for c in tight.cards] == ["nvidia/rtx-5090", "nvidia/rtx-3090"]
    bare = parse_hardware("16GB vram + 64GB ram", devices)
    assert (bare.total_gb, bare.ram_gb, bare.device) == (16, 64, None)


@pytest.mark.parametrize(
    ("text", "device", "count"),
    [
        ("12 gb 3060", "nvidia/rtx-3060-12gb", 1),
        ("2 3090", "nvidia/rtx-3090", 2),
        ("4 gb10", "nvidia/dgx-spark-gb10", 4),
    ],
)
def test_a_memory_before_a_name_is_no_count(devices, text: str, device: str, count: int) -> None:
    (card,) = parse_hardware(text, devices).cards
    assert card.device is not None
    assert (card.device.id, card.count) == (device, count)


def test_memory_for_all_has_none_beside_it(devices) -> None:
    found = parse_hardware("m4-max 64GB + 64GB ram", devices)
    assert (found.total_gb, found.ram_gb) == (48, None)
    assert "one memory for all" in found.notes[-1]


def test_a_processor_reads_as_fast_as_its_channels(devices) -> None:
    found = parse_hardware("cpu ddr5-5600 x2 64GB", devices)
    assert found.device is not None
    assert found.device.bandwidth_gb_s == 2 * 8 * 5.6
    assert found.usable_gb == pytest.approx(0.9 * 64)
    (note,) = parse_hardware("cpu 64GB", devices).notes
    assert "taken for a processor with two channels of DDR4-3200" in note


def test_how_cards_are_joined(devices) -> None:
    assert parse_hardware("4x h100 nvlink", devices).link == "nvlink"
    assert parse_hardware("4x rtx-3090 pcie 3", devices).link == "pcie-3"
    assert parse_hardware("4x rtx-3090", devices).link is None


def test_what_the_words_leave_open_is_said(devices) -> None:
    (note,) = parse_hardware("m4-max", devices).notes
    assert note.startswith("Apple M4 Max (40-core GPU) is sold with 48, 64 and 128 GB: taken with 128")
    (note,) = parse_hardware("v100", devices).notes
    assert note.startswith("taken for the Tesla V100 PCIe 16 GB; there is also v100-pcie-32gb")
    assert parse_hardware("rtx-4090", devices).notes == ()


def test_what_a_system_leaves_to_models(devices) -> None:
    assert parse_hardware("m3-max 64GB", devices).usable_gb == 48
    assert parse_hardware("m1 16GB", devices).usable_gb == pytest.approx(10.67)
    assert parse_hardware("2x h100", devices).total_gb == 160
    assert parse_hardware("rtx-4090", devices).usable_gb == pytest.approx(24 * GIB, rel=0.03)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0x h100", "hardware: '0x h100' asks for 0 devices, expected 1 to 1024"),
        ("-2x h100", "asks for -2 devices"),
        ("99999x h100", "expected 1 to 1024"),
        ("h1000", "no device is called 'h1000'. Did you mean"),
        ("apple silicon", "'apple silicon' says no chip. Say its chip and its memory: 'm4-pro 48GB'"),
        ("mac 77gb", "no Mac is known with 77 GB. Say its chip"),
        ("h1000", "Else say its memory: vram 16GB"),
        ("qqqq", "no device is called 'qqqq'. Say its memory: vram 16GB"),
        ("rtx-3090 + qqqq", "no device is called 'qqqq'"),
        ("cpu ddr5-5600 x99 64GB", "asks for 99 channels"),
        ("24GB", "no device is called '24GB'. Say an amount of memory with vram"),
        ("", "is '', expected a device such as h100"),
        ("2x", "is '2x', expected a device such as h100"),
        ("m3-max 65GB", "is not known with 65 GB. Known: 36, 48, 64, 96, 128 GB. Else say vram 65GB"),
    ],
)
def test_refused_machines(devices, text: str, said: str) -> None:
    with pytest.raises(ModelpickError) as error:
        parse_hardware(text, devices)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "gb"), [("24GB", 24), ("24", 24), ("24 gb", 24), ("1.5TB", 1500), ("24GiB", 24 * GIB), ("512MB", 0.512)]
)
def test_memory(text: str, gb: float) -> None:
    assert parse_memory(text) == pytest.approx(gb)


def test_memory_of_several() -> None:
    found = parse_vram("2x24GB")
    assert (found.name, found.total_gb, found.device) == ("2x 24 GB", 48, None)


@pytest.mark.parametrize("text", ["banana", "", "0", "-24GB", "24 bananas", "1e99", "nan", "24GB GB"])
def test_refused_memory(text: str) -> None:
    with pytest.raises(ModelpickError, match="expected"):
        parse_vram(text)
