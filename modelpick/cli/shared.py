"""The groups of options that several commands share, and the values that they are gathered into.

What the options are is declared in `modelpick.cli.options`, which is imported where Typer is to know: a plain question
is parsed without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from modelpick import api
from modelpick.cli.declared import OptionGroup

if TYPE_CHECKING:
    from pathlib import Path

Options = TypeVar("Options", bound="NamedValues")
_LIMIT, _PART_OF_USE = "limit_", "use_"
"""What the parameters of constraints, and of the parts of a use, begin with."""


class NamedValues:
    """Values by name. To define a struct would take msgspec, which help and the start screen do without."""

    def __init__(self, **given: Any) -> None:
        vars(self).update(given)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]  # they hold lists

    def changed(self: Options, **to: Any) -> Options:
        """The same with other values under these names."""
        return type(self)(**{**vars(self), **to})


class Common(NamedValues):
    """What every command takes."""

    format: str = "table"
    as_of: str | None = None
    catalog: Sequence[Path] = ()
    rules: Sequence[Path] = ()
    no_bundled: bool = False
    no_project: bool = False
    color: str = "auto"
    details: bool = False
    sources: bool = False
    pager: bool = True
    catalog_version: str | None = None


class QuestionOptions(NamedValues):
    """A question as given on the command line; None and empty mean not given."""

    need: list[str]
    persona: str | None
    profile: Path | None
    only: list[str]
    evidence: str | None
    risk: str | None
    own: list[str]
    trust: str | None
    where: list[str]
    allow_unknown: list[str]
    top: int | None
    machine: dict[str, Any]
    usage: dict[str, str]
    limits: dict[str, Any]


def _gather_common(given: dict[str, Any]) -> Common:
    given["sources"] = given.pop("show_sources")
    return Common(**{**given, "catalog": given["catalog"] or [], "rules": given["rules"] or []})


def _gather_asked(given: dict[str, Any]) -> QuestionOptions:
    limits = {
        name.removeprefix(_LIMIT).replace("_", "-"): value
        for name, value in given.items()
        if name.startswith(_LIMIT) and value not in (None, False, [])
    }
    for word in limits.pop("require", []):
        id_, _, value = word.partition("=")
        limits[id_] = value or True
    usage = _gather_use({name: value for name, value in given.items() if _is_of_use(name)})
    question = {name: given[name] for name in QuestionOptions.__annotations__ if name in given}
    for name in ("need", "only", "where", "allow_unknown", "own"):
        question[name] = question[name] or []
    machine = {
        name: value
        for name, value in given.items()
        if not (name in question or name.startswith(_LIMIT) or _is_of_use(name) or value in (None, False))
    }
    if api.is_detect(machine.get("hardware")):
        machine["found"] = api.detect_hardware()
        del machine["hardware"]
    return QuestionOptions(limits=limits, machine=machine, usage=usage, **question)


def _is_of_use(name: str) -> bool:
    return name == "workload" or name.startswith(_PART_OF_USE)


def _gather_use(given: dict[str, Any]) -> dict[str, str]:
    """What is said of the use, by option: a switch that is set says true."""
    said = {name.removeprefix(_PART_OF_USE).replace("_", "-"): value for name, value in given.items()}
    return {name: "true" if value is True else value for name, value in said.items() if value not in (None, False)}


asks = OptionGroup("asked", _gather_asked)
"""Gives a command the options of a question, gathered into its parameter ``asked``."""
common = OptionGroup("common", _gather_common)
"""Gives a command the options that every command has, gathered into its parameter ``common``."""
uses = OptionGroup("use", _gather_use)
"""Gives a command the options of a use, gathered into its parameter ``use``: the workload and what differs."""
GROUPS = {group.into: group for group in (asks, common, uses)}
