"""A file as what is checked: a saved question, the configuration of another program, a decision on record."""

from __future__ import annotations

from pathlib import Path

from modelpick.catalog.reader import parse_yaml, read_text
from modelpick.documents.audit_reports import CheckLine, CheckReport, Outcome
from modelpick.documents.decision_reports import DecisionReport
from modelpick.exports.text import ABOUT_FILE
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import replace
from modelpick.model.wording import count, listed
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.check import check_row
from modelpick.use_cases.decision import check_decision, is_record, read_record
from modelpick.use_cases.pins import marked, pinned_names
from modelpick.use_cases.profile import PinnedRow, ProfileFile, read_file
from modelpick.use_cases.request_checks import resolve_as_of
from modelpick.use_cases.resolve import UnknownModel

_SUFFIXES = (".yaml", ".yml", ".json", ".toml", ".env", ".md", ".txt")
"""What names end with that are files, whether or not they are there."""


def check(
    catalog: OpenCatalog, profile: Path | None, *, file: Path | None = None, within: int = 0, on: Day | None = None
) -> CheckReport | DecisionReport:
    """The answer of `modelpick check`.

    Args:
        profile: the question, which pins the model where no `file` does.
        file: what pins it: the configuration of another program, a decision on record, or a profile itself; or, where
            there is no such file, the model that is pinned.
        within: days ahead in which a retirement is a no.

    Raises:
        ModelpickError: the profile pins nothing, or means nothing.
    """
    if file is None and profile is None:
        raise ModelpickError("say what is to be checked", hint="Name a file, or a profile with {profile}")
    if file is not None and (pinned := _model_instead(catalog, file)):
        row = replace(read_file(profile) if profile else ProfileFile(), pinned=pinned)
        return check_row(catalog, file, row, within, on)
    if file is not None:
        text = read_text(file)
        beside = file.parent / ABOUT_FILE
        if profile is None and not marked(text) and beside.is_file() and beside != file:
            text = f"{read_text(beside)}\n{text}"
        if profile is not None or marked(text) or file.suffix not in (".yaml", ".yml"):
            question = read_file(profile, catalog) if profile else None
            return _check_configuration(catalog, file, text, question, within, on)
        document = parse_yaml(text, str(file))
        if is_record(document):
            return check_decision(catalog, file, read_record(text, file), within=within, on=on)
    named = file or profile
    assert named is not None
    return check_row(catalog, named, read_file(named, catalog), within, on)


def _model_instead(catalog: OpenCatalog, file: Path) -> PinnedRow | None:
    """The model that `file` names, where it is no file; None where it is one, or looks like one.

    Raises:
        ModelpickError: there is neither such a file nor such a model.
    """
    if file.exists() or file.suffix in _SUFFIXES:
        return None
    try:
        catalog.resolve(str(file))
    except UnknownModel as error:
        raise ModelpickError(f"{str(file)!r} is no file, and no model is called so", hint=error.hint) from None
    return PinnedRow(str(file))


def _check_configuration(
    catalog: OpenCatalog, file: Path, text: str, question: ProfileFile | None, within: int, on: Day | None
) -> CheckReport:
    """The first model of a configuration in full, and a line for each other one."""
    facts = catalog.facts_on(resolve_as_of(on, catalog.today))
    first, *others = pinned_names(text, file, facts, question)
    report = check_row(catalog, file, first.row, within, on)
    also = [(each, check_row(catalog, file, each.row, within, on)) for each in others]
    lines = tuple(_fallback_check(each.called, found) for each, found in also)
    against = [line.id for line in lines if line.outcome != "yes"]
    told = report.text if report.passed or not against else f"{report.text}; nor do all others: {listed(against, 4)}"
    if report.passed and lines:
        told = f"{report.name} and the {count(len(lines), 'model')} after it still pass"
        told = f"{report.name} still passes, but not {listed(against, 4)}" if against else told
    return replace(
        report,
        passed=report.passed and not against,
        text=told,
        lines=(*report.lines, *lines),
        notes=(*report.notes, *_order_note(report)),
    )


def _fallback_check(called: str, found: CheckReport) -> CheckLine:
    against = [line for line in found.lines if line.outcome != "yes" and not line.waived]
    outcome: Outcome = "yes" if found.passed else "no" if any(line.outcome == "no" for line in against) else "unknown"
    text = "; ".join(line.text for line in against) or "passes"
    sources = tuple(source for line in against for source in line.sources)
    return CheckLine(called, outcome, f"{found.name}: {text}", sources=sources)


def _order_note(report: CheckReport) -> tuple[str, ...]:
    """A note where another model is first today."""
    if report.best is None or report.best == report.model or report.score is None or report.best_score is None:
        return ()
    ahead = report.best_score - report.score
    return (f"Today {report.best_name} is first{f', {ahead:.1f} points ahead' if ahead > 0 else ''}",)
