"""What a watch tells, remembers, and ends with."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Model, Size, StatusEvent
from modelpick.model.fields import replace
from modelpick.model.request import Request
from modelpick.use_cases.catalog import OpenCatalog
from modelpick.use_cases.watch import KEPT, Watched, watch
from tests.conftest import DATA_DAY, Result
from tests.factories import criterion, facts, figure, model, need, offering, rulebook

RULES = rulebook(need("exams", criterion("exam")))
EXAMS = {"mine.yaml": Request(needs={"exams": 1.0})}
END = StatusEvent("2026-09-01", "api", "retired", "terms", "cloud", announced="2026-05-01")
ONE = model("a/one", figure(60), offerings=(offering("5", id="one"),), context=Size(1000, "card"))
TWO = model("a/two", figure(50), offerings=(offering("2", id="two"),))
SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "schema" / "watch.schema.json"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "state.json"


def look(state: Path, *models: Model, day: str = "2026-06-01", names: Any = ("a/one",), **how: Any) -> Watched:
    catalog = OpenCatalog(facts(*models), RULES, day)
    return watch(catalog, names, how.pop("questions", {}), state_file=state, **how)


def ran(state: Path, *models: Model, **how: Any) -> list[tuple[str, str]]:
    """What a run tells that ends well."""
    found = look(state, *models, **how)
    found.remember()
    return [(change.kind, change.text) for change in found.report.changes]


class TestWhatIsTold:
    def test_the_first_run_says_so_and_the_second_that_nothing_changed(self, state: Path) -> None:
        first = look(state, ONE)
        first.remember()
        assert (first.report.state, first.report.changes) == ("first", ())
        second = look(state, ONE).report
        assert (second.state, second.text) == ("same", "Nothing changed since 2026-06-01: 1 model watched")

    def test_a_price(self, state: Path) -> None:
        ran(state, ONE)
        dearer = replace(ONE, offerings=(offering("6.50", id="one"),))
        assert ran(state, dearer) == [
            ("price", "Cloud as one: $6.5 / $6.5 per M tokens in / out, was $5 / $5 per M tokens in / out")
        ]
        assert ran(state, dearer) == []

    def test_a_stage_a_context_and_a_score(self, state: Path) -> None:
        ran(state, ONE)
        gone = StatusEvent("2026-05-30", "api", "deprecated", "terms")
        now = replace(ONE, status=(gone,), context=Size(2000, "card"), measurements=(figure(61),))
        told = ran(state, now)
        assert told[0] == (
            "status",
            "its API in general is said to be deprecated, still answering, was of no known stage",
        )
        assert ("context", "takes 2k tokens of context, was 1k tokens") in told
        assert ("score", "Exam (independent): 61%, was 60%") in told

    def test_a_stage_at_one_provider(self, state: Path) -> None:
        ran(state, ONE)
        gone = StatusEvent("2026-05-30", "api", "deprecated", "terms", "cloud")
        told = ran(state, replace(ONE, status=(gone,)))
        assert ("status", "Cloud as one: the API is deprecated, still answering, was generally available") in told

    def test_an_offering_that_comes_and_goes(self, state: Path) -> None:
        ran(state, ONE)
        assert ran(state, replace(ONE, offerings=(offering("1", "host", id="x"),))) == [
            ("offering", "now offered by host as x at $1 / $1 per M tokens in / out"),
            ("offering", "no longer offered by Cloud as one"),
        ]

    def test_an_end_that_is_announced_comes_near_moves_and_is_withdrawn(self, state: Path) -> None:
        ending, moved = replace(ONE, status=(END,)), replace(ONE, status=(replace(END, on="2026-10-01"),))
        ran(state, ONE)
        assert ran(state, ending) == [
            ("retirement", "the API ends at Cloud on 2026-09-01, in 92 days: newly announced")
        ]
        assert ran(state, ending, day="2026-07-01") == []
        assert ran(state, ending, day="2026-07-03") == [
            ("retirement", "the API ends at Cloud on 2026-09-01, in 60 days: it is near now")
        ]
        assert ran(state, ending, day="2026-07-04") == []
        assert ran(state, moved, day="2026-07-04") == [
            ("retirement", "the API ends at Cloud on 2026-10-01, in 89 days: was 2026-09-01")
        ]
        assert ran(state, ONE, day="2026-07-04") == [
            ("retirement", "the API is no longer said to end at Cloud on 2026-10-01")
        ]

    def test_an_end_that_has_come(self, state: Path) -> None:
        ending = replace(ONE, status=(END,))
        ran(state, ending)
        told = ran(state, ending, day="2026-09-02")
        assert ("retirement", "the API has ended at Cloud on 2026-09-01") in told
        assert any(kind == "status" and "retired" in text for kind, text in told)

    def test_another_answer_to_a_question(self, state: Path) -> None:
        how: dict[str, Any] = {"names": (), "questions": EXAMS}
        first = look(state, ONE, TWO, **how)
        first.remember()
        assert first.report.models == ("a/one", "a/two")
        told = ran(state, ONE, replace(TWO, measurements=(figure(80),)), **how)
        assert ("answer", "first is Two, was One") in told
        assert any(kind == "score" and text.startswith("Two has 80.0 points, had 50.0") for kind, text in told)

    def test_a_question_is_known_again_from_another_folder(
        self, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        ran(state, ONE, TWO, names=(), questions=EXAMS)
        monkeypatch.chdir("/")
        elsewhere = {str(tmp_path / "mine.yaml"): EXAMS["mine.yaml"]}
        found = look(state, ONE, TWO, names=(), questions=elsewhere).report
        assert (found.state, found.notes) == ("same", ())

    def test_a_model_that_came_to_lead_is_seen_for_the_first_time(self, state: Path) -> None:
        how: dict[str, Any] = {"names": (), "questions": EXAMS}
        ran(state, ONE, **how)
        found = look(state, ONE, TWO, **how).report
        assert ("Two came into the first three, on place 2") in [change.text for change in found.changes]
        assert found.notes == ("seen for the first time: Two",)

    def test_nothing_to_watch_is_refused(self, state: Path) -> None:
        with pytest.raises(ModelpickError, match="nothing is watched"):
            look(state, ONE, names=())

    def test_a_day_before_the_last_run_is_refused(self, state: Path) -> None:
        ran(state, ONE)
        with pytest.raises(ModelpickError, match="ran for 2026-06-01 already"):
            look(state, ONE, day="2026-05-20")


class TestTheState:
    def test_is_not_touched_before_the_answer_was_told(self, state: Path) -> None:
        ran(state, ONE)
        before = state.read_bytes()
        dearer = replace(ONE, offerings=(offering("6", id="one"),))
        assert look(state, dearer).report.changes
        assert state.read_bytes() == before
        assert len(ran(state, dearer)) == 1

    def test_stays_the_old_one_if_writing_fails(self, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        ran(state, ONE)
        before = state.read_bytes()
        found = look(state, replace(ONE, offerings=()))
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", full)
            with pytest.raises(ModelpickError, match="No space left"):
                found.remember()
        assert state.read_bytes() == before
        assert [path.name for path in state.parent.iterdir()] == ["state.json"]

    @pytest.mark.parametrize("damage", ["", "{", "[]", "null", "\x00\xff", '{"version": 2}', "day", "type"])
    def test_that_is_damaged_is_begun_anew(self, state: Path, damage: str) -> None:
        ran(state, replace(ONE, status=(END,)))
        text = state.read_text("utf-8")
        damaged = {"day": text.replace("2026-09-01", "someday"), "type": text.replace('"near": false', '"near": []')}
        state.write_text(damaged.get(damage, damage), "latin-1")
        if damage:
            before = state.read_bytes()
            with pytest.raises(ModelpickError, match="is no state of a watch, and is left as it is"):
                look(state, ONE)
            assert state.read_bytes() == before
        found = look(state, ONE, force=True)
        assert (found.report.state, found.report.changes) == ("damaged", ())
        assert "written anew" in found.report.notes[0]
        found.remember()
        assert ran(state, ONE) == []

    def test_that_is_no_file_is_an_error_in_words(self, tmp_path: Path) -> None:
        with pytest.raises(ModelpickError, match="is a folder"):
            look(tmp_path, ONE)

    def test_keeps_the_last_changes_for_the_feed(self, state: Path) -> None:
        ran(state, ONE)
        for price in range(10, 10 + KEPT + 5):
            ran(state, replace(ONE, offerings=(offering(str(price), id="one"),)))
        history = look(state, replace(ONE, offerings=(offering("64", id="one"),))).report.history
        assert len(history) == KEPT
        assert "was $63" in history[0].text
        assert len({change.id for change in history}) == KEPT

    def test_lies_in_the_cache_folder_by_what_is_watched(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MODELPICK_CACHE_DIR", str(tmp_path))
        catalog = OpenCatalog(facts(ONE, TWO), RULES, "2026-06-01")
        for names in (["one", "two"], ["two", "a/one"], ["one"]):
            watch(catalog, names, {}).remember()
        assert len(list((tmp_path / "watch").iterdir())) == 2


class TestTheCommand:
    @pytest.fixture
    def watched(self, run: Callable[..., Result], tmp_path: Path) -> Callable[..., Result]:
        (tmp_path / "mine.yaml").write_text("needs: {coding: 1}\nconstraints: {self-host: true}\n", "utf-8")
        words = ("--profile", tmp_path / "mine.yaml", "--state", tmp_path / "state.json")
        return lambda *more: run("watch", *words, *more)

    def test_ends_with_1_if_something_changed_and_with_0_if_not(self, watched: Callable[..., Result]) -> None:
        assert watched("--as-of", "2026-07-10").code == 0
        changed = watched("--as-of", DATA_DAY, "-f", "json")
        document = json.loads(changed.out)
        assert (changed.code, changed.err, document["state"]) == (1, "", "changed")
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(document)
        assert watched("--as-of", DATA_DAY).code == 0

    def test_writes_a_feed_that_keeps_what_was_told(self, watched: Callable[..., Result], tmp_path: Path) -> None:
        watched("--as-of", "2026-07-10")
        file = tmp_path / "feed.xml"
        told = watched("--as-of", DATA_DAY, "-f", "atom", "--output", file)
        assert (told.code, told.out) == (1, "")
        first = file.read_text("utf-8")
        assert feedparser.parse(first).entries
        assert watched("--as-of", DATA_DAY, "-f", "atom", "--output", file).code == 0
        assert file.read_text("utf-8") == first

    def test_an_answer_that_cannot_be_written_is_told_again(
        self, watched: Callable[..., Result], tmp_path: Path
    ) -> None:
        watched("--as-of", "2026-07-10")
        assert watched("--as-of", DATA_DAY, "--output", tmp_path / "no" / "where.txt").code == 2
        assert watched("--as-of", DATA_DAY).code == 1

    def test_nothing_to_watch_is_an_error_of_use(self, run: Callable[..., Result]) -> None:
        found = run("watch")
        assert found.code == 2
        assert "--profile" in found.err


class TestWhatComesAfter:
    def test_a_successor_that_can_be_called_is_told(self, state: Path) -> None:
        heir = model("a/heir", released="2026-05-01", status=(StatusEvent("2026-06-15", "api", "ga", "terms"),))
        old = replace(ONE, successor="a/heir", released="2026-01-01")
        assert ran(state, old, heir) == []
        assert ran(state, old, heir, day="2026-06-20") == [
            ("successor", "Heir (its successor) can be called since 2026-06-15")
        ]
        assert ran(state, old, heir, day="2026-06-21") == []

    def test_a_newer_one_of_the_family_is_told(self, state: Path) -> None:
        old = replace(ONE, family="line", released="2026-01-01")
        assert ran(state, old) == []
        new = model("a/new", family="line", released="2026-06-10", offerings=(offering("1", id="new"),))
        kinds = [kind for kind, _ in ran(state, old, new, day="2026-06-20")]
        assert kinds == ["successor"]

    def test_a_state_of_before_tells_no_successors(self, state: Path) -> None:
        ran(state, ONE)
        text = json.loads(state.read_text(encoding="utf-8"))
        del text["seen"]["models"]["a/one"]["kin"]
        state.write_text(json.dumps(text), encoding="utf-8")
        heir = model("a/heir", released="2026-05-01", offerings=(offering("1", id="heir"),))
        assert ran(state, replace(ONE, successor="a/heir"), heir) == []

    def test_what_is_waited_for_counts_for_successors(self, run: Any, tmp_path: Path) -> None:
        given = ("watch", "muse-spark", "--until", "api=public", "--state", tmp_path / "s.json")
        assert run(*given, "--as-of", "2026-06-30").code == 1
        found = run(*given, "--as-of", "2026-07-10")
        assert found.code == 0
        assert "api=public holds of Muse Spark 1.1" in found.out
        wrong = run("watch", "muse-spark", "--until", "api=publc")
        assert wrong.code == 2
        assert "Did you mean `api=public`?" in wrong.err
