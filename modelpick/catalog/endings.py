"""Gives models the ends of their ids, each as an event of the offerings that bear the id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modelpick.idents.reading import same_id
from modelpick.model.ends import EndedId
from modelpick.model.facts import Model, StatusEvent
from modelpick.model.fields import replace


def with_ends(models: Mapping[str, Model], ended: Iterable[EndedId]) -> dict[str, Model]:
    """`models`, each with the ends of its ids that nothing speaks against. One that is curated already stands."""
    found = dict(models)
    for row in ended:
        if row.model in found and row.ends_on and row.certain:
            found[row.model] = _with_end(found[row.model], row)
    return found


def _with_end(model: Model, row: EndedId) -> Model:
    if any(_says_the_same(event, row, model.lab) for event in model.status):
        return model
    served = [o for o in model.offerings if o.provider == row.provider and o.id and same_id(o.id, row.id, row.provider)]
    if row.version and any(o.version for o in served):
        served = [o for o in served if o.version in (None, row.version)]
    said = [f"replacement named: {row.replacement}"] if row.replacement and not row.replacement_ended else []
    event = StatusEvent(
        on=row.on or row.read,
        surface="api",
        stage="retired",
        source=row.source,
        provider=row.provider,
        announced=row.announced or min(row.read, row.on or row.read),
        note="; ".join([row.spelled, *([row.after] if row.after else []), *said]),
        ids=tuple(dict.fromkeys((o.id or "").lower() for o in served)) or (row.spelled.lower(),),
    )
    return replace(model, status=tuple(sorted((*model.status, event), key=lambda each: each.on)))


def _says_the_same(event: StatusEvent, row: EndedId, lab: str) -> bool:
    same_provider = event.provider == row.provider or (event.provider is None and lab == row.provider)
    return (
        event.surface == "api" and event.stage == "retired" and same_provider and event.on == row.on and not event.ids
    )
