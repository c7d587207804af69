"""The answer of `recommend` on one screen: the pick, how sure, the first five, why, but, what would flip it."""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.documents.recommendation import PRECISION, Excluded, Ranked, Reason, Recommendation, RouteView
from modelpick.documents.shortened import ROWS, lines_shown
from modelpick.model import wording
from modelpick.model.dates import days_after
from modelpick.model.fields import replace
from modelpick.model.rules import FITS, OWN_HARDWARE
from modelpick.render import layout, values
from modelpick.render.briefs import lines, terms
from modelpick.render.citing import Citer
from modelpick.render.page import (
    UNKNOWN,
    Block,
    Column,
    FactRow,
    Heading,
    Page,
    Paragraph,
    Table,
    TableCell,
    no_room_for,
    table_of,
)

WHY, BUT = 3, 2
NEAREST = 3
NEW, NEW_DAYS = 4, 30
"""So many of the models of the last so many days are named where no figure of them is known."""
AT_HOME = "runs on your own machines"
UNASKED = ("can be had today", "fits the hardware")
"""What every question holds, or every one that names a machine."""
PROMISING = "Promising, less than half tested (the rest is estimated):"
LOWERED = "Promising, less than half tested (doubt lowers their rank):"
"""The same where one of them stands behind a model of a lower score."""


def page(answer: Recommendation) -> Page:
    """The short page of `recommend`."""
    cite = Citer(answer.sources)
    none = answer.verdict.state == "none"
    blocks: list[Block] = [Heading(answer.verdict.text, 1, "bad" if none else "strong")]
    if answer.verdict.sure:
        blocks.append(Paragraph(answer.verdict.sure, joined=True))
    if not none:
        blocks.append(lines.muted_line(_with_too_new(_question_summary(answer), answer)))
    if answer.ranking:
        table, case = _table_and_case(answer, cite, lines.LINES - lines.height_above(blocks, answer))
        blocks += [table, *lines.fact_block(case)]
    else:
        blocks += _nothing_fits_blocks(answer, cite)
    return Page((*blocks, *cite.listed()))


def _with_too_new(summary: str, answer: Recommendation) -> str:
    """`summary`, and the newest models that fit and of which no figure is known, as many as its line has room for."""
    since = days_after(answer.as_of, -NEW_DAYS)
    new = sorted((m for m in answer.not_ranked if (m.released or "") >= since), key=lambda m: m.released or "")
    names = [m.name for m in reversed(new)]
    if not names:
        return summary
    told = [f"not ranked yet: {wording.listed(names, most)}" for most in range(NEW, min(len(names), 2) - 1, -1)]
    lengths = (f"{summary} · {text}" for text in (*told, f"{len(names)} not ranked yet"))
    return next((text for text in lengths if len(text) <= lines.COLUMNS), summary)


def _table_and_case(answer: Recommendation, cite: Citer, room: int) -> tuple[Table, list[FactRow]]:
    """The first five and what speaks for and against them, in `room` lines; fewer of them where it is little."""
    for rows in (ROWS, ROWS - 1, ROWS - 2) if answer.ranking[0].proofs else (ROWS, ROWS - 1):
        shown = lines_shown(answer.ranking, rows)
        table = _ranking_table(shown)
        left = room - 3 - len(table.rows) - len(table.heads) - _legend_height(table)
        case = _case_facts(answer, shown, cite, left)
        if lines.heights(case) <= left:
            break
    return table, case


def _question_summary(answer: Recommendation) -> str:
    until = f"facts to {answer.facts_until}" if answer.facts_until else "date of the facts unknown"
    about, *parts = answer.request.summary.split(" · ")
    if answer.request.persona is not None:
        about = about.partition(" (")[0]
    else:
        about = wording.listed([need for need in answer.request.needs if need != OWN_HARDWARE]) or about
    unasked = (*UNASKED, AT_HOME) if FITS in answer.request.constraints else UNASKED
    asked = [part.partition(" (")[0] for part in parts if part not in unasked]
    return f"For {' · '.join([about, *asked, until])}"


def _ranking_table(shown: Sequence[Ranked]) -> Table:
    table = table_of(COLUMNS, shown, say_dropped=True, legend=f"{lines.LEGEND} · likely: true 8 times in 10")
    apart = next((number for number, each in enumerate(shown) if each.standing == "promising"), None)
    columns = tuple(
        replace(column, shown=place < _ALWAYS_SHOWN or any(row[place].text for row in table.rows))
        for place, column in enumerate(COLUMNS)
    )
    head = LOWERED if any(_is_lowered(each, shown) for each in shown) else PROMISING
    return replace(table, columns=columns, heads=((apart, head),) if apart is not None else ())


def _is_lowered(ranked: Ranked, shown: Sequence[Ranked]) -> bool:
    behind = (other for other in shown if other.rank < ranked.rank)
    return ranked.standing == "promising" and any(other.score < ranked.score for other in behind)


def _legend_height(table: Table) -> int:
    """The lines under the table on the smallest screen: the legend, and perhaps what there is no room for."""
    kept = layout.fit(table, lines.COLUMNS).places
    dropped = [column.title for place, column in enumerate(table.columns) if column.shown and place not in kept]
    return 2 if dropped and len(f"{table.legend} · {no_room_for(dropped)}") > lines.COLUMNS else 1


_ALWAYS_SHOWN = 5
"""Columns that always stand there; of the others those that say something."""


def _memory_cell(offer: RouteView) -> TableCell:
    return TableCell(values.memory_at_quant(offer.memory_gb, offer.quant) if offer.machine else "")


def _speed_text(offer: RouteView) -> str:
    return f"{offer.tokens_per_s:.0f}" if offer.tokens_per_s else ""


def _month_text(offer: RouteView) -> str:
    return "" if offer.month_usd is None or offer.kind == "self_host" else values.dollars(offer.month_usd)


def _license_cell(ranked: Ranked) -> TableCell:
    at_home = ranked.offering.kind == "self_host"
    return TableCell(ranked.license or UNKNOWN if at_home else "", "plain" if ranked.license else "muted")


def _smallest_machine_cell(ranked: Ranked) -> TableCell:
    """The smallest machine that holds a model to host; its brand only where there is room."""
    offer = ranked.offering
    if offer.kind != "self_host" or offer.machine:
        return TableCell("")
    if offer.smallest_machine is None:
        return TableCell("none known", "muted")
    words = [word for word in offer.smallest_machine.split() if word not in BRANDS]
    return TableCell(offer.smallest_machine, short=" ".join(words))


UNHOUSED = "No machine of up to 8 devices is known to hold it"
BRANDS = ("Instinct", "GeForce", "NVIDIA", "AMD", "Apple")


def _price_cell(offer: RouteView) -> TableCell:
    if offer.kind == "self_host":
        return TableCell("")
    return TableCell(values.prices(offer.price_in, offer.price_out, rounded=True))


COLUMNS: tuple[Column[Ranked], ...] = (
    Column("", right=True, name="rank", cell=lambda each: TableCell(str(each.rank), "muted")),
    Column("model", cell=lambda each: TableCell(each.name, "strong" if each.rank == 1 else "plain")),
    Column("score", right=True, cell=lambda each: TableCell(values.score(each.score), "strong")),
    Column("likely", right=True, cell=lambda each: TableCell(f"{each.low:.0f}-{each.high:.0f}", "muted")),
    Column("tested", cell=lambda each: lines.glyphs(each.contributions)),
    Column("takes", priority=1, cell=lambda each: _memory_cell(each.offering)),
    Column("smallest machine", priority=3, cell=_smallest_machine_cell),
    Column("tokens/s", priority=2, right=True, cell=lambda each: _speed_text(each.offering)),
    Column("$/M in/out", priority=2, cell=lambda each: _price_cell(each.offering)),
    Column("a month", priority=1, right=True, cell=lambda each: _month_text(each.offering)),
    Column("license", priority=4, cell=_license_cell),
    Column("context", priority=5, right=True, cell=lambda each: values.tokens(each.context)),
)


def _case_facts(answer: Recommendation, shown: Sequence[Ranked], cite: Citer, room: int) -> list[FactRow]:
    """Why, but, what would flip it and what to ask next, in `room` lines; the last reason goes first."""
    first = answer.ranking[0]
    shared = _shared_cautions(shown)
    reasons = [r for r in first.for_ if r.points is not None]
    measured = [r for r in reasons if not (r.brief or "").startswith("estimated")]
    why = lines.reason_facts("Why", (measured or reasons)[:WHY], cite)
    but = [r for r in first.against if r.points is not None][:1]
    but += [r for r in first.cautions if r.text not in shared and r.subject != PRECISION][: BUT - len(but)]
    unhoused = first.offering.kind == "self_host" and not (first.offering.machine or first.offering.smallest_machine)
    buts = lines.labeled("But", [UNHOUSED] if unhoused else [])
    buts += lines.reason_facts("" if unhoused else "But", but[: BUT - len(buts)], cite)
    alike = lines.reason_facts("All", list(shared.values())[: BUT - len(buts)], cite)
    quality = [FactRow("Quality", r.text, refs=cite(*r.sources)) for r in _kept_of_scores(first)]
    turns = [FactRow("Flips if", r.brief) for r in answer.changes if r.brief][:1]
    out = _left_out_fact(answer.left_out, cite)
    more = [FactRow("Next", _next_command(answer)), lines.more("--details: all reasons")]
    proven = terms.proof_rows(first, cite)
    facts = [*proven, *why, *buts, *alike, *quality, *out, *turns, *more]
    # What the asked terms rest on stays, whatever else goes.
    lesser = [*why[2:], *buts[1:], *why[1:2], *turns, *out, *(alike + buts[:1] if proven else [])]
    return lines.kept_within(facts, room, lesser)


def _kept_of_scores(first: Ranked) -> list[Reason]:
    """What the precision on the named machine leaves of the first one's scores, where that is known."""
    return [r for r in (*first.for_, *first.cautions) if r.subject == PRECISION]


def _shared_cautions(shown: Sequence[Ranked]) -> dict[str, Reason]:
    """The cautions that every one of several shown models has, by text; they are printed once."""
    if len(shown) < 2:
        return {}
    texts = [{r.text for r in each.cautions} for each in shown]
    return {r.text: r for r in shown[0].cautions if all(r.text in each for each in texts)}


def _next_command(answer: Recommendation) -> str:
    """The command that is most likely to be asked next, with this question's options."""
    asked, ranking = answer.request.command, answer.ranking
    if "--self-host" in asked and not ranking[0].offering.machine:
        return lines.command("recommend", *(word for word in asked if word != "--self-host"), "--hardware", "2xh100")
    if len(ranking) > 1:
        return lines.command("compare", lines.slug(ranking[0].model), lines.slug(ranking[1].model), *asked)
    return lines.command("explain", lines.slug(ranking[0].model), *asked)


def _nothing_fits_blocks(answer: Recommendation, cite: Citer) -> list[Block]:
    """Nothing fits: what to relax, what that admits, and who comes nearest."""
    from modelpick.render.views.recommendation import relaxations_table  # late: most questions have an answer

    ways = answer.relaxations[:NEAREST]
    blocks: list[Block] = [relaxations_table(ways, "relax one of these", "best of them")] if ways else []
    facts: list[FactRow] = terms.paper_rows(answer.reachable, cite)
    papers = len(facts)
    facts += lines.under_label(
        "Nearest", (_nearest_fact(model, cite) for model in answer.excluded[: 1 if papers else NEAREST])
    )
    unproven = _unproven_constraints(answer.excluded)
    asked = answer.request.command
    if unproven:
        facts.append(FactRow("As if so", lines.command("recommend", *asked, *_allow_unknown_options(unproven))))
    if answer.excluded:
        facts.append(FactRow("Why not X", lines.command("explain", lines.slug(answer.excluded[0].model), *asked)))
    facts += [lines.more(note) for note in answer.notes if "--self-host" in note][:1]
    room = lines.LINES - lines.height(answer.verdict.text) - lines.height(answer.verdict.sure) - 2
    room -= len(ways) + 1 if ways else 0
    return [*blocks, *lines.fact_block(lines.kept_within(facts, room, facts[papers:] if papers else []))]


def _left_out_fact(model: Excluded | None, cite: Citer) -> list[FactRow]:
    """Who would come before the tested ones, were it not for one limit; nobody, in most answers."""
    return [] if model is None else [_nearest_fact(model, cite, "Left out")]


def _nearest_fact(model: Excluded, cite: Citer, label: str = "") -> FactRow:
    """A model that nearly fits, with the beginning of the first reason that keeps it out."""
    first = model.failed[:1]
    why = "".join(failed.reason.partition(";")[0].rstrip(".") for failed in first)
    return FactRow(label, f"{model.name}: {why}", refs=cite(*(source for failed in first for source in failed.sources)))


def _unproven_constraints(excluded: Sequence[Excluded]) -> list[str]:
    """The constraints that the nearest model would pass if their facts were known."""
    first = next((m for m in excluded if all(f.outcome == "unknown" for f in m.failed)), None)
    return list(dict.fromkeys(f.constraint for f in first.failed)) if first else []


def _allow_unknown_options(constraints: Sequence[str]) -> list[str]:
    return [word for name in constraints for word in ("--allow-unknown", name)]
