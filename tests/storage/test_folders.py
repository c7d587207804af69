"""The folders of the user: where the named variables say, else where platformdirs does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from platformdirs import user_cache_path, user_config_path

from modelpick.storage import folders
from tests.oldest import PASSES_OVER_PATHS

FOLDERS = [
    (folders.cache_folder, user_cache_path, folders.CACHE_VARIABLE, "XDG_CACHE_HOME"),
    (folders.config_folder, user_config_path, folders.CONFIG_VARIABLE, "XDG_CONFIG_HOME"),
]
NOT_WHOLE = [pytest.param(path, marks=PASSES_OVER_PATHS) for path in ("relative", "~/here", " /padded")]


@pytest.mark.parametrize(("found", "known", "own", "xdg"), FOLDERS)
@pytest.mark.parametrize("base", [None, "", "/elsewhere", "/else where/", *NOT_WHOLE])
@pytest.mark.parametrize("home", ["/home/one", "/home/one/", "relative", "", None])
def test_they_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch,
    found: Callable[[], Path],
    known: Callable[..., Path],
    own: str,
    xdg: str,
    base: str | None,
    home: str | None,
) -> None:
    monkeypatch.delenv(own, raising=False)
    for name, value in ((xdg, base), ("HOME", home)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert found() == known("modelpick", appauthor=False)
    monkeypatch.setenv(own, "/named/here")
    assert found() == Path("/named/here")
