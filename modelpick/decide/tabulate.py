"""Works out the columns of a catalog (`modelpick.decide.columns`), when it is compiled."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Raw, msgpack

from modelpick.decide.beneath import ColumnsBeneath, Runs, runs_of
from modelpick.decide.columns import (
    ESTIMATES,
    OF_DAYS,
    OF_WAYS,
    OFFERINGS,
    OPEN,
    Columns,
    FieldCodes,
    Heads,
    QuoteColumn,
    cells_name,
    decoded_field,
    encoded_cells,
    encoded_codes,
    encoded_field,
    encoded_numbers,
)
from modelpick.decide.families import first_out
from modelpick.decide.grounds import GroundedWays, ToldFields
from modelpick.decide.quoting import quoted
from modelpick.decide.routes import Route, routes
from modelpick.decide.setting import NOTHING
from modelpick.decide.subject import FIELDS, OF_SETTING, CandidateView
from modelpick.decide.tabulate_days import cell_numbers, offerings_of_ways, open_ways, tabulate_days
from modelpick.decide.turns import span_of_cells, span_of_fields, without_figures
from modelpick.evidence.cells import Evidence
from modelpick.evidence.pooling import pool
from modelpick.fit.smallest import machines_known
from modelpick.model.access import endings_of
from modelpick.model.asof import as_of
from modelpick.model.dates import Day
from modelpick.model.facts import CERTIFIED, RESIDENCY, Benchmark, Charges, Facts, Model
from modelpick.model.fields import replace
from modelpick.model.machines import Machine, SmallestMachine
from modelpick.model.places import ZONES

_NOT_TABULATED = (*OF_SETTING, "evidence.")
"""Fields that depend on the machine and the use that a question names, or on its score."""
_WITHOUT_SETTING = ("home.memory",)
"""Of these, what is known where neither is named."""
_RESIDENCY = "route.residency."


class _QuoteCodes:
    """A `QuoteColumn` in the making."""

    def __init__(self) -> None:
        self._codes: dict[Charges | None, int] = {None: 0}
        self._of_ways = array("I")

    def add_ways(self, charges: Iterable[Charges | None]) -> None:
        self._of_ways.extend(self._codes.setdefault(each, len(self._codes)) for each in charges)

    def add_known(self, quotes: QuoteColumn, ways: range) -> None:
        """Add what `quotes` has for those ways."""
        known = quotes.of_ways[ways.start : ways.stop]
        new = {code: self._codes.setdefault(quotes.charges[code], len(self._codes)) for code in dict.fromkeys(known)}
        self._of_ways.extend(map(new.__getitem__, known))

    def encoded(self) -> bytes:
        return msgpack.encode([list(self._codes), encoded_codes(self._of_ways, len(self._codes))])


class _RowsOfToday:
    """The fields, ways and quotes of the models, of which what stands in columns is kept alone."""

    def __init__(self, facts: Facts, day: Day, beneath: ColumnsBeneath | None) -> None:
        self._facts, self._day, self._beneath = facts, day, beneath
        self.fields = {name: FieldCodes() for name in _tabulated_fields(facts)}
        self.quotes, self.open, self.starts, self.offerings = _QuoteCodes(), bytearray(), [0], array("I")
        self._held = beneath.fields_held(self.fields) if beneath else {}
        self._told = ToldFields()

    def add(self, models: Sequence[Model], there: range | None) -> None:
        """Add models that follow one another, `there` in the columns beneath if they are as they were."""
        if there is not None and self._beneath:
            self._add_known(self._beneath.columns, there)
        names = [name for name in self.fields if there is None or name not in self._held]
        for model in models if names else ():  # one after the other, as a model may have thousands of ways
            home = CandidateView(Route("self_host", model, self._day), self._facts)
            ways = GroundedWays(model, routes(model, self._facts, self._day), self._facts, self._told)
            for name in names:
                codes = self.fields[name]
                codes.add_model(codes.code_of(home.get(name).value))
                if name.startswith(OF_WAYS):
                    codes.add_ways(ways.codes(name, codes.code_of))
            if there is None:
                self.open += open_ways(ways.ways)
                self.offerings.extend(offerings_of_ways(model, ways.ways))
                self.quotes.add_ways(map(_charges_on, ways.ways))
                self.starts.append(self.starts[-1] + len(ways.ways))

    def _add_known(self, columns: Columns, there: range) -> None:
        before, start = columns.heads.starts, self.starts[-1]
        for name, field in self._held.items():
            self.fields[name].add_known(field, there, before)
        ways = range(before[there.start], before[there.stop])
        self.open += columns.open[ways.start : ways.stop]
        self.offerings.extend(columns.offerings[ways.start : ways.stop])
        self.quotes.add_known(columns.quotes, ways)
        self.starts += [start + before[place + 1] - ways.start for place in there]


def tabulate(
    whole: Facts,
    day: Day,
    evidence: Evidence,
    weighed: Iterable[tuple[str, str | None]],
    beneath: ColumnsBeneath | None = None,
    today: Facts | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The columns of the facts as they stand on `day`, by name; `weighed` are the benchmarks of the needs, and `today`
    the facts of the day where somebody has them.

    What the `whole` facts say of other days tells from when until when each row holds. What columns `beneath` say of a
    model already is taken from there.
    """
    facts = today or as_of(whole, day)
    models = list(facts.models.values())
    places = [beneath.place(model.id) if beneath else None for model in models]
    rows = _RowsOfToday(facts, day, beneath)
    for here, there in runs_of(places):
        rows.add(models[here.start : here.stop], there)
    heads = _heads_of(models, places, rows.starts, whole, day, beneath)
    yield "heads", msgpack.encode(heads)
    yield OPEN, bytes(rows.open)
    yield OFFERINGS, encoded_numbers(rows.offerings)
    yield from ((f"field/{name}", codes.encoded()) for name, codes in rows.fields.items())
    yield "quotes", rows.quotes.encoded()
    yield "bare", msgpack.encode([replace(without_figures(m), offerings=(), status=()) for m in models])
    yield "endings", msgpack.encode([[event.on for event in endings_of(model)] for model in models])
    yield "out", msgpack.encode([first_out(model) for model in models])
    runs = [*runs_of([beneath.unmoved_place(model.id) if beneath else None for model in models])]
    yield from _score_columns(models, evidence, facts, beneath, runs)
    machines = machines_known(facts.hardware)
    smallest = [_smallest_told(*each, machines, beneath) for each in zip(models, places, strict=True)]
    yield "smallest", msgpack.encode(smallest)
    asked = [(facts.benchmarks[id_], tools) for id_, tools in weighed if id_ in facts.benchmarks]
    estimates: dict[str, dict[str, Raw]] = {model.id: {} for model in models}
    kept = beneath.columns.estimates_of(list(estimates)) if beneath else {}
    for benchmark, tools in asked:
        cells = _TabulatedCells(models, benchmark, tools, evidence, beneath, runs)
        yield cells_name(benchmark.id, tools), cells.encoded()
        if tools is None:
            cells.add_estimates(estimates, kept)
    yield from ((f"{ESTIMATES}{id_}", msgpack.encode(rows)) for id_, rows in estimates.items())
    yield from tabulate_days(heads, whole, asked, evidence, beneath)


class _TabulatedCells:
    """The cells of a benchmark, by model; those of runs of models that are as they were stay where they are."""

    def __init__(
        self,
        models: Sequence[Model],
        benchmark: Benchmark,
        tools: str | None,
        evidence: Evidence,
        beneath: ColumnsBeneath | None,
        runs: Runs,
    ) -> None:
        self._benchmark = benchmark
        self._known = beneath.columns.cells(benchmark.id, tools) if beneath else None
        holds = beneath and self._known and beneath.is_steady(benchmark.id)
        self._runs = [
            (models[here.start : here.stop], there or [evidence.cell(models[n], benchmark, tools) for n in here])
            for here, there in (runs if holds else [(range(len(models)), None)])
        ]

    def encoded(self) -> bytes:
        anchors = self._benchmark.anchors
        rows = (
            [cells] if isinstance(cells, range) else [cell_numbers(cell, anchors) for cell in cells]
            for _, cells in self._runs
        )
        return encoded_cells(chain.from_iterable(rows), self._known)

    def add_estimates(self, found: Mapping[str, dict[str, Raw]], kept: Mapping[str, Mapping[str, Raw]]) -> None:
        """Put each estimate into what is `found` of its model; those of models that are as they were are `kept`."""
        id_ = self._benchmark.id
        for models, cells in self._runs:
            if isinstance(cells, range):
                for model in models:
                    if row := kept[model.id].get(id_):
                        found[model.id][id_] = row
            else:
                for model, cell in zip(models, cells, strict=True):
                    if cell and not (cell.measured or cell.own):
                        found[model.id][id_] = Raw(msgpack.encode(cell))


def _heads_of(
    models: Sequence[Model],
    places: Sequence[int | None],
    starts: list[int],
    whole: Facts,
    day: Day,
    beneath: ColumnsBeneath | None,
) -> Heads:
    known = beneath.columns.heads if beneath else None
    spans = [
        (known.holds_from[place], known.holds_until[place])
        if known and place is not None
        else span_of_fields(whole.models[model.id], whole, day)
        for model, place in zip(models, places, strict=True)
    ]
    of_cells = [
        (known.cells_from[place], known.cells_until[place])
        if known and place is not None
        else span_of_cells(whole.models[model.id], day)
        for model, place in zip(models, places, strict=True)
    ]
    return Heads(
        [model.id for model in models],
        [model.name for model in models],
        [model.weights for model in models],
        starts,
        [first for first, _ in spans],
        [end for _, end in spans],
        [first for first, _ in of_cells],
        [end for _, end in of_cells],
    )


def _tabulated_fields(facts: Facts) -> Iterator[str]:
    yield from (name for name in FIELDS if not name.startswith(_NOT_TABULATED) and name not in OF_DAYS)
    yield from _WITHOUT_SETTING
    offered = {region for model in facts.models.values() for o in model.offerings for region in o.geography}
    told = {r for model in facts.models.values() for o in model.offerings for r in o.terms.residency}
    granted = {region for provider in facts.providers.values() for region in provider.terms.residency}
    confirmed = {row.term.removeprefix(RESIDENCY) for row in facts.terms.values() if row.term.startswith(RESIDENCY)}
    yield from (f"{_RESIDENCY}{region}" for region in sorted(offered | told | granted | confirmed | ZONES.keys()))
    held = {name for provider in facts.providers.values() for name in provider.terms.certified}
    held |= {row.term.removeprefix(CERTIFIED) for row in facts.terms.values() if row.term.startswith(CERTIFIED)}
    yield from (f"route.{CERTIFIED}{name}" for name in sorted(held))


def _charges_on(way: Route) -> Charges | None:
    price = quoted(way).price if way.blended != 0 else None
    return price.charges if price else None


def _score_columns(
    models: Sequence[Model], evidence: Evidence, facts: Facts, beneath: ColumnsBeneath | None, runs: Runs
) -> Iterator[tuple[str, bytes]]:
    """The pooled value of each model on each benchmark that somebody was measured on; and where that is another, the
    value of its measured cell, in which the user's own results are joined with what was to be expected.
    """
    held = dict(_scores_held(models, evidence, facts, beneath, runs)) if beneath else {}
    yield from ((f"field/score.{id_}", body) for id_, body in held.items() if body)
    pooled: dict[str, dict[int, float]] = {}
    joined: dict[str, dict[int, float | None]] = {}
    for place, model in enumerate(models):
        own = {m.benchmark for m in model.measurements if m.run}
        for id_ in ({m.benchmark for m in model.measurements} & facts.benchmarks.keys()) - held.keys():
            measured = evidence.measured(model, facts.benchmarks[id_])
            cell = pool(model, facts.benchmarks[id_]) if id_ in own else measured
            if cell is not None:
                pooled.setdefault(id_, {})[place] = cell.value
            if cell is not None and cell.own:
                joined.setdefault(id_, {})[place] = measured.value if measured else None
    for id_, by_place in pooled.items():
        yield f"field/score.{id_}", encoded_field([*map(by_place.get, range(len(models)))])
    for id_, of_own in joined.items():
        yield f"field/measured.{id_}", encoded_field([*map({**pooled[id_], **of_own}.get, range(len(models)))])


def _scores_held(
    models: Sequence[Model], evidence: Evidence, facts: Facts, beneath: ColumnsBeneath, runs: Runs
) -> Iterator[tuple[str, bytes | None]]:
    """By benchmark, the column of pooled values in which those of `runs` stay as they were; None where nobody has one.
    Without benchmarks on which somebody has results of their own.
    """
    moved = {model.id: model for here, there in runs if there is None for model in models[here.start : here.stop]}
    own = {m.benchmark for model in moved.values() for m in model.measurements if m.run}
    touched = beneath.benchmarks_of(moved)
    in_place = beneath.columns.heads.ids == [model.id for model in models]
    for id_, body in beneath.steady_scores().items():
        if in_place and id_ not in touched:
            yield id_, body
        elif id_ not in own:
            codes, column = FieldCodes(), decoded_field(body)
            for here, there in runs:
                if there is not None:
                    codes.add_known(column, there, ())
                for model in models[here.start : here.stop] if there is None else ():
                    cell = evidence.measured(model, facts.benchmarks[id_])
                    codes.add_model(codes.code_of(cell.value if cell else None))
            yield id_, codes.encoded() if codes.says_something else None


def _smallest_told(
    model: Model, place: int | None, machines: Sequence[Machine], beneath: ColumnsBeneath | None
) -> SmallestMachine | None:
    """The smallest known machine that holds a model with open weights."""
    if beneath and place is not None and beneath.holds_machines:
        return beneath.columns.smallest(model.id)
    return NOTHING.smallest(model, machines) if model.weights == "open" else None
