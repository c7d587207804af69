"""Files of a model's weights in other formats, and what was measured of it at other precisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from modelpick.model.fields import Day, Fact, Id, ModelId, Pattern, Positive, Text, longest

REPOSITORY_FORM = r"^[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$"
RepositoryId = Annotated[str, Pattern(REPOSITORY_FORM), longest(200)]


class GgufFiles(Fact):
    """A repository on Hugging Face with a model's weights as GGUF files: the one that commands name."""

    model: ModelId
    repository: RepositoryId
    source: Id
    read: Day | None = None


class MeasuredPrecision(Fact):
    """A model on one test at a precision and at that of its published weights, measured by one evaluator alike."""

    model: ModelId
    precision: Text
    """As `modelpick fit --quant` takes it."""
    test: Text
    full: Positive
    """With the published weights, in the unit of the test."""
    value: Positive
    """At the precision, in the same unit."""
    by: Text
    """Who measured."""
    source: Id
    read: Day
    """The day on which the source was read."""
    full_precision: Text = "bf16"
    """What the published weights were run at."""
    method: Text | None = None
    """What made the file, where that is said."""


def by_model(rows: Iterable[MeasuredPrecision]) -> Mapping[str, tuple[MeasuredPrecision, ...]]:
    """The measurements of each model."""
    found: dict[str, list[MeasuredPrecision]] = {}
    for row in rows:
        found.setdefault(row.model, []).append(row)
    return {id_: tuple(each) for id_, each in found.items()}


def known_on(row: GgufFiles | MeasuredPrecision, day: Day) -> bool:
    """Whether the row had been read on `day`."""
    return row.read is None or row.read <= day
