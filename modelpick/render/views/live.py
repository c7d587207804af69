"""What providers' servers say now: the answer, a line a provider, what is wrong there, and the catalog beside it."""

from __future__ import annotations

from modelpick.documents.live_reports import NO, YES, Incident, LiveLine, LiveReport, ProbeLine
from modelpick.render import values
from modelpick.render.page import Block, Column, Heading, Item, Items, Page, Paragraph, Table, TableCell, Tone, table_of
from modelpick.render.views import shared

_OUTCOME_TONES: dict[str, Tone] = {"listed": "good", "not_listed": "bad", "unchecked": "warn"}


def page(report: LiveReport) -> Page:
    """The screen of `status --live`."""
    blocks: list[Block] = [Heading(report.text, 1, _OUTCOME_TONES[report.verdict]), _providers_table(report)]
    blocks.append(_trials_table(report.probes))
    blocks.append(Items("What their status pages say is wrong now", tuple(map(_incident_item, report.incidents))))
    told = (each.text for each in report.catalog)
    blocks.append(shared.remarks(f"What the catalog says as of {report.checked_on}", told))
    last = f"Asked on {report.checked_on}. A list says what is there for this key; only a request shows that it works."
    return Page((*blocks, shared.notes(report.notes), Paragraph(last, "muted")))


def _providers_table(report: LiveReport) -> Table:
    many = len({line.model for line in report.lines}) > 1
    said = any(line.uptime is not None or line.latency_ms is not None for line in report.lines)
    columns: list[Column[LiveLine]] = [
        Column("model", group=True, shown=many, cell=lambda line: line.name),
        Column("asked", cell=lambda line: line.provider_name),
        Column("outcome", cell=lambda line: TableCell(line.outcome.replace("_", " "), _outcome_tone(line))),
        Column("as", priority=2, floor=14, cell=lambda line: line.id or values.muted("-")),
        Column("what it said", priority=1, floor=20, cell=_answer_cell),
        Column("retires", priority=3, cell=lambda line: values.cell_or(line.retires_on, "none said", "warn", "-")),
        Column(
            "up, 1 day", priority=5, right=True, shown=said, cell=lambda line: _measured_text(line.uptime, ".1f", "%")
        ),
        Column(
            "latency",
            priority=6,
            right=True,
            shown=said,
            cell=lambda line: _measured_text(line.latency_ms, ".0f", " ms"),
        ),
        Column("catalog", priority=4, cell=lambda line: values.stage(line.catalog_stage)),
        Column("host", priority=7, cell=lambda line: line.host),
    ]
    return table_of(columns, report.lines, "Asked now")


def _answer_cell(line: LiveLine) -> TableCell:
    return TableCell(line.text, more=(f"instead: {line.replacement}",) if line.replacement else ())


def _outcome_tone(line: LiveLine) -> Tone:
    if line.outcome == "listed":
        return "good"
    return "warn" if line.outcome in YES else "bad" if line.outcome in NO else "muted"


def _incident_item(each: Incident) -> Item:
    about = [each.text, *([f"impact {each.impact}"] if each.impact else []), *([each.since] if each.since else [])]
    return Item(", ".join(about), "!", lead=each.provider_name)


def _trials_table(lines: tuple[ProbeLine, ...]) -> Table:
    columns: list[Column[ProbeLine]] = [
        Column("sent to", cell=lambda line: line.id),
        Column("at", cell=lambda line: line.provider),
        Column("what came", floor=16, cell=lambda line: TableCell(line.text, "good" if line.answered else "bad")),
        Column(
            "first token", right=True, priority=1, cell=lambda line: _measured_text(line.first_token_s, ".2f", " s")
        ),
        Column("in all", right=True, priority=2, cell=lambda line: _measured_text(line.total_s, ".2f", " s")),
        Column("tokens/s", right=True, priority=3, cell=lambda line: _measured_text(line.tokens_per_s, ".0f")),
    ]
    return table_of(columns, lines, "One request of a few tokens each")


def _measured_text(value: float | None, form: str, unit: str = "") -> str | None:
    return None if value is None else f"{value:{form}}{unit}"
