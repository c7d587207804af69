"""The model that a sentence wants something cheaper than, and what it costs: ``cheaper than opus``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from modelpick.decide.families import family
from modelpick.decide.routes import named_routes, open_routes
from modelpick.model.dates import Day
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain
from modelpick.model.names import fold
from modelpick.use_cases.resolve import names_model, resolve_or_newest

_CHEAPER = frozenset(("cheaper", "expensive"))
"""Words one of which stands in such a sentence: ``less expensive than`` is the other."""
_BEFORE = frozenset(("as", "like", "of", "than", "to"))
"""Words behind which the model stands, if the sentence does not begin with it."""
_MOST_OF_NAME = 5
_LEAST_OF_FAMILY = 4
"""Letters of a word that a family's name holds: ``opus``."""


class Undercut(Plain):
    """The model, the words of the sentence that name it, and its cheapest price: USD per 1M tokens, 3 in : 1 out."""

    name: str
    start: int
    after: int
    usd: Decimal


def undercut(words: Sequence[str], facts: Facts, day: Day) -> Undercut | None:
    """What `words` want something cheaper than; None where they do not, or nobody publishes a price of it.

    Raises:
        ModelpickError: several models may be meant; names them.
    """
    folded = [fold(word) for word in words]
    if _CHEAPER.isdisjoint(folded):
        return None
    starts = [place + 1 for place, word in enumerate(folded) if word in _BEFORE]
    for start in (*starts, 0):
        for after in range(min(start + _MOST_OF_NAME, len(words)), start, -1):
            if model := _model_called("-".join(folded[start:after]), facts, day):
                usd = _cheapest_price(model, facts, day)
                return Undercut(model.name, start, after, usd) if usd else None
    return None


def _model_called(name: str, facts: Facts, day: Day) -> Model | None:
    meant = family(name, facts.models.values(), day) if len(name) >= _LEAST_OF_FAMILY else None
    labs = {lab for lab, _ in meant.stems} if meant else set[str]()
    is_meant = names_model(name, facts) or len(labs) == 1
    return facts.model(resolve_or_newest(name, facts, facts, day).id) if is_meant else None


def _cheapest_price(model: Model, facts: Facts, day: Day) -> Decimal | None:
    prices = [way.blended for way in named_routes(open_routes(model, facts, day))]
    return min((price for price in prices if price), default=None)
