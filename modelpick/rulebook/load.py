"""Folders of rule files -> a rulebook; a later folder wins, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from modelpick.catalog.bundled import bundle_day, shipped_reads
from modelpick.catalog.reader import YamlDocument, read_yaml
from modelpick.catalog.validate import check_schema
from modelpick.model.errors import InputErrors
from modelpick.model.names import did_you_mean
from modelpick.model.problems import Problem
from modelpick.model.rules import RULES, Advisory, ConstraintRule, Need, Persona, Rule, Rulebook
from modelpick.rulebook.check import check_rule
from modelpick.storage.reading import Reads


def rule_files(folder: Path, reads: Reads | None = None) -> list[Path]:
    """Every rule file under `folder`, in a fixed order.

    Raises:
        InputErrors: there is no such folder.
    """
    if not folder.is_dir():
        raise InputErrors([Problem(str(folder), None, None, "is not a folder of rules", "Name a folder")])
    return list((reads or Reads()).listed(folder, "*.yaml"))


def load_rules(folders: Sequence[Path], *, reads: Reads | None = None) -> tuple[Rulebook, dict[tuple[str, str], Path]]:
    """The rulebook of `folders`, and the file of each (kind, id).

    Args:
        reads: what reads the files, for whoever keeps something about their content.

    Raises:
        InputErrors: with every problem of every file.
    """
    rules: dict[tuple[str, str], Rule] = {}
    origins: dict[tuple[str, str], Path] = {}
    problems: list[Problem] = []
    for folder in folders:
        seen: dict[tuple[str, str], Path] = {}
        reader = shipped_reads() if bundle_day(folder) else reads
        for path in rule_files(folder, reader):
            rule, document, faults = _read_rule(path, reader)
            problems += faults
            if rule is None or document is None:
                continue
            key = (rule.kind, rule.id)
            if key in seen:
                problems.append(document.problem(("id",), f"{key[0]} {key[1]} is also in {seen[key]}", "Rename one"))
            seen[key] = origins[key] = path
            rules[key] = rule
    # What an unreadable file holds may be what another names, so names are judged only when all could be read.
    problems = problems or [*_dangling_rule_names(rules, origins), *_shared_words(rules, origins)]
    if problems:
        raise InputErrors(problems)
    return _rulebook_of(rules), origins


def _read_rule(path: Path, reads: Reads | None) -> tuple[Rule | None, YamlDocument | None, list[Problem]]:
    try:
        document = read_yaml(path, reads)
    except InputErrors as error:
        return None, None, list(error.problems)
    kind = document.data.get("kind") if isinstance(document.data, dict) else None
    schema = RULES.get(kind) if isinstance(kind, str) else None
    if schema is None:
        hint = did_you_mean(str(kind), RULES, 1) if kind else None
        message = f"`kind` is {kind!r}, expected one of {', '.join(RULES)}"
        return None, None, [document.problem(("kind",), message, hint)]
    rule, faults = check_schema(document, schema)
    if rule is not None:
        faults = check_rule(rule, document)
    return (None if faults else rule), document, faults


def _dangling_rule_names(rules: dict[tuple[str, str], Rule], origins: dict[tuple[str, str], Path]) -> list[Problem]:
    """Problems of names that no rule has: needs and advisories of personas, constraints of needs, needs of
    advisories.
    """
    ids = {kind: {id_ for k, id_ in rules if k == kind} for kind in RULES}
    problems = []
    for key, rule in rules.items():
        wanted: list[tuple[str, str]] = []
        if isinstance(rule, Persona):
            wanted = [("need", n) for n in rule.needs] + [("advisory", a) for a in rule.advisories]
            wanted += [("constraint", each.ask) for each in rule.constraints]
        elif isinstance(rule, Need):
            wanted = [("constraint", c) for c in rule.requires]
        elif isinstance(rule, Advisory):
            wanted = [("need", n) for n in rule.needs]
        for kind, name in wanted:
            if name not in ids[kind]:
                message = f"{key[0]} {key[1]} names an unknown {kind} {name!r}"
                problems.append(Problem(str(origins[key]), None, None, message, did_you_mean(name, ids[kind], 1)))
    return problems


def _shared_words(rules: dict[tuple[str, str], Rule], origins: dict[tuple[str, str], Path]) -> Iterator[Problem]:
    """Problems of words that name two needs. What a need itself is called is its own, whoever else has the word."""
    ids = {rule.id for rule in rules.values() if isinstance(rule, Need)}
    meant: dict[str, str] = {}
    for key, rule in rules.items():
        for word in rule.also if isinstance(rule, Need) else ():
            other = meant.setdefault(word, rule.id)
            if other != rule.id and word not in ids:
                message = f"need {rule.id} is also called {word!r}, which means need {other}"
                yield Problem(str(origins[key]), None, None, message, "Leave the word to one of them")


def _rulebook_of(rules: dict[tuple[str, str], Rule]) -> Rulebook:
    ordered = sorted(rules.values(), key=lambda rule: rule.id)
    return Rulebook(
        needs={r.id: r for r in ordered if isinstance(r, Need)},
        constraints={r.id: r for r in ordered if isinstance(r, ConstraintRule)},
        advisories={r.id: r for r in ordered if isinstance(r, Advisory)},
        personas={r.id: r for r in ordered if isinstance(r, Persona)},
    )
