"""The explorer of the documentation site, as people use it: opened from a disk, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from modelpick.model.request import Request
from tests.conftest import DATA_DAY
from tools.website import explorer


@pytest.fixture(scope="module")
def coding(catalog: Any) -> str:
    """The explorer of a need, as a file."""
    return explorer.need_page(catalog, "coding", DATA_DAY)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_explorer_opens_from_disk_for_everybody(show: Any, violations: Any, catalog: Any, width: int) -> None:
    shown = show(explorer.need_page(catalog, "coding", DATA_DAY, top=8), width=width)
    assert shown.page.evaluate("document.documentElement.scrollWidth") == width
    assert not violations(shown.page)
    assert shown.complaints == []


def test_the_explorer_filters_by_price_and_context_and_unknown_is_neither(show: Any, coding: str) -> None:
    page = show(coding).page
    rows = page.locator("#ranking tbody tr")
    page.fill("#filter-price", "1")
    page.fill("#filter-context", "500000")
    seen = rows.evaluate_all(
        """rows => rows.filter(row => !row.hidden).map(row => ["price", "context"].map(
            key => Number(row.querySelector(`[data-key=${key}]`).dataset.sort)))"""
    )
    assert 5 < len(seen) < rows.count()
    assert all(price <= 1 and context >= 500_000 for price, context in seen)


def test_the_explorer_ranks_as_the_program_does(show: Any, catalog: Any, coding: str) -> None:
    answer = catalog.recommend(Request(needs="coding", top=explorer.ALL, as_of=DATA_DAY))
    page = show(coding).page
    page.locator("#weight-0").fill("90")
    page.click("#reset")
    order = page.locator("#ranking tbody tr").evaluate_all("rows => rows.map(row => row.dataset.model)")
    assert order == [ranked.model for ranked in answer.ranking]
    assert page.locator("#ranking tbody th a").first.get_attribute("href") == f"../models/{order[0]}.html"
