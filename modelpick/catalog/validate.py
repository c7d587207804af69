"""Checks catalog files: first each against the schema, then what one row says of another.

Nothing stops at the first fault. Every problem says file, line, column, what was expected and the nearest valid name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, TypeVar

from pydantic_core import ValidationError

from modelpick.catalog.reader import YamlDocument
from modelpick.catalog.schema import CatalogFile, OwnScore
from modelpick.model.dates import Day, first_day, is_day
from modelpick.model.errors import InputErrors
from modelpick.model.facts import Facts, Measurement, Model, Price
from modelpick.model.fields import Plain, is_source
from modelpick.model.names import did_you_mean, fold, nearest
from modelpick.model.people import keys_at, reader_of
from modelpick.model.problems import Problem

F = TypeVar("F", bound=Plain)
SECTIONS = ("models", "benchmarks", "skills", "sources", "providers", "hardware", "workloads", "glossary")
_NAMED_SECTIONS = ("models", "providers")
"""What may be added to in a later layer, without its name."""
_SECTION_OF_KEY = {
    "benchmark": "benchmarks",
    "like": "benchmarks",
    "provider": "providers",
    "successor": "models",
    "base": "models",
    "model": "models",
    "device": "hardware",
}
MOST_BASES = 20
ANYWHERE = "*"
"""In a row of terms: at whatever provider."""
OWN = "own"
"""The source that needs no definition: what the user says on their own authority."""
_LISTED_WORDS = {"licenses": "license"}
"""What a list of a policy holds, where its key says it otherwise."""
_PAST_ONLY = {"since", "date", "released", "published", "announced", "checked_on", "read"}

Path = tuple[Any, ...]
Leaf = tuple[Path, str, Any]
"""The path of a mapping, and one of its keys with what stands there."""
Test = Callable[[Any], bool]
"""Whether a value is as it should be."""


class CheckedFile(Plain):
    """A catalog file: its document with positions, and its validated rows."""

    document: YamlDocument
    rows: CatalogFile
    today: Day
    """The latest day that a fact of the file may bear."""

    def said(self, section: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a section as they were written: what each says, and what it leaves out."""
        found: Sequence[Mapping[str, Any]] = (self.document.data or {}).get(section, ())
        return found

    def leaves_unlike(self, test_of: Callable[[str], Test | None]) -> list[Leaf]:
        """The plain values of its mappings that do not pass the test of their key; a key may have none."""
        found: list[Leaf] = []
        _add_leaves(self.document.data or {}, (), _AnswersKept(lambda key: _kept_test(test_of(key))), found)
        return found


def read_as(document: YamlDocument, schema: type[F]) -> F:
    """What a document says.

    Raises:
        InputErrors: every fault of it.
    """
    found, problems = check_schema(document, schema)
    if found is None:
        raise InputErrors(problems)
    read: F = found
    return read


def check_schema(document: YamlDocument, schema: type[Plain]) -> tuple[Any | None, list[Problem]]:
    """Validate one document; the rows, or None with every problem found."""
    if not isinstance(document.data, dict):
        keys = ", ".join(f"`{name}:`" for name in keys_at(schema, ()))
        found = "nothing" if document.data is None else f"a {_kind_of_value(document.data)}"
        return None, [Problem(document.file, 1, 1, f"expected a mapping with {keys}; found {found}")]
    try:
        return reader_of(schema).validate_python(document.data), []
    except ValidationError as error:
        return None, [_schema_problem(document, schema, fault) for fault in error.errors(include_url=False)]


def check_references(files: Sequence[CheckedFile], beneath: Facts | None = None) -> list[Problem]:
    """The problems that the schema cannot find: duplicate ids, dangling names, impossible values, future dates.

    `beneath`: facts of lower layers, whose names the files may use.
    """
    known = _known_names(files, beneath)
    ranges = _benchmark_ranges(files, beneath)
    named = {row["id"] for f in files for section in _NAMED_SECTIONS for row in f.said(section) if row.get("name")}
    named |= {id_ for section in _NAMED_SECTIONS for id_ in (getattr(beneath, section) if beneath else ())}
    bases = _base_models(files, beneath)
    # An id that nobody could match is named as an alias to say which model it is.
    settled = {m.id for f in files for m in f.rows.models}
    settled |= {id_ for id_, m in (beneath.models.items() if beneath else ()) if getattr(m, "linked", True)}
    editions = {edition: s.id for s in (beneath.skills.values() if beneath else ()) for edition in s.editions}
    problems: list[Problem] = []
    for file in files:
        problems += _ids_given_twice(file)
        problems += _aliases_given_twice(file, settled)
        problems += _weight_rows_given_twice(file)
        problems += _edition_problems(file, known["benchmarks"], editions)
        problems += _term_problems(file, known["glossary"])
        for leaf in file.leaves_unlike(partial(_test_of_key, known, file.today)):
            problems += _dangling_references(file.document, leaf, known)
            problems += _date_ahead(file.document, leaf, file.today)
        problems += _policy_name_problems(file, known)
        problems += _own_scores(file, ranges)
        problems += _own_prices(file)
        problems += _models_of_terms(file, known["models"])
        problems += _prices_ahead(file.document, ("prices",), (row.price for row in file.rows.prices), file.today)
        problems += _needs_name(file, named)
        for index, model in enumerate(file.rows.models):
            place = ("models", index)
            problems += _base_cycle_problems(file.document, place, model, bases)
            problems += _events_ahead(file.document, place, model, file.today)
            for number, offering in enumerate(model.offerings):
                at = (*place, "offerings", number, "prices")
                problems += _prices_ahead(file.document, at, offering.prices, file.today)
            problems += _measurement_problems(file.document, place, model, ranges)
    return problems


def _known_names(files: Sequence[CheckedFile], beneath: Facts | None) -> dict[str, set[str]]:
    """Every name that a file may refer to, by section; labs and licenses are those of the models."""
    known = {section: {row.id for f in files for row in getattr(f.rows, section)} for section in SECTIONS}
    known["licenses"] = {m.license.id for f in files for m in f.rows.models if m.license}
    if beneath is not None:
        for section in SECTIONS:
            known[section] |= set(getattr(beneath, section))
        if any(file.rows.policy.allow or file.rows.policy.deny for file in files):
            known["licenses"] |= {m.license.id for m in beneath.models.values() if m.license}
    known["labs"] = {id_.split("/")[0] for id_ in known["models"]}
    known["sources"].add(OWN)
    return known


def _benchmark_ranges(
    files: Sequence[CheckedFile], beneath: Facts | None
) -> dict[str, tuple[float | None, float | None, str]]:
    known = [*(beneath.benchmarks.values() if beneath else ()), *(b for f in files for b in f.rows.benchmarks)]
    return {b.id: (b.range[0], b.range[1], b.unit) for b in known}


def _base_models(files: Sequence[CheckedFile], beneath: Facts | None) -> dict[str, str]:
    """What each model was made from."""
    bases = {m.id: m.base for m in beneath.models.values() if m.base} if beneath else {}
    return bases | {m.id: m.base for f in files for m in f.rows.models if m.base}


def _schema_problem(document: YamlDocument, schema: type[Plain], fault: Any) -> Problem:
    path, kind = tuple(fault["loc"]), fault["type"]
    field = path[-1] if path else ""
    if kind == "extra_forbidden":
        hint = did_you_mean(str(field), keys_at(schema, path[:-1]))
        return document.problem(path, f"unknown key {str(field)!r}", hint)
    if kind == "missing":
        return document.problem(path[:-1], f"`{field}` is missing", "Add it")
    if kind in ("literal_error", "enum"):
        allowed = [part.strip("' ") for part in fault["ctx"]["expected"].replace(" or ", ", ").split(",")]
        message = f"`{field}` is {fault['input']!r}, expected one of {', '.join(allowed)}"
        close = nearest(str(fault["input"]), allowed, 1)
        return document.problem(path, message, f"Did you mean `{close[0]}`?" if close else None)
    message, shown = _expected_words(fault), fault["input"]
    if isinstance(shown, dict | list):
        named = isinstance(field, str) and kind != "value_error"
        return document.problem(path, f"`{field}`: {message[0].lower()}{message[1:]}" if named else message)
    given = str(shown) if isinstance(shown, Decimal) else repr(shown)
    return document.problem(path, f"`{field}` is {given}: {message[0].lower()}{message[1:]}")


_EXPECTED = {
    "dict_type": "expected a mapping, `key: value`",
    "list_type": "expected a list, such as [one, two]",
    "tuple_type": "expected a list, such as [one, two]",
    "string_type": "expected a text; put it in quotes",
    "is_instance_of": "expected a number",
    "float_type": "expected a number",
    "finite_number": "expected a number that is not endless",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "bool_type": "expected true or false",
    "greater_than": "expected more than {gt}",
    "greater_than_equal": "expected {ge} or more",
    "less_than": "expected less than {lt}",
    "less_than_equal": "expected {le} or less",
}
"""Kind of a fault, as pydantic calls it -> what to write instead, as people say it."""


def _expected_words(fault: Any) -> str:
    """What was expected in place of what stands there."""
    if fault["type"] == "string_pattern_mismatch":
        example = "lab/model-1" if "/" in fault["ctx"]["pattern"] else "name-1"
        return f"expected an id of small letters, digits, `.`, `_` and `-`, such as {example}"
    said = _EXPECTED.get(fault["type"])
    if said is None or (fault["type"] == "is_instance_of" and fault["ctx"]["class"] != "Decimal"):
        return str(fault["msg"].removeprefix("Value error, "))
    return said.format_map(fault.get("ctx", {}))


def _kind_of_value(value: Any) -> str:
    return {list: "list", str: "text", bool: "true or false"}.get(type(value), "number")


def _said_before(document: YamlDocument, place: Path, identities: Iterable[Any]) -> dict[int, int | None]:
    """Of the rows at `place` the number of each that is about the same as an earlier one, and the line of that.
    `identities` are what each row is about.
    """
    first: dict[Any, int] = {}
    earlier = enumerate(first.setdefault(identity, index) for index, identity in enumerate(identities))
    return {index: (document.mark((*place, other)) or (None,))[0] for index, other in earlier if other != index}


def _ids_given_twice(file: CheckedFile) -> Iterator[Problem]:
    for section in SECTIONS:
        ids = [row.id for row in getattr(file.rows, section)]
        for index, line in _said_before(file.document, (section,), ids).items():
            message = f"id {ids[index]} is used twice, first in line {line}"
            yield file.document.problem((section, index), message, "Merge the two entries")


def _aliases_given_twice(file: CheckedFile, models: set[str]) -> Iterator[Problem]:
    meant: dict[str, str] = {}
    for index, row in enumerate(file.rows.aliases):
        alias = row.alias.lower()
        other = meant.setdefault(alias, row.model)
        if other != row.model or (alias in models and alias != row.model):
            clash = other if other != row.model else alias
            message = f"alias {row.alias!r} means {row.model} here and {clash} elsewhere"
            yield file.document.problem(("aliases", index), message, "An alias must mean one model")


def _weight_rows_given_twice(file: CheckedFile) -> Iterator[Problem]:
    models = [row.model for row in file.rows.gguf]
    for index in _said_before(file.document, ("gguf",), models):
        message = f"{models[index]} has a repository of GGUF files already"
        yield file.document.problem(("gguf", index), message, "Keep the one that commands are to name")
    measured = [(r.model, r.precision, r.test, r.by, r.source, r.method) for r in file.rows.precision]
    for index in _said_before(file.document, ("precision",), measured):
        found = file.rows.precision[index]
        message = f"{found.model} has a figure of {found.by} on {found.test} at {found.precision} already"
        yield file.document.problem(("precision", index), message, "Keep one of the two")


def _edition_problems(file: CheckedFile, benchmarks: set[str], taken: dict[str, str]) -> Iterator[Problem]:
    """Editions that nothing defines, and editions that two skills claim; `taken` collects the editions of every
    skill.
    """
    for index, skill in enumerate(file.rows.skills):
        for number, edition in enumerate(skill.editions):
            path = ("skills", index, "editions", number)
            if edition not in benchmarks:
                hint = did_you_mean(edition, benchmarks, 1) or "Add it to `benchmarks:`"
                yield file.document.problem(path, f"benchmark {edition!r} is not in the catalog", hint)
            if taken.setdefault(edition, skill.id) != skill.id:
                message = f"{edition} belongs to {taken[edition]} already"
                yield file.document.problem(path, message, "A benchmark measures one skill")


def _term_problems(file: CheckedFile, terms: set[str]) -> Iterator[Problem]:
    """Words of a glossary that mean two terms, and references to terms that are not there."""
    meant: dict[str, str] = {}
    for index, row in enumerate(file.rows.glossary):
        for word in (row.id, row.name, *row.also):
            other = meant.setdefault(fold(word), row.id)
            if other != row.id:
                message = f"{word!r} means {row.id} here and {other} elsewhere"
                yield file.document.problem(("glossary", index), message, "A word must mean one term")
        for number, other in enumerate(row.see_also):
            if other not in terms:
                hint = did_you_mean(other, terms, 1) or "Take it out, or define it"
                yield file.document.problem(
                    ("glossary", index, "see_also", number), f"term {other!r} is not in the glossary", hint
                )


def _dangling_references(document: YamlDocument, leaf: Leaf, known: dict[str, set[str]]) -> list[Problem]:
    path, key, value = leaf
    section = _section_of_key(key)
    if path[:1] == ("terms",) and (key, value) == ("provider", ANYWHERE):
        return []
    if section is None or not isinstance(value, str) or value in known[section]:
        return []
    message = f"{key if section == 'hardware' else section[:-1]} {value!r} is not in the catalog"
    close = did_you_mean(value, known[section], 1)
    return [document.problem((*path, key), message, close or f"Add it to `{section}:`")]


def _date_ahead(document: YamlDocument, leaf: Leaf, today: Day) -> list[Problem]:
    path, key, value = leaf
    if path[:1] == ("discounts",) or (path[:1] == ("ended",) and key == "on"):  # agreed today, from next year on
        return []
    if key not in _PAST_ONLY and not (key == "on" and not {"status", "prices"} & set(path)):
        return []
    if not _is_ahead(value, today):
        return []
    return [document.problem((*path, key), f"`{key}` is {value}, after today ({today})", "Facts are dated in the past")]


def _policy_name_problems(file: CheckedFile, known: dict[str, set[str]]) -> Iterator[Problem]:
    """Names in a policy that match nothing: a typo there would allow what is meant to be denied."""
    for effect in ("allow", "deny"):
        for index, row in enumerate(getattr(file.rows.policy, effect)):
            for section in ("models", "labs", "providers", "licenses"):
                alike = {name.lower() for name in known[section]}
                for number, name in enumerate(getattr(row, section)):
                    if name.lower() not in alike:
                        path = ("policy", effect, index, section, number)
                        hint = did_you_mean(name, known[section], 1) or "Take it out, or define it"
                        message = f"{_LISTED_WORDS.get(section, section[:-1])} {name!r} is not in the catalog"
                        yield file.document.problem(path, message, hint)


def _needs_name(file: CheckedFile, named: set[str]) -> Iterator[Problem]:
    for section in _NAMED_SECTIONS:
        for index, row in enumerate(getattr(file.rows, section)):
            if row.id not in named:
                yield file.document.problem((section, index), f"{row.id} needs `name`: it is not in an earlier layer")


def _base_cycle_problems(
    document: YamlDocument, place: Path, model: Model, bases: Mapping[str, str]
) -> Iterator[Problem]:
    seen, here = {model.id}, model.base
    while here is not None:
        if here == model.id:
            message = f"{model.id} is made from itself, by way of its bases"
            yield document.problem((*place, "base"), message, "Name what it was trained further from")
        if here in seen:
            return
        if len(seen) > MOST_BASES:
            message = f"{model.id} is made from a model that is made from another, more than {MOST_BASES} times"
            yield document.problem((*place, "base"), message, "Name the model whose facts hold for it")
            return
        seen.add(here)
        here = bases.get(here)


def _events_ahead(document: YamlDocument, place: Path, model: Model, today: Day) -> Iterator[Problem]:
    for index, event in enumerate(model.status):
        if first_day(event.on) > today and not event.announced:
            message = f"{model.id}: an event on {event.on} lies ahead"
            yield document.problem((*place, "status", index), message, "Give `announced`, the day it became known")


def _prices_ahead(document: YamlDocument, place: Path, prices: Iterable[Price], today: Day) -> Iterator[Problem]:
    for index, row in enumerate(prices):
        if first_day(row.on) > today and not row.announced:
            message = f"`on` is {row.on}, after today ({today})"
            yield document.problem((*place, index, "on"), message, "Give `announced`, the day it became known")


def _measurement_problems(
    document: YamlDocument, place: Path, model: Model, ranges: Mapping[str, tuple[float | None, float | None, str]]
) -> Iterator[Problem]:
    twice = _said_before(document, (*place, "measurements"), map(_measurement_identity, model.measurements))
    for index, row in enumerate(model.measurements):
        path = (*place, "measurements", index)
        yield from _out_of_range(document, (*path, "value"), row, model.id, ranges)
        if index in twice:
            message = f"{model.id} has this {row.benchmark} measurement already in line {twice[index]}"
            yield document.problem(path, message, "Keep one, or say what differs (variant, tools, harness, on)")


def _own_scores(file: CheckedFile, ranges: Mapping[str, tuple[float | None, float | None, str]]) -> Iterator[Problem]:
    twice = _said_before(file.document, ("scores",), map(_score_identity, file.rows.scores))
    for index, row in enumerate(file.rows.scores):
        path = ("scores", index)
        yield from _out_of_range(file.document, (*path, "value"), row, row.model, ranges)
        unit = ranges.get(row.benchmark, (None, None, ""))[2]
        if row.run and unit not in ("percent", ""):
            message = f"{row.benchmark} is in {unit}, not a share of tasks"
            yield file.document.problem((*path, "run"), message, "Take `run` out, and the value stands for itself")
        if index in twice:
            message = f"{row.model} has this {row.benchmark} score already in line {twice[index]}"
            yield file.document.problem(path, message, "Keep one, or say what differs (variant, tools, harness, on)")


def _own_prices(file: CheckedFile) -> Iterator[Problem]:
    said = [(row.model, row.provider, row.id, row.price.on) for row in file.rows.prices]
    for index, line in _said_before(file.document, ("prices",), said).items():
        model, provider, _, on = said[index]
        message = f"{model} has a price of {on} at {provider} already in line {line}"
        yield file.document.problem(("prices", index), message, "Keep one")


def _models_of_terms(file: CheckedFile, models: set[str]) -> Iterator[Problem]:
    """Patterns of the user's own rows that match no model: a typo there would prove what is meant of another one."""
    for index, row in enumerate(file.rows.terms):
        for number, pattern in enumerate(row.models if row.document else ()):
            if not any(fnmatchcase(id_, pattern) for id_ in models):
                path = ("terms", index, "models", number)
                hint = did_you_mean(pattern, models, 1) or "Write LAB/MODEL; `*` stands for any end"
                yield file.document.problem(path, f"no model of the catalog is called {pattern!r}", hint)


def _out_of_range(
    document: YamlDocument,
    path: Path,
    row: Measurement | OwnScore,
    model: str,
    ranges: Mapping[str, tuple[float | None, float | None, str]],
) -> Iterator[Problem]:
    low, high, unit = ranges.get(row.benchmark, (None, None, ""))
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        ends = f"{_bound_text(low)} to {_bound_text(high)} {unit}"
        yield document.problem(path, f"{row.benchmark} of {model} is {row.value:g}, outside {ends}")


def _measurement_identity(row: Measurement) -> tuple[Any, ...]:
    return (row.benchmark, row.variant, row.tools, row.harness, row.evaluator, row.by, row.on, row.source)


def _score_identity(row: OwnScore) -> tuple[Any, ...]:
    read_from = (row.run.sha256, row.run.n, row.run.passed) if row.run and row.run.sha256 else None
    return (row.model, row.benchmark, row.variant, row.tools, row.harness, row.on, read_from)


def _bound_text(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


class _AnswersKept(dict[Any, Any]):
    """What is told of a key or value, which is asked once: most of a catalog says the same again and again."""

    def __init__(self, told: Callable[[Any], Any]) -> None:
        self._told = told

    def __missing__(self, given: Any) -> Any:
        found = self[given] = self._told(given)
        return found


def _kept_test(test: Test | None) -> _AnswersKept | None:
    return _AnswersKept(test) if test else None


def _add_leaves(data: Any, path: Path, tests: _AnswersKept, found: list[Leaf]) -> None:
    """Add those below `data`, which lies at `path`."""
    if type(data) is list:
        for place, value in enumerate(data):
            if type(value) is dict or type(value) is list:
                _add_leaves(value, (*path, place), tests, found)
        return
    for key, value in data.items():
        if type(value) is dict or type(value) is list:
            _add_leaves(value, (*path, key), tests, found)
        elif (test := tests[key]) is not None and not test[value]:
            found.append((path, key, value))


def _test_of_key(known: Mapping[str, set[str]], today: Day, key: str) -> Test | None:
    """What a name or a day under `key` must be, whatever it is said of."""
    section = _section_of_key(key)
    if section is not None:
        names = known[section]
        return lambda value: not isinstance(value, str) or value in names
    if key in _PAST_ONLY or key == "on":
        return lambda value: not _is_ahead(value, today)
    return None


def _section_of_key(key: str) -> str | None:
    """Where what stands under `key` must be defined."""
    return "sources" if is_source(key) else _SECTION_OF_KEY.get(key)


def _is_ahead(value: Any, today: Day) -> bool:
    text = str(value)  # a bare year is a number to YAML
    return is_day(text) and first_day(text) > today
