"""Where the user's own catalog files lie, and which of them lie over which."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from modelpick.model.arguments import PROJECT_FILE
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.storage.folders import config_folder
from modelpick.storage.reading import Reads

NO_PROJECT_VARIABLE = "MODELPICK_NO_PROJECT"
"""Set to anything, it leaves out every file that is found and not named."""
CONFIG, PROJECT, GIVEN, BUNDLED = "config folder", "project", "--catalog", "bundled"
"""By which rule a file counts."""


class Layer(Plain):
    """One of the user's catalog files; `name` says by which rule it was found."""

    name: str
    path: Path


class Layers(Plain):
    """The user's own files: those that count, later ones over earlier ones, and a note on each that does not."""

    used: tuple[Layer, ...]
    left_out: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that count."""
        return tuple(layer.path for layer in self.used)


def own_layers(cwd: Path, catalogs: Sequence[Path], *, project: bool = True, reads: Reads | None = None) -> Layers:
    """The config folder's files in the order of their names, the project's, then the named `catalogs`.

    Without `project`, or where `NO_PROJECT_VARIABLE` is set, the named ones alone. The project's file counts where it
    lies in `cwd` and is the user's own; else only once it is trusted (`trust`), as `reads` has read it.
    """
    named = tuple(Layer(GIVEN, path) for path in catalogs)
    if not project or os.environ.get(NO_PROJECT_VARIABLE):
        return Layers(named)
    own = tuple(Layer(CONFIG, path) for path in in_config_folder())
    file = project_file(cwd)
    if file is None:
        return Layers((*own, *named))
    doubt = doubt_about(file, cwd, reads)
    if doubt is None:
        return Layers((*own, Layer(PROJECT, file), *named))
    return Layers((*own, *named), (f"{file} was left out: it {doubt}. `modelpick config trust {file}` lets it count",))


def doubt_about(file: Path, cwd: Path, reads: Reads | None = None) -> str | None:
    """Why the project's `file` does not count; None where it does."""
    above = Path(os.path.abspath(file)).parent != Path(os.path.abspath(cwd))
    if not above and _is_ours(file):
        return None
    from modelpick.use_cases.trust import trusted  # late: most projects have no file

    trust = trusted(file, reads)
    if trust == "yes":
        return None
    if trust == "changed":
        return "has changed since it was trusted"
    return "lies above this folder" if above else "belongs to another user"


def refusal_of(file: Path, cwd: Path) -> ModelpickError | None:
    """Why nothing is added to the project's `file`: it does not count, so that what is added would not either."""
    doubt = doubt_about(file, cwd) if _is_file(file) else None
    if doubt is None:
        return None
    hint = f"`modelpick config trust {file}` lets it count, or name another file"
    return ModelpickError(f"{doubt}, so that what is added would not count", where=str(file), hint=hint)


def _is_ours(file: Path) -> bool:
    """Whether the file, and the link that may stand in its place, belong to whoever runs this; on Windows always."""
    if not hasattr(os, "geteuid"):
        return True
    try:
        return {file.stat().st_uid, file.lstat().st_uid} == {os.geteuid()}
    except OSError:
        return False


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
    for steps, folder in enumerate(_folders_above(cwd)):
        if _is_file(folder / PROJECT_FILE):
            return Path(*[".."] * steps, PROJECT_FILE) if os.path.abspath(cwd) == os.getcwd() else folder / PROJECT_FILE
    return None


def _folders_above(cwd: Path) -> list[Path]:
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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
