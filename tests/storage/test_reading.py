"""One way to read a file: no pipe waits, no device is drunk, no file is larger than was allowed."""

from __future__ import annotations

import os
import socket
import sqlite3
from pathlib import Path

import pytest

from modelpick.storage.reading import LargeFile, MissingFile, UnreadableFile, database_address, read_regular

needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
needs_devices = pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero here")


def refusal(path: Path, **more: object) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read_regular(path, limit=100, **more)  # type: ignore[arg-type]
    assert caught.value.where == str(path)
    return caught.value


def test_all_bytes_up_to_the_limit_are_read(tmp_path: Path) -> None:
    (tmp_path / "exact").write_bytes(b"x" * 100)
    assert read_regular(tmp_path / "exact", limit=100) == b"x" * 100
    (tmp_path / "empty").write_bytes(b"")
    assert read_regular(tmp_path / "empty", limit=0) == b""


def test_a_larger_file_is_refused_by_its_size(tmp_path: Path) -> None:
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as file:
        file.truncate(20 * 1024**3)
    error = refusal(sparse)
    assert isinstance(error, LargeFile)
    assert error.message == "the file has 20,480 MB, more than the limit of 100 bytes"


def test_what_says_nothing_of_its_size_is_read_up_to_the_limit() -> None:
    endless = Path("/proc/self/maps")
    if not endless.exists():
        pytest.skip("no /proc here")
    assert endless.stat().st_size == 0
    assert isinstance(refusal(endless), LargeFile)


@needs_fifo
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe").message == "is a named pipe"


@needs_devices
def test_a_device_is_refused_also_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/zero")
    assert refusal(Path("/dev/zero")).message == "is a device"
    assert refusal(tmp_path / "link").message == "is a device"


def test_folders_sockets_and_what_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path).message == "is a folder"
    assert isinstance(refusal(tmp_path / "none"), MissingFile)
    (tmp_path / "file").write_text("x")
    assert isinstance(refusal(tmp_path / "file" / "below"), MissingFile)
    with socket.socket(socket.AF_UNIX) as door:
        here = os.getcwd()
        os.chdir(tmp_path)  # the path of a socket is short
        try:
            door.bind("door")
        finally:
            os.chdir(here)
        assert refusal(tmp_path / "door").message == "is a socket"
    assert refusal(Path("a\0b")).message == "is not the name of a file"


def test_links_are_followed_unless_they_must_not_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    assert read_regular(tmp_path / "link", limit=1) == b"x"
    assert refusal(tmp_path / "link", follow=False).message == "is a link"
    (tmp_path / "loop").symlink_to("loop")
    assert refusal(tmp_path / "loop").message == "is a link that leads nowhere"
    assert refusal(tmp_path / "loop", follow=False).message == "is a link"
    (tmp_path / "dangling").symlink_to("none")
    assert isinstance(refusal(tmp_path / "dangling"), MissingFile)


@needs_fifo
def test_what_takes_the_place_of_the_file_after_a_look_is_refused(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").write_text("x")
    regular = os.stat(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    assert refusal(tmp_path / "pipe").message == "is a named pipe"


def test_it_is_the_opened_file_that_is_read(tmp_path: Path, monkeypatch) -> None:
    place, other = tmp_path / "place", tmp_path / "other"
    place.write_bytes(b"old")
    other.write_bytes(b"new!")
    opened = os.open

    def swapped(path, flags):
        handle = opened(path, flags)
        os.replace(other, place)
        return handle

    monkeypatch.setattr(os, "open", swapped)
    assert read_regular(place, limit=100) == b"old"


@pytest.mark.parametrize("name", ["plain", "a b", "50%20", "why?mode=rw", "half#way", "größe", "\udcff", "c:d"])
def test_a_database_of_any_name_has_an_address(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "data.sqlite"
    try:
        file.parent.mkdir()
    except (OSError, UnicodeEncodeError) as error:
        pytest.skip(f"this file system holds no such name: {error}")
    made = sqlite3.connect(os.fsencode(file))
    made.executescript("CREATE TABLE kept (n); INSERT INTO kept VALUES (7)")
    made.close()
    connection = sqlite3.connect(database_address(file), uri=True)
    assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("INSERT INTO kept VALUES (8)")
    connection.close()
