"""Imports what every answer needs without what that imports in turn and no answer asks for: a tenth of its time."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Any


class _LateModule(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


class _NoUuid:
    """What msgspec takes for an id: no fact holds any."""

    unknown = None


def _quote_from_bytes(*args: Any, **options: Any) -> str:
    from urllib.parse import quote_from_bytes

    return quote_from_bytes(*args, **options)


_NAMES: dict[str, dict[str, Any]] = {
    "uuid": {"UUID": _NoUuid, "SafeUUID": _NoUuid},
    "textwrap": {},
    "ntpath": {},
    "urllib.parse": {"quote_from_bytes": _quote_from_bytes},
    "msgspec.inspect": {},
    "msgspec.toml": {},
    "msgspec.yaml": {},
}
"""What is left for later: who imports it asks for these of its names at once."""


def import_leanly() -> None:
    """Import msgspec and pathlib."""
    if "msgspec" in sys.modules:
        return
    if sys.version_info < (3, 12) and "datetime" not in sys.modules:
        _put_compiled_datetime()
    absent: list[str] = [name for name in (*_NAMES, "typing_extensions") if name not in sys.modules]
    for name in absent:
        sys.modules[name] = _late_module(name)  # type: ignore[assignment]
    with suppress(Exception):  # whatever asks for more is imported as it is, by whoever needs it
        import pathlib  # noqa: F401

        import msgspec  # noqa: F401
    for name in absent:
        sys.modules.pop(name, None)


def _put_compiled_datetime() -> None:
    """Let `datetime` be what it consists of: until Python 3.12 it is written in Python first, and then replaced."""
    with suppress(ImportError):
        sys.modules["datetime"] = import_module("_datetime")


def _late_module(name: str) -> ModuleType | None:
    """None stands for a module that is not installed: what msgspec asks of it `typing` has, too."""
    if name not in _NAMES:
        return None
    found = _LateModule(name)
    vars(found).update(_NAMES[name])
    return found
