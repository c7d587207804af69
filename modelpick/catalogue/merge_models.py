"""What a source says of a model itself: a new model, or what the curated one does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modelpick.catalogue.naming import lab_of
from modelpick.catalogue.records import ModelRecord
from modelpick.domain.facts import Licence, Model, Size
from modelpick.domain.fields import replace

PLAIN = ("released", "weights", "family", "knowledge_cutoff", "reasoning", "tool_calling", "structured_output")
_ABILITIES = frozenset({"reasoning", "tool_calling", "structured_output"})


def described(record: ModelRecord) -> bool:
    """Whether a record says enough to be a model of its own: what it is, not only that somebody scored it."""
    return "/" in record.id and (record.weights is not None or record.context is not None)


def licences_of(models: Iterable[Model]) -> Mapping[str, Licence]:
    """Licenses of the catalog by id in lower case. Only those that the OSI approved mean the same everywhere."""
    return {m.licence.id.lower(): m.licence for m in models if m.licence and m.licence.osi}


def new_model(record: ModelRecord, source: str, licences: Mapping[str, Licence]) -> Model:
    """The model that `record` describes, which the catalog does not know."""
    lab, _, slug = record.id.lower().partition("/")
    bare = Model(f"{lab_of(lab)}/{slug}", record.name or slug, lab_of(lab), None, None, origins={"name": source})
    return filled(bare, record, source, licences)


def filled(model: Model, record: ModelRecord, source: str, licences: Mapping[str, Licence]) -> Model:
    """`model` with what `record` knows and it does not; each such field with `source` as its origin."""
    found: dict[str, Any] = {}
    for name in PLAIN:
        if getattr(model, name) is None and getattr(record, name) is not None:
            found[name] = getattr(record, name)
    for name in ("context", "max_output"):
        if getattr(model, name) is None and getattr(record, name) is not None:
            found[name] = Size(getattr(record, name), source)
    if model.licence is None and record.licence is not None:
        found["licence"] = _licence(record.licence, source, licences)
    if model.inputs is None and model.outputs is None and record.inputs is not None:
        found |= {"inputs": record.inputs, "outputs": record.outputs, "modalities_source": source}
    if not found:
        return model
    origins = {**model.origins, **dict.fromkeys(found.keys() - {"modalities_source"}, source)}
    if model.features_source is None and _ABILITIES & found.keys():
        found["features_source"] = source
    return replace(model, **found, origins=origins)


def _licence(id_: str, source: str, licences: Mapping[str, Licence]) -> Licence:
    known = licences.get(id_.lower())
    return replace(known, source=source) if known else Licence(id_, source=source)
