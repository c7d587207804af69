"""LiveBench: a table of task results for each release of its questions, and which tasks make a category.

Of the release of June 2026 only the tasks of agentic coding are new; the other six categories hold the results of
January, or re-runs on the same questions. So these six are one measurement, under the ids of January, and the newer
table's row counts where a model stands in both. The mean over all categories is another one in each release.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.board_names import BoardName
from modelpick.sources.boards import BoardRows, ScoreBoard, csv_rows, number_in
from modelpick.sources.reading import JsonRow, Reader, as_list, load_object, percent_of

EXPECTED = "a LiveBench table: CSV with a column `model` and one for each task, named `table_2026_06_25.csv`"
EXPECTED_CATEGORIES = "LiveBench's categories: an object of lists of tasks, named `categories_2026_06_25.json`"

CATEGORIES = {
    "Reasoning": "reasoning",
    "Coding": "coding",
    "Agentic Coding": "agentic-coding",
    "Mathematics": "mathematics",
    "Data Analysis": "data-analysis",
    "Language": "language",
    "IF": "if",
}
SHARED = "2026-01-08"
"""The release under whose ids the categories stand that both releases share."""
NOT_SHARED = "agentic-coding"

LEFT_OUT = frozenset({"elephant-alpha", "ox-alpha", "smaug-agentic"})
"""Models under a cover name, and one that is another model's fine-tune under its price."""
_OWN_NAMES = re.compile(r"(?:qwen.*|.*-codex)-max|kimi-k2-thinking|qwen3-next-80b-a3b-thinking", re.ASCII)
"""Models whose own name ends like an effort or mode."""

_FILE_NAME = re.compile(r"(?P<kind>table|categories)_(?P<day>20\d\d_\d\d_\d\d)\.(?:csv|json)$", re.ASCII)
_MODE_PATTERNS: tuple[tuple[re.Pattern[str], str | None, str | None], ...] = tuple(
    (re.compile(pattern, re.ASCII), variant, harness)
    for pattern, variant, harness in (
        (r"-thinking-(?P<budget>\d+k)-(?P<effort>low|medium|high|xhigh|max)-effort", None, "{budget} thinking budget"),
        (r"-thinking-(?P<budget>\d+k)", "thinking", "{budget} thinking budget"),
        (r"-thinking-auto-(?P<effort>low|medium|high|xhigh|max)-effort", None, None),
        (r"-(?P<effort>minimal|low|medium|high|xhigh|max)(?:-effort)?", None, None),
        (r"-highthinking", "high", None),
        (r"-thinking|-reasoning(?<!non-reasoning)", "thinking", None),
        (r"-base|-nothinking|-non-reasoning", "no-thinking", None),
    )
)


class _BoardRun(NamedTuple):
    """A row's name in parts: the model, its effort or mode, its thinking budget."""

    model: str
    variant: str | None
    harness: str | None


class LiveBench(ScoreBoard):
    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        seen: set[tuple[_BoardRun, str]] = set()
        for release, table, categories in _releases_with_tables(documents):
            tasks = _tasks_by_category(categories)
            columns = ("model", *(task for names in tasks.values() for task in names))
            read = list(csv_rows(table, columns, EXPECTED))
            names = frozenset(str(row.data.get("model")).lower() for row in read)
            for row in reader.table(read):
                yield row.path, _scores_of_row(reader, row, release, tasks, table.url, names, seen)


_CURRENT_URL = "https://raw.githubusercontent.com/LiveBench/new-livebench/main/public"
_EARLIER_URL = "https://raw.githubusercontent.com/LiveBench/livebench.github.io/main/public"

LIVEBENCH = LiveBench(
    id="livebench",
    title="LiveBench",
    publisher="LiveBench (Abacus.AI and others)",
    home="https://livebench.ai",
    license="none stated for the tables: for your own use",
    attribution="LiveBench, https://livebench.ai",
    about="the overall and the seven categories of the releases of January and June 2026, worked out from the task "
    "tables; what both releases share counts once; no day is given, and rows are replaced without notice",
    urls=(
        f"{_CURRENT_URL}/table_2026_06_25.csv",
        f"{_CURRENT_URL}/categories_2026_06_25.json",
        f"{_EARLIER_URL}/table_2026_01_08.csv",
        f"{_EARLIER_URL}/categories_2026_01_08.json",
    ),
    max_bytes=8 * 1024 * 1024,
    private=True,
    rows_called="rows of LiveBench",
    form="text",
)


def _releases_with_tables(documents: Sequence[SourceDocument]) -> Iterator[tuple[Day, SourceDocument, SourceDocument]]:
    """Day, table and categories of each release, the newest first.

    Raises:
        ShapeChanged: one of them is without the other, or no such document at all.
    """
    found: dict[str, dict[str, SourceDocument]] = {"table": {}, "categories": {}}
    for document in documents:
        name = _FILE_NAME.search(document.url)
        if not name:
            raise ShapeChanged(f"{EXPECTED} was expected, found a document of another name")
        found[name["kind"]][name["day"].replace("_", "-")] = document
    if found["table"].keys() != found["categories"].keys():
        alone = min(found["table"].keys() ^ found["categories"].keys())
        raise ShapeChanged(f"a table and its categories were expected, found only one of them for {alone}")
    for release in sorted(found["table"], reverse=True):
        yield release, found["table"][release], found["categories"][release]


def _tasks_by_category(document: SourceDocument) -> dict[str, tuple[str, ...]]:
    """Our word of each category -> its tasks."""
    categories = load_object(document, EXPECTED_CATEGORIES)
    if categories.keys() != CATEGORIES.keys():
        raise ShapeChanged(f"{EXPECTED_CATEGORIES} was expected, found other categories than {', '.join(CATEGORIES)}")
    return {CATEGORIES[name]: _task_names(tasks) for name, tasks in categories.items()}


def _task_names(tasks: Any) -> tuple[str, ...]:
    names = as_list(tasks, EXPECTED_CATEGORIES)
    if not names or not all(isinstance(name, str) and name for name in names):
        raise ShapeChanged(f"{EXPECTED_CATEGORIES} was expected, found a category without tasks")
    return tuple(names)


def _scores_of_row(
    reader: Reader,
    row: JsonRow,
    release: Day,
    tasks: Mapping[str, Sequence[str]],
    url: str,
    names: Collection[str],
    seen: set[tuple[_BoardRun, str]],
) -> Iterator[ScoreRecord]:
    """The means of a row that count: of each category that has all its tasks, and of all of them.

    `names` are those of all rows of the table, `seen` the means that a newer table gave.
    """
    name = row.needed_id("model")
    run = _run_by_neighbors(_run_of(name), name.lower(), names)
    if run.model in LEFT_OUT:
        reader.count("rows left out (cover names, and a fine-tune under another model's name)")
        return
    means = {category: _mean_of_tasks(row, names) for category, names in tasks.items()}
    whole = [mean for mean in means.values() if mean is not None]
    for category, mean in means.items():
        shared = category != NOT_SHARED
        id_ = f"livebench-{SHARED if shared else release}-{category}"
        if mean is not None and (run, id_) not in seen:
            seen.add((run, id_))
            yield _score_record(row, run, name, id_, mean, url)
    if len(whole) == len(means):
        yield _score_record(row, run, name, f"livebench-{release}", sum(whole, Decimal(0)) / len(whole), url)


def _mean_of_tasks(row: JsonRow, tasks: Sequence[str]) -> Decimal | None:
    values = [number_in(row, task) for task in tasks]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    mean = sum(known, Decimal(0)) / len(known)
    percent_of(mean, row.path)  # before it is rounded, which a number of 26 digits does not bear
    return mean


def _score_record(row: JsonRow, run: _BoardRun, name: str, benchmark: str, mean: Decimal, url: str) -> ScoreRecord:
    return LIVEBENCH.score(
        BoardName(run.model, run.variant),
        benchmark,
        percent_of(round(mean, 3), row.path),
        None,
        name=name,
        harness=run.harness,
        url=url if url.startswith("http") else None,
        note="mean of the published results of its tasks",
    )


def _run_by_neighbors(run: _BoardRun, name: str, names: Collection[str]) -> _BoardRun:
    """`run`, marked as not thinking where another row is the same model and effort with thinking."""
    stem = run.model.lower()
    rest = name.removeprefix(stem)
    beside = re.compile(rf"{re.escape(stem)}-thinking(?:-\d+k|-auto)?{re.escape(rest)}", re.ASCII)
    if "thinking" in rest or not any(beside.fullmatch(other) for other in names):
        return run
    return _BoardRun(run.model, "no-thinking", f"{run.variant} effort" if run.variant else None)


def _run_of(name: str) -> _BoardRun:
    """The parts of a row's name; without an effort it is the maker's default.

    >>> _run_of("claude-opus-4-5-20251101-thinking-64k-high-effort")
    _BoardRun(model='claude-opus-4-5-20251101', variant='high', harness='64k thinking budget')
    >>> _run_of("gpt-5.1-codex-max-high")[:2], _run_of("gpt-5.1-codex-max")[:2], _run_of("gpt-5.6-sol-max")[:2]
    (('gpt-5.1-codex-max', 'high'), ('gpt-5.1-codex-max', None), ('gpt-5.6-sol', 'max'))
    """
    plain = name.lower()
    if not _OWN_NAMES.fullmatch(plain):
        for pattern, variant, harness in _MODE_PATTERNS:
            found = re.search(rf"(?:{pattern.pattern})\Z", plain, re.ASCII)
            if found and found.start():
                parts = found.groupdict()
                said = harness.format(**parts) if harness else None
                return _BoardRun(name[: found.start()], parts.get("effort") or variant, said)
    return _BoardRun(name, None, None)
