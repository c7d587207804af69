"""Write the generated parts of the documentation: what can be read off the program is never typed by hand.

    python tools/docs.py            write them
    python tools/docs.py --check    exit 1 if one is stale
    python tools/docs.py --release  write also the answers, the counts and the picture of the README

A generated part of a page stands between `<!-- generated: NAME -->` and `<!-- end -->`; docs/commands.md is generated
as a whole. What every change of data would touch is written for a release alone, and bears its day.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import typer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from modelpick.api import Catalog, load
from modelpick.catalog.bundled import SHIPPED_ON
from modelpick.catalog.schema import CatalogFile
from modelpick.cli.formats import FORMATS
from modelpick.cli.grammar import about_and_examples, argument_shape
from modelpick.cli.main import app
from modelpick.cli.main import main as program
from modelpick.cli.options import COMMON, LIMITS, QUESTION
from modelpick.model.errors import Exit
from modelpick.model.people import json_schema
from modelpick.model.rules import RULES, Operator
from modelpick.model.vocabulary import FIELDS, PATTERNS
from modelpick.render.records import ROWS
from modelpick.sources.registry import ADAPTERS
from tools.schemas import ANSWERS as SCHEMAS
from tools.schemas import file_of

AS_OF = SHIPPED_ON
"""The day on which the answers of a release are given."""
AT_RELEASE = ("size", "questions")
"""Parts that say what the data of the last release answered."""


class Question(NamedTuple):
    """A question of the README. `told`: of each command's output the lines that match stand under the first."""

    asks: str
    commands: tuple[str, ...]
    told: str = "^About"


QUESTIONS: tuple[Question, ...] = (
    Question(
        "Which open model writes code best on our own machines?", ("modelpick recommend coding --self-host",), "About"
    ),
    Question(
        "We are a hospital in the EU. Which one?", ("modelpick recommend --persona hospital --residency eu",), "About"
    ),
    Question("I have an RTX 4090. What runs well on it?", ("modelpick recommend coding --hardware rtx-4090",)),
    Question("Answers from our documents for $500 a month?", ("modelpick recommend rag --max-monthly 500",)),
    Question("Which of these two?", ("modelpick compare opus-4.6 gpt-5.5 --need coding",), r"shared tests"),
    Question("Can I call it, where, and for how much?", ("modelpick status gpt-5.5",), r"^  (EU|ends)"),
    Question(
        "What would a month cost?",
        ("modelpick cost opus-4.6 gpt-5.5 --workload rag --requests 200k",),
        "requests a month",
    ),
    Question("What is about to be switched off?", ("modelpick retirements --within 30d",), r"^  20.*Sonnet 4.5"),
    Question(
        "Does our code call what is gone, and is the model that we chose still right?",
        (
            "modelpick audit examples/service",
            "modelpick check --profile examples/service/profile.yaml --catalog examples/service/modelpick.yaml",
        ),
        r"^  error|(available|within points):",
    ),
    Question(
        "How do we count our own tests?",
        ("modelpick evidence opus-5.5 --benchmark swe-bench-verified --catalog examples/service/modelpick.yaml",),
        "your own",
    ),
)
"""Ten questions of the README, with the first line of what is answered and the lines that say most."""

_EXIT_MEANINGS = {
    Exit.ANSWERED: ("asked and answered", "a ranking, a card, a comparison, a valid catalog"),
    Exit.NO: ("asked, and the answer is no", "nothing fits, a model has no usable API, a rule's example fails"),
    Exit.USAGE: ("the question or a file is wrong", "unknown model, negative price, a catalog file with errors"),
    Exit.UNREACHABLE: (
        "an upstream could not be reached",
        "a source named to `modelpick catalog update` is down, or all are; `status --live` could ask nobody",
    ),
    Exit.BUG: ("a fault of modelpick itself", "run again with `MODELPICK_DEBUG=1` and report what it prints"),
}

MARK = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages(release: bool = False) -> dict[Path, str]:
    """Every page with generated parts -> its text as it should be; what is written for a `release` alone stays else."""

    def part(match: re.Match[str]) -> str:
        name = match["name"]
        return match[0] if name in AT_RELEASE and not release else f"{match[1]}{PARTS[name]().strip()}\n{match[3]}"

    found = {}
    for path in (ROOT / "README.md", ROOT / "data" / "LICENSES.md", *sorted((ROOT / "docs").glob("*.md"))):
        text = path.read_text("utf-8")
        found[path] = MARK.sub(part, text)
    found[ROOT / "docs" / "commands.md"] = commands()
    return found


@cache
def catalog() -> Catalog:
    return load(project=False)


def size() -> str:
    """How large the catalog is, in a sentence."""
    info = catalog().info(as_of=AS_OF)
    counts = {name: f"{number:,}" for name, number in info.counts.items()}
    return (
        f"{counts['models']} models, {counts['measurements']} measurements on {counts['benchmarks']} benchmarks, "
        f"{counts['offerings']} offerings of {counts['providers']} providers, {counts['sources']} sources; "
        f"that was the release of {AS_OF}. `modelpick catalog info` says what yours holds."
    )


def questions() -> str:
    """The README's questions, each with the first line of its answer and the lines that say most."""
    parts = [f"Answers of the release of {AS_OF}; data that came later may answer otherwise.\n"]
    for number, question in enumerate(QUESTIONS, 1):
        shown = []
        for command in question.commands:
            code, (first, *others) = answer(command)
            ends = f"   (exit code {code})" if code else ""
            shown += [first + ends, *(line for line in others if re.search(question.told, line))]
        asked = "\n".join(question.commands)
        told = "\n".join(shown)
        parts.append(f"**{number}. {question.asks}**\n\n```sh\n{asked}\n```\n\n```text\n{told}\n```\n")
    return "\n".join(parts)


def answer(command: str, as_of: str | None = AS_OF) -> tuple[int, list[str]]:
    """Run a `modelpick` command line in this process, in the checkout: its exit code, and the lines that it printed."""
    words = shlex.split(command)[1:]
    dated = [] if as_of is None or "--as-of" in words else ["--as-of", as_of]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.chdir(ROOT):
        code = program([*words, *dated])
    return code, out.getvalue().splitlines() or [""]


def needs() -> str:
    """The needs with their criteria and weights."""
    rows = []
    for need in catalog().rulebook.needs.values():
        total = sum(c.weight for c in need.criteria)
        weights = ", ".join(f"{c.skill or c.benchmark or c.field} {100 * c.weight / total:.0f}" for c in need.criteria)
        rows.append((f"`{need.id}`", need.title, weights))
    return table(("need", "title", "criteria and their weights in %"), rows)


def exit_codes() -> str:
    rows = [(f"{code.value}", f"`{code.name}`", *_EXIT_MEANINGS[code]) for code in Exit]
    return table(("code", "name", "means", "for example"), rows)


def licenses() -> str:
    """What the catalog takes from sources of each license."""
    facts = catalog().facts
    used = Counter(m.source for model in facts.models.values() for m in model.measurements)
    said = [(s.license or "none stated in the catalog: single figures cited with a link", s.id) for s in
            facts.sources.values()]  # fmt: skip
    sources = Counter(license for license, _ in said)
    figures = Counter(dict.fromkeys(sources, 0))
    for license, id_ in said:
        figures[license] += used[id_]
    rows = [(license, f"{sources[license]}", f"{figures[license]:,}") for license, _ in sources.most_common()]
    return table(("license or terms, as `data/sources.yaml` states them", "sources", "measurements"), rows)


def through() -> str:
    """The collections through which single figures were read."""
    facts = catalog().facts
    used = Counter(m.source for model in facts.models.values() for m in model.measurements)
    counts: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for source in facts.sources.values():
        said = re.findall(r"collected by ([^,(]+?) \(|read through ([^,;()]+)", source.note or "")
        collections = [(first or second).strip() for first, second in said]
        if source.via:
            collections.append(_transcription_name(source.via))
        for collection in collections:
            counts[collection] += 1
            figures[collection] += used[source.id]
    rows = [(name, f"{number}", f"{figures[name]:,}") for name, number in counts.most_common()]
    return table(("read through", "sources", "measurements at most"), rows)


def _transcription_name(via: str) -> str:
    """The repository or site of an address, without the state that was read."""
    address = re.sub(r"/(tree|blob)/.*", "", via)
    return address.removeprefix("https://")


def vocabulary() -> str:
    """The fields that conditions, `--where` and `list --columns` know."""
    known = [(f"`{f.name}`", f.kind, f.about) for f in FIELDS.values()]
    known += [(f"`{prefix}...`", f.kind, f.about) for prefix, f in PATTERNS.items()]
    return table(("field", "kind", "about"), known)


def operators() -> str:
    meanings = {
        "eq": "equal, text without regard to case",
        "ne": "not equal",
        "lt": "less than",
        "le": "at most",
        "gt": "more than",
        "ge": "at least",
        "in": "one of a list; of several words, all of them",
        "not_in": "none of a list",
        "has": "the words hold this one",
        "has_all": "the words hold each of these",
        "has_any": "the words hold one of these",
        "has_only": "the words are among these",
        "within": "the jurisdictions are among these; EU stands for its member states",
        "known": "`true`: there is a value; `false`: there is none. The only test that unknown answers",
    }
    return table(("operator", "holds when the field is"), [(f"`{o}`", meanings[o]) for o in Operator.__args__])  # type: ignore[attr-defined]


def catalog_fields() -> str:
    """A table for each kind of row, in the order in which they are nested."""
    return _schema_tables(json_schema(CatalogFile), "CatalogFile")


def rule_fields() -> str:
    parts = [_schema_tables(json_schema(row), row.__name__, (kind,)) for kind, row in RULES.items()]
    seen: set[str] = set()
    kept = []
    for block in "\n".join(parts).split("\n### ")[0:]:
        name = block.removeprefix("### ").splitlines()[0]
        if name not in seen:
            kept.append("### " + block.removeprefix("### "))
            seen.add(name)
    return "\n".join(kept)


def _schema_tables(schema: dict[str, Any], top: str, names: tuple[str, ...] = ()) -> str:
    definitions = {top: schema, **schema.get("$defs", {})}
    order, waiting = [], [top]
    while waiting:
        name = waiting.pop(0)
        if name in order:
            continue
        order.append(name)
        waiting += re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(definitions[name].get("properties", {})))
    return "\n".join(_fields_table(definitions[name], names[0] if names and name == top else _plain_title(name))
                     for name in order if "properties" in definitions[name])  # fmt: skip


def _fields_table(definition: dict[str, Any], title: str) -> str:
    required = definition.get("required", [])
    rows = []
    for key, value in definition["properties"].items():
        must = "yes" if key in required else ""
        rows.append((f"`{key}`", _type_text(value), must, " ".join(value.get("description", "").split())))
    about = " ".join(definition.get("description", "").split())
    return f"### {title}\n\n" + (f"{about}\n\n" if about else "") + table(("key", "value", "required", "about"), rows)


def _plain_title(name: str) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Row").removesuffix("File")).lower()
    return words.replace("license", "license").replace("catalog", "catalog")


def _type_text(value: dict[str, Any], exact: bool = False) -> str:
    """A schema in a few words; `exact`: with null, and with the names of classes as they are."""
    if "anyOf" in value:
        kinds = [_type_text(v, exact) for v in value["anyOf"] if exact or v.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "$ref" in value:
        name = value["$ref"].removeprefix("#/$defs/")
        return f"[{name}](#{name.lower()})" if exact else _plain_title(name)
    if "enum" in value:
        return " / ".join(f"`{v}`" for v in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    kind = value.get("type")
    if kind == "array":
        if "prefixItems" in value:
            return f"list: {', '.join(_type_text(each, exact) for each in value['prefixItems'])}"
        return f"list of {_type_text(value['items'], exact)}"
    if kind == "object":
        inside = [*value.get("patternProperties", {}).values(), value.get("additionalProperties")]
        return f"mapping to {_type_text(next((v for v in inside if isinstance(v, dict)), {}), exact)}"
    if kind == "null":
        return "null"
    if kind == ["string", "integer"]:
        return "date"
    if kind == "string" and "/" in value.get("pattern", "").replace("https?://", ""):
        return "`lab/slug`"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    if kind == "string" and value.get("maxLength") == 120:
        return "id"
    if kind == "string" and "https?" in value.get("pattern", ""):
        return "url"
    return words.get(str(kind), "value")


def commands() -> str:
    """docs/commands.md, from what `--help` is made of."""
    group: Any = typer.main.get_command(app)
    shared: dict[str, list[Any]] = {}
    parts = [
        "# Commands\n",
        "Generated by `tools/docs.py`. `--help` shows the common options, `--help-all` all of these.\n",
        f"{group.help}\n",
        f"{group.epilog} See [exit codes](exit-codes.md).\n",
        _options_section("Global options", [p for p in group.params if p.help], 2),
    ]
    for name, command in _walk_commands(group, "modelpick"):
        parts.append(_command_section(name, command, shared))
    parts += [_options_section(panel, options, 2) for panel, options in shared.items()]
    return "\n".join(parts).rstrip() + "\n"


def _walk_commands(group: Any, prefix: str) -> Iterable[tuple[str, Any]]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "commands"):
            yield from _walk_commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _command_section(name: str, command: Any, shared: dict[str, list[Any]]) -> str:
    about, lines = about_and_examples(command.help)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    panels: dict[str, list[Any]] = {}
    for option in (p for p in command.params if p.param_type_name == "option"):
        panels.setdefault(option.rich_help_panel or "Options", []).append(option)
    usage = " ".join([name, *(argument_shape(a) for a in arguments), "[OPTIONS]"])
    text = [f"## {name}\n", f"{about}\n", f"```text\n{usage}\n```\n"]
    if lines:
        text.append("For example:\n\n```sh\n" + "\n".join(lines) + "\n```\n")
    common = [panel for panel in panels if panel in (QUESTION, LIMITS, COMMON)]
    text += [_options_section(panel, options) for panel, options in panels.items() if panel not in common]
    for panel in common:
        shared.setdefault(panel, panels[panel])
    if common:
        links = ", ".join(f"[{panel.lower()}](#{panel.lower().replace(' ', '-')})" for panel in common)
        text.append(f"And the options under {links}.\n")
    return "\n".join(text)


def _options_section(title: str, options: Sequence[Any], level: int = 3) -> str:
    rows = []
    for option in options:
        flags = ", ".join(f"`{flag}`" for flag in sorted(option.opts, key=lambda o: -len(o)))
        value = "" if option.is_flag else f"`{option.metavar or option.name.upper()}`"
        rows.append((flags, value, option.help or ""))
    return f"{'#' * level} {title}\n\n{table(('option', 'value', 'what it does'), rows)}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def score_sources() -> str:
    """The sources of scores, as a table."""
    rows = ["| source | what is read of it | license of its data |", "|---|---|---|"]
    known = [each for each in ADAPTERS.values() if each.kind == "scores"]
    rows += [f"| [{each.title}]({each.home}) `{each.id}` | {each.about} | {each.license} |" for each in known]
    return "\n".join(rows)


ANSWERS = {
    "Recommendation": "recommend",
    "Comparison": "compare",
    "Explanation": "explain",
    "EvidenceReport": "evidence",
    "ModelCard": "show MODEL",
    "BenchmarkCard": "show BENCHMARK",
    "ProviderCard": "show PROVIDER",
    "SourceCard": "show SOURCE",
    "GlossaryCard": "show TERM",
    "StatusReport": "status",
    "LiveReport": "status --live",
    "Listing": "list",
    "CostReport": "cost",
    "LogCostReport": "cost --log",
    "FitReport": "fit",
    "RetirementReport": "retirements",
    "WatchReport": "watch",
    "AuditReport": "audit",
    "CheckReport": "check",
    "CatalogInfo": "catalog info",
    "Validation": "catalog validate",
    "UpdateReport": "catalog update",
    "DiffReport": "catalog diff",
    "LogReport": "catalog log",
    "SourcesReport": "catalog sources",
    "UnmatchedReport": "catalog unmatched",
    "RuleList": "rules list",
    "RulePage": "rules show",
    "RuleTest": "rules test",
    "ConfigReport": "config show",
    "ConfigPaths": "config path",
}
"""Kind of document -> the command that answers with it."""
COLUMNS_BY_ANSWER = {
    "Comparison": "`benchmark`, `name`, `unit`, one with the figure of each model, `leader`, `lead`, `weight`",
    "Explanation": "`criterion`, `says`, `benchmark`, `field`, `value`, `unit`, `weight`, `points`, `sd`, `basis`, "
    "`estimated`, `conflict`, `sources`; of a model without a score `constraint`, `outcome`, `reason`",
    "Listing": "those of `--columns`",
}
"""Columns that follow from the question."""


def formats() -> str:
    """The values of `--format`."""
    rows = []
    for name, known in FORMATS.items():
        having = ", ".join(f"`{command}`" for command in known.commands) or "every command"
        rows.append((f"`{name}`", known.about, having))
    return table(("format", "what it is", "of"), rows)


def documents() -> str:
    """A table of the fields of each command's answer, then of the parts that answers are made of."""
    answers, parts = [], {}
    for command in SCHEMAS:
        schema = json.loads((ROOT / "docs" / "schema" / f"{file_of(command)}.schema.json").read_text("utf-8"))
        parts |= schema["$defs"]
        shapes = schema.get("oneOf", [schema])
        answers.append(f"## `modelpick {command}`\n\n{schema['description']}\n")
        for about, shape in zip(_STATUS_SHAPES[: len(shapes)] if len(shapes) > 1 else ("",), shapes, strict=True):
            answers.append((f"{about}\n\n" if about else "") + _field_table(shape))
    told = [f"### {name}\n\n{_field_table(part)}" for name, part in sorted(parts.items()) if "properties" in part]
    return "\n".join([*answers, "## Parts\n", *told])


_STATUS_SHAPES = ("Of one model:", "Of several:")
"""What stands over the two shapes of an answer."""


def _field_table(shape: dict[str, Any]) -> str:
    rows = [
        (f"`{key}`", _type_text(value, exact=True), value["description"]) for key, value in shape["properties"].items()
    ]
    return table(("field", "value", "about"), rows)


def csv_columns() -> str:
    """The columns of each command's CSV, and whether it is a list for NDJSON."""
    rows = []
    for name, command in ANSWERS.items():
        known = ROWS[name]
        said = COLUMNS_BY_ANSWER.get(name)
        if said is None:
            said = ", ".join(f"`{word.partition('=')[0]}`" for word in str(known.columns).split())
        rows.append((f"`{command}`", "yes" if known.listed else "no", said))
    return table(("answer of", "NDJSON", "columns of the CSV"), rows)


PARTS: dict[str, Callable[[], str]] = {
    "documents": documents,
    "formats": formats,
    "csv-columns": csv_columns,
    "score-sources": score_sources,
    "size": size,
    "questions": questions,
    "needs": needs,
    "exit-codes": exit_codes,
    "licenses": licenses,
    "read-through": through,
    "vocabulary": vocabulary,
    "operators": operators,
    "catalog-fields": catalog_fields,
    "rule-fields": rule_fields,
}


def main(arguments: list[str]) -> int:
    release = "--release" in arguments
    stale = [
        (path, text) for path, text in pages(release).items() if not path.is_file() or path.read_text("utf-8") != text
    ]  # fmt: skip
    if "--check" in arguments:
        for path, _ in stale:
            print(f"{path.relative_to(ROOT)} is stale: run python tools/docs.py", file=sys.stderr)
        return 1 if stale else 0
    for path, text in stale:
        path.write_text(text, "utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    if release:
        from tools import picture

        picture.main([])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
