"""Whether models can be called now: asks the providers' own servers, and says what the catalog has beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.live_reports import (
    NO,
    YES,
    Incident,
    LiveLine,
    LiveReport,
    LiveService,
    Outcome,
    ProbeLine,
    Verdict,
)
from modelpick.documents.status_reports import Status, StatusReport
from modelpick.model.dates import Day
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain, replace
from modelpick.model.wording import listed
from modelpick.probe import matching
from modelpick.probe.check import Answer, ServerQuestion, ask_all
from modelpick.probe.openrouter import Served
from modelpick.probe.statuspage import OpenIncident
from modelpick.probe.trial import MEASURED, SHORTEST, can_try, trial
from modelpick.storage.http import host_of
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.live_where import Where, questions


class LiveCheck(Plain):
    """The report of a live check with the questions behind it, for sending a request afterwards."""

    report: LiveReport
    questions: Mapping[str, ServerQuestion]


def live(catalog: OpenCatalog, models: Sequence[str], where: Where, timeout: float) -> LiveCheck:
    """Ask every server that serves `models`, all at the same time.

    Raises:
        ModelpickError: an unknown model or provider, or a URL that is not asked.
    """
    status = catalog.status(models)
    facts = catalog.facts_on(catalog.today)
    known = {each.model: facts.model(each.model) for each in status.models}
    found, notes = questions({id_: m for id_, m in known.items() if m is not None}, facts, where)
    answers = dict(zip([q.endpoint.provider for q in found], ask_all(found, timeout), strict=True))
    lines = [
        _live_line(each, question, answers[question.endpoint.provider], facts, catalog.today)
        for each in status.models
        for question in found
        if each.model in question.wanted
    ]
    return LiveCheck(
        _live_report(status, catalog.today, lines, _known_incidents(found, answers, facts), (*status.notes, *notes)),
        {q.endpoint.provider: q for q in found},
    )


def trial_requests(asked: LiveCheck) -> list[tuple[LiveLine, ServerQuestion]]:
    """The listed models that a request can be sent to, one for each model and provider."""
    pairs = [(line, asked.questions[line.provider]) for line in asked.report.lines if line.outcome in YES]
    return [(line, question) for line, question in pairs if can_try(question.endpoint)]


def with_trials(asked: LiveCheck, timeout: float, *, measured: bool = False) -> LiveReport:
    """The report with the result of one request to each listed model; `measured`: one that is long enough to say how
    fast it answers.
    """
    probes = []
    for line, question in trial_requests(asked):
        id_ = line.id or ""
        got = trial(question.endpoint, id_, question.key, timeout, MEASURED if measured else SHORTEST)
        times = (got.first_token_s, got.total_s, got.tokens_per_s)
        probes.append(ProbeLine(line.model, line.provider, id_, got.answered, got.text, *times, got.pieces))
    return replace(asked.report, probes=tuple(probes))


def _live_report(
    status: StatusReport, today: Day, lines: list[LiveLine], incidents: list[Incident], notes: Sequence[str]
) -> LiveReport:
    verdicts = {
        each.model: _verdict_of_lines([line for line in lines if line.model == each.model]) for each in status.models
    }
    order: tuple[Verdict, ...] = ("not_listed", "unchecked", "listed")
    verdict = next(v for v in order if v in verdicts.values())
    return LiveReport(
        SCHEMA_VERSION,
        today,
        verdict,
        "; ".join(_verdict_sentence(each, verdicts[each.model], lines) for each in status.models),
        tuple(lines),
        tuple(incidents),
        (),
        status.models,
        tuple(notes),
        status.sources,
    )


def _verdict_of_lines(lines: Sequence[LiveLine]) -> Verdict:
    outcomes = [line.outcome for line in lines]
    if any(each in YES for each in outcomes):
        return "listed"
    return "not_listed" if any(each in NO for each in outcomes) else "unchecked"


def _verdict_sentence(status: Status, verdict: Verdict, lines: Sequence[LiveLine]) -> str:
    ours = [line for line in lines if line.model == status.model]
    yes, no = ([line.provider_name for line in ours if line.outcome in kind] for kind in (YES, NO))
    if verdict == "listed":
        return f"{status.name} is listed now by {listed(yes)}"
    if verdict == "not_listed":
        rest = len(ours) - len(no)
        return f"{status.name} is not listed by {listed(no)}" + (f"; {rest} more could not be asked" if rest else "")
    return f"{status.name} could not be checked: " + ("nobody could be asked" if ours else "nobody is known to ask")


def _live_line(status: Status, question: ServerQuestion, answer: Answer, facts: Facts, today: Day) -> LiveLine:
    end = question.endpoint
    ids = question.wanted[status.model]
    there = [line for line in status.offerings if line.provider == end.provider]
    line = LiveLine(
        status.model, status.name, end.provider, provider_name(end.provider, facts),
        answer.outcome or "not_listed", answer.text, host_of(end.base), today, asked=ids,
        http_status=answer.http_status, pages=answer.pages, key_sent=answer.key_sent,
        catalog_stage=next((line.stage for line in there if line.stage), None),
        catalog_retires_on=min((line.retires_on for line in there if line.retires_on), default=None),
    )  # fmt: skip
    match = matching.find(ids, answer.models, loose=end.local or question.ask_without_key)
    if match is not None and answer.outcome in (None, "incomplete"):
        return _matched_line(line, match, answer, today)
    if answer.outcome is None:
        of = f"{len(answer.models)} {'model' if len(answer.models) == 1 else 'models'}"
        how = "with a key" if answer.key_sent else "without a key"
        return replace(line, text=f"not among the {of} that it lists {how}")
    if answer.outcome in ("trouble", "unreachable") and answer.incidents:
        return replace(line, outcome="incident", text=f"{answer.text}; its status page: {answer.incidents[0].text}")
    return line


def _matched_line(line: LiveLine, match: matching.Match, answer: Answer, today: Day) -> LiveLine:
    """The line of a model that the server lists."""
    row = match.listed
    outcome: Outcome = "gone" if row.retired else "listed_deprecated" if row.deprecated else "listed"
    clean = matching.clean(row.id)
    words = {"gone": "listed as retired", "listed_deprecated": "listed as deprecated", "listed": "listed"}[outcome]
    parts = [words if clean == matching.clean(match.by) else f"{words}, recognized by {match.by}"]
    if row.retires_on:
        parts.append(f"{'was to end' if row.retires_on < today else 'ends'} on {row.retires_on}")
    served = answer.served.get(line.model)
    if served is not None:
        parts.append(f"{served.endpoints} endpoints" if served.endpoints else "but nobody serves it")
    return replace(
        line, outcome=outcome, text="; ".join(parts), id=row.id, deprecated_on=row.deprecated_on,
        retires_on=row.retires_on, replacement=row.replacement, uptime=served.uptime if served else None,
        latency_ms=served.latency_ms if served else None, service=_live_service(served),
    )  # fmt: skip


def _live_service(served: Served | None) -> LiveService | None:
    typical = served.typical if served else None
    return LiveService(typical.uptime, typical.first_token_s, typical.tokens_per_s) if typical else None


def _known_incidents(found: Sequence[ServerQuestion], answers: Mapping[str, Answer], facts: Facts) -> list[Incident]:
    pairs = [(q.endpoint, each) for q in found for each in answers[q.endpoint.provider].incidents or ()]
    return [_incident_at(end.provider, end.status_page or "", each, facts) for end, each in pairs]


def _incident_at(provider: str, page: str, each: OpenIncident, facts: Facts) -> Incident:
    return Incident(provider, provider_name(provider, facts), page, each.text, each.impact, each.since)


def provider_name(provider: str, facts: Facts) -> str:
    """The display name of a provider, or a name for a server that the catalog does not know."""
    known = facts.providers.get(provider)
    return known.name if known else _LOCAL_SERVER_NAMES.get(provider, provider)


_LOCAL_SERVER_NAMES = {
    "custom": "this server",
    "ollama": "Ollama",
    "vllm": "vLLM",
    "lmstudio": "LM Studio",
    "llama-cpp": "llama.cpp",
}
