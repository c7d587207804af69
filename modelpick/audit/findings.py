"""What is wrong with an id at a place, given what it is about and how that model stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modelpick.audit.ids import Meaning
from modelpick.audit.roles import Role
from modelpick.documents.audit_reports import KINDS, Severity
from modelpick.model.dates import Day
from modelpick.model.ends import ANY_ID, EndedId
from modelpick.model.facts import StageSeen
from modelpick.model.fields import Plain
from modelpick.model.wording import count, listed


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
    unproven: str | None = None
    """Why nobody can say that it is."""
    unsure: str | None = None
    """Why its end need not be that of what is asked."""


class EndSeen(Plain):
    """The end of an id on a day, as it is told."""

    row: EndedId
    name: str
    """The model that has ended; empty where the catalog has none such."""
    at: str
    """Whose API that is."""
    day: Day
    instead: str | None = None
    """What to take instead, which has not ended itself."""
    answers: str | None = None
    """What answers in its place, and at which price."""
    doubt: str | None = None
    """Why the place may mean something else."""
    version: str | None = None
    """The version that holds because none is named."""


class IdFinding(NamedTuple):
    """A finding about an id before its place is known: kind, severity, text and hint."""

    kind: str
    severity: Severity
    text: str
    hint: str | None = None


def findings(
    id_: str,
    meaning: Meaning | None,
    standing: ModelLifecycle | None,
    within: int,
    role: Role = "value",
    end: EndSeen | None = None,
) -> list[IdFinding]:
    """All findings about `id_`, its end first. What pins nothing (a key, an offer, a document) gets notes alone."""
    found = list(_end_findings(id_, end, within)) if end else []
    if meaning is not None:
        told = _findings_at_place(id_, meaning, standing, within)
        ended = {"retired", "retiring", "deprecated", "never-existed", "misspelt-id", "unknown-id", "not-ranked"}
        found += [each for each in told if not (end and each.kind in ended)]
        if any(each.kind in ended for each in found[:1]):
            found = [each for each in found if each.kind not in ("floating-alias", "superseded", "wrong-prefix")]
    return [said._replace(severity="note") for said in found] if role != "value" else found


def _end_findings(id_: str, end: EndSeen, within: int) -> Iterator[IdFinding]:
    row, left = end.row, end.row.days_left(end.day)
    doubts = [*row.doubts, *([end.doubt] if end.doubt else [])]
    doubts += [f"other sources say {listed(list(row.conflicts))}"] if row.conflicts else []
    told = f" ({'; '.join(doubts)})" if doubts else ""
    if end.version:
        told = f"; no version is named, and {end.version} is taken for the default{told}"
    if row.state == "never_existed":
        hint = f"Did you mean `{row.meant}`?" if row.meant else None
        yield _finding_of_kind("never-existed", f"{id_}: {end.at} has never had such an id{told}", hint)
    elif row.state == "deprecated":
        since = f" since {row.announced}" if row.announced else ""
        text = f"{_subject_words(id_, end)} is deprecated at {end.at}{since}, and no day of its end is known{told}"
        yield _finding_of_kind("deprecated", text, end.instead)
    elif left is not None and left <= 0:
        yield _retired_finding(id_, end, told)
    elif left is not None and left <= within:
        text = f"{_subject_words(id_, end)} will be retired at {end.at} on {row.ends_on}, in {count(left, 'day')}{told}"
        yield _finding_of_kind("retiring", text, end.instead)
    if row.after and (left is None or left <= within):
        text = f"{id_}: {_routing_text(row, end)}"
        yield _finding_of_kind("routed", text, "Name the model that you want to be answered by")


def _subject_words(id_: str, end: EndSeen) -> str:
    """The id as it is written, and what it is."""
    if end.name:
        return f"{id_}: {end.name}"
    version = end.row.version
    return f"{id_} {version}" if version and version not in id_ and not end.version else id_


def _retired_finding(id_: str, end: EndSeen, told: str) -> IdFinding:
    row = end.row
    on = f" on {row.on}" if row.on else f", as read on {row.read}"
    if row.id == ANY_ID:
        text = f"{id_}: {end.at} was shut down{on}: {row.note}{told}"
    else:
        text = f"{_subject_words(id_, end)} was retired at {end.at}{on}{told}"
    certain = row.certain and not end.doubt and not row.after
    found = _finding_of_kind("retired", text, end.instead)
    return found if certain else found._replace(severity="warning")


def _routing_text(row: EndedId, end: EndSeen) -> str:
    answered = end.answers or row.after or ""
    if row.on and row.on > end.day:
        return f"from {row.on} on {end.at} {row.after if not end.answers else f'answers with {answered}'}"
    return f"{end.at} no longer answers with it: {row.after}{f' ({answered})' if end.answers else ''}"


def _findings_at_place(id_: str, meaning: Meaning, standing: ModelLifecycle | None, within: int) -> Iterator[IdFinding]:
    if meaning.reading == "opaque":
        yield _finding_of_kind("opaque", f"{id_}: the model behind it cannot be read here", "Look where it is defined")
        return
    if meaning.reading == "never-existed":
        text = f"{id_}: no version of that day is known"
        yield _finding_of_kind("never-existed", text, f"Did you mean `{meaning.near}`?")
        return
    if meaning.reading == "misspelt":
        yield _finding_of_kind("misspelt-id", f"{id_}: no such model is known", f"Did you mean `{meaning.near}`?")
        return
    if meaning.kind:
        yield _finding_of_kind("not-ranked", f"{id_}: {meaning.kind}; not ranked here", None)
        return
    if meaning.reading == "unknown":
        yield _finding_of_kind("unknown-id", f"{id_}: the catalog has no such model", "Check that it is still offered")
        return
    if standing is None:
        yield _finding_of_kind("floating-alias", f"{id_}: names whatever model is the latest", "Name a version")
        return
    yield from _policy_findings(id_, standing)
    life = [found for each in _lifecycle_findings(id_, standing, within) if (found := _told_here(each, standing))]
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
    if standing.unproven:
        yield _finding_of_kind("region-unproven", f"{id_}: {standing.name} {standing.unproven}", None)


def _told_here(found: IdFinding, standing: ModelLifecycle) -> IdFinding | None:
    """A finding as the place bears it: of the maker's own API, where somebody else's is asked, an end alone, with the
    doubt."""
    if standing.unsure is None:
        return found
    if found.kind not in ("retired", "retiring"):
        return None
    return found._replace(severity="warning", text=f"{found.text} ({standing.unsure})")


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
