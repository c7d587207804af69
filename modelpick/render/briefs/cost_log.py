"""The answer of `cost --log` on one screen: what the log costs, and what it would cost elsewhere."""

from __future__ import annotations

from modelpick.documents.costing import LogCostReport
from modelpick.render.briefs import lines
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Heading, Page
from modelpick.render.views.cost_log import costs_table, log_in_words, title, used_table

USED, ROWS, NOTES = 4, 5, 3


def page(report: LogCostReport) -> Page:
    """The short page of `cost --log`."""
    cite = Citer(report.sources)
    head, log = title(report), log_in_words(report.log)
    used, rows = report.used[:USED], report.rows[:ROWS]
    blocks: list[Block] = [Heading(head, 1), lines.muted_line(log), used_table(used), costs_table(rows, cite)]
    taken = lines.height(head) + lines.height(log) + len(used) + len(rows) + 5
    notes = lines.labeled("Note", report.notes[:NOTES])
    left = len(report.used) - len(used), len(report.rows) - len(rows)
    more = ", ".join(f"{number} more {what}" for number, what in zip(left, ("names", "models"), strict=True) if number)
    last = lines.more("--details: what each sum rests on", *filter(None, [more]))
    told = lines.kept_within([*notes, last], lines.LINES - taken, notes[::-1])
    return Page((*blocks, *lines.fact_block(told), *cite.listed()))
