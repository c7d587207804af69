"""A catalog that was opened: it is asked questions and answers with result documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from modelpick.decide.citing import references
from modelpick.decide.columns import Columns
from modelpick.decide.draws import Draws
from modelpick.decide.question import Question, ask
from modelpick.documents.base import SCHEMA_VERSION
from modelpick.evidence.cells import Evidence, FittedParameters, nothing_estimated
from modelpick.model import vocabulary
from modelpick.model.dates import Day
from modelpick.model.ends import ENDED
from modelpick.model.errors import ModelpickError
from modelpick.model.facts import Facts, Model
from modelpick.model.fields import Plain, field, replace
from modelpick.model.names import did_you_mean, fold
from modelpick.model.request import Request
from modelpick.model.rules import Rulebook
from modelpick.use_cases.request_checks import resolve_as_of, unknown_benchmark, validate_request

if TYPE_CHECKING:
    from modelpick.catalog.bundled import Bundle
    from modelpick.documents.card_reports import ModelCard
    from modelpick.documents.catalog_reports import CatalogInfo, Listing
    from modelpick.documents.comparison_reports import Comparison, Explanation
    from modelpick.documents.evidence_reports import EvidenceReport
    from modelpick.documents.recommendation import Recommendation
    from modelpick.documents.status_reports import StatusReport
    from modelpick.use_cases.resolve import MeantModel, SoldAs
    from modelpick.use_cases.showing import Card


def no_columns(_: Day) -> Columns | None:
    """None: nothing was worked out before."""
    return None


def no_file(_kind: str, _id: str) -> Path | None:
    """None: nobody knows the file of any rule."""
    return None


class OpenCatalog(Plain):
    """Facts and rules that answer questions. `today` is the latest day that may be asked for.

    Every method takes model names as a person writes them ("opus 4.6") and raises `ModelpickError` when a name or
    a value means nothing; the message says what to write instead.
    """

    facts: Facts
    rulebook: Rulebook
    today: Day
    origins: tuple[str, ...] = ()
    rule_file: Callable[[str, str], Path | None] = no_file
    """The file of a rule, by its kind and id."""
    fitted: FittedParameters | None = None
    notes: tuple[str, ...] = ()
    """What the user should hear of how it was opened."""
    on: Callable[[Day], Facts] | None = None
    """The facts of a day, where they need not be cut from all of them."""
    columns_on: Callable[[Day], Columns | None] = no_columns
    """What was worked out before on the facts of a day."""
    draws: Draws | None = None
    after_reads: Callable[[frozenset[int]], OpenCatalog] | None = None
    """The same catalog over the reads of these ids alone; None where no market lies beneath."""
    brings: tuple[Mapping[str, int], ...] = ()
    """Of each of the user's files: section -> entries."""
    bundle: Bundle | None = None
    """The data beneath all others; None of a catalog that was put together otherwise."""
    _days: dict[Day, tuple[Facts, Evidence]] = field(default_factory=dict)

    def resolve(self, name: str) -> str:
        """The id of the one model that `name` means."""
        from modelpick.use_cases.resolve import resolve  # late: most questions name no model

        return resolve(name, self.facts)

    def resolve_on(self, names: Sequence[str], day: Day) -> dict[str, str | None]:
        """The ids of the models that `names` mean on `day`, of a family the newest; with each how its name was read,
        where that is not the model's own."""
        known = self.facts_on(day)
        found = [self._model_meant(name, known, day) for name in dict.fromkeys(names)]
        read_as: dict[str, str | None] = {}
        for meant in found:
            read_as[meant.id] = read_as.get(meant.id) or meant.note
        return read_as

    def called_on(self, names: Sequence[str], day: Day) -> dict[str, tuple[SoldAs | None, ...]]:
        """Each model that is named with how it is sold under each of its names, None where one does not say whose API
        it asks; empty where none does."""
        from modelpick.use_cases.resolve import sold_as

        sold = {name: sold_as(name, self.facts_on(day)) for name in names}
        called: dict[str, tuple[SoldAs | None, ...]] = {}
        for name in names if any(sold.values()) else ():
            (id_,) = self.resolve_on([name], day)
            called[id_] = (*called.get(id_, ()), sold[name])
        return called

    def _model_meant(self, name: str, known: Facts, day: Day) -> MeantModel:
        """The model that `name` means on `day`, of which `known` are the facts.

        Raises:
            ModelpickError: nothing or several are meant, or `name` is that of a need.
        """
        from modelpick.use_cases.resolve import UnknownModel, resolve_or_newest

        try:
            return resolve_or_newest(name, self.facts, known, day)
        except UnknownModel:
            if fold(name) in self.rulebook.needs:
                hint = (
                    f"Ask about it with {{needs}} {fold(name)}; `modelpick recommend {fold(name)}` ranks models for it"
                )
                raise ModelpickError(f"{name!r} is a need, not a model", hint=hint) from None
            raise

    def recommend(self, request: Request, *, whole: bool = True, sources: bool = True) -> Recommendation:
        """Rank the models that satisfy `request`, with the reasons: `whole`, or what the short page shows, with
        `sources` or without.
        """
        from modelpick.decide.recommend import recommend

        advisories = list(self.rulebook.advisories.values())
        question = self.question(request)
        answer = recommend(question, advisories, whole=whole, sources=sources)
        if request.where and answer.verdict.state == "none":
            from modelpick.lookup.listing import check_words, every_row  # late: most questions have an answer

            check_words(question.request.where, every_row(question.facts, question.day, question.columns))
        return answer

    def explain(self, model: str, request: Request) -> Explanation:
        """Why `model` is or is not recommended for `request`."""
        from modelpick.decide.explain import explain

        question = self.question(request)
        asked, notes = self._model_asked(model, question.day)
        found = explain(asked, question, list(self.rulebook.advisories.values()))
        return replace(found, notes=(*notes, *found.notes))

    def compare(self, models: Sequence[str], request: Request | None = None, *, on: Day | None = None) -> Comparison:
        """`models` side by side; with needs in `request` also who is the better for them."""
        from modelpick.lookup.compare import compare

        day = resolve_as_of(request.as_of if request else on, self.today)
        read_as = self.resolve_on(models, day)
        ids = list(read_as)
        if len(ids) < 2:
            raise ModelpickError("a comparison needs two different models", hint=_hint_on_one(ids))
        asked = request is not None and bool(request.needs or request.persona)
        question = self.question(replace(request, only=tuple(ids))) if request and asked else None
        facts = self.facts_on(day)
        found = compare([model_known(facts, id_, day) for id_ in ids], facts, day, question)
        return replace(found, notes=(*_reading_notes(read_as), *found.notes))

    def evidence(self, model: str, benchmark: str | None = None, *, on: Day | None = None) -> EvidenceReport:
        """What the figures of `model` add up to, cell by cell, and what is estimated from them."""
        from modelpick.lookup.evidence import evidence

        day = resolve_as_of(on, self.today)
        facts, known = self._facts_and_evidence(day)
        if benchmark is not None and benchmark not in facts.benchmarks:
            raise unknown_benchmark(benchmark, facts.benchmarks)
        only = facts.benchmarks[benchmark] if benchmark else None
        asked, notes = self._model_asked(model, day)
        found = evidence(asked, facts, known, day, only)
        return replace(found, notes=(*notes, *found.notes))

    def show(self, name: str, *, kind: str | None = None, on: Day | None = None) -> Card:
        """Everything that is known of what `name` means: a model, else a benchmark, a provider, a source or a term.

        `kind` ("model", "benchmark", "provider", "source", "term") asks for one of that kind.
        """
        from modelpick.use_cases.showing import card_of

        return card_of(self, name, kind, resolve_as_of(on, self.today))

    def model_card(self, model: str, day: Day) -> ModelCard:
        """Everything that was known of `model` on `day`."""
        from modelpick.lookup.card import card
        from modelpick.lookup.derived import derived
        from modelpick.use_cases.endings import ends_asked, status_with_ends

        asked, notes = self._model_asked(model, day)
        facts, known = self._facts_and_evidence(day)
        rules = self.rulebook
        needs, advisories = rules.needs.values(), rules.advisories.values()
        lines = derived(asked, facts, known, needs, advisories, day, self.columns_on(day))
        ends = ends_asked([model], self.facts, facts, day)
        now = status_with_ends(asked, facts, day, ends.get(asked.id))
        return replace(card(asked, facts, now, lines), notes=notes)

    def status(self, models: Sequence[str], *, providers: Sequence[str] = (), on: Day | None = None) -> StatusReport:
        """Whether each of `models` can be called, since when, where and until when; at each of `providers` alone."""
        from modelpick.use_cases.endings import ends_asked, status_with_ends

        day = resolve_as_of(on, self.today)
        facts = self.facts_on(day)
        read_as = self.resolve_on(models, day)
        asked = ends_asked(models, self.facts, facts, day)
        known = {id_: model_known(facts, id_, day) for id_ in read_as}
        if providers:
            from modelpick.use_cases.endings import status_at
            from modelpick.use_cases.resolve import resolve_provider

            sellers = list(dict.fromkeys(resolve_provider(name, facts) for name in providers))
            found = tuple(
                status_at(model, seller, facts, day, asked.get(id_))
                for id_, model in known.items()
                for seller in sellers
            )
        else:
            from modelpick.use_cases.endings import with_offer_asked

            called = self.called_on(models, day)
            found = tuple(
                with_offer_asked(status_with_ends(model, facts, day, asked.get(id_)), called.get(id_, ()), facts)
                for id_, model in known.items()
            )
        cited: list[str] = []
        for each in found:
            cited += [each.api.source] if each.api.source else []
            cited += [event.source for event in each.history]
            cited += [source for offering in each.offerings for source in offering.sources]
            cited += [end.source for end in each.ends]
        sources = references(facts.sources, cited)
        from modelpick.documents.status_reports import StatusReport

        return StatusReport(SCHEMA_VERSION, day, found, sources, _reading_notes(read_as))

    def list(
        self,
        columns: Sequence[str] = vocabulary.LISTED,
        where: Sequence[str] = (),
        *,
        sort: str = "released",
        descending: bool = True,
        provider: str | None = None,
        lab: str | None = None,
        family: str | None = None,
        unlinked: bool = False,
        on: Day | None = None,
    ) -> Listing:
        """Models as rows of catalog fields, each on its cheapest route; `unlinked` ids too if asked.

        `provider` and `lab` keep what one of them serves or has trained, `family` the models with all of its words.
        """
        from modelpick.decide.families import having_words
        from modelpick.lookup.listing import every_row, listing, rows_of
        from modelpick.use_cases.resolve import resolve_family, resolve_lab, resolve_provider

        for name in (*columns, sort):
            if vocabulary.find(name) is None:
                hint = did_you_mean(name, vocabulary.FIELDS) or "`modelpick list --fields` shows them"
                raise ModelpickError(f"unknown field {name!r}", hint=hint)
        day = resolve_as_of(on, self.today)
        facts = self.facts_on(day)
        served_by = resolve_provider(provider, self.facts) if provider is not None else None
        theirs = resolve_lab(lab, self.facts) if lab is not None else None
        order: dict[str, Any] = {"sort": sort, "descending": descending}
        if family is None and served_by is None and not unlinked:
            rows = every_row(facts, day, self.columns_on(day))
            rows = [row for row in rows if theirs in (None, row.get("lab").value)]
            return listing(rows, day, columns, where, **order, of=len(rows))
        groups = [facts.models, *([facts.unlinked] if unlinked else [])]
        models = [m for group in groups for m in (group.values() if family is None else having_words(family, group))]
        models = [m for m in models if theirs in (None, m.lab)]
        if family is not None and not models:
            every = [m for group in groups for m in group.values() if theirs in (None, m.lab)]
            models = resolve_family(family, every)
        return listing(rows_of(models, facts, day, served_by), day, columns, where, **order, of=len(models))

    def info(self, *, on: Day | None = None, most: int | None = None) -> CatalogInfo:
        """Counts, age, coverage, origins and licenses of the catalog. `most`: how many of a kind a page shows."""
        from modelpick.lookup.listing import info
        from modelpick.use_cases.sources import data_layers

        day = resolve_as_of(on, self.today)
        return info(self.facts_on(day), day, self.origins, data_layers(self.origins, day, self.bundle), most)

    def facts_on(self, day: Day) -> Facts:
        """What was known on `day`."""
        return self._facts_and_evidence(day)[0]

    def evidence_on(self, day: Day) -> Evidence:
        """The cells of models as they stood on `day`."""
        return self._facts_and_evidence(day)[1]

    def question(self, request: Request) -> Question:
        """`request` made definite, on the facts of its day."""
        day = resolve_as_of(request.as_of, self.today)
        facts, evidence = self._facts_and_evidence(day)
        asked = validate_request(request, self.facts, self.rulebook)
        columns = self.columns_on(day)
        if asked.trust == "own":  # the columns join the user's results with all others
            known = Evidence(facts.benchmarks, self.fitted, facts.skills, models=facts.model, own_alone=True)
            return ask(asked, facts, self.rulebook, day, known, None, self.draws)
        return ask(asked, facts, self.rulebook, day, evidence, columns, self.draws)

    def _facts_and_evidence(self, day: Day) -> tuple[Facts, Evidence]:
        """The facts of `day` and their evidence; kept, so that a second question of the day costs little."""
        if day not in self._days:
            facts = (self.on or self._cut_facts)(day)
            columns = self.columns_on(day)
            before = partial(columns.estimate, day) if columns else nothing_estimated
            known: dict[str, Any] = {"models": facts.model, "editions": facts.editions}
            self._days[day] = facts, Evidence(facts.benchmarks, self.fitted, facts.skills, before, **known)
        return self._days[day]

    def _cut_facts(self, day: Day) -> Facts:
        from modelpick.model.asof import as_of  # late: a compiled catalog knows its days itself

        return as_of(self.facts, day)

    def _model_asked(self, name: str, day: Day) -> tuple[Model, tuple[str, ...]]:
        """The model that `name` means on `day`, and how the name was read where it is not the model's own."""
        read_as = self.resolve_on([name], day)
        (model,) = (model_known(self.facts_on(day), id_, day) for id_ in read_as)
        return model, _reading_notes(read_as)


def model_known(facts: Facts, id_: str, day: Day) -> Model:
    """The model `id_`.

    Raises:
        ModelpickError: it was not known on `day`.
    """
    model = facts.model(id_)
    if model is None:
        if id_.startswith(f"{ENDED}/"):
            _, provider, called = id_.split("/", 2)
            said = f"no end of {called} at {provider} was known on {day}, and it is no model of the catalog"
            raise ModelpickError(said, hint="Ask for a later day with {as_of}")
        raise ModelpickError(f"{id_} was not known on {day}", hint="Ask for a later day with {as_of}")
    return model


def _hint_on_one(ids: Sequence[str]) -> str:
    alone = f"; of one alone: `modelpick show {ids[0].partition('/')[2]}`" if ids else ""
    return f"Name at least two{alone}"


def _reading_notes(read_as: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(note for note in read_as.values() if note)
