"""Bytes per weight of every precision that weights are published in.

A GGUF type packs blocks of weights with their scales: bits per weight = 8 x bytes of a block / weights of a block
(`block_*` of llama.cpp's ggml-common.h). A file is a mix: embeddings, output and some layers lie in a finer type, so
that files average more than their main type; `MIXES` holds these averages, measured on published files. Formats of
other engines keep named parts at 16 bits, which is counted from the model's own geometry (`modelpick.fit.weights`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.model.machines import Engine
from modelpick.model.names import fold, near_or_all

ENGINES: tuple[Engine, ...] = ("llama.cpp", "ollama", "vllm", "sglang", "tensorrt-llm", "mlx")
KINDS: dict[Engine, Engine] = {"ollama": "llama.cpp", "sglang": "vllm", "tensorrt-llm": "vllm"}
"""Engine -> that whose files it reads, and whose constants hold; one that is not here stands for itself."""
CACHE_NAMES: dict[Engine, dict[str, str]] = {
    "llama.cpp": {k: k for k in ("f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "iq4_nl")},
    "ollama": {"f16": "f16", "bf16": "f16", "q8_0": "q8_0", "q4_0": "q4_0"},
    "vllm": {"bf16": "auto", "f16": "auto", "fp8": "fp8"},
    "sglang": {"bf16": "auto", "f16": "auto", "fp8": "fp8_e4m3"},
    "tensorrt-llm": {"bf16": "auto", "f16": "auto", "fp8": "fp8"},
    "mlx": {"bf16": "", "f16": "", "q8_0": "8", "q4_0": "4"},
}
"""Engine -> precision of the cache -> what it calls it."""
Kept = Literal["nothing", "embeddings", "all but experts"]

BLOCKS = {
    "q4_0": (18, 32),
    "q4_1": (20, 32),
    "q5_0": (22, 32),
    "q5_1": (24, 32),
    "q8_0": (34, 32),
    "q2_k": (84, 256),
    "q3_k": (110, 256),
    "q4_k": (144, 256),
    "q5_k": (176, 256),
    "q6_k": (210, 256),
    "q8_k": (292, 256),
    "iq1_s": (50, 256),
    "iq1_m": (56, 256),
    "iq2_xxs": (66, 256),
    "iq2_xs": (74, 256),
    "iq2_s": (82, 256),
    "iq3_xxs": (98, 256),
    "iq3_s": (110, 256),
    "iq4_nl": (18, 32),
    "iq4_xs": (136, 256),
    "tq1_0": (54, 256),
    "tq2_0": (66, 256),
    "mxfp4": (17, 32),
    "nvfp4": (9, 16),
}
"""Bytes of a block, weights of a block."""

_MEASURED_BASIS = "average of published files, embeddings and output included"
_README_BASIS = "llama.cpp's table of files of Llama 3.1 8B (tools/quantize/README.md)"
_UNSLOTH_BASIS = "average of published dynamic files, which keep sensitive layers finer"
_NEIGHBOR_BASIS = "its blocks with the share of finer layers of the next mix"

MIXES: dict[str, tuple[float, str]] = {
    "iq1_s": (2.00, _README_BASIS),
    "iq1_m": (2.15, _README_BASIS),
    "iq2_xxs": (2.38, _README_BASIS),
    "iq2_xs": (2.59, _README_BASIS),
    "iq2_s": (2.74, _README_BASIS),
    "iq2_m": (2.93, _README_BASIS),
    "iq3_xxs": (3.25, _README_BASIS),
    "iq3_xs": (3.50, _README_BASIS),
    "iq3_s": (3.66, _README_BASIS),
    "iq3_m": (3.76, _README_BASIS),
    "iq4_xs": (4.46, _README_BASIS),
    "iq4_nl": (4.68, _README_BASIS),
    "q2_k_s": (2.97, _README_BASIS),
    "q2_k": (3.16, _README_BASIS),
    "q3_k_s": (3.64, _README_BASIS),
    "q3_k_m": (4.00, _README_BASIS),
    "q3_k_l": (4.30, _README_BASIS),
    "q4_0": (4.70, _NEIGHBOR_BASIS),
    "q4_1": (5.20, _NEIGHBOR_BASIS),
    "q4_k_s": (4.67, _README_BASIS),
    "q4_k_m": (4.84, _MEASURED_BASIS),
    "q5_0": (5.60, _NEIGHBOR_BASIS),
    "q5_1": (6.07, _NEIGHBOR_BASIS),
    "q5_k_s": (5.57, _README_BASIS),
    "q5_k_m": (5.70, _README_BASIS),
    "q6_k": (6.56, _README_BASIS),
    "q8_0": (8.50, _MEASURED_BASIS),
    "tq1_0": (1.90, _NEIGHBOR_BASIS),
    "tq2_0": (2.26, _NEIGHBOR_BASIS),
    "ud-iq2_xxs": (2.45, _UNSLOTH_BASIS),
    "ud-iq3_xxs": (3.20, _UNSLOTH_BASIS),
    "ud-iq4_nl": (4.65, _UNSLOTH_BASIS),
    "ud-q3_k_s": (3.40, _UNSLOTH_BASIS),
    "ud-q2_k_xl": (3.10, _UNSLOTH_BASIS),
    "ud-q3_k_xl": (3.90, _UNSLOTH_BASIS),
    "ud-q4_k_m": (4.90, _UNSLOTH_BASIS),
    "ud-q4_k_xl": (4.90, _UNSLOTH_BASIS),
    "ud-q5_k_xl": (6.00, _UNSLOTH_BASIS),
    "ud-q6_k_xl": (7.20, _UNSLOTH_BASIS),
    "ud-q8_k_xl": (9.80, _UNSLOTH_BASIS),
}
"""Bits per weight of whole files."""
MIXTURE_BITS = {"ud-q4_k_xl": 5.20, "ud-q8_k_xl": 9.00}
"""The same of models with experts, where published files differ."""


class Quant(Plain):
    """A precision of weights. `bits` per weight holds for all that is not `kept` at `kept_bits`."""

    name: str
    bits: float
    basis: str
    engine: Engine | None = None
    """The engine that reads it; None where several do."""
    kept: Kept = "nothing"
    kept_bits: float = 16.0
    kept_share: float = 0.0
    """What else stays at 16 bits (norms, routers, layers that a tool spares), as a share of the rest."""
    low: float = 0.97
    high: float = 1.03
    """Bounds of a file's size as shares of the computed one."""
    mixture_bits: float | None = None
    """`bits` of a model with experts, where these differ."""


def block_bits(kind: str) -> float:
    """Bits per weight of a block type: 8 x 144 / 256 = 4.5 for ``q4_k``."""
    size, weights = BLOCKS[kind]
    return 8 * size / weights


def _all_quants() -> Iterator[Quant]:
    yield Quant("f32", 32, "4 bytes a weight", low=0.99, high=1.01)
    yield Quant("bf16", 16, "2 bytes a weight", low=0.99, high=1.01)
    yield Quant("f16", 16, "2 bytes a weight", low=0.99, high=1.01)
    yield Quant("fp8", 8, "1 byte a weight, embeddings at 2", kept="embeddings", low=0.97, high=1.05)
    yield Quant("int8", 8, "1 byte a weight, embeddings at 2", "vllm", "embeddings", low=0.97, high=1.05)
    yield Quant(
        "nvfp4", block_bits("nvfp4"), "9 bytes for 16 weights; embeddings and spared layers at 2 bytes a weight",
        "vllm", "embeddings", kept_share=0.08, low=0.85, high=1.12,
    )  # fmt: skip
    yield Quant(
        "mxfp4", block_bits("mxfp4"), "17 bytes for 32 weights of experts; the rest at 8.5 to 16 bits",
        kept="all but experts", kept_bits=11.3, low=0.97, high=1.07,
    )  # fmt: skip
    yield Quant(
        "int4-experts", 4.5, "4 bits and a 16-bit scale for 32 weights of experts; the rest at 2 bytes a weight",
        kept="all but experts", low=0.96, high=1.06,
    )  # fmt: skip
    yield Quant(
        "fp4-experts", block_bits("mxfp4"), "17 bytes for 32 weights of experts; the rest at 1 byte a weight",
        kept="all but experts", kept_bits=8.0, low=0.97, high=1.07,
    )  # fmt: skip
    yield Quant(
        "iq2-experts", (2 * block_bits("iq2_xxs") + block_bits("q2_k")) / 3,
        "66 bytes for 256 weights of two thirds of the experts, 84 of the others; the rest at 2 bytes a weight",
        "llama.cpp", "all but experts", low=0.92, high=1.05,
    )  # fmt: skip
    for name in ("awq", "gptq"):
        yield Quant(
            name, 4.25, "4 bits, a 16-bit scale and a 4-bit zero for 128 weights; embeddings at 2 bytes a weight",
            "vllm", "embeddings", low=0.92, high=1.10,
        )  # fmt: skip
    yield Quant(
        "w4a16-g32", 4.5, "4 bits and a 16-bit scale for 32 weights; embeddings at 2 bytes a weight",
        "vllm", "embeddings", low=0.92, high=1.10,
    )  # fmt: skip
    for bits in (3, 4, 5, 6, 8):
        basis = f"{bits} bits, a 16-bit scale and a 16-bit bias for 64 weights"
        yield Quant(f"mlx-{bits}bit", bits + 0.5, basis, "mlx", low=0.96, high=1.06)
    for name, (bits_of_file, basis) in MIXES.items():
        wide = (0.93, 1.08) if name.startswith("ud-") else (0.95, 1.06)
        yield Quant(
            name, bits_of_file, basis, "llama.cpp", low=wide[0], high=wide[1], mixture_bits=MIXTURE_BITS.get(name)
        )


QUANTS = {quant.name: quant for quant in _all_quants()}

SPELLINGS = {
    "fp16": "f16",
    "fp32": "f32",
    "bfloat16": "bf16",
    "float16": "f16",
    "fp8-block": "fp8",
    "w8a8": "int8",
    "nvfp4-w4a4": "nvfp4",
    "awq-int4": "awq",
    "int4": "awq",
    "gptq-int4": "gptq",
    "w4a16": "gptq",
    "compressed-tensors-int4-g32-symmetric": "w4a16-g32",
    "compressed-tensors-w4a16-g32-asym-rtn": "w4a16-g32",
    "fp4": "mxfp4",
    "fp4-experts-+-fp8": "fp4-experts",
    "nvfp4-experts-+-mxfp8-attention": "fp4-experts",
    "native-fp4-experts-+-fp8": "fp4-experts",
    "iq2_xxs-experts-up/gate,-q2_k-down,-rest-unquantised": "iq2-experts",
    "nvfp4-(nvidia-modelopt)": "nvfp4",
    "qat-q4_0": "q4_0",
    "ollama-default-tag": "q4_k_m",
    "4-bit-gguf": "q4_k_m",
    "4-bit": "q4_k_m",
    "q4": "q4_k_m",
    "q2": "q2_k",
    "q3": "q3_k_m",
    "q5": "q5_k_m",
    "q6": "q6_k",
    "q8": "q8_0",
    "8-bit": "q8_0",
    **{f"mlx-{bits}-bit": f"mlx-{bits}bit" for bits in (3, 4, 5, 6, 8)},
    **{f"{bits}bit": f"mlx-{bits}bit" for bits in (3, 4, 5, 6, 8)},
    **{f"{bits}bit-mlx": f"mlx-{bits}bit" for bits in (3, 4, 5, 6, 8)},
}
"""Other names, folded, of the same thing."""

_BY_FOLDED = {fold(name): quant for name, quant in QUANTS.items()}
_BY_FOLDED |= {fold(name): QUANTS[meant] for name, meant in SPELLINGS.items()}


def find_quant(name: str) -> Quant | None:
    """The precision called `name`, whatever its case and separators; None if there is none."""
    return QUANTS.get(name) or _BY_FOLDED.get(fold(name))


def quant_of(name: str) -> Quant:
    """The precision called `name`.

    Raises:
        ModelpickError: there is none of that name; says which are near.
    """
    found = find_quant(name)
    if found is None:
        said = f"no precision of weights is called {name!r}"
        raise ModelpickError(said, where="{quant}", hint=near_or_all(name, QUANTS))
    return found


def engine_named(name: str) -> Engine:
    """The engine called `name`.

    Raises:
        ModelpickError: there is none of that name; says which are near.
    """
    folded = _ENGINE_SPELLINGS.get(fold(name), fold(name))
    found = next((engine for engine in ENGINES if engine == folded), None)
    if found is None:
        raise ModelpickError(f"no engine is called {name!r}", where="{engine}", hint=near_or_all(name, ENGINES))
    return found


_ENGINE_SPELLINGS = {
    "llamacpp": "llama.cpp",
    "llama-cpp": "llama.cpp",
    "llama-server": "llama.cpp",
    "lmstudio": "llama.cpp",
}
_ENGINE_SPELLINGS |= {"lm-studio": "llama.cpp", "trt-llm": "tensorrt-llm", "tensorrt": "tensorrt-llm", "mlx-lm": "mlx"}


LADDER = ("q8_0", "q6_k", "q5_k_m", "q4_k_m", "q3_k_m", "iq3_xxs", "q2_k", "iq2_xxs")
"""What is tried after the published precision, best first; each is a good deal smaller than the one before."""
LADDERS: dict[Engine, tuple[str, ...]] = {
    "llama.cpp": LADDER,
    "vllm": ("fp8", "awq"),
    "mlx": ("mlx-8bit", "mlx-6bit", "mlx-5bit", "mlx-4bit", "mlx-3bit"),
}
"""The same for an engine that was asked for, by the kind of its files."""
LEAST_BITS = 4.2
"""Below so many bits a weight a model is another one than that whose scores are published."""
