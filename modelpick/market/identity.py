"""Which model of the catalog an upstream id is about: by explicit rules, never by likeness.

An id is read as tokens (`modelpick.market.naming`). It is about a model when every token is either a part of one of
the model's names or consumed by a rule, and when no other model fits as well. Anything else stays unlinked: a wrong
link gives a model the price and the scores of another one, a missing link only leaves an offering without scores.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from modelpick.market import naming
from modelpick.model.dates import Day, first_day, is_day
from modelpick.model.facts import Facts, Model, Provider
from modelpick.model.fields import Plain
from modelpick.model.names import fold

Confidence = Literal["exact", "stated", "rule", "derived", "none"]
"""`exact`: the id is one of the model's names. `stated`: the source names the model behind it. `rule`: what remains
after serving words, places, dates and number formats is one of its names. `derived`: as `rule`, and something was left
out or written otherwise, such as the number of active parameters or the point of a version."""

_STALE_MONTHS = 6
_NEAR_DAYS = 31
"""A dated id is about the undated model when its date lies this near to the release."""


class IdLink(Plain):
    """What was found for one id of a source. `candidates` are the models that fit equally well, each with 1.0."""

    source: str
    provider: str
    id: str
    model: str | None
    rule: str
    confidence: Confidence
    candidates: tuple[tuple[str, float], ...] = ()
    name: str | None = None
    kind: str = "offering"


class IdentityMatch(NamedTuple):
    """The model that an id means, with the rule that says so; `candidates` where several fit equally."""

    model: str | None
    rule: str
    confidence: Confidence
    candidates: tuple[str, ...] = ()


class Named(NamedTuple):
    """What a source states about the model behind an id."""

    id: str
    provider: str = ""
    name: str | None = None
    base: str | None = None
    hugging_face: str | None = None
    released: Day | None = None


class _NameTokens(NamedTuple):
    """The tokens of a name. Order matters for numbers alone: `opus-4.6` is `4.6-opus`."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    sizes: tuple[str, ...]
    dates: tuple[str, ...]
    formats: int
    variants: frozenset[str] = frozenset()
    """What stood after a colon, as routers write it."""


class _ModelName(NamedTuple):
    model: Model
    parts: _NameTokens


class _IdReading(NamedTuple):
    """One way to read an id: the lab that it names, and the part that names the model."""

    lab: str | None
    slug: str
    rules: tuple[str, ...] = ()
    repacked: bool = False
    in_folder: bool = False
    """Whether the lab stands as a folder: then the rest is the lab's own name of exactly these weights."""


_NameKey = tuple[tuple[str, ...], tuple[str, ...]]
_MOST_MEANT = 1 << 16
"""So many ids are kept with what they mean."""


class Identity:
    """The names of all models, and what an id means by them."""

    def __init__(self, facts: Facts) -> None:
        self._models = facts.models
        self._added: dict[str, Model] = {}
        self._exact: dict[str, str] = {}
        self._names: dict[_NameKey, list[tuple[str, _NameTokens]]] = defaultdict(list)
        self._labs: set[str] = set()
        self._found: dict[tuple[_IdReading, str, Day | None], IdentityMatch | None] = {}
        self._meant: dict[tuple[str, frozenset[str], str, Day | None], IdentityMatch] = {}
        self._own = provider_names(facts.providers)
        aliases: dict[str, list[str]] = defaultdict(list)
        for alias, id_ in facts.aliases.items():
            aliases[id_].append(alias)
        for id_ in facts.models:
            self._add_names(id_, aliases.get(id_, ()))

    def add(self, model: Model, aliases: Iterable[str] = ()) -> None:
        """Know `model` by its id and by `aliases`."""
        self._added[model.id] = model
        self._add_names(model.id, aliases)

    def _add_names(self, id_: str, aliases: Iterable[str]) -> None:
        """The models themselves are read once an id is compared with them."""
        lab, _, own_slug = id_.partition("/")
        self._found.clear()
        self._meant.clear()
        self._labs.add(lab)
        known = {_tokens_of_name(own_slug)}
        self._exact.setdefault(id_, id_)
        for alias in aliases:
            self._exact[alias.lower()] = id_
            known |= {_tokens_of_name(slug) for slug in self._slugs_of(alias.lower(), lab)}
        for parts in sorted(known):
            if parts.words:
                self._names[_name_key(parts)].append((id_, parts))

    def find(self, named: Named) -> IdentityMatch:
        """The model that `named` means, by the first rule that decides."""
        found = self._by_id(named)
        if found.model is None:
            return found
        other = self._by_name(named.name) if named.name else None
        if other and other != found.model and _says_more(named.name or "", named.id):
            return IdentityMatch(
                None, "its id and its name are two models", "none", tuple(sorted((found.model, other)))
            )
        if doubt := _doubt_of_link(named, found.model):
            return IdentityMatch(None, doubt, "none", (found.model,))
        return found

    def _by_id(self, named: Named) -> IdentityMatch:
        id_ = named.id.strip().lower()
        if model := self._exact.get(id_):
            return IdentityMatch(model, "alias or id", "exact")
        for stated, what in ((named.base, "base"), (named.hugging_face, "Hugging Face id")):
            found = self._model_by_statement(stated, what, named) if stated else None
            if found:
                return found
        return self._find_by_id(id_, named.provider, named.released)

    def _by_name(self, name: str) -> str | None:
        """The model that a display name such as `Claude Opus 4.6` or `Anthropic: Claude Opus 4.6` spells out."""
        found = self._find_by_id(_plain_display_name(name), "", None)
        return found.model if found.confidence == "rule" else None

    def _model_by_statement(self, stated: str, what: str, named: Named) -> IdentityMatch | None:
        id_ = stated.strip().lower()
        found = self._find_by_id(id_, named.provider, named.released)
        model = self._exact.get(id_) or (found.model if found.confidence != "derived" else None)
        return IdentityMatch(model, f"{what} {stated}", "stated") if model else None

    def _find_by_id(self, id_: str, provider: str, released: Day | None) -> IdentityMatch:
        """What an id means. Many providers have the same ids, of which few depend on whose it is."""
        here = frozenset(name for name in self._names_of(provider) if name in id_)
        asked = id_, here, provider if _may_be_served(id_) else "", released
        if asked not in self._meant:
            if len(self._meant) >= _MOST_MEANT:
                self._meant.clear()
            self._meant[asked] = self._meaning_of_id(id_, provider, released)
        return self._meant[asked]

    def _names_of(self, provider: str) -> frozenset[str]:
        """How a provider may be called at the front of an id."""
        return self._own.get(provider) or frozenset({provider, provider.partition("-")[0]})

    def _meaning_of_id(self, id_: str, provider: str, released: Day | None) -> IdentityMatch:
        second: IdentityMatch | None = None
        for reading in self._id_readings(id_, provider):
            whole = f"{reading.lab}/{reading.slug}" if reading.lab else reading.slug
            model = None if reading.repacked else self._exact.get(whole)
            if model:
                return IdentityMatch(model, _joined_rules((*reading.rules, "alias or id")), "rule")
            found = self._best_fitting(reading, provider, released)
            if found and found.confidence != "derived":
                return found
            second = second or found
        return second or IdentityMatch(None, "no rule", "none")

    def _best_fitting(self, reading: _IdReading, provider: str, released: Day | None) -> IdentityMatch | None:
        """What fits best. Many providers have the same ids, of which few have a word that depends on whose it is."""
        parts = _tokens_of_name(reading.slug)
        asked = (reading, "" if naming.SERVING.keys().isdisjoint(parts.words) else provider, released)
        if asked not in self._found:
            self._found[asked] = self._best_fit_of(parts, *asked)
        return self._found[asked]

    def _best_fit_of(
        self, parts: _NameTokens, reading: _IdReading, provider: str, released: Day | None
    ) -> IdentityMatch | None:
        for form, rules in _token_forms(parts):
            known = self._names.get(_name_key(form), ())
            alike = [
                _ModelName(self._added.get(id_) or self._models[id_], theirs)
                for id_, theirs in known
                if reading.lab in (None, id_.partition("/")[0])
            ]
            asked = _IdComparison(form, reading, provider, released, alike)
            best: dict[str, _NameFit] = {}
            for name in alike:
                fit = _fit_of_name(asked, name)
                if fit and (name.model.id not in best or fit.cost < best[name.model.id].cost):
                    best[name.model.id] = fit
            if best:
                return _best_of_fits(best, (*reading.rules, *rules), derived=bool(rules))
        return None

    def _id_readings(self, id_: str, provider: str) -> Iterator[_IdReading]:
        """Every way to read `id_`, the plainest first; none where it has a part that no rule knows."""
        if not naming.CHARACTERS.fullmatch(id_) or "~" in id_:
            return
        lab, repacker = None, ""
        slug, rules = id_.removeprefix("hf:"), ["Hugging Face id"] if id_.startswith("hf:") else []
        *folders, slug = slug.split("/")
        own = self._names_of(provider)
        for folder in folders:
            if folder in naming.PLACES or folder in own or naming.REGION.fullmatch(folder):
                rules.append(f"folder {folder}")
            elif lab in (None, naming.lab_of(folder)) and naming.lab_of(folder) in self._labs | naming.REPACKERS:
                lab = naming.lab_of(folder)
                repacker = folder if folder in naming.REPACKERS else repacker
            elif folder in naming.REPACKERS:
                repacker = folder
            else:
                return
        at, _, where = slug.rpartition("@")
        if at and naming.REGION.fullmatch(where):
            slug, rules = at, [*rules, f"place {where}"]
        whole = _IdReading(lab if lab in self._labs else None, slug, tuple(rules), in_folder=bool(lab))
        if not repacker or whole.lab:
            yield whole
        if repacker:
            yield _IdReading(None, slug, (*rules, f"repacked by {repacker}"), repacked=True)
        for theirs, rest, rule in self._without_prefixes(slug, own):
            if whole.lab in (None, theirs) or (theirs is None and not repacker):
                yield whole._replace(lab=theirs or whole.lab, slug=rest, rules=(*rules, rule))

    def _without_prefixes(self, slug: str, own: frozenset[str]) -> Iterator[tuple[str | None, str, str]]:
        """(lab, rest, rule) for each way to remove the prefix of a place, lab or provider from `slug`."""
        head, dot, rest = slug.partition(".")
        if dot and naming.REGION.fullmatch(head) and "." in rest:
            slug, (head, _, rest) = rest, rest.partition(".")
        if dot and naming.lab_of(head) in self._labs:
            lab = naming.lab_of(head)
            plain = naming.BEDROCK.sub("", rest)
            for form in (plain, f"{lab}-{plain}"):
                yield lab, form, f"prefix {head}."
            return
        plain = naming.BEDROCK.sub("", slug)
        if plain != slug:
            yield None, plain, "revision"
        if naming.GOOGLE.search(slug):
            yield "google", slug[:-4], "revision"
        words = slug.split("-")
        for count in range(1, min(len(words), 4)):
            head, rest = "-".join(words[:count]), "-".join(words[count:])
            if naming.lab_of(head) in self._labs:
                yield naming.lab_of(head), rest, f"prefix {head}-"
            elif head in own and head not in naming.MODIFIED:
                yield None, rest, f"prefix {head}-"

    def _slugs_of(self, alias: str, lab: str) -> Iterator[str]:
        """The model's name in `alias`: what follows its folders.

        Nothing else is taken off: `qwen-flash` is no `flash`, and Bedrock calls DeepSeek V3.1 `deepseek.v3-v1:0`.
        """
        readings = list(self._id_readings(alias, ""))
        of_cloud = any(rule.endswith(".") or rule == "revision" for each in readings for rule in each.rules)
        if readings and readings[0].lab in (None, lab) and not readings[0].repacked and not of_cloud:
            yield readings[0].slug


@lru_cache(maxsize=_MOST_MEANT)
def _may_be_served(id_: str) -> bool:
    """Whether an id may have a word that means something at some providers alone."""
    return any(word in id_ for word in naming.SERVING)


def provider_names(providers: Mapping[str, Provider]) -> dict[str, frozenset[str]]:
    """Provider -> how it may be called at the front of an id: its ids, and the first word of its own."""
    return {
        provider.id: frozenset({provider.id, *provider.also, provider.id.partition("-")[0]})
        for provider in providers.values()
    }


class _IdComparison(NamedTuple):
    """An id as compared with a model name: its tokens, its reading, and all names that share words and numbers."""

    parts: _NameTokens
    reading: _IdReading
    provider: str
    released: Day | None
    alike: list[_ModelName]


class _NameFit(NamedTuple):
    """How an id matches a name; fewer tokens left out, then fewer consumed by rules, is better."""

    cost: tuple[int, int]
    rules: tuple[str, ...]


def _fit_of_name(asked: _IdComparison, name: _ModelName) -> _NameFit | None:
    """The fit of a name by the rules that explain every difference; None where one remains unexplained."""
    formats = asked.parts.formats
    if asked.reading.repacked and not formats:
        return None
    consumed = ["number format"] * formats
    left_out: list[str] = []
    for compare in (_compare_words, _compare_sizes, _compare_dates):
        step = compare(asked, name)
        if step is None:
            return None
        consumed += step[0]
        left_out += step[1]
    return _NameFit((len(left_out), len(consumed)), (*consumed, *left_out))


_RuleStep = tuple[list[str], list[str]] | None
"""What was consumed and what was left out; None where something remains."""


def _compare_words(asked: _IdComparison, name: _ModelName) -> _RuleStep:
    if asked.parts.words == name.parts.words:
        return [], []
    mine, theirs = Counter(asked.parts.words), Counter(name.parts.words)
    consumed, left_out = [], []
    for word in (mine - theirs).elements():
        scope = naming.SERVING.get(word)
        if word in naming.INSTRUCT and _instruct_adds_nothing(asked, name):
            left_out.append(f"{word} added")
        elif word in asked.parts.variants or (scope and scope.holds(name.model.lab, asked.provider)):
            consumed.append(word)
        else:
            return None
    for word in (theirs - mine).elements():
        if word not in naming.INSTRUCT or name.model.weights != "open" or asked.reading.in_folder:
            return None
        left_out.append(f"{word} left out")
    return consumed, left_out


def _instruct_adds_nothing(asked: _IdComparison, name: _ModelName) -> bool:
    """Whether the catalog knows only one model of open weights that may be called so."""
    sizes = asked.parts.sizes
    tuned = any(naming.INSTRUCT & set(each.parts.words) and each.parts.sizes == sizes for each in asked.alike)
    return name.model.weights == "open" and not tuned


def _compare_sizes(asked: _IdComparison, name: _ModelName) -> _RuleStep:
    mine, theirs = set(asked.parts.sizes), set(name.parts.sizes)
    consumed, left_out = [], []
    for size in sorted(mine - theirs):
        if not _is_size_of(size, name.model):
            return None
        consumed.append(size)
    missing = theirs - mine
    for size in sorted(missing):
        total_said = size[0] == "a" and any(each[0] != "a" for each in mine & theirs)
        if not total_said and not (naming.CLASSES & set(name.parts.words) and not mine):
            return None
    left_out += [f"{size} left out" for size in sorted(missing)]
    return consumed, left_out


def _is_size_of(size: str, model: Model) -> bool:
    """Whether `size`, such as 17b, a3b or 16e, is a known size of the model."""
    number = size.lstrip("ae").rstrip("bte")
    if size.endswith("e"):
        return model.architecture is not None and model.architecture.experts == int(number)
    scale = 1000 if size.endswith("t") else 1
    known = (model.params.active_b,) if size[0] == "a" else (model.params.total_b, model.params.active_b)
    digits = len(number.partition(".")[2])
    return any(value is not None and round(value / scale, digits) == float(number) for value in known)


def _compare_dates(asked: _IdComparison, name: _ModelName) -> _RuleStep:
    mine, theirs = set(asked.parts.dates), set(name.parts.dates)
    consumed, left_out = [], []
    for stamp in sorted(mine - theirs):
        if not name.model.released or theirs or not _is_release_date(stamp, name.model.released):
            return None
        consumed.append(f"date {stamp}")
    for stamp in sorted(theirs - mine):
        if mine or not asked.released or not _is_release_date(stamp, asked.released):
            return None
        left_out.append(f"date {stamp} left out, released on it")
    return consumed, left_out


@cache
def _is_release_date(stamp: str, released: Day) -> bool:
    """Whether `stamp`, as an id writes it, is the date of a release.

    Four digits may be month and day (0709) or year and month (2507); only the former must match the day, as it has no
    year.
    """
    digits = stamp.replace("-", "")
    if len(stamp) == 7:
        return released[:7] == f"{stamp[3:]}-{stamp[:2]}"
    if len(digits) == 8:
        return _days_apart(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", released) <= _NEAR_DAYS
    if len(digits) == 6:
        return _days_apart(f"20{digits[:2]}-{digits[2:4]}-{digits[4:]}", released) <= _NEAR_DAYS
    if len(digits) == 4:
        month_and_day = _days_apart(f"{released[:4]}-{digits[:2]}-{digits[2:]}", released) <= 3
        return month_and_day or released[2:7] == f"{digits[:2]}-{digits[2:]}"
    return False


def _days_apart(day: str, released: Day) -> int:
    """The number of days between two days; 10,000 where one is not a whole day."""
    if len(released) != 10 or not is_day(day):
        return 10_000
    return abs((date.fromisoformat(first_day(day)) - date.fromisoformat(released)).days)


def _best_of_fits(fits: Mapping[str, _NameFit], rules: tuple[str, ...], *, derived: bool) -> IdentityMatch:
    """The one model that fits best; none where two fit equally, and both are candidates."""
    least = min(fit.cost for fit in fits.values())
    first = sorted(id_ for id_, fit in fits.items() if fit.cost == least)
    if len(first) > 1:
        return IdentityMatch(None, "fits several models equally", "none", tuple(first))
    fit = fits[first[0]]
    said = _joined_rules((*rules, *fit.rules)) or "spelling"
    return IdentityMatch(first[0], said, "derived" if derived or fit.cost[0] else "rule")


def _plain_display_name(name: str) -> str:
    """A display name spelled as an id, without the lab before its colon."""
    return fold(name.rpartition(": ")[2])


def _doubt_of_link(named: Named, model: str) -> str | None:
    """Why an id may not mean the model that it spells, by other statements of its source; None without a doubt."""
    mine = _tokens_of_name(named.id.lower().rpartition("/")[2])
    if named.name:
        theirs = _tokens_of_name(_plain_display_name(named.name))
        lab = set(_tokens_of_name(model.partition("/")[0]).words)
        called, spelt = _all_tokens(theirs), _all_tokens(mine)
        if lab & called and called - lab and spelt - lab and not (called & spelt) - lab:
            return "its id and its name have nothing in common"
    if named.released and any(_long_before(stamp, named.released) for stamp in mine.dates):
        return "the date in its id lies long before its release"
    return None


def _all_tokens(parts: _NameTokens) -> set[str]:
    return {*parts.words, *parts.numbers, *parts.sizes, *parts.dates}


def _long_before(stamp: str, released: Day) -> bool:
    """Whether `stamp`, a whole date or a year and a month (2507), lies more than half a year before the release."""
    digits = stamp.replace("-", "")
    months = {8: digits[:6], 4: f"20{digits}"}.get(len(digits), "")
    if len(stamp) == 7 or not "202001" <= months <= "209912" or not "01" <= months[4:] <= "12" or len(released) < 7:
        return False
    return 12 * (int(released[:4]) - int(months[:4])) + int(released[5:7]) - int(months[4:]) > _STALE_MONTHS


def _says_more(name: str, id_: str) -> bool:
    """Whether a display name has a token that the id lacks. One that is merely shorter contradicts nothing."""
    mine, theirs = _tokens_of_name(_plain_display_name(name)), _tokens_of_name(id_.lower())
    kinds = (parts[:4] for parts in (mine, theirs))
    return any(Counter(one) - Counter(other) for one, other in zip(*kinds, strict=True))


def _joined_rules(rules: Iterable[str]) -> str:
    return ", ".join(rules)


def _name_key(parts: _NameTokens) -> _NameKey:
    """The words and numbers of a name that distinguish models, without those that rules may consume."""
    words = tuple(w for w in parts.words if w not in naming.SERVING and w not in naming.INSTRUCT)
    return words, parts.numbers


def _token_forms(parts: _NameTokens) -> Iterator[tuple[_NameTokens, tuple[str, ...]]]:
    """The tokens as written, then with the point of a version put in: 54 is 5.4."""
    yield parts, ()
    run_on = [n for n in parts.numbers if len(n) == 2]
    if len(run_on) == 1 and run_on[0][1] != "0":
        apart = tuple(digit for n in parts.numbers for digit in (n if n in run_on else (n,)))
        yield parts._replace(numbers=apart), (f"{run_on[0]} read as {'.'.join(run_on[0])}",)


@cache
def _tokens_of_name(slug: str) -> _NameTokens:
    """The tokens of a name in lower case.

    >>> _tokens_of_name("qwen3-235b-a22b-instruct-2507-fp8:free").numbers
    ('3',)
    """
    plain, *variants = slug.split(":")
    called = frozenset(naming.VARIANTS.intersection(variants))
    text = naming.POINT.sub(".", "-".join([plain, *variants])).replace("+", "-plus-")
    found: dict[str, list[str]] = {"word": [], "number": [], "size": [], "date": [], "format": []}
    for match in naming.TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match.group()
        if kind == "number" and len(token) in (4, 6):
            kind = "date"
        if token != "v" or not text[match.end() : match.end() + 1].isdigit():
            found[kind].append(token)
    numbers = found["number"]
    if len(numbers) > 1 and numbers[-1] == "0":
        numbers.pop()
    words, sizes, dates = (tuple(sorted(found[kind])) for kind in ("word", "size", "date"))
    return _NameTokens(words, tuple(numbers), sizes, dates, len(found["format"]), called)
