"""tau-bench, third edition: submissions to Sierra's board of customer-service agents, one file each.

The release 1.0 of the repository repaired the tasks, so that results of earlier versions are of another test. In the
banking domain only results with the same retrieval compare. A custom agent is a system and no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from modelpick.market.records import ScoreRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import ShapeChanged, SourceDocument, SourceRequest
from modelpick.sources.board_names import BoardName, mode_word
from modelpick.sources.boards import BoardRows, ScoreBoard
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, load_object, percent_of, web_address
from modelpick.sources.scores import relation

EXPECTED = "a list of tau-bench submissions (an object with `submissions`), or one of them (with `results`)"
DOMAINS = {
    "airline": "tau3-bench-airline",
    "retail": "tau3-bench-retail",
    "telecom": "tau3-bench-telecom",
    "banking_knowledge": "tau3-bench-banking",
}
RETRIEVAL = "alltools"
"""The one setting of the banking domain whose results are compared with each other."""
BOARD = "Sierra"
_THINKING_MODES = {"enabled": "thinking", "disabled": "no-thinking"}
_SUBMISSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}", re.ASCII)
_EDITION_VERSION = re.compile(r"v?1\.\d", re.ASCII)


class TauBench(ScoreBoard):
    def follow(self, documents: Sequence[SourceDocument]) -> tuple[SourceRequest, ...]:
        """Requests for the text submissions; voice and earlier editions are other tests."""
        lists = [(document, _list_of(document)) for document in documents]
        return tuple(
            SourceRequest(urljoin(document.url, f"{name}/submission.json"))
            for document, names in lists
            for name in names or ()
        )

    def read(self, reader: Reader, documents: Sequence[SourceDocument]) -> BoardRows:
        listed = False
        for document in documents:
            data = load_object(document, EXPECTED)
            if "submissions" in data:
                listed = True
                continue
            if "results" not in data:
                raise ShapeChanged(f"{EXPECTED} was expected, found another object")
            reader.rows += 1
            id_ = _submission_id_of(document)
            yield id_, _scores_of_submission(reader, data, id_, document.url)
        if not listed:
            reader.parsed.partial = frozenset({"score"})


TAU_BENCH = TauBench(
    id="tau2-bench",
    title="tau-bench leaderboard",
    publisher="Sierra",
    home="https://taubench.com",
    license="MIT",
    attribution="tau2-bench, (c) Sierra Research, MIT license",
    about="pass^1 of the four domains, of standard submissions by text under release 1.x; banking with all retrieval "
    "tools only; custom agents, voice and earlier releases are other tests",
    urls=(
        "https://raw.githubusercontent.com/sierra-research/tau2-bench/main/web/leaderboard/public/submissions/manifest.json",
    ),
    max_bytes=16 * 1024 * 1024,
    rows_called="submissions to tau-bench",
)


def _list_of(document: SourceDocument) -> list[str] | None:
    """The ids in a list of submissions; None for another document."""
    data = load_object(document, EXPECTED)
    if "submissions" not in data:
        return None
    names = as_list(data["submissions"], EXPECTED)
    for name in names:
        if not isinstance(name, str) or not _SUBMISSION_ID.fullmatch(name):
            raise ShapeChanged(f"{EXPECTED} was expected, found a list with an entry that is no id")
    return names


def _submission_id_of(document: SourceDocument) -> str:
    """The id of a submission: the folder that its file lies in."""
    parts = document.url.split("/")
    return parts[-2] if len(parts) > 1 and _SUBMISSION_ID.fullmatch(parts[-2]) else "submission"


def _scores_of_submission(reader: Reader, data: dict[str, Any], id_: str, url: str) -> Iterator[ScoreRecord]:
    row = reader.row(data, id_)
    method = row.row("methodology")
    version = (method.text("tau2_bench_version") if method else None) or ""
    if row.text("submission_type") != "standard" or row.text("modality") not in (None, "text"):
        reader.count("submissions left out (a custom agent, or by voice)")
        return
    if not _EDITION_VERSION.match(version):
        reader.count("submissions left out (of a release before 1.0, whose tasks were others)")
        return
    name, on, shared = _submission_fields(row, method, url, reader.day)
    results = row.row("results")
    for domain in results.data if results else ():
        found = results.row(domain) if results else None
        value = found.number("pass_1") if found else None
        if found is None or value is None:
            continue
        if domain not in DOMAINS:
            reader.count("results left out (of a domain that is not known here)")
        elif domain == "banking_knowledge" and found.text("retrieval_config") != RETRIEVAL:
            reader.count("banking results left out (with another retrieval, which does not compare)")
        else:
            retrieval = f", retrieval {RETRIEVAL}" if domain == "banking_knowledge" else ""
            shared["harness"] = f"tau2-bench {version} standard agent{retrieval}"
            yield TAU_BENCH.score(name, DOMAINS[domain], percent_of(value, found.at("pass_1")), on, **shared)


def _submission_fields(
    row: JsonRow, method: JsonRow | None, url: str, day: Day
) -> tuple[BoardName, Day, dict[str, Any]]:
    """What all results of a submission share: the model with its mode, the day, and the other fields."""
    model, ran = row.text("model_name"), row.text("submitting_organization")
    if model is None or ran is None:
        raise BadValue(row.at("model_name" if model is None else "submitting_organization"), "a name was expected")
    said = row.text("reasoning_effort")
    mode = None if said is None else _THINKING_MODES.get(said.lower()) or mode_word(said)
    simulator = method.text("user_simulator") if method else None
    on = (method.day("evaluation_date") if method else None) or row.day("submission_date") or day
    return (
        BoardName(model, mode),
        on,
        {
            "by": "independent" if ran == BOARD else relation(ran, row.text("model_organization"), None, row.path),
            "name": f"{model} ({said})" if said else model,
            "evaluator": "sierra" if ran == BOARD else ran,
            "tools": "with",
            "url": web_address(url),
            "note": f"pass^1; the customer is played by {simulator}" if simulator else "pass^1",
        },
    )
