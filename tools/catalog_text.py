"""Edits the catalog files as text: new lines go to their place, every other line stays as it is.

A row is a mapping in the words of the file format (`modelpick.catalog.schema`), written as one flow-style line.
Reading a file, adding rows that it holds already and writing it again changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

SECTIONS = ("status", "variants", "traits", "offerings", "measurements")
"""The lists of a model, in the order in which the file holds them."""


class _PlainLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Dates, `on`, `yes` and `no` are text, as they are to the catalog's own reader."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith((":bool", ":timestamp"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _first in "tf":
    _PlainLoader.yaml_implicit_resolvers.setdefault(_first, []).append(
        ("tag:yaml.org,2002:bool", re.compile("true|false"))
    )

_SORT_KEYS: dict[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "status": lambda row: (str(row["on"]), row["surface"], str(row.get("provider", ""))),
    "variants": lambda row: (row["id"],),
    "traits": lambda row: (row["stance"], str(row["on"])),
    "offerings": lambda row: (
        row["provider"],
        str(row.get("id", "")).lower(),
        *(str(row.get(name, "")) for name in ("deployment", "geography", "version")),
    ),
    "measurements": lambda row: (row["benchmark"], str(row.get("variant", "")), str(row["on"])),
}


def flow(value: Any) -> str:
    """`value` as the one-line YAML of the house: keys plain, text quoted only where YAML would read it otherwise.

    >>> flow({"on": "2026-04-08", "is": "ga", "note": "a: b", "in": [1, 0.5]})
    '{on: 2026-04-08, is: ga, note: "a: b", in: [1, 0.5]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar_text(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value) if isinstance(value, int) else _scalar_text(str(value))


def _scalar_text(text: str) -> str:
    try:
        read = yaml.load("{a: " + text + "}", _PlainLoader)
        same = read == {"a": text} and yaml.load("a: [" + text + "]", _PlainLoader) == {"a": [text]}
    except yaml.YAMLError:
        same = False
    return text if same and "#" not in text else json.dumps(text, ensure_ascii=False)


def parsed(line: str) -> Any:
    """The row that a line of a list holds; dates as text."""
    return yaml.load(line.strip().removeprefix("- "), _PlainLoader)


class ModelText:
    """One model's lines of `models.yaml`. `head` holds what comes before the lists, `lists` each list's row lines."""

    def __init__(self, lines: list[str]):
        self.head: list[str] = []
        self.lists: dict[str, list[str]] = {}
        section: str | None = None
        for line in lines:
            name = line.strip().removesuffix(":")
            if line.startswith("  ") and not line.startswith("   ") and line.endswith(":") and name in SECTIONS:
                section = name
                self.lists[section] = []
            elif section is None or not line.startswith("    "):
                section = None
                self.head.append(line)
            else:
                self.lists[section].append(line)
        self.id = str(parsed(self.head[0])["id"])

    def lines(self) -> Iterator[str]:
        yield from self.head
        for section in SECTIONS:
            if self.lists.get(section):
                yield f"  {section}:"
                yield from self.lists[section]

    def rows(self, section: str) -> list[dict[str, Any]]:
        return [parsed(line) for line in self.lists.get(section, [])]

    def add(self, section: str, row: Mapping[str, Any]) -> bool:
        """Put `row` behind the rows of its list that sort before it; False where the list holds the same row."""
        lines = self.lists.setdefault(section, [])
        line = f"    - {flow(row)}"
        if line in lines or any(parsed(known) == parsed(flow(row)) for known in lines):
            return False
        key = _SORT_KEYS[section](row)
        place = len(lines)
        while place and _SORT_KEYS[section](parsed(lines[place - 1])) > key:
            place -= 1
        lines.insert(place, line)
        return True

    def replace(self, section: str, place: int, row: Mapping[str, Any] | None) -> None:
        """Write `row` in the place of the list's row number `place`, or remove that row."""
        if row is None:
            del self.lists[section][place]
        elif parsed(self.lists[section][place]) != parsed(flow(row)):
            self.lists[section][place] = f"    - {flow(row)}"

    def set(self, key: str, value: Any, *, after: str = "released") -> None:
        """Give the field `key` of the head that value, in its line or behind the line of `after`."""
        line = f"  {key}: {flow(value)}"
        places = {each.strip().partition(":")[0]: number for number, each in enumerate(self.head) if each.strip()}
        if key in places:
            self.head[places[key]] = line
        else:
            self.head.insert(places.get(after, 0) + 1, line)


class ModelsText:
    """`models.yaml`, a block a model, ordered by lab, release day and id."""

    def __init__(self, path: Path):
        self.path = path
        text = path.read_text(encoding="utf-8")
        head, *blocks = re.split(r"^(?=- id: )", text, flags=re.MULTILINE)
        self.head = head
        self.models = {model.id: model for model in (ModelText(block.rstrip().splitlines()) for block in blocks)}

    def add(self, head: list[str]) -> ModelText:
        """A model that the file does not hold yet; `head` are its lines from `- id:` on, without lists."""
        model = ModelText(head)
        if model.id in self.models:
            return self.models[model.id]
        self.models[model.id] = model
        return model

    def write(self) -> None:
        blocks = ["\n".join(model.lines()) for model in sorted(self.models.values(), key=_model_place)]
        self.path.write_text(self.head + "\n\n".join(blocks) + "\n", encoding="utf-8")


def _model_place(model: ModelText) -> tuple[str, str, str]:
    released = next((line.split(":", 1)[1].strip() for line in model.head if line.startswith("  released:")), "9999")
    return model.id.partition("/")[0], released.strip("'\""), model.id


class RowsText:
    """A file of one-line rows such as `sources.yaml` or `aliases.yaml`, sorted by `key`."""

    def __init__(self, path: Path, key: Callable[[Mapping[str, Any]], tuple[str, ...]]):
        self.path, self._key = path, key
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self._known = {key(parsed(line)): number for number, line in enumerate(self.lines) if line.startswith("- ")}

    def __contains__(self, key: tuple[str, ...]) -> bool:
        return key in self._known

    def rows(self) -> list[dict[str, Any]]:
        return [parsed(line) for line in self.lines if line.startswith("- ")]

    def add(self, row: Mapping[str, Any]) -> bool:
        """Put `row` in its place; False where a row of the same key is there already, which is left as it is."""
        key = self._key(row)
        if key in self._known:
            return False
        self._known[key] = len(self.lines)
        self.lines.append(f"- {flow(row)}")
        return True

    def write(self) -> None:
        head = [line for line in self.lines if not line.startswith("- ")]
        rows = sorted((line for line in self.lines if line.startswith("- ")), key=lambda line: self._key(parsed(line)))
        self.path.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")


def sources_text(data: Path) -> RowsText:
    return RowsText(data / "sources.yaml", lambda row: (row["id"],))


def aliases_text(data: Path) -> RowsText:
    return RowsText(data / "aliases.yaml", lambda row: (row["model"], str(row["alias"]).lower()))
