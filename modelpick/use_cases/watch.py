"""Compares what a watch sees with what it saw when it ran last, and remembers it for the next time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import MsgspecError, json

from modelpick.decide.routes import Route
from modelpick.decide.subject import CandidateView
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.watch_reports import Sighting, UntilMet, WatchChange, WatchReport
from modelpick.lookup.watching import differences, kin_of, see_answer, see_model
from modelpick.model.dates import Day, is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain, replace
from modelpick.model.names import did_you_mean
from modelpick.model.request import Request
from modelpick.model.wording import count, listed
from modelpick.storage.folders import cache_folder
from modelpick.storage.reading import MEGABYTE, MissingFile, read_regular
from modelpick.storage.writing import make_folder, write_file
from modelpick.use_cases.catalog import OpenCatalog, model_known
from modelpick.use_cases.request_checks import resolve_as_of

KEPT = 50
"""So many changes are remembered, for the feed."""
WITHIN = 60
LARGEST = 32 * MEGABYTE
"""Of a state that is read."""
FORMAT: Literal[1] = 1
"""Of the state; another one is not understood."""


class State(Plain):
    """What a watch remembers from one run to the next."""

    version: Literal[1]
    watch: str
    begun: Day
    seen: Sighting
    history: tuple[WatchChange, ...]


class Watched(Plain):
    """The report of a watch; call `remember` after it was shown, so that an interrupted run loses nothing."""

    report: WatchReport
    remember: Callable[[], None]


def watch(
    catalog: OpenCatalog,
    models: Sequence[str],
    questions: Mapping[str, Request],
    *,
    within: int = WITHIN,
    state_file: Path | None = None,
    force: bool = False,
    until: str | None = None,
    on: Day | None = None,
) -> Watched:
    """What changed since this watch ran last.

    Args:
        models: what is watched; where none is named, the models that lead the answers to `questions`.
        questions: file -> what it asks; whether its answer is another now is watched too.
        within: so many days before an announced end it is told again.
        state_file: where to remember; in the cache folder, by what is watched, if none is given.
        force: whether a `state_file` that is no state of a watch may be replaced.
        until: what is waited for: `api=public`, `api=ga`, `lifecycle=retired`.

    Raises:
        ModelpickError: nothing to watch, a name that means nothing, a day before the last run, a state that cannot
            be read, a `state_file` that is something else.
    """
    if not models and not questions:
        raise ModelpickError("nothing is watched", hint="Name a model, or a saved question with {profiles} FILE")
    day = resolve_as_of(on, catalog.today)
    condition = _awaited_state(until)
    read_as = catalog.resolve_on(models, day)
    named = list(read_as)
    watched = _watch_name(named, list(questions))
    file = state_file or cache_folder() / "watch" / f"{watched}.json"
    was, fault = _last_run(file, day, may_replace=force or state_file is None)
    # The absolute path identifies the file of a question, whatever the current folder is.
    named_as = {os.path.realpath(question): question for question in questions}
    was = replace(was, seen=_with_question_names(was.seen, named_as)) if was else None
    now = _see_watched(catalog, named, questions, day, within)
    changes = differences(was.seen, now) if was else ()
    history = _told_history(changes, was)
    begun = was.begun if was else day
    report = WatchReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        since=was.seen.on if was else None,
        text=_summary_sentence(changes, was, fault, len(now.models)),
        state="damaged" if fault else "first" if was is None else "changed" if changes else "same",
        watch=was.watch if was else watched,
        begun=begun,
        within=within,
        models=tuple(now.models),
        profiles=tuple(questions),
        changes=changes,
        history=history,
        notes=(*(note for note in read_as.values() if note), *_watch_notes(was, now, file, fault)),
        until=_until_met(condition, catalog.facts_on(day), tuple(now.models), day) if condition else None,
    )
    kept = _with_question_names(now, {question: path for path, question in named_as.items()})
    state = State(FORMAT, report.watch, begun, kept, history)
    return Watched(report, lambda: _write_state(file, state, private=state_file is None))


def _last_run(file: Path, day: Day, *, may_replace: bool) -> tuple[State | None, str | None]:
    """What the watch remembers in `file`, or why that cannot be used; (None, None) at the first run.

    Raises:
        ModelpickError: the file is something else that may not be replaced, or the watch ran for a later day already.
    """
    was, fault = _read_state(file)
    if fault and not may_replace and file.stat().st_size:
        hint = "Name another file, or replace it with {force}"
        raise ModelpickError("is no state of a watch, and is left as it is", where=str(file), hint=hint)
    if was and day < was.seen.on:
        hint = f"Ask for that day or a later one, or give another {{state}} than {file}"
        raise ModelpickError(f"is {day}, and this watch ran for {was.seen.on} already", where="{as_of}", hint=hint)
    return was, fault


class _AwaitedState(NamedTuple):
    """A condition that is waited for: a field of a model, and the values that meet it."""

    text: str
    field: str
    values: tuple[str, ...]


def _awaited_state(until: str | None) -> _AwaitedState | None:
    """The condition that a person wrote.

    Raises:
        ModelpickError: it is none.
    """
    if until is None:
        return None
    name, _, value = (part.strip().lower() for part in until.partition("="))
    met = _AWAITED.get(name, {}).get(value)
    if met is None:
        known = [f"{field}={word}" for field, words in _AWAITED.items() for word in words]
        hint = did_you_mean(until, known, 1) or f"Write one of {', '.join(known)}"
        raise ModelpickError(f"is {until!r}, which is nothing to wait for", where="{until}", hint=hint)
    return _AwaitedState(f"{name}={value}", *met)


_STAGES = ("announced", "preview", "ga", "deprecated", "retired")
_AWAITED: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "api": {
        "public": ("access", ("public",)),
        "preview": ("lifecycle", ("preview", "ga", "deprecated")),
        "ga": ("lifecycle", ("ga", "deprecated")),
    },
    "access": {word: ("access", (word,)) for word in ("public", "invited", "partners", "nobody")},
    "lifecycle": {word: ("lifecycle", (word,)) for word in _STAGES},
}


def _until_met(awaited: _AwaitedState, facts: Facts, ids: tuple[str, ...], day: Day) -> UntilMet:
    """Which of the watched models, or of those that came after them, have come to what is waited for."""
    found = []
    for id_ in ids:
        model = facts.model(id_)
        for each in [model, *kin_of(model, facts, day)] if model else []:
            value = CandidateView(Route("none", each, day), facts).get(awaited.field).value
            if value in awaited.values and each.id not in found:
                found.append(each.id)
    names = [facts.models[id_].name for id_ in found]
    text = f"{awaited.text} holds of {listed(names, 5)}" if found else f"{awaited.text} holds of none of them yet"
    return UntilMet(awaited.text, bool(found), tuple(found), text)


def _with_question_names(seen: Sighting, names: Mapping[str, str]) -> Sighting:
    return replace(seen, answers={names.get(name, name): answer for name, answer in seen.answers.items()})


def _see_watched(
    catalog: OpenCatalog, named: list[str], questions: Mapping[str, Request], day: Day, within: int
) -> Sighting:
    answers = {
        file: see_answer(catalog.recommend(replace(request, as_of=day, top=max(request.top, 3))))
        for file, request in questions.items()
    }
    ids = named or list(dict.fromkeys(placed.model for answer in answers.values() for placed in answer.top))
    facts = catalog.facts_on(day)
    seen = {id_: see_model(model_known(facts, id_, day), facts, day, within) for id_ in ids}
    return Sighting(day, seen, answers)


def _watch_name(models: list[str], files: list[str]) -> str:
    """A stable name of what is watched, of letters and digits."""
    words = [*sorted(models), "", *sorted(map(os.path.realpath, files))]
    return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:20]


def _told_history(changes: tuple[WatchChange, ...], was: State | None) -> tuple[WatchChange, ...]:
    told = {change.id: change for change in (*changes, *(was.history if was else ()))}
    return tuple(told.values())[:KEPT]


def _summary_sentence(changes: tuple[WatchChange, ...], was: State | None, fault: str | None, models: int) -> str:
    if was is None:
        what = "What this watch remembered was damaged, and it begins anew" if fault else "First run of this watch"
        return f"{what}: {count(models, 'model')} seen, changes are told from the next run on"
    if not changes:
        return f"Nothing changed since {was.seen.on}: {count(models, 'model')} watched"
    names = list(dict.fromkeys(change.name for change in changes))
    return f"{count(len(changes), 'change')} since {was.seen.on}: {listed(names)}"


def _watch_notes(was: State | None, now: Sighting, file: Path, fault: str | None) -> list[str]:
    if fault:
        return [f"{file} {fault}"]
    if was is None:
        return []
    new = [model.name for id_, model in now.models.items() if id_ not in was.seen.models]
    new += [name for name in now.answers if name not in was.seen.answers]
    return [f"seen for the first time: {listed(new, 5)}"] if new else []


def _read_state(file: Path) -> tuple[State | None, str | None]:
    """The remembered state, or why it cannot be used; (None, None) without one."""
    try:
        text = read_regular(file, limit=LARGEST)
    except MissingFile:
        return None, None
    fault = "is no state of a watch and is written anew"
    try:
        state = json.decode(text, type=State)
    except (MsgspecError, UnicodeDecodeError):
        return None, fault
    return (state, None) if all(map(is_day, _days_of_state(state))) else (None, fault)


def _days_of_state(state: State) -> Iterator[Day]:
    """Every day that a state speaks of."""
    yield from (state.begun, state.seen.on)
    yield from (end.on for model in state.seen.models.values() for end in model.ends.values())
    yield from (change.on for change in state.history)


def _write_state(file: Path, state: State, *, private: bool) -> None:
    make_folder(file.parent, private=private)
    write_file(file, json.format(json.encode(state), indent=1) + b"\n", private=private)
