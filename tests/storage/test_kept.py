"""One lock and one cache: of a file that is not whole nothing is used, and the oldest make room."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from modelpick.storage.kept import Kept
from modelpick.storage.lock import Busy, Turn


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "kept", ".answer", 4)


def put(kept: Kept, key: str, content: bytes) -> Path:
    kept.folder.mkdir(exist_ok=True)
    return kept.make(key, lambda path: (path.write_bytes(content), None)[1])


def contents(kept: Kept, key: str) -> list[bytes]:
    return [path.read_bytes() for path in kept.places(key)]


def test_what_is_kept_is_found_by_its_key(kept: Kept) -> None:
    put(kept, "aa", b"one")
    put(kept, "ab", b"two")
    assert (contents(kept, "aa"), contents(kept, "ab"), contents(kept, "a")) == ([b"one"], [b"two"], [])
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept.folder.iterdir()} == {0o600}


@pytest.mark.parametrize("harm", ["cut", "flipped", "folder", "pipe", "gone"])
def test_a_damaged_file_is_not_used_and_goes(kept: Kept, harm: str) -> None:
    path = put(kept, "aa", b"content")
    path.unlink()
    if harm == "cut":
        path.write_bytes(b"conte")
    elif harm == "flipped":
        path.write_bytes(b"c0ntent")
    elif harm == "folder":
        path.mkdir()
    elif harm == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        os.mkfifo(path)
    assert list(kept.places("aa")) == []
    if harm not in ("folder", "pipe"):
        put(kept, "aa", b"content")
        assert contents(kept, "aa") == [b"content"]


def settle_long_ago(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be an hour after the last change of the file."""
    later = path.stat().st_mtime + 3600
    monkeypatch.setattr("modelpick.storage.kept.time", SimpleNamespace(time=lambda: later))


@pytest.mark.parametrize("harm", ["flipped", "flipped in place", "cut", "another file"])
def test_a_file_that_was_found_whole_is_summed_again_once_it_changed(
    kept: Kept, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(kept, "aa", b"content")
    settle_long_ago(path, monkeypatch)
    assert contents(kept, "aa") == contents(kept, "aa") == [b"content"]
    before = path.stat()
    if harm == "another file":
        (kept.folder / "new").write_bytes(b"c0ntent")
        os.replace(kept.folder / "new", path)
    elif harm == "flipped in place":
        with path.open("r+b") as file:
            file.write(b"K")
    else:
        path.write_bytes(b"c0ntent" if harm == "flipped" else b"conte")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    if os.name != "nt" or harm in ("cut", "another file"):  # Windows keeps no time of the last change of any kind
        assert list(kept.places("aa")) == []


def test_a_file_is_summed_once(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(kept, "aa", b"content")
    assert contents(kept, "aa") == [b"content"]
    assert not (kept.folder / "whole").exists(), "a write at once would leave the same time"
    settle_long_ago(path, monkeypatch)
    assert contents(kept, "aa") == [b"content"]
    monkeypatch.setattr("modelpick.storage.kept._checksum_of", lambda _: -1)
    assert contents(kept, "aa") == [b"content"]


@pytest.mark.parametrize("note", [b"\xff\xfe", b"", b"aa\n\n", b"a " * 1_000_000])
def test_a_note_that_is_none_says_nothing(kept: Kept, note: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(kept, "aa", b"content")
    (kept.folder / "whole").write_bytes(note)
    settle_long_ago(path, monkeypatch)
    assert contents(kept, "aa") == [b"content"]
    path.write_bytes(b"c0ntent")
    assert contents(kept, "aa") == []


def test_the_oldest_go_when_a_quarter_too_many_lie_there(kept: Kept) -> None:
    for number in range(12):
        path = put(kept, f"{number:02x}", b"x")
        os.utime(path, (number, number))
        assert len(list(kept.folder.iterdir())) <= 5
    assert contents(kept, "0b") == [b"x"]
    assert contents(kept, "00") == []


def test_one_process_has_the_turn_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with Turn(file, 1.0):
        assert [path.name for path in tmp_path.iterdir()] == ["lock"]
        with pytest.raises(Busy), Turn(file, 0.0):
            pass
    with Turn(file, 0.0):
        pass
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_lock_that_is_something_else_is_an_error_in_words(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"no database" * 1000)
    with pytest.raises(OSError, match="is no lock"), Turn(tmp_path / "lock", 0.0):
        pass
    # A database of another program is as good a lock as any.
    sqlite3.connect(tmp_path / "other").execute("CREATE TABLE x (y)").connection.close()
    with Turn(tmp_path / "other", 0.0):
        pass
