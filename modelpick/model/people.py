"""How pydantic checks what people write, by the schema that is built here from the description of each struct.

What checks is the core of pydantic, which is given that schema at once: to import all of pydantic, and to let it ask
each type, takes longer than a file to be checked. It is asked for JSON Schemas alone; the structs tell it the same.
Nothing of the decision imports this.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT
from pydantic_core import CoreConfig, CoreSchema, SchemaValidator, core_schema

from modelpick.model.dates import is_day
from modelpick.model.fields import PYDANTIC, Derived, DocumentPart, Fact, Inline, Plain, Within, keys_of, parts_of

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler

SchemaMaker = Callable[[Any], CoreSchema]
"""What makes the schema of a type."""
_STRICT_CONFIG = CoreConfig(strict=True, allow_inf_nan=False)
_PLAIN_TYPES = {str: "str", int: "int", float: "float", bool: "bool", Decimal: "decimal"}
_OPEN: ContextVar[tuple[type, ...]] = ContextVar("open", default=())
"""The structs whose schema is being made: one that holds itself refers to what is not finished yet."""


def schema_of(kind: type[Plain], make: SchemaMaker) -> CoreSchema:
    """What makes a struct `kind` of a mapping, or says all that is wrong with it.

    A fact within a document is as the document shows it: with what the program worked out, and each part by itself.
    """
    outer = _OPEN.get()
    shown = any(issubclass(each, DocumentPart) for each in (*outer, kind))
    ref = _reference_of(kind, shown)
    if kind in outer:
        return core_schema.definition_reference_schema(ref)
    token = _OPEN.set((*outer, kind))
    try:
        keys = dict(_shown_fields(kind, make) if shown else _written_fields(kind, make))
    finally:
        _OPEN.reset(token)
    made: Callable[[dict[str, Any]], Plain] = (lambda values: kind(**values)) if shown else _instance_maker(kind)
    parts = core_schema.typed_dict_schema(keys, extra_behavior="forbid", config=_STRICT_CONFIG)
    return core_schema.no_info_after_validator_function(made, parts, ref=ref)


def _reference_of(kind: type[Plain], shown: bool) -> str:
    return f"{kind.__module__}.{kind.__qualname__}:{id(kind)}{shown}"


def json_schema(kind: type[Plain]) -> dict[str, Any]:
    """The JSON Schema of `kind` and of all structs in it."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind).json_schema()


def json_schema_of(kind: type[Plain], schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
    """The JSON Schema of `kind`, described by its docstrings."""
    found = handler(schema)
    body = handler.resolve_ref_schema(found)
    if kind.__doc__:
        body["description"] = " ".join(kind.__doc__.split())
    for key, said in described_fields(kind):
        if key in body["properties"]:
            body["properties"][key].setdefault("description", said)
    return found


def _shown_fields(kind: type[Plain], make: SchemaMaker) -> Iterator[tuple[str, core_schema.TypedDictField]]:
    """(name, schema) of all that a document shows of a struct, without the limits of what people may write."""
    keys, types = dict(keys_of(kind)), get_type_hints(kind)
    for part in parts_of(kind):
        if part.name in keys:
            schema = _as_written(make(types[part.name]))
            required = part.default is NODEFAULT
            field = core_schema.typed_dict_field(schema, required=required, validation_alias=keys[part.name])
            yield part.name, field


@cache
def reader_of(kind: type[Plain]) -> SchemaValidator:
    """What checks plain values against `kind`."""
    return SchemaValidator(written_schema(kind))


def written_schema(kind: type[Plain]) -> CoreSchema:
    """The schema of `kind` and of all structs in it, as pydantic makes it of the same types."""
    structs: dict[type[Plain], Any] = {}

    def make(given: Any) -> CoreSchema:
        if not (isinstance(given, type) and issubclass(given, Plain)):
            found: CoreSchema = _schema_of_type(given, make)
            return found
        if given not in structs:
            structs[given] = None  # it may hold itself
            structs[given] = schema_of(given, make)
        return core_schema.definition_reference_schema(_reference_of(given, shown=False))

    whole = make(kind)
    return core_schema.definitions_schema(whole, [*structs.values()])


def _schema_of_type(kind: Any, make: SchemaMaker) -> Any:
    """The schema that pydantic makes of a type that is no struct.

    Raises:
        TypeError: nothing that people write is of that type.
    """
    marks, inside, origin = getattr(kind, "__metadata__", ()), get_args(kind), get_origin(kind)
    if marks:
        found = make(kind.__origin__)
        for mark in marks:
            if hasattr(mark, "__get_pydantic_core_schema__"):
                found = mark.__get_pydantic_core_schema__(kind, lambda _, inner=found: inner)
        return found
    if origin is Literal:
        return core_schema.literal_schema([*inside])
    if NoneType in inside:
        return core_schema.nullable_schema(_union_schema([each for each in inside if each is not NoneType], make))
    if origin in (Union, UnionType):
        return _union_schema(inside, make)
    if origin is tuple and inside[1:] == (...,):
        return core_schema.tuple_variable_schema(make(inside[0]))
    if origin in (dict, Mapping):
        return core_schema.dict_schema(*map(make, inside))
    return {"type": _PLAIN_TYPES[kind]}


def _union_schema(kinds: Sequence[Any], make: SchemaMaker) -> CoreSchema:
    return core_schema.union_schema([make(kind) for kind in kinds]) if len(kinds) > 1 else make(kinds[0])


def keys_at(kind: type[Plain], path: Sequence[Any]) -> list[str]:
    """The keys that people may write where `path` leads in a file of `kind`; none if that is no mapping of fields."""
    here: Any = kind
    for step in path:
        if isinstance(step, str):
            here = _struct_in(dict(_written_keys(here)).get(step)) if here else None
    return [key for key, _ in _written_keys(here)] if here else []


def _written_keys(kind: type[Plain]) -> Iterator[tuple[str, Any]]:
    """(key, type) of all that people may write into the mapping of a struct."""
    for part in parts_of(kind):
        if Inline in part.marks:
            yield from _written_keys(part.kind)
        elif Derived not in part.marks:
            yield part.key, part.kind


def _struct_in(kind: Any) -> type[Plain] | None:
    """The struct inside a type such as ``tuple[Measurement, ...]`` or ``License``."""
    if isinstance(kind, type) and issubclass(kind, Plain):
        return kind
    inner = (_struct_in(part) for part in getattr(kind, "__args__", ()))
    return next((found for found in inner if found is not None), None)


def _written_fields(kind: type[Plain], make: SchemaMaker) -> Iterator[tuple[str, core_schema.TypedDictField]]:
    """(name, schema) of all that people may write into the mapping of a struct."""
    for field in parts_of(kind):
        if Inline in field.marks:
            yield from _written_fields(field.kind, make)
        elif Derived not in field.marks:
            schema = _as_written(make(field.type))
            yield field.name, core_schema.typed_dict_field(schema, required=field.required, validation_alias=field.key)


def _instance_maker(kind: type[Plain]) -> Callable[[dict[str, Any]], Plain]:
    """What makes an instance of `kind` of checked values; those of a part that stands inline are among them."""
    parts = parts_of(kind)
    inline = [
        (part.name, _instance_maker(part.kind), _field_names(part.kind)) for part in parts if Inline in part.marks
    ]
    empty = [part.name for part in parts if part.optional and part.default is NODEFAULT]

    checked = issubclass(kind, Fact) and kind.fault is not Fact.fault
    settles = issubclass(kind, Fact) and kind.settled is not Fact.settled

    def made(values: dict[str, Any]) -> Plain:
        for name, make, names in inline:
            values[name] = make({each: values.pop(each) for each in names if each in values})
        for name in empty:
            values.setdefault(name, None)
        found: Any = kind(**values)
        wrong = found.fault() if checked else None
        if wrong is not None:
            raise ValueError(wrong)
        return found.settled() if settles else found  # type: ignore[no-any-return]

    return made


def _field_names(kind: type[Plain]) -> tuple[str, ...]:
    """The fields of `kind`, and in place of a part that stands inline those of the part."""
    found: list[str] = []
    for part in parts_of(kind):
        found += _field_names(part.kind) if Inline in part.marks else (part.name,)
    return tuple(found)


def _as_written(schema: Any) -> Any:
    """`schema` for what YAML has: a list for a tuple, wherever one stands in it."""
    if isinstance(schema, list):
        return [_as_written(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        key: value if key in ("metadata", "serialization") else _as_written(value) for key, value in schema.items()
    }
    if found.get("type") == "tuple" and found.get("variadic_item_index") == 0:
        limits = {name: found[name] for name in ("min_length", "max_length") if name in found}
        items = core_schema.list_schema(found["items_schema"][0], **limits)
        return core_schema.no_info_after_validator_function(tuple, items)
    return found


def partial_date() -> CoreSchema:
    """A day, a month or a year as text; a bare year is a number to YAML."""
    return core_schema.no_info_before_validator_function(
        lambda given: str(given) if type(given) is int and 1900 <= given <= 2200 else given,
        core_schema.no_info_after_validator_function(_checked_day, core_schema.str_schema()),
    )


def _checked_day(text: str) -> str:
    if not is_day(text):
        raise ValueError("expected a date such as 2026-04-08, 2026-04 or 2026")
    return text


def limited(schema: Any, limits: Within) -> Any:
    """`schema` within `limits`; pydantic knows all of them by these names."""
    said = {name: getattr(limits, name) for name in Within.__struct_fields__}
    return {**schema, **{name: value for name, value in said.items() if value is not None}}


def exact_number(schema: CoreSchema) -> CoreSchema:
    """A number through its shortest text, so that 0.1 dollars stay 0.1 dollars."""
    return core_schema.no_info_before_validator_function(_exact_decimal, schema)


def _exact_decimal(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@cache
def described_fields(kind: type[Plain]) -> tuple[tuple[str, str], ...]:
    """(key, docstring) of each field that has one."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if issubclass(base, Plain) and base.__struct_fields__:
            found |= _field_docstrings(base)
    parts = {part.name: part for part in parts_of(kind)}
    inline = [pair for part in parts.values() if Inline in part.marks for pair in described_fields(part.kind)]
    said = (
        (parts[name].key, text) for name, text in found.items() if name in parts and Derived not in parts[name].marks
    )
    return (*inline, *said)


def _field_docstrings(kind: type) -> dict[str, str]:
    """The text beneath each annotated name in the body of the class."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for one, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and isinstance(after, ast.Expr):
            text = after.value
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[one.target.id] = inspect.cleandoc(text.value)
    return found


PYDANTIC.update(
    schema_of=lambda kind, handler: schema_of(kind, handler.generate_schema),
    json_schema_of=json_schema_of,
    partial_date=partial_date,
    exact_number=exact_number,
    limited=limited,
)
