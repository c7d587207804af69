"""Finding what a name means, and what was probably meant when it means nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from modelpick.model.exits import ModelpickError

# Patterns as text: what needs none of them compiles none.
_WORD_BREAKS = r"[\s_]+"
_BRITISH_ENDING = r"is(?=ations?\b|ed\b|es?\b|ers?\b|ing\b)"
_WORD_OR_NUMBER = r"\d+(?:\.\d+)*b(?![a-z])|[a-z]+|\d+(?:\.\d+)*"
"""A size is one word: 3b is no part of `llama-3.2-1b`, nor 4 of `qwen3.5-4b`."""


def fold(name: str) -> str:
    """The form in which names are compared: lower case, one kind of separator."""
    return re.sub(_WORD_BREAKS, "-", name.strip().lower())


def american(folded: str) -> str:
    """A folded name in American spelling: ``quantisation`` becomes ``quantization``."""
    return re.sub(_BRITISH_ENDING, "iz", folded).replace("licence", "license").replace("centre", "center")


def parts(name: str) -> frozenset[str]:
    """The words, numbers and sizes of `name`, each whole: 5.4 is not a part of 15.4."""
    return frozenset(re.findall(_WORD_OR_NUMBER, name.lower()))


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Known names that `name` is part of, then those spelled most like it."""
    wanted, names = fold(name), sorted(set(known))
    parts = [n for n in names if wanted and wanted in fold(n)]
    parts.sort(key=len)
    folded = {fold(n): n for n in reversed(names)}
    import difflib  # late: most names are right

    alike = difflib.get_close_matches(wanted, folded, n=limit, cutoff=0.6)
    return list(dict.fromkeys([*parts, *(folded[n] for n in alike)]))[:limit]


def did_you_mean(name: str, known: Iterable[str], limit: int = 3) -> str | None:
    """A hint such as "Did you mean `coding`?", or None when nothing is near."""
    return meant_hint(nearest(name, known, limit))


def meant_hint(close: Iterable[str]) -> str | None:
    """ "Did you mean `rag` or `coding`?" of the names that come near; None where none does."""
    said = " or ".join(f"`{name}`" for name in close)
    return f"Did you mean {said}?" if said else None


def near_or_all(name: str, known: Collection[str], limit: int = 3) -> str:
    """A hint that names what is near, or all that is known."""
    return did_you_mean(name, known, limit) or f"Known: {', '.join(known)}"


def check_word(word: str, known: Collection[str], where: str) -> None:
    """Refuse a word that is none of `known`.

    Raises:
        ModelpickError: at `where`; names the nearest.
    """
    if word not in known:
        hint = did_you_mean(word, known, 1)
        raise ModelpickError(f"is {word!r}, expected one of {', '.join(known)}", where=where, hint=hint)
