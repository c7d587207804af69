"""Fetches the sources and makes what they say the market: each source whole, or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.market_reports import LinkCounts, Outcome, SkipGroup, SkippedRow, SourceUpdate, UpdateReport
from modelpick.market.checks import Check, note_check, read_checks
from modelpick.market.read import DamagedMarket, Market, MarketRead
from modelpick.market.records import KIND_OF, KINDS
from modelpick.market.write import set_aside, write
from modelpick.model.dates import Day, days_between, is_day, last_day
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.fields import Plain, replace
from modelpick.model.wording import count, listed
from modelpick.snapshot.key import program
from modelpick.sources.adapter import Adapter, Kind, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.fetch import PAUSES, TIMEOUT, Unreachable, check_url
from modelpick.sources.gather import Gathered, gather
from modelpick.sources.registry import ADAPTERS, adapter, default_sources
from modelpick.storage.reading import LargeFile, read_regular
from modelpick.use_cases.sources import last_asked, last_reads

Progress = Callable[[str, int, int | None], None]
"""Told the source, how many bytes of it are here, and of how many where that is known."""

MOST_SHOWN = 1000
_DATA_SUFFIXES = (".json", ".csv", ".md", ".js", ".yml", ".yaml", ".zip")
"""How the names of the files end that are read of a folder."""
SMALL = 20
"""A kind with fewer rows may lose more than half of them from one read to the next."""
_FORCE_HINT = ". --force takes it all the same"


class UpdateOptions(Plain):
    """What all sources of one update have in common."""

    market: Path
    """The market file; notes about it are kept beside it."""
    today: Day
    """The day that the data count from."""
    environ: Mapping[str, str]
    """Where the keys of sources are looked for."""
    timeout: float = TIMEOUT
    """Seconds for each document."""
    force: bool = False
    """Fetch what has not changed, take what looks too little, replace a damaged market."""
    progress: Progress | None = None
    pauses: tuple[float, ...] = PAUSES
    """Seconds before each further try of a source that is not available."""
    urls: tuple[str, ...] = ()
    """Asked instead of the source's own."""


def update(
    names: Sequence[str],
    froms: Sequence[str],
    asked: UpdateOptions,
    *,
    kind: Kind | None = None,
    counts: Callable[[], LinkCounts] | None = None,
) -> UpdateReport:
    """Read the sources `names`, or all that can be read, into the market.

    Args:
        names: ids of sources; none means all that need no key, and those whose key is set.
        froms: files, folders or URLs to read instead of the source's own URLs; for one source.
        kind: without names, only the sources of this kind.
        counts: works out how the rows relate to the catalog, once they are kept.

    Raises:
        ModelpickError: an unknown source or file, a damaged market, a folder that cannot be written. What goes wrong
            with a source on the network stands in the report.
    """
    chosen = tuple({a.id: a for a in map(adapter, names)}.values()) if names else default_sources(asked.environ, kind)
    notes = _prepare_market(asked)
    if froms:
        done = [_update_from(froms, chosen if names else (), asked)]
    else:
        done = [_update_source(each, asked) for each in chosen]
        notes += _left_out(chosen, kind) if not names else []
    links = None
    if counts and any(each.outcome != "failed" for each in done):
        try:
            links = counts()
        except ModelpickError:
            # What was fetched is kept, whatever is wrong with the files that lie over it.
            notes.append("your own files have faults, and answers wait for them: run `modelpick catalog validate`")
    return UpdateReport(SCHEMA_VERSION, asked.today, tuple(done), links, tuple(notes), bool(names or froms))


def day_of_read(said: Day | None, froms: Sequence[str], today: Day) -> Day:
    """The day that an update counts from: today, or that of the files as the user says.

    Raises:
        ModelpickError: no past day, or no file that it could be the day of.
    """
    if said is None:
        return today
    if not froms or any("://" in each for each in froms):
        hint = "Give the file with {read_from}"
        raise ModelpickError("says of which day a file is", where="{as_of}", hint=hint)
    if not is_day(said) or last_day(said) > today:
        raise ModelpickError(f"is {said!r}, expected a past day such as 2026-07-02", where="{as_of}")
    return last_day(said)


def exit_code(report: UpdateReport) -> Exit:
    """3 if a source that was named, or every source, did not give what it should; 2 if a named one needs a key.

    Else 0: of many sources one is always down, and what the others say is an update.
    """
    outcomes = [each.outcome for each in report.sources]
    if "failed" in outcomes and (report.named or set(outcomes) == {"failed"}):
        return Exit.UNREACHABLE
    return Exit.USAGE if "no_key" in outcomes else Exit.ANSWERED


def warnings(report: UpdateReport) -> list[str]:
    """A sentence for each source that could not be read although the update as a whole succeeded."""
    if exit_code(report) != Exit.ANSWERED:
        return []
    said = [f"{each.name} could not be read: {each.message}" for each in report.sources if each.outcome == "failed"]
    if report.release and report.release.outcome == "failed":
        said.append(f"the data release was not taken: {report.release.message}")
    return said


def _prepare_market(asked: UpdateOptions) -> list[str]:
    """Check that the market can be read, setting a damaged one aside where forced; notes on what was done.

    Raises:
        DamagedMarket: it is damaged, and not to be replaced.
    """
    try:
        with Market(asked.market) as market:
            if asked.force:
                market.check()
    except DamagedMarket as error:
        if not asked.force:
            raise
        place = set_aside(asked.market, asked.today)
        return [f"{error.message}: it was moved to {place}, and a new one begun"]
    return []


def _left_out(chosen: Sequence[Adapter], kind: Kind | None) -> list[str]:
    """The sources that are skipped only for want of a key."""
    return [
        f"{known.title} was not asked: {known.key_env} is not set"
        for known in ADAPTERS.values()
        if known.key_env and known.urls and kind in (None, known.kind) and known not in chosen
    ]


def _update_from(froms: Sequence[str], chosen: Sequence[Adapter], asked: UpdateOptions) -> SourceUpdate:
    """Read one source from what the user named."""
    if len(chosen) > 1:
        raise ModelpickError("is for one source at a time", where="{read_from}", hint="Name it with {sources}")
    urls = [each for each in froms if "://" in each]
    if urls and len(urls) < len(froms):
        raise ModelpickError("mixes files and URLs", where="{read_from}", hint="Give the one or the other")
    if urls:
        if not chosen:
            hint = "Name it with {sources}"
            raise ModelpickError("needs the source whose data it is", where="{read_from}", hint=hint)
        try:
            for url in urls:
                check_url(url)
        except ModelpickError as error:  # the user's doing, not that of a server
            raise ModelpickError(error.message, where="{read_from}", hint=error.hint) from None
        return _update_source(chosen[0], replace(asked, urls=tuple(urls)))
    most = chosen[0].max_bytes if chosen else max(known.max_bytes for known in ADAPTERS.values())
    documents = read_files(froms, most)
    source, parsed = _recognized_source(documents, chosen or tuple(ADAPTERS.values()), asked.today)
    if fault := _too_little(source, parsed, asked):
        raise ModelpickError(fault, where=froms[0], hint=_FORCE_HINT.strip(". ") if parsed.records else None)
    return _keep_records(source, Gathered(documents, first=len(documents)), parsed, asked)


def read_files(names: Sequence[str], most: int) -> tuple[SourceDocument, ...]:
    """The content of the files, and of the data files in the folders, `names`."""
    paths: list[Path] = []
    for name in names:
        path = Path(name).expanduser()
        found = sorted(p for p in path.rglob("*") if p.suffix in _DATA_SUFFIXES) if path.is_dir() else [path]
        if not found:
            raise ModelpickError("holds no data file", where=name, hint=f"Looked for {', '.join(_DATA_SUFFIXES)}")
        paths += found
    documents, room = [], most
    for path in paths:
        try:
            data = read_regular(path, limit=room)
        except LargeFile:
            message = f"is larger than {most / 1e6:,.0f} MB, the most that is read"
            raise ModelpickError(message, where=str(path)) from None
        room -= len(data)
        documents.append(SourceDocument(str(path), data))
    return tuple(documents)


def _recognized_source(
    documents: Sequence[SourceDocument], chosen: Sequence[Adapter], today: Day
) -> tuple[Adapter, Parsed]:
    """The source whose format `documents` have, with the records parsed from them.

    Raises:
        ModelpickError: no source, or several.
    """
    taken: list[tuple[Adapter, Parsed]] = []
    why = ""
    for known in chosen:
        try:
            parsed = known.parse(documents, today)
        except ShapeChanged as error:
            why = f"{known.title} looks different: {error}"
            continue
        if parsed.records:
            taken.append((known, parsed))
        elif not why:
            why = f"it holds no row of {known.title} that can be read"
    if len(taken) == 1:
        return taken[0]
    where, hint = documents[0].url, f"Name its source with {{sources}}: {', '.join(ADAPTERS)}"
    if len(chosen) == 1:
        raise ModelpickError(why, where=where)
    if taken:
        titles = listed([known.title for known, _ in taken], len(taken))
        raise ModelpickError(f"may be of {titles}", where=where, hint=hint)
    raise ModelpickError("is of no source that is known", where=where, hint=hint)


def _update_source(source: Adapter, asked: UpdateOptions) -> SourceUpdate:
    """Read one source over the network."""
    key = asked.environ.get(source.key_env, "").strip() if source.key_env else ""
    urls = asked.urls or source.urls
    if not urls:
        why = f"{source.title} has no address of its own: name its files or URLs with --from"
        return _update_line(source, asked, "failed", message=why)
    if source.key_env and not key and not asked.urls:
        return _update_line(source, asked, "no_key", message=f"{source.title} needs a key of yours in {source.key_env}")
    try:
        got = _fetch_documents(source, urls, key or None, asked)
        if not got.documents:
            _note_answer(source, got.etags, asked)
            return _update_line(source, asked, "not_modified")
        parsed = source.parse(got.documents, asked.today)
    except Unreachable as error:
        hint = f". {error.hint}" if error.hint else ""
        return _update_line(
            source, asked, "failed", message=f"{error.message}; {_kept_data_sentence(source, asked)}{hint}"
        )
    except ShapeChanged as error:
        held = _kept_data_sentence(source, asked)
        why = f"{source.title} answered in a shape that this version does not know: {error}; {held}"
        return _update_line(source, asked, "failed", message=why)
    if fault := _too_little(source, parsed, asked):
        force = _FORCE_HINT if parsed.records else ""
        return _update_line(source, asked, "failed", message=f"{fault}; {_kept_data_sentence(source, asked)}{force}")
    return _keep_records(source, got, parsed, asked)


def _kept_data_sentence(source: Adapter, asked: UpdateOptions) -> str:
    """A sentence on what the market holds of a source that could not be read, and how old it is."""
    read = last_reads(asked.market).get(source.id)
    if read is None:
        return "nothing of it is held"
    day = last_asked(asked.market, read, asked.today)
    age = days_between(day, asked.today)
    return f"what it said before is kept, read on {day}" + (f", {count(age, 'day')} ago" if age else "")


def _fetch_documents(source: Adapter, urls: Sequence[str], key: str | None, asked: UpdateOptions) -> Gathered:
    """The documents at `urls`, and those that they name; none if not one has changed since they were last taken."""
    told = asked.progress and partial(asked.progress, source.title)
    etags = {} if asked.force else _known_etags(source, asked)
    return gather(source, urls, key=key, etags=etags, timeout=asked.timeout, pauses=asked.pauses, progress=told)


def _known_etags(source: Adapter, asked: UpdateOptions) -> Mapping[str, str]:
    """The last ETags, if they belong to what the market holds and the parser has not changed since; otherwise none."""
    check = read_checks(asked.market.parent).get(source.id)
    with Market(asked.market) as market:
        last = market.last(source.id)
    if check is None or last is None or (check.digest, check.program) != (last.digest, program()):
        return {}
    return check.etags


def _too_little(source: Adapter, parsed: Parsed, asked: UpdateOptions) -> str | None:
    """Why `parsed` cannot be everything the source has; None if it can."""
    if not parsed.records:
        return f"{source.title} answered without a row that can be read"
    if asked.force:
        return None
    now = Counter(KIND_OF[type(record)] for record in parsed.records)
    with Market(asked.market) as market:
        before = Counter(market.counts(source.id))
    for kind in parsed.partial:
        del now[kind], before[kind]
    if 2 * now.total() < before.total():
        return f"{source.title} has {now.total():,} rows where it had {before.total():,}"
    for kind, number in before.items():
        if number >= SMALL and 2 * now[kind] < number:
            return f"{source.title} has {now[kind]:,} rows of kind {kind} where it had {number:,}"
    return None


def _keep_records(source: Adapter, got: Gathered, parsed: Parsed, asked: UpdateOptions) -> SourceUpdate:
    """Write `parsed` to the market as the state of the source, and the line that reports it."""
    urls = [document.url for document in got.documents[: got.first]]
    read = write(asked.market, source.id, asked.today, urls, parsed.records, parsed.skipped, parsed.partial)
    _note_answer(source, got.etags, asked)
    return _update_line(
        source, asked, "updated" if read else "unchanged", read=read, notes=parsed.notes, skips=parsed.skipped
    )


def _note_answer(source: Adapter, etags: Mapping[str, str], asked: UpdateOptions) -> None:
    """Note the day on which the source answered, with the ETags of its answer."""
    with Market(asked.market) as market:
        last = market.last(source.id)
    if last is not None:
        note_check(asked.market.parent, source.id, Check(asked.today, last.digest, program(), etags))


def _update_line(
    source: Adapter,
    asked: UpdateOptions,
    outcome: Outcome,
    *,
    message: str | None = None,
    read: MarketRead | None = None,
    notes: Sequence[str] = (),
    skips: Sequence[tuple[str, str]] | None = None,
) -> SourceUpdate:
    """The source as the market holds it now. `read`: the read that was just kept, `skips` what it left out."""
    with Market(asked.market) as market:
        last, rows = market.last(source.id), market.counts(source.id)
        known = market.skipped(source.id) if skips is None else skips
    return SourceUpdate(
        name=source.id,
        title=source.title,
        outcome=outcome,
        day=last.day if last else None,
        rows={kind: rows[kind] for kind in KINDS if kind in rows},
        added=read.added if read else 0,
        changed=read.changed if read else 0,
        gone=read.gone if read else 0,
        skipped=last.skipped if skips is None and last else len(known),
        reasons=_skips_by_reason(known),
        skipped_rows=tuple(SkippedRow(path, reason) for path, reason in known[:MOST_SHOWN]),
        notes=tuple(notes),
        message=message,
        license=source.license,
        attribution=source.attribution,
        private=source.private,
    )


def _skips_by_reason(skips: Sequence[tuple[str, str]]) -> tuple[SkipGroup, ...]:
    """`skips` by reason, the commonest first, each with the first three places."""
    places: dict[str, list[str]] = {}
    for path, reason in skips:
        places.setdefault(reason, []).append(path)
    groups = sorted(places.items(), key=lambda item: -len(item[1]))
    return tuple(SkipGroup(reason, len(paths), tuple(paths[:3])) for reason, paths in groups)
