"""What estimation is compared with. Each takes standard scores (NaN = unknown) and returns the filled matrix."""

from __future__ import annotations

import numpy as np

from tools.factor_model import Floats


def column_mean(z: Floats) -> Floats:
    return np.zeros_like(z)


def one_factor(z: Floats, rounds: int = 40, penalty: float = 1.0) -> Floats:
    """Item response with one ability a model: z = a_j t_i + b_j, by alternating ridge regressions."""
    return _alternate_ridge(z, rank=1, rounds=rounds, penalty=penalty, model_bias=False)


def bias_als(z: Floats, rounds: int = 40, penalty: float = 3.0) -> Floats:
    """Biases of models and benchmarks and two factors, by alternating ridge regressions."""
    return _alternate_ridge(z, rank=2, rounds=rounds, penalty=penalty, model_bias=True)


def _alternate_ridge(z: Floats, rank: int, rounds: int, penalty: float, model_bias: bool) -> Floats:
    seen = ~np.isnan(z)
    n, m = z.shape
    rng = np.random.default_rng(0)
    t, w = rng.normal(0, 0.3, (n, rank)), rng.normal(0, 0.3, (m, rank))
    if not model_bias:
        start = np.nan_to_num(np.where(seen, z, 0.0).sum(1) / np.maximum(seen.sum(1), 1))
        t[:, 0], w[:, 0] = start, 1.0
    a, b = np.zeros(n), np.zeros(m)
    for _ in range(rounds):
        for i in range(n):
            o = seen[i]
            design = np.c_[w[o], np.ones(o.sum())] if model_bias else w[o]
            solved = _ridge_solution(design, z[i, o] - b[o], penalty)
            t[i], a[i] = solved[:rank], solved[rank] if model_bias else 0.0
        for j in range(m):
            o = seen[:, j]
            solved = _ridge_solution(np.c_[t[o], np.ones(o.sum())], z[o, j] - a[o], penalty)
            w[j], b[j] = solved[:rank], solved[rank]
    return a[:, None] + b + t @ w.T


def _ridge_solution(design: Floats, y: Floats, penalty: float) -> Floats:
    return np.asarray(np.linalg.solve(design.T @ design + penalty * np.eye(design.shape[1]), design.T @ y))


def neighbors(z: Floats, nearest: int = 5, least: int = 3) -> Floats:
    """Mean of the nearest models that have the score, by root mean square distance over common scores."""
    seen = ~np.isnan(z)
    filled = np.nan_to_num(z)
    common = seen.astype(float) @ seen.T.astype(float)
    square = (filled**2) @ seen.T + seen @ (filled**2).T - 2 * filled @ filled.T
    distance = np.where(common >= least, np.sqrt(np.maximum(square, 0) / np.maximum(common, 1)), np.inf)
    np.fill_diagonal(distance, np.inf)
    own = filled.sum(1) / np.maximum(seen.sum(1), 1)
    out = np.repeat(own[:, None], z.shape[1], 1)
    for i, order in enumerate(np.argsort(distance, axis=1, kind="stable")):
        for j in range(z.shape[1]):
            near = [k for k in order if seen[k, j] and np.isfinite(distance[i, k])][:nearest]
            if near:
                weight = 1 / (distance[i, near] + 0.1)
                out[i, j] = float(weight @ z[near, j] / weight.sum())
    return out
