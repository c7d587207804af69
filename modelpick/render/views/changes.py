"""What changed: whose answers, new models, ends that lie ahead, prices, status, scores, offerings, other facts."""

from __future__ import annotations

from modelpick.documents.change_reports import AnswerMove, DiffReport, ModelMove
from modelpick.documents.recommendation import LEAST_POINTS
from modelpick.model import wording
from modelpick.render import values
from modelpick.render.citing import Citer
from modelpick.render.page import Block, Heading, Item, Items, Page, Paragraph, Sign
from modelpick.render.views import change_tables, shared

MOST_LED = 4
"""So many kinds of change stand in the first line, the last of them instead of all the others."""
_CHANGE_KINDS = {
    "new_models": ("new model",),
    "retirements": ("end of an API ahead", "ends of APIs ahead"),
    "prices": ("price move",),
    "status": ("status change",),
    "scores": ("score",),
    "new_offerings": ("new offering",),
    "gone_offerings": ("offering gone", "offerings gone"),
    "gone_models": ("model gone", "models gone"),
    "facts": ("other fact",),
    "unlinked_new": ("new id without a model", "new ids without a model"),
    "unlinked_gone": ("such id gone", "such ids gone"),
}


def page(report: DiffReport) -> Page:
    """The screen of `catalog diff`."""
    cite = Citer(report.sources)
    blocks: list[Block] = [
        Heading(_changes_headline(report), 1),
        Paragraph(_days_compared(report), "muted", joined=True),
    ]
    if len(_change_counts(report)) > MOST_LED:
        blocks.append(Paragraph(" · ".join(_change_counts(report)), "muted", joined=True))
    blocks += [_answer_items(answer, cite) for answer in report.answers]
    blocks += change_tables.tables(report.changes, cite, report.most)
    blocks += _unmatched_blocks(report)
    blocks += [shared.notes(report.notes), *cite.listed()]
    return Page(tuple(blocks))


def _changes_headline(report: DiffReport) -> str:
    counted = _change_counts(report)
    kinds = counted[:MOST_LED]
    if len(counted) > MOST_LED:
        kinds = [*kinds[:-1], f"{len(counted) - MOST_LED + 1} more kinds of change"]
    said = wording.listed(kinds, MOST_LED) or "nothing changed"
    if report.answers:
        return f"{_answers_headline(report.answers)}: {said}"
    return said[0].upper() + said[1:]


def _answers_headline(answers: tuple[AnswerMove, ...]) -> str:
    moved = sum(bool(answer.changed) for answer in answers)
    if len(answers) == 1:
        return f"The answer is {'another' if moved else 'the same'} now"
    return f"{moved or 'None'} of {len(answers)} answers is another now"


def _change_counts(report: DiffReport) -> list[str]:
    return [
        wording.count(report.counts[kind], *words) for kind, words in _CHANGE_KINDS.items() if report.counts.get(kind)
    ]


def _days_compared(report: DiffReport) -> str:
    if report.basis != "last update":
        return f"from the end of {report.since} to the end of {report.until}"
    read = ", ".join(f"{read.title} for {read.day}" for read in report.reads)
    return f"by the last update ({read}), against what was known before it; as of {report.until}"


def _answer_items(answer: AnswerMove, cite: Citer) -> Items:
    """The answer to a question on both sides, and what moved the models that lead it."""
    said = "the same answer" if not answer.changed else f"another {wording.listed(answer.changed)}"
    if not answer.changed:
        items = [Item(answer.now.text, "~", "Still")]
    else:
        items = [Item(answer.was.text, "~", "Before"), Item(answer.now.text, "~", "Now")]
    items += [item for move in answer.moves for item in _model_move_items(move, cite)]
    about = answer.summary if answer.summary != answer.question else None
    return Items(f"{answer.question}: {said}", tuple(items), about=about)


def _model_move_items(move: ModelMove, cite: Citer) -> list[Item]:
    return [_model_move_item(move), *shared.reasons(move.why, "~", "because", cite)]


def _model_move_item(move: ModelMove) -> Item:
    was, now = _rank_and_score(move.rank_was, move.score_was), _rank_and_score(move.rank_now, move.score_now)
    if move.score_was is None:
        return Item(f"came in, {now}", "+", "Moved", lead=move.name)
    if move.score_now is None:
        return Item(f"fell out, was {was}", "-", "Moved", lead=move.name)
    points = move.score_now - move.score_was
    text = f"{was}, now {now}"
    if move.rank_was == move.rank_now:
        text = f"{was}, now {values.score(move.score_now)}"
    sign: Sign = "+" if points >= LEAST_POINTS else "-" if points <= -LEAST_POINTS else "~"
    said = values.points(points) if sign != "~" else None
    return Item(text, sign, "Moved", lead=move.name, points=said)


def _rank_and_score(rank: int | None, score: float | None) -> str:
    return f"place {rank} with {values.score(score)} points"


def _unmatched_blocks(report: DiffReport) -> list[Block]:
    new, gone = report.changes.unlinked_new, report.changes.unlinked_gone
    if not new and not gone:
        return []
    said = (
        [f"{wording.count(len(new), 'new id')} ({shared.first_names([line.name for line in new], 3)})"] if new else []
    )
    said += [f"{len(gone):,} gone"] if gone else []
    return [
        Heading("Of no known model"),
        Paragraph(f"{', '.join(said)}; `modelpick catalog unmatched` shows the nearest models", joined=True),
    ]
