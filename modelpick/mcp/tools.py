"""What an agent can ask: the tools with what they take, and the call of the door that each stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from modelpick.model.arguments import words
from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain
from modelpick.model.names import did_you_mean

if TYPE_CHECKING:
    from modelpick.api import Catalog
    from modelpick.documents.base import Document
    from modelpick.model.request import Request
    from modelpick.model.rules import ConstraintRule

Schema = dict[str, Any]
Given = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string"}]}
MODELS: Schema = {**TEXTS, "description": "Ids, aliases, or names as people say them: opus 4.6."}
AS_OF: Schema = {**TEXT, "description": "Answer as of this day (ISO), with the facts known then."}
DETAILS: Schema = {
    "type": "boolean",
    "description": "The whole document and all reasons, figures and sources; else the answer in short.",
}
USAGE = ("requests", "in", "out", "cached", "hit-rate", "batch")


class Tool(Plain):
    """A tool: what it answers, the command whose document that is, what it takes, and the call."""

    name: str
    title: str
    about: str
    command: str
    takes: Mapping[str, Schema]
    call: Callable[[Catalog, Given], Document]
    needed: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        """The JSON Schema of its arguments."""
        properties = {**self.takes, "as_of": AS_OF, "details": DETAILS}
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, "required": list(self.needed)} if self.needed else made


def tools(catalog: Catalog) -> dict[str, Tool]:
    """Every tool by name; what a question takes follows from the rules of `catalog`."""
    asked = question_schema(catalog)
    plain = {name: asked[name] for name in ("needs", "persona", "constraints", "where", "evidence")}
    made = (
        Tool("recommend", "Which model to use", "Rank the models that meet the constraints, with reasons, how sure "
             "that is, and what would change it. Say what it is for in `needs`.", "recommend", asked,
             lambda catalog, given: catalog.recommend(request_of(given))),
        Tool("compare", "Compare models", "Two models or more side by side; with `needs` also who is better for them.",
             "compare", {"models": MODELS, **plain}, _compared_models, ("models",)),
        Tool("explain", "Why, or why not, this model", "Why a model is or is not the answer to a question.", "explain",
             {"model": TEXT, **asked}, lambda catalog, given: catalog.explain(given["model"], request_of(given)),
             ("model",)),
        Tool("status", "Can it be called", "Whether each model can be called, since when, where and until when.",
             "status", {"models": MODELS},
             lambda catalog, given: catalog.status(given["models"], as_of=given.get("as_of")), ("models",)),
        Tool("cost", "What it costs", "What a workload costs on each model, and when the cheaper one changes.", "cost",
             {"models": MODELS, "workload": asked["workload"], "usage": asked["usage"],
              "scenarios": {**TEXTS, "description": "What if: prices=-80%,volume=x10."}, "provider": TEXT},
             _costs_of_workload),
        Tool("fit", "Does it run on this machine", "What hardware runs the models, or what models a machine runs.",
             "fit", {"models": MODELS, **{name: asked[name] for name in _OF_MACHINE}, "needs": asked["needs"]},
             _fits_on_machine),
        Tool("retirements", "Announced ends", "The announced ends of APIs, soonest first, with what comes after.",
             "retirements", {"models": MODELS, "within": {**TEXT, "description": "In the next days: 90d, 12w."},
                             "provider": TEXT}, _announced_ends),
        Tool("audit_text", "Model ids in a text", "The model ids in a piece of code or configuration, and what is "
             "wrong with each: retired, about to be, misspelled, floating, not allowed, not in the region.", "audit",
             {"text": TEXT, "name": {**TEXT, "description": "The name of the file: settings.py."},
              "within": TEXT, "residency": TEXTS}, _audited_text, ("text",)),
    )  # fmt: skip
    return {tool.name: tool for tool in made}


_OF_MACHINE = ("hardware", "vram", "quant", "context", "concurrency")


def question_schema(catalog: Catalog) -> dict[str, Schema]:
    """What a question takes, by the names of `Request`."""
    rules = catalog.rulebook
    needs = {need.id: f"{need.id}: {need.title}" for need in rules.needs.values()}
    weighed = {"type": "object", "additionalProperties": {"type": "number"}}
    said = "; ".join(needs.values())
    return {
        "needs": {"anyOf": [*TEXTS["anyOf"], weighed], "description": f"What it is for, or weights of several. {said}"},
        "persona": {"enum": list(rules.personas), "description": "A mix of needs, instead of them."},
        "constraints": {
            "type": "object",
            "description": "Hard requirements; what is not known never satisfies one.",
            "properties": {id_: _constraint_schema(rule) for id_, rule in rules.constraints.items()},
            "additionalProperties": False,
        },
        "where": {**TEXTS, "description": "Conditions on any field: context >= 500k, weights = open."},
        "only": {**MODELS, "description": "Consider these models alone."},
        "evidence": {"enum": ["any", "tested", "strict"], "description": "strict: no estimates."},
        "risk": {"enum": ["neutral", "averse"]},
        "allow_unknown": {**TEXTS, "description": "Constraints for which an unknown is admitted."},
        "top": {"type": "integer", "minimum": 1, "maximum": 100},
        "hardware": {**TEXT, "description": "The machine it runs on: 2x h100-80gb."},
        "vram": {**TEXT, "description": "A machine of which only the memory is known: 24GB."},
        "quant": {**TEXT, "description": "At this quantization: fp8, q4_k_m."},
        "context": {**NUMBER, "description": "Tokens of context that must fit there."},
        "concurrency": {"type": "integer", "minimum": 1},
        "workload": {"enum": list(catalog.facts.workloads), "description": "What costs are of."},
        "usage": {
            "type": "object",
            "description": "What differs from the workload: requests a month, tokens in and out, shares.",
            "properties": dict.fromkeys(USAGE, NUMBER),
            "additionalProperties": False,
        },
    }


def _constraint_schema(rule: ConstraintRule) -> Schema:
    parameter = rule.parameter
    unit = f", {parameter.unit}" if parameter.unit else ""
    about = {"description": f"{rule.title}: {parameter.about}{unit}"}
    if parameter.type == "flag":
        return {"type": "boolean", **about}
    if parameter.type == "choice":
        return {"enum": list(parameter.choices), **about}
    if parameter.type in ("words", "models", "providers"):
        return {**TEXTS, **about}
    if parameter.type == "score":
        return {"type": "object", "additionalProperties": {"type": "number"}, **about}
    return {**(TEXT if parameter.type == "day" else NUMBER), **about}


def request_of(given: Given) -> Request:
    """The question that the arguments of a tool ask."""
    from modelpick.model.fields import names_of
    from modelpick.model.request import Request

    known = {name: value for name, value in given.items() if name in names_of(Request)}
    constraints = {
        id_: list(words(value, id_)) if isinstance(value, list) else value
        for id_, value in (known.pop("constraints", None) or {}).items()
    }
    return Request(**known, constraints=constraints)


def checked(tool: Tool, given: Given) -> Given:
    """`given`, if the tool takes that.

    Raises:
        ModelpickError: it does not, in a sentence.
    """
    from jsonschema import Draft202012Validator

    for name in given:
        if name not in tool.schema["properties"]:
            hint = did_you_mean(name, tool.schema["properties"])
            raise ModelpickError(f"{tool.name} takes no {name!r}", hint=hint)
    for fault in sorted(Draft202012Validator(tool.schema).iter_errors(dict(given)), key=str):
        where = ".".join(str(part) for part in fault.absolute_path)
        said = f"`{where}` is not what {tool.name} takes" if where else f"{tool.name}: {fault.message}"
        raise ModelpickError(said, hint=f"Expected: {_expected_form(fault.schema)}" if where else None)
    return given


def _expected_form(schema: Any) -> str:
    if not isinstance(schema, dict):
        return str(schema)
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if "properties" in schema:
        return f"an object with {', '.join(schema['properties'])}"
    if "anyOf" in schema:
        return " or ".join(map(_expected_form, schema["anyOf"]))
    return str(schema.get("type", schema))


def _compared_models(catalog: Catalog, given: Given) -> Document:
    rest = {name: value for name, value in given.items() if name != "models"}
    asked = request_of(rest) if rest.get("needs") or rest.get("persona") else None
    return catalog.compare(given["models"], asked, as_of=given.get("as_of"))


def _costs_of_workload(catalog: Catalog, given: Given) -> Document:
    return catalog.cost(
        given.get("models", ()),
        workload=given.get("workload"),
        usage=given.get("usage"),
        scenarios=given.get("scenarios", ()),
        provider=given.get("provider"),
        as_of=given.get("as_of"),
    )


def _fits_on_machine(catalog: Catalog, given: Given) -> Document:
    asked = {name: given[name] for name in _OF_MACHINE if name in given}
    return catalog.fit(given.get("models", ()), needs=given.get("needs", ()), as_of=given.get("as_of"), **asked)


def _announced_ends(catalog: Catalog, given: Given) -> Document:
    how = {"within": given.get("within"), "provider": given.get("provider"), "as_of": given.get("as_of")}
    return catalog.retirements(given.get("models", ()), **how)


def _audited_text(catalog: Catalog, given: Given) -> Document:
    asked = {name: given[name] for name in ("name", "within", "residency", "as_of") if name in given}
    return catalog.audit_text(given["text"], **asked)
