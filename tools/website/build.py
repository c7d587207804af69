"""Which pages the site has, in which order, and what the site generator is told."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from modelpick.cli.addresses import project_address
from tools.website import explorer, reference
from tools.website.catalog_pages import catalog_pages, opened, state

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent

BY_HAND = {
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "security.md": "SECURITY.md",
    "governance.md": "GOVERNANCE.md",
    "code-of-conduct.md": "CODE_OF_CONDUCT.md",
    "licenses.md": "data/LICENSES.md",
    "examples.md": "examples/README.md",
}
"""Page of the site -> the file of the checkout that it shows, besides all of docs/."""

NAVIGATION: Mapping[str, tuple[str | tuple[str, str], ...]] = {
    "Start": (("Start", "index.md"), "asking.md", "examples.md"),
    "How to": (
        ("Put a choice before others", "html.md"),
        ("Know what runs on your machine", "fit.md"),
        ("Work out what it costs", "cost.md"),
        ("Prove data terms", "compliance.md"),
        ("Watch what ends and changes", "watching.md"),
        ("Ask whether it is there now", "live.md"),
        ("Audit code, and check in CI", "audit.md"),
        ("Use results of your own", "own-results.md"),
        ("Hand the choice to a gateway", "exports.md"),
        ("Ask from an assistant", "mcp.md"),
        ("Bring it up to date", "market.md"),
        ("Take signed data releases", "data-releases.md"),
    ),
    "Catalog": (
        ("Explorer", "explorer.md"),
        ("Models", "models/index.md"),
        ("Benchmarks", "benchmarks/index.md"),
        ("Providers", "providers/index.md"),
        ("Sources", "sources.md"),
    ),
    "Reference": (
        "commands.md",
        "formats.md",
        "documents.md",
        ("JSON Schemas", "schemas.md"),
        "exit-codes.md",
        "python.md",
        ("Python API", "api.md"),
        ("Needs", "rules/needs.md"),
        ("Constraints", "rules/constraints.md"),
        ("Advisories", "rules/advisories.md"),
        ("Personas", "rules/personas.md"),
        "writing-rules.md",
        "catalog.md",
    ),
    "Explanation": (
        "how-it-decides.md",
        "promises.md",
        "accuracy.md",
        "prices.md",
        "speed.md",
        "security.md",
        "everywhere.md",
        "architecture.md",
    ),
    "Project": (
        "contributing.md",
        "changelog.md",
        "governance.md",
        "code-of-conduct.md",
        "refreshing.md",
        "releasing.md",
        "licenses.md",
    ),
}
"""Section -> its pages, or (title, page). A page that does not exist is left out; one that is not named comes last."""

_LINK = re.compile(r"(?<!\!)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^)\s]+)\)")


def pages() -> dict[str, str]:
    """Page of the site -> its Markdown."""
    return pages_by_hand() | reference.pages() | catalog_pages()


def pages_by_hand() -> dict[str, str]:
    """Page of the site -> its Markdown, of those that are files of the checkout."""
    sources = BY_HAND | {path.name: f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))}
    sources = {page: file for page, file in sources.items() if (ROOT / file).is_file()}
    places = {file: page for page, file in sources.items()}
    return {page: relinked((ROOT / file).read_text("utf-8"), file, page, places) for page, file in sources.items()}


def relinked(text: str, file: str, page: str, places: Mapping[str, str]) -> str:
    """`text` of the checkout's `file` with the links that they are on `page`: what is not on the site is named only."""

    def moved(match: re.Match[str]) -> str:
        target, _, anchor = match["target"].partition("#")
        if not target or re.match(r"[a-z]+:", target):
            return match[0]
        asked = posixpath.normpath(posixpath.join(posixpath.dirname(file), target))
        if asked.startswith("docs/schema"):
            asked_page = asked.removeprefix("docs/") + ("" if asked.endswith(".json") else "/")
            asked_page = "schemas.md" if asked_page == "schema/" else asked_page
        elif asked in places:
            asked_page = places[asked]
        else:
            return match["text"] if match["text"].startswith("`") else f"{match['text']} (`{asked}`)"
        end = f"#{anchor}" if anchor else ""
        return f"[{match['text']}]({posixpath.relpath(asked_page, posixpath.dirname(page) or '.')}{end})"

    text = _LINK.sub(moved, text)
    return re.sub(r"\]\(docs/answer\.svg\)", "](answer.svg)", text)


def write_sources(folder: Path, made: Mapping[str, str]) -> None:
    """Write what the site generator reads."""
    for page, text in made.items():
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(text, "utf-8")
    shutil.copytree(ROOT / "docs" / "schema", folder / "schema")
    shutil.copyfile(ROOT / "docs" / "answer.svg", folder / "answer.svg")
    for name in ("extra.css", "extra.js"):
        shutil.copyfile(HERE / name, folder / name)
    for path, text in explorer.pages(opened(), state().day).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def config_text(made: Mapping[str, str]) -> str:
    """The configuration of the site generator."""
    text = (HERE / "zensical.toml").read_text("utf-8")
    source = project_address("Source")  # not the generator's `repo_url`, with which a page asks the forge for figures
    built_from = state().sentence + (f" <a href='{source}'>Source</a>" if source else "")
    return text.replace("{built_from}", built_from).replace("{navigation}", navigation_toml(navigation(made)))


def navigation(made: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Section -> title -> page."""
    listed: dict[str, dict[str, str]] = {}
    named = set()
    for section, entries in NAVIGATION.items():
        listed[section] = {}
        for entry in entries:
            title, page = (None, entry) if isinstance(entry, str) else entry
            named.add(page)
            if page in made:
                listed[section][title or first_heading(made[page])] = page
    rest = [page for page in made if page not in named and "/" not in page]
    if rest:
        listed["More"] = {first_heading(made[page]): page for page in rest}
    return listed


def navigation_toml(sections: Mapping[str, Mapping[str, str]]) -> str:
    """`sections` as a list of TOML tables."""
    lines = []
    for section, shown in sections.items():
        entries = ", ".join(f"{{{json.dumps(title)} = {json.dumps(page)}}}" for title, page in shown.items())
        lines.append(f"  {{{json.dumps(section)} = [{entries}]}},")
    return "[\n" + "\n".join(lines) + "\n]"


def first_heading(text: str) -> str:
    """The title of a page."""
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"a page without a title begins {text[:60]!r}")
    return found[1].strip()
