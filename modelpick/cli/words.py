"""Makes the file of words that completion reads: the commands with their options, and the names in the catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import typer
from typer.utils import get_params_from_function

from modelpick.app.resolve import resolve
from modelpick.cli.completion import FILES, FORMAT, VALUE
from modelpick.cli.grammar import HELP_ALL
from modelpick.domain.errors import ModelpickError
from modelpick.domain.facts import Facts
from modelpick.domain.rules import Rulebook
from modelpick.domain.vocabulary import FIELDS
from modelpick.fit.quants import QUANTS


def make_words() -> dict[str, Any]:
    """The words of the bundled catalog and rules."""
    from modelpick.app.load import Given, opened, read
    from modelpick.catalogue.bundled import clock_day
    from modelpick.snapshot.keep import Unkept

    given, today = Given(synced=False), clock_day()
    try:
        catalogue = opened(given, today)
    except Unkept:
        catalogue = read(given, today)
    return words_of(catalogue.facts, catalogue.rulebook)


def words_of(facts: Facts, rulebook: Rulebook) -> dict[str, Any]:
    """What completion reads: `tree` is what the program takes, `words` what its values may be."""
    from modelpick.cli.main import app

    return {"format": FORMAT, "tree": _node(typer.main.get_command(app)), "words": _words(facts, rulebook)}


def _node(command: Any) -> dict[str, Any]:
    """A command: its options with the kind of their value (empty for a switch) and help, and what follows."""
    options: dict[str, list[Any]] = {"--help": ["", "Show the common options."], HELP_ALL: ["", "Show every option."]}
    completers = _completers(command)
    arguments = []
    for param in command.params:
        kind = completers.get(param.name) or (FILES if param.metavar in ("FILE", "DIR") else VALUE)
        if param.param_type_name == "argument":
            arguments.append([kind, param.nargs == -1])
            continue
        for name in param.opts:
            options[name] = ["" if param.is_flag else kind, param.help or ""]
    node = {"options": options, "arguments": arguments, "help": _first_line(command.help)}
    if hasattr(command, "list_commands"):
        node["commands"] = {name: _node(command.get_command(None, name)) for name in command.list_commands(None)}
    return node


def _completers(command: Any) -> dict[str, Any]:
    """Parameter -> the kind of words that complete it."""
    function = getattr(command.callback, "__wrapped__", None)
    params = get_params_from_function(function) if function else {}
    found: dict[str, Any] = {name: getattr(param.default, "autocompletion", None) for name, param in params.items()}
    return {name: completer.kind for name, completer in found.items() if hasattr(completer, "kind")}


def _first_line(text: str | None) -> str:
    return " ".join((text or "").split()).partition(". ")[0]


def _words(facts: Facts, rulebook: Rulebook) -> dict[str, list[list[str]]]:
    from modelpick.app.asking import words_known

    models = [[id_, *(end for end in ends if _means(end, id_, facts))] for id_, *ends in _spelled(facts.models)]
    benchmarks, providers = sorted(facts.benchmarks), sorted(facts.providers)
    of_rules: dict[str, Iterable[str]] = {
        "needs": rulebook.needs,
        "personas": rulebook.personas,
        "constraints": rulebook.constraints,
        "rules": [*rulebook.needs, *rulebook.personas, *rulebook.constraints, *rulebook.advisories],
    }
    single: dict[str, Iterable[str]] = {
        **of_rules,
        "benchmarks": benchmarks,
        "providers": providers,
        "workloads": facts.workloads,
        "quants": QUANTS,
        "fields": FIELDS,
        "labs": words_known("lab", facts),
        "regions": words_known("residency", facts),
        "jurisdictions": words_known("jurisdiction", facts),
        "families": {m.family for m in facts.models.values() if m.family},
    }
    words = {kind: [[name] for name in sorted(names)] for kind, names in single.items()}
    words["needs"] = [[need.id, *need.also] for need in rulebook.needs.values()]
    words["models"] = models
    words["hardware"] = _spelled(facts.hardware)
    others = [*benchmarks, *providers, *facts.glossary, *facts.sources]
    words["everything"] = [*models, *([name] for name in dict.fromkeys(others))]
    return words


def _spelled(ids: Iterable[str]) -> list[list[str]]:
    """Each id, then its name from each of its parts on, as far as no other has such a name."""
    ends = {id_: list(_ends(id_.rpartition("/")[2])) for id_ in sorted(ids)}
    having = Counter(end for each in ends.values() for end in each)
    return [[id_, *(end for end in each if having[end] == 1 and end != id_)] for id_, each in ends.items()]


def _means(name: str, model: str, facts: Facts) -> bool:
    """Whether `name` is read as that model and no other."""
    try:
        return resolve(name, facts) == model
    except ModelpickError:
        return False


def _ends(slug: str) -> Iterable[str]:
    """``claude-opus-4.6``, ``opus-4.6``: what begins with a letter."""
    place = 0
    while slug[place:]:
        if slug[place].isalpha():
            yield slug[place:]
        step = slug.find("-", place)
        if step < 0:
            return
        place = step + 1
