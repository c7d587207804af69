"""The options that several commands share, each declared once; `modelpick.cli.shared` gives them to commands.

Nothing heavy is imported here: the command line must start, complete and show its help at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from modelpick.cli import completion
from modelpick.cli.declared import MACHINE, USE, Option
from modelpick.cli.formats import EVERYWHERE
from modelpick.model import arguments
from modelpick.model.arguments import OFFLOADS, ON_MACHINE

COMMON, QUESTION, LIMITS = "Output and catalog", "Question", "Hard constraints"


COMMON_OPTIONS: dict[str, tuple[Any, Any]] = {
    "format": (
        Annotated[str, Option("--format", "-f", help=f"{', '.join(EVERYWHERE)}; html for recommend, compare, cost, "
                                     "explain and check.", panel=COMMON,
                              metavar="FORMAT", autocompletion=completion.formats)],
        "table",
    ),
    "details": (
        Annotated[bool, Option("--details", help="All reasons, figures and sources, not the short answer.",
                               panel=COMMON)],
        False,
    ),
    "show_sources": (
        Annotated[bool, Option("--sources", help="The sources of the short answer; `modelpick show NAME` tells more "
                               "of each.", panel=COMMON)],
        False,
    ),
    "pager": (
        Annotated[bool, Option("--pager/--no-pager", help="Page what is longer than the screen: with PAGER, or less.",
                               panel=COMMON)],
        True,
    ),
    "as_of": (
        Annotated[str | None, Option("--as-of", help="Answer as of this day, with the facts known then.",
                                     panel=COMMON, metavar="DATE")],
        None,
    ),
    "catalog_version": (
        Annotated[str | None, Option("--catalog-version", help="Use this version of the bundled data: of a data "
                                     "release that is kept, or shipped.", panel=COMMON, metavar="VERSION")],
        None,
    ),
    "catalog": (
        Annotated[list[Path] | None, Option("--catalog", help="A catalog file of your own, laid over the bundled "
                                            "one (repeatable, later wins).", panel=COMMON, metavar="FILE")],
        None,
    ),
    "rules": (
        Annotated[list[Path] | None, Option("--rules", help="A folder of rules of your own (repeatable).",
                                            panel=COMMON, metavar="DIR")],
        None,
    ),
    "no_bundled": (
        Annotated[bool, Option("--no-bundled", help="Use nothing of the bundled data and rules.", panel=COMMON)],
        False,
    ),
    "no_project": (
        Annotated[bool, Option("--no-project", help="Use no file that is found: neither those of your config folder "
                               "nor the modelpick.yaml of this folder or above. --catalog still counts.",
                               panel=COMMON)],
        False,
    ),
    "color": (
        Annotated[str, Option("--color", help="auto, always or never. NO_COLOR is respected.", panel=COMMON,
                              metavar="WHEN", autocompletion=completion.choices("auto", "always", "never"))],
        "auto",
    ),
}  # fmt: skip

QUESTION_OPTIONS: dict[str, tuple[Any, Any]] = {
    "need": (
        Annotated[list[str] | None, Option("--need", "-n", help="What it is for; repeatable, with weights: coding=2.",
                                           panel=QUESTION, metavar="NEED[=WEIGHT]", autocompletion=completion.needs)],
        None,
    ),
    "persona": (
        Annotated[str | None, Option("--persona", help="A point of view: a mix of needs and what to warn of first.",
                                     panel=QUESTION, metavar="NAME", autocompletion=completion.personas)],
        None,
    ),
    "profile": (
        Annotated[Path | None, Option("--profile", help="A saved question in YAML; flags win over it.",
                                      panel=QUESTION, metavar="FILE")],
        None,
    ),
    "only": (
        Annotated[list[str] | None, Option("--only", help="Consider these models alone (repeatable, or a,b,c).",
                                           panel=QUESTION, metavar="MODEL", autocompletion=completion.models)],
        None,
    ),
    "where": (
        Annotated[list[str] | None, Option("--where", help="Require 'FIELD OP VALUE' of a catalog field: "
                                           "'params.active_b < 20'; several by `and`.", panel=QUESTION,
                                           metavar="TEST")],
        None,
    ),
    "evidence": (
        Annotated[str | None, Option("--evidence", metavar="any|tested|strict", panel=QUESTION,
                                     autocompletion=completion.choices("any", "tested", "strict"),
                                     help="any: estimate what nobody measured; tested: at least half measured; "
                                          "strict: no estimates.")],
        None,
    ),
    "risk": (
        Annotated[str | None, Option("--risk", help="neutral ranks by the score, averse by the lower end of its "
                                     "interval.", panel=QUESTION, metavar="neutral|averse",
                                     autocompletion=completion.choices("neutral", "averse"))],
        None,
    ),
    "own": (
        Annotated[list[str] | None, Option("--own", help="Weigh a test of your own, with its share of the whole: "
                                           "my-tasks=0.5 (repeatable).", panel=QUESTION, metavar="TEST=SHARE",
                                           autocompletion=completion.benchmarks)],
        None,
    ),
    "trust": (
        Annotated[str | None, Option("--trust", help="all joins your own results with what is published, each by its "
                                     "number of tasks; own takes yours alone.", panel=QUESTION, metavar="all|own",
                                     autocompletion=completion.choices("all", "own"))],
        None,
    ),
    "allow_unknown": (
        Annotated[list[str] | None, Option("--allow-unknown", help="Admit models for which this constraint is not "
                                           "known, with a flag (repeatable).", panel=QUESTION, metavar="CONSTRAINT",
                                           autocompletion=completion.constraints)],
        None,
    ),
    "top": (
        Annotated[int | None, Option("--top", help="How many models to rank; 10 if you do not say.", panel=QUESTION,
                                     metavar="N")],
        None,
    ),
}  # fmt: skip


def machine_option(name: str, panel: str = MACHINE) -> Any:
    """The option of the command line that says the argument `name` of `ON_MACHINE`."""
    known, flag = ON_MACHINE[name], f"--{name.replace('_', '-')}"
    completer = _MACHINE_COMPLETERS.get(name)
    return Option(flag, help=known.meaning, panel=panel, metavar=known.takes, autocompletion=completer)


_MACHINE_COMPLETERS = {
    "hardware": completion.hardware,
    "quant": completion.quants,
    "offload": completion.choices(*OFFLOADS),
}

MACHINE_OPTIONS: dict[str, tuple[Any, Any]] = {
    **{name: (Annotated[str | None, machine_option(name)], None) for name in ("hardware", "vram", "ram")},
    "or_hosted": (
        Annotated[bool, Option("--or-hosted", help="Rank what others host beside what runs on that machine.",
                               panel=MACHINE)],
        False,
    ),
    **{name: (Annotated[str | None, machine_option(name)], None) for name in ("quant", "context")},
    "concurrency": (Annotated[int | None, machine_option("concurrency")], None),
    **{name: (Annotated[str | None, machine_option(name)], None) for name in ("kv_cache", "engine", "offload")},
}  # fmt: skip

USE_OPTIONS: dict[str, tuple[Any, Any]] = {
    "workload": (
        Annotated[str | None, Option("--workload", help="chat, rag, coding-agent, batch-extraction, long-document.",
                                     panel=USE, metavar="NAME", autocompletion=completion.workloads)],
        None,
    ),
    **{
        f"use_{name.replace('-', '_')}": (
            Annotated[str | None, Option(f"--{name}", help=part.help, panel=USE, metavar=part.metavar)]
            if part.metavar
            else Annotated[bool, Option(f"--{name}", help=part.help, panel=USE)],
            None if part.metavar else False,
        )
        for name, part in arguments.USE.items()
    },
}  # fmt: skip

LIST, TEXT, FLAG = list[str] | None, str | None, bool
CONSTRAINT_FLAGS: dict[str, tuple[Any, str, str]] = {
    "self-host": (FLAG, "", "Open weights that you can run yourself."),
    "open-weights": (FLAG, "", "Open weights, also where others host them."),
    "license": (TEXT, "KIND", "osi, permissive or commercial."),
    "api": (TEXT, "STAGE", "API at least: ga, or preview (ga or public preview); any: also what cannot be had today."),
    "available": (FLAG, "", "What anybody can use today; always asked, unless --api any lifts it."),
    "residency": (LIST, "REGION", "Processing confined to eu, eu-efta, us, ch ... (repeatable: each)."),
    "jurisdiction": (LIST, "CODES", "The provider answers to these jurisdictions only: US,EU."),
    "no-training": (FLAG, "", "No training on your data."),
    "zero-retention": (FLAG, "", "Zero data retention."),
    "baa": (FLAG, "", "The provider signs a HIPAA business associate agreement."),
    "dpa": (FLAG, "", "The provider signs a data processing agreement (GDPR Article 28)."),
    "no-human-review": (FLAG, "", "Nobody at the provider reads your content."),
    "customer-keys": (FLAG, "", "What is stored there is under keys of your own."),
    "certified": (LIST, "NAMES", "The service is certified: c5, hds, iso27001, soc2-type2 ..."),
    "sla": (TEXT, "PERCENT", "Availability that the provider promises: 99.9."),
    "max-price": (TEXT, "USD", "Blended price (3 in : 1 out) per million tokens."),
    "max-price-in": (TEXT, "USD", "Input price per million tokens."),
    "max-price-out": (TEXT, "USD", "Output price per million tokens."),
    "min-context": (TEXT, "TOKENS", "Context that is really served; 200k and 1M work."),
    "min-output": (TEXT, "TOKENS", "Longest answer."),
    "input": (LIST, "MODALITY", "Takes text, image, video, audio, pdf (repeatable)."),
    "output": (LIST, "MODALITY", "Gives text, image ... (repeatable)."),
    "tools": (FLAG, "", "Calls tools."),
    "structured-output": (FLAG, "", "Output that follows a schema."),
    "reasoning": (FLAG, "", "Has a reasoning mode."),
    "provider": (LIST, "PROVIDER", "Served by one of these (repeatable)."),
    "lab": (LIST, "LAB", "Only these labs (repeatable)."),
    "exclude-lab": (LIST, "LAB", "Not these labs (repeatable)."),
    "exclude": (LIST, "MODEL", "Not these models (repeatable)."),
    "allowed": (FLAG, "", "What the policy of your own files allows; always asked where they hold one."),
    "released-after": (TEXT, "DATE", "Released after this day."),
    "not-retiring-within": (TEXT, "DAYS", "No end of the API announced for the next days."),
    "min-score": (LIST, "BENCHMARK=VALUE", "A measured figure of at least this (repeatable)."),
    "fits": (FLAG, "", "What fits the machine that is named; always asked where one is."),
    "min-speed": (TEXT, "TOKENS/S", "Estimated output speed on your machine."),
    "min-throughput": (TEXT, "TOKENS/S", "Output speed of a request, as measured of the service."),
    "max-latency": (TEXT, "SECONDS", "Time to the first token, as measured of the service."),
    "max-monthly": (TEXT, "USD", "What the workload costs in a month."),
    "max-per-task": (TEXT, "USD", "What one task of the workload costs."),
}
"""Constraint id -> type, metavar, help. One flag a bundled constraint rule; the tests hold the two together."""

_CONSTRAINT_COMPLETERS = {
    "license": completion.choices("osi", "permissive", "commercial"),
    "api": completion.choices("ga", "preview", "any"),
    "residency": completion.regions,
    "jurisdiction": completion.jurisdictions,
    "certified": completion.certificates,
    "input": completion.modalities,
    "output": completion.modalities,
    "provider": completion.providers,
    "lab": completion.labs,
    "exclude-lab": completion.labs,
    "exclude": completion.models,
    "min-score": completion.benchmarks,
}


def _constraint_options() -> dict[str, tuple[Any, Any]]:
    options: dict[str, tuple[Any, Any]] = {}
    for id_, (kind, metavar, text) in CONSTRAINT_FLAGS.items():
        more = {"metavar": metavar} if metavar else {}
        option = Option(f"--{id_}", help=text, panel=LIMITS, autocompletion=_CONSTRAINT_COMPLETERS.get(id_), **more)
        options["limit_" + id_.replace("-", "_")] = (Annotated[kind, option], False if kind is FLAG else None)
    text = "A constraint of your own rules (repeatable)."
    option = Option("--require", help=text, panel=LIMITS, metavar="ID[=VALUE]")
    options["limit_require"] = (Annotated[LIST, option], None)
    return options


CONSTRAINT_OPTIONS = _constraint_options()
ASKED_OPTIONS = {**QUESTION_OPTIONS, **CONSTRAINT_OPTIONS, **MACHINE_OPTIONS, **USE_OPTIONS}
BY_GROUP = {"asked": ASKED_OPTIONS, "common": COMMON_OPTIONS, "use": USE_OPTIONS}
"""The options of each group that commands share: by parameter, its type and default."""
