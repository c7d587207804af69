"""What a source says of a model itself: a new model, or what the curated one does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelpick.market.naming import lab_of
from modelpick.market.records import ModelRecord
from modelpick.model.facts import License, Modalities, Model, Size
from modelpick.model.fields import names_of, replace

_IDENTITY_FIELDS = ("id", "name", "lab", "hugging_face")
"""What a record is found by."""


def is_described(record: ModelRecord) -> bool:
    """Whether a record describes a model, rather than only naming one that somebody scored."""
    return "/" in record.id and (record.weights is not None or record.context is not None)


def licenses_of(models: Iterable[Model]) -> Mapping[str, License]:
    """Licenses of the catalog by id in lower case. Only those that the OSI approved mean the same everywhere."""
    return {m.license.id.lower(): m.license for m in models if m.license and m.license.osi}


def new_model(record: ModelRecord, source: str, licenses: Mapping[str, License]) -> Model:
    """The model that `record` describes, which the catalog does not know."""
    lab, _, slug = record.id.lower().partition("/")
    bare = Model(f"{lab_of(lab)}/{slug}", record.name or slug, origins={"name": source})
    return filled_model(bare, record, source, licenses)


def filled_model(model: Model, record: ModelRecord, source: str, licenses: Mapping[str, License]) -> Model:
    """`model` with its unknown fields filled from `record`; `source` is the origin of each."""
    said = {name: value for name in names_of(record) if (value := getattr(record, name)) is not None}
    features = {name: value for name, value in said.items() if getattr(model.features, name, 0) is None}
    found: dict[str, Any] = {}
    for name in names_of(model):
        if name in said and name not in _IDENTITY_FIELDS and getattr(model, name) is None:
            found[name] = said[name]
    for name in ("context", "max_output"):
        if name in found:
            found[name] = Size(found[name], source)
    if "license" in found:
        found["license"] = _license_named(found["license"], source, licenses)
    if model.modalities is None and "inputs" in said:
        found["modalities"] = Modalities(said["inputs"], said.get("outputs", ()), source)
    origins = {**model.origins, **dict.fromkeys((*found, *(f"features.{name}" for name in features)), source)}
    if features:
        found["features"] = replace(model.features, **features, source=model.features.source or source)
    return replace(model, **found, origins=origins) if found else model


def _license_named(id_: str, source: str, licenses: Mapping[str, License]) -> License:
    known = licenses.get(id_.lower())
    return replace(known, source=source) if known else License(id_, source=source)
