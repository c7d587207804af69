"""What a source says of a model itself: a new model, or what the curated one does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelpick.catalogue.naming import lab_of
from modelpick.catalogue.records import ModelRecord
from modelpick.domain.facts import Licence, Modalities, Model, Size
from modelpick.domain.fields import names_of, replace

_IDENTITY = ("id", "name", "lab", "hugging_face")
"""What a record is found by."""


def described(record: ModelRecord) -> bool:
    """Whether a record says enough to be a model of its own: what it is, not only that somebody scored it."""
    return "/" in record.id and (record.weights is not None or record.context is not None)


def licences_of(models: Iterable[Model]) -> Mapping[str, Licence]:
    """Licenses of the catalog by id in lower case. Only those that the OSI approved mean the same everywhere."""
    return {m.licence.id.lower(): m.licence for m in models if m.licence and m.licence.osi}


def new_model(record: ModelRecord, source: str, licences: Mapping[str, Licence]) -> Model:
    """The model that `record` describes, which the catalog does not know."""
    lab, _, slug = record.id.lower().partition("/")
    bare = Model(f"{lab_of(lab)}/{slug}", record.name or slug, origins={"name": source})
    return filled(bare, record, source, licences)


def filled(model: Model, record: ModelRecord, source: str, licences: Mapping[str, Licence]) -> Model:
    """`model` with what `record` knows and it does not; each such field with `source` as its origin."""
    said = {name: value for name in names_of(record) if (value := getattr(record, name)) is not None}
    features = {name: value for name, value in said.items() if getattr(model.features, name, 0) is None}
    found: dict[str, Any] = {}
    for name in names_of(model):
        if name in said and name not in _IDENTITY and getattr(model, name) is None:
            found[name] = said[name]
    for name in ("context", "max_output"):
        if name in found:
            found[name] = Size(found[name], source)
    if "licence" in found:
        found["licence"] = _licence(found["licence"], source, licences)
    if model.modalities is None and "inputs" in said:
        found["modalities"] = Modalities(said["inputs"], said.get("outputs", ()), source)
    origins = {**model.origins, **dict.fromkeys((*found, *(f"features.{name}" for name in features)), source)}
    if features:
        found["features"] = replace(model.features, **features, source=model.features.source or source)
    return replace(model, **found, origins=origins) if found else model


def _licence(id_: str, source: str, licences: Mapping[str, Licence]) -> Licence:
    known = licences.get(id_.lower())
    return replace(known, source=source) if known else Licence(id_, source=source)
