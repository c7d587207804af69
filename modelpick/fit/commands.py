"""The commands that run a model as a fit says: for llama.cpp, Ollama, vLLM, SGLang, TensorRT-LLM and MLX.

A file or repository that is not known stands as a name to fill in, in capitals.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from modelpick.documents.fitting import Fit, RunCommand
from modelpick.fit.memory import GPU_SHARE, reported_gb, room_gb
from modelpick.fit.notes import engine_faults
from modelpick.fit.quants import CACHE_NAMES, ENGINES, QUANTS, Quant
from modelpick.fit.repositories import FILES_UNKNOWN, SPELLED, Repositories, gguf_type
from modelpick.fit.speed import engine_kind
from modelpick.model.facts import Model
from modelpick.model.machines import Engine
from modelpick.model.names import fold

_MOST_SHARE = 0.97
_VLLM_LOADS = {"fp8": "fp8"}
"""What vLLM makes of 16-bit weights while it loads them."""
_MLX_BITS = re.compile(r"mlx-(\d)bit")


def run_commands(model: Model, found: Fit, places: Repositories) -> tuple[RunCommand, ...]:
    """What runs `found`, the engine that it is about first; empty where it does not run.

    `places`: where the weights of `model` lie.
    """
    if not found.runs or found.quant is None:
        return ()
    quant = QUANTS[found.quant]
    named = next(engine for engine in ENGINES if engine == found.engine)
    able = [e for e in _engines_in_order(named) if _can_run(found, quant, e)]
    weights = _WeightsToRun(model, quant, places)
    return tuple(RunCommand(e, _command_text(weights, found, e), _note_on_weights(weights, e)) for e in able)


class _WeightsToRun(NamedTuple):
    """What is run: a model at a precision, and where its weights lie."""

    model: Model
    quant: Quant
    places: Repositories

    @property
    def slug(self) -> str:
        return self.model.id.rpartition("/")[2]

    @property
    def repository(self) -> str:
        """Of the published weights; a name to fill in where it is not known."""
        return self.places.published or f"REPOSITORY-OF-{self.slug}"

    @property
    def gguf(self) -> str | None:
        """The repository and the type of its GGUF file, as llama.cpp and Ollama take them."""
        return f"{self.places.gguf}:{gguf_type(self.quant)}" if self.places.gguf else None

    @property
    def gguf_file(self) -> str:
        """A name to fill in: the file of them, where no repository of GGUF files is known."""
        return f"GGUF-FILE-OF-{self.slug}-AT-{gguf_type(self.quant)}"


def _note_on_weights(weights: _WeightsToRun, engine: Engine) -> str:
    """What to look at before the command is run; empty where it names only what is sure."""
    places = weights.places
    if engine_kind(engine) == "llama.cpp":
        return f"{places.gguf}: {FILES_UNKNOWN}" if places.gguf else ""
    return "" if places.sure or places.published is None else f"{places.published}: {SPELLED}"


def _engines_in_order(first: Engine) -> Iterator[Engine]:
    yield first
    yield from (engine for engine in ENGINES if engine != first and engine not in ("sglang", "tensorrt-llm"))


def _can_run(found: Fit, quant: Quant, engine: Engine) -> bool:
    """Whether `engine` reads such weights there, keeps such a cache, and has room for it."""
    if next(engine_faults(found.machine, quant, engine), None) or found.kv_cache not in CACHE_NAMES[engine]:
        return False
    kind = engine_kind(engine)
    if found.offload_gb and kind != "llama.cpp":
        return False
    if kind == "mlx" and quant.engine != "mlx" and quant.name not in ("bf16", "f16"):
        return False
    if kind == "vllm" and (found.machine.more or found.machine.device is None):
        return False
    share = GPU_SHARE.get(engine)
    needed = found.memory.value or 0.0
    return share is None or needed <= room_gb(found.machine, engine) * _MOST_SHARE / share


def _command_text(weights: _WeightsToRun, found: Fit, engine: Engine) -> str:
    writer = {"llama.cpp": _llama_command, "ollama": _ollama_command, "mlx": _mlx_command}.get(engine)
    return writer(weights, found) if writer else _served_command(weights, found, engine)


def _llama_command(weights: _WeightsToRun, found: Fit) -> str:
    named = ["-hf", weights.gguf] if weights.gguf else ["-m", weights.gguf_file]
    words = ["llama-server", *named, "-c", str(found.context * found.concurrency)]
    if found.concurrency > 1:
        words += ["-np", str(found.concurrency)]
    kv = CACHE_NAMES["llama.cpp"][found.kv_cache]
    if found.kv_cache not in ("bf16", "f16"):
        words += ["-fa", "on", "-ctk", kv, "-ctv", kv]
    words += _layer_words(found)
    if found.machine.more:
        shares = ",".join(f"{cards.usable_gb:g}" for cards in found.machine.cards for _ in range(cards.count))
        words += ["-ts", shares]
    return shlex.join(words)


def _layer_words(found: Fit) -> list[str]:
    """How many layers lie in the cards, or whose experts do not."""
    device = found.machine.device
    if device is not None and device.kind == "cpu":
        return ["-ngl", "0"]
    if not found.offload_layers:
        return ["-ngl", "99"]
    if found.offload_experts:
        return ["-ngl", "99", "--n-cpu-moe", str(found.offload_layers)]
    return ["-ngl", str(max(0, found.layers - found.offload_layers))]


def _ollama_command(weights: _WeightsToRun, found: Fit) -> str:
    """A Modelfile and what reads it; the server takes the rest from its environment."""
    name = fold(weights.slug)
    start = f"hf.co/{weights.gguf}" if weights.gguf else f"./{weights.gguf_file}"
    lines = [f"FROM {start}", f"PARAMETER num_ctx {found.context}"]
    if found.offload_layers and not found.offload_experts:
        lines.append(f"PARAMETER num_gpu {max(0, found.layers - found.offload_layers)}")
    kv = CACHE_NAMES["ollama"][found.kv_cache]
    said = [] if kv == "f16" else ["OLLAMA_FLASH_ATTENTION=1", f"OLLAMA_KV_CACHE_TYPE={kv}"]
    said += [f"OLLAMA_NUM_PARALLEL={found.concurrency}"] if found.concurrency > 1 else []
    modelfile = shlex.quote("\\n".join(lines) + "\\n")
    serve = f"{' '.join(said)} ollama serve & " if said else ""
    return f"{serve}printf {modelfile} > Modelfile && ollama create {name} -f Modelfile && ollama run {name}"


def _mlx_command(weights: _WeightsToRun, found: Fit) -> str:
    repository = weights.repository
    bits = _MLX_BITS.match(weights.quant.name)
    words: list[str] = []
    if bits:
        here = f"{repository.rpartition('/')[2]}-{bits[1]}bit"
        words = ["mlx_lm.convert", "--hf-path", repository, "-q", "--q-bits", bits[1], "--mlx-path", here, "&&"]
        repository = here
    words += ["mlx_lm.server", "--model", repository]
    kv = CACHE_NAMES["mlx"][found.kv_cache]
    words += ["--kv-bits", kv] if kv else []
    words += ["--decode-concurrency", str(found.concurrency)] if found.concurrency > 1 else []
    return " ".join(word if word == "&&" else shlex.quote(word) for word in words)


def _served_command(weights: _WeightsToRun, found: Fit, engine: Engine) -> str:
    """The command that serves the weights with vLLM, SGLang or TensorRT-LLM."""
    repository, quant = weights.repository, weights.quant
    native = fold(weights.model.native_precision or "")
    loads = _VLLM_LOADS.get(quant.name) if native in ("bf16", "f16", "fp16") else None
    if quant.name in ("awq", "gptq", "w4a16-g32") or (quant.name == "fp8" and not loads and native != "fp8"):
        repository = f"{quant.name.upper()}-OF-{repository.rpartition('/')[2]}"
    flags = _SERVED_FLAGS[engine]
    kv = CACHE_NAMES[engine][found.kv_cache]
    values = {
        "context": str(found.context),
        "cards": str(found.machine.count) if found.machine.count > 1 else None,
        "sequences": str(found.concurrency) if found.concurrency > 1 else None,
        "cache": kv if kv != "auto" else None,
        "loads": loads if engine != "tensorrt-llm" else None,
        "share": _share_needed(found, engine),
    }
    words = [*_SERVED_WORDS[engine], repository]
    for name, value in values.items():
        if value is not None and name in flags:
            words += [flags[name], value]
    return shlex.join(words)


_SERVED_WORDS: dict[Engine, tuple[str, ...]] = {
    "vllm": ("vllm", "serve"),
    "sglang": ("python", "-m", "sglang.launch_server", "--model-path"),
    "tensorrt-llm": ("trtllm-serve",),
}
_SERVED_FLAGS: dict[Engine, dict[str, str]] = {
    "vllm": {
        "context": "--max-model-len", "cards": "--tensor-parallel-size", "sequences": "--max-num-seqs",
        "cache": "--kv-cache-dtype", "loads": "--quantization", "share": "--gpu-memory-utilization",
    },
    "sglang": {
        "context": "--context-length", "cards": "--tp-size", "sequences": "--max-running-requests",
        "cache": "--kv-cache-dtype", "loads": "--quantization", "share": "--mem-fraction-static",
    },
    "tensorrt-llm": {
        "context": "--max_seq_len", "cards": "--tp_size", "sequences": "--max_batch_size",
        "share": "--kv_cache_free_gpu_memory_fraction",
    },
}  # fmt: skip


def _share_needed(found: Fit, engine: Engine) -> str | None:
    """The share of each card to take, where the default is too little."""
    needed = found.memory.value or 0.0
    if engine == "tensorrt-llm" or needed <= room_gb(found.machine, engine):
        return None
    whole = min(map(reported_gb, found.machine.cards)) * found.machine.devices
    return f"{min(_MOST_SHARE, needed / whole + 0.005):.2f}"
