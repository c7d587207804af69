"""Where a model's weights lie on Hugging Face: as it was published, and as GGUF files."""

from __future__ import annotations

import re
from collections import Counter

from modelpick.fit.quants import Quant
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain
from modelpick.model.names import fold
from modelpick.model.weight_files import REPOSITORY_FORM, known_on

_REPOSITORY = re.compile(REPOSITORY_FORM)
_HUB = "huggingface"
"""The provider whose ids are repositories."""
_GGUF_TYPES = {"fp8": "q8_0", "int8": "q8_0", "fp4-experts": "mxfp4", "int4-experts": "q4_0", "iq2-experts": "iq2_xxs"}
"""The type of a GGUF file that holds what was published in another format, as large within the bounds."""
SPELLED = "as most who serve it spell it: look whether it is there"
FILES_UNKNOWN = "its list of files says which precisions it has"


class Repositories(Plain):
    """The repositories of one model; None is unknown."""

    published: str | None = None
    sure: bool = True
    """Whether the catalog or the hub names the published one; else it is the spelling of most who serve the model."""
    gguf: str | None = None


def repositories_of(model: Model, facts: Facts, day: Day) -> Repositories:
    """Where the weights of `model` lie, as far as that was known on `day`."""
    named = facts.repositories.get(model.id) or _listed_repository(model)
    files = facts.gguf.get(model.id)
    gguf = files.repository if files and known_on(files, day) else None
    return Repositories(named or _repository_as_spelled(model), named is not None, gguf)


def gguf_type(quant: Quant) -> str:
    """What a GGUF file of weights at `quant` is called after, in capitals."""
    return _GGUF_TYPES.get(quant.name, quant.name).upper()


def _listed_repository(model: Model) -> str | None:
    ids = (offering.id for offering in model.offerings if offering.provider == _HUB)
    return next((id_ for id_ in ids if id_ and _REPOSITORY.match(id_)), None)


def _repository_as_spelled(model: Model) -> str | None:
    slug = fold(model.id.rpartition("/")[2])
    said: Counter[str] = Counter()
    for offering in model.offerings:
        if offering.id is None or not _REPOSITORY.match(offering.id):
            continue
        name = offering.id.rpartition("/")[2]
        if name != name.lower() and fold(name) == slug:
            said[offering.id] += 1
    return said.most_common(1)[0][0] if said else None
