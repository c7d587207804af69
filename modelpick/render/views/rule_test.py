"""Whether the rules do what their examples say."""

from __future__ import annotations

from modelpick.documents.results import RuleTest
from modelpick.model import wording
from modelpick.render.page import Heading, Items, Page
from modelpick.render.page import Item as Line


def page(report: RuleTest) -> Page:
    """The screen of `rules test`: what failed; what passed is a number."""
    failed = [check for check in report.checks if not check.passed]
    said = f"{wording.count(report.passed, 'example')} passed, {report.failed} failed"
    items = tuple(Line(check.text, "-", "Failed", lead=f"{check.rule}, example {check.example}") for check in failed)
    items += tuple(Line(text, "!", "Warning") for text in report.warnings)
    return Page((Heading(said, 1, "bad" if failed else "good"), Items(None, items)))
