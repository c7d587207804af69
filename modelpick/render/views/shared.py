"""Pieces that several views have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from modelpick.documents.card_reports import FactLine
from modelpick.documents.evidence_reports import OwnEvidence, PairedTest
from modelpick.documents.recommendation import Contribution, Proof, Ranked, Reason, RouteView
from modelpick.model.dates import Day
from modelpick.model.facts import YOU
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    FactRows,
    Item,
    Items,
    Paragraph,
    Row,
    Sign,
    Table,
    TableCell,
    table_of,
)

if TYPE_CHECKING:
    from modelpick.documents.change_reports import SourceLine
    from modelpick.documents.market_reports import SourceUpdate

MOST_NAMES = 5

_BASIS_WORDS = {
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
        Item(r.text, sign, label, lead=reason_lead(r), refs=cite(*r.sources), points=values.points(r.points))
        for r in found
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
        *([Item(_other_route_sentence(ranked.also, ranked.offering), "~", "Also")] if ranked.also else []),
        *([Item(ranked.contrast.text, "~", "Compared")] if ranked.contrast else []),
        *([Item(_dominated_sentence(ranked), "-", "Against")] if ranked.dominated_by else []),
        *reasons(ranked.for_, "+", "For", cite),
        *reasons(ranked.against, "-", "Against", cite),
        *(proof_item(proof, cite) for proof in ranked.proofs),
        *reasons(ranked.cautions, "!", "Caution", cite),
        *reasons(ranked.unknown, "?", "Unknown", cite),
    ]
    about = [
        f"{values.score(ranked.score)} points",
        f"80% interval {ranked.low:.0f} to {ranked.high:.0f}",
        f"{values.share(ranked.coverage)} of the weight measured",
        route_text(ranked.offering),
    ]
    return Items(f"{ranked.rank}. {ranked.name}", tuple(items), about=" · ".join(about))


def proof_item(proof: Proof, cite: Citer) -> Item:
    """What a data term rests on: the day of the page or paper, who read it, and what it says."""
    own = {None: "the provider's own page", YOU: "your own paper"}.get(proof.read_by)
    said = own or f"as {proof.read_by} has it"
    if proof.on:
        said += f" of {proof.on}" if own else f", {proof.on}"
    return Item(
        f"{said}: {proof.note}" if proof.note else said, "~", "Terms", lead=proof.says, refs=cite(*proof.sources)
    )


def _dominated_sentence(ranked: Ranked) -> str:
    """Which model dominates this one, and whether by figures or by estimates."""
    said = f"{ranked.dominated_by} beats it or ties with it on every test"
    return said if ranked.dominated_on == "figures" else f"{said}, as far as estimates can tell"


def _other_route_sentence(other: RouteView, route: RouteView) -> str:
    """The other route of the model, and whether it costs more or less than `route`."""
    months, prices = (other.month_usd, route.month_usd), (other.price_blended, route.price_blended)
    theirs, own = prices if None in months else months
    word = "dearer" if (theirs or 0) > (own or 0) else "cheaper"
    return f"{word} {route_text(other)}"


def route_text(route: RouteView) -> str:
    """How a model is reached, with what that costs."""
    if route.kind == "self_host":
        return _at_home(route)
    if route.kind == "none":
        return "no offering known"
    price = values.prices(route.price_in, route.price_out)
    cost = "price unknown" if price == UNKNOWN else f"{price} per M tokens in / out"
    since = f" ({route.price_on})" if route.price_on and price != UNKNOWN else ""
    month = f", about {values.dollars(route.month_usd)} a month" if route.month_usd is not None else ""
    return f"via {route.provider_name or route.provider or UNKNOWN}, {cost}{since}{month}"


def _at_home(route: RouteView) -> str:
    """On the machine that was named: what the model takes of it, and how fast it answers."""
    if route.machine is None:
        if route.smallest_machine is None:
            return "on your own machines; no machine is known to hold it"
        takes = values.memory_at_quant(route.smallest_gb, route.smallest_quant)
        return f"on your own machines; the smallest known that holds it is {route.smallest_machine} ({takes})"
    said = [f"on {route.machine}"]
    if route.memory_gb is not None:
        said.append(values.memory_at_quant(route.memory_gb, route.quant))
    if route.tokens_per_s is not None:
        low, high = route.tokens_per_s_low or 0, route.tokens_per_s_high or 0
        said.append(f"about {route.tokens_per_s:.0f} tokens/s ({low:.0f} to {high:.0f})")
    if route.month_usd is not None:
        said.append(f"such a machine rents for {values.dollars(route.month_usd)} a month")
    return ", ".join(said)


def contributions(parts: Sequence[Contribution], cite: Citer) -> Table:
    """What each criterion adds to a score."""
    columns: list[Column[Contribution]] = [
        Column("criterion", floor=18, cell=lambda part: part.says),
        Column("figure of", priority=2, floor=12, cell=_figure_of_cell),
        Column("figure", priority=1, right=True, cell=_criterion_value_cell),
        Column(
            "weight", priority=2, right=True, cell=lambda part: TableCell(values.share(part.weight), sort=part.weight)
        ),
        Column("points", right=True, cell=lambda part: TableCell(f"{part.points:.1f}", "strong", sort=part.points)),
        Column("basis", priority=3, cell=_basis_cell),
        Column("source", priority=4, cell=lambda part: cite.cell(*part.sources)),
    ]
    return table_of(columns, parts, "How the score adds up")


def _figure_of_cell(part: Contribution) -> TableCell:
    return TableCell(part.benchmark_name or part.field or UNKNOWN)


def _criterion_value_cell(part: Contribution) -> TableCell:
    return TableCell(values.figure(part.value, part.unit), sort=part.value)


def _basis_cell(part: Contribution) -> TableCell:
    drivers = f" from {first_names(part.drivers, 2)}" if part.drivers else ""
    text = f"{basis(part.basis)}{drivers}{', sources disagree' if part.conflict else ''}"
    return TableCell(text, "warn" if part.conflict else "plain")


def basis(by: str | None) -> str:
    """The kind of evaluator in words: ``vendor's own``, ``independent``."""
    return UNKNOWN if by is None else _BASIS_WORDS.get(by, by.replace("_", " "))


def fact_rows(lines: Iterable[FactLine], cite: Citer) -> FactRows:
    """Labelled facts with their sources; what is not known says so."""
    return FactRows(tuple(_fact_row(line, cite) for line in lines))


def _fact_row(line: FactLine, cite: Citer) -> FactRow:
    if line.value is None:
        return FactRow(line.label, UNKNOWN, "muted")
    return FactRow(line.label, line.value, refs=cite(*line.sources))


def remarks(title: str | None, texts: Iterable[str], sign: Sign = "~", label: str = "") -> Items:
    """A list of sentences."""
    return Items(title, tuple(Item(text, sign, label) for text in texts))


def notes(texts: Iterable[str]) -> Items:
    """Remarks on the answer as a whole."""
    return remarks("Notes", texts)


def dated(as_of: Day, facts_until: Day | None = None) -> Paragraph:
    """The last line of an answer: how old it is."""
    newest = f"; the newest fact in the catalog is of {facts_until}" if facts_until else ""
    return Paragraph(f"As of {as_of}{newest}.", "muted")


def first_names(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first names and how many more there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def reason_lead(reason: Reason) -> str | None:
    """Whom a reason is about; None where it says so itself."""
    subject = reason.subject
    return subject if subject and subject.lower() not in reason.text.lower() else None


def own_results(own: Sequence[OwnEvidence], paired: Sequence[PairedTest]) -> Items:
    """What the user's own results say, and two models on the same tasks."""
    items = [Item(each.text, "-", lead=each.benchmark_name) for each in own]
    items += [Item(each.text, "-", lead=each.benchmark_name) for each in paired]
    return Items("Your own results", tuple(items))


def first_rows(
    columns: Sequence[Column[Row]], rows: Sequence[Row], most: int | None, title: str | None = None, how: str = "--all"
) -> list[Block]:
    """The table of the first `most` rows, and a line on how many more there are; `how` brings them."""
    more = [] if most is None or len(rows) <= most else [rest(len(rows) - most, how)]
    return [table_of(columns, rows[:most], title), *more]


def capped_items(title: str, items: Sequence[Item], most: int | None) -> list[Block]:
    """The first of `items`."""
    more = [rest(len(items) - most)] if most is not None and len(items) > most else []
    return [Items(title, tuple(items[:most])), *more]


def rest(number: int, how: str = "--all") -> Paragraph:
    """What a page says instead of the rows that it leaves out; `how` brings them."""
    return Paragraph(f"{number:,} more: {how}", "muted", joined=True)


def license_terms(source: SourceLine | SourceUpdate, *more: str) -> str:
    """The license of a source, whom to name, and for whom it is; behind it what there is of `more`."""
    license = "" if source.license in source.attribution else source.license
    own_use = "for your own use alone" if source.private else ""
    return " · ".join(part for part in (license, source.attribution, own_use, *more) if part)
