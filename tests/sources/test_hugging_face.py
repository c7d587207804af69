"""Hugging Face's official boards: makers' own figures, linked by the repository, and never aided ones as unaided."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelpick.market.records import ScoreRecord
from modelpick.sources.adapter import Parsed, ShapeChanged, SourceDocument
from modelpick.sources.registry import ADAPTERS
from tests.sources.given import DAY, SAMPLES, of

KNOWN = ADAPTERS["hugging-face"]
AT = "https://huggingface.co/api/datasets"


def board(data: str, content: Any) -> SourceDocument:
    raw = (SAMPLES / content).read_bytes() if isinstance(content, str) else json.dumps(content).encode()
    return SourceDocument(f"{AT}/{data}/leaderboard", raw)


def listed(content: Any = "hugging-face-datasets.json") -> SourceDocument:
    return board("x", content)._replace(url=AT)


HLE = board("cais/hle", "hugging-face-hle.json")
SWE = board("SWE-bench/SWE-bench_Verified", "hugging-face-swe-bench.json")


def read(*documents: SourceDocument) -> Parsed:
    return KNOWN.parse(documents, DAY)


def test_every_listed_board_is_asked_for_and_may_be_gated() -> None:
    found = KNOWN.follow([listed(), HLE])
    assert [request.url for request in found] == [
        f"{AT}/cais/hle/leaderboard",
        f"{AT}/SWE-bench/SWE-bench_Verified/leaderboard",
        f"{AT}/Idavidrein/gpqa/leaderboard",
    ]
    assert all(request.optional for request in found)


@pytest.mark.parametrize("content", [[], {}, [1], [{"id": "no-folder"}], [{"id": "../a"}], [{"id": "a/b/c"}], [{}]])
def test_a_list_of_anything_else_is_refused(content: Any) -> None:
    with pytest.raises(ShapeChanged, match="a list of data sets"):
        KNOWN.follow([listed(content)])


def test_a_figure_counts_where_it_is_plain_whether_tools_were_used() -> None:
    """On HLE: Kimi's unmarked figure looks aided and is left out; GLM's is the other of a marked one."""
    parsed = read(HLE)
    found = {(one.model, one.tools): (one.value, one.by) for one in of(parsed, ScoreRecord)}
    assert found == {
        ("zai-org/GLM-5.2", "with"): (54.7, "vendor"),
        ("zai-org/GLM-5.2", "none"): (40.5, "vendor"),
        ("deepseek-ai/DeepSeek-V4-Pro", "with"): (37.4, "press"),
    }
    assert parsed.notes == ["figures left out (they do not say whether tools were used): 1"]
    assert parsed.partial == {"score"}
    assert read(HLE, listed()).partial == frozenset()


def test_who_measured_and_what_is_no_share() -> None:
    parsed = read(SWE)
    verified, maker = of(parsed, ScoreRecord)
    assert (verified.by, verified.evaluator, verified.variant, verified.url) == (
        "independent",
        "hugging-face",
        "high",
        "https://example.org/run",
    )
    assert (maker.by, maker.evaluator, maker.on) == ("vendor", None, None)
    assert maker.url == "https://huggingface.co/Qwen/Qwen3.5-397B-A17B"
    assert [skip.path for skip in parsed.skipped] == ["SWE-bench/SWE-bench_Verified[2].value"]


def test_parts_and_editions_that_the_board_does_not_name_keep_their_names() -> None:
    figure = {"modelId": "a/b", "value": 81.2, "filename": ".eval_results/gpqa.yaml"}
    (found,) = of(read(board("Idavidrein/gpqa", [figure])), ScoreRecord)
    assert (found.benchmark, found.unit) == ("Idavidrein/gpqa", None)


def test_fractions_and_the_same_figure_twice() -> None:
    rows = [{"modelId": "a/b", "value": 0.812}, {"modelId": "a/c", "value": 0.7}, {"modelId": "a/b", "value": 0.812}]
    parsed = read(board("TIGER-Lab/MMLU-Pro", rows))
    assert [one.value for one in of(parsed, ScoreRecord)] == [81.2, 70]
    assert parsed.notes == ["figures left out (the same model, benchmark and mode twice): 1"]


def test_a_board_of_which_less_is_better_is_none_of_ours() -> None:
    rows = [{"modelId": "a/b", "value": 5, "lower_is_better": True}, {"modelId": "a/c", "value": 70}]
    parsed = read(board("TIGER-Lab/MMLU-Pro", rows))
    assert [one.model for one in of(parsed, ScoreRecord)] == ["a/c"]
    assert parsed.skipped[0].reason == "a figure of which more is better was expected"


@pytest.mark.parametrize("id_", [["GLM-5.2"], {"id": "GLM-5.2"}, None, 5])
def test_an_id_that_is_no_text_is_skipped_with_a_reason(id_: Any) -> None:
    rows = json.loads((SAMPLES / "hugging-face-hle.json").read_bytes())
    aided = next(row for row in rows if "tools" in str(row.get("notes")))
    parsed = read(board("cais/hle", [*rows, {**aided, "modelId": id_}]))
    assert len(of(parsed, ScoreRecord)) == len(of(read(HLE), ScoreRecord))
    assert [skip.path for skip in parsed.skipped] == [f"cais/hle[{len(rows)}].modelId"]
