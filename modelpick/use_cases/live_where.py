"""Which servers are asked about which models, where they are, and which key goes to each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, replace
from modelpick.probe.ask import checked_base
from modelpick.probe.check import ServerQuestion
from modelpick.probe.endpoints import CUSTOM, PROVIDERS, Endpoint, endpoint_of
from modelpick.storage.http import host_of
from modelpick.use_cases.resolve import resolve_provider


class Where(Plain):
    """The options about servers.

    `bases`: URLs, each optionally with the provider that it stands for: ``openai=URL``.
    """

    providers: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    key_env: str | None = None
    """The variable with the key of a server that is nobody's in particular."""


def questions(models: Mapping[str, Model], facts: Facts, where: Where) -> tuple[list[ServerQuestion], list[str]]:
    """One question for each server, and remarks for the user.

    Raises:
        ModelpickError: an unknown provider, one that cannot be asked, or a URL that is not asked.
    """
    bases = _base_urls(where, facts)
    named = dict.fromkeys([*(_askable_provider(name, facts) for name in where.providers), *bases])
    notes: list[str] = []
    found = []
    for provider in named or _providers_serving(list(models.values())):
        end, note = _endpoint_and_remark(provider, bases)
        notes += [note] if note else []
        ours = {id_: m for id_, m in models.items() if named or _is_served_by(m, provider)}
        wanted = {id_: ids_of(model, provider, facts) for id_, model in ours.items()}
        key_name, key = _key_for_endpoint(end, where.key_env)
        found.append(ServerQuestion(end, wanted, key, key_name, ask_without_key=provider in bases))
    if not named:
        notes += _unasked_remark(models.values(), facts)
    return found, notes


def ids_of(model: Model, provider: str, facts: Facts) -> tuple[str, ...]:
    """The ids that `model` may have at `provider`: those of its offerings there, its own, and its aliases."""
    there = [o.id for o in model.offerings if o.provider == provider and o.id]
    aliases = sorted(alias for alias, id_ in facts.aliases.items() if id_ == model.id and " " not in alias)
    return tuple(dict.fromkeys([*there, model.id.partition("/")[2], model.id, *aliases]))


def _providers_serving(models: Sequence[Model]) -> list[str]:
    """The providers that can be asked and that the catalog names for one of `models`."""
    return [p for p, end in PROVIDERS.items() if not end.local and any(_is_served_by(m, p) for m in models)]


def _is_served_by(model: Model, provider: str) -> bool:
    return model.lab == provider or any(o.provider == provider for o in model.offerings)


def _unasked_remark(models: Iterable[Model], facts: Facts) -> list[str]:
    """A remark on the providers of the model that cannot be asked; empty without any."""
    ids = {o.provider for m in models for o in m.offerings} - PROVIDERS.keys()
    names = sorted(map(facts.provider_name, ids))
    return [f"not asked, because no way of asking is known: {', '.join(names)}"] if names else []


def _askable_provider(name: str, facts: Facts) -> str:
    """The id of a provider that can be asked."""
    id_ = name if name in PROVIDERS else resolve_provider(name, facts)
    if id_ not in PROVIDERS:
        hint = f"Those that can: {', '.join(PROVIDERS)}; any other by {{base_urls}} {id_}=URL"
        raise ModelpickError(f"no way of asking {id_} for its models is known", where="{providers}", hint=hint)
    return id_


def _base_urls(where: Where, facts: Facts) -> dict[str, str]:
    """Provider -> the URL that is asked in place of its own."""
    bases = {}
    for text in where.bases:
        head, sign, tail = text.partition("=")
        if sign and ":" not in head and "/" not in head:
            provider = head if head in PROVIDERS else resolve_provider(head, facts)
            url = tail
        else:
            if len(where.providers) > 1:
                raise ModelpickError(
                    "stands for one of several providers", where="{base_urls}", hint="Write {base_urls} PROVIDER=URL"
                )
            provider, url = (_askable_provider(where.providers[0], facts) if where.providers else CUSTOM), text
        bases[provider] = checked_base(url)
    return bases


def _endpoint_and_remark(provider: str, bases: Mapping[str, str]) -> tuple[Endpoint, str | None]:
    """The endpoint of `provider`, and a remark where an environment variable replaced its address."""
    end = endpoint_of(provider)
    if provider in bases:
        # Its status page says nothing about a server that stands in its place.
        return replace(end, base=bases[provider], status_page=None), None
    said = os.environ.get(end.base_env, "").strip() if end.base_env else ""
    if not said:
        return end, None
    url = said if "://" in said else f"http://{said}"
    base = checked_base(url.replace("//0.0.0.0", "//127.0.0.1"), f"${end.base_env}")
    return replace(end, base=base, status_page=None), f"{provider} is asked at {host_of(base)}, as ${end.base_env} says"


def _key_for_endpoint(end: Endpoint, key_env: str | None) -> tuple[str | None, str | None]:
    """The variable and its key; a variable named by the user counts where the provider has none."""
    names = end.key_env or ((key_env,) if key_env else ())
    for name in names:
        if value := os.environ.get(name, "").strip():
            return name, value
    return None, None
