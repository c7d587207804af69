"""What is wrong with an id at a place, given what it is about and how that model stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modelpick.audit.ids import Meaning
from modelpick.audit.scan import Role
from modelpick.documents.audit_reports import KINDS, Severity
from modelpick.model.dates import Day
from modelpick.model.facts import StageSeen
from modelpick.model.fields import Plain
from modelpick.model.wording import count


class Standing(Plain):
    """How a model stands on the day with whoever the id asks for it."""

    name: str
    stage: StageSeen | None = None
    since: Day | None = None
    retires_on: Day | None = None
    days: int | None = None
    """Until then."""
    at: str | None = None
    """Whose API that is."""
    successor: str | None = None
    """The lab's successor, with the prices of both."""
    cheaper: bool = False
    """Whether the successor can be called and costs no more."""
    denied: str | None = None
    """Why the policy does not allow it."""
    denied_license: bool = False
    outside: str | None = None
    """Why it is not in the region that is asked for."""


class Said(NamedTuple):
    kind: str
    severity: Severity
    text: str
    hint: str | None = None


def findings(id_: str, meaning: Meaning, standing: Standing | None, within: int, role: Role = "value") -> list[Said]:
    """All that is to be said of `id_`; as a key of a table it pins nothing, and all of it is but a note."""
    found = list(_of(id_, meaning, standing, within))
    return [said._replace(severity="note") for said in found] if role == "key" else found


def _of(id_: str, meaning: Meaning, standing: Standing | None, within: int) -> Iterator[Said]:
    if meaning.reading == "misspelt":
        yield _said("misspelt-id", f"{id_}: no such model is known", f"Did you mean `{meaning.near}`?")
        return
    if meaning.reading == "unknown":
        yield _said("unknown-id", f"{id_}: the catalog has no such model", "Check that it is still offered")
        return
    if standing is None:
        yield _said("floating-alias", f"{id_}: names whatever model is the latest", "Name a version")
        return
    yield from _policy(id_, standing)
    life = list(_life(id_, standing, within))
    yield from life
    if meaning.reading == "wrong-prefix":
        yield _said("wrong-prefix", f"{id_}: {meaning.provider} does not serve {standing.name}", None)
    if meaning.reading == "floating" and not life:
        hint = f"Name the version: `{meaning.near}`" if meaning.near else "Name a version"
        yield _said("floating-alias", f"{id_}: may come to name another version of {standing.name}", hint)


def _policy(id_: str, standing: Standing) -> Iterator[Said]:
    if standing.denied:
        kind = "license" if standing.denied_license else "not-allowed"
        yield _said(kind, f"{id_}: {standing.name} is not allowed: {standing.denied}", None)
    if standing.outside:
        yield _said("not-in-region", f"{id_}: {standing.name} {standing.outside}", None)


def _life(id_: str, standing: Standing, within: int) -> Iterator[Said]:
    at, hint = f" at {standing.at}" if standing.at else "", standing.successor
    since = f" on {standing.since}" if standing.since else ""
    if standing.stage == "retired":
        yield _said("retired", f"{id_}: {standing.name} was retired{at}{since}", hint)
    elif standing.retires_on and standing.days is not None and standing.days <= within:
        ahead = f"{standing.retires_on}, in {count(standing.days, 'day')}"
        yield _said("retiring", f"{id_}: {standing.name} will be retired{at} on {ahead}", hint)
    elif standing.stage == "deprecated":
        ends = f"; it ends on {standing.retires_on}" if standing.retires_on else ""
        since = f" since {standing.since}" if standing.since else ""
        yield _said("deprecated", f"{id_}: {standing.name} is deprecated{at}{since}{ends}", hint)
    elif standing.cheaper and hint:
        yield _said("superseded", f"{id_}: {standing.name} has a successor that costs no more", hint)


def _said(kind: str, text: str, hint: str | None) -> Said:
    return Said(kind, KINDS[kind].severity, text, hint)
