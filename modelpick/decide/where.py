"""``--where "FIELD OP VALUE"``: comparisons, each compiled to the same typed condition that rules use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from modelpick.model import vocabulary
from modelpick.model.dates import is_day
from modelpick.model.errors import ModelpickError
from modelpick.model.names import did_you_mean
from modelpick.model.numbers import ANY
from modelpick.model.rules import Condition, Operator, Scalar, compared
from modelpick.model.wording import shown

SIGNS: dict[str, Operator] = {
    ">=": "ge",
    "<=": "le",
    "!=": "ne",
    "==": "eq",
    "=": "eq",
    ">": "gt",
    "<": "lt",
    "not in": "not_in",
    "in": "in",
    "has": "has",
}
_SIGN_FORM = r"(?:>=|<=|!=|==|=|>|<|\bnot in\b|\bin\b|\bhas\b)"
_COMPARISON_FORM = rf"(?i)\s*([\w.-]+)\s*({_SIGN_FORM})\s*([^=<>!\s].*?)\s*"
_BETWEEN_COMPARISONS = rf"(?i)(?:\s+(?:and|&&)\s+|\s*[,;]\s*)(?=[\w.-]+\s*{_SIGN_FORM})"
_OTHER_COMPARISON = rf"(?i)\s(?:or|\|\|)\s+[\w.-]+\s*{_SIGN_FORM}"
_ORDERED_KINDS = {"number": "a number", "money": "a number", "day": "a date"}
"""Kinds of fields that can be more or less."""
_OTHER_KINDS = {"text": "text", "flag": "yes or no", "words": "a list of words", "answer": "yes, no or a word"}
_ASKED_OTHERWISE = {
    **dict.fromkeys(("tools", "functions", "function_calling"), "'tool_calling = yes'"),
    **dict.fromkeys(("vision", "images", "multimodal"), "'input has image'"),
    **dict.fromkeys(("open", "open_weights"), "'weights = open'"),
    **dict.fromkeys(("json", "json_schema", "json_mode"), "'structured_output = yes'"),
    **dict.fromkeys(("size", "parameters"), "'params.total_b < 40'"),
}
"""Words for what a field says under another name -> how it is asked."""
_EQUALITY_HINT = "Compare it with =, != or in"


def comparisons(texts: Iterable[str]) -> tuple[str, ...]:
    """Each comparison by itself; people join them: ``weights = open and params.total_b < 40``."""
    # Runs of blanks are one: the forms would look at each in every way.
    return tuple(part for text in texts for part in re.split(_BETWEEN_COMPARISONS, " ".join(text.split())))


def parse_where(text: str) -> Condition:
    """Compile one comparison.

    Raises:
        ModelpickError: not of the form, an unknown field, or a value that the field cannot have.
    """
    match = re.fullmatch(_COMPARISON_FORM, " ".join(text.split()))
    where = f"{{where}} {shown(text)}"
    if match is None:
        raise ModelpickError("expected FIELD OP VALUE", where=where, hint="For example: {where} 'context >= 200k'")
    name, sign, raw = match.groups()
    if re.search(_OTHER_COMPARISON, raw):
        hint = "All of them have to hold, joined by `and`; several values of one field: 'lab in openai, google'"
        raise ModelpickError("joins comparisons by `or`", where=where, hint=hint)
    asked, name = name, name if vocabulary.find(name) else name.replace("-", "_")
    field = vocabulary.find(name)
    if field is None:
        raise ModelpickError(f"unknown field {asked!r}", where=where, hint=_hint_of_field(asked))
    operator = SIGNS[sign.lower()]
    if operator in ("lt", "le", "gt", "ge") and field.kind not in _ORDERED_KINDS:
        raise ModelpickError(
            f"`{name}` is {_OTHER_KINDS[field.kind]}, which is neither more nor less", where=where, hint=_EQUALITY_HINT
        )
    if operator in ("in", "not_in", "has"):
        return compared(name, operator, tuple(_operand_value(part.strip(), field, where) for part in raw.split(",")))
    return compared(name, operator, _operand_value(raw, field, where))


def _hint_of_field(name: str) -> str:
    """What to write instead of a field that there is not."""
    plain = name.lower().replace("-", "_").rpartition(".")[2]
    if instead := _ASKED_OTHERWISE.get(plain):
        return f"Write {instead}"
    return did_you_mean(name, vocabulary.FIELDS) or did_you_mean(plain, vocabulary.FIELDS) or "See: list --fields"


def _operand_value(raw: str, field: vocabulary.Field, where: str) -> Scalar:
    if field.kind in ("number", "money"):
        try:
            value = float(ANY.read(raw, where))
        except ModelpickError as error:
            hint = error.hint or f"Give one from {ANY.least:,} to {ANY.most:,}"
            raise ModelpickError(f"`{field.name}` is a number, got {shown(raw)}", where=where, hint=hint) from None
        return int(value) if value.is_integer() else value
    if field.kind == "flag":
        flags = {"true": True, "yes": True, "false": False, "no": False}
        if raw.lower() not in flags:
            raise ModelpickError(f"`{field.name}` is yes or no, got {raw!r}", where=where)
        return flags[raw.lower()]
    if field.kind == "day" and not is_day(raw):
        raise ModelpickError(f"`{field.name}` is a date, got {raw!r}", where=where, hint="Write it as 2026-04-08")
    return raw
