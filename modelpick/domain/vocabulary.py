"""The fields that rules, `--where` and `list --columns` may name, with what they mean. Null is always "not known"."""

from __future__ import annotations

from typing import Literal

from modelpick.domain.fields import Plain

Kind = Literal["text", "number", "money", "day", "flag", "words", "answer"]


class Field(Plain):
    name: str
    kind: Kind
    about: str


def _fields(*rows: tuple[str, Kind, str]) -> dict[str, Field]:
    return {name: Field(name, kind, about) for name, kind, about in rows}


FIELDS = _fields(
    ("id", "text", "model id"),
    ("name", "text", "display name"),
    ("lab", "text", "who trained it"),
    ("family", "text", "family label"),
    ("released", "day", "release date"),
    ("age_days", "number", "days since release"),
    ("weights", "text", "open or closed"),
    ("context", "number", "context window of the model, tokens"),
    ("max_output", "number", "longest answer of the model, tokens"),
    ("input", "words", "input modalities"),
    ("output", "words", "output modalities"),
    ("reasoning", "flag", "has a reasoning mode"),
    ("tool_calling", "flag", "calls tools"),
    ("structured_output", "flag", "returns output that follows a schema"),
    ("licence.id", "text", "license of the weights"),
    ("licence.osi", "flag", "license approved by the Open Source Initiative"),
    ("licence.permissive", "flag", "permissive license: no condition on who uses it or what for"),
    ("licence.commercial", "answer", "commercial use: yes, conditional or no"),
    ("licence.conditions", "text", "conditions of the license"),
    ("params.total_b", "number", "parameters, billions"),
    ("params.active_b", "number", "active parameters, billions"),
    ("knowledge_cutoff", "day", "end of the training data"),
    ("successor", "text", "the next model of its tier"),
    ("providers", "words", "who serves it"),
    ("provider_count", "number", "how many providers serve it"),
    ("api", "text", "best stage of its API anywhere"),
    ("api.since", "day", "since when"),
    ("access", "text", "who may call its API, the widest anywhere: public, invited, partners or nobody"),
    ("lifecycle", "text", "where its API stands: announced, preview, ga, deprecated or retired"),
    ("weights.stage", "text", "stage of the published weights"),
    ("retires_on", "day", "announced end of its lab's own or only API"),
    ("days_to_retirement", "number", "days until then"),
    ("kv_cache_gb_per_million_tokens", "number", "cache of a million tokens, bf16, every layer in full, GB"),
    ("kv_cache_gb_at_full_context", "number", "cache at the full context, bf16, every layer in full, GB"),
    ("kv_cache_gb_at_full_context_layer_aware", "number", "the same, counting only layers that keep the full context"),
    ("offerings.largest_context", "number", "largest context that any offering serves, tokens"),
    ("offerings.smallest_context", "number", "smallest context that any offering serves, tokens"),
    ("route.kind", "text", "api, self_host or none"),
    ("route.provider", "text", "provider of the offering"),
    ("route.api", "text", "stage of the API there; listed where only a public price list speaks of it"),
    ("route.access", "text", "who may call the API there"),
    ("route.retires_on", "day", "announced end of the API there"),
    ("route.days_to_retirement", "number", "days until then"),
    ("route.jurisdictions", "words", "legal jurisdictions of the provider"),
    ("route.routing", "text", "in_region, geo, global or unknown"),
    ("route.geography", "words", "regions that the offering is confined to"),
    ("route.context", "number", "context served there, tokens"),
    ("route.max_output", "number", "longest answer served there, tokens"),
    ("route.training", "answer", "trains on API data"),
    ("route.zero_retention", "answer", "zero data retention"),
    ("route.baa", "answer", "signs a HIPAA business associate agreement"),
    ("route.retention_days", "number", "longest default retention, days"),
    ("route.allowed", "flag", "what the policy of your own files says of the model there"),
    ("fit.fits", "flag", "whether it fits the machine that is named"),
    ("fit.memory_gb", "number", "memory that it takes there, GB of 10^9 bytes"),
    ("fit.quant", "text", "quantization at which it fits there"),
    ("fit.bits", "number", "bits per weight of that quantization"),
    ("fit.decode", "number", "estimated output tokens per second there, one request"),
    ("fit.prefill", "number", "estimated input tokens per second there"),
    ("home.memory", "number", "memory that it takes on your own machines, at 4 bits where none is named, GB"),
    ("home.cost", "money", "rent of the machine that is named per million output tokens, USD"),
    ("cost.request", "money", "one request of the workload that is named, USD"),
    ("cost.task", "money", "one task of the workload, USD"),
    ("cost.month", "money", "the workload in a month, USD"),
    ("cost.blended", "money", "what the workload costs per million of its tokens, USD"),
    ("price.in", "money", "input price, USD per million tokens"),
    ("price.out", "money", "output price, USD per million tokens"),
    ("price.blended", "money", "price at 3 input : 1 output, USD per million tokens"),
    ("evidence.coverage", "number", "share of the need's weight that rests on measured figures, 0 to 1"),
    ("evidence.conflicts", "number", "criteria whose figures disagree"),
    ("evidence.conflict_text", "text", "the widest disagreement"),
    ("evidence.best_basis", "text", "most trusted kind of figure used"),
    ("evidence.vendor_only", "flag", "every figure used comes from a vendor or a rival"),
    ("evidence.press_only", "flag", "every figure used comes from the press"),
    ("evidence.newest", "day", "newest figure used"),
    ("evidence.age_days", "number", "days since the newest figure used"),
    ("evidence.strongest", "text", "criterion with the best value"),
    ("evidence.weakest", "text", "criterion with the worst value"),
    ("evidence.spread_points", "number", "best minus worst value over the criteria, points"),
    ("evidence.frontier_gap", "number", "points behind the best closed model on the same needs"),
    ("evidence.frontier_model", "text", "that model"),
    ("evidence.frontier_score", "number", "its score"),
)

PATTERNS = _fields(
    ("score.", "number", "pooled figure on a benchmark: score.swe-bench-verified"),
    ("route.residency.", "answer", "processing confined to a region: route.residency.eu"),
)


LISTED = ("id", "name", "released", "weights", "licence.id", "context", "price.in", "price.out", "api")
"""The columns of a list, unless others are asked for."""


def find(name: str) -> Field | None:
    """The field called `name`, or the open pattern that it belongs to."""
    if name in FIELDS:
        return FIELDS[name]
    return next((f for prefix, f in PATTERNS.items() if name.startswith(prefix) and len(name) > len(prefix)), None)
