"""Measurements as text: who measured what, when, in which mode, and whether it counts."""

from __future__ import annotations

from collections.abc import Iterable

from modelpick.documents.evidence_reports import CellView, Figure
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Item, marks
from modelpick.render.views.shared import basis


def mode(figure: Figure) -> str:
    """Variant, tools and harness, as far as they are stated."""
    tools = {"none": "no tools", "with": "with tools"}.get(figure.tools or "", figure.tools)
    return ", ".join(part for part in (figure.variant, tools, figure.harness) if part)


def by_whom(figure: Figure) -> str:
    """The evaluator and how independent it is."""
    return f"{figure.evaluator} ({basis(figure.by)})" if figure.evaluator else basis(figure.by)


def standing(figure: Figure) -> str:
    """Whether a figure counts."""
    if figure.used:
        return "counts" if figure.state == "accepted" else f"counts, {figure.state}"
    return "not used" if figure.state == "accepted" else figure.state


def side_by_side(cell: CellView | None, cite: Citer) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The pooled figure of a cell, the figures that must be seen next to it, and the sources of the first line."""
    if cell is None or (cell.value is None and not cell.figures):
        return "unknown", (), ()
    used = [f for f in cell.figures if f.used]
    apart = [f for f in cell.figures if not f.used and (f.state != "accepted" or cell.conflict)]
    pooled = values.figure(cell.value, cell.unit)
    if cell.value is None:
        return "unknown", tuple(line(f, cite) for f in apart), ()
    one = len(used) == 1 and not cell.conflict
    if one:
        return f"{pooled} {basis(used[0].by)}", tuple(line(f, cite) for f in apart), cite(used[0].source)
    how = "sources disagree" if cell.conflict else basis(cell.basis)
    return f"{pooled} {how}", tuple(line(f, cite) for f in (*used, *apart)), ()


def not_counted(name: str, cells: Iterable[CellView], cite: Citer) -> list[Item]:
    """The figures that are shown and not trusted, each with the reason."""
    items = []
    for cell in cells:
        for figure in cell.figures:
            if figure.state == "accepted":
                continue
            what = f"{values.figure(figure.value, figure.unit)} {figure.benchmark_name}"
            who = ", ".join(part for part in (mode(figure), by_whom(figure), figure.on) if part)
            why = figure.why or "reason not recorded"
            items.append(
                Item(f"{what} ({who}): {standing(figure)}: {why}", "!", lead=name or None, refs=cite(figure.source))
            )
    return items


def line(figure: Figure, cite: Citer) -> str:
    """One figure in a line: value, who measured, that it does not count if so, source."""
    counts = figure.used and figure.state == "accepted"
    parts = [values.figure(figure.value, figure.unit), basis(figure.by), *([] if counts else [standing(figure)])]
    return f"{', '.join(parts)} {marks(cite(figure.source))}".rstrip()
