"""Hardware that models run on. Memory in GB of 10^9 bytes, bandwidth in GB/s, compute in TFLOP/s without sparsity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from modelpick.model.fields import Count, Day, DeviceId, Fact, Id, Pattern, Plain, Positive, Text, Url, Usd
from modelpick.model.names import fold

Engine = Literal["llama.cpp", "ollama", "vllm", "sglang", "tensorrt-llm", "mlx"]


class FitUse(Plain):
    """How a model is to run on a machine: what a question says of it, beside the precision of the weights."""

    context: int | None = None
    """Tokens of each sequence; by default what the model takes, at most 8192."""
    concurrency: int = 1
    """Sequences at a time."""
    engine: Engine | None = None
    """By default what one would run it with on the machine."""
    kv_cache: str | None = None
    """The precision of the context; bf16 by default."""
    offload: bool = True
    """Whether a part may lie in the system's memory."""
    prompt: int | None = None
    """Tokens of each sequence that are asked; by default three quarters."""
    told: bool = True
    """Whether a fit says what it rests on and what a person should know of it, or is numbers alone."""


class Quote(Fact):
    """A price in US dollars, an hour or for the device, quoted on a day."""

    usd: Usd
    source: Id
    on: Day | None = None
    low: Usd | None = None
    """The lowest quote that was found beside the usual one."""


class Device(Fact):
    """One accelerator, or one machine with memory that processor and graphics share."""

    id: DeviceId
    name: Text
    kind: Literal["datacenter", "workstation", "consumer", "unified", "cpu"]
    memory_gb: Positive
    """GB of 10^9 bytes."""
    source: Id
    sources: tuple[Id, ...] = ()
    """Further documents that say so."""
    bandwidth_gb_s: Positive | None = None
    """Of the memory that weights lie in; None where nobody prints it, and then there is no telling how fast."""
    usable_gb: Positive | None = None
    """What models may take of the memory, where that is less by default."""
    usable_most_gb: Positive | None = None
    """What they may take once a limit of the system is raised."""
    fp16_tflops: Positive | None = None
    """Without sparsity."""
    fp8_tflops: Positive | None = None
    fp4_tflops: Positive | None = None
    tdp_w: Positive | None = None
    rent: Quote | None = None
    """Per hour, for one device: your own price. Those of providers stand in `rentals`."""
    price: Quote | None = None
    memory_options_gb: tuple[Positive, ...] = ()
    also: tuple[Text, ...] = ()
    """What else it is called."""
    families: tuple[Text, ...] = ()
    """Names that it shares with others, which leave the size open: ``a100``, ``m4-max``."""
    form: Literal["card", "laptop", "module", "board"] | None = None
    arch: Text | None = None
    memory_type: Text | None = None
    bus: Text | None = None
    link_gb_s: Positive | None = None
    """Between cards, both directions: NVLink, Infinity Fabric, NeuronLink."""
    released: Day | None = None
    page: Url | None = None
    """The device's own page, where `source` is a collection."""
    common: bool = False
    """Whether it is named where somebody asks what machine to get: sold or rented today."""
    unverified: tuple[Text, ...] = ()
    """Fields that rest on one weak page, or on general knowledge."""
    note: Text | None = None


class Rental(Fact):
    """What an hour of one rented device costs, before tax."""

    device: DeviceId
    seller: Text
    price: Usd
    """In `currency`."""
    kind: Literal["on_demand", "spot", "marketplace", "reserved", "dedicated_endpoint"]
    source: Id
    currency: Annotated[str, Pattern(r"^[A-Z]{3}$")] = "USD"
    devices: Count = 1
    """Of the instance that is rented."""
    region: Text | None = None
    instance: Text | None = None
    commitment: Text | None = None
    on: Day | None = None
    note: Text | None = None


class Cards(Fact):
    """Some devices of one kind. Memory in GB of 10^9 bytes."""

    count: int
    memory_gb: float
    """Of one device, as its maker says."""
    usable_gb: float
    """What models may take of it."""
    device: Device | None = None

    @property
    def total_gb(self) -> float:
        return self.count * self.usable_gb


class Machine(Fact):
    """The machine that a model is to run on: devices of one kind, of several, or only an amount of memory."""

    name: str
    """As it is shown: ``2x H100 SXM``."""
    count: int
    memory_gb: float
    """Of one device, as its maker says."""
    usable_gb: float
    """What models may take of it."""
    device: Device | None = None
    """None where only the memory is known; then there is no telling how fast it is."""
    more: tuple[Cards, ...] = ()
    """Cards of other kinds beside these, which have the most memory together."""
    ram_gb: float | None = None
    """The system's own memory beside the cards, all of it; None where nobody said."""
    link: str | None = None
    """What the cards are joined by, where that was said: ``nvlink``, ``pcie-3``."""
    notes: tuple[str, ...] = ()
    """How the words were read, where they left something open."""

    @property
    def cards(self) -> tuple[Cards, ...]:
        """All of its devices, by kind."""
        return (Cards(self.count, self.memory_gb, self.usable_gb, self.device), *self.more)

    @property
    def devices(self) -> int:
        """How many there are."""
        return self.count + sum(each.count for each in self.more) if self.more else self.count

    @property
    def total_gb(self) -> float:
        """The gigabytes of all devices together that models may use."""
        own = self.count * self.usable_gb
        return own + sum(each.total_gb for each in self.more) if self.more else own


def device_names(devices: Iterable[Device]) -> dict[str, tuple[str, ...]]:
    """Every name of every device, folded -> the ids that it may mean.

    A name of its own means one device, a family's name all of the family; where one of these has that as its own name,
    it comes first.
    """
    own: dict[str, list[str]] = {}
    shared: dict[str, list[str]] = {}
    for device in devices:
        for name in dict.fromkeys(map(fold, (device.id, device.id.rpartition("/")[2], device.name, *device.also))):
            own.setdefault(name, []).append(device.id)
        for name in map(fold, device.families):
            shared.setdefault(name, []).append(device.id)
    names = [*own, *(name for name in shared if name not in own)]
    # The last to claim a name of its own has it: a user's device stands over a bundled one.
    return {name: tuple(dict.fromkeys([*reversed(own.get(name, ())), *shared.get(name, ())])) for name in names}


def is_own_name(name: str, device: Device) -> bool:
    """Whether the folded `name` means `device` and not only its family."""
    return name in map(fold, (device.id, device.id.rpartition("/")[2], device.name, *device.also))


def by_device(rentals: Iterable[Rental]) -> Mapping[str, tuple[Rental, ...]]:
    """The rentals of each device."""
    found: dict[str, list[Rental]] = {}
    for rental in rentals:
        found.setdefault(rental.device, []).append(rental)
    return {id_: tuple(rows) for id_, rows in found.items()}


class SmallestMachine(Plain, frozen=True, array_like=True):
    """The name of the smallest known machine that holds a model, the precision there, and the gigabytes taken."""

    machine: str
    quant: str | None
    gb: float | None


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
    """What the system has, or a container may take of it."""
    failed: tuple[str, ...] = ()
    memory: str | None = None
    """Kind, rate and channels of its memory, as far as it reports them: ``ddr5-5600 x2``."""
    notes: tuple[str, ...] = ()
