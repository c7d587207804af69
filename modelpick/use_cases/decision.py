"""A decision on record: the question, the answer and its reasons as they stood, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from modelpick.catalog.reader import YamlDocument, parse_yaml
from modelpick.catalog.validate import read_as
from modelpick.documents.audit_reports import CheckLine
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.command import flags, quoted
from modelpick.documents.decision_reports import DecisionChange, DecisionReport
from modelpick.documents.recommendation import LEAST_POINTS, Ranked, Recommendation
from modelpick.exports.text import yaml_file
from modelpick.lookup.answer_changes import answer_move
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Fact, Text, field, replace
from modelpick.model.request import Request
from modelpick.model.wording import listed, readable
from modelpick.storage.writing import make_folder, write_file
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.check import EVERYONE, check_row
from modelpick.use_cases.profile import PinnedRow, ProfileFile, profile_of, request_of
from modelpick.use_cases.request_checks import resolve_as_of

KEY = "decision"
"""The first key of a record, and the version of its form."""
HEAD = (
    "# A decision on record. `modelpick check FILE` says whether it still holds, with --format markdown or html as a\n"
    "# page. What stands here is what was known then: it is not to be edited.\n"
)


class DecidedModel(Fact):
    """A model as it was ranked."""

    model: Text
    name: Text
    score: float
    provider: Text | None = None
    id: Text | None = None
    chance: float | None = None
    """Share of the simulations in which it was the best."""
    price_in: float | None = None
    price_out: float | None = None


class DecidedReasons(Fact):
    """What was said of the model that was chosen, and of the answer."""

    given: tuple[Text, ...] = field(default=(), name="for")
    against: tuple[Text, ...] = ()
    cautions: tuple[Text, ...] = ()
    would_change: tuple[Text, ...] = ()


class DecidedCatalog(Fact):
    """The program, the day of the facts, and the user's files that an answer was worked out from."""

    program: Text
    facts_until: Day | None = None
    files: tuple[Text, ...] = ()


class DecisionFile(Fact):
    """A decision as it was made."""

    decision: Literal[1]
    decided_on: Day
    summary: Text
    verdict: Text
    question: ProfileFile
    catalog: DecidedCatalog
    answer: DecidedModel
    owner: Text | None = None
    runner_up: DecidedModel | None = None
    reasons: DecidedReasons = DecidedReasons()
    ask_again: Day | None = None


def write_record(
    catalog: OpenCatalog,
    answer: Recommendation,
    path: Path,
    request: Request,
    *,
    program: str,
    owner: str | None = None,
    force: bool = False,
) -> None:
    """Write `answer` to `request` on record, in the new file `path`.

    Args:
        program: the version that answered.
        owner: who decides.
        force: whether a file there is replaced.

    Raises:
        ModelpickError: nothing was recommended, or the file is there already.
    """
    if not answer.ranking:
        raise ModelpickError("there is nothing to record", hint="Nothing meets every requirement of the question")
    text = HEAD + yaml_file(_record_of(catalog, answer, request, program, owner))
    make_folder(path.parent)
    write_file(path, text.encode("utf-8"), over=force)


def _record_of(
    catalog: OpenCatalog, answer: Recommendation, request: Request, program: str, owner: str | None
) -> dict[str, Any]:
    first, *others = answer.ranking
    reasons = {
        "for": [reason.text for reason in first.for_],
        "against": [reason.text for reason in first.against],
        "cautions": [reason.text for reason in first.cautions],
        "would_change": [reason.text for reason in answer.changes],
    }
    known = {"program": program, "facts_until": answer.facts_until, "files": list(catalog.origins)}
    found = {
        KEY: 1,
        "decided_on": answer.as_of,
        "owner": owner,
        "summary": answer.request.summary,
        "verdict": answer.verdict.text,
        "question": profile_of(replace(request, as_of=None)),
        "catalog": {name: value for name, value in known.items() if value},
        "answer": _decided_model(first),
        "runner_up": _decided_model(others[0]) if others else None,
        "reasons": {name: texts for name, texts in reasons.items() if texts},
        "ask_again": answer.ask_again,
    }
    return {name: value for name, value in found.items() if value is not None}


def _decided_model(ranked: Ranked) -> dict[str, Any]:
    route = ranked.offering
    found = {
        "model": ranked.model,
        "name": ranked.name,
        "score": round(ranked.score, 4),
        "provider": route.provider,
        "id": route.id,
        "chance": round(ranked.first_share, 4),
        "price_in": None if route.price_in is None else float(route.price_in),
        "price_out": None if route.price_out is None else float(route.price_out),
    }
    return {name: value for name, value in found.items() if value is not None}


def is_record(document: YamlDocument) -> bool:
    """Whether a YAML document is a decision on record."""
    return isinstance(document.data, dict) and KEY in document.data


def read_record(text: str, file: Path) -> DecisionFile:
    """The record that `text` holds.

    Raises:
        InputErrors: every fault of it.
    """
    return read_as(parse_yaml(text, str(file)), DecisionFile)


def check_decision(
    catalog: OpenCatalog, file: Path, record: DecisionFile, *, within: int, on: Day | None
) -> DecisionReport:
    """Whether `record` would still be decided so, what changed since, and whether that matters."""
    day = resolve_as_of(on, catalog.today)
    if day < record.decided_on:
        raise ModelpickError(
            f"was decided on {record.decided_on}", where=str(file), hint="Ask for a later day with {as_of}"
        )
    asked = replace(request_of(record.question), top=EVERYONE)
    now = catalog.recommend(replace(asked, as_of=day))
    then = catalog.recommend(replace(asked, as_of=record.decided_on))
    chosen = record.answer
    pinned = replace(record.question, pinned=PinnedRow(chosen.model, chosen.provider))
    required = check_row(catalog, file, pinned, within, day)
    mine = next((each for each in now.ranking if each.model == chosen.model), None)
    first = now.ranking[0] if now.ranking else None
    failed = [] if required.passed else [line.id for line in required.lines if line.outcome != "yes"]
    holds, text = _standing_text(chosen, failed, mine, now)
    moved = (*_moves_since(record, then, now, holds), *_price_moves(record, mine))
    changes = (*_failed_requirements(required.lines), *moved)
    return DecisionReport(
        schema_version=SCHEMA_VERSION,
        as_of=day,
        record=readable(str(file)),
        decided_on=record.decided_on,
        owner=record.owner,
        summary=record.summary,
        command=f"modelpick recommend {quoted(flags(request_of(record.question)))}",
        program=record.catalog.program,
        facts_until=record.catalog.facts_until,
        model=chosen.model,
        name=chosen.name,
        provider=chosen.provider,
        score_was=chosen.score,
        chance_was=chosen.chance or 0.0,
        verdict_was=record.verdict,
        runner_up=record.runner_up.name if record.runner_up else None,
        runner_up_score=record.runner_up.score if record.runner_up else None,
        reasons=record.reasons.given,
        against=record.reasons.against,
        cautions=record.reasons.cautions,
        would_change=record.reasons.would_change,
        holds=holds,
        text=text,
        score_now=mine.score if mine else None,
        first_now=first.name if first else None,
        first_score=first.score if first else None,
        lines=required.lines,
        changes=changes,
        ask_again=record.ask_again,
        notes=tuple(_replay_notes(record, then, day)),
        sources=now.sources,
    )


def _standing_text(
    chosen: DecidedModel, failed: list[str], mine: Ranked | None, now: Recommendation
) -> tuple[bool, str]:
    if failed:
        return False, f"The decision for {chosen.name} no longer holds: {listed(failed, 4)}"
    if not now.ranking or mine is None:
        return False, f"The decision for {chosen.name} no longer holds: it is not ranked"
    first = now.ranking[0]
    if first.model == chosen.model:
        return True, f"The decision for {chosen.name} holds: it is still first"
    if chosen.model in now.verdict.tied_with:
        return True, f"The decision for {chosen.name} holds: {first.name} is first today, but too close to call"
    ahead = first.score - mine.score
    said = f", {ahead:.1f} points ahead" if ahead > 0 else ""
    return False, f"The decision for {chosen.name} no longer holds: {first.name} is first{said}"


def _failed_requirements(lines: Sequence[CheckLine]) -> Iterator[DecisionChange]:
    for line in lines:
        if line.outcome != "yes":
            yield DecisionChange(line.text, (), True, line.sources)


def _moves_since(
    record: DecisionFile, then: Recommendation, now: Recommendation, holds: bool
) -> Iterator[DecisionChange]:
    """How the models that the decision was between, and whoever is first now, have moved."""
    between = [record.answer.model, record.runner_up.model if record.runner_up else ""]
    first = now.ranking[0].model if now.ranking else ""
    for move in answer_move("", then, now).moves:
        if move.model not in (*between, first):
            continue
        ranks = f"{_rank_text(move.rank_was)}, now {_rank_text(move.rank_now)}"
        scores = (
            f"; {move.score_was:.1f} points, now {move.score_now:.1f}"
            if move.score_was is not None and move.score_now is not None
            else ""
        )
        why = tuple(reason.text for reason in move.why if not _says_the_same(reason.text))
        sources = tuple(dict.fromkeys(source for reason in move.why for source in reason.sources))
        matters = not holds and move.model in (record.answer.model, first)
        yield DecisionChange(f"{move.name}: {ranks}{scores}", why, matters, sources)


def _rank_text(rank: int | None) -> str:
    return f"number {rank}" if rank else "not ranked"


def _says_the_same(text: str) -> bool:
    """Whether a figure moved by less than it is printed with: ``79.2%, now 79.2%``."""
    before, sign, now = text.rpartition(": ")[2].partition(", now ")
    return bool(sign) and before == now


def _price_moves(record: DecisionFile, mine: Ranked | None) -> Iterator[DecisionChange]:
    chosen = record.answer
    if mine is None or mine.offering.provider != chosen.provider:
        return
    prices = {"input": (chosen.price_in, mine.offering.price_in), "output": (chosen.price_out, mine.offering.price_out)}
    for what, (was, now) in prices.items():
        if was is not None and now is not None and abs(was - float(now)) > 1e-9:
            yield DecisionChange(
                f"{chosen.name} costs ${now.normalize():f} per million {what} tokens, not ${was:g}", (), False
            )


def _replay_notes(record: DecisionFile, then: Recommendation, day: Day) -> Iterator[str]:
    """That the day of the decision looks another today: facts were corrected, or read later."""
    mine = next((each for each in then.ranking if each.model == record.answer.model), None)
    score = mine.score if mine else None
    if score is None or abs(score - record.answer.score) > LEAST_POINTS:
        today = "no points" if score is None else f"{score:.1f} points"
        was = f"{record.answer.score:.1f}"
        yield f"What is known today of {record.decided_on} gives it {today}, not {was}: facts were corrected since"
    if record.ask_again and day >= record.ask_again:
        yield f"The facts that it rests on were to be relied on until {record.ask_again}"
