"""What every described thing is made of: the bases of facts, result documents and plain values.

All are frozen structs, compared by what they hold. A fact is described once, as its file writes it: pydantic checks
what people write against that description (`modelpick.domain.people`), and the compiled catalog keeps it as it is.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

from msgspec import Struct, field, structs

if TYPE_CHECKING:
    from dataclasses import replace  # the type checker then knows the names and types of what is replaced
else:

    def replace(value, /, **changes):
        """`value` with `changes`."""
        if isinstance(value, Struct):
            return structs.replace(value, **changes)
        import dataclasses

        return dataclasses.replace(value, **changes)


__all__ = ["Derived", "Document", "Fact", "Inline", "Plain", "field", "keys_of", "names_of", "replace"]

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


def names_of(kind: type[Struct] | Struct) -> tuple[str, ...]:
    """The names of the fields, in their order."""
    return kind.__struct_fields__


@cache
def keys_of(kind: type[Struct]) -> tuple[tuple[str, str], ...]:
    """The name of each field and the key that it is written under."""
    return tuple(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
