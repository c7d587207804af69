"""The command line that words without a command mean: ``how much does gpt-5.5 cost`` is ``cost gpt-5.5``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from modelpick.cli.completion import spellings_beginning, words_file

_MEANT_BY_KIND: dict[str, tuple[str, ...]] = {
    "needs": ("recommend",),
    "personas": ("recommend", "--persona"),
    "hardware": ("fit", "--hardware"),
    "families": ("show",),
    "everything": ("show",),
}
"""Kind of name -> the words that stand before one that is said alone."""
_ASKED_BY: tuple[tuple[str, frozenset[str]], ...] = (
    ("fit", frozenset(("gpu", "gpus", "hardware", "laptop", "machine", "memory", "ram", "vram"))),
    ("cost", frozenset((
        "bill", "charge", "charges", "cheaper", "cost", "costs", "expensive", "much", "price", "prices", "pricing",
        "spend",
    ))),
    ("status", frozenset((
        "alive", "alternative", "alternatives", "available", "availability", "deprecated", "deprecation", "end",
        "ending", "ends", "eol", "gone", "instead", "migrate", "replace", "replaced", "replacement", "replaces",
        "retire", "retired", "retirement", "retires", "retiring", "serve", "serves", "status", "still", "successor",
        "sunset", "supported", "upgrade", "who",
    ))),
    ("fit", frozenset(("fit", "fits", "locally", "run", "running", "runs"))),
    ("evidence", frozenset(("benchmark", "benchmarks", "evidence", "score", "scores", "tested"))),
)  # fmt: skip
"""Command -> the words by which it is asked of a model; the first that has one counts."""
_OF_ALL = frozenset(("deprecated", "deprecations", "eol", "retired", "retirement", "retires", "retiring", "sunset"))
"""Words that ask for the ends of all models."""
_LISTED, _SOUGHT = ("llms", "ls", "models"), ("find", "ls", "search")
_CALLED_ELSE = {
    "benchmarks": "catalog info", "info": "catalog info", "price": "cost MODEL", "prices": "cost MODEL",
    "pricing": "cost MODEL", "refresh": "catalog update", "sources": "catalog sources", "sync": "catalog update",
    "update": "catalog update", "upgrade": "catalog update", "validate": "catalog validate",
}  # fmt: skip
"""Command as other programs call it -> as it is called here."""
_THAN = frozenset(("alternative", "alternatives", "but", "like", "than"))
_OTHERWISE = frozenset((
    "cheaper", "eu", "european", "expensive", "local", "offline", "open", "open-source", "open-weight", "open-weights",
    "self-hosted", "smaller",
))  # fmt: skip
"""One of these beside one of those asks for another model than the one that is named."""
_JUDGED = frozenset(("enough", "good", "right", "should", "suitable", "why"))
"""Words by which one model is asked about for a need."""
_PLAIN = frozenset((
    "beam", "build", "coder", "command", "cyber", "deep", "ember", "flash", "large", "linear", "lite", "medical",
    "medium", "mini", "nano", "next", "north", "nova", "open", "plus", "ring", "seed", "series", "small", "spark",
    "step", "think", "wonder",
))  # fmt: skip
"""Words of the names of families that mean no model by themselves."""
_WEIGHED = frozenset(("--need", "-n", "--persona"))
_OF_APPLE = frozenset(("mac", "macbook"))
_OWN = _OF_APPLE | {"computer", "desktop", "gpu", "laptop", "machine", "notebook", "pc"}
_AT_SELLERS = frozenset(("cost", "status"))
_BEFORE_SELLER = frozenset(("at", "from", "on", "through", "via", "in"))
_HOUSES = frozenset(("amazon", "aws", "google", "ibm", "the"))
"""What people say before a product of theirs."""
_LEAST_OF_PRODUCT = 6
_MEMORY = r"\d{1,4}\s?gb?"
_COUNT = r"(?<![\d.,])(\d[\d.,]{0,20}[km]?)"
_AMOUNTS = (
    ("--requests", rf"{_COUNT} (?:requests|calls|messages)"),
    ("--in", rf"{_COUNT} (?:input|prompt)(?: tokens)?"),
    ("--out", rf"{_COUNT} (?:output|completion)(?: tokens)?"),
)
"""Option of `cost` -> how its value is said."""
_ARTICLES = r"^(?:(?:an?|the|my|our|your|one|single) )+"
_LEAST_OF_SENTENCE = 4
_LEAST_PART = 3
"""Letters of the beginning of a name, from which on it is taken for one."""
_MOST_OF_NAME = 5
"""Words of a model: ``llama 3.3 nemotron super 49b``."""


def read_as(said: Sequence[str]) -> list[str] | None:
    """The command line that words without a command mean: a name is shown, several models are compared, a machine runs
    models, a persona, a need or a sentence asks for a recommendation, a question for what tells of it; None where they
    mean nothing.
    """
    end = next((place for place, word in enumerate(said) if word.startswith("-")), len(said))
    plain = [word.strip().lower().replace(" ", "-") for word in said[:end]]
    options = list(said[end:])
    if len(plain) > 1 and all(_is_named(word, "models", "families") for word in plain):
        return ["compare", *said]
    first = plain[0]
    for kind, words in _MEANT_BY_KIND.items():
        if len(plain) == 1 and _is_named(first, kind):
            return ["explain", *said] if words == ("show",) and _WEIGHED & set(options) else [*words, *said]
    if len(plain) == 1 and re.fullmatch(_MEMORY, first):
        return ["fit", "--vram", *said]
    if first in _LISTED and len(plain) == 1:
        return ["list", *options]
    if first in _SOUGHT and len(plain) > 1 and not _names_need(" ".join(said[1:end]).lower().split()):
        return ["list", " ".join(said[1:end]), *options]
    if first != "how" and not _is_named(first, "needs") and _is_slip_of_command(first):
        return None
    sentence = [word.strip(".,;:?!\"'()") for word in " ".join(said[:end]).lower().split()]
    if meant := _read_question(sentence, said[:end]):
        return [*meant, *options]
    if _asks_for_models(sentence):
        return ["recommend", *said]
    return ["show", *said] if len(plain) == 1 and len(first) >= _LEAST_PART and asks_for(first) == "show" else None


def _asks_for_models(sentence: Sequence[str]) -> bool:
    """Whether a sentence names a need or a memory, or is long enough to say something of what is sought."""
    is_long = len(sentence) >= _LEAST_OF_SENTENCE
    return is_long or _names_need(sentence) or any(re.fullmatch(_MEMORY, word) for word in sentence)


def _names_need(words: Sequence[str]) -> bool:
    """Whether one of `words`, or two of them together, name a need."""
    return any(_is_named(word, "needs") for word in (*words, *map("-".join, pairwise(words))))


def called_here(word: str) -> str | None:
    """What a command of other programs is called in this one."""
    return _CALLED_ELSE.get(word.lower())


def asks_for(word: str) -> str | None:
    """The command that `word` is probably meant for, when it is no command: a need for `recommend`, a model for
    `show`; None if it is neither.
    """
    words = words_file()["words"]
    low = word.lower().strip()
    if _is_named(low, "needs"):
        return "recommend"
    return "show" if low and any(True for _ in spellings_beginning(words["models"], low)) else None


def _read_question(sentence: Sequence[str], said: Sequence[str]) -> list[str] | None:
    """The command line that asks what a sentence asks of models, which was `said` so; None where it names none, or only
    asks for them.
    """
    sellers, others = _sellers_said(sentence)
    models, rest = _models_in(others)
    if sellers and not models:  # the name of a seller may be that of a model, too
        sellers, (models, rest) = [], _models_in(sentence)
    needs = [word for word in rest if _is_named(word, "needs")]
    asked = frozenset(rest)
    weighed = [word for need in needs for word in ("--need", need)]
    named = next((name for name, words in _ASKED_BY if asked & words), "show")
    if len(models) == 1 and asked & _THAN and asked & _OTHERWISE:
        return ["recommend", *said]
    if len(models) > 1:
        compared = ["compare", *models, *weighed]
        return ["cost", *models, *_amounts_said(sentence), *sellers] if named == "cost" and not needs else compared
    if needs:
        return ["explain", *models, *weighed] if models and asked & _JUDGED else None
    if not models:
        return ["retirements"] if asked & _OF_ALL else None
    details = {"fit": _machine_said, "cost": _amounts_said}.get(named)
    return [named, *models, *(details(sentence) if details else ()), *(sellers if named in _AT_SELLERS else ())]


def _models_in(sentence: Sequence[str]) -> tuple[list[str], list[str]]:
    """The models that a sentence names, each as it is written there, and its other words."""
    models, rest, place = list[str](), list[str](), 0
    while place < len(sentence):
        for after in range(min(place + _MOST_OF_NAME, len(sentence)), place, -1):
            name = "-".join(sentence[place:after])
            if _means_model(name, words=after - place):
                models.append(name)
                place = after
                break
        else:
            rest.append(sentence[place])
            place += 1
    return models, rest


def _means_model(name: str, words: int) -> bool:
    """Whether so many `words`, joined by hyphens, mean a model: by its name, with all its hyphens or fewer, or the
    beginning of it; one word by a number in it, or as that of a family.
    """
    if words == 1 and not re.search(r"\d", name):
        return name in _family_words()
    run_on = name.replace("-", "")
    return run_on in _names_run_on() or (
        words > 1 and any(each.startswith(f"{name}-") for each in _spellings_of("models"))
    )


@cache
def _names_run_on() -> frozenset[str]:
    return frozenset(name.replace("-", "") for kind in ("models", "families") for name in _spellings_of(kind))


def _machine_said(sentence: Sequence[str]) -> list[str]:
    """The option that names the machine behind `on` or `with`: ``can i run it on a 4090``."""
    behind = re.split(r" (?:on|with|in|using) ", " ".join(sentence))[1:]
    machines = [re.sub(_ARTICLES, "", re.split(r" (?:and|for|at) ", piece)[0]) for piece in behind]
    numbered = [each for each in machines if re.search(r"\d", each)]
    own = next((each for each in machines if each in _OWN), None)
    if not numbered:
        return ["--hardware", "detect"] if own else []
    if not re.fullmatch(_MEMORY, numbered[0]):
        return ["--hardware", numbered[0]]
    memory = numbered[0].replace(" ", "")
    return ["--hardware", f"{own} {memory}"] if own in _OF_APPLE else ["--vram", memory]


def _amounts_said(sentence: Sequence[str]) -> list[str]:
    """The options that name how much is asked: ``1M requests``, ``20k input tokens``."""
    text = " ".join(sentence)
    return [word for option, form in _AMOUNTS for found in re.findall(form, text)[:1] for word in (option, found)]


def _sellers_said(sentence: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options that name who sells it, behind `on` or `via`, and the other words: ``price on aws bedrock``."""
    options, rest, place = list[str](), list[str](), 0
    while place < len(sentence):
        behind = sentence[place + 1 : place + 3] if sentence[place] in _BEFORE_SELLER else ()
        known = [n for n, word in enumerate(behind) if word in _seller_words() and _HOUSES.issuperset(behind[:n])]
        if known:
            options += ["--provider", behind[known[-1]]]
            place += known[-1] + 2
        else:
            rest.append(sentence[place])
            place += 1
    return options, rest


def _is_slip_of_command(word: str) -> bool:
    import difflib  # late: most words are no slip

    return bool(difflib.get_close_matches(word, words_file()["tree"]["commands"], n=1, cutoff=0.75))


def _is_named(word: str, *kinds: str) -> bool:
    """Whether `word` is one of the spellings of something of these kinds."""
    return any(word in _spellings_of(kind) for kind in kinds)


@cache
def _spellings_of(kind: str) -> frozenset[str]:
    return frozenset(spelling.lower() for spellings in words_file()["words"][kind] for spelling in spellings)


@cache
def _seller_words() -> frozenset[str]:
    """Who sells models, by the id or the part of it that people say: ``bedrock``, ``fireworks``."""
    ids = _spellings_of("providers")
    products = {id_.rpartition("-")[2] for id_ in ids if "-" in id_}
    return (
        ids | {id_.removesuffix("-ai") for id_ in ids} | {word for word in products if len(word) >= _LEAST_OF_PRODUCT}
    )


@cache
def _family_words() -> frozenset[str]:
    """Words that mean the newest of a family: ``opus``, ``gemini``."""
    words = {word for family in _spellings_of("families") for word in family.split("-")}
    return frozenset(word for word in words - _PLAIN if len(word) > _LEAST_PART and word.isalpha()) | {"gpt", "glm"}
