"""Results of one's own, from the command line to the ranking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import DATA_DAY
from tests.results.test_readers import SAMPLES

AHEAD, BEHIND = "anthropic/claude-sonnet-5.5", "openai/gpt-6.1-sol"
LIKE = ("--like", "swe-bench-verified")


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(run, model: str, result: str, *more: str) -> None:
    done = run("scores", "add", model, "my-tasks", result, "--on", DATA_DAY, *more)
    assert done.code == 0, done.err


def ranked(run, *words: str) -> dict[str, float]:
    asked = ("recommend", "coding", "--only", f"{AHEAD},{BEHIND}", "--as-of", DATA_DAY, "--format", "json")
    found = json.loads(run(*asked, *words).out)
    return {each["model"]: each["score"] for each in found["ranking"]}


def test_three_tasks_hardly_move_the_answer_and_sixty_turn_it(run, tmp_path: Path) -> None:
    before = ranked(run)
    assert list(before) == [AHEAD, BEHIND]
    leads = {}
    for one, other in (("2/3", "1/3"), ("40/60", "20/60")):
        (tmp_path / "modelpick.yaml").unlink(missing_ok=True)
        add(run, BEHIND, one, *LIKE)
        add(run, AHEAD, other)
        after = ranked(run, "--own", "my-tasks=0.2")
        leads[one] = after[BEHIND] - after[AHEAD]
        order = list(after)
        assert order == ([AHEAD, BEHIND] if one == "2/3" else [BEHIND, AHEAD])
    assert leads["2/3"] < 0
    assert leads["40/60"] > 2


def test_trusted_alone_three_tasks_decide(run) -> None:
    add(run, BEHIND, "2/3", *LIKE)
    add(run, AHEAD, "1/3")
    own = ("--own", "my-tasks=0.5")
    joined, alone = ranked(run, *own), ranked(run, *own, "--trust", "own")
    assert alone[BEHIND] - alone[AHEAD] > 10 > joined[BEHIND] - joined[AHEAD]


def test_the_columns_say_what_each_model_says(run) -> None:
    """A ranking of all models from what was compiled, and of the same models asked one by one."""
    add(run, BEHIND, "40/60", *LIKE)
    add(run, AHEAD, "1/3")
    asked = ("recommend", "coding", "--own", "my-tasks=0.5", "--as-of", DATA_DAY, "--format", "json")
    found = json.loads(run(*asked, "--top", "5").out)
    mine = {
        each["model"]: next(part for part in each["contributions"] if part["benchmark"] == "my-tasks")
        for each in found["ranking"]
    }
    for model, part in list(mine.items())[:3]:
        cell = json.loads(run("evidence", model, "-b", "my-tasks", "--as-of", DATA_DAY, "--format", "json").out)
        (each,) = (*cell["measured"], *cell["estimated"])
        assert each["cell"]["value"] == pytest.approx(part["value"])


def test_what_was_known_before_is_shown_beside_the_own_result(run) -> None:
    assert run("scores", "add", "gpt-5.5", "swe-bench-verified", "2/3", "--on", DATA_DAY).code == 0
    words = ("evidence", "gpt-5.5", "-b", "swe-bench-verified", "--as-of", DATA_DAY)
    (own,) = json.loads(run(*words, "--format", "json").out)["own"]
    assert own["prior"] > own["value"] > own["own"]
    assert (own["passed"], own["n"], own["weight"] < 0.05) == (2, 3, True)
    assert "your own 2 of 3 says 67" in run(*words).out


def test_nothing_of_one_s_own_leaves_no_trace(run) -> None:
    for words in (("evidence", "gpt-5.5"), ("compare", "gpt-5.5", "kimi-k3")):
        found = json.loads(run(*words, "--as-of", DATA_DAY, "--format", "json").out)
        assert not {"own", "paired"} & set(found)


def test_two_models_on_the_same_tasks_are_compared_in_pairs(run, tmp_path: Path) -> None:
    log = (SAMPLES / "inspect" / "alpha.json").read_bytes()
    for model, content in (("opus 4.6", log), ("gpt-5.5", log.replace(b'"value":"C"', b'"value":"I"', 1))):
        (tmp_path / "log.json").write_bytes(content)
        assert run("scores", "import", "log.json", "--model", model).code == 0
    words = ("compare", "gpt-5.5", "opus 4.6")
    (pair,) = json.loads(run(*words, "--format", "json").out)["paired"]
    assert (pair["tasks"], pair["better"] + pair["worse"], pair["apart"]) == (6, 1, False)
    said = (
        "6 tasks in common, GPT-5.5 4 against 5 of Claude Opus 4.6: cannot be told apart (-48 to +15 points, 8 in 10)"
    )
    assert said in run(*words, "--details").out
    assert said in run("evidence", "gpt-5.5", "--details").out


def test_a_test_of_one_s_own_goes_with_its_last_result(run, tmp_path: Path) -> None:
    file = tmp_path / "modelpick.yaml"
    file.write_text("# mine\naliases:\n  - {alias: ours, model: openai/gpt-5.5}  # kept\n")
    before = file.read_bytes()
    add(run, "ours", "2/3")
    add(run, "opus 4.6", "1/3")
    assert run("scores", "remove", "ours", "my-tasks").code == 0
    assert "my-tasks" in file.read_text()
    assert run("scores", "remove", "opus 4.6", "my-tasks").code == 0
    assert file.read_bytes() == before
    gone = run("scores", "remove", "ours", "my-tasks")
    assert (gone.code, "holds no score" in gone.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("my-tasks", "3/2"), "expected passed/total"),
        (("my-tasks", "1/0"), "expected passed/total"),
        (("my-tasks", "a/b"), "expected a whole number"),
        (("my-tasks", "50"), "unknown benchmark 'my-tasks'. Say how many tasks"),
        (("swe-bench-verifed", "2/3"), "Did you mean `swe-bench-verified`"),
        (("my-tasks", "2/3", "--like", "nothing"), "unknown benchmark 'nothing'"),
    ],
)
def test_a_result_that_means_nothing_is_refused(run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    result = run("scores", "add", "opus 4.6", *words)
    assert (result.code, said in result.err) == (2, True), result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("own", "said"),
    [("nothing=0.5", "unknown test 'nothing'"), ("my-tasks=1", "leave some"), ("my-tasks=0", "above 0"),
     ("my-tasks=x", "expected a share")],
)  # fmt: skip
def test_a_share_that_means_nothing_is_refused(run, own: str, said: str) -> None:
    add(run, "opus 4.6", "2/3")
    result = run("recommend", "coding", "--own", own)
    assert (result.code, said in result.err) == (2, True), result.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("benchmark: gpqa-diamond, value: 90, on: 2026-11-01, run: {n: 3, passed: 1}", "but 1 of 3 passed"),
        ("benchmark: gpqa-diamond, value: 90, on: 2026-11-01, run: {n: 0, passed: 0}", "`n` is 0"),
        ("benchmark: gpqa-diamond, value: 90, on: 2026-11-01, run: {n: 3, passed: 4}", "4 passed of 3"),
        ("benchmark: gpqa-diamond, value: 50, on: 2026-11-01, run: {n: 2, passed: 1, tasks: {a: 2}}", "`a` is 2"),
        ("benchmark: codeforces-rating, value: 50, on: 2026-11-01, run: {n: 2, passed: 1}", "not a share of tasks"),
    ],
)
def test_a_result_written_by_hand_is_checked(run, tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / "modelpick.yaml").write_text(f"scores:\n  - {{model: openai/gpt-5.4, {row}}}\n")
    result = run("recommend", "coding")
    assert (result.code, said in result.err) == (2, True), result.err
    assert "modelpick.yaml:2" in result.err
