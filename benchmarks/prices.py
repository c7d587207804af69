"""The costs of this program against two other calculators on random requests: equal, or who is right and why.

    python -m benchmarks.prices --python PYTHON [--cases 200] [--write docs/prices.md]

PYTHON is an interpreter that has `genai-prices` and `litellm`. A case is an offering that both sides list, at the
standard service and bound to no place, asked with random tokens in and out, a share that a cache holds, a share of it
that is found there, and half of the time a prompt above a threshold where there is one. The seed is fixed. Where both
sides differ, each part is priced alone, the third calculator is asked, and one of the rules of `verdict` says who is
right; what none of them settles is told as open.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import modelpick
from benchmarks.pages import write_part
from modelpick.decide.routes import routes
from modelpick.model.facts import Facts, Model, Offering
from modelpick.model.names import fold
from modelpick.model.pricing import price_on

SEED, DAY = 20261126, "2026-11-26"
NEAR = Decimal("0.000001")
"""A share: LiteLLM adds up binary floats."""
GENAI_NAMES = {
    "aws": "amazon-bedrock", "x-ai": "xai", "together": "togetherai", "fireworks": "fireworks-ai",
    "novita": "novita-ai", "cloudflare": "cloudflare-workers-ai",
}  # fmt: skip
THEIRS = """
import json, sys, warnings
from datetime import UTC, date, datetime
warnings.simplefilter("ignore")
asked = json.load(sys.stdin)
if asked["of"] == "genai-prices":
    import genai_prices
    from genai_prices import data
    if "list" in asked:
        print(json.dumps([[p.id, m.id] for p in data.providers for m in p.models]))
        sys.exit()
    when = datetime.fromisoformat(asked["day"]).replace(hour=12, tzinfo=UTC)
    def since(model):
        rows = model.prices if isinstance(model.prices, list) else []
        starts = [str(row.constraint.start_date) for row in rows if hasattr(row.constraint, "start_date")]
        return max((day for day in starts if day <= asked["day"]), default=None)
    for case in asked["cases"]:
        used = genai_prices.Usage(
            input_tokens=case["in"], output_tokens=case["out"], cache_read_tokens=case["read"] or None,
            cache_write_tokens=case["written"] or None)
        try:
            found = genai_prices.calc_price(
                used, case["key"], provider_id=case["provider"], genai_request_timestamp=when)
            print(json.dumps({"usd": str(found.total_price), "since": since(found.model)}))
        except Exception as error:
            print(json.dumps([type(error).__name__ + ": " + str(error)[:200]]))
else:
    import litellm
    from litellm.types.utils import PromptTokensDetailsWrapper, Usage
    if "list" in asked:
        rows = litellm.model_cost.items()
        print(json.dumps([[row.get("litellm_provider"), key] for key, row in rows if row.get("mode") in (
            "chat", "responses", "completion")]))
        sys.exit()
    for case in asked["cases"]:
        used = Usage(
            prompt_tokens=case["in"], completion_tokens=case["out"], total_tokens=case["in"] + case["out"],
            cache_read_input_tokens=case["read"], cache_creation_input_tokens=case["written"],
            prompt_tokens_details=PromptTokensDetailsWrapper(
                cached_tokens=case["read"], cache_creation_tokens=case["written"]))
        try:
            both = litellm.cost_per_token(
                model=case["key"], custom_llm_provider=case["provider"], usage_object=used, call_type="completion")
            print(json.dumps({"usd": repr(sum(both)), "since": "2026-11-19"}))
        except Exception as error:
            print(json.dumps([type(error).__name__ + ": " + str(error)[:200]]))
"""


GENAI, LITELLM = "genai-prices", "LiteLLM"


@dataclass(frozen=True)
class Tokens:
    """What a request is asked with. Shares are percent."""

    into: int
    out: int
    cached: int = 0
    hit: int = 100

    @property
    def read(self) -> int:
        return self.into * self.cached * self.hit // 10_000

    @property
    def written(self) -> int:
        return self.into * self.cached // 100 - self.read

    def parts(self) -> dict[str, Tokens]:
        """The same length of prompt with one part alone, for each part that is used."""
        whole = {"input": Tokens(self.into, 0), "output": Tokens(self.into, 1000)}
        whole |= {"cache read": Tokens(self.into, 0, 100)} if self.read else {}
        return whole | ({"cache write": Tokens(self.into, 0, 100, 0)} if self.written else {})


@dataclass(frozen=True)
class Case:
    """One request at one offering."""

    model: str
    provider: str
    id: str
    tokens: Tokens


@dataclass(frozen=True)
class Priced:
    """What one side says of a request."""

    usd: Decimal | None
    since: str | None = None
    why: str = ""
    basis: str = ""
    off_peak: Decimal | None = None
    """At the other hours, where the clock decides: the others take the hour at which they are asked."""

    def equals(self, other: Priced) -> bool:
        mine = [usd for usd in (self.usd, self.off_peak) if usd is not None]
        return other.usd is not None and any(abs(usd - other.usd) <= NEAR * usd for usd in mine)


@dataclass(frozen=True)
class Difference:
    """A case on which both sides differ, each part alone, and what the third says."""

    case: Case
    mine: Priced
    theirs: Priced
    parts: dict[str, tuple[Priced, Priced]]
    third: Priced | None

    @property
    def differing(self) -> list[str]:
        return [name for name, (one, other) in self.parts.items() if not one.equals(other)]


class Calculator:
    """Another calculator, asked in its own interpreter."""

    def __init__(self, name: str, facts: Facts, python: Path) -> None:
        self.name, self._python = name, python
        self.known = dict(_same_offerings(self, facts))

    def ask(self, **what: Any) -> list[Any]:
        """What it prints: a line of JSON each."""
        env = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"}
        command, text = [self._python, "-c", THEIRS], json.dumps({"of": self.name, "day": DAY, **what})
        ran = subprocess.run(command, input=text, capture_output=True, text=True, env=env, check=True)
        return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(("[", "{"))]

    def prices(self, cases: Sequence[Case]) -> list[Priced]:
        """What each of `cases`, all of them known, costs by its word."""
        asked = []
        for case in cases:
            seller, key = self.known[case.provider, case.id]
            use = case.tokens
            asked.append({"provider": seller, "key": key, "in": use.into, "out": use.out, "read": use.read,
                          "written": use.written})  # fmt: skip
        found = self.ask(cases=asked) if asked else []
        return [
            Priced(None, why=each[0]) if isinstance(each, list) else Priced(Decimal(each["usd"]), each["since"])
            for each in found
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args(arguments)
    catalog = modelpick.load(project=False)
    facts = catalog.facts_on(DAY)
    both = {name: Calculator(name, facts, asked.python) for name in (GENAI, LITELLM)}
    text = "\n".join(line for name in both for line in _compared_page(name, both, catalog, facts, asked.cases))
    print(text)
    if asked.write:
        write_part(asked.write, "benchmarks/prices.py", text)
    return 0


def _compared_page(name: str, both: dict[str, Calculator], catalog: Any, facts: Facts, number: int) -> Iterator[str]:
    """The part of the page on one calculator."""
    other = both[name]
    third = next(each for each in both.values() if each is not other)
    cases = _random_cases(other, facts, number)
    mine, theirs = [_own_price(case, catalog) for case in cases], other.prices(cases)
    differing = [place for place, one in enumerate(mine) if not one.equals(theirs[place])]
    parts = _parts_alone([cases[place] for place in differing], other, catalog)
    asked = [cases[place] for place in differing if (cases[place].provider, cases[place].id) in third.known]
    seconds = dict(zip(asked, third.prices(asked), strict=True))
    found = [
        Difference(cases[place], mine[place], theirs[place], each, seconds.get(cases[place]))
        for place, each in zip(differing, parts, strict=True)
    ]
    yield f"### {name}: {len(cases) - len(found)} of {len(cases)} equal"
    yield ""
    said: dict[tuple[str, ...], int] = Counter()
    for each in found:
        who, why = verdict(each, name, third.name)
        said[each.case.provider, each.case.id, ", ".join(each.differing) or "no figure", who, why] += 1
    sides = ("ours", "theirs", "both", "open")
    counts = {who: sum(times for key, times in said.items() if key[3] == who) for who in sides}
    yield f"Right where they differ: {', '.join(f'{who} {number}' for who, number in counts.items())}."
    yield ""
    yield "| offering | cases | what differs | who is right | why |"
    yield "|---|--:|---|---|---|"
    for (provider, id_, parts, who, why), times in sorted(said.items()):
        yield f"| {provider} `{id_}` | {times} | {parts} | {who} | {why} |"
    yield ""


def _parts_alone(cases: Sequence[Case], other: Calculator, catalog: Any) -> list[dict[str, tuple[Priced, Priced]]]:
    """Of each case, each part alone at the same length of prompt: what both sides say."""
    alone = [{name: replace(case, tokens=tokens) for name, tokens in case.tokens.parts().items()} for case in cases]
    said = iter(other.prices([each for parts in alone for each in parts.values()]))
    found = [{name: (_own_price(each, catalog), next(said)) for name, each in parts.items()} for parts in alone]
    for parts in found:
        given = parts["input"]
        parts["output"] = (_less_input(parts["output"][0], given[0]), _less_input(parts["output"][1], given[1]))
    return found


def _less_input(one: Priced, other: Priced) -> Priced:
    return replace(one, usd=None if one.usd is None or other.usd is None else one.usd - other.usd, off_peak=None)


def verdict(found: Difference, name: str, third: str) -> tuple[str, str]:
    """Who is right, and why: the first rule that holds."""
    mine, theirs, differing = found.mine, found.theirs, set(found.differing)
    if mine.usd is None:
        return "open", "no list states it, and others that serve the model charge more there: not known by rule"
    if theirs.usd is None:
        return "ours", f"{name} gives no figure: {theirs.why}"
    if differing == {"cache write"} and "cache writes by" in mine.basis:
        return "open", "neither list states it: ours takes the multiple that the maker or others state, by rule"
    rates = [found.parts[part] for part in differing]
    fallback = bool(differing) and differing <= {"cache read", "cache write"}
    if fallback and all(other.equals(found.parts["input"][1]) for _, other in rates):
        return "ours", f"a price of the {' and '.join(sorted(differing))} is stated ({mine.why}); {name} has none"
    if found.third and mine.equals(found.third):
        return "ours", f"{third} says the same"
    if found.third and theirs.equals(found.third):
        return "theirs", f"{third} says the same"
    if abs(mine.usd / theirs.usd - 1) < Decimal("0.0005"):
        return "both", "one of them rounds a price that is stated in another unit"
    if fallback and all(one.equals(found.parts["input"][0]) for one, _ in rates):
        return "theirs", "no list that is read here states it; the input price is taken, which is the most"
    ours_on, theirs_on = mine.since or "", theirs.since
    if theirs_on is None:
        return "open", f"another base price; ours was read on {ours_on} ({mine.why}), theirs bears no day"
    newer = "ours" if ours_on > theirs_on else "theirs"
    routed = "a routed price, which moves; " if found.case.provider == "openrouter" else ""
    return newer, f"{routed}the newer reading: ours is of {ours_on} ({mine.why}), theirs of {theirs_on}"


def _same_offerings(other: Calculator, facts: Facts) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """(our provider, id) -> (their provider, their key) of what both sides list."""
    sellers = {fold(word): each.id for each in facts.providers.values() for word in (each.id, *each.also)}
    ids = defaultdict(set)
    for model in facts.models.values():
        for offering in model.offerings:
            if offering.id and offering.service is None:
                ids[offering.provider].add(offering.id)
    (listed,) = other.ask(list=True)
    for seller, key in sorted(listed, key=lambda row: (-row[1].count("/"), row[1])):  # the plainest key counts
        provider = GENAI_NAMES.get(seller) if other.name == GENAI else None
        provider = provider or sellers.get(fold(seller or ""))
        for form in (key, key.partition("/")[2]):
            if provider and form in ids[provider]:
                yield (provider, form), (seller, key)
                break


def _random_cases(other: Calculator, facts: Facts, number: int) -> list[Case]:
    draw = random.Random(SEED)
    places = [
        (model, way.offering)
        for model in facts.models.values()
        for way in routes(model, facts, DAY)
        if way.offering and (way.offering.provider, way.offering.id) in other.known and _is_plain(way.offering)
    ]
    places.sort(key=lambda pair: (pair[0].id, pair[1].provider, pair[1].id or ""))
    return [_random_case(*draw.choice(places), draw) for _ in range(number)]


def _random_case(model: Model, offering: Offering, draw: random.Random) -> Case:
    price = price_on(offering.prices, DAY)
    assert price is not None
    context = offering.context or (model.context.value if model.context else 128_000)
    least = draw.choice([tier.above for tier in price.charges.tiers] or [100]) if draw.random() < 0.5 else 100
    least = min(least, context // 2)
    into = round(least * (context / least) ** draw.random() / 200) * 200 + 200
    cached, hit = draw.choice([0, 0, 25, 50, 90]), draw.choice([0, 50, 100])
    hit = 100 if price.charges.rates.cache_write is None else hit
    return Case(model.id, offering.provider, str(offering.id), Tokens(into, draw.randint(1, 8000), cached, hit))


def _is_plain(offering: Offering) -> bool:
    """Whether an offering is a standard one that is bound to no place, with a price above zero."""
    price = price_on(offering.prices, DAY)
    return bool(offering.service is None and not offering.geography and price and price.input and price.output)


def _own_price(case: Case, catalog: Any) -> Priced:
    """What the program answers; at the hours of the peak where the clock decides."""
    use = case.tokens
    usage = {"in": use.into, "out": use.out, "cached": f"{use.cached}%", "hit-rate": f"{use.hit}%"}
    report = catalog.cost(case.model, usage=usage, provider=case.provider, all_offerings=True, as_of=DAY)
    rows = [row for row in report.rows if row.offering and row.offering.id == case.id]
    row = min(rows, key=lambda row: "(" in (row.provider_name or "").rpartition(" ")[2])
    low = row.per_month_usd.low if "hours of the peak" in row.basis else None
    return Priced(row.per_request_usd, row.price_on, ", ".join(row.sources), row.basis, low)


if __name__ == "__main__":
    sys.exit(main())
