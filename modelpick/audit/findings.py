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


class ModelLifecycle(Plain):
    """The lifecycle of a model on a day at the provider that an id names."""

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


class IdFinding(NamedTuple):
    """A finding about an id before its place is known: kind, severity, text and hint."""

    kind: str
    severity: Severity
    text: str
    hint: str | None = None


def findings(
    id_: str, meaning: Meaning, standing: ModelLifecycle | None, within: int, role: Role = "value"
) -> list[IdFinding]:
    """All findings about `id_`. A dictionary key is not a pin, so its findings are notes."""
    found = list(_findings_at_place(id_, meaning, standing, within))
    return [said._replace(severity="note") for said in found] if role == "key" else found


def _findings_at_place(id_: str, meaning: Meaning, standing: ModelLifecycle | None, within: int) -> Iterator[IdFinding]:
    if meaning.reading == "misspelt":
        yield _finding_of_kind("misspelt-id", f"{id_}: no such model is known", f"Did you mean `{meaning.near}`?")
        return
    if meaning.reading == "unknown":
        yield _finding_of_kind("unknown-id", f"{id_}: the catalog has no such model", "Check that it is still offered")
        return
    if standing is None:
        yield _finding_of_kind("floating-alias", f"{id_}: names whatever model is the latest", "Name a version")
        return
    yield from _policy_findings(id_, standing)
    life = list(_lifecycle_findings(id_, standing, within))
    yield from life
    if meaning.reading == "wrong-prefix":
        yield _finding_of_kind("wrong-prefix", f"{id_}: {meaning.provider} does not serve {standing.name}", None)
    if meaning.reading == "floating" and not life:
        hint = f"Name the version: `{meaning.near}`" if meaning.near else "Name a version"
        yield _finding_of_kind("floating-alias", f"{id_}: may come to name another version of {standing.name}", hint)


def _policy_findings(id_: str, standing: ModelLifecycle) -> Iterator[IdFinding]:
    if standing.denied:
        kind = "license" if standing.denied_license else "not-allowed"
        yield _finding_of_kind(kind, f"{id_}: {standing.name} is not allowed: {standing.denied}", None)
    if standing.outside:
        yield _finding_of_kind("not-in-region", f"{id_}: {standing.name} {standing.outside}", None)


def _lifecycle_findings(id_: str, standing: ModelLifecycle, within: int) -> Iterator[IdFinding]:
    at, hint = f" at {standing.at}" if standing.at else "", standing.successor
    since = f" on {standing.since}" if standing.since else ""
    if standing.stage == "retired":
        yield _finding_of_kind("retired", f"{id_}: {standing.name} was retired{at}{since}", hint)
    elif standing.retires_on and standing.days is not None and standing.days <= within:
        ahead = f"{standing.retires_on}, in {count(standing.days, 'day')}"
        yield _finding_of_kind("retiring", f"{id_}: {standing.name} will be retired{at} on {ahead}", hint)
    elif standing.stage == "deprecated":
        ends = f"; it ends on {standing.retires_on}" if standing.retires_on else ""
        since = f" since {standing.since}" if standing.since else ""
        yield _finding_of_kind("deprecated", f"{id_}: {standing.name} is deprecated{at}{since}{ends}", hint)
    elif standing.cheaper and hint:
        yield _finding_of_kind("superseded", f"{id_}: {standing.name} has a successor that costs no more", hint)


def _finding_of_kind(kind: str, text: str, hint: str | None) -> IdFinding:
    return IdFinding(kind, KINDS[kind].severity, text, hint)
