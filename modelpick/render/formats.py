"""The formats of `--format`, each once: completion, help, checks and documentation read them here."""

from __future__ import annotations

FORMATS = {
    "table": "for people; plain text in a pipe",
    "json": "the whole document",
    "yaml": "the same data as the JSON",
    "ndjson": "of an answer that is a list, one JSON object a line",
    "csv": "the rows, with numbers that are numbers",
    "markdown": "for issues and wikis",
}
"""Name -> what it is for. A writer for each is in `modelpick.render.dispatch`."""

HTML = "html"
WITH_PAGE = (*FORMATS, HTML)
"""The formats of the commands that have an HTML page as well: recommend, compare, cost, explain."""
