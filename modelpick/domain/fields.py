"""What every described thing is made of: the bases of facts, result documents and plain values.

All are frozen structs, compared by what they hold. A fact is described once, as its file writes it: pydantic checks
what people write against that description (`modelpick.domain.people`), and the compiled catalog keeps it as it is.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, dataclass_transform, get_args

from annotated_types import Ge, Gt, Le, MaxLen, MinLen
from msgspec import NODEFAULT, Struct, field, structs

if TYPE_CHECKING:
    from dataclasses import replace  # the type checker then knows the names and types of what is replaced
else:
    from msgspec.structs import replace

__all__ = [
    "AboveZero", "Count", "Country", "Day", "Derived", "DeviceId", "Document", "Fact", "Feature", "Hours", "Id",
    "Inline", "Modality", "ModelId", "Needed", "NotNegative", "Number", "Older", "Own", "Part", "Pattern", "Plain", "Positive",
    "Region", "Share", "Text", "Tokens", "Url", "Usd", "Whole", "field", "keys_of", "names_of", "parts_of", "replace",
]  # fmt: skip

Self = TypeVar("Self", bound="Fact")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Plain(Struct, frozen=True):
    """A plain value that is fixed when it is made. It is not checked then: who makes it gives what it says."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        from modelpick.domain.people import schema_of

        return schema_of(cls, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        from modelpick.domain.people import json_schema_of

        return json_schema_of(cls, schema, handler)


class Fact(Plain, frozen=True, array_like=True, gc=False):
    """A fact of the catalog or a rule, as people write it. Compiled, it is the row of its values in this order."""

    def fault(self) -> str | None:
        """What is wrong between fields that are each right; asked of what people write, and of nothing else."""
        return None

    def settled(self: Self) -> Self:
        """What people wrote in the form that the program expects: the older spellings read, lists in order."""
        return self


class Document(Plain, frozen=True, rename={"for_": "for", "is_": "is"}):
    """A result document or a part of one. A machine reads its fields under their names, keywords without underscore."""


class Derived:
    """Marks a field that nobody writes: the program works it out."""


class Inline:
    """Marks a field whose own fields stand beside the others in the file."""


class Own:
    """Marks what is true of a model alone, and not of one that was made from it."""


class Older:
    """Marks an older spelling of other fields: people may write it, and it is read as these."""


class Needed:
    """Marks what people must say, although the program may leave it out."""


class Pattern(Struct, frozen=True):
    """Marks a text that must look like `pattern`."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}


class PartialDate(Struct, frozen=True):
    """Marks a day, a month or a year, as text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from modelpick.domain.people import partial_date

        return partial_date()

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        pattern = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
        examples = ["2026-04-08", "2026-04", 2026]
        return {
            "type": ["string", "integer"],
            "pattern": pattern,
            "minimum": 1900,
            "maximum": 2200,
            "examples": examples,
        }


class Number(Struct, frozen=True):
    """Marks a decimal that stands in the file as a number."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from modelpick.domain.people import exact_number

        return exact_number(handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        limits = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
        said = {key: int(schema["schema"][name]) for name, key in limits.items() if name in schema["schema"]}
        return {"type": "number", **said}


Id = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*$"), MaxLen(120)]
ModelId = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._:-]*$"), MaxLen(120)]
DeviceId = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?$"), MaxLen(120)]
Day = Annotated[str, PartialDate()]
Text = Annotated[str, MinLen(1), MaxLen(2000)]
Url = Annotated[str, Pattern(r"^(https?://|pkg:)\S+$"), MaxLen(600)]
Country = Annotated[str, Pattern(r"^(EU|[A-Z]{2})$")]
Region = Annotated[str, Pattern(r"^[a-z]{2,6}(-[a-z]+)?$")]
Hours = Annotated[str, Pattern(r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$")]
Tokens = Annotated[int, Gt(0), Le(100_000_000)]
Usd = Annotated[Decimal, Ge(0), Le(100_000), Number()]
Share = Annotated[Decimal, Ge(0), Le(1), Number()]
Positive = Annotated[float, Gt(0), Le(10_000_000)]
AboveZero = Annotated[float, Gt(0)]
NotNegative = Annotated[float, Ge(0)]
Count = Annotated[int, Gt(0)]
Whole = Annotated[int, Ge(0)]
Modality = Literal["text", "image", "video", "audio", "pdf"]
Feature = Literal["reasoning", "tool_calling", "structured_output"]


class Part(NamedTuple):
    """One field of a struct, with what its type says."""

    name: str
    key: str
    """As it stands in a file."""
    type: Any
    kind: Any
    """The type without marks, and without None."""
    marks: tuple[Any, ...]
    default: Any
    optional: bool
    """Whether it may be None: not known."""
    required: bool
    """Whether people must write it. What may be unknown may be left out."""


@cache
def parts_of(kind: type[Struct]) -> tuple[Part, ...]:
    """The fields of `kind` in their order. Reads the types, which takes a moment."""
    return tuple(_part(each) for each in structs.fields(kind))


def _part(each: structs.FieldInfo) -> Part:
    bare, marks = each.type, tuple(getattr(each.type, "__metadata__", ()))
    bare = bare.__origin__ if marks else bare
    inside = [part for part in get_args(bare) if part is not NoneType]
    optional = NoneType in get_args(bare)
    kind = inside[0] if optional and len(inside) == 1 else bare
    default = each.default if each.default_factory is NODEFAULT else each.default_factory()
    required = Needed in marks or (default is NODEFAULT and not optional)
    return Part(each.name, each.encode_name, each.type, kind, marks, default, optional, required)


def names_of(kind: type[Struct] | Struct) -> tuple[str, ...]:
    """The names of the fields, in their order."""
    return kind.__struct_fields__


@cache
def keys_of(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """The name of each field that an answer shows, and the key that it has there. Facts keep the names of fields."""
    if issubclass(kind, Fact):
        return tuple((part.name, part.name) for part in parts_of(kind) if Older not in part.marks)
    return tuple(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
