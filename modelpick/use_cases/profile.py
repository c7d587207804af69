"""A saved request in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from modelpick.catalog.reader import read_yaml
from modelpick.catalog.validate import read_as
from modelpick.model.fields import Day, Fact, Id, NotNegative, Pattern, Text, field, names_of
from modelpick.model.request import RankingQuestion, Request

Value = bool | int | float | str | tuple[str, ...] | dict[str, float]
Usage = Literal[
    "requests", "in", "out", "cached", "hit-rate", "cache-ttl", "batch", "service", "per-task", "parallel", "merge",
    "hours", "tz", "typical-length",
]  # fmt: skip
"""The keys of `modelpick.model.arguments.USE`; the tests hold the two together."""


class PinnedRow(Fact):
    """The model in use and its provider; without one any provider counts."""

    model: Text
    provider: Text | None = None


class ExceptionRow(Fact):
    """A dated permission to use a model that a check rejects."""

    model: Text
    approver: Text
    expires_on: Day
    because: Text


class ProfileFile(RankingQuestion):
    """A question to ask again: the same words as the flags of `modelpick recommend`."""

    constraints: dict[Id, Value] = field(default_factory=dict)
    """Constraint id -> what is asked: true for switches, else a number, a word or a list."""
    usage: dict[Usage, bool | str | int | float] = field(default_factory=dict)  # type: ignore[assignment]  # its keys
    """What differs from the workload."""
    pinned: PinnedRow | None = None
    """For `modelpick check`: the model that must still be good enough."""
    within_points: NotNegative | None = None
    """How many points of the score it may lie behind the best."""
    within_cost: Annotated[str, Pattern(r"^\d{1,6}(\.\d{1,4})?\s?%$")] | None = None
    """How much more than the best it may cost: 20%."""
    exceptions: tuple[ExceptionRow, ...] = ()


def read_profile(path: Path) -> Request:
    """The request that `path` holds.

    Raises:
        InputErrors: with every fault of the file.
    """
    return request_of(read_file(path))


def read_file(path: Path) -> ProfileFile:
    """All that `path` holds.

    Raises:
        InputErrors: with every fault of the file.
    """
    return read_as(read_yaml(path), ProfileFile)


def request_of(row: ProfileFile) -> Request:
    """The question that a profile asks."""
    return Request(**{name: getattr(row, name) for name in names_of(RankingQuestion)})


def profile_of(request: Request) -> dict[str, Any]:
    """What a profile says that asks `request`; what it leaves open is left out."""
    plain = Request()
    said = {
        name: getattr(request, name)
        for name in names_of(RankingQuestion)
        if getattr(request, name) != getattr(plain, name)
    }
    return {name: _written_value(value) for name, value in said.items()}


def _written_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _written_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_written_value(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
