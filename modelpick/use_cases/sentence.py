"""What a sentence asks for: the needs that it names, the options that say the rest of it, and what says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from modelpick.fit.hardware import known_key, parse_hardware
from modelpick.idents.kinds import kind_of_words
from modelpick.lookup.meanings import id_called
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts
from modelpick.model.names import fold
from modelpick.model.rules import Rulebook, needs_by_word
from modelpick.model.wording import money
from modelpick.use_cases.needs_named import is_models, limit_meant, need_of_words
from modelpick.use_cases.phrases import PHRASES, Said
from modelpick.use_cases.request_checks import known_values
from modelpick.use_cases.resolve import models_named, named_exactly
from modelpick.use_cases.undercut import Undercut, undercut

_FILLERS = frozenset((
    "a", "able", "about", "ai", "all", "also", "am", "an", "analysis", "analyzing", "and", "any", "app",
    "application", "apps", "are", "as", "at", "available", "based", "be", "been", "best", "build", "building",
    "but", "by", "can", "choose", "company", "create", "creating", "currently", "data", "decent", "do", "does",
    "english", "find", "for", "from", "generate", "generating", "generation", "get", "give", "good",
    "great", "handle", "handling", "has", "have", "he", "help", "high", "high-quality", "how", "i", "i'm", "if",
    "in", "into", "is", "it", "just", "know", "language", "like", "llm", "llms", "looking", "make", "me", "model",
    "models", "most", "must", "my", "need", "needs", "now", "of", "on", "one", "only", "option", "options", "or",
    "our", "out", "over", "pick", "please", "production", "project", "quality", "read", "reading", "really",
    "recommend", "reliable", "run", "running", "runs", "say", "should", "single", "so", "step", "some", "something",
    "suggest", "suitable", "task", "tasks", "team", "tell", "than", "that", "the", "their", "there", "they", "this",
    "to", "today", "top", "us", "use", "used", "using", "very", "via", "want", "was", "we", "were", "what",
    "what's", "when", "where", "which", "who", "will", "with", "work", "works", "would", "you", "your",
))  # fmt: skip
"""Words of a sentence that ask for nothing."""
_NEGATIONS = frozenset((
    "aren't", "avoid", "avoiding", "doesn't", "don't", "dont", "except", "excluding", "isn't", "never", "no", "non",
    "not", "outside", "without",
))  # fmt: skip
_BEHIND_NEGATION = frozenset((
    "a", "an", "any", "anything", "at", "be", "by", "from", "have", "hosted", "in", "is", "made", "my", "need", "of",
    "on", "our", "really", "require", "the", "to", "trained", "use", "using", "via", "want", "with",
))  # fmt: skip
"""Words that may stand between a negation and what is not wanted."""
_MODELS, _JOINING = ("model", "models"), ("and", "or")
_REPEATED = frozenset(("certified", "hardware", "residency", "where"))
_OF_MACHINE = frozenset(("hardware", "vram"))
_COMPARING = frozenset(("versus", "vs"))
_REPLACING = frozenset(
    ("alternative", "alternatives", "cheaper", "instead", "replace", "replaces", "replacement", "replacing", "than")
)
_LIKE_BUT = frozenset(("like", "but"))
_UNDERCUTTING = frozenset(("alternative", "alternatives", "cheaper", "expensive", "less", "version"))
"""Words that ask for nothing else beside what something shall be cheaper than."""
_OF_LABS, _OF_PROVIDERS = ("by", "from"), ("at", "by", "from", "on", "through", "via", "with")
_SPEEDS = frozenset(("max-latency", "min-speed", "min-throughput"))
_MARKS = ".,;:?!\"'()"
_COMPUTER = r"\b(?:apple|cpu|ddr\d|i?mac|macbook|mbp|memory|ram|vram)\b"
_AMOUNT = r"\d+(?:[,.]\d+)*[km]? ?(?:\$(?!\d)|usd|dollars?|bucks|euros?|eur|€|requests?|calls?|tokens?|pages?|users?)"
"""What is no machine, though one is called by that number."""
_MAKES = frozenset(("apple", "dgx", "framework", "jetson", "mac", "nvidia", "ryzen", "strix"))
"""What machines are called that need no number: ``dgx spark``."""
_OF_RAM = "GB RAM"
_LONGEST_UNIT = 10
"""Letters of one, with the blank before it."""
_TIMES = r"(?i)^\d+ ?x ?(?=[a-z\d])"
_MOST_WORDS = 5
"""Of a machine: ``2x rtx 4070 ti super``."""
_MOST_OF_PHRASE = 12
"""Words of one: ``may not be used for training on our data``."""
_MOST_OF_NAME = 3
"""Of a lab or a provider: ``azure ai foundry``."""
_LEAST_OF_SLIP = 5
"""Letters of a word that may be a slip of another."""
_SLIP = 0.85
"""So alike a word of a sentence is probably one that is known."""


class Sentence(NamedTuple):
    """A sentence as it was read."""

    needs: Sequence[str]
    options: Sequence[Said] = ()
    unread: Sequence[str] = ()
    """Words that say neither, without those that ask for nothing."""
    hint: str | None = None
    """What to ask for instead of one of those."""
    told: str | None = None
    """What was looked up for it."""


class _SentenceWord(NamedTuple):
    text: str
    start: int
    end: int


class _SaidPart(NamedTuple):
    """What some words say together; `after` is the place behind them."""

    after: int
    need: str | None = None
    option: Said | None = None


def read_sentence(text: str, rulebook: Rulebook, facts: Facts, day: Day) -> Sentence:
    """What `text` asks for on `day`; ``general`` where it has options alone.

    A text of one word, one that nothing is read out of, and the slips in one are returned as needs, to be refused.

    Raises:
        ModelpickError: it names several models; it says which command sets them side by side.
    """
    words = _words_of(text)
    if len(words) < 2:
        return Sentence([word.text for word in words])
    if kind_of_words(text):
        return Sentence([text])
    meant = needs_by_word(rulebook)
    dearer = undercut([word.text for word in words], facts, day)
    needs, options, unread = _read_parts(_SentenceReader(text, words, meant, facts), dearer)
    alone = [said for said, is_word in unread.items() if is_word]
    if doubtful := _doubtful_words(alone, needs, options, rulebook, facts, is_other=_seeks_another(words)):
        return Sentence([*needs, *doubtful])
    if not needs and not options:
        return Sentence(alone or list(unread))
    asked = _with_the_machine(options)
    left = [said for said in unread if not _is_asked(said, asked)]
    instead = next(filter(None, (limit_meant(said) for said in left)), None)
    told = f"{dearer.name} costs {money(dearer.usd)} per million tokens, 3 in : 1 out" if dearer else None
    return Sentence(needs or ["general"], asked, left, instead, told)


def _is_asked(word: str, options: Sequence[Said]) -> bool:
    """Whether `word` asks for speed, and one of `options` says which."""
    return limit_meant(word) == limit_meant("fast") and not _SPEEDS.isdisjoint(dict(options))


def _read_parts(reader: _SentenceReader, dearer: Undercut | None) -> tuple[list[str], list[Said], dict[str, bool]]:
    """The needs, the options, and what says neither, each once, with whether it is a word by itself."""
    words, place = reader.words, 0
    needs, options, unread = dict[str, None](), list[Said](), dict[str, bool]()
    before: tuple[int, int, Said | None] = 0, 0, None
    while place < len(words):
        if dearer and place == dearer.start:
            options = _with_option(options, ("where", f"price.blended<{dearer.usd.normalize():f}"))
            place = dearer.after
            continue
        part = reader.part_wanted(place)
        start, after, said = before
        is_behind_or = place == after + 1 and words[after].text.lower() == "or"
        if part.option and said and said[0] == part.option[0] in _REPEATED - _OF_MACHINE and is_behind_or:
            options = [each for each in options if each != said]  # one of them is enough, which no option says
            unread |= {reader.between(start, part.after): False}
            before = start, part.after, part.option
        elif part.option:
            options = _with_option(options, part.option)
            before = place, part.after, part.option
        elif part.need:
            needs[part.need] = None
        elif part.after > place + 1:
            unread[reader.between(place, part.after)] = False
        else:
            unread[words[place].text] = True
        place = part.after
    fillers = _FILLERS | _UNDERCUTTING if dearer else _FILLERS
    return list(needs), options, {said: is_word for said, is_word in unread.items() if fold(said) not in fillers}


def _doubtful_words(
    unread: Sequence[str],
    needs: Sequence[str],
    options: Sequence[Said],
    rulebook: Rulebook,
    facts: Facts,
    *,
    is_other: bool,
) -> list[str]:
    """The words that may not be passed over: models, unless another one is sought, personas, and slips of their names
    and of needs.

    Raises:
        ModelpickError: several models are set against one another.
    """
    folded = [fold(word) for word in unread]
    compared = not _COMPARING.isdisjoint(folded)
    models = [word for word in unread if is_models(word, facts) or (compared and models_named(word, facts))]
    if len(models) > 1:
        weighed = (f"--need {need}" for need in needs)
        command = ["modelpick compare", *(fold(model) for model in models), *weighed]
        hint = f"Set them side by side: `{' '.join(command)}`"
        raise ModelpickError(f"{' and '.join(map(repr, models))} are models, not needs", hint=hint)
    if (needs or options) and is_other:
        models = []  # what is to be replaced asks for nothing
    meant = needs_by_word(rulebook)  # that stand here are unwanted
    known = {*rulebook.personas, *meant}
    return [*models, *(word for word in unread if fold(word) not in meant and _is_slip(word, known))]


def _seeks_another(words: Sequence[_SentenceWord]) -> bool:
    """Whether a sentence seeks another model than it names: ``instead of it``, ``like it but smaller``."""
    said = {fold(word.text) for word in words}
    return not _REPLACING.isdisjoint(said) or said >= _LIKE_BUT


def _words_of(text: str) -> list[_SentenceWord]:
    found = []
    for written in re.finditer(r"[^\s,/]+", text):
        bare = written[0].strip(_MARKS)
        start = written.start() + written[0].find(bare)
        if any(map(str.isalnum, bare)):
            found.append(_SentenceWord(bare, start, start + len(bare)))
    return found


class _SentenceReader:
    """The words of a sentence, and what is said from one of them on."""

    def __init__(self, text: str, words: Sequence[_SentenceWord], meant: Mapping[str, str], facts: Facts) -> None:
        self._text, self.words, self._meant, self._facts = text, words, meant, facts
        self._longest_need = max((name.count("-") + 1 for name in meant), default=1)
        self._machines: dict[str, bool] = {}
        """What was tried as a machine, with whether it is one."""

    def between(self, start: int, after: int) -> str:
        """The text of the words from `start` to that before `after`."""
        return self._text[self.words[start].start : self.words[after - 1].end]

    def part_wanted(self, place: int) -> _SaidPart:
        """What is said from `place` on; behind a negation what is not wanted says nothing, a lab but that it is left
        out: ``not from openai``.
        """
        found = self._part_at(place)
        if found.need or found.option or self.words[place].text.lower() not in _NEGATIONS:
            return found
        for start in range(place + 1, min(place + 1 + _MOST_WORDS, len(self.words))):
            denied = self._part_at(start)
            if denied.option and denied.option[0] == "lab":
                return _SaidPart(denied.after, option=("exclude-lab", denied.option[1]))
            if denied.need or denied.option:
                return _SaidPart(denied.after)
            if is_models(self.words[start].text, self._facts):
                return self._model_left_out(start)
            if fold(self.words[start].text) not in _BEHIND_NEGATION:
                break
        return found

    def _model_left_out(self, start: int) -> _SaidPart:
        """What says that the model from `start` on is left out; of a family nothing does."""
        for after in range(min(start + _MOST_WORDS, len(self.words)), start, -1):
            name = "-".join(word.text for word in self.words[start:after])
            if named_exactly(name, self._facts):
                return _SaidPart(after, option=("exclude", name))
        return _SaidPart(start + 1)

    def _part_at(self, place: int) -> _SaidPart:
        """What is said from `place` on: by a phrase, as a need, a machine or a name; of several the longest."""
        parts = [
            *self._phrases_at(place),
            *self._needs_at(place),
            *self._machines_at(place),
            *_names_at(self.words, place, self._facts),
        ]
        return max(parts, key=lambda part: part.after, default=_SaidPart(place + 1))

    def _phrases_at(self, place: int) -> Iterable[_SaidPart]:
        near = enumerate(self.words[place : place + _MOST_OF_PHRASE], place + 1)
        ends = {word.end: number for number, word in near}
        for phrase in PHRASES:
            found = phrase.said(self._text, self.words[place].start)
            if found and found[0] in ends:
                yield _SaidPart(ends[found[0]], option=found[1])

    def _needs_at(self, place: int) -> Iterable[_SaidPart]:
        for after in range(place + 1, min(place + self._longest_need, len(self.words)) + 1):
            if need := need_of_words([word.text for word in self.words[place:after]], self._meant):
                yield _SaidPart(after, need=need)

    def _machines_at(self, place: int) -> Iterable[_SaidPart]:
        for after in range(place + 1, min(place + _MOST_WORDS, len(self.words)) + 1):
            last = self.words[after - 1]
            is_amount = re.match(_AMOUNT, self._text[last.start : last.end + _LONGEST_UNIT], re.IGNORECASE)
            if is_amount or need_of_words([last.text], self._meant):
                break
            said = self.between(place, after)
            if said not in self._machines:
                has_name = re.search(r"\d", said) or (after > place + 1 and fold(self.words[place].text) in _MAKES)
                self._machines[said] = bool(has_name) and self._is_machine(said, self.words[place:after])
            if self._machines[said]:
                yield _SaidPart(after, option=("hardware", said))

    def _is_machine(self, said: str, words: Sequence[_SentenceWord]) -> bool:
        if not _may_name_machine(words, self._facts):
            return False
        try:
            parse_hardware(said, self._facts.hardware, self._facts.device_names)
        except ModelpickError:
            return False
        return True


def _may_name_machine(words: Sequence[_SentenceWord], facts: Facts) -> bool:
    """Whether some of `words` name a device, or a computer by its memory: what else would be looked for at length."""
    spans = [
        re.sub(_TIMES, "", " ".join(word.text for word in words[a:b]))
        for a in range(len(words))
        for b in range(a + 1, len(words) + 1)
    ]
    return any(re.search(_COMPUTER, span, re.IGNORECASE) or known_key(span, facts.device_names) for span in spans)


def _names_at(words: Sequence[_SentenceWord], place: int, facts: Facts) -> Iterable[_SaidPart]:
    """Who is to have trained it, or to serve it: ``google models``, ``by mistral``, ``on amazon bedrock or azure``."""

    def lab_called(name: str) -> str | None:
        return fold(name) if fold(name) in known_values("lab", facts) else None

    def provider_called(name: str) -> str | None:
        return id_called(name, "provider", facts)

    said, after = fold(words[place].text), place + 2
    if after <= len(words) and fold(words[place + 1].text) in _MODELS and lab_called(said):
        yield _SaidPart(after, option=("lab", said))
    for field, before, called in (("lab", _OF_LABS, lab_called), ("provider", _OF_PROVIDERS, provider_called)):
        ids, after = _names_listed(words, place + 1, called) if said in before else ([], 0)
        if ids:
            yield _SaidPart(after, option=(field, ",".join(ids)))


def _names_listed(
    words: Sequence[_SentenceWord], place: int, called: Callable[[str], str | None]
) -> tuple[list[str], int]:
    """The ids of the names that stand from `place` on, and the place behind them."""
    ids: list[str] = []
    behind = place
    while place < len(words):
        for after in range(min(place + _MOST_OF_NAME, len(words)), place, -1):
            if id_ := called(" ".join(word.text for word in words[place:after])):
                ids.append(id_)
                behind = place = after
                break
        else:
            return ids, behind
        place += place < len(words) and words[place].text.lower() in _JOINING
    return ids, behind


def _with_option(options: Sequence[Said], said: Said) -> list[Said]:
    """`options` and what else is said: of what is asked once the first."""
    is_new = said[0] in _REPEATED or said[0] not in dict(options)
    return [*options, said] if is_new and said not in options else [*options]


def _with_the_machine(options: Sequence[Said]) -> list[Said]:
    """`options` for the one machine that they mean: the first that is named, with the memory beside its cards."""
    machine = _machine_meant(options)
    if machine is None:
        return [*options]
    place = next(n for n, (field, _) in enumerate(options) if field in _OF_MACHINE)
    others = [
        ("min-speed" if field == "min-throughput" else field, value)
        for field, value in options
        if field not in _OF_MACHINE
    ]
    return [*others[:place], machine, *others[place:]]


def _machine_meant(options: Sequence[Said]) -> Said | None:
    said = [value for field, value in options if field == "hardware" and value]
    named = [value for value in said if value != "detect" and not value.endswith(_OF_RAM)]
    memory = dict(options).get("vram")
    ram = [value for value in said if value.endswith(_OF_RAM)][:1]
    if memory:
        return ("hardware", f"{memory} vram + {ram[0]}") if ram else ("vram", memory)
    parts = [*named[:1], *ram] or said[:1]
    return ("hardware", " + ".join(parts)) if parts else None


def _is_slip(word: str, known: Iterable[str]) -> bool:
    """Whether `word` is probably a slip of one that is `known`."""
    if len(word) < _LEAST_OF_SLIP or "-" in word:
        return False
    near = get_close_matches(fold(word), known, n=1, cutoff=_SLIP)
    return bool(near) and len(near[0]) >= _LEAST_OF_SLIP
