"""Can it be called: the answer, the surfaces, who serves it, and the dated history with what lies ahead."""

from __future__ import annotations

from modelpick.documents.results import OfferingLine, Status, StatusLine, StatusReport
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Fact, Facts, Heading, Item, Items, Page, Table
from modelpick.render.views import pricing, shared

_SURFACES = {"api": "API", "consumer_app": "consumer app", "weights": "weights"}


def page(report: StatusReport) -> Page:
    """The screen of `status`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [_summary(report)]
    for status in report.models:
        blocks += [Heading(status.text, 1, "good" if status.usable else "bad"), *details(status, cite)]
    return Page((*blocks, *shared.notes(report.notes), *cite.listed(), shared.dated(report.as_of)))


def details(status: Status, cite: Citer) -> list[Block]:
    """Everything under the sentence."""
    blocks: list[Block] = [_facts(status, cite)]
    if status.offerings:
        blocks.append(offerings(status.offerings, cite))
    blocks += pricing.besides(status.offerings, cite)
    blocks += conditions(status.offerings)
    if status.history:
        blocks.append(_history(status.history, cite))
    return blocks


def offerings(lines: tuple[OfferingLine, ...], cite: Citer) -> Table:
    """Who serves it, where and for how much."""
    columns = (
        Column("provider", "offered by", floor=14),
        Column("id", "as", priority=7, floor=16),
        Column("stage", "API", priority=1),
        Column("access", "open to", priority=6),
        Column("since", "since", priority=3),
        Column("price", "$/M in / out", priority=2),
        Column("price_on", "price of", priority=8),
        Column("cached", "cached", priority=10),
        Column("context", "context", priority=4, right=True),
        Column("max_output", "output", priority=9, right=True),
        Column("region", "processed in", priority=2, floor=12),
        Column("retires_on", "retires", priority=5),
        Column("source", "source", priority=1),
    )
    return Table(columns, tuple(_offering(line, cite) for line in lines), "Offerings")


def conditions(lines: tuple[OfferingLine, ...]) -> list[Block]:
    """What sources say about single offerings, each remark once with the offerings that it is about."""
    about: dict[str, list[str]] = {}
    for line in lines:
        if line.note:
            about.setdefault(line.note, []).append(f"{line.provider_name} {line.id or ''}".strip())
    items = tuple(Item(note, "~", lead=shared.few(names, 3)) for note, names in about.items())
    return [Items("Notes on providers", items)] if items else []


def _offering(line: OfferingLine, cite: Citer) -> tuple[Cell, ...]:
    return (
        Cell(line.provider_name),
        values.known(_sold_as(line), line.id),
        values.known(values.stage(line.stage)),
        values.known(values.access(line.access), line.access),
        Cell(line.since),
        values.known(pricing.listed_price(line)),
        values.known(line.price_on),
        values.known(pricing.cached_price(line)),
        values.known(values.tokens(line.context)),
        values.known(values.tokens(line.max_output)),
        values.known(region(line.routing, line.geography)),
        Cell(line.retires_on, "warn") if line.retires_on else Cell("none announced", "muted", short="-"),
        Cell("", refs=cite(*(line.sources or (line.source,)))),
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


def _summary(report: StatusReport) -> Table:
    columns = (
        Column("model", "model"),
        Column("usable", "usable"),
        Column("api", "API"),
        Column("access", "open to", priority=3),
        Column("lifecycle", "", shown=False),
        Column("since", "since", priority=1),
        Column("retires_on", "retires", priority=2),
        Column("successor", "successor", priority=4),
        Column("offerings", "offerings", priority=3, right=True),
    )
    return Table(columns, tuple(_summarized(s) for s in report.models), primary=True, shown=len(report.models) > 1)


def _summarized(status: Status) -> tuple[Cell, ...]:
    usable = "yes" if status.usable else "no"
    return (
        Cell(status.name, raw=status.model),
        Cell(usable, "good" if status.usable else "bad"),
        values.known(values.stage(status.api.is_), status.api.is_),
        values.known(values.access(status.access), status.access),
        values.known(status.lifecycle),
        values.known(status.api.since),
        Cell(status.retires_on or "none announced", "warn" if status.retires_on else "muted"),
        Cell(status.successor or "none named", "plain" if status.successor else "muted"),
        Cell(str(len(status.offerings)), raw=len(status.offerings)),
    )


def _facts(status: Status, cite: Citer) -> Facts:
    since = f"since {status.api.since}" if status.api.since else "from an unknown day"
    stage = values.stage(status.api.is_)
    api = stage if status.api.is_ == "none" else f"{stage}, {since}"
    rows = [
        Fact("API", api, refs=cite(status.api.source)),
        Fact("who may call it", values.access(status.access), "plain" if status.usable else "warn"),
    ]
    for surface, stage_there in status.surfaces.items():
        if surface != "api":
            rows.append(Fact(_SURFACES.get(surface, surface), _on_surface(surface, stage_there)))
    rows.append(Fact("retires", status.retires_on or "nothing announced", "warn" if status.retires_on else "muted"))
    if status.successor:
        since = f" ({status.successor_on})" if status.successor_on else ""
        rows.append(Fact("successor", f"{status.successor}{since}"))
    if not status.offerings:
        rows.append(Fact("offerings", "none known", "muted"))
    return Facts(tuple(rows))


def _on_surface(surface: str, stage: str) -> str:
    if stage == "none":
        return "not published" if surface == "weights" else "none"
    if stage == "ga":
        return "published" if surface == "weights" else "generally available"
    return values.stage(stage)


def _history(lines: tuple[StatusLine, ...], cite: Citer) -> Table:
    columns = (
        Column("on", "date"),
        Column("surface", "surface", priority=1),
        Column("stage", "became"),
        Column("provider", "at", priority=2),
        Column("note", "note", priority=3, floor=12),
        Column("source", "source", priority=1),
    )
    return Table(columns, tuple(_event(line, cite) for line in lines), "History, and what lies ahead")


def _event(line: StatusLine, cite: Citer) -> tuple[Cell, ...]:
    told = f"announced {line.announced}" if line.announced and line.announced != line.on else None
    whom = f"open to {values.access(line.access)}" if line.access else None
    remarks = [part for part in (whom, line.note, told) if part]
    return (
        Cell(f"{line.on}  ahead" if line.ahead else line.on, "warn" if line.ahead else "plain", raw=line.on),
        Cell(_SURFACES.get(line.surface, line.surface)),
        Cell(values.stage(line.stage) if line.surface == "api" else _on_surface(line.surface, line.stage)),
        Cell(line.provider or "everywhere", "plain" if line.provider else "muted"),
        Cell("; ".join(remarks)),
        Cell("", refs=cite(line.source)),
    )
