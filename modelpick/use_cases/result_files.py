"""Reads files of evaluation tools, and adds what they hold to a catalog file of the user's: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePosixPath

from modelpick.audit.ids import Ids
from modelpick.catalog.schema import OwnScore
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.result_reports import Fate, ImportReport, ResultFileReport, ResultLine
from modelpick.evidence.pooling import EFFORTS
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Measurement, Model, Run
from modelpick.model.fields import Plain, field
from modelpick.model.names import did_you_mean
from modelpick.model.wording import listed
from modelpick.results.reading import is_archive, read_results
from modelpick.results.rows import ReadResults, ResultFile, ResultRow, UnreadableResults
from modelpick.storage.reading import MEGABYTE, MissingFile, UnreadableFile, read_regular
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.own_file import change_catalog, flow_row, with_rows
from modelpick.use_cases.resolve import named_exactly
from modelpick.use_cases.scores import check_takes_shares, ids_tried, like_of, own_test_id, own_test_row, percent_of

LARGEST = 256 * MEGABYTE
"""The largest file of results that is read."""
LARGEST_BESIDE = 64 * MEGABYTE
MOST_TASKS = 500
"""Of so many tasks it is kept which passed; of more only how many, which tells as much."""
KNOWN_READINGS = ("known", "floating")


class ImportAsked(Plain):
    """What is said beside the files: the model and the test, where they do not say it or say it otherwise."""

    model: str | None = None
    benchmark: str | None = None
    metric: str | None = None
    """The reading that counts, by the tool's own name, where it is not the first."""
    like: str | None = None
    on: Day | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    """What a tool calls models -> their ids, where somebody has said so."""


class _AddedRow(Plain):
    """A row that counts from now on: its score, and whether its test is new."""

    score: OwnScore
    is_new_test: bool


def import_results(catalog: OpenCatalog, paths: Sequence[Path], asked: ImportAsked, file: Path) -> ImportReport:
    """Add the results that `paths` hold to `file`; what became of each row.

    Raises:
        ModelpickError: one of the files cannot be read, or is of no known tool; nothing was written.
        InputErrors: `file`, alone or with what is added, is no valid catalog.
    """
    read = [(path, *_file_read(path)) for path in dict.fromkeys(paths)]
    taking = _RowsTaken(catalog, asked)
    taking.check_one_model(found for _, _, found in read)
    reports = [
        ResultFileReport(str(path), digest, found.tool, tuple(taking.lines_of(path, digest, found)), found.left_out)
        for path, digest, found in read
    ]
    tests = list(dict.fromkeys(each.score.benchmark for each in taking.additions if each.is_new_test))
    like = like_of(catalog, asked.like) if tests else None

    def change(text: str) -> str:
        text = with_rows(text, "benchmarks", [own_test_row(id_, like) for id_ in tests], str(file))
        return with_rows(text, "scores", [flow_row(each.score) for each in taking.additions], str(file))

    if taking.additions:
        change_catalog(file, catalog, change)
    added = len(taking.additions)
    return ImportReport(SCHEMA_VERSION, catalog.today, str(file), tuple(reports), added, tuple(tests))


def _file_read(path: Path) -> tuple[str, ReadResults]:
    """The digest of a file's bytes, and its rows."""
    content = read_regular(path, limit=LARGEST)
    digest = sha256(content).hexdigest()
    try:
        if is_archive(content):
            content = _converted_archive(path)
        return digest, read_results(ResultFile(path.name, content, partial(_read_beside, path.parent)))
    except UnreadableResults as error:
        raise ModelpickError(error.message, where=str(path), hint=error.hint) from None


def _converted_archive(path: Path) -> bytes:
    """An Inspect log in its own archive as JSON, by Inspect itself.

    Raises:
        UnreadableResults: it is not installed, or cannot read it.
    """
    try:
        inspect = import_module("inspect_ai.log")
    except ImportError:
        hint = f"Install modelpick[inspect], or convert it: inspect log convert {path.name} --to json --output-dir json"
        raise UnreadableResults("is a log in Inspect's own archive, which inspect-ai alone reads", hint=hint) from None
    try:
        log = inspect.read_eval_log(str(path))
        text: str = log.model_dump_json()
    except Exception as error:  # whatever another program says of a damaged file
        said = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise UnreadableResults(f"is no log that Inspect reads: {said}") from None
    return text.encode()


def _read_beside(folder: Path, name: str) -> bytes | None:
    """A file that lies beside, named by what was read: never one that lies elsewhere."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name or "\0" in name:
        return None
    try:
        return read_regular(folder.joinpath(*parts), limit=LARGEST_BESIDE)
    except MissingFile:
        return None
    except UnreadableFile as error:
        raise UnreadableResults(f"names {name[:80]} beside it, which {error.message}") from None


class _RowsTaken:
    """Decides what becomes of each row, and collects what is to be added."""

    def __init__(self, catalog: OpenCatalog, asked: ImportAsked) -> None:
        self._catalog, self._asked = catalog, asked
        self.additions: list[_AddedRow] = []
        self._model = catalog.resolve(asked.model) if asked.model else None
        self._seen = {_identity_of(m.benchmark, model.id, m.run, m.harness) for model, m in _own_runs(catalog)}

    @cached_property
    def _known_ids(self) -> Ids:
        return Ids(self._catalog.facts)

    def check_one_model(self, every: Iterable[ReadResults]) -> None:
        """Refuse to give several models of the files one name.

        Raises:
            ModelpickError: names them.
        """
        names = {row.model: None for found in every for row in found.rows if not self._model_named(row.model)}
        if self._model and len(names) > 1:
            said = listed([name or "one without a name" for name in names])
            raise ModelpickError(f"is one, but the files hold {said}", where="{model}", hint="Import file by file")

    def lines_of(self, path: Path, digest: str, found: ReadResults) -> Iterator[ResultLine]:
        for row in found.rows:
            yield self._line_of(path, digest, row)

    def _line_of(self, path: Path, digest: str, row: ResultRow) -> ResultLine:
        model = self._model_named(row.model) or self._model
        name, edition = (self._asked.benchmark, None) if self._asked.benchmark else (row.benchmark, row.edition)
        passed: float | None = row.passed
        if passed is None and row.mean is not None and row.n is not None:
            passed = round(row.mean * row.n, 4)

        def line(fate: Fate, benchmark: str | None = None, hint: str | None = None) -> ResultLine:
            return ResultLine(
                row.model, row.benchmark, row.metric, model, benchmark, row.n, passed, row.errors, row.on, row.harness,
                row.partial, row.why, fate, hint,
            )  # fmt: skip

        if not row.n or passed is None:
            return line("no_count", hint="It did not end, or says no rate")
        if not self._is_reading(row):
            measure: Fate = "another_reading" if row.once else "another_measure"
            return line(measure, hint=f"--metric {row.metric} counts it" if row.metric else None)
        if model is None:
            return line("unmatched_model", hint=self._hint_for_model(row.model))
        if not name:
            return line("no_benchmark", hint="Name the test with --benchmark")
        known = self._catalog.facts.benchmarks
        benchmark = next((id_ for id_ in ids_tried(name, edition) if id_ in known), None) or own_test_id(name, edition)
        if not benchmark:
            return line("no_benchmark", hint="Name the test with --benchmark")
        run = self._run_of(path, digest, row, passed)
        if benchmark in known:
            check_takes_shares(self._catalog, benchmark, run)
        identity = _identity_of(benchmark, model, run, row.harness)
        if identity in self._seen:
            return line("kept_before", benchmark)
        self._seen.add(identity)
        score = OwnScore(
            model,
            benchmark,
            percent_of(passed, row.n),
            row.on or self._asked.on or self._catalog.today,
            row.variant if row.variant in EFFORTS else None,
            harness=row.harness,
            run=run,
        )
        self.additions.append(_AddedRow(score, benchmark not in known))
        return line("added", benchmark)

    def _is_reading(self, row: ResultRow) -> bool:
        """Whether it is the one reading of its answers that counts."""
        if self._asked.metric:
            return self._asked.metric in (row.metric, row.reading)
        return row.first and row.once

    def _run_of(self, path: Path, digest: str, row: ResultRow, passed: float) -> Run:
        assert row.n is not None
        tasks = {str(task)[:200]: round(share, 6) for task, share in row.tasks.items()}
        kept = tasks if len(tasks) <= min(MOST_TASKS, row.n) else {}
        partial_said = (row.why or "partial") if row.partial else None
        return Run(row.n, passed, kept, path.name, digest, row.errors, partial_said)

    def _model_named(self, name: str | None) -> str | None:
        """The model of the catalog that a tool's id means; nothing is guessed."""
        if not name:
            return None
        exact = named_exactly(self._asked.called.get(name, name), self._catalog.facts)
        if len(exact) == 1:
            return exact[0]
        meaning = self._known_ids.meaning(name)
        return meaning.model if meaning and meaning.reading in KNOWN_READINGS else None

    def _hint_for_model(self, name: str | None) -> str:
        if not name:
            return "The file names no model: name it with --model"
        known = (id_ for model in self._catalog.facts.models for id_ in (model, model.partition("/")[2]))
        close = did_you_mean(name, known, 1)
        alias = "or say whose it is: --model, or an alias in your modelpick.yaml"
        return f"{close} Or{alias[2:]}" if close else f"S{alias[4:]}"


def _own_runs(catalog: OpenCatalog) -> Iterator[tuple[Model, Measurement]]:
    for benchmark in catalog.facts.benchmarks.values():
        for id_ in benchmark.asked_of:
            model = catalog.facts.model(id_)
            if model is not None:
                yield from ((model, m) for m in model.measurements if m.run and m.benchmark == benchmark.id)


def _identity_of(benchmark: str, model: str, run: Run | None, harness: str | None) -> tuple[object, ...]:
    """What tells a result from another: the same bytes say nothing twice."""
    of_run = (run.sha256, run.n, run.passed) if run else ()
    return benchmark, model, harness, *of_run
