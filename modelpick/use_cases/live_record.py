"""Adds what a provider's server said to a catalog file of the user's, as dated status events, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from modelpick.catalog.reader import parse_yaml
from modelpick.documents.live_reports import NO, YES, LiveLine, LiveReport, ProbeLine
from modelpick.model.dates import Day
from modelpick.model.facts import SERVICE_FIELDS, Facts
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.own_file import (
    change_catalog,
    end_of_item,
    end_of_list,
    flow_mapping,
    indent_of,
    lines_of,
    must_say,
    with_lines,
    with_rows,
)

Event = dict[str, str]


def record(catalog: OpenCatalog, report: LiveReport, file: Path) -> list[str]:
    """Add an event for each answer about a model to `file`, creating it if need be; the lines that were added.

    The file is checked with them before it is replaced; comments and all else in it stay as they are. An answer that
    the file holds already, and one of a server that is no provider of the catalog, is left out.

    Raises:
        ModelpickError: the file is written in a way that nothing can be added to.
        InputErrors: the file, or the file with the new lines, is not a valid catalog.
    """
    added: list[str] = []

    def with_events(text: str) -> str:
        for line in report.lines:
            for event in events(line) if line.provider in catalog.facts.providers else ():
                with_it = with_status_event(text, line.model, event, str(file))
                if with_it is not None:
                    text = with_it
                    added.append(f"{line.model}: {flow_mapping(event)}")
        for row in service_rows(report, catalog.facts):
            with_it = _with_service_row(text, row, str(file))
            if with_it is not None:
                text = with_it
                added.append(f"service: {flow_mapping(row)}")
        return text

    change_catalog(file, catalog, with_events)
    return added


LEAST_PIECES = 50
"""Of a stream that says how fast it comes."""


def service_rows(report: LiveReport, facts: Facts) -> Iterator[dict[str, Any]]:
    """What was learned of the service of each offering of the catalog: by the server's word, and by one request."""
    for line in report.lines:
        if line.service is not None and line.outcome in YES:
            figures = {name: getattr(line.service, name) for name in SERVICE_FIELDS}
            note = f"{line.host}: median of those who serve it, last half hour; answered requests of a day"
            yield from _service_row(facts, line, report.checked_on, figures, note)
    for probe in report.probes:
        speed = probe.tokens_per_s if probe.pieces >= LEAST_PIECES else None
        figures = {"first_token_s": probe.first_token_s, "tokens_per_s": speed}
        if probe.answered:
            note = f"one request, {probe.pieces} pieces of a stream"
            yield from _service_row(facts, probe, report.checked_on, figures, note)


def _service_row(
    facts: Facts, of: LiveLine | ProbeLine, on: Day, figures: dict[str, float | None], note: str
) -> Iterator[dict[str, Any]]:
    """The row of `figures`; none where nothing was measured, or the provider is not known to offer the model."""
    known = facts.model(of.model)
    there = [offering.id for offering in known.offerings if offering.provider == of.provider] if known else []
    told = {name: round(value, 3) for name, value in figures.items() if value is not None}
    if there and told:
        of_id = {"id": of.id} if of.id in there else {}
        yield {"model": of.model, "provider": of.provider, **of_id, "on": on, "source": "own", **told, "note": note}


def _with_service_row(text: str, row: dict[str, Any], name: str) -> str | None:
    """`text` with `row` under `service:`; None where the same stands there already."""
    flow = flow_mapping(row)
    document = parse_yaml(text, name)
    had = (document.data or {}).get("service") or [] if isinstance(document.data, dict) or not document.data else []
    if parse_yaml(flow, name).data in had:
        return None
    return with_rows(text, "service", [flow], name, "a figure of the service")


_ANSWERING_STAGES = ("ga", "public_preview", "deprecated")
"""Stages of an API that answers anybody."""


def events(line: LiveLine) -> list[Event]:
    """The status events that `line` states for its provider; empty where it says nothing of the model."""
    base = {"on": line.checked_on, "surface": "api"}
    tail = {"source": "own", "provider": line.provider}
    note = f"{line.host}: {line.text}"[:300]
    if line.outcome in NO:
        # That it is not in a list does not say that it ever was there, nor that it has ended.
        stage = "retired" if line.outcome == "gone" else "none"
        return [{**base, "is": stage, **tail, "note": note}]
    if line.outcome not in YES:
        return []
    known = line.catalog_stage
    stage = known if known in _ANSWERING_STAGES else "public_preview"
    found = [{**base, "is": "deprecated" if line.outcome == "listed_deprecated" else stage, **tail, "note": note}]
    if line.retires_on and line.retires_on > line.checked_on:
        ahead = {"on": line.retires_on, "surface": "api", "is": "retired", **tail, "announced": line.checked_on}
        found.append({**ahead, "note": note})
    return found


def with_status_event(text: str, model: str, event: Event, name: str) -> str | None:
    """`text` with `event` as the last of the events of `model`; None where it is there already.

    Raises:
        ModelpickError: it cannot be put there without touching anything else.
    """
    document = parse_yaml(text, name)
    data = document.data if isinstance(document.data, dict) else {}
    models = data.get("models") or []
    at = next((n for n, row in enumerate(models) if isinstance(row, dict) and row.get("id") == model), None)
    had = list(models[at].get("status") or []) if at is not None else []
    if any(_is_same_event(row, event) for row in had):
        return None
    lines = lines_of(text)
    place, new = _insertion_point(document, lines, models, at, model, event)
    draft = with_lines(text, place, new)
    hint = f"Add it by hand to the status of {model}: {flow_mapping(event)}"
    must_say(draft, _wanted_data(data, at, model, event), name, "an event", hint)
    return draft


def _insertion_point(
    document: Any, lines: list[str], models: list[Any], at: int | None, model: str, event: Event
) -> tuple[int, list[str]]:
    """The index of the line before which to insert, and the lines to insert."""
    row = f"- {flow_mapping(event)}"
    if at is None:
        entry = [f"- id: {model}", "  status:", f"    {row}"]
        if not models:
            return len(lines), ["models:", *(f"  {each}" for each in entry)]
        end, indent = end_of_list(document, lines, ("models",), len(models))
        return end, [f"{' ' * indent}{each}" for each in entry]
    had = models[at].get("status")
    if not had:
        first = document.mark(("models", at))[0]
        inner = indent_of(lines[first - 1]) + 2
        return end_of_item(lines, first, inner - 2), [" " * inner + "status:", " " * (inner + 2) + row]
    end, indent = end_of_list(document, lines, ("models", at, "status"), len(had))
    return end, [" " * indent + row]


def _wanted_data(data: dict[str, Any], at: int | None, model: str, event: Event) -> dict[str, Any]:
    """The content that the file is to have: what it said, with `event` added to the model at `at`."""
    want: dict[str, Any] = json.loads(json.dumps(data))
    want["models"] = rows = want.get("models") or []
    if at is None:
        rows.append({"id": model})
        at = len(rows) - 1
    rows[at]["status"] = [*(rows[at].get("status") or []), event]
    return want


def _is_same_event(row: Any, event: Event) -> bool:
    keys = ("on", "surface", "is", "provider")
    return isinstance(row, dict) and all(str(row.get(key)) == event.get(key) for key in keys)


def summary(added: Sequence[str], file: Path) -> str:
    """What was written, for people."""
    return "\n".join(f"{file}: added {line}" for line in added) or f"{file}: nothing to add"
