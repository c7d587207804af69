"""Build the documentation site: `python -m tools.website FOLDER`.

It needs `pip install -e ".[docs]"` and no network. FOLDER is replaced where it holds a site, and nothing else is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MARKER = "modelpick-site.txt"
"""Lies in every folder that was built: what may be replaced."""


def main(arguments: list[str]) -> int:
    """Exit code 1 if a page could not be built or a link leads nowhere."""
    told = argparse.ArgumentParser(prog="python -m tools.website", description=__doc__)
    told.add_argument("folder", type=Path, help="where the site goes")
    folder: Path = told.parse_args(arguments).folder.resolve()
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        print(f"{folder} holds something else than a site: name another folder", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as work:
        # The bundled catalog alone: neither what was synced here nor files of one's own.
        os.environ |= {"MODELPICK_CACHE_DIR": f"{work}/cache", "MODELPICK_CONFIG_DIR": f"{work}/config"}
        return _built_site(Path(work), folder)


def _built_site(work: Path, folder: Path) -> int:
    from tools.website.build import config_text, pages, write_sources
    from tools.website.links import dead_links, loaded_from_elsewhere
    from tools.website.offline import work_from_disk

    made = pages()
    write_sources(work / "docs", made)
    (work / "zensical.toml").write_text(config_text(made), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(work / "zensical.toml")]
    if subprocess.run(command, cwd=work, check=False).returncode:
        return 1
    site = work / "site"
    work_from_disk(site)
    (site / MARKER).write_text("Made by python -m tools.website; replaced as a whole.\n", "utf-8")
    faults = [*dead_links(site), *loaded_from_elsewhere(site)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    if folder.exists():
        shutil.rmtree(folder)
    shutil.move(site, folder)
    print(f"{len(list(folder.rglob('*.html'))):,} pages: open {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
