"""A page for each model, benchmark and provider, and one with all sources: the cards of `show`, in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from modelpick import __version__
from modelpick.api import Catalog, load
from modelpick.model.facts import Source
from modelpick.model.fields import replace
from modelpick.render import values
from modelpick.render.dispatch import full_page_of
from modelpick.render.html.writing import address
from modelpick.render.page import UNKNOWN, Page, Table
from modelpick.render.views.other_cards import benchmark_page, provider_page
from modelpick.render.writers import markdown
from modelpick.render.writers.markdown import escaped

WIDE = "---\nsearch:\n  exclude: true\nhide: [navigation]\n---\n\n"
"""Cards are found in their lists, for the search would be many megabytes with them; tables need the room."""
LIST = WIDE.replace("navigation", "toc")
"""A list of them has no parts to name."""


class State(NamedTuple):
    """What the site is built from. `sentence` says it on every page."""

    day: str
    sentence: str


@cache
def opened() -> Catalog:
    """The bundled catalog, with nothing over it."""
    return load(project=False)


@cache
def state() -> State:
    info = opened().info()
    day = str(info.newest)
    return State(day, f"modelpick {__version__}, from the catalog of {day}. A contract decides, not this page.")


def catalog_pages() -> dict[str, str]:
    """Page of the site -> its Markdown."""
    facts = opened().facts
    kinds = {"model": facts.models, "benchmark": facts.benchmarks, "provider": facts.providers}
    pages = {"sources.md": sources_page()}
    for kind, rows in kinds.items():
        pages[f"{kind}s/index.md"] = INDEXES[kind]()
        pages |= {page_of(kind, id_): card_page(kind, id_) for id_ in rows}
    return pages


def page_of(kind: str, id_: str) -> str:
    """Where the card of a model, benchmark or provider lies on the site."""
    return f"{kind}s/{id_}.md"


def card_page(kind: str, id_: str) -> str:
    """The card in full, with links to the cards that it names."""
    card: Any = opened().show(id_, kind=kind, as_of=state().day)
    text = on_a_page(_whole_page(kind, card))
    up = "../" * page_of(kind, id_).count("/")
    return WIDE + linked_rows(text, {name: f"{up}{page}" for name, page in _pages_by_name().items()})


def _whole_page(kind: str, card: Any) -> Page:
    match kind:
        case "benchmark":
            return benchmark_page(card, shown=len(card.places) + len(card.evaluators))
        case "provider":
            return provider_page(card, shown=len(card.offerings))
    return full_page_of(card)


def on_a_page(page: Page) -> str:
    """`page` as Markdown whose first heading is the title of a page."""
    named = Page(tuple(_with_named_columns(block) if isinstance(block, Table) else block for block in page.blocks))
    text = re.sub(r"^#(#+ )", r"\1", markdown.write(named), flags=re.MULTILINE)
    return text.replace("\\~", "&#126;")  # not an escape to this parser


def _with_named_columns(table: Table) -> Table:
    """`table` with a title on each column, for whoever hears it."""
    columns = (replace(each, title=each.title or each.name or "remark") for each in table.columns)
    return replace(table, columns=tuple(columns))


def linked_rows(text: str, pages: Mapping[str, str]) -> str:
    """`text` with the names in the first two columns of its tables linked to their `pages`."""

    def row(match: re.Match[str]) -> str:
        cells = match[0].split(" | ", 2)
        for at, cell in enumerate(cells[:2]):
            name = cell.removeprefix("| ")
            if name in pages:
                cells[at] = cell[: len(cell) - len(name)] + f"[{name}]({pages[name]})"
                break
        return " | ".join(cells)

    return re.sub(r"^\| .*$", row, text, flags=re.MULTILINE)


@cache
def _pages_by_name() -> dict[str, str]:
    """The name that Markdown shows -> the page, of what only one thing is called."""
    facts = opened().facts
    found: dict[str, set[str]] = {}
    for kind, rows in (("model", facts.models), ("benchmark", facts.benchmarks), ("provider", facts.providers)):
        for id_, row in rows.items():
            found.setdefault(escaped(row.name), set()).add(page_of(kind, id_))
    return {name: next(iter(pages)) for name, pages in found.items() if len(pages) == 1}


MODEL_COLUMNS = {
    "lab": "lab",
    "released": "released",
    "weights": "weights",
    "license.id": "license",
    "context": "context",
    "price.in": "$/M in",
    "price.out": "$/M out",
    "access": "API open to",
    "lifecycle": "API stands at",
}
"""Field -> its column in the list of models."""


def models_page() -> str:
    """All models, the newest first."""
    listing = opened().list(columns=("id", "name", *MODEL_COLUMNS), as_of=state().day)
    rows = (
        [f"[{escaped(name)}]({id_}.md)", *map(_shown_cell, MODEL_COLUMNS, figures)]
        for id_, name, *figures in listing.rows
    )
    told = (
        f"{listing.total} models, the newest first; prices are of the cheapest offering. The "
        "[explorer](../explorer.md) ranks them by weights of yours. The same list: `modelpick list`."
    )
    return f"{LIST}# Models\n\n{told}\n\n{_markdown_table(('model', *MODEL_COLUMNS.values()), rows)}"


def benchmarks_page() -> str:
    """All benchmarks, with how many models have a figure that counts."""
    rows = []
    for id_, benchmark in sorted(opened().facts.benchmarks.items(), key=lambda item: item[1].name.lower()):
        card: Any = opened().show(id_, kind="benchmark", as_of=state().day)
        weighed = ", ".join(dict.fromkeys(need.need for need in card.weighed_by))
        rows.append((f"[{escaped(benchmark.name)}]({id_}.md)", escaped(card.tests), str(len(card.places)), weighed))
    return (
        LIST
        + "# Benchmarks\n\nWhat each tests, how many models have a figure that counts, and which needs weigh it.\n\n"
        + _markdown_table(("benchmark", "tests", "models", "weighed by"), rows)
    )


def providers_page() -> str:
    """All providers, with how much each serves."""
    rows = []
    for id_, provider in sorted(opened().facts.providers.items(), key=lambda item: item[1].name.lower()):
        card: Any = opened().show(id_, kind="provider", as_of=state().day)
        rows.append((f"[{escaped(provider.name)}]({id_}.md)", str(card.models), str(len(card.offerings))))
    return LIST + "# Providers\n\n" + _markdown_table(("provider", "models", "offerings"), rows)


def sources_page() -> str:
    """Every source, with its license, how far it is trusted and how it was read."""
    rows = []
    for source in sorted(opened().facts.sources.values(), key=lambda each: (each.publisher.lower(), each.id)):
        through = f"through {source.via}" if source.via else ""
        said = "; ".join(escaped(text) for text in (through, source.trust or "") if text)
        license_ = escaped(source.license or "none stated: single figures cited with a link")
        day = str(source.date or "undated")
        rows.append((escaped(source.publisher), _titled_source(source), source.kind, day, license_, said))
    head = ("publisher", "title and id", "kind", "date", "license", "read, trusted")
    return (
        LIST + "# Sources\n\nWhere every figure comes from, and under which license. "
        "[The account of licenses](licenses.md) adds them up.\n\n" + _markdown_table(head, rows)
    )


def _titled_source(source: Source) -> str:
    """Title and id, with a link where the address is a plain one."""
    title, url = escaped(source.title), source.url and address(source.url)
    linked = f"[{title}](<{url}>)" if url else escaped(f"{source.title} {source.url or ''}")
    return f"{linked}<br>`{source.id}`"


INDEXES: dict[str, Callable[[], str]] = {
    "model": models_page,
    "benchmark": benchmarks_page,
    "provider": providers_page,
}


def _shown_cell(field: str, value: Any) -> str:
    if value is None:
        return UNKNOWN
    return values.tokens(value) if field == "context" else escaped(str(value))


def _markdown_table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table of cells that are Markdown already."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines).replace("\\~", "&#126;") + "\n"
