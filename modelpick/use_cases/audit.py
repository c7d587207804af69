"""The audit of a code base: which model ids stand where, and what is wrong with them on a day."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from modelpick.audit import baseline
from modelpick.audit.findings import IdFinding, ModelLifecycle, findings
from modelpick.audit.ids import Ids, Meaning
from modelpick.audit.ignores import Ignore, by_line, ignores, is_ignored
from modelpick.audit.scan import Mention, mentions
from modelpick.documents.audit_reports import KINDS, SEVERITIES, AuditReport, Finding
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.idents.ends import EndFound, find_end, find_end_behind, is_spelled_by
from modelpick.idents.providers import SELF_HOSTED
from modelpick.idents.reading import readings
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.fields import Plain, replace
from modelpick.model.names import check_word
from modelpick.model.numbers import DAYS
from modelpick.model.wording import readable
from modelpick.storage.folders import seen_from
from modelpick.storage.reading import MEGABYTE, UnreadableFile, read_regular
from modelpick.storage.writing import refuse_foreign, write_file
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.lifecycle import Lifecycles
from modelpick.use_cases.request_checks import constraint_value, resolve_as_of
from modelpick.use_cases.source_tree import FileScan, read_all

NEVER = "never"
FAIL_ON = (*SEVERITIES, NEVER)
LARGEST_BASELINE = 64 * MEGABYTE


class AuditQuestion(Plain):
    """What is asked. `within` days ahead a retirement counts; `residency` are the regions that data must stay in."""

    paths: tuple[Path, ...]
    within: str = "90d"
    residency: tuple[str, ...] = ()
    fail_on: str = "error"
    baseline: Path | None = None
    write_baseline: Path | None = None
    force: bool = False
    """Whether `write_baseline` may replace a file that is no baseline."""
    on: Day | None = None


@dataclass
class _AuditState:
    """The facts of the day, the options of the audit, and the findings of ids already met."""

    facts: Facts
    day: Day
    within: int
    ids: Ids
    lifecycles: Lifecycles
    said: dict[Mention, tuple[list[IdFinding], str | None, str | None] | None] = field(default_factory=dict)
    ignored: int = 0
    mentions: int = 0


def audit(catalog: OpenCatalog, asked: AuditQuestion) -> AuditReport:
    """The answer of `modelpick audit`; writes the baseline where one is to be written.

    Raises:
        ModelpickError: a path that is not there, a baseline that is none, a value that makes no sense.
    """
    _check_options(asked)
    known = _read_baseline(asked.baseline) if asked.baseline else {}
    seen = _audit_state(catalog, asked)
    leave = [path for path in (asked.baseline, asked.write_baseline) if path]
    found, files, skipped = read_all(asked.paths, leave)
    every = [finding for each in found for finding in _in_file(each, seen)]
    if asked.write_baseline:
        text = json.dumps(baseline.to_data(every), indent=1, ensure_ascii=True) + "\n"
        write_file(asked.write_baseline, text.encode())
        known = baseline.from_data(json.loads(text))
    fresh = baseline.new_findings(every, known)
    report = _audit_report(asked, seen, fresh)
    return replace(
        report,
        files=files,
        skipped=dict(sorted(skipped.items())),
        in_baseline=len(every) - len(fresh),
        notes=(f"The baseline was written to {readable(str(asked.write_baseline))}",) if asked.write_baseline else (),
    )


def audit_text(catalog: OpenCatalog, text: str, asked: AuditQuestion) -> AuditReport:
    """The same of one `text`, which is called as the only one of the paths; no file is read or written."""
    seen = _audit_state(catalog, asked)
    name = readable(str(asked.paths[0]))
    found = tuple(_in_file(FileScan(name, ((None, mentions(text, name), ignores(text)),)), seen))
    return _audit_report(asked, seen, found)


def _audit_state(catalog: OpenCatalog, asked: AuditQuestion) -> _AuditState:
    day = resolve_as_of(asked.on, catalog.today)
    facts = catalog.facts_on(day)
    within, regions = DAYS.count(asked.within, "{within}"), _known_regions(catalog, asked.residency)
    return _AuditState(facts, day, within, Ids(facts), Lifecycles(facts, day, regions))


def _audit_report(asked: AuditQuestion, seen: _AuditState, found: Sequence[Finding]) -> AuditReport:
    """The report of what was `found` in a single text."""
    return AuditReport(
        schema_version=SCHEMA_VERSION,
        as_of=seen.day,
        paths=tuple(readable(str(path)) for path in asked.paths),
        files=1,
        skipped={},
        ids=seen.mentions,
        counts=_counts_in_order([f.kind for f in found], list(KINDS)),
        severities=_counts_in_order([f.severity for f in found], list(SEVERITIES)),
        findings=tuple(found),
        ignored=seen.ignored,
        in_baseline=0,
        fail_on=asked.fail_on,
        failed=_fails_at_severity(found, asked.fail_on),
    )


def _check_options(asked: AuditQuestion) -> None:
    check_word(asked.fail_on, FAIL_ON, "{fail_on}")
    for path in asked.paths:
        if not path.exists():
            raise ModelpickError("is not there", where=str(path), hint="Name a folder or a file")
    if asked.write_baseline and not asked.force:
        refuse_foreign(asked.write_baseline, _is_baseline, "baseline of an audit", limit=LARGEST_BASELINE)


def _known_regions(catalog: OpenCatalog, words: Sequence[str]) -> tuple[str, ...]:
    """The regions in the catalog's words."""
    rule = catalog.rulebook.constraints.get("residency")
    if not words or rule is None:
        return tuple(words)
    value = constraint_value(rule, list(words), catalog.facts)
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def _read_baseline(path: Path) -> dict[str, int]:
    try:
        return baseline.from_data(json.loads(read_regular(path, limit=LARGEST_BASELINE)))
    except UnreadableFile as error:
        raise ModelpickError(error.message, where=str(path), hint="{write_baseline} makes one") from None
    except (ValueError, RecursionError) as error:
        said = "is not JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
        raise ModelpickError(said, where=str(path), hint="{write_baseline} makes one") from None


def _is_baseline(content: bytes) -> bool:
    try:
        baseline.from_data(json.loads(content))
    except (ValueError, RecursionError):
        return False
    return True


def _in_file(read: FileScan, seen: _AuditState) -> Iterator[Finding]:
    path = _relative_path(read.path)
    found: list[Finding] = []
    for cell, places, ignored in read.parts:
        held = by_line(ignored)
        for mention in places:
            found += _findings_of_mention(mention, cell, path, held, seen)
        for each in ignored:
            if each.expired(seen.day):
                said = IdFinding("expired-ignore", KINDS["expired-ignore"].severity, _expired_text(each))
                found.append(
                    _finding_at(said, Mention("ignore", each.at, each.column, "value"), cell, path, None, None)
                )
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    yield from sorted(found, key=lambda f: (order[f.severity], f.cell or 0, f.line, f.column, f.kind))


def _expired_text(ignore: Ignore) -> str:
    because = f" ({ignore.because})" if ignore.because else ""
    return f"the ignore until {ignore.until}{because} has expired and counts no longer"


def _findings_of_mention(
    mention: Mention, cell: int | None, path: str, held: Mapping[int, list[Ignore]], seen: _AuditState
) -> Iterator[Finding]:
    known = _said_of(mention, seen)
    if known is None:
        return
    seen.mentions += 1
    said, model, provider = known
    for each in said:
        if is_ignored(held, each.kind, mention.line, seen.day):
            seen.ignored += 1
        else:
            yield _finding_at(each, mention, cell, path, model, provider)


def _said_of(mention: Mention, seen: _AuditState) -> tuple[list[IdFinding], str | None, str | None] | None:
    """The findings about an id wherever it occurs, with its model and provider; None where it is no model's id."""
    key = mention._replace(line=0, column=0)
    if key not in seen.said:
        seen.said[key] = _read_mention(mention, seen)
    return seen.said[key]


def _read_mention(mention: Mention, seen: _AuditState) -> tuple[list[IdFinding], str | None, str | None] | None:
    facts, text = seen.facts, _id_of_mention(mention, seen)
    if text is None:
        return None
    found, meaning = _end_and_meaning(mention, text, seen)
    if mention.provider == SELF_HOSTED and meaning and meaning.reading != "known":
        return None  # on one's own machine any name will do
    model = facts.model(meaning.model) if meaning and meaning.model else None
    standing, doubt = None, _doubt_about(mention, text, meaning, seen)
    if meaning and model:
        known = found is not None
        standing = seen.lifecycles.standing_of(meaning, model, end_known=known, doubt=doubt)
    if found is None and (
        meaning is None or meaning.reading in ("unknown", "other-kind") or _is_retired(meaning, standing)
    ):
        found = find_end_behind(facts.ends, text, mention.provider, day=seen.day)
    is_anybodys = found is None and mention.provider is None and not mention.host
    seller = seen.ids.only_seller(text) if is_anybodys else None
    if seller is not None:
        found = find_end(facts.ends, text, seller, day=seen.day)
        doubt = f"nothing says whose API is asked, but {facts.provider_name(seller)} alone spells it so"
    # A promise that it stays is no end, and hides nothing.
    ends = found is not None and found.row.state != "not_before"
    end = seen.lifecycles.end_seen(found, deployment=mention.doubt, doubt=doubt) if found and ends else None
    if meaning is None and end is None:
        return None
    if mention.default and end:
        end = replace(end, doubt="no model is named here, and this is what the node takes by itself")
    if meaning and meaning.reading == "wrong-prefix" and mention.provider is not None:
        meaning = replace(meaning, reading="known")  # no prefix of the id says so
    name = f"{text} (the default of {mention.text.rpartition('.')[2]})" if mention.default else text
    name = f"{text} ({mention.text})" if mention.constant else name
    if "://" in text:
        name = readings(text)[-1].id  # of an address, what is asked there
    said = findings(name, meaning, standing, seen.within, mention.role, end)
    row = end.row if end else None
    about = (row.model if row and row.model else None) or (meaning.model if meaning else None)
    asked = found.elsewhere or row.provider if found and row else meaning.provider if meaning else None
    return said, about, asked


def _doubt_about(mention: Mention, text: str, meaning: Meaning | None, seen: _AuditState) -> str | None:
    """Why somebody else may be asked than who makes the model: another server is named, or the maker spells the id in
    another way."""
    if mention.host:
        return f"what {readable(mention.host)} says of it is not known"
    model = seen.facts.model(meaning.model) if meaning and meaning.model else None
    if mention.provider is not None or meaning is None or model is None:
        return None
    if meaning.reading not in ("known", "floating") or meaning.provider not in (None, model.lab):
        return None
    open_weights = model.linked and model.weights != "closed"
    if open_weights or model.lab in meaning.offered or is_spelled_by(seen.facts.ends, text, model.lab):
        return None
    return f"{seen.facts.provider_name(model.lab)} spells it in another way"


def _id_of_mention(mention: Mention, seen: _AuditState) -> str | None:
    """The id that a place names; None where it is a constant that is called like no id."""
    if not mention.constant:
        return mention.default or mention.text
    return seen.ids.named_by_constant(mention.constant, mention.provider)


def _is_retired(meaning: Meaning | None, standing: ModelLifecycle | None) -> bool:
    listed = meaning is not None and meaning.reading in ("known", "floating")
    return listed and standing is not None and standing.stage == "retired"


def _end_and_meaning(mention: Mention, text: str, seen: _AuditState) -> tuple[EndFound | None, Meaning | None]:
    """The end of an id and what it is, at whose API the place asks. A client of OpenAI's may ask any API of that kind:
    what OpenAI never had is not taken for its own there."""
    found, meaning = None, None
    for asked in (mention.provider, None) if mention.provider == "openai" else (mention.provider,):
        found = find_end(seen.facts.ends, text, asked, version=mention.version, hint=mention.hint, day=seen.day)
        meaning = seen.ids.meaning(text, asked)
        if found or asked is None or (meaning and _is_sold_by(meaning, asked, seen.facts)):
            break
    return found, meaning


def _is_sold_by(meaning: Meaning, asked: str, facts: Facts) -> bool:
    """Whether what an id means is made by whom it is asked of, or listed there."""
    model = facts.model(meaning.model) if meaning.model else None
    return model is not None and (model.lab == asked or any(each.provider == asked for each in model.offerings))


def _finding_at(
    said: IdFinding, mention: Mention, cell: int | None, path: str, model: str | None, provider: str | None
) -> Finding:
    return Finding(
        kind=said.kind,
        severity=said.severity,
        path=path,
        line=mention.line,
        column=mention.column,
        end_column=mention.column + len(mention.text),
        cell=cell,
        id=mention.text,
        model=model,
        provider=provider,
        text=said.text,
        hint=said.hint,
        fingerprint=baseline.fingerprint(said.kind, path, mention.text),
    )


def _relative_path(path: str) -> str:
    """As seen from here, with slashes, so that a baseline is the same on every machine; bytes that are no text written
    out.
    """
    inside = seen_from(path)
    return readable((path if inside.startswith("..") else inside).replace(os.sep, "/"))


def _counts_in_order(words: Sequence[str], order: Sequence[str]) -> dict[str, int]:
    counts = Counter(words)
    return {word: counts[word] for word in order if counts[word]}


def _fails_at_severity(found: Sequence[Finding], fail_on: str) -> bool:
    if fail_on == NEVER:
        return False
    order: Sequence[str] = SEVERITIES
    return any(order.index(each.severity) <= order.index(fail_on) for each in found)
