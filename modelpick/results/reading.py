"""Which tool wrote a file, told by what stands in it, and its rows."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from modelpick.results.rows import ReadResults, ResultFile, UnreadableResults, decoded

Reader = Callable[[ResultFile], ReadResults]
KNOWN = (
    "Inspect logs, lm-evaluation-harness, promptfoo, SWE-bench, Harbor, Terminal-Bench, Every Eval Ever, DeepEval, "
    "OpenAI evals, aider, or CSV with model, benchmark, passed and total"
)
ZIP = b"PK\x03\x04"


def read_results(file: ResultFile) -> ReadResults:
    """The rows of `file`, whichever tool wrote it.

    Raises:
        UnreadableResults: no tool that is known wrote it, or it is damaged.
    """
    found = _reader_of(file)(file)
    if not found.rows:
        raise UnreadableResults(f"holds no result that is a rate ({found.tool})")
    return found


def is_archive(content: bytes) -> bool:
    """Whether it is a `.eval` log of Inspect, which is a zip."""
    return content.startswith(ZIP)


def _reader_of(file: ResultFile) -> Reader:
    start = file.content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise UnreadableResults("is empty")
    if b"\0" in start:
        raise UnreadableResults("holds no text", hint=f"Known are {KNOWN}")
    if start.startswith(b"{"):
        return _reader_of_json(file)
    if file.name.endswith((".yml", ".yaml")):
        from modelpick.results.others import read_aider

        return read_aider
    if start.startswith(b"["):
        raise UnreadableResults("is a list of something unknown", hint=f"Known are {KNOWN}")
    from modelpick.results.tables import read

    return read


def _reader_of_json(file: ResultFile) -> Reader:
    from modelpick.results import every_eval_ever, harbor, inspect_logs, lm_eval, others, promptfoo, swe_bench

    first = file.content.lstrip().partition(b"\n")[0]
    if file.name.endswith(".jsonl") or (first.startswith(b'{"spec"') and first.rstrip().endswith(b"}")):
        return others.read_openai_evals
    # What stands under the keys that tell the tools apart is not looked at.
    keys = decoded(file.content, dict[str, msgspec.Raw], "JSON of an evaluation tool").keys()
    marks: tuple[tuple[set[str], Reader], ...] = (
        ({"eval", "status"}, inspect_logs.read),
        ({"evaluation_results"}, every_eval_ever.read),
        ({"lm_eval_version"}, lm_eval.read),
        ({"versions"}, lm_eval.read),
        ({"evalId"}, promptfoo.read),
        ({"total_instances"}, swe_bench.read),
        ({"stats"}, harbor.read),
        ({"testCases", "metricsScores"}, others.read_deepeval),
        ({"results"}, harbor.read_terminal_bench),
    )
    reader = next((reader for named, reader in marks if named <= keys), None)
    if reader is None:
        raise UnreadableResults("is JSON of a tool that is not known", hint=f"Known are {KNOWN}")
    return reader
