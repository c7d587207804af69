"""The LiteLLM proxy: a name for each model, and the order in which one falls back to the next."""

from __future__ import annotations

from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.litellm_names import PREFIXES, SETTINGS, litellm_name
from modelpick.exports.shortlist import Export, Pick, named_picks
from modelpick.exports.text import comment, per_token, yaml_file

PROVIDERS = tuple(PREFIXES)
CARRIES = {"max-monthly": "max_budget, for 30 days"}
MORE = (
    "Keys are read from the environment when the proxy starts. With Azure, the id must be the name of your deployment.",
)


def files(export: Export) -> tuple[ExportedFile, ...]:
    """``config.yaml`` for ``litellm --config``."""
    router: dict[str, Any] = {"num_retries": 2, "timeout": 120}
    heads = [[name for name, _ in named_picks(each)] for each in export.lists]
    fallbacks = [{first: rest} for first, *rest in heads if rest]
    if fallbacks:
        router["fallbacks"] = fallbacks
    settings: dict[str, Any] = {"drop_params": True}
    budgets = [each.limits["max-monthly"] for each in export.lists if "max-monthly" in each.limits]
    if len(budgets) == len(export.lists) > 0:
        settings |= {"max_budget": sum(map(float, budgets)), "budget_duration": "30d"}
    body = {
        "model_list": [_proxy_deployment(name, pick) for name, pick in export.picks],
        "router_settings": router,
        "litellm_settings": settings,
        "general_settings": {"master_key": "os.environ/LITELLM_MASTER_KEY"},
    }
    return (ExportedFile("config.yaml", comment(export, "#", MORE) + yaml_file(body)),)


def _proxy_deployment(name: str, pick: Pick) -> dict[str, Any]:
    way = pick.way
    key = PREFIXES[way.provider][1]
    asked = {"api_key": key} if key else {}
    params = {"model": litellm_name(way)}
    params |= {what: f"os.environ/{name}" for what, name in {**asked, **SETTINGS.get(way.provider, {})}.items()}
    info: dict[str, Any] = {"mode": "chat"}
    if way.context:
        info["max_input_tokens"] = way.context
    if way.price_in is not None and way.price_out is not None:
        info |= {"input_cost_per_token": per_token(way.price_in), "output_cost_per_token": per_token(way.price_out)}
    return {"model_name": name, "litellm_params": params, "model_info": info}
