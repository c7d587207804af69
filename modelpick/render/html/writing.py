"""The templates, what they may call, and the policy that keeps a page from loading or running anything else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from modelpick.model.facts import GlossaryEntry
from modelpick.render.frame import Frame
from modelpick.render.html.sheet import Sheet
from modelpick.render.safe import visible

_WEB_ADDRESS = re.compile(r"https?://[!-;=?-~]+")
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def written(sheet: Sheet, frame: Frame) -> str:
    """The page as one HTML file in ASCII."""
    body = _template_environment().get_template("body.html").render(sheet=sheet, frame=frame)
    return page_from(
        _template_source("page.html"),
        sheet=sheet,
        frame=frame,
        body=Markup(body),  # written by the template above, which escaped every text
        glossary=terms_used(_words_of(body), frame.glossary),
    )


def page_from(template: str, **given: Any) -> str:
    """The text of a `template` as one HTML file in ASCII, with the style, the script and the policy of every page."""
    style, script = (_template_source(name) for name in ("report.css", "report.js"))
    page = (
        _template_environment()
        .from_string(template)
        .render(
            **given,
            style=Markup(style),  # a file of this package
            script=Markup(script),
            policy=_content_policy(style, script),
        )
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii").rstrip() + "\n"


def island(data: Any) -> Markup:
    """`data` as JSON for a script element that no browser runs: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return Markup("".join(_IN_SCRIPT.get(char, char) for char in text))


def address(url: str | None) -> str | None:
    """`url` where it is a web address and nothing else, so that it can be a link."""
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


@cache
def _template_environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("modelpick.render.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown_value,
        keep_trailing_newline=False,
    )
    templates.filters |= {"island": island, "address": address, "number": _coordinate_text}
    return templates


def _shown_value(value: Any) -> Any:
    """What an expression of a template writes: nothing that is not visible, and no None."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return "" if value is None else value


def _coordinate_text(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _template_source(name: str) -> str:
    loader = _template_environment().loader
    assert loader is not None
    return loader.get_source(_template_environment(), name)[0].strip()


def _content_policy(style: str, script: str) -> str:
    """Nothing is loaded, and only this style and this script count."""
    return (
        f"default-src 'none'; script-src {_hash_of(script)}; style-src {_hash_of(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash_of(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


class _PageTextParser(HTMLParser):
    """Collects the texts of a page, without what a script reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002  # the signature is HTMLParser's
        self._silent = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._silent = self._silent and tag != "script"

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def _words_of(body: str) -> str:
    parser = _PageTextParser()
    parser.feed(body)
    return " ".join(" ".join(parser.found).split())


def terms_used(text: str, glossary: Iterable[GlossaryEntry]) -> tuple[GlossaryEntry, ...]:
    """The entries whose name, or another spelling of it, stands in `text`; by name.

    Abbreviations count as they are written ("API", not "api"), other words in any case, and in the plural as well.
    """
    found = (entry for entry in glossary if any(_stands_in(name, text) for name in (entry.name, *entry.also)))
    return tuple(sorted(found, key=lambda entry: entry.name.lower()))


def _stands_in(name: str, text: str) -> bool:
    case = 0 if name.isupper() else re.IGNORECASE
    return re.search(rf"(?<![\w-]){re.escape(name)}(?:s|es)?(?![\w-])", text, case) is not None
