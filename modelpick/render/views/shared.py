"""Pieces that several views have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelpick.documents.results import Contribution, FactLine, Ranked, Reason, RouteView
from modelpick.model.dates import Day
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import UNKNOWN, Block, Cell, Column, Fact, Facts, Item, Items, Paragraph, Sign, Table

MOST_NAMES = 5

_BASIS = {
    "self": "your own",
    "independent": "independent",
    "vendor": "vendor's own",
    "rival": "rival lab",
    "press": "press",
    "estimated": "estimated",
    "catalog": "catalog",
}


def reasons(found: Iterable[Reason], sign: Sign, label: str, cite: Citer) -> list[Item]:
    """Reasons of one kind, in the order of the document."""
    return [
        Item(r.text, sign, label, lead=_lead(r), refs=cite(*r.sources), points=values.points(r.points)) for r in found
    ]


def signed(found: Iterable[Reason], cite: Citer) -> list[Item]:
    """Reasons whose sign follows from their points."""
    items: list[Item] = []
    for reason in found:
        sign: Sign = "~" if not reason.points else "+" if reason.points > 0 else "-"
        items += reasons([reason], sign, "", cite)
    return items


def case_of(ranked: Ranked, cite: Citer) -> Items:
    """For and against one model, what to beware of, and what is not known."""
    items = [
        *([Item(_also(ranked.also, ranked.offering), "~", "Also")] if ranked.also else []),
        *([Item(ranked.contrast.text, "~", "Stands")] if ranked.contrast else []),
        *([Item(_beaten(ranked), "-", "Against")] if ranked.dominated_by else []),
        *reasons(ranked.for_, "+", "For", cite),
        *reasons(ranked.against, "-", "Against", cite),
        *reasons(ranked.cautions, "!", "Caution", cite),
        *reasons(ranked.unknown, "?", "Unknown", cite),
    ]
    about = [
        f"{values.score(ranked.score)} points",
        f"80% interval {ranked.low:.0f} to {ranked.high:.0f}",
        f"{values.share(ranked.coverage)} of the weight measured",
        way(ranked.offering),
    ]
    return Items(f"{ranked.rank}. {ranked.name}", tuple(items), about=" · ".join(about))


def _beaten(ranked: Ranked) -> str:
    """Who is at least as good everywhere, and whether that was measured."""
    said = f"{ranked.dominated_by} beats it or ties with it on every test"
    return said if ranked.dominated_on == "figures" else f"{said}, as far as estimates can tell"


def _also(other: RouteView, route: RouteView) -> str:
    """Another route that costs more or less than the one that is named."""
    months, prices = (other.month_usd, route.month_usd), (other.price_blended, route.price_blended)
    theirs, own = prices if None in months else months
    word = "dearer" if (theirs or 0) > (own or 0) else "cheaper"
    return f"{word} {way(other)}"


def way(route: RouteView) -> str:
    """How a model is reached, with what that costs."""
    if route.kind == "self_host":
        return _at_home(route)
    if route.kind == "none":
        return "no offering known"
    price = values.prices(route.price_in, route.price_out)
    cost = "price unknown" if price == UNKNOWN else f"{price} per M tokens in / out"
    since = f" ({route.price_on})" if route.price_on and price != UNKNOWN else ""
    month = f", about {values.month(route.month_usd)} a month" if route.month_usd is not None else ""
    return f"via {route.provider_name or route.provider or UNKNOWN}, {cost}{since}{month}"


def _at_home(route: RouteView) -> str:
    """On the machine that was named: what the model takes of it, and how fast it answers."""
    if route.machine is None:
        if route.smallest_machine is None:
            return "on your own machines; no machine is known to hold it"
        takes = values.runs_at(route.smallest_gb, route.smallest_quant)
        return f"on your own machines; the smallest known that holds it is {route.smallest_machine} ({takes})"
    said = [f"on {route.machine}"]
    if route.memory_gb is not None:
        said.append(values.runs_at(route.memory_gb, route.quant))
    if route.tokens_per_s is not None:
        low, high = route.tokens_per_s_low or 0, route.tokens_per_s_high or 0
        said.append(f"about {route.tokens_per_s:.0f} tokens/s ({low:.0f} to {high:.0f})")
    if route.month_usd is not None:
        said.append(f"such a machine rents for {values.month(route.month_usd)} a month")
    return ", ".join(said)


def contributions(parts: Sequence[Contribution], cite: Citer, *, primary: bool = False) -> Table:
    """What each criterion adds to a score."""
    columns = (
        Column("criterion", "criterion", floor=18),
        Column("benchmark", "figure of", priority=2, floor=12),
        Column("value", "figure", priority=1, right=True),
        Column("weight", "weight", priority=2, right=True),
        Column("points", "points", right=True),
        Column("basis", "basis", priority=3),
        Column("sources", "source", priority=4),
    )
    return Table(columns, tuple(_contribution(part, cite) for part in parts), "How the score adds up", primary)


def _contribution(part: Contribution, cite: Citer) -> tuple[Cell, ...]:
    drivers = f" from {few(part.drivers, 2)}" if part.drivers else ""
    basis_text = basis(part.basis) + drivers + (", sources disagree" if part.conflict else "")
    refs = cite(*part.sources)
    return (
        Cell(part.says, raw=part.criterion),
        Cell(part.benchmark_name or part.field or UNKNOWN, raw=part.benchmark or part.field),
        Cell(values.figure(part.value, part.unit), raw=part.value),
        Cell(values.share(part.weight), raw=part.weight),
        Cell(f"{part.points:.1f}", "strong", raw=part.points),
        Cell(basis_text, "warn" if part.conflict else "plain"),
        Cell("", refs=refs, raw=" ".join(part.sources)),
    )


def basis(by: str | None) -> str:
    """Who measured, in words."""
    return UNKNOWN if by is None else _BASIS.get(by, by.replace("_", " "))


def fact_rows(lines: Iterable[FactLine], cite: Citer) -> Facts:
    """Labelled facts with their sources; what is not known says so."""
    return Facts(tuple(_fact_row(line, cite) for line in lines))


def _fact_row(line: FactLine, cite: Citer) -> Fact:
    if line.value is None:
        return Fact(line.label, UNKNOWN, "muted")
    return Fact(line.label, line.value, refs=cite(*line.sources))


def notes(texts: Iterable[str]) -> tuple[Block, ...]:
    """Remarks on the answer as a whole."""
    items = tuple(Item(text, "~") for text in texts)
    return (Items("Notes", items),) if items else ()


def dated(as_of: Day, facts_until: Day | None = None) -> Paragraph:
    """The last line of an answer: how old it is."""
    newest = f"; the newest fact in the catalog is of {facts_until}" if facts_until else ""
    return Paragraph(f"As of {as_of}{newest}.", "muted")


def few(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _lead(reason: Reason) -> str | None:
    subject = reason.subject
    return subject if subject and subject.lower() not in reason.text.lower() else None
