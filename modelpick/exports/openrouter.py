"""A request to OpenRouter: the models in order, and to which hosts it may go.

What the question requires of the service itself is enforced there: hosts that keep or train on data are left out.
"""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export, Shortlist
from modelpick.exports.text import about_file, dollars, json_file

PROVIDERS = ("openrouter",)
CARRIES = {
    "no-training": "data_collection: deny",
    "zero-retention": "zdr: true",
    "max-price-in": "max_price.prompt",
    "max-price-out": "max_price.completion",
}
HOLDS = {
    "jurisdiction": "provider.only names the hosts that are known to meet it",
    "baa": "provider.only names the hosts that are known to sign one; OpenRouter itself has to, too",
}
"""The same of hosts alone: the service itself has to meet it besides."""
MOST = 3
"""It takes no more models than these in one request."""
_HOSTS = {
    "anthropic": "anthropic", "openai": "openai", "google": "google-ai-studio", "google-vertex": "google-vertex",
    "amazon-bedrock": "amazon-bedrock", "azure": "azure", "mistral": "mistral", "xai": "xai", "deepseek": "deepseek",
    "zai": "z-ai", "moonshotai": "moonshotai", "minimax": "minimax", "cohere": "cohere", "groq": "groq",
    "cerebras": "cerebras", "togetherai": "together", "fireworks-ai": "fireworks", "deepinfra": "deepinfra",
    "novita-ai": "novita", "nebius": "nebius", "siliconflow": "siliconflow", "baseten": "baseten",
    "friendli": "friendli", "sambanova": "sambanova", "alibaba": "alibaba", "gmicloud": "gmicloud",
}  # fmt: skip
"""Provider -> what OpenRouter calls it."""
_ABOUT_HOSTS = ("no-training", "zero-retention", "jurisdiction", "baa")
"""Constraints that a host meets or not, whoever passes the request on to it."""
QUANTS = {
    "bf16": ("bf16",), "fp16": ("fp16",), "f16": ("fp16",), "fp8": ("fp8",), "mxfp4": ("mxfp4",), "nvfp4": ("nvfp4",),
    "int8": ("int8",), "int4": ("int4",), "f32": ("fp32",),
}  # fmt: skip


def files(export: Export) -> tuple[ExportedFile, ...]:
    """The body of a request for each list, without the messages' text."""
    lists = export.lists
    named = {"request.json" if len(lists) == 1 else f"request-{each.name}.json": each for each in lists}
    requests = (ExportedFile(name, _request_text(each, export)) for name, each in named.items())
    return *requests, about_file(export)


def _request_text(shortlist: Shortlist, export: Export) -> str:
    ids = [pick.way.id for pick in shortlist.picks][:MOST]
    provider = _host_routing(shortlist, export)
    body: dict[str, Any] = {"model": ids[0], "models": ids}
    if provider:
        body["provider"] = provider
    return json_file({**body, "messages": [{"role": "user", "content": "Your own text."}]})


def _host_routing(shortlist: Shortlist, export: Export) -> dict[str, Any]:
    limits = shortlist.limits
    found: dict[str, Any] = {}
    known = [_HOSTS[host] for host in shortlist.hosts if host in _HOSTS]
    if known and any(limits.get(name) for name in _ABOUT_HOSTS):
        found |= {"only": known, "order": known}
    denied = [_HOSTS[host] for host in export.denied if host in _HOSTS]
    if denied:
        found["ignore"] = denied
    found["allow_fallbacks"] = True
    if limits.get("tools") or limits.get("structured-output") or limits.get("reasoning"):
        found["require_parameters"] = True
    if limits.get("no-training"):
        found["data_collection"] = "deny"
    if limits.get("zero-retention"):
        found["zdr"] = True
    if shortlist.quant in QUANTS and all(pick.weights == "open" for pick in shortlist.picks):
        found["quantizations"] = list(QUANTS[shortlist.quant])
    prices = {"prompt": "max-price-in", "completion": "max-price-out"}
    most = {part: dollars(limits[name]) for part, name in prices.items() if name in limits}
    if most:
        found["max_price"] = most
    return found
