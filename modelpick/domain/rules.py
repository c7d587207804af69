"""Rules as values: what a need weighs, what a constraint requires, when an advisory speaks. Rules hold no code."""

from __future__ import annotations

from typing import Literal

from modelpick.domain.facts import Anchors
from modelpick.domain.fields import Fact, field

Scalar = str | int | float | bool
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "has", "has_all", "has_any", "has_only", "known"]


class Test(Fact):
    """`field` compared with `operand`. The operand `$value` stands for what the user asked."""

    __test__ = False  # not a test case, whatever pytest thinks of the name

    field: str
    operator: Operator
    operand: Scalar | tuple[Scalar, ...]


class Group(Fact):
    """Conditions joined by Kleene and / or / not. `none` holds when none of its members does."""

    joined_by: Literal["all", "any", "none"]
    members: tuple[Condition, ...]


Condition = Test | Group


class Example(Fact):
    """Facts by field name, and what the rule must say of them. Facts that are not given are unknown."""

    given: dict[str, Scalar | tuple[Scalar, ...] | None]
    expect: str
    value: Scalar | tuple[Scalar, ...] | None = None


class AtHome(Fact):
    """What stands for a criterion of price on one's own machines."""

    field: str
    says: str
    unit: str
    anchors: Anchors


class Criterion(Fact):
    """One thing scored: a benchmark (value function from its anchors) or a catalog field (anchors given here)."""

    id: str
    says: str
    weight: float
    because: str
    benchmark: str | None = None
    skill: str | None = None
    """Any edition of this skill is on topic; `benchmark` is the one on whose scale it is valued."""
    field: str | None = None
    tools: str | None = None
    anchors: Anchors | None = None
    unit: str | None = None
    at_home: tuple[AtHome, ...] = ()
    """On one's own machines the first of these that can be asked of the setting stands for it; without any it is left
    out there."""
    own: bool = True
    """Whether it is of the need's own subject. The general ability on which a need rests is not."""


class NeedExample(Fact):
    """With these figures (by criterion id) the need gives this score, or the better ones beat the worse ones."""

    given: dict[str, float]
    score: float | None = None
    coverage: float | None = None
    beats: dict[str, float] | None = None


class Need(Fact):
    id: str
    title: str
    about: str
    because: str
    criteria: tuple[Criterion, ...]
    examples: tuple[NeedExample, ...]
    sources: tuple[str, ...] = ()
    requires: dict[str, Scalar | tuple[Scalar, ...]] = field(default_factory=dict)
    """What a model must be able to do at all: constraint id -> what is asked, as a user would ask it."""
    own_ability: bool = False
    """Whether other tests do not tell this ability: only models with a figure of their own on topic are ranked."""
    also: tuple[str, ...] = ()
    """Other words by which it may be asked for."""
    workload: str | None = None
    """What costs are of where a question limits them and names no workload."""


class Parameter(Fact):
    """What a constraint takes from the user."""

    type: Literal["flag", "choice", "number", "integer", "day", "words", "models", "score"]
    about: str
    choices: tuple[str, ...] = ()
    unit: str | None = None
    means: dict[str, tuple[Scalar, ...]] = field(default_factory=dict)
    """What `$value` stands for in the condition, by choice; a choice without an entry stands for itself."""


class ConstraintRule(Fact):
    """A hard requirement. `per_value`: the words the user gave are each required, or any of them."""

    id: str
    title: str
    about: str
    parameter: Parameter
    require: Condition
    fail: str
    unknown: str
    examples: tuple[Example, ...]
    sources: tuple[str, ...] = ()


class Advisory(Fact):
    """Never excludes; says something worth knowing when its condition passes."""

    id: str
    title: str
    about: str
    when: Condition
    says: str
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Suggestion(Fact):
    """A constraint that is worth asking for, and why."""

    ask: str
    value: Scalar | tuple[Scalar, ...]
    because: str


class Persona(Fact):
    """A point of view: a mix of needs, the advisories that it reads first, and the constraints to think of."""

    id: str
    title: str
    about: str
    because: str
    needs: dict[str, float]
    advisories: tuple[str, ...]
    sources: tuple[str, ...]
    heaviest: str
    constraints: tuple[Suggestion, ...] = ()
    """Suggested in the answer where they were not asked, never applied."""


class Rulebook(Fact):
    needs: dict[str, Need]
    constraints: dict[str, ConstraintRule]
    advisories: dict[str, Advisory]
    personas: dict[str, Persona]
