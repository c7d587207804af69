"""Turns a checked rule row into the rule of the domain."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from modelpick.catalogue.assemble import anchors
from modelpick.domain import rules
from modelpick.rulebook import schema as rows

_GROUPS: dict[str, Any] = {"all_": "all", "any_": "any", "none": "none"}


def rule_from(row: BaseModel) -> rules.Need | rules.ConstraintRule | rules.Advisory | rules.Persona:
    """The rule that `row` describes."""
    if isinstance(row, rows.NeedRow):
        return _need(row)
    if isinstance(row, rows.ConstraintRow):
        return _constraint(row)
    if isinstance(row, rows.AdvisoryRow):
        return _advisory(row)
    assert isinstance(row, rows.PersonaRow)
    return rules.Persona(
        id=row.id,
        title=row.title,
        about=row.about,
        because=row.because,
        needs=row.needs,
        advisories=tuple(row.advisories),
        sources=tuple(row.sources),
        heaviest=row.heaviest,
        constraints=tuple(rules.Suggestion(s.ask, _frozen(s.value), s.because) for s in row.constraints),
    )


def condition_from(row: rows.ConditionRow) -> rules.Condition:
    """A typed condition from its YAML form."""
    for name, joined_by in _GROUPS.items():
        members = getattr(row, name)
        if members is not None:
            return rules.Group(joined_by, tuple(condition_from(member) for member in members))
    for name in type(row).model_fields:
        operand = getattr(row, name)
        if name != "field" and operand is not None:
            return rules.Test(row.field or "", name.rstrip("_"), _frozen(operand))  # type: ignore[arg-type]
    raise AssertionError("the schema lets no empty condition pass")


def _need(row: rows.NeedRow) -> rules.Need:
    return rules.Need(
        id=row.id,
        title=row.title,
        about=row.about,
        because=row.because,
        criteria=tuple(_criterion(criterion) for criterion in row.criteria),
        examples=tuple(rules.NeedExample(**example.model_dump()) for example in row.examples),
        sources=tuple(row.sources),
        requires={id_: _frozen(value) for id_, value in row.requires.items()},
        own_ability=row.own_ability,
        also=tuple(row.also),
        workload=row.workload,
    )


def _criterion(row: rows.CriterionRow) -> rules.Criterion:
    return rules.Criterion(
        id=row.id,
        says=row.says,
        weight=row.weight,
        because=row.because,
        benchmark=row.benchmark,
        skill=row.skill,
        field=row.field,
        tools=row.tools,
        anchors=anchors(row.anchors) if row.anchors else None,
        unit=row.unit,
        at_home=tuple(rules.AtHome(h.field, h.says, h.unit, anchors(h.anchors)) for h in row.at_home),
        own=row.own,
    )


def _constraint(row: rows.ConstraintRow) -> rules.ConstraintRule:
    parameter = row.parameter
    means = {choice: tuple(values) for choice, values in parameter.means.items()}
    return rules.ConstraintRule(
        id=row.id,
        title=row.title,
        about=row.about,
        parameter=rules.Parameter(parameter.type, parameter.about, tuple(parameter.choices), parameter.unit, means),
        require=condition_from(row.require),
        fail=row.fail,
        unknown=row.unknown,
        examples=tuple(_example(example) for example in row.examples),
        sources=tuple(row.sources),
    )


def _advisory(row: rows.AdvisoryRow) -> rules.Advisory:
    return rules.Advisory(
        id=row.id,
        title=row.title,
        about=row.about,
        when=condition_from(row.when),
        says=row.says,
        examples=tuple(_example(example) for example in row.examples),
        needs=tuple(row.needs),
        sources=tuple(row.sources),
    )


def _example(row: rows.ExampleRow) -> rules.Example:
    given = {name: _frozen(value) for name, value in row.given.items()}
    return rules.Example(given, row.expect, _frozen(row.value))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
