"""Rules as their files describe them: what a need weighs, what a constraint requires, when an advisory speaks.

One rule a file. Rules hold no code.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from modelpick.model.facts import Anchors, Tools
from modelpick.model.fields import AboveZero, Derived, Fact, Id, Needed, Text, field, names_of, replace, shortest

Scalar = str | int | float | bool
Operand = Scalar | tuple[Scalar, ...]
Operator = Literal[
    "eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "has", "has_all", "has_any", "has_only", "within", "known"
]
JoinedBy = Literal["all", "any", "none"]
_GROUP_KEYS: dict[str, JoinedBy] = {"all_": "all", "any_": "any", "none": "none"}


class Condition(Fact):
    """Either a test (`field` and one operator) or a group (`all`, `any` or `none` of other conditions).

    The operand `$value` stands for what the user asked. `none` holds when none of its members does.
    """

    field_: Text | None = field(default=None, name="field")
    eq: Operand | None = None
    ne: Operand | None = None
    lt: Operand | None = None
    le: Operand | None = None
    gt: Operand | None = None
    ge: Operand | None = None
    in_: Operand | None = field(default=None, name="in")
    not_in: Operand | None = None
    has: Operand | None = None
    has_all: Operand | None = None
    has_any: Operand | None = None
    has_only: Operand | None = None
    within: Operand | None = None
    known: bool | None = None
    all_: Annotated[tuple[Condition, ...], shortest(1)] | None = field(default=None, name="all")
    any_: Annotated[tuple[Condition, ...], shortest(1)] | None = field(default=None, name="any")
    none: Annotated[tuple[Condition, ...], shortest(1)] | None = None

    said: Annotated[str, Derived] = ""
    """Which of the operators and groups it is."""

    @property
    def field(self) -> str:
        """What a test looks at."""
        return self.field_ or ""

    @property
    def operator(self) -> Operator:
        """How a test compares."""
        return cast("Operator", self.said.rstrip("_"))

    @property
    def operand(self) -> Operand:
        """What a test compares with."""
        found: Operand = getattr(self, self.said)
        return found

    @property
    def joined_by(self) -> JoinedBy | None:
        """How the members of a group are joined; None for a test."""
        return _GROUP_KEYS.get(self.said)

    @property
    def members(self) -> tuple[Condition, ...]:
        """The conditions of a group."""
        return self.all_ or self.any_ or self.none or ()

    def fault(self) -> str | None:
        given = self._given_operators()
        if len(given) != 1 or (given[0] in _GROUP_KEYS) == (self.field_ is not None):
            return "expected `field` with one operator, or one of `all`, `any`, `none`"
        return None

    def settled(self) -> Condition:
        return replace(self, said=self._given_operators()[0])

    def _given_operators(self) -> list[str]:
        return [name for name in names_of(self) if name not in ("field_", "said") and getattr(self, name) is not None]


def compared(name: str, operator: Operator, operand: Operand) -> Condition:
    """The condition that the field `name` so compares with `operand`."""
    given: dict[str, Any] = {"in_" if operator == "in" else operator: operand}
    return Condition(name, **given).settled()


def joined(by: JoinedBy, members: tuple[Condition, ...]) -> Condition:
    """Conditions joined by Kleene and / or / not."""
    given: dict[str, Any] = {by if by == "none" else f"{by}_": members}
    return Condition(**given).settled()


class Example(Fact):
    """Facts by field name, and what the rule must say of them. Facts that are not given are unknown."""

    given: dict[str, Operand | None]
    """Facts by field name; a fact that is not given is unknown."""
    expect: Literal["pass", "fail", "unknown", "speaks", "silent"]
    value: Operand | None = None
    """What the user asked, for constraints."""


class AtHome(Fact):
    """The criterion that replaces a price criterion on one's own machines."""

    field: Text
    says: Text
    unit: Text
    anchors: Anchors


class Criterion(Fact):
    """One thing scored: a benchmark (value function from its anchors) or a catalog field (anchors given here)."""

    id: Id
    says: Text
    """What a good value means, in the words of the answer: "repairs real repositories"."""
    weight: AboveZero
    because: Text
    benchmark: Id | None = None
    skill: Id | None = None
    """Any edition of this skill counts as on topic. Its reference edition gives the scale, unless `benchmark` names
    another edition of the skill."""
    field: Text | None = None
    tools: Tools | None = None
    anchors: Anchors | None = None
    """For a field; a benchmark has its own."""
    unit: Text | None = None
    at_home: tuple[AtHome, ...] = ()
    """For a price: what stands for it on one's own machines, the first that can be asked there; without any it is left
    out there. `home.cost` needs a machine with a known rent."""
    own: bool = True
    """False for the general ability that the need rests on: a figure there is not on topic for the need."""

    def fault(self) -> str | None:
        if ((self.benchmark or self.skill) is None) == (self.field is None):
            return "expected a `benchmark` or a `skill`, or else a `field`"
        if self.field is not None and self.anchors is None:
            return "a field needs `anchors`"
        return None


class NeedExample(Fact):
    """An example of a need: figures by criterion id, and the score in points and coverage that they give, or the
    figures (`beats`) that they outscore.
    """

    given: dict[str, float]
    """Figures by criterion id."""
    score: float | None = None
    coverage: float | None = None
    beats: dict[str, float] | None = None
    """Other figures that must score lower."""


class Need(Fact):
    """A named purpose: weighted criteria."""

    id: Id
    title: Text
    about: Text
    because: Text
    """Why these criteria and these weights."""
    criteria: Annotated[tuple[Criterion, ...], shortest(1)]
    examples: Annotated[tuple[NeedExample, ...], shortest(1)]
    sources: tuple[Id, ...] = ()
    requires: dict[Id, Operand] = field(default_factory=dict)
    """What a model must be able to do at all: a constraint and what is asked of it, e.g. `input: [image]`."""
    own_ability: bool = False
    """True where other tests do not tell this ability: only models with a figure on topic are ranked."""
    also: tuple[Id, ...] = ()
    """Other words by which it may be asked for, each the word of one need alone: `programming` for coding."""
    workload: Id | None = None
    """The workload that costs are of where a question about this need limits them and names none."""
    kind: Annotated[Literal["need"], Needed] = "need"


class Parameter(Fact):
    """The value that a constraint takes from the user."""

    type: Literal["flag", "choice", "number", "integer", "day", "words", "models", "providers", "score"]
    about: Text
    choices: tuple[Text, ...] = ()
    unit: Text | None = None
    means: dict[Text, tuple[Scalar, ...]] = field(default_factory=dict)
    """What `$value` stands for in the condition, by choice: `preview` -> [ga, public_preview]. A choice without an
    entry stands for itself."""


class ConstraintRule(Fact):
    """A hard requirement; answers pass, fail or unknown."""

    id: Id
    title: Text
    about: Text
    parameter: Parameter
    require: Condition
    fail: Text
    """Said when it fails; `{field}` names are filled in, `{$value}` is what the user asked."""
    unknown: Text
    examples: Annotated[tuple[Example, ...], shortest(3)]
    sources: tuple[Id, ...] = ()
    kind: Annotated[Literal["constraint"], Needed] = "constraint"


class Advisory(Fact):
    """A remark that is made when its condition passes; it never excludes."""

    id: Id
    title: Text
    about: Text
    when: Condition
    says: Text
    examples: Annotated[tuple[Example, ...], shortest(2)]
    needs: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    kind: Annotated[Literal["advisory"], Needed] = "advisory"


class Suggestion(Fact):
    """A constraint that the persona should ask for. It is suggested in the answer and never applied by itself."""

    ask: Id
    """The constraint."""
    because: Text
    value: Operand = True
    """What is asked of it, as a user would ask it."""


class Persona(Fact):
    """A point of view: a mix of needs, and the advisories that it reads first."""

    id: Id
    title: Text
    about: Text
    because: Text
    needs: Annotated[dict[Id, AboveZero], shortest(1)]
    advisories: tuple[Id, ...]
    heaviest: Id
    """The criterion that must weigh most in the mix: the example that is run as a test."""
    sources: tuple[Id, ...] = ()
    constraints: tuple[Suggestion, ...] = ()
    """What to ask for, with reasons; the answer says so where it was not asked."""
    kind: Annotated[Literal["persona"], Needed] = "persona"


Rule = Need | ConstraintRule | Advisory | Persona
RULES: dict[str, type[Fact]] = {
    "need": Need,
    "constraint": ConstraintRule,
    "advisory": Advisory,
    "persona": Persona,
}
"""Kind -> what its files hold."""
GENERAL = "general"
"""The need that stands for all else where none is named."""
OWN_HARDWARE = "own-hardware"
"""The need that is mixed in where a machine is named."""
SELF_HOST = "self-host"
AVAILABLE = "available"
"""The constraint that is asked of every model, unless it is lifted or something is asked that says more: it is told
where it is not met alone."""
ALLOWED = "allowed"
"""The constraint that is asked of every model where the user's files hold a policy."""
FITS = "fits"
"""The constraint that is asked of every model where a machine is named."""


class Rulebook(Fact):
    """All rules by kind and id."""

    needs: dict[str, Need]
    constraints: dict[str, ConstraintRule]
    advisories: dict[str, Advisory]
    personas: dict[str, Persona]


def needs_by_word(rulebook: Rulebook) -> dict[str, str]:
    """The id of the need for every word that names one. What a persona is called is its own."""
    personas = set(rulebook.personas)
    other = {word: need.id for need in rulebook.needs.values() for word in need.also if word not in personas}
    return other | {id_: id_ for id_ in rulebook.needs}
