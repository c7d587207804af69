"""Writes `modelpick/model/shown_paths.py`: where the facts stand that can be asked for by name.

    python -m tools.shown_paths           # write it
    python -m tools.shown_paths --check   # exit code 1 if it is not what the structs say

The structs say it themselves (`modelpick.model.fields.Shown`), but to read their types takes longer than to answer.
"""

from __future__ import annotations

import argparse
import pprint
import subprocess
import sys
from pathlib import Path

from modelpick.model.facts import Model, Offering, Rates
from modelpick.model.fields import shown_in

TABLE = Path(__file__).resolve().parents[1] / "modelpick" / "model" / "shown_paths.py"
HEAD = '''\
"""Where the facts stand that can be asked for by name: tables that `python -m tools.shown_paths` makes of the structs.

By struct and name: the path of the value, and that of its source; empty where it has none.
"""

from __future__ import annotations

Paths = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

'''


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    text = table_text()
    if parser.parse_args().check:
        return int(TABLE.read_text("utf-8") != text)
    TABLE.write_text(text, "utf-8")
    return 0


def table_text() -> str:
    """The module, formatted."""
    text = HEAD
    for kind in (Model, Offering, Rates):
        paths = {each.name: (each.path, each.source) for each in shown_in(kind)}
        text += f"OF_{kind.__name__.upper()}: Paths = {pprint.pformat(paths, width=110, sort_dicts=False)}\n"
    command = [sys.executable, "-m", "ruff", "format", "-", "--stdin-filename", str(TABLE)]
    return subprocess.run(command, input=text, text=True, capture_output=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
