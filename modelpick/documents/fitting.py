"""Whether a model runs on a machine, and how fast. Sizes in GB of 10^9 bytes, speeds in tokens per second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from modelpick.documents.base import Document
from modelpick.model.fields import DocumentPart, field, filled_from, names_of
from modelpick.model.machines import Machine


class Estimated(DocumentPart):
    """An estimate with the bounds that hold four of five measurements."""

    value: float
    low: float
    high: float


class Memory(DocumentPart):
    """The gigabytes that a model takes, by part; None is unknown, and then `value` is, too."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    weights: float | None = None
    kv_cache: float | None = None
    overhead: float | None = None


class RunCommand(DocumentPart):
    """A command that runs a model as a fit says. What is not known stands in capitals."""

    engine: str
    """What it is a command of: ``llama.cpp``, ``ollama``, ``vllm``, ``mlx`` ..."""
    command: str
    """To be copied into a shell."""
    note: str = ""
    """What to look at before, where it names a repository that nobody vouches for."""


class PrecisionFigure(DocumentPart):
    """What the model scores on a test at a precision and with its published weights, by the same evaluator."""

    test: str
    """The test, as its evaluator calls it."""
    value: float
    """At the precision, in the unit of the test."""
    full: float
    """With the published weights, run at `full_precision`."""
    precision: str
    """The precision as its evaluator names it."""
    full_precision: str
    """What the published weights were run at."""
    by: str
    """Who measured, by name."""
    source: str
    method: str | None = None
    """What made the file, where that is said."""


class KeptScores(DocumentPart):
    """What the model keeps of its scores at the precision; shares of one, None where that was not measured."""

    text: str
    """The same in words."""
    as_released: bool = False
    """Whether it is the precision in which the weights are published."""
    share: float | None = None
    """The median of the figures; over 1 is chance."""
    low: float | None = None
    """The least of the figures."""
    high: float | None = None
    """The largest of the figures."""
    figures: tuple[PrecisionFigure, ...] = ()
    """What that rests on."""
    worth_saying: bool = False
    """Whether a short answer says it: it was measured, or such weights of about four bits are the published ones."""


class Fit(DocumentPart):
    """One model at one precision on one machine."""

    model: str
    machine: Machine
    quant: str | None
    """The precision of the weights; None where the published one is asked for and not known."""
    context: int
    """Tokens that each sequence may hold."""
    concurrency: int
    """Sequences at a time."""
    fits: bool | None
    """In the memory of the machine: wholly in that of its cards, or with the memory of its system where that is named;
    None where what is known does not decide it."""
    memory: Memory
    decode: Estimated | None
    """For each sequence, with the whole context in the cache."""
    prefill: Estimated | None
    """Of a prompt as long as the context, capped at what is said in `basis`."""
    offload_gb: float
    """What lies in the system's memory when that of the cards does not do; 0 where that is not possible."""
    basis: str
    notes: tuple[str, ...] = ()
    engine: str = "llama.cpp"
    """What runs it: as asked, or what one would run such a file with there."""
    kv_cache: str = "bf16"
    """The precision of the cache."""
    first_token_s: Estimated | None = None
    """Seconds until the first token: `prompt` is read before."""
    together: Estimated | None = None
    """Output tokens a second of all sequences together, the reading of their prompts counted."""
    offload_layers: int = 0
    """So many layers have a part in the system's memory."""
    offload_experts: bool = False
    """Whether only the experts of these layers lie there."""
    layers: int = 0
    """Of the model; 0 where that is not known."""
    run: tuple[RunCommand, ...] = ()
    """What runs it, where one model was asked for on a machine."""
    prompt: int = 0
    """Tokens of each sequence that are asked."""
    kept: KeptScores | None = None
    """What the precision leaves of the model's scores, where the model was asked for by name."""

    @property
    def runs(self) -> bool:
        """Whether it fits in memory, or runs slowly with a part in system memory."""
        return self.fits is True or self.offload_gb > 0


class FitReport(Document):
    """The answer of `modelpick fit`. `asked` is what was asked, in words; `title` the answer in a sentence."""

    title: str
    asked: str
    fits: tuple[Fit, ...]
    by: str
    """``model`` or ``machine``: what the rows differ in."""
    notes: tuple[str, ...] = ()
    fitted_on: str = ""
    """The day of the constants that speeds rest on."""
    answered: bool = True
    """False where nothing fits as it was asked."""
    read_as: dict[str, str] = field(default_factory=dict)
    """Model -> how its name was read, where that is not its own."""
    scores: dict[str, float] = field(default_factory=dict)
    """Model -> its score for the need that was named, which orders the rows; one that cannot be rated has none."""

    machine: tuple[str, ...] = ()
    """The machine as words of a command line, where one was named."""

    names: dict[str, str] = field(default_factory=dict)
    """Model -> its name."""

    unwritten: ClassVar[tuple[str, ...]] = ("fits", "read_as", "scores", "machine", "names")

    def name_of(self, model: str) -> str:
        """The name of a model, or its short id where none is known."""
        return self.names.get(model, model.partition("/")[2] or model)

    def written(self) -> Mapping[str, Any]:
        """With its rows as machines read them."""
        return {**Document.written(self), "rows": self.as_list()}

    def as_list(self) -> list[FitRow]:
        """The rows for machine formats."""
        return [
            _fit_row(fit, read_as=self.read_as.get(fit.model), score=self.scores.get(fit.model)) for fit in self.fits
        ]


class FitRow(DocumentPart):
    """One model at one precision on one machine, as a machine reads it. What is not known is null."""

    model: str
    hardware: str
    quant: str | None
    context: int
    concurrency: int
    fits: bool | None
    memory_gb: Memory
    decode_tokens_per_s: Estimated | None
    prefill_tokens_per_s: Estimated | None
    basis: str
    notes: tuple[str, ...]
    read_as: str | None = None
    """How the name that was asked was read, where it is not the model's own."""
    score: float | None = None
    """For the need that was named, in points."""
    engine: str = "llama.cpp"
    """What runs it: as asked, or what one would run such a file with there."""
    kv_cache: str = "bf16"
    """The precision of the context."""
    offload_gb: float = 0.0
    """What of it lies in the system's memory."""
    prompt: int = 0
    """Tokens of each sequence that are asked: three quarters if nothing else was said."""
    first_token_s: Estimated | None = None
    """Seconds until the first token of an answer, its prompt read."""
    together_tokens_per_s: Estimated | None = None
    """Output of all sequences together, the reading of their prompts counted; null for one."""
    run: tuple[RunCommand, ...] = ()
    """Commands that run it so, one an engine; a name in capitals is to be filled in."""
    kept: KeptScores | None = None
    """What the precision leaves of the model's scores, where the model was asked for by name."""


def _fit_row(fit: Fit, **more: Any) -> FitRow:
    return filled_from(
        fit,
        FitRow,
        hardware=fit.machine.name,
        memory_gb=Memory(*(_rounded_gb(getattr(fit.memory, name)) for name in names_of(Memory))),
        decode_tokens_per_s=_shortened_estimate(fit.decode),
        prefill_tokens_per_s=_shortened_estimate(fit.prefill),
        offload_gb=round(fit.offload_gb, 2),
        first_token_s=_shortened_estimate(fit.first_token_s),
        together_tokens_per_s=_shortened_estimate(fit.together),
        **more,
    )


def _shortened_estimate(found: Estimated | None) -> Estimated | None:
    return found and Estimated(*(float(f"{each:.4g}") for each in (found.value, found.low, found.high)))


def _rounded_gb(value: float | None) -> float | None:
    """To a hundredth of a GB: more digits say nothing."""
    return None if value is None else round(value, 2)
