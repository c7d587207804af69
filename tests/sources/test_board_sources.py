"""Terminal-Bench, DeepSWE, ARC Prize, Epoch and OpenHands: each board's traps, on made-up files of its real shape."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.openhands import TESTS
from modelpick.sources.registry import ADAPTERS
from modelpick.sources.terminal_bench import EDITIONS, body
from tests.sources.boards_given import at, scores, with_text
from tests.sources.given import DAY, sample

# Terminal-Bench

TERMINAL = at("terminal-bench-4.json")


def test_terminal_bench_asks_for_each_edition_by_post() -> None:
    source = ADAPTERS["terminal-bench"]
    asked = source.requests(source.urls)
    assert [json.loads(one.body or b"") for one in asked] == [
        {"package": "terminal-bench/terminal-bench", "name": "4-0-0"},
        {"package": "terminal-bench/terminal-bench", "name": "3-0-0"},
        {"package": "terminal-bench/terminal-bench-2-1", "name": "main"},
        {"package": "terminal-bench/terminal-bench-2", "name": "2-0"},
    ]


def test_terminal_bench_scores() -> None:
    parsed, found = scores("terminal-bench", TERMINAL)
    first = found["Example 1", "terminal-bench-4.0", "max"]
    assert (first.value, first.stderr, first.harness, first.n) == (34.59, 1.5, "Example Code", 330)
    assert (first.on, first.by, first.evaluator, first.tools) == ("2026-09-01", "independent", "terminal-bench", "with")
    assert found["Example 1", "terminal-bench-4.0-cost-of-run", "max"].value == 4012.5
    assert found["Example 1", "terminal-bench-4.0-output-tokens-of-run", "max"].value == 88813309
    assert found["Example 2", "terminal-bench-4.0", None].stderr is None
    assert len(found) == 4
    assert parsed.notes == ["rows left out (not displayed): 1", "rows left out (several models in one agent): 1"]
    assert parsed.partial == {"score"}


def test_half_a_trial_is_no_number_of_trials() -> None:
    _, found = scores("terminal-bench", with_text(TERMINAL, '"n_trials": 330}', '"n_trials": 0.5}'))
    assert found["Example 1", "terminal-bench-4.0", "max"].n is None


def test_what_was_asked_for_tells_the_edition() -> None:
    untitled = with_text(TERMINAL, "Terminal-Bench 4.0", "The board")
    _, found = scores("terminal-bench", untitled._replace(asked=body(EDITIONS["3.0"])))
    assert {benchmark for _, benchmark, _ in found} == {"terminal-bench-3.0"}
    with pytest.raises(ShapeChanged, match="no edition that is known"):
        ADAPTERS["terminal-bench"].parse([untitled], DAY)
    with pytest.raises(ShapeChanged, match="no edition that is known"):
        ADAPTERS["terminal-bench"].parse([with_text(TERMINAL, "Terminal-Bench 4.0", "Terminal-Bench 9.0")], DAY)


def test_all_editions_are_the_whole() -> None:
    asked = [TERMINAL._replace(asked=body(edition)) for edition in EDITIONS.values()]
    assert scores("terminal-bench", *asked)[0].partial == frozenset()
    cut = with_text(TERMINAL, '"total": 4', '"total": 400')._replace(asked=body(EDITIONS["4.0"]))
    assert scores("terminal-bench", cut, *asked[1:])[0].partial == {"score"}


def test_of_runs_that_were_sent_in_only_plain_scaffolds_and_the_makers_own_count() -> None:
    sent = sample("terminal-bench-4.json")
    first, second = sent["rows"][:2]
    first["metadata"] |= {"model_org": "Anthropic", "agent_org": {"label": "Anthropic"}}
    third = {**second, "metadata": {**second["metadata"], "agent_display": "Droid", "agent_org": "Factory"}}
    sent["rows"] = [first, second, third]
    document = SourceDocument("x", json.dumps(sent).encode(), body(EDITIONS["2.0"]))
    parsed, found = scores("terminal-bench", document)
    assert {(one.harness, one.by, one.evaluator) for one in found.values()} == {
        ("Example Code", "vendor", None),
        ("Terminus 2", "independent", "terminal-bench"),
    }
    assert parsed.notes == ["rows left out (an agent of its own, sent in by its maker): 1"]


def test_terminal_bench_bad_rows() -> None:
    bad = with_text(TERMINAL, '"accuracy": 34.59', '"accuracy": 134.59')
    parsed, found = scores("terminal-bench", bad)
    assert {model for model, _, _ in found} == {"Example 2"}
    assert [skip.path for skip in parsed.skipped] == ["4.0[0].metrics.accuracy"]
    parsed, found = scores("terminal-bench", with_text(TERMINAL, '"model_display": "Example 2"', '"model_display": 7'))
    assert {model for model, _, _ in found} == {"Example 1"}
    assert [skip.path for skip in parsed.skipped] == ["4.0[1].metadata.model_display"]


# DeepSWE


def test_deepswe() -> None:
    parsed, found = scores("deepswe", at("deepswe.json"))
    first = found["example-1", "deepswe-1.1", "xhigh"]
    assert (round(first.value, 2), first.stderr, first.harness, first.n) == (74.12, 1.5, "mini-swe-agent", 452)
    # The file was written anew on the 22nd, without a new run.
    assert (first.on, first.by, first.evaluator) == ("2026-09-03", "independent", "datacurve")
    assert ("example-2", "deepswe-1.1", None) in found
    assert parsed.skipped == [("rows[2]", "example-3: only 10 of 113 tasks were run")]


def test_deepswe_without_a_job_counts_from_the_file() -> None:
    document = with_text(at("deepswe.json"), '"finished_at": "2026-09-03T22:24:37+00:00"', '"finished_at": null')
    assert {one.on for one in scores("deepswe", document)[1].values()} == {"2026-09-22"}


def test_another_set_of_tasks_is_another_edition() -> None:
    with pytest.raises(ShapeChanged, match="another edition"):
        ADAPTERS["deepswe"].parse(
            [with_text(at("deepswe.json"), '"n_tasks_in_set": 113', '"n_tasks_in_set": 120')], DAY
        )


# ARC Prize


def test_arc_prize_takes_what_is_displayed_of_models_on_the_semi_private_sets() -> None:
    parsed, found = scores("arc-prize", at("arc-prize-evaluations.json"), at("arc-prize-models.json"))
    assert {key: one.value for key, one in found.items()} == {
        ("example-1", "arc-agi-2", "high"): 87.5,
        ("example-1", "arc-agi-1", "high"): 95.5,
        ("example-2", "arc-agi-2", "thinking"): 5.5,
    }
    assert {(one.on, one.by, one.evaluator, one.tools) for one in found.values()} == {
        (None, "independent", "arc-prize", "none")
    }
    assert parsed.notes == [
        "rows left out (not displayed): 1",
        "rows left out (public sets and others): 1",
        "rows left out (systems around models, and people): 2",
    ]
    # Of a model that the list does not hold nobody can say what it is.
    assert [skip.path for skip in parsed.skipped] == ["models.nobody-knows"]


def test_the_later_form_of_arc_prize_bears_its_day() -> None:
    parsed, found = scores("arc-prize", at("arc-prize-v2.json"))
    assert {(key, one.value, one.on) for key, one in found.items()} == {
        (("example-1", "arc-agi-2", "max"), 95.0, "2026-10-05")
    }
    assert parsed.notes == ["rows left out (estimates): 1"]


# Epoch

GPQA = at("epoch-gpqa-diamond.csv").data.decode()
SWE = "Model version,mean_score,Started at\nexample-2,0.5,2026-01-02T03:04:05Z\n"


def archive(**tables: str) -> SourceDocument:
    """A zip of tables; `__` in a name stands for a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in tables.items():
            file.writestr(f"{name.replace('__', '/')}.csv", text)
    return SourceDocument("https://epoch.ai/data/benchmark_data.zip", packed.getvalue())


def test_epoch_reads_its_own_runs_and_the_newest_of_each() -> None:
    parsed, found = scores(
        "epoch",
        archive(
            gpqa_diamond=GPQA, swe_bench_verified=SWE, frontiermath=GPQA, hle_external=GPQA, folder__math_level_5=SWE
        ),
    )
    assert {(key, one.value, one.on) for key, one in found.items()} == {
        (("claude-example", "gpqa-diamond", "thinking"), 83.33, "2026-08-06"),
        (("gpt-example-2026-03-05", "gpqa-diamond", "xhigh"), 94.6, "2026-03-06"),
        (("example-2", "swe-bench-verified-epoch-subset", None), 50.0, "2026-01-02"),
        (("example-2", "math-level-5", None), 50.0, "2026-01-02"),
    }
    first = found["claude-example", "gpqa-diamond", "thinking"]
    assert (first.stderr, first.by, first.evaluator, first.tools) == (2.66, "independent", "epoch-ai", "none")
    assert [skip.path for skip in parsed.skipped] == ["gpqa_diamond.csv line 5.mean_score"]
    assert parsed.notes[0].endswith("or without a benchmark here): 2")


def test_epoch_refuses_what_it_does_not_know() -> None:
    epoch = ADAPTERS["epoch"]
    for document in (
        archive(frontiermath=GPQA),
        archive(gpqa_diamond="Model,Score\nx,1\n"),
        archive(),
        SourceDocument("x", b"PK\x03\x04 nothing more"),
        SourceDocument("x", b""),
        archive(gpqa_diamond=GPQA)._replace(data=archive(gpqa_diamond=GPQA).data[:-30]),
    ):
        with pytest.raises(ShapeChanged):
            epoch.parse([document], DAY)


def test_an_archive_that_unpacks_to_very_much_more_is_refused() -> None:
    bomb = archive(gpqa_diamond=GPQA, other="a" * 5_000_000)
    assert len(bomb.data) < 20_000
    with pytest.raises(ShapeChanged, match="unpacks to too much"):
        ADAPTERS["epoch"].parse([bomb], DAY)


# OpenHands

RAW = "https://raw.githubusercontent.com/OpenHands/openhands-index-results/main/"
LIST = at("openhands-models.json", f"{RAW}complete-models.json")


def results(model: str, **values: float) -> SourceDocument:
    rows = [
        {"benchmark": name.replace("_", "-"), "score": value, "metric": TESTS[name.replace("_", "-")].metric,
         "cost_per_instance": 0.5, "agent_version": "v1.11.0", "submission_time": "2026-02-07T01:54:03+00:00"}
        for name, value in values.items()
    ]  # fmt: skip
    return SourceDocument(f"{RAW}results/{model}/scores.json", json.dumps(rows).encode())


def test_openhands_follows_its_list_to_its_own_results() -> None:
    assert [one.url for one in ADAPTERS["openhands"].follow([LIST])] == [
        f"{RAW}results/Example-1/scores.json",
        f"{RAW}results/Example-2/scores.json",
    ]
    hostile = with_text(LIST, "results/Example-2", "results/../../secrets")
    assert len(ADAPTERS["openhands"].follow([hostile])) == 1


def test_openhands_scores_and_costs() -> None:
    document = at("openhands-scores.json", f"{RAW}results/Example-1/scores.json")
    parsed, found = scores("openhands", LIST, document)
    assert {benchmark: one.value for (_, benchmark, _), one in found.items()} == {
        "swe-bench-verified": 76.8,
        "swe-bench-verified-cost-per-task": 0.77,
        "swt-bench-verified": 78.8,
        "swt-bench-verified-cost-per-task": 0.43,
        "swe-bench-multimodal-solvable": 41.8,
        "gaia": 80.0,
        "gaia-cost-per-task": 0.44,
        "commit0-lite": 56.2,
        "commit0-lite-cost-per-task": 4.04,
    }
    first = found["Example-1", "swe-bench-verified", None]
    assert (first.harness, first.on, first.by, first.evaluator) == (
        "OpenHands v1.15.0", "2026-03-26", "independent", "openhands",
    )  # fmt: skip
    assert (parsed.skipped, parsed.partial) == ([], frozenset())
    assert scores("openhands", document)[0].partial == {"score"}


def test_a_run_that_broke_off_is_held_back_with_its_cost() -> None:
    others = [results(f"Other-{n}", swe_bench=74.0 + n, gaia=60.0) for n in range(8)]
    parsed, found = scores("openhands", *others, results("Broken", swe_bench=74.4, gaia=13.3))
    assert {benchmark for model, benchmark, _ in found if model == "Broken"} == {
        "swe-bench-verified",
        "swe-bench-verified-cost-per-task",
    }
    assert [skip.path for skip in parsed.skipped] == ["Broken[1].score"]
    assert "broke off" in parsed.skipped[0].reason
    # A small model that does little elsewhere either was measured well enough.
    assert not scores("openhands", *others, results("Small", swe_bench=34.2, gaia=8.5))[0].skipped
    # With few models nobody knows what they reach.
    assert not scores("openhands", others[0], results("Broken", swe_bench=74.4, gaia=13.3))[0].skipped


def test_another_measure_of_a_test_is_not_taken() -> None:
    document = at("openhands-scores.json", f"{RAW}results/Example-1/scores.json")
    parsed, found = scores(
        "openhands", with_text(document, '"solveable_accuracy", "cost', '"combined_accuracy", "cost')
    )
    assert not [key for key in found if "multimodal" in key[1]]
    assert [skip.path for skip in parsed.skipped] == ["Example-1[2]"]


# chi-bench

CHI = "https://raw.githubusercontent.com/actava-ai/leaderboard/main/benchmarks/chi-bench/"
SUBMISSIONS = at("chi-bench-submissions.json", ADAPTERS["chi-bench"].urls[0])
RESULTS = at("chi-bench-results.csv", f"{CHI}submissions/2026-07-24-kimi-k3-openai-agents/results.csv")
VERSIONS = SourceDocument(f"{CHI}schema/known-versions.txt", b"chi-bench-v1.0.0\n")


def test_chi_bench_follows_its_list() -> None:
    source = ADAPTERS["chi-bench"]
    assert [one.url for one in source.follow([SUBMISSIONS, VERSIONS])] == [RESULTS.url]
    assert source.follow([SUBMISSIONS, VERSIONS, RESULTS]) == source.follow([SUBMISSIONS, VERSIONS])
    with pytest.raises(ShapeChanged):
        source.follow([with_text(SUBMISSIONS, "2026-07-24-kimi", "../../secrets"), VERSIONS])


def test_chi_bench_reads_its_makers_runs() -> None:
    parsed, found = scores("chi-bench", SUBMISSIONS, VERSIONS, RESULTS)
    assert {key[:2]: one.value for key, one in found.items()} == {
        ("moonshotai/kimi-k3", "chi-bench-1.0.0"): 25.33,
        ("moonshotai/kimi-k3", "chi-bench-1.0.0-cost-per-task"): 1.2715,
        ("nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16", "chi-bench-1.0.0"): 0.0,
        ("nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16", "chi-bench-1.0.0-cost-per-task"): 0.4722,
        # A cost of 0 is none.
        ("z-ai/glm-5.1", "chi-bench-1.0.0"): 18.67,
    }
    first = found["moonshotai/kimi-k3", "chi-bench-1.0.0", None]
    assert (first.harness, first.on, first.by, first.evaluator, first.n) == (
        "openai-agents", "2026-08-12", "independent", "actava", 75,
    )  # fmt: skip
    assert parsed.notes == ["rows left out (systems of others): 1"]
    assert (parsed.skipped, parsed.partial) == ([], frozenset())


def test_another_version_of_chi_bench_is_another_edition() -> None:
    text = RESULTS.data.replace(b"chi-bench-v1.0.0", b"chi-bench-v1.1.0")
    assert {key[1] for key in scores("chi-bench", RESULTS._replace(data=text))[1]} == {
        "chi-bench-1.1.0",
        "chi-bench-1.1.0-cost-per-task",
    }
    parsed, _ = scores("chi-bench", with_text(RESULTS, "0.25333333333333335,75,75", "0.25333333333333335,75,50"))
    assert len(parsed.skipped) == 1
