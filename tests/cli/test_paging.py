"""The pager on systems that this test does not run on."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from modelpick.cli import paging


def test_a_backslash_is_part_of_a_path_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "os", SimpleNamespace(name="nt"))
    assert paging._pager_words_said(r"C:\tools\less.exe -R") == [r"C:\tools\less.exe", "-R"]
    assert paging._pager_words_said(r'"C:\Program Files\less.exe" -R') == [r"C:\Program Files\less.exe", "-R"]


def test_a_pager_that_was_left_shows_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows calls a pipe whose reader left an invalid argument."""

    class Left:
        def __init__(self, *_: object, **__: object) -> None:
            self.stdin = self

        def __enter__(self) -> Left:
            return self

        def __exit__(self, *_: object) -> None: ...

        def write(self, _: bytes) -> None:
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr("subprocess.Popen", Left)
    assert paging._show_in_pager("text", [sys.executable])
