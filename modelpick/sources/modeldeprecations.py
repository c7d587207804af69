"""modeldeprecations.dev: when a lab deprecated a model, and when it shuts it down, each date with the lab's own page.

A "not sooner than" date (`earliest_shutdown_on`) is no shutdown, and neither is a `retired` that rests on one.
"""

from __future__ import annotations

from collections.abc import Sequence

from modelpick.market.records import StatusRecord
from modelpick.model.dates import Day
from modelpick.sources.adapter import Adapter, Parsed, ShapeChanged, SourceDocument
from modelpick.sources.reading import BadValue, JsonRow, Reader, as_list, load_object

EXPECTED = "a modeldeprecations.dev catalog: an object with a list `models`"


class ModelDeprecations(Adapter):
    def parse(self, documents: Sequence[SourceDocument], day: Day) -> Parsed:
        reader = Reader()
        for document in documents:
            models = as_list(load_object(document, EXPECTED).get("models"), EXPECTED)
            if not models:
                raise ShapeChanged(f"{EXPECTED} was expected, found an empty one")
            for row in reader.objects(models, "models"):
                with reader.skipping():
                    for record in _status_records(reader, row, day):
                        reader.add(record, row.path)
        return reader.done("lifecycles of models")


MODELDEPRECATIONS = ModelDeprecations(
    id="modeldeprecations",
    title="modeldeprecations.dev",
    publisher="Manifest and contributors",
    home="https://modeldeprecations.dev",
    license="MIT",
    attribution="modeldeprecations.dev, MIT license",
    urls=("https://modeldeprecations.dev/api/v1/models.json",),
)


def _status_records(reader: Reader, row: JsonRow, day: Day) -> list[StatusRecord]:
    provider = row.needed_id("provider")
    id_ = row.needed_id("model")
    place = JsonRow(f"models.{provider}/{id_}", row.data, row.faults)
    status = place.text("status")
    if status not in ("active", "deprecated", "retired"):
        raise BadValue(place.at("status"), "active, deprecated or retired was expected")
    deprecated, gone = place.day("deprecated_on"), place.day("shutdown_on")
    not_before = place.day("earliest_shutdown_on")
    checked = place.day("last_verified") or day
    sources = place.rows("sources")
    shared = {"successor": _named_successor(place), "url": sources[0].url("url") if sources else None}
    events = []
    if deprecated or (status == "deprecated" and not gone):
        events.append(StatusRecord(provider, id_, "deprecated", deprecated or checked, announced=deprecated, **shared))
    if gone:
        # Without a day of announcement, the day on which somebody read the date is the first that is known.
        known = deprecated or (checked if checked < gone else None)
        events.append(StatusRecord(provider, id_, "retired", gone, announced=known, **shared))
    elif status == "retired" and not not_before:
        events.append(StatusRecord(provider, id_, "retired", checked, **shared))
    if not_before:
        reader.count("dates left out (not a shutdown: the model stays at least that long)")
    if not events:
        reader.count("models without a deprecation or shutdown")
    return events


def _named_successor(row: JsonRow) -> str | None:
    rows = row.rows("replacements")
    best = next((one for one in rows if one.flag("recommended")), rows[0] if rows else None)
    if best is None:
        return None
    parts = (best.name("provider"), best.name("model"))
    return "/".join(part for part in parts if part) or None
