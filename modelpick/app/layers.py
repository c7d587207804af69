"""Where the user's own catalog files lie, and which of them lie over which."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from modelpick.domain.fields import Plain
from modelpick.storage.folders import config_folder

PROJECT_FILE = "modelpick.yaml"
"""A catalog file of the project."""
CONFIG, PROJECT, GIVEN = "config folder", "project", "--catalog"


class Layer(Plain):
    """One catalog file of the user's. `name` says how it came to be read."""

    name: str
    path: Path


def overlays(cwd: Path, catalogs: Sequence[Path], *, with_user: bool = True) -> list[Layer]:
    """The user's own files, later ones over earlier ones.

    The config folder's in the order of their names, the project's, then those named on the command line. Without
    `with_user` these last alone. Looks at folders; opens no file.
    """
    found: list[Layer] = []
    if with_user:
        found += [Layer(CONFIG, path) for path in in_config_folder()]
        project = project_file(cwd)
        found += [Layer(PROJECT, project)] if project else []
    return found + [Layer(GIVEN, path) for path in catalogs]


def in_config_folder() -> list[Path]:
    """The catalog files of the config folder, by name; none where it cannot be looked into."""
    folder = config_folder()
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.is_file())
    except OSError:
        return []


def project_file(cwd: Path) -> Path | None:
    """The project's catalog file: that of `cwd`, else of the nearest folder above inside the same repository.

    Named as seen from `cwd`, so that messages about it are short.
    """
    for steps, folder in enumerate(_folders(cwd)):
        if _is_file(folder / PROJECT_FILE):
            return Path(*[".."] * steps, PROJECT_FILE) if _is_here(cwd) else folder / PROJECT_FILE
    return None


def _folders(cwd: Path) -> list[Path]:
    """`cwd` and the folders above it up to the repository's root; `cwd` alone outside of a repository.

    Nothing above the home folder is looked at: what lies there belongs to others.
    """
    here = Path(os.path.abspath(cwd))
    home = Path.home() if "HOME" in os.environ or os.name == "nt" else None
    passed: list[Path] = []
    for folder in (here, *here.parents):
        passed.append(folder)
        if (folder / ".git").exists():
            return passed
        if folder == home:
            break
    return [here]


def _is_here(cwd: Path) -> bool:
    return os.path.abspath(cwd) == os.getcwd()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
