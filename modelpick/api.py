"""The door: every use case of the program, as Python calls it. The command line calls nothing else.

`load` opens the catalog, with the user's own files over it as the command line has them, and its methods answer with
result documents (`modelpick.domain`), each of which has `to_dict()` and `to_json()`. What needs no catalog is a
function here. Names are taken as a person writes them ("opus 4.6"); days are dates or their text; where several may be
named, one may stand alone. What means nothing raises `ModelpickError`, whose `field` names the argument.

Importing this module costs nothing: each use case is imported when it is called.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from modelpick.model.arguments import PROJECT_FILE, day_text, use_texts, words
from modelpick.model.errors import Exit, ModelpickError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelpick.documents.audit_reports import AuditReport, CheckReport
    from modelpick.documents.base import Document, OwnFile
    from modelpick.documents.card_reports import ModelCard, OtherCard
    from modelpick.documents.catalog_reports import CatalogInfo, Listing, Validation
    from modelpick.documents.change_reports import DiffReport, LogReport, SourcesReport
    from modelpick.documents.comparison_reports import Comparison, Explanation
    from modelpick.documents.config_reports import ConfigPaths, ConfigReport
    from modelpick.documents.costing import CostReport, LogCostReport
    from modelpick.documents.decision_reports import DecisionReport
    from modelpick.documents.evidence_reports import EvidenceReport
    from modelpick.documents.export_reports import ExportReport, PriceTable
    from modelpick.documents.fitting import FitReport
    from modelpick.documents.live_reports import LiveReport
    from modelpick.documents.market_reports import ReleaseUpdate, UnmatchedReport, UpdateReport
    from modelpick.documents.recommendation import Recommendation
    from modelpick.documents.result_reports import ImportReport
    from modelpick.documents.rule_reports import RuleList, RulePage, RuleTest
    from modelpick.documents.status_reports import StatusReport
    from modelpick.documents.trial_reports import TrialPlan
    from modelpick.documents.watch_reports import RetirementReport, WatchReport
    from modelpick.model.facts import Facts
    from modelpick.model.machines import Detected, Machine
    from modelpick.model.request import Request
    from modelpick.model.rules import Rulebook
    from modelpick.storage.reading import Reads
    from modelpick.use_cases.catalog import OpenCatalog
    from modelpick.use_cases.config_files import Layers
    from modelpick.use_cases.handed_back import AddedScore, AddedTerm, Watching
    from modelpick.use_cases.hosting import Hosting
    from modelpick.use_cases.sentence import Sentence

File = str | os.PathLike[str]
Files = File | Iterable[File]
"""One, or several."""
Names = str | Iterable[str]
"""One, or several."""
Date = date | str
"""A date, or its ISO text; a month or a year alone is its last day."""
D = TypeVar("D", bound="Document")

DETECT = "detect"
"""Stands for the machine that the program runs on."""
OwnLayers: TypeAlias = "Layers"
"""What `own_layers` finds."""


def load(
    catalogs: Files = (),
    rules: Files = (),
    *,
    project: bool = True,
    with_bundled: bool = True,
    today: Date | None = None,
    catalog_version: str | None = None,
) -> Catalog:
    """Open a catalog. It may be shared by threads.

    Args:
        catalogs: catalog files of your own; later ones win, field by field, over earlier ones, the files that are
            found, the synced market and the bundled data.
        rules: folders of your own rules; later ones win, rule by rule.
        project: whether the files that are found count: those of your config folder, and the project's
            `modelpick.yaml`, with the policy, prices and scores that they hold. One that lies above the current
            folder, or is not yours, counts once it is trusted (`trust`); `Catalog.notes` says what was left out.
        with_bundled: whether the data and rules that ship with the program, what `update` brought, and the files that
            are found lie beneath.
        today: the latest day that may be asked for; the calendar's by default.
        catalog_version: the version of the data beneath, ``"2026-12-01.1"`` of a data release that is kept, or
            ``"shipped"``; the newest by default.

    Raises:
        InputErrors: every fault of every file, with line and column.
        DamagedMarket: what was synced cannot be read.
    """
    from modelpick.use_cases.load import load as opened

    reads = _new_reads()
    found = own_layers(catalogs, project=project and with_bundled, reads=reads)
    day = day_text(today, "today")
    known = opened(
        found.paths, _paths_given(rules), with_bundled=with_bundled, today=day, reads=reads, version=catalog_version
    )
    return Catalog(known, found)


class Catalog:
    """Facts and rules that answer questions; `load` opens it. Threads may share it.

    `as_of` asks for the state of knowledge of that day, today by default.
    """

    __slots__ = ("_found", "_known", "own_files")

    own_files: tuple[OwnFile, ...]
    """The user's own files that lie over the data, and what each brings; every answer names them."""

    def __init__(self, known: OpenCatalog, found: Layers):
        from modelpick.documents.base import OwnFile

        self._known, self._found = known, found
        brings = zip(found.used, known.brings, strict=True)
        self.own_files = tuple(OwnFile(str(layer.path), layer.name, dict(each)) for layer, each in brings)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out, and what went wrong on opening it."""
        return (*self._found.left_out, *self._known.notes)

    @property
    def today(self) -> str:
        """The latest day that may be asked for."""
        return self._known.today

    @property
    def facts(self) -> Facts:
        """All that is known, of every day."""
        return self._known.facts

    @property
    def rulebook(self) -> Rulebook:
        """The needs, constraints, advisories and personas."""
        return self._known.rulebook

    # What to choose

    def recommend(self, request: Request, *, whole: bool = True, sources: bool = True) -> Recommendation:
        """The models that satisfy `request`, ranked, with the reasons for and against each.

        Args:
            request: the question.
            whole: False where the short page is all that will be shown: then only its lines of the ranking are told,
                and how many models each constraint leaves out, but not which.
            sources: of an answer that is not whole, whether that page shows its sources, too; without them only the
                first line gives its reasons.
        """
        return self._with_own_files_named(self._known.recommend(request, whole=whole, sources=sources))

    def record_decision(
        self, request: Request, file: File, *, owner: str | None = None, force: bool = False
    ) -> Recommendation:
        """Answer `request`, and put question, answer, runner-up and reasons on record in `file`, for `check`.

        Args:
            owner: who decides.
            force: whether a file that is there is replaced.
        """
        from modelpick import __version__
        from modelpick.use_cases.decision import write_record

        answer = self._known.recommend(request)
        write_record(self._known, answer, Path(file), request, program=__version__, owner=owner, force=force)
        return self._with_own_files_named(answer)

    def explain(self, model: str, request: Request) -> Explanation:
        """Why `model` is or is not recommended for `request`."""
        return self._with_own_files_named(self._known.explain(model, request))

    def compare(
        self, models: Iterable[str], request: Request | None = None, *, as_of: Date | None = None
    ) -> Comparison:
        """Two `models` or more side by side; with needs in `request` also who is the better for them."""
        return self._with_own_files_named(self._known.compare(words(models, "models"), request, on=day_text(as_of)))

    def evidence(self, model: str, benchmark: str | None = None, *, as_of: Date | None = None) -> EvidenceReport:
        """What the figures of `model` add up to, benchmark by benchmark, and what is estimated from them."""
        return self._with_own_files_named(self._known.evidence(model, benchmark, on=day_text(as_of)))

    def cost(
        self,
        models: Names = (),
        *,
        workload: str | None = None,
        usage: Mapping[str, str | float | bool] | None = None,
        lengths: File | None = None,
        scenarios: Names = (),
        provider: str | None = None,
        all_offerings: bool = False,
        hosting: Hosting | Mapping[str, Any] | None = None,
        on: Date | None = None,
        as_of: Date | None = None,
    ) -> CostReport:
        """What a workload costs on `models`, or on the cheapest that are good enough, and when the cheaper one changes.

        Args:
            workload: chat, rag, coding-agent, batch-extraction, long-document, or one of your own.
            usage: what differs from it; all of it, exactly, where no workload is named: ``{"requests": "2M"}``, by the
                keys of `modelpick.model.arguments.USE`.
            lengths: a CSV file of how long requests are, with the columns `in`, `requests` and, if they differ, `out`.
            scenarios: what if: ``"prices=-80%,volume=x10"``.
            provider: the prices of this provider alone.
            all_offerings: every offering, not the cheapest of each model.
            hosting: the machine that hosts the first model, against the API of the last:
                ``{"hardware": "2x h100-80gb", "usd_per_hour": 2.5}``, with the fields of `Hosting`.
            on: at the prices of this day, as far as they are announced.
        """
        from modelpick.use_cases.cost import CostQuestion, cost
        from modelpick.use_cases.hosting import hosting_from

        asked = CostQuestion(
            models=words(models, "models"),
            workload=workload,
            parts=use_texts(usage or {}),
            scenarios=words(scenarios, "scenarios"),
            provider=provider,
            all_offerings=all_offerings,
            hosting=hosting_from(hosting) if isinstance(hosting, Mapping) else hosting,
            lengths=Path(lengths) if lengths is not None else None,
            as_of=day_text(as_of),
            on=day_text(on, "on"),
        )
        return self._with_own_files_named(cost(self._known, asked))

    def cost_of_log(
        self,
        file: File,
        models: Names = (),
        *,
        provider: str | None = None,
        on: Date | None = None,
        as_of: Date | None = None,
    ) -> LogCostReport:
        """What a log of real use costs as it is, and with `models`, or with the cheapest that are good enough.

        Args:
            file: JSON lines with the usage fields of OpenAI, Anthropic, Google or LiteLLM, or CSV.
            provider: `models` at the prices of this provider alone.
            on: at the prices of this day, as far as they are announced.
        """
        from modelpick.use_cases.cost_log import LogQuestion, cost_of_log

        asked = LogQuestion(Path(file), words(models, "models"), provider, day_text(as_of), day_text(on, "on"))
        return self._with_own_files_named(cost_of_log(self._known, asked))

    def fit(
        self,
        models: Names = (),
        *,
        hardware: str | Detected | None = None,
        vram: str | None = None,
        ram: str | None = None,
        quant: str | None = None,
        context: int | str | None = None,
        concurrency: int = 1,
        kv_cache: str | None = None,
        engine: str | None = None,
        offload: str = "auto",
        prompt: int | str | None = None,
        min_speed: float | None = None,
        needs: Names | Mapping[str, float] = (),
        as_of: Date | None = None,
    ) -> FitReport:
        """What hardware runs `models`, or what models a machine runs: memory, precision, speed.

        Args:
            hardware: ``"h100"``, ``"2x rtx-3090 + 128GB ram"``, ``"m4-max 36GB"``, ``"cpu ddr5-5600 x2 64GB"``;
                ``"detect"`` looks at this machine, and what `detect_hardware` found of it may stand here, too.
            vram: a machine of which only its memory is known: ``"24GB"``.
            ram: the system's own memory beside it: ``"64GB"``.
            quant: at this precision: q4_k_m, fp8 ...
            context: tokens of each sequence: 131072, ``"128k"``.
            concurrency: sequences at a time.
            kv_cache: the precision of the context: bf16, fp8, q8_0, q4_0.
            engine: llama.cpp, ollama, vllm, sglang, tensorrt-llm or mlx: what it leaves free, reads and can do.
            offload: ``"auto"``: what the cards do not hold may lie in the system's memory; ``"none"``: it may not.
            prompt: tokens that each sequence asks; three quarters of the context by default.
            min_speed: at least so many tokens a second for each.
            needs: the best for these first.
        """
        from modelpick.model.numbers import TOKENS
        from modelpick.model.request import Request
        from modelpick.use_cases.fit import FitAsked, check_limits, fit_report

        check_limits(concurrency, min_speed)
        named, found = (hardware, None) if hardware is None or isinstance(hardware, str) else (DETECT, hardware)
        asked = FitAsked(
            models=words(models, "models"),
            hardware=named,
            vram=vram,
            ram=ram,
            found=detect_hardware() if found is None and is_detect(named) else found,
            quant=quant,
            context=None if context is None else TOKENS.count(context, "{context}"),
            concurrency=concurrency,
            kv_cache=kv_cache,
            engine=engine,
            offload=offload,
            prompt=None if prompt is None else TOKENS.count(prompt, "{prompt}"),
            min_speed=min_speed,
            needs=tuple(Request(needs=needs).needs.items()),
        )
        return self._with_own_files_named(fit_report(self._known, asked, day_text(as_of)))

    def export(self, target: str, requests: Request | Mapping[str, Request], *, fallbacks: int = 2) -> ExportReport:
        """The answers to `requests`, by name, as the configuration of another program.

        Args:
            target: litellm, openrouter, opencode, aider, continue, llm, codex, claude-code, promptfoo, vllm,
                llama.cpp or ollama.
            requests: one, or several by the name that each has there.
            fallbacks: so many models after the first, in order.
        """
        from modelpick.model.request import Request
        from modelpick.use_cases.export import export

        named = {name_of(requests): requests} if isinstance(requests, Request) else dict(requests)
        return self._with_own_files_named(export(self._known, target, named, fallbacks))

    def prices(self, *, as_of: Date | None = None) -> PriceTable:
        """Every price in force as a table: tiers, caches and batches worked out as `cost` does."""
        from modelpick.use_cases.price_table import price_table

        return self._with_own_files_named(price_table(self._known, day_text(as_of)))

    # What is known

    def show(self, name: str, *, kind: str | None = None, as_of: Date | None = None) -> ModelCard | OtherCard:
        """Everything that is known of what `name` means: a model, else a benchmark, a provider, a source or a term.

        `kind` ("model", "benchmark", "provider", "source", "term") asks for one of that kind.
        """
        return self._with_own_files_named(self._known.show(name, kind=kind, on=day_text(as_of)))

    def status(self, models: Names, *, providers: Names = (), as_of: Date | None = None) -> StatusReport:
        """Whether each of `models` can be called, since when, where and until when; at each of `providers` alone."""
        sellers = words(providers, "providers")
        return self._with_own_files_named(
            self._known.status(words(models, "models"), providers=sellers, on=day_text(as_of))
        )

    def status_live(
        self,
        models: Names,
        *,
        providers: Names = (),
        base_urls: Names = (),
        key_env: str | None = None,
        timeout: float = 15.0,
        probe: bool | Callable[[Sequence[str]], bool] = False,
        measure: bool = False,
    ) -> LiveReport:
        """Whether `models` can be called now, as the providers' own servers say; over the network.

        Args:
            providers: ask these alone.
            base_urls: ask these servers instead: a URL, or ``"openai=URL"``.
            key_env: the variable that holds the key of such a server.
            timeout: seconds for all of them.
            probe: send each listed model one request of a few tokens; a function is asked before, with what it would
                be sent to.
            measure: let the answer be long enough to say how fast it comes, 256 tokens at most.
        """
        from modelpick.model.numbers import SECONDS
        from modelpick.use_cases.live import live, trial_requests, with_trials
        from modelpick.use_cases.live_where import Where

        SECONDS.read(timeout, "{timeout}")
        where = Where(words(providers, "providers"), words(base_urls, "base_urls"), key_env)
        asked = live(self._known, words(models, "models"), where, timeout)
        said = [f"{line.id} at {line.host}" for line, _ in trial_requests(asked)] if probe else []
        sent = bool(probe(said) if callable(probe) else said)
        return self._with_own_files_named(with_trials(asked, timeout, measured=measure) if sent else asked.report)

    def list(
        self,
        name: str | None = None,
        *,
        where: Names = (),
        columns: Names = (),
        sort: str = "-released",
        provider: str | None = None,
        lab: str | None = None,
        unlinked: bool = False,
        as_of: Date | None = None,
    ) -> Listing:
        """Models as rows of catalog fields, each on its cheapest route.

        Args:
            name: only models with these words in id, name or family.
            where: only models with ``"FIELD OP VALUE"``.
            columns: the fields to show; `fields` lists them.
            sort: the field to sort by; ``-`` in front turns it round.
            provider: only models that it serves, ids that could not be matched with a model among them.
            lab: only this lab.
            unlinked: those ids from everywhere.
        """
        from modelpick.model.vocabulary import LISTED

        listing = self._known.list(
            words(columns, "columns") or LISTED,
            words(where, "where"),
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            provider=provider,
            lab=lab,
            family=name,
            unlinked=unlinked or provider is not None,
            on=day_text(as_of),
        )
        return self._with_own_files_named(listing)

    def info(self, *, as_of: Date | None = None, most: int | None = None) -> CatalogInfo:
        """Counts, age, coverage, origins and licenses of the catalog. `most`: how many of a kind a page shows."""
        return self._with_own_files_named(self._known.info(on=day_text(as_of), most=most))

    def sources(self, *, as_of: Date | None = None, most: int | None = None) -> SourcesReport:
        """Where the data come from, with license and attribution, and when each source was read."""
        from modelpick.use_cases.sources import sources

        return self._with_own_files_named(sources(self._known, os.environ, on=day_text(as_of), most=most))

    def unmatched(
        self,
        *,
        source: str | None = None,
        provider: str | None = None,
        as_of: Date | None = None,
        most: int | None = None,
    ) -> UnmatchedReport:
        """The ids of synced sources that could not be matched with a model, and the models that are written alike."""
        from modelpick.use_cases.load import CatalogInputs
        from modelpick.use_cases.unmatched import unmatched

        given, day = CatalogInputs(self._found.paths), day_text(as_of)
        found = unmatched(given, self.today, source=source, provider=provider, on=day, most=most)
        return self._with_own_files_named(found)

    def rules(self, kind: str | None = None) -> RuleList:
        """The rules, or those of one kind: need, constraint, advisory, persona."""
        from modelpick.use_cases.rules import rule_list

        return self._with_own_files_named(rule_list(self._known, kind))

    def rule(self, name: str) -> RulePage:
        """One rule in full; `name` is its id, or ``KIND/ID`` where two kinds share an id."""
        from modelpick.use_cases.rules import rule_page

        return self._with_own_files_named(rule_page(self._known, name))

    def test_rules(self) -> RuleTest:
        """What became of the examples that the rules carry."""
        from modelpick.use_cases.rules import rule_test

        return self._with_own_files_named(rule_test(self._known))

    # What changes

    def retirements(
        self,
        models: Names = (),
        *,
        within: int | str | None = None,
        past: int | str | None = None,
        provider: str | None = None,
        request: Request | None = None,
        as_of: Date | None = None,
    ) -> RetirementReport:
        """The announced ends of APIs, soonest first, with what comes after.

        Args:
            models: of these; of all if neither they nor a `request` are given.
            within, past: in the next and in the last days: 90, ``"12w"``; all that lies ahead, and nothing past.
            provider: at this provider.
            request: of the models that answer this question.
        """
        from modelpick.use_cases.retirements import retirements

        found = retirements(
            self._known,
            words(models, "models"),
            request=request,
            provider=provider,
            within=None if within is None else str(within),
            past=None if past is None else str(past),
            on=day_text(as_of),
        )
        return self._with_own_files_named(found)

    def diff(
        self,
        questions: Request | Mapping[str, Request] | None = None,
        *,
        since: Date | None = None,
        until: Date | None = None,
        most: int | None = None,
    ) -> DiffReport:
        """What changed, by the last update or between two days, and what became of the answers to `questions`.

        Args:
            questions: one, or several by name.
            since: from the end of this day, not from the last update.
            until: to the end of this day; today by default.
            most: how many changes of a kind a page shows.
        """
        from modelpick.model.request import Request
        from modelpick.use_cases.changes import diff

        asked = {"": questions} if isinstance(questions, Request) else dict(questions or {})
        days = {"since": day_text(since, "since"), "until": day_text(until, "until")}
        return self._with_own_files_named(diff(self._known, asked, **days, most=most))

    def watch(
        self,
        models: Names = (),
        profiles: Files = (),
        *,
        within: int | str = "60d",
        state: File | None = None,
        force: bool = False,
        until: str | None = None,
        as_of: Date | None = None,
    ) -> WatchReport:
        """What changed since this watch ran last, remembered for the next time.

        Args:
            models: what is watched; those that lead the answers to `profiles` if none is named.
            profiles: saved questions; whether the answer to each is another now.
            within: so many days before an announced end it is told again.
            state: where to remember; in the cache folder, by what is watched, if none is given.
            force: whether a `state` that is something else is replaced.
            until: what is waited for, of these or of what comes after them: `api=public`, `api=ga`,
                `lifecycle=retired`.
        """
        found = self.watching(models, profiles, within=within, state=state, force=force, until=until, as_of=as_of)
        found.remember()
        return found.report

    def watching(
        self,
        models: Names = (),
        profiles: Files = (),
        *,
        within: int | str = "60d",
        state: File | None = None,
        force: bool = False,
        until: str | None = None,
        as_of: Date | None = None,
    ) -> Watching:
        """The same as `watch`; it is remembered once `remember` is called, so that a report that was lost is told
        again."""
        from modelpick.model.numbers import DAYS
        from modelpick.model.wording import readable
        from modelpick.use_cases.handed_back import Watching
        from modelpick.use_cases.watch import watch

        questions = {readable(str(path)): self.read_profile(path) for path in _paths_given(profiles)}
        found = watch(
            self._known,
            words(models, "models"),
            questions,
            within=DAYS.count(within, "{within}"),
            state_file=Path(state) if state is not None else None,
            force=force,
            until=until,
            on=day_text(as_of),
        )
        return Watching(self._with_own_files_named(found.report), found.remember)

    # What is in use

    def audit(
        self,
        paths: Files,
        *,
        within: int | str = "90d",
        residency: Names = (),
        fail_on: str = "error",
        baseline: File | None = None,
        write_baseline: File | None = None,
        force: bool = False,
        as_of: Date | None = None,
    ) -> AuditReport:
        """The model ids in a code base, and what is wrong with them: retired, misspelled, floating, not allowed.

        Args:
            paths: folders or files.
            within: how far ahead a retirement is reported: 90, ``"90d"``.
            residency: data must stay in these regions.
            fail_on: `failed` from this on: error, warning, note or never.
            baseline: leave out what this file holds.
            write_baseline: write what is found to this file.
            force: whether a file there that is no baseline is replaced.
        """
        from modelpick.use_cases.audit import AuditQuestion, audit

        asked = AuditQuestion(
            _paths_given(paths),
            str(within),
            words(residency, "residency"),
            fail_on,
            None if baseline is None else Path(baseline),
            None if write_baseline is None else Path(write_baseline),
            force,
            day_text(as_of),
        )
        return self._with_own_files_named(audit(self._known, asked))

    def audit_text(
        self,
        text: str,
        *,
        name: str = "text",
        within: int | str = "90d",
        residency: Names = (),
        as_of: Date | None = None,
    ) -> AuditReport:
        """The same of a text: `name` is the file's, for what stands in files of its sort alone."""
        from modelpick.use_cases.audit import AuditQuestion, audit_text

        regions = words(residency, "residency")
        asked = AuditQuestion((Path(name),), str(within), regions, on=day_text(as_of))
        return self._with_own_files_named(audit_text(self._known, text, asked))

    def check(
        self,
        profile: File | None = None,
        *,
        file: File | None = None,
        within: int | str = "0d",
        as_of: Date | None = None,
    ) -> CheckReport | DecisionReport:
        """Whether the model that is pinned is still allowed, there, good enough and cheap enough.

        Args:
            profile: the question, which pins a model where no `file` does.
            file: what pins models: a configuration that `export` wrote, or another one together with `profile`; or a
                profile; or a decision on record.
            within: an end of its API in these days is a no.
        """
        from modelpick.model.numbers import DAYS
        from modelpick.use_cases.checked_files import check

        found = check(
            self._known,
            None if profile is None else Path(profile),
            file=None if file is None else Path(file),
            within=DAYS.count(within, "{within}"),
            on=day_text(as_of),
        )
        return self._with_own_files_named(found)

    def add_score(
        self,
        model: str,
        benchmark: str,
        value: float | str,
        *,
        on: Date | None = None,
        variant: str | None = None,
        tools: str | None = None,
        note: str | None = None,
        like: str | None = None,
        new: bool = False,
        file: File | None = None,
    ) -> AddedScore:
        """Add a score of your own to `file`, the project's by default; the line that says it. Open the catalog anew
        to ask with it.

        Args:
            value: in the benchmark's unit; ``"12/20"`` is 12 of 20 tasks, weighs as much as 20 tasks do, and makes the
                benchmark where there is none.
            on: the day of the measurement; today by default.
            variant: effort or mode, such as high.
            tools: none or with.
            note: a remark that stays with the figure.
            like: the benchmark by which results on a new one are expected.
            new: whether a new one is meant although its name is near that of another.
        """
        from modelpick.catalog.bundled import clock_day
        from modelpick.catalog.schema import OwnScore
        from modelpick.use_cases.handed_back import AddedScore
        from modelpick.use_cases.scores import add_score, value_written

        day = day_text(on, "on") or clock_day()
        said, run = value_written(value) if isinstance(value, str) else (value, None)
        with _own_file(file) as path:
            # Not checked here: the file is, with the new line in it.
            score = OwnScore(model, benchmark, said, day, variant, tools, note=note, run=run)  # type: ignore[arg-type]
            line, test = add_score(self._known, score, path, like=like, new=new)
        return AddedScore(path, line, test)

    def remove_score(
        self, model: str, benchmark: str, *, on: Date | None = None, file: File | None = None
    ) -> Sequence[str]:
        """Take your own scores of `model` on `benchmark` out of `file`, the project's by default; what went. A test of
        your own goes with its last score. `on`: those of this day alone."""
        from modelpick.use_cases.scores import remove_scores

        with _own_file(file) as path:
            return remove_scores(self._known, model, benchmark, path, day_text(on, "on"))

    def import_scores(
        self,
        files: Files,
        *,
        model: str | None = None,
        benchmark: str | None = None,
        metric: str | None = None,
        like: str | None = None,
        on: Date | None = None,
        file: File | None = None,
        trial: File | None = None,
    ) -> ImportReport:
        """Add what `files` of evaluation tools hold to `file`, the project's by default: all of it or nothing.

        Args:
            files: logs and reports of Inspect, lm-evaluation-harness, promptfoo, SWE-bench, Harbor, Terminal-Bench,
                Every Eval Ever, DeepEval, OpenAI evals, aider; CSV.
            model: whose results they are, where they do not say it.
            benchmark: the test that they are of.
            metric: the reading that counts, where several are of the same answers; the first by default.
            like: the benchmark by which results on a new one are expected.
            on: the day of results that bear none; today by default.
            trial: the folder of a trial, which knows what its models are called.
        """
        from modelpick.use_cases.result_files import ImportAsked, import_results
        from modelpick.use_cases.trial import KnownTrial, trial_in

        known = KnownTrial() if trial is None else trial_in(Path(trial))
        asked = ImportAsked(model, benchmark, metric, like or known.like, day_text(on, "on"), known.called)
        with _own_file(file) as path:
            report = import_results(self._known, _paths_given(files), asked, path)
        return self._with_own_files_named(report)

    def trial(
        self,
        request: Request,
        tasks: Names,
        prompts: Files,
        tests: Names,
        *,
        name: str = "my-tasks",
        folder: File = "trial",
        sandbox: str = "docker",
        models: int | None = None,
        force: bool = False,
        tool: str = "inspect",
    ) -> TrialPlan:
        """Write an evaluation of your own tasks for the first models that answer `request`; running it is yours.

        Args:
            tasks: ``"REPOSITORY@COMMIT..FIX"``: the commit to begin from, and the one whose tests decide.
            prompts: a text file for each task, with what is wrong.
            tests: the command that must succeed, for each task or for all.
            name: what the test is called.
            folder: what is written.
            sandbox: ``"docker"``, or ``"local"``, where the models' commands run as you.
            models: how many are tried; 3 by default.
            force: whether what is in the folder is replaced.
            tool: ``"inspect"``, or ``"promptfoo"``: one prompt and one answer instead of an agent.
        """
        from modelpick.use_cases.trial import SHORTLIST, TrialAsked, write_trial

        named = words(tasks, "tasks"), _paths_given(prompts), words(tests, "tests")
        asked = TrialAsked(*named, Path(folder), name, sandbox, models or SHORTLIST, force, tool)
        return self._with_own_files_named(write_trial(self._known, request, asked))

    def confirm_term(
        self,
        provider: str,
        term: str,
        *,
        source: str,
        value: str | float | None = None,
        models: Names = (),
        on: Date | None = None,
        valid_until: Date | None = None,
        note: str | None = None,
        file: File | None = None,
    ) -> AddedTerm:
        """Add what a paper of yours says of a provider to `file`, the project's by default; the line that says it. Open
        the catalog anew to ask with it.

        Args:
            term: baa, dpa, zero_retention, residency.eu, certified.c5, sla ...
            source: what you call the paper, such as contract-2026-12.
            value: yes, no, on_request ... or a number; by default what one wants of the term.
            models: the models that it is about, `anthropic/*` for all of a lab; by default all at the provider.
            on: the day from which it holds; today by default.
            valid_until: the last day on which it holds.
            note: a remark that stays with it.
        """
        from modelpick.catalog.bundled import clock_day
        from modelpick.use_cases.handed_back import AddedTerm
        from modelpick.use_cases.terms import Confirmation, confirm_term

        begun = day_text(on, "on") or clock_day()
        until = day_text(valid_until, "valid_until")
        with _own_file(file) as path:
            said = Confirmation(provider, term, source, begun, value, words(models, "models"), until, note)
            line = confirm_term(self._known, said, path)
        return AddedTerm(path, line)

    def record(self, report: LiveReport, *, file: File | None = None) -> str:
        """Add what `status_live` learned to `file`, the project's by default, as dated events and figures of the
        service; what was added.
        """
        from modelpick.use_cases.live_record import record, summary

        with _own_file(file) as path:
            return summary(record(self._known, report, path), path)

    # What words mean

    def read_profile(self, file: File) -> Request:
        """The question that a profile holds, with every name in it known to this catalog and its rules.

        Raises:
            InputErrors: with every fault of the file, each with its line.
        """
        from modelpick.use_cases.profile import read_profile as read

        return read(Path(file), self._known)

    def read_sentence(self, text: str) -> Sentence:
        """What a sentence asks for: ``"a chatbot in the EU under $200 a month"``. The needs of it, the fields of a
        question that say the rest, as people write their values, and the words that say neither.
        """
        from modelpick.use_cases.sentence import read_sentence

        return read_sentence(text, self.rulebook, self.facts, self._known.today)

    def need_meant(self, word: str) -> str:
        """The id of the need that `word` means."""
        from modelpick.use_cases.needs_named import need_named

        return need_named(word, self.rulebook, self.facts)

    def constraint_value(self, constraint: str, value: Any) -> Any:
        """`value` as the constraint takes it."""
        from modelpick.use_cases.request_checks import constraint_value

        return constraint_value(self.rulebook.constraints[constraint], value, self.facts)

    def machine(self, text: str) -> Machine:
        """The machine that `text` means: ``"2x rtx-4090"``."""
        from modelpick.fit.hardware import parse_hardware

        return parse_hardware(text, self.facts.hardware, self.facts.device_names)

    def facts_on(self, as_of: Date) -> Facts:
        """What was known on that day."""
        return self._known.facts_on(day_text(as_of) or self.today)

    def _with_own_files_named(self, document: D) -> D:
        """`document`, naming the user's own files that lie over the catalog."""
        from modelpick.documents.base import with_own_files

        return with_own_files(document, self.own_files)


# Data, rules and files of your own


def update(
    sources: Names = (),
    read_from: Names = (),
    *,
    scores: bool = False,
    release: bool = False,
    catalog_version: str | None = None,
    as_of: Date | None = None,
    timeout: float = 120.0,
    force: bool = False,
    progress: Callable[[str, int, int | None], None] | None = None,
    catalogs: Files = (),
    project: bool = True,
) -> UpdateReport:
    """Fetch what the sources say of models, prices and scores, and keep it; over the network.

    Args:
        sources: these alone; all that need no key, and those whose key is set, if none is named.
        read_from: files, folders or URLs to read one source from; or one to take the data release from.
        scores: the sources of scores alone.
        release: the data release alone. Without it one is taken, too, where none is named and a place of them is known.
        catalog_version: keep the data release of this version beside the one that counts.
        as_of: the day of the files in `read_from`; today by default.
        timeout: seconds for each download.
        force: fetch all anew, take what looks too little, replace damaged data.
        progress: told the source, how many bytes of it are here, and of how many where that is known.
        catalogs, project: your own files, whose aliases count, as `load` takes them.
    """
    from modelpick.catalog.bundled import clock_day
    from modelpick.model.fields import replace
    from modelpick.model.numbers import SECONDS
    from modelpick.storage.folders import market_file
    from modelpick.use_cases.load import link_counts
    from modelpick.use_cases.release_update import holds_release
    from modelpick.use_cases.update import UpdateOptions, day_of_read
    from modelpick.use_cases.update import update as update_market

    named, froms = words(sources, "sources"), words(read_from, "read_from")
    if scores and (named or froms):
        hint = "Leave out {sources} and {read_from}"
        raise ModelpickError("reads every source of scores", where="{scores}", hint=hint)
    SECONDS.read(timeout, "{timeout}")
    found = own_layers(catalogs, project=project)
    today = clock_day()
    if release or catalog_version or (froms and not named and holds_release(froms[0])):
        if named or len(froms) > 1:
            raise ModelpickError("is taken alone, and from one place", where="{release}", hint="Leave out {sources}")
        taken = _take_release(froms[0] if froms else None, today, timeout, catalog_version)
        with suppress(ModelpickError):  # faults of the user's own files are told when a question is asked
            link_counts(found.paths, today)
        return _release_report(taken, today)
    beneath = None if named or froms or scores else _release_of_settings(today, timeout)
    read_on = day_of_read(day_text(as_of), froms, today)
    asked = UpdateOptions(market_file(), read_on, os.environ, timeout, force, progress)
    report = update_market(
        named, froms, asked, kind="scores" if scores else None, counts=lambda: link_counts(found.paths, today)
    )
    return replace(report, release=beneath) if beneath else report


def mirror(folder: File, read_from: str | None = None, *, timeout: float = 120.0) -> UpdateReport:
    """Copy the newest data release into `folder`, from which others take it: ``update(read_from=folder)``.

    Args:
        read_from: the folder, archive or URL to copy it from; what your settings name by default.
        timeout: seconds for each download.
    """
    from modelpick import __version__
    from modelpick.catalog.bundled import clock_day
    from modelpick.model.numbers import SECONDS
    from modelpick.use_cases.release_update import mirror_release

    SECONDS.read(timeout, "{timeout}")
    today = clock_day()
    copied = mirror_release(Path(folder), read_from or None, os.environ, today, __version__, timeout)
    return _release_report(copied, today)


def _take_release(place: str | None, today: str, timeout: float, version: str | None = None) -> ReleaseUpdate:
    from modelpick import __version__
    from modelpick.use_cases.release_update import update_release

    return update_release(place, os.environ, today, __version__, timeout, version)


def _release_of_settings(today: str, timeout: float) -> ReleaseUpdate | None:
    """What became of the data release of the user's settings; None where they name no place."""
    from modelpick.catalog.bundled import current_bundle
    from modelpick.documents.market_reports import ReleaseUpdate
    from modelpick.use_cases.release_update import release_settings

    place = release_settings(os.environ).place
    if place is None:
        return None
    try:
        return _take_release(place, today, timeout)
    except ModelpickError as error:
        return ReleaseUpdate("failed", None, None, current_bundle().version, place, message=str(error))


def _release_report(release: ReleaseUpdate, today: str) -> UpdateReport:
    """The report of an update that is of a data release alone."""
    from modelpick.documents.base import SCHEMA_VERSION
    from modelpick.documents.market_reports import UpdateReport

    return UpdateReport(SCHEMA_VERSION, today, (), None, (), True, release)


def update_outcome(report: UpdateReport) -> tuple[Exit, list[str]]:
    """The exit code of an update, and what to warn of although it succeeded."""
    from modelpick.use_cases.update import exit_code, warnings

    return exit_code(report), warnings(report)


def log(source: str | None = None, *, as_of: Date | None = None, most: int | None = None) -> LogReport:
    """Every read that brought something new, the newest first; of one `source` also what was skipped."""
    from modelpick.use_cases.sources import log as reads

    return reads(source, on=day_text(as_of), most=most)


def validate(files: Files = (), *, catalogs: Files = (), project: bool = True, with_bundled: bool = True) -> Validation:
    """Every fault of catalog files: `files`, and your own as `load` takes them, laid over the bundled ones."""
    from modelpick.use_cases.validation import validate as check_files

    own = own_layers(catalogs, project=project and with_bundled).paths
    return check_files([*own, *(path for path in _paths_given(files) if path not in own)], with_bundled=with_bundled)


def config_values(
    under: str = "", *, everything: bool = False, catalogs: Files = (), project: bool = True
) -> ConfigReport:
    """What your own files set, each value with its file and line, and what it stands in place of.

    Args:
        under: only values whose name begins so: ``"models.meta/muse-spark"``.
        everything: the bundled values, too.
    """
    from modelpick.use_cases.config import report

    layers = own_layers(catalogs, project=project).used
    return report(layers, Path(), os.environ, everything=everything, under=under)


def config_paths() -> ConfigPaths:
    """Where files of your own are looked for, and where the program keeps what it made."""
    from modelpick.use_cases.config import paths

    return paths(Path())


def trust(file: File | None = None) -> OwnFile:
    """Let a `modelpick.yaml` that lies above this folder, or is somebody else's, count with its present content.

    Args:
        file: the project's by default.

    Raises:
        ModelpickError: there is none.
        InputErrors: it is no catalog file.
    """
    from modelpick.catalog.load import brought
    from modelpick.documents.base import OwnFile
    from modelpick.use_cases.config_files import PROJECT, project_file
    from modelpick.use_cases.trust import trust as remember

    path = Path(file) if file is not None else project_file(Path())
    if path is None:
        hint = "Name the file that is to count"
        raise ModelpickError(f"there is no {PROJECT_FILE} in this folder or above", hint=hint)
    reads = _new_reads()
    found = OwnFile(str(path), PROJECT, brought(path, reads))
    remember(path, reads)
    return found


def init(file: File = PROJECT_FILE, *, force: bool = False) -> Path:
    """Write a catalog file to begin with: every section with an example, all commented out. `force` replaces it."""
    from modelpick.use_cases.starter import write_starter

    path = Path(file)
    write_starter(path, overwrite=force)
    return path


def fields() -> Listing:
    """Every field that `where`, `columns` and rules may name, with its kind and meaning."""
    from modelpick.use_cases.fields import field_list

    return field_list()


def read_profile(file: File) -> Request:
    """The question that a profile holds.

    Raises:
        InputErrors: with every fault of the file.
    """
    from modelpick.use_cases.profile import read_profile as read

    return read(Path(file))


def schema(command: str) -> dict[str, Any]:
    """The JSON Schema of the document that a command answers with: ``schema("recommend")``.

    Raises:
        ModelpickError: there is no such command.
    """
    from modelpick.use_cases.schemas import schema as published

    return published(command)


# For the faces of the program


def _new_reads() -> Reads:
    """What reads files once: what is trusted and what is asked are of the same bytes."""
    from modelpick.storage.reading import Reads

    return Reads()


def own_layers(catalogs: Files = (), *, project: bool = True, reads: Reads | None = None) -> Layers:
    """Your own files that count in this folder, and a note on each that does not; opens no file but one in doubt."""
    from modelpick.use_cases.config_files import own_layers as found

    return found(Path(), _paths_given(catalogs), project=project, reads=reads)


def shipped_folder(name: str) -> Path:
    """The folder ``data`` or ``rules`` that ships with the program."""
    from modelpick.catalog.bundled import bundled

    return bundled(name)


def known_words() -> dict[str, list[list[str]]]:
    """The names in the bundled catalog, by kind, each with its other spellings: what a shell completes."""
    from modelpick.use_cases.known_words import bundled_words

    return bundled_words()


def save_text(file: File, text: str) -> None:
    """Write `text` to `file` in one step: it is the old one or the new one, whenever the program is stopped."""
    from modelpick.storage.writing import write_file

    write_file(Path(file), text.encode("utf-8"))


def is_detect(hardware: str | None) -> bool:
    """Whether a machine is named that is to be looked at, not one that is known."""
    return hardware is not None and hardware.strip().lower() == DETECT


def detect_hardware() -> Detected:
    """The devices and the memory of the machine that the program runs on."""
    from modelpick.probe.hardware import detect

    return detect()


def name_of(request: Request) -> str:
    """What a question is called where it is one among others: its needs, else its persona."""
    return "-".join(request.needs) or request.persona or "answer"


def price_files(table: PriceTable, *, parquet: bool = False) -> dict[str, bytes]:
    """The table as CSV or Parquet, and the statements that price a usage table by it, under the names of files.

    Raises:
        ModelpickError: Parquet is asked for and pyarrow is not installed.
    """
    from modelpick.exports.reprice import duckdb_statement, spark_statement
    from modelpick.use_cases.price_table import csv_bytes, parquet_bytes

    name = "prices.parquet" if parquet else "prices.csv"
    return {
        name: parquet_bytes(table) if parquet else csv_bytes(table),
        "reprice-duckdb.sql": duckdb_statement(name, table.as_of).encode(),
        "reprice-spark.sql": spark_statement(name, table.as_of).encode(),
    }


def save_files(folder: File, files: Iterable[tuple[str, str | bytes]], *, force: bool = False) -> list[Path]:
    """Write texts under their names into `folder`, which is made if it is not there; where each of them lies.

    Raises:
        ModelpickError: one is there already, and `force` does not say that it is replaced; then none is written.
    """
    from modelpick.storage.writing import write_files

    return write_files(
        Path(folder),
        {name: text.encode("utf-8") if isinstance(text, str) else text for name, text in files},
        over=force,
    )


def _paths_given(files: Files) -> tuple[Path, ...]:
    several = (files,) if isinstance(files, str | os.PathLike) else files
    return tuple(map(Path, several))


@contextmanager
def _own_file(file: File | None) -> Iterator[Path]:
    """The file that something is added to, which counts afterwards as it did before."""
    from modelpick.use_cases.config_files import project_file, refusal_of
    from modelpick.use_cases.trust import trust as remember
    from modelpick.use_cases.trust import trusted

    path = Path(file) if file is not None else project_file(Path()) or Path(PROJECT_FILE)
    if file is None and (refused := refusal_of(path, Path())):
        raise refused
    was_trusted = trusted(path) == "yes"
    yield path
    if was_trusted:
        remember(path)
