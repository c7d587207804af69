"""Read the sources of `modelpick catalog update` into a reviewable change of `data/`, and say what did not enter.

    python -m tools.refresh [--source NAME]... [--report FILE] [--dry-run]
    python -m tools.refresh --source livebench --from table.csv --from categories.json

Figures and announced ends enter as new rows; no line that is there is changed. What a person has to look at stands in
the report, for the text of the pull request: docs/refreshing.md. Exit code 3 if a source that was named, or every
source, could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.catalog.load import load_facts
from modelpick.model.dates import Day, is_day
from modelpick.model.errors import Exit, ModelpickError
from modelpick.model.wording import count
from modelpick.sources.adapter import Adapter, ShapeChanged, SourceDocument
from modelpick.sources.fetch import TIMEOUT, Unreachable, check_url
from modelpick.sources.gather import gather
from modelpick.sources.registry import ADAPTERS, adapter
from modelpick.use_cases.update import read_files
from tools.refresh_report import MOST_LINES, report
from tools.refresh_rows import NEVER, Sieve
from tools.refresh_write import files_of, put

DATA = Path(__file__).resolve().parent.parent / "data"
_OF_ENDS = ("modeldeprecations",)
"""The market sources whose records are announced ends."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of a run; a fault of what was asked, or of the files, is told on standard error."""
    try:
        return _run_refresh(_parse_options(arguments))
    except ModelpickError as error:
        print(f"refresh: {error}", file=sys.stderr)
        return int(error.code)


def _parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="refresh", description="Read the sources into a reviewable change of data/.")
    parser.add_argument("--source", action="append", default=[], help="one of them; may be given several times")
    parser.add_argument("--from", dest="froms", action="append", default=[], help="a file or address of the one source")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the catalog files")
    parser.add_argument("--report", type=Path, help="where the report is written; standard output by default")
    parser.add_argument("--day", default=date.today().isoformat(), help="the day of the reading")
    parser.add_argument("--most", type=int, default=MOST_LINES, help="lines a section of the report; 0 for all")
    parser.add_argument("--timeout", type=float, default=TIMEOUT, help="seconds for each document")
    parser.add_argument("--dry-run", action="store_true", help="write the report alone")
    return parser.parse_args(arguments)


def _run_refresh(options: argparse.Namespace) -> int:
    day: Day = options.day
    if not is_day(day) or len(day) < 10:
        raise ModelpickError(f"{day!r} is no day", where="--day", hint="Write it as 2026-11-26")
    upstreams = _chosen_sources(options.source, options.froms)
    facts = load_facts([files_of(options.data)], max(day, SHIPPED_ON))
    sieve, failed = Sieve(facts, day), dict[str, str]()
    for upstream in upstreams:
        try:
            sieve.take(upstream, upstream.parse(_source_documents(upstream, options.froms, options.timeout), day))
        except (Unreachable, ShapeChanged) as error:
            failed[upstream.id] = str(error)
            print(f"refresh: {upstream.title} could not be read: {error}", file=sys.stderr)
    kept, doubted = put(options.data, sieve.sifted.rows, day, dry=options.dry_run)
    sieve.sifted.left_out += doubted
    text = report(sieve.sifted, kept, facts, upstreams, failed, day, options.most)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
        print(f"{count(len(kept), 'new row')}; report: {options.report}", file=sys.stderr)
    else:
        print(text, end="")
    return int(Exit.UNREACHABLE if failed and (options.source or len(failed) == len(upstreams)) else Exit.ANSWERED)


def _chosen_sources(names: Sequence[str], froms: Sequence[str]) -> list[Adapter]:
    """The sources that are read: those named, or all of scores and of ends that have an address.

    Raises:
        ModelpickError: one is unknown or must not be read, or `froms` are not of one.
    """
    chosen = list({a.id: a for a in map(adapter, names)}.values())
    if any(each.id == NEVER for each in chosen):
        why = f"{ADAPTERS[NEVER].title}: its terms do not allow that its figures are passed on"
        raise ModelpickError(why, where="--source", hint="A user reads it with `modelpick catalog update`")
    if froms and len(chosen) != 1:
        raise ModelpickError("needs the one source whose data it is", where="--from", hint="Name it with --source")
    for each in chosen:
        if not each.urls:
            raise ModelpickError(f"{each.title} are of no one page that could be cited", where="--source")
    return chosen or [
        each
        for each in ADAPTERS.values()
        if each.urls and each.key_env is None and each.id != NEVER and (each.kind == "scores" or each.id in _OF_ENDS)
    ]


def _source_documents(upstream: Adapter, froms: Sequence[str], timeout: float) -> Sequence[SourceDocument]:
    """What the source says: in the files or at the addresses of `froms`, else at its own.

    Raises:
        Unreachable, ShapeChanged: it could not be had.
        ModelpickError: a file cannot be read, or `froms` mix files and addresses.
    """
    urls = [each for each in froms if "://" in each]
    if froms and not urls:
        return read_files(froms, upstream.max_bytes)
    if len(urls) < len(froms):
        raise ModelpickError("mixes files and addresses", where="--from", hint="Give the one or the other")
    for url in urls:
        check_url(url)
    return gather(upstream, urls or upstream.urls, timeout=timeout).documents


if __name__ == "__main__":
    raise SystemExit(main())
