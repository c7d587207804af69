"""Adds measurements of the user's own to a catalog file, and takes them out again, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from modelpick.catalog.reader import parse_yaml
from modelpick.catalog.schema import OwnScore
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Run
from modelpick.model.fields import replace
from modelpick.model.names import did_you_mean, fold
from modelpick.model.numbers import NUMBER, WHOLE
from modelpick.model.rules import GENERAL
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.own_file import change_catalog, flow_mapping, flow_row, with_rows, without_rows
from modelpick.use_cases.request_checks import unknown_benchmark

OWN_TAU0 = 3.0
"""How far two runs of one's own tasks lie apart, in points, beside the chance of so few tasks."""


def value_written(text: str) -> tuple[float, Run | None]:
    """``71.5`` is a value; ``12/20`` so many of so many tasks, in percent.

    Raises:
        ModelpickError: it is neither.
    """
    passed, slash, n = text.partition("/")
    if not slash:
        try:
            return float(text), None
        except ValueError:
            said = f"is {text[:40]!r}, expected a number such as 71.5, or passed/total such as 12/20"
            raise ModelpickError(said, where="{value}") from None
    counted, right = WHOLE.count(n, "{value}"), float(NUMBER.read(passed, "{value}"))
    if not counted > 0 or right > counted:
        raise ModelpickError(f"is {text[:40]!r}, expected passed/total such as 12/20", where="{value}")
    return percent_of(right, counted), Run(counted, right)


def percent_of(passed: float, n: int) -> float:
    return round(100 * passed / n, 4)


def add_score(
    catalog: OpenCatalog, score: OwnScore, file: Path, *, like: str | None = None, new: bool = False
) -> tuple[str, str | None]:
    """Add `score` to the `scores:` of `file`, creating it if need be; the line that was added, and that of a test of
    the user's own that is new with it.

    The file is checked with the new lines before it is replaced; comments and all else in it stay as they are.

    Args:
        like: the benchmark by which results on a new test are expected.
        new: whether the test is meant although its name is near that of another.

    Raises:
        ModelpickError: an unknown model or benchmark.
        InputErrors: the file, or the file with the new lines, is not a valid catalog.
    """
    id_ = catalog.resolve(score.model)
    test = _new_test_for(catalog, score, like, new)
    row = flow_row(replace(score, model=id_))

    def change(text: str) -> str:
        text = with_rows(text, "benchmarks", [test] if test else [], str(file))
        return with_rows(text, "scores", [row], str(file))

    change_catalog(file, catalog, change)
    return row, test


def _new_test_for(catalog: OpenCatalog, score: OwnScore, like: str | None, new: bool) -> str | None:
    """The line of the test that `score` needs; None where it exists.

    Raises:
        ModelpickError: it exists and takes no share of tasks, or is misspelled, or what it is like is unknown.
    """
    known = catalog.facts.benchmarks
    if score.benchmark in known:
        check_takes_shares(catalog, score.benchmark, score.run)
        return None
    close = did_you_mean(score.benchmark, known)
    if score.run is None:
        hint = close or "Say how many tasks it is of, as 12/20, and it is a test of your own"
        raise ModelpickError(f"unknown benchmark {score.benchmark!r}", hint=hint)
    if close and not new:
        raise ModelpickError(f"unknown benchmark {score.benchmark!r}", hint=f"{close} {{new}} makes a test of your own")
    return own_test_row(score.benchmark, like_of(catalog, like))


def check_takes_shares(catalog: OpenCatalog, benchmark: str, run: Run | None) -> None:
    """Refuse tasks that passed as a figure of a benchmark that is no share of tasks.

    Raises:
        ModelpickError: names its unit.
    """
    unit = catalog.facts.benchmarks[benchmark].unit
    if run is not None and unit != "percent":
        raise ModelpickError(f"{benchmark} is in {unit}, not a share of tasks", hint="Give the figure in that unit")


def like_of(catalog: OpenCatalog, named: str | None) -> str | None:
    """The benchmark by which results on a new test are expected: the one that is named, else the heaviest of the
    general need.

    Raises:
        ModelpickError: it is unknown, or itself a test of somebody's own.
    """
    known = catalog.facts.benchmarks
    if named is not None:
        if named not in known or known[named].like:
            raise unknown_benchmark(named, known, "{like}")
        return named
    need = catalog.rulebook.needs.get(GENERAL)
    from modelpick.decide.scoring import mix

    heaviest = mix({GENERAL: 1.0}, catalog.rulebook.needs, catalog.facts) if need else []
    return next((w.benchmark.id for w in heaviest if w.benchmark), None)


def own_test_row(id_: str, like: str | None) -> str:
    """A test of the user's own as one line of YAML."""
    anchors = {"worst": 0, "best": 100, "why": "No task passed, every task passed."}
    row = {"id": id_, "name": id_, "family": id_, "tests": "Tasks of your own.", "unit": "percent", "range": [0, 100]}
    more = {"like": like} if like else {}
    return flow_mapping({**row, "anchors": anchors, "noise": {"tau0": OWN_TAU0}, **more})


def remove_scores(catalog: OpenCatalog, model: str, benchmark: str, file: Path, on: str | None = None) -> list[str]:
    """Take the user's scores of `model` on `benchmark` out of `file`, of a day or all; the lines that went.

    A test of the user's own that has no score left goes with them.

    Raises:
        ModelpickError: an unknown model, or there is no such score.
    """
    id_ = catalog.resolve(model)
    gone: list[str] = []

    def change(text: str) -> str:
        data = parse_yaml(text, str(file)).data
        scores = (data.get("scores") or []) if isinstance(data, dict) else []
        places = [
            place
            for place, row in enumerate(scores)
            if (row.get("model"), row.get("benchmark")) == (id_, benchmark) and on in (None, str(row.get("on")))
        ]
        if not places:
            has = [row["benchmark"] for row in scores if row.get("model") == id_]
            hint = did_you_mean(benchmark, has) or (
                f"It has scores on {', '.join(dict.fromkeys(has))}" if has else None
            )
            raise ModelpickError(f"holds no score of {id_} on {benchmark}", where=str(file), hint=hint)
        gone.extend(f"{row['benchmark']} {row['value']} of {row['on']}" for row in (scores[place] for place in places))
        text = without_rows(text, "scores", places, str(file))
        left = {row.get("benchmark") for place, row in enumerate(scores) if place not in places}
        tests = [row.get("id") if row.get("like") else None for row in data.get("benchmarks") or ()]
        unused = [place for place, test in enumerate(tests) if test == benchmark and test not in left]
        return without_rows(text, "benchmarks", unused, str(file)) if unused else text

    change_catalog(file, catalog, change)
    return gone


def own_test_id(name: str, edition: str | None) -> str:
    """The id of a test of one's own by the name and edition that a tool writes: ``own-tasks-2026-11``."""
    text = fold(name.replace("_", "-").replace("/", "-"))
    said = fold((edition or "").replace("_", "-").replace("/", "-"))
    whole = text if said in ("", "0") or text.endswith(said) else f"{text}-{said}"
    return "".join(c for c in whole if c.isascii() and (c.isalnum() or c in ".-_")).strip("-._")[:100]


def ids_tried(name: str, edition: str | None) -> Sequence[str]:
    """What a benchmark of the catalog may be called, by what a tool writes."""
    return tuple(dict.fromkeys((name, own_test_id(name, edition), own_test_id(name, None))))
