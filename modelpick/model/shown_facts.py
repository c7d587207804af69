"""The facts that can be asked for by name: tables that `python -m tools.shown_facts` makes of the structs.

By struct and name: the path of the value, and that of its source, empty where it has none; how its values are compared
and shown; and what it means, empty where nobody can ask for it.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "number", "money", "day", "flag", "words", "answer"]
ShownFacts = dict[str, tuple[tuple[str, ...], tuple[str, ...], Kind, str]]

OF_MODEL: ShownFacts = {
    "id": (("id",), (), "text", "model id"),
    "name": (("name",), (), "text", "display name"),
    "family": (("family",), (), "text", "family label"),
    "released": (("released",), (), "day", "release date"),
    "weights": (("weights",), (), "text", "open or closed"),
    "license.id": (("license", "id"), ("license", "source"), "text", "license of the weights"),
    "license.osi": (
        ("license", "osi"),
        ("license", "source"),
        "flag",
        "license approved by the Open Source Initiative",
    ),
    "license.commercial": (
        ("license", "commercial"),
        ("license", "source"),
        "answer",
        "commercial use: yes, conditional or no",
    ),
    "license.conditions": (("license", "conditions"), ("license", "source"), "text", "conditions of the license"),
    "context": (("context", "value"), ("context", "source"), "number", "context window of the model, tokens"),
    "max_output": (("max_output", "value"), ("max_output", "source"), "number", "longest answer of the model, tokens"),
    "input": (("modalities", "inputs"), ("modalities", "source"), "words", "input modalities"),
    "output": (("modalities", "outputs"), ("modalities", "source"), "words", "output modalities"),
    "reasoning": (("features", "reasoning"), ("features", "source"), "flag", "has a reasoning mode"),
    "tool_calling": (("features", "tool_calling"), ("features", "source"), "flag", "calls tools"),
    "structured_output": (
        ("features", "structured_output"),
        ("features", "source"),
        "flag",
        "returns output that follows a schema",
    ),
    "params.total_b": (("params", "total_b"), ("params", "source"), "number", "parameters, billions"),
    "params.active_b": (("params", "active_b"), ("params", "source"), "number", "active parameters, billions"),
    "knowledge_cutoff": (("knowledge_cutoff",), (), "day", "end of the training data"),
    "successor": (("successor",), (), "text", "the next model of its tier"),
}
OF_OFFERING: ShownFacts = {
    "context": (("context",), ("source",), "number", "context served there, tokens"),
    "max_output": (("max_output",), ("source",), "number", "longest answer served there, tokens"),
    "routing": (("routing",), ("source",), "text", "in_region, geo, global or unknown"),
    "geography": (("geography",), ("source",), "words", "regions that the offering is confined to"),
    "service": (("service",), ("source",), "text", ""),
    "training": (("terms", "training", "value"), ("terms", "training", "source"), "answer", "trains on API data"),
    "zero_retention": (
        ("terms", "zero_retention", "value"),
        ("terms", "zero_retention", "source"),
        "answer",
        "zero data retention",
    ),
    "baa": (
        ("terms", "baa", "value"),
        ("terms", "baa", "source"),
        "answer",
        "signs a HIPAA business associate agreement",
    ),
    "dpa": (
        ("terms", "dpa", "value"),
        ("terms", "dpa", "source"),
        "answer",
        "signs a data processing agreement (GDPR Article 28)",
    ),
    "human_review": (
        ("terms", "human_review", "value"),
        ("terms", "human_review", "source"),
        "answer",
        "its staff may read content",
    ),
    "customer_keys": (
        ("terms", "customer_keys", "value"),
        ("terms", "customer_keys", "source"),
        "answer",
        "stored content under keys of the customer",
    ),
    "retention_days": (
        ("terms", "retention_days", "value"),
        ("terms", "retention_days", "source"),
        "number",
        "longest default retention, days",
    ),
    "sla": (("terms", "sla", "value"), ("terms", "sla", "source"), "number", "promised monthly availability, percent"),
    "notice_days": (
        ("terms", "notice_days", "value"),
        ("terms", "notice_days", "source"),
        "number",
        "least notice before an API in general availability ends, days",
    ),
}
OF_RATES: ShownFacts = {
    "in": (("input",), (), "text", "input price, USD per million tokens"),
    "out": (("output",), (), "text", "output price, USD per million tokens"),
}
