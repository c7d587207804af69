"""Result documents for machines: the document itself, in JSON or YAML."""

from __future__ import annotations

import re
from typing import Any

from modelpick.documents.base import json_text, to_data

__all__ = ["json_text", "to_data", "yaml_text"]

_YAML_NUMBER = r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$|0o[0-7]+$"
"""Numbers of YAML 1.2 that YAML 1.1 takes for text."""


def yaml_text(document: Any, *, ascii_only: bool = False) -> str:
    """YAML that reads back as the JSON does, by the rules of YAML 1.1 and of 1.2, with the keys in the same order.

    Args:
        ascii_only: for a stream that has no other characters; so is written, too, what would steer a terminal.
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes what a reader of YAML 1.2 would take for a number: ``1e-6``, ``0o17``."""

    Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(_YAML_NUMBER), list("+-.0123456789"))

    def dump(plain: bool) -> str:
        text: str = yaml.dump(data, Dumper=Dumper, sort_keys=False, allow_unicode=plain, width=100)
        return text

    data = to_data(document)
    text = dump(plain=True)
    whole = not ascii_only and text.replace("\n", "").isprintable()
    return text if whole else dump(plain=False)
