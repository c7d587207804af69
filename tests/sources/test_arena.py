"""Arena: ratings of one day and pool, from the rows of the data set page by page, or from a daily copy."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelpick.sources.adapter import ShapeChanged, SourceDocument
from modelpick.sources.arena import BOARDS, MOST_PAGES, page_url
from modelpick.sources.registry import ADAPTERS
from tests.sources.boards_given import at, scores, with_text
from tests.sources.given import DAY, sample

ARENA = ADAPTERS["arena"]
WEBDEV = at("arena-rows-webdev.json", page_url("webdev", 0))


def page(config: str, offset: int, rows: list[dict[str, Any]], total: int) -> SourceDocument:
    answer = {"rows": [{"row_idx": offset + i, "row": row} for i, row in enumerate(rows)], "num_rows_total": total}
    return SourceDocument(page_url(config, offset), json.dumps(answer).encode())


def rating(name: str, category: str = "overall", day: str = "2026-10-08", **more: Any) -> dict[str, Any]:
    bounds = {"rating_lower": 1490.2, "rating_upper": 1509.8}
    return {
        "model_name": name,
        "rating": 1500.0,
        "category": category,
        "leaderboard_publish_date": day,
        **bounds,
        **more,
    }


def test_rows_of_the_data_set() -> None:
    parsed, found = scores("arena", WEBDEV)
    assert set(found) == {
        ("example-1", "lmarena-webdev-2026-10-08", "xhigh"),
        ("example-2", "lmarena-webdev-2026-10-08", None),
    }
    first = found["example-1", "lmarena-webdev-2026-10-08", "xhigh"]
    assert (first.value, first.stderr, first.harness, first.n) == (1625.31, 3.06, "codex", 14657)
    assert (first.on, first.by, first.evaluator, first.unit) == ("2026-10-08", "independent", "lmarena", "elo")
    # An earlier state of the board and its other categories are none of it.
    assert parsed.notes == ["rows left out (an earlier state of their board): 1"]
    assert parsed.partial == {"score"}


def test_net_improvement_may_be_negative_and_is_given_in_points() -> None:
    agent = {"score": -0.042, "score_ci_lower": -0.0616, "score_ci_upper": -0.0224, "session_count": 700.0}
    row = {"model_name": "Example Small", "category": "overall", "leaderboard_publish_date": "2026-10-08", **agent}
    _, found = scores("arena", page("agent", 0, [row], 1))
    only = found["Example Small", "arena-agent-2026-10-08", None]
    assert (only.value, only.stderr, only.unit, only.tools, only.n) == (-4.2, 1.0, "points", "with", 700)


def test_pages_are_followed_as_long_as_they_hold_overall_rows() -> None:
    full = page("text_style_control", 0, [rating(f"m-{i}") for i in range(100)], 8000)
    assert [one.url for one in ARENA.follow([full])] == [page_url("text_style_control", 100)]
    mixed = [*(rating(f"n-{i}") for i in range(30)), *(rating(f"m-{i}", "coding") for i in range(70))]
    assert ARENA.follow([page("text_style_control", 100, mixed, 8000)]) == ()
    assert ARENA.follow([page("vision_style_control", 0, [rating(f"m-{i}") for i in range(100)], 100)]) == ()
    assert ARENA.follow([page("webdev", 100 * (MOST_PAGES - 1), [rating(f"m-{i}") for i in range(100)], 9000)]) == ()


def test_a_read_of_all_boards_is_whole() -> None:
    agent = {"score": 0.1, "score_ci_lower": 0.0, "score_ci_upper": 0.2, "session_count": 5}
    pages = [page(config, 0, [rating("m", **agent)], 1) for config in BOARDS]
    assert scores("arena", *pages)[0].partial == frozenset()
    gone_on = page("text_style_control", 0, [rating(f"m-{i}") for i in range(100)], 8000)
    assert scores("arena", gone_on, *pages[1:])[0].partial == {"score"}


def test_a_file_is_known_by_its_name_and_never_guessed() -> None:
    _, found = scores("arena", at("arena-rows-webdev.json", "/home/me/webdev.json"))
    assert found
    with pytest.raises(ShapeChanged, match="not named in its address"):
        ARENA.parse([at("arena-rows-webdev.json", "/home/me/rows.json")], DAY)
    with pytest.raises(ShapeChanged, match="not named in its address"):
        ARENA.parse([at("arena-rows-webdev.json", page_url("text", 0))], DAY)  # without style control


def test_daily_copies() -> None:
    parsed, found = scores("arena", at("arena-copy-text.json"), at("arena-copy-agent.json"))
    assert {(key, one.value, one.stderr) for key, one in found.items()} == {
        (("example-1", "lmarena-text-2026-10-08", "high"), 1504.0, 2.04),
        (("qwen-example-max", "lmarena-text-2026-10-08", None), 1440.0, 2.55),
        (("Example 1", "arena-agent-2026-10-08", "high"), 12.47, 0.79),
        (("Example Small", "arena-agent-2026-10-08", None), -4.2, 1.02),
    }
    assert parsed.notes == ["rows left out (preliminary): 1"]


def test_bad_rows_are_named() -> None:
    rows = [
        rating("good"),
        rating("no-day", day="soon"),
        rating("too-high", rating=40000),
        rating("turned", rating_lower=2, rating_upper=1),
        rating("none", rating=None),
        {"category": "overall", "leaderboard_publish_date": "2026-10-08"},
    ]
    parsed, found = scores("arena", page("webdev", 0, rows, 6))
    assert [key[0] for key in found] == ["good"]
    assert [skip.path for skip in parsed.skipped] == [
        "webdev[0][1].row.leaderboard_publish_date",
        *(f"webdev[0][{n}].row" for n in (2, 3)),
        "webdev[0][4].row.rating",
        "webdev[0][5].row.model_name",
    ]


@pytest.mark.parametrize(
    "value",
    [[], {}, {"rows": []}, {"rows": [], "num_rows_total": 0}, {"rows": [{}] * 101, "num_rows_total": 101},
     {"rows": [{}], "num_rows_total": True}, {"meta": {}, "models": []},
     {"meta": {"leaderboard": "text"}, "models": [{}]},
     {"error": "The dataset does not exist"}],
)  # fmt: skip
def test_another_shape_is_refused(value: object) -> None:
    document = SourceDocument(page_url("webdev", 0), json.dumps(value).encode())
    for read in (ARENA.follow, lambda found: ARENA.parse(found, DAY)):
        if read == ARENA.follow and isinstance(value, dict) and "meta" in value:
            continue
        with pytest.raises(ShapeChanged):
            read([document])


def test_a_copy_of_another_board_is_refused() -> None:
    assert sample("arena-copy-text.json")["meta"]["leaderboard"] == "text"
    with pytest.raises(ShapeChanged, match="another board"):
        ARENA.parse(
            [with_text(at("arena-copy-text.json"), '"leaderboard": "text"', '"leaderboard": "text-to-image"')], DAY
        )
