"""What git would ignore: the patterns of a .gitignore, matched in time that grows with the name and not faster.

A pattern becomes a regular expression in which nothing once matched is tried another way: after a star the first place
where the next literal part fits is as good as any later one, because another star follows it. So a hostile pattern of a
hundred stars costs as much as a plain one of its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

LONGEST = 1024
"""Characters of a line; a longer one is no pattern that somebody wrote."""
_NAMED_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": r" \t", "cntrl": r"\x00-\x1f\x7f", "digit": "0-9", "graph": "!-~",
    "lower": "a-z", "print": " -~", "punct": r"!-/:-@\[-`{-~", "space": r"\t-\r ", "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}  # fmt: skip
_MATCH_NOTHING = "(?!)"
_STAR_TOKEN, _SLASH_TOKEN = "*", "/"


class IgnorePattern(NamedTuple):
    """One line. `by_name`: it is about the last part of a path, in whatever folder."""

    regex: str
    keeps: bool
    folders_only: bool
    by_name: bool


class IgnoreRules:
    """The patterns of one file, for the paths beneath its folder; the last that matches decides."""

    def __init__(self, text: str) -> None:
        found = list(_ignore_patterns(text))[::-1]
        sorts = groupby(found, key=lambda each: each[1:])
        self._groups = [
            (keeps, folders_only, by_name, re.compile("|".join(f"(?:{each.regex})" for each in same), re.DOTALL))
            for (keeps, folders_only, by_name), same in sorts
        ]

    def ignores(self, path: str, is_folder: bool) -> bool | None:
        """Whether `path`, beneath the folder of the rules and with slashes, is ignored; None where they do not say."""
        name = path.rpartition("/")[2]
        for keeps, folders_only, by_name, regex in self._groups:
            if (is_folder or not folders_only) and regex.fullmatch(name if by_name else path):
                return not keeps
        return None


def _ignore_patterns(text: str) -> Iterator[IgnorePattern]:
    for line in text.removeprefix("\ufeff").split("\n"):
        said = _without_end(line.removesuffix("\r"))
        if not said or said.startswith("#") or len(said) > LONGEST:
            continue
        keeps = said.startswith("!")
        said = said.removeprefix("!")
        folders_only = said.endswith("/")
        said = said.removesuffix("/")
        by_name = "/" not in said
        regex = _path_regex(said.removeprefix("/"), by_name)
        if said and regex is not None:
            yield IgnorePattern(regex, keeps, folders_only, by_name)


def _without_end(line: str) -> str:
    """`line` without the blanks at its end, but for one that a backslash keeps."""
    bare = line.rstrip(" ")
    kept = len(line) > len(bare) and (len(bare) - len(bare.rstrip("\\"))) % 2
    return f"{bare} " if kept else bare


def _path_regex(pattern: str, by_name: bool) -> str | None:
    """A regular expression for all of a path; None for a pattern that matches none."""
    tokens = list(_pattern_tokens(pattern))
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == _SLASH_TOKEN:
            parts.append([])
        else:
            parts[-1].append(token)
    if not tokens or not all(parts) or _MATCH_NOTHING in tokens:
        return None
    groups: list[list[str]] = [[]]
    for part in parts:
        if len(part) > 1 and set(part) == {_STAR_TOKEN} and not by_name:
            groups.append([])
        else:
            groups[-1].append(_part_regex(part))
    return _joined_groups(groups)


def _joined_groups(groups: list[list[str]]) -> str:
    """The parts of a path, one group of them after each ``**``."""
    first, *others = ["/".join(group) for group in groups]
    found, inner = first, [group for group in others[:-1] if group]
    for group in inner:
        found += ("/" if found else "") + f"(?>(?:[^/]+/)*?{group}(?=/))"
    if not others:
        return found
    # What ends in ** is all that lies beneath, of whatever depth.
    return found + ("/" if found else "") + (f"(?:[^/]+/)*?{others[-1]}" if others[-1] else ".+")


def _part_regex(tokens: Iterable[str]) -> str:
    """One part of a path: literal runs between stars."""
    runs = [""]
    for token in tokens:
        if token == _STAR_TOKEN:
            runs.append("")
        else:
            runs[-1] += token
    first, *others = runs
    if not others:
        return f"{first}(?![^/])"
    middle = "".join(f"(?>[^/]*?{run})" for run in others[:-1] if run)
    return f"(?>{first}{middle}[^/]*{others[-1]}(?![^/]))" if others[-1] else f"(?>{first}{middle}[^/]*)"


def _pattern_tokens(pattern: str) -> Iterator[str]:
    """Star, slash, or an expression for one character."""
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char in "*/":
            yield char
        elif char == "?":
            yield "[^/]"
        elif char == "\\":
            following = pattern[at : at + 1]
            yield following if following == _SLASH_TOKEN else re.escape(following) if following else _MATCH_NOTHING
            at += 1
        elif char == "[":
            token, at = _character_class(pattern, at)
            yield token
        else:
            yield re.escape(char)


def _character_class(pattern: str, at: int) -> tuple[str, int]:
    """The expression for a class whose bracket stands before `at`, and where it ends."""
    negated = pattern[at : at + 1] in ("!", "^")
    at += negated
    items, begin = "", at
    while at < len(pattern):
        char = pattern[at]
        if char == "]" and at > begin:
            some = f"[^{items}]" if negated else f"[{items}]"
            return f"(?!/){some}" if items else ("[^/]" if negated else _MATCH_NOTHING), at + 1
        if pattern.startswith("[:", at) and (end := pattern.find(":]", at + 2)) > 0:
            if pattern[at + 2 : end] not in _NAMED_CLASSES:
                return _MATCH_NOTHING, len(pattern)
            items += _NAMED_CLASSES[pattern[at + 2 : end]]
            at = end + 2
            continue
        low, at = _letter_at(pattern, at)
        high = low
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("", "]"):
            high, at = _letter_at(pattern, at + 1)
        if low <= high:
            items += re.escape(low) if low == high else f"{re.escape(low)}-{re.escape(high)}"
    return _MATCH_NOTHING, len(pattern)


def _letter_at(pattern: str, at: int) -> tuple[str, int]:
    """The character at `at`, or the one that is escaped there, and what comes after."""
    if pattern[at] == "\\" and at + 1 < len(pattern):
        return pattern[at + 1], at + 2
    return pattern[at], at + 1
