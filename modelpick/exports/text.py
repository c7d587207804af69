"""Files as text: the comment that says where they come from, and the few forms that configurations have."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from modelpick.documents.export_reports import ExportedFile
from modelpick.exports.shortlist import Export

MARK = "modelpick-question:"
"""Before the question of a list, for machines."""
ABOUT_FILE = "modelpick-export.txt"
"""Holds what the comments of a file say, where its format has none."""
_WIDTH = 78


def comment(export: Export, sign: str, more: Sequence[str] = ()) -> str:
    """What a person must know of the file, each line behind `sign`: the question, its day, and what it cannot hold."""
    return "".join(f"{sign} {line}".rstrip() + "\n" for line in _told_lines(export, more))


def about_file(export: Export, more: Sequence[str] = ()) -> ExportedFile:
    """The comment as a file of its own, beside files of a format that has none."""
    return ExportedFile(ABOUT_FILE, comment(export, "#", more))


def _told_lines(export: Export, more: Sequence[str]) -> Iterator[str]:
    again = f"; ask again from {export.ask_again} on, or when prices change" if export.ask_again else ""
    yield from _wrapped_lines(
        f"The state of knowledge of {export.day}{again}: `modelpick check FILE` says if it holds."
    )
    for each in export.lists:
        models = ", then ".join(pick.name for pick in each.picks)
        yield from _wrapped_lines(f"{each.name}: {models}. Question: {each.summary}")
        yield f"  {each.command}"
        for remark in each.remarks:
            yield from _wrapped_lines(f"- {remark}")
        yield f"{MARK} {each.question}"
    for line in more:
        yield from _wrapped_lines(line)


def _wrapped_lines(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def json_file(value: Any) -> str:
    """`value` as an indented JSON document."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def one_line(value: Any) -> str:
    """`value` as JSON in one line; only ASCII, so that nothing in it ends a line."""
    return json.dumps(value, ensure_ascii=True)


def dollars(value: Decimal) -> str:
    """`value` in plain digits."""
    return f"{value.normalize():f}"


def per_token(value: Decimal) -> Decimal:
    """US dollars per token of a price per million."""
    return value.scaleb(-6)


def yaml_file(value: Mapping[str, Any]) -> str:
    """`value` in block style; texts are quoted, so that no reader takes one for anything else."""
    return "".join(f"{line}\n" for line in _yaml_lines(value))


def yaml_list(values: Iterable[Mapping[str, Any]]) -> str:
    """`values` as a list in block style."""
    return "".join(f"{line}\n" for line in _yaml_lines(list(values)))


def _yaml_lines(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _yaml_entry(f"{_yaml_key(key)}:", each)
        return
    for each in value:
        first, *rest = _yaml_lines(each) if isinstance(each, Mapping) and each else [_yaml_scalar(each)]
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)


def _yaml_entry(head: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        yield head
        yield from (f"  {line}" for line in _yaml_lines(value))
    else:
        yield f"{head} {_yaml_scalar(value)}"


def _yaml_key(key: str) -> str:
    plain = key.replace("_", "").replace("-", "")
    return key if plain.isalnum() and plain.isascii() and plain[0].isalpha() else json.dumps(key)


def _yaml_scalar(value: Any) -> str:
    if isinstance(value, Decimal):
        return dollars(value)
    return json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
