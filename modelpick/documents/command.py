"""A request as the words of a command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelpick.model.arguments import USE
from modelpick.model.request import Request

_OF_THE_MACHINE = ("fits",)
"""Asked of every question that names a machine."""
_OF_THE_POLICY = ("allowed",)
"""Asked wherever the user's own files hold a policy."""
OWN_FLAG = frozenset({
    "allowed", "api", "available", "baa", "certified", "customer-keys", "dpa", "exclude", "exclude-lab", "fits",
    "input", "jurisdiction", "lab", "license", "max-latency", "max-monthly", "max-per-task", "max-price",
    "max-price-in", "max-price-out", "min-context", "min-output", "min-score", "min-speed", "min-throughput",
    "no-human-review", "no-training", "not-retiring-within", "open-weights", "output", "provider", "reasoning",
    "released-after", "residency", "self-host", "sla", "structured-output", "tools", "zero-retention",
})  # fmt: skip
"""The constraints that have an option of their own; any other is asked with --require."""
_UNQUOTED_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_")


def flags(request: Request) -> tuple[str, ...]:
    """The command-line options that ask `request`: ``("--need", "coding", "--self-host")``."""
    return tuple(_flag_words(request))


def quoted(words: tuple[str, ...]) -> str:
    """`words` joined into a line for a shell.

    >>> quoted(("--where", "context >= 1M", "--self-host"))
    "--where 'context >= 1M' --self-host"
    """
    return " ".join(_quoted_word(word) for word in words)


def _quoted_word(word: str) -> str:
    if word and _UNQUOTED_CHARACTERS.issuperset(word):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def _flag_words(request: Request) -> Iterator[str]:
    if request.persona:
        yield from ("--persona", request.persona)
    for need, weight in request.needs.items():
        yield from ("--need", need if weight == 1 else f"{need}={weight:g}")
    for test, share in request.own.items():
        yield from ("--own", f"{test}={share:g}")
    machine = bool(request.hardware or request.vram or request.found)
    for id_, value in request.constraints.items():
        if id_ not in _OF_THE_POLICY and not (machine and id_ in _OF_THE_MACHINE):
            yield from _constraint_words(id_, value)
    if request.or_hosted:
        yield "--or-hosted"
    yield from _repeated_flag("--where", request.where)
    yield from _repeated_flag("--only", (",".join(request.only),) if request.only else ())
    yield from _repeated_flag("--allow-unknown", request.allow_unknown)
    if request.found:
        yield from ("--hardware", "detect")
    settings: Mapping[str, Any] = {
        "--hardware": request.hardware,
        "--vram": request.vram,
        "--quant": request.quant,
        "--context": request.context,
        "--concurrency": request.concurrency if request.concurrency > 1 else None,
        "--workload": request.workload,
        **{f"--{name}": value for name, value in request.usage.items() if name not in USE or USE[name].metavar},
        "--evidence": request.evidence if request.evidence != "any" else None,
        "--trust": request.trust if request.trust != "all" else None,
        "--risk": request.risk if request.risk != "neutral" else None,
        "--top": request.top if request.top != Request().top else None,
        "--as-of": request.as_of,
    }
    for name, value in settings.items():
        if value is not None:
            yield from (name, str(value))
    yield from (f"--{name}" for name, part in USE.items() if not part.metavar and request.usage.get(name) == "true")
    yield from request.beside


def _constraint_words(id_: str, value: Any) -> Iterator[str]:
    if value is None or value is False:
        return
    if id_ not in OWN_FLAG:
        yield from ("--require", id_ if value is True else f"{id_}={_in_one_word(value)}")
    elif value is True:
        yield f"--{id_}"
    elif isinstance(value, Mapping):
        yield from _repeated_flag(f"--{id_}", tuple(f"{name}={each}" for name, each in value.items()))
    elif isinstance(value, list | tuple):
        yield from _repeated_flag(f"--{id_}", tuple(map(str, value)))
    else:
        yield from (f"--{id_}", str(value))


def _in_one_word(value: Any) -> str:
    """A value behind an equals sign, where it cannot be repeated: ``eu,us``, ``swe-bench-verified=80``."""
    if isinstance(value, Mapping):
        return ",".join(f"{name}={each}" for name, each in value.items())
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _repeated_flag(flag: str, values: tuple[str, ...]) -> Iterator[str]:
    for value in values:
        yield from (flag, value)
