"""What people type for a machine."""

from __future__ import annotations

from collections import Counter

import pytest

from modelpick.fit import parse_hardware, parse_memory, parse_vram
from modelpick.fit.hardware import _device_spellings
from modelpick.model.errors import ModelpickError
from modelpick.model.machines import Device

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
    names = Counter(name for d in devices.values() for name in set(_device_spellings(d)))
    assert [name for name, often in names.items() if often > 1] == []


@pytest.mark.parametrize(
    ("text", "id_", "count", "memory"),
    [
        ("h100", "nvidia/h100-sxm", 1, 80),
        ("2x h100-80gb", "nvidia/h100-sxm", 2, 80),
        ("2xH100 80GB", "nvidia/h100-sxm", 2, 80),
        ("RTX 4090 x2", "nvidia/rtx-4090", 2, 24),
        ("4090", "nvidia/rtx-4090", 1, 24),
        ("a100-80gb", "nvidia/a100-sxm-80gb", 1, 80),
        ("nvidia/h200-sxm", "nvidia/h200-sxm", 1, 141),
        ("m4-max", "apple/m4-max-40", 1, 128),
        ("m3-max 64GB", "apple/m3-max", 1, 64),
        ("Apple M1 8 GB", "apple/m1", 1, 8),
        ("strix-halo", "amd/strix-halo-128gb", 1, 128),
    ],
)
def test_machines(devices, text: str, id_: str, count: int, memory: float) -> None:
    found = parse_hardware(text, devices)
    assert found.device is not None
    assert (found.device.id, found.count, found.memory_gb) == (id_, count, memory)


def test_what_a_system_leaves_to_models(devices) -> None:
    assert parse_hardware("m3-max 64GB", devices).usable_gb == 48
    assert parse_hardware("m1 16GB", devices).usable_gb == pytest.approx(10.7)
    assert parse_hardware("2x h100", devices).total_gb == 160
    assert parse_hardware("rtx-4090", devices).usable_gb == pytest.approx(24 * GIB, rel=0.03)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0x h100", "hardware: `0x h100` asks for 0 devices, expected 1 to 1024"),
        ("-2x h100", "asks for -2 devices"),
        ("99999x h100", "expected 1 to 1024"),
        ("h1000", "no device is called 'h1000'. Did you mean"),
        ("24GB", "no device is called '24GB'. Say an amount of memory with vram"),
        ("", "is '', expected a device such as h100"),
        ("2x", "is '2x', expected a device such as h100"),
        ("m3-max 65GB", "is not known with 65 GB. Known: 36, 48, 64, 96, 128 GB"),
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
