"""What providers' servers say now: the answer, a line a provider, what is wrong there, and the catalog beside it."""

from __future__ import annotations

from modelpick.documents.live_reports import NO, YES, Incident, LiveLine, LiveReport, ProbeLine
from modelpick.render import values
from modelpick.render.page import Block, Heading, Item, Items, Page, Paragraph, Table, TableCell, TableColumn, Tone
from modelpick.render.views import shared

_OUTCOME_TONES: dict[str, Tone] = {"listed": "good", "not_listed": "bad", "unchecked": "warn"}


def page(report: LiveReport) -> Page:
    """The screen of `status --live`."""
    blocks: list[Block] = [Heading(report.text, 1, _OUTCOME_TONES[report.verdict]), _providers_table(report)]
    if report.probes:
        blocks.append(_trials_table(report.probes))
    if report.incidents:
        items = tuple(_incident_item(each) for each in report.incidents)
        blocks.append(Items("What their status pages say is wrong now", items))
    told = tuple(Item(each.text, "~") for each in report.catalog)
    blocks.append(Items(f"What the catalog says as of {report.checked_on}", told))
    last = f"Asked on {report.checked_on}. A list says what is there for this key; only a request shows that it works."
    return Page((*blocks, *shared.notes(report.notes), Paragraph(last, "muted")))


def _providers_table(report: LiveReport) -> Table:
    many = len({line.model for line in report.lines}) > 1
    said = any(line.uptime is not None or line.latency_ms is not None for line in report.lines)
    columns = (
        TableColumn("model", group=True, shown=many),
        TableColumn("asked"),
        TableColumn("outcome"),
        TableColumn("as", priority=2, floor=14),
        TableColumn("what it said", priority=1, floor=20),
        TableColumn("retires", priority=3),
        TableColumn("up, 1 day", priority=5, right=True, shown=said),
        TableColumn("latency", priority=6, right=True, shown=said),
        TableColumn("catalog", priority=4),
        TableColumn("host", priority=7),
    )
    rows = tuple(_provider_row(line) for line in report.lines)
    return Table(columns, rows, "Asked now")


def _provider_row(line: LiveLine) -> tuple[TableCell, ...]:
    ends = f"instead: {line.replacement}" if line.replacement else None
    return (
        TableCell(line.name),
        TableCell(line.provider_name),
        TableCell(line.outcome.replace("_", " "), _outcome_tone(line)),
        TableCell(line.id or "-", "plain" if line.id else "muted"),
        TableCell(line.text, more=(ends,) if ends else ()),
        TableCell(line.retires_on, "warn") if line.retires_on else TableCell("none said", "muted", short="-"),
        values.cell_or_unknown(None if line.uptime is None else f"{line.uptime:.1f}%"),
        values.cell_or_unknown(None if line.latency_ms is None else f"{line.latency_ms:.0f} ms"),
        values.cell_or_unknown(values.stage(line.catalog_stage)),
        TableCell(line.host),
    )


def _outcome_tone(line: LiveLine) -> Tone:
    if line.outcome == "listed":
        return "good"
    return "warn" if line.outcome in YES else "bad" if line.outcome in NO else "muted"


def _incident_item(each: Incident) -> Item:
    about = [each.text, *([f"impact {each.impact}"] if each.impact else []), *([each.since] if each.since else [])]
    return Item(", ".join(about), "!", lead=each.provider_name)


def _trials_table(lines: tuple[ProbeLine, ...]) -> Table:
    columns = (
        TableColumn("sent to"),
        TableColumn("at"),
        TableColumn("what came", floor=16),
        TableColumn("first token", right=True, priority=1),
        TableColumn("in all", right=True, priority=2),
        TableColumn("tokens/s", right=True, priority=3),
    )
    rows = tuple(
        (
            TableCell(line.id),
            TableCell(line.provider),
            TableCell(line.text, "good" if line.answered else "bad"),
            values.cell_or_unknown(_seconds_text(line.first_token_s)),
            values.cell_or_unknown(_seconds_text(line.total_s)),
            values.cell_or_unknown(None if line.tokens_per_s is None else f"{line.tokens_per_s:.0f}"),
        )
        for line in lines
    )
    return Table(columns, rows, "One request of a few tokens each")


def _seconds_text(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f} s"
