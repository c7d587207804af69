"""The folders are those that platformdirs names, although it is not asked where that takes too long."""

from __future__ import annotations

import sys

import platformdirs
import pytest

from modelpick.storage.folders import CACHE_VARIABLE, CONFIG_VARIABLE, cache_folder, config_folder


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked")
@pytest.mark.parametrize("said", [None, "", " ", "/somewhere/else", "here"])
def test_the_folders_are_where_everybody_expects_them(monkeypatch: pytest.MonkeyPatch, said: str | None) -> None:
    for ours, theirs in ((CACHE_VARIABLE, "XDG_CACHE_HOME"), (CONFIG_VARIABLE, "XDG_CONFIG_HOME")):
        monkeypatch.delenv(ours, raising=False)
        monkeypatch.delenv(theirs, raising=False)
        if said is not None:
            monkeypatch.setenv(theirs, said)
    assert cache_folder() == platformdirs.user_cache_path("modelpick", appauthor=False)
    assert config_folder() == platformdirs.user_config_path("modelpick", appauthor=False)
