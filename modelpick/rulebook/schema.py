"""The file format of rules, as pydantic models: one rule a YAML file, one class a kind of rule."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from modelpick.catalogue.schema import AnchorsRow, Id, Row, Text

Scalar = str | int | float | bool
Operand = Scalar | list[Scalar]


class ConditionRow(Row):
    """Either a test (`field` and one operator) or a group (`all`, `any` or `none` of other conditions)."""

    field: Text | None = None
    eq: Operand | None = None
    ne: Operand | None = None
    lt: Operand | None = None
    le: Operand | None = None
    gt: Operand | None = None
    ge: Operand | None = None
    in_: Operand | None = Field(default=None, alias="in")
    not_in: Operand | None = None
    has: Operand | None = None
    has_all: Operand | None = None
    has_any: Operand | None = None
    has_only: Operand | None = None
    known: bool | None = None
    all_: list[ConditionRow] | None = Field(default=None, alias="all", min_length=1)
    any_: list[ConditionRow] | None = Field(default=None, alias="any", min_length=1)
    none: list[ConditionRow] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_thing(self) -> ConditionRow:
        given = {name for name in type(self).model_fields if getattr(self, name) is not None} - {"field"}
        groups = given & {"all_", "any_", "none"}
        if len(given) != 1 or bool(groups) == (self.field is not None):
            raise ValueError("expected `field` with one operator, or one of `all`, `any`, `none`")
        return self


class ExampleRow(Row):
    given: dict[str, Operand | None]
    """Facts by field name; a fact that is not given is unknown."""
    expect: Literal["pass", "fail", "unknown", "speaks", "silent"]
    value: Operand | None = None
    """What the user asked, for constraints."""


class AtHomeRow(Row):
    """What stands for a criterion of price on one's own machines."""

    field: Text
    says: Text
    unit: Text
    anchors: AnchorsRow


class CriterionRow(Row):
    id: Id
    says: Text
    """What a good value means, in the words of the answer: "repairs real repositories"."""
    weight: Annotated[float, Field(gt=0)]
    because: Text
    benchmark: Id | None = None
    skill: Id | None = None
    """Any edition of this skill counts as on topic. Its reference edition gives the scale, unless `benchmark` names
    another edition of the skill."""
    field: Text | None = None
    tools: Literal["none", "with"] | None = None
    anchors: AnchorsRow | None = None
    """For a field; a benchmark has its own."""
    unit: Text | None = None
    at_home: list[AtHomeRow] = []
    """For a price: what stands for it on one's own machines. `home.cost` needs a machine with a known rent."""
    own: bool = True
    """False for the general ability that the need rests on: a figure there is not on topic for the need."""

    @model_validator(mode="after")
    def _one_basis(self) -> CriterionRow:
        if ((self.benchmark or self.skill) is None) == (self.field is None):
            raise ValueError("expected a `benchmark` or a `skill`, or else a `field`")
        if self.field is not None and self.anchors is None:
            raise ValueError("a field needs `anchors`")
        return self


class NeedExampleRow(Row):
    given: dict[str, float]
    """Figures by criterion id."""
    score: float | None = None
    coverage: float | None = None
    beats: dict[str, float] | None = None
    """Other figures that must score lower."""


class RuleRow(Row):
    id: Id
    title: Text
    about: Text
    sources: list[Id] = []


class NeedRow(RuleRow):
    """A named purpose: weighted criteria."""

    kind: Literal["need"]
    because: Text
    """Why these criteria and these weights."""
    requires: dict[Id, Operand] = {}
    """What a model must be able to do at all: a constraint and what is asked of it, e.g. `input: [image]`."""
    own_ability: bool = False
    """True where other tests do not tell this ability: only models with a figure on topic are ranked."""
    also: list[Id] = []
    """Other words by which it may be asked for, each the word of one need alone: `programming` for coding."""
    workload: Id | None = None
    """The workload that costs are of where a question about this need limits them and names none."""
    criteria: list[CriterionRow] = Field(min_length=1)
    examples: list[NeedExampleRow] = Field(min_length=1)


class ParameterRow(Row):
    type: Literal["flag", "choice", "number", "integer", "day", "words", "models", "score"]
    about: Text
    choices: list[Text] = []
    means: dict[Text, list[Scalar]] = {}
    """What `$value` stands for in the condition, by choice: `preview` -> [ga, public_preview]."""
    unit: Text | None = None


class ConstraintRow(RuleRow):
    """A hard requirement; answers pass, fail or unknown."""

    kind: Literal["constraint"]
    parameter: ParameterRow
    require: ConditionRow
    fail: Text
    """Said when it fails; `{field}` names are filled in, `{$value}` is what the user asked."""
    unknown: Text
    examples: list[ExampleRow] = Field(min_length=3)


class AdvisoryRow(RuleRow):
    """Never excludes; says something worth knowing."""

    kind: Literal["advisory"]
    when: ConditionRow
    says: Text
    needs: list[Id] = []
    examples: list[ExampleRow] = Field(min_length=2)


class SuggestionRow(Row):
    """A constraint that the persona should ask for. It is suggested in the answer and never applied by itself."""

    ask: Id
    """The constraint."""
    value: Operand = True
    """What is asked of it, as a user would ask it."""
    because: Text


class PersonaRow(RuleRow):
    """A point of view: a mix of needs, and the advisories that it reads first."""

    kind: Literal["persona"]
    because: Text
    needs: dict[Id, Annotated[float, Field(gt=0)]] = Field(min_length=1)
    advisories: list[Id]
    constraints: list[SuggestionRow] = []
    """What to ask for, with reasons; the answer says so where it was not asked."""
    heaviest: Id
    """The criterion that must weigh most in the mix: the example that is run as a test."""


RULE_ROWS: dict[str, type[Row]] = {
    "need": NeedRow,
    "constraint": ConstraintRow,
    "advisory": AdvisoryRow,
    "persona": PersonaRow,
}
