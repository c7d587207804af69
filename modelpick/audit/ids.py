"""What a model id in a text is about: a table of every known id, then the reading of identities, then near misses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from modelpick.audit.spelling import DatedNames, Spelling
from modelpick.idents.ends import MAKERS
from modelpick.idents.kinds import kind_of_id
from modelpick.idents.providers import RESELLERS
from modelpick.idents.reading import folded, readings, spellings
from modelpick.market.identity import Identity, Named
from modelpick.market.naming import lab_of
from modelpick.model.dates import days_between, first_day, is_day
from modelpick.model.facts import CalledId, Facts
from modelpick.model.fields import Plain, replace

_DATE_SUFFIX = re.compile(r"(?:[-@](?:20\d{2}-?[01]\d-?[0-3]\d)|-[01]\d-20\d\d)(?:-v\d+(?::\d+)?)?$", re.ASCII)
_VERSIONED_NAME = re.compile(
    r"(?:gpt-?[3-9](?:[.o-]|$)|gpt-35-turbo|claude-(?:instant-)?[1-9]|claude-(?:opus|sonnet|haiku|fable|mythos)-[1-9]"
    r"|gemini-(?:[1-9]|(?:pro|flash)-[1-9])|o[134]-(?:mini|pro|preview|deep-research)"
    r"|mi(?:s|x|ni)tral-(?:large|medium|small|tiny|nemo)?-?[2-9]\d|grok-[1-9](?:[.-]|$)|deepseek-[vr][1-9]"
    r"|kimi-k[1-9]|glm-[4-9](?:[.v-]|$)|command-[ar](?:-plus)?-\d\d|(?:llama|qwen)-?[1-9](?:[.]\d)?-[a-z0-9])"
    r"[a-z0-9.:@-]*",
    re.ASCII,
)
"""What is certainly written as a model id, without its prefixes."""
_LATEST_ALIAS = re.compile(
    r"(?:chatgpt|gpt|claude|gemini|mistral|ministral|magistral|codestral|devstral|pixtral|grok|qwen|command)-"
    r"[a-z0-9.-]*latest",
    re.ASCII,
)

_PINNED = re.compile(
    r"claude-(?:opus-(?:4-[6-9]|[5-9])|sonnet-(?:4-[6-9]|[5-9])|haiku-[5-9]|fable|mythos)[a-z0-9-]*", re.ASCII
)
"""Ids of Claude without a day that are snapshots all the same, from 4.6 on."""

_BEFORE_RELEASE = 60
"""Days that a snapshot may bear in its id before its model is released."""

_OTHER_ID = re.compile(
    r"(?:text-)?embed(?:ding)?-|textembedding-|rerank-|whisper-|tts-1|dall-e-|gpt-image-|imagen-\d|veo-\d|sora-\d"
    r"|(?:omni|text|mistral)-moderation-|mistral-(?:embed|ocr)|codestral-embed|gemini-embedding-|llama-guard-|voyage-\d"
    r"|(?:amazon|cohere|stability|twelvelabs)\.|gpt-4o-(?:mini-)?(?:tts|transcribe|realtime|audio)",
    re.ASCII,
)
"""What is certainly written as the id of a model that writes no text."""
_CLASS_WORDS = re.compile(
    r"(?:chat|embedding|language|text|image|audio|speech)*models?(?:id)?|gpt3(?=text|davinci|babbage)"
)
"""Before the id in the name of a constant."""
_CLAUDE = re.compile(
    r"(?P<maker>anthropic)?(?:claude)?(?P<first>\d*)(?P<size>opus|sonnet|haiku)(?P<last>\d*?)(?:v\d+)?"
)
"""The models of Anthropic as constants call them, without their family or with the number before or behind the size."""
_COUNTED = re.compile(r"v(\d)$")
"""Of a version that ids write with noughts: TextDavinciV3"""

_NAME_OF_WEIGHTS = re.compile(r"-\d+b(?:-(?:it|instruct|chat))?$", re.ASCII)
"""What ends so, as one with a folder does, is called as its weights are, which run anywhere."""
_OWN_NAMES = RESELLERS | {"google-vertex"}
"""Who calls models by names that their makers do not give them."""

Reading = Literal["known", "floating", "misspelt", "unknown", "wrong-prefix", "never-existed", "opaque", "other-kind"]


class Meaning(Plain):
    """What an id means. `provider` is the one that it names, if any; `near` is the id that was probably meant."""

    reading: Reading
    model: str | None = None
    provider: str | None = None
    near: str | None = None
    """Misspelled: the right id. Floating: one that is dated."""
    offered: tuple[str, ...] = ()
    """The providers that call it exactly so."""
    called: str = ""
    """The id without its prefixes."""
    geography: str | None = None
    """The geography of Bedrock that requests stay in, as the id says."""
    kind: str | None = None
    """What the model does, where that is not writing text."""


def called_ids(facts: Facts) -> dict[str, CalledId]:
    """Every id by which a provider or the catalog calls a model, in lower case."""
    models: dict[str, str] = {}
    providers: dict[str, set[str]] = defaultdict(set)
    for model in (*facts.models.values(), *facts.unlinked.values()):
        for offering in model.offerings:
            if offering.id:
                models.setdefault(offering.id.lower(), model.id)
                providers[offering.id.lower()].add(offering.provider)
        if model.linked:
            models[model.id] = model.id
            models.setdefault(model.id.partition("/")[2], model.id)
    for alias, id_ in facts.aliases.items():
        if " " not in alias and id_ in facts.models:
            models.setdefault(alias.lower(), id_)
    return {id_: CalledId(model, tuple(sorted(providers.get(id_, ())))) for id_, model in models.items()}


class Ids:
    """Every id by which a model of the catalog may be called."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._known: dict[tuple[str, str | None], Meaning | None] = {}
        every = facts.called or called_ids(facts)
        # What was gathered for all days may be of a model that was not known on this one.
        self._called = {id_: called for id_, called in every.items() if self._is_known(called.model)}

    def _is_known(self, model: str) -> bool:
        return model in self._facts.models or model in self._facts.unlinked

    @cached_property
    def _models_by_id(self) -> dict[str, str]:
        return {id_: called.model for id_, called in self._called.items()}

    @cached_property
    def _identity_rules(self) -> Identity:
        return Identity(self._facts)

    @cached_property
    def _known_labs(self) -> frozenset[str]:
        return frozenset(model.partition("/")[0] for model in self._facts.models)

    @cached_property
    def _id_spelling(self) -> Spelling:
        return Spelling(self._models_by_id)

    @cached_property
    def _dated_names(self) -> DatedNames:
        return DatedNames((*self._models_by_id, *(row.id.lower() for row in self._facts.ends.rows)))

    @cached_property
    def _dated_ids(self) -> dict[str, str]:
        """Undated id -> a dated one of the same model."""
        found: dict[str, str] = {}
        for id_, model in sorted(self._models_by_id.items()):
            plain = _DATE_SUFFIX.sub("", id_)
            if plain != id_ and self._models_by_id.get(plain) == model:
                found.setdefault(plain, id_)
        return found

    @cached_property
    def _ids_by_fold(self) -> dict[str, list[tuple[str, frozenset[str]]]]:
        """The letters and figures of ids -> the ids that have these, those that have ended first, and who has them."""
        found: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        ended: dict[str, set[str]] = defaultdict(set)
        for row in self._facts.ends.rows:
            if row.state != "never_existed":
                ended[row.id.lower()].add(row.provider)
                ended[_DATE_SUFFIX.sub("", row.id.lower())].add(row.provider)
        every = [(id_, frozenset(providers)) for id_, providers in ended.items()]
        every += [(id_, frozenset(called.providers)) for id_, called in self._called.items() if id_ not in ended]
        for id_, providers in every:
            found[folded(id_)].append((id_, providers))
        return found

    def only_seller(self, id_: str) -> str | None:
        """The reseller that alone spells an id so, as ``mixtral-8x7b-32768``; None where others do, or nobody."""
        if "/" in id_ or _NAME_OF_WEIGHTS.search(id_) or not self._facts.ends.get(id_):
            return None
        fold = folded(id_)
        # What others begin with is the name of a model that they call so, too; what nobody sells is that of weights.
        begun = [row for other, rows in self._ids_by_fold.items() if other.startswith(fold) for row in rows]
        if not all(providers for _, providers in begun):
            return None
        listed = (self._called[other].providers for other, _ in begun if other in self._called)
        sellers = frozenset().union(*listed, *(providers for _, providers in begun))
        return next(iter(sellers)) if len(sellers) == 1 and sellers <= _OWN_NAMES else None

    def named_by_constant(self, name: str, provider: str | None) -> str | None:
        """The id that the name of a constant is made of: of the provider where it is said whose, else of a maker's own;
        None where there is none such, or it is not certain which."""
        fold = folded(name)
        for form in dict.fromkeys(_constant_forms(fold)):
            rows = self._ids_by_fold.get(form, [])
            own = [id_ for id_, providers in rows if (provider in providers if provider else providers & MAKERS)]
            if own or (rows and provider is None):
                return (own or [id_ for id_, _ in rows])[0]
            if rows and all(providers & MAKERS for _, providers in rows):
                return rows[0][0]
        return None

    def meaning(self, text: str, asked: str | None = None) -> Meaning | None:
        """The meaning of `text`; None where it is no model id, or one about which nothing can be said.

        Args:
            asked: whose API the place asks, where it says so.
        """
        key = text, asked
        if key not in self._known:
            self._known[key] = self._read_id(text, asked)
        return self._known[key]

    def _read_id(self, text: str, asked: str | None) -> Meaning | None:
        if text != text.lower() and "/" not in text and asked is None:
            return None  # a name for people: ids of hosts are small letters, those of weights have a folder
        every = readings(text, asked)
        if not every or every[-1].deployment:
            return None
        if every[-1].opaque:
            return Meaning("opaque", None, every[-1].provider)
        for reading in every:
            for form in spellings(reading.id, reading.provider):
                if found := self._exact_meaning(form, reading.provider or None):
                    return replace(found, geography=reading.geography)
        last = every[-1]
        if other := self._other_kind(last.id.lower(), last.provider or None):
            return other
        found = self._inexact_meaning(last.id.lower(), last.provider or None)
        return replace(found, geography=last.geography) if found else None

    def _other_kind(self, rest: str, provider: str | None) -> Meaning | None:
        """What an id means that nobody calls a model of the catalog by, where it says that it is another sort of
        model."""
        slug = rest.rpartition("/")[2]
        kind = kind_of_id(slug) if "-" in slug else None
        if kind is None or not (provider or _OTHER_ID.match(slug) or _VERSIONED_NAME.fullmatch(slug)):
            return None
        return Meaning("other-kind", None, provider, kind=kind.what)

    def _inexact_meaning(self, rest: str, provider: str | None) -> Meaning | None:
        """What an id means that nobody calls a model by."""
        if _LATEST_ALIAS.fullmatch(rest):
            return Meaning("floating", None, provider)
        if dated := self._dated_names.nearest(rest):
            return Meaning("never-existed", self._models_by_id.get(dated), provider, dated)
        if undated := self._undated_id(rest):
            return Meaning("never-existed", self._models_by_id[undated], provider, undated)
        near = self._id_spelling.near(rest)
        if near:
            return Meaning("misspelt", self._models_by_id[near], provider, near)
        folder, _, slug = rest.rpartition("/")
        if provider and provider != "azure" and self._id_spelling.speaks(slug) and "-" in slug:
            pass  # whose API is said, so that it is an id, whatever it looks like
        elif not _VERSIONED_NAME.fullmatch(slug) or (folder and lab_of(folder) not in self._known_labs):
            return None
        if rest.startswith("gpt-35"):
            provider = provider or "azure"  # nobody else leaves out the point
        read = self._identity_rules.find(Named(rest, provider or ""))
        if read.model:
            return self._meaning_at_provider(read.model, provider, ())
        if not self._id_spelling.speaks(slug):
            return None  # a name of somebody's own: gpt-4o-team-1
        return Meaning("unknown", None, provider)

    def _undated_id(self, rest: str) -> str | None:
        """The id that is meant by one with a day on which its model was not there yet, or whose snapshot bears none;
        None where the day may be right."""
        plain, found = _DATE_SUFFIX.sub("", rest), _DATE_SUFFIX.search(rest)
        model = self._facts.models.get(self._models_by_id.get(plain, ""))
        if found is None or model is None:
            return None
        if _PINNED.fullmatch(plain):
            return plain
        digits = re.sub(r"\D", "", found[0])[:8]
        on = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
        if not digits.startswith("20") or not model.released:
            return None
        return plain if not is_day(on) or days_between(on, first_day(model.released)) > _BEFORE_RELEASE else None

    def _exact_meaning(self, rest: str, provider: str | None) -> Meaning | None:
        called = self._called.get(rest)
        if called is None:
            return None
        found = replace(self._meaning_at_provider(called.model, provider, called.providers), called=rest)
        if (
            found.reading == "known"
            and not _PINNED.fullmatch(rest)
            and (rest.endswith("-latest") or rest in self._dated_ids)
        ):
            return replace(found, reading="floating", near=self._dated_ids.get(rest))
        return found

    def _meaning_at_provider(self, id_: str, provider: str | None, offered: tuple[str, ...]) -> Meaning:
        """A known model; with the wrong prefix where a lab is named that neither made nor serves it."""
        model = self._facts.model(id_)
        theirs = self._facts.providers.get(provider or "")
        wrong = (
            model is not None
            and theirs is not None
            and theirs.kind == "lab"
            and model.linked
            and model.weights == "closed"
            and model.lab != theirs.id
            and all(each.provider != theirs.id for each in model.offerings)
        )
        return Meaning("wrong-prefix" if wrong else "known", id_, provider, None, offered)


def _constant_forms(fold: str) -> Iterator[str]:
    """What an id may be folded to that the name of a constant folds to `fold`, the plainest first."""
    yield from (fold, _CLASS_WORDS.sub("", fold, count=1), f"{fold}0", fold.removeprefix("chat"))
    yield _CLASS_WORDS.sub("", fold, count=1).replace("gptturbo", "gpt35turbo")
    yield _COUNTED.sub(r"00\1", fold)
    if found := _CLAUDE.fullmatch(fold):
        maker, number = found["maker"] or "", found["first"] or found["last"]
        yield from (f"{maker}claude{number}{found['size']}", f"{maker}claude{found['size']}{number}")
