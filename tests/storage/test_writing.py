"""One way to write a file: whole or not at all, with its rights, over nothing that is not meant, and without litter."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from modelpick.model.errors import ModelpickError
from modelpick.storage import writing
from modelpick.storage.folders import make_private, seen_from
from modelpick.storage.writing import draft_in, refuse_foreign, settle, write_file

posix = pytest.mark.skipif(os.name == "nt", reason="rights of another kind")


@pytest.fixture(params=["nameless", "named"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With files that have no name before they are whole, and on a system that has none."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
@pytest.mark.usefixtures("both")
def test_a_new_file_has_the_usual_rights_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "new", b"1")
        write_file(tmp_path / "private", b"1", private=True)
    finally:
        os.umask(before)
    assert (mode(tmp_path / "new"), mode(tmp_path / "private")) == (0o640, 0o600)
    (tmp_path / "new").chmod(0o604)
    write_file(tmp_path / "new", b"22")
    assert (mode(tmp_path / "new"), (tmp_path / "new").read_bytes()) == (0o604, b"22")
    write_file(tmp_path / "new", b"3", private=True)
    assert mode(tmp_path / "new") == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "private"]


@pytest.mark.usefixtures("both")
def test_a_file_that_is_there_is_left_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    write_file(tmp_path / "file", b"old", over=False)
    with pytest.raises(ModelpickError, match=r"is there already\. force replaces it"):
        write_file(tmp_path / "file", b"new", over=False)
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.usefixtures("both")
def test_somebody_who_is_faster_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = os.fsync

    def slow(handle: int) -> None:
        (tmp_path / "file").write_bytes(b"theirs")
        synced(handle)

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(ModelpickError, match="is there already"):
        write_file(tmp_path / "file", b"mine", over=False)
    assert (tmp_path / "file").read_bytes() == b"theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@posix
@pytest.mark.usefixtures("both")
def test_a_link_is_followed_to_its_file_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real/file")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_bytes() == b"new"
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("dangling", "loop"):
        with pytest.raises(ModelpickError, match="is a link that leads nowhere"):
            write_file(tmp_path / name, b"new", over=name == "loop")
    assert not (tmp_path / "nowhere").exists()


@posix
@pytest.mark.parametrize(("name", "said"), [("", "is a folder"), ("pipe", "is a named pipe")])
def test_what_is_no_file_is_not_replaced(tmp_path: Path, name: str, said: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ModelpickError, match=said):
        write_file(tmp_path / name, b"x")


def test_a_device_is_not_replaced() -> None:
    if not Path("/dev/null").exists():
        pytest.skip("no devices here")
    with pytest.raises(ModelpickError, match="is a device"):
        write_file(Path("/dev/null"), b"x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.usefixtures("both")
def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"old")

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(ModelpickError, match="cannot be written: No space left on device"):
            write_file(tmp_path / "file", b"new")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(ModelpickError, match="No space left"):
            write_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_a_killed_process_left_goes_with_the_next_write_and_nothing_else(tmp_path: Path) -> None:
    left = tmp_path / ".modelpick-0123456789abcdef.tmp"
    others = [".modelpick-mine.tmp", ".modelpick-personal.yaml", "x.tmp"]
    for name in (left.name, *others):
        (tmp_path / name).write_bytes(b"half")
    write_file(tmp_path / "file", b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["file", *others])


@pytest.mark.skipif(writing.fcntl is None, reason="files that are open cannot be removed here")
def test_a_draft_that_somebody_is_writing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    handle, draft = writing._open_draft(tmp_path, 0o600)
    try:
        write_file(tmp_path / "file", b"x")
        assert draft.exists()
    finally:
        os.close(handle)
    write_file(tmp_path / "file", b"y")
    assert not draft.exists()


def test_a_file_that_is_open_is_replaced_once_it_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows does it: no file is replaced while somebody reads it."""
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    replaced, tries = os.replace, []

    def busy(draft: Path, target: Path) -> None:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(13, "in use")
        replaced(draft, target)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(writing, "_LOCKED_WHILE_OPEN", True)
    monkeypatch.setattr(writing, "_RETRY_PAUSES", (0, 0, 0))
    (tmp_path / "file").write_bytes(b"old")
    write_file(tmp_path / "file", b"new")
    assert (len(tries), (tmp_path / "file").read_bytes()) == (3, b"new")


def test_a_file_of_another_kind_is_told_from_an_own_and_an_empty_one(tmp_path: Path) -> None:
    file = tmp_path / "file"

    def asked() -> None:
        refuse_foreign(file, lambda content: content == b"own", "state of ours", limit=100)

    asked()
    for own in (b"", b" \n", b"own"):
        file.write_bytes(own)
        asked()
    file.write_bytes(b"shopping list")
    with pytest.raises(ModelpickError, match=r"is no state of ours, and is left as it is\. .*force"):
        asked()


def test_a_draft_for_sqlite_is_settled_or_gone(tmp_path: Path) -> None:
    (tmp_path / ".modelpick-0123456789abcdef.draft").write_bytes(b"left over")
    with draft_in(tmp_path) as draft:
        assert [path.name for path in tmp_path.iterdir()] == [draft.name]
        draft.write_bytes(b"whole")
        settle(draft, tmp_path / "file")
    with pytest.raises(ZeroDivisionError), draft_in(tmp_path):
        raise ZeroDivisionError
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"whole")]


@posix
def test_folders_of_what_is_kept_are_for_the_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "shared" / "cache"
    monkeypatch.setenv("MODELPICK_CACHE_DIR", str(cache))
    make_private(cache / "answers")
    assert {mode(cache), mode(cache / "answers"), mode(cache.parent)} == {0o700}
    cache.chmod(0o755)
    (cache / "answers").chmod(0o755)
    make_private(cache / "answers")
    make_private(cache)
    # The folder that the user named may be one that others use; what is in it is not theirs.
    assert (mode(cache), mode(cache / "answers")) == (0o755, 0o700)


def test_a_path_on_another_drive_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen_from("a/b", "a") == "b"

    def across(*_: object) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", across)
    assert seen_from("a/b") == os.path.abspath("a/b")
