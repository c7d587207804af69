"""Which answers are others than at an earlier commit, as Markdown: for release notes and the pull request of a refresh.

    python -m tools.answer_changes v0.1.0                  # that commit against this checkout
    python -m tools.answer_changes v0.1.0 --version 0.2.0  # after the section of that version in CHANGELOG.md

The questions are the decisions of `tools/answers.py`. Each side is asked with its own program and data, of the
day that its data were read; of an answer that changed, the lines of the short page stand as a diff.
"""

from __future__ import annotations

import argparse
import difflib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.answers import DECISIONS, ROOT, answer_to

MOST_CHARACTERS = 60_000
"""The text of a pull request holds 65,536."""
_SHIPPED_ON = re.compile(r'^SHIPPED_ON = "(\d{4}-\d\d-\d\d)"', re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """0; what changed is no fault."""
    parser = argparse.ArgumentParser(prog="answer_changes", description=__doc__.partition("\n")[0])
    parser.add_argument("commit", help="the earlier one")
    parser.add_argument("--version", help="begin with the section of this version in CHANGELOG.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        before = Path(name) / "before"
        before.mkdir()
        archive = subprocess.run(["git", "archive", options.commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(before)], input=archive, check=True)
        pages = [_pages_of_checkout(root, Path(name) / f"cache-{root.name}") for root in (before, ROOT)]
    text = report(*pages, options.commit)
    if options.version:
        changelog = (ROOT / "CHANGELOG.md").read_text("utf-8") if (ROOT / "CHANGELOG.md").is_file() else ""
        text = f"{changelog_section(changelog, options.version)}\n{text}"
    print(text[:MOST_CHARACTERS])
    return 0


def report(before: dict[str, str], now: dict[str, str], commit: str) -> str:
    """The Markdown: how many answers changed, and each one that did as a diff."""
    changed = {question: page for question, page in now.items() if before.get(question) != page}
    head = f"## Answers\n\n{len(changed)} of {len(now)} answers are not as they were at `{commit}`.\n"
    return head + "".join(_diff_block(question, before.get(question, ""), page) for question, page in changed.items())


def changelog_section(changelog: str, version: str) -> str:
    """What the change log says of `version`, without its heading; empty where it says nothing."""
    found = re.search(rf"^## \[?{re.escape(version)}\]?[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found[1].strip() + "\n" if found else ""


def _pages_of_checkout(root: Path, cache: Path) -> dict[str, str]:
    """The short page of each decision, as the program in `root` answers it on the day of its data."""
    cache.mkdir()
    found = _SHIPPED_ON.search((root / "modelpick" / "catalog" / "bundled.py").read_text("utf-8"))
    day = found[1] if found else "2026-11-26"

    def page(question: str) -> str:
        words = [match.strip('"') for match in re.findall(r'"[^"]*"|\S+', question)]
        dated = words if "--as-of" in words else [*words, "--as-of", day]
        return answer_to(dated, str(cache), root).replace(str(cache), "FOLDER")

    page(DECISIONS[0])  # compiles once, before many ask
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(DECISIONS, pool.map(page, DECISIONS), strict=True))


def _diff_block(question: str, before: str, now: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), "before", "after", n=0, lineterm="")
    kept = "\n".join(_kept_lines(lines))
    return f"\n<details><summary><code>{question}</code></summary>\n\n```diff\n{kept}\n```\n\n</details>\n"


def _kept_lines(lines: Iterator[str]) -> Iterator[str]:
    """What differs, without where; no line of an answer ends the block that it stands in."""
    for line in lines:
        if not line.startswith(("---", "+++", "@@")):
            yield line[:200].replace("```", "'''")


if __name__ == "__main__":
    sys.exit(main())
