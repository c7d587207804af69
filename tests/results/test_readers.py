"""Every reader, on files that the tools themselves wrote, and on what is left of them when they are damaged.

The samples are runs of our own on made-up models; `expected-rows.json` says what the tools' own readers make of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from modelpick.results.reading import read_results
from modelpick.results.rows import ReadResults, ResultFile, ResultRow, UnreadableResults

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "samples" / "samples"
COUNTED = ("model", "benchmark", "edition", "metric", "n", "passed", "errors", "attempts", "partial")


def expected_in(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    path = folder / "expected-rows.json"
    for row in json.loads(path.read_text()) if path.is_file() else ():
        found.setdefault(row["file"], []).append(row)
    return found


EXPECTED = expected_in(SAMPLES)
ARCHIVES = {file: rows for file, rows in expected_in(SHARED).items() if file.endswith(".eval")}


def read(path: Path, content: bytes | None = None) -> ReadResults:
    def beside(name: str) -> bytes | None:
        other = path.parent / name
        return other.read_bytes() if other.is_file() else None

    return read_results(ResultFile(path.name, path.read_bytes() if content is None else content, beside))


def compare(found: ReadResults, rows: list[dict[str, Any]]) -> None:
    assert [{name: getattr(row, name) for name in COUNTED} for row in found.rows] == [
        {name: row[name] for name in COUNTED} for row in rows
    ]
    for row, want in zip(found.rows, rows, strict=True):
        assert row.mean == pytest.approx(want["mean"], abs=1e-5)
        if want["stderr"] is not None:
            assert row.stderr == pytest.approx(want["stderr"], abs=1e-5)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_file_is_read_as_its_own_tool_reads_it(file: str) -> None:
    compare(read(SAMPLES / file), EXPECTED[file])


@pytest.mark.parametrize("file", ARCHIVES)
def test_an_archive_is_read_as_inspect_reads_it(file: str) -> None:
    pytest.importorskip("inspect_ai")
    from modelpick.use_cases.result_files import _converted_archive

    compare(read(SHARED / file, _converted_archive(SHARED / file)), ARCHIVES[file])


@pytest.mark.parametrize("file", EXPECTED)
def test_the_tasks_that_passed_add_up_to_the_count(file: str) -> None:
    for row in read(SAMPLES / file).rows:
        if row.tasks and row.n == len(row.tasks):
            assert sum(row.tasks.values()) == pytest.approx(row.mean * row.n)


def test_several_readings_of_the_same_answers_have_one_first() -> None:
    (run,) = (SAMPLES / "lm-eval" / "dummy-full").glob("results*.json")
    rows = read(run).rows
    assert [(row.benchmark, row.first) for row in rows] == [
        ("capitals_mini", True), ("capitals_mini", False), ("capitals_mc", True), ("capitals_mc", False),
    ]  # fmt: skip


def test_a_reducer_that_is_no_mean_is_another_measure() -> None:
    log = json.loads((SAMPLES / "inspect" / "alpha.json").read_text())
    log["results"]["scores"][0]["reducer"] = "pass_at_2"
    (row,) = read(SAMPLES / "inspect" / "x.json", json.dumps(log).encode()).rows
    assert (row.once, row.metric, row.tasks) == (False, "match:pass_at_2", {})


def test_a_count_that_python_wrote_as_nan_is_not_known() -> None:
    log = (SAMPLES / "inspect" / "alpha.json").read_bytes()
    changed = log.replace(b'"value":0.16666666666666669', b'"value":NaN')
    assert changed != log
    (row,) = read(SAMPLES / "inspect" / "x.json", changed).rows
    assert (row.passed, row.stderr) == (5, None)


def test_a_spreadsheet_of_another_country_is_read() -> None:
    rows = read(SAMPLES / "csv" / "excel-german.csv").rows
    assert [(row.model, row.passed, row.n, row.on) for row in rows] == [
        ("acme/alpha-2", 17, 20, "2026-11-26"),
        ("acme/beta-1", 11, 20, "2026-11-26"),
    ]


def damaged(content: bytes) -> Iterator[bytes]:
    yield from (content[: len(content) * share // 7] for share in range(7))
    yield content.replace(b": ", b":[")
    yield content.replace(b"1", b'"x"')
    yield content.replace(b"true", b"{}").replace(b"null", b"[[]]")
    yield content[: len(content) // 2] + b"\xff\xfe\0" + content[len(content) // 2 :]


@pytest.mark.parametrize("file", EXPECTED)
def test_a_damaged_file_is_refused_in_a_sentence_or_read(file: str) -> None:
    content = (SAMPLES / file).read_bytes()
    for broken in damaged(content):
        said, rows = outcome(SAMPLES / file, broken)
        assert len(said) < 400
        assert "\n" not in said
        assert all(row.n is None or row.passed is None or 0 <= row.passed <= row.n for row in rows)


def outcome(path: Path, content: bytes) -> tuple[str, tuple[ResultRow, ...]]:
    """What a refusal says, and the rows where there is none."""
    try:
        return "", read(path, content).rows
    except UnreadableResults as error:
        return error.message, ()


@pytest.mark.parametrize(
    "content",
    [b"", b"[" * 100_000, b'{"eval":' * 100_000, b"{}", b"[1, 2]", b"\0\1\2", b"a,b\n1,2\n", b'{"results": 1}',
     b'model,passed,total\nx,3,2\n', b'model,passed,total\nx,-1,2\n', b"model,passed,total\nx,1e9,2\n"],
)  # fmt: skip
def test_what_no_tool_wrote_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableResults):
        read(SAMPLES / "x.json", content)
