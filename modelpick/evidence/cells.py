"""The evidence of a model: its cells, measured where somebody measured, else estimated from its other figures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modelpick.evidence.estimation import WEAK, Estimate, Estimator, Posterior
from modelpick.evidence.links import EditionLink, joined_estimate, links_from
from modelpick.evidence.pooled import Cell
from modelpick.evidence.pooling import pool
from modelpick.model.dates import Day
from modelpick.model.facts import Benchmark, Model, Skill
from modelpick.model.fields import Plain, field, replace
from modelpick.model.wording import count

if TYPE_CHECKING:
    from modelpick.evidence.own import Expected


class FittedParameters:
    """Parameters fitted offline (``tools/fit_estimator.py``) and applied here; `data` are those of
    ``data/estimator.json``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    @property
    def on(self) -> Day:
        """The day of the facts that they were fitted on."""
        day: Day = self._data["fitted"]
        return day

    def since(self, benchmark: str) -> Day:
        """The day from which `benchmark` can be estimated; always, for one that the fit does not know."""
        day: Day = self._data["benchmarks"].get(benchmark, {}).get("since", "")
        return day

    @cached_property
    def estimator(self) -> Estimator:
        return Estimator.from_data(self._data)

    @cached_property
    def unconfirmed(self) -> Mapping[str, float]:
        """Deviation that a figure carries in addition while nobody independent confirmed it, in points of the scale:
        by domain, and under the empty name where a domain has too few pairs to tell."""
        gap = self._data["vendor_gap"]
        return {"": gap["extra_sd"], **{domain: each["extra_sd"] for domain, each in gap.get("by_domain", {}).items()}}

    @cached_property
    def links(self) -> Mapping[str, tuple[EditionLink, ...]]:
        """Between editions of one test, by the edition whose value they give."""
        return links_from(self._data)


MAKERS_ONLY = "makers' figures only"


def nothing_estimated(_model: str, _benchmark: str) -> Cell | None:
    """None: no cells were worked out before."""
    return None


def nobody(_model: str) -> Model | None:
    """None: no model is known."""
    return None


class Evidence(Plain, dict=True):
    """Cells of models. Without anything `fitted`, unmeasured cells are unknown."""

    benchmarks: Mapping[str, Benchmark]
    fitted: FittedParameters | None = None
    skills: Mapping[str, Skill] = field(default_factory=dict)
    estimated_before: Callable[[str, str], Cell | None] = nothing_estimated
    """Estimates that were worked out before, by model and benchmark; None where they were not."""
    models: Callable[[str], Model | None] = nobody
    """A model by its id: what others reached on a test of the user's own says how hard it is."""
    own_alone: bool = False
    """Whether the user's own results stand in place of all other evidence, instead of being joined with it."""
    editions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Benchmark -> the other benchmarks of its skill, where that is known already."""
    told: bool = True
    """Whether estimates say what they rest on, or are numbers alone."""
    _measured: dict[tuple[str, str, str | None], Cell | None] = field(default_factory=dict)
    _estimated: dict[tuple[str, str], Cell | None] = field(default_factory=dict)
    _posteriors: dict[str, Posterior] = field(default_factory=dict)
    _tests: dict[str, dict[str, bool]] = field(default_factory=dict)

    def cell(self, model: Model, benchmark: Benchmark, tools: str | None = None) -> Cell | None:
        """The cell of `model` on `benchmark`: measured, otherwise estimated, None where neither is possible."""
        measured = self.measured(model, benchmark, tools)
        if measured is not None or tools not in (None, benchmark.tools):
            return measured
        return self.estimated(model, benchmark)

    def measured(self, model: Model, benchmark: Benchmark, tools: str | None = None) -> Cell | None:
        """The pooled measurements, widened where no independent party confirmed them; None without any."""
        key = (model.id, benchmark.id, tools)
        if key not in self._measured:
            gap = self._unconfirmed_gap(benchmark)
            cell = pool(model, benchmark, tools, gap=gap, own_alone=self.own_alone)
            if cell and cell.own and not (cell.prior or self.own_alone):
                cell = self._with_estimate(model, benchmark, cell)
            self._measured[key] = cell if cell and cell.measured else None
        return self._measured[key]

    def with_figure(self, model: Model, benchmark: Benchmark) -> Evidence:
        """The evidence of `model` with another figure on `benchmark`, as numbers; its other measured cells stay."""
        self.known(model)
        stay = {key: cell for key, cell in self._measured.items() if key[0] == model.id and key[1] != benchmark.id}
        fixed: dict[str, Any] = {"models": self.models, "own_alone": self.own_alone, "editions": self._other_editions}
        return Evidence(self.benchmarks, self.fitted, self.skills, _measured=stay, told=False, **fixed)

    def once_moved(self, moved: Collection[str]) -> Evidence:
        """Evidence of one model on the day after that of this one, as numbers alone: its measured cells are as they
        were, but for those on the `moved` benchmarks.
        """
        stay = {key: cell for key, cell in self._measured.items() if key[1] not in moved}
        fixed: dict[str, Any] = {"models": self.models, "editions": self._other_editions, "told": False}
        return Evidence(self.benchmarks, self.fitted, self.skills, _measured=stay, **fixed)

    def estimated(self, model: Model, benchmark: Benchmark) -> Cell | None:
        """A cell in place of a measurement: a figure on another edition carried over by a link, or an estimate from
        the model's other figures and metadata; None where neither is possible.
        """
        key = (model.id, benchmark.id)
        if key not in self._estimated:
            before = self.estimated_before(model.id, benchmark.id)
            unable = before or worst_if_unable(model, benchmark)
            self._estimated[key] = (
                unable or self._joined_estimate(model, benchmark) or self._worked_out(model, benchmark)
            )
        return self._estimated[key]

    def _joined_estimate(self, model: Model, benchmark: Benchmark) -> Cell | None:
        """An estimate that the user's own results moved, where these weigh less than it; None for any other cell."""
        if not self._tests_of(model).get(benchmark.id) or self.own_alone:
            return None
        cell = pool(model, benchmark)
        found = self._with_estimate(model, benchmark, cell) if cell and cell.own and not cell.prior else None
        return found if found and not found.measured else None

    def _with_estimate(self, model: Model, benchmark: Benchmark, cell: Cell) -> Cell:
        """The user's own results, which alone make up `cell`, joined with what they are expected to be."""
        from modelpick.evidence.own import joined_cell

        assert cell.own is not None
        prior = self._public_cell.estimated(self._without_own_runs(model), benchmark)
        return cell if prior is None else joined_cell(prior, cell.own, cell.used)

    @cached_property
    def _public_cell(self) -> Evidence:
        """The evidence without any result of the user's own."""
        fixed: dict[str, Any] = {"models": self.models, "editions": self._other_editions}
        return Evidence(self.benchmarks, self.fitted, self.skills, **fixed)

    def _without_own_runs(self, model: Model) -> Model:
        return replace(model, measurements=tuple(m for m in model.measurements if m.run is None))

    def _expected_on_own_test(self, model: Model, benchmark: Benchmark) -> Cell | None:
        """What `model` is expected to reach on a test of the user's own, by the test that it is like and by what other
        models reached on it; None for any other test.
        """
        if not (benchmark.asked_of or benchmark.like):
            return None
        from modelpick.evidence.own import cell_of_share, expected_share, own_result, own_runs

        asked = [found for id_ in benchmark.asked_of if id_ != model.id and (found := self.models(id_))]
        runs = [(each, figures) for each in asked if (figures := own_runs(each, benchmark))]
        others = [(self._expected_z(each, benchmark), own_result(figures, benchmark)) for each, figures in runs]
        like = self.benchmarks.get(benchmark.like or "")
        slope = self.fitted.estimator.logits_apart(like.id) if self.fitted and like else 1.0
        logit, sd = expected_share(self._expected_z(model, benchmark), others, slope)
        known = len(self._public_cell.known(self._without_own_runs(model)))
        told: dict[str, Any] = {
            "flags": (_own_test_flag(like, len(runs)),),
            "drivers": (like.id,) if like else (),
            "known": known,
            "correlation": self.fitted.estimator.correlation(known) if self.fitted else 0.0,
        }
        return cell_of_share(benchmark, logit, sd, told)

    def _expected_z(self, model: Model, benchmark: Benchmark) -> Expected:
        """The standard score of `model`, without the user's own results, on the test that `benchmark` is like."""
        from modelpick.evidence.own import Expected

        like = self.benchmarks.get(benchmark.like or "")
        if like is None or like.like or self.fitted is None:
            return Expected()
        cell = self._public_cell.cell(self._without_own_runs(model), like)
        standard = self.fitted.estimator.standard
        ends = [standard(like.id, cell.value + step) for step in (-cell.sd, 0.0, cell.sd)] if cell else []
        if len(ends) < 3 or None in ends:
            return Expected()
        low, z, high = (end or 0.0 for end in ends)
        return Expected(z, abs(high - low) / 2)

    def _worked_out(self, model: Model, benchmark: Benchmark) -> Cell | None:
        posterior = self.posterior(model)
        found = posterior.estimate(benchmark.id, told=self.told) if posterior else None
        if found is None or self.fitted is None:
            return self._expected_on_own_test(model, benchmark)
        estimate = self._estimate_cell(model, found, self.fitted.estimator)
        siblings = self._sibling_cells(model, benchmark)
        estimate = replace(estimate, siblings=tuple(siblings)) if siblings else estimate
        link = next((each for each in self.fitted.links.get(benchmark.id, ()) if each.edition in siblings), None)
        return self._carried_cell(estimate, found, link, siblings[link.edition]) if link else estimate

    def _sibling_cells(self, model: Model, benchmark: Benchmark) -> dict[str, Cell]:
        """The measured cells of `model` on other editions of the benchmark's skill."""
        editions, measured = self._other_editions.get(benchmark.id, ()), self._tests_of(model)
        known = (self.benchmarks[id_] for id_ in editions if id_ in measured and id_ in self.benchmarks)
        cells = {b.id: self.measured(model, b) for b in known}
        return {id_: cell for id_, cell in cells.items() if cell}

    @cached_property
    def _other_editions(self) -> Mapping[str, Sequence[str]]:
        return self.editions or other_editions(self.skills)

    def _carried_cell(self, estimate: Cell, found: Estimate, link: EditionLink, sibling: Cell) -> Cell:
        """The figure on the other edition carried over, weighed with the estimate."""
        assert self.fitted is not None
        by = self.fitted.estimator
        z = by.standard(link.edition, sibling.value, sibling.basis)
        assert z is not None
        joined = by.restored(link.target, *joined_estimate(link, z, found.z, found.z_sd))
        name = self.benchmarks[link.edition].name
        return replace(
            estimate,
            value=joined.value,
            sd=joined.sd,
            doubt=joined.doubt,
            basis="carried",
            flags=(f"carried over from {name}", *(flag for flag in estimate.flags if flag.startswith(MAKERS_ONLY))),
            drivers=(link.edition,),
            sources=sibling.sources,
        )

    def posterior(self, model: Model) -> Posterior | None:
        """What the figures of `model` say about its other cells."""
        if self.fitted is None:
            return None
        if model.id not in self._posteriors:
            cells = self._known_cells(model)
            is_open = None if model.weights is None else model.weights == "open"
            self._posteriors[model.id] = self.fitted.estimator.posterior(
                {id_: cell.value for id_, cell in cells.items()},
                model.released,
                is_open,
                model.features.reasoning,
                model.lab,
                {id_: cell.basis for id_, cell in cells.items()},
            )
        return self._posteriors[model.id]

    def _estimate_cell(self, model: Model, found: Estimate, by: Estimator) -> Cell:
        return Cell(
            found.benchmark,
            found.value,
            found.sd,
            "estimated",
            flags=(*_estimate_flags(found), *self._unrelated_flags(found)) if self.told else (),
            drivers=found.drivers,
            known=found.known,
            correlation=by.correlation(found.known),
            sources=tuple(dict.fromkeys(self._sources_of_drivers(model, found.drivers))) if found.drivers else (),
            doubt=found.doubt,
        )

    def _unrelated_flags(self, found: Estimate) -> Iterator[str]:
        """Flags of an estimate whose drivers say little about its subject."""
        domains = set(self.benchmarks[found.benchmark].domains)
        drivers = [self.benchmarks[id_] for id_ in found.drivers if id_ in self.benchmarks]
        if drivers and domains and not any(domains & set(b.domains) for b in drivers):
            yield "from unrelated tests"
        if not found.confirmed:
            yield f"{MAKERS_ONLY}: nobody independent reports this test"

    def known(self, model: Model) -> dict[str, float]:
        """Pooled values on the benchmarks that estimates may rest on."""
        return {id_: cell.value for id_, cell in self._known_cells(model).items()}

    def _known_cells(self, model: Model) -> dict[str, Cell]:
        if self.fitted is None:
            return {}
        known = (id_ for id_ in self.fitted.estimator.known(self._tests_of(model)) if id_ in self.benchmarks)
        cells = {id_: self.measured(model, self.benchmarks[id_]) for id_ in known}
        return {id_: cell for id_, cell in cells.items() if cell is not None}

    def _tests_of(self, model: Model) -> dict[str, bool]:
        """The benchmarks on which `model` was measured, and whether the user did."""
        if model.id not in self._tests:
            own = {m.benchmark for m in model.measurements if m.run}
            self._tests[model.id] = {m.benchmark: m.benchmark in own for m in model.measurements}
        return self._tests[model.id]

    def _sources_of_drivers(self, model: Model, drivers: Iterable[str]) -> Iterator[str]:
        cells = (self.measured(model, self.benchmarks[id_]) for id_ in drivers)
        return (source for cell in cells if cell for source in cell.sources)

    def _unconfirmed_gap(self, benchmark: Benchmark) -> float:
        span = abs(benchmark.anchors.best - benchmark.anchors.worst)
        linear = benchmark.anchors.scale == "linear"
        if self.fitted is None or not linear:
            return 0.0
        domain = benchmark.domains[0] if benchmark.domains else ""
        return self.fitted.unconfirmed.get(domain, self.fitted.unconfirmed[""]) * span / 100


def other_editions(skills: Mapping[str, Skill]) -> dict[str, tuple[str, ...]]:
    """Benchmark -> the other benchmarks of its skill."""
    return {
        edition: tuple(other for other in skill.editions if other != edition)
        for skill in skills.values()
        for edition in skill.editions
    }


def worst_if_unable(model: Model, benchmark: Benchmark) -> Cell | None:
    """The worst value, for a model that lacks an input or feature that the test needs; None for any other."""
    if not (benchmark.inputs or benchmark.features or benchmark.context):
        return None
    modalities, window = model.modalities, model.context
    takes = modalities.inputs if modalities else ()
    source = modalities.source if modalities else None
    lacks = [(f"{name} input", source) for name in benchmark.inputs if takes and name not in takes]
    unable = [name.replace("_", " ") for name in benchmark.features if getattr(model.features, name) is False]
    lacks += [(name, model.features.source) for name in unable]
    if benchmark.context and window and window.value < benchmark.context:
        lacks.append((f"room for {benchmark.context:,} tokens", window.source))
    if not lacks:
        return None
    what, source = lacks[0]
    sources = (source,) if source else ()
    return Cell(benchmark.id, benchmark.anchors.worst, 0.0, "cannot", flags=(f"it has no {what}",), sources=sources)


def _own_test_flag(like: Benchmark | None, results: int) -> str:
    """What is expected of a model on a test of the user's own, and by what."""
    by = f"by {like.name}" if like else "by nothing that is known of the model"
    return f"expected {by}" + (f" and your own {count(results, 'result')} of other models" if results else "")


def is_weakly_known(known: int) -> bool:
    """Whether so few known scores make every estimate weak."""
    return known <= WEAK


def is_weak(flag: str) -> bool:
    """Whether `flag` says that hardly anything is known of the model."""
    return flag.startswith(("weak:", "a prior:"))


def _estimate_flags(estimate: Estimate) -> tuple[str, ...]:
    if estimate.known == 0:
        return ("no published score of it exists; this is what models of its kind and age reach",)
    if not estimate.weak:
        return ()
    exist = "exists" if estimate.known == 1 else "exist"
    return (f"only {count(estimate.known, 'published score')} of it {exist}",)
