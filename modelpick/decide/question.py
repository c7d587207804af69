"""A request made definite: its criteria, its requirements, the models it is about, the facts of its day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpick.decide.columns import Columns
from modelpick.decide.constraints import Requirement, quantity, requirement
from modelpick.decide.draws import Draws
from modelpick.decide.scoring import Weighted, benchmark_id, criteria_for_workload, mix, with_own_tests
from modelpick.decide.setting import NOTHING, SHARE, Deployment, deployment_in_words, deployment_of
from modelpick.decide.templates import show
from modelpick.documents.command import flags
from modelpick.documents.recommendation import AskedCriterion, RequestView
from modelpick.evidence.cells import Evidence
from modelpick.model.dates import Day
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, field, replace
from modelpick.model.names import did_you_mean
from modelpick.model.request import Request
from modelpick.model.rules import (
    ALLOWED,
    AVAILABLE,
    FITS,
    OWN_HARDWARE,
    SELF_HOST,
    Condition,
    ConstraintRule,
    Persona,
    Rulebook,
)
from modelpick.model.wording import count, listed, lowered

API, ANY = "api", "any"
"""`--api any` requires nothing: it admits what cannot be had."""
HALF = 0.5


class FoundWay(Plain):
    """Which of the ways to a model, counted from 0, and the place of its offering among those of the model, counted
    from 1; 0 where there is none."""

    number: int
    offering: int = 0


class Question(Plain):
    """What `recommend`, `compare` and `explain` decide on."""

    request: Request
    day: Day
    facts: Facts
    ids: tuple[str, ...]
    """The models that it is about."""
    needs: Mapping[str, float]
    criteria: tuple[Weighted, ...]
    evidence: Evidence
    requirements: tuple[Requirement, ...]
    read_first: tuple[str, ...]
    notes: tuple[str, ...]
    rules: Mapping[str, ConstraintRule]
    """Every constraint that can be asked, by its id."""
    setting: Deployment = NOTHING
    asked: Request | None = None
    """The request as it was put, without what follows from it."""
    own_ability: frozenset[str] = frozenset()
    """Benchmarks of needs that are abilities of their own, where those carry at least half of the mix: a model without
    a figure on topic for any of them is not ranked."""

    implied: tuple[Requirement, ...] = ()
    """What is asked as soon as something that says more is given up: that the model can be had."""

    columns: Columns | None = None
    """What was worked out beforehand on the same facts."""
    draws: Draws = field(default_factory=Draws)
    usual: str | None = None
    """The workload that is usual for the need that weighs most."""
    asked_before: dict[str, Any] = field(default_factory=dict)
    """Candidates by model: each is asked once."""
    ways_found: dict[str, FoundWay] = field(default_factory=dict)
    """By model, which of the ways to it is the best, where that was found already."""

    @property
    def models(self) -> Iterator[Model]:
        return (model for id_ in self.ids if (model := self.facts.model(id_)))

    def model(self, id_: str) -> Model:
        """The model with that id, which is one of the question's."""
        found = self.facts.model(id_)
        assert found is not None
        return found

    @property
    def self_host(self) -> bool:
        return bool(self.request.constraints.get(SELF_HOST))

    @property
    def at_home(self) -> bool:
        """Whether the user's own machine is one route among others."""
        return self.setting.machine is not None and not self.self_host

    @property
    def strict(self) -> bool:
        return self.request.evidence == "strict"

    @property
    def about_routes(self) -> bool:
        """Whether some requirement depends on the route."""
        return any(_names_route(r.condition) for r in self.requirements)

    def view(self) -> RequestView:
        request = self.request
        return RequestView(
            needs={id_: round(weight, 4) for id_, weight in self.needs.items()},
            persona=request.persona,
            constraints={id_: _plain_value(value) for id_, value in request.constraints.items()},
            where=request.where,
            only=request.only,
            evidence=request.evidence,
            risk=request.risk,
            allow_unknown=request.allow_unknown,
            top=request.top,
            summary=self._request_summary(),
            criteria=tuple(
                AskedCriterion(
                    w.criterion.id, w.criterion.says, w.benchmark.id if w.benchmark else None, round(w.weight, 9)
                )
                for w in self.criteria
            ),
            command=flags(self.asked or request),
        )

    def _request_summary(self) -> str:
        request = self.request
        needs = ", ".join(f"{n} {w:.0%}" if len(self.needs) > 1 else n for n, w in self.needs.items())
        parts = [f"{request.persona} ({needs})" if request.persona else needs]
        parts += [f"your own {id_} {share:.0%}" for id_, share in request.own.items()]
        for id_, value in request.constraints.items():
            rule = self.rules[id_]
            title, said = lowered(rule.title), quantity(value, rule.parameter.unit or "")
            colon = "" if isinstance(value, int | float) else ":"  # monthly cost at most $500; data residency: eu
            parts.append(title if value is True else f"{title}{colon} {said}")
        parts += [f"where {where}" for where in request.where]
        parts += deployment_in_words(self.setting)
        if request.only:
            parts.append(f"only {count(len(request.only), 'named model')}")
        if request.evidence != "any":
            parts.append("measured figures only" if self.strict else "tested models only")
        if request.trust == "own":
            parts.append("your own results in place of published ones")
        if request.risk == "averse":
            parts.append("ranked by the lower end of the interval")
        return " · ".join(parts)


def ask(
    request: Request,
    known: Facts,
    rulebook: Rulebook,
    day: Day,
    evidence: Evidence,
    columns: Columns | None = None,
    draws: Draws | None = None,
) -> Question:
    """The question that `request` asks, resolved against the rules.

    `known` are the facts of `day`, and `evidence` is theirs; `columns` were worked out on the same facts.

    Raises:
        ModelpickError: an unknown need, persona, constraint or field, or nothing asked at all.
    """
    asked = request
    persona = rulebook.personas.get(request.persona) if request.persona else None
    if request.persona and persona is None:
        raise unknown_name("persona", request.persona, rulebook.personas)
    asked_needs = _mixed_needs(request, persona.needs if persona else {})
    for id_ in asked_needs:
        if id_ not in rulebook.needs:
            raise unknown_name("need", id_, rulebook.needs)
    usual = _usual_workload(asked_needs, rulebook, known)
    where = deployment_of(request, known, usual, day)
    request = _to_be_had(_on_machine(_under_policy(request, known, rulebook), where, rulebook), rulebook)
    needs = _with_machine(asked_needs, where, rulebook)
    for id_ in (*request.constraints, *request.allow_unknown):
        if id_ not in rulebook.constraints:
            raise unknown_name("constraint", id_, rulebook.constraints)
    _check_criteria(needs, rulebook, known)
    named = {id_: known.model(id_) for id_ in request.only}
    not_yet = [id_ for id_, model in named.items() if model is None]
    weighed = with_own_tests(mix(needs, rulebook.needs, known), request.own, known)
    criteria, too_early = _estimable_criteria(weighed, evidence, day)
    return Question(
        request=request,
        day=day,
        facts=known,
        ids=tuple(id_ for id_, model in named.items() if model) if named else tuple(known.models),
        needs=needs,
        criteria=tuple(criteria_for_workload(criteria) if where.workload else criteria),
        evidence=evidence,
        requirements=(*_asked_requirements(request, rulebook), *_required_of(needs, request, rulebook)),
        read_first=persona.advisories if persona else (),
        notes=(
            *(f"{id_} was not known on {day}" for id_ in not_yet),
            *_left_aside(too_early, day),
            *_later_fit(request, day, evidence),
            *_said_of_usual(request, where, usual),
            *_suggested_constraints(request, persona),
        ),
        rules=rulebook.constraints,
        setting=where,
        asked=asked,
        own_ability=_own_ability(needs, rulebook, known),
        implied=_implied_requirements(request, rulebook),
        columns=columns,
        draws=draws or Draws(),
        usual=usual,
    )


def _estimable_criteria(
    criteria: list[Weighted], evidence: Evidence, day: Day
) -> tuple[list[Weighted], tuple[Weighted, ...]]:
    """`criteria` with their weights scaled to 1, and those left aside: benchmarks with too few figures on `day`.

    A criterion that is measured for some and can be estimated for nobody would drop out for the others, who would then
    be scored on the easier rest.
    """
    fitted = evidence.fitted
    aside = tuple(w for w in criteria if w.benchmark and fitted and day < fitted.since(w.benchmark.id))
    total = sum(w.weight for w in criteria if w not in aside)
    if not aside or not total:
        return criteria, ()
    return [replace(w, weight=w.weight / total) for w in criteria if w not in aside], aside


def _left_aside(aside: tuple[Weighted, ...], day: Day) -> Iterator[str]:
    """A note that names the benchmarks left out because fewer than six models had a figure on `day`."""
    if aside:
        names = listed([w.benchmark.name for w in aside if w.benchmark])
        yield f"Not weighed, because fewer than six models had a figure on {day}: {names}"


def _required_of(needs: Mapping[str, float], request: Request, rulebook: Rulebook) -> Iterator[Requirement]:
    """The requirements of the needs themselves, where the user does not say otherwise."""
    asked: dict[str, Any] = {}
    for need in needs:
        for id_, value in rulebook.needs[need].requires.items():
            both = (*asked.get(id_, ()), *value) if isinstance(value, tuple) else value
            asked[id_] = tuple(dict.fromkeys(both)) if isinstance(both, tuple) else both
    for id_, value in asked.items():
        users = request.constraints.get(id_)
        if users is not None and not isinstance(value, tuple):
            continue
        wanted = tuple(v for v in value if v not in (users or ())) if isinstance(value, tuple) else value
        if wanted != ():
            for each in requirement(rulebook.constraints[id_], wanted, id_ in request.allow_unknown):
                yield replace(each, of_need=True)


def _own_ability(needs: Mapping[str, float], rulebook: Rulebook, known: Facts) -> frozenset[str]:
    """The benchmarks of the needs that are abilities of their own, if those carry at least half of the mix."""
    own = {id_: weight for id_, weight in needs.items() if rulebook.needs[id_].own_ability}
    if sum(own.values()) < HALF * sum(needs.values()):
        return frozenset()
    criteria = (c for id_ in own for c in rulebook.needs[id_].criteria if c.own)
    return frozenset(filter(None, (benchmark_id(c, known.skills) for c in criteria)))


def _usual_workload(needs: Mapping[str, float], rulebook: Rulebook, known: Facts) -> str | None:
    """The workload of the need that weighs most and has one."""
    usual = [(weight, rulebook.needs[id_].workload) for id_, weight in needs.items()]
    having = [(weight, workload) for weight, workload in usual if workload in known.workloads]
    return max(having, key=lambda pair: pair[0])[1] if having else None


def _said_of_usual(request: Request, where: Deployment, usual: str | None) -> Iterator[str]:
    """A note that the workload was not named and is the need's usual one."""
    if request.workload is None and usual is not None and where.workload is not None:
        said = f"No workload was named, so costs are those of `{usual}`, the usual one of this need"
        yield f"{said}; --workload, --requests, --in and --out change it"


def _suggested_constraints(request: Request, persona: Persona | None) -> Iterator[str]:
    """A note for each constraint that the persona suggests and the request does not have."""
    for each in persona.constraints if persona else ():
        if not request.constraints.get(each.ask):
            value = "" if each.value is True else f" {show('', each.value)}"
            yield f"Consider --{each.ask}{value}: {each.because}"


def _to_be_had(request: Request, rulebook: Rulebook) -> Request:
    """`request` restricted to models that can be called today, unless it says otherwise."""
    says_more = request.constraints.get(API) or request.constraints.get(SELF_HOST)
    if says_more or AVAILABLE not in rulebook.constraints:
        return request
    return replace(request, constraints={**request.constraints, AVAILABLE: True})


def _implied_requirements(request: Request, rulebook: Rulebook) -> tuple[Requirement, ...]:
    asked = request.constraints
    if asked.get(API) == ANY or asked.get(AVAILABLE) or AVAILABLE not in rulebook.constraints:
        return ()
    return tuple(requirement(rulebook.constraints[AVAILABLE], True, AVAILABLE in request.allow_unknown))


def _on_machine(request: Request, where: Deployment, rulebook: Rulebook) -> Request:
    """`request` with the machine that it names as a constraint, unless hosted models are admitted.

    Raises:
        ModelpickError: hosted models are to stand beside nothing, or are asked for and ruled out.
    """
    if request.or_hosted and (where.machine is None or request.constraints.get(SELF_HOST)):
        lacks = "needs a machine beside which to rank them" if where.machine is None else "contradicts {self-host}"
        hint = "Add {hardware} h100, or {vram} 24GB" if where.machine is None else "Leave one of the two out"
        raise ModelpickError(lacks, where="{or_hosted}", hint=hint)
    if where.machine is None:
        return request
    asked = (FITS,) if request.or_hosted else (SELF_HOST, FITS)
    own = {id_: True for id_ in asked if id_ in rulebook.constraints}
    return replace(request, constraints={**own, **request.constraints, **own})


def _with_machine(needs: dict[str, float], where: Deployment, rulebook: Rulebook) -> dict[str, float]:
    """`needs` with the criterion for running on the machine added, unless it is there."""
    if where.machine is None and OWN_HARDWARE in needs:
        raise ModelpickError(f"need {OWN_HARDWARE} is about a machine", hint="Name it: {hardware} h100, or {vram} 24GB")
    if where.machine is None or OWN_HARDWARE in needs or OWN_HARDWARE not in rulebook.needs:
        return needs
    return {**{id_: weight * (1 - SHARE) for id_, weight in needs.items()}, OWN_HARDWARE: SHARE}


def _under_policy(request: Request, known: Facts, rulebook: Rulebook) -> Request:
    """`request` with the user's policy as a constraint, if there is one."""
    if known.policy is None:
        return request
    if ALLOWED not in rulebook.constraints:
        said_in = (*known.policy.deny, *known.policy.allow)[0].said_in
        raise ModelpickError(
            f"the policy cannot be kept: there is no constraint `{ALLOWED}`",
            where=said_in,
            hint="Add the rule to your own, or use the bundled ones",
        )
    return replace(request, constraints={**request.constraints, ALLOWED: True})


def _later_fit(request: Request, day: Day, evidence: Evidence) -> Iterator[str]:
    """A note that the estimates use parameters fitted on later facts than those of `day`."""
    fitted = evidence.fitted
    if fitted is not None and day < fitted.on and request.evidence != "strict":
        yield f"Estimates apply what was learned from the facts of {fitted.on}; --evidence strict does without them"


def _mixed_needs(request: Request, of_persona: Mapping[str, float]) -> dict[str, float]:
    """The persona's mix and the named needs, in equal shares when both are asked; scaled to sum to 1."""
    mixed: dict[str, float] = {}
    for needs in (of_persona, request.needs):
        total = sum(needs.values())
        for id_, weight in needs.items():
            mixed[id_] = mixed.get(id_, 0.0) + weight / total
    total = sum(mixed.values())
    if not mixed:
        raise ModelpickError(
            "say what it is for: a need or a persona", hint="Try: {needs} coding (or agentic, health, rag ...)"
        )
    return {id_: weight / total for id_, weight in mixed.items()}


def _asked_requirements(request: Request, rulebook: Rulebook) -> tuple[Requirement, ...]:
    asked: list[Requirement] = []
    for id_, value in request.constraints.items():
        if value is None or value is False or (id_, value) == (API, ANY):
            continue
        asked += requirement(rulebook.constraints[id_], value, id_ in request.allow_unknown)
    for text in request.where:
        from modelpick.decide.where import parse_where  # late: few questions have a test of their own

        test = parse_where(text)
        asked.append(
            Requirement(
                id=f"where {text}",
                title=f"where {text}",
                condition=test,
                fail=f"{test.field} is {{{test.field}}}",
                unknown=f"{test.field} is not known",
            )
        )
    return tuple(asked)


def _check_criteria(needs: Mapping[str, float], rulebook: Rulebook, known: Facts) -> None:
    for id_ in needs:
        for criterion in rulebook.needs[id_].criteria:
            if criterion.skill and criterion.skill not in known.skills:
                raise _unknown_reference(id_, "skill", criterion.skill, known.skills)
            benchmark = benchmark_id(criterion, known.skills)
            if benchmark and benchmark not in known.benchmarks:
                raise _unknown_reference(id_, "benchmark", benchmark, known.benchmarks)


def _unknown_reference(need: str, kind: str, name: str, known: Mapping[str, Any]) -> ModelpickError:
    hint = did_you_mean(name, known, 1) or f"Add it to `{kind}s:`"
    return ModelpickError(f"need {need} uses {kind} {name!r}, which the catalog does not have", hint=hint)


def unknown_name(kind: str, name: str, known: Mapping[str, Any]) -> ModelpickError:
    """The error for a `name` that no rule of that `kind` has."""
    hint = did_you_mean(name, known) or f"Known: {', '.join(sorted(known)) or 'none'}"
    return ModelpickError(f"unknown {kind} {name!r}", hint=hint)


def _names_route(condition: Condition) -> bool:
    if condition.joined_by:
        return any(_names_route(member) for member in condition.members)
    return condition.field.startswith(("route.", "price."))


def _plain_value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
