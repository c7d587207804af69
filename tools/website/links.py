"""Links of the built site, checked on the disk alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
"""Element -> the attribute by which a page loads something."""
LOADED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


class PageLinks(HTMLParser):
    """The ids of a page, where it links to, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and LOADED_RELATIONS & {*given.get("rel", "").split()}:
            self.loads.append(given.get("href", ""))
        elif given.get(LOADED.get(tag, "-")):
            self.loads.append(given[LOADED[tag]])


def dead_links(site: Path) -> Iterable[str]:
    """Each link or loaded file of the site that is not there, in a sentence."""

    @cache
    def ids_of(page: Path) -> set[str]:
        return PageLinks(page.read_text("utf-8")).ids

    for page in sorted(site.rglob("*.html")):
        found = PageLinks(page.read_text("utf-8"))
        for link in dict.fromkeys([*found.links, *found.loads]):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            base = site if parts.path.startswith("/") else page.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
            if not target.is_file():
                yield f"{page.relative_to(site)} links to {link}, which is not there"
            elif parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in ids_of(target):
                yield f"{page.relative_to(site)} links to {link}, which has no such part"


def loaded_from_elsewhere(site: Path) -> Iterable[str]:
    """Each file that a page would load over the network, in a sentence."""
    for page in sorted(site.rglob("*.html")):
        for address in PageLinks(page.read_text("utf-8")).loads:
            if urlsplit(address).netloc:
                yield f"{page.relative_to(site)} loads {address}"
