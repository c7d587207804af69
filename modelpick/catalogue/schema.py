"""The file format of a catalog, as pydantic models. One row class a YAML mapping; unknown keys are errors.

A catalog file is a mapping with any of the sections of `CatalogueFile`, so that a private catalog may be one
file and the bundled one seven. What a row means is said at the dataclass that it becomes (`modelpick.domain.facts`).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from modelpick.domain.dates import first_day, is_day, last_day
from modelpick.domain.facts import Access, Answer, By, Routing, Service, Stage, Stance, State, Surface


def _year(value: object) -> object:
    """A bare year is a number to YAML."""
    return str(value) if type(value) is int and 1900 <= value <= 2200 else value


def _day(text: str) -> str:
    if not is_day(text):
        raise ValueError("expected a date such as 2026-04-08, 2026-04 or 2026")
    return text


def _money(value: object) -> object:
    """Through the shortest text of the number, so that 0.1 dollars stay 0.1 dollars."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=120)]
ModelId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._:-]*$", max_length=120)]
_DAY_SCHEMA = {
    "type": ["string", "integer"],
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "minimum": 1900,
    "maximum": 2200,
    "examples": ["2026-04-08", "2026-04", 2026],
}
Day = Annotated[str, BeforeValidator(_year), AfterValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Url = Annotated[str, Field(pattern=r"^(https?://|pkg:)\S+$", max_length=600)]
Tokens = Annotated[int, Field(gt=0, le=100_000_000)]
Usd = Annotated[
    Decimal,
    BeforeValidator(_money),
    Field(ge=0, le=100_000),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100_000}),
]
Share = Annotated[
    Decimal,
    BeforeValidator(_money),
    Field(ge=0, le=1),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
Positive = Annotated[float, Field(gt=0, le=10_000_000)]
DeviceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)?$", max_length=120)]
Modality = Literal["text", "image", "video", "audio", "pdf"]
Feature = Literal["reasoning", "tool_calling", "structured_output"]
Country = Annotated[str, Field(pattern=r"^(EU|[A-Z]{2})$")]
Region = Annotated[str, Field(pattern=r"^[a-z]{2,6}(-[a-z]+)?$")]


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True, allow_inf_nan=False)


class SourceRow(Row):
    """A document or data set that figures come from."""

    id: Id
    title: Text
    publisher: Text
    kind: Literal["vendor", "rival", "independent", "press", "board", "provider", "aggregator", "article", "package"]
    """What it is: a lab's own page, a board, a provider's terms, a press article, one of the founding articles ..."""
    url: Url | None = None
    date: Day | None = None
    """Date of publication, or of the state that was read."""
    licence: Text | None = None
    """What may be done with the data set; single figures are cited as facts."""
    trust: Text | None = None
    """How far it is trusted, in words."""
    note: Text | None = None
    via: Text | None = None
    """The transcription in which the page was read, where it was not opened itself: an address, or a name."""
    read: Day | None = None
    """The full day on which it was read. What it dates by a month or year alone counts from then."""

    @model_validator(mode="after")
    def _read_on_a_day(self) -> SourceRow:
        if self.read is not None and len(self.read) < 10:
            raise ValueError(f"`read` is {self.read}, expected a full day such as 2026-11-26")
        return self


class AnchorsRow(Row):
    worst: float
    """The value that is worth nothing, e.g. chance level."""
    best: float
    scale: Literal["linear", "log"] = "linear"
    why: Text
    """The reason for these two values."""

    @model_validator(mode="after")
    def _apart(self) -> AnchorsRow:
        if self.worst == self.best:
            raise ValueError("worst and best must differ")
        if self.scale == "log" and min(self.worst, self.best) <= 0:
            raise ValueError("a log scale needs anchors above zero")
        return self


class NoiseRow(Row):
    tau0: Annotated[float, Field(gt=0)]
    """Prior standard deviation between reports of one figure, in the benchmark's unit."""
    items: Annotated[int, Field(gt=0)] | None = None
    """Number of items, for the sampling error of a percentage."""


class BenchmarkRow(Row):
    """A test, with an id that includes its edition."""

    id: Id
    name: Text
    family: Id
    """Editions of one family are different benchmarks and are never pooled."""
    edition: Text | None = None
    tests: Text
    """What it tests, in one sentence."""
    kind: Literal["score", "index", "elo", "efficiency"] = "score"
    unit: Literal["percent", "elo", "index", "usd", "tokens", "ratio", "points"]
    better: Literal["higher", "lower"] = "higher"
    range: Annotated[list[float | None], Field(min_length=2, max_length=2)]
    """Lowest and highest possible value; null where open."""
    anchors: AnchorsRow
    noise: NoiseRow
    tools: Literal["none", "with"] | None = None
    """The standard protocol where the test is reported both without and with tools."""
    scaffolds: list[Text] = []
    """Agent scaffolds that a board runs all models in. A `harness` that begins with one is another protocol than the
    maker's own agent: it counts only where nothing else exists."""
    domains: list[Id] = []
    weaknesses: list[Text] = []
    """Known weaknesses such as saturation or contamination."""
    inputs: list[Modality] = []
    """What a model must take beside text to be asked at all."""
    features: list[Feature] = []
    """What a model must be able to do to be asked at all."""
    context: Tokens | None = None
    """The least context in which its items fit."""
    measured_by: Text | None = None
    """Who runs it and publishes the figures."""
    published: Day | None = None
    url: Url | None = None


class SkillRow(Row):
    """Benchmarks and editions that measure one ability."""

    id: Id
    name: Text
    tests: Text
    """The ability, in one sentence."""
    reference: Id
    """The edition on whose scale the skill is valued."""
    editions: Annotated[list[Id], Field(min_length=1)]
    """All of them, the reference included. A figure on any is on topic; scales are joined only by fitted links."""
    why: Text
    """Why these belong together, and why this one is the reference."""

    @model_validator(mode="after")
    def _holds_its_reference(self) -> SkillRow:
        if self.reference not in self.editions:
            raise ValueError("`reference` must be one of `editions`")
        return self


class TermRow(Row):
    """One published data term. Only a primary reading may say yes or no; anything weaker is unknown, with a note."""

    value: Answer = Field(alias="is")
    source: Id | None = None
    on: Day | None = None
    """The day on which it was read."""
    note: Text | None = None

    @model_validator(mode="after")
    def _sourced(self) -> TermRow:
        if self.value != "unknown" and not (self.source and self.on):
            raise ValueError("a term that is known needs `source` and `on`")
        return self


class TermsRow(Row):
    training: TermRow | None = None
    """Does it train on API data? no | yes | opt_out | unknown."""
    zero_retention: TermRow | None = None
    baa: TermRow | None = None
    residency: dict[Region, TermRow] = {}
    """Region (eu, us, uk, ch, jp, in, au, ca ...) -> can processing be confined to it?"""


class ProviderRow(Row):
    id: Id
    name: Text | None = None
    """Required, unless the row adds to a provider of an earlier layer."""
    kind: Literal["lab", "cloud", "host", "gateway"] | None = None
    also: list[Id] = []
    """What other sources call it."""
    country: Country | None = None
    jurisdictions: list[Country] = []
    """Known contracting or parent countries; EU is added for EU-based operators."""
    jurisdictions_source: Id | None = None
    terms: TermsRow = TermsRow()
    retention_days: Annotated[int, Field(ge=0)] | None = None
    certifications: list[Text] = []
    url: Url | None = None
    note: Text | None = None


class SizeRow(Row):
    value: Tokens
    source: Id


class LicenceRow(Row):
    id: Text
    """SPDX id where there is one, else a short name; `proprietary` for closed models."""
    name: Text | None = None
    osi: bool | None = None
    """Approved by the Open Source Initiative."""
    commercial: Answer = "unknown"
    conditions: Text | None = None
    source: Id | None = None


class ModalitiesRow(Row):
    inputs: list[Modality] = Field(alias="in", min_length=1)
    outputs: list[Modality] = Field(alias="out", min_length=1)
    source: Id | None = None


class FeaturesRow(Row):
    reasoning: bool | None = None
    tool_calling: bool | None = None
    structured_output: bool | None = None
    source: Id | None = None


class ArchitectureRow(Row):
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
    unverified: list[str] = []


class ParamsRow(Row):
    total_b: Annotated[float, Field(gt=0)] | None = None
    """Billions of parameters."""
    active_b: Annotated[float, Field(gt=0)] | None = None
    source: Id | None = None


class StatusRow(Row):
    """A dated event: `surface` becomes `is` on that day."""

    on: Day
    surface: Surface
    stage: Stage = Field(alias="is")
    source: Id
    provider: Id | None = None
    """Only where providers differ from the model's own status."""
    announced: Day | None = None
    """When an event that lies ahead became known."""
    access: Access | None = None
    """Who may call it from then on, where that does not follow from `is`: general availability for partners only."""
    note: Text | None = None


class VariantRow(Row):
    """An inference mode whose availability differs from the model's own."""

    id: Id
    about: Text
    stage: Stage = Field(alias="is")
    on: Day
    source: Id


class OutcomeRow(Row):
    """What became of a forecast."""

    held: Literal["open"] | bool = Field(alias="is")
    """true or false; open where somebody looked and it was not decided yet."""
    on: Day | None = None
    """The day on which it was settled, or looked at."""
    source: Id | None = None

    @model_validator(mode="after")
    def _sourced(self) -> OutcomeRow:
        if self.held != "open" and not (self.source and self.on):
            raise ValueError("an outcome that is settled needs `source` and `on`")
        return self


class TraitRow(Row):
    """A qualitative claim of a source, in our words."""

    stance: Stance
    """for, against, fits, misfits; what it hopes is a forecast, what it does not know an open_question."""
    text: Text
    source: Id
    on: Day
    needs: list[Id] = []
    """The needs for which it matters; all of them if empty."""
    due: Day | None = None
    """Of a forecast: the day by which it is to come true."""
    outcome: OutcomeRow | None = None
    """Of a forecast: whether it did."""

    @model_validator(mode="after")
    def _forecast_alone(self) -> TraitRow:
        if self.stance != "forecast" and (self.due or self.outcome):
            raise ValueError("only a forecast has `due` and `outcome`")
        return self


class MeasurementRow(Row):
    benchmark: Id
    value: float
    by: By
    source: Id
    on: Day
    variant: Id | None = None
    tools: Literal["none", "with"] | None = None
    harness: Text | None = None
    evaluator: Text | None = None
    state: State = "accepted"
    why: Text | None = None
    """The reason for any state but accepted."""
    stderr: Annotated[float, Field(ge=0)] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _explained(self) -> MeasurementRow:
        if self.state != "accepted" and not self.why:
            raise ValueError(f"a {self.state} measurement needs `why`")
        return self


class RatesRow(Row):
    """US dollars per million tokens. A missing price is unknown, not free."""

    input: Usd | None = Field(default=None, alias="in")
    output: Usd | None = Field(default=None, alias="out")
    cache_read: Usd | None = None
    cache_write: Usd | None = None
    """Kept for five minutes, or for as long as the provider keeps one that names no time."""
    cache_write_1h: Usd | None = None
    """Kept for an hour."""


class TierRow(RatesRow):
    """What every token is billed at once the prompt is longer than `above` tokens."""

    above: Tokens


class LongPromptRow(Row):
    """The only tier, as it was written before there were `tiers`."""

    tokens: Tokens
    input: Usd | None = Field(default=None, alias="in")
    output: Usd | None = Field(default=None, alias="out")


class OffPeakRow(RatesRow):
    """What is billed outside of the hours of the peak, where the clock decides."""

    peak: list[Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$")]] = Field(
        min_length=1
    )
    """The hours of the peak in UTC: `01:00-04:00`."""
    days: Literal["all", "weekdays"] = "all"
    """The days that have these hours; the others have no peak."""


class PriceRow(RatesRow):
    """US dollars per million tokens, known to hold from `on`. A missing price is unknown, not free.

    `in`, `out` and the cache prices are the standard price; where the clock decides, that of the peak.
    """

    on: Day
    tiers: list[TierRow] = []
    """Prices above a length of the prompt, for the whole request."""
    batch: RatesRow | None = None
    """What batches cost, part by part."""
    batch_discount: Share | None = None
    """What batches save on every part, where no single price is named."""
    flex: RatesRow | None = None
    """Slower answers, at a lower price."""
    priority: RatesRow | None = None
    """Answers before others, at a higher price."""
    fast: RatesRow | None = None
    """Faster answers, at a higher price."""
    off_peak: OffPeakRow | None = None
    announced: Day | None = None
    """When it became known, for a price that lies ahead."""
    until: Day | None = None
    """The last day of a promotion; what held before holds again after it."""
    above: LongPromptRow | None = None
    """One tier in the older form; `tiers` say more."""
    source: Id | None = None
    """Where it differs from the offering's source."""

    @model_validator(mode="after")
    def _in_order(self) -> PriceRow:
        if self.above and self.tiers:
            raise ValueError("`above` is the older form of `tiers`: give one of them")
        if len({tier.above for tier in self.tiers}) < len(self.tiers):
            raise ValueError("two of `tiers` begin above the same length")
        if self.until and last_day(self.until) < first_day(self.on):
            raise ValueError("`until` lies before `on`")
        cheap = self.off_peak
        if cheap and any(_is_more(getattr(cheap, name), getattr(self, name)) for name in ("input", "output")):
            raise ValueError("`off_peak` costs more than the price itself, which is that of the peak")
        return self


def _is_more(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one > other


class OfferingRow(Row):
    provider: Id
    id: Text | None = None
    """The provider's own id for the model."""
    deployment: Text | None = None
    """The kind of deployment, in the provider's word: GlobalStandard, DataZoneStandard."""
    version: Text | None = None
    """The version, where the provider names it apart from the id."""
    service: Service | None = None
    """The class of service, where the id is sold apart from the standard one."""
    since: Day
    """The day from which it is known to be served."""
    source: Id
    routing: Routing = "unknown"
    geography: list[Region] = []
    context: Tokens | None = None
    max_output: Tokens | None = None
    stage: Stage | None = Field(default=None, alias="is")
    prices: list[PriceRow] = []
    terms: TermsRow = TermsRow()
    """Only where they differ from the provider's."""
    note: Text | None = None


class ModelRow(Row):
    """One trained artifact, `lab/slug`."""

    id: ModelId
    name: Text | None = None
    """Required, unless the row adds to a model of an earlier layer."""
    base: ModelId | None = None
    """What a fine-tune was made from: license, context, size and the like are taken from there unless said here;
    figures, prices and status are not."""
    family: Id | None = None
    released: Day | None = None
    weights: Literal["open", "closed"] | None = None
    license: LicenceRow | None = None
    context: SizeRow | None = None
    max_output: SizeRow | None = None
    modalities: ModalitiesRow | None = None
    features: FeaturesRow = FeaturesRow()
    params: ParamsRow = ParamsRow()
    native_precision: Text | None = None
    architecture: ArchitectureRow | None = None
    knowledge_cutoff: Day | None = None
    successor: ModelId | None = None
    note: Text | None = None
    status: list[StatusRow] = []
    variants: list[VariantRow] = []
    traits: list[TraitRow] = []
    measurements: list[MeasurementRow] = []
    offerings: list[OfferingRow] = []


class AliasRow(Row):
    alias: Text
    """An id or name used elsewhere, any case."""
    model: ModelId
    used_by: Text | None = None
    """Who uses it: a provider, a data set, a board."""


class ScoreRow(Row):
    """A measurement of the user's own: it outranks every published one."""

    model: ModelId
    benchmark: Id
    value: float
    on: Day
    variant: Id | None = None
    tools: Literal["none", "with"] | None = None
    harness: Text | None = None
    stderr: Annotated[float, Field(ge=0)] | None = None
    note: Text | None = None


class OwnPriceRow(PriceRow):
    """What you pay yourself, from `on`: it stands in place of the provider's published price from that day."""

    model: ModelId
    provider: Id
    id: Text | None = None
    """The provider's own id, where only one of several offerings is meant."""

    @model_validator(mode="after")
    def _says_something(self) -> OwnPriceRow:
        if self.input is None and self.output is None:
            raise ValueError("a price needs `in` or `out`")
        return self


class DiscountRow(Row):
    """Percent off the published prices of a provider. Your own prices are what you pay: nothing is taken off them."""

    provider: Id
    model: ModelId | None = None
    """Only on this model; it stands in place of a discount on all of them."""
    percent: Annotated[
        Decimal,
        BeforeValidator(_money),
        Field(gt=0, le=100),
        WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 100}),
    ]
    since: Day | None = None
    until: Day | None = None
    """The last day on which it holds."""
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> DiscountRow:
        if self.since and self.until and first_day(self.since) > last_day(self.until):
            raise ValueError("`until` lies before `since`")
        return self


class ListedRow(Row):
    """Names that belong together, and why."""

    models: list[ModelId] = []
    labs: list[Id] = []
    providers: list[Id] = []
    licences: list[Text] = []
    because: Text | None = None

    @model_validator(mode="after")
    def _names_something(self) -> ListedRow:
        if not (self.models or self.labs or self.providers or self.licences):
            raise ValueError("expected one of `models`, `labs`, `providers`, `licences`")
        return self


class PolicyRow(Row):
    """What may be used. Lists of several files are joined; what is denied anywhere stays denied."""

    allow: list[ListedRow] = []
    """Of a kind that is listed here, nothing else may be used."""
    deny: list[ListedRow] = []


class QuoteRow(Row):
    """US dollars that were asked for."""

    usd: Usd
    low: Usd | None = None
    """The lowest quote that was found beside the usual one."""
    source: Id
    on: Day | None = None


class DeviceRow(Row):
    """One accelerator, or one machine with memory that processor and graphics share."""

    id: DeviceId
    name: Text
    kind: Literal["datacenter", "workstation", "consumer", "unified", "cpu"]
    memory_gb: Positive
    """GB of 10^9 bytes."""
    bandwidth_gb_s: Positive
    """Of the memory that weights lie in."""
    source: Id
    sources: list[Id] = []
    """Further documents that say so."""
    usable_gb: Positive | None = None
    """What models may take of the memory, where that is less by default."""
    fp16_tflops: Positive | None = None
    """Without sparsity."""
    fp8_tflops: Positive | None = None
    tdp_w: Positive | None = None
    rent: QuoteRow | None = None
    """Per hour, for one device."""
    price: QuoteRow | None = None
    memory_options_gb: list[Positive] = []
    also: list[Text] = []
    note: Text | None = None


class WorkloadRow(Row):
    """Requests of one kind in a month."""

    id: Id
    name: Text
    requests: Annotated[int, Field(gt=0)]
    """A month."""
    input_tokens: Annotated[int, Field(ge=0)]
    """Of one request, those read from the cache included."""
    output_tokens: Annotated[int, Field(ge=0)]
    cached: Share = Decimal(0)
    """The share of the input tokens that a cache holds."""
    hit_rate: Share = Decimal(1)
    """How often the cached part is found there."""
    batch: Share = Decimal(0)
    """The share of the requests that may go through a batch interface."""
    requests_per_task: Annotated[int, Field(gt=0)] = 1
    basis: Text
    """Where the figures come from."""
    sources: list[Id] = []


class TokenCountRow(Row):
    """What one model took to run one suite of tasks, as somebody published it."""

    model: ModelId
    suite: Text
    tasks: Annotated[int, Field(gt=0)]
    source: Id
    on: Day
    output_tokens: Annotated[int, Field(ge=0)] | None = None
    """Of the whole run."""
    input_tokens: Annotated[int, Field(ge=0)] | None = None
    cost_usd: Usd | None = None
    """What the whole run cost."""
    variant: Text | None = None


class GlossaryRow(Row):
    """A word of the field, in our own words."""

    id: Id
    name: Text
    says: Text
    """What it is."""
    why: Text | None = None
    """What it means for a choice."""
    also: list[Text] = []
    """Other spellings and abbreviations, under which it is found too."""
    see_also: list[Id] = []
    """Other terms."""


class CatalogueFile(Row):
    """Any of the sections; a private catalog may hold all of them in one file."""

    models: list[ModelRow] = []
    benchmarks: list[BenchmarkRow] = []
    skills: list[SkillRow] = []
    sources: list[SourceRow] = []
    providers: list[ProviderRow] = []
    aliases: list[AliasRow] = []
    scores: list[ScoreRow] = []
    """Measurements of your own (`modelpick scores add`)."""
    prices: list[OwnPriceRow] = []
    """What you pay, where it is not the published price."""
    discounts: list[DiscountRow] = []
    policy: PolicyRow = PolicyRow()
    hardware: list[DeviceRow] = []
    workloads: list[WorkloadRow] = []
    token_counts: list[TokenCountRow] = []
    glossary: list[GlossaryRow] = []
