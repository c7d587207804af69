"""Fit the constants of `modelpick.fit` on published measurements and write modelpick/fit/fitted.py.

    python tools/fit_inference.py MEASUREMENTS... [--today DAY]

MEASUREMENTS are measured-inference.yaml and measured2.yaml. Every effect has a prior, so that classes of hardware with
few rows stay near the common value: least squares of log ratios with Gaussian priors and a soft bound on outliers.
Intervals are percentiles of the log errors on families of devices that were left out of the fit. Needs
numpy and scipy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import least_squares

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import modelpick
from modelpick.documents.fitting import Fit
from modelpick.fit.constants import Constants
from modelpick.fit.estimate import fit_at
from modelpick.fit.memory import need
from modelpick.fit.speed import Load, decode_rate, prefill_rate, speed_class
from modelpick.model.fields import names_of, replace
from modelpick.model.machines import FitUse
from tools.fit_rows import Row, read, speeds

KINDS = ("datacenter", "card", "radeon", "arc", "old", "unified", "apple", "cpu")
ENGINES = ("llama.cpp", "vllm", "mlx")
NOISE = 0.2
"""Deviation of the log of a measurement from a good formula, about."""
LEFT_OUT_TAIL = 0.12
"""Of the errors on families left out, beyond each bound: these are larger than those on a family that was seen, so that
a tenth of all rows lies beyond each."""
LEAST_ROWS = 8
"""A class of hardware with fewer rows, or of one family alone, has the interval of what was not measured."""

START = Constants(
    on="",
    rows=0,
    bandwidth_share=0.75,
    by_hardware=dict.fromkeys(KINDS, 1.0),
    by_engine=dict.fromkeys(ENGINES, 1.0),
    mixture=dict.fromkeys(KINDS, 0.9),
    layer_us=dict.fromkeys(KINDS, 60.0),
    cache_share=0.6,
    old_operations=5.0,
    reduce_us=15.0,
    link_share=0.5,
    skew=0.8,
    batch_layer_us={"llama.cpp": 5.0, "vllm": 1.0, "mlx": 5.0},
    compute_share=dict.fromkeys(KINDS, 0.35),
    flops_per_byte={**dict.fromkeys(KINDS, 60.0), "cpu": 10.0},
    early_apple=0.8,
    llama_compressed=1.0,
    unpacked=1.2,
    pipelined=0.7,
    prefill_mixture=0.6,
    prefill_engine=dict.fromkeys(ENGINES, 1.0),
    attention_cost=2.0,
    overhead_gb=(0.8, 0.4, 1.6),
    overhead_share=(0.01, 0.0, 0.04),
    decode_spread={"other": (0.5, 2.0)},
    prefill_spread={"other": (0.5, 2.0)},
    system_gb_s=(45.0, 35.0, 65.0),
)
"""Where the fit starts. Overhead and the rate of a system's memory are not fitted on speeds: they come from single
reports (a 29 GB process with 28 GB of weights and cache; 38 to 54 GB/s implied by experts in the system's memory)."""

Theta = np.ndarray[Any, np.dtype[np.float64]]
Part = tuple[str, str | None, float]
Errors = Callable[[Row, Constants], "float | None"]

DECODE: tuple[Part, ...] = (
    ("bandwidth_share", None, 0.3),
    *(("by_hardware", kind, 0.2) for kind in KINDS),
    *(("by_engine", engine, 0.15) for engine in ENGINES[1:]),
    ("mixture", "*", 0.2),
    *(("mixture", kind, 0.1) for kind in KINDS),
    ("layer_us", "*", 0.7),
    *(("layer_us", kind, 0.25) for kind in KINDS),
    ("cache_share", None, 0.4),
    ("old_operations", None, 0.5),
    ("reduce_us", None, 0.7),
    ("skew", None, 0.15),
    ("early_apple", None, 0.3),
    ("llama_compressed", None, 0.7),
)
"""What decoding is fitted with: field, key (``*``: all keys together) and the deviation of the prior of its log."""
PREFILL: tuple[Part, ...] = (
    ("compute_share", "*", 0.5),
    *(("compute_share", kind, 0.4) for kind in KINDS),
    ("flops_per_byte", "*", 0.5),
    *(("flops_per_byte", kind, 0.5) for kind in KINDS),
    ("prefill_mixture", None, 0.4),
    ("unpacked", None, 0.3),
    ("pipelined", None, 0.3),
    ("attention_cost", None, 0.7),
    *(("prefill_engine", engine, 0.3) for engine in ENGINES[1:]),
)
TOGETHER: tuple[Part, ...] = (
    ("link_share", None, 0.5),
    *(("batch_layer_us", engine, 1.0) for engine in ENGINES),
    ("prefill_engine", "vllm", 0.3),
)
"""What whole runs of several sequences are fitted with, after the other two."""


def with_parts(base: Constants, parts: Sequence[Part], theta: Iterable[float]) -> Constants:
    """`base` with each part multiplied by exp of its entry of `theta`."""
    values: dict[str, Any] = {name: getattr(base, name) for name in names_of(base)}
    for (name, key, _), step in zip(parts, theta, strict=True):
        factor = float(np.exp(step))
        if key is None:
            values[name] = values[name] * factor
        else:
            values[name] = {k: v * factor if key in ("*", k) else v for k, v in values[name].items()}
    return Constants(**values)


def predicted(row: Row, constants: Constants) -> Fit:
    """The whole answer for a row."""
    use = FitUse(row.context, row.sequences, row.engine, row.kv_cache, prompt=row.prompt)
    return fit_at(row.model, row.machine, row.quant, use, _constants_for(row, constants))


@cache
def _row_loads() -> dict[str, Load]:
    return {}


def load_of(row: Row) -> Load:
    """What a step of the row reads; it does not depend on what is fitted."""
    known = _row_loads()
    if row.id not in known:
        needed = need(row.model, row.machine, row.quant, row.context, row.sequences, START, row.engine, row.kv_cache)
        known[row.id] = Load(needed.typical_gb, row.context, row.sequences)
    return known[row.id]


def decode_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured decode speed."""
    if not row.decode or row.beyond or row.together:
        return None
    found = decode_rate(row.model, row.quant, row.machine, row.engine, load_of(row), _constants_for(row, constants))
    return None if found is None else float(np.log(found / row.decode))


def _constants_for(row: Row, constants: Constants) -> Constants:
    """`constants` for the engine of the row: one that is made for a model has kernels for it."""
    return replace(constants, llama_compressed=1.0) if row.own_kernels else constants


def prefill_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured prefill speed, over the prompt that was measured at its depth."""
    if not row.prefill or row.beyond:
        return None
    depth = row.context if row.prompt is None or row.context > row.prompt else 0
    by, prompt = _constants_for(row, constants), row.prompt or row.context
    found = prefill_rate(row.model, row.quant, row.machine, row.engine, prompt, by, depth)
    return None if found is None else float(np.log(found / row.prefill))


def together_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured output of a whole run, its prompts read."""
    if not row.together or not row.prompt or row.context <= row.prompt:
        return None
    step = decode_rate(row.model, row.quant, row.machine, row.engine, load_of(row), constants)
    reading = prefill_rate(row.model, row.quant, row.machine, row.engine, row.prompt, constants)
    if step is None or reading is None:
        return None
    written, n = row.context - row.prompt, row.sequences
    return float(np.log(n * written / (n * row.prompt / reading + written / step) / row.together))


def offload_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured decode speed with a part in the system's memory."""
    if not row.beyond or not row.decode:
        return None
    found = predicted(row, constants)
    return None if found.decode is None or not found.offload_gb else float(np.log(found.decode.value / row.decode))


def fitted(rows: Sequence[Row], base: Constants = START) -> Constants:
    """The constants of `rows`."""
    base = _solve_parts(rows, base, DECODE, decode_error)
    base = _solve_parts(rows, base, PREFILL, prefill_error)
    return _solve_parts(rows, base, TOGETHER, together_error)


def _solve_parts(rows: Sequence[Row], base: Constants, parts: Sequence[Part], error: Errors) -> Constants:
    # A card on a small board tells of the board.
    used = [row for row in rows if not row.hindered and error(row, base) is not None]
    prior = np.array([deviation for *_, deviation in parts])

    def residuals(theta: Theta) -> Theta:
        constants = with_parts(base, parts, theta)
        misses = [row.weight * (error(row, constants) or 0.0) / NOISE for row in used]
        # The bound on outliers is for measurements; priors stay quadratic in effect, being small.
        return np.concatenate([np.array(misses), theta / prior])

    found = least_squares(residuals, np.zeros(len(parts)), loss="soft_l1", max_nfev=12)
    return with_parts(base, parts, found.x)


def left_out(rows: Sequence[Row], errors: Sequence[Errors]) -> list[list[tuple[Row, float]]]:
    """For each of `errors`: every row with its log error by constants that were fitted on all other families."""
    found: list[list[tuple[Row, float]]] = [[] for _ in errors]
    for family in sorted({row.family for row in rows}):
        constants = fitted([row for row in rows if row.family != family])
        for row in rows:
            for place, error in enumerate(errors):
                miss = error(row, constants) if row.family == family else None
                if miss is not None:
                    found[place].append((row, miss))
    return found


def spread(errors: Sequence[float]) -> tuple[float, float]:
    """The factors by which a prediction is to be multiplied for four of five measurements to lie between."""
    low, high = np.quantile([-miss for miss in errors], (LEFT_OUT_TAIL, 1 - LEFT_OUT_TAIL))
    return round(float(np.exp(min(low, -0.05))), 3), round(float(np.exp(max(high, 0.05))), 3)


def constants_of(rows: Sequence[Row], today: str) -> tuple[Constants, dict[str, list[tuple[Row, float]]]]:
    """Fitted constants with intervals, and the errors on families left out that these rest on."""
    whole = fitted(rows)
    errors = (decode_error, prefill_error, together_error)
    names = ("decode", "prefill", "together")
    out = dict(zip(names, left_out(rows, errors), strict=True))
    out["offload"] = [(row, miss) for row in rows if (miss := offload_error(row, whole)) is not None]
    decode_spread = _spreads_by_group([pair for pair in out["decode"] if not pair[0].hindered], _decode_group)
    for group in ("together", "offload"):
        if len(out[group]) >= LEAST_ROWS:
            decode_spread["batch" if group == "together" else group] = spread([miss for _, miss in out[group]])
    return (
        replace(
            whole,
            on=today,
            rows=sum(row.decode is not None or row.together is not None for row in rows),
            decode_spread=decode_spread,
            prefill_spread=_spreads_by_group(out["prefill"], _class_of_row),
        ),
        out,
    )


def _spreads_by_group(
    misses: Sequence[tuple[Row, float]], group_of: Callable[[Row], str]
) -> dict[str, tuple[float, float]]:
    groups: dict[str, list[float]] = {}
    families: dict[str, set[str]] = {}
    for row, miss in misses:
        groups.setdefault(group_of(row), []).append(miss)
        families.setdefault(group_of(row), set()).add(row.family)
    found = {
        name: spread(each)
        for name, each in sorted(groups.items())
        if len(each) >= LEAST_ROWS and (len(families[name]) > 1 or name in ("batch", "cards"))
    }
    low, high = spread([miss for _, miss in misses])
    found["other"] = (round(low * 0.85, 3), round(high * 1.15, 3))
    return found


def _decode_group(row: Row) -> str:
    if row.sequences > 1:
        return "batch"
    return "cards" if row.machine.devices > 1 else _class_of_row(row)


def _class_of_row(row: Row) -> str:
    assert row.machine.device is not None
    return speed_class(row.machine.device)


def source_of(constants: Constants) -> str:
    """The module that holds `constants`."""
    lines = [f"    {name}={_source_text(getattr(constants, name))}," for name in names_of(constants)]
    head = '"""Generated by tools/fit_inference.py from published measurements: change the script, not this."""\n\n'
    body = "FITTED = Constants(\n" + "\n".join(lines) + "\n)\n"
    return head + "from modelpick.fit.constants import Constants\n\n" + body


def _source_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f'"{key}": {_source_text(each)}' for key, each in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_source_text, value)) + ")"
    return f'"{value}"' if isinstance(value, str) else f"{value:.4g}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("measurements", type=Path, nargs="+")
    parser.add_argument("--today", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    rows, _ = speeds(read(given.measurements), modelpick.load(project=False).facts)
    constants, _ = constants_of(rows, given.today)
    path = ROOT / "modelpick" / "fit" / "fitted.py"
    path.write_text(source_of(constants), "utf-8")
    print(f"wrote {path.relative_to(ROOT)} from {len(rows)} measurements")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
