"""Where the facts stand that can be asked for by name: tables that `python -m tools.shown_paths` makes of the structs.

By struct and name: the path of the value, and that of its source; empty where it has none.
"""

from __future__ import annotations

Paths = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

OF_MODEL: Paths = {
    "id": (("id",), ()),
    "name": (("name",), ()),
    "family": (("family",), ()),
    "released": (("released",), ()),
    "weights": (("weights",), ()),
    "license.id": (("license", "id"), ("license", "source")),
    "license.osi": (("license", "osi"), ("license", "source")),
    "license.commercial": (("license", "commercial"), ("license", "source")),
    "license.conditions": (("license", "conditions"), ("license", "source")),
    "context": (("context", "value"), ("context", "source")),
    "max_output": (("max_output", "value"), ("max_output", "source")),
    "input": (("modalities", "inputs"), ("modalities", "source")),
    "output": (("modalities", "outputs"), ("modalities", "source")),
    "reasoning": (("features", "reasoning"), ("features", "source")),
    "tool_calling": (("features", "tool_calling"), ("features", "source")),
    "structured_output": (("features", "structured_output"), ("features", "source")),
    "params.total_b": (("params", "total_b"), ("params", "source")),
    "params.active_b": (("params", "active_b"), ("params", "source")),
    "knowledge_cutoff": (("knowledge_cutoff",), ()),
    "successor": (("successor",), ()),
}
OF_OFFERING: Paths = {
    "context": (("context",), ("source",)),
    "max_output": (("max_output",), ("source",)),
    "routing": (("routing",), ("source",)),
    "geography": (("geography",), ("source",)),
    "service": (("service",), ("source",)),
    "training": (("terms", "training", "value"), ("terms", "training", "source")),
    "zero_retention": (("terms", "zero_retention", "value"), ("terms", "zero_retention", "source")),
    "baa": (("terms", "baa", "value"), ("terms", "baa", "source")),
}
OF_RATES: Paths = {"in": (("input",), ()), "out": (("output",), ())}
