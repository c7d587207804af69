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
    "--budget": SpokenOption(("--max-monthly",), "US dollars a month"),
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

OPTIONS_OF_WORDS = {
    **dict.fromkeys(("computer", "desktop", "gpu", "laptop", "machine", "notebook", "pc"), "--hardware detect"),
    **dict.fromkeys(("local", "locally", "offline", "self-hosted", "on-premises", "on-prem"), "--self-host"),
    **dict.fromkeys(("eu", "europe", "european", "gdpr"), "--residency eu"),
    **dict.fromkeys(("hipaa", "baa"), "--baa"),
    **dict.fromkeys(("open-weights", "open-weight"), "--open-weights"),
    **dict.fromkeys(("open-source", "opensource", "foss"), "--license osi"),
    **dict.fromkeys(("api", "hosted"), "--api ga"),
}
"""Word of a sentence -> the options that say it."""
_OF_GDPR = (
    "The GDPR is a law about you and your provider, not a property of a model. Ask for what it comes down to, "
    "--residency eu --dpa --no-training --zero-retention, and have the data processing agreement (Article 28) signed"
)
NO_OPTION: dict[str, str] = {"--gdpr": _OF_GDPR, "--dsgvo": _OF_GDPR, "--rgpd": _OF_GDPR}
"""Words that stand for no option -> what to ask for instead."""


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
    "months": "--amortise",
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
        if word in NO_OPTION and word not in known:
            raise ModelpickError("is no option", where=word, hint=NO_OPTION[word])
        if said is None or word in known or said.means[0] not in known:
            found.append(argument)
            continue
        if said.told:
            tell(f"note: {word} is read as {' '.join(said.means)}: {said.told}")
        found += [*said.means[:-1], f"{said.means[-1]}={value}"] if sign else said.means
    return found
