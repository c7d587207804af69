"""How far computed memory and speed are from published measurements, beside two published peers' formulas.

    python -m benchmarks.fit [MEASUREMENTS ...] [--write]

MEASUREMENTS are measured-inference.yaml and measured2.yaml (default: in ../shared/facts beside the checkout). Speeds
are told twice: with the shipped constants, which saw the rows, and with constants that were fitted anew without any row
of the family of the device. Memory is not cross-validated: some averages of `modelpick.fit.quants` were read off these
files (docs/fit.md says what the errors are without). `--write` puts the tables into docs/fit.md. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import modelpick
from benchmarks import fit_peers
from modelpick.fit.cache import KV_BYTES, kv_cache
from modelpick.fit.fitted import FITTED
from modelpick.fit.memory import need
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Facts
from tools.fit_inference import Errors, decode_error, left_out, offload_error, predicted, prefill_error, together_error
from tools.fit_rows import Row, machine_of_row, model_of_row, quant_of_row, read, speeds

ROOT = Path(__file__).resolve().parents[1]
FACTS = ROOT.parent / "shared" / "facts"
MEASURED = (FACTS / "measured-inference.yaml", FACTS / "2026-11-26" / "measured2.yaml")
PAGE = ROOT / "docs" / "fit.md"
BEGIN, END = "<!-- measured by benchmarks.fit -->\n", "<!-- end -->"


class Miss(NamedTuple):
    """One measurement: log of ours over it, and of each peer's where that says anything."""

    id: str
    ours: float
    llmfit: float | None = None
    whichllm: float | None = None


class ErrorLine(NamedTuple):
    """A line of a table: what was compared, and the errors."""

    title: str
    misses: Sequence[Miss]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("measurements", type=Path, nargs="*", default=MEASURED)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    missing = [path for path in given.measurements if not path.is_file()]
    if missing:
        print(f"skipped: {missing[0]} is not there")
        return 0
    facts = modelpick.load(project=False).facts
    raw = read(given.measurements)
    rows, left = speeds(raw, facts)
    text = "".join(_tables_of(raw, rows, facts))
    text += "\nLeft out of speed: " + "; ".join(f"{n} {why}" for why, n in left.most_common()) + ".\n"
    print(text)
    if given.write:
        page = PAGE.read_text("utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END, 1)[1]
        PAGE.write_text(f"{head}{BEGIN}{text}{END}{tail}", "utf-8")
    return 0


def _tables_of(raw: Sequence[dict[str, Any]], rows: Sequence[Row], facts: Facts) -> Iterator[str]:
    sizes = list(_size_misses(raw, facts))
    files, processes, caches = (
        [miss for kind, miss in sizes if kind in kinds] for kinds in (("file", "weights"), ("process",), ("cache",))
    )
    yield "\n| memory | rows | median | 90th percentile | llmfit's formula | whichllm's formula |\n"
    yield "|---|---|---|---|---|---|\n"
    for line in (
        ErrorLine("all", [miss for _, miss in sizes]),
        ErrorLine("files and loaded weights", files),
        ErrorLine("running processes", processes),
        ErrorLine("caches", caches),
    ):
        yield _line_with_peers(line)
    shipped = {name: _misses_of(rows, error) for name, error in _ERRORS.items()}
    apart = dict(zip(_CROSSED, left_out(rows, [_ERRORS[name] for name in _CROSSED]), strict=True))
    yield "\n| speed | rows | median | 90th percentile | family left out | llmfit's formula | whichllm's formula |\n"
    yield "|---|---|---|---|---|---|---|\n"
    for name, misses in shipped.items():
        crossed = [miss for _, miss in apart[name]] if name in apart else []
        cells = "{:.0f} and {:.0f}".format(*_error_quantiles(crossed)) if crossed else "-"
        yield _line_with_peers(ErrorLine(name, misses), cells)
    yield "\n| decoding, by family of devices | rows | bias | median | 90th percentile | left out: bias | median |\n"
    yield "|---|---|---|---|---|---|---|\n"
    yield from _family_lines(rows, apart["decoding, one sequence and batches of decode alone"])
    yield f"\n{_bounds_sentence(rows)}\n"


_CROSSED = ("decoding, one sequence and batches of decode alone", "reading a prompt", "whole runs of several sequences")
_ERRORS: dict[str, Errors] = {
    _CROSSED[0]: decode_error,
    _CROSSED[1]: prefill_error,
    _CROSSED[2]: together_error,
    "with a part in the system's memory": offload_error,
}


_OF_WRITING = (decode_error, offload_error)


def _misses_of(rows: Sequence[Row], error: Errors) -> list[Miss]:
    found = []
    for row in rows:
        ours = error(row, FITTED)
        if ours is not None:
            peers = (_peer_miss(row, rate) for rate in (fit_peers.llmfit_decode_rate, fit_peers.whichllm_decode_rate))
            llmfit, whichllm = peers if row.sequences == 1 else (None, None)
            # llmfit has a rule of its own for experts in RAM, which rests on what it measures on the spot.
            spoken = (llmfit if error is decode_error else None), (whichllm if error in _OF_WRITING else None)
            found.append(Miss(row.id, ours, *spoken))
    return found


def _peer_miss(row: Row, rate: Callable[..., float | None]) -> float | None:
    found = rate(row.model, row.quant.name, row.machine)
    return None if found is None or not row.decode else float(np.log(found / row.decode))


def _size_misses(raw: Sequence[dict[str, Any]], facts: Facts) -> Iterator[tuple[str, Miss]]:
    """Every published size once: files, loaded weights, a process, and caches."""
    seen: set[tuple[object, ...]] = set()
    for row in raw:
        model, quant = model_of_row(row, facts), quant_of_row(row)
        if model is None or quant is None or (ours := weights_gb(model, quant)) is None:
            continue
        for key in ("gguf_file_size_gb", "loaded_weights"):
            measured = row.get(key) if key != "loaded_weights" else _loaded_gb(row)
            mark = (model.id, quant.name, key, measured)
            if measured and mark not in seen:
                seen.add(mark)
                peers = fit_peers.llmfit_weights_gb(model, quant.name), fit_peers.whichllm_weights_gb(model, quant.name)
                yield "file", _size_miss(row["id"], measured, ours, *peers)
        yield from _process_miss(row, facts)
        yield from _cache_misses(row, facts)


def _loaded_gb(row: dict[str, Any]) -> float | None:
    """The weights of all cards as a log prints them."""
    if "weights loaded" in (row.get("memory_scope") or ""):
        return row.get("measured_memory_gb")
    each = row.get("weights_gib_per_gpu")
    return None if each is None else each * 1.073741824 * (row.get("gpu_count") or 1)


def _process_miss(row: dict[str, Any], facts: Facts) -> Iterator[tuple[str, Miss]]:
    measured, scope = row.get("measured_memory_gb"), row.get("memory_scope") or ""
    model, quant, machine = model_of_row(row, facts), quant_of_row(row), machine_of_row(row, facts)
    if not measured or "weights loaded" in scope or row.get("experts_in_ram") or row.get("speculative"):
        return
    if model is None or quant is None or machine is None:
        return
    tokens = row.get("allocated_context") or row.get("kv_pool_tokens") or row.get("context_tokens") or 512
    kv = row.get("kv_cache") if row.get("kv_cache") in KV_BYTES else "bf16"
    ours = need(model, machine, quant, tokens, 1, FITTED, kv=kv).memory.value
    if ours is not None:
        peers = (
            fit_peers.llmfit_memory_gb(model, quant.name, tokens, KV_BYTES[kv]),
            fit_peers.whichllm_memory_gb(model, quant.name, tokens),
        )
        yield "process", _size_miss(row["id"], measured, ours, *peers)


def _cache_misses(row: dict[str, Any], facts: Facts) -> Iterator[tuple[str, Miss]]:
    """Caches as logs print them: of one context, or bytes of a token on one of the cards."""
    model, cards = facts.models.get(row.get("model") or ""), row.get("gpu_count") or 1
    shape = model.architecture if model else None
    kind = {"fp8": "fp8"}.get(row.get("kv_dtype") or "", row.get("kv_cache") or "bf16")
    pool = row.get("kv_pool_gb") or (row.get("kv_cache_gib_per_gpu") or 0) * 1.073741824
    tokens = row.get("kv_pool_tokens") or row.get("kv_cache_tokens")
    if shape is None or kind not in KV_BYTES or "decode con" in str(row.get("engine_version")):
        return
    if row.get("kv_cache_mib"):
        token = kv_cache(shape, 1000, KV_BYTES[kind])
        other = kv_cache(shape, 1000)
        if token is not None and other is not None:
            # Its tokens are not printed: the same context at 16 bits is; the ratio of both is what is compared.
            yield "cache", Miss(row["id"], float(np.log(token.value / other.value / _RATIOS[kind])))
    elif pool and tokens:
        cache = kv_cache(shape, row.get("context_tokens") or 1, KV_BYTES[kind])
        if cache is not None and cache.sure:
            heads = 1 if shape.kv_lora_rank is not None else shape.kv_heads or cards
            ours = cache.value / (row.get("context_tokens") or 1) * max(1.0, cards / heads) / cards
            yield "cache", Miss(row["id"], float(np.log(ours / (pool / tokens))))


_RATIOS = {"f16": 1.0, "q8_0": 552.5 / 1040, "q4_0": 292.5 / 1040}
"""Of a cache, over the same at 16 bits: printed by llama.cpp (pull request 21551)."""


def _size_miss(id_: str, measured: float, ours: float, llmfit: float | None, whichllm: float | None) -> Miss:
    logs = [None if value is None else float(np.log(value / measured)) for value in (llmfit, whichllm)]
    return Miss(id_, float(np.log(ours / measured)), *logs)


def _line_with_peers(line: ErrorLine, crossed: str | None = None) -> str:
    median, p90 = _error_quantiles([miss.ours for miss in line.misses])
    cells = [line.title, str(len(line.misses)), f"{median:.1f}", f"{p90:.1f}", *([crossed] if crossed else [])]
    for peer in ("llmfit", "whichllm"):
        said = [miss for each in line.misses if (miss := getattr(each, peer)) is not None]
        cells.append("{:.0f} and {:.0f} ({})".format(*_error_quantiles(said), len(said)) if said else "-")
    return f"| {' | '.join(cells)} |\n"


def _family_lines(rows: Sequence[Row], apart: Sequence[tuple[Row, float]]) -> Iterator[str]:
    for family in sorted({row.family for row, _ in apart}):
        inside = [miss for row in rows if row.family == family and (miss := decode_error(row, FITTED)) is not None]
        outside = [miss for row, miss in apart if row.family == family]
        median, p90 = _error_quantiles(inside)
        left, _ = _error_quantiles(outside)
        bias, left_bias = (100 * (np.exp(np.median(logs)) - 1) for logs in (inside, outside))
        yield f"| {family} | {len(inside)} | {bias:+.0f} | {median:.0f} | {p90:.0f} | {left_bias:+.0f} | {left:.0f} |\n"


def _error_quantiles(logs: Sequence[float]) -> tuple[float, float]:
    errors = 100 * np.abs(np.exp(logs) - 1)
    return float(np.median(errors)), float(np.quantile(errors, 0.9))


def _bounds_sentence(rows: Sequence[Row]) -> str:
    """How often what was measured ran, and lay within the printed bounds, with the shipped constants."""
    inside: list[bool] = []
    ran = held = 0
    for row in rows:
        found = predicted(row, FITTED)
        ran, held = ran + (not row.beyond), held + (not row.beyond and found.fits is not False)
        for told, measured in ((found.decode, None if row.together else row.decode), (found.together, row.together)):
            if told is not None and measured and bool(found.offload_gb) == row.beyond:
                inside.append(told.low <= measured <= told.high)
    return (
        f"{100 * np.mean(inside):.0f}% of {len(inside)} measured speeds of writing lie within the printed bounds, "
        f"which are to hold 80%. Of {ran} configurations that ran in the cards, {held} are said to fit."
    )


if __name__ == "__main__":
    sys.exit(main())
