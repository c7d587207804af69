"""Writes a file of the user's in one step: it is the old one or the new one, whenever the program is stopped."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from modelpick.domain.errors import InputErrors, ModelpickError

if TYPE_CHECKING:
    from modelpick.app.catalogue import OpenCatalog


def put(file: Path, text: str, check: Callable[[Path], None] | None = None, *, over: bool = True) -> None:
    """Write `text` beside `file`, let `check` refuse it, then put it in its place.

    Args:
        over: whether a file that is there already is replaced.

    Raises:
        ModelpickError: the folder cannot be written to, or the file is there and not to be replaced.
    """
    target = file.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".modelpick-", suffix=".yaml")
    except OSError as error:
        raise _unwritten(file, error) from None
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if check:
            check(draft)
        draft.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
        _move(draft, target, over)
    except FileExistsError:
        raise ModelpickError("is there already", where=str(file), hint="{force} replaces it") from None
    except OSError as error:
        raise _unwritten(file, error) from None
    finally:
        draft.unlink(missing_ok=True)


def put_catalogue(file: Path, text: str, catalogue: OpenCatalog) -> None:
    """Put `text` in the place of the catalog file `file`, unless it is faulty.

    It may name whatever any file that `catalogue` was read from defines.

    Raises:
        InputErrors: every fault, told as one of `file`; nothing was written.
        ModelpickError: the folder cannot be written to.
    """
    from modelpick.catalogue.load import check

    def refuse(draft: Path) -> None:
        _, problems = check([[draft]], catalogue.today, catalogue.facts)
        if problems:
            raise InputErrors([replace(p, file=str(file)) if p.file == str(draft) else p for p in problems])

    put(file, text, refuse)


def _move(draft: Path, target: Path, over: bool) -> None:
    if over:
        draft.replace(target)
        return
    try:
        # Unlike a replacement, a link fails where somebody was faster.
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        draft.replace(target)


def _unwritten(file: Path, error: OSError) -> ModelpickError:
    return ModelpickError(f"cannot be written: {error.strerror}", where=str(file))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
