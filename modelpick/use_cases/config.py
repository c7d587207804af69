"""Which file says what: the user's own catalog files, value by value, with the place of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_origin

from modelpick.catalog.bundled import current_bundle
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.documents.config_reports import ConfigPaths, ConfigReport, ConfigValue, Folder, LayerFile
from modelpick.model.arguments import PROJECT_FILE
from modelpick.model.errors import InputErrors
from modelpick.model.facts import Model, Provider, Terms
from modelpick.model.fields import parts_of, replace
from modelpick.storage.folders import CACHE_VARIABLE, CONFIG_VARIABLE, cache_folder, config_folder, market_file
from modelpick.use_cases.config_files import BUNDLED, NO_PROJECT_VARIABLE, Layer, project_file

_REPORTED_VARIABLES = (
    CACHE_VARIABLE,
    CONFIG_VARIABLE,
    NO_PROJECT_VARIABLE,
    "MODELPICK_RELEASES",
    "MODELPICK_RELEASE_KEY",
    "MODELPICK_DEBUG",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
)
_LAID_OVER = (*parts_of(Model), *parts_of(Provider), *parts_of(Terms))
_APPENDED_LISTS = {part.key for part in _LAID_OVER if part.is_list_of_facts}
"""Lists that a later layer adds to."""
_NESTED_MAPPINGS = {part.key for part in _LAID_OVER if part.is_open or get_origin(part.kind) is dict}
"""Mappings that are laid over one another part by part."""


def paths(cwd: Path) -> ConfigPaths:
    """Where the program looks. Opens no file, so that it answers when one of them is faulty."""
    return ConfigPaths(SCHEMA_VERSION, _folders_used(cwd))


def report(
    layers: Sequence[Layer], cwd: Path, environment: Mapping[str, str], *, everything: bool = False, under: str = ""
) -> ConfigReport:
    """The values that the files in `layers` set, each with its place and the value that it stands in place of.

    Args:
        everything: the bundled values, too.
        under: only values whose path begins with this.

    Raises:
        InputErrors: a file cannot be read, or is no catalog.
    """
    from modelpick.catalog.load import bundled_files

    # Where nothing stands in place of a bundled value, and none is asked for, none need be read.
    shipped = [Layer(BUNDLED, path) for path in bundled_files(current_bundle().data)] if layers or everything else []
    won: dict[str, ConfigValue] = {}
    for value in _file_values([*shipped, *layers]):
        before = won.get(value.path)
        instead = {"instead_of": before.value, "instead_of_origin": before.origin} if before else {}
        won[value.path] = replace(value, **instead)
    shown = (v for v in won.values() if (everything or v.layer != BUNDLED) and v.path.startswith(under))
    return ConfigReport(
        SCHEMA_VERSION,
        _folders_used(cwd),
        tuple(LayerFile(layer.name, str(layer.path)) for layer in layers),
        tuple(sorted(name for name in (*_REPORTED_VARIABLES, *_key_variables()) if environment.get(name))),
        tuple(shown),
    )


def _folders_used(cwd: Path) -> tuple[Folder, ...]:
    places = (
        ("your files", config_folder()),
        ("project", Path(os.path.realpath(project_file(cwd) or cwd / PROJECT_FILE))),
        ("market", market_file()),
        ("cache", cache_folder()),
        (BUNDLED, current_bundle().data),
    )
    return tuple(Folder(what, str(place), os.path.lexists(place)) for what, place in places)


def _key_variables() -> Iterator[str]:
    """The variables that hold keys of upstreams."""
    from modelpick.sources.registry import ADAPTERS

    yield from (adapter.key_env for adapter in ADAPTERS.values() if adapter.key_env)


def _file_values(layers: Sequence[Layer]) -> Iterator[ConfigValue]:
    from modelpick.catalog.load import opened

    files, problems = opened([layer.path for layer in layers], "")
    if problems:
        raise InputErrors(problems)
    counted: dict[str, int] = {}
    for layer, file in zip(layers, files, strict=True):
        document = file.document
        for place, path, value in _section_values(document.data or {}):
            name = _numbered_path(path, counted) if path.endswith("[]") else path
            mark = document.mark(place)
            origin = f"{document.file}:{mark[0]}" if mark else document.file
            yield ConfigValue(name, value, layer.name, origin)


Said = tuple[tuple[Any, ...], str, Any]


def _section_values(data: Mapping[str, Any]) -> Iterator[Said]:
    """(place, path, value) of everything in a file; a path that ends in [] is an item of a list."""
    for section, rows in data.items():
        if section == "policy":
            for effect, listed in rows.items():
                for index, row in enumerate(listed):
                    yield (section, effect, index), f"policy.{effect}[]", row
            continue
        for index, row in enumerate(rows):
            place = (section, index)
            if section in ("models", "providers"):
                yield from _row_values(place, f"{section}.{row['id']}", row)
            elif section in ("benchmarks", "sources"):
                yield place, f"{section}.{row['id']}", {k: v for k, v in row.items() if k != "id"}
            elif section == "aliases":
                yield place, f"aliases.{str(row['alias']).lower()}", row["model"]
            else:
                named = [str(row[key]) for key in ("model", "provider", "benchmark") if key in row]
                yield place, f"{'.'.join([section, *named])}[]", row


def _row_values(place: tuple[Any, ...], path: str, row: Mapping[str, Any]) -> Iterator[Said]:
    for key, value in row.items():
        if key == "id":
            continue
        if key in _APPENDED_LISTS and isinstance(value, list):
            for index, item in enumerate(value):
                yield (*place, key, index), f"{path}.{key}[]", item
        elif key in _NESTED_MAPPINGS and isinstance(value, dict):
            yield from _row_values((*place, key), f"{path}.{key}", value)
        else:
            yield (*place, key), f"{path}.{key}", value


def _numbered_path(path: str, counted: dict[str, int]) -> str:
    counted[path] = counted.get(path, 0) + 1
    return f"{path[:-2]}[{counted[path]}]"
