"""Compiles the bundled catalog into the wheel, so that the first answer of an installation is a quick one."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


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
