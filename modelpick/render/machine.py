"""Result documents for machines: the document itself, in JSON or YAML."""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import Any

from modelpick.domain.errors import Problem
from modelpick.domain.fields import Plain, keys_of
from modelpick.domain.results import StatusReport
from modelpick.domain.wording import readable
from modelpick.render.safe import encodable, escaped_json

_YAML_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$|0o[0-7]+$")
"""Numbers of YAML 1.2 that YAML 1.1 takes for text."""


def to_data(document: Any) -> Any:
    """`document` in plain lists, dictionaries, numbers and texts; what is not known is None.

    A status report on one model is that model's status, on several a list of them. A document with a method
    `as_list` is to a machine the list that this returns.
    """
    if isinstance(document, StatusReport):
        return _status(document)
    if hasattr(document, "as_list"):
        return _plain(document.as_list())
    return _plain(document)


def json_text(document: Any) -> str:
    """Indented JSON, one document, newline at the end."""
    return escaped_json(json.dumps(to_data(document), indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def yaml_text(document: Any, encoding: str | None = None) -> str:
    """YAML that reads back as the JSON does, by the rules of YAML 1.1 and of 1.2, with the keys in the same order.

    In the characters that `encoding` has.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes what a reader of YAML 1.2 would take for a number: ``1e-6``, ``0o17``."""

    Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _YAML_NUMBER, list("+-.0123456789"))

    def dump(plain: bool) -> str:
        text: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=plain, width=100)
        return text

    data = to_data(document)
    text = dump(plain=True)
    whole = text.replace("\n", "").isprintable() and text == encodable(text, encoding)
    return text if whole else dump(plain=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Plain):
        return {key: _plain(getattr(value, name)) for name, key in keys_of(type(value))}
    if isinstance(value, Problem):  # no struct: what errors are made of is imported before anything else
        return {name: getattr(value, name) for name in Problem.__slots__}
    if isinstance(value, dict):
        return {readable(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _number(value: Decimal) -> int | float | str:
    """The number exactly; in the odd case that no JSON number reads back as it, its digits as text."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(str(near)) == value else str(value)


def _status(report: StatusReport) -> dict[str, Any]:
    sources = _plain(report.sources)
    models = [_plain(status) for status in report.models]
    head, tail = {"schema_version": report.schema_version}, {"sources": sources, "notes": list(report.notes)}
    if len(models) == 1:
        return {**head, **models[0], **tail}
    return {**head, "as_of": report.as_of, "models": models, **tail}
