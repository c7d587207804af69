"""One voice: the words that the program and its pages do not use, each with the better one.

    python -m tools.words          lists them, with file and line; exit code 1 if there are any
    python -m tools.words --fix    puts the better word where one word simply stands for another

Looked at are texts (string literals of more than one word, docstrings, comments), rules, and the pages of the docs.
What stands in backticks, in braces, or in a path is code, and is left alone.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOOKED_AT = ("modelpick/**/*.py", "rules/**/*.yaml", "docs/*.md", "README.md")
ALSO_FIXED = ("tests/**/*.py", "tests/scenarios/**/*.yaml")
"""Tests quote what the program says; they may name a banned word, and are never complained of."""
SPARED = ("test_voice.py", "test_names.py")
"""The tests of words and spelling, which have to say them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A pattern, and what to write instead. `fixed`: the replacement, where it is one in every text."""

    pattern: re.Pattern[str]
    better: str
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    line: int
    word: str
    better: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.word!r}: {self.better}"


def _spelled_words(british: str, american: str) -> Iterator[Word]:
    """Both cases of a word that America spells otherwise, as a word of its own."""
    for old, new in ((british, american), (british.capitalize(), american.capitalize())):
        yield Word(re.compile(rf"(?<![\w./\-]){old}(?=s?(?![\w/\-])(?!\.[\w$])(?!:\s*[{{\[\n_]))"), f"write {new}", new)


def _stem_words(british: str, american: str) -> Iterator[Word]:
    """Both cases of a stem, whatever its ending."""
    for old, new in ((british, american), (british.capitalize(), american.capitalize())):
        yield Word(re.compile(rf"(?<![\w./\-]){old}(?=[a-z]*(?![\w/\-])(?!\.[\w$]))"), f"write {new}-", new)


def _banned_word(pattern: str, better: str) -> Word:
    return Word(re.compile(pattern, re.IGNORECASE), better)


WORDS: tuple[Word, ...] = (
    *_spelled_words("licence", "license"),
    *_spelled_words("catalogue", "catalog"),
    *_spelled_words("behaviour", "behavior"),
    *_spelled_words("colour", "color"),
    *_spelled_words("favour", "favor"),
    *_spelled_words("artefact", "artifact"),
    *_spelled_words("centre", "center"),
    *_spelled_words("spelt", "spelled"),
    *_spelled_words("misspelt", "misspelled"),
    *_stem_words("quantis", "quantiz"),
    *_stem_words("normalis", "normaliz"),
    *_stem_words("utilis", "utiliz"),
    *_stem_words("amortis", "amortiz"),
    *_stem_words("optimis", "optimiz"),
    *_stem_words("recognis", "recogniz"),
    *_stem_words("summaris", "summariz"),
    *_stem_words("organis", "organiz"),
    Word(re.compile(r"(?<=[\d}]) %(?=[\s.,;:)\"'\]&|/]|$)"), "write 39%, without a space", "%"),
    Word(re.compile(r" \+- "), "write ±", " ±"),
    _banned_word(
        r"\bin (\d+%? )?of? ?draws\b|\bfirst in draws\b|\bthe draws\b|\b\d+ draws\b", "say: about 4 in 10, simulations"
    ),
    _banned_word(r"\bworlds\b", "say: simulations"),
    _banned_word(r"\bplace is (a|no) guess|\bwe guess\b|\bis a guess\b", "say: barely tested, estimated"),
    _banned_word(r"nowhere worse|somewhere better", "say: beats it or ties with it on every test"),
    _banned_word(
        r"turns? (no |the |round|.* round)\b.*order|order .*turns round|may turn it round",
        "say: when the cheaper one changes",
    ),
    _banned_word(r"the least that must move|no weights at all would", "say: leads only if; no re-weighting"),
    _banned_word(r"what would have to give|what keeps it out", "say: relax one of these; why it is excluded"),
    _banned_word(r"(is|are) all that is known", "say: only 2 published scores exist"),
    _banned_word(r"\bnothing is asked\b", "say: say what it is for"),
    _banned_word(r"said of these offerings", "say: notes on providers"),
    _banned_word(r"\bis generally available since\b", "say: has been generally available since"),
    _banned_word(r"\bgiving up .* would admit\b", "say: without X, N models would fit"),
    _banned_word(r"\bprice map\b", "say: LiteLLM's price list"),
    _banned_word(r"since when is unknown|whether there is an api is not known", "say: no API found"),
    _banned_word(r"\bof this need weighs\b|\bwhat the need asks\b", "say: the weighted tests"),
)

_CODE_PARTS = re.compile(r"```.*?```|``[^`]*``|`[^`]*`|\{[^{}]*\}|https?://\S+|\]\([^)]*\)", re.DOTALL)


def main(args: list[str] | None = None) -> int:
    """List, or mend, what is not said here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fix", action="store_true", help="put the better word where one stands for another")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT)
    asked = parser.parse_args(args)
    if asked.fix:
        for path in _files_matching(asked.root, (*LOOKED_AT, *ALSO_FIXED)):
            _mend_file(path)
    found = [each for path in _files_matching(asked.root, LOOKED_AT) for each in in_file(path)]
    for each in found:
        print(each)
    return 1 if found else 0


def in_file(path: Path) -> Iterator[Found]:
    """The banned words in the texts of a file."""
    text = path.read_text(encoding="utf-8")
    for start, part in _texts_of_file(path, text):
        line = text.count("\n", 0, start) + 1
        for at, word in in_text(part):
            yield Found(path, line + part.count("\n", 0, at), part[at : at + len(word[0])], word[1])


def in_text(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Where in `text` a banned word stands, the word, and the better one."""
    prose = _without_code(text)
    for word in WORDS:
        for match in word.pattern.finditer(prose):
            yield match.start(), (match.group(), word.better)


def mended(text: str) -> str:
    """`text` with the better words, its code left alone."""
    for word in WORDS:
        if word.fixed is None:
            continue
        places = [match.span() for match in word.pattern.finditer(_without_code(text))]
        for start, end in reversed(places):
            text = text[:start] + word.fixed + text[end:]
    return text


def _without_code(text: str) -> str:
    """Code as blanks of the same length, a brace kept where it ends."""
    return _CODE_PARTS.sub(lambda match: re.sub(r"[^\n]", "_", match.group()[:-1]) + match.group()[-1:], text)


def _files_matching(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern) if path.name not in SPARED})


def _texts_of_file(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """The texts of a file with where they start: all of a page, of a program its strings and comments."""
    if path.suffix != ".py":
        yield 0, text
        return
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    wanted = (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", -1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in wanted:
            begin = starts[token.start[0] - 1] + token.start[1]
            end = starts[token.end[0] - 1] + token.end[1]
            if re.search(r"\s", text[begin:end].strip()):
                yield begin, text[begin:end]


def _mend_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    new = text
    for start, part in sorted(_texts_of_file(path, text), reverse=True):
        new = new[:start] + mended(part) + new[start + len(part) :]
    if new != text:
        path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
