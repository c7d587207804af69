"""The machine and the use that a question names, and what they make of a model and of a way to reach it.

Most questions name neither, and what works on them is imported where one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from modelpick.model.errors import ModelpickError
from modelpick.model.fields import Plain, replace
from modelpick.model.machines import FitUse, Machine, SmallestMachine
from modelpick.model.wording import number, tokens

if TYPE_CHECKING:
    from modelpick.cost.tokens import Factors
    from modelpick.decide.routes import Route
    from modelpick.documents.costing import TokenFactor
    from modelpick.documents.fitting import Fit
    from modelpick.documents.spans import Span
    from modelpick.model.dates import Day
    from modelpick.model.facts import Facts, Model, Price
    from modelpick.model.request import Request
    from modelpick.model.workloads import Workload

HOURS_A_MONTH = 730
SHARE = 0.1
"""Of the weight of a question that names a machine, how well a model runs on it."""
_OF_USE = ("max-monthly", "max-per-task")


class Deployment(Plain):
    """The machine and the workload that a question names; each may be absent."""

    machine: Machine | None = None
    quant: str | None = None
    use: FitUse = FitUse()
    """How it is run, as far as the question says."""
    rent_an_hour: Decimal | None = None
    """US dollars for the whole machine that is named; None where none is, or its rent is not known."""
    workload: Workload | None = None
    factors: Factors | None = None
    """How many tokens each model takes for the same text, where a workload is named."""
    told: bool = True
    """Whether a fit says what it rests on, or is numbers alone."""

    @property
    def depends_on_use(self) -> bool:
        """Whether a machine or a workload is named: then nothing that depends on them was worked out before."""
        return self.machine is not None or self.workload is not None

    def fit(self, model: Model) -> Fit | None:
        """How `model` fits the machine at the quantization asked for, otherwise at the most precise one that fits;
        None without a machine.
        """
        if self.machine is None:
            return None
        from modelpick.fit.estimate import fit

        use = self.use if self.told else replace(self.use, told=False)
        return fit(model, self.machine, self.quant, use)

    @property
    def is_usual(self) -> bool:
        """Whether nothing is said of how a model is to run."""
        return self.quant is None and self.use == FitUse()

    def smallest(self, model: Model, machines: Iterable[Machine]) -> SmallestMachine | None:
        """The first of `machines` that holds `model`; None where none does."""
        from modelpick.fit.smallest import smallest_machine

        found = smallest_machine(model, machines, self.quant, self.use)
        return SmallestMachine(found.machine.name, found.quant, found.memory.value) if found else None

    def is_whole(self, found: Fit) -> bool:
        """Whether the quantization of `found` leaves the model's published figures valid.

        A model squeezed further is not said to fit unless the user asks for that quantization.
        """
        from modelpick.fit.quants import LEAST_BITS, QUANTS

        return self.quant is not None or found.quant is None or QUANTS[found.quant].bits >= LEAST_BITS

    def month(self, route: Route) -> Span | None:
        """The cost of the workload in US dollars a month; None where it is unknown, and on a free tier: it is limited.

        On one's own machines the rent, whatever the workload.
        """
        if route.kind == "self_host":
            usd = self.month_of_rent
            if usd is None:
                return None
            from modelpick.documents.spans import Span

            return Span(usd, usd, usd)
        price = self._price_asked(route)
        if price is None or self.workload is None:
            return None
        from modelpick.cost.cost import monthly_cost

        return monthly_cost(price, self.workload, self.factor_of(route.model.id))

    def month_usd(self, route: Route) -> Decimal | None:
        """The value of `month`, without its range."""
        if route.kind == "self_host":
            return self.month_of_rent
        return self.month_at(self._price_asked(route), route.model.id)

    def _price_asked(self, route: Route) -> Price | None:
        """By what the workload is priced; None without one, on a free tier, and where no price is known."""
        if self.workload is None or route.offering is None or route.blended == 0:
            return None
        from modelpick.decide.quoting import quoted

        return quoted(route).price

    def month_at(self, price: Price | None, model: str) -> Decimal | None:
        """The same of the model with that id at a price; None without one, or without a workload."""
        if price is None or self.workload is None:
            return None
        (found,) = self.months_at([(price, self.factor_of(model).value)])
        return found

    def months_at(self, asked: Iterable[tuple[Price | None, Decimal]]) -> list[Decimal | None]:
        """The same of models that take so many times the usual output, at those prices; a workload is named."""
        from modelpick.cost.cost import request_cost

        assert self.workload is not None
        found = [request_cost(price, self.workload, factor) for price, factor in asked]
        return [None if each is None else each * self.workload.requests for each in found]

    def cost_field(self, name: str, month: Decimal | None) -> Decimal | None:
        """The field `cost.NAME` where a month costs so much: ``month``, ``request``, ``task``, or ``blended``."""
        if month is None or name == "month" or self.workload is None:
            return month if name == "month" else None
        if name == "blended":
            return self.per_million(month)
        each = month / self.workload.requests
        return each * self.workload.requests_per_task if name == "task" else each

    @property
    def month_of_rent(self) -> Decimal | None:
        """The rent of the machine that is named for a month, in US dollars; None where it is not known."""
        return None if self.rent_an_hour is None else self.rent_an_hour * HOURS_A_MONTH

    def factor_of(self, model: str) -> TokenFactor:
        """How many output tokens the model with that id takes for the workload, which is named."""
        (found,) = self.factors_of([model])
        return found

    def factors_of(self, models: Sequence[str]) -> list[TokenFactor]:
        """The same of several."""
        from modelpick.cost.tokens import Factors

        assert self.workload is not None
        known = self.factors or Factors()
        return [known.expected(model, self.workload) for model in models]

    def per_million(self, month: Decimal) -> Decimal | None:
        """US dollars per million tokens of the workload, input and output, for a model of usual verbosity; None
        without a workload.
        """
        if self.workload is None:
            return None
        from modelpick.cost.workload import tokens_per_request

        total = tokens_per_request(self.workload) * self.workload.requests
        return month / total * 1_000_000 if total else None


NOTHING = Deployment()


def deployment_of(request: Request, facts: Facts, usual: str | None = None, day: Day | None = None) -> Deployment:
    """The machine and the workload that `request` names; `usual` is the workload where it names none.

    `day` is the one on which hours are counted.

    Raises:
        ModelpickError: a machine, memory, quantization or workload that means nothing; a limit on cost without a use.
    """
    if request.found and request.vram:
        raise ModelpickError("names a machine as {hardware} does", where="{vram}", hint="Give the one or the other")
    machine = _named_machine(request, facts)
    if request.quant:
        from modelpick.fit.quants import quant_of

        quant_of(request.quant)
    use = _use_named(request)
    asks = request.workload is not None or request.usage
    for id_ in _OF_USE:
        if request.constraints.get(id_) is not None and not asks and machine is None:
            if usual is None:
                hint = f"Name a workload: {', '.join(facts.workloads)}"
                raise ModelpickError("needs to know how much is used", where=f"--{id_}", hint=hint)
            asks = True
    rent = _rent_of_machine(machine, facts, request)
    if not asks:
        return Deployment(machine, request.quant, use, rent)
    from modelpick.cost.tokens import factors
    from modelpick.cost.workload import EXACT, workload_from

    workload = workload_from(facts.workloads, request.workload or usual, request.usage, day)
    if workload.id == EXACT.id and "requests" not in request.usage and "max-monthly" in request.constraints:
        raise ModelpickError("needs to know how much is used", where="--max-monthly", hint="Add {requests} 100k")
    known = factors(facts.token_counts)
    return Deployment(machine, request.quant, use, rent, workload, known)


def _use_named(request: Request) -> FitUse:
    use = FitUse(request.context, request.concurrency)
    if not (request.engine or request.kv_cache) and request.offload == "auto":
        return use
    from modelpick.fit.estimate import named_use

    return named_use(use, request.engine, request.kv_cache, request.offload)


def _rent_of_machine(machine: Machine | None, facts: Facts, request: Request) -> Decimal | None:
    """US dollars an hour for the whole machine; None where none is named, or its rent is not known."""
    if machine is None:
        return None
    from modelpick.cost.rents import rent_of

    rent = rent_of(machine, facts.rentals, request.as_of)
    return rent.usd if rent else None


def _named_machine(request: Request, facts: Facts) -> Machine | None:
    if request.found is not None:
        from modelpick.fit.detected import machine_found

        seen = request.found
        return machine_found(seen, facts.hardware, facts.device_names)[0]
    if not (request.hardware or request.vram or request.ram):
        return None
    # The grammar is read only where a machine is named.
    from modelpick.fit.hardware import named_machine

    return named_machine(request.hardware, request.vram, request.ram, facts.hardware, facts.device_names)


def deployment_in_words(where: Deployment) -> list[str]:
    """The machine and the workload in words, one text for each that is named."""
    said = []
    if where.machine is not None:
        use = where.use
        more = [f"at {where.quant}"] if where.quant else []
        more += [f"{tokens(use.context)} tokens of context"] if use.context else []
        more += [f"{use.concurrency} at a time"] if use.concurrency > 1 else []
        more += [f"cache at {use.kv_cache}"] if use.kv_cache else []
        more += [f"with {use.engine}"] if use.engine else []
        more += [] if use.offload else ["nothing in RAM"]
        said.append(", ".join([f"on {where.machine.name}", *more]))
    if where.workload is not None:
        load = where.workload
        sizes = f"{tokens(load.input_tokens)} in, {tokens(load.output_tokens)} out"
        said.append(f"{load.requests:,} requests a month ({load.name}: {sizes})")
    return said


def fit_in_words(found: Fit) -> str:
    """The memory that a fit takes and the memory available, in words; or what is unknown about it."""
    if found.memory.value is None:
        return "; ".join(found.notes[:1]) or found.basis
    takes = f"{number(found.memory.value)} GB at {found.quant} with {tokens(found.context)} tokens of context"
    return f"it takes {takes}, {found.machine.name} gives {number(found.machine.total_gb)} GB"
