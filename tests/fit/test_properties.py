"""What must hold for every model and machine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modelpick.fit.fitted import FITTED
from modelpick.fit.hardware import parse_hardware, parse_vram
from modelpick.fit.memory import need, weights_and_overhead_gb
from modelpick.fit.quants import QUANTS
from modelpick.fit.weights import weights_gb
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Model
from modelpick.model.fields import replace
from modelpick.use_cases.catalog import OpenCatalog
from tests.fit.given import DENSE, HYBRID, LATENT, MIXTURE, best_fit, dense, fit, machine, mixture

MODELS = st.sampled_from(
    [
        dense(),
        mixture(),
        dense(architecture=LATENT),
        dense(architecture=HYBRID),
        dense(architecture=replace(DENSE, layers=None)),
        mixture(architecture=replace(MIXTURE, full_attention_layers=None)),
        dense(architecture=None),
        dense(params_active_b=None),
    ]
)
NAMES = st.sampled_from(sorted(QUANTS))
TOKENS = st.integers(1, 131_072)
COUNTS = st.sampled_from([1, 2, 3, 4, 8])
KINDS = st.sampled_from(["datacenter", "workstation", "consumer", "unified", "cpu"])


@given(MODELS, NAMES, TOKENS, TOKENS, st.integers(1, 64))
def test_more_context_never_needs_less_memory(model: Model, quant: str, one: int, other: int, sequences: int) -> None:
    less, more = (fit(model, machine(), quant, n, sequences).memory for n in sorted((one, other)))
    for part in ("value", "low", "high"):
        small, large = getattr(less, part), getattr(more, part)
        assert (small is None) == (large is None)
        assert small is None or small <= large


@given(MODELS, st.permutations(["q8_0", "q6_k", "q5_k_m", "q4_k_m", "q3_k_m", "q2_k", "iq2_xxs", "bf16"]), TOKENS)
def test_fewer_bits_never_need_more_memory(model: Model, names: list[str], tokens: int) -> None:
    by_bits = sorted(names, key=lambda name: QUANTS[name].bits)
    weights = [fit(model, machine(), name, tokens).memory.weights for name in by_bits]
    assert None in weights or weights == sorted(weights)  # type: ignore[type-var]


@given(MODELS, NAMES, TOKENS, COUNTS, KINDS, st.integers(1, 64))
def test_weights_alone_never_take_more_than_all(
    model: Model, name: str, tokens: int, count: int, kind: str, sequences: int
) -> None:
    where, quant = machine(count, kind=kind), QUANTS[name]
    least, weights = need(model, where, quant, tokens, sequences, FITTED).least_gb, weights_gb(model, quant)
    assert least is not None
    assert weights is not None
    assert weights_and_overhead_gb(where, weights, FITTED) <= least


@given(MODELS, NAMES, TOKENS, COUNTS, KINDS, st.floats(50, 8000), st.floats(1, 4), st.integers(1, 64))
def test_faster_memory_is_never_slower(
    model: Model, quant: str, tokens: int, count: int, kind: str, bandwidth: float, factor: float, sequences: int
) -> None:
    slow, fast = (
        fit(model, machine(count, kind=kind, bandwidth_gb_s=each), quant, tokens, sequences)
        for each in (bandwidth, bandwidth * factor)
    )
    assert (slow.decode is None) == (fast.decode is None)
    assert slow.decode is None or fast.decode is None or slow.decode.value <= fast.decode.value * (1 + 1e-9)


@given(MODELS, NAMES, TOKENS, st.floats(1, 400), st.floats(1, 400))
def test_more_memory_never_holds_less(model: Model, quant: str, tokens: int, one: float, other: float) -> None:
    order = {False: 0, None: 1, True: 2}
    small, large = (fit(model, parse_vram(f"{gb:.3f}GB"), quant, tokens).fits for gb in sorted((one, other)))
    assert order[small] <= order[large]


@given(MODELS, TOKENS, st.floats(1, 400), st.integers(1, 64))
def test_bounds_hold_the_figure_and_the_parts_add_up(model: Model, tokens: int, gb: float, sequences: int) -> None:
    found = best_fit(model, parse_vram(f"{gb:.3f}GB"), tokens, sequences)
    memory = found.memory
    if memory.value is not None and memory.weights is not None:
        assert memory.kv_cache is not None
        assert memory.overhead is not None
        assert memory.low is not None
        assert memory.high is not None
        assert memory.low <= memory.value <= memory.high
        assert abs(memory.value - memory.weights - memory.kv_cache - memory.overhead) < 1e-6
    assert found.fits is not True or (memory.value is not None and memory.value <= found.machine.total_gb)


@given(MODELS, NAMES, TOKENS, COUNTS, KINDS)
def test_more_sequences_are_never_faster_each(model: Model, quant: str, tokens: int, count: int, kind: str) -> None:
    box = machine(count, kind=kind, memory_gb=4000)
    rates = [fit(model, box, quant, tokens, n).decode for n in (1, 2, 16, 256)]
    values = [rate.value for rate in rates if rate is not None]
    assert values == sorted(values, reverse=True)


WORDS = st.sampled_from(
    ["2x", "rtx", "3090", "+", "128GB", "ram", "cpu", "ddr5-5600", "x2", "0GB", "nvlink", "h100", "m4-max", "36GB", "x",
     "(", "[", "-", "*", "0x", "and", "vram", "pcie", "3", "epyc", "9654", "8", "channels", ",", "dual", "\x00", "é"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=6), st.booleans())
def test_words_for_a_machine_end_in_one_or_in_a_sentence(catalog: OpenCatalog, words: list[str], tight: bool) -> None:
    text = ("" if tight else " ").join(words)
    facts = catalog.facts
    try:
        found = parse_hardware(text, facts.hardware, facts.device_names)
    except ModelpickError as error:
        said = str(error)
    else:
        said = found.name
        assert found.total_gb > 0
        assert found.devices >= 1
    assert 0 < len(said) < 400
