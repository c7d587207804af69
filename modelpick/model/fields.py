"""What every described thing is made of: the bases of facts, result documents and plain values.

All are frozen structs, compared by what they hold. A fact is described once, as its file writes it: pydantic checks
what people write against that description (`modelpick.model.people`), and the compiled catalog keeps it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, dataclass_transform, get_args, get_origin

from msgspec import NODEFAULT, Struct, field, structs

if TYPE_CHECKING:
    from dataclasses import replace  # the type checker then knows the names and types of what is replaced
    from functools import cached_property
else:
    from msgspec.structs import replace

    class cached_property:
        """As in `functools`, which takes a lock before Python 3.12. Two that come at once both work it out."""

        def __init__(self, made):
            self.made, self.__doc__ = made, made.__doc__

        def __set_name__(self, owner, name):
            self.name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            value = instance.__dict__[self.name] = self.made(instance)
            return value


__all__ = ["cached_property", "field", "replace"]

Self = TypeVar("Self", bound="Fact")
P = TypeVar("P", bound="Plain")
PYDANTIC: dict[str, Callable[..., Any]] = {}
"""What answers pydantic when it asks a struct for its schema. `modelpick.model.people` fills it in, and alone imports
pydantic: it is imported where what people write is read."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Plain(Struct, frozen=True):
    """A plain value that is fixed when it is made. It is not checked then: who makes it gives what it says."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return PYDANTIC["schema_of"](cls, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        return PYDANTIC["json_schema_of"](cls, schema, handler)


class Fact(Plain, frozen=True, array_like=True, gc=False):
    """A fact of the catalog or a rule, as people write it. Compiled, it is the row of its values in this order."""

    def fault(self) -> str | None:
        """What is wrong between fields that are each right; asked of what people write, and of nothing else."""
        return None

    def settled(self: Self) -> Self:
        """What people wrote in the form that the program expects: the older spellings read, lists in order."""
        return self


class DocumentPart(Plain, frozen=True, rename={"for_": "for", "is_": "is"}):
    """A part of a result document. A machine reads its fields under their names, keywords without underscore."""


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


class Shown(Struct, frozen=True):
    """Marks a fact that can be asked for by name, or that a card or a comparison of two days shows."""

    about: str = ""
    """What it means, in the list of fields; without it nobody can ask for it."""
    name: str = ""
    """What it is asked by, where that is not its path: ``reasoning`` for ``features.reasoning``."""
    label: str = ""
    """What it is called on a card; without it no card shows it."""
    unless: Literal["", "unknown", "closed"] = ""
    """A card leaves it out where it is unknown, always or of closed weights."""
    told: bool = True
    """Whether it is told when it changes."""


class Pattern(Struct, frozen=True):
    """Marks a text that must look like `pattern`."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return {**handler(source), "pattern": self.pattern}


class Within(Struct, frozen=True, omit_defaults=True):
    """Marks a number that must lie within limits, or a text or list that must be of a length."""

    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    min_length: int | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return PYDANTIC["limited"](handler(source), self)


def at_least(number: float) -> Within:
    return Within(ge=number)


def above(number: float) -> Within:
    return Within(gt=number)


def at_most(number: float) -> Within:
    return Within(le=number)


def longest(length: int) -> Within:
    return Within(max_length=length)


def shortest(length: int) -> Within:
    return Within(min_length=length)


class PartialDate(Struct, frozen=True):
    """Marks a day, a month or a year, as text."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return PYDANTIC["partial_date"]()

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
        return PYDANTIC["exact_number"](handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        limits = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
        said = {key: int(schema["schema"][name]) for name, key in limits.items() if name in schema["schema"]}
        return {"type": "number", **said}


Id = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*$"), longest(120)]
ModelId = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._:-]*$"), longest(120)]
DeviceId = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?$"), longest(120)]
Day = Annotated[str, PartialDate()]
Text = Annotated[str, shortest(1), longest(2000)]
Url = Annotated[str, Pattern(r"^(https?://|pkg:)\S+$"), longest(600)]
Country = Annotated[str, Pattern(r"^(EU|[A-Z]{2})$")]
Region = Annotated[str, Pattern(r"^[a-z]{2,6}(-[a-z]+)?$")]
Hours = Annotated[str, Pattern(r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$")]
Tokens = Annotated[int, above(0), at_most(100_000_000)]
Usd = Annotated[Decimal, at_least(0), at_most(100_000), Number()]
Share = Annotated[Decimal, at_least(0), at_most(1), Number()]
Positive = Annotated[float, above(0), at_most(10_000_000)]
PartOfOne = Annotated[float, at_least(0), at_most(1)]
AboveZero = Annotated[float, above(0)]
NotNegative = Annotated[float, at_least(0)]
Count = Annotated[int, above(0)]
Whole = Annotated[int, at_least(0)]
Modality = Literal["text", "image", "video", "audio", "pdf"]
Feature = Literal["reasoning", "tool_calling", "structured_output"]


class FieldPart(Plain):
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

    @property
    def is_struct(self) -> bool:
        """Whether it is a fact with fields of its own."""
        return isinstance(self.kind, type) and issubclass(self.kind, Fact)

    @property
    def is_open(self) -> bool:
        """Whether it is a struct of which nothing needs to be said; layers go over it field by field."""
        return isinstance(self.default, Fact)

    @property
    def is_list_of_facts(self) -> bool:
        """Whether it is a list of facts; a later layer adds to it."""
        kinds = get_args(self.kind) if get_origin(self.kind) is tuple else ()
        return any(isinstance(each, type) and issubclass(each, Fact) for each in kinds)


class ShownFact(Plain):
    """A fact that is shown, and how to find it in the struct that it belongs to."""

    name: str
    part: FieldPart
    shown: Shown
    path: tuple[str, ...]
    source: tuple[str, ...]
    """Where its source stands; empty if it has none."""

    origin: str
    """What it is called where origins are kept: what is given as a whole comes from one place."""


@cache
def parts_of(kind: type[Struct]) -> tuple[FieldPart, ...]:
    """The fields of `kind` in their order. Reads the types, which takes a moment."""
    return tuple(_field_part(each) for each in structs.fields(kind))


def _field_part(each: structs.FieldInfo) -> FieldPart:
    bare, outer = _type_and_marks(each.type)
    inside = [part for part in get_args(bare) if part is not NoneType]
    optional = NoneType in get_args(bare)
    kind, inner = _type_and_marks(inside[0] if optional and len(inside) == 1 else bare)
    marks = (*outer, *inner)
    default = each.default if each.default_factory is NODEFAULT else each.default_factory()
    required = Needed in marks or (default is NODEFAULT and not optional)
    return FieldPart(each.name, each.encode_name, each.type, kind, marks, default, optional, required)


def _type_and_marks(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its marks, and these."""
    marks = getattr(kind, "__metadata__", ())
    return (kind.__origin__, tuple(marks)) if marks else (kind, ())


@cache
def shown_in(kind: type[Struct]) -> tuple[ShownFact, ...]:
    """The facts of `kind` that are shown, and those of its parts, in the order of the fields."""
    return tuple(_shown_in(kind, None))


def _shown_in(kind: type[Struct], within: FieldPart | None) -> Iterator[ShownFact]:
    sources = [part.name for part in parts_of(kind) if is_source(part.name)]
    for part in parts_of(kind):
        path = (within.name, part.name) if within else (part.name,)
        shown = next((mark for mark in part.marks if isinstance(mark, Shown)), None)
        if shown is None:
            yield from _shown_in(part.kind, part) if part.is_struct and within is None else ()
            continue
        own = next((name for name in (f"{part.name}_source", "source") if name in sources), None)
        value, source = path, (*path[:-1], own) if own else ()
        if part.is_struct:  # a value with its source
            value, source = (*path, "value"), (*path, "source")
        origin = ".".join(path) if within is None or within.is_open else within.name
        yield ShownFact(shown.name or ".".join(path), part, shown, value, source, origin)


def is_source(key: str) -> bool:
    """Whether the value of `key` is the id of a source."""
    return key == "source" or key.endswith("_source")


def names_of(kind: type[Struct] | Struct) -> tuple[str, ...]:
    """The names of the fields, in their order."""
    return kind.__struct_fields__


def filled_from(source: Any, kind: type[P], /, **more: Any) -> P:
    """One of `kind` with what `source` says under the names of its fields, and with `more`."""
    said = {name: getattr(source, name) for name in names_of(kind) if name not in more and hasattr(source, name)}
    return kind(**said, **more)


@cache
def keys_of(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """The name of each field that an answer shows, and the key that it has there. Facts keep the names of fields."""
    if issubclass(kind, Fact):
        return tuple((part.name, part.name) for part in parts_of(kind) if Older not in part.marks)
    return tuple(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
