"""How far computed memory and speed are from published measurements, beside a published peer's formula.

    python -m benchmarks.fit [MEASUREMENTS]

MEASUREMENTS is measured-inference.yaml (default: ../shared/facts beside the checkout). Speeds are cross-validated by
hardware: the constants are fitted anew without any row of the device that is predicted. Memory is not: some averages of
`modelpick.fit.quants` were read off these files (docs/fit.md says what the errors are without). Needs numpy and scipy.

The peer is whichllm, github.com/Andyyyy64/whichllm, of which these files at these commits were read:
    decode speed      src/whichllm/engine/performance.py         a5da49d6754ca7559359604c8165d6a2298fc9c5
    bytes per weight  src/local_llm_checker/constants.py         0fd6fd2dfa927b42e226ee50f125f216f57fcff9
                      src/whichllm/engine/quantization.py        02197cc2f9bea12fc143ff30bb89db51799e9324
    memory            src/local_llm_checker/engine/vram.py       a6e0fd2ac3efe0dc6deb790e0223f1022f2b17d0
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import modelpick
from benchmarks import whichllm
from modelpick.fit.cache import kv_cache
from modelpick.fit.fitted import FITTED
from modelpick.fit.memory import need
from modelpick.fit.weights import weights_gb
from modelpick.model.facts import Facts
from tools.fit_inference import decode_error, fitted, left_out, predicted, prefill_error
from tools.fit_rows import Row, machine_of_row, quant_of_row, read, speeds

MEASURED = Path(__file__).resolve().parents[2] / "shared" / "facts" / "measured-inference.yaml"
TARGETS = {"memory": (10, 20), "decode speed": (25, 60)}


class Miss(NamedTuple):
    """One measurement: log of ours over it, and of the peer's where the peer says anything."""

    id: str
    ours: float
    peer: float | None


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("measurements", type=Path, nargs="?", default=MEASURED)
    path = parser.parse_args().measurements
    if not path.is_file():
        print(f"skipped: {path} is not there")
        return 0
    facts = modelpick.load(project=False).facts
    raw = read(path)
    rows, left = speeds(raw, facts)
    sizes, left_sizes = _size_misses(raw, facts)
    print("Absolute error in percent: median and 90th percentile\n")
    print(f"{'':46} {'rows':>5} {'median':>7} {'p90':>6}   {'whichllm':>8} {'p90':>6} {'rows':>5}")
    _print_line("memory: file and loaded weights, process, cache", sizes, TARGETS["memory"])
    decode = [Miss(r.id, miss, _peer_speed(r)) for r, miss in left_out(rows, decode_error)]
    single = {row.id for row in rows if row.sequences == 1}
    _print_line("decode speed, other hardware left in", decode, TARGETS["decode speed"])
    _print_line("  one sequence", [miss for miss in decode if miss.id in single])
    _print_line("  several sequences", [miss for miss in decode if miss.id not in single])
    inside = fitted(rows)
    _print_line("  the same rows, fitted on all of them", _speed_misses(rows, inside))
    prefill = [Miss(r.id, miss, None) for r, miss in left_out(rows, prefill_error)]
    _print_line("prefill speed, other hardware left in", prefill)
    _print_bounds(rows)
    for title, reasons in (("speed", left), ("memory", left_sizes)):
        print(f"\nleft out of {title}: " + ("; ".join(f"{n} {why}" for why, n in reasons.most_common()) or "nothing"))
    _print_worst(decode)
    return 0


def _size_misses(raw: Sequence[dict[str, Any]], facts: Facts) -> tuple[list[Miss], Counter[str]]:
    """Every published size once: files, loaded weights, a process, and the cache of a token."""
    found: dict[tuple[object, ...], Miss] = {}
    left: Counter[str] = Counter()
    for row in raw:
        model, quant = facts.models.get(row["model"]), quant_of_row(row)
        file, process, pool = (row.get(key) for key in ("gguf_file_size_gb", "measured_memory_gb", "kv_pool_gb"))
        if not (file or process or pool):
            continue
        if model is None or quant is None or (ours := weights_gb(model, quant)) is None:
            left["model, its parameters or its precision not known"] += 1
            continue
        peer = whichllm.weights_gb(model, quant.name)
        if file:
            found.setdefault((model.id, quant.name, file), _log_miss(row, ours, peer, file))
        scope = row.get("memory_scope") or ""
        if process and "weights loaded" in scope:
            found.setdefault((model.id, quant.name, process), _log_miss(row, ours, peer, process))
        elif process and (machine := machine_of_row(row, facts)) is not None:
            tokens = row.get("kv_pool_tokens") or row.get("context_tokens")
            total = need(model, machine, quant, tokens, 1, FITTED).memory.value
            if total is not None:
                found[row["id"], "process"] = _log_miss(
                    row, total, whichllm.memory_gb(model, quant.name, tokens), process
                )
        elif process:
            left["process on hardware that is not known"] += 1
        if pool and row.get("kv_pool_tokens"):
            miss = _pool_miss(row, facts)
            if isinstance(miss, str):
                left[miss] += 1
            else:
                found[row["id"], "cache"] = miss
    return list(found.values()), left


def _pool_miss(row: dict[str, Any], facts: Facts) -> Miss | str:
    """Bytes of cache of a token on one of the cards."""
    model, cards = facts.models[row["model"]], row.get("gpu_count") or 1
    shape, tokens = model.architecture, row.get("context_tokens") or 1
    if row.get("engine_version", "").count("decode con"):
        return "cache sharded by tokens, which nothing here computes"
    cache = kv_cache(shape, tokens, 1.0 if row.get("kv_dtype") == "fp8" else 2.0) if shape else None
    if cache is None or shape is None or not cache.sure:
        return "cache of a geometry that is not known"
    heads = 1 if shape.kv_lora_rank is not None else shape.kv_heads or cards
    share = max(1.0, cards / heads) / cards
    return _log_miss(row, cache.value / tokens * share, None, row["kv_pool_gb"] / row["kv_pool_tokens"])


def _log_miss(row: dict[str, Any], ours: float, peer: float | None, measured: float) -> Miss:
    return Miss(row["id"], float(np.log(ours / measured)), None if peer is None else float(np.log(peer / measured)))


def _peer_speed(row: Row) -> float | None:
    found = whichllm.decode_rate(row.model, row.quant.name, row.machine) if row.sequences == 1 else None
    return None if found is None or not row.decode else float(np.log(found / row.decode))


def _speed_misses(rows: Sequence[Row], constants: Any) -> list[Miss]:
    return [Miss(r.id, miss, None) for r in rows if (miss := decode_error(r, constants)) is not None]


def _print_line(title: str, misses: Sequence[Miss], target: tuple[int, int] | None = None) -> None:
    """A line of the table; the peer's errors are those of the rows that it says anything of."""
    if not misses:
        return
    median, p90 = _error_quantiles([miss.ours for miss in misses])
    said = [miss.peer for miss in misses if miss.peer is not None]
    peer = "{:8.1f} {:6.1f} {:5}".format(*_error_quantiles(said), len(said)) if said else f"{'':8} {'':6} {'':5}"
    aim = f"   target {target[0]} and {target[1]}" if target else ""
    print(f"{title:46} {len(misses):5} {median:7.1f} {p90:6.1f}   {peer}{aim}")


def _error_quantiles(logs: Sequence[float]) -> tuple[float, float]:
    errors = 100 * np.abs(np.exp(logs) - 1)
    return float(np.median(errors)), float(np.quantile(errors, 0.9))


def _print_bounds(rows: Sequence[Row]) -> None:
    """How often what was measured ran, and lay within the printed bounds, with the shipped constants."""
    found = [(row, predicted(row, FITTED)) for row in rows]
    held = sum(fit.fits is not False for _, fit in found)
    inside = [f.decode.low <= r.decode <= f.decode.high for r, f in found if f.decode is not None and r.decode]
    print(f"\nran and is said to fit: {held} of {len(found)}; {_rows_not_held(found)}")
    print(f"within the printed bounds, shipped constants of {FITTED.on}: {100 * np.mean(inside):.0f} % (meant: 80 %)")


def _rows_not_held(found: Sequence[tuple[Row, Any]]) -> str:
    not_held = [f"{row.id} {row.model.id} on {row.machine.name}" for row, fit in found if fit.fits is False]
    return "not: " + ", ".join(not_held) if not_held else "none is said not to"


def _print_worst(misses: Sequence[Miss], most: int = 8) -> None:
    worst: Iterator[Miss] = iter(sorted(misses, key=lambda miss: -abs(miss.ours))[:most])
    print("\nfarthest off in decode speed (computed over measured): ", end="")
    print(", ".join(f"{miss.id} {np.exp(miss.ours):.2f}" for miss in worst))


if __name__ == "__main__":
    sys.exit(main())
