"""An answer for an agent: the short text a person would read, and with `details` the whole document.

What is not known is said so in words in the text, and is null in the document.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

from modelpick import api

if TYPE_CHECKING:
    from modelpick.documents.base import Document

_OPTIONS_LINE = "  More "


def answer_of(document: Document, *, details: bool) -> dict[str, Any]:
    """What a tool answers: `text`, and the `document`, which is null in the short answer."""
    from modelpick.render.dispatch import rendered

    page = rendered(document, "plain", stream=StringIO(), terminal=False, details=details)
    # The line on further options is for whoever types them.
    text = "".join(line for line in page.splitlines(keepends=True) if not line.startswith(_OPTIONS_LINE))
    return {"text": text, "document": document.to_dict() if details else None}


def answer_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of an answer: the published one of the command's document, and the text beside it."""
    whole = _without_texts(api.schema(command))
    definitions = whole.pop("$defs", {})
    body = {key: value for key, value in whole.items() if key not in ("$schema", "$id", "title")}
    return {
        "type": "object",
        "properties": {
            "text": {"type": "string", "description": "The answer in words."},
            "document": {
                "description": "The whole answer, with details; null without.",
                "anyOf": [{"type": "null"}, body],
            },
        },
        "required": ["document", "text"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _without_texts(node: Any) -> Any:
    """`node` without its descriptions: an agent reads the schema of each tool before it asks anything."""
    if isinstance(node, list):
        return [_without_texts(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: value for key, value in node.items() if not (key == "description" and isinstance(value, str))}
    return {key: _without_texts(value) for key, value in kept.items()}
