"""Can it be called: the answer, the surfaces, who serves it, and the dated history with what lies ahead."""

from __future__ import annotations

from modelpick.documents.results import EndLine, OfferingLine, Status, StatusLine, StatusReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    FactRow,
    FactRows,
    Heading,
    Item,
    Items,
    Page,
    Table,
    TableCell,
    TableColumn,
)
from modelpick.render.views import pricing, shared

_SURFACE_NAMES = {"api": "API", "consumer_app": "consumer app", "weights": "weights"}


def page(report: StatusReport) -> Page:
    """The screen of `status`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [_summary_table(report)] if len(report.models) > 1 else []
    for status in report.models:
        blocks += [Heading(status.text, 1, "good" if status.usable else "bad"), *details(status, cite)]
    return Page((*blocks, *shared.notes(report.notes), *cite.listed(), shared.dated(report.as_of)))


def details(status: Status, cite: Citer) -> list[Block]:
    """All blocks below the first sentence."""
    blocks: list[Block] = [_status_facts(status, cite)]
    if status.offerings:
        blocks.append(offerings(status.offerings, cite))
    blocks += pricing.pricing_blocks(status.offerings, cite)
    blocks += conditions(status.offerings)
    if status.ends:
        blocks.append(_ends_table(status.ends, cite))
    if status.history:
        blocks.append(_history_table(status.history, cite))
    return blocks


def offerings(lines: tuple[OfferingLine, ...], cite: Citer) -> Table:
    """Who serves it, where and for how much."""
    columns = (
        TableColumn("offered by", floor=14),
        TableColumn("as", priority=7, floor=16),
        TableColumn("API", priority=1),
        TableColumn("open to", priority=6),
        TableColumn("since", priority=3),
        TableColumn("$/M in / out", priority=2),
        TableColumn("price of", priority=8),
        TableColumn("cached", priority=10),
        TableColumn("context", priority=4, right=True),
        TableColumn("output", priority=9, right=True),
        TableColumn("processed in", priority=2, floor=12),
        TableColumn("retires", priority=5),
        TableColumn("source", priority=1),
    )
    return Table(columns, tuple(_offering_row(line, cite) for line in lines), "Offerings")


def conditions(lines: tuple[OfferingLine, ...]) -> list[Block]:
    """What sources say about single offerings, each remark once with the offerings that it is about."""
    about: dict[str, list[str]] = {}
    for line in lines:
        if line.note:
            about.setdefault(line.note, []).append(f"{line.provider_name} {line.id or ''}".strip())
    items = tuple(Item(note, "~", lead=shared.first_names(names, 3)) for note, names in about.items())
    return [Items("Notes on providers", items)] if items else []


def _offering_row(line: OfferingLine, cite: Citer) -> tuple[TableCell, ...]:
    return (
        TableCell(line.provider_name),
        values.cell_or_unknown(_sold_as(line)),
        values.cell_or_unknown(values.stage(line.stage)),
        values.cell_or_unknown(values.access(line.access)),
        TableCell(line.since),
        values.cell_or_unknown(pricing.listed_price(line)),
        values.cell_or_unknown(line.price_on),
        values.cell_or_unknown(pricing.cached_price(line)),
        values.cell_or_unknown(values.tokens(line.context)),
        values.cell_or_unknown(values.tokens(line.max_output)),
        values.cell_or_unknown(region(line.routing, line.geography)),
        TableCell(line.retires_on, "warn") if line.retires_on else TableCell("none known", "muted", short="-"),
        TableCell("", refs=cite(*(line.sources or (line.source,)))),
    )


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
    columns = (
        TableColumn("model"),
        TableColumn("usable"),
        TableColumn("API"),
        TableColumn("open to", priority=3),
        TableColumn("since", priority=1),
        TableColumn("retires", priority=2),
        TableColumn("successor", priority=4),
        TableColumn("offerings", priority=3, right=True),
    )
    return Table(columns, tuple(_summary_row(s) for s in report.models))


def _summary_row(status: Status) -> tuple[TableCell, ...]:
    usable = "yes" if status.usable else "no"
    return (
        TableCell(status.name),
        TableCell(usable, "good" if status.usable else "bad"),
        values.cell_or_unknown(values.stage(status.api.is_)),
        values.cell_or_unknown(values.access(status.access)),
        values.cell_or_unknown(status.api.since),
        TableCell(status.retires_on or "none known", "warn" if status.retires_on else "muted"),
        TableCell(status.successor or "none named", "plain" if status.successor else "muted"),
        TableCell(str(len(status.offerings))),
    )


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
    columns = (
        TableColumn("at"),
        TableColumn("id", floor=16),
        TableColumn("is"),
        TableColumn("from"),
        TableColumn("on the word of", priority=3),
        TableColumn("read", priority=4),
        TableColumn("instead", priority=2, floor=12),
        TableColumn("what speaks against it", priority=1, floor=12),
        TableColumn("source", priority=1),
    )
    return Table(columns, tuple(_end_row(line, cite) for line in lines), "Ends of its ids")


_STATES = {"never_existed": "never existed", "not_before": "promised until", "served": "still served"}
_WORDS = {"primary": "the provider", "read_by_others": "others", "aggregator": "a price list"}


def _end_row(line: EndLine, cite: Citer) -> tuple[TableCell, ...]:
    against = [*line.doubts, *line.conflicts]
    return (
        TableCell(line.provider_name),
        TableCell(f"{line.id} {line.version or ''}".strip()),
        TableCell(_STATES.get(line.state, line.state), "warn" if line.state == "retiring" else "plain"),
        values.cell_or_unknown(line.on),
        TableCell(_WORDS[line.evidence]),
        TableCell(line.read),
        TableCell("; ".join(said for said in (line.after, line.instead) if said)),
        TableCell("; ".join(against)),
        TableCell("", refs=cite(line.source)),
    )


def _history_table(lines: tuple[StatusLine, ...], cite: Citer) -> Table:
    columns = (
        TableColumn("date"),
        TableColumn("surface", priority=1),
        TableColumn("became"),
        TableColumn("at", priority=2),
        TableColumn("note", priority=3, floor=12),
        TableColumn("source", priority=1),
    )
    return Table(columns, tuple(_history_row(line, cite) for line in lines), "History, and what lies ahead")


def _history_row(line: StatusLine, cite: Citer) -> tuple[TableCell, ...]:
    told = f"announced {line.announced}" if line.announced and line.announced != line.on else None
    whom = f"open to {values.access(line.access)}" if line.access else None
    remarks = [part for part in (whom, line.note, told) if part]
    return (
        TableCell(f"{line.on}  ahead" if line.ahead else line.on, "warn" if line.ahead else "plain"),
        TableCell(_SURFACE_NAMES.get(line.surface, line.surface)),
        TableCell(values.stage(line.stage) if line.surface == "api" else _on_surface(line.surface, line.stage)),
        TableCell(line.provider or "everywhere", "plain" if line.provider else "muted"),
        TableCell("; ".join(remarks)),
        TableCell("", refs=cite(line.source)),
    )
