"""Fit the constants of `modelpick.fit` on published measurements and write modelpick/fit/fitted.py.

    python tools/fit_inference.py MEASUREMENTS [--today DAY] [--check]

MEASUREMENTS is measured-inference.yaml. Every effect has a prior, so that classes of hardware with few rows stay near
the common value: least squares of log ratios with Gaussian priors and a soft bound on outliers. Intervals are the
10th and 90th percentile of the log errors on hardware that was left out of the fit. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import least_squares

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import modelpick
from modelpick.documents.fitting import Fit
from modelpick.fit import fit
from modelpick.fit.constants import Constants
from modelpick.fit.speed import hardware_class
from modelpick.model.fields import names_of, replace
from tools.fit_rows import Row, read, speeds

KINDS = ("datacenter", "card", "unified", "apple", "cpu")
ENGINES = ("vllm", "mlx")
NOISE = 0.2
"""Deviation of the log of a measurement from a good formula, about."""
LEAST_ROWS = 8
"""A class of hardware with fewer rows has the interval of what was not measured."""

START = Constants(
    on="",
    rows=0,
    bandwidth_share=0.70,
    by_hardware=dict.fromkeys(KINDS, 1.0),
    by_engine=dict.fromkeys(("llama.cpp", *ENGINES), 1.0),
    mixture=dict.fromkeys(KINDS, 0.85),
    layer_us=dict.fromkeys(KINDS, 50.0),
    parallel=0.9,
    skew=0.8,
    compute_share=dict.fromkeys(KINDS, 0.35),
    flops_per_byte={**dict.fromkeys(KINDS, 60.0), "cpu": 10.0},
    prefill_mixture=0.6,
    overhead_gb=(0.8, 0.4, 1.6),
    overhead_share=(0.01, 0.0, 0.04),
    decode_spread={"other": (0.5, 2.0)},
    prefill_spread=(0.5, 2.0),
    system_gb_s=(45.0, 30.0, 80.0),
)
"""Where the fit starts. The last six are not fitted on speeds: overhead and system memory come from single reports (a
29 GB process with 28 GB of weights and cache; 20 GB of weights at 4.4 tokens/s on a 12 GB card)."""

Theta = np.ndarray[Any, np.dtype[np.float64]]
Part = tuple[str, str | None, float]

DECODE: tuple[Part, ...] = (
    ("bandwidth_share", None, 0.3),
    *(("by_hardware", kind, 0.15) for kind in KINDS[:-1]),
    *(("by_engine", engine, 0.15) for engine in ENGINES),
    ("mixture", "*", 0.2),
    *(("mixture", kind, 0.12) for kind in KINDS[:-1]),
    ("layer_us", "*", 0.7),
    *(("layer_us", kind, 0.3) for kind in KINDS[:-1]),
    ("parallel", None, 0.1),
    ("skew", None, 0.15),
)
"""What decoding is fitted with: field, key (``*``: all keys together) and the deviation of the prior of its log."""
PREFILL: tuple[Part, ...] = (
    ("compute_share", "*", 0.5),
    *(("compute_share", kind, 0.3) for kind in KINDS[:-1]),
    ("flops_per_byte", "*", 0.5),
    *(("flops_per_byte", kind, 0.5) for kind in KINDS[:-1]),
    ("prefill_mixture", None, 0.4),
)


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
    return fit(row.model, row.machine, row.quant.name, row.context, row.sequences, constants, row.engine)


def decode_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured decode speed."""
    found = predicted(row, constants).decode
    return None if found is None or not row.decode else float(np.log(found.value / row.decode))


def prefill_error(row: Row, constants: Constants) -> float | None:
    """Log of predicted over measured prefill speed, over the prompt that was measured at its depth."""
    if not row.prefill:
        return None
    depth = row.context if row.prompt is None or row.context > row.prompt else 0
    tokens = 2 * depth + (row.prompt or row.context)
    found = fit(row.model, row.machine, row.quant.name, tokens, 1, constants, row.engine).prefill
    return None if found is None else float(np.log(found.value / row.prefill))


def fitted(rows: Sequence[Row], base: Constants = START) -> Constants:
    """The constants of `rows`."""
    base = _solve_parts(rows, base, DECODE, decode_error)
    return _solve_parts(rows, base, PREFILL, prefill_error)


def _solve_parts(
    rows: Sequence[Row],
    base: Constants,
    parts: Sequence[Part],
    error: Callable[[Row, Constants], float | None],
) -> Constants:
    used = [row for row in rows if error(row, base) is not None]
    prior = np.array([deviation for *_, deviation in parts])

    def residuals(theta: Theta) -> Theta:
        constants = with_parts(base, parts, theta)
        misses = [row.weight * (error(row, constants) or 0.0) / NOISE for row in used]
        # The bound on outliers is for measurements; priors stay quadratic in effect, being small.
        return np.concatenate([np.array(misses), theta / prior])

    found = least_squares(residuals, np.zeros(len(parts)), loss="soft_l1")
    return with_parts(base, parts, found.x)


def left_out(rows: Sequence[Row], error: Callable[[Row, Constants], float | None]) -> list[tuple[Row, float]]:
    """Each row with its log error by constants that were fitted on all other hardware."""
    found = []
    for device in sorted({row.hardware for row in rows}):
        constants = fitted([row for row in rows if row.hardware != device])
        for row in rows:
            miss = error(row, constants) if row.hardware == device else None
            if miss is not None:
                found.append((row, miss))
    return found


def spread(errors: Sequence[float]) -> tuple[float, float]:
    """The factors by which a prediction is to be multiplied for four of five measurements to lie between."""
    low, high = np.quantile([-miss for miss in errors], (0.1, 0.9))
    return round(float(np.exp(min(low, -0.05))), 3), round(float(np.exp(max(high, 0.05))), 3)


def constants_of(rows: Sequence[Row], today: str) -> Constants:
    """Fitted constants with intervals."""
    decode, prefill = left_out(rows, decode_error), left_out(rows, prefill_error)
    single = [(row, miss) for row, miss in decode if row.sequences == 1]
    by_kind: dict[str, list[float]] = {}
    for row, miss in single:
        by_kind.setdefault(_kind_of_row(row), []).append(miss)
    spreads = {kind: spread(misses) for kind, misses in sorted(by_kind.items()) if len(misses) >= LEAST_ROWS}
    low, high = spread([miss for _, miss in decode])
    spreads["other"] = (round(low * 0.85, 3), round(high * 1.15, 3))
    return replace(
        fitted(rows),
        on=today,
        rows=sum(row.decode is not None for row in rows),
        decode_spread=spreads,
        prefill_spread=spread([miss for _, miss in prefill]),
    )


def _kind_of_row(row: Row) -> str:
    assert row.machine.device is not None
    return hardware_class(row.machine.device)


def source_of(constants: Constants) -> str:
    """The module that holds `constants`."""
    lines = [f"    {name}={_source_text(getattr(constants, name))}," for name in names_of(constants)]
    head = '"""Generated by tools/fit_inference.py from published measurements: change the script, not this."""\n\n'
    body = "FITTED = Constants(\n" + "\n".join(lines) + "\n)\n"
    return head + "from modelpick.fit.constants import Constants\n\n" + body


def _source_text(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_source_text(each)}' for key, each in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_source_text, value)) + ")"
    return f'"{value}"' if isinstance(value, str) else f"{value:.4g}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("measurements", type=Path)
    parser.add_argument("--today", default=date.today().isoformat())
    given = parser.parse_args(arguments)
    rows, _ = speeds(read(given.measurements), modelpick.load(project=False).facts)
    path = ROOT / "modelpick" / "fit" / "fitted.py"
    path.write_text(source_of(constants_of(rows, given.today)), "utf-8")
    print(f"wrote {path.relative_to(ROOT)} from {len(rows)} measurements")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
