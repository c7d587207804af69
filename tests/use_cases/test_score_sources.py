"""`modelpick catalog update --scores` against a server that has the files of ten boards.

What is read, linked, unmatched and known already is counted; asked again nothing changes; one that is down leaves the
others; and `catalog diff` says which answers the new figures move.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import modelpick.use_cases.load as door
from modelpick.model.request import Request
from modelpick.sources.registry import ADAPTERS
from tests.conftest import TODAY
from tests.sources.given import SAMPLES
from tests.use_cases.test_update import FAULTS, House, house_with

OPUS, GPT, CUSTOM = (
    "claude-opus-4-5_sierra_2026-02-26",
    "gpt-5-2-none_sierra_2026-02-26",
    "distyl-buttonagent_distyl_2026-03-25",
)
FIRST = {
    "aider": {"polyglot.yml": "aider-polyglot.yml"},
    "bfcl": {"data_overall.csv": "bfcl-overall.csv"},
    "bullshitbench": {
        "leaderboard.csv": "bullshitbench-leaderboard.csv",
        "manifest.json": "bullshitbench-manifest.json",
    },
    "deepswe": {"leaderboard-live.json": "deepswe.json"},
    "hugging-face": {"datasets": "hugging-face-datasets.json"},
    "livebench": {
        "table_2026_06_25.csv": "livebench-table.csv",
        "categories_2026_06_25.json": "livebench-categories.json",
        "table_2026_01_08.csv": "livebench-table.csv",
        "categories_2026_01_08.json": "livebench-categories.json",
    },
    "mmmu": {"leaderboard_data.json": "mmmu.json"},
    "swe-bench": {"leaderboards.json": "swe-bench-leaderboards.json"},
    "tau2-bench": {"manifest.json": "tau2-bench-manifest.json"},
    "vectara": {"README.md": "vectara-readme.md"},
}
"""Source -> name of each document that it is asked for first -> sample."""
FURTHER = {
    f"/tau2-bench/{OPUS}/submission.json": "tau2-bench-opus.json",
    f"/tau2-bench/{GPT}/submission.json": "tau2-bench-gpt.json",
    f"/tau2-bench/{CUSTOM}/submission.json": "tau2-bench-custom.json",
    "/api/datasets/cais/hle/leaderboard": "hugging-face-hle.json",
    "/api/datasets/SWE-bench/SWE-bench_Verified/leaderboard": "hugging-face-swe-bench.json",
}
"""What the first documents name. The board of GPQA is gated, and so not there."""

REPAIRS = """\
id: repairs
kind: need
title: Repairs
about: Repairs what is reported as broken.
because: The median of several evaluators bears one that is far out; of one test alone it moves the answer all the same.
criteria:
- {id: verified, says: repairs repositories, weight: 1, benchmark: swe-bench-verified, because: Nothing else is asked.}
examples:
- {given: {verified: 50}, score: 50}
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, dict[str, Any]]]:
    """A house that has read the boards, and the report of that."""
    named = {f"/{id_}/{name}": sample for id_, names in FIRST.items() for name, sample in names.items()}
    documents = {path: (SAMPLES / sample).read_bytes() for path, sample in {**named, **FURTHER}.items()}
    paths = {id_: [f"/{id_}/{name}" for name in names] for id_, names in FIRST.items()}
    with house_with(tmp_path_factory.mktemp("boards"), documents, paths) as made:
        yield made, update(made, "--scores")


@pytest.fixture
def boards(first: tuple[House, dict[str, Any]]) -> Iterator[House]:
    """That house, with its boards as they were and all well."""
    house, documents = first[0], dict(first[0].documents)
    yield house
    house.faults.clear()
    house.documents.update(documents)


def update(house: House, *args: str, code: int = 0) -> dict[str, Any]:
    ran = house.ask("catalog", "update", *args, "--format", "json")
    assert ran.code == code
    found: dict[str, Any] = json.loads(ran.out)
    return found | {"said": ran.err}


def by_source(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["source"]: each for each in report["links"]["scores"]}


class TestBoards:
    def test_every_score_is_accounted_for(self, first: tuple[House, dict[str, Any]]) -> None:
        report = first[1]
        assert {each["name"]: each["outcome"] for each in report["sources"]} == dict.fromkeys(
            [id_ for id_ in ADAPTERS if id_ in FIRST], "updated"
        )
        assert report["said"] == ""
        counted = by_source(report)
        assert set(counted) == set(FIRST)
        for source in report["sources"]:
            links = counted[source["name"]]
            assert links["read"] == source["rows"]["score"] > 0
            parts = ("used", "repeated", "unmatched", "other_benchmarks", "other_editions", "out_of_range")
            assert links["read"] == sum(links[part] for part in parts)
        assert sum(links["used"] for links in counted.values()) > 20
        # These real rows are in the catalog, read in the same file.
        assert counted["bfcl"]["repeated"] > 4
        assert counted["tau2-bench"]["repeated"] == counted["tau2-bench"]["read"]
        assert sum(links["unmatched"] for links in counted.values()) > 0

    def test_a_table_says_so_too(self, boards: House) -> None:
        shown = " ".join(boards.ask("catalog", "update", "--scores", "--force").out.split())
        assert "What became of the scores" in shown
        assert "of no known model" in shown

    def test_names_that_nobody_knows_are_listed(self, boards: House) -> None:
        found = json.loads(boards.ask("catalog", "unmatched", "--source", "hugging-face", "--format", "json").out)
        assert (found["linked"], found["unlinked"]) == (0, 0)
        assert found["score_names"] + found["score_names_unlinked"] == 4
        assert len(found["ids"]) == found["score_names_unlinked"]
        nobody = json.loads(boards.ask("catalog", "unmatched", "--source", "vectara", "--format", "json").out)
        assert all(place["kinds"] == ["score"] for each in nobody["ids"] for place in each["places"])

    def test_each_figure_has_source_day_and_evaluator(self, boards: House) -> None:
        card = json.loads(boards.ask("show", "gpt-5.5", "--format", "json").out)
        read = [f for cell in card["cells"] for f in cell["figures"] if f["source"] == "swe-bench"]
        assert [(f["benchmark"], f["value"], f["evaluator"], f["on"]) for f in read] == [
            ("swe-bench-verified", 72.4, "swe-bench", "2026-09-01")
        ]

    def test_asked_again_nothing_changes(self, boards: House) -> None:
        before = boards.state()["market.sqlite"]
        boards.asked()
        report = update(boards, "--scores")
        assert {each["outcome"] for each in report["sources"]} == {"not_modified"}
        assert boards.state()["market.sqlite"] == before
        asked = dict(boards.asked())
        assert all("If-None-Match" in asked[path] for path in FURTHER)

    @pytest.mark.parametrize("fault", ["500", "page", "no JSON"])
    def test_one_that_is_down_leaves_the_others(self, boards: House, fault: str) -> None:
        boards.faults["tau2-bench"] = FAULTS[fault][0]
        report = update(boards, "--scores", "--force")
        assert [each["name"] for each in report["sources"] if each["outcome"] == "failed"] == ["tau2-bench"]
        assert {each["outcome"] for each in report["sources"]} == {"failed", "unchanged"}
        assert report["said"].startswith("warning: tau2-bench could not be read: ")
        assert "; what it said before is kept, read on " in report["said"]
        assert by_source(report)["tau2-bench"]["read"] > 0
        assert update(boards, "--source", "tau2-bench", code=3)["said"] == ""

    def test_a_file_that_its_list_names_is_missing(self, boards: House) -> None:
        """A source of several files is taken whole or not at all."""
        del boards.documents[f"/tau2-bench/{GPT}/submission.json"]
        before = boards.state()["market.sqlite"]
        report = update(boards, "--source", "tau2-bench", code=3)
        assert "submission.json answers 404 Not Found" in report["sources"][0]["message"]
        assert boards.state()["market.sqlite"] == before

    def test_new_figures_move_answers_and_diff_says_which(self, boards: House, tmp_path: Path) -> None:
        (tmp_path / "needs").mkdir()
        (tmp_path / "needs" / "repairs.yaml").write_text(REPAIRS, "utf-8")
        both = {"openai/gpt-5.5": "GLM-5.2", "zai/glm-5.2": "GPT-5.5"}
        ahead = leader(tmp_path, *both)
        other = both[ahead]
        path = "/swe-bench/leaderboards.json"
        before = boards.documents[path]
        board = json.loads(before)
        run = board["leaderboards"][1]["results"][0]
        for name, value in (("GPT-5.5", 12.0), ("GLM-5.2", 12.0)):
            new = {**run, "name": name, "model_display": name, "resolved": 99.5 if name == other else value}
            board["leaderboards"][1]["results"].append({**new, "reasoning_effort": "max", "date": "2026-11-20"})
        boards.documents[path] = json.dumps(board).encode()
        assert boards.one("swe-bench").added == 2
        asked = ("--rules", tmp_path, "--need", "repairs", "--only", ",".join(both))
        found = json.loads(boards.ask("catalog", "diff", *asked, "--format", "json").out)
        (answer,) = found["answers"]
        assert "first" in answer["changed"]
        assert leader(tmp_path, *both) != ahead
        # As it was, for the others: an update may take away what an earlier one brought.
        boards.documents[path] = before
        assert boards.one("swe-bench").gone == 2


def leader(rules: Path, *models: str) -> str:
    """Who is first for those repairs, of the market as it is; read, and not compiled."""
    asked = Request(needs={"repairs": 1}, only=models)
    return door.read(door.CatalogInputs(rules=(rules,)), TODAY).recommend(asked).ranking[0].model
