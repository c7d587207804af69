"""Who may call an API, after what has happened to it."""

from __future__ import annotations

import pytest

from modelpick.model.access import access_after, lifecycle_at
from modelpick.model.facts import StatusEvent


def events(*stages: str, **last: str) -> list[StatusEvent]:
    made = [StatusEvent(f"2026-0{n}-01", "api", stage, "card") for n, stage in enumerate(stages, 1)]  # type: ignore[arg-type]
    if last:
        made[-1] = StatusEvent(made[-1].on, "api", made[-1].stage, "card", **last)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    ("stages", "access"),
    [
        ([], None),
        (["announced"], "nobody"),
        (["waitlist"], "invited"),
        (["private_preview"], "partners"),
        (["public_preview"], "public"),
        (["private_preview", "ga"], "public"),
        (["ga", "deprecated"], "public"),
        (["private_preview", "deprecated"], "partners"),
        (["waitlist", "deprecated"], "invited"),
        (["deprecated"], None),
        (["ga", "deprecated", "retired"], "nobody"),
        (["ga", "none"], "nobody"),
        (["ga", "none", "ga"], "public"),
    ],
)
def test_access_follows_from_what_happened(stages: list[str], access: str | None) -> None:
    assert access_after(events(*stages)) == access


def test_a_source_may_say_otherwise_and_a_deprecation_keeps_that() -> None:
    some = events("private_preview", "ga", access="partners")
    assert access_after(some) == "partners"
    assert access_after([*some, StatusEvent("2026-09-01", "api", "deprecated", "card")]) == "partners"


def test_where_it_stands_is_another_fact() -> None:
    assert [lifecycle_at(s) for s in ("waitlist", "private_preview", "public_preview")] == ["preview"] * 3
    assert [lifecycle_at(s) for s in ("none", "listed", None)] == [None] * 3
