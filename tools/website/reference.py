"""Reference that is read off the program: the Python API, the rules, the JSON Schemas, the list of explorers."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import modelpick
from modelpick import api
from modelpick.model.people import described_fields
from tools.website.catalog_pages import on_a_page, opened
from tools.website.explorer import weighed_needs

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = {
    "need": ("needs", "Needs", "What people choose a model for: criteria, weights, and why each weighs what it does."),
    "constraint": ("constraints", "Constraints", "What a model must satisfy; unknown does not pass."),
    "advisory": ("advisories", "Advisories", "What is worth knowing and excludes nobody."),
    "persona": ("personas", "Personas", "Mixes of needs and constraints for who asks."),
}
"""Kind of rule -> (page, title, about)."""
_SECTION = re.compile(r"^(?P<name>Args|Raises|Returns):\n(?P<body>(?:    .*\n?|\n)+)", re.MULTILINE)
_NAMED = re.compile(r"^    (?P<name>[\w, `*]+): (?P<says>(?:.+\n?)(?:^      .*\n?)*)", re.MULTILINE)


def pages() -> dict[str, str]:
    """Page of the site -> its Markdown."""
    return {
        "api.md": api_page(),
        "schemas.md": schemas_page(),
        "explorer.md": explorer_page(),
        **{f"rules/{page}.md": rules_page(kind) for kind, (page, _, _) in KINDS.items()},
    }


def rules_page(kind: str) -> str:
    """All rules of `kind` as `rules show` has them."""
    _, title, about = KINDS[kind]
    rules = [opened().rule(f"{kind}/{line.id}") for line in opened().rules(kind).rules]
    texts = (_rule_text(rule) for rule in rules)
    return f"# {title}\n\n{about}\n\n" + "\n".join(texts)


def _rule_text(rule: Any) -> str:
    from modelpick.render.dispatch import full_page_of

    text = on_a_page(full_page_of(rule)).replace(f"{ROOT}/", "")
    return re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)


def schemas_page() -> str:
    """The JSON Schemas of answers, as links."""
    lines = []
    for path in sorted((ROOT / "docs" / "schema").glob("*.json")):
        about = json.loads(path.read_text("utf-8")).get("description", "")
        lines.append(f"- [`{path.name}`](schema/{path.name}): {' '.join(about.split())}")
    told = (
        'Each answer with `--format json` has a schema; `modelpick.schema("recommend")` gives the same in Python. '
        "[What answers hold](documents.md) describes the fields in words."
    )
    return f"# JSON Schemas\n\n{told}\n\n" + "\n".join(lines) + "\n"


def explorer_page() -> str:
    """The way to the explorers of the needs."""
    about = {id_: " ".join(need.about.split()) for id_, need in opened().rulebook.needs.items()}
    lines = [f"- [{title}](explorer/{id_}.html): {about[id_]}" for id_, title in weighed_needs(opened()).items()]
    return (
        "# Explorer\n\nEvery model that can be had today, ranked for a need. Filter, sort, and move the weights: the "
        "ranking is worked out anew by the formula of the program, on this page, without a server.\n\n"
        + "\n".join(lines)
        + "\n"
    )


def api_page() -> str:
    """The functions of `modelpick` and the methods of an open catalog, from their docstrings."""
    functions = [getattr(api, name) for name in _public_names() if inspect.isfunction(getattr(api, name, None))]
    methods = [member for name, member in vars(api.Catalog).items() if not name.startswith("_") and callable(member)]
    values = [(name, member) for name, member in vars(api.Catalog).items() if isinstance(member, property)]
    parts = [
        "# Python API\n",
        "Read off the docstrings. [Their use](python.md), and [what answers hold](documents.md).\n",
        "## Functions of `modelpick`\n",
        *(_callable_text("modelpick", each) for each in functions),
        "## `Catalog`\n",
        f"{inspect.getdoc(api.Catalog)}\n",
        *(f"### `Catalog.{name}`\n\n{inspect.getdoc(member)}\n" for name, member in values),
        *(_callable_text("Catalog", each) for each in methods),
        "## `Request`\n",
        f"{_doc_markdown(modelpick.Request)}\n",
        *(f"- `{name}`: {_one_line(said)}" for name, said in described_fields(modelpick.Request)),
        "",
    ]
    return "\n".join(parts)


def _one_line(text: str) -> str:
    return " ".join(text.replace("``", "`").split())


def _public_names() -> Iterable[str]:
    return sorted(name for name in dir(modelpick) if not name.startswith("_"))


def _callable_text(owner: str, member: Any) -> str:
    shown = inspect.signature(member)
    kept = [each for each in shown.parameters.values() if each.name != "self"]
    arguments = [f"    {_plain_annotation(each)}," for each in kept]
    keyword = next((at for at, each in enumerate(kept) if each.kind is inspect.Parameter.KEYWORD_ONLY), None)
    if keyword is not None:
        arguments.insert(keyword, "    *,")
    inside = "\n" + "\n".join(arguments) + "\n" if arguments else ""
    line = f"{member.__name__}({inside}) -> {shown.return_annotation}"
    return f"### `{owner}.{member.__name__}`\n\n```python\n{line}\n```\n\n{_doc_markdown(member)}\n"


def _plain_annotation(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {parameter.annotation}{default}"


def _doc_markdown(member: Any) -> str:
    """A docstring with its arguments and errors as lists."""
    text = (inspect.getdoc(member) or "").replace("``", "`")

    def section(match: re.Match[str]) -> str:
        lines = [f"- `{m['name']}`: {' '.join(m['says'].split())}" for m in _NAMED.finditer(match["body"])]
        body = "\n".join(lines) or " ".join(match["body"].split())
        return f"{match['name']}:\n\n{body}\n"

    return _SECTION.sub(section, text + "\n")
