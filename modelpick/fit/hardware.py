"""The grammar of machines: what a person means by "2x rtx-3090 + 128GB ram", "m4-max 36GB" or "cpu ddr5-5600 x2 64GB".

    machine   piece { + piece }
    piece     [count x] device [size] [link]     2x h100 80GB nvlink, 3060 12GB, m3-ultra 512GB, a100 40
            | size ram                           64GB ram
            | cpu [ddr5-5600] [x channels] size  cpu ddr5-5600 x2 64GB, ddr4-3200 8 channels 256GB
            | size vram                          16GB vram

Counts, sizes and links may stand before or after the name. The command line, profiles and Python read machines here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from modelpick.fit.processors import processor_memory
from modelpick.fit.usable import counted_name, sized_name, usable_of
from modelpick.idents import late_pattern
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, replace
from modelpick.model.machines import Cards, Device, Machine, device_names, is_own_name
from modelpick.model.names import did_you_mean, fold
from modelpick.model.wording import clipped, listed, shown

Names = Mapping[str, tuple[str, ...]]

_BETWEEN_PIECES = late_pattern(r"\s+\+\s*|\s*\+\s+|\s*[,;&]\s*|\s+(?:and|plus|with)\s+", re.IGNORECASE)
_COUNT_AND_NAME = late_pattern(
    r"^(?:(?P<count>[+-]?\d+)\s*[x×*][\s-]*|(?P<bare>\d{1,2})\s+(?![gt]i?b?\b)(?=[a-z]+[\s-]?\d|\d{4})"
    r"|(?:an?\s+)?(?P<word>single|one|two|dual|pair\s+of|three|four|quad|six|eight)\s+)?(?P<name>.*?)$",
    re.IGNORECASE,
)
_NAME_AND_COUNT = late_pattern(
    r"^(?P<name>.*\S)\s+[x×*]\s*(?P<count>[+-]?\d+)(?P<link>\s+(?:nvlink|nvswitch|pcie.*))?$", re.IGNORECASE
)
_CARD_SEAM = late_pattern(r"(?:(?<=^rtx)|(?<=^rx))(?=\d)|(?<=\d)(?=(?:ti|super|xtx?|gre)(?:-|$))")
"""Where a name may lack its hyphen: ``rtx5060ti``."""
_COUNT_WORDS = {
    "single": 1, "one": 1, "two": 2, "dual": 2, "pair of": 2, "three": 3, "four": 4, "quad": 4, "six": 6, "eight": 8,
}  # fmt: skip
_MEMORY_FORM = late_pattern(r"^(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>gib|gb|g|tib|tb|t|mib|mb|m)?$", re.IGNORECASE)
_RAM_FORM = late_pattern(
    r"^(?:(?P<before>[\d.]+\s*[gtm]i?b?)\s+(?:of\s+)?(?:system\s+|ddr\d\S*\s+)*(?:ram|memory|ddr\d\S*)"
    r"|(?:system\s+)?(?:ram|memory)\s+(?P<after>[\d.]+\s*[gtm]i?b?))$",
    re.IGNORECASE,
)
_VRAM_FORM = late_pattern(r"^(?P<size>[\d.]+\s*[gtm]i?b?)\s+(?:of\s+)?(?:vram|gpu\s+memory)$", re.IGNORECASE)
_WITH_MEMORY = late_pattern(
    r"^(?P<name>.+?)[\s-]+\(?(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>tb|t|gi?b?)?\)?$", re.IGNORECASE
)
_LINK = late_pattern(
    r"[\s-]+(?P<link>nvlink|nvswitch|infinity[\s-]fabric|oculink|usb4|thunderbolt|egpu"
    r"|pcie?(?:[\s-]?[2-6](?:\.0)?)?(?:[\s-]?x(?:1|2|4|8|16))?)$",
    re.IGNORECASE,
)
_PROCESSOR = late_pattern(r"\b(cpu|ddr[2-6]|lpddr[4-6]x?|channels?)\b|\bddr\d-?\d{3,5}\b", re.IGNORECASE)
_DDR = late_pattern(r"\b(?P<kind>ddr[2-6])(?:[\s-]?(?P<rate>\d{3,5}))?", re.IGNORECASE)
_CHANNELS = late_pattern(
    r"(?:\bx\s?(?P<n>\d{1,2})\b|\b(?P<m>\d{1,2})[\s-]?(?:channels?|ch)\b|\b(?P<word>single|dual|quad|octa)\b)",
    re.IGNORECASE,
)
_SIZE = late_pattern(r"\b(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>gi?b?|tb)\b", re.IGNORECASE)
_CHANNEL_WORDS = {"single": 1, "dual": 2, "quad": 4, "octa": 8}
_USUAL_RATE = {"ddr2": 800, "ddr3": 1600, "ddr4": 3200, "ddr5": 5600, "ddr6": 8800}
_USUAL_KIND, _USUAL_RAM = "ddr4", 32.0
"""What "cpu" alone is taken for: what the slower half of desktops has."""
_NO_CARD = late_pattern(
    r"[\s,;+]*\b(?:(?:no|without(?:\s+an?)?)\s+(?:gpu|graphics(?:\s+card)?)|cpu[\s-]only)\b[\s,;+]*", re.I
)
"""Words that say that there is no card: what is left is memory or a processor."""
_CLOUD_INSTANCE = late_pattern(
    r"^(?:[a-z]{1,2}\d[a-z]{0,3}\.(?:metal|\d*x?large)|standard_n\w+|(?:a[23]|g[24])-[a-z]+-\w+)$", re.IGNORECASE
)
"""Instances of AWS, Azure and Google with cards."""
_MAKERS = ("nvidia", "geforce", "amd", "radeon", "intel", "apple", "tesla", "quadro", "graphics", "instinct")
_COMPUTERS = late_pattern(r"\b(?:mac\s?book(?:[\s-](?:pro|air))?|mac[\s-](?:studio|mini|pro)|imac|mbp)\b[\s-]*", re.I)
_MEMORY_FIRST = late_pattern(r"^(?P<size>\d+(?:\.\d+)?\s*[gt]i?b)[\s-]+(?P<name>\D.*|\d{4}.*)$", re.I)
_MAC = late_pattern(r"^(?:apple[\s-]?silicon|apple|mac(?:s|\s?books?)?|imac|mbp)\b(?!.*\bm\d)", re.I)
"""A Mac of which no chip is said."""
_GB_OF_UNITS = {"g": 1.0, "gb": 1.0, "gib": 1.024**3, "t": 1e3, "tb": 1e3, "tib": 1024 * 1.024**3}
_GB_OF_UNITS |= {"m": 1e-3, "mb": 1e-3, "mib": 1.024**2 / 1e3, "gi": 1.024**3, "ti": 1024 * 1.024**3}
_HARDWARE = "{hardware}"
"""The option that names devices, for errors."""
_MOST_GB = 1_000_000
MOST_DEVICES = 1024
"""Of one machine."""
_CHANNEL_BYTES = 8
_ARITHMETIC = "arithmetic-memory-channels"


def parse_memory(text: str, where: str = "{vram}") -> float:
    """GB of 10^9 bytes: ``24GB``, ``24``, ``1.5TB``, ``24GiB``.

    Raises:
        ModelpickError: it is no amount of memory above 0.
    """
    found = _MEMORY_FORM.match(text.strip())
    if found is None:
        raise ModelpickError(f"is {text!r}, expected an amount of memory such as 24GB", where=where)
    amount = float(found["amount"]) * _GB_OF_UNITS[(found["unit"] or "gb").lower()]
    if not 0 < amount <= _MOST_GB:
        raise ModelpickError(
            f"is {shown(text)}, expected an amount of memory such as 24GB, above 0 to {_MOST_GB:,} GB", where=where
        )
    return amount


def parse_vram(text: str) -> Machine:
    """A machine of which only the memory is known: ``24GB``, ``2x24GB``.

    Raises:
        ModelpickError: it is no amount of memory.
    """
    count, name = _count_and_name(text, "{vram}")
    memory = parse_memory(name)
    return Machine(counted_name(f"{memory:g} GB", count), count, memory, memory)


def named_machine(
    hardware: str | None, vram: str | None, ram: str | None, devices: Mapping[str, Device], names: Names
) -> Machine | None:
    """The machine of the options of that name; None where none of them is given.

    Raises:
        ModelpickError: one of them means nothing, or two of them contradict one another.
    """
    if hardware and vram:
        raise ModelpickError("names a machine as {hardware} does", where="{vram}", hint="Give the one or the other")
    machine = parse_hardware(hardware, devices, names) if hardware else parse_vram(vram) if vram else None
    if not ram:
        return machine
    ram_gb = parse_memory(ram, "{ram}")
    return with_ram(machine, ram_gb) if machine else parse_hardware(f"cpu {ram_gb:g}GB", devices, names)


def with_ram(machine: Machine, ram_gb: float) -> Machine:
    """`machine` with so much memory of its system beside the cards; memory that is shared is there already."""
    if machine.device is not None and machine.device.kind in ("unified", "cpu"):
        note = f"{machine.name} has one memory for all: the {ram_gb:g} GB beside it are not counted"
        return replace(machine, notes=(*machine.notes, note))
    return replace(machine, name=f"{machine.name} + {ram_gb:g} GB RAM", ram_gb=(machine.ram_gb or 0) + ram_gb)


class _MachinePiece(Plain):
    """A piece of a machine: cards with how they are shown, or memory of the system."""

    cards: Cards | None
    name: str
    ram_gb: float = 0.0
    link: str | None = None
    notes: tuple[str, ...] = ()


def parse_hardware(text: str, devices: Mapping[str, Device], names: Names | None = None) -> Machine:
    """The machine that `text` names: ``h100``, ``2x rtx-3090 + 128GB ram``, ``m4-max 36GB``, ``cpu ddr5-5600 x2 64GB``.

    Args:
        text: by the grammar of this module.
        devices: the devices that are known, by id.
        names: what each folded name may mean; worked out from `devices` where it is not given.

    Raises:
        ModelpickError: no device is called so, or a count or size means nothing. It says what is near, and ``{vram}``.
    """
    names = device_names(devices.values()) if names is None else names
    text = text if _is_plain_name(text, names) else _NO_CARD.sub(" ", text).strip() or text
    pieces = [_read_piece(piece, devices, names) for piece in _pieces_of(text, names)]
    hosts = [p for p in pieces if p.cards is None or _is_processor(p.cards)]
    cards = [p for p in pieces if p not in hosts]
    ram = sum(p.ram_gb or (p.cards.memory_gb if p.cards else 0) for p in hosts)
    if not cards:
        host = next((p for p in hosts if p.cards), None) or _read_piece(f"cpu {ram:g}GB", devices, names)
        extra = sum(p.ram_gb for p in hosts if p is not host) if host in hosts else 0.0
        return _assembled_machine([_larger_host(host, extra)], 0.0)
    return _assembled_machine(cards, ram)


def _assembled_machine(pieces: Sequence[_MachinePiece], ram_gb: float) -> Machine:
    """The machine of some pieces: those of one kind joined, those with the most memory together first."""
    joined: list[_MachinePiece] = []
    for piece in pieces:
        assert piece.cards is not None
        same = [p for p in joined if p.cards and replace(p.cards, count=1) == replace(piece.cards, count=1)]
        if same and same[0].cards:
            cards = replace(same[0].cards, count=same[0].cards.count + piece.cards.count)
            joined[joined.index(same[0])] = replace(same[0], cards=cards)
        else:
            joined.append(piece)
    joined.sort(key=lambda p: -(p.cards.total_gb if p.cards else 0))
    first, *others = [p.cards for p in joined if p.cards]
    shown_names = [counted_name(p.name, p.cards.count) for p in joined if p.cards]
    if ram_gb:
        shown_names.append(f"{ram_gb:g} GB RAM")
    links = list(dict.fromkeys(p.link for p in joined if p.link))
    notes = tuple(note for p in joined for note in p.notes)
    name = " + ".join(shown_names) + "".join(f", {link}" for link in links[:1])
    if ram_gb and first.device is not None and first.device.kind == "unified":
        bare = _assembled_machine(pieces, 0.0)
        return with_ram(bare, ram_gb)
    return Machine(
        name, first.count, first.memory_gb, first.usable_gb, first.device, tuple(others), ram_gb or None,
        links[0] if links else None, notes,
    )  # fmt: skip


def _is_processor(cards: Cards) -> bool:
    return cards.device is not None and cards.device.kind == "cpu"


def _larger_host(host: _MachinePiece, extra_gb: float) -> _MachinePiece:
    """A processor with further memory that was said apart: "epyc-genoa + 512GB ram" has 512 GB."""
    cards = host.cards
    if not extra_gb or cards is None or cards.device is None:
        return host
    return _processor_piece(cards.device, extra_gb, host.notes)


def _pieces_of(text: str, names: Names) -> list[str]:
    """The pieces of `text`; a plus sign inside of a name, as in ``ryzen-ai-max+-395``, divides nothing."""
    if _is_plain_name(text, names):
        return [text]
    sized = _WITH_MEMORY.match(text.strip())
    if text.strip().lower().startswith("cpu,") or known_key(text, names) or (sized and known_key(sized["name"], names)):
        return [text]
    found: list[str] = []
    for piece in _BETWEEN_PIECES.split(text.strip()):
        tight = [part.strip() for part in piece.split("+")]
        whole = fold(piece) in names or len(tight) == 1 or any(not part or part[0] in "-_" for part in tight)
        found += [piece] if whole else tight
    return found


def _read_piece(text: str, devices: Mapping[str, Device], names: Names) -> _MachinePiece:
    text = text.strip()
    if _is_plain_name(text, names):
        return _named_piece(text, 1, devices, names)
    ram = _RAM_FORM.match(text)
    if ram:
        return _MachinePiece(None, "", parse_memory(re.sub(r"\s", "", ram["before"] or ram["after"]), _HARDWARE))
    bare = _VRAM_FORM.match(text)
    if bare:
        memory = parse_memory(bare["size"], _HARDWARE)
        return _MachinePiece(Cards(1, memory, memory), f"{memory:g} GB")
    text = re.sub(r"^cpu\s*[,:]\s*", "cpu ", text, flags=re.IGNORECASE)
    if text.lower() == "cpu" or (fold(text) not in names and _PROCESSOR.search(text)):
        return _read_processor(text, devices, names)
    # A name may begin like a count: "7900 xtx".
    count, name = (1, text) if known_key(text, names) else _count_and_name(text, _HARDWARE)
    return _named_piece(name, count, devices, names)


def _is_plain_name(text: str, names: Names) -> bool:
    """Whether `text` is a known name as it stands and says no memory: most are, and need no more of the grammar."""
    return text[-1:].isdigit() and fold(text) in names


def _named_piece(name: str, count: int, devices: Mapping[str, Device], names: Names) -> _MachinePiece:
    meant = _device_meant(name, devices, names)
    device = meant.device
    memory = device.memory_gb if meant.memory is None else meant.memory
    if device.kind == "cpu":
        return _processor_piece(device, memory, meant.notes)
    cards = Cards(count, memory, usable_of(device, memory), device)
    return _MachinePiece(cards, sized_name(device, memory), link=meant.link, notes=meant.notes)


def _read_processor(text: str, devices: Mapping[str, Device], names: Names) -> _MachinePiece:
    """A processor by its memory: ``cpu ddr5-5600 x2 64GB``. Bandwidth = channels x 8 bytes x transfers a second."""
    ddr, channels, size = _DDR.search(text), _CHANNELS.search(text), _SIZE.search(text)
    memory = parse_memory(f"{size['amount']}{size['unit']}", _HARDWARE) if size else _USUAL_RAM
    rest = _SIZE.sub(" ", _DDR.sub(" ", text))
    rest = re.sub(r"\b(cpu|ram|memory|only|alone)\b", " ", _CHANNELS.sub(" ", rest) if channels else rest, flags=re.I)
    left = rest.strip(" -,")
    if left and ddr is None:
        meant = _device_meant(left, devices, names)
        return _processor_piece(meant.device, memory if size else meant.device.memory_gb, meant.notes)
    notes: tuple[str, ...] = ()
    kind = ddr["kind"].lower() if ddr else _USUAL_KIND
    rate = int(ddr["rate"]) if ddr and ddr["rate"] else _USUAL_RATE[kind]
    if ddr is None or not channels:
        taken = f"two channels of {kind.upper()}-{rate}" if not channels else f"{kind.upper()}-{rate}"
        notes = (f"taken for a processor with {taken}: say which, as in 'cpu ddr5-5600 x2 64GB'",)
    number = 2
    if channels:
        number = int(channels["n"] or channels["m"] or _CHANNEL_WORDS[channels["word"].lower()])
    if not 1 <= number <= 48:
        raise ModelpickError(f"{shown(text)} asks for {number} channels, expected 1 to 48", where=_HARDWARE)
    device = Device(
        id=f"cpu/{kind}-{rate}-x{number}",
        name=f"{kind.upper()}-{rate}, {number} channel{'s' if number > 1 else ''}",
        kind="cpu",
        memory_gb=memory,
        source=_ARITHMETIC,
        bandwidth_gb_s=number * _CHANNEL_BYTES * rate / 1000,
    )
    return _processor_piece(device, memory, notes)


def _processor_piece(device: Device, memory: float, notes: tuple[str, ...]) -> _MachinePiece:
    cards = Cards(1, memory, usable_of(device, memory), device)
    return _MachinePiece(cards, f"CPU, {device.name} {memory:g} GB", notes=notes)


class _MeantDevice(Plain):
    """The device that a name means; `memory` in GB where it was said."""

    device: Device
    memory: float | None = None
    link: str | None = None
    notes: tuple[str, ...] = ()


def _device_meant(name: str, devices: Mapping[str, Device], names: Names) -> _MeantDevice:
    """The device that `name` means, with the memory and the link that stand behind it.

    Raises:
        ModelpickError: nothing is called so, it is not sold with so much, or it may mean several.
    """
    if _is_plain_name(name, names):
        return _of_family(fold(name), [devices[id_] for id_ in names[fold(name)]], None, None)
    if first := _MEMORY_FIRST.match(name):
        name = f"{first['name']} {first['size']}"
    for spelled, link in _without_link(name):
        sized, key = _WITH_MEMORY.match(spelled), known_key(spelled, names)
        memory = parse_memory(f"{sized['amount']}{sized['unit'] or 'gb'}", _HARDWARE) if sized else None
        if key is not None:
            meant = [devices[id_] for id_ in names[key]]
            # "raspberry pi 5 8GB" is a name as a whole, and still says how much.
            said = memory if sized and sized["unit"] and memory in meant[0].memory_options_gb else None
            return _of_family(key, meant, said, link)
        key = known_key(sized["name"], names) if sized else None
        if key is not None:
            return _of_family(key, [devices[id_] for id_ in names[key]], memory, link)
    sized = _WITH_MEMORY.match(name)
    host = processor_memory(name)
    if host is not None and host[0] in devices:
        device, (_, sure) = devices[host[0]], host
        said = parse_memory(f"{sized['amount']}{sized['unit']}", _HARDWARE) if sized and sized["unit"] else None
        notes = () if sure else (f"taken for a processor with {device.name}: say which, as in 'cpu ddr5-6000 x2 64GB'",)
        return _MeantDevice(device, said, None, notes)
    if _MAC.match(name):
        return _slowest_mac(name, devices)
    if _MEMORY_FORM.match(name) and not name.isdigit():
        hint = "Say an amount of memory with {vram}"
    elif _CLOUD_INSTANCE.match(name):
        hint = "A cloud instance is said by its cards and memory: '8x h100', 'a10g + 64GB ram'"
    else:
        near = did_you_mean(name, names)
        hint = f"{near} Else say its memory: {{vram}} 16GB" if near else "Say its memory: {vram} 16GB"
    raise ModelpickError(f"no device is called {name!r}", where=_HARDWARE, hint=hint)


def _slowest_mac(name: str, devices: Mapping[str, Device]) -> _MeantDevice:
    """The slowest Mac with the memory that `name` says, where it says no chip: nothing is promised that is not there.

    Raises:
        ModelpickError: it says no memory, or none is known with so much.
    """
    sized = _WITH_MEMORY.match(name)
    hint = "Say its chip and its memory: 'm4-pro 48GB'"
    if sized is None:
        raise ModelpickError(f"{name!r} says no chip", where=_HARDWARE, hint=hint)
    memory = parse_memory(f"{sized['amount']}{sized['unit'] or 'gb'}", _HARDWARE)
    chips = ("-max", "-ultra") if "studio" in name.lower() else ("apple/m",)
    macs = [d for d in devices.values() if d.id.startswith("apple/m") and any(chip in d.id for chip in chips)]
    sold = [mac for mac in macs if _is_sold_with(mac, memory)]
    if not sold:
        raise ModelpickError(f"no Mac is known with {memory:g} GB", where=_HARDWARE, hint=hint)
    mac = min(sold, key=lambda each: each.bandwidth_gb_s or 0)
    faster = max(sold, key=lambda each: each.bandwidth_gb_s or 0)
    example = f"'{faster.id.rpartition('/')[2]} {memory:g}GB'"
    note = f"taken for the slowest Mac with {memory:g} GB, {mac.name}: say its chip, as in {example}"
    return _MeantDevice(mac, memory, None, (note,))


def _without_link(name: str) -> Iterator[tuple[str, str | None]]:
    """`name` as it stands, and without what says how cards are joined."""
    yield name, None
    found = _LINK.search(name)
    if found:
        yield name[: found.start()], fold(found["link"]).replace(".0", "").replace("pci-", "pcie-")


def known_key(name: str, names: Names) -> str | None:
    """The folded name by which `name` is known: as it is, without the maker, the computer around it or a plural."""
    plain = fold(name)
    words = [word for word in plain.split("-") if word not in _MAKERS]
    inside = fold(_COMPUTERS.sub("", name))
    apart = _CARD_SEAM.sub("-", plain)
    tried = (
        plain, "-".join(words), inside, inside.replace("apple-", ""), plain.removesuffix("s"),
        plain.removesuffix("-gpu"), plain.removesuffix("-laptop-gpu") + "-laptop", f"rtx-{plain}", f"rx-{plain}",
        apart, f"rtx-{apart}", f"rx-{apart}",
    )  # fmt: skip
    return next((each for each in tried if each and each in names), None)


def _of_family(key: str, meant: list[Device], memory: float | None, link: str | None) -> _MeantDevice:
    """The device of those that `key` may mean; by the memory that was said, else the usual one."""
    first = meant[0]
    if memory is None:
        if not is_own_name(key, first):
            # Nobody is the usual one: the least of them, so that nothing is promised that is not there.
            first = min(meant, key=lambda d: (d.memory_gb, d.bandwidth_gb_s or 0))
        return _MeantDevice(first, None, link, _said_of_usual(first, meant))
    fitting = [device for device in meant if _is_sold_with(device, memory)]
    if not fitting:
        sold = sorted({size for device in meant for size in device.memory_options_gb or (device.memory_gb,)})
        sizes = ", ".join(f"{each:g}" for each in sold)
        raise ModelpickError(
            f"{first.name} is not known with {memory:g} GB",
            where=_HARDWARE,
            hint=f"Known: {sizes} GB. Else say {{vram}} {memory:g}GB",
        )
    chosen = fitting[0] if fitting[0] is first else min(fitting, key=lambda d: d.bandwidth_gb_s or 0)
    exact = min(chosen.memory_options_gb or (chosen.memory_gb,), key=lambda size: abs(size - memory))
    return _MeantDevice(chosen, memory if chosen.kind == "cpu" else exact, link)


def _is_sold_with(device: Device, memory: float) -> bool:
    """Whether it is, as makers round; a processor takes any."""
    sizes = device.memory_options_gb or (device.memory_gb,)
    return device.kind == "cpu" or any(abs(memory - size) <= 0.01 * size for size in sizes)


def _said_of_usual(device: Device, meant: Sequence[Device]) -> tuple[str, ...]:
    """What was taken where the name leaves the size open."""
    if len(device.memory_options_gb) > 1:
        sizes = listed([f"{each:g}" for each in device.memory_options_gb], 9)
        short = device.id.rpartition("/")[2]
        other = device.memory_options_gb[1 if device.memory_gb == device.memory_options_gb[0] else 0]
        example = f"'{short} {other:g}GB'"
        return (f"{device.name} is sold with {sizes} GB: taken with {device.memory_gb:g}; say it, as in {example}",)
    differing = [d for d in meant if (d.memory_gb, d.bandwidth_gb_s) != (device.memory_gb, device.bandwidth_gb_s)]
    if not differing:
        return ()
    others = listed([d.id.rpartition("/")[2] for d in differing], 4)
    return (f"taken for the {device.name}; there is also {others}",)


def _count_and_name(text: str, where: str) -> tuple[int, str]:
    """The count and the name in ``2x h100``.

    Raises:
        ModelpickError: no name, or a count that means nothing.
    """
    text = text.strip()
    found = _COUNT_AND_NAME.match(text)
    if found is None or not (found["word"] or found["bare"] or (found["count"] and len(found["count"]) < 4)):
        found = _NAME_AND_COUNT.match(text) or found
    said = found.groupdict() if found else {"name": text}
    name = f"{said['name']}{said.get('link') or ''}".strip()
    if not name:
        raise ModelpickError(f"is {text!r}, expected a device such as h100 or 2x rtx-4090", where=where)
    word = said.get("word")
    counted = said.get("count") or said.get("bare") or "1"
    digits = str(_COUNT_WORDS[" ".join(word.lower().split())]) if word else counted
    count = int(digits) if len(digits) < 9 else MOST_DEVICES + 1
    if not 1 <= count <= MOST_DEVICES:
        raise ModelpickError(
            f"{shown(text)} asks for {clipped(digits)} devices, expected 1 to {MOST_DEVICES}", where=where
        )
    return count, name
