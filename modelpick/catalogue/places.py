"""The two folders of the user that the program works in. Nothing here creates them."""

from __future__ import annotations

import os
from pathlib import Path

CACHE_VARIABLE = "MODELPICK_CACHE_DIR"
CONFIG_VARIABLE = "MODELPICK_CONFIG_DIR"


def cache_folder() -> Path:
    """Where compiled catalogs and the synced market lie: what can be made anew, or fetched again."""
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("modelpick", appauthor=False)


def config_folder() -> Path:
    """Where the user's own catalog files lie."""
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named).expanduser()
    from platformdirs import user_config_path

    return user_config_path("modelpick", appauthor=False)


def market_file() -> Path:
    """The synced market."""
    return cache_folder() / "market.sqlite"
