"""Facts as structs: what pydantic makes of what people write, and what the compiled form keeps."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from msgspec import msgpack
from pydantic import TypeAdapter, ValidationError

from modelpick.catalog.schema import CatalogFile
from modelpick.model.facts import Model, Offering, Price, Rates, Terms, Tier
from modelpick.model.fields import (
    Day,
    Derived,
    DocumentPart,
    Fact,
    Id,
    Inline,
    Needed,
    Shown,
    Usd,
    field,
    keys_of,
    names_of,
    parts_of,
    replace,
    shown_in,
)
from modelpick.model.people import keys_at, reader_of, written_schema
from modelpick.model.rules import RULES, Condition, compared, joined
from modelpick.probe.check import ServerQuestion
from modelpick.probe.endpoints import PROVIDERS
from modelpick.use_cases.decision import DecisionFile
from modelpick.use_cases.profile import ProfileFile
from tests.oldest import WRITES_SCHEMAS


class Cost(Fact):
    """What it costs."""

    usd: Usd = field(name="is")
    """US dollars."""
    since: Day | None = None


class Thing(Fact):
    """Something that is sold."""

    id: Id
    maker: str | None
    cost: Annotated[Cost, Inline]
    parts: tuple[Thing, ...] = ()
    why: Annotated[str, Needed] = ""
    key: Annotated[str, Derived] = ""

    def fault(self) -> str | None:
        return "it is made of itself" if any(part.id == self.id for part in self.parts) else None

    def settled(self) -> Thing:
        return replace(self, key=self.id.upper())


class Answer(DocumentPart):
    """What is known of a thing."""

    thing: Thing
    for_: str = ""


BOLT: dict[str, Any] = {"id": "bolt", "is": 0.1, "why": "it holds"}


def read(kind: Any, written: Any) -> Any:
    return reader_of(kind).validate_python(written)


def faults(kind: Any, written: Any) -> list[tuple[tuple[Any, ...], str]]:
    with pytest.raises(ValidationError) as caught:
        read(kind, written)
    return [(fault["loc"], fault["type"]) for fault in caught.value.errors()]


class TestWhatPeopleWrite:
    def test_becomes_the_struct_with_its_part_and_what_follows(self) -> None:
        cost = Cost(Decimal("0.1"))
        assert read(Thing, BOLT) == Thing("bolt", None, cost, why="it holds", key="BOLT")

    def test_may_hold_itself(self) -> None:
        found = read(Thing, {**BOLT, "id": "gate", "since": 2026, "parts": [BOLT, {**BOLT, "id": "hinge"}]})
        assert [part.key for part in found.parts] == ["BOLT", "HINGE"]
        assert found.cost.since == "2026"

    def test_is_refused_with_every_fault_at_its_place(self) -> None:
        written = {"id": "A Bolt", "is": -1, "since": "May", "key": "X", "parts": [{"id": "nut", "is": True}, 5]}
        assert faults(Thing, written) == [
            (("id",), "string_pattern_mismatch"),
            (("is",), "greater_than_equal"),
            (("since",), "value_error"),
            (("parts", 0, "is"), "is_instance_of"),
            (("parts", 0, "why"), "missing"),
            (("parts", 1), "dict_type"),
            (("why",), "missing"),
            (("key",), "extra_forbidden"),
        ]

    def test_is_refused_for_what_is_wrong_between_fields(self) -> None:
        assert faults(Thing, {**BOLT, "parts": [BOLT]}) == [((), "value_error")]

    def test_is_what_the_program_may_leave_unchecked(self) -> None:
        """Decoding and making a struct cost nothing: only people's files are checked."""
        odd = Thing("A Bolt", None, Cost(Decimal(-1)))
        assert msgpack.decode(msgpack.encode(odd), type=Thing) == odd

    def test_has_the_keys_of_the_file_where_a_path_leads(self) -> None:
        assert keys_at(Thing, ()) == ["id", "maker", "is", "since", "parts", "why"]
        assert keys_at(Model, ("offerings", 3, "prices", 0))[:4] == ["on", "in", "out", "cache_read"]
        assert keys_at(Model, ("license",))[0] == "id"
        assert keys_at(Model, ("name",)) == keys_at(Model, ("nothing", 0)) == []

    def test_an_older_spelling_is_read_as_what_it_means(self) -> None:
        old = {"on": "2026-01-01", "in": 1, "above": {"tokens": 1000, "in": 2}}
        new = {"on": "2026-01-01", "in": 1, "tiers": [{"above": 1000, "in": 2}]}
        assert read(Price, old) == read(Price, new)
        assert read(Price, old).charges.tiers == (Tier(1000, Rates(Decimal(2))),)

    def test_lists_are_put_in_order_and_names_filled_in(self) -> None:
        event = {"surface": "api", "source": "s"}
        status = [{**event, "on": "2026-05-01", "is": "retired"}, {**event, "on": "2026-01-01", "is": "ga"}]
        found = read(Model, {"id": "a/one", "status": status})
        assert ([each.stage for each in found.status], found.name, found.lab) == (["ga", "retired"], "a/one", "a")
        offer = {"provider": "p", "since": "2026", "source": "s", "prices": [{"on": "2026"}]}
        assert read(Offering, offer).prices[0].source == "s"


def _compared(schema: Any, structs: dict[str, Any], within: tuple[str, ...] = ()) -> Any:
    """A schema by what it checks: each struct in its place, functions by name, without what only describes."""
    if isinstance(schema, list):
        return [_compared(each, structs, within) for each in schema]
    if not isinstance(schema, dict):
        return schema.__qualname__ if callable(schema) else schema
    if schema.get("type") == "definitions":
        known = {each["ref"]: each for each in schema["definitions"]}
        return _compared(schema["schema"], {**structs, **known}, within)
    if schema.get("type") == "definition-ref":
        named = schema["schema_ref"]
        return named if named in within else _compared(structs[named], structs, within)
    if "ref" in schema:
        within = (*within, schema["ref"])
    left_out = ("metadata", "ref", "serialization")
    return {key: _compared(each, structs, within) for key, each in schema.items() if key not in left_out}


@pytest.mark.parametrize("kind", [CatalogFile, ProfileFile, DecisionFile, *RULES.values()])
def test_what_is_checked_is_what_pydantic_would_check(kind: Any) -> None:
    assert _compared(written_schema(kind), {}) == _compared(TypeAdapter(kind).core_schema, {})


class TestConditions:
    def test_a_test_and_a_group_are_one_struct(self) -> None:
        written = {"all": [{"field": "context", "ge": "$value"}, {"none": [{"field": "lab", "in": ["a", "b"]}]}]}
        meant = joined(
            "all", (compared("context", "ge", "$value"), joined("none", (compared("lab", "in", ("a", "b")),)))
        )
        assert read(Condition, written) == meant
        assert msgpack.decode(msgpack.encode(meant), type=Condition) == meant

    @pytest.mark.parametrize("odd", [{}, {"field": "x"}, {"eq": 1}, {"field": "x", "eq": 1, "ne": 2}, {"all": []}])
    def test_anything_else_is_refused(self, odd: dict[str, Any]) -> None:
        assert faults(Condition, odd)


class TestSchemas:
    @WRITES_SCHEMAS
    def test_describe_what_may_be_written(self) -> None:
        schema = TypeAdapter(Thing).json_schema()["$defs"]["Thing"]
        assert schema["description"] == "Something that is sold."
        assert schema["required"] == ["id", "is", "why"]
        assert schema["additionalProperties"] is False
        assert schema["properties"]["is"] == {
            "type": "number", "minimum": 0, "maximum": 100_000, "title": "Is", "description": "US dollars.",
        }  # fmt: skip

    def test_describe_what_an_answer_shows(self) -> None:
        """Under the names of the fields, with what the program worked out and without limits."""
        schema = TypeAdapter(Answer).json_schema()
        assert set(schema["properties"]) == {"thing", "for"}
        assert set(schema["$defs"]["Thing"]["properties"]) == set(names_of(Thing))
        assert [key for _, key in keys_of(Answer)] == ["thing", "for"]


class TestShownFacts:
    def test_have_a_name_a_place_and_a_source(self) -> None:
        known = {each.name: each for each in shown_in(Model)}
        assert (known["context"].path, known["context"].source) == (("context", "value"), ("context", "source"))
        assert (known["input"].path, known["input"].source) == (("modalities", "inputs"), ("modalities", "source"))
        assert (known["input"].origin, known["reasoning"].origin) == ("modalities", "features.reasoning")
        assert (known["released"].path, known["released"].source) == (("released",), ())
        assert known["params.total_b"].source == ("params", "source")

    def test_a_source_beside_a_fact_is_its_source(self) -> None:
        class Card(Fact):
            born: Annotated[str | None, Shown("the day of birth")] = None
            born_source: str | None = None

        (born,) = shown_in(Card)
        assert born.source == ("born_source",)

    def test_parts_that_may_be_left_out_are_laid_over_one_by_one(self) -> None:
        assert {part.name for part in parts_of(Model) if part.is_open} == {"features", "params"}
        assert [part.name for part in parts_of(Offering) if part.is_open] == ["terms"]
        assert not Terms().named()


def test_a_key_is_never_shown() -> None:
    asked = ServerQuestion(next(iter(PROVIDERS.values())), {}, key="very-secret")
    assert "very-secret" not in repr(asked)
