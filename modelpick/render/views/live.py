"""What providers' servers say now: the answer, a line a provider, what is wrong there, and the catalog beside it."""

from __future__ import annotations

from modelpick.documents.live_reports import NO, YES, Incident, LiveLine, LiveReport, ProbeLine
from modelpick.render import values
from modelpick.render.page import Block, Cell, Column, Heading, Item, Items, Page, Paragraph, Table, Tone
from modelpick.render.views import shared

_TONES: dict[str, Tone] = {"listed": "good", "not_listed": "bad", "unchecked": "warn"}


def page(report: LiveReport) -> Page:
    """The screen of `status --live`."""
    blocks: list[Block] = [Heading(report.text, 1, _TONES[report.verdict]), _asked(report)]
    if report.probes:
        blocks.append(_probes(report.probes))
    if report.incidents:
        items = tuple(_incident(each) for each in report.incidents)
        blocks.append(Items("What their status pages say is wrong now", items))
    told = tuple(Item(each.text, "~") for each in report.catalog)
    blocks.append(Items(f"What the catalog says as of {report.checked_on}", told))
    last = f"Asked on {report.checked_on}. A list says what is there for this key; only a request shows that it works."
    return Page((*blocks, *shared.notes(report.notes), Paragraph(last, "muted")))


def _asked(report: LiveReport) -> Table:
    many = len({line.model for line in report.lines}) > 1
    said = any(line.uptime is not None or line.latency_ms is not None for line in report.lines)
    columns = (
        Column("model", "model", group=True, shown=many),
        Column("provider", "asked"),
        Column("outcome", "outcome"),
        Column("id", "as", priority=2, floor=14),
        Column("text", "what it said", priority=1, floor=20),
        Column("retires_on", "retires", priority=3),
        Column("uptime", "up, 1 day", priority=5, right=True, shown=said),
        Column("latency_ms", "latency", priority=6, right=True, shown=said),
        Column("catalog", "catalog", priority=4),
        Column("host", "host", priority=7),
        Column("checked_on", "on", shown=False),
    )
    rows = tuple(_line(line) for line in report.lines)
    return Table(columns, rows, "Asked now", primary=True, shown=bool(rows))


def _line(line: LiveLine) -> tuple[Cell, ...]:
    ends = f"instead: {line.replacement}" if line.replacement else None
    return (
        Cell(line.name, raw=line.model),
        Cell(line.provider_name, raw=line.provider),
        Cell(line.outcome.replace("_", " "), _tone(line), raw=line.outcome),
        Cell(line.id or "-", "plain" if line.id else "muted", raw=line.id or ""),
        Cell(line.text, more=(ends,) if ends else ()),
        Cell(line.retires_on, "warn") if line.retires_on else Cell("none said", "muted", short="-", raw=""),
        values.known(None if line.uptime is None else f"{line.uptime:.1f}%", line.uptime),
        values.known(None if line.latency_ms is None else f"{line.latency_ms:.0f} ms", line.latency_ms),
        values.known(values.stage(line.catalog_stage), line.catalog_stage),
        Cell(line.host),
        Cell(line.checked_on),
    )


def _tone(line: LiveLine) -> Tone:
    if line.outcome == "listed":
        return "good"
    return "warn" if line.outcome in YES else "bad" if line.outcome in NO else "muted"


def _incident(each: Incident) -> Item:
    about = [each.text, *([f"impact {each.impact}"] if each.impact else []), *([each.since] if each.since else [])]
    return Item(", ".join(about), "!", lead=each.provider_name)


def _probes(lines: tuple[ProbeLine, ...]) -> Table:
    columns = (
        Column("id", "sent to"),
        Column("provider", "at"),
        Column("text", "what came", floor=16),
        Column("first", "first token", right=True, priority=1),
        Column("total", "in all", right=True, priority=2),
        Column("speed", "tokens/s", right=True, priority=3),
    )
    rows = tuple(
        (
            Cell(line.id),
            Cell(line.provider),
            Cell(line.text, "good" if line.answered else "bad"),
            values.known(_seconds(line.first_token_s)),
            values.known(_seconds(line.total_s)),
            values.known(None if line.tokens_per_s is None else f"{line.tokens_per_s:.0f}"),
        )
        for line in lines
    )
    return Table(columns, rows, "One request of a few tokens each")


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f} s"
