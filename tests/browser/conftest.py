"""A real Chromium, where one is installed: `apt-get install chromium` is enough."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def _installed() -> str | None:
    named = os.environ.get("MODELPICK_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = _installed()
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)}")
    with api.sync_playwright() as driver:
        # Root has no sandbox; the pages are the program's own, and load nothing.
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Shown:
    """A page in the browser, with all that it complained of or asked the network for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._listeners = {
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "dialog": lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()),
            "request": lambda request: self._asked(request.url),
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)

    def _asked(self, url: str) -> None:
        if not url.startswith(("file:", "data:")):
            self.complaints.append(url)

    def leave(self) -> Any:
        """The page, whose events are no longer heard."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        return self.page


class Tabs:
    """Pages of one context: to open another document in a page costs a fourth of another context with its process."""

    def __init__(self, chromium: Any, *, script: bool) -> None:
        self._context = chromium.new_context(java_script_enabled=script)
        self._free: list[Any] = []

    def take(self) -> Any:
        return self._free.pop() if self._free else self._context.new_page()

    def give_back(self, page: Any) -> None:
        self._free.append(page)


@pytest.fixture(scope="session")
def tabs(chromium: Any) -> Callable[[bool], Tabs]:
    """Those with or without scripts. What the pages of a context share, cookies and storage, no page of ours uses."""
    return functools.cache(lambda script: Tabs(chromium, script=script))


@pytest.fixture
def show(tabs: Callable[[bool], Tabs], tmp_path: Path) -> Iterator[Callable[..., Shown]]:
    """Opens a page from disk: ``show(text, width=390)``."""
    taken: list[tuple[Tabs, Shown]] = []

    def show(text: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Shown:
        file = tmp_path / f"page-{len(taken)}.html"
        file.write_text(text, "ascii")
        page = tabs(script).take()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media="null", color_scheme="dark" if dark else "light")
        shown = Shown(page)
        taken.append((tabs(script), shown))
        page.goto(file.as_uri())
        return shown

    yield show
    for among, shown in taken:
        among.give_back(shown.leave())


LOOKS = """() => {
    const looks = new Map(), seen = new Set();
    const look = element => {
        if (element === null) return "";
        if (!looks.has(element)) {
            const s = getComputedStyle(element);
            const own = [element.tagName, element.className.baseVal ?? element.className, s.color, s.backgroundColor,
                s.backgroundImage, s.opacity, s.fontSize, s.fontWeight, s.textShadow];
            looks.set(element, look(element.parentElement) + "/" + own.join("|"));
        }
        return looks.get(element);
    };
    const isInSight = (box, around) => around === null || isInSight(box, around.parentElement)
        && (getComputedStyle(around).overflow === "visible" || isWithin(box, around.getBoundingClientRect()));
    const isWithin = (box, other) => box.left >= other.left && box.right <= other.right
        && box.top >= other.top && box.bottom <= other.bottom;
    const hasText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    return axe.run([...document.querySelectorAll("body *")].filter(element => {
        if (!hasText(element) || !element.checkVisibility()) return false;
        const key = look(element) + isInSight(element.getBoundingClientRect(), element.parentElement);
        return !seen.has(key) && seen.add(key);
    }), { runOnly: ["color-contrast"], resultTypes: ["violations"] });
}"""
"""Holds the text against its ground once for each look: that rule takes most of the time, and 40 lines look alike."""


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], str]:
    """What axe has against a page, as a report; nothing if all is well."""
    base = pytest.importorskip("axe_playwright_python.base")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def violations(page: Any) -> str:
        found = [
            axe.run(page, options={"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": False}}}),
            base.AxeResults(page.evaluate(LOOKS)),
        ]
        return "\n".join(each.generate_report() for each in found if each.violations_count)

    return violations
