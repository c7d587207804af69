"""Ignore files are read as git reads them, and no pattern takes longer than its length allows."""

from __future__ import annotations

import itertools
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from modelpick.audit.gitignore import IgnoreRules

PIECES = (
    "*",
    "**",
    "/",
    "a",
    "b",
    "?",
    "[ab]",
    "[!a]",
    "[a-c]",
    "\\a",
    "\\*",
    "ab",
    "!",
    "#",
    " ",
    "\\ ",
    "[",
    "]",
    ".",
    "**/",
    "/**",
)
FILES = [
    *("a", "b", "ab", "ba", "c", "*", "a b", "a ", "!a", "#a", "[", "a]", ".a"),
    *(f"d/{name}" for name in ("a", "b", "ab", "abab", "e/a", "e/ab", "e/c/b")),
    *("aa/a", "aa/b/a", "aa/b/b", "b.d/c"),
]


@pytest.mark.parametrize(
    ("pattern", "ignored", "kept"),
    [
        ("*.gen.py", ["x.gen.py", "a/b.gen.py"], ["x.py"]),
        ("/build", ["build"], ["a/build"]),
        ("a/*.py", ["a/x.py"], ["a/b/x.py", "b/a/x.py"]),
        ("**/x", ["x", "a/x", "a/b/x"], ["xx", "a/yx"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "b/a"]),
        ("a/**/b", ["a/b", "a/x/b", "a/x/y/b"], ["a", "b", "c/a/b"]),
        ("a/**/b/**/c", ["a/b/c", "a/x/b/y/c"], ["a/c", "a/bb/c"]),
        ("x[!0-9]y?", ["xayz"], ["x1yz", "xay", "x/yz"]),
        ("[[:digit:]]*", ["1a"], ["a1"]),
        ("caf?", ["café"], ["cafe/x"]),
        ("\\#a", ["#a"], ["a"]),
        ("a\\ ", ["a "], ["a"]),
        ("a  ", ["a"], ["a  "]),
        ("**", ["a", "a/b"], []),
        ("[", [], ["[", "a"]),
        ("a\\", [], ["a", "a\\"]),
        ("# a", [], ["a", "# a"]),
    ],
)
def test_a_pattern_means_what_git_makes_of_it(pattern: str, ignored: list[str], kept: list[str]) -> None:
    rules = IgnoreRules(pattern)
    assert [path for path in (*ignored, *kept) if rules.ignores(path, False)] == ignored


def test_the_last_pattern_that_matches_decides() -> None:
    rules = IgnoreRules("*.py\n!kept.py\nbuild/\r\n")
    assert [rules.ignores(path, False) for path in ("a.py", "kept.py", "build", "x")] == [True, False, None, None]
    assert rules.ignores("build", True) is True


@pytest.mark.skipif(shutil.which("git") is None, reason="compares with git")
def test_random_patterns_are_read_as_git_reads_them(tmp_path: Path) -> None:
    chance = random.Random(14)
    drawn = [
        ["".join(chance.choices(PIECES, k=chance.randint(1, 6))) for _ in range(1 + n % 3 // 2)] for n in range(90)
    ]
    # Two stars after plain letters are one star to everybody, but two to git's shortcut for those letters.
    patterns = [lines for lines in drawn if not re.search(r"[^/*]\*\*", "\n".join(lines))]
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    for number, lines in enumerate(patterns):
        for name in FILES:
            place = tmp_path / str(number) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        (tmp_path / str(number) / ".gitignore").write_text("\n".join(lines) + "\n")
    folders = sorted({str(parent) for name in FILES for parent in Path(name).parents} - {"."})
    paths = [f"{number}/{name}" for number in range(len(patterns)) for name in (*folders, *FILES)]
    asked = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(paths), capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    theirs = {path for path in asked.stdout.split("\0") if path}
    for number, lines in enumerate(patterns):
        rules = IgnoreRules("\n".join(lines))
        ours: set[str] = set()
        for name in (*folders, *FILES):
            above = {str(parent) for parent in Path(name).parents} & ours
            if above or rules.ignores(name, name in folders):
                ours.add(name)
        assert {f"{number}/{name}" for name in ours} == {p for p in theirs if p.startswith(f"{number}/")}, lines


@pytest.mark.parametrize(
    "pattern", ["*a" * 60 + "b", "**/a/" * 60 + "b", "/".join(["**", "*a*a*a*a*c"] * 30), "[a-z]*" * 100 + "!"]
)
def test_a_pattern_of_many_stars_ends(pattern: str) -> None:
    """One that tries every way would need more than the age of the universe."""
    rules = IgnoreRules(pattern)
    for path in ("a" * 250, "/".join(["a"] * 1500), "/".join(itertools.repeat("a" * 50, 60))):
        assert rules.ignores(path, False) is None


def test_a_line_that_nobody_wrote_is_no_pattern() -> None:
    assert IgnoreRules("a" * 2000 + "\nb\n").ignores("a" * 2000, False) is None
