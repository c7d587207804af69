"""The two folders of the user that the program works in, and how a file is named as seen from another place."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

CACHE_VARIABLE = "MODELPICK_CACHE_DIR"
CONFIG_VARIABLE = "MODELPICK_CONFIG_DIR"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""What is kept tells of the user's prices, discounts and policy: it is for nobody else."""


def cache_folder() -> Path:
    """Where compiled catalogs and the synced market lie: what can be made anew, or fetched again."""
    return _user_folder(CACHE_VARIABLE, "XDG_CACHE_HOME", ".cache", "user_cache_path")


def config_folder() -> Path:
    """Where the user's own catalog files lie."""
    return _user_folder(CONFIG_VARIABLE, "XDG_CONFIG_HOME", ".config", "user_config_path")


def _user_folder(own: str, of_linux: str, under_home: str, of_system: str) -> Path:
    """The folder that the variable `own` names, or else the system, on Linux by its variable or under the home."""
    if named := os.environ.get(own):
        return Path(named).expanduser()
    if found := _linux_folder(of_linux, under_home):
        return found
    import platformdirs

    folder: Path = getattr(platformdirs, of_system)("modelpick", appauthor=False)
    return folder


def _linux_folder(variable: str, under_home: str) -> Path | None:
    """The folder that platformdirs names on Linux, whose import takes a tenth of an answer's time; None where it has to
    be asked.
    """
    home = os.environ.get("HOME", "")
    if sys.platform != "linux" or "ANDROID_ROOT" in os.environ or not os.path.isabs(home):
        return None
    named = os.environ.get(variable, "")
    return Path(named if os.path.isabs(named) else os.path.join(home, under_home), "modelpick")


def market_file() -> Path:
    """The synced market."""
    return cache_folder() / "market.sqlite"


def make_private(folder: Path) -> None:
    """Make sure that `folder` is there, and that nobody else looks into it.

    The cache folder itself is left as it is where it is there: it may be one that others use too.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    for each in reversed(missing):
        with suppress(FileExistsError):
            os.mkdir(each, PRIVATE_FOLDER)
    found = os.stat(folder)
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(20, os.strerror(20), str(folder))
    if found.st_mode & 0o077 and folder != cache_folder():
        with suppress(OSError):  # not ours, or a file system without such rights
            os.chmod(folder, PRIVATE_FOLDER)


def seen_from(path: str | os.PathLike[str], start: str | os.PathLike[str] = ".") -> str:
    """`path` as it is named from the folder `start`; the whole path where no way leads there, as from one drive of
    Windows to another."""
    try:
        return os.path.relpath(path, start)
    except ValueError:
        return os.path.abspath(path)
