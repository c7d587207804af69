"""Whether the user's own policy lets a model be used on a route."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.decide.routes import Route
from modelpick.model.facts import Listed, Policy

KINDS = ("model", "lab", "provider", "license")
_KIND_WORDS = {"license": "license"}


def allowed(route: Route, policy: Policy | None) -> tuple[bool | None, str | None]:
    """Whether `route` may be used, and why not; None where the policy speaks of what is not known of the model.

    What is denied is denied, whatever is allowed. On one's own machines there is no provider that could be denied or
    would have to be allowed; where nobody is known to serve the model, no denied provider is used.
    """
    if policy is None:
        return None, "none of your files has a policy"
    denied = next((entry for entry in policy.deny if _is(route, entry)), None)
    if denied is not None:
        return False, f"{_KIND_WORDS.get(denied.kind, denied.kind)} {denied.name} is denied{_places([denied])}"
    unknown = []
    for kind in KINDS:
        name, word = _name(route, kind), _KIND_WORDS.get(kind, kind)
        listed = [entry for entry in policy.allow if entry.kind == kind]
        if kind == "provider" and route.kind == "self_host":
            continue
        if listed and name is None:
            unknown.append(f"its {word} is not known, and only some are allowed{_places(listed)}")
        elif listed and not any(_is(route, entry) for entry in listed):
            return False, f"{word} {name} is not among those allowed{_places(listed)}"
        elif kind == "license" and name is None:
            spoken = [entry for entry in policy.deny if entry.kind == kind]
            unknown += [f"its license is not known, and some are denied{_places(spoken)}"] if spoken else []
    return (None, unknown[0]) if unknown else (True, None)


def _is(route: Route, entry: Listed) -> bool:
    name = _name(route, entry.kind)
    return name is not None and name.lower() == entry.name.lower()


def _name(route: Route, kind: str) -> str | None:
    model = route.model
    if kind == "model":
        return model.id
    if kind == "lab":
        return model.lab
    if kind == "provider":
        return route.offering.provider if route.offering else None
    return model.license.id if model.license else None


def _places(entries: Iterable[Listed]) -> str:
    """Why and where, once for each list."""
    because = dict.fromkeys(entry.because for entry in entries if entry.because)
    files = dict.fromkeys(entry.said_in for entry in entries)
    return f" ({'; '.join([*because, *files][:3])})"
