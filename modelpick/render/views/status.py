"""Can it be called: the answer, the surfaces, who serves it, and the dated history with what lies ahead."""

from __future__ import annotations

from modelpick.documents.status_reports import EndLine, OfferingLine, Status, StatusLine, StatusReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Table,
    TableCell,
    table_of,
)
from modelpick.render.views import pricing, shared

_SURFACE_NAMES = {"api": "API", "consumer_app": "consumer app", "weights": "weights"}


def page(report: StatusReport) -> Page:
    """The screen of `status`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [_summary_table(report)] if len(report.models) > 1 else []
    for status in report.models:
        blocks += [Heading(status.text, 1, "good" if status.usable else "bad"), *details(status, cite)]
    return Page((*blocks, shared.notes(report.notes), *cite.listed(), shared.dated(report.as_of)))


def details(status: Status, cite: Citer) -> list[Block]:
    """All blocks below the first sentence."""
    blocks: list[Block] = [_status_facts(status, cite)]
    blocks.append(offerings(status.offerings, cite))
    blocks += pricing.pricing_blocks(status.offerings, cite)
    return [*blocks, conditions(status.offerings), _ends_table(status.ends, cite), _history_table(status.history, cite)]


def offerings(lines: tuple[OfferingLine, ...], cite: Citer) -> Table:
    """Who serves it, where and for how much."""
    columns: list[Column[OfferingLine]] = [
        Column("offered by", floor=14, cell=lambda line: line.provider_name),
        Column("as", priority=7, floor=16, cell=_sold_as),
        Column("API", priority=1, cell=lambda line: values.stage(line.stage)),
        Column("open to", priority=6, cell=lambda line: values.access(line.access)),
        Column("since", priority=3, cell=lambda line: TableCell(line.since)),
        Column("$/M in / out", priority=2, cell=pricing.listed_price),
        Column("price of", priority=8, cell=lambda line: line.price_on),
        Column("cached", priority=10, cell=pricing.cached_price),
        Column("context", priority=4, right=True, cell=lambda line: values.tokens(line.context)),
        Column("output", priority=9, right=True, cell=lambda line: values.tokens(line.max_output)),
        Column("processed in", priority=2, floor=12, cell=lambda line: region(line.routing, line.geography)),
        Column("retires", priority=5, cell=lambda line: values.cell_or(line.retires_on, "none known", "warn", "-")),
        Column("source", priority=1, cell=lambda line: cite.cell(*(line.sources or (line.source,)))),
    ]
    return table_of(columns, lines, "Offerings")


def conditions(lines: tuple[OfferingLine, ...]) -> Items:
    """What sources say about single offerings, each remark once with the offerings that it is about."""
    about: dict[str, list[str]] = {}
    for line in lines:
        if line.note:
            about.setdefault(line.note, []).append(f"{line.provider_name} {line.id or ''}".strip())
    items = tuple(Item(note, "~", lead=shared.first_names(names, 3)) for note, names in about.items())
    return Items("Notes on providers", items)


def _sold_as(line: OfferingLine) -> str | None:
    """The id with the version, the kind of deployment and the class of service, where the provider tells them apart."""
    words = [line.id, line.version, line.deployment, line.service]
    return ", ".join(word for word in words if word) or None


def region(routing: str, geography: tuple[str, ...]) -> str:
    """Where requests are processed."""
    places = ", ".join(place.upper() if len(place) <= 2 else place for place in geography)
    how = "" if routing == "unknown" else routing.replace("_", " ")
    return f"{places} ({how})" if places and how else places or how or UNKNOWN


def _summary_table(report: StatusReport) -> Table:
    columns: list[Column[Status]] = [
        Column("model", cell=lambda status: status.name),
        Column("usable", cell=lambda status: TableCell(*(("yes", "good") if status.usable else ("no", "bad")))),
        Column("API", cell=lambda status: values.stage(status.api.is_)),
        Column("open to", priority=3, cell=lambda status: values.access(status.access)),
        Column("since", priority=1, cell=lambda status: status.api.since),
        Column("retires", priority=2, cell=lambda status: values.cell_or(status.retires_on, "none known", "warn")),
        Column("successor", priority=4, cell=lambda status: values.cell_or(status.successor, "none named")),
        Column("offerings", priority=3, right=True, cell=lambda status: str(len(status.offerings))),
    ]
    return table_of(columns, report.models)


def _status_facts(status: Status, cite: Citer) -> FactRows:
    since = f"since {status.api.since}" if status.api.since else "from an unknown day"
    stage = values.stage(status.api.is_)
    api = stage if status.api.is_ == "none" else f"{stage}, {since}"
    rows = [
        FactRow("API", api, refs=cite(status.api.source)),
        FactRow("who may call it", values.access(status.access), "plain" if status.usable else "warn"),
    ]
    for surface, stage_there in status.surfaces.items():
        if surface != "api":
            rows.append(FactRow(_SURFACE_NAMES.get(surface, surface), _on_surface(surface, stage_there)))
    rows.append(
        FactRow(
            "retires", status.retires_on or f"none known as of {status.as_of}", "warn" if status.retires_on else "muted"
        )
    )
    if status.successor:
        since = f" ({status.successor_on})" if status.successor_on else ""
        rows.append(FactRow("successor", f"{status.successor}{since}"))
    if not status.offerings:
        rows.append(FactRow("offerings", "none known", "muted"))
    return FactRows(tuple(rows))


def _on_surface(surface: str, stage: str) -> str:
    if stage == "none":
        return "not published" if surface == "weights" else "none"
    if stage == "ga":
        return "published" if surface == "weights" else "generally available"
    return values.stage(stage)


def _ends_table(lines: tuple[EndLine, ...], cite: Citer) -> Table:
    columns: list[Column[EndLine]] = [
        Column("at", cell=lambda line: line.provider_name),
        Column("id", floor=16, cell=lambda line: f"{line.id} {line.version or ''}".strip()),
        Column("is", cell=_state_cell),
        Column("from", cell=lambda line: line.on),
        Column("on the word of", priority=3, cell=lambda line: _WORDS[line.evidence]),
        Column("read", priority=4, cell=lambda line: line.read),
        Column("instead", priority=2, floor=12, cell=lambda line: "; ".join(filter(None, (line.after, line.instead)))),
        Column("what speaks against it", priority=1, floor=12, cell=_against_text),
        Column("source", priority=1, cell=lambda line: cite.cell(line.source)),
    ]
    return table_of(columns, lines, "Ends of its ids")


_STATES = {"never_existed": "never existed", "not_before": "promised until", "served": "still served"}
_WORDS = {"primary": "the provider", "read_by_others": "others", "aggregator": "a price list"}


def _state_cell(line: EndLine) -> TableCell:
    return TableCell(_STATES.get(line.state, line.state), "warn" if line.state == "retiring" else "plain")


def _against_text(line: EndLine) -> str:
    return "; ".join([*line.doubts, *line.conflicts])


def _history_table(lines: tuple[StatusLine, ...], cite: Citer) -> Table:
    columns: list[Column[StatusLine]] = [
        Column("date", cell=lambda line: TableCell(f"{line.on}  ahead", "warn") if line.ahead else TableCell(line.on)),
        Column("surface", priority=1, cell=lambda line: _SURFACE_NAMES.get(line.surface, line.surface)),
        Column("became", cell=lambda line: TableCell(_stage_text(line))),
        Column("at", priority=2, cell=lambda line: values.cell_or(line.provider, "everywhere")),
        Column("note", priority=3, floor=12, cell=_event_remarks),
        Column("source", priority=1, cell=lambda line: cite.cell(line.source)),
    ]
    return table_of(columns, lines, "History, and what lies ahead")


def _stage_text(line: StatusLine) -> str:
    return values.stage(line.stage) if line.surface == "api" else _on_surface(line.surface, line.stage)


def _event_remarks(line: StatusLine) -> str:
    told = f"announced {line.announced}" if line.announced and line.announced != line.on else None
    whom = f"open to {values.access(line.access)}" if line.access else None
    return "; ".join(filter(None, (whom, line.note, told)))
