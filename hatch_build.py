"""What a build works out: the compiled catalog, so that a first answer is quick, and the addresses of the project."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ADDRESS_VARIABLE = "MODELPICK_PROJECT_URL"
"""The environment variable that states where the repository is."""

_SCP_LIKE = re.compile(r"(?P<user>[^@/\s]+)@(?P<host>[^@:/\s]+):(?P<path>[^\s/]\S*|/[^\s/]\S*)")
"""`git@host:owner/name`, as git takes it for an address of ssh."""
_PUBLIC_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)")
"""No number, no single word, no alias of an ssh configuration such as `github.com-work`."""
_LOCAL_ENDS = ("localhost", "local", "localdomain", "internal", "lan", "home", "invalid", "test", "example")
_PATH_OF_REPOSITORY = re.compile(r"(?:/[\w.~-]+){2,}", re.ASCII)
_LINK_TO_FILE = re.compile(r"\]\((?![a-z]+:|[#/])([^()\s]+)\)")
_FORGES = {"github": "", "gitlab": "/-"}
"""A word of its host -> what stands between a repository and its pages. Of another forge no page is guessed."""


class ProjectAddresses(MetadataHookInterface):
    """Gives `project.urls`, and the README with links that lead there from wherever it is shown.

    An sdist keeps what it was made with (its PKG-INFO), be it no address.
    """

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        root = Path(self.root)
        found = None if (root / "PKG-INFO").is_file() else project_address(root, os.environ)
        metadata["urls"] = {} if found is None else addresses_of(found)
        if "readme" not in metadata:
            text = (root / "README.md").read_text("utf-8")
            shown = text if found is None else linked_readme(text, found)
            metadata["readme"] = {"content-type": "text/markdown", "text": shown}


def project_address(root: Path, environment: Mapping[str, str]) -> str | None:
    """Where the repository of the checkout `root` is: as is stated, else as its workflow or its `origin` has it."""
    if stated := environment.get(ADDRESS_VARIABLE):
        if (address := public_address(stated)) is None:  # it is not repeated: it may hold a token
            raise ValueError(f"{ADDRESS_VARIABLE} is no https or ssh address of a repository on a public host")
        return address
    server, name, workspace = (environment.get(f"GITHUB_{each}") for each in ("SERVER_URL", "REPOSITORY", "WORKSPACE"))
    # Whoever installs this in a workflow of theirs has their repository there: only a checkout of it is at its place.
    if server and name and workspace and Path(workspace).resolve() == root.resolve():
        return public_address(f"{server}/{name}")
    return public_address(_origin_of(root))


def _origin_of(root: Path) -> str:
    """The remote `origin` of this very folder, not of one above it."""
    if not (root / ".git").exists():
        return ""
    ask = ["git", "--git-dir", str(root / ".git"), "config", "--get", "remote.origin.url"]
    try:
        ran = subprocess.run(ask, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    except OSError:  # no git
        return ""
    return ran.stdout.strip() if ran.returncode == 0 else ""


def public_address(remote: str) -> str | None:
    """The https address that people open for `remote`, without user, token and port of ssh; None for any other."""
    if scp := _SCP_LIKE.fullmatch(remote):
        remote = f"ssh://{scp['user']}@{scp['host']}/{scp['path'].lstrip('/')}"
    try:
        parts = urlsplit(remote)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme == "ssh":
        host, port = re.sub(r"^(?:alt)?ssh\.", "", host), None  # where a forge takes ssh through a firewall
    elif parts.scheme != "https" or parts.query or parts.fragment:
        return None
    path = parts.path.rstrip("/").removesuffix(".git")
    is_forge = parts.scheme == "https" or parts.username == "git"  # else it is a person's account on a machine
    is_named = _PUBLIC_HOST.fullmatch(host) and host.rpartition(".")[2] not in _LOCAL_ENDS
    is_repository = _PATH_OF_REPOSITORY.fullmatch(path) and not {".", ".."} & set(path.split("/"))
    place = host if port in {None, 443} else f"{host}:{port}"
    return f"https://{place}{path}" if is_forge and is_named and is_repository else None


def addresses_of(repository: str) -> dict[str, str]:
    """The addresses of `project.urls` by what they are called."""
    found = {"Homepage": repository, "Source": repository}
    if (pages := _pages_of(repository)) is None:
        return found
    return found | {
        "Documentation": f"{pages}/tree/HEAD/docs",
        "Changelog": f"{pages}/blob/HEAD/CHANGELOG.md",
        "Issues": f"{pages}/issues",
    }


def linked_readme(text: str, repository: str) -> str:
    """The README with each link to a file of the checkout led to the `repository`."""
    if (pages := _pages_of(repository)) is None:
        return text
    kinds = {True: "raw", False: "blob"}  # a picture is wanted as it is, all else as a page
    return _LINK_TO_FILE.sub(lambda at: f"]({pages}/{kinds[at[1].endswith('.svg')]}/HEAD/{at[1]})", text)


def _pages_of(repository: str) -> str | None:
    """What the addresses of its pages begin with, where its forge is known."""
    words = (urlsplit(repository).hostname or "").split(".")
    return next((f"{repository}{between}" for forge, between in _FORGES.items() if forge in words), None)


class CompiledCatalog(BuildHookInterface):
    """Adds `_bundled/catalog.sqlite`, the number of the build that it is of, and the words that shells complete."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from modelpick.catalog.bundled import PACKAGE, SHIPPED_ON, bundled
            from modelpick.cli.words import make_words
            from modelpick.snapshot.key import program_of
            from modelpick.snapshot.write import write
            from modelpick.use_cases.known_words import words_of
            from modelpick.use_cases.load import CatalogInputs, compiled
        finally:
            sys.path.remove(self.root)
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        made = compiled(CatalogInputs(synced=False), SHIPPED_ON)
        write(folder / "catalog.sqlite", made, SHIPPED_ON)
        (folder / "BUILD").write_text(program_of(PACKAGE, bundled("data"), bundled("rules")), encoding="ascii")
        words = json.dumps(make_words(words_of(made.facts, made.rulebook)), separators=(",", ":"))
        (folder / "words.json").write_text(words, encoding="utf-8")
        for name in ("catalog.sqlite", "BUILD", "words.json"):
            build_data["force_include"][str(folder / name)] = f"modelpick/_bundled/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        if version != "editable":
            self._folder.cleanup()
