"""Whether the user's own policy lets a model be used on a route."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.decide.routes import Route
from modelpick.model.facts import Policy, PolicyEntry

KINDS = ("model", "lab", "provider", "license")
_KIND_WORDS = {"license": "license"}


def allowed(route: Route, policy: Policy | None) -> tuple[bool | None, str | None]:
    """Whether the policy allows `route` (None: a fact that it needs is unknown), and why not.

    Denials outrank permissions. A route to one's own machines has no provider to deny or allow; where no provider is
    known, none is denied.
    """
    if policy is None:
        return None, "none of your files has a policy"
    denied = next((entry for entry in policy.deny if _is_listed_route(route, entry)), None)
    if denied is not None:
        return (
            False,
            f"{_KIND_WORDS.get(denied.kind, denied.kind)} {denied.name} is denied{_reasons_and_files([denied])}",
        )
    unknown = []
    for kind in KINDS:
        name, word = _name_on_route(route, kind), _KIND_WORDS.get(kind, kind)
        listed = [entry for entry in policy.allow if entry.kind == kind]
        if kind == "provider" and route.kind == "self_host":
            continue
        if listed and name is None:
            unknown.append(f"its {word} is not known, and only some are allowed{_reasons_and_files(listed)}")
        elif listed and not any(_is_listed_route(route, entry) for entry in listed):
            return False, f"{word} {name} is not among those allowed{_reasons_and_files(listed)}"
        elif kind == "license" and name is None:
            spoken = [entry for entry in policy.deny if entry.kind == kind]
            unknown += [f"its license is not known, and some are denied{_reasons_and_files(spoken)}"] if spoken else []
    return (None, unknown[0]) if unknown else (True, None)


def _is_listed_route(route: Route, entry: PolicyEntry) -> bool:
    name = _name_on_route(route, entry.kind)
    return name is not None and name.lower() == entry.name.lower()


def _name_on_route(route: Route, kind: str) -> str | None:
    model = route.model
    if kind == "model":
        return model.id
    if kind == "lab":
        return model.lab
    if kind == "provider":
        return route.offering.provider if route.offering else None
    return model.license.id if model.license else None


def _reasons_and_files(entries: Iterable[PolicyEntry]) -> str:
    """The reasons and files of the entries, each once, in brackets."""
    because = dict.fromkeys(entry.because for entry in entries if entry.because)
    files = dict.fromkeys(entry.said_in for entry in entries)
    return f" ({'; '.join([*because, *files][:3])})"
