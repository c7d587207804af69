"""Which records of the sources become rows of the catalog, and why the others do not. Nothing is read or written.

A model is one that an alias or an exact rule names. A figure is new if no row of its cell says the same, and no row of
the same cell and evaluator says something else: what a person wrote is never overruled here, only reported.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from modelpick.catalog.doubts import POINTS, SAME_FIGURE
from modelpick.market.identity import Identity, IdentityMatch, Named
from modelpick.market.merge_scores import edition_of, is_other_edition, is_repeated_figure
from modelpick.market.records import KINDS, Record, ScoreRecord, StatusRecord
from modelpick.model.dates import Day, first_day, last_day
from modelpick.model.facts import Benchmark, Facts, Measurement, Model, Source, StatusEvent
from modelpick.model.fields import replace
from modelpick.model.names import fold
from modelpick.sources.adapter import Adapter, Parsed, Skip

CITED = "cited as a single fact; the publisher's terms apply"
"""What a row of `sources.yaml` says of a document whose license does not let it be passed on as a whole."""
NEVER = "artificial-analysis"
"""Their terms allow no redistribution: a source that is never read here, and an evaluator whose figures never enter."""
CERTAIN = ("exact", "rule", "stated")
"""How sure it must be which model an id is about. `derived` left something out of the id: fit for a user's own screen,
not for the catalog of all."""
_NEVER_HOST = "artificialanalysis.ai"
_RELATIVE_TOLERANCE = 0.01
"""On a scale that is not one of points (dollars, seconds), values this near are one."""
_DECIMALS_OF_UNITS = {"percent": 2, "points": 2, "index": 2, "elo": 1}
_MOST_OF_ID = 80
_REVERSED_DIGITS = str.maketrans("0123456789", "9876543210")
_VERSION_SUFFIX = re.compile(r"\s*(?:;|,|\bv?\d+(?:\.\d+)+).*")


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row for a list of a model in `models.yaml`, and the row of `sources.yaml` that it cites."""

    upstream: str
    model: str
    section: str
    row: Mapping[str, Any]
    source: Mapping[str, Any]

    @property
    def about(self) -> str:
        """What it says, for a reader: the model, then the benchmark, how it was run and the value, or the event."""
        if self.section == "status":
            return f"{self.model}: {self.row['is']} on {self.row['on']}"
        return f"{self.model}: {_cell_text(self.row['benchmark'], self.row.get('variant'))} {self.row['value']:.10g}"


class Conflict(NamedTuple):
    """A source says `said`, and the catalog holds `held` of the same thing by the same evaluator."""

    upstream: str
    about: str
    held: str
    said: str
    url: str


class LeftOut(NamedTuple):
    """A row that could have entered, and why it did not."""

    upstream: str
    about: str
    why: str


@dataclass(slots=True)
class Unmatched:
    """An id that no model is known for. `rule`: what was tried, where that says something."""

    upstream: str
    id: str
    rule: str
    rows: int = 0


@dataclass(slots=True)
class Sifted:
    """What became of the records of all sources that were read."""

    rows: list[NewRow] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unmatched: dict[tuple[str, str], Unmatched] = field(default_factory=dict)
    benchmarks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(upstream, benchmark that the catalog does not know) -> figures."""
    editions: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(upstream, edition of a benchmark that the catalog does know) -> figures."""
    pools: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(upstream, benchmark, day of a pool that the catalog does not hold) -> figures."""
    skipped: dict[str, Sequence[Skip]] = field(default_factory=dict)
    notes: dict[str, Sequence[str]] = field(default_factory=dict)
    tallies: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Upstream -> what became of its records -> how many."""


class _EnteredFigure(NamedTuple):
    """A figure that is new, and the id under which its source has it."""

    figure: Measurement
    id: str

    def is_twin(self, figure: Measurement, id_: str) -> bool:
        """Whether `figure` says something else of the same cell and day, under another id of the same model."""
        return id_ != self.id and figure.on == self.figure.on and _contradicts_figure(self.figure, figure)


class Sieve:
    """Sorts the records of one source after another into `sifted`."""

    def __init__(self, facts: Facts, day: Day):
        self.sifted = Sifted()
        self._facts, self._day = facts, day
        self._identity = Identity(facts)
        self._entered: dict[str, list[_EnteredFigure]] = defaultdict(list)
        self._found: dict[Named, IdentityMatch] = {}
        self._called = {name: p.id for p in facts.providers.values() for name in (*p.also, p.id)}
        self._pools = _pool_days(facts)
        self._makers = _publishers_of_labs(facts)
        self._sources = {source.id: (source.url, source.kind) for source in facts.sources.values()}

    def take(self, upstream: Adapter, parsed: Parsed) -> None:
        """Sort what `upstream` says today."""
        if parsed.skipped:
            self.sifted.skipped[upstream.id] = parsed.skipped
        if parsed.notes:
            self.sifted.notes[upstream.id] = parsed.notes
        tally = self.sifted.tallies[upstream.id]
        names = {cls: kind for kind, cls in KINDS.items()}
        for record in sorted(parsed.records, key=self._record_order):
            if isinstance(record, ScoreRecord):
                tally[self._score_outcome(upstream, record)] += 1
            elif isinstance(record, StatusRecord):
                tally[self._status_outcome(upstream, record)] += 1
            else:
                tally[f"{names[type(record)]} records, which are not carried over"] += 1

    def _record_order(self, record: Record) -> tuple[str, bool, str]:
        """Of an Elo scale the newest pool counts, and of two ids of one model the one that is its very name."""
        if not isinstance(record, ScoreRecord):
            return "", False, record.key
        day = record.on or self._day
        return day.translate(_REVERSED_DIGITS), self._find_model(Named(record.model)).confidence != "exact", record.key

    def _find_model(self, named: Named) -> IdentityMatch:
        if named not in self._found:
            self._found[named] = self._identity.find(named)
        return self._found[named]

    def _score_outcome(self, upstream: Adapter, record: ScoreRecord) -> str:
        url = record.url or upstream.home
        if NEVER in (fold(record.evaluator or ""), upstream.id) or _NEVER_HOST in (urlsplit(url).hostname or ""):
            return "figures of Artificial Analysis, which never enter"
        if record.by == "press":
            return "figures that neither the board nor the maker answers for"
        benchmark = edition_of(record.benchmark, self._facts.benchmarks)
        if benchmark is None:
            return self._other_benchmark(upstream, record)
        found = self._model_of(upstream, Named(record.model))
        if found is None:
            return "unmatched"
        model = self._facts.models[found]
        figure = _figure_of_record(record, benchmark, self._day)
        entered = self._entered[model.id]
        known = [*model.measurements, *(each.figure for each in entered)]
        if any(_is_held(each, figure, benchmark) for each in known):
            return "known already"
        if benchmark.kind == "elo" and self._pools.setdefault(benchmark.id, figure.on) != figure.on:
            self.sifted.pools[upstream.id, benchmark.id, figure.on] += 1
            return "of another day's pool"
        other = next((each for each in model.measurements if _contradicts_figure(each, figure)), None)
        if other is not None:
            about = f"{model.id}: {_cell_text(benchmark.id, figure.variant)}"
            self.sifted.conflicts.append(
                Conflict(upstream.id, about, _held_text(other), f"{figure.value:.10g} of {figure.on}", url)
            )
            return "conflicts"
        twin = next((each for each in entered if each.is_twin(figure, record.model)), None)
        if twin is not None:
            about = f"{model.id}: {_cell_text(benchmark.id, figure.variant)} {figure.value:.10g} of {record.model}"
            why = f"{twin.id} is the same model, and has {twin.figure.value:.10g} there"
            self.sifted.left_out.append(LeftOut(upstream.id, about, why))
            return "of another id of the same model"
        entered.append(_EnteredFigure(figure, record.model))
        source = self._source_of(upstream, model, record)
        self.sifted.rows.append(
            NewRow(upstream.id, model.id, "measurements", _measurement_row(figure, source["id"]), source)
        )
        return "new"

    def _other_benchmark(self, upstream: Adapter, record: ScoreRecord) -> str:
        if is_other_edition(record.benchmark, self._facts.benchmarks):
            self.sifted.editions[upstream.id, record.benchmark] += 1
            return "of another edition"
        self.sifted.benchmarks[upstream.id, record.benchmark] += 1
        return "of another benchmark"

    def _model_of(self, upstream: Adapter, named: Named) -> str | None:
        """The model that `named` is about; one that is not certain is noted as unmatched."""
        found = self._find_model(named)
        if found.model is not None and found.confidence in CERTAIN:
            return found.model
        rule = f"perhaps {found.model}: {found.rule}" if found.model else "" if found.rule == "no rule" else found.rule
        one = self.sifted.unmatched.setdefault((upstream.id, named.id), Unmatched(upstream.id, named.id, rule))
        one.rows += 1
        return None

    def _status_outcome(self, upstream: Adapter, record: StatusRecord) -> str:
        """An end, or the announcement of one, of a model under its own name; a snapshot's end is not the model's."""
        provider = self._called.get(record.provider)
        if provider is None or record.url is None:
            return "of a provider that the catalog does not know, or without a page"
        found = self._model_of(upstream, Named(record.id, provider))
        if found is None:
            return "unmatched"
        model = self._facts.models[found]
        about = f"{model.id}: {record.stage} at {provider} as {record.id}"
        if not _is_own_name(record.id, provider, model):
            why = f"the end of a dated or other form of the id, perhaps not of the model ({record.on})"
            self.sifted.left_out.append(LeftOut(upstream.id, about, why))
            return "ends of single ids"
        event = StatusEvent(
            record.on, "api", record.stage, "", None if provider == model.lab else provider, record.announced
        )
        held = next((each for each in model.status if _is_same_event(each, event, model.lab)), None)
        if held is not None and first_day(held.on) <= last_day(event.on) and first_day(event.on) <= last_day(held.on):
            return "known already"
        if held is not None:
            said = f"{event.on} ({held.source} says {held.on})"
            self.sifted.conflicts.append(Conflict(upstream.id, about, held.on, said, record.url))
            return "conflicts"
        source = self._provider_page(upstream, provider, record.url)
        self.sifted.rows.append(
            NewRow(upstream.id, model.id, "status", _status_row(event, source["id"], record.successor), source)
        )
        return "new"

    def _source_of(self, upstream: Adapter, model: Model, record: ScoreRecord) -> Mapping[str, Any]:
        """The board's document of the day, or the maker's page that the board lists."""
        url = record.url or upstream.home
        row = {"title": upstream.title, "publisher": upstream.publisher, "kind": "board", "url": url, "date": self._day}
        if record.by == "vendor" and url != upstream.home:
            row |= {"title": f"Figures of {model.name} that {upstream.title} lists", "kind": "vendor"}
            row |= {"publisher": self._makers.get(model.lab, model.lab)}
            return self._named_source(upstream, {**row, "license": CITED, "via": upstream.home})
        return self._named_source(upstream, {**row, "license": license_of(upstream)})

    def _provider_page(self, upstream: Adapter, provider: str, url: str) -> Mapping[str, Any]:
        name = self._facts.providers[provider].name
        row = {"title": f"Ends of models at {name}", "publisher": name, "kind": "provider", "url": url}
        return self._named_source(upstream, {**row, "date": self._day, "license": CITED, "via": upstream.home})

    def _named_source(self, upstream: Adapter, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """`row` with its id, one for each address and day: the upstream's, what tells the address apart, the day."""
        url, said = row["url"], (row["url"], row["kind"])
        tail = "" if url == upstream.home else _url_slug("-".join(urlsplit(url).path.rstrip("/").split("/")[-2:]))
        stem = "-".join(part for part in (upstream.id, tail[:_MOST_OF_ID].strip("-.")) if part)
        for number in count(1):
            id_ = f"{stem}-{self._day}" if number == 1 else f"{stem}-{number}-{self._day}"
            if self._sources.setdefault(id_, said) == said:
                break
        return {"id": id_, **row, "read": self._day}


def license_of(upstream: Adapter) -> str:
    """What `sources.yaml` says of the upstream's license."""
    if upstream.private:
        return CITED
    plain = upstream.license.partition(" (")[0]
    return f"{plain} (attribution: {upstream.publisher})" if plain.startswith("CC BY") else plain


def _pool_days(facts: Facts) -> dict[str, Day]:
    """Benchmark on a scale of one pool of models -> the newest day that the catalog holds of it."""
    days: dict[str, Day] = {}
    for model in facts.models.values():
        for each in model.measurements:
            if facts.benchmarks[each.benchmark].kind == "elo":
                days[each.benchmark] = max(each.on, days.get(each.benchmark, ""))
    return days


def _publishers_of_labs(facts: Facts) -> dict[str, str]:
    """Lab -> what the catalog calls it where it publishes figures of its own models."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for model in facts.models.values():
        for each in model.measurements:
            source: Source | None = facts.sources.get(each.source)
            if each.by == "vendor" and source is not None and source.kind == "vendor":
                said[model.lab][source.publisher] += 1
    return {lab: min(names, key=lambda name: (-names[name], name)) for lab, names in said.items()}


def _figure_of_record(record: ScoreRecord, benchmark: Benchmark, day: Day) -> Measurement:
    digits = _DECIMALS_OF_UNITS.get(benchmark.unit, 4)
    return Measurement(
        benchmark=benchmark.id,
        value=round(record.value, digits),
        by=record.by,
        source="",
        on=record.on or day,
        variant=record.variant,
        tools=record.tools,
        harness=record.harness,
        evaluator=record.evaluator,
        stderr=record.stderr,
        note=record.note,
    )


def _measurement_row(figure: Measurement, source: str) -> dict[str, Any]:
    row = {
        "benchmark": figure.benchmark,
        "variant": figure.variant,
        "value": int(figure.value) if figure.value == int(figure.value) else figure.value,
        "by": figure.by,
        "evaluator": figure.evaluator,
        "source": source,
        "on": figure.on,
        "tools": figure.tools,
        "harness": figure.harness,
        "stderr": figure.stderr,
        "note": figure.note,
    }
    return {key: value for key, value in row.items() if value is not None}


def _status_row(event: StatusEvent, source: str, successor: str | None) -> dict[str, Any]:
    row = {
        "on": event.on,
        "surface": event.surface,
        "is": event.stage,
        "provider": event.provider,
        "announced": event.announced,
        "source": source,
        "note": f"Replacement named: {successor}." if successor else None,
    }
    return {key: value for key, value in row.items() if value is not None}


def _is_held(known: Measurement, figure: Measurement, benchmark: Benchmark) -> bool:
    """Whether `known`, in whatever state, is the same reading."""
    if not is_repeated_figure(replace(known, value=figure.value), figure):  # the cell or the evaluator is another
        return False
    apart = abs(known.value - figure.value)
    if benchmark.unit in POINTS:
        return apart <= SAME_FIGURE + 1e-9 or is_repeated_figure(known, figure)
    return apart <= _RELATIVE_TOLERANCE * max(abs(known.value), abs(figure.value)) + 1e-9


def _contradicts_figure(known: Measurement, figure: Measurement) -> bool:
    """Whether `known` is of the same cell, evaluator and scaffold; its value is another one.

    A maker that does not say the mode may mean any of those that it gave figures for.
    """
    same_evaluator = known.by == figure.by and (
        figure.by == "vendor" or _evaluator_name(known) == _evaluator_name(figure)
    )
    same_mode = known.variant == figure.variant or (figure.by == "vendor" and figure.variant is None)
    same_scaffold = not (known.harness and figure.harness) or _scaffold_name(known.harness) == _scaffold_name(
        figure.harness
    )
    same_cell = is_repeated_figure(replace(known, value=figure.value, variant=figure.variant), figure)
    return same_evaluator and same_mode and same_scaffold and same_cell


def _evaluator_name(figure: Measurement) -> str:
    return fold(figure.evaluator or "").replace("-", "")


def _scaffold_name(harness: str) -> str:
    """The name of a scaffold without its version: a board that moves to a newer one restates the figure.

    >>> _scaffold_name("OpenHands v1.8.3"), _scaffold_name("Codex; 75 tasks"), _scaffold_name("Terminus 2")
    ('openhands', 'codex', 'terminus-2')
    """
    return fold(_VERSION_SUFFIX.sub("", harness))


def _is_own_name(id_: str, provider: str, model: Model) -> bool:
    """Whether the provider calls the model itself so, and not one of its snapshots."""
    served = {o.id.lower() for o in model.offerings if o.provider == provider and o.id}
    return id_.lower() in {model.id, model.id.partition("/")[2], *served}


def _is_same_event(known: StatusEvent, event: StatusEvent, lab: str) -> bool:
    """Whether both speak of one thing at one provider; the lab's own events bear no provider, or the lab."""
    places = {None if place == lab else place for place in (known.provider, event.provider)}
    return (known.surface, known.stage) == (event.surface, event.stage) and len(places) == 1


def _held_text(figure: Measurement) -> str:
    state = "" if figure.state == "accepted" else f", {figure.state}"
    return f"{figure.value:.10g} of {figure.on} ({figure.source}{state})"


def _cell_text(benchmark: str, variant: str | None) -> str:
    return f"{benchmark} ({variant})" if variant else benchmark


def _url_slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")


def unmatched_first(found: Iterable[Unmatched]) -> list[Unmatched]:
    """Those with the most rows first."""
    return sorted(found, key=lambda each: (-each.rows, each.upstream, each.id))
