"""What the catalog knows. Plain values: nothing here decides, reads a file or knows the date of today.

`None` always means "not known", never zero, never no. Money is `Decimal` US dollars per million tokens; sizes are
tokens; dates are ISO text (`modelpick.model.dates`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Any, Literal, get_args

from modelpick.model.dates import first_day, last_day
from modelpick.model.ends import ENDED, EndedId, EndTable
from modelpick.model.fields import (
    AboveZero,
    Count,
    Country,
    Day,
    Derived,
    Fact,
    Feature,
    Hours,
    Id,
    Inline,
    Modality,
    ModelId,
    Needed,
    NotNegative,
    Older,
    Own,
    PartOfOne,
    Pattern,
    Plain,
    Region,
    Share,
    Shown,
    Text,
    Tokens,
    Url,
    Usd,
    Whole,
    Within,
    at_least,
    at_most,
    field,
    names_of,
    replace,
    shortest,
)
from modelpick.model.machines import Device, Rental
from modelpick.model.weight_files import GgufFiles, MeasuredPrecision
from modelpick.model.workloads import TokenCount, Workload

By = Literal["self", "independent", "vendor", "rival", "press"]
"""Who measured, most trusted first: the user, somebody who sells no competing model, the model's own lab, another
lab's table, a publication that repeats a figure."""

State = Literal["accepted", "disputed", "superseded", "quarantined"]
Stage = Literal["announced", "waitlist", "private_preview", "public_preview", "ga", "deprecated", "retired", "none"]
StageSeen = Literal[Stage, "listed"]
"""The stage of an API as far as anybody says. `listed`: it is on a public price list that does not say at what stage;
that is derived, nobody writes it."""
Access = Literal["public", "invited", "partners", "nobody"]
"""Who may call an API: anybody; whoever was let in from a waiting list; partners that its provider chose; nobody."""
Lifecycle = Literal["announced", "preview", "ga", "deprecated", "retired"]
Surface = Literal["api", "consumer_app", "weights"]
Stance = Literal["for", "against", "fits", "misfits", "forecast", "open_question"]
Answer = Literal["yes", "no", "on_request", "conditional", "opt_out", "unknown"]
ANSWERS = get_args(Answer)
Routing = Literal["in_region", "geo", "global", "unknown"]
Tools = Literal["none", "with"]
Service = Literal["fast", "priority", "flex", "spot", "batch", "free"]
AT_ONCE: tuple[Service | None, ...] = (None, "fast", "priority")
"""The classes of service that answer an ordinary request at once, at their price; None: the standard one."""


class Dated:
    """A fact with a date, unknown before it."""

    __slots__ = ()
    on: Day
    known: Day | None

    @property
    def known_on(self) -> Day:
        """The full day since which it is known: the day it was read if `on` is only a month or year, otherwise the
        last day of `on`.
        """
        return self.known or last_day(self.on)


class Announced(Dated):
    """A dated fact that may have become known before it holds."""

    __slots__ = ()
    announced: Day | None

    @property
    def known_on(self) -> Day:
        """The full day from which it is known, which may be before it happens."""
        return self.known or last_day(self.announced or self.on)

    @property
    def in_force_on(self) -> Day:
        """The full day since which it holds: the last day that `on` may mean."""
        return last_day(self.on) if self.announced else self.known_on


YOU = "you"
"""Who publishes what the user says."""


class Source(Fact):
    """A document or data set that figures come from."""

    id: Id
    title: Text
    publisher: Text
    kind: Literal["vendor", "rival", "independent", "press", "board", "provider", "aggregator", "article", "package"]
    """What it is: a lab's own page, a board, a provider's terms, a press article, one of the founding articles ..."""
    url: Url | None = None
    date: Day | None = None
    """Date of publication, or of the state that was read."""
    license: Text | None = None
    """What may be done with the data set; single figures are cited as facts."""
    trust: Text | None = None
    """How far it is trusted, in words."""
    note: Text | None = None
    via: Text | None = None
    """The transcription in which the page was read, where it was not opened itself: an address, or a name."""
    read: Day | None = None
    """The full day on which it was read. What it dates by a month or year alone counts from then."""

    def fault(self) -> str | None:
        if self.read is not None and len(self.read) < 10:
            return f"`read` is {self.read}, expected a full day such as 2026-11-26"
        return None


class Anchors(Fact):
    """Fixed ends of a value scale: `worst` is worth 0 and `best` is worth 1, whatever the candidates are."""

    worst: float
    """The value that is worth nothing, e.g. chance level."""
    best: float
    scale: Literal["linear", "log"] = "linear"
    why: Annotated[Text, Needed] = ""
    """The reason for these two values."""

    def fault(self) -> str | None:
        if self.worst == self.best:
            return "worst and best must differ"
        if self.scale == "log" and min(self.worst, self.best) <= 0:
            return "a log scale needs anchors above zero"
        return None


class Noise(Fact):
    """How far reports of one figure lie apart."""

    tau0: AboveZero
    """Prior standard deviation between reports of one figure, in the benchmark's unit."""
    items: Count | None = None
    """Number of items, for the sampling error of a percentage."""


class Benchmark(Fact):
    """A test, with an id that includes its edition. `range` is what a reported value may be; `anchors` are what it is
    worth."""

    id: Id
    name: Text
    family: Id
    """Editions of one family are different benchmarks and are never pooled."""
    tests: Text
    """What it tests, in one sentence."""
    unit: Literal["percent", "elo", "index", "usd", "tokens", "ratio", "points"]
    range: Annotated[tuple[float | None, ...], Within(min_length=2, max_length=2)]
    """Lowest and highest possible value; null where open."""
    anchors: Anchors
    noise: Noise
    edition: Text | None = None
    kind: Literal["score", "index", "elo", "efficiency"] = "score"
    better: Literal["higher", "lower"] = "higher"
    tools: Tools | None = None
    """The standard protocol where the test is reported both without and with tools."""
    scaffolds: tuple[Text, ...] = ()
    """Agent scaffolds that a board runs all models in. A `harness` that begins with one is another protocol than the
    maker's own agent: it counts only where nothing else exists."""
    domains: tuple[Id, ...] = ()
    weaknesses: tuple[Text, ...] = ()
    """Known weaknesses such as saturation or contamination."""
    inputs: tuple[Modality, ...] = ()
    """What a model must take beside text to be asked at all."""
    features: tuple[Feature, ...] = ()
    """What a model must be able to do to be asked at all."""
    context: Tokens | None = None
    """The least context in which its items fit."""
    measured_by: Text | None = None
    """Who runs it and publishes the figures."""
    published: Day | None = None
    url: Url | None = None
    like: Id | None = None
    """For a test of one's own: the benchmark by which results on it are expected before there are any."""
    asked_of: Annotated[tuple[ModelId, ...], Derived] = ()
    """The models of which the user has own results on it."""


class Skill(Fact):
    """Benchmarks and editions that measure one ability. A benchmark belongs to one skill at most."""

    id: Id
    name: Text
    tests: Text
    """The ability, in one sentence."""
    reference: Id
    """The edition on whose scale the skill is valued."""
    editions: Annotated[tuple[Id, ...], shortest(1)]
    """All of them, the reference included. A figure on any is on topic; scales are joined only by fitted links."""
    why: Annotated[Text, Needed] = ""
    """Why these belong together, and why this one is the reference."""

    def fault(self) -> str | None:
        return None if self.reference in self.editions else "`reference` must be one of `editions`"


class Term(Fact):
    """One published term. Its source decides how far it goes: a reading of somebody else's than the provider's own page
    is said with a caution, and a hint without a name and a day is unknown, with a note."""

    value: Answer = field(name="is")
    source: Id | None = None
    on: Day | None = None
    """The day on which it was read."""
    note: Text | None = None
    offerings: Literal["all", "placed", "named"] = "all"
    """Of a place, the offerings that it holds of: all; those that a page of the provider's puts there; also those whose
    id or host names the place, which a price list is enough to know of."""

    def fault(self) -> str | None:
        if self.value != "unknown" and not (self.source and self.on):
            return "a term that is known needs `source` and `on`"
        return None


class PromisedNumber(Fact):
    """A number that a provider promises or states."""

    value: NotNegative | None = field(name="is")
    """None: looked for, and not found."""
    source: Id | None = None
    on: Day | None = None
    """The day on which it was read."""
    note: Text | None = None

    def fault(self) -> str | None:
        if self.value is not None and not (self.source and self.on):
            return "a figure that is known needs `source` and `on`"
        return None


Published = Term | PromisedNumber


class Terms(Fact):
    """What is published of the data that is sent there, and of the service. None: nobody says."""

    training: Annotated[
        Term | None, Shown("trains on API data", name="training", label="trains on API data", told=False)
    ] = None
    """Does it train on API data? no | yes | opt_out | unknown."""
    zero_retention: Annotated[
        Term | None, Shown("zero data retention", name="zero_retention", label="zero data retention", told=False)
    ] = None
    baa: Annotated[
        Term | None,
        Shown(
            "signs a HIPAA business associate agreement",
            name="baa",
            label="business associate agreement",
            told=False,
        ),
    ] = None
    """Does it sign a business associate agreement?"""
    dpa: Annotated[
        Term | None,
        Shown(
            "signs a data processing agreement (GDPR Article 28)", name="dpa", label="Article 28 agreement", told=False
        ),
    ] = None
    human_review: Annotated[
        Term | None,
        Shown("its staff may read content", name="human_review", label="staff may read content", told=False),
    ] = None
    """May people at the provider read prompts and answers in the ordinary course?"""
    customer_keys: Annotated[
        Term | None,
        Shown(
            "stored content under keys of the customer",
            name="customer_keys",
            label="customer-managed keys",
            told=False,
        ),
    ] = None
    retention_days: Annotated[
        PromisedNumber | None,
        Shown(
            "longest default retention, days",
            name="retention_days",
            label="longest default retention, days",
            told=False,
        ),
    ] = None
    sla: Annotated[
        PromisedNumber | None,
        Shown("promised monthly availability, percent", name="sla", label="promised availability, percent", told=False),
    ] = None
    """Promised, and paid for in credits; not what was measured."""
    notice_days: Annotated[
        PromisedNumber | None,
        Shown(
            "least notice before an API in general availability ends, days",
            name="notice_days",
            label="notice before an end, days",
            told=False,
        ),
    ] = None
    certified: dict[Id, Term] = field(default_factory=dict)
    """Certificate or attestation (iso27001, soc2-type2, c5, hds ...) -> does it cover this service?"""
    residency: dict[Region, Term] = field(default_factory=dict)
    """Region (eu, us, uk, ch ...; eu-efta reaches further than eu) -> can processing be confined to it?"""

    def named(self) -> dict[str, Published]:
        """Each term that somebody says, by its name: ``training``, ``certified.c5``, ``residency.eu``."""
        certified = {f"{CERTIFIED}{name}": term for name, term in self.certified.items()}
        return {
            **self._plain_terms(),
            **certified,
            **{f"{RESIDENCY}{region}": term for region, term in self.residency.items()},
        }

    def said(self, name: str) -> Published | None:
        """What is said of the term called `name` as `named` calls it; None if nothing is."""
        if name.startswith(CERTIFIED):
            return self.certified.get(name.removeprefix(CERTIFIED))
        if name.startswith(RESIDENCY):
            return self.residency.get(name.removeprefix(RESIDENCY))
        found: Published | None = getattr(self, name)
        return found

    def each(self, change: Callable[[Published], Any]) -> Terms:
        """These terms with `change` made to each."""
        return replace(
            self,
            **{name: change(said) for name, said in self._plain_terms().items()},
            certified={name: change(term) for name, term in self.certified.items()},
            residency={place: change(term) for place, term in self.residency.items()},
        )

    def _plain_terms(self) -> dict[str, Published]:
        """Those that somebody says but certificates and places, by field."""
        each = ((name, getattr(self, name)) for name in names_of(self))
        return {name: said for name, said in each if isinstance(said, Term | PromisedNumber)}


CERTIFIED, RESIDENCY = "certified.", "residency."
"""What the names of certificates and of places begin with."""


class TermRow(Fact):
    """What holds of some models at a provider, or of all of them there: it goes before the provider's own terms.

    Of several rows the one that names the models most closely holds; of two that do it alike, the later one.
    """

    provider: Text
    """The provider; `*`: wherever the models are served."""
    term: Text
    """`training`, `zero_retention`, `baa`, `dpa`, `human_review`, `customer_keys`, `retention_days`, `sla`,
    `notice_days`, `certified.NAME` or `residency.REGION`."""
    value: Answer | NotNegative | None = field(name="is")
    """As the term has it: an answer, or a number."""
    models: tuple[Text, ...] = ()
    """Ids of models, `*` for any end: `anthropic/*`. Empty: all of them."""
    source: Id | None = None
    on: Day | None = None
    """The day on which it was read, or from which it holds."""
    until: Day | None = None
    """The last day on which it holds, of a contract."""
    document: Text | None = None
    """Your own paper that says so, instead of `source`: `contract-2026-12`."""
    note: Text | None = None

    def fault(self) -> str | None:
        known = self.value is not None and self.value != "unknown"
        if known and not (self.on and (self.source or self.document)):
            return "a term that is known needs `on`, and `source` or `document`"
        if self.on and self.until and first_day(self.on) > last_day(self.until):
            return "`until` lies before `on`"
        return _misnamed_term(self.term) or _misfit_value(self.term, self.value)

    @property
    def key(self) -> str:
        """What a later row of the same key stands in place of."""
        return "|".join((self.provider, self.term, *sorted(self.models), self.document or ""))

    def is_about(self, model: str) -> bool:
        """Whether it holds of the model with that id."""
        return self.closeness(model) >= 0

    def closeness(self, model: str) -> int:
        """How many characters of the model's id it names: 0 where it is about all, -1 where it is about others."""
        if not self.models:
            return 0
        return max((len(p.replace("*", "")) for p in self.models if fnmatchcase(model, p)), default=-1)

    def holds_on(self, day: Day) -> bool:
        """Whether it was known on `day` and has not ended."""
        return self.known_on(day) and (self.until is None or day <= last_day(self.until))

    def known_on(self, day: Day) -> bool:
        """Whether it was read, or held, by `day`."""
        return self.on is None or last_day(self.on) <= day

    @property
    def said(self) -> Published:
        """The row as the term that it states."""
        if self.term in NUMBERED_TERMS:
            return PromisedNumber(None if isinstance(self.value, str) else self.value, self.source, self.on, self.note)
        value: Any = self.value
        return Term("unknown" if value is None else value, self.source, self.on, self.note)


SERVICE_FIELDS = ("uptime", "first_token_s", "tokens_per_s")
"""What is measured of a service."""
NUMBERED_TERMS = ("retention_days", "sla", "notice_days")
ANSWERED_TERMS = ("training", "zero_retention", "baa", "dpa", "human_review", "customer_keys")
TERM_NAMES = (*ANSWERED_TERMS, *NUMBERED_TERMS)
"""Every term but certificates and places, which have names of their own behind a dot."""


def _misnamed_term(name: str) -> str | None:
    head, dot, rest = name.partition(".")
    if name in TERM_NAMES or (dot and rest and f"{head}." in (CERTIFIED, RESIDENCY)):
        return None
    return f"`term` is {name!r}, expected one of {', '.join(TERM_NAMES)}, certified.NAME, residency.REGION"


def _misfit_value(name: str, value: Any) -> str | None:
    if name in NUMBERED_TERMS and isinstance(value, str) and value != "unknown":
        return f"`is` is {value!r}, and {name} is a number"
    if name not in NUMBERED_TERMS and value is not None and not isinstance(value, str):
        return f"`is` is {value:g}, and {name} is one of yes, no, on_request, conditional, opt_out, unknown"
    return None


class GlossaryEntry(Fact):
    """A word of the field, in our own words."""

    id: Id
    name: Text
    says: Text
    """What it is."""
    why: Text | None = None
    """What it means for a choice."""
    also: tuple[Text, ...] = ()
    """Other spellings and abbreviations, under which it is found too."""
    see_also: tuple[Id, ...] = ()
    """Other terms."""


class Provider(Fact):
    """Who serves models, and on what terms."""

    id: Id
    name: Text = ""
    """Required, unless the row adds to a provider of an earlier layer."""
    kind: Literal["lab", "cloud", "host", "gateway"] | None = None
    country: Country | None = None
    jurisdictions: tuple[Country, ...] = ()
    """Known contracting or parent countries; EU is added for EU-based operators."""
    jurisdictions_source: Id | None = None
    terms: Terms = Terms()
    retention_days: Annotated[Whole | None, Older] = None
    """Days without a source; `terms: {retention_days: ...}` says whose word it is."""
    certifications: Annotated[tuple[Text, ...], Older] = ()
    """Names without a source: `terms: {certified: ...}` says whose word each is. They prove nothing."""
    url: Url | None = None
    note: Text | None = None
    also: tuple[Id, ...] = ()
    """What other sources call it."""

    def settled(self) -> Provider:
        named = self if self.name else replace(self, name=self.id)
        if self.retention_days is None and not self.certifications:
            return named
        # Said without a source: the days are the user's word, and names of certificates prove nothing.
        days = self.terms.retention_days or (
            PromisedNumber(self.retention_days) if self.retention_days is not None else None
        )
        listed = {name.lower(): Term("unknown", note="named without a source") for name in self.certifications}
        terms = replace(self.terms, retention_days=days, certified={**listed, **self.terms.certified})
        return replace(named, terms=terms, retention_days=None, certifications=())


class ServiceFigures(Dated, Fact):
    """How well an offering was served at some time, as somebody measured it."""

    on: Day
    source: Id
    uptime: Annotated[float, at_least(0), at_most(100)] | None = None
    """Percent of the requests that were answered."""
    first_token_s: NotNegative | None = None
    """Seconds to the first token, the median."""
    tokens_per_s: NotNegative | None = None
    """Output tokens a second of one request, the median."""
    note: Text | None = None
    """Over what time, and from where."""
    known: Annotated[Day | None, Derived] = None


class Run(Fact):
    """The run behind a figure: of how many tasks it is, and which of them passed."""

    n: Count
    """Attempts that were scored."""
    passed: NotNegative
    tasks: dict[Text, PartOfOne] = field(default_factory=dict)
    """Task -> share of its attempts that passed; two models on the same tasks are compared in pairs."""
    file: Text | None = None
    """The name of the file that it was read from."""
    sha256: Annotated[str, Pattern(r"^[0-9a-f]{64}$")] | None = None
    errors: Whole | None = None
    """Attempts without a verdict, which `n` leaves out."""
    partial: Text | None = None
    """What was not run, where less was run than there is."""

    def fault(self) -> str | None:
        if self.passed > self.n:
            return f"{self.passed:g} passed of {self.n}"
        return None if len(self.tasks) <= self.n else f"{len(self.tasks)} tasks, but only {self.n} attempts"


class Measurement(Dated, Fact):
    """One reported value of one model (variant) on one benchmark, by one evaluator, on one date, from one source."""

    benchmark: Id
    value: float
    by: By
    source: Id
    on: Day
    variant: Id | None = None
    tools: Tools | None = None
    harness: Text | None = None
    evaluator: Text | None = None
    state: State = "accepted"
    why: Text | None = None
    """The reason for any state but accepted."""
    stderr: NotNegative | None = None
    note: Text | None = None
    known: Annotated[Day | None, Derived] = None
    run: Annotated[Run | None, Derived] = None
    """Of the user's own: the tasks that it is of."""

    def fault(self) -> str | None:
        return f"a {self.state} measurement needs `why`" if self.state != "accepted" and not self.why else None


class StatusEvent(Announced, Fact):
    """A dated event: `surface` becomes `is` on that day."""

    on: Day
    surface: Surface
    stage: Stage = field(name="is")
    source: Id
    provider: Id | None = None
    """Only where providers differ from the model's own status."""
    announced: Day | None = None
    """When an event that lies ahead became known."""
    note: Text | None = None
    known: Annotated[Day | None, Derived] = None
    access: Access | None = None
    """Who may call it from then on, where that does not follow from `is`: general availability for partners only."""
    ids: Annotated[tuple[str, ...], Derived] = ()
    """The ids at the provider that it is about, in lower case; empty: all of the model's."""


class Rates(Fact):
    """US dollars per million tokens, by what a token is billed as. A missing price is unknown, not free."""

    input: Annotated[Usd | None, Shown("input price, USD per million tokens", name="in")] = field(
        default=None, name="in"
    )
    output: Annotated[Usd | None, Shown("output price, USD per million tokens", name="out")] = field(
        default=None, name="out"
    )
    cache_read: Usd | None = None
    cache_write: Usd | None = None
    """Kept for five minutes, or for as long as the provider keeps one that names no time."""
    cache_write_1h: Usd | None = None
    """Kept for an hour."""


class Tier(Fact):
    """What every token of a request is billed at once its prompt is longer than `above` tokens."""

    above: Tokens
    rates: Annotated[Rates, Inline]


class OffPeak(Fact):
    """What is billed outside of the hours of the peak, where the clock decides."""

    rates: Annotated[Rates, Inline]
    peak: Annotated[tuple[Hours, ...], shortest(1)]
    """The hours of the peak in UTC: `01:00-04:00`."""
    days: Literal["all", "weekdays"] = "all"
    """The days that have these hours; the others have no peak."""


class Charges(Fact):
    """All that a provider charges for one offering at one time.

    `rates` are the standard price. Where the clock decides they are those of the peak, so that whoever reads them
    alone never promises too little; `off_peak` says what the other hours cost. The classes of service beside the
    standard one never stand in for it.
    """

    rates: Annotated[Rates, Inline] = Rates()
    tiers: tuple[Tier, ...] = ()
    """Prices above a length of the prompt, for the whole request."""
    batch: Rates | None = None
    """What batches cost, part by part."""
    batch_discount: Share | None = None
    """What batches save on every part, where no single price is named."""
    flex: Rates | None = None
    """Slower answers, at a lower price."""
    priority: Rates | None = None
    """Answers before others, at a higher price."""
    fast: Rates | None = None
    """Faster answers, at a higher price."""
    off_peak: OffPeak | None = None

    def fault(self) -> str | None:
        if len({tier.above for tier in self.tiers}) < len(self.tiers):
            return "two of `tiers` begin above the same length"
        cheap = self.off_peak.rates if self.off_peak else Rates()
        pairs = (cheap.input, self.rates.input), (cheap.output, self.rates.output)
        if any(one is not None and other is not None and one > other for one, other in pairs):
            return "`off_peak` costs more than the price itself, which is that of the peak"
        return None

    def settled(self) -> Charges:
        return replace(self, tiers=tuple(sorted(self.tiers, key=lambda tier: tier.above))) if self.tiers else self


class LongPrompt(Fact):
    """The only tier, as it was written before there were `tiers`."""

    tokens: Tokens
    input: Usd | None = field(default=None, name="in")
    output: Usd | None = field(default=None, name="out")


class Price(Announced, Fact):
    """US dollars per million tokens, known to hold from `on`. A missing price is unknown, not free.

    `in`, `out` and the cache prices are the standard price; where the clock decides, that of the peak.
    """

    on: Day
    charges: Annotated[Charges, Inline]
    announced: Day | None = None
    """When it became known, for a price that lies ahead."""
    until: Day | None = None
    """The last day of a promotion; what held before holds again after it."""
    source: Id | None = None
    """Where it differs from the offering's source."""
    known: Annotated[Day | None, Derived] = None
    above: Annotated[LongPrompt | None, Older] = None
    """One tier in the older form; `tiers` say more."""

    @property
    def input(self) -> Decimal | None:
        return self.charges.rates.input

    @property
    def output(self) -> Decimal | None:
        return self.charges.rates.output

    def fault(self) -> str | None:
        if self.above and self.charges.tiers:
            return "`above` is the older form of `tiers`: give one of them"
        if self.until and last_day(self.until) < first_day(self.on):
            return "`until` lies before `on`"
        return None

    def settled(self) -> Price:
        if self.above is None:
            return self
        tier = Tier(self.above.tokens, Rates(self.above.input, self.above.output))
        return replace(self, charges=replace(self.charges, tiers=(tier,)), above=None)


class Offering(Fact):
    """A model as one provider serves it, perhaps confined to a geography.

    One id of a provider may be sold as several deployments, versions and geographies: each is an offering.
    """

    provider: Id
    id: Text | None
    """The provider's own id for the model."""
    since: Day
    """The day from which it is known to be served."""
    source: Id
    deployment: Text | None = None
    """The kind of deployment, in the provider's word: GlobalStandard, DataZoneStandard."""
    version: Text | None = None
    """The version, where the provider names it apart from the id."""
    context: Annotated[Tokens | None, Shown("context served there, tokens")] = None
    max_output: Annotated[Tokens | None, Shown("longest answer served there, tokens")] = None
    routing: Annotated[Routing, Shown("in_region, geo, global or unknown")] = "unknown"
    geography: Annotated[tuple[Region, ...], Shown("regions that the offering is confined to")] = ()
    stage: Stage | None = field(default=None, name="is")
    service: Annotated[Service | None, Shown()] = None
    """The class of service, where the id is sold apart from the standard one."""
    prices: tuple[Price, ...] = ()
    terms: Terms = Terms()
    """Only where they differ from the provider's."""
    note: Text | None = None
    served: Annotated[tuple[ServiceFigures, ...], Derived] = ()
    """How well it was served, as synced sources and the user measured it."""
    origins: Annotated[dict[str, str], Derived] = field(default_factory=dict)
    """Field -> the source or layer that it came from, where that is not `source`."""
    read: Annotated[Day | None, Derived] = None
    """The day on which a synced source last said that it is served; None where no such source does."""
    known: Annotated[Day | None, Derived] = None

    @property
    def known_on(self) -> Day:
        """The full day from which it is known to be served."""
        return self.known or last_day(self.since)

    def settled(self) -> Offering:
        if all(price.source for price in self.prices):
            return self
        return replace(self, prices=tuple(replace(p, source=p.source or self.source) for p in self.prices))


class License(Fact):
    """What the license of the weights lets others do."""

    id: Annotated[Text, Shown("license of the weights", label="license")]
    """SPDX id where there is one, else a short name; `proprietary` for closed models."""
    name: Text | None = None
    osi: Annotated[bool | None, Shown("license approved by the Open Source Initiative", told=False)] = None
    """Approved by the Open Source Initiative."""
    commercial: Annotated[
        Answer, Shown("commercial use: yes, conditional or no", label="commercial use", told=False)
    ] = "unknown"
    conditions: Annotated[
        Text | None,
        Shown("conditions of the license", label="license conditions", unless="unknown", told=False),
    ] = None
    source: Id | None = None


class Size(Fact):
    """A token count with its source."""

    value: Tokens
    source: Id


class Modalities(Fact):
    """What a model takes and what it gives; empty where nobody says."""

    inputs: Annotated[tuple[Modality, ...], shortest(1), Shown("input modalities", name="input", label="takes")] = (
        field(name="in")
    )
    outputs: Annotated[tuple[Modality, ...], shortest(1), Shown("output modalities", name="output", label="gives")] = (
        field(name="out")
    )
    source: Id | None = None


class Features(Fact):
    """What a model can do. None: nobody says."""

    reasoning: Annotated[bool | None, Shown("has a reasoning mode", name="reasoning", label="reasoning mode")] = None
    tool_calling: Annotated[bool | None, Shown("calls tools", name="tool_calling", label="tool calling")] = None
    structured_output: Annotated[
        bool | None,
        Shown("returns output that follows a schema", name="structured_output", label="structured output"),
    ] = None
    source: Id | None = None


class Params(Fact):
    """How large a model is."""

    total_b: Annotated[
        AboveZero | None, Shown("parameters, billions", label="parameters, billions", unless="closed")
    ] = None
    """Billions of parameters."""
    active_b: Annotated[
        AboveZero | None,
        Shown("active parameters, billions", label="active parameters, billions", unless="unknown"),
    ] = None
    source: Id | None = None


class CompressedLayers(Fact):
    """Layers that keep one entry for every `ratio` tokens, keys and values in one."""

    layers: Count
    ratio: Count
    index_dim: Whole = 0
    """Values of the indexer's key beside each entry; 0 where there is none."""


class Architecture(Fact):
    """Geometry that decides memory and speed. Layer counts are of layers, sizes of values, not bytes."""

    attention: Literal["gqa", "swa", "mla", "hybrid"]
    source: Id
    layers: int | None = None
    hidden: int | None = None
    heads: int | None = None
    kv_heads: int | None = None
    head_dim: int | None = None
    full_attention_layers: int | None = None
    window_layers: int | None = None
    window_tokens: int | None = None
    linear_layers: int | None = None
    global_kv_heads: int | None = None
    global_head_dim: int | None = None
    kv_lora_rank: int | None = None
    rope_dim: int | None = None
    experts: int | None = None
    experts_active: int | None = None
    vocab: int | None = None
    unverified: tuple[str, ...] = ()
    value_dim: int | None = None
    """Size of a head's value where its key has another."""
    shared_layers: int | None = None
    """The last so many layers keep nothing: they read what the layers of their kind before them keep."""
    index_layers: int | None = None
    """Layers that keep a key of `index_dim` values for each token beside, by which a sparse attention selects."""
    index_dim: int | None = None
    compressed_layers: tuple[CompressedLayers, ...] = ()


class DraftRuns(Fact):
    """How much faster published runs of one sequence write with drafts of the next tokens than without."""

    by: Text
    """What drafts: ``its own draft heads``."""
    low: AboveZero
    high: AboveZero
    """Eight of ten runs lie between."""
    runs: Count
    source: Id


class Variant(Dated, Fact):
    """An inference mode whose availability differs from the model's own."""

    id: Id
    about: Text
    stage: Stage = field(name="is")
    on: Day
    source: Id
    known: Annotated[Day | None, Derived] = None


class ForecastOutcome(Fact):
    """What became of a forecast, and who says so."""

    held: Literal["open"] | bool = field(name="is")
    """true or false; open where somebody looked and it was not decided yet."""
    on: Day | None = None
    """The day on which it was settled, or looked at."""
    source: Id | None = None

    @property
    def said(self) -> Literal["true", "false", "open"]:
        return "open" if self.held == "open" else "true" if self.held else "false"

    def fault(self) -> str | None:
        if self.held != "open" and not (self.source and self.on):
            return "an outcome that is settled needs `source` and `on`"
        return None


class Trait(Dated, Fact):
    """A qualitative claim of a source about a model, in our words.

    Forecasts (`forecast`) and open questions (`open_question`) count neither for nor against the model.
    """

    stance: Stance
    """for, against, fits, misfits; what it hopes is a forecast, what it does not know an open_question."""
    text: Text
    source: Id
    on: Day
    needs: tuple[Id, ...] = ()
    """The needs for which it matters; all of them if empty."""
    due: Day | None = None
    """Of a forecast: the day by which it is to come true."""
    outcome: ForecastOutcome | None = None
    """Of a forecast: whether it did."""
    known: Annotated[Day | None, Derived] = None

    def fault(self) -> str | None:
        if self.stance != "forecast" and (self.due or self.outcome):
            return "only a forecast has `due` and `outcome`"
        return None


class Model(Fact):
    """One trained artifact, `lab/slug`. Immutable; a family is only a label."""

    id: Annotated[ModelId, Shown("model id", told=False)]
    name: Annotated[Text, Shown("display name")] = ""
    """Required, unless the row adds to a model of an earlier layer."""
    base: ModelId | None = None
    """What a fine-tune was made from: license, context, size and the like are taken from there unless said here;
    figures, prices and status are not."""
    family: Annotated[Id | None, Shown("family label", told=False)] = None
    released: Annotated[Day | None, Own, Shown("release date", label="released")] = None
    weights: Annotated[Literal["open", "closed"] | None, Shown("open or closed", label="weights")] = None
    license: License | None = field(default=None, name="license")
    context: Annotated[Size | None, Shown("context window of the model, tokens", label="context")] = None
    max_output: Annotated[Size | None, Shown("longest answer of the model, tokens", label="longest output")] = None
    modalities: Modalities | None = None
    features: Features = Features()
    params: Params = Params()
    native_precision: Text | None = None
    architecture: Architecture | None = None
    drafts: DraftRuns | None = None
    knowledge_cutoff: Annotated[Day | None, Shown("end of the training data", label="knowledge until")] = None
    successor: Annotated[ModelId | None, Own, Shown("the next model of its tier")] = None
    note: Annotated[Text | None, Own] = None
    status: tuple[StatusEvent, ...] = ()
    variants: tuple[Variant, ...] = ()
    traits: tuple[Trait, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    offerings: tuple[Offering, ...] = ()
    origins: Annotated[dict[str, str], Derived] = field(default_factory=dict)
    """Path of a field -> the source or layer that it came from, where that is not the bundled catalog."""
    linked: Annotated[bool, Derived] = True
    """False: an id of a provider's that could not be matched to a model; all that is known is what its seller says."""
    maker: Annotated[str | None, Derived] = None
    """The lab, where the id does not name it."""

    @property
    def lab(self) -> str:
        """Who trained it."""
        return self.maker or self.id.split("/")[0]

    def settled(self) -> Model:
        status = tuple(sorted(self.status, key=lambda event: event.on))
        return replace(self, name=self.name or self.id, status=status)


class PolicyEntry(Fact):
    """One name of a policy: a model, lab, provider or license, and the file and line that say so."""

    kind: Literal["model", "lab", "provider", "license"]
    name: str
    said_in: str
    because: str | None = None


class Policy(Fact):
    """What may be used. Where names of a kind are in `allow`, nothing else of that kind may; `deny` wins."""

    allow: tuple[PolicyEntry, ...] = ()
    deny: tuple[PolicyEntry, ...] = ()


class CalledId(Fact):
    """What an id means that some provider, or the catalog itself, calls a model by."""

    model: str
    providers: tuple[str, ...] = ()
    """Who calls it exactly so."""


Meanings = Mapping[str, Mapping[str, str]]
"""``ids`` and ``words``: the id that each folded id, and each other name, stands for."""


class Facts(Plain, dict=True):
    """A whole catalog, indexed by id. `aliases` maps a lower-case alias to a model id, `repositories` a model id to the
    place of its weights on Hugging Face, as that is written there."""

    models: Mapping[str, Model]
    benchmarks: Mapping[str, Benchmark]
    sources: Mapping[str, Source]
    providers: Mapping[str, Provider]
    aliases: Mapping[str, str]
    newest: Day | None = None
    """The day of the newest figure, event or price, where it was worked out already."""
    policy: Policy | None = None
    """What the user's own files allow and deny, all layers together; None where they say nothing."""
    unlinked: Mapping[str, Model] = field(default_factory=dict)
    """Ids of providers that could not be matched with a model, each as a model of its own. They can be looked at and
    asked for by name; nothing is ranked that nobody can say what it is."""

    hardware: Mapping[str, Device] = field(default_factory=dict)
    device_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folded name of a device or a family of them -> the ids that it may mean, the usual one first."""
    rentals: Mapping[str, tuple[Rental, ...]] = field(default_factory=dict)
    """Device -> what an hour of it costs, by provider."""
    workloads: Mapping[str, Workload] = field(default_factory=dict)
    skills: Mapping[str, Skill] = field(default_factory=dict)
    token_counts: Sequence[TokenCount] = ()
    glossary: Mapping[str, GlossaryEntry] = field(default_factory=dict)
    repositories: Mapping[str, str] = field(default_factory=dict)
    gguf: Mapping[str, GgufFiles] = field(default_factory=dict)
    precision: Mapping[str, tuple[MeasuredPrecision, ...]] = field(default_factory=dict)
    """Model -> what was measured of it at a precision that is not that of its published weights."""
    terms: Mapping[str, TermRow] = field(default_factory=dict)
    """Terms of some models at a provider, by their keys; the later one wins."""

    called: Mapping[str, CalledId] = field(default_factory=dict)
    """Each id in lower case, where they were gathered when the catalog was compiled."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The words that constraints take from all of it, where they were gathered when the catalog was compiled."""
    meanings: Mapping[str, Meanings] = field(default_factory=dict)
    """What names mean, by kind, where that was gathered when the catalog was compiled."""
    editions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Benchmark -> the other benchmarks of its skill, where that was gathered when the catalog was compiled."""
    ends: EndTable = field(default_factory=EndTable)
    """Ids that have ended, are ending or never were, whatever model they are."""

    @cached_property
    def terms_by_name(self) -> Mapping[str, tuple[TermRow, ...]]:
        """`terms` by what they are about, the later ones last."""
        found: dict[str, tuple[TermRow, ...]] = {}
        for row in self.terms.values():
            found[row.term] = (*found.get(row.term, ()), row)
        return found

    def model(self, id_: str) -> Model | None:
        """The model with the id `id_`, matched or unmatched, or the id of a provider that has ended; None if there is
        none."""
        return self.models[id_] if id_ in self.models else self.unlinked.get(id_) or self._ended_model(id_)

    def provider_name(self, id_: str) -> str:
        """What the provider `id_` is called; its id where the catalog does not know it."""
        found = self.providers.get(id_)
        return found.name if found and found.name else id_

    def _ended_model(self, id_: str) -> Model | None:
        """An ended id that is no model of the catalog, as a model of its own: all that is known is when it ended."""
        lab, _, rest = id_.partition("/")
        provider, _, called = rest.partition("/")
        rows = [row for row in self.ends.get(called, ()) if row.provider == provider] if lab == ENDED else []
        if not rows:
            return None
        last = max(rows, key=lambda row: row.ends_on or "")
        begun = min(row.known_on for row in rows)
        events = tuple(_event_of_end(row) for row in rows if row.state in ("retired", "deprecated"))
        offering = Offering(provider, last.id, begun, last.source, version=last.version)
        return Model(id_, last.id, status=events, offerings=(offering,), linked=False, maker=provider)


def _event_of_end(row: EndedId) -> StatusEvent:
    on = row.ends_on or row.announced or row.read
    told = row.announced or min(on, row.read)
    stage: Stage = "retired" if row.ends_on else "deprecated"
    return StatusEvent(on=on, surface="api", stage=stage, source=row.source, announced=told, note=row.after)


class NamedModels(Mapping[str, Model]):
    """Models by id whose names are known without reading them."""

    @property
    def names(self) -> Mapping[str, tuple[str, str]]:
        """Their names and families, by id."""
        raise NotImplementedError


def names_of_models(models: Mapping[str, Model]) -> Mapping[str, tuple[str, str]]:
    """The names and families of `models`, by id; the family may be empty."""
    if isinstance(models, NamedModels):
        return models.names
    return {id_: (model.name, model.family or "") for id_, model in models.items()}
