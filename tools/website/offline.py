"""What a site needs that is opened from a folder.

Browsers start no worker there, so a hidden frame stands in for the search's; and a folder is no page.
"""

from __future__ import annotations

import re
from pathlib import Path

SHIM = "assets/javascripts/search-from-disk.js"
_FETCHED_SHIM = re.compile(r'<script src="https://[^"]*iframe-worker[^"]*"[^>]*></script>')
_FOLDER_LINK = re.compile(r'href="(?P<folder>\.{1,2}(?:/\.{0,2})*)"')


def work_from_disk(site: Path) -> None:
    """Put a script of this folder in place of the one that the pages of `site` would load from elsewhere, and let no
    link end at a folder."""
    (site / "404.html").unlink(missing_ok=True)  # for a server alone, whose root its links name
    (site / SHIM).write_text((Path(__file__).parent / "search-from-disk.js").read_text("utf-8"), "utf-8")
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        up = "../" * (len(page.relative_to(site).parts) - 1)
        changed = _FETCHED_SHIM.sub(f'<script src="{up}{SHIM}"></script>', text)
        changed = _FOLDER_LINK.sub(lambda found: f'href="{found["folder"].rstrip("/")}/index.html"', changed)
        if changed != text:
            page.write_text(changed, "utf-8")
