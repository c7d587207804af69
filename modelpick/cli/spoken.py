"""Options as people say them: other spellings and other words for an option, and words that no option can stand for."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

from modelpick.cli.streams import tell
from modelpick.model.errors import ModelpickError


class SpokenOption(NamedTuple):
    """The option that other words are rewritten to, and a note for the user; None where none is needed."""

    means: tuple[str, ...]
    told: str | None = None


OPTION_WORDS: dict[str, SpokenOption] = {
    "--licence": SpokenOption(("--license",)),
    "--colour": SpokenOption(("--color",)),
    "--json": SpokenOption(("--format", "json")),
    "--date": SpokenOption(("--as-of",)),
    "--needs": SpokenOption(("--need",)),
    "--gpu": SpokenOption(("--hardware",)),
    "--machine": SpokenOption(("--hardware",)),
    "--region": SpokenOption(("--residency",)),
    "--hipaa": SpokenOption(
        ("--baa",), "HIPAA asks for a signed business associate agreement; this keeps providers that sign one"
    ),
    "--local": SpokenOption(
        ("--self-host",), "open weights that you can run yourself; name the machine with --hardware"
    ),
    "--on-premises": SpokenOption(
        ("--self-host",), "open weights that you can run yourself; name the machine with --hardware"
    ),
    "--open-source": SpokenOption(("--license", "osi"), "a license that the Open Source Initiative accepts"),
    "--commercial": SpokenOption(("--license", "commercial"), "a license that allows commercial use"),
    "--open": SpokenOption(("--open-weights",)),
    "--budget": SpokenOption(("--max-monthly",), "US dollars a month"),
    "--max-cost": SpokenOption(("--max-monthly",), "US dollars a month"),
    "--cloud": SpokenOption(("--provider",)),
    "--platform": SpokenOption(("--provider",)),
    "--vendor": SpokenOption(("--provider",)),
    "--country": SpokenOption(
        ("--jurisdiction",), "whose courts the provider answers to; --residency is where data are"
    ),
    "--context-window": SpokenOption(("--min-context",)),
    "--context-length": SpokenOption(("--min-context",)),
    "--min-output-tokens": SpokenOption(("--min-output",)),
    "--vision": SpokenOption(("--input", "image")),
    "--function-calling": SpokenOption(("--tools",)),
    "--json-mode": SpokenOption(("--structured-output",)),
    "--no-logging": SpokenOption(("--zero-retention",), "nothing is kept once it is answered"),
    "--no-retention": SpokenOption(("--zero-retention",)),
    "--tps": SpokenOption(("--min-throughput",), "tokens a second, as measured of the service"),
    "--latency": SpokenOption(("--max-latency",), "seconds to the first token, as measured of the service"),
    "--memory": SpokenOption(("--vram",)),
    "--limit": SpokenOption(("--top",)),
    "--input-tokens": SpokenOption(("--in",)),
    "--prompt-tokens": SpokenOption(("--in",)),
    "--output-tokens": SpokenOption(("--out",)),
    "--completion-tokens": SpokenOption(("--out",)),
    "--requests-per-month": SpokenOption(("--requests",)),
    "--cache": SpokenOption(("--cached",)),
    "--cache-lifetime": SpokenOption(("--cache-ttl",)),
    "--tier": SpokenOption(("--service",)),
    "--service-tier": SpokenOption(("--service",)),
    "--flex": SpokenOption(("--service", "flex")),
    "--priority": SpokenOption(("--service", "priority")),
    "--eu": SpokenOption(("--residency", "eu"), "processing confined to the EU"),
    "--c5": SpokenOption(("--certified", "c5")),
    "--hds": SpokenOption(("--certified", "hds")),
    "--iso27001": SpokenOption(("--certified", "iso27001")),
    "--soc2": SpokenOption(("--certified", "soc2-type2"), "a SOC 2 report of type 2"),
    "--fedramp": SpokenOption(("--certified", "fedramp")),
    "--avv": SpokenOption(("--dpa",), "a data processing agreement (GDPR Article 28)"),
    "--cmk": SpokenOption(("--customer-keys",)),
    "--uptime": SpokenOption(("--sla",), "availability that is promised, percent; it is not what was measured"),
    "--zdr": SpokenOption(("--zero-retention",)),
}
"""Option as it is said -> as it is written. It counts where the command has the second and not the first."""

_OF_GDPR = (
    "The GDPR is a law about you and your provider, not a property of a model. Ask for what it comes down to, "
    "--residency eu --dpa --no-training --zero-retention, and have the data processing agreement (Article 28) signed"
)
_OF_PLACES = "The answer tells the places apart; what is confined to one: modelpick recommend coding --residency eu"
_OF_CHINA = (
    "Ask for what is meant: --jurisdiction US,EU of who serves it, --exclude-lab deepseek,qwen,... of who trained it, "
    "--residency of where data are processed"
)
_OF_REASONING = "Tokens of reasoning are billed as output: add them to --out, or let --typical-length estimate them"
NO_OPTION: dict[str, str] = {
    "--gdpr": _OF_GDPR, "--dsgvo": _OF_GDPR, "--rgpd": _OF_GDPR, "--no-china": _OF_CHINA, "--no-chinese": _OF_CHINA,
    "--currency": "All prices are in US dollars, as the price lists are; no rate of exchange is kept",
    "--eur": "All prices are in US dollars, as the price lists are; no rate of exchange is kept",
    "--images": "An image is billed as the tokens that its provider counts for it: add them to --in",
    "--users": "Say how many requests that makes a month: --requests 100k",
    "--tokens": "Say the tokens of one request, and how many requests: --in 3k --out 500 --requests 100k",
    "--cache-writes": "What a cache does not hold yet is written: --cached 90% --hit-rate 95% --cache-ttl 1h",
    "--reasoning-tokens": _OF_REASONING, "--thinking": _OF_REASONING,
    "--since": "Ends of the last days: --past 60d",
}  # fmt: skip
"""Words that stand for no option -> what to ask for instead."""
ELSEWHERE: dict[str, str] = {
    "--need": "A need is asked of `recommend` and `compare`, and of `check` in a saved question: --profile FILE",
    "--provider": "Put it before the id: azure/gpt-4o",
    "--max-monthly": "A limit on the month is asked of `recommend`: modelpick recommend coding --max-monthly 200",
    "--residency": _OF_PLACES, "--region": _OF_PLACES,
    "--lab": "A lab is named as models are: modelpick retirements google",
    "--reasoning": _OF_REASONING,
    "--open-weights": "Models are filtered by their fields: modelpick list --where 'weights = open'",
    "--min-context": "Models are filtered by their fields: modelpick list --where 'context >= 200k'",
    "--max-price": "Models are filtered by their fields: modelpick list --where 'price.in <= 1'",
    "--license": "Models are filtered by their fields: modelpick list --where 'license.id = MIT'",
}  # fmt: skip
"""Options of other commands -> what to ask for here instead."""


SUBJECTS: dict[str, str] = {
    "terms": "What it promises: `modelpick show {word} --kind provider`; what your own contract says is recorded by "
    "`modelpick terms confirm {word} baa --source contract-2026-12`"
}
"""Groups of commands that people name a subject of, as in `modelpick terms openai` -> what tells of it."""

FLAGS = {
    "needs": "--need",
    "catalogs": "--catalog",
    "profiles": "--profile",
    "providers": "--provider",
    "base_urls": "--base-url",
    "scenarios": "--scenario",
    "sources": "--source",
    "value": "--is",
    "models": "--model",
    "read_from": "--from",
    "hosting": "--self-host",
    "usd_per_hour": "--price-per-hour",
    "usd_per_kwh": "--power",
    "months": "--amortize",
}
"""Field as Python calls it -> the option that says it, where that is not called the same."""


def flag_of(field: str) -> str:
    """How the command line writes a field that an error names: ``--as-of``."""
    return FLAGS.get(field, f"--{field.replace('_', '-')}")


def written(arguments: Sequence[str], known: Container[str]) -> list[str]:
    """`arguments` with the options rewritten to those in `known`; notes go to stderr.

    Raises:
        ModelpickError: a word that no option stands for; it says what to ask for.
    """
    found: list[str] = []
    for place, argument in enumerate(arguments):
        if argument == "--":
            return [*found, *arguments[place:]]
        word, sign, value = argument.partition("=")
        said = OPTION_WORDS.get(word)
        if word not in known and (instead := NO_OPTION.get(word)):
            raise ModelpickError("is no option", where=word, hint=instead)
        if said is None or word in known or said.means[0] not in known:
            if word not in known and (instead := ELSEWHERE.get(word)):
                raise ModelpickError("is no option of this command", where=word, hint=instead)
            found.append(argument)
            continue
        if said.told:
            tell(f"note: {word} is read as {' '.join(said.means)}: {said.told}")
        found += [*said.means[:-1], f"{said.means[-1]}={value}"] if sign else said.means
    return found
