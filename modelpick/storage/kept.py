"""The one cache: a folder of files that can be made anew, each called after what it was made from."""

from __future__ import annotations

import os
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from modelpick.model.exits import ModelpickError
from modelpick.model.fields import Plain
from modelpick.storage.reading import MEGABYTE, UnreadableFile, open_regular, read_regular

_AT_A_TIME = 1 << 16
"""So many bytes of a file are in memory while its checksum is taken: as many as are quick to reach again."""
_FOUND_WHOLE = "whole"
"""The file of the folder that says of others in what state they were when their checksum was right."""
_SETTLED = 2.0
"""Seconds after which the next write leaves another time, on any file system."""


class Kept(Plain):
    """The files `{key}-{checksum of the content}{suffix}` of `folder`: a half-written or flipped one is never used.

    Keys are hexadecimal digits. `most` files stay, the newest; a quarter more may lie there until they are pruned.
    """

    folder: Path
    suffix: str
    most: int

    def places(self, key: str) -> Iterator[Path]:
        """The whole files of `key`; none where the folder cannot be looked into."""
        for path in self._files_called(f"{key}-"):
            if self._is_whole(path, key):
                yield path

    def _is_whole(self, path: Path, key: str) -> bool:
        """Whether the content of a file is that of its name. It is summed once in each state that its system knows:
        that takes as long as a question in a large market."""
        state = _state_of(path)
        noted = self._states_noted()
        if state is not None and noted.get(path.name) == state.text:
            return True
        if path.stem != f"{key}-{_checksum_of(path):08x}":
            return False
        if state is not None and state.changed < time.time() - _SETTLED:
            self._note_states({**noted, path.name: state.text})
        return True

    def _states_noted(self) -> dict[str, str]:
        """The state of each file in which it was found whole."""
        with suppress(UnreadableFile):
            text = read_regular(self.folder / _FOUND_WHOLE, limit=MEGABYTE).decode(errors="replace")
            return dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
        return {}

    def _note_states(self, states: dict[str, str]) -> None:
        from modelpick.storage.writing import write_file  # late: once for each file

        there = {path.name for path in self._files_called("")}
        lines = [f"{name} {state}\n" for name, state in states.items() if name in there]
        with suppress(ModelpickError):  # the next question sums it again
            write_file(self.folder / _FOUND_WHOLE, "".join(lines).encode(), private=True)

    def make(self, key: str, write: Callable[[Path], None]) -> Path:
        """Keep what `write` puts into a file, within the turn of the folder; where it lies.

        Raises:
            OSError: the folder cannot be written.
        """
        from modelpick.storage.writing import draft_in, settle  # late: most find what they look for

        with draft_in(self.folder) as draft:
            write(draft)
            place = self.folder / f"{key}-{_checksum_of(draft):08x}{self.suffix}"
            settle(draft, place)
        self._prune_files(key, place)
        return place

    def _files_called(self, start: str) -> list[Path]:
        try:
            with os.scandir(self.folder) as entries:
                names = [entry.name for entry in entries]
        except OSError:
            return []
        return [self.folder / name for name in names if name.startswith(start) and name.endswith(self.suffix)]

    def _prune_files(self, key: str, place: Path) -> None:
        """Drop damaged files of the same key, and the oldest ones when too many lie there."""
        others = [path for path in self._files_called("") if path != place and "-" in path.stem]
        ended = [path for path in others if path.name.startswith(f"{key}-")]
        rest = [path for path in others if path not in ended]
        if len(rest) >= self.most * 5 // 4:
            ended += sorted(rest, key=_modified_at, reverse=True)[self.most - 1 :]
        for path in ended:
            with suppress(OSError):  # one that is open stays, on Windows
                path.unlink()


class _FileState(Plain):
    """What the system says of a file, which a write changes; and when it changed last."""

    text: str
    changed: float


def _state_of(path: Path) -> _FileState | None:
    """The state of a file; None of none that can be asked."""
    try:
        found = path.stat()
    except OSError:
        return None
    text = f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
    return _FileState(text, max(found.st_mtime, found.st_ctime))


def _modified_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _checksum_of(path: Path) -> int:
    """The checksum of a file that may be large; of none that cannot be read."""
    try:
        with open_regular(path) as handle:
            found = 0
            while content := os.read(handle, _AT_A_TIME):
                found = zlib.crc32(content, found)
            return found
    except (UnreadableFile, OSError):
        return -1
