"""Models that are written like an id, for a person to look at. Nothing is decided by likeness."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from modelpick.documents.market_reports import NearModel
from modelpick.model.facts import Model

LEAST = 0.45
"""Less alike than this is not alike."""
_GRAM_LENGTH = 3
_ID_PREFIXES = re.compile(r"^(.*/)?([a-z-]+\.)*(?=[a-z])")
"""Folders, and regions and labs before points: `us.meta.`."""
_WORD_BREAKS = re.compile(r"[^a-z0-9]+")


class Alike:
    """The names of models, cut into pieces of three characters. A piece weighs more the fewer models have it."""

    def __init__(self, models: Iterable[Model]):
        self._models = {model.id: model for model in models}
        self._having: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._whole: dict[tuple[str, str], float] = {}
        spelt = {
            (id_, text): _grams_of_text(text)
            for id_, model in self._models.items()
            for text in {id_.partition("/")[2], model.name}
        }
        common = Counter(gram for grams in spelt.values() for gram in grams)
        self._weights = {gram: math.log(1 + len(spelt) / number) for gram, number in common.items()}
        self._rare = math.log(1 + len(spelt))
        for key, grams in spelt.items():
            self._whole[key] = self._total_weight(grams)
            for gram in grams:
                self._having[gram].append(key)

    def nearest(self, id_: str, most: int = 3) -> tuple[NearModel, ...]:
        """The models whose spelling is most similar to `id_`, prefixes of folders and regions left aside."""
        grams = _grams_of_text(_ID_PREFIXES.sub("", id_.lower()))
        shared: dict[tuple[str, str], float] = defaultdict(float)
        for gram in sorted(grams):
            for key in self._having.get(gram, ()):
                shared[key] += self._weights[gram]
        whole = self._total_weight(grams)
        likeness: dict[str, float] = {}
        for key, weight in shared.items():
            alike = 2 * weight / (whole + self._whole[key])
            likeness[key[0]] = max(alike, likeness.get(key[0], 0.0))
        best = sorted(((-alike, model) for model, alike in likeness.items() if alike >= LEAST))[:most]
        return tuple(NearModel(model, self._models[model].name, round(-alike, 2)) for alike, model in best)

    def _total_weight(self, grams: Iterable[str]) -> float:
        return math.fsum(self._weights.get(gram, self._rare) for gram in grams)


@lru_cache(maxsize=4096)
def _grams_of_text(text: str) -> frozenset[str]:
    padded = f"  {_WORD_BREAKS.sub('-', text.lower())} "
    return frozenset(padded[place : place + _GRAM_LENGTH] for place in range(len(padded) - _GRAM_LENGTH + 1))
