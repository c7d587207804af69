"""The fields that rules, `--where` and `list --columns` may name, with what they mean. Null is always "not known".

What is described of a model, an offering or a price is read off its struct; what follows from several facts, from the
route or from the question stands here.
"""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.model.fields import Plain
from modelpick.model.shown_facts import OF_MODEL, OF_OFFERING, OF_RATES, Kind, ShownFacts

Row = tuple[str, Kind, str]


class Field(Plain):
    """A field that conditions may name: its kind, and what it means."""

    name: str
    kind: Kind
    about: str


def _fields_by_name(*rows: Row) -> dict[str, Field]:
    return {name: Field(name, kind, about) for name, kind, about in rows}


def _described_fields(shown: ShownFacts, prefix: str = "") -> Iterable[Row]:
    """What a struct says of its own fields, those worked out from one of them beside it."""
    for name, (_, _, kind, about) in shown.items():
        if about:
            yield f"{prefix}{name}", kind, about
        yield from _DERIVED_ROWS.get(name, ()) if shown is OF_MODEL else ()


_DERIVED_ROWS: dict[str, tuple[Row, ...]] = {
    "name": (("lab", "text", "who trained it"),),
    "released": (("age_days", "number", "days since release"),),
    "license.osi": (("license.permissive", "flag", "permissive license: no condition on who uses it or what for"),),
}
FIELDS = _fields_by_name(
    *_described_fields(OF_MODEL),
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
    *_described_fields(OF_OFFERING, "route."),
    ("route.uptime", "number", "percent of the requests that were answered there, when last measured"),
    ("route.first_token_s", "number", "seconds to the first token there, when last measured"),
    ("route.tokens_per_s", "number", "output tokens per second of one request there, when last measured"),
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
    *((name, "money", about) for name, _, about in _described_fields(OF_RATES, "price.")),
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

PATTERNS = _fields_by_name(
    ("score.", "number", "pooled figure on a benchmark: score.swe-bench-verified"),
    ("route.residency.", "answer", "processing confined to a region: route.residency.eu"),
    ("route.certified.", "answer", "a certificate or attestation of the service: route.certified.iso27001"),
)


LISTED = ("id", "name", "released", "weights", "license.id", "context", "price.in", "price.out", "api")
"""The columns of a list, unless others are asked for."""


def find(name: str) -> Field | None:
    """The field called `name`, or the open pattern that it belongs to."""
    if name in FIELDS:
        return FIELDS[name]
    return next((f for prefix, f in PATTERNS.items() if name.startswith(prefix) and len(name) > len(prefix)), None)
